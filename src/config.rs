//! The one validated configuration: flags over `YRSA_*` environment over `yrsa.toml` over defaults.
//! Everything else gets its settings from here; nothing else reads the environment. `yrsa config` prints it.

pub mod audit;
pub mod auth;
pub mod events;
pub mod limits;
pub mod network;
pub mod presence;
mod sources;
pub mod webhooks;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use bytesize::ByteSize;
use serde::{Deserialize, Serialize};

use audit::Audit;
use auth::Auth;
use events::Events;
use limits::Limits;
use network::{Http, Tls};
use presence::Presence;
use webhooks::Webhooks;

pub use sources::Sources;

/// Everything that can be set.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Address and port to listen on; port 0 picks a free one.
    pub listen: SocketAddr,
    /// The folder that holds everything. Made if absent; one process at a time.
    pub data: PathBuf,
    /// Open mode (anyone who reaches the port may do everything) binds loopback only, unless this says otherwise. With a key,
    /// `auth.accounts` or `auth.required` there is no open mode.
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

impl Config {
    /// Puts the sources together and checks the result.
    pub fn load(sources: &Sources) -> Result<Config, ConfigError> {
        let table = sources.table()?;
        let config: Config =
            table.try_into().map_err(|error: toml::de::Error| ConfigError::Invalid(error.message().to_owned()))?;
        config.validate()?;
        Ok(config)
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
        let sections = self.limits.validate().and_then(|()| self.tls.validate()).and_then(|()| self.presence.validate());
        let sections = sections.and_then(|()| self.events.validate()).and_then(|()| self.webhooks.validate());
        if let Err(why) = sections.and_then(|()| self.audit.validate()) {
            return fail(why);
        }
        if self.rooms.idle < Duration::from_millis(1) {
            return fail("rooms.idle is at least 1 ms");
        }
        if self.storage.compact_every < Duration::from_secs(1) {
            return fail("storage.compact_every is at least 1 s");
        }
        Ok(())
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
    fn nothing_larger_is_let_in_than_storage_takes() {
        for (limit, most) in [("message", 256), ("request_body", 256), ("parked", 256), ("document", 1024)] {
            let set = |mib: u64| load("", &[], &[(&format!("limits.{limit}"), &format!("{mib}MiB"))]);
            assert!(set(most).is_ok(), "{limit}");
            assert!(set(most + 1).unwrap_err().to_string().contains(limit), "{limit}");
        }
    }

    #[test]
    fn a_room_that_nobody_is_in_lasts_a_moment() {
        assert!(load("", &[], &[("rooms.idle", "0s")]).unwrap_err().to_string().contains("rooms.idle"));
        assert!(load("", &[], &[("rooms.idle", "1ms")]).is_ok());
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
        assert_eq!(sources.unknown_environment(), ["YRSA_SERVICE_HOST"]);
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
