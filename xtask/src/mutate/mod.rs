//! `cargo xtask mutate`: broken packages, and where gc and we see the error.
//!
//! Test cases for errors are written by people who know which errors there
//! are. Here files of the standard library lose a random token, or have it
//! twice; gc and `escapade -check` then say what they make of the package, and
//! their first errors are compared. `xtask/go/mutate` does the damage, the same
//! for the same seed.
//!
//! GOROOT stays as it is. The go command is given the broken file as an
//! overlay; we are given a tree of symbolic links, in which only the way to
//! the package consists of directories ([`shadow`]).

mod shadow;
mod verdict;

use std::{
    env, fs,
    fs::File,
    path::{Path, PathBuf},
    process::{self, Command, Stdio},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, anyhow, bail};
use lexopt::prelude::*;
use serde_json::{Value, json};

use crate::{
    agree::{Escapade, parse_lines},
    cmd::{self, say},
    go::Go,
    tools,
};
use verdict::{Outcome, Said, Table};

/// A package takes fractions of a second; what takes this long hangs.
const LIMIT: Duration = Duration::from_mins(1);

/// A file with a broken token.
struct Mutant {
    package: String,
    /// The file as it is in GOROOT.
    file: PathBuf,
    /// The broken one.
    broken: PathBuf,
    /// What was done, for people.
    damage: String,
}

/// `cargo xtask mutate [--release] [--seed=N] [--count=N] [--kind=KIND,…]`
pub(crate) fn main(mut args: lexopt::Parser) -> Result<bool> {
    let mut release = false;
    let mut all = false;
    let mut seed: u64 = 1;
    let mut count: usize = 300;
    let mut kinds = "delete,duplicate".to_owned();
    while let Some(arg) = args.next()? {
        match arg {
            Long("release") => release = true,
            Long("diff") => all = true,
            Long("seed") => seed = args.value()?.parse()?,
            Long("count") => count = args.value()?.parse()?,
            Long("kind") => kinds = args.value()?.string()?,
            other => return Err(other.unexpected().into()),
        }
    }
    let go = Go::find()?;
    let escapade = Escapade::build(release, Vec::new())?;
    let dir = env::temp_dir().join(format!("escapade-mutate-{}", process::id()));
    tools::remove(&dir)?;
    fs::create_dir_all(&dir).with_context(|| format!("cannot create {}", dir.display()))?;
    let bench = Bench { go: &go, escapade: escapade.program(), goroot: go.root()?, dir: dir.canonicalize()? };

    say("compiling the standard library, if it is not cached");
    cmd::output(go.command(&bench.dir).args(["build", "std"]))?;
    let mutants = bench.mutants(seed, count, &kinds)?;
    say(&format!("{} mutants, seed {seed}", mutants.len()));
    let outcomes = bench.compare(&mutants)?;

    let mut table = Table::default();
    for (mutant, outcome) in mutants.iter().zip(&outcomes) {
        table.add(mutant, outcome);
    }
    print!("{}", table.show(all));
    if table.differs() {
        say(&format!("the broken files are kept in {}", bench.dir.display()));
    } else {
        tools::remove(&bench.dir)?;
    }
    Ok(!table.crashed())
}

struct Bench<'a> {
    go: &'a Go,
    escapade: &'a Path,
    goroot: PathBuf,
    dir: PathBuf,
}

impl Bench<'_> {
    /// Breaks `count` files of the packages of std.
    fn mutants(&self, seed: u64, count: usize, kinds: &str) -> Result<Vec<Mutant>> {
        // Nothing is compiled of unsafe.
        let format = r#"{{if and .GoFiles (ne .ImportPath "unsafe")}}{{.ImportPath}}{{"\t"}}{{.Dir}}{{range .GoFiles}}{{"\t"}}{{.}}{{end}}{{end}}"#;
        let packages = self.dir.join("packages");
        fs::write(&packages, cmd::output(self.go.command(&self.dir).args(["list", "-f", format, "std"]))?)?;
        let mut mutate = self.go.own_program("mutate", &self.dir)?;
        mutate
            .arg("packages")
            .arg(format!("-seed={seed}"))
            .arg(format!("-count={count}"))
            .arg(format!("-kind={kinds}"));
        mutate.arg("-dir").arg(&self.dir).stdin(File::open(&packages)?);
        cmd::output(&mut mutate)?.lines().map(mutant).collect()
    }

    /// What becomes of each of `mutants`.
    fn compare(&self, mutants: &[Mutant]) -> Result<Vec<Outcome>> {
        let next = AtomicUsize::new(0);
        let outcomes = Mutex::new(vec![None; mutants.len()]);
        let work = || -> Result<()> {
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                let Some(mutant) = mutants.get(index) else { return Ok(()) };
                let outcome = Outcome::of(&self.gc(mutant)?, &self.ours(mutant)?);
                if let Ok(mut outcomes) = outcomes.lock() {
                    outcomes[index] = Some(outcome);
                }
            }
        };
        // Go compiles one package with several threads.
        let workers = thread::available_parallelism().map_or(1, usize::from).min(2);
        thread::scope(|scope| {
            let handles: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
            handles.into_iter().try_for_each(|handle| match handle.join() {
                Ok(result) => result,
                Err(_) => bail!("a worker panicked"),
            })
        })?;
        let outcomes = outcomes.into_inner().map_err(|_| anyhow!("a worker panicked"))?;
        outcomes.into_iter().map(|outcome| outcome.context("a mutant was left out")).collect()
    }

    fn gc(&self, mutant: &Mutant) -> Result<Said> {
        let dir = mutant.broken.parent().unwrap_or(&self.dir);
        let overlay = dir.join("overlay.json");
        fs::write(&overlay, json!({ "Replace": { path(&mutant.file): path(&mutant.broken) } }).to_string())?;
        let mut build = self.go.command(dir);
        build.arg("build").arg("-overlay").arg(&overlay).arg(&mutant.package);
        let output = build.output().context("cannot start go")?;
        Ok(said(output.status.success(), &String::from_utf8_lossy(&output.stderr)))
    }

    fn ours(&self, mutant: &Mutant) -> Result<Said> {
        let dir = mutant.broken.parent().unwrap_or(&self.dir);
        let shadow = dir.join("goroot");
        shadow::make(&self.goroot, &shadow, &mutant.file, &mutant.broken)?;
        let errors = dir.join("escapade.txt");
        let mut check = Command::new(self.escapade);
        check.arg("-check").arg(format!("-goroot={}", shadow.display())).arg(&mutant.package).current_dir(dir);
        check.stdin(Stdio::null()).stdout(Stdio::null()).stderr(File::create(&errors)?);
        let mut child = check.spawn().context("cannot start escapade")?;
        let end = Instant::now() + LIMIT;
        let status = loop {
            match child.try_wait()? {
                Some(status) => break Some(status),
                None if Instant::now() < end => thread::sleep(Duration::from_millis(5)),
                None => {
                    child.kill()?;
                    child.wait()?;
                    break None;
                }
            }
        };
        fs::remove_dir_all(&shadow)?;
        let text = String::from_utf8_lossy(&fs::read(&errors)?).into_owned();
        Ok(match status {
            None => Said::Crash(format!("no answer in {} s", LIMIT.as_secs())),
            Some(status) => match status.code() {
                Some(0) => Said::Accepts,
                Some(1) => said(false, &text),
                _ => Said::Crash(format!("{status}: {}", text.trim())),
            },
        })
    }
}

fn mutant(line: &str) -> Result<Mutant> {
    let value: Value = serde_json::from_str(line).context("what xtask/go/mutate printed")?;
    let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let damage = format!("{} `{}` in line {}", text("kind"), text("token"), value["line"]);
    Ok(Mutant { package: text("package"), file: text("file").into(), broken: text("mutant").into(), damage })
}

fn path(path: &Path) -> String {
    path.display().to_string()
}

/// The first error of the first file counts; without a place if that is how it is said.
fn said(accepted: bool, text: &str) -> Said {
    if accepted {
        return Said::Accepts;
    }
    // gc sorts by where files are, and the broken one is elsewhere.
    let first = parse_lines(text).into_iter().min_by(|a, b| (&a.file, a.row, a.col).cmp(&(&b.file, b.row, b.col)));
    if let Some(line) = first {
        return Said::Refuses { file: line.file, row: line.row, message: line.message };
    }
    let message = text.lines().find(|line| !line.starts_with('#')).unwrap_or_default().to_owned();
    Said::Refuses { file: String::new(), row: 0, message }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_error_counts() {
        let refuses =
            |file: &str, row, message: &str| Said::Refuses { file: file.into(), row, message: message.into() };
        let text = "# fmt\n/tmp/scan.go:9:1: undefined: y\ngo/src/fmt/print.go:7:8: undefined: x\n";
        assert_eq!(said(false, text), refuses("print.go", 7, "undefined: x"));
        assert_eq!(
            said(false, "found packages a (a.go) and b (b.go)\n"),
            refuses("", 0, "found packages a (a.go) and b (b.go)")
        );
        assert_eq!(said(true, ""), Said::Accepts);
    }
}
