//! The network edge with real sockets on loopback: raw requests go in, and what comes back is what a client would see.

mod addresses;
mod bodies;
mod browsers;
mod deadlines;
mod listening;
mod redaction;
mod tls;
