//! Makes a sequence what it was: keeps what survived, removes what is foreign, inserts copies of what is missing, formats what is
//! formatted otherwise. Called by `restore`. Never cuts a character in two.

use std::ops::Range;

use yrs::branch::{BranchID, BranchPtr};
use yrs::types::Attrs;
use yrs::{Any, Array as _, ArrayRef, ClientID, ID, Text as _, TextRef, TransactionMut};

use super::align::{Pair, Token, Unit, pairs, tokens};
use super::held::Open;
use super::restore::{self, Slot};
use super::stood::{Formats, Kind, Shared};

/// As many steps through a sequence as its edits may take together; beyond that it is written anew as a whole.
const STEPS: usize = 1 << 24;

/// Makes the sequence of a type what it was, given what it holds now.
pub(super) fn change(txn: &mut TransactionMut<'_>, branch: BranchPtr, was: &Shared, now: &Shared) {
    let (old, new) = (tokens(&was.pieces), tokens(&now.pieces));
    let mut kept = if was.hidden == 0 && now.hidden == 0 { pairs(&old, &new) } else { Vec::new() };
    let changes = gaps(&kept, &old, &new).count() + unlike(&kept, &old, &new).count();
    // Each place is found from the start.
    if changes.saturating_mul(old.len().max(new.len())) > STEPS {
        kept.clear();
    }
    for &(at_was, at_now) in &kept {
        if let (Unit::Shared(was), Unit::Shared(now)) = (old[at_was].unit, new[at_now].unit)
            && was != now
            && let Some(inner) =
                now.id.and_then(|id| BranchID::Nested(ID::new(ClientID::new(id.client), id.clock)).get_branch(txn))
        {
            restore::change(txn, inner, (was, now), Open::Nothing);
        }
    }
    let array = ArrayRef::from(branch);
    if kept.is_empty() {
        array.remove_range(txn, 0, branch.content_len());
        insert(txn, branch, &was.kind, 0, &old);
        return;
    }
    let places = places(&new);
    let gaps: Vec<_> = gaps(&kept, &old, &new).collect();
    // From the end on, so that earlier places stay where they are.
    for (missing, foreign) in gaps.into_iter().rev() {
        let at = places[foreign.start];
        let length = places[foreign.end] - at;
        if length > 0 {
            array.remove_range(txn, at, length);
        }
        insert(txn, branch, &was.kind, at, &old[missing]);
    }
    format(txn, branch, &kept, (&old, &new));
}

/// Where each token begins, and where the last one ends.
fn places(tokens: &[Token<'_>]) -> Vec<u32> {
    let mut places = vec![0];
    places.extend(tokens.iter().scan(0, |end, token| {
        *end += token.width();
        Some(*end)
    }));
    places
}

/// What lies between the pairs: tokens that are missing, and those that are in their place.
fn gaps<'p>(
    kept: &'p [Pair],
    old: &'p [Token<'_>],
    new: &'p [Token<'_>],
) -> impl Iterator<Item = (Range<usize>, Range<usize>)> + 'p {
    let starts = std::iter::once((0, 0)).chain(kept.iter().map(|&(was, now)| (was + 1, now + 1)));
    let ends = kept.iter().copied().chain([(old.len(), new.len())]);
    starts.zip(ends).map(|(start, end)| (start.0..end.0, start.1..end.1)).filter(|(old, new)| !old.is_empty() || !new.is_empty())
}

/// Pairs with other formats than they had, that don't just go on as the pair before them.
fn unlike<'p>(kept: &'p [Pair], old: &'p [Token<'_>], new: &'p [Token<'_>]) -> impl Iterator<Item = (usize, &'p Pair)> {
    kept.iter().enumerate().filter(move |&(at, &(was, now))| {
        let goes_on = at.checked_sub(1).is_some_and(|before| {
            let (before_was, before_now) = kept[before];
            before_was + 1 == was
                && std::ptr::eq(old[before_was].formats, old[was].formats)
                && std::ptr::eq(new[before_now].formats, new[now].formats)
        });
        !goes_on && old[was].formats != new[now].formats
    })
}

/// Formats what stayed as it was; all tokens are where they were by now.
fn format(txn: &mut TransactionMut<'_>, branch: BranchPtr, kept: &[Pair], (old, new): (&[Token<'_>], &[Token<'_>])) {
    let places = places(old);
    for (at, &(was, now)) in unlike(kept, old, new) {
        let run = kept[at..].iter().zip(was..).take_while(|&(&(next_was, next_now), expected)| {
            next_was == expected
                && std::ptr::eq(old[next_was].formats, old[was].formats)
                && std::ptr::eq(new[next_now].formats, new[now].formats)
        });
        let end = was + run.count();
        let changes = changes(new[now].formats, old[was].formats);
        TextRef::from(branch).format(txn, places[was], places[end] - places[was], changes);
    }
}

/// What makes one set of formats the other.
fn changes(from: &Formats, to: &Formats) -> Attrs {
    let gone = from.keys().filter(|name| !to.contains_key(*name)).map(|name| (name.clone(), Any::Null));
    let come =
        to.iter().filter(|(name, value)| from.get(*name) != Some(value)).map(|(name, value)| (name.clone(), value.0.clone()));
    gone.chain(come).collect()
}

/// Inserts copies.
fn insert(txn: &mut TransactionMut<'_>, branch: BranchPtr, kind: &Kind, at: u32, tokens: &[Token<'_>]) {
    let (text, array) = (TextRef::from(branch), ArrayRef::from(branch));
    let mut end = tokens.len();
    // From the last on, always at the same place: yrs looks for each place from the start.
    while let Some(last) = end.checked_sub(1) {
        let start = run(&tokens[..end]);
        let formats: Attrs = tokens[last].formats.iter().map(|(name, value)| (name.clone(), value.0.clone())).collect();
        match tokens[last].unit {
            Unit::Character(_) => {
                let characters: String = tokens[start..end].iter().filter_map(character).collect();
                text.insert_with_attributes(txn, at, &characters, formats);
            }
            Unit::Embedded(plain) => drop(text.insert_embed_with_attributes(txn, at, plain.0.clone(), formats)),
            Unit::Plain(_) => {
                let values = tokens[start..end].iter().filter_map(|token| match token.unit {
                    Unit::Plain(plain) => Some(plain.0.clone()),
                    _ => None,
                });
                array.insert_range(txn, at, values);
            }
            Unit::Shared(was) => {
                let slot = match kind {
                    Kind::Array => Slot::Element(&array, at),
                    _ => Slot::Embedded(&text, at, formats),
                };
                restore::copy(txn, slot, was);
            }
        }
        end = start;
    }
}

fn character(token: &Token<'_>) -> Option<char> {
    match token.unit {
        Unit::Character(character) => Some(character),
        _ => None,
    }
}

/// Where the run of tokens begins that ends with the last one and can be inserted as one piece.
fn run(tokens: &[Token<'_>]) -> usize {
    let Some((last, before)) = tokens.split_last() else { return 0 };
    let goes_on = |token: &Token<'_>| match (token.unit, last.unit) {
        (Unit::Character(_), Unit::Character(_)) => std::ptr::eq(token.formats, last.formats),
        (Unit::Plain(one), Unit::Plain(other)) => !one.is_subdocument() && !other.is_subdocument(),
        _ => false,
    };
    before.len() - before.iter().rev().take_while(|token| goes_on(token)).count()
}
