//! The way in: a [`Session`] analyses packages and remembers what it can reuse.

use alloc::{format, string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::{
    ast,
    base::{FileId, Id, Interner, Pos, SourceFile, Span},
    build::is_runtime,
    escape,
    inline::devirtualize,
    ir::{self, lower},
    parser::{ParseOptions, parse_source},
    report::{self, Findings, Places, Report},
    types::{self, Config, GoVersion},
};

/// The Go release whose compiler is imitated. Everything that differs between
/// releases asks this value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Release {
    /// Go 1.27, as of 1.27.3.
    #[default]
    Go1_27,
}

/// How much to report, like gc's `-m` flag.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level {
    /// Parse and type-check only.
    Check,
    /// Decisions: `-m`.
    #[default]
    Decisions,
    /// Decisions and explanations: `-m=2`.
    Explain,
}

/// What to analyse and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    /// How much to report.
    pub level: Level,
    /// Whether to inline; `false` is gc's `-l`.
    pub inline: bool,
    /// The language version, such as `go1.21`; `None` is the release's own.
    pub lang: Option<String>,
    /// The import path of the package.
    pub package: String,
    /// Whether the files are all of the package; `false` if it has assembly,
    /// where functions may have their bodies.
    pub complete: bool,
    /// Whether the package belongs to the standard library, gc's `-std`.
    pub std: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            level: Level::default(),
            inline: true,
            lang: None,
            package: String::from("command-line-arguments"),
            complete: true,
            std: false,
        }
    }
}

/// Analyses packages, one after the other.
#[derive(Clone, Debug, Default)]
pub struct Session {
    release: Release,
}

impl Session {
    /// A session that imitates `release`.
    pub fn new(release: Release) -> Self {
        Self { release }
    }

    /// Analyses `files` as one package. Never panics; errors in the Go code
    /// are in the report, together with the verdicts of the functions that
    /// have none.
    pub fn analyze(&mut self, files: &[SourceFile], options: &Options) -> Report {
        let mut report = Report {
            package: options.package.clone(),
            files: files.iter().map(|file| file.name.clone()).collect(),
            ..Report::default()
        };
        let runtime = options.std && is_runtime(&options.package);
        let mut interner = Interner::default();
        let mut trees = Vec::with_capacity(files.len());
        let mut lines = Vec::with_capacity(files.len());
        let mut syntax_errors = Vec::new();
        for (index, file) in files.iter().enumerate() {
            let id = FileId::new(index);
            let source = ParseOptions { name: &file.name, std: options.std, runtime };
            let parsed = parse_source(&file.text, id, source, &mut interner);
            syntax_errors.extend(parsed.errors);
            lines.push(parsed.lines);
            trees.push((id, parsed.tree));
        }
        let places = Places::new(lines);
        let trees: Vec<(FileId, &ast::File)> = trees.iter().map(|(id, tree)| (*id, tree)).collect();
        let lang = options.lang.as_deref().and_then(GoVersion::parse).unwrap_or(Config::default().lang);
        let config = Config { release: self.release, lang, complete: options.complete, ..Config::default() };
        let name_place = |pos: Pos| {
            let at = places.place(pos, Span::default()).at;
            let name = files.get(pos.file.index()).map_or("", |file| &file.name);
            format!("{name}:{}:{}", at.line, at.col)
        };
        let mut checked = types::check_package(&options.package, &trees, &mut interner, &config, &name_place);
        // gc checks nothing if there are syntax errors.
        let errors = if syntax_errors.is_empty() { &checked.errors } else { &syntax_errors };
        report.errors = places.errors(errors);
        if options.level == Level::Check {
            return report;
        }

        let broken: Vec<Pos> = syntax_errors.iter().map(|e| Pos { file: e.file, offset: e.pos }).collect();
        let input = lower::Input {
            package: checked.package,
            files: &trees,
            info: &checked.info,
            distinct_vars: &|file| file_version(&trees, file, lang) >= GoVersion(22),
            errors: &broken,
        };
        let mut lowered = lower::lower(input, &mut checked.types, &mut interner);
        let types = &mut checked.types;
        let package = &mut lowered.package;
        ir::staticinit::outline_map_inits(package, types);
        let devirtualized = devirtualize::run(package, types, &interner);
        ir::loopvar::run(package, types, &mut interner);
        ir::staticinit::run(package, types, &interner);
        ir::deadlocals::run(package);
        let explain = options.level == Level::Explain;
        let analysis = escape::analyze(package, types, &interner, escape::Options { explain, broken: &lowered.broken });

        let unknown: Vec<(Pos, Span, String)> = checked
            .unknown_uses
            .iter()
            .map(|&(pos, package)| {
                let package = types.package(package);
                let end = pos.offset + interner.text(package.name).len() as u32;
                (pos, Span::new(pos.offset, end), package.path.clone())
            })
            .collect();
        let unchecked = ir::bounds::elided(ir::Facts::new(package, types, &interner));
        let findings = Findings {
            types,
            interner: &interner,
            lowered: &lowered,
            devirtualized: &devirtualized,
            analysis: &analysis,
            unchecked: &unchecked,
            unknown: &unknown,
            explain,
        };
        report::fill(&mut report, &places, &findings);
        report
    }
}

/// The language version of a file: its `//go:build` line may set it, but not
/// below Go 1.21.
fn file_version(files: &[(FileId, &ast::File)], file: FileId, lang: GoVersion) -> GoVersion {
    let own = files.iter().find(|(id, _)| *id == file).and_then(|(_, tree)| tree.go_version.as_deref());
    own.and_then(GoVersion::parse).map_or(lang, |version| version.max(GoVersion(21)))
}
