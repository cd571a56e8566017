//! `escapade`: what `go build -gcflags=-m` prints, without Go.
//!
//! The surface is that of the go command and its compiler: the same flags,
//! the same lines, the same headers, the same file names in them. The two
//! differences: the answers go to standard output, where a tool's answers
//! belong, and without `-m` they are for a person, with source excerpts.
//!
//! * [`args`] reads flags the way Go's `flag` package does;
//! * [`load`] finds the files of the package and what they are called;
//! * [`gc`] prints as gc does, [`human`] for a person.

mod args;
mod gc;
mod human;
mod load;

use std::{
    env,
    io::{self, IsTerminal, Write},
    process::ExitCode,
};

use analyzer_core::{Level, Options, Release, Session};
use args::{Args, Mode, Request};
use termcolor::{Buffer, BufferWriter, ColorChoice};

/// The Go code has errors, or there is none.
const GO_ERROR: u8 = 1;
/// Bad usage, or a file that cannot be read.
const USAGE_ERROR: u8 = 2;

/// What ends the program: exit status and what to say.
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
    let status = run().unwrap_or_else(|failure| {
        eprintln!("{}", failure.text);
        failure.status
    });
    ExitCode::from(status)
}

fn run() -> Result<u8, Failure> {
    let args = match args::parse(env::args_os().skip(1))? {
        Request::Help => {
            print(args::USAGE.as_bytes());
            return Ok(0);
        }
        Request::Analyze(args) => args,
    };
    let release = Release::default();
    let input = load::load(&args.operands, release)?;
    for note in &input.notes {
        eprintln!("escapade: {note}");
    }
    let checks_only = args.mode == Mode::Check;
    if args.inline && !checks_only {
        eprintln!("escapade: inlining is not analysed yet: this is the output of -l");
    }

    let options = Options {
        level: level(&args),
        inline: false,
        lang: args.lang.clone().or(input.lang),
        package: input.package.clone(),
        complete: input.complete,
        std: input.std,
    };
    let report = Session::new(release).analyze(&input.files, &options);

    match args.mode {
        Mode::Json => {
            let json = serde_json::to_vec_pretty(&report)
                .map_err(|error| Failure::usage(format!("cannot write the report as JSON: {error}")))?;
            print(&json);
            print(b"\n");
        }
        _ if !report.errors.is_empty() => {}
        Mode::Check => {}
        Mode::Gc => print(gc::lines(&report, &input.package, options.level).as_bytes()),
        Mode::Person => {
            let color = if io::stdout().is_terminal() { ColorChoice::Auto } else { ColorChoice::Never };
            let mut buffer: Buffer = BufferWriter::stdout(color).buffer();
            human::render(&report, &input.files, &mut buffer)
                .map_err(|error| Failure::usage(format!("cannot show the report: {error}")))?;
            print(buffer.as_slice());
        }
    }
    if report.errors.is_empty() {
        return Ok(0);
    }
    eprint!("{}", gc::errors(&report, &input.package));
    Ok(GO_ERROR)
}

fn level(args: &Args) -> Level {
    match args.mode {
        Mode::Check => Level::Check,
        // A person is shown the way to the heap.
        Mode::Person => Level::Explain,
        Mode::Gc | Mode::Json => args.level.unwrap_or(Level::Decisions),
    }
}

/// Writes to standard output; a reader that has gone away is no error.
fn print(bytes: &[u8]) {
    let mut stdout = io::stdout().lock();
    let _ = stdout.write_all(bytes).and_then(|()| stdout.flush());
}
