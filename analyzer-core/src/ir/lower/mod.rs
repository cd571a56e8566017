//! From typed syntax to [`Package`]: what gc's `noder` and `typecheck` do.
//!
//! ```text
//!   decl ─▶ stmt ─▶ assign ─▶ expr ─▶ call, select, literal ─▶ conv
//! ```
//!
//! gc writes each body to a bit stream (`noder/writer`), reads it back as IR
//! (`noder/reader`) and checks every node once more (`typecheck`), which adds
//! what is implicit. [`Lowerer`] does all of that in one walk, in the reader's
//! order, because the order in which variables are declared shows in the names
//! of temporaries and the order of closures.
//!
//! Dead code goes where gc drops it: branches under constant conditions,
//! statements behind a `return`, `goto` or `panic`, clauses of a switch on a
//! constant that can't be taken. Everything else is kept as it is written.
//!
//! What comes from a package that is not known has no type: such expressions
//! become [`NodeKind::Unknown`] where something is called and pass their
//! operands on elsewhere. A function whose body has an error in it is left out
//! ([`Lowered::broken`]). Generic code is lowered once for each set of shapes
//! it is used with ([`generic`], [`dict`]).

mod alg;
mod alg_hash;
mod assign;
mod builtin;
mod call;
mod cond;
mod conv;
mod decl;
mod dict;
mod expr;
mod foreign;
mod generic;
mod go_defer;
mod literal;
mod names;
mod range_func;
mod read;
mod select;
mod stmt;
mod survey;
mod wrappers;

use alloc::{format, string::String, vec::Vec};

pub use wrappers::Wrapper;

use hashbrown::{HashMap, HashSet};
use rustc_hash::FxBuildHasher;

use super::{FuncId, Node, NodeId, NodeKind, NodeList, Package, VarId};
use crate::{
    AssemblySymbol,
    ast::{self, ExprId},
    base::{FileId, Id, Interner, Pos, SideTable, Span, Symbol},
    build::Loader,
    pack::FunctionFacts,
    types::{
        Bodies, ConstValue, FileInfo, GoVersion, Imports, Info, ObjId, PkgId, Trees, TypeAndValue, TypeId, Types,
        subst::Env,
    },
};

/// The outcome of lowering a package.
#[derive(Debug, Default)]
pub struct Lowered {
    /// The code.
    pub package: Package,
    /// Functions left out because their body has an error.
    pub broken: Vec<FuncId>,
    /// Functions of imported packages, of whose code nothing is known.
    pub foreign: Vec<Foreign>,
    /// Where such a function is referred to: its name, or the package's in
    /// front of it, and the package.
    pub foreign_uses: Vec<(Pos, Span, PkgId)>,
    /// The bytes that each node was made from, for underlining.
    pub source_map: SourceMap,
    /// Generic functions and methods without an instance: position and name.
    pub uninstantiated: Vec<(Pos, String)>,
    /// Functions that gc makes around methods, in its order; they belong behind
    /// all others once calls are inlined.
    pub wrappers: Vec<Wrapper>,
    /// What gc says while it makes bodies.
    pub remarks: Vec<(Pos, &'static str)>,
    /// What the bodies of declared functions had read, in their order, if that
    /// was wanted.
    pub effects: Vec<(FuncId, Effect)>,
}

/// The bytes that nodes were made from, for nearly all of them.
#[derive(Debug, Default)]
pub struct SourceMap {
    spans: Vec<Span>,
}

impl SourceMap {
    /// Of a node that was made from none.
    const NONE: Span = Span { start: u32::MAX, end: u32::MAX };

    /// The bytes that `node` was made from.
    pub fn get(&self, node: NodeId) -> Option<Span> {
        self.spans.get(node.index()).copied().filter(|span| *span != Self::NONE)
    }

    /// Takes note of them, unless some are known.
    fn note(&mut self, node: NodeId, span: Span) {
        let index = node.index();
        if index >= self.spans.len() {
            self.spans.resize(index + 1, Self::NONE);
        }
        let known = &mut self.spans[index];
        if *known == Self::NONE {
            *known = span;
        }
    }
}

/// What lowering a function's body leaves behind outside of the function:
/// later parts of a package depend on what was met, and on the order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Effect {
    /// A type was read that may have methods, or mentions one that has.
    Type(TypeId),
    /// A function or method of an imported package was referred to.
    Import(ObjId),
    /// A method was used as a value.
    Value(TypeId, ObjId),
    /// The table of a type's methods for an interface was needed.
    Table(TypeId, TypeId),
    /// An instance of generic code was referred to.
    Instance(ObjId, Vec<TypeId>),
}

/// A function or method of an imported package.
#[derive(Clone, Debug)]
pub struct Foreign {
    /// Its stand-in here.
    pub func: FuncId,
    /// The package.
    pub package: PkgId,
    /// Its name there: `f`, `T.M` or `(*T).M`.
    pub name: String,
}

/// What lowering reads.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The package.
    pub package: PkgId,
    /// The files in the order in which gc gets them.
    pub files: &'a [(FileId, &'a ast::File)],
    /// What the checker found out.
    pub info: &'a Info,
    /// What the package's assembly defines and mentions.
    pub assembly: &'a [AssemblySymbol],
    /// What is known of a function of a package that was analysed, by the
    /// package's path and the function's name there.
    pub facts: &'a dyn Fn(&str, &str) -> Option<&'a FunctionFacts>,
    /// Whether the body of such a function can be inlined here: that of a
    /// package that is imported directly, or one that such a package has
    /// inlined.
    pub has_body: &'a dyn Fn(&str, &str) -> bool,
    /// Whether no package imports this one.
    pub leaf: bool,
    /// Whether [`Lowered::wrappers`] are wanted.
    pub wrappers: bool,
    /// Whether what `-m=2` says is wanted too.
    pub explain: bool,
    /// Whether to remember what nodes were made from, [`Lowered::source_map`].
    pub spans: bool,
    /// Whether [`Lowered::effects`] are wanted.
    pub effects: bool,
    /// Where the text has syntax errors: functions around them are left out.
    pub errors: &'a [Pos],
    /// Whether iteration variables are per iteration in a file (Go 1.22).
    pub distinct_vars: &'a dyn Fn(FileId) -> bool,
}

/// Where the code of imported packages comes from.
pub(crate) struct Library<'a> {
    pub(crate) imports: &'a mut Imports,
    pub(crate) loader: &'a mut dyn Loader,
    pub(crate) trees: &'a Trees,
    pub(crate) bodies: &'a Bodies,
}

/// Lowers a checked package, and what of others is asked for afterwards;
/// nothing if the package has no files.
pub(crate) fn lower<'a>(
    input: Input<'a>,
    types: &'a mut Types,
    interner: &'a mut Interner,
    library: Library<'a>,
) -> Option<Lowerer<'a>> {
    let &(file, tree) = input.files.first()?;
    let info = input.info.file(file)?;
    let mut lowerer = Lowerer {
        input,
        types,
        interner,
        library,
        file,
        tree,
        info,
        qualifier: None,
        out: Lowered::default(),
        vars: SideTable::default(),
        funcs: SideTable::default(),
        runtime_funcs: Vec::new(),
        shrunk: HashMap::default(),
        state: Vec::new(),
        ranges: Vec::new(),
        broken: false,
        generics: generic::Generics::default(),
        env: Env::default(),
        dict: None,
        survey: None,
        reading: read::Reading::default(),
        algs: alg::Algs::default(),
        values: Vec::new(),
        wrapped_values: HashSet::default(),
        fetched: HashSet::default(),
        new_functions: Vec::new(),
        compiled_elsewhere: Vec::new(),
        told: 0,
    };
    lowerer.out.package.pkg = Some(input.package);
    lowerer.package();
    Some(lowerer)
}

/// The state of lowering one package.
pub(crate) struct Lowerer<'a> {
    input: Input<'a>,
    types: &'a mut Types,
    interner: &'a mut Interner,
    library: Library<'a>,
    /// The current file.
    file: FileId,
    tree: &'a ast::File,
    info: &'a FileInfo,
    /// The package of the current file, if it is another one.
    qualifier: Option<PkgId>,
    out: Lowered,
    vars: SideTable<ObjId, VarId>,
    funcs: SideTable<ObjId, FuncId>,
    /// Functions of the run time that gc calls.
    runtime_funcs: Vec<FuncId>,
    /// Parts of conditions of which not everything is evaluated.
    shrunk: HashMap<(FileId, ExprId), ExprId, FxBuildHasher>,
    /// The functions around the current place, outermost first.
    state: Vec<FuncState>,
    /// The same for functions as written: loops over functions share theirs.
    ranges: Vec<range_func::RangeScope>,
    /// Whether something in error was met since the current declaration began.
    broken: bool,
    /// Generic declarations and their instances.
    generics: generic::Generics,
    /// What the type parameters of the current function stand for.
    env: Env,
    /// The dictionary that the current function gets.
    dict: Option<dict::Dict>,
    /// What a generic body asks of its dictionary, while that is found out.
    survey: Option<survey::Survey>,
    /// What was met, as gc reads it.
    reading: read::Reading,
    /// The types whose descriptions are written.
    algs: alg::Algs,
    /// Methods that are used as values, the types of what they are selected
    /// from, and whether they are in an imported package's body.
    values: Vec<(TypeId, ObjId, bool)>,
    /// Those whose functions were made, here or by an imported package.
    wrapped_values: HashSet<(String, Symbol), FxBuildHasher>,
    /// Imported functions whose bodies were lowered.
    fetched: HashSet<FuncId, FxBuildHasher>,
    /// Instances that were made on the way.
    new_functions: Vec<FuncId>,
    /// The same, when the inliner has been told.
    compiled_elsewhere: Vec<FuncId>,
    /// How many imported functions the inliner was told about.
    told: usize,
}

/// What is remembered while a body is lowered.
struct FuncState {
    func: FuncId,
    /// The types of the results, for conversions in `return`.
    results: Vec<TypeId>,
    /// Counters for the names of closures and wrappers.
    closures: u32,
    ranges: u32,
    wrappers: u32,
    /// gc's `base.Pos` while it reads a body: the local variable that was
    /// declared last, at first the function.
    here: Pos,
}

impl FuncState {
    fn new(func: FuncId, results: Vec<TypeId>, here: Pos) -> Self {
        Self { func, results, closures: 0, ranges: 0, wrappers: 0, here }
    }
}

impl<'a> Lowerer<'a> {
    /// What is known about expression `id` in the current instance.
    fn tv(&mut self, id: ExprId) -> Option<TypeAndValue<'a>> {
        let info: &'a FileInfo = self.info;
        let tv = info.get(id)?;
        Some(TypeAndValue { ty: self.subst(tv.ty), ..tv })
    }
}

/// Where lowering is.
#[derive(Clone, Copy)]
struct Context<'a> {
    file: FileId,
    tree: &'a ast::File,
    info: &'a FileInfo,
    qualifier: Option<PkgId>,
}

impl<'a> Lowerer<'a> {
    fn context(&self) -> Context<'a> {
        Context { file: self.file, tree: self.tree, info: self.info, qualifier: self.qualifier }
    }

    fn enter(&mut self, context: Context<'a>) {
        (self.file, self.tree, self.info) = (context.file, context.tree, context.info);
        self.qualifier = context.qualifier;
    }

    /// Does `work`, which lowers a function of its own, and comes back to what
    /// is being lowered.
    fn aside<R>(&mut self, work: impl FnOnce(&mut Self) -> R) -> R {
        let place = self.context();
        let outer = (
            core::mem::take(&mut self.env),
            self.dict.take(),
            core::mem::take(&mut self.state),
            core::mem::take(&mut self.ranges),
            self.broken,
        );
        let result = work(self);
        (self.env, self.dict, self.state, self.ranges, self.broken) = outer;
        self.enter(place);
        result
    }

    /// Goes to `file` of this package.
    fn enter_file(&mut self, file: FileId) -> bool {
        let tree = self.input.files.iter().find(|(id, _)| *id == file).map(|&(_, tree)| tree);
        let (Some(tree), Some(info)) = (tree, self.input.info.file(file)) else { return false };
        self.enter(Context { file, tree, info, qualifier: None });
        true
    }

    /// Goes to the body of the function `obj`, which is in `file`.
    fn enter_body(&mut self, obj: Option<ObjId>, file: FileId) -> bool {
        let Some(obj) = obj.filter(|&obj| self.is_foreign(obj)) else { return self.enter_file(file) };
        let Library { imports, loader, trees, bodies } = &mut self.library;
        let info = imports.body(self.types, self.interner, *loader, obj).and_then(|index| bodies.get(index));
        let tree = imports.tree_of(file).and_then(|index| trees.get(index));
        let (Some(tree), Some(info)) = (tree, info) else { return false };
        let qualifier = self.types.obj(obj).pkg;
        self.enter(Context { file, tree, info, qualifier });
        true
    }

    /// Whether iteration variables are per iteration in the current file.
    fn distinct_vars(&self) -> bool {
        match self.qualifier {
            Some(_) => self.library.imports.version(self.file) >= GoVersion(22),
            None => (self.input.distinct_vars)(self.file),
        }
    }

    /// A name of the current file's package as gc prints it.
    fn local_name(&self, name: &str) -> String {
        match self.qualifier {
            Some(pkg) => format!("{}.{name}", self.interner.text(self.types.package(pkg).name)),
            None => String::from(name),
        }
    }

    /// Makes the methods that gc makes of types after it has inlined calls, to
    /// be finished by the caller; `None` if no wrappers are wanted.
    pub(crate) fn wrappers(&mut self) -> Option<Vec<Wrapper>> {
        if !self.input.wrappers {
            return None;
        }
        self.make_wrappers();
        Some(core::mem::take(&mut self.out.wrappers))
    }

    /// What was lowered.
    pub(crate) fn finish(mut self) -> Lowered {
        if self.input.explain {
            self.write_static_tables();
            self.make_abi_wrappers();
        }
        for func in self.compiled_elsewhere {
            self.out.package.funcs[func].body = None;
        }
        self.out
    }
}

impl Lowerer<'_> {
    fn pos(&self, offset: u32) -> Pos {
        Pos { file: self.file, offset }
    }

    /// gc's position of expression `id`.
    fn pos_of(&self, id: ExprId) -> Pos {
        self.pos(self.tree.expr(id).pos)
    }

    fn state(&mut self) -> &mut FuncState {
        // A state is pushed before anything of a body is lowered.
        let last = self.state.len() - 1;
        &mut self.state[last]
    }

    fn func(&self) -> FuncId {
        self.state[self.state.len() - 1].func
    }

    fn here(&self) -> Pos {
        self.state[self.state.len() - 1].here
    }

    fn set_here(&mut self, pos: Pos) {
        self.state().here = pos;
    }

    /// `ty` as it is in the current instance.
    fn subst(&mut self, ty: TypeId) -> TypeId {
        if self.env.is_empty() {
            return ty;
        }
        self.generics.instances.subst(self.types, self.interner, &mut self.env, ty)
    }

    /// The type of object `obj` in the current instance.
    fn obj_type(&mut self, obj: ObjId) -> TypeId {
        let ty = self.types.obj_type(obj);
        self.subst(ty)
    }

    /// The type of expression `id` in the current instance.
    fn type_of(&mut self, id: ExprId) -> TypeId {
        let ty = self.info.type_of(id);
        self.subst(ty)
    }

    /// The structure of `ty`: of its core type if it is a type parameter.
    fn under(&self, ty: TypeId) -> crate::types::Type {
        self.types.core_type(ty).map_or(crate::types::Type::Unknown, |core| self.types.get(core))
    }

    /// Whether values of both types are the same to gc's back end.
    fn identical(&self, a: TypeId, b: TypeId) -> bool {
        if self.generics.instances.has_shapes() { self.types.shape_identical(a, b) } else { self.types.identical(a, b) }
    }

    /// Notes what the body of a declared function leaves behind.
    fn note(&mut self, effect: impl FnOnce() -> Effect) {
        if self.input.effects
            && let Some(state) = self.state.first()
        {
            let effect = (state.func, effect());
            if self.out.effects.last() != Some(&effect) {
                self.out.effects.push(effect);
            }
        }
    }

    fn node(&mut self, pos: Pos, ty: Option<TypeId>, kind: NodeKind) -> NodeId {
        if let Some(ty) = ty {
            self.read_type(ty);
        }
        self.out.package.nodes.push(Node { pos, ty, init: NodeList::new(), implicit: false, kind })
    }

    fn implicit(&mut self, pos: Pos, ty: TypeId, kind: NodeKind) -> NodeId {
        self.out.package.nodes.push(Node { pos, ty: Some(ty), init: NodeList::new(), implicit: true, kind })
    }

    fn stmt_node(&mut self, pos: Pos, kind: NodeKind) -> NodeId {
        self.node(pos, None, kind)
    }

    fn kind(&self, id: NodeId) -> &NodeKind {
        &self.out.package.nodes[id].kind
    }

    /// The type of a node; nodes without a value count as in error.
    fn ty(&self, id: NodeId) -> TypeId {
        self.out.package.nodes[id].ty.unwrap_or(TypeId::INVALID)
    }

    fn node_pos(&self, id: NodeId) -> Pos {
        self.out.package.nodes[id].pos
    }

    fn literal(&mut self, pos: Pos, ty: TypeId, value: ConstValue) -> NodeId {
        self.node(pos, Some(ty), NodeKind::Literal(value))
    }

    /// Something in error was met: the function will be left out.
    fn bad(&mut self, pos: Pos) -> NodeId {
        self.broken = true;
        self.node(pos, Some(TypeId::INVALID), NodeKind::Nil)
    }

    /// Whether `ty` is or hides something from a package that is not known.
    fn is_unknown(&self, ty: TypeId) -> bool {
        matches!(self.types.resolved(ty), crate::types::Type::Unknown)
            || (self.types.is_shape(ty) && self.types.is_unknown(ty))
    }
}
