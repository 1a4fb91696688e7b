//! The rules of the gate, one by one, on updates small enough to read.

use bytes::Bytes;
use yrsa::admission::{ClockRange, Gate, Id, Limits, Parking, Refusal, Touch, TypeAddress, Verdict, awareness, touched};

use super::generator::{number, text};

/// An update of one section: `count` structs of `client` from `clock` on, and no deletes.
fn section(client: u64, clock: u64, structs: &[&[u8]]) -> Bytes {
    let mut out = vec![1];
    for each in [structs.len() as u64, client, clock] {
        number(&mut out, each);
    }
    structs.iter().for_each(|bytes| out.extend_from_slice(bytes));
    out.push(0);
    out.into()
}

/// Deletes of one client: start and length.
fn deletes(client: u8, ranges: &[(u8, u8)]) -> Bytes {
    let mut out = vec![0, 1, client, ranges.len() as u8];
    ranges.iter().for_each(|&(start, length)| out.extend([start, length]));
    out.into()
}

const TEXT_ABC: &[u8] = b"\x04\x01\x01t\x03abc";
const LIST: &[u8] = b"\x07\x01\x01l\x00";

fn knowing(updates: &[Bytes]) -> Gate {
    let mut gate = Gate::new(Limits::default());
    for update in updates {
        let verdict = gate.examine(update).expect("a lawful update");
        assert_eq!(verdict.parked, None);
        gate.commit(&verdict);
    }
    gate
}

fn refusal(gate: &Gate, update: &Bytes) -> Option<Refusal> {
    gate.examine(update).err()
}

fn admitted(verdict: &Verdict) -> &[u8] {
    verdict.admitted.as_deref().unwrap_or_default()
}

#[test]
fn a_new_update_passes_without_a_copy() {
    let update = section(7, 0, &[TEXT_ABC]);
    let verdict = Gate::new(Limits::default()).examine(&update).unwrap();
    assert_eq!(verdict.admitted.as_ref().map(|bytes| bytes.as_ptr()), Some(update.as_ptr()));
    assert_eq!(verdict.insertions().collect::<Vec<_>>(), [ClockRange { client: 7, start: 0, end: 3 }]);
}

#[test]
fn a_replayed_update_is_nothing_new() {
    let update = section(7, 0, &[TEXT_ABC]);
    let verdict = knowing(std::slice::from_ref(&update)).examine(&update).unwrap();
    assert_eq!((verdict.admitted, verdict.parked), (None, None));
}

#[test]
fn an_overlap_is_cut_where_the_unknown_begins() {
    let gate = knowing(&[section(7, 0, &[TEXT_ABC])]);
    let verdict = gate.examine(&section(7, 0, &[b"\x04\x01\x01t\x05abcde"])).unwrap();
    assert_eq!(admitted(&verdict), section(7, 3, &[b"\x84\x07\x02\x02de"]));
}

#[test]
fn a_cut_inside_a_surrogate_pair_leaves_the_replacement_character_as_in_yjs() {
    let gate = knowing(&[section(7, 0, &[TEXT_ABC])]);
    let verdict = gate.examine(&section(7, 0, &["\x04\x01\x01t\x07ab😀!".as_bytes()])).unwrap();
    assert_eq!(admitted(&verdict), section(7, 3, &[&[b"\x84\x07\x02\x04".as_slice(), "\u{fffd}!".as_bytes()].concat()]));
}

#[test]
fn a_gap_is_parked_and_moves_when_it_is_filled() {
    let mut gate = knowing(&[section(7, 0, &[TEXT_ABC])]);
    let missing = section(7, 3, &[b"\x84\x07\x02\x01d"]);
    let late = section(7, 4, &[b"\x84\x07\x03\x01e"]);
    let mut parking = Parking::new(Limits::default());
    let verdict = gate.examine(&late).unwrap();
    assert_eq!(verdict.admitted, None);
    parking.park(verdict.parked.unwrap()).unwrap();
    assert!(parking.retry(&gate).is_none());
    gate.commit(&gate.examine(&missing).unwrap());
    let mut parking = Parking::decode(&parking.encode(), Limits::default()).unwrap();
    let verdict = parking.retry(&gate).unwrap().unwrap();
    assert_eq!(admitted(&verdict), late);
    assert!(parking.is_empty());
}

#[test]
fn parking_has_bounds_and_keeps_nothing_twice() {
    let limits = Limits { parked_updates: 2, parked_bytes: 20, ..Limits::default() };
    let mut parking = Parking::new(limits);
    for _ in 0..9 {
        parking.park(Bytes::from_static(b"0123456789")).unwrap();
    }
    assert_eq!(parking.len(), 1);
    assert_eq!(parking.park(Bytes::from_static(b"01234567890")), Err(Refusal::ParkingFull));
    parking.park(Bytes::from_static(b"x")).unwrap();
    assert_eq!(parking.park(Bytes::from_static(b"y")), Err(Refusal::ParkingFull));
}

/// Where the beginning of what is left takes more bytes than before.
#[test]
fn what_is_left_of_a_parked_update_is_read_back_however_long_it_is() {
    let limits = Limits { parked_bytes: 8, ..Limits::default() };
    let (mut gate, mut parking) = (knowing(&[]), Parking::new(limits));
    let verdict = gate.examine(&Bytes::from_static(b"\x00\x01\x07\x01\x00\x80\x80\x40")).unwrap();
    parking.park(verdict.parked.unwrap()).unwrap();
    let words = [b"\x04\x01\x01t\x80\x01".as_slice(), &[b'a'; 128]].concat();
    gate.commit(&gate.examine(&section(7, 0, &[&words])).unwrap());
    let verdict = parking.retry(&gate).unwrap().unwrap();
    gate.commit(&verdict);
    assert_eq!(parking.bytes(), 9, "longer than what was parked");
    let mut again = Parking::decode(&parking.encode(), limits).unwrap();
    assert_eq!((again.len(), again.bytes()), (1, 9));
    assert_eq!(again.park(Bytes::from_static(b"x")), Err(Refusal::ParkingFull));
}

#[test]
fn sections_that_need_each_other_are_resolved_in_any_order() {
    // 8 hangs on 7, which stands behind it; the bytes are sorted as Yjs wants them.
    let update = Bytes::from_static(b"\x02\x01\x08\x00\x84\x07\x02\x01d\x01\x07\x00\x04\x01\x01t\x03abc\x00");
    let verdict = Gate::new(Limits::default()).examine(&update).unwrap();
    assert_eq!(verdict.admitted, Some(update));
    let unsorted = Bytes::from_static(b"\x02\x01\x07\x00\x04\x01\x01t\x03abc\x01\x08\x00\x84\x07\x02\x01d\x00");
    let sorted = Gate::new(Limits::default()).examine(&unsorted).unwrap();
    assert_eq!(sorted.admitted, verdict.admitted);
}

#[test]
fn a_circle_of_clients_is_parked_and_never_admitted() {
    let update = Bytes::from_static(b"\x02\x01\x08\x00\x84\x07\x00\x01a\x01\x07\x00\x84\x08\x00\x01b\x00");
    let verdict = Gate::new(Limits::default()).examine(&update).unwrap();
    assert_eq!((verdict.admitted, verdict.parked), (None, Some(update)));
}

#[test]
fn known_deletes_are_left_out_and_unknown_ones_wait() {
    let mut gate = knowing(&[section(7, 0, &[TEXT_ABC])]);
    gate.record_deleted(ClockRange { client: 7, start: 1, end: 2 });
    let verdict = gate.examine(&deletes(7, &[(0, 5)])).unwrap();
    assert_eq!(admitted(&verdict), deletes(7, &[(0, 1), (2, 1)]));
    assert_eq!(verdict.parked, Some(deletes(7, &[(3, 2)])));
    assert_eq!(gate.examine(&deletes(7, &[(1, 1)])).unwrap().admitted, None);
    assert_eq!(gate.examine(&deletes(9, &[(0, 1)])).unwrap().parked, Some(deletes(9, &[(0, 1)])));
}

#[test]
fn unsorted_deletes_are_sorted_because_yrs_relies_on_it() {
    let gate = knowing(&[section(7, 0, &[TEXT_ABC])]);
    assert_eq!(admitted(&gate.examine(&deletes(7, &[(2, 1), (0, 1)])).unwrap()), deletes(7, &[(0, 1), (2, 1)]));
}

#[test]
fn a_parent_must_be_a_type_or_garbage() {
    let gate = knowing(&[section(7, 0, &[TEXT_ABC, LIST, b"\x00\x01", b"\x01\x01\x01t\x01"])]);
    let child = |clock| section(8, 0, &[&[8, 0, 7, clock, 1, 126]]);
    assert_eq!(refusal(&gate, &child(0)), Some(Refusal::ParentIsNotAType));
    assert_eq!(admitted(&gate.examine(&child(3)).unwrap()), child(3));
    for garbage in [4, 5] {
        assert_eq!(admitted(&gate.examine(&child(garbage)).unwrap()), section(8, 0, &[b"\x00\x01"]));
    }
}

#[test]
fn map_entries_hide_from_no_rule_behind_an_origin() {
    let gate = knowing(&[section(7, 0, &[b"\x28\x01\x01m\x01k\x01\x7e"])]);
    assert_eq!(refusal(&gate, &section(8, 0, &[b"\x84\x07\x00\x02ab"])), Some(Refusal::EntryContent { kind: 4 }));
    assert_eq!(refusal(&gate, &section(8, 0, &[b"\x48\x07\x00\x01\x7e"])), Some(Refusal::EntryBefore));
    let hidden = section(8, 0, &[b"\x88\x07\x00\x01\x7e"]);
    assert_eq!(admitted(&gate.examine(&hidden).unwrap()), section(8, 0, &[b"\xa8\x07\x00\x01\x7e"]));
}

#[test]
fn joined_map_values_come_apart_because_yrs_can_not_cut_them() {
    let gate = knowing(&[]);
    let joined = section(7, 0, &[b"\x28\x01\x01m\x01k\x02\x7e\x7f"]);
    let apart = section(7, 0, &[b"\x28\x01\x01m\x01k\x01\x7e", b"\xa8\x07\x00\x01\x7f"]);
    assert_eq!(admitted(&gate.examine(&joined).unwrap()), apart);
}

#[test]
fn types_nest_as_deep_as_the_limit_says() {
    let mut gate = Gate::new(Limits { nesting: 3, ..Limits::default() });
    gate.commit(&gate.examine(&section(7, 0, &[LIST])).unwrap());
    for clock in 1..4 {
        let deeper = section(7, clock, &[&[7, 0, 7, clock as u8 - 1, 0]]);
        match gate.examine(&deeper) {
            Ok(verdict) => gate.commit(&verdict),
            Err(refusal) => assert_eq!((clock, refusal), (3, Refusal::NestedTooDeep { limit: 3 })),
        }
    }
    assert_eq!(gate.next_clock(7), 3);
    assert_eq!(gate.parent_of(Id { client: 7, clock: 2 }), Some(TypeAddress::Nested(Id { client: 7, clock: 1 })));
    assert_eq!(gate.parent_of(Id { client: 7, clock: 0 }), Some(TypeAddress::Root("l")));
}

#[test]
fn clients_and_names_are_limited() {
    let mut gate = Gate::new(Limits { clients: 2, name_bytes: 3, ..Limits::default() });
    for client in [1, 2] {
        gate.commit(&gate.examine(&section(client, 0, &[TEXT_ABC])).unwrap());
    }
    assert_eq!(refusal(&gate, &section(3, 0, &[TEXT_ABC])), Some(Refusal::TooManyClients { limit: 2 }));
    assert_eq!(refusal(&gate, &section(1, 3, &[b"\x04\x01\x04long\x01a"])), Some(Refusal::NameTooLong { limit: 3 }));
}

#[test]
fn structs_that_yjs_or_yrs_misread_are_refused() {
    let gate = Gate::new(Limits::default());
    for (bytes, expected) in [
        (b"\x02\x01\x01t\x01\x01\x31".as_slice(), Refusal::LegacyJson),
        (b"\x07\x01\x01t\x05\x01h", Refusal::XmlHook),
        (b"\x07\x01\x01t\x07", Refusal::WeakLink),
        (b"\x07\x01\x01t\x0f", Refusal::UnknownType { reference: 15 }),
        (b"\x14\x01\x01t\x01a", Refusal::UnknownKind { info: 0x14 }),
        (b"\x20\x01", Refusal::UnknownKind { info: 0x20 }),
        (b"\x04\x02\x01t\x01a", Refusal::ParentMarker),
        (b"\x04\x01\x01t\x00", Refusal::EmptyStruct { client: 7 }),
        (b"\x84\x07\x00\x01a", Refusal::ForwardReference { client: 7 }),
        (b"\x04\x01\x01t\x01\xff", Refusal::Utf8),
        (b"\x05\x01\x01t\x02{]", Refusal::Json),
        (b"\x09\x01\x01t\x01g\x7e", Refusal::SubdocumentOptions),
        (b"\x09\x01\x01t\x01g\x76\x01\x04guid\x7d\x01", Refusal::SubdocumentOptions),
        (b"\x08\x01\x01t\x01\x76\x01\x09__proto__\x7e", Refusal::Prototype),
    ] {
        assert_eq!(refusal(&gate, &section(7, 0, &[bytes])), Some(expected), "{bytes:02x?}");
    }
    let far = section(7, (1 << 31) - 1, &[TEXT_ABC]);
    assert_eq!(refusal(&gate, &far), Some(Refusal::ClockTooLarge { client: 7 }));
    assert_eq!(refusal(&gate, &section(1 << 53, 0, &[TEXT_ABC])), Some(Refusal::NumberTooLarge));
    let twice = Bytes::from_static(b"\x02\x01\x07\x00\x00\x01\x01\x07\x01\x00\x01\x00");
    assert_eq!(refusal(&gate, &twice), Some(Refusal::ClientTwice { client: 7 }));
}

#[test]
fn yrs_never_sees_a_subdocument() {
    let update = section(7, 0, &[b"\x09\x01\x01t\x01g\x76\x00"]);
    let verdict = Gate::new(Limits::default()).examine(&update).unwrap();
    assert_eq!(verdict.admitted, Some(update));
    assert_eq!(
        verdict.for_yrs().map(Bytes::as_ref),
        Some(section(7, 0, &[b"\x08\x01\x01t\x01\x76\x01\x0c$subdocument\x77\x01g"]).as_ref())
    );
}

#[test]
fn emoji_in_a_nested_list_are_refused_and_in_a_root_remembered() {
    let mut gate = knowing(&[section(7, 0, &[LIST])]);
    let mut emoji = vec![4, 0, 7, 0];
    text(&mut emoji, "😀");
    assert_eq!(refusal(&gate, &section(8, 0, &[&emoji])), Some(Refusal::WideTextInList));
    assert!(!gate.has_wide_text("l"));
    gate.commit(&gate.examine(&section(8, 0, &["\x04\x01\x01l\x04😀".as_bytes()])).unwrap());
    assert!(gate.has_wide_text("l"));
}

#[test]
fn touches_name_roots_keys_neighbours_and_deletes() {
    let update = Bytes::from_static(
        b"\x01\x03\x07\x00\x28\x01\x01m\x01k\x01\x7e\x07\x00\x09\x00\x01\x84\x07\x01\x01a\x01\x07\x01\x02\x01",
    );
    let touches: Vec<_> = touched(&update).unwrap().collect();
    let expected = [
        Touch::Root { name: "m", key: Some("k") },
        Touch::Nested { parent: Id { client: 9, clock: 0 }, key: None },
        Touch::Beside { id: Id { client: 7, clock: 1 } },
        Touch::Deleted { client: 7, clock: 2, length: 1 },
    ];
    assert_eq!(touches, expected);
}

#[test]
fn deep_hostile_values_end_at_the_limit() {
    let mut deep = vec![8, 1, 1, b't', 1];
    deep.extend([117, 1].repeat(50_000));
    assert_eq!(refusal(&Gate::new(Limits::default()), &section(7, 0, &[&deep])), Some(Refusal::ValueTooDeep));
    let mut state = vec![1, 1, 1];
    text(&mut state, &"{\"a\":".repeat(50_000));
    let entry = awareness(&state).unwrap().next().unwrap();
    assert_eq!(entry.check_state(), Err(Refusal::Json));
}
