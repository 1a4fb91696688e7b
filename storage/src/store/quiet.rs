//! When a checkpoint is due although neither bytes nor numbers ask for one: nothing was written for a while, and enough waits. Asked by
//! the checkpointer's thread each time it waited in vain; knows only how long the journal was.

/// Bytes of journal that are worth a checkpoint in quiet times.
const WORTH_IT: u64 = 256 << 10;

/// How long the journal was.
#[derive(Debug)]
pub(super) struct Quiet {
    /// After the last checkpoint.
    at_checkpoint: u64,
    /// When it was asked last.
    before: Option<u64>,
}

impl Quiet {
    pub(super) fn after_a_checkpoint(journal_bytes: u64) -> Self {
        Self { at_checkpoint: journal_bytes, before: None }
    }

    /// Whether nothing was written since it was asked the last time, and enough since the checkpoint.
    pub(super) fn is_due(&mut self, journal_bytes: u64) -> bool {
        let is_quiet = self.before.replace(journal_bytes) == Some(journal_bytes);
        is_quiet && journal_bytes.saturating_sub(self.at_checkpoint) >= WORTH_IT
    }
}

#[cfg(test)]
mod tests {
    use super::{Quiet, WORTH_IT};

    #[test]
    fn a_checkpoint_waits_until_nothing_is_written_and_is_made_only_if_it_is_worth_it() {
        let mut quiet = Quiet::after_a_checkpoint(100);
        for (bytes, is_due) in [
            (100, false),
            (100, false),            // Nothing waits.
            (99 + WORTH_IT, false),  // Something was just written.
            (99 + WORTH_IT, false),  // A byte too little.
            (100 + WORTH_IT, false), // Written to again.
            (100 + WORTH_IT, true),  // Enough, and quiet.
            (101 + WORTH_IT, false), // Busy again.
            (0, false),              // Segments went.
            (0, false),
        ] {
            assert_eq!(quiet.is_due(bytes), is_due, "{bytes}: {quiet:?}");
        }
    }

    #[test]
    fn what_was_written_before_it_was_asked_for_the_first_time_may_have_been_written_just_now() {
        assert!(!Quiet::after_a_checkpoint(0).is_due(WORTH_IT));
    }
}
