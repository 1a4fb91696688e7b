//! Readers of one typist. Which edits a message brings is told by their clocks, whatever the server merged on the way; a message
//! that is the very edit due next is not taken apart, because the tool shares the machine with the server. No CRDT here.

use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;

use super::Failure;
use super::fanout::clocks;
use crate::admission::{self, StateVector};

/// What is typed: edit `n` takes clock `n` of the typist's client.
#[derive(Debug)]
pub(super) struct Script {
    pub(super) client: u64,
    pub(super) edits: Vec<Bytes>,
}

/// How far one reader is.
#[derive(Debug)]
pub(super) struct Follower {
    script: Arc<Script>,
    have: u64,
    /// All that came, if it is to be read at the end.
    kept: Option<Vec<Bytes>>,
}

impl Follower {
    /// Somebody without any edit.
    pub(super) fn new(script: &Arc<Script>) -> Self {
        Self { script: Arc::clone(script), have: 0, kept: None }
    }

    /// Keeps all that comes.
    pub(super) fn keep(self) -> Self {
        Self { kept: Some(Vec::new()), ..self }
    }

    /// How many edits are there, without a hole.
    pub(super) fn have(&self) -> u64 {
        self.have
    }

    /// Takes what came; the edits that are there since.
    pub(super) fn take(&mut self, update: &Bytes) -> Result<Range<u64>, Failure> {
        let before = self.have;
        let due = usize::try_from(before).ok().and_then(|due| self.script.edits.get(due));
        if due == Some(update) {
            self.have += 1;
        } else {
            let known = StateVector::from_iter([(self.script.client, clocks(before))]);
            self.have = u64::from(admission::state_vector_of(&known, [update])?.get(self.script.client));
        }
        if let Some(kept) = &mut self.kept {
            // A copy: what came is a slice of a read buffer.
            kept.push(Bytes::copy_from_slice(update));
        }
        Ok(before..self.have)
    }

    /// All that came, if it was kept.
    pub(super) fn into_kept(self) -> Option<Vec<Bytes>> {
        self.kept
    }
}

#[cfg(test)]
mod tests {
    use super::super::typist::Typist;
    use super::*;

    fn script(edits: u64) -> Arc<Script> {
        let mut typist = Typist::new(0);
        Arc::new(Script { client: typist.client(), edits: typist.keys(edits) })
    }

    #[test]
    fn edits_count_by_clock_whether_merged_repeated_or_one_by_one() {
        let script = script(6);
        let mut follower = Follower::new(&script).keep();
        assert_eq!(follower.take(&script.edits[0]).unwrap(), 0..1);
        assert_eq!(follower.take(&script.edits[0]).unwrap(), 1..1);
        let merged: Bytes = yrs::merge_updates_v1(&script.edits[1..4]).unwrap().into();
        assert_eq!(follower.take(&merged).unwrap(), 1..4);
        // The fifth is missing.
        assert_eq!(follower.take(&script.edits[5]).unwrap(), 4..4);
        let rest: Bytes = yrs::merge_updates_v1(&script.edits[2..]).unwrap().into();
        assert_eq!(follower.take(&rest).unwrap(), 4..6);
        assert_eq!((follower.have(), follower.into_kept().unwrap().len()), (6, 5));
    }

    #[test]
    fn what_others_write_is_none_of_the_typists_edits() {
        let script = script(2);
        let mut follower = Follower::new(&script);
        assert_eq!(follower.take(&Typist::new(1).key()).unwrap(), 0..0);
    }
}
