//! What a program imports can come from sources or from packs: it makes no
//! difference.
//!
//! `tests/packs/NAME.txt` is the tree of a module `example.com/m`, with
//! `-- path --` in front of each file; the package at its root imports the
//! others. `NAME.want` are their packs.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use analyzer_core::{
    Level, Options, Release, Session,
    base::SourceFile,
    build::{Archive, Header, Loader, PackageSource, Resolved},
    pack::{Index, Library, Pack, arrange},
    report::Report,
};

const MODULE: &str = "example.com/m";
const RELEASE: Release = Release::Go1_27;

/// The files of each package by import path.
#[derive(Clone, Default)]
struct Tree(BTreeMap<String, Vec<SourceFile>>);

impl Tree {
    fn parse(text: &str) -> Self {
        let mut tree = Self::default();
        for (name, text) in Archive::parse(text).files {
            let path = name.rsplit_once('/').map_or(MODULE.into(), |(dir, _)| format!("{MODULE}/{dir}"));
            tree.0.entry(path).or_default().push(SourceFile { name, text: text.into_bytes() });
        }
        tree
    }

    /// The packages but the one at the root, dependencies first.
    fn dependencies(&self) -> Vec<&str> {
        fn visit<'a>(tree: &'a Tree, path: &'a str, order: &mut Vec<&'a str>) {
            if order.contains(&path) {
                return;
            }
            for import in tree.0[path].iter().flat_map(|file| Header::read(&file.text).imports) {
                if let Some((path, _)) = tree.0.get_key_value(&import.path) {
                    visit(tree, path, order);
                }
            }
            order.push(path);
        }
        let mut order = Vec::new();
        visit(self, MODULE, &mut order);
        order.pop();
        order
    }
}

impl Loader for Tree {
    fn resolve(&mut self, path: &str, _importer: &str) -> Resolved {
        match self.0.get(path) {
            Some(_) => Resolved::Package(path.into()),
            None => Resolved::Unknown,
        }
    }

    fn load(&mut self, path: &str) -> Option<PackageSource> {
        Some(PackageSource { files: self.0.get(path)?.clone(), ..PackageSource::default() })
    }
}

fn options(package: &str, inline: bool) -> Options {
    // The others may have assembly.
    let complete = package == MODULE;
    Options { level: Level::Explain, inline, package: package.into(), complete, ..Options::default() }
}

fn packs(tree: &Tree) -> Vec<Pack> {
    let mut session = Session::new(RELEASE);
    let mut loader = tree.clone();
    let packs = tree.dependencies().into_iter().map(|path| {
        let (report, pack) = session.pack(&tree.0[path], &options(path, true), &mut loader);
        pack.unwrap_or_else(|| panic!("{path}: {:?}", report.errors))
    });
    packs.collect()
}

fn from_sources(tree: &Tree, inline: bool) -> Report {
    let mut session = Session::new(RELEASE);
    let mut loader = tree.clone();
    for path in tree.dependencies() {
        // As gc compiles what the command line does not name.
        session.analyze_with(&tree.0[path], &options(path, true), &mut loader);
    }
    session.analyze_with(&tree.0[MODULE], &options(MODULE, inline), &mut loader)
}

/// A library without packs, and the packs that it will take.
fn library(packs: &[Pack]) -> (Library, Vec<Vec<u8>>) {
    let bytes: Vec<_> = packs.iter().map(|pack| pack.to_bytes(RELEASE)).collect();
    let index = Index::of(packs.iter().zip(bytes.iter().map(Vec::as_slice)));
    (Library::new(index, RELEASE), bytes)
}

fn from_packs(tree: &Tree, packs: &[Pack], inline: bool) -> Report {
    let (mut library, bytes) = library(packs);
    // As a browser does it: what was asked for in vain is fetched, and the
    // analysis begun anew.
    loop {
        let report = Session::new(RELEASE).analyze_with(&tree.0[MODULE], &options(MODULE, inline), &mut library);
        let missing: Vec<String> = library.take_asked().into_iter().filter(|path| !library.has(path)).collect();
        if missing.is_empty() {
            return report;
        }
        for (pack, bytes) in packs.iter().zip(&bytes).filter(|(pack, _)| missing.contains(&pack.path)) {
            library.insert(&pack.path, bytes).expect("just written");
        }
    }
}

fn fixtures() -> Vec<(PathBuf, Tree)> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs");
    let mut paths: Vec<PathBuf> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    assert!(!paths.is_empty());
    let read = |path: PathBuf| (path.clone(), Tree::parse(&fs::read_to_string(path).unwrap()));
    paths.into_iter().map(read).collect()
}

#[test]
fn packs_are_what_importers_need() {
    for (path, tree) in fixtures() {
        let mut text = String::new();
        for pack in packs(&tree) {
            let bytes = pack.to_bytes(RELEASE);
            assert_eq!(Pack::from_bytes(&bytes, RELEASE).as_ref(), Ok(&pack));
            // The hash is another one after every change.
            let body = bytes.iter().position(|&byte| byte == b'\n').map(|end| &bytes[end + 1..]);
            let _ = write!(text, "{}", String::from_utf8_lossy(body.unwrap()));
        }
        expect_test::expect_file![path.with_extension("want")].assert_eq(&text);
    }
}

#[test]
fn packs_and_sources_say_the_same() {
    for (path, tree) in fixtures() {
        let packs = arrange(&packs(&tree), RELEASE).expect("just made");
        for inline in [false, true] {
            let (sources, packs) = (from_sources(&tree, inline), from_packs(&tree, &packs, inline));
            assert_eq!(sources.errors, packs.errors, "{}", path.display());
            assert_eq!(sources.explanations, packs.explanations, "{}", path.display());
            assert_eq!(sources, packs, "{}", path.display());
        }
    }
}

#[test]
fn constants_that_nobody_mentions_are_loaded_when_they_are_wanted() {
    let mut text = String::from("-- a/a.go --\npackage a\n\nconst Used = 1\n\nconst (\n");
    for number in 0..500 {
        let _ = writeln!(text, "\tConstant{number} = {}\n\tA{number}, B{number} = iota, iota", number + 10);
    }
    text.push_str(")\n\nfunc F() int { return Used }\n-- m.go --\npackage main\n\nimport \"example.com/m/a\"\n\n");
    let main = |code: &str| Tree::parse(&format!("{text}{code}\n"));
    let plain = main("func main() { println(a.F()) }");
    let packs = arrange(&packs(&plain), RELEASE).expect("just made");
    let paths: Vec<_> = packs.iter().map(|pack| &*pack.path).collect();
    assert_eq!(paths, ["example.com/m/a", "example.com/m/a!rest"]);
    let wanted = main("var p *[a.Constant7 + a.B3]int\n\nfunc main() { p = new([a.Constant7 + a.B3]int) }");
    for tree in [&plain, &wanted, &main("func main() { println(a.Constant7, a.Constant) }")] {
        let report = from_packs(tree, &packs, true);
        assert_eq!(report, from_sources(tree, true));
    }

    let (mut library, bytes) = library(&packs);
    let analyze = |tree: &Tree, library: &mut Library| {
        let report = Session::new(RELEASE).analyze_with(&tree.0[MODULE], &options(MODULE, true), library);
        (report, library.take_asked())
    };
    library.insert(paths[0], &bytes[0]).expect("just written");
    assert_eq!(analyze(&plain, &mut library).1, paths[..1]);
    // What is not here is unknown, and no error.
    let (report, asked) = analyze(&wanted, &mut library);
    assert_eq!((asked, report.errors), (paths.iter().map(|path| (*path).to_string()).collect(), Vec::new()));
    assert!(!report.notes.is_empty());
}

#[test]
fn what_is_not_in_the_library_is_an_error() {
    let file = SourceFile { name: "a.go".into(), text: b"package p\n\nimport \"x/y\"\n\nvar V = y.V\n".to_vec() };
    let mut library = Library::new(Index::default(), RELEASE);
    let report = Session::new(RELEASE).analyze_with(&[file], &options("p", false), &mut library);
    let errors: Vec<_> = report.errors.iter().map(|error| &*error.message).collect();
    assert_eq!(errors, ["could not import x/y (package x/y is not in std)"]);
}
