//! The pump over a network in memory, on a clock that is moved: what a client is answered however slowly it reads, and who is taken
//! for silent.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use futures_util::future::BoxFuture;
use futures_util::{FutureExt as _, SinkExt as _, StreamExt as _};
use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::DuplexStream;
use tokio::sync::{Notify, mpsc};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::{WebSocketStream, client_async};
use tokio_util::task::TaskTracker;

use super::super::allowance::Allowance;
use super::super::upgrade::{Limits, Upgrade};
use super::*;

/// Bytes that the network takes before they are read.
const NETWORK: usize = 64 * 1024;

/// Bytes of a message.
const LARGEST: usize = 4_000_000;

type Client = WebSocketStream<DuplexStream>;

/// Both ends of a socket.
async fn sockets() -> (Socket, Client) {
    let (here, there) = tokio::io::duplex(NETWORK);
    let (tell, mut told) = mpsc::channel::<BoxFuture<'static, Result<Socket, hyper::Error>>>(1);
    let service = service_fn(move |request: Request<Incoming>| {
        let upgrade = Upgrade::read(&mut request.map(Body::new)).unwrap();
        let limits = Limits { message: LARGEST, frame: LARGEST };
        let (response, socket) = upgrade.accept(limits, Allowance::unlimited());
        tell.try_send(socket.boxed()).unwrap();
        async { Ok::<_, Infallible>(response) }
    });
    TaskTracker::new().spawn(http1::Builder::new().serve_connection(TokioIo::new(here), service).with_upgrades());
    let (client, _) = client_async("ws://localhost/", there).await.unwrap();
    (told.recv().await.unwrap().await.unwrap(), client)
}

/// Says back what it hears; each time as soon as it may.
struct Echo {
    hears: Arc<Notify>,
    may: Arc<Notify>,
}

impl Conversation for Echo {
    type News = Infallible;

    async fn news(&mut self) -> Infallible {
        std::future::pending().await
    }

    async fn learn(&mut self, news: Infallible, _: &mut Wire) -> Result<(), End> {
        match news {}
    }

    async fn hear(&mut self, heard: Heard, wire: &mut Wire) -> Result<(), End> {
        self.hears.notify_one();
        self.may.notified().await;
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

/// A client of an echo; the echo hears a message, and may say it back.
async fn echo(budget: Budget) -> (Client, Arc<Notify>, Arc<Notify>) {
    let (socket, client) = sockets().await;
    let (hears, may) = (Arc::<Notify>::default(), Arc::<Notify>::default());
    let echo = Echo { hears: Arc::clone(&hears), may: Arc::clone(&may) };
    TaskTracker::new().spawn(run(socket, None, budget, echo));
    (client, hears, may)
}

fn unlimited() -> Budget {
    Budget::new(u32::MAX, u64::MAX, Duration::ZERO)
}

async fn next(client: &mut Client) -> Ws {
    client.next().await.expect("the socket goes on").expect("all is well")
}

#[tokio::test(start_paused = true)]
async fn a_close_is_answered_behind_whatever_waits_for_the_client() {
    let (mut client, _, may) = echo(unlimited()).await;
    // More than may wait for a client that gets pongs, less than may wait for one that is read.
    let message = Ws::binary(vec![7; 3_000_000]);
    may.notify_one();
    client.send(message.clone()).await.unwrap();
    let close = Ws::Close(Some(CloseFrame { code: CloseCode::Normal, reason: "done".into() }));
    client.send(close.clone()).await.unwrap();
    assert!(next(&mut client).await == message, "all of it comes first");
    assert_eq!(next(&mut client).await, close);
    assert!(client.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn a_client_that_is_not_read_because_it_sent_too_much_is_not_silent() {
    // After the burst of ten bytes, 200 more are paid for with as many seconds.
    let (mut client, _, may) = echo(Budget::new(u32::MAX, 1, Duration::ZERO)).await;
    let began = Instant::now();
    for message in ["first", "second"] {
        let message = Ws::binary(Bytes::from(message.repeat(210 / message.len())));
        may.notify_one();
        client.send(message.clone()).await.unwrap();
        loop {
            match next(&mut client).await {
                Ws::Ping(_) => {}
                said => break assert_eq!(said, message),
            }
        }
    }
    assert!(began.elapsed() >= 6 * PING, "the second was read after {:?}", began.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_client_is_not_silent_while_a_room_has_no_place_for_what_it_said() {
    let (mut client, hears, may) = echo(unlimited()).await;
    client.send(Ws::text("hello")).await.unwrap();
    hears.notified().await;
    tokio::time::advance(3 * PING).await;
    may.notify_one();
    assert_eq!(next(&mut client).await, Ws::text("hello"));
    // It is asked whether it is there, and says so.
    assert_eq!(next(&mut client).await, Ws::Ping(Bytes::new()));
    client.send(Ws::text("still here")).await.unwrap();
    may.notify_one();
    assert_eq!(next(&mut client).await, Ws::text("still here"));
}

#[tokio::test(start_paused = true)]
async fn a_client_that_says_nothing_is_gone_after_two_pings() {
    let (mut client, ..) = echo(unlimited()).await;
    let began = Instant::now();
    // Nothing reads its end, so nothing answers the pings.
    let mut wire = client.get_mut();
    let mut read = Vec::new();
    tokio::io::AsyncReadExt::read_to_end(&mut wire, &mut read).await.unwrap();
    assert!(read.starts_with(&[0x89, 0, 0x88]) && read[4..6] == 1001_u16.to_be_bytes(), "a ping, then 1001: {read:?}");
    assert!(began.elapsed() >= 2 * PING && began.elapsed() <= 2 * PING + GOODBYE, "{:?}", began.elapsed());
}

#[tokio::test(start_paused = true)]
async fn whoever_sends_what_cant_be_read_hears_so_however_much_more_is_on_its_way() {
    let (mut client, ..) = echo(unlimited()).await;
    client.send(Ws::binary(vec![7; LARGEST + 1])).await.expect("what comes after the error is taken");
    let Ws::Close(Some(close)) = next(&mut client).await else { panic!("no close") };
    assert_eq!(u16::from(close.code), 4413);
    assert!(client.next().await.is_none());
}
