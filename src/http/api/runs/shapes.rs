//! What requests about runs say and what they are answered, as JSON. Made from what `features::runs` knows; the routes are in
//! `runs.rs` and `runs/executor.rs`.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use crate::features::runs::{self, Claimed};

/// Somebody.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RunAuthor, example = json!({ "id": "ada", "name": "Ada" }))]
pub(super) struct Author {
    /// The user's id.
    id: String,
    /// The name, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

/// Where a run is: `queued` until an executor claims it, `lost` when three of them were not heard of again.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = RunStatus, example = "running")]
pub(super) enum Status {
    Queued,
    Running,
    Succeeded,
    Failed,
    Cancelled,
    Lost,
}

/// Where a step is.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = StepStatus, example = "succeeded")]
pub(super) enum StepStatus {
    Running,
    Succeeded,
    Failed,
    Skipped,
}

/// How loud a line is.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = LogLevel, example = "info")]
pub(super) enum Level {
    Debug,
    #[default]
    Info,
    Warn,
    Error,
}

/// One step of a run.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RunStep, example = json!({
    "id": "n1", "node": "n1", "name": "Fetch", "status": "succeeded", "output": { "rows": 3 }, "error": null, "attempt": 1,
    "started_at": 1_700_000_001_000_u64, "finished_at": 1_700_000_002_000_u64,
}))]
pub(super) struct Step {
    /// Chosen by the executor.
    id: String,
    /// The workflow's node that it carries out.
    node: Option<String>,
    name: Option<String>,
    status: StepStatus,
    /// Any JSON; `null` for nothing.
    #[schema(value_type = Value, required)]
    output: Value,
    error: Option<String>,
    /// The run's attempt that reported it last.
    attempt: u32,
    /// In milliseconds since the Unix epoch.
    started_at: u64,
    /// In milliseconds since the Unix epoch.
    finished_at: Option<u64>,
}

/// How far a run has come.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RunProgress, example = json!({ "fraction": 0.5, "message": "half of the rows" }))]
pub(super) struct Progress {
    /// From 0 to 1.
    #[schema(minimum = 0, maximum = 1)]
    fraction: f64,
    message: Option<String>,
}

/// One execution of a workflow. Times are in milliseconds since the Unix epoch.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Run, example = json!({
    "id": "018bcfe5-6800-7000-8000-000000000000", "document": "acme/flow", "status": "running", "label": "nightly",
    "input": { "since": "2023-11-01" }, "output": null, "error": null, "progress": { "fraction": 0.5, "message": null },
    "attempt": 1, "executor": "worker-3", "triggered_by": { "id": "ada", "name": "Ada" }, "created_at": 1_700_000_000_000_u64,
    "started_at": 1_700_000_001_000_u64, "finished_at": null, "version": 42, "steps": [], "cancel_requested": false,
}))]
pub(super) struct Run {
    /// A UUID that grows with time.
    id: String,
    document: String,
    status: Status,
    label: Option<String>,
    /// What it was given: any JSON; `null` for nothing.
    #[schema(value_type = Value, required)]
    input: Value,
    /// What came of it: any JSON; `null` for nothing.
    #[schema(value_type = Value, required)]
    output: Value,
    error: Option<String>,
    progress: Option<Progress>,
    /// The first attempt is 1.
    attempt: u32,
    /// What the executor calls itself that has it, or had it last.
    executor: Option<String>,
    triggered_by: Author,
    created_at: u64,
    /// When the current attempt was claimed.
    started_at: Option<u64>,
    finished_at: Option<u64>,
    /// The version of the document when the run was triggered.
    version: u64,
    /// In the order they were first reported.
    steps: Vec<Step>,
    /// Somebody wants it to end.
    cancel_requested: bool,
}

/// Some runs of a document, the newest first.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Runs, example = json!({ "runs": [], "next_cursor": null }))]
pub(super) struct List {
    pub(super) runs: Vec<Run>,
    /// Where the next page goes on; `null` at the end.
    pub(super) next_cursor: Option<String>,
}

/// A run to be started.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RunTrigger, example = json!({ "input": { "since": "2023-11-01" }, "label": "nightly" }))]
pub(super) struct Trigger {
    /// Any JSON, at most 48 KiB.
    #[serde(default)]
    #[schema(value_type = Option<Value>)]
    pub(super) input: Value,
    #[schema(min_length = 1, max_length = 256)]
    pub(super) label: Option<String>,
}

/// Which runs.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// Only those that are there.
    pub(super) status: Option<Status>,
    /// `next_cursor` of the page before.
    pub(super) cursor: Option<String>,
    /// How many, 1 to 200; 50 if missing. A page of large runs ends earlier.
    #[param(minimum = 1, maximum = 200)]
    pub(super) limit: Option<usize>,
}

/// What an executor wants to work on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RunClaim, example = json!({ "under": "acme/", "executor": "worker-3", "lease_seconds": 60, "wait_seconds": 0 }))]
pub(super) struct Claim {
    /// A prefix with its slash, a document id, or `/` for everything.
    pub(super) under: String,
    /// What the executor calls itself.
    #[schema(min_length = 1, max_length = 256)]
    pub(super) executor: String,
    /// How long the lease lasts until it is renewed.
    #[serde(default = "a_minute")]
    #[schema(minimum = 1, maximum = 3600)]
    pub(super) lease_seconds: u32,
    /// How long to wait for a run if there is none.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 30)]
    pub(super) wait_seconds: u32,
}

fn a_minute() -> u32 {
    60
}

/// The right to report on a run.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RunLease, example = json!({ "token": "1.4v9Qd0…", "expires_at": 1_700_000_061_000_u64 }))]
pub(super) struct Lease {
    /// Goes with each report. It begins with a number that grows with each claim of the run.
    token: String,
    /// When the run is given to others, in milliseconds since the Unix epoch.
    expires_at: u64,
}

/// A run and the right to report on it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ClaimedRun, example = json!({
    "id": "018bcfe5-6800-7000-8000-000000000000", "document": "acme/flow", "status": "running", "label": "nightly",
    "input": { "since": "2023-11-01" }, "output": null, "error": null, "progress": null,
    "attempt": 1, "executor": "worker-3", "triggered_by": { "id": "ada", "name": "Ada" }, "created_at": 1_700_000_000_000_u64,
    "started_at": 1_700_000_001_000_u64, "finished_at": null, "version": 42, "steps": [], "cancel_requested": false,
    "lease": { "token": "1.4v9Qd0…", "expires_at": 1_700_000_061_000_u64 },
}))]
pub(super) struct WithLease {
    #[serde(flatten)]
    run: Run,
    lease: Lease,
}

/// The lease of the executor that reports.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RunRenewal, example = json!({ "lease": "1.4v9Qd0…" }))]
pub(super) struct Renewal {
    /// The lease's token.
    pub(super) lease: String,
}

/// How long the lease goes on.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RunRenewed, example = json!({ "expires_at": 1_700_000_091_000_u64, "cancel_requested": false }))]
pub(super) struct Renewed {
    /// In milliseconds since the Unix epoch.
    pub(super) expires_at: u64,
    /// Somebody wants the run to end: stop, and finish it as `cancelled`.
    pub(super) cancel_requested: bool,
}

/// Where a step is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RunStepReport, example = json!({ "lease": "1.4v9Qd0…", "node": "n1", "name": "Fetch", "status": "running" }))]
pub(super) struct StepReport {
    pub(super) lease: String,
    /// The workflow's node; stays as it was if missing.
    #[schema(min_length = 1, max_length = 256)]
    pub(super) node: Option<String>,
    /// Stays as it was if missing.
    #[schema(min_length = 1, max_length = 256)]
    pub(super) name: Option<String>,
    pub(super) status: StepStatus,
    /// Any JSON, at most 16 KiB.
    #[serde(default)]
    #[schema(value_type = Option<Value>)]
    pub(super) output: Value,
    /// At most 4 KiB.
    #[schema(max_length = 4096)]
    pub(super) error: Option<String>,
}

/// How far the run is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RunProgressReport, example = json!({ "lease": "1.4v9Qd0…", "fraction": 0.5, "message": "half of the rows" }))]
pub(super) struct ProgressReport {
    pub(super) lease: String,
    /// From 0 to 1.
    #[schema(minimum = 0, maximum = 1)]
    pub(super) fraction: f64,
    #[schema(min_length = 1, max_length = 256)]
    pub(super) message: Option<String>,
}

/// How the run ended.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RunFinish, example = json!({ "lease": "1.4v9Qd0…", "status": "succeeded", "output": { "rows": 3 } }))]
pub(super) struct Finish {
    pub(super) lease: String,
    pub(super) status: Ending,
    /// Any JSON, at most 48 KiB.
    #[serde(default)]
    #[schema(value_type = Option<Value>)]
    pub(super) output: Value,
    /// At most 4 KiB.
    #[schema(max_length = 4096)]
    pub(super) error: Option<String>,
}

/// How a run ends.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = RunEnding, example = "succeeded")]
pub(super) enum Ending {
    Succeeded,
    Failed,
    Cancelled,
}

/// What an executor is told after a report.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RunReported, example = json!({ "cancel_requested": false }))]
pub(super) struct Reported {
    /// Somebody wants the run to end: stop, and finish it as `cancelled`.
    pub(super) cancel_requested: bool,
}

/// Lines to be added to a log.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RunLogReport, example = json!({ "lease": "1.4v9Qd0…", "lines": [{ "level": "info", "text": "3 rows" }] }))]
pub(super) struct LogReport {
    pub(super) lease: String,
    /// 1 to 1,000 lines.
    #[schema(min_items = 1, max_items = 1000)]
    pub(super) lines: Vec<NewLine>,
}

/// A line to be added.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewLogLine, example = json!({ "level": "info", "step": "n1", "text": "3 rows" }))]
pub(super) struct NewLine {
    /// When it was printed, in milliseconds since the Unix epoch; now, if missing.
    time: Option<u64>,
    #[serde(default)]
    #[schema(inline = false)]
    level: Level,
    /// The step that printed it.
    #[schema(min_length = 1, max_length = 256)]
    step: Option<String>,
    /// At most 16 KiB.
    #[schema(max_length = 16384)]
    text: String,
}

/// What was added to a log.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RunLogReported, example = json!({ "last": 17, "cancel_requested": false }))]
pub(super) struct LogReported {
    /// The number of the last line.
    pub(super) last: u64,
    /// Somebody wants the run to end: stop, and finish it as `cancelled`.
    pub(super) cancel_requested: bool,
}

/// A line of a log.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LogLine, example = json!({ "n": 17, "time": 1_700_000_001_500_u64, "level": "info", "step": "n1", "text": "3 rows" }))]
pub(super) struct Line {
    /// Its number, from 1.
    n: u64,
    /// When it was printed, in milliseconds since the Unix epoch.
    time: u64,
    level: Level,
    /// The step that printed it.
    step: Option<String>,
    text: String,
}

/// Some lines of a log, in order.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RunLogPage, example = json!({ "lines": [], "next": 17, "first": 1, "ended": false }))]
pub(super) struct LogPage {
    pub(super) lines: Vec<Line>,
    /// What to ask for next with `after`.
    pub(super) next: u64,
    /// The number of the oldest line that is kept. Where it is beyond what was asked for, lines between were let go of.
    pub(super) first: u64,
    /// The run is over and these are the last lines: nothing comes after them.
    pub(super) ended: bool,
}

/// Which lines.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Lines {
    /// Those after this number; from the first one if missing.
    pub(super) after: Option<u64>,
    /// How many a page has, 1 to 1,000; 200 if missing. A stream has all.
    #[param(minimum = 1, maximum = 1000)]
    pub(super) limit: Option<usize>,
    /// As `after`, for streams of clients that can't send the header `Last-Event-ID`.
    pub(super) last_event_id: Option<u64>,
}

impl From<runs::Run> for Run {
    fn from(run: runs::Run) -> Self {
        let by = run.triggered_by;
        Self {
            id: run.id,
            document: run.document,
            status: run.status.into(),
            label: run.label,
            input: run.input,
            output: run.output,
            error: run.error,
            progress: run.progress.map(|runs::Progress { fraction, message }| Progress { fraction, message }),
            attempt: run.attempt,
            executor: run.executor,
            triggered_by: Author { id: by.id.as_ref().to_owned(), name: by.name.map(|name| name.as_ref().to_owned()) },
            created_at: run.created_at,
            started_at: run.started_at,
            finished_at: run.finished_at,
            version: run.version,
            steps: run.steps.into_iter().map(Into::into).collect(),
            cancel_requested: run.cancel_requested,
        }
    }
}

impl From<runs::Step> for Step {
    fn from(step: runs::Step) -> Self {
        Self {
            id: step.id,
            node: step.node,
            name: step.name,
            status: match step.status {
                runs::StepStatus::Running => StepStatus::Running,
                runs::StepStatus::Succeeded => StepStatus::Succeeded,
                runs::StepStatus::Failed => StepStatus::Failed,
                runs::StepStatus::Skipped => StepStatus::Skipped,
            },
            output: step.output,
            error: step.error,
            attempt: step.attempt,
            started_at: step.started_at,
            finished_at: step.finished_at,
        }
    }
}

impl From<Claimed> for WithLease {
    fn from(claimed: Claimed) -> Self {
        let lease = Lease { token: claimed.token.reveal().to_owned(), expires_at: claimed.expires_ms };
        Self { run: claimed.run.into(), lease }
    }
}

impl From<runs::Line> for Line {
    fn from(line: runs::Line) -> Self {
        Self { n: line.n, time: line.time, level: line.level.into(), step: line.step, text: line.text }
    }
}

impl From<NewLine> for runs::NewLine {
    fn from(line: NewLine) -> Self {
        Self { time: line.time, level: line.level.into(), step: line.step, text: line.text }
    }
}

impl From<StepStatus> for runs::StepStatus {
    fn from(status: StepStatus) -> Self {
        match status {
            StepStatus::Running => Self::Running,
            StepStatus::Succeeded => Self::Succeeded,
            StepStatus::Failed => Self::Failed,
            StepStatus::Skipped => Self::Skipped,
        }
    }
}

impl From<Ending> for runs::Ending {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Succeeded => Self::Succeeded,
            Ending::Failed => Self::Failed,
            Ending::Cancelled => Self::Cancelled,
        }
    }
}

/// The same words on both floors.
macro_rules! same {
    ($here:ident = $there:ident: $($word:ident),*) => {
        impl From<runs::$there> for $here {
            fn from(word: runs::$there) -> Self {
                match word { $(runs::$there::$word => Self::$word),* }
            }
        }

        impl From<$here> for runs::$there {
            fn from(word: $here) -> Self {
                match word { $($here::$word => Self::$word),* }
            }
        }
    };
}

same!(Status = Status: Queued, Running, Succeeded, Failed, Cancelled, Lost);
same!(Level = Level: Debug, Info, Warn, Error);
