//! What waits for a missing part, as it is to be stored.

use bytes::Bytes;

use super::empty_document;

#[test]
fn what_waits_is_stored_anew_when_it_changes_without_getting_shorter() {
    let mut document = empty_document();
    let text = Bytes::from_static(&[1, 1, 7, 0, 4, 1, 1, b't', 2, b'a', b'b', 0]);
    document.receive(&text).unwrap();
    // Deletes four characters, of which two are there: the other two wait.
    let deletes = Bytes::from_static(&[0, 1, 7, 1, 0, 4]);
    assert_eq!(document.receive(&deletes).unwrap().parked, Some(document.parked()));
    // The third comes, so one waits: as many bytes as before.
    let before = document.parked();
    let third = Bytes::from_static(&[1, 1, 7, 2, 0x84, 7, 1, 1, b'c', 0]);
    let received = document.receive(&third).unwrap();
    assert_eq!((document.parked().len(), received.admitted.len()), (before.len(), 2));
    assert_ne!(document.parked(), before);
    assert_eq!(received.parked, Some(document.parked()));
}
