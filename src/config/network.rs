//! Settings of the network edge, sections `http` and `tls`: which web pages may come, which proxies are believed, the certificate.
//! Read by `server` and `http`; checked here, so that a mistake is told at the start and not to the first client.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

/// Browsers and proxies.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Http {
    /// Origins of web pages that may connect, beside those of this server: `https://app.example.com`, exactly.
    pub allowed_origins: Vec<AllowedOrigin>,
    /// Addresses of proxies whose word about a client's address is believed.
    pub trusted_proxies: Vec<Network>,
    /// The header in which those proxies give it.
    pub forwarded_header: ForwardedHeader,
    /// Where clients reach this server, with a path if a proxy adds one: `https://docs.example.com/sync`. Empty: as the request
    /// that asks did. y-sweet's client tokens name it.
    pub public_url: String,
}

/// Which header a trusted proxy writes. One and not both: a proxy passes on the other one as the client sent it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ForwardedHeader {
    /// `X-Forwarded-For`, the usual one.
    #[default]
    XForwardedFor,
    /// `Forwarded` (RFC 7239).
    Forwarded,
}

/// The certificate. Without one the server speaks plain HTTP.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Tls {
    /// PEM file of the certificate and its chain; empty for none.
    pub certificate: PathBuf,
    /// PEM file of its private key; empty for none.
    pub key: PathBuf,
}

impl Tls {
    /// Whether the server speaks TLS.
    #[must_use]
    pub fn is_on(&self) -> bool {
        !self.certificate.as_os_str().is_empty()
    }

    pub(super) fn validate(&self) -> Result<(), &'static str> {
        if self.certificate.as_os_str().is_empty() != self.key.as_os_str().is_empty() {
            return Err("tls.certificate and tls.key come together");
        }
        Ok(())
    }
}

/// An origin as browsers write it (RFC 6454 section 6.2): scheme, host, and the port unless it is the scheme's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AllowedOrigin(String);

impl AllowedOrigin {
    /// The text that an `Origin` header has for it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for AllowedOrigin {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let refused =
            || format!("{text} is no origin; write scheme and host, like https://app.example.com or http://localhost:3000");
        let lower = text.to_ascii_lowercase();
        let (scheme, authority) = lower.strip_suffix('/').unwrap_or(&lower).split_once("://").ok_or_else(refused)?;
        let wrong = |character: char| !character.is_ascii_graphic() || "/?#@*,\\".contains(character);
        if scheme.is_empty() || authority.is_empty() || scheme.contains(wrong) || authority.contains(wrong) {
            return Err(refused());
        }
        let default_port = match scheme {
            "http" => ":80",
            "https" => ":443",
            _ => "",
        };
        Ok(Self(format!("{scheme}://{}", authority.strip_suffix(default_port).unwrap_or(authority))))
    }
}

impl TryFrom<String> for AllowedOrigin {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<AllowedOrigin> for String {
    fn from(origin: AllowedOrigin) -> Self {
        origin.0
    }
}

/// A range of addresses such as `10.0.0.0/8`, or a single one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Network(IpNet);

impl Network {
    /// The range.
    #[must_use]
    pub fn range(self) -> IpNet {
        self.0
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let single = text.parse().map(|address: std::net::IpAddr| IpNet::from(address.to_canonical()));
        let range = single.or_else(|_| text.parse());
        range.map(Self).map_err(|_| format!("{text} is no address range; write one like 10.0.0.0/8 or 127.0.0.1"))
    }
}

impl TryFrom<String> for Network {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Network> for String {
    fn from(network: Network) -> Self {
        network.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_kept_as_browsers_write_it() {
        for (written, kept) in [
            ("https://app.example.com", "https://app.example.com"),
            ("HTTPS://App.Example.com:443/", "https://app.example.com"),
            ("http://localhost:3000", "http://localhost:3000"),
            ("http://[::1]:80", "http://[::1]"),
            ("tauri://localhost", "tauri://localhost"),
        ] {
            assert_eq!(written.parse::<AllowedOrigin>().unwrap().as_str(), kept);
        }
    }

    #[test]
    fn what_browsers_never_write_is_no_origin() {
        for text in
            ["app.example.com", "https://", "*", "null", "https://*.example.com", "https://a/b", "https://u@a", "://a", "a b://c"]
        {
            assert!(text.parse::<AllowedOrigin>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_proxy_is_an_address_or_a_range() {
        assert_eq!("10.1.2.3".parse::<Network>().unwrap().to_string(), "10.1.2.3/32");
        assert_eq!("fd00::/8".parse::<Network>().unwrap().to_string(), "fd00::/8");
        assert!("proxy.internal".parse::<Network>().is_err());
    }
}
