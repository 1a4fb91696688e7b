//! The chain itself: what is in it, what is noticed, and what is let go of.

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use yrsa::event::Draft;
use yrsa::features::audit::chain::{Link, is_audited};
use yrsa::features::audit::query::{Filter, Reach};
use yrsa::features::audit::verify::verify;
use yrsa::features::events::reader::Types;
use yrsa::protocol::DocumentId;
use yrsa_storage::{RecordBatch, Storage as _};

use super::world::{START, World, doer, key};

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The hash of an entry as somebody else would compute it: names here are ASCII, so their order is that of bytes.
fn hash(entry: &Value) -> String {
    fn text(value: &Value) -> String {
        match value {
            Value::Object(members) => {
                let mut names: Vec<&String> = members.keys().collect();
                names.sort();
                let members: Vec<String> =
                    names.iter().map(|name| format!("{}:{}", json!(name), text(&members[*name]))).collect();
                format!("{{{}}}", members.join(","))
            }
            Value::Array(items) => format!("[{}]", items.iter().map(text).collect::<Vec<_>>().join(",")),
            plain => plain.to_string(),
        }
    }
    let mut bare = entry.as_object().unwrap().clone();
    bare.remove("hash");
    bare.remove("v");
    hex(&Sha256::digest(text(&Value::Object(bare))))
}

#[test]
fn the_example_of_the_documentation_is_what_the_server_writes() {
    let world = World::new();
    world.happens("member.changed", "acme/board/roadmap", "grace", json!({ "user": "ada", "role": "editor", "old": "viewer" }));
    let entry = Value::Object(world.entries().remove(0));
    let canonical = r#"{"action":"member.changed","actor":{"id":"grace","name":"grace's name"},"address":"203.0.113.9","details":{"old":"viewer","role":"editor","user":"ada"},"document":"acme/board/roadmap","door":"rest","event":"1","outcome":"allowed","previous":"0000000000000000000000000000000000000000000000000000000000000000","seq":1,"time":1800000000000}"#;
    assert_eq!(entry["hash"], hex(&Sha256::digest(canonical)), "{entry}");
    let documented = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/AUDIT.md")).unwrap();
    assert!(documented.contains(canonical) && documented.contains(entry["hash"].as_str().unwrap()), "{entry}");
}

#[test]
fn what_counts_has_one_entry_and_everything_else_none() {
    let world = World::new();
    for kind in ["document.renamed", "board.card.moved", "chat.message", "document.changed", "run.queued"] {
        world.happens(kind, "acme/x", "ada", json!({}));
    }
    assert!(world.entries().is_empty());
    let kinds = [
        "document.deleted",
        "member.added",
        "share.used",
        "access.denied",
        "lock.denied",
        "session.changed",
        "participant.joined",
    ];
    for kind in kinds {
        world.happens(kind, "acme/x", "ada", json!({}));
    }
    world.happens("document.changed", "acme/x", "ada", json!({ "owner": null }));
    let found: Vec<String> = world.entries().iter().map(|entry| entry["action"].as_str().unwrap().to_owned()).collect();
    assert_eq!(found, [kinds.as_slice(), &["document.changed"]].concat());
    let outcomes: Vec<Value> = world.entries().iter().map(|entry| entry["outcome"].clone()).collect();
    assert_eq!(outcomes, ["allowed", "allowed", "allowed", "denied", "denied", "allowed", "allowed", "allowed"]);
    assert!(is_audited(&Draft::of("member.removed", "/".into(), 0, None, json!({}))));
}

#[test]
fn an_entry_says_who_did_what_from_where_to_what() {
    let world = World::new();
    world.happens("member.added", "acme/", "ada", json!({ "user": "eve", "x": 0.5, "y": 9_007_199_254_740_993_u64 }));
    let entry = world.entries().remove(0);
    let of = |name: &str| entry.get(name).cloned().unwrap_or(Value::Null);
    assert_eq!(of("actor"), json!({ "id": "ada", "name": "ada's name" }));
    assert_eq!((of("scope"), of("document")), (json!("acme/"), Value::Null));
    assert_eq!((of("address"), of("door"), of("time")), (json!("203.0.113.9"), json!("rest"), json!(START)));
    assert_eq!(
        of("details"),
        json!({ "user": "eve", "x": "0.5", "y": "9007199254740993" }),
        "numbers that others read otherwise"
    );
    let large = json!({ "text": "x".repeat(5_000) });
    world.happens("member.added", "acme/x", "ada", large.clone());
    assert_eq!(world.entries()[1]["details"], json!({ "omitted": large.to_string().len() }));
    assert_eq!(world.wrong(), [0_u64; 0]);
}

#[test]
fn what_was_altered_removed_moved_or_cut_off_is_found_with_its_number() {
    let tampered = |tamper: fn(&World)| {
        let world = World::new();
        world.fill(10);
        assert_eq!((world.wrong(), world.verified().end.seq), (Vec::new(), 10));
        tamper(&world);
        world.wrong()
    };
    assert_eq!(
        tampered(|world| {
            let mut entry = world.stored(4);
            entry["address"] = "198.51.100.1".into();
            world.put(4, &entry);
        }),
        [4],
        "altered"
    );
    assert_eq!(
        tampered(|world| {
            let mut entry = world.stored(4);
            entry["extra"] = true.into();
            world.put(4, &entry);
        }),
        [4],
        "with a member more"
    );
    assert_eq!(
        tampered(|world| {
            let mut entry = world.stored(4);
            entry["address"] = Value::Null;
            entry["hash"] = hash(&entry).into();
            world.put(4, &entry);
        }),
        [5],
        "with the hash that fits: the next one does not follow it"
    );
    assert_eq!(
        tampered(|world| {
            let mut entry = world.stored(10);
            entry["address"] = Value::Null;
            entry["hash"] = hash(&entry).into();
            world.put(10, &entry);
        }),
        [10],
        "the last one with the hash that fits"
    );
    assert_eq!(tampered(|world| world.delete(6)), [6], "removed");
    assert_eq!(tampered(|world| world.delete(1)), [1], "the first removed");
    let moved = tampered(|world| {
        let (third, seventh) = (world.stored(3), world.stored(7));
        world.put(3, &seventh);
        world.put(7, &third);
    });
    assert!(moved[0] == 3 && moved.contains(&7) && !moved.contains(&6), "put elsewhere: {moved:?}");
    assert_eq!(
        tampered(|world| {
            world.delete(9);
            world.delete(10);
        }),
        [9],
        "cut off"
    );
    assert_eq!(
        tampered(|world| drop(world.storage.write(&RecordBatch::new().put(key(5), &b"nonsense"[..])).unwrap())),
        [5],
        "destroyed"
    );
}

#[test]
fn a_chain_that_was_written_anew_from_somewhere_is_found_by_who_noted_its_end() {
    let world = World::new();
    world.fill(10);
    let noted = world.verified().end;
    let forged = World::new();
    forged.fill(9);
    forged.happens("member.added", "acme/0", "mallory", json!({}));
    assert_eq!(forged.wrong(), [0_u64; 0], "it fits within itself");
    let found = verify(&forged.storage, std::slice::from_ref(&noted)).unwrap();
    assert_eq!(found.faults.iter().map(|fault| fault.seq).collect::<Vec<_>>(), [10]);
    assert_eq!(verify(&world.storage, std::slice::from_ref(&noted)).unwrap().faulty, 0);
    let beyond = Link { seq: 11, ..noted };
    assert_eq!(verify(&world.storage, &[beyond]).unwrap().faulty, 1);
}

#[test]
fn an_entry_that_is_not_found_by_its_document_is_found_by_who_verifies() {
    let world = World::new();
    world.fill(4);
    let indexes = world.storage.scan(b"audit-of-", None, 100).unwrap();
    assert_eq!(indexes.len(), 8);
    world.storage.write(&RecordBatch::new().delete(indexes[0].key.clone())).unwrap();
    assert_eq!(world.verified().faulty, 1);
}

#[test]
fn the_chain_goes_on_behind_what_is_there_whatever_was_noted_of_its_end() {
    let world = World::new();
    world.fill(5);
    let head = world.storage.scan(b"audit-head", None, 1).unwrap().remove(0);
    world.storage.write(&RecordBatch::new().delete(head.key)).unwrap();
    let before = world.entries_by_key();
    let again = World::over(world.storage, None);
    again.fill(2);
    let after = again.entries_by_key();
    assert_eq!(&after[..5], &before[..], "nothing was overwritten");
    assert_eq!((after.len(), again.wrong()), (7, Vec::new()));
}

impl World {
    fn entries_by_key(&self) -> Vec<Value> {
        let raw = self.storage.scan(b"audit\0", None, 1000).unwrap();
        raw.iter().map(|record| serde_json::from_slice(&record.value).unwrap()).collect()
    }
}

#[test]
fn what_need_not_be_kept_goes_and_what_stays_still_holds() {
    let world = World::keeping(30);
    world.fill(1_200);
    world.pass_days(20);
    world.fill(3);
    assert!(!world.audit.trim().unwrap(), "nothing is old enough");
    world.pass_days(11);
    while world.audit.trim().unwrap() {}
    let verified = world.verified();
    assert_eq!((verified.faults, verified.first, verified.entries), (Vec::new(), 1_201, 3 + 3), "three cuts say so");
    let actions: Vec<Value> = world.entries().iter().map(|entry| entry["action"].clone()).collect();
    assert_eq!(actions, ["member.added", "member.added", "member.added", "audit.trimmed", "audit.trimmed", "audit.trimmed"]);
    assert_eq!(world.storage.scan(b"audit-of-", None, 10_000).unwrap().len(), 3 * 2 + 3, "and so do the indexes");
    let again = World::over(world.storage, Some(30));
    again.fill(1);
    assert_eq!(again.wrong(), [0_u64; 0]);
}

#[test]
fn a_beginning_that_was_removed_by_somebody_else_is_noticed() {
    let world = World::keeping(30);
    world.fill(20);
    world.pass_days(31);
    world.fill(2);
    while world.audit.trim().unwrap() {}
    assert_eq!(world.wrong(), [0_u64; 0]);
    let entry = world.stored(21);
    world.delete(21);
    let anchor = json!({ "seq": 21, "hash": entry["hash"], "v": 1 });
    let key = world.storage.scan(b"audit-anchor", None, 1).unwrap().remove(0).key;
    world.storage.write(&RecordBatch::new().put(key, anchor.to_string())).unwrap();
    assert_eq!(world.wrong(), [21], "no entry says so");
    world.pass_days(31);
    while world.audit.trim().unwrap() {}
    assert_eq!(world.wrong(), [21], "and a cut after it, of which there is an entry, does not cover it up");
}

/// A cut that asks nothing would make of an altered entry the place where the chain begins, and nobody could find it any more.
#[test]
fn what_was_tampered_with_is_not_let_go_of_and_still_found_after_a_cut() {
    let cut_after = |tamper: fn(&World)| {
        let world = World::keeping(30);
        world.fill(1_200);
        tamper(&world);
        world.pass_days(31);
        world.fill(2);
        let wrong = world.wrong();
        while world.audit.trim().unwrap() {}
        assert_eq!(world.wrong(), wrong, "a cut mends nothing and breaks nothing");
        (wrong, world.verified().first)
    };
    let altered = cut_after(|world| {
        let mut entry = world.stored(7);
        entry["address"] = Value::Null;
        world.put(7, &entry);
    });
    assert_eq!(altered, (vec![7], 7), "altered");
    let fitting = cut_after(|world| {
        let mut entry = world.stored(7);
        entry["address"] = Value::Null;
        entry["hash"] = hash(&entry).into();
        world.put(7, &entry);
    });
    assert_eq!(fitting, (vec![8], 7), "with the hash that fits: the next one does not say so");
    let last_of_a_cut = cut_after(|world| {
        let mut entry = world.stored(500);
        entry["address"] = Value::Null;
        entry["hash"] = hash(&entry).into();
        world.put(500, &entry);
    });
    assert_eq!(last_of_a_cut, (vec![501], 500), "and the next one would not be in the same cut");
    assert_eq!(cut_after(|world| world.delete(1)), (vec![1], 1), "the first removed");
    assert_eq!(cut_after(|world| world.delete(600)).0, [600], "one removed");
    let exchanged = cut_after(|world| {
        let (third, seventh) = (world.stored(3), world.stored(7));
        world.put(3, &seventh);
        world.put(7, &third);
    });
    assert_eq!(exchanged.1, 2, "put elsewhere: the second is not followed by its own");
}

#[test]
fn the_last_entry_of_all_goes_only_if_it_is_the_one_that_was_noted_as_the_end() {
    let world = World::keeping(30);
    world.fill(3);
    let mut entry = world.stored(3);
    entry["address"] = Value::Null;
    entry["hash"] = hash(&entry).into();
    world.put(3, &entry);
    world.pass_days(31);
    assert!(!world.audit.trim().unwrap());
    assert_eq!((world.verified().first, world.wrong()), (3, vec![4]), "what came after it does not say so");
    let untouched = World::keeping(30);
    untouched.fill(3);
    untouched.pass_days(31);
    assert!(!untouched.audit.trim().unwrap());
    assert_eq!((untouched.verified().first, untouched.wrong()), (4, Vec::new()), "nothing is kept that need not be");
}

#[test]
fn a_place_in_what_was_let_go_of_is_compared_where_it_can_be_and_never_passed_over() {
    let world = World::keeping(30);
    world.fill(20);
    let noted = |seq: u64| Link { seq, hash: world.stored(seq)["hash"].as_str().unwrap().to_owned() };
    let (tenth, last) = (noted(10), noted(20));
    world.pass_days(31);
    world.fill(2);
    while world.audit.trim().unwrap() {}
    let wrong = |link: &Link| -> Vec<u64> {
        let found = verify(&world.storage, std::slice::from_ref(link)).unwrap();
        found.faults.iter().map(|fault| fault.seq).collect()
    };
    assert_eq!(wrong(&last), [0_u64; 0], "the last that went is known by its hash");
    assert_eq!(wrong(&Link { hash: tenth.hash.clone(), ..last }), [20], "another one went");
    assert_eq!(wrong(&tenth), [10], "nobody can tell any more");
}

#[test]
fn entries_are_kept_for_ever_by_default() {
    let world = World::new();
    world.fill(3);
    world.pass_days(36_500);
    assert!(!world.audit.trim().unwrap());
    assert_eq!(world.entries().len(), 3);
}

#[test]
fn filters_find_the_same_by_index_and_without() {
    let world = World::new();
    world.fill(300);
    world.pass_days(1);
    world.happens("access.denied", "acme/1", "ada", json!({}));
    world.fill(300);
    let all = world.entries();
    let everything = Filter { reach: Reach::Everything, ..Filter::default() };
    let filters = [
        everything.clone(),
        Filter { document: Some("acme/1".to_owned()), ..everything.clone() },
        Filter { user: Some("bob".to_owned()), ..everything.clone() },
        Filter { document: Some("acme/2".to_owned()), user: Some("ada".to_owned()), ..everything.clone() },
        Filter { under: Some(yrsa::access::Scope::new("acme/").unwrap()), ..everything.clone() },
        Filter { under: Some(yrsa::access::Scope::new("acme/0").unwrap()), ..everything.clone() },
        Filter { under: Some(yrsa::access::Scope::new("other/").unwrap()), ..everything.clone() },
        Filter { actions: Types::new(["access.*"]).unwrap(), ..everything.clone() },
        Filter { outcome: Some("denied".to_owned()), ..everything.clone() },
        Filter { since_ms: Some(START + 1), ..everything.clone() },
        Filter { until_ms: Some(START + 1), user: Some("ada".to_owned()), ..everything },
        Filter { reach: Reach::OfOwners, document: Some("acme/1".to_owned()), ..Filter::default() },
    ];
    for (at, filter) in filters.iter().enumerate() {
        let mut expected: Vec<_> = all.iter().filter(|entry| filter.includes(entry)).cloned().collect();
        expected.reverse();
        for size in [1, 7, 1000] {
            let (mut found, mut cursor) = (Vec::new(), None);
            loop {
                let page = world.audit.page(filter, cursor, size).unwrap();
                assert!(page.entries.len() <= size);
                found.extend(page.entries);
                cursor = page.next;
                if cursor.is_none() {
                    break;
                }
            }
            found.retain(|entry| entry["action"] != "audit.exported");
            assert_eq!(found, expected, "filter {at}, pages of {size}");
        }
        let mut export = world.audit.begin_export(&doer("root"), json!({})).unwrap();
        let mut exported = Vec::new();
        while !export.is_over() {
            exported.extend(world.audit.more(filter, &mut export).unwrap());
        }
        expected.reverse();
        exported.retain(|entry| entry["action"] != "audit.exported");
        assert_eq!(exported, expected, "filter {at}, exported");
    }
    assert_eq!(world.wrong(), [0_u64; 0]);
}

#[test]
fn a_page_looks_at_so_many_entries_and_no_more() {
    let world = World::new();
    for _ in 0..110 {
        let drafts = (0..100).map(|_| Draft::by("member.added", "a".into(), START, &doer("ada"), json!({}))).collect();
        world.journal.write(RecordBatch::new(), drafts).unwrap();
    }
    let filter = Filter { reach: Reach::Everything, outcome: Some("failed".to_owned()), ..Filter::default() };
    let page = world.audit.page(&filter, None, 10).unwrap();
    assert_eq!((page.entries.len(), page.next), (0, Some(1_001)));
    assert_eq!(world.audit.page(&filter, page.next, 10).unwrap().next, None);
}

#[test]
fn a_purged_document_has_no_events_and_its_audit_stays() {
    let world = World::new();
    world.happens("document.deleted", "acme/x", "ada", json!({}));
    world.journal.purge(&DocumentId::new("acme/x").unwrap()).unwrap();
    world.happens("document.purged", "acme/x", "ada", json!({}));
    let actions: Vec<Value> = world.entries().iter().map(|entry| entry["action"].clone()).collect();
    assert_eq!(actions, ["document.deleted", "document.purged"]);
    assert_eq!(world.wrong(), [0_u64; 0]);
}

#[test]
fn four_exports_may_be_under_way() {
    let world = World::new();
    let begin = || world.audit.begin_export(&doer("root"), json!({ "user": "ada" }));
    let exports: Vec<_> = (0..4).map(|_| begin().unwrap()).collect();
    assert!(begin().is_err());
    drop(exports);
    assert!(begin().is_ok());
    assert_eq!(world.entries()[0]["details"], json!({ "user": "ada" }), "an export is in the audit");
}
