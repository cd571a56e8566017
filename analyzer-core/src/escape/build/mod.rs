//! From bodies to a graph.
//!
//! Mirrors the part of `cmd/compile/internal/escape` that walks syntax:
//! `escape.go` (batches), `stmt.go`, `expr.go`, `assign.go`, `call.go`. Every
//! sub-expression is visited exactly once and in gc's order, whether its value
//! is wanted or not: the order of locations and edges decides which
//! explanation is found first.
//!
//! ```text
//!   stmt ─▶ assign ─▶ expr ─▶ call
//!                       │
//!                       └─▶ flow(hole, location): an edge
//! ```
//!
//! gc changes the syntax tree while it analyses in two places: it puts
//! constants in place of expressions and temporaries in place of the operands
//! of `uintptr(p)` arguments. Here these changes are kept aside, in
//! [`Shared::stand_ins`].

mod alloc_reason;
mod assign;
mod call;
mod expr;
mod stmt;

pub(crate) use alloc_reason::record_size;

use alloc::{format, rc::Rc, vec::Vec};
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

use super::{
    Message, Subject,
    explain::Texts,
    graph::{At, Attrs, Direct, Edge, Graph, Hole, LocId, Location, Site, Why},
    leaks::Leaks,
};
use crate::{
    base::{IdVec, Interner, Symbol},
    ir::{Defn, Facts, FuncId, NodeId, NodeKind, Package, ReassignOracle, StandIns, VarClass, VarId},
    report::MessageKind,
    types::{TypeId, Types},
};

/// What is kept from batch to batch.
pub(super) struct Shared<'a> {
    pub(super) package: &'a Package,
    pub(super) types: &'a Types,
    pub(super) interner: &'a Interner,
    pub(super) explain: bool,
    /// Whether lines about parameters are to tell all.
    pub(super) mutations_calls: bool,
    /// The batch in which a function is analysed, from 1; 0 before that.
    pub(super) batch_of: IdVec<FuncId, u32>,
    /// What stands in for operands.
    pub(super) stand_ins: StandIns,
    /// Whether the address of a variable is taken, captures by reference
    /// that have been analysed included.
    pub(super) addrtaken: IdVec<VarId, bool>,
    /// Whether the summary of a function rests on what is assumed of unknown code.
    pub(super) assumed: IdVec<FuncId, bool>,
    oracles: HashMap<FuncId, Rc<ReassignOracle>, FxBuildHasher>,
    /// Whether a type holds pointers: 0 if that was not asked yet, 1 no, 2 yes.
    pointers: Vec<u8>,
}

impl<'a> Shared<'a> {
    pub(super) fn new(package: &'a Package, types: &'a Types, interner: &'a Interner, explain: bool) -> Self {
        let mut addrtaken = IdVec::new();
        for var in &package.vars {
            addrtaken.push(var.addrtaken);
        }
        Self {
            package,
            types,
            interner,
            explain,
            mutations_calls: false,
            batch_of: IdVec::filled(package.funcs.len(), 0),
            stand_ins: StandIns::default(),
            addrtaken,
            assumed: IdVec::filled(package.funcs.len(), false),
            oracles: HashMap::default(),
            pointers: Vec::new(),
        }
    }

    /// The program, with what stands in for operands by now.
    pub(super) fn facts(&self) -> Facts<'_> {
        let Self { package, types, interner, stand_ins, .. } = self;
        Facts { package, types, interner, stand_ins: Some(stand_ins) }
    }

    pub(super) fn has_pointers(&mut self, ty: TypeId) -> bool {
        use crate::base::Id;
        let index = ty.index();
        if index >= self.pointers.len() {
            self.pointers.resize(index + 1, 0);
        }
        if self.pointers[index] == 0 {
            self.pointers[index] = 1 + u8::from(self.types.has_pointers(ty));
        }
        self.pointers[index] == 2
    }

    /// The oracle for `func`: that of the outermost function around it.
    fn oracle(&mut self, func: FuncId) -> Rc<ReassignOracle> {
        if let Some(oracle) = self.oracles.get(&func) {
            return oracle.clone();
        }
        let mut outermost = func;
        while let Some(parent) = self.package.funcs[outermost].closure_parent
            && !self.package.funcs[parent].is_package_init
        {
            outermost = parent;
        }
        let oracle = match self.oracles.get(&outermost) {
            Some(oracle) => oracle.clone(),
            None => Rc::new(ReassignOracle::new(self.facts(), outermost, |var| self.addrtaken[var])),
        };
        self.oracles.insert(outermost, oracle.clone());
        self.oracles.insert(func, oracle.clone());
        oracle
    }
}

/// What is assumed about code that is not known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Assume {
    /// What it is given goes to the heap, as gc has it for unknown functions.
    Leaks,
    /// It keeps nothing: to find out which verdicts rest on the other assumption.
    KeepsNothing,
}

/// The graph of a batch and what is needed to read it.
pub(super) struct Built {
    pub(super) graph: Graph,
    /// The location of each variable.
    pub(super) vars: HashMap<VarId, LocId, FxBuildHasher>,
    /// Where channels are made. They are always on the heap, so the graph knows
    /// nothing of them.
    pub(super) channels: Vec<Channel>,
    /// Whether unknown code is involved.
    pub(super) unknown: bool,
}

/// A `make(chan T)`.
#[derive(Clone, Copy)]
pub(super) struct Channel {
    pub(super) node: NodeId,
    pub(super) func: FuncId,
    pub(super) loop_depth: u32,
}

/// Builds the graph of the batch `funcs`; `summaries` has the parameters of
/// functions of earlier batches.
pub(super) fn build(
    shared: &mut Shared<'_>,
    funcs: &[FuncId],
    summaries: &IdVec<FuncId, Vec<Leaks>>,
    assume: Assume,
    messages: &mut Vec<Message>,
) -> Built {
    let Some(&first) = funcs.first() else {
        return Built { graph: Graph::new(), vars: HashMap::default(), channels: Vec::new(), unknown: false };
    };
    let batch = shared.batch_of[first];
    let mut builder = Builder {
        shared,
        batch,
        summaries,
        assume,
        messages,
        graph: Graph::new(),
        vars: HashMap::default(),
        temps: HashMap::default(),
        temp_counts: HashMap::default(),
        closures: Vec::new(),
        channels: Vec::new(),
        unknown: false,
        func: first,
        loop_depth: 1,
        labels: HashMap::default(),
    };
    for &func in funcs {
        builder.declare(func);
    }
    for &func in funcs {
        if !builder.shared.package.funcs[func].is_closure() {
            builder.walk_func(func);
        }
    }
    for (hole, closure) in core::mem::take(&mut builder.closures) {
        builder.flow_closure(hole, closure);
    }
    for loc in builder.graph.own_locs() {
        builder.find_literal(loc);
        if let Some(why) = builder.heap_alloc_reason(loc)
            && let Some(at) = builder.at(loc)
        {
            let hole = Hole::to(Graph::heap()).shift(-1);
            let hole = builder.graph.note(hole, at, why);
            builder.flow(hole, loc);
        }
    }
    let Builder { graph, vars, channels, unknown, .. } = builder;
    Built { graph, vars, channels, unknown }
}

/// The state of building one graph.
struct Builder<'a, 'p> {
    shared: &'a mut Shared<'p>,
    batch: u32,
    summaries: &'a IdVec<FuncId, Vec<Leaks>>,
    assume: Assume,
    messages: &'a mut Vec<Message>,
    graph: Graph,
    vars: HashMap<VarId, LocId, FxBuildHasher>,
    /// The temporaries that hold the operands of `uintptr(p)` conversions.
    temps: HashMap<NodeId, LocId, FxBuildHasher>,
    /// How many temporaries were added to a function.
    temp_counts: HashMap<FuncId, u32, FxBuildHasher>,
    /// Function literals, and where what they capture goes.
    closures: Vec<(Hole, FuncId)>,
    channels: Vec<Channel>,
    unknown: bool,
    /// The function that is being walked.
    func: FuncId,
    loop_depth: u32,
    /// The labels of the function that have not been passed; whether a `goto`
    /// jumps back to it.
    labels: HashMap<Symbol, bool, FxBuildHasher>,
}

impl<'p> Builder<'_, 'p> {
    fn facts(&self) -> Facts<'_> {
        self.shared.facts()
    }

    fn kind(&self, id: NodeId) -> &'p NodeKind {
        &self.shared.package.nodes[id].kind
    }

    fn ty(&self, id: NodeId) -> Option<TypeId> {
        self.shared.package.nodes[id].ty
    }

    fn has_pointers(&mut self, ty: TypeId) -> bool {
        self.shared.has_pointers(ty)
    }

    /// Whether `func` belongs to the batch: then its parameters and results
    /// are in the graph.
    fn in_batch(&self, func: FuncId) -> bool {
        self.shared.batch_of[func] == self.batch
    }

    /// What messages about `loc` point at.
    fn at(&self, loc: LocId) -> Option<At> {
        match self.graph.locs[loc].site {
            Site::Var(var) => Some(At::Node(self.shared.package.vars[var].node)),
            Site::Expr(node) => Some(At::Node(node)),
            Site::Helper | Site::Temp(_) => None,
        }
    }

    /// Makes locations for the variables of `func`.
    fn declare(&mut self, func: FuncId) {
        (self.func, self.loop_depth) = (func, 1);
        let declared = &self.shared.package.funcs[func];
        for &var in &declared.dcl {
            self.new_var(var);
        }
        if declared.closure.is_none() {
            for captured in &declared.closure_vars {
                self.new_var(captured.var);
            }
        }
        for (i, result) in declared.results.iter().enumerate() {
            if let Some(loc) = result.var.and_then(|var| self.vars.get(&var)) {
                self.graph.locs[*loc].result_index = Some(i as u32);
            }
        }
    }

    fn new_var(&mut self, var: VarId) -> LocId {
        if let Some(&loc) = self.vars.get(&var) {
            return loc;
        }
        let loc = self.new_loc(Site::Var(var), true);
        self.vars.insert(var, loc);
        loc
    }

    fn new_loc(&mut self, site: Site, persists: bool) -> LocId {
        let mut loc = Location::new(site, Some(self.func), self.loop_depth);
        if let Site::Var(var) = site {
            let class = self.shared.package.vars[var].class;
            loc.param = class == VarClass::Param;
            loc.param_out = class == VarClass::ParamOut;
        }
        loc.attrs.set(Attrs::PERSISTS, persists);
        self.graph.locs.push(loc)
    }

    fn walk_func(&mut self, func: FuncId) {
        let Some(body) = &self.shared.package.funcs[func].body else { return };
        let labels = self.find_labels(body);
        let outer = (self.func, self.loop_depth, core::mem::replace(&mut self.labels, labels));
        (self.func, self.loop_depth) = (func, 1);
        self.block(body);
        (self.func, self.loop_depth, self.labels) = outer;
    }

    /// Decides how `closure` captures its variables, now that all assignments
    /// are known, and lets them flow to it.
    fn flow_closure(&mut self, hole: Hole, closure: FuncId) {
        let package = self.shared.package;
        for captured in &package.funcs[closure].closure_vars {
            let Some(&loc) = self.vars.get(&captured.var) else { continue };
            let var = &package.vars[captured.var];
            let size = self.shared.types.size_of(var.ty).unwrap_or(0);
            let location = &self.graph.locs[loc];
            let by_value = !location.addrtaken && !location.reassigned && size <= 128;
            if self.shared.explain {
                let text = format!(
                    "{} capturing by {}: {} (addr={} assign={} width={size})",
                    var.func.map_or_else(|| "<nil>".into(), |f| self.facts().unique_name(f)),
                    if by_value { "value" } else { "ref" },
                    var.name,
                    location.addrtaken,
                    location.reassigned,
                );
                self.messages.push(Message::detail(var.pos, text));
            }
            let at = At::Node(captured.node);
            let mut hole = hole;
            if !by_value {
                self.shared.addrtaken[captured.var] = true;
                hole = self.graph.note(hole.shift(-1), at, Why::Reference);
            }
            hole = self.graph.note(hole, at, Why::CapturedByClosure);
            self.flow(hole, loc);
        }
    }

    /// The value of `src` goes to `hole`.
    fn flow(&mut self, hole: Hole, src: LocId) {
        let Hole { dst, derefs, notes, addrtaken } = hole;
        if addrtaken {
            self.graph.locs[src].addrtaken = true;
        }
        if dst == Graph::blank() || (dst == src && derefs >= 0) {
            return;
        }
        let edge = self.graph.edges.push(Edge { src, dst, derefs, notes });
        if derefs < 0 && self.graph.locs[dst].attrs.contains(Attrs::ESCAPES) {
            if self.shared.explain {
                let texts = Texts::new(self.shared.facts(), &self.graph);
                texts.escapes(self.messages, src, &[edge], false);
            }
            let own = self.graph.is_capture(edge);
            let (last, captured) = self.graph.locs[dst].direct.map_or((edge, own), |d| (d.last, d.captured || own));
            let src = &mut self.graph.locs[src];
            src.attrs = Attrs::all();
            src.direct.get_or_insert(Direct { edge, last, captured });
            return;
        }
        self.graph.locs[dst].edges.push(edge);
    }

    fn discard_hole() -> Hole {
        Hole::to(Graph::blank())
    }

    fn note(&mut self, hole: Hole, at: NodeId, why: Why) -> Hole {
        self.graph.note(hole, At::Node(at), why)
    }

    fn deref(&mut self, hole: Hole, at: NodeId, why: Why) -> Hole {
        self.note(hole.shift(1), at, why)
    }

    fn addr_of(&mut self, hole: Hole, at: NodeId, why: Why) -> Hole {
        self.note(hole.shift(-1), at, why)
    }

    /// The value of `var` goes to `hole`; package variables have no location.
    fn flow_var(&mut self, hole: Hole, var: VarId) {
        if let Some(&loc) = self.vars.get(&var) {
            self.flow(hole, loc);
        }
    }

    /// A hole that flows into each of `holes`.
    fn tee(&mut self, holes: &[Hole]) -> Hole {
        match *holes {
            [] => Self::discard_hole(),
            [single] => single,
            _ => {
                let loc = self.new_loc(Site::Helper, false);
                for &hole in holes {
                    self.flow(hole, loc);
                }
                Hole::to(loc)
            }
        }
    }

    /// A hole that flows into `hole` at some later time.
    fn later(&mut self, hole: Hole) -> Hole {
        let loc = self.new_loc(Site::Helper, true);
        self.flow(hole, loc);
        Hole::to(loc)
    }

    /// A location for what expression `id` allocates, whose address goes to
    /// `hole`; the result takes what is stored in it.
    fn spill(&mut self, hole: Hole, id: NodeId) -> Hole {
        let loc = self.new_loc(Site::Expr(id), false);
        let hole = self.addr_of(hole, id, Why::Spill);
        self.flow(hole, loc);
        Hole::to(loc)
    }

    /// Reports `text` at `id`.
    fn message(&mut self, id: NodeId, kind: MessageKind, text: alloc::string::String) {
        let pos = self.shared.package.nodes[id].pos;
        self.messages.push(Message::new(pos, kind, text, Subject::None));
    }

    /// Whether `id` is a local variable that `stmt` defines.
    fn defines(&self, stmt: NodeId, loc: LocId) -> bool {
        match self.graph.locs[loc].site {
            Site::Var(var) => self.shared.package.vars[var].defn == Defn::Stmt(stmt),
            _ => false,
        }
    }
}
