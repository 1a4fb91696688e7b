//! Who sent a request: the TCP peer, or whom a trusted proxy names. In the extensions of every request, put there by `edge`.
//! Never believes a header from somebody whom the configuration does not trust.

use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;

use axum::http::Extensions;
use axum::http::header::{self, HeaderMap};
use ipnet::IpNet;

use crate::config::network::ForwardedHeader;

/// The address of a client, as far as it can be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientAddress(pub IpAddr);

impl ClientAddress {
    /// What limits count by: an IPv4 address, or the /64 network of an IPv6 one, since that is what one subscriber is given.
    #[must_use]
    pub fn counted_as(self) -> IpAddr {
        match self.0.to_canonical() {
            IpAddr::V6(address) => {
                let network = address.to_bits() & !u128::from(u64::MAX);
                IpAddr::V6(Ipv6Addr::from_bits(network))
            }
            address @ IpAddr::V4(_) => address,
        }
    }
}

/// The address that a request came from, as limits count it, if it is known.
#[must_use]
pub fn counted(extensions: &Extensions) -> Option<Arc<str>> {
    Some(extensions.get::<ClientAddress>()?.counted_as().to_string().into())
}

/// The proxies that are believed, and how they speak.
#[derive(Debug, Clone)]
pub struct TrustedProxies {
    ranges: Vec<IpNet>,
    header: ForwardedHeader,
}

impl TrustedProxies {
    /// Proxies in these ranges, who write this header.
    #[must_use]
    pub fn new(ranges: Vec<IpNet>, header: ForwardedHeader) -> Self {
        Self { ranges, header }
    }

    /// Whether this is one of them.
    #[must_use]
    pub fn contain(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.ranges.iter().any(|range| range.contains(&address))
    }

    /// The client of a request that came from this peer: the last in the chain who is no trusted proxy. Who stands before that
    /// one was named by somebody unknown.
    #[must_use]
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> ClientAddress {
        let mut client = peer.to_canonical();
        for named in self.chain(headers).iter().rev() {
            if !self.contain(client) {
                break;
            }
            // A proxy that names nobody (`unknown`, an obfuscated name) hides who was before it; it answers for them itself.
            let Some(address) = named else { break };
            client = *address;
        }
        ClientAddress(client)
    }

    /// Who is named, from the farthest to the nearest.
    fn chain(&self, headers: &HeaderMap) -> Vec<Option<IpAddr>> {
        let name = match self.header {
            ForwardedHeader::XForwardedFor => header::HeaderName::from_static("x-forwarded-for"),
            ForwardedHeader::Forwarded => header::FORWARDED,
        };
        let values = headers.get_all(name).iter().map(|value| value.to_str().unwrap_or_default());
        match self.header {
            ForwardedHeader::XForwardedFor => values.flat_map(|value| value.split(',')).map(node).collect(),
            ForwardedHeader::Forwarded => values.flat_map(forwarded).collect(),
        }
    }
}

/// Who is named in one line of a `Forwarded` header (RFC 7239 section 4).
fn forwarded(line: &str) -> Vec<Option<IpAddr>> {
    // Where quotes do not fit, nobody knows where an element begins: then the line names nobody.
    let named = unquoted(line, ',').map(|elements| elements.into_iter().map(|element| node(&forwarded_for(element)?)).collect());
    named.unwrap_or_else(|| vec![None])
}

/// The `for` of one element; `None` if it has none, or more than one, or is no element.
fn forwarded_for(element: &str) -> Option<String> {
    let mut found = None;
    for pair in unquoted(element, ';')?.into_iter().filter(|pair| !pair.trim().is_empty()) {
        let (name, value) = pair.split_once('=')?;
        if name.trim().eq_ignore_ascii_case("for") && found.replace(plain(value.trim())).is_some() {
            return None;
        }
    }
    found
}

/// The parts between separators that are outside of quoted strings; `None` if a quoted string does not end, or is not the whole
/// value of a pair.
fn unquoted(text: &str, separator: char) -> Option<Vec<&str>> {
    let (mut parts, mut begin) = (Vec::new(), 0);
    let (mut quoted, mut escaped, mut last) = (false, false, ' ');
    for (at, c) in text.char_indices() {
        match c {
            _ if std::mem::take(&mut escaped) => {}
            '\\' if quoted => escaped = true,
            '"' if !quoted && last != '=' => return None,
            '"' => quoted = !quoted,
            _ if quoted => {}
            _ if c == separator => {
                parts.push(&text[begin..at]);
                begin = at + c.len_utf8();
            }
            ',' | ';' | ' ' | '\t' => {}
            _ if last == '"' => return None,
            _ => {}
        }
        if !matches!(c, ' ' | '\t') || quoted {
            last = c;
        }
    }
    parts.push(&text[begin..]);
    (!quoted).then_some(parts)
}

/// A value without its quotes.
fn plain(value: &str) -> String {
    let Some(quoted) = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')) else { return value.to_owned() };
    let mut escaped = false;
    quoted
        .chars()
        .filter(|c| {
            escaped = *c == '\\' && !escaped;
            !escaped
        })
        .collect()
}

/// An address, with or without a port, in brackets or not.
fn node(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = match text.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?.0,
        // One colon is that of a port; an address of IPv6 has more.
        None if text.matches(':').count() == 1 => text.split_once(':')?.0,
        None => text,
    };
    bare.parse().ok().map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn client(header: ForwardedHeader, peer: &str, name: &'static str, values: &[&str]) -> String {
        let ranges = ["10.0.0.0/8", "fd00::/8"].map(|range| range.parse().unwrap()).to_vec();
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(name, HeaderValue::from_str(value).unwrap());
        }
        TrustedProxies::new(ranges, header).client(peer.parse().unwrap(), &headers).0.to_string()
    }

    #[test]
    fn the_client_is_the_last_whom_a_trusted_proxy_names() {
        for (peer, values, expected) in [
            ("10.0.0.1", &["198.51.100.7"][..], "198.51.100.7"),
            ("10.0.0.1", &["1.1.1.1, 198.51.100.7"], "198.51.100.7"),
            ("10.0.0.1", &["1.1.1.1", "198.51.100.7, 10.9.9.9"], "198.51.100.7"),
            ("10.0.0.1", &["198.51.100.7:4711"], "198.51.100.7"),
            ("10.0.0.1", &["2001:db8::7"], "2001:db8::7"),
            ("fd00::1", &["[2001:db8::7]:4711"], "2001:db8::7"),
            ("::ffff:10.0.0.1", &["198.51.100.7"], "198.51.100.7"),
            ("10.0.0.1", &[], "10.0.0.1"),
            ("10.0.0.1", &["10.0.0.2, 10.0.0.3"], "10.0.0.2"),
            ("10.0.0.1", &["198.51.100.7, nonsense"], "10.0.0.1"),
            ("10.0.0.1", &["198.51.100.7, "], "10.0.0.1"),
        ] {
            assert_eq!(client(ForwardedHeader::XForwardedFor, peer, "x-forwarded-for", values), expected, "{peer} {values:?}");
        }
    }

    #[test]
    fn nobody_else_is_believed() {
        let x = ForwardedHeader::XForwardedFor;
        assert_eq!(client(x, "203.0.113.9", "x-forwarded-for", &["198.51.100.7"]), "203.0.113.9");
        assert_eq!(client(x, "10.0.0.1", "forwarded", &["for=198.51.100.7"]), "10.0.0.1");
        assert_eq!(client(ForwardedHeader::Forwarded, "10.0.0.1", "x-forwarded-for", &["198.51.100.7"]), "10.0.0.1");
    }

    #[test]
    fn forwarded_is_read_as_rfc_7239_has_it() {
        for (value, expected) in [
            ("for=198.51.100.7;proto=https;by=10.0.0.1", "198.51.100.7"),
            ("proto=https; For=\"[2001:db8::7]:4711\"", "2001:db8::7"),
            ("for=1.1.1.1, for=198.51.100.7, for=10.1.1.1", "198.51.100.7"),
            ("for=198.51.100.7, for=unknown", "10.0.0.1"),
            ("for=198.51.100.7, proto=https", "10.0.0.1"),
            // Quoted strings hide commas and semicolons, escaped quotes do not end them.
            ("for=198.51.100.7;host=\"a,for=6.6.6.6\"", "198.51.100.7"),
            ("for=198.51.100.7;host=\"a,for=6.6.6.6;x\", for=10.1.1.1", "198.51.100.7"),
            ("host=\"a;for=6.6.6.6\";for=198.51.100.7", "198.51.100.7"),
            (r#"for=198.51.100.7;host="a\",for=6.6.6.6""#, "198.51.100.7"),
            (r#"for=198.51.100.7;host="a\\", for="10\.1.1.1""#, "198.51.100.7"),
            ("for=198.51.100.7 ; host=\"a\" , for=\"10.1.1.1\" ;", "198.51.100.7"),
            // What can't be read names nobody; after a quote that does not fit, neither does anything else.
            ("for=198.51.100.7, for", "10.0.0.1"),
            ("nonsense, for=198.51.100.7", "198.51.100.7"),
            ("for=6.6.6.6;for=198.51.100.7", "10.0.0.1"),
            ("for=\"6.6.6.6, for=198.51.100.7", "10.0.0.1"),
            ("for=\"a, for=198.51.100.7;host=\"x,for=6.6.6.6;y=\"\"", "10.0.0.1"),
            ("for=a\"b, for=198.51.100.7", "10.0.0.1"),
            (r#"for=198.51.100.7;host="a\"#, "10.0.0.1"),
        ] {
            assert_eq!(client(ForwardedHeader::Forwarded, "10.0.0.1", "forwarded", &[value]), expected, "{value}");
        }
    }
}
