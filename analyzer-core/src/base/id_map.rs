//! Maps from ids that are met more or less in their order, as a tree is walked.
//!
//! Whoever looks for one of them is about to look for its neighbours, so those
//! are neighbours in the table, too: in a large package an ordinary hash would
//! make each a place in memory that is in no cache. Sixteen of them are, as many
//! as are looked at at once; where they are is as good as random, so that no
//! regular distance between ids fills one part of a table.

use core::hash::{BuildHasherDefault, Hasher};

use hashbrown::HashMap;

/// A map whose keys are ids.
pub type IdMap<K, V> = HashMap<K, V, BuildHasherDefault<IdHasher>>;

/// The hash of an id: its lowest bits are those of the id. The uppermost seven
/// of a `usize`, by which a table tells the entries of a group apart, are other
/// ones for each id.
#[derive(Clone, Copy, Debug, Default)]
pub struct IdHasher(u64);

impl Hasher for IdHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write_u32(&mut self, id: u32) {
        let group = u64::from(id >> 4).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 28;
        let tag = u64::from(id.wrapping_mul(0x9e37_79b9) >> 25);
        self.0 = self.0.rotate_left(5) ^ (group << 4 | u64::from(id & 15)) ^ tag << 25 ^ tag << 57;
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u32(u32::from(byte));
        }
    }
}

#[cfg(test)]
mod tests {
    use core::hash::BuildHasher;

    use super::*;
    use crate::base::{FileId, Id};

    fn hash(index: usize) -> u64 {
        BuildHasherDefault::<IdHasher>::default().hash_one(FileId::new(index))
    }

    #[test]
    fn neighbours_have_neighbouring_places_and_different_tags() {
        for first in [0, 1_000, 70_000] {
            let (a, b) = (hash(first), hash(first + 1));
            assert_eq!((b & 0xff_ffff) - (a & 0xff_ffff), 1);
            assert_ne!(a >> 57, b >> 57);
            assert_ne!(a as u32 >> 25, b as u32 >> 25);
        }
    }

    #[test]
    fn ids_at_regular_distances_are_spread() {
        for distance in [16, 64, 1_000, 1_024, 65_536] {
            let mut full = [0; 64];
            (0..64 * 16).for_each(|index| full[hash(index * distance) as usize >> 4 & 63] += 1);
            assert!(full.iter().all(|&count| count < 50), "{distance}: {full:?}");
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
