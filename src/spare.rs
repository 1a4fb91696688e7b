//! Tables that were large once give their memory back. Called by those that hold one entry for each room, connection or user,
//! after one was removed; knows nothing of what is in them.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash};

/// Entries for which memory is kept when there are fewer.
const SPARE: usize = 256;

/// Lets go of most of what a table has room for, if it uses less than an eighth of it.
pub(crate) fn shrink<K: Eq + Hash, V, S: BuildHasher>(table: &mut HashMap<K, V, S>) {
    if table.len() < table.capacity() / 8 {
        table.shrink_to((table.len() * 2).max(SPARE));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    #[test]
    fn a_table_that_was_large_shrinks_and_a_small_one_stays_as_it_is() {
        let mut table: HashMap<u32, u32> = (0..10_000).map(|at| (at, at)).collect();
        table.retain(|at, _| *at < 100);
        super::shrink(&mut table);
        let small = table.capacity();
        assert!((super::SPARE..1_000).contains(&small), "{small}");
        assert_eq!(table.len(), 100);
        table.clear();
        super::shrink(&mut table);
        assert_eq!(table.capacity(), small, "nothing moves for so little");
    }
}
