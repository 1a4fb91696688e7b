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

    /// 1003: a text frame at a door that speaks binary.
    #[must_use]
    pub fn text_frame() -> Self {
        Self::new(1003, "this door takes binary frames only")
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

    /// 4413: a message or the document is larger than allowed.
    #[must_use]
    pub fn too_large(why: impl Into<Cow<'static, str>>) -> Self {
        Self::new(4413, why)
    }

    /// 4422: the admission gate refused an update or a presence message.
    #[must_use]
    pub fn refused(why: &dyn std::fmt::Display) -> Self {
        Self::new(4422, format!("update refused: {why}"))
    }

    /// Whether a client that reconnects at once would only repeat its mistake. Such closes are held back for a moment, since
    /// clients before y-websocket 3.1 reconnect without any delay.
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
