//! Calls of predeclared functions and those of package `unsafe`.

use thin_vec::thin_vec;

use super::Lowerer;
use crate::{
    ast::{ExprId, ExprKind},
    base::Pos,
    ir::{Builtin1, Builtin2, BuiltinN, ConvOp, NodeId, NodeKind, NodeList},
    types::{BuiltinId, Mode, ObjKind, Type, TypeId},
};

impl Lowerer<'_> {
    pub(super) fn builtin_call(&mut self, id: ExprId, fun: ExprId, args: &[ExprId], ddd: bool, ty: TypeId) -> NodeId {
        let pos = self.pos_of(id);
        let builtin = self.object_of(fun).map(|obj| self.types.obj(obj).kind.clone());
        let Some(ObjKind::Builtin(builtin)) = builtin else { return self.bad(pos) };
        let result = if ty == TypeId::NO_VALUE { None } else { Some(ty) };
        match builtin {
            BuiltinId::New => self.new_call(pos, args, ty),
            BuiltinId::Make => self.make_call(pos, args, ty),
            BuiltinId::Append => self.append_call(pos, args, ddd, ty),
            BuiltinId::Panic => {
                let arg = self.values(pos, args, |_, _| Some(TypeId::EMPTY_INTERFACE));
                self.builtin1(pos, Builtin1::Panic, &arg, result)
            }
            BuiltinId::Cap => self.simple1(pos, Builtin1::Cap, args, result),
            BuiltinId::Clear => self.simple1(pos, Builtin1::Clear, args, result),
            BuiltinId::Close => self.simple1(pos, Builtin1::Close, args, result),
            BuiltinId::Imag => self.simple1(pos, Builtin1::Imag, args, result),
            BuiltinId::Len => self.simple1(pos, Builtin1::Len, args, result),
            BuiltinId::Real => self.simple1(pos, Builtin1::Real, args, result),
            BuiltinId::UnsafeSliceData => self.simple1(pos, Builtin1::UnsafeSliceData, args, result),
            BuiltinId::UnsafeStringData => self.simple1(pos, Builtin1::UnsafeStringData, args, result),
            BuiltinId::Complex => self.simple2(pos, Builtin2::Complex, args, result),
            BuiltinId::UnsafeAdd => self.simple2(pos, Builtin2::UnsafeAdd, args, result),
            BuiltinId::UnsafeSlice => {
                let node = self.simple2(pos, Builtin2::UnsafeSlice, args, result);
                let elem = self.slice_elem(ty);
                self.survey_type(elem.unwrap_or(ty));
                self.reads_dict(node, elem.as_slice());
                node
            }
            BuiltinId::UnsafeString => self.simple2(pos, Builtin2::UnsafeString, args, result),
            BuiltinId::Copy => {
                let slice = args.first().map(|&slice| self.type_of(slice));
                let elem = slice.and_then(|slice| self.slice_elem(slice));
                if let Some(elem) = elem {
                    self.survey_type(elem);
                }
                let values = self.values(pos, args, |_, _| None);
                let &[x, y] = &*values else { return self.bad(pos) };
                // An untyped string is converted to what it is already.
                let y = match args.get(1) {
                    Some(&arg) if self.is_untyped_constant(arg) => {
                        let at = self.node_pos(y);
                        self.implicit(at, TypeId::STRING, NodeKind::Conv { op: ConvOp::Nop, x: y })
                    }
                    _ => y,
                };
                let node = self.node(pos, result, NodeKind::Builtin2 { op: Builtin2::Copy, x, y });
                self.reads_dict(node, elem.as_slice());
                node
            }
            BuiltinId::Delete => {
                let map = args.first().map(|&map| self.type_of(map));
                self.survey_type(map.unwrap_or(TypeId::INVALID));
                let key = map.and_then(|map| match self.under(map) {
                    Type::Map { key, .. } => Some(key),
                    _ => None,
                });
                let args = self.values(pos, args, |_, i| if i == 1 { key } else { None });
                let node = self.node(pos, result, NodeKind::BuiltinN { op: BuiltinN::Delete, args, ddd: false });
                self.reads_dict(node, map.as_slice());
                node
            }
            BuiltinId::Max => self.simple_n(pos, BuiltinN::Max, args, result),
            BuiltinId::Min => self.simple_n(pos, BuiltinN::Min, args, result),
            BuiltinId::Print => self.simple_n(pos, BuiltinN::Print, args, result),
            BuiltinId::Println => self.simple_n(pos, BuiltinN::Println, args, result),
            BuiltinId::Recover => self.simple_n(pos, BuiltinN::Recover, args, result),
            // Constants unless a type parameter is involved.
            BuiltinId::UnsafeAlignof | BuiltinId::UnsafeOffsetof | BuiltinId::UnsafeSizeof => {
                self.layout_call(pos, builtin, args)
            }
            // For the checker's tests only.
            BuiltinId::Assert => self.bad(pos),
        }
    }

    /// Whether `id` is a constant that has no type as it is written.
    fn is_untyped_constant(&self, id: ExprId) -> bool {
        let id = self.tree.unparen(id);
        if self.info.value(id).is_none() {
            return false;
        }
        match self.tree.expr(id).kind {
            ExprKind::BasicLit { .. } => true,
            ExprKind::Binary { x, y, .. } => self.is_untyped_constant(x) && self.is_untyped_constant(y),
            _ => self.object_of(id).is_some_and(|obj| self.types.is_untyped(self.types.obj_type(obj))),
        }
    }

    fn values(&mut self, pos: Pos, args: &[ExprId], dst: impl Fn(&Self, usize) -> Option<TypeId>) -> NodeList {
        self.multi_expr(pos, args, dst)
    }

    fn simple1(&mut self, pos: Pos, op: Builtin1, args: &[ExprId], ty: Option<TypeId>) -> NodeId {
        let args = self.values(pos, args, |_, _| None);
        self.builtin1(pos, op, &args, ty)
    }

    fn builtin1(&mut self, pos: Pos, op: Builtin1, args: &[NodeId], ty: Option<TypeId>) -> NodeId {
        match *args {
            [x] => self.node(pos, ty, NodeKind::Builtin1 { op, x }),
            _ => self.bad(pos),
        }
    }

    fn simple2(&mut self, pos: Pos, op: Builtin2, args: &[ExprId], ty: Option<TypeId>) -> NodeId {
        let args = self.values(pos, args, |_, _| None);
        match *args {
            [x, y] => self.node(pos, ty, NodeKind::Builtin2 { op, x, y }),
            _ => self.bad(pos),
        }
    }

    fn simple_n(&mut self, pos: Pos, op: BuiltinN, args: &[ExprId], ty: Option<TypeId>) -> NodeId {
        let want = match op {
            BuiltinN::Max | BuiltinN::Min => ty,
            _ => None,
        };
        let args = self.values(pos, args, |_, _| want);
        self.node(pos, ty, NodeKind::BuiltinN { op, args, ddd: false })
    }

    fn append_call(&mut self, pos: Pos, args: &[ExprId], ddd: bool, ty: TypeId) -> NodeId {
        let elem = self.slice_elem(ty);
        if let (true, Some(elem), Some(&last)) = (ddd && self.survey.is_some(), elem, args.last()) {
            // It is converted to a slice of the elements, a new type to gc.
            let (src, bytes) = (self.type_of(last), self.types.add(Type::Slice(elem)));
            if self.slice_elem(src).is_some() && !self.identical(src, bytes) {
                self.survey_pair(src, bytes);
            }
        }
        self.survey_type(elem.unwrap_or(ty));
        let args = self.values(pos, args, |_, i| match i {
            0 => Some(ty),
            // `append(b, s...)` takes a slice or a string as it is.
            _ if ddd => None,
            _ => elem,
        });
        let node = self.node(pos, Some(ty), NodeKind::BuiltinN { op: BuiltinN::Append, args, ddd });
        self.reads_dict(node, elem.as_slice());
        node
    }

    /// `new(T)`, or `new(x)`: a variable with that value and its address.
    fn new_call(&mut self, pos: Pos, args: &[ExprId], ty: TypeId) -> NodeId {
        let [arg] = *args else { return self.bad(pos) };
        let Some(tv) = self.tv(self.tree.unparen(arg)) else { return self.bad(pos) };
        if tv.mode == Mode::TypeExpr {
            let at = self.pos_of(arg);
            self.survey_type_value(tv.ty, None);
            let operand = self.type_node(at, arg, tv.ty);
            return self.node(pos, Some(ty), NodeKind::New(operand));
        }
        let x = self.expr(arg);
        let tmp_ty = self.pointer_elem(ty).unwrap_or(TypeId::INVALID);
        let tmp = self.temp(pos, tmp_ty);
        let dcl = self.dcl(pos, tmp);
        let name = self.var_node(tmp);
        let assign = self.stmt_node(pos, NodeKind::Assign { x: name, y: Some(x), def: true });
        self.set_defn(tmp, assign);
        let addr = self.addr(pos, name);
        self.out.package.nodes[addr].init = thin_vec![dcl, assign];
        self.out.package.nodes[addr].ty = Some(ty);
        addr
    }

    /// The size, alignment or offset of something whose type is known by now.
    fn layout_call(&mut self, pos: Pos, builtin: BuiltinId, args: &[ExprId]) -> NodeId {
        let [arg] = *args else { return self.bad(pos) };
        let ty = self.type_of(arg);
        let layout = self.types.layout(ty);
        let value = match builtin {
            BuiltinId::UnsafeSizeof => layout.map(|layout| layout.size),
            BuiltinId::UnsafeAlignof => layout.map(|layout| layout.align),
            // The value is not looked at by anything that comes later.
            _ => Some(0),
        };
        match value {
            Some(value) => self.literal(pos, TypeId::UINTPTR, crate::types::ConstValue::Int(value)),
            None => self.node(pos, Some(TypeId::UINTPTR), NodeKind::Unknown(NodeList::new())),
        }
    }

    /// What stands for the type `ty` that `expr` denotes.
    pub(super) fn type_node(&mut self, pos: Pos, expr: ExprId, ty: TypeId) -> NodeId {
        if self.info.type_of(self.tree.unparen(expr)) == ty {
            return self.node(pos, Some(ty), NodeKind::Type);
        }
        let node = self.node(pos, Some(ty), NodeKind::DynamicType);
        self.reads_dict(node, &[ty]);
        node
    }

    fn make_call(&mut self, pos: Pos, args: &[ExprId], ty: TypeId) -> NodeId {
        let sizes: NodeList = args.iter().skip(1).map(|&arg| self.expr(arg)).collect();
        let first = sizes.first().copied();
        self.survey_type_value(ty, None);
        let described = self.slice_elem(ty).unwrap_or(ty);
        self.survey_type(described);
        let kind = match self.under(ty) {
            Type::Slice(_) => match first {
                Some(len) => NodeKind::MakeSlice { len, cap: sizes.get(1).copied() },
                None => return self.bad(pos),
            },
            Type::Map { .. } => NodeKind::MakeMap(first),
            Type::Chan { .. } => NodeKind::MakeChan(first),
            Type::Unknown => NodeKind::Unknown(sizes),
            _ => return self.bad(pos),
        };
        let node = self.node(pos, Some(ty), kind);
        self.reads_dict(node, &[described]);
        node
    }
}
