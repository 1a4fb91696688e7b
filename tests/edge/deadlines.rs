//! Clients that take their time are cut off.

use super::listening::{Line, Listening, ask, request};

const SHORT: (&str, &str) = ("limits.handshake", "200ms");

#[test]
fn who_never_finishes_a_request_is_cut_off() {
    let server = Listening::start(&[SHORT]);
    for beginning in ["", "GET / HT", "GET / HTTP/1.1\r\nHost: localhost\r\nX-A: "] {
        let mut line = Line::open(server.address);
        line.send(beginning);
        assert!(line.is_ended(), "{beginning}");
    }
}

#[test]
fn who_asks_for_nothing_more_is_cut_off() {
    let server = Listening::start(&[SHORT]);
    let mut line = Line::open(server.address);
    assert_eq!(line.ask(&["GET /healthz"]).status, 200);
    assert!(line.is_ended());
}

#[test]
fn a_head_that_is_too_large_is_refused() {
    let server = Listening::start(&[]);
    let many: Vec<String> = (0..101).map(|number| format!("X-{number}: a")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!(ask(server.address, &[&["GET /healthz"], &many[..]].concat()).status, 431);
    // Of this one the server reads a part, so its answer may be lost together with the connection.
    let long = format!("X-Long: {}", "a".repeat(1_000_000));
    let mut line = Line::open(server.address);
    line.try_send(&request(&["GET /healthz", &long]));
    assert!(line.status().is_none_or(|status| status == 431));
}
