//! Expressions as gc's messages print them: the short form of its `syntax`
//! printer, which leaves out bodies and the elements of literals.

use alloc::string::String;

use crate::ast::{ChanDir, ExprId, ExprKind, Field, File, FuncType};
use crate::base::Interner;

/// Longer texts are cut; gc's are never that long in a readable program.
const MAX_LEN: usize = 16 << 10;
/// Deeper parts are printed as `…`.
const MAX_DEPTH: u32 = 200;

/// The text of `expr`.
pub(in crate::types) fn expr_string(file: &File, expr: ExprId, names: &Interner) -> String {
    let mut printer = Printer { file, names, out: String::new(), depth: 0 };
    printer.expr(expr);
    printer.out
}

struct Printer<'a> {
    file: &'a File,
    names: &'a Interner,
    out: String,
    depth: u32,
}

impl Printer<'_> {
    fn text(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn expr(&mut self, id: ExprId) {
        if self.depth >= MAX_DEPTH || self.out.len() > MAX_LEN {
            self.text("…");
            return;
        }
        self.depth += 1;
        self.node(id);
        self.depth -= 1;
    }

    fn opt(&mut self, id: Option<ExprId>) {
        if let Some(id) = id {
            self.expr(id);
        }
    }

    fn list(&mut self, ids: &[ExprId]) {
        for (i, &id) in ids.iter().enumerate() {
            if i > 0 {
                self.text(", ");
            }
            self.expr(id);
        }
    }

    fn node(&mut self, id: ExprId) {
        let file = self.file;
        match &file.exprs[id].kind {
            ExprKind::Bad => self.text("<bad expr>"),
            ExprKind::Name(name) => self.text(self.names.text(*name)),
            ExprKind::BasicLit { text, .. } => self.text(self.names.text(*text)),
            ExprKind::CompositeLit { ty, elems, .. } => {
                self.opt(*ty);
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
                self.expr(*x);
                self.text("[");
                self.opt(index[0]);
                self.text(":");
                self.opt(index[1]);
                if let Some(max) = index[2] {
                    self.text(":");
                    self.expr(max);
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
                self.list(args);
                self.text(if *has_dots { "...)" } else { ")" });
            }
            ExprKind::List(elems) => self.list(elems),
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
            ExprKind::StructType { fields, tags } => self.struct_type(fields, tags),
            ExprKind::InterfaceType(methods) => {
                self.text("interface{");
                for (i, method) in methods.iter().enumerate() {
                    if i > 0 {
                        self.text("; ");
                    }
                    match (method.name, &file.exprs[method.ty].kind) {
                        (Some(name), ExprKind::FuncType(sig)) => {
                            self.expr(name);
                            self.signature(sig);
                        }
                        _ => self.expr(method.ty),
                    }
                }
                self.text("}");
            }
            ExprKind::FuncType(sig) => {
                self.text("func");
                self.signature(sig);
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
                let inner = &file.exprs[*elem].kind;
                let parens = *dir == ChanDir::Both && matches!(inner, ExprKind::ChanType { dir: ChanDir::Recv, .. });
                if parens {
                    self.text("(");
                }
                self.expr(*elem);
                if parens {
                    self.text(")");
                }
            }
        }
    }

    fn struct_type(&mut self, fields: &[Field], tags: &[Option<ExprId>]) {
        self.text("struct{");
        let mut start = 0;
        while start < fields.len() {
            let first = &fields[start];
            let mut end = start + 1;
            if first.name.is_some() {
                while end < fields.len() && fields[end].name.is_some() && fields[end].ty == first.ty {
                    end += 1;
                }
            }
            if start > 0 {
                self.text("; ");
            }
            for (i, field) in fields[start..end].iter().enumerate() {
                if i > 0 {
                    self.text(", ");
                }
                self.opt(field.name);
            }
            if first.name.is_some() {
                self.text(" ");
            }
            self.expr(first.ty);
            if let Some(Some(tag)) = tags.get(start) {
                self.text(" ");
                self.expr(*tag);
            }
            start = end;
        }
        self.text("}");
    }

    fn signature(&mut self, sig: &FuncType) {
        self.params(&sig.params);
        match sig.results.as_slice() {
            [] => {}
            [result] if result.name.is_none() => {
                self.text(" ");
                self.expr(result.ty);
            }
            results => {
                self.text(" ");
                self.params(results);
            }
        }
    }

    fn params(&mut self, params: &[Field]) {
        self.text("(");
        for (i, param) in params.iter().enumerate() {
            if i > 0 {
                self.text(", ");
            }
            if let Some(name) = param.name {
                self.expr(name);
                if params.get(i + 1).is_some_and(|next| next.name.is_some() && next.ty == param.ty) {
                    continue;
                }
                self.text(" ");
            }
            self.expr(param.ty);
        }
        self.text(")");
    }
}
