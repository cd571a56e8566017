//! Tools outside the checkout, keyed by version.
//!
//! `CACHE/<tool>-<version>/` is either whole or not there: a tool is installed
//! beside its place and renamed into it. A lock file per tool keeps two runs
//! from doing the same work; the second waits and then finds the tool.
//! Compiled tools keep their target directory in `CACHE/build` until they are
//! installed, so that an interrupted build goes on where it stopped.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{self, Command},
};

use anyhow::{Context, Result, bail};

use crate::cmd::{self, say};

/// A tool with an exact version.
pub(crate) struct Tool {
    /// The package's name in its registry.
    pub package: &'static str,
    /// The exact version.
    pub version: String,
    /// The program, relative to the tool's directory.
    pub program: &'static str,
    /// What to call the program with to see its version.
    pub version_flag: &'static str,
}

impl Tool {
    /// The directory with the tool's program, compiled if it is neither on
    /// PATH nor in the cache.
    pub(crate) fn ensure_compiled(&self, features: &[&str]) -> Result<PathBuf> {
        let name = Path::new(self.program).file_name().unwrap_or_default().to_string_lossy().into_owned();
        if let Some(program) = cmd::which(&[&name]).filter(|program| self.runs(program)) {
            return Ok(program.parent().map(Path::to_path_buf).unwrap_or_default());
        }
        let dir = self.ensure(|dir| self.compile(dir, features))?;
        Ok(dir.join(self.program).parent().map(Path::to_path_buf).unwrap_or_default())
    }

    /// Fetches the tool prebuilt where that is possible, builds it otherwise.
    fn compile(&self, root: &Path, features: &[&str]) -> Result<()> {
        if cmd::which(&["cargo-binstall"]).is_some() {
            let mut fetch = cmd::command("cargo");
            fetch.args(["binstall", "--no-confirm", "--disable-strategies", "compile", "--root"]).arg(root);
            fetch.arg(format!("{}@{}", self.package, self.version));
            if cmd::run(&mut fetch).is_ok() && self.works_in(root) {
                return Ok(());
            }
            say("there is no prebuilt one for this machine");
        }
        say("compiling it, which takes a few minutes, once");
        let build = cache()?.join("build").join(format!("{}-{}", self.package, self.version));
        let mut install = cmd::command("cargo");
        install
            .args(["install", self.package, "--version", &format!("={}", self.version), "--locked", "--root"])
            .arg(root)
            .args(features)
            .env("CARGO_TARGET_DIR", &build)
            // The tool runs for seconds; its optimised build would take minutes.
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
            .env("CARGO_PROFILE_RELEASE_LTO", "false")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
        cmd::run(&mut install)?;
        remove(&build)
    }

    /// The directory with this tool, which `install` fills if it is not there:
    /// it is given an empty directory.
    pub(crate) fn ensure(&self, install: impl FnOnce(&Path) -> Result<()>) -> Result<PathBuf> {
        self.ensure_in(&cache()?, install)
    }

    fn ensure_in(&self, cache: &Path, install: impl FnOnce(&Path) -> Result<()>) -> Result<PathBuf> {
        let name = format!("{}-{}", self.package, self.version);
        let dir = cache.join(&name);
        if self.works_in(&dir) {
            return Ok(dir);
        }
        let _lock = Lock::take(cache, &name)?;
        // Another run may have installed it while this one waited.
        if self.works_in(&dir) {
            return Ok(dir);
        }
        say(&format!("installing {} {} into {}", self.package, self.version, dir.display()));
        // The lock is ours: what is there was left behind by a run that was ended.
        let fresh = cache.join(format!(".{name}.partial"));
        remove(&fresh)?;
        fs::create_dir_all(&fresh)?;
        let installed = install(&fresh)
            .and_then(|()| if self.works_in(&fresh) { Ok(()) } else { bail!("{} does not run", self.program) });
        if let Err(error) = installed {
            remove(&fresh)?;
            return Err(error.context(format!("could not install {} {}", self.package, self.version)));
        }
        remove(&dir)?;
        fs::rename(&fresh, &dir).with_context(|| format!("could not move {} into its place", self.package))?;
        Ok(dir)
    }

    fn works_in(&self, dir: &Path) -> bool {
        self.runs(&dir.join(self.program))
    }

    /// Whether `program` starts and says that it is the wanted version.
    pub(crate) fn runs(&self, program: &Path) -> bool {
        cmd::is_executable(program)
            && Command::new(program).arg(self.version_flag).env("GOTOOLCHAIN", "local").output().is_ok_and(|out| {
                out.status.success() && says_version(&String::from_utf8_lossy(&out.stdout), &self.version)
            })
    }
}

/// Whether the output of `--version` names exactly `version`.
fn says_version(output: &str, version: &str) -> bool {
    output.split_whitespace().any(|word| word == version || word.strip_prefix("go") == Some(version))
}

/// The cache directory, which exists afterwards.
pub(crate) fn cache() -> Result<PathBuf> {
    let dir = if let Some(dir) = env::var_os("ESCAPADE_CACHE") {
        PathBuf::from(dir)
    } else if let Some(dir) = env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|dir| dir.is_absolute()) {
        dir.join("escapade")
    } else {
        let home = PathBuf::from(env::var_os("HOME").context("neither ESCAPADE_CACHE nor HOME is set")?);
        home.join(if cfg!(target_os = "macos") { "Library/Caches" } else { ".cache" }).join("escapade")
    };
    fs::create_dir_all(&dir).with_context(|| format!("cannot create the tool cache {}", dir.display()))?;
    Ok(dir.canonicalize()?)
}

/// A lock between processes; the operating system gives it back when its
/// holder ends, however it ends.
pub(crate) struct Lock(#[expect(dead_code, reason = "holds the lock until it is dropped")] fs::File);

impl Lock {
    /// Waits for the lock called `name` in `dir`.
    pub(crate) fn take(dir: &Path, name: &str) -> Result<Self> {
        let path = dir.join(format!("{name}.lock"));
        let file = fs::File::create(&path).with_context(|| format!("cannot create {}", path.display()))?;
        if file.try_lock().is_err() {
            say(&format!("waiting for another run that holds {}", path.display()));
            file.lock().with_context(|| format!("cannot lock {}", path.display()))?;
        }
        Ok(Self(file))
    }
}

/// Removes a directory tree if it is there.
pub(crate) fn remove(dir: &Path) -> Result<()> {
    match fs::remove_dir_all(dir) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", dir.display()))
        }
        _ => Ok(()),
    }
}

/// A directory for what a command makes on its way; it goes when it is dropped.
pub(crate) struct Scratch(pub PathBuf);

impl Scratch {
    /// An empty directory for the command called `name`.
    pub(crate) fn new(name: &str) -> Result<Self> {
        let dir = env::temp_dir().join(format!("escapade-{name}-{}", process::id()));
        remove(&dir)?;
        fs::create_dir_all(&dir).with_context(|| format!("cannot create {}", dir.display()))?;
        Ok(Self(dir))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // A leftover in the temporary directory does no harm.
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use std::{cell::Cell, os::unix::fs::PermissionsExt};

    use super::*;

    #[test]
    fn a_version_is_a_whole_word() {
        assert!(says_version("trunk 0.21.14\n", "0.21.14"));
        assert!(says_version("go version go1.27.3 linux/amd64\n", "1.27.3"));
        assert!(!says_version("trunk 0.21.140", "0.21.14"));
        assert!(!says_version("wasm-bindgen 10.21.14", "0.21.14"));
        assert!(!says_version("", "0.21.14"));
    }

    /// Writes a program that says that it is `version`.
    fn write_tool(dir: &Path, version: &str) -> Result<()> {
        let program = dir.join("tool");
        fs::write(&program, format!("#!/bin/sh\necho tool {version}\n"))?;
        Ok(fs::set_permissions(program, fs::Permissions::from_mode(0o755))?)
    }

    #[test]
    fn a_tool_is_whole_or_not_there() -> Result<()> {
        let cache = env::temp_dir().join(format!("escapade-tools-{}", std::process::id()));
        remove(&cache)?;
        fs::create_dir_all(&cache)?;
        let tool = Tool { package: "tool", version: "1.2.3".into(), program: "tool", version_flag: "--version" };

        // One that fails half-way leaves nothing behind.
        let broken = tool.ensure_in(&cache, |dir| {
            fs::write(dir.join("half"), "")?;
            bail!("the network is down")
        });
        assert!(broken.is_err());
        assert!(!cache.join("tool-1.2.3").exists() && !cache.join(".tool-1.2.3.partial").exists());
        // So does one that is not what was asked for.
        assert!(tool.ensure_in(&cache, |dir| write_tool(dir, "1.2.30")).is_err());
        assert!(!cache.join("tool-1.2.3").exists());

        // Leftovers do not count, neither in the tool's place nor beside it.
        for leftover in ["tool-1.2.3", ".tool-1.2.3.partial"] {
            fs::create_dir_all(cache.join(leftover))?;
            fs::write(cache.join(leftover).join("half"), "")?;
        }
        let installs = Cell::new(0);
        let install = |dir: &Path| {
            installs.set(installs.get() + 1);
            write_tool(dir, "1.2.3")
        };
        let dir = tool.ensure_in(&cache, install)?;
        assert_eq!(tool.ensure_in(&cache, install)?, dir);
        assert_eq!(installs.get(), 1);
        assert!(!dir.join("half").exists());
        remove(&cache)
    }
}
