//! Which bodies of other packages' functions gc puts into export data.
//!
//! A call can be inlined only if gc finds the body of the callee in the export
//! data of a package that is imported directly. A package exports the bodies
//! of its own functions, and those of other packages' functions that it has
//! inlined itself, as far as what it exports leads to them:
//!
//! ```text
//!   func F() { other.G() }        F exported, inlinable    ─▶  G, if it was inlined
//!   func G[T any]() { other.H() } exported                 ─▶  H, if an instance of G
//!                                                              or something else here
//!                                                              has inlined it
//! ```
//!
//! So what only generic code mentions is often not inlined into instances that
//! are made elsewhere.
//!
//! Mirrors `exportBody` of `noder/linker.go`. gc follows all that bodies and
//! types mention; here the way leads along calls that were inlined, and from
//! generic code to everything that has a name mentioned in it.

use alloc::{collections::BTreeSet, string::String, vec::Vec};

use hashbrown::{HashMap, HashSet};
use rustc_hash::FxBuildHasher;

use super::Inlinable;
use crate::{
    ast::{DeclKind, ExprKind, File, UnaryOp},
    base::{FileId, Interner, Span},
    ir::{Facts, FuncId, Package},
};

/// Functions of other packages: their names, by path.
pub(crate) type Exported = HashMap<String, HashSet<String, FxBuildHasher>, FxBuildHasher>;

/// The functions of other packages whose bodies `package`, which has these
/// files, exports.
pub(crate) fn exported(
    Facts { package, types, interner, .. }: Facts<'_>,
    files: &[(FileId, &File)],
    inlinable: &HashMap<FuncId, Inlinable, FxBuildHasher>,
) -> Exported {
    let names = names_in_generic_code(files, interner);
    let mut mentions: HashMap<FuncId, BTreeSet<FuncId>, FxBuildHasher> = HashMap::default();
    for call in package.inlined.calls() {
        let inside = call.parent.map_or(call.caller, |parent| package.inlined.call(parent).callee);
        mentions.entry(written_in(package, inside)).or_default().insert(written_in(package, call.callee));
    }
    let is_root = |func: FuncId| {
        let f = &package.funcs[func];
        // Types bring their methods.
        let method = f.recv.is_some();
        if f.imported {
            return method || names.contains(&*f.name);
        }
        let instance = f.dupok && !f.wrapper;
        let exported = method || f.obj.is_some_and(|obj| types.obj(obj).exported);
        instance || (exported && inlinable.contains_key(&func))
    };
    let all = mentions.iter().flat_map(|(&func, callees)| callees.iter().copied().chain([func]));
    let mut seen: HashSet<FuncId, FxBuildHasher> = all.filter(|&func| is_root(func)).collect();
    let mut todo: Vec<FuncId> = seen.iter().copied().collect();
    let mut found = Exported::default();
    while let Some(func) = todo.pop() {
        let f = &package.funcs[func];
        if f.imported
            && let Some(pkg) = f.pkg
        {
            found.entry(types.package(pkg).path.clone()).or_default().insert(f.name.clone());
        }
        todo.extend(mentions.get(&func).into_iter().flatten().copied().filter(|&callee| seen.insert(callee)));
    }
    found
}

/// The names in the bodies of generic functions and methods of generic types.
fn names_in_generic_code<'a>(files: &[(FileId, &File)], interner: &'a Interner) -> HashSet<&'a str, FxBuildHasher> {
    let mut names = HashSet::default();
    for &(_, tree) in files {
        let is_generic = |kind: &DeclKind| match kind {
            DeclKind::Func { tparams, recv, .. } => {
                let mut of = recv.as_ref().map(|recv| tree.unparen(recv.ty));
                if let Some(&ExprKind::Unary { op: UnaryOp::Deref, x }) = of.map(|of| &tree.expr(of).kind) {
                    of = Some(tree.unparen(x));
                }
                !tparams.is_empty() || of.is_some_and(|of| matches!(tree.expr(of).kind, ExprKind::Index { .. }))
            }
            _ => false,
        };
        let generic = tree.decls.iter().map(|&decl| tree.decl(decl)).filter(|decl| is_generic(&decl.kind));
        let spans: Vec<Span> = generic.map(|decl| decl.span).collect();
        for expr in tree.exprs.as_slice() {
            // Declarations stand in order.
            let behind = spans.partition_point(|span| span.end <= expr.span.start);
            if let ExprKind::Name(name) = expr.kind
                && spans.get(behind).is_some_and(|span| span.start <= expr.span.start)
            {
                names.insert(interner.text(name));
            }
        }
    }
    names
}

/// The function around a literal.
fn written_in(package: &Package, mut func: FuncId) -> FuncId {
    while let Some(outer) = package.funcs[func].closure_parent {
        func = outer;
    }
    func
}
