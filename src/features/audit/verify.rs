//! Goes through the whole chain and says what does not fit: what was altered, removed, put elsewhere or cut off. Reads only; used by
//! `yrsa verify` and by administrators over REST.

use serde_json::{Map, Value};
use yrsa_storage::{Record, Storage};

use super::chain::{self, Link};
use crate::features::Refused;

/// Entries read at a time.
const CHUNK: usize = 256;

/// Faults that are kept to be shown; all are counted.
const SHOWN: usize = 100;

/// Something that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The entry.
    pub seq: u64,
    /// What is wrong with it.
    pub what: String,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    /// Entries that were read.
    pub entries: u64,
    /// The number of the first entry that is kept.
    pub first: u64,
    /// The last entry.
    pub end: Link,
    /// What does not fit, the first hundred.
    pub faults: Vec<Fault>,
    /// How much does not fit.
    pub faulty: u64,
}

/// A check under way.
struct Check<'s> {
    storage: &'s dyn Storage,
    found: Verified,
    /// The entry before the next one; without a hash where it is not known.
    before: (u64, Option<String>),
    /// The entry that says where the chain begins was seen; it need not be there if nothing was let go of.
    anchor: Link,
    anchored: bool,
}

/// Verifies the chain up to its end as it is now. `known` are places in it that somebody noted elsewhere. Blocks.
pub fn verify(storage: &dyn Storage, known: &[Link]) -> Result<Verified, Refused> {
    let (head, anchor) = (chain::head(storage)?, chain::anchor(storage)?);
    let mut check = Check {
        storage,
        found: Verified { first: anchor.seq + 1, end: anchor.clone(), ..Verified::default() },
        before: (anchor.seq, Some(anchor.hash.clone())),
        anchored: anchor == Link::default(),
        anchor,
    };
    let mut after = None;
    loop {
        let page = storage.scan(chain::entries().prefix(), after.as_deref(), CHUNK)?;
        let Some(last) = page.last() else { break };
        after = Some(last.key.clone());
        for record in &page {
            // What was written meanwhile is for the next time.
            let seq = chain::number_in(&record.key)?;
            if seq > head.seq && check.storage_head()?.seq >= seq {
                return check.finish(&head, known);
            }
            check.entry(seq, record, known)?;
        }
    }
    check.finish(&head, known)
}

impl Check<'_> {
    fn storage_head(&self) -> Result<Link, Refused> {
        chain::head(self.storage)
    }

    fn fault(&mut self, seq: u64, what: impl Into<String>) {
        self.found.faulty += 1;
        if self.found.faults.len() < SHOWN {
            self.found.faults.push(Fault { seq, what: what.into() });
        }
    }

    fn entry(&mut self, seq: u64, record: &Record, known: &[Link]) -> Result<(), Refused> {
        self.found.entries += 1;
        let expected = self.before.0 + 1;
        if seq < expected {
            self.fault(seq, "it should have been let go of");
            return Ok(());
        }
        if seq > expected {
            self.missing(expected, seq - 1);
            self.before.1 = None;
        }
        let Ok(entry) = chain::read(&record.value) else {
            self.fault(seq, "it can't be read");
            self.before = (seq, None);
            return Ok(());
        };
        if let Some(what) = chain::misfit(&entry, seq, self.before.1.as_deref()) {
            self.fault(seq, what);
        }
        let says = entry.get("hash").and_then(Value::as_str).unwrap_or_default().to_owned();
        for known in known.iter().filter(|known| known.seq == seq && known.hash != says) {
            self.fault(seq, format!("it is not the one that was noted: its hash is {says}, not {}", known.hash));
        }
        self.found_by(&entry, seq)?;
        self.anchored |= chain::is_about_letting_go(&entry, &self.anchor);
        self.before = (seq, Some(says.clone()));
        self.found.end = Link { seq, hash: says };
        Ok(())
    }

    /// What is not in the indexes is not found by who looks for it.
    fn found_by(&mut self, entry: &Map<String, Value>, seq: u64) -> Result<(), Refused> {
        for index in chain::indexes(entry, seq) {
            if self.storage.get(&index)?.is_none() {
                self.fault(seq, "it is not found by its document or user: its index is missing");
            }
        }
        Ok(())
    }

    fn missing(&mut self, from: u64, to: u64) {
        let what = if from == to { "it is missing".to_owned() } else { format!("entries {from} to {to} are missing") };
        self.fault(from, what);
    }

    fn finish(mut self, head: &Link, known: &[Link]) -> Result<Verified, Refused> {
        let last = self.before.0;
        if head.seq > last {
            self.missing(last + 1, head.seq);
        } else if head.seq < last {
            self.fault(head.seq + 1, format!("the chain is said to end before it, at {}", head.seq));
        } else if self.before.1.as_ref().is_some_and(|hash| *hash != head.hash) {
            self.fault(last, "the hash that was noted for the end of the chain is another one");
        }
        if !self.anchored {
            let what = "the entries up to here are gone, and no entry says that they were let go of";
            self.fault(self.anchor.seq, what);
        }
        for known in known {
            if known.seq > last.max(head.seq) {
                self.fault(known.seq, "it was noted, and the chain ends before it");
            } else if known.seq == self.anchor.seq && known.hash != self.anchor.hash {
                let says = format!("the last that was let go of is not the one that was noted: its hash is {}", self.anchor.hash);
                self.fault(known.seq, says);
            } else if known.seq < self.anchor.seq {
                // Whoever writes a chain anew could say that all up to any place was let go of: then silence would be consent.
                let what = format!("it was noted, and can't be compared: all up to {} were let go of", self.anchor.seq);
                self.fault(known.seq, what);
            }
        }
        Ok(self.found)
    }
}
