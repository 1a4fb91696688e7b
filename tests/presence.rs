//! Who is where, over HTTP without a socket, on a storage in memory and a clock that tests set. Each test tells one promise to people
//! who look at presence or take part by HTTP.

mod joining;
mod lists;
mod seen;
mod streams;
mod world;
