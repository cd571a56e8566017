//! Packs as bytes.
//!
//! ```text
//! escapade-pack 4 go1.27 0123456789abcdef      format, release, hash of the rest
//! package fmt std
//! file 1234 $GOROOT/src/fmt/print.go           bytes of the text that follows
//! …                                            (see pieces.rs)
//! functions 567                                bytes of the table that follows
//! 27 ,1 Fprint                                 (see functions.rs)
//! pass internal/fmtsort compare                bodies of other packages it exports
//! ```
//!
//! A reader takes nothing on trust: what is not as a writer writes it is an
//! error or unknown, never a panic.

use alloc::{borrow::ToOwned, format, rc::Rc, string::String, vec::Vec};
use core::fmt;

use super::{FunctionTable, Pack};
use crate::{base::SourceFile, inline::Exported, session::Release};

/// The version of the format; another one is refused.
const VERSION: u32 = 4;
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

/// FNV-1a over words, and the version: it finds damage, not malice.
fn hash(bytes: &[u8]) -> u64 {
    let step = |hash: u64, word: u64| (hash ^ word).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(23);
    let mut state = step(0xcbf2_9ce4_8422_2325, (bytes.len() as u64) << 8 | u64::from(VERSION));
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        state = step(state, u64::from_le_bytes(*word));
    }
    let last = rest.iter().fold(1, |word, &byte| word << 8 | u64::from(byte));
    let state = step(state, last);
    state ^ state >> 32
}

/// The hash that an index has of the pack `bytes`, as its first line has it.
pub(super) fn short_hash(bytes: &[u8]) -> Option<u32> {
    let line = bytes.split(|&byte| byte == b'\n').next()?;
    let hash = core::str::from_utf8(line).ok()?.rsplit(' ').next()?;
    let hash = u64::from_str_radix(hash, 16).ok()?;
    Some((hash ^ hash >> 32) as u32)
}

impl Pack {
    /// The pack as bytes.
    pub fn to_bytes(&self, release: Release) -> Vec<u8> {
        let mut body = format!("package {}", self.path);
        if self.std {
            body.push_str(" std");
        }
        if self.has_rest {
            body.push_str(" rest");
        }
        if let Some(lang) = &self.lang {
            body.push(' ');
            body.push_str(lang);
        }
        body.push('\n');
        let mut body = body.into_bytes();
        for file in &self.files {
            body.extend_from_slice(format!("file {} {}\n", file.text.len(), file.name).as_bytes());
            body.extend_from_slice(&file.text);
        }
        let functions = self.functions.text();
        body.extend_from_slice(format!("functions {}\n{functions}", functions.len()).as_bytes());
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

    /// So many bytes.
    fn take(&mut self, len: &str) -> Option<&'a [u8]> {
        let (bytes, rest) = self.rest.split_at_checked(len.parse().ok()?)?;
        self.rest = rest;
        Some(bytes)
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
                "rest" => pack.has_rest = true,
                lang => pack.lang = Some(lang.to_owned()),
            }
        }
        let mut functions = FunctionTable::default();
        let mut exported = Exported::default();
        while !self.rest.is_empty() {
            let line = self.line()?;
            let (what, line) = line.split_once(' ')?;
            match what {
                "file" => {
                    let (len, name) = line.split_once(' ')?;
                    let text = self.take(len)?.to_vec();
                    pack.files.push(SourceFile { name: name.to_owned(), text });
                }
                "functions" => {
                    let text = core::str::from_utf8(self.take(line)?).ok()?;
                    functions = FunctionTable::from_text(text.to_owned());
                }
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

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;
    use crate::{
        escape::{Leaks, Summary},
        inline::Inlinable,
        pack::{FunctionFacts, Functions},
    };

    const RELEASE: Release = Release::Go1_27;

    fn pack() -> Pack {
        let leaks = |slots: &[u8]| {
            let mut all = [0; Leaks::LEN];
            all[..slots.len()].copy_from_slice(slots);
            Leaks::from_slots(all)
        };
        let facts = |params: &[&[u8]], inlinable| {
            let params: Vec<Leaks> = params.iter().map(|slots| leaks(slots)).collect();
            FunctionFacts { summary: Summary { hopeful: params.clone(), leaks: params }, inlinable, bodyless: false }
        };
        let inlinable = Some(Inlinable { cost: 80, can_delay_results: true });
        let mut assumed = facts(&[&[1], &[]], None);
        assumed.summary.hopeful = vec![Leaks::default(); 2];
        Pack {
            path: "vendor/golang.org/x/é".into(),
            std: true,
            lang: Some("go1.24".into()),
            has_rest: true,
            files: vec![
                SourceFile { name: "$GOROOT/src/a b.go".into(), text: b"package p\n\nfunc f()\n".to_vec() },
                SourceFile { name: "c.go".into(), text: b"package p // \xff".to_vec() },
            ],
            functions: Rc::new(FunctionTable::new(&Functions::from_iter([
                ("(*T).M".into(), facts(&[&[0, 1], &[], &[1, 0, 0, 255, 36, 0, 0, 35]], inlinable)),
                ("f".into(), assumed),
                ("g".into(), facts(&[], None)),
            ]))),
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
        let index = super::super::Index::of([(&pack(), &*bytes)]);
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
        assert_eq!(read(&text.replace(" 4 go", " 5 go")), Some(PackError::Format));
        assert_eq!(read("<!doctype html>\n"), Some(PackError::Format));
        assert_eq!(read(""), Some(PackError::Format));
    }
}
