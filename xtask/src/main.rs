//! The project's build tool: `cargo xtask …`.
//!
//! One rule: on a machine with rustup, Node, npm and Python 3 every command
//! works from an empty checkout, sets up what it needs by itself, says what it
//! is doing, and ends with a sentence that says what went wrong if it did.
//!
//! * [`tools`] keeps built and downloaded tools outside the checkout;
//! * [`go`] finds or fetches the one Go release that is imitated;
//! * [`oracle`] records what that Go says about every fixture and, with [`advice`]
//!   and [`ledger`], what becomes of programs when they run, [`agree`] says
//!   how much of it the analyzer says too, [`mutate`] how the two take
//!   programs that are broken, [`speed`] and [`bench`] how fast the two are (with
//!   [`programs`]), [`fuzz`] whether ours minds anything;
//! * [`packs`] makes packs of the standard library, [`licences`] says what else
//!   there is in what is shipped;
//! * [`learn`] holds lessons and benchmark files against what is so;
//! * [`site`] builds and serves the site, [`browser`] finds a browser for it,
//!   [`engines`] two more;
//! * [`cli`] makes the command line tool, [`npm`] the npm package, [`dist`] a
//!   folder for any web server, which is tested with the [`servers`];
//!   [`reproducible`] makes them the same on every machine; [`lighthouse`] grades the site, [`audit`] looks at
//!   other people's code in it;
//! * [`baseline`] holds sizes and instruction counts against committed ones;
//! * [`test`] runs everything that CI checks.

mod advice;
mod agree;
mod audit;
mod baseline;
mod bench;
mod browser;
mod cli;
mod cmd;
mod dist;
mod engines;
mod fixtures;
mod fuzz;
mod go;
mod learn;
mod ledger;
mod licences;
mod lighthouse;
mod mutate;
mod npm;
mod oracle;
mod packs;
mod programs;
mod reproducible;
mod servers;
mod site;
mod speed;
mod test;
mod tools;

use std::process::ExitCode;

use anyhow::{Result, bail};
use lexopt::prelude::*;

const USAGE: &str = "\
cargo xtask COMMAND

  serve [--port N] [--release]
                             build the site, serve it on localhost, build it again
                             when a file changes
  build [--debug]            build the site into dist/
  test [--only STEP,…]       run everything that CI checks, or only some steps:
                             fmt clippy core no_std oracle fuzz counts editor learn npm site sizes e2e
  oracle [--check] [NAME…]   record what Go says about every fixture and example
                             whose name contains NAME (all of them by default);
                             --check compares with the committed recordings;
                             `ledger`, `advice` or `benchmarks` alone is that
  agree [--release] [--diff] [--tags] [--write] [NAME|PATH|std|cmd|tests|IMPORTPATH…] [-- -m -l …]
  agree mutants [--seed=N] [--count=N] [--diff] [PATH…] [-- -m=2 …]
  agree others [--seed=N] [--count=N] [--diff] DIR… [-- -m=2 …]
                             how much of what Go says escapade says too, about the
                             recorded programs whose name contains NAME (all by
                             default), or about files, directories and packages of
                             Go's own tree, for which Go is asked; `tests` is the
                             test files of that tree, `mutants` are changed
                             recorded programs or Go files, `others` the packages
                             below a directory; --diff shows every
                             line that differs, --tags compares what callers are
                             told about parameters, std --write writes all that is
                             found out to analyzer-core/AGREEMENT.md
  mutate [--release] [--diff] [--seed=N] [--count=300] [--kind=delete,duplicate]
                             break random tokens of files of the standard library
                             and compare where Go and escapade see the first error;
                             --diff shows every file that differs
  std [--check]              make packs of the standard library in public/std, which
                             build, serve and test do by themselves, and show how
                             large they are; --check compares what is said about
                             std and cmd with imports from packs and from sources
  cli                        make the command line tool as it is released in target/cli,
                             with packs of the standard library
  npm                        make the analyzer's npm package in dist/npm
  dist [--base=/PATH/] [--check]
                             make dist/ a folder that any static host can serve: the site,
                             the npm package, compressed files, hashes, and samples for
                             servers that serve it under PATH; --check makes it once more
                             in another folder, from nothing, and compares the hashes
  engines [chromium] [firefox] [webkit]
                             try the site that was built in three browsers, or in some
                             of them; what is missing is installed where that is possible
  fuzz [--seconds=60] [--count=N] [--seed=1] [--target=NAME] [FILE]
                             try programs that nobody would write, and keep those that a
                             promise is broken for in target/fuzz; targets: lexer parser
                             check pipeline prefix rename format txtar pack; FILE tries one of them again
  audit                      what is known against the crates and npm packages in use:
                             licences, sources, second versions, advisories
  lighthouse [--runs=1] [PAGE…]
                             what Lighthouse says about dist/ as nginx serves it: scores,
                             and what costs points; pages: site site-zh guide guide-zh
                             post privacy licences-zh
  baseline [--write] [--only=bytes|instructions]
                             how large the parts of the site are and how many
                             instructions analyses take, beside xtask/baseline.txt,
                             which --write renews
  bench [--runs=15] [--only=PART,…] [--write]
                             speed and memory beside gc's, and in a browser; --write
                             writes them to BENCHMARKS.md; parts: growth file std browser
  speed [--runs=5]           how many lines per second parser and checker read,
                             beside gofmt, go/parser and go/types

Tools are kept in $ESCAPADE_CACHE, by default the user's cache directory.
";

fn main() -> ExitCode {
    match dispatch() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the command; `false` if it ran and what it checked is not in order.
fn dispatch() -> Result<bool> {
    let mut args = lexopt::Parser::from_env();
    let Some(first) = args.next()? else {
        print!("{USAGE}");
        return Ok(true);
    };
    let command = match first {
        Short('h') | Long("help") => {
            print!("{USAGE}");
            return Ok(true);
        }
        Value(name) => name.string()?,
        other => return Err(other.unexpected().into()),
    };
    match command.as_str() {
        "agree" => agree::main(args),
        "audit" => audit::main(args),
        "baseline" => baseline::main(args),
        "bench" => bench::main(args),
        "cli" => cli::main(args),
        "build" => site::build_main(args),
        "mutate" => mutate::main(args),
        "dist" => dist::main(args),
        "engines" => engines::main(args),
        "fuzz" => fuzz::main(args),
        "lighthouse" => lighthouse::main(args),
        "npm" => npm::main(args),
        "oracle" => oracle::main(args),
        "serve" => site::serve_main(args),
        "speed" => speed::main(args),
        "std" => packs::main(args),
        "test" => test::main(args),
        "help" => {
            print!("{USAGE}");
            Ok(true)
        }
        other => bail!("there is no command `{other}`\n\n{USAGE}"),
    }
}
