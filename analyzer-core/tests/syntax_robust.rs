//! The parser on broken text: it ends, with a tree that holds together.
//!
//! Whether trees and errors are gc's is another question, which the example
//! `syntax_agree` answers.

use std::{fs, path::Path};

use analyzer_core::{
    ast::{Block, DeclId, DeclKind, ExprId, ExprKind, File, StmtId, StmtKind},
    base::{FileId, Id, Interner, Span},
    parser::{MAX_DEPTH, MAX_ERRORS, Parsed, parse_file},
};

fn parse(text: &[u8]) -> Parsed {
    let parsed = parse_file(text, FileId::new(0), &mut Interner::default());
    assert!(parsed.errors.len() <= MAX_ERRORS);
    assert!(parsed.tree.eof as usize <= text.len());
    for error in &parsed.errors {
        assert!(error.span.start <= error.span.end && error.span.end as usize <= text.len(), "{error:?}");
        assert!(error.pos as usize <= text.len() && !error.message.is_empty(), "{error:?}");
    }
    let walker = Walker { tree: &parsed.tree };
    let whole = Span::new(0, u32::try_from(text.len()).expect("small"));
    for &decl in &parsed.tree.decls {
        walker.decl(decl, whole, 0);
    }
    parsed
}

/// Checks that what belongs to a node lies inside it.
struct Walker<'a> {
    tree: &'a File,
}

impl Walker<'_> {
    fn inside(what: &dyn std::fmt::Debug, inner: Span, outer: Span) {
        let ok = inner.start <= inner.end && outer.start <= inner.start && inner.end <= outer.end;
        assert!(ok, "{what:?} at {inner:?} is not inside {outer:?}");
    }

    fn decl(&self, id: DeclId, outer: Span, depth: u32) {
        assert!(depth <= 2 * MAX_DEPTH);
        let decl = self.tree.decl(id);
        Self::inside(&decl.kind, decl.span, outer);
        let mut exprs: Vec<ExprId> = Vec::new();
        match &decl.kind {
            DeclKind::Import { local, path } => exprs.extend(local.iter().chain(path)),
            DeclKind::Const { names, ty, values } | DeclKind::Var { names, ty, values } => {
                exprs.extend(names.iter().chain(ty).chain(values));
            }
            DeclKind::Type { name, tparams, ty, .. } => {
                exprs.push(*name);
                for field in tparams {
                    field.for_each_child(&mut |x| exprs.push(x));
                }
                exprs.push(*ty);
            }
            DeclKind::Func { recv, name, tparams, ty, body } => {
                for field in recv.iter().chain(tparams) {
                    field.for_each_child(&mut |x| exprs.push(x));
                }
                exprs.extend([*name, *ty]);
                if let Some(body) = body {
                    self.block(body, decl.span, depth + 1);
                }
            }
        }
        for id in exprs {
            self.expr(id, decl.span, depth + 1);
        }
    }

    fn expr(&self, id: ExprId, outer: Span, depth: u32) {
        assert!(depth <= 2 * MAX_DEPTH);
        let expr = self.tree.expr(id);
        Self::inside(&expr.kind, expr.span, outer);
        expr.kind.for_each_child(|child| {
            assert!(child != id);
            self.expr(child, expr.span, depth + 1);
        });
        if let ExprKind::FuncLit { body, .. } = &expr.kind {
            self.block(body, expr.span, depth + 1);
        }
    }

    fn block(&self, block: &Block, outer: Span, depth: u32) {
        Self::inside(&"}", Span::new(block.pos, block.rbrace), outer);
        self.stmts(&block.list, outer, depth);
    }

    fn stmts(&self, list: &[StmtId], outer: Span, depth: u32) {
        let mut last = outer.start;
        for &id in list {
            let span = self.tree.stmt(id).span;
            assert!(last <= span.start, "statements overlap: {:?}", self.tree.stmt(id));
            last = span.end;
            self.stmt(id, outer, depth + 1);
        }
    }

    fn stmt(&self, id: StmtId, outer: Span, depth: u32) {
        assert!(depth <= 2 * MAX_DEPTH);
        let stmt = self.tree.stmt(id);
        let span = stmt.span;
        Self::inside(&stmt.kind, span, outer);
        let mut exprs = Vec::new();
        let mut stmts = Vec::new();
        match &stmt.kind {
            StmtKind::Empty => {}
            StmtKind::Labeled { label, stmt } => {
                exprs.push(*label);
                stmts.push(*stmt);
            }
            StmtKind::Block(block) => self.block(block, span, depth),
            StmtKind::Expr(x) | StmtKind::IncDec { x, .. } | StmtKind::Call { call: x, .. } => exprs.push(*x),
            StmtKind::Send { chan: x, value: y } | StmtKind::Assign { lhs: x, rhs: y, .. } => exprs.extend([*x, *y]),
            StmtKind::Decl(decls) => decls.iter().for_each(|&decl| self.decl(decl, span, depth + 1)),
            StmtKind::Branch { label, .. } => exprs.extend(label),
            StmtKind::Return(results) => exprs.extend(results),
            StmtKind::If { init, cond, then, els } => {
                stmts.extend(init.iter().chain(els));
                exprs.push(*cond);
                self.block(then, span, depth);
            }
            StmtKind::For { init, cond, post, body } => {
                stmts.extend(init.iter().chain(post));
                exprs.extend(cond);
                self.block(body, span, depth);
            }
            StmtKind::Range(clause) => exprs.extend(clause.lhs.iter().chain([&clause.x])),
            StmtKind::Switch { init, tag, body, .. } => {
                stmts.extend(init);
                exprs.extend(tag);
                for clause in body {
                    exprs.extend(clause.cases);
                    self.stmts(&clause.body, span, depth);
                }
            }
            StmtKind::Select { body, .. } => {
                for clause in body {
                    stmts.extend(clause.comm);
                    self.stmts(&clause.body, span, depth);
                }
            }
        }
        for x in exprs {
            self.expr(x, span, depth + 1);
        }
        for s in stmts {
            self.stmt(s, span, depth + 1);
        }
    }
}

fn fixture(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/syntax").join(name);
    fs::read(path).expect("the fixture is there")
}

#[test]
fn the_whole_grammar_is_read_without_errors() {
    let parsed = parse(&fixture("grammar.go"));
    assert_eq!(parsed.errors, []);
    assert_eq!(parsed.tree.go_version.as_deref(), Some("go1.21"));
}

#[test]
fn every_prefix_gives_a_tree() {
    let text = fixture("grammar.go");
    for end in 0..text.len() {
        parse(&text[..end]);
    }
}

#[test]
fn every_gap_gives_a_tree() {
    let text = fixture("grammar.go");
    for width in [3, 17] {
        for start in (0..text.len() - width).step_by(width) {
            parse(&[&text[..start], &text[start + width..]].concat());
        }
    }
}

/// Numbers that look random, the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits") % n
    }
}

#[test]
fn any_bytes_give_a_tree() {
    let mut random = Random(0x5eed);
    for round in 0..3000 {
        let mut text = if round % 2 == 0 { Vec::new() } else { b"package p\nfunc f() {\n".to_vec() };
        for _ in 0..random.below(200) {
            text.push(u8::try_from(random.below(256)).expect("a byte"));
        }
        parse(&text);
    }
}

#[test]
fn any_tokens_give_a_tree() {
    const TOKENS: &str = "x y _ 0 1.5 2i 'c' \"s\" `r` + - * & ! ^ ~ <- << += ++ = := == ( ) [ ] { } , ; : . ... \
        break case chan const continue default defer else fallthrough for func go goto if import interface map package \
        range return select struct switch type var \n //x /*y*/ //go:noinline\n /*line\u{20}a:1*/ L: .(type) \0 \u{feff}";
    let tokens: Vec<&str> = TOKENS.split(' ').collect();
    let mut random = Random(0x70c3);
    for round in 0..6000 {
        let mut text = String::from(if round % 3 == 0 { "package p\n" } else { "package p; func f() { " });
        for _ in 0..random.below(120) {
            text.push_str(tokens[random.below(tokens.len())]);
            text.push(' ');
        }
        parse(text.as_bytes());
    }
}

/// The stack is as small as that of a WebAssembly module.
#[test]
fn a_lot_of_anything_ends_soon_on_a_small_stack() {
    let thread = std::thread::Builder::new().stack_size(1 << 20).spawn(parse_a_lot_of_anything);
    thread.expect("a thread").join().expect("no panic");
}

fn parse_a_lot_of_anything() {
    let size = 1 << 16;
    for piece in [
        "(",
        "[",
        "{",
        "}",
        "a+",
        "f(",
        "x.",
        "*",
        "- ",
        "<-",
        "chan ",
        "[]",
        "func(",
        "struct{",
        "if x {",
        "L:",
        "goto L;",
        "{L:}",
        "goto L; x := 1;",
        "else ",
        "case ",
        "/*line a:1*/",
        "//line a:1\n",
        "\n//go:noinline\n",
        "@",
        "\0",
        "\"",
        "'",
        "`",
        "/*",
        "x\n",
        "1__",
        "0x",
        "a,",
        "\u{feff}",
        "var x = 1;",
        ";",
        "x := ",
        "switch {case x:",
        "T{",
        "func() {",
        "\\",
        "P *C|",
        "interface{",
        "[P ",
        "import ",
        "type T[P ",
    ] {
        for before in ["", "package p;", "package p; func f() {", "package p; var x = ", "package p; type T[P "] {
            let text = format!("{before}{}", piece.repeat(size / piece.len()));
            let parsed = parse_file(text.as_bytes(), FileId::new(0), &mut Interner::default());
            assert!(parsed.depth <= MAX_DEPTH + 4, "{piece}");
        }
    }
}
