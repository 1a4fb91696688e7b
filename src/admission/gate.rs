//! The gate of one document: asked about every update before anything else sees it, told afterwards what was applied.
//! Deciding and learning are apart, so a decision that comes to nothing leaves no trace.

use bytes::Bytes;
use smallvec::SmallVec;

use super::examination::examine;
use super::index::{Index, Manner, Place, Runs, TypeEntry, TypeNumber};
use super::outline::Outline;
use super::writer::write_number;
use super::{ClockRange, Id, Refusal};

/// How much one document may hold, beyond the size of its updates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Clients that ever wrote to the document. Each costs every sync a few bytes, and conflicts between
    /// clients cost time.
    pub clients: usize,
    /// How deep shared types may nest. Yjs and yrs delete and convert them recursively.
    pub nesting: u16,
    /// Bytes of a root's name or a map key. yrs and Yjs keep roots for ever.
    pub name_bytes: usize,
    /// Bytes that may wait for missing updates.
    pub parked_bytes: usize,
    /// Updates that may wait for missing ones.
    pub parked_updates: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { clients: 16_384, nesting: 256, name_bytes: 4096, parked_bytes: 4 << 20, parked_updates: 256 }
    }
}

/// New structs of one client: where they begin and end, and their classes.
#[derive(Debug, Clone)]
pub(super) struct Inserted {
    pub(super) client: u64,
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) runs: Runs,
}

/// New deletions of one client, sorted and disjoint: start and end.
#[derive(Debug, Clone)]
pub(super) struct Deleted {
    pub(super) client: u64,
    pub(super) ranges: SmallVec<[(u32, u32); 4]>,
}

/// What the gate decided about one update. Both parts are complete v1 updates.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// What may be applied, stored and sent on: only what the document doesn't know yet, without gaps.
    /// `None` when there is nothing new. Shares the input's memory when all of the input is new.
    pub admitted: Option<Bytes>,
    /// What depends on something the document doesn't know yet, to be [parked](super::Parking).
    pub parked: Option<Bytes>,
    pub(super) inserted: SmallVec<[Inserted; 2]>,
    pub(super) deleted: SmallVec<[Deleted; 2]>,
    /// The admitted part without subdocuments, if it has any.
    pub(super) substituted: Option<Bytes>,
    pub(super) types: Vec<TypeEntry>,
    pub(super) roots: Vec<(Box<str>, TypeNumber)>,
    /// Roots that come to hold wide text.
    pub(super) widened: SmallVec<[TypeNumber; 2]>,
}

impl Verdict {
    /// The admitted part as yrs may see it, with a plain object in the place of each subdocument: yrs 0.28.1 uses freed
    /// memory when a subdocument is deleted. Only yrs gets this; the log and the other clients get [`Verdict::admitted`].
    pub fn for_yrs(&self) -> Option<&Bytes> {
        self.substituted.as_ref().or(self.admitted.as_ref())
    }

    /// The clocks that the admitted part adds, one range a client.
    pub fn insertions(&self) -> impl Iterator<Item = ClockRange> {
        self.inserted.iter().map(|new| ClockRange { client: new.client, start: new.start, end: new.end })
    }

    /// The clocks that the admitted part's delete set deletes for the first time.
    /// What it deletes by implication (children, replaced map values) is not among them.
    pub fn deletions(&self) -> impl Iterator<Item = ClockRange> {
        self.deleted.iter().flat_map(|new| new.ranges.iter().map(|&(start, end)| ClockRange { client: new.client, start, end }))
    }
}

/// How a shared type is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TypeAddress<'g> {
    /// A root, by its name.
    Root(&'g str),
    /// A nested type, by the element that holds it.
    Nested(Id),
}

/// What a document knows, as far as admission needs it.
#[derive(Debug, Clone)]
pub struct Gate {
    limits: Limits,
    index: Index,
}

impl Gate {
    /// The gate of an empty document.
    pub fn new(limits: Limits) -> Self {
        Self { limits, index: Index::default() }
    }

    /// The limits given to [`Gate::new`].
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// Decides about one v1 update. Changes nothing. Costs time linear in the update's size, and memory of at most
    /// a few times that size.
    ///
    /// # Errors
    /// The [`Refusal`] tells the sender what is wrong with the update; no part of it may be used.
    pub fn examine(&self, update: &Bytes) -> Result<Verdict, Refusal> {
        let outline = Outline::read(update, self.limits.clients)?;
        examine(update, &outline, &self.index, &self.limits)
    }

    /// The same for what does not come from outside: what is stored, and what the server writes itself. However many clients there
    /// are, it stays readable, also when fewer are allowed by now.
    ///
    /// # Errors
    /// As [`Gate::examine`], but for the number of clients.
    pub fn examine_own(&self, update: &Bytes) -> Result<Verdict, Refusal> {
        let outline = Outline::read(update, usize::MAX)?;
        examine(update, &outline, &self.index, &Limits { clients: usize::MAX, ..self.limits })
    }

    /// Learns the admitted part of a verdict of this gate, after it was applied. No other verdict may have been
    /// committed since the examination.
    pub fn commit(&mut self, verdict: &Verdict) {
        self.index.add_types(&verdict.types, &verdict.roots);
        for &root in &verdict.widened {
            self.index.widen(root);
        }
        for new in &verdict.inserted {
            self.index.extend(new.client, &new.runs, new.end);
        }
        for new in &verdict.deleted {
            for &(start, end) in &new.ranges {
                self.index.delete(new.client, start, end);
            }
        }
    }

    /// Learns of clocks that were deleted by implication: children of a deleted type, replaced map values.
    /// Clocks that the document doesn't have are ignored.
    pub fn record_deleted(&mut self, range: ClockRange) {
        self.index.delete(range.client, range.start, range.end);
    }

    /// The state vector: for each client the clock that comes next, encoded as v1, highest client first.
    pub fn state_vector(&self) -> Bytes {
        let mut clocks: Vec<_> = self.index.clients().map(|(client, known)| (client, known.next())).collect();
        clocks.sort_unstable_by(|a, b| b.cmp(a));
        let mut out = Vec::with_capacity(2 + clocks.len() * 10);
        write_number(&mut out, clocks.len() as u64);
        for (client, clock) in clocks {
            write_number(&mut out, client);
            write_number(&mut out, u64::from(clock));
        }
        out.into()
    }

    /// The clock that comes next for `client`; 0 for an unknown one.
    pub fn next_clock(&self, client: u64) -> u32 {
        self.index.next(client)
    }

    /// Whether the document has the element, deleted or not.
    pub fn knows(&self, id: Id) -> bool {
        id.clock < self.index.next(id.client)
    }

    /// How many clients have written to the document.
    pub fn clients(&self) -> usize {
        self.index.clients().len()
    }

    /// How many runs of like structs the gate remembers.
    pub fn runs(&self) -> usize {
        self.index.sizes().0
    }

    /// An estimate of the memory held, in bytes. Costs time linear in the number of clients.
    pub fn memory(&self) -> usize {
        size_of::<Self>() + self.index.memory()
    }

    /// Whether text with characters beyond the basic multilingual plane, such as emoji, was ever put into a root's sequence.
    /// Such a root must not be read as an array: yrs counts the text in UTF-16 units, reads it by characters, and waits for
    /// ever for the difference. (In nested arrays the gate doesn't let such text in.)
    pub fn has_wide_text(&self, root: &str) -> bool {
        let entry = self.index.root(root).and_then(|number| self.index.types().get(number as usize));
        entry.is_some_and(|entry| entry.manner() == Manner::WideRoot)
    }

    /// Whether the document knows that an element is deleted.
    #[must_use]
    pub fn is_deleted(&self, id: Id) -> bool {
        self.index.client(id.client).is_some_and(|known| known.is_deleted(id.clock))
    }

    /// Whether an element is held under a key.
    pub fn is_entry(&self, id: Id) -> bool {
        self.index.class(id).is_some_and(|class| class.place == Place::Entry)
    }

    /// The type that an element lies in; follow [`TypeAddress::Nested`] with the same question to get to the root.
    /// `None` when the document doesn't have the element, or knows it only as garbage-collected.
    pub fn parent_of(&self, id: Id) -> Option<TypeAddress<'_>> {
        let class = self.index.class(id).filter(|class| !class.is_collected())?;
        let number = self.index.around(class);
        match self.index.types().get(number as usize)?.held() {
            Some((holder, _)) => Some(TypeAddress::Nested(holder)),
            None => self.index.root_name(number).map(TypeAddress::Root),
        }
    }

    /// The first of each stretch of like elements in a range: the elements up to the next one lie in the same type.
    pub fn stretches(&self, range: ClockRange) -> impl Iterator<Item = Id> {
        let starts = self.index.client(range.client).map(|known| known.starts(range.start, range.end));
        starts.into_iter().flatten().map(move |clock| Id { client: range.client, clock })
    }

    pub(super) fn index(&self) -> &Index {
        &self.index
    }
}
