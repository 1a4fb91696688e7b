//! A file imports only from floors below, and each vendor crate has its room.

use super::source::{Source, rust};

/// Each module of the server with the modules it may use, from the top floor down.
const FLOORS: &[(&str, &[&str])] = &[
    ("main", &[]),
    ("cli", &["access", "bench", "config", "features", "server", "telemetry"]),
    ("bench", &["access", "admission", "config", "protocol"]),
    (
        "server",
        &["access", "admission", "app", "config", "document", "features", "http", "protocol", "room", "sockets", "telemetry"],
    ),
    ("sockets", &["access", "app", "event", "features", "http", "protocol", "room", "telemetry"]),
    ("http", &["access", "app", "config", "document", "event", "features", "protocol", "room", "telemetry"]),
    ("app", &["config", "features", "room"]),
    ("features", &["access", "admission", "document", "event", "protocol", "room", "spare", "telemetry"]),
    ("room", &["access", "admission", "document", "event", "protocol", "spare", "telemetry"]),
    ("document", &["admission"]),
    ("access", &["protocol"]),
    ("admission", &[]),
    ("event", &[]),
    ("protocol", &[]),
    ("spare", &[]),
    ("telemetry", &["config"]),
    ("config", &[]),
    ("lib", &[]),
];

/// Who may reach above, what for, and why.
const EXCEPTIONS: &[(&str, &str)] = &[];

/// The module a file belongs to: `src/room/state.rs` to `room`.
fn module(path: &str) -> Option<&str> {
    let rest = path.strip_prefix("src/")?;
    rest.split(['/', '.']).next()
}

/// What the code names behind `prefix`, also in braces: `crate::{a, b::c}` names `a` and `b`.
fn named_behind(code: &str, prefix: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (position, _) in code.match_indices(prefix) {
        let before = code[..position].chars().next_back().unwrap_or(' ');
        if before.is_alphanumeric() || before == '_' || before == ':' {
            continue;
        }
        let rest = &code[position + prefix.len()..];
        match rest.strip_prefix('{') {
            Some(group) => names.extend(group_names(group)),
            None => names.extend(word(rest)),
        }
    }
    names
}

fn word(text: &str) -> Option<String> {
    let word: String =
        text.trim_start().chars().take_while(|character| character.is_alphanumeric() || *character == '_').collect();
    (!word.is_empty()).then_some(word)
}

/// The first word of every member of a group of imports.
fn group_names(group: &str) -> Vec<String> {
    let (mut depth, mut names, mut expected) = (1, Vec::new(), true);
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' => expected = depth == 1,
            _ if expected && !character.is_whitespace() => {
                names.extend(word(&group[at..]));
                expected = false;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    names
}

fn modules() -> Vec<Source> {
    rust(&["src"])
}

#[test]
fn a_file_imports_only_from_floors_below() {
    let mut wrong = Vec::new();
    for source in modules() {
        let from = module(&source.path).unwrap();
        let Some((_, allowed)) = FLOORS.iter().find(|(name, _)| *name == from) else {
            wrong.push(format!("{} belongs to no floor", source.path));
            continue;
        };
        for used in named_behind(&source.code_without_tests(), "crate::") {
            let excepted = EXCEPTIONS.contains(&(&source.path, &used));
            let is_module = FLOORS.iter().any(|(name, _)| *name == used);
            if is_module && used != from && !allowed.contains(&used.as_str()) && !excepted {
                wrong.push(format!("{} uses crate::{used}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn floors_have_no_circles() {
    let height = |name: &str| FLOORS.iter().position(|(floor, _)| *floor == name);
    for (name, allowed) in FLOORS {
        for below in *allowed {
            assert!(height(name) < height(below), "{name} stands below {below} or beside it, and may use it");
        }
    }
}

#[test]
fn exceptions_are_still_needed() {
    for (path, used) in EXCEPTIONS {
        let source = modules().into_iter().find(|source| source.path == *path);
        let uses = source.is_some_and(|source| named_behind(&source.code(), "crate::").contains(&(*used).to_owned()));
        assert!(uses, "{path} does not use crate::{used} any more");
    }
}

/// Where each vendor crate may be used: path prefixes.
const ROOMS: &[(&str, &[&str])] = &[
    // The benchmark speaks as a client does.
    ("yrs", &["src/document", "src/bench"]),
    ("sled", &["storage/src"]),
    ("axum", &["src/http", "src/sockets", "src/server"]),
    ("hyper", &["src/http", "src/sockets", "src/server"]),
    ("tokio_tungstenite", &["src/sockets", "src/bench", "src/cli/watch"]),
    ("clap", &["src/cli", "src/bench"]),
];

#[test]
fn each_vendor_crate_stays_in_its_room() {
    let mut wrong = Vec::new();
    for source in rust(&["src", "storage/src"]) {
        for (vendor, rooms) in ROOMS {
            let used = !named_behind(&source.code_without_tests(), &format!("{vendor}::")).is_empty();
            if used && !rooms.iter().any(|room| source.path.starts_with(room)) {
                wrong.push(format!("{} uses {vendor}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What decides must neither wait nor read a clock.
const PURE: &[&str] = &["src/room/state", "src/room/presence", "src/admission", "src/protocol", "src/document", "src/access"];
const IMPURE: &[&str] =
    &["tokio", "Instant::now", "SystemTime::now", "std::fs", "std::net", "std::thread", "async fn", ".await", "rand::"];

/// Whether the word is there, and not just the end of another.
fn says(code: &str, word: &str) -> bool {
    let is_whole = |at: usize| {
        !word.starts_with(char::is_alphanumeric)
            || !code[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_')
    };
    code.match_indices(word).any(|(at, _)| is_whole(at))
}

#[test]
fn what_decides_is_pure() {
    let mut wrong = Vec::new();
    for source in modules().iter().filter(|source| PURE.iter().any(|pure| source.path.starts_with(pure))) {
        let code = source.code_without_tests();
        wrong.extend(IMPURE.iter().filter(|word| says(&code, word)).map(|word| format!("{} says {word}", source.path)));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn storage_knows_neither_yrs_nor_the_server_nor_an_executor() {
    for source in rust(&["storage/src"]) {
        for stranger in ["yrs::", "yrsa::", "tokio::"] {
            assert!(named_behind(&source.code(), stranger).is_empty(), "{} uses {stranger}", source.path);
        }
    }
}

#[test]
fn imports_are_found_in_every_spelling() {
    let code = "use crate::room::{state, task}; use crate::{admission, protocol::{close, message}, server}; crate::http::x(); mycrate::no();";
    assert_eq!(named_behind(code, "crate::"), ["room", "admission", "protocol", "server", "http"]);
}
