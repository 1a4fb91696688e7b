//! What Linux says about processes: CPU time and memory from `/proc`, the machine's load, the size of a folder, the price of a
//! sync of the disk. Absent (`None`) for processes of other machines or systems.

use std::io::Write as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::time::{Duration, Instant};

use super::latency::Latencies;
use super::{Failure, stalls};

/// `/proc` counts CPU time in ticks of 10 ms on every common Linux (proc(5), `sysconf(_SC_CLK_TCK)`).
const TICK: Duration = Duration::from_millis(10);

/// User and system time a process has used.
pub(super) fn cpu(pid: u32) -> Option<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name before the parenthesis may hold anything; user and system time are the 12th and 13th field after it.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks: u32 = fields.get(11)?.parse::<u32>().ok()? + fields.get(12)?.parse::<u32>().ok()?;
    Some(TICK * ticks)
}

/// Resident memory in bytes.
pub(super) fn memory(pid: u32) -> Option<u64> {
    status_bytes(pid, "VmRSS:")
}

/// The most resident memory, in bytes, since the start or the last [`forget_peak`].
pub(super) fn peak_memory(pid: u32) -> Option<u64> {
    status_bytes(pid, "VmHWM:")
}

/// Lets the peak count from now (proc(5), `clear_refs`).
pub(super) fn forget_peak(pid: u32) {
    // Not allowed for other users' processes: the peak then is the one since the start, at least as high.
    let _ = std::fs::write(format!("/proc/{pid}/clear_refs"), "5");
}

fn status_bytes(pid: u32, field: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(field))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? * 1024)
}

/// The machine's load over the last minute.
pub(super) fn load_average() -> Option<f64> {
    std::fs::read_to_string("/proc/loadavg").ok()?.split(' ').next()?.parse().ok()
}

/// CPU time that all processes have used on all cores.
fn machine_cpu() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/stat").ok()?;
    let fields: Vec<u32> = stat.lines().next()?.split_whitespace().skip(1).filter_map(|field| field.parse().ok()).collect();
    // user, nice, system, idle, waiting for disks, then interrupts.
    let [user, nice, system, _idle, _waiting, interrupts, softirqs, ..] = fields[..] else { return None };
    Some(TICK * user.wrapping_add(nice).wrapping_add(system).wrapping_add(interrupts).wrapping_add(softirqs))
}

/// Bytes that a folder occupies on the disk (blocks, not lengths).
pub(super) fn folder_size(folder: &Path) -> std::io::Result<u64> {
    let mut size = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let metadata = entry.metadata()?;
        size += if metadata.is_dir() { folder_size(&entry.path())? } else { metadata.blocks() * 512 };
    }
    Ok(size)
}

/// What one append of 64 bytes and its sync cost in this folder, each so long after the one before: the floor under every durable
/// acknowledgement. The pause matters: a disk that was just used is several times faster.
pub(super) fn time_syncs(folder: &Path, times: u32, pause: Duration) -> Result<Latencies, Failure> {
    let path = folder.join("sync-probe");
    let mut file = std::fs::File::create(&path)?;
    let latencies = Latencies::new()?;
    for _ in 0..times {
        std::thread::sleep(pause);
        let start = Instant::now();
        file.write_all(&[0; 64])?;
        file.sync_data()?;
        latencies.record(start.elapsed());
    }
    std::fs::remove_file(path)?;
    Ok(latencies)
}

/// CPU time of the server and of this program between two moments.
#[derive(Debug, Clone, Copy)]
pub(super) struct Meter {
    pid: Option<u32>,
    began: Instant,
    server: Option<Duration>,
    own: Option<Duration>,
    machine: Option<Duration>,
}

/// What a [`Meter`] saw.
#[derive(Debug, Clone, Copy)]
pub(super) struct Metered {
    /// Wall time.
    pub(super) wall: Duration,
    /// The server's CPU time.
    pub(super) server: Option<Duration>,
    /// This program's CPU time.
    pub(super) own: Option<Duration>,
    /// CPU time of everybody else on this machine.
    pub(super) others: Option<Duration>,
    /// The longest time that this program had to wait for its core.
    pub(super) stalled: Duration,
}

impl Meter {
    /// Begins to measure.
    pub(super) fn start(pid: Option<u32>) -> Self {
        stalls::forget();
        Self { pid, began: Instant::now(), server: pid.and_then(cpu), own: cpu(std::process::id()), machine: machine_cpu() }
    }

    /// Ends measuring.
    pub(super) fn stop(self) -> Metered {
        let since = |before: Option<Duration>, pid: Option<u32>| Some(pid.and_then(cpu)?.saturating_sub(before?));
        let (server, own) = (since(self.server, self.pid), since(self.own, Some(std::process::id())));
        let machine = machine_cpu().zip(self.machine).map(|(now, before)| now.saturating_sub(before));
        let others = server.zip(own).zip(machine).map(|((server, own), all)| all.saturating_sub(server + own));
        Metered { wall: self.began.elapsed(), server, own, others, stalled: stalls::longest() }
    }
}

impl std::ops::Add for Metered {
    type Output = Self;

    /// Both, one after the other.
    fn add(self, next: Self) -> Self {
        let both = |one: Option<Duration>, other: Option<Duration>| Some(one? + other?);
        Self {
            wall: self.wall + next.wall,
            server: both(self.server, next.server),
            own: both(self.own, next.own),
            others: both(self.others, next.others),
            stalled: self.stalled.max(next.stalled),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_has_memory_and_a_peak_at_least_as_high() {
        let pid = std::process::id();
        assert!(cpu(pid).is_some());
        assert!(memory(pid).unwrap() > 0);
        assert!(peak_memory(pid).unwrap() >= memory(pid).unwrap() / 2);
    }

    #[test]
    fn a_folder_is_as_large_as_what_is_in_it() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("inner")).unwrap();
        std::fs::write(folder.path().join("inner/file"), vec![1; 10_000]).unwrap();
        std::fs::File::open(folder.path().join("inner/file")).unwrap().sync_all().unwrap();
        assert!(folder_size(folder.path()).unwrap() >= 10_000);
    }
}
