//! What a comment asserts.

use alloc::{string::String, vec::Vec};

use crate::report::DirectiveMistake;

/// What the directives begin with, like `go:`.
const TOOL: &str = "escapade:";
/// What is asserted about a line begins with this word.
const WANT: &str = "want";

/// What one part of a comment says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// `//escapade:noheap`
    NoHeap,
    /// `// want heap`
    WantHeap,
    /// `// want stack`
    WantStack,
    /// Something that was probably meant to be one of these.
    Mistake(DirectiveMistake),
}

/// Whether the comment, from its first slash on, has to be read at all.
pub(crate) fn may_assert(comment: &str) -> bool {
    let text = comment.get(2..).unwrap_or_default();
    begins(text) || (text.contains("//") && text.split("//").any(begins))
}

fn begins(part: &str) -> bool {
    let part = part.trim_start();
    part.starts_with(TOOL) || part.strip_prefix(WANT).is_some_and(|rest| rest.starts_with([' ', '\t']))
}

/// Reads `comment`. A comment behind code may have several parts, each begun
/// by `//`; what is `alone` on its line says nothing about it, and only what
/// stands `before_func` can be a directive.
pub(super) fn read(comment: &str, alone: bool, before_func: bool) -> Vec<Said> {
    if let Some(block) = comment.strip_prefix("/*") {
        let text = block.strip_suffix("*/").unwrap_or(block).trim();
        let meant = directive(text, true, false).is_some() || want(text, false).is_some();
        return meant.then_some(Said::Mistake(DirectiveMistake::Misspelt)).into_iter().collect();
    }
    let parts = comment.get(2..).unwrap_or_default().split("//").enumerate();
    let said = parts.filter_map(|(index, part)| {
        let spaced = part.starts_with([' ', '\t']);
        let first = index == 0;
        let said = directive(part.trim(), spaced, first && alone && before_func);
        // Code that is commented out may have had something behind it.
        said.or_else(|| if first || !alone { want(part.trim(), alone) } else { None })
    });
    said.collect()
}

/// Reads `escapade:…`; `spaced` if it does not follow the slashes at once.
fn directive(text: &str, spaced: bool, in_place: bool) -> Option<Said> {
    let verb = text.strip_prefix(TOOL)?;
    if spaced && !verb.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        // Prose.
        return None;
    }
    Some(match verb {
        "noheap" if spaced => Said::Mistake(DirectiveMistake::Misspelt),
        "noheap" if in_place => Said::NoHeap,
        "noheap" => Said::Mistake(DirectiveMistake::Misplaced),
        _ if verb.split_whitespace().next() == Some("noheap") => Said::Mistake(DirectiveMistake::Misspelt),
        _ => Said::Mistake(DirectiveMistake::Unknown),
    })
}

/// Reads `want …`.
fn want(text: &str, alone: bool) -> Option<Said> {
    let mut words = text.split_whitespace();
    if words.next() != Some(WANT) {
        return None;
    }
    let (what, more) = (words.next()?, words.next().is_some());
    let known = matches!(what, "heap" | "stack");
    Some(match what {
        _ if alone && known && !more => Said::Mistake(DirectiveMistake::Misplaced),
        // Prose.
        _ if alone => return None,
        "heap" if !more => Said::WantHeap,
        "stack" if !more => Said::WantStack,
        _ if known || (!more && (is_nearly(what, "heap") || is_nearly(what, "stack"))) => {
            Said::Mistake(DirectiveMistake::Misspelt)
        }
        _ => return None,
    })
}

/// Whether `word` is `wanted` but for one letter too many, too few, wrong or
/// in its neighbour's place, case and punctuation behind it.
fn is_nearly(word: &str, wanted: &str) -> bool {
    let word = word.trim_end_matches(|c: char| c.is_ascii_punctuation()).to_ascii_lowercase();
    if !word.is_ascii() {
        return false;
    }
    if word == wanted {
        return true;
    }
    let without = |text: &str, at: usize| -> String { [&text[..at], &text[at + 1..]].concat() };
    match word.len().cmp(&wanted.len()) {
        core::cmp::Ordering::Greater => (0..word.len()).any(|at| without(&word, at) == wanted),
        core::cmp::Ordering::Less => (0..wanted.len()).any(|at| without(wanted, at) == word),
        core::cmp::Ordering::Equal => {
            let differ: Vec<usize> =
                (0..word.len()).filter(|&at| word.as_bytes()[at] != wanted.as_bytes()[at]).collect();
            match differ[..] {
                [_] => true,
                [a, b] => b == a + 1 && word[a..=a] == wanted[b..=b] && word[b..=b] == wanted[a..=a],
                _ => false,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MISSPELT: Said = Said::Mistake(DirectiveMistake::Misspelt);
    const MISPLACED: Said = Said::Mistake(DirectiveMistake::Misplaced);
    const UNKNOWN: Said = Said::Mistake(DirectiveMistake::Unknown);

    #[track_caller]
    fn check(comment: &str, alone: bool, before_func: bool, said: &[Said]) {
        assert_eq!(read(comment, alone, before_func), said, "{comment}");
        assert!(said.is_empty() || may_assert(comment), "{comment}");
    }

    #[test]
    fn directives_are_spelt_like_those_of_go() {
        check("//escapade:noheap", true, true, &[Said::NoHeap]);
        check("//escapade:noheap // the hot path", true, true, &[Said::NoHeap]);
        check("//escapade:noheap ", true, true, &[Said::NoHeap]);
        for comment in
            ["// escapade:noheap", "//escapade:noheap please", "/*escapade:noheap*/", "/* escapade:noheap */"]
        {
            check(comment, true, true, &[MISSPELT]);
        }
        for comment in
            ["//escapade:noheaps", "//escapade:heap", "//escapade:", "// escapade:inline", "//escapade:no heap"]
        {
            check(comment, true, true, &[UNKNOWN]);
        }
        check("//escapade:noheap", true, false, &[MISPLACED]);
        check("//escapade:noheap", false, true, &[MISPLACED]);
        check("//go:noinline //escapade:noheap", true, true, &[MISPLACED]);
        check("// escapade: the tool", true, true, &[]);
    }

    #[test]
    fn wants_stand_behind_code() {
        check("// want heap", false, false, &[Said::WantHeap]);
        check("//want  stack\t", false, false, &[Said::WantStack]);
        check("// returned // want heap // as it should be", false, false, &[Said::WantHeap]);
        check("// want heap", true, false, &[MISPLACED]);
        check("// x := new(int) // want heap", true, false, &[]);
        check("// want heap space", true, false, &[]);
        for comment in
            ["// want haep", "// want Stack", "// want heap.", "// want stak", "// want heaps", "// want heap now"]
        {
            check(comment, false, false, &[MISSPELT]);
        }
        check("/* want heap */", false, false, &[MISSPELT]);
        for comment in ["// want more", "// want \"x escapes\"", "// wanted", "// want", "// what we want heap"] {
            check(comment, false, false, &[]);
        }
    }
}
