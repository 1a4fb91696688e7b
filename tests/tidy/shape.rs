//! How files look: openings, lengths, names, words that never stay.

use super::source::{Source, rust, sources};

const OURS: &[&str] = &["src", "storage/src"];
const TESTS: &[&str] = &["tests", "storage/tests"];

/// Lines of a file, without the module of its tests.
const FILE: usize = 500;
/// Lines of a function.
const FUNCTION: usize = 70;

fn assert_none(wrong: &[String]) {
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_file_opens_with_two_to_five_lines() {
    let mut wrong = Vec::new();
    for source in rust(OURS) {
        let opening = source.text.lines().take_while(|line| line.starts_with("//!"));
        let lines = opening.filter(|line| line.trim() != "//!").count();
        if !(2..=5).contains(&lines) {
            wrong.push(format!("{} opens with {lines} lines", source.path));
        }
    }
    assert_none(&wrong);
}

#[test]
fn tests_say_what_they_are_about() {
    let silent = rust(TESTS).into_iter().filter(|source| !source.text.starts_with("//!"));
    assert_none(&silent.map(|source| source.path).collect::<Vec<_>>());
}

#[test]
fn files_have_at_most_500_lines() {
    let mut wrong = Vec::new();
    for source in rust(OURS).iter().chain(&rust(TESTS)).chain(&rust(&["benches", "examples"])) {
        let lines = source.code_without_tests().lines().count();
        if lines > FILE {
            wrong.push(format!("{} has {lines} lines", source.path));
        }
    }
    assert_none(&wrong);
}

/// Functions with their first line (from 1) and their length in lines.
fn functions(code: &str) -> Vec<(String, usize, usize)> {
    let mut found = Vec::new();
    let mut open: Vec<(String, usize, usize)> = Vec::new();
    let mut announced: Option<(String, usize)> = None;
    let mut depth = 0;
    for (number, line) in code.lines().enumerate() {
        let words: Vec<&str> = line.split(|character: char| !(character.is_alphanumeric() || character == '_')).collect();
        if let Some(at) = words.iter().position(|word| *word == "fn")
            && let Some(name) = words.get(at + 1).filter(|name| !name.is_empty())
        {
            announced = Some(((*name).to_owned(), number));
        }
        for character in line.chars() {
            match character {
                '{' => {
                    if let Some((name, line)) = announced.take() {
                        open.push((name, line, depth));
                    }
                    depth += 1;
                }
                '}' => {
                    depth -= 1;
                    if let Some((name, line, _)) = open.pop_if(|(_, _, around)| *around == depth) {
                        found.push((name, line + 1, number - line + 1));
                    }
                }
                ';' if open.last().is_none_or(|(_, _, around)| *around + 1 == depth || depth == 0) && !line.contains("[") => {
                    announced = None;
                }
                _ => {}
            }
        }
    }
    found
}

#[test]
fn functions_have_at_most_70_lines() {
    let mut wrong = Vec::new();
    for source in rust(OURS).iter().chain(&rust(TESTS)) {
        for (name, line, lines) in functions(&source.code()) {
            if lines > FUNCTION {
                wrong.push(format!("{}:{line}: {name} has {lines} lines", source.path));
            }
        }
    }
    assert_none(&wrong);
}

#[test]
fn the_length_of_a_function_is_found() {
    let code = "fn a() {\n  if b {\n  }\n}\ntrait T {\n  fn c(&self);\n  fn d() -> [u8; 3] {\n  }\n}\n";
    assert_eq!(functions(code), [("a".to_owned(), 1, 4), ("d".to_owned(), 7, 2)]);
}

#[test]
fn no_file_is_called_mod_or_after_nothing() {
    let forbidden = ["mod", "util", "utils", "common", "manager", "helper", "helpers", "misc"];
    let everything = sources(&["src", "storage", "tests", "benches", "examples"], &["rs", "mjs", "ts"]);
    let stem = |source: &Source| source.path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or("").to_owned();
    let wrong = everything.iter().filter(|source| forbidden.contains(&stem(source).as_str()));
    assert_none(&wrong.map(|source| source.path.clone()).collect::<Vec<_>>());
    let mut wrong = Vec::new();
    for source in rust(OURS) {
        let code = source.code();
        let declared = code.split_whitespace().zip(code.split_whitespace().skip(1));
        for (keyword, name) in declared.filter(|(keyword, _)| ["struct", "enum", "trait", "mod"].contains(keyword)) {
            let name = name.to_lowercase();
            if ["manager", "helper", "util", "common"].iter().any(|word| name.contains(word)) {
                wrong.push(format!("{}: {keyword} {name}", source.path));
            }
        }
    }
    assert_none(&wrong);
}

#[test]
fn nothing_unfinished_stays() {
    let mut wrong = Vec::new();
    for source in rust(&["src", "storage/src", "tests", "storage/tests", "examples", "benches"]) {
        let code = source.code();
        for word in ["todo!(", "unimplemented!(", "dbg!("] {
            if code.contains(word) {
                wrong.push(format!("{} has {word})", source.path));
            }
        }
    }
    assert_none(&wrong);
}

/// A line that has to sleep says why: `// sleeps: ...` on it or on the line before.
#[test]
fn tests_never_sleep() {
    let mut wrong = Vec::new();
    for source in sources(&["tests", "storage/tests"], &["rs", "mjs", "js"]) {
        if source.path == "tests/tidy/shape.rs" {
            continue;
        }
        let lines: Vec<&str> = source.text.lines().collect();
        for (number, line) in lines.iter().enumerate().filter(|(_, line)| line.contains("sleep(")) {
            let said = line.contains("// sleeps: ") || (number > 0 && lines[number - 1].contains("// sleeps: "));
            if !said {
                wrong.push(format!("{}:{}", source.path, number + 1));
            }
        }
    }
    assert_none(&wrong);
}
