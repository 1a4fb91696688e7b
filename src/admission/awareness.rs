//! Walks an awareness update from outside without copying it, and checks every state before another client parses it.
//! Format source: y-protocols `awareness.js` (`encodeAwarenessUpdate`).

use super::reader::Reader;
use super::values::check_json;
use super::{MAX_NUMBER, Refusal};

/// What an awareness update says about one client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AwarenessEntry<'a> {
    /// The client, below 2^53.
    pub client: u64,
    /// Grows with every change of the client's state; below 2^53.
    pub clock: u64,
    /// The state, a JSON object; `None` when the client went away.
    pub state: Option<&'a str>,
}

impl AwarenessEntry<'_> {
    /// Checks that other clients can parse the state. Apart from reading, since most entries a server gets are repetitions of
    /// what it sent.
    ///
    /// # Errors
    /// When the state isn't JSON, or nests deeper than 100 levels.
    pub fn check_state(&self) -> Result<(), Refusal> {
        self.state.map_or(Ok(()), check_json)
    }
}

/// Iterates over the entries; see [`awareness`].
#[derive(Clone)]
pub struct AwarenessEntries<'a> {
    reader: Reader<'a>,
    left: usize,
}

/// Reads an awareness update, checking all of it but the inside of states ([`AwarenessEntry::check_state`]). Allocates nothing.
///
/// # Errors
/// When counts exceed the message, a string isn't UTF-8, a state is neither an object nor null, or bytes are left over.
pub fn awareness(message: &[u8]) -> Result<AwarenessEntries<'_>, Refusal> {
    let mut reader = Reader::new(message);
    let left = reader.count(3)?;
    let entries = AwarenessEntries { reader: reader.clone(), left };
    for _ in 0..left {
        read_entry(&mut reader)?;
    }
    reader.finish()?;
    Ok(entries)
}

fn read_entry<'a>(reader: &mut Reader<'a>) -> Result<AwarenessEntry<'a>, Refusal> {
    let client = reader.number()?;
    let clock = reader.number()?;
    // Peers count on from here.
    if clock >= MAX_NUMBER {
        return Err(Refusal::NumberTooLarge);
    }
    let text = reader.text()?;
    if text == "null" {
        return Ok(AwarenessEntry { client, clock, state: None });
    }
    if !text.trim_start_matches([' ', '\t', '\n', '\r']).starts_with('{') {
        return Err(Refusal::AwarenessState);
    }
    Ok(AwarenessEntry { client, clock, state: Some(text) })
}

impl<'a> Iterator for AwarenessEntries<'a> {
    type Item = AwarenessEntry<'a>;

    fn next(&mut self) -> Option<AwarenessEntry<'a>> {
        self.left = self.left.checked_sub(1)?;
        read_entry(&mut self.reader).ok()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl ExactSizeIterator for AwarenessEntries<'_> {}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(entries: &[(u64, u64, &str)]) -> Vec<u8> {
        let mut out = Vec::new();
        super::super::writer::write_number(&mut out, entries.len() as u64);
        for (client, clock, state) in entries {
            super::super::writer::write_number(&mut out, *client);
            super::super::writer::write_number(&mut out, *clock);
            super::super::writer::write_buffer(&mut out, state.as_bytes());
        }
        out
    }

    #[test]
    fn states_and_departures_are_read() {
        let bytes = message(&[(1, 5, "{\"user\":{\"name\":\"Ada\"}}"), (2, 9, "null")]);
        let entries: Vec<_> = awareness(&bytes).unwrap().collect();
        assert_eq!(entries[0], AwarenessEntry { client: 1, clock: 5, state: Some("{\"user\":{\"name\":\"Ada\"}}") });
        assert_eq!(entries[1], AwarenessEntry { client: 2, clock: 9, state: None });
    }

    #[test]
    fn what_peers_could_not_parse_is_refused() {
        for state in ["", "{", "[]", "1", "\"x\"", "true", "{\"a\":1e999}", "undefined", " null"] {
            let bytes = message(&[(1, 1, state)]);
            let checked = awareness(&bytes).and_then(|mut entries| entries.try_for_each(|entry| entry.check_state()));
            assert!(checked.is_err(), "{state}");
        }
        assert_eq!(awareness(&[0xff, 0xff, 0xff, 0x7f]).map(drop), Err(Refusal::CountTooLarge));
        let mut bytes = message(&[(1, 1, "null")]);
        bytes.push(0);
        assert_eq!(awareness(&bytes).map(drop), Err(Refusal::TrailingBytes));
    }
}
