//! Reads shared types in full detail. Called by `place` and `restore`.
//! Never reads text as an array where that never ends: yrs counts text in UTF-16 units and hands it out by characters.

use std::sync::Arc;

use yrs::branch::{Branch, BranchID, BranchPtr};
use yrs::types::text::{Diff, YChange};
use yrs::types::{Attrs, TypeRef};
use yrs::{Any, Array as _, ArrayRef, GetString as _, Map as _, MapRef, Out, ReadTxn, Text as _, TextRef};

use super::held::Open;
use super::stood::{Content, Formats, Kind, Piece, Plain, Shared, Value};
use crate::admission::Id;

/// What a type holds, without what is left open.
pub(super) fn shared<T: ReadTxn>(txn: &T, branch: BranchPtr, open: Open<'_>) -> Shared {
    let (kind, id) = (kind(branch), id(branch));
    let mut entries = std::collections::BTreeMap::new();
    for (key, out) in MapRef::from(branch).iter(txn) {
        if let Some(value) = entry(txn, &out, open.under(key)) {
            entries.insert(Arc::from(key), value);
        }
    }
    let mut shared = Shared { kind, id, entries, pieces: Vec::new(), hidden: 0 };
    if branch.content_len() > 0 {
        (shared.pieces, shared.hidden) = pieces(txn, branch, &shared.kind);
    }
    shared
}

/// Something under a key, unless it is left open.
pub(super) fn entry<T: ReadTxn>(txn: &T, out: &Out, open: Open<'_>) -> Option<Value> {
    match (open, out) {
        (Open::All, _) => None,
        (Open::Nothing, _) => Some(value(txn, out)),
        // It is on the way to what is left open, so it counts by what else it holds.
        (Open::Within(_), Out::YMap(map)) => {
            let shared = shared(txn, branch_of(map), open);
            (!shared.is_empty()).then(|| Value::Shared(Box::new(shared)))
        }
        // The way ends here.
        (Open::Within(_), _) => None,
    }
}

/// Something in full.
pub(super) fn value<T: ReadTxn>(txn: &T, out: &Out) -> Value {
    match (out, out.try_branch()) {
        (Out::Any(any), _) => Value::Plain(Plain(any.clone())),
        (_, Some(branch)) => Value::Shared(Box::new(shared(txn, BranchPtr::from(branch), Open::Nothing))),
        // The gate lets none of these in.
        (_, None) => Value::Plain(Plain(Any::Undefined)),
    }
}

/// What is behind a shared type.
pub(super) fn branch_of(shared: &impl AsRef<Branch>) -> BranchPtr {
    BranchPtr::from(shared.as_ref())
}

pub(super) fn id(branch: BranchPtr) -> Option<Id> {
    match branch.id() {
        BranchID::Nested(id) => Some(Id { client: id.client.get(), clock: id.clock }),
        BranchID::Root(_) => None,
    }
}

pub(super) fn kind(branch: BranchPtr) -> Kind {
    if matches!(branch.id(), BranchID::Root(_)) {
        return Kind::Root;
    }
    match branch.type_ref() {
        TypeRef::Array => Kind::Array,
        TypeRef::Text => Kind::Text,
        TypeRef::XmlElement(name) => Kind::XmlElement(Arc::clone(name)),
        TypeRef::XmlFragment => Kind::XmlFragment,
        TypeRef::XmlText => Kind::XmlText,
        // The gate lets no others in.
        _ => Kind::Map,
    }
}

/// The sequence of a type, and how many elements of it can't be read.
fn pieces<T: ReadTxn>(txn: &T, branch: BranchPtr, kind: &Kind) -> (Vec<Piece>, u32) {
    // The gate keeps text that could not be read so out of arrays.
    if *kind == Kind::Array {
        return (elements(txn, branch), 0);
    }
    let text = TextRef::from(branch);
    let parts = text.diff(txn, YChange::identity);
    let (mut units, mut is_wide, mut characters) = (0, false, String::new());
    for part in &parts {
        match &part.insert {
            Out::Any(Any::String(string)) => {
                units += utf16_len(string);
                is_wide |= string.bytes().any(|byte| byte >= 0xf0);
                characters.push_str(string);
            }
            _ => units += 1,
        }
    }
    let length = branch.content_len();
    // An embedded string passes for text.
    if units == length && characters == text.get_string(txn) {
        return (joined(parts.iter().map(|part| piece(txn, part))), 0);
    }
    if is_wide {
        return (joined(parts.iter().map(|part| piece(txn, part))), length.abs_diff(units));
    }
    (merged(txn, branch, &parts).unwrap_or_else(|| elements(txn, branch)), 0)
}

/// A sequence as the elements of an array.
fn elements<T: ReadTxn>(txn: &T, branch: BranchPtr) -> Vec<Piece> {
    ArrayRef::from(branch).iter(txn).map(|out| element(value(txn, &out))).collect()
}

fn element(value: Value) -> Piece {
    Piece { content: Content::Element(value), formats: Formats::new() }
}

fn piece<T: ReadTxn>(txn: &T, part: &Diff<YChange>) -> Piece {
    let content = match &part.insert {
        Out::Any(Any::String(string)) => Content::Characters(string.to_string()),
        Out::Any(any) => Content::Embedded(Plain(any.clone())),
        out => Content::Element(value(txn, out)),
    };
    Piece { content, formats: formats(part.attributes.as_deref()) }
}

fn formats(attributes: Option<&Attrs>) -> Formats {
    attributes.into_iter().flatten().map(|(name, value)| (Arc::clone(name), Plain(value.clone()))).collect()
}

/// Pieces with characters that are formatted alike as one.
fn joined(pieces: impl Iterator<Item = Piece>) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::new();
    for piece in pieces {
        match (&piece.content, joined.last_mut()) {
            (Content::Characters(more), Some(Piece { content: Content::Characters(text), formats }))
                if *formats == piece.formats =>
            {
                text.push_str(more);
            }
            _ => joined.push(piece),
        }
    }
    joined
}

/// A text in which there are things that are not shown: `parts` is what is shown of it, the elements are all there is. Where a
/// plain string can't be told from a character, it is taken for the character. `None` if the two don't go together.
fn merged<T: ReadTxn>(txn: &T, branch: BranchPtr, parts: &[Diff<YChange>]) -> Option<Vec<Piece>> {
    let mut shown = Vec::new();
    for part in parts {
        let whole = piece(txn, part);
        match &whole.content {
            Content::Characters(text) if text.chars().nth(1).is_some() => {
                let characters =
                    text.chars().map(|one| Piece { content: Content::Characters(one.into()), formats: whole.formats.clone() });
                shown.extend(characters);
            }
            _ => shown.push(whole),
        }
    }
    let mut shown = shown.into_iter().peekable();
    let mut pieces = Vec::new();
    for out in ArrayRef::from(branch).iter(txn) {
        let is_shown = shown.peek().is_some_and(|next| match (&next.content, &out) {
            (Content::Characters(one), Out::Any(Any::String(string))) => **one == **string,
            (Content::Embedded(plain), Out::Any(any)) => *plain == Plain(any.clone()),
            (Content::Element(Value::Shared(shared)), out) => {
                out.try_branch().is_some_and(|branch| id(BranchPtr::from(branch)) == shared.id)
            }
            _ => false,
        });
        let next = if is_shown { shown.next() } else { None };
        pieces.push(next.unwrap_or_else(|| element(value(txn, &out))));
    }
    if shown.next().is_some() { None } else { Some(joined(pieces.into_iter())) }
}

#[expect(clippy::cast_possible_truncation, reason = "the gate keeps clocks, and so lengths, below 2^31")]
pub(super) fn utf16_len(text: &str) -> u32 {
    text.encode_utf16().count() as u32
}
