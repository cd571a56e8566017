//! Where the thing is declared that a name means.
//!
//! What another package declares, or the language itself, may be in no file that
//! the reader has. Then the answer has what its documentation calls it and how
//! it is declared, as far as that is a line.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use serde::{Deserialize, Serialize};

use super::{Options, Session, Wanted};
use crate::{
    ast::{ExprId, ExprKind, File},
    base::{Id, Interner, LineCol, SourceFile, Span},
    build::Loader,
    types::{BuiltinId, FileInfo, ObjId, ObjKind, Object, PkgId, Type, TypeId, Types},
};

/// A declaration.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// The file, by the name that it was handed in with; empty if it is in none.
    pub file: String,
    /// Where the name is.
    pub at: LineCol,
    /// The bytes of it; empty if it is in another package.
    pub span: Span,
    /// What it is, if it is in another package.
    pub outside: Option<Outside>,
}

/// Something that another package declares, or the language, whose
/// documentation is that of a package `builtin`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outside {
    /// The package's import path.
    pub package: String,
    /// What its documentation calls it, such as `Builder.WriteString`.
    pub name: String,
    /// Its declaration in a line, without what a type consists of.
    pub declaration: String,
}

/// A question, and its answer when there is one.
pub(super) struct Asked<'a> {
    /// The name of the file.
    pub file: &'a str,
    /// An offset in it.
    pub offset: u32,
    pub found: &'a mut Option<Definition>,
}

impl Session {
    /// Where the name at byte `offset` of the file called `open` is declared;
    /// `None` if there is no name or nothing that declares it, as for what the
    /// language itself has. Otherwise as [`analyze_module`](Self::analyze_module).
    pub fn definition(
        &mut self,
        files: &[SourceFile],
        open: &str,
        offset: u32,
        options: &Options,
        loader: &mut dyn Loader,
    ) -> Option<Definition> {
        let mut found = None;
        let asked = Asked { file: open, offset, found: &mut found };
        self.in_module(files, open, options, loader, Wanted { define: Some(asked), ..Wanted::default() });
        found
    }
}

/// What the name at `offset` means.
pub(super) fn object_at(tree: &File, info: &FileInfo, offset: u32) -> Option<ObjId> {
    let at = |id: &ExprId| {
        let span = tree.exprs[*id].span;
        span.start <= offset && offset <= span.end
    };
    let ids = || (0..tree.exprs.len()).map(ExprId::new);
    let names: Vec<ExprId> = ids().filter(at).filter(|&id| matches!(tree.exprs[id].kind, ExprKind::Name(_))).collect();
    let selected = |name: ExprId| {
        let is_it = |id: &ExprId| matches!(tree.exprs[*id].kind, ExprKind::Selector { sel, .. } if sel == name);
        Some(info.selection(ids().find(is_it)?)?.obj)
    };
    names.into_iter().find_map(|name| info.object(name).or_else(|| selected(name)))
}

/// What is said of `id`, if it is not of the package `own` or has no place in a file.
pub(super) fn outside(types: &Types, interner: &Interner, id: ObjId, own: PkgId) -> Option<Outside> {
    let object = types.obj(id);
    if object.pkg == Some(own) || matches!(object.kind, ObjKind::Label) {
        return None;
    }
    let name = interner.text(object.name);
    // The `Error` of `error` is of no package, either.
    let owner = object.pkg.and_then(|package| owner(types, origin(object).unwrap_or(id), package));
    let full = match owner {
        Some(owner) => format!("{}.{name}", interner.text(types.obj(owner).name)),
        None => name.to_string(),
    };
    let package = match (object.pkg, &object.kind) {
        (Some(package), _) => types.package(package).path.clone(),
        (None, ObjKind::Builtin(builtin)) if is_unsafe(*builtin) => "unsafe".to_string(),
        (None, _) => "builtin".to_string(),
    };
    let ty = object.ty.map(|ty| types.error_string(ty, interner, object.pkg)).unwrap_or_default();
    let declaration = match &object.kind {
        ObjKind::Func(func) => {
            let signature = ty.strip_prefix("func").unwrap_or_default();
            let receiver = owner.map_or_else(String::new, |owner| {
                format!("({}{}) ", if func.ptr_recv { "*" } else { "" }, interner.text(types.obj(owner).name))
            });
            format!("func {receiver}{name}{signature}")
        }
        ObjKind::Builtin(_) => format!("func {name}"),
        ObjKind::Const(value) => format!("const {name} = {value}"),
        ObjKind::Nil => "var nil".to_string(),
        ObjKind::Var(_) => format!("{} {ty}", if owner.is_some() { full.clone() } else { format!("var {name}") }),
        ObjKind::TypeName => {
            format!("type {name}{}", object.ty.map_or_else(String::new, |ty| kind_of(types, interner, ty)))
        }
        ObjKind::PkgName { .. } | ObjKind::Label => String::new(),
    };
    Some(Outside { package, name: full, declaration })
}

/// What an object of an instance is made from.
fn origin(object: &Object) -> Option<ObjId> {
    match &object.kind {
        ObjKind::Func(func) => func.origin,
        ObjKind::Var(var) => var.origin,
        _ => None,
    }
}

const fn is_unsafe(builtin: BuiltinId) -> bool {
    use BuiltinId as B;
    matches!(
        builtin,
        B::UnsafeAdd
            | B::UnsafeAlignof
            | B::UnsafeOffsetof
            | B::UnsafeSizeof
            | B::UnsafeSlice
            | B::UnsafeSliceData
            | B::UnsafeString
            | B::UnsafeStringData
    )
}

/// The type that has the method or field `id`: what could select it was typed,
/// so its type was, too.
fn owner(types: &Types, id: ObjId, package: PkgId) -> Option<ObjId> {
    if types.obj(id).parent.is_some() {
        return None;
    }
    let names = types.scope(types.package(package).scope).names.values().copied();
    let has = |&name: &ObjId| {
        let Some(ty) = types.obj(name).ty.filter(|_| matches!(types.obj(name).kind, ObjKind::TypeName)) else {
            return false;
        };
        let Some(named) = types.as_named(ty).map(|named| types.named(named)) else { return false };
        let has = || match types.under(ty) {
            Type::Struct { fields, .. } => types.objs(fields).contains(&id),
            Type::Interface(iface) => types.iface(iface).methods.contains(&id),
            _ => false,
        };
        named.obj == name && (named.methods.contains(&id) || has())
    };
    names.filter(has).min()
}

/// What follows a type's name: its type if that is short, else only of which kind it is.
fn kind_of(types: &Types, interner: &Interner, ty: TypeId) -> String {
    let Some(named) = types.as_named(ty).map(|named| types.named(named)) else { return String::new() };
    match types.under(ty) {
        Type::Struct { .. } => " struct".to_string(),
        Type::Interface(_) => " interface".to_string(),
        _ => format!(" {}", types.error_string(types.underlying(ty), interner, types.obj(named.obj).pkg)),
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;
    use crate::build::{Archive, NoPackages};

    const PROGRAM: &str = "\
-- go.mod --
module m.org/m
-- a.go --
package main

import \"m.org/m/b\"

type T struct{ b.Base; own int }

func (t *T) get() int { return t.own + t.Inner }

func main() {
	v := &T{own: 1}
	v, w := v, helper[int](v.get())
	println(w, b.Make(), len(\"\"), v.Get(1), true)
	var p *T = nil
	_ = p
L:
	for { break L }
}
-- z.go --
package main

func helper[P any](p P) P { return p }
-- b/b.go --
package b

type Base struct{ Inner int }

func Make() int { return 0 }

func (b *Base) Get(p int) (q int) { return p }
";

    #[test]
    fn names_lead_to_declarations() {
        let files: Vec<SourceFile> = Archive::parse(PROGRAM)
            .files
            .into_iter()
            .map(|(name, text)| SourceFile { name, text: text.into_bytes() })
            .collect();
        let text = core::str::from_utf8(&files[1].text).unwrap();
        let mut session = Session::default();
        let mut defined = |needle: &str, at: usize| {
            let offset = text.find(needle).unwrap() + at;
            let options = Options::default();
            let found = session.definition(&files, "a.go", offset as u32, &options, &mut NoPackages)?;
            let outside = found.outside.map(|o| format!(" {} {}: {}", o.package, o.name, o.declaration));
            Some(format!("{}:{}:{}{}", found.file, found.at.line, found.at.col, outside.unwrap_or_default()))
        };
        for (needle, at, expected) in [
            ("t.own", 0, Some("a.go:7:7")),
            ("t.own", 2, Some("a.go:5:24")),
            ("t.own", 5, Some("a.go:5:24")),
            ("t.Inner", 3, Some("b/b.go:3:19 m.org/m/b Base.Inner: Base.Inner int")),
            ("own: 1", 1, Some("a.go:5:24")),
            ("w := v", 5, Some("a.go:10:2")),
            ("helper[", 3, Some("z.go:3:6")),
            ("v.get()", 2, Some("a.go:7:13")),
            ("b.Make", 0, Some("a.go:3:8")),
            ("b.Make", 3, Some("b/b.go:5:6 m.org/m/b Make: func Make() int")),
            ("b.Base", 3, Some("b/b.go:3:6 m.org/m/b Base: type Base struct")),
            ("T struct", 0, Some("a.go:5:6")),
            ("v.Get", 3, Some("b/b.go:7:16 m.org/m/b Base.Get: func (*Base) Get(p int) (q int)")),
            ("int }", 1, Some(":0:0 builtin int: type int")),
            ("len(", 1, Some(":0:0 builtin len: func len")),
            ("nil\n", 1, Some(":0:0 builtin nil: var nil")),
            ("true", 1, Some(":0:0 builtin true: const true = true")),
            ("package", 2, None),
            ("\n\nimport", 1, None),
        ] {
            assert_eq!(defined(needle, at).as_deref(), expected, "{needle} at {at}");
        }
    }
}
