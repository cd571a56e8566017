//! The predeclared types: their kinds and their fixed ids.

use super::arena::TypeId;
use crate::base::Id;

/// The kinds of predeclared types without structure.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum BasicKind {
    /// The type of what is in error.
    Invalid,
    /// `bool`
    Bool,
    /// `int`
    Int,
    /// `int8`
    Int8,
    /// `int16`
    Int16,
    /// `int32`, `rune`
    Int32,
    /// `int64`
    Int64,
    /// `uint`
    Uint,
    /// `uint8`, `byte`
    Uint8,
    /// `uint16`
    Uint16,
    /// `uint32`
    Uint32,
    /// `uint64`
    Uint64,
    /// `uintptr`
    Uintptr,
    /// `float32`
    Float32,
    /// `float64`
    Float64,
    /// `complex64`
    Complex64,
    /// `complex128`
    Complex128,
    /// `string`
    String,
    /// `unsafe.Pointer`
    UnsafePointer,
    /// The type of `true` and of comparisons.
    UntypedBool,
    /// The type of `1`.
    UntypedInt,
    /// The type of `'x'`.
    UntypedRune,
    /// The type of `1.0`.
    UntypedFloat,
    /// The type of `1i`.
    UntypedComplex,
    /// The type of `"x"`.
    UntypedString,
    /// The type of `nil`.
    UntypedNil,
}

impl BasicKind {
    pub(super) const ALL: [Self; 26] = [
        Self::Invalid,
        Self::Bool,
        Self::Int,
        Self::Int8,
        Self::Int16,
        Self::Int32,
        Self::Int64,
        Self::Uint,
        Self::Uint8,
        Self::Uint16,
        Self::Uint32,
        Self::Uint64,
        Self::Uintptr,
        Self::Float32,
        Self::Float64,
        Self::Complex64,
        Self::Complex128,
        Self::String,
        Self::UnsafePointer,
        Self::UntypedBool,
        Self::UntypedInt,
        Self::UntypedRune,
        Self::UntypedFloat,
        Self::UntypedComplex,
        Self::UntypedString,
        Self::UntypedNil,
    ];

    /// The name as error messages print it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Invalid => "invalid type",
            Self::Bool => "bool",
            Self::Int => "int",
            Self::Int8 => "int8",
            Self::Int16 => "int16",
            Self::Int32 => "int32",
            Self::Int64 => "int64",
            Self::Uint => "uint",
            Self::Uint8 => "uint8",
            Self::Uint16 => "uint16",
            Self::Uint32 => "uint32",
            Self::Uint64 => "uint64",
            Self::Uintptr => "uintptr",
            Self::Float32 => "float32",
            Self::Float64 => "float64",
            Self::Complex64 => "complex64",
            Self::Complex128 => "complex128",
            Self::String => "string",
            Self::UnsafePointer => "unsafe.Pointer",
            Self::UntypedBool => "untyped bool",
            Self::UntypedInt => "untyped int",
            Self::UntypedRune => "untyped rune",
            Self::UntypedFloat => "untyped float",
            Self::UntypedComplex => "untyped complex",
            Self::UntypedString => "untyped string",
            Self::UntypedNil => "untyped nil",
        }
    }

    /// Whether it is an untyped kind.
    pub const fn is_untyped(self) -> bool {
        self as u8 >= Self::UntypedBool as u8
    }

    /// `bool` or untyped bool.
    pub const fn is_boolean(self) -> bool {
        matches!(self, Self::Bool | Self::UntypedBool)
    }

    /// `string` or untyped string.
    pub const fn is_string(self) -> bool {
        matches!(self, Self::String | Self::UntypedString)
    }

    /// Integers, untyped runes included.
    pub const fn is_integer(self) -> bool {
        (self as u8 >= Self::Int as u8 && self as u8 <= Self::Uintptr as u8)
            || matches!(self, Self::UntypedInt | Self::UntypedRune)
    }

    /// Unsigned integers.
    pub const fn is_unsigned(self) -> bool {
        self as u8 >= Self::Uint as u8 && self as u8 <= Self::Uintptr as u8
    }

    /// Floating-point kinds.
    pub const fn is_float(self) -> bool {
        matches!(self, Self::Float32 | Self::Float64 | Self::UntypedFloat)
    }

    /// Complex kinds.
    pub const fn is_complex(self) -> bool {
        matches!(self, Self::Complex64 | Self::Complex128 | Self::UntypedComplex)
    }

    /// Integer, float or complex.
    pub const fn is_numeric(self) -> bool {
        self.is_integer() || self.is_float() || self.is_complex()
    }

    /// Kinds with an order: integers, floats, strings.
    pub const fn is_ordered(self) -> bool {
        self.is_integer() || self.is_float() || self.is_string()
    }

    /// Kinds that constants can have.
    pub const fn is_const_type(self) -> bool {
        self.is_boolean() || self.is_numeric() || self.is_string()
    }
}

macro_rules! fixed_ids {
    ($($(#[$meta:meta])* $name:ident = $index:expr;)*) => {
        #[allow(missing_docs)]
        impl TypeId {
            $($(#[$meta])* pub const $name: Self = Self::fixed($index);)*
        }
    };
}

fixed_ids! {
    INVALID = 0;
    BOOL = 1;
    INT = 2;
    INT8 = 3;
    INT16 = 4;
    INT32 = 5;
    INT64 = 6;
    UINT = 7;
    UINT8 = 8;
    UINT16 = 9;
    UINT32 = 10;
    UINT64 = 11;
    UINTPTR = 12;
    FLOAT32 = 13;
    FLOAT64 = 14;
    COMPLEX64 = 15;
    COMPLEX128 = 16;
    STRING = 17;
    UNSAFE_POINTER = 18;
    UNTYPED_BOOL = 19;
    UNTYPED_INT = 20;
    UNTYPED_RUNE = 21;
    UNTYPED_FLOAT = 22;
    UNTYPED_COMPLEX = 23;
    UNTYPED_STRING = 24;
    UNTYPED_NIL = 25;
    /// `byte`, identical to `uint8` but printed by its own name.
    BYTE = 26;
    /// `rune`, identical to `int32` but printed by its own name.
    RUNE = 27;
    UNKNOWN = 28;
    /// `interface{}`
    EMPTY_INTERFACE = 29;
    /// The alias `any`.
    ANY = 30;
    ERROR = 31;
    COMPARABLE = 32;
    /// The empty tuple: the type of a call without results.
    NO_VALUE = 33;
    /// `[]byte`, the type that `append(b, s...)` and `copy(b, s)` convert to.
    BYTES = 34;
}

impl TypeId {
    /// The type of the basic kind with number `raw`.
    pub(super) fn basic(raw: usize) -> Self {
        Self::new(raw)
    }
}

impl TypeId {
    /// The type that an untyped operand takes if nothing else is wanted; other
    /// types are their own.
    #[must_use]
    pub fn default_type(self) -> Self {
        match self {
            Self::UNTYPED_BOOL => Self::BOOL,
            Self::UNTYPED_INT => Self::INT,
            Self::UNTYPED_RUNE => Self::RUNE,
            Self::UNTYPED_FLOAT => Self::FLOAT64,
            Self::UNTYPED_COMPLEX => Self::COMPLEX128,
            Self::UNTYPED_STRING => Self::STRING,
            _ => self,
        }
    }
}
