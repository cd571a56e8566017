//! Packs: what importers need of a package, and nothing else.
//!
//! gc writes export data for this; a pack is Go source, pruned, and a table of
//! functions. Whoever imports a package from a pack goes the same way as with
//! its sources (the checker parses it and types what is reached), so there is
//! one mechanism for the standard library and for everything else.
//!
//! ```text
//!   sources ─ Session::pack ─┬─ prune: what can be reached from exported names
//!                            ├─ print: its text, each line where it was
//!                            └─ what callers know of the functions
//!             ─ format ─▶ bytes ─▶ Library ─ Loader ─▶ Session
//! ```
//!
//! * Bodies are kept of generic functions and of those that can be inlined;
//!   all other functions have no body in a pack, which is no mistake there.
//! * Variables have no values: gc exports none either. A type that only the
//!   value tells is written out.
//! * Comments are dropped but for directives of functions.
//! * A pack is text, so that any web server compresses it, and begins with
//!   a line that is checked: format, release and a hash of the rest.

mod format;
mod library;
mod print;
mod prune;
mod reach;
mod type_text;

use alloc::{rc::Rc, string::String, vec::Vec};

use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

use crate::{
    ast::{self, DeclId, DeclKind},
    base::{SourceFile, Span},
    escape::Summary,
    inline::{Exported, Inlinable},
    parser::is_func_directive,
    session::Options,
};
use print::Printer;
use prune::{Kept, KeptFile};

pub use format::PackError;
pub use library::{Entry, INDEX_FILE, Index, Library, pack_file};
pub(crate) use prune::Input;

/// What importers need of a package.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pack {
    /// Its import path.
    pub path: String,
    /// gc's `-std`.
    pub std: bool,
    /// The language version of its module, such as `go1.24`; `None` for the
    /// release's own.
    pub lang: Option<String>,
    /// What is kept of its files.
    pub files: Vec<SourceFile>,
    /// What callers know of its functions.
    pub functions: Rc<Functions>,
    /// The functions of other packages whose bodies it exports.
    pub exported: Rc<Exported>,
}

/// What callers have to know of a function.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FunctionFacts {
    /// What it does with its arguments.
    pub summary: Summary,
    /// Its cost, if it can be inlined.
    pub inlinable: Option<Inlinable>,
}

/// What callers have to know of the functions of a package, by name: `f`,
/// `T.M` or `(*T).M`.
pub type Functions = HashMap<String, FunctionFacts, FxBuildHasher>;

/// Makes a pack of the package that has the files `sources`.
pub(crate) fn make(input: Input<'_>, exported: Exported, sources: &[SourceFile], options: &Options) -> Pack {
    let (kept, reached) = prune::prune(input);
    let files = kept.iter().zip(input.files).zip(sources).filter(|((kept, _), _)| !kept.is_empty());
    let files = files.map(|((kept, &(_, tree)), source)| SourceFile {
        name: source.name.clone(),
        text: print_file(tree, kept, &source.text, input),
    });
    let functions = prune::own_functions(input).filter(|(obj, _)| reached.contains(obj)).map(|(_, id)| {
        let inlinable = input.inlinable.get(&id).copied();
        (input.code.funcs[id].name.clone(), FunctionFacts { summary: input.analysis.summary(id), inlinable })
    });
    let functions = Rc::new(functions.collect());
    let Options { package: path, lang, std, .. } = options.clone();
    Pack { path, std, lang, files: files.collect(), functions, exported: Rc::new(exported) }
}

/// A file with what is kept of it.
fn print_file(tree: &ast::File, kept: &KeptFile, text: &[u8], input: Input<'_>) -> Vec<u8> {
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
    let Some(gap_text) = text.get(gap.start as usize..gap.end as usize) else { return };
    let mut at = gap.start;
    for line in gap_text.split_inclusive(|&byte| byte == b'\n') {
        let directive = core::str::from_utf8(line).unwrap_or_default().trim_end();
        if let Some(verb) = directive.strip_prefix("//")
            && is_func_directive(verb)
        {
            printer.comment(at, directive);
        }
        at += line.len() as u32;
    }
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
