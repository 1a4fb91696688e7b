//! Tokens never reach the log, whichever way they come and however much is logged.

use super::listening::{Line, Process, UPGRADE, ask, until};

/// Where a token may stand in a request.
fn with_token(path: &str, token: &str) -> Vec<Vec<String>> {
    let lines = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
    vec![
        lines(&[&format!("GET {path}?token={token}")]),
        lines(&[&format!("GET {path}?a=b&share={token}")]),
        lines(&[&format!("GET {path}"), &format!("Authorization: Bearer {token}")]),
        lines(&[&format!("GET {path}"), &format!("Cookie: yrsa={token}")]),
        lines(&[&format!("GET {path}"), &format!("Sec-WebSocket-Protocol: yrsa, token.{token}")]),
        lines(&[&format!("GET {path}"), &format!("Sec-WebSocket-Protocol: token.{token}")]),
    ]
}

#[test]
fn tokens_never_reach_the_log() {
    let mut server = Process::start(&[("log.filter", "trace")]);
    let mut secrets = Vec::new();
    for path in ["/sync/seen-in-the-log", "/api/documents", "/y-sweet/doc/new", "/hocuspocus", "/live/a", "/"] {
        for upgrade in [&[][..], &UPGRADE[..]] {
            for way in 0..6 {
                let secret = format!("s3cret{:03}x", secrets.len());
                let lines = &with_token(path, &secret)[way];
                ask(server.address, &[&lines.iter().map(String::as_str).collect::<Vec<_>>()[..], upgrade].concat());
                secrets.push(secret);
            }
        }
    }
    // Requests that fail before they are requests.
    for broken in ["GET /?token=s3cret-broken HTTP/9\r\n\r\n", "GET / HTTP/1.1\r\nAuthorization s3cret-broken\r\n\r\n"] {
        Line::open(server.address).send(broken);
    }
    assert_eq!(ask(server.address, &["GET /healthz"]).status, 200);
    until("the log is written", || server.log().contains("seen-in-the-log") && server.log().contains("/healthz"));
    server.stop();
    let log = server.log();
    let leaks: Vec<&str> = log.lines().filter(|line| line.contains("s3cret")).collect();
    assert!(leaks.is_empty(), "{leaks:#?}");
    assert!(log.contains("TRACE"), "trace was not logged, so this test sees nothing");
}
