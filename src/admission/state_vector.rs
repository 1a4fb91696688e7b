//! State vectors: for each client the clock that comes next. Those from outside are checked before anything relies on them.
//! Format source: Yjs `src/utils/encoding.js` (`writeStateVector`).

use std::collections::BTreeMap;

use bytes::Bytes;

use super::Refusal;
use super::outline::Outline;
use super::reader::Reader;
use super::structs::Body;
use super::writer::write_number;

/// A state vector that passed the checks: each client once, clocks at most 2^31.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StateVector {
    /// Sorted by client.
    clocks: Vec<(u64, u32)>,
}

impl StateVector {
    /// Reads an encoded v1 state vector. Needs at most eight bytes of memory per byte of input.
    ///
    /// # Errors
    /// When counts, numbers or clocks are out of range, a client appears twice, or bytes are left over.
    pub fn decode(bytes: &[u8]) -> Result<Self, Refusal> {
        let mut reader = Reader::new(bytes);
        let count = reader.count(2)?;
        let mut clocks = Vec::with_capacity(count);
        for _ in 0..count {
            let client = reader.number()?;
            clocks.push((client, reader.clock(client)?));
        }
        reader.finish()?;
        clocks.sort_unstable();
        match clocks.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            Some(pair) => Err(Refusal::ClientTwice { client: pair[0].0 }),
            None => Ok(Self { clocks }),
        }
    }

    /// The clock that comes next for `client`; 0 for an unknown one.
    pub fn get(&self, client: u64) -> u32 {
        self.clocks.binary_search_by_key(&client, |entry| entry.0).map_or(0, |position| self.clocks[position].1)
    }

    /// Clients with their next clocks, in ascending order of clients.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (u64, u32)> {
        self.clocks.iter().copied()
    }

    /// The v1 encoding, highest client first as Yjs writes it.
    pub fn encode(&self) -> Bytes {
        let mut out = Vec::with_capacity(2 + self.clocks.len() * 10);
        write_number(&mut out, self.clocks.len() as u64);
        for &(client, clock) in self.clocks.iter().rev() {
            write_number(&mut out, client);
            write_number(&mut out, u64::from(clock));
        }
        out.into()
    }

    /// Whether nothing was seen yet.
    pub fn is_empty(&self) -> bool {
        self.clocks.is_empty()
    }

    /// What both have seen.
    #[must_use]
    pub fn lower(&self, other: &Self) -> Self {
        let both = self.iter().map(|(client, clock)| (client, clock.min(other.get(client))));
        Self { clocks: both.filter(|&(_, clock)| clock > 0).collect() }
    }

    /// What had been seen before `update` came, if it was the last to come.
    ///
    /// # Errors
    /// When the update isn't one the gate can read.
    pub fn before(&self, update: &Bytes) -> Result<Self, Refusal> {
        let mut clocks: BTreeMap<u64, u32> = self.iter().collect();
        let outline = Outline::read(update, usize::MAX)?;
        for section in &outline.sections {
            if let (Some(first), Some(clock)) = (outline.elements(section).next(), clocks.get_mut(&section.client)) {
                *clock = first.id.clock.min(*clock);
            }
        }
        Ok(Self { clocks: clocks.into_iter().filter(|&(_, clock)| clock > 0).collect() })
    }

    /// Whether everything in `other` is in this one too.
    pub fn covers(&self, other: &Self) -> bool {
        other.iter().all(|(client, clock)| clock <= self.get(client))
    }
}

impl FromIterator<(u64, u32)> for StateVector {
    /// Takes the higher clock where a client comes up twice.
    fn from_iter<I: IntoIterator<Item = (u64, u32)>>(clocks: I) -> Self {
        let mut highest = BTreeMap::new();
        for (client, clock) in clocks {
            let known = highest.entry(client).or_insert(clock);
            *known = clock.max(*known);
        }
        Self { clocks: highest.into_iter().collect() }
    }
}

/// The state vector after applying `updates`, in order, to a document whose state vector is `base`.
/// A section that begins beyond what is known by then adds nothing, nor does what follows a skip.
///
/// # Errors
/// When an update isn't one the gate can read.
pub fn state_vector_of<'u>(base: &StateVector, updates: impl IntoIterator<Item = &'u Bytes>) -> Result<StateVector, Refusal> {
    let mut clocks: BTreeMap<u64, u32> = base.iter().collect();
    for update in updates {
        let outline = Outline::read(update, usize::MAX)?;
        for section in &outline.sections {
            let mut clock = clocks.get(&section.client).copied().unwrap_or(0);
            for element in outline.elements(section) {
                if element.id.clock > clock || (element.body == Body::Skip && element.end() > clock) {
                    break;
                }
                clock = clock.max(element.end());
            }
            if clock > 0 {
                clocks.insert(section.client, clock);
            }
        }
    }
    Ok(StateVector { clocks: clocks.into_iter().collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_vector_survives_a_round_trip() {
        let vector: StateVector = [(7, 3), (1, 300), (7, 9)].into_iter().collect();
        assert_eq!(vector.encode().as_ref(), [2, 7, 9, 1, 0xac, 2]);
        assert_eq!(StateVector::decode(&vector.encode()), Ok(vector));
    }

    #[test]
    fn a_state_vector_that_claims_too_much_is_refused() {
        assert_eq!(StateVector::decode(&[0xff, 0xff, 0xff, 0x7f]), Err(Refusal::CountTooLarge));
        assert_eq!(StateVector::decode(&[2, 7, 1, 7, 2]), Err(Refusal::ClientTwice { client: 7 }));
        assert_eq!(StateVector::decode(&[1, 7, 1, 0]), Err(Refusal::TrailingBytes));
        assert_eq!(StateVector::decode(&[1, 7, 0x81, 0x80, 0x80, 0x80, 8]), Err(Refusal::ClockTooLarge { client: 7 }));
        assert_eq!(StateVector::decode(&[]), Err(Refusal::EndsEarly));
    }
}
