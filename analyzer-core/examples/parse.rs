//! Parses the Go files that standard input names, one per line, and nothing
//! more: what `cargo xtask speed` measures the parser with.
//!
//! Prints how many files, lines and errors there were.

use std::{fs, io, process::ExitCode};

use analyzer_core::{
    base::{FileId, Id, Interner},
    parser::parse_file,
};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("parse: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> io::Result<()> {
    let mut interner = Interner::default();
    let (mut files, mut lines, mut errors) = (0_usize, 0_usize, 0_usize);
    for name in io::stdin().lines() {
        let name = name?;
        let text = fs::read(&name).map_err(|error| io::Error::new(error.kind(), format!("{name}: {error}")))?;
        let parsed = parse_file(&text, FileId::new(0), &mut interner);
        files += 1;
        lines += text.split_inclusive(|&byte| byte == b'\n').count();
        errors += parsed.errors.len();
    }
    println!("{files} files, {lines} lines, {errors} errors");
    Ok(())
}
