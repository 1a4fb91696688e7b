//! Everything that is not a WebSocket: health for operators, the studio's files, errors as problem+json, request ids.

pub mod health;
pub mod listener;
pub mod problem;
pub mod request_id;
pub mod studio;
