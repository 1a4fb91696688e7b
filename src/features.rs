//! What stands around the documents, each in one file over the storage's records. Nothing here touches a socket or a document.

pub mod guard;
