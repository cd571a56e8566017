//! Types as gc prints them in error messages (types2's `typestring.go`).

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::fmt::Write as _;

use super::places::Places;
use super::{
    arena::{ObjList, Signature, Type, TypeId, TypeList, Types},
    constant::ConstValue,
    objects::{ObjId, PkgId},
};
use crate::ast::ChanDir;
use crate::base::{Id, Interner};

/// How a type of an unknown package is printed. No message shows it: what it
/// would say depends on something that is not known.
pub(super) const UNKNOWN: &str = "«unknown»";

/// Types are printed to this depth; what lies below is `…`.
const MAX_DEPTH: usize = 60;
/// And to about this many bytes.
const MAX_LEN: usize = 64 << 10;

impl Types {
    /// `ty` as error messages print it; names of package `local` are not
    /// qualified.
    pub fn error_string(&self, ty: TypeId, names: &Interner, local: Option<PkgId>) -> String {
        TypeWriter::new(self, names, local).write(ty)
    }

    /// The same; a type parameter with the name of a predeclared type is
    /// explained with its place.
    pub(crate) fn explained_string(
        &self,
        ty: TypeId,
        names: &Interner,
        local: Option<PkgId>,
        places: &Places<'_>,
    ) -> String {
        TypeWriter { places: Some(places), ..TypeWriter::new(self, names, local) }.write(ty)
    }

    /// Like [`error_string`](Self::error_string), without the names of
    /// parameters: for messages that compare two function types.
    pub fn bare_string(&self, ty: TypeId, names: &Interner, local: Option<PkgId>) -> String {
        TypeWriter { param_names: false, ..TypeWriter::new(self, names, local) }.write(ty)
    }

    /// Like [`error_string`](Self::error_string), every name qualified by its
    /// package's path: gc prints the terms of unions so.
    pub fn path_string(&self, ty: TypeId, names: &Interner) -> String {
        TypeWriter { paths: true, ..TypeWriter::new(self, names, None) }.write(ty)
    }

    /// `pkg.` for a package that is not `local`, its path if its name is ambiguous.
    pub fn package_prefix(&self, pkg: Option<PkgId>, names: &Interner, local: Option<PkgId>) -> String {
        let Some(id) = pkg else { return String::new() };
        if pkg == local {
            return String::new();
        }
        let package = self.package(id);
        if self.has_namesake(id, local) {
            return ConstValue::string(package.path.as_bytes()).to_string() + ".";
        }
        names.text(package.name).to_string() + "."
    }

    /// Whether `local` imports, directly or not, another package of that name.
    fn has_namesake(&self, id: PkgId, local: Option<PkgId>) -> bool {
        let name = self.package(id).name;
        let mut seen = alloc::vec![false; self.packages().count()];
        let mut todo: Vec<PkgId> = local.into_iter().collect();
        while let Some(next) = todo.pop() {
            if core::mem::replace(&mut seen[next.index()], true) {
                continue;
            }
            let package = self.package(next);
            if next != id && package.name == name {
                return true;
            }
            todo.extend(&package.imports);
        }
        false
    }
}

struct TypeWriter<'a> {
    types: &'a Types,
    names: &'a Interner,
    local: Option<PkgId>,
    out: String,
    seen: Vec<TypeId>,
    param_names: bool,
    paths: bool,
    places: Option<&'a Places<'a>>,
}

impl<'a> TypeWriter<'a> {
    fn new(types: &'a Types, names: &'a Interner, local: Option<PkgId>) -> Self {
        let (out, seen) = (String::new(), Vec::new());
        Self { types, names, local, out, seen, param_names: true, paths: false, places: None }
    }

    fn write(mut self, ty: TypeId) -> String {
        self.ty(ty);
        self.out
    }

    fn text(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn obj_name(&mut self, obj: ObjId) {
        let name = self.names.text(self.types.obj_name(obj));
        self.out.push_str(name);
    }

    fn type_name(&mut self, obj: ObjId) {
        let pkg = self.types.obj(obj).pkg;
        match pkg {
            Some(pkg) if self.paths => {
                let path = &self.types.package(pkg).path;
                let _ = write!(self.out, "{path}.");
            }
            _ => {
                let prefix = self.types.package_prefix(pkg, self.names, self.local);
                self.text(&prefix);
            }
        }
        self.obj_name(obj);
    }

    fn ty(&mut self, ty: TypeId) {
        if self.seen.len() >= MAX_DEPTH || self.out.len() > MAX_LEN {
            self.text("…");
            return;
        }
        if self.seen.contains(&ty) {
            self.text("<cycle>");
            return;
        }
        self.seen.push(ty);
        self.structure(ty);
        self.seen.pop();
    }

    fn structure(&mut self, id: TypeId) {
        match self.types.get(id) {
            Type::Basic(kind) => self.text(match id {
                TypeId::BYTE => "byte",
                TypeId::RUNE => "rune",
                _ => kind.name(),
            }),
            Type::Unknown => self.text(UNKNOWN),
            Type::Array { len, elem } => {
                let _ = write!(self.out, "[{len}]");
                self.ty(elem);
            }
            Type::Slice(elem) => {
                self.text("[]");
                self.ty(elem);
            }
            Type::Struct { fields, tags } => {
                self.text("struct{");
                for (i, &field) in self.types.objs(fields).iter().enumerate() {
                    if i > 0 {
                        self.text("; ");
                    }
                    if !self.types.is_embedded(field) {
                        self.obj_name(field);
                        self.text(" ");
                    }
                    self.ty(self.types.obj_type(field));
                    let tag = self.types.tag(tags, i);
                    if !tag.is_empty() {
                        let quoted = super::constant::quote(tag.as_bytes());
                        let _ = write!(self.out, " {quoted}");
                    }
                }
                self.text("}");
            }
            Type::Pointer(elem) => {
                self.text("*");
                self.ty(elem);
            }
            Type::Tuple(vars) => self.tuple(vars, false),
            Type::Signature(sig) => {
                self.text("func");
                let sig = *self.types.sig(sig);
                self.signature(&sig);
            }
            Type::Union(union) => {
                for (i, term) in self.types.union(union).terms.iter().enumerate() {
                    if i > 0 {
                        self.text(" | ");
                    }
                    if term.tilde {
                        self.text("~");
                    }
                    self.ty(term.ty);
                }
            }
            Type::Interface(iface) => self.interface(id, iface),
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
                    dir == ChanDir::Both && matches!(self.types.get(elem), Type::Chan { dir: ChanDir::Recv, .. });
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
                self.type_name(named.obj);
                self.arguments(named.instance.map(|i| i.targs), named.tparams);
            }
            Type::Alias(alias) => {
                let alias = self.types.alias(alias);
                self.type_name(alias.obj);
                self.arguments(alias.instance.map(|i| i.targs), alias.tparams);
            }
            Type::TypeParam(tparam) => {
                let obj = self.types.tparam(tparam).obj;
                self.obj_name(obj);
                let universe = self.types.scope(self.types.universe());
                let name = self.types.obj_name(obj);
                if let (Some(places), Some(pos), true) =
                    (self.places, self.types.obj(obj).pos, universe.names.contains_key(&name))
                {
                    let _ = write!(self.out, " /* with {} declared at {} */", self.names.text(name), places.text(pos));
                }
            }
        }
    }

    fn interface(&mut self, id: TypeId, iface: super::arena::IfaceId) {
        if id == self.types.underlying(TypeId::COMPARABLE) {
            self.text("interface{comparable}");
            return;
        }
        let iface = self.types.iface(iface);
        if iface.implicit {
            if let ([], [(elem, _)]) = (iface.methods.as_slice(), iface.embeddeds.as_slice()) {
                self.ty(*elem);
                return;
            }
            self.text("/* implicit */ ");
        }
        self.text("interface{");
        let mut first = true;
        let mut separate = |writer: &mut Self| {
            if !core::mem::take(&mut first) {
                writer.text("; ");
            }
        };
        for &method in &iface.methods {
            separate(self);
            self.obj_name(method);
            if let Some(&sig) = self.types.signature(self.types.obj_type(method)) {
                self.signature(&sig);
            }
        }
        for &(elem, _) in &iface.embeddeds {
            separate(self);
            self.ty(elem);
        }
        self.text("}");
    }

    fn arguments(&mut self, targs: Option<TypeList>, tparams: TypeList) {
        match targs {
            Some(targs) => {
                self.text("[");
                for (i, &targ) in self.types.list(targs).iter().enumerate() {
                    if i > 0 {
                        self.text(", ");
                    }
                    self.ty(targ);
                }
                self.text("]");
            }
            None if !tparams.is_empty() => self.tparams(tparams),
            None => {}
        }
    }

    fn tparams(&mut self, tparams: TypeList) {
        self.text("[");
        let mut previous: Option<TypeId> = None;
        for (i, &tparam) in self.types.list(tparams).iter().enumerate() {
            let bound = match self.types.get(tparam) {
                Type::TypeParam(id) => self.types.tparam(id).bound,
                _ => None,
            };
            if i > 0 {
                if bound != previous
                    && let Some(previous) = previous
                {
                    self.text(" ");
                    self.ty(previous);
                }
                self.text(", ");
            }
            previous = bound;
            self.ty(tparam);
        }
        if let Some(bound) = previous {
            self.text(" ");
            self.ty(bound);
        }
        self.text("]");
    }

    fn tuple(&mut self, vars: ObjList, variadic: bool) {
        self.text("(");
        let vars = self.types.objs(vars);
        for (i, &var) in vars.iter().enumerate() {
            if i > 0 {
                self.text(", ");
            }
            if self.param_names && !self.names.text(self.types.obj_name(var)).is_empty() {
                self.obj_name(var);
                self.text(" ");
            }
            let ty = self.types.obj_type(var);
            match self.types.get(ty) {
                Type::Slice(elem) if variadic && i + 1 == vars.len() => {
                    self.text("...");
                    self.ty(elem);
                }
                _ if variadic && i + 1 == vars.len() => {
                    self.ty(ty);
                    self.text("...");
                }
                _ => self.ty(ty),
            }
        }
        self.text(")");
    }

    fn signature(&mut self, sig: &Signature) {
        if !sig.tparams.is_empty() {
            self.tparams(sig.tparams);
        }
        self.tuple(sig.params, sig.variadic);
        match *self.types.objs(sig.results) {
            [] => {}
            [result] if self.names.text(self.types.obj_name(result)).is_empty() => {
                self.text(" ");
                self.ty(self.types.obj_type(result));
            }
            _ => {
                self.text(" ");
                self.tuple(sig.results, false);
            }
        }
    }
}

/// The name of an object for messages: `pkg.name` outside its package.
pub(crate) fn qualified_name(types: &Types, obj: ObjId, names: &Interner, local: Option<PkgId>) -> String {
    let object = types.obj(obj);
    format!("{}{}", types.package_prefix(object.pkg, names, local), names.text(object.name))
}
