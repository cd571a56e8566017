//! From operands to one package: which files, and what they are called.
//!
//! Follows the go command: a list of files is the package
//! `command-line-arguments`, a directory is the package that the nearest
//! go.mod says. Files are named relative to the current directory if that is
//! shorter, a file in the current directory itself begins with `./`.
//!
//! Deliberate difference: a directory without go.mod, which the go command
//! refuses, is treated like the list of its files.

use std::{
    collections::BTreeSet,
    env,
    ffi::OsString,
    fs,
    path::{Component, Path, PathBuf},
};

use analyzer_core::{
    Release,
    base::SourceFile,
    build::{Header, Platform, Selection, has_bodies_elsewhere},
};

use crate::{Failure, args::language};

/// A package to analyse.
#[derive(Debug)]
pub(crate) struct Input {
    /// Its import path.
    pub package: String,
    /// Its files, named as messages print them.
    pub files: Vec<SourceFile>,
    /// The language version that go.mod asks for.
    pub lang: Option<String>,
    /// Whether all of the package's functions have their bodies in its files.
    pub complete: bool,
    /// Whether it is a package of the standard library.
    pub std: bool,
    /// What a person should know about how they were chosen.
    pub notes: Vec<String>,
}

const COMMAND_LINE: &str = "command-line-arguments";

/// Finds the package that `operands` name.
pub(crate) fn load(operands: &[OsString], release: Release) -> Result<Input, Failure> {
    let is_file = |operand: &OsString| operand.to_string_lossy().strip_suffix(".go").is_some();
    if operands.iter().all(is_file) {
        return files(operands, release);
    }
    if let Some(operand) = operands.iter().find(|operand| !is_file(operand))
        && operands.len() > 1
    {
        return Err(Failure::usage(format!(
            "name Go files or one directory, not both: {} is no Go file",
            operand.to_string_lossy()
        )));
    }
    let dir = Path::new(&operands[0]);
    if dir.is_dir() {
        return directory(dir, release);
    }
    let name = dir.to_string_lossy();
    Err(Failure::usage(if name == "std" || !is_path(&name) {
        format!("{name} is no directory; import paths and std are not supported yet")
    } else {
        format!("{name} is no directory")
    }))
}

fn is_path(name: &str) -> bool {
    name.starts_with(['.', '/'])
}

/// The package of a list of files.
fn files(names: &[OsString], release: Release) -> Result<Input, Failure> {
    let mut dirs = Vec::new();
    for name in names {
        let dir = Path::new(name).parent().map_or_else(PathBuf::new, Path::to_path_buf);
        if !dirs.contains(&dir) {
            dirs.push(dir);
        }
    }
    if let [first, second, ..] = &dirs[..]
        && absolute(first)? != absolute(second)?
    {
        let show = |dir: &Path| if dir.as_os_str().is_empty() { ".".into() } else { dir.display().to_string() };
        return Err(Failure::go(format!(
            "named files must all be in one directory; have {} and {}",
            show(first),
            show(second)
        )));
    }
    let dir = absolute(&dirs[0])?;
    let mut taken = Vec::new();
    for name in names {
        let path = Path::new(name);
        let text = read(path)?;
        let base = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // Constraints do not hold for a file that is named; the rest does.
        match Platform::new(release).select(&base, &text) {
            Ok(Selection::Taken | Selection::Constraint) if !base.ends_with("_test.go") => taken.push((base, text)),
            Ok(_) => {}
            Err(error) => return Err(Failure::go(format!("{}: {error}", display(&dir, &base)?))),
        }
    }
    if taken.is_empty() {
        return Err(Failure::go("go: no Go source files"));
    }
    one_package(&dir, &taken)?;
    Ok(Input {
        package: COMMAND_LINE.into(),
        files: sources(&dir, taken)?,
        lang: None,
        complete: true,
        std: false,
        notes: Vec::new(),
    })
}

/// The package in a directory.
fn directory(dir: &Path, release: Release) -> Result<Input, Failure> {
    let unreadable = |error| Failure::usage(format!("cannot read {}: {error}", dir.display()));
    let absolute = absolute(dir)?;
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(dir).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.is_file()
            && let Some(name) = path.file_name().and_then(|name| name.to_str())
            && [".go", ".s", ".syso"].iter().any(|suffix| name.ends_with(suffix))
        {
            names.insert(name.to_owned());
        }
    }
    let mut taken = Vec::new();
    let platform = Platform::new(release);
    let (mut tests, mut constrained, mut assembly) = (false, false, false);
    for name in names {
        let text = read(&dir.join(&name))?;
        assembly |= platform.takes_assembly(&name, &text);
        match platform.select(&name, &text) {
            Ok(Selection::Taken) => taken.push((name, text)),
            Ok(Selection::Test) => tests = true,
            Ok(Selection::Constraint | Selection::Cgo) => constrained = true,
            Ok(Selection::NotGo) => {}
            Err(error) => return Err(Failure::go(format!("{}: {error}", display(&absolute, &name)?))),
        }
    }
    let module = Module::of(&absolute)?;
    let mut notes = Vec::new();
    let std = module.as_ref().is_some_and(Module::is_std);
    let (package, lang) = if let Some(module) = module {
        (module.import_path(&absolute), Some(module.lang))
    } else {
        notes.push(format!("no go.mod in {0} or above it: taken as `go build {0}/*.go` takes it", dir.display()));
        (COMMAND_LINE.into(), None)
    };
    if taken.is_empty() {
        let shown = absolute.display();
        return Err(Failure::go(match (constrained, tests) {
            (true, _) => format!("{package}: build constraints exclude all Go files in {shown}"),
            (false, true) => format!("{package}: no non-test Go files in {shown}"),
            (false, false) => format!("no Go files in {shown}"),
        }));
    }
    one_package(&absolute, &taken)?;
    let bodies_elsewhere = assembly || (std && has_bodies_elsewhere(&package));
    Ok(Input { package, files: sources(&absolute, taken)?, lang, complete: !bodies_elsewhere, std, notes })
}

/// All files must have the same package clause; a file without one is left to
/// the parser.
fn one_package(dir: &Path, files: &[(String, Vec<u8>)]) -> Result<(), Failure> {
    let named = |(name, text): &(String, Vec<u8>)| Header::read(text).package.map(|package| (package, name.clone()));
    let mut packages = files.iter().filter_map(named);
    let Some((first, first_file)) = packages.next() else { return Ok(()) };
    match packages.find(|(package, _)| *package != first) {
        Some((other, file)) => {
            Err(Failure::go(format!("found packages {first} ({first_file}) and {other} ({file}) in {}", dir.display())))
        }
        None => Ok(()),
    }
}

fn sources(dir: &Path, files: Vec<(String, Vec<u8>)>) -> Result<Vec<SourceFile>, Failure> {
    files.into_iter().map(|(name, text)| Ok(SourceFile { name: display(dir, &name)?, text })).collect()
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let text = fs::read(path).map_err(|error| Failure::usage(format!("cannot read {}: {error}", path.display())))?;
    // Offsets are 32 bits wide.
    if u32::try_from(text.len()).is_err() {
        return Err(Failure::usage(format!("{} is larger than 4 GiB", path.display())));
    }
    Ok(text)
}

/// The current directory as the shell names it, as the go command does.
fn current_dir() -> Result<PathBuf, Failure> {
    let real = env::current_dir().map_err(|error| Failure::usage(format!("no current directory: {error}")))?;
    let shell = env::var_os("PWD").map(PathBuf::from).filter(|dir| dir.is_absolute());
    let same = |dir: &PathBuf| dir.canonicalize().ok() == real.canonicalize().ok();
    Ok(shell.filter(same).unwrap_or(real))
}

/// `dir` as an absolute path without `.` and `..`.
fn absolute(dir: &Path) -> Result<PathBuf, Failure> {
    let mut clean = PathBuf::new();
    for part in current_dir()?.join(dir).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                clean.pop();
            }
            part => clean.push(part),
        }
    }
    Ok(clean)
}

/// How messages name the file `name` of the directory `dir`.
fn display(dir: &Path, name: &str) -> Result<String, Failure> {
    let dir = dir.display().to_string();
    let relative = relative(&current_dir()?, Path::new(&dir));
    Ok(match relative {
        relative if relative.len() < dir.len() => format!("{relative}/{name}"),
        _ if dir == "/" => format!("/{name}"),
        _ => format!("{dir}/{name}"),
    })
}

/// `target` as seen from `base`, both absolute and clean.
fn relative(base: &Path, target: &Path) -> String {
    let common = base.components().zip(target.components()).take_while(|(a, b)| a == b).count();
    let up = base.components().skip(common).map(|_| "..".to_owned());
    let down = target.components().skip(common).map(|part| part.as_os_str().to_string_lossy().into_owned());
    let parts: Vec<String> = up.chain(down).collect();
    if parts.is_empty() { ".".into() } else { parts.join("/") }
}

/// What is needed of a go.mod.
#[derive(Debug)]
struct Module {
    dir: PathBuf,
    path: String,
    /// The language version, `go1.N`.
    lang: String,
}

impl Module {
    /// The module that `dir` belongs to.
    fn of(dir: &Path) -> Result<Option<Self>, Failure> {
        for dir in dir.ancestors() {
            let file = dir.join("go.mod");
            if file.is_file() {
                let text = String::from_utf8_lossy(&read(&file)?).into_owned();
                let (path, lang) = parse_mod(&text)
                    .ok_or_else(|| Failure::go(format!("go: {}: no module declaration", file.display())))?;
                let lang = language(&lang).map_err(|_| {
                    Failure::go(format!("{} asks for {lang}, which is newer than Go 1.27", file.display()))
                })?;
                return Ok(Some(Self { dir: dir.to_path_buf(), path, lang }));
            }
        }
        Ok(None)
    }

    fn is_std(&self) -> bool {
        self.path == "std"
    }

    fn import_path(&self, dir: &Path) -> String {
        let below = dir.strip_prefix(&self.dir).unwrap_or(Path::new(""));
        let parts = below.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
        // The packages of the standard library are named without their module.
        let module = (!self.is_std()).then(|| self.path.clone());
        module.into_iter().chain(parts).collect::<Vec<_>>().join("/")
    }
}

/// The module path and the language version of a go.mod; 1.16 if it has none.
fn parse_mod(text: &str) -> Option<(String, String)> {
    let mut path = None;
    let mut lang = "go1.16".to_owned();
    let mut block = None;
    for line in text.lines() {
        let line = line.split("//").next().unwrap_or_default();
        let mut words = line.split_whitespace();
        let verb = match block {
            Some(verb) => verb,
            None => words.next().unwrap_or_default(),
        };
        let Some(word) = words.next() else { continue };
        match (word, verb) {
            ("(", verb) => block = Some(verb),
            (")", _) => block = None,
            (word, "module") => path = Some(word.trim_matches(['"', '`']).to_owned()),
            (word, "go") => {
                // `1.21.3` and `1.21rc1` are language version 1.21.
                let minor = word.split('.').nth(1).unwrap_or_default();
                let digits = minor.find(|c: char| !c.is_ascii_digit()).unwrap_or(minor.len());
                lang = format!("go1.{}", &minor[..digits]);
            }
            _ => {}
        }
    }
    path.map(|path| (path, lang))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_the_current_directory() {
        let relative = |base: &str, target: &str| relative(Path::new(base), Path::new(target));
        assert_eq!(relative("/a/b", "/a/b"), ".");
        assert_eq!(relative("/a/b", "/a/b/c/d"), "c/d");
        assert_eq!(relative("/a/b", "/a/c"), "../c");
        assert_eq!(relative("/a/b", "/"), "../..");
        assert_eq!(relative("/", "/a"), "a");
    }

    #[test]
    fn go_mod_names_module_and_language() {
        let parse = |text: &str| parse_mod(text).map(|(path, lang)| format!("{path} {lang}"));
        assert_eq!(parse("module a.org/b // c\n\ngo 1.21.3\n").as_deref(), Some("a.org/b go1.21"));
        assert_eq!(parse("// m\nmodule \"a\"\nrequire (\n\tb v1\n)\n").as_deref(), Some("a go1.16"));
        assert_eq!(parse("module (\n\ta\n)\ngo 1.27rc1").as_deref(), Some("a go1.27"));
        assert_eq!(parse("go 1.20\n"), None);
    }
}
