//! Runs and the companion documents they are shown in, over HTTP without a socket, on a storage in memory and a clock that tests
//! set. Each test tells one promise to people who watch a run or to executors that do the work.

mod companions;
mod damage;
mod executors;
mod leases;
mod logs;
mod rights;
mod shown;
pub(crate) mod world;
