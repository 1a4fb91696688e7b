//! Applying the journal to the overlay at open. Idempotent over whatever part of it the tree already holds.
//! Notices gaps and broken documents, isolates them, and never touches the tree.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use crate::journal::operation::Replayed;
use crate::overlay::{Overlay, Pending, Removed};
use crate::status::Fault;
use crate::tree::Tree;

use super::read::read_meta;

/// The state of a replay.
pub(super) struct Replay<'a> {
    tree: &'a Tree,
    overlay: Overlay,
    faults: Vec<Fault>,
    /// Numbers without a document: their declaration was damaged.
    nameless: BTreeMap<u64, u64>,
    /// Numbers whose document was removed.
    gone: HashSet<u64>,
    touched_broken: bool,
}

impl<'a> Replay<'a> {
    pub(super) fn new(tree: &'a Tree, next_document: u64) -> Self {
        let overlay = Overlay::over(next_document);
        Self { tree, overlay, faults: Vec::new(), nameless: BTreeMap::new(), gone: HashSet::new(), touched_broken: false }
    }

    pub(super) fn fault(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    /// Whether something was read for a document whose cell in the tree is broken, since this was asked last.
    pub(super) fn take_touched_broken(&mut self) -> bool {
        std::mem::take(&mut self.touched_broken)
    }

    pub(super) fn apply(&mut self, operation: Replayed) {
        match operation {
            Replayed::Document { number, id } => self.declare(number, &id),
            Replayed::Entry { number, entry } => self.with(number, |pending| pending.log(&entry)),
            Replayed::Parked { number, bytes } => self.with(number, |pending| pending.parked = Some(bytes)),
            Replayed::Snapshot { number, snapshot } => {
                self.with(number, |pending| pending.install(Arc::new(snapshot)));
            }
            Replayed::Remove { number } => {
                self.gone.insert(number);
                self.overlay.remove(number);
            }
            Replayed::Records(changes) => self.overlay.change_records(&changes),
            // Counted by the scan, which knows the segment.
            Replayed::Orphan => {}
        }
    }

    fn with(&mut self, number: u64, change: impl FnOnce(&mut Pending)) {
        match self.overlay.documents.get_mut(&number) {
            Some(pending) => {
                self.touched_broken |= pending.broken;
                change(pending);
            }
            None if self.gone.contains(&number) => {}
            None => *self.nameless.entry(number).or_default() += 1,
        }
    }

    fn declare(&mut self, number: u64, id: &Arc<str>) {
        self.overlay.saw_number(number);
        if self.overlay.documents.contains_key(&number) || self.gone.contains(&number) {
            return;
        }
        let mut pending = Pending::new(number, Arc::clone(id), None, 0);
        match read_meta(self.tree, id) {
            Ok(Some(meta)) if meta.number == number => {
                pending = Pending::new(number, Arc::clone(id), Some(meta), 0);
            }
            // The tree knows an older document of this id, whose removal was lost to damage or comes later in a lost frame.
            Ok(Some(meta)) if meta.number < number => {
                self.gone.insert(meta.number);
                self.overlay.removed.insert(meta.number, Removed { id: Arc::clone(id), base: Some(meta) });
            }
            // The tree is ahead: this document was removed, and another of the same id came after it.
            Ok(_) => {}
            Err(error) => {
                pending.broken = true;
                let what = format!("{}; the journal's part of it is kept aside", error.story());
                self.faults.push(Fault { document: Some(Arc::clone(id)), place: "tree".into(), what });
            }
        }
        self.overlay.insert(pending);
    }

    /// The overlay, and what is wrong.
    pub(super) fn finish(mut self) -> (Overlay, Vec<Fault>) {
        for pending in self.overlay.documents.values_mut() {
            pending.close_chunk();
            let mut next = pending.sealed().max(pending.snapshot_seq()) + 1;
            for chunk in &pending.closed {
                if chunk.first() > next {
                    self.faults.push(Fault {
                        document: Some(Arc::clone(&pending.id)),
                        place: "journal".into(),
                        what: format!("entries {next} to {} are missing", chunk.first() - 1),
                    });
                }
                next = next.max(chunk.last() + 1);
            }
        }
        for (number, count) in &self.nameless {
            self.faults.push(Fault {
                document: None,
                place: "journal".into(),
                what: format!("{count} writes to document number {number}, whose id was lost to damage"),
            });
        }
        let clean: Vec<u64> = self.overlay.documents.keys().copied().collect();
        for number in clean {
            self.overlay.evict_clean(number);
        }
        (self.overlay, self.faults)
    }
}
