//! Bodies made by hand, for the tests of this directory.

use alloc::{string::String, vec::Vec};

use thin_vec::thin_vec;

use super::{
    BinaryOp, Call, ClosureVar, Defn, Facts, Func, FuncId, Node, NodeId, NodeKind, NodeList, Package, Var, VarClass,
    VarId,
};
use crate::{
    ast::Pragma,
    base::{FileId, Id, Interner, Pos},
    types::{ConstValue, Signature, TypeId, Types},
};

pub(crate) struct Maker {
    pub(crate) package: Package,
    pub(crate) types: Types,
    pub(crate) interner: Interner,
}

impl Maker {
    pub(crate) fn new() -> Self {
        let mut interner = Interner::default();
        let types = Types::new(&mut interner);
        Self { package: Package::default(), types, interner }
    }

    pub(crate) fn facts(&self) -> Facts<'_> {
        Facts::new(&self.package, &self.types, &self.interner)
    }

    pub(crate) fn text(&self, id: NodeId) -> String {
        self.facts().text(id)
    }

    pub(crate) fn node(&mut self, ty: TypeId, kind: NodeKind) -> NodeId {
        let pos = Pos { file: FileId::new(0), offset: 0 };
        self.package.nodes.push(Node { pos, ty: Some(ty), init: NodeList::new(), implicit: false, kind })
    }

    pub(crate) fn int(&mut self, value: i64) -> NodeId {
        self.node(TypeId::INT, NodeKind::Literal(ConstValue::Int(value)))
    }

    pub(crate) fn func_type(&mut self) -> TypeId {
        self.types.add_signature(Signature::default())
    }

    /// A function without parameters.
    pub(crate) fn func(&mut self, name: &str) -> FuncId {
        let ty = self.func_type();
        let func = self.package.funcs.push(Func {
            name: name.into(),
            pos: Pos { file: FileId::new(0), offset: 0 },
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
            body: Some(NodeList::new()),
            pragma: Pragma::empty(),
            wrapper: false,
            keeps_places: false,
            inlined_calls: 0,
            remarks: Vec::new(),
            wraps: None,
            dupok: false,
            is_package_init: false,
            is_range_body: false,
            never_inlined: false,
            pkg: None,
            imported: false,
        });
        self.package.order.push(func);
        func
    }

    pub(crate) fn body(&mut self, func: FuncId, body: impl Into<NodeList>) {
        self.package.funcs[func].body = Some(body.into());
    }

    /// A function literal in `parent` that captures `captured`.
    pub(crate) fn closure(&mut self, parent: FuncId, captured: &[VarId]) -> (FuncId, NodeId) {
        let func = self.func("func1");
        let ty = self.package.funcs[func].ty;
        let node = self.node(ty, NodeKind::Closure(func));
        self.package.funcs[func].closure = Some(node);
        self.package.funcs[func].closure_parent = Some(parent);
        for &var in captured {
            let ty = self.package.vars[var].ty;
            let node = self.node(ty, NodeKind::Name(var));
            self.package.funcs[func].closure_vars.push(ClosureVar { var, node });
        }
        (func, node)
    }

    pub(crate) fn var(&mut self, func: FuncId, name: &str, ty: TypeId) -> VarId {
        let id = self.package.vars.next_id();
        let node = self.node(ty, NodeKind::Name(id));
        let pos = self.package.nodes[node].pos;
        self.package.vars.push(Var {
            name: name.into(),
            pos,
            ty,
            class: VarClass::Auto,
            func: Some(func),
            defn: Defn::None,
            auto_temp: false,
            addrtaken: false,
            node,
        });
        self.package.funcs[func].dcl.push(id);
        id
    }

    pub(crate) fn name(&self, var: VarId) -> NodeId {
        self.package.vars[var].node
    }

    /// `var := value`
    pub(crate) fn define(&mut self, var: VarId, value: NodeId) -> NodeId {
        let x = self.name(var);
        let stmt = self.node(TypeId::INVALID, NodeKind::Assign { x, y: Some(value), def: true });
        self.package.vars[var].defn = Defn::Stmt(stmt);
        stmt
    }

    /// `var = value`
    pub(crate) fn assign(&mut self, var: VarId, value: NodeId) -> NodeId {
        let x = self.name(var);
        self.node(TypeId::INVALID, NodeKind::Assign { x, y: Some(value), def: false })
    }

    pub(crate) fn call(&mut self, fun: NodeId) -> NodeId {
        self.node(TypeId::INT, NodeKind::CallFunc(Call { fun, args: thin_vec![], ddd: false }))
    }

    pub(crate) fn call_func(&mut self, func: FuncId) -> NodeId {
        let ty = self.package.funcs[func].ty;
        let fun = self.node(ty, NodeKind::Func(func));
        self.call(fun)
    }

    pub(crate) fn binary(&mut self, op: BinaryOp, x: NodeId, y: NodeId) -> NodeId {
        self.node(TypeId::INT, NodeKind::Binary { op, x, y })
    }
}
