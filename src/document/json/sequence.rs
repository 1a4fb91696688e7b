//! Compares two sequences: which stretches stay, which are exchanged for which. Called for arrays and for the words of texts.
//! Never takes long: what is alike at both ends is set aside first, and a large rest is exchanged as a whole.

use std::hash::Hash;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Up to this many elements, old and new together and without what is alike at the ends, are compared in full. Myers' algorithm
/// takes at most the square of it.
const COMPARED: usize = 4096;

/// A stretch of the old sequence that another takes the place of; either may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Exchange {
    pub(super) old: Range<usize>,
    pub(super) new: Range<usize>,
}

/// What has to change for `old` to become `new`, in order and apart from each other.
pub(super) fn exchanges<T: Eq + Hash>(old: &[T], new: &[T]) -> Vec<Exchange> {
    let start = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let (old_rest, new_rest) = (&old[start..], &new[start..]);
    let same_end = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(old, new)| old == new).count();
    let (old_rest, new_rest) = (&old_rest[..old_rest.len() - same_end], &new_rest[..new_rest.len() - same_end]);
    if old_rest.is_empty() && new_rest.is_empty() {
        return Vec::new();
    }
    if old_rest.is_empty() || new_rest.is_empty() || old_rest.len() + new_rest.len() > COMPARED {
        return vec![Exchange { old: start..start + old_rest.len(), new: start..start + new_rest.len() }];
    }
    let mut found: Vec<Exchange> = Vec::new();
    for change in capture_diff_slices(Algorithm::Myers, old_rest, new_rest) {
        if matches!(change, DiffOp::Equal { .. }) {
            continue;
        }
        let (old, new) = (change.old_range(), change.new_range());
        let next = Exchange { old: start + old.start..start + old.end, new: start + new.start..start + new.end };
        match found.last_mut() {
            Some(last) if last.old.end == next.old.start && last.new.end == next.new.start => {
                last.old.end = next.old.end;
                last.new.end = next.new.end;
            }
            _ => found.push(next),
        }
    }
    found
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
    fn a_large_rest_is_exchanged_as_a_whole() {
        let (old, new): (Vec<usize>, Vec<usize>) = ((0..5000).collect(), (0..5000).rev().collect());
        assert_eq!(exchanges(&old, &new), [Exchange { old: 0..5000, new: 0..5000 }]);
    }
}
