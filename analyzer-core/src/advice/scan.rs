//! The analysed package as families look at it: trees with parents, names with
//! uses, and questions about code that several families ask.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use hashbrown::{HashMap, HashSet};
use rustc_hash::FxBuildHasher;

use crate::{
    ast::{DeclId, DeclKind, ExprId, ExprKind, File, FuncType, StmtId, StmtKind},
    base::{FileId, Id, Interner, LineIndex, SourceFile, Span},
    report::{Place, Report},
    types::{ConstValue, FileInfo, Info, Mode, ObjId, ObjKind, PkgId, SelectionKind, Type, TypeId, Types, VarKind},
};

/// A package that was analysed and has no errors.
pub(crate) struct Seen<'a> {
    pub(crate) files: &'a [(FileId, &'a File)],
    /// The id of the first of `sources`.
    pub(crate) first: FileId,
    pub(crate) sources: &'a [SourceFile],
    pub(crate) info: &'a Info,
    pub(crate) types: &'a Types,
    pub(crate) interner: &'a Interner,
    pub(crate) package: PkgId,
    pub(crate) report: &'a Report,
    /// Whether each round of a loop has variables of its own, since Go 1.22.
    pub(crate) distinct_vars: bool,
}

/// A node of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Node {
    File,
    Decl(DeclId),
    Stmt(StmtId),
    Expr(ExprId),
}

/// An expression of one of the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct At {
    pub(super) file: usize,
    pub(super) expr: ExprId,
}

/// One file.
pub(super) struct Source<'a> {
    /// Its place among the files that are analysed.
    pub(super) index: u32,
    pub(super) tree: &'a File,
    pub(super) info: &'a FileInfo,
    pub(super) text: &'a [u8],
    lines: LineIndex,
    exprs: Vec<Node>,
    stmts: Vec<Node>,
    decls: Vec<Node>,
}

/// All files, and who uses what.
pub(super) struct World<'a> {
    pub(super) seen: &'a Seen<'a>,
    pub(super) files: Vec<Source<'a>>,
    uses: HashMap<ObjId, Vec<At>, FxBuildHasher>,
    defs: HashMap<ObjId, At, FxBuildHasher>,
    /// All identifiers, for finding one that is free.
    names: HashSet<&'a str, FxBuildHasher>,
}

/// Calls `visit` with the children of `node`, in source order.
fn children(tree: &File, node: Node, visit: &mut dyn FnMut(Node)) {
    fn list(stmts: &[StmtId], visit: &mut dyn FnMut(Node)) {
        for &stmt in stmts {
            visit(Node::Stmt(stmt));
        }
    }
    fn exprs(expr: Option<ExprId>, visit: &mut dyn FnMut(Node)) {
        if let Some(expr) = expr {
            visit(Node::Expr(expr));
        }
    }
    match node {
        Node::File => tree.decls.iter().for_each(|&decl| visit(Node::Decl(decl))),
        Node::Decl(decl) => match &tree.decl(decl).kind {
            DeclKind::Import { .. } => {}
            DeclKind::Const { names, ty, values } | DeclKind::Var { names, ty, values } => {
                names.iter().chain(ty).chain(values).for_each(|&expr| visit(Node::Expr(expr)));
            }
            DeclKind::Type { name, tparams, ty, .. } => {
                visit(Node::Expr(*name));
                for field in tparams {
                    field.for_each_child(&mut |expr| visit(Node::Expr(expr)));
                }
                visit(Node::Expr(*ty));
            }
            DeclKind::Func { recv, name, tparams, ty, body } => {
                let fields = recv.iter().chain(tparams);
                visit(Node::Expr(*name));
                fields.for_each(|field| field.for_each_child(&mut |expr| visit(Node::Expr(expr))));
                visit(Node::Expr(*ty));
                if let Some(body) = body {
                    list(&body.list, visit);
                }
            }
        },
        Node::Expr(expr) => {
            let kind = &tree.expr(expr).kind;
            kind.for_each_child(|child| visit(Node::Expr(child)));
            if let ExprKind::FuncLit { body, .. } = kind {
                list(&body.list, visit);
            }
        }
        Node::Stmt(stmt) => match &tree.stmt(stmt).kind {
            StmtKind::Empty | StmtKind::Branch { .. } => {}
            StmtKind::Labeled { stmt, .. } => visit(Node::Stmt(*stmt)),
            StmtKind::Block(block) => list(&block.list, visit),
            StmtKind::Expr(x) | StmtKind::IncDec { x, .. } | StmtKind::Call { call: x, .. } => visit(Node::Expr(*x)),
            StmtKind::Send { chan: x, value: y } | StmtKind::Assign { lhs: x, rhs: y, .. } => {
                visit(Node::Expr(*x));
                visit(Node::Expr(*y));
            }
            StmtKind::Decl(decls) => decls.iter().for_each(|&decl| visit(Node::Decl(decl))),
            StmtKind::Return(results) => exprs(*results, visit),
            StmtKind::If { init, cond, then, els } => {
                list(init.as_slice(), visit);
                visit(Node::Expr(*cond));
                list(&then.list, visit);
                list(els.as_slice(), visit);
            }
            StmtKind::For { init, cond, post, body } => {
                list(init.as_slice(), visit);
                exprs(*cond, visit);
                list(post.as_slice(), visit);
                list(&body.list, visit);
            }
            StmtKind::Range(clause) => {
                exprs(clause.lhs, visit);
                visit(Node::Expr(clause.x));
            }
            StmtKind::Switch { init, tag, body, .. } => {
                list(init.as_slice(), visit);
                exprs(*tag, visit);
                for clause in body {
                    exprs(clause.cases, visit);
                    list(&clause.body, visit);
                }
            }
            StmtKind::Select { body, .. } => {
                for clause in body {
                    list(clause.comm.as_slice(), visit);
                    list(&clause.body, visit);
                }
            }
        },
    }
}

impl<'a> Source<'a> {
    fn new(index: u32, tree: &'a File, info: &'a FileInfo, text: &'a [u8]) -> Self {
        let mut source = Self {
            index,
            tree,
            info,
            text,
            lines: LineIndex::new(text),
            exprs: alloc::vec![Node::File; tree.exprs.len()],
            stmts: alloc::vec![Node::File; tree.stmts.len()],
            decls: alloc::vec![Node::File; tree.decl_arena.len()],
        };
        let mut stack = alloc::vec![Node::File];
        while let Some(node) = stack.pop() {
            children(tree, node, &mut |child| {
                match child {
                    Node::Expr(id) => source.exprs[id.index()] = node,
                    Node::Stmt(id) => source.stmts[id.index()] = node,
                    Node::Decl(id) => source.decls[id.index()] = node,
                    Node::File => {}
                }
                stack.push(child);
            });
        }
        source
    }

    pub(super) fn kind(&self, expr: ExprId) -> &'a ExprKind {
        &self.tree.expr(expr).kind
    }

    pub(super) fn span(&self, expr: ExprId) -> Span {
        self.tree.span(expr)
    }

    pub(super) fn stmt_span(&self, stmt: StmtId) -> Span {
        self.tree.stmt(stmt).span
    }

    pub(super) fn stmt(&self, stmt: StmtId) -> &'a StmtKind {
        &self.tree.stmt(stmt).kind
    }

    /// The text of `span`; empty if it is no text.
    pub(super) fn text(&self, span: Span) -> &'a str {
        let bytes = self.text.get(span.start as usize..span.end as usize).unwrap_or_default();
        core::str::from_utf8(bytes).unwrap_or_default()
    }

    pub(super) fn src(&self, expr: ExprId) -> &'a str {
        self.text(self.span(expr))
    }

    pub(super) fn parent(&self, node: Node) -> Node {
        match node {
            Node::Expr(id) => self.exprs[id.index()],
            Node::Stmt(id) => self.stmts[id.index()],
            Node::Decl(id) => self.decls[id.index()],
            Node::File => Node::File,
        }
    }

    /// `node` and what is around it, outwards.
    pub(super) fn outwards(&self, node: Node) -> impl Iterator<Item = Node> {
        core::iter::successors(Some(node), |&node| (node != Node::File).then(|| self.parent(node)))
    }

    pub(super) fn contains(&self, outer: Node, inner: Node) -> bool {
        self.outwards(inner).any(|node| node == outer)
    }

    /// What is around `expr`, parentheses apart.
    pub(super) fn context(&self, expr: ExprId) -> Node {
        let mut node = self.parent(Node::Expr(expr));
        while let Node::Expr(outer) = node
            && matches!(self.kind(outer), ExprKind::Paren(_))
        {
            node = self.parent(node);
        }
        node
    }

    /// The statement that `expr` is in, if there is one.
    pub(super) fn stmt_of(&self, expr: ExprId) -> Option<StmtId> {
        self.outwards(Node::Expr(expr)).find_map(|node| match node {
            Node::Stmt(stmt) => Some(stmt),
            _ => None,
        })
    }

    /// The innermost function that `node` is in: a declaration or a literal.
    pub(super) fn func_of(&self, node: Node) -> Option<Node> {
        self.outwards(node).skip(1).find(|&node| match node {
            Node::Decl(decl) => matches!(self.tree.decl(decl).kind, DeclKind::Func { .. }),
            Node::Expr(expr) => matches!(self.kind(expr), ExprKind::FuncLit { .. }),
            _ => false,
        })
    }

    /// The function declaration that `node` is in.
    pub(super) fn func_decl(&self, node: Node) -> Option<DeclId> {
        self.outwards(node).find_map(|node| match node {
            Node::Decl(decl) if matches!(self.tree.decl(decl).kind, DeclKind::Func { .. }) => Some(decl),
            _ => None,
        })
    }

    pub(super) fn func_type(&self, ty: ExprId) -> Option<&'a FuncType> {
        match self.kind(ty) {
            ExprKind::FuncType(ty) => Some(ty),
            _ => None,
        }
    }

    /// The innermost loop around `node` in the same function whose body or
    /// header is executed again and again with it.
    pub(super) fn loop_around(&self, node: Node) -> Option<StmtId> {
        let mut inner = node;
        for outer in self.outwards(node).skip(1) {
            match outer {
                Node::Stmt(stmt) => {
                    if let StmtKind::For { init, .. } = self.stmt(stmt)
                        && init.map(Node::Stmt) != Some(inner)
                    {
                        return Some(stmt);
                    }
                }
                Node::Expr(expr) if matches!(self.kind(expr), ExprKind::FuncLit { .. }) => return None,
                Node::Decl(decl) if matches!(self.tree.decl(decl).kind, DeclKind::Func { .. }) => return None,
                _ => {}
            }
            inner = outer;
        }
        None
    }

    /// All nodes in `node`, itself included, outermost first.
    pub(super) fn within(&self, node: Node) -> Vec<Node> {
        let (mut all, mut next) = (alloc::vec![node], 0);
        while let Some(&node) = all.get(next) {
            children(self.tree, node, &mut |child| all.push(child));
            next += 1;
        }
        all
    }

    pub(super) fn exprs_in(&self, node: Node) -> impl Iterator<Item = ExprId> {
        self.within(node).into_iter().filter_map(|node| match node {
            Node::Expr(expr) => Some(expr),
            _ => None,
        })
    }

    pub(super) fn stmts_in(&self, node: Node) -> impl Iterator<Item = StmtId> {
        self.within(node).into_iter().filter_map(|node| match node {
            Node::Stmt(stmt) => Some(stmt),
            _ => None,
        })
    }

    /// What `expr` names or refers to.
    pub(super) fn object(&self, expr: ExprId) -> Option<ObjId> {
        let expr = self.tree.unparen(expr);
        matches!(self.kind(expr), ExprKind::Name(_)).then(|| self.info.object(expr)).flatten()
    }

    pub(super) fn ty(&self, expr: ExprId) -> TypeId {
        self.info.type_of(expr)
    }

    pub(super) fn value(&self, expr: ExprId) -> Option<&'a ConstValue> {
        self.info.value(expr)
    }

    pub(super) fn is_type(&self, expr: ExprId) -> bool {
        self.info.get(expr).is_some_and(|known| known.mode == Mode::TypeExpr)
    }

    /// The line of `offset`, from 1.
    pub(super) fn line_of(&self, offset: u32) -> u32 {
        self.lines.line_col(offset).line
    }

    /// The place of `span`.
    pub(super) fn place(&self, span: Span) -> Place {
        Place { file: self.index, at: self.lines.line_col(span.start), span }
    }

    /// Where the line behind that of `offset` begins.
    pub(super) fn line_end(&self, offset: u32) -> u32 {
        let line = self.lines.line_span(self.line_of(offset)).map_or(offset, |line| line.end);
        (line + 1).min(self.text.len() as u32)
    }

    /// Where the line of `offset` begins, if only white space is between.
    pub(super) fn line_start(&self, offset: u32) -> Option<u32> {
        let before = self.text.get(..offset as usize)?;
        let start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
        let blank = before[start..].iter().all(|&byte| byte == b'\t' || byte == b' ');
        blank.then_some(start as u32)
    }

    /// The white space before the code of the line of `offset`.
    pub(super) fn indent(&self, offset: u32) -> &'a str {
        let before = self.text.get(..offset as usize).unwrap_or_default();
        let start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
        let rest = self.text.get(start..).unwrap_or_default();
        let len = rest.iter().take_while(|&&byte| byte == b'\t' || byte == b' ').count();
        self.text(Span::new(start as u32, (start + len) as u32))
    }

    /// Whether `stmt` stands in a list of statements, on lines of its own.
    pub(super) fn is_listed(&self, stmt: StmtId) -> bool {
        let is = |list: &[StmtId]| list.contains(&stmt);
        let listed = match self.parent(Node::Stmt(stmt)) {
            Node::Stmt(outer) => match self.stmt(outer) {
                StmtKind::Block(block) => is(&block.list),
                StmtKind::If { then, .. } => is(&then.list),
                StmtKind::For { body, .. } => is(&body.list),
                StmtKind::Switch { body, .. } => body.iter().any(|clause| is(&clause.body)),
                StmtKind::Select { body, .. } => body.iter().any(|clause| is(&clause.body)),
                _ => false,
            },
            Node::Expr(_) | Node::Decl(_) => true,
            Node::File => false,
        };
        listed && self.line_start(self.stmt_span(stmt).start).is_some()
    }

    /// Whether computing `expr` again gives the same and does nothing else: a
    /// name, a constant, a field.
    pub(super) fn is_plain(&self, expr: ExprId) -> bool {
        match self.kind(expr) {
            ExprKind::Name(_) | ExprKind::BasicLit { .. } => true,
            ExprKind::Paren(x) => self.is_plain(*x),
            ExprKind::Selector { x, .. } => {
                let selection = self.info.selection(expr);
                self.is_plain(*x) && selection.is_none_or(|selection| selection.kind == SelectionKind::FieldVal)
            }
            _ => false,
        }
    }

    /// Whether the variable named by `expr` is written to here, in whole or in
    /// part, or could be later through its address.
    pub(super) fn is_written(&self, types: &Types, expr: ExprId) -> bool {
        let mut inner = expr;
        loop {
            match self.parent(Node::Expr(inner)) {
                Node::Expr(outer) => match self.kind(outer) {
                    ExprKind::Paren(_) | ExprKind::List(_) => {}
                    ExprKind::Unary { op, .. } => return *op == crate::ast::UnaryOp::Addr,
                    ExprKind::Selector { x, .. } if *x == inner => match self.info.selection(outer) {
                        Some(selection) if selection.kind == SelectionKind::FieldVal => {
                            if selection.indirect {
                                return false;
                            }
                        }
                        // A method with a pointer receiver takes the address.
                        Some(selection) => {
                            let is_pointer = matches!(types.under(selection.recv), Type::Pointer(_));
                            let by_pointer =
                                matches!(&types.obj(selection.obj).kind, ObjKind::Func(func) if func.ptr_recv);
                            return by_pointer && !is_pointer;
                        }
                        None => return false,
                    },
                    ExprKind::Index { x, .. } | ExprKind::Slice { x, .. } if *x == inner => {
                        if !matches!(types.under(self.ty(inner)), Type::Array { .. }) {
                            return false;
                        }
                        if matches!(self.kind(outer), ExprKind::Slice { .. }) {
                            return true;
                        }
                    }
                    _ => return false,
                },
                Node::Stmt(stmt) => {
                    return match self.stmt(stmt) {
                        StmtKind::Assign { lhs, .. } => *lhs == inner,
                        StmtKind::IncDec { .. } => true,
                        StmtKind::Range(clause) => clause.lhs == Some(inner),
                        _ => false,
                    };
                }
                _ => return false,
            }
            match self.parent(Node::Expr(inner)) {
                Node::Expr(outer) => inner = outer,
                _ => return false,
            }
        }
    }

    /// Whether `expr` is a call of the predeclared function `name`.
    pub(super) fn builtin_call(&self, types: &Types, expr: ExprId) -> Option<(crate::types::BuiltinId, &'a [ExprId])> {
        let ExprKind::Call { fun, args, .. } = self.kind(expr) else { return None };
        match types.obj(self.object(*fun)?).kind {
            ObjKind::Builtin(id) => Some((id, args)),
            _ => None,
        }
    }
}

/// `wanted`, or with a number behind it if that is taken.
fn unlike(wanted: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let numbered = (2..).map(|n| format!("{wanted}{n}"));
    core::iter::once(wanted.to_string()).chain(numbered).find(|name| !is_taken(name)).unwrap_or_default()
}

impl<'a> World<'a> {
    pub(super) fn new(seen: &'a Seen<'a>) -> Self {
        let mut files = Vec::new();
        for &(id, tree) in seen.files {
            let index = id.index() - seen.first.index();
            let (Some(info), Some(source)) = (seen.info.file(id), seen.sources.get(index)) else { continue };
            files.push(Source::new(index as u32, tree, info, &source.text));
        }
        let mut uses: HashMap<ObjId, Vec<At>, FxBuildHasher> = HashMap::default();
        let mut defs = HashMap::default();
        let mut names = HashSet::default();
        for (file, source) in files.iter().enumerate() {
            for (expr, node) in source.tree.exprs.iter_enumerated() {
                let ExprKind::Name(symbol) = node.kind else { continue };
                names.insert(seen.interner.text(symbol));
                if let Some(obj) = source.info.usage(expr) {
                    uses.entry(obj).or_default().push(At { file, expr });
                }
                if let Some(obj) = source.info.def(expr) {
                    defs.insert(obj, At { file, expr });
                }
            }
        }
        Self { seen, files, uses, defs, names }
    }

    pub(super) fn types(&self) -> &'a Types {
        self.seen.types
    }

    /// Where `obj` is used, its declaration not included.
    pub(super) fn uses(&self, obj: ObjId) -> &[At] {
        self.uses.get(&obj).map_or(&[], Vec::as_slice)
    }

    pub(super) fn def(&self, obj: ObjId) -> Option<At> {
        self.defs.get(&obj).copied()
    }

    pub(super) fn name(&self, obj: ObjId) -> &'a str {
        self.seen.interner.text(self.types().obj(obj).name)
    }

    pub(super) fn in_main(&self) -> bool {
        self.seen.interner.text(self.types().package(self.seen.package).name) == "main"
    }

    /// A name like `wanted` that nothing in the package has.
    pub(super) fn free_name(&self, wanted: &str) -> String {
        unlike(wanted, |name| self.names.contains(name))
    }

    /// A name like `wanted` that nothing in the function around `node` has.
    pub(super) fn local_name(&self, source: &Source<'a>, node: Node, wanted: &str) -> String {
        let Some(func) = source.func_decl(node) else { return self.free_name(wanted) };
        let symbols = source.exprs_in(Node::Decl(func)).filter_map(|expr| match source.kind(expr) {
            ExprKind::Name(symbol) => Some(self.seen.interner.text(*symbol)),
            _ => None,
        });
        let names: HashSet<&str, FxBuildHasher> = symbols.collect();
        unlike(wanted, |name| names.contains(name))
    }

    /// `ty` as it is written in this package.
    pub(super) fn type_text(&self, ty: TypeId) -> String {
        self.types().error_string(ty, self.seen.interner, Some(self.seen.package))
    }

    /// The import path of the package that `expr`, a name, stands for.
    pub(super) fn package_name(&self, source: &Source<'_>, expr: ExprId) -> Option<&'a str> {
        match self.types().obj(source.object(expr)?).kind {
            ObjKind::PkgName { imported } => Some(self.types().package(imported).path.as_str()),
            _ => None,
        }
    }

    /// The path of a package and the name in it, if `fun` is such a name.
    pub(super) fn qualified(&self, source: &Source<'a>, fun: ExprId) -> Option<(&'a str, &'a str)> {
        let ExprKind::Selector { x, sel } = source.kind(source.tree.unparen(fun)) else { return None };
        let ExprKind::Name(name) = source.kind(*sel) else { return None };
        Some((self.package_name(source, *x)?, self.seen.interner.text(*name)))
    }

    /// Whether a declaration can be changed together with all that use it: no
    /// other package does.
    pub(super) fn is_private(&self, obj: ObjId) -> bool {
        let object = self.types().obj(obj);
        let name = self.name(obj);
        let linked = || self.files.iter().flat_map(|file| &file.tree.linknames).any(|link| link.local == name);
        object.pkg == Some(self.seen.package)
            && (self.in_main() || !object.exported)
            && !matches!(name, "main" | "init")
            && !linked()
    }

    /// The calls of the function `obj`, if it is private and nothing else is
    /// done with it.
    pub(super) fn calls(&self, obj: ObjId) -> Option<Vec<At>> {
        if !self.is_private(obj) {
            return None;
        }
        let mut calls = Vec::new();
        for &At { file, expr } in self.uses(obj) {
            let source = &self.files[file];
            let Node::Expr(call) = source.context(expr) else { return None };
            match source.kind(call) {
                ExprKind::Call { fun, .. } if source.tree.unparen(*fun) == expr => calls.push(At { file, expr: call }),
                _ => return None,
            }
        }
        Some(calls)
    }

    /// The uses of `obj` that write to it or take its address.
    pub(super) fn writes(&self, obj: ObjId) -> Vec<At> {
        let written = |at: &&At| self.files[at.file].is_written(self.types(), at.expr);
        self.uses(obj).iter().filter(written).copied().collect()
    }

    /// Whether nothing but its declaration gives the local variable `obj` a value.
    pub(super) fn is_constant(&self, obj: ObjId) -> bool {
        self.is_variable(obj) && self.writes(obj).is_empty()
    }

    pub(super) fn is_local(&self, obj: ObjId) -> bool {
        matches!(self.types().obj(obj).var_kind(), Some(VarKind::Local))
    }

    pub(super) fn is_variable(&self, obj: ObjId) -> bool {
        let kind = self.types().obj(obj).var_kind();
        matches!(kind, Some(VarKind::Local | VarKind::Param | VarKind::Recv | VarKind::Result))
    }

    /// The declaration of the function `func` of this package.
    pub(super) fn declaration(&self, func: ObjId) -> Option<(usize, DeclId)> {
        self.files.iter().enumerate().find_map(|(file, source)| {
            let decl = source.info.funcs.iter().find(|(_, obj)| **obj == func)?;
            Some((file, *decl.0))
        })
    }

    /// Whether two values of `ty` can stand for one: no locks, nothing of
    /// other packages whose copies may not be used.
    pub(super) fn is_copyable(&self, ty: TypeId) -> bool {
        let types = self.types();
        let own = |ty| types.type_name(ty).is_none_or(|name| types.obj(name).pkg == Some(self.seen.package));
        match types.under(ty) {
            Type::Struct { fields, .. } => {
                own(ty) && types.objs(fields).iter().all(|&field| self.is_copyable(types.obj_type(field)))
            }
            Type::Array { elem, .. } => self.is_copyable(elem),
            Type::Unknown => false,
            _ => true,
        }
    }

    /// Whether a literal `T{}` is the zero value of `ty`.
    pub(super) fn has_empty_literal(&self, ty: TypeId) -> bool {
        matches!(self.types().under(ty), Type::Struct { .. } | Type::Array { .. })
    }
}
