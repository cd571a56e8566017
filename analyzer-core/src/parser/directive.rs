//! Comments that mean something: `//go:` directives and `//line`.
//!
//! A directive is kept until the next declaration takes it; what ends up
//! before anything else is misplaced. Mirrors gc's `noder.pragma`, `noder/lex.go`
//! and `parser.updateBase`. Like gc we complain about some mistakes at once
//! and about others only in a package without type errors: those are
//! [`super::Parsed::deferred`].
//!
//! Left out: what cgo and WebAssembly exports need, beyond their syntax.

use alloc::{
    format,
    string::{String, ToString},
    sync::Arc,
    vec,
    vec::Vec,
};
use core::ops::Range;

use super::{ParseOptions, Parser, constraint};
use crate::{
    ast::{DeclId, Linkname, Pragma, Remark},
    base::{Code, LineCol, LineDirective, Origin, Span, place_text},
    lexer::Event,
};

/// A directive in the wrong place, or unknown where it matters.
const MISPLACED_DIRECTIVE: Code = Code("MisplacedDirective");
/// A `//go:` directive with wrong arguments.
pub(crate) const INVALID_DIRECTIVE: Code = Code("InvalidDirective");
/// A `//line` with a bad number.
const INVALID_LINE_DIRECTIVE: Code = Code("InvalidLineDirective");

/// What may stand before a function.
pub(super) const FUNC_PRAGMAS: Pragma = Pragma::all().difference(Pragma::GO_BUILD.union(Pragma::NOT_IN_HEAP));

const RUNTIME_PRAGMAS: Pragma = Pragma::SYSTEMSTACK
    .union(Pragma::NOWRITEBARRIER)
    .union(Pragma::NOWRITEBARRIERREC)
    .union(Pragma::YESWRITEBARRIERREC);

/// Directives of the standard library that gc's front end has no use for.
const STD_VERBS: [&str; 9] = [
    "go:cgo_export_static",
    "go:cgo_export_dynamic",
    "go:cgo_import_static",
    "go:cgo_import_dynamic",
    "go:cgo_ldflag",
    "go:cgo_dynamic_linker",
    "go:embed",
    "go:fix",
    "go:generate",
];

/// The largest line or column number that gc can represent.
const MAX_LINE: u64 = 1 << 30;

/// Directives read so far.
#[derive(Default)]
pub(super) struct Directives {
    pub(super) linknames: Vec<Linkname>,
    /// Those that no declaration has taken yet.
    pending: Vec<(Pragma, Span)>,
    embeds: Vec<Span>,
    /// The first remark that no declaration has passed yet.
    remarks_from: usize,
    imports_embed: bool,
    imports_unsafe: bool,
}

impl Directives {
    pub(super) fn note_import(&mut self, path: &str) {
        self.imports_embed |= path == "embed";
        self.imports_unsafe |= path == "unsafe";
    }

    pub(super) fn take_embeds(&mut self) -> Vec<Span> {
        core::mem::take(&mut self.embeds)
    }
}

impl Parser<'_> {
    /// Deals with what the lexer noticed.
    pub(super) fn handle_events(&mut self) {
        for event in core::mem::take(&mut self.lexer.events) {
            match event {
                Event::Error { code, span, message, args } => self.error_over(span.start, span, code, message, args),
                Event::Remark { span, text, blank } => {
                    let text = text.strip_suffix('\r').unwrap_or(text).to_string();
                    self.tree.remarks.push(Remark { span, text, alone: blank, func: None });
                }
                Event::Directive { span, text, blank, at_line_start } => {
                    let is_block = text.starts_with("/*");
                    let inside = match text.get(2..).unwrap_or_default() {
                        inside if is_block => inside.strip_suffix("*/").unwrap_or(inside),
                        inside => inside.strip_suffix('\r').unwrap_or(inside),
                    };
                    if let Some(place) = inside.strip_prefix("line ") {
                        if is_block || at_line_start {
                            self.line_directive(span, is_block, place);
                        }
                    } else {
                        self.go_directive(Span::new(span.start + 2, span.end), text, inside, blank);
                    }
                }
            }
        }
    }

    /// `//line file:line` or `//line file:line:col`, which `comment` covers;
    /// `text` is what is behind `line `.
    fn line_directive(&mut self, comment: Span, is_block: bool, text: &str) {
        let Some((head, last)) = split_number(text) else { return };
        let at = comment.start + 7;
        let mut invalid = |what: &str, from: usize| {
            let number = &text[from..];
            let message = format!("invalid {what} number: {number}");
            self.error_at(at + from as u32, INVALID_LINE_DIRECTIVE, message, vec![number.to_string()]);
        };
        let last_at = head.len() + 1;
        let Some(last) = last else { return invalid("line", last_at) };
        let in_range = |n: u64| 0 < n && n <= MAX_LINE;
        // With two numbers, the last one is the column.
        let (name, line, line_at, col) = match split_number(head) {
            Some((name, Some(line))) => {
                if !in_range(last) {
                    return invalid("column", last_at);
                }
                (name, line, name.len() + 1, Some(last))
            }
            _ => (head, last, last_at, None),
        };
        if !in_range(line) {
            return invalid("line", line_at);
        }
        let file = if name.is_empty() && col.is_some() {
            let previous = self.tree.line_directives.last();
            previous.map_or_else(|| Arc::from(self.options.name), |directive| directive.file.clone())
        } else if name.is_empty() {
            Arc::from("")
        } else {
            Arc::from(resolve_path(self.options.name, name))
        };
        let LineCol { line: first, col: from } = self.lines.line_col(comment.start);
        let behind = if is_block {
            LineCol { line: first, col: from + (comment.end - comment.start) }
        } else {
            LineCol { line: first + 1, col: 1 }
        };
        let origin = Origin { at: behind, line: line as u32, col: col.unwrap_or(0) as u32 };
        let start = self.lines.line_col(comment.end);
        self.tree.line_directives.push(LineDirective { comment, start, origin, file });
    }

    /// A position as gc writes it in a message.
    pub(super) fn position_text(&self, pos: u32) -> String {
        place_text(self.options.name, &self.tree.line_directives, self.lines.line_col(pos))
    }

    /// `text` is what is behind `//`, `comment` all of it.
    fn go_directive(&mut self, span: Span, comment: &str, text: &str, blank: bool) {
        if self.top
            && comment.starts_with("//go:build")
            && let Some(parsed) = constraint::Constraint::parse_line(comment)
        {
            self.tree.go_version = parsed.go_version();
            self.tree.build_constraint = constraint::expression_of(comment).map(ToString::to_string);
        }
        if !blank {
            return self.directive_error(MISPLACED_DIRECTIVE, span, "misplaced compiler directive".into(), vec![]);
        }
        let verb = text.split(' ').next().unwrap_or_default();
        let has_args = verb.len() < text.len();
        match verb {
            "go:wasmimport" if has_args => {
                if text.split_whitespace().count() != 3 {
                    self.usage(span, "//go:wasmimport importmodule importname");
                }
            }
            "go:wasmexport" if has_args => {
                if text.split_whitespace().count() != 2 {
                    self.usage(span, "//go:wasmexport exportname");
                }
            }
            "go:linkname" if has_args => self.linkname("go:linkname", span, text),
            "go:linknamestd" if has_args => self.linkname("go:linknamestd", span, text),
            "go:embed" => self.embed(span, &text[verb.len()..]),
            _ => self.flag_directive(span, verb, text),
        }
    }

    fn linkname(&mut self, verb: &'static str, span: Span, text: &str) {
        let fields: Vec<&str> = text.split_whitespace().skip(1).collect();
        let (local, remote) = match fields[..] {
            [local] => (local, ""),
            [local, remote] => (local, remote),
            _ => return self.usage(span, &format!("//{verb} localname [linkname]")),
        };
        self.directives.linknames.push(Linkname {
            verb,
            pos: span.start,
            local: local.to_string(),
            remote: remote.to_string(),
            is_wrong: false,
        });
    }

    fn embed(&mut self, span: Span, args: &str) {
        match embed_patterns(args) {
            Ok(0) => self.usage(span, "//go:embed pattern..."),
            Ok(_) => self.directives.embeds.push(span),
            Err(rest) => {
                let message = format!("invalid quoted string in //go:embed: {rest}");
                self.directive_error(INVALID_DIRECTIVE, span, message, vec![rest.to_string()]);
                self.usage(span, "//go:embed pattern...");
            }
        }
    }

    /// A directive that is a flag of the declaration behind it, or nothing.
    fn flag_directive(&mut self, span: Span, verb: &str, text: &str) {
        let mut cgo_import = false;
        if verb.starts_with("go:cgo_") {
            cgo_import =
                verb == "go:cgo_import_dynamic" && verb.len() < text.len() && text.split_whitespace().count() >= 4;
            if !cgo_import && !self.options.std && !self.is_cgo_generated() {
                let message = format!("//{text} only allowed in cgo-generated code");
                self.directive_error(MISPLACED_DIRECTIVE, span, message, vec![text.to_string()]);
            }
        }
        let flag = pragma_flag(verb);
        let ParseOptions { std, runtime, .. } = self.options;
        let mut restricted = |whole: String| {
            self.directive_error(MISPLACED_DIRECTIVE, span, whole, vec![verb.to_string()]);
        };
        if flag.intersects(RUNTIME_PRAGMAS) && !runtime {
            restricted(format!("//{verb} only allowed in runtime"));
        }
        if flag == Pragma::UINTPTR_KEEP_ALIVE && !std {
            restricted(format!("//{verb} is only allowed in the standard library"));
        }
        if flag.is_empty() && std && !cgo_import && !STD_VERBS.contains(&verb) {
            restricted(format!("//{verb} is not allowed in the standard library"));
        }
        self.directives.pending.push((flag, span));
    }

    fn is_cgo_generated(&self) -> bool {
        self.options.name.rsplit('/').next().unwrap_or_default().starts_with("_cgo_")
    }

    fn usage(&mut self, span: Span, usage: &str) {
        self.directive_error(INVALID_DIRECTIVE, span, format!("usage: {usage}"), vec![usage.to_string()]);
    }

    /// Unlike other errors these are no reason to give up on the file.
    fn directive_error(&mut self, code: Code, span: Span, message: String, args: Vec<String>) {
        if !self.stopped {
            self.report(self.diagnostic(span.start, span, code, message, args));
        }
    }

    fn deferred_error(&mut self, code: Code, span: Span, message: String, args: Vec<String>) {
        let error = self.diagnostic(span.start, span, code, message, args);
        self.errors.deferred.push(error);
    }

    /// The remarks since the last declaration or statement.
    pub(super) fn take_remarks(&mut self) -> Range<usize> {
        let all = self.tree.remarks.len();
        core::mem::replace(&mut self.directives.remarks_from, all)..all
    }

    /// `remarks` stand before `func`.
    pub(super) fn give_remarks(&mut self, remarks: Range<usize>, func: DeclId) {
        for remark in &mut self.tree.remarks[remarks] {
            remark.func = Some(func);
        }
    }

    /// The directives before the declaration at hand, which allows `allowed`.
    pub(super) fn take_pragma(&mut self, allowed: Pragma) -> Pragma {
        self.take_remarks();
        let mut flags = Pragma::empty();
        for (flag, span) in core::mem::take(&mut self.directives.pending) {
            if !allowed.contains(flag) {
                self.deferred_error(MISPLACED_DIRECTIVE, span, "misplaced compiler directive".into(), vec![]);
            }
            flags |= flag;
        }
        for span in self.directives.take_embeds() {
            self.deferred_error(MISPLACED_DIRECTIVE, span, "misplaced go:embed directive".into(), vec![]);
        }
        flags
    }

    /// Those before the package clause.
    pub(super) fn take_file_pragma(&mut self) {
        self.take_pragma(Pragma::GO_BUILD);
    }

    /// Complains about directives that no declaration has taken.
    pub(super) fn clear_pragma(&mut self) {
        self.take_remarks();
        if self.directives.pending.is_empty() && self.directives.embeds.is_empty() {
            return;
        }
        for (flag, span) in core::mem::take(&mut self.directives.pending) {
            if !flag.is_empty() {
                self.directive_error(MISPLACED_DIRECTIVE, span, "misplaced compiler directive".into(), vec![]);
            }
        }
        for span in self.directives.take_embeds() {
            self.directive_error(MISPLACED_DIRECTIVE, span, "misplaced go:embed directive".into(), vec![]);
        }
    }

    /// Checks a variable declaration with a `//go:embed` at `span`.
    pub(super) fn check_embed(&mut self, span: Span, names: usize, has_values: bool) {
        let message = if !self.directives.imports_embed {
            r#"go:embed requires import "embed" (or import _ "embed", if package is not used)"#
        } else if names > 1 {
            "go:embed cannot apply to multiple vars"
        } else if has_values {
            "go:embed cannot apply to var with initializer"
        } else if self.fnest > 0 {
            "go:embed cannot apply to var inside func"
        } else {
            return;
        };
        self.deferred_error(MISPLACED_DIRECTIVE, span, message.into(), vec![]);
    }

    /// What directives before a function with a body, at `pos`, ask for.
    pub(super) fn check_body_allowed(&mut self, pos: u32, pragma: Pragma) {
        let (keepalive, enough) = (Pragma::UINTPTR_KEEP_ALIVE, Pragma::UINTPTR_ESCAPES.union(Pragma::NOSPLIT));
        let (verb, message) = if pragma.contains(Pragma::NOESCAPE) {
            ("go:noescape", "can only use //go:noescape with external func implementations")
        } else if pragma.contains(keepalive) && !pragma.intersects(enough) {
            ("go:uintptrkeepalive", "go:uintptrkeepalive requires go:nosplit")
        } else {
            return;
        };
        self.deferred_error(INVALID_DIRECTIVE, Span::new(pos, pos), message.into(), vec![verb.into()]);
    }

    /// At the end of the file, when all imports are known.
    pub(super) fn check_linknames(&mut self) {
        for index in 0..self.directives.linknames.len() {
            let Linkname { pos, verb, ref remote, .. } = self.directives.linknames[index];
            let message = if !self.directives.imports_unsafe {
                format!("//{verb} only allowed in Go files that import \"unsafe\"")
            } else if remote.contains('[') && remote.contains(']') {
                format!("//{verb} reference of an instantiation is not allowed")
            } else {
                continue;
            };
            self.directives.linknames[index].is_wrong = true;
            self.deferred_error(INVALID_DIRECTIVE, Span::new(pos, pos), message, vec![verb.to_string()]);
        }
    }
}

/// Splits at the last colon; `None` for the number if it is none.
fn split_number(text: &str) -> Option<(&str, Option<u64>)> {
    let (head, digits) = text.rsplit_once(':')?;
    let number = digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok()).flatten();
    Some((head, number))
}

/// `name` relative to the directory of `file`, cleaned as Go's `filepath.Clean` does.
fn resolve_path(file: &str, name: &str) -> String {
    let clean = clean_path(name);
    if clean.starts_with('/') {
        return clean;
    }
    let dir = file.rsplit_once('/').map_or("", |(dir, _)| if dir.is_empty() { "/" } else { dir });
    clean_path(&format!("{}{clean}", if dir.is_empty() { String::new() } else { format!("{dir}/") }))
}

fn clean_path(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if rooted => {}
            part => parts.push(part),
        }
    }
    let joined = parts.join("/");
    match (rooted, joined.is_empty()) {
        (true, _) => format!("/{joined}"),
        (false, true) => ".".to_string(),
        (false, false) => joined,
    }
}

/// How many patterns there are behind `//go:embed`, or what is badly quoted.
fn embed_patterns(args: &str) -> Result<usize, &str> {
    let mut rest = args.trim();
    let mut count = 0;
    while let Some(first) = rest.chars().next() {
        let len = match first {
            '`' => rest[1..].find('`').ok_or(rest)? + 2,
            '"' => {
                let (len, errors) = crate::lexer::string_literal(rest);
                if errors || !rest[1..len].ends_with('"') {
                    return Err(&rest[..if errors { len } else { rest.len() }]);
                }
                len
            }
            _ => rest.find(char::is_whitespace).unwrap_or(rest.len()),
        };
        let behind = &rest[len..];
        if behind.chars().next().is_some_and(|c| !c.is_whitespace()) {
            return Err(behind);
        }
        count += 1;
        rest = behind.trim_start();
    }
    Ok(count)
}

/// Whether the comment `//text` is a directive that may stand before a function.
pub(crate) fn is_func_directive(text: &str) -> bool {
    FUNC_PRAGMAS.intersects(pragma_flag(text.split(' ').next().unwrap_or_default()))
}

fn pragma_flag(verb: &str) -> Pragma {
    match verb {
        "go:build" => Pragma::GO_BUILD,
        "go:noescape" => Pragma::NOESCAPE,
        "go:norace" => Pragma::NORACE,
        "go:nosplit" => Pragma::NOSPLIT | Pragma::NOCHECKPTR,
        "go:noinline" => Pragma::NOINLINE,
        "go:nocheckptr" => Pragma::NOCHECKPTR,
        "go:systemstack" => Pragma::SYSTEMSTACK,
        "go:nowritebarrier" => Pragma::NOWRITEBARRIER,
        "go:nowritebarrierrec" => Pragma::NOWRITEBARRIERREC | Pragma::NOWRITEBARRIER,
        "go:yeswritebarrierrec" => Pragma::YESWRITEBARRIERREC,
        "go:cgo_unsafe_args" => Pragma::CGO_UNSAFE_ARGS | Pragma::NOCHECKPTR,
        "go:uintptrkeepalive" => Pragma::UINTPTR_KEEP_ALIVE,
        "go:uintptrescapes" => Pragma::UINTPTR_ESCAPES | Pragma::UINTPTR_KEEP_ALIVE,
        "go:registerparams" => Pragma::REGISTER_PARAMS,
        // `go:nointerface` needs an experiment that no release has enabled.
        _ => Pragma::empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_cleaned_and_resolved() {
        assert_eq!(resolve_path("./a.go", "x/../y.go"), "y.go");
        assert_eq!(resolve_path("dir/a.go", "b.y"), "dir/b.y");
        assert_eq!(resolve_path("/abs/a.go", "../b.y"), "/b.y");
        assert_eq!(resolve_path("dir/a.go", "/c//d.y"), "/c/d.y");
        assert_eq!(resolve_path("", ".."), "..");
    }

    #[test]
    fn embed_patterns_are_counted() {
        assert_eq!(embed_patterns(" a `b c` \"d e\""), Ok(3));
        assert_eq!(embed_patterns("  "), Ok(0));
        assert_eq!(embed_patterns(" `a"), Err("`a"));
        assert_eq!(embed_patterns(" \"a\"b"), Err("b"));
    }
}
