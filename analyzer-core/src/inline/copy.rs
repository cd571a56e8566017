//! Copies of function bodies.
//!
//! gc reads the body of a function from its export data again for each call
//! that it inlines (`noder/reader.go`, `unifiedInlineCall`), so each copy is as
//! the function was written: without what was inlined into the function
//! itself, with variables and function literals of its own. Here the body is
//! copied node by node. A function that is changed before it has been copied
//! everywhere is saved first ([`Originals`]).
//!
//! ```text
//!   saved body ── Copier ──▶ nodes, variables, literals of the caller
//!                            `return x`  is  r = x; goto end
//!                            all of it stands where the call stands
//! ```
//!
//! A function literal within the body gets a function of its own in the
//! caller. Its code keeps the places that it has in the source, as in gc: it
//! is not part of the inlined code, only the literal is.

use alloc::{format, string::String, vec::Vec};

use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

use crate::{
    base::{Interner, Pos, Symbol},
    ir::{
        AssignListOp, BranchOp, ClosureVar, DICT, Defn, FuncId, InlineTree, Node, NodeId, NodeKind, NodeList, Package,
        Var, VarClass, VarId, visit,
    },
    types::TypeId,
};

type Map<K, V> = HashMap<K, V, FxBuildHasher>;

/// Function bodies as they were before anything was inlined into them, or
/// kept alive in them.
#[derive(Default, Debug)]
pub struct Originals {
    saved: Map<FuncId, Saved>,
}

#[derive(Debug)]
struct Saved {
    body: NodeList,
    /// The variables that a statement of `body` defines.
    defns: Map<NodeId, Vec<VarId>>,
    /// The variables whose address was taken.
    addrtaken: Vec<VarId>,
    /// How many variables it declared: those of inlined calls came after them.
    declared: usize,
}

impl Originals {
    /// Saves the body of `func`, which is about to be changed, unless that was
    /// done before.
    pub fn save(&mut self, package: &mut Package, interner: &mut Interner, func: FuncId) {
        if self.saved.contains_key(&func) {
            return;
        }
        let none = Self::default();
        let mut copier = Copier::new(package, interner, &none, Mode::Save);
        copier.expect_definitions(func);
        let body = copier.package.funcs[func].body.clone().unwrap_or_default();
        let body = copier.list(&body);
        let defns = copier.defns;
        let taken = |var: &&VarId| package.vars[**var].addrtaken;
        let dcl = &package.funcs[func].dcl;
        let (addrtaken, declared) = (dcl.iter().filter(taken).copied().collect(), dcl.len());
        self.saved.insert(func, Saved { body, defns, addrtaken, declared });
    }
}

/// What is inlined where.
#[derive(Clone, Copy)]
pub(super) struct Inlining {
    /// The function that contains the call.
    pub(super) caller: FuncId,
    /// The function whose body is copied.
    pub(super) callee: FuncId,
    /// Where the call stands.
    pub(super) pos: Pos,
    /// The name of the caller's package, if it is another one.
    pub(super) qualifier: Option<Symbol>,
    /// Where the inlined code ends.
    pub(super) end: Symbol,
    /// A number that makes labels unique.
    pub(super) generation: usize,
    /// Whether the results are declared where they are returned.
    pub(super) delay_results: bool,
    /// Whether the callee is a literal that gc makes for a method value or an
    /// instance: what is in it stands where the literal stands, also in copies.
    pub(super) keeps_places: bool,
}

/// A copied body.
pub(super) struct Copied {
    /// The statements.
    pub(super) body: NodeList,
    /// The variables that were the parameters, the receiver first.
    pub(super) params: Vec<VarId>,
    /// The variables that were the results.
    pub(super) results: Vec<VarId>,
    /// Where each new node stood in the callee, from the first new node on;
    /// `None` for what belongs to a function literal or was made here.
    pub(super) origins: Vec<Option<Pos>>,
}

/// Copies the body of `inlining.callee` into its caller.
pub(super) fn copy(
    package: &mut Package,
    interner: &mut Interner,
    originals: &Originals,
    inlining: Inlining,
) -> Copied {
    let mut copier = Copier::new(package, interner, originals, Mode::Inline(inlining));
    let callee = inlining.callee;
    let func = &copier.package.funcs[callee];
    // What a literal captures is, in the function around it, the variable or
    // what that function captures in turn.
    let outer = &copier.package.funcs[inlining.caller].closure_vars;
    let captured = func.closure_vars.iter().map(|cv| {
        let outer = outer.iter().find(|outer| outer.var == cv.var);
        (cv.node, outer.map_or(copier.package.vars[cv.var].node, |outer| outer.node))
    });
    let captured: Vec<_> = captured.collect();
    copier.names.extend(captured);
    copier.variables(callee, inlining.caller);
    let func = &copier.package.funcs[callee];
    let new_vars = |vars: Vec<VarId>| vars.into_iter().map(|var| copier.var(var)).collect::<Vec<_>>();
    let params = new_vars(func.recv_params().filter_map(|param| param.var).collect());
    let results = new_vars(func.results.iter().filter_map(|param| param.var).collect());
    copier.results.clone_from(&results);
    let body = copier.original_body(callee);
    Copied { body, params, results, origins: copier.origins }
}

/// What for a body is copied.
#[derive(Clone, Copy)]
enum Mode {
    /// To keep it as it is.
    Save,
    /// As the code of an inlined call.
    Inline(Inlining),
    /// As the code of a function literal in inlined code.
    Literal,
}

struct Copier<'a> {
    package: &'a mut Package,
    interner: &'a mut Interner,
    originals: &'a Originals,
    mode: Mode,
    /// What the variables of the callee are in the copy.
    vars: Map<VarId, VarId>,
    /// What the names of those variables are.
    names: Map<NodeId, NodeId>,
    /// What the function literals in the callee are.
    literals: Map<FuncId, FuncId>,
    results: Vec<VarId>,
    /// The variables that statements of the callee define.
    expected: Map<NodeId, Vec<VarId>>,
    /// The same for the copies.
    defns: Map<NodeId, Vec<VarId>>,
    /// See [`Copied::origins`].
    origins: Vec<Option<Pos>>,
}

impl<'a> Copier<'a> {
    fn new(package: &'a mut Package, interner: &'a mut Interner, originals: &'a Originals, mode: Mode) -> Self {
        Self {
            package,
            interner,
            originals,
            mode,
            vars: Map::default(),
            names: Map::default(),
            literals: Map::default(),
            results: Vec::new(),
            expected: Map::default(),
            defns: Map::default(),
            origins: Vec::new(),
        }
    }

    fn var(&self, var: VarId) -> VarId {
        self.vars.get(&var).copied().unwrap_or(var)
    }

    /// Where the copy of a variable at `pos` stands.
    fn var_place(&self, pos: Pos) -> Pos {
        match self.mode {
            // What has no place has none anywhere.
            Mode::Inline(inlining) if pos.is_known() => inlining.pos,
            Mode::Inline(_) | Mode::Save | Mode::Literal => pos,
        }
    }

    /// Where the copy of code at `pos` stands.
    fn place(&self, pos: Pos) -> Pos {
        match self.mode {
            Mode::Inline(inlining) if !inlining.keeps_places && pos.is_known() => inlining.pos,
            _ => pos,
        }
    }

    /// Adds a node; every node is added here.
    fn push(&mut self, node: Node, origin: Option<Pos>) -> NodeId {
        let inlined = matches!(self.mode, Mode::Inline(inlining) if !inlining.keeps_places);
        self.origins.push(origin.filter(|_| inlined));
        self.package.nodes.push(node)
    }

    fn made(&mut self, pos: Pos, ty: Option<TypeId>, kind: NodeKind) -> NodeId {
        self.push(Node { pos, ty, init: NodeList::new(), implicit: false, kind }, None)
    }

    /// Notes which statements of `func`'s body define variables of it.
    fn expect_definitions(&mut self, func: FuncId) {
        for &var in &self.package.funcs[func].dcl {
            if let Defn::Stmt(stmt) = self.package.vars[var].defn {
                self.expected.entry(stmt).or_default().push(var);
            }
        }
    }

    /// Makes variables of `owner` for all that `func` declares; inlined
    /// parameters and results are ordinary variables.
    fn variables(&mut self, func: FuncId, owner: FuncId) {
        let originals = self.originals;
        let saved = originals.saved.get(&func);
        let taken = saved.map(|saved| &saved.addrtaken);
        let mut declared = self.package.funcs[func].dcl.clone();
        declared.truncate(saved.map_or(declared.len(), |saved| saved.declared));
        for var in declared {
            let mut old = self.package.vars[var].clone();
            if let (Mode::Inline(inlining), Some(at)) = (self.mode, old.name.find('~')) {
                // Parameters and results without a name get new ones.
                let package = inlining.qualifier.map_or("", |name| self.interner.text(name));
                let dot = if package.is_empty() { "" } else { "." };
                old.name = format!("{package}{dot}{}", &old.name[at..]);
            }
            let (pos, node_pos) = (self.var_place(old.pos), self.var_place(self.package.nodes[old.node].pos));
            let id = self.package.vars.next_id();
            let kind = NodeKind::Name(id);
            let name = Node { pos: node_pos, ty: Some(old.ty), init: NodeList::new(), implicit: false, kind };
            let node = self.push(name, Some(old.pos));
            self.package.vars.push(Var {
                pos,
                class: if matches!(self.mode, Mode::Inline(_)) { VarClass::Auto } else { old.class },
                func: Some(owner),
                defn: if old.defn == Defn::TypeSwitch { Defn::TypeSwitch } else { Defn::None },
                addrtaken: taken.map_or(old.addrtaken, |taken| taken.contains(&var)),
                node,
                ..old
            });
            self.package.funcs[owner].dcl.push(id);
            self.vars.insert(var, id);
            self.names.insert(old.node, node);
        }
    }

    /// A copy of `func`'s body as it was written.
    fn original_body(&mut self, func: FuncId) -> NodeList {
        let originals = self.originals;
        let body = if let Some(saved) = originals.saved.get(&func) {
            self.expected.extend(saved.defns.iter().map(|(&stmt, vars)| (stmt, vars.clone())));
            saved.body.clone()
        } else {
            self.expect_definitions(func);
            self.package.funcs[func].body.clone().unwrap_or_default()
        };
        self.list(&body)
    }

    fn list(&mut self, list: &[NodeId]) -> NodeList {
        list.iter().map(|&id| self.node(id)).collect()
    }

    fn node(&mut self, id: NodeId) -> NodeId {
        if let Some(&name) = self.names.get(&id) {
            return name;
        }
        let node = &self.package.nodes[id];
        // Names are shared; those of package variables stay what they are.
        if matches!(node.kind, NodeKind::Name(_)) {
            return id;
        }
        let Node { pos: origin, ty, init, implicit, mut kind } = node.clone();
        let init = self.list(&init);
        let pos = self.place(origin);
        match (&mut kind, self.mode) {
            (&mut NodeKind::Closure(func), Mode::Inline(_) | Mode::Literal) => {
                let literal = self.literal(func, origin);
                self.package.nodes[literal].init = init;
                return literal;
            }
            (NodeKind::Return(results), Mode::Inline(inlining)) => {
                return self.leave_inlined(inlining, init, results);
            }
            _ => {}
        }
        visit::map_children(&mut kind, &mut |id| self.node(id));
        match &mut kind {
            NodeKind::Dcl(var) => *var = self.var(*var),
            NodeKind::Label(label) => *label = self.label(*label),
            NodeKind::Branch { label, .. }
            | NodeKind::For { label, .. }
            | NodeKind::Range { label, .. }
            | NodeKind::Select { label, .. } => *label = label.map(|label| self.label(label)),
            NodeKind::Switch { cases, label, .. } | NodeKind::TypeSwitch { cases, label, .. } => {
                *label = label.map(|label| self.label(label));
                for case in cases {
                    case.var = case.var.map(|var| self.var(var));
                    case.pos = self.place(case.pos);
                }
            }
            _ => {}
        }
        let copy = self.push(Node { pos, ty, init, implicit, kind }, Some(origin));
        self.clauses(copy);
        self.defined_by(id, copy);
        if let Some(&dict) = self.package.dict_reads.get(&id) {
            let dict = self.node(dict);
            self.package.dict_reads.insert(copy, dict);
        }
        copy
    }

    /// The clauses of a copied switch refer to it.
    fn clauses(&mut self, copy: NodeId) {
        let cases = |this: &mut Self, index: u32, clause: Option<NodeId>| {
            let (NodeKind::Switch { cases, .. } | NodeKind::TypeSwitch { cases, .. }) =
                &mut this.package.nodes[copy].kind
            else {
                return None;
            };
            let case = cases.get_mut(index as usize)?;
            case.node = clause.unwrap_or(case.node);
            Some(case.pos)
        };
        let mut index = 0;
        while let Some(pos) = cases(self, index, None) {
            let clause = self.made(pos, None, NodeKind::Clause { switch: copy, index });
            cases(self, index, Some(clause));
            index += 1;
        }
    }

    /// What statement `id` defines, its copy defines in the copy.
    fn defined_by(&mut self, id: NodeId, copy: NodeId) {
        let Some(vars) = self.expected.remove(&id) else { return };
        if matches!(self.mode, Mode::Save) {
            self.defns.insert(copy, vars);
            return;
        }
        for var in vars {
            let var = self.var(var);
            self.package.vars[var].defn = Defn::Stmt(copy);
        }
    }

    fn label(&mut self, label: Symbol) -> Symbol {
        match self.mode {
            Mode::Inline(inlining) if !label.is_blank() => {
                let name = format!("~{}·{}", self.interner.text(label), inlining.generation);
                self.interner.intern(&name)
            }
            _ => label,
        }
    }

    /// `return x, y` as it is in inlined code: the results are assigned, and
    /// then it goes on behind the code.
    fn leave_inlined(&mut self, inlining: Inlining, init: NodeList, results: &[NodeId]) -> NodeId {
        let pos = inlining.pos;
        let mut block = init;
        if !results.is_empty() {
            let rhs = self.list(results);
            let vars = self.results.clone();
            let lhs = vars.iter().map(|&var| self.package.vars[var].node).collect();
            let assign = self.made(pos, None, NodeKind::AssignList { op: AssignListOp::As2, lhs, rhs, def: false });
            if inlining.delay_results {
                for var in vars {
                    block.push(self.made(pos, None, NodeKind::Dcl(var)));
                    self.package.vars[var].defn = Defn::Stmt(assign);
                }
            }
            block.push(assign);
        }
        block.push(self.made(pos, None, NodeKind::Branch { op: BranchOp::Goto, label: Some(inlining.end) }));
        self.made(pos, None, NodeKind::Block(block))
    }

    /// A function of its own for the literal `func`, which stood at `origin`.
    fn literal(&mut self, func: FuncId, origin: Pos) -> NodeId {
        let old = &self.package.funcs[func];
        let parent = match (self.mode, old.closure_parent) {
            (Mode::Inline(inlining), _) => inlining.caller,
            (_, Some(parent)) => self.literals.get(&parent).copied().unwrap_or(parent),
            (_, None) => func,
        };
        let mut new = old.clone();
        new.name = self.literal_name(func, parent);
        new.dupok = self.package.funcs[parent].dupok;
        new.closure_parent = Some(parent);
        new.imported = false;
        new.inlined_calls = 0;
        new.dcl = Vec::new();
        new.body = None;
        let captured = core::mem::take(&mut new.closure_vars);
        let id = self.package.funcs.push(new);
        self.package.order.push(id);
        self.literals.insert(func, id);
        for ClosureVar { var, node } in captured {
            let dict = self.dict_place(var);
            let var = self.var(var);
            let (pos, ty) = (self.package.nodes[node].pos, self.package.nodes[node].ty);
            let pos = if self.package.funcs[func].keeps_places { pos } else { self.place(pos) };
            let pos = dict.unwrap_or(pos);
            let name = self.made(pos, ty, NodeKind::Name(var));
            self.package.funcs[id].closure_vars.push(ClosureVar { var, node: name });
            self.names.insert(node, name);
        }
        let ty = self.package.funcs[func].closure.and_then(|literal| self.package.nodes[literal].ty);
        let node =
            Node { pos: self.place(origin), ty, init: NodeList::new(), implicit: false, kind: NodeKind::Closure(id) };
        let literal = self.push(node, Some(origin));
        self.package.funcs[id].closure = Some(literal);

        let outer = core::mem::replace(&mut self.mode, Mode::Literal);
        self.variables(func, id);
        let vars = &self.vars;
        let new = &mut self.package.funcs[id];
        for param in new.recv.iter_mut().chain(&mut new.params).chain(&mut new.results) {
            param.var = param.var.map(|var| vars.get(&var).copied().unwrap_or(var));
        }
        let body = self.original_body(func);
        self.package.funcs[id].body = Some(body);
        self.mode = outer;
        literal
    }

    /// Where a literal in inlined code captures the dictionary `var`. gc uses
    /// everything else as if it stood where the call does; the dictionary is
    /// captured where it is declared, which for what an inlined literal has
    /// captured itself is in the caller.
    fn dict_place(&self, var: VarId) -> Option<Pos> {
        let Mode::Inline(inlining) = self.mode else { return None };
        if self.package.vars[var].name != DICT {
            return None;
        }
        let captured = self.package.funcs[inlining.callee].closure_vars.iter().find(|captured| captured.var == var);
        let outer = captured.and_then(|captured| self.names.get(&captured.node));
        Some(outer.map_or(self.package.vars[var].pos, |&outer| self.package.nodes[outer].pos))
    }

    /// gc calls a literal in inlined code after the function that it was
    /// written in, not after the one that it is copied to; what was inlined
    /// where makes the name unique.
    fn literal_name(&self, func: FuncId, parent: FuncId) -> String {
        let funcs = &self.package.funcs;
        let name = &funcs[func].name;
        let outer = funcs[func].closure_parent.map_or("", |outer| &*funcs[outer].name);
        let suffix = name.strip_prefix(outer).unwrap_or(name);
        let Mode::Inline(inlining) = self.mode else { return format!("{}{suffix}", funcs[parent].name) };
        let number = InlineTree::without_hash(suffix.trim_start_matches(|c: char| !c.is_ascii_digit()));
        let kind = match suffix {
            _ if suffix.starts_with("-range") => "-range",
            _ if funcs[parent].closure.is_some() => ".",
            _ => ".func",
        };
        let hash = self.package.inlined.hash();
        format!("{}{kind}{number}#{hash}#", InlineTree::without_hash(&funcs[inlining.callee].name))
    }
}
