//! A bounds-checked cursor over lib0's primitives; everything the gate reads comes through here.
//! Never allocates and never trusts a count. Format source: lib0 `decoding.js`.

use super::{MAX_CLOCK, MAX_NUMBER, Refusal};

/// lib0 spends seven bits a byte: eight bytes hold every number up to 2^53 - 1.
const MAX_NUMBER_BYTES: u32 = 8;

#[derive(Clone)]
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    position: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, position: 0 }
    }

    /// A reader that stands at `position`, or at the end if that lies beyond.
    pub(super) fn at(bytes: &'a [u8], position: usize) -> Self {
        Self { bytes, position: position.min(bytes.len()) }
    }

    pub(super) fn position(&self) -> usize {
        self.position
    }

    pub(super) fn remaining(&self) -> usize {
        self.bytes.len() - self.position
    }

    /// The bytes read since `start`.
    pub(super) fn since(&self, start: usize) -> &'a [u8] {
        self.bytes.get(start..self.position).unwrap_or_default()
    }

    pub(super) fn finish(&self) -> Result<(), Refusal> {
        if self.remaining() == 0 { Ok(()) } else { Err(Refusal::TrailingBytes) }
    }

    pub(super) fn byte(&mut self) -> Result<u8, Refusal> {
        let byte = *self.bytes.get(self.position).ok_or(Refusal::EndsEarly)?;
        self.position += 1;
        Ok(byte)
    }

    pub(super) fn slice(&mut self, length: usize) -> Result<&'a [u8], Refusal> {
        let end = self.position.checked_add(length).ok_or(Refusal::EndsEarly)?;
        let slice = self.bytes.get(self.position..end).ok_or(Refusal::EndsEarly)?;
        self.position = end;
        Ok(slice)
    }

    /// A variable-length unsigned number of at most 2^53 - 1.
    pub(super) fn number(&mut self) -> Result<u64, Refusal> {
        let first = self.byte()?;
        if first < 0x80 {
            return Ok(u64::from(first));
        }
        let mut number = u64::from(first & 0x7f);
        for index in 1..MAX_NUMBER_BYTES {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << (7 * index);
            if byte < 0x80 {
                return if number <= MAX_NUMBER { Ok(number) } else { Err(Refusal::NumberTooLarge) };
            }
        }
        Err(Refusal::NumberTooLarge)
    }

    /// A variable-length signed number between -(2^53 - 1) and 2^53 - 1; its value is of no interest here.
    pub(super) fn skip_signed(&mut self) -> Result<(), Refusal> {
        let first = self.byte()?;
        if first < 0x80 {
            return Ok(());
        }
        let mut number = u64::from(first & 0x3f);
        for index in 0..MAX_NUMBER_BYTES - 1 {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << (6 + 7 * index);
            if byte < 0x80 {
                return if number <= MAX_NUMBER { Ok(()) } else { Err(Refusal::NumberTooLarge) };
            }
        }
        Err(Refusal::NumberTooLarge)
    }

    /// A number of entries that take at least `bytes_each` bytes each.
    pub(super) fn count(&mut self, bytes_each: usize) -> Result<usize, Refusal> {
        let count = self.number()?;
        let possible = self.remaining() / bytes_each;
        match usize::try_from(count) {
            Ok(count) if count <= possible => Ok(count),
            _ => Err(Refusal::CountTooLarge),
        }
    }

    /// A clock or a length of `client`, at most [`MAX_CLOCK`].
    pub(super) fn clock(&mut self, client: u64) -> Result<u32, Refusal> {
        match u32::try_from(self.number()?) {
            Ok(clock) if clock <= MAX_CLOCK => Ok(clock),
            _ => Err(Refusal::ClockTooLarge { client }),
        }
    }

    /// A length-prefixed run of bytes.
    pub(super) fn buffer(&mut self) -> Result<&'a [u8], Refusal> {
        let length = usize::try_from(self.number()?).map_err(|_| Refusal::EndsEarly)?;
        self.slice(length)
    }

    /// A length-prefixed UTF-8 string.
    pub(super) fn text(&mut self) -> Result<&'a str, Refusal> {
        std::str::from_utf8(self.buffer()?).map_err(|_| Refusal::Utf8)
    }
}
