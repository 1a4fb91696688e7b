//! Gives texts that are read as one other characters and formatting, by the fewest edits on whole words: what stays keeps its
//! place, so what others type beside it stays too. Called by `write`. Never touches what is embedded in the text.

use std::ops::Range;

use yrs::types::Attrs;
use yrs::types::text::YChange;
use yrs::{Any, Out, Text as _, TextRef, TransactionMut};

use super::super::plain::Allowance;
use super::super::text::{self, Edit, utf16_len};
use super::{Content, Formats, Span, Text, read, write};

/// As many steps through texts as the edits may take together; beyond that the characters that differ are exchanged as a whole.
const STEPS: usize = 1 << 24;

/// A stretch of one of the texts, in order.
struct Part {
    /// Which of the texts.
    text: usize,
    /// Where it begins there, in UTF-16 units.
    at: u32,
    /// `None`: something embedded, which counts one.
    characters: Option<String>,
    formats: Formats,
}

/// What is to be done at a place of one of the texts.
struct Step {
    text: usize,
    at: u32,
    what: What,
}

enum What {
    Insert(Vec<Span>),
    Remove(u32),
    Format(u32, Attrs),
}

/// Edits countable texts without elements so that together they read as `new`.
pub(super) fn rewrite(txn: &mut TransactionMut<'_>, texts: &[TextRef], new: &Text) {
    let parts = parts(txn, texts);
    let old: String = parts.iter().filter_map(|part| part.characters.as_deref()).collect();
    let wanted: String = new.characters().collect();
    let all = vec![Edit { old: 0..old.len(), new: &wanted }];
    let mut edits = text::edits(&old, &wanted);
    if edits.len().saturating_mul(parts.len() + new.spans.len()) > STEPS {
        edits.clone_from(&all);
    }
    let mut steps = steps(&parts, &edits, &wanted, &new.spans);
    // Each is found from the start of its text.
    if steps.len().saturating_mul(old.len()) > STEPS {
        steps = self::steps(&parts, &all, &wanted, &new.spans);
    }
    for Step { text, at, what } in steps.into_iter().rev() {
        match what {
            What::Insert(spans) => write::insert_spans(txn, &texts[text], at, &spans),
            What::Remove(length) => texts[text].remove_range(txn, at, length),
            What::Format(length, changes) => texts[text].format(txn, at, length, changes),
        }
    }
}

fn parts(txn: &TransactionMut<'_>, texts: &[TextRef]) -> Vec<Part> {
    let mut parts = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let mut at = 0;
        for part in text.diff(txn, YChange::identity) {
            let characters = match part.insert {
                Out::Any(Any::String(characters)) => Some(characters.to_string()),
                _ => None,
            };
            let length = characters.as_deref().map_or(1, utf16_len);
            // What is there is within the limits of the gate.
            let formats = read::formats(part.attributes.as_deref(), &mut Allowance(usize::MAX)).unwrap_or_default();
            parts.push(Part { text: index, at, characters, formats });
            at += length;
        }
    }
    parts
}

/// The steps from the start on; none moves what those before it need.
fn steps(parts: &[Part], edits: &[Edit<'_>], wanted: &str, spans: &[Span]) -> Vec<Step> {
    let mut steps = Vec::new();
    let (mut old_at, mut new_at) = (0, 0);
    let end = [Edit { old: usize::MAX..usize::MAX, new: "" }];
    for edit in edits.iter().chain(&end) {
        let kept = (edit.old.start - old_at).min(wanted.len() - new_at);
        format(parts, old_at..old_at.saturating_add(kept), new_at, spans, &mut steps);
        (old_at, new_at) = (edit.old.end, new_at + kept);
        if !edit.new.is_empty() {
            let (text, at) = place(parts, edit.old.start);
            steps.push(Step { text, at, what: What::Insert(within(spans, new_at..new_at + edit.new.len())) });
        }
        remove(parts, &edit.old, &mut steps);
        new_at += edit.new.len();
    }
    steps
}

/// Where a byte of the characters is: which text, and where in it; before embedded things that stand there.
fn place(parts: &[Part], byte: usize) -> (usize, u32) {
    let (mut passed, mut place) = (0, (0, 0));
    for part in parts {
        let Some(characters) = part.characters.as_deref().filter(|_| passed < byte) else { continue };
        let length = characters.len().min(byte - passed);
        place = (part.text, part.at + utf16_len(&characters[..length]));
        passed += length;
    }
    place
}

/// For each part the characters of it that are in a range of bytes: where they begin in the range's text, and the bytes in the part.
fn overlaps<'p>(parts: &'p [Part], range: &Range<usize>) -> impl Iterator<Item = (&'p Part, usize, Range<usize>)> {
    let (start, end) = (range.start, range.end);
    let mut passed = 0;
    parts.iter().filter_map(move |part| {
        let length = part.characters.as_deref().map_or(0, str::len);
        let (first, last) = (start.max(passed), end.min(passed + length));
        let inside = first.saturating_sub(passed)..last.saturating_sub(passed);
        passed += length;
        (first < last).then_some((part, first, inside))
    })
}

fn remove(parts: &[Part], range: &Range<usize>, steps: &mut Vec<Step>) {
    for (part, _, inside) in overlaps(parts, range) {
        let characters = part.characters.as_deref().unwrap_or_default();
        let at = part.at + utf16_len(&characters[..inside.start]);
        let length = utf16_len(&characters[inside]);
        match steps.last_mut() {
            Some(Step { text, at: before, what: What::Remove(removed) }) if *text == part.text && *before + *removed == at => {
                *removed += length;
            }
            _ => steps.push(Step { text: part.text, at, what: What::Remove(length) }),
        }
    }
}

/// Formats what stays: bytes of the old characters, which from `new_at` on are bytes of the new ones.
fn format(parts: &[Part], old: Range<usize>, new_at: usize, spans: &[Span], steps: &mut Vec<Step>) {
    for (part, first, inside) in overlaps(parts, &old) {
        let characters = part.characters.as_deref().unwrap_or_default();
        let mut at = inside.start;
        let new = new_at + (first - old.start);
        for span in within(spans, new..new + inside.len()) {
            let Content::Characters(same) = &span.content else { continue };
            let changes = write::changes(&part.formats, &span.formats);
            if !changes.is_empty() {
                let place = part.at + utf16_len(&characters[..at]);
                steps.push(Step { text: part.text, at: place, what: What::Format(utf16_len(same), changes) });
            }
            at += same.len();
        }
    }
}

/// The spans of a range of bytes of their characters.
fn within(spans: &[Span], range: Range<usize>) -> Vec<Span> {
    let (mut passed, mut found) = (0, Vec::new());
    for Span { content, formats } in spans {
        let Content::Characters(characters) = content else { continue };
        let (start, end) = (range.start.max(passed), range.end.min(passed + characters.len()));
        if start < end {
            let content = Content::Characters(characters[start - passed..end - passed].to_owned());
            found.push(Span { content, formats: formats.clone() });
        }
        passed += characters.len();
    }
    found
}
