//! Why nothing is offered: what somebody who knows the program has to decide.
//!
//! An edit is offered where the program does the same afterwards. Often what
//! takes a value off the heap is another program, a better one maybe: fewer
//! goroutines, another signature, a size that is known. For each value on the
//! heap that no edit helps, this says which decision that is. The sentences are
//! made at the edge.

use alloc::{string::String, vec::Vec};
use serde::{Deserialize, Serialize};

use super::{
    Offer, Question,
    scan::{Node, Source, World},
    target::Target,
};
use crate::{
    ast::{CallTok, ExprId, ExprKind, StmtKind},
    report::{HeapReason, LocationKind, Place, Verdict},
    types::Type,
};

/// A value that allocates, and for which no edit is offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Withheld {
    /// Where it is.
    pub place: Place,
    /// How gc prints it; empty for what gc says nothing about.
    pub value: String,
    /// What would have to be decided.
    pub decision: Decision,
}

/// What would have to be decided before a value could leave the heap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Decision {
    /// How many goroutines there are: each keeps what it was started with.
    Goroutine,
    /// Whether what is deferred in a loop could happen in each round.
    DeferInLoop,
    /// How a closure that stays and its function share a variable.
    Shared,
    /// Whether a function literal has to be kept by somebody.
    KeptLiteral,
    /// Whether the function's results could be others.
    Returned,
    /// Who owns it.
    Stored,
    /// Whether a receiver needs the same variable.
    Sent,
    /// Whether a function has to keep its argument.
    PassedOn,
    /// Which functions there are that a call could mean.
    UnknownCallee,
    /// Which types an interface has to hold.
    Interface,
    /// The same for the elements of a map.
    InterfaceInMap,
    /// Whether a map has to hold pointers.
    InMap,
    /// Whether a slice has to hold pointers.
    Appended,
    /// How much is needed at a time.
    TooLarge,
    /// What the largest size is.
    UnknownSize,
    /// Whether rounds of a loop could share it.
    OutlivesLoop,
    /// Whether a channel has to be made anew.
    Channel,
    /// Nothing: it is made when the program panics.
    Panic,
    /// How large it gets: it is on the stack while it is small.
    IfSmall,
    /// Whether a string is needed before it is whole.
    GrowingString,
    /// Whether it has to go where it goes.
    Other,
}

impl Decision {
    /// Every one.
    pub const ALL: [Self; 21] = [
        Self::Goroutine,
        Self::DeferInLoop,
        Self::Shared,
        Self::KeptLiteral,
        Self::Returned,
        Self::Stored,
        Self::Sent,
        Self::PassedOn,
        Self::UnknownCallee,
        Self::Interface,
        Self::InterfaceInMap,
        Self::InMap,
        Self::Appended,
        Self::TooLarge,
        Self::UnknownSize,
        Self::OutlivesLoop,
        Self::Channel,
        Self::Panic,
        Self::IfSmall,
        Self::GrowingString,
        Self::Other,
    ];
}

/// A decision for each value that `question` is about.
pub(super) fn decisions(world: &World<'_>, question: Question, targets: &[Target<'_>]) -> Vec<Withheld> {
    let report = world.seen.report;
    let mut all: Vec<Withheld> = Vec::new();
    let mut add = |withheld: Withheld| {
        let same = |other: &Withheld| {
            (other.place.file, other.place.at.line, &other.value, other.decision)
                == (withheld.place.file, withheld.place.at.line, &withheld.value, withheld.decision)
        };
        if !all.iter().any(same) {
            all.push(withheld);
        }
    };
    for (index, location) in report.locations.iter().enumerate() {
        let target = targets.iter().find(|target| target.index == Some(index as u32));
        let decision = match location.verdict {
            _ if !question.asks(location.place) => continue,
            Verdict::StackIfSmall => Decision::IfSmall,
            Verdict::Heap(reason) => {
                target.and_then(|target| seen(world, target, reason)).unwrap_or_else(|| of(location.what, reason))
            }
            _ => continue,
        };
        add(Withheld { place: location.place, value: location.text.clone(), decision });
    }
    for target in targets.iter().filter(|target| target.index.is_none()) {
        let source = &world.files[target.file];
        let Some((stmt, StmtKind::Assign { lhs, .. })) = target.stmt.map(|stmt| (stmt, source.stmt(stmt))) else {
            continue;
        };
        if !matches!(world.types().under(source.ty(*lhs)), Type::Basic(kind) if kind.is_string()) {
            continue;
        }
        let place = source.place(source.stmt_span(stmt));
        add(Withheld { place, value: String::new(), decision: Decision::GrowingString });
    }
    all
}

/// Those of `decisions` on whose line nothing is offered.
pub(crate) fn withheld(mut decisions: Vec<Withheld>, offers: &[Offer]) -> Vec<Withheld> {
    let line = |place: Place| (place.file, place.at.line);
    decisions.retain(|withheld| !offers.iter().any(|offer| line(offer.place) == line(withheld.place)));
    decisions
}

/// What can be said of the kind of value and of why it is on the heap.
const fn of(what: LocationKind, reason: HeapReason) -> Decision {
    match (what, reason) {
        (LocationKind::Closure | LocationKind::MethodValue, HeapReason::Captured | HeapReason::Stored) => {
            Decision::KeptLiteral
        }
        (_, HeapReason::Returned) => Decision::Returned,
        (_, HeapReason::Stored) => Decision::Stored,
        (_, HeapReason::Sent) => Decision::Sent,
        (_, HeapReason::Captured) => Decision::Shared,
        (_, HeapReason::PassedToLeakingParam) => Decision::PassedOn,
        (_, HeapReason::PassedToUnknownCall) => Decision::UnknownCallee,
        (_, HeapReason::Boxed) => Decision::Interface,
        (_, HeapReason::StoredInMap) => Decision::InMap,
        (_, HeapReason::Appended) => Decision::Appended,
        (_, HeapReason::TooLarge) => Decision::TooLarge,
        (_, HeapReason::SizeNotConstant) => Decision::UnknownSize,
        (_, HeapReason::OutlivesLoop) => Decision::OutlivesLoop,
        (_, HeapReason::Channel) => Decision::Channel,
        (_, HeapReason::Panicked) => Decision::Panic,
        (_, HeapReason::Other) => Decision::Other,
    }
}

/// What the code around a value says beyond that.
fn seen(world: &World<'_>, target: &Target<'_>, reason: HeapReason) -> Option<Decision> {
    let source = &world.files[target.file];
    let expr = target.expr?;
    match target.what()? {
        LocationKind::Closure => started(source, expr),
        LocationKind::GoDefer => call_statement(source, expr),
        LocationKind::Variable | LocationKind::Param | LocationKind::Result if reason == HeapReason::Captured => {
            let home = source.func_of(Node::Expr(expr))?;
            let uses = world.uses(target.obj?).iter().filter(|at| at.file == target.file);
            let literals = uses.filter_map(|at| {
                source.outwards(Node::Expr(at.expr)).take_while(|&node| node != home).filter_map(literal(source)).last()
            });
            // One that is deferred in a loop waits; else the variable is shared with who has the closure.
            literals.filter_map(|literal| started(source, literal)).find(|&how| how == Decision::DeferInLoop)
        }
        LocationKind::Boxing => {
            let Node::Stmt(stmt) = source.context(expr) else { return None };
            let StmtKind::Assign { lhs, .. } = source.stmt(stmt) else { return None };
            let ExprKind::Index { x, .. } = source.kind(*lhs) else { return None };
            let is_map = matches!(world.types().under(source.ty(*x)), Type::Map { .. });
            is_map.then_some(Decision::InterfaceInMap)
        }
        _ => None,
    }
}

fn literal(source: &Source<'_>) -> impl Fn(Node) -> Option<ExprId> {
    |node| match node {
        Node::Expr(expr) if matches!(source.kind(expr), ExprKind::FuncLit { .. }) => Some(expr),
        _ => None,
    }
}

/// How a function literal is started, if that is a statement of its own.
fn started(source: &Source<'_>, literal: ExprId) -> Option<Decision> {
    let Node::Expr(call) = source.context(literal) else { return None };
    let ExprKind::Call { fun, .. } = source.kind(call) else { return None };
    if source.tree.unparen(*fun) != literal {
        return None;
    }
    call_statement(source, call)
}

fn call_statement(source: &Source<'_>, call: ExprId) -> Option<Decision> {
    let Node::Stmt(stmt) = source.context(call) else { return None };
    match source.stmt(stmt) {
        StmtKind::Call { tok: CallTok::Go, .. } => Some(Decision::Goroutine),
        StmtKind::Call { tok: CallTok::Defer, .. } => {
            source.loop_around(Node::Stmt(stmt)).map(|_| Decision::DeferInLoop)
        }
        _ => None,
    }
}
