//! Decides about one outlined update against the index: what is new, what must wait, what is wrong.
//! Sections are resolved like Yjs integrates them: each as far as it goes, stepping into another client's section when a
//! struct needs it. Whatever a section can't reach is parked, and nothing of it is admitted.
//! Neighbours and parents as in Yjs `src/structs/Item.js` (`getMissing`) and yrs `update.rs` (`missing_dependency`).

use std::collections::HashMap;

use bytes::Bytes;
use smallvec::SmallVec;

use super::gate::{Deleted, Inserted, Limits, Verdict};
use super::index::{Class, Index, Manner, Place, Run, Runs, Sort, TypeEntry, TypeNumber, class_in, push_run};
use super::outline::{Elements, Outline, Section};
use super::rewrite::{Edit, EditKind, RightOrigin, write_admitted, write_parked};
use super::structs::{Body, Content, Element, Id, Item, Parent};
use super::subdocuments::loses_options;
use super::Refusal;

pub(super) fn examine(update: &Bytes, outline: &Outline<'_>, index: &Index, limits: &Limits) -> Result<Verdict, Refusal> {
    let mut examination = Examination::new(outline, index, limits);
    for track in 0..examination.tracks.len() {
        examination.advance(track)?;
    }
    examination.refuse_too_many_clients()?;
    let deletes = examination.sift_deletes();
    Ok(examination.verdict(update, deletes))
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

struct Examination<'a> {
    outline: &'a Outline<'a>,
    index: &'a Index,
    limits: &'a Limits,
    /// Highest client first.
    tracks: SmallVec<[Track<'a>; 2]>,
    /// Whether the update's sections were in that order.
    sorted: bool,
    subdocuments: Vec<(Id, Box<[u8]>)>,
    /// The types that come new.
    types: Vec<TypeEntry>,
    roots: HashMap<&'a str, TypeNumber>,
    /// Roots that come to hold wide text.
    widened: SmallVec<[TypeNumber; 2]>,
}

/// What became of a delete set.
#[derive(Default)]
pub(super) struct SiftedDeletes {
    /// New and applicable.
    pub(super) new: SmallVec<[Deleted; 2]>,
    /// Of clocks that are still unknown.
    pub(super) parked: SmallVec<[Deleted; 2]>,
    /// The new part isn't exactly what was written.
    pub(super) changed: bool,
}

enum Step {
    Moved,
    Arrived,
    /// The next struct needs this clock of another track first.
    Wants(usize, u32),
}

enum Found {
    Known(Class),
    Later(usize, u32),
    Missing,
}

enum Standing {
    Admitted(Class, Option<EditKind>),
    Later(usize, u32),
    Missing,
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
        Self { outline, index, limits, tracks, sorted, subdocuments: Vec::new(), types: Vec::new(), roots: HashMap::new(), widened: SmallVec::new() }
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
        if let Body::Item(Item { content: Content::Text(text), .. }) = element.body
            && class.place == Place::Sequence
            && is_wide(text)
            && !self.widened.contains(&class.number)
            && self.type_entry(class.number).is_some_and(|entry| entry.held().is_none() && entry.manner() == Manner::Other)
        {
            self.widened.push(class.number);
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
        if let Body::Item(Item { content: Content::Subdocument(written), .. }) = element.body
            && !class.is_collected()
            && loses_options(written)
        {
            self.subdocuments.push((element.id, written.into()));
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

    fn find(&self, id: Id) -> Found {
        if let Some(class) = self.index.class(id) {
            return Found::Known(class);
        }
        let Some(number) = self.track_of(id.client) else { return Found::Missing };
        let track = &self.tracks[number];
        if id.clock < track.next {
            return class_in(&track.runs, id.clock).map_or(Found::Missing, Found::Known);
        }
        if track.progress == Progress::Blocked || id.clock >= track.section.end {
            return Found::Missing;
        }
        Found::Later(number, id.clock)
    }

    /// What a struct will be, given that the clocks of its client below `known` are there. A type's class still has the
    /// number of the type around it.
    fn classify(&mut self, element: &Element<'a>, known: u32) -> Result<Standing, Refusal> {
        let Body::Item(item) = &element.body else { return Ok(Standing::Admitted(Class::COLLECTED, None)) };
        // Of a struct whose beginning is known only the rest enters, right of that beginning.
        let (origin, parent) = if element.id.clock < known {
            (Some(Id { client: element.id.client, clock: known - 1 }), Parent::Inherited)
        } else {
            (item.origin, item.parent)
        };
        let mut neighbours = [None, None];
        for (class, id) in neighbours.iter_mut().zip([origin, item.right_origin]) {
            if let Some(id) = id {
                match self.find(id) {
                    Found::Known(known) => *class = Some(known),
                    Found::Later(track, clock) => return Ok(Standing::Later(track, clock)),
                    Found::Missing => return Ok(Standing::Missing),
                }
            }
        }
        let (place, around, right) = match parent {
            Parent::Inherited => match self.beside(neighbours) {
                Beside::Living(place, around, right) => (place, around, right),
                Beside::Collected => return Ok(COLLECTED),
            },
            Parent::Root(name) => {
                self.refuse_long_name(name)?;
                (place_under(item), self.root(name), RightOrigin::Kept)
            }
            Parent::Nested(id) => match self.find(id) {
                Found::Later(track, clock) => return Ok(Standing::Later(track, clock)),
                Found::Missing => return Ok(Standing::Missing),
                Found::Known(class) => match class.sort {
                    Sort::Type => (place_under(item), class.number, RightOrigin::Kept),
                    Sort::Tombstone => return Ok(COLLECTED),
                    Sort::Plain => return Err(Refusal::ParentIsNotAType),
                },
            },
        };
        if let Some(key) = item.key {
            self.refuse_long_name(key)?;
        }
        let sort = self.check_content(item, place, around)?;
        let edit = edit_for(item, element.length, place, right);
        Ok(Standing::Admitted(Class { place, sort, number: around }, edit))
    }

    fn check_content(&self, item: &Item<'_>, place: Place, around: TypeNumber) -> Result<Sort, Refusal> {
        let kind = item.content.kind();
        match item.content {
            Content::Text(_) | Content::Embed | Content::Format if place == Place::Entry => Err(Refusal::EntryContent { kind }),
            Content::Text(text) if is_wide(text) && self.manner(around) == Manner::List => Err(Refusal::WideTextInList),
            Content::Type => {
                let limit = self.limits.nesting;
                let depth = self.type_entry(around).map_or(0, TypeEntry::depth);
                if depth < limit { Ok(Sort::Type) } else { Err(Refusal::NestedTooDeep { limit }) }
            }
            Content::Deleted => Ok(Sort::Tombstone),
            _ => Ok(Sort::Plain),
        }
    }

    /// What an item inherits from its neighbours. As in Yjs its place is the left one's if there is a left one, and beside
    /// a garbage-collected neighbour it is garbage.
    ///
    /// Two neighbours in different places do come from honest clients: undo in Yjs before 13.6.30 could leave the left one
    /// in a type that was deleted. There the right origin bounds nothing, but it does harm: yrs may take the key from it,
    /// and once its type is garbage, whoever loads the document anew loses the item. So it goes.
    fn beside(&self, neighbours: [Option<Class>; 2]) -> Beside {
        let [Some(left), Some(right)] = neighbours else {
            return match neighbours[0].or(neighbours[1]) {
                Some(only) if !only.is_collected() => Beside::Living(only.place, self.around(only), RightOrigin::Kept),
                _ => Beside::Collected,
            };
        };
        if left.is_collected() {
            return Beside::Collected;
        }
        let around = self.around(left);
        if left.place == right.place && around == self.around(right) {
            Beside::Living(left.place, around, RightOrigin::Kept)
        } else if self.is_type_deleted(around) {
            Beside::Collected
        } else {
            Beside::Living(left.place, around, RightOrigin::Dropped)
        }
    }

    /// Whether a type, or one around it, was deleted before this update.
    fn is_type_deleted(&self, mut number: TypeNumber) -> bool {
        while let Some((holder, around)) = self.type_entry(number).and_then(TypeEntry::held) {
            if self.index.is_deleted(holder) {
                return true;
            }
            number = around;
        }
        false
    }

    /// The type that an element lies in.
    fn around(&self, class: Class) -> TypeNumber {
        match (class.sort, self.type_entry(class.number).and_then(TypeEntry::held)) {
            (Sort::Type, Some((_, around))) => around,
            _ => class.number,
        }
    }

    fn manner(&self, number: TypeNumber) -> Manner {
        self.type_entry(number).map_or(Manner::Other, TypeEntry::manner)
    }

    fn refuse_long_name(&self, name: &str) -> Result<(), Refusal> {
        let limit = self.limits.name_bytes;
        if name.len() <= limit { Ok(()) } else { Err(Refusal::NameTooLong { limit }) }
    }

    fn refuse_too_many_clients(&self) -> Result<(), Refusal> {
        let fresh = self.tracks.iter().filter(|track| track.base == 0 && track.count > 0).count();
        let limit = self.limits.clients;
        if fresh > 0 && self.index.clients().len() + fresh > limit { Err(Refusal::TooManyClients { limit }) } else { Ok(()) }
    }

    /// Sorts the delete set into what is new, what is known and what must wait.
    fn sift_deletes(&self) -> SiftedDeletes {
        let mut sifted = SiftedDeletes::default();
        for (client, start, length) in self.outline.deletes() {
            let known = self.index.client(client);
            let next = match self.track_of(client) {
                Some(number) => self.tracks[number].next,
                None => known.map_or(0, |known| known.next()),
            };
            let (end, reach) = (start + length, (start + length).min(next));
            let before = sifted.new.last().filter(|group| group.client == client).map_or(0, |group| group.ranges.len());
            if start < reach {
                match known {
                    Some(known) => known.not_deleted(start, reach, |from, to| push_range(&mut sifted.new, client, from, to)),
                    None => push_range(&mut sifted.new, client, start, reach),
                }
            }
            if start.max(next) < end {
                push_range(&mut sifted.parked, client, start.max(next), end);
            }
            let added = sifted.new.last().filter(|group| group.client == client).and_then(|group| group.ranges.get(before..));
            if added != Some([(start, end)].as_slice()) {
                sifted.changed = true;
            }
        }
        sifted.changed |= normalise(&mut sifted.new);
        normalise(&mut sifted.parked);
        sifted
    }

    fn verdict(self, update: &Bytes, deletes: SiftedDeletes) -> Verdict {
        let anything = self.tracks.iter().any(|track| track.count > 0) || !deletes.new.is_empty();
        // `Y.mergeUpdates`, in which clients and providers trust, loses structs of sections that aren't sorted.
        let untouched = self.sorted && !deletes.changed && self.tracks.iter().all(Track::is_untouched);
        let admitted = match (anything, untouched) {
            (false, _) => None,
            (true, true) => Some(update.clone()),
            (true, false) => Some(write_admitted(self.outline, &self.tracks, &deletes.new)),
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
        Verdict { admitted, parked, inserted, deleted: deletes.new, subdocuments: self.subdocuments, types: self.types, roots, widened: self.widened }
    }
}

/// A struct that lies beside or inside garbage enters as garbage, so that it is the same for everybody: for clients that
/// don't collect garbage, and for those that get it merged with what it depends on.
const COLLECTED: Standing = Standing::Admitted(Class::COLLECTED, Some(EditKind::Collect));

enum Beside {
    Living(Place, TypeNumber, RightOrigin),
    Collected,
}

/// What has to change about an item that enters in this place.
fn edit_for(item: &Item<'_>, length: u32, place: Place, right: RightOrigin) -> Option<EditKind> {
    let joined_values = place == Place::Entry && length > 1 && matches!(item.content, Content::Any(_));
    let as_written = !joined_values && item.claims_key == (place == Place::Entry) && right == RightOrigin::Kept;
    if as_written { None } else { Some(EditKind::Item(place, right)) }
}

/// Whether a text has characters that take two UTF-16 units: those that take four bytes in UTF-8.
fn is_wide(text: &str) -> bool {
    text.bytes().any(|byte| byte >= 0xf0)
}

fn place_under(item: &Item<'_>) -> Place {
    if item.key.is_some() { Place::Entry } else { Place::Sequence }
}

fn push_range(groups: &mut SmallVec<[Deleted; 2]>, client: u64, start: u32, end: u32) {
    match groups.last_mut() {
        Some(group) if group.client == client => group.ranges.push((start, end)),
        _ => groups.push(Deleted { client, ranges: SmallVec::from_slice(&[(start, end)]) }),
    }
}

/// Sorts ranges and joins overlapping ones; yrs relies on that order without checking. True if something changed.
fn normalise(groups: &mut SmallVec<[Deleted; 2]>) -> bool {
    let mut changed = false;
    for group in groups {
        if group.ranges.windows(2).all(|pair| pair[0].1 <= pair[1].0) {
            continue;
        }
        changed = true;
        group.ranges.sort_unstable();
        group.ranges.dedup_by(|later, earlier| {
            let joins = later.0 <= earlier.1;
            if joins {
                earlier.1 = earlier.1.max(later.1);
            }
            joins
        });
    }
    changed
}
