//! From operands to the packages that are asked for.
//!
//! Follows the go command: a list of files is the package
//! `command-line-arguments`, a directory is the package that the nearest
//! go.mod says, `std`, `cmd` and what ends in `...` stand for several.
//!
//! Deliberate difference: a directory without go.mod, which the go command
//! refuses, is treated like the list of its files.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    rc::Rc,
};

use analyzer_core::{Release, build::COMMAND_LINE};

use crate::{
    Failure,
    module::Module,
    package::{NoPackage, Package},
    packages::{Packages, Place, no_goroot},
    paths::absolute,
    standard::Standard,
};

/// What is to be analysed.
pub(crate) struct Input {
    /// The packages, in the order in which `go list` lists them.
    pub roots: Vec<Rc<Package>>,
    /// Where their imports come from.
    pub packages: Packages,
    /// Whether they were named by import path or pattern.
    pub by_path: bool,
    /// What a person should know about how they were chosen.
    pub notes: Vec<String>,
}

/// Finds the packages that `operands` name.
pub(crate) fn load(operands: &[OsString], goroot: Option<&Path>, release: Release) -> Result<Input, Failure> {
    let standard = Standard::new(goroot.map(goroot_dir).transpose()?, release)?;
    // Directories can be called like files: github.com/nats-io/nats.go.
    let is_package = |operand: &OsString| {
        Path::new(operand).is_dir() || goroot.is_some_and(|root| root.join("src").join(operand).is_dir())
    };
    let is_file = |operand: &OsString| operand.to_string_lossy().strip_suffix(".go").is_some() && !is_package(operand);
    if operands.iter().all(is_file) {
        return files(operands, standard, release);
    }
    if let Some(file) = operands.iter().find(|operand| is_file(operand)) {
        return Err(Failure::usage(format!(
            "name Go files or packages, not both: {} is a Go file",
            file.to_string_lossy()
        )));
    }
    let first = Path::new(&operands[0]);
    let module = Module::of(&absolute(if first.is_dir() { first } else { Path::new(".") })?)?;
    let packages = Packages::new(standard, module, release);
    let mut input = Input { roots: Vec::new(), packages, by_path: operands.len() > 1, notes: Vec::new() };
    for operand in operands {
        operand_packages(operand, &mut input, release)?;
    }
    Ok(input)
}

fn goroot_dir(dir: &Path) -> Result<PathBuf, Failure> {
    let dir = absolute(dir)?;
    if dir.join("src/builtin").is_dir() {
        return Ok(dir);
    }
    Err(Failure::usage(format!("-goroot={} has no src with the standard library", dir.display())))
}

fn operand_packages(operand: &OsString, input: &mut Input, release: Release) -> Result<(), Failure> {
    let dir = Path::new(operand);
    // These two are never directories to the go command.
    let reserved = operand == "std" || operand == "cmd";
    if dir.is_dir() && !reserved {
        let package = directory(dir, input, release)?;
        add(package, input);
        return Ok(());
    }
    let name = operand.to_string_lossy().into_owned();
    if let Some(below) = name.strip_suffix("/...").map(Path::new).filter(|below| below.is_dir()) {
        input.by_path = true;
        return tree(below, input, release);
    }
    if name.starts_with(['.', '/']) {
        return Err(Failure::usage(format!("{name} is no directory")));
    }
    input.by_path = true;
    if name == "std" || name == "cmd" || name.ends_with("...") {
        for path in input.packages.matching(&name)? {
            import_path(&path, input)?;
        }
        return Ok(());
    }
    if !input.packages.has_std_sources() {
        return Err(no_goroot(&name));
    }
    import_path(&name, input)
}

/// The package with an import path.
fn import_path(path: &str, input: &mut Input) -> Result<(), Failure> {
    let refused = |error: NoPackage, dir: &str| match error {
        NoPackage::Failed(failure) => failure,
        NoPackage::Refused(message) => Failure::go(message),
        NoPackage::Empty => Failure::go(format!("no Go files in {dir}")),
        NoPackage::OnlyTests => Failure::go(format!("{path}: no non-test Go files in {dir}")),
        NoPackage::Excluded => Failure::go(format!("package {path}: build constraints exclude all Go files in {dir}")),
    };
    // The compiler itself is package unsafe: it is never compiled.
    if path == "unsafe" {
        return Ok(());
    }
    match input.packages.place(path, "") {
        Place::Found(path) => {
            let dir = input.packages.dir_text(&path);
            let package = input.packages.package(&path).map_err(|error| refused(error, &dir))?;
            add(package, input);
            Ok(())
        }
        Place::Missing(message) => Err(Failure::go(message)),
        Place::Unknown => Err(no_goroot(path)),
    }
}

fn add(package: Rc<Package>, input: &mut Input) {
    if !input.roots.iter().any(|root| root.path == package.path) {
        input.roots.push(package);
    }
}

/// The packages in `dir` and below it.
fn tree(dir: &Path, input: &mut Input, release: Release) -> Result<(), Failure> {
    match directory(dir, input, release) {
        Ok(package) => add(package, input),
        Err(failure) if failure.status == crate::GO_ERROR && failure.text.contains(" Go files in ") => {}
        Err(failure) => return Err(failure),
    }
    let unreadable = |error| Failure::usage(format!("cannot read {}: {error}", dir.display()));
    let mut below = Vec::new();
    for entry in fs::read_dir(dir).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let skipped = name.starts_with(['.', '_']) || name == "testdata" || name == "vendor";
        if entry.path().is_dir() && !skipped && !entry.path().join("go.mod").is_file() {
            below.push(dir.join(name));
        }
    }
    below.sort();
    below.iter().try_for_each(|dir| tree(dir, input, release))
}

/// The package of a list of files.
fn files(names: &[OsString], standard: Standard, release: Release) -> Result<Input, Failure> {
    let names: Vec<&Path> = names.iter().map(Path::new).collect();
    let mut dirs = Vec::new();
    for name in &names {
        let dir = name.parent().map_or_else(PathBuf::new, Path::to_path_buf);
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
    let package = Rc::new(Package::of_files(&dir, &names, release)?);
    let packages = Packages::new(standard, Module::of(&dir)?, release);
    Ok(Input { roots: vec![package], packages, by_path: false, notes: Vec::new() })
}

/// The package in a directory.
fn directory(dir: &Path, input: &mut Input, release: Release) -> Result<Rc<Package>, Failure> {
    let absolute = absolute(dir)?;
    let module = Module::of(&absolute)?;
    let path = module.as_ref().map_or_else(|| COMMAND_LINE.into(), |module| module.import_path(&absolute));
    if module.is_none() {
        let note = format!("no go.mod in {0} or above it: taken as `go build {0}/*.go` takes it", dir.display());
        input.notes.push(note);
    }
    if let Some(vendor) = module.as_ref().and_then(|module| module.vendor.as_ref())
        && absolute.starts_with(&vendor.dir)
        && !vendor.lists(&path)
    {
        let shown = absolute.display();
        return Err(Failure::go(format!("directory {shown} is not a package listed in vendor/modules.txt")));
    }
    let std = module.as_ref().is_some_and(Module::is_std);
    let mut package = match Package::read(&absolute, &path, std, release) {
        Ok(package) => package,
        Err(NoPackage::Failed(failure)) => return Err(failure),
        Err(NoPackage::Refused(message)) => return Err(Failure::go(message)),
        Err(error) => {
            let shown = absolute.display();
            return Err(Failure::go(match error {
                NoPackage::Excluded => format!("package {path}: build constraints exclude all Go files in {shown}"),
                NoPackage::OnlyTests => format!("{path}: no non-test Go files in {shown}"),
                _ => format!("no Go files in {shown}"),
            }));
        }
    };
    let in_goroot = module.as_ref().is_some_and(|module| module.is_std() || module.path == "cmd");
    package.lang = module.and_then(|module| module.lang_of(&absolute, &path));
    let package = Rc::new(package);
    input.packages.add(&package, in_goroot);
    Ok(package)
}
