//! What leaves on one socket, as frames of RFC 6455 (section 5.2): written by the socket's task, or straight by a room that finds
//! nothing waiting, so that a frame costs a reader one system call and no task has to wake. Small messages are put together
//! in memory that the threads share; large ones are written from where they are. A socket that waits for nothing holds nothing.

use std::cell::Cell;
use std::collections::VecDeque;
use std::io::{self, ErrorKind, IoSlice};
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use bytes::{Buf as _, Bytes};
use smallvec::SmallVec;
use tokio::io::AsyncWrite as _;

use crate::http::stream::WriteEnd;
use crate::room::exit::{Exit, Leaving};

/// Messages up to this size are copied next to each other; larger ones are not copied.
const SMALL: usize = 4 * 1024;

/// Memory that a thread keeps for putting messages together.
const SPARE: usize = 64 * 1024;

/// Pieces handed to the system at a time.
const PIECES: usize = 16;

thread_local! {
    /// Lent to the line that has something to write on this thread.
    static LENT: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// What a frame holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text = 0x1,
    Binary = 0x2,
    Ping = 0x9,
}

/// The way out of one socket.
#[derive(Debug)]
pub(super) struct Line {
    waiting: Mutex<Waiting>,
}

#[derive(Debug)]
struct Waiting {
    /// `None` once the socket has ended.
    end: Option<WriteEnd>,
    /// In order, before `last`.
    parts: VecDeque<Bytes>,
    /// Frames put together, and how much of it is written.
    last: Vec<u8>,
    written: usize,
    bytes: usize,
    /// Bytes that ever waited.
    queued: u64,
    /// The task has things in its hands that come before all else.
    held: bool,
    unflushed: bool,
}

impl Line {
    pub(super) fn new(end: WriteEnd) -> Self {
        let waiting = Waiting {
            end: Some(end),
            parts: VecDeque::new(),
            last: Vec::new(),
            written: 0,
            bytes: 0,
            queued: 0,
            held: false,
            unflushed: false,
        };
        Self { waiting: Mutex::new(waiting) }
    }

    /// Puts a message in the line that consists of these two.
    pub(super) fn put(&self, kind: Kind, beginning: &[u8], rest: &Bytes) {
        self.lock().put(kind, beginning, rest);
    }

    /// Puts bytes in the line that are frames already.
    pub(super) fn put_encoded(&self, frames: &[u8]) {
        let mut waiting = self.lock();
        waiting.append(frames);
    }

    /// From now on rooms write nothing themselves, until it is let go.
    pub(super) fn hold(&self) {
        self.lock().held = true;
    }

    /// Rooms may write again.
    pub(super) fn let_go(&self) {
        self.lock().held = false;
    }

    /// Whether nothing waits.
    pub(super) fn is_idle(&self) -> bool {
        let waiting = self.lock();
        waiting.bytes == 0 && !waiting.unflushed
    }

    /// Bytes that ever waited.
    pub(super) fn queued(&self) -> u64 {
        self.lock().queued
    }

    /// Bytes that wait.
    pub(super) fn bytes(&self) -> usize {
        self.lock().bytes
    }

    /// Writes what the network takes at once.
    pub(super) fn write_now(&self) -> io::Result<()> {
        self.lock().write_now().map(drop)
    }

    /// Writes until nothing waits. Keeps its place, so it may be dropped in between.
    pub(super) fn poll_write(&self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.lock().poll_write(cx)
    }

    /// Tells the other side that nothing more leaves.
    pub(super) fn poll_shutdown(&self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.lock().end {
            Some(WriteEnd::Shared(half)) => Pin::new(half).poll_shutdown(cx),
            // Half a plain stream does so when it is dropped.
            end => {
                *end = None;
                Poll::Ready(Ok(()))
            }
        }
    }

    /// The socket has ended: nothing leaves any more.
    pub(super) fn end(&self) {
        let mut waiting = self.lock();
        waiting.end = None;
        waiting.parts = VecDeque::new();
        waiting.last = Vec::new();
        (waiting.bytes, waiting.written) = (0, 0);
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Exit for Line {
    fn leave(&self, envelope: &Bytes, next: &mut dyn FnMut() -> Option<Leaving>) -> bool {
        let Ok(mut waiting) = self.waiting.try_lock() else { return false };
        if waiting.held || waiting.bytes > 0 || !matches!(waiting.end, Some(WriteEnd::Plain(_))) {
            return false;
        }
        while let Some(leaving) = next() {
            match leaving {
                Leaving::Frame(frame) => waiting.put(Kind::Binary, envelope, &frame),
                Leaving::Burst(burst) => match burst.encoded(envelope, |frames| encode(envelope, frames)) {
                    Some(encoded) => waiting.append(encoded),
                    None => burst.frames().iter().for_each(|frame| waiting.put(Kind::Binary, envelope, frame)),
                },
            }
        }
        waiting.write_now().unwrap_or(false)
    }
}

impl Waiting {
    fn put(&mut self, kind: Kind, beginning: &[u8], rest: &Bytes) {
        let len = beginning.len() + rest.len();
        let (head, head_len) = head(kind, len);
        self.append(&head[..head_len]);
        self.append(beginning);
        if rest.len() <= SMALL {
            self.append(rest);
            return;
        }
        self.parts.push_back(Bytes::copy_from_slice(&self.last[self.written..]));
        self.last.clear();
        self.written = 0;
        self.parts.push_back(rest.clone());
        self.bytes += rest.len();
        self.queued += rest.len() as u64;
    }

    fn append(&mut self, bytes: &[u8]) {
        if self.last.capacity() == 0 {
            self.last = LENT.take();
        }
        self.last.extend_from_slice(bytes);
        self.bytes += bytes.len();
        self.queued += bytes.len() as u64;
    }

    /// Whether all is written.
    fn write_now(&mut self) -> io::Result<bool> {
        while self.bytes > 0 {
            let Some(end) = &self.end else { return Err(ErrorKind::BrokenPipe.into()) };
            let done = end.try_write(&pieces(&self.parts, &self.last[self.written..]));
            match done {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(written) => self.advance(written),
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    self.keep();
                    return Ok(false);
                }
                Err(error) => return Err(error),
            }
        }
        Ok(true)
    }

    fn poll_write(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while self.bytes > 0 {
            let Some(end) = &mut self.end else { return Poll::Ready(Err(ErrorKind::BrokenPipe.into())) };
            let done = end.poll_write(cx, &pieces(&self.parts, &self.last[self.written..]));
            match done {
                Poll::Ready(Ok(0)) => return Poll::Ready(Err(ErrorKind::WriteZero.into())),
                Poll::Ready(Ok(written)) => {
                    self.advance(written);
                    self.unflushed = true;
                }
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Pending => {
                    self.keep();
                    return Poll::Pending;
                }
            }
        }
        if let Some(end) = &mut self.end {
            std::task::ready!(end.poll_flush(cx))?;
        }
        self.unflushed = false;
        Poll::Ready(Ok(()))
    }

    fn advance(&mut self, mut written: usize) {
        self.bytes -= written;
        while let Some(first) = self.parts.front_mut() {
            if written < first.len() {
                first.advance(written);
                return;
            }
            written -= first.len();
            self.parts.pop_front();
        }
        self.written += written;
        if self.bytes == 0 {
            self.written = 0;
            self.parts = VecDeque::new();
            let mut lent = std::mem::take(&mut self.last);
            if lent.capacity() <= SPARE {
                lent.clear();
                LENT.set(lent);
            }
        }
    }

    /// What waits for longer gets memory of its own size; the lent memory goes back.
    fn keep(&mut self) {
        if self.last.capacity() > 2 * (self.last.len() - self.written) {
            let own = self.last[self.written..].to_vec();
            let mut lent = std::mem::replace(&mut self.last, own);
            self.written = 0;
            if lent.capacity() <= SPARE {
                lent.clear();
                LENT.set(lent);
            }
        }
    }
}

/// What waits, as the system takes it.
fn pieces<'a>(parts: &'a VecDeque<Bytes>, last: &'a [u8]) -> SmallVec<[IoSlice<'a>; PIECES]> {
    let pieces = parts.iter().map(AsRef::as_ref).chain(std::iter::once(last)).filter(|piece: &&[u8]| !piece.is_empty());
    pieces.take(PIECES).map(IoSlice::new).collect()
}

/// Messages one after another.
fn encode(envelope: &[u8], frames: &[Bytes]) -> Bytes {
    let mut encoded = Vec::new();
    for frame in frames {
        let (head, head_len) = head(Kind::Binary, envelope.len() + frame.len());
        encoded.extend_from_slice(&head[..head_len]);
        encoded.extend_from_slice(envelope);
        encoded.extend_from_slice(frame);
    }
    encoded.into()
}

/// The head of a whole message: final, not masked, as servers send it.
fn head(kind: Kind, len: usize) -> ([u8; 10], usize) {
    let mut head = [0x80 | kind as u8, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    match (u8::try_from(len), u16::try_from(len)) {
        (Ok(len @ ..126), _) => {
            head[1] = len;
            (head, 2)
        }
        (_, Ok(len)) => {
            head[1] = 126;
            head[2..4].copy_from_slice(&len.to_be_bytes());
            (head, 4)
        }
        _ => {
            head[1] = 127;
            head[2..10].copy_from_slice(&(len as u64).to_be_bytes());
            (head, 10)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use tokio::io::AsyncReadExt as _;
    use tokio::net::{TcpListener, TcpStream};

    use std::sync::Arc;

    use super::*;
    use crate::room::exit::Burst;

    async fn line() -> (Line, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (_, write) = listener.accept().await.unwrap().0.into_split();
        (Line::new(WriteEnd::Plain(write)), client)
    }

    /// What a client gets, after the heads of as many messages as there are.
    async fn read(client: &mut TcpStream, messages: usize) -> Vec<Vec<u8>> {
        let mut read = Vec::new();
        for _ in 0..messages {
            let mut head = [0; 2];
            client.read_exact(&mut head).await.unwrap();
            assert_eq!(head[0], 0x82, "a whole binary message");
            let len = match head[1] {
                126 => usize::from(client.read_u16().await.unwrap()),
                127 => usize::try_from(client.read_u64().await.unwrap()).unwrap(),
                len => usize::from(len),
            };
            let mut body = vec![0; len];
            client.read_exact(&mut body).await.unwrap();
            read.push(body);
        }
        read
    }

    #[tokio::test]
    async fn messages_of_all_sizes_arrive_whole_and_in_order_however_little_the_network_takes() {
        let (line, mut client) = line().await;
        let sizes = [0, 1, 125, 126, 4_095, 4_096, 4_097, 65_535, 65_536, 9_000_000, 3, 70_000, 5];
        let bodies: Vec<Vec<u8>> = (0u8..).zip(sizes).map(|(number, size)| vec![number; size]).collect();
        for body in &bodies {
            line.put(Kind::Binary, &body[..body.len().min(7)], &Bytes::copy_from_slice(&body[body.len().min(7)..]));
        }
        line.write_now().unwrap();
        assert!(!line.is_idle(), "no network takes nine megabytes at once");
        let reading = async { read(&mut client, sizes.len()).await };
        let (read, written) = tokio::join!(reading, poll_fn(|cx| line.poll_write(cx)));
        written.unwrap();
        assert!(read == bodies && line.is_idle());
    }

    #[tokio::test]
    async fn a_room_writes_straight_unless_something_comes_before() {
        let (line, mut client) = line().await;
        let frames = || {
            let mut frames = vec![Bytes::from_static(b"two"), Bytes::from_static(b"one")];
            move || frames.pop().map(Leaving::Frame)
        };
        assert!(line.leave(&Bytes::from_static(b"to: "), &mut frames()));
        assert_eq!(read(&mut client, 2).await, [b"to: one".to_vec(), b"to: two".to_vec()]);
        line.hold();
        assert!(!line.leave(&Bytes::new(), &mut || panic!("taken")), "the task has something in its hands");
        line.put(Kind::Binary, b"", &Bytes::from_static(b"first"));
        line.let_go();
        assert!(!line.leave(&Bytes::new(), &mut || panic!("taken")), "something waits");
        line.write_now().unwrap();
        assert!(line.leave(&Bytes::new(), &mut frames()));
        assert_eq!(read(&mut client, 3).await[0], b"first");
        line.end();
        assert!(!line.leave(&Bytes::new(), &mut || panic!("taken")), "the socket has ended");
    }

    #[tokio::test]
    async fn a_burst_reaches_everybody_as_single_messages_behind_their_own_envelope() {
        let long = Bytes::from(vec![7; 300]);
        let burst = Arc::new(Burst::of(vec![Bytes::from_static(b"one"), long.clone()]));
        for envelope in ["", "a", "", "b"] {
            let (line, mut client) = line().await;
            let mut burst = Some(Leaving::Burst(Arc::clone(&burst)));
            assert!(line.leave(&envelope.into(), &mut || burst.take()));
            let expected = [b"one".as_slice(), &long].map(|frame| [envelope.as_bytes(), frame].concat());
            assert_eq!(read(&mut client, 2).await, expected);
        }
    }

    #[tokio::test]
    async fn what_waits_for_a_slow_reader_takes_no_more_than_its_size() {
        let (line, client) = line().await;
        let large = Bytes::from(vec![0; 9_000_000]);
        line.put(Kind::Binary, b"", &large);
        line.put(Kind::Binary, b"", &Bytes::from_static(b"small"));
        line.write_now().unwrap();
        let waiting = line.lock();
        assert!(waiting.bytes > 0 && waiting.last.capacity() < 64, "{} bytes for a small message", waiting.last.capacity());
        assert!(
            waiting.parts.iter().any(|part| part.as_ptr_range().end == large.as_ptr_range().end),
            "a large message is copied"
        );
        drop(client);
    }
}
