//! What typing leaves on disk: a trace is typed as fast as it is acknowledged, then the data folder is weighed while the server
//! runs, after it was stopped, and after `yrsa compact`.

use std::process::Command;
use std::time::Instant;

use bytes::Bytes;

use super::connection::Connection;
use super::process;
use super::report::{Report, kilobytes, number};
use super::target::{Acknowledgements, Target, within};
use super::typist::{self, Typist, read_text};
use super::{Failure, Options};
use crate::admission::{self, StateVector};

/// Edits under way at once: enough to keep the disk busy, little enough to be a person's backlog after a train ride.
const WINDOW: u64 = 200;

/// Runs the workload.
pub(super) async fn run(options: &Options, target: &mut Target) -> Result<Report, Failure> {
    let data = target.data().ok_or("the data folder is weighed: use --start instead of --url")?;
    let (patches, expected) = match &options.trace {
        Some(path) => {
            let (patches, end) = typist::read_trace(path)?;
            (patches, Some(end))
        }
        None => (typist::keystrokes(if options.check { 1_000 } else { 30_000 }), None),
    };
    let mut typist = Typist::new(0);
    let edits: Vec<Bytes> = patches.iter().filter_map(|patch| typist.patch(patch)).collect();
    if expected.is_some_and(|expected| expected != typist.text()) {
        return Err("the trace does not end in the text it says it ends in".into());
    }
    let whole = typist.document();
    let state = admission::state_vector_of(&StateVector::default(), [&whole])?;
    let logged: usize = edits.iter().map(Bytes::len).sum();

    let document = target.document(0);
    let (mut connection, _) = target.join(&document).await?;
    let began = Instant::now();
    type_through(&mut connection, &edits, target.acknowledgements().await).await?;
    let parts = target.wait_for_state(&document, &state).await?;
    let took = began.elapsed();
    if read_text(&parts)? != typist.text() {
        return Err("wrong end state: a fresh client reads another text than was typed".into());
    }

    let per_edit = |bytes: u64| kilobytes(bytes) * 1e3 / number(edits.len());
    let times = |bytes: u64| kilobytes(bytes) * 1e3 / number(whole.len());
    let mut report = Report::new("disk");
    report.count("edits", edits.len());
    report.figure("typing", number(edits.len()) / took.as_secs_f64(), "edits/s");
    report.figure("sent_per_edit", number(logged) / number(edits.len()), "B");
    report.figure("document_v1", kilobytes(whole.len() as u64), "kB");
    report.figure("on_disk_after_typing", per_edit(process::folder_size(&data)?), "B/edit");
    for purpose in ["journal", "tree", "blobs", "history", "snapshots"] {
        let bytes = target.metric(&format!("yrsa_storage_bytes{{purpose=\"{purpose}\"}}")).await;
        report.figure_if_known(&format!("{purpose}_after_typing"), bytes.map(|bytes| bytes / 1e3), "kB");
    }
    let yrsa = target.is_yrsa().await;
    connection.close().await;
    if !yrsa {
        target.let_it_store().await?;
    }
    target.stop().await?;
    report.figure("on_disk_after_stop", per_edit(process::folder_size(&data)?), "B/edit");
    if yrsa {
        let status = Command::new(std::env::current_exe()?).arg("compact").arg("--data").arg(&data).output()?;
        if !status.status.success() {
            return Err(format!("yrsa compact failed: {}", String::from_utf8_lossy(&status.stderr)).into());
        }
        let compacted = process::folder_size(&data)?;
        report.figure("on_disk_after_compaction", per_edit(compacted), "B/edit");
        report.figure("on_disk_after_compaction_times_v1", times(compacted), "");
    }
    target.start_again().await?;
    for purpose in ["journal", "tree", "blobs", "history", "snapshots"] {
        let bytes = target.metric(&format!("yrsa_storage_bytes{{purpose=\"{purpose}\"}}")).await;
        report.figure_if_known(&format!("{purpose}_at_last"), bytes.map(|bytes| bytes / 1e3), "kB");
    }
    if read_text(&target.wait_for_state(&document, &state).await?)? != typist.text() {
        return Err("wrong end state: after the restart the text is another one".into());
    }
    report.checked("a fresh client reads the typed text, before and after the restart".to_owned());
    Ok(report)
}

/// Types all edits; waits for acknowledgements where there are some.
pub(super) async fn type_through(
    connection: &mut Connection,
    edits: &[Bytes],
    acknowledgements: Acknowledgements,
) -> Result<(), Failure> {
    if acknowledgements == Acknowledgements::Unknown {
        // Nothing is asked for: a server that answers, to somebody who does not read, would stop in the end.
        return connection.sender.send_burst(edits, None).await;
    }
    let mut acknowledged = 0;
    for (number, edit) in (0..).zip(edits) {
        while number >= acknowledged + WINDOW {
            acknowledged = within(connection.receiver.next_acknowledged()).await? + 1;
        }
        connection.sender.send_edit(edit, number).await?;
    }
    while acknowledged < edits.len() as u64 {
        acknowledged = within(connection.receiver.next_acknowledged()).await? + 1;
    }
    Ok(())
}
