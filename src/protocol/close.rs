//! Every way the server ends a connection: the WebSocket close code and what it means. Documented in `docs/PROTOCOL.md`.
//! y-websocket 3.1 and later stop for good on 4400-4499 and reconnect on everything else; older clients always reconnect.

use std::borrow::Cow;

/// Why a connection is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Close {
    /// The WebSocket close code (RFC 6455 section 7.4).
    pub code: u16,
    /// The reason for the reader, at most 123 bytes on the wire.
    pub reason: Cow<'static, str>,
}

impl Close {
    fn new(code: u16, reason: impl Into<Cow<'static, str>>) -> Self {
        Self { code, reason: reason.into() }
    }

    /// 1001: nothing was heard from the client for two ping periods, or another connection took its place.
    #[must_use]
    pub fn gone() -> Self {
        Self::new(1001, "no sign of life")
    }

    /// 1002: what came is no WebSocket frame, or none that may come here (RFC 6455 section 7.4.1).
    #[must_use]
    pub fn protocol_error(why: &dyn std::fmt::Display) -> Self {
        Self::new(1002, format!("no valid WebSocket frame: {why}"))
    }

    /// 1007: a text message that is no UTF-8.
    #[must_use]
    pub fn no_utf8() -> Self {
        Self::new(1007, "a text message is UTF-8")
    }

    /// 1003: a text frame at a door that speaks binary.
    #[must_use]
    pub fn text_frame() -> Self {
        Self::new(1003, "this door takes binary frames only")
    }

    /// 1003: a binary frame at the door that speaks JSON.
    #[must_use]
    pub fn binary_frame() -> Self {
        Self::new(1003, "this door takes text frames with JSON only")
    }

    /// 1011: the room failed and is reopened from storage; reconnect.
    #[must_use]
    pub fn room_failed() -> Self {
        Self::new(1011, "the document is being reopened, reconnect")
    }

    /// 1012: the server shuts down; reconnect.
    #[must_use]
    pub fn shutdown() -> Self {
        Self::new(1012, "the server is restarting, reconnect")
    }

    /// 1013: the server can't take writes now (storage failing, overload); try again later.
    #[must_use]
    pub fn try_later(why: impl Into<Cow<'static, str>>) -> Self {
        Self::new(1013, why)
    }

    /// 4400: the bytes are no message of this protocol.
    #[must_use]
    pub fn malformed(why: &dyn std::fmt::Display) -> Self {
        Self::new(4400, format!("malformed message: {why}"))
    }

    /// 4401: nobody can be recognised any more: the token expired or was revoked, or there is none. Come back with a new one.
    #[must_use]
    pub fn unauthorized(why: impl Into<Cow<'static, str>>) -> Self {
        Self::new(4401, why)
    }

    /// 4403: the user has no right to the document any more, or somebody removed the connection.
    #[must_use]
    pub fn forbidden(why: impl Into<Cow<'static, str>>) -> Self {
        Self::new(4403, why)
    }

    /// 4404: the document was deleted.
    #[must_use]
    pub fn deleted() -> Self {
        Self::new(4404, "the document was deleted")
    }

    /// 4408: a Hocuspocus socket on which nobody was recognised in time.
    #[must_use]
    pub fn timeout(why: impl Into<Cow<'static, str>>) -> Self {
        Self::new(4408, why)
    }

    /// 4205: more on a Hocuspocus socket than is kept before its token is checked, or more documents than one socket may have.
    #[must_use]
    pub fn reset(why: impl Into<Cow<'static, str>>) -> Self {
        Self::new(4205, why)
    }

    /// 4413: a message or the document is larger than allowed.
    #[must_use]
    pub fn too_large(why: impl Into<Cow<'static, str>>) -> Self {
        Self::new(4413, why)
    }

    /// 4422: the admission gate refused an update, or a presence or stateless message can't be taken.
    #[must_use]
    pub fn refused(why: &dyn std::fmt::Display) -> Self {
        Self::new(4422, format!("update refused: {why}"))
    }

    /// 4440: the user did nothing for as long as the session allows; come back when there is something to do.
    #[must_use]
    pub fn idle() -> Self {
        Self::new(4440, "you did nothing for as long as this session allows")
    }

    /// 4429: the session has as many participants as it may have; come back when somebody has left.
    #[must_use]
    pub fn session_full(most: u32) -> Self {
        Self::new(4429, format!("the session is full: it takes {most} participants, try again when somebody has left"))
    }

    /// Whether a client that comes back as it is would only hear the same again.
    #[must_use]
    pub fn is_final(&self) -> bool {
        (4400..4500).contains(&self.code)
    }

    /// The reason, cut to what a close frame holds.
    #[must_use]
    pub fn wire_reason(&self) -> &str {
        let mut end = self.reason.len().min(123);
        while !self.reason.is_char_boundary(end) {
            end -= 1;
        }
        &self.reason[..end]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_reason_is_cut_at_a_character() {
        let close = Close::refused(&"ü".repeat(200));
        assert!(close.wire_reason().len() <= 123);
        assert!(close.reason.starts_with(close.wire_reason()));
    }
}
