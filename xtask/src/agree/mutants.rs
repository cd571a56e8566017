//! `cargo xtask agree mutants`: programs that nobody has written.
//!
//! Fixtures say what somebody thought of. Here they, or other files that are
//! programs by themselves, are changed at places that a seed chooses: a value
//! takes another way, statements come into loops, closures and selects,
//! functions get directives and type parameters, tokens are replaced
//! (`xtask/go/mutate`). What the compiler says of each is compared with what
//! we say: its lines if it takes the program, else its errors. Programs on
//! which the compiler itself crashes are left out.
//!
//! The mutants are packages of one module. Ours is one run for all of them;
//! the compiler is called for each, because the go command keeps lines of a
//! package to itself that it refuses.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{self, Command, Stdio},
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::{
    Comparison, Escapade,
    compare::{Line, parse_lines},
    ours::Answer,
};
use crate::{
    cmd::{self, say},
    go::{self, Go},
    tools,
};

/// The module that they are packages of.
const MODULE: &str = "mutants";

/// How many there are, and of what.
pub(super) struct Wanted {
    pub seed: u64,
    pub count: usize,
    pub files: Vec<PathBuf>,
}

/// Makes mutants and compares what both say about them. Those that differ stay
/// where they are.
pub(super) fn compare(go: &Go, escapade: &Escapade, wanted: &Wanted, comparison: &mut Comparison) -> Result<()> {
    let dir = env::temp_dir().join(format!("escapade-mutants-{}", process::id()));
    tools::remove(&dir)?;
    fs::create_dir_all(&dir).with_context(|| format!("cannot create {}", dir.display()))?;
    // As the compiler will print it.
    let dir = dir.canonicalize()?;
    fs::write(dir.join("go.mod"), format!("module {MODULE}\n\ngo {}\n", go::LANG))?;
    let mutants = make(go, &dir, wanted)?;
    say(&format!("{} mutants, seed {}", mutants.len(), wanted.seed));
    let compiler = Compiler::new(go, &dir)?;
    let mut answers = Vec::new();
    let mut crashes = 0;
    for mutant in &mutants {
        answers.push(match compiler.ask(&mutant.package, escapade.flags())? {
            Err(text) if text.contains("internal compiler error") => {
                crashes += 1;
                None
            }
            answer => Some(answer),
        });
    }
    let (text, errors) = escapade.ask_in(&dir, &go.root()?, &["./...".into()], &[])?;
    let (mut ours, mut wrong) = (groups(&text), groups(&errors));
    if ours.is_empty() && wrong.is_empty() {
        bail!("escapade says nothing of the mutants in {}: {}", dir.display(), errors.trim());
    }
    for (mutant, gc) in mutants.iter().zip(answers) {
        let path = format!("{MODULE}/{}", mutant.package);
        let (lines, errors) = (ours.remove(&path), wrong.remove(&path));
        let Some(gc) = gc else { continue };
        let answer =
            Answer { lines: lines.unwrap_or_default(), errors: errors.unwrap_or_default(), ..Answer::default() };
        comparison.add(&mutant.name(), gc.map(|text| parse_lines(&text)), answer);
    }
    if crashes > 0 {
        say(&format!("{crashes} more are left out, on which the compiler crashes"));
    }
    if comparison.is_alike() {
        tools::remove(&dir)?;
    } else {
        say(&format!("the mutants are kept in {}", dir.display()));
    }
    Ok(())
}

struct Mutant {
    package: String,
    file: PathBuf,
    changes: Vec<String>,
}

impl Mutant {
    /// What it is called in the output.
    fn name(&self) -> String {
        let file = self.file.file_name().unwrap_or_default().to_string_lossy();
        format!("{} ({file}, {})", self.package, self.changes.join(", "))
    }
}

fn make(go: &Go, dir: &Path, wanted: &Wanted) -> Result<Vec<Mutant>> {
    let mut run = go.own_program("mutate", dir)?;
    run.arg("programs")
        .arg(format!("-seed={}", wanted.seed))
        .arg(format!("-count={}", wanted.count))
        .arg("-dir")
        .arg(dir);
    let mut child = run.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context("cannot start go")?;
    let mut names = child.stdin.take().context("it has no standard input")?;
    for file in &wanted.files {
        writeln!(names, "{}", file.display())?;
    }
    drop(names);
    let output = child.wait_with_output()?;
    if !output.status.success() {
        bail!("`{}` failed", cmd::display(&run));
    }
    String::from_utf8_lossy(&output.stdout).lines().map(mutant).collect()
}

fn mutant(line: &str) -> Result<Mutant> {
    let value: Value = serde_json::from_str(line).context("what xtask/go/mutate printed")?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let changes = value["changes"].as_array().into_iter().flatten().map(text).collect();
    Ok(Mutant { package: text(&value["package"]), file: text(&value["file"]).into(), changes })
}

/// The compiler, and what the mutants import, compiled.
struct Compiler<'a> {
    go: &'a Go,
    /// The module.
    dir: &'a Path,
    program: PathBuf,
    config: PathBuf,
}

impl<'a> Compiler<'a> {
    fn new(go: &'a Go, dir: &'a Path) -> Result<Self> {
        let list = ["list", "-e", "-f", r#"{{join .Imports "\n"}}"#, "./..."];
        let imports = cmd::output(go.command(dir).args(list))?;
        let imports: BTreeSet<&str> = imports.lines().filter(|path| !path.is_empty() && *path != "C").collect();
        let mut config = String::new();
        if !imports.is_empty() {
            let export = "{{if .Export}}packagefile {{.ImportPath}}={{.Export}}{{end}}";
            let mut list = go.command(dir);
            list.args(["list", "-e", "-export", "-deps", "-f", export]).args(imports);
            config = cmd::output(&mut list)?;
        }
        let file = dir.join("importcfg");
        fs::write(&file, config)?;
        Ok(Self { go, dir, program: go.compiler(dir)?, config: file })
    }

    /// What it says of the only file of `package`: its lines, or its errors.
    fn ask(&self, package: &str, flags: &[String]) -> Result<Result<String, String>> {
        let dir = self.dir.join(package);
        let file = fs::read_dir(&dir)?.next().context("a mutant without a file")??.path();
        let text = fs::read(&file)?;
        let is_main = String::from_utf8_lossy(&text)
            .lines()
            .any(|line| line.split("//").next().unwrap_or_default().trim() == "package main");
        let path = if is_main { "main".into() } else { format!("{MODULE}/{package}") };
        let run = |flags: &[String]| -> Result<(bool, String)> {
            let mut compile = Command::new(&self.program);
            self.go.prepare(&mut compile);
            compile.current_dir(self.dir).arg("-o").arg(dir.with_extension("a")).args(["-p", &path]);
            compile.args([&format!("-lang=go{}", go::LANG), "-complete", "-nolocalimports", "-importcfg"]);
            compile.arg(&self.config).args(flags).arg(&file);
            let output = compile.output().context("cannot start the Go compiler")?;
            // It crashes on standard error.
            let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
            // Files are called as escapade calls them.
            Ok((output.status.success(), text.concat().replace(&format!("{}/", self.dir.display()), "")))
        };
        let (accepted, text) = run(flags)?;
        // Without flags, nothing but the errors is in it.
        Ok(if accepted { Ok(text) } else { Err(run(&[])?.1) })
    }
}

/// The lines under each `# importpath`.
fn groups(text: &str) -> BTreeMap<String, Vec<Line>> {
    let groups = format!("\n{text}");
    let groups = groups.split("\n# ").skip(1).map(|group| group.split_once('\n').unwrap_or((group, "")));
    // In explanations a file that a directive names may stand as the go command has it.
    groups.map(|(path, lines)| (path.to_owned(), parse_lines(&lines.replace(" at ./", " at ")))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mutant_is_named_by_what_was_done() -> Result<()> {
        let mutant = mutant(r#"{"package":"m7","file":"/x/a.go","changes":["3: wrap: map","5: put: keep"]}"#)?;
        assert_eq!(mutant.name(), "m7 (a.go, 3: wrap: map, 5: put: keep)");
        Ok(())
    }

    #[test]
    fn lines_are_grouped_by_mutant() {
        let said = groups("# mutants/m0\nm0/a.go:1:2: x does not escape\n# mutants/m1\nm1/b.go:3:4: y\n");
        assert_eq!(said["mutants/m0"][0].to_string(), "a.go:1:2: x does not escape");
        assert_eq!(said["mutants/m1"].len(), 1);
    }
}
