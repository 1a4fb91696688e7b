//! Looking things up in the audit: filters, and pages from the newest entry back. By document and by user there are indexes; whatever
//! else is asked for is looked for among the entries, so many at a time. Reads only. Part of `audit`.

use serde_json::{Map, Value};
use yrsa_storage::Storage;

use super::chain;
use crate::access::Scope;
use crate::features::Refused;
use crate::features::events::reader::Types;
use crate::features::guard::hearing::Circle;

/// Entries looked at for one page.
const LOOKED_AT: usize = 10_000;

/// Entries read at a time.
const CHUNK: u64 = 128;

/// Times may go back by so much, in milliseconds: the clock may be set. What is older than that was before.
const SLACK_MS: u64 = 24 * 60 * 60 * 1000;

/// An entry of the audit: an object of JSON with the members that `docs/AUDIT.md` names.
pub type Entry = Map<String, Value>;

/// How somebody may look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Reach {
    /// At everything.
    Everything,
    /// At what owners see: nothing about accounts, administration and refusals.
    #[default]
    OfOwners,
}

/// Which entries.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// How far the caller may look.
    pub reach: Reach,
    /// About documents and scopes in this one.
    pub under: Option<Scope>,
    /// About exactly this document or scope.
    pub document: Option<String>,
    /// By this user.
    pub user: Option<String>,
    /// Of these types, such as `member.*`.
    pub actions: Types,
    /// With this outcome.
    pub outcome: Option<String>,
    /// Not before this time, in milliseconds since the Unix epoch.
    pub since_ms: Option<u64>,
    /// Before this time.
    pub until_ms: Option<u64>,
}

/// Some entries, the newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// The entries; fewer than were asked for also where much was looked at in vain.
    pub entries: Vec<Entry>,
    /// Entries before this one may fit, too; `None` at the end.
    pub next: Option<u64>,
}

impl Filter {
    /// Whether an entry is one of them.
    #[must_use]
    pub fn includes(&self, entry: &Entry) -> bool {
        let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
        let (about, user) = chain::keys_in(entry);
        let time = time_of(entry);
        let action = text("action");
        (self.reach == Reach::Everything || Circle::of(action) != Circle::Administrators)
            && self.under.as_ref().is_none_or(|under| about.is_some_and(|about| under.holds(about)))
            && self.document.as_deref().is_none_or(|document| about == Some(document))
            && self.user.as_deref().is_none_or(|wanted| user == Some(wanted))
            && self.actions.include(action)
            && self.outcome.as_deref().is_none_or(|outcome| text("outcome") == outcome)
            && self.since_ms.is_none_or(|since| time >= since)
            && self.until_ms.is_none_or(|until| time < until)
    }

    /// Whether nothing that is older can fit.
    fn ends_with(&self, entry: &Entry) -> bool {
        self.since_ms.is_some_and(|since| time_of(entry).saturating_add(SLACK_MS) < since)
    }
}

fn time_of(entry: &Entry) -> u64 {
    entry.get("time").and_then(Value::as_u64).unwrap_or_default()
}

/// At most so many entries before one, or the newest. Blocks.
pub fn page(storage: &dyn Storage, filter: &Filter, before: Option<u64>, limit: usize) -> Result<Page, Refused> {
    let mut looking = Looking { filter, limit, looked_at: 0, page: Page::default() };
    let exact = filter.under.as_ref().filter(|under| under.document().is_some()).map(Scope::as_str);
    let index = match (filter.document.as_deref().or(exact), filter.user.as_deref()) {
        (Some(document), _) => Some(chain::of_document(document)),
        (None, Some(user)) => Some(chain::of_user(user)),
        (None, None) => None,
    };
    match index {
        Some(index) => looking.by_index(storage, &index, before)?,
        None => looking.through(storage, before)?,
    }
    Ok(looking.page)
}

struct Looking<'f> {
    filter: &'f Filter,
    limit: usize,
    looked_at: usize,
    page: Page,
}

impl Looking<'_> {
    /// Looks at an entry; whether that was the last one for now.
    fn take(&mut self, seq: u64, raw: &[u8]) -> bool {
        self.looked_at += 1;
        match chain::read(raw) {
            Ok(entry) if self.filter.ends_with(&entry) => {
                self.page.next = None;
                return true;
            }
            Ok(entry) if self.filter.includes(&entry) => self.page.entries.push(entry),
            Ok(_) => {}
            Err(error) => tracing::error!(seq, %error, "an audit entry can't be read; run `yrsa verify`"),
        }
        self.page.next = Some(seq);
        self.page.entries.len() >= self.limit || self.looked_at >= LOOKED_AT
    }

    fn by_index(
        &mut self,
        storage: &dyn Storage,
        index: &crate::features::records::Key,
        before: Option<u64>,
    ) -> Result<(), Refused> {
        let mut after = index.clone().number(before.map_or(0, |before| u64::MAX - before));
        loop {
            let chunk = storage.scan(index.prefix(), Some(&after), CHUNK as usize)?;
            for record in &chunk {
                let seq = u64::MAX - chain::number_in(&record.key)?;
                after = record.key.clone();
                let Some(raw) = storage.get(&chain::entries().number(seq))? else { continue };
                if self.take(seq, &raw) {
                    return Ok(());
                }
            }
            if chunk.len() < CHUNK as usize {
                self.page.next = None;
                return Ok(());
            }
        }
    }

    fn through(&mut self, storage: &dyn Storage, before: Option<u64>) -> Result<(), Refused> {
        let (head, anchor) = (chain::head(storage)?.seq, chain::anchor(storage)?.seq);
        let mut high = before.map_or(head, |before| before.saturating_sub(1).min(head));
        while high > anchor {
            let low = high.saturating_sub(CHUNK).max(anchor);
            let chunk = storage.scan(chain::entries().prefix(), Some(&chain::entries().number(low)), CHUNK as usize)?;
            for record in chunk.iter().rev() {
                let seq = chain::number_in(&record.key)?;
                if seq <= high && self.take(seq, &record.value) {
                    return Ok(());
                }
            }
            high = low;
        }
        self.page.next = None;
        Ok(())
    }
}

/// Entries after one, the oldest first: those of the next so many that fit, and the last that was looked at; `None` at the end, which
/// is what `through` names. Blocks.
pub fn following(storage: &dyn Storage, filter: &Filter, after: u64, through: u64) -> Result<(Vec<Entry>, Option<u64>), Refused> {
    let chunk = storage.scan(chain::entries().prefix(), Some(&chain::entries().number(after)), CHUNK as usize)?;
    let (mut found, mut last) = (Vec::new(), None);
    for record in &chunk {
        let seq = chain::number_in(&record.key)?;
        if seq > through {
            return Ok((found, None));
        }
        last = Some(seq);
        match chain::read(&record.value) {
            Ok(entry) => found.extend(filter.includes(&entry).then_some(entry)),
            Err(error) => tracing::error!(seq, %error, "an audit entry can't be read; run `yrsa verify`"),
        }
    }
    Ok((found, last))
}
