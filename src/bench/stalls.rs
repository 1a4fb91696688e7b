//! Notices when this program does not get its core, because somebody else has it: a thread that wants to wake up every two
//! milliseconds, and how much later it did. What is late then is late by the tool and the machine, not by the server.

use std::sync::Once;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// From one look to the next.
const BEAT: Duration = Duration::from_millis(2);

static WATCH: Once = Once::new();
/// The longest delay since somebody last asked to count anew, in microseconds.
static LONGEST: AtomicU64 = AtomicU64::new(0);

/// Counts anew from here on.
pub(super) fn forget() {
    WATCH.call_once(|| {
        // Without the thread nothing is noticed, and the report says 0.
        let _ = std::thread::Builder::new().name("stalls".to_owned()).spawn(watch);
    });
    LONGEST.store(0, Ordering::Relaxed);
}

/// The longest time that this program had to wait for its core.
pub(super) fn longest() -> Duration {
    Duration::from_micros(LONGEST.load(Ordering::Relaxed))
}

fn watch() {
    loop {
        let began = Instant::now();
        std::thread::sleep(BEAT);
        let late = began.elapsed().saturating_sub(BEAT);
        LONGEST.fetch_max(u64::try_from(late.as_micros()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }
}
