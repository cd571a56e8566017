//! Offers of advice against the recordings of `cargo xtask oracle advice`.
//!
//! A recording has the offers as `escapade -advice` prints them, each with what
//! Go said of the edited text. Compared is all but the latter: what comes out
//! is what Go was asked about. Of the standard library the programs here need
//! no more than packs, if those were made; what imports anything is left to
//! `cargo xtask oracle --check advice` otherwise.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use analyzer_core::{
    Options, Session,
    advice::{Advised, Decision, Offer, Question, Withheld, apply},
    base::SourceFile,
    build::NoPackages,
    report::{Place, Report, Verdict},
};

/// How many programs need nothing of the standard library.
const WITHOUT_STD: usize = 10;
/// Larger fixtures would take long.
const MAX_FIXTURE: usize = 8 << 10;

fn programs() -> Vec<(PathBuf, PathBuf)> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/advice");
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../public/examples");
    let mut programs = Vec::new();
    for entry in fs::read_dir(&tests).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ext| ext == "want") {
            programs.push((path.with_extension("go"), path));
        }
    }
    for entry in fs::read_dir(tests.join("examples")).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap();
        let (slug, file) = stem.rsplit_once('-').unwrap();
        programs.push((examples.join(slug).join(format!("{file}.go")), path));
    }
    programs.sort();
    programs
}

/// What stands before the decisions, which are behind the offers.
const DECISIONS: &str = "Nothing is offered for what follows. Somebody who knows the program has to decide:\n";

fn printed(source: &Path, std: &str) -> String {
    let mut escapade = Command::new(env!("CARGO_BIN_EXE_escapade"));
    let (dir, name) = (source.parent().unwrap(), source.file_name().unwrap());
    let output = escapade.current_dir(dir).arg("-advice").arg(name).env("ESCAPADE_STD", std).output().unwrap();
    assert!(output.status.success(), "{}: {output:?}", source.display());
    String::from_utf8(output.stdout).unwrap()
}

fn offers(source: &Path, std: &str) -> String {
    let printed = printed(source, std);
    printed.split_once(DECISIONS).map_or(printed.as_str(), |(offers, _)| offers).to_owned()
}

/// The offers that a recording has, without Go's words.
fn recorded(want: &str) -> String {
    want.split_inclusive('\n').filter(|line| !line.starts_with("Go: ")).collect()
}

#[test]
fn offers_are_those_that_go_was_asked_about() {
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../public/std");
    let packs = packs.join("index.txt").is_file().then(|| packs.display().to_string());
    let mut alone = 0;
    for (source, want) in programs() {
        let (text, want) = (fs::read_to_string(&source).unwrap(), fs::read_to_string(want).unwrap());
        let imports = |text: &str| text.lines().any(|line| line.trim_start_matches('+').starts_with("import"));
        let needs_std = imports(&text) || imports(&want);
        alone += usize::from(!needs_std);
        if packs.is_some() || !needs_std {
            let std = packs.as_deref().unwrap_or("");
            assert_eq!(offers(&source, std), recorded(&want), "{}", source.display());
        }
    }
    assert!(alone >= WITHOUT_STD, "only {alone} programs need nothing of std");
}

#[test]
fn go_agreed_with_every_offer() {
    let mut codes = BTreeSet::new();
    for (_, want) in programs() {
        let want = fs::read_to_string(want).unwrap();
        let blocks: Vec<&str> = want.split("\n\n").filter(|block| !block.trim().is_empty()).collect();
        for block in blocks {
            assert!(block.contains("\nGo: compiles, formatted"), "{block}");
            let title = block.lines().next().unwrap();
            codes.insert(title[title.rfind('[').unwrap()..].to_owned());
        }
    }
    // Every kind of advice is offered somewhere.
    assert_eq!(codes.len(), 19, "{codes:?}");
}

/// Texts of fixtures, by file.
fn fixtures() -> Vec<(PathBuf, String)> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/escape");
    let paths = fs::read_dir(fixtures).unwrap().map(|entry| entry.unwrap().path());
    let texts = paths.filter(|path| path.extension().is_some_and(|ext| ext == "go"));
    let texts = texts.map(|path| (path.clone(), fs::read_to_string(path).unwrap()));
    texts.filter(|(_, text)| text.len() <= MAX_FIXTURE).collect()
}

/// Asks about all of a program: no panic, and edits that fit its texts. How
/// many offers there are.
fn ask_about(path: &Path, files: &[SourceFile]) -> usize {
    let mut session = Session::default();
    let options = Options::default();
    let Advised { report, offers, withheld } = session.advise(files, &options, &mut NoPackages, Question::default());
    covers_every_line(&report, &offers, &withheld);
    assert_eq!(report, session.analyze(files, &options), "{}", path.display());
    for offer in &offers {
        let edited = apply(files, &offer.edits);
        let after = session.analyze(&edited, &options);
        assert_eq!(after.errors, [], "{}: {offer:?}", path.display());
        assert!(offer.edits.is_sorted_by_key(|edit| (edit.file, edit.span.start)));
    }
    offers.len()
}

/// Whatever is in a program.
#[test]
fn all_fixtures_can_be_asked_about() {
    let files = |text: String| [SourceFile { name: "main.go".into(), text: text.into() }];
    let count: usize = fixtures().into_iter().map(|(path, text)| ask_about(&path, &files(text))).sum();
    assert!(count > 20, "only {count} offers");
}

/// The same with every other function in another file: no place of one is
/// taken for one of the other.
#[test]
fn programs_of_several_files_can_be_asked_about() {
    let mut count = 0;
    for (path, text) in fixtures().into_iter().filter(|(_, text)| !text.contains("import")) {
        let clause = text.lines().find(|line| line.starts_with("package ")).unwrap();
        for odd in [0, 1] {
            let (mut texts, mut funcs, mut to) = ([String::new(), String::from(clause)], 0, 0);
            for paragraph in text.split("\n\n") {
                let is_func = paragraph.starts_with("func ") || paragraph.starts_with("//go:");
                if is_func {
                    funcs += 1;
                    to = usize::from(funcs % 2 == odd);
                } else if !paragraph.starts_with([' ', '\t', '}', ')']) {
                    to = 0;
                }
                texts[to].push_str("\n\n");
                texts[to].push_str(paragraph);
            }
            let names = ["a.go", "b.go"];
            let files = names.into_iter().zip(texts);
            let files: Vec<_> = files.map(|(name, text)| SourceFile { name: name.into(), text: text.into() }).collect();
            count += ask_about(&path, &files);
        }
    }
    assert!(count > 20, "only {count} offers");
}

/// Whatever allocates, something is offered on its line or a decision named.
fn covers_every_line(report: &Report, offers: &[Offer], withheld: &[Withheld]) {
    let line = |place: Place| (place.file, place.at.line);
    for location in &report.locations {
        if matches!(location.verdict, Verdict::Heap(_) | Verdict::StackIfSmall) {
            let at = line(location.place);
            let offered = offers.iter().any(|offer| line(offer.place) == at);
            let told = withheld.iter().any(|one| line(one.place) == at);
            assert_ne!(offered, told, "{:?} {}", location.place.at, location.text);
        }
    }
}

#[test]
fn where_nothing_is_offered_a_decision_is_named() {
    use Decision as D;
    let advised = |slug: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../public/examples").join(slug).join("bad.go");
        let files = [SourceFile { name: "bad.go".into(), text: fs::read(path).unwrap() }];
        let Advised { report, offers, withheld } =
            Session::default().advise(&files, &Options::default(), &mut NoPackages, Question::default());
        covers_every_line(&report, &offers, &withheld);
        assert_eq!(offers, [], "{slug}");
        withheld.into_iter().map(|one| (one.place.at.line, one.value, one.decision)).collect::<Vec<_>>()
    };
    let named = |list: &[(u32, &str, D)]| -> Vec<(u32, String, D)> {
        list.iter().map(|&(line, value, decision)| (line, value.to_owned(), decision)).collect()
    };
    assert_eq!(
        advised("closure-capture"),
        named(&[
            (14, "total", D::Shared),
            (15, "make(chan bool, 1)", D::Channel),
            (15, "make(chan bool)", D::Channel),
            (17, "func literal", D::Goroutine),
            (32, "[][]int{...}", D::PassedOn),
            (32, "[]int{...}", D::PassedOn),
        ])
    );
    let deferred = named(&[(11, "f", D::DeferInLoop), (12, "func literal", D::DeferInLoop)]);
    assert_eq!(advised("defer-capture"), deferred);
    assert_eq!(advised("large-map-value"), named(&[(13, "r", D::InterfaceInMap), (21, "r", D::InterfaceInMap)]));
}

/// The examples that show what goes wrong: each has something to do about it.
#[test]
fn every_bad_example_has_an_offer_or_a_decision() {
    let mut without = Vec::new();
    for (source, want) in programs().iter().filter(|(source, _)| source.ends_with("bad.go")) {
        if fs::read_to_string(want).unwrap().is_empty() {
            without.push(source.parent().unwrap().file_name().unwrap().to_str().unwrap().to_owned());
        }
    }
    // Their decisions are named above.
    assert_eq!(without, ["closure-capture", "defer-capture", "large-map-value"]);
}

#[test]
fn a_line_is_asked_about() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../public/examples/return-address/bad.go");
    let ask = |flag: &str| {
        let mut escapade = Command::new(env!("CARGO_BIN_EXE_escapade"));
        let output = escapade.args([flag, "-json"]).arg(&source).env("ESCAPADE_STD", "").output().unwrap();
        let data: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        data["offers"].as_array().unwrap().iter().map(|offer| offer["code"].as_str().unwrap().to_owned()).collect()
    };
    let codes: Vec<String> = ask("-advice=8");
    assert_eq!(codes, ["return-value", "caller-buffer"]);
    let codes: Vec<String> = ask("-advice=9");
    assert_eq!(codes, [] as [&str; 0]);
}

#[test]
fn decisions_are_printed_behind_the_offers() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../public/examples");
    let closures = format!(
        "{DECISIONS}\
./bad.go:14: total: whether the closure, which outlives this call, has to share the variable, or can have a copy and hand back what it finds
./bad.go:15: make(chan bool, 1): whether this has to be a channel, or one that is made once would do: channels are always on the heap
./bad.go:15: make(chan bool): whether this has to be a channel, or one that is made once would do: channels are always on the heap
./bad.go:17: func literal: how many goroutines there have to be: each keeps what it is started with
./bad.go:32: [][]int{{...}}: whether the function that gets it has to keep it or to hand it on: that can only be changed over there
./bad.go:32: []int{{...}}: whether the function that gets it has to keep it or to hand it on: that can only be changed over there
"
    );
    assert_eq!(printed(&examples.join("closure-capture/bad.go"), ""), closures);
    // They stand behind the offers, if there are both; as data, too, they are about a line.
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/advice/keep_copy.go");
    let both = printed(&source, "");
    assert!(both.split_once(DECISIONS).is_some_and(|(offers, _)| offers.ends_with("\n\n")), "{both}");
    let mut escapade = Command::new(env!("CARGO_BIN_EXE_escapade"));
    let output = escapade.args(["-advice=14", "-json"]).arg(examples.join("closure-capture/bad.go")).output().unwrap();
    let data: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(data["offers"], serde_json::json!([]));
    assert_eq!((&data["withheld"][0]["value"], &data["withheld"][0]["decision"]), (&"total".into(), &"Shared".into()));
    assert_eq!(data["withheld"].as_array().map(Vec::len), Some(1));
}
