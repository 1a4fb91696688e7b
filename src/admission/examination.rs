//! Decides about one outlined update against the index: what is new, what must wait, what is wrong.
//! Sections are resolved like Yjs integrates them: each as far as it goes, stepping into another client's section when a
//! struct needs it. Whatever a section can't reach is parked, and nothing of it is admitted.
//! Order as in Yjs `src/utils/encoding.js` (`integrateStructs`) and yrs `update.rs` (`integrate`).

mod deletes;
mod placement;

use std::collections::HashMap;

use bytes::Bytes;
use smallvec::SmallVec;

use self::deletes::SiftedDeletes;
use self::placement::{Standing, is_wide};
use super::Refusal;
use super::gate::{Inserted, Limits, Verdict};
use super::index::{Class, Index, Manner, Place, Run, Runs, Sort, TypeEntry, TypeNumber, push_run};
use super::outline::{Elements, Outline, Section};
use super::rewrite::{Edit, EditKind, write_admitted, write_parked};
use super::structs::{Body, Content, Element, Item};
use super::subdocuments::without_subdocuments;

pub(super) fn examine(update: &Bytes, outline: &Outline<'_>, index: &Index, limits: &Limits) -> Result<Verdict, Refusal> {
    let mut examination = Examination::new(outline, index, limits);
    for track in 0..examination.tracks.len() {
        examination.advance(track)?;
    }
    examination.refuse_too_many_clients()?;
    let deletes = examination.sift_deletes();
    examination.verdict(update, deletes)
}

/// How far one section has come.
pub(super) struct Track<'a> {
    pub(super) section: &'a Section,
    /// The client's next clock in the document.
    pub(super) base: u32,
    /// One past the last clock known by now.
    pub(super) next: u32,
    /// Stands at the first struct that isn't known by now.
    pub(super) upcoming: Elements<'a>,
    /// Stands at the first admitted struct.
    pub(super) admitted: Option<Elements<'a>>,
    /// How many structs are admitted.
    pub(super) count: u32,
    pub(super) edits: SmallVec<[Edit; 1]>,
    runs: Runs,
    progress: Progress,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    Open,
    /// Some struct of another section waits for this one.
    Underway,
    Blocked,
}

impl Track<'_> {
    /// Whether all of the section is new and enters as it is.
    pub(super) fn is_untouched(&self) -> bool {
        self.count == self.section.count && self.count > 0 && self.section.start == self.base && self.edits.is_empty()
    }
}

/// Whether an update brings subdocuments.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Subdocuments {
    None,
    Some,
}

struct Examination<'a> {
    outline: &'a Outline<'a>,
    index: &'a Index,
    limits: &'a Limits,
    /// Highest client first.
    tracks: SmallVec<[Track<'a>; 2]>,
    /// Whether the update's sections were in that order.
    sorted: bool,
    subdocuments: Subdocuments,
    /// The types that come new.
    types: Vec<TypeEntry>,
    roots: HashMap<&'a str, TypeNumber>,
    /// Roots that come to hold wide text.
    widened: SmallVec<[TypeNumber; 2]>,
}

enum Step {
    Moved,
    Arrived,
    /// The next struct needs this clock of another track first.
    Wants(usize, u32),
}

impl<'a> Examination<'a> {
    fn new(outline: &'a Outline<'a>, index: &'a Index, limits: &'a Limits) -> Self {
        let mut tracks: SmallVec<[Track<'a>; 2]> = outline
            .sections
            .iter()
            .map(|section| {
                let base = index.next(section.client);
                Track {
                    section,
                    base,
                    next: base,
                    upcoming: outline.elements(section),
                    admitted: None,
                    count: 0,
                    edits: SmallVec::new(),
                    runs: Runs::new(),
                    progress: Progress::Open,
                }
            })
            .collect();
        let sorted = tracks.is_sorted_by(|a, b| a.section.client > b.section.client);
        tracks.sort_unstable_by_key(|track| std::cmp::Reverse(track.section.client));
        Self {
            outline,
            index,
            limits,
            tracks,
            sorted,
            subdocuments: Subdocuments::None,
            types: Vec::new(),
            roots: HashMap::new(),
            widened: SmallVec::new(),
        }
    }

    fn track_of(&self, client: u64) -> Option<usize> {
        self.tracks.binary_search_by(|track| client.cmp(&track.section.client)).ok()
    }

    /// Takes a track as far as it goes, and the tracks it needs as far as it needs them. Every turn either moves a track
    /// or blocks one for good, so this ends, whatever circles the references form.
    fn advance(&mut self, track: usize) -> Result<(), Refusal> {
        let mut waiting: SmallVec<[(usize, u32); 2]> = SmallVec::new();
        waiting.push((track, u32::MAX));
        while let Some(&(current, goal)) = waiting.last() {
            match self.step(current, goal)? {
                Step::Moved => {}
                Step::Arrived => {
                    let track = &mut self.tracks[current];
                    if track.progress == Progress::Underway {
                        track.progress = Progress::Open;
                    }
                    waiting.pop();
                }
                Step::Wants(other, clock) => {
                    self.tracks[current].progress = Progress::Underway;
                    if self.tracks[other].progress == Progress::Underway {
                        // Each waits for the other: neither can ever be applied.
                        self.tracks[current].progress = Progress::Blocked;
                    } else {
                        waiting.push((other, clock));
                    }
                }
            }
        }
        Ok(())
    }

    /// Moves a track over one struct, unless it is past `goal`, at its end or blocked.
    fn step(&mut self, number: usize, goal: u32) -> Result<Step, Refusal> {
        let track = &self.tracks[number];
        if track.progress == Progress::Blocked || track.next > goal {
            return Ok(Step::Arrived);
        }
        let mut after = track.upcoming.clone();
        let Some(element) = after.next() else { return Ok(Step::Arrived) };
        if element.end() <= track.next {
            self.tracks[number].upcoming = after;
            return Ok(Step::Moved);
        }
        if element.body == Body::Skip || element.id.clock > track.next {
            self.tracks[number].progress = Progress::Blocked;
            return Ok(Step::Arrived);
        }
        match self.classify(&element, track.next)? {
            Standing::Admitted(class, edit) => {
                self.admit(number, &element, class, edit);
                self.tracks[number].upcoming = after;
                Ok(Step::Moved)
            }
            Standing::Later(other, clock) => Ok(Step::Wants(other, clock)),
            Standing::Missing => {
                self.tracks[number].progress = Progress::Blocked;
                Ok(Step::Arrived)
            }
        }
    }

    fn admit(&mut self, number: usize, element: &Element<'a>, mut class: Class, edit: Option<EditKind>) {
        if class.sort == Sort::Type {
            let depth = self.type_entry(class.number).map_or(0, |around| around.depth() + 1);
            // A type's content begins with its reference, and 0 is `Y.Array`.
            let manner = if self.outline.bytes.get(element.content_at) == Some(&0) { Manner::List } else { Manner::Other };
            class.number = self.add_type(TypeEntry::nested(element.id, class.number, depth, manner));
        }
        let track = &mut self.tracks[number];
        if track.admitted.is_none() {
            track.admitted = Some(track.upcoming.clone());
        }
        if let Some(kind) = edit {
            track.edits.push(Edit { clock: element.id.clock, kind });
        }
        push_run(&mut track.runs, Run { start: track.next, class });
        track.count += 1;
        track.next = element.end();
        self.note_content(element, class);
    }

    /// Notes what the gate has to remember of a new struct's content.
    fn note_content(&mut self, element: &Element<'a>, class: Class) {
        let Body::Item(Item { content, .. }) = element.body else { return };
        match content {
            Content::Subdocument(_) => self.subdocuments = Subdocuments::Some,
            Content::Text(text) if class.place == Place::Sequence && is_wide(text) && !self.widened.contains(&class.number) => {
                let around = self.type_entry(class.number);
                if around.is_some_and(|around| around.held().is_none() && around.manner() == Manner::Other) {
                    self.widened.push(class.number);
                }
            }
            _ => {}
        }
    }

    fn add_type(&mut self, entry: TypeEntry) -> TypeNumber {
        self.types.push(entry);
        // Types cost bytes, so there are never 2^32 of them.
        (self.index.types().len() + self.types.len() - 1) as TypeNumber
    }

    fn type_entry(&self, number: TypeNumber) -> Option<&TypeEntry> {
        let known = self.index.types();
        let number = number as usize;
        known.get(number).or_else(|| self.types.get(number - known.len()))
    }

    fn root(&mut self, name: &'a str) -> TypeNumber {
        if let Some(number) = self.index.root(name).or_else(|| self.roots.get(name).copied()) {
            return number;
        }
        let number = self.add_type(TypeEntry::ROOT);
        self.roots.insert(name, number);
        number
    }

    fn refuse_too_many_clients(&self) -> Result<(), Refusal> {
        let fresh = self.tracks.iter().filter(|track| track.base == 0 && track.count > 0).count();
        let limit = self.limits.clients;
        if fresh > 0 && self.index.clients().len() + fresh > limit { Err(Refusal::TooManyClients { limit }) } else { Ok(()) }
    }

    fn verdict(self, update: &Bytes, deletes: SiftedDeletes) -> Result<Verdict, Refusal> {
        let anything = self.tracks.iter().any(|track| track.count > 0) || !deletes.new.is_empty();
        // `Y.mergeUpdates`, in which clients and providers trust, loses structs of sections that aren't sorted.
        let untouched = self.sorted && !deletes.changed && self.tracks.iter().all(Track::is_untouched);
        let admitted = match (anything, untouched) {
            (false, _) => None,
            (true, true) => Some(update.clone()),
            (true, false) => Some(write_admitted(self.outline, &self.tracks, &deletes.new)),
        };
        let substituted = match (&admitted, self.subdocuments) {
            (Some(admitted), Subdocuments::Some) => Some(without_subdocuments(admitted)?),
            _ => None,
        };
        let parked = write_parked(self.outline, &self.tracks, &deletes.parked);
        let mut roots: Vec<_> = self.roots.into_iter().map(|(name, number)| (name.into(), number)).collect();
        roots.sort_unstable_by_key(|entry: &(Box<str>, TypeNumber)| entry.1);
        let inserted = self
            .tracks
            .into_iter()
            .filter(|track| track.count > 0)
            .map(|track| Inserted { client: track.section.client, start: track.base, end: track.next, runs: track.runs })
            .collect();
        Ok(Verdict {
            admitted,
            parked,
            inserted,
            deleted: deletes.new,
            substituted,
            types: self.types,
            roots,
            widened: self.widened,
        })
    }
}
