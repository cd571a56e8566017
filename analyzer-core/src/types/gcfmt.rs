//! Types as gc prints them in `-m` lines (`cmd/compile/internal/types/fmt.go`).
//!
//! Not the same as in error messages: `interface {}`, `struct { x int }`,
//! parameters without names, methods of an interface sorted, unexported ones
//! qualified by package path, aliases replaced by what they denote (except
//! `any`, `byte` and `rune`).

use alloc::{borrow::Cow, string::String, vec::Vec};
use core::fmt::Write as _;

use super::{
    arena::{ObjList, Signature, Type, TypeId, Types},
    objects::{ObjId, PkgId},
};
use crate::ast::ChanDir;
use crate::base::Interner;

/// The package of shapes, which there is no directory of.
pub(super) const SHAPES: &str = "go.shape";

/// Types are printed to this depth; what lies below is `…`.
const MAX_DEPTH: usize = 60;
/// And to about this many bytes.
const MAX_LEN: usize = 64 << 10;

impl Types {
    /// `ty` as `-m` lines print it; names of package `local` are not qualified.
    pub fn type_string(&self, ty: TypeId, names: &Interner, local: Option<PkgId>) -> String {
        let mut writer = Writer { types: self, names, local, out: String::new(), visited: Vec::new(), link: false };
        writer.ty(ty);
        writer.out
    }
}

impl Types {
    /// The import path that gc compiles `pkg` under: the go command calls every
    /// program `main`.
    pub fn compiled_path<'a>(&'a self, pkg: PkgId, names: &'a Interner) -> &'a str {
        let package = self.package(pkg);
        match names.text(package.name) {
            "main" => "main",
            _ => &package.path,
        }
    }

    /// The same as a link symbol begins with it: some bytes are escaped.
    pub fn link_path<'a>(&'a self, pkg: PkgId, names: &'a Interner) -> Cow<'a, str> {
        path_to_prefix(self.compiled_path(pkg, names))
    }

    /// `ty` as it is called in a link symbol: names are qualified by path.
    pub fn link_string(&self, ty: TypeId, names: &Interner) -> String {
        let mut writer =
            Writer { types: self, names, local: None, out: String::new(), visited: Vec::new(), link: true };
        writer.ty(ty);
        writer.out
    }
}

/// `path` as gc has it before the names of symbols (`objabi.PathToPrefix`): a
/// dot in the last element would end it, but that of shapes.
fn path_to_prefix(path: &str) -> Cow<'_, str> {
    let last = path.rfind('/').map_or(0, |slash| slash + 1);
    let escaped = |(at, byte): (usize, u8)| {
        byte <= b' ' || byte >= 0x7f || matches!(byte, b'%' | b'"') || (byte == b'.' && at >= last)
    };
    if path == SHAPES || !path.bytes().enumerate().any(escaped) {
        return Cow::Borrowed(path);
    }
    let mut out = String::with_capacity(path.len() + 2);
    for (at, byte) in path.bytes().enumerate() {
        if escaped((at, byte)) {
            let _ = write!(out, "%{byte:02x}");
        } else {
            out.push(char::from(byte));
        }
    }
    Cow::Owned(out)
}

struct Writer<'a> {
    types: &'a Types,
    names: &'a Interner,
    local: Option<PkgId>,
    out: String,
    /// The types being printed and where their text begins.
    visited: Vec<(TypeId, usize)>,
    /// Whether this is the text of a link symbol, as inside type arguments.
    link: bool,
}

impl Writer<'_> {
    fn text(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn qualified(&mut self, obj: ObjId) {
        let object = self.types.obj(obj);
        match object.pkg {
            Some(pkg) if self.link => {
                self.text(&self.types.link_path(pkg, self.names));
                self.text(".");
            }
            pkg => {
                if let Some(pkg) = pkg
                    && Some(pkg) != self.local
                {
                    let name = self.types.package(pkg).name;
                    self.out.push_str(self.names.text(name));
                    self.text(".");
                }
            }
        }
        // The name of a shape may end with the number of a local type, which
        // gc takes for the shape's own.
        let name = self.names.text(object.name);
        self.text(if self.link { name } else { without_number(name) });
    }

    fn ty(&mut self, id: TypeId) {
        let id = self.types.unalias(id);
        // What `any` stands for has its name, too: `noder/writer.go` asks for no more.
        if id == TypeId::EMPTY_INTERFACE && !self.link {
            self.text("any");
            return;
        }
        if let Some(&(_, at)) = self.visited.iter().find(|v| v.0 == id) {
            let _ = write!(self.out, "@{at}");
            return;
        }
        if self.visited.len() >= MAX_DEPTH || self.out.len() > MAX_LEN {
            self.text("…");
            return;
        }
        self.visited.push((id, self.out.len()));
        self.structure(id);
        self.visited.pop();
    }

    fn structure(&mut self, id: TypeId) {
        match self.types.get(id) {
            Type::Basic(kind) => self.text(match id {
                TypeId::BYTE if !self.link => "byte",
                TypeId::RUNE if !self.link => "rune",
                _ => kind.name(),
            }),
            Type::Unknown => self.text("?"),
            Type::Array { len, elem } => {
                let _ = write!(self.out, "[{len}]");
                self.ty(elem);
            }
            Type::Slice(elem) => {
                self.text("[]");
                self.ty(elem);
            }
            Type::Struct { fields, tags } => {
                self.text("struct {");
                for (i, &field) in self.types.objs(fields).iter().enumerate() {
                    self.text(if i == 0 { " " } else { "; " });
                    if !self.types.is_embedded(field) {
                        self.field_name(field);
                        self.text(" ");
                    } else if self.link && !self.is_named_after_type(field) {
                        self.field_name(field);
                        self.text(" = ");
                    }
                    self.ty(self.types.obj_type(field));
                    let tag = self.types.tag(tags, i);
                    if !tag.is_empty() {
                        let quoted = super::constant::quote(tag.as_bytes());
                        let _ = write!(self.out, " {quoted}");
                    }
                }
                self.text(if fields.is_empty() { "}" } else { " }" });
            }
            Type::Pointer(elem) => {
                self.text("*");
                self.ty(elem);
            }
            Type::Tuple(vars) => self.params(vars, false),
            Type::Signature(sig) => {
                self.text("func");
                let sig = *self.types.sig(sig);
                self.signature(&sig);
            }
            Type::Interface(_) => self.interface(id),
            Type::Map { key, elem } => {
                self.text("map[");
                self.ty(key);
                self.text("]");
                self.ty(elem);
            }
            Type::Chan { dir, elem } => {
                self.text(match dir {
                    ChanDir::Both => "chan ",
                    ChanDir::Send => "chan<- ",
                    ChanDir::Recv => "<-chan ",
                });
                let parens =
                    dir == ChanDir::Both && matches!(self.types.resolved(elem), Type::Chan { dir: ChanDir::Recv, .. });
                if parens {
                    self.text("(");
                }
                self.ty(elem);
                if parens {
                    self.text(")");
                }
            }
            Type::Named(named) => {
                let named = self.types.named(named);
                self.qualified(named.obj);
                let origin = named.instance.and_then(|instance| self.types.as_named(instance.origin));
                let local = origin.map_or(named.local, |origin| self.types.named(origin).local);
                if let Some(instance) = named.instance {
                    // The arguments are part of the symbol's name.
                    let outer = core::mem::replace(&mut self.link, true);
                    self.text("[");
                    for (i, &targ) in self.types.list(instance.targs).iter().enumerate() {
                        if i > 0 {
                            self.text(",");
                        }
                        self.ty(targ);
                    }
                    self.text("]");
                    self.link = outer;
                }
                if self.link && local > 0 {
                    let _ = write!(self.out, "·{local}");
                }
            }
            Type::TypeParam(tparam) => self.qualified(self.types.tparam(tparam).obj),
            Type::Alias(_) | Type::Union(_) => {}
        }
    }

    /// Whether the embedded `field` has the name that its type has in a link
    /// symbol: not that of an alias or a predeclared type, without type
    /// arguments and without the number of a local type.
    fn is_named_after_type(&self, field: ObjId) -> bool {
        let mut ty = self.types.unalias(self.types.obj_type(field));
        if let Type::Pointer(elem) = self.types.get(ty) {
            ty = self.types.unalias(elem);
        }
        let Type::Named(id) = self.types.get(ty) else { return false };
        let named = self.types.named(id);
        let (field, declared) = (self.types.obj(field), self.types.obj(named.obj));
        let same_package = field.pkg == declared.pkg || declared.exported;
        named.instance.is_none() && named.local == 0 && field.name == declared.name && same_package
    }

    fn field_name(&mut self, field: ObjId) {
        let object = self.types.obj(field);
        if object.exported {
            self.text(self.names.text(object.name));
        } else {
            self.qualified(field);
        }
    }

    fn interface(&mut self, id: TypeId) {
        let methods = self.types.type_set_of(id).map(|set| set.methods.clone()).unwrap_or_default();
        if methods.is_empty() {
            self.text("interface {}");
            return;
        }
        self.text("interface {");
        for (i, method) in methods.into_iter().enumerate() {
            self.text(if i == 0 { " " } else { "; " });
            let object = self.types.obj(method);
            if object.exported {
                self.text(self.names.text(object.name));
            } else {
                let outer = core::mem::replace(&mut self.link, true);
                self.qualified(method);
                self.link = outer;
            }
            if let Some(&sig) = self.types.signature(self.types.obj_type(method)) {
                self.signature(&sig);
            }
        }
        self.text(" }");
    }

    fn signature(&mut self, sig: &Signature) {
        self.params(sig.params, sig.variadic);
        match *self.types.objs(sig.results) {
            [] => {}
            [result] => {
                self.text(" ");
                self.ty(self.types.obj_type(result));
            }
            _ => {
                self.text(" ");
                self.params(sig.results, false);
            }
        }
    }

    fn params(&mut self, vars: ObjList, variadic: bool) {
        self.text("(");
        let vars = self.types.objs(vars);
        for (i, &var) in vars.iter().enumerate() {
            if i > 0 {
                self.text(", ");
            }
            let ty = self.types.obj_type(var);
            match self.types.get(ty) {
                Type::Slice(elem) if variadic && i + 1 == vars.len() => {
                    self.text("...");
                    self.ty(elem);
                }
                _ => self.ty(ty),
            }
        }
        self.text(")");
    }
}

/// `name` without the `·N` that it ends with, if it does.
fn without_number(name: &str) -> &str {
    let base = name.trim_end_matches(|c: char| c.is_ascii_digit());
    base.strip_suffix('·').unwrap_or(name)
}
