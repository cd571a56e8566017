//! Functions that hash the keys of maps, which gc makes for types.
//!
//! ```text
//!   map[struct{ s string; n int }]T     func .hash.SM8(p unsafe.Pointer, h uintptr) uintptr
//! ```
//!
//! The description of a map type refers to one, so it is made with it
//! ([`super::alg`]). Mirrors `hashFunc` of `reflectdata/alg.go`.

use alloc::{format, vec::Vec};

use thin_vec::thin_vec;

use super::{
    FuncState, Lowerer,
    alg::{Part, size_of, text_of},
};
use crate::{
    base::Pos,
    ir::{Builtin2, Call, FuncId, NodeId, NodeKind, NodeList},
    types::{ConstValue, TypeId},
};

impl Lowerer<'_> {
    /// The function that hashes what has `signature`.
    pub(super) fn hash_func(&mut self, signature: &[Part]) -> FuncId {
        let text = text_of(signature);
        if let Some(&func) = self.algs.hashes.get(&text) {
            return func;
        }
        let params = [("p", TypeId::UNSAFE_POINTER), ("h", TypeId::UINTPTR)];
        let (func, [p, h, _]) = self.alg_func(format!(".hash.{text}"), params, ("~r0", TypeId::UINTPTR));
        self.algs.hashes.insert(text, func);
        let pos = self.out.package.funcs[func].pos;
        self.state.push(FuncState::new(func, Vec::new(), pos));
        let (p, h) = (self.var_node(p), self.var_node(h));
        let (mut body, mut at) = (NodeList::new(), 0);
        for part in signature {
            let size = size_of(part);
            let by = |name| Some((name, None));
            let by = match *part {
                Part::Skip(_) => None,
                Part::Memory(4) => by("memhash32"),
                Part::Memory(8) => by("memhash64"),
                Part::Memory(size) => Some(("memhash", Some(size))),
                Part::Float32 => by("f32hash"),
                Part::Float64 => by("f64hash"),
                Part::Str => by("strhash"),
                Part::Iface(true) => by("nilinterhash"),
                Part::Iface(false) => by("interhash"),
                Part::Array(_, ref turn) => {
                    body.push(self.hash_array(pos, [p, h], turn, at..at + size));
                    None
                }
            };
            if let Some((name, size)) = by {
                let mut args = thin_vec![self.at(pos, p, at), h];
                args.extend(size.map(|size| self.literal(pos, TypeId::UINTPTR, ConstValue::Int(size))));
                let call = self.runtime_call(pos, name, args, Some(TypeId::UINTPTR));
                body.push(self.stmt_node(pos, NodeKind::Assign { x: h, y: Some(call), def: false }));
            }
            at += size;
        }
        body.push(self.stmt_node(pos, NodeKind::Return(thin_vec![h])));
        self.state.pop();
        self.out.package.funcs[func].body = Some(body);
        func
    }

    /// Hashes the elements of an array, which are `bytes` of what `p` points to.
    fn hash_array(&mut self, pos: Pos, [p, h]: [NodeId; 2], turn: &[Part], bytes: core::ops::Range<i64>) -> NodeId {
        let callee = self.hash_func(turn);
        let step = turn.iter().map(size_of).sum();
        self.alg_loop(pos, bytes, step, |this, x| {
            let kind = NodeKind::Builtin2 { op: Builtin2::UnsafeAdd, x: p, y: x };
            let args = thin_vec![this.node(pos, Some(TypeId::UNSAFE_POINTER), kind), h];
            let ty = this.out.package.funcs[callee].ty;
            let fun = this.node(pos, Some(ty), NodeKind::Func(callee));
            let call = this.node(pos, Some(TypeId::UINTPTR), NodeKind::CallFunc(Call { fun, args, ddd: false }));
            this.stmt_node(pos, NodeKind::Assign { x: h, y: Some(call), def: false })
        })
    }
}
