//! Sizes, alignment and pointers of types, as gc lays them out on amd64.
//!
//! Everything is an `Option`: `None` for what depends on a type parameter or
//! on a package that is not known, and for types larger than the address space.

use hashbrown::HashSet;
use rustc_hash::FxBuildHasher;

use super::{
    arena::{Type, TypeId, Types},
    basic::BasicKind,
    objects::ObjId,
};

/// The size of a pointer.
pub const WORD: i64 = 8;
/// Types nest at most this deep for the computation of sizes.
const MAX_DEPTH: u32 = 500;

const fn align_up(offset: i64, align: i64) -> Option<i64> {
    match offset.checked_add(align - 1) {
        Some(sum) => Some(sum & !(align - 1)),
        None => None,
    }
}

/// Size, alignment and how far pointers reach.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Layout {
    /// The size in bytes.
    pub size: i64,
    /// The alignment in bytes.
    pub align: i64,
    /// The offset past the last pointer; 0 if there is none. gc's `PtrDataSize`.
    pub pointer_bytes: i64,
}

impl Layout {
    const fn word(pointer_bytes: i64) -> Self {
        Self { size: WORD, align: WORD, pointer_bytes }
    }
}

impl Types {
    /// The layout of `ty`.
    pub fn layout(&self, ty: TypeId) -> Option<Layout> {
        self.layout_at(ty, 0, &mut true)
    }

    /// `settled` becomes `false` if the layout rests on a type that is being
    /// declared.
    fn layout_at(&self, ty: TypeId, depth: u32, settled: &mut bool) -> Option<Layout> {
        if depth > MAX_DEPTH || matches!(self.resolved(ty), Type::TypeParam(_)) {
            return None;
        }
        // Types that hold the same type more than once would otherwise take
        // time that grows with the number of ways to it. What is not known
        // yet is not kept: it ends the walk at once and may become known.
        let known = self.layouts.borrow().get(&ty).copied();
        if known.is_some() {
            return known;
        }
        let mut all_settled = true;
        let layout = self.new_layout(ty, depth, &mut all_settled)?;
        if all_settled && matches!(self.under(ty), Type::Struct { .. } | Type::Array { .. }) {
            self.layouts.borrow_mut().insert(ty, layout);
        }
        *settled &= all_settled;
        Some(layout)
    }

    fn new_layout(&self, ty: TypeId, depth: u32, settled: &mut bool) -> Option<Layout> {
        let mut pointer_to = |elem| match self.not_in_heap(elem) {
            Some(true) => 0,
            Some(false) => WORD,
            None => {
                *settled = false;
                WORD
            }
        };
        Some(match self.under(ty) {
            Type::Basic(kind) => return basic_layout(kind),
            Type::Array { len, elem } => {
                // A negative length is one that an unknown package gives.
                if len < 0 {
                    return None;
                }
                let elem = self.layout_at(elem, depth + 1, settled)?;
                let pointer_bytes = if len == 0 || elem.pointer_bytes == 0 {
                    0
                } else {
                    elem.size.checked_mul(len - 1)?.checked_add(elem.pointer_bytes)?
                };
                Layout { size: elem.size.checked_mul(len)?, align: elem.align, pointer_bytes }
            }
            Type::Slice(elem) => Layout { size: 3 * WORD, align: WORD, pointer_bytes: pointer_to(elem) },
            Type::Pointer(elem) => Layout::word(pointer_to(elem)),
            Type::Interface(_) => Layout { size: 2 * WORD, align: WORD, pointer_bytes: 2 * WORD },
            Type::Struct { fields, .. } => self.struct_layout(ty, self.objs(fields), depth, settled)?,
            Type::Signature(_) | Type::Map { .. } | Type::Chan { .. } => Layout::word(WORD),
            Type::Unknown | Type::Tuple(_) | Type::Named(_) | Type::TypeParam(_) | Type::Alias(_) | Type::Union(_) => {
                return None;
            }
        })
    }

    fn struct_layout(&self, ty: TypeId, fields: &[ObjId], depth: u32, settled: &mut bool) -> Option<Layout> {
        if fields.is_empty() {
            let align = if self.is_atomic_align64(ty) { 8 } else { 1 };
            return Some(Layout { size: 0, align, pointer_bytes: 0 });
        }
        let mut layout = Layout { size: 0, align: 1, pointer_bytes: 0 };
        let mut last = 0;
        for &field in fields {
            let of = self.layout_at(self.obj_type(field), depth + 1, settled)?;
            let offset = align_up(layout.size, of.align)?;
            if of.pointer_bytes > 0 {
                layout.pointer_bytes = offset + of.pointer_bytes;
            }
            layout.size = offset.checked_add(of.size)?;
            layout.align = layout.align.max(of.align);
            last = of.size;
        }
        // A pointer to a zero-size last field must not point past the object.
        if last == 0 && layout.size > 0 {
            layout.size = layout.size.checked_add(1)?;
        }
        layout.size = align_up(layout.size, layout.align)?;
        Some(layout)
    }

    /// Whether `ty` is the marker by which `sync/atomic` asks for 8-byte
    /// alignment.
    fn is_atomic_align64(&self, ty: TypeId) -> bool {
        let Some(named) = self.as_named(ty) else { return false };
        let obj = self.obj(self.named(named).obj);
        let Some(pkg) = obj.pkg else { return false };
        let path = self.package(pkg).path.as_str();
        matches!(path, "sync/atomic" | "internal/runtime/atomic") && self.align64_name() == obj.name
    }

    /// Whether values of type `ty` are never in the memory that the garbage
    /// collector looks after, because they hold the runtime's marker for that:
    /// a pointer to them is no pointer to it. `None` if `ty` is being declared.
    /// Whether values of type `ty` are never in the heap, as far as that is known.
    pub(crate) fn not_in_heap(&self, ty: TypeId) -> Option<bool> {
        self.not_in_heap_at(ty, 0)
    }

    fn not_in_heap_at(&self, ty: TypeId, depth: u32) -> Option<bool> {
        if depth > MAX_DEPTH {
            return Some(false);
        }
        let under = self.underlying(ty);
        let of = |ty| self.not_in_heap_at(ty, depth + 1);
        match self.get(under) {
            _ if under == TypeId::INVALID => None,
            Type::Array { elem, .. } => of(elem),
            Type::Struct { fields, .. } => {
                let known = self.off_heap.borrow().get(&ty).copied();
                if known.is_some() {
                    return known;
                }
                let mut found = Some(self.is_not_in_heap_marker(ty));
                for &field in self.objs(fields) {
                    if found != Some(false) {
                        break;
                    }
                    found = of(self.obj_type(field));
                }
                if let Some(answer) = found {
                    self.off_heap.borrow_mut().insert(ty, answer);
                }
                found
            }
            _ => Some(false),
        }
    }

    /// Whether `ty` is the marker that makes `internal/runtime/sys.NotInHeap`
    /// what it is.
    fn is_not_in_heap_marker(&self, ty: TypeId) -> bool {
        let Some(named) = self.as_named(ty) else { return false };
        let obj = self.obj(self.named(named).obj);
        obj.name == self.nih_name() && obj.pkg.is_some_and(|pkg| self.package(pkg).path == "internal/runtime/sys")
    }

    /// The size of a value of type `ty`.
    pub fn size_of(&self, ty: TypeId) -> Option<i64> {
        Some(self.layout(ty)?.size)
    }

    /// The alignment of a variable of type `ty`.
    pub fn align_of(&self, ty: TypeId) -> Option<i64> {
        Some(self.layout(ty)?.align)
    }

    /// Whether `ty` holds pointers; `true` if that is not known.
    pub fn has_pointers(&self, ty: TypeId) -> bool {
        match self.layout(ty) {
            Some(layout) => layout.pointer_bytes > 0,
            None => self.holds_pointer(ty, &mut HashSet::default(), 0),
        }
    }

    /// Whether `ty` holds pointers that are not those of strings, seen through
    /// structs and arrays only.
    pub fn has_pointers_but_strings(&self, ty: TypeId) -> bool {
        self.has_pointers_but_strings_at(ty, 0)
    }

    fn has_pointers_but_strings_at(&self, ty: TypeId, depth: u32) -> bool {
        if !self.has_pointers(ty) {
            return false;
        }
        let of = |ty| depth > MAX_DEPTH || self.has_pointers_but_strings_at(ty, depth + 1);
        match self.under(ty) {
            Type::Basic(BasicKind::String) => false,
            Type::Struct { fields, .. } => self.objs(fields).iter().any(|&field| of(self.obj_type(field))),
            Type::Array { elem, .. } => of(elem),
            _ => true,
        }
    }

    /// The answer for types whose size is not known.
    fn holds_pointer(&self, ty: TypeId, seen: &mut HashSet<TypeId, FxBuildHasher>, depth: u32) -> bool {
        if depth > MAX_DEPTH {
            return true;
        }
        // Seen before, and no pointer was found in it.
        if !seen.insert(ty) {
            return false;
        }
        match self.under(ty) {
            Type::Basic(kind) => basic_layout(kind).is_some_and(|l| l.pointer_bytes > 0),
            Type::Array { len, elem } => len != 0 && self.holds_pointer(elem, seen, depth + 1),
            Type::Struct { fields, .. } => {
                self.objs(fields).iter().any(|&f| self.holds_pointer(self.obj_type(f), seen, depth + 1))
            }
            _ => true,
        }
    }

    /// Whether an interface holds a value of type `ty` directly in its data
    /// word: one pointer and nothing else.
    pub fn is_direct_iface(&self, ty: TypeId) -> bool {
        self.layout(ty).is_some_and(|l| l.size == WORD && l.pointer_bytes == WORD)
    }

    /// The offset of field `index` of a struct type.
    pub fn field_offset(&self, ty: TypeId, index: usize) -> Option<i64> {
        let mut offset = 0;
        for (i, &field) in self.fields(ty).iter().enumerate() {
            let of = self.layout(self.obj_type(field))?;
            offset = align_up(offset, of.align)?;
            if i == index {
                return Some(offset);
            }
            offset = offset.checked_add(of.size)?;
        }
        None
    }
}

fn basic_layout(kind: BasicKind) -> Option<Layout> {
    let plain = |size: i64, align: i64| Some(Layout { size, align, pointer_bytes: 0 });
    match kind {
        BasicKind::Bool | BasicKind::Int8 | BasicKind::Uint8 => plain(1, 1),
        BasicKind::Int16 | BasicKind::Uint16 => plain(2, 2),
        BasicKind::Int32 | BasicKind::Uint32 | BasicKind::Float32 => plain(4, 4),
        BasicKind::Int64 | BasicKind::Uint64 | BasicKind::Float64 => plain(8, 8),
        BasicKind::Int | BasicKind::Uint | BasicKind::Uintptr => plain(WORD, WORD),
        BasicKind::Complex64 => plain(8, 4),
        BasicKind::Complex128 => plain(16, 8),
        BasicKind::String => Some(Layout { size: 2 * WORD, align: WORD, pointer_bytes: WORD }),
        BasicKind::UnsafePointer => Some(Layout::word(WORD)),
        _ => None,
    }
}
