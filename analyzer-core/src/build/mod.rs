//! Which files of a directory make up a package: build constraints.
//!
//! Mirrors `go/build` and `go/build/constraint` for the one platform that is
//! imitated, linux/amd64 with cgo switched off. The caller reads the directory;
//! here are only names and bytes.
//!
//! A file is taken if its name neither begins with `_` or `.` nor ends in
//! `_test.go`, if the `_GOOS`, `_GOARCH` or `_GOOS_GOARCH` at the end of its
//! name and the constraint in its head fit the platform, if it does not
//! import `"C"`, and if its package is not called `documentation`.
//!
//! Beside it: heads of files ([`Header`]), go.mod ([`GoMod`]), programs whose
//! files are all in memory ([`Module`]) and archives of them ([`Archive`]).
//!
//! Deliberate difference: what is wrong with a file's package clause or its
//! imports is left to the parser, which says it in the compiler's words; the
//! go command has words of its own.

mod constraint;
mod gomod;
mod header;
mod loader;
mod module;
mod standard;
mod txtar;

use crate::session::Release;

pub use constraint::ConstraintError;
pub use gomod::{GoMod, Replace};
pub use header::{Header, Import};
pub(crate) use loader::likely_name;
pub use loader::{Loader, NoPackages, PackageSource, Resolved};
pub use module::{COMMAND_LINE, Module, ModuleLoader, ModulePackage, Refusal};
pub use standard::{has_bodies_elsewhere, is_fips, is_runtime};
pub use txtar::Archive;

/// A platform that files are chosen for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Platform {
    release: Release,
}

/// What becomes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selection {
    /// Part of the package.
    Taken,
    /// Not a Go source file, or its name begins with `_` or `.`.
    NotGo,
    /// A test.
    Test,
    /// Its name or its constraint asks for something else.
    Constraint,
    /// It imports `"C"`.
    Cgo,
    /// Nothing but documentation: its package is called so.
    Documentation,
}

/// The package name that the go command leaves out, whatever the package.
const DOCUMENTATION: &str = "documentation";

/// The operating systems a file name may end in.
const SYSTEMS: &[&str] = &[
    "aix",
    "android",
    "darwin",
    "dragonfly",
    "freebsd",
    "hurd",
    "illumos",
    "ios",
    "js",
    "linux",
    "nacl",
    "netbsd",
    "openbsd",
    "plan9",
    "solaris",
    "wasip1",
    "windows",
    "zos",
];

/// The architectures a file name may end in.
const ARCHITECTURES: &[&str] = &[
    "386",
    "amd64",
    "amd64p32",
    "arm",
    "arm64",
    "arm64be",
    "armbe",
    "loong64",
    "mips",
    "mips64",
    "mips64le",
    "mips64p32",
    "mips64p32le",
    "mipsle",
    "ppc",
    "ppc64",
    "ppc64le",
    "riscv",
    "riscv64",
    "s390",
    "s390x",
    "sparc",
    "sparc64",
    "wasm",
];

impl Platform {
    /// linux/amd64 without cgo, as `release` builds for it.
    pub const fn new(release: Release) -> Self {
        Self { release }
    }

    /// What the name alone says about the file called `name`, if it is enough:
    /// such a file need not be read.
    pub fn select_by_name(self, name: &str) -> Option<Selection> {
        if name.starts_with(['_', '.']) || name.strip_suffix(".go").is_none() {
            return Some(Selection::NotGo);
        }
        (!self.fits_name(name)).then_some(Selection::Constraint)
    }

    /// Decides about the file called `name` with the contents `text`.
    pub fn select(self, name: &str, text: &[u8]) -> Result<Selection, ConstraintError> {
        if let Some(decided) = self.select_by_name(name) {
            return Ok(decided);
        }
        if !constraint::of_file(text, |tag| self.satisfies(tag))? {
            return Ok(Selection::Constraint);
        }
        let Header { package, imports } = Header::read(text);
        if package.as_deref() == Some(DOCUMENTATION) {
            return Ok(Selection::Documentation);
        }
        if name.ends_with("_test.go") {
            return Ok(Selection::Test);
        }
        if imports.iter().any(|import| import.path == "C") {
            return Ok(Selection::Cgo);
        }
        Ok(Selection::Taken)
    }

    /// Whether the file called `name` with the contents `text` is assembly, or
    /// an object, that becomes part of the package: functions may then have
    /// their bodies in it.
    pub fn takes_assembly(self, name: &str, text: &[u8]) -> bool {
        let is_assembly = name.strip_suffix(".s").is_some();
        let fits = !name.starts_with(['_', '.']) && self.fits_name(name);
        let constraint = || constraint::of_file(text, |tag| self.satisfies(tag)).unwrap_or(false);
        fits && (name.strip_suffix(".syso").is_some() || (is_assembly && constraint()))
    }

    /// Whether the build tag `tag` is set.
    pub fn satisfies(self, tag: &str) -> bool {
        if let Some(minor) = tag.strip_prefix("go1.") {
            // `go1.05` is not a release tag.
            return minor.parse().is_ok_and(|n: u32| (1..=self.minor()).contains(&n)) && !minor.starts_with(['0', '+']);
        }
        if let Some(experiment) = tag.strip_prefix("goexperiment.") {
            return self.experiments().contains(&experiment);
        }
        matches!(tag, "linux" | "amd64" | "gc" | "unix" | "amd64.v1")
    }

    /// Whether the end of a file's name asks for nothing else: `a_linux.go`,
    /// `a_amd64.go`, `a_linux_amd64.go`, each also with `_test`.
    fn fits_name(self, name: &str) -> bool {
        let stem = name.split('.').next().unwrap_or_default();
        // `linux.go` is for all systems: only what follows an underscore counts.
        let Some((_, tail)) = stem.split_once('_') else { return true };
        let tail = tail.strip_suffix("_test").unwrap_or(if tail == "test" { "" } else { tail });
        let mut parts = tail.rsplit('_');
        let last = parts.next().unwrap_or_default();
        let before = parts.next().unwrap_or_default();
        if ARCHITECTURES.contains(&last) {
            return self.satisfies(last) && (!SYSTEMS.contains(&before) || self.satisfies(before));
        }
        !SYSTEMS.contains(&last) || self.satisfies(last)
    }

    const fn minor(self) -> u32 {
        match self.release {
            Release::Go1_27 => 27,
        }
    }

    /// The experiments that are switched on by default, as `go list -f
    /// '{{context.ToolTags}}'` prints them.
    pub const fn experiments(self) -> &'static [&'static str] {
        match self.release {
            Release::Go1_27 => &[
                "regabiwrappers",
                "regabiargs",
                "dwarf5",
                "jsonv2",
                "greenteagc",
                "randomizedheapbase64",
                "sizespecializedmalloc",
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn select(name: &str, text: &str) -> Selection {
        Platform::default().select(name, text.as_bytes()).unwrap_or(Selection::NotGo)
    }

    #[test]
    fn names_choose_by_their_end() {
        for name in ["a.go", "linux.go", "windows.go", "a_linux.go", "a_amd64.go", "a_linux_amd64.go", "a_foo_bar.go"] {
            assert_eq!(select(name, "package p"), Selection::Taken, "{name}");
        }
        for name in ["a_windows.go", "a_arm64.go", "a_linux_arm64.go", "a_windows_amd64.go", "_windows.x.go"] {
            assert_ne!(select(name, "package p"), Selection::Taken, "{name}");
        }
        // Split at the first dot, as the go command does.
        assert_eq!(select("a_windows.x.go", "package p"), Selection::Constraint);
        assert_eq!(select("a_test.go", "package p"), Selection::Test);
        assert_eq!(select("a_windows_test.go", "package p"), Selection::Constraint);
        assert_eq!(select("_a.go", "package p"), Selection::NotGo);
        assert_eq!(select("a.s", ""), Selection::NotGo);
    }

    #[test]
    fn assembly_is_chosen_like_go() {
        let platform = Platform::default();
        assert!(platform.takes_assembly("a_amd64.s", b"TEXT"));
        assert!(platform.takes_assembly("a.syso", b""));
        assert!(!platform.takes_assembly("a_arm64.s", b"TEXT"));
        assert!(!platform.takes_assembly("a.s", b"//go:build arm64\n\nTEXT"));
        assert!(!platform.takes_assembly("a.go", b"package p"));
    }

    #[test]
    fn release_tags_are_those_up_to_the_release() {
        let platform = Platform::default();
        for tag in ["go1.1", "go1.27", "linux", "unix", "gc", "goexperiment.greenteagc"] {
            assert!(platform.satisfies(tag), "{tag}");
        }
        for tag in ["go1.28", "go1.0", "go1.01", "go1.+1", "go1", "cgo", "gccgo", "race", "ignore", "goexperiment.simd"]
        {
            assert!(!platform.satisfies(tag), "{tag}");
        }
    }

    #[test]
    fn a_file_that_needs_cgo_is_left_out() {
        assert_eq!(select("a.go", "package p\n\nimport (\n\t\"fmt\"\n\t\"C\"\n)\n"), Selection::Cgo);
        assert_eq!(select("a.go", "package p\n\nvar c = \"C\"\n"), Selection::Taken);
    }

    #[test]
    fn a_file_of_documentation_is_left_out() {
        for name in ["doc.go", "doc_test.go"] {
            assert_eq!(select(name, "// Words.\npackage documentation\n"), Selection::Documentation);
        }
        assert_eq!(select("doc.go", "package documentations\n"), Selection::Taken);
    }
}
