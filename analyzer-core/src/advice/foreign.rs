//! `//go:noescape` before a function without a body.
//!
//! Of a function that is written in assembly or C gc assumes that it keeps
//! what it is given. Its author can promise that it does not; nobody checks.

use alloc::vec::Vec;

use super::{
    Advice, Caution,
    edit::Draft,
    scan::{At, Node, World},
    target::Target,
};
use crate::{
    ast::{DeclKind, ExprKind, Pragma},
    base::Span,
    types::ObjId,
};

pub(super) fn offer(world: &World<'_>, target: &Target<'_>, out: &mut Vec<Draft>) {
    let (Some(expr), true) = (target.expr, target.is_on_heap()) else { return };
    // The functions that get the value as an argument, or a part of one.
    let uses: Vec<At> = match target.obj {
        Some(obj) => world.uses(obj).to_vec(),
        None => alloc::vec![At { file: target.file, expr }],
    };
    let mut called: Vec<ObjId> = Vec::new();
    for At { file, expr } in uses {
        let source = &world.files[file];
        for node in source.outwards(Node::Expr(expr)) {
            if let Node::Expr(call) = node
                && let ExprKind::Call { fun, .. } = source.kind(call)
                && let Some(callee) = source.object(*fun)
                && !called.contains(&callee)
            {
                called.push(callee);
            }
        }
    }
    for callee in called {
        out.extend(promise(world, callee));
    }
}

fn promise(world: &World<'_>, func: ObjId) -> Option<Draft> {
    let (file, id) = world.declaration(func)?;
    let source = &world.files[file];
    let decl = source.tree.decl(id);
    let DeclKind::Func { body: None, .. } = &decl.kind else { return None };
    if decl.pragma.contains(Pragma::NOESCAPE) {
        return None;
    }
    let start = source.line_start(decl.span.start)?;
    let above = source.text(Span::new(0, start)).lines().next_back().unwrap_or_default();
    // gofmt wants an empty line of comment between the text and directives.
    let is_directive = above.strip_prefix("//").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()));
    let text = if above.starts_with("//") && !is_directive { "//\n//go:noescape\n" } else { "//go:noescape\n" };
    let mut draft = Draft::new(Advice::NoEscape { function: world.name(func).into() });
    draft.caution = Some(Caution::Promise);
    draft.insert(file, start, text);
    Some(draft)
}
