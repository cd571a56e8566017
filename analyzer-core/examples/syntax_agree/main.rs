//! Compares our parser with gc's over whole source trees.
//!
//! ```text
//! ESCAPADE_GOROOT=/path/to/go cargo run --release -p analyzer-core --example syntax_agree [-- FILE-OR-DIR…]
//! ```
//!
//! `ESCAPADE_GOROOT` is a Go installation with sources. Without arguments every
//! `.go` file below its `src` is compared, test data included. gc's parser is
//! built from a temporary copy of the installation's
//! `cmd/compile/internal/syntax` and `xtask/go/syntaxdump/main.go`.
//!
//! Prints how many files and lines there are, in how many files we report
//! errors where gc reports none, in how many the errors differ, and how many
//! lines of the dumps (nodes, for the most part) differ; the first differences
//! are shown before that. Exits with 1 if there is any. Also prints how many
//! lines per second our parser reads on one thread, and with `--gofmt` how many
//! `gofmt -l` does. With `--mutants=N` and maybe `--seed=S`, N broken files are
//! made from those and compared instead.

mod dump;
mod mutate;

use std::{
    env, fs,
    io::{self, BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
    thread,
    time::{Duration, Instant},
};

use analyzer_core::{
    base::{FileId, Id, Interner},
    parser::{MAX_ERRORS, ParseOptions, Parsed, parse_source},
};

/// What the comparison found.
#[derive(Default)]
struct Totals {
    files: usize,
    lines: u64,
    nodes: u64,
    errors_where_gc_has_none: usize,
    files_with_errors: usize,
    files_whose_errors_differ: usize,
    nodes_that_differ: u64,
    shown: usize,
    depth: u32,
    parsing: Duration,
}

impl Totals {
    fn agree(&self) -> bool {
        self.errors_where_gc_has_none == 0 && self.files_whose_errors_differ == 0 && self.nodes_that_differ == 0
    }
}

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("syntax_agree: {error}");
            ExitCode::from(2)
        }
    }
}

fn run() -> io::Result<bool> {
    let goroot = env::var_os("ESCAPADE_GOROOT")
        .map(PathBuf::from)
        .ok_or_else(|| io::Error::other("set ESCAPADE_GOROOT to a Go installation"))?;
    let mut roots = Vec::new();
    let (mut gofmt, mut mutants, mut seed) = (false, 0, 1);
    for arg in env::args().skip(1) {
        let number = |text: &str| text.parse().map_err(|_| io::Error::other(format!("bad number in {arg}")));
        if arg == "--gofmt" {
            gofmt = true;
        } else if let Some(text) = arg.strip_prefix("--mutants=") {
            mutants = number(text)?;
        } else if let Some(text) = arg.strip_prefix("--seed=") {
            seed = number(text)?;
        } else {
            roots.push(PathBuf::from(arg));
        }
    }
    if roots.is_empty() {
        roots.push(goroot.join("src"));
    }
    let mut files = Vec::new();
    for root in &roots {
        go_files(root, &mut files)?;
    }
    files.sort();

    let dir = env::temp_dir().join(format!("escapade-syntaxdump-{}", std::process::id()));
    let totals = build(&goroot, &dir).and_then(|program| {
        if mutants > 0 {
            files = mutate::mutants(&files, mutants as usize, seed, &dir.join("mutants"))?;
        }
        compare(&program, &files)
    });
    let agree = totals.as_ref().is_ok_and(Totals::agree);
    if mutants > 0 && !agree {
        println!("the files are kept in {}", dir.display());
    } else {
        fs::remove_dir_all(&dir)?;
    }
    let totals = totals?;
    print(&totals);
    if gofmt {
        time_gofmt(&goroot, &files, totals.lines)?;
    }
    Ok(agree)
}

/// All `.go` files at or below `path`.
fn go_files(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            let path = entry?.path();
            if path.is_dir() || path.extension().is_some_and(|e| e == "go") {
                go_files(&path, files)?;
            }
        }
    } else {
        files.push(path.to_path_buf());
    }
    Ok(())
}

/// Builds gc's parser and the program that dumps its trees in `dir`.
fn build(goroot: &Path, dir: &Path) -> io::Result<PathBuf> {
    let package = dir.join("syntax");
    fs::create_dir_all(&package)?;
    for entry in fs::read_dir(goroot.join("src/cmd/compile/internal/syntax"))? {
        let path = entry?.path();
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
        if path.extension().is_some_and(|e| e == "go") && !name.ends_with("_test.go") {
            fs::copy(&path, package.join(name))?;
        }
    }
    let main = Path::new(env!("CARGO_MANIFEST_DIR")).join("../xtask/go/syntaxdump/main.go");
    fs::copy(main, dir.join("main.go"))?;
    fs::write(dir.join("go.mod"), "module syntaxdump\n")?;
    let program = dir.join("syntaxdump");
    let status = Command::new(goroot.join("bin/go"))
        .args(["build", "-o"])
        .arg(&program)
        .arg(".")
        .current_dir(dir)
        .envs([("GOTOOLCHAIN", "local"), ("GOPROXY", "off"), ("CGO_ENABLED", "0"), ("GOFLAGS", "-mod=mod")])
        .env("GOROOT", goroot)
        .status()?;
    if status.success() { Ok(program) } else { Err(io::Error::other("cannot build syntaxdump")) }
}

fn compare(program: &Path, files: &[PathBuf]) -> io::Result<Totals> {
    let mut child = Command::new(program).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let mut stdin = child.stdin.take().ok_or_else(|| io::Error::other("no pipe"))?;
    let mut stdout = BufReader::with_capacity(1 << 20, child.stdout.take().ok_or_else(|| io::Error::other("no pipe"))?);
    let names: Vec<String> = files.iter().map(|path| path.display().to_string()).collect();
    let writer = thread::spawn({
        let names = names.join("\n");
        move || stdin.write_all(names.as_bytes())
    });
    let mut totals = Totals::default();
    let mut expected = Vec::new();
    for name in &names {
        expected.clear();
        loop {
            let start = expected.len();
            if stdout.read_until(b'\n', &mut expected)? == 0 {
                return Err(io::Error::other(format!("syntaxdump died at {name}")));
            }
            if &expected[start..] == b"end\n" {
                expected.truncate(start);
                break;
            }
        }
        compare_file(name, &String::from_utf8_lossy(&expected), &mut totals)?;
    }
    writer.join().map_err(|_| io::Error::other("the writer panicked"))??;
    child.wait()?;
    Ok(totals)
}

fn compare_file(name: &str, expected: &str, totals: &mut Totals) -> io::Result<()> {
    let text = fs::read(name)?;
    let mut interner = Interner::default();
    let options = ParseOptions { name, std: true, runtime: true };
    let start = Instant::now();
    let parsed = parse_source(&text, FileId::new(0), options, &mut interner);
    totals.parsing += start.elapsed();
    totals.files += 1;
    totals.lines += u64::from(parsed.lines.line_count());
    totals.depth = totals.depth.max(parsed.depth);

    let mut ours = format!("file {name}\n");
    let errors = errors(&parsed);
    if errors.is_empty() {
        ours += &dump::dump(&parsed.tree, &parsed.lines, &interner);
    } else {
        ours += &errors;
    }
    let expected = comparable(&parsed, &text, expected);
    let gc_has_errors = expected.lines().nth(1).is_some_and(|line| line.starts_with("error "));
    totals.files_with_errors += usize::from(gc_has_errors);
    if ours == expected {
        totals.nodes += expected.lines().count() as u64;
        return Ok(());
    }
    if !errors.is_empty() && !gc_has_errors {
        totals.errors_where_gc_has_none += 1;
    } else if !errors.is_empty() || gc_has_errors {
        totals.files_whose_errors_differ += 1;
    } else {
        totals.nodes_that_differ += differing_lines(&ours, &expected);
    }
    if totals.shown < 20 {
        totals.shown += 1;
        let at = ours.lines().zip(expected.lines()).take_while(|(a, b)| a == b).count();
        let line = |text: &str| text.lines().nth(at).unwrap_or("nothing").to_string();
        println!("{name}\n  ours: {}\n  gc:   {}", line(&ours), line(&expected));
    }
    Ok(())
}

/// gc's output as far as ours can be the same: we keep no more than so many
/// errors, and bytes that are no Go are not in our messages.
fn comparable(parsed: &Parsed, text: &[u8], expected: &str) -> String {
    let errors = if parsed.errors.len() < MAX_ERRORS { usize::MAX } else { MAX_ERRORS };
    let mut expected: String = expected.split_inclusive('\n').take(errors.saturating_add(1)).collect();
    if text.contains(&0) || core::str::from_utf8(text).map_or(true, |text| text.contains('\u{feff}')) {
        expected.retain(|c| !matches!(c, '\0' | '\u{feff}' | char::REPLACEMENT_CHARACTER));
    }
    expected
}

fn differing_lines(a: &str, b: &str) -> u64 {
    let common = a.lines().zip(b.lines()).filter(|(a, b)| a == b).count();
    (a.lines().count().max(b.lines().count()) - common) as u64
}

/// Our errors as gc prints them: sorted, and without repetitions. Those about
/// directives are not the parser's in gc.
fn errors(parsed: &Parsed) -> String {
    let directive = |code: &str| matches!(code, "MisplacedDirective" | "InvalidDirective");
    let kept = parsed.errors.iter().filter(|e| !directive(e.code.0));
    let mut list: Vec<_> = kept.map(|e| (parsed.lines.line_col(e.pos), &e.message)).collect();
    list.sort_by_key(|(place, _)| *place);
    list.dedup();
    list.iter()
        .fold(String::new(), |text, (place, message)| text + &format!("error {}:{} {message}\n", place.line, place.col))
}

fn per_second(lines: u64, time: Duration) -> u64 {
    u64::try_from(u128::from(lines) * 1_000_000_000 / time.as_nanos().max(1)).unwrap_or(u64::MAX)
}

fn print(totals: &Totals) {
    println!("files                              {}", totals.files);
    println!("lines                              {}", totals.lines);
    println!("nodes that agree                   {}", totals.nodes);
    println!("files with errors in gc            {}", totals.files_with_errors);
    println!("files with errors only in ours     {}", totals.errors_where_gc_has_none);
    println!("files whose errors differ          {}", totals.files_whose_errors_differ);
    println!("nodes that differ                  {}", totals.nodes_that_differ);
    println!("deepest tree                       {}", totals.depth);
    let rate = per_second(totals.lines, totals.parsing);
    println!("parser                             {rate} lines/s ({} ms)", totals.parsing.as_millis());
}

/// How long `gofmt -l` takes for the same files, with one thread.
fn time_gofmt(goroot: &Path, files: &[PathBuf], lines: u64) -> io::Result<()> {
    let start = Instant::now();
    for chunk in files.chunks(1000) {
        let mut gofmt = Command::new(goroot.join("bin/gofmt"));
        gofmt.arg("-l").args(chunk).env("GOMAXPROCS", "1").stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    }
    let time = start.elapsed();
    println!("gofmt -l, GOMAXPROCS=1             {} lines/s ({} ms)", per_second(lines, time), time.as_millis());
    Ok(())
}
