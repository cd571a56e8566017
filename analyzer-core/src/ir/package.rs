//! Packages, functions and variables.

use alloc::{format, string::String, vec::Vec};

use hashbrown::{HashMap, HashSet};
use rustc_hash::FxBuildHasher;

use super::{InlineTree, Node, NodeKind, NodeList};
use crate::{
    ast::Pragma,
    base::{IdVec, Pos, Symbol, new_id},
    types::{ObjId, PkgId, TypeId},
};

new_id! {
    /// A node of a package.
    pub struct NodeId;
}
new_id! {
    /// A function, method or function literal of a package.
    pub struct FuncId;
}
new_id! {
    /// A variable of a package.
    pub struct VarId;
}

/// The name of the parameter that generic code finds its dictionary in.
pub const DICT: &str = ".dict";

/// All code of one package.
#[derive(Clone, Debug, Default)]
pub struct Package {
    /// Functions in gc's order: declared functions and methods in source
    /// order, the synthetic `init` first if there is one; closures behind the
    /// function that contains them.
    pub funcs: IdVec<FuncId, Func>,
    /// The order in which gc walks them (gc's `Target.Funcs`).
    pub order: Vec<FuncId>,
    /// All variables.
    pub vars: IdVec<VarId, Var>,
    /// All nodes.
    pub nodes: IdVec<NodeId, Node>,
    /// The dictionaries that nodes of shaped code read unseen, for run-time
    /// types: the name of the variable. gc keeps them in fields that only some
    /// passes visit (`DoChildrenWithHidden`).
    pub dict_reads: HashMap<NodeId, NodeId, FxBuildHasher>,
    /// The types that were met before anything was inlined. gc has one pointer
    /// type for each of them; to others it makes a new one for each `&T{}`.
    pub early_types: HashSet<TypeId, FxBuildHasher>,
    /// What was inlined where.
    pub inlined: InlineTree,
    /// The package in the type checker's terms: its names are printed without qualifier.
    pub pkg: Option<PkgId>,
}

/// A function, method or function literal.
#[derive(Clone, Debug)]
pub struct Func {
    /// The name as gc prints it in its own package: `f`, `T.M`, `(*T).M`,
    /// `f.func1`, `init`.
    pub name: String,
    /// gc's position of the declaration.
    pub pos: Pos,
    /// The signature type, with receiver for methods.
    pub ty: TypeId,
    /// The object of a declared function.
    pub obj: Option<ObjId>,
    /// The receiver, as the first parameter.
    pub recv: Option<Param>,
    /// The parameters without the receiver.
    pub params: Vec<Param>,
    /// The results.
    pub results: Vec<Param>,
    /// Whether the last parameter is `...T`.
    pub variadic: bool,
    /// Every variable declared in the function, parameters and results first,
    /// in gc's order; the variables of nested closures belong to those.
    pub dcl: Vec<VarId>,
    /// The variables that a function literal captures, by first use.
    pub closure_vars: Vec<ClosureVar>,
    /// The [`super::NodeKind::Closure`] of a function literal.
    pub closure: Option<NodeId>,
    /// The function in which a function literal stands.
    pub closure_parent: Option<FuncId>,
    /// The statements; `None` for a function implemented elsewhere.
    pub body: Option<NodeList>,
    /// `//go:` directives.
    pub pragma: Pragma,
    /// Made by the compiler for a `go` or `defer` statement or a method value.
    pub wrapper: bool,
    /// A function literal that is made for a method value or an instance: its
    /// code and what it captures stay where they are in inlined copies.
    pub keeps_places: bool,
    /// How many calls were inlined into it: gc's labels at the ends of inlined
    /// code have these numbers.
    pub inlined_calls: u32,
    /// What gc says whenever it makes the body, in inlined copies as well.
    pub remarks: Vec<(Pos, &'static str)>,
    /// The method around which the compiler has made it.
    pub wraps: Option<FuncId>,
    /// Whether other packages may have the same function, as instances of
    /// generic code: gc says nothing about its parameters.
    pub dupok: bool,
    /// The synthetic function that initialises package variables.
    pub is_package_init: bool,
    /// The body of a range-over-func loop.
    pub is_range_body: bool,
    /// gc does not ask whether it could be inlined.
    pub never_inlined: bool,
    /// The other package that it belongs to, which is put in front of its
    /// name; also of instances of that package's generic code.
    pub pkg: Option<PkgId>,
    /// Whether it is not compiled here: another package's function, whose body
    /// is here, if at all, only to be copied.
    pub imported: bool,
}

/// A parameter, receiver or result.
#[derive(Clone, Copy, Debug)]
pub struct Param {
    /// gc's position of the parameter.
    pub pos: Pos,
    /// The name, which may be blank; `None` for an unnamed parameter.
    pub name: Option<Symbol>,
    /// The type; a slice for a variadic parameter.
    pub ty: TypeId,
    /// The variable; unnamed ones are called `~p0` …, `~r0` ….
    pub var: Option<VarId>,
}

/// A variable captured by a function literal.
#[derive(Clone, Copy, Debug)]
pub struct ClosureVar {
    /// The variable, as declared in the outer function.
    pub var: VarId,
    /// The [`super::NodeKind::Name`] that stands for it inside the literal,
    /// positioned at the first use.
    pub node: NodeId,
}

/// A variable.
#[derive(Clone, Debug)]
pub struct Var {
    /// The name as gc prints it.
    pub name: String,
    /// Where it is declared.
    pub pos: Pos,
    /// Its type.
    pub ty: TypeId,
    /// Where it lives.
    pub class: VarClass,
    /// The function that declares it; `None` for package variables.
    pub func: Option<FuncId>,
    /// The statement that gives it its first value.
    pub defn: Defn,
    /// Made by the compiler.
    pub auto_temp: bool,
    /// Whether its address is taken anywhere (`&x`, `x[:]` of an array, a
    /// method call through a pointer receiver); gc's `Addrtaken`.
    pub addrtaken: bool,
    /// The node that all uses share.
    pub node: NodeId,
}

/// Where a variable lives before escape analysis has its say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum VarClass {
    /// A package variable (`PEXTERN`).
    Extern,
    /// A local variable (`PAUTO`).
    Auto,
    /// A parameter or receiver (`PPARAM`).
    Param,
    /// A result (`PPARAMOUT`).
    ParamOut,
}

/// What defines a variable (gc's `Name.Defn`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Defn {
    /// Nothing: declared without a value, or a parameter.
    None,
    /// The assignment or range statement that declares it.
    Stmt(NodeId),
    /// The type switch that declares it.
    TypeSwitch,
}

impl Func {
    /// Whether this is a function literal that captures something: gc analyses
    /// it together with the function around it.
    pub fn is_closure(&self) -> bool {
        self.closure.is_some() && !self.closure_vars.is_empty()
    }

    /// The receiver, if any, and the parameters.
    pub fn recv_params(&self) -> impl Iterator<Item = &Param> {
        self.recv.iter().chain(&self.params)
    }
}

impl Package {
    /// The node `id`.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id]
    }

    /// A variable of `func` (`None`: of the package) and its node.
    pub fn new_var(&mut self, func: Option<FuncId>, name: String, pos: Pos, ty: TypeId, class: VarClass) -> VarId {
        let id = self.vars.next_id();
        let kind = NodeKind::Name(id);
        let node = self.nodes.push(Node { pos, ty: Some(ty), init: NodeList::new(), implicit: false, kind });
        let defn = Defn::None;
        self.vars.push(Var { name, pos, ty, class, func, defn, auto_temp: false, addrtaken: false, node });
        if let Some(func) = func {
            self.funcs[func].dcl.push(id);
        }
        id
    }

    /// A temporary of `func` (gc's `TempAt`).
    pub fn new_temp(&mut self, func: FuncId, pos: Pos, ty: TypeId) -> VarId {
        let name = format!(".autotmp_{}", self.funcs[func].dcl.len());
        let var = self.new_var(Some(func), name, pos, ty, VarClass::Auto);
        self.vars[var].auto_temp = true;
        var
    }

    /// Whether function `inner` is a closure within `outer`, at any depth.
    pub fn contains_closure(&self, outer: FuncId, inner: FuncId) -> bool {
        let mut parent = self.funcs[inner].closure_parent;
        while let Some(func) = parent {
            if func == outer {
                return true;
            }
            parent = self.funcs[func].closure_parent;
        }
        false
    }
}
