//! What gc does to bodies between inlining and escape analysis.
//!
//! Mirrors the part of `cmd/compile/internal/gc` (`Main`) that runs
//! [`loopvar`], [`staticinit`] and [`deadlocals`], and what the back end says
//! about [`bounds`]. gc runs each over the whole package before the next one.
//! Here a function with its literals goes through all of them before the next
//! function does, while its nodes are in the processor's cache: in a program of
//! 100,000 lines every walk over all of them waits for memory. The outcome is
//! the same, because each looks at one function only. [`staticinit`] is the
//! exception: it may take statements of the function that initialises package
//! variables, so that function has its loops done before everything else.

use alloc::vec::Vec;

use super::{Facts, FuncId, Package, bounds, deadlocals, loopvar, staticinit};
use crate::{
    base::{IdVec, Interner, Pos},
    inline::Turns,
    types::Types,
};

/// Applies the passes to `package`. The positions of the index expressions
/// that need no check, and whose turn it was.
pub fn run(package: &mut Package, types: &Types, interner: &mut Interner) -> (Vec<Pos>, Turns) {
    let mut loops = Loops { done: IdVec::filled(package.funcs.len(), false), todo: Vec::new() };
    let order = package.order.clone();
    if let Some(&init) = order.iter().find(|&&func| package.funcs[func].is_package_init) {
        loops.run(package, types, interner, init);
    }
    staticinit::run(package, types, interner);
    let (mut unchecked, mut turns) = (Vec::new(), Turns::default());
    for &func in &order {
        if package.funcs[func].is_closure() {
            continue;
        }
        loops.run(package, types, interner, func);
        deadlocals::run(package, func);
        bounds::elided(Facts::new(package, types, interner), func, &mut unchecked);
        turns.push((func, unchecked.len()));
    }
    // Literals that no function has any more.
    for &func in &order {
        loops.run(package, types, interner, func);
    }
    (unchecked, turns)
}

/// The functions whose loops are done.
struct Loops {
    done: IdVec<FuncId, bool>,
    todo: Vec<FuncId>,
}

impl Loops {
    /// Sees to the loops of `func` and of the literals in it.
    fn run(&mut self, package: &mut Package, types: &Types, interner: &mut Interner, func: FuncId) {
        self.todo.push(func);
        while let Some(func) = self.todo.pop() {
            if !core::mem::replace(&mut self.done[func], true) {
                loopvar::run(package, types, interner, func, &mut self.todo);
            }
        }
    }
}
