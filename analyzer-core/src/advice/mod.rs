//! Advice: edits that take a value off the heap.
//!
//! ```text
//! report ─ targets ─┬─ result, buffer, format … ─ candidates ─ apply ─ analyse again ─ offers
//! ast, types::Info ─┘   (one file per family)                          effect: before, after
//! ```
//!
//! Nothing of gc is mirrored here. A *family* looks at a value that is on the
//! heap and at the code around it, and proposes text edits that would keep the
//! value on the stack. What makes an edit safe is in two places:
//!
//! * the family makes sure that the program does the same as before: that all
//!   callers of a changed function are seen and changed with it, that nothing
//!   observes the difference between one copy and two, that what is computed
//!   earlier is computed from the same values. Where it cannot know, it
//!   proposes nothing, or says what it relies on ([`Caution`]);
//! * whether the edit compiles and what it is good for is not guessed: the
//!   edited text is analysed like any other, and what has errors, or leaves
//!   the value where it was, is dropped ([`effect`]). Aliases need no analysis
//!   of their own, either: a value that somebody else could still reach after
//!   the edit is found on the heap again.
//!
//! Where there is no such edit, a [`Decision`] says what somebody who knows the
//! program would have to decide.
//!
//! Offers are data: a permanent code, names for sentences that are made at the
//! edge, edits as byte ranges in the files, imports included, and figures.
//!
//! Edits leave what gofmt leaves, with one exception: columns that it lines up
//! over several lines (comments behind code, functions of one line below each
//! other) are not lined up anew.

mod buffer;
mod capacity;
mod capture;
mod concat;
mod concrete;
mod data;
mod decision;
mod edit;
mod effect;
mod foreign;
mod format;
mod hoist;
mod imports;
mod keep_copy;
mod map_value;
mod pool;
mod reflect;
mod result;
mod scan;
mod target;

pub use data::{Advice, Advised, Caution, Edit, Effect, FunctionEffect, Offer, Question, Spent};
pub use decision::{Decision, Withheld};

pub(crate) use decision::withheld;
pub use edit::apply;
pub(crate) use effect::judge;
pub(crate) use scan::Seen;

use alloc::vec::Vec;

use self::{edit::Draft, scan::World, target::Target};

/// Packages that edits may name: a loader has to know what they do with arguments.
pub const IMPORTS: [&str; 5] = ["errors", "os", "strconv", "strings", "sync"];

/// How many edits are tried for one question: each costs an analysis.
const MAX_CANDIDATES: usize = 24;
/// The same where all lines are asked about.
const MAX_IN_ALL: usize = 500;

/// An edit that was not tried yet.
#[derive(Debug)]
pub(crate) struct Candidate {
    pub(crate) advice: Advice,
    pub(crate) caution: Option<Caution>,
    /// Index into the report's locations; the edit is about a statement of
    /// which gc says nothing if there is none.
    pub(crate) target: Option<u32>,
    pub(crate) line: (u32, u32),
    pub(crate) edits: Vec<Edit>,
    /// What calls into packages that are not analysed allocate themselves,
    /// those that go and those that come.
    pub(crate) inside: (u32, u32),
    /// Whether the value stays on the heap, but leaves a loop.
    pub(crate) hoists: bool,
    /// The name of a variable that the edit declares, a pool: what it makes is
    /// made when it is empty.
    pub(crate) pool: bool,
    /// How many of the appends in the edits always have room.
    pub(crate) roomy: u32,
}

/// What to try for a question, and what would have to be decided where that is of no use.
pub(crate) fn candidates(seen: &Seen<'_>, question: Question) -> (Vec<Candidate>, Vec<Withheld>) {
    let world = World::new(seen);
    let mut out = Vec::new();
    let targets = Target::all(&world, question);
    for target in &targets {
        let mut drafts = Vec::new();
        for family in FAMILIES {
            family(&world, target, &mut drafts);
        }
        add(&world, target, drafts, &mut out);
        if out.len() >= if question.line.is_some() { MAX_CANDIDATES } else { MAX_IN_ALL } {
            break;
        }
    }
    (out, decision::decisions(&world, question, &targets))
}

type Family = fn(&World<'_>, &Target<'_>, &mut Vec<Draft>);

/// In the order in which a reader should see what has the same effect.
const FAMILIES: [Family; 13] = [
    result::offer,
    buffer::offer,
    format::offer,
    concat::offer,
    map_value::offer,
    concrete::offer,
    capture::offer,
    keep_copy::offer,
    reflect::offer,
    capacity::offer,
    hoist::offer,
    foreign::offer,
    pool::offer,
];

fn add(world: &World<'_>, target: &Target<'_>, drafts: Vec<Draft>, out: &mut Vec<Candidate>) {
    for draft in drafts {
        let (advice, caution, inside) = (draft.advice.clone(), draft.caution, draft.inside);
        let (hoists, pool, roomy) = (draft.hoists, draft.pool, draft.roomy);
        let Some(edits) = draft.finish(world) else { continue };
        if edits.is_empty() || out.iter().any(|other: &Candidate| other.edits == edits) {
            continue;
        }
        out.push(Candidate {
            advice,
            caution,
            target: target.index,
            line: target.line,
            edits,
            inside,
            hoists,
            pool,
            roomy,
        });
    }
}
