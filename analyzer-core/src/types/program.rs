//! What is kept of packages between checks.
//!
//! A [`Program`] holds the types and objects of all packages in one arena, so
//! that an imported type is the same type wherever it is met. Packages come
//! in two roles:
//!
//! * the package that is *checked* is checked completely, from trees that the
//!   caller owns; its result is a [`Checked`](super::Checked);
//! * an *imported* package is loaded when something is first selected from it,
//!   its objects are then declared, and each is typed when it is first needed.
//!   What comes from a pack is not even parsed before: each declaration is a
//!   file of its own ([`Pieces`](super::check)) that is read when its name is
//!   first looked up, or of a method, when its type is typed.
//!   The body of a function is looked at only when somebody asks for it
//!   ([`Imports::body`](super::check)), to copy it to where it is called or to
//!   instantiate it.
//!
//! ```text
//! import "p" ── resolve ──▶ known by path        (name: head of its first file)
//! p.X        ── load    ──▶ parsed, declared     (import declarations of a file
//!            ── obj_decl ─▶ X typed               wait until one of its objects is typed)
//! ```
//!
//! A package that was checked for its errors alone, and has none, is imported
//! as it is ([`Program::adopt`]): who checks packages in the order in which
//! they import each other has each typed once.
//!
//! Invariants: a [`FileId`] is an index into `files`, for checked and imported
//! packages alike; a tree never moves ([`Trees`]), so that a check can hold it
//! while more packages are loaded; what is typed on behalf of an import
//! depends on nothing in the package being checked.

use alloc::{boxed::Box, rc::Rc, string::String, vec::Vec};
use core::cell::{Cell, OnceCell};
use hashbrown::{HashMap, hash_map::Entry};
use rustc_hash::FxBuildHasher;

use super::{
    arena::Types,
    check::{Kept, Pieces},
    info::FileInfo,
    objects::{ObjId, PkgId, ScopeId},
    result::GoVersion,
};
use crate::ast;
use crate::base::{FileId, Id, Interner, LineCol, LineDirective, LineIndex, Pos, place_text};
use crate::build::PackageSource;
use crate::inline::Exported;
use crate::pack::{FunctionFacts, FunctionTable};

/// All packages that were checked or imported.
#[derive(Debug)]
pub struct Program {
    /// Types, objects, scopes and packages.
    pub types: Types,
    pub(crate) imports: Imports,
}

/// What is known of packages beside their types.
#[derive(Debug, Default)]
pub(crate) struct Imports {
    pub(super) trees: Rc<Trees>,
    pub(super) bodies: Rc<Bodies>,
    /// Which of them a function's is; `None` if it can't be had.
    pub(super) body_of: HashMap<ObjId, Option<usize>, FxBuildHasher>,
    pub(super) files: Vec<FileState>,
    /// Packages by import path, and whether they are the unknown one.
    pub(super) known: HashMap<(String, bool), PkgId, FxBuildHasher>,
    /// Known packages that nothing was selected from yet; of some of them only
    /// the name is known.
    pub(super) unloaded: HashMap<PkgId, Option<PackageSource>, FxBuildHasher>,
    /// The files of packages that were loaded.
    pub(super) loaded: HashMap<PkgId, Vec<usize>, FxBuildHasher>,
    /// What whoever handed out a package knows of its functions.
    pub(super) functions: HashMap<PkgId, Rc<FunctionTable>, FxBuildHasher>,
    /// The functions of others whose bodies such a package exports.
    pub(super) exported: HashMap<PkgId, Rc<Exported>, FxBuildHasher>,
    pub(super) kept: Kept,
    /// Imported lines parsed so far.
    pub(super) imported_lines: usize,
    /// What was loaded but not read.
    pub(super) pieces: HashMap<PkgId, Pieces, FxBuildHasher>,
}

impl Imports {
    /// What is known about a function of `package` without analysing it.
    pub(crate) fn facts(&self, package: PkgId, name: &str) -> Option<FunctionFacts> {
        self.functions.get(&package)?.get(name)
    }

    /// What is known about the body of `obj`, if somebody has asked for it.
    pub(crate) fn known_body(&self, obj: ObjId) -> Option<&FileInfo> {
        self.bodies.get((*self.body_of.get(&obj)?)?)
    }

    /// The functions of other packages whose bodies `package` exports, if that
    /// is known without analysing it.
    pub(crate) fn exported(&self, package: PkgId) -> Option<Rc<Exported>> {
        self.exported.get(&package).cloned()
    }
}

/// One file, as far as it is known beside its tree.
#[derive(Clone, Debug)]
pub(super) struct FileState {
    pub(super) pkg: PkgId,
    pub(super) version: GoVersion,
    pub(super) scope: ScopeId,
    /// The tree's index in [`Trees`], of an imported package's file.
    pub(super) tree: Option<usize>,
    /// The file whose import declarations it sees: itself, or of the piece of
    /// a file the file's head.
    pub(super) home: usize,
    /// How many types are declared in functions in front of a piece of a file.
    pub(super) locals: u32,
    /// Whether it is a piece with a [plain](crate::pack) type.
    pub(super) plain: bool,
    /// Whether its import declarations were collected.
    pub(super) has_imports: bool,
    /// The package names it declares.
    pub(super) imports: Vec<ObjId>,
    /// The packages it dot-imports, by the package name's object.
    pub(super) dot_imports: Vec<(ObjId, PkgId)>,
    /// What an imported package's file was parsed from.
    pub(super) source: Option<Rc<Source>>,
}

/// What a file of an imported package was parsed from, for messages and for
/// the case that the package itself is checked.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) name: Rc<str>,
    pub(crate) text: Vec<u8>,
    pub(crate) lines: LineIndex,
    /// The line that the text begins with, from 1.
    pub(crate) first_line: u32,
    /// Whether it has syntax errors.
    pub(crate) broken: bool,
}

impl Source {
    /// The line and byte column of `offset`.
    pub(crate) fn line_col(&self, offset: u32) -> LineCol {
        let LineCol { line, col } = self.lines.line_col(offset);
        LineCol { line: line.saturating_add(self.first_line) - 1, col }
    }
}

impl Program {
    /// A program without packages.
    pub fn new(names: &mut Interner) -> Self {
        Self { types: Types::new(names), imports: Imports::default() }
    }

    /// The id of the first file of a package that is checked next; the others
    /// follow it.
    pub fn next_file(&self) -> FileId {
        FileId::new(self.imports.files.len())
    }

    /// How many imported lines were parsed so far.
    pub fn imported_lines(&self) -> usize {
        self.imports.imported_lines
    }

    /// What the file `id` of an imported package was parsed from.
    pub(crate) fn source(&self, id: FileId) -> Option<Rc<Source>> {
        self.imports.files.get(id.index())?.source.clone()
    }

    /// The file that the file `id` of an imported package is a piece of.
    pub(crate) fn whole_file(&self, id: FileId) -> FileId {
        self.imports.files.get(id.index()).map_or(id, |file| FileId::new(file.home))
    }

    /// The `//line` directives of the file `id` of an imported package.
    pub(crate) fn line_directives(&self, id: FileId) -> &[LineDirective] {
        let tree = self.imports.files.get(id.index()).and_then(|file| self.imports.trees.get(file.tree?));
        tree.map_or(&[], |tree| &tree.line_directives)
    }

    /// The trees of imported packages.
    pub(crate) fn trees(&self) -> Rc<Trees> {
        Rc::clone(&self.imports.trees)
    }

    /// The bodies of imported functions.
    pub(crate) fn bodies(&self) -> Rc<Bodies> {
        Rc::clone(&self.imports.bodies)
    }

    /// Makes `package`, which was checked and has no errors, the one that is
    /// imported as `path`; its files are given without their texts. Everything
    /// in it is typed, and so its trees, the greater part of what a package
    /// takes, can go. Nothing happens if one is known already.
    pub(crate) fn adopt(&mut self, path: &str, package: PkgId, files: Vec<(FileId, Source)>) -> bool {
        let imports = &mut self.imports;
        let Entry::Vacant(entry) = imports.known.entry((String::from(path), false)) else { return false };
        entry.insert(package);
        for (id, source) in files {
            imports.imported_lines += source.lines.line_count() as usize;
            imports.files[id.index()].source = Some(Rc::new(source));
        }
        true
    }

    /// Whether a package is known that is imported as `path`.
    pub(crate) fn is_known(&self, path: &str) -> bool {
        self.imports.known.contains_key(&(String::from(path), false))
    }

    /// The tree of `text`, if it is a file of the package `path`, which was
    /// imported: the package need not be parsed again to be checked. Only a
    /// file without syntax errors.
    pub(crate) fn parsed(&self, path: &str, text: &[u8]) -> Option<(usize, Rc<Source>)> {
        let pkg = self.imports.known.get(&(String::from(path), false))?;
        self.imports.loaded.get(pkg)?.iter().find_map(|&file| {
            let file = &self.imports.files[file];
            let source = file.source.as_ref().filter(|source| !source.broken && source.text == text)?;
            Some((file.tree?, Rc::clone(source)))
        })
    }
}

/// The place of `pos` in an imported file, as messages print it.
pub(super) fn place(files: &[FileState], trees: &Trees, pos: Pos) -> Option<String> {
    let file = files.get(pos.file.index())?;
    let source = file.source.as_ref()?;
    let directives = file.tree.and_then(|tree| trees.get(tree)).map_or(&[][..], |tree| &tree.line_directives);
    Some(place_text(&source.name, directives, source.line_col(pos.offset)))
}

/// Things that stay where they are while more are added.
///
/// Chunk `n` holds `2^n` of them.
#[derive(Debug)]
pub(crate) struct Stable<T> {
    chunks: [OnceCell<Box<[OnceCell<T>]>>; 31],
    len: Cell<usize>,
}

impl<T> Default for Stable<T> {
    fn default() -> Self {
        Self { chunks: Default::default(), len: Cell::new(0) }
    }
}

/// The trees of imported files.
pub(crate) type Trees = Stable<ast::File>;

/// What is known about the bodies of imported functions, one each.
pub(crate) type Bodies = Stable<FileInfo>;

impl<T> Stable<T> {
    /// Adds something and returns its index.
    pub(super) fn push(&self, item: T) -> usize {
        let index = self.len.get();
        self.len.set(index + 1);
        let (chunk, at) = Self::slot(index);
        if let Some(cell) = self.chunks.get(chunk) {
            let slots = cell.get_or_init(|| (0..1usize << chunk).map(|_| OnceCell::new()).collect());
            if let Some(slot) = slots.get(at) {
                // Each slot is written once, when `len` passes it.
                let _ = slot.set(item);
            }
        }
        index
    }

    /// What is at `index`.
    pub(crate) fn get(&self, index: usize) -> Option<&T> {
        let (chunk, at) = Self::slot(index);
        self.chunks.get(chunk)?.get()?.get(at)?.get()
    }

    const fn slot(index: usize) -> (usize, usize) {
        let chunk = (index + 1).ilog2() as usize;
        (chunk, index + 1 - (1 << chunk))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_stay_where_they_are() {
        let trees = Trees::default();
        let first = trees.push(ast::File { pos: 7, ..ast::File::default() });
        let kept = trees.get(first).expect("pushed");
        for pos in 1..100 {
            let index = trees.push(ast::File { pos, ..ast::File::default() });
            assert_eq!(trees.get(index).map(|t| t.pos), Some(pos));
        }
        assert_eq!(kept.pos, 7);
        assert!(core::ptr::eq(kept, trees.get(first).expect("still there")));
        assert!(trees.get(100).is_none());
    }
}
