//! What a Hocuspocus socket with many documents costs in memory: the socket, each further document, and as many connections as
//! y-websocket sockets beside it. All are in the same few rooms, which are open before anybody is counted; everybody has synced
//! and says nothing. Each crowd gets a fresh process.

use std::collections::HashSet;

use bytes::Bytes;
use futures_util::{SinkExt as _, StreamExt as _, TryStreamExt as _, stream};
use tokio::task::JoinSet;
use tokio_tungstenite::tungstenite::Message as Ws;

use super::connection::{
    Connection, EMPTY_STATE_VECTOR, EMPTY_UPDATE, SMALL_READS, Socket, dial, hocuspocus_prefix, hocuspocus_token,
};
use super::idle::{NO_PROCESS, settled_memory};
use super::report::{Report, kilobytes, number};
use super::target::{Target, within};
use super::{Failure, Options};
use crate::protocol::hocuspocus::{self, Said};
use crate::protocol::{Message, message};

/// One in so many comes before memory is read, and stays: what a server sets up once, and what it had to spare, should not count.
const FORERUNNERS: usize = 5;

/// Handshakes under way at once.
const HANDSHAKES: usize = 16;

/// Who comes.
#[derive(Debug, Clone, Copy)]
enum Kind {
    /// A Hocuspocus socket with one of the documents.
    HocuspocusWithOne,
    /// A Hocuspocus socket with all of them.
    HocuspocusWithAll,
    /// A y-websocket socket, so with one of them.
    YWebsocket,
}

/// Runs the workload.
pub(super) async fn run(options: &Options) -> Result<Report, Failure> {
    let sockets = options.size(options.readers, 100, 5);
    let documents = options.size(options.documents, 10, 3).max(2);
    let mut target = Target::with_settings(options, &[], None).await?;
    let mut memory = Vec::new();
    for (kind, count) in [
        (Kind::HocuspocusWithOne, sockets * documents),
        (Kind::HocuspocusWithAll, sockets),
        (Kind::YWebsocket, sockets * documents),
    ] {
        memory.push(crowd_memory(&target, kind, count, documents).await?);
        target.stop().await?;
        target.start_again().await?;
    }
    let connections = number(sockets * documents);
    let (one, many, single) = (memory[0] / connections, memory[1] / number(sockets), memory[2] / connections);
    let mut report = Report::new("sockets");
    report.count("hocuspocus_sockets", sockets);
    report.count("documents_on_each", documents);
    report.figure("hocuspocus_socket_with_one_document", one, "kB");
    report.figure("hocuspocus_socket_with_all_documents", many, "kB");
    report.figure("per_further_document", (many - one) / number(documents - 1), "kB");
    report.figure("per_document_if_all_share_a_socket", many / number(documents), "kB");
    report.figure("y_websocket_socket", single, "kB");
    report.checked(format!("{sockets} sockets with {documents} documents, and {connections} sockets with one, were in sync"));
    Ok(report)
}

/// How much memory grows, in kB, when so many come.
async fn crowd_memory(target: &Target, kind: Kind, count: usize, documents: usize) -> Result<f64, Failure> {
    let pid = target.pid().ok_or(NO_PROCESS)?;
    let names: Vec<String> = (0..documents).map(|number| target.document(number)).collect();
    let keepers = target.join_all(&names).await?;
    let forerunners = gather(target, kind, count.div_ceil(FORERUNNERS), &names).await?;
    let before = settled_memory(pid).await?;
    let crowd = gather(target, kind, count, &names).await?;
    let after = settled_memory(pid).await?;
    leave(crowd).await?;
    leave(forerunners).await?;
    for keeper in keepers {
        keeper.close().await;
    }
    Ok(kilobytes(after) - kilobytes(before))
}

/// Clients that are in sync and listen, so that pings are answered, until the server has answered their goodbye.
struct Crowd {
    goodbye: tokio::sync::watch::Sender<()>,
    listening: JoinSet<Result<(), Failure>>,
}

async fn gather(target: &Target, kind: Kind, count: usize, documents: &[String]) -> Result<Crowd, Failure> {
    let (goodbye, told) = tokio::sync::watch::channel(());
    let mut listening = JoinSet::new();
    let url = format!("{}/hocuspocus", target.root());
    let arriving = stream::iter(0..count).map(|client| {
        let (one, url) = (&documents[client % documents.len()], url.clone());
        async move {
            Ok::<_, Failure>(match kind {
                Kind::HocuspocusWithOne => Arrived::Hocuspocus(within(open_shared(url, std::slice::from_ref(one))).await?),
                Kind::HocuspocusWithAll => Arrived::Hocuspocus(within(open_shared(url, documents)).await?),
                Kind::YWebsocket => Arrived::YWebsocket(target.join(one).await?.0),
            })
        }
    });
    let mut arriving = std::pin::pin!(arriving.buffer_unordered(HANDSHAKES));
    while let Some(arrived) = arriving.try_next().await? {
        listening.spawn(arrived.listen(told.clone()));
    }
    Ok(Crowd { goodbye, listening })
}

/// Says goodbye; fails if somebody was not there any more.
async fn leave(mut crowd: Crowd) -> Result<(), Failure> {
    if crowd.listening.try_join_next().is_some() {
        return Err("the server closed an idle connection".into());
    }
    crowd.goodbye.send_replace(());
    let all_gone = async {
        while let Some(gone) = crowd.listening.join_next().await {
            gone??;
        }
        Ok(())
    };
    within(all_gone).await
}

enum Arrived {
    Hocuspocus(Socket),
    YWebsocket(Connection),
}

impl Arrived {
    async fn listen(self, mut goodbye: tokio::sync::watch::Receiver<()>) -> Result<(), Failure> {
        match self {
            Self::Hocuspocus(mut socket) => {
                loop {
                    tokio::select! {
                        frame = socket.next() => drop(frame.ok_or("the server ended an idle connection")??),
                        _ = goodbye.changed() => break,
                    }
                }
                socket.close(None).await?;
                while let Some(Ok(_)) = socket.next().await {}
            }
            Self::YWebsocket(mut connection) => {
                loop {
                    tokio::select! {
                        event = connection.receiver.next() => drop(event?),
                        _ = goodbye.changed() => break,
                    }
                }
                connection.leave().await;
            }
        }
        Ok(())
    }
}

/// Opens a socket with these documents; returns when each is in sync in both directions.
async fn open_shared(url: String, documents: &[String]) -> Result<Socket, Failure> {
    let mut socket = dial(url, SMALL_READS).await?;
    let (mut unsynced, mut unasked) = (HashSet::new(), HashSet::new());
    for document in documents {
        let prefix = hocuspocus_prefix(document);
        for said in [hocuspocus_token(None), message::sync_step_1(EMPTY_STATE_VECTOR)] {
            socket.feed(Ws::Binary([&prefix[..], &said].concat().into())).await?;
        }
        let address = Bytes::copy_from_slice(document.as_bytes());
        unsynced.insert(address.clone());
        unasked.insert(address);
    }
    socket.flush().await?;
    while !unsynced.is_empty() || !unasked.is_empty() {
        let frame = match socket.next().await.ok_or("the server ended a connection")?? {
            Ws::Binary(frame) => frame,
            Ws::Close(reason) => return Err(format!("the server closed a connection: {reason:?}").into()),
            _ => continue,
        };
        let (address, said) = hocuspocus::decode(&frame)?;
        match said {
            Said::Message(Message::SyncStep2(_)) => {
                unsynced.remove(&address);
            }
            Said::Message(Message::SyncStep1(_)) => {
                let answer = message::sync_step_2(EMPTY_UPDATE);
                socket.send(Ws::Binary([&hocuspocus::prefix(&address)[..], &answer].concat().into())).await?;
                unasked.remove(&address);
            }
            _ => {}
        }
    }
    Ok(socket)
}
