//! Which entries may be let go of: the oldest, as far as each is what it says and the next one says so, too. What was tampered with
//! stays, so that a cut never makes a chain fit that did not. Reads only; used by `audit`, which writes the cut.

use serde_json::{Map, Value};
use yrsa_storage::{Expected, Record, RecordBatch, Storage};

use super::chain::{self, Link};
use crate::features::Refused;
use crate::features::records;

/// Entries that are let go of as one.
const CHUNK: usize = 500;

/// What is to be let go of as one.
pub(super) struct Cut {
    /// Takes the entries out, and says so where the chain begins.
    pub(super) batch: RecordBatch,
    /// The last of them.
    pub(super) through: Link,
    /// How many they are.
    pub(super) entries: u64,
    /// Whether there may be more.
    pub(super) goes_on: bool,
}

/// The entries from before this time that come first; `None` if there are none, or none that fit. Blocks.
pub(super) fn oldest(storage: &dyn Storage, before_ms: u64) -> Result<Option<Cut>, Refused> {
    let anchor = records::get::<Link>(storage, &chain::anchor_key())?;
    let unchanged = anchor.as_ref().map_or(Expected::Absent, records::Stored::unchanged);
    let anchor = anchor.map(|stored| stored.value).unwrap_or_default();
    let head = chain::head(storage)?;
    let found = storage.scan(chain::entries().prefix(), Some(&chain::entries().number(anchor.seq)), CHUNK + 1)?;
    let (mut batch, mut through, mut entries) = (RecordBatch::new(), anchor.clone(), 0);
    for (at, record) in found.iter().take(CHUNK).enumerate() {
        let read = chain::read(&record.value);
        if read.as_ref().is_ok_and(|entry| !is_older(entry, before_ms)) {
            break;
        }
        match may_go(record, read, &through, (found.get(at + 1), &head)) {
            Ok((entry, link)) => {
                batch = chain::indexes(&entry, link.seq).fold(batch, RecordBatch::delete).delete(record.key.clone());
                (through, entries) = (link, entries + 1);
            }
            Err(what) => {
                let seq = through.seq + 1;
                tracing::error!(seq, what, "the audit is not cut from this entry on, which does not fit; run `yrsa verify`");
                break;
            }
        }
    }
    if entries == 0 {
        return Ok(None);
    }
    if !is_told(storage, &anchor)? {
        tracing::error!(seq = anchor.seq, "the audit is not cut: no entry says that those up to here were let go of");
        return Ok(None);
    }
    let key = chain::anchor_key();
    batch = batch.expect(key.clone(), unchanged).put(key, records::encode(&through)?);
    Ok(Some(Cut { batch, through, entries, goes_on: entries == CHUNK as u64 && found.len() > CHUNK }))
}

fn is_older(entry: &Map<String, Value>, before_ms: u64) -> bool {
    entry.get("time").and_then(Value::as_u64).is_some_and(|time| time < before_ms)
}

/// The entry and its place in the chain, if it is the one that follows and what comes after it, or the end of the chain, says so.
/// What is wrong otherwise.
fn may_go(
    record: &Record,
    read: Result<Map<String, Value>, Refused>,
    before: &Link,
    (next, head): (Option<&Record>, &Link),
) -> Result<(Map<String, Value>, Link), String> {
    let damaged = |_| "it can't be read".to_owned();
    let seq = chain::number_in(&record.key).map_err(damaged)?;
    if seq != before.seq + 1 {
        return Err("it is missing".to_owned());
    }
    let entry = read.map_err(damaged)?;
    if let Some(what) = chain::misfit(&entry, seq, Some(&before.hash)) {
        return Err(what);
    }
    let link = Link { seq, hash: chain::hash(&entry) };
    let is_confirmed = match next {
        None => *head == link,
        // Of one that can't be read it is not known what it says; it stays itself, and so does this one.
        Some(next) => chain::read(&next.value).is_ok_and(|next| next.get("previous").and_then(Value::as_str) == Some(&link.hash)),
    };
    if is_confirmed { Ok((entry, link)) } else { Err("what comes after it does not follow it".to_owned()) }
}

/// Whether an entry says that those up to this one were let go of; if not, somebody else removed them. The newest that are about
/// everything are looked at first: it is among them.
fn is_told(storage: &dyn Storage, anchor: &Link) -> Result<bool, Refused> {
    if *anchor == Link::default() {
        return Ok(true);
    }
    let index = chain::of_document(chain::EVERYTHING);
    let mut after = None;
    loop {
        let page = storage.scan(index.prefix(), after.as_deref(), CHUNK)?;
        let Some(last) = page.last() else { return Ok(false) };
        after = Some(last.key.clone());
        for record in &page {
            let seq = u64::MAX - chain::number_in(&record.key)?;
            let Some(raw) = storage.get(&chain::entries().number(seq))? else { continue };
            if chain::read(&raw).is_ok_and(|entry| chain::is_about_letting_go(&entry, anchor)) {
                return Ok(true);
            }
        }
    }
}
