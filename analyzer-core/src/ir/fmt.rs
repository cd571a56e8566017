//! Expressions and statements as the texts of `-m` print them.
//!
//! Mirrors `cmd/compile/internal/ir/fmt.go` (`%v` of a node): Go syntax with
//! what the compiler inserted left out, literals as `T{...}`, bodies of
//! functions as `func literal`, loops as `for loop`. gc's oddities are part of
//! its texts: operators without an entry in its precedence table count as the
//! loosest ones and get parentheses where nobody would write them.

use alloc::{format, string::String};
use core::fmt::Write;

use super::{
    AssignListOp, BinaryOp, BranchOp, Builtin1, Builtin2, BuiltinN, Call, ConvOp, Facts, NodeId, NodeKind, SliceOp,
    StandIn, UnaryOp,
};
use crate::types::{
    BasicKind, ConstValue, Type, TypeId,
    constant::{ConstKind, quote},
};

/// Expressions are printed this deep; the parser allows fewer levels.
const MAX_DEPTH: u32 = 2000;

impl Facts<'_> {
    /// Type `ty` as gc's messages print it.
    pub fn type_text(&self, ty: TypeId) -> String {
        self.types.type_string(ty, self.interner, self.package.pkg)
    }

    /// The type of `func` as gc prints it: a method's with the receiver.
    pub fn func_type_text(&self, func: super::FuncId) -> String {
        let ty = self.type_text(self.package.funcs[func].ty);
        match self.package.funcs[func].recv {
            Some(recv) => {
                let recv = self.instance_text(func).unwrap_or_else(|| self.type_text(recv.ty));
                format!("method({recv}) {ty}")
            }
            None => ty,
        }
    }

    /// The receiver's type of a method of an instance: it has the type
    /// arguments that the method's name has, of which the type itself only has
    /// the shapes.
    fn instance_text(&self, func: super::FuncId) -> Option<String> {
        let name = self.func_name(func);
        let (star, rest) = match self.package.funcs[func].name.strip_prefix("(*") {
            Some(rest) => ("*", rest),
            None => ("", &*self.package.funcs[func].name),
        };
        let generic = &rest[..rest.find('[')?];
        let mut depth = 0_u32;
        let end = rest.char_indices().find_map(|(at, c)| {
            depth = match c {
                '[' => depth + 1,
                ']' => depth.saturating_sub(1),
                _ => depth,
            };
            (c == ']' && depth == 0).then_some(at + 1)
        })?;
        let package = &name[..name.len() - self.package.funcs[func].name.len()];
        (!generic.contains('.')).then(|| format!("{star}{package}{}", &rest[..end]))
    }

    /// The name of `func` as gc's messages print it: another package's has its
    /// package in front of it.
    pub fn func_name(&self, func: super::FuncId) -> String {
        super::InlineTree::without_hash(&self.unique_name(func))
    }

    /// The same, with what makes the names of function literals unique.
    pub fn unique_name(&self, func: super::FuncId) -> String {
        let func = &self.package.funcs[func];
        match func.pkg {
            Some(pkg) => format!("{}.{}", self.interner.text(self.types.package(pkg).name), func.name),
            None => func.name.clone(),
        }
    }

    /// Statements as gc's messages print them.
    pub fn list_text(&self, list: &[NodeId]) -> String {
        let mut printer = Printer { facts: *self, out: String::new(), depth: 0 };
        printer.list(list, "; ");
        printer.out
    }

    /// Node `id` as gc's messages print it.
    pub fn text(&self, id: NodeId) -> String {
        let mut printer = Printer { facts: *self, out: String::new(), depth: 0 };
        printer.node(id);
        printer.out
    }
}

struct Printer<'a> {
    facts: Facts<'a>,
    out: String,
    depth: u32,
}

/// gc's `OpPrec`; what is missing there is 0, statements are -1.
fn precedence(kind: &NodeKind) -> i32 {
    match kind {
        NodeKind::Name(_)
        | NodeKind::Blank
        | NodeKind::Func(_)
        | NodeKind::Type
        | NodeKind::Literal(_)
        | NodeKind::Nil
        | NodeKind::ArrayLit(_)
        | NodeKind::SliceLit { .. }
        | NodeKind::StructLit(_)
        | NodeKind::MapLit(_)
        | NodeKind::Conv { .. }
        | NodeKind::DotType { dynamic: false, .. }
        | NodeKind::Dot { .. }
        | NodeKind::DotPtr { .. }
        | NodeKind::DotInter { .. }
        | NodeKind::MethValue { .. }
        | NodeKind::MethExpr { .. }
        | NodeKind::Index { .. }
        | NodeKind::IndexMap { .. }
        | NodeKind::Slice { .. }
        | NodeKind::CallFunc(_)
        | NodeKind::CallInter(_)
        | NodeKind::New(_)
        | NodeKind::KeepAlive(_)
        | NodeKind::MakeSlice { .. }
        | NodeKind::Unknown(_) => 8,
        NodeKind::Builtin1 { op, .. } => match op {
            Builtin1::Real | Builtin1::Imag => 0,
            _ => 8,
        },
        NodeKind::Builtin2 { op, .. } => match op {
            Builtin2::Complex => 0,
            _ => 8,
        },
        NodeKind::BuiltinN { op, .. } => match op {
            BuiltinN::Recover => 0,
            _ => 8,
        },
        NodeKind::Unary { .. } | NodeKind::Addr(_) | NodeKind::Deref(_) | NodeKind::Recv(_) => 7,
        NodeKind::Binary { op, .. } => match op {
            BinaryOp::Mul
            | BinaryOp::Div
            | BinaryOp::Mod
            | BinaryOp::Lsh
            | BinaryOp::Rsh
            | BinaryOp::And
            | BinaryOp::AndNot => 6,
            BinaryOp::Add | BinaryOp::Sub | BinaryOp::Or | BinaryOp::Xor => 5,
            BinaryOp::Eq | BinaryOp::Ne | BinaryOp::Lt | BinaryOp::Le | BinaryOp::Gt | BinaryOp::Ge => 4,
        },
        NodeKind::Send { .. } => 3,
        NodeKind::Logical { and, .. } => {
            if *and {
                2
            } else {
                1
            }
        }
        NodeKind::AddStr(_)
        | NodeKind::DynamicType
        | NodeKind::PtrLit(_)
        | NodeKind::Closure(_)
        | NodeKind::DotType { dynamic: true, .. }
        | NodeKind::InlCall { .. }
        | NodeKind::MakeMap(_)
        | NodeKind::MakeChan(_)
        | NodeKind::CheckNil(_)
        | NodeKind::AssignList { op: AssignListOp::SelRecv2, .. } => 0,
        NodeKind::Dcl(_)
        | NodeKind::Assign { .. }
        | NodeKind::AssignOp { .. }
        | NodeKind::AssignList { .. }
        | NodeKind::Block(_)
        | NodeKind::Branch { .. }
        | NodeKind::Label(_)
        | NodeKind::If { .. }
        | NodeKind::For { .. }
        | NodeKind::Range { .. }
        | NodeKind::Return(_)
        | NodeKind::Switch { .. }
        | NodeKind::TypeSwitch { .. }
        | NodeKind::Select { .. }
        | NodeKind::GoDefer { .. }
        | NodeKind::Clause { .. } => -1,
    }
}

impl Printer<'_> {
    fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn ty(&mut self, ty: Option<TypeId>) {
        match ty {
            Some(ty) => self.out.push_str(&self.facts.type_text(ty)),
            None => self.push("<T>"),
        }
    }

    /// `%v` of a node.
    fn node(&mut self, id: NodeId) {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            self.push("...");
        } else if precedence(self.facts.kind(id)) < 0 {
            self.stmt(id);
        } else {
            self.expr(id, 0);
        }
        self.depth -= 1;
    }

    fn optional(&mut self, id: Option<NodeId>) {
        match id {
            Some(id) => self.node(id),
            None => self.push("<nil>"),
        }
    }

    fn list(&mut self, list: &[NodeId], separator: &str) {
        for (i, &id) in list.iter().enumerate() {
            if i > 0 {
                self.push(separator);
            }
            self.node(id);
        }
    }

    fn stmt(&mut self, id: NodeId) {
        let node = self.facts.package.node(id);
        match &node.kind {
            NodeKind::Dcl(var) => {
                let var = &self.facts.package.vars[*var];
                let _ = write!(self.out, "var {} ", var.name);
                self.ty(Some(var.ty));
            }
            NodeKind::Assign { x, y, def } => {
                self.node(*x);
                self.push(if *def { " := " } else { " = " });
                self.optional(*y);
            }
            NodeKind::AssignOp { op, x, inc_dec: true, .. } => {
                self.node(*x);
                self.push(if *op == BinaryOp::Add { "++" } else { "--" });
            }
            NodeKind::AssignOp { op, x, y, .. } => {
                self.node(*x);
                let _ = write!(self.out, " {}= ", op.text());
                self.node(*y);
            }
            NodeKind::AssignList { lhs, rhs, def, .. } => {
                self.list(lhs, ", ");
                self.push(if *def { " := " } else { " = " });
                self.list(rhs, ", ");
            }
            NodeKind::Block(list) => self.list(list, "; "),
            NodeKind::Return(results) => {
                self.push("return ");
                self.list(results, ", ");
            }
            NodeKind::GoDefer { go, call, .. } => {
                self.push(if *go { "go " } else { "defer " });
                self.node(*call);
            }
            NodeKind::If { cond, body, els } => {
                self.push("if ");
                if let [init] = node.init[..]
                    && self.facts.package.node(init).init.is_empty()
                {
                    self.node(init);
                    self.push("; ");
                }
                self.node(*cond);
                self.push(" { ");
                self.list(body, "; ");
                self.push(" }");
                if !els.is_empty() {
                    self.push(" else { ");
                    self.list(els, "; ");
                    self.push(" }");
                }
            }
            NodeKind::For { .. } | NodeKind::Range { .. } => self.push("for loop"),
            NodeKind::Select { .. } => self.push("select statement"),
            NodeKind::Switch { .. } | NodeKind::TypeSwitch { .. } => self.push("switch statement"),
            NodeKind::Clause { switch, index } => self.clause(*switch, *index),
            NodeKind::Branch { op, label } => {
                self.push(match op {
                    BranchOp::Break => "break",
                    BranchOp::Continue => "continue",
                    BranchOp::Goto => "goto",
                    BranchOp::Fallthrough => "fallthrough",
                });
                if let Some(label) = label {
                    self.push(" ");
                    self.push(self.facts.interner.text(*label));
                }
            }
            NodeKind::Label(label) => {
                self.push(self.facts.interner.text(*label));
                self.push(": ");
            }
            _ => {}
        }
    }

    fn clause(&mut self, switch: NodeId, index: u32) {
        let (NodeKind::Switch { cases, .. } | NodeKind::TypeSwitch { cases, .. }) = self.facts.kind(switch) else {
            return;
        };
        let Some(case) = cases.get(index as usize) else { return };
        if case.list.is_empty() {
            self.push("default");
        } else {
            self.push("case ");
            self.list(&case.list, ", ");
        }
        self.push(": ");
        self.list(&case.body, "; ");
    }

    /// An expression where one of precedence `prec` fits without parentheses.
    fn expr(&mut self, mut id: NodeId, prec: i32) {
        let package = self.facts.package;
        while package.node(id).implicit {
            if let Some(literal) = self.facts.literal(id) {
                self.literal(Some(literal.ty), &literal.value);
                return;
            }
            id = match package.node(id).kind {
                NodeKind::Addr(x)
                | NodeKind::Deref(x)
                | NodeKind::Conv { op: ConvOp::Conv | ConvOp::Nop | ConvOp::Iface, x } => x,
                _ => break,
            };
        }
        let node = package.node(id);
        let own = match (&node.kind, node.ty) {
            (NodeKind::Type, Some(ty)) if matches!(self.facts.types.resolved(ty), Type::Pointer(_)) => 7,
            (kind, _) => precedence(kind),
        };
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            self.push("...");
        } else if prec > own {
            self.push("(");
            self.node(id);
            self.push(")");
        } else {
            self.bare(id, own);
        }
        self.depth -= 1;
    }

    fn bare(&mut self, id: NodeId, prec: i32) {
        let node = self.facts.package.node(id);
        match &node.kind {
            NodeKind::Nil => self.push("nil"),
            NodeKind::Literal(value) => self.literal(node.ty, value),
            NodeKind::Name(var) => match &*self.facts.package.vars[*var].name {
                name if name.starts_with("~b") => self.push("_"),
                name => self.push(name),
            },
            NodeKind::Blank => self.push("_"),
            NodeKind::Func(func) => self.push(&self.facts.func_name(*func)),
            NodeKind::Type => self.ty(node.ty),
            NodeKind::DynamicType => self.push("<node DYNAMICTYPE>"),
            NodeKind::Closure(_) => self.push("func literal"),
            NodeKind::PtrLit(x) => {
                self.push("&");
                self.node(*x);
            }
            NodeKind::ArrayLit(elems) | NodeKind::SliceLit { elems, .. } => {
                self.composite(node.ty, node.implicit, elems.is_empty());
            }
            NodeKind::StructLit(elems) => self.composite(node.ty, node.implicit, elems.is_empty()),
            NodeKind::MapLit(elems) => self.composite(node.ty, node.implicit, elems.is_empty()),
            NodeKind::Dot { x, sel }
            | NodeKind::DotPtr { x, sel }
            | NodeKind::DotInter { x, sel }
            | NodeKind::MethValue { x, sel, .. } => {
                self.expr(*x, prec);
                self.push(".");
                self.push(self.facts.interner.text(*sel));
            }
            NodeKind::MethExpr { recv, sel, .. } => {
                let pointer = matches!(self.facts.types.resolved(*recv), Type::Pointer(_));
                self.push(if pointer { "(" } else { "" });
                self.ty(Some(*recv));
                self.push(if pointer { ")." } else { "." });
                self.push(self.facts.interner.text(*sel));
            }
            NodeKind::DotType { x, dynamic: false, .. } => {
                self.expr(*x, prec);
                self.push(".(");
                self.ty(node.ty);
                self.push(")");
            }
            NodeKind::DotType { comma_ok, .. } => {
                self.push(if *comma_ok { "<node DYNAMICDOTTYPE2>" } else { "<node DYNAMICDOTTYPE>" });
            }
            NodeKind::Index { x, index } | NodeKind::IndexMap { x, index } => {
                self.expr(*x, prec);
                self.push("[");
                self.node(*index);
                self.push("]");
            }
            NodeKind::Slice { op, x, index } => self.slice(*op, *x, *index, prec),
            NodeKind::Conv { x, .. } => {
                let text = node.ty.map_or_else(|| String::from("<T>"), |ty| self.facts.type_text(ty));
                // `any` has a name although it is no defined type.
                let named = node.ty.is_some_and(|ty| self.facts.types.has_name(ty)) || text == "any";
                self.push(if named { "" } else { "(" });
                self.push(&text);
                self.push(if named { "(" } else { ")(" });
                match self.facts.stand_in(id) {
                    Some(StandIn::Literal(literal)) => self.literal(Some(literal.ty), &literal.value),
                    Some(StandIn::Temp(number)) => drop(write!(self.out, ".autotmp_{number}")),
                    None => self.node(*x),
                }
                self.push(")");
            }
            NodeKind::Builtin1 { op, x } => match op.name() {
                Some(name) => {
                    self.push(name);
                    self.push("(");
                    self.node(*x);
                    self.push(")");
                }
                None => self.push(op.missing()),
            },
            NodeKind::Builtin2 { op, x, y } => match op.name() {
                Some(name) => {
                    self.push(name);
                    self.push("(");
                    self.list(&[*x, *y], ", ");
                    self.push(")");
                }
                None => self.push("<node unsafe.String>"),
            },
            NodeKind::BuiltinN { op, args, ddd } => {
                self.push(op.name());
                self.arguments(args, *ddd);
            }
            NodeKind::New(x) => {
                self.push("new(");
                self.node(*x);
                self.push(")");
            }
            NodeKind::CallFunc(Call { fun, args, ddd }) | NodeKind::CallInter(Call { fun, args, ddd }) => {
                self.expr(*fun, prec);
                self.arguments(args, *ddd);
            }
            NodeKind::Unknown(args) => {
                self.push("unknown");
                self.arguments(args, false);
            }
            NodeKind::InlCall { results, .. } => {
                if let [single] = results[..] {
                    self.node(single);
                } else {
                    self.push("(.");
                    self.list(results, "; ");
                    self.push(")");
                }
            }
            NodeKind::MakeSlice { len, cap } => self.make_slice(id, node.ty, *len, *cap),
            NodeKind::MakeMap(len) | NodeKind::MakeChan(len) => self.make(node.ty, *len),
            NodeKind::Unary { op, x } => {
                self.push(op.text());
                if matches!(self.facts.kind(*x), NodeKind::Unary { op: inner, .. } if inner == op) {
                    self.push(" ");
                }
                self.expr(*x, prec + 1);
            }
            NodeKind::Recv(x) => {
                self.push("<-");
                if matches!(self.facts.kind(*x), NodeKind::Recv(_)) {
                    self.push(" ");
                }
                self.expr(*x, prec + 1);
            }
            NodeKind::Addr(x) => {
                self.push("&");
                if matches!(self.facts.kind(*x), NodeKind::Addr(_)) {
                    self.push(" ");
                }
                self.expr(*x, prec + 1);
            }
            NodeKind::Deref(x) => {
                self.push("*");
                self.expr(*x, prec + 1);
            }
            NodeKind::Binary { op, x, y } => self.binary(*x, op.text(), *y, prec),
            NodeKind::Logical { and, x, y } => self.binary(*x, if *and { "&&" } else { "||" }, *y, prec),
            NodeKind::Send { chan, value } => self.binary(*chan, "<-", *value, prec),
            NodeKind::AddStr(list) => {
                for (i, &x) in list.iter().enumerate() {
                    if i > 0 {
                        self.push(" + ");
                    }
                    self.expr(x, prec);
                }
            }
            NodeKind::AssignList { .. } => self.push("<node SELRECV2>"),
            NodeKind::KeepAlive(x) => {
                self.push("runtime.KeepAlive(");
                self.node(*x);
                self.push(")");
            }
            NodeKind::CheckNil(_) => self.push("<node CHECKNIL>"),
            _ => {}
        }
    }

    fn binary(&mut self, x: NodeId, op: &str, y: NodeId, prec: i32) {
        self.expr(x, prec);
        let _ = write!(self.out, " {op} ");
        self.expr(y, prec + 1);
    }

    fn arguments(&mut self, args: &[NodeId], ddd: bool) {
        self.push("(");
        self.list(args, ", ");
        self.push(if ddd { "...)" } else { ")" });
    }

    fn composite(&mut self, ty: Option<TypeId>, implicit: bool, empty: bool) {
        if implicit {
            self.push("... argument");
            return;
        }
        self.ty(ty);
        self.push(if empty { "{}" } else { "{...}" });
    }

    fn make(&mut self, ty: Option<TypeId>, len: Option<NodeId>) {
        let untyped = |id: NodeId| {
            let ty = self.facts.ty(id);
            ty.is_some_and(|ty| matches!(self.facts.types.resolved(ty), Type::Basic(k) if k.is_untyped()))
        };
        let len = len.filter(|&len| !untyped(len));
        self.push("make(");
        self.ty(ty);
        if let Some(len) = len {
            self.push(", ");
            self.node(len);
        }
        self.push(")");
    }

    /// `make` of a slice; the last operand may have been found to be constant.
    fn make_slice(&mut self, id: NodeId, ty: Option<TypeId>, len: NodeId, cap: Option<NodeId>) {
        self.push("make(");
        self.ty(ty);
        self.push(", ");
        if cap.is_some() {
            self.node(len);
            self.push(", ");
        }
        match self.facts.literal(id) {
            Some(literal) => self.literal(Some(literal.ty), &literal.value),
            None => self.node(cap.unwrap_or(len)),
        }
        self.push(")");
    }

    fn slice(&mut self, op: SliceOp, x: NodeId, [low, high, max]: [Option<NodeId>; 3], prec: i32) {
        self.expr(x, prec);
        self.push("[");
        if let Some(low) = low {
            self.node(low);
        }
        self.push(":");
        if let Some(high) = high {
            self.node(high);
        }
        if matches!(op, SliceOp::Slice3 | SliceOp::Arr3) {
            self.push(":");
            if let Some(max) = max {
                self.node(max);
            }
        }
        self.push("]");
    }

    fn literal(&mut self, ty: Option<TypeId>, value: &ConstValue) {
        let Some(id) = ty.map(|ty| self.facts.types.unalias(ty)) else {
            let _ = write!(self.out, "{value}");
            return;
        };
        if matches!(id, TypeId::RUNE | TypeId::UNTYPED_RUNE)
            && let Some(code) = value.as_u64().filter(|&c| c <= 0x10_ffff)
        {
            self.rune(code as u32);
            return;
        }
        let basic = match self.facts.types.get(id) {
            Type::Basic(kind) => kind,
            _ => BasicKind::Invalid,
        };
        let plain = match value.kind() {
            ConstKind::Unknown => false,
            ConstKind::Bool => basic.is_boolean(),
            ConstKind::Str => basic.is_string(),
            ConstKind::Int => matches!(basic, BasicKind::Int | BasicKind::UntypedInt),
            ConstKind::Float => matches!(basic, BasicKind::Float64 | BasicKind::UntypedFloat),
            ConstKind::Complex => matches!(basic, BasicKind::Complex128 | BasicKind::UntypedComplex),
        };
        if plain {
            let _ = write!(self.out, "{value}");
        } else {
            self.ty(ty);
            let _ = write!(self.out, "({value})");
        }
    }

    /// `%q` of a rune.
    fn rune(&mut self, code: u32) {
        // What is no character prints as U+FFFD.
        let c = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
        match c {
            '\'' => self.push("'\\''"),
            '"' => self.push("'\"'"),
            _ => {
                let mut bytes = [0; 4];
                let quoted = quote(c.encode_utf8(&mut bytes).as_bytes());
                let inner = quoted.strip_prefix('"').and_then(|q| q.strip_suffix('"')).unwrap_or(&quoted);
                let _ = write!(self.out, "'{inner}'");
            }
        }
    }
}

impl BinaryOp {
    /// The operator in Go.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Sub => "-",
            Self::Or => "|",
            Self::Xor => "^",
            Self::Mul => "*",
            Self::Div => "/",
            Self::Mod => "%",
            Self::And => "&",
            Self::AndNot => "&^",
            Self::Lsh => "<<",
            Self::Rsh => ">>",
            Self::Eq => "==",
            Self::Ne => "!=",
            Self::Lt => "<",
            Self::Le => "<=",
            Self::Gt => ">",
            Self::Ge => ">=",
        }
    }
}

impl UnaryOp {
    /// The operator in Go.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Plus => "+",
            Self::Neg => "-",
            Self::Not => "!",
            Self::BitNot => "^",
        }
    }
}

impl Builtin1 {
    /// The name, if gc prints calls of it as calls.
    const fn name(self) -> Option<&'static str> {
        Some(match self {
            Self::Len => "len",
            Self::Cap => "cap",
            Self::Real => "real",
            Self::Imag => "imag",
            Self::Close => "close",
            Self::Clear => "clear",
            Self::Panic => "panic",
            Self::UnsafeStringData | Self::UnsafeSliceData => return None,
        })
    }

    const fn missing(self) -> &'static str {
        match self {
            Self::UnsafeStringData => "<node unsafe.StringData>",
            _ => "<node unsafe.SliceData>",
        }
    }
}

impl Builtin2 {
    /// The name, if gc prints calls of it as calls.
    const fn name(self) -> Option<&'static str> {
        Some(match self {
            Self::Copy => "copy",
            Self::Complex => "complex",
            Self::UnsafeAdd => "unsafe.Add",
            Self::UnsafeSlice => "unsafe.Slice",
            Self::UnsafeString => return None,
        })
    }
}

impl BuiltinN {
    const fn name(self) -> &'static str {
        match self {
            Self::Append => "append",
            Self::Delete => "delete",
            Self::Print => "print",
            Self::Println => "println",
            Self::Recover => "recover",
            Self::Min => "min",
            Self::Max => "max",
        }
    }
}

#[cfg(test)]
mod tests {

    use thin_vec::thin_vec;

    use super::*;
    use crate::ir::{LitElem, testing::Maker};

    #[test]
    fn operators_get_the_parentheses_they_need() {
        let mut m = Maker::new();
        let f = m.func("f");
        let [a, b] = ["a", "b"].map(|name| m.var(f, name, TypeId::INT));
        let (a, b) = (m.name(a), m.name(b));
        let sum = m.binary(BinaryOp::Add, a, b);
        let product = m.binary(BinaryOp::Mul, sum, a);
        let right = m.binary(BinaryOp::Sub, a, sum);
        let neg = m.node(TypeId::INT, NodeKind::Unary { op: UnaryOp::Neg, x: a });
        let neg_neg = m.node(TypeId::INT, NodeKind::Unary { op: UnaryOp::Neg, x: neg });
        let texts = [product, right, neg_neg].map(|id| m.text(id));
        assert_eq!(texts, ["(a + b) * a", "a - (a + b)", "- (-a)"]);
    }

    #[test]
    fn what_gcs_table_lacks_gets_parentheses() {
        let mut m = Maker::new();
        let f = m.func("f");
        let (_, literal) = m.closure(f, &[]);
        let s = m.var(f, "s", TypeId::STRING);
        let (s, zero) = (m.name(s), m.int(0));
        let concat = m.node(TypeId::STRING, NodeKind::AddStr(thin_vec![s, s]));
        let index = m.node(TypeId::BYTE, NodeKind::Index { x: concat, index: zero });
        let call = m.call(literal);
        assert_eq!([index, call].map(|id| m.text(id)), ["(s + s)[0]", "(func literal)()"]);
    }

    #[test]
    fn constants_show_types_that_are_not_the_default() {
        let mut m = Maker::new();
        let int = ConstValue::Int;
        let mut text = |ty, value| {
            let id = m.node(ty, NodeKind::Literal(value));
            m.text(id)
        };
        assert_eq!(text(TypeId::INT, int(5)), "5");
        assert_eq!(text(TypeId::UINT8, int(5)), "uint8(5)");
        assert_eq!(text(TypeId::BYTE, int(5)), "byte(5)");
        assert_eq!(text(TypeId::RUNE, int(0x4e2d)), "'中'");
        assert_eq!(text(TypeId::RUNE, int(i64::from(b'\''))), "'\\''");
        assert_eq!(text(TypeId::RUNE, int(i64::from(b'"'))), "'\"'");
        assert_eq!(text(TypeId::RUNE, int(0xd800)), "'\u{fffd}'");
        assert_eq!(text(TypeId::RUNE, int(-1)), "rune(-1)");
        assert_eq!(text(TypeId::STRING, ConstValue::string(b"a\n")), "\"a\\n\"");
        let long = text(TypeId::STRING, ConstValue::string(&[b'x'; 100]));
        assert_eq!((long.len(), long.ends_with("x...")), (72, true));
    }

    #[test]
    fn what_the_compiler_inserted_is_left_out() {
        let mut m = Maker::new();
        let f = m.func("f");
        let x = m.var(f, "x", TypeId::INT);
        let x = m.name(x);
        let boxed = m.node(TypeId::EMPTY_INTERFACE, NodeKind::Conv { op: ConvOp::Iface, x });
        assert_eq!(m.text(boxed), "any(x)");
        m.package.nodes[boxed].implicit = true;
        assert_eq!(m.text(boxed), "x");
        let ty = TypeId::BYTES;
        let elems = thin_vec![LitElem { key: None, value: x }];
        let literal = m.node(ty, NodeKind::SliceLit { elems, len: 1 });
        assert_eq!(m.text(literal), "[]byte{...}");
        m.package.nodes[literal].implicit = true;
        assert_eq!(m.text(literal), "... argument");
    }
}
