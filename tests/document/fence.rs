//! Fenced places become what they were, nothing else changes, everybody agrees; and whoever is told that an update reaches no
//! fenced place can trust it.

use std::sync::Arc;

use bytes::Bytes;
use yrsa::document::{Document, Fence, ReceiveError};

use super::author::Author;
use super::{SERVER, empty_document};
use crate::admission::generator::Generator;
use crate::admission::shared::{Random, setting};

#[derive(Debug, Default)]
struct Tally {
    updates: u64,
    reached: u64,
    differed: u64,
}

fn path(names: &[&str]) -> Vec<Arc<str>> {
    names.iter().map(|name| Arc::from(*name)).collect()
}

fn fork(document: &mut Document) -> Document {
    let mut fork = empty_document();
    fork.receive(&document.encode().unwrap()).unwrap();
    fork
}

fn everything() -> Fence {
    Fence { places: vec![Vec::new()], except: Vec::new() }
}

/// Receives somebody's update and puts back what was fenced; `None` if the update was refused.
fn enforce(document: &mut Document, fence: &Fence, update: &Bytes, tally: &mut Tally, story: &str) -> Option<Vec<Bytes>> {
    let was = document.stand(fence).unwrap();
    let mut without = fork(document);
    let mut other = fork(document);
    let mut late = fork(document);
    let reached = document.may_reach(fence, update).unwrap();
    let mut sent = match document.receive(update) {
        Ok(received) => received.admitted,
        Err(ReceiveError::Broken(broken)) => panic!("{story}: {broken}"),
        Err(_) => return None,
    };
    tally.updates += 1;
    if !reached {
        assert_eq!(document.stand(fence).unwrap(), was, "{story}: an update reached what it was said not to reach");
        return Some(sent);
    }
    tally.reached += 1;
    let put = document.put_back(fence, &was).unwrap();
    assert_eq!(document.stand(fence).unwrap(), was, "{story}: not as it was");
    assert_eq!(document.put_back(fence, &was).unwrap(), None, "{story}: put back twice");
    if let Some(put) = put {
        tally.differed += 1;
        for update in &sent {
            without.receive(update).unwrap();
        }
        let rest = Fence { places: vec![Vec::new()], except: fence.places.clone() };
        if fence.except.is_empty() && !fence.places.iter().any(Vec::is_empty) {
            assert_eq!(document.stand(&rest).unwrap(), without.stand(&rest).unwrap(), "{story}: more was changed");
        }
        sent.push(put);
    }
    let now = document.stand(&everything()).unwrap();
    sent.iter().for_each(|update| drop(other.receive(update).unwrap()));
    assert_eq!(other.stand(&everything()).unwrap(), now, "{story}: others differ");
    sent.iter().rev().for_each(|update| drop(late.receive(update).unwrap()));
    assert_eq!(late.stand(&everything()).unwrap(), now, "{story}: others that get it in another order differ");
    assert_eq!(fork(document).stand(&everything()).unwrap(), now, "{story}: a reload differs");
    Some(sent)
}

fn fence(random: &mut Random, roots: &[&str], keys: &[&str]) -> Fence {
    let one = |random: &mut Random| {
        let mut names = vec![random.pick(roots)];
        (0..random.below(4)).for_each(|_| names.push(random.pick(keys)));
        path(&names)
    };
    match random.below(10) {
        0..=1 => Fence { places: vec![Vec::new()], except: vec![one(random)] },
        2 => everything(),
        3 => Fence { places: vec![one(random), one(random)], except: Vec::new() },
        _ => Fence { places: vec![one(random)], except: Vec::new() },
    }
}

#[test]
fn what_is_fenced_becomes_what_it_was() {
    let (seed, cases) = (setting("YRSA_SEED", 1), setting("YRSA_CASES", 150));
    let mut tally = Tally::default();
    for seed in seed..seed + cases {
        let random = &mut Random(seed);
        let mut document = empty_document();
        document.write_as(SERVER).unwrap();
        let authors = [Author::new(1), Author::new(2), Author::new(3)];
        for step in 0..random.below(40) {
            let author = &authors[random.below(3) as usize];
            let update = author.edit(random);
            let fence =
                fence(random, &["board", "board", "board", "list", "notes", "page", "odd"], &["a", "b", "~/", "", "id", "x"]);
            let story = format!("seed {seed}, step {step}, {fence:?}");
            if random.chance(40) {
                document.receive(&update).unwrap();
            } else {
                enforce(&mut document, &fence, &update, &mut tally, &story);
            }
            if random.chance(40) {
                let whole = document.encode().unwrap();
                authors[random.below(3) as usize].receive(&whole);
            }
        }
    }
    println!("{tally:?}");
}

#[test]
fn invented_updates_change_nothing_that_is_fenced() {
    let (seed, cases) = (setting("YRSA_SEED", 1), setting("YRSA_CASES", 600));
    let mut tally = Tally::default();
    for seed in seed..seed + cases {
        let random = &mut Random(seed);
        let mut document = empty_document();
        document.write_as(SERVER).unwrap();
        let mut generator = Generator::new(seed);
        let mut last = Ok(());
        let mut step = 0;
        while let Some(update) = generator.next(last) {
            step += 1;
            let fence = fence(random, &["text", "map", ""], &["k", "", "__proto__"]);
            let story = format!("seed {seed}, step {step}, {fence:?}");
            last = if random.chance(50) {
                document.receive(&update).map(drop).map_err(|error| match error {
                    ReceiveError::Refused(refusal) => refusal,
                    other => panic!("{story}: {other}"),
                })
            } else {
                enforce(&mut document, &fence, &update, &mut tally, &story);
                Ok(())
            };
        }
    }
    println!("{tally:?}");
}
