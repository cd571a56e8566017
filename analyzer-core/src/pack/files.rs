//! The text of a file with what is kept of it.
//!
//! In pieces ([`pieces`](super::pieces)) if possible, else as a Go file.
//! Constants that repeat the values of others are in one piece with those.

use alloc::{vec, vec::Vec};

use super::{
    pieces::{Declared, Head, Kind, MARK, Writer, names},
    print::Printer,
    prune::{Input, Kept, KeptFile, receiver_base},
};
use crate::{
    ast::{self, Decl, DeclId, DeclKind, ExprKind},
    base::Span,
    parser::is_func_directive,
    types::ObjKind,
};

/// Whether the file can be written in pieces; all files of a package are, or
/// none.
pub(super) fn has_pieces(tree: &ast::File, text: &[u8]) -> bool {
    tree.line_directives.is_empty() && !text.contains(&MARK)
}

pub(super) fn print(tree: &ast::File, kept: &KeptFile, text: &[u8], input: Input<'_>, in_pieces: bool) -> Vec<u8> {
    if in_pieces {
        Pieces { tree, kept, text, input, printer: Printer::new(text, &[]), writer: Writer::default() }.print()
    } else {
        print_whole(tree, kept, text, input)
    }
}

/// Writes a file in pieces.
struct Pieces<'a> {
    tree: &'a ast::File,
    kept: &'a KeptFile,
    text: &'a [u8],
    input: Input<'a>,
    /// Of the piece that is being written.
    printer: Printer<'a>,
    writer: Writer,
}

impl<'a> Pieces<'a> {
    fn print(mut self) -> Vec<u8> {
        self.writer = Writer::new(&self.head());
        let decls = &self.tree.decls;
        let mut before = 0;
        let mut at = 0;
        while let Some(&decl) = decls.get(at) {
            let node = self.tree.decl(decl);
            let behind = decls.iter().skip(at + 1).position(|&next| !self.repeats(node, next));
            let next = behind.map_or(decls.len(), |count| at + 1 + count);
            if let Some(how) = self.kept.decls.get(&decl) {
                self.declaration(before, &decls[at..next], how);
            }
            before = self.tree.decl(decls[next - 1]).span.end;
            at = next;
        }
        self.writer.out
    }

    /// Whether the constants of `next` have the values of those of `first`.
    fn repeats(&self, first: &Decl, next: DeclId) -> bool {
        let next = self.tree.decl(next);
        first.group.is_some()
            && first.group == next.group
            && matches!(next.kind, DeclKind::Const { ty: None, values: None, .. })
    }

    /// Package clause and imports.
    fn head(&self) -> Vec<u8> {
        let Self { tree, kept, .. } = *self;
        let mut out = Vec::new();
        let mut line = |parts: &[&str]| {
            out.extend(parts.iter().flat_map(|part| part.bytes()));
            out.push(b'\n');
        };
        let Some(name) = tree.pkg_name else { return out };
        if tree.go_version.is_some()
            && let Some(constraint) = &tree.build_constraint
        {
            line(&["//go:build ", constraint]);
        }
        let source = |span: Span| {
            let bytes = self.text.get(span.start as usize..span.end as usize);
            core::str::from_utf8(bytes.unwrap_or_default()).unwrap_or_default()
        };
        line(&["package ", source(tree.span(name))]);
        for &decl in tree.decls.iter().filter(|decl| kept.decls.contains_key(*decl)) {
            if let DeclKind::Import { local, path: Some(path) } = tree.decl(decl).kind {
                line(&["import ", local.map_or("", |local| source(tree.span(local))), source(tree.span(path))]);
            }
        }
        for import in &kept.imports {
            line(&[&KeptFile::import_text(import)]);
        }
        out
    }

    /// Writes `decls`, of which the others repeat the first; what is kept of
    /// the latter is `how`. Directives in front of it are behind `before`.
    fn declaration(&mut self, before: u32, decls: &[DeclId], how: &Kept) {
        let (tree, input) = (self.tree, self.input);
        let Some((&first, others)) = decls.split_first() else { return };
        let node = tree.decl(first);
        let begin = node.span.start;
        match (&node.kind, how) {
            (DeclKind::Import { .. }, _) => {}
            (_, Kept::Vars(vars)) => {
                for &(name, ref ty) in vars {
                    self.printer.restart(begin);
                    if node.group.is_none() {
                        self.printer.write("var ");
                    }
                    self.printer.write(name_of(tree, name, input));
                    self.printer.write(" ");
                    self.printer.write(ty);
                    self.finish(begin, &[first], &[name_of(tree, name, input)], 0);
                }
            }
            (DeclKind::Const { .. }, _) => {
                let is_whole = |decl: &DeclId| self.kept.decls.get(decl) == Some(&Kept::Whole);
                // Those behind the last one count for nothing.
                let len = others.iter().rposition(is_whole).map_or(0, |last| last + 1);
                if !(is_whole(&first) || len > 0) {
                    return;
                }
                let iota = tree.decls.iter().take_while(|&&decl| decl != first);
                let iota = iota.filter(|&&decl| node.group.is_some() && tree.decl(decl).group == node.group).count();
                let decls = &decls[..=len];
                let mut declared = Vec::new();
                self.printer.restart(begin);
                for decl in decls {
                    let Some(how) = self.kept.decls.get(decl) else { continue };
                    let node = tree.decl(*decl);
                    self.printer.begin(node.span.start);
                    print_decl(&mut self.printer, tree, *decl, how, input);
                    if let (DeclKind::Const { names, .. }, Kept::Whole) = (&node.kind, how) {
                        declared.extend(names.iter().map(|&name| name_of(tree, name, input)));
                    }
                }
                self.finish(begin, decls, &declared, iota as u32);
            }
            (kind, _) => {
                let gap = Span::new(before, begin);
                let start = directives(self.text, gap).next().map_or(begin, |(at, _)| at);
                self.printer.restart(start);
                print_directives(&mut self.printer, self.text, gap);
                self.printer.begin(begin);
                print_decl(&mut self.printer, tree, first, how, input);
                let declared: Vec<&str> = match kind {
                    // Found below.
                    DeclKind::Func { recv: Some(_), .. } => Vec::new(),
                    DeclKind::Func { name, .. } | DeclKind::Type { name, .. } => vec![name_of(tree, *name, input)],
                    DeclKind::Var { names, .. } => names.iter().map(|&name| name_of(tree, name, input)).collect(),
                    _ => Vec::new(),
                };
                self.finish(start, &[first], &declared, 0);
            }
        }
    }

    /// Ends the piece that begins at `start` and declares `declared`.
    fn finish(&mut self, start: u32, decls: &[DeclId], declared: &[&str], iota: u32) {
        let tree = self.tree;
        let Some(&first) = decls.first() else { return };
        let node = tree.decl(first);
        let text = self.printer.take();
        let kind = match node.kind {
            _ if node.group.is_none() => Kind::Decl,
            DeclKind::Const { .. } if decls.len() > 1 => Kind::ConstRun,
            DeclKind::Const { .. } => Kind::Const,
            DeclKind::Type { .. } => Kind::Type,
            _ => Kind::Var,
        };
        let mut expected = declared.iter().map(|name| name.as_bytes()).filter(|name| *name != b"_");
        let mut method = match node.kind {
            DeclKind::Func { recv: Some(_), .. } => self.method(first),
            _ => None,
        };
        let mut eager = false;
        names(kind, &text, &mut |declared| match declared {
            Declared::Name(name) => eager |= name != b"_" && expected.next() != Some(name),
            // A receiver may be written with another name of its type.
            Declared::Method { base, pointer, name, .. } => {
                eager |= method.take().map(|(base, pointer, name)| (base.as_bytes(), pointer, name.as_bytes()))
                    != Some((base, pointer, name));
            }
        });
        eager |= expected.next().is_some() || method.is_some();
        let locals = self.locals(node.span, &text);
        let iota = if contains(&text, b"iota") { iota } else { 0 };
        let line = self.printer.line_of(start);
        self.writer.piece(Head { kind, eager, line, iota, locals, plain: false }, &text);
    }

    /// The method `decl`: its type, whether its receiver is a pointer, its name.
    fn method(&self, decl: DeclId) -> Option<(&'a str, bool, &'a str)> {
        let Input { files, info, types, interner, .. } = self.input;
        let &(id, _) = files.iter().find(|&&(_, tree)| core::ptr::eq(tree, self.tree))?;
        let &obj = info.file(id)?.funcs.get(&decl)?;
        let text = |obj| interner.text(types.obj_name(obj));
        let ObjKind::Func(func) = types.obj(obj).kind else { return None };
        Some((text(receiver_base(types, obj)?), func.ptr_recv, text(obj)))
    }

    /// How many types are declared in functions of `span`, of which `text` is kept.
    fn locals(&self, span: Span, text: &[u8]) -> u32 {
        if !contains(text, b"type") {
            return 0;
        }
        let inside = |decl: &Decl| span.start < decl.span.start && decl.span.end <= span.end;
        let all = self.tree.decl_arena.iter().filter(|decl| inside(decl));
        all.filter(|decl| matches!(decl.kind, DeclKind::Type { alias: false, .. })).count() as u32
    }
}

fn contains(text: &[u8], what: &[u8]) -> bool {
    text.windows(what.len()).any(|window| window == what)
}

fn name_of<'a>(tree: &ast::File, name: ast::ExprId, input: Input<'a>) -> &'a str {
    match tree.expr(name).kind {
        ExprKind::Name(name) => input.interner.text(name),
        _ => "",
    }
}

/// A Go file with what is kept of it.
fn print_whole(tree: &ast::File, kept: &KeptFile, text: &[u8], input: Input<'_>) -> Vec<u8> {
    let mut printer = Printer::new(text, &tree.line_directives);
    if tree.go_version.is_some()
        && let Some(constraint) = &tree.build_constraint
    {
        printer.write("//go:build ");
        printer.write(constraint);
    }
    let Some(name) = tree.pkg_name else { return printer.finish() };
    let clause = Span::new(tree.pos, tree.span(name).end);
    printer.source(clause);
    for import in &kept.imports {
        printer.write(";");
        printer.write(&KeptFile::import_text(import));
    }
    let mut open: ast::GroupId = None;
    let mut before = clause.end;
    for &decl in &tree.decls {
        let node = tree.decl(decl);
        if let Some(how) = kept.decls.get(&decl) {
            if open.is_some() && open != node.group {
                printer.write(")");
                open = None;
            }
            print_directives(&mut printer, text, Span::new(before, node.span.start));
            printer.begin(node.span.start);
            if node.group.is_some() && open != node.group {
                printer.write(keyword(&node.kind));
                printer.write("(");
                open = node.group;
            }
            print_decl(&mut printer, tree, decl, how, input);
        }
        before = node.span.end;
    }
    if open.is_some() {
        printer.write(")");
    }
    printer.finish()
}

fn keyword(kind: &DeclKind) -> &'static str {
    match kind {
        DeclKind::Import { .. } => "import",
        DeclKind::Const { .. } => "const",
        DeclKind::Type { .. } => "type",
        DeclKind::Var { .. } => "var",
        DeclKind::Func { .. } => "func",
    }
}

/// The directives in `gap`, in front of a declaration, that belong to it.
fn print_directives(printer: &mut Printer<'_>, text: &[u8], gap: Span) {
    for (at, directive) in directives(text, gap) {
        printer.comment(at, directive);
    }
}

/// The directives in `gap`, and where they are.
fn directives(text: &[u8], gap: Span) -> impl Iterator<Item = (u32, &str)> {
    let text = text.get(gap.start as usize..gap.end as usize).unwrap_or_default();
    let mut next = gap.start;
    text.split_inclusive(|&byte| byte == b'\n').filter_map(move |line| {
        let at = next;
        next += line.len() as u32;
        let directive = core::str::from_utf8(line).unwrap_or_default().trim_end();
        directive.strip_prefix("//").is_some_and(is_func_directive).then_some((at, directive))
    })
}

fn print_decl(printer: &mut Printer<'_>, tree: &ast::File, decl: DeclId, how: &Kept, input: Input<'_>) {
    let node = tree.decl(decl);
    let span = node.span;
    match (how, &node.kind) {
        (Kept::Head, DeclKind::Func { body: Some(body), .. }) => {
            printer.source(Span::new(span.start, body.pos));
        }
        (Kept::Typed, DeclKind::Var { ty: Some(ty), .. }) => {
            printer.source(Span::new(span.start, tree.span(*ty).end));
        }
        (Kept::Vars(vars), _) => {
            for (i, (name, ty)) in vars.iter().enumerate() {
                if i > 0 {
                    printer.write(";");
                }
                if node.group.is_none() {
                    printer.write("var ");
                }
                if let ast::ExprKind::Name(name) = tree.expr(*name).kind {
                    printer.write(input.interner.text(name));
                }
                printer.write(" ");
                printer.write(ty);
            }
        }
        // Those that follow repeat what those before them say.
        (Kept::Blank, DeclKind::Const { ty: None, values: None, .. }) => printer.write("_"),
        (Kept::Blank, _) => printer.write("_=0"),
        _ => printer.source(span),
    }
}
