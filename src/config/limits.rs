//! Settings of section `limits`: bounds on everything that comes from outside. Checked here, so that a mistake is told at
//! the start; what happens beyond each is in `docs/SECURITY.md`.

use std::time::Duration;

use bytesize::ByteSize;
use serde::{Deserialize, Serialize};

/// The largest update that storage takes.
const UPDATE: ByteSize = ByteSize(yrsa_storage::UPDATE_LIMIT as u64);
/// The largest state of a document that storage takes.
const DOCUMENT: ByteSize = ByteSize(yrsa_storage::SNAPSHOT_LIMIT as u64);

/// Bounds on everything that comes from outside. Each has a documented refusal (`docs/PROTOCOL.md`).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// The largest WebSocket message (close 4413).
    pub message: ByteSize,
    /// The largest WebSocket frame (close 4413). Browsers send a message as one frame.
    pub frame: ByteSize,
    /// The largest document, as its encoded state (close 4413).
    pub document: ByteSize,
    /// Connections to documents in all: one for each socket, each document of a Hocuspocus socket, and each request that reads or
    /// writes content while it lasts (HTTP 503; at the Hocuspocus door close 1013).
    pub connections: usize,
    /// Connections to one document (HTTP 503).
    pub connections_per_document: usize,
    /// Connections of one user (HTTP 429).
    pub connections_per_user: usize,
    /// HTTP requests and handshakes of one user a second, with a burst of ten seconds' worth (HTTP 429); not in open mode.
    pub requests_per_second_per_user: u32,
    /// Messages a second and connection, with a burst of ten seconds' worth; above it reading pauses.
    pub messages_per_second: u32,
    /// Bytes a second and connection, with a burst of ten seconds' worth (and at least one message); above it reading pauses.
    pub bytes_per_second: ByteSize,
    /// How long a client may take to send the head of its HTTP request, and for its part of a TLS handshake.
    #[serde(with = "humantime_serde")]
    pub handshake: Duration,
    /// The largest document that is read as JSON, the largest message at the JSON door, and the most that one JSON Patch may move
    /// (close 4413, error `too_large`).
    pub json: ByteSize,
    /// Connections, to all doors, that have not yet had an answer (HTTP 503).
    pub handshakes: usize,
    /// Connections, to all doors, from one address (HTTP 429).
    pub connections_per_address: usize,
    /// HTTP requests and handshakes a second from one address, with a burst of ten seconds' worth (HTTP 429).
    pub requests_per_second_per_address: u32,
    /// Credentials from one address that turned out wrong, a minute; above it no others are looked at (HTTP 429).
    pub failed_logins_per_minute: u32,
    /// The largest body of an HTTP request (HTTP 413).
    pub request_body: ByteSize,
    /// How long the body of an HTTP request may take, beside one second for every 64 KiB of it (HTTP 408).
    #[serde(with = "humantime_serde")]
    pub request_body_time: Duration,
    /// Bytes that wait for a slow reader; above it the queue is dropped and the reader resynchronised.
    pub outbox: ByteSize,
    /// The largest presence state of one client id (close 4422).
    pub presence_state: ByteSize,
    /// Client ids one connection may announce (close 4422).
    pub presence_ids: usize,
    /// Distinct client ids in one document's history (close 4422).
    pub clients_per_document: usize,
    /// Bytes that may wait in one document for a missing part (close 4422).
    pub parked: ByteSize,
    /// Bytes that may wait for the disk, over all documents; above it reading pauses.
    pub backlog: ByteSize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            message: ByteSize::mib(64),
            frame: ByteSize::mib(64),
            document: ByteSize::mib(256),
            connections: 20_000,
            connections_per_document: 5_000,
            connections_per_user: 1_000,
            requests_per_second_per_user: 200,
            messages_per_second: 20_000,
            bytes_per_second: ByteSize::mib(32),
            handshake: Duration::from_secs(10),
            json: ByteSize::mib(16),
            handshakes: 8_192,
            connections_per_address: 10_000,
            requests_per_second_per_address: 2_000,
            failed_logins_per_minute: 60,
            request_body: ByteSize::mib(64),
            request_body_time: Duration::from_secs(30),
            outbox: ByteSize::mib(1),
            presence_state: ByteSize::kib(64),
            presence_ids: 32,
            clients_per_document: 100_000,
            parked: ByteSize::mib(4),
            backlog: ByteSize::mib(64),
        }
    }
}

impl Limits {
    pub(super) fn validate(&self) -> Result<(), &'static str> {
        if self.message < ByteSize::kib(1) || self.message > UPDATE {
            return Err("limits.message lies between 1 KiB and 256 MiB");
        }
        if self.request_body > UPDATE || self.parked > UPDATE {
            return Err("limits.request_body and limits.parked are at most 256 MiB");
        }
        if self.document > DOCUMENT {
            return Err("limits.document is at most 1 GiB");
        }
        if self.outbox < ByteSize::kib(16) {
            return Err("limits.outbox is at least 16 KiB");
        }
        if self.connections == 0 || self.connections_per_document == 0 {
            return Err("limits.connections and limits.connections_per_document are at least 1");
        }
        if self.connections_per_user == 0 || self.requests_per_second_per_user == 0 {
            return Err("limits.connections_per_user and limits.requests_per_second_per_user are at least 1");
        }
        if self.handshakes == 0 || self.connections_per_address == 0 {
            return Err("limits.handshakes and limits.connections_per_address are at least 1");
        }
        if self.requests_per_second_per_address == 0 || self.failed_logins_per_minute == 0 {
            return Err("limits.requests_per_second_per_address and limits.failed_logins_per_minute are at least 1");
        }
        if self.messages_per_second == 0 || self.bytes_per_second.as_u64() == 0 {
            return Err("limits.messages_per_second and limits.bytes_per_second are at least 1");
        }
        Ok(())
    }
}
