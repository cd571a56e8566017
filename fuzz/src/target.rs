//! What must hold, whatever the input.

use std::fmt::Write as _;

use analyzer_core::{
    Level, Options, Release, Session,
    base::{FileId, Id, Interner, SourceFile},
    build::Archive,
    lexer::{Lexer, Source, TokenKind},
    pack::{Index, Library, Pack},
    parser::{MAX_DEPTH, MAX_ERRORS, parse_file},
    report::Report,
};

use crate::{
    Corpus, Random, edits, mutate,
    rewrite::{self, Rewritten},
};

/// A part of the analyzer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Bytes to tokens.
    Lexer,
    /// Bytes to a tree.
    Parser,
    /// Bytes to errors.
    Check,
    /// Bytes to a report.
    Pipeline,
    /// The same with texts that end too soon.
    Prefix,
    /// A program with other names.
    Rename,
    /// A program with other space between its tokens.
    Format,
    /// Archives of files.
    Txtar,
    /// Programs that are edited.
    Edits,
    /// Packs.
    Pack,
}

impl Target {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Lexer,
        Self::Parser,
        Self::Check,
        Self::Pipeline,
        Self::Prefix,
        Self::Rename,
        Self::Format,
        Self::Txtar,
        Self::Edits,
        Self::Pack,
    ];

    /// What it is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Lexer => "lexer",
            Self::Parser => "parser",
            Self::Check => "check",
            Self::Pipeline => "pipeline",
            Self::Prefix => "prefix",
            Self::Rename => "rename",
            Self::Format => "format",
            Self::Txtar => "txtar",
            Self::Edits => "edits",
            Self::Pack => "pack",
        }
    }

    /// The target of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|target| target.name() == name)
    }

    /// How many inputs there are.
    pub fn inputs(self, corpus: &Corpus) -> u64 {
        match self {
            Self::Prefix => corpus.fixtures.iter().map(|text| text.len() as u64 + 1).sum(),
            _ => u64::MAX,
        }
    }

    /// Input number `index` of `seed`.
    pub fn input(self, corpus: &Corpus, seed: u64, index: u64) -> Vec<u8> {
        let mut random = Random::new(seed, index);
        match self {
            Self::Prefix => prefix(corpus, seed, index),
            // What is not a program tells nothing here, and most changed ones are none.
            Self::Rename | Self::Format if random.below(2) == 0 => {
                random.pick(&corpus.programs).cloned().unwrap_or_default()
            }
            Self::Txtar => archive(corpus, &mut random),
            Self::Edits => {
                let mut text = random.pick(&corpus.programs).cloned().unwrap_or_default();
                // The edits are other ones for another text.
                text.extend(format!("\n// {seed} {index}\n").into_bytes());
                text
            }
            Self::Pack => {
                let bytes = random.pick(&corpus.packs).cloned().unwrap_or_default();
                damaged(&bytes, &mut random)
            }
            _ => mutate::program(corpus, &mut random),
        }
    }

    /// Panics if what must hold does not.
    pub fn run(self, corpus: &Corpus, input: &[u8]) {
        match self {
            Self::Lexer => lexer(input),
            Self::Parser => parser(input),
            Self::Check => check(corpus, input),
            Self::Pipeline | Self::Prefix => pipeline(corpus, input),
            Self::Rename => rewritten(corpus, input, rewrite::renamed),
            Self::Format => rewritten(corpus, input, rewrite::reformatted),
            Self::Txtar => txtar(corpus, input),
            Self::Edits => drop(edited(corpus, input, 12)),
            Self::Pack => pack(input),
        }
    }
}

/// One of all prefixes of all fixtures; those with numbers below their count
/// are all of them, and neighbours are far apart.
fn prefix(corpus: &Corpus, seed: u64, index: u64) -> Vec<u8> {
    // A prime, so that its multiples meet every number below any other count.
    const STEP: u64 = 1_000_003;
    let mut number = (index.wrapping_mul(STEP).wrapping_add(seed) % Target::Prefix.inputs(corpus).max(1)) as usize;
    for text in &corpus.fixtures {
        if number <= text.len() {
            return text[..number].to_vec();
        }
        number -= text.len() + 1;
    }
    Vec::new()
}

/// A few programs as the files of an archive, whose text is changed.
fn archive(corpus: &Corpus, random: &mut Random) -> Vec<u8> {
    const NAMES: [&str; 8] = ["main.go", "b.go", "lib/lib.go", "go.mod", "../x.go", "a b", "", "lib_test.go"];
    let mut text = b"a comment\n".to_vec();
    for _ in 0..=random.below(4) {
        let name = random.pick(&NAMES).unwrap_or(&"");
        text.extend_from_slice(format!("-- {name} --\n").as_bytes());
        match *name {
            "go.mod" => text.extend_from_slice(b"module m\n\ngo 1.27\n"),
            _ => text.extend_from_slice(random.pick(&corpus.programs).map_or(&[][..], Vec::as_slice)),
        }
    }
    if random.below(2) == 0 { mutate::bytes(text, random) } else { text }
}

fn lexer(text: &[u8]) {
    let source = Source::new(text);
    let mut lexer = Lexer::new(&source);
    let mut last = 0;
    // Every token but inserted semicolons takes a byte.
    for _ in 0..=2 * text.len() + 2 {
        let token = lexer.next_token();
        assert!(last <= token.span.start && token.span.start <= token.span.end, "{token:?} behind {last}");
        assert!(token.span.end as usize <= text.len(), "{token:?}");
        last = token.span.start;
        lexer.events.clear();
        if token.kind == TokenKind::Eof {
            return;
        }
    }
    panic!("there is no end of tokens");
}

fn parser(text: &[u8]) {
    let parse = || parse_file(text, FileId::new(0), &mut Interner::default());
    let (one, two) = (parse(), parse());
    assert!(one.errors.len() <= MAX_ERRORS && one.depth <= MAX_DEPTH + 4);
    assert_eq!(one.errors, two.errors);
    assert_eq!(one.tree.exprs.len(), two.tree.exprs.len());
    for error in &one.errors {
        assert!(error.span.start <= error.span.end && error.span.end as usize <= text.len(), "{error:?}");
    }
}

fn file(text: &[u8]) -> SourceFile {
    SourceFile { name: "main.go".into(), text: text.to_vec() }
}

/// What `session` says, once all that is imported is there.
fn analyze(session: &mut Session, text: &[u8], options: &Options, corpus: &Corpus, library: &mut Library) -> Report {
    loop {
        let report = session.analyze_with(&[file(text)], options, library);
        if !corpus.fetch(library) {
            return report;
        }
        // As the worker does: what a session could not load, it does not ask for again.
        *session = Session::new(Release::default());
    }
}

/// Panics with the first line that differs if the two reports are not the same.
fn same(one: &Report, two: &Report, what: &str) {
    if one == two {
        return;
    }
    let (one, two) = (format!("{one:#?}"), format!("{two:#?}"));
    let differing = one.lines().zip(two.lines()).find(|(one, two)| one != two);
    panic!("{what} do not agree: {:?}", differing.unwrap_or(("one is longer", "")));
}

fn check(corpus: &Corpus, text: &[u8]) {
    let options = Options { level: Level::Check, ..Options::default() };
    let mut library = corpus.library();
    let report =
        |library: &mut Library| analyze(&mut Session::new(Release::default()), text, &options, corpus, library);
    let one = report(&mut library);
    same(&one, &report(&mut library), "two sessions");
}

fn pipeline(corpus: &Corpus, text: &[u8]) {
    let mut library = corpus.library();
    for inline in [true, false] {
        let options = Options { level: Level::Explain, inline, ..Options::default() };
        let fresh = analyze(&mut Session::new(Release::default()), text, &options, corpus, &mut library);
        let again = analyze(&mut Session::new(Release::default()), text, &options, corpus, &mut library);
        same(&fresh, &again, "two sessions");
        if inline {
            // As an editor does it: half of the text first, then all of it, and once more.
            let mut session = Session::new(Release::default());
            analyze(&mut session, &text[..text.len() / 2], &options, corpus, &mut library);
            for time in ["the first", "the second"] {
                let edited = analyze(&mut session, text, &options, corpus, &mut library);
                same(&fresh, &edited, &format!("from scratch and after an edit, {time} time"));
            }
        }
        in_bounds(&fresh, text);
    }
}

/// The same is said of a program that is written in another way. Of one with
/// errors only that it has some: gc reports one for a line, so that it matters
/// what stands on one.
fn rewritten(corpus: &Corpus, text: &[u8], rewrite: fn(&[u8], &mut Random) -> Option<Rewritten>) {
    let seed = text.iter().fold(0_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add((*byte).into()));
    if let Some(other) = rewrite(text, &mut Random::new(seed, 0)) {
        compare(corpus, text, &other);
    }
}

/// Panics if something else is said of `other` than of `text`, which it was
/// made from.
pub fn compare(corpus: &Corpus, text: &[u8], other: &Rewritten) {
    let mut library = corpus.library();
    let options = Options::default();
    let mut report = |text: &[u8]| analyze(&mut Session::new(Release::default()), text, &options, corpus, &mut library);
    let reports = [report(text), report(&other.text)];
    let broken = reports.each_ref().map(|report| !report.errors.is_empty());
    if broken == [true, true] {
        return;
    }
    let [one, two] = reports.map(|report| serde_json::to_value(report).unwrap_or_default());
    let (mut one, mut two) = (one, two);
    other.back(&mut two);
    for report in [&mut one, &mut two] {
        if !other.same_lines {
            // What stands on one line there stands on two here.
            report["lines"].take();
        }
        rewrite::without_ends(report);
    }
    if one != two {
        let show = |value| serde_json::to_string_pretty(value).unwrap_or_default();
        let (one, two) = (show(&one), show(&two));
        let differing: Vec<_> = one.lines().zip(two.lines()).filter(|(one, two)| one != two).take(4).collect();
        let written = String::from_utf8_lossy(&other.text);
        panic!("a program and the same written in another way: {differing:?}\n{written}");
    }
}

/// Archives that are written are read as they were, and a module of their
/// files can be analysed.
fn txtar(corpus: &Corpus, text: &[u8]) {
    let text = String::from_utf8_lossy(text);
    let archive = Archive::parse(&text);
    let again = Archive::parse(&archive.text());
    assert!(archive == again, "an archive is another one when it is read again");
    let files = archive.files.iter().map(|(name, text)| SourceFile { name: name.clone(), text: text.clone().into() });
    let files: Vec<SourceFile> = files.collect();
    let Some(open) = files.first().map(|file| file.name.clone()) else { return };
    let mut library = corpus.library();
    let options = Options::default();
    loop {
        let mut session = Session::new(Release::default());
        let report = session.analyze_module(&files, &open, &options, &mut library);
        if corpus.fetch(&mut library) {
            continue;
        }
        let twice = session.analyze_module(&files, &open, &options, &mut library);
        return same(&report, &twice, "the first and the second time");
    }
}

/// Edits `text` so many times: most of the time what was right last, so that
/// much of it is right. How often not all of it was analysed: of texts without
/// errors, and of texts with some.
///
/// Panics if what a session says of a text is not what a fresh one says.
pub fn edited(corpus: &Corpus, text: &[u8], times: usize) -> [usize; 2] {
    let seed = text.iter().fold(0_u64, |hash, &byte| hash.rotate_left(5).wrapping_mul(31) ^ u64::from(byte));
    let mut random = Random::new(seed, text.len() as u64);
    let mut library = corpus.library();
    let level = if random.below(2) == 0 { Level::Decisions } else { Level::Explain };
    let options = Options { level, inline: random.below(8) > 0, ..Options::default() };
    let mut session = Session::new(Release::default());
    let (mut right, mut now) = (text.to_vec(), text.to_vec());
    let mut reused = [0; 2];
    for _ in 0..times {
        let report = analyze(&mut session, &now, &options, corpus, &mut library);
        let work = session.work();
        reused[usize::from(!report.errors.is_empty())] += usize::from(work.functions > work.analysed);
        let fresh = analyze(&mut Session::new(Release::default()), &now, &options, corpus, &mut library);
        if report != fresh {
            eprintln!("before:\n{}\nnow:\n{}", String::from_utf8_lossy(&right), String::from_utf8_lossy(&now));
        }
        same(&fresh, &report, "from scratch and after edits");
        if report.errors.is_empty() {
            right.clone_from(&now);
        }
        let base = if random.below(4) == 0 { &now } else { &right };
        now = edits::edit(base, corpus, &mut random);
    }
    reused
}

/// Everything in the report is about the text.
fn in_bounds(report: &Report, text: &[u8]) {
    let places = (report.errors.iter().map(|error| &error.place))
        .chain(report.messages.iter().map(|message| &message.place))
        .chain(report.locations.iter().map(|location| &location.place));
    for place in places.filter(|place| place.file == 0) {
        let span = place.span;
        assert!(span.start <= span.end && span.end as usize <= text.len(), "{place:?}");
    }
}

/// A pack with other bytes, or, with a hash that is right, with other contents.
fn damaged(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    if random.below(3) == 0 {
        return mutate::bytes(bytes.to_vec(), random);
    }
    let Ok(mut pack) = Pack::from_bytes(bytes, Release::default()) else { return bytes.to_vec() };
    let which = random.below(pack.files.len());
    if let Some(file) = pack.files.get_mut(which) {
        let own = Corpus::of(vec![std::mem::take(&mut file.text)]);
        file.text = mutate::program(&own, random);
    }
    pack.to_bytes(Release::default())
}

fn pack(bytes: &[u8]) {
    let _ = Index::from_bytes(bytes, Release::default());
    let Ok(pack) = Pack::from_bytes(bytes, Release::default()) else { return };
    let written = pack.to_bytes(Release::default());
    assert!(Pack::from_bytes(&written, Release::default()).as_ref() == Ok(&pack), "it is another one when read again");
    let path = pack.path.clone();
    let index = Index::of([(&pack, &*written)]);
    let mut library = Library::new(index, Release::default());
    assert!(library.insert(&path, &written).is_ok());
    let text = user(&path, &pack);
    let mut session = Session::new(Release::default());
    for inline in [true, false] {
        let options = Options { inline, ..Options::default() };
        // What is said of nonsense may be nonsense, and another one the second time.
        for _ in 0..2 {
            session.analyze_with(&[file(text.as_bytes())], &options, &mut library);
        }
    }
}

/// A program that uses what the pack says that it exports.
fn user(path: &str, pack: &Pack) -> String {
    let mut text = format!("package main\n\nimport p {path:?}\n\nvar sink any\n\nfunc main() {{\n");
    for file in &pack.files {
        let source = String::from_utf8_lossy(&file.text);
        let functions = source.lines().filter_map(|line| line.strip_prefix("func "));
        let names = functions.map(|rest| rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default());
        for name in names.filter(|name| name.starts_with(char::is_uppercase)) {
            let _ = writeln!(text, "\tsink = p.{name}\n\tp.{name}(nil, &sink)\n\tp.{name}()");
        }
    }
    text.push_str("}\n");
    text
}
