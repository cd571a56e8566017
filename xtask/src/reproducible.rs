//! The same bytes on every machine and from every folder.
//!
//! What could tell one machine's build from another's is left out where it
//! comes in: rustc is told other names for the folders of the machine
//! ([`rustflags`]), because every place that may panic names its file; all
//! else that makes the site sorts what it reads and writes no time.
//! [`no_traces`] looks into what was made, and `cargo xtask dist --check`
//! ([`second`]) makes everything twice, the second time in a copy of the
//! checkout with an empty target directory and another home for cargo.

use std::{
    env,
    ffi::OsString,
    fs,
    os::unix::{ffi::OsStrExt, fs::symlink},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use crate::{
    cmd::{self, say},
    tools,
};

/// What stands between two flags in `CARGO_ENCODED_RUSTFLAGS`, which may have
/// spaces in them, as paths may.
const BETWEEN: &str = "\x1f";

/// The value of `CARGO_ENCODED_RUSTFLAGS` for whatever is shipped: the flags
/// that are set already, and names that are the same everywhere instead of the
/// folders with sources: crates are called by name and version, files of this
/// checkout by their paths in it, those of Rust's own library as where there
/// are no sources of it.
pub(crate) fn rustflags() -> Result<OsString> {
    let mut flags = match (env::var_os("CARGO_ENCODED_RUSTFLAGS"), env::var("RUSTFLAGS")) {
        (Some(encoded), _) => encoded,
        (None, Ok(plain)) => plain.split_whitespace().collect::<Vec<_>>().join(BETWEEN).into(),
        (None, Err(_)) => OsString::new(),
    };
    let mut add = |from: &Path, to: &str| {
        if !flags.is_empty() {
            flags.push(BETWEEN);
        }
        flags.push("--remap-path-prefix=");
        flags.push(from);
        flags.push("=");
        flags.push(to);
    };
    add(&cmd::root(), "");
    for folder in crate_folders()? {
        add(&folder, "");
    }
    let verbose = cmd::output(cmd::command("rustc").arg("-vV"))?;
    let commit = verbose.lines().find_map(|line| line.strip_prefix("commit-hash: ")).unwrap_or("unknown");
    let sysroot = cmd::output(cmd::command("rustc").args(["--print", "sysroot"]))?;
    add(&Path::new(sysroot.trim()).join("lib/rustlib/src/rust"), &format!("/rustc/{commit}"));
    Ok(flags)
}

/// The folders in which cargo keeps the sources of crates, one a registry.
fn crate_folders() -> Result<Vec<PathBuf>> {
    let metadata = cmd::metadata()?;
    let packages = metadata["packages"].as_array().context("cargo names no packages")?;
    let mut folders: Vec<PathBuf> = packages
        .iter()
        .filter(|package| !package["source"].is_null())
        .filter_map(|package| Some(Path::new(package["manifest_path"].as_str()?).parent()?.parent()?.to_path_buf()))
        .collect();
    folders.sort();
    folders.dedup();
    Ok(folders)
}

/// An error if a file below `dir` names a folder of this machine.
pub(crate) fn no_traces(dir: &Path) -> Result<()> {
    let mut folders = vec![cmd::root()];
    folders.extend(
        ["HOME", "CARGO_HOME", "RUSTUP_HOME", "ESCAPADE_CACHE"].iter().filter_map(env::var_os).map(PathBuf::from),
    );
    // A home for all the world to have, as `/` or `/app`, would be found where nobody meant it.
    let telling = |folder: &PathBuf| folder == Path::new("/root") || folder.components().count() > 2;
    let mut needles: Vec<Vec<u8>> =
        folders.iter().filter(|folder| telling(folder)).map(|folder| bytes(folder)).collect();
    needles.extend(["/.cargo/registry/", "/registry/src/"].map(|needle| needle.as_bytes().to_vec()));
    let mut found = Vec::new();
    traces(dir, &needles, &mut found)?;
    if !found.is_empty() {
        bail!("paths of this machine are in what is shipped:\n  {}", found.join("\n  "));
    }
    Ok(())
}

fn bytes(folder: &Path) -> Vec<u8> {
    let mut bytes = folder.as_os_str().as_bytes().to_vec();
    bytes.push(b'/');
    bytes
}

/// Adds to `found` where below `dir` one of `needles` is.
fn traces(dir: &Path, needles: &[Vec<u8>], found: &mut Vec<String>) -> Result<()> {
    for entry in fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            traces(&path, needles, found)?;
            continue;
        }
        let content = fs::read(&path)?;
        // All of them begin with a slash, of which there are few.
        let slashes = content.iter().enumerate().filter(|(_, byte)| **byte == b'/');
        let trace =
            slashes.map(|(at, _)| &content[at..]).find(|rest| needles.iter().any(|needle| rest.starts_with(needle)));
        if let Some(rest) = trace {
            let shown = String::from_utf8_lossy(&rest[..rest.len().min(80)]);
            found.push(format!("{}: {}", path.display(), shown.escape_debug()));
        }
    }
    Ok(())
}

/// Makes `dist` once more, from a copy of this checkout, and compares the two
/// lists of hashes; whether they are the same.
pub(crate) fn second(dist: &Path, base: &str) -> Result<bool> {
    let read = |dir: &Path| {
        let sums = dir.join("SHA256SUMS");
        fs::read_to_string(&sums).with_context(|| format!("cannot read {}", sums.display()))
    };
    // Whatever becomes of the folder while the other one is made.
    let first = read(dist)?;
    let scratch = cmd::root().join("target/dist-check");
    tools::remove(&scratch)?;
    let copy = scratch.join("copy");
    let cargo_home = scratch.join("cargo");
    say(&format!("building it once more in {}, from nothing", copy.display()));
    copy_checkout(&copy)?;
    other_cargo_home(&cargo_home)?;
    let mut again = cmd::command("cargo");
    again.current_dir(&copy).args(["xtask", "dist", "--base", base]).env("CARGO_HOME", &cargo_home);
    // Cargo sets them for the program that it runs, which is this one.
    for name in ["CARGO_TARGET_DIR", "CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH"] {
        again.env_remove(name);
    }
    cmd::run(&mut again)?;
    let other = read(&copy.join("dist"))?;
    let differing = differences(&first, &other);
    for path in &differing {
        println!("differs: {path}");
    }
    if differing.is_empty() {
        println!("two builds, the same {} files", first.lines().count());
        tools::remove(&scratch)?;
    }
    Ok(differing.is_empty())
}

/// The files that two lists of hashes do not agree about, in order.
fn differences<'a>(first: &'a str, other: &'a str) -> Vec<&'a str> {
    let only = |lines: &'a str, without: &str| -> Vec<&'a str> {
        let known: Vec<&str> = without.lines().collect();
        lines.lines().filter(|line| !known.contains(line)).filter_map(|line| Some(line.split_once("  ")?.1)).collect()
    };
    let mut paths = only(first, other);
    paths.extend(only(other, first));
    paths.sort_unstable();
    paths.dedup();
    paths
}

/// Copies to `to` what git knows of this checkout, and what it would take if
/// asked, as it is in the work tree.
fn copy_checkout(to: &Path) -> Result<()> {
    let mut git = cmd::command("git");
    let listed = cmd::output(git.args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"]))?;
    for path in listed.split('\0').filter(|path| !path.is_empty()) {
        let from = cmd::root().join(path);
        if !from.is_file() {
            continue;
        }
        let to = to.join(path);
        fs::create_dir_all(to.parent().unwrap_or(&to))?;
        fs::copy(&from, &to).with_context(|| format!("cannot copy {}", from.display()))?;
    }
    Ok(())
}

/// Another home for cargo, with all that is in the usual one.
fn other_cargo_home(to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    let usual = env::var_os("CARGO_HOME").map(PathBuf::from);
    let usual = usual.or_else(|| Some(Path::new(&env::var_os("HOME")?).join(".cargo")));
    let Some(entries) = usual.and_then(|usual| fs::read_dir(usual).ok()) else { return Ok(()) };
    for entry in entries {
        let entry = entry?;
        // The lock is per home; two homes with one registry would be two owners.
        if entry.file_name().as_bytes().first() != Some(&b'.') {
            symlink(entry.path(), to.join(entry.file_name()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_that_differs_is_named_once() {
        let first = "1  a\n2  b\n3  c\n";
        assert_eq!(differences(first, first), Vec::<&str>::new());
        assert_eq!(differences(first, "1  a\n4  b\n5  d\n"), ["b", "c", "d"]);
    }

    #[test]
    fn traces_are_found_in_binary_files() -> Result<()> {
        let dir = env::temp_dir().join(format!("escapade-traces-{}", std::process::id()));
        tools::remove(&dir)?;
        fs::create_dir_all(dir.join("a"))?;
        fs::write(dir.join("a/x.wasm"), b"\0\xff.rs/home/someone/x.rs\0")?;
        fs::write(dir.join("y.html"), "/home/someoneelse/")?;
        let mut found = Vec::new();
        traces(&dir, &[bytes(Path::new("/home/someone"))], &mut found)?;
        tools::remove(&dir)?;
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("x.wasm: /home/someone/x.rs"), "{found:?}");
        Ok(())
    }
}
