//! What a room tells of what happened: by whom, grouped, complete, and none of it before it is on disk.

use std::collections::BTreeMap;
use std::time::Duration;

use bytes::Bytes;
use serde_json::{Map, Value, json};
use yrs::updates::decoder::Decode as _;
use yrs::{Any, Doc, GetString as _, Map as _, MapPrelim, MapRef, Out, Text as _, TextPrelim, Transact as _, Update};
use yrsa::document::Kind;
use yrsa::event::Draft;
use yrsa::protocol::Message;
use yrsa::protocol::live::Edit;
use yrsa::room::around::{About, Seed};
use yrsa::room::state::{Effect, Event, Untold};
use yrsa::room::{ConnectionId, Dialect};

use super::bench::{Author, Bench, relayed, settings};
use crate::simulation::random::Random;

const LONG: Duration = Duration::from_secs(11);

pub(super) fn about(kind: &str) -> About {
    About { is_known: true, kind: Kind::named(kind).unwrap(), seed: Seed::Nothing, told: 0, rules: Default::default() }
}

fn board() -> Bench {
    Bench::about(settings(), about("board"))
}

/// What is told once it is on disk; the journal takes it at once.
pub(super) fn happened(room: &mut Bench, effects: &[Effect]) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut effects: Vec<(u64, u64, Vec<Draft>)> = effects.iter().filter_map(telling).collect();
    while let Some((after, through, told)) = effects.pop() {
        room.sync_all();
        assert!(room.durable() >= after && room.stored().head() >= through, "nothing is told before it is on disk");
        drafts.extend(told);
        room.about.told = through;
        let more = room.tell(Event::Told(through));
        effects.extend(more.iter().filter_map(telling));
    }
    drafts
}

fn telling(effect: &Effect) -> Option<(u64, u64, Vec<Draft>)> {
    match effect {
        Effect::Happened { after, through, drafts } => Some((*after, *through, drafts.clone())),
        _ => None,
    }
}

/// Time passes until everything is told.
pub(super) fn wait(room: &mut Bench) -> Vec<Draft> {
    let effects = room.wait(LONG);
    happened(room, &effects)
}

pub(super) fn patch(room: &mut Bench, connection: u64, patch: &Value) -> Vec<Effect> {
    let edit = Edit::Patch(serde_json::from_value(patch.clone()).unwrap());
    room.tell(Event::Message(ConnectionId(connection), Message::Edit { id: None, edit, expected: None }))
}

fn kinds(drafts: &[Draft]) -> Vec<(&str, &str)> {
    drafts.iter().map(|draft| (&*draft.kind, draft.user.as_ref().map_or("", |user| &*user.id))).collect()
}

#[test]
fn a_card_that_is_dragged_and_renamed_is_told_with_the_fields_that_changed() {
    let mut room = board();
    room.join_called(1, "ada", Dialect::Json);
    patch(&mut room, 1, &json!([{"op": "add", "path": "/cards/c", "value": {"title": "a", "column": "todo", "order": "a0"}}]));
    let told = wait(&mut room);
    assert_eq!(kinds(&told), [("board.card.created", "ada")]);
    assert_eq!(told[0].data["value"]["column"], "todo");
    patch(&mut room, 1, &json!([{"op": "replace", "path": "/cards/c/column", "value": "doing"}]));
    patch(&mut room, 1, &json!([{"op": "replace", "path": "/cards/c/column", "value": "done"}]));
    patch(&mut room, 1, &json!([{"op": "replace", "path": "/cards/c/title", "value": "b"}]));
    let told = wait(&mut room);
    assert_eq!(kinds(&told), [("board.card.moved", "ada"), ("board.card.updated", "ada")]);
    assert_eq!(told[0].data["changes"], json!([{"path": "/column", "old": "todo", "new": "done"}]));
    assert_eq!((told[0].version, told[0].connection), (Some(4), Some(1)));
}

#[test]
fn nothing_is_told_before_it_is_on_disk_and_one_delivery_is_under_way_at_a_time() {
    let mut room = board();
    room.join_called(1, "ada", Dialect::Json);
    patch(&mut room, 1, &json!([{"op": "add", "path": "/cards/c", "value": {}}]));
    let effects = room.wait(LONG);
    let Some((1, 1, _)) = effects.iter().find_map(telling) else { panic!("told with the write it waits for") };
    patch(&mut room, 1, &json!([{"op": "add", "path": "/cards/d", "value": {}}]));
    assert!(room.wait(LONG).iter().all(|effect| telling(effect).is_none()), "the first is not written down yet");
    room.sync_all();
    let effects = room.tell(Event::Told(1));
    assert!(effects.iter().chain(&room.wait(LONG)).any(|effect| telling(effect).is_some_and(|(after, ..)| after == 2)));
}

#[test]
fn typing_is_one_event_for_each_author_and_thing_in_a_burst() {
    let mut room = board();
    room.join_called(1, "ada", Dialect::Json);
    room.join_called(2, "bob", Dialect::YWebsocket);
    room.join_called(3, "eve", Dialect::YWebsocket);
    patch(
        &mut room,
        1,
        &json!([{"op": "add", "path": "/cards", "value": {}}, {"op": "add", "path": "/cards/c", "value": {"title": ""}},
        {"op": "add", "path": "/cards/d", "value": {"title": ""}}]),
    );
    wait(&mut room);
    let (bob, eve) = (Client::of(&mut room, 71), Client::of(&mut room, 72));
    for word in ["a", "b", "c"] {
        for (who, client, card) in [(2, &bob, "c"), (3, &eve, "d")] {
            let update = client.change(|doc| {
                let mut txn = doc.transact_mut();
                client.cards.get_as_ref(&txn, card).insert(&mut txn, "title", word);
                txn.encode_update_v1()
            });
            room.update(who, &update);
        }
    }
    assert_eq!(kinds(&wait(&mut room)), [("board.card.updated", "bob"), ("board.card.updated", "eve")]);
    for (who, client, word) in [(2, &bob, "x"), (3, &eve, "y"), (2, &bob, "z")] {
        let update = client.change(|doc| {
            let mut txn = doc.transact_mut();
            client.cards.get_as_ref(&txn, "c").insert(&mut txn, "labels", word);
            txn.encode_update_v1()
        });
        let effects = room.update(who, &update);
        for client in [&bob, &eve] {
            client.hear(&effects);
        }
    }
    let told = wait(&mut room);
    assert_eq!(
        kinds(&told),
        [("board.card.updated", "bob"), ("board.card.updated", "eve"), ("board.card.updated", "bob")],
        "what several do to one thing is told apart"
    );
    assert_eq!(told[2].data["changes"], json!([{"path": "/labels", "old": "y", "new": "z"}]));
}

#[test]
fn a_free_document_tells_where_each_author_wrote_and_that_it_exists() {
    let mut room = Bench::about(settings(), About { is_known: false, ..about("document") });
    room.join_called(1, "ada", Dialect::YWebsocket);
    let effects = room.update(1, &Author::new(7).write("words"));
    let told = happened(&mut room, &effects);
    assert_eq!(kinds(&told), [("document.created", "ada"), ("document.updated", "ada")], "the first sign comes at once");
    assert_eq!(told[1].data, json!({"paths": ["/text"], "more": false}));
}

#[test]
fn a_document_without_a_journal_tells_nothing() {
    let mut room = Bench::new();
    room.join(1);
    room.update(1, &Author::new(7).write("words"));
    assert!(room.wait(LONG).iter().all(|effect| telling(effect).is_none()));
}

#[test]
fn a_new_document_is_seeded_once_whoever_opens_it_and_whatever_becomes_of_the_seed() {
    let mut room = Bench::about(settings(), About { seed: Seed::OfKind, ..about("board") });
    room.join_called(1, "ada", Dialect::Json);
    assert_eq!(wait(&mut room).len(), 3, "the columns are told");
    assert_eq!(projection(&mut room)["columns"].as_object().unwrap().len(), 3);
    room.reopen();
    assert_eq!(room.stored().head(), 1, "nothing is written again");
    room.join_called(1, "ada", Dialect::Json);
    patch(&mut room, 1, &json!([{"op": "remove", "path": "/columns/todo"}, {"op": "remove", "path": "/columns/done"}]));
    room.sync_all();
    room.reopen();
    assert_eq!(projection(&mut room)["columns"].as_object().unwrap().len(), 1);
}

#[test]
fn a_room_that_is_open_when_its_document_is_created_gets_its_kind_and_seed() {
    let mut room = Bench::about(settings(), About { is_known: false, ..about("document") });
    room.join_called(1, "ada", Dialect::Json);
    room.tell(Event::About(About { seed: Seed::OfKind, ..about("board") }));
    assert_eq!(projection(&mut room)["columns"].as_object().unwrap().len(), 3);
    assert_eq!(kinds(&wait(&mut room)), [("board.column.added", ""); 3]);
}

/// A Yjs client in the room.
pub(super) struct Client {
    doc: Doc,
    pub(super) cards: MapRef,
}

/// How a map that must be there is found.
pub(super) trait GetAs {
    fn get_as_ref(&self, txn: &impl yrs::ReadTxn, key: &str) -> MapRef;
}

impl GetAs for MapRef {
    fn get_as_ref(&self, txn: &impl yrs::ReadTxn, key: &str) -> MapRef {
        match self.get(txn, key) {
            Some(Out::YMap(map)) => map,
            other => panic!("{key} is {other:?}"),
        }
    }
}

impl Client {
    pub(super) fn of(room: &mut Bench, id: u64) -> Self {
        let updates = room.state.document().missing_for(&yrsa::admission::StateVector::default()).unwrap();
        let doc = crate::simulation::edits::new_doc(id);
        let cards = doc.get_or_insert_map("cards");
        let client = Self { doc, cards };
        updates.iter().for_each(|update| client.take(update));
        client
    }

    fn take(&self, update: &[u8]) {
        self.doc.transact_mut().apply_update(Update::decode_v1(update).unwrap()).unwrap();
    }

    fn hear(&self, effects: &[Effect]) {
        relayed(effects).iter().for_each(|(_, update)| self.take(update));
    }

    pub(super) fn change(&self, change: impl FnOnce(&Doc) -> Vec<u8>) -> Bytes {
        change(&self.doc).into()
    }
}

pub(super) fn projection(room: &mut Bench) -> Value {
    room.state.document().project(1 << 20).unwrap()
}

/// What the events tell, from nothing.
fn replay(told: &mut Map<String, Value>, draft: &Draft) {
    let nouns = [("board.card", "cards"), ("board.column", "columns")];
    let Some((root, verb)) =
        nouns.iter().find_map(|(noun, root)| Some((*root, draft.kind.strip_prefix(noun)?.strip_prefix('.')?)))
    else {
        return;
    };
    let id = draft.data["id"].as_str().unwrap().to_owned();
    let things = told.entry(root).or_insert_with(|| json!({})).as_object_mut().unwrap();
    match verb {
        "created" | "added" => assert_eq!(things.insert(id, draft.data["value"].clone()), None, "{draft:?}"),
        "removed" => assert!(things.remove(&id).is_some(), "{draft:?}"),
        _ => {
            let thing = things.get_mut(&id).unwrap_or_else(|| panic!("{draft:?}"));
            for change in draft.data["changes"].as_array().unwrap() {
                apply(thing, change);
            }
        }
    }
}

fn apply(thing: &mut Value, change: &Value) {
    let path = change["path"].as_str().unwrap();
    if let Some(splice) = change.get("splice") {
        let Some(Value::String(text)) = thing.pointer_mut(path) else { panic!("no text at {path}") };
        let units: Vec<u16> = text.encode_utf16().collect();
        let at = splice["index"].as_u64().unwrap() as usize;
        let end = at + splice["delete"].as_u64().unwrap() as usize;
        let insert: Vec<u16> = splice["insert"].as_str().unwrap().encode_utf16().collect();
        *text = String::from_utf16(&[&units[..at], &insert, &units[end..]].concat()).unwrap();
        return;
    }
    assert_eq!(thing.pointer(path), change.get("old"), "at {path}");
    if path.is_empty() {
        *thing = change["new"].clone();
        return;
    }
    let (holder, name) = path.rsplit_once('/').unwrap();
    let holder = thing.pointer_mut(holder).unwrap().as_object_mut().unwrap();
    let name = name.replace("~1", "/").replace("~0", "~");
    match change.get("new") {
        Some(new) => drop(holder.insert(name, new.clone())),
        None => drop(holder.remove(&name)),
    }
}

fn card(random: &mut Random) -> String {
    format!("c{}", random.below(4))
}

/// One edit by a Yjs client, of whatever is there.
fn yjs_edit(client: &Client, random: &mut Random) -> Bytes {
    let mut txn = client.doc.transact_mut();
    let id = card(random);
    match client.cards.get(&txn, &id) {
        Some(Out::YMap(card)) => match random.below(6) {
            0 => drop(client.cards.remove(&mut txn, &id)),
            1 => drop(card.insert(&mut txn, "column", ["todo", "done"][random.below(2)])),
            2 => drop(card.insert(&mut txn, "assignee", Any::Null)),
            3 => drop(card.insert(&mut txn, "x/y~z", random.below(9) as f64)),
            4 => match card.get(&txn, "description") {
                Some(Out::YText(text)) => {
                    let length = text.get_string(&txn).encode_utf16().count() as u32;
                    if length > 5 && random.below(3) == 0 {
                        text.remove_range(&mut txn, random.below(3) as u32, 2);
                    } else {
                        text.insert(
                            &mut txn,
                            random.below(length as usize + 1) as u32,
                            ["words ", "é", "many more words to be long "][random.below(3)],
                        );
                    }
                }
                _ => drop(card.insert(&mut txn, "description", TextPrelim::new("a text "))),
            },
            _ => drop(card.insert(&mut txn, "position", Any::from_json(r#"{"x":1}"#).unwrap())),
        },
        _ => match random.below(4) {
            0 => drop(client.cards.insert(&mut txn, id, "not a card")),
            _ => {
                let card = client.cards.insert(&mut txn, id, MapPrelim::default());
                card.insert(&mut txn, "title", "t");
                card.insert(&mut txn, "description", TextPrelim::new("d"));
            }
        },
    }
    txn.encode_update_v1().into()
}

#[test]
fn replayed_from_nothing_the_events_give_the_board_whatever_happened() {
    let runs: u64 = std::env::var("YRSA_RUNS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(200);
    let first: u64 = std::env::var("YRSA_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    for seed in first..first + runs {
        let caught = std::panic::catch_unwind(|| plan(seed));
        assert!(caught.is_ok(), "replay this plan with YRSA_SEED={seed} YRSA_RUNS=1");
    }
}

fn plan(seed: u64) {
    let mut random = Random::new(seed);
    let mut room = Bench::about(settings(), About { seed: Seed::OfKind, ..about("board") });
    let mut told = Map::new();
    let join = |room: &mut Bench| {
        room.join_called(1, "ada", Dialect::YWebsocket);
        room.join_called(2, "bob", Dialect::YWebsocket);
        room.join_called(3, "eve", Dialect::Request);
    };
    join(&mut room);
    let mut clients: BTreeMap<u64, Client> = [(1, Client::of(&mut room, 71)), (2, Client::of(&mut room, 72))].into();
    for _ in 0..random.within(10..60) {
        let effects = match random.below(12) {
            0..=6 => {
                let who = 1 + random.below(2) as u64;
                let update = yjs_edit(&clients[&who], &mut random);
                room.update(who, &update)
            }
            7 | 8 => {
                let id = card(&mut random);
                let path = format!("/cards/{id}");
                let edit = match random.below(3) {
                    0 => json!([{"op": "add", "path": path, "value": {"title": "p", "labels": ["a"]}}]),
                    1 => json!([{"op": "remove", "path": path}]),
                    _ => json!([{"op": "add", "path": format!("{path}/title"), "value": "named anew"}]),
                };
                patch(&mut room, 3, &edit)
            }
            9 => room.wait(Duration::from_millis(random.below(600) as u64)),
            10 => {
                let effects = room.sync_all();
                happened(&mut room, &effects).iter().for_each(|draft| replay(&mut told, draft));
                Vec::new()
            }
            // The room is lost; whatever was told stays told, the rest is told from the log.
            _ => {
                room.sync_all();
                let effects = room.reopen();
                happened(&mut room, &effects).iter().for_each(|draft| replay(&mut told, draft));
                join(&mut room);
                clients =
                    [(1, Client::of(&mut room, 71 + random.below(1 << 20) as u64)), (2, Client::of(&mut room, 1 << 21))].into();
                Vec::new()
            }
        };
        for client in clients.values() {
            client.hear(&effects);
        }
        // What is handed to the journal is not always written before a crash.
        if random.below(5) > 0 {
            happened(&mut room, &effects).iter().for_each(|draft| replay(&mut told, draft));
        } else if effects.iter().any(|effect| telling(effect).is_some()) {
            room.sync_all();
            let effects = room.reopen();
            happened(&mut room, &effects).iter().for_each(|draft| replay(&mut told, draft));
            join(&mut room);
            clients =
                [(1, Client::of(&mut room, 1 << 22)), (2, Client::of(&mut room, (1 << 22) + random.below(1 << 20) as u64 + 1))]
                    .into();
        }
    }
    wait(&mut room).iter().for_each(|draft| replay(&mut told, draft));
    let projected = projection(&mut room);
    for root in ["cards", "columns"] {
        let empty = json!({});
        assert_eq!(told.get(root).unwrap_or(&empty), &projected[root], "{root}");
    }
}

#[test]
fn things_that_several_change_between_two_looks_are_told_under_who_changed_them() {
    let mut room = board();
    room.join_called(1, "ada", Dialect::Json);
    patch(
        &mut room,
        1,
        &json!([{"op": "add", "path": "/cards", "value": {"c": {"title": ""}, "d": {"title": ""}, "e": {"title": ""}}}]),
    );
    wait(&mut room);
    room.leave(1);
    room.join_called(2, "bob", Dialect::YWebsocket);
    room.join_called(3, "eve", Dialect::YWebsocket);
    let (bob, eve) = (Client::of(&mut room, 71), Client::of(&mut room, 72));
    let set = |client: &Client, card: &str, field: &str| {
        let mut txn = client.doc.transact_mut();
        client.cards.get_as_ref(&txn, card).insert(&mut txn, field, client.doc.client_id().get() as f64);
        Bytes::from(txn.encode_update_v1())
    };
    // No time passes: nothing is read in between.
    for (who, client, card) in [(2, &bob, "c"), (3, &eve, "d"), (2, &bob, "c"), (2, &bob, "e"), (3, &eve, "e")] {
        let update = set(client, card, "title");
        room.update(who, &update);
    }
    let removed = {
        let mut txn = eve.doc.transact_mut();
        eve.cards.remove(&mut txn, "d");
        Bytes::from(txn.encode_update_v1())
    };
    room.update(3, &removed);
    let told = wait(&mut room);
    let of = |card: &str| told.iter().filter(|draft| draft.data["id"] == card).collect::<Vec<_>>();
    assert_eq!((kinds(&told).len(), of("c")[0].user.as_ref().unwrap().id.as_ref()), (3, "bob"), "{told:?}");
    assert_eq!((of("d")[0].kind.as_ref(), of("d")[0].user.as_ref().unwrap().id.as_ref()), ("board.card.removed", "eve"));
    let mut authors: Vec<&str> =
        of("e")[0].data["authors"].as_array().unwrap().iter().map(|user| user["id"].as_str().unwrap()).collect();
    authors.sort_unstable();
    assert_eq!(authors, ["bob", "eve"], "who can't be told apart is named together");
}

#[test]
fn what_was_parked_is_told_and_logged_under_who_sent_it() {
    let mut room = board();
    room.join_called(2, "bob", Dialect::YWebsocket);
    room.join_called(3, "eve", Dialect::YWebsocket);
    let author = Author::new(7);
    let (first, second) = (author.write("first "), author.write("second"));
    room.update(3, &second);
    room.update(2, &first);
    room.sync_all();
    let logged: Vec<Option<String>> = room.stored().tail.iter().map(|entry| entry.user.as_deref().map(str::to_owned)).collect();
    assert_eq!(logged, [Some("bob".to_owned()), Some("eve".to_owned())]);
}

#[test]
fn roots_beside_the_things_are_told_by_their_names() {
    let mut room = board();
    room.join_called(2, "bob", Dialect::YWebsocket);
    room.update(2, &Author::new(7).write("words"));
    let told = wait(&mut room);
    assert_eq!(kinds(&told), [("document.updated", "bob")]);
    assert_eq!(told[0].data["paths"], json!(["/text"]));
}

#[test]
fn a_room_that_keeps_failing_while_it_tells_leaves_a_gap_and_goes_on() {
    let mut room = board();
    room.join_called(1, "ada", Dialect::Json);
    patch(&mut room, 1, &json!([{"op": "add", "path": "/cards/c", "value": {}}]));
    room.sync_all();
    let effects = room.reopen_with(Untold::Skip);
    assert_eq!(kinds(&happened(&mut room, &effects)), [("document.gap", "")]);
    room.join_called(1, "ada", Dialect::Json);
    patch(&mut room, 1, &json!([{"op": "remove", "path": "/cards/c"}]));
    assert_eq!(kinds(&wait(&mut room)), [("board.card.removed", "ada")]);
}

#[test]
fn what_happened_in_a_burst_is_told_in_the_order_of_time() {
    let mut room = board();
    room.join_called(1, "ada", Dialect::Request);
    for (at, thing) in ["columns/z", "cards/b", "columns/a", "cards/a"].into_iter().enumerate() {
        patch(&mut room, 1, &json!([{"op": "add", "path": format!("/{thing}"), "value": {"title": at}}]));
        room.now.unix_ms += 1;
    }
    let titles: Vec<u64> = wait(&mut room).iter().map(|draft| draft.data["value"]["title"].as_u64().unwrap()).collect();
    assert_eq!(titles, [0, 1, 2, 3]);
}
