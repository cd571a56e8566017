//! What is in a dictionary.
//!
//! A dictionary has the methods that are called on type parameters, the
//! dictionaries that are handed on, and the run-time types and method tables
//! that depend on type parameters, each once and in the order of their first
//! use. The numbers of the words and the size of the whole show in gc's texts:
//! `(*[3]uintptr)(.dict[1])`.
//!
//! Mirrors the `writerDict` of `noder/writer`, which fills it while it writes
//! the generic body. Here the body is lowered once as it is written, type
//! parameters and all; what is made is thrown away, what was asked of the
//! dictionary is kept. Types are the same if they have the same id, as they
//! are to gc if they are the same pointer.

use alloc::{rc::Rc, vec::Vec};

use super::{FuncState, Lowerer, generic::Declared};
use crate::{
    ast::DeclKind,
    base::{FileId, Id, Span, Symbol},
    ir::{Func, FuncId, NodeId, NodeList, VarId},
    types::{ObjId, Type, TypeId},
};

/// The words of a dictionary.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// Methods of type parameters, by the number of the parameter.
    methods: Vec<(usize, Symbol)>,
    /// Dictionaries of generic functions, or of the types of methods.
    pub(super) dicts: Vec<(ObjId, Vec<TypeId>)>,
    pub(super) types: Vec<TypeId>,
    pub(super) tables: Vec<(TypeId, TypeId)>,
}

impl Words {
    /// How many there are.
    pub(super) fn len(&self) -> i64 {
        (self.methods.len() + self.dicts.len() + self.types.len() + self.tables.len()) as i64
    }

    /// Where the method `name` of type parameter `param` is.
    pub(super) fn method(&self, param: usize, name: Symbol) -> usize {
        self.methods.iter().position(|m| *m == (param, name)).unwrap_or(self.methods.len())
    }

    /// Where the dictionary of `owner` for `targs` is.
    pub(super) fn dict(&self, owner: ObjId, targs: &[TypeId]) -> usize {
        let index = self.dicts.iter().position(|(obj, args)| *obj == owner && args == targs);
        self.methods.len() + index.unwrap_or(self.dicts.len())
    }
}

/// A survey that is being made.
#[derive(Debug)]
pub(super) struct Survey {
    words: Words,
    params: Vec<TypeId>,
    file: FileId,
    span: Span,
    /// What was met here first: it is forgotten with what was made of it.
    vars: Vec<ObjId>,
    funcs: Vec<ObjId>,
}

fn add<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

impl Lowerer<'_> {
    /// What the dictionary of `obj` holds.
    pub(super) fn words(&mut self, obj: ObjId, decl: &Declared) -> Rc<Words> {
        let owner = self.owner(obj);
        if let Some(known) = self.generics.words.get(&owner) {
            return known.clone();
        }
        let methods = match decl.recv {
            Some((origin, _)) if owner != obj => {
                let id = self.types.as_named(origin);
                id.map(|id| self.types.named(id).methods.clone()).unwrap_or_default()
            }
            _ => alloc::vec![obj],
        };
        let mut words = Words::default();
        for method in methods {
            let Some(decl) = self.generic_decl(method) else { continue };
            if decl.params.len() == decl.recv_params || owner == obj {
                words = self.survey_body(method, &decl, words);
            }
        }
        let words = Rc::new(words);
        self.generics.words.insert(owner, words.clone());
        words
    }

    /// Lowers the body of `obj` for what it asks of the dictionary.
    fn survey_body(&mut self, obj: ObjId, decl: &Declared, words: Words) -> Words {
        let (params, vars, funcs) = (decl.params.clone(), Vec::new(), Vec::new());
        let survey = Survey { words, params, file: decl.file, span: decl.span, vars, funcs };
        self.survey = Some(survey);
        let package = &self.out.package;
        let before = (package.nodes.len(), package.funcs.len(), package.vars.len(), package.order.len());
        let foreign = (self.out.foreign.len(), self.out.foreign_uses.len());
        self.aside(|this| {
            if this.enter_body(Some(obj), decl.file)
                && let DeclKind::Func { body: Some(body), .. } = &this.tree.decl(decl.decl).kind
            {
                let ty = this.types.obj_type(obj);
                let pos = decl.func_pos;
                let func = Func { body: Some(NodeList::new()), ..this.new_func(alloc::string::String::new(), pos, ty) };
                let func = this.out.package.funcs.push(func);
                let results = this.result_types(ty);
                this.state.push(FuncState::new(func, results, pos));
                this.declare_params(func, ty, None);
                this.enter_range_scope(&body.list);
                this.body(&body.list);
            }
        });
        let package = &mut self.out.package;
        package.nodes.truncate(before.0);
        package.funcs.truncate(before.1);
        package.vars.truncate(before.2);
        package.order.truncate(before.3);
        self.out.foreign.truncate(foreign.0);
        self.out.foreign_uses.truncate(foreign.1);
        self.runtime_funcs.retain(|func| func.index() < before.1);
        let Some(Survey { words, vars, funcs, .. }) = self.survey.take() else { return Words::default() };
        for obj in vars {
            self.vars.remove(obj);
        }
        for obj in funcs {
            self.funcs.remove(obj);
        }
        words
    }

    /// From now on `obj` is `var`.
    pub(super) fn bind_var(&mut self, obj: ObjId, var: VarId) {
        if let Some(survey) = &mut self.survey {
            survey.vars.push(obj);
        }
        self.vars.insert(obj, var);
    }

    /// From now on `obj` is `func`.
    pub(super) fn bind_func(&mut self, obj: ObjId, func: FuncId) {
        if let Some(survey) = &mut self.survey {
            survey.funcs.push(obj);
        }
        self.funcs.insert(obj, func);
    }

    /// Whether `ty` depends on the type parameters of what is surveyed.
    fn is_derived(&self, ty: TypeId) -> bool {
        let Some(survey) = &self.survey else { return false };
        self.types.mentions(ty, &|types, ty| {
            let pos = types.as_named(ty).and_then(|id| types.obj(types.named(id).obj).pos);
            let local = pos.is_some_and(|pos| {
                pos.file == survey.file && pos.offset >= survey.span.start && pos.offset < survey.span.end
            });
            types.is_type_param(ty)
                || (local && types.as_named(ty).is_some_and(|id| types.named(id).instance.is_none()))
        })
    }

    /// Notes the use of a run-time type.
    pub(super) fn survey_type(&mut self, ty: TypeId) {
        if self.is_derived(ty)
            && let Some(survey) = &mut self.survey
        {
            add(&mut survey.words.types, ty);
        }
    }

    /// Notes a conversion of `src` to `dst`, or what is like one.
    pub(super) fn survey_pair(&mut self, src: TypeId, dst: TypeId) {
        if self.survey.is_none() {
            return self.need_table(src, dst);
        }
        self.survey_type(src);
        self.survey_type(dst);
        if (self.is_derived(src) || self.is_derived(dst))
            && let Some(survey) = &mut self.survey
        {
            add(&mut survey.words.tables, (src, dst));
        }
    }

    /// Notes the type `ty` where gc wants it as a value; `iface` is what is
    /// asserted to be of that type.
    pub(super) fn survey_type_value(&mut self, ty: TypeId, iface: Option<TypeId>) {
        match iface {
            Some(iface) if !self.is_empty_interface(iface) => self.survey_pair(ty, iface),
            _ => self.survey_type(ty),
        }
    }

    /// Notes the types of the loop `node` over an `x`: the key and value that
    /// it assigns.
    pub(super) fn survey_range(&mut self, node: NodeId, x: TypeId, key: Option<TypeId>, value: Option<TypeId>) {
        let mut under = self.under(x);
        if let Type::Pointer(elem) = under {
            under = self.under(elem);
        }
        if let Type::Map { .. } = under {
            self.survey_type(x);
            self.reads_dict(node, &[x]);
        }
        let (k, v) = match under {
            Type::Array { elem, .. } | Type::Slice(elem) => (TypeId::INT, Some(elem)),
            Type::Map { key, elem } => (key, Some(elem)),
            Type::Chan { elem, .. } => (elem, None),
            Type::Basic(kind) if kind.is_string() => (TypeId::INT, Some(TypeId::RUNE)),
            _ => (x, None),
        };
        for (src, dst) in [(Some(k), key), (v, value)] {
            if let (Some(src), Some(dst)) = (src, dst) {
                self.survey_pair(src, dst);
                self.conv_reads_dict(node, src, dst);
            }
        }
    }

    /// Notes that method `name` of type parameter `param` is used; `true` if
    /// this is a survey.
    pub(super) fn survey_method(&mut self, param: TypeId, name: Symbol) -> bool {
        let Some(survey) = &mut self.survey else { return false };
        if let Some(index) = survey.params.iter().position(|&p| p == param) {
            add(&mut survey.words.methods, (index, name));
        }
        true
    }

    /// Notes that the dictionary of `owner` is handed on; `true` if this is a
    /// survey.
    pub(super) fn survey_dict(&mut self, owner: ObjId, targs: &[TypeId]) -> bool {
        let derived = targs.iter().any(|&arg| self.is_derived(arg));
        let Some(survey) = &mut self.survey else { return false };
        if derived {
            add(&mut survey.words.dicts, (owner, targs.to_vec()));
        }
        true
    }
}
