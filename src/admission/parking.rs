//! Updates of one document that wait for something missing: bounded, kept in order of arrival, tried again after every commit.
//! The room asks its clients for the missing part; meanwhile nothing parked reaches yrs, the log or another client.

use bytes::Bytes;

use super::reader::Reader;
use super::writer::{write_buffer, write_number};
use super::{Gate, Limits, Refusal, Verdict};

/// The parked updates of one document.
#[derive(Debug, Clone)]
pub struct Parking {
    updates: Vec<Bytes>,
    bytes: usize,
    changes: u64,
    limits: Limits,
}

impl Parking {
    /// An empty parking, bounded by [`Limits::parked_bytes`] and [`Limits::parked_updates`].
    pub fn new(limits: Limits) -> Self {
        Self { updates: Vec::new(), bytes: 0, changes: 0, limits }
    }

    /// Parks a [verdict's parked part](Verdict::parked). An update that is parked already is not kept twice.
    ///
    /// # Errors
    /// [`Refusal::ParkingFull`] when a bound would be exceeded; the parking is as before.
    pub fn park(&mut self, update: Bytes) -> Result<(), Refusal> {
        if self.updates.contains(&update) {
            return Ok(());
        }
        let fits = self.updates.len() < self.limits.parked_updates && self.bytes + update.len() <= self.limits.parked_bytes;
        if !fits {
            return Err(Refusal::ParkingFull);
        }
        self.bytes += update.len();
        self.changes += 1;
        self.updates.push(update);
        Ok(())
    }

    /// Looks for a parked update that can move by now, takes it out, parks what still waits of it and returns the verdict,
    /// to be applied and committed before the next call. `None` when nothing moves.
    /// Call it in a loop after every commit.
    ///
    /// # Errors
    /// The refusal of a parked update that turned out wrong; it is gone, and the next call goes on with the others.
    pub fn retry(&mut self, gate: &Gate) -> Option<Result<Verdict, Refusal>> {
        let mut position = 0;
        while let Some(update) = self.updates.get(position) {
            match gate.examine(update) {
                Ok(verdict) if verdict.admitted.is_none() && verdict.parked.is_some() => position += 1,
                Ok(verdict) => {
                    self.take(position);
                    // A part of what was just taken out: it may be some bytes longer, where a number that was cut takes more of them.
                    if let Some(rest) = &verdict.parked {
                        self.bytes += rest.len();
                        self.updates.push(rest.clone());
                    }
                    if verdict.admitted.is_some() {
                        return Some(Ok(verdict));
                    }
                }
                Err(refusal) => {
                    self.take(position);
                    return Some(Err(refusal));
                }
            }
        }
        None
    }

    /// Whether [`Parking::retry`] would find one that can move, or that is wrong.
    pub fn moves(&self, gate: &Gate) -> bool {
        let waits = |verdict: Verdict| verdict.admitted.is_none() && verdict.parked.is_some();
        self.updates.iter().any(|update| !gate.examine(update).is_ok_and(waits))
    }

    fn take(&mut self, position: usize) {
        self.changes += 1;
        self.bytes -= self.updates.remove(position).len();
    }

    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.updates.is_empty()
    }

    /// How many updates wait.
    pub fn len(&self) -> usize {
        self.updates.len()
    }

    /// How many bytes wait.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Grows with every update that comes or goes. What is left of one can be as long as it was.
    pub fn changes(&self) -> u64 {
        self.changes
    }

    /// The parked updates, in order of arrival.
    pub fn updates(&self) -> impl Iterator<Item = &Bytes> {
        self.updates.iter()
    }

    /// All parked updates in one blob: their number, then each with its length, as lib0 numbers.
    pub fn encode(&self) -> Bytes {
        let mut out = Vec::with_capacity(self.bytes + 4 * (self.updates.len() + 1));
        write_number(&mut out, self.updates.len() as u64);
        for update in &self.updates {
            write_buffer(&mut out, update);
        }
        out.into()
    }

    /// Reads what [`Parking::encode`] wrote, also where less may wait by now: limits are for what comes. The updates are examined again
    /// when they are retried.
    ///
    /// # Errors
    /// When the blob is damaged.
    pub fn decode(blob: &Bytes, limits: Limits) -> Result<Self, Refusal> {
        let mut parking = Self::new(limits);
        let mut reader = Reader::new(blob);
        let count = reader.count(1)?;
        parking.updates.reserve_exact(count);
        for _ in 0..count {
            let update = blob.slice_ref(reader.buffer()?);
            parking.bytes += update.len();
            parking.updates.push(update);
        }
        parking.changes = parking.updates.len() as u64;
        reader.finish()?;
        Ok(parking)
    }
}
