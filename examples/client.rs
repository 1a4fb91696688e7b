//! A native peer: syncs a Yrs document with a Yrsa server over tokio-tungstenite, writes a line into its text, waits until that is
//! durable, and prints the text.
//!
//! `cargo run -p yrsa-examples --example client -- ws://127.0.0.1:8080/sync/welcome "hello from Rust"`

use std::io::Write as _;

use futures_util::{SinkExt as _, StreamExt as _};
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message as Ws;
use yrs::updates::decoder::Decode as _;
use yrs::updates::encoder::Encode as _;
use yrs::{Doc, GetString as _, ReadTxn as _, StateVector, Text as _, Transact as _, Update};
use yrsa::protocol::{Message, message};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let url = arguments.next().unwrap_or_else(|| "ws://127.0.0.1:8080/sync/welcome".to_owned());
    let line = arguments.next().unwrap_or_else(|| "hello from Rust".to_owned());

    let doc = Doc::new();
    let text = doc.get_or_insert_text("text");
    let (mut socket, _) = connect_async(&url).await?;
    // "This is what I have, send me the rest."
    socket.send(Ws::Binary(message::sync_step_1(&doc.transact().state_vector().encode_v1()))).await?;

    while let Some(frame) = socket.next().await {
        let Ws::Binary(frame) = frame? else { continue };
        match Message::decode(&frame)? {
            Message::Update(edit) => doc.transact_mut().apply_update(Update::decode_v1(&edit.update)?)?,
            Message::SyncStep1(theirs) => {
                let missing = doc.transact().encode_diff_v1(&StateVector::decode_v1(&theirs)?);
                socket.send(Ws::Binary(message::sync_step_2(&missing))).await?;
            }
            Message::SyncStep2(update) => {
                // In sync now: write, and ask to be told when it is on disk.
                let mut txn = doc.transact_mut();
                txn.apply_update(Update::decode_v1(&update)?)?;
                let end = text.len(&txn);
                text.insert(&mut txn, end, &format!("{line}\n"));
                let edit = txn.encode_update_v1();
                drop(txn);
                socket.send(Ws::Binary(message::update(&edit))).await?;
                socket.send(Ws::Binary(CHECKPOINT.into())).await?;
            }
            Message::Checkpoint(_) => break,
            _ => {}
        }
    }
    socket.close(None).await?;
    write!(std::io::stdout(), "{}", text.get_string(&doc.transact()))?;
    Ok(())
}

/// Message 102 with an empty payload: comes back when everything before it is durable.
const CHECKPOINT: &[u8] = &[102, 0];
