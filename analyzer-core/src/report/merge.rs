//! A report in which some functions' parts are replaced.
//!
//! A text was analysed, then some of its functions were edited and analysed
//! alone. What is said of the others stays, at other places; what is said of
//! these comes from the new report, of which nothing else is wanted. Whatever
//! is not as it must be for that (lines of two functions in a mess, places of
//! one function's in the middle of another) makes [`merge`] give up.
//!
//! The order of gc's lines is that of whose turn it is, stage by stage: as
//! long as all functions have the same turns as before, only what is said in
//! a turn can be another thing. With errors their order is that of the text.

use alloc::{string::String, vec::Vec};

use super::{Place, Report, add_places, sum_up};
use crate::base::{LineCol, sort_by_key};

/// A part of gc's lines.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct OwnedTurn {
    /// The stage.
    pub(crate) stage: usize,
    /// The declared function whose turn it was, by its number; `None` for what
    /// belongs to none.
    pub(crate) owner: Option<usize>,
    /// How many messages there were then.
    pub(crate) messages: usize,
    /// How many explanations.
    pub(crate) explanations: usize,
}

/// A report, with what belongs to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Whole {
    pub(crate) report: Report,
    /// The places behind the texts of explanations.
    pub(crate) behind: Vec<Option<Place>>,
    pub(crate) turns: Vec<OwnedTurn>,
}

/// A function that is replaced: its number, its file, where it begins and ends
/// in the old text and in the new one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Member {
    pub(crate) number: usize,
    pub(crate) file: u32,
    pub(crate) spans: [(LineCol, LineCol); 2],
}

/// What an edit does to places behind it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Shift {
    pub(crate) file: u32,
    /// Where what was replaced ends, before and now.
    pub(crate) before: (u32, LineCol),
    pub(crate) now: (u32, LineCol),
}

impl Shift {
    fn place(&self, place: &mut Place) {
        if place.file != self.file {
            return;
        }
        let ((end, at), (new_end, new_at)) = (self.before, self.now);
        if place.at >= at {
            if place.at.line == at.line {
                place.at.col = place.at.col - at.col + new_at.col;
            }
            place.at.line = place.at.line - at.line + new_at.line;
        }
        for offset in [&mut place.span.start, &mut place.span.end] {
            if *offset >= end {
                *offset = *offset - end + new_end;
            }
        }
    }
}

/// What is merged.
pub(crate) struct Merge<'a> {
    /// How many files the package has.
    pub(crate) own: usize,
    pub(crate) old: &'a Whole,
    pub(crate) new: &'a Whole,
    pub(crate) members: &'a [Member],
    /// The number of the member that has no code now, because of errors.
    pub(crate) without: Option<usize>,
    pub(crate) shift: Shift,
}

/// Where something of the result comes from.
#[derive(Clone, Copy)]
struct Source {
    new: bool,
    index: usize,
    key: (u32, LineCol),
}

impl Merge<'_> {
    /// The member that `place`, of the new or the old report, is in.
    fn member(&self, new: bool, place: Place) -> Option<&Member> {
        self.members.iter().find(|member| {
            let (start, end) = member.spans[usize::from(new)];
            place.file == member.file && start <= place.at && place.at <= end
        })
    }

    /// In which order what is at these places comes, of the old report without
    /// the members' and of the new one with nothing else.
    fn sources(&self, old: &[Place], new: &[Place]) -> Vec<Source> {
        let mut out: Vec<Source> = Vec::with_capacity(old.len());
        for (is_new, places) in [(false, old), (true, new)] {
            for (index, &place) in places.iter().enumerate() {
                if self.member(is_new, place).is_some() == is_new {
                    let mut moved = place;
                    if !is_new {
                        self.shift.place(&mut moved);
                    }
                    out.push(Source { new: is_new, index, key: (moved.file, moved.at) });
                }
            }
        }
        sort_by_key(&mut out, |source| source.key);
        out
    }

    /// The merged report; `None` if that cannot be done.
    pub(crate) fn run(&self) -> Option<Whole> {
        let (old, new) = (&self.old.report, &self.new.report);
        let mut out = Whole::default();
        let report = &mut out.report;
        report.package.clone_from(&old.package);
        report.errors.clone_from(&new.errors);
        if report.errors.iter().any(|error| error.place.file as usize >= self.own) {
            return None;
        }

        // Files of other packages: those of the old report, then more.
        report.files.clone_from(&old.files);
        let mut numbers: Vec<u32> = (0..self.own as u32).collect();
        for name in new.files.iter().skip(self.own) {
            let known = report.files.iter().skip(self.own).position(|other| other == name);
            numbers.push(known.map_or(report.files.len(), |index| self.own + index) as u32);
            if known.is_none() {
                report.files.push(name.clone());
            }
        }

        let functions = self.functions()?;
        let numbers_now = self.functions_left();
        let place_of = |report: &Report| report.locations.iter().map(|location| location.place).collect::<Vec<_>>();
        let sources = self.sources(&place_of(old), &place_of(new));
        let mut to: [Vec<Option<u32>>; 2] =
            [alloc::vec![None; old.locations.len()], alloc::vec![None; new.locations.len()]];
        for (index, source) in (0..).zip(&sources) {
            to[usize::from(source.new)][source.index] = Some(index);
            let mut location = if source.new { new } else { old }.locations[source.index].clone();
            if let Some(function) = &mut location.function {
                if source.new {
                    *function = (*functions.get(*function as usize)?)?;
                }
                *function = (*numbers_now.get(*function as usize)?)?;
            }
            report.locations.push(location);
        }
        let from_new: Vec<bool> = sources.iter().map(|source| source.new).collect();

        let place_of = |report: &Report| report.notes.iter().map(|note| note.place).collect::<Vec<_>>();
        let notes = self.sources(&place_of(old), &place_of(new));
        if notes.iter().any(|source| source.key.0 as usize >= self.own) {
            return None;
        }
        report.notes =
            notes.iter().map(|source| if source.new { &new.notes } else { &old.notes }[source.index].clone()).collect();

        let mut replaced = alloc::vec![None; old.functions.len()];
        for (index, &function) in functions.iter().enumerate() {
            if let Some(function) = function {
                replaced[function as usize] = Some(index);
            }
        }
        for (index, function) in old.functions.iter().enumerate() {
            if numbers_now[index].is_none() {
                continue;
            }
            let is_new = replaced[index].is_some();
            let mut function = replaced[index].map_or(function, |index| &new.functions[index]).clone();
            function.parent = match old.functions[index].parent {
                Some(parent) => Some(numbers_now[parent as usize]?),
                None => None,
            };
            for site in &mut function.sites {
                site.location = to[usize::from(is_new)][site.location as usize]?;
            }
            report.functions.push(function);
        }

        let mut left = numbers_now.iter();
        replaced.retain(|_| left.next().is_some_and(Option::is_some));

        let lines = if report.errors.is_empty() { self.turns(&mut out)? } else { (self.messages(report), Vec::new()) };
        self.places(&mut out, &numbers, [&from_new, &lines.0, &lines.1], &notes, &replaced)?;
        out.report.sort_files(self.own, &mut out.behind);
        add_places(&mut out.report, &out.behind);
        if !out.report.errors.is_empty() {
            out.report.sort_messages();
        }
        sum_up(&mut out.report);
        Some(out)
    }

    /// Which of the old functions each of the new ones is: of the members each
    /// must be one, with its literals, in the same order.
    fn functions(&self) -> Option<Vec<Option<u32>>> {
        let (old, new) = (&self.old.report.functions, &self.new.report.functions);
        let mut which = alloc::vec![None; new.len()];
        for member in self.members {
            let of = |is_new: bool, functions: &[super::FunctionLedger]| {
                let of_it = |place| self.member(is_new, place).is_some_and(|other| other.number == member.number);
                (0..functions.len()).filter(|&index| of_it(functions[index].place)).collect::<Vec<_>>()
            };
            let (before, now) = (of(false, old), of(true, new));
            if self.without == Some(member.number) && now.is_empty() {
                continue;
            }
            if before.len() != now.len() {
                return None;
            }
            for (&before, &now) in before.iter().zip(&now) {
                which[now] = Some(before as u32);
            }
        }
        for (now, before) in which.iter().enumerate().filter_map(|(now, before)| Some((now, (*before)? as usize))) {
            let parent = match new[now].parent {
                Some(parent) => Some(which[parent as usize]?),
                None => None,
            };
            if (&new[now].name, parent) != (&old[before].name, old[before].parent) {
                return None;
            }
        }
        Some(which)
    }

    /// The numbers that the old functions have now; `None` of those whose code is gone.
    fn functions_left(&self) -> Vec<Option<u32>> {
        let mut number = 0;
        let left = self.old.report.functions.iter().map(|function| {
            let member = self.member(false, function.place);
            let is_left = member.is_none_or(|member| Some(member.number) != self.without);
            number += u32::from(is_left);
            is_left.then(|| number - 1)
        });
        left.collect()
    }

    /// Puts gc's lines together without their order; which of them are new.
    fn messages(&self, report: &mut Report) -> Vec<bool> {
        let mut new_messages = Vec::new();
        for (is_new, whole) in [(false, self.old), (true, self.new)] {
            let mut before = 0;
            for turn in &whole.turns {
                let is_member = turn.owner.is_some_and(|owner| self.members.iter().any(|m| m.number == owner));
                if is_member == is_new {
                    report.messages.extend_from_slice(&whole.report.messages[before..turn.messages]);
                    new_messages.resize(report.messages.len(), is_new);
                }
                before = turn.messages;
            }
        }
        new_messages
    }

    /// Puts gc's lines together; which of them are new.
    fn turns(&self, out: &mut Whole) -> Option<(Vec<bool>, Vec<bool>)> {
        let (mut new_messages, mut new_explanations) = (Vec::new(), Vec::new());
        // Where the turns of each member are in the new report, stage by stage.
        let mut waiting: Vec<(usize, usize)> = self.members.iter().map(|member| (member.number, 0)).collect();
        for (index, turn) in self.old.turns.iter().enumerate() {
            let next = turn.owner.and_then(|owner| waiting.iter_mut().find(|(number, _)| *number == owner));
            let is_new = next.is_some();
            let (whole, index) = match next {
                Some((owner, next)) => {
                    let turns = &self.new.turns;
                    let found = (*next..turns.len()).find(|&index| turns[index].owner == Some(*owner))?;
                    if turns[found].stage != turn.stage {
                        return None;
                    }
                    *next = found + 1;
                    (self.new, found)
                }
                None => (self.old, index),
            };
            let this = whole.turns[index];
            let before = index.checked_sub(1).map_or((0, 0), |before| {
                let turn = whole.turns[before];
                (turn.messages, turn.explanations)
            });
            out.report.messages.extend_from_slice(&whole.report.messages[before.0..this.messages]);
            new_messages.resize(out.report.messages.len(), is_new);
            if !whole.report.explanations.is_empty() {
                for line in before.1..this.explanations {
                    let mut explanation = whole.report.explanations[line].clone();
                    let at = whole.behind[line];
                    if let Some(at) = at {
                        let place = whole.report.place_of_message(at);
                        let text = explanation.text.strip_suffix(&*place)?.strip_suffix(" at ")?;
                        explanation.text = String::from(text);
                    }
                    out.report.explanations.push(explanation);
                    out.behind.push(at);
                }
            }
            new_explanations.resize(out.report.explanations.len(), is_new);
            out.turns.push(OwnedTurn {
                messages: out.report.messages.len(),
                explanations: out.turns.last().map_or(0, |last| last.explanations) + this.explanations - before.1,
                ..*turn
            });
        }
        // All that the members have to say is said.
        let more =
            waiting.iter().any(|&(owner, next)| self.new.turns[next..].iter().any(|turn| turn.owner == Some(owner)));
        (!more).then_some((new_messages, new_explanations))
    }

    /// Moves what is old and numbers the files of what is new. Gives up if
    /// something is in a place where it does not belong.
    fn places(
        &self,
        out: &mut Whole,
        numbers: &[u32],
        [locations, messages, explanations]: [&[bool]; 3],
        notes: &[Source],
        replaced: &[Option<usize>],
    ) -> Option<()> {
        let mut fits = true;
        let change = |place: &mut Place, is_new: bool, mine: bool| {
            let member = self.member(is_new, *place).is_some();
            // What is new may point elsewhere, but may not be elsewhere.
            fits &= if is_new { member || !mine || place.file == u32::MAX } else { !member };
            if is_new {
                place.file = numbers.get(place.file as usize).copied().unwrap_or(place.file);
            } else {
                self.shift.place(place);
            }
        };
        let mut change = change;
        let Whole { report, behind, .. } = out;
        for (message, &is_new) in report.messages.iter_mut().zip(messages) {
            change(&mut message.place, is_new, true);
        }
        for (line, &is_new) in report.explanations.iter_mut().zip(explanations) {
            change(&mut line.place, is_new, false);
        }
        for (at, &is_new) in behind.iter_mut().zip(explanations) {
            if let Some(at) = at {
                change(at, is_new, false);
            }
        }
        for (location, &is_new) in report.locations.iter_mut().zip(locations) {
            change(&mut location.place, is_new, true);
            for note in location.path.iter_mut().flat_map(|step| &mut step.notes) {
                change(&mut note.place, is_new, false);
            }
            if let Some(from) = &mut location.inlined {
                change(&mut from.place, is_new, false);
            }
        }
        for (note, source) in report.notes.iter_mut().zip(notes) {
            change(&mut note.place, source.new, true);
        }
        for (function, replaced) in report.functions.iter_mut().zip(replaced) {
            change(&mut function.place, replaced.is_some(), true);
        }
        fits.then_some(())
    }
}
