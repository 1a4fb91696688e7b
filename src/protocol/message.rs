//! The y-websocket dialect: one message per WebSocket frame, as y-protocols defines it, plus message 102, the durable
//! checkpoint that y-sweet clients use. Decoding copies nothing; a relayed update is the very frame that came in.
//! Format: y-protocols `PROTOCOL.md`, `sync.js`, `awareness.js`, `auth.js`; y-sweet `MessageType::SyncStatus`.

use bytes::{BufMut, Bytes, BytesMut};

use super::live::{Edit, Place};
use super::varint::{self, Malformed};

const SYNC: u64 = 0;
const AWARENESS: u64 = 1;
const AUTH: u64 = 2;
const QUERY_AWARENESS: u64 = 3;
const CHECKPOINT: u64 = 102;

const STEP_1: u64 = 0;
const STEP_2: u64 = 1;
const UPDATE: u64 = 2;

/// What a y-websocket client says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// "This is what I have; send me the rest": an encoded state vector.
    SyncStep1(Bytes),
    /// The answer to the server's SyncStep1: an update with everything the server lacked.
    SyncStep2(Bytes),
    /// An edit.
    Update(Update),
    /// Presence: an encoded awareness update.
    Awareness(Bytes),
    /// "Send me everybody's presence."
    QueryAwareness,
    /// "Send this frame back when all I sent before it is durable." Holds the whole frame.
    Checkpoint(Bytes),
    /// Text for everybody in the room (Hocuspocus).
    Stateless(Bytes),
    /// A change to the document as JSON (the JSON door).
    Edit {
        /// The request's id, as JSON, if it wants an answer.
        id: Option<Bytes>,
        /// The change.
        edit: Edit,
        /// The only version of the document that is to be changed, if it matters.
        expected: Option<u64>,
    },
    /// "Show me the document as JSON" (HTTP).
    Content,
    /// "Which version is it?" (HTTP).
    Version,
    /// "Which of these are there?" (HTTP).
    AreThere(Vec<Place>),
    /// Something a server has no use for (an auth message); not an error.
    Ignored,
}

/// An edit together with the frame it arrived in, which can be relayed as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Update {
    /// The encoded Yjs v1 update.
    pub update: Bytes,
    /// The frame, if it holds this update and nothing else.
    pub frame: Option<Bytes>,
}

impl Message {
    /// Reads the first message of a frame. Bytes after it are tolerated: y-sweet clients send some.
    pub fn decode(frame: &Bytes) -> Result<Message, Malformed> {
        let mut at = 0;
        match varint::read(frame, &mut at)? {
            SYNC => {
                let step = varint::read(frame, &mut at)?;
                let payload = varint::read_bytes(frame, &mut at)?;
                match step {
                    STEP_1 => Ok(Message::SyncStep1(payload)),
                    STEP_2 => Ok(Message::SyncStep2(payload)),
                    UPDATE => Ok(Message::Update(Update { update: payload, frame: (at == frame.len()).then(|| frame.clone()) })),
                    other => Err(Malformed::UnknownType(other)),
                }
            }
            AWARENESS => Ok(Message::Awareness(varint::read_bytes(frame, &mut at)?)),
            AUTH => Ok(Message::Ignored),
            QUERY_AWARENESS => Ok(Message::QueryAwareness),
            CHECKPOINT => {
                varint::read_bytes(frame, &mut at)?;
                Ok(Message::Checkpoint(frame.slice(..at)))
            }
            other => Err(Malformed::UnknownType(other)),
        }
    }
}

/// "This is what the server has": asks the client for the rest.
#[must_use]
pub fn sync_step_1(state_vector: &[u8]) -> Bytes {
    sync(STEP_1, state_vector)
}

/// The last part of the answer to a SyncStep1; clients report themselves synced when they get it.
#[must_use]
pub fn sync_step_2(update: &[u8]) -> Bytes {
    sync(STEP_2, update)
}

/// An edit for a client.
#[must_use]
pub fn update(update: &[u8]) -> Bytes {
    sync(UPDATE, update)
}

/// Presence for a client.
#[must_use]
pub fn awareness(update: &[u8]) -> Bytes {
    let mut out = BytesMut::with_capacity(update.len() + 6);
    varint::write(&mut out, AWARENESS);
    varint::write_bytes(&mut out, update);
    out.freeze()
}

/// An awareness update about one client; `state` is JSON, `null` for one that is gone.
#[must_use]
pub fn awareness_update(client: u64, clock: u64, state: &str) -> Bytes {
    let mut out = BytesMut::with_capacity(state.len() + 16);
    varint::write(&mut out, 1);
    varint::write(&mut out, client);
    varint::write(&mut out, clock);
    varint::write_bytes(&mut out, state.as_bytes());
    out.freeze()
}

/// The clients of an awareness update that the server itself made, with their states; `None` for one that is gone.
pub fn awareness_states(update: &Bytes) -> impl Iterator<Item = (u64, Option<&str>)> {
    let mut at = 0;
    let count = varint::read(update, &mut at).unwrap_or(0);
    (0..count).map_while(move |_| {
        let client = varint::read(update, &mut at).ok()?;
        varint::read(update, &mut at).ok()?;
        let len = usize::try_from(varint::read(update, &mut at).ok()?).ok()?;
        let state = std::str::from_utf8(update.get(at..at + len)?).ok()?;
        at += len;
        Some((client, (state != "null").then_some(state)))
    })
}

/// An awareness update about nobody: keeps connections of clients alive that want a message every 30 s.
#[must_use]
pub fn heartbeat() -> Bytes {
    Bytes::from_static(&[1, 1, 0])
}

/// Tells the client that something was refused and why; clients log it.
#[must_use]
pub fn denied(reason: &str) -> Bytes {
    let mut out = BytesMut::with_capacity(reason.len() + 6);
    varint::write(&mut out, AUTH);
    out.put_u8(0);
    varint::write_bytes(&mut out, reason.as_bytes());
    out.freeze()
}

/// The update inside a frame made by [`update`] or [`sync_step_2`]; `None` for any other frame.
#[must_use]
pub fn update_in(frame: &Bytes) -> Option<Bytes> {
    match Message::decode(frame) {
        Ok(Message::Update(Update { update, .. }) | Message::SyncStep2(update)) => Some(update),
        _ => None,
    }
}

fn sync(step: u64, payload: &[u8]) -> Bytes {
    let mut out = BytesMut::with_capacity(payload.len() + 7);
    varint::write(&mut out, SYNC);
    varint::write(&mut out, step);
    varint::write_bytes(&mut out, payload);
    out.freeze()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_have_the_bytes_of_y_protocols() {
        assert_eq!(sync_step_1(&[0])[..], [0, 0, 1, 0]);
        assert_eq!(sync_step_2(&[0, 0])[..], [0, 1, 2, 0, 0]);
        assert_eq!(update(&[0, 0])[..], [0, 2, 2, 0, 0]);
        assert_eq!(heartbeat()[..], awareness(&[0])[..]);
        assert_eq!(denied("no")[..], [2, 0, 2, b'n', b'o']);
    }

    #[test]
    fn a_plain_update_is_relayed_as_the_frame_it_came_in() {
        let frame = update(&[0, 0]);
        let Ok(Message::Update(edit)) = Message::decode(&frame) else { panic!("not an update") };
        assert_eq!(edit.frame.as_ref(), Some(&frame));
        assert_eq!(edit.update[..], [0, 0]);
    }

    #[test]
    fn bytes_after_a_message_are_tolerated_but_not_relayed() {
        let frame = Bytes::from_static(&[0, 2, 2, 0, 0, 9, 9]);
        let Ok(Message::Update(edit)) = Message::decode(&frame) else { panic!("not an update") };
        assert_eq!(edit.frame, None);
        assert_eq!(Message::decode(&Bytes::from_static(&[3, 0])), Ok(Message::QueryAwareness));
    }

    #[test]
    fn a_checkpoint_is_answered_with_the_identical_message() {
        let frame = Bytes::from_static(&[102, 1, 7]);
        assert_eq!(Message::decode(&frame), Ok(Message::Checkpoint(frame.clone())));
    }

    #[test]
    fn garbage_is_named() {
        assert_eq!(Message::decode(&Bytes::new()), Err(Malformed::Truncated));
        assert_eq!(Message::decode(&Bytes::from_static(&[0, 2, 200])), Err(Malformed::Truncated));
        assert_eq!(Message::decode(&Bytes::from_static(&[0, 9, 0])), Err(Malformed::UnknownType(9)));
        assert_eq!(Message::decode(&Bytes::from_static(&[77])), Err(Malformed::UnknownType(77)));
    }
}
