//! gc's side: recordings, or the go command.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use super::{
    Subject,
    compare::{Line, parse_lines},
};
use crate::{
    cmd::{self, say},
    fixtures::{self, Fixture, entries},
    go::Go,
    oracle,
};

/// The recorded programs whose name contains one of `names`; all of them if
/// there are none.
pub(super) fn recorded(names: &[PathBuf], flags: &[String]) -> Result<Vec<Subject>> {
    let Some((kind, _)) = oracle::KINDS.iter().find(|(_, recorded)| same_flags(recorded, flags)) else {
        bail!("there are no recordings for {}; name files or directories, then Go is asked", flags.join(" "));
    };
    let root = cmd::root();
    let read = |fixture: &Fixture| -> Result<Result<Vec<Line>, String>> {
        let errors = fixture.recording(&root, oracle::ERRORS);
        if let Ok(errors) = fs::read_to_string(errors) {
            return Ok(Err(errors));
        }
        let path = fixture.recording(&root, kind);
        let text = fs::read_to_string(&path)
            .with_context(|| format!("{} is missing: `cargo xtask oracle` makes it", path.display()))?;
        Ok(Ok(parse_lines(&text)))
    };
    let names: Vec<_> = names.iter().map(|name| name.to_string_lossy()).collect();
    let mut fixtures = fixtures::all(&root)?;
    fixtures.retain(|fixture| names.is_empty() || names.iter().any(|name| fixture.name.contains(&**name)));
    if fixtures.is_empty() {
        bail!("{} is neither a path nor a part of the name of a recorded program", names.join(", "));
    }
    fixtures
        .iter()
        .map(|fixture| {
            Ok(Subject { name: fixture.name.clone(), operand: fixture.source.clone(), live: false, gc: read(fixture)? })
        })
        .collect()
}

fn same_flags(recorded: &[&str], flags: &[String]) -> bool {
    let normal = |flag: &str| flag.replace("--", "-").replace("-m=1", "-m");
    let mut flags: Vec<String> = flags.iter().map(|flag| normal(flag)).collect();
    flags.sort();
    let mut recorded: Vec<String> = recorded.iter().map(|flag| normal(flag)).collect();
    recorded.sort();
    flags == recorded
}

/// Files and directories, about which Go is asked.
pub(super) fn live(go: &Go, paths: &[PathBuf], flags: &[String]) -> Result<Vec<Subject>> {
    let mut files = Vec::new();
    let mut packages = Vec::new();
    for path in paths {
        let path = path.canonicalize().with_context(|| format!("cannot read {}", path.display()))?;
        if path.is_file() {
            files.push(path);
        } else if path.ancestors().any(|dir| dir.join("go.mod").is_file()) {
            find_packages(&path, &mut packages)?;
        } else {
            find_files(&path, &mut files)?;
        }
    }
    let mut subjects = ask_about_files(go, &files, flags)?;
    for dir in packages {
        subjects.extend(ask_about_package(go, dir, flags)?);
    }
    Ok(subjects)
}

fn ask_about_files(go: &Go, files: &[PathBuf], flags: &[String]) -> Result<Vec<Subject>> {
    let name = |file: &PathBuf| Fixture { name: file.display().to_string(), source: file.clone() };
    let fixtures: Vec<Fixture> = files.iter().map(name).collect();
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    let answers = oracle::ask(go, &fixtures, &[("live", &flags)])?;
    let subjects = fixtures.into_iter().zip(answers).filter_map(|(fixture, answer)| {
        let (kind, text) = answer.into_iter().next()?;
        let gc = if kind == oracle::ERRORS { Err(text) } else { Ok(parse_lines(&text)) };
        Some(Subject { name: fixture.name, operand: fixture.source, live: true, gc })
    });
    Ok(subjects.collect())
}

/// One package of a module; nothing if the go command takes none of its files.
fn ask_about_package(go: &Go, dir: PathBuf, flags: &[String]) -> Result<Option<Subject>> {
    // `go list -export` compiles and does not link.
    let mut list = go.command(&dir);
    list.args(["list", "-export", "-f", "{{.ImportPath}}"]);
    list.arg(format!("-gcflags={}", flags.join(" "))).arg(".");
    let output = list.output().context("cannot start go")?;
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let name = dir.display().to_string();
    if !output.status.success() {
        if !text.contains(".go:") {
            say(&format!("{name}: left out, Go says: {}", text.trim()));
            return Ok(None);
        }
        return Ok(Some(Subject { name, operand: dir, live: true, gc: Err(text) }));
    }
    let name = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    // Only this package is compiled with the flags, so all of it is about it.
    Ok(Some(Subject { name, operand: dir, live: true, gc: Ok(parse_lines(&text)) }))
}

/// The Go files that `paths` are, or that are below them.
pub(super) fn go_files(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        let path = path.canonicalize().with_context(|| format!("cannot read {}", path.display()))?;
        if path.is_file() {
            files.push(path);
        } else {
            find_files(&path, &mut files)?;
        }
    }
    Ok(files)
}

fn find_files(dir: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    for path in entries(dir)? {
        if path.is_dir() {
            find_files(&path, found)?;
        } else if is_go(&path) {
            found.push(path);
        }
    }
    Ok(())
}

/// Directories with Go files, as `./...` finds them.
fn find_packages(dir: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    let paths = entries(dir)?;
    if paths.iter().any(|path| is_go(path) && path.is_file()) {
        found.push(dir.to_path_buf());
    }
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let skipped = name.starts_with(['.', '_']) || name == "testdata" || name == "vendor";
        if path.is_dir() && !skipped && !path.join("go.mod").is_file() {
            find_packages(&path, found)?;
        }
    }
    Ok(())
}

fn is_go(path: &Path) -> bool {
    path.extension().is_some_and(|ext| ext == "go") && !path.to_string_lossy().ends_with("_test.go")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_are_compared_without_order() {
        let flags = |text: &str| text.split(' ').map(String::from).collect::<Vec<_>>();
        assert!(same_flags(&["-m", "-l"], &flags("-l -m=1")));
        assert!(!same_flags(&["-m"], &flags("-m -l")));
    }

    #[test]
    fn lines_are_parsed() {
        let text =
            "# p\n./a.go:3:4: moved to heap: x\n<autogenerated>:1: parameter ~p0 leaks\nx/a.go:5:6: too\n\twant ()\n";
        let line = |file: &str, row, col, message: &str| Line { file: file.into(), row, col, message: message.into() };
        assert_eq!(
            parse_lines(text),
            [
                line("a.go", 3, 4, "moved to heap: x"),
                line("<autogenerated>", 1, 0, "parameter ~p0 leaks"),
                line("a.go", 5, 6, "too\n\twant ()"),
            ]
        );
    }
}
