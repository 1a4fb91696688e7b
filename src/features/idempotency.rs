//! Requests that are carried out once however often they are sent: answers by user and key, kept for a day. Asked by a layer around
//! the routes of `http::api` before a writing request and told after it; knows neither routes nor what they do.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;
use yrsa_storage::{Clock, RecordBatch};

use super::Refused;
use super::records::{self, Key, Store};

const TAG: &str = "idempotency";

/// How long an answer is kept, in milliseconds.
const KEPT_MS: u64 = 24 * 60 * 60 * 1000;

/// How often old answers are looked for.
const HOUR: Duration = Duration::from_secs(60 * 60);

/// Keys of one user that are kept at a time.
const MOST: usize = 100_000;

/// A request with a key.
#[derive(Debug, Clone)]
pub struct Keyed {
    /// Who sends it, and nobody else.
    pub user: String,
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
    /// The user has too many keys.
    TooMany,
}

/// What is stored.
#[derive(Serialize, Deserialize)]
struct Kept {
    hash: String,
    at_ms: u64,
    state: State,
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
    /// Kept keys by user.
    counts: Mutex<HashMap<String, usize>>,
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
        let mut counts = HashMap::new();
        each(&store, |user, _, _| {
            *counts.entry(user.to_owned()).or_default() += 1;
            Ok(())
        })?;
        Ok(Arc::new(Self { store, running: Mutex::default(), counts: Mutex::new(counts) }))
    }

    /// Decides about a request, and notes that it begins. Blocks.
    pub fn begin(self: &Arc<Self>, keyed: Keyed, now_ms: u64) -> Result<Verdict, Refused> {
        let record = Key::new(TAG).under(&keyed.user).name(&keyed.key);
        if !lock(&self.running).insert(record.clone()) {
            return Ok(Verdict::UnderWay);
        }
        // From here on the key is free again when this is dropped.
        let running = Running { all: Arc::clone(self), record, keyed, at_ms: now_ms };
        let stored = records::get::<Kept>(&*self.store, &running.record)?.map(|stored| stored.value);
        let was_there = stored.is_some();
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
        if !was_there {
            let mut counts = lock(&self.counts);
            let count = counts.entry(running.keyed.user.clone()).or_default();
            if *count >= MOST {
                return Ok(Verdict::TooMany);
            }
            *count += 1;
        }
        running.put(State::Started(running.keyed.again))?;
        Ok(Verdict::Go(running))
    }

    /// Lets go of answers that are older than a day. Blocks.
    pub fn forget_old(&self, now_ms: u64) -> Result<(), Refused> {
        let mut old = Vec::new();
        each(&self.store, |user, key, raw| {
            let kept: Kept = records::decode(raw)?;
            if now_ms >= kept.at_ms.saturating_add(KEPT_MS) {
                old.push((user.to_owned(), key.clone()));
            }
            Ok(())
        })?;
        for (user, record) in old {
            if !lock(&self.running).contains(&record) {
                self.forget(&user, &record)?;
            }
        }
        Ok(())
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

    fn forget(&self, user: &str, record: &Bytes) -> Result<(), Refused> {
        records::write(&*self.store, &RecordBatch::new().delete(record.clone()))?;
        let mut counts = lock(&self.counts);
        if let Some(count) = counts.get_mut(user) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                counts.remove(user);
            }
        }
        Ok(())
    }
}

/// Shows every record: the user, the key of the record, its value.
fn each(store: &Store, mut show: impl FnMut(&str, &Bytes, &[u8]) -> Result<(), Refused>) -> Result<(), Refused> {
    let all = Key::new(TAG);
    let mut after: Option<Bytes> = None;
    loop {
        let page = store.scan(all.prefix(), after.as_deref(), 100)?;
        let Some(last) = page.last() else { return Ok(()) };
        after = Some(last.key.clone());
        for record in &page {
            let names = record.key.get(all.prefix().len()..).unwrap_or_default();
            let user = names.split_first_chunk().and_then(|(length, rest)| rest.get(..usize::from(u16::from_be_bytes(*length))));
            let user = user.and_then(|user| std::str::from_utf8(user).ok()).ok_or(Refused::Damaged("an idempotency key"))?;
            show(user, &record.key, &record.value)?;
        }
    }
}

impl Running {
    fn put(&self, state: State) -> Result<(), Refused> {
        let kept = Kept { hash: self.keyed.hash.clone(), at_ms: self.at_ms, state };
        let batch = RecordBatch::new().put(self.record.clone(), records::encode(&kept)?);
        records::write(&*self.all.store, &batch).map(|_| ())
    }

    /// Notes how the request ended. Blocks.
    pub fn finish(self, outcome: Outcome) -> Result<(), Refused> {
        match outcome {
            Outcome::Done(answer) => self.put(State::Done(Some(answer))),
            Outcome::DoneInSilence => self.put(State::Done(None)),
            Outcome::Nothing => self.all.forget(&self.keyed.user, &self.record),
            Outcome::Unknown => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use yrsa_storage::Memory;

    use super::*;

    fn keyed(again: Again) -> Keyed {
        Keyed { user: "ada".to_owned(), key: "k".to_owned(), hash: "h".to_owned(), again }
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
        assert!(lock(&all.counts).is_empty());
    }
}
