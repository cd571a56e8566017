//! What of new findings has to be drawn when older ones are: as long as one
//! types in a function, the marks of most lines only move.
//!
//! The editor moves what is drawn with the text, and knows on which lines the
//! text has changed since ([`Handle::changed`](super::bridge::Handle::changed)):
//! there everything is drawn anew. On other lines findings are what they were,
//! but for those that depend on what was changed, such as where it is inlined.

use analyzer_core::base::sort;

use super::marks::Findings;

/// Lines, the last one included.
pub type Lines = (u32, u32);

/// What is drawn.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// The editor's number of it.
    pub number: u32,
    /// All of it.
    pub findings: Findings,
    /// How many lines and UTF-16 units the text has.
    pub size: (u32, u32),
}

/// In more places than this what is between them is drawn anew, too.
const PLACES: usize = 16;

impl Drawing {
    /// What has to be drawn of `new`, if the text differs on the lines `changed`,
    /// on none if the last of them is before the first, and is of `size` now.
    pub fn patch(&self, new: &Findings, size: (u32, u32), changed: Lines) -> Findings {
        let (first, last) = changed;
        let (lines, units) = (size.0.wrapping_sub(self.size.0), size.1.wrapping_sub(self.size.1));
        // Where what was on a line is by now; what was on lines that changed is there.
        let moved = |line: u32| if line < first { line } else { line.wrapping_add(lines).max(first).min(size.0) };
        let by = |line: u32, by: u32| if line < first { 0 } else { by };
        let old = &self.findings;
        let mut within: Vec<Lines> = if first <= last { vec![changed] } else { Vec::new() };
        let marks = old.marks.iter().map(|mark| ((moved(mark.line), moved(mark.line)), mark));
        let new_marks = new.marks.iter().map(|mark| ((mark.line, mark.line), mark));
        differing(marks, new_marks, &mut within, |old, new| {
            (old.kind, old.assumed, &old.label, &old.text) == (new.kind, new.assumed, &new.label, &new.text)
        });
        let ranges = old.ranges.iter().map(|range| ((moved(range.lines.0), moved(range.lines.1)), range));
        let new_ranges = new.ranges.iter().map(|range| (range.lines, range));
        differing(ranges, new_ranges, &mut within, |old, new| {
            let from = old.from.wrapping_add(by(old.lines.0, units));
            let to = old.to.wrapping_add(by(old.lines.1, units));
            (from, to, old.kind) == (new.from, new.to, new.kind)
        });

        sort(&mut within);
        within.dedup_by(|next, before| {
            let joins = next.0 <= before.1.saturating_add(1);
            if joins {
                before.1 = before.1.max(next.1);
            }
            joins
        });
        if let [(top, _), .., (_, bottom)] = within[..]
            && within.len() > PLACES
        {
            within = vec![(top, bottom)];
        }
        let is_within = |(top, bottom): Lines| within.iter().any(|part| top <= part.1 && bottom >= part.0);
        Findings {
            marks: new.marks.iter().filter(|mark| is_within((mark.line, mark.line))).cloned().collect(),
            ranges: new.ranges.iter().filter(|range| is_within(range.lines)).cloned().collect(),
            errors: new.errors.clone(),
            within: Some(within),
        }
    }
}

/// Adds to `within` the lines of what is only in one of two lists.
fn differing<'a, T: 'a>(
    old: impl Iterator<Item = (Lines, &'a T)>,
    new: impl Iterator<Item = (Lines, &'a T)>,
    within: &mut Vec<Lines>,
    same: impl Fn(&T, &T) -> bool,
) {
    let (mut old, mut new) = (old.peekable(), new.peekable());
    loop {
        match (old.peek(), new.peek()) {
            (Some((before, a)), Some((now, b))) if before == now && same(a, b) => {
                old.next();
                new.next();
            }
            (Some((before, _)), now) if now.is_none_or(|(now, _)| before <= now) => {
                within.push(*before);
                old.next();
            }
            (_, Some((now, _))) => {
                within.push(*now);
                new.next();
            }
            _ => break,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editor::marks::{Mark, Range};

    const WIDTH: u32 = 10;

    /// Findings of a text whose lines are all as wide: one mark or none for each
    /// line, and what it is about on it and perhaps on the next ones.
    fn findings(kinds: &[Option<(&'static str, u32)>]) -> Findings {
        let lines = || (1..).zip(kinds).filter_map(|(line, kind)| Some((line, (*kind)?)));
        let mark = |(line, (kind, _)): (u32, (&'static str, u32))| Mark {
            line,
            kind,
            assumed: false,
            shape: "",
            label: String::new(),
            text: kind.into(),
        };
        let range = |(line, (kind, more)): (u32, (&'static str, u32))| {
            let last = (line + more).min(kinds.len() as u32);
            Range { from: (line - 1) * WIDTH + 2, to: (last - 1) * WIDTH + 5, kind, lines: (line, last) }
        };
        Findings { marks: lines().map(mark).collect(), ranges: lines().map(range).collect(), ..Findings::default() }
    }

    fn size(kinds: &[Option<(&'static str, u32)>]) -> (u32, u32) {
        (kinds.len() as u32, kinds.len() as u32 * WIDTH - 1)
    }

    /// What is drawn when some of what was drawn has moved with the text, some is
    /// lost, and a patch was applied.
    fn patched(old: &Findings, new: &Findings, patch: Findings, changed: Lines, (gone, by): Lines) -> Findings {
        let within = patch.within.clone().unwrap();
        assert!(within.is_sorted_by(|a, b| a.1 + 1 < b.0), "{within:?}");
        let is_within = |first: u32, last: u32| within.iter().any(|part| first <= part.1 && last >= part.0);
        let moved = |line: u32| match line.checked_sub(changed.0) {
            None => line,
            Some(index) if index < gone => changed.0,
            Some(_) => line.wrapping_add(by),
        };
        let mut drawn = Findings { errors: patch.errors.clone(), ..Findings::default() };
        for mark in &old.marks {
            let line = moved(mark.line);
            if !is_within(line, line) {
                drawn.marks.push(Mark { line, ..mark.clone() });
            }
        }
        for range in &old.ranges {
            let lines = (moved(range.lines.0), moved(range.lines.1));
            let unit = |unit: u32, line: u32| unit.wrapping_add(moved(line).wrapping_sub(line).wrapping_mul(WIDTH));
            if !is_within(lines.0, lines.1) {
                let (from, to) = (unit(range.from, range.lines.0), unit(range.to, range.lines.1));
                drawn.ranges.push(Range { from, to, lines, ..range.clone() });
            }
        }
        assert!(patch.marks.iter().all(|mark| is_within(mark.line, mark.line)), "{patch:?}");
        drawn.marks.extend(patch.marks);
        drawn.ranges.extend(patch.ranges);
        drawn.marks.sort_by_key(|mark| mark.line);
        drawn.ranges.sort_by_key(|range| range.from);
        let (marks, ranges) = (new.marks.len(), new.ranges.len());
        assert!(drawn.marks.len() == marks && drawn.ranges.len() == ranges, "{drawn:#?} {new:#?}");
        drawn
    }

    #[test]
    fn what_is_left_and_what_is_drawn_is_all() {
        let mut state = 7_u32;
        let mut below = |most: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) % most
        };
        for _ in 0..20_000 {
            let count = 1 + below(12);
            let mut kind = |_| [None, Some("heap"), Some("stack"), Some("leak")][below(4) as usize];
            let with_more = |kinds: Vec<Option<&'static str>>, more: u32| -> Vec<Option<(&'static str, u32)>> {
                (0..).zip(kinds).map(|(index, kind)| Some((kind?, u32::from(index % 5 == more)))).collect()
            };
            let old = with_more((0..count).map(&mut kind).collect(), 3);
            let fresh = with_more((0..3).map(&mut kind).collect(), 3);
            // Some lines are others now, or more, or fewer, and one more says something else.
            let first = below(count);
            let gone = below(count - first + 1).min(4);
            let came = below(4).max(u32::from(gone == count));
            let mut new = old[..first as usize].to_vec();
            new.extend(&fresh[..came as usize]);
            new.extend(&old[(first + gone) as usize..]);
            let last = new.len() as u32;
            let changed = ((first + 1).min(last), (first + came.max(1)).min(last));
            if below(2) == 0 {
                let other = below(new.len() as u32) as usize;
                new[other] = fresh[0];
            }
            let (before, after) = (findings(&old), findings(&new));
            let drawing = Drawing { number: 1, findings: before.clone(), size: size(&old) };
            let patch = drawing.patch(&after, size(&new), changed);
            let by = (new.len() as u32).wrapping_sub(old.len() as u32);
            assert_eq!(patched(&before, &after, patch, changed, (gone, by)), after);
        }
    }
}
