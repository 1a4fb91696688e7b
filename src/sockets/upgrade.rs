//! Answers a WebSocket handshake (RFC 6455 section 4.2) on a request that axum routed, and parts the raw stream: tokio-tungstenite
//! reads, the `line` writes.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::Body;
use axum::http::header::{self, HeaderMap, HeaderValue};
use axum::http::{Method, Request, Response, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hyper::upgrade::OnUpgrade;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};

use super::allowance::{Allowance, Allowed};
use super::line::Line;
use crate::http::stream::{self, ReadEnd};
use crate::room::exit::Bell;

/// A WebSocket on an upgraded HTTP connection.
pub(super) struct Socket {
    /// What comes. Boxed: a future has a place for each function it is handed on to.
    pub(super) incoming: Box<WebSocketStream<Ends>>,
    /// What leaves.
    pub(super) line: Arc<Line>,
    /// What rooms ring that have something for it.
    pub(super) bell: Arc<Bell>,
}

/// Both ends as the reader of frames sees them: what it says of itself (pongs, the close handshake) goes in the line.
pub(super) struct Ends {
    read: Allowed<ReadEnd>,
    line: Arc<Line>,
    bell: Arc<Bell>,
}

/// Bytes that may wait for a client that is still answered in its pings.
const MANY: usize = 64 * 1024;

/// Bytes of the nonce that a handshake brings (RFC 6455 section 4.1).
const NONCE: usize = 16;

/// Sized for the field's messages: a keystroke has some 40 bytes.
pub(super) const READ_BUFFER: usize = 1024;

/// Bounds of what is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Bytes of one message.
    pub(super) message: usize,
    /// Bytes of one frame.
    pub(super) frame: usize,
}

/// A valid handshake, not yet answered.
#[derive(Debug)]
pub(super) struct Upgrade {
    on_upgrade: OnUpgrade,
    accept: String,
    protocol: Option<HeaderValue>,
}

impl Upgrade {
    /// Reads the handshake; the error says what is wrong with it.
    pub(super) fn read(request: &mut Request<Body>) -> Result<Self, &'static str> {
        let headers = request.headers();
        if request.method() != Method::GET {
            return Err("a WebSocket handshake is a GET request");
        }
        if !has_token(headers, header::CONNECTION, "upgrade") || !has_token(headers, header::UPGRADE, "websocket") {
            return Err("this address speaks WebSocket; connect with a WebSocket client");
        }
        if headers.get(header::SEC_WEBSOCKET_VERSION).is_none_or(|version| version != "13") {
            return Err("only WebSocket version 13 is spoken here");
        }
        let mut keys = headers.get_all(header::SEC_WEBSOCKET_KEY).iter();
        let key = keys.next().ok_or("the Sec-WebSocket-Key header is missing")?;
        if keys.next().is_some() || !STANDARD.decode(key).is_ok_and(|nonce| nonce.len() == NONCE) {
            return Err("the Sec-WebSocket-Key header holds 16 bytes in base64, once");
        }
        let accept = derive_accept_key(key.as_bytes());
        let protocol = offered_protocol(headers);
        let on_upgrade = request.extensions_mut().remove::<OnUpgrade>().ok_or("this connection can't be upgraded")?;
        Ok(Self { on_upgrade, accept, protocol })
    }

    /// The answer to the client, and the socket once the answer is out.
    pub(super) fn accept(
        self,
        limits: Limits,
        allowance: Allowance,
    ) -> (Response<Body>, impl Future<Output = Result<Socket, hyper::Error>> + Send) {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
        let headers = response.headers_mut();
        headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
        headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
        if let Ok(accept) = HeaderValue::from_str(&self.accept) {
            headers.insert(header::SEC_WEBSOCKET_ACCEPT, accept);
        }
        if let Some(protocol) = self.protocol {
            headers.insert(header::SEC_WEBSOCKET_PROTOCOL, protocol);
        }
        let config = WebSocketConfig::default()
            .read_buffer_size(READ_BUFFER)
            .write_buffer_size(0)
            .max_message_size(Some(limits.message))
            .max_frame_size(Some(limits.frame));
        let socket = async move {
            let (read, write, early) = stream::split(self.on_upgrade.await?);
            let line = Arc::new(Line::new(write));
            let bell = Arc::new(Bell::of(Arc::clone(&line) as _));
            let ends = Ends { read: Allowed::new(read, allowance), line: Arc::clone(&line), bell: Arc::clone(&bell) };
            Ok(Socket { incoming: Box::new(reader(ends, &early, config).await), line, bell })
        };
        (response, socket)
    }
}

/// Reads frames, the first from what has come early.
async fn reader<S: AsyncRead + AsyncWrite + Unpin>(ends: S, early: &[u8], config: WebSocketConfig) -> WebSocketStream<S> {
    // A buffer made of nothing would be made anew for each message, as small as that is: three reads instead of one.
    if early.is_empty() {
        WebSocketStream::from_raw_socket(ends, Role::Server, Some(config)).await
    } else {
        WebSocketStream::from_partially_read(ends, early.to_vec(), Role::Server, Some(config)).await
    }
}

impl Ends {
    /// Says that nothing more comes, and reads until the other side says so too; what comes meanwhile is for nobody.
    pub(super) async fn drain(&mut self) {
        self.read.lift();
        if std::future::poll_fn(|cx| self.line.poll_shutdown(cx)).await.is_ok() {
            let _ = tokio::io::copy(&mut self.read, &mut tokio::io::sink()).await;
        }
    }
}

impl AsyncRead for Ends {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.read).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Ends {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        // Of many pings one pong has to be sent, the last; whoever polls for messages tries again.
        if self.line.bytes() > MANY {
            return Poll::Pending;
        }
        self.line.put_encoded(bytes);
        // The socket's task only waits for something to read now; what does not leave at once is for it to write.
        let _ = self.line.write_now();
        if !self.line.is_idle() {
            self.bell.wake();
        }
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

/// Browsers fail the handshake unless one of the offered subprotocols is selected: `yrsa` if it is there, else the first that
/// carries no token.
fn offered_protocol(headers: &HeaderMap) -> Option<HeaderValue> {
    let offered = headers.get_all(header::SEC_WEBSOCKET_PROTOCOL).iter().filter_map(|value| value.to_str().ok());
    let offered: Vec<&str> = offered.flat_map(|value| value.split(',')).map(str::trim).filter(|name| !name.is_empty()).collect();
    let chosen = offered.iter().find(|name| **name == "yrsa");
    let chosen = chosen.or_else(|| offered.iter().find(|name| !name.starts_with("token."))).or_else(|| offered.first())?;
    HeaderValue::from_str(chosen).ok()
}

fn has_token(headers: &HeaderMap, name: header::HeaderName, token: &str) -> bool {
    let values = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|value| value.trim().eq_ignore_ascii_case(token))
}

#[cfg(test)]
mod tests {
    use futures_util::{FutureExt as _, StreamExt as _};
    use tokio::io::{AsyncWriteExt as _, DuplexStream};

    use super::*;

    /// Counts how often it is read, with something to read or without.
    struct Counted(DuplexStream, usize);

    impl AsyncRead for Counted {
        fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
            self.1 += 1;
            Pin::new(&mut self.0).poll_read(cx, buffer)
        }
    }

    impl AsyncWrite for Counted {
        fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
            Poll::Ready(Ok(bytes.len()))
        }

        fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }

        fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }
    }

    #[tokio::test]
    async fn a_message_is_read_at_once_the_hundredth_too() {
        let (here, mut there) = tokio::io::duplex(64 * 1024);
        let config = WebSocketConfig::default().read_buffer_size(READ_BUFFER);
        let mut reader = reader(Counted(here, 0), &[], config).await;
        let mut frame = vec![0x82, 0x80 | 40, 0, 0, 0, 0];
        frame.extend([7; 40]);
        for _ in 0..100 {
            there.write_all(&frame).await.unwrap();
            assert_eq!(reader.next().await.unwrap().unwrap().into_data(), [7; 40][..]);
            assert!(reader.next().now_or_never().is_none());
        }
        // One that finds it, one that finds no more; and one more wherever a buffer is full.
        let reads = reader.get_ref().1;
        assert!(reads <= 220, "{reads} reads");
    }

    #[test]
    fn a_subprotocol_is_selected_but_never_a_token_if_there_is_another() {
        for (offered, selected) in
            [("yrsa, token.abc", "yrsa"), ("token.abc, other", "other"), ("chat", "chat"), ("token.abc", "token.abc")]
        {
            let mut headers = HeaderMap::new();
            headers.insert(header::SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(offered));
            assert_eq!(offered_protocol(&headers).unwrap(), selected);
        }
        assert_eq!(offered_protocol(&HeaderMap::new()), None);
    }
}
