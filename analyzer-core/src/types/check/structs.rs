//! Struct types.

use alloc::{format, string::String, vec::Vec};

use super::{Checker, Delayed, error::Multi};
use crate::ast::{ExprId, ExprKind, Field, UnaryOp};
use crate::base::{Pos, Symbol};
use crate::types::{
    arena::{Type, TypeId},
    basic::BasicKind,
    constant::unquote_text,
    objects::{ObjId, ObjKind, Var, VarKind},
};

impl Checker<'_> {
    pub(super) fn struct_type(&mut self, fields: &[Field], tags: &[Option<ExprId>]) -> TypeId {
        let mut objs: Vec<ObjId> = Vec::with_capacity(fields.len());
        let mut texts: Vec<String> = Vec::new();
        let mut ty = TypeId::INVALID;
        let mut previous = None;
        for (i, field) in fields.iter().enumerate() {
            if previous != Some(field.ty) {
                ty = self.var_type(field.ty);
                previous = Some(field.ty);
            }
            let tag = tags.get(i).copied().flatten().map(|t| self.tag(t)).unwrap_or_default();
            let added = if let Some(name) = field.name {
                self.add_field(&mut objs, name, ty, false)
            } else {
                let pos = self.at(field.ty);
                let Some(name) = self.embedded_name(field.ty) else { continue };
                let added = self.add_field(&mut objs, name, ty, true);
                self.later(Delayed::EmbeddedField { pos, ty });
                added
            };
            if added {
                texts.push(tag);
            }
        }
        let fields = self.types.add_objs(&objs);
        let tags = self.types.add_tags(texts);
        self.types.add(Type::Struct { fields, tags })
    }

    fn add_field(&mut self, objs: &mut Vec<ObjId>, name: ExprId, ty: TypeId, embedded: bool) -> bool {
        let symbol = self.name_of(name).unwrap_or_else(Symbol::blank);
        let pos = self.here(self.file().exprs[name].pos);
        let var = Var { kind: VarKind::Field, embedded, origin: None };
        let field = self.new_object(symbol, ObjKind::Var(var), pos, Some(ty));
        if !symbol.is_blank() && !self.unique_in(objs, pos, field) {
            return false;
        }
        objs.push(field);
        if embedded {
            // The name is a use of the type as well as a definition of the field.
            if let Some(info) = self.file_info() {
                info.implicits.insert(crate::types::info::Implicit::Unnamed(name), field);
            }
        } else {
            self.record_def(name, field);
        }
        true
    }

    /// Reports `obj` if `set` has one of that name.
    fn unique_in(&mut self, set: &[ObjId], pos: Pos, obj: ObjId) -> bool {
        let name = self.types.obj_name(obj);
        let Some(&other) = set.iter().find(|&&o| self.types.obj_name(o) == name) else { return true };
        let error = Multi::new(pos, format!("{} redeclared", self.name(obj)));
        let error = self.with_other_decl(error, other);
        self.report("DuplicateDecl", error);
        false
    }

    /// The identifier that names an embedded field of type `e`.
    pub(super) fn embedded_name(&self, mut e: ExprId) -> Option<ExprId> {
        let file = self.file();
        let mut pointers = 0;
        loop {
            e = match &file.exprs[e].kind {
                ExprKind::Name(_) => return Some(e),
                ExprKind::Selector { sel, .. } => return Some(*sel),
                ExprKind::Unary { op: UnaryOp::Deref, x } if pointers == 0 => {
                    pointers += 1;
                    *x
                }
                ExprKind::Index { x, .. } | ExprKind::Paren(x) => *x,
                _ => return None,
            };
        }
    }

    fn tag(&mut self, tag: ExprId) -> String {
        match self.file().exprs[tag].kind {
            ExprKind::BasicLit { text, bad: false, .. } => unquote_text(self.names.text(text)).unwrap_or_default(),
            _ => String::new(),
        }
    }

    pub(super) fn check_embedded_field(&mut self, pos: Pos, ty: TypeId) {
        let (base, is_ptr) = self.deref(ty);
        let problem = match self.types.under(base) {
            Type::Basic(BasicKind::UnsafePointer) => "embedded field type cannot be unsafe.Pointer",
            Type::Pointer(_) => "embedded field type cannot be a pointer",
            Type::Interface(_) if self.types.is_type_param(base) => {
                self.error(pos, "MisplacedTypeParam", "embedded field type cannot be a (pointer to a) type parameter");
                return;
            }
            Type::Interface(_) if is_ptr => "embedded field type cannot be a pointer to an interface",
            _ => return,
        };
        self.error(pos, "InvalidPtrEmbed", problem);
    }

    /// The type a pointer type points to (a defined pointer type is none).
    pub(super) fn deref(&self, ty: TypeId) -> (TypeId, bool) {
        match self.types.resolved(ty) {
            Type::Pointer(elem) => (elem, true),
            _ => (ty, false),
        }
    }
}
