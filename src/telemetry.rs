//! Logs and metrics. Logs go to standard error, as text or JSON; nothing in them comes from inside a document or a token.
//! Metric names are listed in `docs/OPERATIONS.md`; document ids never become labels.

pub mod metrics;
pub mod process;
pub mod totals;

use std::io::IsTerminal as _;

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

use crate::config::{ConfigError, Log, LogFormat};

/// Starts logging for the whole process. Does nothing if the process logs already (an embedding program).
pub fn start_logs(log: &Log) -> Result<(), ConfigError> {
    let filter = EnvFilter::try_new(&log.filter).map_err(|error| ConfigError::Invalid(format!("log.filter: {error}")))?;
    // It logs whole messages, and those hold tokens and documents.
    let filter = ["tungstenite=off", "tokio_tungstenite=off"]
        .iter()
        .filter_map(|quiet| quiet.parse().ok())
        .fold(filter, EnvFilter::add_directive);
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false)
        .with_ansi(std::io::stderr().is_terminal());
    let _ = match log.format {
        LogFormat::Text => builder.try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
    Ok(())
}

/// Lets the clock of the metrics measure itself beside what comes first. It spins for 10 ms or more (`quanta`, once a process),
/// and a start that reads a disk has time in between; [`start_metrics`] waits for the rest.
pub fn prepare_metrics() -> std::io::Result<()> {
    let measure = || drop(PrometheusBuilder::new().build_recorder());
    std::thread::Builder::new().name("metrics".to_owned()).spawn(measure).map(drop)
}

/// Starts collecting metrics for the whole process; `None` if an embedding program has its own recorder.
#[must_use]
pub fn start_metrics() -> Option<PrometheusHandle> {
    let recorder = PrometheusBuilder::new().build_recorder();
    let handle = recorder.handle();
    ::metrics::set_global_recorder(recorder).ok()?;
    metrics::describe();
    Some(handle)
}
