//! Everything that is not a WebSocket: the network edge in front of all doors, health for operators, the studio's files, errors as
//! problem+json, request ids. Doors like `sockets`: they know requests and status codes, and decide nothing about documents.

pub mod api;
mod body;
pub mod client_address;
mod cors;
pub mod denials;
pub mod edge;
pub mod health;
pub mod listener;
pub mod origin;
mod paths;
mod places;
pub mod problem;
mod rates;
pub mod request_id;
pub(crate) mod stream;
pub mod studio;
pub mod tls;
pub mod visits;
pub mod y_sweet;
