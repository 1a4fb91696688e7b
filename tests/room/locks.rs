//! Locks, enforced: what somebody else's edit does to a locked part is undone for everybody, and nothing else of it is; and what the
//! holder does meanwhile is kept, whatever happened under their hands.

use std::sync::Arc;

use serde_json::json;
use yrs::types::ToJson as _;
use yrs::{Doc, GetString as _, Map as _, MapPrelim, MapRef, Out, Text as _, TextPrelim, TextRef, Transact as _};
use yrsa::event::Author;
use yrsa::protocol::live::Edit;
use yrsa::protocol::{Message, message};
use yrsa::room::around::{Lock, Mode, Rules};
use yrsa::room::outbox::{Drained, Notice, Outgoing};
use yrsa::room::state::{Effect, Event};
use yrsa::room::{ConnectionId, Dialect};

use super::bench::told;
use super::replicas::Replicas;
use crate::simulation::edits;
use crate::simulation::random::Random;

pub(super) fn lock(id: &str, holder: &str, path: &[&str]) -> Lock {
    Lock {
        id: id.into(),
        path: path.iter().map(|name| Arc::from(*name)).collect(),
        holder: Author { id: holder.into(), name: Some(holder.into()) },
        until_ms: u64::MAX,
        reason: Some("on it".into()),
    }
}

fn locked(locks: Vec<Lock>) -> Rules {
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

fn txn_map(txn: &mut yrs::TransactionMut<'_>) -> MapRef {
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

fn undone(replicas: &Replicas) -> usize {
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

/// Places that are locked by turns, and how each reads.
const PLACES: [&[&str]; 6] = [&["text"], &["map"], &["map", "title"], &["map", "k"], &["array"], &["xml"]];

fn shown(doc: &Doc, path: &[&str]) -> String {
    match path {
        ["map", key] => {
            let map = doc.get_or_insert_map("map");
            let txn = doc.transact();
            match map.get(&txn, key) {
                Some(Out::YText(text)) => format!("{:?}", text.diff(&txn, yrs::types::text::YChange::identity)),
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
            for piece in text.diff(&txn, yrs::types::text::YChange::identity) {
                let bold = piece.attributes.iter().any(|marks| marks.get("bold") == Some(&yrs::Any::Bool(true)));
                let (words, bold) = (piece.insert.to_string(&txn), bold.to_string());
                match pieces.last_mut() {
                    Some((before, same)) if *same == bold => before.push_str(&words),
                    _ => pieces.push((words, bold)),
                }
            }
            format!("{pieces:?}")
        }
        other => panic!("{other:?}"),
    }
}

fn json_of(value: &yrs::Any) -> String {
    serde_json::to_value(value).unwrap().to_string()
}

fn random_locks(random: &mut Random) -> Vec<Lock> {
    let mut locks: Vec<Lock> = Vec::new();
    for number in 0..random.below(4) {
        let path = random.pick(&PLACES);
        let new = lock(&format!("l{}", random.next()), random.pick(&["ada", "bob", "eve"]), path);
        let overlaps = |known: &Lock| known.path.iter().zip(&new.path).all(|(one, other)| one == other);
        if !locks.iter().any(overlaps) || number == 9 {
            locks.push(new);
        }
    }
    locks
}

/// Clients of three users edit at random, come and go; locks come and go. In the order of the server nobody but its holder changes
/// a locked part, and in the end everybody has the same.
#[test]
fn whatever_happens_nobody_but_its_holder_changes_a_locked_part_and_all_replicas_agree() {
    let cases = 300;
    let first = std::env::var("YRSA_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let (mut offences, mut kept) = (0, 0);
    for seed in first..first + cases {
        let mut random = Random::new(seed);
        let mut replicas = Replicas::of(&["ada", "bob", "eve", "ada"]);
        let mut locks = Vec::new();
        for _ in 0..60 {
            let connection = random.within(1..5) as u64;
            match random.below(20) {
                0 => {
                    locks = random_locks(&mut random);
                    replicas.rule(locked(locks.clone()));
                }
                1 if replicas.client(connection).online => replicas.disconnect(connection),
                1 | 2 if !replicas.client(connection).online => replicas.connect(connection),
                2..=8 => {
                    let update = edits::edit(&replicas.client(connection).doc, &mut random);
                    replicas.wrote(connection, &update);
                }
                9..=13 => {
                    for _ in 0..random.below(4) {
                        replicas.read(connection);
                    }
                }
                _ => {
                    let before = replicas.server();
                    replicas.hear(connection);
                    let after = replicas.server();
                    let user = replicas.client(connection).user.clone();
                    for lock in locks.iter().filter(|lock| *lock.holder.id != *user) {
                        let path: Vec<&str> = lock.path.iter().map(|name| &**name).collect();
                        assert_eq!(shown(&before, &path), shown(&after, &path), "seed {seed}: {user} changed {path:?}");
                        kept += 1;
                    }
                }
            }
        }
        offences += undone(&replicas);
        for connection in 1..5 {
            if !replicas.client(connection).online {
                replicas.connect(connection);
            }
        }
        replicas.settle();
        replicas.all_agree(&format!("seed {seed}"));
    }
    println!("{cases} cases from seed {first}: {offences} told offences, {kept} times a locked part was looked at");
    assert!(offences as u64 > cases / 2 && kept > 1000, "the test would show nothing");
}

fn sees(doc: &Doc) -> (String, String) {
    let (text, map) = (doc.get_or_insert_text("text"), doc.get_or_insert_map("map"));
    (text.get_string(&doc.transact()), json_of(&map.to_json(&doc.transact())))
}

/// One edit of the text and of a key, by ada; and what both are then.
fn writes_of_hers(
    replicas: &mut Replicas,
    random: &mut Random,
    words: &mut Vec<char>,
    keys: &mut serde_json::Map<String, serde_json::Value>,
) {
    let (at, gone) = (random.below(words.len() + 1), random.below(3));
    let gone = gone.min(words.len() - at);
    let new = random.pick(&["a", "bc", "def", ""]);
    let (key, value) = (random.pick(&["title", "k"]), random.below(100));
    replicas.write(1, |txn| {
        use yrs::WriteTxn as _;
        let text = txn.get_or_insert_text("text");
        text.remove_range(txn, at as u32, gone as u32);
        text.insert(txn, at as u32, new);
        if value < 80 {
            txn_map(txn).insert(txn, key, value as i64);
        } else {
            txn_map(txn).remove(txn, key);
        }
    });
    words.splice(at..at + gone, new.chars());
    if value < 80 { drop(keys.insert(key.into(), json!(value))) } else { drop(keys.remove(key)) }
}

/// What ada sees in a root she holds is what she wrote, at every moment and in the end, while eve does anything anywhere.
#[test]
fn a_holder_has_what_they_wrote_whatever_others_do_meanwhile() {
    let cases = 500;
    let first = std::env::var("YRSA_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let mut offences = 0;
    for seed in first..first + cases {
        let mut random = Random::new(seed);
        let mut replicas = Replicas::of(&["ada", "eve", "eve"]);
        replicas.rule(locked(vec![lock("t", "ada", &["text"]), lock("m", "ada", &["map"])]));
        let (mut words, mut keys) = (Vec::<char>::new(), serde_json::Map::new());
        for _ in 0..60 {
            let connection = random.pick(&[1, 1, 2, 3]);
            match random.below(20) {
                0 | 1 if replicas.client(connection).online => {
                    // What she wrote has been sent: nobody can tell later that she wrote it before she read what hid it.
                    while connection == 1 && replicas.hear(1) {}
                    replicas.disconnect(connection);
                }
                0..=3 if !replicas.client(connection).online => {
                    replicas.connect(connection);
                    // She writes again when the handshake is over.
                    while connection == 1 && (replicas.hear(1) | replicas.read(1)) {}
                }
                // Between an edit of hers being lost on the way and being made good, she waits.
                2..=9
                    if connection == 1 && sees(&replicas.client(1).doc) != (words.iter().collect(), json!(keys).to_string()) =>
                {
                    replicas.read(1);
                }
                2..=9 if connection == 1 => {
                    writes_of_hers(&mut replicas, &mut random, &mut words, &mut keys);
                }
                2..=9 => {
                    let update = edits::edit(&replicas.client(connection).doc, &mut random);
                    replicas.wrote(connection, &update);
                }
                10..=13 => drop(replicas.read(connection)),
                _ => drop(replicas.hear(connection)),
            }
        }
        for connection in 1..4 {
            if !replicas.client(connection).online {
                replicas.connect(connection);
            }
        }
        replicas.settle();
        replicas.all_agree(&format!("seed {seed}"));
        let server = replicas.server();
        let text = server.get_or_insert_text("text").get_string(&server.transact());
        assert_eq!(text, words.iter().collect::<String>(), "seed {seed}");
        assert_eq!(json_of(&server.get_or_insert_map("map").to_json(&server.transact())), json!(keys).to_string(), "seed {seed}");
        offences += undone(&replicas);
    }
    println!("{cases} cases from seed {first}: {offences} told offences");
    assert!(offences as u64 > cases / 2, "the test would show nothing");
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
