//! The one validated configuration: flags over `YRSA_*` environment over `yrsa.toml` over defaults.
//! Everything else gets its settings from here; nothing else reads the environment. `yrsa config` prints it.

pub mod audit;
pub mod auth;
pub mod events;
pub mod network;
pub mod presence;
pub mod webhooks;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use bytesize::ByteSize;
use serde::{Deserialize, Serialize};
use toml::{Table, Value};

use audit::Audit;
use auth::Auth;
use events::Events;
use network::{Http, Tls};
use presence::Presence;
use webhooks::Webhooks;

/// Everything that can be set.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Address and port to listen on; port 0 picks a free one.
    pub listen: SocketAddr,
    /// The folder that holds everything. Made if absent; one process at a time.
    pub data: PathBuf,
    /// Open mode (anyone who reaches the port may do everything) binds loopback only, unless this says otherwise. With any of the
    /// settings in `auth` there is no open mode.
    pub allow_open_mode_on_network: bool,
    /// How long a shutdown may take before connections and rooms are dropped. Nothing acknowledged is lost either way.
    #[serde(with = "humantime_serde")]
    pub shutdown_grace: Duration,
    /// Logs.
    pub log: Log,
    /// Who may come in.
    pub auth: Auth,
    /// Bounds on everything that comes from outside.
    pub limits: Limits,
    /// Browsers and proxies.
    pub http: Http,
    /// The certificate.
    pub tls: Tls,
    /// Presence (awareness).
    pub presence: Presence,
    /// Rooms: live documents.
    pub rooms: Rooms,
    /// The journal of events and its streams.
    pub events: Events,
    /// The audit.
    pub audit: Audit,
    /// Webhooks.
    pub webhooks: Webhooks,
    /// What is kept on disk.
    pub storage: Storage,
}

/// Logs, on standard error.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    /// A level or filter such as `info` or `yrsa=debug` (the syntax of tracing's `EnvFilter`).
    pub filter: String,
    /// `text` or `json`.
    pub format: LogFormat,
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Bounds on everything that comes from outside. Each has a documented refusal (`docs/PROTOCOL.md`).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// The largest WebSocket message (close 4413).
    pub message: ByteSize,
    /// The largest WebSocket frame (close 4413). Browsers send a message as one frame.
    pub frame: ByteSize,
    /// The largest document, as its encoded state (close 4413).
    pub document: ByteSize,
    /// WebSocket connections in all (HTTP 503).
    pub connections: usize,
    /// Connections to one document (HTTP 503).
    pub connections_per_document: usize,
    /// Connections of one user (HTTP 429).
    pub connections_per_user: usize,
    /// HTTP requests and handshakes of one user a second, with a burst of ten seconds' worth (HTTP 429); not in open mode.
    pub requests_per_second_per_user: u32,
    /// Messages a second and connection, with a burst of ten seconds' worth; above it reading pauses.
    pub messages_per_second: u32,
    /// Bytes a second and connection, with a burst of ten seconds' worth (and at least one message); above it reading pauses.
    pub bytes_per_second: ByteSize,
    /// How long a client may take to send the head of its HTTP request, and for its part of a TLS handshake.
    #[serde(with = "humantime_serde")]
    pub handshake: Duration,
    /// The largest document that is read as JSON, the largest message at the JSON door, and the most that one JSON Patch may move
    /// (close 4413, error `too_large`).
    pub json: ByteSize,
    /// Connections, to all doors, that have not yet had an answer (HTTP 503).
    pub handshakes: usize,
    /// Connections, to all doors, from one address (HTTP 429).
    pub connections_per_address: usize,
    /// HTTP requests and handshakes a second from one address, with a burst of ten seconds' worth (HTTP 429).
    pub requests_per_second_per_address: u32,
    /// Credentials from one address that turned out wrong, a minute; above it no others are looked at (HTTP 429).
    pub failed_logins_per_minute: u32,
    /// The largest body of an HTTP request (HTTP 413).
    pub request_body: ByteSize,
    /// How long the body of an HTTP request may take, beside one second for every 64 KiB of it (HTTP 408).
    #[serde(with = "humantime_serde")]
    pub request_body_time: Duration,
    /// Bytes that wait for a slow reader; above it the queue is dropped and the reader resynchronised.
    pub outbox: ByteSize,
    /// The largest presence state of one client id (close 4422).
    pub presence_state: ByteSize,
    /// Client ids one connection may announce (close 4422).
    pub presence_ids: usize,
    /// Distinct client ids in one document's history (close 4422).
    pub clients_per_document: usize,
    /// Bytes that may wait in one document for a missing part (close 4422).
    pub parked: ByteSize,
    /// Bytes that may wait for the disk, over all documents; above it reading pauses.
    pub backlog: ByteSize,
}

/// Rooms: live documents.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rooms {
    /// A room that everybody has left is put away after this time.
    #[serde(with = "humantime_serde")]
    pub idle: Duration,
    /// A snapshot is written when the updates since the last one have this many bytes, and half as many as the document.
    pub snapshot_bytes: ByteSize,
    /// Reopenings after failures within ten minutes before a document is quarantined.
    pub failures_before_quarantine: u32,
}

/// What is kept on disk.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Storage {
    /// How long updates are kept after a snapshot contains them.
    #[serde(with = "humantime_serde")]
    pub history: Duration,
    /// How often history beyond that is let go and disk space given back.
    #[serde(with = "humantime_serde")]
    pub compact_every: Duration,
    /// sled's cache.
    pub cache: ByteSize,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            data: PathBuf::from("./yrsa-data"),
            allow_open_mode_on_network: false,
            shutdown_grace: Duration::from_secs(10),
            log: Log::default(),
            auth: Auth::default(),
            limits: Limits::default(),
            http: Http::default(),
            tls: Tls::default(),
            presence: Presence::default(),
            rooms: Rooms::default(),
            events: Events::default(),
            audit: Audit::default(),
            webhooks: Webhooks::default(),
            storage: Storage::default(),
        }
    }
}

impl Default for Log {
    fn default() -> Self {
        Self { filter: "info".to_owned(), format: LogFormat::Text }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            message: ByteSize::mib(64),
            frame: ByteSize::mib(64),
            document: ByteSize::mib(256),
            connections: 20_000,
            connections_per_document: 5_000,
            connections_per_user: 1_000,
            requests_per_second_per_user: 200,
            messages_per_second: 20_000,
            bytes_per_second: ByteSize::mib(32),
            handshake: Duration::from_secs(10),
            json: ByteSize::mib(16),
            handshakes: 8_192,
            connections_per_address: 10_000,
            requests_per_second_per_address: 2_000,
            failed_logins_per_minute: 60,
            request_body: ByteSize::mib(64),
            request_body_time: Duration::from_secs(30),
            outbox: ByteSize::mib(1),
            presence_state: ByteSize::kib(64),
            presence_ids: 32,
            clients_per_document: 100_000,
            parked: ByteSize::mib(4),
            backlog: ByteSize::mib(64),
        }
    }
}

impl Default for Rooms {
    fn default() -> Self {
        Self { idle: Duration::from_secs(30), snapshot_bytes: ByteSize::kib(256), failures_before_quarantine: 3 }
    }
}

impl Default for Storage {
    fn default() -> Self {
        let hour = Duration::from_secs(60 * 60);
        Self { history: 30 * 24 * hour, compact_every: 6 * hour, cache: ByteSize::mib(4) }
    }
}

/// Why there is no valid configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file can't be read.
    #[error("can't read the configuration file {path}: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        source: std::io::Error,
    },
    /// The file is not TOML. The text itself is not quoted: it may hold secrets.
    #[error("{path} is not valid TOML: line {line}: {why}")]
    NotToml {
        /// The file.
        path: PathBuf,
        /// Where.
        line: usize,
        /// Why.
        why: String,
    },
    /// A `--set` names no setting.
    #[error("{0} is not a setting; `yrsa config` lists them all")]
    Unknown(String),
    /// A value does not fit.
    #[error("invalid configuration: {0}")]
    Invalid(String),
}

/// Where settings come from, the weakest first.
#[derive(Debug, Default)]
pub struct Sources {
    /// A configuration file that must exist; otherwise `yrsa.toml` in the current folder if there is one.
    pub file: Option<PathBuf>,
    /// Environment variables.
    pub environment: Vec<(String, String)>,
    /// Flags and `--set key=value`, as dotted keys.
    pub flags: Vec<(String, String)>,
}

impl Config {
    /// Puts the sources together and checks the result.
    pub fn load(sources: &Sources) -> Result<Config, ConfigError> {
        let mut table = match &sources.file {
            Some(path) => read_file(path)?,
            None if Path::new("yrsa.toml").exists() => read_file(Path::new("yrsa.toml"))?,
            None => Table::new(),
        };
        let known = known_keys()?;
        for (name, value) in &sources.environment {
            if let Some((key, like)) = known.iter().find(|(key, _)| environment_name(key) == *name) {
                refuse_empty(key, value, name)?;
                set(&mut table, key, typed(value, like));
            }
        }
        for (key, value) in &sources.flags {
            let like = known.iter().find(|(known, _)| known == key).map(|(_, like)| like);
            refuse_empty(key, value, key)?;
            set(&mut table, key, typed(value, like.ok_or_else(|| ConfigError::Unknown(key.clone()))?));
        }
        let config: Config =
            table.try_into().map_err(|error: toml::de::Error| ConfigError::Invalid(error.message().to_owned()))?;
        config.validate()?;
        Ok(config)
    }

    /// Variables that look like settings and are none: worth a warning, but orchestrators set such ones on their own
    /// (`YRSA_SERVICE_HOST`), so they stop nobody.
    #[must_use]
    pub fn unknown_environment(sources: &Sources) -> Vec<String> {
        let known = known_keys().unwrap_or_default();
        let ours = sources.environment.iter().map(|(name, _)| name).filter(|name| name.starts_with("YRSA_"));
        ours.filter(|name| !known.iter().any(|(key, _)| environment_name(key) == **name)).cloned().collect()
    }

    /// The whole configuration as TOML.
    pub fn to_toml(&self) -> Result<String, ConfigError> {
        toml::to_string_pretty(self).map_err(|error| ConfigError::Invalid(error.to_string()))
    }

    fn validate(&self) -> Result<(), ConfigError> {
        let fail = |why: &str| Err(ConfigError::Invalid(why.to_owned()));
        if self.auth.is_open() && !self.listen.ip().is_loopback() && !self.allow_open_mode_on_network {
            return fail(
                "open mode lets anyone who reaches the port read and write everything, so it listens on loopback only; \
                 say who may come in with the settings in `auth`, use --listen 127.0.0.1:8080 behind a proxy that checks \
                 who comes, or say --set allow_open_mode_on_network=true",
            );
        }
        self.auth.validate()?;
        if self.limits.message < ByteSize::kib(1) || self.limits.message > ByteSize::gib(1) {
            return fail("limits.message lies between 1 KiB and 1 GiB");
        }
        if self.limits.outbox < ByteSize::kib(16) {
            return fail("limits.outbox is at least 16 KiB");
        }
        if self.limits.connections == 0 || self.limits.connections_per_document == 0 {
            return fail("limits.connections and limits.connections_per_document are at least 1");
        }
        if self.limits.connections_per_user == 0 || self.limits.requests_per_second_per_user == 0 {
            return fail("limits.connections_per_user and limits.requests_per_second_per_user are at least 1");
        }
        let limits = &self.limits;
        if limits.handshakes == 0 || limits.connections_per_address == 0 {
            return fail("limits.handshakes and limits.connections_per_address are at least 1");
        }
        if limits.requests_per_second_per_address == 0 || limits.failed_logins_per_minute == 0 {
            return fail("limits.requests_per_second_per_address and limits.failed_logins_per_minute are at least 1");
        }
        if let Err(why) = self
            .tls
            .validate()
            .and_then(|()| self.events.validate())
            .and_then(|()| self.webhooks.validate())
            .and_then(|()| self.audit.validate())
        {
            return fail(why);
        }
        if self.limits.messages_per_second == 0 || self.limits.bytes_per_second.as_u64() == 0 {
            return fail("limits.messages_per_second and limits.bytes_per_second are at least 1");
        }
        if self.storage.compact_every < Duration::from_secs(1) {
            return fail("storage.compact_every is at least 1 s");
        }
        self.presence.validate().or_else(fail)
    }
}

fn read_file(path: &Path) -> Result<Table, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })?;
    toml::from_str(&text).map_err(|error| {
        let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
        ConfigError::NotToml { path: path.to_owned(), line, why: error.message().to_owned() }
    })
}

/// All settings as dotted keys, with their default as a model of the type.
fn known_keys() -> Result<Vec<(String, Value)>, ConfigError> {
    let defaults = Table::try_from(Config::default()).map_err(|error| ConfigError::Invalid(error.to_string()))?;
    let mut keys = Vec::new();
    for (name, value) in defaults {
        match value {
            Value::Table(section) => keys.extend(section.into_iter().map(|(key, value)| (format!("{name}.{key}"), value))),
            value => keys.push((name, value)),
        }
    }
    Ok(keys)
}

/// Refuses a key of `auth` that is there and empty.
fn refuse_empty(key: &str, value: &str, shown_as: &str) -> Result<(), ConfigError> {
    if value.trim().is_empty() && auth::Auth::must_not_be_empty(key) {
        return Err(ConfigError::Invalid(format!("{shown_as} is empty; fill it in or leave it out")));
    }
    Ok(())
}

fn environment_name(key: &str) -> String {
    format!("YRSA_{}", key.replace('.', "_").to_uppercase())
}

fn typed(text: &str, like: &Value) -> Value {
    match like {
        Value::Integer(_) => text.parse().map_or_else(|_| Value::String(text.to_owned()), Value::Integer),
        Value::Boolean(_) => text.parse().map_or_else(|_| Value::String(text.to_owned()), Value::Boolean),
        Value::Array(_) => {
            let values = text.split(',').map(str::trim).filter(|value| !value.is_empty());
            Value::Array(values.map(|value| Value::String(value.to_owned())).collect())
        }
        _ => Value::String(text.to_owned()),
    }
}

fn set(table: &mut Table, key: &str, value: Value) {
    match key.split_once('.') {
        None => {
            table.insert(key.to_owned(), value);
        }
        Some((section, key)) => {
            let section = table.entry(section).or_insert_with(|| Value::Table(Table::new()));
            if let Value::Table(section) = section {
                section.insert(key.to_owned(), value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(file: &str, environment: &[(&str, &str)], flags: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("yrsa.toml");
        std::fs::write(&path, file).unwrap();
        let pairs = |pairs: &[(&str, &str)]| pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        Config::load(&Sources { file: Some(path), environment: pairs(environment), flags: pairs(flags) })
    }

    #[test]
    fn flags_beat_environment_beats_file_beats_defaults() {
        let file = "[limits]\nmessage = \"1MiB\"\ndocument = \"2MiB\"\nconnections = 5\n";
        let config =
            load(file, &[("YRSA_LIMITS_DOCUMENT", "3MiB"), ("YRSA_LIMITS_CONNECTIONS", "6")], &[("limits.connections", "7")]);
        let limits = config.unwrap().limits;
        assert_eq!(limits.message, ByteSize::mib(1));
        assert_eq!(limits.document, ByteSize::mib(3));
        assert_eq!(limits.connections, 7);
        assert_eq!(limits.outbox, Limits::default().outbox);
    }

    #[test]
    fn a_list_is_separated_by_commas_outside_of_the_file() {
        let origins = |config: Config| config.http.allowed_origins.into_iter().map(String::from).collect::<Vec<_>>();
        let written = origins(load("[http]\nallowed_origins = [\"https://a\", \"https://b\"]", &[], &[]).unwrap());
        assert_eq!(written, ["https://a", "https://b"]);
        let set = origins(load("", &[], &[("http.allowed_origins", "https://a, https://b,")]).unwrap());
        assert_eq!(set, written);
        assert!(load("", &[("YRSA_HTTP_TRUSTED_PROXIES", "10.0.0.0/8,nobody")], &[]).is_err());
    }

    #[test]
    fn a_secret_that_was_not_filled_in_stops_the_start() {
        for name in ["YRSA_AUTH_SECRET", "YRSA_AUTH_Y_SWEET_KEY", "YRSA_AUTH_JWKS_URL"] {
            let error = load("", &[(name, "")], &[]).unwrap_err();
            assert!(error.to_string().contains(name), "{error}");
        }
        assert!(load("", &[], &[("auth.secret_file", " ")]).is_err());
        assert!(load("", &[("YRSA_AUTH_ALGORITHM", "")], &[]).is_ok());
    }

    #[test]
    fn a_certificate_needs_its_key() {
        assert!(load("", &[], &[("tls.certificate", "server.pem")]).unwrap_err().to_string().contains("tls.key"));
    }

    #[test]
    fn what_is_no_setting_is_refused_wherever_it_stands() {
        assert!(load("colour = 1", &[], &[]).is_err());
        assert!(load("", &[("YRSA_LIMITS_CONNECTIONS", "many")], &[]).is_err());
        assert!(load("", &[], &[("limits.colour", "1")]).is_err());
        assert!(load("", &[], &[("limits.connections", "many")]).is_err());
    }

    #[test]
    fn a_variable_that_is_no_setting_is_named_and_stops_nobody() {
        let environment = [("YRSA_SERVICE_HOST", "10.0.0.1"), ("YRSA_LISTEN", "127.0.0.1:1")];
        let environment = environment.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let sources = Sources { environment, ..Sources::default() };
        assert_eq!(Config::unknown_environment(&sources), ["YRSA_SERVICE_HOST"]);
        assert_eq!(Config::load(&sources).unwrap().listen.port(), 1);
    }

    #[test]
    fn open_mode_binds_loopback_only_unless_told_so() {
        assert!(load("", &[("YRSA_LISTEN", "0.0.0.0:80")], &[]).unwrap_err().to_string().contains("loopback"));
        assert!(load("", &[("YRSA_LISTEN", "0.0.0.0:80"), ("YRSA_ALLOW_OPEN_MODE_ON_NETWORK", "true")], &[]).is_ok());
        assert!(load("", &[("YRSA_LISTEN", "0.0.0.0:80"), ("YRSA_AUTH_ACCOUNTS", "true")], &[]).is_ok());
    }

    #[test]
    fn the_printed_configuration_can_be_read_back() {
        let printed = Config::default().to_toml().unwrap();
        assert_eq!(load(&printed, &[], &[]).unwrap().to_toml().unwrap(), printed);
    }
}
