//! What must be true of every decision of a room, whoever asked for it: nobody edits without the right, and nobody but its holder
//! changes a locked place. Judged by what the room was told, with rules written down here a second time.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use yrs::types::ToJson as _;
use yrs::types::text::YChange;
use yrs::{Any, Doc, GetString as _, Map as _, Out, Text as _, Transact as _};
use yrsa::access::{AccessChange, Action, Role};
use yrsa::admission::StateVector;
use yrsa::protocol::Message;
use yrsa::room::ConnectionId;
use yrsa::room::around::{Mode, Rules};
use yrsa::room::state::{Effect, Event, State};

use crate::simulation::edits::{apply, doc_of};

/// Places that are locked, and that are looked at.
pub(crate) const PLACES: [&[&str]; 6] = [&["text"], &["map"], &["map", "title"], &["map", "k"], &["array"], &["xml"]];

/// Who a connection is, as the room was told.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub(crate) user: Arc<str>,
    pub(crate) role: Role,
    news: u64,
}

/// What a room was told so far.
#[derive(Debug, Default)]
pub(crate) struct Sight {
    people: BTreeMap<ConnectionId, Told>,
    pub(crate) rules: Arc<Rules>,
    /// Something was undone here: from then on what a holder means may be more than what their update says.
    offended: bool,
    /// Something waits for a missing part: whose it is when it is let in is not looked into.
    parked: bool,
    /// Was told that it may stay no longer.
    pub(crate) removed: Vec<ConnectionId>,
}

/// What is looked at before a decision, to be compared after it.
pub(crate) struct Before {
    from: ConnectionId,
    may_edit: bool,
    places: Vec<(Vec<Arc<str>>, String)>,
    own: Option<Own>,
}

/// What somebody writes where nobody else may.
struct Own {
    /// The document before.
    doc: Doc,
    update: Bytes,
    paths: Vec<Vec<Arc<str>>>,
}

impl Sight {
    pub(crate) fn new(rules: &Arc<Rules>, parked: bool) -> Self {
        Self { rules: Arc::clone(rules), parked, ..Self::default() }
    }

    /// Takes note of what an event tells the room.
    pub(crate) fn note(&mut self, event: &Event) {
        match event {
            Event::About(about) => self.rules = Arc::clone(&about.rules),
            Event::Join { connection, participant } => {
                let told = Told { user: Arc::clone(&participant.user.id), role: participant.role, news: 0 };
                self.people.insert(*connection, told);
            }
            Event::Leave(connection) => drop(self.people.remove(connection)),
            Event::Access(connection, number, change) => {
                let is_about_the_role = !matches!(change, AccessChange::TokenExpiring);
                let newer = |told: &&mut Told| is_about_the_role && told.news <= *number;
                let Some(told) = self.people.get_mut(connection).filter(newer) else { return };
                told.news = *number;
                match change {
                    AccessChange::Role(role) => told.role = *role,
                    AccessChange::Removed(_) => self.removed.push(*connection),
                    AccessChange::TokenExpiring => {}
                }
            }
            _ => {}
        }
    }

    /// What is to be compared when an event has been decided about.
    pub(crate) fn before(&self, now_ms: u64, event: &Event, state: &mut State) -> Option<Before> {
        let Event::Message(from, message) = event else { return None };
        let update = match message {
            Message::Update(update) => &update.update,
            Message::SyncStep2(update) => update,
            _ => return None,
        };
        let told = self.people.get(from)?;
        let is_mine = |lock: &&yrsa::room::around::Lock| lock.holder.id == told.user;
        let may_edit = told.role.may(Action::Edit)
            && match self.rules.mode {
                Mode::Parallel => true,
                Mode::Sequential => self.rules.turn.as_ref() == Some(&told.user),
                Mode::Locked => self.rules.locks.iter().any(|lock| is_mine(&lock)),
            };
        let locks = || self.rules.locks.iter().filter(|lock| lock.until_ms > now_ms);
        let forbidden: Vec<Vec<Arc<str>>> = match self.rules.mode {
            _ if self.parked => Vec::new(),
            Mode::Locked => {
                let within = |held: &[Arc<str>], place: &[&str]| held.iter().zip(place).all(|(one, other)| **one == **other);
                let is_open = |place: &&[&str]| locks().filter(is_mine).any(|lock| within(&lock.path, place));
                PLACES
                    .iter()
                    .filter(|place| !is_open(place))
                    .map(|place| place.iter().map(|name| (*name).into()).collect())
                    .collect()
            }
            _ => locks().filter(|lock| !is_mine(lock)).map(|lock| lock.path.clone()).collect(),
        };
        let mut places = Vec::new();
        if !forbidden.is_empty() {
            let doc = replica(state);
            places = forbidden.into_iter().map(|path| (path.clone(), shown(&doc, &path))).collect();
        }
        let paths: Vec<_> = locks().filter(is_mine).map(|lock| lock.path.clone()).collect();
        let is_looked_at = may_edit && !paths.is_empty() && !self.parked && !self.offended;
        let own = is_looked_at.then(|| Own { doc: replica(state), update: update.clone(), paths });
        Some(Before { from: *from, may_edit, places, own })
    }

    /// Compares.
    pub(crate) fn after(&mut self, before: Option<Before>, effects: &[Effect], state: &mut State) {
        let appends =
            || effects.iter().filter_map(|effect| if let Effect::Append(_, append) = effect { Some(append) } else { None });
        for parked in appends().filter_map(|append| append.parked.as_ref()) {
            self.parked = !parked.is_empty();
        }
        let offended = self.offended;
        self.offended |= effects.iter().any(|effect| matches!(effect, Effect::Undone(_)));
        let Some(Before { from, may_edit, places, own }) = before else { return };
        let told = &self.people[&from];
        assert!(
            may_edit || appends().next().is_none(),
            "an edit of {told:?} is taken in, who may not edit now: {:?}",
            self.rules
        );
        for entry in appends().filter_map(|append| append.entry.as_ref()).filter(|entry| entry.connection == from.0) {
            assert_eq!(entry.user.as_ref(), Some(&told.user), "an edit is logged as somebody else's");
        }
        if self.parked || appends().next().is_none() || (places.is_empty() && own.is_none()) {
            return;
        }
        let doc = replica(state);
        if let Some(Own { doc: expected, update, paths }) = own.filter(|_| !offended) {
            apply(&expected, &update);
            for path in paths.iter().filter(|path| !path.is_empty()) {
                assert_eq!(
                    shown(&doc, path),
                    shown(&expected, path),
                    "what {told:?} wrote in {path:?}, which is theirs, is not kept"
                );
            }
        }
        for (path, before) in places {
            assert_eq!(shown(&doc, &path), before, "{told:?} changed {path:?}, which is locked: {:?}", self.rules);
        }
    }

    pub(crate) fn role(&self, connection: ConnectionId) -> Option<Role> {
        self.people.get(&connection).map(|told| told.role)
    }
}

/// A room's document, read by yrs alone.
fn replica(state: &mut State) -> Doc {
    doc_of(&state.document().missing_for(&StateVector::default()).expect("the document can be read"))
}

/// What stands in a place; marks that end where they begin are nothing.
pub(crate) fn shown<N: AsRef<str>>(doc: &Doc, path: &[N]) -> String {
    let names: Vec<&str> = path.iter().map(AsRef::as_ref).collect();
    match names[..] {
        [] => ["text", "map", "array", "xml"].map(|root| shown(doc, &[root])).join("; "),
        ["map", key] => {
            let map = doc.get_or_insert_map("map");
            let txn = doc.transact();
            match map.get(&txn, key) {
                Some(Out::YText(text)) => format!("{:?}", text.diff(&txn, YChange::identity)),
                Some(out) => json_of(&out.to_json(&txn)),
                None => "nothing".into(),
            }
        }
        ["map"] => json_of(&doc.get_or_insert_map("map").to_json(&doc.transact())),
        ["array"] => json_of(&doc.get_or_insert_array("array").to_json(&doc.transact())),
        ["xml"] => doc.get_or_insert_xml_fragment("xml").get_string(&doc.transact()),
        ["text"] => {
            let text = doc.get_or_insert_text("text");
            let txn = doc.transact();
            let mut pieces: Vec<(String, String)> = Vec::new();
            for piece in text.diff(&txn, YChange::identity) {
                let bold = piece.attributes.iter().any(|marks| marks.get("bold") == Some(&Any::Bool(true)));
                let (words, bold) = (piece.insert.to_string(&txn), bold.to_string());
                match pieces.last_mut() {
                    Some((before, same)) if *same == bold => before.push_str(&words),
                    _ => pieces.push((words, bold)),
                }
            }
            format!("{pieces:?}")
        }
        ref other => panic!("nobody looks at {other:?}"),
    }
}

pub(crate) fn json_of(value: &Any) -> String {
    serde_json::to_value(value).expect("JSON").to_string()
}
