//! The chain: each entry holds the hash of the one before it, so that nothing in it can be altered, removed or put elsewhere without
//! a trace. The journal links an entry in the same write as the event that it is about. Pure but for reading where the chain ends.

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use yrsa_storage::{RecordBatch, Storage};

use super::canonical;
use crate::access::secret::hex;
use crate::event::{Draft, Event};
use crate::features::Refused;
use crate::features::records::{self, Key};

/// Entries by their numbers.
const ENTRY: &str = "audit";
/// The last one.
const HEAD: &str = "audit-head";
/// The last one that was let go of.
const ANCHOR: &str = "audit-anchor";
/// Entries of a document or scope, and of a user, the newest first.
const OF_DOCUMENT: &str = "audit-of-document";
const OF_USER: &str = "audit-of-user";

/// What comes before the first entry.
const NOTHING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Bytes of the details of an entry, in the one form; what has more is left out.
const DETAILS: usize = 4 << 10;

/// Types of events of which there are entries, besides those that begin with one of [`FAMILIES`].
const TYPES: [&str; 10] = [
    "document.created",
    "document.duplicated",
    "document.deleted",
    "document.restored",
    "document.purged",
    "participant.joined",
    "participant.left",
    "chat.deleted",
    "comment.deleted",
    "comment.thread_deleted",
];
const FAMILIES: [&str; 8] = ["access.", "account.", "admin.", "audit.", "lock.", "member.", "session.", "share."];

/// Whether there is an entry of something.
#[must_use]
pub fn is_audited(draft: &Draft) -> bool {
    let kind = draft.kind.as_ref();
    FAMILIES.iter().any(|family| kind.starts_with(family))
        || TYPES.contains(&kind)
        || (kind == "document.changed" && draft.data.get("owner").is_some())
}

/// How something ended that was tried.
fn outcome(kind: &str) -> &'static str {
    match kind {
        "lock.enforced" | "account.token_reused" => "denied",
        kind if kind.ends_with(".denied") => "denied",
        kind if kind.ends_with(".failed") => "failed",
        _ => "allowed",
    }
}

/// A place in the chain: the number and the hash of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The entry's number; 0 before the first.
    pub seq: u64,
    /// Its hash, in hex.
    pub hash: String,
}

impl Default for Link {
    fn default() -> Self {
        Self { seq: 0, hash: NOTHING.to_owned() }
    }
}

/// The hash of an entry: SHA-256 of it in the one form, without the member `hash`.
pub(super) fn hash(entry: &Map<String, Value>) -> String {
    let mut bare = entry.clone();
    bare.remove("hash");
    hex(&Sha256::digest(canonical::text(&Value::Object(bare))))
}

/// What an event becomes.
fn entry(event: &Event, seq: u64, previous: &str) -> Map<String, Value> {
    let draft = &event.draft;
    let details = canonical::exact(draft.data.clone());
    let bytes = canonical::text(&details).len();
    let details = if bytes > DETAILS { json!({ "omitted": bytes }) } else { details };
    let trace = draft.trace.as_deref();
    let about = if draft.document.ends_with('/') { "scope" } else { "document" };
    let whole = json!({
        "seq": seq,
        "time": draft.time,
        "action": draft.kind,
        "outcome": outcome(&draft.kind),
        "actor": draft.user,
        about: draft.document,
        "address": trace.and_then(|trace| trace.address.as_deref()),
        "door": trace.and_then(|trace| trace.door.as_deref()),
        "details": details,
        "event": event.id.to_string(),
        "previous": previous,
    });
    let Value::Object(mut members) = canonical::exact(whole) else { return Map::new() };
    members.insert("hash".to_owned(), hash(&members).into());
    members
}

/// What an entry is about, and who did it.
pub(super) fn keys_in(entry: &Map<String, Value>) -> (Option<&str>, Option<&str>) {
    let about = entry.get("document").or_else(|| entry.get("scope")).and_then(Value::as_str);
    (about, entry.get("actor").and_then(|actor| actor.get("id")).and_then(Value::as_str))
}

/// The keys of the indexes under which an entry is found.
pub(super) fn indexes(entry: &Map<String, Value>, seq: u64) -> impl Iterator<Item = Bytes> {
    let (about, user) = keys_in(entry);
    let of_document = about.map(|document| of_document(document).number(u64::MAX - seq));
    of_document.into_iter().chain(user.map(|user| of_user(user).number(u64::MAX - seq)))
}

pub(super) fn entries() -> Key {
    Key::new(ENTRY)
}

pub(super) fn of_document(document: &str) -> Key {
    Key::new(OF_DOCUMENT).under(document)
}

pub(super) fn of_user(user: &str) -> Key {
    Key::new(OF_USER).under(user)
}

pub(super) fn anchor_key() -> Bytes {
    Key::new(ANCHOR).name("")
}

/// The number in the last part of a key.
pub(super) fn number_in(key: &[u8]) -> Result<u64, Refused> {
    let last = key.last_chunk().ok_or(Refused::Damaged("the key of an audit entry"))?;
    Ok(u64::from_be_bytes(*last))
}

fn link(storage: &dyn Storage, key: &[u8]) -> Result<Link, Refused> {
    Ok(records::get::<Link>(storage, key)?.map(|stored| stored.value).unwrap_or_default())
}

/// Where the chain ends, as is written down.
pub(super) fn head(storage: &dyn Storage) -> Result<Link, Refused> {
    link(storage, &Key::new(HEAD).name(""))
}

/// The last entry that was let go of.
pub(super) fn anchor(storage: &dyn Storage) -> Result<Link, Refused> {
    link(storage, &anchor_key())
}

/// An entry as it is stored.
pub(super) fn read(raw: &[u8]) -> Result<Map<String, Value>, Refused> {
    records::decode::<Map<String, Value>>(raw)
}

/// Where the chain goes on: behind every entry that is there, whatever is written down about its end. Nothing is overwritten.
pub fn end(storage: &dyn Storage) -> Result<Link, Refused> {
    let mut end = head(storage)?;
    loop {
        let beyond = storage.scan(entries().prefix(), Some(&entries().number(end.seq)), 256)?;
        let Some(last) = beyond.last() else { return Ok(end) };
        let seq = number_in(&last.key)?;
        tracing::error!(from = end.seq + 1, to = seq, "the audit has entries behind its end; run `yrsa verify`");
        let hash = read(&last.value).ok().and_then(|entry| Some(entry.get("hash")?.as_str()?.to_owned()));
        end = Link { seq, hash: hash.unwrap_or_else(|| NOTHING.to_owned()) };
    }
}

/// Adds the entries of events to the batch that writes them, and where the chain ends then. The end is the caller's to keep, once
/// the batch is written.
pub fn extend<'e>(
    mut batch: RecordBatch,
    end: &Link,
    events: impl IntoIterator<Item = &'e Event>,
) -> Result<(RecordBatch, Link), Refused> {
    let mut now = end.clone();
    for event in events.into_iter().filter(|event| is_audited(&event.draft)) {
        let entry = entry(event, now.seq + 1, &now.hash);
        now = Link { seq: now.seq + 1, hash: entry.get("hash").and_then(Value::as_str).unwrap_or(NOTHING).to_owned() };
        for index in indexes(&entry, now.seq) {
            batch = batch.put(index, Bytes::new());
        }
        batch = batch.put(entries().number(now.seq), records::encode(&entry)?);
    }
    if now != *end {
        batch = batch.put(Key::new(HEAD).name(""), records::encode(&now)?);
    }
    Ok((batch, now))
}

/// What is told when entries are let go of: up to which, and its hash.
pub(super) fn letting_go(through: &Link, entries: u64) -> Value {
    json!({ "through": through.seq, "hash": through.hash, "entries": entries })
}

/// Whether an entry says that those up to a place were let go of.
pub(super) fn is_about_letting_go(entry: &Map<String, Value>, through: &Link) -> bool {
    let details = entry.get("details");
    let says = |name: &str| details.and_then(|details| details.get(name));
    entry.get("action").and_then(Value::as_str) == Some(TRIMMED)
        && says("through").and_then(Value::as_u64) == Some(through.seq)
        && says("hash").and_then(Value::as_str) == Some(&through.hash)
}

/// The type of the event that says so, and what it is about.
pub(super) const TRIMMED: &str = "audit.trimmed";
pub(super) const EVERYTHING: &str = "/";

/// What is wrong with an entry that should have this number and follow the one with this hash, if that is known.
pub(super) fn misfit(entry: &Map<String, Value>, seq: u64, before: Option<&str>) -> Option<String> {
    let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
    if hash(entry) != text("hash") {
        Some("it was altered: its hash is another one".to_owned())
    } else if entry.get("seq").and_then(Value::as_u64) != Some(seq) {
        let number = entry.get("seq").map(ToString::to_string).unwrap_or_default();
        Some(format!("another one stands in its place: it says that it is entry {number}"))
    } else if before.is_some_and(|before| before != text("previous")) {
        Some("it does not follow the entry before it".to_owned())
    } else {
        None
    }
}
