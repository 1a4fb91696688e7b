//! Under which keys the items of inboxes are kept. Those of a user are numbered from 1; of the numbers the newest thousand count.
//! Called by `inbox`; reads and writes nothing.

use bytes::Bytes;

use crate::features::records::Key;

/// The items of a user, the oldest first.
pub(super) fn items(user: &str) -> Key {
    Key::new("inbox").under(user)
}

/// Those of them that are not read: what each is about.
pub(super) fn unread(user: &str) -> Key {
    Key::new("inbox-unread").under(user)
}

/// The items about a document or a prefix, of all users: a user and a number each.
pub(super) fn about(scope: &str) -> Key {
    Key::new("inbox-about").under(scope)
}

/// How many items a user ever got.
pub(super) fn head(user: &str) -> Bytes {
    Key::new("inbox-head").name(user)
}

/// Who takes part in the threads of a document.
pub(super) fn threads(document: &str) -> Key {
    Key::new("inbox-thread").under(document)
}

/// How far the journal was followed.
pub(super) fn cursor() -> Bytes {
    Key::new("inbox-cursor").name("")
}

/// The three records of an item.
pub(super) fn all_of(user: &str, number: u64, scope: &str) -> [Bytes; 3] {
    [items(user).number(number), unread(user).number(number), about(scope).under(user).number(number)]
}

/// The number at the end of a key.
pub(super) fn number_in(key: &[u8]) -> Option<u64> {
    key.last_chunk().map(|bytes| u64::from_be_bytes(*bytes))
}

/// The user and the number in a key of [`about`].
pub(super) fn user_in<'k>(scope: &str, key: &'k [u8]) -> Option<(&'k str, u64)> {
    let (names, number) = key.split_last_chunk()?;
    // Before a name stands its length, in two bytes.
    let user = names.get(about(scope).prefix().len() + 2..)?;
    Some((std::str::from_utf8(user).ok()?, u64::from_be_bytes(*number)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_of_what_an_item_is_about_says_whose_item_it_is() {
        let [_, _, about] = all_of("ada", 7, "acme/plan");
        assert_eq!(user_in("acme/plan", &about), Some(("ada", 7)));
        assert!(!about.starts_with(super::about("acme").prefix()));
    }
}
