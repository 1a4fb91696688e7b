//! In which rooms somebody came, left or moved: for those who follow presence from outside. Rooms note it, listeners take it at
//! their own pace; each document is remembered once, so a listener costs bounded memory and nobody costs nothing.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use tokio::sync::Notify;

use crate::protocol::DocumentId;

/// Documents remembered for one listener; beyond that it has to look at all.
const REMEMBERED: usize = 4096;

/// Where rooms note that something moved.
#[derive(Debug, Default)]
pub(super) struct Stirred {
    listeners: AtomicUsize,
    all: Mutex<Vec<Weak<Heard>>>,
}

/// What one listener has not taken yet.
#[derive(Debug, Default)]
struct Heard {
    documents: Mutex<Documents>,
    notify: Notify,
}

#[derive(Debug, Default)]
struct Documents {
    some: BTreeSet<DocumentId>,
    too_many: bool,
}

/// One listener.
#[derive(Debug)]
pub struct Stirs {
    stirred: Arc<Stirred>,
    heard: Arc<Heard>,
}

/// Where something moved since a listener last asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stir {
    /// In these.
    In(Vec<DocumentId>),
    /// In more than are remembered: look at all.
    Anywhere,
}

impl Stirred {
    pub(super) fn listen(self: &Arc<Self>) -> Stirs {
        let heard = Arc::new(Heard::default());
        let mut all = self.lock();
        all.retain(|listener| listener.strong_count() > 0);
        all.push(Arc::downgrade(&heard));
        self.listeners.fetch_add(1, Ordering::Relaxed);
        Stirs { stirred: Arc::clone(self), heard }
    }

    /// Somebody came, left or moved in a document.
    pub(super) fn note(&self, document: &DocumentId) {
        if self.listeners.load(Ordering::Relaxed) == 0 {
            return;
        }
        for heard in self.lock().iter().filter_map(Weak::upgrade) {
            let mut documents = heard.lock();
            let is_news = if documents.some.len() < REMEMBERED {
                documents.some.insert(document.clone())
            } else {
                !documents.some.contains(document) && !std::mem::replace(&mut documents.too_many, true)
            };
            drop(documents);
            if is_news {
                heard.notify.notify_one();
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Weak<Heard>>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Heard {
    fn lock(&self) -> MutexGuard<'_, Documents> {
        self.documents.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Stirs {
    /// Waits until something moved that was not taken yet. Loses nothing when it is dropped.
    pub async fn next(&mut self) -> Stir {
        loop {
            if let Some(stir) = self.take() {
                return stir;
            }
            self.heard.notify.notified().await;
        }
    }

    /// What moved and was not taken yet.
    fn take(&mut self) -> Option<Stir> {
        let Documents { some, too_many } = std::mem::take(&mut *self.heard.lock());
        match (too_many, some.is_empty()) {
            (true, _) => Some(Stir::Anywhere),
            (false, true) => None,
            (false, false) => Some(Stir::In(some.into_iter().collect())),
        }
    }
}

impl Drop for Stirs {
    fn drop(&mut self) {
        self.stirred.listeners.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listener_hears_of_each_document_once_until_it_takes_it() {
        let stirred = Arc::new(Stirred::default());
        let id = |name: String| DocumentId::new(&name).unwrap();
        stirred.note(&id("before".into()));
        let mut stirs = stirred.listen();
        assert_eq!(stirs.take(), None);
        for name in ["b", "a", "b"] {
            stirred.note(&id(name.into()));
        }
        assert_eq!(stirs.take(), Some(Stir::In(vec![id("a".into()), id("b".into())])));
        for number in 0..=REMEMBERED {
            stirred.note(&id(format!("d{number}")));
        }
        assert_eq!(stirs.take(), Some(Stir::Anywhere));
        assert_eq!(stirs.take(), None);
    }
}
