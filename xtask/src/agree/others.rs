//! `cargo xtask agree others DIR…`: packages that other people wrote.
//!
//! Each DIR has packages below it as a GOPATH's `src` has, for instance
//! `/usr/share/gocode/src`, where Debian's and Ubuntu's `golang-…-dev` packages
//! put theirs. They are put into a copy of Go's own tree, where both find them
//! under their import paths, and `--count` of them are asked about, which
//! `--seed` chooses: some of each repository before more of any, since a single
//! one can have thousands that are made by a program.
//!
//! Packages that cannot be loaded (imports that are not there, C) are left out,
//! and so are those that Go refuses. So are those that reach a package by
//! another path than its own (`x/v2` for what is in `x`), which is a thing of
//! GOPATH alone.

use std::{
    collections::{HashMap, HashSet},
    hash::{DefaultHasher, Hash as _, Hasher as _},
    path::PathBuf,
};

use anyhow::{Result, bail};

use super::{
    Comparison, Escapade,
    packages::theirs,
    testfiles::{compare_accepted, copy_tree},
};
use crate::{
    cmd::{self, say},
    go::Go,
    tools::Scratch,
};

/// What is asked for.
pub(super) struct Wanted {
    /// Where the packages are.
    pub dirs: Vec<PathBuf>,
    /// Which ones are chosen.
    pub seed: u64,
    /// And how many.
    pub count: usize,
}

/// How many packages one process is asked about.
const BATCH: usize = 400;

/// Compares what both say about them.
pub(super) fn compare(go: &Go, escapade: &Escapade, wanted: &Wanted, comparison: &mut Comparison) -> Result<()> {
    let scratch = Scratch::new("others")?;
    let root = scratch.0.join("go");
    copy_tree(&go.root()?, &root)?;
    let mut patterns = Vec::new();
    for dir in &wanted.dirs {
        for entry in dir.read_dir()? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            // A name without a dot is one of Go's own tree.
            if name.contains('.') {
                copy_tree(&dir.join(&name), &root.join("src").join(&name))?;
                patterns.push(format!("{name}/..."));
            }
        }
    }
    let go = go.at(&root).without_modules();
    let all = listed(&go, &patterns)?;
    let chosen = choose(&all, wanted);
    say(&format!("{} of {} packages, seed {}", chosen.len(), all.len(), wanted.seed));
    let mut left_out = 0;
    for batch in chosen.chunks(BATCH) {
        let (gc, refused) = theirs(&go, &root, batch, escapade.flags())?;
        left_out += refused.len();
        let accepted = batch.iter().filter(|path| !refused.contains_key(*path)).cloned().collect();
        compare_accepted(escapade, &root, accepted, gc, comparison)?;
    }
    say(&format!("{left_out} more are left out, which Go refuses"));
    Ok(())
}

/// The packages that match `patterns` and can be compiled with all that they
/// import, in an order that is always the same.
fn listed(go: &Go, patterns: &[String]) -> Result<Vec<String>> {
    const FIELDS: &str = "{{.ImportPath}}\t{{.Standard}}\t{{.Incomplete}}\t{{len .GoFiles}}\t{{len .ImportMap}}\t\
                          {{.DepOnly}}\t{{join .Imports \" \"}}";
    let mut list = go.command(&go.standard_library()?);
    let text = cmd::output(list.args(["list", "-e", "-deps", "-f", FIELDS]).args(patterns))?;
    // Whether what is met can be compiled; dependencies come first.
    let mut usable: HashMap<&str, bool> = HashMap::new();
    let mut paths = Vec::new();
    for line in text.lines() {
        let [path, standard, incomplete, files, renamed, dep_only, imports] = line.split('\t').collect::<Vec<_>>()[..]
        else {
            bail!("`{}` said `{line}`", cmd::display(&list))
        };
        let own = standard == "false";
        let complete = !own || (incomplete == "false" && files != "0" && renamed == "0");
        let is_usable = complete && imports.split(' ').all(|import| usable.get(import) != Some(&false));
        if own && is_usable && dep_only == "false" {
            paths.push(path.to_owned());
        }
        usable.insert(path, is_usable);
    }
    paths.sort();
    Ok(paths)
}

/// The packages of `all` that are asked about.
fn choose(all: &[String], wanted: &Wanted) -> Vec<String> {
    let order = |path: &str| {
        let mut hasher = DefaultHasher::new();
        (wanted.seed, path).hash(&mut hasher);
        hasher.finish()
    };
    let mut paths: Vec<&String> = all.iter().collect();
    paths.sort_by_key(|path| order(path));
    // The first of each repository, the second of each, and so on.
    let mut met: HashMap<String, usize> = HashMap::new();
    let mut ranked: Vec<(usize, &String)> = paths
        .into_iter()
        .map(|path| {
            let rank = met.entry(repository(path)).or_default();
            *rank += 1;
            (*rank, path)
        })
        .collect();
    ranked.sort_by_key(|&(rank, _)| rank);
    let chosen: HashSet<&String> = ranked.into_iter().take(wanted.count).map(|(_, path)| path).collect();
    all.iter().filter(|path| chosen.contains(path)).cloned().collect()
}

/// The first elements of a path, which most often are a repository's.
fn repository(path: &str) -> String {
    path.split('/').take(3).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_repository_has_its_turn() {
        let many = (0..100).map(|i| format!("example.com/a/many/p{i}"));
        let mut all: Vec<String> = many.chain(["example.com/a/few/p".into(), "example.com/b/c".into()]).collect();
        all.sort();
        let chosen = |seed, count| choose(&all, &Wanted { dirs: Vec::new(), seed, count });
        let three = chosen(1, 3);
        assert!(three.contains(&"example.com/a/few/p".into()) && three.contains(&"example.com/b/c".into()));
        assert_eq!(three.len(), 3);
        assert_eq!(three, chosen(1, 3));
        assert_ne!(chosen(1, 20), chosen(2, 20));
        assert_eq!(chosen(1, 1000), all);
    }
}
