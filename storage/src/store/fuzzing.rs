//! Replaying any operations over a tree, for the fuzz targets; see [`crate::fuzzing`], its only caller.
//! Only with the feature `fuzzing`, which no release has.

use crate::journal::operation::Replayed;
use crate::tree::Tree;

use super::replay::Replay;

/// Applies them as an open does, and asks what came of it.
pub(crate) fn replay(tree: &Tree, operations: Vec<Replayed>) {
    let mut replay = Replay::new(tree, 1);
    operations.into_iter().for_each(|operation| replay.apply(operation));
    let (overlay, _) = replay.finish();
    for pending in overlay.documents.values() {
        assert!(pending.open.is_none(), "a chunk stays open after a replay");
        assert!(pending.closed.iter().all(|chunk| chunk.last() <= pending.head));
        assert!(pending.closed.windows(2).all(|pair| pair[0].last() < pair[1].first()), "chunks overlap");
    }
}
