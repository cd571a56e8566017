//! `cargo xtask agree tests`: the test files of Go's own tree, as packages.
//!
//! They are about as much code again as std and cmd, written by other habits,
//! and nobody here read them to find out how gc works. The go command compiles
//! test files only to run them, so they are put into a copy of the tree under
//! names that are none of tests: those of the package itself together with its
//! other files as `PATH/within`, those beside it as `PATH/beside`. A package
//! that needs what is not copied (embedded files, places in assembly) is
//! refused by Go and left out.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use super::{
    Comparison, Escapade,
    ours::Answer,
    packages::{Said, groups, theirs},
};
use crate::{
    cmd::{self, say},
    go::Go,
    tools::Scratch,
};

/// Compares what both say about them.
pub(super) fn compare(go: &Go, escapade: &Escapade, comparison: &mut Comparison) -> Result<()> {
    let scratch = Scratch::new("testfiles")?;
    let root = scratch.0.join("go");
    copy_tree(&go.root()?, &root)?;
    let mut packages = Vec::new();
    for package in listed(go)? {
        packages.extend(package.put_into(&root.join("src"))?);
    }
    say(&format!("{} packages of test files", packages.len()));
    let go = go.at(&root);
    let (gc, refused) = theirs(&go, &root, &packages, escapade.flags())?;
    let asked: Vec<String> = packages.into_iter().filter(|path| !refused.contains_key(path)).collect();
    compare_accepted(escapade, &root, asked, gc, comparison)?;
    say(&format!("{} more are left out, which Go refuses", refused.len()));
    Ok(())
}

/// Compares what we say about packages of the tree `root` with what `gc` says,
/// which refuses none of them.
pub(super) fn compare_accepted(
    escapade: &Escapade,
    root: &Path,
    paths: Vec<String>,
    mut gc: Said,
    comparison: &mut Comparison,
) -> Result<()> {
    let (text, errors) = escapade.ask_about_packages(root, &paths, &[])?;
    let (mut ours, mut wrong) = (groups(&text, root), groups(&errors, root));
    for path in paths {
        let (lines, errors) = (ours.remove(&path), wrong.remove(&path));
        let answer =
            Answer { lines: lines.unwrap_or_default(), errors: errors.unwrap_or_default(), ..Answer::default() };
        comparison.add(&path, Ok(gc.remove(&path).unwrap_or_default()), answer);
    }
    Ok(())
}

/// A package of the tree that has test files.
struct Package {
    path: String,
    dir: PathBuf,
    files: Vec<String>,
    within: Vec<String>,
    beside: Vec<String>,
}

/// Packages whose test files can stand elsewhere. That of the runtime has to be
/// the runtime's.
fn listed(go: &Go) -> Result<Vec<Package>> {
    const FIELDS: &str =
        "{{.ImportPath}}\t{{.Dir}}\t{{join .GoFiles \" \"}}\t{{join .TestGoFiles \" \"}}\t{{join .XTestGoFiles \" \"}}";
    let text = cmd::output(go.command(&go.standard_library()?).args(["list", "-e", "-f", FIELDS, "std", "cmd"]))?;
    let words = |text: &str| text.split(' ').filter(|word| !word.is_empty()).map(String::from).collect::<Vec<_>>();
    let package = |line: &str| {
        let [path, dir, files, within, beside] = line.split('\t').collect::<Vec<_>>()[..] else { return None };
        let package = Package {
            path: path.into(),
            dir: dir.into(),
            files: words(files),
            within: words(within),
            beside: words(beside),
        };
        let apart = path != "runtime" && !path.contains("vendor/");
        (apart && !(package.within.is_empty() && package.beside.is_empty())).then_some(package)
    };
    Ok(text.lines().filter_map(package).collect())
}

impl Package {
    /// The import paths of what was made of it.
    fn put_into(&self, src: &Path) -> Result<Vec<String>> {
        let mut paths = Vec::new();
        let within = format!("{}/within", self.path);
        if !self.within.is_empty() {
            let dir = src.join(&within);
            for name in self.files.iter().chain(&self.within) {
                write(&dir, name, &self.text(name)?)?;
            }
            // Functions may have their bodies elsewhere, as with the package itself.
            write(&dir, "bodies.s", "")?;
            paths.push(within.clone());
        }
        if !self.beside.is_empty() {
            let beside = format!("{}/beside", self.path);
            let (own, other) = (format!("\"{}\"", self.path), format!("\"{within}\""));
            for name in &self.beside {
                let text = self.text(name)?;
                // It may use what the package has for its tests only.
                let text = if self.within.is_empty() { text } else { text.replace(&own, &other) };
                write(&src.join(&beside), name, &text)?;
            }
            paths.push(beside);
        }
        Ok(paths)
    }

    fn text(&self, name: &str) -> Result<String> {
        let path = self.dir.join(name);
        fs::read_to_string(&path).with_context(|| path.display().to_string())
    }
}

fn write(dir: &Path, name: &str, text: &str) -> Result<()> {
    fs::create_dir_all(dir)?;
    let path = dir.join(name.replace("_test.go", "_tested.go"));
    fs::write(&path, text).with_context(|| path.display().to_string())
}

/// Makes a copy of `from` that shares the files. Of symbolic links only those
/// to files are followed.
pub(super) fn copy_tree(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        let kind = entry.file_type()?;
        if kind.is_dir() {
            copy_tree(&entry.path(), &target)?;
        } else if kind.is_symlink() {
            // The go command looks into no directory that is a link.
            if entry.path().is_file() {
                fs::copy(entry.path(), &target).with_context(|| target.display().to_string())?;
            }
        } else if fs::hard_link(entry.path(), &target).is_err() {
            fs::copy(entry.path(), &target).with_context(|| target.display().to_string())?;
        }
    }
    Ok(())
}
