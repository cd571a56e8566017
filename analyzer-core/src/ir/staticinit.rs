//! Takes out of the package's `init` what becomes static data.
//!
//! Mirrors `cmd/compile/internal/staticinit` and the part of `pkginit` that
//! applies it between `loopvar` and escape analysis. A package variable whose
//! initial value is known at link time needs no code, so escape analysis never
//! sees the literal and nothing is printed about it:
//!
//! ```text
//!   var p = &T{1, 2}                  static, says nothing
//!   var q = []any{1, "x", f()}        static but for  stmp[2] = f()
//!   var m = map[int]*T{1: {1, 2}}     maps are made at run time: all of it stays
//! ```
//!
//! [`run`] replaces the statements of `init` by what is left of them.
//! [`outline_map_inits`] is a pass of its own, for right after lowering: large
//! map literals move to functions `map.init.N`, which shows in the order of
//! gc's messages.
//!
//! Where a value is only copied from one package variable to another, gc goes
//! to some length to do that at link time. Escape analysis has nothing to say
//! about either way, so such copies count as static here. Where part of a
//! literal is left, gc assigns it to an offset in the variable or in a static
//! temporary (`(*int)(p.x@8)`); here that is a package variable of this name.
//! Calls that were inlined are [`static_call`]'s.

use alloc::{borrow::Cow, format, vec::Vec};

use thin_vec::thin_vec;

use super::{
    AssignListOp, BinaryOp, Builtin1, Builtin2, Call, ConvOp, Defn, Facts, Func, LitElem, Node, NodeId, NodeKind,
    NodeList, Package, StructElem, Var, VarClass, VarId, static_call, visit,
};
use crate::{
    ast::Pragma,
    base::{Interner, Pos},
    build::is_fips,
    types::{Signature, Type, TypeId, Types, WORD, constant::ConstKind},
};

/// Map literals of this many nodes get a function of their own.
const OUTLINE_SIZE: usize = 20;

/// Applies the pass to the `init` of `package`, if there is one.
pub fn run(package: &mut Package, types: &Types, interner: &Interner) {
    let Some((init, body)) = take_init(package) else { return };
    let out = Schedule::new(package, types, interner, body.pos).run(&body.stmts).out;
    package.funcs[init].body = Some(out);
}

/// The types that the pass will make values of interfaces of, each with the
/// interface.
pub(super) fn tables(package: &mut Package, types: &Types, interner: &Interner) -> Vec<(TypeId, TypeId)> {
    let Some((init, body)) = take_init(package) else { return Vec::new() };
    let tables = Schedule::new(package, types, interner, body.pos).run(&body.stmts).tables;
    package.funcs[init].body = Some(body.stmts);
    tables
}

struct InitBody {
    pos: Pos,
    stmts: NodeList,
}

fn take_init(package: &mut Package) -> Option<(super::FuncId, InitBody)> {
    let init = package.order.iter().copied().find(|&id| package.funcs[id].is_package_init)?;
    let func = &mut package.funcs[init];
    Some((init, InitBody { pos: func.pos, stmts: func.body.take()? }))
}

/// Where a part of an initial value goes.
#[derive(Clone, Copy)]
struct Dest {
    base: Base,
    offset: i64,
}

#[derive(Clone, Copy)]
enum Base {
    Blank,
    Var(VarId),
    /// A static temporary, by number.
    Temp(u32),
}

impl Dest {
    fn at(self, offset: i64) -> Self {
        Self { offset: self.offset.saturating_add(offset), ..self }
    }
}

struct Schedule<'a> {
    package: &'a mut Package,
    types: &'a Types,
    interner: &'a Interner,
    /// Whether addresses can't be data: the linker must not write into what
    /// is verified when the program starts.
    no_addresses: bool,
    /// gc's `base.Pos`.
    here: Pos,
    /// How many static temporaries there are.
    temps: u32,
    /// What has to run.
    out: NodeList,
    /// The types of values that become interfaces, and those.
    tables: Vec<(TypeId, TypeId)>,
}

impl<'a> Schedule<'a> {
    fn new(package: &'a mut Package, types: &'a Types, interner: &'a Interner, here: Pos) -> Self {
        let no_addresses = package.pkg.is_some_and(|pkg| is_fips(&types.package(pkg).path));
        Self { package, types, interner, no_addresses, here, temps: 0, out: NodeList::new(), tables: Vec::new() }
    }

    fn run(mut self, stmts: &[NodeId]) -> Self {
        for &stmt in stmts {
            if !self.is_static(stmt) {
                self.out.push(stmt);
            }
        }
        self
    }

    fn kind(&self, id: NodeId) -> &NodeKind {
        &self.package.nodes[id].kind
    }

    fn ty(&self, id: NodeId) -> TypeId {
        self.package.nodes[id].ty.unwrap_or(TypeId::INVALID)
    }

    fn facts(&self) -> Facts<'_> {
        Facts::new(self.package, self.types, self.interner)
    }

    /// Whether nothing of `stmt` has to run that is not in `out`.
    fn is_static(&mut self, stmt: NodeId) -> bool {
        let node = &self.package.nodes[stmt];
        self.here = node.pos;
        match &node.kind {
            &NodeKind::Assign { x, y: Some(y), .. } => {
                let base = match *self.kind(x) {
                    NodeKind::Name(var) => Base::Var(var),
                    _ if !has_side_effects(self.package, y) => return true,
                    _ => Base::Blank,
                };
                self.assign(Dest { base, offset: 0 }, y)
            }
            NodeKind::AssignList { op, lhs, rhs, .. } if *op != AssignListOp::As2 => {
                lhs.iter().all(|&x| matches!(self.kind(x), NodeKind::Blank))
                    && rhs.iter().all(|&y| !has_side_effects(self.package, y))
            }
            _ => false,
        }
    }

    /// Makes `value` the static value of `dest`, as far as possible; `false` if
    /// all of it has to be assigned.
    fn assign(&mut self, dest: Dest, mut value: NodeId) -> bool {
        while let NodeKind::Conv { op: ConvOp::Nop, x } = *self.kind(value) {
            value = x;
        }
        match *self.kind(value) {
            NodeKind::Nil => true,
            NodeKind::Literal(ref literal) => {
                !self.no_addresses || literal.kind() != ConstKind::Str || self.facts().is_zero(value)
            }
            NodeKind::ArrayLit(_) | NodeKind::StructLit(_) => {
                let mut parts = Vec::new();
                self.parts(value, 0, &mut parts);
                self.assign_parts(dest, parts);
                true
            }
            _ if self.no_addresses => false,
            NodeKind::Func(_) | NodeKind::MethExpr { .. } => true,
            NodeKind::Name(var) => self.package.vars[var].class == VarClass::Extern,
            NodeKind::Addr(x) => self.has_static_address(x),
            NodeKind::PtrLit(lit) => {
                let temp = self.temp();
                self.assign_or_leave(temp, lit);
                true
            }
            NodeKind::Conv { op: ConvOp::StrToBytes, x } => matches!(self.kind(x), NodeKind::Literal(_)),
            NodeKind::SliceLit { .. } => {
                let mut parts = Vec::new();
                self.parts(value, 0, &mut parts);
                let temp = self.temp();
                self.assign_parts(temp, parts);
                true
            }
            NodeKind::Closure(func) => self.package.funcs[func].closure_vars.is_empty(),
            NodeKind::Conv { op: ConvOp::Iface, x } => self.assign_interface(dest, x, self.ty(value)),
            NodeKind::InlCall { .. } => {
                let value = static_call::value(self.package, self.types, value);
                value.is_some_and(|value| self.assign(dest, value))
            }
            _ => false,
        }
    }

    fn assign_interface(&mut self, dest: Dest, mut value: NodeId, iface: TypeId) -> bool {
        while let NodeKind::Conv { op: ConvOp::Iface, x } = *self.kind(value) {
            value = x;
        }
        let ty = self.ty(value);
        let is_nil = matches!(self.kind(value), NodeKind::Nil);
        if self.types.is_interface(ty) || self.types.is_open(ty) {
            return is_nil;
        }
        if self.types.has_shape(ty) {
            return false;
        }
        self.tables.push((ty, iface));
        if self.types.is_direct_iface(ty) {
            if !is_nil {
                self.set_here(value);
                self.assign_or_leave(dest.at(WORD), value);
            }
        } else {
            let temp = self.temp();
            self.assign_or_leave(temp, value);
        }
        true
    }

    /// What a literal consists of, at its offsets; zero values are left out.
    fn parts(&self, lit: NodeId, offset: i64, parts: &mut Vec<(i64, NodeId)>) {
        match self.kind(lit) {
            NodeKind::ArrayLit(elems) | NodeKind::SliceLit { elems, .. } => {
                let size = match self.types.under(self.ty(lit)) {
                    Type::Array { elem, .. } | Type::Slice(elem) => self.types.size_of(elem).unwrap_or(0),
                    _ => 0,
                };
                let mut index = 0i64;
                for &LitElem { key, value } in elems {
                    if let Some(NodeKind::Literal(key)) = key.map(|key| self.kind(key)) {
                        index = key.as_i64().unwrap_or(index);
                    }
                    self.part(value, offset.saturating_add(index.saturating_mul(size)), parts);
                    index = index.saturating_add(1);
                }
            }
            NodeKind::StructLit(elems) => {
                let ty = self.ty(lit);
                let fields = self.types.fields(ty);
                for &StructElem { field, value } in elems {
                    if self.types.obj_name(field).is_blank() {
                        continue;
                    }
                    let index = fields.iter().position(|&f| f == field);
                    let at = index.and_then(|index| self.types.field_offset(ty, index)).unwrap_or(0);
                    self.part(value, offset.saturating_add(at), parts);
                }
            }
            _ => {}
        }
    }

    fn part(&self, value: NodeId, offset: i64, parts: &mut Vec<(i64, NodeId)>) {
        if self.facts().is_zero(value) {
            return;
        }
        match self.kind(value) {
            NodeKind::ArrayLit(_) | NodeKind::StructLit(_) => self.parts(value, offset, parts),
            _ => parts.push((offset, value)),
        }
    }

    fn assign_parts(&mut self, dest: Dest, parts: Vec<(i64, NodeId)>) {
        for (offset, value) in parts {
            let is_data = match self.kind(value) {
                NodeKind::Nil => true,
                NodeKind::Literal(_) => !self.no_addresses,
                _ => false,
            };
            if !is_data {
                self.set_here(value);
                self.assign_or_leave(dest.at(offset), value);
            }
        }
    }

    /// Like [`assign`](Self::assign); what can't be static stays as an assignment.
    fn assign_or_leave(&mut self, dest: Dest, value: NodeId) {
        let pos = self.here;
        if self.assign(dest, value) {
            return;
        }
        let x = self.dest_node(dest, pos, self.ty(value));
        let stmt = self.node(pos, None, NodeKind::Assign { x, y: Some(value), def: false });
        self.out.push(stmt);
    }

    fn set_here(&mut self, value: NodeId) {
        if !matches!(self.kind(value), NodeKind::Name(_)) {
            self.here = self.package.nodes[value].pos;
        }
    }

    fn node(&mut self, pos: Pos, ty: Option<TypeId>, kind: NodeKind) -> NodeId {
        self.package.nodes.push(Node { pos, ty, init: NodeList::new(), implicit: false, kind })
    }

    fn temp(&mut self) -> Dest {
        let number = self.temps;
        self.temps += 1;
        Dest { base: Base::Temp(number), offset: 0 }
    }

    /// What stands for `dest` on the left of an assignment.
    fn dest_node(&mut self, dest: Dest, pos: Pos, ty: TypeId) -> NodeId {
        let symbol = match dest.base {
            Base::Blank => return self.node(pos, None, NodeKind::Blank),
            Base::Var(var) => self.package.vars[var].name.clone(),
            Base::Temp(number) => format!(".stmp_{number}"),
        };
        let path = self.package.pkg.map_or(Cow::Borrowed(""), |pkg| self.types.link_path(pkg, self.interner));
        let name = format!("({})({path}.{symbol}@{})", self.facts().type_text(ty), dest.offset);
        let var = self.package.vars.next_id();
        let node = self.node(pos, Some(ty), NodeKind::Name(var));
        self.package.vars.push(Var {
            name,
            pos,
            ty,
            class: VarClass::Extern,
            func: None,
            defn: Defn::None,
            auto_temp: false,
            addrtaken: false,
            node,
        });
        node
    }

    /// Whether `x` is at a known place in a package variable (gc's `StaticLoc`).
    fn has_static_address(&self, mut x: NodeId) -> bool {
        loop {
            x = match *self.kind(x) {
                NodeKind::Name(var) => return self.package.vars[var].class == VarClass::Extern,
                NodeKind::Dot { x, .. } => x,
                NodeKind::Index { x, index } => {
                    let is_array = matches!(self.types.under(self.ty(x)), Type::Array { .. });
                    if !is_array || self.facts().small_int(index).is_none_or(|index| index < 0) {
                        return false;
                    }
                    x
                }
                _ => return false,
            };
        }
    }
}

/// Whether evaluating `id` can be noticed (gc's `AnySideEffects`).
pub(super) fn has_side_effects(package: &Package, id: NodeId) -> bool {
    let mut any = false;
    visit::preorder(package, &[id], |_, node| any = any || is_side_effect(package, &node.kind));
    any
}

pub(super) fn is_side_effect(package: &Package, kind: &NodeKind) -> bool {
    let sign = |id: NodeId| match &package.nodes[id].kind {
        NodeKind::Literal(value) => Some(value.sign()),
        _ => None,
    };
    match *kind {
        NodeKind::Name(_)
        | NodeKind::Func(_)
        | NodeKind::Type
        | NodeKind::DynamicType
        | NodeKind::Literal(_)
        | NodeKind::Nil
        | NodeKind::Logical { .. }
        | NodeKind::Unary { .. }
        | NodeKind::AddStr(_)
        | NodeKind::Addr(_)
        | NodeKind::PtrLit(_)
        | NodeKind::ArrayLit(_)
        | NodeKind::SliceLit { .. }
        | NodeKind::StructLit(_)
        | NodeKind::MapLit(_)
        | NodeKind::Dot { .. }
        | NodeKind::New(_)
        | NodeKind::Builtin1 { op: Builtin1::Len | Builtin1::Cap | Builtin1::Real | Builtin1::Imag, .. }
        | NodeKind::Builtin2 { op: Builtin2::Complex, .. } => false,
        NodeKind::Conv { op, .. } => matches!(op, ConvOp::SliceToArr | ConvOp::SliceToArrPtr),
        // Division by zero.
        NodeKind::Binary { op: BinaryOp::Div | BinaryOp::Mod, y, .. } => sign(y).is_none_or(|sign| sign == 0),
        NodeKind::Binary { .. } => false,
        // An invalid size.
        NodeKind::MakeMap(len) | NodeKind::MakeChan(len) => len.is_some_and(|len| sign(len) != Some(0)),
        _ => true,
    }
}

/// Moves large map literals without side effects from `init` to functions of
/// their own.
pub fn outline_map_inits(package: &mut Package, types: &mut Types) {
    let Some((init, mut body)) = take_init(package) else { return };
    // The new functions stand behind `init` and its closures.
    let mut at = package.order.iter().position(|&id| id == init).map_or(0, |at| at + 1);
    while package.order.get(at).is_some_and(|&id| package.contains_closure(init, id)) {
        at += 1;
    }
    let mut count = 0;
    for stmt in &mut body.stmts {
        if !is_large_map(package, types, *stmt) {
            continue;
        }
        let pos = package.nodes[*stmt].pos;
        let ty = types.add_signature(Signature::default());
        let func = package.funcs.push(Func {
            name: format!("map.init.{count}"),
            pos,
            ty,
            obj: None,
            recv: None,
            params: Vec::new(),
            results: Vec::new(),
            variadic: false,
            dcl: Vec::new(),
            closure_vars: Vec::new(),
            closure: None,
            closure_parent: None,
            body: Some(thin_vec![*stmt]),
            pragma: Pragma::empty(),
            wrapper: false,
            keeps_places: false,
            inlined_calls: 0,
            remarks: Vec::new(),
            wraps: None,
            dupok: false,
            is_package_init: false,
            is_range_body: false,
            never_inlined: true,
            pkg: None,
            imported: false,
        });
        package.order.insert(at + count, func);
        count += 1;
        let mut node = |ty, kind| package.nodes.push(Node { pos, ty, init: NodeList::new(), implicit: false, kind });
        let fun = node(Some(ty), NodeKind::Func(func));
        *stmt = node(None, NodeKind::CallFunc(Call { fun, args: NodeList::new(), ddd: false }));
    }
    package.funcs[init].body = Some(body.stmts);
}

/// Whether `stmt` gives a package variable a large map without side effects.
fn is_large_map(package: &Package, types: &Types, stmt: NodeId) -> bool {
    let NodeKind::Assign { x, y: Some(y), .. } = package.nodes[stmt].kind else { return false };
    let NodeKind::Name(var) = package.nodes[x].kind else { return false };
    if !matches!(types.under(package.vars[var].ty), Type::Map { .. }) {
        return false;
    }
    let mut size = 0;
    visit::preorder(package, &[y], |_, node| {
        // In gc keys and fields of literals have nodes of their own.
        size += 1 + match &node.kind {
            NodeKind::MapLit(elems) => elems.len(),
            NodeKind::StructLit(elems) => elems.len(),
            NodeKind::ArrayLit(elems) | NodeKind::SliceLit { elems, .. } => {
                elems.iter().filter(|elem| elem.key.is_some()).count()
            }
            _ => 0,
        };
    });
    size >= OUTLINE_SIZE && !has_side_effects(package, y)
}

#[cfg(test)]
mod tests {
    use thin_vec::ThinVec;

    use super::*;
    use crate::ir::testing::Maker;

    /// `init` with `x = value` for a package variable `x`: what is left of it.
    fn left(make: impl FnOnce(&mut Maker) -> NodeId) -> Vec<alloc::string::String> {
        let mut m = Maker::new();
        let init = m.func("init");
        m.package.funcs[init].is_package_init = true;
        let value = make(&mut m);
        let ty = m.package.nodes[value].ty.unwrap_or(TypeId::INT);
        let var = m.var(init, "x", ty);
        m.package.vars[var].class = VarClass::Extern;
        let stmt = m.assign(var, value);
        m.body(init, thin_vec![stmt]);
        run(&mut m.package, &m.types, &m.interner);
        m.package.funcs[init].body.iter().flatten().map(|&id| m.text(id)).collect()
    }

    fn slice(m: &mut Maker, values: &[NodeId]) -> NodeId {
        let ty = m.types.add(Type::Slice(TypeId::INT));
        let elems: ThinVec<_> = values.iter().map(|&value| LitElem { key: None, value }).collect();
        let len = elems.len() as u64;
        m.node(ty, NodeKind::SliceLit { elems, len })
    }

    #[test]
    fn literals_of_constants_are_data() {
        let none: [&str; 0] = [];
        assert_eq!(left(|m| m.int(1)), none);
        assert_eq!(
            left(|m| {
                let one = m.int(1);
                let lit = slice(m, &[one]);
                m.node(TypeId::INT, NodeKind::PtrLit(lit))
            }),
            none
        );
    }

    #[test]
    fn what_must_run_is_assigned_to_its_place() {
        let body = left(|m| {
            let f = m.func("f");
            let (one, call) = (m.int(1), m.call_func(f));
            slice(m, &[one, call])
        });
        assert_eq!(body, ["(int)(..stmp_0@8) = f()"]);
    }

    #[test]
    fn maps_and_new_stay() {
        assert_eq!(left(|m| m.node(TypeId::INT, NodeKind::MapLit(ThinVec::new()))).len(), 1);
        let body = left(|m| {
            let ty = m.node(TypeId::INT, NodeKind::Type);
            m.node(TypeId::INT, NodeKind::New(ty))
        });
        assert_eq!(body, ["x = new(int)"]);
    }

    #[test]
    fn large_maps_get_a_function_of_their_own() {
        for (entries, outlined) in [(6, 0), (7, 1)] {
            let mut m = Maker::new();
            let (init, other) = (m.func("init"), m.func("f"));
            m.package.funcs[init].is_package_init = true;
            let ty = m.types.add(Type::Map { key: TypeId::INT, elem: TypeId::INT });
            let list = (0..entries).map(|i| (m.int(i), m.int(i))).collect();
            let value = m.node(ty, NodeKind::MapLit(list));
            let var = m.var(init, "x", ty);
            let stmt = m.assign(var, value);
            m.body(init, thin_vec![stmt]);
            outline_map_inits(&mut m.package, &mut m.types);
            assert_eq!(m.package.order.len(), 2 + outlined);
            assert_eq!((m.package.order[0], m.package.order.last()), (init, Some(&other)));
            let body: Vec<_> = m.package.funcs[init].body.iter().flatten().map(|&id| m.text(id)).collect();
            assert_eq!(body == ["map.init.0()"], outlined == 1, "{body:?}");
        }
    }
}
