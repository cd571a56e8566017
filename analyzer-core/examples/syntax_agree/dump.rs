//! Our trees in the format of `xtask/go/syntaxdump`.

use std::{collections::HashMap, fmt::Write};

use analyzer_core::{
    ast::{
        AssignOp, Block, BranchTok, CallTok, ChanDir, DeclId, DeclKind, ExprId, ExprKind, Field, File, LitKind, StmtId,
        StmtKind,
    },
    base::{Interner, LineDirective, LineIndex, Reported, Symbol},
};

/// The nodes of `tree`, one per line.
pub(crate) fn dump(tree: &File, lines: &LineIndex, interner: &Interner) -> String {
    let mut dumper = Dumper { tree, lines, interner, out: String::new(), groups: HashMap::new() };
    dumper.file();
    dumper.out
}

struct Dumper<'a> {
    tree: &'a File,
    lines: &'a LineIndex,
    interner: &'a Interner,
    out: String,
    /// Groups are numbered as they come.
    groups: HashMap<u32, usize>,
}

macro_rules! line {
    ($dumper:expr, $($arg:tt)*) => {{
        let _ = writeln!($dumper.out, $($arg)*);
    }};
}

impl Dumper<'_> {
    fn place(&self, pos: u32) -> String {
        let place = self.lines.line_col(pos);
        let directives = &self.tree.line_directives;
        let Reported { file, line, col } = Reported::new("", directives, place);
        match LineDirective::index_at(directives, place) {
            None => format!("{}:{}", place.line, place.col),
            Some(_) => format!("{}:{}@{file}:{line}:{col}", place.line, place.col),
        }
    }

    fn file(&mut self) {
        let (pos, eof) = (self.place(self.tree.pos), self.place(self.tree.eof));
        line!(self, "File {pos} {} {eof}", self.tree.go_version.as_deref().unwrap_or(""));
        self.maybe(self.tree.pkg_name);
        for &id in &self.tree.decls {
            self.decl(id);
        }
    }

    fn decl(&mut self, id: DeclId) {
        let decl = self.tree.decl(id);
        let pos = self.place(decl.pos);
        let group = match decl.group {
            None => "-".to_string(),
            Some(group) => {
                let next = self.groups.len();
                self.groups.entry(group).or_insert(next).to_string()
            }
        };
        let pragma = format!("{:x}", decl.pragma.bits());
        match &decl.kind {
            DeclKind::Import { local, path } => {
                line!(self, "ImportDecl {pos} {group} {pragma}");
                self.maybe(*local);
                self.maybe(*path);
            }
            DeclKind::Const { names, ty, values } | DeclKind::Var { names, ty, values } => {
                let kind = if matches!(decl.kind, DeclKind::Const { .. }) { "ConstDecl" } else { "VarDecl" };
                line!(self, "{kind} {pos} {group} {pragma} {}", names.len());
                self.exprs(names);
                self.maybe(*ty);
                self.maybe(*values);
            }
            DeclKind::Type { name, tparams, alias, ty } => {
                line!(self, "TypeDecl {pos} {group} {pragma} {alias}");
                self.expr(*name);
                self.fields(tparams);
                self.expr(*ty);
            }
            DeclKind::Func { recv, name, tparams, ty, body } => {
                line!(self, "FuncDecl {pos} {pragma}");
                self.fields(recv.as_slice());
                self.expr(*name);
                self.fields(tparams);
                self.expr(*ty);
                match body {
                    Some(body) => self.block(body),
                    None => line!(self, "-"),
                }
            }
        }
    }

    fn name(&mut self, pos: &str, symbol: Symbol) {
        line!(self, "Name {pos} {}", self.interner.text(symbol));
    }

    fn fields(&mut self, list: &[Field]) {
        line!(self, "fields {}", list.len());
        let mut last = None;
        for field in list {
            line!(self, "Field {}", self.place(field.pos));
            self.maybe(field.name);
            if last.replace(field.ty) == Some(field.ty) {
                line!(self, "same");
            } else {
                self.expr(field.ty);
            }
        }
    }

    fn exprs(&mut self, list: &[ExprId]) {
        for &id in list {
            self.expr(id);
        }
    }

    fn maybe(&mut self, id: Option<ExprId>) {
        match id {
            Some(id) => self.expr(id),
            None => line!(self, "-"),
        }
    }

    fn operation(&mut self, pos: &str, op: &str, x: ExprId, y: Option<ExprId>) {
        line!(self, "Operation {pos} {op}");
        self.expr(x);
        self.maybe(y);
    }

    fn expr(&mut self, id: ExprId) {
        let expr = self.tree.expr(id);
        let pos = self.place(expr.pos);
        match &expr.kind {
            ExprKind::Bad => line!(self, "BadExpr {pos}"),
            ExprKind::Name(symbol) => self.name(&pos, *symbol),
            ExprKind::BasicLit { kind, text, bad } => {
                let kind = match kind {
                    LitKind::Int => 0,
                    LitKind::Float => 1,
                    LitKind::Imag => 2,
                    LitKind::Rune => 3,
                    LitKind::String => 4,
                };
                let _ = write!(self.out, "BasicLit {pos} {kind} {bad} ");
                for byte in self.interner.text(*text).bytes() {
                    let _ = write!(self.out, "{byte:02x}");
                }
                line!(self, "");
            }
            ExprKind::CompositeLit { ty, elems } => {
                let keys = elems.iter().filter(|&&x| matches!(self.tree.expr(x).kind, ExprKind::KeyValue { .. }));
                let (nkeys, rbrace) = (keys.count(), self.place(expr.span.end - 1));
                line!(self, "CompositeLit {pos} {} {nkeys} {rbrace}", elems.len());
                self.maybe(*ty);
                self.exprs(elems);
            }
            ExprKind::KeyValue { key, value } => {
                line!(self, "KeyValueExpr {pos}");
                self.exprs(&[*key, *value]);
            }
            ExprKind::FuncLit { ty, body } => {
                line!(self, "FuncLit {pos}");
                self.expr(*ty);
                self.block(body);
            }
            ExprKind::Paren(x) => {
                line!(self, "ParenExpr {pos}");
                self.expr(*x);
            }
            ExprKind::Selector { x, sel } => {
                line!(self, "SelectorExpr {pos}");
                self.exprs(&[*x, *sel]);
            }
            ExprKind::Index { x, index } => {
                line!(self, "IndexExpr {pos}");
                self.exprs(&[*x, *index]);
            }
            ExprKind::Slice { x, index, full } => {
                line!(self, "SliceExpr {pos} {full}");
                self.expr(*x);
                for &i in &**index {
                    self.maybe(i);
                }
            }
            ExprKind::Assert { x, ty } => {
                line!(self, "AssertExpr {pos}");
                self.exprs(&[*x, *ty]);
            }
            ExprKind::TypeSwitchGuard { lhs, x } => {
                line!(self, "TypeSwitchGuard {pos}");
                self.maybe(*lhs);
                self.expr(*x);
            }
            ExprKind::Unary { op, x } => self.operation(&pos, op.text(), *x, None),
            ExprKind::Binary { op, x, y } => self.operation(&pos, op.text(), *x, Some(*y)),
            ExprKind::Call { fun, args, has_dots } => {
                line!(self, "CallExpr {pos} {} {has_dots}", args.len());
                self.expr(*fun);
                self.exprs(args);
            }
            ExprKind::List(elems) => {
                line!(self, "ListExpr {pos} {}", elems.len());
                self.exprs(elems);
            }
            ExprKind::ArrayType { len, elem } => {
                line!(self, "ArrayType {pos}");
                self.maybe(*len);
                self.expr(*elem);
            }
            ExprKind::SliceType(elem) => {
                line!(self, "SliceType {pos}");
                self.expr(*elem);
            }
            ExprKind::DotsType(elem) => {
                line!(self, "DotsType {pos}");
                self.expr(*elem);
            }
            ExprKind::StructType(ty) => {
                line!(self, "StructType {pos}");
                self.fields(&ty.fields);
                for &tag in &ty.tags {
                    self.maybe(tag);
                }
            }
            ExprKind::InterfaceType(methods) => {
                line!(self, "InterfaceType {pos}");
                self.fields(methods);
            }
            ExprKind::FuncType(ty) => {
                line!(self, "FuncType {pos}");
                self.fields(&ty.params);
                self.fields(&ty.results);
            }
            ExprKind::MapType { key, value } => {
                line!(self, "MapType {pos}");
                self.exprs(&[*key, *value]);
            }
            ExprKind::ChanType { dir, elem } => {
                let dir = match dir {
                    ChanDir::Both => 0,
                    ChanDir::Send => 1,
                    ChanDir::Recv => 2,
                };
                line!(self, "ChanType {pos} {dir}");
                self.expr(*elem);
            }
        }
    }

    fn block(&mut self, block: &Block) {
        let (pos, rbrace) = (self.place(block.pos), self.place(block.rbrace));
        line!(self, "BlockStmt {pos} {} {rbrace}", block.list.len());
        self.stmts(&block.list);
    }

    fn stmts(&mut self, list: &[StmtId]) {
        for &id in list {
            self.stmt(id);
        }
    }

    fn maybe_stmt(&mut self, id: Option<StmtId>) {
        match id {
            Some(id) => self.stmt(id),
            None => line!(self, "-"),
        }
    }

    fn stmt(&mut self, id: StmtId) {
        let stmt = self.tree.stmt(id);
        let pos = self.place(stmt.pos);
        match &stmt.kind {
            StmtKind::Empty => line!(self, "EmptyStmt {pos}"),
            StmtKind::Labeled { label, stmt } => {
                line!(self, "LabeledStmt {pos}");
                self.expr(*label);
                self.stmt(*stmt);
            }
            StmtKind::Block(block) => self.block(block),
            StmtKind::Expr(x) => {
                line!(self, "ExprStmt {pos}");
                self.expr(*x);
            }
            StmtKind::Send { chan, value } => {
                line!(self, "SendStmt {pos}");
                self.exprs(&[*chan, *value]);
            }
            StmtKind::Decl(decls) => {
                line!(self, "DeclStmt {pos} {}", decls.len());
                for &id in decls {
                    self.decl(id);
                }
            }
            StmtKind::Assign { op, lhs, rhs } => {
                let op = match op {
                    AssignOp::Assign => "",
                    AssignOp::Define => ":",
                    AssignOp::Op(op) => op.text(),
                };
                line!(self, "AssignStmt {pos} {op}=");
                self.exprs(&[*lhs, *rhs]);
            }
            StmtKind::IncDec { x, inc } => {
                line!(self, "AssignStmt {pos} {}=", if *inc { "+" } else { "-" });
                self.expr(*x);
                line!(self, "-");
            }
            StmtKind::Branch { tok, label } => {
                let tok = match tok {
                    BranchTok::Break => "break",
                    BranchTok::Continue => "continue",
                    BranchTok::Fallthrough => "fallthrough",
                    BranchTok::Goto => "goto",
                };
                line!(self, "BranchStmt {pos} {tok}");
                self.maybe(*label);
            }
            StmtKind::Call { tok, call } => {
                line!(self, "CallStmt {pos} {}", if *tok == CallTok::Go { "go" } else { "defer" });
                self.expr(*call);
            }
            StmtKind::Return(results) => {
                line!(self, "ReturnStmt {pos}");
                self.maybe(*results);
            }
            StmtKind::If { init, cond, then, els } => {
                line!(self, "IfStmt {pos}");
                self.maybe_stmt(*init);
                self.expr(*cond);
                self.block(then);
                self.maybe_stmt(*els);
            }
            StmtKind::For { init, cond, post, body } => {
                line!(self, "ForStmt {pos}");
                self.maybe_stmt(*init);
                self.maybe(*cond);
                self.maybe_stmt(*post);
                self.block(body);
            }
            StmtKind::Range(clause) => {
                line!(self, "RangeClause {pos} {}", clause.def);
                self.maybe(clause.lhs);
                self.expr(clause.x);
            }
            StmtKind::Switch { init, tag, body, rbrace } => {
                line!(self, "SwitchStmt {pos} {} {}", body.len(), self.place(*rbrace));
                self.maybe_stmt(*init);
                self.maybe(*tag);
                for clause in body {
                    let (pos, colon) = (self.place(clause.pos), self.place(clause.colon));
                    line!(self, "CaseClause {pos} {} {colon}", clause.body.len());
                    self.maybe(clause.cases);
                    self.stmts(&clause.body);
                }
            }
            StmtKind::Select { body, rbrace } => {
                line!(self, "SelectStmt {pos} {} {}", body.len(), self.place(*rbrace));
                for clause in body {
                    let (pos, colon) = (self.place(clause.pos), self.place(clause.colon));
                    line!(self, "CommClause {pos} {} {colon}", clause.body.len());
                    self.maybe_stmt(clause.comm);
                    self.stmts(&clause.body);
                }
            }
        }
    }
}
