//! What stands somewhere after a change that was made to something else: the difference of two states, applied to a third. Called by
//! `fence` for what the holder of a lock does without having seen what the server put back. Never touches a document.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::align::{self, Token, Unit};
use super::stood::{Content, Formats, Piece, Shared, Standing, Stood, Value};

impl Stood {
    /// What stands there, `self`, with what was changed from `before` to `after`. Where both changed the same, `after` counts.
    #[must_use]
    pub fn with_changes(&self, before: &Self, after: &Self) -> Self {
        let places = self.places.iter().zip(before.places.iter().zip(&after.places));
        Self { places: places.map(|(now, (before, after))| standing(before, after, now)).collect() }
    }
}

fn standing(before: &Standing, after: &Standing, now: &Standing) -> Standing {
    match (before, after, now) {
        (before, after, now) if before == after => now.clone(),
        (before, after, now) if before == now => after.clone(),
        (Standing::Roots(before), Standing::Roots(after), Standing::Roots(now)) => {
            let names: BTreeSet<&Arc<str>> = after.keys().chain(now.keys()).collect();
            let merged = names.into_iter().filter_map(|name| {
                let kind = after.get(name).or(now.get(name))?.kind.clone();
                let empty = Shared::empty(kind);
                let of = |roots: &'_ BTreeMap<Arc<str>, Shared>| roots.get(name).cloned().unwrap_or_else(|| empty.clone());
                let merged = shared(&of(before), &of(after), &of(now));
                (!merged.is_empty()).then(|| (Arc::clone(name), merged))
            });
            Standing::Roots(merged.collect())
        }
        (before, Standing::Something(steps, after), Standing::Something(now_steps, now)) if steps == now_steps => {
            let before = match before {
                Standing::Something(before_steps, before) if before_steps == steps => Some(before),
                _ => None,
            };
            value(before, Some(after), Some(now)).map_or(Standing::Nothing, |value| Standing::Something(*steps, value))
        }
        (_, after, _) => after.clone(),
    }
}

fn value(before: Option<&Value>, after: Option<&Value>, now: Option<&Value>) -> Option<Value> {
    match (before, after, now) {
        (before, after, now) if before == after => now.cloned(),
        (before, after, now) if before == now => after.cloned(),
        (before, Some(Value::Shared(after)), Some(Value::Shared(now))) if after.kind == now.kind => {
            let empty = Shared::empty(after.kind.clone());
            let before = match before {
                Some(Value::Shared(before)) if before.kind == after.kind => before,
                _ => &empty,
            };
            Some(Value::Shared(Box::new(shared(before, after, now))))
        }
        (_, after, _) => after.cloned(),
    }
}

fn shared(before: &Shared, after: &Shared, now: &Shared) -> Shared {
    let keys: BTreeSet<&Arc<str>> = after.entries.keys().chain(now.entries.keys()).collect();
    let entry = |of: &Shared, key: &Arc<str>| of.entries.get(key).cloned();
    let entries = keys.into_iter().filter_map(|key| {
        let merged = value(entry(before, key).as_ref(), entry(after, key).as_ref(), entry(now, key).as_ref())?;
        Some((Arc::clone(key), merged))
    });
    let pieces = match () {
        () if before.pieces == after.pieces => now.pieces.clone(),
        () if before.pieces == now.pieces => after.pieces.clone(),
        () => sequence(&before.pieces, &after.pieces, &now.pieces),
    };
    Shared { kind: now.kind.clone(), id: now.id, entries: entries.collect(), pieces, hidden: now.hidden }
}

/// What is in all three stays; what either has let go of goes; what either has put in is put in, at the same place now's first.
fn sequence(before: &[Piece], after: &[Piece], now: &[Piece]) -> Vec<Piece> {
    let (before, after, now) = (align::tokens(before), align::tokens(after), align::tokens(now));
    let kept_after: BTreeMap<usize, usize> = align::pairs(&before, &after).into_iter().collect();
    let kept_now: BTreeMap<usize, usize> = align::pairs(&before, &now).into_iter().collect();
    let mut merged = Vec::new();
    let (mut next_after, mut next_now) = (0, 0);
    for (at, token) in before.iter().enumerate() {
        match (kept_after.get(&at), kept_now.get(&at)) {
            (Some(&in_after), Some(&in_now)) => {
                now[next_now..in_now].iter().for_each(|token| push(&mut merged, token, None));
                after[next_after..in_after].iter().for_each(|token| push(&mut merged, token, None));
                (next_after, next_now) = (in_after + 1, in_now + 1);
                let (after, now) = (&after[in_after], &now[in_now]);
                let formats = if after.formats == token.formats { now.formats } else { after.formats };
                let unit = Token { unit: now.unit, formats };
                push(&mut merged, &unit, inside(token, after, now));
            }
            (Some(&in_after), None) => {
                after[next_after..in_after].iter().for_each(|token| push(&mut merged, token, None));
                next_after = in_after + 1;
            }
            (None, Some(&in_now)) => {
                now[next_now..in_now].iter().for_each(|token| push(&mut merged, token, None));
                next_now = in_now + 1;
            }
            (None, None) => {}
        }
    }
    now[next_now..].iter().for_each(|token| push(&mut merged, token, None));
    after[next_after..].iter().for_each(|token| push(&mut merged, token, None));
    merged
}

/// What an element that is in all three has inside.
fn inside(before: &Token<'_>, after: &Token<'_>, now: &Token<'_>) -> Option<Shared> {
    match (before.unit, after.unit, now.unit) {
        (Unit::Shared(before), Unit::Shared(after), Unit::Shared(now)) => Some(shared(before, after, now)),
        _ => None,
    }
}

/// Adds a token, or what is given for a type.
fn push(pieces: &mut Vec<Piece>, token: &Token<'_>, inside: Option<Shared>) {
    let formats: &Formats = token.formats;
    let content = match (token.unit, inside) {
        (_, Some(inside)) => Content::Element(Value::Shared(Box::new(inside))),
        (Unit::Character(character), None) => {
            if let Some(Piece { content: Content::Characters(text), formats: known }) = pieces.last_mut()
                && known == formats
            {
                text.push(character);
                return;
            }
            Content::Characters(character.into())
        }
        (Unit::Embedded(plain), None) => Content::Embedded(plain.clone()),
        (Unit::Plain(plain), None) => Content::Element(Value::Plain(plain.clone())),
        (Unit::Shared(shared), None) => Content::Element(Value::Shared(Box::new(shared.clone()))),
    };
    pieces.push(Piece { content, formats: formats.clone() });
}
