//! Locks against random editors: nobody but its holder changes a locked part in the order of the server, the holder's own work stays, and
//! all replicas agree in the end.

use serde_json::json;
use yrs::types::ToJson as _;
use yrs::{Doc, GetString as _, Map as _, Text as _, Transact as _};
use yrsa::room::around::Lock;

use super::locks::{lock, locked, txn_map, undone};
use super::replicas::Replicas;
use crate::simulation::edits;
use crate::simulation::random::Random;
use crate::simulation::server::sight::{PLACES, json_of, shown};

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
