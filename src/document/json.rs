//! A document as JSON, for tools that don't speak Yjs: read it, change it by JSON Patch (RFC 6902), learn what others changed.
//! Called by the room. What JSON looks like for each Yjs type, and which edits a patch becomes, is written in `docs/JSON.md`.
//! Never shows more than it was asked for: every projection and every patch has a limit in bytes.

mod compare;
mod contents;
mod draft;
mod paths;
mod places;
mod plain;
mod read;
mod reconcile;
mod sequence;
mod shape;
mod text;
mod view;
mod write;
mod xml;

use std::sync::Arc;

use bytes::Bytes;
pub use json_patch::PatchOperation;
use serde_json::Value;
use yrs::{ReadTxn as _, Transact as _, TransactionMut, WriteTxn as _};

pub(in crate::document) use self::contents::Content;
use self::draft::Draft;
pub(in crate::document) use self::plain::from_json;
pub use self::plain::size;
use self::read::Reader;
pub(in crate::document) use self::sequence::exchanges;
pub use self::shape::{RootKind, Shape};
pub use self::view::{Before, Made, View};
pub(in crate::document) use self::xml::{Element, Format, Node as XmlNode, Piece, Text as XmlText};
use super::{Broken, Document, Replica, learn_deletions};
use crate::admission::{self, Refusal, StateVector};

/// Why a document wasn't read as JSON.
#[derive(Debug, thiserror::Error)]
pub enum ProjectError {
    /// As JSON it would be larger than asked for.
    #[error("as JSON the document has more than {limit} bytes")]
    TooLarge {
        /// The limit that was given.
        limit: usize,
    },
    /// The replica can't be trusted any more.
    #[error(transparent)]
    Broken(#[from] Broken),
}

/// Who writes a patch, and how much it may move.
#[derive(Debug, Clone, Copy)]
pub struct Writer {
    /// The server's own client id, below 2^32: chosen at random at each start, kept until the end.
    pub client: u64,
    /// The most bytes of JSON one patch may read and write, copies and compared values included.
    pub limit: usize,
}

/// What became of a patch.
#[derive(Debug)]
pub struct Patched {
    /// The edits as one update, already applied, to be logged and relayed. `None` when nothing had to change.
    pub update: Option<Bytes>,
}

/// Why a patch was not applied. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum PatchError {
    /// One of its operations can't be done.
    #[error("operation {index}: {reason}")]
    Operation {
        /// Its place in the patch, from 0.
        index: usize,
        /// What is wrong.
        reason: Reason,
    },
    /// The gate doesn't let the edits in.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The document would be larger than allowed.
    #[error("a document has at most {limit} bytes")]
    TooLarge {
        /// `limits.document`.
        limit: usize,
    },
    /// The replica can't be trusted any more.
    #[error(transparent)]
    Broken(#[from] Broken),
}

/// Why an operation can't be done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// There is nothing at the path, or nothing that could hold it.
    #[error("there is no such place; read the document again")]
    NoSuchPlace,
    /// An array's index isn't one, or lies beyond the end.
    #[error("an array takes a number from 0 up to its length, or - for the end")]
    BadIndex,
    /// A test found something else.
    #[error("the value is not the tested one; read the document again")]
    TestFailed,
    /// Something would move into itself.
    #[error("a value can't be moved into itself")]
    IntoItself,
    /// XML that holds plain values beside its elements, or elements inside a text.
    #[error("this XML holds what can't be written as a string; use a Yjs client")]
    Xml,
    /// In the place of an element only one of the same name can be written, in the place of a text only text.
    #[error("an XML element keeps its name, and an XML text stays one")]
    XmlKind,
    /// A string is to become XML and is none.
    #[error("the XML can't be read at byte {at}: {problem}")]
    Malformed {
        /// Where in the string, in bytes.
        at: usize,
        /// What is wrong.
        problem: String,
    },
    /// There is no text between two positions, or they lead nowhere.
    #[error("there is no text between these positions any more")]
    NoText,
    /// Subdocuments can be read and removed as a whole, not written.
    #[error("a subdocument can't be written by a patch; use a Yjs client")]
    Subdocument,
    /// A root that is used as a map and as a sequence at once.
    #[error("this root is used as a map and as a sequence at once; use a Yjs client")]
    Mixed,
    /// A text holds something that is neither text nor embedded.
    #[error("this text holds values that aren't text; use a Yjs client")]
    MixedText,
    /// A root keeps its type, and the whole document can't be removed.
    #[error("a root of the document keeps its type: object, array or text")]
    RootKind,
    /// Only objects, arrays and texts can be roots.
    #[error("a root of the document is an object, an array or a string")]
    RootScalar,
    /// More nested than a document may be.
    #[error("values nest at most {limit} deep, the path included")]
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// A key is too long.
    #[error("names have at most {limit} bytes")]
    NameTooLong {
        /// The limit.
        limit: usize,
    },
    /// More than one patch may do.
    #[error("a patch can't change so many places of so long an array; send it in parts")]
    TooMuch,
    /// More than one patch may move.
    #[error("a patch moves at most {limit} bytes; send it in parts")]
    TooLarge {
        /// [`Writer::limit`].
        limit: usize,
    },
}

impl Document {
    /// The document as a JSON object: the names of its roots with what they hold. Roots without content are left out,
    /// because nothing says what they are. `limit` is in bytes of JSON, roughly.
    ///
    /// # Errors
    /// When it would be larger than `limit`, or the document can't be read at all.
    pub fn project(&mut self, limit: usize) -> Result<Value, ProjectError> {
        let (replica, expected) = self.readable()?;
        let txn = replica.doc.transact();
        let mut reader = Reader::new(&txn, &expected, limit);
        reader.document().map_err(|_| ProjectError::TooLarge { limit })
    }

    /// Applies a JSON Patch, all of it or nothing, as the fewest edits that lead to the same JSON. The edits come as one update
    /// that is applied here and remains to be logged and relayed, as if it had been received.
    ///
    /// Costs time in proportion to the patch and to the containers on its paths, not to the document.
    ///
    /// # Errors
    /// [`PatchError`] tells the author what is wrong. Nothing has changed then, whatever the error.
    pub fn patch(&mut self, operations: &[PatchOperation], writer: Writer) -> Result<Patched, PatchError> {
        self.edit(writer, |reader, limits| draft::patched(operations, reader, limits))
    }

    /// Applies a merge patch (RFC 7396) to the document: what it names changes, `null` removes, arrays are set as a whole. As
    /// [`Document::patch`] in all else.
    ///
    /// # Errors
    /// As [`Document::patch`]; the whole counts as operation 0.
    pub fn merge(&mut self, patch: &Value, writer: Writer) -> Result<Patched, PatchError> {
        self.edit(writer, |reader, limits| draft::merged(patch, reader, limits).map_err(|reason| (0, reason)))
    }

    /// Works out what the document is to be, then writes it.
    fn edit(
        &mut self,
        writer: Writer,
        work_out: impl FnOnce(&mut Reader<'_>, admission::Limits) -> Result<Draft, (usize, Reason)>,
    ) -> Result<Patched, PatchError> {
        self.write_as(writer.client)?;
        let limits = self.limits.clone();
        let (replica, expected) = self.readable()?;
        let draft = {
            let txn = replica.doc.transact();
            let mut reader = Reader::new(&txn, &expected, writer.limit);
            work_out(&mut reader, limits.gate).map_err(|(index, reason)| match reason {
                Reason::TooLarge { .. } => PatchError::Operation { index, reason: Reason::TooLarge { limit: writer.limit } },
                reason => PatchError::Operation { index, reason },
            })?
        };
        let size = draft.size();
        self.write(writer, size, |txn| write::document(txn, &draft, &expected))
    }

    /// Writes as the server, something of this size, roughly.
    pub(in crate::document) fn write(
        &mut self,
        writer: Writer,
        size: usize,
        edit: impl FnOnce(&mut TransactionMut<'_>),
    ) -> Result<Patched, PatchError> {
        let limits = self.limits.clone();
        let gate = &self.replica()?.gate;
        if gate.next_clock(writer.client) == 0 && gate.clients() >= limits.gate.clients {
            return Err(Refusal::TooManyClients { limit: limits.gate.clients }.into());
        }
        // A replica that wrote too much has to be built anew, so what can be known is asked before.
        let wanted = size.saturating_mul(2).saturating_add(256);
        if self.encoded_len().saturating_add(wanted) > limits.encoded_bytes {
            self.compact_if(self.tail.len() > 1)?;
            if self.encoded_len().saturating_add(wanted) > limits.encoded_bytes {
                return Err(PatchError::TooLarge { limit: limits.encoded_bytes });
            }
        }
        let room = limits.encoded_bytes - self.encoded_len();
        let written = self.replica()?.write(room, edit);
        match written {
            Ok(update) => {
                self.tail_bytes += update.as_ref().map_or(0, Bytes::len);
                self.tail.extend(update.clone());
                Ok(Patched { update })
            }
            Err(error) => {
                // The replica has what the gate doesn't; the next reader builds it anew from what was admitted.
                self.forget_replica()?;
                Err(error.unwrap_or(PatchError::TooLarge { limit: limits.encoded_bytes }))
            }
        }
    }

    /// Tells what shape documents of this kind have: roots that are shown empty while they have no content and can't be removed,
    /// and what new values become at the places it names. What is there already stays what it is.
    pub fn expect(&mut self, shape: Arc<Shape>) {
        self.expected = shape;
    }

    /// The replica, with all expected roots in it. A root without content is nothing that anybody else would see.
    fn readable(&mut self) -> Result<(&mut Replica, Arc<Shape>), Broken> {
        let expected = Arc::clone(&self.expected);
        let replica = self.replica()?;
        let missing = {
            let txn = replica.doc.transact();
            expected.roots().any(|(name, _)| txn.get(name).is_none())
        };
        if missing {
            let mut txn = replica.doc.transact_mut();
            for (name, kind) in expected.roots() {
                let name = Arc::clone(name);
                match kind {
                    RootKind::Map => drop(txn.get_or_insert_map(name)),
                    RootKind::Array => drop(txn.get_or_insert_array(name)),
                    RootKind::Text => drop(txn.get_or_insert_text(name)),
                    RootKind::Xml => drop(txn.get_or_insert_xml_fragment(name)),
                }
            }
        }
        Ok((replica, expected))
    }

    /// Sets the client id under which the server writes. A replica that has another is built anew, so it costs least before
    /// there is one.
    pub fn write_as(&mut self, client: u64) -> Result<(), Broken> {
        if self.writer != client {
            self.writer = client;
            self.forget_replica()?;
        }
        Ok(())
    }

    /// Keeps the bytes and lets go of what was built from them.
    pub(in crate::document) fn forget_replica(&mut self) -> Result<(), Broken> {
        if let Some(replica) = self.replica.take() {
            self.stored_state_vector = StateVector::decode(&replica.gate.state_vector()).map_err(|error| Broken::new(&error))?;
            self.stored_parked = if replica.parking.is_empty() { Bytes::new() } else { replica.parking.encode() };
        }
        Ok(())
    }
}

impl Replica {
    /// Writes an edit, in one transaction. After an error the replica is of no use; `None` stands for
    /// an update of more than `room` bytes.
    fn write(&mut self, room: usize, edit: impl FnOnce(&mut TransactionMut<'_>)) -> Result<Option<Bytes>, Option<PatchError>> {
        let mut txn = self.doc.transact_mut();
        edit(&mut txn);
        if !txn.has_changes() {
            return Ok(None);
        }
        let update = Bytes::from(txn.encode_update_v1());
        if update.len() > room {
            return Err(None);
        }
        let verdict = self.gate.examine(&update).map_err(|refusal| Some(refusal.into()))?;
        if verdict.admitted.as_ref() != Some(&update) {
            return Err(Some(Broken::new(&"the gate would change an edit of the server").into()));
        }
        self.gate.commit(&verdict);
        txn.commit();
        learn_deletions(&txn, &mut self.gate);
        Ok(Some(update))
    }
}
