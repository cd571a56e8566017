//! The order in which package-level variables are initialized.
//!
//! Variables depend on what their initial values refer to, directly or
//! through functions. Functions are removed from the graph first, then
//! whatever has the fewest open dependencies comes next, in source order.

use alloc::{collections::BinaryHeap, format, vec::Vec};
use core::cmp::Reverse;

use super::{Checker, InfoId, Set, error::Multi};
use crate::base::{FileId, Id, sort, sort_by_key};
use crate::types::{
    info::Initializer,
    objects::{ObjId, ObjKind},
};

/// Nodes are objects by their source order.
type Graph = Vec<Set<u32>>;

impl Checker<'_> {
    pub(super) fn init_order(&mut self) {
        let count = self.obj_list.len() + 1;
        let mut succ: Graph = alloc::vec![Set::default(); count];
        let mut pred: Graph = succ.clone();
        let order_of = |checker: &Self, obj: ObjId| checker.types.obj(obj).order;
        for obj in self.obj_list.clone() {
            let order = order_of(self, obj);
            if matches!(self.types.obj(obj).kind, ObjKind::TypeName) {
                continue;
            }
            let Some(&info) = self.obj_info.get(&obj) else { continue };
            for &dep in &self.infos[info].deps {
                if !matches!(self.types.obj(dep).kind, ObjKind::TypeName) {
                    let to = order_of(self, dep);
                    succ[order as usize].insert(to);
                    pred[to as usize].insert(order);
                }
            }
        }
        self.remove_functions(&mut succ, &mut pred);
        // How many initializations each waits for, of those that are to come.
        let mut open: Vec<Option<usize>> = alloc::vec![None; count];
        for &obj in &self.obj_list {
            if matches!(self.types.obj(obj).kind, ObjKind::Const(_) | ObjKind::Var(_)) {
                let order = order_of(self, obj) as usize;
                open[order] = Some(succ[order].len());
            }
        }
        // Ready or not: constants first, then by open dependencies, then by
        // source order.
        let key = |checker: &Self, order: u32, open: usize| {
            let constant = matches!(checker.types.obj(checker.by_order(order)).kind, ObjKind::Const(_));
            Reverse((!constant, open, order))
        };
        let mut queue: BinaryHeap<Reverse<(bool, usize, u32)>> =
            (0u32..).zip(&open).filter_map(|(order, open)| Some(key(self, order, (*open)?))).collect();
        let mut emitted: Set<InfoId> = Set::default();
        while let Some(Reverse((_, ndeps, order))) = queue.pop() {
            // Whose count has become less is in the queue once more.
            if open[order as usize].take_if(|count| *count == ndeps).is_none() {
                continue;
            }
            let obj = self.by_order(order);
            if ndeps > 0
                && let Some(cycle) = self.find_path(obj)
            {
                self.report_init_cycle(&cycle);
            }
            for &dependent in &pred[order as usize] {
                let Some(count) = open[dependent as usize] else { continue };
                open[dependent as usize] = Some(count.saturating_sub(1));
                queue.push(key(self, dependent, count.saturating_sub(1)));
            }
            if matches!(self.types.obj(obj).kind, ObjKind::Var(_)) {
                self.emit_init(obj, &mut emitted);
            }
        }
    }

    fn by_order(&self, order: u32) -> ObjId {
        self.obj_list[(order as usize).saturating_sub(1)]
    }

    fn remove_functions(&self, succ: &mut [Set<u32>], pred: &mut [Set<u32>]) {
        let is_func = |&order: &u32| matches!(self.types.obj(self.by_order(order)).kind, ObjKind::Func(_));
        let cost = |order: u32| succ[order as usize].len() * pred[order as usize].len();
        let mut functions: Vec<(usize, u32)> =
            (1..succ.len() as u32).filter(is_func).map(|order| (cost(order), order)).collect();
        // Cheap ones first keeps the number of edges down.
        sort(&mut functions);
        for (_, function) in functions {
            let to = core::mem::take(&mut succ[function as usize]);
            let from = core::mem::take(&mut pred[function as usize]);
            for &p in from.iter().filter(|&&p| p != function) {
                let edges = &mut succ[p as usize];
                edges.remove(&function);
                edges.extend(to.iter().filter(|&&s| s != function));
            }
            for &s in to.iter().filter(|&&s| s != function) {
                let edges = &mut pred[s as usize];
                edges.remove(&function);
                edges.extend(from.iter().filter(|&&p| p != function));
            }
        }
    }

    fn emit_init(&mut self, obj: ObjId, emitted: &mut Set<InfoId>) {
        let Some(&info) = self.obj_info.get(&obj) else { return };
        let decl = &self.infos[info];
        let Some(rhs) = decl.init else { return };
        if !emitted.insert(info) {
            return;
        }
        let lhs = if decl.lhs.is_empty() { alloc::vec![obj] } else { decl.lhs.clone() };
        let file = FileId::new(decl.file);
        self.info.init_order.push(Initializer { lhs, file, rhs });
    }

    /// A path from `start` back to it, last object first.
    fn find_path(&self, start: ObjId) -> Option<Vec<ObjId>> {
        let deps = |obj: ObjId| -> Vec<ObjId> {
            let info: Option<&InfoId> = self.obj_info.get(&obj);
            let mut deps: Vec<ObjId> = info.map(|&i| self.infos[i].deps.iter().copied().collect()).unwrap_or_default();
            sort_by_key(&mut deps, |&d| Reverse(self.types.obj(d).order));
            deps
        };
        let mut seen: Set<ObjId> = Set::default();
        let mut path = alloc::vec![start];
        let mut pending = alloc::vec![deps(start)];
        seen.insert(start);
        while let Some(next) = pending.last_mut() {
            let Some(dep) = next.pop() else {
                pending.pop();
                path.pop();
                continue;
            };
            if dep == start {
                // gc lists the cycle as the way back from its last element.
                let mut cycle = alloc::vec![start];
                cycle.extend(path.into_iter().skip(1).rev());
                return Some(cycle);
            }
            if seen.insert(dep) {
                path.push(dep);
                pending.push(deps(dep));
            }
        }
        None
    }

    fn report_init_cycle(&mut self, cycle: &[ObjId]) {
        let Some(&first) = cycle.first() else { return };
        let pos = self.obj_pos(first);
        if cycle.len() == 1 {
            let message = format!("initialization cycle: {} refers to itself", self.name(first));
            self.error(pos, "InvalidInitCycle", message);
            return;
        }
        let mut error = Multi::new(pos, format!("initialization cycle for {}", self.name(first)));
        let mut from = first;
        for &to in cycle.iter().rev() {
            let line = format!("{} refers to {}", self.name(from), self.name(to));
            error = error.line(self.types.obj(from).pos, line);
            from = to;
        }
        self.report("InvalidInitCycle", error);
    }
}
