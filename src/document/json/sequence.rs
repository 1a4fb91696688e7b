//! Compares two sequences: which stretches stay, which are exchanged for which. Called for arrays and for the words of texts.
//! Never takes long: what is alike at both ends is set aside first, and a large rest is exchanged as a whole.

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Up to this many elements, old and new together and without what is alike at the ends, are compared in full. Myers' algorithm
/// takes up to the square of it: two milliseconds.
const COMPARED: usize = 2048;

/// A stretch of the old sequence that another takes the place of; either may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::document) struct Exchange {
    pub(in crate::document) old: Range<usize>,
    pub(in crate::document) new: Range<usize>,
}

/// What has to change for `old` to become `new`, in order and apart from each other.
pub(in crate::document) fn exchanges<T: Eq + Hash>(old: &[T], new: &[T]) -> Vec<Exchange> {
    let mut found = Vec::new();
    let Exchange { old: old_rest, new: new_rest } = differing(old, new);
    let (start_old, start_new) = (old_rest.start, new_rest.start);
    let (old, new) = numbered(&old[old_rest], &new[new_rest]);
    let mut next = (0, 0);
    for (at_old, at_new) in anchors(&old, &new).into_iter().chain([(old.len(), new.len())]) {
        let between = (&old[next.0..at_old], &new[next.1..at_new]);
        compare(between.0, between.1, (start_old + next.0, start_new + next.1), &mut found);
        next = (at_old + 1, at_new + 1);
    }
    found
}

/// What is left of two sequences without what is alike at their ends.
fn differing<T: Eq>(old: &[T], new: &[T]) -> Exchange {
    let start = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let (old_rest, new_rest) = (&old[start..], &new[start..]);
    let end = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(old, new)| old == new).count();
    Exchange { old: start..old.len() - end, new: start..new.len() - end }
}

/// A number for each element, equal ones alike: elements may be large, and are compared again and again.
fn numbered<'v, T: Eq + Hash>(old: &'v [T], new: &'v [T]) -> (Vec<usize>, Vec<usize>) {
    let mut numbers: HashMap<&'v T, usize> = HashMap::new();
    let mut number = |element| {
        let next = numbers.len();
        *numbers.entry(element).or_insert(next)
    };
    (old.iter().map(&mut number).collect(), new.iter().map(&mut number).collect())
}

/// Of sequences too long to be compared at once: elements that are in both just once and in the same order, as places in both.
/// (The first step of patience diff.)
fn anchors(old: &[usize], new: &[usize]) -> Vec<(usize, usize)> {
    if old.len() + new.len() <= COMPARED {
        return Vec::new();
    }
    // For each number how often it is in either, and where last.
    let mut seen = vec![[(0, 0); 2]; old.len() + new.len()];
    for (side, sequence) in [old, new].into_iter().enumerate() {
        for (at, number) in sequence.iter().enumerate() {
            let (count, _) = seen[*number][side];
            seen[*number][side] = (count + 1, at);
        }
    }
    let pairs = old.iter().filter_map(|number| match seen[*number] {
        [(1, at_old), (1, at_new)] => Some((at_old, at_new)),
        _ => None,
    });
    longest_rise(&pairs.collect::<Vec<_>>())
}

/// The longest part of the pairs that rises in the second number, as it does in the first.
fn longest_rise(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // For each length the pair that such a part ends with lowest, and for each pair the one before it.
    let (mut tails, mut before): (Vec<usize>, Vec<Option<usize>>) = (Vec::new(), Vec::new());
    for (at, (_, high)) in pairs.iter().enumerate() {
        let length = tails.partition_point(|tail| pairs[*tail].1 < *high);
        before.push(length.checked_sub(1).map(|shorter| tails[shorter]));
        if length == tails.len() {
            tails.push(at);
        } else {
            tails[length] = at;
        }
    }
    let mut rise: Vec<_> = std::iter::successors(tails.last().copied(), |at| before[*at]).map(|at| pairs[at]).collect();
    rise.reverse();
    rise
}

/// Compares what is between two anchors.
fn compare(old: &[usize], new: &[usize], start: (usize, usize), found: &mut Vec<Exchange>) {
    let rest = differing(old, new);
    let (old, new) = (&old[rest.old.clone()], &new[rest.new.clone()]);
    let start = (start.0 + rest.old.start, start.1 + rest.new.start);
    if old.is_empty() && new.is_empty() {
        return;
    }
    if old.is_empty() || new.is_empty() || old.len() + new.len() > COMPARED {
        found.push(Exchange { old: start.0..start.0 + old.len(), new: start.1..start.1 + new.len() });
        return;
    }
    let first = found.len();
    for change in capture_diff_slices(Algorithm::Myers, old, new) {
        if matches!(change, DiffOp::Equal { .. }) {
            continue;
        }
        let (old, new) = (change.old_range(), change.new_range());
        let next = Exchange { old: start.0 + old.start..start.0 + old.end, new: start.1 + new.start..start.1 + new.end };
        match found[first..].last_mut() {
            Some(last) if last.old.end == next.old.start && last.new.end == next.new.start => {
                last.old.end = next.old.end;
                last.new.end = next.new.end;
            }
            _ => found.push(next),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_exchanged() {
        let differing = |old: &str, new: &str| {
            let (old, new): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
            exchanges(&old, &new).into_iter().map(|exchange| (exchange.old, exchange.new)).collect::<Vec<_>>()
        };
        assert_eq!(differing("abc", "abc"), []);
        assert_eq!(differing("abc", "abXc"), [(2..2, 2..3)]);
        assert_eq!(differing("abcdef", "aXcdYf"), [(1..2, 1..2), (4..5, 4..5)]);
        assert_eq!(differing("aa", "a"), [(1..2, 1..1)]);
    }

    #[test]
    fn long_sequences_are_compared_between_what_is_in_both_once() {
        let old: Vec<usize> = (0..9000).collect();
        let mut new = old.clone();
        new[10] = 10_000;
        new.insert(8000, 10_001);
        new.remove(8990);
        assert_eq!(
            exchanges(&old, &new),
            [
                Exchange { old: 10..11, new: 10..11 },
                Exchange { old: 8000..8000, new: 8000..8001 },
                Exchange { old: 8989..8990, new: 8990..8990 },
            ]
        );
    }

    #[test]
    fn exchanges_make_one_of_the_other() {
        let mut state = 1_u64;
        let mut below = |bound: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % bound
        };
        for (longest, values) in [(6, 3), (40, 4), (40, 1000), (4000, 4), (4000, 1 << 30)] {
            for _ in 0..60 {
                let mut sequence = || -> Vec<u64> { (0..below(longest)).map(|_| below(values)).collect() };
                let (old, mut new) = (sequence(), sequence());
                // Mostly the same, at times.
                if new.len() < old.len() / 2 {
                    new = old.clone();
                    new.rotate_left(old.len() / 3);
                    new.truncate(old.len() - old.len() / 10);
                }
                let (mut made, mut next) = (Vec::new(), 0);
                for exchange in exchanges(&old, &new) {
                    made.extend_from_slice(&old[next..exchange.old.start]);
                    made.extend_from_slice(&new[exchange.new]);
                    next = exchange.old.end;
                }
                made.extend_from_slice(&old[next..]);
                assert_eq!(made, new);
            }
        }
    }

    #[test]
    fn a_long_rest_without_anchors_is_exchanged_as_a_whole() {
        let (old, new): (Vec<usize>, Vec<usize>) = ((0..5000).map(|at| at % 7).collect(), (0..5000).map(|at| at % 5).collect());
        let found = exchanges(&old, &new);
        assert_eq!(found.len(), 1, "{found:?}");
    }
}
