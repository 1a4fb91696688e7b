//! The `yrsa` program: reads the command line, runs one command, maps the result to an exit code.
//! Nothing else happens here; `cli` is the program.

use std::process::ExitCode;

/// Allocates small things faster than the system's allocator, and gives back what it no longer needs. How is set by
/// `_RJEM_MALLOC_CONF` or, as here, when it is built (`.cargo/config.toml`).
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    yrsa::cli::run()
}
