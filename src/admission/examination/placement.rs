//! Where a struct of an update comes to lie, and what has to change about it for that: from its neighbours or its parent.
//! Called for every new struct; looks into the index and into what the same update has brought so far.
//! Rules as in Yjs `src/structs/Item.js` (`getMissing`) and yrs `update.rs` (`missing_dependency`).

use super::super::Refusal;
use super::super::index::{Class, Manner, Place, Sort, TypeEntry, TypeNumber, class_in};
use super::super::rewrite::{EditKind, RightOrigin};
use super::super::structs::{Body, Content, Element, Id, Item, Parent};
use super::{Examination, Progress};

enum Found {
    Known(Class),
    Later(usize, u32),
    Missing,
}

pub(super) enum Standing {
    Admitted(Class, Option<EditKind>),
    Later(usize, u32),
    Missing,
}

impl<'a> Examination<'a> {
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
    pub(super) fn classify(&mut self, element: &Element<'a>, known: u32) -> Result<Standing, Refusal> {
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
        let right = match (place, origin, item.right_origin) {
            // Clients put a new value of a key behind the one they know, and never before any.
            (Place::Entry, None, Some(_)) => return Err(Refusal::EntryBefore),
            (Place::Entry, Some(_), Some(_)) => RightOrigin::Dropped,
            _ => right,
        };
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
pub(super) fn is_wide(text: &str) -> bool {
    text.bytes().any(|byte| byte >= 0xf0)
}

fn place_under(item: &Item<'_>) -> Place {
    if item.key.is_some() { Place::Entry } else { Place::Sequence }
}
