//! A client without anything opens a large document: from the first byte of the TCP handshake to SyncStep2 and the last edit.
//! First while the server holds it in memory, then right after a restart, each document for the first time. The document came as
//! one update, or key by key.

use std::time::Instant;

use bytes::Bytes;

use super::connection::{Address, Connection, LARGE_READS};
use super::latency::Latencies;
use super::process::Meter;
use super::report::{Report, kilobytes, millis};
use super::target::{Target, within};
use super::typist::{self, Typist};
use super::{Failure, Options, disk};
use crate::admission::{self, StateVector};
use crate::protocol::message;

/// Runs the workload.
pub(super) async fn run(options: &Options, target: &mut Target) -> Result<Report, Failure> {
    let (content, keys) = match options.edits {
        Some(keys) => {
            let mut typist = Typist::new(1);
            let keys = typist::keystrokes(u32::try_from(keys)?);
            let keys: Vec<Bytes> = keys.iter().filter_map(|patch| typist.patch(patch)).collect();
            (typist.document(), keys)
        }
        None => (options.content()?, Vec::new()),
    };
    let state = admission::state_vector_of(&StateVector::default(), [&content])?;
    let on_disk = if target.can_restart() { options.size(options.documents, 10, 2) } else { 0 };
    let joins = options.size(options.readers, 400, 3);
    let documents: Vec<String> = (0..on_disk.max(1)).map(|number| target.document(number)).collect();
    let keeper = fill(target, &documents[0], &content, &keys, &state).await?;

    let mut report = Report::new("join");
    report.figure("document", kilobytes(content.len() as u64), "kB");
    let in_memory = Latencies::new()?;
    let meter = Meter::start(target.pid());
    for _ in 0..joins {
        cold_join(target, &documents[0], &state, &in_memory).await?;
    }
    let metered = meter.stop();
    report.latencies("in_memory", &in_memory);
    report.cpu("join", metered, joins as u64);
    keeper.close().await;

    if on_disk > 0 {
        for document in documents.iter().skip(1) {
            fill(target, document, &content, &keys, &state).await?.close().await;
        }
        if !target.is_yrsa().await {
            target.let_it_store().await?;
        }
        target.stop().await?;
        report.figure("restart", millis(target.start_again().await?), "ms");
        let from_disk = Latencies::new()?;
        let meter = Meter::start(target.pid());
        for document in &documents {
            cold_join(target, document, &state, &from_disk).await?;
        }
        let metered = meter.stop();
        report.latencies("from_disk", &from_disk);
        let per_join = metered.server.map(|cpu| millis(cpu) / super::report::number(on_disk));
        report.figure_if_known("from_disk_server_cpu_per_join", per_join, "ms");
    }
    report.checked(format!("each of {} clients got the whole document", joins + on_disk));
    Ok(report)
}

/// Puts a document on the server and stays connected, so that it remains open.
pub(super) async fn upload(target: &Target, document: &str, content: &Bytes, state: &StateVector) -> Result<Connection, Failure> {
    let (mut connection, _) = target.join(document).await?;
    connection.sender.send(message::update(content)).await?;
    target.wait_for_state(document, state).await?;
    Ok(connection)
}

/// Puts a document on the server, key by key if there are keys.
async fn fill(target: &Target, name: &str, content: &Bytes, keys: &[Bytes], state: &StateVector) -> Result<Connection, Failure> {
    if keys.is_empty() {
        return upload(target, name, content, state).await;
    }
    let (mut connection, _) = target.join(name).await?;
    disk::type_through(&mut connection, keys, target.acknowledgements().await).await?;
    target.wait_for_state(name, state).await?;
    Ok(connection)
}

async fn cold_join(target: &Target, document: &str, state: &StateVector, latencies: &Latencies) -> Result<(), Failure> {
    let began = Instant::now();
    let address = Address { reads: LARGE_READS, ..target.address(document) };
    let mut connection = within(Connection::open(&address)).await?;
    let (complete, _) = within(connection.receive_state(state)).await?;
    latencies.record(complete - began);
    connection.close().await;
    Ok(())
}
