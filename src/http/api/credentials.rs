//! Where a request carries its token, share link and name. Used by all routes and by the doors' handshakes; says nothing about
//! whether they are any good. What it returns never shows itself in logs.

use axum::extract::Query;
use axum::http::Uri;
use axum::http::header::{self, HeaderMap};
use serde::Deserialize;

use crate::config::network::AllowedOrigin;
use crate::features::Credentials;
use crate::http::origin::is_own_or_listed;

/// The cookie that may carry a token.
pub const COOKIE: &str = "yrsa_token";

/// The subprotocol that may carry a token: browsers can't set headers on a WebSocket.
pub const SUBPROTOCOL: &str = "token.";

#[derive(Default, Deserialize)]
struct InQuery {
    token: Option<String>,
    share: Option<String>,
    name: Option<String>,
}

/// The credentials of a request. Of several tokens the first counts: `Authorization: Bearer`, the subprotocol `token.<jwt>`,
/// `?token=`, the cookie. The cookie counts only if the page that sent it is of this server or listed, since browsers send it
/// along for every page.
#[must_use]
pub fn credentials(headers: &HeaderMap, uri: &Uri, allowed_origins: &[AllowedOrigin]) -> Credentials {
    let query = Query::<InQuery>::try_from_uri(uri).map(|Query(query)| query).unwrap_or_default();
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).and_then(bearer);
    let token = bearer.or_else(|| subprotocol(headers)).or(query.token).or_else(|| cookie(headers, allowed_origins));
    Credentials { token, share: query.share, name: query.name, ..Credentials::default() }
}

fn bearer(value: &str) -> Option<String> {
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}

fn subprotocol(headers: &HeaderMap) -> Option<String> {
    let offered = headers.get_all(header::SEC_WEBSOCKET_PROTOCOL).iter().filter_map(|value| value.to_str().ok());
    offered.flat_map(|value| value.split(',')).find_map(|name| name.trim().strip_prefix(SUBPROTOCOL)).map(str::to_owned)
}

fn cookie(headers: &HeaderMap, allowed_origins: &[AllowedOrigin]) -> Option<String> {
    if !is_own_or_listed(headers, allowed_origins) {
        return None;
    }
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, value)| value.trim_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn token(headers: &[(&'static str, &str)], uri: &str) -> Option<String> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, HeaderValue::from_str(value).unwrap());
        }
        credentials(&map, &uri.parse().unwrap(), &["https://app.example.com".parse().unwrap()]).token
    }

    #[test]
    fn a_token_is_found_wherever_a_client_can_put_it() {
        assert_eq!(token(&[("authorization", "Bearer a.b.c")], "/"), Some("a.b.c".to_owned()));
        assert_eq!(token(&[("authorization", "bearer a.b.c")], "/?token=other"), Some("a.b.c".to_owned()));
        assert_eq!(token(&[("sec-websocket-protocol", "yrsa, token.a.b.c")], "/"), Some("a.b.c".to_owned()));
        assert_eq!(token(&[], "/?token=a.b%2Ec&x=1"), Some("a.b.c".to_owned()));
        assert_eq!(token(&[("authorization", "Basic abc")], "/"), None);
    }

    #[test]
    fn a_cookie_counts_for_own_and_listed_pages_only() {
        let with = |origin: &str, host: &str| {
            token(&[("cookie", "a=b; yrsa_token=a.b.c"), ("origin", origin), ("host", host)], "/").is_some()
        };
        assert!(with("https://app.example.com", "yrsa.example.com"));
        assert!(with("https://yrsa.example.com", "yrsa.example.com"));
        assert!(with("HTTPS://App.Example.com", "yrsa.example.com"));
        assert!(with("http://localhost:8080", "localhost:8080"));
        assert!(with("https://yrsa.example.com", "yrsa.example.com:443"));
        for (origin, host) in [
            ("https://evil.example.com", "yrsa.example.com"),
            ("https://app.example.com.evil.com", "yrsa.example.com"),
            ("https://app.example.com:8443", "yrsa.example.com"),
            ("http://yrsa.example.com:81", "yrsa.example.com"),
            ("https://x@yrsa.example.com", "yrsa.example.com"),
            ("null", "yrsa.example.com"),
            ("https://", ""),
        ] {
            assert!(!with(origin, host), "{origin} to {host}");
        }
        assert_eq!(token(&[("cookie", "yrsa_token=a.b.c"), ("host", "yrsa.example.com")], "/"), None, "no origin");
    }
}
