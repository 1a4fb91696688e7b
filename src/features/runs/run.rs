//! What a run is, how it is stored, and what those who work on it say. Data only: what becomes of a run is in `changes`, where it is
//! stored in `keys`.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::event::Author;

/// Where a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Waits for an executor.
    Queued,
    /// An executor has it.
    Running,
    /// Did what it should.
    Succeeded,
    /// Did not.
    Failed,
    /// Somebody no longer wanted it.
    Cancelled,
    /// Three executors in a row were not heard of again.
    Lost,
}

impl Status {
    /// Whether nothing will become of it any more.
    #[must_use]
    pub fn is_over(self) -> bool {
        !matches!(self, Self::Queued | Self::Running)
    }
}

/// How an executor says that a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ending {
    /// It did what it should.
    Succeeded,
    /// It did not.
    Failed,
    /// It was cancelled on the way.
    Cancelled,
}

/// Where a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StepStatus {
    /// Under way.
    Running,
    /// Did what it should.
    Succeeded,
    /// Did not.
    Failed,
    /// Was not needed.
    Skipped,
}

/// One step of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Chosen by the executor, unique in its run.
    pub id: String,
    /// The workflow's node that it carries out.
    pub node: Option<String>,
    /// To be shown.
    pub name: Option<String>,
    /// Where it is.
    pub status: StepStatus,
    /// What came of it; `null` for nothing.
    pub output: Value,
    /// What went wrong.
    pub error: Option<String>,
    /// The run's attempt that reported it last.
    pub attempt: u32,
    /// When it began, in milliseconds since the Unix epoch.
    pub started_at: u64,
    /// When it ended, in milliseconds since the Unix epoch.
    pub finished_at: Option<u64>,
}

/// How far a run has come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// From 0 to 1.
    pub fraction: f64,
    /// What is going on.
    pub message: Option<String>,
}

/// A run, as everybody who reads its document may see it. Times are in milliseconds since the Unix epoch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// A UUID that grows with time.
    pub id: String,
    /// The workflow's document.
    pub document: String,
    /// Where it is.
    pub status: Status,
    /// What it is called.
    pub label: Option<String>,
    /// What it was given; `null` for nothing.
    pub input: Value,
    /// What came of it; `null` for nothing.
    pub output: Value,
    /// What went wrong.
    pub error: Option<String>,
    /// How far it has come, as the executor last said.
    pub progress: Option<Progress>,
    /// The first attempt is 1.
    pub attempt: u32,
    /// What the executor that has it, or had it last, calls itself.
    pub executor: Option<String>,
    /// Who wanted it.
    pub triggered_by: Author,
    /// When that was.
    pub created_at: u64,
    /// When the current attempt was claimed.
    pub started_at: Option<u64>,
    /// When it ended.
    pub finished_at: Option<u64>,
    /// The version of the document when it was triggered.
    pub version: u64,
    /// Its steps, in the order they were first reported.
    pub steps: Vec<Step>,
    /// Somebody wants it to end; the executor is to stop.
    pub cancel_requested: bool,
}

/// An executor's right to report, until it expires.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Lease {
    /// SHA-256 of its token.
    pub(super) hash: String,
    pub(super) expires_ms: u64,
    pub(super) seconds: u32,
}

/// A run as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Record {
    pub(super) run: Run,
    pub(super) lease: Option<Lease>,
    /// The hash of the lease under which it ended: its executor may say so twice.
    pub(super) ended_by: Option<String>,
}

/// What happened, as the event's type and data.
pub(super) type Happened = (&'static str, Value);

/// A run that somebody wants.
#[derive(Debug, Clone, PartialEq)]
pub struct Trigger {
    /// See [`Run`].
    pub input: Value,
    /// See [`Run`].
    pub label: Option<String>,
    /// See [`Run`].
    pub version: u64,
}

/// What an executor wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// What it calls itself.
    pub executor: String,
    /// How long its lease is to be.
    pub lease_seconds: u32,
}

/// What an executor says of a step.
#[derive(Debug, Clone, PartialEq)]
pub struct StepReport {
    /// Stays as it was if missing.
    pub node: Option<String>,
    /// Stays as it was if missing.
    pub name: Option<String>,
    /// See [`Step`].
    pub status: StepStatus,
    /// See [`Step`].
    pub output: Value,
    /// See [`Step`].
    pub error: Option<String>,
}

/// What an executor says at the end.
#[derive(Debug, Clone, PartialEq)]
pub struct Finish {
    /// How it ended.
    pub ending: Ending,
    /// See [`Run`].
    pub output: Value,
    /// See [`Run`].
    pub error: Option<String>,
}
