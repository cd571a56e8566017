//! Flags, read as Go's `flag` package reads them.
//!
//! One or two dashes mean the same; `-name=value` always works, a flag that
//! is no switch also takes the next argument; the first argument that is no
//! flag, or `--`, ends them.

use std::{ffi::OsString, path::PathBuf};

use analyzer_core::Level;

use crate::Failure;

/// What `-help` prints.
pub(crate) const USAGE: &str = "\
usage: escapade [-m | -m=2] [-l] [-lang=go1.N] [-json | -sarif | -check]
                [-advice[=LINE]] [-goroot=DIR] [-packs=DIR]
                FILE.go… | DIR | IMPORTPATH… | std

Says what the Go compiler would put on the heap, and why.

  -m          print what `go build -gcflags=-m` prints
  -m=2        with explanations, as `go build -gcflags=-m=2`
  -l          do not inline
  -d=escapemutationscalls=1
              with -m: also print which parameters are written through or
              called
  -lang=go1.N use the rules of language version N
  -json       print the report as JSON
  -sarif      print what does not hold of what comments assert as SARIF 2.1.0
  -advice     print edits that take something off the heap, as diffs, each with
              what is left on the heap after it, and for what no edit helps
              what somebody who knows the program has to decide; -advice=LINE
              only what is about that line; with -json as data
  -check      only parse and type-check; for import paths and patterns the
              last line counts packages, lines and seconds
  -goroot=DIR read the standard library from DIR/src instead of the packs that
              are in $ESCAPADE_STD or beside the program
  -packs=DIR  write what importers need of the packages into DIR

Without -m, -json, -sarif, -advice and -check the verdicts are for a person, with source
excerpts. The FILEs, or those files of DIR that `go build` takes for
linux/amd64 without cgo, are one package. What it imports from its own module
is read too; what that has errors in is not analysed. IMPORTPATHs are found
in -goroot or in the module of the current directory; `std` and `cmd` are all
packages that `go list` lists, `./...` those of a directory and below it.

Comments can assert something, which is checked unless -m or -check is given:

  //escapade:noheap   before a function: nothing in it is on the heap
  // want heap        behind code: something on this line is on the heap
  // want stack       behind code: what is on this line is on the stack

Exit status: 0; 1 if the Go code has errors, which are on standard error in
the compiler's words; 2 for bad usage or a file that cannot be read; 3 if
something that is asserted does not hold, or cannot be decided.
";

/// What to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Verdicts with source excerpts.
    Person,
    /// gc's lines.
    Gc,
    /// The report.
    Json,
    /// Assertions that do not hold, for tools that show findings.
    Sarif,
    /// Errors only.
    Check,
    /// Edits, as diffs or as data.
    Advice { json: bool },
}

/// The command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Args {
    pub mode: Mode,
    /// What `-m` asks for.
    pub level: Option<Level>,
    pub inline: bool,
    pub lang: Option<String>,
    pub mutations_calls: bool,
    /// The line that advice is wanted for; `None` for all.
    pub line: Option<u32>,
    pub goroot: Option<PathBuf>,
    /// Where to write packs.
    pub packs: Option<PathBuf>,
    pub operands: Vec<OsString>,
}

/// What the command line asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Request {
    Help,
    Analyze(Args),
}

/// Reads the arguments behind the program's name.
pub(crate) fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Request, Failure> {
    let mut level = None;
    let mut inline = true;
    let mut lang = None;
    let mut mutations_calls = false;
    let mut goroot = None;
    let mut packs = None;
    let (mut json, mut sarif, mut check) = (false, false, false);
    let (mut advice, mut line) = (false, None);
    let mut args = args.into_iter();
    let mut operands = Vec::new();
    while let Some(arg) = args.next() {
        let Some(flag) = arg.to_str().and_then(flag_text) else {
            if arg != "--" {
                operands.push(arg);
            }
            break;
        };
        let (name, value) = flag.split_once('=').map_or((flag, None), |(name, value)| (name, Some(value)));
        match name {
            "m" => {
                level = match count(name, value)? {
                    0 => None,
                    1 => Some(Level::Decisions),
                    2 => Some(Level::Explain),
                    n => return Err(Failure::usage(format!("-m={n} is more than there is: -m or -m=2"))),
                }
            }
            "l" => {
                inline = match count(name, value)? {
                    0 => true,
                    1 => false,
                    n => return Err(Failure::usage(format!("-l={n} is not supported: -l switches inlining off"))),
                }
            }
            "json" => json = switch(name, value)?,
            "sarif" => sarif = switch(name, value)?,
            "check" => check = switch(name, value)?,
            // Lines begin at 1: what else is a number is no switch.
            "advice" => match value.map(|value| (value, value.parse::<u32>())) {
                Some((_, Ok(number))) if number > 0 => (advice, line) = (true, Some(number)),
                _ => (advice, line) = (switch(name, value)?, None),
            },
            "lang" => {
                let value = value_of(name, value, &mut args)?;
                lang = Some(language(&value.to_string_lossy())?);
            }
            "d" => {
                let value = value_of(name, value, &mut args)?;
                let value = value.to_string_lossy();
                mutations_calls = match value.split_once('=').unwrap_or((&value, "1")) {
                    ("escapemutationscalls", count) => count.parse::<i32>().map_err(|_| invalid(name, &value))? > 0,
                    (key, _) => return Err(Failure::usage(format!("unknown debug key {key:?}"))),
                };
            }
            "goroot" => goroot = Some(PathBuf::from(value_of(name, value, &mut args)?)),
            "packs" => packs = Some(PathBuf::from(value_of(name, value, &mut args)?)),
            "h" | "help" => return Ok(Request::Help),
            _ => return Err(Failure::usage(format!("flag provided but not defined: -{name}\n{USAGE}"))),
        }
    }
    operands.extend(args);
    let mode = match (check, json, sarif, level) {
        (false, json, false, None) if advice => Mode::Advice { json },
        _ if advice => return Err(Failure::usage("-advice goes with -json only")),
        (true, false, false, _) => Mode::Check,
        (false, true, false, _) => Mode::Json,
        (false, false, true, None) => Mode::Sarif,
        (false, false, false, Some(_)) => Mode::Gc,
        (false, false, false, None) => Mode::Person,
        (false, false, true, Some(_)) => return Err(Failure::usage("-m and -sarif exclude each other")),
        _ => return Err(Failure::usage("-check, -json and -sarif exclude each other")),
    };
    if operands.is_empty() {
        return Err(Failure::usage(format!("name Go files or a directory\n{USAGE}")));
    }
    Ok(Request::Analyze(Args { mode, level, inline, lang, mutations_calls, line, goroot, packs, operands }))
}

/// The value of a flag that is no switch: behind `=` or the next argument.
fn value_of(name: &str, value: Option<&str>, args: &mut impl Iterator<Item = OsString>) -> Result<OsString, Failure> {
    let value = value.map(OsString::from).or_else(|| args.next());
    value.ok_or_else(|| Failure::usage(format!("flag needs an argument: -{name}")))
}

/// What follows the dashes, if `arg` is a flag. A lone dash is none.
fn flag_text(arg: &str) -> Option<&str> {
    let flag = arg.strip_prefix('-')?;
    let flag = flag.strip_prefix('-').unwrap_or(flag);
    (!flag.is_empty()).then_some(flag)
}

/// A flag that counts, like gc's `-m`.
fn count(name: &str, value: Option<&str>) -> Result<u32, Failure> {
    match value {
        None | Some("true") => Ok(1),
        Some("false") => Ok(0),
        Some(value) => value.parse().map_err(|_| invalid(name, value)),
    }
}

/// A boolean flag, with the spellings that Go takes.
fn switch(name: &str, value: Option<&str>) -> Result<bool, Failure> {
    match value {
        None | Some("1" | "t" | "T" | "true" | "TRUE" | "True") => Ok(true),
        Some("0" | "f" | "F" | "false" | "FALSE" | "False") => Ok(false),
        Some(value) => Err(invalid(name, value)),
    }
}

fn invalid(name: &str, value: &str) -> Failure {
    Failure::usage(format!("invalid value {value:?} for -{name}"))
}

/// The newest language version that the release knows.
const MAX_LANG: u32 = 27;

/// Checks a language version.
pub(crate) fn language(version: &str) -> Result<String, Failure> {
    let minor = version.strip_prefix("go1.").filter(|minor| minor.bytes().all(|b| b.is_ascii_digit()));
    match minor.and_then(|minor| minor.parse::<u32>().ok()) {
        Some(minor) if minor <= MAX_LANG => Ok(version.to_owned()),
        Some(_) => {
            Err(Failure::usage(format!("invalid value {version:?} for -lang: max known version is \"go1.{MAX_LANG}\"")))
        }
        None => {
            Err(Failure::usage(format!("invalid value {version:?} for -lang: should be something like \"go1.12\"")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Request, String> {
        parse(line.split_whitespace().map(OsString::from)).map_err(|failure| failure.text)
    }

    fn args(line: &str) -> Args {
        match parsed(line) {
            Ok(Request::Analyze(args)) => args,
            other => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn one_dash_and_two_are_the_same() {
        assert_eq!(args("-m -l a.go"), args("--m --l=true a.go"));
        assert_eq!(args("-m=2 a.go").level, Some(Level::Explain));
        assert_eq!(args("-m=0 a.go").mode, Mode::Person);
        assert_eq!(args("-m -l=0 a.go"), args("-m -l -l=false a.go"));
        assert_eq!(args("-d=escapemutationscalls=1 a.go"), args("-d escapemutationscalls a.go"));
    }

    #[test]
    fn a_language_stands_behind_an_equals_sign_or_next() {
        assert_eq!(args("-lang=go1.21 a.go"), args("--lang go1.21 a.go"));
        for (line, error) in [
            ("-lang=go1.99 a.go", "escapade: invalid value \"go1.99\" for -lang: max known version is \"go1.27\""),
            ("-lang=1.2 a.go", "escapade: invalid value \"1.2\" for -lang: should be something like \"go1.12\""),
            ("-lang", "escapade: flag needs an argument: -lang"),
        ] {
            assert_eq!(parsed(line), Err(error.to_owned()));
        }
    }

    #[test]
    fn advice_is_for_a_line_or_for_all() {
        assert_eq!(args("-advice a.go").mode, Mode::Advice { json: false });
        let args = args("-advice=7 -json a.go");
        assert_eq!((args.mode, args.line), (Mode::Advice { json: true }, Some(7)));
    }

    #[test]
    fn flags_end_at_the_first_operand() {
        assert_eq!(args("-m a.go -l").operands, ["a.go", "-l"]);
        assert_eq!(args("-m -- -l").operands, ["-l"]);
        assert_eq!(args("-m - -l").operands, ["-", "-l"]);
    }

    #[test]
    fn what_is_not_there_is_refused() {
        for line in [
            "",
            "-m",
            "-x a.go",
            "-d=x a.go",
            "-d=escapemutationscalls=x a.go",
            "-m=x a.go",
            "-m=3 a.go",
            "-l=4 a.go",
            "-json -check a.go",
            "-json -sarif a.go",
            "-m -sarif a.go",
            "-advice -m a.go",
            "-advice=0.5 a.go",
            "-goroot",
        ] {
            assert!(parsed(line).is_err(), "{line}");
        }
    }
}
