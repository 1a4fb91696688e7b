//! The floors of the server that read bytes from outside: `protocol`, `admission`, `access`, `document`, and of `room` what decides.
//! Everything here is a symbolic link to the server's own file; only this file and `room.rs` are written, in the place of those that
//! also name what needs sockets, threads and HTTP.

#![allow(dead_code, reason = "the doors and features that use the rest are not here")]

pub mod access;
pub mod admission;
pub mod document;
pub mod event;
pub mod protocol;
pub mod room;
