//! Which elements of a sequence are still those that stood there, and which can take each other's place.
//! Called by `sequence`. Never touches a document.

use std::collections::HashMap;

use super::super::json::exchanges;
use super::stood::{Content, Formats, Piece, Plain, Shared, Value};

/// One element of a sequence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'s> {
    pub(super) unit: Unit<'s>,
    pub(super) formats: &'s Formats,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Unit<'s> {
    Character(char),
    Embedded(&'s Plain),
    Plain(&'s Plain),
    Shared(&'s Shared),
}

impl Token<'_> {
    /// How many places it takes.
    #[expect(clippy::cast_possible_truncation, reason = "one or two")]
    pub(super) fn width(&self) -> u32 {
        match self.unit {
            Unit::Character(character) => character.len_utf16() as u32,
            _ => 1,
        }
    }
}

pub(super) fn tokens(pieces: &[Piece]) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    for Piece { content, formats } in pieces {
        let token = |unit| Token { unit, formats };
        match content {
            Content::Characters(text) => tokens.extend(text.chars().map(|character| token(Unit::Character(character)))),
            Content::Embedded(plain) => tokens.push(token(Unit::Embedded(plain))),
            Content::Element(Value::Plain(plain)) => tokens.push(token(Unit::Plain(plain))),
            Content::Element(Value::Shared(shared)) => tokens.push(token(Unit::Shared(shared))),
        }
    }
    tokens
}

/// A token that was there and one that is there now, by their places.
pub(super) type Pair = (usize, usize);

/// Tokens that are still there, or can take each other's place; in order on both sides. Types go by the element that holds
/// them; between those that survived, what is alike at both ends stays, and in between the characters that stay.
pub(super) fn pairs(was: &[Token<'_>], now: &[Token<'_>]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut next = (0, 0);
    for (at_was, at_now) in survivors(was, now).into_iter().chain([(was.len(), now.len())]) {
        between(&was[next.0..at_was], &now[next.1..at_now], next, &mut pairs);
        pairs.push((at_was, at_now));
        next = (at_was + 1, at_now + 1);
    }
    // The ends of both are no tokens.
    pairs.pop();
    pairs
}

fn survivors(was: &[Token<'_>], now: &[Token<'_>]) -> Vec<Pair> {
    let places: HashMap<_, _> = now
        .iter()
        .enumerate()
        .filter_map(|(at, token)| match token.unit {
            Unit::Shared(shared) => shared.id.map(|id| (id, at)),
            _ => None,
        })
        .collect();
    let mut survivors: Vec<Pair> = Vec::new();
    for (at, token) in was.iter().enumerate() {
        let Unit::Shared(shared) = token.unit else { continue };
        let Some(&place) = shared.id.and_then(|id| places.get(&id)) else { continue };
        // Elements never change places, so this is always so.
        if survivors.last().is_none_or(|&(_, last)| last < place) && takes_place(token, &now[place]) {
            survivors.push((at, place));
        }
    }
    survivors
}

/// Whether one can become the other in its place.
fn takes_place(was: &Token<'_>, now: &Token<'_>) -> bool {
    match (was.unit, now.unit) {
        (Unit::Character(was), Unit::Character(now)) => was == now,
        (Unit::Embedded(was), Unit::Embedded(now)) | (Unit::Plain(was), Unit::Plain(now)) => was == now,
        (Unit::Shared(was), Unit::Shared(now)) => was.kind == now.kind,
        _ => false,
    }
}

/// Pairs between two types that survived; `start` is where both stretches begin.
fn between(was: &[Token<'_>], now: &[Token<'_>], start: Pair, pairs: &mut Vec<Pair>) {
    let front = was.iter().zip(now).take_while(|(was, now)| takes_place(was, now)).count();
    let (was_rest, now_rest) = (&was[front..], &now[front..]);
    let back = was_rest.iter().rev().zip(now_rest.iter().rev()).take_while(|(was, now)| takes_place(was, now)).count();
    pairs.extend((0..front).map(|at| (start.0 + at, start.1 + at)));
    let (was_rest, now_rest) = (&was_rest[..was_rest.len() - back], &now_rest[..now_rest.len() - back]);
    middle(was_rest, now_rest, (start.0 + front, start.1 + front), pairs);
    let (was_end, now_end) = (start.0 + was.len(), start.1 + now.len());
    pairs.extend((1..=back).rev().map(|at| (was_end - at, now_end - at)));
}

/// Pairs where both ends differ: types with types of their kind, in order, and characters that stay.
fn middle(was: &[Token<'_>], now: &[Token<'_>], start: Pair, pairs: &mut Vec<Pair>) {
    if was.is_empty() || now.is_empty() {
        return;
    }
    let character = |token: &Token<'_>| match token.unit {
        Unit::Character(character) => Some(character),
        _ => None,
    };
    let all = |tokens: &[Token<'_>]| tokens.iter().map(character).collect::<Option<Vec<char>>>();
    if let (Some(was), Some(now)) = (all(was), all(now)) {
        let mut next = (0, 0);
        let end = (was.len(), now.len());
        let changes = exchanges(&was, &now).into_iter().map(|change| (change.old, change.new));
        for (old, new) in changes.chain([(end.0..end.0, end.1..end.1)]) {
            pairs.extend((next.0..old.start).zip(next.1..new.start).map(|(was, now)| (start.0 + was, start.1 + now)));
            next = (old.end, new.end);
        }
        return;
    }
    let mut from = 0;
    for (at, token) in was.iter().enumerate() {
        if !matches!(token.unit, Unit::Shared(_)) {
            continue;
        }
        if let Some(offset) = now[from..].iter().position(|now| takes_place(token, now)) {
            pairs.push((start.0 + at, start.1 + from + offset));
            from += offset + 1;
        }
    }
}
