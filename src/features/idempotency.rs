//! Requests that are carried out once however often they are sent: answers by user and key, kept for a day. Asked by a layer around
//! the routes of `http::api` before a writing request and told after it; knows neither routes nor what they do.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;
use yrsa_storage::{Clock, Expected, Record, RecordBatch};

use super::Refused;
use super::records::{self, Key, Store};

const TAG: &str = "idempotency";

/// How long an answer is kept, in milliseconds.
const KEPT_MS: u64 = 24 * 60 * 60 * 1000;

/// How often old answers are looked for.
const HOUR: Duration = Duration::from_secs(60 * 60);

/// Keys of one user that are kept at a time.
const MOST: usize = 100_000;

/// Bytes of one user's keys and answers that are kept at a time.
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// A request with a key.
#[derive(Debug, Clone)]
pub struct Keyed {
    /// Against whose limits it is counted.
    pub user: String,
    /// Who of those who are counted as this user sends it, and nobody else.
    pub holder: String,
    /// Their key: 1 to 255 bytes.
    pub key: String,
    /// A hash of everything that makes it this request.
    pub hash: String,
    /// Whether it may be carried out again if nobody knows how it ended.
    pub again: Again,
}

/// Whether a request does no more when it is carried out twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Again {
    /// It does not.
    Harmless,
    /// It might.
    Harmful,
}

/// An answer that is kept.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Those of its headers that say something about the answer.
    pub headers: Vec<(String, String)>,
    /// Its body.
    pub body: String,
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Answer").field("status", &self.status).finish_non_exhaustive()
    }
}

/// How a request ended.
#[derive(Debug)]
pub enum Outcome {
    /// It was carried out, with this answer.
    Done(Answer),
    /// It was carried out; its answer is not to be kept.
    DoneInSilence,
    /// It did nothing: it may be sent again.
    Nothing,
    /// Nobody knows.
    Unknown,
}

/// What to do with a request.
#[derive(Debug)]
pub enum Verdict {
    /// Carry it out, and say how it ended.
    Go(Running),
    /// It was carried out before, with this answer.
    Repeat(Answer),
    /// It was carried out before; its answer was not kept.
    Silence,
    /// It is being carried out.
    UnderWay,
    /// It was cut off, and might do twice what it does.
    CutOff,
    /// The key belongs to another request.
    Other,
    /// The user has too many keys, or their answers are too large together.
    TooMany,
}

/// What is stored.
#[derive(Serialize, Deserialize)]
struct Kept {
    hash: String,
    at_ms: u64,
    state: State,
}

/// The part of it that says how old it is.
#[derive(Deserialize)]
struct When {
    at_ms: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum State {
    Started(Again),
    Done(Option<Answer>),
}

/// All keys.
pub struct Idempotency {
    store: Store,
    running: Mutex<HashSet<Bytes>>,
    /// What is kept of each user.
    kept: Mutex<HashMap<String, Usage>>,
    /// The most of each; tests have less.
    most_bytes: usize,
}

/// What is kept of one user.
#[derive(Debug, Clone, Copy, Default)]
struct Usage {
    keys: usize,
    bytes: usize,
}

impl std::fmt::Debug for Idempotency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Idempotency")
    }
}

/// A request that is being carried out; dropping it without a word means that nobody knows how it ended.
#[derive(Debug)]
pub struct Running {
    all: Arc<Idempotency>,
    record: Bytes,
    keyed: Keyed,
    at_ms: u64,
    /// What is stored, key included, in bytes.
    size: usize,
}

impl Drop for Running {
    fn drop(&mut self) {
        lock(&self.all.running).remove(&self.record);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Idempotency {
    /// Keys in this storage. Counts those that are kept. Blocks.
    pub fn open(store: Store) -> Result<Arc<Self>, Refused> {
        let mut kept: HashMap<String, Usage> = HashMap::new();
        each(&store, |user, record| {
            let usage = kept.entry(user.to_owned()).or_default();
            usage.keys += 1;
            usage.bytes += record.key.len() + record.value.len();
        })?;
        Ok(Arc::new(Self { store, running: Mutex::default(), kept: Mutex::new(kept), most_bytes: MOST_BYTES }))
    }

    /// Decides about a request, and notes that it begins. Blocks.
    pub fn begin(self: &Arc<Self>, keyed: Keyed, now_ms: u64) -> Result<Verdict, Refused> {
        let record = Key::new(TAG).under(&keyed.user).name(&format!("{} {}", keyed.holder, keyed.key));
        if !lock(&self.running).insert(record.clone()) {
            return Ok(Verdict::UnderWay);
        }
        // From here on the key is free again when this is dropped.
        let mut running = Running { all: Arc::clone(self), record, keyed, at_ms: now_ms, size: 0 };
        let raw = self.store.get(&running.record)?;
        running.size = raw.as_ref().map_or(0, |raw| running.record.len() + raw.len());
        let stored = raw.as_deref().map(records::decode::<Kept>).transpose()?;
        if let Some(kept) = stored.filter(|kept| now_ms < kept.at_ms.saturating_add(KEPT_MS)) {
            if kept.hash != running.keyed.hash {
                return Ok(Verdict::Other);
            }
            match kept.state {
                State::Done(Some(answer)) => return Ok(Verdict::Repeat(answer)),
                State::Done(None) => return Ok(Verdict::Silence),
                State::Started(Again::Harmful) => return Ok(Verdict::CutOff),
                State::Started(Again::Harmless) => return Ok(Verdict::Go(running)),
            }
        }
        let usage = self.usage(&running.keyed.user);
        if usage.keys >= MOST || usage.bytes >= self.most_bytes {
            return Ok(Verdict::TooMany);
        }
        running.put(State::Started(running.keyed.again))?;
        Ok(Verdict::Go(running))
    }

    /// Lets go of answers that are older than a day. Blocks.
    pub fn forget_old(&self, now_ms: u64) -> Result<(), Refused> {
        let (mut failed, mut unreadable) = (None, 0_u64);
        each(&self.store, |user, record| match records::decode::<When>(&record.value) {
            Ok(when) if now_ms < when.at_ms.saturating_add(KEPT_MS) => {}
            Ok(_) => {
                // Whoever carries it out once more meanwhile has changed it, or is about to.
                let is_running = lock(&self.running).contains(&record.key);
                if !is_running && let Err(error) = self.forget(user, record) {
                    failed = Some(error);
                }
            }
            Err(_) => unreadable += 1,
        })?;
        if unreadable > 0 {
            tracing::warn!(unreadable, "answers to requests with idempotency keys can't be read; they stay");
        }
        failed.map_or(Ok(()), Err)
    }

    /// Lets go of old answers every hour until cancelled.
    pub async fn keep(self: Arc<Self>, clock: Clock, stopping: CancellationToken) {
        while tokio::time::timeout(HOUR, stopping.cancelled()).await.is_err() {
            let (all, now_ms) = (Arc::clone(&self), clock.now_ms());
            if let Err(error) = records::blocking(move || all.forget_old(now_ms)).await {
                tracing::warn!(%error, "answers to requests with idempotency keys stay for now");
            }
        }
    }

    /// Deletes a record unless it has changed.
    fn forget(&self, user: &str, record: &Record) -> Result<(), Refused> {
        let batch = RecordBatch::new().expect(record.key.clone(), Expected::Value(record.value.clone()));
        if records::write(&*self.store, &batch.delete(record.key.clone()))? {
            self.count(user, record.key.len() + record.value.len(), 0);
        }
        Ok(())
    }

    fn usage(&self, user: &str) -> Usage {
        lock(&self.kept).get(user).copied().unwrap_or_default()
    }

    /// Notes that a record of some size has another one now; without bytes there is none.
    fn count(&self, user: &str, before: usize, now: usize) {
        let mut kept = lock(&self.kept);
        let usage = kept.entry(user.to_owned()).or_default();
        usage.keys = (usage.keys + usize::from(now > 0)).saturating_sub(usize::from(before > 0));
        usage.bytes = (usage.bytes + now).saturating_sub(before);
        if usage.keys == 0 {
            kept.remove(user);
        }
    }
}

/// Shows every record with its user.
fn each(store: &Store, mut show: impl FnMut(&str, &Record)) -> Result<(), Refused> {
    let all = Key::new(TAG);
    let mut after: Option<Bytes> = None;
    loop {
        let page = store.scan(all.prefix(), after.as_deref(), 100)?;
        let Some(last) = page.last() else { return Ok(()) };
        after = Some(last.key.clone());
        for record in &page {
            let names = record.key.get(all.prefix().len()..).unwrap_or_default();
            let user = names.split_first_chunk().and_then(|(length, rest)| rest.get(..usize::from(u16::from_be_bytes(*length))));
            match user.and_then(|user| std::str::from_utf8(user).ok()) {
                Some(user) => show(user, record),
                None => tracing::warn!("a record of idempotency keys belongs to nobody; it stays"),
            }
        }
    }
}

impl Running {
    fn encoded(&self, state: State) -> Result<Bytes, Refused> {
        records::encode(&Kept { hash: self.keyed.hash.clone(), at_ms: self.at_ms, state })
    }

    fn put(&mut self, state: State) -> Result<(), Refused> {
        let value = self.encoded(state)?;
        self.put_bytes(value)
    }

    fn put_bytes(&mut self, value: Bytes) -> Result<(), Refused> {
        let size = self.record.len() + value.len();
        records::write(&*self.all.store, &RecordBatch::new().put(self.record.clone(), value))?;
        self.all.count(&self.keyed.user, self.size, size);
        self.size = size;
        Ok(())
    }

    /// Keeps an answer; if there is no room for it, only that there was one.
    fn keep(&mut self, answer: Answer) -> Result<(), Refused> {
        let value = self.encoded(State::Done(Some(answer)))?;
        let fits = self.all.usage(&self.keyed.user).bytes + value.len() <= self.all.most_bytes;
        if fits { self.put_bytes(value) } else { self.put(State::Done(None)) }
    }

    fn delete(self) -> Result<(), Refused> {
        records::write(&*self.all.store, &RecordBatch::new().delete(self.record.clone()))?;
        self.all.count(&self.keyed.user, self.size, 0);
        Ok(())
    }

    /// Notes how the request ended. Blocks.
    pub fn finish(mut self, outcome: Outcome) -> Result<(), Refused> {
        match outcome {
            Outcome::Done(answer) => self.keep(answer),
            Outcome::DoneInSilence => self.put(State::Done(None)),
            Outcome::Nothing => self.delete(),
            Outcome::Unknown => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use yrsa_storage::Memory;

    use super::*;

    fn keyed(again: Again) -> Keyed {
        Keyed { user: "ada".to_owned(), holder: String::new(), key: "k".to_owned(), hash: "h".to_owned(), again }
    }

    fn go(verdict: Verdict) -> Running {
        match verdict {
            Verdict::Go(running) => running,
            other => panic!("{other:?}"),
        }
    }

    fn answer() -> Answer {
        Answer { status: 201, headers: vec![("etag".to_owned(), "\"1\"".to_owned())], body: "{}".to_owned() }
    }

    #[test]
    fn what_is_done_is_repeated_for_a_day() {
        let all = Idempotency::open(Arc::new(Memory::default())).unwrap();
        let running = go(all.begin(keyed(Again::Harmful), 0).unwrap());
        assert!(matches!(all.begin(keyed(Again::Harmful), 1).unwrap(), Verdict::UnderWay));
        running.finish(Outcome::Done(answer())).unwrap();
        let Verdict::Repeat(repeated) = all.begin(keyed(Again::Harmful), KEPT_MS - 1).unwrap() else { panic!() };
        assert_eq!(repeated, answer());
        let other = Keyed { hash: "other".to_owned(), ..keyed(Again::Harmful) };
        assert!(matches!(all.begin(other.clone(), 1).unwrap(), Verdict::Other));
        assert!(matches!(all.begin(Keyed { user: "bob".to_owned(), ..other.clone() }, 1).unwrap(), Verdict::Go(_)));
        assert!(matches!(all.begin(other, KEPT_MS).unwrap(), Verdict::Go(_)));
    }

    #[test]
    fn what_was_cut_off_is_carried_out_again_only_if_that_does_no_harm() {
        let store: Store = Arc::new(Memory::default());
        let all = Idempotency::open(Arc::clone(&store)).unwrap();
        drop(go(all.begin(keyed(Again::Harmful), 0).unwrap()));
        // After a crash.
        let all = Idempotency::open(store).unwrap();
        assert!(matches!(all.begin(keyed(Again::Harmful), 1).unwrap(), Verdict::CutOff));
        let harmless = Keyed { key: "l".to_owned(), ..keyed(Again::Harmless) };
        drop(go(all.begin(harmless.clone(), 0).unwrap()));
        go(all.begin(harmless, 1).unwrap()).finish(Outcome::Nothing).unwrap();
    }

    #[test]
    fn what_did_nothing_and_what_is_old_leave_nothing() {
        let store: Store = Arc::new(Memory::default());
        let all = Idempotency::open(Arc::clone(&store)).unwrap();
        go(all.begin(keyed(Again::Harmful), 0).unwrap()).finish(Outcome::Nothing).unwrap();
        assert!(store.scan(b"", None, 1).unwrap().is_empty());
        go(all.begin(keyed(Again::Harmful), 0).unwrap()).finish(Outcome::DoneInSilence).unwrap();
        all.forget_old(KEPT_MS - 1).unwrap();
        assert!(matches!(all.begin(keyed(Again::Harmful), 1).unwrap(), Verdict::Silence));
        all.forget_old(KEPT_MS).unwrap();
        assert!(store.scan(b"", None, 1).unwrap().is_empty());
        assert!(lock(&all.kept).is_empty());
    }

    #[test]
    fn answers_of_one_user_take_so_much_room_and_no_more() {
        let store: Store = Arc::new(Memory::default());
        let mut all = Idempotency::open(Arc::clone(&store)).unwrap();
        Arc::get_mut(&mut all).unwrap().most_bytes = 1024 * 1024;
        let key = |n: usize| Keyed { key: n.to_string(), ..keyed(Again::Harmful) };
        let large = Answer { body: "x".repeat(16 * 1024), ..answer() };
        let refused = (0..200).find(|n| match all.begin(key(*n), 0).unwrap() {
            Verdict::Go(running) => {
                running.finish(Outcome::Done(large.clone())).unwrap();
                false
            }
            Verdict::TooMany => true,
            other => panic!("{other:?}"),
        });
        // What does not fit any more is noted without its body, until even that is too much.
        assert!(refused.is_none_or(|n| n >= 60), "{refused:?}");
        let bytes = all.usage("ada").bytes;
        // The note that there is no room takes some, too.
        assert!((1024 * 1024 - 32 * 1024..1024 * 1024 + 1024).contains(&bytes), "{bytes}");
        let counted = Idempotency::open(Arc::clone(&store)).unwrap().usage("ada");
        assert_eq!((counted.bytes, counted.keys), (bytes, all.usage("ada").keys), "also after a restart");
        assert!(matches!(all.begin(Keyed { user: "bob".to_owned(), ..key(0) }, 0).unwrap(), Verdict::Go(_)));
        all.forget_old(KEPT_MS).unwrap();
        assert_eq!(all.usage("ada").bytes, 0);
    }

    #[test]
    fn one_record_that_cannot_be_read_does_not_keep_the_others() {
        let store: Store = Arc::new(Memory::default());
        let all = Idempotency::open(Arc::clone(&store)).unwrap();
        for key in ["a", "b", "c"] {
            let keyed = Keyed { key: key.to_owned(), ..keyed(Again::Harmful) };
            go(all.begin(keyed, 0).unwrap()).finish(Outcome::Done(answer())).unwrap();
        }
        let broken = Key::new(TAG).under("ada").name(" b");
        records::write(&*store, &RecordBatch::new().put(broken.clone(), Bytes::from_static(b"{"))).unwrap();
        all.forget_old(KEPT_MS).unwrap();
        let left: Vec<Bytes> = store.scan(b"", None, 10).unwrap().into_iter().map(|record| record.key).collect();
        assert_eq!(left, [broken]);
    }
}
