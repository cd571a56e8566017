//! What gc looks at when all else is right.
//!
//! gc's `noder/writer.go` writes export data of a package without type errors.
//! On the way it finds `//go:linkname` lines about nothing (`collectDecls`) and
//! functions without a body (`funcExt`). Directives in wrong places are found
//! there, too; the parser knows those.

use alloc::{format, string::String};

use hashbrown::HashSet;

use super::{Checker, Map};
use crate::{
    ast::Linkname,
    base::Pos,
    parser::INVALID_DIRECTIVE,
    types::{GoVersion, ObjId, ObjKind},
};

impl Checker<'_> {
    pub(super) fn linknames_and_bodies(&mut self) {
        let mut linked = HashSet::<ObjId, rustc_hash::FxBuildHasher>::default();
        if self.target.iter().any(|(_, tree)| !tree.linknames.is_empty()) {
            self.linknames(&mut linked);
        }
        for (obj, pos) in core::mem::take(&mut self.bodyless) {
            if !linked.contains(&obj) {
                self.error(pos, "MissingBody", "missing function body");
            }
        }
    }

    /// Looks at all `//go:linkname` lines; the objects that they are about.
    fn linknames(&mut self, linked: &mut HashSet<ObjId, rustc_hash::FxBuildHasher>) {
        let scope = self.types.scope(self.types.package(self.pkg).scope);
        let declared = scope
            .names
            .iter()
            .filter(|&(_, &obj)| matches!(self.types.obj(obj).kind, ObjKind::Func(_) | ObjKind::Var(_)));
        let declared: Map<String, ObjId> = declared.map(|(&name, &obj)| (self.names.text(name).into(), obj)).collect();
        for &(file, tree) in self.target {
            for Linkname { verb, pos, local, is_wrong, .. } in &tree.linknames {
                let pos = Pos { file, offset: *pos };
                match declared.get(local) {
                    _ if *is_wrong => {}
                    Some(&obj) if linked.insert(obj) => {}
                    Some(_) => self.error(pos, INVALID_DIRECTIVE.0, format!("duplicate //{verb} for {local}")),
                    None if self.config.lang >= GoVersion(18) => {
                        let message = format!("//{verb} must refer to declared function or variable");
                        self.error(pos, INVALID_DIRECTIVE.0, message);
                    }
                    None => {}
                }
            }
        }
    }
}
