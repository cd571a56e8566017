//! What is printed against what gc printed: every line, in gc's order.
//!
//! Programs without imports do not depend on anything that is not known here,
//! so that all of gc's output has to come out: with and without inlining, with
//! and without explanations.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use analyzer_core::{Level, Options, Release, Session, base::SourceFile};

/// The flags of a recording, by the end of its name.
const FLAGS: [(&str, Level, bool); 4] = [
    (".m.txt", Level::Decisions, true),
    (".ml.txt", Level::Decisions, false),
    (".m2.txt", Level::Explain, true),
    (".m2l.txt", Level::Explain, false),
];

#[test]
fn every_line_is_gcs_and_in_its_place() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let (mut failures, mut count) = (String::new(), 0);
    for (name, source) in programs(&tests) {
        for (ending, level, inline) in FLAGS {
            let name = format!("{name}{ending}");
            let Ok(recorded) = fs::read_to_string(tests.join("recorded").join(&name)) else { continue };
            count += 1;
            // Whether verdicts are made of it, too, makes no difference.
            for lines_only in [false, true] {
                let options = Options { level, inline, lines_only, ..Options::default() };
                if let Some(text) = difference(&recorded, &printed(&source, &options)) {
                    _ = writeln!(failures, "{name} (lines only: {lines_only}): {text}");
                }
            }
        }
    }
    assert!(failures.is_empty(), "\n(first different line: gc, here)\n{failures}");
    assert!(count > 0);
}

/// Whether `line` imports a package; `unsafe` is none.
fn imports(line: &str) -> bool {
    line.starts_with("import ") && !line.ends_with("\"unsafe\"")
}

/// The programs without imports.
fn programs(tests: &Path) -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    for (dir, root) in [("escape", tests.to_path_buf()), ("examples", tests.join("../../public"))] {
        for entry in fs::read_dir(root.join(dir)).unwrap() {
            let path = entry.unwrap().path();
            let Some(stem) = path.file_stem().and_then(|stem| stem.to_str()) else { continue };
            if path.extension().is_some_and(|extension| extension == "go")
                && !fs::read_to_string(&path).unwrap().lines().any(imports)
            {
                found.push((format!("{dir}/{stem}"), path));
            }
        }
    }
    assert!(!found.is_empty());
    found.sort();
    found
}

fn printed(source: &Path, options: &Options) -> Vec<String> {
    let text = fs::read(source).unwrap();
    let name = source.file_name().unwrap().to_str().unwrap().to_owned();
    let report = Session::new(Release::default()).analyze(&[SourceFile { name, text }], options);
    assert!(!options.lines_only || report.locations.is_empty() && report.functions.is_empty());
    if options.level == Level::Explain {
        report.explanations.iter().map(|line| report.line(line.place, &line.text)).collect()
    } else {
        report.messages.iter().map(|line| report.line(line.place, &line.text)).collect()
    }
}

/// The first line that is different.
fn difference(recorded: &str, ours: &[String]) -> Option<String> {
    let gc: Vec<&str> = recorded.lines().collect();
    let end = gc.len().max(ours.len());
    let index = (0..end).find(|&i| gc.get(i).copied() != ours.get(i).map(String::as_str))?;
    let line = |line: Option<&str>| line.unwrap_or("(end)").to_owned();
    Some(format!(
        "line {} of {}/{}\n  - {}\n  + {}",
        index + 1,
        gc.len(),
        ours.len(),
        line(gc.get(index).copied()),
        line(ours.get(index).map(String::as_str))
    ))
}
