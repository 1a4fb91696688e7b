//! A WebSocket server that says back what it hears, on the socket of the doors: what the Autobahn test suite is pointed at.
//! `cargo run --release -p yrsa-examples --example echo -- 127.0.0.1:0` prints the address it listens on; `tests/autobahn` runs it.
#![expect(clippy::print_stdout, reason = "an example says where it listens")]

use axum::Router;
use tokio_util::task::TaskTracker;
use yrsa::sockets::echo;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:9001".to_owned());
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("echo is ready at ws://{}", listener.local_addr()?);
    axum::serve(listener, Router::new().fallback(echo::open).with_state(TaskTracker::new())).await
}
