//! Why an update may not enter. Every variant is meant for its sender, so none of them repeats content.
//! Doors turn them into close reasons; nothing here decides anything.

use thiserror::Error;

/// The reason an update, a state vector or an awareness message was refused. Nothing has changed when one is returned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The bytes end inside a value.
    #[error("the message ends too early")]
    EndsEarly,
    /// Bytes follow after the last value.
    #[error("the message goes on after its end")]
    TrailingBytes,
    /// A variable-length number exceeds 2^53 - 1 or takes more than eight bytes.
    #[error("a number is too large")]
    NumberTooLarge,
    /// A count claims more entries than the remaining bytes can hold.
    #[error("a count is larger than the message")]
    CountTooLarge,
    /// A clock, or a clock plus a length, exceeds 2^31.
    #[error("a clock of client {client} is too large")]
    ClockTooLarge {
        /// The client whose clock it is.
        client: u64,
    },
    /// A string isn't UTF-8.
    #[error("a string is not valid utf-8")]
    Utf8,
    /// A client has two sections in one message.
    #[error("client {client} appears twice in one update")]
    ClientTwice {
        /// The client that appears twice.
        client: u64,
    },
    /// A struct has no length.
    #[error("client {client} sent an empty struct")]
    EmptyStruct {
        /// The author of the struct.
        client: u64,
    },
    /// A struct's first byte has unknown bits or an unknown kind.
    #[error("struct kind {info} is unknown")]
    UnknownKind {
        /// The struct's first byte.
        info: u8,
    },
    /// Content kind 2 (`ContentJSON`), written by Yjs before 13.0, is read wrongly by yrs.
    #[error("legacy json content is not supported, convert the document with a current yjs")]
    LegacyJson,
    /// Type reference 5 (`Y.XmlHook`) is read wrongly by yrs.
    #[error("xml hooks are not supported")]
    XmlHook,
    /// Type reference 7 (weak link) is unknown to Yjs 13.
    #[error("weak links are not supported")]
    WeakLink,
    /// Another type reference.
    #[error("shared type {reference} is unknown")]
    UnknownType {
        /// The type reference.
        reference: u8,
    },
    /// The parent marker is neither 0 nor 1.
    #[error("a parent marker is neither 0 nor 1")]
    ParentMarker,
    /// A root name or a map key is longer than [`Limits::name_bytes`](super::Limits::name_bytes).
    #[error("a name is longer than {limit} bytes")]
    NameTooLong {
        /// The limit in bytes.
        limit: usize,
    },
    /// An unknown tag inside a binary value.
    #[error("value tag {tag} is unknown")]
    UnknownValue {
        /// The tag.
        tag: u8,
    },
    /// A value nests deeper than [`MAX_VALUE_DEPTH`](super::MAX_VALUE_DEPTH).
    #[error("a value nests deeper than 100 levels")]
    ValueTooDeep,
    /// An object inside a binary value has the key `__proto__`, with which it would replace its prototype in every browser.
    #[error("a value has the key __proto__")]
    Prototype,
    /// A JSON value isn't JSON, or holds what only one of JavaScript and Rust can read
    /// (a lone surrogate, a number out of range, an integer of 2^63 or more).
    #[error("a json value is not valid, or holds half a surrogate pair or an integer of 2^63 or more")]
    Json,
    /// The options of a subdocument aren't an object, or override its guid or garbage collection in every browser.
    #[error("the options of a subdocument are not allowed")]
    SubdocumentOptions,
    /// A struct refers to itself or to a later struct of its own client.
    #[error("client {client} refers to its own future")]
    ForwardReference {
        /// The author of the struct.
        client: u64,
    },
    /// A parent exists but isn't a shared type.
    #[error("a parent is not a shared type")]
    ParentIsNotAType,
    /// Types nest deeper than [`Limits::nesting`](super::Limits::nesting).
    #[error("shared types nest deeper than {limit} levels")]
    NestedTooDeep {
        /// The limit in levels.
        limit: u16,
    },
    /// A nested `Y.Array` would hold text, which no Yjs 13 client writes, with characters beyond the basic multilingual plane,
    /// at which yrs hangs when it reads the array.
    #[error("a list holds text beyond the basic multilingual plane")]
    WideTextInList,
    /// A map entry holds content that no client writes under a key.
    #[error("a map entry holds content of kind {kind}")]
    EntryContent {
        /// The content kind.
        kind: u8,
    },
    /// A map entry was put before an existing one. No client does so, and Yjs and yrs would disagree about the value.
    #[error("a map entry was put before another")]
    EntryBefore,
    /// The document has [`Limits::clients`](super::Limits::clients) clients already.
    #[error("the document has more than {limit} clients")]
    TooManyClients {
        /// The limit.
        limit: usize,
    },
    /// The document keeps as much waiting for missing updates as it may.
    #[error("too many updates wait for a missing one")]
    ParkingFull,
    /// An awareness state is neither an object nor null.
    #[error("an awareness state is not an object")]
    AwarenessState,
}
