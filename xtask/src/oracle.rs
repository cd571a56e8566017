//! Recording what the real compiler says.
//!
//! `cargo xtask oracle` compiles every fixture and example as a package by
//! itself, the way `go build FILE` does, and writes down gc's output for the
//! flags in [`KINDS`]. The only change: a file's name stands without
//! directory, and the `# command-line-arguments` header is left out (the
//! compiler does not print it, the go command does). A program that gc
//! refuses has its errors recorded instead.
//!
//! The compiler is called directly because `go build` would also link; its
//! command line is the one that `go build -x` shows.

use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
    process::{self, Command},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use anyhow::{Context, Result, anyhow, bail};
use lexopt::prelude::*;
use similar::TextDiff;

use crate::{
    advice,
    cmd::{self, say},
    fixtures::{self, Fixture},
    go::{self, Go},
    learn, ledger, tools,
};

/// The recordings of a program that compiles: extension and compiler flags.
pub(crate) const KINDS: [Kind<'static>; 4] =
    [("m", &["-m"]), ("ml", &["-m", "-l"]), ("m2", &["-m=2"]), ("m2l", &["-m=2", "-l"])];

/// The recording of a program that does not compile.
pub(crate) const ERRORS: &str = "err";

/// `cargo xtask oracle [--check] [NAME…]`
pub(crate) fn main(mut args: lexopt::Parser) -> Result<bool> {
    let mut check = false;
    let mut names = Vec::new();
    while let Some(arg) = args.next()? {
        match arg {
            Long("check") => check = true,
            Value(name) => names.push(name.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    run(check, &names)
}

/// Records, or checks the recordings of, the fixtures whose name contains one
/// of `names`; all of them, what [`ledger`] and [`advice`] measure and the
/// benchmark files of [`learn`], if there are none. `ledger`, `advice` or
/// `benchmarks` alone is that.
pub(crate) fn run(check: bool, names: &[String]) -> Result<bool> {
    if names == ["ledger"] {
        return ledger::run(&Go::find()?, check);
    }
    if names == ["advice"] {
        return advice::run(&Go::find()?, check);
    }
    if names == ["benchmarks"] {
        return learn::benchmarks(&Go::find()?, check);
    }
    let root = cmd::root();
    let mut fixtures = fixtures::all(&root)?;
    fixtures.retain(|fixture| names.is_empty() || names.iter().any(|name| fixture.name.contains(name)));
    if fixtures.is_empty() {
        if names.is_empty() {
            say("there are no fixtures yet");
            return Ok(true);
        }
        bail!("no fixture's name contains {}", names.join(" or "));
    }
    let go = Go::find()?;
    let answers = ask(&go, &fixtures, &KINDS)?;

    let mut wrong = Vec::new();
    let mut expected = BTreeSet::new();
    let mut written = 0;
    for (fixture, answer) in fixtures.iter().zip(&answers) {
        for (kind, text) in answer {
            let path = fixture.recording(&root, kind);
            expected.insert(path.clone());
            let recorded = fs::read_to_string(&path).ok();
            if recorded.as_deref() == Some(text) {
                continue;
            }
            if check {
                wrong.push(difference(&root, &path, recorded.as_deref(), text));
            } else {
                fs::create_dir_all(path.parent().unwrap_or(&root))?;
                fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
                written += 1;
            }
        }
    }
    let mut removed = 0;
    for path in recordings(&root.join(fixtures::RECORDED))? {
        if expected.contains(&path) || !may_judge(&root, &path, &fixtures, names) {
            continue;
        }
        if check {
            wrong.push(format!("{}: nothing is recorded there any more\n", relative(&root, &path)));
        } else {
            fs::remove_file(&path)?;
            removed += 1;
        }
    }

    for text in &wrong {
        eprint!("{text}");
    }
    if check {
        say(&format!("{} programs, {} recordings, {} not as Go says", fixtures.len(), expected.len(), wrong.len()));
        if !wrong.is_empty() {
            eprintln!("`cargo xtask oracle` records them again");
        }
    } else {
        say(&format!(
            "{} programs, {} recordings: {written} written, {removed} removed",
            fixtures.len(),
            expected.len()
        ));
    }
    let measured =
        !names.is_empty() || ledger::run(&go, check)? & advice::run(&go, check)? & learn::benchmarks(&go, check)?;
    Ok(wrong.is_empty() && measured)
}

/// Whether a recording that was not expected is stale: always in a full run,
/// in a run for some names only if it belongs to one of their fixtures.
fn may_judge(root: &Path, path: &Path, fixtures: &[Fixture], names: &[String]) -> bool {
    let kinds = || KINDS.iter().map(|(kind, _)| *kind).chain([ERRORS]);
    names.is_empty() || fixtures.iter().any(|fixture| kinds().any(|kind| fixture.recording(root, kind) == path))
}

fn recordings(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for path in fixtures::entries(dir)? {
        if path.is_dir() {
            found.extend(recordings(&path)?);
        } else if path.extension().is_some_and(|ext| ext == "txt") {
            found.push(path);
        }
    }
    Ok(found)
}

fn difference(root: &Path, path: &Path, recorded: Option<&str>, now: &str) -> String {
    let name = relative(root, path);
    TextDiff::from_lines(recorded.unwrap_or_default(), now)
        .unified_diff()
        .context_radius(1)
        .header(&format!("{name} (recorded)"), &format!("{name} (Go {} now)", go::VERSION))
        .to_string()
}

fn relative(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).display().to_string()
}

/// A name and the compiler flags that it stands for.
pub(crate) type Kind<'a> = (&'a str, &'a [&'a str]);

/// gc's texts about one program, by the name of their kind; [`ERRORS`] alone
/// for a program that it refuses.
pub(crate) type Answer<'a> = Vec<(&'a str, String)>;

/// Asks Go about each of `fixtures`, with the flags of each of `kinds`.
pub(crate) fn ask<'a>(go: &Go, fixtures: &[Fixture], kinds: &[Kind<'a>]) -> Result<Vec<Answer<'a>>> {
    let bench = Bench::new(go, fixtures)?;
    let next = AtomicUsize::new(0);
    let answers = Mutex::new(vec![Answer::new(); fixtures.len()]);
    let work = || -> Result<()> {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(fixture) = fixtures.get(index) else { return Ok(()) };
            let answer = bench.compile(index, fixture, kinds).with_context(|| fixture.source.display().to_string())?;
            if let Ok(mut answers) = answers.lock() {
                answers[index] = answer;
            }
        }
    };
    let workers = thread::available_parallelism().map_or(1, usize::from).min(8);
    thread::scope(|scope| {
        let handles: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        handles.into_iter().try_for_each(|handle| match handle.join() {
            Ok(result) => result,
            Err(_) => bail!("a worker panicked"),
        })
    })?;
    answers.into_inner().map_err(|_| anyhow!("a worker panicked"))
}

/// A temporary module with one package per fixture, and what it imports,
/// compiled.
struct Bench<'a> {
    go: &'a Go,
    compiler: PathBuf,
    dir: PathBuf,
}

impl<'a> Bench<'a> {
    fn new(go: &'a Go, fixtures: &[Fixture]) -> Result<Self> {
        let dir = env::temp_dir().join(format!("escapade-oracle-{}", process::id()));
        tools::remove(&dir)?;
        fs::create_dir_all(&dir).with_context(|| format!("cannot create {}", dir.display()))?;
        // As the compiler will print it, so that it can be taken off again.
        let dir = dir.canonicalize()?;
        let bench = Self { go, compiler: go.compiler(&dir)?, dir };
        fs::write(bench.dir.join("go.mod"), format!("module fixtures\n\ngo {}\n", go::LANG))?;
        for (index, fixture) in fixtures.iter().enumerate() {
            let package = bench.package(index);
            fs::create_dir(&package)?;
            fs::copy(&fixture.source, package.join(fixture.file_name()))
                .with_context(|| format!("cannot copy {}", fixture.source.display()))?;
        }
        let list = ["list", "-e", "-f", r#"{{join .Imports "\n"}}"#, "./..."];
        let imports = cmd::output(go.command(&bench.dir).args(list))?;
        let imports: BTreeSet<&str> = imports.lines().filter(|path| !path.is_empty() && *path != "C").collect();
        let mut config = String::new();
        if !imports.is_empty() {
            say(&format!(
                "compiling {} imported packages with Go {}, if they are not cached",
                imports.len(),
                go::VERSION
            ));
            let export = "{{if .Export}}packagefile {{.ImportPath}}={{.Export}}{{end}}";
            let mut list = go.command(&bench.dir);
            list.args(["list", "-e", "-export", "-deps", "-f", export]).args(imports);
            config = cmd::output(&mut list)?;
        }
        fs::write(bench.dir.join("importcfg"), config)?;
        Ok(bench)
    }

    fn package(&self, index: usize) -> PathBuf {
        self.dir.join(format!("p{index}"))
    }

    fn compile<'k>(&self, index: usize, fixture: &Fixture, kinds: &[Kind<'k>]) -> Result<Answer<'k>> {
        let dir = self.package(index);
        let file = fixture.file_name();
        let source = fs::read_to_string(dir.join(&file))?;
        let main = source.lines().any(|line| line.split("//").next().unwrap_or_default().trim() == "package main");
        let path = if main { "main" } else { "command-line-arguments" };
        let mut answer = Answer::new();
        for &(kind, flags) in kinds {
            let (accepted, text) = self.gc(&dir, path, flags, &file)?;
            if !accepted {
                // Without `-m`, so that nothing but the errors is in it.
                let (_, text) = self.gc(&dir, path, &[], &file)?;
                return Ok(vec![(ERRORS, text)]);
            }
            answer.push((kind, text));
        }
        Ok(answer)
    }

    /// One run of the compiler: whether it took the program, and its text.
    fn gc(&self, dir: &Path, path: &str, flags: &[&str], file: &str) -> Result<(bool, String)> {
        let mut gc = Command::new(&self.compiler);
        self.go.prepare(&mut gc);
        gc.current_dir(dir)
            .args(["-o", "package.a", "-p", path, &format!("-lang=go{}", go::LANG), "-complete", "-goversion"])
            .arg(format!("go{}", go::VERSION))
            .args(["-c=2", "-nolocalimports", "-pack", "-importcfg"])
            .arg(self.dir.join("importcfg"))
            .args(flags)
            .arg(file);
        let output = gc.output().context("cannot start the Go compiler")?;
        let text = String::from_utf8_lossy(&output.stdout).replace(&format!("{}/", dir.display()), "");
        if !output.stderr.is_empty() || (!output.status.success() && text.is_empty()) {
            bail!("`{}`: {}{text}", cmd::display(&gc), String::from_utf8_lossy(&output.stderr));
        }
        Ok((output.status.success(), text))
    }
}

impl Drop for Bench<'_> {
    fn drop(&mut self) {
        // A leftover in the temporary directory does no harm.
        let _ = fs::remove_dir_all(&self.dir);
    }
}
