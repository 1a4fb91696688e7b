//! Files of `tests/admission`, as they are: a replica that panics as soon as yrs and the gate disagree, updates that are invented
//! with the format in mind, and Yjs in a child process.

#![allow(dead_code, reason = "the tests use all of it")]

#[path = "../../tests/admission/generator.rs"]
pub(crate) mod generator;
#[path = "../../tests/admission/oracle.rs"]
mod oracle;
#[path = "../../tests/admission/replica.rs"]
mod replica;
#[path = "../../tests/admission/shared.rs"]
mod shared;

use bytes::Bytes;
use yrsa::admission::Refusal;

pub(crate) use self::shared::Random;

/// Updates invented from a seed, at most so many.
pub fn generated(seed: u64, most: usize) -> Vec<Bytes> {
    let mut generator = generator::Generator::new(seed);
    (0..most).map_while(|_| generator.next(Ok(()))).collect()
}

/// A document as the tests have it.
pub struct Trial(replica::Replica);

impl Trial {
    /// An empty one.
    #[allow(clippy::new_without_default, reason = "it is a trial that begins")]
    pub fn new() -> Self {
        Self(replica::Replica::new())
    }

    /// Takes an update as the server would; panics if yrs and the gate disagree.
    pub fn receive(&mut self, update: &Bytes) -> Result<(), Refusal> {
        self.0.receive(update)
    }

    /// What was admitted, in order.
    pub fn admitted(&self) -> &[Bytes] {
        &self.0.admitted
    }

    /// Whether nothing waits.
    pub fn is_complete(&self) -> bool {
        self.0.parking.is_empty()
    }

    /// The whole document as one update.
    pub fn state(&self) -> Bytes {
        self.0.state()
    }

    /// Reads, reloads, compacts and merges all of it; panics if anything is lost.
    pub fn settle(&self) -> Settled {
        Settled(self.0.settle())
    }
}

/// What is left for Yjs to say.
pub struct Settled(oracle::Case);

/// Yjs.
pub struct Yjs(oracle::Oracle);

impl Yjs {
    /// `None`, with a notice, where Node or the package isn't there.
    pub fn start() -> Option<Self> {
        oracle::Oracle::start().map(Self)
    }

    /// Panics if Yjs throws at what was admitted, keeps something waiting, or comes to another document from what the server stores.
    pub fn confirm(&mut self, settled: Settled) {
        let verdict = self.0.judge(settled.0);
        // Updates that contradict each other end differently in different orders, among Yjs clients too.
        assert!(verdict.is_empty() || verdict.starts_with('~'), "Yjs: {}", verdict.chars().take(4000).collect::<String>());
    }

    /// What several honest Yjs clients send in a history of this number, and the document they end with.
    pub fn history(&mut self, seed: u32) -> (Vec<Bytes>, Bytes) {
        self.0.history(seed)
    }
}
