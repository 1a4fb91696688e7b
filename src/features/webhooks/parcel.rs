//! What is sent to an endpoint: an event of the journal, the notice that some are missing, or a test. Knows the body's form, as the
//! Standard Webhooks specification recommends it. Pure.

use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use bytes::Bytes;
use humantime_serde::re::humantime::format_rfc3339_millis;
use serde::Serialize;
use serde_json::json;

use crate::event::Event;
use crate::features::Refused;

/// Something to be sent.
pub(super) struct Parcel {
    /// Tells what is tried again from what follows it: the event's id; of a gap the cursor before it.
    pub(super) number: u64,
    /// The cursor when it is done with.
    pub(super) through: u64,
    /// `webhook-id` without its `evt_`: the same for each attempt.
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) body: Bytes,
}

#[derive(Serialize)]
struct Body<'a, T> {
    #[serde(rename = "type")]
    kind: &'a str,
    timestamp: String,
    data: T,
}

fn body(kind: &str, time_ms: u64, data: impl Serialize) -> Result<Bytes, Refused> {
    // Far beyond what the format has years for: nothing that a clock says.
    let time_ms = time_ms.min(253_402_300_799_999);
    let timestamp = format_rfc3339_millis(UNIX_EPOCH + Duration::from_millis(time_ms)).to_string();
    let body = serde_json::to_vec(&Body { kind, timestamp, data });
    body.map(Bytes::from).map_err(|_| Refused::Broken("an event can't be written as JSON"))
}

impl Parcel {
    pub(super) fn event(event: &Arc<Event>) -> Result<Self, Refused> {
        let kind = event.draft.kind.to_string();
        let body = body(&kind, event.draft.time, &**event)?;
        Ok(Self { number: event.id, through: event.id, id: event.id.to_string(), kind, body })
    }

    /// Events after `from` and up to `to` were let go of before they could be delivered.
    pub(super) fn gap(from: u64, to: u64, now_ms: u64) -> Result<Self, Refused> {
        let kind = "webhook.gap";
        let data = json!({ "from": from.to_string(), "to": to.to_string() });
        let body = body(kind, now_ms, data)?;
        Ok(Self { number: from, through: to, id: format!("gap_{from}"), kind: kind.to_owned(), body })
    }

    pub(super) fn test(webhook: &str, scope: &str, now_ms: u64) -> Result<Self, Refused> {
        let kind = "webhook.test";
        let body = body(kind, now_ms, json!({ "webhook": webhook, "scope": scope }))?;
        let id = format!("test_{}", uuid::Uuid::now_v7().simple());
        Ok(Self { number: 0, through: 0, id, kind: kind.to_owned(), body })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_has_the_type_the_time_and_the_whole_event() {
        let event = json!({ "id": "7", "type": "document.created", "document": "a", "time": 1_700_000_000_123_u64, "data": { "kind": "board" } });
        let parcel = Parcel::event(&Arc::new(serde_json::from_value(event.clone()).unwrap())).unwrap();
        let body: serde_json::Value = serde_json::from_slice(&parcel.body).unwrap();
        assert_eq!(body, json!({ "type": "document.created", "timestamp": "2023-11-14T22:13:20.123Z", "data": event }));
        assert_eq!((parcel.number, parcel.id.as_str()), (7, "7"));
        assert!(super::body("x", u64::MAX, ()).is_ok());
    }
}
