//! Makes one string of another with the fewest edits on whole words, so that what people type beside them at the same time
//! stays. Called when a patch replaces a string that is a shared text. Never cuts a character in two.

use std::ops::Range;

use yrs::types::text::YChange;
use yrs::{Any, Out, ReadTxn, Text as _, TextRef, TransactionMut};

use super::sequence::exchanges;

/// Characters in the place of others; offsets in bytes of the old text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit<'a> {
    pub(super) old: Range<usize>,
    pub(super) new: &'a str,
}

/// Whether the text consists of characters and embedded things only, so that its places can be counted.
pub(super) fn is_countable<T: ReadTxn>(txn: &T, text: &TextRef) -> bool {
    let (units, string) = parts(txn, text).iter().fold((0, String::new()), |(units, mut string), part| {
        string.push_str(part.as_deref().unwrap_or_default());
        (units + part.as_deref().map_or(1, utf16_len), string)
    });
    // An embedded string would pass for text.
    units == text.len(txn) && string == yrs::GetString::get_string(text, txn)
}

/// The stretches of characters; `None` for an embedded thing, which counts one.
fn parts<T: ReadTxn>(txn: &T, text: &TextRef) -> Vec<Option<String>> {
    let string = |insert| match insert {
        Out::Any(Any::String(text)) => Some(text.to_string()),
        _ => None,
    };
    text.diff(txn, YChange::identity).into_iter().map(|part| string(part.insert)).collect()
}

/// As many steps through a text as its edits may take together; beyond that they become one.
const STEPS: usize = 1 << 24;

/// Edits a countable text so that its characters are `new`.
pub(super) fn rewrite(txn: &mut TransactionMut<'_>, text: &TextRef, new: &str) {
    let parts = parts(txn, text);
    let old: String = parts.iter().flatten().map(String::as_str).collect();
    // From the end on, so that earlier places stay where they are.
    let mut edits = edits(&old, new);
    // Each is found from the start of the text.
    if edits.len().saturating_mul(old.len()) > STEPS {
        edits = vec![narrowed(&old, 0..old.len(), new)];
    }
    for edit in edits.into_iter().rev() {
        for (at, len) in stretches(&parts, &edit.old).into_iter().rev() {
            text.remove_range(txn, at, len);
        }
        if !edit.new.is_empty() {
            let at = place(&parts, edit.old.start);
            text.insert(txn, at, edit.new);
        }
    }
}

/// A string as words and single other characters.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut in_word = false;
    for (at, character) in text.char_indices() {
        let is_word = character.is_alphanumeric();
        if at > start && !(is_word && in_word) {
            words.push(&text[start..at]);
            start = at;
        }
        in_word = is_word;
    }
    if start < text.len() {
        words.push(&text[start..]);
    }
    words
}

/// The differences: lines that differ, in them words that differ, of these what lies between what is alike.
pub(super) fn edits<'n>(old: &str, new: &'n str) -> Vec<Edit<'n>> {
    let mut found = Vec::new();
    for (lines, new_lines) in differing(old, new, |text| text.split_inclusive('\n').collect()) {
        let new = &new[new_lines];
        for (words, new_words) in differing(&old[lines.clone()], new, words) {
            found.push(narrowed(old, lines.start + words.start..lines.start + words.end, &new[new_words]));
        }
    }
    found
}

/// Ranges of the old text with those of the new one that take their place, in whole pieces.
fn differing(old: &str, new: &str, pieces: fn(&str) -> Vec<&str>) -> Vec<(Range<usize>, Range<usize>)> {
    let (old, new) = (pieces(old), pieces(new));
    let (old_ends, new_ends) = (ends(&old), ends(&new));
    let bytes = |ends: &[usize], range: Range<usize>| ends[range.start]..ends[range.end];
    let changes = exchanges(&old, &new).into_iter();
    changes.map(|exchange| (bytes(&old_ends, exchange.old), bytes(&new_ends, exchange.new))).collect()
}

/// The edit without what both begin and end with.
fn narrowed<'n>(old: &str, mut range: Range<usize>, mut new: &'n str) -> Edit<'n> {
    let same = common(old[range.clone()].chars(), new.chars());
    range.start += same;
    new = &new[same..];
    let same = common(old[range.clone()].chars().rev(), new.chars().rev());
    range.end -= same;
    Edit { old: range, new: &new[..new.len() - same] }
}

/// Where each piece begins, and where the last one ends.
fn ends(words: &[&str]) -> Vec<usize> {
    let mut ends = vec![0];
    ends.extend(words.iter().scan(0, |end, word| {
        *end += word.len();
        Some(*end)
    }));
    ends
}

/// Bytes of the characters that both have in common from the start.
fn common(old: impl Iterator<Item = char>, new: impl Iterator<Item = char>) -> usize {
    old.zip(new).take_while(|(old, new)| old == new).map(|(old, _)| old.len_utf8()).sum()
}

/// Where in the text, embedded things counted, a byte of its characters is: before embedded things that stand there.
fn place(parts: &[Option<String>], byte: usize) -> u32 {
    let (mut at, mut units) = (0, 0);
    for part in parts {
        if at == byte {
            break;
        }
        match part {
            None => units += 1,
            Some(text) if at + text.len() <= byte => {
                at += text.len();
                units += utf16_len(text);
            }
            Some(text) => return units + utf16_len(&text[..byte - at]),
        }
    }
    units
}

/// The stretches of characters that make up a range of bytes: place and length, without the embedded things between them.
fn stretches(parts: &[Option<String>], range: &Range<usize>) -> Vec<(u32, u32)> {
    let (mut at, mut units, mut found) = (0, 0, Vec::new());
    for part in parts {
        let Some(text) = part else {
            units += 1;
            continue;
        };
        let (start, end) = (range.start.max(at), range.end.min(at + text.len()));
        if start < end {
            found.push((units + utf16_len(&text[..start - at]), utf16_len(&text[start - at..end - at])));
        }
        at += text.len();
        units += utf16_len(text);
    }
    found
}

#[expect(clippy::cast_possible_truncation, reason = "the gate keeps clocks, and so lengths, below 2^31")]
pub(super) fn utf16_len(text: &str) -> u32 {
    text.encode_utf16().count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_whole_and_the_rest_is_single() {
        assert_eq!(words("Grüße, Welt 😀!"), ["Grüße", ",", " ", "Welt", " ", "😀", "!"]);
        assert_eq!(words(""), Vec::<&str>::new());
    }

    #[test]
    fn an_edit_is_as_small_as_the_difference() {
        assert_eq!(edits("the quick fox", "the slow fox"), [Edit { old: 4..9, new: "slow" }]);
        assert_eq!(edits("walk", "walked"), [Edit { old: 4..4, new: "ed" }]);
        assert_eq!(edits("a😀b", "a😁b"), [Edit { old: 1..5, new: "😁" }]);
        assert_eq!(edits("one two", "one two three"), [Edit { old: 7..7, new: " three" }]);
        assert_eq!(edits("same", "same"), []);
    }

    #[test]
    fn lines_are_compared_before_words() {
        let old: String = (0..3000).map(|line| format!("line {line} of the text\n")).collect();
        let new = old.replace("line 7 of", "line seven of").replace("line 2900 of", "row 2900 of");
        let edits = edits(&old, &new);
        assert_eq!(edits.iter().map(|edit| edit.new).collect::<Vec<_>>(), ["seven", "row"]);
    }

    #[test]
    fn embedded_things_count_and_stay() {
        let parts = [Some("a😀".to_owned()), None, Some("bc".to_owned())];
        assert_eq!(stretches(&parts, &(1..6)), [(1, 2), (4, 1)]);
        assert_eq!(place(&parts, 6), 5);
        assert_eq!(place(&parts, 5), 3);
        assert_eq!(place(&parts, 0), 0);
    }
}
