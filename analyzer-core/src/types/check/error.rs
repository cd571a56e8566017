//! Reporting errors.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use super::{Checker, operand::Operand};
use crate::ast::{self, ExprId, ExprKind, StmtId, StmtKind};
use crate::base::{Code, Diagnostic, Id, Pos, Severity, Span};
use crate::types::{arena::TypeId, objects::ObjId, result::GoVersion, typestring::UNKNOWN};

/// The code of what the parser should not let through; gc says so.
const INVALID_TREE: &str = "InvalidSyntaxTree";

/// An error with several lines.
pub(super) struct Multi {
    lines: Vec<(Option<Pos>, String)>,
}

impl Multi {
    pub(super) fn new(pos: Pos, message: impl Into<String>) -> Self {
        Self { lines: alloc::vec![(Some(pos), message.into())] }
    }

    pub(super) fn line(mut self, pos: Option<Pos>, message: impl Into<String>) -> Self {
        self.lines.push((pos, message.into()));
        self
    }
}

impl Checker<'_> {
    /// The position `offset` in the current file.
    pub(super) fn here(&self, offset: u32) -> Pos {
        Pos { file: self.file_id(), offset }
    }

    /// Where messages about `expr` point: gc's `syntax.StartPos`.
    pub(super) fn at(&self, expr: ExprId) -> Pos {
        self.here(start_pos(self.file(), expr))
    }

    /// Where messages about `stmt` point.
    pub(super) fn at_stmt(&self, stmt: StmtId) -> Pos {
        let file = self.file();
        let stmt = &file.stmts[stmt];
        match &stmt.kind {
            StmtKind::Send { chan, .. } => self.at(*chan),
            StmtKind::Assign { lhs, .. } => self.at(*lhs),
            StmtKind::IncDec { x, .. } => self.at(*x),
            _ => self.here(stmt.pos),
        }
    }

    /// Where messages about `x` point.
    pub(super) fn at_operand(&self, x: &Operand) -> Pos {
        match &x.expr {
            super::operand::ExprRef::Node(expr) => self.at(*expr),
            super::operand::ExprRef::Dummy(pos, _) => self.here(*pos),
            super::operand::ExprRef::None => self.here(0),
        }
    }

    pub(super) fn error(&mut self, pos: Pos, code: &'static str, message: impl Into<String>) {
        self.report(code, Multi::new(pos, message));
    }

    /// An error about a feature that needs a later language version.
    pub(super) fn version_error(&mut self, pos: Pos, minor: u32, what: &str) {
        let version = GoVersion(minor);
        self.error(pos, "UnsupportedFeature", format!("{what} requires {version} or later"));
    }

    /// Reports `what` unless the language version is at least `go1.{minor}`.
    pub(super) fn verify_version(&mut self, pos: Pos, minor: u32, what: &str) -> bool {
        let allowed = self.allow_version(minor);
        if !allowed {
            self.version_error(pos, minor, what);
        }
        allowed
    }

    pub(super) fn report(&mut self, code: &'static str, error: Multi) {
        // An imported package is not what is being checked.
        if !self.is_target() {
            self.body_broken |= self.is_recorded();
            return;
        }
        let Multi { lines } = error;
        let Some((Some(first), head)) = lines.first().cloned() else { return };
        // A message about a type that is not known would be a guess.
        if lines.iter().any(|(_, line)| line.contains(UNKNOWN)) {
            return;
        }
        // Follow-up errors about what is invalid already say nothing new.
        let follows = |text: &str| head.find(text).is_some_and(|at| at > 0);
        if !self.errors.is_empty() && (follows("invalid operand") || follows("invalid type")) {
            return;
        }
        let pos = self.env.err_pos.unwrap_or(first);
        let mut message = if code == INVALID_TREE { format!("invalid syntax tree: {head}") } else { head };
        for (place, line) in &lines[1..] {
            message.push_str("\n\t");
            if let Some(place) = place {
                message.push_str(&self.place(*place));
                message.push_str(": ");
            }
            message.push_str(line);
        }
        if names_version(&message) {
            message = self.explain_version(pos, &message);
        }
        // gc drops a message that repeats the one before on the same line.
        let line = self.places.line(pos);
        let repeated = self.last_error.as_ref().is_some_and(|(last, text)| *last == line && *text == message);
        if repeated && !self.config.test_functions {
            return;
        }
        self.last_error = Some((line, message.clone()));
        let span = self.span_at(pos);
        self.errors.push(Diagnostic {
            code: Code(code),
            severity: Severity::Error,
            file: pos.file,
            pos: pos.offset,
            span,
            message,
            args: Vec::new(),
        });
    }

    /// gc says where the language version comes from.
    fn explain_version(&self, pos: Pos, message: &str) -> String {
        let index = pos.file.index();
        let version = self.files.get(index).map_or(self.config.lang, |f| f.version);
        let declared = self.tree(index).go_version.as_deref();
        if declared.and_then(GoVersion::parse) == Some(version) {
            format!("{message} (file declares //go:build {version})")
        } else {
            format!("{message} (-lang was set to {}; check go.mod)", self.config.lang)
        }
    }

    /// What to underline for a message at `pos`: the innermost expression that
    /// begins there, else one byte.
    fn span_at(&self, pos: Pos) -> Span {
        let file = self.tree(pos.file.index());
        let starting = file.exprs.iter().filter(|e| e.span.start == pos.offset && e.span.end > e.span.start);
        starting.map(|e| e.span).min_by_key(|s| s.end).unwrap_or(Span::new(pos.offset, pos.offset + 1))
    }

    /// A type as messages print it.
    pub(super) fn ts(&self, ty: TypeId) -> String {
        self.types.explained_string(ty, self.names, Some(self.pkg), self.places)
    }

    /// An expression as messages print it.
    pub(super) fn es(&self, expr: ExprId) -> String {
        crate::ast::expr_text(self.file(), self.names, expr)
    }

    /// The name of an object.
    pub(super) fn name(&self, obj: ObjId) -> String {
        self.names.text(self.types.obj_name(obj)).to_string()
    }

    /// `other declaration of x`, if it has a place.
    pub(super) fn with_other_decl(&self, error: Multi, obj: ObjId) -> Multi {
        match self.types.obj(obj).pos {
            Some(pos) => {
                let name = self.name(obj);
                error.line(Some(pos), format!("other declaration of {name}"))
            }
            None => error,
        }
    }

    /// Counts one more level of nesting; `false` (and an error) if it is too deep.
    pub(super) fn enter(&mut self, pos: u32) -> bool {
        self.depth += 1;
        if self.depth <= super::MAX_DEPTH {
            return true;
        }
        if self.depth == super::MAX_DEPTH + 1 {
            let pos = self.here(pos);
            self.error(pos, "InvalidSyntaxTree", "nesting is too deep");
        }
        self.depth -= 1;
        false
    }

    pub(super) fn leave(&mut self) {
        self.depth -= 1;
    }
}

/// Whether the message says `… requires go1.N or later`.
fn names_version(message: &str) -> bool {
    message.rsplit_once("requires go1.").is_some_and(|(_, rest)| rest.contains(" or later"))
}

/// The position of the leftmost node of `expr`.
pub(super) fn start_pos(file: &ast::File, mut expr: ExprId) -> u32 {
    loop {
        let node = &file.exprs[expr];
        expr = match &node.kind {
            ExprKind::CompositeLit { ty: Some(ty), .. } => *ty,
            ExprKind::KeyValue { key, .. } => *key,
            ExprKind::Selector { x, .. }
            | ExprKind::Index { x, .. }
            | ExprKind::Assert { x, .. }
            | ExprKind::TypeSwitchGuard { lhs: None, x }
            | ExprKind::Binary { x, .. } => *x,
            ExprKind::TypeSwitchGuard { lhs: Some(lhs), .. } => *lhs,
            ExprKind::Call { fun, .. } => *fun,
            ExprKind::List(elems) => match elems.first() {
                Some(&first) => first,
                None => return node.pos,
            },
            _ => return node.pos,
        };
    }
}
