//! `cargo xtask audit`: what is known against other people's code in here.
//!
//! cargo-deny checks licences, sources and second versions against `deny.toml`,
//! and crates against the advisories of Rust's security group; npm asks its
//! registry about the packages of every lock file. Both need a network that is
//! not everywhere: what could not be asked about is said, and is no fault of
//! this checkout's.

use anyhow::Result;
use serde_json::Value;

use crate::{
    cmd::{self, say},
    site,
    tools::Tool,
};

/// The folders with a package-lock.json.
const LOCKS: [&str; 3] = ["frontend", "frontend/lighthouse", "analyzer-npm/test"];

/// How bad a thing has to be to count; tools of the build are not at anybody's mercy.
const COUNTS: [&str; 2] = ["high", "critical"];

/// `cargo xtask audit`
pub(crate) fn main(mut args: lexopt::Parser) -> Result<bool> {
    if let Some(arg) = args.next()? {
        return Err(arg.unexpected().into());
    }
    let policy = deny(&["bans", "licenses", "sources"])?;
    let mut fine = true;
    if policy.success {
        println!("crates: licences, sources and versions are as deny.toml wants them");
    } else {
        fine = false;
        print!("{}", policy.said);
    }
    say("asking the RustSec database");
    let advisories = deny(&["advisories"])?;
    if advisories.success {
        println!("crates: no advisories");
    } else if advisories.said.contains("failed to fetch advisory database") {
        println!("crates: not asked about, the RustSec database could not be fetched");
    } else {
        fine = false;
        print!("{}", advisories.said);
    }
    for dir in LOCKS {
        say(&format!("asking npm about {dir}"));
        match npm_audit(dir)? {
            Some(0) => println!("{dir}: no {} advisories", COUNTS.join(" or ")),
            Some(count) => {
                fine = false;
                println!("{dir}: {count} {} advisories: see `npm audit` there", COUNTS.join(" or "));
            }
            None => println!("{dir}: not asked about, npm's registry did not answer"),
        }
    }
    Ok(fine)
}

struct Answer {
    success: bool,
    said: String,
}

/// `cargo deny check` of some of its matters.
fn deny(matters: &[&str]) -> Result<Answer> {
    let tool =
        Tool { package: "cargo-deny", version: "0.20.2".into(), program: "bin/cargo-deny", version_flag: "--version" };
    let mut deny = cmd::command(tool.ensure_compiled(&[])?.join("cargo-deny"));
    deny.args(["--workspace", "--locked", "check", "--hide-inclusion-graph"]).args(matters);
    eprintln!("  $ {}", cmd::display(&deny));
    let output = deny.output()?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    Ok(Answer { success: output.status.success(), said })
}

/// How many advisories that count there are about the packages in `dir`;
/// `None` if nobody could be asked.
fn npm_audit(dir: &str) -> Result<Option<u64>> {
    let mut npm = site::npm_in(&cmd::root().join(dir), &["audit", "--json", "--package-lock-only"]);
    let output = npm.output()?;
    Ok(serious(&String::from_utf8_lossy(&output.stdout)))
}

fn serious(answer: &str) -> Option<u64> {
    let answer: Value = serde_json::from_str(answer).ok()?;
    let counts = answer["metadata"]["vulnerabilities"].as_object()?;
    Some(COUNTS.iter().filter_map(|level| counts.get(*level)?.as_u64()).sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_without_counts_is_none() {
        assert_eq!(serious(r#"{"message":"405 Method Not Allowed","method":"POST"}"#), None);
        assert_eq!(serious("npm error"), None);
        let answer =
            r#"{"metadata":{"vulnerabilities":{"info":1,"low":2,"moderate":3,"high":4,"critical":5,"total":15}}}"#;
        assert_eq!(serious(answer), Some(9));
    }
}
