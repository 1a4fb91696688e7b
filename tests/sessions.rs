//! Sessions and turns over HTTP, on a storage in memory and a clock that tests set. Each test tells one promise to owners who say how
//! people work together, or to editors who wait for their turn.

mod order;
mod rights;
mod settings;
mod turns;
