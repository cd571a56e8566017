//! Maps from ids that are met more or less in their order, as a tree is walked.
//!
//! Whoever looks for one of them is about to look for its neighbours, so those
//! are neighbours in the table, too: in a large package an ordinary hash would
//! make each a place in memory that is in no cache.

use core::hash::{BuildHasherDefault, Hasher};

use hashbrown::HashMap;

/// A map whose keys are ids.
pub type IdMap<K, V> = HashMap<K, V, BuildHasherDefault<IdHasher>>;

/// The hash of an id: itself, but for the bits by which a table tells the
/// entries of a group apart: the uppermost seven of a `usize`.
#[derive(Clone, Copy, Debug, Default)]
pub struct IdHasher(u64);

impl Hasher for IdHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write_u32(&mut self, id: u32) {
        let tag = u64::from(id.wrapping_mul(0x9e37_79b9) >> 25);
        self.0 = self.0.rotate_left(5) ^ u64::from(id) ^ tag << 25 ^ tag << 57;
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u32(u32::from(byte));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{FileId, Id};

    #[test]
    fn neighbours_have_neighbouring_places_and_different_tags() {
        let hash = |index| {
            use core::hash::BuildHasher;
            BuildHasherDefault::<IdHasher>::default().hash_one(FileId::new(index))
        };
        for first in [0, 1_000, 70_000] {
            let (a, b) = (hash(first), hash(first + 1));
            assert_eq!((b & 0xff_ffff) - (a & 0xff_ffff), 1);
            assert_ne!(a >> 57, b >> 57);
            assert_ne!(a as u32 >> 25, b as u32 >> 25);
        }
    }

    #[test]
    fn what_is_put_into_a_map_is_found_there() {
        let mut map = IdMap::default();
        for index in 0..10_000 {
            map.insert(FileId::new(index * 7), index);
        }
        assert!((0..10_000).all(|index| map.get(&FileId::new(index * 7)) == Some(&index)));
        assert_eq!(map.get(&FileId::new(1)), None);
    }
}
