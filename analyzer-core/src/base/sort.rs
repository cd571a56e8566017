//! Sorting that does not cost a copy of the algorithm for each type.
//!
//! The sorting of the standard library is made anew for every type that is
//! sorted, some 2 kB of wasm each time. Here numbers are sorted, by one merge
//! sort that asks which of two comes first; only moving the items to their
//! places is made for each type. It is stable and takes memory for two numbers
//! per item.

use alloc::{vec, vec::Vec};
use core::{cmp::Ordering, mem};

/// Sorts `items` by themselves.
pub fn sort<T: Ord>(items: &mut [T]) {
    sort_by(items, T::cmp);
}

/// Sorts `items` by what `key` says of them.
pub fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

/// Sorts `items` as `compare` orders them; equal ones stay in their order.
pub fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let mut order = sorted(items.len(), &|a, b| compare(&items[a], &items[b]).is_gt());
    // `order[i]` is the place of what belongs at `i`: follow each cycle.
    for start in 0..order.len() {
        let mut at = start;
        loop {
            let from = mem::replace(&mut order[at], at);
            if from == start {
                break;
            }
            items.swap(at, from);
            at = from;
        }
    }
}

/// The numbers below `len` in order, where `after` says whether the first of
/// two belongs behind the second.
fn sorted(len: usize, after: &dyn Fn(usize, usize) -> bool) -> Vec<usize> {
    let mut order: Vec<usize> = (0..len).collect();
    let mut merged = vec![0; len];
    let mut width = 1;
    while width < len {
        for begin in (0..len).step_by(2 * width) {
            let middle = len.min(begin + width);
            let end = len.min(middle + width);
            // Most of what is sorted is in order already.
            if middle == end || !after(order[middle - 1], order[middle]) {
                merged[begin..end].copy_from_slice(&order[begin..end]);
                continue;
            }
            let (mut left, mut right) = (begin, middle);
            for slot in &mut merged[begin..end] {
                let take_right = left == middle || (right < end && after(order[left], order[right]));
                let next = if take_right { &mut right } else { &mut left };
                *slot = order[*next];
                *next += 1;
            }
        }
        mem::swap(&mut order, &mut merged);
        width *= 2;
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_sorts_as_the_standard_library_does() {
        let mut state = 1_u32;
        let mut random = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state >> 16
        };
        for len in (0..40).chain([1000, 1023, 1024, 1025]) {
            // Few different keys, so that it shows whether equal ones stay in order.
            let items: Vec<(u32, usize)> = (0..len).map(|i| (random() % 8, i)).collect();
            let (mut ours, mut theirs) = (items.clone(), items.clone());
            sort_by_key(&mut ours, |&(key, _)| key);
            theirs.sort_by_key(|&(key, _)| key);
            assert_eq!(ours, theirs);
            let (mut ours, mut theirs) = (items.clone(), items);
            sort_by(&mut ours, |a, b| b.cmp(a));
            theirs.sort_by(|a, b| b.cmp(a));
            assert_eq!(ours, theirs);
            sort(&mut ours);
            assert!(ours.is_sorted());
        }
    }
}
