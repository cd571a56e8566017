//! `cargo xtask baseline`: how large the parts of the site are and how many
//! instructions a few analyses take, beside what is committed in
//! `xtask/baseline.txt`.
//!
//! A figure may be moved on purpose, with `--write` and in the commit that
//! moves it, so that everybody sees by how much; what grows by more than
//! [`ALLOWED`] and was not moved fails `cargo xtask test`. Bytes are those of
//! a released site, as they are and as a server with brotli sends them.
//! Instructions are counted by Valgrind, in the one function of
//! `analyzer-core/examples/count.rs` that analyses: on another machine, and
//! when that machine is busy, they come out the same to a few thousandths.

use std::{
    collections::BTreeMap,
    fmt, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use lexopt::prelude::*;
use serde_json::Value;

use crate::{
    browser::apt_get,
    cmd::{self, say},
    packs, programs,
    site::{self, Setup},
    tools::Scratch,
};

const FILE: &str = "xtask/baseline.txt";

const HEAD: &str = "\
# Sizes and instruction counts that `cargo xtask test` holds the present ones
# against. `cargo xtask baseline --write` renews them: in the commit that moves
# them, with the reason in its message.
";

/// By how many percent a figure may grow.
const ALLOWED: u64 = 5;

/// What is less than this is no growth: a small file grows by 5 % with a line.
const LEAST: u64 = 512;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Brotli,
    Raw,
    Instructions,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Brotli, Self::Raw, Self::Instructions];

    const fn name(self) -> &'static str {
        match self {
            Self::Brotli => "brotli",
            Self::Raw => "raw",
            Self::Instructions => "instructions",
        }
    }
}

type Figures = BTreeMap<(Kind, String), u64>;

/// `cargo xtask baseline [--write] [--only=bytes|instructions]`
pub(crate) fn main(mut args: lexopt::Parser) -> Result<bool> {
    let (mut write, mut bytes, mut instructions) = (false, true, true);
    while let Some(arg) = args.next()? {
        match arg {
            Long("write") => write = true,
            Long("only") => match args.value()?.string()?.as_str() {
                "bytes" => instructions = false,
                "instructions" => bytes = false,
                other => bail!("there is no part `{other}`; the parts are bytes, instructions"),
            },
            other => return Err(other.unexpected().into()),
        }
    }
    let mut now = Figures::new();
    if bytes {
        now.extend(sizes(&site::build(&Setup::prepare()?, true)?)?);
    }
    if instructions {
        now.extend(counts(&valgrind()?)?);
    }
    if write {
        let mut kept = read().unwrap_or_default();
        kept.retain(|(kind, _), _| if *kind == Kind::Instructions { !instructions } else { !bytes });
        kept.extend(now);
        fs::write(cmd::root().join(FILE), print(&kept))?;
        say(&format!("{FILE} is renewed"));
        return Ok(true);
    }
    compare(&now)
}

/// What the built site in `dist` has, held against the baseline.
pub(crate) fn check_sizes(dist: &Path) -> Result<bool> {
    compare(&sizes(dist)?)
}

/// What analyses take, held against the baseline; `None`, and a word about it,
/// where there is no Valgrind and nothing can be counted.
pub(crate) fn check_counts() -> Result<Option<bool>> {
    match valgrind() {
        Ok(valgrind) => compare(&counts(&valgrind)?).map(Some),
        Err(error) => {
            say(&format!("{error:#}"));
            Ok(None)
        }
    }
}

/// The bytes of each part of the site in `dist`.
fn sizes(dist: &Path) -> Result<Figures> {
    if !dist.join("sw.js").is_file() {
        bail!("{} is not a released site: `cargo xtask build` makes one", dist.display());
    }
    site::ensure_node_packages()?;
    let said = cmd::output(cmd::command("node").arg("frontend/e2e/parts.mjs").arg(dist))?;
    let parts: BTreeMap<String, Value> = serde_json::from_str(&said).context("cannot read what parts.mjs says")?;
    let mut figures = Figures::new();
    for (name, size) in parts {
        for kind in [Kind::Brotli, Kind::Raw] {
            let bytes = size[kind.name()].as_u64().with_context(|| format!("{name} has no size"))?;
            figures.insert((kind, name.clone()), bytes);
        }
    }
    Ok(figures)
}

/// The parts of the site in `dist`: name, bytes, bytes of brotli.
pub(crate) fn parts(dist: &Path) -> Result<Vec<(String, String, String)>> {
    let figures = sizes(dist)?;
    let of = |kind: Kind, name: &String| figures.get(&(kind, name.clone())).map_or(0, |bytes| *bytes);
    let names = figures.keys().filter(|(kind, _)| *kind == Kind::Raw).map(|(_, name)| name);
    let row = |name: &String| {
        let shown = |kind| Number(of(kind, name)).to_string();
        (name.clone(), shown(Kind::Raw), shown(Kind::Brotli))
    };
    Ok(names.map(row).collect())
}

/// The instructions of each analysis.
fn counts(valgrind: &Path) -> Result<Figures> {
    let std = packs::ensure()?;
    let arguments = ["--profile", "tool", "--package", "analyzer-core", "--features", "cli", "--example", "count"];
    let count = cmd::build_program(&arguments)?;
    let dir = Scratch::new("baseline")?;
    let (thousand, ten_thousand) = (programs::lines(1_000), programs::lines(10_000));
    let edited = programs::edited(&thousand);
    let twice = programs::edited(&edited);
    // What is analysed once only is not kept.
    let before = [thousand.clone(), thousand.clone()];
    let analyses = [
        ("60 lines, fmt", vec![programs::small()?]),
        ("1,000 lines", vec![thousand]),
        ("1,000 lines, again after an edit in a function", [&before[..], std::slice::from_ref(&edited)].concat()),
        ("1,000 lines, and after another one", [&before[..], &[edited, twice]].concat()),
        ("10,000 lines", vec![ten_thousand]),
    ];
    let mut figures = Figures::new();
    for (name, texts) in analyses {
        let mut run = cmd::command(valgrind);
        let out = dir.0.join("callgrind.out");
        run.args(["--tool=callgrind", "--collect-atstart=no", "--toggle-collect=*counted*"])
            .arg(format!("--callgrind-out-file={}", out.display()))
            .arg(&count)
            .arg(&std);
        for (number, text) in texts.iter().enumerate() {
            let file = dir.0.join(format!("{number}.go"));
            fs::write(&file, text)?;
            run.arg(file);
        }
        cmd::output(&mut run)?;
        let text = fs::read_to_string(&out).context("Valgrind has written nothing")?;
        let count = total(&text).with_context(|| format!("Valgrind has not counted anything of \"{name}\""))?;
        figures.insert((Kind::Instructions, name.to_owned()), count);
    }
    Ok(figures)
}

/// The sum in what callgrind writes.
fn total(text: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix("totals: ").or(line.strip_prefix("summary: ")))?;
    line.trim().parse().ok().filter(|total| *total > 0)
}

/// Valgrind, installed where the system's package manager may be used.
fn valgrind() -> Result<PathBuf> {
    if let Some(program) = cmd::which(&["valgrind"]) {
        return Ok(program);
    }
    if let Some(apt_get) = apt_get() {
        say("installing Valgrind with apt-get");
        // Old lists may do: whether the package can be had decides.
        let _ = cmd::run(apt_get().arg("update"));
        cmd::run(apt_get().args(["install", "-y", "--no-install-recommends", "valgrind"]))?;
    }
    cmd::which(&["valgrind"])
        .context("instructions were not counted: that takes Valgrind, which is not here and cannot be installed")
}

fn read() -> Result<Figures> {
    let text = fs::read_to_string(cmd::root().join(FILE)).with_context(|| format!("cannot read {FILE}"))?;
    parse(&text)
}

fn parse(text: &str) -> Result<Figures> {
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let figure = |line: &str| {
        let (kind, rest) = line.split_once('\t')?;
        let (name, number) = rest.split_once('\t')?;
        let kind = Kind::ALL.into_iter().find(|known| known.name() == kind)?;
        Some(((kind, name.to_owned()), number.parse().ok()?))
    };
    lines.map(|line| figure(line).with_context(|| format!("{FILE}: {line:?} is no figure"))).collect()
}

fn print(figures: &Figures) -> String {
    let lines = figures.iter().map(|((kind, name), number)| format!("{}\t{name}\t{number}\n", kind.name()));
    HEAD.to_owned() + &lines.collect::<String>()
}

/// Prints what has changed beside its baseline; whether nothing has grown too much.
fn compare(now: &Figures) -> Result<bool> {
    let before = read()?;
    let (mut fine, mut same) = (true, 0);
    println!("{:>13} {:>13} {:>8}", "baseline", "now", "change");
    for ((kind, name), &number) in now {
        let old = before.get(&(*kind, name.clone())).copied();
        let grown = old.is_some_and(|old| has_grown(old, number));
        fine &= !grown;
        if old == Some(number) {
            same += 1;
            continue;
        }
        let (shown, change) = match old {
            Some(old) => (Number(old).to_string(), change(old, number)),
            None => (String::new(), String::from("new")),
        };
        let note = if grown { "  <- more than allowed" } else { "" };
        println!("{shown:>13} {:>13} {change:>8}  {}: {name}{note}", Number(number).to_string(), kind.name());
    }
    for ((kind, name), &number) in &before {
        let measured = now.keys().any(|(other, _)| other == kind);
        if measured && !now.contains_key(&(*kind, name.clone())) {
            println!("{:>13} {:>13} {:>8}  {}: {name}", Number(number).to_string(), "", "gone", kind.name());
        }
    }
    println!("{same} of {} figures are as they were", now.len());
    if !fine {
        println!("grown by more than {ALLOWED} %: mend it, or `cargo xtask baseline --write` in the same commit");
    }
    Ok(fine)
}

fn has_grown(old: u64, new: u64) -> bool {
    new > old + (old * ALLOWED / 100).max(LEAST)
}

/// In percent, with a sign.
#[expect(clippy::cast_precision_loss, reason = "shown with a digit")]
fn change(old: u64, new: u64) -> String {
    format!("{:+.1} %", (new as f64 / old.max(1) as f64 - 1.0) * 100.0)
}

/// With commas between thousands.
struct Number(u64);

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.to_string();
        for (index, digit) in digits.char_indices() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_as_they_are_written() -> Result<()> {
        let figures: Figures = [
            ((Kind::Brotli, "worker_bg.wasm".to_owned()), 358_123),
            ((Kind::Instructions, "1,000 lines".to_owned()), 12),
        ]
        .into();
        assert_eq!(parse(&print(&figures))?, figures);
        assert!(parse("brotli\tx\n").is_err());
        assert!(parse("seconds\tx\t1\n").is_err());
        Ok(())
    }

    #[test]
    fn growth_counts_from_five_percent_and_some_bytes_on() {
        assert!(!has_grown(100_000, 105_000));
        assert!(has_grown(100_000, 105_001));
        assert!(!has_grown(1_000, 1_512));
        assert!(has_grown(1_000, 1_513));
        assert!(!has_grown(100_000, 1));
    }

    #[test]
    fn a_count_of_nothing_is_none() {
        assert_eq!(total("events: Ir\nfn=(1) x\nsummary: 0\n"), None);
        assert_eq!(total("events: Ir\n\ntotals: 1234\n"), Some(1234));
    }

    #[test]
    fn the_committed_baseline_is_one() -> Result<()> {
        let figures = read()?;
        for kind in Kind::ALL {
            assert!(figures.keys().any(|(other, _)| *other == kind), "{}", kind.name());
        }
        Ok(())
    }
}
