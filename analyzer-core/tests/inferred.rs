//! What types are inferred: snapshots.
//!
//! `tests/inferred/*.go` are packages of one file. For each, the file of the
//! same name that ends in `.txt` says what the checker makes of the variables
//! whose declarations do not say their type, of literals and of
//! instantiations. `UPDATE_EXPECT=1` renews it; with `ESCAPADE_GO=go` it is
//! compared with what go/types says (`xtask/go/inferred`).

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use analyzer_core::{
    ast::{self, DeclKind, ExprId, ExprKind, StmtKind},
    base::{FileId, Id, Interner},
    build::NoPackages,
    parser,
    types::{Config, Implicit, ObjId, ObjKind, Places, Program, TypeId},
};
use expect_test::expect_file;

/// What is inferred in `text`, a line for each thing, by position.
fn inferred(text: &[u8]) -> String {
    let mut names = Interner::default();
    let file = FileId::new(0);
    let parsed = parser::parse_file(text, file, &mut names);
    let tree = &parsed.tree;
    let mut program = Program::new(&mut names);
    let config = Config::default();
    let checked = program.check("p", &[(file, tree)], &mut names, &config, &mut NoPackages, &Places::default());
    assert!(checked.errors.is_empty() && parsed.errors.is_empty(), "{:?} {:?}", parsed.errors, checked.errors);
    let types = &program.types;
    let info = checked.info.file(file).expect("checked");
    let show = |ty: TypeId| types.error_string(ty, &names, Some(checked.package));
    let named = |obj: ObjId| format!("{} {}", names.text(types.obj(obj).name), show(types.obj_type(obj)));
    let is_var = |obj: ObjId| matches!(types.obj(obj).kind, ObjKind::Var(_)) && !types.obj(obj).name.is_blank();
    let written = written_types(tree);
    let mut lines = Vec::new();
    for (id, expr) in tree.exprs.iter_enumerated() {
        match expr.kind {
            ExprKind::BasicLit { text, .. } => {
                if let Some(known) = info.get(id) {
                    lines.push((expr.pos, format!("const {} {}", names.text(text), show(known.ty))));
                }
            }
            ExprKind::Name(name) => {
                if let Some(obj) = info.def(id).filter(|&obj| is_var(obj) && !written.contains(&id)) {
                    lines.push((expr.pos, format!("var {}", named(obj))));
                }
                if let Some(instance) = info.instances.get(&id) {
                    let targs: Vec<String> = types.list(instance.targs).iter().map(|&ty| show(ty)).collect();
                    let (name, targs) = (names.text(name), targs.join(", "));
                    lines.push((expr.pos, format!("inst {name}[{targs}] {}", show(instance.ty))));
                }
            }
            _ => {}
        }
    }
    for (implicit, &obj) in &info.implicits {
        if let Implicit::Clause { switch, index } = *implicit
            && let StmtKind::Switch { body, .. } = &tree.stmts[switch].kind
        {
            lines.push((body[index as usize].pos, format!("var {}", named(obj))));
        }
    }
    lines.sort();
    let place = |offset| parsed.lines.line_col(offset);
    let line = |(at, text): &(u32, String)| format!("{}:{} {text}\n", place(*at).line, place(*at).col);
    lines.iter().map(line).collect::<Vec<_>>().concat()
}

/// The names whose declarations say their type.
fn written_types(tree: &ast::File) -> Vec<ExprId> {
    let mut written = Vec::new();
    for (_, decl) in tree.decl_arena.iter_enumerated() {
        match &decl.kind {
            DeclKind::Var { names, ty: Some(_), .. } => written.extend(names),
            DeclKind::Func { recv, tparams, .. } => written.extend(recv.iter().chain(tparams).filter_map(|f| f.name)),
            DeclKind::Type { tparams, .. } => written.extend(tparams.iter().filter_map(|field| field.name)),
            _ => {}
        }
    }
    for (_, expr) in tree.exprs.iter_enumerated() {
        match &expr.kind {
            ExprKind::FuncType(ty) => {
                written.extend(ty.params.iter().chain(&ty.results).filter_map(|field| field.name));
            }
            ExprKind::StructType(ty) => written.extend(ty.fields.iter().filter_map(|field| field.name)),
            _ => {}
        }
    }
    written
}

fn fixtures() -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/inferred");
    let mut paths: Vec<PathBuf> =
        fs::read_dir(dir).expect("readable").map(|entry| entry.expect("entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "go"));
    paths.sort();
    paths
}

#[test]
fn types_are_inferred_as_recorded() {
    for path in fixtures() {
        let text = inferred(&fs::read(&path).expect("readable"));
        expect_file![path.with_extension("txt")].assert_eq(&text);
    }
}

#[test]
fn go_infers_the_same() {
    let Some(go) = env::var_os("ESCAPADE_GO") else { return };
    let driver = Path::new(env!("CARGO_MANIFEST_DIR")).join("../xtask/go/inferred/main.go");
    for path in fixtures() {
        let output = Command::new(&go).arg("run").arg(&driver).arg("--").arg(&path).output().expect("go runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let recorded = fs::read_to_string(path.with_extension("txt")).expect("recorded");
        assert_eq!(recorded, String::from_utf8_lossy(&output.stdout), "{}", path.display());
    }
}
