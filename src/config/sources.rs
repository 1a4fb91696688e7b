//! Where settings are read: the file, the environment, flags; put together as one table, the stronger over the weaker. What they mean
//! is `config`'s.

use std::path::{Path, PathBuf};

use toml::{Table, Value};

use super::{Config, ConfigError, auth};

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

impl Sources {
    /// All of them as one.
    pub(super) fn table(&self) -> Result<Table, ConfigError> {
        let mut table = match &self.file {
            Some(path) => read_file(path)?,
            None if Path::new("yrsa.toml").exists() => read_file(Path::new("yrsa.toml"))?,
            None => Table::new(),
        };
        let known = known_keys()?;
        for (name, value) in &self.environment {
            if let Some((key, like)) = known.iter().find(|(key, _)| environment_name(key) == *name) {
                refuse_empty(key, value, name)?;
                set(&mut table, key, typed(value, like));
            }
        }
        for (key, value) in &self.flags {
            let like = known.iter().find(|(known, _)| known == key).map(|(_, like)| like);
            refuse_empty(key, value, key)?;
            set(&mut table, key, typed(value, like.ok_or_else(|| ConfigError::Unknown(key.clone()))?));
        }
        Ok(table)
    }

    /// Variables that look like settings and are none: worth a warning, but orchestrators set such ones on their own
    /// (`YRSA_SERVICE_HOST`), so they stop nobody.
    #[must_use]
    pub fn unknown_environment(&self) -> Vec<String> {
        let known = known_keys().unwrap_or_default();
        let ours = self.environment.iter().map(|(name, _)| name).filter(|name| name.starts_with("YRSA_"));
        ours.filter(|name| !known.iter().any(|(key, _)| environment_name(key) == **name)).cloned().collect()
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
