//! An event as the storage has it. What could not be read back is never written; one that can't be read all the same (a newer server
//! wrote it, an older one wrote it too deep) is told as a gap, and one that is damaged on disk is passed over, so that nobody is kept
//! from those behind it. Part of `events`.

use std::sync::Arc;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use yrsa_storage::{ErrorKind, Record};

use super::{EVENT, id_in, key};
use crate::document::kinds::nesting;
use crate::event::{Draft, Event, Trace};
use crate::features::Refused;
use crate::features::records::{self, Key, Store};

/// The largest event as it is stored. Records have 1 MiB; what is beyond it here loses its data.
const LARGEST: usize = 960 << 10;

/// How deep the data of an event may nest; what is deeper is lost. Below what records may, and what those read who get an event with
/// more around it.
const DEEPEST: usize = 100;

/// How far behind an event the next one is looked for, if that is damaged: where several were written at once and came to nothing, ids
/// have holes.
const HOLES: u64 = 4096;

/// The events behind this one, in order; a damaged one has no bytes.
pub(super) fn behind(store: &Store, after: u64, limit: usize) -> Result<Vec<Record>, Refused> {
    let found = store.scan(Key::new(EVENT).prefix(), Some(&key(after)), limit);
    if !found.as_ref().is_err_and(|error| error.kind() == ErrorKind::Corrupt) {
        return Ok(found?);
    }
    let (mut events, mut after) = (Vec::new(), after);
    while events.len() < limit
        && let Some(event) = next(store, after)?
    {
        after = id_in(&event.key)?;
        events.push(event);
    }
    Ok(events)
}

fn next(store: &Store, after: u64) -> Result<Option<Record>, Refused> {
    let found = store.scan(Key::new(EVENT).prefix(), Some(&key(after)), 1);
    if !found.as_ref().is_err_and(|error| error.kind() == ErrorKind::Corrupt) {
        return Ok(found?.pop());
    }
    // It is the next one that is damaged, whichever that is.
    for id in after.saturating_add(1)..=after.saturating_add(HOLES) {
        if bytes(store, id)?.is_some_and(|bytes| bytes.is_empty()) {
            return Ok(Some(Record { key: key(id), value: Bytes::new() }));
        }
    }
    Ok(found?.pop())
}

/// The bytes of an event; none if it is damaged.
pub(super) fn bytes(store: &Store, id: u64) -> Result<Option<Bytes>, Refused> {
    match store.get(&key(id)) {
        Err(error) if error.kind() == ErrorKind::Corrupt => Ok(Some(Bytes::new())),
        found => Ok(found?),
    }
}

/// What is left of an event of which no more can be read.
#[derive(Deserialize)]
struct Outline {
    document: Arc<str>,
    #[serde(default)]
    time: u64,
    #[serde(default)]
    version: Option<u64>,
}

/// An event with what only the journal and the audit know of it.
#[derive(Serialize)]
struct Whole<'e> {
    #[serde(flatten)]
    event: &'e Event,
    #[serde(skip_serializing_if = "Option::is_none")]
    trace: Option<&'e Trace>,
}

fn whole(event: &Event) -> Result<Bytes, Refused> {
    records::encode(&Whole { event, trace: event.draft.trace.as_deref() })
}

/// An event as it is stored. One that fits no record says how large its data was, and nothing else of it.
pub(super) fn encode(mut event: Event) -> Result<(Event, Bytes), Refused> {
    if nesting::depth(&event.draft.data) > DEEPEST {
        event.draft.data = json!({ "omitted": event.draft.data.to_string().len() });
    }
    let raw = whole(&event)?;
    if raw.len() <= LARGEST {
        return Ok((event, raw));
    }
    event.draft.data = json!({ "omitted": raw.len() });
    let raw = whole(&event)?;
    Ok((event, raw))
}

/// The event with this id. `None` if not even the document is known that it was about.
pub(super) fn decode(id: u64, raw: &[u8]) -> Option<Arc<Event>> {
    let error = match records::decode::<Event>(raw) {
        Ok(event) => return Some(Arc::new(event)),
        Err(error) => error,
    };
    let outline = serde_json::from_slice::<Outline>(raw).ok();
    let document = outline.as_ref().map_or("", |outline| &*outline.document);
    tracing::error!(id, document, %error, "an event can't be read; that something is missing is told in its place");
    let Outline { document, time, version } = outline?;
    let data = Value::Object(serde_json::Map::new());
    let gap = Draft { kind: "document.gap".into(), document, time, user: None, connection: None, version, data, trace: None };
    Some(Arc::new(Event { id, draft: gap }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_journal_keeps_where_an_event_came_from_and_nothing_else_writes_it() {
        let trace = Trace { address: Some("203.0.113.9".into()), door: Some("rest".into()) };
        let mut draft = Draft::of("member.added", "a".into(), 1, None, json!({}));
        draft.trace = Some(Box::new(trace));
        let (event, raw) = encode(Event { id: 7, draft }).unwrap();
        assert_eq!(*decode(7, &raw).unwrap(), event);
        let shown = serde_json::to_string(&event).unwrap();
        assert!(!shown.contains("203.0.113.9") && !shown.contains("trace"), "{shown}");
    }
}
