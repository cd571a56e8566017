//! What Go itself measures of the functions whose allocations the ledger counts.
//!
//! The functions of `tests/ledger/*.go` that take and return nothing are each
//! run a thousand times by a test: objects are what `testing.AllocsPerRun`
//! counts, bytes what `testing.B` would show as B/op. The recording stands
//! beside the source; the core's test `ledger` compares the report with it.

use std::{fmt::Write as _, fs, path::Path};

use anyhow::{Context, Result, bail};

use crate::{
    cmd::{self, say},
    fixtures,
    go::{self, Go},
    tools::Scratch,
};

const DIR: &str = "analyzer-core/tests/ledger";

/// Measures the functions of every file, and records what came out or, if
/// `check` is set, compares; whether all is as recorded.
pub(crate) fn run(go: &Go, check: bool) -> Result<bool> {
    let root = cmd::root();
    let mut right = true;
    for source in fixtures::entries(&root.join(DIR))? {
        if source.extension().is_none_or(|ext| ext != "go") {
            continue;
        }
        let measured = measure(go, &source).with_context(|| source.display().to_string())?;
        let recording = source.with_extension("want");
        if fs::read_to_string(&recording).ok().as_deref() == Some(&measured) {
            continue;
        }
        if check {
            let name = recording.strip_prefix(&root).unwrap_or(&recording).display();
            eprintln!("{name} is not what Go measures:\n{measured}");
            right = false;
        } else {
            fs::write(&recording, measured)?;
            say(&format!("{} written", recording.display()));
        }
    }
    Ok(right)
}

/// A line for each function: its name, objects and bytes per call.
fn measure(go: &Go, source: &Path) -> Result<String> {
    let text = fs::read_to_string(source)?;
    let names: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("func ")?.split_once("() {"))
        .map(|(name, _)| name)
        .filter(|name| name.chars().all(char::is_alphanumeric))
        .collect();
    if names.is_empty() {
        bail!("no function without parameters and results");
    }
    let dir = Scratch::new("ledger")?;
    fs::write(dir.0.join("go.mod"), format!("module ledger\n\ngo {}\n", go::LANG))?;
    fs::copy(source, dir.0.join("functions.go"))?;
    fs::write(dir.0.join("ledger_test.go"), test(&names)?)?;
    // `AllocsPerRun` keeps other goroutines off; a test of its own, one package.
    let said = cmd::output(go.command(&dir.0).args(["test", "-count=1", "-v", "-run", "^TestLedger$", "."]))?;
    let lines: Vec<&str> = said.lines().filter_map(|line| line.strip_prefix("LEDGER ")).collect();
    if lines.len() != names.len() {
        bail!("{} functions, {} lines:\n{said}", names.len(), lines.len());
    }
    Ok(lines.join("\n") + "\n")
}

fn test(names: &[&str]) -> Result<String> {
    let mut table = String::new();
    for name in names {
        writeln!(table, "\t{{{name:?}, {name}}},")?;
    }
    Ok(format!(
        r#"package ledger

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"testing"
)

var functions = []struct {{
	name string
	call func()
}}{{
{table}}}

func TestLedger(t *testing.T) {{
	const runs = 1000
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for _, f := range functions {{
		objects := testing.AllocsPerRun(runs, f.call)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for range runs {{
			f.call()
		}}
		runtime.ReadMemStats(&after)
		bytes := (after.TotalAlloc - before.TotalAlloc + runs/2) / runs
		fmt.Println("LEDGER", f.name, objects, bytes)
	}}
}}
"#
    ))
}
