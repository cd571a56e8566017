//! The marks' shapes. A verdict is never told by colour alone: each kind has
//! an outline of its own, in the gutter, in the panes and in the legend.

use analyzer_core::report::{AssertionOutcome, LineClass, Note, NoteKind, Verdict};
use serde::{Serialize, Serializer, ser::SerializeStruct};

/// What a mark stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A verdict.
    Class(LineClass),
    /// Something had to be assumed and there is no verdict.
    Note,
    /// Something that is asserted holds.
    Held,
    /// Something that is asserted may hold or not.
    Open,
    /// Something that is asserted does not hold, or was meant to be asserted.
    Failed,
    /// gc refuses this line.
    Error,
    /// A quiz asks about this line.
    Asked,
}

impl Shape {
    /// Every verdict, from bad to harmless: the order of the legend.
    pub const CLASSES: [LineClass; 5] =
        [LineClass::Heap, LineClass::StackIfSmall, LineClass::Leak, LineClass::Stack, LineClass::NoAllocation];

    /// The name that style sheets know it by, `is-…`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Class(LineClass::Heap) => "heap",
            Self::Class(LineClass::StackIfSmall) => "small",
            Self::Class(LineClass::Leak) => "leak",
            Self::Class(LineClass::Stack) => "stack",
            Self::Class(LineClass::NoAllocation) => "none",
            Self::Note => "note",
            Self::Held => "held",
            Self::Open => "open",
            Self::Failed => "failed",
            Self::Error => "error",
            Self::Asked => "asked",
        }
    }

    /// The outline, as SVG path data in a box of 16 by 16.
    pub const fn path(self) -> &'static str {
        match self {
            // A warning triangle.
            Self::Class(LineClass::Heap) => "M8 1.2 15.4 14.4H.6Z",
            // A diamond: it can tip over.
            Self::Class(LineClass::StackIfSmall) => "M8 .8 15.2 8 8 15.2.8 8Z",
            // An arrow that leaves.
            Self::Class(LineClass::Leak) => "M.8 5.6h7V1.4L15.4 8l-7.6 6.6v-4.2h-7Z",
            // A disc at rest.
            Self::Class(LineClass::Stack) => "M8 2.6a5.4 5.4 0 1 1 0 10.8A5.4 5.4 0 0 1 8 2.6Z",
            // A ring, which style sheets leave empty: nothing in it.
            Self::Class(LineClass::NoAllocation) => "M8 3a5 5 0 1 1 0 10A5 5 0 0 1 8 3Z",
            // A square, drawn dashed.
            Self::Note => "M2.4 2.4h11.2v11.2H2.4Z",
            // A tick.
            Self::Held => "M13.2 2.6 15.2 4.5 6.3 13.6.8 8.1 2.7 6.2l3.6 3.5Z",
            // Two bars that are apart.
            Self::Open => "M.8 6.2h5.6v3.6H.8ZM9.6 6.2h5.6v3.6H9.6Z",
            // A flag.
            Self::Failed => "M2.2.8h2v1.2h11l-3 3.8 3 3.8h-11v5.6h-2Z",
            // A question mark.
            Self::Asked => {
                "M8 1C5.2 1 3.4 2.7 3.2 5.2h2.6C6 4 6.8 3.3 8 3.3c1.3 0 2.2.8 2.2 1.9 0 1-.6 1.5-1.5 2.1-1.3.8-1.9 1.6-1.9 3.1v.4h2.5v-.3c0-.9.4-1.3 1.4-2 1.2-.8 2.1-1.8 2.1-3.4C12.8 2.6 10.8 1 8 1ZM6.6 12.2h2.9V15H6.6Z"
            }
            // A cross.
            Self::Error => "M3.3 1.4 8 6.1l4.7-4.7 1.9 1.9L9.9 8l4.7 4.7-1.9 1.9L8 9.9l-4.7 4.7-1.9-1.9L6.1 8 1.4 3.3Z",
        }
    }
}

impl From<&Verdict> for Shape {
    fn from(verdict: &Verdict) -> Self {
        Self::Class(match verdict {
            Verdict::Heap(_) => LineClass::Heap,
            Verdict::StackIfSmall => LineClass::StackIfSmall,
            Verdict::Param(flows) if !flows.is_empty() => LineClass::Leak,
            Verdict::Stack | Verdict::Param(_) => LineClass::Stack,
            Verdict::NoAllocation(_) => LineClass::NoAllocation,
        })
    }
}

impl From<AssertionOutcome> for Shape {
    fn from(outcome: AssertionOutcome) -> Self {
        match outcome {
            AssertionOutcome::Holds => Self::Held,
            AssertionOutcome::Fails | AssertionOutcome::NoValue => Self::Failed,
            AssertionOutcome::DependsOnSize | AssertionOutcome::Undecided(_) => Self::Open,
        }
    }
}

impl From<&Note> for Shape {
    fn from(note: &Note) -> Self {
        if matches!(note.kind, NoteKind::Directive { .. }) { Self::Failed } else { Self::Note }
    }
}

/// For JavaScript: the name and the outline.
impl Serialize for Shape {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut shape = serializer.serialize_struct("Shape", 2)?;
        shape.serialize_field("kind", self.name())?;
        shape.serialize_field("path", self.path())?;
        shape.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_kinds_share_a_name_or_a_shape() {
        let mut all: Vec<_> = Shape::CLASSES.map(Shape::Class).to_vec();
        all.extend([Shape::Note, Shape::Held, Shape::Open, Shape::Failed, Shape::Error, Shape::Asked]);
        for (i, a) in all.iter().enumerate() {
            for b in &all[i + 1..] {
                assert_ne!(a.name(), b.name());
                assert_ne!(a.path(), b.path());
            }
        }
    }
}
