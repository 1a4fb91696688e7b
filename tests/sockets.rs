//! What is promised to whoever speaks to a door over a socket of their own, against a whole server on a clock that tests set. Real
//! clients are in `clients/`, where time can't be set.

mod live;
mod renewal;
mod resuming;
