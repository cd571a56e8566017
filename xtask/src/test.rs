//! `cargo xtask test`: everything that CI checks, the quick things first.
//!
//! Every step runs, whatever became of the ones before it, unless it needs
//! their product; so one run shows all there is to mend. The last line sums
//! up the tests that `cargo test` and Node's runner counted, a step without
//! tests of its own counting as one.

use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Command, Stdio},
    time::Instant,
};

use anyhow::{Context, Result, bail};
use lexopt::prelude::*;

use crate::{
    baseline, browser,
    cmd::{self, say},
    fuzz, learn, npm, oracle, packs,
    servers::{self, Servers},
    site::{self, Setup},
};

/// A step: its name for `--only`, what it checks, and how.
struct Step {
    name: &'static str,
    what: &'static str,
    run: fn(&mut State) -> Result<Count>,
}

const STEPS: [Step; 13] = [
    Step { name: "fmt", what: "the code is formatted", run: fmt },
    Step { name: "clippy", what: "clippy has nothing to say", run: clippy },
    Step { name: "core", what: "tests of the analyzer, the command line tool and this tool", run: native },
    Step { name: "no_std", what: "the analyzer needs no std", run: no_std },
    Step { name: "oracle", what: "recordings are what Go says", run: recorded },
    Step { name: "fuzz", what: "inputs that nobody would write do no harm", run: fuzzed },
    Step { name: "counts", what: "analyses take no more instructions than they did", run: counted_instructions },
    Step { name: "editor", what: "tests of the editor's JavaScript", run: editor },
    Step { name: "learn", what: "lessons say what is so", run: lessons },
    Step { name: "npm", what: "the npm package and SARIF are what others take them for", run: package },
    Step { name: "site", what: "the site builds", run: build },
    Step { name: "sizes", what: "the site is within its size budgets, and no part has grown", run: sizes },
    Step { name: "e2e", what: "the site works in a browser", run: e2e },
];

/// What steps leave for later ones.
#[derive(Default)]
struct State {
    /// The built site; `None` if building it was not asked for.
    dist: Option<Result<PathBuf, ()>>,
}

/// Tests that passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    passed: u64,
    failed: u64,
}

impl Count {
    const ONE: Self = Self { passed: 1, failed: 0 };
}

/// `cargo xtask test [--only STEP,…]`
pub(crate) fn main(mut args: lexopt::Parser) -> Result<bool> {
    let mut only: Vec<String> = Vec::new();
    while let Some(arg) = args.next()? {
        match arg {
            Long("only") => only.extend(args.value()?.string()?.split(',').map(str::to_owned)),
            other => return Err(other.unexpected().into()),
        }
    }
    let names = STEPS.map(|step| step.name);
    if let Some(unknown) = only.iter().find(|name| !names.contains(&name.as_str())) {
        bail!("there is no step `{unknown}`; the steps are {}", names.join(", "));
    }

    let start = Instant::now();
    let mut state = State::default();
    let mut summary = Vec::new();
    let mut total = Count::default();
    for step in STEPS.iter().filter(|step| only.is_empty() || only.iter().any(|name| name == step.name)) {
        say(&format!("{}: {}", step.name, step.what));
        let begin = Instant::now();
        let count = (step.run)(&mut state).unwrap_or_else(|error| {
            eprintln!("error: {}: {error:#}", step.name);
            Count { passed: 0, failed: 1 }
        });
        total.passed += count.passed;
        total.failed += count.failed;
        let word = match count {
            Count { passed: 0, failed: 0 } => "NOT RUN",
            Count { failed: 0, .. } => "ok",
            _ => "FAILED",
        };
        summary.push(format!("{:8} {word:7} {:5.0} s  {}", step.name, begin.elapsed().as_secs_f64(), step.what));
    }
    eprintln!();
    for line in summary {
        eprintln!("{line}");
    }
    eprintln!("in {:.0} s", start.elapsed().as_secs_f64());
    println!("{} passed, {} failed", total.passed, total.failed);
    Ok(total.failed == 0)
}

fn fmt(_: &mut State) -> Result<Count> {
    site::ensure_component("fmt")?;
    cmd::run(cmd::command("cargo").args(["fmt", "--all", "--check"]))?;
    Ok(Count::ONE)
}

fn clippy(_: &mut State) -> Result<Count> {
    site::ensure_component("clippy")?;
    let args = ["clippy", "--workspace", "--all-targets", "--all-features", "--locked", "--", "-D", "warnings"];
    cmd::run(cmd::command("cargo").args(args))?;
    Ok(Count::ONE)
}

fn native(_: &mut State) -> Result<Count> {
    let args = ["test", "--workspace", "--all-features", "--locked", "--no-fail-fast"];
    counted(cmd::command("cargo").args(args))
}

fn no_std(_: &mut State) -> Result<Count> {
    site::ensure_targets()?;
    let args = ["check", "--package", "analyzer-core", "--lib", "--locked", "--target", site::CORE_TARGET];
    cmd::run(cmd::command("cargo").args(args))?;
    Ok(Count::ONE)
}

fn recorded(_: &mut State) -> Result<Count> {
    if !oracle::run(true, &[])? {
        bail!("recordings differ from what Go says");
    }
    Ok(Count::ONE)
}

fn fuzzed(_: &mut State) -> Result<Count> {
    if !fuzz::fixed()? {
        bail!("a promise is broken: `cargo xtask fuzz FILE` tries one of the inputs again");
    }
    Ok(Count::ONE)
}

fn counted_instructions(_: &mut State) -> Result<Count> {
    match baseline::check_counts()? {
        Some(true) => Ok(Count::ONE),
        Some(false) => bail!("an analysis takes more instructions than it did"),
        None => Ok(Count::default()),
    }
}

fn editor(_: &mut State) -> Result<Count> {
    site::ensure_node_packages()?;
    counted(&mut site::npm(&["test"]))
}

fn lessons(_: &mut State) -> Result<Count> {
    if !learn::lessons()? {
        bail!("lessons do not say what the analysis says");
    }
    Ok(Count::ONE)
}

fn package(_: &mut State) -> Result<Count> {
    let package = cmd::root().join("target/npm");
    npm::make(&package)?;
    counted(&mut npm::tests(&package, &packs::tool()?)?)
}

fn build(state: &mut State) -> Result<Count> {
    // Should it fail, what an earlier run left is not what is to be tested.
    state.dist = Some(Err(()));
    state.dist = Some(Ok(site::build(&Setup::prepare()?, true)?));
    Ok(Count::ONE)
}

/// The built site: of this run, or of an earlier one when only later steps
/// were asked for.
fn dist(state: &State) -> Result<PathBuf> {
    let dist = match &state.dist {
        Some(Ok(dist)) => dist.clone(),
        Some(Err(())) => bail!("the site did not build"),
        None => cmd::root().join("dist"),
    };
    if !dist.join("index.html").is_file() {
        bail!("the site was not built: `cargo xtask build` first");
    }
    Ok(dist)
}

fn sizes(state: &mut State) -> Result<Count> {
    site::ensure_node_packages()?;
    let dist = dist(state)?;
    cmd::run(cmd::command("node").arg("frontend/e2e/packs.mjs").arg(dist.join("std")))?;
    cmd::run(site::npm(&["run", "sizes"]).env("ESCAPADE_DIST", &dist))?;
    if !baseline::check_sizes(&dist)? {
        bail!("a part of the site has grown");
    }
    Ok(Count::ONE)
}

fn e2e(state: &mut State) -> Result<Count> {
    let dist = dist(state)?;
    site::ensure_node_packages()?;
    let chromium = browser::ensure()?;
    let mut e2e = site::npm(&["run", "e2e"]);
    e2e.env("ESCAPADE_DIST", dist).env("CHROMIUM", chromium);
    let Servers { nginx, brotli, caddy } = servers::ensure();
    let programs = [("ESCAPADE_NGINX", nginx), ("ESCAPADE_NGINX_BROTLI", brotli), ("ESCAPADE_CADDY", caddy)];
    for (name, program) in programs {
        e2e.env(name, program.unwrap_or_default());
    }
    let mut failing = BTreeSet::new();
    let mut count = watched(&mut e2e, |line| failing.extend(failing_file(line)))?;
    // A browser on a busy machine can be late for a test that waits: what
    // failed is run once more with the machine to itself, and that is said.
    if count.failed > 0 && count.failed <= AGAIN && !failing.is_empty() {
        let files: Vec<&str> = failing.iter().map(String::as_str).collect();
        say(&format!("e2e: once more, alone: {}", files.join(", ")));
        let mut again = cmd::command("node");
        again.args(["--test", "--test-concurrency=1", "--test-reporter=spec"]).args(&files);
        again.current_dir(cmd::root().join("frontend")).envs(e2e.get_envs().filter_map(|(k, v)| Some((k, v?))));
        let second = counted(&mut again)?;
        if second.failed == 0 {
            say(&format!("e2e: {} failed at first and passed alone; the tests above are not reliable", count.failed));
            count.passed += count.failed;
        }
        count.failed = second.failed;
    }
    Ok(count)
}

/// With more browser tests failing than this it is not chance.
const AGAIN: u64 = 4;

/// The file of a failing test, in the closing list of Node's reporter.
fn failing_file(line: &str) -> Option<String> {
    let place = line.trim().strip_prefix("test at ")?;
    Some(place.split(':').next()?.to_owned())
}

/// Runs a test runner, shows what it prints and adds up what it counted.
fn counted(command: &mut Command) -> Result<Count> {
    watched(command, |_| ())
}

/// The same; `see` is shown each line.
fn watched(command: &mut Command, mut see: impl FnMut(&str)) -> Result<Count> {
    eprintln!("  $ {}", cmd::display(command));
    let program = command.get_program().to_string_lossy().into_owned();
    let mut child = command.stdout(Stdio::piped()).spawn().with_context(|| format!("cannot start `{program}`"))?;
    let mut count = Count::default();
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).split(b'\n') {
            let line = line?;
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            see(&line);
            let seen = tally(&line);
            count.passed += seen.passed;
            count.failed += seen.failed;
        }
    }
    let status = child.wait()?;
    if !status.success() && count.failed == 0 {
        // It did not come to the tests, or died in one.
        count.failed = 1;
    }
    Ok(count)
}

/// What one line of a test runner's closing says.
fn tally(line: &str) -> Count {
    let line = line.trim();
    if let Some(result) = line.strip_prefix("test result: ") {
        let number = |word: &str| {
            let before = result.split(word).next().filter(|before| before.len() < result.len());
            before.and_then(|before| before.split_whitespace().last()?.parse().ok()).unwrap_or(0)
        };
        return Count { passed: number(" passed"), failed: number(" failed") };
    }
    // Node's reporters: `ℹ pass 3` on a terminal, `# pass 3` in TAP.
    let words: Vec<&str> = line.split_whitespace().collect();
    match words[..] {
        ["ℹ" | "#", "pass", number] => Count { passed: number.parse().unwrap_or(0), failed: 0 },
        ["ℹ" | "#", "fail" | "cancelled", number] => Count { passed: 0, failed: number.parse().unwrap_or(0) },
        _ => Count::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failing_files_are_found() {
        assert_eq!(failing_file("test at e2e/recipes.test.mjs:126:3").as_deref(), Some("e2e/recipes.test.mjs"));
        assert_eq!(failing_file("✖ a frame becomes as high as its content (1306.6ms)"), None);
    }

    #[test]
    fn closings_are_counted() {
        let cargo =
            "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s";
        assert_eq!(tally(cargo), Count { passed: 12, failed: 3 });
        assert_eq!(tally("ℹ pass 7"), Count { passed: 7, failed: 0 });
        assert_eq!(tally("# fail 2"), Count { passed: 0, failed: 2 });
        assert_eq!(tally("test escape::passed ... ok"), Count::default());
    }
}
