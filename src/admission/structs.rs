//! One struct of an update: garbage-collected range, skip, or item with its neighbours, parent and content.
//! [`read_element`] is the only place that knows a struct's bytes; it borrows everything and checks the grammar.
//! Format source: Yjs `src/utils/encoding.js` (`readClientsStructRefs`) and `src/structs/Content*.js`.

use std::ops::Range;

use super::reader::Reader;
use super::values::{TAG_OBJECT, check_json, skip_any};
use super::{MAX_CLOCK, Refusal};

/// The identity of one element: the clock-th element that a client wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id {
    /// The client, below 2^53.
    pub client: u64,
    /// The clock, at most [`MAX_CLOCK`](super::MAX_CLOCK).
    pub clock: u32,
}

pub(super) const KIND_COLLECTED: u8 = 0;
pub(super) const KIND_DELETED: u8 = 1;
const KIND_JSON: u8 = 2;
const KIND_BINARY: u8 = 3;
pub(super) const KIND_TEXT: u8 = 4;
const KIND_EMBED: u8 = 5;
const KIND_FORMAT: u8 = 6;
const KIND_TYPE: u8 = 7;
pub(super) const KIND_ANY: u8 = 8;
pub(super) const KIND_SUBDOCUMENT: u8 = 9;
pub(super) const KIND_SKIP: u8 = 10;

pub(super) const KIND_BITS: u8 = 0x1f;
pub(super) const HAS_KEY: u8 = 0x20;
pub(super) const HAS_RIGHT_ORIGIN: u8 = 0x40;
pub(super) const HAS_ORIGIN: u8 = 0x80;

/// The least bytes a struct can take: its first byte and a length.
pub(super) const MIN_STRUCT_BYTES: usize = 2;

/// Where an item hangs when it has no neighbour to copy that from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Parent<'a> {
    /// Copied from the origin or the right origin.
    Inherited,
    Root(&'a str),
    Nested(Id),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content<'a> {
    Deleted,
    Binary,
    Text(&'a str),
    Embed,
    Format,
    Type,
    /// The values' bytes, without their count.
    Any(&'a [u8]),
    /// The bytes of the guid and the options.
    Subdocument(&'a [u8]),
}

impl Content<'_> {
    pub(super) fn kind(&self) -> u8 {
        match self {
            Self::Deleted => KIND_DELETED,
            Self::Binary => KIND_BINARY,
            Self::Text(_) => KIND_TEXT,
            Self::Embed => KIND_EMBED,
            Self::Format => KIND_FORMAT,
            Self::Type => KIND_TYPE,
            Self::Any(_) => KIND_ANY,
            Self::Subdocument(_) => KIND_SUBDOCUMENT,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Item<'a> {
    pub(super) origin: Option<Id>,
    pub(super) right_origin: Option<Id>,
    pub(super) parent: Parent<'a>,
    /// The map key, present only beside an explicit parent.
    pub(super) key: Option<&'a str>,
    /// The sender holds the item for a map entry; with an inherited parent only a hint.
    pub(super) claims_key: bool,
    pub(super) content: Content<'a>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Body<'a> {
    Collected,
    Skip,
    Item(Item<'a>),
}

/// A struct with its place in the clocks of its client and in the bytes of the update.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Element<'a> {
    pub(super) id: Id,
    pub(super) length: u32,
    pub(super) span: Range<usize>,
    /// Where the content begins; the struct's end for other bodies.
    pub(super) content_at: usize,
    pub(super) body: Body<'a>,
}

impl Element<'_> {
    /// One past the last clock.
    pub(super) fn end(&self) -> u32 {
        self.id.clock + self.length
    }
}

/// Reads the struct that `client` wrote at `clock`.
pub(super) fn read_element<'a>(reader: &mut Reader<'a>, id: Id) -> Result<Element<'a>, Refusal> {
    let start = reader.position();
    let info = reader.byte()?;
    let (length, content_at, body) = match info {
        KIND_COLLECTED => (reader.clock(id.client)?, reader.position(), Body::Collected),
        KIND_SKIP => (reader.clock(id.client)?, reader.position(), Body::Skip),
        _ if !(KIND_DELETED..=KIND_SUBDOCUMENT).contains(&(info & KIND_BITS)) => return Err(Refusal::UnknownKind { info }),
        _ => {
            let (mut item, content_at) = read_item_head(reader, info)?;
            let (length, content) = read_content(reader, info, id.client)?;
            item.content = content;
            (length, content_at, Body::Item(item))
        }
    };
    if length == 0 {
        return Err(Refusal::EmptyStruct { client: id.client });
    }
    // Both are at most 2^31, so the sum fits.
    if id.clock + (length - 1) >= MAX_CLOCK {
        return Err(Refusal::ClockTooLarge { client: id.client });
    }
    let element = Element { id, length, span: start..reader.position(), content_at, body };
    refuse_own_future(&element)?;
    Ok(element)
}

fn read_item_head<'a>(reader: &mut Reader<'a>, info: u8) -> Result<(Item<'a>, usize), Refusal> {
    let origin = if info & HAS_ORIGIN == 0 { None } else { Some(read_id(reader)?) };
    let right_origin = if info & HAS_RIGHT_ORIGIN == 0 { None } else { Some(read_id(reader)?) };
    let claims_key = info & HAS_KEY != 0;
    let (parent, key) = if origin.is_some() || right_origin.is_some() {
        (Parent::Inherited, None)
    } else {
        let parent = match reader.number()? {
            0 => Parent::Nested(read_id(reader)?),
            1 => Parent::Root(reader.text()?),
            _ => return Err(Refusal::ParentMarker),
        };
        (parent, if claims_key { Some(reader.text()?) } else { None })
    };
    let item = Item { origin, right_origin, parent, key, claims_key, content: Content::Deleted };
    Ok((item, reader.position()))
}

fn read_id(reader: &mut Reader<'_>) -> Result<Id, Refusal> {
    let client = reader.number()?;
    let clock = reader.clock(client)?;
    if clock >= MAX_CLOCK {
        return Err(Refusal::ClockTooLarge { client });
    }
    Ok(Id { client, clock })
}

fn read_content<'a>(reader: &mut Reader<'a>, info: u8, client: u64) -> Result<(u32, Content<'a>), Refusal> {
    match info & KIND_BITS {
        KIND_DELETED => Ok((reader.clock(client)?, Content::Deleted)),
        KIND_JSON => Err(Refusal::LegacyJson),
        KIND_BINARY => reader.buffer().map(|_| (1, Content::Binary)),
        KIND_TEXT => {
            let text = reader.text()?;
            let length = u32::try_from(utf16_length(text)).map_err(|_| Refusal::ClockTooLarge { client })?;
            Ok((length, Content::Text(text)))
        }
        KIND_EMBED => {
            check_json(reader.text()?)?;
            Ok((1, Content::Embed))
        }
        KIND_FORMAT => {
            reader.text()?;
            check_json(reader.text()?)?;
            Ok((1, Content::Format))
        }
        KIND_TYPE => {
            read_type(reader)?;
            Ok((1, Content::Type))
        }
        KIND_ANY => {
            let count = reader.count(1)?;
            let start = reader.position();
            for _ in 0..count {
                skip_any(reader)?;
            }
            let length = u32::try_from(count).map_err(|_| Refusal::CountTooLarge)?;
            Ok((length, Content::Any(reader.since(start))))
        }
        KIND_SUBDOCUMENT => {
            let start = reader.position();
            reader.text()?;
            check_options(reader.clone())?;
            skip_any(reader)?;
            Ok((1, Content::Subdocument(reader.since(start))))
        }
        _ => Err(Refusal::UnknownKind { info }),
    }
}

/// The options of a subdocument must be an object, because Yjs reads properties of it. It also hands all of them to the
/// constructor of `Y.Doc`, where two would do harm: a `guid` that isn't a string makes every encoding throw, and a
/// `gcFilter` that isn't a function every deletion.
fn check_options(mut reader: Reader<'_>) -> Result<(), Refusal> {
    if reader.byte()? != TAG_OBJECT {
        return Err(Refusal::SubdocumentOptions);
    }
    for _ in 0..reader.count(2)? {
        if matches!(reader.text()?, "guid" | "gcFilter") {
            return Err(Refusal::SubdocumentOptions);
        }
        // Its depth is checked by the caller, in the whole.
        skip_any(&mut reader)?;
    }
    Ok(())
}

/// A type reference is one exact byte: yrs reads no more, where Yjs would read a longer number.
fn read_type(reader: &mut Reader<'_>) -> Result<(), Refusal> {
    match reader.byte()? {
        // Array, map, text, XML fragment, XML text.
        0 | 1 | 2 | 4 | 6 => Ok(()),
        // An XML element brings its node name.
        3 => reader.text().map(drop),
        5 => Err(Refusal::XmlHook),
        7 => Err(Refusal::WeakLink),
        reference => Err(Refusal::UnknownType { reference }),
    }
}

/// A reference to the own future can never be met, and Yjs throws on it instead of waiting.
fn refuse_own_future(element: &Element<'_>) -> Result<(), Refusal> {
    let Body::Item(item) = &element.body else { return Ok(()) };
    let nested = match item.parent {
        Parent::Nested(parent) => Some(parent),
        Parent::Inherited | Parent::Root(_) => None,
    };
    let own = element.id;
    let forward =
        [item.origin, item.right_origin, nested].into_iter().flatten().any(|id| id.client == own.client && id.clock >= own.clock);
    if forward { Err(Refusal::ForwardReference { client: own.client }) } else { Ok(()) }
}

/// A string's length in UTF-16 code units: what JavaScript counts, and therefore a clock.
pub(super) fn utf16_length(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().map(char::len_utf16).sum() }
}
