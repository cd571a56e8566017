//! Packs as bytes.
//!
//! ```text
//! escapade-pack 2 go1.27 0123456789abcdef      format, release, hash of the rest
//! package fmt std
//! file 1234 $GOROOT/src/fmt/print.go           bytes of the text that follows
//! package fmt…
//! func 27 ,1 Fprint                            cost if it can be inlined, leaks, name
//! pass internal/fmtsort compare                bodies of other packages it exports
//! ```
//!
//! A reader takes nothing on trust: what is not exactly as a writer writes it
//! is an error, never a panic.

use alloc::{borrow::ToOwned, format, rc::Rc, string::String, vec::Vec};
use core::{fmt, fmt::Write as _};

use super::{FunctionFacts, Functions, Pack};
use crate::{
    base::SourceFile,
    escape::{Leaks, Summary},
    inline::{Exported, Inlinable},
    session::Release,
};

/// The version of the format; another one is refused.
const VERSION: u32 = 2;
const MAGIC: &str = "escapade-pack";

/// Why bytes are not a pack of this release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PackError {
    /// They are no pack, or one of another version of the format.
    Format,
    /// A pack of another Go release.
    Release,
    /// They are not what was written.
    Damaged,
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Format => "not a pack, or of another version of Escapade",
            Self::Release => "a pack of another Go release",
            Self::Damaged => "a damaged pack",
        })
    }
}

impl core::error::Error for PackError {}

/// The first line: what follows is `body`.
pub(super) fn with_header(magic: &str, release: Release, body: &[u8]) -> Vec<u8> {
    let mut bytes = format!("{magic} {VERSION} {} {:016x}\n", release.name(), hash(body)).into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

/// What follows the first line, which is checked.
pub(super) fn body_of<'a>(magic: &str, release: Release, bytes: &'a [u8]) -> Result<&'a [u8], PackError> {
    // The line is short; without one this is something else.
    let end = bytes.iter().take(100).position(|&byte| byte == b'\n').ok_or(PackError::Format)?;
    let line = core::str::from_utf8(&bytes[..end]).map_err(|_| PackError::Format)?;
    let body = &bytes[end + 1..];
    let rest = line.strip_prefix(magic).and_then(|rest| rest.strip_prefix(' ')).ok_or(PackError::Format)?;
    let (version, rest) = rest.split_once(' ').ok_or(PackError::Format)?;
    if version.parse() != Ok(VERSION) {
        return Err(PackError::Format);
    }
    let (name, sum) = rest.split_once(' ').ok_or(PackError::Format)?;
    if name != release.name() {
        return Err(PackError::Release);
    }
    if sum != format!("{:016x}", hash(body)) {
        return Err(PackError::Damaged);
    }
    Ok(body)
}

/// FNV-1a over words: it finds damage, not malice.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    let step = |hash: u64, word: u64| (hash ^ word).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(23);
    let mut words = bytes.chunks_exact(8);
    let mut state = step(0xcbf2_9ce4_8422_2325, bytes.len() as u64);
    for word in &mut words {
        state = step(state, word.iter().fold(0, |word, &byte| word << 8 | u64::from(byte)));
    }
    let last = words.remainder().iter().fold(1, |word, &byte| word << 8 | u64::from(byte));
    let state = step(state, last);
    state ^ state >> 32
}

impl Pack {
    /// The pack as bytes.
    pub fn to_bytes(&self, release: Release) -> Vec<u8> {
        let mut body = format!("package {}", self.path);
        if self.std {
            body.push_str(" std");
        }
        if let Some(lang) = &self.lang {
            let _ = write!(body, " {lang}");
        }
        body.push('\n');
        let mut body = body.into_bytes();
        for file in &self.files {
            body.extend_from_slice(format!("file {} {}\n", file.text.len(), file.name).as_bytes());
            body.extend_from_slice(&file.text);
        }
        let mut functions: Vec<_> = self.functions.iter().collect();
        functions.sort_unstable_by_key(|&(name, _)| name);
        for (name, facts) in functions {
            body.extend_from_slice(function_line(name, facts).as_bytes());
        }
        let mut exported: Vec<_> = self.exported.iter().collect();
        exported.sort_unstable_by_key(|&(package, _)| package);
        for (package, names) in exported {
            let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
            names.sort_unstable();
            body.extend_from_slice(format!("pass {package} {}\n", names.join(" ")).as_bytes());
        }
        with_header(MAGIC, release, &body)
    }

    /// Reads a pack that was made for `release`.
    pub fn from_bytes(bytes: &[u8], release: Release) -> Result<Self, PackError> {
        let body = body_of(MAGIC, release, bytes)?;
        Reader { rest: body }.pack().ok_or(PackError::Damaged)
    }
}

/// One function: `func COST LEAKS NAME`.
fn function_line(name: &str, facts: &FunctionFacts) -> String {
    let mut line = String::from("func ");
    match facts.inlinable {
        Some(Inlinable { cost, can_delay_results }) => {
            let _ = write!(line, "{cost}{}", if can_delay_results { "+" } else { "" });
        }
        None => line.push('-'),
    }
    line.push(' ');
    let Summary { leaks, hopeful } = &facts.summary;
    write_leaks(&mut line, leaks);
    if hopeful != leaks {
        line.push('|');
        write_leaks(&mut line, hopeful);
    }
    let _ = writeln!(line, " {name}");
    line
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

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn line(&mut self) -> Option<&'a str> {
        let end = self.rest.iter().position(|&byte| byte == b'\n')?;
        let line = core::str::from_utf8(&self.rest[..end]).ok()?;
        self.rest = &self.rest[end + 1..];
        Some(line)
    }

    fn pack(&mut self) -> Option<Pack> {
        let mut words = self.line()?.split(' ');
        if words.next()? != "package" {
            return None;
        }
        let mut pack = Pack { path: words.next()?.to_owned(), ..Pack::default() };
        for word in words {
            match word {
                "std" => pack.std = true,
                lang => pack.lang = Some(lang.to_owned()),
            }
        }
        let mut functions = Functions::default();
        let mut exported = Exported::default();
        while !self.rest.is_empty() {
            let line = self.line()?;
            let (what, line) = line.split_once(' ')?;
            match what {
                "file" => {
                    let (len, name) = line.split_once(' ')?;
                    let (text, rest) = self.rest.split_at_checked(len.parse().ok()?)?;
                    self.rest = rest;
                    pack.files.push(SourceFile { name: name.to_owned(), text: text.to_vec() });
                }
                "func" => functions.extend([function(line)?]),
                "pass" => {
                    let (package, names) = line.split_once(' ')?;
                    exported.insert(package.to_owned(), names.split(' ').map(str::to_owned).collect());
                }
                _ => return None,
            }
        }
        pack.functions = Rc::new(functions);
        pack.exported = Rc::new(exported);
        Some(pack)
    }
}

fn function(line: &str) -> Option<(String, FunctionFacts)> {
    let (cost, line) = line.split_once(' ')?;
    let (params, name) = line.split_once(' ')?;
    let inlinable = match cost {
        "-" => None,
        cost => {
            let number = cost.strip_suffix('+');
            Some(Inlinable { cost: number.unwrap_or(cost).parse().ok()?, can_delay_results: number.is_some() })
        }
    };
    let (leaks, hopeful) = params.split_once('|').unwrap_or((params, params));
    let summary = Summary { leaks: read_leaks(leaks)?, hopeful: read_leaks(hopeful)? };
    Some((name.to_owned(), FunctionFacts { summary, inlinable }))
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
    use alloc::vec;

    use super::*;

    const RELEASE: Release = Release::Go1_27;

    fn pack() -> Pack {
        let leaks = |slots: &[u8]| {
            let mut all = [0; Leaks::LEN];
            all[..slots.len()].copy_from_slice(slots);
            Leaks::from_slots(all)
        };
        let facts = |params: &[&[u8]], inlinable| {
            let params: Vec<Leaks> = params.iter().map(|slots| leaks(slots)).collect();
            FunctionFacts { summary: Summary { hopeful: params.clone(), leaks: params }, inlinable }
        };
        let inlinable = Some(Inlinable { cost: 80, can_delay_results: true });
        let mut assumed = facts(&[&[1], &[]], None);
        assumed.summary.hopeful = vec![Leaks::default(); 2];
        Pack {
            path: "vendor/golang.org/x/é".into(),
            std: true,
            lang: Some("go1.24".into()),
            files: vec![
                SourceFile { name: "$GOROOT/src/a b.go".into(), text: b"package p\n\nfunc f()\n".to_vec() },
                SourceFile { name: "c.go".into(), text: b"package p // \xff".to_vec() },
            ],
            functions: Rc::new(Functions::from_iter([
                ("(*T).M".into(), facts(&[&[0, 1], &[], &[1, 0, 0, 255, 36, 0, 0, 35]], inlinable)),
                ("f".into(), assumed),
                ("g".into(), facts(&[], None)),
            ])),
            exported: Rc::new(Exported::from_iter([
                ("a/b".into(), ["(*T).M".into(), "f".into()].into_iter().collect()),
                ("c".into(), ["g".into()].into_iter().collect()),
            ])),
        }
    }

    #[test]
    fn a_pack_is_read_as_it_was_written() {
        let bytes = pack().to_bytes(RELEASE);
        assert_eq!(Pack::from_bytes(&bytes, RELEASE), Ok(pack()));
        let mut index = super::super::Index::default();
        index.add(&pack(), &bytes);
        assert_eq!(super::super::Index::from_bytes(&index.to_bytes(RELEASE), RELEASE), Ok(index));
    }

    #[test]
    fn damage_is_noticed() {
        let bytes = pack().to_bytes(RELEASE);
        for len in 0..bytes.len() {
            assert!(Pack::from_bytes(&bytes[..len], RELEASE).is_err(), "cut at {len}");
        }
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut damaged = bytes.clone();
                damaged[at] ^= 1 << bit;
                assert!(Pack::from_bytes(&damaged, RELEASE).is_err(), "bit {bit} of {at}");
            }
        }
    }

    /// The hash finds damage; whatever gets past it must not end in a panic.
    #[test]
    fn nothing_is_taken_on_trust() {
        let bytes = pack().to_bytes(RELEASE);
        let body = body_of(MAGIC, RELEASE, &bytes).unwrap_or_default();
        let mut read = 0;
        let mut probe = |body: &[u8]| {
            for magic in [MAGIC, "escapade-index"] {
                let bytes = with_header(magic, RELEASE, body);
                let pack = Pack::from_bytes(&bytes, RELEASE);
                read += usize::from(pack.is_ok());
                let _ = super::super::Index::from_bytes(&bytes, RELEASE);
            }
        };
        for at in 0..body.len() {
            probe(&body[..at]);
            for byte in [0, b' ', b'\n', b'9', b'(', 0xff] {
                let mut damaged = body.to_vec();
                damaged[at] = byte;
                probe(&damaged);
            }
        }
        // Most changes are in texts and names, where anything goes.
        assert!(read > 0);
    }

    #[test]
    fn other_releases_and_versions_are_refused() {
        let text = String::from_utf8(with_header(MAGIC, RELEASE, b"package p\n")).unwrap_or_default();
        let read = |text: &str| Pack::from_bytes(text.as_bytes(), RELEASE).err();
        assert_eq!(read(&text), None);
        assert_eq!(read(&text.replace("go1.27", "go1.26")), Some(PackError::Release));
        assert_eq!(read(&text.replace(" 2 go", " 3 go")), Some(PackError::Format));
        assert_eq!(read("<!doctype html>\n"), Some(PackError::Format));
        assert_eq!(read(""), Some(PackError::Format));
    }
}
