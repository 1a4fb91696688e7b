//! Source files as tidy looks at them: where they are, and their code without comments and literals.

use std::path::{Path, PathBuf};

/// A file of the repository.
pub(crate) struct Source {
    /// From the root of the repository, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All files with one of these extensions under these folders, sorted.
pub(crate) fn sources(folders: &[&str], extensions: &[&str]) -> Vec<Source> {
    let mut paths = Vec::new();
    for folder in folders {
        collect(&root().join(folder), extensions, &mut paths);
    }
    paths.sort();
    let read = |path: PathBuf| Source {
        text: std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())),
        path: path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/"),
    };
    paths.into_iter().map(read).collect()
}

fn collect(folder: &Path, extensions: &[&str], paths: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        let name = path.file_name().unwrap_or_default();
        if path.is_dir() && name != "node_modules" && name != "target" {
            collect(&path, extensions, paths);
        } else if path.extension().is_some_and(|extension| extensions.iter().any(|wanted| extension == *wanted)) {
            paths.push(path);
        }
    }
}

pub(crate) fn rust(folders: &[&str]) -> Vec<Source> {
    sources(folders, &["rs"])
}

impl Source {
    /// The code line by line, with comments and what stands in quotes taken out.
    pub(crate) fn code(&self) -> String {
        let text = self.text.as_bytes();
        let mut code = String::with_capacity(text.len());
        let mut at = 0;
        while at < text.len() {
            let end = skip(text, at);
            if end == at {
                code.push(text[at] as char);
                at += 1;
            } else {
                code.extend(self.text[at..end].chars().filter(|character| *character == '\n'));
                at = end;
            }
        }
        code
    }

    /// The code before the module with its tests.
    pub(crate) fn code_without_tests(&self) -> String {
        let code = self.code();
        let end = code.find("#[cfg(test)]\nmod ").unwrap_or(code.len());
        code[..end].to_owned()
    }
}

/// Where a comment or literal ends that begins at `at`; `at` itself if none does.
fn skip(text: &[u8], at: usize) -> usize {
    let rest = &text[at..];
    let find = |needle: &[u8], from: usize| {
        rest[from..].windows(needle.len()).position(|window| window == needle).map(|found| from + found)
    };
    let quoted = |quote: u8, from: usize| {
        let mut end = from;
        while end < rest.len() && rest[end] != quote {
            end += if rest[end] == b'\\' { 2 } else { 1 };
        }
        end + 1
    };
    let name_before = at > 0 && (text[at - 1].is_ascii_alphanumeric() || text[at - 1] == b'_');
    let length = match rest {
        [b'/', b'/', ..] => find(b"\n", 0).unwrap_or(rest.len()),
        [b'/', b'*', ..] => find(b"*/", 2).map_or(rest.len(), |end| end + 2),
        [b'r', b'"', ..] if !name_before => find(b"\"", 2).map_or(rest.len(), |end| end + 1),
        [b'r', b'#', b'"', ..] if !name_before => find(b"\"#", 3).map_or(rest.len(), |end| end + 2),
        [b'"', ..] => quoted(b'"', 1),
        // A character, not a lifetime.
        [b'\'', b'\\', ..] => quoted(b'\'', 1),
        [b'\'', first, ..] => {
            let width = match first {
                0..0x80 => 1,
                0x80..0xe0 => 2,
                0xe0..0xf0 => 3,
                _ => 4,
            };
            if rest.get(1 + width) == Some(&b'\'') { width + 2 } else { 0 }
        }
        _ => 0,
    };
    at + length.min(rest.len())
}

#[test]
fn comments_and_literals_are_no_code() {
    let text = "a(\"}\\\"\"); // }\nlet b: &'static str = r#\"{\"#; /* {\n */ ('{', '\\'', 'ü')".to_owned();
    let source = Source { path: String::new(), text };
    assert_eq!(source.code(), "a(); \nlet b: &'static str = ; \n (, , )");
}
