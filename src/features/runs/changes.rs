//! What may become of a run. Pure: a record and the time come in, the changed record and what happened come out. Called by `runs`,
//! which writes both as one; knows neither keys nor storage.

use serde::Serialize;
use serde_json::{Value, json};

use super::run::{Claim, Ending, Finish, Happened, Lease, Progress, Record, Run, Status, Step, StepReport, StepStatus, Trigger};
use crate::access::secret;
use crate::event::Author;
use crate::features::Refused;

/// How often a run is given to an executor before it is called lost.
const ATTEMPTS: u32 = 3;
/// The most steps of a run.
const STEPS: usize = 256;
/// The most bytes of all steps of a run together, as JSON.
const STEPS_BYTES: usize = 384 * 1024;
/// The most bytes of a run's input and of its output, as JSON.
const VALUE_BYTES: usize = 48 * 1024;
/// The most bytes of a step's output, as JSON.
const STEP_VALUE_BYTES: usize = 16 * 1024;
/// The most levels of objects and arrays in such a value: records and events are JSON that has to be read again.
const VALUE_DEPTH: usize = 32;
/// The most bytes of an error.
const ERROR_BYTES: usize = 4 * 1024;
/// The most bytes of a name, a label or a message.
const NAME_BYTES: usize = 256;

impl Record {
    /// A new run, waiting.
    pub(super) fn new(id: String, document: &str, by: Author, trigger: Trigger, now: u64) -> Result<(Self, Happened), Refused> {
        check_value(&trigger.input, VALUE_BYTES, "an input has at most 48 KiB of JSON; put more into a document")?;
        check_name(trigger.label.as_deref(), "a label has 1 to 256 bytes without control characters")?;
        let run = Run {
            id,
            document: document.to_owned(),
            status: Status::Queued,
            label: trigger.label,
            input: trigger.input,
            output: Value::Null,
            error: None,
            progress: None,
            attempt: 1,
            executor: None,
            triggered_by: by,
            created_at: now,
            started_at: None,
            finished_at: None,
            version: trigger.version,
            steps: Vec::new(),
            cancel_requested: false,
        };
        let record = Self { run, lease: None, ended_by: None };
        let queued = record.queued();
        Ok((record, queued))
    }

    fn queued(&self) -> Happened {
        ("run.queued", json!({ "run": self.run.id, "label": self.run.label, "attempt": self.run.attempt }))
    }

    fn finished(&self) -> Happened {
        let Run { id, status, output, error, attempt, .. } = &self.run;
        ("run.finished", json!({ "run": id, "status": status, "output": output, "error": error, "attempt": attempt }))
    }

    /// An executor takes it.
    pub(super) fn claim(&mut self, claim: &Claim, hash: String, now: u64) -> Vec<Happened> {
        let run = &mut self.run;
        run.status = Status::Running;
        run.executor = Some(claim.executor.clone());
        run.started_at = Some(now);
        run.progress = None;
        self.lease = Some(Lease { hash, expires_ms: expiry(now, claim.lease_seconds), seconds: claim.lease_seconds });
        let Run { id, executor, attempt, .. } = &self.run;
        vec![("run.started", json!({ "run": id, "executor": executor, "attempt": attempt }))]
    }

    /// Whether this token is that of the lease, and the lease goes on.
    pub(super) fn held(&self, token: &str, now: u64) -> Result<Lease, Refused> {
        let hash = secret::hash(token);
        let lease = self.lease.as_ref().filter(|lease| secret::same(&lease.hash, &hash) && lease.expires_ms > now);
        lease
            .cloned()
            .ok_or(Refused::Conflict("this lease has ended: the run is over, or others may claim it; stop working on it"))
    }

    /// The executor needs more time.
    pub(super) fn renew(&mut self, token: &str, now: u64) -> Result<u64, Refused> {
        let lease = self.held(token, now)?;
        let expires_ms = expiry(now, lease.seconds);
        self.lease = Some(Lease { expires_ms, ..lease });
        Ok(expires_ms)
    }

    /// The executor says where a step is.
    pub(super) fn step(&mut self, token: &str, id: &str, report: StepReport, now: u64) -> Result<Vec<Happened>, Refused> {
        self.held(token, now)?;
        check_name(Some(id), "a step's id has 1 to 256 bytes without control characters")?;
        check_name(report.node.as_deref(), "a node's id has 1 to 256 bytes without control characters")?;
        check_name(report.name.as_deref(), "a step's name has 1 to 256 bytes without control characters")?;
        check_value(&report.output, STEP_VALUE_BYTES, "a step's output has at most 16 KiB of JSON")?;
        check_error(report.error.as_deref())?;
        let (attempt, run) = (self.run.attempt, &mut self.run);
        let before = run.steps.iter().find(|step| step.id == id).cloned();
        let same_go = before.as_ref().filter(|step| step.attempt == attempt && step.finished_at.is_none());
        let step = Step {
            id: id.to_owned(),
            node: report.node.or(before.as_ref().and_then(|step| step.node.clone())),
            name: report.name.or(before.as_ref().and_then(|step| step.name.clone())),
            status: report.status,
            output: report.output,
            error: report.error,
            attempt,
            started_at: same_go.map_or(now, |step| step.started_at),
            finished_at: (report.status != StepStatus::Running).then_some(now),
        };
        // Who says the same again, because the answer was lost, changes nothing.
        if let Some(before) = &before
            && before.attempt == attempt
        {
            let times = (before.started_at, before.finished_at);
            let repeated = Step { started_at: times.0, finished_at: times.1, ..step.clone() };
            if repeated == *before {
                return Ok(Vec::new());
            }
        }
        if before.is_none() && run.steps.len() >= STEPS {
            return Err(Refused::Conflict("a run has at most 256 steps; use the log"));
        }
        match run.steps.iter_mut().find(|step| step.id == id) {
            Some(place) => *place = step,
            None => run.steps.push(step),
        }
        if weight(&run.steps) > STEPS_BYTES {
            return Err(Refused::Conflict("the steps of a run have at most 384 KiB of JSON together; use the log"));
        }
        let step = run.steps.iter().find(|step| step.id == id);
        Ok(vec![("run.step", json!({ "run": run.id, "step": step }))])
    }

    /// The executor says how far it is.
    pub(super) fn advance(&mut self, token: &str, progress: Progress, now: u64) -> Result<Vec<Happened>, Refused> {
        self.held(token, now)?;
        if !(0.0..=1.0).contains(&progress.fraction) {
            return Err(Refused::Invalid("a fraction is a number from 0 to 1"));
        }
        check_name(progress.message.as_deref(), "a message has 1 to 256 bytes without control characters")?;
        if self.run.progress.as_ref() == Some(&progress) {
            return Ok(Vec::new());
        }
        let data = json!({ "run": self.run.id, "fraction": progress.fraction, "message": progress.message });
        self.run.progress = Some(progress);
        Ok(vec![("run.progress", data)])
    }

    /// The executor is done.
    pub(super) fn finish(&mut self, token: &str, finish: Finish, now: u64) -> Result<Vec<Happened>, Refused> {
        let status = match finish.ending {
            Ending::Succeeded => Status::Succeeded,
            Ending::Failed => Status::Failed,
            Ending::Cancelled => Status::Cancelled,
        };
        let hash = secret::hash(token);
        if self.run.status == status && self.ended_by.as_deref().is_some_and(|ended| secret::same(ended, &hash)) {
            return Ok(Vec::new());
        }
        self.held(token, now)?;
        check_value(&finish.output, VALUE_BYTES, "an output has at most 48 KiB of JSON; put more into a document")?;
        check_error(finish.error.as_deref())?;
        self.ended_by = Some(hash);
        (self.run.output, self.run.error) = (finish.output, finish.error);
        Ok(vec![self.end(status, now)])
    }

    /// Somebody no longer wants it: one that waits ends at once, one under way when its executor hears of it.
    pub(super) fn cancel(&mut self, now: u64) -> Result<Vec<Happened>, Refused> {
        if self.run.status == Status::Cancelled || (self.run.cancel_requested && !self.run.status.is_over()) {
            return Ok(Vec::new());
        }
        if self.run.status.is_over() {
            return Err(Refused::Conflict("the run is over already"));
        }
        self.run.cancel_requested = true;
        let mut happened = vec![("run.cancel_requested", json!({ "run": self.run.id }))];
        if self.run.status == Status::Queued {
            happened.push(self.end(Status::Cancelled, now));
        }
        Ok(happened)
    }

    /// The executor was not heard of in time: others may try, but not for ever.
    pub(super) fn expire(&mut self, now: u64) -> Vec<Happened> {
        if self.lease.as_ref().is_none_or(|lease| lease.expires_ms > now) {
            return Vec::new();
        }
        self.lease = None;
        let Run { id, executor, attempt, .. } = &self.run;
        let mut happened = vec![("run.lease_lost", json!({ "run": id, "executor": executor, "attempt": attempt }))];
        if self.run.cancel_requested {
            happened.push(self.end(Status::Cancelled, now));
        } else if self.run.attempt >= ATTEMPTS {
            self.run.error = Some(format!("{ATTEMPTS} executors in a row were not heard of again"));
            happened.push(self.end(Status::Lost, now));
        } else {
            self.run.attempt += 1;
            self.run.status = Status::Queued;
            (self.run.executor, self.run.started_at, self.run.progress) = (None, None, None);
            self.close_steps(StepStatus::Failed, "the lease ended while this was under way", now);
            happened.push(self.queued());
        }
        happened
    }

    fn end(&mut self, status: Status, now: u64) -> Happened {
        (self.run.status, self.run.finished_at, self.lease) = (status, Some(now), None);
        let left = if status == Status::Succeeded { StepStatus::Succeeded } else { StepStatus::Failed };
        self.close_steps(left, "the run ended while this was under way", now);
        self.finished()
    }

    /// Steps that nobody will report any more.
    fn close_steps(&mut self, status: StepStatus, why: &str, now: u64) {
        for step in self.run.steps.iter_mut().filter(|step| step.status == StepStatus::Running) {
            step.status = status;
            step.finished_at = Some(now);
            step.error = (status == StepStatus::Failed).then(|| why.to_owned());
        }
    }
}

fn expiry(now: u64, seconds: u32) -> u64 {
    now.saturating_add(u64::from(seconds) * 1000)
}

/// Bytes as JSON.
pub(super) fn weight(value: &impl Serialize) -> usize {
    serde_json::to_vec(value).map_or(usize::MAX, |json| json.len())
}

fn check_value(value: &Value, limit: usize, why: &'static str) -> Result<(), Refused> {
    // First the depth: it also bounds what counting the bytes takes.
    if is_deeper(value, VALUE_DEPTH) {
        return Err(Refused::Invalid("inputs and outputs nest at most 32 levels; put what is deeper into a document"));
    }
    if weight(value) > limit { Err(Refused::Invalid(why)) } else { Ok(()) }
}

fn is_deeper(value: &Value, levels: usize) -> bool {
    match value {
        Value::Array(values) => levels == 0 || values.iter().any(|value| is_deeper(value, levels - 1)),
        Value::Object(members) => levels == 0 || members.values().any(|value| is_deeper(value, levels - 1)),
        _ => false,
    }
}

pub(super) fn check_name(name: Option<&str>, why: &'static str) -> Result<(), Refused> {
    let fits = |name: &str| (1..=NAME_BYTES).contains(&name.len()) && !name.chars().any(char::is_control);
    if name.is_none_or(fits) { Ok(()) } else { Err(Refused::Invalid(why)) }
}

fn check_error(error: Option<&str>) -> Result<(), Refused> {
    if error.is_some_and(|error| error.len() > ERROR_BYTES) {
        return Err(Refused::Invalid("an error has at most 4 KiB; use the log"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "token";

    fn record() -> Record {
        let by = Author { id: "ada".into(), name: None };
        let trigger = Trigger { input: Value::Null, label: None, version: 7 };
        Record::new("id".to_owned(), "acme/flow", by, trigger, 1000).unwrap().0
    }

    fn claimed() -> Record {
        let mut record = record();
        record.claim(&Claim { executor: "worker".to_owned(), lease_seconds: 10 }, secret::hash(TOKEN), 2000);
        record
    }

    fn report(status: StepStatus) -> StepReport {
        StepReport { node: None, name: None, status, output: Value::Null, error: None }
    }

    #[test]
    fn a_lease_that_ends_gives_the_run_to_others_and_the_third_time_to_nobody() {
        let mut record = claimed();
        record.step(TOKEN, "s", report(StepStatus::Running), 3000).unwrap();
        assert!(record.expire(11_999).is_empty());
        for attempt in 2..=ATTEMPTS {
            let kinds: Vec<_> = record.expire(20_000).into_iter().map(|(kind, _)| kind).collect();
            assert_eq!(kinds, ["run.lease_lost", "run.queued"]);
            assert_eq!((record.run.status, record.run.attempt), (Status::Queued, attempt));
            assert_eq!(record.run.steps[0].status, StepStatus::Failed);
            record.claim(&Claim { executor: "worker".to_owned(), lease_seconds: 1 }, secret::hash(TOKEN), 2000);
        }
        let kinds: Vec<_> = record.expire(20_000).into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, ["run.lease_lost", "run.finished"]);
        assert_eq!(record.run.status, Status::Lost);
        assert!(record.expire(30_000).is_empty());
    }

    #[test]
    fn a_report_counts_with_the_newest_lease_until_it_expires() {
        let mut record = claimed();
        for (token, now) in [("other", 3000), (TOKEN, 12_000)] {
            assert!(matches!(record.step(token, "s", report(StepStatus::Running), now), Err(Refused::Conflict(_))), "{token}");
        }
        assert_eq!(record.renew(TOKEN, 11_000).unwrap(), 21_000);
        assert_eq!(record.step(TOKEN, "s", report(StepStatus::Running), 12_000).unwrap().len(), 1);
        assert!(record.step(TOKEN, "s", report(StepStatus::Running), 12_500).unwrap().is_empty(), "the same again is nothing");
        record.step(TOKEN, "s", report(StepStatus::Succeeded), 13_000).unwrap();
        assert_eq!((record.run.steps[0].started_at, record.run.steps[0].finished_at), (12_000, Some(13_000)));
    }

    #[test]
    fn what_is_cancelled_while_it_waits_ends_at_once_and_else_when_its_executor_says_so() {
        let mut waiting = record();
        assert_eq!(waiting.cancel(1500).unwrap().len(), 2);
        assert_eq!(waiting.run.status, Status::Cancelled);
        assert!(waiting.cancel(1600).unwrap().is_empty());
        let mut running = claimed();
        assert_eq!(running.cancel(3000).unwrap().len(), 1);
        assert_eq!(running.run.status, Status::Running);
        let finish = Finish { ending: Ending::Cancelled, output: Value::Null, error: None };
        running.finish(TOKEN, finish.clone(), 4000).unwrap();
        assert!(running.finish(TOKEN, finish, 5000).unwrap().is_empty(), "said twice");
        let mut silent = claimed();
        silent.cancel(3000).unwrap();
        silent.expire(20_000);
        assert_eq!(silent.run.status, Status::Cancelled, "nobody tries again what nobody wants");
    }

    #[test]
    fn values_nest_thirty_two_levels_and_no_more() {
        let nested = |levels: usize| {
            (0..levels).fold(json!(1), |inner, level| if level % 2 == 0 { json!([inner]) } else { json!({ "a": inner }) })
        };
        for (levels, fits) in [(0, true), (1, true), (32, true), (33, false), (125, false)] {
            let by = Author { id: "ada".into(), name: None };
            let trigger = Trigger { input: nested(levels), label: None, version: 7 };
            assert_eq!(Record::new("id".to_owned(), "acme/flow", by, trigger, 1000).is_ok(), fits, "an input of {levels}");
            let report = StepReport { output: nested(levels), ..report(StepStatus::Succeeded) };
            assert_eq!(claimed().step(TOKEN, "s", report, 3000).is_ok(), fits, "a step's output of {levels}");
            let finish = Finish { ending: Ending::Succeeded, output: nested(levels), error: None };
            assert_eq!(claimed().finish(TOKEN, finish, 3000).is_ok(), fits, "an output of {levels}");
        }
    }

    #[test]
    fn steps_are_bounded_in_number_and_together_in_bytes() {
        let mut record = claimed();
        let output = Value::String("x".repeat(15_000));
        let mut taken = 0;
        let refused = loop {
            let report = StepReport { output: output.clone(), ..report(StepStatus::Succeeded) };
            match record.clone().step(TOKEN, &format!("s{taken}"), report.clone(), 3000) {
                Ok(_) => record.step(TOKEN, &format!("s{taken}"), report, 3000).unwrap(),
                Err(refused) => break refused,
            };
            taken += 1;
        };
        assert!(matches!(refused, Refused::Conflict(_)) && taken < 30, "{taken}");
        let mut record = claimed();
        for n in 0..STEPS {
            record.step(TOKEN, &format!("s{n}"), report(StepStatus::Skipped), 3000).unwrap();
        }
        assert!(record.step(TOKEN, "more", report(StepStatus::Skipped), 3000).is_err());
        assert!(record.step(TOKEN, "s0", report(StepStatus::Failed), 3000).is_ok());
    }
}
