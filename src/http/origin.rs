//! Which web pages may talk to this server: its own, those that the configuration lists, and on loopback a developer's.
//! Asked by `edge` for every request and by whoever needs to know; pure. Programs without an `Origin` header pass.

use std::net::IpAddr;

use axum::http::header::{self, HeaderMap, HeaderName};

use crate::config::network::AllowedOrigin;

/// What the server would give to anyone who reaches it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exposure {
    /// Everything, and loopback is all that keeps strangers out: pages of this machine may come, and names other than
    /// loopback's are refused, since a page can point its own name at 127.0.0.1 (DNS rebinding).
    OpenOnLoopback,
    /// Credentials are asked for, or an operator decided otherwise: only its own pages and the listed ones may come.
    Network,
}

/// What a request's `Origin` and `Host` say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// No `Origin`: no page of another site can be behind it, except by a plain link, image or form without effects.
    NoPage,
    /// A page of this server.
    SameOrigin,
    /// A page that is allowed to come from elsewhere; it may read answers.
    Allowed,
    /// A page of somebody else.
    Foreign,
    /// The name by which the server was called is not its own.
    ForeignHost,
}

/// The rule.
#[derive(Debug, Clone)]
pub struct OriginPolicy {
    allowed: Vec<AllowedOrigin>,
    exposure: Exposure,
}

impl OriginPolicy {
    /// Allows the listed origins, and what the exposure allows.
    #[must_use]
    pub fn new(allowed: Vec<AllowedOrigin>, exposure: Exposure) -> Self {
        Self { allowed, exposure }
    }

    /// Judges a request by its headers.
    #[must_use]
    pub fn judge(&self, headers: &HeaderMap) -> Verdict {
        let host = match only(headers, &header::HOST) {
            Field::Absent => None,
            Field::Text(text) => Some(Authority::read(text)),
            Field::Unreadable => return Verdict::ForeignHost,
        };
        if host.as_ref().is_some_and(|host| !self.is_called(host)) {
            return Verdict::ForeignHost;
        }
        match Page::of(headers, host.as_ref(), &self.allowed) {
            Page::None => Verdict::NoPage,
            Page::Own => Verdict::SameOrigin,
            Page::Listed => Verdict::Allowed,
            Page::Other(origin) if self.exposure == Exposure::OpenOnLoopback && is_developers(&origin) => Verdict::Allowed,
            Page::Other(_) => Verdict::Foreign,
        }
    }

    /// Whether a server with this exposure is called by this name.
    fn is_called(&self, host: &Authority) -> bool {
        let is_listed = |allowed: &AllowedOrigin| {
            let (scheme, authority) = allowed.as_str().split_once("://").unwrap_or_default();
            is_same(scheme, &Authority::read(authority), host)
        };
        self.exposure != Exposure::OpenOnLoopback || host.is_loopback() || self.allowed.iter().any(is_listed)
    }
}

/// Whether a request comes from a page of this server or from a listed one, which are those whose cookies count.
#[must_use]
pub fn is_own_or_listed(headers: &HeaderMap, allowed: &[AllowedOrigin]) -> bool {
    let host = match only(headers, &header::HOST) {
        Field::Text(text) => Some(Authority::read(text)),
        Field::Absent | Field::Unreadable => None,
    };
    matches!(Page::of(headers, host.as_ref(), allowed), Page::Own | Page::Listed)
}

/// The page behind a request.
enum Page {
    None,
    Own,
    Listed,
    /// With its origin in small letters; empty if it can't be read.
    Other(String),
}

impl Page {
    fn of(headers: &HeaderMap, host: Option<&Authority>, allowed: &[AllowedOrigin]) -> Self {
        let origin = match only(headers, &header::ORIGIN) {
            Field::Absent => return Self::None,
            Field::Text(text) => text.to_ascii_lowercase(),
            Field::Unreadable => return Self::Other(String::new()),
        };
        let own = origin.split_once("://").zip(host);
        if own.is_some_and(|((scheme, authority), host)| is_same(scheme, &Authority::read(authority), host)) {
            Self::Own
        } else if allowed.iter().any(|allowed| allowed.as_str() == origin) {
            Self::Listed
        } else {
            Self::Other(origin)
        }
    }
}

/// Whether the origin is one of this machine.
fn is_developers(origin: &str) -> bool {
    origin.strip_prefix("http://").is_some_and(|authority| Authority::read(authority).is_loopback())
}

/// Whether a page of this scheme and authority was served under this host. The scheme of the request is not known behind a
/// proxy that ends TLS, so a host without a port has the port of the page's scheme.
fn is_same(scheme: &str, page: &Authority, host: &Authority) -> bool {
    let own_port = match scheme {
        "http" => "80",
        "https" => "443",
        _ => return false,
    };
    let port = |authority: &Authority| authority.port.clone().unwrap_or_else(|| own_port.to_owned());
    !page.host.is_empty() && page.host == host.host && port(page) == port(host)
}

/// Host and port, in small letters.
#[derive(Debug, PartialEq, Eq)]
struct Authority {
    host: String,
    port: Option<String>,
}

impl Authority {
    fn read(text: &str) -> Self {
        let text = text.trim().to_ascii_lowercase();
        match text.rsplit_once(':') {
            // The colons within brackets are those of an IPv6 address.
            Some((host, port)) if !port.contains(']') => Self { host: host.to_owned(), port: Some(port.to_owned()) },
            _ => Self { host: text, port: None },
        }
    }

    fn is_loopback(&self) -> bool {
        let bare = self.host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(&self.host);
        self.host == "localhost" || bare.parse().is_ok_and(|address: IpAddr| address.to_canonical().is_loopback())
    }
}

enum Field<'a> {
    Absent,
    Text(&'a str),
    Unreadable,
}

/// The value of a header that may come once.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Field<'a> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (None, _) => Field::Absent,
        (Some(value), None) => value.to_str().map_or(Field::Unreadable, Field::Text),
        (Some(_), Some(_)) => Field::Unreadable,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn judge(exposure: Exposure, host: &str, origin: Option<&str>) -> Verdict {
        let allowed = ["https://app.example.com", "http://10.1.1.1:3000", "tauri://localhost"];
        let policy = OriginPolicy::new(allowed.map(|origin| origin.parse().unwrap()).to_vec(), exposure);
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_str(host).unwrap());
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, HeaderValue::from_str(origin).unwrap());
        }
        policy.judge(&headers)
    }

    /// Every scheme, host and port against every host and port: only the same host and port is the same origin.
    #[test]
    fn an_origin_is_the_same_if_host_and_port_are() {
        let (hosts, ports) =
            (["yrsa.example.com", "other.example.com", "10.1.1.2", "[2001:db8::1]"], ["", ":80", ":443", ":8080"]);
        let mut same = 0;
        for (scheme, own) in [("http", ":80"), ("https", ":443")] {
            for (page, page_port) in hosts.iter().flat_map(|host| ports.map(|port| (host, port))) {
                for (host, host_port) in hosts.iter().flat_map(|host| ports.map(|port| (host, port))) {
                    let effective = |port: &'static str| if port.is_empty() { own } else { port };
                    let expected = page == host && effective(page_port) == effective(host_port);
                    let origin = format!("{scheme}://{page}{page_port}");
                    let verdict = judge(Exposure::Network, &format!("{host}{host_port}"), Some(&origin));
                    assert_eq!(verdict == Verdict::SameOrigin, expected, "{origin} at {host}{host_port}");
                    assert!(expected || verdict == Verdict::Foreign, "{origin} at {host}{host_port}");
                    same += u32::from(expected);
                }
            }
        }
        assert_eq!(same, 2 * 4 * (4 + 2));
    }

    #[test]
    fn who_is_listed_may_come_and_who_resembles_it_may_not() {
        for (origin, expected) in [
            ("https://app.example.com", Verdict::Allowed),
            ("http://10.1.1.1:3000", Verdict::Allowed),
            ("tauri://localhost", Verdict::Allowed),
            ("http://app.example.com", Verdict::Foreign),
            ("https://app.example.com:8443", Verdict::Foreign),
            ("https://app.example.com.evil.com", Verdict::Foreign),
            ("https://evil-app.example.com", Verdict::Foreign),
            ("https://example.com", Verdict::Foreign),
            ("http://localhost:3000", Verdict::Foreign),
            ("null", Verdict::Foreign),
            ("", Verdict::Foreign),
            ("file://", Verdict::Foreign),
        ] {
            assert_eq!(judge(Exposure::Network, "yrsa.example.com", Some(origin)), expected, "{origin}");
        }
        assert_eq!(judge(Exposure::Network, "yrsa.example.com", None), Verdict::NoPage);
    }

    #[test]
    fn on_loopback_pages_of_this_machine_may_come() {
        for host in ["localhost:8080", "127.0.0.1:8080", "[::1]:8080", "localhost"] {
            for origin in ["http://localhost:3000", "http://127.0.0.1:5173", "http://[::1]:1", "http://localhost"] {
                let verdict = judge(Exposure::OpenOnLoopback, host, Some(origin));
                assert!(matches!(verdict, Verdict::Allowed | Verdict::SameOrigin), "{origin} at {host}: {verdict:?}");
            }
            for origin in
                ["http://evil.com", "null", "http://localhost.evil.com", "http://127.0.0.1.evil.com", "http://192.168.0.1"]
            {
                assert_eq!(judge(Exposure::OpenOnLoopback, host, Some(origin)), Verdict::Foreign, "{origin} at {host}");
            }
        }
    }

    #[test]
    fn on_loopback_the_server_is_called_by_its_own_name() {
        for host in ["evil.com:8080", "evil.com", "192.168.0.1:8080", "0.0.0.0:8080", "localhost.evil.com", "", "[::1"] {
            for origin in [None, Some("http://evil.com:8080"), Some("http://localhost:8080")] {
                assert_eq!(judge(Exposure::OpenOnLoopback, host, origin), Verdict::ForeignHost, "{host}");
                assert_ne!(judge(Exposure::Network, host, origin), Verdict::ForeignHost, "{host}");
            }
        }
        let behind_a_proxy = judge(Exposure::OpenOnLoopback, "app.example.com", Some("https://app.example.com"));
        assert_eq!(behind_a_proxy, Verdict::SameOrigin);
    }

    #[test]
    fn a_second_header_makes_neither_believable() {
        let policy = OriginPolicy::new(Vec::new(), Exposure::OpenOnLoopback);
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static("localhost"));
        headers.insert(header::ORIGIN, HeaderValue::from_static("http://localhost"));
        headers.append(header::ORIGIN, HeaderValue::from_static("http://evil.com"));
        assert_eq!(policy.judge(&headers), Verdict::Foreign);
        headers.append(header::HOST, HeaderValue::from_static("evil.com"));
        assert_eq!(policy.judge(&headers), Verdict::ForeignHost);
    }
}
