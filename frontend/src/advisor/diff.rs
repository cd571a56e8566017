//! Edits as the editor takes them, and as a reader sees them.
//!
//! No diff library: the edits themselves say which lines change. Lines that
//! the edits of a group touch are shown as they were and as they will be,
//! without what is the same at the beginning and the end.

use analyzer_core::advice::Edit;
use serde::Serialize;

/// A replacement in UTF-16 units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Change {
    /// Where it begins.
    pub from: u32,
    /// Where what goes ends.
    pub to: u32,
    /// What comes.
    pub insert: String,
}

/// Lines that change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Hunk {
    /// The number of the first line, from 1.
    pub line: u32,
    /// Lines that go.
    pub old: Vec<String>,
    /// Lines that come.
    pub new: Vec<String>,
}

/// `edits` of `text`, which are in order, for the editor.
pub(super) fn changes(text: &str, edits: &[&Edit]) -> Vec<Change> {
    let (mut done, mut units) = (0, 0);
    let mut at = |offset: u32| {
        let offset = text.floor_char_boundary(offset as usize);
        units += text.get(done..offset).unwrap_or_default().encode_utf16().count() as u32;
        done = offset;
        units
    };
    edits
        .iter()
        .map(|edit| Change { from: at(edit.span.start), to: at(edit.span.end), insert: edit.text.clone() })
        .collect()
}

/// The lines of `text` that `edits`, which are in order, change.
pub(super) fn hunks(text: &str, edits: &[&Edit]) -> Vec<Hunk> {
    let line_start = |offset: usize| text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let line_end = |offset: usize| text[offset..].find('\n').map_or(text.len(), |at| offset + at);
    let mut groups: Vec<(usize, usize, Vec<&Edit>)> = Vec::new();
    for &edit in edits {
        let [from, to] = [edit.span.start, edit.span.end].map(|at| text.floor_char_boundary(at as usize));
        // A whole line that goes ends where the next one begins.
        let last = if to > from && text[..to].ends_with('\n') { to - 1 } else { to };
        let (start, end) = (line_start(from), line_end(last));
        match groups.last_mut() {
            Some((_, until, group)) if start <= *until + 1 => {
                *until = end.max(*until);
                group.push(edit);
            }
            _ => groups.push((start, end, vec![edit])),
        }
    }
    groups.into_iter().map(|(start, end, group)| hunk(text, start, end, &group)).collect()
}

fn hunk(text: &str, start: usize, end: usize, edits: &[&Edit]) -> Hunk {
    let (mut edited, mut done) = (String::new(), start);
    for edit in edits {
        edited.push_str(text.get(done..edit.span.start as usize).unwrap_or_default());
        edited.push_str(&edit.text);
        done = edit.span.end as usize;
    }
    edited.push_str(text.get(done..end).unwrap_or_default());
    let mut old: Vec<&str> = text[start..end].split('\n').collect();
    // Where a whole line went its end went, too.
    let mut new: Vec<&str> = if done > end && edited.is_empty() { Vec::new() } else { edited.split('\n').collect() };
    let mut line = text[..start].matches('\n').count() as u32 + 1;
    while !old.is_empty() && old.first() == new.first() {
        old.remove(0);
        new.remove(0);
        line += 1;
    }
    while !old.is_empty() && old.last() == new.last() {
        old.pop();
        new.pop();
    }
    let owned = |lines: Vec<&str>| lines.into_iter().map(str::to_owned).collect();
    Hunk { line, old: owned(old), new: owned(new) }
}

#[cfg(test)]
mod tests {
    use analyzer_core::base::Span;

    use super::*;

    fn edit(text: &str, what: &str, with: &str) -> Edit {
        let start = text.find(what).unwrap();
        Edit { file: 0, span: Span::new(start as u32, (start + what.len()) as u32), text: with.into() }
    }

    #[test]
    fn offsets_count_utf16_units() {
        let text = "// 中😀\nx := 1\ny := 2\n";
        let edits = [edit(text, "x", "z"), edit(text, "2", "34")];
        let changes = changes(text, &edits.iter().collect::<Vec<_>>());
        let change = |from, to, insert: &str| Change { from, to, insert: insert.into() };
        assert_eq!(changes, [change(7, 8, "z"), change(19, 20, "34")]);
    }

    #[test]
    fn lines_next_to_each_other_are_one_hunk() {
        let text = "a\nb\nc\nd\ne\n";
        let edits = [edit(text, "a", "A"), edit(text, "b", "B"), edit(text, "d", "x\nd")];
        let hunks = hunks(text, &edits.iter().collect::<Vec<_>>());
        let shown: Vec<_> = hunks.iter().map(|h| (h.line, h.old.join("|"), h.new.join("|"))).collect();
        assert_eq!(shown, [(1, "a|b".into(), "A|B".into()), (4, String::new(), "x".into())]);
    }

    #[test]
    fn a_line_that_goes_is_shown_as_gone() {
        let text = "a\nb\nc\n";
        let hunks = hunks(text, &[&edit(text, "b\n", "")]);
        assert_eq!((hunks[0].line, &hunks[0].old[..], hunks[0].new.len()), (2, &["b".to_owned()][..], 0));
    }
}
