//! One call, replaced by the code of the function that it calls.
//!
//! ```text
//!                        p, q := x, y         parameters become variables
//!   r = f(x, y)   ──▶    {                    a copy of the body, in which
//!                            …                `return z` is  r' = z; goto end
//!                        end: }
//!                        r = r'
//! ```
//!
//! Mirrors `unifiedInlineCall` of `noder/reader.go`; the copy itself is made by
//! [`super::copy`]. gc's mark where inlined code begins (`OINLMARK`) has no
//! counterpart: nothing here asks for it.

use alloc::format;

use super::copy::{self, Copied, Inlining, Originals};
use crate::{
    base::{Interner, Pos, Symbol},
    ir::{AssignListOp, Call, ConvOp, Defn, FuncId, Node, NodeId, NodeKind, NodeList, Package, VarId},
};

/// Where a call stands, as the inliner sees it.
#[derive(Clone, Copy)]
pub(super) struct Site {
    /// The function that contains it.
    pub(super) caller: FuncId,
    /// The call.
    pub(super) call: NodeId,
    /// The function that is called.
    pub(super) callee: FuncId,
    /// The name of the caller's package, if it is another one.
    pub(super) qualifier: Option<Symbol>,
}

/// Replaces the call by the code of the callee; `false`, and nothing is
/// changed, if the arguments are not what the callee wants.
pub(super) fn inline_call(
    package: &mut Package,
    interner: &mut Interner,
    originals: &Originals,
    site: Site,
    delay_results: bool,
) -> bool {
    let Site { caller, call, callee, qualifier } = site;
    let NodeKind::CallFunc(Call { fun, args, .. }) = &package.nodes[call].kind else { return false };
    let (fun, args) = (*fun, args.clone());
    if package.funcs[callee].recv_params().filter(|param| param.var.is_some()).count() != args.len() {
        return false;
    }
    let pos = package.nodes[call].pos;
    let mut init = core::mem::take(&mut package.nodes[call].init);
    callee_effects(package, fun, &mut init);

    let (parent, own) = match package.inlined.origin(call) {
        Some((parent, own)) => (Some(parent), own),
        None => (None, pos),
    };
    let generation = package.inlined.len() + 1;
    let id = package.inlined.push(parent, own, [caller, callee], call, package.nodes.next_id());
    let end = interner.intern(&format!(".i{}", package.funcs[caller].inlined_calls));
    package.funcs[caller].inlined_calls += 1;
    let keeps_places = package.funcs[callee].keeps_places;
    let inlining = Inlining { caller, callee, pos, qualifier, end, generation, delay_results, keeps_places };
    let Copied { mut body, params, results, origins } = copy::copy(package, interner, originals, inlining);
    package.inlined.set_origins(id, origins);

    let lhs = names(package, &params);
    let assign = stmt(package, pos, NodeKind::AssignList { op: AssignListOp::As2, lhs, rhs: args, def: true });
    for var in params {
        package.vars[var].defn = Defn::Stmt(assign);
        let dcl = stmt(package, pos, NodeKind::Dcl(var));
        package.nodes[assign].init.push(dcl);
    }
    init.push(assign);
    if !delay_results {
        for &var in &results {
            init.push(stmt(package, pos, NodeKind::Dcl(var)));
            let x = package.vars[var].node;
            init.push(stmt(package, pos, NodeKind::Assign { x, y: None, def: false }));
        }
    }
    body.push(stmt(package, pos, NodeKind::Label(end)));
    let results = names(package, &results);
    let node = &mut package.nodes[call];
    node.init = init;
    node.kind = NodeKind::InlCall { body, results };
    true
}

fn names(package: &Package, vars: &[VarId]) -> NodeList {
    vars.iter().map(|&var| package.vars[var].node).collect()
}

fn stmt(package: &mut Package, pos: Pos, kind: NodeKind) -> NodeId {
    package.nodes.push(Node { pos, ty: None, init: NodeList::new(), implicit: false, kind })
}

/// What evaluating the expression for the callee does besides.
fn callee_effects(package: &mut Package, mut fun: NodeId, init: &mut NodeList) {
    loop {
        init.append(&mut package.nodes[fun].init);
        fun = match &mut package.nodes[fun].kind {
            NodeKind::Conv { op: ConvOp::Nop, x } => *x,
            NodeKind::InlCall { body, results } => {
                init.append(body);
                let [single] = results[..] else { return };
                single
            }
            _ => return,
        };
    }
}
