//! One document: what it is (bytes), what it knows (the admission gate), and its Yrs replica. The only file that knows yrs'
//! sync types. Called by `room::state`; never waits, never locks, has one owner.
//!
//! A stored document is served as it lies on disk, state and tail, until somebody edits it or has part of it already; only then
//! the gate reads it and yrs builds it.

mod anchors;
mod fence;
pub mod json;
pub mod kinds;
mod rest;
mod touched;
mod weight;

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use yrs::block::ClientID;
use yrs::updates::decoder::Decode as _;
use yrs::{Doc, OffsetKind, Options, Transact as _, Update};
use yrsa_storage::StoredDocument;

pub use self::anchors::Marking;
pub use self::fence::{Fence, Stood};
pub use self::kinds::Kind;
pub use self::touched::{Touched, TypePath};
use crate::admission::{self, ClockRange, Gate, Parking, Refusal, StateVector};

/// An update of nothing: no structs, no deletions.
const EMPTY: &[u8] = &[0, 0];

/// The state vector of nothing: no clients.
const EMPTY_STATE_VECTOR: &[u8] = &[0];

/// The client id of a replica that never wrote: below 2^32, as every Yjs version expects.
const SERVER_CLIENT: u64 = 1;

/// Updates that yrs applies in one transaction when it builds a document: fewer cost bookkeeping, more cost merging.
const TRANSACTION: usize = 64;

/// What a document accepts.
#[derive(Debug, Clone)]
pub struct Limits {
    /// The largest encoded state.
    pub encoded_bytes: usize,
    /// What the gate accepts.
    pub gate: admission::Limits,
}

impl Default for Limits {
    fn default() -> Self {
        Self { encoded_bytes: 256 << 20, gate: admission::Limits::default() }
    }
}

/// What became of a received update.
#[derive(Debug, Default)]
pub struct Received {
    /// Updates to log and relay, in order; more than one if parked ones could follow. None: nothing was new.
    pub admitted: Vec<Bytes>,
    /// How many of them, from the first on, are of who sent the update; the others were parked.
    pub own: usize,
    /// New bytes that wait for a missing part, to be stored.
    pub parked: Option<Bytes>,
    /// Part of the update is parked: ask for what is missing.
    pub gap: bool,
}

/// Why an update was not taken.
#[derive(Debug, thiserror::Error)]
pub enum ReceiveError {
    /// The sender's fault; nothing has changed.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// yrs can't read what the gate let through; nothing has changed.
    #[error("the update can't be read")]
    Unreadable,
    /// The document would be larger than allowed; nothing has changed.
    #[error("a document has at most {limit} bytes")]
    TooLarge {
        /// `limits.document`.
        limit: usize,
    },
    /// The replica can't be trusted any more.
    #[error(transparent)]
    Broken(#[from] Broken),
}

/// The replica can't be trusted any more; open the document again from storage.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Broken(String);

impl Broken {
    /// With the story for the operator.
    pub fn new(story: &dyn fmt::Display) -> Self {
        Self(story.to_string())
    }
}

/// Stored bytes that are no document.
#[derive(Debug, thiserror::Error)]
#[error("the stored document can't be read: {0}")]
pub struct Damaged(String);

/// One document.
#[derive(Debug)]
pub struct Document {
    limits: Limits,
    /// The whole document up to some point, as one update; empty at first.
    state: Bytes,
    /// What came after.
    tail: Vec<Bytes>,
    tail_bytes: usize,
    /// The state vector of both, as long as there is no replica.
    stored_state_vector: StateVector,
    stored_parked: Bytes,
    /// The client id under which the server writes.
    writer: u64,
    /// What kind of document this is, as far as readers of JSON need it.
    expected: Arc<json::Shape>,
    replica: Option<Replica>,
    /// Whether anything needed the replica since this was last looked at.
    used: bool,
    /// What was last told to whom something was missing: many who come back at once miss the same.
    told: Option<(StateVector, Bytes)>,
}

#[derive(Debug)]
struct Replica {
    doc: Doc,
    gate: Gate,
    parking: Parking,
}

/// An update of nothing.
#[must_use]
pub fn empty() -> Bytes {
    Bytes::from_static(EMPTY)
}

/// Whether an update says nothing.
#[must_use]
pub fn is_empty(update: &[u8]) -> bool {
    update == EMPTY
}

/// Whether an encoded state vector is that of somebody who has nothing.
#[must_use]
pub fn knows_nothing(state_vector: &[u8]) -> bool {
    state_vector == EMPTY_STATE_VECTOR
}

impl Document {
    /// A document as it was stored. Reads no more than the state vector and the tail.
    pub fn open(limits: Limits, stored: StoredDocument) -> Result<Self, Damaged> {
        let damaged = |refusal: Refusal| Damaged(refusal.to_string());
        let (state, state_vector) = match stored.snapshot {
            Some(snapshot) => (snapshot.state, StateVector::decode(&snapshot.state_vector).map_err(damaged)?),
            None => (Bytes::new(), StateVector::default()),
        };
        let tail: Vec<Bytes> = stored.tail.into_iter().map(|entry| entry.update).collect();
        Ok(Self {
            limits,
            stored_state_vector: admission::state_vector_of(&state_vector, &tail).map_err(damaged)?,
            tail_bytes: tail.iter().map(Bytes::len).sum(),
            stored_parked: stored.parked,
            state,
            tail,
            writer: SERVER_CLIENT,
            expected: Arc::default(),
            replica: None,
            used: false,
            told: None,
        })
    }

    /// Admits and applies an update from outside, and what waited for it.
    pub fn receive(&mut self, update: &Bytes) -> Result<Received, ReceiveError> {
        let mut received = self.receive_alone(update)?;
        let parked = self.parked_changes();
        while let Some(released) = self.release()? {
            received.admitted.push(released);
        }
        // Also when a parked update turned out to be known by now and was let go without a word.
        if self.parked_changes() != parked {
            received.parked = Some(self.parked());
        }
        Ok(received)
    }

    /// Admits and applies an update from outside; what waited for it is still to be [released](Self::release).
    pub fn receive_alone(&mut self, update: &Bytes) -> Result<Received, ReceiveError> {
        if self.encoded_len() + update.len() > self.limits.encoded_bytes {
            self.compact_if(self.tail.len() > 1)?;
            if self.encoded_len() + update.len() > self.limits.encoded_bytes {
                return Err(ReceiveError::TooLarge { limit: self.limits.encoded_bytes });
            }
        }
        let replica = self.replica()?;
        let verdict = replica.gate.examine(update)?;
        let mut received = Received::default();
        if let Some(parked) = &verdict.parked {
            received.gap = true;
            let before = replica.parking.bytes();
            replica.parking.park(parked.clone())?;
            if replica.parking.bytes() != before {
                received.parked = Some(replica.parking.encode());
            }
        }
        if verdict.admitted.is_some() {
            replica.take_in(&verdict, &mut received.admitted)?;
        }
        received.own = received.admitted.len();
        self.keep(&received.admitted);
        Ok(received)
    }

    /// Applies the next update that waited and can follow now; what is returned is to be logged and relayed.
    pub fn release(&mut self) -> Result<Option<Bytes>, Broken> {
        let replica = self.replica()?;
        while let Some(verdict) = replica.parking.retry(&replica.gate) {
            match verdict {
                Ok(verdict) => {
                    let mut admitted = Vec::new();
                    // Not the fault of who sent what it waited for, and that is applied already.
                    replica.take_in(&verdict, &mut admitted).map_err(|error| Broken::new(&error))?;
                    self.keep(&admitted);
                    return Ok(admitted.pop());
                }
                // Its sender was told that it waits; now that the rest is known it turns out to be wrong.
                Err(refusal) => tracing::warn!(%refusal, "an update that waited for a missing part was dropped"),
            }
        }
        Ok(None)
    }

    /// Whether an update that waited can follow now.
    pub fn can_release(&mut self) -> Result<bool, Broken> {
        let replica = self.replica()?;
        Ok(replica.parking.moves(&replica.gate))
    }

    /// Bytes that wait for a missing part.
    pub fn parked_bytes(&self) -> usize {
        self.replica.as_ref().map_or(self.stored_parked.len(), |replica| replica.parking.bytes())
    }

    /// Another number means that something else waits.
    pub fn parked_changes(&self) -> u64 {
        self.replica.as_ref().map_or(0, |replica| replica.parking.changes())
    }

    /// What waits for a missing part, to be stored; empty if nothing does.
    pub fn parked(&self) -> Bytes {
        match &self.replica {
            Some(Replica { parking, .. }) if !parking.is_empty() => parking.encode(),
            Some(_) => Bytes::new(),
            None => self.stored_parked.clone(),
        }
    }

    /// Keeps the bytes of what was applied.
    fn keep(&mut self, admitted: &[Bytes]) {
        self.told = None;
        self.tail_bytes += admitted.iter().map(Bytes::len).sum::<usize>();
        self.tail.extend(admitted.iter().cloned());
    }

    /// The same document once more, to go another way; costs little until it is read or written.
    pub fn fork(&self) -> Result<Self, Broken> {
        Ok(Self {
            limits: self.limits.clone(),
            state: self.state.clone(),
            tail: self.tail.clone(),
            tail_bytes: self.tail_bytes,
            stored_state_vector: StateVector::decode(&self.state_vector()).map_err(|error| Broken::new(&error))?,
            stored_parked: self.parked(),
            writer: self.writer,
            expected: Arc::clone(&self.expected),
            replica: None,
            used: false,
            told: None,
        })
    }

    /// Takes in the next update of the log, which was admitted before; what is parked stays so, because what follows from it is in
    /// the log, too, or was never logged.
    pub fn replay(&mut self, update: &Bytes) -> Result<(), Broken> {
        let replica = self.replica()?;
        let verdict = replica.gate.examine_own(update).map_err(|refusal| Broken::new(&refusal))?;
        if verdict.parked.is_some() {
            return Err(Broken::new(&"stored updates have a gap"));
        }
        let mut admitted = Vec::new();
        replica.take_in(&verdict, &mut admitted).map_err(|error| Broken::new(&error))?;
        self.keep(&admitted);
        Ok(())
    }

    /// Whether an update holds anything that the document lacks, or that can't be taken at all. Nothing changes.
    pub fn is_news(&mut self, update: &Bytes) -> Result<bool, Broken> {
        if is_empty(update) {
            return Ok(false);
        }
        let examined = self.replica()?.gate.examine(update);
        Ok(examined.map_or(true, |verdict| verdict.admitted.is_some() || verdict.parked.is_some()))
    }

    /// Whether part of an update would have to wait for something that the document lacks. Nothing changes.
    pub fn lacks_part_of(&mut self, update: &Bytes) -> Result<bool, Broken> {
        let examined = self.replica()?.gate.examine(update);
        Ok(examined.is_ok_and(|verdict| verdict.parked.is_some()))
    }

    /// Whether a client has written to it.
    pub fn knows_client(&self, client: u64) -> Result<bool, Broken> {
        let vector = StateVector::decode(&self.state_vector()).map_err(|error| Broken::new(&error))?;
        Ok(vector.get(client) > 0)
    }

    /// What the document has, encoded.
    pub fn state_vector(&self) -> Bytes {
        match &self.replica {
            Some(replica) => replica.gate.state_vector(),
            None => self.stored_state_vector.encode(),
        }
    }

    /// The updates that bring a client with this state vector up to date.
    pub fn missing_for(&mut self, theirs: &StateVector) -> Result<Vec<Bytes>, Broken> {
        if theirs.is_empty() {
            return self.whole();
        }
        if let Some((_, told)) = self.told.as_ref().filter(|(to, _)| to == theirs) {
            return Ok(vec![told.clone()]);
        }
        self.replica()?;
        let Some(replica) = &self.replica else { return self.whole() };
        let diff = admission::diff(self.updates(), &replica.gate, theirs).map_err(|refusal| Broken::new(&refusal))?;
        self.told = Some((theirs.clone(), diff.clone()));
        Ok(vec![diff])
    }

    /// The whole document as one update.
    pub fn encode(&mut self) -> Result<Bytes, Broken> {
        self.compact_if(!self.tail.is_empty())?;
        Ok(if self.state.is_empty() { empty() } else { self.state.clone() })
    }

    /// Whether yrs holds the document; until then it is served as it was stored.
    #[must_use]
    pub fn is_built(&self) -> bool {
        self.replica.is_some()
    }

    /// Lets go of what was only kept because others may soon ask the same.
    pub fn forget_answers(&mut self) {
        self.told = None;
    }

    /// Bytes of the encoded document, at most.
    #[must_use]
    pub fn encoded_len(&self) -> usize {
        self.state.len() + self.tail_bytes
    }

    /// Bytes of it that were encoded as one, without what came since.
    #[must_use]
    pub fn state_len(&self) -> usize {
        self.state.len()
    }

    fn whole(&mut self) -> Result<Vec<Bytes>, Broken> {
        self.compact_if(self.is_to_be_compacted())?;
        if self.tail.len() > 1 {
            let merged = admission::merge(&self.tail).map_err(|refusal| Broken::new(&refusal))?;
            self.tail_bytes = merged.len();
            self.tail = vec![merged];
        }
        Ok(self.updates().cloned().collect())
    }

    /// Writes the document anew, without what is deleted: state and tail become one.
    fn compact_if(&mut self, wanted: bool) -> Result<(), Broken> {
        if wanted {
            self.replica()?;
            if let Some(replica) = &self.replica {
                let state = admission::compact(self.updates(), &replica.gate).map_err(|refusal| Broken::new(&refusal))?;
                let nothing = StateVector::default();
                let has = admission::state_vector_of(&nothing, [&state]).map_err(|refusal| Broken::new(&refusal))?;
                // Nothing takes the place of the bytes it was made from unless it has all they have.
                if has.encode() != replica.gate.state_vector() {
                    return Err(Broken::new(&"compaction would lose a part of the document"));
                }
                self.state = state;
                self.tail.clear();
                self.tail_bytes = 0;
            }
        }
        Ok(())
    }

    /// All the document consists of, in order.
    fn updates(&self) -> impl Iterator<Item = &Bytes> + Clone {
        Some(&self.state).filter(|state| !state.is_empty()).into_iter().chain(&self.tail)
    }

    fn replica(&mut self) -> Result<&mut Replica, Broken> {
        if self.replica.is_none() {
            self.replica = Some(self.build()?);
        }
        self.used = true;
        self.replica.as_mut().ok_or_else(|| Broken::new(&"no replica"))
    }

    /// Reads the stored bytes through the gate, as if they came from outside, and has yrs build them.
    fn build(&self) -> Result<Replica, Broken> {
        let parking = if self.stored_parked.is_empty() {
            Parking::new(self.limits.gate)
        } else {
            Parking::decode(&self.stored_parked, self.limits.gate).map_err(|error| Broken::new(&error))?
        };
        let mut replica = Replica { doc: new_doc(self.writer), gate: Gate::new(self.limits.gate), parking };
        let updates: Vec<&Bytes> = self.updates().collect();
        for together in updates.chunks(TRANSACTION) {
            let mut txn = replica.doc.transact_mut();
            for update in together {
                let verdict = replica.gate.examine_own(update).map_err(|refusal| Broken::new(&refusal))?;
                if verdict.parked.is_some() {
                    return Err(Broken::new(&"stored updates have a gap"));
                }
                if let Some(safe) = verdict.for_yrs() {
                    let update = Update::decode_v1(safe).map_err(|error| Broken::new(&error))?;
                    replica.gate.commit(&verdict);
                    txn.apply_update(update).map_err(|error| Broken::new(&error))?;
                }
            }
            txn.commit();
            learn_deletions(&txn, &mut replica.gate);
        }
        Ok(replica)
    }
}

impl Replica {
    /// Applies what the gate admitted.
    fn take_in(&mut self, verdict: &admission::Verdict, admitted: &mut Vec<Bytes>) -> Result<(), ReceiveError> {
        let (Some(bytes), Some(safe)) = (&verdict.admitted, verdict.for_yrs()) else { return Ok(()) };
        let update = Update::decode_v1(safe).map_err(|_| ReceiveError::Unreadable)?;
        self.gate.commit(verdict);
        let mut txn = self.doc.transact_mut();
        txn.apply_update(update).map_err(|error| Broken::new(&error))?;
        txn.commit();
        learn_deletions(&txn, &mut self.gate);
        drop(txn);
        admitted.push(bytes.clone());
        Ok(())
    }
}

/// Deletions that no client named: replaced map values, children of deleted types.
fn learn_deletions(txn: &yrs::TransactionMut<'_>, gate: &mut Gate) {
    for (client, ranges) in txn.delete_set().iter() {
        for range in ranges.iter() {
            gate.record_deleted(ClockRange { client: client.get(), start: range.start, end: range.end });
        }
    }
}

/// yrs counts text as Yjs does (UTF-16), collects garbage as Yjs does, and removes no formatting on its own, which Yjs would not.
fn new_doc(client: u64) -> Doc {
    Doc::with_options(Options {
        client_id: ClientID::new(client),
        offset_kind: OffsetKind::Utf16,
        skip_gc: false,
        cleanup_formatting: false,
        ..Options::default()
    })
}
