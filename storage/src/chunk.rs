//! A run of consecutive log entries of one document, packed: the unit in which the log is kept in memory and in the tree.
//! Layout in docs/STORAGE.md, "Chunk". Knows nothing of where a chunk is stored.

use std::sync::Arc;

use bytes::Bytes;

use crate::codec::{Malformed, Reader, put_optional, put_varint, unzigzag, zigzag};
use crate::contract::LogEntry;

/// Who made an entry.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Actor {
    pub(crate) user: Option<Arc<str>>,
    pub(crate) connection: u64,
}

impl Actor {
    pub(crate) fn of(entry: &LogEntry) -> Self {
        Self { user: entry.user.clone(), connection: entry.connection }
    }
}

/// A chunk that still grows.
#[derive(Debug, Clone)]
pub(crate) struct Chunk {
    first: u64,
    next: u64,
    last_time_ms: u64,
    newest_ms: u64,
    actors: Vec<Actor>,
    last_actor: usize,
    packed: Vec<u8>,
}

impl Chunk {
    /// Starts a chunk with its first entry.
    pub(crate) fn start(entry: &LogEntry) -> Self {
        let mut packed = Vec::with_capacity(64 + entry.update.len());
        put_varint(&mut packed, entry.seq);
        put_varint(&mut packed, entry.time_ms);
        let mut chunk = Self {
            first: entry.seq,
            next: entry.seq,
            last_time_ms: entry.time_ms,
            newest_ms: entry.time_ms,
            actors: Vec::new(),
            last_actor: 0,
            packed,
        };
        chunk.push(entry);
        chunk
    }

    /// Adds the entry that follows.
    pub(crate) fn push(&mut self, entry: &LogEntry) {
        debug_assert_eq!(entry.seq, self.next);
        put_varint(&mut self.packed, zigzag(self.last_time_ms, entry.time_ms));
        let known = |actor: &Actor| actor.connection == entry.connection && actor.user == entry.user;
        let last = self.actors.get(self.last_actor).filter(|actor| known(actor)).map(|_| self.last_actor);
        if let Some(at) = last.or_else(|| self.actors.iter().rposition(known)) {
            put_varint(&mut self.packed, at as u64 + 1);
            self.last_actor = at;
        } else {
            put_varint(&mut self.packed, 0);
            put_optional(&mut self.packed, entry.user.as_deref());
            put_varint(&mut self.packed, entry.connection);
            self.last_actor = self.actors.len();
            self.actors.push(Actor::of(entry));
        }
        put_varint(&mut self.packed, entry.update.len() as u64);
        self.packed.extend_from_slice(&entry.update);
        self.last_time_ms = entry.time_ms;
        self.newest_ms = self.newest_ms.max(entry.time_ms);
        self.next = entry.seq + 1;
    }

    pub(crate) fn first(&self) -> u64 {
        self.first
    }

    /// The position of the last entry.
    pub(crate) fn last(&self) -> u64 {
        self.next - 1
    }

    /// The newest time of an entry.
    pub(crate) fn newest_ms(&self) -> u64 {
        self.newest_ms
    }

    pub(crate) fn packed(&self) -> &[u8] {
        &self.packed
    }
}

/// Unpacks a chunk. The updates are slices of `packed`, nothing is copied.
pub(crate) fn unpack(packed: &Bytes) -> Result<Vec<LogEntry>, Malformed> {
    let mut reader = Reader::new(packed);
    let mut seq = reader.varint()?;
    let mut time_ms = reader.varint()?;
    let mut actors: Vec<Actor> = Vec::new();
    let mut entries = Vec::new();
    while !reader.is_empty() {
        time_ms = unzigzag(time_ms, reader.varint()?);
        let actor = match reader.varint()? {
            0 => {
                let user = reader.optional()?;
                actors.push(Actor { user, connection: reader.varint()? });
                actors.last()
            }
            number => usize::try_from(number - 1).ok().and_then(|at| actors.get(at)),
        };
        let actor = actor.ok_or(Malformed("a declared actor"))?;
        let update = packed.slice_ref(reader.bytes()?);
        entries.push(LogEntry { seq, time_ms, user: actor.user.clone(), connection: actor.connection, update });
        seq = seq.checked_add(1).ok_or(Malformed("a position below 2^64"))?;
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pack(entries: &[LogEntry]) -> Chunk {
        let mut chunk = Chunk::start(&entries[0]);
        entries[1..].iter().for_each(|entry| chunk.push(entry));
        chunk
    }

    fn entry(seq: u64, time_ms: u64, user: Option<&str>, connection: u64, update: &'static [u8]) -> LogEntry {
        LogEntry { seq, time_ms, user: user.map(Into::into), connection, update: Bytes::from_static(update) }
    }

    #[test]
    fn a_chunk_gives_back_its_entries() {
        let entries = [
            entry(7, 1_000, Some("ann"), 1, b"one"),
            entry(8, 1_004, None, 2, b""),
            entry(9, 900, Some("ann"), 1, b"three"),
            entry(10, 901, Some("ann"), 3, b"four"),
        ];
        let chunk = pack(&entries);
        assert_eq!((chunk.first(), chunk.last(), chunk.newest_ms()), (7, 10, 1_004));
        assert_eq!(unpack(&Bytes::copy_from_slice(chunk.packed())), Ok(entries.to_vec()));
    }

    #[test]
    fn the_bytes_of_a_chunk_are_these() {
        let entries = [entry(1, 5, Some("ann"), 300, b"ab"), entry(2, 7, Some("ann"), 300, b"c"), entry(3, 6, None, 1, b"")];
        let packed = pack(&entries).packed().to_vec();
        let golden = [
            &[1, 5][..],                                             // first position, first time
            &[0, 0, 4, b'a', b'n', b'n', 0xac, 0x02, 2, b'a', b'b'], // same time, new actor "ann" 300, two bytes
            &[4, 1, 1, b'c'],                                        // 2 ms later, actor 1, one byte
            &[1, 0, 0, 1, 0],                                        // 1 ms earlier, new actor without user, connection 1, empty
        ];
        assert_eq!(packed, golden.concat());
    }

    #[test]
    fn no_bytes_make_unpacking_panic() {
        let entries = [entry(1, 5, Some("ann"), 300, b"ab"), entry(2, 7, None, 1, b"c")];
        let packed = pack(&entries).packed().to_vec();
        for at in 0..packed.len() {
            let _ = unpack(&Bytes::copy_from_slice(&packed[..at]));
            for value in 0..=255 {
                let mut changed = packed.clone();
                changed[at] = value;
                let _ = unpack(&Bytes::from(changed));
            }
        }
    }
}
