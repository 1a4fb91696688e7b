//! Work that nobody waits for: on a thread of its own that gets the processor only when nobody else wants it, with a stack for
//! documents. It holds none of our locks while it computes, so that nobody ever waits for so slow a thread.

use std::panic::{AssertUnwindSafe, catch_unwind};

use tokio::sync::oneshot;

/// Only what is used of it costs memory.
const STACK: usize = 64 << 20;

/// Does the work for each, in order; what panics is left out. `None` if there is no thread for it. Ends early, after the one under
/// way, when nobody waits for the answer any more.
pub(super) async fn each<A: Send + 'static, B: Send + 'static>(
    all: Vec<A>,
    mut work: impl FnMut(A) -> B + Send + 'static,
) -> Option<Vec<B>> {
    if all.is_empty() {
        return Some(Vec::new());
    }
    let (done, answer) = oneshot::channel();
    let thread = std::thread::Builder::new().name("yrsa-search".to_owned()).stack_size(STACK);
    let started = thread.spawn(move || {
        step_back();
        let mut results = Vec::with_capacity(all.len());
        for one in all {
            if done.is_closed() {
                return;
            }
            match catch_unwind(AssertUnwindSafe(|| work(one))) {
                Ok(result) => results.push(result),
                Err(_) => tracing::error!("a document made the search panic; it has what it was before"),
            }
        }
        let _ = done.send(results);
    });
    started.ok()?;
    answer.await.ok()
}

/// Gives this thread what nobody else wants, and lets whoever wakes up go first at once (sched(7), SCHED_IDLE). Mere niceness does
/// not: the scheduler lets a nice thread finish its slice, a millisecond or three, each time.
#[cfg(target_os = "linux")]
fn step_back() {
    use thread_priority::{NormalThreadSchedulePolicy, ThreadPriority, ThreadSchedulePolicy};
    let idle = ThreadSchedulePolicy::Normal(NormalThreadSchedulePolicy::Idle);
    let thread = thread_priority::thread_native_id();
    if let Err(error) = thread_priority::set_thread_priority_and_policy(thread, ThreadPriority::Min, idle) {
        tracing::debug!(?error, "the search runs as all else does");
    }
}

#[cfg(not(target_os = "linux"))]
fn step_back() {}
