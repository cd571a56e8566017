//! Expressions as gc's messages show them: `syntax.String`, which puts
//! everything on one line and leaves out what is between braces of functions
//! and composite literals.

use alloc::string::String;

use super::{AssignOp, ChanDir, ExprId, ExprKind, Field, File, FuncType, StmtId, StmtKind};
use crate::base::Interner;

/// Longer texts are cut with `…`: no message is worth a megabyte.
const MAX_LEN: usize = 16 << 10;

/// The text of expression `id` in messages.
pub fn expr_text(tree: &File, interner: &Interner, id: ExprId) -> String {
    let mut printer = Printer { tree, interner, out: String::new() };
    printer.expr(id);
    printer.out
}

/// The text of a simple statement in messages; of others only nothing.
pub fn stmt_text(tree: &File, interner: &Interner, id: StmtId) -> String {
    let mut printer = Printer { tree, interner, out: String::new() };
    printer.simple_stmt(id);
    printer.out
}

struct Printer<'a> {
    tree: &'a File,
    interner: &'a Interner,
    out: String,
}

impl Printer<'_> {
    fn text(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn exprs(&mut self, list: &[ExprId]) {
        for (i, &x) in list.iter().enumerate() {
            if i > 0 {
                self.text(", ");
            }
            self.expr(x);
        }
    }

    fn maybe(&mut self, id: Option<ExprId>) {
        if let Some(id) = id {
            self.expr(id);
        }
    }

    fn expr(&mut self, id: ExprId) {
        if self.out.len() > MAX_LEN {
            return self.text("…");
        }
        match &self.tree.expr(id).kind {
            ExprKind::Bad => self.text("<bad expr>"),
            ExprKind::Name(symbol) | ExprKind::BasicLit { text: symbol, .. } => {
                self.out.push_str(self.interner.text(*symbol));
            }
            ExprKind::CompositeLit { ty, elems, .. } => {
                self.maybe(*ty);
                self.text(if elems.is_empty() { "{}" } else { "{…}" });
            }
            ExprKind::KeyValue { key, value } => {
                self.expr(*key);
                self.text(": ");
                self.expr(*value);
            }
            ExprKind::FuncLit { ty, body } => {
                self.expr(*ty);
                self.text(if body.list.is_empty() { " {}" } else { " {…}" });
            }
            ExprKind::Paren(x) => {
                self.text("(");
                self.expr(*x);
                self.text(")");
            }
            ExprKind::Selector { x, sel } => {
                self.expr(*x);
                self.text(".");
                self.expr(*sel);
            }
            ExprKind::Index { x, index } => {
                self.expr(*x);
                self.text("[");
                self.expr(*index);
                self.text("]");
            }
            ExprKind::Slice { x, index, .. } => {
                let [low, high, max] = &**index;
                self.expr(*x);
                self.text("[");
                self.maybe(*low);
                self.text(":");
                self.maybe(*high);
                if let Some(max) = max {
                    self.text(":");
                    self.expr(*max);
                }
                self.text("]");
            }
            ExprKind::Assert { x, ty } => {
                self.expr(*x);
                self.text(".(");
                self.expr(*ty);
                self.text(")");
            }
            ExprKind::TypeSwitchGuard { lhs, x } => {
                if let Some(lhs) = lhs {
                    self.expr(*lhs);
                    self.text(" := ");
                }
                self.expr(*x);
                self.text(".(type)");
            }
            ExprKind::Unary { op, x } => {
                self.text(op.text());
                self.expr(*x);
            }
            ExprKind::Binary { op, x, y } => {
                self.expr(*x);
                self.text(" ");
                self.text(op.text());
                self.text(" ");
                self.expr(*y);
            }
            ExprKind::Call { fun, args, has_dots } => {
                self.expr(*fun);
                self.text("(");
                self.exprs(args);
                self.text(if *has_dots { "...)" } else { ")" });
            }
            ExprKind::List(elems) => self.exprs(elems),
            ExprKind::ArrayType { len, elem } => {
                self.text("[");
                match len {
                    Some(len) => self.expr(*len),
                    None => self.text("..."),
                }
                self.text("]");
                self.expr(*elem);
            }
            ExprKind::SliceType(elem) => {
                self.text("[]");
                self.expr(*elem);
            }
            ExprKind::DotsType(elem) => {
                self.text("...");
                self.expr(*elem);
            }
            ExprKind::StructType(ty) => self.struct_type(&ty.fields, &ty.tags),
            ExprKind::InterfaceType(methods) => self.interface_type(methods),
            ExprKind::FuncType(ty) => {
                self.text("func");
                self.signature(ty);
            }
            ExprKind::MapType { key, value } => {
                self.text("map[");
                self.expr(*key);
                self.text("]");
                self.expr(*value);
            }
            ExprKind::ChanType { dir, elem } => {
                self.text(match dir {
                    ChanDir::Both => "chan ",
                    ChanDir::Send => "chan<- ",
                    ChanDir::Recv => "<-chan ",
                });
                // `chan <-chan T` would read as `chan<- chan T`.
                let ambiguous = *dir == ChanDir::Both
                    && matches!(self.tree.expr(*elem).kind, ExprKind::ChanType { dir: ChanDir::Recv, .. });
                self.text(if ambiguous { "(" } else { "" });
                self.expr(*elem);
                self.text(if ambiguous { ")" } else { "" });
            }
        }
    }

    /// Fields that were declared together are shown together.
    fn struct_type(&mut self, fields: &[Field], tags: &[Option<ExprId>]) {
        self.text("struct{");
        for (i, field) in fields.iter().enumerate() {
            let continues = |a: &Field, b: &Field| a.name.is_some() && b.name.is_some() && a.ty == b.ty;
            if i > 0 {
                self.text(if continues(&fields[i - 1], field) { ", " } else { "; " });
            }
            self.maybe(field.name);
            if fields.get(i + 1).is_some_and(|next| continues(field, next)) {
                continue;
            }
            self.text(if field.name.is_some() { " " } else { "" });
            self.expr(field.ty);
            if let Some(&Some(tag)) = tags.get(i) {
                self.text(" ");
                self.expr(tag);
            }
        }
        self.text("}");
    }

    fn interface_type(&mut self, methods: &[Field]) {
        self.text("interface{");
        for (i, method) in methods.iter().enumerate() {
            self.text(if i > 0 { "; " } else { "" });
            self.maybe(method.name);
            match &self.tree.expr(method.ty).kind {
                ExprKind::FuncType(ty) if method.name.is_some() => self.signature(ty),
                _ => self.expr(method.ty),
            }
        }
        self.text("}");
    }

    fn signature(&mut self, ty: &FuncType) {
        self.params(&ty.params);
        match ty.results.as_slice() {
            [] => {}
            [Field { name: None, ty, .. }] => {
                self.text(" ");
                self.expr(*ty);
            }
            results => {
                self.text(" ");
                self.params(results);
            }
        }
    }

    fn params(&mut self, list: &[Field]) {
        self.text("(");
        for (i, param) in list.iter().enumerate() {
            self.text(if i > 0 { ", " } else { "" });
            if let Some(name) = param.name {
                self.expr(name);
                if list.get(i + 1).is_some_and(|next| next.name.is_some() && next.ty == param.ty) {
                    continue;
                }
                self.text(" ");
            }
            self.expr(param.ty);
        }
        self.text(")");
    }

    fn simple_stmt(&mut self, id: StmtId) {
        match &self.tree.stmt(id).kind {
            StmtKind::Expr(x) => self.expr(*x),
            StmtKind::Send { chan, value } => {
                self.expr(*chan);
                self.text(" <- ");
                self.expr(*value);
            }
            StmtKind::IncDec { x, inc } => {
                self.expr(*x);
                self.text(if *inc { "++" } else { "--" });
            }
            StmtKind::Assign { op, lhs, rhs } => {
                self.expr(*lhs);
                self.text(" ");
                match op {
                    AssignOp::Assign => {}
                    AssignOp::Define => self.text(":"),
                    AssignOp::Op(op) => self.text(op.text()),
                }
                self.text("= ");
                self.expr(*rhs);
            }
            StmtKind::Range(clause) => {
                if let Some(lhs) = clause.lhs {
                    self.expr(lhs);
                    self.text(if clause.def { " := " } else { " = " });
                }
                self.text("range ");
                self.expr(clause.x);
            }
            _ => {}
        }
    }
}
