//! `cargo xtask speed`: how fast the front is, beside Go's own.
//!
//! All files of the standard library are parsed, and then parsed and
//! type-checked with bodies, by us and by Go's libraries, one program after the
//! other, several times. What counts is the processor time of the whole
//! process, reading of files, memory management and all, because the machine
//! may have other things to do; the median of the runs is shown. Nothing runs
//! in parallel: our programs have one thread, Go's get `GOMAXPROCS=1`.
//!
//! `gofmt -l` also prints what it has parsed; `xtask/go/typecheck -parse`
//! does not.

use std::{
    fmt::Write as _,
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use anyhow::{Context, Result, bail};
use lexopt::prelude::*;
use nix::sys::{
    resource::{UsageWho, getrusage},
    time::TimeVal,
};
use serde_json::{Deserializer, Value};

use crate::{
    agree::Escapade,
    cmd::{self, say},
    go::Go,
    tools,
};

/// One measured program.
struct Runner {
    name: &'static str,
    program: PathBuf,
    args: Vec<String>,
    /// What it reads.
    input: Option<PathBuf>,
}

/// `cargo xtask speed [--runs=N]`
pub(crate) fn main(mut args: lexopt::Parser) -> Result<bool> {
    let mut runs: usize = 5;
    while let Some(arg) = args.next()? {
        match arg {
            Long("runs") => runs = args.value()?.parse()?,
            other => return Err(other.unexpected().into()),
        }
    }
    if runs == 0 {
        bail!("--runs=0 measures nothing");
    }
    let go = Go::find()?;
    let escapade = Escapade::build(true, Vec::new())?;
    let parse = cmd::build_program(&["--package", "analyzer-core", "--example", "parse", "--release"])?;
    let dir = std::env::temp_dir().join(format!("escapade-speed-{}", std::process::id()));
    tools::remove(&dir)?;
    fs::create_dir_all(&dir).with_context(|| format!("cannot create {}", dir.display()))?;
    let measured = measure_all(&go, &escapade, parse, &dir, runs);
    tools::remove(&dir)?;
    print!("{}", measured?);
    Ok(true)
}

fn measure_all(go: &Go, escapade: &Escapade, parse: PathBuf, dir: &Path, runs: usize) -> Result<String> {
    let list = dir.join("list.json");
    let text = cmd::output(go.command(dir).args(["list", "-deps", "-json=ImportPath,Dir,GoFiles,ImportMap", "std"]))?;
    fs::write(&list, &text)?;
    let (packages, files) = sources(&text)?;
    let names = dir.join("files");
    fs::write(&names, files.join("\n"))?;
    let mut lines = 0;
    for file in &files {
        let text = fs::read(file).with_context(|| format!("cannot read {file}"))?;
        lines += text.split_inclusive(|&byte| byte == b'\n').count();
    }

    let typecheck = dir.join("typecheck");
    let source = cmd::root().join("xtask/go/typecheck/main.go");
    cmd::output(go.command(dir).arg("build").arg("-o").arg(&typecheck).arg(source))?;
    let goroot = go.root()?;
    let check = ["-check".to_owned(), format!("-goroot={}", goroot.display())].into_iter().chain(packages.clone());
    let listed = list.display().to_string();
    let parsers = [
        Runner { name: "escapade's parser", program: parse, args: Vec::new(), input: Some(names) },
        Runner {
            name: "go/parser",
            program: typecheck.clone(),
            args: vec!["-parse".into(), listed.clone()],
            input: None,
        },
        Runner {
            name: "gofmt -l",
            program: goroot.join("bin/gofmt"),
            args: ["-l".to_owned()].into_iter().chain(files.clone()).collect(),
            input: None,
        },
    ];
    let checkers = [
        Runner {
            name: "escapade -check",
            program: escapade.program().to_path_buf(),
            args: check.collect(),
            input: None,
        },
        Runner { name: "go/types", program: typecheck, args: vec![listed], input: None },
    ];
    say(&format!("{} packages, {} files, {lines} lines; {runs} runs", packages.len(), files.len()));
    let mut text = String::new();
    for (what, runners) in [("parse", &parsers[..]), ("parse and check", &checkers[..])] {
        let times = medians(runners, dir, runs)?;
        text += &table(what, runners, &times, lines);
    }
    Ok(text)
}

/// The packages with files, but for unsafe, and their files.
fn sources(list: &str) -> Result<(Vec<String>, Vec<String>)> {
    let (mut packages, mut files) = (Vec::new(), Vec::new());
    for package in Deserializer::from_str(list).into_iter::<Value>() {
        let package = package.context("what go list printed")?;
        let text = |key: &str| package[key].as_str().unwrap_or_default().to_owned();
        let (path, dir) = (text("ImportPath"), text("Dir"));
        let names: Vec<&str> = package["GoFiles"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        if names.is_empty() || path == "unsafe" {
            continue;
        }
        files.extend(names.iter().map(|name| format!("{dir}/{name}")));
        packages.push(path);
    }
    Ok((packages, files))
}

/// The median processor time of each, which take turns.
fn medians(runners: &[Runner], dir: &Path, runs: usize) -> Result<Vec<Duration>> {
    let mut times = vec![Vec::new(); runners.len()];
    for _ in 0..runs {
        for (runner, times) in runners.iter().zip(&mut times) {
            times.push(runner.time(dir)?);
        }
    }
    Ok(times
        .into_iter()
        .map(|mut times| {
            times.sort();
            times[times.len() / 2]
        })
        .collect())
}

impl Runner {
    /// The processor time of one run, in which nothing may go wrong.
    fn time(&self, dir: &Path) -> Result<Duration> {
        let mut command = Command::new(&self.program);
        command.args(&self.args).current_dir(dir).env("GOMAXPROCS", "1");
        command.stdin(match &self.input {
            Some(input) => Stdio::from(File::open(input)?),
            None => Stdio::null(),
        });
        let before = children_time()?;
        let output = command.output().with_context(|| format!("cannot start {}", self.program.display()))?;
        let after = children_time()?;
        if !output.status.success() {
            let errors = String::from_utf8_lossy(&output.stderr);
            let first: Vec<&str> = errors.lines().take(5).collect();
            bail!("{} failed ({}): {}", self.name, output.status, first.join("\n"));
        }
        Ok(after.saturating_sub(before))
    }
}

/// What all programs that have ended took of the processor.
pub(crate) fn children_time() -> Result<Duration> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).context("the time of programs that have ended")?;
    let duration = |time: TimeVal| -> Result<Duration> {
        Ok(Duration::from_secs(time.tv_sec().try_into()?) + Duration::from_micros(time.tv_usec().try_into()?))
    };
    Ok(duration(usage.user_time())? + duration(usage.system_time())?)
}

#[expect(clippy::cast_precision_loss, reason = "shown with two or three digits")]
fn table(what: &str, runners: &[Runner], times: &[Duration], lines: usize) -> String {
    let mut text = format!("{what:20} {:>8} {:>16} {:>8}\n", "seconds", "lines per second", "times");
    let own = times.first().map_or(0.0, Duration::as_secs_f64);
    for (runner, time) in runners.iter().zip(times) {
        let seconds = time.as_secs_f64();
        let speed = lines as f64 / seconds;
        let _ = writeln!(text, "  {:18} {seconds:8.3} {speed:16.0} {:8.2}", runner.name, seconds / own);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_without_files_are_left_out() -> Result<()> {
        let list = r#"{"ImportPath":"unsafe","Dir":"/u","GoFiles":["unsafe.go"]}
            {"ImportPath":"a","Dir":"/a","GoFiles":["x.go","y.go"]} {"ImportPath":"b","Dir":"/b"}"#;
        let (packages, files) = sources(list)?;
        assert_eq!(packages, ["a"]);
        assert_eq!(files, ["/a/x.go", "/a/y.go"]);
        Ok(())
    }

    #[test]
    fn the_first_is_what_the_others_are_compared_with() {
        let runner = |name| Runner { name, program: PathBuf::new(), args: Vec::new(), input: None };
        let times = [Duration::from_millis(500), Duration::from_secs(2)];
        let text = table("parse", &[runner("ours"), runner("theirs")], &times, 1000);
        let rows: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(rows, [["ours", "0.500", "2000", "1.00"], ["theirs", "2.000", "500", "4.00"]]);
    }
}
