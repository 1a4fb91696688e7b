//! What happened in the document, as events: gathered while it is edited, made when a burst of edits is over, handed to the journal
//! when the edits are durable, one delivery at a time. Part of the pure `state`. Documents without a journal pay nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};

use super::connection::Connection;
use super::{ConnectionId, Effect, Now, State};
use crate::admission;
use crate::document::json::{Before, View, size};
use crate::document::kinds::changes::{changes, escaped};
use crate::document::{self, Document, Kind};
use crate::event::{Author, Draft};
use crate::protocol::DocumentId;
use crate::room::around::About;

/// Edits of typed documents are told when nothing was edited for so long, and at the latest after the second time.
const THINGS: (Duration, Duration) = (Duration::from_millis(250), Duration::from_secs(2));

/// The same for free documents, of which only the places are told.
const PLACES: (Duration, Duration) = (Duration::from_secs(2), Duration::from_secs(10));

/// Places that one event names.
const MOST_PLACES: usize = 32;

/// Bytes of a burst's edits that are kept for the places they touch, and of events that wait to be told; what is beyond is told as
/// more, or as a gap.
const MOST_UPDATES: usize = 1 << 20;
const MOST_DRAFTS: usize = 16 << 20;

/// Who made an edit, and when.
#[derive(Debug, Clone)]
pub(super) struct By {
    /// The connection it came through.
    pub(super) connection: Option<ConnectionId>,
    /// The user, if there is one: the server itself is none.
    pub(super) author: Option<Author>,
    /// The author as the update log has it: nobody, if nobody vouched for them.
    pub(super) logged_as: Option<Arc<str>>,
    /// Milliseconds since the Unix epoch.
    pub(super) unix_ms: u64,
}

/// A thing that has changed since it was last told.
#[derive(Debug)]
struct Thing {
    by: By,
    /// Others who changed it and could not be told apart.
    also: Vec<Author>,
    old: Option<Value>,
}

/// Places that one author wrote to.
#[derive(Debug)]
struct Places {
    by: By,
    updates: Vec<Bytes>,
    bytes: usize,
    paths: BTreeSet<String>,
    /// There were more.
    more: bool,
}

/// What is to be told.
#[derive(Debug)]
pub(super) struct Events {
    kind: Kind,
    is_known: bool,
    /// Changes up to here are written down.
    told: u64,
    /// Changes up to here are being written down.
    under_way: Option<u64>,
    /// When the burst began, and when it is to be told.
    burst: Option<(Duration, Duration)>,
    things: BTreeMap<(&'static str, String), Thing>,
    places: Vec<Places>,
    drafts: Vec<Draft>,
    draft_bytes: usize,
    /// The document is too large to be followed as JSON; only places are told.
    too_large: bool,
}

impl By {
    pub(super) fn connection(id: ConnectionId, connection: &Connection, now: Now) -> Self {
        let user = &connection.participant.user;
        let author = Author { id: Arc::clone(&user.id), name: user.name.clone() };
        Self { connection: Some(id), author: Some(author), logged_as: connection.author.clone(), unix_ms: now.unix_ms }
    }

    /// The server itself.
    pub(super) fn server(now: Now) -> Self {
        Self::nobody(now.unix_ms)
    }

    pub(super) fn nobody(unix_ms: u64) -> Self {
        Self { connection: None, author: None, logged_as: None, unix_ms }
    }

    /// As the update log has it.
    pub(super) fn logged(user: Option<Arc<str>>, time_ms: u64) -> Self {
        Self { connection: None, author: user.clone().map(|id| Author { id, name: None }), logged_as: user, unix_ms: time_ms }
    }

    pub(super) fn is(&self, other: &By) -> bool {
        self.connection == other.connection
            && self.author.as_ref().map(|author| &author.id) == other.author.as_ref().map(|author| &author.id)
    }
}

impl Events {
    pub(super) fn new(about: &About) -> Self {
        Self {
            kind: about.kind,
            is_known: about.is_known,
            told: about.told,
            under_way: None,
            burst: None,
            things: BTreeMap::new(),
            places: Vec::new(),
            drafts: Vec::new(),
            draft_bytes: 0,
            too_large: false,
        }
    }

    /// Up to which position all was told.
    pub(super) fn told(&self) -> u64 {
        self.told
    }

    /// Whether anybody writes down what happens.
    pub(super) fn are_told(&self) -> bool {
        self.told != u64::MAX
    }

    /// Whether the document has to be followed as JSON for them.
    pub(super) fn need_view(&self) -> bool {
        self.are_told() && !self.too_large && !self.kind.collections().is_empty()
    }

    /// The document has outgrown what is followed as JSON.
    pub(super) fn give_up_things(&mut self) {
        self.too_large = true;
        // What of it changed can't be told any more, but where it is.
        for ((root, key), thing) in std::mem::take(&mut self.things) {
            places_of(&mut self.places, &thing.by).add(format!("/{root}/{}", escaped(&key)));
        }
    }

    /// Whether all up to this position is written down.
    pub(super) fn all_told(&self, seq: u64) -> bool {
        self.told >= seq
    }

    pub(super) fn kind(&self) -> Kind {
        self.kind
    }

    pub(super) fn learn(&mut self, about: &About) {
        (self.kind, self.is_known) = (about.kind, self.is_known || about.is_known);
    }

    /// Whether a burst of edits waits to be told.
    pub(super) fn wait(&self) -> bool {
        self.burst.is_some()
    }

    /// When a burst is to be told.
    pub(super) fn deadline(&self) -> Option<Duration> {
        self.burst.filter(|_| self.under_way.is_none()).map(|(_, due)| due)
    }

    /// Notes an edit that was taken in.
    pub(super) fn note(&mut self, now: Duration, by: &By, update: &Bytes) {
        if !self.are_told() {
            return;
        }
        let (quiet, longest) = if self.need_view() { THINGS } else { PLACES };
        let began = self.burst.map_or(now, |(began, _)| began);
        // Nobody waits for the first sign of a new document.
        let due = if self.is_known { (now + quiet).min(began + longest) } else { now };
        self.burst = Some((began, due));
        if !self.need_view() {
            self.note_place(by, update);
        }
    }

    /// Whether all that was gathered was made events of.
    pub(super) fn are_made(&self) -> bool {
        self.things.is_empty()
    }

    /// Notes an edit of which only the places can be told.
    pub(super) fn note_place(&mut self, by: &By, update: &Bytes) {
        if !self.are_told() {
            return;
        }
        let places = places_of(&mut self.places, by);
        if places.bytes + update.len() <= MOST_UPDATES {
            places.bytes += update.len() + 64;
            places.updates.push(update.clone());
        } else {
            places.more = true;
        }
    }

    /// Keeps events until they are told. Where they are too many, somebody has to read the document again.
    fn keep(&mut self, drafts: Vec<Draft>, id: &DocumentId, version: u64) {
        self.draft_bytes += drafts.iter().map(|draft| 256 + size(&draft.data)).sum::<usize>();
        if self.draft_bytes > MOST_DRAFTS {
            let by = By { connection: None, author: None, logged_as: None, unix_ms: drafts.last().map_or(0, |draft| draft.time) };
            self.drafts = vec![draft(id, "document.gap".to_owned(), &by, Some(version), json!({}))];
        } else {
            self.drafts.extend(drafts);
        }
    }

    /// The burst is over, whatever comes.
    pub(super) fn hurry(&mut self) {
        if let Some((began, due)) = &mut self.burst {
            *due = (*due).min(*began);
        }
    }

    /// Makes events of what was gathered.
    fn make(
        &mut self,
        id: &DocumentId,
        version: u64,
        document: &mut Document,
        view: Option<&View>,
    ) -> Result<(), document::Broken> {
        if !std::mem::replace(&mut self.is_known, true) {
            let by = self.things.values().map(|thing| &thing.by).chain(self.places.iter().map(|places| &places.by)).next();
            let by = by.cloned().unwrap_or(By { connection: None, author: None, logged_as: None, unix_ms: 0 });
            let data = json!({ "kind": self.kind.name(), "title": "" });
            self.drafts.insert(0, draft(id, "document.created".to_owned(), &by, None, data));
        }
        let made = self.drafts.len();
        let nothing = Value::Null;
        let shown = view.map_or(&nothing, View::shown);
        for ((root, key), thing) in std::mem::take(&mut self.things) {
            let new = shown.get(root).and_then(|root| root.get(&key));
            let drafts = thing.drafts(self.kind, (root, &key), new, id, version);
            self.keep(drafts, id, version);
        }
        for mut places in std::mem::take(&mut self.places) {
            if !places.updates.is_empty() {
                let update = admission::merge(&places.updates).map_err(|refusal| document::Broken::new(&refusal))?;
                places.paths.extend(document.places(&update)?);
            }
            let more = places.more || places.paths.len() > MOST_PLACES;
            let paths: Vec<String> = places.paths.into_iter().take(MOST_PLACES).collect();
            if !paths.is_empty() || more {
                let data = json!({ "paths": paths, "more": more });
                let draft = draft(id, "document.updated".to_owned(), &places.by, Some(version), data);
                self.keep(vec![draft], id, version);
            }
        }
        // Things are gathered by their names, and told in the order of time. What was made before this burst's end is older.
        if let Some(new) = self.drafts.get_mut(made..) {
            new.sort_by_key(|draft| draft.time);
        }
        (self.burst, self.draft_bytes) = (None, 0);
        Ok(())
    }
}

impl Thing {
    fn drafts(self, kind: Kind, (root, key): (&str, &str), new: Option<&Value>, id: &DocumentId, version: u64) -> Vec<Draft> {
        let Some(collection) = kind.collections().iter().find(|collection| collection.root == root) else { return Vec::new() };
        let told = changes(collection, key, self.old.as_ref(), new).into_iter().map(|mut change| {
            if !self.also.is_empty()
                && let Value::Object(data) = &mut change.data
            {
                let authors: Vec<&Author> = self.by.author.iter().chain(&self.also).collect();
                data.insert("authors".to_owned(), json!(authors));
            }
            draft(id, change.kind, &self.by, Some(version), change.data)
        });
        told.collect()
    }
}

fn draft(id: &DocumentId, kind: String, by: &By, version: Option<u64>, data: Value) -> Draft {
    Draft {
        kind: kind.into(),
        document: id.shared(),
        time: by.unix_ms,
        user: by.author.clone(),
        connection: by.connection.map(|connection| connection.0),
        version,
        data,
        trace: None,
    }
}

fn places_of<'p>(all: &'p mut Vec<Places>, by: &By) -> &'p mut Places {
    let known = all.iter().position(|places| places.by.is(by));
    let at = known.unwrap_or_else(|| {
        all.push(Places { by: by.clone(), updates: Vec::new(), bytes: 0, paths: BTreeSet::new(), more: false });
        all.len() - 1
    });
    all[at].by.unix_ms = by.unix_ms;
    &mut all[at]
}

/// Notes what stood where somebody wrote, while the view is brought up to date.
pub(super) struct Noting<'e> {
    pub(super) events: &'e mut Events,
    pub(super) id: &'e DocumentId,
    pub(super) version: u64,
    /// Whose edits the view takes in, by number.
    pub(super) by: &'e [By],
}

impl Noting<'_> {
    /// Who is told as the one who did it, and those who can't be told apart from them.
    fn authors(&self, by: &BTreeSet<usize>) -> Option<(&By, Vec<Author>)> {
        let mut all = by.iter().filter_map(|number| self.by.get(*number));
        let first = all.next()?;
        Some((first, all.filter_map(|by| by.author.clone()).collect()))
    }
}

impl Before for Noting<'_> {
    fn stood(&mut self, root: &str, key: &str, value: Option<&Value>, by: &BTreeSet<usize>) {
        if !self.events.need_view() {
            return;
        }
        let Some((by, also)) = self.authors(by).map(|(by, also)| (by.clone(), also)) else { return };
        let Some(collection) = self.events.kind.collections().iter().find(|collection| collection.root == root) else {
            places_of(&mut self.events.places, &by).add(format!("/{}/{}", escaped(root), escaped(key)));
            return;
        };
        let place = (collection.root, key.to_owned());
        match self.events.things.get_mut(&place) {
            // Noted in this very burst, or of one author.
            Some(thing) if thing.by.is(&by) && thing.also == also => thing.by.unix_ms = by.unix_ms,
            // Somebody else changed it before: that is told by itself.
            Some(thing) => {
                let before = std::mem::replace(thing, Thing { by, also, old: value.cloned() });
                let drafts = before.drafts(self.events.kind, (root, key), value, self.id, self.version);
                self.events.keep(drafts, self.id, self.version);
            }
            None => {
                self.events.things.insert(place, Thing { by, also, old: value.cloned() });
            }
        }
    }

    fn wrote(&mut self, root: &str, by: &BTreeSet<usize>) {
        if !self.events.need_view() {
            return;
        }
        if let Some(by) = self.authors(by).map(|(by, _)| by.clone()) {
            places_of(&mut self.events.places, &by).add(format!("/{}", escaped(root)));
        }
    }
}

impl Places {
    fn add(&mut self, path: String) {
        if self.paths.len() < MOST_PLACES {
            self.paths.insert(path);
        } else {
            self.more |= !self.paths.contains(&path);
        }
    }
}

impl State {
    /// Tells what happened, if it can be told now.
    pub(super) fn tell_events(&mut self, effects: &mut Vec<Effect>) -> Result<(), document::Broken> {
        if !self.events.are_told() || self.events.under_way.is_some() {
            return Ok(());
        }
        if self.events.all_told(self.seq) {
            self.events.burst = None;
            return Ok(());
        }
        self.tell_what_changed(effects)?;
        let view = self.follow.as_deref().map(super::follow::Follow::view);
        self.events.make(&self.id, self.seq, &mut self.document, view)?;
        self.events.under_way = Some(self.seq);
        let drafts = std::mem::take(&mut self.events.drafts);
        effects.push(Effect::Happened { after: self.tickets, through: self.seq, drafts });
        Ok(())
    }

    /// Events up to this position are written down.
    pub(super) fn told(&mut self, through: u64) {
        self.events.told = self.events.told.max(through);
        if self.events.under_way.is_some_and(|under_way| under_way <= through) {
            self.events.under_way = None;
        }
        if self.snapshot.under_way {
            self.events.hurry();
        }
    }

    /// What a crash left untold is told now, from the log: the document is taken back to where it was told, and forward again.
    pub(super) fn catch_up(
        &mut self,
        now: Now,
        untold: Vec<yrsa_storage::LogEntry>,
        effects: &mut Vec<Effect>,
    ) -> Result<(), document::Broken> {
        for entry in untold {
            let by = By::logged(entry.user, entry.time_ms);
            self.before_change(now, &by, effects)?;
            if self.seq < entry.seq {
                self.document.replay(&entry.update)?;
                self.seq = entry.seq;
            }
            self.note_change(now, &by, &entry.update);
        }
        self.events.hurry();
        Ok(())
    }

    /// Changes that can't be told any more: the log no longer has them.
    pub(super) fn note_gap(&mut self, now: Now, through: u64) {
        let by = By::server(now);
        self.events.drafts.push(draft(&self.id, "document.gap".to_owned(), &by, Some(through), json!({})));
        self.events.burst = Some((now.uptime, now.uptime));
    }
}
