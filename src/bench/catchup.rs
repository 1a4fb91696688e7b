//! A client that had the document comes back after others typed: what it lacks should take a moment, and no more bytes than it has.
//! Latency from the TCP connect until all of it is here.

use std::time::{Duration, Instant};

use bytes::Bytes;

use super::connection::{Address, Connection, LARGE_READS, Parts};
use super::latency::Latencies;
use super::process::Meter;
use super::report::{Report, kilobytes, number};
use super::target::{Target, within};
use super::typist::{self, Typist, read_text};
use super::{Failure, Options, disk, join};
use crate::admission::{self, StateVector};

/// CPU time has ticks of 10 ms: so long is measured at least.
const ENOUGH: Duration = Duration::from_millis(1_500);

/// Runs the workload.
pub(super) async fn run(options: &Options, target: &Target) -> Result<Report, Failure> {
    let content = options.content()?;
    let had = admission::state_vector_of(&StateVector::default(), [&content])?;
    let edits = options.size(options.edits, 20_000, 200);
    let most = options.size(options.readers, 100, 3);
    let mut typist = Typist::new(1);
    let missed: Vec<Bytes> = typist::keystrokes(u32::try_from(edits)?).iter().filter_map(|patch| typist.patch(patch)).collect();
    // What Yjs' `encodeStateAsUpdate(doc, stateVector)` answers: the typist began with nothing and refers to nobody.
    let least = typist.document();
    let state = admission::state_vector_of(&had, [&least])?;

    let document = target.document(0);
    let mut writer = join::upload(target, &document, &content, &had).await?;
    disk::type_through(&mut writer, &missed, target.acknowledgements().await).await?;
    let whole = target.wait_for_state(&document, &state).await?;

    let address = Address { known: had.encode(), reads: LARGE_READS, ..target.address(&document) };
    let (latencies, meter, began) = (Latencies::new()?, Meter::start(target.pid()), Instant::now());
    let (mut bytes, mut last) = (0, Vec::new());
    while latencies.count() < 3 || (began.elapsed() < ENOUGH && latencies.count() < most as u64) {
        let began = Instant::now();
        let mut connection = within(Connection::open(&address)).await?;
        let (complete, parts) = within(connection.receive_rest(&had, &state)).await?;
        latencies.record(complete - began);
        bytes += parts.bytes();
        last = parts.updates().to_vec();
        connection.close().await;
    }
    let metered = meter.stop();
    let caught_up = [vec![content.clone()], last].concat();
    if read_text(&Parts::of(caught_up))? != read_text(&whole)? {
        return Err("wrong end state: who caught up reads another text than a fresh client".into());
    }
    writer.close().await;

    let mut report = Report::new("catchup");
    report.figure("document", kilobytes(content.len() as u64), "kB");
    report.count("missed_edits", missed.len());
    report.latencies("caught_up", &latencies);
    report.cpu("catch_up", metered, latencies.count());
    let each = number(bytes) / number(usize::try_from(latencies.count())?);
    report.figure("received", each / 1e3, "kB");
    report.figure("least_possible", kilobytes(least.len() as u64), "kB");
    report.figure("times_least_possible", each / number(least.len()), "");
    report.checked(format!("{} clients caught up; the last one reads what a fresh client reads", latencies.count()));
    Ok(report)
}
