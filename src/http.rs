//! Everything that is not a WebSocket: health for operators, the studio's files, errors as problem+json, request ids.
//! Doors like `sockets`: they know requests and status codes, and decide nothing about documents.

pub mod api;
pub mod health;
pub mod listener;
pub mod problem;
pub mod request_id;
pub mod studio;
