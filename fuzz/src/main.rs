//! Tries inputs, one after the other, and keeps those that a promise is broken
//! for. `cargo xtask fuzz` calls it.
//!
//! A promise may be broken by a panic, which ends the process here, by a stack
//! that is too small, or by no end at all. So inputs are tried in a child, which
//! writes down the number of each before it begins with it. When the child has
//! died, or is silent for too long, the input is made again from that number,
//! written to `target/fuzz` with as many lines and tokens left out as it can do
//! without, and the next child goes on behind it.

use std::{
    env, fs,
    io::{Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
    process::{Child, Command, ExitCode, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};
use fuzz::{Corpus, Random, Target, rewrite, target::compare};
use lexopt::prelude::*;

/// How long one input may take; most take a few milliseconds.
const PATIENCE: Duration = Duration::from_secs(20);

/// The stack that inputs are tried on: a WebAssembly module has 1 MB for what
/// has an address, and the engine's own for the rest.
const STACK: usize = 4 << 20;

/// How often an input is made smaller, at most.
const TRIES: usize = 200;

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

struct Settings {
    root: PathBuf,
    targets: Vec<Target>,
    seed: u64,
    count: u64,
    time: Duration,
}

fn run() -> Result<bool> {
    let mut settings = Settings {
        root: PathBuf::from("."),
        targets: Target::ALL.to_vec(),
        seed: 1,
        count: u64::MAX,
        time: Duration::from_mins(1),
    };
    let (mut child, mut one, mut gofmt) = (None, None, None);
    let mut args = lexopt::Parser::from_env();
    while let Some(arg) = args.next()? {
        match arg {
            Long("root") => settings.root = args.value()?.into(),
            Long("target") => {
                let name = args.value()?.string()?;
                let target = Target::from_name(&name).with_context(|| format!("there is no target {name}"))?;
                settings.targets = vec![target];
            }
            Long("seed") => settings.seed = args.value()?.parse()?,
            Long("count") => settings.count = args.value()?.parse()?,
            Long("seconds") => settings.time = Duration::from_secs(args.value()?.parse()?),
            // What a child is given: where to begin, and where to write how far it is.
            Long("from") => child = Some((args.value()?.parse::<u64>()?, PathBuf::from(args.value()?))),
            Long("gofmt") => gofmt = Some(PathBuf::from(args.value()?)),
            Value(file) => one = Some(PathBuf::from(file)),
            other => return Err(other.unexpected().into()),
        }
    }
    let target = settings.targets[0];
    if let Some(program) = gofmt {
        return gofmted(&settings, &program);
    }
    if let Some(file) = one {
        let input = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let corpus = Corpus::read(&settings.root)?;
        on_a_small_stack(move || target.run(&corpus, &input))?;
        return Ok(true);
    }
    if let Some((from, progress)) = child {
        try_from(&settings, from, &progress)?;
        return Ok(true);
    }
    let corpus = Corpus::read(&settings.root)?;
    if corpus.programs.is_empty() {
        bail!("there are no fixtures in {}", settings.root.display());
    }
    if corpus.packs.is_empty() {
        println!("there are no packs of the standard library: imports are unknown, and the target pack has nothing");
    }
    let mut faults = 0;
    for &target in &settings.targets {
        faults += watch(&settings, target, &corpus)?;
    }
    Ok(faults == 0)
}

/// Has gofmt format fixtures that were out of form: of what it makes the same
/// has to be said as of the fixtures.
fn gofmted(settings: &Settings, gofmt: &Path) -> Result<bool> {
    let corpus = Corpus::read(&settings.root)?;
    let folder = settings.root.join("target/fuzz/gofmt");
    fs::create_dir_all(&folder)?;
    let mut made = Vec::new();
    for (number, text) in corpus.fixtures.iter().enumerate() {
        if let Some(other) = rewrite::reformatted(text, &mut Random::new(settings.seed, number as u64)) {
            let file = folder.join(format!("{number}.go"));
            fs::write(&file, &other.text)?;
            made.push((file, text.clone()));
        }
    }
    let mut format = Command::new(gofmt);
    format.arg("-w").args(made.iter().map(|(file, _)| file));
    let status = format.status().with_context(|| format!("cannot start {}", gofmt.display()))?;
    if !status.success() {
        bail!("gofmt cannot format what was a program");
    }
    let mut compared = 0;
    for (file, text) in made {
        if let Some(other) = rewrite::formatted(&text, fs::read(&file)?) {
            let corpus = Corpus::read(&settings.root)?;
            on_a_small_stack(move || compare(&corpus, &text, &other)).with_context(|| file.display().to_string())?;
            compared += 1;
        }
    }
    println!("gofmt: {compared} fixtures are what they were when they are formatted");
    fs::remove_dir_all(&folder)?;
    Ok(compared > 0)
}

fn on_a_small_stack(work: impl FnOnce() + Send + 'static) -> Result<()> {
    let thread = thread::Builder::new().stack_size(STACK).spawn(work)?;
    if thread.join().is_err() {
        bail!("a promise is broken");
    }
    Ok(())
}

/// The child: tries inputs from number `from` on until the time is over.
fn try_from(settings: &Settings, from: u64, progress: &Path) -> Result<()> {
    let corpus = Corpus::read(&settings.root)?;
    let (target, seed, time) = (settings.targets[0], settings.seed, settings.time);
    let count = settings.count.min(target.inputs(&corpus));
    let mut progress = fs::File::create(progress)?;
    write!(progress, "{from:20}")?;
    on_a_small_stack(move || {
        let start = Instant::now();
        for index in from..count {
            if start.elapsed() >= time {
                break;
            }
            let _ = progress.seek(SeekFrom::Start(0));
            let _ = write!(progress, "{index:20}");
            let input = target.input(&corpus, seed, index);
            target.run(&corpus, &input);
        }
        let _ = progress.seek(SeekFrom::End(0));
        let _ = write!(progress, " done");
    })
}

/// Where a child is: the number of its input, and whether it is through.
fn read_progress(file: &Path) -> Option<(u64, bool)> {
    let text = fs::read_to_string(file).ok()?;
    let mut words = text.split_whitespace();
    Some((words.next()?.parse().ok()?, words.next() == Some("done")))
}

/// Tries `target`; how many inputs a promise is broken for.
fn watch(settings: &Settings, target: Target, corpus: &Corpus) -> Result<usize> {
    let start = Instant::now();
    let folder = settings.root.join("target/fuzz");
    fs::create_dir_all(&folder)?;
    let progress = folder.join(format!("{}.progress", target.name()));
    let (mut from, mut faults) = (0, 0);
    let count = settings.count.min(target.inputs(corpus));
    loop {
        let left = settings.time.saturating_sub(start.elapsed());
        fs::write(&progress, format!("{from:20}"))?;
        let mut child = Command::new(env::current_exe()?);
        child.args([
            "--target",
            target.name(),
            "--seed",
            &settings.seed.to_string(),
            "--count",
            &settings.count.to_string(),
        ]);
        child.arg("--root").arg(&settings.root).args(["--seconds", &left.as_secs().to_string()]);
        child.args(["--from", &from.to_string()]).arg(&progress).stderr(Stdio::null());
        let hung = wait(&mut child.spawn()?, &progress)?;
        let (at, done) = read_progress(&progress).context("the child has not said how far it is")?;
        if done {
            let tried = at.max(from) + u64::from(at + 1 == count);
            println!("{}: {tried} inputs in {:.0} s, {faults} faults", target.name(), start.elapsed().as_secs_f64());
            fs::remove_file(&progress)?;
            return Ok(faults);
        }
        faults += 1;
        let input = target.input(corpus, settings.seed, at);
        let file = folder.join(format!("{}-{}-{at}", target.name(), settings.seed));
        fs::write(&file, &input)?;
        let smaller = if hung || target == Target::Pack { input } else { shrink(settings, target, &input, &file)? };
        fs::write(&file, &smaller)?;
        println!("{}: seed {} input {at}: {}", target.name(), settings.seed, if hung { "no end" } else { "died" });
        println!("    {} ({} bytes)", file.display(), smaller.len());
        println!("    {}", complaint(settings, target, &file)?.replace('\n', "\n    "));
        from = at + 1;
        if faults >= 20 {
            println!("{}: that is enough", target.name());
            return Ok(faults);
        }
    }
}

/// Waits for a child; `true` if it was ended because one input took too long.
fn wait(child: &mut Child, progress: &Path) -> Result<bool> {
    let mut last = (read_progress(progress), Instant::now());
    loop {
        if child.try_wait()?.is_some() {
            return Ok(false);
        }
        thread::sleep(Duration::from_millis(50));
        let now = read_progress(progress);
        if now != last.0 {
            last = (now, Instant::now());
        } else if last.1.elapsed() > PATIENCE {
            child.kill()?;
            child.wait()?;
            return Ok(true);
        }
    }
}

fn try_one(settings: &Settings, target: Target, file: &Path) -> Result<Command> {
    let mut command = Command::new(env::current_exe()?);
    command.args(["--target", target.name()]).arg("--root").arg(&settings.root).arg(file);
    Ok(command)
}

/// What is said of the input in `file`.
fn complaint(settings: &Settings, target: Target, file: &Path) -> Result<String> {
    let output = try_one(settings, target, file)?.env("RUST_BACKTRACE", "0").output()?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    Ok(said.lines().take(8).collect::<Vec<_>>().join("\n"))
}

/// `input` with lines left out that are not needed for the fault.
fn shrink(settings: &Settings, target: Target, input: &[u8], file: &Path) -> Result<Vec<u8>> {
    let mut lines: Vec<Vec<u8>> = input.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    let scratch = file.with_extension("smaller");
    let mut width = lines.len().div_ceil(2);
    let mut tries = 0;
    while width > 0 && tries < TRIES {
        let mut at = 0;
        while at < lines.len() && tries < TRIES {
            let end = (at + width).min(lines.len());
            let rest = [&lines[..at], &lines[end..]].concat();
            fs::write(&scratch, rest.concat())?;
            tries += 1;
            let status = try_one(settings, target, &scratch)?.stderr(Stdio::null()).status()?;
            if status.success() {
                at = end;
            } else {
                lines = rest;
            }
        }
        width /= 2;
    }
    let _ = fs::remove_file(&scratch);
    Ok(lines.concat())
}
