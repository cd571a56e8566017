//! Why something escapes, in words.
//!
//! Mirrors `explainPath` and `explainFlow` of `escape/solve.go`: a flow such as
//! `p ← &x` for each edge from a location to the root of the walk in which it
//! was found to escape, and below each flow the operations it is made of.
//! With `-m=2` gc prints them the moment they are found; the same texts are
//! given later, location by location, to whoever wants to show a path.

use alloc::{format, string::String, vec::Vec};

use super::{
    Message,
    graph::{At, Edge, EdgeId, Graph, LocId, Note, Site, Why},
    solve::{Observer, PathId, Solution, Walk},
};
use crate::{
    base::Pos,
    ir::{ConvOp, Facts, NodeKind},
    report::HeapReason,
};

/// Texts about a graph.
#[derive(Clone, Copy)]
pub(super) struct Texts<'a> {
    facts: Facts<'a>,
    graph: &'a Graph,
}

impl<'a> Texts<'a> {
    pub(super) fn new(facts: Facts<'a>, graph: &'a Graph) -> Self {
        Self { facts, graph }
    }

    /// Where messages about `site` point.
    pub(super) fn pos(&self, site: Site) -> Option<Pos> {
        match site {
            Site::Var(var) => Some(self.facts.package.vars[var].pos),
            Site::Expr(node) => Some(self.facts.package.nodes[node].pos),
            Site::Helper | Site::Temp(_) => None,
        }
    }

    /// A site as gc prints its node.
    pub(super) fn site(&self, site: Site) -> String {
        match site {
            Site::Var(var) => self.facts.text(self.facts.package.vars[var].node),
            Site::Expr(node) => self.facts.text(node),
            Site::Temp(number) => format!(".autotmp_{number}"),
            Site::Helper => String::new(),
        }
    }

    fn func(&self, loc: LocId) -> String {
        self.graph.locs[loc].func.map_or_else(|| "<nil>".into(), |func| self.facts.package.funcs[func].name.clone())
    }

    /// A location within a flow.
    fn loc(&self, loc: LocId) -> String {
        let site = self.graph.locs[loc].site;
        match site {
            _ if loc == Graph::heap() => String::from("{heap}"),
            Site::Helper => String::from("{temp}"),
            Site::Expr(_) => format!("{{storage for {}}}", self.site(site)),
            Site::Var(_) | Site::Temp(_) => self.site(site),
        }
    }

    /// `dst ← ops src`
    pub(super) fn flow(&self, edge: EdgeId) -> String {
        let Edge { src, dst, derefs, .. } = self.graph.edges[edge];
        let ops = usize::try_from(derefs).map_or_else(|_| String::from("&"), |count| "*".repeat(count));
        format!("{} ← {ops}{}", self.loc(dst), self.loc(src))
    }

    /// Place and text of what a note points at.
    pub(super) fn at(&self, at: At) -> (Pos, String) {
        match at {
            At::Node(node) => (self.facts.package.nodes[node].pos, self.facts.text(node)),
            At::TempAssign { temp, value } => {
                let text = format!(".autotmp_{temp} = {}", self.facts.text(value));
                (self.facts.package.nodes[value].pos, text)
            }
        }
    }

    /// gc's lines about `edges`, with place `pos`.
    fn explain(&self, messages: &mut Vec<Message>, pos: Pos, edges: &[EdgeId], circle: bool) {
        for &edge in edges {
            messages.push(Message::explanation(pos, format!("  flow: {}:", self.flow(edge))));
            for note in self.graph.notes_from(self.graph.edges[edge].notes) {
                let (at, text) = self.at(note.at);
                let text = format!("    from {text} ({})", note.why.text());
                messages.push(Message { at: Some(at), ..Message::explanation(pos, text) });
            }
        }
        if circle {
            let text = "  warning: truncated explanation due to assignment cycle; see golang.org/issue/35518";
            messages.push(Message::explanation(pos, String::from(text)));
        }
    }

    /// gc's lines when `src` is found to escape by way of `edges`.
    pub(super) fn escapes(&self, messages: &mut Vec<Message>, src: LocId, edges: &[EdgeId], circle: bool) {
        let site = self.graph.locs[src].site;
        let Some(pos) = self.pos(site) else { return };
        let text = format!("{} escapes to heap in {}:", self.site(site), self.func(src));
        messages.push(Message::explanation(pos, text));
        self.explain(messages, pos, edges, circle);
    }
}

/// Prints explanations while a graph is solved.
pub(super) struct Explainer<'a> {
    pub(super) texts: Texts<'a>,
    pub(super) messages: &'a mut Vec<Message>,
}

impl Observer for Explainer<'_> {
    fn escapes(&mut self, walk: &Walk<'_>, root: LocId, loc: LocId) {
        let (edges, circle) = walk.edges_to_root(root, loc);
        self.texts.escapes(self.messages, loc, &edges, circle);
    }

    fn leaks(&mut self, walk: &Walk<'_>, root: LocId, loc: LocId, derefs: i32) {
        let texts = self.texts;
        let site = texts.graph.locs[loc].site;
        let Some(pos) = texts.pos(site) else { return };
        let (name, to, func) = (texts.site(site), texts.loc(root), texts.func(loc));
        let text = format!("parameter {name} leaks to {to} for {func} with derefs={derefs}:");
        self.messages.push(Message::explanation(pos, text));
        let (edges, circle) = walk.edges_to_root(root, loc);
        texts.explain(self.messages, pos, &edges, circle);
    }
}

/// Paths are cut to this many steps: the first ones and the last one.
const MAX_STEPS: usize = 64;

/// The way of `loc`, or of a parameter's value, out of its function: where gc
/// stops at something that escapes itself, its way follows.
pub(super) fn way_out(graph: &Graph, solution: &Solution, loc: LocId) -> Vec<EdgeId> {
    let mut edges = if solution.escapes(loc) { escape_edges(graph, solution, loc) } else { leak_edges(solution, loc) };
    let mut from = loc;
    while let Some(&last) = edges.last() {
        let root = graph.edges[last].dst;
        let (here, there) = (&graph.locs[from], &graph.locs[root]);
        // What is declared outside of a loop lives too long, wherever it goes.
        let outside = here.func == there.func && there.loop_depth < here.loop_depth;
        if root == Graph::heap() || there.param_out || outside || !solution.escapes(root) {
            break;
        }
        let more = escape_edges(graph, solution, root);
        // Ways may lead in a circle.
        if more.is_empty() || edges.len() + more.len() > MAX_STEPS || more.iter().any(|edge| edges.contains(edge)) {
            break;
        }
        edges.extend(more);
        from = root;
    }
    edges
}

/// The edges by which `loc` came to escape, its own first.
fn escape_edges(graph: &Graph, solution: &Solution, loc: LocId) -> Vec<EdgeId> {
    let Some(direct) = graph.locs[loc].direct else { return cut(solution, solution.escape_paths[loc]) };
    let mut edges = Vec::from([direct.edge]);
    // What escapes while the graph is built does so by flowing to something
    // that did so before, so this ends.
    while let Some(&edge) = edges.last()
        && let Some(next) = graph.locs[graph.edges[edge].dst].direct
    {
        if edges.len() + 1 >= MAX_STEPS {
            edges.push(direct.last);
            break;
        }
        edges.push(next.edge);
    }
    edges
}

/// The edges by which parameter `loc` leaks: to the heap if it does, else to a result.
fn leak_edges(solution: &Solution, loc: LocId) -> Vec<EdgeId> {
    solution.leak_paths[loc].map(|leak| cut(solution, leak.path)).unwrap_or_default()
}

fn cut(solution: &Solution, path: Option<PathId>) -> Vec<EdgeId> {
    let mut edges: Vec<EdgeId> = solution.steps(path).take(MAX_STEPS).collect();
    if edges.len() == MAX_STEPS
        && let (Some(end), Some(path)) = (edges.last_mut(), path)
    {
        *end = solution.paths[path].last;
    }
    edges
}

/// The reason for people why `loc` is on the heap.
pub(super) fn heap_reason(facts: Facts<'_>, graph: &Graph, solution: &Solution, loc: LocId) -> HeapReason {
    let (first, last, captured) = match (graph.locs[loc].direct, solution.escape_paths[loc]) {
        (Some(direct), _) => (direct.edge, direct.last, direct.captured),
        (None, Some(path)) => {
            let path = solution.paths[path];
            (path.edge, path.last, path.captured)
        }
        (None, None) => return HeapReason::Other,
    };
    for note in graph.notes_from(graph.edges[first].notes) {
        match note.why {
            Why::TooLarge | Why::TooAligned => return HeapReason::TooLarge,
            Why::ZeroSizedElement => return HeapReason::Other,
            _ => {}
        }
    }
    if captured {
        return HeapReason::Captured;
    }
    if let Site::Expr(node) = graph.locs[loc].site
        && matches!(facts.kind(node), NodeKind::Conv { op: ConvOp::Iface, .. })
    {
        return HeapReason::Boxed;
    }
    let root = graph.edges[last].dst;
    if root != Graph::heap() {
        let to = &graph.locs[root];
        return match () {
            () if to.param_out => HeapReason::Returned,
            () if to.func == graph.locs[loc].func && !solution.escapes(root) => HeapReason::OutlivesLoop,
            () => HeapReason::Stored,
        };
    }
    let outermost = graph.notes_from(graph.edges[last].notes).last();
    outermost.map_or(HeapReason::Other, |note| reason_of(facts, note))
}

fn reason_of(facts: Facts<'_>, note: &Note) -> HeapReason {
    match note.why {
        Why::Send => HeapReason::Sent,
        Why::Return => HeapReason::Returned,
        Why::MapLiteralKey | Why::MapLiteralValue | Why::KeyOfMapPut => HeapReason::StoredInMap,
        Why::AppendeeSlice | Why::AppendedSlice | Why::CopiedSlice => HeapReason::Appended,
        Why::UnknownCallParameter => HeapReason::PassedToUnknownCall,
        Why::CallParameter => match note.at {
            At::Node(node) => match facts.kind(node) {
                NodeKind::Builtin1 { op: crate::ir::Builtin1::Panic, .. } => HeapReason::Panicked,
                NodeKind::BuiltinN { op: crate::ir::BuiltinN::Append, .. } => HeapReason::Appended,
                NodeKind::Builtin2 { op: crate::ir::Builtin2::Copy, .. } => HeapReason::Appended,
                _ => HeapReason::PassedToLeakingParam,
            },
            At::TempAssign { .. } => HeapReason::PassedToLeakingParam,
        },
        Why::UintptrEscapes => HeapReason::PassedToLeakingParam,
        Why::Assign
        | Why::AssignPair
        | Why::AssignPairDotType
        | Why::AssignPairMapR
        | Why::AssignPairReceive
        | Why::RangeDeref
        | Why::Range => {
            let stored_in_map = match note.at {
                At::Node(node) => match *facts.kind(node) {
                    NodeKind::Assign { x, .. } => matches!(facts.kind(x), NodeKind::IndexMap { .. }),
                    _ => false,
                },
                At::TempAssign { .. } => false,
            };
            if stored_in_map { HeapReason::StoredInMap } else { HeapReason::Stored }
        }
        Why::Spill => match note.at {
            // A function literal or method value right where `go` or `defer` wants it.
            At::Node(node) if matches!(facts.kind(node), NodeKind::Closure(_) | NodeKind::MethValue { .. }) => {
                HeapReason::Captured
            }
            _ => HeapReason::Other,
        },
        _ => HeapReason::Other,
    }
}
