//! What is counted by address: requests, connections, wrong credentials; and whose word about an address is believed.

use axum::Router;
use axum::extract::Request;
use axum::routing::get;
use yrsa::access::Denied;
use yrsa::http::client_address::ClientAddress;
use yrsa::http::edge::Gatekeeper;
use yrsa::http::problem::Problem;

use super::listening::{Line, Listening, Process, UPGRADE, ask, until};

const SLOW: (&str, &str) = ("limits.requests_per_second_per_address", "1");

/// How many of 30 requests on connections of their own are refused, each with another spoofed address.
fn refused(server: &Listening, header: &str) -> usize {
    let asked = (0..30).map(|number| ask(server.address, &["GET /", &format!("{header}198.51.100.{number}")]));
    asked.filter(|answer| answer.status == 429).count()
}

#[test]
fn above_its_rate_an_address_is_told_when_to_come_again() {
    let server = Listening::start(&[SLOW]);
    let answers: Vec<_> = (0..15).map(|_| ask(server.address, &["GET /"])).collect();
    let (first, last) = (&answers[0], &answers[14]);
    assert_eq!((first.status, last.status), (200, 429));
    assert_eq!((last.problem().as_str(), last.header("retry-after")), ("too many requests", Some("1")));
    assert!(last.header("x-request-id").is_some());
    // The tenfold burst has passed, and perhaps what a slow machine took its time for.
    let passed = answers.iter().filter(|answer| answer.status == 200).count();
    assert!((10..15).contains(&passed), "{passed}");
    let handshake = ask(server.address, &[&["GET /sync/a"], &UPGRADE[..]].concat());
    assert_eq!(handshake.status, 429);
    assert_eq!(ask(server.address, &["GET /healthz"]).status, 200);
    until("the address may come again", || ask(server.address, &["GET /"]).status == 200);
}

#[test]
fn a_header_from_somebody_unknown_makes_nobody_somebody_else() {
    for header in ["X-Forwarded-For: ", "Forwarded: for=", "X-Real-IP: "] {
        let server = Listening::start(&[SLOW]);
        assert!(refused(&server, header) >= 15, "{header}");
    }
}

#[test]
fn a_proxy_that_nobody_named_is_told_of_once() {
    let server = Process::start(&[]);
    let header = "X-Forwarded-For: 198.51.100.1";
    assert!((0..3).all(|_| ask(server.address, &["GET /healthz", header]).status == 200));
    until("the operator is told", || server.log().contains("http.trusted_proxies"));
    assert_eq!(server.log().matches("http.trusted_proxies").count(), 1);
}

#[test]
fn a_trusted_proxy_speaks_for_its_clients_but_not_for_whom_they_name() {
    let trusted = ("http.trusted_proxies", "127.0.0.1");
    let server = Listening::start(&[SLOW, trusted]);
    assert_eq!(refused(&server, "X-Forwarded-For: "), 0);
    // The proxy appends whom it saw; what stands before was sent by that client.
    let spoofed = (0..30).map(|number| format!("X-Forwarded-For: 198.51.100.{number}, 203.0.113.9"));
    assert!(spoofed.filter(|header| ask(server.address, &["GET /", header]).status == 429).count() >= 15);
    let server = Listening::start(&[SLOW, trusted, ("http.forwarded_header", "forwarded")]);
    assert_eq!(refused(&server, "Forwarded: for="), 0);
    assert!(refused(&server, "X-Forwarded-For: ") >= 15);
}

#[test]
fn above_its_connections_an_address_is_refused_until_one_ends() {
    let server = Listening::start(&[("limits.connections_per_address", "2")]);
    let handshake = [&["GET /sync/a"], &UPGRADE[..]].concat();
    let mut socket = Line::open(server.address);
    assert_eq!(socket.ask(&handshake).status, 101);
    let mut idle = Line::open(server.address);
    assert_eq!(idle.ask(&["GET /healthz"]).status, 200);
    let refused = ask(server.address, &handshake);
    assert_eq!((refused.status, refused.problem().as_str()), (429, "too many connections"));
    assert_eq!((refused.header("retry-after"), refused.header("connection")), (Some("5"), Some("close")));
    drop(idle);
    until("an idle connection gives its place back", || ask(server.address, &["GET /healthz"]).status == 200);
    let mut second = Line::open(server.address);
    until("a place for a second socket", || {
        let taken = second.ask(&handshake).status == 101;
        if !taken {
            second = Line::open(server.address);
        }
        taken
    });
    assert_eq!(ask(server.address, &["GET /healthz"]).status, 429);
    drop(socket);
    until("a socket gives its place back", || ask(server.address, &["GET /healthz"]).status == 200);
}

#[test]
fn behind_a_proxy_the_sockets_of_each_client_are_counted() {
    let server = Listening::start(&[("limits.connections_per_address", "2"), ("http.trusted_proxies", "127.0.0.0/8")]);
    let connect = |client: &str| {
        let mut line = Line::open(server.address);
        let forwarded = format!("X-Forwarded-For: {client}");
        let status = line.ask(&[&["GET /sync/a", forwarded.as_str()], &UPGRADE[..]].concat()).status;
        (line, status)
    };
    let held: Vec<_> = (0..2).map(|_| connect("2001:db8::1")).collect();
    assert!(held.iter().all(|(_, status)| *status == 101));
    assert_eq!(connect("2001:db8::2").1, 429, "a neighbour in the same network of IPv6");
    assert_eq!(connect("2001:db8:1::1").1, 101);
    drop(held);
    until("the places are free again", || connect("2001:db8::1").1 == 101);
}

#[test]
fn above_its_failures_no_more_credentials_of_an_address_are_looked_at() {
    let router = Router::new().route("/api/me", get(async || Problem::from(Denied::Invalid))).route("/", get(async || "hello"));
    let server = Listening::before(router, &[("limits.failed_logins_per_minute", "3")]);
    let guess = || ask(server.address, &["GET /api/me", "Authorization: Bearer guess"]);
    assert_eq!((0..3).map(|_| guess().status).collect::<Vec<_>>(), [401, 401, 401]);
    let refused = guess();
    assert_eq!((refused.status, refused.problem().as_str()), (429, "too many failed logins"));
    assert!((1..=20).contains(&refused.header("retry-after").unwrap().parse::<u32>().unwrap()));
    for hidden in ["GET /?token=guess", "GET /?a=b&share=guess", "GET /?t%6Fken=guess", "POST /api/shares/use"] {
        assert_eq!(ask(server.address, &[hidden]).status, 429, "{hidden}");
    }
    for (header, status) in [
        ("Cookie: theme=dark; yrsa_token=guess", 429),
        ("Sec-WebSocket-Protocol: yrsa, token.guess", 429),
        ("Cookie: theme=dark", 200),
        ("Sec-WebSocket-Protocol: yrsa", 200),
    ] {
        assert_eq!(ask(server.address, &["GET /", header]).status, status, "{header}");
    }
    assert_eq!(ask(server.address, &["GET /"]).status, 200, "who sends no credentials guesses none");
    assert_eq!(ask(server.address, &["GET /api/me"]).status, 401);
}

#[test]
fn who_sends_no_credentials_or_old_ones_guesses_none() {
    let router = Router::new()
        .route("/missing", get(async || Problem::from(Denied::Missing)))
        .route("/expired", get(async || Problem::from(Denied::Expired)))
        .route("/revoked", get(async || Problem::from(Denied::Revoked)))
        .route("/right", get(async || "hello"));
    let server = Listening::before(router, &[("limits.failed_logins_per_minute", "1")]);
    let right = || ask(server.address, &["GET /right", "Authorization: Bearer right"]).status;
    for (path, header) in [
        ("/missing", "Cookie: theme=dark"),
        ("/missing", "Sec-WebSocket-Protocol: yrsa"),
        ("/missing", "Authorization: Basic abc"),
        ("/expired", "Authorization: Bearer old"),
    ] {
        for _ in 0..3 {
            assert_eq!(ask(server.address, &[&format!("GET {path}"), header]).status, 401, "{path} {header}");
        }
        assert_eq!(right(), 200, "{path} {header}");
    }
    assert_eq!(ask(server.address, &["GET /revoked?token=withdrawn"]).status, 401);
    assert_eq!(right(), 429);
}

#[test]
fn wrong_credentials_within_a_socket_and_those_in_requests_have_one_count() {
    let guess = async |request: Request| {
        let gatekeeper = Gatekeeper::from_request(&request).unwrap();
        let tried = gatekeeper.may_try();
        gatekeeper.failed();
        if tried.is_ok() { "tried" } else { "refused" }
    };
    let trusted = ("http.trusted_proxies", "127.0.0.1");
    let server = Listening::before(Router::new().route("/", get(guess)), &[("limits.failed_logins_per_minute", "2"), trusted]);
    let try_from = |client: &str| ask(server.address, &["GET /", &format!("X-Forwarded-For: {client}")]).body;
    let tried: Vec<_> = (0..3).map(|_| try_from("192.0.2.1")).collect();
    assert_eq!(tried, ["tried", "tried", "refused"]);
    let refused = ask(server.address, &["GET /?token=right", "X-Forwarded-For: 192.0.2.1"]);
    assert_eq!((refused.status, refused.problem().as_str()), (429, "too many failed logins"));
    assert_eq!(try_from("192.0.2.2"), "tried");
}

#[test]
fn a_handler_knows_the_address_of_its_client() {
    let say = async |axum::Extension(address): axum::Extension<ClientAddress>| address.0.to_string();
    let server = Listening::before(Router::new().route("/", get(say)), &[("http.trusted_proxies", "127.0.0.1")]);
    assert_eq!(ask(server.address, &["GET /"]).body, "127.0.0.1");
    assert_eq!(ask(server.address, &["GET /", "X-Forwarded-For: 2001:db8::1, ::1, 192.0.2.1"]).body, "192.0.2.1");
}

#[test]
fn when_too_many_wait_for_an_answer_others_are_told_to_come_later() {
    let server = Listening::start(&[("limits.handshakes", "2")]);
    let silent: Vec<_> = (0..2).map(|_| Line::open(server.address)).collect();
    let refused = ask(server.address, &["GET /"]);
    assert_eq!((refused.status, refused.problem().as_str()), (503, "too many handshakes"));
    assert_eq!(refused.header("retry-after"), Some("5"));
    drop(silent);
    until("those who waited are gone", || ask(server.address, &["GET /"]).status == 200);
}

#[test]
fn who_was_answered_waits_no_more() {
    let server = Listening::start(&[("limits.handshakes", "1")]);
    let mut lines: Vec<Line> = Vec::new();
    for handshake in [&[][..], &UPGRADE, &[], &UPGRADE] {
        let mut line = Line::open(server.address);
        let status = line.ask(&[&["GET /sync/a"], handshake].concat()).status;
        assert_eq!(status, if handshake.is_empty() { 426 } else { 101 });
        lines.push(line);
    }
}
