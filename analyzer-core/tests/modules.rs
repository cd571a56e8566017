//! Programs of many packages.
//!
//! `tests/modules/NAME.txt` is the tree of a module `example.com/m`, with
//! `-- path --` in front of each file; `NAME.want` are the errors of the
//! package at its root. With `ESCAPADE_GO=go` they are compared with what that
//! compiler prints, word for word.

use std::{
    collections::BTreeMap,
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use analyzer_core::{
    Level, Options, Release, Session,
    base::SourceFile,
    build::{Archive, Loader, PackageSource, Platform, Resolved, Selection},
    report::Report,
};

const MODULE: &str = "example.com/m";

/// A module in memory.
#[derive(Default)]
struct Tree {
    files: BTreeMap<String, String>,
    /// The packages that were asked for, in that order.
    loaded: Vec<String>,
}

impl Tree {
    fn parse(text: &str) -> Self {
        let files = Archive::parse(text).files.into_iter().collect();
        Self { files, loaded: Vec::new() }
    }

    fn sources(&self, dir: &str) -> Vec<SourceFile> {
        let files = self.files.iter().filter_map(|(path, text)| {
            let (in_dir, name) = path.rsplit_once('/').unwrap_or(("", path));
            let taken =
                in_dir == dir && matches!(Platform::default().select(name, text.as_bytes()), Ok(Selection::Taken));
            taken.then(|| SourceFile { name: format!("./{path}"), text: text.clone().into_bytes() })
        });
        files.collect()
    }

    fn analyze(&mut self, session: &mut Session) -> Report {
        let options = Options { level: Level::Check, inline: false, package: MODULE.into(), ..Options::default() };
        let files = self.sources("");
        session.analyze_with(&files, &options, self)
    }
}

impl Loader for Tree {
    fn resolve(&mut self, path: &str, _importer: &str) -> Resolved {
        let dir = match path.strip_prefix(MODULE) {
            Some(dir) => dir.trim_start_matches('/'),
            None => return Resolved::Unknown,
        };
        if self.sources(dir).is_empty() {
            return Resolved::Missing("no such package".into());
        }
        Resolved::Package(path.into())
    }

    fn load(&mut self, path: &str) -> Option<PackageSource> {
        self.loaded.push(path.to_owned());
        let dir = path.strip_prefix(MODULE)?.trim_start_matches('/');
        Some(PackageSource { files: self.sources(dir), ..PackageSource::default() })
    }
}

fn errors(report: &Report) -> String {
    report.all_printed_errors().into_iter().map(|(_, line)| line + "\n").collect()
}

fn check(text: &str) -> String {
    errors(&Tree::parse(text).analyze(&mut Session::new(Release::default())))
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/modules")
}

#[test]
fn errors_are_gcs() {
    let mut paths: Vec<PathBuf> = fs::read_dir(fixtures()).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    assert!(!paths.is_empty());
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let ours = check(&text);
        if let Some(go) = env::var_os("ESCAPADE_GO") {
            let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("modules");
            let _ = fs::remove_dir_all(&dir);
            for (name, text) in Tree::parse(&text).files {
                let file = dir.join(name);
                fs::create_dir_all(file.parent().unwrap()).unwrap();
                fs::write(file, text).unwrap();
            }
            fs::write(dir.join("go.mod"), format!("module {MODULE}\n\ngo 1.27\n")).unwrap();
            let out = Command::new(go).args(["build", "-gcflags=-e", "."]).current_dir(&dir).output().unwrap();
            let theirs = String::from_utf8_lossy(&out.stderr).into_owned();
            let theirs = theirs.strip_prefix(&format!("# {MODULE}\n")).unwrap_or(&theirs);
            // In brackets the go command leaves names as they are.
            let theirs = theirs.replace(&dir.display().to_string(), ".");
            assert_eq!(ours, theirs, "{}", path.display());
        }
        expect_test::expect_file![path.with_extension("want")].assert_eq(&ours);
    }
}

const LAZY: &str = "\
-- a.go --
package m

import (
	\"example.com/m/used\"
	_ \"example.com/m/blank\"
)

var X = used.Reached()
-- used/u.go --
package used

import \"example.com/m/reached\"

func Reached() reached.T { return wrong }

var Unreached int = \"a string\"
-- used/v.go --
package used

import \"example.com/m/other\"

func Other() other.T
-- reached/r.go --
package reached

type T struct{}
-- other/o.go --
package other

type T struct{}
-- blank/b.go --
package blank
";

#[test]
fn only_what_is_reached_is_loaded_and_only_once() {
    let mut tree = Tree::parse(LAZY);
    let mut session = Session::new(Release::default());
    // Errors of an imported package are its own.
    assert_eq!(errors(&tree.analyze(&mut session)), "");
    assert_eq!(tree.loaded, ["example.com/m/used", "example.com/m/blank", "example.com/m/reached"]);
    let lines = session.imported_lines();
    assert!(lines > 0);

    // An edit does not load them again.
    tree.loaded.clear();
    let text = tree.files.get_mut("a.go").unwrap();
    text.push_str("var Y int = used.Reached()\nvar Z = used.Other()\n");
    let report = tree.analyze(&mut session);
    assert_eq!(
        errors(&report),
        "./a.go:9:13: cannot use used.Reached() (value of struct type reached.T) as int value in variable declaration\n"
    );
    assert_eq!(tree.loaded, ["example.com/m/other"]);
    assert!(session.imported_lines() > lines);
}

#[test]
fn many_edits_do_not_pile_up() {
    let mut tree = Tree::parse(LAZY);
    let mut session = Session::new(Release::default());
    let source = tree.files["a.go"].clone();
    for edit in 0..200 {
        let mut text = source.clone();
        for i in 0..200 {
            writeln!(text, "func f{edit}_{i}(a, b int) (c *int) {{ return &a }}").unwrap();
        }
        tree.files.insert("a.go".into(), text);
        assert_eq!(errors(&tree.analyze(&mut session)), "");
    }
}

#[test]
fn cycles_end() {
    let text = "\
-- a.go --
package m

import \"example.com/m/b\"

type T struct{ b.U }

const C = b.C

var V = b.V

func F() { _ = b.V.x }
-- b/b.go --
package b

import \"example.com/m/c\"

type U struct{ T c.T }

const C = c.C

var V = c.V
-- c/c.go --
package c

import \"example.com/m/b\"

type T struct{ U b.U }

const C = b.C

var V = b.V
";
    // What a go command would refuse before; here it only has to end.
    let _ = check(text);
    let itself = "-- a.go --\npackage m\n\nimport \"example.com/m\"\n\nvar X = m.X\n";
    assert_eq!(
        check(itself),
        "./a.go:3:8: could not import example.com/m (import \"example.com/m\" while compiling that package (import cycle))\n"
    );
}

#[test]
fn a_missing_package_is_one_error() {
    let text = "-- a.go --\npackage m\n\nimport \"example.com/m/none\"\n\nvar X none.T = none.F(1).G\n";
    assert_eq!(check(text), "./a.go:3:8: could not import example.com/m/none (no such package)\n");
}

#[test]
fn broken_imports_are_survived() {
    let text = "\
-- a.go --
package m

import (
	\"example.com/m/broken\"
	\"example.com/m/headless\"
)

var X, Y = broken.T{}.F, broken.V
var Z = headless.X
-- broken/b.go --
package broken

type T struct { F [len(T{}.F)]int; T
func ( {
var V = V.x.y(V
type T = T
const C = C
-- headless/h.go --
func X
";
    let _ = check(text);
    // A chain of packages that is longer than anything may be deep.
    let mut chain = String::from("-- a.go --\npackage m\n\nimport \"example.com/m/p0\"\n\nvar X int = p0.X\n");
    for i in 0..3000 {
        let next = i + 1;
        let import = format!("import \"example.com/m/p{next}\"");
        writeln!(chain, "-- p{i}/p.go --\npackage p{i}\n\n{import}\n\nvar X = p{next}.X").unwrap();
    }
    chain += "-- p3000/p.go --\npackage p3000\n\nvar X = 1\n";
    let _ = check(&chain);
}

const ADOPTED: &str = "\
-- a.go --
package m

import \"example.com/m/dep\"

var bad int = dep.Name

func Use() *int {
	l := dep.List[int]{}
	return l.Add(1)
}

func Sum(f func(int)) int { return dep.Count(f) }
-- dep/d.go --
package dep

const Name = \"dep\"

type List[E any] struct{ elems []E }

func (l *List[E]) Add(e E) *E {
	type local struct{ e E }
	x := local{e}
	l.elems = append(l.elems, x.e)
	return &l.elems[0]
}

func Count(f func(int)) (n int) {
	const limit = 3
	for n := range limit {
		f(n)
	}
	n, m := 1, 2
	return n + m
}
";

#[test]
fn what_was_checked_is_imported() {
    let analyze = |session: &mut Session, tree: &mut Tree, package: &str, dir: &str, level: Level| {
        let options = Options { level, package: package.into(), adopt: true, ..Options::default() };
        let files = tree.sources(dir);
        session.analyze_with(&files, &options, tree)
    };
    let mut tree = Tree::parse(ADOPTED);
    let dep = format!("{MODULE}/dep");
    let mut fresh = Session::new(Release::default());
    analyze(&mut fresh, &mut tree, &dep, "dep", Level::Decisions);
    let expected = analyze(&mut fresh, &mut tree, MODULE, "", Level::Decisions);
    assert_eq!(expected.errors.len(), 1);
    assert!(expected.messages.iter().any(|message| message.text.starts_with("inlining call to dep.Count")));

    let mut session = Session::new(Release::default());
    assert_eq!(errors(&analyze(&mut session, &mut tree, &dep, "dep", Level::Check)), "");
    let lines = session.imported_lines();
    assert!(lines > 0);
    // Nothing is read again to check what imports it.
    tree.loaded.clear();
    let checked = analyze(&mut session, &mut tree, MODULE, "", Level::Check);
    assert!(tree.loaded.is_empty());
    assert_eq!(session.imported_lines(), lines);
    assert_eq!(errors(&checked), errors(&expected));
    // Its bodies are known as if it had never been checked.
    analyze(&mut session, &mut tree, &dep, "dep", Level::Decisions);
    let report = analyze(&mut session, &mut tree, MODULE, "", Level::Decisions);
    assert_eq!(report, expected);
}
