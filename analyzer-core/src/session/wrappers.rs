//! The wrappers of methods, finished.
//!
//! ```text
//!   type T struct{ *http.Server }
//!
//!   (*T).serve ─▶ s.once.Do(s.start)       what the promoted method does, inlined,
//!                           ──────▶        uses a method as a value, …
//!   (*http.Server).start-fm                … whose function is made here, too
//! ```
//!
//! Mirrors `MakeWrappers`, `wrapMethodValue` and `finishWrapperFunc` of
//! `noder/reader.go`: first come the methods of types, then the values of
//! methods that are left, and behind each wrapper what is found in it once
//! calls are inlined. A function that is found so is in front of the
//! one that it was found in.

use alloc::vec::Vec;

use crate::{
    inline::{self, Costs, Library as _, Originals, Said, Turns},
    ir::{
        FuncId,
        lower::{Lowerer, Wrapper},
    },
    types::{ObjId, TypeId},
};

/// What is left to do.
enum Step {
    /// A wrapper that was made is to be finished.
    Finish(Wrapper),
    /// The value of a method may be needed.
    Value(TypeId, ObjId),
    /// All methods of types are there.
    Values,
    /// All that was found in this wrapper is there.
    Done(FuncId),
}

/// Makes and finishes all wrappers; what gc says on the way is added to `said`,
/// and whose turn it was to say it is returned.
pub(super) fn wrap_all(
    code: &mut Lowerer,
    costs: &mut Costs,
    originals: &mut Originals,
    how: inline::Options,
    said: &mut Vec<Said>,
) -> Turns {
    let mut turns = Turns::default();
    let Some(methods) = code.wrappers() else { return turns };
    costs.know(code.newly_imported());
    let mut steps = Vec::from([Step::Values]);
    steps.extend(methods.into_iter().rev().map(Step::Finish));
    while let Some(step) = steps.pop() {
        match step {
            Step::Finish(wrapper) => {
                steps.push(Step::Done(wrapper.func));
                let can_inline = wrapper.method.is_some_and(|method| costs.inlinable(method).is_some());
                if wrapper.finish(code.parts().0, can_inline) {
                    said.extend(inline::run_on(code, costs, originals, wrapper.func, how));
                    steps.extend(values(code.revealed_values(wrapper.func)));
                }
                turns.push((wrapper.func, said.len()));
            }
            Step::Value(recv, method) => {
                steps.extend(code.wrap_value(recv, method).map(Step::Finish));
                costs.know(code.newly_imported());
            }
            Step::Values => steps.extend(values(code.method_values())),
            Step::Done(func) => code.parts().0.order.push(func),
        }
    }
    turns
}

/// The steps for these values, the first one last.
fn values(values: Vec<(TypeId, ObjId)>) -> impl Iterator<Item = Step> {
    values.into_iter().rev().map(|(recv, method)| Step::Value(recv, method))
}
