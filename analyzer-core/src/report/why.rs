//! Why a value flows from one place to another, in gc's words.
//!
//! Mirrors the texts that `escape/*.go` hands to `hole.note`. Explanations print
//! them; whoever tells a path to people says each in a sentence.

use serde::{Deserialize, Serialize};

macro_rules! whys {
    ($($name:ident $word:literal,)*) => {
        /// What happens to a value on its way, such as `address-of` or `return`.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
        #[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
        #[expect(missing_docs, reason = "gc's words")]
        pub enum Why {
            $(#[serde(rename = $word)] $name,)*
        }

        impl Why {
            /// Every one.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// What it is called in data.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }
        }
    };
}

whys! {
    AddressOf "address-of",
    Indirection "indirection",
    Dot "dot",
    DotOfPointer "dot of pointer",
    FixedArrayIndexOf "fixed-array-index-of",
    Slice "slice",
    InterfaceConverted "interface-converted",
    SliceToArray "slice-to-array",
    ArrayLiteralElement "array literal element",
    SliceLiteralElement "slice-literal-element",
    StructLiteralElement "struct literal element",
    MapLiteralKey "map literal key",
    MapLiteralValue "map literal value",
    KeyOfMapPut "key of map put",
    ReflectHeaderData "reflect.Header.Data",
    Spill "spill",
    Range "range",
    RangeDeref "range-deref",
    SwitchCase "switch case",
    Send "send",
    Assign "assign",
    AssignPair "assign-pair",
    AssignPairDotType "assign-pair-dot-type",
    AssignPairMapR "assign-pair-mapr",
    AssignPairReceive "assign-pair-receive",
    Return "return",
    CallParameter "call parameter",
    UnknownCallParameter "unknown call parameter",
    CalleeOperand "callee operand",
    AppendeeSlice "appendee slice",
    AppendedSlice "appended slice...",
    CopiedSlice "copied slice",
    UintptrEscapes "//go:uintptrescapes",
    Reference "reference",
    CapturedByClosure "captured by a closure",
    TooLarge "too large for stack",
    TooAligned "too aligned for stack",
    ZeroSizedElement "zero-sized element",
}

impl Why {
    /// What gc prints. Whether the callee is known makes no difference there.
    pub const fn text(self) -> &'static str {
        match self {
            Self::UnknownCallParameter => Self::CallParameter.word(),
            _ => self.word(),
        }
    }
}
