//! What a run found: figures with units, what was checked, and what makes the figures doubtful. As a table or as JSON.
//! Every workload fills one; nothing is computed here that was not measured.

use std::fmt;
use std::time::Duration;

use serde::Serialize;

use super::latency::Latencies;
use super::process::Metered;

/// Above this share of its cores the tool may measure itself.
const BUSY_PERCENT: f64 = 70.0;

/// CPU time is counted in ticks of 10 ms: shares of less wall time than this mean nothing.
const COUNTABLE: Duration = Duration::from_millis(100);

/// Above this share of a core, other processes disturb the figures.
const DISTURBED_PERCENT: f64 = 20.0;

/// Who waits longer for a core measures that, too.
const STALLED: Duration = Duration::from_millis(10);

/// What a run found.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    workload: &'static str,
    figures: Vec<Figure>,
    /// What was true at the end; a run where it is not fails.
    checked: Vec<String>,
    warnings: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Figure {
    name: String,
    value: f64,
    unit: &'static str,
}

impl Report {
    /// Nothing yet.
    pub(super) fn new(workload: &'static str) -> Self {
        Self { workload, figures: Vec::new(), checked: Vec::new(), warnings: Vec::new() }
    }

    /// Adds a figure.
    pub(super) fn figure(&mut self, name: &str, value: f64, unit: &'static str) {
        self.figures.push(Figure { name: name.to_owned(), value, unit });
    }

    /// Adds a figure that only some servers have.
    pub(super) fn figure_if_known(&mut self, name: &str, value: Option<f64>, unit: &'static str) {
        if let Some(value) = value {
            self.figure(name, value, unit);
        }
    }

    /// Adds a count.
    pub(super) fn count(&mut self, name: &str, count: usize) {
        self.figure(name, number(count), "");
    }

    /// Adds the median, the tail and the maximum.
    pub(super) fn latencies(&mut self, name: &str, latencies: &Latencies) {
        for (suffix, quantile) in [("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1.0)] {
            self.figure(&format!("{name}_{suffix}"), latencies.quantile(quantile), "ms");
        }
    }

    /// Adds the median and the tail: for reports with many rows.
    pub(super) fn median_and_tail(&mut self, name: &str, latencies: &Latencies) {
        for (suffix, quantile) in [("p50", 0.5), ("p99", 0.99)] {
            self.figure(&format!("{name}_{suffix}"), latencies.quantile(quantile), "ms");
        }
    }

    /// Adds the server's CPU time for each of `count` things, and nothing else.
    pub(super) fn server_cpu(&mut self, name: &str, metered: Metered, count: usize) {
        let counted = metered.server.filter(|_| metered.wall >= COUNTABLE);
        self.figure_if_known(name, counted.map(|cpu| cpu.as_secs_f64() * 1e6 / number(count.max(1))), "us");
    }

    /// Adds the server's CPU time for each of `count` things, and warns if this program had little left of its own.
    pub(super) fn cpu(&mut self, per: &str, metered: Metered, count: u64) {
        if metered.wall < COUNTABLE {
            return;
        }
        if let Some(server) = metered.server {
            #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
            let micros = server.as_secs_f64() * 1e6 / count.max(1) as f64;
            self.figure(&format!("server_cpu_per_{per}"), micros, "us");
            self.figure("server_cpu", percent(server, metered.wall), "% of a core");
        }
        let Some(own) = metered.own else { return };
        let own = percent(own, metered.wall);
        self.figure("generator_cpu", own, "% of a core");
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        if own > BUSY_PERCENT * number(cores) {
            self.warnings
                .push(format!("the load generator was busy ({own:.0} % of {cores} core(s)); latencies are partly its own"));
        }
        self.figure("generator_stall_max", millis(metered.stalled), "ms");
        if metered.stalled > STALLED {
            let stalled = metered.stalled.as_millis();
            self.warnings
                .push(format!("the load generator had to wait up to {stalled} ms for its core; so long latencies are its own"));
        }
        let Some(others) = metered.others else { return };
        let others = percent(others, metered.wall);
        self.figure("other_cpu", others, "% of a core");
        if others > DISTURBED_PERCENT {
            self.warnings.push(format!("other processes used {others:.0} % of a core meanwhile"));
        }
    }

    /// Notes what was found true at the end.
    pub(super) fn checked(&mut self, what: String) {
        self.checked.push(what);
    }

    /// Notes how busy the machine was, before and at the end.
    pub(super) fn environment(&mut self, before: Option<f64>, after: Option<f64>) {
        self.figure_if_known("load_average_before", before, "");
        self.figure_if_known("load_average_after", after, "");
    }

    /// One line of JSON.
    pub(super) fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.workload)?;
        for figure in &self.figures {
            let digits = if figure.value.fract() == 0.0 { 0 } else { 3 };
            writeln!(f, "  {:<36} {:>14.digits$} {}", figure.name, figure.value, figure.unit)?;
        }
        for checked in &self.checked {
            writeln!(f, "  checked: {checked}")?;
        }
        for warning in &self.warnings {
            writeln!(f, "  WARNING: {warning}")?;
        }
        Ok(())
    }
}

/// A count as a figure.
#[expect(clippy::cast_precision_loss, reason = "counts and sizes far below 2^52")]
pub(super) fn number(count: usize) -> f64 {
    count as f64
}

/// Bytes in units of 1,000.
#[expect(clippy::cast_precision_loss, reason = "sizes far below 2^52")]
pub(super) fn kilobytes(bytes: u64) -> f64 {
    bytes as f64 / 1e3
}

/// Milliseconds.
pub(super) fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

fn percent(cpu: Duration, wall: Duration) -> f64 {
    cpu.as_secs_f64() * 100.0 / wall.as_secs_f64().max(1e-9)
}
