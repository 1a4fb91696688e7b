//! Finds items whose neighbours are inside out: the right origin lies left of the origin. Real documents have such items.
//! Where both neighbours are in one struct, Yjs cuts it at the right origin last, and takes what is left of that for the left
//! neighbour (`src/structs/Item.js`, `getMissing`); so whoever joins structs has to keep these two apart.

use std::collections::HashSet;

use super::structs::{Body, Element, Id, Item};
use super::walk::ByClient;

/// Elements that have to stay the first of their struct.
pub(super) type KeptApart = HashSet<Id>;

/// An item that was written after both its neighbours, the right one first.
struct Suspect {
    id: Id,
    origin: Id,
    right_origin: Id,
}

/// What one client wrote: stretches of elements, each put right of the one before and left of the same right origin.
/// Only elements of one stretch can ever be in one struct.
#[derive(Default)]
struct Stretches {
    end: u32,
    right_origin: Option<Id>,
    starts: Vec<u32>,
}

impl Stretches {
    fn add(&mut self, element: &Element<'_>) {
        if element.end() <= self.end {
            return;
        }
        let (origin, right_origin) = match element.body {
            Body::Item(Item { origin, right_origin, .. }) => (origin, right_origin),
            Body::Collected | Body::Skip => (None, None),
        };
        let last = element.id.clock.checked_sub(1).map(|clock| Id { clock, ..element.id });
        let goes_on = element.id.clock < self.end || (origin.is_some() && origin == last && right_origin == self.right_origin);
        if !goes_on {
            self.starts.push(element.id.clock);
        }
        self.right_origin = right_origin;
        self.end = element.end();
    }

    /// Whether two elements, `first` being the earlier one, are in one stretch. Those never seen are not.
    fn are_together(&self, first: u32, second: u32) -> bool {
        let after = self.starts.partition_point(|start| *start <= first);
        after > 0 && self.starts.get(after).is_none_or(|start| *start > second)
    }
}

/// Watches structs being joined for items that are inside out.
pub(super) struct Watch {
    clients: ByClient<Stretches>,
    suspects: Vec<Suspect>,
}

impl Watch {
    pub(super) fn new() -> Self {
        Self { clients: ByClient::new(), suspects: Vec::new() }
    }

    /// Takes a note of the next struct of its client.
    pub(super) fn see(&mut self, element: &Element<'_>) {
        self.clients.entry(element.id.client, Stretches::default).add(element);
        self.suspects.extend(suspect(element));
    }

    /// The right origins of items that are inside out, and for which `counts` holds. Mostly there are none.
    pub(super) fn kept_apart(self, mut counts: impl FnMut(Id) -> bool) -> KeptApart {
        let Self { clients, mut suspects } = self;
        suspects.retain(|Suspect { id, origin, right_origin }| {
            let stretches = clients.get(origin.client);
            stretches.is_some_and(|stretches| stretches.are_together(right_origin.clock, origin.clock)) && counts(*id)
        });
        suspects.into_iter().map(|suspect| suspect.right_origin).collect()
    }
}

fn suspect(element: &Element<'_>) -> Option<Suspect> {
    let Body::Item(Item { origin: Some(origin), right_origin: Some(right_origin), .. }) = element.body else { return None };
    let suspicious = origin.client == right_origin.client && right_origin.clock <= origin.clock;
    suspicious.then_some(Suspect { id: element.id, origin, right_origin })
}

#[cfg(test)]
mod tests {
    use super::super::walk::Walk;
    use super::*;

    fn kept_apart(update: &[u8]) -> KeptApart {
        let mut watch = Watch::new();
        Walk::of(update).for_each(|element| watch.see(&element.unwrap()));
        watch.kept_apart(|_| true)
    }

    /// Client 7 types `ab`, then client 8 writes beside it.
    fn beside(origin: u8, right_origin: u8) -> Vec<u8> {
        let typed = [2, 2, 7, 0, 4, 1, 1, b't', 1, b'a', 0x84, 7, 0, 1, b'b'];
        [typed.as_slice(), &[1, 8, 0, 0xc4, 7, origin, 7, right_origin, 1, b'x', 0]].concat()
    }

    #[test]
    fn the_right_origin_of_an_item_inside_out_is_kept_apart() {
        assert_eq!(kept_apart(&beside(1, 1)), KeptApart::from([Id { client: 7, clock: 1 }]));
        assert_eq!(kept_apart(&beside(1, 0)), KeptApart::from([Id { client: 7, clock: 0 }]));
    }

    #[test]
    fn an_item_between_its_neighbours_keeps_nothing_apart() {
        assert_eq!(kept_apart(&beside(0, 1)), KeptApart::new());
    }

    #[test]
    fn text_typed_before_older_text_keeps_nothing_apart() {
        // `b`, then `a` before it, then `x` between them.
        let update = [1, 3, 7, 0, 4, 1, 1, b't', 1, b'b', 0x44, 7, 0, 1, b'a', 0xc4, 7, 1, 7, 0, 1, b'x', 0];
        assert_eq!(kept_apart(&update), KeptApart::new());
    }
}
