//! Servers that listen, in this process or as one of their own, and clients that speak raw HTTP to them.

use std::io::{BufRead as _, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::sync_channel;
use std::thread::JoinHandle;
use std::time::Duration;

use axum::Router;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use yrsa::config::{Config, Sources};
use yrsa::http::edge::{self, Edge};
use yrsa::http::listener::{self, Entrance};
use yrsa::http::origin::Exposure;
use yrsa::server::{DocumentRuntime, Server};

/// Longer than anything here takes unless it hangs.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);

/// A configuration with these settings, without environment or file.
pub(super) fn config(settings: &[(&str, &str)]) -> Config {
    let flags = settings.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    Config::load(&Sources { flags, ..Sources::default() }).unwrap()
}

/// A server in this process; stops when dropped.
pub(super) struct Listening {
    pub(super) address: SocketAddr,
    stop: CancellationToken,
    thread: Option<JoinHandle<()>>,
    _data: TempDir,
}

impl Listening {
    /// The whole server.
    pub(super) fn start(settings: &[(&str, &str)]) -> Self {
        let data = tempfile::tempdir().unwrap();
        let config = Config { data: data.path().join("data"), ..config(settings) };
        Self::run(data, move |listener, stop, runtime| {
            let server = Server::open(config, runtime).unwrap();
            runtime.block_on(server.serve(listener(), stop));
        })
    }

    /// The edge before routes of the test's own.
    pub(super) fn before(router: Router, settings: &[(&str, &str)]) -> Self {
        let config = config(settings);
        Self::run(tempfile::tempdir().unwrap(), move |listener, stop, runtime| {
            let edge = Edge::new(&config, Exposure::OpenOnLoopback);
            let router = router.layer(axum::middleware::from_fn_with_state(edge.clone(), edge::keep));
            let entrance = Entrance { edge, tls: None, handshake: config.limits.handshake };
            runtime.block_on(listener::serve(listener(), router, entrance, stop, TaskTracker::new()));
        })
    }

    fn run<F>(data: TempDir, serve: F) -> Self
    where
        F: FnOnce(&mut dyn FnMut() -> TcpListener, CancellationToken, &DocumentRuntime) + Send + 'static,
    {
        let stop = CancellationToken::new();
        let (tell, told) = sync_channel(1);
        let stopped = stop.clone();
        let thread = std::thread::spawn(move || {
            let runtime = DocumentRuntime::new().unwrap();
            let bind = async { TcpListener::bind("127.0.0.1:0").await.unwrap() };
            let mut bound = Some(runtime.block_on(bind));
            tell.send(bound.as_ref().unwrap().local_addr().unwrap()).unwrap();
            serve(&mut || bound.take().unwrap(), stopped, &runtime);
        });
        Self { address: told.recv_timeout(PATIENCE).unwrap(), stop, thread: Some(thread), _data: data }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.stop.cancel();
        let ended = self.thread.take().unwrap().join();
        assert!(ended.is_ok() || std::thread::panicking());
    }
}

/// The program in a process of its own; killed when dropped.
pub(super) struct Process {
    pub(super) address: SocketAddr,
    pub(super) line: String,
    child: Child,
    data: TempDir,
}

impl Process {
    pub(super) fn start(settings: &[(&str, &str)]) -> Self {
        let data = tempfile::tempdir().unwrap();
        let log = std::fs::File::create(data.path().join("log")).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_yrsa"));
        command.current_dir(data.path()).args(["serve", "--listen", "127.0.0.1:0", "--data", "data"]);
        for (key, value) in settings {
            command.args(["--set", &format!("{key}={value}")]);
        }
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit('/').next().and_then(|address| address.parse().ok());
        let Some(address) = address else {
            panic!("not ready: {line} {}", std::fs::read_to_string(data.path().join("log")).unwrap())
        };
        Self { address, line, child, data }
    }

    pub(super) fn signal(&self, name: &str) {
        assert!(Command::new("kill").args([format!("-{name}"), self.child.id().to_string()]).status().unwrap().success());
    }

    pub(super) fn log(&self) -> String {
        std::fs::read_to_string(self.data.path().join("log")).unwrap()
    }

    /// Waits until it has ended.
    pub(super) fn stop(&mut self) {
        self.signal("TERM");
        self.child.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An HTTP answer.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    head: String,
    pub(super) body: String,
}

impl Answer {
    /// The value of a header.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut pairs = self.head.lines().skip(1).filter_map(|line| line.split_once(':'));
        Some(pairs.find(|(found, _)| found.eq_ignore_ascii_case(name))?.1.trim())
    }

    /// The title of a problem, which must be one.
    pub(super) fn problem(&self) -> String {
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{self:?}");
        let problem: serde_json::Value = serde_json::from_str(&self.body).unwrap();
        assert_eq!(problem["status"], self.status);
        problem["title"].as_str().unwrap().to_owned()
    }
}

/// One connection of a client.
pub(super) struct Line(TcpStream);

impl Line {
    pub(super) fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        Self(stream)
    }

    pub(super) fn send(&mut self, text: &str) {
        self.send_bytes(text.as_bytes());
    }

    pub(super) fn send_bytes(&mut self, bytes: &[u8]) {
        self.0.write_all(bytes).unwrap();
    }

    /// Sends what the server takes before it ends the connection.
    pub(super) fn try_send(&mut self, bytes: &str) {
        let _ = self.0.write_all(bytes.as_bytes());
    }

    /// The status of an answer, unless the connection ends before it.
    pub(super) fn status(&mut self) -> Option<u16> {
        let mut line = [0; 12];
        self.0.read_exact(&mut line).ok()?;
        std::str::from_utf8(&line[9..]).ok()?.parse().ok()
    }

    /// Sends a request of these lines and reads the answer.
    pub(super) fn ask(&mut self, lines: &[&str]) -> Answer {
        self.send(&request(lines));
        read_answer(&mut self.0)
    }

    pub(super) fn answer(&mut self) -> Answer {
        read_answer(&mut self.0)
    }

    /// Whether the server ends the connection without having said anything.
    pub(super) fn is_ended(&mut self) -> bool {
        match self.0.read(&mut [0]) {
            Ok(read) => read == 0,
            Err(error) => error.kind() == std::io::ErrorKind::ConnectionReset,
        }
    }
}

/// The text of a request; without a `Host` line it gets the server's.
pub(super) fn request(lines: &[&str]) -> String {
    let host = if lines.iter().any(|line| line.to_lowercase().starts_with("host:")) { "" } else { "Host: localhost\r\n" };
    let (first, rest) = lines.split_first().unwrap();
    let rest: String = rest.iter().map(|line| format!("{line}\r\n")).collect();
    format!("{first} HTTP/1.1\r\n{host}{rest}\r\n")
}

/// The lines of a WebSocket handshake, besides the first.
pub(super) const UPGRADE: [&str; 4] =
    ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="];

/// Asks on a connection of its own.
pub(super) fn ask(address: SocketAddr, lines: &[&str]) -> Answer {
    Line::open(address).ask(lines)
}

fn read_answer(stream: &mut impl Read) -> Answer {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap_or_else(|error| panic!("{error} after {}", String::from_utf8_lossy(&head)));
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    let mut answer = Answer { status, head, body: String::new() };
    let length = answer.header("content-length").map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).unwrap();
    answer.body = String::from_utf8_lossy(&body).into_owned();
    answer
}

/// Waits until something is so.
pub(super) fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = std::time::Instant::now();
    while !is_so() {
        assert!(began.elapsed() < PATIENCE, "waited for {what} in vain");
        std::thread::sleep(Duration::from_millis(10)); // sleeps: asks again until it is so
    }
}
