//! Hostile traffic is refused or parked, and costs no more than its bytes.

use bytes::Bytes;
use yrsa::admission::{Gate, Limits, Refusal};

use super::oracle::{Case, Oracle};
use super::replica::Replica;
use super::shared::{fixture, fixtures_in};

#[test]
fn updates_that_poison_yrs_never_reach_it() {
    for name in fixtures_in("hostile").iter().filter(|name| name.ends_with(".bin")) {
        let Some(bytes) = fixture(name) else { continue };
        let mut replica = Replica::new();
        let outcome = replica.receive(&bytes.into());
        println!("{name}: {outcome:?}, {} parked", replica.parking.len());
        replica.settle();
    }
}

#[test]
fn updates_at_which_yjs_throws_are_refused_or_kept_from_it() {
    let Some(text) = fixture("hostile/yrs-accepts-yjs-throws.hex.txt") else { return };
    let mut oracle = Oracle::start();
    for (number, line) in String::from_utf8(text).expect("text").lines().enumerate() {
        let Some((_, hex)) = line.split_once(' ') else { continue };
        let bytes: Vec<u8> =
            (0..hex.len() / 2).map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).expect("hex")).collect();
        let mut replica = Replica::new();
        let outcome = replica.receive(&bytes.into());
        println!("line {number}: {outcome:?}, {} admitted, {} parked", replica.admitted.len(), replica.parking.len());
        let case: Case = replica.settle();
        if let Some(oracle) = &mut oracle {
            oracle.confirm(&format!("line {number}"), case);
        }
    }
}

#[test]
fn a_claim_beyond_the_message_is_refused() {
    let gate = Gate::new(Limits::default());
    for claim in [
        [0xff, 0xff, 0xff, 0x7f].as_slice(),
        &[1, 0xff, 0xff, 0xff, 0x7f, 7, 0],
        &[0, 0xff, 0xff, 0xff, 0x7f],
        &[0, 1, 7, 0xff, 0xff, 0xff, 0x7f],
    ] {
        assert_eq!(gate.examine(&Bytes::copy_from_slice(claim)).map(drop), Err(Refusal::CountTooLarge), "{claim:?}");
    }
}
