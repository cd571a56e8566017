//! Names that come from packages of which nothing is known.

use super::Checker;
use crate::ast::ExprId;
use crate::types::objects::ObjId;

impl Checker<'_> {
    /// Marks the dot-import through which `obj` was found as used.
    pub(super) fn use_dot_import(&mut self, obj: ObjId) {
        let pkg = self.types.obj(obj).pkg;
        let imports = &self.home().dot_imports;
        if let Some(&(import, _)) = imports.iter().find(|&&(_, p)| Some(p) == pkg) {
            self.used.insert(import);
        }
    }

    /// An undefined name may come from an unknown package that is dot-imported.
    pub(super) fn use_unknown_dot_import(&mut self, name: ExprId) -> bool {
        let imports = &self.home().dot_imports;
        let Some(&(import, pkg)) = imports.iter().find(|&&(_, p)| self.types.package(p).unknown) else {
            return false;
        };
        self.used.insert(import);
        let pos = self.at(name);
        if self.is_target() {
            self.unknown_uses.push((pos, pkg));
        }
        true
    }
}
