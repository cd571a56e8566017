//! Generic declarations and their instances.
//!
//! ```text
//!   f(x)  with f[T], x int          f[go.shape.int](&.dict.f[int], x)
//!   g := f[int]               ──▶   f[int] ─▶ f[go.shape.int]
//!   var s Stack[int]                all methods of Stack[int] and
//!                                   of Stack[go.shape.int]
//! ```
//!
//! gc has no code for generic functions, only for their instances. What runs
//! is the *shaped* instance: the body with type parameters replaced by shapes
//! ([`crate::types::subst`]), which gets what depends on the type arguments in
//! a dictionary ([`super::dict`]). An instance with the type arguments
//! themselves only calls the shaped one and exists where a function value or a
//! method of an instantiated type is wanted.
//!
//! Mirrors `noder/reader`: instances are made when they are first met, bodies
//! are lowered from the end of the list of those that wait, shaped instances
//! of what has a dictionary before any body. That order decides in which
//! order gc analyses what nobody calls. A function behind type parameters
//! that grow without end (an error that the type checker reports) is not
//! lowered any more from [`MAX_NESTING`] on.

use alloc::{format, rc::Rc, string::String, vec::Vec};

use hashbrown::{HashMap, HashSet};
use rustc_hash::FxBuildHasher;

use thin_vec::thin_vec;

use super::{Context, Effect, FuncState, Library, Lowerer, survey::Words};
use crate::{
    ast::{DeclId, DeclKind, ExprId, ExprKind, Pragma},
    base::{FileId, Pos, Span},
    ir::{AssignListOp, Call, Func, FuncId, NodeId, NodeKind, NodeList, VarId},
    types::{ObjId, ObjKind, PkgId, Signature, Type, TypeId, subst::Env, subst::Instances},
};

/// Shapes nest this deep in type arguments: each step from one generic function
/// to the next may add a level.
pub(super) const MAX_NESTING: u32 = 12;
/// Type arguments that nest deeper than this are rare in programs that end.
const NESTED: u32 = 3;
/// So many instances with such type arguments are made.
const MAX_NESTED: usize = 400;
/// And so many in all.
const MAX_INSTANCES: usize = 20_000;
/// In a text with syntax errors, in which nobody has looked for instances
/// without end.
const MAX_INSTANCES_WITH_ERRORS: usize = 1_000;

/// What is generic in a package.
#[derive(Default)]
pub(super) struct Generics {
    pub(super) instances: Instances,
    /// Generic functions and methods of generic types, in source order.
    decls: HashMap<ObjId, Declared, FxBuildHasher>,
    order: Vec<ObjId>,
    /// Whether this package's are all in `decls`.
    pub(super) declared: bool,
    /// Functions of other packages for which it is known whether they are.
    asked: HashSet<ObjId, FxBuildHasher>,
    funcs: HashMap<ObjId, Vec<Made>, FxBuildHasher>,
    count: usize,
    nested: usize,
    /// What dictionaries hold, by what they belong to.
    pub(super) words: HashMap<ObjId, Rc<Words>, FxBuildHasher>,
    /// Dictionaries, by package (`None` is this one) and name.
    pub(super) dicts: HashMap<(Option<PkgId>, String), VarId, FxBuildHasher>,
    /// What waits, last first.
    bodies: Vec<Body>,
    shapes: Vec<Unshaped>,
}

/// A generic function or method.
#[derive(Clone)]
pub(super) struct Declared {
    pub(super) file: FileId,
    pub(super) decl: DeclId,
    pub(super) span: Span,
    /// Where the name stands.
    pos: Pos,
    /// Where gc says that the function is: at the receiver of a method.
    pub(super) func_pos: Pos,
    pragma: Pragma,
    name: String,
    /// The generic type whose method it is, and whether through a pointer.
    pub(super) recv: Option<(TypeId, bool)>,
    /// The type parameters, those of the receiver first.
    pub(super) params: Vec<TypeId>,
    /// How many are the receiver's.
    pub(super) recv_params: usize,
    has_body: bool,
}

/// An instance of a function.
struct Made {
    shaped: bool,
    args: Vec<TypeId>,
    func: FuncId,
}

/// A body that waits.
enum Body {
    /// Of an ordinary function.
    Plain(FuncId, FileId, DeclId),
    /// Of an instance.
    Instance { func: FuncId, obj: ObjId, args: Vec<TypeId>, shaped: bool },
}

/// Something whose shaped counterpart waits.
enum Unshaped {
    Func(ObjId, Vec<TypeId>),
    Type(TypeId),
}

/// A use of a generic function.
pub(super) struct Used {
    /// The function.
    pub(super) obj: ObjId,
    /// The type arguments as they are written or inferred.
    pub(super) targs: Vec<TypeId>,
}

impl Lowerer<'_> {
    /// Notes the generic function `obj`.
    pub(super) fn declare_generic(&mut self, obj: ObjId, decl: DeclId, sig: &Signature) {
        let node = self.tree.decl(decl);
        let DeclKind::Func { name, body, .. } = &node.kind else { return };
        let recv = sig.recv.and_then(|recv| {
            let ty = self.types.obj_type(recv);
            let elem = self.pointer_elem(ty);
            let base = self.types.unalias(elem.unwrap_or(ty));
            let instance = self.types.named(self.types.as_named(base)?).instance;
            Some((instance.map_or(base, |instance| instance.origin), elem.is_some()))
        });
        let mut params = self.types.list(sig.recv_tparams).to_vec();
        let recv_params = params.len();
        params.extend(self.types.list(sig.tparams));
        let declared = Declared {
            file: self.file,
            decl,
            span: node.span,
            pos: self.pos_of(*name),
            func_pos: self.pos(node.pos),
            pragma: node.pragma,
            name: String::from(self.interner.text(self.types.obj_name(obj))),
            recv,
            params,
            recv_params,
            has_body: body.is_some(),
        };
        self.generics.decls.insert(obj, declared);
        self.generics.order.push(obj);
    }

    /// The declaration of the generic function or method `obj`.
    pub(super) fn generic_decl(&mut self, obj: ObjId) -> Option<Declared> {
        if !self.generics.decls.contains_key(&obj) && self.is_foreign(obj) && self.generics.asked.insert(obj) {
            self.declare_imported_generic(obj);
        }
        self.generics.decls.get(&obj).cloned()
    }

    /// Notes `obj`, another package's function, if it is generic.
    fn declare_imported_generic(&mut self, obj: ObjId) {
        let Library { imports, loader, trees, .. } = &mut self.library;
        imports.declare(self.types, self.interner, *loader, obj);
        let Some((file, decl)) = imports.declaration(obj) else { return };
        let Some(tree) = imports.tree_of(file).and_then(|index| trees.get(index)) else { return };
        let Some(&sig) = self.types.signature(self.types.obj_type(obj)) else { return };
        if sig.tparams.is_empty() && sig.recv_tparams.is_empty() {
            return;
        }
        let outer = self.context();
        self.enter(Context { file, tree, ..outer });
        self.declare_generic(obj, decl, &sig);
        self.generics.order.pop();
        self.enter(outer);
    }

    /// Has the body of `func` lowered later.
    pub(super) fn body_later(&mut self, func: FuncId, file: FileId, decl: DeclId) {
        self.generics.bodies.push(Body::Plain(func, file, decl));
    }

    /// Lowers all bodies, and those of the instances that they need.
    pub(super) fn bodies(&mut self) {
        loop {
            match self.generics.shapes.pop() {
                Some(Unshaped::Func(obj, args)) => drop(self.shaped_func(obj, &args)),
                Some(Unshaped::Type(ty)) => {
                    let ty = self.shaped_type(ty);
                    self.read_shaped_type(ty);
                }
                None => match self.generics.bodies.pop() {
                    Some(Body::Plain(func, file, decl)) => self.lower_body(func, None, file, decl),
                    Some(Body::Instance { func, obj, args, shaped }) => self.instance_body(func, obj, args, shaped),
                    None => break,
                },
            }
        }
        let order = core::mem::take(&mut self.generics.order);
        for obj in order {
            let shaped = self.generics.funcs.get(&obj).is_some_and(|made| made.iter().any(|made| made.shaped));
            if let (false, Some(decl)) = (shaped, self.generics.decls.get(&obj)) {
                self.out.uninstantiated.push((decl.pos, decl.name.clone()));
            }
        }
    }

    /// Lowers the body of `func`, which `decl` of `file` declares; `obj` is the
    /// generic function or another package's one that it is.
    pub(super) fn lower_body(&mut self, func: FuncId, obj: Option<ObjId>, file: FileId, decl: DeclId) {
        if !self.enter_body(obj, file) {
            return self.no_body(func);
        }
        if let DeclKind::Func { body: Some(body), .. } = &self.tree.decl(decl).kind {
            let span = self.tree.decl(decl).span;
            let spoiled =
                self.input.errors.iter().any(|e| e.file == file && e.offset >= span.start && e.offset <= span.end);
            self.func_body(func, body, spoiled);
        }
    }

    /// The body of `func` can't be had.
    fn no_body(&mut self, func: FuncId) {
        self.out.package.funcs[func].body = None;
        self.out.broken.push(func);
    }

    fn instance_body(&mut self, func: FuncId, obj: ObjId, args: Vec<TypeId>, shaped: bool) {
        let Some(decl) = self.generics.decls.get(&obj).cloned() else { return };
        if !self.enter_body(Some(obj), decl.file) {
            return self.no_body(func);
        }
        let declared = self.types.obj_type(obj);
        self.env = Env::new(decl.params.clone(), args, Some((decl.file, decl.span)));
        self.state.push(FuncState::new(func, Vec::new(), decl.pos));
        let dict = shaped.then(|| self.dict_of(obj, &decl));
        let dict_type = dict.as_ref().map(|dict| dict.ty);
        let dict_var = self.declare_params(func, declared, dict_type.map(|ty| (ty, decl.func_pos)));
        self.state.pop();
        if let (Some(mut dict), Some(var)) = (dict, dict_var) {
            dict.var = var;
            self.dict = Some(dict);
            self.lower_body(func, Some(obj), decl.file, decl.decl);
        } else {
            self.call_shaped(func, obj, &decl);
        }
        if self.out.package.funcs[func].body.is_some() {
            self.out.package.order.push(func);
        }
        self.dict = None;
        self.env = Env::default();
    }

    /// The body of an instance that is not shaped: a call of the shaped one.
    fn call_shaped(&mut self, func: FuncId, obj: ObjId, decl: &Declared) {
        let args = self.env.args().to_vec();
        self.env = Env::default();
        let Some(shaped) = self.shaped_func(obj, &args) else { return };
        let pos = decl.func_pos;
        let dict = self.static_dict(pos, obj, &args);
        self.state.push(FuncState::new(func, Vec::new(), pos));
        let made = &self.out.package.funcs[func];
        let (variadic, ty) = (made.variadic, made.ty);
        let mut values: NodeList = made.recv_params().filter_map(|p| p.var).map(|var| self.var_node(var)).collect();
        let at = usize::from(made.recv.is_some());
        values.insert(at.min(values.len()), dict);
        let callee = self.shaped_callee(pos, shaped, obj);
        let stmt = self.tail_call(pos, callee, values, variadic, ty);
        self.state.pop();
        let made = &mut self.out.package.funcs[func];
        made.wrapper = true;
        made.body = Some(thin_vec![stmt]);
    }

    /// `return callee(args…)`, for a function of type `ty`.
    pub(super) fn tail_call(&mut self, pos: Pos, callee: NodeId, args: NodeList, ddd: bool, ty: TypeId) -> NodeId {
        let value = self.result_value(ty);
        let call = self.node(pos, value, NodeKind::CallFunc(Call { fun: callee, args, ddd }));
        self.return_call(pos, call, ty)
    }

    /// The type of a call of a function of type `ty`.
    pub(super) fn result_value(&mut self, ty: TypeId) -> Option<TypeId> {
        let results = self.types.signature(ty).map(|sig| sig.results).unwrap_or_default();
        match *self.types.objs(results) {
            [] => None,
            [one] => Some(self.types.obj_type(one)),
            _ => Some(self.types.add(Type::Tuple(results))),
        }
    }

    /// `return call`, or just the call if a function of type `ty` returns nothing.
    pub(super) fn return_call(&mut self, pos: Pos, call: NodeId, ty: TypeId) -> NodeId {
        let results = self.types.signature(ty).map(|sig| sig.results).unwrap_or_default();
        if results.is_empty() {
            return call;
        }
        if results.len() < 2 {
            return self.stmt_node(pos, NodeKind::Return(thin_vec![call]));
        }
        // Several values are assigned to temporaries first.
        let op = AssignListOp::Func;
        let assign =
            self.stmt_node(pos, NodeKind::AssignList { op, lhs: NodeList::new(), rhs: thin_vec![call], def: false });
        let mut temps = NodeList::with_capacity(results.len());
        for index in 0..results.len() {
            let ty = self.types.obj_type(self.types.objs(results)[index]);
            let tmp = self.temp(pos, ty);
            self.define(assign, &[tmp]);
            temps.push(self.var_node(tmp));
        }
        if let NodeKind::AssignList { lhs, .. } = &mut self.out.package.nodes[assign].kind {
            lhs.clone_from(&temps);
        }
        let stmt = self.stmt_node(pos, NodeKind::Return(temps));
        self.out.package.nodes[stmt].init.push(assign);
        stmt
    }

    /// The callee of a call of the shaped instance `func` of `obj`.
    pub(super) fn shaped_callee(&mut self, pos: Pos, func: FuncId, obj: ObjId) -> NodeId {
        let ty = self.out.package.funcs[func].ty;
        let Some(decl) = self.generics.decls.get(&obj).cloned() else {
            return self.node(pos, Some(ty), NodeKind::Func(func));
        };
        let Some((origin, pointer)) = decl.recv else { return self.node(pos, Some(ty), NodeKind::Func(func)) };
        let args = self.args_of(obj, func);
        let recv_args = &args[..decl.recv_params.min(args.len())];
        let mut recv = self.generics.instances.instance(self.types, self.interner, origin, recv_args);
        if recv_args.is_empty() {
            recv = origin;
        }
        if pointer {
            recv = self.types.pointer_to(recv);
        }
        let mut name = decl.name;
        if args.len() > decl.recv_params {
            name += &self.arg_text(&args[decl.recv_params..]);
        }
        let sel = self.interner.intern(&name);
        self.node(pos, Some(ty), NodeKind::MethExpr { recv, sel, func: Some(func) })
    }

    fn args_of(&self, obj: ObjId, func: FuncId) -> Vec<TypeId> {
        let made = self.generics.funcs.get(&obj).and_then(|made| made.iter().find(|made| made.func == func));
        made.map(|made| made.args.clone()).unwrap_or_default()
    }

    /// The type arguments of `obj` as shapes.
    pub(super) fn shapes_for(&mut self, obj: ObjId, args: &[TypeId]) -> Vec<TypeId> {
        let params = self.generic_decl(obj).map(|decl| decl.params).unwrap_or_default();
        self.generics.instances.shapes(self.types, self.interner, &params, args)
    }

    /// The shaped instance of `obj` for these type arguments.
    pub(super) fn shaped_func(&mut self, obj: ObjId, args: &[TypeId]) -> Option<FuncId> {
        let shapes = self.shapes_for(obj, args);
        self.instance_func(obj, &shapes, true)
    }

    fn shaped_type(&mut self, ty: TypeId) -> TypeId {
        let Some(instance) = self.types.as_named(ty).and_then(|id| self.types.named(id).instance) else { return ty };
        let args = self.types.list(instance.targs).to_vec();
        let params = self.types.as_named(instance.origin).map(|id| self.types.named(id).tparams);
        let params = params.map(|params| self.types.list(params).to_vec()).unwrap_or_default();
        let args = self.generics.instances.shapes(self.types, self.interner, &params, &args);
        self.generics.instances.instance(self.types, self.interner, instance.origin, &args)
    }

    /// The instance of `obj` with `args` if it was made.
    pub(super) fn known_instance(&self, obj: ObjId, args: &[TypeId], shaped: bool) -> Option<FuncId> {
        let same = |made: &&Made| {
            made.shaped == shaped
                && made.args.len() == args.len()
                && made.args.iter().zip(args).all(|(&a, &b)| a == b || self.types.identical(a, b))
        };
        self.generics.funcs.get(&obj)?.iter().find(same).map(|made| made.func)
    }

    /// The instance of `obj` with `args`, which are shapes if `shaped`; `None`
    /// if it is not generic code of this package or there are too many.
    pub(super) fn instance_func(&mut self, obj: ObjId, args: &[TypeId], shaped: bool) -> Option<FuncId> {
        self.note(|| Effect::Instance(obj, args.to_vec()));
        if let Some(known) = self.known_instance(obj, args, shaped) {
            return Some(known);
        }
        let decl = self.generic_decl(obj)?;
        let nesting = args.iter().map(|&arg| self.types.nesting(arg)).max().unwrap_or(0);
        let nested = self.generics.nested + usize::from(nesting > NESTED);
        let most = if self.input.errors.is_empty() { MAX_INSTANCES } else { MAX_INSTANCES_WITH_ERRORS };
        if decl.params.len() != args.len()
            || nesting > MAX_NESTING
            || nested > MAX_NESTED
            || self.generics.count >= most
        {
            return None;
        }
        self.generics.nested = nested;
        self.generics.count += 1;
        let env = Env::new(decl.params.clone(), args.to_vec(), Some((decl.file, decl.span)));
        let outer = core::mem::replace(&mut self.env, env);
        let mut ty = self.obj_type(obj);
        self.env = outer;
        // Methods are read with their type.
        let by_itself = decl.recv.is_none() || decl.params.len() > decl.recv_params;
        if by_itself {
            self.read_signature(ty);
        }
        if shaped && let Some(&sig) = self.types.signature(ty) {
            ty = self.with_dict(decl.pos, obj, &decl, sig);
        }
        let func = Func {
            pragma: decl.pragma,
            dupok: true,
            body: decl.has_body.then(NodeList::new),
            pkg: self.types.obj(obj).pkg.filter(|&pkg| pkg != self.input.package),
            ..self.new_func(self.instance_name(&decl, args), decl.func_pos, ty)
        };
        let func = self.out.package.funcs.push(func);
        let args = args.to_vec();
        self.generics.funcs.entry(obj).or_default().push(Made { shaped, args: args.clone(), func });
        if !shaped && by_itself {
            self.generics.shapes.push(Unshaped::Func(obj, args.clone()));
        }
        self.generics.bodies.push(Body::Instance { func, obj, args, shaped });
        Some(func)
    }

    /// `f[int]`, `(*T[int]).M`, `T[int].M[string]`
    pub(super) fn instance_name(&self, decl: &Declared, args: &[TypeId]) -> String {
        let name = &decl.name;
        let (outer, own) = args.split_at(decl.recv_params.min(args.len()));
        let own = if own.is_empty() { String::new() } else { self.arg_text(own) };
        let Some((origin, pointer)) = decl.recv else { return format!("{name}{own}") };
        let ty = self.types.type_name(origin).map(|obj| self.types.obj_name(obj));
        let ty = ty.map_or("?", |symbol| self.interner.text(symbol));
        let outer = if outer.is_empty() { String::new() } else { self.arg_text(outer) };
        if pointer { format!("(*{ty}{outer}).{name}{own}") } else { format!("{ty}{outer}.{name}{own}") }
    }

    /// Type arguments as they are in the name of an instance.
    pub(super) fn arg_text(&self, args: &[TypeId]) -> String {
        let texts: Vec<String> = args.iter().map(|&arg| self.types.link_string(arg, self.interner)).collect();
        format!("[{}]", texts.join(","))
    }

    /// Whether a type argument of the instance `ty` has a shape.
    pub(super) fn has_shaped_args(&self, ty: TypeId) -> bool {
        let instance = self.types.as_named(ty).and_then(|id| self.types.named(id).instance);
        let args = instance.map(|instance| self.types.list(instance.targs)).unwrap_or_default();
        args.iter().any(|&arg| self.types.has_shape(arg))
    }

    /// The shaped counterpart of the instance `ty` is read before any body.
    pub(super) fn shape_later(&mut self, ty: TypeId) {
        self.generics.shapes.push(Unshaped::Type(ty));
    }

    /// Makes method number `index` of the instance `ty`, unless it is generic itself.
    pub(super) fn make_method(&mut self, ty: TypeId, index: usize) {
        let Some(id) = self.types.as_named(ty) else { return };
        let Some(instance) = self.types.named(id).instance else { return };
        let Some(origin) = self.types.as_named(instance.origin) else { return };
        let (method, obj) = (self.types.named(origin).methods.get(index), self.types.named(id).methods.get(index));
        let (Some(&method), Some(&obj)) = (method, obj) else { return };
        let args = self.types.list(instance.targs).to_vec();
        let shaped = self.has_shaped_args(ty);
        if let Some(func) = self.instance_func(method, &args, shaped) {
            self.out.package.funcs[func].obj = Some(obj);
        }
    }

    /// The generic function that expression `id` instantiates.
    pub(super) fn instance_at(&self, id: ExprId) -> Option<Used> {
        if self.info.instances.is_empty() {
            return None;
        }
        let mut id = self.tree.unparen(id);
        if let ExprKind::Index { x, .. } = self.tree.expr(id).kind {
            id = self.tree.unparen(x);
        }
        let name = match self.tree.expr(id).kind {
            ExprKind::Selector { .. } if self.info.selection(id).is_some() => return None,
            ExprKind::Selector { sel, .. } => sel,
            _ => id,
        };
        let targs = self.types.list(self.info.instances.get(&name)?.targs).to_vec();
        let obj = self.info.object(name)?;
        matches!(self.types.obj(obj).kind, ObjKind::Func(_)).then_some(Used { obj, targs })
    }
}
