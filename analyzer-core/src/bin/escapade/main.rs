//! `escapade`: what `go build -gcflags=-m` prints, without Go.
//!
//! The surface is that of the go command and its compiler: the same flags,
//! the same lines, the same headers, the same file names in them. The two
//! differences: the answers go to standard output, where a tool's answers
//! belong, and without `-m` they are for a person, with source excerpts.
//!
//! * [`args`] reads flags the way Go's `flag` package does;
//! * [`load`] finds the packages that are asked for, [`package`] their files,
//!   [`packages`] and [`module`] what they import, [`assembly`] what their
//!   assembly files mention; [`graph`] says what the go
//!   command would refuse; [`standard`] finds the standard library;
//! * [`run`] analyses one after the other;
//! * [`names`] names files as the go command does, [`gc`] prints as gc does,
//!   [`human`] for a person, [`sarif`] for tools that show findings, [`advice`] prints edits;
//!   [`assertions`] has the words for what comments assert;
//! * [`write_packs`] makes packs instead.

mod advice;
mod args;
mod assembly;
mod assertions;
mod gc;
mod graph;
mod human;
mod load;
mod module;
mod names;
mod package;
mod packages;
mod paths;
mod run;
mod sarif;
mod standard;
mod vendor;
mod write_packs;

use std::{env, process::ExitCode};

use args::Request;

/// The Go code has errors, or there is none.
const GO_ERROR: u8 = 1;
/// Bad usage, or a file that cannot be read.
const USAGE_ERROR: u8 = 2;
/// Something that a comment asserts does not hold.
const ASSERTION_ERROR: u8 = 3;

/// What ends the program: exit status and what to say.
#[derive(Debug)]
struct Failure {
    status: u8,
    text: String,
}

impl Failure {
    /// The go command would refuse; in its words.
    fn go(text: impl Into<String>) -> Self {
        Self { status: GO_ERROR, text: text.into() }
    }

    /// Escapade cannot do what was asked.
    fn usage(text: impl AsRef<str>) -> Self {
        Self { status: USAGE_ERROR, text: format!("escapade: {}", text.as_ref()) }
    }
}

fn main() -> ExitCode {
    let request = args::parse(env::args_os().skip(1));
    let status = request.and_then(|request| match request {
        Request::Help => {
            run::print(args::USAGE.as_bytes());
            Ok(0)
        }
        Request::Analyze(args) => run::run(&args),
    });
    ExitCode::from(status.unwrap_or_else(|failure| {
        eprintln!("{}", failure.text);
        failure.status
    }))
}
