//! Instantiation without end: `func f[P any]() { f[*P]() }`.
//!
//! Mirrors types2's `mono.go`. A graph says what type parameters are made of:
//!
//! * each instantiation `f[A]` draws an edge to `f`'s parameter from every type
//!   parameter in `A`, of weight 0 if `A` is just that parameter, else 1;
//! * a type declared in a generic function depends on all type parameters that
//!   are in scope, with weight 1.
//!
//! A cycle of positive weight is an instantiation that grows with each round.
//! Only the package that is checked takes part: a cycle cannot lead through an
//! import. A method's receiver has type parameters of its own; they stand for
//! those of the type.

use alloc::{format, vec::Vec};

use super::{Checker, Map, error::Multi};
use crate::base::{Pos, sort};
use crate::types::{
    arena::{Type, TypeId},
    objects::{ObjId, ObjKind},
};

/// The graph; vertices and edges are named by their indices.
#[derive(Debug, Default)]
pub(super) struct MonoGraph {
    vertices: Vec<Vertex>,
    edges: Vec<Edge>,
    /// The type's parameter that a receiver's parameter stands for.
    canon: Map<ObjId, ObjId>,
    /// The vertices of type parameters and local types; `None` for a local
    /// type that is not in a generic function.
    index: Map<ObjId, Option<usize>>,
}

#[derive(Debug)]
struct Vertex {
    obj: ObjId,
    /// The weight of the heaviest known path that ends here, its number of
    /// edges and its last one.
    weight: usize,
    len: usize,
    pre: usize,
}

#[derive(Clone, Copy, Debug)]
struct Edge {
    dst: usize,
    src: usize,
    weight: usize,
    pos: Pos,
    /// The type argument.
    ty: TypeId,
}

impl MonoGraph {
    /// Records that parameter `recv` of a receiver stands for `base`.
    pub(super) fn stands_for(&mut self, recv: ObjId, base: ObjId) {
        self.canon.insert(recv, base);
    }

    fn add_vertex(&mut self, obj: ObjId) -> usize {
        self.vertices.push(Vertex { obj, weight: 0, len: 0, pre: 0 });
        self.vertices.len() - 1
    }

    fn tparam_vertex(&mut self, obj: ObjId) -> usize {
        let obj = self.canon.get(&obj).copied().unwrap_or(obj);
        if let Some(&Some(known)) = self.index.get(&obj) {
            return known;
        }
        let vertex = self.add_vertex(obj);
        self.index.insert(obj, Some(vertex));
        vertex
    }

    /// Looks for heavier paths until there is none, or one is so long that it
    /// must contain a cycle; the vertex where that one ends.
    fn overlong_path(&mut self) -> Option<usize> {
        loop {
            let mut again = false;
            for (i, edge) in self.edges.iter().enumerate() {
                let (weight, len) = (self.vertices[edge.src].weight + edge.weight, self.vertices[edge.src].len + 1);
                let count = self.vertices.len();
                let dst = &mut self.vertices[edge.dst];
                if weight <= dst.weight {
                    continue;
                }
                (dst.pre, dst.len) = (i, len);
                if len == count {
                    return Some(edge.dst);
                }
                dst.weight = weight;
                again = true;
            }
            if !again {
                return None;
            }
        }
    }

    /// The edges of the cycle that leads to `vertex`, the last one first.
    fn cycle(&self, mut vertex: usize) -> Vec<Edge> {
        let mut path: Vec<Edge> = Vec::new();
        loop {
            if let Some(start) = path.iter().position(|edge| edge.dst == vertex) {
                return path.split_off(start);
            }
            let edge = self.edges[self.vertices[vertex].pre];
            path.push(Edge { dst: vertex, ..edge });
            vertex = edge.src;
        }
    }
}

impl Checker<'_> {
    /// Records that `tparams` were instantiated with `targs` at `pos`, or at
    /// the places in `written` as far as it goes.
    pub(super) fn record_instantiation(&mut self, tparams: &[TypeId], targs: &[TypeId], pos: Pos, written: &[Pos]) {
        if !self.is_target() {
            return;
        }
        for (i, (&tparam, &targ)) in tparams.iter().zip(targs).enumerate() {
            let Some(obj) = self.types.type_name(tparam) else { continue };
            if self.types.obj(obj).pkg == self.target_pkg {
                let pos = written.get(i).copied().unwrap_or(pos);
                self.flow_into(obj, targ, pos);
            }
        }
    }

    /// Draws the edges to type parameter `tparam` from what `targ` mentions.
    fn flow_into(&mut self, tparam: ObjId, targ: TypeId, pos: Pos) {
        let whole = self.types.unalias(targ);
        let mut pending = alloc::vec![whole];
        let mut seen: Vec<TypeId> = Vec::new();
        while let Some(ty) = pending.pop() {
            let ty = self.types.unalias(ty);
            if seen.contains(&ty) {
                continue;
            }
            seen.push(ty);
            let src = match self.types.get(ty) {
                Type::TypeParam(id) => Some(self.mono.tparam_vertex(self.types.tparam(id).obj)),
                Type::Named(id) => {
                    let origin = self.types.named(id).instance.map_or(ty, |instance| instance.origin);
                    self.types.type_name(origin).and_then(|obj| self.local_type_vertex(obj))
                }
                _ => None,
            };
            if let Some(src) = src {
                let dst = self.mono.tparam_vertex(tparam);
                let weight = usize::from(ty != whole);
                self.mono.edges.push(Edge { dst, src, weight, pos, ty: targ });
            }
            let mut parts = match self.types.get(ty) {
                Type::Interface(_) => {
                    let set = self.type_set(ty);
                    set.methods.iter().map(|&method| self.types.obj_type(method)).collect()
                }
                _ => self.parts_of(ty),
            };
            parts.reverse();
            pending.append(&mut parts);
        }
    }

    /// The vertex of a type declared in a generic function.
    fn local_type_vertex(&mut self, obj: ObjId) -> Option<usize> {
        let object = self.types.obj(obj);
        let root = self.types.package(self.target_pkg?).scope;
        if object.pkg != self.target_pkg || object.parent == Some(root) {
            return None;
        }
        if let Some(&known) = self.mono.index.get(&obj) {
            return known;
        }
        let (pos, mut scope) = (object.pos?, object.parent);
        let mut ambient: Vec<(Pos, ObjId, TypeId)> = Vec::new();
        while let Some(id) = scope.filter(|&id| id != root) {
            let scope_data = self.types.scope(id);
            for &elem in scope_data.names.values() {
                let object = self.types.obj(elem);
                if let (ObjKind::TypeName, Some(ty), Some(at)) = (&object.kind, object.ty, object.pos)
                    && matches!(self.types.get(ty), Type::TypeParam(_))
                    && self.types.type_name(ty) == Some(elem)
                    && self.places.order(at) < self.places.order(pos)
                {
                    ambient.push((at, elem, ty));
                }
            }
            scope = scope_data.parent;
        }
        sort(&mut ambient);
        let vertex = (!ambient.is_empty()).then(|| self.mono.add_vertex(obj));
        if let Some(dst) = vertex {
            for (_, tparam, ty) in ambient {
                let src = self.mono.tparam_vertex(tparam);
                self.mono.edges.push(Edge { dst, src, weight: 1, pos, ty });
            }
        }
        self.mono.index.insert(obj, vertex);
        vertex
    }

    /// Reports an instantiation that needs itself, only larger.
    pub(super) fn instantiation_cycle(&mut self) {
        let Some(end) = self.mono.overlong_path() else { return };
        let cycle = self.mono.cycle(end);
        let Some(first) = cycle.first() else { return };
        let head = self.mono.vertices[first.dst].obj;
        let mut error = Multi::new(self.obj_pos(head), "instantiation cycle:");
        for edge in &cycle {
            let obj = self.mono.vertices[edge.dst].obj;
            let (name, ty) = (self.name(obj), self.types.error_string(edge.ty, self.names, Some(self.pkg)));
            let is_tparam = self.types.obj(obj).ty.is_some_and(|ty| self.types.is_type_param(ty));
            let how = if is_tparam { "instantiated as" } else { "implicitly parameterized by" };
            error = error.line(Some(edge.pos), format!("{name} {how} {ty}"));
        }
        self.report("InvalidInstanceCycle", error);
    }
}
