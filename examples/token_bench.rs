//! What checking a token costs, by algorithm: the time of `access::token::verify` on one thread, claims and grants included.
//! `cargo run --release -p yrsa-examples --example token_bench`; the figures in docs/PERFORMANCE.md come from here. The keys are those of the tests.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints its figures and ends at the first error")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use yrsa::access::key::algorithm;
use yrsa::access::token::{Claims, Expiry, Rights, Rules, numeric_date, verify};
use yrsa::access::{Key, KeySet, SigningKey};

const NOW_MS: u64 = 1_800_000_000_000;

const SECRET: &[u8] = b"a secret of forty bytes, known to no one";

/// Rounds over all algorithms: what disturbs one disturbs the others.
const ROUNDS: usize = 15;

/// How long one algorithm is measured in a round.
const TURN: Duration = Duration::from_millis(100);

/// A private and a public key.
macro_rules! pair {
    ($name:literal) => {
        (
            include_str!(concat!("../tests/access/keys/", $name, ".private.pem")),
            include_str!(concat!("../tests/access/keys/", $name, ".public.pem")),
        )
    };
}
struct Candidate {
    algorithm: &'static str,
    keys: KeySet,
    token: String,
    micros: Vec<f64>,
}

impl Candidate {
    fn new(name: &'static str) -> Self {
        let algorithm = algorithm(name).unwrap();
        let (private, public) = match name {
            "RS256" | "PS256" => pair!("rsa"),
            "ES256" => pair!("ec"),
            _ => pair!("ed"),
        };
        let (signing, key) = if name.starts_with("HS") {
            (SigningKey::secret(None, algorithm, SECRET).unwrap(), Key::secret(None, algorithm, SECRET).unwrap())
        } else {
            (SigningKey::private(None, algorithm, private).unwrap(), Key::public(None, Some(algorithm), public).unwrap())
        };
        let grants = [("acme/", "editor"), ("acme/board/roadmap", "owner")];
        let claims = Claims {
            sub: "ada".to_owned(),
            name: Some("Ada Lovelace".to_owned()),
            exp: Some(numeric_date(NOW_MS + 3_600_000)),
            iat: numeric_date(NOW_MS),
            jti: "0192f0c1-7a51-7c3f-9a39-2f1c7d0c1f10".to_owned(),
            aud: Some("yrsa".to_owned()),
            iss: Some("https://issuer.example.com".to_owned()),
            yrsa: Rights { grants: grants.map(|(scope, role)| (scope.to_owned(), role.to_owned())).into(), ..Rights::default() },
            ..Claims::default()
        };
        let token = signing.sign(&claims).unwrap();
        Self { algorithm: name, keys: KeySet::new(vec![key]), token, micros: Vec::new() }
    }

    fn measure(&mut self, rules: &Rules) {
        let (began, mut checks) = (Instant::now(), 0_u32);
        while began.elapsed() < TURN {
            let verified = verify(black_box(&self.keys), rules, black_box(&self.token), NOW_MS);
            assert_eq!(&*verified.unwrap().subject, "ada");
            checks += 1;
        }
        self.micros.push(began.elapsed().as_secs_f64() * 1e6 / f64::from(checks));
    }
}

fn main() {
    let rules = Rules {
        leeway_ms: 30_000,
        expiry: Expiry::Required,
        audience: vec!["yrsa".to_owned()],
        issuer: vec!["https://issuer.example.com".to_owned()],
    };
    let mut candidates = ["HS256", "RS256", "PS256", "ES256", "EdDSA"].map(Candidate::new);
    for _ in 0..ROUNDS {
        for candidate in &mut candidates {
            candidate.measure(&rules);
        }
    }
    println!("{:<8} {:>12} {:>12} {:>12}", "", "median, us", "least, us", "bytes");
    for candidate in &mut candidates {
        candidate.micros.sort_by(f64::total_cmp);
        let (median, least) = (candidate.micros[ROUNDS / 2], candidate.micros[0]);
        println!("{:<8} {median:>12.2} {least:>12.2} {:>12}", candidate.algorithm, candidate.token.len());
    }
}
