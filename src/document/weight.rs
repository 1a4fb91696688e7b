//! What takes so long with a document that it must not be done where sockets are served. Asked by `room::state` before it decides;
//! never does any of it.

use super::{Document, is_empty};

/// From this size work on a document leaves the threads that serve sockets.
const HEAVY: usize = 64 * 1024;

/// From this size even copying a document does.
const LARGE: usize = 4 * 1024 * 1024;

/// A tail of this many updates, or a quarter of the state, is merged into the state before it is served again.
const LONG_TAIL: usize = 256;

impl Document {
    /// Whether taking in this update takes long.
    #[must_use]
    pub fn receiving_is_heavy(&self, update: &[u8]) -> bool {
        update.len() > HEAVY || (!self.is_built() && !is_empty(update) && self.encoded_len() > HEAVY)
    }

    /// Whether encoding the document, or what a client lacks of it, takes long.
    #[must_use]
    pub fn encoding_is_heavy(&self) -> bool {
        self.encoded_len() > HEAVY
    }

    /// Whether giving all of it to a client takes long: it may have to be made anew, its tail to be merged, or both to be copied.
    #[must_use]
    pub fn copying_is_heavy(&self) -> bool {
        let is_worked_on = self.is_to_be_compacted() || (self.tail.len() > 1 && self.tail_bytes > HEAVY);
        (self.encoding_is_heavy() && is_worked_on) || self.encoded_len() > LARGE
    }

    /// Whether it is made smaller before it is served again. Who is first to open it is not made to wait for what helps those who
    /// come later.
    pub(super) fn is_to_be_compacted(&self) -> bool {
        self.is_built() && (self.tail.len() > LONG_TAIL || self.tail_bytes > HEAVY.max(self.state.len() / 4))
    }
}
