//! Interface types and unions.

use alloc::{format, vec::Vec};

use super::{Checker, Delayed};
use crate::ast::{BinaryOp, ExprId, ExprKind, Field, UnaryOp};
use crate::base::{Pos, sort_by};
use crate::types::{
    arena::{Interface, Term, Type, TypeId},
    info::Mode,
    objects::{Func, ObjId, ObjKind, VarKind},
};

/// More terms than this are refused, as by gc.
pub(super) const MAX_TERMS: usize = 100;

impl Checker<'_> {
    pub(super) fn interface_type(&mut self, e: ExprId, elems: &[Field], def: Option<ObjId>) -> TypeId {
        let pos = self.here(self.file().exprs[e].pos);
        let ty = self.types.add_interface(Interface { pos: Some(pos), ..Interface::default() });
        let Type::Interface(id) = self.types.get(ty) else { return ty };
        let recv_type = def
            .and_then(|d| self.types.obj(d).ty)
            .filter(|&t| matches!(self.types.get(t), Type::Named(_)))
            .unwrap_or(ty);
        let mut methods = Vec::new();
        let mut embeddeds = Vec::new();
        for elem in elems {
            let Some(name) = elem.name else {
                let pos = self.at(elem.ty);
                embeddeds.push((self.parse_union(elem.ty), Some(pos)));
                continue;
            };
            let Some(symbol) = self.name_of(name) else { continue };
            if symbol.is_blank() {
                self.error(self.at(name), "BlankIfaceMethod", "methods must have a unique non-blank name");
                continue;
            }
            let sig = self.typ(elem.ty);
            let Type::Signature(sig_id) = self.types.get(sig) else { continue };
            let pos = self.at(name);
            let recv = self.new_var(VarKind::Recv, self.sym.empty, pos, Some(recv_type));
            self.types.sig_mut(sig_id).recv = Some(recv);
            let method = self.new_object(symbol, ObjKind::Func(Func::default()), pos, Some(sig));
            self.record_def(name, method);
            methods.push(method);
        }
        self.sort_methods(&mut methods);
        let iface = self.types.iface_mut(id);
        iface.methods = methods;
        iface.embeddeds = embeddeds;
        if iface.methods.is_empty() && iface.embeddeds.is_empty() {
            iface.type_set = Some(alloc::rc::Rc::default());
        } else {
            self.open_ifaces.push(ty);
            self.later(Delayed::TypeSet { iface: ty });
        }
        ty
    }

    /// The interface that stands for a constraint literal such as `~int`.
    pub(super) fn implicit_interface(&mut self, e: ExprId) -> TypeId {
        let pos = self.at(e);
        let ty = self.types.add_interface(Interface { implicit: true, pos: Some(pos), ..Interface::default() });
        let embedded = self.parse_union(e);
        if let Type::Interface(id) = self.types.get(ty) {
            self.types.iface_mut(id).embeddeds.push((embedded, Some(pos)));
        }
        self.open_ifaces.push(ty);
        self.later(Delayed::TypeSet { iface: ty });
        ty
    }

    /// Exported methods first, then by name, then by package path.
    pub(super) fn sort_methods(&self, methods: &mut [ObjId]) {
        sort_by(methods, |&a, &b| {
            let (a, b) = (self.types.obj(a), self.types.obj(b));
            let path = |o: &crate::types::objects::Object| o.pkg.map(|p| self.types.package(p).path.as_str());
            b.exported
                .cmp(&a.exported)
                .then_with(|| self.names.text(a.name).cmp(self.names.text(b.name)))
                .then_with(|| if a.exported { core::cmp::Ordering::Equal } else { path(a).cmp(&path(b)) })
        });
    }

    /// An embedded element: a type, `~T`, or `A | B`.
    fn parse_union(&mut self, e: ExprId) -> TypeId {
        let file = self.file();
        let mut exprs = Vec::new();
        let mut nodes = Vec::new();
        let mut next = e;
        while let ExprKind::Binary { op: BinaryOp::Or, x, y } = file.exprs[next].kind {
            exprs.push(y);
            nodes.push(next);
            next = x;
        }
        exprs.push(next);
        exprs.reverse();
        let single = exprs.len() == 1;
        let mut terms: Vec<(ExprId, Term)> = Vec::with_capacity(exprs.len());
        for (i, expr) in exprs.into_iter().enumerate() {
            let term = self.parse_tilde(expr);
            if single && !term.tilde {
                return term.ty;
            }
            if i == MAX_TERMS {
                self.too_many_terms(self.at(expr));
                return TypeId::INVALID;
            }
            terms.push((expr, term));
        }
        let union = self.types.add_union(terms.iter().map(|&(_, t)| t).collect());
        for node in nodes {
            self.record(node, Mode::TypeExpr, union, None);
        }
        self.later(Delayed::Union { terms });
        union
    }

    pub(super) fn too_many_terms(&mut self, pos: Pos) {
        let message = format!("cannot handle more than {MAX_TERMS} union terms (implementation limitation)");
        self.error(pos, "InvalidUnion", message);
    }

    fn parse_tilde(&mut self, e: ExprId) -> Term {
        let (x, tilde) = match self.file().exprs[e].kind {
            ExprKind::Unary { op: UnaryOp::Tilde, x } => (x, true),
            _ => (e, false),
        };
        let mut ty = self.typ(x);
        if self.types.is_type_param(ty) {
            let message = if tilde {
                format!("type in term {} cannot be a type parameter", self.es(e))
            } else {
                "term cannot be a type parameter".into()
            };
            self.error(self.at(x), "MisplacedTypeParam", message);
            ty = TypeId::INVALID;
        }
        let term = Term { tilde, ty };
        if tilde {
            let union = self.types.add_union(alloc::vec![term]);
            self.record(e, Mode::TypeExpr, union, None);
        }
        term
    }

    pub(super) fn term_string(&self, term: Term) -> alloc::string::String {
        let tilde = if term.tilde { "~" } else { "" };
        format!("{tilde}{}", self.types.path_string(term.ty, self.names))
    }

    pub(super) fn check_union(&mut self, terms: &[(ExprId, Term)]) {
        for (i, &(expr, term)) in terms.iter().enumerate() {
            if self.types.is_open(term.ty) {
                continue;
            }
            let under = self.types.underlying(term.ty);
            let is_interface = matches!(self.types.get(under), Type::Interface(_));
            let pos = self.at(expr);
            let ty = self.ts(term.ty);
            if term.tilde && is_interface {
                self.error(pos, "InvalidUnion", format!("invalid use of ~ ({ty} is an interface)"));
                continue;
            }
            if term.tilde && !self.types.identical(under, term.ty) {
                let message = format!("invalid use of ~ (underlying type of {ty} is {})", self.ts(under));
                self.error(pos, "InvalidUnion", message);
                continue;
            }
            if is_interface {
                let set = self.type_set(under);
                let ty = self.term_string(term);
                if !set.methods.is_empty() {
                    let message = format!("cannot use {ty} in union ({ty} contains methods)");
                    self.error(pos, "InvalidUnion", message);
                } else if term.ty == TypeId::COMPARABLE {
                    self.error(pos, "InvalidUnion", "cannot use comparable in union");
                } else if set.comparable {
                    let message = format!("cannot use {ty} in union ({ty} embeds comparable)");
                    self.error(pos, "InvalidUnion", message);
                }
                continue;
            }
            let overlap = terms[..i].iter().find(|(_, other)| {
                !self.types.is_interface(other.ty) && !self.types.is_open(other.ty) && !self.disjoint(*other, term)
            });
            if let Some(&(_, other)) = overlap {
                let message = format!("overlapping terms {} and {}", self.term_string(term), self.term_string(other));
                self.error(pos, "InvalidUnion", message);
            }
        }
    }

    /// Whether no type is in both terms.
    pub(super) fn disjoint(&self, a: Term, b: Term) -> bool {
        let x = if b.tilde { self.types.underlying(a.ty) } else { a.ty };
        let y = if a.tilde { self.types.underlying(b.ty) } else { b.ty };
        !self.types.identical(x, y)
    }
}
