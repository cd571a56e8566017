//! Functions that compare values, which gc makes for types.
//!
//! ```text
//!   type T struct { s string; n int }     func .eq.SM8(p, q unsafe.Pointer) bool
//! ```
//!
//! A type that is converted to an interface with methods gets its description
//! written at once, with those of all types that it mentions, and a type whose
//! values can't be compared as plain memory needs a function for that. It is
//! analysed like any other; what `-m=2` says about it is all that is seen of
//! it. Types that are written later are not analysed any more.
//!
//! Mirrors `reflectdata`: `writeITab`, `writeType` and `alg.go`. Not mirrored:
//! the jumps to a common end, because nothing depends on where a comparison
//! goes on. The keys of maps are hashed by functions of the same kind
//! ([`super::alg_hash`]).

use alloc::{format, string::String, vec::Vec};
use core::fmt::Write as _;

use hashbrown::{HashMap, HashSet};
use rustc_hash::FxBuildHasher;

use thin_vec::thin_vec;

use super::{Effect, FuncState, Lowerer};
use crate::{
    ast::Pragma,
    base::Pos,
    ir::{
        BinaryOp, Builtin2, Call, ConvOp, Func, FuncId, NodeId, NodeKind, NodeList, Param, VarClass, VarId, staticinit,
    },
    types::{BasicKind, ConstValue, Signature, Type, TypeId, VarKind},
};

/// The path that gc gives to the package of such functions.
const TYPES: &str = "type";
/// A loop compares about this many bytes each time.
const UNROLLED: i64 = 32;
/// Regions larger than this are compared by a call.
const MAX_INLINE: i64 = 64;
/// Signatures longer than this are not followed any further.
const MAX_SIGNATURE: usize = 64 << 10;

/// The types that are written.
#[derive(Default)]
pub(super) struct Algs {
    /// Pairs of types with a method table.
    tables: HashSet<(String, String), FxBuildHasher>,
    written: HashSet<String, FxBuildHasher>,
    /// The functions, by signature.
    eqs: HashMap<String, FuncId, FxBuildHasher>,
    pub(super) hashes: HashMap<String, FuncId, FxBuildHasher>,
    /// Whether it is too late.
    closed: bool,
}

/// How values of a type are compared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Alg {
    Never,
    Memory,
    Special,
}

/// What is written.
enum Written {
    Type(TypeId),
    /// The function that hashes keys of a map.
    Hash(TypeId),
}

/// One comparison of a signature.
pub(super) enum Part {
    /// So many bytes.
    Memory(i64),
    /// So many bytes that do not count.
    Skip(i64),
    Float32,
    Float64,
    Str,
    /// An interface; whether it has no methods.
    Iface(bool),
    /// A repeated signature.
    Array(i64, Vec<Part>),
}

impl Lowerer<'_> {
    /// gc needs the method table of `ty` for `iface` here.
    pub(super) fn need_table(&mut self, ty: TypeId, iface: TypeId) {
        if self.input.explain && !self.algs.closed && self.is_reading() && self.has_table(ty, iface) {
            self.note(|| Effect::Table(ty, iface));
            self.write_table(ty, iface);
        }
    }

    /// Writes the method tables of what the variables of the package are when
    /// the program starts: gc finds that out when calls have been inlined.
    pub(super) fn write_static_tables(&mut self) {
        for (ty, iface) in staticinit::tables(&mut self.out.package, self.types, self.interner) {
            if self.has_table(ty, iface) {
                self.write_table(ty, iface);
            }
        }
    }

    fn has_table(&self, ty: TypeId, iface: TypeId) -> bool {
        self.is_interface(iface)
            && !self.is_interface(ty)
            && !self.is_empty_interface(iface)
            && !self.types.is_untyped(ty)
            && !self.types.has_shape(ty)
            && !self.types.has_shape(iface)
            && !self.types.mentions_type_param(ty)
    }

    fn write_table(&mut self, ty: TypeId, iface: TypeId) {
        let names = (self.types.link_string(ty, self.interner), self.types.link_string(iface, self.interner));
        if self.algs.tables.insert(names) {
            self.write_type(iface);
            self.write_type(ty);
        }
    }

    /// Whether what is written is not analysed any more; `closed` from now on.
    pub(super) fn close_algs(&mut self, closed: bool) -> bool {
        core::mem::replace(&mut self.algs.closed, closed)
    }

    fn write_type(&mut self, ty: TypeId) {
        let mut todo = alloc::vec![Written::Type(ty)];
        while let Some(next) = todo.pop() {
            let ty = match next {
                Written::Type(ty) => self.types.unalias(ty),
                Written::Hash(key) => {
                    if let Some(signature) = self.signature(key) {
                        self.hash_func(&signature);
                    }
                    continue;
                }
            };
            if !self.is_written_here(ty) || !self.algs.written.insert(self.types.link_string(ty, self.interner)) {
                continue;
            }
            if self.alg(ty, 0) != Alg::Never
                && let Some(signature) = self.signature(ty)
            {
                self.eq_func(&signature);
            }
            let mut next = Vec::new();
            if self.pointer_elem(ty).is_none() {
                next.push(Written::Type(self.types.pointer_to(ty)));
            }
            next.extend(self.types.parts(self.types.underlying(ty)).into_iter().map(Written::Type));
            if let Type::Map { key, .. } = self.types.under(ty) {
                next.push(Written::Hash(key));
            }
            for method in self.applicable_methods(ty) {
                next.push(Written::Type(ty));
                next.extend(self.types.parts(method).into_iter().map(Written::Type));
            }
            todo.extend(next.into_iter().rev());
        }
    }

    /// Whether this package writes the description of `ty`.
    fn is_written_here(&self, ty: TypeId) -> bool {
        let base = match self.types.get(ty) {
            Type::Pointer(elem) if self.types.type_name(elem).is_some() => self.types.unalias(elem),
            _ => ty,
        };
        match self.types.get(base) {
            Type::Basic(_) | Type::Unknown | Type::TypeParam(_) => false,
            Type::Named(_) => {
                self.is_emitted(base) && self.types.type_name(base).is_some_and(|obj| self.types.obj(obj).pkg.is_some())
            }
            _ => true,
        }
    }

    fn alg(&self, ty: TypeId, depth: u32) -> Alg {
        if depth > 100 {
            return Alg::Never;
        }
        let of = |ty| self.alg(ty, depth + 1);
        match self.types.under(ty) {
            Type::Basic(BasicKind::String | BasicKind::Float32 | BasicKind::Float64) | Type::Interface(_) => {
                Alg::Special
            }
            Type::Basic(BasicKind::Complex64 | BasicKind::Complex128) => Alg::Special,
            Type::Basic(_) | Type::Pointer(_) | Type::Chan { .. } => Alg::Memory,
            Type::Array { len, elem } => match of(elem) {
                Alg::Special if len == 0 => Alg::Memory,
                alg => alg,
            },
            Type::Struct { .. } => {
                let mut found = Alg::Memory;
                let fields = self.types.fields(ty);
                for (index, &field) in fields.iter().enumerate() {
                    let blank = self.types.obj_name(field).is_blank();
                    match of(self.types.obj_type(field)) {
                        Alg::Never => return Alg::Never,
                        Alg::Memory if fields.len() == 1 && !blank => {}
                        Alg::Memory if !blank && !self.is_padded(ty, index) => {}
                        _ => found = Alg::Special,
                    }
                }
                found
            }
            _ => Alg::Never,
        }
    }

    /// Whether there is a gap behind field number `index`.
    fn is_padded(&self, ty: TypeId, index: usize) -> bool {
        let fields = self.types.fields(ty);
        let end = |index: usize| {
            Some(self.types.field_offset(ty, index)? + self.types.size_of(self.types.obj_type(*fields.get(index)?))?)
        };
        let next =
            if index + 1 < fields.len() { self.types.field_offset(ty, index + 1) } else { self.types.size_of(ty) };
        end(index) != next
    }

    /// What to compare in a `ty`, unless the run time has functions for that.
    fn signature(&self, ty: TypeId) -> Option<Vec<Part>> {
        let mut signature = Vec::new();
        self.signature_of(ty, 0, &mut signature);
        if let Some(Part::Skip(_)) = signature.last() {
            signature.pop();
        }
        let by_runtime = matches!(
            &*signature,
            [] | [Part::Memory(_) | Part::Str | Part::Iface(_) | Part::Float32 | Part::Float64]
                | [Part::Float32, Part::Float32]
                | [Part::Float64, Part::Float64]
        );
        (!by_runtime).then_some(signature)
    }

    /// The comparisons of a `ty`, in order.
    fn signature_of(&self, ty: TypeId, depth: u32, out: &mut Vec<Part>) {
        if depth > 100 || out.len() > MAX_SIGNATURE {
            return;
        }
        let size = |ty| self.types.size_of(ty).unwrap_or(0);
        match self.types.under(ty) {
            Type::Basic(BasicKind::Float32) => out.push(Part::Float32),
            Type::Basic(BasicKind::Float64) => out.push(Part::Float64),
            Type::Basic(BasicKind::Complex64) => out.extend([Part::Float32, Part::Float32]),
            Type::Basic(BasicKind::Complex128) => out.extend([Part::Float64, Part::Float64]),
            Type::Basic(BasicKind::String) => out.push(Part::Str),
            Type::Interface(_) => out.push(Part::Iface(self.is_empty_interface(ty))),
            Type::Struct { .. } => {
                let mut at = 0;
                for (index, &field) in self.types.fields(ty).iter().enumerate() {
                    if self.types.obj_name(field).is_blank() {
                        continue;
                    }
                    let offset = self.types.field_offset(ty, index).unwrap_or(at);
                    skip(out, offset - at);
                    let field = self.types.obj_type(field);
                    self.signature_of(field, depth + 1, out);
                    at = offset + size(field);
                }
                skip(out, size(ty) - at);
            }
            Type::Array { len, elem } if self.alg(ty, 0) != Alg::Memory => {
                let elem_size = size(elem);
                if elem_size == 0 && len != 1 {
                    return;
                }
                let unrolled = if len == 1 { 1 } else { (UNROLLED / elem_size.max(1)).max(1) };
                let rest = len % unrolled;
                for _ in 0..rest {
                    self.signature_of(elem, depth + 1, out);
                }
                let mut turn = Vec::new();
                if len - rest >= unrolled {
                    for _ in 0..unrolled {
                        self.signature_of(elem, depth + 1, &mut turn);
                    }
                }
                match (len - rest) / unrolled {
                    0 => {}
                    1 => turn.into_iter().for_each(|part| push(out, part)),
                    turns => out.push(Part::Array(turns, turn)),
                }
            }
            _ => push(out, Part::Memory(size(ty))),
        }
    }

    /// The function for `signature`.
    fn eq_func(&mut self, signature: &[Part]) -> FuncId {
        let text = text_of(signature);
        if let Some(&func) = self.algs.eqs.get(&text) {
            return func;
        }
        let params = [("p", TypeId::UNSAFE_POINTER), ("q", TypeId::UNSAFE_POINTER)];
        let (func, vars) = self.alg_func(format!(".eq.{text}"), params, ("r", TypeId::BOOL));
        self.algs.eqs.insert(text, func);
        let pos = self.out.package.funcs[func].pos;
        let [p, q, r] = vars;
        self.state.push(FuncState::new(func, Vec::new(), pos));
        let mut eq = Eq {
            pos,
            p: self.var_node(p),
            q: self.var_node(q),
            body: NodeList::new(),
            last: None,
            strings: Vec::new(),
        };
        let mut at = 0;
        for part in signature {
            self.compare(&mut eq, part, &mut at);
        }
        self.compare_strings(&mut eq);
        let last = match eq.last {
            Some(last) => last,
            None => self.literal(pos, TypeId::BOOL, ConstValue::Bool(true)),
        };
        let x = self.var_node(r);
        let assign = self.stmt_node(pos, NodeKind::Assign { x, y: Some(last), def: false });
        let ret = self.stmt_node(pos, NodeKind::Return(NodeList::new()));
        self.state.pop();
        eq.body.extend([assign, ret]);
        self.out.package.funcs[func].body = Some(eq.body);
        func
    }

    /// A function without a body, and its parameters and result.
    pub(super) fn alg_func(
        &mut self,
        name: String,
        params: [(&str, TypeId); 2],
        result: (&str, TypeId),
    ) -> (FuncId, [VarId; 3]) {
        let pos = self.pos(0).autogenerated();
        let pkg = self.types.made_up_package(TYPES, self.interner.intern(TYPES));
        let objects = params.map(|(name, ty)| self.hidden_object(name, pos, ty, VarKind::Param));
        let value = self.hidden_object(result.0, pos, result.1, VarKind::Result);
        let (objects, results) = (self.types.add_objs(&objects), self.types.add_objs(&[value]));
        let ty = self.types.add_signature(Signature { params: objects, results, ..Signature::default() });
        let pragma = Pragma::NOINLINE;
        let func = Func { dupok: true, pkg: Some(pkg), pragma, ..self.new_func(name, pos, ty) };
        let func = self.out.package.funcs.push(func);
        self.out.package.order.push(func);
        let mut vars = Vec::with_capacity(3);
        let mut make = |(name, ty): (&str, TypeId), class| {
            let var = self.new_var(Some(func), String::from(name), pos, ty, class);
            vars.push(var);
            Param { pos, name: Some(self.interner.intern(name)), ty, var: Some(var) }
        };
        let params = params.map(|param| make(param, VarClass::Param));
        let result = make(result, VarClass::ParamOut);
        let made = &mut self.out.package.funcs[func];
        (made.params, made.results) = (params.to_vec(), alloc::vec![result]);
        (func, [vars[0], vars[1], vars[2]])
    }

    /// Adds the comparison of `part`, which is `at` bytes from the beginning.
    fn compare(&mut self, eq: &mut Eq, part: &Part, at: &mut i64) {
        match part {
            &Part::Memory(size) => {
                let mut left = size;
                if left > MAX_INLINE {
                    let (x, y) = (self.at(eq.pos, eq.p, *at), self.at(eq.pos, eq.q, *at));
                    let len = self.literal(eq.pos, TypeId::UINTPTR, ConstValue::Int(left));
                    let call = self.runtime_call(eq.pos, "memequal", thin_vec![x, y, len], Some(TypeId::BOOL));
                    self.test(eq, call);
                    *at += left;
                    left = 0;
                }
                while left > 0 {
                    // The last bytes are compared together with some before them.
                    let (back, width) = match left {
                        5..=7 if size >= 8 => (8 - left, 8),
                        3 if size >= 4 => (1, 4),
                        8.. => (0, 8),
                        4.. => (0, 4),
                        2.. => (0, 2),
                        _ => (0, 1),
                    };
                    let ty = match width {
                        8 => TypeId::UINT64,
                        4 => TypeId::UINT32,
                        2 => TypeId::UINT16,
                        _ => TypeId::UINT8,
                    };
                    *at -= back;
                    self.compare_as(eq, ty, at);
                    left -= width - back;
                }
            }
            Part::Float32 => self.compare_as(eq, TypeId::FLOAT32, at),
            Part::Float64 => self.compare_as(eq, TypeId::FLOAT64, at),
            Part::Skip(size) => *at += size,
            Part::Str => {
                // The lengths now, the bytes later.
                eq.strings.push(*at);
                *at += crate::types::WORD;
                self.compare_as(eq, TypeId::UINTPTR, at);
            }
            Part::Iface(empty) => {
                self.compare_strings(eq);
                let word = self.types.pointer_to(TypeId::UINTPTR);
                let (x, y) = self.load(eq, word, at);
                let same = self.node(eq.pos, Some(TypeId::BOOL), NodeKind::Binary { op: BinaryOp::Eq, x, y });
                self.test(eq, same);
                let (data, other) = self.load(eq, TypeId::UNSAFE_POINTER, at);
                let name = if *empty { "efaceeq" } else { "ifaceeq" };
                let call = self.runtime_call(eq.pos, name, thin_vec![x, data, other], Some(TypeId::BOOL));
                self.test(eq, call);
            }
            Part::Array(turns, turn) => self.compare_array(eq, *turns, turn, at),
        }
    }

    /// A loop that calls the function of the elements.
    fn compare_array(&mut self, eq: &mut Eq, turns: i64, turn: &[Part], at: &mut i64) {
        let pos = eq.pos;
        self.compare_strings(eq);
        self.finish_test(eq);
        let size: i64 = turn.iter().map(size_of).sum();
        let kept = match turn {
            [kept @ .., Part::Skip(_)] => kept,
            all => all,
        };
        let callee = self.eq_func(kept);
        let (p, q) = (eq.p, eq.q);
        let repeat = self.alg_loop(pos, *at..*at + turns * size, size, |this, x| {
            let mut add = |p| {
                let kind = NodeKind::Builtin2 { op: Builtin2::UnsafeAdd, x: p, y: x };
                this.node(pos, Some(TypeId::UNSAFE_POINTER), kind)
            };
            let args = thin_vec![add(p), add(q)];
            let ty = this.out.package.funcs[callee].ty;
            let fun = this.node(pos, Some(ty), NodeKind::Func(callee));
            let call = this.node(pos, Some(TypeId::BOOL), NodeKind::CallFunc(Call { fun, args, ddd: false }));
            this.stmt_node(pos, NodeKind::If { cond: call, body: NodeList::new(), els: NodeList::new() })
        });
        eq.body.push(repeat);
        *at += turns * size;
    }

    /// `for x = …; x < …; x += step { body }`
    pub(super) fn alg_loop(
        &mut self,
        pos: Pos,
        bytes: core::ops::Range<i64>,
        step: i64,
        body: impl FnOnce(&mut Self, NodeId) -> NodeId,
    ) -> NodeId {
        let index = self.temp(pos, TypeId::UINTPTR);
        let (x, start) = (self.var_node(index), self.literal(pos, TypeId::UINTPTR, ConstValue::Int(bytes.start)));
        let init = self.stmt_node(pos, NodeKind::Assign { x, y: Some(start), def: false });
        let end = self.literal(pos, TypeId::UINTPTR, ConstValue::Int(bytes.end));
        let cond = self.node(pos, Some(TypeId::BOOL), NodeKind::Binary { op: BinaryOp::Lt, x, y: end });
        let step = self.literal(pos, TypeId::UINTPTR, ConstValue::Int(step));
        let next = self.node(pos, Some(TypeId::UINTPTR), NodeKind::Binary { op: BinaryOp::Add, x, y: step });
        let post = self.stmt_node(pos, NodeKind::Assign { x, y: Some(next), def: false });
        let body = thin_vec![body(self, x)];
        let (cond, post) = (Some(cond), Some(post));
        let repeat = self.stmt_node(pos, NodeKind::For { cond, post, body, label: None, distinct_vars: false });
        self.out.package.nodes[repeat].init.push(init);
        repeat
    }

    /// Compares the bytes of the strings whose lengths are the same.
    fn compare_strings(&mut self, eq: &mut Eq) {
        for mut at in core::mem::take(&mut eq.strings) {
            let (x, y) = self.load(eq, TypeId::UNSAFE_POINTER, &mut at);
            let (len, _) = self.load(eq, TypeId::UINTPTR, &mut at);
            let call = self.runtime_call(eq.pos, "memequal", thin_vec![x, y, len], Some(TypeId::BOOL));
            self.test(eq, call);
        }
    }

    fn compare_as(&mut self, eq: &mut Eq, ty: TypeId, at: &mut i64) {
        let (x, y) = self.load(eq, ty, at);
        let same = self.node(eq.pos, Some(TypeId::BOOL), NodeKind::Binary { op: BinaryOp::Eq, x, y });
        self.test(eq, same);
    }

    /// The values of type `ty` that are `at` bytes from the beginnings.
    fn load(&mut self, eq: &Eq, ty: TypeId, at: &mut i64) -> (NodeId, NodeId) {
        let pointer = self.types.pointer_to(ty);
        let mut value = |p| {
            let x = self.at(eq.pos, p, *at);
            let x = self.node(eq.pos, Some(pointer), NodeKind::Conv { op: ConvOp::Nop, x });
            self.node(eq.pos, Some(ty), NodeKind::Deref(x))
        };
        let values = (value(eq.p), value(eq.q));
        *at += self.types.size_of(ty).unwrap_or(0);
        values
    }

    /// `unsafe.Add(p, at)`
    pub(super) fn at(&mut self, pos: Pos, p: NodeId, at: i64) -> NodeId {
        let y = self.literal(pos, TypeId::UINTPTR, ConstValue::Int(at));
        self.node(pos, Some(TypeId::UNSAFE_POINTER), NodeKind::Builtin2 { op: Builtin2::UnsafeAdd, x: p, y })
    }

    /// The last test is the result, the others decide whether to go on.
    fn test(&mut self, eq: &mut Eq, test: NodeId) {
        self.finish_test(eq);
        eq.last = Some(test);
    }

    fn finish_test(&mut self, eq: &mut Eq) {
        if let Some(cond) = eq.last.take() {
            eq.body.push(self.stmt_node(eq.pos, NodeKind::If { cond, body: NodeList::new(), els: NodeList::new() }));
        }
    }
}

/// A function that is being made.
struct Eq {
    pos: Pos,
    p: NodeId,
    q: NodeId,
    body: NodeList,
    last: Option<NodeId>,
    /// Where strings are whose bytes were not compared yet.
    strings: Vec<i64>,
}

fn skip(out: &mut Vec<Part>, size: i64) {
    if size > 0 {
        push(out, Part::Skip(size));
    }
}

/// Adds `part`, together with what is before it if that is the same.
fn push(out: &mut Vec<Part>, part: Part) {
    match (out.last_mut(), part) {
        (_, Part::Memory(0)) => {}
        (Some(Part::Memory(before)), Part::Memory(size)) | (Some(Part::Skip(before)), Part::Skip(size)) => {
            *before += size;
        }
        (_, part) => out.push(part),
    }
}

pub(super) fn size_of(part: &Part) -> i64 {
    match part {
        Part::Memory(size) | Part::Skip(size) => *size,
        Part::Float32 => 4,
        Part::Float64 => crate::types::WORD,
        Part::Str | Part::Iface(_) => 2 * crate::types::WORD,
        Part::Array(turns, turn) => turns * turn.iter().map(size_of).sum::<i64>(),
    }
}

/// gc's name for a signature.
pub(super) fn text_of(signature: &[Part]) -> String {
    let mut text = String::new();
    for part in signature {
        let _ = match part {
            Part::Memory(size) => write!(text, "M{size}"),
            Part::Skip(size) => write!(text, "K{size}"),
            Part::Float32 => write!(text, "F"),
            Part::Float64 => write!(text, "G"),
            Part::Str => write!(text, "S"),
            Part::Iface(true) => write!(text, "E"),
            Part::Iface(false) => write!(text, "I"),
            Part::Array(turns, turn) => write!(text, "[{turns}{}]", text_of(turn)),
        };
    }
    text
}
