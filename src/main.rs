//! The `yrsa` program: reads the command line, runs one command, maps the result to an exit code.
//! Nothing else happens here; `cli` is the program.

use std::os::unix::process::CommandExt as _;
use std::process::{Command, ExitCode};

/// Allocates small things faster than the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The allocator's setting for how long it keeps freed memory; it is read once, before `main`.
const PURGE_DELAY: &str = "MIMALLOC_PURGE_DELAY";

fn main() -> ExitCode {
    give_memory_back();
    yrsa::cli::run()
}

/// Starts the program anew, in the same process, with an allocator that gives freed memory back at once. By default it does so
/// only when it is asked for memory again, so a server that everybody has left would keep what its documents took.
fn give_memory_back() {
    if std::env::var_os(PURGE_DELAY).is_none()
        && let Ok(program) = std::env::current_exe()
    {
        // Returns only if it failed, and then the server runs as it is.
        let _ = Command::new(program).args(std::env::args_os().skip(1)).env(PURGE_DELAY, "0").exec();
    }
}
