//! The y-websocket door: any bytes as a frame. What is understood is understood whole, and what the server says about it, clients read.
#![no_main]

use bytes::Bytes;
use libfuzzer_sys::fuzz_target;
use yrsa::admission::{StateVector, awareness};
use yrsa::protocol::{Message, message};
use yrsa_fuzz::bounded;

fuzz_target!(|data: &[u8]| {
    let frame = Bytes::copy_from_slice(data);
    let Ok(decoded) = bounded("a frame", data.len(), 1, || Message::decode(&frame)) else { return };
    match decoded {
        Message::SyncStep1(vector) => {
            if let Ok(vector) = bounded("a state vector", vector.len(), 32, || StateVector::decode(&vector)) {
                let again = message::sync_step_1(&vector.encode());
                assert!(
                    matches!(Message::decode(&again), Ok(Message::SyncStep1(bytes)) if StateVector::decode(&bytes) == Ok(vector))
                );
            }
        }
        Message::SyncStep2(update) => {
            assert_eq!(message::update_in(&message::sync_step_2(&update)), Some(update));
        }
        Message::Update(update) => {
            if let Some(relayed) = &update.frame {
                assert_eq!(relayed, &frame, "what is relayed is the frame that came");
                assert_eq!(Message::decode(relayed), Ok(Message::Update(update.clone())));
            }
            assert_eq!(message::update_in(&message::update(&update.update)), Some(update.update));
        }
        Message::Awareness(update) => {
            let entries = bounded("an awareness update", update.len(), 1, || awareness(&update));
            if let Ok(entries) = entries {
                let count = entries.len();
                assert_eq!(entries.count(), count, "all that was checked is there");
            }
        }
        Message::Checkpoint(frame) => assert_eq!(Message::decode(&frame), Ok(Message::Checkpoint(frame.clone()))),
        Message::QueryAwareness | Message::Ignored => {}
        other => panic!("no frame of y-websocket says {other:?}"),
    }
});
