//! What the system says about this process and the disk under its data: memory, CPU time, descriptors, free space. From `/proc` and
//! `statvfs`; what a system does not say is `None`. Blocks for as long as the system takes to answer.

use std::path::Path;

/// `/proc` counts CPU time in ticks of 10 ms on every common Linux (proc(5), `sysconf(_SC_CLK_TCK)`).
const TICK_SECONDS: f64 = 0.01;

/// This process.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Process {
    /// Resident memory, in bytes.
    pub memory: Option<u64>,
    /// User and system time used, in seconds.
    pub cpu_seconds: Option<f64>,
    /// Threads.
    pub threads: Option<u64>,
    /// Descriptors that are open, and how many there may be.
    pub descriptors: Option<u64>,
    /// How many there may be.
    pub most_descriptors: Option<u64>,
}

impl Process {
    /// This process now.
    #[must_use]
    pub fn look() -> Self {
        let read = |name: &str| std::fs::read_to_string(format!("/proc/self/{name}")).unwrap_or_default();
        let status = read("status");
        Self {
            memory: field(&status, "VmRSS:").map(|kilobytes| kilobytes * 1024),
            cpu_seconds: cpu(&read("stat")),
            threads: field(&status, "Threads:"),
            descriptors: descriptors(),
            most_descriptors: field(&read("limits"), "Max open files"),
        }
    }
}

/// Bytes that this process may still write where a folder is.
#[must_use]
pub fn free_bytes(folder: &Path) -> Option<u64> {
    #[cfg(unix)]
    {
        let disk = rustix::fs::statvfs(folder).ok()?;
        disk.f_bavail.checked_mul(disk.f_frsize)
    }
    #[cfg(not(unix))]
    {
        let _ = folder;
        None
    }
}

/// The number behind a name at the beginning of a line.
fn field(text: &str, name: &str) -> Option<u64> {
    let rest = text.lines().find_map(|line| line.strip_prefix(name))?;
    rest.split_whitespace().next()?.parse().ok()
}

#[expect(clippy::cast_precision_loss, reason = "ticks far below 2^52")]
fn cpu(stat: &str) -> Option<f64> {
    // The name in parentheses may hold anything; user and system time are the 12th and 13th field after it.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let mut ticks = || fields.next()?.parse::<u64>().ok();
    Some((ticks()? + ticks()?) as f64 * TICK_SECONDS)
}

fn descriptors() -> Option<u64> {
    let open = std::fs::read_dir("/proc/self/fd").ok()?.count();
    // Reading the folder takes one, too.
    Some((open as u64).saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_behind_their_names() {
        let status = "Name:\tyrsa\nVmRSS:\t   73216 kB\nThreads:\t9\n";
        assert_eq!((field(status, "VmRSS:"), field(status, "Threads:"), field(status, "VmSwap:")), (Some(73_216), Some(9), None));
        assert_eq!(
            field("Max open files            1024                 1048576              files", "Max open files"),
            Some(1024)
        );
        let stat = "12 (a ) b) S 1 2 3 4 5 6 7 8 9 10 150 50 0 0";
        assert_eq!(cpu(stat), Some(2.0));
    }

    #[test]
    fn a_folder_that_is_not_there_has_no_disk() {
        assert_eq!(free_bytes(Path::new("/there/is/no/such/folder")), None);
    }
}
