//! Escape analysis: which variables and allocations must be on the heap.
//!
//! ```text
//!   ir::Package ── bottom_up ──▶ batches of functions, callees first
//!                                   │
//!          build: bodies ─▶ graph   │   locations, edges "dst ← src, n dereferences"
//!          solve: graph ─▶ solution │   who outlives whom; where parameters leak to
//!          finish ─▶ verdicts, gc's messages, summaries for callers
//! ```
//!
//! Mirrors `cmd/compile/internal/escape` of Go 1.27. The rules in two lines:
//! a pointer to something on the stack must not be stored on the heap, and
//! must not be used when what it points to is gone (the function has returned,
//! the next iteration of a loop has begun). Everything else is bookkeeping.
//!
//! gc prints its `-m` lines the moment it knows them, without sorting:
//! [`Analysis::messages`] has them in that order, with `-m=2` explanations
//! between them if they were asked for.
//!
//! Where this differs from gc: nothing is global; the graph is not changed by
//! solving, so that paths can be shown afterwards ([`Analysis::path`]); each
//! batch that has to do with code that is not known is analysed a second time
//! as if that code kept nothing, and verdicts that come out differently are
//! marked as [`Outcome::assumed`].

mod build;
mod explain;
mod finish;
mod graph;
mod leaks;
mod solve;
#[cfg(test)]
mod tests;

pub use graph::{Attrs, Graph, LocId, Location, Site, Why};
pub use leaks::Leaks;

use alloc::{string::String, vec::Vec};

use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

use crate::{
    base::{IdVec, Interner, Pos},
    ir::{self, Facts, FuncId, NodeId, Package, StandIns},
    report::{HeapReason, MessageKind},
    types::Types,
};
use build::{Assume, Built, Shared};
use explain::{Explainer, Texts};
use solve::{Program, Silent, Solution};

/// What to find out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Options<'a> {
    /// Whether to explain everything in gc's words, as `-m=2` does.
    pub explain: bool,
    /// Whether to tell all that is in a parameter's summary, as
    /// `-d=escapemutationscalls=1` does.
    pub mutations_calls: bool,
    /// Functions without a body because there is an error in it: they count
    /// as code that is not known.
    pub broken: &'a [FuncId],
    /// Functions of other packages about which all that callers need is known.
    pub known: &'a [(FuncId, Summary)],
}

/// One line that gc prints.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Message {
    /// The place in front of it.
    pub pos: Pos,
    /// Which kind of `-m` line it is; `None` for a line that only `-m=2` has.
    pub kind: Option<MessageKind>,
    /// The text behind the place.
    pub text: String,
    /// A place to be printed behind the text: `text at place`.
    pub at: Option<Pos>,
    /// What it is about.
    pub subject: Subject,
}

/// What a message is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Subject {
    /// Nothing with a verdict.
    None,
    /// An index into [`Analysis::outcomes`].
    Outcome(usize),
}

impl Message {
    fn new(pos: Pos, kind: MessageKind, text: String, subject: Subject) -> Self {
        Self { pos, kind: Some(kind), text, at: None, subject }
    }

    fn explanation(pos: Pos, text: String) -> Self {
        Self { pos, kind: None, text, at: None, subject: Subject::None }
    }
}

/// What becomes of a variable, a parameter or an allocation.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Index into [`Analysis::batches`].
    pub batch: usize,
    /// The location; parameters of functions implemented elsewhere have none.
    pub loc: Option<LocId>,
    /// What it is: [`Site::Helper`] for a parameter without a location.
    pub site: Site,
    /// The function it belongs to.
    pub func: FuncId,
    /// Where gc's messages point.
    pub pos: Pos,
    /// How gc prints it.
    pub text: String,
    /// Whether it is on the heap.
    pub escapes: bool,
    /// Whether its storage must outlive the statement it stands in.
    pub persists: bool,
    /// Whether it is a conversion that shares the bytes of the string.
    pub zero_copy: bool,
    /// For parameters: where the value goes.
    pub leaks: Option<Leaks>,
    /// Why it is on the heap.
    pub reason: Option<HeapReason>,
    /// Whether it would be different if unknown code kept nothing.
    pub assumed: bool,
}

/// Functions that were analysed together.
#[derive(Clone, Debug)]
pub struct Batch {
    /// The functions.
    pub funcs: Vec<FuncId>,
    /// How values flow in them.
    pub graph: Graph,
    solution: Solution,
}

/// One assignment on a path.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// `dst ← ops src`
    pub flow: String,
    /// The operations that make it up, innermost first.
    pub notes: Vec<StepNote>,
}

/// One operation of a [`Step`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StepNote {
    /// Where it stands.
    pub pos: Pos,
    /// The node, if it is one of the program.
    pub node: Option<NodeId>,
    /// How gc prints it.
    pub text: String,
    /// Why the value flows.
    pub why: Why,
}

/// What callers need to know about a function.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Where the values of its parameters go, the receiver's first.
    pub leaks: Vec<Leaks>,
    /// The same if unknown code kept nothing: different if the function rests
    /// on an assumption.
    pub hopeful: Vec<Leaks>,
}

/// Everything that was found out about a package.
#[derive(Debug, Default)]
pub struct Analysis {
    /// The groups of functions, in gc's order.
    pub batches: Vec<Batch>,
    /// What becomes of everything, in gc's order.
    pub outcomes: Vec<Outcome>,
    /// gc's lines in gc's order.
    pub messages: Vec<Message>,
    /// The parameters of each function, receivers first.
    pub summaries: IdVec<FuncId, Vec<Leaks>>,
    /// What [`Self::summaries`] would be if unknown code kept nothing.
    pub hopeful: IdVec<FuncId, Vec<Leaks>>,
    /// What stands in for operands in texts.
    pub stand_ins: StandIns,
}

/// Analyses `package`.
pub fn analyze(package: &Package, types: &Types, interner: &Interner, options: Options<'_>) -> Analysis {
    let mut shared = Shared::new(package, types, interner, options.explain);
    shared.mutations_calls = options.mutations_calls;
    let mut analysis = Analysis { summaries: IdVec::filled(package.funcs.len(), Vec::new()), ..Analysis::default() };
    // What the summaries would be if unknown code kept nothing.
    let mut hopeful = analysis.summaries.clone();
    let mut broken = IdVec::filled(package.funcs.len(), false);
    for &func in options.broken {
        broken[func] = true;
    }
    let known: HashMap<FuncId, &Summary, FxBuildHasher> = options.known.iter().map(|(f, s)| (*f, s)).collect();
    let mut number = 0;
    for funcs in ir::bottom_up(package) {
        number += 1;
        for &func in &funcs {
            shared.batch_of[func] = number;
        }
        if let [func] = funcs[..]
            && let Some(summary) = known.get(&func)
        {
            analysis.summaries[func].clone_from(&summary.leaks);
            hopeful[func].clone_from(&summary.hopeful);
            shared.assumed[func] = summary.leaks != summary.hopeful;
            continue;
        }
        if let [func] = funcs[..]
            && broken[func]
        {
            let params = package.funcs[func].recv_params().count();
            analysis.summaries[func] = alloc::vec![Leaks::unknown(); params];
            hopeful[func] = alloc::vec![Leaks::default(); params];
            shared.assumed[func] = true;
            continue;
        }
        let first = analysis.outcomes.len();
        let built = build::build(&mut shared, &funcs, &analysis.summaries, Assume::Leaks, &mut analysis.messages);
        let solution = solve(&shared, number, &built, options.explain.then_some(&mut analysis.messages));
        finish::report(&shared, &built, &solution, &funcs, &mut analysis);
        let Analysis { batches, outcomes, summaries, .. } = &mut analysis;
        if built.unknown {
            let other = build::build(&mut shared, &funcs, &hopeful, Assume::KeepsNothing, &mut Vec::new());
            let other_solution = solve(&shared, number, &other, None);
            finish::tag(&shared, &other, &other_solution, &funcs, &mut hopeful, |_, _, _, _| {});
            compare(&mut outcomes[first..], (&built, &solution), (&other, &other_solution));
            for &func in &funcs {
                shared.assumed[func] = summaries[func] != hopeful[func];
            }
        } else {
            for &func in &funcs {
                hopeful[func].clone_from(&summaries[func]);
            }
        }
        batches.push(Batch { funcs, graph: built.graph, solution });
    }
    analysis.stand_ins = shared.stand_ins;
    analysis.hopeful = hopeful;
    analysis
}

fn solve(shared: &Shared<'_>, number: u32, built: &Built, explain: Option<&mut Vec<Message>>) -> Solution {
    let program = Program {
        package: shared.package,
        in_batch: &|func| shared.batch_of[func] == number,
        result: &|func, i| built.vars.get(&shared.package.funcs[func].results.get(i)?.var?).copied(),
    };
    match explain {
        Some(messages) => {
            let texts = Texts::new(shared.facts(), &built.graph);
            solve::solve(&built.graph, program, &mut Explainer { texts, messages })
        }
        None => solve::solve(&built.graph, program, &mut Silent),
    }
}

/// Marks what comes out differently under the other assumption. Both graphs
/// have the same sites in the same order; only helpers may differ.
fn compare(
    outcomes: &mut [Outcome],
    (built, solution): (&Built, &Solution),
    (other, other_solution): (&Built, &Solution),
) {
    let sites = |built: &Built| {
        let locs = built.graph.own_locs();
        locs.filter(|&loc| !matches!(built.graph.locs[loc].site, Site::Helper | Site::Temp(_))).collect::<Vec<_>>()
    };
    for ((loc, other_loc), outcome) in sites(built).into_iter().zip(sites(other)).zip(outcomes) {
        let verdict = |solution: &Solution, loc: LocId| {
            let mut leaks = solution.leaks[loc];
            leaks.optimize();
            (solution.attrs[loc] & (Attrs::ESCAPES | Attrs::MUTATES), leaks.flows())
        };
        let (mut ours, mut others) = (verdict(solution, loc), verdict(other_solution, other_loc));
        if !outcome.zero_copy {
            // Whether it is written to shows in the verdict of conversions only.
            ours.0.remove(Attrs::MUTATES);
            others.0.remove(Attrs::MUTATES);
        }
        outcome.assumed = ours != others;
    }
}

impl Analysis {
    /// The way of outcome `index` to where it had to escape, or of a
    /// parameter's value to where it leaks, first step first.
    pub fn path(&self, package: &Package, types: &Types, interner: &Interner, index: usize) -> Vec<Step> {
        let Some(outcome) = self.outcomes.get(index) else { return Vec::new() };
        let (Some(loc), Some(batch)) = (outcome.loc, self.batches.get(outcome.batch)) else { return Vec::new() };
        let facts = Facts { package, types, interner, stand_ins: Some(&self.stand_ins) };
        let texts = Texts::new(facts, &batch.graph);
        let edges = if outcome.escapes {
            explain::escape_edges(&batch.graph, &batch.solution, loc)
        } else {
            explain::leak_edges(&batch.solution, loc)
        };
        let notes = |edge| {
            let notes = batch.graph.notes_from(batch.graph.edges[edge].notes);
            let step = notes.map(|note| {
                let (pos, text) = texts.at(note.at);
                let node = match note.at {
                    graph::At::Node(node) => Some(node),
                    graph::At::TempAssign { .. } => None,
                };
                StepNote { pos, node, text, why: note.why }
            });
            step.collect()
        };
        edges.into_iter().map(|edge| Step { flow: texts.flow(edge), notes: notes(edge) }).collect()
    }
}
