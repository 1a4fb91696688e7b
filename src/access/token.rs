//! JSON Web Tokens: which claims the server understands, when a token is accepted, and how one is made. Time is an argument.
//! A rejection has a precise reason for the debug log; outsiders get a `Denied`.

use std::collections::BTreeMap;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::key::{KeySet, Signer, algorithm};
use super::{Denied, Grants, Reach, is_color};

/// The longest token, in bytes.
pub const MOST_BYTES: usize = 8 * 1024;
/// The longest `sub` and `name`, in bytes.
pub const MOST_NAME: usize = 256;

/// What is asked of tokens.
#[derive(Debug, Clone)]
pub struct Rules {
    /// How far clocks may differ, in milliseconds.
    pub leeway_ms: u64,
    /// Whether `exp` must be there.
    pub expiry: Expiry,
    /// One of these must be in `aud`; empty for any.
    pub audience: Vec<String>,
    /// One of these must be `iss`; empty for any.
    pub issuer: Vec<String>,
}

/// Whether tokens must expire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expiry {
    /// A token without `exp` is rejected.
    Required,
    /// A token without `exp` holds for ever.
    Optional,
}

/// What a valid token says.
#[derive(Debug, Clone)]
pub struct Verified {
    /// `sub`.
    pub subject: Arc<str>,
    /// `name`.
    pub name: Option<Arc<str>>,
    /// `color`, if it is one.
    pub color: Option<Arc<str>>,
    /// `exp` and the leeway, in milliseconds since the Unix epoch.
    pub expires_ms: Option<u64>,
    /// `iat`, in milliseconds since the Unix epoch.
    pub issued_ms: Option<u64>,
    /// `jti`.
    pub token_id: Option<Arc<str>>,
    /// `yrsa.grants`.
    pub grants: Grants,
    /// `yrsa.admin`.
    pub admin: bool,
    /// What only the server's own tokens can say.
    pub own: Own,
}

/// Claims that count only in tokens that the server itself signed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Own {
    /// The token stands for this login of a built-in account, which is the `sub`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
    /// The token stands for a use of this share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<String>,
    /// Its grants for documents are for those documents only, not for what lies below.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub exact: bool,
}

/// Claims of a token that is to be made.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Claims {
    /// Whom it is for.
    pub sub: String,
    /// The name to be shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The colour to be shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
    /// When it expires, in seconds since the Unix epoch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exp: Option<f64>,
    /// When it was made, in seconds since the Unix epoch.
    pub iat: f64,
    /// Its own name.
    pub jti: String,
    /// Whom it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aud: Option<String>,
    /// Who made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iss: Option<String>,
    /// Rights.
    pub yrsa: Rights,
}

/// The claim `yrsa` of a token that is to be made.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Rights {
    /// Roles by scope.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub grants: BTreeMap<String, String>,
    /// Administrator.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub admin: bool,
    /// See [`Own`].
    #[serde(flatten)]
    pub own: Own,
}

/// Milliseconds as a NumericDate (RFC 7519 section 2), which may have a fraction.
#[must_use]
pub fn numeric_date(ms: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "exact until the year 285,000")]
    let ms = ms as f64;
    ms / 1000.0
}

/// Why a token is rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rejected {
    /// Its time is over.
    Expired,
    /// No key has its `kid`; the issuer may have a new one.
    UnknownKey,
    /// Anything else.
    Because(&'static str),
}

impl Rejected {
    /// As outsiders learn it.
    #[must_use]
    pub fn denied(self) -> Denied {
        match self {
            Self::Expired => Denied::Expired,
            Self::UnknownKey | Self::Because(_) => Denied::Invalid,
        }
    }

    /// For the debug log.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::UnknownKey => "no key has this kid",
            Self::Because(reason) => reason,
        }
    }
}

#[derive(Deserialize)]
struct Head {
    alg: String,
    kid: Option<String>,
    crit: Option<serde::de::IgnoredAny>,
}

/// A claim that occurs twice is an error of serde: who signs and who reads must not see different ones.
#[derive(Deserialize)]
struct Body {
    sub: String,
    name: Option<String>,
    color: Option<String>,
    exp: Option<serde_json::Number>,
    nbf: Option<serde_json::Number>,
    iat: Option<serde_json::Number>,
    jti: Option<String>,
    iss: Option<String>,
    aud: Option<Audience>,
    #[serde(default)]
    yrsa: Private,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

#[derive(Default, Deserialize)]
struct Private {
    #[serde(default, deserialize_with = "each_once")]
    grants: BTreeMap<String, String>,
    #[serde(default)]
    admin: bool,
    #[serde(flatten)]
    own: Own,
}

/// A grant that occurs twice spoils the token: who signs and who reads must not see different ones.
fn each_once<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, String>, D::Error> {
    struct Once;
    impl<'de> Visitor<'de> for Once {
        type Value = BTreeMap<String, String>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("grants, each once")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut grants = BTreeMap::new();
            while let Some((scope, role)) = map.next_entry()? {
                if grants.insert(scope, role).is_some() {
                    return Err(serde::de::Error::custom("a grant occurs twice"));
                }
            }
            Ok(grants)
        }
    }
    deserializer.deserialize_map(Once)
}

/// What a token says, if one of the keys signed it and it holds now.
pub fn verify(keys: &KeySet, rules: &Rules, token: &str, now_ms: u64) -> Result<Verified, Rejected> {
    if token.len() > MOST_BYTES {
        return Err(Rejected::Because("longer than 8 KiB"));
    }
    let (message, signature) = token.rsplit_once('.').ok_or(Rejected::Because("no JWT"))?;
    let (head, body) = message.split_once('.').ok_or(Rejected::Because("no JWT"))?;
    let head: Head = part(head).ok_or(Rejected::Because("unreadable header"))?;
    if head.crit.is_some() {
        return Err(Rejected::Because("the header asks for an extension that is not known"));
    }
    let algorithm = algorithm(&head.alg).map_err(|_| Rejected::Because("the algorithm is not supported"))?;
    let kid = head.kid.as_deref();
    let signed = |key: &&super::Key| {
        jsonwebtoken::crypto::verify(signature, message.as_bytes(), &key.decoding, key.algorithm).unwrap_or(false)
    };
    let Some(key) = keys.candidates(kid, algorithm).find(signed) else {
        let unknown =
            kid.is_some_and(|kid| !keys.knows(kid)) || (kid.is_none() && keys.candidates(None, algorithm).next().is_none());
        return Err(if unknown { Rejected::UnknownKey } else { Rejected::Because("no key fits the signature and algorithm") });
    };
    let body: Body = part(body).ok_or(Rejected::Because("unreadable, missing, doubled or mistyped claims"))?;
    read(body, key.signer, rules, now_ms)
}

fn part<T: serde::de::DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}

fn read(body: Body, signer: Signer, rules: &Rules, now_ms: u64) -> Result<Verified, Rejected> {
    let expires_ms = body.exp.as_ref().map(|exp| milliseconds(exp).saturating_add(rules.leeway_ms));
    match expires_ms {
        Some(expires) if expires <= now_ms => return Err(Rejected::Expired),
        None if rules.expiry == Expiry::Required => return Err(Rejected::Because("exp is missing")),
        _ => {}
    }
    if body.nbf.as_ref().is_some_and(|nbf| milliseconds(nbf) > now_ms.saturating_add(rules.leeway_ms)) {
        return Err(Rejected::Because("nbf lies in the future"));
    }
    if signer == Signer::Issuer {
        if !rules.issuer.is_empty() && !body.iss.as_ref().is_some_and(|iss| rules.issuer.contains(iss)) {
            return Err(Rejected::Because("iss is another one"));
        }
        let ours = |audience: &Audience| match audience {
            Audience::One(one) => rules.audience.contains(one),
            Audience::Many(many) => many.iter().any(|one| rules.audience.contains(one)),
        };
        if !rules.audience.is_empty() && !body.aud.as_ref().is_some_and(ours) {
            return Err(Rejected::Because("aud is another one"));
        }
    }
    if !is_name(&body.sub) {
        return Err(Rejected::Because("sub is empty, too long or has control characters"));
    }
    let name = body.name.filter(|name| !name.is_empty());
    if name.as_ref().is_some_and(|name| !is_name(name)) {
        return Err(Rejected::Because("name is too long or has control characters"));
    }
    let own = if signer == Signer::Own { body.yrsa.own } else { Own::default() };
    let reach = if own.exact { Reach::Exact } else { Reach::WithBelow };
    let grants = Grants::read(&body.yrsa.grants, reach).map_err(|_| Rejected::Because("a grant can't be read"))?;
    Ok(Verified {
        subject: body.sub.into(),
        name: name.map(Into::into),
        color: body.color.filter(|color| is_color(color)).map(Into::into),
        expires_ms,
        issued_ms: body.iat.as_ref().map(milliseconds),
        token_id: body.jti.map(Into::into),
        grants,
        admin: body.yrsa.admin,
        own,
    })
}

/// Whether this can be a user's id or name: 1 to 256 bytes without control characters.
#[must_use]
pub fn is_name(text: &str) -> bool {
    !text.is_empty() && text.len() <= MOST_NAME && !text.chars().any(char::is_control)
}

/// A NumericDate in milliseconds; what lies before 1970 counts as 1970.
fn milliseconds(date: &serde_json::Number) -> u64 {
    if let Some(seconds) = date.as_u64() {
        return seconds.saturating_mul(1000);
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast of floats saturates")]
    let ms = (date.as_f64().unwrap_or(0.0) * 1000.0).round() as u64;
    ms
}
