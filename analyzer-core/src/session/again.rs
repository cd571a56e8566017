//! Analysing a text again after an edit in a function.
//!
//! ```text
//!   text ── all of it ──▶ report                  kept, with a list of functions
//!   edit in f
//!   text without the bodies of the others, but for what f may inline
//!        ── analysed ──▶ what is said of f ─┐
//!   report, without what it says of f ──────┴─▶ report
//! ```
//!
//! To f a function without its body is like one of another package that was
//! analysed before: what it does with its arguments is known, and it cannot be
//! inlined. Those that can are kept with their bodies. If what callers know of
//! f has changed, or they inline it, they are analysed with it, and their
//! callers, if need be.
//!
//! What depends on more than that is found by comparing, never by reasoning
//! about the edit. A function is analysed alone twice: as it was, which must
//! give what the whole analysis said of it (else it is never analysed alone
//! again); and as it is now. The two must agree in all that other functions
//! may depend on: the functions that it mentions, before calls are inlined and
//! after ([`ir::bottom_up`] makes the order of everything of them); what it
//! inlines (which numbers the inlined calls of the package); the types,
//! instances and tables it needs, in their order ([`lower::Effect`]); what it
//! imports. If they do not, or if there are directives, assertions or pictures,
//! everything is analysed as if nothing was kept.
//!
//! While one types, there are errors more often than not, and nearly always in
//! the body of one function: the one that is edited. It is compared with the last
//! text without errors, which stays what is kept. What is said of the function is
//! then its errors, and verdicts only if they are of a kind that leaves it whole
//! (a variable that is not used). If it has no code, its callers are analysed with
//! it, as the whole analysis does, which knows nothing of it either. gc has no
//! lines for a text with errors, so their order is that of the text; then only
//! what functions need counts and not when they do. Errors elsewhere, and those
//! that spoil the functions around them (a brace that is missing), are a reason to
//! analyse everything.

use alloc::{borrow::Cow, format, string::String, vec::Vec};
use core::cell::RefCell;

use super::{
    Level, Options, Session, Wanted,
    kept::{self, Decl, Edit, Kept, Names, Part},
};
use crate::{
    ast::{self, DeclKind},
    base::{Diagnostic, FileId, Id, Interner, LineCol, LineIndex, Pos, SourceFile, sort},
    build::Loader,
    escape::Summary,
    ir::{self, FuncId, Package, lower::Effect},
    pack::Functions,
    report::{Findings, Member, Merge, Place, Report, Shift, Whole},
    types::{ObjId, ObjKind, Types},
};

/// How often more functions are added to those that are analysed.
const MAX_ROUNDS: usize = 8;

/// How much of the last analysis was done again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Functions with bodies that the package has, without literals.
    pub functions: usize,
    /// How many of them were checked, lowered and analysed: at most all, none
    /// if the text is the same as before.
    pub analysed: usize,
}

/// Functions that are analysed alone.
pub(super) struct Alone<'a> {
    /// All functions of the text, the numbers of those that count, and what
    /// there is of each.
    decls: &'a [Decl],
    members: &'a [usize],
    parts: &'a [Part],
    /// The only one in whose body there may be errors.
    seed: usize,
    /// What is known of those that have none.
    functions: &'a Functions,
    found: RefCell<Found>,
}

/// What was found out about functions that were analysed alone.
#[derive(Debug, Default)]
pub(super) struct Found {
    whole: Whole,
    /// What callers have to know of all of them.
    functions: Functions,
    trace: Trace,
    /// Imports that are not used.
    unused: Vec<String>,
    /// Whether there is no code of the function that was edited, because of errors.
    broken: bool,
    /// Whether all is as it must be.
    sound: bool,
}

impl Found {
    /// Whether there are errors.
    fn is_wrong(&self) -> bool {
        !self.whole.report.errors.is_empty()
    }
}

/// What others may depend on, beside what callers know.
#[derive(Debug, Default, PartialEq, Eq)]
struct Trace {
    /// The functions of the package that each function mentions, before calls are
    /// inlined and after, in their order.
    mentions: Vec<String>,
    /// What functions need of the package, in the order in which that was found.
    effects: Vec<String>,
    /// What is used of other packages, sorted.
    imports: Vec<String>,
    /// What was inlined.
    inlined: Vec<String>,
}

impl Trace {
    /// Only the first time counts.
    fn note(&mut self, effect: String) {
        if !self.effects.contains(&effect) {
            self.effects.push(effect);
        }
    }

    /// Whether all is said in the same order as in `other`.
    fn has_order_of(&self, other: &Self) -> bool {
        (&self.mentions, &self.effects, &self.imports) == (&other.mentions, &other.effects, &other.imports)
    }

    /// Whether nothing is needed that is not in `other`, and nothing of the
    /// package is no longer.
    fn has_needs_of(&self, other: &Self) -> bool {
        let has = |list: &[String], text: &String| list.contains(text);
        self.effects.len() == other.effects.len()
            && self.effects.iter().all(|effect| has(&other.effects, effect))
            && self.imports.iter().all(|import| has(&other.imports, import))
    }
}

/// Functions, and what was found out about them.
#[derive(Debug)]
pub(super) struct Known {
    /// The function that was edited, and all that were analysed because of it.
    seed: usize,
    members: Vec<usize>,
    found: Found,
}

impl Alone<'_> {
    /// Whether the files were parsed to the functions that are expected, and
    /// what is wrong with them is in the one that may have errors.
    pub(super) fn is_parsed(&self, trees: &[(FileId, &ast::File)], first: FileId, errors: [&[Diagnostic]; 2]) -> bool {
        let [syntax, directives] = errors;
        if !directives.is_empty() || !syntax.iter().all(|error| self.may_be(error, first)) {
            return false;
        }
        let expected = self.decls.iter().zip(self.parts);
        let mut expected = expected.filter(|(_, part)| **part != Part::Nothing).peekable();
        for &(id, tree) in trees {
            if !tree.remarks.is_empty() || !tree.line_directives.is_empty() {
                return false;
            }
            for &decl in &tree.decls {
                let node = tree.decl(decl);
                let DeclKind::Func { body, .. } = &node.kind else { continue };
                let file = id.index() - first.index();
                let is_it = |decl: &Decl| (decl.file, decl.pos) == (file, node.pos);
                match body {
                    Some(body) => {
                        let found = expected
                            .next()
                            .is_some_and(|(decl, _)| is_it(decl) && (decl.open, decl.close) == (body.pos, body.rbrace));
                        if !found {
                            return false;
                        }
                    }
                    // It is left out, or implemented elsewhere.
                    None => drop(expected.next_if(|(decl, part)| is_it(decl) && **part == Part::Head)),
                }
            }
        }
        expected.next().is_none()
    }

    /// Whether `error` is in the body of the function that may have some.
    fn may_be(&self, error: &Diagnostic, first: FileId) -> bool {
        let decl = &self.decls[self.seed];
        let is_in = |offset: u32| decl.open < offset && offset <= decl.close;
        error.file.index() - first.index() == decl.file && is_in(error.pos) && error.span.end <= decl.close + 1
    }

    /// Takes note of the checker's errors; whether all are in the function that
    /// may have some, but for those of imports that only what was left out uses.
    pub(super) fn is_right(&self, errors: &[Diagnostic], first: FileId) -> bool {
        let (unused, other): (Vec<&Diagnostic>, Vec<_>) = errors.iter().partition(|error| is_left_out(error));
        self.found.borrow_mut().unused = unused
            .into_iter()
            .map(|error| format!("{} {}", error.file.index() - first.index(), error.message))
            .collect();
        other.into_iter().all(|error| self.may_be(error, first))
    }

    fn is_member(&self, package: &Package, first: FileId, func: FuncId) -> bool {
        let owner = kept::owner(package, self.decls, first, func);
        owner.is_some_and(|owner| self.members.contains(&owner))
    }

    /// Whether `pos` is in a member, or behind it and in front of the next function.
    fn is_in_member(&self, pos: Pos, first: FileId) -> bool {
        let Some(file) = pos.file.index().checked_sub(first.index()) else { return false };
        let behind = self.decls.partition_point(|decl| (decl.file, decl.pos) <= (file, pos.offset));
        behind.checked_sub(1).is_some_and(|decl| self.decls[decl].file == file && self.members.contains(&decl))
    }

    /// The members' functions and their literals.
    fn member_funcs(&self, package: &Package, first: FileId) -> Vec<FuncId> {
        package.order.iter().copied().filter(|&func| self.is_member(package, first, func)).collect()
    }

    /// Before calls are inlined: what has no body is not empty, but unknown.
    pub(super) fn lowered(&self, (package, types, interner): (&mut Package, &mut Types, &mut Interner), first: FileId) {
        for index in 0..package.order.len() {
            let func = package.order[index];
            if let Some(decl) = kept::owner(package, self.decls, first, func)
                && self.parts[decl] == Part::Head
            {
                let func = &mut package.funcs[func];
                func.body = Some(ir::NodeList::new());
                func.never_inlined = true;
            }
        }
        self.trace_mentions(package, types, interner, first);
    }

    fn trace_mentions(&self, package: &Package, types: &Types, interner: &Interner, first: FileId) {
        let trace = &mut self.found.borrow_mut().trace;
        for func in self.member_funcs(package, first) {
            let mut mentioned = Vec::new();
            ir::mentioned(package, func, |func| {
                let text = func_text(package, types, interner, func);
                if package.funcs[func].imported {
                    trace.imports.push(text);
                } else if !mentioned.contains(&text) {
                    mentioned.push(text);
                }
            });
            trace.mentions.push(format!("{}: {}", package.funcs[func].name, mentioned.join(", ")));
        }
    }

    /// When calls were inlined: what is known of functions without a body.
    pub(super) fn inlined(
        &self,
        lowered: (&Package, &[(FuncId, Effect)]),
        types: &Types,
        interner: &Interner,
        first: FileId,
    ) -> Vec<(FuncId, Summary)> {
        let (package, effects) = lowered;
        self.trace_mentions(package, types, interner, first);
        let found = &mut *self.found.borrow_mut();
        for call in package.inlined.calls().filter(|call| self.is_member(package, first, call.caller)) {
            let text = func_text(package, types, interner, call.callee);
            if package.funcs[call.callee].imported {
                found.trace.imports.push(format!("{text} inlined"));
            }
            found.trace.inlined.push(text);
        }
        found.sound = true;
        for (func, effect) in effects {
            if self.is_member(package, first, *func) {
                let text = effect_text(effect, types, interner);
                match effect {
                    Effect::Import(_) => found.trace.imports.push(text),
                    _ => found.trace.note(text),
                }
            }
        }
        let mut known = Vec::new();
        for &func in &package.order {
            let decl = kept::owner(package, self.decls, first, func);
            if package.funcs[func].wraps.is_none() && decl.is_some_and(|decl| self.parts[decl] == Part::Head) {
                match self.functions.get(&package.funcs[func].name) {
                    Some(facts) => known.push((func, facts.summary.clone())),
                    None => found.sound = false,
                }
            }
        }
        known
    }

    /// When all is done but the report, which is added later.
    pub(super) fn reported(
        &self,
        findings: &Findings<'_>,
        first: FileId,
        functions: Functions,
        behind: Vec<Option<Place>>,
    ) {
        let found = &mut *self.found.borrow_mut();
        sort(&mut found.trace.imports);
        found.trace.imports.dedup();
        found.functions = functions;
        found.whole.behind = behind;
        found.whole.turns = kept::owned_turns(findings, self.decls, first);
        let package = &findings.lowered.package;
        let broken = &findings.lowered.broken;
        let is_seed = |&func: &FuncId| kept::owner(package, self.decls, first, func) == Some(self.seed);
        found.broken = !broken.is_empty();
        // Function literals that came with inlined code are called after the
        // number of inlined calls in the whole package: those in the functions,
        // and the functions' own in wrappers.
        let funcs = self.member_funcs(package, first);
        let has_copies = funcs.iter().any(|&func| package.funcs[func].name.contains('#'))
            || package.funcs.iter().any(|func| func.name.contains('#') && self.is_in_member(func.pos, first));
        found.sound &= findings.lowered.remarks.is_empty() && broken.iter().all(is_seed) && !has_copies;
    }
}

/// Whether `error` is about an import that only what was left out may use.
pub(super) fn is_left_out(error: &Diagnostic) -> bool {
    error.code.0 == "UnusedImport"
}

/// A function, so that it is told from all others.
fn func_text(package: &Package, types: &Types, interner: &Interner, func: FuncId) -> String {
    let func = &package.funcs[func];
    match func.pkg {
        Some(pkg) => format!("{}.{}", types.link_path(pkg, interner), func.name),
        None => func.name.clone(),
    }
}

fn obj_text(obj: ObjId, types: &Types, interner: &Interner) -> String {
    let object = types.obj(obj);
    let name = interner.text(object.name);
    let path = object.pkg.map_or(Cow::Borrowed(""), |pkg| types.link_path(pkg, interner));
    let recv = match (&object.kind, object.ty) {
        (ObjKind::Func(_), Some(ty)) => types.signature(ty).and_then(|sig| sig.recv),
        _ => None,
    };
    let recv = recv.map(|recv| types.link_string(types.obj_type(recv), interner)).unwrap_or_default();
    format!("{path} {recv} {name}")
}

fn effect_text(effect: &Effect, types: &Types, interner: &Interner) -> String {
    let ty = |ty| types.link_string(ty, interner);
    let obj = |object| obj_text(object, types, interner);
    match effect {
        Effect::Type(of) => format!("type {}", ty(*of)),
        Effect::Import(func) => obj(*func),
        Effect::Value(recv, method) => format!("value {} {}", ty(*recv), obj(*method)),
        Effect::Table(of, iface) => format!("table {} {}", ty(*of), ty(*iface)),
        Effect::Instance(func, args) => {
            let args: Vec<String> = args.iter().map(|&arg| ty(arg)).collect();
            format!("instance {} {}", obj(*func), args.join(", "))
        }
    }
}

impl Session {
    /// How much of the last analysis was done again.
    pub fn work(&self) -> Work {
        self.work
    }

    /// The report on `files`, if it can be made of what was kept.
    pub(super) fn analyze_again(
        &mut self,
        files: &[SourceFile],
        options: &Options,
        loader: &mut dyn Loader,
    ) -> Option<Report> {
        let mut kept = self.kept.take()?;
        let found = self.again(&mut kept, files, options, loader);
        let report = found.map(|(report, functions)| {
            // Whatever was analysed meanwhile, this is the package now.
            self.facts.insert(options.package.clone(), functions.unwrap_or_else(|| kept.functions.clone()));
            self.reexports.insert(options.package.clone(), kept.exported.clone());
            report
        });
        self.kept = Some(kept);
        report
    }

    /// The report and, if it is not what is kept from now on, because of errors,
    /// what callers have to know of the functions.
    fn again(
        &mut self,
        kept: &mut Kept,
        files: &[SourceFile],
        options: &Options,
        loader: &mut dyn Loader,
    ) -> Option<(Report, Option<Functions>)> {
        let same = |(old, new): (&SourceFile, &SourceFile)| old.name == new.name;
        if kept.options != *options || kept.files.len() != files.len() || !kept.files.iter().zip(files).all(same) {
            return None;
        }
        let Some(edit) = kept::difference(&kept.files, files) else {
            let same = kept.files == files;
            self.work = Work { functions: kept.decls.len(), analysed: 0 };
            return same.then(|| (kept.whole.report.clone(), None));
        };
        if kept.files.iter().zip(files).enumerate().any(|(index, (old, new))| index != edit.file && old != new) {
            return None;
        }
        let is_in = |decl: &Decl| decl.file == edit.file && decl.open < edit.start && edit.ends[0] <= decl.close;
        let seed = kept.decls.iter().position(is_in)?;
        let decls = moved(&kept.decls, seed, &edit);
        let names = kept.names.get_or_insert_with(|| Names::read(&kept.files, &kept.decls));
        let [was, is] = [(&kept.files[..], &kept.decls), (files, &decls)]
            .map(|(files, decls)| names.body(kept::body(files, &decls[seed]), &kept.objects));
        // Where functions are called before main is, what they refer to decides
        // about the order; and it decides about what importers may copy.
        let has_order = !(names.outside.is_empty() && kept.leaf);
        if [&was, &is].iter().any(|body| body.has_types || body.has_comments)
            || (has_order && was.objects != is.objects)
        {
            return None;
        }
        // It is analysed as it was, too.
        let mut both = [&*was.mentions, &is.mentions].concat();
        sort(&mut both);
        both.dedup();
        names.mentions[seed] = both;
        let result = self.functions_alone(kept, files, &decls, seed, &edit, loader);
        if let Some(names) = &mut kept.names {
            let is_kept = result.as_ref().is_some_and(|(_, functions)| functions.is_none());
            names.mentions[seed] = if is_kept { is.mentions } else { was.mentions };
        }
        result
    }

    fn functions_alone(
        &mut self,
        kept: &mut Kept,
        files: &[SourceFile],
        decls: &[Decl],
        seed: usize,
        edit: &Edit,
        loader: &mut dyn Loader,
    ) -> Option<(Report, Option<Functions>)> {
        let mut members = match kept.alone.as_ref().filter(|known| known.seed == seed) {
            Some(known) => known.members.clone(),
            None => alloc::vec![seed],
        };
        for _ in 0..MAX_ROUNDS {
            let with_callers = concerned(kept, None, seed, &members)?;
            if with_callers != members {
                members = with_callers;
                continue;
            }
            let parts = parts(kept, &members)?;
            if kept.alone.as_ref().is_none_or(|known| known.members != members) {
                let found = self.alone(&kept.files, kept, &kept.decls, (seed, &members), &parts, loader)?;
                // What is said of them alone must be what is said of them.
                let lines = kept::line_indices(&kept.files);
                let same = Shift { file: u32::MAX, ..Shift::default() };
                let merged = merge(kept, &found, (seed, &members), [&kept.decls; 2], [&lines; 2], same);
                if merged.is_none_or(|merged| merged.report != kept.whole.report) {
                    kept.unfit.push(seed);
                    return None;
                }
                kept.alone = Some(Known { seed, members: members.clone(), found });
            }
            let found = self.alone(files, kept, decls, (seed, &members), &parts, loader)?;
            let before = &kept.alone.as_ref()?.found;
            let (was, is) = (&before.trace, &found.trace);
            let is_wrong = found.is_wrong();
            if is_wrong {
                // Where functions are called before main is decides about the order.
                let has_order = kept.names.as_ref().is_none_or(|names| !names.outside.is_empty());
                if has_order || kept.options.level == Level::Explain || !is.has_needs_of(was) {
                    return None;
                }
            } else if !is.has_order_of(was) {
                return None;
            }
            if kept.has_numbers && was.inlined != is.inlined
                || !found.unused.iter().all(|import| before.unused.contains(import))
            {
                return None;
            }
            let more = concerned(kept, Some(&found), seed, &members)?;
            if more != members {
                members = more;
                continue;
            }
            let lines = [kept::line_indices(&kept.files), kept::line_indices(files)];
            let at = |index: usize| (edit.ends[index], lines[index][edit.file].line_col(edit.ends[index]));
            let shift = Shift { file: edit.file as u32, before: at(0), now: at(1) };
            let whole = merge(kept, &found, (seed, &members), [&kept.decls, decls], [&lines[0], &lines[1]], shift)?;
            let mut functions = core::mem::take(&mut kept.functions);
            let right = is_wrong.then(|| functions.clone());
            for &member in &members {
                if let Some(name) = &decls[member].full {
                    match found.functions.get(name) {
                        Some(facts) => functions.insert(name.clone(), facts.clone()),
                        None => functions.remove(name),
                    };
                }
            }
            self.work =
                Work { functions: decls.len(), analysed: parts.iter().filter(|part| **part == Part::Whole).count() };
            if let Some(right) = right {
                kept.functions = right;
                return Some((whole.report, Some(functions)));
            }
            kept.functions = functions;
            kept.files[edit.file].text.clone_from(&files[edit.file].text);
            kept.decls = decls.to_vec();
            kept.whole = whole;
            kept.alone = Some(Known { seed, members, found });
            return Some((kept.whole.report.clone(), None));
        }
        None
    }

    /// Analyses `members`, of which `seed` may have errors, with what is in `parts`.
    fn alone(
        &mut self,
        files: &[SourceFile],
        kept: &Kept,
        decls: &[Decl],
        (seed, members): (usize, &[usize]),
        parts: &[Part],
        loader: &mut dyn Loader,
    ) -> Option<Found> {
        let files = kept::without_bodies(files, decls, parts);
        let alone = Alone { decls, members, parts, seed, functions: &kept.functions, found: RefCell::default() };
        let wanted = Wanted { alone: Some(&alone), ..Wanted::default() };
        let report = self.analyze_for(&files, &kept.options, loader, wanted);
        let mut found = alone.found.into_inner();
        found.whole.report = report;
        found.sound.then_some(found)
    }
}

/// The functions of the text after an edit in the body of number `seed`.
fn moved(decls: &[Decl], seed: usize, edit: &Edit) -> Vec<Decl> {
    let mut decls = decls.to_vec();
    let [old, new] = edit.ends;
    let change = |offset: &mut u32| *offset = *offset - old + new;
    change(&mut decls[seed].close);
    for decl in decls[seed + 1..].iter_mut().filter(|decl| decl.file == edit.file) {
        for offset in [&mut decl.pos, &mut decl.start, &mut decl.open, &mut decl.close] {
            change(offset);
        }
    }
    decls
}

/// What is needed of all functions to analyse `members`: themselves, what is
/// generic and what they may inline with their bodies, and the heads of what
/// else is mentioned. Nothing if that is the whole package, or something about a
/// member forbids it.
fn parts(kept: &Kept, members: &[usize]) -> Option<Vec<Part>> {
    let names = kept.names.as_ref()?;
    for &member in members {
        if kept.decls[member].full.is_none() || names.is_in_cycle(member) || kept.unfit.contains(&member) {
            return None;
        }
    }
    let part = |(index, decl): (usize, &Decl)| {
        if decl.is_generic || members.contains(&index) {
            Part::Whole
        } else if decl.can_be_left_out() && !names.has_directives {
            Part::Nothing
        } else {
            Part::Head
        }
    };
    let mut parts: Vec<Part> = kept.decls.iter().enumerate().map(part).collect();
    for &mentioned in &names.outside {
        parts[mentioned] = parts[mentioned].max(Part::Head);
    }
    let mut todo: Vec<usize> = (0..parts.len()).filter(|&decl| parts[decl] == Part::Whole).collect();
    while let Some(next) = todo.pop() {
        for &other in &names.mentions[next] {
            let facts = kept.decls[other].full.as_ref().and_then(|name| kept.functions.get(name));
            let may_be_inlined = facts.is_some_and(|facts| facts.inlinable.is_some());
            let part = if may_be_inlined { Part::Whole } else { Part::Head };
            if part > parts[other] {
                parts[other] = part;
                if may_be_inlined {
                    todo.push(other);
                }
            }
        }
    }
    parts.iter().any(|part| *part != Part::Whole).then_some(parts)
}

/// `members`, and the callers that have to be analysed with them: those that
/// may inline one of them, and if what was found of one is not what was known.
/// `None` if it concerns something else than functions.
fn concerned(kept: &Kept, found: Option<&Found>, seed: usize, members: &[usize]) -> Option<Vec<usize>> {
    let names = kept.names.as_ref()?;
    let mut all = members.to_vec();
    for &member in members {
        let name = kept.decls[member].full.as_ref()?;
        let old = kept.functions.get(name)?;
        let new = found.map_or(Some(old), |found| found.functions.get(name));
        if new.is_none() && !(member == seed && found.is_some_and(|found| found.broken)) {
            return None;
        }
        let is_inlinable = [Some(old), new].map(|facts| facts.is_some_and(|facts| facts.inlinable.is_some()));
        if new == Some(old) && is_inlinable == [false; 2] {
            continue;
        }
        let callers: Vec<usize> = names.mentioning(member).collect();
        let is_fit = |&caller: &usize| !kept.decls[caller].is_generic && kept.decls[caller].full.is_some();
        // What importers may copy is not looked for again.
        if (!kept.leaf && is_inlinable[0] != is_inlinable[1])
            || names.outside.binary_search(&member).is_ok()
            || !callers.iter().all(is_fit)
        {
            return None;
        }
        all.extend(callers);
    }
    sort(&mut all);
    all.dedup();
    Some(all)
}

fn merge(
    kept: &Kept,
    found: &Found,
    (seed, members): (usize, &[usize]),
    decls: [&[Decl]; 2],
    lines: [&[LineIndex]; 2],
    shift: Shift,
) -> Option<Whole> {
    let span = |member: usize, index: usize| -> (LineCol, LineCol) {
        let decl = &decls[index][member];
        let lines = &lines[index][decl.file];
        (lines.line_col(decl.start), lines.line_col(decl.close))
    };
    let of = |&number: &usize| Member {
        number,
        file: decls[0][number].file as u32,
        spans: [span(number, 0), span(number, 1)],
    };
    let members: Vec<Member> = members.iter().map(of).collect();
    let without = found.broken.then_some(seed);
    Merge { own: kept.files.len(), old: &kept.whole, new: &found.whole, members: &members, without, shift }.run()
}
