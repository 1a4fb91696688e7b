//! How much memory a decoder may take for a message of some length. Counts the bytes that are allocated at once, by all threads.

use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// What any message may cost, however short.
const CONSTANT: usize = 64 * 1024;

/// Runs `read` over `len` bytes of input. Panics if it holds more than `factor` times as many at once, and 64 KiB.
pub fn bounded<T>(what: &str, len: usize, factor: usize, read: impl FnOnce() -> T) -> T {
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    let result = read();
    let taken = MEMORY.peak_usage().saturating_sub(before);
    assert!(taken <= CONSTANT + factor * len, "{what}: {len} bytes of input take {taken} bytes of memory");
    result
}
