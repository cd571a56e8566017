//! txtar: several text files in one, as Go's own tests and the Go Playground
//! write them. Mirrors `golang.org/x/tools/txtar`.
//!
//! ```text
//! a comment
//! -- go.mod --
//! module m
//! -- main.go --
//! package main
//! ```
//!
//! Any text is an archive: without a marker line it is all comment. What the
//! format cannot hold is a file with a marker line in it, or without a line
//! end at its end: [`Archive::holds`] tells.

use alloc::{borrow::ToOwned, string::String, vec::Vec};

/// A comment and files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Archive {
    /// What stands before the first file.
    pub comment: String,
    /// The files by name, with what is in them.
    pub files: Vec<(String, String)>,
}

impl Archive {
    /// Reads an archive.
    pub fn parse(text: &str) -> Self {
        let mut archive = Self::default();
        let mut part = String::new();
        let mut name: Option<String> = None;
        let mut end = |name: Option<String>, part: String| match name {
            Some(name) => archive.files.push((name, part)),
            None => archive.comment = part,
        };
        for line in text.split_inclusive('\n') {
            if let Some(next) = marker(line) {
                end(name.replace(next.to_owned()), core::mem::take(&mut part));
            } else {
                part.push_str(line);
                if !line.ends_with('\n') {
                    part.push('\n');
                }
            }
        }
        end(name, part);
        archive
    }

    /// Writes it; what is read again is the same if it [holds](Self::holds).
    pub fn text(&self) -> String {
        let mut text = String::new();
        push(&mut text, &self.comment);
        for (name, part) in &self.files {
            text.push_str("-- ");
            text.push_str(name);
            text.push_str(" --\n");
            push(&mut text, part);
        }
        text
    }

    /// Whether a file with this text comes out of an archive as it went in.
    pub fn holds(text: &str) -> bool {
        (text.is_empty() || text.ends_with('\n')) && !text.split_inclusive('\n').any(|line| marker(line).is_some())
    }
}

/// Adds a part, whose last line has to end.
fn push(text: &mut String, part: &str) {
    text.push_str(part);
    if !part.is_empty() && !part.ends_with('\n') {
        text.push('\n');
    }
}

/// The name in a marker line.
fn marker(line: &str) -> Option<&str> {
    let line = line.strip_suffix('\n').unwrap_or(line);
    let line = line.strip_suffix('\r').unwrap_or(line);
    let name = line.strip_prefix("-- ")?.strip_suffix(" --")?.trim();
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, text: &str) -> (String, String) {
        (name.to_owned(), text.to_owned())
    }

    #[test]
    fn files_stand_behind_their_names() {
        let text = "about\n\n-- go.mod --\nmodule m\n-- a/b.go --\n--  --\n-- x--\npackage b\n-- empty --\n";
        let archive = Archive::parse(text);
        assert_eq!(archive.comment, "about\n\n");
        let expected = [file("go.mod", "module m\n"), file("a/b.go", "--  --\n-- x--\npackage b\n"), file("empty", "")];
        assert_eq!(archive.files, expected);
        assert_eq!(archive.text(), text);
    }

    #[test]
    fn anything_is_an_archive() {
        assert_eq!(Archive::parse(""), Archive::default());
        assert_eq!(Archive::parse("no marker").comment, "no marker\n");
        let windows = Archive::parse("-- a.go --\r\npackage a\r\n--   中文.go   --\r\nx");
        assert_eq!(windows.files, [file("a.go", "package a\r\n"), file("中文.go", "x\n")]);
        assert_eq!(Archive::parse("-- a --").files, [file("a", "")]);
        for text in ["-- --", "--  --", "-- ", " -- a --", "-- a -- ", "--a--"] {
            assert_eq!(Archive::parse(text).files, [], "{text:?}");
        }
    }

    #[test]
    fn what_an_archive_cannot_hold_is_known() {
        for text in ["", "package a\n", "x := `\n--a --\n`\n", "\r\n"] {
            assert!(Archive::holds(text), "{text:?}");
            let archive = Archive { comment: String::new(), files: [file("a.go", text), file("b.go", "b\n")].into() };
            assert_eq!(Archive::parse(&archive.text()), archive, "{text:?}");
        }
        for text in ["package a", "var s = `\n-- b.go --\n`\n"] {
            assert!(!Archive::holds(text), "{text:?}");
        }
    }
}
