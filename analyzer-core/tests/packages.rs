//! What gc prints about a package that imports others.
//!
//! `tests/packages/NAME.txt` is the tree of a module `example.com/m`, with
//! `-- path --` in front of each file; `NAME.ml.want` is what `escapade -m -l`
//! prints about the package at its root, `NAME.m.want` the same for `-m` and
//! `NAME.m2.want` for `-m=2`. With
//! `ESCAPADE_GO=go` they are compared with what that compiler prints.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use analyzer_core::build::Archive;

const MODULE: &str = "example.com/m";

/// Writes the tree of `text` to a directory of its own.
fn write(name: &str, text: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("packages").join(name);
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(&dir).unwrap();
    fs::write(dir.join("go.mod"), format!("module {MODULE}\n\ngo 1.27\n")).unwrap();
    // The comment in front of the files is what the tree is for.
    for (name, text) in Archive::parse(text).files {
        let file = dir.join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    dir
}

fn ours(dir: &Path, flags: &[&str]) -> String {
    let exe = env!("CARGO_BIN_EXE_escapade");
    let out = Command::new(exe).args(flags).arg(".").env("PWD", dir).current_dir(dir).output().unwrap();
    let (text, errors) = (String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    format!("{text}{errors}")
}

fn theirs(go: &str, dir: &Path, flags: &[&str]) -> String {
    let flags = format!("-gcflags={}", flags.join(" "));
    let out = Command::new(go).args(["build", &flags, "."]).env("PWD", dir).current_dir(dir).output().unwrap();
    String::from_utf8_lossy(&out.stderr).into_owned()
}

#[test]
fn lines_are_gcs() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packages");
    let mut paths: Vec<PathBuf> = fs::read_dir(fixtures).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    assert!(!paths.is_empty());
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let dir = write(path.file_stem().unwrap().to_str().unwrap(), &text);
        for (kind, flags) in [("ml", &["-m", "-l"][..]), ("m", &["-m"]), ("m2", &["-m=2"])] {
            let ours = ours(&dir, flags);
            if let Ok(go) = env::var("ESCAPADE_GO") {
                assert_eq!(ours, theirs(&go, &dir, flags), "{} with {flags:?}", path.display());
            }
            expect_test::expect_file![path.with_extension(format!("{kind}.want"))].assert_eq(&ours);
        }
    }
}
