//! Which pages may connect, and what browsers are told.

use super::listening::{Listening, UPGRADE, ask};

const LISTED: &str = "https://app.example.com";

fn listed_only() -> Listening {
    Listening::start(&[("http.allowed_origins", LISTED), ("allow_open_mode_on_network", "true")])
}

/// Every page at every door under two names of the server: a page of its own or a listed one comes in, another does not.
#[test]
fn a_page_comes_in_if_it_is_the_servers_own_or_listed() {
    let server = listed_only();
    let port = server.address.port();
    let pages = [
        Some(LISTED.to_owned()),
        Some(format!("http://127.0.0.1:{port}")),
        Some(format!("http://yrsa.example.com:{port}")),
        Some(format!("http://127.0.0.1:{}", port ^ 1)),
        Some("http://127.0.0.1".to_owned()),
        Some("https://yrsa.example.com".to_owned()),
        Some("https://app.example.com.evil.com".to_owned()),
        Some("http://localhost:3000".to_owned()),
        Some("null".to_owned()),
        None,
    ];
    for host in [format!("127.0.0.1:{port}"), format!("yrsa.example.com:{port}")] {
        for page in &pages {
            let may = page.as_ref().is_none_or(|page| page == LISTED || *page == format!("http://{host}"));
            let mut lines = vec![format!("Host: {host}")];
            lines.extend(page.as_ref().map(|page| format!("Origin: {page}")));
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            let door = |first: &'static str, more: &[&'static str]| {
                let answer = ask(server.address, &[&[first], &lines[..], more].concat());
                (answer.status, answer)
            };
            let (status, answer) = door("GET /sync/a", &UPGRADE);
            assert_eq!(status, if may { 101 } else { 403 }, "{page:?} at {host}");
            if !may {
                assert_eq!(answer.problem(), "origin not allowed");
            }
            let (_, answer) = door("GET /api/nothing", &[]);
            let readable = page.as_deref() == Some(LISTED);
            assert_eq!(answer.header("access-control-allow-origin"), readable.then_some(LISTED), "{page:?} at {host}");
            let (status, _) = door("POST /api/nothing", &["Content-Length: 0"]);
            assert_eq!(status == 403, !may, "{page:?} at {host}");
        }
    }
}

#[test]
fn a_listed_page_is_told_what_it_may_send_and_read() {
    let server = listed_only();
    let origin = format!("Origin: {LISTED}");
    let ask_first = ["OPTIONS /api/documents", &origin, "Access-Control-Request-Method: PATCH"];
    let answer = ask(server.address, &ask_first);
    assert_eq!((answer.status, answer.header("access-control-allow-origin")), (204, Some(LISTED)));
    assert_eq!(answer.header("access-control-allow-credentials"), Some("true"));
    assert_eq!(answer.header("access-control-max-age"), Some("3600"));
    assert!(answer.header("access-control-allow-methods").unwrap().contains("PATCH"));
    for name in ["authorization", "content-type", "if-match", "idempotency-key", "last-event-id"] {
        assert!(answer.header("access-control-allow-headers").unwrap().contains(name), "{name}");
    }
    let answer = ask(server.address, &["GET /y-sweet/nothing", &origin]);
    for name in ["etag", "x-request-id", "retry-after"] {
        assert!(answer.header("access-control-expose-headers").unwrap().contains(name), "{name}");
    }
    assert_eq!(answer.header("vary"), Some("origin"));
}

#[test]
fn a_foreign_page_is_told_nothing_when_it_asks_first() {
    let server = listed_only();
    let answer = ask(server.address, &["OPTIONS /api/a", "Origin: https://evil.com", "Access-Control-Request-Method: GET"]);
    assert_eq!(answer.status, 204);
    for name in ["allow-origin", "allow-methods", "allow-headers", "allow-credentials"] {
        assert_eq!(answer.header(&format!("access-control-{name}")), None);
    }
}

#[test]
fn on_loopback_a_developers_page_may_connect_and_others_may_not() {
    let server = Listening::start(&[]);
    for (origin, expected) in [
        ("http://localhost:3000", 101),
        ("http://127.0.0.1:5173", 101),
        ("http://[::1]:8000", 101),
        ("https://evil.com", 403),
        ("http://localhost.evil.com", 403),
        ("null", 403),
    ] {
        let answer = ask(server.address, &[&["GET /sync/a", &format!("Origin: {origin}")], &UPGRADE[..]].concat());
        assert_eq!(answer.status, expected, "{origin}");
    }
}

#[test]
fn a_foreign_name_that_points_at_loopback_opens_nothing() {
    let server = Listening::start(&[]);
    let port = server.address.port();
    for path in ["/", "/sync/a", "/api/documents", "/healthz", "/metrics"] {
        let answer = ask(server.address, &[&format!("GET {path}"), &format!("Host: evil.com:{port}")]);
        assert_eq!((answer.status, answer.problem().as_str()), (403, "unknown host"), "{path}");
    }
    for host in [format!("localhost:{port}"), format!("127.0.0.1:{port}"), format!("[::1]:{port}")] {
        assert_eq!(ask(server.address, &["GET /healthz", &format!("Host: {host}")]).status, 200, "{host}");
    }
}

#[test]
fn answers_of_the_rest_doors_are_neither_kept_nor_guessed_at() {
    let server = Listening::start(&[]);
    let answer = ask(server.address, &["GET /api/nothing"]);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    assert!(answer.header("x-request-id").is_some());
    assert_eq!(ask(server.address, &["GET /"]).header("cache-control"), Some("no-cache"));
}
