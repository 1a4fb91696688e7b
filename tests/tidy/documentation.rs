//! What an operator or a client meets is documented, and what is documented exists: close codes, metrics, settings.

use std::collections::BTreeSet;

use yrsa::config::Config;

use super::source::{root, rust};

fn document(name: &str) -> String {
    std::fs::read_to_string(root().join("docs").join(name)).unwrap_or_else(|error| panic!("docs/{name}: {error}"))
}

/// The rows of all tables: the first cell of each.
fn first_cells(document: &str) -> impl Iterator<Item = &str> {
    document.lines().filter_map(|line| line.strip_prefix('|')?.split('|').next().map(str::trim))
}

fn assert_same(what: &str, in_sources: &BTreeSet<String>, in_documents: &BTreeSet<String>) {
    let undocumented: Vec<_> = in_sources.difference(in_documents).collect();
    let invented: Vec<_> = in_documents.difference(in_sources).collect();
    assert!(undocumented.is_empty() && invented.is_empty(), "{what}: not documented {undocumented:?}; do not exist {invented:?}");
    assert!(!in_sources.is_empty(), "no {what} found");
}

#[test]
fn every_close_code_is_documented() {
    let closes = rust(&["src/protocol"]).into_iter().find(|source| source.path.ends_with("close.rs")).unwrap();
    let codes = closes.text.split("Self::new(").skip(1).map(|rest| rest.split(',').next().unwrap_or("").trim().to_owned());
    let documented = document("PROTOCOL.md");
    let is_code = |cell: &&str| cell.len() == 4 && cell.bytes().all(|byte| byte.is_ascii_digit());
    assert_same("close codes", &codes.collect(), &first_cells(&documented).filter(is_code).map(str::to_owned).collect());
}

/// Words like `yrsa_connections` in a text.
fn metrics_in(text: &str) -> BTreeSet<String> {
    let words = text.split(|character: char| !(character.is_ascii_lowercase() || character == '_'));
    words.filter(|word| word.starts_with("yrsa_")).map(str::to_owned).collect()
}

#[test]
fn every_metric_is_documented() {
    let metrics = rust(&["src/telemetry"]).into_iter().find(|source| source.path.ends_with("metrics.rs")).unwrap();
    let named = metrics.text.split('"').skip(1).step_by(2).filter(|literal| literal.starts_with("yrsa_"));
    let documented = document("OPERATIONS.md");
    let listed = first_cells(&documented).flat_map(metrics_in).collect();
    assert_same("metrics", &named.map(str::to_owned).collect(), &listed);
}

#[test]
fn metrics_are_named_in_one_file_only() {
    for source in rust(&["src"]).iter().filter(|source| source.path != "src/telemetry/metrics.rs") {
        let code = source.code();
        for word in ["counter!(", "gauge!(", "histogram!("] {
            assert!(!code.contains(word), "{} has {word})", source.path);
        }
    }
}

/// Tags of records are literals, or constants in the file that makes keys of them.
#[test]
fn every_record_is_documented() {
    let mut tags = BTreeSet::new();
    for source in rust(&["src/features"]) {
        let code = source.text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        for rest in code.split("Key::new(").chain(code.split("key(")).skip(1) {
            let named = rest.split([')', ',']).next().unwrap_or_default();
            let literal = code.split(&format!("const {named}: &str = ")).nth(1).unwrap_or_default();
            let literal = if named.starts_with('"') && rest.len() < code.len() { named } else { literal };
            tags.extend(literal.strip_prefix('"').and_then(|tag| tag.split('"').next()).map(str::to_owned));
        }
    }
    let documented = document("STORAGE.md");
    let table = documented.split("## Records of features").nth(1).and_then(|rest| rest.split("\n## ").next()).unwrap();
    let cells = first_cells(table).flat_map(|cell| cell.split(", "));
    let listed = cells.filter_map(|cell| cell.strip_prefix('`')?.strip_suffix('`')).map(str::to_owned);
    assert_same("tags of records", &tags, &listed.collect());
}

#[test]
fn every_setting_is_documented() {
    let printed = Config::default().to_toml().unwrap();
    let table: toml::Table = printed.parse().unwrap();
    let mut settings = BTreeSet::new();
    for (name, value) in &table {
        match value {
            toml::Value::Table(section) => settings.extend(section.keys().map(|key| format!("{name}.{key}"))),
            _ => drop(settings.insert(name.clone())),
        }
    }
    let documented = document("CONFIGURATION.md");
    let cells = first_cells(&documented).filter_map(|cell| cell.strip_prefix('`')?.strip_suffix('`'));
    assert_same("settings", &settings, &cells.map(str::to_owned).collect());
}
