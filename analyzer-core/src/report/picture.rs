//! A function's memory as it stands when the function returns.
//!
//! Everything is from the solved graph: variables and allocations are its
//! locations, and one may point to another if the other's address flows to it,
//! by however many assignments. So a pointer here is one that there may be;
//! which there are depends on the run. What a function cannot name is drawn as
//! one place each: what a caller's argument points at, and everything
//! elsewhere (globals, what callees kept, other goroutines). What a function
//! literal captures is the variables of functions around it. What came with
//! calls that were inlined is the function's own as well, and says with which.
//!
//! It is made for one function, when somebody looks at it. gc has nothing like it.

use alloc::{collections::VecDeque, format, string::String, vec, vec::Vec};

use serde::{Deserialize, Serialize};

use super::Place;
use crate::{
    base::{IdVec, Interner},
    escape::{Analysis, EdgeId, Graph, LocId, Outcome, Site},
    ir::{Facts, FuncId, NodeKind, VarClass, VarId},
    types::{PkgId, Type, TypeId},
};

/// What one function has in memory when it returns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Picture {
    /// The function: an index into [`super::Report::functions`].
    pub function: u32,
    /// What there is; those that have to do with pointers first.
    pub cells: Vec<Cell>,
    /// Which may point where.
    pub pointers: Vec<Pointer>,
    /// How many more variables and values there are, which are left out.
    pub more: u32,
}

/// A variable or a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Cell {
    /// Where it is.
    pub region: Region,
    /// How gc prints it; of what is the caller's, the parameter that leads there.
    pub name: String,
    /// The type of what it holds; empty if that is not known.
    pub ty: String,
    /// How many bytes it has; `None` if that depends on the run.
    #[cfg_attr(feature = "typescript", ts(type = "number | null"))]
    pub size: Option<u64>,
    /// On the heap: how many bytes the allocator takes for it.
    #[cfg_attr(feature = "typescript", ts(type = "number | null"))]
    pub taken: Option<u64>,
    /// Where it is declared or written; of what was inlined, where the call is.
    pub place: Place,
    /// For what came with an inlined call: that call and those whose inlined
    /// code it stands in, outermost first.
    pub calls: Vec<InlinedCall>,
}

/// A call that was inlined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct InlinedCall {
    /// The function that is called, as gc prints it.
    pub function: String,
    /// Where the call was written.
    pub place: Place,
}

/// Where something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Region {
    /// In the function's frame.
    Frame,
    /// On the heap.
    Heap,
    /// Captured, and not on the heap: in the frame of a function around a
    /// literal, or with the literal, which has a copy of it.
    Captured,
    /// Wherever the caller has it.
    Caller,
    /// In globals, or where callees or other goroutines have it.
    Elsewhere,
}

/// One cell may point to another: indices into [`Picture::cells`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Pointer {
    /// Where the pointer is.
    pub from: u32,
    /// Where it points.
    pub to: u32,
}

/// More locations of a function are not looked at, and more cells not shown.
const MOST_LOOKED_AT: usize = 400;
const MOST_CELLS: usize = 32;

/// Something that may become a cell.
pub(super) struct Candidate<'a> {
    pub(super) outcome: &'a Outcome,
    pub(super) place: Place,
    pub(super) calls: Vec<InlinedCall>,
    /// What the allocator takes, if it is on the heap.
    pub(super) taken: Option<u64>,
}

/// Draws `candidates`, which are in a function, whose number is `function`, or
/// captured by it.
pub(super) fn draw(
    facts: Facts<'_>,
    analysis: &Analysis,
    local: PkgId,
    (func, function): (FuncId, u32),
    candidates: Vec<Candidate<'_>>,
) -> Picture {
    let painter = Painter { facts, analysis, local, func };
    let all = candidates.len();
    let looked_at: Vec<_> = candidates.into_iter().take(MOST_LOOKED_AT).collect();
    let mut cells: Vec<Cell> = looked_at.iter().map(|candidate| painter.cell(candidate)).collect();
    let mut pointers = Vec::new();
    // A function's locations are all in the graph of one batch.
    let batch = looked_at.iter().find(|c| c.outcome.loc.is_some()).map(|c| c.outcome.batch);
    if let Some(batch) = batch.and_then(|batch| analysis.batches.get(batch)) {
        let graph = &batch.graph;
        let into = edges_into(graph);
        let mut cell_of: IdVec<LocId, Option<u32>> = IdVec::filled(graph.locs.len(), None);
        for (index, candidate) in (0..).zip(&looked_at) {
            if let Some(loc) = candidate.outcome.loc {
                cell_of[loc] = Some(index);
            }
        }
        let mut callers: IdVec<LocId, Option<u32>> = IdVec::filled(graph.locs.len(), None);
        for candidate in &looked_at {
            if let Some(loc) =
                candidate.outcome.loc.filter(|&loc| graph.locs[loc].param && candidate.outcome.func == func)
                && let Some(cell) = painter.callers(candidate)
            {
                callers[loc] = Some(cells.len() as u32);
                cells.push(cell);
            }
        }
        let mut roots: Vec<(u32, LocId)> =
            (0..).zip(&looked_at).filter_map(|(index, c)| Some((index, c.outcome.loc?))).collect();
        roots.push((cells.len() as u32, Graph::heap()));
        cells.push(Cell { region: Region::Elsewhere, ..Cell::nothing() });
        for (from, root) in roots {
            for (loc, value) in sources(graph, &into, root) {
                let to = if value { callers[loc].filter(|_| root != Graph::heap()) } else { cell_of[loc] };
                if let Some(to) = to.filter(|&to| to != from) {
                    pointers.push(Pointer { from, to });
                }
            }
        }
    }
    choose(function, all, &cells, &pointers)
}

/// The most telling cells, with the pointers between them: first what has to do
/// with pointers or is on the heap, then the rest.
fn choose(function: u32, all: usize, cells: &[Cell], pointers: &[Pointer]) -> Picture {
    let mut linked = vec![false; cells.len()];
    for pointer in pointers {
        linked[pointer.from as usize] = true;
        linked[pointer.to as usize] = true;
    }
    let made_up = |cell: &Cell| matches!(cell.region, Region::Caller | Region::Elsewhere);
    let first = |index: usize| linked[index] || cells[index].region == Region::Heap;
    let mut order: Vec<usize> = (0..cells.len()).filter(|&index| first(index)).collect();
    order.extend((0..cells.len()).filter(|&index| !first(index) && !made_up(&cells[index])));
    order.truncate(MOST_CELLS);
    let mut number = vec![None; cells.len()];
    for (new, &old) in (0..).zip(&order) {
        number[old] = Some(new);
    }
    let between =
        |pointer: &Pointer| Some(Pointer { from: number[pointer.from as usize]?, to: number[pointer.to as usize]? });
    let shown = order.iter().filter(|&&index| !made_up(&cells[index])).count();
    Picture {
        function,
        cells: order.iter().map(|&index| cells[index].clone()).collect(),
        pointers: pointers.iter().filter_map(between).collect(),
        more: (all - shown) as u32,
    }
}

impl Cell {
    const fn nothing() -> Self {
        Self {
            region: Region::Elsewhere,
            name: String::new(),
            ty: String::new(),
            size: None,
            taken: None,
            place: Place::NOWHERE,
            calls: Vec::new(),
        }
    }
}

/// The edges that lead to each location, also those that were dropped from it
/// because it escaped at once.
fn edges_into(graph: &Graph) -> IdVec<LocId, Vec<EdgeId>> {
    let mut into = IdVec::filled(graph.locs.len(), Vec::new());
    for (id, edge) in graph.edges.iter_enumerated() {
        into[edge.dst].push(id);
    }
    into
}

/// What may come to `root`: the address of a location, or (`true`) its value or
/// what is read through it.
///
/// Unlike the solver's walk this one ends at an address: what is behind it is
/// pointed at from there.
fn sources(graph: &Graph, into: &IdVec<LocId, Vec<EdgeId>>, root: LocId) -> Vec<(LocId, bool)> {
    /// More dereferences on a way are not told apart.
    const MOST: i32 = 3;
    const ADDRESS: u8 = 1 << 7;
    let mut seen: IdVec<LocId, u8> = IdVec::filled(graph.locs.len(), 0);
    let mut found = vec![(root, true)];
    let mut todo = VecDeque::from(vec![(root, 0)]);
    while let Some((loc, derefs)) = todo.pop_front() {
        for &id in &into[loc] {
            let edge = &graph.edges[id];
            let total = (derefs + edge.derefs.min(MOST)).min(MOST);
            let (bit, value) = if total < 0 { (ADDRESS, false) } else { (1 << total, true) };
            let before = seen[edge.src];
            if before & bit != 0 {
                continue;
            }
            seen[edge.src] |= bit;
            if value {
                todo.push_back((edge.src, total));
            }
            if !value || before & !ADDRESS == 0 {
                found.push((edge.src, value));
            }
        }
    }
    found
}

struct Painter<'a> {
    facts: Facts<'a>,
    analysis: &'a Analysis,
    local: PkgId,
    func: FuncId,
}

impl Painter<'_> {
    fn names(&self) -> &Interner {
        self.facts.interner
    }

    fn ty(&self, ty: TypeId) -> String {
        self.facts.types.type_string(ty, self.names(), Some(self.local))
    }

    fn cell(&self, candidate: &Candidate<'_>) -> Cell {
        let &Candidate { outcome, place, taken, ref calls } = candidate;
        let (ty, size) = self.held(outcome);
        let region = match outcome.escapes {
            true => Region::Heap,
            false if outcome.func == self.func => Region::Frame,
            false => Region::Captured,
        };
        let name = outcome.text.clone();
        Cell {
            region,
            name,
            ty,
            size: size.and_then(|size| u64::try_from(size).ok()),
            taken,
            place,
            calls: calls.clone(),
        }
    }

    /// The type and the size of what `outcome` holds.
    fn held(&self, outcome: &Outcome) -> (String, Option<i64>) {
        let Facts { package, types, .. } = self.facts;
        let plain = |ty: TypeId| (self.ty(ty), types.size_of(ty));
        let node = match outcome.site {
            Site::Var(var) => return plain(package.vars[var].ty),
            Site::Expr(node) => node,
            Site::Helper | Site::Temp(_) => return (String::new(), None),
        };
        let array = |elem: TypeId, count: Option<i64>| {
            let text = count.map_or_else(|| String::from("…"), |count| format!("{count}"));
            let size = count.and_then(|count| types.size_of(elem)?.checked_mul(count));
            (format!("[{text}]{}", self.ty(elem)), size)
        };
        let Some(ty) = self.facts.ty(node) else { return (String::new(), None) };
        match (self.facts.kind(node), types.under(ty)) {
            (NodeKind::New(_) | NodeKind::PtrLit(_), Type::Pointer(elem)) => plain(elem),
            (NodeKind::SliceLit { len, .. }, Type::Slice(elem)) => array(elem, i64::try_from(*len).ok()),
            (NodeKind::MakeSlice { len, cap }, Type::Slice(elem)) => {
                let count = match self.facts.literal(node) {
                    Some(literal) => literal.value.as_i64(),
                    None => self.facts.small_int(cap.unwrap_or(*len)),
                };
                array(elem, count)
            }
            (NodeKind::BuiltinN { .. }, Type::Slice(elem)) => array(elem, None),
            (NodeKind::Closure(_) | NodeKind::MethValue { .. }, _) => {
                let taken = |var| self.analysis.addrtaken[var];
                (self.ty(ty), crate::escape::record_size(self.facts.package, types, taken, node))
            }
            (NodeKind::Conv { op: crate::ir::ConvOp::Iface, x }, _) => {
                self.facts.ty(*x).map_or_else(Default::default, plain)
            }
            (
                NodeKind::MakeMap(_)
                | NodeKind::MapLit(_)
                | NodeKind::MakeChan(_)
                | NodeKind::Conv { .. }
                | NodeKind::AddStr(_),
                _,
            ) => (self.ty(ty), None),
            _ => plain(ty),
        }
    }

    /// What the caller's argument points at.
    fn callers(&self, candidate: &Candidate<'_>) -> Option<Cell> {
        let Site::Var(var) = candidate.outcome.site else { return None };
        let Facts { package, types, .. } = self.facts;
        let var = &package.vars[var];
        if !types.has_pointers(var.ty) {
            return None;
        }
        let ty = match types.under(var.ty) {
            Type::Pointer(elem) => self.ty(elem),
            Type::Slice(elem) => format!("[…]{}", self.ty(elem)),
            _ => String::new(),
        };
        Some(Cell { region: Region::Caller, name: var.name.clone(), ty, place: candidate.place, ..Cell::nothing() })
    }
}

/// Whether `outcome` is in function `func` or captured by it, and something that
/// a reader knows of.
pub(super) fn is_shown(facts: Facts<'_>, outcome: &Outcome, func: FuncId) -> bool {
    let captured = |var: VarId| facts.package.funcs[func].closure_vars.iter().any(|captured| captured.var == var);
    if outcome.func != func && !matches!(outcome.site, Site::Var(var) if captured(var)) {
        return false;
    }
    match outcome.site {
        Site::Var(var) => {
            let var = &facts.package.vars[var];
            !var.auto_temp && !var.name.starts_with('.') && var.name != "_" && var.class != VarClass::Extern
        }
        Site::Expr(_) => true,
        Site::Helper | Site::Temp(_) => false,
    }
}
