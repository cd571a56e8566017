//! What advice is wanted for: values that allocate, found again in the tree.

use alloc::vec::Vec;

use super::{
    Question,
    scan::{Node, Source, World},
};
use crate::{
    ast::{AssignOp, BinaryOp, ExprId, ExprKind, StmtId, StmtKind, UnaryOp},
    report::{LocationKind, LocationVerdict, Place, Verdict},
    types::ObjId,
};

/// A value that is on the heap, or may be, as it stands in the text.
pub(super) struct Target<'a> {
    /// Index into the report's locations; `None` for a statement that makes
    /// strings and of which gc says nothing.
    pub(super) index: Option<u32>,
    pub(super) location: Option<&'a LocationVerdict>,
    /// The file and line that was asked about.
    pub(super) line: (u32, u32),
    /// Its file, as [`World::files`] has it.
    pub(super) file: usize,
    /// The expression, or the name that is declared.
    pub(super) expr: Option<ExprId>,
    /// The statement, for a target without location.
    pub(super) stmt: Option<StmtId>,
    /// The variable.
    pub(super) obj: Option<ObjId>,
}

impl<'a> Target<'a> {
    /// All values that `question` is about, those on the heap first.
    pub(super) fn all(world: &World<'a>, question: Question) -> Vec<Self> {
        let mut targets = Vec::new();
        for wanted in [true, false] {
            for (index, location) in world.seen.report.locations.iter().enumerate() {
                let heap = matches!(location.verdict, Verdict::Heap(_));
                if heap == wanted
                    && (heap || location.verdict == Verdict::StackIfSmall)
                    && question.asks(location.place)
                {
                    targets.extend(Self::of(world, index as u32, location));
                }
            }
        }
        for (file, source) in world.files.iter().enumerate() {
            for (id, stmt) in source.tree.stmts.iter_enumerated() {
                let StmtKind::Assign { op: AssignOp::Op(BinaryOp::Add), .. } = stmt.kind else { continue };
                let line = source.line_of(stmt.pos);
                let here = question.file.is_none_or(|file| source.index == file)
                    && question.line.is_none_or(|wanted| line == wanted);
                if here && source.loop_around(Node::Stmt(id)).is_some() {
                    let line = (source.index, line);
                    targets.push(Self {
                        index: None,
                        location: None,
                        line,
                        file,
                        expr: None,
                        stmt: Some(id),
                        obj: None,
                    });
                }
            }
        }
        targets
    }

    fn of(world: &World<'a>, index: u32, location: &'a LocationVerdict) -> Option<Self> {
        let place = location.inlined.as_ref().map_or(location.place, |from| from.place);
        let file = world.files.iter().position(|file| file.index == place.file)?;
        let source = &world.files[file];
        let expr = find(source, location, place);
        let obj = expr.and_then(|expr| source.info.def(expr));
        let line = (location.place.file, location.place.at.line);
        Some(Self { index: Some(index), location: Some(location), line, file, expr, stmt: None, obj })
    }

    /// What kind of value it is.
    pub(super) fn what(&self) -> Option<LocationKind> {
        self.location.map(|location| location.what)
    }

    /// Whether it is on the heap, and not only perhaps.
    pub(super) fn is_on_heap(&self) -> bool {
        self.location.is_some_and(|location| matches!(location.verdict, Verdict::Heap(_)))
    }

    /// The node to look around from.
    pub(super) fn node(&self) -> Option<Node> {
        self.expr.map(Node::Expr).or(self.stmt.map(Node::Stmt))
    }
}

/// The expression that `location` is about, which was written at `place`.
fn find(source: &Source<'_>, location: &LocationVerdict, place: Place) -> Option<ExprId> {
    let fits = |expr: ExprId| match (location.what, source.kind(expr)) {
        (LocationKind::Variable | LocationKind::Param | LocationKind::Result, ExprKind::Name(_)) => {
            source.info.def(expr).is_some()
        }
        (LocationKind::Variable | LocationKind::Param | LocationKind::Result, _) => false,
        (LocationKind::Closure, kind) => matches!(kind, ExprKind::FuncLit { .. }),
        (LocationKind::New, kind) => {
            matches!(
                kind,
                ExprKind::Call { .. } | ExprKind::Unary { op: UnaryOp::Addr, .. } | ExprKind::CompositeLit { .. }
            )
        }
        (LocationKind::Literal, kind) => matches!(kind, ExprKind::CompositeLit { .. }),
        (
            LocationKind::Make | LocationKind::Append | LocationKind::StringConversion | LocationKind::VariadicArgs,
            kind,
        ) => matches!(kind, ExprKind::Call { .. }),
        (LocationKind::Concatenation, kind) => matches!(kind, ExprKind::Binary { op: BinaryOp::Add, .. }),
        (LocationKind::MethodValue, kind) => matches!(kind, ExprKind::Selector { .. }),
        (LocationKind::Boxing, _) => source.info.get(expr).is_some(),
        (LocationKind::GoDefer, kind) => matches!(kind, ExprKind::Call { .. }),
    };
    let start = place.span.start;
    let all = || source.tree.exprs.iter_enumerated();
    if location.what == LocationKind::GoDefer {
        let stmt = source.tree.stmts.iter().find(|stmt| stmt.pos == start)?;
        let StmtKind::Call { call, .. } = stmt.kind else { return None };
        return Some(call);
    }
    let exact = all().find(|(id, node)| node.span == place.span && fits(*id));
    let at = || all().filter(|(id, node)| node.pos == start && fits(*id)).max_by_key(|(_, node)| node.span.end);
    exact.or_else(at).map(|(id, _)| id)
}
