//! Makes updates that look right and often aren't: wrong parents, hidden map entries, cycles, overlaps, repeated ids,
//! gaps, skips, deletes of anything. Remembers what it made, so that references usually hit something.

use bytes::Bytes;
use yrsa::admission::Refusal;

use super::shared::Random;

const CLIENTS: [u64; 5] = [1, 2, 3, 300, (1 << 53) - 1];
const ROOTS: [&str; 3] = ["text", "map", ""];
const KEYS: [&str; 3] = ["k", "", "__proto__"];
const TEXTS: [&str; 7] = ["a", "hello", "é", "😀", "x😀y", "\u{0}", "漢字かな"];
const JSON: [&str; 7] = ["true", "null", "{}", "{\"a\":[1,2.5]}", "\"x\"", "\"\\ud83d\\ude00\"", "-0"];
const BAD_JSON: [&str; 5] = ["", "{", "1e999", "\"\\ud800\"", "9223372036854775808"];

/// Something made so far.
#[derive(Clone, Copy)]
struct Made {
    id: (u64, u32),
    is_type: bool,
    is_entry: bool,
}

pub(crate) struct Generator {
    random: Random,
    /// Clocks handed out so far, by client.
    clocks: [u32; CLIENTS.len()],
    made: Vec<Made>,
    /// Clocks and number of things before the last update.
    before: ([u32; CLIENTS.len()], usize),
    left: u64,
    /// How many in a hundred choices go wrong on purpose.
    malice: u64,
}

impl Generator {
    pub(crate) fn new(seed: u64) -> Self {
        let mut random = Random(seed);
        let malice = random.pick(&[0, 0, 1, 2, 5, 20]);
        let left = 1 + random.below(9);
        Self { random, clocks: [0; CLIENTS.len()], made: Vec::new(), malice, before: ([0; CLIENTS.len()], 0), left }
    }

    /// The next update, given what became of the last: nothing builds on what was refused.
    pub(crate) fn next(&mut self, last: Result<(), Refusal>) -> Option<Bytes> {
        self.left = self.left.checked_sub(1)?;
        if last.is_err() {
            self.clocks = self.before.0;
            self.made.truncate(self.before.1);
        }
        self.before = (self.clocks, self.made.len());
        Some(self.update())
    }

    fn wrong(&mut self) -> bool {
        let malice = self.malice;
        self.random.chance(malice)
    }

    fn update(&mut self) -> Bytes {
        let mut out = Vec::new();
        let sections = if self.random.chance(15) { 0 } else { 1 + self.random.below(3) };
        let mut clients: Vec<usize> = (0..CLIENTS.len()).collect();
        for at in (1..clients.len()).rev() {
            clients.swap(at, self.random.below(at as u64 + 1) as usize);
        }
        if self.wrong() {
            clients[1] = clients[0];
        }
        clients.truncate(sections as usize);
        // References may point into sections that come later: reserve their clocks first.
        let claimed = if self.wrong() { self.random.next() % (1 << 40) } else { clients.len() as u64 };
        number(&mut out, claimed);
        let foretold = self.clocks;
        for &client in &clients {
            if self.random.chance(30) {
                let clock = foretold[client] + self.random.below(3) as u32;
                let is_type = self.random.chance(50);
                self.made.push(Made { id: (CLIENTS[client], clock), is_type, is_entry: false });
            }
        }
        for client in clients {
            self.section(&mut out, client);
        }
        self.deletes(&mut out);
        if self.wrong() && self.random.chance(30) {
            out.push(0);
        }
        if self.random.chance(self.malice / 4) {
            mutate(&mut self.random, &mut out);
        }
        out.into()
    }

    fn section(&mut self, out: &mut Vec<u8>, client: usize) {
        let structs = 1 + self.random.below(5);
        let mut clock = self.clocks[client];
        if self.random.chance(12) {
            clock = clock.saturating_sub(self.random.below(4) as u32);
        }
        if self.wrong() {
            clock = self.random.pick(&[clock + 1, clock + 2, 0, (1 << 31) - 2, 1 << 31, u32::MAX - 1]);
        }
        let claimed = if self.wrong() { self.random.below(1 << 30) } else { structs };
        number(out, claimed);
        let id = if self.wrong() && self.random.chance(20) { (1 << 53) + self.random.below(4) } else { CLIENTS[client] };
        number(out, id);
        number(out, u64::from(clock));
        for _ in 0..structs {
            clock = clock.wrapping_add(self.structure(out, CLIENTS[client], clock));
        }
        // Huge clocks aren't built upon.
        if clock < 1 << 20 {
            self.clocks[client] = self.clocks[client].max(clock);
        }
    }

    fn structure(&mut self, out: &mut Vec<u8>, client: u64, clock: u32) -> u32 {
        match self.random.below(100) {
            0..=5 => {
                let length = self.length();
                let info = if self.wrong() { self.random.pick(&[0x20, 0x40, 0x80]) } else { 0 };
                out.push(info);
                number(out, u64::from(length));
                length
            }
            6..=7 if self.malice > 0 => {
                let length = self.length();
                out.push(10);
                number(out, u64::from(length));
                length
            }
            _ => self.item(out, client, clock),
        }
    }

    fn length(&mut self) -> u32 {
        if self.wrong() { self.random.pick(&[0, 1 << 30, 1 << 31, u32::MAX]) } else { 1 + self.random.below(4) as u32 }
    }

    fn item(&mut self, out: &mut Vec<u8>, client: u64, clock: u32) -> u32 {
        let mut kind = self.random.pick(&[1, 3, 4, 4, 4, 5, 6, 7, 7, 7, 8, 8, 8, 9]);
        if self.wrong() {
            kind = self.random.below(16) as u8;
        }
        let origin = if self.random.chance(45) { self.reference(client, clock) } else { None };
        let mut right = if self.random.chance(25) { self.reference(client, clock) } else { None };
        if right == origin && !self.wrong() {
            right = None;
        }
        if right.is_some_and(|id| self.made.iter().any(|made| made.id == id && made.is_entry)) && !self.wrong() {
            right = None;
        }
        let explicit = origin.is_none() && right.is_none();
        let beside = origin.or(right).and_then(|id| self.made.iter().rev().find(|made| made.id == id));
        let mut is_entry = beside.is_some_and(|made| made.is_entry);
        if is_entry && matches!(kind, 4..=6) && !self.wrong() {
            kind = 8;
        }
        let key = self.random.chance(if explicit && kind != 4 && kind != 5 && kind != 6 { 45 } else { 5 + self.malice / 4 });
        let mut info = kind | if key { 0x20 } else { 0 };
        info |= if right.is_some() { 0x40 } else { 0 };
        info |= if origin.is_some() { 0x80 } else { 0 };
        out.push(info);
        for (client, clock) in [origin, right].into_iter().flatten() {
            number(out, client);
            number(out, u64::from(clock));
        }
        if explicit {
            self.parent(out, client, clock);
            if key {
                text(out, self.random.pick(&KEYS));
            }
        }
        let length = self.content(out, kind);
        is_entry |= explicit && key;
        for offset in [0, length.saturating_sub(1)] {
            self.made.push(Made { id: (client, clock.wrapping_add(offset)), is_type: kind == 7, is_entry });
        }
        length
    }

    fn parent(&mut self, out: &mut Vec<u8>, client: u64, clock: u32) {
        let types: Vec<_> = self
            .made
            .iter()
            .filter(|made| made.is_type && (made.id.0 != client || made.id.1 < clock))
            .map(|made| made.id)
            .collect();
        if types.is_empty() || self.random.chance(45) {
            let marker = if self.wrong() { self.random.below(4) } else { 1 };
            number(out, marker);
            return text(out, self.random.pick(&ROOTS));
        }
        number(out, 0);
        let parent = match self.reference(client, clock) {
            Some(any) if self.wrong() => any,
            _ => self.random.pick(&types),
        };
        number(out, parent.0);
        number(out, u64::from(parent.1));
    }

    fn reference(&mut self, client: u64, clock: u32) -> Option<(u64, u32)> {
        if self.wrong() {
            let other = self.random.pick(&CLIENTS);
            let wild = self.random.below(12) as u32;
            return Some(self.random.pick(&[
                (client, clock),
                (client, clock.wrapping_add(1)),
                (other, wild),
                (other, u32::MAX),
                (other, 1 << 31),
            ]));
        }
        if clock > 0 && self.random.chance(40) {
            return Some((client, clock - 1));
        }
        if self.made.is_empty() {
            return None;
        }
        let recent = self.made.len().saturating_sub(if self.random.chance(60) { 4 } else { usize::MAX });
        let at = recent + self.random.below((self.made.len() - recent) as u64) as usize;
        let id = self.made[at].id;
        // Nobody knows the own future.
        if id.0 != client || id.1 < clock { Some(id) } else { None }
    }

    fn content(&mut self, out: &mut Vec<u8>, kind: u8) -> u32 {
        match kind {
            1 => {
                let length = self.length();
                number(out, u64::from(length));
                length
            }
            3 => {
                buffer(out, &[1, 2, 3]);
                1
            }
            4 => {
                let content = if self.wrong() { "" } else { self.random.pick(&TEXTS) };
                text(out, content);
                if self.wrong() && !content.is_empty() {
                    let last = out.len() - 1;
                    out[last] = 0xff;
                }
                content.encode_utf16().count() as u32
            }
            5 | 6 => {
                if kind == 6 {
                    text(out, self.random.pick(&["bold", ""]));
                }
                let json = if self.wrong() { self.random.pick(&BAD_JSON) } else { self.random.pick(&JSON) };
                text(out, json);
                1
            }
            7 => {
                let reference = if self.wrong() { self.random.below(20) as u8 } else { self.random.pick(&[0, 1, 2, 3, 4, 6]) };
                out.push(reference);
                if matches!(reference, 3 | 5) {
                    text(out, "p");
                }
                1
            }
            8 => {
                let count = if self.wrong() { 0 } else { 1 + self.random.below(3) };
                number(out, count);
                for _ in 0..count {
                    self.value(out, 0);
                }
                count as u32
            }
            9 => {
                text(out, "guid");
                if self.wrong() {
                    self.value(out, 0);
                } else {
                    out.push(118);
                    number(out, 1);
                    let option = if self.wrong() { "guid" } else { self.random.pick(&["meta", "autoLoad", "gc", "shouldLoad"]) };
                    text(out, option);
                    self.value(out, 2);
                }
                1
            }
            _ => {
                number(out, 1);
                text(out, "1");
                1
            }
        }
    }

    fn value(&mut self, out: &mut Vec<u8>, depth: u32) {
        let tag = if self.wrong() {
            self.random.below(256) as u8
        } else {
            self.random.pick(&[116, 117, 118, 119, 120, 121, 122, 123, 124, 125, 126, 127])
        };
        out.push(tag);
        match tag {
            116 => buffer(out, &[9]),
            117 | 118 => {
                let count = if depth > 3 { 0 } else { self.random.below(3) };
                number(out, count);
                for _ in 0..count {
                    if tag == 118 {
                        let key = if self.wrong() { "__proto__" } else { self.random.pick(&["a", ""]) };
                        text(out, key);
                    }
                    self.value(out, depth + 1);
                }
            }
            119 => text(out, self.random.pick(&TEXTS)),
            122 | 123 => out.extend(self.random.next().to_be_bytes()),
            124 => out.extend((self.random.next() as u32).to_be_bytes()),
            125 => out.push(self.random.below(128) as u8),
            _ => {}
        }
    }

    fn deletes(&mut self, out: &mut Vec<u8>) {
        if self.random.chance(55) || self.made.is_empty() {
            return out.push(0);
        }
        let mut clients: Vec<u64> = CLIENTS.into_iter().filter(|_| self.random.chance(40)).collect();
        if self.wrong() {
            clients.push(1);
        }
        number(out, clients.len() as u64);
        for client in clients {
            let ranges = self.random.below(4);
            number(out, client);
            number(out, ranges);
            let mut clock = 0u32;
            for _ in 0..ranges {
                clock = clock.wrapping_add(self.random.below(5) as u32);
                if self.wrong() {
                    clock = self.random.pick(&[0, 1 << 31, u32::MAX, 1 << 20]);
                }
                let length = if self.wrong() { self.length() } else { 1 + self.random.below(3) as u32 };
                number(out, u64::from(clock));
                number(out, u64::from(length));
                clock = clock.wrapping_add(length);
            }
        }
    }
}

/// Changes, drops, doubles or moves a few bytes.
pub(crate) fn mutate(random: &mut Random, bytes: &mut Vec<u8>) {
    for _ in 0..1 + random.below(3) {
        if bytes.is_empty() {
            return;
        }
        let at = random.below(bytes.len() as u64) as usize;
        match random.below(6) {
            0 => bytes[at] = random.next() as u8,
            1 => bytes[at] ^= 1 << random.below(8),
            2 => drop(bytes.remove(at)),
            3 => bytes.insert(at, random.next() as u8),
            4 => bytes[at] = bytes[at].wrapping_add(1),
            _ => {
                let to = random.below(bytes.len() as u64) as usize;
                bytes.swap(at, to);
            }
        }
    }
}

pub(crate) fn number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

pub(crate) fn buffer(out: &mut Vec<u8>, bytes: &[u8]) {
    number(out, bytes.len() as u64);
    out.extend(bytes);
}

pub(crate) fn text(out: &mut Vec<u8>, text: &str) {
    buffer(out, text.as_bytes());
}
