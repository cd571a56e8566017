//! The nodes of function bodies.
//!
//! One variant per shape of `cmd/compile/internal/ir`, with gc's op names
//! (without their `O`), because the rules of escape analysis and the texts of
//! `-m` are stated in terms of them. Ops that have the same shape and the same
//! rules share a variant and differ in a small enum.

use thin_vec::ThinVec;

use super::{FuncId, NodeId, VarId};
use crate::{
    base::{Pos, Symbol},
    types::{ConstValue, ObjId, TypeId},
};

/// Nodes in their order. Most nodes have none before them and few after them,
/// and all walks go over the arena: a list is a pointer there.
pub type NodeList = ThinVec<NodeId>;

/// An expression or a statement.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where gc's messages about it point.
    pub pos: Pos,
    /// The type of an expression; a call without results and a statement have none.
    pub ty: Option<TypeId>,
    /// Statements that run before the node is evaluated (gc's `Init`).
    pub init: NodeList,
    /// Inserted by the compiler: printed as if it were not there.
    pub implicit: bool,
    /// What it is.
    pub kind: NodeKind,
}

/// What a node is.
#[derive(Clone, Debug)]
pub enum NodeKind {
    // ---- names and literals
    /// A variable. All uses share the variable's node, whose position is the
    /// declaration; a closure has a node of its own for each variable that it
    /// captures, positioned at the first use.
    Name(VarId),
    /// The blank identifier on the left of an assignment.
    Blank,
    /// A declared function or a method as a function (`T.M` in gc's terms).
    Func(FuncId),
    /// A type where an expression stands, as in `new(T)`.
    Type,
    /// A type that is found in a dictionary, in generic code.
    DynamicType,
    /// A constant.
    Literal(ConstValue),
    /// `nil` of the node's type.
    Nil,

    // ---- operators
    /// Arithmetic and comparison.
    Binary {
        /// Which operator.
        op: BinaryOp,
        /// Left operand.
        x: NodeId,
        /// Right operand.
        y: NodeId,
    },
    /// `&&` and `||`.
    Logical {
        /// `true` for `&&`.
        and: bool,
        /// Left operand.
        x: NodeId,
        /// Right operand.
        y: NodeId,
    },
    /// `+x -x !x ^x`
    Unary {
        /// Which operator.
        op: UnaryOp,
        /// The operand.
        x: NodeId,
    },
    /// `a + b + c` of strings.
    AddStr(NodeList),
    /// `&x` of something addressable.
    Addr(NodeId),
    /// `&T{…}`
    PtrLit(NodeId),
    /// `*x`
    Deref(NodeId),
    /// `<-x`
    Recv(NodeId),

    // ---- literals
    /// `[n]T{…}`
    ArrayLit(ThinVec<LitElem>),
    /// `[]T{…}`; also the slice of variadic arguments (then `implicit`).
    SliceLit {
        /// The elements.
        elems: ThinVec<LitElem>,
        /// The length of the slice.
        len: u64,
    },
    /// `T{…}` of a struct: every field that is given.
    StructLit(ThinVec<StructElem>),
    /// `map[K]V{…}`
    MapLit(ThinVec<(NodeId, NodeId)>),
    /// A function literal.
    Closure(FuncId),

    // ---- conversions
    /// `T(x)` and implicit conversions.
    Conv {
        /// What kind.
        op: ConvOp,
        /// The operand.
        x: NodeId,
    },
    /// `x.(T)`; `comma_ok` if two values are wanted.
    DotType {
        /// The operand.
        x: NodeId,
        /// Two values wanted?
        comma_ok: bool,
        /// Whether the target type depends on a type parameter.
        dynamic: bool,
    },

    // ---- selectors
    /// `x.f` of a struct.
    Dot {
        /// The operand.
        x: NodeId,
        /// The field's name.
        sel: Symbol,
    },
    /// `x.f` of a pointer to a struct.
    DotPtr {
        /// The operand.
        x: NodeId,
        /// The field's name.
        sel: Symbol,
    },
    /// `x.M` of an interface, called.
    DotInter {
        /// The operand.
        x: NodeId,
        /// The method.
        sel: Symbol,
    },
    /// `x.M` not called: a method value.
    MethValue {
        /// The receiver, as the method wants it.
        x: NodeId,
        /// The method.
        sel: Symbol,
        /// The method if it is a concrete one of known code.
        func: Option<FuncId>,
        /// The number of the method's results.
        results: u32,
    },
    /// `T.M`: a method expression, also the callee of every static method call.
    MethExpr {
        /// The receiver type as gc prints it.
        recv: TypeId,
        /// The method.
        sel: Symbol,
        /// The method if it is a concrete one of known code.
        func: Option<FuncId>,
    },

    // ---- index and slice
    /// `x[i]` of an array, slice, string or pointer to array.
    Index {
        /// The operand.
        x: NodeId,
        /// The index.
        index: NodeId,
    },
    /// `x[k]` of a map.
    IndexMap {
        /// The operand.
        x: NodeId,
        /// The key.
        index: NodeId,
    },
    /// `x[lo:hi:max]`
    Slice {
        /// What is sliced.
        op: SliceOp,
        /// The operand; an array is sliced through its address.
        x: NodeId,
        /// Low, high, max.
        index: [Option<NodeId>; 3],
    },

    // ---- calls
    /// A call of a function, closure or function value. Calls of concrete
    /// methods have the receiver as their first argument.
    CallFunc(Call),
    /// A call of an interface method; `fun` is a [`NodeKind::DotInter`].
    CallInter(Call),
    /// An inlined call.
    InlCall {
        /// The inlined body.
        body: NodeList,
        /// The variables that hold the results.
        results: NodeList,
    },
    /// A builtin with one operand.
    Builtin1 {
        /// Which one.
        op: Builtin1,
        /// The operand.
        x: NodeId,
    },
    /// A builtin with two operands.
    Builtin2 {
        /// Which one.
        op: Builtin2,
        /// The first operand.
        x: NodeId,
        /// The second operand.
        y: NodeId,
    },
    /// A builtin with any number of arguments.
    BuiltinN {
        /// Which one.
        op: BuiltinN,
        /// The arguments.
        args: NodeList,
        /// Whether the last one is followed by `...`.
        ddd: bool,
    },
    /// `new(T)`; the operand is a [`NodeKind::Type`].
    New(NodeId),
    /// `make([]T, len, cap)`
    MakeSlice {
        /// The length.
        len: NodeId,
        /// The capacity.
        cap: Option<NodeId>,
    },
    /// `make(map[K]V, len)`
    MakeMap(Option<NodeId>),
    /// `make(chan T, len)`
    MakeChan(Option<NodeId>),
    /// Something whose meaning depends on a package that is not known:
    /// treated as gc treats a call of an unknown function.
    Unknown(NodeList),

    // ---- statements
    /// The declaration of a variable.
    Dcl(VarId),
    /// `x = y`; without `y` the zero value.
    Assign {
        /// The destination.
        x: NodeId,
        /// The value.
        y: Option<NodeId>,
        /// `:=` or `var`.
        def: bool,
    },
    /// `x op= y`
    AssignOp {
        /// The operator.
        op: BinaryOp,
        /// The destination.
        x: NodeId,
        /// The operand.
        y: NodeId,
        /// Written as `x++` or `x--`.
        inc_dec: bool,
    },
    /// An assignment to several variables.
    AssignList {
        /// Which form.
        op: AssignListOp,
        /// The destinations.
        lhs: NodeList,
        /// The values.
        rhs: NodeList,
        /// `:=`
        def: bool,
    },
    /// `{ … }`
    Block(NodeList),
    /// `break`, `continue`, `goto`, `fallthrough`
    Branch {
        /// Which one.
        op: BranchOp,
        /// The label.
        label: Option<Symbol>,
    },
    /// `label:`
    Label(Symbol),
    /// `if cond { … } else { … }`
    If {
        /// The condition.
        cond: NodeId,
        /// The block.
        body: NodeList,
        /// The other one.
        els: NodeList,
    },
    /// `for ; cond; post { … }`; the init statement stands in `init`.
    For {
        /// The condition.
        cond: Option<NodeId>,
        /// The post statement.
        post: Option<NodeId>,
        /// The body.
        body: NodeList,
        /// The label before the statement.
        label: Option<Symbol>,
        /// Whether each iteration has its own variables (until [`super::loopvar`] has run).
        distinct_vars: bool,
    },
    /// `for key, value = range x { … }`
    Range {
        /// What is ranged over.
        x: NodeId,
        /// The key.
        key: Option<NodeId>,
        /// The value.
        value: Option<NodeId>,
        /// The body.
        body: NodeList,
        /// The label before the statement.
        label: Option<Symbol>,
        /// `:=`
        def: bool,
        /// Whether each iteration has its own variables (until [`super::loopvar`] has run).
        distinct_vars: bool,
    },
    /// `return …`
    Return(NodeList),
    /// `ch <- value`
    Send {
        /// The channel.
        chan: NodeId,
        /// The value.
        value: NodeId,
    },
    /// `switch tag { … }`
    Switch {
        /// The tag.
        tag: Option<NodeId>,
        /// The clauses.
        cases: ThinVec<Case>,
        /// The label before the statement.
        label: Option<Symbol>,
    },
    /// `switch v := x.(type) { … }`
    TypeSwitch {
        /// The operand.
        x: NodeId,
        /// Whether a variable is declared.
        has_var: bool,
        /// The clauses.
        cases: ThinVec<Case>,
        /// The label before the statement.
        label: Option<Symbol>,
    },
    /// `select { … }`
    Select {
        /// The clauses.
        cases: ThinVec<CommCase>,
        /// The label before the statement.
        label: Option<Symbol>,
    },
    /// `go f()` or `defer f()`: always a call without arguments and results.
    GoDefer {
        /// `true` for `go`.
        go: bool,
        /// The call.
        call: NodeId,
        /// A deferred call that a loop over a function runs at another place.
        defer_at: Option<NodeId>,
    },
    /// Panics if the interface or pointer is nil.
    CheckNil(NodeId),
    /// A call of `runtime.KeepAlive` that gc made: see [`super::bloop`].
    KeepAlive(NodeId),
    /// Stands for a clause of a switch in explanations: see [`Case::node`].
    Clause {
        /// The [`NodeKind::Switch`] or [`NodeKind::TypeSwitch`].
        switch: NodeId,
        /// Which clause.
        index: u32,
    },
}

/// The parts of a call.
#[derive(Clone, Debug)]
pub struct Call {
    /// The callee.
    pub fun: NodeId,
    /// The arguments; variadic ones are packed into a [`NodeKind::SliceLit`].
    pub args: NodeList,
    /// Whether the last argument is (or was packed as) the variadic slice.
    pub ddd: bool,
}

/// An element of an array or slice literal.
#[derive(Clone, Copy, Debug)]
pub struct LitElem {
    /// The index, if it is given.
    pub key: Option<NodeId>,
    /// The value.
    pub value: NodeId,
}

/// A field of a struct literal.
#[derive(Clone, Copy, Debug)]
pub struct StructElem {
    /// The field.
    pub field: ObjId,
    /// The value.
    pub value: NodeId,
}

/// A clause of a switch.
#[derive(Clone, Debug)]
pub struct Case {
    /// gc's position: the keyword.
    pub pos: Pos,
    /// A [`NodeKind::Clause`] that stands for the clause in explanations.
    pub node: NodeId,
    /// Expressions, or types in a type switch; empty for `default`.
    pub list: NodeList,
    /// The type switch's variable in this clause.
    pub var: Option<VarId>,
    /// The statements.
    pub body: NodeList,
}

/// A clause of a select.
#[derive(Clone, Debug)]
pub struct CommCase {
    /// gc's position: the keyword.
    pub pos: Pos,
    /// A [`NodeKind::Send`] or an [`AssignListOp::SelRecv2`]; `None` for `default`.
    pub comm: Option<NodeId>,
    /// The statements.
    pub body: NodeList,
}

/// Binary operators that stay (`+` of strings is [`NodeKind::AddStr`]).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "gc's op names")]
pub enum BinaryOp {
    Add,
    Sub,
    Or,
    Xor,
    Mul,
    Div,
    Mod,
    And,
    AndNot,
    Lsh,
    Rsh,
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

/// Unary operators without an address or a channel.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "gc's op names")]
pub enum UnaryOp {
    Plus,
    Neg,
    Not,
    BitNot,
}

/// Kinds of conversions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ConvOp {
    /// Changes the representation of a number.
    Conv,
    /// Changes nothing but the type.
    Nop,
    /// To an interface.
    Iface,
    /// `[]byte` to string.
    BytesToStr,
    /// `[]rune` to string.
    RunesToStr,
    /// string to `[]byte`.
    StrToBytes,
    /// string to `[]rune`.
    StrToRunes,
    /// An integer to string.
    RuneToStr,
    /// Slice to array.
    SliceToArr,
    /// Slice to pointer to array.
    SliceToArrPtr,
}

/// What a slice expression slices.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SliceOp {
    /// A slice.
    Slice,
    /// An array, through a pointer.
    Arr,
    /// A string.
    Str,
    /// A slice, with max.
    Slice3,
    /// An array, with max.
    Arr3,
}

/// Builtins with one operand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "gc's op names")]
pub enum Builtin1 {
    Len,
    Cap,
    Real,
    Imag,
    Close,
    Clear,
    Panic,
    UnsafeStringData,
    UnsafeSliceData,
}

/// Builtins with two operands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "gc's op names")]
pub enum Builtin2 {
    Copy,
    Complex,
    UnsafeAdd,
    UnsafeSlice,
    UnsafeString,
}

/// Builtins with any number of arguments.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "gc's op names")]
pub enum BuiltinN {
    Append,
    Delete,
    Print,
    Println,
    Recover,
    Min,
    Max,
}

/// Forms of assignments to several variables.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AssignListOp {
    /// `a, b = x, y`
    As2,
    /// `v, ok = x.(T)`
    DotType,
    /// `a, b = f()`
    Func,
    /// `v, ok = m[k]`
    MapR,
    /// `v, ok = <-c`
    Recv,
    /// The receive of a select clause.
    SelRecv2,
}

/// Jumps.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the keywords")]
pub enum BranchOp {
    Break,
    Continue,
    Goto,
    Fallthrough,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_are_small() {
        assert!(size_of::<Node>() <= 56);
    }
}
