//! Type errors against fixtures that say what they expect.
//!
//! `tests/types/*.go`: a comment `// ERROR "text"` expects an error on its
//! line whose message contains the text. A directory is one package.
//! `tests/types/codes`: one example for each error code, which is its name.
//!
//! With `ESCAPADE_GOROOT=DIR` the test data of Go's own type checker
//! (`DIR/src/internal/types/testdata`) is read too, with the standard library
//! in `DIR/src`, and the share of files that are right line by line is
//! printed; with `ESCAPADE_GO=go` the fixtures
//! are compared with what that compiler prints, word for word.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use analyzer_core::{
    ast,
    base::{FileId, Id, Interner, LineIndex, SourceFile},
    build::{Loader, NoPackages, PackageSource, Platform, Resolved, Selection},
    parser::{self, ParseOptions},
    types::{self, Checked, Config, GoVersion, Places, Program},
};

/// An error by file, line, column and message.
type Found = (String, u32, u32, String);

struct Outcome {
    errors: Vec<Found>,
    codes: BTreeSet<&'static str>,
    checked: Checked,
}

/// The standard library of a Go installation, from its sources.
struct Std {
    src: PathBuf,
}

impl Std {
    /// The files that package `path` consists of.
    fn files(&self, path: &str) -> Vec<SourceFile> {
        let Ok(entries) = fs::read_dir(self.src.join(path)) else { return Vec::new() };
        let mut paths: Vec<PathBuf> = entries.map(|e| e.expect("entry").path()).filter(|p| p.is_file()).collect();
        paths.sort();
        let files = paths.into_iter().map(|path| SourceFile {
            name: path.display().to_string(),
            text: if path.extension().is_some_and(|e| e == "go") {
                fs::read(&path).expect("readable")
            } else {
                Vec::new()
            },
        });
        let taken = |file: &SourceFile| {
            let name = file.name.rsplit('/').next().unwrap_or_default();
            matches!(Platform::default().select(name, &file.text), Ok(Selection::Taken))
        };
        files.filter(taken).collect()
    }
}

impl Loader for Std {
    fn resolve(&mut self, path: &str, importer: &str) -> Resolved {
        if path == "C" {
            return Resolved::Unknown;
        }
        let vendored = format!("vendor/{path}");
        let found = [vendored, path.to_owned()].into_iter().find(|path| !self.files(path).is_empty());
        found.map_or_else(|| Resolved::Missing(format!("{importer} imports what is not in std")), Resolved::Package)
    }

    fn load(&mut self, path: &str) -> Option<PackageSource> {
        Some(PackageSource { files: self.files(path), lang: None, std: true, ..PackageSource::default() })
    }
}

/// One small package, `lib`, and nothing else.
struct Lib;

impl Loader for Lib {
    fn resolve(&mut self, path: &str, _: &str) -> Resolved {
        match path {
            "lib" => Resolved::Package(path.to_owned()),
            "C" => Resolved::Unknown,
            _ => Resolved::Missing("no such package".to_owned()),
        }
    }

    fn load(&mut self, _: &str) -> Option<PackageSource> {
        let text = b"package lib\n\ntype hidden int\n\ntype T struct{ x hidden }\n\n\
            type Number interface{ ~int | ~float64 }\n\ntype Namer interface{ Name() }\n\n\
            func Sum[S ~[]E, E Number](s S) (sum E) { return }\n"
            .to_vec();
        let files = vec![SourceFile { name: "lib/lib.go".to_owned(), text }];
        Some(PackageSource { files, ..PackageSource::default() })
    }
}

/// Parses and checks `paths` as one package, of whose imports nothing is known.
fn check(paths: &[PathBuf], lang: GoVersion, test_functions: bool) -> Outcome {
    check_with(paths, lang, test_functions, &mut NoPackages)
}

/// Parses and checks `paths` as one package.
fn check_with(paths: &[PathBuf], lang: GoVersion, test_functions: bool, loader: &mut dyn Loader) -> Outcome {
    let mut names = Interner::default();
    let mut trees: Vec<ast::File> = Vec::new();
    let mut lines: Vec<LineIndex> = Vec::new();
    let mut files: Vec<String> = Vec::new();
    let mut errors: Vec<Found> = Vec::new();
    let mut codes = BTreeSet::new();
    for (i, path) in paths.iter().enumerate() {
        let text = fs::read(path).expect("readable");
        let name = path.file_name().expect("named").to_string_lossy().into_owned();
        let options = ParseOptions { name: &name, std: false, runtime: false };
        let parsed = parser::parse_source(&text, FileId::new(i), options, &mut names);
        for error in &parsed.errors {
            let at = parsed.lines.line_col(error.pos);
            errors.push((name.clone(), at.line, at.col, error.message.clone()));
            codes.insert(error.code.0);
        }
        trees.push(parsed.tree);
        lines.push(parsed.lines);
        files.push(name);
    }
    let refs: Vec<(FileId, &ast::File)> = trees.iter().enumerate().map(|(i, t)| (FileId::new(i), t)).collect();
    let mut places = Places::default();
    for ((&(id, tree), name), lines) in refs.iter().zip(&files).zip(&lines) {
        places.add(id, name, lines, tree);
    }
    let config = Config { lang, complete: !test_functions, test_functions, ..Config::default() };
    let checked = Program::new(&mut names).check("p", &refs, &mut names, &config, loader, &places);
    for error in &checked.errors {
        let at = lines[error.file.index()].line_col(error.pos);
        errors.push((files[error.file.index()].clone(), at.line, at.col, error.message.clone()));
        codes.insert(error.code.0);
    }
    errors.sort();
    Outcome { errors, codes, checked }
}

/// An expectation: the file and line, whether the text is a pattern, the text.
#[derive(Debug, Clone)]
struct Expected {
    line: u32,
    pattern: bool,
    text: String,
}

/// The `ERROR` comments of a Go text, each with the line of the token before it.
fn expectations(text: &str) -> Vec<Expected> {
    let bytes = text.as_bytes();
    let mut list = Vec::new();
    let (mut i, mut line, mut token_line) = (0, 1u32, 1u32);
    while i < bytes.len() {
        let rest = &text[i..];
        match bytes[i] {
            b'\n' => {
                line += 1;
                i += 1;
            }
            b'/' if rest.starts_with("//") || rest.starts_with("/*") => {
                let block = rest.starts_with("/*");
                let end = if block {
                    rest.find("*/").map_or(rest.len(), |e| e + 2)
                } else {
                    rest.find('\n').unwrap_or(rest.len())
                };
                let comment = &rest[2..end];
                let comment = if block { comment.strip_suffix("*/").unwrap_or(comment) } else { comment };
                let comment = comment.trim();
                if let Some(body) = comment.strip_prefix("ERROR") {
                    let pattern = body.starts_with('x');
                    let body = body.strip_prefix('x').unwrap_or(body).trim();
                    let text = body.trim_matches(['"', '`']).replace("\\\"", "\"");
                    let text =
                        if body.starts_with('"') { text.replace("\\n", "\n").replace("\\t", "\t") } else { text };
                    list.push(Expected { line: token_line, pattern, text });
                }
                line += rest[..end].matches('\n').count() as u32;
                i += end;
            }
            quote @ (b'"' | b'`' | b'\'') => {
                let mut j = i + 1;
                while j < bytes.len() && bytes[j] != quote && (quote == b'`' || bytes[j] != b'\n') {
                    j += if bytes[j] == b'\\' && quote != b'`' { 2 } else { 1 };
                }
                let end = (j + 1).min(bytes.len());
                line += String::from_utf8_lossy(&bytes[i..end]).matches('\n').count() as u32;
                token_line = line;
                i = end;
                while !text.is_char_boundary(i) {
                    i += 1;
                }
            }
            b' ' | b'\t' | b'\r' => i += 1,
            _ => {
                token_line = line;
                i += rest.chars().next().map_or(1, char::len_utf8);
            }
        }
    }
    list
}

/// What differs between expectations and errors, by file and line.
fn differences(paths: &[PathBuf], errors: &[Found], messages: bool) -> Vec<String> {
    let mut wanted: BTreeMap<(String, u32), Vec<Expected>> = BTreeMap::new();
    for path in paths {
        let text = String::from_utf8_lossy(&fs::read(path).expect("readable")).into_owned();
        let name = path.file_name().expect("named").to_string_lossy().into_owned();
        for expected in expectations(&text) {
            wanted.entry((name.clone(), expected.line)).or_default().push(expected);
        }
    }
    let mut diffs = Vec::new();
    for (file, line, col, message) in errors {
        let list = wanted.entry((file.clone(), *line)).or_default();
        let fits = |e: &Expected| !messages || e.pattern || message.contains(&e.text);
        match list.iter().position(fits) {
            Some(index) => {
                list.remove(index);
            }
            None => diffs.push(format!("{file}:{line}:{col}: not expected: {message}")),
        }
    }
    for ((file, line), list) in wanted {
        for expected in list {
            diffs.push(format!("{file}:{line}: missing: {}", expected.text));
        }
    }
    diffs
}

/// The packages in `dir`: each file and each directory is one.
fn packages(dir: &Path) -> Vec<(String, Vec<PathBuf>)> {
    let mut list = Vec::new();
    let Ok(entries) = fs::read_dir(dir) else { return list };
    for entry in entries.map(|e| e.expect("entry").path()) {
        let name = entry.file_name().expect("named").to_string_lossy().into_owned();
        if entry.is_dir() {
            let mut files: Vec<PathBuf> =
                fs::read_dir(&entry).expect("readable").map(|e| e.expect("entry").path()).collect();
            files.retain(|f| f.extension().is_some_and(|e| e == "go"));
            files.sort();
            list.push((name, files));
        } else if entry.extension().is_some_and(|e| e == "go") {
            list.push((name, vec![entry]));
        }
    }
    list.sort();
    list
}

/// The language version that a `-lang=go1.N` in the first line asks for.
fn lang_of(paths: &[PathBuf]) -> GoVersion {
    let text = paths.first().map(|p| fs::read(p).expect("readable")).unwrap_or_default();
    let text = String::from_utf8_lossy(&text).into_owned();
    let first = text.lines().next().unwrap_or_default();
    let lang = first.strip_prefix("//").and_then(|f| f.split("-lang=").nth(1));
    lang.and_then(|l| GoVersion::parse(l.split_whitespace().next().unwrap_or_default())).unwrap_or(GoVersion(27))
}

/// Deep programs need more than a test thread's stack in unoptimized builds.
fn with_stack(f: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(256 << 20).spawn(f).expect("thread");
    if let Err(panic) = thread.join() {
        std::panic::resume_unwind(panic);
    }
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/types")
}

/// The packages among the fixtures, without the examples of codes.
fn fixture_packages() -> Vec<(String, Vec<PathBuf>)> {
    let mut list = packages(&fixtures());
    list.retain(|(name, _)| name != CODES);
    list
}

/// The directory with an example for each code.
const CODES: &str = "codes";

#[test]
fn fixtures_have_the_errors_they_expect() {
    with_stack(|| {
        let mut failures = Vec::new();
        for (name, paths) in fixture_packages() {
            let outcome = check(&paths, lang_of(&paths), false);
            for diff in differences(&paths, &outcome.errors, true) {
                failures.push(format!("{name}: {diff}"));
            }
        }
        assert!(failures.is_empty(), "\n{}", failures.join("\n"));
    });
}

#[test]
fn each_code_has_an_example() {
    with_stack(|| {
        let mut failures = Vec::new();
        for (name, paths) in packages(&fixtures().join(CODES)) {
            let outcome = check_with(&paths, lang_of(&paths), false, &mut Lib);
            for diff in differences(&paths, &outcome.errors, true) {
                failures.push(format!("{name}: {diff}"));
            }
            let code = name.strip_suffix(".go").unwrap_or(&name);
            if outcome.codes != BTreeSet::from([code]) {
                failures.push(format!("{name}: has codes {:?}", outcome.codes));
            }
        }
        assert!(failures.is_empty(), "\n{}", failures.join("\n"));
    });
}

#[test]
fn go_test_data() {
    let Some(goroot) = env::var_os("ESCAPADE_GOROOT") else { return };
    with_stack(move || {
        let src = Path::new(&goroot).join("src");
        let base = src.join("internal/types/testdata");
        let mut std = Std { src };
        let only = env::var("ESCAPADE_ONLY").ok();
        let (mut all, mut all_lines, mut all_words) = (0, 0, 0);
        for dir in ["check", "fixedbugs", "spec", "examples"] {
            let (mut total, mut lines, mut words) = (0, 0, 0);
            for (name, paths) in packages(&base.join(dir)) {
                if only.as_ref().is_some_and(|o| !format!("{dir}/{name}").contains(o.as_str())) {
                    continue;
                }
                total += 1;
                let start = std::time::Instant::now();
                let outcome = check_with(&paths, lang_of(&paths), true, &mut std);
                if start.elapsed().as_secs() > 0 {
                    println!("{dir}/{name}: slow, {:?}", start.elapsed());
                }
                let by_line = differences(&paths, &outcome.errors, false);
                let by_word = differences(&paths, &outcome.errors, true);
                lines += usize::from(by_line.is_empty());
                words += usize::from(by_word.is_empty());
                if only.is_some() {
                    for diff in by_word {
                        println!("{dir}/{name}: {diff}");
                    }
                } else if !by_word.is_empty() {
                    println!("{dir}/{name}: {} by line, {} by word", by_line.len(), by_word.len());
                }
            }
            println!("{dir}: {lines} of {total} files right by line, {words} by line and word");
            all += total;
            all_lines += lines;
            all_words += words;
        }
        println!("all: {all_lines} of {all} files right by line, {all_words} by line and word");
    });
}

#[test]
fn fixtures_agree_with_the_compiler() {
    let Some(go) = env::var_os("ESCAPADE_GO") else { return };
    with_stack(move || {
        let list = match env::var_os("ESCAPADE_DIR") {
            Some(dir) => packages(Path::new(&dir)),
            None => [fixture_packages(), packages(&fixtures().join(CODES))].concat(),
        };
        let mut failures = Vec::new();
        for (name, paths) in list {
            let lang = lang_of(&paths);
            let outcome = check(&paths, lang, false);
            if !outcome.checked.unknown_imports.is_empty() {
                // The bare compiler does not find them.
                continue;
            }
            let mut command = Command::new(&go);
            // A file of our own: the compiler removes it after an error.
            let object = env::temp_dir().join(format!("escapade-types-{}.o", std::process::id()));
            command.args(["tool", "compile", "-e", "-complete", "-p", "p", "-o"]).arg(object);
            command.arg(format!("-lang={lang}")).args(["-l", "-N"]);
            for path in &paths {
                command.arg(path.file_name().expect("named"));
            }
            command.current_dir(paths[0].parent().expect("parent"));
            let output = command.output().unwrap_or_else(|e| panic!("{command:?}: {e}"));
            let theirs = String::from_utf8_lossy(&output.stdout).into_owned();
            let mut ours = String::new();
            for (file, line, col, message) in &outcome.errors {
                let _ = writeln!(ours, "{file}:{line}:{col}: {message}");
            }
            if theirs != ours {
                let mut theirs: Vec<&str> = theirs.lines().collect();
                let mut ours: Vec<&str> = ours.lines().collect();
                let (t, o) = (theirs.clone(), ours.clone());
                theirs.retain(|l| !o.contains(l));
                ours.retain(|l| !t.contains(l));
                failures.push(format!("{name}:\n  - {}\n  + {}", theirs.join("\n  - "), ours.join("\n  + ")));
            }
        }
        assert!(failures.is_empty(), "\n{}", failures.join("\n"));
    });
}

#[test]
fn a_correct_package_has_types_and_no_errors() {
    with_stack(|| {
        let path = fixtures().join("valid.go");
        let Outcome { errors, checked, .. } = check(&[path], GoVersion(27), false);
        assert_eq!(errors, []);
        assert!(checked.unknown_uses.is_empty());
        assert!(!checked.info.init_order.is_empty());
    });
}

/// With `ESCAPADE_STD=go`: every package of the standard library, each on its
/// own, must be free of errors, whatever is not known of the others.
#[test]
fn the_standard_library_has_no_errors() {
    let Some(go) = env::var_os("ESCAPADE_STD") else { return };
    with_stack(move || {
        let only = env::var("ESCAPADE_ONLY").ok();
        let mut list = Command::new(&go);
        list.args(["list", "-f", "{{.ImportPath}} {{.Dir}} {{join .GoFiles \" \"}}", "std"]);
        list.envs([("GOTOOLCHAIN", "local"), ("GOPROXY", "off"), ("CGO_ENABLED", "0")]);
        let output = list.output().unwrap_or_else(|e| panic!("{list:?}: {e}"));
        let (mut packages, mut bad, mut count) = (0, 0, 0);
        let start = std::time::Instant::now();
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let mut words = line.split(' ');
            let (name, dir) = (words.next().expect("path"), words.next().expect("dir"));
            if only.as_ref().is_some_and(|o| o != name) {
                continue;
            }
            let paths: Vec<PathBuf> = words.filter(|f| !f.is_empty()).map(|f| Path::new(dir).join(f)).collect();
            let outcome = check(&paths, GoVersion(27), true);
            packages += 1;
            bad += usize::from(!outcome.errors.is_empty());
            count += outcome.errors.len();
            for (file, line, col, message) in outcome.errors.iter().take(8) {
                println!("{name}/{file}:{line}:{col}: {message}");
            }
        }
        println!("{packages} packages in {:?}, {bad} with errors, {count} errors", start.elapsed());
    });
}

/// Checks a text as the only file of a package.
fn check_text(text: &str) -> Checked {
    let mut names = Interner::default();
    let parsed = parser::parse_file(text.as_bytes(), FileId::new(0), &mut names);
    let mut places = Places::default();
    places.add(FileId::new(0), "a.go", &parsed.lines, &parsed.tree);
    let files = [(FileId::new(0), &parsed.tree)];
    types::check_package("p", &files, &mut names, &Config::default(), &places).1
}

#[test]
fn damaged_programs_do_not_panic() {
    with_stack(|| {
        let mut seed = 42u64;
        let mut random = |bound: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % bound.max(1)
        };
        let rounds = env::var("ESCAPADE_ROUNDS").ok().and_then(|r| r.parse().ok()).unwrap_or(8);
        for (_, paths) in fixture_packages() {
            let text = fs::read_to_string(&paths[0]).expect("readable");
            let words: Vec<&str> = text.split_inclusive(|c: char| !c.is_alphanumeric()).collect();
            for _ in 0..rounds {
                let mut damaged = words.clone();
                for _ in 0..=random(12) {
                    let (at, from) = (random(damaged.len()), random(words.len()));
                    match random(3) {
                        0 => drop(damaged.remove(at)),
                        1 => damaged[at] = words[from],
                        _ => damaged.insert(at, words[from]),
                    }
                }
                let text = damaged.concat();
                if let Some(path) = env::var_os("ESCAPADE_DUMP") {
                    fs::write(path, &text).expect("writable");
                }
                check_text(&text);
            }
        }
    });
}

#[test]
fn long_chains_are_no_deep_nesting() {
    let concat = format!("package p\nvar s = \"\"{}\n", " + \"a\"".repeat(900));
    let ifs =
        format!("package p\nfunc f(n int) int {{ {} {{ return 2 }} }}\n", "if n == 1 { return 1 } else ".repeat(900));
    for text in [concat, ifs] {
        let checked = check_text(&text);
        assert!(checked.errors.is_empty(), "{:?}", checked.errors);
    }
}
