//! What the figures were measured on.

use std::{fs, thread};

use anyhow::Result;

use crate::{cmd, go};

/// A few lines about machine and tools.
pub(super) fn describe() -> Result<String> {
    let cpus = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model =
        cpus.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ")).map_or("", |(_, name)| name);
    let cores = thread::available_parallelism()?;
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split_whitespace().next().unwrap_or("unknown").to_owned();
    let rustc = cmd::output(cmd::command("rustc").arg("--version"))?;
    let date = cmd::output(cmd::command("date").args(["-u", "+%Y-%m-%d"]))?;
    Ok(format!(
        "On {}: {cores} cores, {}, Go {}, {}. Load at the beginning: {load}.",
        date.trim(),
        if model.is_empty() { "an unknown processor" } else { model },
        go::VERSION,
        rustc.trim(),
    ))
}
