//! Names the places an update writes to, for locks and events, without knowing the document.
//! A struct with a neighbour lies beside it; whoever holds the document can look up where that is.

use super::outline::{Deletes, Elements, Outline};
use super::structs::{Body, Id, Parent};
use super::{ClockRange, Refusal};

/// One place an update writes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch<'a> {
    /// In a root type; under a key, or in its sequence.
    Root {
        /// The root's name.
        name: &'a str,
        /// The map key or attribute.
        key: Option<&'a str>,
    },
    /// In a nested type; under a key, or in its sequence.
    Nested {
        /// The element that holds the type.
        parent: Id,
        /// The map key or attribute.
        key: Option<&'a str>,
    },
    /// In the same type, and under the same key, as another element.
    Beside {
        /// The element.
        id: Id,
    },
    /// Deletes elements.
    Deleted {
        /// Whose elements.
        client: u64,
        /// The first clock.
        clock: u32,
        /// How many clocks.
        length: u32,
    },
}

/// Iterates over the places; see [`touched`].
pub struct Touches<'a> {
    outline: Outline<'a>,
    section: usize,
    elements: Option<Elements<'a>>,
    deletes: Deletes<'a>,
}

/// The places that a v1 update writes to, in the order of its bytes. A place may come up many times; garbage-collected
/// ranges touch nothing.
///
/// # Errors
/// When the bytes aren't an update the gate can read.
pub fn touched(update: &[u8]) -> Result<Touches<'_>, Refusal> {
    let outline = Outline::read(update, usize::MAX)?;
    let deletes = outline.deletes();
    Ok(Touches { outline, section: 0, elements: None, deletes })
}

impl Touches<'_> {
    /// The clocks that the update brings, one range a client; what it skips counts too.
    pub fn ranges(&self) -> impl Iterator<Item = ClockRange> {
        self.outline.sections.iter().map(|section| ClockRange { client: section.client, start: section.start, end: section.end })
    }
}

impl<'a> Iterator for Touches<'a> {
    type Item = Touch<'a>;

    fn next(&mut self) -> Option<Touch<'a>> {
        loop {
            if let Some(element) = self.elements.as_mut().and_then(Iterator::next) {
                let Body::Item(item) = element.body else { continue };
                return Some(match (item.parent, item.origin.or(item.right_origin)) {
                    (Parent::Nested(parent), _) => Touch::Nested { parent, key: item.key },
                    (Parent::Root(name), _) => Touch::Root { name, key: item.key },
                    (Parent::Inherited, Some(id)) => Touch::Beside { id },
                    (Parent::Inherited, None) => continue,
                });
            }
            match self.outline.sections.get(self.section) {
                Some(section) => self.elements = Some(self.outline.elements(section)),
                None => return self.deletes.next().map(|(client, clock, length)| Touch::Deleted { client, clock, length }),
            }
            self.section += 1;
        }
    }
}
