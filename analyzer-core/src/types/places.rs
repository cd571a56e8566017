//! Places as messages of the type checker write them, and their order.
//!
//! The checker itself knows offsets only. Messages that point to another line
//! (`other declaration of x`) need its name and number, and gc, where it asks
//! which of several places comes first, compares file names before lines: the
//! names that `//line` directives say. Mirrors `syntax.Pos.String` and `Cmp`.

use alloc::{string::String, vec::Vec};

use crate::ast;
use crate::base::{FileId, LineCol, LineDirective, LineIndex, Pos, Reported, place_text};

/// The files of the package that is checked.
#[derive(Clone, Debug, Default)]
pub struct Places<'a> {
    files: Vec<PlacedFile<'a>>,
}

#[derive(Clone, Copy, Debug)]
struct PlacedFile<'a> {
    id: FileId,
    name: &'a str,
    lines: &'a LineIndex,
    directives: &'a [LineDirective],
}

/// A line as gc compares it: its file, how many directives stand before it in
/// that file, its number in the file.
pub(super) type LineKey = (FileId, usize, u32);

impl<'a> Places<'a> {
    /// Adds the file `id`, which messages call `name`.
    pub fn add(&mut self, id: FileId, name: &'a str, lines: &'a LineIndex, tree: &'a ast::File) {
        self.files.push(PlacedFile { id, name, lines, directives: &tree.line_directives });
    }

    fn find(&self, pos: Pos) -> Option<(&PlacedFile<'a>, LineCol)> {
        let file = self.files.iter().find(|file| file.id == pos.file)?;
        Some((file, file.lines.line_col(pos.offset)))
    }

    /// `pos` as messages write it: `a.go:3:5`.
    pub fn text(&self, pos: Pos) -> String {
        self.find(pos).map_or_else(String::new, |(file, at)| place_text(file.name, file.directives, at))
    }

    /// The line of `pos`.
    pub(super) fn line(&self, pos: Pos) -> LineKey {
        let Some((file, at)) = self.find(pos) else { return (pos.file, 0, 0) };
        (file.id, LineDirective::index_at(file.directives, at).map_or(0, |index| index + 1), at.line)
    }

    /// What gc orders positions by.
    pub(super) fn order(&self, pos: Pos) -> (&str, LineCol) {
        let Some((file, at)) = self.find(pos) else { return ("", LineCol { line: 0, col: pos.offset }) };
        (Reported::new(file.name, file.directives, at).file, at)
    }
}
