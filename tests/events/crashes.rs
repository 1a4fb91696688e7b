//! Power that fails at any moment and disks that fail now and then, on a simulated disk: what was told or acknowledged happened
//! exactly once, under the same id, ever after.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use serde_json::json;
use yrsa::event::{Draft, Event};
use yrsa::features::Journal;
use yrsa::features::audit::query::{self, Filter, Reach};
use yrsa::features::audit::{chain, verify::verify};
use yrsa::features::events::Settings;
use yrsa::room::around::{Telling, Told};
use yrsa_storage::disk::{SimulatedDisk, Trouble};
use yrsa_storage::{Clock, Options, RecordBatch, SledStorage};

use super::world::{Answer, START, document};
use crate::admission::shared::setting;
use crate::simulation::random::Random;

const DOCUMENTS: [&str; 4] = ["a", "b", "c/d", "e"];

/// A room: what it made, and what it waits for.
#[derive(Default)]
struct Room {
    told: u64,
    under_way: Option<(u64, Arc<Answer>)>,
}

struct Play {
    random: Random,
    disk: SimulatedDisk,
    folder: tempfile::TempDir,
    rooms: BTreeMap<&'static str, Room>,
    /// What somebody read.
    seen: BTreeMap<u64, Arc<Event>>,
    /// What features wrote: whether they were told that it is there.
    written: BTreeMap<u64, bool>,
}

fn open(disk: &SimulatedDisk, folder: &Path) -> (Arc<SledStorage>, Arc<Journal>) {
    let clock = Clock::from_fn(|| START);
    let options = Options { segment_bytes: 4 << 10, clock: clock.clone(), ..Options::default() };
    let storage = Arc::new(SledStorage::open_on(Arc::new(disk.clone()), folder, options).expect("opens after a crash"));
    let journal = Journal::open(Arc::clone(&storage) as _, clock, Settings::default()).unwrap();
    (storage, journal)
}

fn draft(kind: &'static str, id: &str, version: Option<u64>, data: serde_json::Value) -> Draft {
    Draft { kind: kind.into(), document: id.into(), time: START, user: None, connection: None, version, data, trace: None }
}

impl Play {
    fn new(seed: u64) -> Self {
        let rooms = DOCUMENTS.into_iter().map(|id| (id, Room::default())).collect();
        let folder = tempfile::tempdir().unwrap();
        let disk = SimulatedDisk::new(seed);
        Self { random: Random::new(seed), disk, folder, rooms, seen: BTreeMap::new(), written: BTreeMap::new() }
    }

    /// A room tells what it has, unless it waits for an answer.
    fn tell(&mut self, journal: &Journal) {
        let id = self.random.pick(&DOCUMENTS);
        let more = 1 + self.random.below(4) as u64;
        let room = self.rooms.get_mut(id).unwrap();
        if let Some((through, answer)) = &room.under_way {
            if !answer.is_there() {
                return;
            }
            (room.told, room.under_way) = (*through, None);
        }
        let through = room.told + more;
        let drafts = (room.told + 1..=through).map(|version| draft("document.updated", id, Some(version), json!({})));
        let answer = Arc::<Answer>::default();
        let done = Arc::clone(&answer) as Arc<dyn Told>;
        journal.tell(Telling { document: document(id), through, drafts: drafts.collect(), done });
        room.under_way = Some((through, answer));
    }

    fn write(&mut self, journal: &Journal) {
        let id = self.random.pick(&DOCUMENTS);
        let mark = self.written.len() as u64;
        let kind = self.random.pick(&["document.renamed", "member.changed"]);
        let drafts = (0..=self.random.below(3)).map(|part| draft(kind, id, None, json!({ "mark": mark, "part": part })));
        let drafts = drafts.collect();
        let is_written = journal.write(RecordBatch::new().put("last", mark.to_be_bytes().to_vec()), drafts).unwrap_or(false);
        self.written.insert(mark, is_written);
    }

    fn read(&mut self, journal: &Journal) {
        let page = journal.after(self.random.below(200) as u64, 1_000).unwrap();
        self.seen.extend(page.events.into_iter().map(|event| (event.id, event)));
    }

    fn trouble(&mut self) {
        let after = self.random.below(6) as u64;
        self.disk.trouble(match self.random.below(2) {
            0 => Trouble::FullAfter(after),
            _ => Trouble::SyncFails { after, times: 1 + self.random.below(4) as u64 },
        });
    }

    /// Waits until no room waits.
    fn settle(&mut self) {
        for room in self.rooms.values_mut() {
            if let Some((through, answer)) = room.under_way.take() {
                room.told = answer.wait();
                assert_eq!(room.told, through);
            }
        }
    }

    fn check(&mut self, journal: &Journal, when: &str) {
        let mut all = Vec::new();
        while journal.head() > all.last().map_or(0, |event: &Arc<Event>| event.id) {
            all.extend(journal.after(all.last().map_or(0, |event| event.id), 50).unwrap().events);
        }
        assert!(all.windows(2).all(|pair| pair[0].id < pair[1].id), "{when}: ids grow");
        let by_id: BTreeMap<u64, Arc<Event>> = all.iter().map(|event| (event.id, Arc::clone(event))).collect();
        for (id, event) in &self.seen {
            assert_eq!(by_id.get(id), Some(event), "{when}: what was read is still there");
        }
        for (id, room) in &mut self.rooms {
            let told = journal.told(&document(id)).unwrap().map_or(0, |told| told.version);
            let most = room.under_way.take().map_or(room.told, |(through, _)| through);
            assert!((room.told..=most).contains(&told), "{when}: {id} was told up to {told}, not {} to {most}", room.told);
            let of = all.iter().filter(|event| *event.draft.document == **id);
            let versions: Vec<u64> = of.filter_map(|event| event.draft.version).collect();
            assert_eq!(versions, (1..=told).collect::<Vec<_>>(), "{when}: {id}");
            // As for a room that is opened: it tells what comes after.
            room.told = told;
        }
        let audited = all.iter().filter(|event| chain::is_audited(&event.draft)).map(|event| event.id.to_string());
        let filter = Filter { reach: Reach::Everything, ..Filter::default() };
        let mut entries = query::page(&**journal.store(), &filter, None, 10_000).unwrap().entries;
        entries.reverse();
        let of_events: Vec<&str> = entries.iter().map(|entry| entry["event"].as_str().unwrap()).collect();
        assert_eq!(of_events, audited.collect::<Vec<_>>(), "{when}: each has one entry");
        assert_eq!(verify(&**journal.store(), &[]).unwrap().faults, [], "{when}: the audit holds");
        let marks = |event: &Arc<Event>| Some((event.draft.data["mark"].as_u64()?, event.draft.data["part"].as_u64()?));
        let marked: Vec<(u64, u64)> = all.iter().filter_map(marks).collect();
        let distinct: BTreeSet<(u64, u64)> = marked.iter().copied().collect();
        assert_eq!(marked.len(), distinct.len(), "{when}: something happened twice");
        for (mark, is_written) in &self.written {
            assert!(!is_written || distinct.contains(&(*mark, 0)), "{when}: what was acknowledged is there");
        }
        self.written = self.written.keys().map(|mark| (*mark, distinct.contains(&(*mark, 0)))).collect();
    }
}

fn play(seed: u64, troubled: bool) {
    let mut play = Play::new(seed);
    for round in 0..5 {
        let when = format!("seed {seed}, round {round}");
        let (storage, journal) = open(&play.disk, play.folder.path());
        play.check(&journal, &when);
        for step in 0..play.random.below(60) {
            if troubled && step % 20 == 5 {
                play.trouble();
            }
            if step % 20 == 15 {
                play.disk.heal();
            }
            match play.random.below(10) {
                0..5 => play.tell(&journal),
                5..8 => play.write(&journal),
                _ => play.read(&journal),
            }
        }
        if play.random.chance(50) {
            play.disk.heal();
            play.settle();
            play.write(&journal);
            play.check(&journal, &format!("{when}, settled"));
        }
        storage.abandon();
        journal.close();
        drop((journal, storage));
        play.disk.crash().unwrap();
    }
}

fn seeds() -> std::ops::Range<u64> {
    let first = setting("YRSA_SEED", 1);
    let runs = setting("YRSA_ROUNDS", 8);
    println!("{runs} runs from YRSA_SEED={first}");
    first..first + runs
}

#[test]
fn what_was_told_or_acknowledged_survives_power_loss_once_and_under_its_id() {
    seeds().for_each(|seed| play(seed, false));
}

#[test]
fn and_it_does_where_the_disk_fails_now_and_then() {
    seeds().for_each(|seed| play(seed, true));
}
