//! What the report says about functions and lines, and what follows from it.

use alloc::vec::Vec;

use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

use super::{Claim, Input};
use crate::{
    ast::DeclKind,
    base::{Pos, Span},
    ir::lower::Lowered,
    report::{
        Assertion, AssertionKind, AssertionOutcome, LocationVerdict, NoteKind, Place, Report, Undecided, Verdict,
    },
};

/// A declaration of a function or of variables.
struct Declaration {
    /// Its file's number in the report.
    file: u32,
    span: Span,
    /// The line that it ends on.
    last_line: u32,
    /// Why nothing can be said about it.
    undecided: Option<Undecided>,
    code: Code,
}

/// What there is in a function or on a line.
#[derive(Default)]
struct Code {
    /// Indices into [`Report::locations`].
    locations: Vec<u32>,
    /// Whether there is code that is not known.
    unknown: bool,
}

/// All declarations and lines of a package.
pub(super) struct Evidence<'a> {
    locations: &'a [LocationVerdict],
    /// By place.
    declarations: Vec<Declaration>,
    lines: HashMap<(u32, u32), Code, FxBuildHasher>,
}

impl<'a> Evidence<'a> {
    pub(super) fn gather(report: &'a Report, input: Input<'_>) -> Self {
        let mut all =
            Self { locations: &report.locations, declarations: declarations(input), lines: HashMap::default() };
        match input.lowered {
            Some(lowered) => all.compiled(lowered, input),
            None => all.declarations.iter_mut().for_each(|decl| decl.undecided = Some(Undecided::Errors)),
        }
        for error in input.errors.iter().copied().flatten() {
            let pos = Pos { file: error.file, offset: error.pos };
            if let Some(decl) = all.declaration(point(input, pos)) {
                all.declarations[decl].undecided = Some(Undecided::Errors);
            }
        }
        for note in &report.notes {
            if matches!(note.kind, NoteKind::UnknownPackage { .. }) {
                all.at(note.place, |code| code.unknown = true);
            }
        }
        if let Some(lowered) = input.lowered {
            all.inlined(lowered, input);
        }
        for (index, location) in report.locations.iter().enumerate() {
            all.at(location.place, |code| code.locations.push(index as u32));
        }
        all
    }

    /// The declaration that `place` is in.
    fn declaration(&self, place: Place) -> Option<usize> {
        let (file, offset) = (place.file, place.span.start);
        let behind = self.declarations.partition_point(|decl| (decl.file, decl.span.start) <= (file, offset));
        let last = behind.checked_sub(1)?;
        let decl = &self.declarations[last];
        (decl.file == file && (offset < decl.span.end || place.at.line == decl.last_line)).then_some(last)
    }

    /// Tells the line of `place`, and its declaration.
    fn at(&mut self, place: Place, mut tell: impl FnMut(&mut Code)) {
        tell(self.lines.entry((place.file, place.at.line)).or_default());
        if let Some(decl) = self.declaration(place) {
            tell(&mut self.declarations[decl].code);
        }
    }

    /// Notes which functions there is code of.
    fn compiled(&mut self, lowered: &Lowered, input: Input<'_>) {
        let own = |pos: Pos| (pos.is_known() && input.places.is_own(pos)).then(|| point(input, pos));
        let funcs = &lowered.package.funcs;
        let with_body = lowered.package.order.iter().filter(|&&func| funcs[func].body.is_some());
        let compiled = with_body.map(|&func| (funcs[func].pos, None));
        let generic = lowered.uninstantiated.iter().map(|(pos, _)| (*pos, Some(Undecided::NeverInstantiated)));
        let broken = lowered.broken.iter().map(|&func| (funcs[func].pos, Some(Undecided::Errors)));
        for (pos, undecided) in compiled.chain(generic).chain(broken) {
            if let Some(decl) = own(pos).and_then(|place| self.declaration(place)) {
                self.declarations[decl].undecided = undecided;
            }
        }
    }

    /// What is inlined into a function may have come from one with code that
    /// is not known, which could be inlined as well.
    fn inlined(&mut self, lowered: &Lowered, input: Input<'_>) {
        let package = &lowered.package;
        let mut unknown = Vec::new();
        for call in package.inlined.calls() {
            let callee = package.funcs[call.callee].pos;
            let from = (callee.is_known() && input.places.is_own(callee))
                .then(|| self.declaration(point(input, callee)))
                .flatten();
            let outermost = package.inlined.with_parents(call.parent).last().unwrap_or(call).pos;
            if from.is_some_and(|from| self.declarations[from].code.unknown) && input.places.is_own(outermost) {
                unknown.push(point(input, outermost));
            }
        }
        for place in unknown {
            self.at(place, |code| code.unknown = true);
        }
    }

    /// Whether what is claimed is so.
    pub(super) fn decide(&self, claim: Claim) -> Assertion {
        let Claim { place, kind } = claim;
        let nothing = Code::default();
        let (about, of_line) = match &kind {
            AssertionKind::NoHeap { place, .. } => (*place, false),
            AssertionKind::WantHeap | AssertionKind::WantStack => (place, true),
        };
        let decl = self.declaration(about).map(|decl| &self.declarations[decl]);
        let code = if of_line { self.lines.get(&(place.file, place.at.line)) } else { decl.map(|decl| &decl.code) };
        let code = code.unwrap_or(&nothing);
        let (outcome, sites) = match decl.and_then(|decl| decl.undecided) {
            Some(why) => (AssertionOutcome::Undecided(why), Vec::new()),
            None => self.outcome(&kind, code),
        };
        Assertion { place, kind, outcome, sites }
    }

    fn outcome(&self, kind: &AssertionKind, code: &Code) -> (AssertionOutcome, Vec<u32>) {
        let those = |wanted: &dyn Fn(&LocationVerdict) -> bool| -> Vec<u32> {
            code.locations.iter().copied().filter(|&index| wanted(&self.locations[index as usize])).collect()
        };
        let heap = those(&|location| matches!(location.verdict, Verdict::Heap(_)));
        let certain = heap.iter().any(|&index| !self.locations[index as usize].assumed);
        let sized = those(&|location| location.verdict == Verdict::StackIfSmall);
        let wants_heap = *kind == AssertionKind::WantHeap;
        if certain {
            return (if wants_heap { AssertionOutcome::Holds } else { AssertionOutcome::Fails }, heap);
        }
        if !heap.is_empty() || code.unknown {
            return (AssertionOutcome::Undecided(Undecided::UnknownCode), heap);
        }
        if !sized.is_empty() {
            return (AssertionOutcome::DependsOnSize, sized);
        }
        match kind {
            AssertionKind::NoHeap { .. } => (AssertionOutcome::Holds, Vec::new()),
            _ if code.locations.is_empty() => (AssertionOutcome::NoValue, Vec::new()),
            AssertionKind::WantHeap => (AssertionOutcome::Fails, code.locations.clone()),
            AssertionKind::WantStack => (AssertionOutcome::Holds, code.locations.clone()),
        }
    }
}

fn declarations(input: Input<'_>) -> Vec<Declaration> {
    let mut all = Vec::new();
    for (index, &(file, tree)) in input.files.iter().enumerate() {
        for &id in &tree.decls {
            let decl = tree.decl(id);
            let undecided = match &decl.kind {
                // Until its code is found.
                DeclKind::Func { .. } => Some(Undecided::NoCode),
                DeclKind::Var { .. } => None,
                _ => continue,
            };
            let end = Pos { file, offset: decl.span.end };
            let last_line = input.places.place(end, Span::default()).at.line;
            let (file, code) = (index as u32, Code::default());
            all.push(Declaration { file, span: decl.span, last_line, undecided, code });
        }
    }
    crate::base::sort_by_key(&mut all, |decl| (decl.file, decl.span.start));
    all
}

/// The place at `pos`, one byte long.
fn point(input: Input<'_>, pos: Pos) -> Place {
    input.places.place(pos, Span::new(pos.offset, pos.offset.saturating_add(1)))
}
