//! Import declarations, changed the way gofmt would leave them: a new path
//! stands in order among its neighbours, what is no longer used goes.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use super::scan::{Source, World};
use crate::{
    ast::{DeclId, DeclKind, ExprId},
    base::{Span, sort},
    types::{Implicit, ObjId},
};

/// An import declaration.
struct Import {
    decl: DeclId,
    path: String,
    local: Option<ExprId>,
    obj: Option<ObjId>,
}

fn imports(source: &Source<'_>) -> Vec<Import> {
    let of = |&decl: &DeclId| match source.tree.decl(decl).kind {
        DeclKind::Import { local, path: Some(path) } => {
            let text = crate::types::constant::unquote(source.src(path))?;
            let path = String::from_utf8(text).ok()?;
            let declared = local.and_then(|local| source.info.def(local));
            let obj = declared.or_else(|| source.info.implicits.get(&Implicit::Import(decl)).copied());
            Some(Import { decl, path, local, obj })
        }
        _ => None,
    };
    source.tree.decls.iter().filter_map(of).collect()
}

/// What the package at `path` is, or will be, called in `source`.
pub(super) fn name(source: &Source<'_>, path: &str) -> String {
    let own = imports(source).into_iter().find(|import| import.path == path);
    match own.and_then(|import| import.local) {
        Some(local) => source.src(local).to_string(),
        None => path.rsplit('/').next().unwrap_or(path).to_string(),
    }
}

/// The edits that `edits` of `source` ask for, which name the packages `needs`.
pub(super) fn change(
    world: &World<'_>,
    source: &Source<'_>,
    edits: &[(Span, &str)],
    needs: &[&'static str],
) -> Vec<(Span, String)> {
    let imports = imports(source);
    let is_used = |import: &Import| {
        let Some(obj) = import.obj else { return true };
        let stays = |span: Span| !edits.iter().any(|(gone, _)| gone.start <= span.start && span.end <= gone.end);
        let uses = world.uses(obj).iter().filter(|at| world.files[at.file].index == source.index);
        let mentioned = format!("{}.", name(source, &import.path));
        uses.clone().count() == 0
            || uses.clone().any(|at| stays(source.span(at.expr)))
            || edits.iter().any(|(_, text)| text.contains(&mentioned))
    };
    let unused: Vec<&Import> = imports.iter().filter(|import| !is_used(import)).collect();
    let mut new: Vec<&str> =
        needs.iter().copied().filter(|path| !imports.iter().any(|import| import.path == *path)).collect();
    sort(&mut new);
    let mut out = Vec::new();
    let grouped = |import: &Import| source.tree.decl(import.decl).group.is_some();
    let quoted = |path: &str| format!("\"{path}\"");
    let span_of = |import: &Import| source.tree.decl(import.decl).span;
    let lonely: Vec<&Import> = imports.iter().filter(|import| !grouped(import)).collect();
    if let Some(first) = imports.iter().find(|import| grouped(import)) {
        // One group: new lines among its first block, unused lines go.
        let block: Vec<&Import> = first_block(source, &imports, first, &grouped);
        let left =
            imports.iter().filter(|import| grouped(import)).count() - unused.iter().filter(|i| grouped(i)).count();
        if left == 0 && new.is_empty() {
            remove_group(source, span_of(first), &mut out);
        } else {
            for import in unused.iter().filter(|import| grouped(import)) {
                out.push((line_of(source, span_of(import)), String::new()));
            }
            for path in &new {
                let behind = block.iter().find(|import| import.path.as_str() > *path);
                let last = block.last().copied().unwrap_or(first);
                let at = match behind {
                    Some(import) => line_of(source, span_of(import)).start,
                    None => line_of(source, span_of(last)).end,
                };
                out.push((Span::new(at, at), format!("\t{}\n", quoted(path))));
            }
        }
        for import in unused.iter().filter(|import| !grouped(import)) {
            out.push((declaration_lines(source, span_of(import)), String::new()));
        }
        return out;
    }
    match (lonely.as_slice(), new.as_slice()) {
        (_, []) => {
            for import in unused {
                out.push((declaration_lines(source, span_of(import)), String::new()));
            }
        }
        ([], new) => {
            let at = source.tree.pkg_name.map_or(0, |name| source.span(name).end);
            out.push((Span::new(at, at), format!("\n\n{}", declaration(new.iter().map(|path| quoted(path))))));
        }
        ([first, rest @ ..], new) => {
            // Declarations of their own become one.
            let kept = lonely.iter().filter(|import| !unused.iter().any(|gone| gone.decl == import.decl));
            let mut all: Vec<(String, String)> = kept
                .map(|import| {
                    let local = import.local.map_or(String::new(), |local| format!("{} ", source.src(local)));
                    (import.path.clone(), format!("{local}{}", quoted(&import.path)))
                })
                .chain(new.iter().map(|path| ((*path).to_string(), quoted(path))))
                .collect();
            sort(&mut all);
            out.push((span_of(first), declaration(all.into_iter().map(|(_, text)| text))));
            for import in rest {
                out.push((declaration_lines(source, span_of(import)), String::new()));
            }
        }
    }
    out
}

/// The specs of the group of `first` that stand on lines without a gap.
fn first_block<'i>(
    source: &Source<'_>,
    imports: &'i [Import],
    first: &'i Import,
    grouped: &dyn Fn(&Import) -> bool,
) -> Vec<&'i Import> {
    let line = |import: &Import| source.line_of(source.tree.decl(import.decl).span.start);
    let mut block = alloc::vec![first];
    for import in imports.iter().filter(|import| grouped(import)).skip(1) {
        if block.last().is_some_and(|last| line(import) == line(last) + 1) {
            block.push(import);
        } else {
            break;
        }
    }
    block
}

fn declaration(specs: impl Iterator<Item = String>) -> String {
    let specs: Vec<String> = specs.collect();
    match specs.as_slice() {
        [only] => format!("import {only}"),
        _ => format!("import (\n\t{}\n)", specs.join("\n\t")),
    }
}

/// The line of `span`, its end included.
fn line_of(source: &Source<'_>, span: Span) -> Span {
    let start = source.line_start(span.start).unwrap_or(span.start);
    Span::new(start, source.line_end(span.end))
}

/// The line of a declaration, and the empty line behind it.
fn declaration_lines(source: &Source<'_>, span: Span) -> Span {
    let line = line_of(source, span);
    let empty = source.text.get(line.end as usize) == Some(&b'\n');
    Span::new(line.start, line.end + u32::from(empty))
}

/// Takes away `import ( … )` around `inner`.
fn remove_group(source: &Source<'_>, inner: Span, out: &mut Vec<(Span, String)>) {
    let before = source.text(Span::new(0, inner.start));
    let after = source.text(Span::new(inner.end, source.text.len() as u32));
    let (Some(start), Some(end)) = (before.rfind("import"), after.find(')')) else { return };
    let span = Span::new(start as u32, inner.end + end as u32 + 1);
    out.push((declaration_lines(source, span), String::new()));
}
