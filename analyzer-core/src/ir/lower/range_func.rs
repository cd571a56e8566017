use alloc::vec::Vec;

use super::Lowerer;
use crate::{
    ast::{Block, RangeClause},
    base::{Pos, Symbol},
    ir::NodeId,
};

impl Lowerer<'_> {
    pub(super) fn range_func(
        &mut self,
        pos: Pos,
        range: &RangeClause,
        body: &Block,
        label: Option<Symbol>,
        out: &mut Vec<NodeId>,
    ) {
        let _ = (range, body, label, out);
        self.bad(pos);
    }
}
