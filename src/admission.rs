//! What may enter a document: reads every Yjs v1 update from outside before yrs, disk or another client does.
//! The document asks a [`Gate`] about each update and hands on only the bytes that were admitted.
//! A pure leaf: it never touches yrs, a socket, a clock or storage, and imports nothing else of the project.
//!
//! Format source: `src/utils/encoding.js`, `src/structs/*` and `src/utils/UpdateDecoder.js` of Yjs 13.6.

mod awareness;
mod compact;
mod examination;
mod gate;
mod index;
mod inside_out;
mod joined;
mod merge;
mod outline;
mod parking;
mod reader;
mod refusal;
mod remainder;
mod rewrite;
mod state_vector;
mod structs;
mod subdocuments;
mod touched;
mod values;
mod walk;
mod writer;

pub use awareness::{AwarenessEntries, AwarenessEntry, awareness};
pub use compact::{compact, diff};
pub use gate::{Gate, Limits, TypeAddress, Verdict};
pub use merge::merge;
pub use parking::Parking;
pub use refusal::Refusal;
pub use state_vector::{StateVector, state_vector_of};
pub use structs::Id;
pub use subdocuments::with_subdocuments;
pub use touched::{Touch, Touches, touched};

/// Clocks and lengths stay at or below 2^31: yrs computes clock differences as `i32`.
pub const MAX_CLOCK: u32 = 1 << 31;

/// The largest number lib0 reads without throwing, and the largest client id (JavaScript's `MAX_SAFE_INTEGER`).
pub const MAX_NUMBER: u64 = (1 << 53) - 1;

/// How deep arrays and objects may nest inside one value, binary (`Any`) or JSON.
/// serde_json, through which yrs reads JSON, stops at 128; hostile depth overflows yrs' stack.
pub const MAX_VALUE_DEPTH: usize = 100;

/// A half-open range of clocks of one client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClockRange {
    /// The client that wrote the clocks.
    pub client: u64,
    /// First clock.
    pub start: u32,
    /// One past the last clock.
    pub end: u32,
}
