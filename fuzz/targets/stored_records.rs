//! What lies on disk behind the journal: any bytes as each of the formats, with the checksum made right where there is one.
#![no_main]

use bytes::Bytes;
use libfuzzer_sys::fuzz_target;
use yrsa::admission::{Limits, Parking};
use yrsa::document::Document;
use yrsa_fuzz::bounded;
use yrsa_storage::{Snapshot, StoredDocument};

fuzz_target!(|data: &[u8]| {
    yrsa_storage::fuzzing::records(data);
    // What a document keeps waiting, as it is stored.
    let blob = Bytes::copy_from_slice(data);
    if let Ok(parking) = bounded("parked updates", data.len(), 64, || Parking::decode(&blob, Limits::default())) {
        let again = Parking::decode(&parking.encode(), Limits::default()).expect("what was written reads");
        assert_eq!((again.len(), again.bytes()), (parking.len(), parking.bytes()));
        assert!(again.updates().eq(parking.updates()));
    }
    // A snapshot that is none opens or not, and never as another document than it says.
    let (vector, state) = data.split_at(data.len().min(usize::from(data.first().copied().unwrap_or_default())));
    let (state_vector, state) = (Bytes::copy_from_slice(vector), Bytes::copy_from_slice(state));
    let stored = StoredDocument { snapshot: Some(Snapshot { seq: 1, state_vector, state }), ..StoredDocument::default() };
    if let Ok(mut document) = Document::open(Default::default(), stored) {
        let _ = document.project(1 << 16);
        let _ = document.encode();
    }
});
