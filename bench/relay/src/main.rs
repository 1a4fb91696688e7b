//! A bare relay: what one client says, all others of the room hear. No CRDT, no storage, no presence, no limits but one. It is
//! the floor under a sync server's fan-out on the same crates (tokio, tungstenite), not a server anybody should run. Clients of
//! y-websocket's protocol sync with it, each time with an empty document.

use std::collections::HashMap;
use std::io::Write as _;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use clap::Parser;
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, accept_hdr_async_with_config};
use tokio_util::task::TaskTracker;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Frames that wait for one client. Whoever falls further behind is let go: a relay knows no other way.
const QUEUE: usize = 16 * 1024;

/// Bytes read at once; a keystroke has some 40.
const READ_BUFFER: usize = 4 * 1024;

/// Frames that leave in one write with `--merge`.
const MERGED: usize = 1024;

/// y-protocols: "this is what I have", of somebody with nothing.
const STEP_1: [u8; 4] = [0, 0, 1, 0];

/// y-protocols: "this is what you lack": nothing.
const STEP_2: [u8; 5] = [0, 1, 2, 0, 0];

/// Forwards every binary frame to all others that connected to the same path.
#[derive(Debug, Parser)]
struct Options {
    /// Where to listen, such as 127.0.0.1:9000
    #[arg(long)]
    listen: String,
    /// Everything that waits for a client leaves in one write, instead of one write a frame
    #[arg(long)]
    merge: bool,
}

/// Who is in which room.
#[derive(Debug, Default)]
struct Rooms(Mutex<HashMap<String, Arc<Room>>>);

#[derive(Debug, Default)]
struct Room(Mutex<Members>);

#[derive(Debug, Default)]
struct Members {
    next: u64,
    there: Vec<(u64, Sender<Bytes>)>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let options = Options::parse();
    // One core has no use for a runtime that steals work.
    let mut runtime = match std::thread::available_parallelism() {
        Ok(cores) if cores.get() > 1 => tokio::runtime::Builder::new_multi_thread(),
        _ => tokio::runtime::Builder::new_current_thread(),
    };
    runtime.enable_all().build()?.block_on(serve(&options))?;
    Ok(())
}

async fn serve(options: &Options) -> std::io::Result<()> {
    let listener = TcpListener::bind(&options.listen).await?;
    writeln!(std::io::stdout(), "relay listens on {}", listener.local_addr()?)?;
    let (rooms, clients, merge) = (Arc::new(Rooms::default()), TaskTracker::new(), options.merge);
    loop {
        let (tcp, _) = listener.accept().await?;
        let rooms = Arc::clone(&rooms);
        // Whoever goes, goes: there is nobody to tell.
        clients.spawn(async move { drop(attend(&rooms, tcp, merge).await) });
    }
}

/// One client from its handshake to its end.
async fn attend(rooms: &Rooms, tcp: TcpStream, merge: bool) -> Result<(), Error> {
    tcp.set_nodelay(true)?;
    let config = WebSocketConfig::default().read_buffer_size(READ_BUFFER);
    let mut path = String::new();
    #[expect(clippy::result_large_err, reason = "the signature is tungstenite's")]
    let read_path = |request: &Request, response: Response| {
        request.uri().path().clone_into(&mut path);
        Ok::<_, ErrorResponse>(response)
    };
    let mut socket = accept_hdr_async_with_config(tcp, read_path, Some(config)).await?;
    socket.send(Message::Binary(Bytes::from_static(&STEP_1))).await?;
    let room = rooms.enter(&path);
    let (number, queue) = room.join();
    let ended = converse(&mut socket, &room, number, queue, merge).await;
    room.leave(number);
    rooms.tidy(&path);
    ended
}

/// Hears what the client says and tells it what others said, until it leaves.
async fn converse(
    socket: &mut WebSocketStream<TcpStream>,
    room: &Room,
    number: u64,
    mut queue: Receiver<Bytes>,
    merge: bool,
) -> Result<(), Error> {
    let mut waiting = Vec::new();
    loop {
        tokio::select! {
            count = queue.recv_many(&mut waiting, if merge { MERGED } else { 1 }) => {
                if count == 0 {
                    return socket.close(None).await;
                }
                for frame in waiting.drain(..) {
                    socket.feed(Message::Binary(frame)).await?;
                }
                socket.flush().await?;
            }
            heard = socket.next() => match heard {
                Some(Ok(Message::Binary(frame))) if frame.starts_with(&STEP_1[..2]) => {
                    socket.send(Message::Binary(Bytes::from_static(&STEP_2))).await?;
                }
                Some(Ok(Message::Binary(frame))) if frame[..] != STEP_2[..] => room.tell(number, &frame),
                Some(Ok(Message::Close(_))) | None => return Ok(()),
                Some(other) => drop(other?),
            },
        }
    }
}

impl Rooms {
    fn enter(&self, path: &str) -> Arc<Room> {
        Arc::clone(lock(&self.0).entry(path.to_owned()).or_default())
    }

    /// Forgets a room that nobody is in and nobody is about to enter.
    fn tidy(&self, path: &str) {
        let mut rooms = lock(&self.0);
        // Ours and the map's.
        if rooms.get(path).is_some_and(|room| Arc::strong_count(room) <= 2 && lock(&room.0).there.is_empty()) {
            rooms.remove(path);
        }
    }
}

impl Room {
    fn join(&self) -> (u64, Receiver<Bytes>) {
        let (sender, receiver) = channel(QUEUE);
        let mut members = lock(&self.0);
        members.next += 1;
        let number = members.next;
        members.there.push((number, sender));
        (number, receiver)
    }

    fn leave(&self, number: u64) {
        lock(&self.0).there.retain(|(member, _)| *member != number);
    }

    /// Queues a frame for everybody but its sender; whoever has no room for it is let go.
    fn tell(&self, number: u64, frame: &Bytes) {
        lock(&self.0).there.retain(|(member, queue)| *member == number || queue.try_send(frame.clone()).is_ok());
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
