//! Questions and offers as plain data.

use alloc::{string::String, vec::Vec};
use serde::{Deserialize, Serialize};

use super::Withheld;
use crate::{
    base::Span,
    report::{Place, Report},
};

/// What offers are wanted for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The file, by its place among those that are analysed; `None` for all.
    pub file: Option<u32>,
    /// The line, from 1; `None` for all.
    pub line: Option<u32>,
}

impl Question {
    /// Whether it is about what is at `place`.
    pub fn asks(self, place: Place) -> bool {
        self.file.is_none_or(|file| place.file == file) && self.line.is_none_or(|line| place.at.line == line)
    }
}

/// What is known of a package, and what can be done about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Advised {
    /// The report on it as it is.
    pub report: Report,
    /// Edits that help.
    pub offers: Vec<Offer>,
    /// The values on whose lines nothing is offered.
    pub withheld: Vec<Withheld>,
}

/// What an edit does. The names in it are as they are in the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Advice {
    /// The function returns a value instead of a pointer.
    ReturnValue {
        /// The function.
        function: String,
        /// What is returned now.
        ty: String,
    },
    /// The function fills what its callers give it.
    CallerBuffer {
        /// The function.
        function: String,
        /// The parameter it gets.
        param: String,
    },
    /// A call of `fmt` becomes `strconv` and `+`.
    Strconv {
        /// The call, such as `fmt.Sprintf`.
        call: String,
    },
    /// A call of `fmt` becomes appending to a buffer on the stack.
    AppendToBuffer {
        /// The call, such as `fmt.Sprintf`.
        call: String,
    },
    /// A string that grows by `+=` becomes a `strings.Builder`.
    Builder {
        /// The variable.
        name: String,
    },
    /// A concatenation that is converted to bytes becomes appending.
    AppendStrings,
    /// A map holds values instead of pointers.
    MapOfValues {
        /// The map.
        name: String,
        /// What it holds now.
        ty: String,
    },
    /// A variable or parameter has a concrete type instead of an interface.
    ConcreteType {
        /// What it is called.
        name: String,
        /// Its type now.
        ty: String,
    },
    /// Elements of a map or slice have a concrete type instead of an interface.
    ConcreteElements {
        /// What it is called.
        name: String,
        /// The elements' type now.
        ty: String,
    },
    /// A closure captures a copy that nothing is assigned to.
    CaptureCopy {
        /// The variable.
        name: String,
    },
    /// A closure captures only what it uses of a variable.
    CaptureParts {
        /// The variable.
        name: String,
    },
    /// The arguments of a `go` or `defer` of a literal become variables that it captures.
    CaptureArguments,
    /// A variable that keeps a pointer keeps a copy instead.
    KeepCopy {
        /// The variable.
        name: String,
    },
    /// A `reflect.Value` becomes the value itself.
    WithoutReflect {
        /// The variable.
        name: String,
    },
    /// What is never assigned to becomes a constant.
    Constant {
        /// The variable.
        name: String,
    },
    /// All callers pass the same constant, so the size is that constant.
    SameArgument {
        /// The parameter.
        name: String,
        /// The constant.
        value: String,
    },
    /// Something is made once before the loop.
    Hoist {
        /// The variable that holds it.
        name: String,
    },
    /// A promise that a function without a body keeps nothing.
    NoEscape {
        /// The function.
        function: String,
    },
    /// A `sync.Pool` hands out what was made here.
    Pool {
        /// The pool.
        pool: String,
    },
}

impl Advice {
    /// Its permanent name.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ReturnValue { .. } => "return-value",
            Self::CallerBuffer { .. } => "caller-buffer",
            Self::Strconv { .. } => "strconv",
            Self::AppendToBuffer { .. } => "append-to-buffer",
            Self::Builder { .. } => "builder",
            Self::AppendStrings => "append-strings",
            Self::MapOfValues { .. } => "map-of-values",
            Self::ConcreteType { .. } => "concrete-type",
            Self::ConcreteElements { .. } => "concrete-elements",
            Self::CaptureCopy { .. } => "capture-copy",
            Self::CaptureParts { .. } => "capture-parts",
            Self::CaptureArguments => "capture-arguments",
            Self::KeepCopy { .. } => "keep-copy",
            Self::WithoutReflect { .. } => "without-reflect",
            Self::Constant { .. } => "constant",
            Self::SameArgument { .. } => "same-argument",
            Self::Hoist { .. } => "hoist",
            Self::NoEscape { .. } => "noescape",
            Self::Pool { .. } => "pool",
        }
    }
}

/// What the reader has to make sure of, because nobody else can.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Caution {
    /// Nobody may use the thing after it went back to the pool.
    Ownership,
    /// The function must not keep the pointer.
    Promise,
    /// What panicked, a pointer that was not there, is a zero value now.
    ZeroForMissing,
}

/// A replacement in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Edit {
    /// The file, by its place among those that are analysed.
    pub file: u32,
    /// The bytes that go.
    pub span: Span,
    /// What comes in their place.
    pub text: String,
}

/// Places that allocate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Spent {
    /// Places on the heap, without appends.
    pub heap: u32,
    /// Places in loops, those that may allocate included, appends not.
    pub in_loop: u32,
    /// Places that allocate only when something is larger than the room that
    /// is there: appends, and what is on the stack if it is small.
    pub maybe: u32,
    /// What calls into other packages allocate that the edit removes or adds.
    pub inside: u32,
}

impl Spent {
    /// All that allocate, those inside of calls included.
    pub const fn all(self) -> u32 {
        self.heap + self.inside
    }
}

/// What an edit changes for one function.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct FunctionEffect {
    /// The function, as gc prints it.
    pub name: String,
    /// Its places on the heap before.
    pub before: u32,
    /// And after.
    pub after: u32,
}

/// What an edit is good for: figures of the text as it is, and of the edited
/// text, which was analysed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Effect {
    /// All of the package before.
    pub before: Spent,
    /// And after.
    pub after: Spent,
    /// The functions that differ.
    pub functions: Vec<FunctionEffect>,
}

/// An edit that was tried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Offer {
    /// What it does.
    pub advice: Advice,
    /// What to be careful about.
    pub caution: Option<Caution>,
    /// The value that it is about.
    pub place: Place,
    /// How gc prints it; empty for what gc says nothing about.
    pub value: String,
    /// The edits, in order; they do not overlap.
    pub edits: Vec<Edit>,
    /// What it is good for.
    pub effect: Effect,
}
