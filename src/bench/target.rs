//! The server under test: one that runs already (`--url`), or one this program starts, stops, kills and starts again (`--start`).
//! Opens clients on it and reads its metrics, if it has some that Yrsa has.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::connection::{Address, Connection, Dialect, EMPTY_STATE_VECTOR, Parts, SMALL_READS, Token};
use super::process::Meter;
use super::{Failure, Options, PATIENCE};
use crate::admission::StateVector;

/// Handshakes under way at once when many clients are opened: fewer than any listen queue holds.
const HANDSHAKES: usize = 64;

/// Hocuspocus stores two seconds after the last edit.
const STORED_AFTER: Duration = Duration::from_secs(3);

/// CPU time within a second of a server that has nothing to do.
const IDLE_CPU: Duration = Duration::from_millis(30);

/// The server under test.
#[derive(Debug)]
pub(super) struct Target {
    url: String,
    dialect: Dialect,
    pid: Option<u32>,
    started: Option<Started>,
    /// What its clients show.
    token: Option<Token>,
    /// Keeps this run's documents apart from all others.
    run: String,
    keeps_documents: bool,
}

/// Whether a server says that it has taken an edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Acknowledgements {
    /// For each edit.
    Expected,
    /// It has none.
    Unknown,
}

#[derive(Debug)]
struct Started {
    command: Vec<String>,
    port: u16,
    /// Holds the data folder.
    scratch: PathBuf,
    child: Child,
}

impl Target {
    /// Finds the server, or starts it.
    pub(super) async fn open(options: &Options) -> Result<Target, Failure> {
        let run = uuid::Uuid::now_v7().simple().to_string();
        let dialect = options.dialect;
        if let (None, Some(url)) = (&options.start, &options.url) {
            let url = url.trim_end_matches('/').to_owned();
            let keeps_documents = !options.keeps_nothing;
            return Ok(Target { url, dialect, pid: options.pid, started: None, token: None, run, keeps_documents });
        }
        Self::start(options, run, &[], None).await
    }

    /// Starts a Yrsa with settings beside its usual ones; `token` is what its clients show.
    pub(super) async fn with_settings(options: &Options, settings: &[String], token: Option<Token>) -> Result<Target, Failure> {
        if options.url.is_some() {
            return Err("this workload starts Yrsa itself, with settings of its own: leave --url out".into());
        }
        Self::start(options, uuid::Uuid::now_v7().simple().to_string(), settings, token).await
    }

    async fn start(options: &Options, run: String, settings: &[String], token: Option<Token>) -> Result<Target, Failure> {
        let dialect = options.dialect;
        let scratch = options.scratch.clone().unwrap_or_else(std::env::temp_dir).join(format!("yrsa-bench-{run}"));
        std::fs::create_dir_all(&scratch)?;
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let fill =
            |text: &str| text.replace("{port}", &port.to_string()).replace("{data}", &scratch.join("data").to_string_lossy());
        let mut command: Vec<String> = match &options.start {
            Some(command) => command.split_whitespace().map(fill).collect(),
            None => own_command()?.iter().map(|word| fill(word)).collect(),
        };
        command.extend(settings.iter().flat_map(|setting| ["--set".to_owned(), setting.clone()]));
        let url = fill(options.url.as_deref().unwrap_or("ws://127.0.0.1:{port}/sync")).trim_end_matches('/').to_owned();
        let child = start(&command, port).await.inspect_err(|_| drop(std::fs::remove_dir_all(&scratch)))?;
        let (pid, started) = (Some(child.id()), Some(Started { command, port, scratch, child }));
        Ok(Target { url, dialect, pid, started, token, run, keeps_documents: !options.keeps_nothing })
    }

    /// `ws://host:port`.
    pub(super) fn root(&self) -> &str {
        let path = self.url.match_indices('/').nth(2).map_or(self.url.len(), |(slash, _)| slash);
        &self.url[..path]
    }

    /// The server's process, if known.
    pub(super) fn pid(&self) -> Option<u32> {
        self.pid
    }

    /// Whether a fresh client gets what others typed before.
    pub(super) fn keeps_documents(&self) -> bool {
        self.keeps_documents
    }

    /// The data folder of a server this program started.
    pub(super) fn data(&self) -> Option<PathBuf> {
        self.started.as_ref().map(|started| started.scratch.join("data"))
    }

    /// The folder in which the data folder lies.
    pub(super) fn scratch(&self) -> Option<&Path> {
        self.started.as_ref().map(|started| started.scratch.as_path())
    }

    /// The name of one of this run's documents.
    pub(super) fn document(&self, number: usize) -> String {
        format!("bench-{}-{number}", self.run)
    }

    /// Opens a client that has asked for the document but not yet got it.
    pub(super) async fn connect(&self, document: &str) -> Result<Connection, Failure> {
        within(Connection::open(&self.address(document))).await
    }

    /// Where a document is, for tasks of their own.
    pub(super) fn address(&self, document: &str) -> Address {
        let (url, token, known) = (self.url.clone(), self.token.clone(), Bytes::from_static(EMPTY_STATE_VECTOR));
        Address { url, dialect: self.dialect, document: document.to_owned(), token, known, reads: SMALL_READS }
    }

    /// Opens a client and waits until it has the document.
    pub(super) async fn join(&self, document: &str) -> Result<(Connection, Parts), Failure> {
        let mut connection = self.connect(document).await?;
        let parts = within(connection.sync()).await?;
        Ok((connection, parts))
    }

    /// Opens clients, one for each name; they come back in that order.
    pub(super) async fn join_all(&self, documents: &[String]) -> Result<Vec<Connection>, Failure> {
        let joins = stream::iter(documents).map(|document| async move { Ok::<_, Failure>(self.join(document).await?.0) });
        joins.buffered(HANDSHAKES).try_collect().await
    }

    /// Waits until a fresh client has got these edits (and maybe more); what it got then. It stays connected meanwhile: a server
    /// that loads a document while it answers, and forgets it when the last client goes, would never show it otherwise.
    pub(super) async fn wait_for_state(&self, document: &str, state: &StateVector) -> Result<Parts, Failure> {
        let mut connection = self.connect(document).await?;
        let received = tokio::time::timeout(PATIENCE, connection.receive_state(state)).await;
        let Ok(received) = received else {
            return Err(format!("wrong end state: a fresh client of {document} did not get {state:?} within {PATIENCE:?}").into());
        };
        connection.close().await;
        Ok(received?.1)
    }

    /// Gives a server that stores after the fact the time to do so: a few seconds, and until it has nothing more to do.
    pub(super) async fn let_it_store(&self) -> Result<(), Failure> {
        tokio::time::sleep(STORED_AFTER).await;
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            let meter = Meter::start(self.pid);
            tokio::time::sleep(Duration::from_secs(1)).await;
            if meter.stop().server.is_none_or(|cpu| cpu < IDLE_CPU) {
                return Ok(());
            }
        }
        Err("the server does not come to rest".into())
    }

    /// Ends the server as an operator would, and waits for it.
    pub(super) async fn stop(&mut self) -> Result<(), Failure> {
        let started = self.started.as_mut().ok_or(NEEDS_START)?;
        // The one way to send SIGTERM without unsafe code.
        Command::new("kill").arg(started.child.id().to_string()).status()?;
        let began = Instant::now();
        while started.child.try_wait()?.is_none() {
            if began.elapsed() > PATIENCE {
                return Err("the server did not end when it was asked to".into());
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Ok(())
    }

    /// Ends the server as a crash would.
    pub(super) fn kill(&mut self) -> Result<(), Failure> {
        let started = self.started.as_mut().ok_or(NEEDS_START)?;
        started.child.kill()?;
        started.child.wait()?;
        Ok(())
    }

    /// Starts the server again on the same data; how long it took until it was ready.
    pub(super) async fn start_again(&mut self) -> Result<Duration, Failure> {
        let started = self.started.as_mut().ok_or(NEEDS_START)?;
        let began = Instant::now();
        started.child = start(&started.command, started.port).await?;
        self.pid = Some(started.child.id());
        Ok(began.elapsed())
    }

    /// Whether [`Self::stop`] and [`Self::start_again`] work.
    pub(super) fn can_restart(&self) -> bool {
        self.started.is_some()
    }

    /// Whether this is a Yrsa, whose acknowledgement means durable.
    pub(super) async fn is_yrsa(&self) -> bool {
        self.metric("yrsa_storage_healthy").await.is_some()
    }

    /// Whether edits are acknowledged, in whatever sense.
    pub(super) async fn acknowledgements(&self) -> Acknowledgements {
        if self.dialect == Dialect::Hocuspocus || self.is_yrsa().await {
            Acknowledgements::Expected
        } else {
            Acknowledgements::Unknown
        }
    }

    /// A metric's value, labels included in its name; `None` for servers that have no such metric.
    pub(super) async fn metric(&self, name: &str) -> Option<f64> {
        let host = self.url.strip_prefix("ws://")?.split('/').next()?;
        let mut tcp = TcpStream::connect(host).await.ok()?;
        let request = format!("GET /metrics HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        tcp.write_all(request.as_bytes()).await.ok()?;
        let mut answer = String::new();
        tokio::time::timeout(Duration::from_secs(5), tcp.read_to_string(&mut answer)).await.ok()?.ok()?;
        answer.lines().find_map(|line| line.strip_prefix(name)?.trim().parse().ok())
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        if let Some(started) = &mut self.started {
            let _ = started.child.kill();
            let _ = started.child.wait();
            let _ = std::fs::remove_dir_all(&started.scratch);
        }
    }
}

const NEEDS_START: &str = "this workload starts and stops the server itself; use --start instead of --url";

/// Fails what takes longer than anything should.
pub(super) async fn within<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    tokio::time::timeout(PATIENCE, work).await.map_err(|_| format!("no answer from the server within {PATIENCE:?}"))?
}

/// This very program as a server with its default settings, but for what one address may do: all clients of a measurement come
/// from the same.
fn own_command() -> Result<Vec<String>, Failure> {
    let program = std::env::current_exe()?;
    let words = ["serve", "--listen", "127.0.0.1:{port}", "--data", "{data}", "--set", "log.filter=warn"];
    let crowd = ["--set", "limits.connections_per_address=1000000", "--set", "limits.requests_per_second_per_address=1000000"];
    Ok(std::iter::once(program.to_string_lossy().into_owned()).chain(words.into_iter().chain(crowd).map(str::to_owned)).collect())
}

/// Starts a server and waits until it has printed a line and takes connections.
async fn start(command: &[String], port: u16) -> Result<Child, Failure> {
    let (program, arguments) = command.split_first().ok_or("--start needs a command")?;
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("can't start {program}: {error}"))?;
    let output = child.stdout.take().ok_or("the server has no output")?;
    let (ready, line) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let mut lines = BufReader::new(output).lines();
        let _ = ready.send(matches!(lines.next(), Some(Ok(_))));
        // Read on, so that a talkative server never waits for its output to be read.
        lines.for_each(drop);
    });
    let ready = async {
        let printed = line.await.unwrap_or(false);
        while printed && TcpStream::connect(("127.0.0.1", port)).await.is_err() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        printed
    };
    if let Ok(true) = tokio::time::timeout(PATIENCE, ready).await {
        return Ok(child);
    }
    let _ = child.kill();
    let _ = child.wait();
    Err(format!("{program} printed no line to say that it is ready, or takes no connections").into())
}
