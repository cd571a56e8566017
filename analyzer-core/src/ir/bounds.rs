//! Which index expressions need no bounds check.
//!
//! Mirrors `walkIndex` and `bounded` of `cmd/compile/internal/walk`, the one
//! thing that `-m` prints after escape analysis: where the type or the shape of
//! an index says that it is within an array or a constant string, as in
//! `table[i&7]`, gc says `index bounds check elided`.
//!
//! gc finds them while it rewrites bodies, function by function, in the order
//! in which it compiles; a function literal that captures something comes
//! right after the function around it. Inside a function the order here is
//! that of evaluation, operands first.

use alloc::vec::Vec;

use super::{BinaryOp, Builtin1, BuiltinN, Facts, FuncId, NodeId, NodeKind, visit};
use crate::{
    base::Pos,
    types::{Type, WORD},
};

/// What gc says about such an expression.
pub const MESSAGE: &str = "index bounds check elided";

/// Appends the positions of the index expressions without a check in `func`
/// and the function literals that belong to it.
pub(super) fn elided(facts: Facts<'_>, func: FuncId, out: &mut Vec<Pos>) {
    let mut todo = alloc::vec![func];
    while let Some(func) = todo.pop() {
        in_func(facts, func, &mut todo, out);
    }
}

/// What is left to do in a body.
#[derive(Clone, Copy)]
enum Step {
    /// Look at a node. The operands of `append` are `copied` first: gc puts
    /// an index in them into a temporary, which hides what it was.
    Visit { node: NodeId, copied: bool },
    /// The operands of an index expression without a check are done.
    Say(Pos),
}

/// Looks at the body of `func`; its capturing function literals go to `closures`.
fn in_func(facts: Facts<'_>, func: FuncId, closures: &mut Vec<FuncId>, out: &mut Vec<Pos>) {
    let package = facts.package;
    let body = package.funcs[func].body.iter().flatten();
    let mut todo: Vec<Step> = body.rev().map(|&node| Step::Visit { node, copied: false }).collect();
    let mut children = Vec::new();
    while let Some(step) = todo.pop() {
        let (node, copied) = match step {
            Step::Visit { node, copied } => (&package.nodes[node], copied),
            Step::Say(pos) => {
                out.push(pos);
                continue;
            }
        };
        match node.kind {
            NodeKind::Index { x, index } if is_elided(facts, x, index, copied) => todo.push(Step::Say(node.pos)),
            NodeKind::Closure(func) if package.funcs[func].is_closure() => closures.push(func),
            _ => {}
        }
        let copied = match node.kind {
            NodeKind::BuiltinN { op: BuiltinN::Append, .. } => true,
            NodeKind::Index { .. }
            | NodeKind::IndexMap { .. }
            | NodeKind::Dot { .. }
            | NodeKind::DotPtr { .. }
            | NodeKind::Deref(_)
            | NodeKind::Builtin1 { op: Builtin1::Len | Builtin1::Cap, .. } => copied,
            _ => false,
        };
        children.clear();
        visit::children(package, node, &mut children);
        todo.extend(children.iter().rev().map(|&node| Step::Visit { node, copied }));
    }
}

fn is_elided(facts: Facts<'_>, x: NodeId, index: NodeId, copied: bool) -> bool {
    if matches!(facts.kind(index), NodeKind::Literal(_)) {
        return false;
    }
    let len = match (facts.under(x), facts.kind(x)) {
        (Type::Array { len, .. }, _) => len,
        (_, NodeKind::Literal(value)) => match value.as_bytes() {
            Some(bytes) => bytes.len() as i64,
            None => return false,
        },
        _ => return false,
    };
    is_bounded(facts, index, len, copied)
}

/// Whether `index`, or a copy of it, is always below `max` (gc's `bounded`).
fn is_bounded(facts: Facts<'_>, index: NodeId, max: i64, copied: bool) -> bool {
    let Type::Basic(kind) = facts.under(index) else { return false };
    if !kind.is_integer() {
        return false;
    }
    let signed = !kind.is_unsigned();
    let size = facts.ty(index).and_then(|ty| facts.types.size_of(ty)).unwrap_or(WORD);
    let mut bits = 8 * size;
    if let (&NodeKind::Binary { op, x, y }, false) = (facts.kind(index), copied) {
        let (left, right) = (facts.small_int(x), facts.small_int(y));
        match op {
            BinaryOp::And | BinaryOp::AndNot => {
                let mask = match (left, right) {
                    (Some(left), _) => left,
                    (None, Some(right)) if op == BinaryOp::And => right,
                    (None, Some(right)) if signed || bits >= 64 => !right,
                    (None, Some(right)) => !right & ((1 << bits) - 1),
                    (None, None) => -1,
                };
                if (0..max).contains(&mask) {
                    return true;
                }
            }
            BinaryOp::Mod if !signed && right.is_some_and(|right| (0..=max).contains(&right)) => return true,
            BinaryOp::Div if !signed => bits -= right.map_or(0, |right| i64::from(right.max(1).ilog2())),
            BinaryOp::Rsh if !signed => {
                let shift = right.unwrap_or(0);
                if shift > bits {
                    return max > 0;
                }
                bits -= shift;
            }
            _ => {}
        }
    }
    !signed && bits <= 62 && 1 << bits.max(0) <= max
}

#[cfg(test)]
mod tests {
    use crate::{Level, Options, Release, Session, base::SourceFile, report::MessageKind};
    use alloc::{format, string::String, vec::Vec};

    /// The columns of the index expressions in `body` that need no check.
    fn columns(body: &str) -> Vec<u32> {
        let head = "package p; func f(i uint8, j int, t *[8]int, s []int, q *[256]int) { _ = ";
        let text = format!("{head}{body} }}");
        let file = SourceFile { name: String::from("p.go"), text: text.into_bytes() };
        let options = Options { level: Level::Decisions, inline: false, ..Options::default() };
        let report = Session::new(Release::default()).analyze(&[file], &options);
        let messages = report.messages.iter().filter(|message| message.kind == MessageKind::BoundsCheck);
        messages.map(|message| message.place.at.col - head.len() as u32).collect()
    }

    #[test]
    fn the_shape_of_an_index_tells() {
        assert_eq!(columns("t[j&7] + t[i%8] + t[i>>5] + t[i/32] + t[i&^0xf8]"), [2, 11, 20, 30, 40]);
        assert!(columns("t[j&8] + t[i%9] + t[i>>4] + t[i/31] + t[i&^0xf0] + t[j%8]").is_empty());
    }

    #[test]
    fn slices_and_constants_are_not_mentioned() {
        assert!(columns("s[j&7] + t[3]").is_empty());
        assert_eq!(columns("\"abcd\"[i&3] + \"abc\"[i&3]"), [7]);
    }

    #[test]
    fn append_copies_its_operands_first() {
        assert_eq!(columns("append(s, t[j&7], t[j&7]+1, q[i])"), [20, 30]);
    }

    #[test]
    fn operands_come_first() {
        assert_eq!(columns("t[t[i&7]&7]"), [4, 2]);
    }
}
