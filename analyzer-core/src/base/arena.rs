//! Typed indices and the vectors they index.

use alloc::vec::Vec;
use core::{fmt, marker::PhantomData, ops};

/// A typed index into an [`IdVec`].
pub trait Id: Copy + Eq + fmt::Debug {
    /// Makes the id of the element at `index`.
    fn new(index: usize) -> Self;
    /// The element's position in its arena.
    fn index(self) -> usize;
}

/// Declares a 32-bit id type. `Option<Id>` takes no extra space.
macro_rules! new_id {
    ($(#[$meta:meta])* $vis:vis struct $name:ident;) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis struct $name(core::num::NonZeroU32);

        impl $crate::base::Id for $name {
            fn new(index: usize) -> Self {
                let raw = u32::try_from(index + 1).unwrap_or(u32::MAX);
                Self(core::num::NonZeroU32::new(raw).unwrap_or(core::num::NonZeroU32::MAX))
            }

            fn index(self) -> usize {
                self.0.get() as usize - 1
            }
        }

        impl core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                write!(f, "{}#{}", stringify!($name), $crate::base::Id::index(*self))
            }
        }
    };
}
pub(crate) use new_id;

/// A vector indexed by one kind of id.
pub struct IdVec<I, T> {
    raw: Vec<T>,
    marker: PhantomData<fn(I) -> I>,
}

impl<I: Id, T> IdVec<I, T> {
    /// An empty arena.
    pub const fn new() -> Self {
        Self { raw: Vec::new(), marker: PhantomData }
    }

    /// An empty arena with room for `capacity` elements.
    pub fn with_capacity(capacity: usize) -> Self {
        Self { raw: Vec::with_capacity(capacity), marker: PhantomData }
    }

    /// An arena of `len` copies of `value`, for side tables.
    pub fn filled(len: usize, value: T) -> Self
    where
        T: Clone,
    {
        Self { raw: alloc::vec![value; len], marker: PhantomData }
    }

    /// Forgets all values from `len` on.
    pub fn truncate(&mut self, len: usize) {
        self.raw.truncate(len);
    }

    /// Appends `value` and returns its id.
    pub fn push(&mut self, value: T) -> I {
        let id = self.next_id();
        self.raw.push(value);
        id
    }

    /// The id that the next [`push`](Self::push) will return.
    pub fn next_id(&self) -> I {
        I::new(self.raw.len())
    }

    /// All elements, in the order of their ids.
    pub fn as_slice(&self) -> &[T] {
        &self.raw
    }

    /// How many elements there are.
    pub fn len(&self) -> usize {
        self.raw.len()
    }

    /// Whether there is no element.
    pub fn is_empty(&self) -> bool {
        self.raw.is_empty()
    }

    /// The element, if `id` is in range.
    pub fn get(&self, id: I) -> Option<&T> {
        self.raw.get(id.index())
    }

    /// All elements in id order.
    pub fn iter(&self) -> core::slice::Iter<'_, T> {
        self.raw.iter()
    }

    /// All ids and elements in id order.
    pub fn iter_enumerated(&self) -> impl Iterator<Item = (I, &T)> {
        self.raw.iter().enumerate().map(|(i, t)| (I::new(i), t))
    }

    /// All ids in order.
    pub fn ids(&self) -> impl Iterator<Item = I> + use<I, T> {
        (0..self.raw.len()).map(I::new)
    }
}

/// What is known about some of the elements of an arena, by their ids. As a
/// tree is walked ids come more or less in their order, and so do the places in
/// memory: a hash table of a large package would be in no cache.
#[derive(Clone, Debug)]
pub struct SideTable<I, T> {
    items: Vec<Option<T>>,
    marker: PhantomData<fn(I) -> I>,
}

impl<I, T> Default for SideTable<I, T> {
    fn default() -> Self {
        Self { items: Vec::new(), marker: PhantomData }
    }
}

impl<I: Id, T: Copy> SideTable<I, T> {
    /// What is known about `id`.
    pub fn get(&self, id: I) -> Option<T> {
        *self.items.get(id.index())?
    }

    /// Takes note of `item`, in place of what was known about `id`.
    pub fn insert(&mut self, id: I, item: T) {
        let index = id.index();
        if index >= self.items.len() {
            self.items.resize(index + 1, None);
        }
        self.items[index] = Some(item);
    }

    /// Forgets what is known about `id`.
    pub fn remove(&mut self, id: I) {
        if let Some(item) = self.items.get_mut(id.index()) {
            *item = None;
        }
    }
}

impl<'a, I: Id, T> IntoIterator for &'a IdVec<I, T> {
    type Item = &'a T;
    type IntoIter = core::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<I: Id, T> Default for IdVec<I, T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<I, T: Clone> Clone for IdVec<I, T> {
    fn clone(&self) -> Self {
        Self { raw: self.raw.clone(), marker: PhantomData }
    }
}

impl<I: Id, T: fmt::Debug> fmt::Debug for IdVec<I, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter_enumerated()).finish()
    }
}

impl<I: Id, T> ops::Index<I> for IdVec<I, T> {
    type Output = T;

    fn index(&self, id: I) -> &T {
        &self.raw[id.index()]
    }
}

impl<I: Id, T> ops::IndexMut<I> for IdVec<I, T> {
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.raw[id.index()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::FileId;

    #[test]
    fn a_side_table_has_what_was_put_into_it_last() {
        let mut table = SideTable::default();
        let id = |index| <FileId as Id>::new(index);
        table.insert(id(70), 'a');
        table.insert(id(2), 'b');
        table.insert(id(70), 'c');
        assert_eq!([0, 2, 70, 71].map(|index| table.get(id(index))), [None, Some('b'), Some('c'), None]);
        table.remove(id(2));
        table.remove(id(1_000));
        assert_eq!(table.get(id(2)), None);
    }
}
