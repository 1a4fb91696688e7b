//! The Hocuspocus dialect: an address in front of every message, messages of y-protocols behind it, and some of its own. Decoding
//! copies nothing; what follows the address of a sync message is the very frame that y-websocket has.
//! Format: `@hocuspocus/provider` 2.3-4.8, `MessageReceiver.ts`, `OutgoingMessage.ts`; `@hocuspocus/common`, `auth.ts`.

use bytes::{BufMut as _, Bytes, BytesMut};

use super::message::Message;
use super::varint::{self, Malformed};

const SYNC: u64 = 0;
const AWARENESS: u64 = 1;
const AUTH: u8 = 2;
const QUERY_AWARENESS: u64 = 3;
const SYNC_REPLY: u64 = 4;
const STATELESS: u8 = 5;
const BROADCAST_STATELESS: u64 = 6;
const CLOSE: u8 = 7;
const SYNC_STATUS: u8 = 8;
const PING: u8 = 9;
const PONG: u8 = 10;

const TOKEN: u8 = 0;
const PERMISSION_DENIED: u8 = 1;
const AUTHENTICATED: u8 = 2;

/// What a Hocuspocus client says about one of its documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// A message that y-websocket has too, or a stateless one.
    Message(Message),
    /// "This is who I am."
    Token(Token),
    /// "I need this document no longer."
    Close,
    /// Something a server has no use for.
    Ignored,
    /// A message type that is not for clients (`BroadcastStateless`).
    Forbidden,
}

/// The first words of a client, and every new token after them.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    /// The token; empty if the client has none. Never printed.
    pub token: String,
    /// The version of the provider; those before 4.0 don't tell.
    pub version: Option<String>,
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Token").field("version", &self.version).finish_non_exhaustive()
    }
}

/// Reads one message: the address as it came, and what is said.
pub fn decode(frame: &Bytes) -> Result<(Bytes, Said), Malformed> {
    // The answer to a ping has no address.
    if frame[..] == [PONG] {
        return Ok((Bytes::new(), Said::Ignored));
    }
    let mut at = 0;
    let address = varint::read_bytes(frame, &mut at)?;
    std::str::from_utf8(&address).map_err(|_| Malformed::NotUtf8)?;
    let rest = frame.slice(at..);
    let mut at = 0;
    let kind = varint::read(&rest, &mut at)?;
    let said = match kind {
        SYNC | AWARENESS | QUERY_AWARENESS => Said::Message(Message::decode(&rest)?),
        // Between servers; from a client it is the same as Sync, with another number in front.
        SYNC_REPLY => {
            let mut sync = BytesMut::from(&rest[..]);
            sync[0] = 0;
            Said::Message(Message::decode(&sync.freeze())?)
        }
        kind if kind == u64::from(AUTH) => auth(&rest, &mut at)?,
        kind if kind == u64::from(STATELESS) => {
            let text = varint::read_bytes(&rest, &mut at)?;
            std::str::from_utf8(&text).map_err(|_| Malformed::NotUtf8)?;
            Said::Message(Message::Stateless(text))
        }
        BROADCAST_STATELESS => Said::Forbidden,
        kind if kind == u64::from(CLOSE) => Said::Close,
        _ => Said::Ignored,
    };
    Ok((address, said))
}

fn auth(rest: &Bytes, at: &mut usize) -> Result<Said, Malformed> {
    if varint::read(rest, at)? != u64::from(TOKEN) {
        return Ok(Said::Ignored);
    }
    let text = |at: &mut usize| -> Result<String, Malformed> {
        let bytes = varint::read_bytes(rest, at)?;
        String::from_utf8(bytes.to_vec()).map_err(|_| Malformed::NotUtf8)
    };
    let token = text(at)?;
    let version = if *at < rest.len() { Some(text(at)?) } else { None };
    Ok(Said::Token(Token { token, version }))
}

/// The bytes in front of every message to this address.
#[must_use]
pub fn prefix(address: &Bytes) -> Bytes {
    let mut out = BytesMut::with_capacity(address.len() + 3);
    varint::write_bytes(&mut out, address);
    out.freeze()
}

/// "You are in": the client may read, or write too.
#[must_use]
pub fn authenticated(scope: Scope) -> Bytes {
    let scope = match scope {
        Scope::ReadOnly => "readonly",
        Scope::ReadWrite => "read-write",
    };
    text(&[AUTH, AUTHENTICATED], scope)
}

/// What a client is told that it may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Edits are not taken.
    ReadOnly,
    /// Edits are taken.
    ReadWrite,
}

/// "You are not in, or no longer."
#[must_use]
pub fn permission_denied(reason: &str) -> Bytes {
    text(&[AUTH, PERMISSION_DENIED], reason)
}

/// "Send me your current token." Answered by providers from 3.3 on, ignored by earlier ones.
#[must_use]
pub fn token_request() -> Bytes {
    Bytes::from_static(&[AUTH, TOKEN])
}

/// Keeps a socket alive. Only for providers from 4.0 on; the others throw.
#[must_use]
pub fn ping() -> Bytes {
    Bytes::from_static(&[PING])
}

/// One message with edits is durable.
#[must_use]
pub fn saved() -> Bytes {
    Bytes::from_static(&[SYNC_STATUS, 1])
}

/// One message with edits was refused.
#[must_use]
pub fn not_saved() -> Bytes {
    Bytes::from_static(&[SYNC_STATUS, 0])
}

/// A message between clients.
#[must_use]
pub fn stateless(payload: &[u8]) -> Bytes {
    let mut out = BytesMut::with_capacity(payload.len() + 6);
    out.put_u8(STATELESS);
    varint::write_bytes(&mut out, payload);
    out.freeze()
}

/// "This document is closed for you." Only for providers from 4.0 on: those before 3.0 throw, and 3.x can't be told from them.
#[must_use]
pub fn close(reason: &str) -> Bytes {
    text(&[CLOSE], reason)
}

fn text(head: &[u8], text: &str) -> Bytes {
    let mut out = BytesMut::with_capacity(head.len() + text.len() + 5);
    out.put_slice(head);
    varint::write_bytes(&mut out, text.as_bytes());
    out.freeze()
}

#[cfg(test)]
mod tests {
    use super::super::message::Update;
    use super::*;

    const ADDRESS: [u8; 5] = [4, b'd', b'o', b'c', b'A'];

    fn framed(rest: &[u8]) -> Bytes {
        [&ADDRESS[..], rest].concat().into()
    }

    fn said(rest: &[u8]) -> Said {
        let (address, said) = decode(&framed(rest)).unwrap();
        assert_eq!(address[..], ADDRESS[1..]);
        said
    }

    /// Bytes recorded from the real providers and servers.
    #[test]
    fn messages_have_the_bytes_of_hocuspocus() {
        let token = |version: Option<&str>| Said::Token(Token { token: "tok".into(), version: version.map(str::to_owned) });
        assert_eq!(said(b"\x02\x00\x03tok"), token(None));
        assert_eq!(said(b"\x02\x00\x03tok\x054.8.0"), token(Some("4.8.0")));
        assert_eq!(said(&[0, 0, 1, 0]), Said::Message(Message::SyncStep1(Bytes::from_static(&[0]))));
        assert_eq!(said(&[0, 1, 2, 0, 0]), Said::Message(Message::SyncStep2(Bytes::from_static(&[0, 0]))));
        assert_eq!(said(&[4, 1, 2, 0, 0]), Said::Message(Message::SyncStep2(Bytes::from_static(&[0, 0]))));
        assert_eq!(said(b"\x05\x02yo"), Said::Message(Message::Stateless(Bytes::from_static(b"yo"))));
        assert_eq!(said(b"\x06\x02yo"), Said::Forbidden);
        assert_eq!(said(&[7]), Said::Close);
        assert_eq!(said(&[99]), Said::Ignored);
        assert_eq!(decode(&Bytes::from_static(&[10])).unwrap().1, Said::Ignored);
        assert_eq!(authenticated(Scope::ReadWrite)[..], b"\x02\x02\x0aread-write"[..]);
        assert_eq!(authenticated(Scope::ReadOnly)[..], b"\x02\x02\x08readonly"[..]);
        assert_eq!(permission_denied("permission-denied")[..], b"\x02\x01\x11permission-denied"[..]);
        assert_eq!(close("Reset Connection")[..], b"\x07\x10Reset Connection"[..]);
        assert_eq!(stateless(b"yo")[..], b"\x05\x02yo"[..]);
        assert_eq!(prefix(&Bytes::from_static(b"docA"))[..], ADDRESS);
    }

    #[test]
    fn an_update_is_relayed_as_the_frame_behind_its_address() {
        let Said::Message(Message::Update(Update { frame, .. })) = said(&[0, 2, 2, 0, 0]) else { panic!("not an update") };
        assert_eq!(frame.unwrap()[..], [0, 2, 2, 0, 0]);
    }

    #[test]
    fn garbage_is_named() {
        for (frame, error) in [
            (&b""[..], Malformed::Truncated),
            (b"\x04doc", Malformed::Truncated),
            (b"\x04docA", Malformed::Truncated),
            (b"\x01\xff\x07", Malformed::NotUtf8),
            (b"\x01a\x02\x00\x01\xff", Malformed::NotUtf8),
            (b"\x01a\x00\x07\x00", Malformed::UnknownType(7)),
        ] {
            assert_eq!(decode(&Bytes::copy_from_slice(frame)), Err(error), "{frame:?}");
        }
    }
}
