//! A document that nobody works on is its bytes alone: what was built from them takes many times as much
//! (docs/MEMORY.md) and is built again when somebody edits. Called by `room::state`, which knows when.

use super::{Broken, Document};

impl Document {
    /// Whether anything needed more than the bytes since this was last asked.
    pub fn take_used(&mut self) -> bool {
        std::mem::take(&mut self.used)
    }

    /// Whether anything needed more than the bytes since [`take_used`](Self::take_used).
    #[must_use]
    pub fn was_used(&self) -> bool {
        self.used
    }

    /// Brings the bytes into the form in which newcomers get them, and lets go of what was built from them.
    pub fn rest(&mut self) -> Result<(), Broken> {
        if self.replica.is_none() {
            return Ok(());
        }
        self.whole()?;
        self.tail.shrink_to_fit();
        self.forget_replica()?;
        self.used = false;
        Ok(())
    }
}
