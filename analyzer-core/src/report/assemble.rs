//! Puts a report together.

use alloc::{format, string::String, vec::Vec};
use hashbrown::{HashMap, HashSet};
use rustc_hash::FxBuildHasher;

use super::{
    Explanation, FunctionLedger, HeapSite, InlinedFrom, LineClass, LineVerdict, LocationKind, LocationVerdict, Message,
    MessageKind, Note, NoteKind, PathNote, PathStep, Picture, Place, Report, Summary, Verdict,
    ledger::{Cost, Ledger},
    picture,
    places::Places,
    verdicts::Verdicts,
};
use crate::{
    assert, ast,
    base::{Diagnostic, FileId, Interner, Pos, Span, sort_by_key},
    escape::{Analysis, Outcome, Site, Subject},
    inline::{Said, Turns},
    ir::{Facts, Func, FuncId, NodeId, NodeKind, bounds, lower::Lowered},
    types::{PkgId, Program},
};

/// What the stages have found out about a package.
pub(crate) struct Findings<'a> {
    pub(crate) program: &'a Program,
    pub(crate) interner: &'a Interner,
    pub(crate) lowered: &'a Lowered,
    /// What can be inlined, what was inlined and made direct.
    pub(crate) said: &'a [Said],
    /// Whose turn it was to say that, in the stages that there are: one list of
    /// turns behind the other.
    pub(crate) turns: &'a [Turns],
    pub(crate) analysis: &'a Analysis,
    /// Index expressions that need no bounds check.
    pub(crate) unchecked: &'a [Pos],
    /// And whose turn it was when they were found.
    pub(crate) unchecked_turns: &'a Turns,
    /// The package's files.
    pub(crate) files: &'a [(FileId, &'a ast::File)],
    /// Errors of syntax, and of types.
    pub(crate) errors: [&'a [Diagnostic]; 2],
    /// Where something of a package that is not known is used, and its path.
    pub(crate) unknown: &'a [(Pos, Span, String)],
    /// Whether explanations were asked for.
    pub(crate) explain: bool,
    /// The package itself.
    pub(crate) local: PkgId,
    /// The line whose function's memory was asked for, and the number of its file.
    pub(crate) picture: Option<(u32, u32)>,
    /// Whether gc's lines are all that is wanted.
    pub(crate) lines_only: bool,
}

/// A part of gc's lines: what was said when it was one function's turn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Turn {
    /// The stage, counted from 0.
    pub(crate) stage: usize,
    /// The first of the functions whose turn it was.
    pub(crate) func: Option<FuncId>,
    /// How many messages there were then.
    pub(crate) messages: usize,
    /// How many explanations there were then, if they were asked for.
    pub(crate) explanations: usize,
}

/// Fills `report` with what was found out; the places behind the texts of
/// explanations.
pub(crate) fn fill(report: &mut Report, places: &Places, findings: &Findings<'_>) -> Vec<Option<Place>> {
    let assembler = Assembler { places, findings };
    report.notes = assembler.notes();
    if !findings.lines_only {
        let drafts = assembler.locations();
        report.functions = assembler.functions(&drafts);
        report.picture = findings.picture.and_then(|line| assembler.picture(&report.functions, line));
        report.locations = drafts.into_iter().map(|draft| draft.location).collect();
    }
    let unknown_lines: Vec<(u32, u32)> = report
        .notes
        .iter()
        .filter(|note| matches!(note.kind, NoteKind::UnknownPackage { .. }))
        .map(|note| (note.place.file, note.place.at.line))
        .collect();
    report.messages = assembler.messages(&unknown_lines);
    let (explanations, mut behind): (Vec<_>, Vec<_>) =
        if findings.explain { assembler.explanations().into_iter().unzip() } else { Default::default() };
    report.explanations = explanations;
    places.name_files(report);
    report.sort_files(places.own(), &mut behind);
    add_places(report, &behind);
    let Findings { files, interner, errors, lowered, lines_only, .. } = *findings;
    if !lines_only {
        finish(report, assert::Input { files, interner, places, errors, lowered: Some(lowered) });
    }
    behind
}

/// Puts the places `behind` the texts of the explanations.
pub(crate) fn add_places(report: &mut Report, behind: &[Option<Place>]) {
    for (index, at) in behind.iter().enumerate() {
        if let Some(at) = *at {
            let place = report.place_of_message(at);
            let text = &mut report.explanations[index].text;
            *text = format!("{text} at {place}");
        }
    }
}

/// Adds to a report with all its verdicts and notes, or with errors alone, what
/// follows from them.
pub(crate) fn finish(report: &mut Report, input: assert::Input<'_>) {
    assert::check(report, input);
    sum_up(report);
}

/// The same without what is asserted.
pub(crate) fn sum_up(report: &mut Report) {
    report.lines = lines(report);
    report.summary = summary(report);
}

/// A verdict, and what it costs which functions.
struct Draft {
    location: LocationVerdict,
    spent: Vec<Spent>,
}

/// What one function pays for a verdict.
struct Spent {
    func: FuncId,
    in_loop: bool,
    /// Where it is made: the code and its loop depth.
    at: (FuncId, u32),
    cost: Cost,
}

/// Whose turn it was to say gc's lines, in their order.
pub(crate) fn turns(findings: &Findings<'_>) -> Vec<Turn> {
    let Findings { said, analysis, unchecked_turns, .. } = *findings;
    let mut out: Vec<Turn> = Vec::new();
    let mut add = |stage, func, new: (usize, usize)| {
        let (messages, explanations) = out.last().map_or((0, 0), |last| (last.messages, last.explanations));
        out.push(Turn { stage, func, messages: messages + new.0, explanations: explanations + new.1 });
    };
    let remarks = findings.lowered.remarks.len();
    add(0, None, (remarks, remarks));
    let mut stage = 1;
    let mut from = 0;
    for turns in findings.turns {
        for &(func, end) in turns {
            let lines = &said[from..end];
            add(stage, Some(func), (lines.iter().filter(|line| line.plain).count(), lines.len()));
            from = end;
        }
        stage += 1;
    }
    let lines = &said[from..];
    add(stage, None, (lines.iter().filter(|line| line.plain).count(), lines.len()));
    from = 0;
    for &(func, end) in &analysis.turns {
        let lines = &analysis.messages[from..end];
        add(stage + 1, Some(func), (lines.iter().filter(|line| line.kind.is_some()).count(), lines.len()));
        from = end;
    }
    from = 0;
    for &(func, end) in unchecked_turns {
        add(stage + 2, Some(func), (end - from, end - from));
        from = end;
    }
    out
}

/// What to underline for a name: of one that the compiler made up, such as `~r0`
/// or `.this`, nothing is in the text, and one character has to do.
fn name_span(name: &str, start: u32) -> Span {
    let made = name.is_empty() || name.starts_with(['~', '.']);
    Span::new(start, start.saturating_add(if made { 1 } else { name.len() as u32 }))
}

struct Assembler<'a> {
    places: &'a Places,
    findings: &'a Findings<'a>,
}

impl Assembler<'_> {
    fn place(&self, pos: Pos, span: Span) -> Place {
        self.places.place_in(self.findings.program, pos, span)
    }

    fn notes(&self) -> Vec<Note> {
        let mut notes: Vec<Note> = Vec::new();
        for (pos, span, path) in self.findings.unknown {
            let place = self.place(*pos, *span);
            notes.push(Note { place, kind: NoteKind::UnknownPackage { path: path.clone() } });
        }
        for (pos, name) in &self.findings.lowered.uninstantiated {
            let span = Span::new(pos.offset, pos.offset.saturating_add(name.len() as u32));
            let kind = NoteKind::NeverInstantiated { name: name.clone() };
            notes.push(Note { place: self.place(*pos, span), kind });
        }
        sort_by_key(&mut notes, |note| (note.place.file, note.place.at));
        notes
    }

    fn locations(&self) -> Vec<Draft> {
        let Findings { lowered, program, analysis, interner, .. } = *self.findings;
        let facts =
            Facts { stand_ins: Some(&analysis.stand_ins), ..Facts::new(&lowered.package, &program.types, interner) };
        let ledger = Ledger { facts, analysis };
        let verdicts = Verdicts::new(facts, analysis);
        let functions = self.shown_functions();
        let mut drafts = Vec::new();
        for (index, outcome) in analysis.outcomes.iter().enumerate() {
            if !outcome.pos.is_known() || !self.places.is_own(outcome.pos) {
                continue;
            }
            let Some((what, verdict)) = verdicts.of(outcome) else { continue };
            let cost = ledger.cost(outcome, &verdict);
            if what == LocationKind::GoDefer && cost.is_none() {
                continue;
            }
            let (func, in_range_body) = self.payer(outcome.func);
            let in_loop = in_range_body || outcome.loop_depth > 1;
            let spent = cost
                .map(|cost| Spent { func, in_loop, at: (outcome.func, outcome.loop_depth), cost })
                .into_iter()
                .collect();
            let place = self.place(outcome.pos, self.span(outcome));
            let path = self.path(index);
            let location = LocationVerdict {
                place,
                text: self.text(outcome, what),
                what,
                verdict,
                path,
                assumed: outcome.assumed,
                instances: self.instance(outcome).into_iter().collect(),
                inlined: self.inlined(outcome),
                function: functions.get(&func).copied(),
            };
            drafts.push(Draft { location, spent });
        }
        sort_by_key(&mut drafts, |Draft { location, .. }| (location.place.file, location.place.at));
        merge_instances(drafts)
    }

    /// How gc prints `outcome`, or the keyword of the statement that made it.
    fn text(&self, outcome: &Outcome, what: LocationKind) -> String {
        let package = &self.findings.lowered.package;
        match outcome.site {
            Site::Expr(node) if what == LocationKind::GoDefer => match package.node(node).kind {
                NodeKind::Closure(func) if is_go_wrapper(&package.funcs[func].name) => "go".into(),
                _ => "defer".into(),
            },
            _ => outcome.text.clone(),
        }
    }

    /// The function that pays for what is in `func`: itself or, for the body
    /// of a loop over a function, the function that the loop is in; and whether
    /// it is such a body.
    fn payer(&self, mut func: FuncId) -> (FuncId, bool) {
        let funcs = &self.findings.lowered.package.funcs;
        let mut in_range_body = false;
        while let Func { is_range_body: true, closure_parent: Some(parent), .. } = funcs[func] {
            (func, in_range_body) = (parent, true);
        }
        (func, in_range_body)
    }

    /// The functions that have an entry in the ledger, and which it is.
    fn shown_functions(&self) -> HashMap<FuncId, u32, FxBuildHasher> {
        let package = &self.findings.lowered.package;
        let shown = |&id: &FuncId| {
            let func = &package.funcs[id];
            let bridge = func.dupok && func.wrapper;
            func.body.is_some() && !(func.imported || func.is_range_body || bridge) && self.places.is_own(func.pos)
        };
        package.order.iter().copied().filter(shown).zip(0..).collect()
    }

    /// The ledger.
    fn functions(&self, drafts: &[Draft]) -> Vec<FunctionLedger> {
        let Findings { lowered, program, interner, .. } = *self.findings;
        let package = &lowered.package;
        let facts = Facts::new(package, &program.types, interner);
        let ids = self.shown_functions();
        let mut entries: HashMap<FuncId, FunctionLedger, FxBuildHasher> = HashMap::default();
        for &id in ids.keys() {
            let func = &package.funcs[id];
            let end = func.pos.offset.saturating_add(if func.closure.is_some() { "func".len() as u32 } else { 1 });
            let place = self.place(func.pos, Span::new(func.pos.offset, end));
            let parent = func.closure_parent.map(|parent| self.payer(parent).0);
            let parent = parent.and_then(|parent| ids.get(&parent).copied());
            entries.insert(id, FunctionLedger { name: facts.func_name(id), place, parent, sites: Vec::new() });
        }
        let mut shared: HashSet<(FuncId, u32), FxBuildHasher> = HashSet::default();
        for (index, draft) in drafts.iter().enumerate() {
            for &Spent { func, in_loop, at, cost } in &draft.spent {
                if let Some(entry) = entries.get_mut(&func) {
                    // The second of two may share the object of the first.
                    let shares = cost.may_share && !shared.insert(at);
                    let Cost { least, most, bytes, .. } = if shares { cost.or_ready() } else { cost };
                    entry.sites.push(HeapSite { location: index as u32, least, most, bytes, in_loop });
                }
            }
        }
        package.order.iter().filter_map(|id| entries.remove(id)).collect()
    }

    /// The memory of the function that is declared on a line, or last before it,
    /// or of the innermost literal in it that began on an earlier line and has
    /// not ended on one.
    fn picture(&self, functions: &[FunctionLedger], (file, line): (u32, u32)) -> Option<Picture> {
        let Findings { lowered, program, interner, analysis, local, .. } = *self.findings;
        let declared = functions.iter().enumerate().filter(|(_, function)| {
            function.parent.is_none() && function.place.file == file && function.place.at.line <= line
        });
        let (index, _) = declared.max_by_key(|(_, function)| function.place.at.line)?;
        let shown = self.shown_functions();
        let around = |&(&id, &number): &(&FuncId, &u32)| {
            let function = &functions[number as usize];
            let after = || Some(self.last_line(id)? >= line);
            function.place.file == file && function.place.at.line < line && after() == Some(true)
        };
        let literal =
            shown.iter().filter(around).max_by_key(|&(_, &number)| functions[number as usize].place.span.start);
        let declared = || shown.iter().find(|&(_, &number)| number as usize == index);
        let (&func, &index) = literal.or_else(declared)?;
        let facts =
            Facts { stand_ins: Some(&analysis.stand_ins), ..Facts::new(&lowered.package, &program.types, interner) };
        let ledger = Ledger { facts, analysis };
        let verdicts = Verdicts::new(facts, analysis);
        let candidates = analysis.outcomes.iter().filter(|outcome| picture::is_shown(facts, outcome, func));
        let candidates = candidates.filter_map(|outcome| {
            let verdict = verdicts.of(outcome).map(|(_, verdict)| verdict);
            if let Some(Verdict::NoAllocation(_)) = verdict {
                // It takes no memory, or is data of the program.
                return None;
            }
            let place = self.place(outcome.pos, self.span(outcome));
            let cost = verdict.filter(|_| outcome.escapes).and_then(|verdict| ledger.cost(outcome, &verdict));
            let calls = self.calls(outcome);
            Some(picture::Candidate { outcome, place, calls, taken: cost.and_then(|cost| cost.bytes) })
        });
        Some(picture::draw(facts, analysis, local, (func, index), candidates.collect()))
    }

    /// The line on which a function literal ends.
    fn last_line(&self, func: FuncId) -> Option<u32> {
        let lowered = self.findings.lowered;
        let func = &lowered.package.funcs[func];
        let span = lowered.source_map.get(func.closure?)?;
        let end = Pos { offset: span.end.saturating_sub(1), ..func.pos };
        Some(self.place(end, span).at.line)
    }

    /// The function that `outcome` came from when it was inlined.
    fn inlined(&self, outcome: &Outcome) -> Option<InlinedFrom> {
        let Findings { lowered, program, interner, .. } = *self.findings;
        let package = &lowered.package;
        let (call, pos) = package.inlined.origin(self.node(outcome)?)?;
        let function = Facts::new(package, &program.types, interner).func_name(package.inlined.call(call).callee);
        let end = pos.offset.saturating_add(1);
        Some(InlinedFrom { function, place: self.place(pos, Span::new(pos.offset, end)) })
    }

    /// The inlined calls that `outcome` came with, outermost first.
    fn calls(&self, outcome: &Outcome) -> Vec<picture::InlinedCall> {
        let Findings { lowered, program, interner, .. } = *self.findings;
        let package = &lowered.package;
        let innermost = self.node(outcome).and_then(|node| package.inlined.origin(node));
        let facts = Facts::new(package, &program.types, interner);
        let mut calls: Vec<_> = package
            .inlined
            .with_parents(innermost.map(|(call, _)| call))
            .map(|call| picture::InlinedCall {
                function: facts.func_name(call.callee),
                place: self.place(call.pos, Span::new(call.pos.offset, call.pos.offset.saturating_add(1))),
            })
            .collect();
        calls.reverse();
        calls
    }

    /// The node that stands for `outcome`.
    fn node(&self, outcome: &Outcome) -> Option<NodeId> {
        match outcome.site {
            Site::Expr(node) => Some(node),
            Site::Var(var) => Some(self.findings.lowered.package.vars[var].node),
            Site::Helper | Site::Temp(_) => None,
        }
    }

    /// The instance of generic code that `outcome` belongs to.
    fn instance(&self, outcome: &Outcome) -> Option<String> {
        let package = &self.findings.lowered.package;
        let mut func = outcome.func;
        while let Some(outer) = package.funcs[func].closure_parent {
            func = outer;
        }
        package.funcs[func].dupok.then(|| package.funcs[func].name.clone())
    }

    /// What to underline for an outcome.
    fn span(&self, outcome: &Outcome) -> Span {
        let start = outcome.pos.offset;
        let package = &self.findings.lowered.package;
        if let Some((call, _)) = self.node(outcome).and_then(|node| package.inlined.origin(node)) {
            // All of the call came to be this code.
            let outermost = package.inlined.with_parents(Some(call)).last();
            return outermost.map_or(Span::default(), |call| self.node_span(call.call, start));
        }
        match outcome.site {
            Site::Expr(node) => self.node_span(node, start),
            _ => name_span(&outcome.text, start),
        }
    }

    fn node_span(&self, node: NodeId, start: u32) -> Span {
        let lowered = self.findings.lowered;
        if let NodeKind::Closure(_) = lowered.package.node(node).kind {
            // The keyword stands for the literal: its body has verdicts of its own.
            return Span::new(start, start.saturating_add("func".len() as u32));
        }
        if let Some(span) = lowered.source_map.get(node) {
            return span;
        }
        match lowered.package.node(node).kind {
            NodeKind::Name(var) => name_span(&lowered.package.vars[var].name, start),
            _ => name_span("", start),
        }
    }

    fn path(&self, index: usize) -> Vec<PathStep> {
        let Findings { lowered, program, interner, analysis, .. } = *self.findings;
        let steps = analysis.path(&lowered.package, &program.types, interner, index);
        let note = |note: crate::escape::StepNote| {
            let span = note.node.map_or_else(
                || Span::new(note.pos.offset, note.pos.offset),
                |node| self.node_span(node, note.pos.offset),
            );
            PathNote { place: self.place(note.pos, span), text: note.text, why: note.why }
        };
        let step =
            |step: crate::escape::Step| PathStep { flow: step.flow, notes: step.notes.into_iter().map(note).collect() };
        steps.into_iter().map(step).collect()
    }

    /// gc's lines: what was said about bodies comes first, what can be
    /// inlined and what was made of calls next, what `walk` says last.
    fn messages(&self, unknown_lines: &[(u32, u32)]) -> Vec<Message> {
        let Findings { said, analysis, unchecked, .. } = *self.findings;
        let mut messages: Vec<Message> = Vec::new();
        for (pos, text) in &self.findings.lowered.remarks {
            let place = self.place(*pos, Span::new(pos.offset, pos.offset));
            messages.push(Message { place, kind: MessageKind::Inlining, text: (*text).into(), assumed: false });
        }
        for line in said.iter().filter(|line| line.plain) {
            let place = self.place(line.pos, Span::new(line.pos.offset, line.pos.offset));
            messages.push(Message { place, kind: MessageKind::Inlining, text: line.text.clone(), assumed: false });
        }
        for message in &analysis.messages {
            let Some(kind) = message.kind else { continue };
            let (span, assumed) = match message.subject {
                Subject::Outcome(index) => {
                    let outcome = &analysis.outcomes[index];
                    (self.span(outcome), outcome.assumed)
                }
                Subject::None => (Span::new(message.pos.offset, message.pos.offset), false),
            };
            let place = self.place(message.pos, span);
            let on_unknown_line = unknown_lines.contains(&(place.file, place.at.line));
            let text = message.text.clone();
            messages.push(Message { place, kind, text, assumed: assumed || on_unknown_line });
        }
        for &pos in unchecked {
            let place = self.place(pos, Span::new(pos.offset, pos.offset));
            let (kind, text) = (MessageKind::BoundsCheck, bounds::MESSAGE.into());
            messages.push(Message { place, kind, text, assumed: false });
        }
        messages
    }

    /// gc's lines at `-m=2`, and the place that goes behind a line's text.
    fn explanations(&self) -> Vec<(Explanation, Option<Place>)> {
        let Findings { said, analysis, unchecked, .. } = *self.findings;
        let place = |pos: Pos| self.place(pos, Span::new(pos.offset, pos.offset));
        let mut out = Vec::new();
        for (pos, text) in &self.findings.lowered.remarks {
            out.push((Explanation { place: place(*pos), text: (*text).into() }, None));
        }
        for line in said {
            out.push((Explanation { place: place(line.pos), text: line.text.clone() }, None));
        }
        for message in &analysis.messages {
            let explanation = Explanation { place: place(message.pos), text: message.text.clone() };
            out.push((explanation, message.at.map(place)));
        }
        for &pos in unchecked {
            out.push((Explanation { place: place(pos), text: bounds::MESSAGE.into() }, None));
        }
        out
    }
}

/// Whether a function that the compiler made for a `go` or `defer` statement is
/// one for `go`: gc calls them `f.gowrap1` and `f.deferwrap1`.
fn is_go_wrapper(name: &str) -> bool {
    name.rsplit('.').next().is_some_and(|last| last.starts_with("gowrap"))
}

/// Generic code is analysed once for each instance, and the code of a function
/// literal once more for each call of the function around it that is inlined:
/// verdicts that are the same are told once, those that differ with the
/// instances they are for. `drafts` are sorted by place.
fn merge_instances(drafts: Vec<Draft>) -> Vec<Draft> {
    let mut merged: Vec<Draft> = Vec::with_capacity(drafts.len());
    let mut start = 0;
    for Draft { location, spent } in drafts {
        if merged.get(start).is_none_or(|first| first.location.place != location.place) {
            start = merged.len();
        }
        let same = |other: &&mut Draft| {
            let other = &other.location;
            (other.instances.is_empty() == location.instances.is_empty())
                && (other.what, &other.text, &other.verdict, other.assumed, &other.inlined)
                    == (location.what, &location.text, &location.verdict, location.assumed, &location.inlined)
        };
        match merged[start..].iter_mut().find(same) {
            Some(other) => {
                other.spent.extend(spent);
                for instance in location.instances {
                    if !other.location.instances.contains(&instance) {
                        other.location.instances.push(instance);
                    }
                }
            }
            None => merged.push(Draft { location, spent }),
        }
    }
    // What is the same for all instances needs no names.
    for index in 0..merged.len() {
        let (place, what) = (merged[index].location.place, merged[index].location.what);
        let before = index.checked_sub(1).and_then(|before| merged.get(before));
        let neighbours = before.into_iter().chain(merged.get(index + 1));
        if !neighbours.clone().any(|other| other.location.place == place && other.location.what == what) {
            merged[index].location.instances.clear();
        }
    }
    merged
}

/// How bad a verdict is on its line.
fn class(verdict: &Verdict) -> LineClass {
    match verdict {
        Verdict::NoAllocation(_) => LineClass::NoAllocation,
        Verdict::Stack => LineClass::Stack,
        Verdict::StackIfSmall => LineClass::StackIfSmall,
        Verdict::Heap(_) => LineClass::Heap,
        Verdict::Param(flows) if flows.is_empty() => LineClass::Stack,
        Verdict::Param(_) => LineClass::Leak,
    }
}

fn lines(report: &Report) -> Vec<LineVerdict> {
    let mut lines: Vec<LineVerdict> = Vec::new();
    for (index, location) in report.locations.iter().enumerate() {
        let line = line_of(&mut lines, location.place);
        line.worst = line.worst.max(class(&location.verdict));
        line.locations.push(index as u32);
    }
    for (index, note) in report.notes.iter().enumerate() {
        line_of(&mut lines, note.place).notes.push(index as u32);
    }
    for (index, assertion) in report.assertions.iter().enumerate() {
        line_of(&mut lines, assertion.place).assertions.push(index as u32);
    }
    sort_by_key(&mut lines, |line| (line.file, line.line));
    lines
}

/// The entry for the line of `place`, made if there is none. Locations come
/// sorted, so the entry is the last one or, for notes, found by search.
fn line_of(lines: &mut Vec<LineVerdict>, place: Place) -> &mut LineVerdict {
    let key = (place.file, place.at.line);
    let index = match lines.binary_search_by_key(&key, |line| (line.file, line.line)) {
        Ok(index) => index,
        Err(index) => {
            let (file, line) = key;
            let worst = LineClass::NoAllocation;
            let (locations, notes, assertions) = Default::default();
            lines.insert(index, LineVerdict { file, line, worst, locations, notes, assertions });
            index
        }
    };
    &mut lines[index]
}

fn summary(report: &Report) -> Summary {
    let assertions = report.assertions.len() as u32;
    let held = report.assertions.iter().filter(|assertion| assertion.holds()).count() as u32;
    let mut summary = Summary { assertions, held, ..Summary::default() };
    for location in &report.locations {
        match &location.verdict {
            Verdict::Heap(_) => summary.heap += 1,
            Verdict::Stack | Verdict::StackIfSmall => summary.stack += 1,
            Verdict::NoAllocation(_) => summary.none += 1,
            Verdict::Param(_) => {}
        }
        summary.assumed += u32::from(location.assumed);
    }
    summary
}
