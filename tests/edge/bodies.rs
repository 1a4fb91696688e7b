//! Bodies of requests: how large, how long.

use axum::Router;
use axum::body::Bytes;
use axum::routing::post;

use yrs::{Any, Doc, Map as _, ReadTxn as _, Transact as _};

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

#[test]
fn an_update_of_many_megabytes_comes_in_and_is_there() {
    let server = Listening::start(&[]);
    let document = Doc::new();
    let file = Any::Buffer(vec![b'a'; 5 << 20].into());
    document.get_or_insert_map("files").insert(&mut document.transact_mut(), "file", file);
    let update = document.transact().encode_state_as_update_v1(&yrs::StateVector::default());
    for path in ["/y-sweet/d/large/update", "/y-sweet/doc/old/large/update"] {
        let mut line = Line::open(server.address);
        line.send(&request(&[&format!("POST {path}"), &format!("Content-Length: {}", update.len())]));
        line.send_bytes(&update);
        let answer = line.answer();
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
    }
    assert!(ask(server.address, &["GET /y-sweet/d/large/as-update"]).body.len() > 5 << 20);
}

#[test]
fn a_question_is_asked_in_64_kib() {
    let server = Listening::start(&[]);
    let mut line = Line::open(server.address);
    line.send(&request(&["POST /y-sweet/doc/new", &format!("Content-Length: {}", (64 << 10) + 1)]));
    line.send(&" ".repeat((64 << 10) + 1));
    let refused = line.answer();
    assert_eq!((refused.status, refused.problem().as_str()), (413, "body too large"));
}

/// Not one byte of these bodies comes, so an answer means that nobody waited for it.
#[test]
fn nothing_is_read_from_who_may_not_write() {
    let server = Listening::start(&[("auth.secret", "an issuer's secret of 32 bytes..")]);
    for path in ["/y-sweet/d/a/update", "/y-sweet/doc/a/update", "/y-sweet/doc/new", "/y-sweet/doc/a/auth"] {
        let mut line = Line::open(server.address);
        let refused = line.ask(&[&format!("POST {path}"), "Content-Length: 1000"]);
        assert_eq!((refused.status, refused.problem().as_str()), (401, "not signed in"), "{path}");
    }
}
