//! The ledger: what each function asks the heap for.
//!
//! A verdict says where something lives; whoever makes a hot path
//! allocation-free counts objects and bytes. This module adds, for every
//! verdict that can mean an allocation, how many objects that are when the
//! place is reached once, how many bytes, and whether it is in a loop. What
//! functions allocate that are called, and not inlined, is in their own entries.
//!
//! Sources: gc's `walk` (which runtime function a node becomes) and the runtime
//! of Go 1.27: `makechan`, `makemap`, `convT…`, `mallocgc`. Bytes are what the
//! allocator takes; objects without pointers that are smaller than 16 bytes
//! share blocks and count with their share.

use super::{HeapReason, Verdict};
use crate::{
    escape::{Analysis, Outcome, Site, record_size},
    ir::{Builtin1, BuiltinN, ConvOp, Facts, NodeId, NodeKind},
    types::{BasicKind, ConstValue, Type, TypeId, Types},
};

/// What one visit of a place costs: see [`super::HeapSite`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cost {
    pub(super) least: u32,
    pub(super) most: Option<u32>,
    pub(super) bytes: Option<u64>,
    /// Whether gc may put it into one object with its neighbour: variables
    /// without pointers of less than 16 bytes together (`newHeapaddr` in `ssagen`).
    pub(super) may_share: bool,
}

impl Cost {
    /// At most one object, of a size that is known at run time only.
    const MAYBE: Self = Self { least: 0, most: Some(1), bytes: None, may_share: false };

    /// One object of `size` bytes; none if it is empty.
    fn object(size: i64, pointers: bool) -> Option<Self> {
        let size = u64::try_from(size).ok().filter(|&size| size > 0)?;
        Some(Self { least: 1, most: Some(1), bytes: Some(allocated(size, pointers)), may_share: false })
    }

    /// A map, which grows as it is filled.
    const fn map(least: u32) -> Self {
        Self { least, most: None, bytes: None, may_share: false }
    }

    /// The runtime has a copy of some values ready, such as small numbers.
    pub(super) const fn or_ready(self) -> Self {
        Self { least: 0, ..self }
    }
}

/// The size of the runtime's `hchan`, without the buffer.
const CHANNEL: i64 = 112;

/// How many entries a map holds before it needs more than one group, `abi.MapGroupSlots`.
const GROUP_SLOTS: u64 = 8;

/// Reads what a package's nodes become.
pub(super) struct Ledger<'a> {
    pub(super) facts: Facts<'a>,
    pub(super) analysis: &'a Analysis,
}

impl Ledger<'_> {
    /// What `outcome`, whose verdict is `verdict`, costs; `None` if nothing.
    pub(super) fn cost(&self, outcome: &Outcome, verdict: &Verdict) -> Option<Cost> {
        match (verdict, outcome.site) {
            (Verdict::NoAllocation(_) | Verdict::Param(_), _) => None,
            (Verdict::Heap(HeapReason::Channel), Site::Expr(node)) => self.channel(node),
            (Verdict::Heap(_), Site::Expr(node)) => self.expr(node),
            (Verdict::Heap(_), Site::Var(var)) => {
                let ty = self.facts.package.vars[var].ty;
                let small = self.facts.types.size_of(ty).is_some_and(|size| size < TINY as i64);
                let may_share = small && !self.facts.types.has_pointers(ty);
                Some(Cost { may_share, ..self.value(ty)? })
            }
            (Verdict::Stack, Site::Expr(node)) => match self.facts.kind(node) {
                // Only a first group is on the stack.
                NodeKind::MakeMap(_) | NodeKind::MapLit(_) => self.more_than_a_group(node),
                _ => None,
            },
            (Verdict::StackIfSmall, _) => Some(Cost::MAYBE),
            _ => None,
        }
    }

    /// An object that holds a `ty`.
    fn value(&self, ty: TypeId) -> Option<Cost> {
        let types = self.facts.types;
        Cost::object(types.size_of(ty)?, types.has_pointers(ty))
    }

    fn values(&self, elem: TypeId, count: u64) -> Option<Cost> {
        let types = self.facts.types;
        let size = types.size_of(elem)?.checked_mul(i64::try_from(count).ok()?)?;
        Cost::object(size, types.has_pointers(elem))
    }

    fn expr(&self, id: NodeId) -> Option<Cost> {
        let Facts { package, types, .. } = self.facts;
        let node = package.node(id);
        let under = node.ty.map(|ty| types.under(ty));
        match (&node.kind, under) {
            (NodeKind::New(_) | NodeKind::PtrLit(_), Some(Type::Pointer(elem))) => self.value(elem),
            (NodeKind::SliceLit { len, .. }, Some(Type::Slice(elem))) => self.values(elem, *len),
            (NodeKind::MakeSlice { len, cap }, Some(Type::Slice(elem))) => match self.facts.literal(id) {
                Some(literal) => self.values(elem, literal.value.as_u64()?),
                None => match self.constant(cap.unwrap_or(*len)) {
                    Some(count) => self.values(elem, count),
                    None => Some(Cost::MAYBE),
                },
            },
            // The map itself; groups come when it is filled or is known to be large.
            (NodeKind::MakeMap(_) | NodeKind::MapLit(_), _) => Some(Cost::map(1)),
            (NodeKind::Closure(_) | NodeKind::MethValue { .. }, _) => {
                let size = record_size(package, types, |var| self.analysis.addrtaken[var], id)?;
                // A code pointer alone is data.
                if size > 8 { Cost::object(size, self.captures_pointers(id)) } else { None }
            }
            (NodeKind::Conv { op: ConvOp::Iface, x }, _) => self.boxed(package.node(*x).ty?),
            (NodeKind::Conv { op: ConvOp::StrToBytes, x }, _) => match &package.node(*x).kind {
                NodeKind::Literal(ConstValue::Str(text)) => Cost::object(i64::try_from(text.len()).ok()?, false),
                _ => Some(Cost::MAYBE),
            },
            (NodeKind::Conv { .. } | NodeKind::AddStr(_) | NodeKind::BuiltinN { op: BuiltinN::Append, .. }, _) => {
                Some(Cost::MAYBE)
            }
            (_, _) => self.value(node.ty?),
        }
    }

    fn captures_pointers(&self, id: NodeId) -> bool {
        let Facts { package, types, .. } = self.facts;
        match package.node(id).kind {
            NodeKind::Closure(func) => package.funcs[func].closure_vars.iter().any(|captured| {
                self.analysis.addrtaken[captured.var] || types.has_pointers(package.vars[captured.var].ty)
            }),
            NodeKind::MethValue { x, .. } => package.node(x).ty.is_some_and(|ty| types.has_pointers(ty)),
            _ => false,
        }
    }

    /// A value that is converted to an interface: numbers below 256, empty
    /// strings and nil slices are there already (`convT64`, `convTstring` …).
    fn boxed(&self, ty: TypeId) -> Option<Cost> {
        let types = self.facts.types;
        let cost = self.value(ty)?;
        let layout = types.layout(ty)?;
        let number = !types.has_pointers(ty) && matches!(layout.size, 2 | 4 | 8) && layout.align == layout.size;
        let may_be_empty = matches!(sole_component(types, ty), Type::Slice(_) | Type::Basic(BasicKind::String));
        Some(if number || may_be_empty { cost.or_ready() } else { cost })
    }

    fn channel(&self, id: NodeId) -> Option<Cost> {
        let Facts { package, types, .. } = self.facts;
        let node = package.node(id);
        let (NodeKind::MakeChan(len), Type::Chan { elem, .. }) = (&node.kind, types.under(node.ty?)) else {
            return None;
        };
        let len = len.map_or(Some(0), |len| self.constant(len));
        let buffer = len.and_then(|len| types.size_of(elem)?.checked_mul(i64::try_from(len).ok()?));
        let apart = types.has_pointers(elem);
        match buffer {
            Some(0) => Cost::object(CHANNEL, false),
            Some(size) if apart => {
                let (channel, buffer) = (Cost::object(CHANNEL, true)?, Cost::object(size, true)?);
                let bytes = channel.bytes.zip(buffer.bytes).map(|(a, b)| a + b);
                Some(Cost { least: 2, most: Some(2), bytes, may_share: false })
            }
            Some(size) => Cost::object(CHANNEL.checked_add(size)?, false),
            None => Some(Cost { least: 1, most: Some(1 + u32::from(apart)), bytes: None, may_share: false }),
        }
    }

    /// What a map costs that does not escape.
    fn more_than_a_group(&self, id: NodeId) -> Option<Cost> {
        let entries = match &self.facts.package.node(id).kind {
            NodeKind::MapLit(entries) => Some(entries.len() as u64),
            NodeKind::MakeMap(hint) => hint.map_or(Some(0), |hint| self.constant(hint)),
            _ => return None,
        };
        match entries {
            Some(entries) if entries <= GROUP_SLOTS => None,
            Some(_) => Some(Cost::map(1)),
            None => Some(Cost::map(0)),
        }
    }

    /// The value of an integer constant.
    fn constant(&self, id: NodeId) -> Option<u64> {
        match self.facts.kind(id) {
            NodeKind::Literal(value) => value.as_u64(),
            NodeKind::Conv { op: ConvOp::Nop | ConvOp::Conv, x } => self.constant(*x),
            NodeKind::Builtin1 { op: Builtin1::Len | Builtin1::Cap, x } => {
                match self.facts.types.under(self.facts.package.node(*x).ty?) {
                    Type::Array { len, .. } => u64::try_from(len).ok(),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

/// Sizes of small objects, `SizeClassToSize` of `internal/runtime/gc`.
const CLASSES: [u16; 67] = [
    8, 16, 24, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240, 256, 288, 320, 352, 384, 416, 448, 480,
    512, 576, 640, 704, 768, 896, 1024, 1152, 1280, 1408, 1536, 1792, 2048, 2304, 2688, 3072, 3200, 3456, 4096, 4864,
    5376, 6144, 6528, 6784, 6912, 8192, 9472, 9728, 10240, 10880, 12288, 13568, 14336, 16384, 18432, 19072, 20480,
    21760, 24576, 27264, 28672, 32768,
];

/// Objects with pointers that are larger have a header, `MinSizeForMallocHeader`.
const WITHOUT_HEADER: u64 = 512;
const HEADER: u64 = 8;
/// Larger objects have pages of their own, `MaxSmallSize`.
const MAX_SMALL: u64 = 32768;
const PAGE: u64 = 8192;
/// The blocks that tiny objects share, `TinySize`.
const TINY: u64 = 16;

/// How many bytes the allocator takes for an object of `size` bytes, as
/// `mallocgc` of Go 1.27 on amd64 does.
fn allocated(size: u64, pointers: bool) -> u64 {
    if !pointers && size < TINY {
        // Objects begin at multiples of the largest power of two, up to 8, that divides their size.
        let align = 1 << size.trailing_zeros().min(3);
        let step = size.next_multiple_of(align);
        let fit = (TINY - size) / step + 1;
        return (TINY + fit / 2) / fit;
    }
    let header = if pointers && size > WITHOUT_HEADER { HEADER } else { 0 };
    if size > MAX_SMALL - HEADER {
        return size.next_multiple_of(PAGE);
    }
    let size = size + header;
    let class = CLASSES.partition_point(|&class| u64::from(class) < size);
    CLASSES.get(class).map_or(size, |&class| u64::from(class))
}

/// What is in a struct of one field or an array of one element, and so on.
pub(super) fn sole_component(types: &Types, ty: TypeId) -> Type {
    let mut under = types.under(ty);
    loop {
        let only = match under {
            Type::Struct { fields, .. } => match types.objs(fields) {
                &[field] => types.obj(field).ty,
                _ => None,
            },
            Type::Array { len: 1, elem } => Some(elem),
            _ => None,
        };
        match only {
            Some(ty) => under = types.under(ty),
            None => return under,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::allocated;

    #[test]
    fn objects_take_what_mallocgc_gives_them() {
        // Measured with runtime.MemStats.TotalAlloc over many objects.
        for (size, pointers, bytes) in [
            (1, false, 1),
            (6, false, 8),
            (8, false, 8),
            (8, true, 8),
            (3, false, 3),
            (5, false, 5),
            (12, false, 16),
            (16, false, 16),
            (17, true, 24),
            (512, true, 512),
            (513, false, 576),
            (520, true, 576),
            (576, true, 640),
            (32760, true, 32768),
            (1024, true, 1152),
            (32761, false, 32768),
            (32769, false, 40960),
            (65536, false, 65536),
            (65537, false, 73728),
        ] {
            assert_eq!(allocated(size, pointers), bytes, "{size} bytes, pointers: {pointers}");
        }
    }
}
