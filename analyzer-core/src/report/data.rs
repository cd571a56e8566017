//! The report as plain data: what site, command line and library are given.
//!
//! No prose: verdicts and reasons are enums with arguments, places are byte
//! columns from 1. The only texts are gc's own (`-m` lines, compile errors),
//! which exist in one language.

use alloc::{string::String, vec::Vec};
use serde::{Deserialize, Serialize};

use crate::base::{LineCol, Span};

/// Everything that is known about one package.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The import path; `command-line-arguments` for a list of files.
    pub package: String,
    /// The names of the files, in the order they were given; `file` numbers
    /// elsewhere index this list.
    pub files: Vec<String>,
    /// Errors in the Go code, sorted by place, in gc's words.
    pub errors: Vec<GoError>,
    /// gc's `-m` lines in gc's order.
    pub messages: Vec<Message>,
    /// gc's `-m=2` explanations, as lines in gc's order; empty unless asked for.
    pub explanations: Vec<Explanation>,
    /// One verdict per location (variable, parameter, allocating expression).
    pub locations: Vec<LocationVerdict>,
    /// What had to be assumed, by place.
    pub notes: Vec<Note>,
    /// One entry per line that has a verdict, sorted by file and line.
    pub lines: Vec<LineVerdict>,
    /// The counts that a status line shows.
    pub summary: Summary,
}

/// A place in one of the report's files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Index into [`Report::files`].
    pub file: u32,
    /// Line and byte column, where gc's message points.
    pub at: LineCol,
    /// The bytes to underline.
    pub span: Span,
}

/// An error that makes gc refuse the program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoError {
    /// Where.
    pub place: Place,
    /// The permanent code.
    pub code: String,
    /// gc's wording.
    pub message: String,
    /// The names and types in it.
    pub args: Vec<String>,
}

/// One `-m` line of gc.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Where.
    pub place: Place,
    /// What kind of line it is.
    pub kind: MessageKind,
    /// gc's text behind the position.
    pub text: String,
    /// Whether this line could be different if the standard library, which is
    /// not known yet, were known.
    pub assumed: bool,
}

/// The kinds of `-m` lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum MessageKind {
    /// `moved to heap: x`
    MovedToHeap,
    /// `… escapes to heap`
    EscapesToHeap,
    /// `… does not escape`
    DoesNotEscape,
    /// `leaking param: p`
    LeakingParam,
    /// `leaking param content: p`
    LeakingParamContent,
    /// `leaking param: p to result r level=n`
    LeakingParamToResult,
    /// `zero-copy string->[]byte conversion`
    ZeroCopy,
    /// `f ignoring self-assignment in …`
    SelfAssignment,
    /// `assuming p is unsafe uintptr`, `marking p as escaping uintptr`
    Uintptr,
    /// `can inline f`, `inlining call to f`, `devirtualizing …`
    Inlining,
}

/// One line of gc's `-m=2` explanations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// Where.
    pub place: Place,
    /// gc's text behind the position.
    pub text: String,
}

/// What happens to one variable, parameter or allocating expression.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocationVerdict {
    /// Where it is declared or written.
    pub place: Place,
    /// How gc prints it: a name, or an expression such as `&T{...}`.
    pub text: String,
    /// What kind of thing it is.
    pub what: LocationKind,
    /// The verdict.
    pub verdict: Verdict,
    /// The way of its address to where it had to escape, first step first;
    /// empty if it does not escape.
    pub path: Vec<PathStep>,
    /// Whether the verdict rests on an assumption about unknown code.
    pub assumed: bool,
}

/// What a location stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum LocationKind {
    /// A local variable.
    Variable,
    /// A parameter or receiver.
    Param,
    /// A named or unnamed result.
    Result,
    /// `new(T)`, `&T{}`
    New,
    /// A slice, array or map literal.
    Literal,
    /// `make(…)`
    Make,
    /// A function literal.
    Closure,
    /// `x.M` as a value.
    MethodValue,
    /// A value put into an interface.
    Boxing,
    /// `string(b)`, `[]byte(s)`, …
    StringConversion,
    /// `s + t`
    Concatenation,
    /// `append(…)`
    Append,
    /// The hidden slice of variadic arguments.
    VariadicArgs,
}

/// gc says "escapes" or "does not escape"; this says what that means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// Lives in the stack frame.
    Stack,
    /// Allocated on the heap.
    Heap(HeapReason),
    /// "does not escape", but the size is known at run time only: the stack if small.
    StackIfSmall,
    /// No storage is needed.
    NoAllocation(NoAllocationReason),
    /// A parameter: where its value may go.
    Param(Vec<ParamFlow>),
}

/// Why something is on the heap: the first cause on its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum HeapReason {
    /// Its address is returned.
    Returned,
    /// Its address is stored in something on the heap, through a pointer, or in a global.
    Stored,
    /// Sent on a channel.
    Sent,
    /// Captured by a closure or by the arguments of a `go` or `defer` that escapes.
    Captured,
    /// Passed to a function whose parameter leaks.
    PassedToLeakingParam,
    /// Passed to a call whose callee is not known at compile time.
    PassedToUnknownCall,
    /// Put into an interface that escapes.
    Boxed,
    /// Used as a map key or value.
    StoredInMap,
    /// Appended to a slice, or the slice's elements may move to the heap.
    Appended,
    /// Larger than the stack may hold.
    TooLarge,
    /// A size that is not constant.
    SizeNotConstant,
    /// Declared inside a loop and used outside it.
    OutlivesLoop,
    /// Passed to `panic`.
    Panicked,
    /// Something else: see the path.
    Other,
}

/// Why nothing is allocated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum NoAllocationReason {
    /// The type has size 0.
    ZeroSize,
    /// A constant or read-only value that lives in the program's data.
    ReadOnlyData,
    /// A value of one byte, or a small integer, boxed without allocation.
    SmallValue,
    /// A string conversion that shares the bytes.
    ZeroCopy,
}

/// Where a parameter's value may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ParamFlow {
    /// To the heap after `level` dereferences; 0 is the parameter itself.
    Heap {
        /// How many dereferences.
        level: u8,
    },
    /// To result `index` after `level` dereferences.
    Result {
        /// Which result, from 0.
        index: u8,
        /// How many dereferences.
        level: u8,
    },
}

/// One assignment on the way to the heap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathStep {
    /// The flow as gc writes it, for example `p ← &x`.
    pub flow: String,
    /// The operations that make up the flow, outermost first.
    pub notes: Vec<PathNote>,
}

/// One operation of a [`PathStep`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathNote {
    /// Where it stands.
    pub place: Place,
    /// The expression as gc prints it.
    pub text: String,
    /// gc's word for the operation, such as `address-of` or `return`.
    pub why: String,
}

/// Something that had to be assumed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Where.
    pub place: Place,
    /// What.
    pub kind: NoteKind,
}

/// The kinds of notes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoteKind {
    /// Package `path` is not known yet: what is passed to it is assumed to leak.
    UnknownPackage {
        /// The import path.
        path: String,
    },
    /// Generic code is not analysed yet.
    GenericNotAnalysed {
        /// The function's name.
        name: String,
    },
    /// The function is too deep or too large and was left out.
    LimitReached {
        /// The function's name.
        name: String,
    },
}

/// What a line shows: the worst of its locations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineVerdict {
    /// Index into [`Report::files`].
    pub file: u32,
    /// The line, from 1.
    pub line: u32,
    /// The worst verdict on it.
    pub worst: LineClass,
    /// Indices into [`Report::locations`].
    pub locations: Vec<u32>,
    /// Indices into [`Report::notes`].
    pub notes: Vec<u32>,
}

/// Verdict classes from harmless to bad; the order is the order of badness.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum LineClass {
    /// Nothing to allocate.
    NoAllocation,
    /// Everything stays on the stack.
    Stack,
    /// A parameter leaks.
    Leak,
    /// On the stack if it is small at run time.
    StackIfSmall,
    /// Something goes to the heap.
    Heap,
}

/// The counts for a status line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Locations on the heap.
    pub heap: u32,
    /// Locations on the stack, "if small" included.
    pub stack: u32,
    /// Locations that need no storage.
    pub none: u32,
    /// Verdicts that rest on an assumption.
    pub assumed: u32,
}
