//! A server with many documents is killed and started again: how long until it is ready, until a first client is in sync, and
//! until everybody is. Nothing that was acknowledged may be missing.

use std::time::Instant;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};

use super::connection::Connection;
use super::report::{Report, millis};
use super::target::{Target, within};
use super::typist::Typist;
use super::{Failure, Options};
use crate::admission::StateVector;
use crate::protocol::message;

/// Keys typed into each document.
const KEYS: u32 = 20;

/// Clients at work at once.
const CLIENTS: usize = 64;

/// Runs the workload.
pub(super) async fn run(options: &Options, target: &mut Target) -> Result<Report, Failure> {
    let documents = options.size(options.documents, 1_000, 20);
    let clients = options.size(options.readers, 200, 5).min(documents);
    let names: Vec<String> = (0..documents).map(|number| target.document(number)).collect();
    let durable = target.is_yrsa().await;
    let writing = stream::iter(names.iter().enumerate()).map(|(number, name)| write(target, number, name));
    writing.buffer_unordered(CLIENTS).try_collect::<()>().await?;

    if durable {
        target.kill()?;
    } else {
        // Others promise nothing about kills, and store with a delay: they are asked to end.
        target.let_it_store().await?;
        target.stop().await?;
    }
    let began = Instant::now();
    let ready = target.start_again().await?;
    come_back(target, 0, &names[0]).await?;
    let first = began.elapsed();
    let returning = stream::iter(names.iter().enumerate().take(clients)).map(|(number, name)| come_back(target, number, name));
    let returned: Vec<Connection> = returning.buffer_unordered(CLIENTS).try_collect().await?;
    let all = began.elapsed();
    drop(returned);
    let checking = stream::iter(names.iter().enumerate()).map(|(number, name)| {
        let target = &*target;
        async move { target.wait_for_state(name, &typed(number)).await.map(drop) }
    });
    checking.buffer_unordered(CLIENTS).try_collect::<()>().await?;

    let mut report = Report::new("restart");
    report.count("documents", documents);
    report.count("clients", clients);
    report.figure("ready", millis(ready), "ms");
    report.figure("first_sync", millis(first), "ms");
    report.figure("all_synced", millis(all), "ms");
    let how = if durable { "killed (SIGKILL) after its last acknowledgement" } else { "stopped (SIGTERM)" };
    report.checked(format!("the server was {how}; all {documents} documents have all edits"));
    Ok(report)
}

/// Types into a document, and waits until that is durable, or at least known to others.
async fn write(target: &Target, number: usize, name: &str) -> Result<(), Failure> {
    let mut typist = Typist::new(number);
    let (mut connection, _) = target.join(name).await?;
    for _ in 1..KEYS {
        connection.sender.send(message::update(&typist.key())).await?;
    }
    if target.is_yrsa().await {
        connection.sender.send_edit(&typist.key(), 0).await?;
        within(connection.receiver.next_acknowledged()).await?;
    } else {
        connection.sender.send(message::update(&typist.key())).await?;
        target.wait_for_state(name, &typed(number)).await?;
    }
    connection.close().await;
    Ok(())
}

/// Joins a document and waits until all of it is here.
async fn come_back(target: &Target, number: usize, name: &str) -> Result<Connection, Failure> {
    let mut connection = target.connect(name).await?;
    within(connection.receive_state(&typed(number))).await?;
    Ok(connection)
}

fn typed(number: usize) -> StateVector {
    StateVector::from_iter([(Typist::new(number).client(), KEYS)])
}
