//! Random updates through the gate into yrs and Yjs: whatever is admitted must neither break nor divide them.
//! `YRSA_FUZZ_CASES` and `YRSA_FUZZ_SEED` choose how many and which; a case depends on its number alone.

use std::collections::BTreeMap;

use bytes::Bytes;
use yrsa::admission::Refusal;

use super::generator::{Generator, mutate};
use super::oracle::{Case, Oracle};
use super::replica::Replica;
use super::shared::{Random, setting};

const BATCH: usize = 250;

#[derive(Default, Debug)]
struct Tally {
    updates: u64,
    refused: u64,
    admitted: u64,
    admitted_bytes: u64,
    parked: u64,
    reasons: BTreeMap<String, u64>,
}

/// Makes the next update of a case, given what became of the last.
type NextUpdate = Box<dyn FnMut(Result<(), Refusal>) -> Option<Bytes>>;

/// Runs cases through replicas and hands them to Yjs in batches, which it judges while the next batch is made.
fn run(name: &str, mut oracle: Option<&mut Oracle>, mut case: impl FnMut(u64) -> NextUpdate) {
    let seed = setting("YRSA_FUZZ_SEED", 1);
    let cases = setting("YRSA_FUZZ_CASES", 4_000);
    let mut tally = Tally::default();
    let mut submitted = 0..0;
    let mut batch = Vec::new();
    let mut complaints = Vec::new();
    for number in seed..seed + cases {
        batch.push(play(number, case(number), &mut tally));
        if batch.len() == BATCH || number + 1 == seed + cases {
            if let Some(oracle) = &mut oracle {
                collect(oracle, submitted, &mut complaints);
                oracle.submit(&batch);
            }
            submitted = number + 1 - batch.len() as u64..number + 1;
            batch.clear();
        }
    }
    if let Some(oracle) = &mut oracle {
        collect(oracle, submitted, &mut complaints);
    }
    let all = complaints.len();
    // Contradictory updates end differently in different orders, among Yjs clients too; they must only break nothing.
    complaints.retain(|(_, complaint)| !complaint.starts_with('~'));
    let contradictory = all - complaints.len();
    println!("{name}: cases {seed}..{}, {tally:?}, {contradictory} contradictory, {} complaints", seed + cases, complaints.len());
    for (number, complaint) in complaints.iter().take(5) {
        println!("case {number}: {complaint}");
    }
    assert!(complaints.is_empty());
}

fn collect(oracle: &mut Oracle, numbers: std::ops::Range<u64>, complaints: &mut Vec<(u64, String)>) {
    if numbers.is_empty() {
        return;
    }
    complaints.extend(numbers.zip(oracle.verdicts()).filter(|(_, complaint)| !complaint.is_empty()));
}

/// A refusal's kind, without what differs from case to case.
fn reason(refusal: &Refusal) -> String {
    format!("{refusal:?}").split([' ', '{']).next().unwrap_or_default().to_owned()
}

fn play(number: u64, mut next: NextUpdate, tally: &mut Tally) -> Case {
    let mut replica = Replica::new();
    let mut sent = Vec::new();
    let played = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let mut last = Ok(());
        while let Some(update) = next(last) {
            sent.push(update.clone());
            tally.updates += 1;
            last = replica.receive(&update);
            if let Err(refusal) = &last {
                tally.refused += 1;
                *tally.reasons.entry(reason(refusal)).or_default() += 1;
            }
        }
        tally.admitted += replica.admitted.len() as u64;
        tally.admitted_bytes += replica.admitted.iter().map(|update| update.len() as u64).sum::<u64>();
        tally.parked += replica.parking.len() as u64;
        replica.settle()
    }));
    played.unwrap_or_else(|_| panic!("case {number} breaks: {sent:02x?}"))
}

#[test]
fn invented_updates_neither_break_nor_divide() {
    let mut oracle = Oracle::start();
    run("invented", oracle.as_mut(), |number| {
        let mut generator = Generator::new(number);
        Box::new(move |last| generator.next(last))
    });
}

#[test]
fn damaged_updates_neither_break_nor_divide() {
    let Some(mut source) = Oracle::start() else { return };
    let mut oracle = Oracle::start();
    let histories: Vec<Vec<Bytes>> = (0..120).map(|seed| source.history(seed).0).collect();
    run("damaged", oracle.as_mut(), |number| {
        let mut random = Random(number);
        let history = histories[random.below(histories.len() as u64) as usize].clone();
        let mut updates = history.into_iter().take(12);
        Box::new(move |_| {
            let update = updates.next()?;
            if random.chance(60) {
                return Some(update);
            }
            let mut bytes = update.to_vec();
            mutate(&mut random, &mut bytes);
            Some(bytes.into())
        })
    });
}
