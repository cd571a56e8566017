//! What callers have to know of a package's functions, as text.
//!
//! ```text
//! 61+ 2,, (*File).SetDeadline        cost if it can be inlined, leaks, name
//! -   1,, (*File).Sync               it can't be
//! !   1,  abs                        it has no body
//! ```
//!
//! The lines are sorted by name. Of a package's functions a program calls few,
//! so the table stays text, and what is asked for is looked up in it.

use alloc::{string::String, vec::Vec};
use core::{cmp::Ordering, fmt::Write as _};

use super::{FunctionFacts, Functions};
use crate::{
    escape::{Leaks, Summary},
    inline::Inlinable,
};

/// What callers have to know of the functions of a package that is not here
/// itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FunctionTable {
    text: String,
}

impl FunctionTable {
    /// The same as `functions`.
    pub fn new(functions: &Functions) -> Self {
        let mut sorted: Vec<_> = functions.iter().collect();
        sorted.sort_unstable_by_key(|&(name, _)| name);
        let mut text = String::new();
        for (name, facts) in sorted {
            write_line(&mut text, name, facts);
        }
        Self { text }
    }

    /// A table that was written before. Lines that are not as a writer writes
    /// them are about no function.
    pub fn from_text(text: String) -> Self {
        Self { text }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// What is known about the function called `name`.
    pub fn get(&self, name: &str) -> Option<FunctionFacts> {
        let mut rest = &*self.text;
        while !rest.is_empty() {
            let middle = rest.len() / 2;
            let bytes = rest.as_bytes();
            let start = bytes[..middle].iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1);
            let end = bytes[middle..].iter().position(|&byte| byte == b'\n').map_or(rest.len(), |end| middle + end);
            let line = &rest[start..end];
            let mut fields = line.splitn(3, ' ');
            let (cost, leaks) = (fields.next()?, fields.next()?);
            match fields.next()?.cmp(name) {
                Ordering::Equal => return read_facts(cost, leaks),
                Ordering::Less => rest = rest.get(end + 1..)?,
                Ordering::Greater => rest = &rest[..start],
            }
        }
        None
    }
}

/// One function: `COST LEAKS NAME`.
fn write_line(text: &mut String, name: &str, facts: &FunctionFacts) {
    match facts.inlinable {
        Some(Inlinable { cost, can_delay_results }) => {
            let _ = write!(text, "{cost}{}", if can_delay_results { "+" } else { "" });
        }
        None => text.push(if facts.bodyless { '!' } else { '-' }),
    }
    text.push(' ');
    let Summary { leaks, hopeful } = &facts.summary;
    write_leaks(text, leaks);
    if hopeful != leaks {
        text.push('|');
        write_leaks(text, hopeful);
    }
    let _ = writeln!(text, " {name}");
}

/// Each parameter ends in a comma.
fn write_leaks(line: &mut String, params: &[Leaks]) {
    for leaks in params {
        let slots = leaks.slots();
        let used = slots.iter().rposition(|&slot| slot != 0).map_or(0, |last| last + 1);
        for &slot in &slots[..used] {
            match char::from_digit(u32::from(slot), 36) {
                Some(digit) => line.push(digit),
                None => _ = write!(line, "({slot})"),
            }
        }
        line.push(',');
    }
}

fn read_facts(cost: &str, params: &str) -> Option<FunctionFacts> {
    let inlinable = match cost {
        "-" | "!" => None,
        cost => {
            let number = cost.strip_suffix('+');
            Some(Inlinable { cost: number.unwrap_or(cost).parse().ok()?, can_delay_results: number.is_some() })
        }
    };
    let (leaks, hopeful) = params.split_once('|').unwrap_or((params, params));
    let summary = Summary { leaks: read_leaks(leaks)?, hopeful: read_leaks(hopeful)? };
    Some(FunctionFacts { summary, inlinable, bodyless: cost == "!" })
}

fn read_leaks(params: &str) -> Option<Vec<Leaks>> {
    params.split_inclusive(',').map(|param| slots(param.strip_suffix(',')?)).collect()
}

fn slots(mut text: &str) -> Option<Leaks> {
    let mut slots = [0; Leaks::LEN];
    for slot in &mut slots {
        let Some(first) = text.chars().next() else { break };
        if let Some(rest) = text.strip_prefix('(') {
            let (number, rest) = rest.split_once(')')?;
            (*slot, text) = (number.parse().ok()?, rest);
        } else {
            *slot = u8::try_from(first.to_digit(36)?).ok()?;
            text = &text[first.len_utf8()..];
        }
    }
    text.is_empty().then(|| Leaks::from_slots(slots))
}

#[cfg(test)]
mod tests {
    use alloc::{borrow::ToOwned, format, vec};

    use super::*;

    #[test]
    fn every_function_is_found() {
        let leaks = |slots: &[u8]| {
            let mut all = [0; Leaks::LEN];
            all[..slots.len()].copy_from_slice(slots);
            Leaks::from_slots(all)
        };
        let mut functions = Functions::default();
        for index in 0..40_u8 {
            let leaks = vec![leaks(&[index]), leaks(&[]), leaks(&[0, 255, 36, 35])];
            let mut hopeful = leaks.clone();
            hopeful.truncate(usize::from(index % 4));
            let inlinable =
                (index % 3 > 0).then(|| Inlinable { cost: index.into(), can_delay_results: index % 3 == 1 });
            let bodyless = inlinable.is_none() && index % 2 == 0;
            let facts = FunctionFacts { summary: Summary { leaks, hopeful }, inlinable, bodyless };
            functions.insert(format!("{}{index}", ["f", "(*T[K, V]).", "T.", "\u{e9}"][usize::from(index % 4)]), facts);
        }
        let table = FunctionTable::new(&functions);
        for (name, facts) in &functions {
            assert_eq!(table.get(name).as_ref(), Some(facts), "{name}");
            assert_eq!(table.get(&format!("{name}x")), None);
        }
        for name in ["", "(", "f", "zz", "\u{ea}"] {
            assert_eq!(table.get(name), None, "{name}");
        }
        // Whatever the text is.
        for len in 0..table.text.len() {
            if let Some(text) = table.text.get(..len) {
                let table = FunctionTable::from_text(text.to_owned());
                assert!(functions.keys().filter(|name| table.get(name).is_some()).count() <= functions.len());
            }
        }
        for text in ["\n", "\n\n", " ", "x", "1 2\n", "- , f", "- , f\n\n- , g\n"] {
            let _ = FunctionTable::from_text(text.to_owned()).get("f");
        }
    }
}
