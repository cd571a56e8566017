//! Package-level declarations: functions, variables, initialization.

use alloc::{format, string::String, vec::Vec};

use thin_vec::thin_vec;

use super::{FuncState, Lowerer};
use crate::{
    ast::{Block, DeclKind, ExprId, ExprKind, Pragma},
    base::Pos,
    ir::{AssignListOp, DICT, Defn, Func, FuncId, NodeId, NodeKind, NodeList, Param, VarClass, VarId},
    types::{Initializer, ObjId, Signature, Type, TypeId, VarKind},
};

impl Lowerer<'_> {
    pub(super) fn package(&mut self) {
        self.package_vars();
        self.declare_generics();
        self.declare_funcs();
        self.begin_reading();
        self.init_func();
        self.read_declarations();
        self.begin_bodies();
        self.bodies();
        self.close_algs(true);
        self.out.package.early_types = self.read_types();
        self.read_for_inlining();
    }

    /// Notes what is generic: any body may instantiate it.
    fn declare_generics(&mut self) {
        self.generics.declared = true;
        for &(file, tree) in self.input.files {
            if !self.enter_file(file) {
                continue;
            }
            for &decl in &tree.decls {
                let Some(&obj) = self.info.funcs.get(&decl) else { continue };
                let Some(&sig) = self.types.signature(self.types.obj_type(obj)) else { continue };
                if !sig.tparams.is_empty() || !sig.recv_tparams.is_empty() {
                    self.declare_generic(obj, decl, &sig);
                }
            }
        }
    }

    fn package_vars(&mut self) {
        for &(file, tree) in self.input.files {
            if !self.enter_file(file) {
                continue;
            }
            for &decl in &tree.decls {
                let DeclKind::Var { names, .. } = &tree.decl(decl).kind else { continue };
                for &name in names {
                    if let Some(obj) = self.info.def(name) {
                        self.package_var(obj, name);
                    }
                }
            }
        }
    }

    fn package_var(&mut self, obj: ObjId, name: crate::ast::ExprId) {
        let pos = self.pos_of(name);
        let text = String::from(self.interner.text(self.types.obj_name(obj)));
        let ty = self.obj_type(obj);
        let var = self.new_var(None, text, pos, ty, VarClass::Extern);
        self.bind_var(obj, var);
    }

    /// Declares all functions, so that bodies can call what stands behind them.
    fn declare_funcs(&mut self) {
        let mut inits = 0;
        for &(file, tree) in self.input.files {
            if !self.enter_file(file) {
                continue;
            }
            for &decl in &tree.decls {
                let node = tree.decl(decl);
                let DeclKind::Func { name, body, .. } = &node.kind else { continue };
                let Some(&obj) = self.info.funcs.get(&decl) else { continue };
                let pos = self.pos_of(*name);
                let ty = self.types.obj_type(obj);
                let Some(&sig) = self.types.signature(ty) else { continue };
                let mut text = self.func_name(obj, &sig);
                if text == "init" && sig.recv.is_none() {
                    text = format!("init.{inits}");
                    inits += 1;
                }
                // gc has no code for functions that can't be called.
                let blank = self.types.obj_name(obj).is_blank();
                if blank || !sig.tparams.is_empty() || !sig.recv_tparams.is_empty() {
                    continue;
                }
                // A method stands at its receiver.
                let mut func = self.new_func(text, self.pos(node.pos), ty);
                func.obj = Some(obj);
                func.pragma = node.pragma;
                if body.is_some() {
                    func.body = Some(NodeList::new());
                }
                let id = self.out.package.funcs.push(func);
                self.out.package.order.push(id);
                self.bind_func(obj, id);
                self.state.push(FuncState::new(id, Vec::new(), pos));
                self.declare_params(id, ty, None);
                self.state.pop();
                self.later(obj, id, file, decl);
            }
        }
    }

    /// `f`, `T.M` or `(*T).M`
    pub(super) fn func_name(&self, obj: ObjId, sig: &Signature) -> String {
        let name = self.interner.text(self.types.obj_name(obj));
        let Some(recv) = sig.recv else { return String::from(name) };
        let ty = self.types.obj_type(recv);
        let base = self.pointer_elem(ty);
        // The name that the type was declared by: a receiver may be called by an alias.
        let named = self.types.type_name(self.types.unalias(base.unwrap_or(ty))).map(|obj| self.types.obj_name(obj));
        let text = named.map_or("?", |symbol| self.interner.text(symbol));
        if base.is_some() { format!("(*{text}).{name}") } else { format!("{text}.{name}") }
    }

    pub(super) fn new_func(&self, name: String, pos: Pos, ty: TypeId) -> Func {
        Func {
            name,
            pos,
            ty,
            obj: None,
            recv: None,
            params: Vec::new(),
            results: Vec::new(),
            variadic: self.types.signature(ty).is_some_and(|sig| sig.variadic),
            dcl: Vec::new(),
            closure_vars: Vec::new(),
            closure: None,
            closure_parent: None,
            body: None,
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
        }
    }

    /// Declares receiver, dictionary, parameters and results of `id`, in that
    /// order, with the names that they have in the signature `declared`, and
    /// returns the dictionary's variable.
    pub(super) fn declare_params(
        &mut self,
        id: FuncId,
        declared: TypeId,
        dict: Option<(TypeId, Pos)>,
    ) -> Option<VarId> {
        let sig = *self.types.signature(declared)?;
        let mut params: Vec<ObjId> = sig.recv.into_iter().chain(self.types.objs(sig.params).iter().copied()).collect();
        let is_method = sig.recv.is_some();
        let dict_at = usize::from(is_method);
        if let Some((ty, pos)) = dict {
            let dict = self.hidden_object(DICT, pos, ty, VarKind::Param);
            params.insert(dict_at.min(params.len()), dict);
        }
        let results = self.types.objs(sig.results).to_vec();
        let mut declared = Vec::new();
        for (i, obj) in params.into_iter().enumerate() {
            declared.push(self.param(id, obj, VarClass::Param, "~p", i));
        }
        let dict = dict.and_then(|_| declared.get(dict_at)?.var);
        let results: Vec<Param> =
            results.into_iter().enumerate().map(|(i, obj)| self.param(id, obj, VarClass::ParamOut, "~r", i)).collect();
        let func = &mut self.out.package.funcs[id];
        if is_method && !declared.is_empty() {
            func.recv = Some(declared.remove(0));
        }
        func.params = declared;
        func.results = results;
        dict
    }

    fn param(&mut self, func: FuncId, obj: ObjId, class: VarClass, prefix: &str, index: usize) -> Param {
        let object = self.types.obj(obj);
        let (symbol, pos) = (object.name, object.pos.unwrap_or(self.out.package.funcs[func].pos));
        let text = self.interner.text(symbol);
        let (blank, unnamed) = (symbol.is_blank(), text.is_empty());
        let name = if !blank && !unnamed { String::from(text) } else { format!("{prefix}{index}") };
        let ty = self.obj_type(obj);
        self.survey_type(ty);
        let name = self.local_name(&name);
        let var = self.new_var(Some(func), name, pos, ty, class);
        self.bind_var(obj, var);
        Param { pos, name: (!unnamed).then_some(symbol), ty, var: Some(var) }
    }

    pub(super) fn result_types(&self, ty: TypeId) -> Vec<TypeId> {
        let results = self.types.signature(ty).map(|sig| self.types.objs(sig.results)).unwrap_or_default();
        results.iter().map(|&r| self.types.obj_type(r)).collect()
    }

    pub(super) fn func_body(&mut self, func: FuncId, body: &Block, spoiled: bool) {
        let (pos, ty) = (self.out.package.funcs[func].pos, self.out.package.funcs[func].ty);
        let results = self.result_types(ty);
        let before = self.out.package.order.len();
        self.broken = spoiled
            || results.contains(&TypeId::INVALID)
            || self.out.package.funcs[func].recv_params().any(|p| p.ty == TypeId::INVALID);
        self.state.push(FuncState::new(func, results, pos));
        self.enter_range_scope(&body.list);
        let stmts = self.body(&body.list);
        self.leave_range_scope();
        self.state.pop();
        if core::mem::take(&mut self.broken) {
            self.drop_broken(func, before);
        } else {
            self.out.package.funcs[func].body = Some(stmts);
        }
    }

    /// Leaves out a function with an error and the closures in it.
    fn drop_broken(&mut self, func: FuncId, closures_from: usize) {
        self.out.package.order.truncate(closures_from);
        self.out.package.order.retain(|&f| f != func);
        self.out.package.funcs[func].body = None;
        self.out.broken.push(func);
    }

    /// The function that runs the initializers of package variables, in order.
    fn init_func(&mut self) {
        let initializers: Vec<Initializer> = self.input.info.init_order.clone();
        if initializers.is_empty() {
            return;
        }
        let Some(&(file, _)) = self.input.files.first() else { return };
        let pos = Pos { file, offset: 0 };
        let ty = self.types.add_signature(Signature::default());
        let mut func = self.new_func(String::from("init"), pos.autogenerated(), ty);
        func.is_package_init = true;
        func.never_inlined = true;
        let id = self.out.package.funcs.push(func);
        let declared = self.out.package.order.len();
        let mut stmts = NodeList::new();
        // One state for all: function literals are numbered through.
        self.state.push(FuncState::new(id, Vec::new(), pos));
        for init in initializers {
            if !self.enter_file(init.file) {
                continue;
            }
            let before = self.out.package.order.len();
            self.broken = false;
            self.enter_range_scope(&[]);
            let stmt = self.initializer(&init);
            self.leave_range_scope();
            if core::mem::take(&mut self.broken) {
                self.out.package.order.truncate(before);
            } else {
                stmts.push(stmt);
            }
        }
        self.state.pop();
        self.out.package.funcs[id].body = Some(stmts);
        // `init` and its function literals come before everything declared.
        let order = &mut self.out.package.order;
        let closures = order.len() - declared;
        order.rotate_right(closures);
        order.insert(0, id);
    }

    fn initializer(&mut self, init: &Initializer) -> NodeId {
        let mut lhs = NodeList::new();
        let mut types = Vec::new();
        let mut vars = Vec::new();
        let mut at = None;
        for &obj in &init.lhs {
            let (pos, ty) = (self.types.obj(obj).pos, self.types.obj_type(obj));
            self.read_type(ty);
            at = at.or(pos);
            match self.vars.get(obj) {
                Some(var) if !self.types.obj_name(obj).is_blank() => {
                    vars.push(var);
                    types.push(Some(self.obj_type(obj)));
                    lhs.push(self.var_node(var));
                }
                _ => {
                    types.push(Some(self.obj_type(obj)));
                    let pos = pos.unwrap_or(self.pos(0));
                    lhs.push(self.node(pos, None, NodeKind::Blank));
                }
            }
        }
        let pos = at.unwrap_or(self.pos(0));
        self.set_here(pos);
        let stmt = match &*lhs {
            &[x] => {
                let y = Some(self.initial_value(types[0], init.rhs));
                self.stmt_node(pos, NodeKind::Assign { x, y, def: false })
            }
            _ => self.initializer_list(pos, init, lhs, &types),
        };
        for var in vars {
            self.out.package.vars[var].defn = Defn::Stmt(stmt);
        }
        stmt
    }

    /// The value of an initializer. gc writes it as it stands and converts it
    /// when it checks the assignment again, which does not ask for a table;
    /// if the value is static, that is asked for later.
    fn initial_value(&mut self, ty: Option<TypeId>, rhs: ExprId) -> NodeId {
        let src = self.type_of(rhs);
        let Some(ty) = ty.filter(|&ty| !self.types.identical(src, ty)) else { return self.expr(rhs) };
        let (pos, x) = (self.pos_of(rhs), self.expr(rhs));
        let closed = self.close_algs(true);
        let node = self.convert(pos, x, ty, true);
        self.close_algs(closed);
        self.note_source(node, rhs);
        node
    }

    /// `var a, b = f()` and the like.
    fn initializer_list(&mut self, pos: Pos, init: &Initializer, lhs: NodeList, types: &[Option<TypeId>]) -> NodeId {
        let ty = self.type_of(init.rhs);
        if self.is_unknown(ty) {
            // The same value, whatever it is, for all of them.
            let value = self.expr(init.rhs);
            let tmp = self.temp(pos, ty);
            let name = self.var_node(tmp);
            let first = self.stmt_node(pos, NodeKind::Assign { x: name, y: Some(value), def: true });
            self.define(first, &[tmp]);
            let rhs = thin_vec![name; lhs.len()];
            let stmt = self.stmt_node(pos, NodeKind::AssignList { op: AssignListOp::As2, lhs, rhs, def: false });
            self.out.package.nodes[stmt].init.push(first);
            return stmt;
        }
        let results = match self.types.get(ty) {
            Type::Tuple(vars) => self.types.objs(vars).iter().map(|&v| self.types.obj_type(v)).collect(),
            _ => Vec::new(),
        };
        let same = |(want, &have): (&Option<TypeId>, &TypeId)| want.is_none_or(|want| self.identical(want, have));
        let is_call = matches!(self.tree.expr(self.tree.unparen(init.rhs)).kind, ExprKind::Call { .. });
        if !is_call || types.iter().zip(&results).all(same) {
            let value = self.expr(init.rhs);
            let op = self.list_op(value);
            return self.stmt_node(pos, NodeKind::AssignList { op, lhs, rhs: thin_vec![value], def: false });
        }
        // Results that have to be converted go through temporaries.
        let rhs = self.multi_expr(pos, &[init.rhs], |_, i| types.get(i).copied().flatten());
        if lhs.len() != rhs.len() {
            return self.bad(pos);
        }
        self.stmt_node(pos, NodeKind::AssignList { op: AssignListOp::As2, lhs, rhs, def: false })
    }
}
