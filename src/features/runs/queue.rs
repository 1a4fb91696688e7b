//! The queue of runs that wait, and the leases of those under way: who gets which run, and what becomes of it when its executor falls
//! silent. Part of `runs`. An entry that leads to nothing or to what can't be read is logged and let go of: it never stops the others.

use std::collections::HashMap;

use bytes::Bytes;
use yrsa_storage::{ErrorKind, RecordBatch};

use super::changes;
use super::keys::{self, Pointer};
use super::run::{Claim, Status};
use super::{Change, Claimed, LONGEST_LEASE, PAGE, Runs, changed_meanwhile};
use crate::access::secret::{self, Secret};
use crate::access::{Denied, Scope};
use crate::event::Author;
use crate::features::Refused;
use crate::features::records;
use crate::protocol::DocumentId;

impl Runs {
    /// Gives the run that waits longest to an executor: of those in the scope whose documents the executor may edit.
    pub fn claim(
        &self,
        under: &Scope,
        claim: &Claim,
        by: &Author,
        mut may_edit: impl FnMut(&DocumentId) -> Result<bool, Refused>,
        now: u64,
    ) -> Result<Option<Claimed>, Refused> {
        changes::check_name(Some(&claim.executor), "an executor's name has 1 to 256 bytes without control characters")?;
        if !(1..=LONGEST_LEASE).contains(&claim.lease_seconds) {
            return Err(Refused::Invalid("a lease lasts 1 to 3600 seconds"));
        }
        self.expire(now)?;
        let (below, mut from) = (keys::queued(under), None::<Bytes>);
        let mut editable = HashMap::<DocumentId, bool>::new();
        loop {
            let page = self.store.scan(below.prefix(), from.as_deref(), PAGE)?;
            let Some(last) = page.last() else { return Ok(None) };
            from = Some(last.key.clone());
            for entry in page {
                let Some((document, run)) = self.led_to(&entry)? else { continue };
                let may = match editable.get(&document) {
                    Some(may) => *may,
                    None => *editable.entry(document.clone()).or_insert(edits(&document, &mut may_edit)?),
                };
                if !may {
                    continue;
                }
                match self.claim_one(&document, &run, claim, (by, now)) {
                    Ok(Some(claimed)) => return Ok(Some(claimed)),
                    Ok(None) => {}
                    Err(error) => self.let_go(&entry.key, &document, error)?,
                }
            }
        }
    }

    /// None: somebody was faster.
    fn claim_one(
        &self,
        document: &DocumentId,
        id: &str,
        claim: &Claim,
        (by, now): (&Author, u64),
    ) -> Result<Option<Claimed>, Refused> {
        let random = records::random::<32>()?;
        let claimed = self.change(document, id, (Some(by), now), |record| {
            if record.run.status != Status::Queued {
                return Err(changed_meanwhile());
            }
            let token = Secret::new(&format!("{}.", record.run.attempt), &random);
            let happened = record.claim(claim, secret::hash(token.reveal()), now);
            let expires_ms = record.lease.as_ref().map_or(now, |lease| lease.expires_ms);
            Ok(Change { happened, answer: (token, expires_ms) })
        });
        match claimed {
            Ok((run, (token, expires_ms))) => Ok(Some(Claimed { run, token, expires_ms })),
            Err(Refused::Conflict(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Gives the runs to others whose executors were not heard of in time. Everything in `runs` does this first, so that what is
    /// answered is true by the clock; a timer is only for those who wait.
    pub fn expire(&self, now: u64) -> Result<(), Refused> {
        let (below, mut from) = (keys::due(), None::<Bytes>);
        // Mostly nothing is due, and nobody's lease has to be read but the first.
        let first = self.store.scan(below.prefix(), None, 1)?;
        if first.iter().all(|entry| keys::due_at(&entry.key).is_some_and(|at| at > now)) {
            return Ok(());
        }
        loop {
            let page = self.store.scan(below.prefix(), from.as_deref(), PAGE)?;
            let is_due = |key: &Bytes| keys::due_at(key).is_none_or(|at| at <= now);
            let due: Vec<_> = page.iter().take_while(|entry| is_due(&entry.key)).collect();
            for entry in &due {
                let Some((document, run)) = self.led_to(entry)? else { continue };
                let expired = self.change(&document, &run, (None, now), |record| {
                    let happened = record.expire(now);
                    Ok(Change { answer: !happened.is_empty(), happened })
                });
                match expired {
                    // Others change it all the time: its lease is looked at again with the next request.
                    Ok((_, true)) | Err(Refused::Conflict(_)) => {}
                    // Renewed or over meanwhile: nobody needs the entry, and it must not be met again and again.
                    Ok((_, false)) => self.delete(&entry.key)?,
                    Err(error) => self.let_go(&entry.key, &document, error)?,
                }
            }
            if due.len() < PAGE {
                return Ok(());
            }
            from = due.last().map(|entry| entry.key.clone());
        }
    }

    /// Where an entry of an index leads; an entry that leads nowhere is let go of.
    fn led_to(&self, entry: &yrsa_storage::Record) -> Result<Option<(DocumentId, String)>, Refused> {
        let pointer = records::decode::<Pointer>(&entry.value);
        if let Some((Ok(document), run)) = pointer.ok().map(|Pointer { document, run }| (DocumentId::new(&document), run)) {
            return Ok(Some((document, run)));
        }
        tracing::error!("an entry in the queue of runs can't be read and is let go of");
        self.delete(&entry.key).map(|()| None)
    }

    /// Lets go of an entry whose run is gone or can't be read; whatever else went wrong is the caller's to tell.
    fn let_go(&self, entry: &Bytes, document: &DocumentId, why: Refused) -> Result<(), Refused> {
        match why {
            // Purged meanwhile, or what a purge could not find.
            Refused::Unknown(_) => {}
            Refused::Damaged(_) | Refused::Invalid(_) => {
                tracing::error!(%document, error = %why, "a run can't be read: nobody gets it any more");
            }
            Refused::Storage(error) if error.kind() == ErrorKind::Corrupt => {
                tracing::error!(%document, %error, "a run can't be read: nobody gets it any more");
            }
            error => return Err(error),
        }
        self.delete(entry)
    }

    fn delete(&self, entry: &Bytes) -> Result<(), Refused> {
        records::write(&*self.store, &RecordBatch::new().delete(entry.clone())).map(|_| ())
    }
}

/// Whether the executor may edit a document. One about which the guard can't say is passed over, so that it stops no others.
fn edits(document: &DocumentId, may_edit: &mut impl FnMut(&DocumentId) -> Result<bool, Refused>) -> Result<bool, Refused> {
    match may_edit(document) {
        Err(Refused::Denied(Denied::Unavailable) | Refused::Damaged(_)) => {
            tracing::warn!(%document, "who may edit this document can't be told now: its runs are passed over");
            Ok(false)
        }
        answer => answer,
    }
}
