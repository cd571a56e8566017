//! The predeclared names and package `unsafe`.
//!
//! The order in which types are added here fixes the constants of
//! [`TypeId`]; a test compares them.

use alloc::{rc::Rc, string::String, vec::Vec};

use super::{
    arena::{Interface, Signature, Type, TypeId, TypeSet, Types},
    constant::ConstValue,
    objects::{BuiltinId, Func, ObjId, ObjKind, Object, Package, PkgId, ScopeId, Var, VarKind},
};
use crate::base::{Interner, Symbol};

/// The predeclared functions by name.
const BUILTINS: [(&str, BuiltinId); 18] = [
    ("append", BuiltinId::Append),
    ("cap", BuiltinId::Cap),
    ("clear", BuiltinId::Clear),
    ("close", BuiltinId::Close),
    ("complex", BuiltinId::Complex),
    ("copy", BuiltinId::Copy),
    ("delete", BuiltinId::Delete),
    ("imag", BuiltinId::Imag),
    ("len", BuiltinId::Len),
    ("make", BuiltinId::Make),
    ("max", BuiltinId::Max),
    ("min", BuiltinId::Min),
    ("new", BuiltinId::New),
    ("panic", BuiltinId::Panic),
    ("print", BuiltinId::Print),
    ("println", BuiltinId::Println),
    ("real", BuiltinId::Real),
    ("recover", BuiltinId::Recover),
];

/// The functions of package `unsafe` by name.
const UNSAFE_BUILTINS: [(&str, BuiltinId); 8] = [
    ("Add", BuiltinId::UnsafeAdd),
    ("Alignof", BuiltinId::UnsafeAlignof),
    ("Offsetof", BuiltinId::UnsafeOffsetof),
    ("Sizeof", BuiltinId::UnsafeSizeof),
    ("Slice", BuiltinId::UnsafeSlice),
    ("SliceData", BuiltinId::UnsafeSliceData),
    ("String", BuiltinId::UnsafeString),
    ("StringData", BuiltinId::UnsafeStringData),
];

impl BuiltinId {
    /// The name, with `unsafe.` where it belongs to that package.
    pub fn name(self) -> &'static str {
        match self {
            Self::UnsafeAdd => "unsafe.Add",
            Self::UnsafeAlignof => "unsafe.Alignof",
            Self::UnsafeOffsetof => "unsafe.Offsetof",
            Self::UnsafeSizeof => "unsafe.Sizeof",
            Self::UnsafeSlice => "unsafe.Slice",
            Self::UnsafeSliceData => "unsafe.SliceData",
            Self::UnsafeString => "unsafe.String",
            Self::UnsafeStringData => "unsafe.StringData",
            Self::Assert => "assert",
            _ => BUILTINS.iter().find(|(_, id)| *id == self).map_or("", |(name, _)| name),
        }
    }
}

fn declare_in(
    types: &mut Types,
    scope: ScopeId,
    pkg: Option<PkgId>,
    name: Symbol,
    kind: ObjKind,
    ty: Option<TypeId>,
) -> ObjId {
    let object =
        Object { name, kind, ty, pos: None, pkg, parent: Some(scope), scope_pos: 0, exported: pkg.is_some(), order: 0 };
    let id = types.add_obj(object);
    types.scope_mut(scope).names.insert(name, id);
    id
}

/// Declares the universe; the basic types are in the arena already.
pub(super) fn declare(types: &mut Types, names: &mut Interner) {
    let universe = types.add_scope(None);
    let unsafe_scope = types.add_scope(Some(universe));
    let unsafe_pkg = types.add_package(Package {
        path: String::from("unsafe"),
        name: names.intern("unsafe"),
        scope: unsafe_scope,
        unknown: false,
        imports: Vec::new(),
    });

    for raw in 1..=17 {
        let ty = TypeId::basic(raw);
        if let Type::Basic(kind) = types.get(ty) {
            declare_in(types, universe, None, names.intern(kind.name()), ObjKind::TypeName, Some(ty));
        }
    }
    declare_in(types, universe, None, names.intern("byte"), ObjKind::TypeName, Some(TypeId::BYTE));
    declare_in(types, universe, None, names.intern("rune"), ObjKind::TypeName, Some(TypeId::RUNE));

    // interface{} and any
    let empty = types.add_interface(Interface { type_set: Some(Rc::default()), ..Interface::default() });
    let any = declare_in(types, universe, None, names.intern("any"), ObjKind::TypeName, None);
    let any_type = types.add_alias(any, Some(empty));
    if let Type::Alias(alias) = types.get(any_type) {
        types.alias_mut(alias).actual = Some(empty);
    }
    types.obj_mut(any).ty = Some(any_type);

    // error and its method
    let error = declare_in(types, universe, None, names.intern("error"), ObjKind::TypeName, None);
    let error_type = types.add_named(error, None);
    types.obj_mut(error).ty = Some(error_type);

    // comparable
    let comparable = declare_in(types, universe, None, names.intern("comparable"), ObjKind::TypeName, None);
    let comparable_type = types.add_named(comparable, None);
    types.obj_mut(comparable).ty = Some(comparable_type);

    types.tuple(&[]);
    types.add(Type::Slice(TypeId::BYTE));

    let recv = variable(types, names.intern(""), VarKind::Recv, error_type);
    let result = variable(types, names.intern(""), VarKind::Result, TypeId::STRING);
    let results = types.add_objs(&[result]);
    let signature = types.add_signature(Signature { recv: Some(recv), results, ..Signature::default() });
    let method = types.add_obj(Object {
        name: names.intern("Error"),
        kind: ObjKind::Func(Func::default()),
        ty: Some(signature),
        pos: None,
        pkg: None,
        parent: None,
        scope_pos: 0,
        exported: true,
        order: 0,
    });
    let type_set = Some(Rc::new(TypeSet { methods: alloc::vec![method], ..TypeSet::default() }));
    let interface = types.add_interface(Interface { methods: alloc::vec![method], type_set, ..Interface::default() });
    if let Type::Named(named) = types.get(error_type) {
        types.named_mut(named).underlying = Some(interface);
    }

    let type_set = Some(Rc::new(TypeSet { comparable: true, ..TypeSet::default() }));
    let interface = types.add_interface(Interface { type_set, ..Interface::default() });
    if let Type::Named(named) = types.get(comparable_type) {
        types.named_mut(named).underlying = Some(interface);
    }

    for (name, value) in [("true", true), ("false", false)] {
        let kind = ObjKind::Const(ConstValue::Bool(value));
        declare_in(types, universe, None, names.intern(name), kind, Some(TypeId::UNTYPED_BOOL));
    }
    let iota = ObjKind::Const(ConstValue::Int(0));
    declare_in(types, universe, None, names.intern("iota"), iota, Some(TypeId::UNTYPED_INT));
    declare_in(types, universe, None, names.intern("nil"), ObjKind::Nil, Some(TypeId::UNTYPED_NIL));
    for (name, id) in BUILTINS {
        declare_in(types, universe, None, names.intern(name), ObjKind::Builtin(id), None);
    }
    for (name, id) in UNSAFE_BUILTINS {
        declare_in(types, unsafe_scope, Some(unsafe_pkg), names.intern(name), ObjKind::Builtin(id), None);
    }
    let pointer = names.intern("Pointer");
    declare_in(types, unsafe_scope, Some(unsafe_pkg), pointer, ObjKind::TypeName, Some(TypeId::UNSAFE_POINTER));
}

/// Declares `assert`, which Go's test data for type checkers uses.
pub(super) fn declare_test_functions(types: &mut Types, names: &mut Interner) {
    let universe = types.universe();
    let assert = names.intern("assert");
    declare_in(types, universe, None, assert, ObjKind::Builtin(BuiltinId::Assert), None);
}

fn variable(types: &mut Types, name: Symbol, kind: VarKind, ty: TypeId) -> ObjId {
    types.add_obj(Object {
        name,
        kind: ObjKind::Var(Var { kind, embedded: false, origin: None }),
        ty: Some(ty),
        pos: None,
        pkg: None,
        parent: None,
        scope_pos: 0,
        exported: false,
        order: 0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixed_ids_are_what_they_say() {
        let mut names = Interner::default();
        let types = Types::new(&mut names);
        let named = |text: &str| {
            let name = names.lookup(text).expect("interned");
            types.obj_type(types.scope(types.universe()).names[&name])
        };
        for (text, id) in [
            ("bool", TypeId::BOOL),
            ("uint", TypeId::UINT),
            ("uintptr", TypeId::UINTPTR),
            ("complex128", TypeId::COMPLEX128),
            ("string", TypeId::STRING),
            ("byte", TypeId::BYTE),
            ("rune", TypeId::RUNE),
            ("any", TypeId::ANY),
            ("error", TypeId::ERROR),
            ("comparable", TypeId::COMPARABLE),
            ("nil", TypeId::UNTYPED_NIL),
        ] {
            assert_eq!(named(text), id, "{text}");
        }
        assert_eq!(types.get(TypeId::UNKNOWN), Type::Unknown);
        assert_eq!(types.underlying(TypeId::ANY), TypeId::EMPTY_INTERFACE);
        assert_eq!(types.get(TypeId::BYTES), Type::Slice(TypeId::BYTE));
        assert!(matches!(types.get(TypeId::NO_VALUE), Type::Tuple(vars) if vars.is_empty()));
    }
}
