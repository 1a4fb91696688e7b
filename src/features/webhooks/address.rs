//! Where a webhook may go: the rules for its URL, and for every address that its name turns out to have. What belongs to a private
//! network, to this machine or to a cloud's metadata is refused unless the operator allows it. Pure; asked by `webhooks`.
//! Sources: the IANA special-purpose address registries (RFC 6890), RFC 6052 (NAT64), RFC 3056 (6to4), RFC 4380 (Teredo).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// Bytes of a URL.
const LONGEST: usize = 2048;

/// Azure's metadata and DNS, the one that lies in a public range.
const AZURE: Ipv4Addr = Ipv4Addr::new(168, 63, 129, 16);

/// Ranges of IPv4 that are not the public internet: first address and bits.
const REFUSED_V4: &[(Ipv4Addr, u32)] = &[
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(224, 0, 0, 0), 3),
];

/// What may be connected to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Policy {
    /// Addresses of private networks and of this machine.
    pub private: Allowance,
    /// Plain HTTP to public addresses.
    pub plain: Allowance,
}

/// Whether something is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Allowance {
    /// It is not.
    #[default]
    Refused,
    /// It is.
    Allowed,
}

impl From<bool> for Allowance {
    fn from(allowed: bool) -> Self {
        if allowed { Self::Allowed } else { Self::Refused }
    }
}

impl Policy {
    /// Reads a URL that somebody wants events sent to; what is wrong with it otherwise. A name is looked up only when something is sent.
    pub fn url(self, text: &str) -> Result<Url, &'static str> {
        if text.len() > LONGEST {
            return Err(TOO_LONG);
        }
        let mut url = Url::parse(text).map_err(|_| "a webhook's URL is absolute, such as https://example.com/hooks")?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err("a webhook's URL has no user and no password; check the signature instead");
        }
        url.set_fragment(None);
        // What is not ASCII is longer as it is sent.
        if url.as_str().len() > LONGEST {
            return Err(TOO_LONG);
        }
        let plain = match url.scheme() {
            "https" => false,
            "http" => true,
            _ => return Err("a webhook's URL begins with https://"),
        };
        let literal = match url.host() {
            Some(Host::Ipv4(address)) => Some(IpAddr::V4(address)),
            Some(Host::Ipv6(address)) => Some(IpAddr::V6(address)),
            Some(Host::Domain(_)) => None,
            None => return Err("a webhook's URL names a host"),
        };
        match literal {
            Some(address) => self.address(address, plain)?,
            None if plain && self == Self::default() => return Err(PLAIN),
            None => {}
        }
        Ok(url)
    }

    /// Whether an address may be connected to, over plain HTTP or TLS.
    pub(super) fn address(self, address: IpAddr, plain: bool) -> Result<(), &'static str> {
        if is_public(address) {
            return if plain && self.plain == Allowance::Refused { Err(PLAIN) } else { Ok(()) };
        }
        if self.private == Allowance::Refused { Err(PRIVATE) } else { Ok(()) }
    }
}

const TOO_LONG: &str = "a webhook's URL has at most 2048 bytes, percent-encoded";
const PLAIN: &str = "a webhook's URL begins with https://; the operator can allow http:// (webhooks.allow_http)";
const PRIVATE: &str = "the address belongs to a private network or to the server itself; the operator can allow that \
                       (webhooks.allow_private)";

/// Whether an address is one of the public internet, also where it is wrapped in another form.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let in_range = |(first, bits): &(Ipv4Addr, u32)| (address.to_bits() ^ first.to_bits()).leading_zeros() >= *bits;
    address != AZURE && !REFUSED_V4.iter().any(in_range)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, c, d, e, f, g, h] = address.segments();
    let embedded = |high: u16, low: u16| is_public_v4(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)));
    match (a, b) {
        // IPv4-mapped.
        (0, 0) if [c, d, e] == [0, 0, 0] && f == 0xffff => embedded(g, h),
        // NAT64 with the well-known prefix.
        (0x64, 0xff9b) if [c, d, e, f] == [0, 0, 0, 0] => embedded(g, h),
        // 6to4.
        (0x2002, _) => embedded(b, c),
        // Protocol assignments with Teredo; documentation.
        (0x2001, 0..0x200 | 0xdb8) | (0x3fff, 0..0x1000) => false,
        // All else that is in use lies in 2000::/3.
        _ => a & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strict(url: &str) -> Result<Url, &'static str> {
        Policy::default().url(url)
    }

    #[test]
    fn every_form_of_a_private_address_is_refused() {
        for host in [
            "127.0.0.1",
            "0x7f.1",
            "0177.0.0.1",
            "2130706433",
            "127.1",
            "0",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "100.100.100.200",
            "168.63.129.16",
            "192.0.0.192",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "１２７.0.0.1",
            "[::1]",
            "[::]",
            "[::ffff:127.0.0.1]",
            "[::ffff:a9fe:a9fe]",
            "[::127.0.0.1]",
            "[fe80::1]",
            "[fc00::1]",
            "[fd00:ec2::254]",
            "[ff02::1]",
            "[fec0::1]",
            "[64:ff9b::10.0.0.1]",
            "[64:ff9b:1::1]",
            "[2002:7f00:1::]",
            "[2002:a9fe:a9fe::1]",
            "[2001:0:1::1]",
            "[2001:db8::1]",
            "[3fff::1]",
            "[100::1]",
            "[5f00::1]",
        ] {
            assert_eq!(strict(&format!("https://{host}/x")), Err(PRIVATE), "{host}");
            assert!(
                Policy { private: Allowance::Allowed, ..Policy::default() }.url(&format!("http://{host}/x")).is_ok(),
                "{host}"
            );
        }
    }

    #[test]
    fn public_addresses_pass_in_every_form() {
        for host in [
            "1.1.1.1",
            "172.32.0.1",
            "100.128.0.1",
            "192.0.1.1",
            "[2606:4700::1111]",
            "[::ffff:1.1.1.1]",
            "[64:ff9b::1.1.1.1]",
            "[2002:101:101::1]",
            "[2001:4860:4860::8888]",
            "example.com",
        ] {
            assert!(strict(&format!("https://{host}/x?a=b")).is_ok(), "{host}");
            assert_eq!(strict(&format!("http://{host}/")), Err(PLAIN), "{host}");
            assert!(Policy { plain: Allowance::Allowed, ..Policy::default() }.url(&format!("http://{host}/")).is_ok(), "{host}");
        }
    }

    #[test]
    fn a_url_is_measured_as_it_is_sent() {
        let url = |count: usize| format!("https://example.com/{}", "ü".repeat(count));
        assert_eq!(strict(&url(900)), Err(TOO_LONG));
        assert!(strict(&url(300)).is_ok());
    }

    #[test]
    fn a_url_has_neither_user_nor_password_nor_another_scheme() {
        for url in [
            "https://ada@example.com/",
            "https://ada:hush@example.com/",
            "https://:hush@example.com/",
            "ftp://example.com/",
            "file:///etc/passwd",
            "/hooks",
            "https://",
            "gopher://example.com",
            "ws://example.com",
        ] {
            assert!(strict(url).is_err(), "{url}");
        }
        assert!(strict(&format!("https://example.com/{}", "x".repeat(LONGEST))).is_err());
        assert_eq!(strict("https://example.com/a#b").unwrap().as_str(), "https://example.com/a");
    }
}
