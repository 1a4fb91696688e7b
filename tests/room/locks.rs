//! Locks, enforced: what somebody else's edit does to a locked part is undone for everybody, and nothing else of it is; and what the
//! holder does meanwhile is kept, whatever happened under their hands.

use std::sync::Arc;

use serde_json::json;
use yrs::types::ToJson as _;
use yrs::{Doc, Map as _, MapPrelim, MapRef, Out, Text as _, TextPrelim, TextRef, Transact as _};
use yrsa::event::Author;
use yrsa::protocol::live::Edit;
use yrsa::protocol::{Message, message};
use yrsa::room::around::{Lock, Mode, Rules};
use yrsa::room::outbox::{Drained, Notice, Outgoing};
use yrsa::room::state::{Effect, Event};
use yrsa::room::{ConnectionId, Dialect};

use super::bench::told;
use super::replicas::Replicas;

pub(super) fn lock(id: &str, holder: &str, path: &[&str]) -> Lock {
    Lock {
        id: id.into(),
        path: path.iter().map(|name| Arc::from(*name)).collect(),
        holder: Author { id: holder.into(), name: Some(holder.into()) },
        until_ms: u64::MAX,
        reason: Some("on it".into()),
    }
}

pub(super) fn locked(locks: Vec<Lock>) -> Rules {
    Rules { locks, shown: Some(r#"{"mode":"parallel"}"#.into()), ..Rules::default() }
}

/// Ada holds a lock on the card; eve and a second client of ada's are there, too. The card has a title and a description.
fn with_card() -> Replicas {
    let mut replicas = Replicas::of(&["ada", "eve", "ada"]);
    replicas.write(1, |txn| {
        let map = txn_map(txn);
        let card = map.insert(txn, "card", MapPrelim::from([("title", "one")]));
        card.insert(txn, "text", TextPrelim::new("hello world"));
        map.insert(txn, "other", "free");
    });
    replicas.settle();
    replicas.rule(locked(vec![lock("l", "ada", &["map", "card"])]));
    replicas.settle();
    replicas
}

pub(super) fn txn_map(txn: &mut yrs::TransactionMut<'_>) -> MapRef {
    use yrs::WriteTxn as _;
    txn.get_or_insert_map("map")
}

fn card(txn: &mut yrs::TransactionMut<'_>) -> MapRef {
    match txn_map(txn).get(txn, "card") {
        Some(Out::YMap(card)) => card,
        other => panic!("the card is {other:?}"),
    }
}

fn text(txn: &mut yrs::TransactionMut<'_>) -> TextRef {
    match card(txn).get(txn, "text") {
        Some(Out::YText(text)) => text,
        other => panic!("the text is {other:?}"),
    }
}

fn map(doc: &Doc) -> serde_json::Value {
    let map = doc.get_or_insert_map("map");
    let txn = doc.transact();
    serde_json::to_value(map.to_json(&txn)).unwrap()
}

pub(super) fn undone(replicas: &Replicas) -> usize {
    replicas.effects.iter().filter(|effect| matches!(effect, Effect::Undone(_))).count()
}

#[test]
fn what_others_do_to_a_locked_card_is_undone_and_all_else_is_kept() {
    let mut replicas = with_card();
    replicas.write(2, |txn| {
        card(txn).insert(txn, "title", "mine");
        card(txn).insert(txn, "extra", 1);
        text(txn).insert(txn, 5, " cruel");
        txn_map(txn).insert(txn, "other", "changed");
    });
    replicas.settle();
    replicas.all_agree("after an offence");
    assert_eq!(map(&replicas.server()), json!({"card": {"title": "one", "text": "hello world"}, "other": "changed"}));
    assert_eq!(undone(&replicas), 1);
    let told = replicas.effects.iter().any(|effect| matches!(effect, Effect::Tell(to, Notice::Undone(_)) if to.0 == 2));
    assert!(told, "the author is told");
    replicas.write(1, |txn| card(txn).insert(txn, "title", "two"));
    replicas.settle();
    replicas.all_agree("the holder goes on");
    assert_eq!(map(&replicas.server())["card"]["title"], "two");
}

#[test]
fn a_locked_card_that_somebody_deletes_comes_back_for_everybody() {
    let mut replicas = with_card();
    replicas.write(2, |txn| txn_map(txn).remove(txn, "card"));
    replicas.settle();
    replicas.all_agree("after a deletion");
    assert_eq!(map(&replicas.server())["card"], json!({"title": "one", "text": "hello world"}));
    replicas.write(1, |txn| text(txn).insert(txn, 0, "O "));
    replicas.settle();
    replicas.all_agree("the holder goes on in the copy");
    assert_eq!(map(&replicas.server())["card"]["text"], "O hello world");
}

#[test]
fn what_the_holder_does_to_a_card_that_was_just_deleted_is_kept() {
    let mut replicas = with_card();
    replicas.write(1, |txn| {
        text(txn).insert(txn, 5, ",");
        card(txn).insert(txn, "title", "two");
    });
    replicas.write(2, |txn| txn_map(txn).remove(txn, "card"));
    assert!(replicas.hear(2), "the deletion arrives first");
    replicas.write(1, |txn| text(txn).insert(txn, 6, " dear"));
    replicas.settle();
    replicas.all_agree("after all");
    assert_eq!(map(&replicas.server())["card"], json!({"title": "two", "text": "hello, dear world"}));
}

#[test]
fn what_the_holder_does_offline_to_a_card_that_is_deleted_meanwhile_is_kept() {
    let mut replicas = with_card();
    replicas.disconnect(1);
    replicas.write(1, |txn| {
        text(txn).remove_range(txn, 0, 6);
        card(txn).insert(txn, "title", "two");
    });
    replicas.write(2, |txn| txn_map(txn).remove(txn, "card"));
    replicas.settle();
    replicas.connect(1);
    replicas.settle();
    replicas.all_agree("after the return");
    assert_eq!(map(&replicas.server())["card"], json!({"title": "two", "text": "world"}));
}

/// Which of two values under a key wins depends on client ids; the holder's wins in both orders.
#[test]
fn a_value_the_holder_sets_wins_over_what_undoes_an_offence() {
    for (holder, offender) in [(1, 2), (3, 2)] {
        let mut replicas = with_card();
        replicas.write(holder, |txn| card(txn).insert(txn, "title", "two"));
        replicas.write(offender, |txn| card(txn).insert(txn, "title", "mine"));
        assert!(replicas.hear(offender));
        replicas.settle();
        replicas.all_agree("after both");
        assert_eq!(map(&replicas.server())["card"]["title"], "two");
    }
}

#[test]
fn edits_made_offline_before_the_lock_are_undone_when_they_arrive_under_it() {
    let mut replicas = with_card();
    replicas.rule(locked(Vec::new()));
    replicas.disconnect(2);
    replicas.write(2, |txn| {
        text(txn).push(txn, "!");
        txn_map(txn).insert(txn, "other", "changed");
    });
    replicas.rule(locked(vec![lock("l", "ada", &["map", "card"])]));
    replicas.connect(2);
    replicas.settle();
    replicas.all_agree("after the return");
    assert_eq!(map(&replicas.server()), json!({"card": {"title": "one", "text": "hello world"}, "other": "changed"}));
}

#[test]
fn an_edit_that_waited_for_a_part_is_undone_when_it_is_let_in() {
    let mut replicas = with_card();
    replicas.write(2, |txn| txn_map(txn).insert(txn, "other", "first"));
    replicas.write(2, |txn| card(txn).insert(txn, "title", "mine"));
    let first = replicas.client(2).outgoing.pop_front().unwrap();
    assert!(replicas.hear(2), "the second arrives first");
    replicas.client(2).outgoing.push_back(first);
    replicas.settle();
    replicas.all_agree("after both");
    assert_eq!(map(&replicas.server()), json!({"card": {"title": "one", "text": "hello world"}, "other": "first"}));
}

#[test]
fn in_a_locked_session_everybody_edits_what_they_hold() {
    let mut replicas = with_card();
    let session = Rules { mode: Mode::Locked, ..locked(vec![lock("l", "ada", &["map", "card"])]) };
    replicas.rule(session);
    replicas.write(1, |txn| {
        card(txn).insert(txn, "title", "two");
        txn_map(txn).insert(txn, "other", "changed");
    });
    replicas.write(2, |txn| card(txn).insert(txn, "title", "mine"));
    replicas.settle();
    assert_eq!(map(&replicas.server()), json!({"card": {"title": "two", "text": "hello world"}, "other": "free"}));
    assert_eq!(map(&replicas.client(1).doc), map(&replicas.server()), "the holder's other edit was undone");
    // Who holds nothing only reads; what they wrote is asked for again when they may.
    replicas.rule(locked(Vec::new()));
    replicas.settle();
    replicas.all_agree("everybody may edit");
}

/// Nothing of a document without locks is looked at twice.
#[test]
fn a_frame_is_relayed_as_it_came_where_no_lock_is_concerned() {
    let mut replicas = with_card();
    replicas.write(2, |txn| txn_map(txn).insert(txn, "other", "changed"));
    let frame = replicas.client(2).outgoing[0].clone();
    replicas.hear(2);
    assert_eq!(replicas.client(1).incoming.back(), Some(&frame));
    assert_eq!(undone(&replicas), 0);
}

/// In a locked session nobody's offence is against a lock, and those who hold one keep what they wrote all the same.
#[test]
fn what_the_holder_does_in_a_locked_session_to_a_card_that_was_just_deleted_is_kept() {
    let mut replicas = with_card();
    let locks = vec![lock("l", "ada", &["map", "card"]), lock("m", "eve", &["map", "other"])];
    replicas.rule(Rules { mode: Mode::Locked, ..locked(locks) });
    replicas.write(1, |txn| text(txn).insert(txn, 5, ","));
    replicas.write(2, |txn| {
        txn_map(txn).remove(txn, "card");
        txn_map(txn).insert(txn, "other", "mine");
    });
    assert!(replicas.hear(2), "the deletion arrives first");
    replicas.settle();
    replicas.all_agree("after both");
    assert_eq!(map(&replicas.server()), json!({"card": {"title": "one", "text": "hello, world"}, "other": "mine"}));
}

/// Time ends a lock by the clock, also for a room that was not told yet, and for somebody who may not have read an offence.
#[test]
fn what_somebody_does_in_a_locked_session_when_their_lock_has_expired_is_undone() {
    let mut replicas = with_card();
    let until_ms = replicas.room.now.unix_ms + 10_000;
    let adas = Lock { until_ms, ..lock("l", "ada", &["map", "card"]) };
    replicas.rule(Rules { mode: Mode::Locked, ..locked(vec![adas, lock("m", "eve", &["map", "other"])]) });
    replicas.write(2, |txn| txn_map(txn).remove(txn, "card"));
    assert!(replicas.hear(2), "the deletion arrives first");
    replicas.room.now.unix_ms = until_ms;
    replicas.write(1, |txn| text(txn).insert(txn, 0, "late "));
    replicas.settle();
    replicas.all_agree("after both");
    assert_eq!(map(&replicas.server())["card"], json!({"title": "one", "text": "hello world"}));
}

/// The question whether the holder has read the offence stays in a queue from which the offence itself is taken out.
#[test]
fn what_a_holder_does_who_is_too_slow_to_have_read_the_offence_is_kept() {
    let mut replicas = with_card();
    replicas.write(2, |txn| txn_map(txn).remove(txn, "card"));
    assert!(replicas.hear(2));
    let at = replicas.client(1).incoming.iter().position(|frame| message::update_in(frame).is_some()).unwrap();
    let dropped = replicas.client(1).incoming.remove(at).unwrap();
    let effects = replicas.room.tell(Event::Overflowed(ConnectionId(1), vec![Outgoing::Frame(dropped)]));
    replicas.carry(effects);
    while replicas.read(1) | replicas.hear(1) {}
    replicas.write(1, |txn| text(txn).insert(txn, 5, ","));
    assert!(replicas.hear(1));
    // No updates are queued for her until then.
    replicas.client(1).incoming.retain(|frame| message::update_in(frame).is_none());
    let effects = replicas.room.tell(Event::Drained(ConnectionId(1), Drained { presence_behind: false }));
    replicas.carry(effects);
    replicas.settle();
    replicas.all_agree("after all");
    assert_eq!(map(&replicas.server())["card"]["text"], "hello, world");
}

/// What somebody reads back of what they wrote is the offender's and what the holder meant, in two updates.
#[test]
fn a_holder_who_comes_back_without_having_seen_what_became_of_their_words_is_known_to_lack_it() {
    let mut replicas = with_card();
    replicas.write(1, |txn| card(txn).insert(txn, "title", "two"));
    replicas.write(2, |txn| txn_map(txn).remove(txn, "card"));
    assert!(replicas.hear(2) && replicas.hear(1), "the deletion arrives first");
    assert!(replicas.read(1), "she reads what became of the deletion, and not what became of her title");
    replicas.disconnect(1);
    assert_eq!(map(&replicas.client(1).doc)["card"]["title"], "one");
    replicas.write(1, |txn| card(txn).remove(txn, "title"));
    replicas.connect(1);
    replicas.settle();
    replicas.all_agree("after the return");
    assert_eq!(map(&replicas.server())["card"], json!({"text": "hello world"}));
}

/// While one is under way, no more is asked.
#[test]
fn a_holder_is_asked_once_however_many_offences_there_are() {
    let mut replicas = with_card();
    let asked = |replicas: &mut Replicas| {
        let is_question = |frame: &&bytes::Bytes| matches!(Message::decode(frame), Ok(Message::SyncStep1(_)));
        replicas.client(1).incoming.iter().filter(is_question).count()
    };
    for number in 0..10 {
        replicas.write(2, |txn| card(txn).insert(txn, "title", number));
        replicas.hear(2);
    }
    assert_eq!(asked(&mut replicas), 1);
    replicas.settle();
    replicas.all_agree("after all");
}

/// A lock on an element of a list is one on the list, whoever comes how.
#[test]
fn json_edits_beside_a_locked_place_in_a_list_are_refused_too() {
    let mut replicas = with_card();
    replicas.write(1, |txn| txn_map(txn).insert(txn, "list", yrs::ArrayPrelim::from([1, 2, 3])));
    replicas.settle();
    replicas.rule(locked(vec![lock("l", "ada", &["map", "list", "0"]), lock("m", "ada", &["map", "list2"])]));
    replicas.room.join_called(9, "eve", Dialect::Json);
    let mut edit = |patch: serde_json::Value| {
        let edit = Edit::Patch(serde_json::from_value(patch).unwrap());
        let effects = replicas.room.tell(Event::Message(ConnectionId(9), Message::Edit { id: None, edit, expected: None }));
        told(&effects, 9).into_iter().any(|notice| matches!(notice, Notice::Failed(failed) if failed.code == "locked"))
    };
    assert!(edit(json!([{ "op": "add", "path": "/map/list/0", "value": 0 }])));
    assert!(edit(json!([{ "op": "remove", "path": "/map/list/2" }])), "elements go by their place");
    assert!(edit(json!([{ "op": "add", "path": "/map/list/-", "value": 4 }])));
    assert!(!edit(json!([{ "op": "replace", "path": "/map/other", "value": "x" }])));
    assert!(!edit(json!([{ "op": "add", "path": "/map/list3", "value": [] }])));
}
