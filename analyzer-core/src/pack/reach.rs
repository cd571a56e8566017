//! Which packages a program that imports a package makes the checker read.
//!
//! What an imported object is, is found out when it is used, and a package is
//! read when something is first selected from it ([`Program`]); so this is
//! found out by using all that can be used: the exported objects of the
//! package, the bodies of its functions that can be inlined, and whatever
//! those mention. Types are followed as the lowerer reads them, with their
//! methods.
//!
//! It is a forecast. Programs use less than everything; a generic function may
//! lead to more, because it depends on the type arguments what it calls.

use alloc::{format, string::String, vec::Vec};

use hashbrown::HashSet;
use rustc_hash::FxBuildHasher;

use super::Library;
use crate::{
    base::{FileId, Interner},
    parser::{ParseOptions, parse_source},
    types::{Config, ObjId, ObjKind, PkgId, Places, Program, TypeId},
};

/// The packages beside `path` that are read when `path` is used by a program
/// that is not of this library, by path.
pub(super) fn reach(path: &str, library: &mut Library) -> Vec<String> {
    let mut names = Interner::default();
    let mut program = Program::new(&mut names);
    // A dot-import needs to know what there is.
    let text = format!("package p\n\nimport . \"{path}\"\n");
    let options = ParseOptions { name: "", std: false, runtime: false };
    let tree = parse_source(text.as_bytes(), program.next_file(), options, &mut names).tree;
    library.take_asked();
    let files: [(FileId, _); 1] = [(program.next_file(), &tree)];
    let checked = program.check("", &files, &mut names, &Config::default(), library, &Places::default());
    if let Some(&package) = program.types.package(checked.package).imports.first() {
        let (objs, types) = (HashSet::default(), HashSet::default());
        Walk { library, names, program, objs, types, todo: Vec::new() }.use_all(package);
    }
    let mut asked = library.take_asked();
    asked.retain(|other| other != path);
    asked.sort_unstable();
    asked.dedup();
    asked
}

struct Walk<'a> {
    library: &'a mut Library,
    names: Interner,
    program: Program,
    objs: HashSet<ObjId, FxBuildHasher>,
    types: HashSet<TypeId, FxBuildHasher>,
    todo: Vec<Step>,
}

#[derive(Clone, Copy)]
enum Step {
    /// Something that the program or a body mentions.
    Obj(ObjId),
    /// A type, or a part of one.
    Type(TypeId),
    /// A method of such a type, which need not be called.
    Method(ObjId),
}

impl Walk<'_> {
    fn use_all(mut self, package: PkgId) {
        let scope = self.program.types.package(package).scope;
        let mut all: Vec<ObjId> = self.program.types.scope(scope).names.values().copied().collect();
        all.retain(|&obj| self.program.types.obj(obj).exported);
        all.sort_unstable();
        self.todo.extend(all.into_iter().map(Step::Obj));
        while let Some(step) = self.todo.pop() {
            match step {
                Step::Obj(obj) if self.objs.insert(obj) => self.object(obj),
                Step::Method(obj) => self.declare(obj),
                Step::Type(ty) if self.types.insert(ty) => self.parts(ty),
                _ => {}
            }
        }
    }

    fn declare(&mut self, obj: ObjId) {
        let Self { library, names, program: Program { types, imports }, .. } = self;
        imports.declare(types, names, &mut **library, obj);
        self.todo.extend(types.obj(obj).ty.map(Step::Type));
    }

    fn object(&mut self, obj: ObjId) {
        self.declare(obj);
        let Self { library, names, program: Program { types, imports }, .. } = self;
        let object = types.obj(obj);
        // A pack has bodies only of functions that can be copied.
        if matches!(object.kind, ObjKind::Func(func) if func.has_body) {
            imports.body(types, names, &mut **library, obj);
            let body = imports.known_body(obj);
            let mentioned = body.into_iter().flat_map(|info| info.mentioned(info.exprs()));
            self.todo.extend(mentioned.filter_map(|(obj, _)| obj).map(Step::Obj));
        }
    }

    fn parts(&mut self, ty: TypeId) {
        let types = &self.program.types;
        if let Some(named) = types.as_named(ty) {
            let named = types.named(named);
            self.todo.extend(named.instance.map(|instance| Step::Type(instance.origin)));
            self.todo.extend(named.methods.iter().copied().map(Step::Method));
            self.todo.push(Step::Type(types.underlying(ty)));
        }
        self.todo.extend(types.parts(ty).into_iter().map(Step::Type));
    }
}
