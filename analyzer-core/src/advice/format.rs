//! `strconv`, `+` and `append` for `fmt`.
//!
//! `fmt` takes its arguments in interfaces and looks at them by reflection, so
//! each is boxed on the heap. What it prints of numbers, strings and booleans
//! can be said without it:
//!
//! ```text
//! fmt.Sprintf("%s:%d", kind, id)    kind + ":" + strconv.Itoa(id)
//!
//!                                   b := make([]byte, 0, 64)
//!                                   b = append(b, kind...)
//! return fmt.Sprintf("%s:%d", …)  → b = append(b, ':')
//!                                   b = strconv.AppendInt(b, int64(id), 10)
//!                                   return string(b)
//! ```
//!
//! Only verbs without flags, and only types of which nobody else decides how
//! they are printed: predeclared types and types without methods, structs of
//! such fields. `fmt` itself makes the string it returns, and an error two
//! objects; that is counted as happening inside ([`Draft::inside`]), as is the
//! string that `strconv.Itoa` makes.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::fmt::Write as _;

use super::{
    Advice,
    edit::Draft,
    scan::{Node, Source, World},
    target::Target,
};
use crate::{
    ast::{AssignOp, BinaryOp, ExprId, ExprKind, StmtId, StmtKind, UnaryOp},
    base::sort,
    report::LocationKind,
    types::{BasicKind, Type, TypeId},
};

/// A part of the text.
#[derive(Clone, Debug)]
enum Piece {
    /// As it is.
    Text(Vec<u8>),
    /// A value: how it is written among others and alone, and how it is printed.
    Value { source: String, alone: String, kind: Printed },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Printed {
    String,
    /// A type whose underlying type is string.
    NamedString,
    Int,
    /// A signed integer that is no `int`, or an unsigned one, in this base.
    Signed {
        base: u8,
        is_int64: bool,
    },
    Unsigned {
        base: u8,
        is_uint64: bool,
    },
    Bool {
        named: bool,
    },
    Float {
        bits: u8,
        converted: bool,
    },
    Quoted {
        named: bool,
    },
}

/// What is done with the text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Call {
    String,
    Error,
    Stdout,
    /// To a writer that is known.
    Writer,
}

pub(super) fn offer(world: &World<'_>, target: &Target<'_>, out: &mut Vec<Draft>) {
    let (Some(expr), Some(LocationKind::Boxing | LocationKind::VariadicArgs)) = (target.expr, target.what()) else {
        return;
    };
    let source = &world.files[target.file];
    let found = source.outwards(Node::Expr(expr)).find_map(|node| match node {
        Node::Expr(call) => Formatting::of(world, source, target.file, call),
        _ => None,
    });
    let Some(formatting) = found else { return };
    out.extend(formatting.buffer());
    out.extend(formatting.joined());
}

struct Formatting<'w, 'a> {
    world: &'w World<'a>,
    source: &'w Source<'a>,
    file: usize,
    call: ExprId,
    name: &'a str,
    what: Call,
    /// The writer, for [`Call::Writer`].
    writer: Option<String>,
    pieces: Vec<Piece>,
}

impl<'w, 'a> Formatting<'w, 'a> {
    /// What the call `call` of `fmt` prints.
    fn of(world: &'w World<'a>, source: &'w Source<'a>, file: usize, call: ExprId) -> Option<Self> {
        let ExprKind::Call { fun, args, has_dots: false } = source.kind(call) else { return None };
        let ("fmt", name) = world.qualified(source, *fun)? else { return None };
        let (what, rest) = match name {
            "Sprintf" | "Sprint" | "Sprintln" => (Call::String, args.as_slice()),
            "Errorf" => (Call::Error, args.as_slice()),
            "Printf" | "Print" | "Println" => (Call::Stdout, args.as_slice()),
            "Fprintf" | "Fprint" | "Fprintln" => (Call::Writer, args.get(1..)?),
            _ => return None,
        };
        let writer = match what {
            Call::Writer => Some(writer(world, source, *args.first()?)?),
            _ => None,
        };
        let mut reader = Reader { world, source, pieces: Vec::new() };
        if name.ends_with('f') {
            let (format, values) = rest.split_first()?;
            reader.format(source.value(*format)?.as_bytes()?, values)?;
        } else {
            reader.print(rest, name.ends_with("ln"))?;
        }
        Some(Self { world, source, file, call, name, what, writer, pieces: reader.pieces })
    }

    fn title(&self) -> String {
        format!("fmt.{}", self.name)
    }

    /// What `fmt` allocates itself.
    fn inside(&self) -> u32 {
        match self.what {
            Call::String => 1,
            Call::Error => 2,
            Call::Stdout | Call::Writer => 0,
        }
    }

    /// How many times the call is in the program: where it stands, and where
    /// the function that it is in was inlined.
    fn copies(&self) -> u32 {
        let span = self.source.span(self.call);
        let mut places: Vec<_> = (self.world.seen.report.locations.iter())
            .filter_map(|location| {
                let from = location.inlined.as_ref()?.place;
                let inside = from.file == self.source.index && (span.start..span.end).contains(&from.span.start);
                inside.then_some((location.place.file, location.place.at))
            })
            .collect();
        sort(&mut places);
        places.dedup();
        1 + places.len() as u32
    }

    /// Pieces joined by `+`.
    fn joined(&self) -> Option<Draft> {
        let mut draft = Draft::new(Advice::Strconv { call: self.title() });
        let mut inside = 0;
        let only = self.pieces.len() == 1 && depth(self.source, self.call) == 1;
        let parts: Vec<String> = self
            .pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => quote(text),
                Piece::Value { source, alone, kind } => {
                    let source = if only { alone } else { source };
                    inside += u32::from(!matches!(kind, Printed::String | Printed::NamedString | Printed::Bool { .. }));
                    self.converted(source, *kind, &mut draft)
                }
            })
            .collect();
        draft.inside = (self.inside() * self.copies(), inside * self.copies());
        let alone = matches!(self.what, Call::String);
        let spaced = if alone && depth(self.source, self.call) > 1 { "+" } else { " + " };
        let text = match parts.as_slice() {
            [] => "\"\"".to_string(),
            parts => parts.join(spaced),
        };
        let (span, is_stmt) = (self.source.span(self.call), self.is_stmt());
        let text = match self.what {
            Call::String => match self.source.context(self.call) {
                Node::Expr(outer) if parts.len() > 1 && binds_tighter(self.source, outer, self.call) => {
                    format!("({text})")
                }
                _ => text,
            },
            Call::Error => format!("{}.New({text})", draft.package(self.world, self.file, "errors")),
            Call::Stdout if is_stmt => {
                format!("{}.Stdout.WriteString({text})", draft.package(self.world, self.file, "os"))
            }
            Call::Writer if is_stmt => format!("{}.WriteString({text})", self.writer.as_ref()?),
            Call::Stdout | Call::Writer => return None,
        };
        draft.replace(self.file, span, text);
        Some(draft)
    }

    /// Whether nobody looks at the results.
    fn is_stmt(&self) -> bool {
        matches!(self.source.context(self.call), Node::Stmt(stmt) if matches!(self.source.stmt(stmt), StmtKind::Expr(_)))
    }

    /// A value as a string.
    fn converted(&self, value: &str, kind: Printed, draft: &mut Draft) -> String {
        let mut strconv = || draft.package(self.world, self.file, "strconv");
        match kind {
            Printed::String => value.to_string(),
            Printed::NamedString => format!("string({value})"),
            Printed::Int => format!("{}.Itoa({value})", strconv()),
            Printed::Signed { base, is_int64 } => {
                format!("{}.FormatInt({}, {base})", strconv(), wrapped("int64", value, is_int64))
            }
            Printed::Unsigned { base, is_uint64 } => {
                format!("{}.FormatUint({}, {base})", strconv(), wrapped("uint64", value, is_uint64))
            }
            Printed::Bool { named } => format!("{}.FormatBool({})", strconv(), wrapped("bool", value, !named)),
            Printed::Float { bits, converted } => {
                format!("{}.FormatFloat({}, 'g', -1, {bits})", strconv(), wrapped("float64", value, !converted))
            }
            Printed::Quoted { named } => format!("{}.Quote({})", strconv(), wrapped("string", value, !named)),
        }
    }

    /// Pieces appended to a buffer before the statement.
    fn buffer(&self) -> Option<Draft> {
        let written = matches!(self.what, Call::Stdout | Call::Writer);
        if self.pieces.len() < 2 || (written && !self.is_stmt()) {
            return None;
        }
        let stmt = self.movable()?;
        let indent = self.source.indent(self.source.stmt_span(stmt).start);
        let mut draft = Draft::new(Advice::AppendToBuffer { call: self.title() });
        draft.inside = (self.inside() * self.copies(), 0);
        let name = self.world.local_name(self.source, Node::Stmt(stmt), "b");
        let known: usize =
            self.pieces.iter().map(|piece| if let Piece::Text(text) = piece { text.len() } else { 0 }).sum();
        let room = if known > 40 { 128 } else { 64 };
        let mut lines = format!("{name} := make([]byte, 0, {room})\n{indent}");
        for piece in &self.pieces {
            let _ = match piece {
                Piece::Text(text) if text.len() == 1 && text[0].is_ascii() && text[0] != b'\'' && text[0] != b'\\' => {
                    let inner = quote(text);
                    write!(lines, "{name} = append({name}, '{}')\n{indent}", &inner[1..inner.len() - 1])
                }
                Piece::Text(text) => write!(lines, "{name} = append({name}, {}...)\n{indent}", quote(text)),
                Piece::Value { source, kind, .. } => {
                    let line = self.appended(&name, source, *kind, &mut draft);
                    write!(lines, "{name} = {line}\n{indent}")
                }
            };
        }
        draft.insert(self.file, self.source.stmt_span(stmt).start, lines);
        let text = format!("string({name})");
        let text = match self.what {
            Call::String => text,
            Call::Error => format!("{}.New({text})", draft.package(self.world, self.file, "errors")),
            Call::Stdout => format!("{}.Stdout.WriteString({text})", draft.package(self.world, self.file, "os")),
            Call::Writer => format!("{}.WriteString({text})", self.writer.as_ref()?),
        };
        draft.replace(self.file, self.source.span(self.call), text);
        Some(draft)
    }

    fn appended(&self, b: &str, value: &str, kind: Printed, draft: &mut Draft) -> String {
        let mut strconv = || draft.package(self.world, self.file, "strconv");
        match kind {
            Printed::String | Printed::NamedString => format!("append({b}, {value}...)"),
            Printed::Int => format!("{}.AppendInt({b}, int64({value}), 10)", strconv()),
            Printed::Signed { base, is_int64 } => {
                format!("{}.AppendInt({b}, {}, {base})", strconv(), wrapped("int64", value, is_int64))
            }
            Printed::Unsigned { base, is_uint64 } => {
                format!("{}.AppendUint({b}, {}, {base})", strconv(), wrapped("uint64", value, is_uint64))
            }
            Printed::Bool { named } => format!("{}.AppendBool({b}, {})", strconv(), wrapped("bool", value, !named)),
            Printed::Float { bits, converted } => {
                format!("{}.AppendFloat({b}, {}, 'g', -1, {bits})", strconv(), wrapped("float64", value, !converted))
            }
            Printed::Quoted { named } => {
                format!("{}.AppendQuote({b}, {})", strconv(), wrapped("string", value, !named))
            }
        }
    }

    /// The statement of the call, if the text can be made before it: nothing
    /// in it is called before, and it is always reached.
    fn movable(&self) -> Option<StmtId> {
        let source = self.source;
        let stmt = source.stmt_of(self.call)?;
        let fits = match source.stmt(stmt) {
            StmtKind::Return(_) | StmtKind::Expr(_) => true,
            StmtKind::Assign { op, lhs, .. } => *op == AssignOp::Define || source.is_plain(*lhs),
            _ => false,
        };
        let mut around = source.outwards(Node::Expr(self.call)).take_while(|node| *node != Node::Stmt(stmt));
        let sometimes = around.any(|node| match node {
            Node::Expr(expr) => matches!(
                source.kind(expr),
                ExprKind::FuncLit { .. } | ExprKind::Binary { op: BinaryOp::AndAnd | BinaryOp::OrOr, .. }
            ),
            _ => true,
        });
        let start = source.span(self.call).start;
        let earlier = source.exprs_in(Node::Stmt(stmt)).any(|expr| {
            let effect = matches!(
                source.kind(expr),
                ExprKind::Call { .. } | ExprKind::Unary { op: UnaryOp::Recv, .. } | ExprKind::FuncLit { .. }
            );
            let is_conversion = matches!(source.kind(expr), ExprKind::Call { fun, .. } if source.is_type(*fun));
            effect
                && !is_conversion
                && source.span(expr).start <= start
                && !source.contains(Node::Expr(expr), Node::Expr(self.call))
        });
        (fits && source.is_listed(stmt) && !sometimes && !earlier).then_some(stmt)
    }
}

fn wrapped(ty: &str, value: &str, is_so: bool) -> String {
    if is_so { value.to_string() } else { format!("{ty}({value})") }
}

/// How the methods of the writer `expr` are called, if it writes strings as `fmt` would.
fn writer(world: &World<'_>, source: &Source<'_>, expr: ExprId) -> Option<String> {
    let types = world.types();
    let ty = source.ty(expr);
    let Type::Pointer(elem) = types.resolved(ty) else { return None };
    let name = types.type_name(elem)?;
    let package = types.obj(name).pkg?;
    let known = matches!(
        (types.package(package).path.as_str(), world.name(name)),
        ("bytes", "Buffer") | ("strings", "Builder") | ("bufio", "Writer") | ("os", "File")
    );
    if !known {
        return None;
    }
    match source.kind(source.tree.unparen(expr)) {
        ExprKind::Unary { op: UnaryOp::Addr, x } if source.is_plain(*x) => Some(source.src(*x).to_string()),
        _ if source.is_plain(expr) => Some(source.src(expr).to_string()),
        _ => None,
    }
}

/// Reads what `fmt` is given.
struct Reader<'w, 'a> {
    world: &'w World<'a>,
    source: &'w Source<'a>,
    pieces: Vec<Piece>,
}

impl Reader<'_, '_> {
    fn text(&mut self, text: &[u8]) {
        if text.is_empty() {
            return;
        }
        match self.pieces.last_mut() {
            Some(Piece::Text(last)) => last.extend_from_slice(text),
            _ => self.pieces.push(Piece::Text(text.to_vec())),
        }
    }

    /// `Printf` and its like: each verb takes one value.
    fn format(&mut self, format: &[u8], values: &[ExprId]) -> Option<()> {
        let (mut at, mut values) = (0, values.iter());
        while at < format.len() {
            let plain = format[at..].iter().take_while(|&&byte| byte != b'%').count();
            self.text(&format[at..at + plain]);
            at += plain;
            if at == format.len() {
                break;
            }
            match *format.get(at + 1)? {
                b'%' => self.text(b"%"),
                verb => self.value(*values.next()?, verb)?,
            }
            at += 2;
        }
        values.next().is_none().then_some(())
    }

    /// `Print` and `Println`: spaces between operands, for the former only
    /// where neither is a string.
    fn print(&mut self, values: &[ExprId], line: bool) -> Option<()> {
        let is_string =
            |expr: ExprId| matches!(self.world.types().under(self.source.ty(expr)), Type::Basic(BasicKind::String));
        let spaced: Vec<bool> =
            values.windows(2).map(|pair| line || !is_string(pair[0]) && !is_string(pair[1])).collect();
        for (index, &value) in values.iter().enumerate() {
            if index > 0 && spaced[index - 1] {
                self.text(b" ");
            }
            self.value(value, b'v')?;
        }
        if line {
            self.text(b"\n");
        }
        Some(())
    }

    fn value(&mut self, expr: ExprId, verb: u8) -> Option<()> {
        let ty = self.source.ty(expr);
        let constant = self.source.value(expr).and_then(crate::types::ConstValue::as_bytes);
        if let (Some(text), b's' | b'v') = (constant, verb)
            && matches!(self.source.kind(expr), ExprKind::BasicLit { .. })
        {
            self.text(text);
            return Some(());
        }
        let written = self.source.src(expr).to_string();
        if let (Type::Struct { fields, .. }, b'v') = (self.world.types().under(ty), verb) {
            return self.fields(expr, ty, &written, fields);
        }
        let kind = self.printed(ty, verb)?;
        let (written, alone) = match self.source.kind(expr) {
            ExprKind::Binary { op, x, y } if self.source.is_plain(*x) && self.source.is_plain(*y) => {
                let (x, op, y) = (self.source.src(*x), op.text(), self.source.src(*y));
                (format!("{x}{op}{y}"), format!("{x} {op} {y}"))
            }
            // Where spaces belong is gofmt's business.
            ExprKind::Binary { .. } => return None,
            _ => (written.clone(), written),
        };
        self.pieces.push(Piece::Value { source: written, alone, kind });
        Some(())
    }

    /// A struct, as `%v` prints it.
    fn fields(&mut self, expr: ExprId, ty: TypeId, written: &str, fields: crate::types::ObjList) -> Option<()> {
        let types = self.world.types();
        if !self.source.is_plain(expr) || !self.is_mute(ty) {
            return None;
        }
        self.text(b"{");
        for (index, &field) in types.objs(fields).iter().enumerate() {
            if index > 0 {
                self.text(b" ");
            }
            let name = self.world.name(field);
            if name == "_" || types.is_embedded(field) {
                return None;
            }
            let kind = self.printed(types.obj_type(field), b'v')?;
            let source = format!("{written}.{name}");
            self.pieces.push(Piece::Value { alone: source.clone(), source, kind });
        }
        self.text(b"}");
        Some(())
    }

    /// Whether values of `ty` have no say in how they are printed.
    fn is_mute(&self, ty: TypeId) -> bool {
        let types = self.world.types();
        types.as_named(ty).is_none_or(|named| {
            let named = types.named(named);
            named.methods.is_empty() && named.instance.is_none()
        })
    }

    fn printed(&self, ty: TypeId, verb: u8) -> Option<Printed> {
        let types = self.world.types();
        let named = types.as_named(ty).is_some();
        if !self.is_mute(ty) {
            return None;
        }
        let Type::Basic(kind) = types.under(ty) else { return None };
        let base = match verb {
            b'x' => 16,
            b'o' => 8,
            b'b' => 2,
            _ => 10,
        };
        Some(match (verb, kind) {
            (b's' | b'v', BasicKind::String) => {
                if named {
                    Printed::NamedString
                } else {
                    Printed::String
                }
            }
            (b'q', BasicKind::String) => Printed::Quoted { named },
            (b'd' | b'v', BasicKind::Int) if !named => Printed::Int,
            (b'd' | b'v' | b'x' | b'o' | b'b', kind) if kind.is_integer() && kind != BasicKind::Uintptr => {
                if kind.is_unsigned() {
                    Printed::Unsigned { base, is_uint64: kind == BasicKind::Uint64 && !named }
                } else {
                    Printed::Signed { base, is_int64: kind == BasicKind::Int64 && !named }
                }
            }
            (b't' | b'v', BasicKind::Bool) => Printed::Bool { named },
            (b'g' | b'v', BasicKind::Float64) => Printed::Float { bits: 64, converted: named },
            (b'g' | b'v', BasicKind::Float32) => Printed::Float { bits: 32, converted: true },
            _ => return None,
        })
    }
}

/// How deep an expression is for gofmt: in depths above 1 there are no spaces
/// around `+`.
pub(super) fn depth(source: &Source<'_>, expr: ExprId) -> u32 {
    let (mut depth, mut inner) = (1, expr);
    for node in source.outwards(Node::Expr(expr)).skip(1) {
        let Node::Expr(outer) = node else { break };
        match source.kind(outer) {
            ExprKind::Call { args, .. } if args.len() > 1 && args.contains(&inner) => depth += 1,
            ExprKind::Index { index, .. } if *index == inner => depth += 1,
            ExprKind::Binary { op: BinaryOp::Add, .. } => {}
            ExprKind::Slice { .. } | ExprKind::Binary { .. } => depth += 1,
            ExprKind::Paren(_)
            | ExprKind::FuncLit { .. }
            | ExprKind::KeyValue { .. }
            | ExprKind::CompositeLit { .. } => break,
            _ => {}
        }
        inner = outer;
    }
    depth
}

/// Whether `outer` would take only a part of a sum that stands for `inner`.
fn binds_tighter(source: &Source<'_>, outer: ExprId, inner: ExprId) -> bool {
    match source.kind(outer) {
        ExprKind::Index { x, .. } | ExprKind::Slice { x, .. } | ExprKind::Selector { x, .. } => *x == inner,
        _ => false,
    }
}

/// A Go string literal.
pub(super) fn quote(text: &[u8]) -> String {
    let mut out = String::from("\"");
    for chunk in text.utf8_chunks() {
        for char in chunk.valid().chars() {
            let _ = match char {
                '"' => out.write_str("\\\""),
                '\\' => out.write_str("\\\\"),
                '\n' => out.write_str("\\n"),
                '\t' => out.write_str("\\t"),
                '\r' => out.write_str("\\r"),
                char if char.is_control() || char == '\u{feff}' => write!(out, "\\u{:04x}", char as u32),
                char => out.write_char(char),
            };
        }
        for byte in chunk.invalid() {
            let _ = write!(out, "\\x{byte:02x}");
        }
    }
    out.push('"');
    out
}
