//! Plain types: those that lead to nothing that gc compiles anew.
//!
//! gc reads a type with everything that it mentions, its methods included, and
//! what it meets on the way may have to be compiled where it is read: instances
//! of generic types, and methods of types without a name. Most types lead to
//! none, which is known when packs are made. Where it makes no difference
//! whether they have been read, such a type's methods need not be typed
//! (`ir/lower/read.rs`).

use alloc::{format, string::String, vec::Vec};

use hashbrown::{HashMap, HashSet};
use rustc_hash::FxBuildHasher;

use super::Library;
use crate::{
    base::{FileId, Interner},
    parser::{ParseOptions, parse_source},
    types::{Config, ObjId, ObjKind, Places, Program, Type, TypeId},
};

type Map<K, V> = HashMap<K, V, FxBuildHasher>;
type Set<K> = HashSet<K, FxBuildHasher>;

/// The names of the plain types of each package.
pub(super) fn plain_types(library: &mut Library) -> Map<String, Set<Vec<u8>>> {
    let mut names = Interner::default();
    let mut program = Program::new(&mut names);
    let paths: Vec<String> = library.index().paths().map(Into::into).collect();
    let mut declared = Vec::new();
    for path in &paths {
        // Who may import all packages of the library is one of its own.
        let Some(importer) = paths.iter().find(|other| *other != path) else { continue };
        let text = format!("package p\n\nimport . \"{}\"\n", path.strip_prefix("vendor/").unwrap_or(path));
        let options = ParseOptions { name: "", std: true, runtime: false };
        let file = program.next_file();
        let tree = parse_source(text.as_bytes(), file, options, &mut names).tree;
        let files: [(FileId, _); 1] = [(file, &tree)];
        let checked = program.check(importer, &files, &mut names, &Config::default(), library, &Places::default());
        let imports = program.types.package(checked.package).imports.clone();
        for package in imports {
            let scope = program.types.package(package).scope;
            let objs = program.types.scope(scope).names.values();
            let types = objs.copied().filter(|&obj| matches!(program.types.obj(obj).kind, ObjKind::TypeName));
            declared.push((path, types.collect::<Vec<ObjId>>()));
        }
    }
    library.take_asked();
    let mut walk = Walk { library, names, program, leads_to: Map::default(), special: Vec::new() };
    for &obj in declared.iter().flat_map(|(_, objs)| objs) {
        walk.declare(obj);
        if let Some(ty) = walk.program.types.obj(obj).ty {
            walk.enter(ty);
        }
    }
    let special = walk.special();
    let mut plain: Map<String, Set<Vec<u8>>> = Map::default();
    for (path, objs) in declared {
        for obj in objs {
            let types = &walk.program.types;
            let Some(ty) = types.obj(obj).ty.filter(|ty| matches!(types.get(*ty), Type::Named(_))) else { continue };
            if walk.leads_to.contains_key(&ty) && !special.contains(&ty) {
                let name = walk.names.text(types.obj_name(obj)).as_bytes();
                plain.entry(path.clone()).or_default().insert(name.into());
            }
        }
    }
    plain
}

struct Walk<'a> {
    library: &'a mut Library,
    names: Interner,
    program: Program,
    /// The defined types that each defined type mentions.
    leads_to: Map<TypeId, Vec<TypeId>>,
    /// Those that mention something that is not plain.
    special: Vec<TypeId>,
}

impl Walk<'_> {
    fn declare(&mut self, obj: ObjId) {
        let Self { library, names, program: Program { types, imports }, .. } = self;
        imports.declare(types, names, &mut **library, obj);
    }

    /// Looks at `ty` and what it leads to.
    fn enter(&mut self, ty: TypeId) {
        let mut todo = alloc::vec![ty];
        while let Some(ty) = todo.pop() {
            let Some(id) = self.program.types.as_named(ty).filter(|_| !self.leads_to.contains_key(&ty)) else {
                continue;
            };
            let methods = self.program.types.named(id).methods.clone();
            for &method in &methods {
                self.declare(method);
            }
            let types = &self.program.types;
            let named = types.named(id);
            let mut parts = types.parts(types.underlying(ty));
            parts.extend(methods.iter().flat_map(|&method| types.parts(types.obj_type(method))));
            let mut mentioned = Vec::new();
            let generic = named.instance.is_some() || !named.tparams.is_empty();
            if generic || !mentions(types, parts, &mut mentioned) {
                self.special.push(ty);
            }
            todo.extend_from_slice(&mentioned);
            self.leads_to.insert(ty, mentioned);
        }
    }

    /// All types that are not plain.
    fn special(&self) -> Set<TypeId> {
        let mut from: Map<TypeId, Vec<TypeId>> = Map::default();
        for (&ty, mentioned) in &self.leads_to {
            for &other in mentioned {
                from.entry(other).or_default().push(ty);
            }
        }
        let mut special = Set::default();
        let mut todo = self.special.clone();
        while let Some(ty) = todo.pop() {
            if special.insert(ty) {
                todo.extend(from.get(&ty).into_iter().flatten());
            }
        }
        special
    }
}

/// The defined types that `parts` mention; `false` if there is also something
/// that is not plain.
pub(super) fn mentions(types: &crate::types::Types, parts: Vec<TypeId>, found: &mut Vec<TypeId>) -> bool {
    let mut seen: Set<TypeId> = Set::default();
    let mut todo = parts;
    while let Some(ty) = todo.pop() {
        let ty = types.unalias(ty);
        if !seen.insert(ty) {
            continue;
        }
        let plain = match types.get(ty) {
            Type::Named(id) => {
                let named = types.named(id);
                found.push(ty);
                named.instance.is_none() && named.tparams.is_empty()
            }
            Type::Struct { fields, .. } => !types.objs(fields).iter().any(|&field| types.is_embedded(field)),
            Type::Interface(_) => types.type_set_of(ty).is_some_and(|set| set.methods.is_empty()),
            Type::TypeParam(_) | Type::Union(_) | Type::Unknown => false,
            _ => true,
        };
        if !plain {
            return false;
        }
        todo.extend(types.parts(ty));
    }
    true
}
