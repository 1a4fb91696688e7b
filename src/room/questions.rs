//! What rooms are asked from outside, in the order of all else they hear: to look again at what is known of their document, and who is
//! there. Asked through `Rooms`, answered by the room's task after everything that came before was decided.

use std::sync::Arc;

use tokio::sync::oneshot;

use super::people::Present;
use super::registry::{Handle, Rooms};
use super::report::Report;
use super::state::{Event, State};
use super::stirs::Stirs;
use super::task::{Letter, Task};
use crate::protocol::DocumentId;

/// What is asked from outside.
#[derive(Debug)]
pub(super) enum Question {
    /// What is known of the document beside its content has changed; answered when the room goes by it.
    LookAgain(Option<oneshot::Sender<()>>),
    /// Who is here.
    WhoIsHere(oneshot::Sender<Present>),
    /// What the room says of itself.
    Report(oneshot::Sender<Report>),
}

impl Rooms {
    /// What is known of a document beside its content has changed: its room, if it is open, looks again. One that opens meanwhile
    /// reads what is known only after it can be found here, so it can't miss what was written before this call.
    pub fn look_again(&self, document: &DocumentId) {
        self.ask(document, Question::LookAgain(None));
    }

    /// The same, and waits until the room goes by it.
    pub async fn refresh(&self, document: &DocumentId) {
        let (seen, looked) = oneshot::channel();
        self.ask(document, Question::LookAgain(Some(seen)));
        // A room that is gone reads anew when it comes back.
        let _ = looked.await;
    }

    /// Who is in a document; `None` if its room is not open.
    pub async fn present(&self, document: &DocumentId) -> Option<Present> {
        let (tell, told) = oneshot::channel();
        self.ask(document, Question::WhoIsHere(tell));
        told.await.ok()
    }

    /// Hears where somebody comes, leaves or moves, from now on.
    #[must_use]
    pub fn stirs(&self) -> Stirs {
        self.shared.stirred.listen()
    }

    /// A document is removed for good: who came and left is not told any more.
    pub fn forget(&self, document: &DocumentId) {
        self.shared.around.forget(document);
    }

    /// The documents whose rooms are open.
    #[must_use]
    pub fn open_documents(&self) -> Vec<DocumentId> {
        self.shared.lock_rooms().keys().cloned().collect()
    }

    pub(super) fn ask(&self, document: &DocumentId, question: Question) {
        if let Some(Handle { mailbox, .. }) = self.shared.open_room(document) {
            self.shared.deliver(mailbox, Letter::Question(question));
        }
    }
}

impl Task {
    /// Answers what was asked from outside.
    pub(super) async fn answer(&mut self, mut state: Box<State>) -> Result<Box<State>, String> {
        let questions = std::mem::take(&mut self.questions);
        if questions.iter().any(|question| matches!(question, Question::LookAgain(_))) {
            let (around, id) = (Arc::clone(&self.shared.around), self.id.clone());
            // Read here and now, so the room never goes by something older than what it knew.
            match self.shared.heavy(move || around.about(&id)).await {
                Some(Ok(about)) => {
                    let decided;
                    (state, decided) = self.decide(state, vec![Event::About(about)]).await?;
                    self.perform();
                    decided?;
                }
                Some(Err(error)) => return Err(format!("what is known of the document can't be read: {error}")),
                None => return Err("the thread was lost".to_owned()),
            }
        }
        for question in questions {
            match question {
                Question::LookAgain(looked) => drop(looked.map(|looked| looked.send(()))),
                Question::WhoIsHere(tell) => drop(tell.send(state.present())),
                Question::Report(tell) => drop(tell.send(self.report(state.interior()))),
            }
        }
        Ok(state)
    }
}
