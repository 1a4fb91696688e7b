//! The Hocuspocus door: any bytes as a message. An address that was read is the one that was sent, and answers begin with it.
#![no_main]

use bytes::{Bytes, BytesMut};
use libfuzzer_sys::fuzz_target;
use yrsa::protocol::hocuspocus::{Said, Token, decode, prefix};
use yrsa::protocol::{Message, message};
use yrsa_fuzz::bounded;

fuzz_target!(|data: &[u8]| {
    let frame = Bytes::copy_from_slice(data);
    let Ok((address, said)) = bounded("a message", data.len(), 4, || decode(&frame)) else { return };
    assert!(std::str::from_utf8(&address).is_ok());
    match said {
        Said::Message(Message::Update(update)) => {
            let answer = [prefix(&address), message::update(&update.update)].concat();
            let (again, Said::Message(Message::Update(same))) = decode(&Bytes::from(answer)).expect("an answer reads") else {
                panic!("an update stays one");
            };
            assert_eq!((again, same.update), (address, update.update));
        }
        Said::Message(Message::Stateless(text)) => assert!(std::str::from_utf8(&text).is_ok()),
        Said::Token(token) => {
            let other = Token { token: String::new(), version: token.version.clone() };
            assert_eq!(format!("{token:?}"), format!("{other:?}"), "what is printed does not depend on the token");
        }
        Said::Message(_) | Said::Close | Said::Ignored | Said::Forbidden => {
            let mut again = BytesMut::from(&prefix(&address)[..]);
            again.extend_from_slice(&message::heartbeat());
            assert!(decode(&again.freeze()).is_ok(), "what has an address can be answered");
        }
    }
});
