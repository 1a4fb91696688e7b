//! A receiver of webhooks: a small HTTP server that writes down what it gets and answers as the test says.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// Longer than anything here takes unless it hangs.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);

/// A request as it came.
#[derive(Debug, Clone)]
pub(super) struct Received {
    pub(super) head: String,
    pub(super) headers: HashMap<String, String>,
    pub(super) body: String,
    /// What it was answered.
    pub(super) status: u16,
}

impl Received {
    /// The id of the event, or what stands for it.
    pub(super) fn id(&self) -> &str {
        self.headers["webhook-id"].strip_prefix("evt_").unwrap()
    }

    pub(super) fn event(&self) -> u64 {
        self.id().parse().unwrap()
    }

    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// How a request is answered.
#[derive(Debug, Clone)]
pub(super) enum Reply {
    Status(u16),
    /// A status with headers and a body.
    Full(u16, String, String),
    /// Never.
    Silence,
}

type Answers = dyn Fn(&Received) -> Reply + Send + Sync;

/// See the module. Ends with all its connections when dropped.
pub(super) struct Receiver {
    pub(super) address: SocketAddr,
    got: watch::Sender<Vec<Received>>,
    _task: JoinSet<()>,
}

impl Receiver {
    pub(super) async fn start(answer: impl Fn(&Received) -> Reply + Send + Sync + 'static) -> Self {
        Self::at("127.0.0.1:0".parse().unwrap(), answer).await
    }

    pub(super) async fn at(address: SocketAddr, answer: impl Fn(&Received) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap();
        let got = watch::Sender::new(Vec::new());
        let (answer, heard): (Arc<Answers>, _) = (Arc::new(answer), got.clone());
        let mut task = JoinSet::new();
        task.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                connections.spawn(serve(stream, Arc::clone(&answer), heard.clone()));
            }
        });
        Self { address, got, _task: task }
    }

    /// Answers everything with this status.
    pub(super) async fn with(status: u16) -> Self {
        Self::start(move |_| Reply::Status(status)).await
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}/hook?key=secret", self.address)
    }

    pub(super) fn got(&self) -> Vec<Received> {
        self.got.borrow().clone()
    }

    /// Waits until what it has got is as it should be.
    pub(super) async fn until(&self, what: &str, fits: impl Fn(&[Received]) -> bool) -> Vec<Received> {
        let mut watched = self.got.subscribe();
        let waited = tokio::time::timeout(PATIENCE, watched.wait_for(|got| fits(got))).await;
        waited.unwrap_or_else(|_| panic!("waited in vain: {what}; got {:?}", summary(&self.got()))).unwrap().clone()
    }

    /// Waits for so many that were answered with success; all of these.
    pub(super) async fn successes(&self, count: usize) -> Vec<Received> {
        let good = |got: &[Received]| got.iter().filter(|one| one.status < 300).cloned().collect::<Vec<_>>();
        good(&self.until(&format!("{count} deliveries"), |got| good(got).len() >= count).await)
    }
}

fn summary(got: &[Received]) -> Vec<(String, u16)> {
    got.iter().map(|one| (one.id().to_owned(), one.status)).collect()
}

async fn serve(stream: TcpStream, answer: Arc<Answers>, got: watch::Sender<Vec<Received>>) {
    let mut stream = BufReader::new(stream);
    while let Some(mut received) = read(&mut stream).await {
        let (status, headers, body) = match answer(&received) {
            Reply::Status(status) => (status, String::new(), String::new()),
            Reply::Full(status, headers, body) => (status, headers, body),
            Reply::Silence => {
                got.send_modify(|got| got.push(Received { status: 999, ..received }));
                return std::future::pending().await;
            }
        };
        received.status = status;
        let text = format!("HTTP/1.1 {status} x\r\ncontent-length: {}\r\n{headers}\r\n{body}", body.len());
        // Counted first: the test may look as soon as the server has the answer.
        got.send_modify(|got| got.push(received));
        if stream.write_all(text.as_bytes()).await.is_err() {
            return;
        }
    }
}

async fn read(stream: &mut BufReader<TcpStream>) -> Option<Received> {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            line => lines.push(line.to_owned()),
        }
    }
    let pair = |line: &String| line.split_once(':').map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()));
    let headers: HashMap<_, _> = lines.iter().skip(1).filter_map(pair).collect();
    let mut body = vec![0; headers["content-length"].parse().unwrap()];
    stream.read_exact(&mut body).await.ok()?;
    Some(Received { head: lines[0].clone(), headers, body: String::from_utf8(body).unwrap(), status: 0 })
}

/// A counter that several closures share.
pub(super) type Shared<T> = Arc<Mutex<T>>;
