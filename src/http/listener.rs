//! Takes TCP connections, ends TLS, and speaks HTTP/1.1, with deadlines for the TLS handshake and for each request's head (a
//! connection that asks for nothing more ends by the same deadline). WebSockets live on in the connections they were upgraded on.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt as _;

use super::edge::Edge;
use super::places::Arrival;
use super::stream::{Stream, Transport};
use super::tls::Tls;

/// Bytes of a request's head, about; more is answered with 431, and so are more than hyper's 100 headers.
const HEAD: usize = 64 * 1024;

/// What stands between the port and the routes.
#[derive(Debug, Clone)]
pub struct Entrance {
    /// Who may come in.
    pub edge: Edge,
    /// The certificate, unless plain HTTP is spoken.
    pub tls: Option<Arc<Tls>>,
    /// Time for a TLS handshake, and for the head of a request.
    pub handshake: Duration,
}

/// Serves until told to stop; returns when no new connection is taken any more. Running requests hang on the tracker.
pub async fn serve(listener: TcpListener, router: Router, entrance: Entrance, stop: CancellationToken, tracker: TaskTracker) {
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => {
                // Who is not received is closed here, by dropping the stream.
                if let Some(arrival) = entrance.edge.receive(peer.ip()) {
                    let connection =
                        Connection { arrival: Arc::new(arrival), peer, entrance: entrance.clone(), router: router.clone() };
                    tracker.spawn(connection.run(stream, stop.clone()));
                }
            }
            Err(error) => {
                // Out of descriptors, or a connection that broke before it began: what is open goes on.
                tracing::warn!(%error, "connection not accepted");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

struct Connection {
    arrival: Arc<Arrival>,
    peer: SocketAddr,
    entrance: Entrance,
    router: Router,
}

impl Connection {
    async fn run(self, stream: TcpStream, stop: CancellationToken) {
        let _ = stream.set_nodelay(true);
        let secured = tokio::select! {
            () = stop.cancelled() => return,
            secured = self.secure(stream) => secured,
        };
        let ended = match secured {
            Ok(transport) => self.speak(transport, stop).await.map_err(io::Error::other),
            Err(error) => Err(error),
        };
        if let Err(error) = ended {
            tracing::debug!(%error, "connection ended");
        }
    }

    async fn secure(&self, stream: TcpStream) -> io::Result<Transport> {
        let Some(tls) = &self.entrance.tls else { return Ok(Transport::Plain(stream)) };
        let handshake = tokio::time::timeout(self.entrance.handshake, tls.acceptor().accept(stream));
        Ok(Transport::Tls(Box::new(handshake.await??)))
    }

    async fn speak(self, transport: Transport, stop: CancellationToken) -> Result<(), hyper::Error> {
        let Self { arrival, peer, entrance, router } = self;
        let stream = Stream { transport, arrival: Arc::clone(&arrival) };
        let service = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(Arc::clone(&arrival));
            request.extensions_mut().insert(axum::extract::ConnectInfo(peer));
            router.clone().oneshot(request)
        });
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(entrance.handshake).max_buf_size(HEAD);
        let serving = http.serve_connection(TokioIo::new(stream), service).with_upgrades();
        let mut serving = std::pin::pin!(serving);
        tokio::select! {
            ended = serving.as_mut() => ended,
            () = stop.cancelled() => {
                serving.as_mut().graceful_shutdown();
                serving.await
            }
        }
    }
}
