//! Where the thing is declared that a name means.

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use super::{Options, Session, Wanted};
use crate::{
    ast::{ExprId, ExprKind, File},
    base::{Id, LineCol, SourceFile, Span},
    build::Loader,
    types::{FileInfo, ObjId},
};

/// A declaration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// The file, by the name that it was handed in with.
    pub file: String,
    /// Where the name is.
    pub at: LineCol,
    /// The bytes of it; empty if it is in another package.
    pub span: Span,
}

/// A question, and its answer when there is one.
pub(super) struct Asked<'a> {
    /// The name of the file.
    pub file: &'a str,
    /// An offset in it.
    pub offset: u32,
    pub found: &'a mut Option<Definition>,
}

impl Session {
    /// Where the name at byte `offset` of the file called `open` is declared;
    /// `None` if there is no name or nothing that declares it, as for what the
    /// language itself has. Otherwise as [`analyze_module`](Self::analyze_module).
    pub fn definition(
        &mut self,
        files: &[SourceFile],
        open: &str,
        offset: u32,
        options: &Options,
        loader: &mut dyn Loader,
    ) -> Option<Definition> {
        let mut found = None;
        let asked = Asked { file: open, offset, found: &mut found };
        self.in_module(files, open, options, loader, Wanted { define: Some(asked), ..Wanted::default() });
        found
    }
}

/// What the name at `offset` means.
pub(super) fn object_at(tree: &File, info: &FileInfo, offset: u32) -> Option<ObjId> {
    let at = |id: &ExprId| {
        let span = tree.exprs[*id].span;
        span.start <= offset && offset <= span.end
    };
    let ids = || (0..tree.exprs.len()).map(ExprId::new);
    let names: Vec<ExprId> = ids().filter(at).filter(|&id| matches!(tree.exprs[id].kind, ExprKind::Name(_))).collect();
    let selected = |name: ExprId| {
        let is_it = |id: &ExprId| matches!(tree.exprs[*id].kind, ExprKind::Selector { sel, .. } if sel == name);
        Some(info.selections.get(&ids().find(is_it)?)?.obj)
    };
    names.into_iter().find_map(|name| info.object(name).or_else(|| selected(name)))
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;
    use crate::build::{Archive, NoPackages};

    const PROGRAM: &str = "\
-- go.mod --
module m.org/m
-- a.go --
package main

import \"m.org/m/b\"

type T struct{ b.Base; own int }

func (t *T) get() int { return t.own + t.Inner }

func main() {
	v := &T{own: 1}
	v, w := v, helper[int](v.get())
	println(w, b.Make(), len(\"\"))
L:
	for { break L }
}
-- z.go --
package main

func helper[P any](p P) P { return p }
-- b/b.go --
package b

type Base struct{ Inner int }

func Make() int { return 0 }
";

    #[test]
    fn names_lead_to_declarations() {
        let files: Vec<SourceFile> = Archive::parse(PROGRAM)
            .files
            .into_iter()
            .map(|(name, text)| SourceFile { name, text: text.into_bytes() })
            .collect();
        let text = core::str::from_utf8(&files[1].text).unwrap();
        let mut session = Session::default();
        let mut defined = |needle: &str, at: usize| {
            let offset = text.find(needle).unwrap() + at;
            let options = Options::default();
            let found = session.definition(&files, "a.go", offset as u32, &options, &mut NoPackages)?;
            Some(format!("{}:{}:{}", found.file, found.at.line, found.at.col))
        };
        for (needle, at, expected) in [
            ("t.own", 0, Some("a.go:7:7")),
            ("t.own", 2, Some("a.go:5:24")),
            ("t.own", 5, Some("a.go:5:24")),
            ("t.Inner", 3, Some("b/b.go:3:19")),
            ("own: 1", 1, Some("a.go:5:24")),
            ("w := v", 5, Some("a.go:10:2")),
            ("helper[", 3, Some("z.go:3:6")),
            ("v.get()", 2, Some("a.go:7:13")),
            ("b.Make", 0, Some("a.go:3:8")),
            ("b.Make", 3, Some("b/b.go:5:6")),
            ("b.Base", 3, Some("b/b.go:3:6")),
            ("T struct", 0, Some("a.go:5:6")),
            ("int }", 1, None),
            ("len(", 1, None),
            ("package", 2, None),
            ("\n\nimport", 1, None),
        ] {
            assert_eq!(defined(needle, at).as_deref(), expected, "{needle} at {at}");
        }
    }
}
