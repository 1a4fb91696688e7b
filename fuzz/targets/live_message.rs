//! The JSON door: any text as a message. What is refused is refused with few words; a secret is never among them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use yrsa::protocol::live::{Ask, Request, Secret, read};
use yrsa_fuzz::bounded;

fuzz_target!(|data: &str| {
    match bounded("a JSON message", data.len(), 160, || read(data)) {
        Ok(request) => {
            assert!(request.id.as_ref().is_none_or(|id| id.get().len() <= 128 && data.contains(id.get())));
            if let Ask::Authenticate(_) = &request.ask {
                let shown = format!("{request:?}");
                let other = Request { ask: Ask::Authenticate(Secret("another".into())), ..request };
                assert_eq!(shown, format!("{other:?}"), "it looks the same whatever the secret is");
            }
        }
        Err(why) => {
            assert!(why.message.chars().count() <= 256 && !why.message.is_empty());
            assert!(why.id.as_ref().is_none_or(|id| id.get().len() <= 128));
        }
    }
});
