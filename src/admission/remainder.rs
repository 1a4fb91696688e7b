//! Takes a struct's content apart from front to end, in one pass over its bytes however often it is cut.
//! Used where a struct is known in part or deleted in part; never looks at more bytes than it passes.

use super::reader::Reader;
use super::structs::{Body, Content, Element, Item};
use super::values::skip_any;

/// What stands for half of a surrogate pair (U+FFFD).
const HALF: &str = "\u{fffd}";

/// What is left of a struct's content.
#[derive(Clone)]
pub(super) struct Remainder<'a> {
    content: Rest<'a>,
    /// How many elements are left.
    length: u32,
}

#[derive(Clone)]
enum Rest<'a> {
    Text {
        text: &'a str,
        /// Before the text comes the second half of a surrogate pair that was cut.
        half: bool,
    },
    Values(Reader<'a>),
    /// Deleted content has no bytes, and content that is always one element long is never cut.
    Nothing,
}

impl<'a> Remainder<'a> {
    pub(super) fn of(element: &Element<'a>) -> Self {
        let content = match element.body {
            Body::Item(Item { content: Content::Text(text), .. }) => Rest::Text { text, half: false },
            Body::Item(Item { content: Content::Any(values), .. }) => Rest::Values(Reader::new(values)),
            _ => Rest::Nothing,
        };
        Self { content, length: element.length }
    }

    /// Drops the first `count` elements.
    pub(super) fn skip(&mut self, count: u32) {
        self.cut(count, |_| {});
    }

    /// Appends the bytes of the first `count` elements and drops them. Cut inside a surrogate pair, each half becomes U+FFFD,
    /// as in Yjs (`ContentString.splice`), so that everybody has the same.
    pub(super) fn take(&mut self, count: u32, out: &mut Vec<u8>) {
        self.cut(count, |bytes| out.extend_from_slice(bytes));
    }

    fn cut(&mut self, count: u32, mut piece: impl FnMut(&[u8])) {
        let count = count.min(self.length);
        if count == 0 {
            return;
        }
        let left = self.length - count;
        match &mut self.content {
            Rest::Nothing => {}
            Rest::Text { text, half } => {
                if *half {
                    piece(HALF.as_bytes());
                }
                let units = self.length - u32::from(*half);
                let (before, after, cuts_pair) = split(text, units, count - u32::from(*half));
                piece(before.as_bytes());
                if cuts_pair {
                    piece(HALF.as_bytes());
                }
                (*text, *half) = (after, cuts_pair);
            }
            Rest::Values(reader) => {
                let start = reader.position();
                // Whoever made the element has read the values already, so none of them fails.
                while self.length > left && skip_any(reader).is_ok() {
                    self.length -= 1;
                }
                piece(reader.since(start));
            }
        }
        self.length = left;
    }
}

/// Splits a text of `units` UTF-16 code units after `count` of them; true if a pair lay across the cut, which is in neither
/// part then.
fn split(text: &str, units: u32, count: u32) -> (&str, &str, bool) {
    if count >= units {
        return (text, "", false);
    }
    // As many bytes as code units: all ASCII.
    if text.len() == units as usize {
        let (before, after) = text.split_at(count as usize);
        return (before, after, false);
    }
    let mut passed = 0;
    for (at, character) in text.char_indices() {
        if passed == count {
            return (&text[..at], &text[at..], false);
        }
        passed += character.len_utf16() as u32;
        if passed > count {
            return (&text[..at], &text[at + character.len_utf8()..], true);
        }
    }
    (text, "", false)
}

#[cfg(test)]
mod tests {
    use super::super::structs::{Id, Parent, utf16_length};
    use super::*;

    fn element<'a>(content: Content<'a>, length: u32) -> Element<'a> {
        let item = Item { origin: None, right_origin: None, parent: Parent::Root("t"), key: None, claims_key: false, content };
        Element { id: Id { client: 7, clock: 0 }, length, span: 0..0, content_at: 0, body: Body::Item(item) }
    }

    /// The text taken apart into pieces of the given lengths.
    fn pieces(text: &str, lengths: &[u32]) -> Vec<String> {
        let mut remainder = Remainder::of(&element(Content::Text(text), utf16_length(text) as u32));
        lengths
            .iter()
            .map(|&length| {
                let mut out = Vec::new();
                remainder.take(length, &mut out);
                String::from_utf8(out).unwrap()
            })
            .collect()
    }

    #[test]
    fn text_is_cut_where_javascript_counts() {
        assert_eq!(pieces("abcdef", &[2, 1, 3]), ["ab", "c", "def"]);
        assert_eq!(pieces("äb😀c", &[1, 1, 2, 1]), ["ä", "b", "😀", "c"]);
        assert_eq!(pieces("ab", &[2, 1]), ["ab", ""]);
    }

    #[test]
    fn the_halves_of_a_cut_pair_become_replacement_characters() {
        assert_eq!(pieces("a😀b", &[2, 2]), ["a\u{fffd}", "\u{fffd}b"]);
        assert_eq!(pieces("😀😀", &[1, 1, 1, 1]), ["\u{fffd}"; 4]);
        assert_eq!(pieces("😀😀", &[1, 2, 1]), ["\u{fffd}", "\u{fffd}\u{fffd}", "\u{fffd}"]);
    }

    #[test]
    fn values_are_cut_between_values() {
        let values = [125, 1, 119, 1, b'x', 126];
        let mut remainder = Remainder::of(&element(Content::Any(&values), 3));
        remainder.skip(1);
        let mut out = Vec::new();
        remainder.take(1, &mut out);
        assert_eq!(out, [119, 1, b'x']);
        remainder.take(5, &mut out);
        assert_eq!(out, [119, 1, b'x', 126]);
    }
}
