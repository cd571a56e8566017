//! Packages from packs, of which only those declarations are parsed that are
//! asked for.
//!
//! A pack's file is a list of [pieces](crate::pack::pieces). When the package
//! is loaded only the names that they declare are noted. A piece is parsed,
//! and its objects declared, when one of the names is first looked up. Methods
//! are declared with their type, which needs no more than their names, and
//! parsed when they are typed. A piece is then a file of its own, which has
//! the imports of the head of the file that it is a piece of.
//!
//! gc's reader of export data does the same: an index tells where each object
//! is, and what is not asked for stays unread.
//!
//! Invariants: an object of such a package that nobody has asked for is not in
//! the package's scope, so whoever looks a name up there, or goes through all
//! of them, asks here first; in which order pieces are read makes no
//! difference.

use alloc::{rc::Rc, string::String, vec::Vec};
use core::ops::Range;

use super::{Checker, DeclInfo, InfoId, Map, Set, resolve::ConstGroup};
use crate::ast::DeclKind;
use crate::base::{FileId, Id, Interner, Pos, Symbol, sort_by_key};
use crate::lexer::TokenKind;
use crate::pack::pieces::{Found, FoundMethod, Head, Kind, Split};
use crate::types::{
    objects::{Func, ObjId, ObjKind, PkgId},
    program::FileState,
    result::GoVersion,
};

/// Of which package a file is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Origin {
    pub(super) pkg: PkgId,
    pub(super) std: bool,
    pub(super) runtime: bool,
    pub(super) lang: GoVersion,
}

/// Which part of a file is to be parsed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    /// The file that is the head of the whole.
    pub(super) home: usize,
    /// What stands in front of the parentheses that it stands in.
    pub(super) keyword: Option<TokenKind>,
    pub(super) line: u32,
    /// How many types are declared in functions in front of it.
    pub(super) locals: u32,
    /// Whether it declares a plain type.
    pub(super) plain: bool,
}

/// A package in pieces.
#[derive(Debug)]
pub(crate) struct Pieces {
    origin: Origin,
    files: Vec<File>,
    all: Vec<Piece>,
    /// The piece that declares each name.
    names: Map<Symbol, usize>,
    /// By the type's name.
    methods: Map<Symbol, Vec<Method>>,
    /// The files that the pieces with methods are that were not parsed yet.
    waiting: Map<usize, usize>,
    /// Those that have to be read at once: methods, and others before them.
    eager: [Vec<usize>; 2],
    /// How many types are declared in functions so far.
    locals: u32,
    /// What to load for names that are not here.
    rest: Option<String>,
    /// Whether that could not be had.
    lacks_rest: bool,
}

#[derive(Debug)]
struct File {
    name: Rc<str>,
    text: Vec<u8>,
    /// Where its head is in the text.
    head: (usize, usize),
    /// The file that its head was made.
    home: Option<usize>,
}

/// A method that was not declared yet.
#[derive(Clone, Copy, Debug)]
struct Method {
    piece: usize,
    name: Symbol,
    /// Where its name is in the piece.
    at: u32,
    /// Whether its receiver is a pointer.
    pointer: bool,
}

#[derive(Debug)]
struct Piece {
    file: usize,
    head: Head,
    start: usize,
    end: usize,
    /// How many types are declared in functions in front of it.
    locals: u32,
    read: bool,
}

impl Pieces {
    pub(super) fn new(origin: Origin, rest: Option<String>) -> Self {
        Self {
            origin,
            files: Vec::new(),
            all: Vec::new(),
            names: Map::default(),
            methods: Map::default(),
            waiting: Map::default(),
            eager: Default::default(),
            locals: 0,
            rest,
            lacks_rest: false,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Adds a file.
    pub(super) fn add(&mut self, name: Rc<str>, text: Vec<u8>, split: &Split, symbols: &mut Interner) {
        let (file, first) = (self.files.len(), self.all.len());
        self.all.reserve(split.pieces.len());
        for (piece, &(head, start, end)) in split.pieces.iter().enumerate() {
            self.all.push(Piece { file, head, start, end, locals: self.locals, read: false });
            self.locals = self.locals.saturating_add(head.locals);
            if head.eager {
                let mut here = split.declared.iter().filter(|found| found.piece == piece);
                self.eager[usize::from(here.any(|found| found.method.is_some()))].push(first + piece);
            }
        }
        let mut symbol =
            |name: &Range<usize>| core::str::from_utf8(&text[name.clone()]).ok().map(|name| symbols.intern(name));
        for Found { piece, name, method } in &split.declared {
            if split.pieces[*piece].0.eager {
                continue;
            }
            let piece = first + piece;
            match method {
                None => self.names.extend(symbol(name).map(|name| (name, piece))),
                Some(FoundMethod { base, pointer, at }) => {
                    if let (Some(base), Some(name)) = (symbol(base), symbol(name)) {
                        let method = Method { piece, name, at: *at, pointer: *pointer };
                        self.methods.entry(base).or_default().push(method);
                    }
                }
            }
        }
        self.files.push(File { name, text, head: split.head, home: None });
    }

    /// The pieces that have to be read at once: methods last, because they
    /// look for their types.
    pub(super) fn take_eager(&mut self) -> Vec<usize> {
        core::mem::take(&mut self.eager).concat()
    }
}

impl Checker<'_> {
    /// The package-level object called `name` of package `pkg`, if nobody has
    /// asked for it before.
    pub(super) fn unread_object(&mut self, pkg: PkgId, name: Symbol) -> Option<ObjId> {
        let pieces = self.pieces.get(&pkg)?;
        let mut piece = pieces.names.get(&name).copied();
        // The rest are exported constants.
        if piece.is_none() && pieces.rest.is_some() && self.names.text(name).starts_with(char::is_uppercase) {
            self.load_rest(pkg);
            piece = self.pieces.get(&pkg)?.names.get(&name).copied();
        }
        self.declare_piece(pkg, piece?);
        self.types.scope(self.types.package(pkg).scope).names.get(&name).copied()
    }

    fn load_rest(&mut self, pkg: PkgId) {
        let Some(pieces) = self.pieces.get_mut(&pkg) else { return };
        let Some(path) = pieces.rest.take() else { return };
        let Some(source) = self.loader.load(&path) else {
            pieces.lacks_rest = true;
            return;
        };
        for (file, split) in source.files.into_iter().zip(source.pieces.iter().flat_map(|all| all.iter())) {
            if let Some(split) = split {
                pieces.add(file.name.into(), file.text, split, self.names);
            }
        }
    }

    /// Whether package `pkg` may have names of which nothing is known.
    pub(super) fn lacks_rest(&self, pkg: PkgId) -> bool {
        self.pieces.get(&pkg).is_some_and(|pieces| pieces.lacks_rest)
    }

    /// Declares all objects of package `pkg`.
    pub(super) fn declare_all(&mut self, pkg: PkgId) {
        self.load_rest(pkg);
        let count = self.pieces.get(&pkg).map_or(0, |pieces| pieces.all.len());
        for piece in 0..count {
            self.declare_piece(pkg, piece);
        }
    }

    /// Declares the methods of the type `obj`.
    pub(super) fn declare_methods(&mut self, base: ObjId) {
        let object = self.types.obj(base);
        let (name, parent) = (object.name, object.parent);
        let Some(pkg) = object.pkg.filter(|&pkg| parent == Some(self.types.package(pkg).scope)) else { return };
        let Some(methods) = self.pieces.get_mut(&pkg).and_then(|pieces| pieces.methods.remove(&name)) else { return };
        for Method { piece, name, at, pointer } in methods {
            let Some((file, _)) = self.begin_piece(pkg, piece) else { continue };
            let func = Func { ptr_recv: pointer, ..Func::default() };
            let pos = Pos { file: FileId::new(file), offset: at };
            let obj = self.new_object(name, ObjKind::Func(func), pos, None);
            self.types.obj_mut(obj).pkg = Some(pkg);
            self.types.obj_mut(obj).order = order(piece, 0);
            let info = DeclInfo {
                file,
                lhs: Vec::new(),
                ty: None,
                init: None,
                inherited: false,
                decl: None,
                deps: Set::default(),
            };
            let info = self.infos.push(info);
            self.obj_info.insert(obj, info);
            self.methods.entry(base).or_default().push(obj);
            if let Some(pieces) = self.pieces.get_mut(&pkg) {
                pieces.waiting.insert(file, piece);
            }
        }
        if let Some(methods) = self.methods.get_mut(&base) {
            let types = &*self.types;
            sort_by_key(methods, |&method| types.obj(method).order);
        }
    }

    /// Parses the piece in which the method `obj` is declared, unless that is
    /// done.
    pub(super) fn read_method(&mut self, obj: ObjId, info: InfoId) {
        let file = self.infos[info].file;
        let FileState { pkg, tree: None, .. } = self.files[file] else { return };
        let Some(piece) = self.pieces.get_mut(&pkg).and_then(|pieces| pieces.waiting.remove(&file)) else { return };
        self.parse_piece(pkg, piece, file);
        let Some(tree) = self.known_tree(file) else { return };
        let Some(&decl) = tree.decls.first() else { return };
        let node = tree.decl(decl);
        if let (DeclKind::Func { body, .. }, ObjKind::Func(func)) = (&node.kind, &mut self.types.obj_mut(obj).kind) {
            (func.pragma, func.has_body) = (node.pragma, body.is_some());
            self.infos[info].decl = Some(decl);
        }
    }

    /// Reads a piece and declares what is in it, unless that is done.
    pub(super) fn declare_piece(&mut self, pkg: PkgId, index: usize) {
        let Some((file, iota)) = self.begin_piece(pkg, index) else { return };
        self.parse_piece(pkg, index, file);
        let outer = self.leave_package();
        let obj_list = core::mem::take(&mut self.obj_list);
        self.set_file(file);
        self.env.scope = self.files[file].scope;
        let mut methods = Vec::new();
        self.collect_decls(ConstGroup::with_iota(iota), &mut methods);
        for (at, &obj) in self.obj_list.iter().enumerate() {
            self.types.obj_mut(obj).order = order(index, at);
        }
        self.associate(methods);
        self.direct_cycles();
        self.obj_list = obj_list;
        self.return_to(outer);
    }

    /// Makes a file for a piece, unless there is one; also the `iota` of its
    /// first constant.
    fn begin_piece(&mut self, pkg: PkgId, index: usize) -> Option<(usize, u32)> {
        let pieces = self.pieces.get_mut(&pkg)?;
        let piece = pieces.all.get_mut(index).filter(|piece| !piece.read)?;
        piece.read = true;
        let (origin, whole, iota) = (pieces.origin, piece.file, piece.head.iota);
        if pieces.files[whole].home.is_none() {
            let File { name, text, head: (from, to), home } = &mut pieces.files[whole];
            let (name, text) = (Rc::clone(name), text[*from..*to].to_vec());
            *home = Some(self.files.len());
            let home = self.add_file(origin, None);
            self.parse_file(home, origin, name, text, None);
        }
        let part = self.part(pkg, index)?;
        Some((self.add_file(origin, Some(part)), iota))
    }

    fn parse_piece(&mut self, pkg: PkgId, index: usize, file: usize) {
        let Some(part) = self.part(pkg, index) else { return };
        let Some(pieces) = self.pieces.get(&pkg) else { return };
        let Piece { file: whole, start, end, .. } = pieces.all[index];
        let File { name, text, .. } = &pieces.files[whole];
        let (name, text) = (Rc::clone(name), text[start..end].to_vec());
        self.parse_file(file, pieces.origin, name, text, Some(part));
    }

    fn part(&self, pkg: PkgId, index: usize) -> Option<Part> {
        let pieces = self.pieces.get(&pkg)?;
        let Piece { file, head, locals, .. } = *pieces.all.get(index)?;
        let keyword = match head.kind {
            Kind::Decl => None,
            Kind::Const | Kind::ConstRun => Some(TokenKind::Const),
            Kind::Type => Some(TokenKind::Type),
            Kind::Var => Some(TokenKind::Var),
        };
        Some(Part { home: pieces.files[file].home?, keyword, line: head.line, locals, plain: head.plain })
    }
}

/// Objects are in the order of their declarations, whenever they are read.
fn order(piece: usize, at: usize) -> u32 {
    (piece as u32) << 12 | at as u32 & 0xfff
}
