//! Words of a text, as the index has them: in lower case, by the rules of Unicode (UAX #29), at most 64 bytes of each.
//! Pure; the same for documents and for what is asked.

use std::collections::BTreeSet;

use unicode_segmentation::UnicodeSegmentation as _;

/// Different words of a document that are indexed: the first ones.
const MOST: usize = 5000;

/// Bytes of a word that count.
const LONGEST: usize = 64;

fn word(word: &str) -> String {
    let mut word = word.to_lowercase();
    let mut end = word.len().min(LONGEST);
    while !word.is_char_boundary(end) {
        end -= 1;
    }
    word.truncate(end);
    word
}

/// All words, in order.
pub(super) fn in_order(text: &str) -> Vec<String> {
    text.unicode_words().map(word).collect()
}

/// The different words of texts.
pub(super) fn words<'t>(texts: impl IntoIterator<Item = &'t str>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for text in texts.into_iter().flat_map(|text| text.unicode_words()) {
        if found.len() >= MOST {
            break;
        }
        found.insert(word(text));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_any_script_and_cut_at_a_character() {
        assert_eq!(in_order("Fix the LOGIN, don't panic: 3.5 %"), ["fix", "the", "login", "don't", "panic", "3.5"]);
        assert_eq!(in_order("Größe ÄNDERN"), ["größe", "ändern"]);
        assert_eq!(in_order("日本"), ["日", "本"]);
        assert_eq!(in_order(&"ü".repeat(40)), ["ü".repeat(32)]);
        assert_eq!(in_order("-- !"), [""; 0]);
    }

    #[test]
    fn a_document_has_a_bounded_number_of_words() {
        let text: String = (0..6000).map(|number| format!("w{number} ")).collect();
        assert_eq!(words([&*text, "more"]).len(), MOST);
    }
}
