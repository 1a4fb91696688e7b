//! Places of a document that somebody must not change: whether an update may reach one, what stands there, and how it becomes
//! again what it was. Called by the room where locks and sessions forbid writing. Knows neither users nor locks: a fence is a
//! list of paths. `docs/LOCKS.md` says what locks promise.
//!
//! A place is the names on the way from a root. The way leads through maps; where it meets something else (an array, a text,
//! XML, a plain value) the place is that as a whole.

mod align;
mod held;
mod merge;
mod place;
mod reach;
mod read;
mod restore;
mod sequence;
mod stood;

use std::sync::Arc;

use bytes::Bytes;
use yrs::Transact as _;

use self::held::Held;
use self::place::Found;
pub use self::stood::Stood;
use super::{Broken, Document, Replica, learn_deletions};
use crate::admission;

/// Places that somebody must not change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Fence {
    /// Each the names on the way from a root; empty: the whole document.
    pub places: Vec<Vec<Arc<str>>>,
    /// What lies at or below these is not fenced.
    pub except: Vec<Vec<Arc<str>>>,
}

/// How often what was written is looked at again. The second look finds nothing, unless something was put back that can't be.
const ROUNDS: usize = 3;

impl Document {
    /// Whether an update that is not applied yet may write at, below or above a fenced place. `false` is certain: what stands there
    /// stays as it is, whatever the update lets in of what was parked. Costs time in proportion to the update, the places and
    /// what is parked.
    ///
    /// # Errors
    /// When the document can't be read at all. Bytes that are no update reach nothing.
    pub fn may_reach(&mut self, fence: &Fence, update: &Bytes) -> Result<bool, Broken> {
        Ok(reach::may_reach(self.replica()?, fence, update))
    }

    /// The part of a path that leads to its place: as far as the way leads through maps.
    ///
    /// # Errors
    /// When the document can't be read at all.
    pub fn way<'p>(&mut self, path: &'p [Arc<str>]) -> Result<&'p [Arc<str>], Broken> {
        let steps = match place::find(&self.replica()?.doc.transact(), path) {
            Found::Nothing => path.len(),
            Found::Root(_) => 1,
            Found::Entry(steps, _) => steps,
        };
        Ok(&path[..steps])
    }

    /// What stands in the fenced places, in full detail. Costs time in proportion to it.
    ///
    /// # Errors
    /// When the document can't be read at all.
    pub fn stand(&mut self, fence: &Fence) -> Result<Stood, Broken> {
        let replica = self.replica()?;
        let held = Held::new(&fence.except);
        Ok(place::stand(&replica.doc.transact(), &fence.places, &held))
    }

    /// Makes the fenced places what they were, as edits of the server, under the client id it writes with ([`Document::write_as`]).
    /// The edits come as one update that is complete in itself, applied here, to be logged and relayed. `None` when nothing differs.
    ///
    /// What survived stays, with all that refers to it; what was deleted comes back as a copy. `stood` may come from another
    /// replica of the document.
    ///
    /// What yrs doesn't see can't be told apart: a small `BigInt` comes back as a number, a plain object with a string under
    /// `$subdocument` as a subdocument with that guid, and formatting around nothing stays as it is. Plain values in a text (which
    /// editors don't show) don't come back if the text holds characters beyond the basic multilingual plane. Costs time in proportion to what stands in the places.
    ///
    /// # Errors
    /// When the replica can't be trusted any more, or the gate refuses the edits; they are undone then.
    pub fn put_back(&mut self, fence: &Fence, stood: &Stood) -> Result<Option<Bytes>, Broken> {
        let held = Held::new(&fence.except);
        match self.replica()?.put_back(fence, stood, &held) {
            Ok(update) => {
                self.tail_bytes += update.as_ref().map_or(0, Bytes::len);
                self.tail.extend(update.clone());
                Ok(update)
            }
            Err(error) => {
                // The replica has what the gate doesn't; the next reader builds it anew from what was admitted.
                self.forget_replica()?;
                Err(error)
            }
        }
    }
}

impl Replica {
    fn put_back(&mut self, fence: &Fence, stood: &Stood, held: &Held) -> Result<Option<Bytes>, Broken> {
        if place::stand(&self.doc.transact(), &fence.places, held) == *stood {
            return Ok(None);
        }
        let mut txn = self.doc.transact_mut();
        for _ in 0..ROUNDS {
            restore::places(&mut txn, &fence.places, stood, held);
            if place::stand(&txn, &fence.places, held) == *stood {
                break;
            }
        }
        if !txn.has_changes() {
            return Ok(None);
        }
        let update = admission::with_subdocuments(&txn.encode_update_v1().into()).map_err(|refusal| Broken::new(&refusal))?;
        let verdict = self.gate.examine_own(&update).map_err(|refusal| Broken::new(&refusal))?;
        if verdict.admitted.as_ref() != Some(&update) {
            return Err(Broken::new(&"the gate would change an edit of the server"));
        }
        self.gate.commit(&verdict);
        txn.commit();
        learn_deletions(&txn, &mut self.gate);
        Ok(Some(update))
    }
}
