//! How the go command shows the names of files.
//!
//! gc is given absolute names and prints them. The go command then replaces
//! the directory of the package, and each one above it, by its shorter name as
//! seen from the current directory, wherever it stands behind a space or
//! begins a line: also inside of a message. Mirrors `reportCmd` and
//! `replacePrefix` of the go command, and what `noder` makes of `$GOROOT`.

use std::{
    cell::OnceCell,
    path::{self, Path, PathBuf},
};

use analyzer_core::report::Report;

use crate::{Failure, paths::short};

/// How export data names the directory of the standard library.
const GOROOT: &str = "$GOROOT/";

/// Replaces what gc prints by what the go command shows, in all of `report`,
/// which is about the package in `dir`. The standard library is named by where
/// it is, if that is known.
pub(crate) fn show(report: &mut Report, dir: &Path, goroot: Option<&Path>) -> Result<(), Failure> {
    if let Some(root) = goroot.and_then(|root| path::absolute(root).ok()) {
        let root = format!("{}/", root.display());
        for name in &mut report.files {
            if let Some(below) = name.strip_prefix(GOROOT) {
                *name = format!("{root}{below}");
            }
        }
        // Each explanation ends with a place.
        for line in &mut report.explanations {
            if let Some((text, place)) = line.text.rsplit_once(" at ")
                && let Some(below) = place.strip_prefix(GOROOT)
            {
                line.text = format!("{text} at {root}{below}");
            }
        }
    }
    let dirs = Dirs::around(dir);
    for name in &mut report.files {
        dirs.shorten(name)?;
    }
    let messages = report.messages.iter_mut().map(|line| &mut line.text);
    let explanations = report.explanations.iter_mut().map(|line| &mut line.text);
    let errors = report.errors.iter_mut().map(|error| &mut error.message);
    for text in messages.chain(explanations).chain(errors) {
        // The place in front of it ends with a space.
        dirs.shorten(text)?;
    }
    Ok(())
}

/// The directories that may have a shorter name, the longest first. That
/// depends on links, for which the system has to be asked.
struct Dirs(Vec<Dir>);

struct Dir {
    path: PathBuf,
    old: String,
    /// When it is first needed.
    short: OnceCell<String>,
}

impl Dirs {
    /// `dir` and those above it.
    fn around(dir: &Path) -> Self {
        let dirs = dir.ancestors();
        Self(dirs.map(|dir| Dir { path: dir.into(), old: dir.display().to_string(), short: OnceCell::new() }).collect())
    }

    /// Shortens what is in `text`, which stands behind a space or begins a line.
    fn shorten(&self, text: &mut String) -> Result<(), Failure> {
        // All others begin with the last one.
        if self.0.last().is_none_or(|shortest| !text.contains(&shortest.old)) {
            return Ok(());
        }
        for dir in &self.0 {
            if !text.contains(&dir.old) {
                continue;
            }
            let (old, new) = (&dir.old, dir.shown()?);
            for before in [" ", "\n", "\n\t"] {
                let old = format!("{before}{old}");
                if text.contains(&old) {
                    *text = text.replace(&old, &format!("{before}{new}"));
                }
            }
            if let Some(rest) = text.strip_prefix(old) {
                *text = format!("{new}{rest}");
            }
        }
        Ok(())
    }
}

impl Dir {
    fn shown(&self) -> Result<&str, Failure> {
        if let Some(known) = self.short.get() {
            return Ok(known);
        }
        let new = short(&self.path)?;
        Ok(self.short.get_or_init(|| new))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use analyzer_core::report::{Explanation, GoError, Place};

    fn shortened(text: &str) -> String {
        let dir =
            |old: &str, new: &str| Dir { path: old.into(), old: old.into(), short: OnceCell::from(String::from(new)) };
        let dirs = Dirs(vec![dir("/tmp/m/sub", "."), dir("/tmp/m", "..")]);
        let mut text = text.to_owned();
        assert!(dirs.shorten(&mut text).is_ok());
        text
    }

    #[test]
    fn directories_are_replaced_where_names_begin() {
        assert_eq!(shortened("/tmp/m/sub/a.go"), "./a.go");
        assert_eq!(shortened("/tmp/m/b.go"), "../b.go");
        assert_eq!(shortened("/tmp/n/b.go"), "/tmp/n/b.go");
        // No more than the go command looks at where a name ends.
        assert_eq!(shortened("/tmp/m/subs/a.go"), ".s/a.go");
        let text = "f redeclared in this block\n\tc.y:7[/tmp/m/sub/a.go:3:6]: other declaration of f";
        assert_eq!(shortened(text), text);
        let text = "f redeclared in this block\n\t/tmp/m/sub/a.go:3:6: other declaration of f";
        assert_eq!(shortened(text), "f redeclared in this block\n\t./a.go:3:6: other declaration of f");
        assert_eq!(shortened("label L already defined at /tmp/m/a.go:3:1"), "label L already defined at ../a.go:3:1");
    }

    #[test]
    fn the_standard_library_is_where_it_is() {
        let place = Place::default();
        let line = |text: &str| Explanation { place, text: text.into() };
        let error = |message: &str| GoError { place, code: String::new(), message: message.into(), args: Vec::new() };
        let mut report = Report {
            files: vec!["/x/a.go".into(), "$GOROOT/src/io/io.go".into()],
            explanations: vec![
                line("  from io.p (assign) at $GOROOT/src/io/io.go:87:7"),
                line("\"at $GOROOT/src\" escapes to heap"),
            ],
            // The type checker does not look for it.
            errors: vec![error("x\n\t$GOROOT/src/io/io.go:3:4: other declaration of x")],
            ..Report::default()
        };
        assert!(show(&mut report, Path::new("/no/such"), Some(Path::new("/no/go"))).is_ok());
        assert_eq!(report.files, ["/x/a.go", "/no/go/src/io/io.go"]);
        assert_eq!(report.explanations[0].text, "  from io.p (assign) at /no/go/src/io/io.go:87:7");
        assert_eq!(report.explanations[1].text, "\"at $GOROOT/src\" escapes to heap");
        assert_eq!(report.errors[0].message, "x\n\t$GOROOT/src/io/io.go:3:4: other declaration of x");
    }
}
