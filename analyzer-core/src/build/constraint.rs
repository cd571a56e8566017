//! `//go:build` lines, and `// +build` lines where there is none.

use alloc::{
    format,
    string::{String, ToString},
};
use core::fmt;

/// More operands than this are refused, which also bounds the recursion.
const MAX_OPERANDS: u32 = 1000;

/// What is wrong with a file's constraint, in the go command's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConstraintError(String);

impl fmt::Display for ConstraintError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl core::error::Error for ConstraintError {}

/// Whether the constraint in the head of a file is met, `set` telling which
/// tags are. A file without one is met.
pub(super) fn of_file(text: &[u8], set: impl Fn(&str) -> bool) -> Result<bool, ConstraintError> {
    let head = Head::read(text)?;
    match head.go_build {
        Some(line) => {
            evaluate(line, &set).map_err(|error| ConstraintError(format!("parsing //go:build line: {error}")))
        }
        None => Ok(head.comments.lines().filter_map(plus_build).all(|clauses| plus_build_holds(clauses, &set))),
    }
}

/// The comments in front of a file's first token.
struct Head<'a> {
    /// The expression of the `//go:build` line.
    go_build: Option<&'a str>,
    /// The run of `//` comments up to its last blank line, where `// +build`
    /// lines count.
    comments: &'a str,
}

impl<'a> Head<'a> {
    fn read(text: &'a [u8]) -> Result<Self, ConstraintError> {
        let text = valid_prefix(text);
        let mut go_build = None;
        let mut comments = "";
        let mut only_line_comments = true;
        let mut in_block = false;
        let mut end = 0;
        'lines: for line in text.split_inclusive('\n') {
            end += line.len();
            let mut rest = line.trim();
            if rest.is_empty() && only_line_comments {
                comments = &text[..end];
                continue;
            }
            only_line_comments &= rest.starts_with("//");
            if !in_block && let Some(expression) = directive(rest, "//go:build") {
                if go_build.is_some() {
                    return Err(ConstraintError("multiple //go:build comments".to_string()));
                }
                go_build = Some(expression);
            }
            while !rest.is_empty() {
                if in_block {
                    let Some((_, after)) = rest.split_once("*/") else { continue 'lines };
                    in_block = false;
                    rest = after.trim();
                } else if rest.starts_with("//") {
                    continue 'lines;
                } else if let Some(after) = rest.strip_prefix("/*") {
                    in_block = true;
                    rest = after.trim();
                } else {
                    break 'lines;
                }
            }
        }
        Ok(Self { go_build, comments })
    }
}

/// The text up to the first byte that is not UTF-8.
pub(super) fn valid_prefix(text: &[u8]) -> &str {
    match str::from_utf8(text) {
        Ok(text) => text,
        Err(error) => str::from_utf8(&text[..error.valid_up_to()]).unwrap_or_default(),
    }
}

/// What follows `name` if `line` is that directive: a longer word is another.
fn directive<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let rest = line.strip_prefix(name)?;
    (rest.is_empty() || rest.starts_with(char::is_whitespace)).then(|| rest.trim())
}

/// The clauses of a `// +build` line.
fn plus_build(line: &str) -> Option<&str> {
    directive(line.trim().strip_prefix("//")?.trim(), "+build")
}

/// Blanks are "or", commas are "and", `!` is "not".
fn plus_build_holds(clauses: &str, set: &impl Fn(&str) -> bool) -> bool {
    let literal = |word: &str| {
        let (tag, wanted) = word.strip_prefix('!').map_or((word, true), |tag| (tag, false));
        let valid = !tag.is_empty() && tag.chars().all(is_tag_char);
        // What cannot be read is read as the tag `ignore`, which nobody sets.
        let is_set = valid && set(tag);
        if tag.is_empty() || tag.starts_with('!') { false } else { is_set == wanted }
    };
    clauses.split_whitespace().any(|clause| clause.split(',').all(literal))
}

fn is_tag_char(c: char) -> bool {
    c.is_alphabetic() || c.is_numeric() || c == '_' || c == '.'
}

/// Evaluates a `//go:build` expression.
fn evaluate(expression: &str, set: &impl Fn(&str) -> bool) -> Result<bool, String> {
    let mut parser = Parser { rest: expression, token: Token::End, operands: 0, set };
    let value = parser.or()?;
    match parser.token {
        Token::End => Ok(value),
        token => Err(format!("unexpected token {token}")),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Token<'a> {
    End,
    Tag(&'a str),
    Operator(&'a str),
}

impl fmt::Display for Token<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::End => Ok(()),
            Self::Tag(text) | Self::Operator(text) => f.write_str(text),
        }
    }
}

/// Evaluates while it parses. Both sides of an operator are always read, so
/// that an error is found wherever it is.
struct Parser<'a, F> {
    rest: &'a str,
    /// The token that was read last.
    token: Token<'a>,
    operands: u32,
    set: &'a F,
}

impl<F: Fn(&str) -> bool> Parser<'_, F> {
    /// Operands joined by `||`, which binds weaker, and `&&`. The next token
    /// is not read yet on entry and is on exit.
    fn or(&mut self) -> Result<bool, String> {
        let mut any = false;
        let mut all = true;
        loop {
            all &= self.operand()?;
            match self.token {
                Token::Operator("&&") => {}
                Token::Operator("||") => {
                    any |= all;
                    all = true;
                }
                _ => return Ok(any | all),
            }
        }
    }

    fn operand(&mut self) -> Result<bool, String> {
        self.operands += 1;
        if self.operands > MAX_OPERANDS {
            return Err("build expression too large".to_string());
        }
        self.next()?;
        let negated = self.token == Token::Operator("!");
        if negated {
            self.next()?;
        }
        let value = match self.token {
            Token::Operator("(") => {
                let value = self.or().map_err(|error| {
                    if error == "unexpected end of expression" { "missing close paren".to_string() } else { error }
                })?;
                if self.token != Token::Operator(")") {
                    return Err("missing close paren".to_string());
                }
                value
            }
            Token::Operator("!") => return Err("double negation not allowed".to_string()),
            Token::Tag(tag) => (self.set)(tag),
            Token::End => return Err("unexpected end of expression".to_string()),
            token @ Token::Operator(_) => return Err(format!("unexpected token {token}")),
        };
        self.next()?;
        Ok(value != negated)
    }

    fn next(&mut self) -> Result<(), String> {
        self.rest = self.rest.trim_start_matches([' ', '\t']);
        let Some(first) = self.rest.chars().next() else {
            self.token = Token::End;
            return Ok(());
        };
        let word = self.rest.find(|c| !is_tag_char(c)).unwrap_or(self.rest.len());
        let operator = ["&&", "||", "!", "(", ")"].into_iter().find(|operator| self.rest.starts_with(operator));
        let len = match operator {
            Some(operator) => operator.len(),
            None if word > 0 => word,
            None => return Err(format!("invalid syntax at {first}")),
        };
        let (text, rest) = self.rest.split_at(len);
        self.token = if operator.is_some() { Token::Operator(text) } else { Token::Tag(text) };
        self.rest = rest;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn eval(expression: &str) -> Result<bool, String> {
        evaluate(expression, &|tag| matches!(tag, "yes" | "on"))
    }

    fn file(text: &str) -> Result<bool, ConstraintError> {
        of_file(text.as_bytes(), |tag| matches!(tag, "yes" | "on"))
    }

    #[test]
    fn expressions_have_gos_precedence() {
        for (expression, value) in [
            ("yes", true),
            ("!yes", false),
            ("no || yes && on", true),
            ("yes || no && no", true),
            ("(yes || no) && no", false),
            ("!(no || !on)&&yes", true),
            ("no&&no||yes", true),
        ] {
            assert_eq!(eval(expression), Ok(value), "{expression}");
        }
    }

    #[test]
    fn errors_are_in_gos_words() {
        for (expression, error) in [
            ("", "unexpected end of expression"),
            ("a ||", "unexpected end of expression"),
            ("a b", "unexpected token b"),
            ("a )", "unexpected token )"),
            ("&& a", "unexpected token &&"),
            ("!!a", "double negation not allowed"),
            ("(a", "missing close paren"),
            ("(a ||", "missing close paren"),
            ("a & b", "invalid syntax at &"),
            ("a # b", "invalid syntax at #"),
        ] {
            assert_eq!(eval(expression), Err(error.to_string()), "{expression}");
        }
        assert_eq!(eval(&"(".repeat(100_000)), Err("build expression too large".to_string()));
        assert_eq!(eval(&"a||".repeat(100_000)), Err("build expression too large".to_string()));
    }

    #[test]
    fn the_head_ends_at_the_first_token() {
        assert_eq!(file("//go:build no\n\npackage p\n"), Ok(false));
        assert_eq!(file("//go:build no\npackage p\n"), Ok(false));
        assert_eq!(file("/* a\n//go:build no\n*/ package p\n"), Ok(true));
        assert_eq!(file("/* a */ //go:build no\n\npackage p\n"), Ok(true));
        assert_eq!(file("package p\n//go:build no\n"), Ok(true));
        assert_eq!(file("//go:buildx no\n\npackage p\n"), Ok(true));
        assert_eq!(file("\n// c\n\n/* b */\n//go:build no\n\npackage p\n"), Ok(false));
        assert_eq!(
            file("//go:build a\n//go:build b\n\npackage p\n"),
            Err(ConstraintError("multiple //go:build comments".to_string()))
        );
    }

    #[test]
    fn plus_build_counts_only_without_go_build_and_before_a_blank_line() {
        assert_eq!(file("// +build no\n\npackage p\n"), Ok(false));
        assert_eq!(file("// +build no\npackage p\n"), Ok(true));
        assert_eq!(file("//go:build yes\n// +build no\n\npackage p\n"), Ok(true));
        assert_eq!(file("//+build no yes,on\n\npackage p\n"), Ok(true));
        assert_eq!(file("// +build yes,!on\n\npackage p\n"), Ok(false));
        assert_eq!(file("// +build yes\n// +build no\n\npackage p\n"), Ok(false));
        assert_eq!(file("// +build !!yes\n\npackage p\n"), Ok(false));
        assert_eq!(file("// +build\n\npackage p\n"), Ok(false));
    }
}
