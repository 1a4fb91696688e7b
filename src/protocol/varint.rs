//! lib0's variable-length unsigned integers: 7 bits a byte, lowest first, high bit set on all but the last.
//! Values above 2^53 - 1 are errors, as they are in every JavaScript client.

use bytes::{BufMut, Bytes};

/// The largest integer that every client can represent (JavaScript's `Number.MAX_SAFE_INTEGER`).
pub const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

/// Bytes that do not hold what they should.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// The bytes end too early.
    #[error("message ends too early")]
    Truncated,
    /// An integer is longer or larger than any client can read.
    #[error("integer out of range")]
    IntegerOutOfRange,
    /// Text that is not UTF-8.
    #[error("text is not UTF-8")]
    NotUtf8,
    /// The message type is not known at this door.
    #[error("unknown message type {0}")]
    UnknownType(u64),
}

/// Reads an integer at `at` and moves `at` behind it.
pub fn read(bytes: &[u8], at: &mut usize) -> Result<u64, Malformed> {
    let mut value = 0u64;
    let mut shift = 0u32;
    loop {
        let byte = *bytes.get(*at).ok_or(Malformed::Truncated)?;
        *at += 1;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            break;
        }
        shift += 7;
        if shift > 49 {
            return Err(Malformed::IntegerOutOfRange);
        }
    }
    if value > MAX_SAFE_INTEGER {
        return Err(Malformed::IntegerOutOfRange);
    }
    Ok(value)
}

/// Reads a length-prefixed byte string at `at` without copying it.
pub fn read_bytes(bytes: &Bytes, at: &mut usize) -> Result<Bytes, Malformed> {
    let len = usize::try_from(read(bytes, at)?).map_err(|_| Malformed::Truncated)?;
    let end = at.checked_add(len).filter(|end| *end <= bytes.len()).ok_or(Malformed::Truncated)?;
    let slice = bytes.slice(*at..end);
    *at = end;
    Ok(slice)
}

/// Appends an integer.
pub fn write(out: &mut impl BufMut, mut value: u64) {
    while value >= 0x80 {
        #[expect(clippy::cast_possible_truncation, reason = "masked to seven bits")]
        out.put_u8((value as u8 & 0x7f) | 0x80);
        value >>= 7;
    }
    #[expect(clippy::cast_possible_truncation, reason = "below 0x80 here")]
    out.put_u8(value as u8);
}

/// Appends a length-prefixed byte string.
pub fn write_bytes(out: &mut impl BufMut, bytes: &[u8]) {
    write(out, bytes.len() as u64);
    out.put_slice(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_survive_a_round_trip() {
        for value in [0, 1, 127, 128, 300, u64::from(u32::MAX), MAX_SAFE_INTEGER] {
            let mut out = Vec::new();
            write(&mut out, value);
            let mut at = 0;
            assert_eq!(read(&out, &mut at), Ok(value));
            assert_eq!(at, out.len());
        }
    }

    #[test]
    fn an_integer_beyond_javascript_is_refused() {
        let mut out = Vec::new();
        write(&mut out, MAX_SAFE_INTEGER + 1);
        assert_eq!(read(&out, &mut 0), Err(Malformed::IntegerOutOfRange));
        assert_eq!(read(&[0xff; 12], &mut 0), Err(Malformed::IntegerOutOfRange));
    }

    #[test]
    fn a_length_beyond_the_end_is_truncated_and_reserves_nothing() {
        let bytes = Bytes::from_static(&[0xff, 0xff, 0xff, 0xff, 0x0f, 1]);
        assert_eq!(read_bytes(&bytes, &mut 0), Err(Malformed::Truncated));
    }
}
