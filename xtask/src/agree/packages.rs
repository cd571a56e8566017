//! Packages of Go's own tree, all at once: `std`, `cmd`, import paths.
//!
//! gc's side is one run of the go command, which prints what the compiler said
//! under a `# importpath` line for each package, from its cache if it can; our
//! side is one run of `escapade`, whose text looks the same. A file of the
//! package itself stands without directories, one of another package, whose
//! generic code is instantiated here, with its import path.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use anyhow::{Context, Result, bail};

use super::{
    Comparison, Escapade, base_name,
    compare::{Line, parse_lines_with},
    ours::Answer,
};
use crate::{cmd, go::Go};

/// What is said about each package, by import path.
pub(super) type Said = BTreeMap<String, Vec<Line>>;

/// Whether `operand` means packages of the tree whose sources are in `src`.
pub(super) fn is_pattern(src: &Path, operand: &str) -> bool {
    let path = operand.trim_end_matches("...").trim_end_matches('/');
    let clean = !path.is_empty() && !path.starts_with(['.', '/']);
    operand == "std" || (clean && src.join(path).is_dir())
}

/// Compares what both say about the packages that match `patterns`.
pub(super) fn compare(go: &Go, escapade: &Escapade, patterns: &[String], comparison: &mut Comparison) -> Result<()> {
    let root = go.root()?;
    let (mut gc, mut refused) = theirs(go, &root, patterns, escapade.flags())?;
    let (text, errors) = escapade.ask_about_packages(&root, patterns, &[])?;
    let (mut ours, mut wrong) = (groups(&text, &root), groups(&errors, &root));
    let names: BTreeSet<String> =
        [&gc, &ours, &refused, &wrong].into_iter().flat_map(|said| said.keys().cloned()).collect();
    for name in names {
        let gc = match refused.remove(&name) {
            Some(errors) => Err(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
            None => Ok(gc.remove(&name).unwrap_or_default()),
        };
        let (lines, errors) = (ours.remove(&name), wrong.remove(&name));
        let answer =
            Answer { lines: lines.unwrap_or_default(), errors: errors.unwrap_or_default(), ..Answer::default() };
        comparison.add(&name, gc, answer);
    }
    Ok(())
}

/// What gc says, and its errors about the packages that it refuses.
pub(super) fn theirs(go: &Go, root: &Path, patterns: &[String], flags: &[String]) -> Result<(Said, Said)> {
    // `go list -export` compiles and does not link. Profiles are not read here.
    let mut list = go.command(&root.join("src"));
    list.args(["list", "-e", "-export", "-pgo=off", "-f", "{{.ImportPath}}\t{{.Export}}\t{{len .GoFiles}}"]);
    list.arg(format!("-gcflags={}", flags.join(" "))).args(patterns);
    let output = list.output().context("cannot start go")?;
    let said = String::from_utf8_lossy(&output.stderr);
    if output.stdout.is_empty() {
        bail!("`{}`: {}", cmd::display(&list), said.trim());
    }
    let mut gc = groups(&said, root);
    let mut refused = Said::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let mut fields = line.split('\t');
        let (Some(path), Some(export), Some(files)) = (fields.next(), fields.next(), fields.next()) else { continue };
        // Package unsafe has no code.
        if export.is_empty() && files != "0" && path != "unsafe" {
            refused.insert(path.to_owned(), gc.remove(path).unwrap_or_default());
        }
    }
    Ok((gc, refused))
}

/// The lines under each `# importpath`.
pub(super) fn groups(text: &str, root: &Path) -> Said {
    let src = root.join("src");
    let src = src.to_string_lossy();
    let mut said = Said::new();
    for group in format!("\n{text}").split("\n# ").skip(1) {
        let (path, lines) = group.split_once('\n').unwrap_or((group, ""));
        let file = |file| name_in(file, path, &src);
        said.entry(path.to_owned()).or_default().extend(parse_lines_with(lines, file));
    }
    said
}

/// What a file of, or met in, package `path` is called; the directory of the
/// sources is `src`.
fn name_in<'t>(file: &'t str, path: &str, src: &str) -> &'t str {
    let below = file.strip_prefix(src).map(|file| file.trim_start_matches('/'));
    let below = below.or_else(|| file.strip_prefix("./")).or_else(|| file.strip_prefix("src/")).unwrap_or(file);
    match below.strip_prefix(path).and_then(|rest| rest.strip_prefix('/')) {
        Some(own) if !own.contains('/') => own,
        _ if below.contains('/') => below,
        _ => base_name(below),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_grouped_by_package() {
        let text =
            "noise\n# a/b\n/go/src/a/b/c.go:1:2: x does not escape\n./sync/d.go:3: y\n\n# e\nsrc/e/f.go:1:1: z\n";
        let said = groups(text, Path::new("/go"));
        let shown = |name: &str| said[name].iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(shown("a/b"), ["c.go:1:2: x does not escape", "sync/d.go:3: y"]);
        assert_eq!(shown("e"), ["f.go:1:1: z"]);
    }

    #[test]
    fn what_is_below_the_sources_is_a_pattern() {
        let src = std::env::temp_dir();
        assert!(is_pattern(&src, "std"));
        for other in ["", "...", "./x", "/tmp", "no/such/directory"] {
            assert!(!is_pattern(&src, other), "{other}");
        }
    }
}
