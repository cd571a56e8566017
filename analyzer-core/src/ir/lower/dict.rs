//! Dictionaries: what shaped code gets to know about its type arguments.
//!
//! ```text
//!   &.dict.f[int]                the dictionary of f[int], known at compile time
//!   (*[2]uintptr)(.dict[1])      one that the current function's dictionary has
//!   (func(T) string)(&.dict[0])  the method of a type parameter
//! ```
//!
//! Mirrors `noder/reader`'s `funcInst`, `methodExpr`, `dictWord`, `curry` and
//! `methodExprWrap`. What is at which word of a dictionary is found out by
//! [`super::survey`]; all methods of a type share its dictionary.

use alloc::{rc::Rc, string::String, vec::Vec};

use thin_vec::thin_vec;

use super::{
    Lowerer,
    generic::{Declared, MAX_NESTING, Used},
    literal::ClosureWhy,
    survey::Words,
};
use crate::{
    ast::{ExprId, ExprKind},
    base::Pos,
    ir::{ConvOp, DICT, Defn, FuncId, NodeId, NodeKind, NodeList, VarClass, VarId},
    types::{
        ConstValue, FileInfo, ObjId, ObjKind, ObjList, Selection, Signature, Type, TypeId, TypeList, VarKind,
        subst::Env,
    },
};

/// The dictionary parameter of the current function.
#[derive(Clone)]
pub(super) struct Dict {
    /// The parameter; in closures it is captured.
    pub(super) var: VarId,
    /// Its type.
    pub(super) ty: TypeId,
    words: Rc<Words>,
    /// The type parameters of the function.
    params: Vec<TypeId>,
}

/// So many dictionaries are made.
const MAX_DICTS: usize = 20_000;

/// A word of a dictionary that is read with it.
enum Word {
    Dict(ObjId, Vec<TypeId>),
    Type(TypeId),
    Table(TypeId, TypeId),
}

/// A method of a generic type, or a generic method.
struct Method {
    obj: ObjId,
    /// What has the dictionary: the method if it is generic, else the type.
    owner: ObjId,
    targs: Vec<TypeId>,
}

impl Lowerer<'_> {
    /// What has the dictionary for `obj`.
    pub(super) fn owner(&mut self, obj: ObjId) -> ObjId {
        let Some(decl) = self.generic_decl(obj) else { return obj };
        match decl.recv {
            Some((origin, _)) if decl.params.len() == decl.recv_params => self.types.type_name(origin).unwrap_or(obj),
            _ => obj,
        }
    }

    /// The dictionary of `obj`, whose parameter is not declared yet.
    pub(super) fn dict_of(&mut self, obj: ObjId, decl: &Declared) -> Dict {
        let words = self.words(obj, decl);
        let ty = self.dict_type(words.len());
        Dict { var: self.out.package.vars.next_id(), ty, words, params: decl.params.clone() }
    }

    fn dict_type(&mut self, words: i64) -> TypeId {
        let array = self.types.add(Type::Array { len: words, elem: TypeId::UINTPTR });
        self.types.pointer_to(array)
    }

    /// `sig` with a dictionary as the first parameter.
    pub(super) fn with_dict(&mut self, pos: Pos, obj: ObjId, decl: &Declared, sig: Signature) -> TypeId {
        let words = self.words(obj, decl);
        let ty = self.dict_type(words.len());
        let dict = self.hidden_object(DICT, pos, ty, VarKind::Param);
        let mut params = alloc::vec![dict];
        params.extend(self.types.objs(sig.params));
        let params = self.types.add_objs(&params);
        let none = TypeList::default();
        self.types.add_signature(Signature { tparams: none, recv_tparams: none, params, ..sig })
    }

    /// The method of a generic type or the generic method that is selected.
    fn method_of(&mut self, info: &FileInfo, id: ExprId, selection: &Selection) -> Option<Method> {
        let object = self.types.obj(selection.obj);
        let ObjKind::Func(func) = object.kind else { return None };
        let obj = func.origin.unwrap_or(selection.obj);
        let decl = self.generic_decl(obj)?;
        let sig = self.types.signature(self.types.obj_type(selection.obj))?;
        let recv = self.types.obj_type(sig.recv?);
        let base = self.pointer_elem(recv).unwrap_or(recv);
        let instance = self.types.as_named(base).and_then(|id| self.types.named(id).instance);
        let mut targs = instance.map(|instance| self.types.list(instance.targs).to_vec()).unwrap_or_default();
        if decl.params.len() > decl.recv_params {
            let ExprKind::Selector { sel, .. } = self.tree.expr(id).kind else { return None };
            targs.extend(self.types.list(info.instances.get(&sel)?.targs));
        }
        Some(Method { obj, owner: self.owner(obj), targs })
    }

    /// Word `index` of the current dictionary.
    fn dict_word(&mut self, pos: Pos, index: usize) -> Option<NodeId> {
        let dict = self.dict.as_ref()?;
        let (var, ty) = (dict.var, dict.ty);
        let array = self.pointer_elem(ty)?;
        let at = self.out.package.vars[var].pos;
        let name = self.use_var(var, at);
        let x = self.implicit(pos, array, NodeKind::Deref(name));
        let index = self.literal(pos, TypeId::INT, ConstValue::Int(index as i64));
        Some(self.node(pos, Some(TypeId::UINTPTR), NodeKind::Index { x, index }))
    }

    /// The address of the dictionary of `obj` with these type arguments.
    pub(super) fn static_dict(&mut self, pos: Pos, obj: ObjId, args: &[TypeId]) -> NodeId {
        let Some(decl) = self.generic_decl(obj) else { return self.bad(pos) };
        let (var, is_new) = self.dict_var(pos, obj, &decl, args);
        if is_new {
            self.read_dict(pos, obj, &decl, args);
        }
        let node = self.var_node(var);
        self.addr(pos, node)
    }

    /// The variable that is the dictionary of `obj` with these type arguments,
    /// and whether it was made just now.
    fn dict_var(&mut self, pos: Pos, obj: ObjId, decl: &Declared, args: &[TypeId]) -> (VarId, bool) {
        let name = match decl.recv {
            Some((origin, _)) if decl.params.len() == decl.recv_params => {
                let ty = self.types.type_name(origin).map(|obj| self.types.obj_name(obj));
                let ty = ty.map_or("?", |symbol| self.interner.text(symbol));
                alloc::format!(".dict.{ty}{}", self.arg_text(args))
            }
            _ => alloc::format!(".dict.{}", self.instance_name(decl, args)),
        };
        let pkg = self.types.obj(obj).pkg.filter(|_| self.is_foreign(obj));
        let key = (pkg, name);
        if let Some(&var) = self.generics.dicts.get(&key) {
            return (var, false);
        }
        let len = self.words(obj, decl).len();
        let ty = self.types.add(Type::Array { len, elem: TypeId::UINTPTR });
        let text = match pkg {
            Some(pkg) => alloc::format!("{}.{}", self.interner.text(self.types.package(pkg).name), key.1),
            None => key.1.clone(),
        };
        let var = self.new_var(None, text, pos.unknown(), ty, VarClass::Extern);
        self.generics.dicts.insert(key, var);
        (var, true)
    }

    /// gc fills a new dictionary at once: dictionaries that it needs, then
    /// types, are read with it.
    fn read_dict(&mut self, pos: Pos, obj: ObjId, decl: &Declared, args: &[TypeId]) {
        let mut steps = self.dict_steps(obj, decl, args);
        while let Some(step) = steps.pop() {
            match step {
                Word::Type(ty) => self.read_type(ty),
                Word::Table(ty, iface) => {
                    self.read_type(ty);
                    self.read_type(iface);
                    self.need_table(ty, iface);
                }
                Word::Dict(owner, args) => {
                    let Some((obj, decl)) = self.owned(owner) else { continue };
                    let fits = decl.params.len() == args.len() && self.generics.dicts.len() < MAX_DICTS;
                    if !fits || args.iter().any(|&arg| self.types.nesting(arg) > MAX_NESTING) {
                        continue;
                    }
                    if self.dict_var(pos, obj, &decl, &args).1 {
                        steps.extend(self.dict_steps(obj, &decl, &args));
                    }
                }
            }
        }
    }

    /// What a dictionary holds, the last word first.
    fn dict_steps(&mut self, obj: ObjId, decl: &Declared, args: &[TypeId]) -> Vec<Word> {
        let words = self.words(obj, decl);
        // Each method of a type has its own names for the type parameters.
        let (mut params, mut values) = (decl.params.clone(), args.to_vec());
        let generic = decl.recv.and_then(|(origin, _)| self.types.as_named(origin));
        for method in generic.map(|id| self.types.named(id).methods.clone()).unwrap_or_default() {
            let Some(other) = self.generic_decl(method).filter(|_| method != obj) else { continue };
            let count = other.recv_params.min(args.len());
            params.extend(&other.params[..count]);
            values.extend(&args[..count]);
        }
        let env = Env::new(params, values, Some((decl.file, decl.span)));
        let outer = core::mem::replace(&mut self.env, env);
        let mut steps = Vec::new();
        for (owner, targs) in &words.dicts {
            let args = targs.iter().map(|&arg| self.subst(arg)).collect();
            steps.push(Word::Dict(*owner, args));
        }
        for &ty in &words.types {
            steps.push(Word::Type(self.subst(ty)));
        }
        for &(ty, iface) in &words.tables {
            steps.push(Word::Table(self.subst(ty), self.subst(iface)));
        }
        self.env = outer;
        steps.reverse();
        steps
    }

    /// A generic function or method whose dictionary is that of `owner`.
    fn owned(&mut self, owner: ObjId) -> Option<(ObjId, Declared)> {
        if let Some(decl) = self.generic_decl(owner) {
            return Some((owner, decl));
        }
        let id = self.types.as_named(self.types.obj_type(owner))?;
        self.types.named(id).methods.clone().into_iter().find_map(|method| {
            let decl = self.generic_decl(method).filter(|decl| decl.params.len() == decl.recv_params)?;
            Some((method, decl))
        })
    }

    /// The dictionary argument for a call of `obj`.
    fn dict_arg(&mut self, pos: Pos, obj: ObjId, owner: ObjId, targs: &[TypeId], args: &[TypeId]) -> NodeId {
        if targs == args {
            return self.static_dict(pos, obj, args);
        }
        let Some(dict) = self.dict.clone() else { return self.bad(pos) };
        let index = dict.words.dict(owner, targs);
        let len = self.generic_decl(obj).map_or(0, |decl| self.words(obj, &decl).len());
        let ty = self.dict_type(len);
        match self.dict_word(pos, index) {
            Some(x) => self.node(pos, Some(ty), NodeKind::Conv { op: ConvOp::Nop, x }),
            None => self.bad(pos),
        }
    }

    /// The callee and the dictionary for a call of a generic function; `None`
    /// if its code is not known.
    pub(super) fn instance_callee(&mut self, id: ExprId, used: &Used) -> Option<(NodeId, NodeId)> {
        let pos = self.pos_of(self.tree.unparen(id));
        if self.survey_dict(used.obj, &used.targs) {
            return None;
        }
        let args = self.read_args(&used.targs);
        let func = self.shaped_instance(used.obj, &used.targs, &args)?;
        let dict = self.dict_arg(pos, used.obj, used.obj, &used.targs, &args);
        Some((self.shaped_callee(pos, func, used.obj), dict))
    }

    /// Type arguments in the current instance; gc reads them before what they
    /// instantiate.
    fn read_args(&mut self, targs: &[TypeId]) -> Vec<TypeId> {
        let args: Vec<TypeId> = targs.iter().map(|&arg| self.subst(arg)).collect();
        for &arg in &args {
            self.read_type(arg);
        }
        args
    }

    /// The shaped instance of `obj`; gc makes the other one first if the type
    /// arguments are known.
    fn shaped_instance(&mut self, obj: ObjId, targs: &[TypeId], args: &[TypeId]) -> Option<FuncId> {
        if targs == args {
            self.instance_func(obj, args, false)?;
        }
        self.shaped_func(obj, args)
    }

    /// A generic function that is not called.
    pub(super) fn func_value(&mut self, id: ExprId, used: &Used) -> NodeId {
        let pos = self.pos_of(id);
        if self.survey_dict(used.obj, &used.targs) {
            return self.unknown(id, NodeList::new());
        }
        let args = self.read_args(&used.targs);
        let ty = self.type_of(id);
        if args == used.targs {
            let Some(func) = self.instance_func(used.obj, &args, false) else {
                return self.unknown(id, NodeList::new());
            };
            self.shaped_func(used.obj, &args);
            return self.node(pos, Some(ty), NodeKind::Func(func));
        }
        match self.instance_callee(id, used) {
            Some((callee, dict)) => self.curry(pos, ty, callee, thin_vec![dict]),
            None => self.unknown(id, NodeList::new()),
        }
    }

    /// The callee and the dictionary for a call of a method of generic code.
    pub(super) fn method_callee(&mut self, id: ExprId, selection: &Selection) -> Option<(NodeId, NodeId)> {
        let pos = self.pos_of(id);
        let method = self.method_of(self.info, id, selection)?;
        if self.survey_dict(method.owner, &method.targs) {
            return None;
        }
        let args: Vec<TypeId> = method.targs.iter().map(|&arg| self.subst(arg)).collect();
        self.read_shaped(method.obj, &args);
        let func = self.shaped_func(method.obj, &args)?;
        let dict = self.dict_arg(pos, method.obj, method.owner, &method.targs, &args);
        Some((self.shaped_callee(pos, func, method.obj), dict))
    }

    /// gc finds a shaped method through its type, which it reads first.
    fn read_shaped(&mut self, method: ObjId, args: &[TypeId]) {
        let Some(decl) = self.generic_decl(method) else { return };
        let (Some((origin, _)), count) = (decl.recv, decl.recv_params.min(args.len())) else { return };
        if count > 0 {
            let shapes = self.shapes_for(method, args);
            let ty = self.generics.instances.instance(self.types, self.interner, origin, &shapes[..count]);
            self.read_shaped_type(ty);
        }
    }

    /// The instance of a method that is called without a dictionary, if there
    /// is one for `selection`: its type arguments are known.
    pub(super) fn method_wrapper(&mut self, id: ExprId, selection: &Selection) -> Option<FuncId> {
        let method = self.method_of(self.info, id, selection)?;
        if self.survey_dict(method.owner, &method.targs) {
            return None;
        }
        let args: Vec<TypeId> = method.targs.iter().map(|&arg| self.subst(arg)).collect();
        if args != method.targs || method.owner == method.obj {
            return None;
        }
        self.instance_func(method.obj, &args, false)
    }

    /// Method `selection` of a type parameter, as a function: the dictionary
    /// knows where it is.
    pub(super) fn param_method(&mut self, id: ExprId, selection: &Selection) -> NodeId {
        let pos = self.pos_of(id);
        let param = self.types.unalias(selection.recv);
        let name = self.types.obj_name(selection.obj);
        if self.survey_method(param, name) {
            return self.unknown(id, NodeList::new());
        }
        let Some(dict) = self.dict.clone() else { return self.bad(pos) };
        let recv = self.subst(param);
        let index = dict.params.iter().position(|&p| p == param).map_or(0, |param| dict.words.method(param, name));
        let ty = self.obj_type(selection.obj);
        let Some(&sig) = self.types.signature(ty) else { return self.bad(pos) };
        let first = self.hidden_object("", pos, recv, VarKind::Param);
        let mut params = alloc::vec![first];
        params.extend(self.types.objs(sig.params));
        let params = self.types.add_objs(&params);
        let ty = self.types.add_signature(Signature { recv: None, params, ..sig });
        let Some(word) = self.dict_word(pos, index) else { return self.bad(pos) };
        let x = self.addr(pos, word);
        self.node(pos, Some(ty), NodeKind::Conv { op: ConvOp::Nop, x })
    }

    /// The function literal of the current function captures the dictionary as
    /// well: last, and whether it needs it or not.
    pub(super) fn capture_dict(&mut self) {
        let Some(var) = self.dict.as_ref().map(|dict| dict.var) else { return };
        let pos = self.out.package.vars[var].pos;
        self.use_var(var, pos);
        let func = self.func();
        let captured = &mut self.out.package.funcs[func].closure_vars;
        if let Some(index) = captured.iter().position(|cv| cv.var == var) {
            let dict = captured.remove(index);
            captured.push(dict);
        }
    }

    /// A function of type `ty` that calls `fun` with `first` in front of its
    /// own arguments.
    pub(super) fn curry(&mut self, pos: Pos, ty: TypeId, fun: NodeId, first: NodeList) -> NodeId {
        let ty = self.wrapper_type(fun, None, first.len()).unwrap_or(ty);
        let closure = self.begin_wrapper(pos, ty);
        let mut init = NodeList::new();
        let (fun, before) = self.capture_value(pos, closure, fun);
        init.extend(before);
        let mut args = NodeList::new();
        for value in first {
            let is_interface = self.is_interface(self.ty(value));
            let (inside, before) = self.capture_value(pos, closure, value);
            init.extend(before);
            if is_interface && let NodeKind::Name(var) = *self.kind(inside) {
                let x = self.var_node(var);
                init.push(self.stmt_node(pos, NodeKind::CheckNil(x)));
            }
            args.push(inside);
        }
        args.extend(match *self.kind(fun) {
            // Its parameters are named as in the package that has it.
            NodeKind::Func(func) => {
                let inside = core::mem::replace(&mut self.qualifier, self.out.package.funcs[func].pkg);
                let params = self.wrapper_params(pos, closure, ty, true);
                self.qualifier = inside;
                params
            }
            _ => self.wrapper_params(pos, closure, ty, false),
        });
        self.end_wrapper(pos, ty, closure, fun, args, init)
    }

    /// The type of a wrapper of `fun`: shapes stay shapes. It has a parameter
    /// of type `recv`, if there is one, and those of `fun` but for the first
    /// `skip`.
    pub(super) fn wrapper_type(&mut self, fun: NodeId, recv: Option<TypeId>, skip: usize) -> Option<TypeId> {
        let sig = *self.types.signature(self.ty(fun))?;
        let mut params: Vec<ObjId> = sig.recv.into_iter().chain(self.types.objs(sig.params).iter().copied()).collect();
        params.drain(..skip.min(params.len()));
        if let Some(recv) = recv {
            let pos = self.node_pos(fun);
            params.insert(0, self.hidden_object("", pos, recv, VarKind::Param));
        }
        let params = self.types.add_objs(&params);
        Some(self.types.add_signature(Signature { recv: None, params, ..sig }))
    }

    /// Begins a function literal that gc makes.
    pub(super) fn begin_wrapper(&mut self, pos: Pos, ty: TypeId) -> FuncId {
        let closure = self.begin_closure(pos, pos, ty, ClosureWhy::Literal);
        let func = &mut self.out.package.funcs[closure];
        func.wrapper = true;
        func.keeps_places = true;
        closure
    }

    /// What stands for `value` inside `closure`, and the statements before it:
    /// it is computed by the function around it, unless it is a function.
    pub(super) fn capture_value(&mut self, pos: Pos, closure: FuncId, value: NodeId) -> (NodeId, NodeList) {
        if matches!(self.kind(value), NodeKind::Func(_) | NodeKind::MethExpr { .. }) {
            return (value, NodeList::new());
        }
        let inside = self.state.pop();
        let ty = self.ty(value);
        let tmp = self.temp(pos, ty);
        let dcl = self.dcl(pos, tmp);
        let x = self.var_node(tmp);
        let assign = self.stmt_node(pos, NodeKind::Assign { x, y: Some(value), def: true });
        self.out.package.vars[tmp].defn = Defn::Stmt(assign);
        self.state.extend(inside);
        (self.capture(closure, tmp, pos, ty), thin_vec![dcl, assign])
    }

    /// Declares the parameters of a wrapper.
    pub(super) fn wrapper_params(&mut self, pos: Pos, closure: FuncId, ty: TypeId, named: bool) -> NodeList {
        // They have no place, and those of methods no names.
        if let Some(&sig) = self.types.signature(ty) {
            let params = self.without_place(pos, sig.params, named);
            let results = self.without_place(pos, sig.results, named);
            let declared = self.types.add_signature(Signature { params, results, ..sig });
            self.declare_params(closure, declared, None);
        }
        let func = &self.out.package.funcs[closure];
        func.params.iter().filter_map(|p| p.var).map(|var| self.var_node(var)).collect()
    }

    fn without_place(&mut self, pos: Pos, vars: ObjList, named: bool) -> ObjList {
        let mut fresh = Vec::with_capacity(vars.len());
        for index in 0..vars.len() {
            let object = self.types.obj(self.types.objs(vars)[index]).clone();
            let (ObjKind::Var(var), Some(ty)) = (object.kind, object.ty) else { continue };
            let name = if named { String::from(self.interner.text(object.name)) } else { String::new() };
            fresh.push(self.hidden_object(&name, pos.autogenerated(), ty, var.kind));
        }
        self.types.add_objs(&fresh)
    }

    /// Ends a wrapper that calls `fun`.
    pub(super) fn end_wrapper(
        &mut self,
        pos: Pos,
        ty: TypeId,
        closure: FuncId,
        fun: NodeId,
        args: NodeList,
        init: NodeList,
    ) -> NodeId {
        let ddd = self.out.package.funcs[closure].variadic;
        let stmt = self.tail_call(pos, fun, args, ddd, ty);
        let closure = self.end_closure(closure, thin_vec![stmt]);
        self.init_expr(init, closure)
    }

    /// What gc says while it makes bodies.
    pub(super) fn remark(&mut self, pos: Pos, text: &'static str) {
        self.out.remarks.push((pos, text));
        let func = self.func();
        self.out.package.funcs[func].remarks.push((pos, text));
    }

    /// Notes that `node` reads the dictionary for the run-time types among
    /// `types` that depend on type arguments.
    pub(super) fn reads_dict(&mut self, node: NodeId, types: &[TypeId]) {
        let Some(var) = self.dict.as_ref().map(|dict| dict.var) else { return };
        if types.iter().any(|&ty| self.types.has_shape(ty)) {
            let at = self.out.package.vars[var].pos;
            let name = self.use_var(var, at);
            self.out.package.dict_reads.insert(node, name);
        }
    }

    /// The same for a conversion of `src` to `dst`.
    pub(super) fn conv_reads_dict(&mut self, node: NodeId, src: TypeId, dst: TypeId) {
        if !self.is_interface(dst) {
            return;
        }
        match (self.is_interface(src), self.is_empty_interface(dst)) {
            (false, true) => self.reads_dict(node, &[src]),
            (false, false) => self.reads_dict(node, &[src, dst]),
            (true, true) => {}
            (true, false) => self.reads_dict(node, &[dst]),
        }
    }
}
