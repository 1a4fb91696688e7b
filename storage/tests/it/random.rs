//! Seeded randomness for the tests. `YRSA_SEED` plays one seed, `YRSA_ROUNDS` many; the seeds are printed.

/// SplitMix64 (Steele, Lea, Flood 2014).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound.max(1)
    }
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// The seeds to play: the one that was asked for, or some from a fixed start.
pub(crate) fn seeds(count: u64) -> Vec<u64> {
    let seeds: Vec<u64> = match number("YRSA_SEED") {
        Some(seed) => vec![seed],
        None => (1..=number("YRSA_ROUNDS").unwrap_or(count)).collect(),
    };
    println!("seeds {seeds:?}");
    seeds
}
