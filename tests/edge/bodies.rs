//! Bodies of requests: how large, how long.

use axum::Router;
use axum::body::Bytes;
use axum::routing::post;

use super::listening::{Line, Listening, ask, request};

fn server(settings: &[(&str, &str)]) -> Listening {
    let length = async |body: Bytes| body.len().to_string();
    Listening::before(Router::new().route("/api/length", post(length)), settings)
}

#[test]
fn a_body_that_is_too_large_is_refused_before_it_is_read() {
    let server = server(&[("limits.request_body", "1KiB")]);
    let refused = ask(server.address, &["POST /api/length", "Content-Length: 1025"]);
    assert_eq!((refused.status, refused.problem().as_str()), (413, "body too large"));
    assert_eq!(refused.header("connection"), Some("close"));
    let mut line = Line::open(server.address);
    line.send(&request(&["POST /api/length", "Content-Length: 1024"]));
    line.send(&"a".repeat(1024));
    assert_eq!(line.answer().body, "1024");
}

#[test]
fn a_body_that_does_not_say_its_length_is_refused_when_it_is_too_long() {
    let server = server(&[("limits.request_body", "1KiB")]);
    let mut line = Line::open(server.address);
    line.send(&request(&["POST /api/length", "Transfer-Encoding: chunked"]));
    line.send(&format!("400\r\n{}\r\n1\r\nb\r\n0\r\n\r\n", "a".repeat(1024)));
    let refused = line.answer();
    assert_eq!((refused.status, refused.problem().as_str()), (413, "body too large"));
}

#[test]
fn a_body_that_does_not_come_is_given_up() {
    let server = server(&[("limits.request_body_time", "100ms")]);
    let mut line = Line::open(server.address);
    line.send(&request(&["POST /api/length", "Content-Length: 1000"]));
    line.send("only this");
    let refused = line.answer();
    assert_eq!((refused.status, refused.problem().as_str()), (408, "body too slow"));
    assert!(line.is_ended());
}
