//! Yrsa: a self-hosted, Yjs-compatible document sync server whose acknowledgement means durable.
//!
//! The modules in reading order; the path of one update leads through `sockets`, `protocol`, `room`, `admission`, `document`
//! and the crate `yrsa-storage`. Embedding: see [`server::Server`] and `examples/embed.rs`.

pub mod config;
pub mod server;

pub mod http;
pub mod sockets;

pub mod app;

pub mod features;

pub mod room;

pub mod document;
pub mod event;

pub mod access;
pub mod admission;
pub mod protocol;

mod spare;
pub mod telemetry;

pub mod bench;
pub mod cli;
