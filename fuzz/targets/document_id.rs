//! Names of documents and of what lies below them: an id that is taken is a path, reads back the same, and covers nobody else.
#![no_main]

use libfuzzer_sys::fuzz_target;
use yrsa::access::{Grants, Reach, Scope};
use yrsa::protocol::DocumentId;

fuzz_target!(|data: (&str, &str)| {
    let (text, other) = data;
    if let Ok(id) = DocumentId::from_url_path(text) {
        let name = id.as_str();
        assert!(!name.is_empty() && name.len() <= 512 && !name.chars().any(char::is_control));
        assert!(name.split('/').all(|segment| !matches!(segment, "" | "." | "..")));
        assert_eq!(DocumentId::new(name).as_ref(), Ok(&id));
        let encoded: String = name.bytes().map(|byte| format!("%{byte:02x}")).collect();
        assert_eq!(DocumentId::from_url_path(&encoded).as_ref(), Ok(&id), "escaping all of it changes nothing");
        if let Some(companion) = id.companion() {
            assert_eq!(companion.main().as_ref(), Some(&id));
            assert!(companion.is_companion() && companion.companion().is_none());
        }
        let scope = Scope::of(&id);
        assert!(scope.holds(name) && scope.covers(&scope));
        if let Ok(other) = DocumentId::new(other)
            && other != id
        {
            assert!(!scope.holds(other.as_str()), "the scope of a document holds that document only");
        }
    }
    if let (Ok(scope), Ok(inner)) = (Scope::new(text), Scope::new(other)) {
        if scope.covers(&inner)
            && let Some(document) = inner.document()
        {
            assert!(scope.holds(document.as_str()));
        }
        assert!(scope.with_ancestors().any(|ancestor| ancestor == scope));
        for ancestor in inner.with_ancestors() {
            assert!(ancestor.covers_with_below(&inner), "{ancestor:?} is above {inner:?}");
        }
        assert!(Scope::everything().covers(&inner));
    }
    let grants = [(text.to_owned(), other.to_owned())].into();
    if let Ok(grants) = Grants::read(&grants, Reach::Exact) {
        assert_eq!(grants.iter().count(), 1);
    }
});
