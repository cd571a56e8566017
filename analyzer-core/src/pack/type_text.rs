//! Types as source text, for variables whose type only their value tells.

use alloc::string::String;
use core::fmt::Write as _;

use crate::{
    ast::ChanDir,
    base::Interner,
    types::{BasicKind, IfaceId, ObjId, ObjList, PkgId, SigId, Type, TypeId, TypeList, Types, constant::quote},
};

/// Types nest at most this deep; what is deeper is not written.
const MAX_DEPTH: u32 = 40;

/// Writes the types of one package.
pub(super) struct TypeText<'a> {
    pub(super) types: &'a Types,
    pub(super) interner: &'a Interner,
    pub(super) package: PkgId,
    /// The name of another package in the file.
    pub(super) qualifier: &'a mut dyn FnMut(PkgId) -> String,
    /// Told each name of this package that is written.
    pub(super) mention: &'a mut dyn FnMut(ObjId),
    pub(super) out: String,
    pub(super) depth: u32,
}

impl TypeText<'_> {
    /// Writes `ty`; `None` if it has no text that means it in a declaration of
    /// the package.
    pub(super) fn write(&mut self, ty: TypeId) -> Option<()> {
        if self.depth >= MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let written = self.structure(ty);
        self.depth -= 1;
        written
    }

    fn structure(&mut self, ty: TypeId) -> Option<()> {
        match self.types.get(ty) {
            Type::Basic(BasicKind::UnsafePointer) => {
                let name = (self.qualifier)(self.types.unsafe_package());
                self.text(&name);
                self.text(".Pointer");
            }
            Type::Basic(kind) if kind == BasicKind::Invalid || kind.is_untyped() => return None,
            Type::Basic(kind) => self.predeclared(match ty {
                TypeId::BYTE => "byte",
                TypeId::RUNE => "rune",
                _ => kind.name(),
            })?,
            Type::Array { len, elem } => {
                let _ = write!(self.out, "[{len}]");
                self.write(elem)?;
            }
            Type::Slice(elem) => {
                self.text("[]");
                self.write(elem)?;
            }
            Type::Pointer(elem) => {
                self.text("*");
                self.write(elem)?;
            }
            Type::Map { key, elem } => {
                self.text("map[");
                self.write(key)?;
                self.text("]");
                self.write(elem)?;
            }
            Type::Chan { dir, elem } => {
                self.text(match dir {
                    ChanDir::Both => "chan (",
                    ChanDir::Send => "chan<- (",
                    ChanDir::Recv => "<-chan (",
                });
                self.write(elem)?;
                self.text(")");
            }
            Type::Struct { .. } => self.struct_type(ty)?,
            Type::Signature(sig) => {
                self.text("func");
                self.signature(sig)?;
            }
            Type::Interface(iface) => self.interface(iface)?,
            Type::Named(named) => {
                let named = self.types.named(named);
                // Instances have objects of their own.
                let declared = named.instance.and_then(|instance| self.types.type_name(instance.origin));
                self.named(declared.unwrap_or(named.obj))?;
                self.arguments(named.instance.map(|instance| instance.targs))?;
            }
            Type::Alias(alias) => {
                let alias = self.types.alias(alias);
                self.named(alias.obj)?;
                self.arguments(alias.instance.map(|instance| instance.targs))?;
            }
            Type::Tuple(_) | Type::TypeParam(_) | Type::Union(_) | Type::Unknown => return None,
        }
        Some(())
    }

    fn text(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// A predeclared name, unless the package gives it another meaning.
    fn predeclared(&mut self, name: &str) -> Option<()> {
        let scope = self.types.scope(self.types.package(self.package).scope);
        if scope.names.keys().any(|&symbol| self.interner.text(symbol) == name) {
            return None;
        }
        self.text(name);
        Some(())
    }

    /// The name of a type.
    fn named(&mut self, obj: ObjId) -> Option<()> {
        let (types, interner) = (self.types, self.interner);
        let object = types.obj(obj);
        let name = interner.text(object.name);
        let Some(package) = object.pkg else { return self.predeclared(name) };
        // A type that is declared in a function has no name outside.
        if types.scope(types.package(package).scope).names.get(&object.name) != Some(&obj) {
            return None;
        }
        if package == self.package {
            (self.mention)(obj);
        } else if object.exported {
            let qualifier = (self.qualifier)(package);
            self.text(&qualifier);
            self.text(".");
        } else {
            return None;
        }
        self.text(name);
        Some(())
    }

    fn arguments(&mut self, targs: Option<TypeList>) -> Option<()> {
        let Some(targs) = targs else { return Some(()) };
        self.text("[");
        for (i, &targ) in self.types.list(targs).iter().enumerate() {
            if i > 0 {
                self.text(",");
            }
            self.write(targ)?;
        }
        self.text("]");
        Some(())
    }

    /// Whether the name of a field or method means the same here.
    fn is_own(&self, obj: ObjId) -> bool {
        let object = self.types.obj(obj);
        object.exported || object.pkg == Some(self.package)
    }

    fn struct_type(&mut self, ty: TypeId) -> Option<()> {
        let Type::Struct { fields, tags } = self.types.get(ty) else { return None };
        self.text("struct{");
        for (i, &field) in self.types.objs(fields).iter().enumerate() {
            if !self.is_own(field) {
                return None;
            }
            if i > 0 {
                self.text(";");
            }
            if !self.types.is_embedded(field) {
                self.name_of(field);
                self.text(" ");
            }
            self.write(self.types.obj_type(field))?;
            let tag = self.types.tag(tags, i);
            if !tag.is_empty() {
                let quoted = quote(tag.as_bytes());
                self.text(&quoted);
            }
        }
        self.text("}");
        Some(())
    }

    fn interface(&mut self, iface: IfaceId) -> Option<()> {
        let types = self.types;
        let iface = types.iface(iface);
        if iface.implicit {
            return None;
        }
        self.text("interface{");
        for &method in &iface.methods {
            let Type::Signature(sig) = types.under(types.obj_type(method)) else { return None };
            if !self.is_own(method) {
                return None;
            }
            self.name_of(method);
            self.signature(sig)?;
            self.text(";");
        }
        for &(elem, _) in &iface.embeddeds {
            self.write(elem)?;
            self.text(";");
        }
        self.text("}");
        Some(())
    }

    fn signature(&mut self, sig: SigId) -> Option<()> {
        let sig = *self.types.sig(sig);
        if !sig.tparams.is_empty() {
            return None;
        }
        self.tuple(sig.params, sig.variadic)?;
        if !sig.results.is_empty() {
            self.tuple(sig.results, false)?;
        }
        Some(())
    }

    fn tuple(&mut self, vars: ObjList, variadic: bool) -> Option<()> {
        let types = self.types;
        self.text("(");
        let vars = types.objs(vars);
        for (i, &var) in vars.iter().enumerate() {
            if i > 0 {
                self.text(",");
            }
            if !self.interner.text(types.obj_name(var)).is_empty() {
                self.name_of(var);
                self.text(" ");
            }
            let ty = types.obj_type(var);
            match types.get(ty) {
                Type::Slice(elem) if variadic && i + 1 == vars.len() => {
                    self.text("...");
                    self.write(elem)?;
                }
                _ => self.write(ty)?,
            }
        }
        self.text(")");
        Some(())
    }

    fn name_of(&mut self, obj: ObjId) {
        let (types, interner) = (self.types, self.interner);
        self.text(interner.text(types.obj_name(obj)));
    }
}
