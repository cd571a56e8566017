//! What can be told of packs only when all of a library are there.
//!
//! * Constants that nothing else mentions are put into a pack of their own if
//!   a package has many of them: package syscall has two thousand, and every
//!   program that prints something reads that package. The pack of the rest is
//!   loaded when a name is looked up that the package itself does not have.
//! * Which types are [plain](super::plain).

use alloc::{format, string::String, vec::Vec};

use hashbrown::{HashMap, HashSet};
use rustc_hash::FxBuildHasher;

use super::{
    Index, Library, Pack,
    format::PackError,
    pieces::{Declared, Head, Kind, Writer, names, split},
    plain::plain_types,
};
use crate::{base::SourceFile, session::Release};

type Set<K> = HashSet<K, FxBuildHasher>;

/// A package whose constants have fewer bytes stays whole.
const MIN_APART: usize = 8_000;

/// Arranges the packs of a library.
pub fn arrange(packs: &[Pack], release: Release) -> Result<Vec<Pack>, PackError> {
    let mut all = Vec::with_capacity(packs.len());
    let mentioned: Vec<Mentioned<'_>> = packs.iter().map(mentions).collect();
    for (index, pack) in packs.iter().enumerate() {
        let is_used = |name: &[u8]| {
            let elsewhere = mentioned.iter().enumerate().any(|(other, m)| other != index && m.selected.contains(name));
            elsewhere || mentioned[index].count.get(name).is_some_and(|&count| count > 1)
        };
        all.extend(apart(pack, &is_used));
    }
    let bytes: Vec<_> = all.iter().map(|pack| pack.to_bytes(release)).collect();
    let mut library = Library::new(Index::of(all.iter().zip(bytes.iter().map(Vec::as_slice))), release);
    for (pack, bytes) in all.iter().zip(&bytes) {
        library.insert(&pack.path, bytes)?;
    }
    let plain = plain_types(&mut library);
    for pack in &mut all {
        let Some(plain) = plain.get(&pack.path) else { continue };
        for file in &mut pack.files {
            let mark = |head: Head, text: &[u8]| {
                let is_plain =
                    matches!(head.kind, Kind::Type | Kind::Decl) && declares(head, text, &|name| plain.contains(name));
                Some(Head { plain: is_plain, ..head })
            };
            if let Some(text) = rewritten(&file.text, &mark) {
                file.text = text;
            }
        }
    }
    Ok(all)
}

/// The names in a pack.
struct Mentioned<'a> {
    /// How often each is there.
    count: HashMap<&'a [u8], u32, FxBuildHasher>,
    /// Those that are behind a dot.
    selected: Set<&'a [u8]>,
}

fn mentions(pack: &Pack) -> Mentioned<'_> {
    let (mut count, mut selected) = (HashMap::default(), Set::default());
    for file in &pack.files {
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii();
        let mut start = 0;
        let text = &*file.text;
        for at in 0..=text.len() {
            if text.get(at).is_some_and(|&byte| is_part(byte)) {
                continue;
            }
            let word = &text[start..at];
            if !word.is_empty() {
                *count.entry(word).or_insert(0) += 1;
                if start > 0 && text[start - 1] == b'.' {
                    selected.insert(word);
                }
            }
            start = at + 1;
        }
    }
    Mentioned { count, selected }
}

/// The pack, without the constants that are not used if they are many, and the
/// pack of those.
fn apart(pack: &Pack, is_used: &dyn Fn(&[u8]) -> bool) -> Vec<Pack> {
    let is_apart = |head: Head, text: &[u8]| {
        let constant = match head.kind {
            Kind::Const | Kind::ConstRun => true,
            Kind::Decl => text.starts_with(b"const "),
            Kind::Type | Kind::Var => false,
        };
        constant && declares(head, text, &|name| name.first().is_some_and(u8::is_ascii_uppercase) && !is_used(name))
    };
    let part = |wanted: bool| -> Vec<SourceFile> {
        let files = pack.files.iter().map(|file| {
            let text = rewritten(&file.text, &|head, text| (is_apart(head, text) == wanted).then_some(head));
            SourceFile { name: file.name.clone(), text: text.unwrap_or_else(|| file.text.clone()) }
        });
        files.filter(|file| split(&file.text).is_none_or(|split| !split.pieces.is_empty())).collect()
    };
    let in_pieces = pack.files.iter().all(|file| split(&file.text).is_some());
    let rest = if in_pieces { part(true) } else { Vec::new() };
    if rest.iter().map(|file| file.text.len()).sum::<usize>() < MIN_APART {
        return alloc::vec![pack.clone()];
    }
    let path = rest_path(&pack.path);
    let Pack { std, ref lang, .. } = *pack;
    let first = Pack { files: part(false), has_rest: true, ..pack.clone() };
    alloc::vec![first, Pack { path, std, lang: lang.clone(), files: rest, ..Pack::default() }]
}

/// The path of the pack with the rest of the package `path`. No package can
/// have it.
pub(crate) fn rest_path(path: &str) -> String {
    format!("{path}!rest")
}

/// Whether all names that a piece declares are as they should be, and there
/// are some.
fn declares(head: Head, text: &[u8], is_so: &dyn Fn(&[u8]) -> bool) -> bool {
    let (mut any, mut all) = (false, !head.eager);
    names(head.kind, text, &mut |declared| match declared {
        Declared::Name(name) => (any, all) = (true, all && is_so(name)),
        Declared::Method { .. } => all = false,
    });
    any && all
}

/// A file with other heads of its pieces, or without them; nothing if it is
/// not in pieces.
fn rewritten(text: &[u8], how: &dyn Fn(Head, &[u8]) -> Option<Head>) -> Option<Vec<u8>> {
    let file = split(text)?;
    let mut writer = Writer::new(&text[file.head.0..file.head.1]);
    for (head, start, end) in file.pieces {
        if let Some(head) = how(head, &text[start..end]) {
            writer.piece(head, &text[start..end]);
        }
    }
    Some(writer.out)
}
