//! Running other programs, and saying so.

use std::{
    env,
    ffi::OsString,
    fmt::Write as _,
    io::IsTerminal,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// The checkout's root.
pub(crate) fn root() -> PathBuf {
    // Cargo sets the variable at run time too, which stays right when a
    // checkout with its target directory is moved.
    let manifest = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| OsString::from(env!("CARGO_MANIFEST_DIR")));
    let manifest = PathBuf::from(manifest);
    manifest.parent().map_or(manifest.clone(), Path::to_path_buf)
}

/// Announces a step.
pub(crate) fn say(text: &str) {
    if std::io::stderr().is_terminal() {
        eprintln!("\x1b[1;36m==>\x1b[0m {text}");
    } else {
        eprintln!("==> {text}");
    }
}

/// `program`, started in the checkout's root and without standard input.
pub(crate) fn command(program: impl Into<OsString>) -> Command {
    let mut command = Command::new(program.into());
    command.current_dir(root()).stdin(Stdio::null());
    command
}

/// Shows `command` and runs it; anything but success is an error.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    eprintln!("  $ {}", display(command));
    let status = command.status().with_context(|| cannot_start(command))?;
    if !status.success() {
        bail!("`{}` failed ({status})", display(command));
    }
    Ok(())
}

/// Runs `command` silently and returns what it wrote to standard output.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| cannot_start(command))?;
    if !output.status.success() {
        bail!("`{}` failed ({})\n{}", display(command), output.status, String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Builds a program of this checkout; `args` tell cargo which. Where it is.
pub(crate) fn build_program(args: &[&str]) -> Result<PathBuf> {
    build_program_with(args, &[])
}

/// The same, with options of the compiler for the program's own crate.
pub(crate) fn build_program_with(args: &[&str], rustc: &[&str]) -> Result<PathBuf> {
    let mut cargo = command("cargo");
    cargo
        .arg(if rustc.is_empty() { "build" } else { "rustc" })
        .args(args)
        .arg("--message-format=json-render-diagnostics");
    if !rustc.is_empty() {
        cargo.arg("--").args(rustc);
    }
    let output = cargo.stderr(Stdio::inherit()).output().with_context(|| cannot_start(&cargo))?;
    if !output.status.success() {
        bail!("`{}` failed", display(&cargo));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let program = text.lines().rev().find_map(|line| {
        let message: Value = serde_json::from_str(line).ok()?;
        message["executable"].as_str().map(PathBuf::from)
    });
    program.with_context(|| format!("`{}` did not say where the program is", display(&cargo)))
}

/// What cargo says of the packages that this checkout is made from.
pub(crate) fn metadata() -> Result<Value> {
    let mut cargo = command("cargo");
    cargo.args(["metadata", "--format-version=1", "--locked"]);
    serde_json::from_str(&output(&mut cargo)?).context("cannot read cargo's metadata")
}

/// The first of `names` that is on PATH.
pub(crate) fn which(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let dirs: Vec<PathBuf> = env::split_paths(&path).collect();
    names.iter().flat_map(|name| dirs.iter().map(move |dir| dir.join(name))).find(|file| is_executable(file))
}

/// Whether `file` is a file that may be executed.
pub(crate) fn is_executable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}

/// PATH with `dirs` in front.
pub(crate) fn path_with(dirs: &[PathBuf]) -> Result<OsString> {
    let old = env::var_os("PATH").unwrap_or_default();
    Ok(env::join_paths(dirs.iter().cloned().chain(env::split_paths(&old)))?)
}

/// The command line as a person would type it.
pub(crate) fn display(command: &Command) -> String {
    let mut text = String::new();
    for part in std::iter::once(command.get_program()).chain(command.get_args()) {
        let part = part.to_string_lossy();
        let quote = if part.is_empty() || part.contains([' ', '"', '$', '*', '\'']) { "'" } else { "" };
        let _ = write!(text, "{}{quote}{part}{quote}", if text.is_empty() { "" } else { " " });
    }
    text
}

fn cannot_start(command: &Command) -> String {
    format!("cannot start `{}`: is it installed?", command.get_program().to_string_lossy())
}
