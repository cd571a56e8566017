//! Text edits: collected by families, put in order, applied.

use alloc::{string::String, vec::Vec};

use super::{
    Advice, Caution, Edit, imports,
    scan::{Node, Source, World},
};
use crate::ast::{ExprId, ExprKind};
use crate::base::{SourceFile, Span, sort_by_key};

/// An offer in the making.
pub(super) struct Draft {
    pub(super) advice: Advice,
    pub(super) caution: Option<Caution>,
    pub(super) inside: (u32, u32),
    pub(super) hoists: bool,
    pub(super) pool: bool,
    /// Appends among the edits that always have room.
    pub(super) roomy: u32,
    /// By the file's place in [`World::files`].
    edits: Vec<(usize, Span, String)>,
    /// Packages that the new text names, by file.
    needs: Vec<(usize, &'static str)>,
}

impl Draft {
    pub(super) fn new(advice: Advice) -> Self {
        Self {
            advice,
            caution: None,
            inside: (0, 0),
            hoists: false,
            pool: false,
            roomy: 0,
            edits: Vec::new(),
            needs: Vec::new(),
        }
    }

    /// Puts `text` in place of `span`.
    pub(super) fn replace(&mut self, file: usize, span: Span, text: impl Into<String>) {
        self.edits.push((file, span, text.into()));
    }

    pub(super) fn insert(&mut self, file: usize, at: u32, text: impl Into<String>) {
        self.replace(file, Span::new(at, at), text);
    }

    pub(super) fn delete(&mut self, file: usize, span: Span) {
        self.replace(file, span, "");
    }

    /// `*x` becomes `x`, `(*x).f` becomes `x.f`.
    pub(super) fn unstar(&mut self, source: &Source<'_>, file: usize, deref: ExprId, x: ExprId) {
        let (from, to) = (source.span(deref), source.span(x));
        match source.parent(Node::Expr(deref)) {
            Node::Expr(outer) if matches!(source.kind(outer), ExprKind::Paren(_)) => {
                self.delete(file, Span::new(source.span(outer).start, to.start));
                self.delete(file, Span::new(to.end, source.span(outer).end));
            }
            _ => self.delete(file, Span::new(from.start, to.start)),
        }
    }

    /// What the package at `path` is called in `file`, where it will be imported.
    pub(super) fn package(&mut self, world: &World<'_>, file: usize, path: &'static str) -> String {
        if !self.needs.contains(&(file, path)) {
            self.needs.push((file, path));
        }
        imports::name(&world.files[file], path)
    }

    /// The edits in order, with those of the imports that follow from them;
    /// `None` if they touch each other or would take a comment away.
    pub(super) fn finish(self, world: &World<'_>) -> Option<Vec<Edit>> {
        let Self { mut edits, needs, .. } = self;
        for file in 0..world.files.len() {
            if edits.iter().any(|edit| edit.0 == file) {
                let paths = needs.iter().filter(|need| need.0 == file).map(|need| need.1);
                let more =
                    imports::change(world, &world.files[file], &edits_of(&edits, file), &paths.collect::<Vec<_>>());
                edits.extend(more.into_iter().map(|(span, text)| (file, span, text)));
            }
        }
        let mut out = Vec::new();
        for (file, span, text) in edits {
            let source = &world.files[file];
            if !keeps_comments(source, span) {
                return None;
            }
            out.push(Edit { file: source.index, span, text });
        }
        // Stable: what is inserted at one place stays in the order in which it came.
        sort_by_key(&mut out, |edit| (edit.file, edit.span.start, edit.span.end));
        let apart = |pair: &[Edit]| pair[0].file != pair[1].file || pair[0].span.end <= pair[1].span.start;
        out.windows(2).all(apart).then_some(out)
    }
}

fn edits_of(edits: &[(usize, Span, String)], file: usize) -> Vec<(Span, &str)> {
    edits.iter().filter(|edit| edit.0 == file).map(|(_, span, text)| (*span, text.as_str())).collect()
}

/// Whether there is no comment in `span`.
fn keeps_comments(source: &Source<'_>, span: Span) -> bool {
    let bytes = source.text(span).as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' | b'`' | b'\'' => {
                at += 1;
                while let Some(&inner) = bytes.get(at).filter(|&&inner| inner != byte) {
                    at += if inner == b'\\' && byte != b'`' { 2 } else { 1 };
                }
            }
            b'/' if matches!(bytes.get(at + 1), Some(b'/' | b'*')) => return false,
            _ => {}
        }
        at += 1;
    }
    true
}

/// `files` with `edits`, which are in order and do not overlap, applied.
pub fn apply(files: &[SourceFile], edits: &[Edit]) -> Vec<SourceFile> {
    let edited = |(index, file): (usize, &SourceFile)| {
        let (mut text, mut done) = (Vec::with_capacity(file.text.len() + 256), 0);
        for edit in edits.iter().filter(|edit| edit.file as usize == index) {
            text.extend_from_slice(file.text.get(done..edit.span.start as usize).unwrap_or_default());
            text.extend_from_slice(edit.text.as_bytes());
            done = edit.span.end as usize;
        }
        text.extend_from_slice(file.text.get(done..).unwrap_or_default());
        SourceFile { name: file.name.clone(), text }
    };
    files.iter().enumerate().map(edited).collect()
}
