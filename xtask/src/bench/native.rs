//! The command line tool beside gc.

#![expect(clippy::cast_precision_loss, reason = "shown with a few digits")]

use std::{
    env,
    ffi::OsStr,
    fmt::Write as _,
    fs,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use anyhow::{Context, Result, bail};
use nix::sys::resource::{UsageWho, getrusage};

use crate::{
    cmd::{self, say},
    go::Go,
    programs,
    speed::children_time,
};

/// The examples that are compared: without imports, and with fmt.
const FILES: [(&str, &str); 2] = [("return-address/bad.go", "no imports"), ("fmt-sprintf/bad.go", "imports fmt")];

/// The lines of the programs that show how time and memory grow.
const LINES: [usize; 4] = [100, 1_000, 10_000, 100_000];

/// What is measured with what.
pub(super) struct Bench<'a> {
    pub(super) go: &'a Go,
    pub(super) escapade: &'a Path,
    pub(super) dir: &'a Path,
    pub(super) runs: usize,
}

impl Bench<'_> {
    /// Whole processes on one file.
    pub(super) fn files(&self) -> Result<String> {
        let mut text = String::from(
            "\n## One small file, the whole process\n\n`escapade -m FILE` beside `go tool compile -m FILE`; budget: a tenth.\n\n\
             | file | escapade | gc | ratio |\n|---|---|---|---|\n",
        );
        let config = self.import_config()?;
        let compiler = self.go.compiler(self.dir)?;
        for (file, what) in FILES {
            say(&format!("{file}: escapade and gc, {} times each", self.runs));
            let file = cmd::root().join("public/examples").join(file);
            let ours = || {
                let mut escapade = Command::new(self.escapade);
                escapade.arg("-m").arg(&file);
                escapade
            };
            let theirs = || {
                let mut compile = Command::new(&compiler);
                self.go.prepare(&mut compile);
                compile.args(["-m", "-p", "main", "-complete", "-importcfg"]).arg(&config);
                compile.arg("-o").arg(self.dir.join("out.o")).arg(&file);
                compile
            };
            let (ours, theirs) = in_turns(&ours, &theirs, self.runs)?;
            let name = file.strip_prefix(cmd::root()).unwrap_or(&file).display();
            let _ =
                writeln!(text, "| `{name}` ({what}) | {} | {} | 1/{:.0} |", ms(ours), ms(theirs), ratio(theirs, ours));
        }
        Ok(text)
    }

    /// All of the standard library.
    pub(super) fn std(&self) -> Result<String> {
        say("all of std: escapade and gc, once each");
        let goroot = format!("-goroot={}", self.go.root()?.display());
        let ours = || {
            let mut escapade = Command::new(self.escapade);
            escapade.args(["-m", &goroot, "std"]).env("ESCAPADE_STD", "");
            escapade
        };
        let theirs = || {
            let mut build = self.go.command(self.dir);
            build.args(["build", "-a", "-gcflags=-m", "std"]);
            build
        };
        let (ours, theirs) = in_turns(&ours, &theirs, 1)?;
        Ok(format!(
            "\n## All of the standard library, from source\n\n`escapade -m -goroot=GOROOT std` beside `go build -a -gcflags=-m std`, \
             processor seconds of all processes, once; budget: a tenth.\n\n\
             | escapade | gc | ratio |\n|---|---|---|\n| {:.1} s | {:.1} s | 1/{:.1} |\n",
            ours.as_secs_f64(),
            theirs.as_secs_f64(),
            ratio(theirs, ours)
        ))
    }

    /// How time and memory grow with the lines.
    pub(super) fn growth(&self) -> Result<String> {
        let mut text = String::from(
            "\n## Growth\n\n`escapade -m FILE`, less what it takes for a file of six lines; memory is the process's largest. \
             Budget: ten times the lines cost at most eleven times the time, a slope of 1.04.\n\n\
             | lines | time | a line | memory | a line |\n|---|---|---|---|---|\n",
        );
        let measure = |lines: usize| -> Result<(Duration, u64)> {
            say(&format!("{lines} lines"));
            let file = self.dir.join(format!("lines{lines}.go"));
            fs::write(&file, programs::lines(lines))?;
            let runs = (200_000 / lines.max(1)).clamp(3, self.runs);
            let mut times = Vec::new();
            for _ in 0..runs {
                times.push(time(Command::new(self.escapade).arg("-m").arg(&file))?);
            }
            times.sort();
            // The system tells the largest memory of all children: this one has compilers among them.
            let mut other = Command::new(env::current_exe()?);
            let most = cmd::output(other.args(["bench", "--memory"]).arg(self.escapade).arg(&file))?;
            Ok((times[times.len() / 2], most.trim().parse().context("what is said of memory")?))
        };
        let (nothing, base) = measure(6)?;
        let mut points = Vec::new();
        for lines in LINES {
            let (time, memory) = measure(lines)?;
            let (time, memory) =
                (time.saturating_sub(nothing).max(Duration::from_micros(10)), memory.saturating_sub(base));
            let per_line = time.as_secs_f64() * 1e6 / lines as f64;
            let bytes = memory * 1024 / lines as u64;
            let _ = writeln!(
                text,
                "| {lines} | {} | {per_line:.2} µs | {:.1} MB | {bytes} B |",
                ms(time),
                memory as f64 / 1024.0
            );
            points.push((lines as f64, time.as_secs_f64()));
        }
        let slopes: Vec<String> = points.windows(2).map(|pair| format!("{:.2}", slope(pair))).collect();
        let _ = writeln!(
            text,
            "\nSlope of the logarithms: {:.2}, from 1,000 lines on {:.2}, from each size to the next {}. The empty run: {}, {:.1} MB.",
            slope(&points),
            slope(&points[1..]),
            slopes.join(", "),
            ms(nothing),
            base as f64 / 1024.0
        );
        Ok(text)
    }

    /// Where gc finds what the examples import.
    fn import_config(&self) -> Result<std::path::PathBuf> {
        let format = "{{if .Export}}packagefile {{.ImportPath}}={{.Export}}{{end}}";
        let list = cmd::output(self.go.command(self.dir).args(["list", "-export", "-deps", "-f", format, "fmt"]))?;
        let path = self.dir.join("importcfg");
        fs::write(&path, list).context("cannot write what gc is to import")?;
        Ok(path)
    }
}

/// The median times of two programs that take turns.
fn in_turns(ours: &dyn Fn() -> Command, theirs: &dyn Fn() -> Command, runs: usize) -> Result<(Duration, Duration)> {
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        first.push(time(&mut ours())?);
        second.push(time(&mut theirs())?);
    }
    first.sort();
    second.sort();
    Ok((first[runs / 2], second[runs / 2]))
}

/// The largest memory of `program -m file`, in kilobytes, if it is the first child.
pub(super) fn memory(program: &OsStr, file: &OsStr) -> Result<u64> {
    time(Command::new(program).arg("-m").arg(file))?;
    // In kilobytes on Linux, in bytes on macOS.
    let most = getrusage(UsageWho::RUSAGE_CHILDREN)?.max_rss().unsigned_abs();
    Ok(if cfg!(target_os = "macos") { most / 1024 } else { most })
}

/// The processor time of one run, in which nothing may go wrong.
fn time(command: &mut Command) -> Result<Duration> {
    let before = children_time()?;
    let output =
        command.stdin(Stdio::null()).output().with_context(|| format!("cannot start `{}`", cmd::display(command)))?;
    let after = children_time()?;
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        bail!("`{}` failed: {}", cmd::display(command), errors.lines().take(5).collect::<Vec<_>>().join("\n"));
    }
    Ok(after.saturating_sub(before))
}

fn ms(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1e3)
}

fn ratio(theirs: Duration, ours: Duration) -> f64 {
    theirs.as_secs_f64() / ours.as_secs_f64()
}

/// The slope of the straight line through the logarithms.
fn slope(points: &[(f64, f64)]) -> f64 {
    let logs: Vec<(f64, f64)> = points.iter().map(|(x, y)| (x.ln(), y.ln())).collect();
    let count = logs.len() as f64;
    let (mean_x, mean_y) =
        (logs.iter().map(|p| p.0).sum::<f64>() / count, logs.iter().map(|p| p.1).sum::<f64>() / count);
    let over: f64 = logs.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
    over / logs.iter().map(|(x, _)| (x - mean_x).powi(2)).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slopes_are_those_of_powers() {
        let line: Vec<(f64, f64)> = [1.0, 10.0, 100.0].map(|x| (x, 3.0 * x)).to_vec();
        let square: Vec<(f64, f64)> = [1.0, 10.0, 100.0].map(|x| (x, x * x)).to_vec();
        assert!((slope(&line) - 1.0).abs() < 1e-9);
        assert!((slope(&square) - 2.0).abs() < 1e-9);
    }
}
