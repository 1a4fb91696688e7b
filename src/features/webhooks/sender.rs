//! Sends one request to a receiver and tells what came back: no redirects, one deadline over all, and no connection to an address
//! that was not checked. Used by `webhooks`; knows neither events nor retries.

use std::fmt;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs as _};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use http::{Request, Response, Uri, header};
use http_body_util::{BodyExt as _, Full};
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::Connect;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::time::Instant;
use url::Url;

use super::address::Policy;
use crate::features::outgoing::{self, story};

/// What is read of an answer, and how much of that is kept, in bytes.
const READ: usize = 4 * 1024;
const KEPT: usize = 1024;

/// Head of an answer, in bytes.
const HEAD: usize = 64 * 1024;

/// Names that are looked up at once: the system does that on a thread for each, and a slow one keeps its thread.
const LOOKUPS: usize = 8;

/// How long one of several addresses may take to answer.
const CONNECT: Duration = Duration::from_secs(5);

/// A connection that is not used is closed after this time.
const IDLE: Duration = Duration::from_secs(30);

/// What is sent.
pub(super) struct Message {
    pub(super) id: String,
    /// Seconds since the Unix epoch.
    pub(super) seconds: u64,
    pub(super) signature: String,
    pub(super) body: Bytes,
}

/// What came back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) status: Option<u16>,
    pub(super) error: Option<String>,
    /// The beginning of the body.
    pub(super) response: String,
    pub(super) duration_ms: u64,
}

/// Sends requests.
pub(super) struct Sender {
    checked: Checked,
    plain: Client<Checked, Full<Bytes>>,
    /// Made when it is needed: only then must the system's certificates be there.
    tls: Mutex<Option<Client<HttpsConnector<Checked>, Full<Bytes>>>>,
    deadline: Duration,
}

impl fmt::Debug for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sender").field("policy", &self.checked.policy).finish_non_exhaustive()
    }
}

impl Sender {
    pub(super) fn new(policy: Policy, deadline: Duration) -> Self {
        let checked = Checked { policy, lookups: Arc::new(Semaphore::new(LOOKUPS)) };
        Self { plain: client(checked.clone()), tls: Mutex::default(), checked, deadline }
    }

    /// Sends a message, and waits for the answer until the deadline.
    pub(super) async fn send(&self, url: &Url, message: Message) -> Answer {
        let started = Instant::now();
        let mut answer = Answer::default();
        let sent = tokio::time::timeout(self.deadline, self.exchange(url, message, &mut answer)).await;
        match sent {
            // Whoever has answered has the event, also if the body of the answer never ends.
            Err(_) if answer.status.is_none() => answer.error = Some(format!("no answer within {:?}", self.deadline)),
            Ok(Err(error)) => answer.error = Some(error),
            Ok(Ok(())) | Err(_) => {}
        }
        if answer.status.is_some_and(|status| (300..400).contains(&status)) {
            answer.error = Some("redirects are not followed; change the webhook's URL".to_owned());
        }
        answer.duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        answer
    }

    async fn exchange(&self, url: &Url, message: Message, answer: &mut Answer) -> Result<(), String> {
        let request = request(url, message)?;
        let response =
            if url.scheme() == "https" { self.tls()?.request(request).await } else { self.plain.request(request).await };
        let response = response.map_err(|error| story(&error))?;
        answer.status = Some(response.status().as_u16());
        answer.response = beginning(response).await;
        Ok(())
    }

    fn tls(&self) -> Result<Client<HttpsConnector<Checked>, Full<Bytes>>, String> {
        let mut made = self.tls.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = &*made {
            return Ok(client.clone());
        }
        let connector = outgoing::over(self.checked.clone()).map_err(|error| format!("the system's certificates: {error}"))?;
        Ok(made.insert(client(connector)).clone())
    }
}

fn client<C: Connect + Clone>(connector: C) -> Client<C, Full<Bytes>> {
    let mut builder = Client::builder(TokioExecutor::new());
    builder.pool_max_idle_per_host(1).pool_idle_timeout(IDLE).pool_timer(TokioTimer::new());
    builder.http1_max_buf_size(HEAD).build(connector)
}

fn request(url: &Url, message: Message) -> Result<Request<Full<Bytes>>, String> {
    let request = Request::post(url.as_str())
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::USER_AGENT, concat!("yrsa/", env!("CARGO_PKG_VERSION")))
        .header("webhook-id", message.id)
        .header("webhook-timestamp", message.seconds)
        .header("webhook-signature", message.signature)
        .body(Full::new(message.body));
    request.map_err(|_| "the URL can't be asked for".to_owned())
}

/// Reads as much of a body as is read at all; what is kept of it.
async fn beginning<B>(response: Response<B>) -> String
where
    B: http_body::Body<Data = Bytes> + Unpin,
{
    let (mut body, mut read, mut kept) = (response.into_body(), 0, Vec::new());
    while let Some(Ok(frame)) = body.frame().await {
        let Ok(data) = frame.into_data() else { continue };
        read += data.len();
        kept.extend(data.iter().take(KEPT - kept.len()));
        if read > READ {
            break;
        }
    }
    String::from_utf8_lossy(&kept).into_owned()
}

/// Connects to addresses that the policy allows, and to those only that were checked.
#[derive(Debug, Clone)]
struct Checked {
    policy: Policy,
    lookups: Arc<Semaphore>,
}

/// Why there is no connection. Owners of webhooks read this: what a name stands for inside the operator's network is not told, nor
/// whether there is such a name; that is in the debug log.
#[derive(Debug, thiserror::Error)]
enum NotConnected {
    #[error("the URL names no host")]
    NoHost,
    #[error("the name has no address, or one that webhooks don't go to; look it up from outside, or ask the operator")]
    NoAddress,
    #[error("can't connect: {0}")]
    Connect(std::io::Error),
}

fn no_address(uri: &Uri, why: impl fmt::Display) -> NotConnected {
    tracing::debug!(host = uri.host(), %why, "a webhook is not connected");
    NotConnected::NoAddress
}

impl tower::Service<Uri> for Checked {
    type Response = TokioIo<TcpStream>;
    type Error = NotConnected;
    type Future = BoxFuture<'static, Result<Self::Response, NotConnected>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), NotConnected>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let checked = self.clone();
        Box::pin(async move { checked.open(&uri).await.map(TokioIo::new) })
    }
}

impl Checked {
    async fn open(&self, uri: &Uri) -> Result<TcpStream, NotConnected> {
        let plain = uri.scheme_str() != Some("https");
        let addresses = self.addresses(uri, if plain { 80 } else { 443 }).await?;
        // One that may not be reached refuses the name: who answers with both kinds is after something.
        for address in &addresses {
            self.policy.address(address.ip(), plain).map_err(|why| no_address(uri, why))?;
        }
        let mut failed = no_address(uri, "it has no address");
        for address in addresses {
            match tokio::time::timeout(CONNECT, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => {
                    // A message leaves whole anyway; without it the last part of a large one may wait for nothing.
                    let _ = stream.set_nodelay(true);
                    return Ok(stream);
                }
                Ok(Err(error)) => failed = NotConnected::Connect(error),
                Err(_) => failed = NotConnected::Connect(std::io::ErrorKind::TimedOut.into()),
            }
        }
        Err(failed)
    }

    async fn addresses(&self, uri: &Uri, default_port: u16) -> Result<Vec<SocketAddr>, NotConnected> {
        let host = uri.host().ok_or(NotConnected::NoHost)?;
        let port = uri.port_u16().unwrap_or(default_port);
        let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        if let Ok(address) = bare.parse::<IpAddr>() {
            return Ok(vec![SocketAddr::new(address, port)]);
        }
        let permit = Arc::clone(&self.lookups).acquire_owned().await.map_err(|error| no_address(uri, &error))?;
        let name = bare.to_owned();
        let found = tokio::task::spawn_blocking(move || {
            let found = (name.as_str(), port).to_socket_addrs().map(Iterator::collect);
            drop(permit);
            found
        });
        found.await.map_err(|error| no_address(uri, &error))?.map_err(|error| no_address(uri, &error))
    }
}
