//! WebSockets: `upgrade` answers the handshake, `pump` moves frames between one socket and one room, `budget` slows down who
//! sends too much, `sync` is the y-websocket door. Doors know bytes, frames and codes; they decide nothing about documents.

pub mod budget;
pub mod pump;
pub mod sync;
pub mod upgrade;
