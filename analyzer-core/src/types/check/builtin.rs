//! The predeclared functions.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use super::{
    Checker,
    generic::CallSite,
    operand::{ExprRef, Operand},
};
use crate::ast::{BinaryOp, ExprId, ExprKind};
use crate::types::{
    arena::{Interface, Signature, Term, Type, TypeId},
    basic::BasicKind,
    constant::{ConstValue, binary, compare},
    info::Mode,
    objects::{BuiltinId, Object, VarKind},
};

/// How many arguments a function takes, and whether it takes more.
fn arity(id: BuiltinId) -> (usize, bool) {
    use BuiltinId as B;
    match id {
        B::Recover => (0, false),
        B::Print | B::Println => (0, true),
        B::Append | B::Make | B::Max | B::Min => (1, true),
        B::Complex | B::Copy | B::Delete | B::UnsafeAdd | B::UnsafeSlice | B::UnsafeString => (2, false),
        _ => (1, false),
    }
}

/// A call of a built-in function.
pub(super) struct BuiltinCall<'a> {
    pub(super) e: ExprId,
    pub(super) fun: ExprId,
    pub(super) exprs: &'a [ExprId],
    pub(super) has_dots: bool,
    pub(super) id: BuiltinId,
}

impl Checker<'_> {
    pub(super) fn builtin_call(
        &mut self,
        e: ExprId,
        fun: ExprId,
        exprs: &[ExprId],
        has_dots: bool,
        id: BuiltinId,
    ) -> Operand {
        let call = BuiltinCall { e, fun, exprs, has_dots, id };
        let mut x = self.builtin(&call).unwrap_or_else(|| Operand::invalid(e));
        x.expr = ExprRef::Node(e);
        x
    }

    fn builtin(&mut self, call: &BuiltinCall<'_>) -> Option<Operand> {
        use BuiltinId as B;
        let BuiltinCall { e, exprs, has_dots, id, .. } = *call;
        let name = id.name();
        if has_dots && id != B::Append {
            let message = format!("invalid operation: invalid use of ... with built-in {name}");
            self.error(self.at(e), "InvalidDotDotDot", message);
            self.use_exprs(exprs);
            return None;
        }
        let outer = self.env.has_call_or_recv;
        if matches!(id, B::Len | B::Cap) {
            self.env.has_call_or_recv = false;
        }
        let result = self.builtin_args(call);
        let pure = !self.env.has_call_or_recv;
        if matches!(id, B::Len | B::Cap) {
            self.env.has_call_or_recv = outer;
        }
        let args = result?;
        match id {
            B::Append => self.append(call, args),
            B::Cap | B::Len => self.len(call, args, pure),
            B::Clear => self.clear(call, args),
            B::Close => self.close(call, args),
            B::Complex => self.complex(call, args),
            B::Copy => self.copy(call, args),
            B::Delete => self.delete(call, args),
            B::Imag | B::Real => self.real_imag(call, args),
            B::Make => self.make(call),
            B::Max | B::Min => self.min_max(call, args),
            B::New => self.new_call(call),
            B::Panic => self.panic(call, args),
            B::Print | B::Println => self.print(call, args),
            B::Recover => {
                self.record_builtin(call, &[], Some(TypeId::EMPTY_INTERFACE), false);
                Some(Operand::new(Mode::Value, e, TypeId::EMPTY_INTERFACE))
            }
            B::Assert => self.assert_call(call, args),
            _ => self.unsafe_call(call, args),
        }
    }

    /// `assert(c)` of the tests.
    fn assert_call(&mut self, call: &BuiltinCall<'_>, args: Vec<Operand>) -> Option<Operand> {
        let x = args.into_iter().next()?;
        if !x.is_constant() || !self.types.is_basic(x.ty, BasicKind::is_boolean) {
            let message = format!("invalid argument: {} is not a boolean constant", self.os(&x));
            self.error(self.at_operand(&x), "Test", message);
            return None;
        }
        if x.value.as_bool() == Some(false) {
            let message = format!("{} failed", self.es(call.e));
            self.error(self.at(call.e), "Test", message);
        }
        Some(x)
    }

    fn builtin_args(&mut self, call: &BuiltinCall<'_>) -> Option<Vec<Operand>> {
        use BuiltinId as B;
        let (min, variadic) = arity(call.id);
        let mut count = call.exprs.len();
        let mut args = Vec::new();
        if !matches!(call.id, B::Make | B::New | B::UnsafeOffsetof) {
            args = match call.exprs {
                &[one] => self.multi_expr(one, min, false).0,
                _ => self.expr_list(call.exprs),
            };
            if args.iter().any(|a| !a.is_valid()) {
                return None;
            }
            count = args.len();
        }
        let which = if count < min {
            "not enough"
        } else if !variadic && count > min {
            "too many"
        } else {
            return Some(args);
        };
        let text = self.es(call.e);
        let message = format!("invalid operation: {which} arguments for {text} (expected {min}, found {count})");
        self.error(self.at(call.e), "WrongArgCount", message);
        None
    }

    /// Records the type that the function has in this call.
    pub(super) fn record_builtin(
        &mut self,
        call: &BuiltinCall<'_>,
        params: &[TypeId],
        result: Option<TypeId>,
        variadic: bool,
    ) {
        let pos = self.here(0);
        let mut var = |kind: VarKind, ty: TypeId| {
            let ty = ty.default_type();
            self.new_var(kind, self.sym.empty, pos, Some(ty))
        };
        let params: Vec<_> = params.iter().map(|&p| var(VarKind::Param, p)).collect();
        let results: Vec<_> = result.into_iter().map(|r| var(VarKind::Result, r)).collect();
        let params = self.types.add_objs(&params);
        let results = self.types.add_objs(&results);
        let sig = self.types.add_signature(Signature { params, results, variadic, ..Signature::default() });
        let mut fun = call.fun;
        loop {
            self.record(fun, Mode::Builtin, sig, None);
            match self.file().exprs[fun].kind {
                ExprKind::Paren(inner) => fun = inner,
                _ => return,
            }
        }
    }

    /// The element type of a slice argument.
    fn slice_elem(&mut self, x: &Operand) -> Result<TypeId, String> {
        let mut found: Option<TypeId> = None;
        for term in self.type_terms(x.ty) {
            let elem = match term.map(|(_, u)| self.types.get(u)) {
                Some(Type::Slice(elem)) => elem,
                Some(Type::Unknown) => TypeId::UNKNOWN,
                _ if x.is_nil() => return Err("argument must be a slice; have untyped nil".into()),
                _ => return Err(format!("argument must be a slice; have {}", self.os(x))),
            };
            match found {
                None => found = Some(elem),
                Some(first) if !self.types.identical(first, elem) => {
                    return Err(format!(
                        "mismatched slice element types {} and {} in {}",
                        self.ts(first),
                        self.ts(elem),
                        self.os(x)
                    ));
                }
                Some(_) => {}
            }
        }
        Ok(found.unwrap_or(TypeId::INVALID))
    }

    /// Whether the type set of `ty` consists of strings and byte slices, and
    /// whether there is a string in it.
    fn is_bytes_or_string(&mut self, ty: TypeId) -> Option<bool> {
        let mut has_string = false;
        for term in self.type_terms(ty) {
            let (_, under) = term?;
            match self.types.get(under) {
                Type::Slice(elem) if self.types.identical(elem, TypeId::BYTE) => {}
                Type::Basic(kind) if kind.is_string() => has_string = true,
                _ => return None,
            }
        }
        Some(has_string)
    }

    fn append(&mut self, call: &BuiltinCall<'_>, mut args: Vec<Operand>) -> Option<Operand> {
        let x = args.first()?.clone();
        let elem = match self.slice_elem(&x) {
            Ok(elem) => elem,
            Err(cause) => {
                self.error(self.at_operand(&x), "InvalidAppend", format!("invalid append: {cause}"));
                return None;
            }
        };
        let mut x = x;
        if args.len() == 2 && call.has_dots && self.assignable(&x, TypeId::BYTES).is_ok() {
            let y = args[1].clone();
            if !self.types.is_unknown(x.ty) && self.is_bytes_or_string(y.ty) == Some(true) {
                if self.types.is_untyped(y.ty) {
                    self.update_operand_type(&y, TypeId::STRING, true);
                }
                self.record_builtin(call, &[x.ty, y.ty], Some(x.ty), true);
                x.mode = Mode::Value;
                return Some(x);
            }
        }
        let slice = self.types.add(Type::Slice(elem));
        let pos = self.here(0);
        let mut param = |ty: TypeId| self.new_var(VarKind::Param, self.sym.empty, pos, Some(ty));
        let params = [param(x.ty), param(slice)];
        let params = self.types.add_objs(&params);
        let sig = Signature { params, variadic: true, ..Signature::default() };
        let site = CallSite { e: call.e, fun: call.fun, exprs: call.exprs, has_dots: call.has_dots };
        self.arguments(site, &sig, &mut args);
        self.record_builtin(call, &[x.ty, slice], Some(x.ty), true);
        x.mode = Mode::Value;
        Some(x)
    }

    /// `*[n]T` as `[n]T`.
    fn array_ptr_deref(&self, under: TypeId) -> TypeId {
        match self.types.get(under) {
            Type::Pointer(elem) if matches!(self.types.under(elem), Type::Array { .. }) => self.types.underlying(elem),
            _ => under,
        }
    }

    fn len(&mut self, call: &BuiltinCall<'_>, args: Vec<Operand>, pure: bool) -> Option<Operand> {
        let x = args.into_iter().next()?;
        let is_len = call.id == BuiltinId::Len;
        let mut value = None;
        let under = self.array_ptr_deref(self.types.underlying(x.ty));
        let mode = match self.types.get(under) {
            Type::Basic(kind) if kind.is_string() && is_len => match &x.value {
                ConstValue::Str(bytes) if x.is_constant() => {
                    value = Some(ConstValue::Int(bytes.len() as i64));
                    Mode::Constant
                }
                ConstValue::Unknown if x.is_constant() => {
                    value = Some(ConstValue::Unknown);
                    Mode::Constant
                }
                _ => Mode::Value,
            },
            Type::Array { len, .. } if pure => {
                if len < 0 {
                    return Some(Operand::maybe_constant(call.e, TypeId::INT));
                }
                value = Some(ConstValue::Int(len));
                Mode::Constant
            }
            Type::Array { .. } | Type::Slice(_) | Type::Chan { .. } | Type::Unknown => Mode::Value,
            Type::Map { .. } if is_len => Mode::Value,
            Type::Interface(_) if self.types.is_type_param(x.ty) => {
                let ok = self.type_terms(x.ty).into_iter().all(|term| {
                    term.is_some_and(|(_, u)| match self.types.get(self.array_ptr_deref(u)) {
                        Type::Basic(kind) => kind.is_string() && is_len,
                        Type::Array { .. } | Type::Slice(_) | Type::Chan { .. } | Type::Unknown => true,
                        Type::Map { .. } => is_len,
                        _ => false,
                    })
                });
                if ok { Mode::Value } else { Mode::Invalid }
            }
            _ => Mode::Invalid,
        };
        if mode == Mode::Invalid {
            if self.types.is_valid(under) {
                let code = if is_len { "InvalidLen" } else { "InvalidCap" };
                let message = format!("invalid argument: {} for built-in {}", self.os(&x), call.id.name());
                self.error(self.at_operand(&x), code, message);
            }
            return None;
        }
        if mode != Mode::Constant {
            self.record_builtin(call, &[x.ty], Some(TypeId::INT), false);
        }
        let maybe_const = pure && matches!(self.types.get(under), Type::Unknown);
        Some(Operand { mode, ty: TypeId::INT, value: value.unwrap_or_default(), maybe_const, ..x })
    }

    fn clear(&mut self, call: &BuiltinCall<'_>, args: Vec<Operand>) -> Option<Operand> {
        let x = args.into_iter().next()?;
        self.verify_version(self.at(call.fun), 21, "clear");
        let ok = self.type_terms(x.ty).into_iter().all(|term| {
            term.is_some_and(|(_, u)| matches!(self.types.get(u), Type::Map { .. } | Type::Slice(_) | Type::Unknown))
        });
        if !ok {
            let message = format!(
                "invalid argument: cannot clear {}: argument must be (or constrained by) map or slice",
                self.os(&x)
            );
            self.error(self.at_operand(&x), "InvalidClear", message);
            return None;
        }
        self.record_builtin(call, &[x.ty], None, false);
        Some(Operand::new(Mode::NoValue, call.e, TypeId::NO_VALUE))
    }

    fn close(&mut self, call: &BuiltinCall<'_>, args: Vec<Operand>) -> Option<Operand> {
        let x = args.into_iter().next()?;
        for term in self.type_terms(x.ty) {
            let what = match term.map(|(_, u)| self.types.get(u)) {
                Some(Type::Chan { dir: crate::ast::ChanDir::Recv, .. }) => "receive-only channel",
                Some(Type::Chan { .. } | Type::Unknown) => continue,
                _ => "non-channel",
            };
            let message = format!("invalid operation: cannot close {what} {}", self.os(&x));
            self.error(self.at_operand(&x), "InvalidClose", message);
            return None;
        }
        self.record_builtin(call, &[x.ty], None, false);
        Some(Operand::new(Mode::NoValue, call.e, TypeId::NO_VALUE))
    }

    fn complex(&mut self, call: &BuiltinCall<'_>, args: Vec<Operand>) -> Option<Operand> {
        let [mut x, mut y] = <[Operand; 2]>::try_from(args).ok()?;
        if self.types.is_unknown(x.ty) || self.types.is_unknown(y.ty) {
            return Some(Operand { mode: Mode::Value, ty: TypeId::UNKNOWN, ..x });
        }
        match (self.types.is_untyped(x.ty), self.types.is_untyped(y.ty)) {
            (false, false) => {}
            (true, false) => self.convert_untyped(&mut x, y.ty),
            (false, true) => self.convert_untyped(&mut y, x.ty),
            (true, true) => {
                if x.is_constant() && y.is_constant() {
                    for operand in [&mut x, &mut y] {
                        let numeric = self.types.is_basic(operand.ty, BasicKind::is_numeric);
                        if numeric && operand.value.imag().sign() == 0 {
                            operand.ty = TypeId::UNTYPED_FLOAT;
                        }
                    }
                } else {
                    self.convert_untyped(&mut x, TypeId::FLOAT64);
                    self.convert_untyped(&mut y, TypeId::FLOAT64);
                }
            }
        }
        if !x.is_valid() || !y.is_valid() {
            return None;
        }
        if !self.types.identical(x.ty, y.ty) {
            let (text, a, b) = (self.es(call.e), self.ts(x.ty), self.ts(y.ty));
            let message = format!("invalid operation: {text} (mismatched types {a} and {b})");
            self.error(self.at_operand(&x), "InvalidComplex", message);
            return None;
        }
        let complex_of = |kind| match kind {
            BasicKind::Float32 => Some(TypeId::COMPLEX64),
            BasicKind::Float64 => Some(TypeId::COMPLEX128),
            BasicKind::UntypedFloat => Some(TypeId::UNTYPED_COMPLEX),
            _ => None,
        };
        let Some(result) = self.map_type(&x, call.id, "InvalidComplex", complex_of) else {
            let message = format!("invalid argument: arguments have type {}, expected floating-point", self.ts(x.ty));
            self.error(self.at_operand(&x), "InvalidComplex", message);
            return None;
        };
        if x.is_constant() && y.is_constant() {
            let im = ConstValue::complex(ConstValue::Int(0), y.value.to_float());
            x.value = binary(&x.value.to_float(), BinaryOp::Add, &im, false);
        } else {
            x.mode = Mode::Value;
            self.record_builtin(call, &[x.ty, x.ty], Some(result), false);
        }
        x.ty = result;
        Some(x)
    }

    fn copy(&mut self, call: &BuiltinCall<'_>, args: Vec<Operand>) -> Option<Operand> {
        let [x, y] = <[Operand; 2]>::try_from(args).ok()?;
        let fail = |checker: &mut Self, at: &Operand, cause: String| {
            let message = format!("invalid copy: {cause}");
            checker.error(checker.at_operand(at), "InvalidCopy", message);
        };
        let dst = match self.slice_elem(&x) {
            Ok(elem) => elem,
            Err(cause) => {
                fail(self, &x, cause);
                return None;
            }
        };
        let special = self.assignable(&x, TypeId::BYTES).is_ok() && self.is_bytes_or_string(y.ty).is_some();
        if !special {
            let src = match self.slice_elem(&y) {
                Ok(elem) => elem,
                Err(cause) => {
                    if !self.all_string(y.ty) {
                        fail(self, &y, cause);
                        return None;
                    }
                    TypeId::BYTE
                }
            };
            if !self.types.identical(dst, src) {
                let cause = format!(
                    "arguments {} and {} have different element types {} and {}",
                    self.os(&x),
                    self.os(&y),
                    self.ts(dst),
                    self.ts(src)
                );
                fail(self, &x, cause);
                return None;
            }
        }
        if self.types.is_untyped(y.ty) {
            self.update_operand_type(&y, TypeId::STRING, true);
        }
        self.record_builtin(call, &[x.ty, y.ty], Some(TypeId::INT), false);
        Some(Operand::new(Mode::Value, call.e, TypeId::INT))
    }

    fn delete(&mut self, call: &BuiltinCall<'_>, args: Vec<Operand>) -> Option<Operand> {
        let [x, mut k] = <[Operand; 2]>::try_from(args).ok()?;
        let mut key: Option<TypeId> = None;
        for term in self.type_terms(x.ty) {
            let this = match term.map(|(_, u)| self.types.get(u)) {
                Some(Type::Map { key, .. }) => key,
                Some(Type::Unknown) => TypeId::UNKNOWN,
                _ => {
                    let message = format!("invalid argument: {} is not a map", self.os(&x));
                    self.error(self.at_operand(&x), "InvalidDelete", message);
                    return None;
                }
            };
            if key.is_some_and(|k| !self.types.identical(k, this)) {
                let message = format!("invalid argument: maps of {} must have identical key types", self.os(&x));
                self.error(self.at_operand(&x), "InvalidDelete", message);
                return None;
            }
            key = Some(this);
        }
        let key = key?;
        self.assignment(&mut k, Some(key), "argument to delete");
        if !k.is_valid() {
            return None;
        }
        self.record_builtin(call, &[x.ty, key], None, false);
        Some(Operand::new(Mode::NoValue, call.e, TypeId::NO_VALUE))
    }

    /// The type that `map` gives for that of `x`. For a type parameter it is
    /// one whose constraint has the mapped terms: gc refuses that, and goes on.
    fn map_type(
        &mut self,
        x: &Operand,
        id: BuiltinId,
        code: &'static str,
        map: impl Fn(BasicKind) -> Option<TypeId>,
    ) -> Option<TypeId> {
        let Type::TypeParam(tparam) = self.types.resolved(x.ty) else {
            return self.types.basic(x.ty).and_then(map);
        };
        let terms = self.type_set(x.ty).terms.clone().filter(|terms| !terms.is_empty())?;
        let mapped = |term: Term| Some(Term { ty: self.types.basic(term.ty).and_then(&map)?, ..term });
        let terms = terms.into_iter().map(mapped).collect::<Option<Vec<Term>>>()?;
        let (text, name) = (self.os(x), id.name());
        let message =
            format!("{text} not supported as argument to built-in {name} for go1.18 (see go.dev/issue/50937)");
        self.error(self.at_operand(x), code, message);
        let info = self.types.tparam(tparam).clone();
        let object = Object { pos: None, ..self.types.obj(info.obj).clone() };
        let union = self.types.add_union(terms);
        let bound =
            self.types.add_interface(Interface { embeddeds: alloc::vec![(union, None)], ..Interface::default() });
        let obj = self.types.add_obj(object);
        let ty = self.types.add_tparam(obj, info.index, Some(bound));
        self.set_type(obj, ty);
        self.bind_iface(ty);
        Some(ty)
    }

    fn real_imag(&mut self, call: &BuiltinCall<'_>, args: Vec<Operand>) -> Option<Operand> {
        let mut x = args.into_iter().next()?;
        if self.types.is_unknown(x.ty) {
            return Some(Operand { mode: Mode::Value, ty: TypeId::UNKNOWN, ..x });
        }
        if self.types.is_untyped(x.ty) {
            if x.is_constant() {
                if self.types.is_basic(x.ty, BasicKind::is_numeric) {
                    x.ty = TypeId::UNTYPED_COMPLEX;
                }
            } else {
                self.convert_untyped(&mut x, TypeId::COMPLEX128);
                if !x.is_valid() {
                    return None;
                }
            }
        }
        let is_real = call.id == BuiltinId::Real;
        let code = if is_real { "InvalidReal" } else { "InvalidImag" };
        let part_of = |kind| match kind {
            BasicKind::Complex64 => Some(TypeId::FLOAT32),
            BasicKind::Complex128 => Some(TypeId::FLOAT64),
            BasicKind::UntypedComplex => Some(TypeId::UNTYPED_FLOAT),
            _ => None,
        };
        let Some(result) = self.map_type(&x, call.id, code, part_of) else {
            let message = format!("invalid argument: argument has type {}, expected complex type", self.ts(x.ty));
            self.error(self.at_operand(&x), code, message);
            return None;
        };
        if x.is_constant() {
            x.value = if is_real { x.value.real() } else { x.value.imag() };
        } else {
            x.mode = Mode::Value;
            self.record_builtin(call, &[x.ty], Some(result), false);
        }
        x.ty = result;
        Some(x)
    }

    fn make(&mut self, call: &BuiltinCall<'_>) -> Option<Operand> {
        let (&arg0, rest) = call.exprs.split_first()?;
        let ty = self.var_type(arg0);
        if !self.types.is_valid(ty) {
            for &e in rest {
                self.index(e, None);
            }
            return None;
        }
        if self.common_under(ty) == Ok(TypeId::UNKNOWN) {
            for &e in rest {
                self.index(e, None);
            }
            return Some(Operand::new(Mode::Value, call.e, ty));
        }
        let mut problem = None;
        for term in self.type_terms(ty) {
            match term.map(|(_, u)| self.types.get(u)) {
                Some(Type::Slice(_) | Type::Map { .. } | Type::Chan { .. } | Type::Unknown) => {}
                None => problem = Some("no specific type".to_string()),
                _ => problem = Some("type must be slice, map, or channel".to_string()),
            }
            if problem.is_some() {
                break;
            }
        }
        let under = match problem {
            Some(cause) => Err(cause),
            None => self.common_under(ty),
        };
        let under = match under {
            Ok(under) => under,
            Err(cause) => {
                let message = format!("invalid argument: cannot make {}: {cause}", self.es(arg0));
                self.error(self.at(arg0), "InvalidMake", message);
                return None;
            }
        };
        let min = if matches!(self.types.get(under), Type::Slice(_)) { 2 } else { 1 };
        let count = call.exprs.len();
        if count < min || min + 1 < count {
            let message =
                format!("invalid operation: {} expects {min} or {} arguments; found {count}", self.es(call.e), min + 1);
            self.error(self.at(call.e), "WrongArgCount", message);
            return None;
        }
        let mut params = alloc::vec![ty];
        let mut sizes = Vec::new();
        for &e in rest {
            let (size_type, size) = self.index(e, None);
            params.push(size_type);
            sizes.extend(size);
        }
        if let [len, cap] = sizes[..]
            && len > cap
        {
            self.error(self.at(rest[0]), "SwappedMakeArgs", "invalid argument: length and capacity swapped");
        }
        self.record_builtin(call, &params, Some(ty), false);
        Some(Operand::new(Mode::Value, call.e, ty))
    }

    fn min_max(&mut self, call: &BuiltinCall<'_>, mut args: Vec<Operand>) -> Option<Operand> {
        let name = call.id.name();
        self.verify_version(self.at(call.fun), 21, &format!("built-in {name}"));
        let op = if call.id == BuiltinId::Max { BinaryOp::Gtr } else { BinaryOp::Lss };
        if args.iter().any(|a| self.types.is_unknown(a.ty)) {
            let known = args.iter().map(|a| a.ty).find(|&t| !self.types.is_unknown(t) && self.types.is_typed(t));
            let ty = known.unwrap_or(TypeId::UNKNOWN);
            for arg in &args {
                let to = if known.is_some() { ty } else { arg.ty.default_type() };
                self.update_operand_type(arg, to, true);
            }
            return Some(Operand::new(Mode::Value, call.e, ty));
        }
        let mut x = args.first()?.clone();
        for (i, arg) in args.iter_mut().enumerate() {
            if !self.all_basic(arg.ty, BasicKind::is_ordered) {
                let message = format!("invalid argument: {} cannot be ordered", self.os(arg));
                self.error(self.at_operand(arg), "InvalidMinMaxOperand", message);
                return None;
            }
            if i == 0 {
                continue;
            }
            self.match_types(&mut x, arg);
            if !x.is_valid() {
                return None;
            }
            if !self.types.identical(x.ty, arg.ty) {
                let message = format!(
                    "invalid argument: mismatched types {} (previous argument) and {} (type of {})",
                    self.ts(x.ty),
                    self.ts(arg.ty),
                    self.expr_text(arg)
                );
                self.error(self.at_operand(arg), "MismatchedTypes", message);
                return None;
            }
            if x.is_constant() && arg.is_constant() {
                if compare(&arg.value, op, &x.value) == Some(true) {
                    x = arg.clone();
                }
            } else {
                x.mode = Mode::Value;
            }
        }
        if !x.is_constant() {
            x.mode = Mode::Value;
            // An untyped result, such as that of a shift, takes its default type.
            let context = format!("argument to built-in {name}");
            self.assignment(&mut x, Some(TypeId::EMPTY_INTERFACE), &*context);
            if !x.is_valid() {
                return None;
            }
        }
        for arg in &args {
            self.update_operand_type(arg, x.ty, true);
        }
        if !x.is_constant() {
            let params = alloc::vec![x.ty; args.len()];
            self.record_builtin(call, &params, Some(x.ty), false);
        }
        Some(x)
    }

    fn new_call(&mut self, call: &BuiltinCall<'_>) -> Option<Operand> {
        let &arg = call.exprs.first()?;
        let mut x = self.expr_or_type(arg, false);
        self.exclude(&mut x, false, true);
        match x.mode {
            Mode::Invalid => return None,
            Mode::TypeExpr => self.valid_var_type(arg, x.ty),
            _ if x.ty == TypeId::UNKNOWN => {}
            _ => {
                if self.types.is_untyped(x.ty) {
                    self.assignment(&mut x, None, "argument to new");
                    if !x.is_valid() {
                        return None;
                    }
                }
                let what = format!("new({})", self.es(arg));
                self.verify_version(self.at(call.fun), 26, &what);
            }
        }
        let ty = self.types.pointer_to(x.ty);
        self.record_builtin(call, &[x.ty], Some(ty), false);
        Some(Operand::new(Mode::Value, call.e, ty))
    }

    fn panic(&mut self, call: &BuiltinCall<'_>, args: Vec<Operand>) -> Option<Operand> {
        if self.env.sig.is_some() {
            self.panics.insert((self.env.file, call.e));
        }
        let mut x = args.into_iter().next()?;
        self.assignment(&mut x, Some(TypeId::EMPTY_INTERFACE), "argument to panic");
        if !x.is_valid() {
            return None;
        }
        self.record_builtin(call, &[TypeId::EMPTY_INTERFACE], None, false);
        Some(Operand::new(Mode::NoValue, call.e, TypeId::NO_VALUE))
    }

    fn print(&mut self, call: &BuiltinCall<'_>, mut args: Vec<Operand>) -> Option<Operand> {
        let context = format!("argument to built-in {}", call.id.name());
        let mut params = Vec::with_capacity(args.len());
        for arg in &mut args {
            self.assignment(arg, None, &*context);
            if !arg.is_valid() {
                return None;
            }
            params.push(arg.ty);
        }
        self.record_builtin(call, &params, None, false);
        Some(Operand::new(Mode::NoValue, call.e, TypeId::NO_VALUE))
    }
}
