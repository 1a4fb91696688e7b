//! The outline of an update: its sections by client and where its delete set begins.
//! [`Outline::read`] walks all bytes once and refuses what breaks the grammar; later readers may trust an outline's bytes.

use std::ops::Range;

use smallvec::SmallVec;

use super::reader::Reader;
use super::structs::{Element, Id, MIN_STRUCT_BYTES, read_element};
use super::{MAX_CLOCK, Refusal};

/// A client's structs in an update.
#[derive(Debug, Clone)]
pub(super) struct Section {
    pub(super) client: u64,
    pub(super) start: u32,
    /// One past the last clock.
    pub(super) end: u32,
    pub(super) count: u32,
    /// The structs' bytes.
    pub(super) span: Range<usize>,
}

#[derive(Debug, Clone)]
pub(super) struct Outline<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) sections: SmallVec<[Section; 2]>,
    /// Where the delete set begins.
    deletes_at: usize,
}

impl<'a> Outline<'a> {
    /// Reads an update whose clients number at most `max_clients`.
    pub(super) fn read(bytes: &'a [u8], max_clients: usize) -> Result<Self, Refusal> {
        let mut reader = Reader::new(bytes);
        let mut sections = SmallVec::new();
        for _ in 0..reader.count(3)? {
            if sections.len() >= max_clients {
                return Err(Refusal::TooManyClients { limit: max_clients });
            }
            sections.push(read_section(&mut reader)?);
        }
        refuse_client_twice(sections.iter().map(|section: &Section| section.client))?;
        let deletes_at = reader.position();
        let mut deletes = Deletes { reader, ranges: 0, client: 0, clients: None };
        let mut clients = SmallVec::<[u64; 4]>::new();
        while let Some(range) = deletes.next_range(|client| clients.push(client)) {
            range?;
        }
        deletes.reader.finish()?;
        refuse_client_twice(clients.iter().copied())?;
        Ok(Self { bytes, sections, deletes_at })
    }

    /// The structs of a section, in the order of their clocks.
    pub(super) fn elements(&self, section: &Section) -> Elements<'a> {
        Elements {
            reader: Reader::at(self.bytes, section.span.start),
            next: Id { client: section.client, clock: section.start },
            left: section.count,
        }
    }

    /// The delete set's ranges as written: `(client, clock, length)`, lengths may be zero.
    pub(super) fn deletes(&self) -> Deletes<'a> {
        Deletes { reader: Reader::at(self.bytes, self.deletes_at), ranges: 0, client: 0, clients: None }
    }
}

fn read_section(reader: &mut Reader<'_>) -> Result<Section, Refusal> {
    let count = reader.number()?;
    let client = reader.number()?;
    let start = reader.clock(client)?;
    if count > (reader.remaining() / MIN_STRUCT_BYTES) as u64 {
        return Err(Refusal::CountTooLarge);
    }
    let count = u32::try_from(count).map_err(|_| Refusal::CountTooLarge)?;
    let first = reader.position();
    let mut clock = start;
    for _ in 0..count {
        clock = read_element(reader, Id { client, clock })?.end();
    }
    Ok(Section { client, start, end: clock, count, span: first..reader.position() })
}

fn refuse_client_twice(clients: impl ExactSizeIterator<Item = u64>) -> Result<(), Refusal> {
    if clients.len() < 2 {
        return Ok(());
    }
    let mut clients: SmallVec<[u64; 16]> = clients.collect();
    clients.sort_unstable();
    match clients.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(Refusal::ClientTwice { client: pair[0] }),
        None => Ok(()),
    }
}

/// The structs of one section. Bytes that an [`Outline`] has read can't fail again, so an error just ends the walk.
#[derive(Clone)]
pub(super) struct Elements<'a> {
    reader: Reader<'a>,
    next: Id,
    left: u32,
}

impl<'a> Elements<'a> {
    /// How many structs are still to come.
    pub(super) fn left(&self) -> u32 {
        self.left
    }

    /// The clock of the next struct.
    pub(super) fn clock(&self) -> u32 {
        self.next.clock
    }

    /// Where the next struct begins.
    pub(super) fn position(&self) -> usize {
        self.reader.position()
    }
}

impl<'a> Iterator for Elements<'a> {
    type Item = Element<'a>;

    fn next(&mut self) -> Option<Element<'a>> {
        self.left = self.left.checked_sub(1)?;
        let element = read_element(&mut self.reader, self.next).ok()?;
        self.next.clock = element.end();
        Some(element)
    }
}

/// The ranges of a delete set.
pub(super) struct Deletes<'a> {
    reader: Reader<'a>,
    /// Clients not yet begun; unknown before the first.
    clients: Option<usize>,
    /// Ranges of the current client not yet read.
    ranges: usize,
    client: u64,
}

impl Deletes<'_> {
    fn next_range(&mut self, begin: impl FnMut(u64)) -> Option<Result<(u64, u32, u32), Refusal>> {
        self.try_next(begin).transpose()
    }

    fn try_next(&mut self, mut begin: impl FnMut(u64)) -> Result<Option<(u64, u32, u32)>, Refusal> {
        let mut clients = match self.clients {
            Some(clients) => clients,
            None => self.reader.count(2)?,
        };
        while self.ranges == 0 {
            let Some(left) = clients.checked_sub(1) else {
                self.clients = Some(0);
                return Ok(None);
            };
            clients = left;
            self.client = self.reader.number()?;
            self.ranges = self.reader.count(2)?;
            begin(self.client);
        }
        self.clients = Some(clients);
        self.ranges -= 1;
        let start = self.reader.clock(self.client)?;
        let length = self.reader.clock(self.client)?;
        if start > MAX_CLOCK - length {
            return Err(Refusal::ClockTooLarge { client: self.client });
        }
        Ok(Some((self.client, start, length)))
    }
}

impl Iterator for Deletes<'_> {
    type Item = (u64, u32, u32);

    fn next(&mut self) -> Option<Self::Item> {
        self.next_range(|_| {})?.ok()
    }
}
