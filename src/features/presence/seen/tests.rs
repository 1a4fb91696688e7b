//! What is written down of who was seen, over storages in memory: nothing after a purge, nothing twice, and nobody is left out
//! because something of another document can't be read.

use yrsa_storage::{Clock, Failure, Memory, Storage as _};

use super::*;
use crate::features::events;

const NOW: u64 = 1_800_000_000_000;

/// Who was seen is kept in `seen`, all else in `rest`.
fn over(seen: &Memory, rest: &Memory) -> LastSeen {
    let store: Store = Arc::new(rest.clone());
    let journal = Journal::open(Arc::clone(&store), Clock::from_fn(|| NOW), events::Settings::default()).unwrap();
    LastSeen { store: StoreOf(Arc::new(seen.clone())), documents: Documents::new(store), journal }
}

fn id(document: &str) -> DocumentId {
    DocumentId::new(document).unwrap()
}

fn user(id: &str) -> Arc<User> {
    Arc::new(User { id: id.into(), name: None, color: "#102030".into(), is_known: true })
}

fn sighting(document: &str, at_ms: u64) -> Sighting {
    Sighting { document: id(document), user: user("ada"), role: Role::Editor, at_ms }
}

fn joins(document: &str, who: &str) -> Moved {
    Moved { document: id(document), user: user(who), role: Role::Editor, what: Move::Joined, at_ms: NOW, trace: None }
}

fn is_remembered(storage: &Memory, document: &str) -> bool {
    storage.get(&key_of(&id(document), "ada")).unwrap().is_some()
}

/// The record of a document in the catalogue, which nobody can read.
fn damage(storage: &Memory, document: &str) {
    let key = Key::new("document").name(document);
    storage.write(&RecordBatch::new().put(key, &b"nonsense"[..])).unwrap();
}

#[test]
fn who_was_there_before_a_purge_is_not_written_down_after_it() {
    let storage = Memory::new();
    let seen = over(&storage, &storage);
    let purged = Draft::of("document.purged", id("a").shared(), NOW, None, json!({}));
    seen.journal.write(RecordBatch::new(), vec![purged]).unwrap();
    seen.write_present(&[sighting("a", NOW)]).unwrap();
    assert!(!is_remembered(&storage, "a"), "the room was asked before the purge, and the answer is written after it");
    seen.write_present(&[sighting("a", NOW + 1)]).unwrap();
    assert!(is_remembered(&storage, "a"), "they came to the new document of this name");
    seen.write_present(&[sighting("b", NOW)]).unwrap();
    assert!(is_remembered(&storage, "b"), "nobody has written to it yet");
}

#[test]
fn a_document_whose_record_is_damaged_keeps_nobody_else_from_being_remembered() {
    let storage = Memory::new();
    let seen = over(&storage, &storage);
    damage(&storage, "a");
    seen.write_present(&[sighting("a", NOW), sighting("b", NOW)]).unwrap();
    assert!(!is_remembered(&storage, "a") && is_remembered(&storage, "b"));
    seen.write_moves(&[joins("a", "ada"), joins("c", "ada")]).unwrap();
    assert!(is_remembered(&storage, "c"));
}

#[test]
fn a_disk_that_fails_is_said_to_fail() {
    let storage = Memory::new();
    let seen = over(&storage, &storage);
    storage.fail_next(u32::MAX, Failure::Full);
    assert!(matches!(seen.write_present(&[sighting("a", NOW)]), Err(Refused::Storage(_))));
}

/// Whoever gets an error tries again, so an error after it was told would make a second event.
#[test]
fn what_is_told_counts_as_written_whatever_becomes_of_the_tidying() {
    let (crowded, rest) = (Memory::new(), Memory::new());
    let seen = over(&crowded, &rest);
    let crowd = (0..=MOST).map(|at| Sighting { user: user(&format!("u{at}")), ..sighting("a", NOW) });
    crowded.write(&seen.with_sightings(RecordBatch::new(), crowd).unwrap()).unwrap();
    crowded.fail_next(1, Failure::Full);
    seen.write_moves(&[joins("a", "ada")]).unwrap();
    let told = seen.journal.of_document(&id("a"), 0, 10).unwrap().events;
    assert_eq!(told.len(), 1);
    seen.write_moves(&[joins("a", "bob")]).unwrap();
    let left = records::list::<There>(&crowded, &of_document(&id("a"))).unwrap();
    assert_eq!(left.len(), MOST, "who comes next tidies up");
}

#[test]
fn a_damaged_sighting_does_not_keep_the_others_for_ever() {
    let storage = Memory::new();
    let seen = over(&storage, &storage);
    let crowd = (0..=MOST).map(|at| Sighting { user: user(&format!("u{at}")), ..sighting("a", NOW - 1) });
    storage.write(&seen.with_sightings(RecordBatch::new(), crowd).unwrap()).unwrap();
    storage.write(&RecordBatch::new().put(key_of(&id("a"), "u7"), &b"nonsense"[..])).unwrap();
    seen.write_moves(&[joins("a", "ada")]).unwrap();
    let left = records::list_readable::<There>(&storage, &of_document(&id("a"))).unwrap();
    assert_eq!(left.len(), MOST);
    assert!(is_remembered(&storage, "a"));
}
