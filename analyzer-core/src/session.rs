//! The way in: a [`Session`] analyses packages and remembers what it can reuse.

mod again;
mod definition;
mod kept;
mod module;
mod wrappers;

use alloc::{boxed::Box, string::String, vec::Vec};

use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;
use serde::{Deserialize, Serialize};

use self::{
    again::Alone,
    definition::{Asked, object_at},
    kept::Kept,
};
pub use self::{
    again::Work,
    definition::{Definition, Outside},
};
use crate::{
    advice::{self, Advised, Question, Seen},
    assert, ast,
    base::{Diagnostic, FileId, Id, Interner, LineIndex, Pos, SourceFile, Span, sort},
    build::{COMMAND_LINE, Loader, ModulePackage, NoPackages, Resolved, is_runtime},
    escape::{self, Analysis},
    inline::{self, Costs, Inlinable, Library as _, Said},
    ir::{
        self,
        lower::{self, Foreign},
    },
    pack::{self, FunctionFacts, Functions, Pack},
    parser::{ParseOptions, parse_source},
    report::{self, Findings, Place, Places, Report},
    types::{Config, GoVersion, PkgId, Places as FilePlaces, Program, Source, Types},
};

/// The Go release whose compiler is imitated. Everything that differs between
/// releases asks this value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Release {
    /// Go 1.27, as of 1.27.3.
    #[default]
    Go1_27,
}

impl Release {
    /// What Go calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Go1_27 => "go1.27",
        }
    }

    /// The very version that is imitated.
    pub const fn version(self) -> &'static str {
        match self {
            Self::Go1_27 => "go1.27.3",
        }
    }
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
    /// Whether to print all that callers are told about parameters, gc's
    /// `-d=escapemutationscalls=1`.
    pub mutations_calls: bool,
    /// Whether the package, if it is only checked and nothing is wrong with it,
    /// is what others import from now on: it will not change, and the loader
    /// has the same files. Its types are kept, its bodies are not: the session
    /// begins anew when a package is to be analysed and not only checked.
    pub adopt: bool,
    /// What the package's assembly defines and mentions.
    #[serde(default)]
    pub assembly: Vec<AssemblySymbol>,
    /// A line of one of the files, by its number, from 1: the report is to have
    /// the memory of the function that is declared there, or last before it.
    pub picture: Option<(u32, u32)>,
    /// Whether gc's lines and errors are all that is wanted: the report has no
    /// verdicts then, no ledger and nothing of what comments assert, and the
    /// places of its lines are points.
    #[serde(default)]
    pub lines_only: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            level: Level::default(),
            inline: true,
            lang: None,
            package: String::from(COMMAND_LINE),
            complete: true,
            std: false,
            mutations_calls: false,
            adopt: false,
            assembly: Vec::new(),
            picture: None,
            lines_only: false,
        }
    }
}

/// A symbol of assembly code, as `asm -gensymabis` lists them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssemblySymbol {
    /// Its name, that of this package's functions with nothing in front of the dot.
    pub name: String,
    /// Whether it has the calling convention of Go code, and not that of
    /// assembly.
    pub internal: bool,
    /// Whether it is defined there, and not only mentioned.
    pub defined: bool,
}

/// Analyses packages, one after the other.
///
/// Imported packages are kept from one call to the next.
#[derive(Debug, Default)]
pub struct Session {
    release: Release,
    world: Option<World>,
    facts: Facts,
    /// Bodies of other packages' functions that packages analysed so far export.
    reexports: HashMap<String, inline::Exported, FxBuildHasher>,
    /// The packages of a module that packages analysed later import.
    imported: Vec<ModulePackage>,
    /// The last analysis without errors, of files that were analysed before.
    kept: Option<Box<Kept>>,
    /// What was analysed last: the path of the package and the names of its
    /// files. Who analyses a package once keeps nothing.
    last: (String, Vec<String>),
    work: Work,
}

/// What a session keeps.
#[derive(Debug)]
struct World {
    interner: Interner,
    program: Program,
    /// How large the program was after the first analysis.
    size: usize,
    /// Whether there are packages in it of which only the types are known.
    adopted: bool,
}

/// What is known about the functions of packages analysed so far, by package.
type Facts = HashMap<String, Functions, FxBuildHasher>;

/// Types and objects that analysed packages may leave behind until everything
/// is begun anew.
const MAX_GARBAGE: usize = 1_000_000;

impl World {
    fn new() -> Self {
        let mut interner = Interner::default();
        let program = Program::new(&mut interner);
        Self { interner, program, size: 0, adopted: false }
    }

    fn size(&self) -> usize {
        self.program.types.len() + self.program.types.obj_count()
    }
}

impl Session {
    /// A session that imitates `release`.
    pub fn new(release: Release) -> Self {
        Self { release, ..Self::default() }
    }

    /// Analyses `files` as one package, of whose imports nothing is known.
    /// Never panics; errors in the Go code are in the report, together with
    /// the verdicts of the functions that have none.
    pub fn analyze(&mut self, files: &[SourceFile], options: &Options) -> Report {
        self.analyze_with(files, options, &mut NoPackages)
    }

    /// Analyses `files` as one package; what it imports comes from `loader`,
    /// which must be the same one in every call.
    pub fn analyze_with(&mut self, files: &[SourceFile], options: &Options, loader: &mut dyn Loader) -> Report {
        self.analyze_for(files, options, loader, Wanted { again: true, ..Wanted::default() })
    }

    /// The same for whoever analyses nothing more and ends: what was made for it
    /// is not given back, piece by piece, which takes a tenth of the time.
    pub fn analyze_last(&mut self, files: &[SourceFile], options: &Options, loader: &mut dyn Loader) -> Report {
        self.analyze_for(files, options, loader, Wanted { last: true, ..Wanted::default() })
    }

    /// Analyses `files` as one package, and what would be left of its
    /// allocations if it were edited: each offer was tried, takes something
    /// off the heap and compiles. There are none if there are errors.
    pub fn advise(
        &mut self,
        files: &[SourceFile],
        options: &Options,
        loader: &mut dyn Loader,
        question: Question,
    ) -> Advised {
        let (mut candidates, mut decisions) = (Vec::new(), Vec::new());
        let mut look = |seen: &Seen<'_>| (candidates, decisions) = advice::candidates(seen, question);
        let wanted = Wanted { look: Some(&mut look), ..Wanted::default() };
        let mut report = self.analyze_for(files, options, loader, wanted);
        let mut offers = Vec::new();
        let tries = candidates.len();
        for candidate in candidates {
            let edited = advice::apply(files, &candidate.edits);
            let after = self.analyze_with(&edited, options, loader);
            offers.extend(advice::judge(candidate, &report, &after));
        }
        if tries > 0 {
            // What importers are told is about the text as it is.
            report = self.analyze_with(files, options, loader);
        }
        Advised { withheld: advice::withheld(decisions, &offers), report, offers }
    }

    fn analyze_for(
        &mut self,
        files: &[SourceFile],
        options: &Options,
        loader: &mut dyn Loader,
        mut wanted: Wanted<'_>,
    ) -> Report {
        if wanted.again && options.level != Level::Check {
            if let Some(report) = self.analyze_again(files, options, loader) {
                return report;
            }
            self.work = Work::default();
            let same = self.last.0 == options.package
                && self.last.1.len() == files.len()
                && self.last.1.iter().zip(files).all(|(name, file)| *name == file.name);
            if !same {
                self.last = (options.package.clone(), files.iter().map(|file| file.name.clone()).collect());
            }
            wanted.keep = same;
        }
        let last = wanted.last;
        let usable = |world: &World| options.level == Level::Check || !world.adopted;
        let mut world = self.world.take().filter(usable).unwrap_or_else(World::new);
        let report = self.analyze_in(&mut world, files, options, loader, wanted);
        // The package that was analysed stays in the arenas. Without imports
        // nothing is lost with them.
        let size = world.size();
        if world.size == 0 {
            world.size = size;
        }
        if last || (world.program.imported_lines() > 0 && size < 2 * world.size + MAX_GARBAGE) {
            self.world = Some(world);
        }
        report
    }

    /// Analyses `files` as one package and makes a [`Pack`] of it; `None` if
    /// there are errors in it, or in what it imports.
    pub fn pack(&mut self, files: &[SourceFile], options: &Options, loader: &mut dyn Loader) -> (Report, Option<Pack>) {
        let mut pack = None;
        let wanted = Wanted { pack: Some(&mut pack), ..Wanted::default() };
        let report = self.analyze_for(files, options, loader, wanted);
        (report, pack)
    }

    /// How many lines of imported packages were read since the session began,
    /// or since it was last begun anew.
    pub fn imported_lines(&self) -> usize {
        self.world.as_ref().map_or(0, |world| world.program.imported_lines())
    }

    fn analyze_in(
        &mut self,
        world: &mut World,
        files: &[SourceFile],
        options: &Options,
        loader: &mut dyn Loader,
        wanted: Wanted<'_>,
    ) -> Report {
        let World { interner, program, .. } = world;
        let Self { facts, reexports, kept, .. } = self;
        let mut report = Report {
            package: options.package.clone(),
            files: files.iter().map(|file| file.name.clone()).collect(),
            ..Report::default()
        };
        let first = program.next_file();
        // Trees of this package from when it was imported are used again.
        let imported = program.trees();
        let Parsed { trees: parsed_trees, lines, syntax_errors, directive_errors } =
            parse(files, options, first, program, interner);
        let trees: Vec<(FileId, &ast::File)> = (parsed_trees.iter())
            .filter_map(|(id, tree)| match tree {
                Ok(tree) => Some((*id, tree)),
                Err(index) => Some((*id, imported.get(*index)?)),
            })
            .collect();
        let mut names = FilePlaces::default();
        for &(id, tree) in &trees {
            let index = id.index() - first.index();
            names.add(id, &files[index].name, &lines[index], tree);
        }
        let lang = options.lang.as_deref().and_then(GoVersion::parse).unwrap_or(Config::default().lang);
        let record = options.level != Level::Check;
        let complete = options.complete && wanted.alone.is_none();
        let config = Config { release: self.release, lang, complete, record, ..Config::default() };
        if let Some(alone) = wanted.alone
            && !alone.is_parsed(&trees, first, [&syntax_errors, &directive_errors])
        {
            return report;
        }
        let checked = program.check(&options.package, &trees, interner, &config, loader, &names);
        let places = Places::new(first, lines, &trees);
        if let Some(alone) = wanted.alone
            && !alone.is_right(&checked.errors, first)
        {
            return report;
        }
        if let Some(Asked { file, offset, found }) = wanted.define {
            let open = trees.iter().find(|(id, _)| report.files[id.index() - first.index()] == file);
            let object = open.and_then(|&(id, tree)| object_at(tree, checked.info.file(id)?, offset));
            let own = checked.package;
            if let Some(id) = object {
                let outside = definition::outside(&program.types, interner, id, own);
                let object = program.types.obj(id);
                let mut definition = Definition { outside, ..Definition::default() };
                if let Some(pos) = object.pos {
                    let end = pos.offset.saturating_add(interner.text(object.name).len() as u32);
                    let Place { file, at, span } = places.place_in(program, pos, Span::new(pos.offset, end));
                    places.name_files(&mut report);
                    let file = report.files.get(file as usize).cloned().unwrap_or_default();
                    definition = Definition { file, at, span, ..definition };
                }
                *found = Some(definition).filter(|found| found.outside.is_some() || !found.file.is_empty());
            }
            return report;
        }
        // gc checks nothing if there are syntax errors, which not all errors of
        // lexer and parser are, and looks at directives and for missing bodies
        // only when nothing else is wrong.
        let mut errors = syntax_errors.clone();
        let mut late = directive_errors;
        if !errors.iter().any(|error| error.message.starts_with("syntax error")) {
            let found = if checked.is_late { &mut late } else { &mut errors };
            found.extend(checked.errors.iter().cloned());
        }
        if wanted.alone.is_some() {
            errors.retain(|error| !again::is_left_out(error));
        }
        let errors = if errors.is_empty() { &late } else { &errors };
        places.add_errors(&mut report, errors);
        if options.level == Level::Check {
            if options.adopt && report.errors.is_empty() && !program.is_known(&options.package) {
                let names = importable(files, options, lang, loader);
                let files: Vec<_> = names
                    .into_iter()
                    .zip(trees)
                    .zip(places.into_lines())
                    .map(|((name, (id, _)), lines)| {
                        (id, Source { name: name.into(), text: Vec::new(), lines, first_line: 1, broken: false })
                    })
                    .collect();
                if !files.is_empty() && program.adopt(&options.package, checked.package, files) {
                    world.adopted = true;
                    // Nothing of it is garbage.
                    world.size = world.size();
                }
            }
            return report;
        }

        let imports = program.types.package(checked.package).imports.iter();
        let path = |import| program.types.package(import).path.clone();
        let imports: Vec<_> = imports.map(|&import| (path(import), program.imports.exported(import))).collect();
        let main = interner.intern("main");
        let leaf = wanted.pack.is_none() && program.types.package(checked.package).name == main;
        let error_places: Vec<Pos> = syntax_errors.iter().map(|e| Pos { file: e.file, offset: e.pos }).collect();
        let explain = options.level == Level::Explain;
        let input = lower::Input {
            assembly: &options.assembly,
            package: checked.package,
            files: &trees,
            info: &checked.info,
            distinct_vars: &|file| file_version(&trees, file, lang) >= GoVersion(22),
            facts: &|package, name| facts.get(package)?.get(name),
            has_body: &|package, name| {
                imports.iter().any(|(import, packed)| {
                    let exported = packed.as_deref().or_else(|| reexports.get(import));
                    let names = exported.and_then(|exported| exported.get(package));
                    import == package || names.is_some_and(|names| names.contains(name))
                })
            },
            errors: &error_places,
            explain,
            spans: !options.lines_only,
            effects: wanted.alone.is_some(),
            leaf,
            wrappers: options.inline || explain,
        };
        let bodies = program.bodies();
        let library = lower::Library { imports: &mut program.imports, loader, trees: &imported, bodies: &bodies };
        let how = inline::Options { inline: options.inline, explain };
        let Some(mut code) = lower::lower(input, &mut program.types, interner, library) else {
            let (errors, lowered) = ([&*syntax_errors, &*checked.errors], None);
            let files = &trees;
            report::finish(&mut report, assert::Input { files, interner, places: &places, errors, lowered });
            return report;
        };
        if let Some(alone) = wanted.alone {
            alone.lowered(code.parts(), first);
        }
        let Inlined { said, decided, turns } = inline_all(&mut code, how);
        let mut lowered = code.finish();
        let types = &mut program.types;
        let package = &mut lowered.package;
        let exporter = inline::Exporter {
            package: checked.package,
            files: &trees,
            info: &checked.info,
            types,
            imports: &program.imports,
            code: package,
            inlinable: &decided,
        };
        let exported =
            if leaf || wanted.alone.is_some() { inline::Exported::default() } else { inline::exported(exporter) };
        let (unchecked, unchecked_turns) = ir::late::run(package, types, interner);
        let mut broken = lowered.broken.clone();
        let mut known = Vec::new();
        for Foreign { func, package, name } in &lowered.foreign {
            let analysed = || facts.get(&types.package(*package).path)?.get(name);
            let packed = program.imports.facts(*package, name).map(|facts| facts.summary);
            match packed.or_else(|| analysed().map(|facts| facts.summary.clone())) {
                Some(summary) => known.push((*func, summary)),
                None => broken.push(*func),
            }
        }
        if let Some(alone) = wanted.alone {
            known.extend(alone.inlined((package, &lowered.effects), types, interner, first));
        }
        let mutations_calls = options.mutations_calls;
        let how = escape::Options {
            explain,
            mutations_calls,
            broken: &broken,
            known: &known,
            lines_only: options.lines_only,
        };
        let analysis = escape::analyze(package, types, interner, how);
        let functions = functions_of(package, &analysis, &decided);

        let unknown = unknown_uses(&checked.unknown_uses, &lowered, types, interner);
        let findings = Findings {
            program,
            interner,
            lowered: &lowered,
            said: &said,
            turns: &turns,
            analysis: &analysis,
            unchecked: &unchecked,
            unchecked_turns: &unchecked_turns,
            files: &trees,
            errors: [&syntax_errors, &checked.errors],
            unknown: &unknown,
            explain,
            local: checked.package,
            picture: options.picture,
            lines_only: options.lines_only,
        };
        let behind = report::fill(&mut report, &places, &findings);
        if let Some(alone) = wanted.alone {
            alone.reported(&findings, first, functions, behind);
            return report;
        }
        if !report.errors.is_empty() {
            report.sort_messages();
        }
        if wanted.keep && report.errors.is_empty() {
            let facts = (&functions, &exported);
            *kept = Kept::new(&findings, first, (files, options), (&report, behind), facts, leaf).map(Box::new);
        }
        facts.insert(options.package.clone(), functions);
        if let Some(look) = wanted.look
            && report.errors.is_empty()
        {
            look(&Seen {
                files: &trees,
                first,
                sources: files,
                info: &checked.info,
                types: &program.types,
                interner,
                package: checked.package,
                report: &report,
                distinct_vars: lang >= GoVersion(22),
            });
        }
        if let Some(packed) = wanted.pack
            && report.errors.is_empty()
        {
            let made = pack::Input {
                files: &trees,
                info: &checked.info,
                types: &program.types,
                interner,
                package: checked.package,
                code: &lowered.package,
                inlinable: &decided,
                analysis: &analysis,
            };
            *packed = Some(pack::make(made, exported.clone(), files, options));
        }
        reexports.insert(options.package.clone(), exported);
        if wanted.last {
            core::mem::forget((parsed_trees, checked, places, lowered, analysis, said));
        }
        report
    }
}

/// What is wanted of an analysis beside its report.
#[derive(Default)]
struct Wanted<'a> {
    pack: Option<&'a mut Option<Pack>>,
    /// Is shown what was analysed, if nothing is wrong with it. Whoever does
    /// not advise need not have the code for it.
    look: Option<&'a mut dyn FnMut(&Seen<'_>)>,
    /// Where something is declared; the report is then not finished.
    define: Option<Asked<'a>>,
    /// Whether it may be made of what the session has kept.
    again: bool,
    /// Whether it is to be kept.
    keep: bool,
    /// Functions that are analysed without the others.
    alone: Option<&'a Alone<'a>>,
    /// Whether nothing is analysed after it.
    last: bool,
}

/// The files of a package, parsed.
struct Parsed {
    /// Trees of this package's files, or where the program has them from when
    /// the package was imported.
    trees: Vec<(FileId, Result<ast::File, usize>)>,
    lines: Vec<LineIndex>,
    syntax_errors: Vec<Diagnostic>,
    /// What is wrong with directives.
    directive_errors: Vec<Diagnostic>,
}

/// Parses what `program` has not parsed before. `first` is the first file's id.
fn parse(files: &[SourceFile], options: &Options, first: FileId, program: &Program, interner: &mut Interner) -> Parsed {
    let runtime = options.std && is_runtime(&options.package);
    let (mut trees, mut lines) = (Vec::with_capacity(files.len()), Vec::with_capacity(files.len()));
    let (mut syntax_errors, mut directive_errors) = (Vec::new(), Vec::new());
    for (index, file) in files.iter().enumerate() {
        let id = FileId::new(first.index() + index);
        if let Some((tree, source)) = program.parsed(&options.package, &file.text) {
            lines.push(source.lines.clone());
            trees.push((id, Err(tree)));
            continue;
        }
        let source = ParseOptions { name: &file.name, std: options.std, runtime };
        let parsed = parse_source(&file.text, id, source, interner);
        syntax_errors.extend(parsed.errors);
        directive_errors.extend(parsed.deferred);
        lines.push(parsed.lines);
        trees.push((id, Ok(parsed.tree)));
    }
    Parsed { trees, lines, syntax_errors, directive_errors }
}

/// What inlining leaves behind beside the changed bodies.
struct Inlined {
    /// Whose turn it was to say that: when it was decided what can be inlined,
    /// when calls were found, when they were edited, and for wrappers.
    turns: [inline::Turns; 4],
    /// What gc says on the way, in its order.
    said: Vec<Said>,
    /// The functions that callers in other packages can inline.
    decided: HashMap<ir::FuncId, Inlinable, FxBuildHasher>,
}

/// The middle of gc's compiler, in its order: loops of benchmarks, which
/// functions can be inlined, inlining and devirtualising in turns, and then
/// the wrappers of methods, whose bodies depend on what can be inlined.
fn inline_all(code: &mut lower::Lowerer, how: inline::Options) -> Inlined {
    let mut originals = inline::Originals::default();
    let kept = {
        let (package, types, interner) = code.parts();
        ir::staticinit::outline_map_inits(package, types);
        let funcs = ir::bloop::functions(package, types);
        for &func in &funcs {
            originals.save(package, interner, func);
        }
        ir::bloop::run(package, types, interner, &funcs)
    };
    let mut costs = Costs::new(how.explain);
    if how.inline {
        costs.know(code.newly_imported());
        let (package, types, interner) = code.parts();
        costs.decide_all(ir::Facts::new(package, types, interner));
    }
    let decided = inlinables_of(code.parts().0, &costs);
    let mut said: Vec<Said> = kept.into_iter().map(|(pos, text)| Said { pos, text, plain: false }).collect();
    let behind = |said: &[Said], mut turns: inline::Turns| {
        for (_, end) in &mut turns {
            *end += said.len();
        }
        turns
    };
    let decided_turns = behind(&said, core::mem::take(&mut costs.turns));
    said.append(&mut costs.said);
    let (more, [found, edited]) = inline::run(code, &mut costs, &mut originals, how);
    let [found, edited] = [behind(&said, found), behind(&said, edited)];
    said.extend(more);
    let wrapped = wrappers::wrap_all(code, &mut costs, &mut originals, how, &mut said);
    Inlined { turns: [decided_turns, found, edited, wrapped], said, decided }
}

/// Where something of a package is used of which nothing is known: in what the
/// checker saw, and in bodies that came from elsewhere.
fn unknown_uses(
    seen: &[(Pos, PkgId)],
    lowered: &lower::Lowered,
    types: &Types,
    interner: &Interner,
) -> Vec<(Pos, Span, String)> {
    let checked = seen.iter().map(|&(pos, package)| {
        let package = types.package(package);
        let end = pos.offset + interner.text(package.name).len() as u32;
        (pos, Span::new(pos.offset, end), package.path.clone())
    });
    let foreign = lowered.foreign_uses.iter();
    let foreign = foreign.map(|&(pos, span, package)| (pos, span, types.package(package).path.clone()));
    let mut unknown: Vec<_> = checked.chain(foreign).collect();
    sort(&mut unknown);
    unknown.dedup();
    unknown
}

/// The names that the files of the package that was checked have for those who
/// import it; none if they would get other files, or nothing.
fn importable(files: &[SourceFile], options: &Options, lang: GoVersion, loader: &mut dyn Loader) -> Vec<String> {
    let path = &options.package;
    if loader.resolve(path, path) != Resolved::Package(path.clone()) {
        return Vec::new();
    }
    let Some(source) = loader.load(path) else { return Vec::new() };
    let same = source.files.len() == files.len()
        && source.std == options.std
        && source.lang.unwrap_or_default() == lang
        && source.files.iter().zip(files).all(|(a, b)| a.text == b.text);
    if same { source.files.into_iter().map(|file| file.name).collect() } else { Vec::new() }
}

/// The functions of `package` that callers in other packages can inline.
fn inlinables_of(package: &ir::Package, costs: &Costs) -> HashMap<ir::FuncId, Inlinable, FxBuildHasher> {
    let own = package.order.iter().filter(|&&id| package.funcs[id].obj.is_some());
    own.filter_map(|&id| Some((id, costs.inlinable(id)?))).collect()
}

/// What callers in other packages need to know of the functions of `package`.
fn functions_of(
    package: &ir::Package,
    analysis: &Analysis,
    inlinable: &HashMap<ir::FuncId, Inlinable, FxBuildHasher>,
) -> Functions {
    let own = package.order.iter().filter(|&&id| package.funcs[id].obj.is_some());
    let facts = |id| FunctionFacts {
        summary: analysis.summary(id),
        inlinable: inlinable.get(&id).copied(),
        bodyless: package.funcs[id].body.is_none(),
    };
    own.map(|&id| (package.funcs[id].name.clone(), facts(id))).collect()
}

/// The language version of a file: its `//go:build` line may set it, but not
/// below Go 1.21.
fn file_version(files: &[(FileId, &ast::File)], file: FileId, lang: GoVersion) -> GoVersion {
    let own = files.iter().find(|(id, _)| *id == file).and_then(|(_, tree)| tree.go_version.as_deref());
    own.and_then(GoVersion::parse).map_or(lang, |version| version.max(GoVersion(21)))
}
