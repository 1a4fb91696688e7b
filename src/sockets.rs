//! WebSockets: `entrance` lets people in, `upgrade` answers the handshake, `pump` moves messages between a socket and its rooms,
//! `wire` is a socket's side of its rooms, `line` what is on its way out, `budget` slows down who sends too much. One file a door:
//! `sync` (y-websocket), `hocuspocus`, `y_sweet`, `live` (JSON); `echo` is for test suites. Doors decide nothing about documents.

mod allowance;
pub mod budget;
pub mod echo;
mod entrance;
pub mod hocuspocus;
mod line;
pub mod live;
mod pump;
pub mod sync;
mod upgrade;
mod wire;
pub mod y_sweet;
