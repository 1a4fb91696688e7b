//! A companion tells only what is on disk. Any other document gets back what a crash took from the server, because clients who know
//! it send it again; a companion takes nothing from clients, so nobody may know more of it than the disk does. Part of the pure
//! `state`, which calls it.

use std::collections::VecDeque;

use super::{Effect, State};
use crate::room::outbox::FrameKind;

/// What clients are to be told when a write is on disk, in order, with the ticket of that write.
pub(super) type Unsaid = VecDeque<(u64, Effect)>;

impl State {
    /// Keeps back what was decided from effect `first` on as far as it could tell of something that is not on disk yet, and gives
    /// out what no longer has to wait.
    pub(super) fn tell_what_is_on_disk(&mut self, first: usize, effects: &mut Vec<Effect>) {
        let (durable, last) = (self.durable, self.tickets);
        let Some(unsaid) = self.unsaid.as_mut().filter(|unsaid| durable < last || !unsaid.is_empty()) else { return };
        for effect in effects.split_off(first) {
            if may_tell_of_content(&effect) {
                unsaid.push_back((last, effect));
            } else {
                effects.push(effect);
            }
        }
        while let Some((_, effect)) = unsaid.pop_front_if(|(ticket, _)| *ticket <= durable) {
            effects.push(effect);
        }
    }
}

/// Whether it does, or has to stay in order with what does.
fn may_tell_of_content(effect: &Effect) -> bool {
    match effect {
        Effect::Send(_, kind, _) | Effect::Announce { kind, .. } | Effect::Broadcast { kind, .. } => *kind != FrameKind::Presence,
        Effect::Tell(..) | Effect::Resume(..) | Effect::HoldUpdates(_) => true,
        Effect::Probe(_)
        | Effect::Append(..)
        | Effect::Snapshot(_)
        | Effect::Happened { .. }
        | Effect::Moved(_)
        | Effect::Undone(_)
        | Effect::Stirred
        | Effect::Close(..) => false,
    }
}
