//! Finds the shared fixtures beside the repository, and seeds; tests that lack a fixture say so and pass.

use std::path::{Path, PathBuf};

/// The fixture's bytes, or `None` with a notice when the shared data isn't there.
pub(crate) fn fixture(name: &str) -> Option<Vec<u8>> {
    let path = folder().join("data").join(name);
    match std::fs::read(&path) {
        Ok(bytes) => Some(bytes),
        Err(_) => {
            eprintln!("skipped: no fixture {}", path.display());
            None
        }
    }
}

/// The names of the fixtures in a folder, sorted.
pub(crate) fn fixtures_in(name: &str) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder().join("data").join(name)) else {
        eprintln!("skipped: no fixtures in {name}");
        return Vec::new();
    };
    let mut names: Vec<_> = entries.flatten().map(|entry| format!("{name}/{}", entry.file_name().to_string_lossy())).collect();
    names.sort();
    names
}

fn folder() -> PathBuf {
    std::env::var_os("YRSA_SHARED").map_or_else(|| repository().join("../shared"), PathBuf::from)
}

/// The folder of the repository. Several packages in it use this file.
pub(crate) fn repository() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().find(|folder| folder.join("tests/admission").exists()).unwrap_or(package)
}

/// A number from the environment, or the default.
pub(crate) fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// SplitMix64 (Steele, Lea, Flood 2014): small, seeded, the same everywhere.
#[derive(Clone)]
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound.max(1)
    }

    pub(crate) fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len() as u64) as usize]
    }
}
