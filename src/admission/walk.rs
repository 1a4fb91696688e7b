//! Reads the structs of many updates one after another, keeping something for each client on the way.
//! For updates that were admitted: checks the grammar only as far as it goes, and leaves delete sets unread.

use std::collections::HashMap;

use super::Refusal;
use super::reader::Reader;
use super::structs::{Element, Id, read_element};

/// The structs of an update, client by client. Ends after the first error.
pub(super) struct Walk<'a> {
    reader: Reader<'a>,
    /// Sections not yet begun; unknown before the first.
    sections: Option<usize>,
    /// Structs of the current section not yet read.
    structs: u64,
    next: Id,
}

impl<'a> Walk<'a> {
    pub(super) fn of(update: &'a [u8]) -> Self {
        Self { reader: Reader::new(update), sections: None, structs: 0, next: Id { client: 0, clock: 0 } }
    }

    fn try_next(&mut self) -> Result<Option<Element<'a>>, Refusal> {
        let mut sections = match self.sections {
            Some(sections) => sections,
            None => self.reader.count(3)?,
        };
        while self.structs == 0 {
            let Some(left) = sections.checked_sub(1) else {
                self.sections = Some(0);
                return Ok(None);
            };
            sections = left;
            self.structs = self.reader.number()?;
            let client = self.reader.number()?;
            self.next = Id { client, clock: self.reader.clock(client)? };
        }
        self.sections = Some(sections);
        self.structs -= 1;
        let element = read_element(&mut self.reader, self.next)?;
        self.next.clock = element.end();
        Ok(Some(element))
    }
}

impl<'a> Iterator for Walk<'a> {
    type Item = Result<Element<'a>, Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.try_next();
        if next.is_err() {
            (self.sections, self.structs) = (Some(0), 0);
        }
        next.transpose()
    }
}

/// Something for each client. Asking for the same client many times in a row costs next to nothing.
pub(super) struct ByClient<T> {
    entries: Vec<(u64, T)>,
    positions: HashMap<u64, usize>,
    last: usize,
}

impl<T> ByClient<T> {
    pub(super) fn new() -> Self {
        Self { entries: Vec::new(), positions: HashMap::new(), last: 0 }
    }

    /// The client's entry, made on first sight.
    pub(super) fn entry(&mut self, client: u64, make: impl FnOnce() -> T) -> &mut T {
        if self.entries.get(self.last).is_none_or(|entry| entry.0 != client) {
            self.last = *self.positions.entry(client).or_insert(self.entries.len());
            if self.last == self.entries.len() {
                self.entries.push((client, make()));
            }
        }
        &mut self.entries[self.last].1
    }

    pub(super) fn get(&self, client: u64) -> Option<&T> {
        self.positions.get(&client).map(|position| &self.entries[*position].1)
    }

    pub(super) fn into_values(self) -> impl Iterator<Item = T> {
        self.entries.into_iter().map(|entry| entry.1)
    }
}
