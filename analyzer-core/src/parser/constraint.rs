//! Build constraints: the expression of a `//go:build` line.
//!
//! Mirrors Go's `go/build/constraint` for the new syntax: which tags a file
//! wants, and the lowest language version that they imply.

use alloc::{
    boxed::Box,
    string::{String, ToString},
};

use crate::lexer::{is_digit, is_letter};

/// How many operands an expression may have, as in Go.
const MAX_SIZE: u32 = 1000;
/// How deep parentheses may nest; Go only knows the limit above.
const MAX_NESTING: u32 = 200;

/// A parsed constraint.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Constraint {
    /// A tag such as `linux` or `go1.21`.
    Tag(String),
    /// `!x`
    Not(Box<Constraint>),
    /// `x && y`
    And(Box<Constraint>, Box<Constraint>),
    /// `x || y`
    Or(Box<Constraint>, Box<Constraint>),
}

impl Constraint {
    /// Parses the comment `line`, which begins with `//go:build`.
    pub fn parse_line(line: &str) -> Option<Self> {
        Self::parse(expression_of(line)?)
    }

    /// Parses an expression; `None` if it is malformed.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parser = ExprParser { rest: text, token: "", size: 0, nesting: 0 };
        let x = parser.parse_or()?;
        parser.token.is_empty().then_some(x)
    }

    /// Whether it holds, given which tags do.
    pub fn holds(&self, tag_holds: &dyn Fn(&str) -> bool) -> bool {
        match self {
            Self::Tag(tag) => tag_holds(tag),
            Self::Not(x) => !x.holds(tag_holds),
            Self::And(x, y) => x.holds(tag_holds) && y.holds(tag_holds),
            Self::Or(x, y) => x.holds(tag_holds) || y.holds(tag_holds),
        }
    }

    /// The lowest Go version without which it cannot hold, such as `go1.21`.
    pub fn go_version(&self) -> Option<String> {
        match self.min_version(true)? {
            0 => Some("go1".to_string()),
            minor => Some(alloc::format!("go1.{minor}")),
        }
    }

    /// The minor version that this, or its negation, implies.
    fn min_version(&self, positive: bool) -> Option<i64> {
        match self {
            Self::Tag(_) if !positive => None,
            Self::Tag(tag) if tag == "go1" => Some(0),
            Self::Tag(tag) => tag.split_once("go1.")?.1.parse().ok().filter(|&minor| minor >= 0),
            Self::Not(x) => x.min_version(!positive),
            // `None` is less than any version.
            Self::And(x, y) | Self::Or(x, y) => {
                let (x, y) = (x.min_version(positive), y.min_version(positive));
                if matches!(self, Self::And(..)) == positive { x.max(y) } else { x.min(y) }
            }
        }
    }
}

/// The expression in a `//go:build` line. The prefix must stand alone.
pub(super) fn expression_of(line: &str) -> Option<&str> {
    let rest = line.trim().strip_prefix("//go:build")?;
    let text = rest.trim();
    (rest.is_empty() || rest.len() != text.len()).then_some(text)
}

struct ExprParser<'a> {
    rest: &'a str,
    /// The token at hand, empty at the end.
    token: &'a str,
    size: u32,
    nesting: u32,
}

impl<'a> ExprParser<'a> {
    fn parse_or(&mut self) -> Option<Constraint> {
        let mut x = self.parse_and()?;
        while self.token == "||" {
            x = Constraint::Or(Box::new(x), Box::new(self.parse_and()?));
        }
        Some(x)
    }

    fn parse_and(&mut self) -> Option<Constraint> {
        let mut x = self.parse_not()?;
        while self.token == "&&" {
            x = Constraint::And(Box::new(x), Box::new(self.parse_not()?));
        }
        Some(x)
    }

    fn parse_not(&mut self) -> Option<Constraint> {
        self.size += 1;
        if self.size > MAX_SIZE {
            return None;
        }
        self.next()?;
        if self.token != "!" {
            return self.parse_atom();
        }
        self.next()?;
        if self.token == "!" { None } else { Some(Constraint::Not(Box::new(self.parse_atom()?))) }
    }

    fn parse_atom(&mut self) -> Option<Constraint> {
        let token = self.token;
        if token == "(" {
            self.nesting += 1;
            if self.nesting > MAX_NESTING {
                return None;
            }
            let x = self.parse_or()?;
            self.nesting -= 1;
            if self.token != ")" {
                return None;
            }
            self.next()?;
            return Some(x);
        }
        if !token.chars().next().is_some_and(is_tag_char) {
            return None;
        }
        self.next()?;
        Some(Constraint::Tag(token.to_string()))
    }

    /// Reads a token; `None` if there is none but text.
    fn next(&mut self) -> Option<()> {
        let rest = self.rest.trim_start_matches([' ', '\t']);
        let len = match rest.as_bytes() {
            [] => 0,
            [b'(' | b')' | b'!', ..] => 1,
            [b'&', b'&', ..] | [b'|', b'|', ..] => 2,
            _ => Some(rest.find(|c| !is_tag_char(c)).unwrap_or(rest.len())).filter(|&len| len > 0)?,
        };
        let (token, rest): (&'a str, &'a str) = rest.split_at(len);
        (self.token, self.rest) = (token, rest);
        Some(())
    }
}

fn is_tag_char(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() || c == '_' || c == '.' } else { is_letter(c) || is_digit(c) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, version: Option<&str>) {
        let constraint = Constraint::parse_line(line).expect("a constraint");
        assert_eq!(constraint.go_version().as_deref(), version, "{line}");
    }

    #[test]
    fn versions_that_a_constraint_implies() {
        check("//go:build linux && go1.22", Some("go1.22"));
        check("//go:build (linux && go1.22) || (windows && go1.20)", Some("go1.20"));
        check("//go:build linux || (windows && go1.22)", None);
        check("//go:build !go1.22", None);
        check("//go:build !(!go1.22 || !linux)", Some("go1.22"));
        check("//go:build go1 && !x", Some("go1"));
    }

    #[test]
    fn malformed_constraints_are_none() {
        for line in ["//go:buildx", "//go:build", "//go:build !!a", "//go:build a b", "//go:build (a", "//go:build a &"]
        {
            assert_eq!(Constraint::parse_line(line), None, "{line}");
        }
        assert_eq!(Constraint::parse(&"(".repeat(1 << 20)), None);
        assert_eq!(Constraint::parse(&"a||".repeat(1 << 20)), None);
    }

    #[test]
    fn tags_decide() {
        let x = Constraint::parse("linux && (amd64 || arm64) && !cgo").expect("a constraint");
        assert!(x.holds(&|tag| matches!(tag, "linux" | "arm64")));
        assert!(!x.holds(&|tag| matches!(tag, "linux" | "arm64" | "cgo")));
    }
}
