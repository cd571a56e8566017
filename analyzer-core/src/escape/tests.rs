//! The analysis on bodies made by hand; whole programs are compared with gc's
//! recordings elsewhere.

use alloc::{string::String, vec::Vec};

use thin_vec::thin_vec;

use super::{Analysis, Leaks, Options, analyze};
use crate::{
    ir::{FuncId, NodeKind, NodeList, Param, VarClass, VarId, testing::Maker},
    report::HeapReason,
    types::TypeId,
};

fn run(maker: &Maker, options: Options<'_>) -> Analysis {
    analyze(&maker.package, &maker.types, &maker.interner, options)
}

fn messages(analysis: &Analysis) -> Vec<&str> {
    analysis.messages.iter().map(|m| m.text.as_str()).collect()
}

fn pointer(maker: &mut Maker) -> TypeId {
    maker.types.pointer_to(TypeId::INT)
}

/// Adds a parameter of pointer type.
fn param(maker: &mut Maker, func: FuncId, name: &str) -> VarId {
    let ty = pointer(maker);
    let var = maker.var(func, name, ty);
    maker.package.vars[var].class = VarClass::Param;
    let (pos, name) = (maker.package.vars[var].pos, maker.interner.intern(name));
    maker.package.funcs[func].params.push(Param { pos, name: Some(name), ty, var: Some(var) });
    var
}

/// Adds a result of pointer type.
fn result(maker: &mut Maker, func: FuncId) {
    let ty = pointer(maker);
    let var = maker.var(func, "~r0", ty);
    maker.package.vars[var].class = VarClass::ParamOut;
    let pos = maker.package.vars[var].pos;
    maker.package.funcs[func].results.push(Param { pos, name: None, ty, var: Some(var) });
}

/// `func f() *int { x; p := &x; return p }`
fn returns_an_address() -> Maker {
    let mut maker = Maker::new();
    let func = maker.func("f");
    result(&mut maker, func);
    let ty = pointer(&mut maker);
    let (x, p) = (maker.var(func, "x", TypeId::INT), maker.var(func, "p", ty));
    let (x, value) = (maker.name(x), maker.name(p));
    let addr = maker.node(ty, NodeKind::Addr(x));
    let body = thin_vec![maker.define(p, addr), maker.node(TypeId::INVALID, NodeKind::Return(thin_vec![value]))];
    maker.body(func, body);
    maker
}

#[test]
fn the_way_to_a_result_is_explained() {
    let maker = returns_an_address();
    let analysis = run(&maker, Options { explain: true, ..Options::default() });
    let expected = [
        "x escapes to heap in f:",
        "  flow: p ← &x:",
        "    from &x (address-of)",
        "    from p := &x (assign)",
        "  flow: ~r0 ← p:",
        "    from return p (return)",
        "moved to heap: x",
    ];
    assert_eq!(messages(&analysis), expected);
}

#[test]
fn paths_can_be_asked_for_afterwards() {
    let maker = returns_an_address();
    let analysis = run(&maker, Options::default());
    assert_eq!(messages(&analysis), ["moved to heap: x"]);
    let index = analysis.outcomes.iter().position(|o| o.escapes).unwrap_or_default();
    assert_eq!(analysis.outcomes[index].reason, Some(HeapReason::Returned));
    let path = analysis.path(&maker.package, &maker.types, &maker.interner, index);
    let flows: Vec<String> = path.into_iter().map(|step| step.flow).collect();
    assert_eq!(flows, ["p ← &x", "~r0 ← p"]);
}

#[test]
fn summaries_tell_callers_where_parameters_go() {
    let mut maker = Maker::new();
    let identity = maker.func("identity");
    let p = param(&mut maker, identity, "p");
    result(&mut maker, identity);
    let p = maker.name(p);
    let body = thin_vec![maker.node(TypeId::INVALID, NodeKind::Return(thin_vec![p]))];
    maker.body(identity, body);
    let analysis = run(&maker, Options::default());
    assert_eq!(messages(&analysis), ["leaking param: p to result ~r0 level=0"]);
    let mut leaks = Leaks::default();
    leaks.add_result(0, 0);
    assert_eq!(analysis.summaries[identity], [leaks]);
}

#[test]
fn what_unknown_code_gets_is_marked_as_assumed() {
    let mut maker = Maker::new();
    let (caller, callee) = (maker.func("caller"), maker.func("callee"));
    let p = param(&mut maker, callee, "p");
    let p = maker.name(p);
    let unknown = maker.node(TypeId::UNKNOWN, NodeKind::Unknown(thin_vec![p]));
    maker.body(callee, thin_vec![unknown]);

    let ty = pointer(&mut maker);
    let [x, y] = ["x", "y"].map(|name| maker.var(caller, name, TypeId::INT));
    let [x, y] = [x, y].map(|var| {
        let name = maker.name(var);
        maker.node(ty, NodeKind::Addr(name))
    });
    let call = maker.call_func(callee);
    if let NodeKind::CallFunc(call) = &mut maker.package.nodes[call].kind {
        call.args.push(x);
    }
    let panic = maker.node(TypeId::INVALID, NodeKind::Builtin1 { op: crate::ir::Builtin1::Panic, x: y });
    maker.body(caller, thin_vec![call, panic]);

    let analysis = run(&maker, Options::default());
    assert_eq!(messages(&analysis), ["leaking param: p", "moved to heap: x", "moved to heap: y"]);
    let assumed: Vec<(&str, bool)> = analysis.outcomes.iter().map(|o| (o.text.as_str(), o.assumed)).collect();
    assert_eq!(assumed, [("p", true), ("x", true), ("y", false)]);
}

#[test]
fn functions_with_errors_count_as_unknown() {
    let mut maker = Maker::new();
    let (caller, callee) = (maker.func("caller"), maker.func("callee"));
    param(&mut maker, callee, "p");
    maker.package.funcs[callee].body = None;
    let ty = pointer(&mut maker);
    let x = maker.var(caller, "x", TypeId::INT);
    let x = maker.name(x);
    let addr = maker.node(ty, NodeKind::Addr(x));
    let call = maker.call_func(callee);
    if let NodeKind::CallFunc(call) = &mut maker.package.nodes[call].kind {
        call.args.push(addr);
    }
    maker.body(caller, thin_vec![call]);
    let broken = [callee];
    let analysis = run(&maker, Options { broken: &broken, ..Options::default() });
    assert_eq!(messages(&analysis), ["moved to heap: x"]);
    assert!(analysis.outcomes.iter().all(|outcome| outcome.assumed));
}

#[test]
fn a_circle_of_assignments_ends() {
    let mut maker = Maker::new();
    let func = maker.func("f");
    let ty = pointer(&mut maker);
    let vars: Vec<VarId> = (0..50).map(|_| maker.var(func, "p", ty)).collect();
    let mut body = NodeList::new();
    for (i, &var) in vars.iter().enumerate() {
        let next = maker.name(vars[(i + 1) % vars.len()]);
        let deref = maker.node(ty, NodeKind::Deref(next));
        let addr = maker.node(ty, NodeKind::Addr(next));
        body.extend([maker.assign(var, deref), maker.assign(var, addr)]);
    }
    let last = maker.name(vars[0]);
    body.push(maker.node(TypeId::INVALID, NodeKind::Builtin1 { op: crate::ir::Builtin1::Panic, x: last }));
    maker.body(func, body);
    let analysis = run(&maker, Options { explain: true, ..Options::default() });
    assert_eq!(analysis.outcomes.iter().filter(|o| o.escapes).count(), vars.len());
}
