//! Inputs that are a row of messages: each with its length in front, two bytes, least significant first. A length that leads
//! beyond the end means all that is left, so every input is a row of something.

use bytes::Bytes;

use crate::admission::{Random, generated, generator};

/// The messages of an input.
pub fn split(mut data: &[u8]) -> Vec<Bytes> {
    let mut parts = Vec::new();
    while let [low, high, rest @ ..] = data {
        let len = usize::from(u16::from_le_bytes([*low, *high])).min(rest.len());
        parts.push(Bytes::copy_from_slice(&rest[..len]));
        data = &rest[len..];
    }
    parts
}

/// The reverse of [`split`], as far as it fits into `most` bytes.
pub fn join(parts: &[Bytes], most: usize) -> Vec<u8> {
    let mut out = Vec::new();
    for part in parts.iter().filter(|part| part.len() <= usize::from(u16::MAX)) {
        if out.len() + 2 + part.len() > most {
            break;
        }
        out.extend(u16::try_from(part.len()).unwrap_or(u16::MAX).to_le_bytes());
        out.extend_from_slice(part);
    }
    out
}

/// A mutator for such inputs: changes one message, or drops, doubles, moves or cuts one, or adds updates of the generator that the
/// admission tests have. Lengths stay right. For [`libfuzzer_sys::fuzz_mutator!`].
pub fn mutate(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let mut random = Random(u64::from(seed));
    let mut parts = split(&data[..size]);
    let most = max_size.min(data.len());
    if parts.is_empty() || random.chance(2) {
        parts.extend(generated(random.next() % 1_000_000, 6));
    }
    let at = random.below(parts.len() as u64) as usize;
    let other = random.below(parts.len() as u64) as usize;
    match random.below(20) {
        0 => drop(parts.remove(at)),
        1 => parts.insert(other, parts[at].clone()),
        2 => parts.swap(at, other),
        3 => parts[at] = parts[at].slice(..random.below(parts[at].len() as u64 + 1) as usize),
        4..9 => {
            let mut bytes = parts[at].to_vec();
            generator::mutate(&mut random, &mut bytes);
            parts[at] = bytes.into();
        }
        _ => {
            let mut bytes = parts[at].to_vec();
            let len = bytes.len();
            bytes.resize((len + 64).min(max_size.max(len + 1)), 0);
            let room = bytes.len();
            let len = libfuzzer_sys::fuzzer_mutate(&mut bytes, len, room);
            bytes.truncate(len);
            parts[at] = bytes.into();
        }
    }
    let joined = join(&parts, most);
    data[..joined.len()].copy_from_slice(&joined);
    joined.len()
}

const PATHS: [&str; 20] = [
    "",
    "/map",
    "/map/title",
    "/map/inner",
    "/map/inner/a",
    "/map/plain",
    "/map/plain/x/2",
    "/map/text",
    "/cards",
    "/cards/0",
    "/cards/1/title",
    "/cards/-",
    "/cards/2",
    "/notes",
    "/xml",
    "/list",
    "/list/0",
    "/list/-",
    "/new",
    "/map/new~1~0",
];

const VALUES: [&str; 16] = [
    "null",
    "1",
    "-0.5",
    "true",
    "\"\"",
    "\"words \\ud83d\\ude00\"",
    "[]",
    "{}",
    "[1,[2],{\"a\":3}]",
    "{\"id\":\"2\",\"title\":\"c\"}",
    "{\"x\":[1,2]}",
    "\"hello big world\"",
    "{\"$binary\":\"AAA=\"}",
    "\"<paragraph>words <bold>and</bold> more</paragraph>\"",
    "[{\"id\":\"2\"},{\"id\":\"1\"}]",
    "1e300",
];

/// The same for inputs whose messages are JSON: also invents operations of a JSON Patch.
pub fn mutate_text(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let mut random = Random(u64::from(seed));
    if size < 1 || max_size < 16 || random.chance(5) {
        return libfuzzer_sys::fuzzer_mutate(data, size, max_size);
    }
    let mut parts = split(&data[1..size]);
    let at = random.below(parts.len() as u64 + 1) as usize;
    match random.below(10) {
        0..5 => parts.insert(at, invented(&mut random).into()),
        5 => drop(parts.get(at).is_some().then(|| parts.remove(at))),
        _ => {
            let Some(part) = parts.get_mut(at) else { return libfuzzer_sys::fuzzer_mutate(data, size, max_size) };
            let mut bytes = part.to_vec();
            let len = bytes.len();
            bytes.resize(len + 32, 0);
            let room = bytes.len();
            let len = libfuzzer_sys::fuzzer_mutate(&mut bytes, len, room);
            bytes.truncate(len);
            *part = bytes.into();
        }
    }
    let joined = join(&parts, max_size.min(data.len()) - 1);
    data[1..=joined.len()].copy_from_slice(&joined);
    1 + joined.len()
}

fn invented(random: &mut Random) -> String {
    let operation = |random: &mut Random| {
        let (path, from, value) = (random.pick(&PATHS), random.pick(&PATHS), random.pick(&VALUES));
        match random.pick(&["add", "remove", "replace", "move", "copy", "test"]) {
            "remove" => format!("{{\"op\":\"remove\",\"path\":\"{path}\"}}"),
            op @ ("move" | "copy") => format!("{{\"op\":\"{op}\",\"from\":\"{from}\",\"path\":\"{path}\"}}"),
            op => format!("{{\"op\":\"{op}\",\"path\":\"{path}\",\"value\":{value}}}"),
        }
    };
    if random.chance(15) {
        return format!(
            "{{\"{}\":{},\"map\":{{\"title\":{}}}}}",
            random.pick(&["cards", "notes", "new", "xml"]),
            random.pick(&VALUES),
            random.pick(&VALUES)
        );
    }
    let operations: Vec<_> = (0..1 + random.below(3)).map(|_| operation(random)).collect();
    format!("{{\"type\":\"content_patch\",\"patch\":[{}]}}", operations.join(","))
}
