//! A client of the JSON door over a socket of its own, for the tests beside it.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::Value;
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_util::task::TaskTracker;

use crate::documents::world::World;

/// Nothing here takes so long; what does is a finding.
const PATIENCE: Duration = Duration::from_secs(30);

/// A client of the JSON door.
pub(super) struct Live(WebSocketStream<TcpStream>);

impl Live {
    pub(super) async fn open(world: &World, path: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let stream = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let router = world.router.clone();
        TaskTracker::new().spawn(async move { axum::serve(listener, router).await });
        Self(tokio_tungstenite::client_async(format!("ws://localhost{path}"), stream).await.unwrap().0)
    }

    /// The next message that is asked for.
    pub(super) async fn hear(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        let hearing = async {
            loop {
                if let Message::Text(text) = self.0.next().await.unwrap().unwrap() {
                    let message = serde_json::from_str(&text).unwrap();
                    if wanted(&message) {
                        return message;
                    }
                }
            }
        };
        tokio::time::timeout(PATIENCE, hearing).await.expect("it was not said")
    }

    /// What is answered.
    pub(super) async fn ask(&mut self, id: u64, mut message: Value) -> Value {
        message["id"] = id.into();
        self.0.send(Message::text(message.to_string())).await.unwrap();
        self.hear(|message| message["id"] == id).await
    }
}
