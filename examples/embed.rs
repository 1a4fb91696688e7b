//! Mounts Yrsa in an axum application of one's own: its doors beside one's own routes, on one port.
//!
//! `cargo run -p yrsa-examples --example embed`, then open <http://127.0.0.1:8081/> or connect a y-websocket client to
//! `ws://127.0.0.1:8081/sync/any/document`. Ctrl-C ends it.

use std::net::SocketAddr;

use axum::Router;
use axum::routing::get;
use tokio::net::TcpListener;
use yrsa::config::Config;
use yrsa::server::{DocumentRuntime, Server};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Documents need threads with large stacks; this runtime has them. The application may run on it too, or on its own.
    let runtime = DocumentRuntime::new()?;
    let data = std::env::args().nth(1).unwrap_or_else(|| "./yrsa-data".to_owned());
    let yrsa = Server::open(Config { data: data.into(), ..Config::default() }, &runtime)?;

    runtime.block_on(async {
        let app = Router::new().route("/hello", get(|| async { "hello from the application\n" })).merge(yrsa.router());
        let listener = TcpListener::bind(std::env::args().nth(2).as_deref().unwrap_or("127.0.0.1:8081")).await?;
        announce(&format!("listening on http://{}", listener.local_addr()?))?;
        let ended =
            axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>()).with_graceful_shutdown(async {
                let _ = tokio::signal::ctrl_c().await;
            });
        // Tells clients, waits until all is on disk, closes the data folder.
        tokio::select! {
            ended = ended.into_future() => ended?,
            _ = tokio::signal::ctrl_c() => {}
        }
        yrsa.shut_down().await;
        Ok(())
    })
}

fn announce(line: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    writeln!(std::io::stdout(), "{line}")
}
