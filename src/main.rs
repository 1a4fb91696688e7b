//! The `yrsa` program: reads the command line, runs one command, maps the result to an exit code.
//! Nothing else happens here; `cli` is the program.

use std::process::ExitCode;

/// Returns freed memory sooner and allocates small things faster than the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    yrsa::cli::run()
}
