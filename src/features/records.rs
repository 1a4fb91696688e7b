//! Records as features keep them: JSON with the version `v`, under keys that begin with the feature's tag. Keys join names by
//! length, so that no name can reach into another's range. Blocking, like the storage.

use std::sync::Arc;

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;
use yrsa_storage::{Expected, RecordBatch, Storage, Written};

use super::Refused;
use crate::document::kinds::nesting;

/// The version that is written, and the newest that is read.
const VERSION: u64 = 1;

/// How deep a record may nest. `serde_json` writes any depth and reads 127 levels: what is deeper would never be read again.
const DEEPEST: usize = 120;

/// How many records are read at a time.
const PAGE: usize = 500;

/// A record as it was read, so that it can be replaced only if nobody was faster.
#[derive(Debug, Clone)]
pub struct Stored<T> {
    /// What it says.
    pub value: T,
    raw: Bytes,
}

impl<T> Stored<T> {
    /// The condition that it has not changed.
    #[must_use]
    pub fn unchanged(&self) -> Expected {
        Expected::Value(self.raw.clone())
    }
}

/// A key: a tag, then names with their lengths.
#[derive(Debug, Clone)]
pub struct Key(Vec<u8>);

impl Key {
    /// The keys of a feature.
    #[must_use]
    pub fn new(tag: &str) -> Self {
        Self([tag.as_bytes(), b"\0"].concat())
    }

    /// A name that others follow.
    #[must_use]
    pub fn under(mut self, name: &str) -> Self {
        let length = u16::try_from(name.len()).unwrap_or(u16::MAX);
        self.0.extend_from_slice(&length.to_be_bytes());
        self.0.extend_from_slice(name.as_bytes());
        self
    }

    /// The last part, a number: records are in the order of these.
    #[must_use]
    pub fn number(mut self, number: u64) -> Bytes {
        self.0.extend_from_slice(&number.to_be_bytes());
        self.0.into()
    }

    /// What all keys begin with that are made of this.
    #[must_use]
    pub fn prefix(&self) -> &[u8] {
        &self.0
    }

    /// The last name.
    #[must_use]
    pub fn name(mut self, name: &str) -> Bytes {
        self.0.extend_from_slice(name.as_bytes());
        self.0.into()
    }
}

/// Reads a record.
pub fn get<T: DeserializeOwned>(storage: &dyn Storage, key: &[u8]) -> Result<Option<Stored<T>>, Refused> {
    storage.get(key)?.map(|raw| Ok(Stored { value: decode(&raw)?, raw })).transpose()
}

/// Reads all records below a key, with the last name of each.
pub fn list<T: DeserializeOwned>(storage: &dyn Storage, below: &Key) -> Result<Vec<(String, T)>, Refused> {
    each(storage, below, |name, raw| Ok(Some((name?, decode(raw)?))))
}

/// The same without those that can't be read, where one of them is not to keep anybody from the others.
pub fn list_readable<T: DeserializeOwned>(storage: &dyn Storage, below: &Key) -> Result<Vec<(String, T)>, Refused> {
    each(storage, below, |name, raw| {
        let shown = name.as_deref().unwrap_or_default().to_owned();
        let read = name.and_then(|name| Ok((name, decode(raw)?)));
        let left_out = |error: &Refused| tracing::error!(name = shown, %error, "a record can't be read and is passed over");
        Ok(read.inspect_err(left_out).ok())
    })
}

/// What is made of all records below a key, by the last name of each and its bytes.
fn each<T>(
    storage: &dyn Storage,
    below: &Key,
    read: impl Fn(Result<String, Refused>, &[u8]) -> Result<Option<T>, Refused>,
) -> Result<Vec<T>, Refused> {
    let mut found = Vec::new();
    let mut after: Option<Bytes> = None;
    loop {
        let page = storage.scan(&below.0, after.as_deref(), PAGE)?;
        for record in &page {
            let name = record.key.get(below.0.len()..).unwrap_or_default();
            let name = std::str::from_utf8(name).map_err(|_| Refused::Damaged("a key is not UTF-8"));
            found.extend(read(name.map(str::to_owned), &record.value)?);
        }
        match page.last() {
            Some(last) if page.len() == PAGE => after = Some(last.key.clone()),
            _ => return Ok(found),
        }
    }
}

/// Whether there are so many records below a key.
pub fn has(storage: &dyn Storage, below: &Key, count: usize) -> Result<bool, Refused> {
    Ok(storage.scan(&below.0, None, count)?.len() >= count)
}

/// The bytes of a record.
///
/// # Errors
/// `Invalid` for one that could not be read again.
pub fn encode(value: &impl Serialize) -> Result<Bytes, Refused> {
    let mut json = serde_json::to_value(value).map_err(|_| Refused::Broken("a record can't be written as JSON"))?;
    let object = json.as_object_mut().ok_or(Refused::Broken("a record is an object"))?;
    object.insert("v".to_owned(), VERSION.into());
    if nesting::depth(&json) > DEEPEST {
        return Err(Refused::Invalid("what is stored nests too deep: give it at most 100 levels"));
    }
    Ok(json.to_string().into())
}

/// The reverse of [`encode`].
pub fn decode<T: DeserializeOwned>(raw: &[u8]) -> Result<T, Refused> {
    let mut json: serde_json::Value = serde_json::from_slice(raw).map_err(|_| Refused::Damaged("not JSON"))?;
    let version = json.as_object_mut().and_then(|object| object.remove("v")).and_then(|version| version.as_u64());
    if version != Some(VERSION) {
        return Err(Refused::Damaged("written by another version"));
    }
    serde_json::from_value(json).map_err(|_| Refused::Damaged("unexpected fields"))
}

/// Writes a batch; whether its conditions held.
pub fn write(storage: &dyn Storage, batch: &RecordBatch) -> Result<bool, Refused> {
    Ok(storage.write(batch)? == Written::Committed)
}

/// Deletes all records below a key, some at a time.
pub fn remove_below(storage: &dyn Storage, below: &Key) -> Result<(), Refused> {
    loop {
        let page = storage.scan(&below.0, None, PAGE)?;
        if page.is_empty() {
            return Ok(());
        }
        let batch = page.iter().fold(RecordBatch::new(), |batch, record| batch.delete(record.key.clone()));
        write(storage, &batch)?;
    }
}

/// Random bytes of the system.
pub fn random<const N: usize>() -> Result<[u8; N], Refused> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| Refused::Broken("the system has no random bytes"))?;
    Ok(bytes)
}

/// A UUID of version 7 (RFC 9562, 5.7) of this time: the order of ids is that of time, to the millisecond.
pub fn new_id(now_ms: u64) -> Result<String, Refused> {
    let random = random::<10>()?;
    Ok(uuid::Builder::from_unix_timestamp_millis(now_ms, &random).into_uuid().hyphenated().to_string())
}

/// Runs blocking work on a thread for it.
pub async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, Refused> + Send + 'static) -> Result<T, Refused> {
    tokio::task::spawn_blocking(work).await.unwrap_or(Err(Refused::Broken("a task ended early")))
}

/// The storage, as features hold it.
pub type Store = Arc<dyn Storage>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_reaches_into_the_range_of_another() {
        let under = |scope: &str| Key::new("member").under(scope);
        for (a, b) in [("a/", "a"), ("a", "a/b"), ("", "a")] {
            assert!(!under(a).name("x").starts_with(&under(b).0), "{a} and {b}");
        }
    }

    #[test]
    fn a_record_of_another_version_is_not_read_as_one_of_this() {
        let value = serde_json::json!({"a": 1});
        let raw = encode(&value).unwrap();
        assert_eq!(decode::<serde_json::Value>(&raw).unwrap(), value);
        assert!(decode::<serde_json::Value>(br#"{"a":1,"v":2}"#).is_err());
        assert!(decode::<serde_json::Value>(br#"{"a":1}"#).is_err());
    }

    #[test]
    fn what_is_written_can_be_read_again_however_deep_it_nests() {
        let nested = |levels: usize| (1..levels).fold(serde_json::json!({}), |inner, _| serde_json::json!({ "x": inner }));
        let read =
            |levels: usize| encode(&nested(levels)).map(|raw| decode::<serde_json::Value>(&raw).unwrap() == nested(levels));
        assert!((1..=DEEPEST).all(|levels| read(levels).unwrap()));
        assert!((DEEPEST + 1..400).all(|levels| matches!(read(levels), Err(Refused::Invalid(_)))));
    }
}
