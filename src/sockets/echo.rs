//! Says back what it hears, over the very socket that the doors use: for suites that test a WebSocket server by what it sends back.
//! The server mounts it nowhere; `examples/echo.rs` does, for `tests/autobahn`.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::{Request, Response};
use tokio_util::task::TaskTracker;

use super::allowance::Allowance;
use super::budget::Budget;
use super::entrance;
use super::pump::{self, Conversation, End, Heard};
use super::upgrade::Limits;
use super::wire::Wire;
use crate::http::problem::Problem;
use crate::protocol::Close;
use crate::room::ConnectionId;
use crate::room::outbox::Outgoing;

/// The default of `limits.message` and `limits.frame`.
const LARGEST: usize = 64 * 1024 * 1024;

/// Answers a handshake; from then on every message comes back. Sockets are tasks of the tracker.
pub async fn open(State(sockets): State<TaskTracker>, mut request: Request<Body>) -> Result<Response<Body>, Problem> {
    let (upgrade, _) = entrance::handshake(&mut request)?;
    let (response, socket) = upgrade.accept(Limits { message: LARGEST, frame: LARGEST }, Allowance::unlimited());
    let budget = Budget::new(u32::MAX, u64::MAX, Duration::ZERO);
    sockets.spawn(async move {
        if let Ok(socket) = socket.await {
            pump::run(socket, None, budget, Echo).await;
        }
    });
    Ok(response)
}

/// The conversation.
struct Echo;

impl Conversation for Echo {
    type News = Infallible;

    async fn news(&mut self) -> Infallible {
        std::future::pending().await
    }

    async fn learn(&mut self, news: Infallible, _: &mut Wire) -> Result<(), End> {
        match news {}
    }

    async fn hear(&mut self, heard: Heard, wire: &mut Wire) -> Result<(), End> {
        match heard {
            Heard::Binary(message) => wire.send(&message),
            Heard::Text(message) => wire.send_text(message),
        }
        Ok(())
    }

    fn say(&mut self, _: ConnectionId, _: Outgoing, _: &mut Wire) {}

    fn ended(&mut self, _: ConnectionId, close: Close, _: &mut Wire) -> Option<Close> {
        Some(close)
    }
}
