//! Both backends pass the conformance suite.

use std::sync::Arc;

use yrsa_storage::conformance::{CASES, Setup, Subject};
use yrsa_storage::{Error, Memory, MemoryOptions, Options, SledStorage, Storage};

#[derive(Default)]
struct InMemory {
    memory: Option<Memory>,
}

impl Subject for InMemory {
    fn open(&mut self, setup: &Setup) -> Result<Arc<dyn Storage>, Error> {
        let options = MemoryOptions { retention: setup.retention, clock: setup.clock.clone() };
        let memory = self.memory.take().map_or_else(|| Memory::with(options), |memory| memory.crash());
        self.memory = Some(memory.clone());
        Ok(Arc::new(memory))
    }
}

struct OnDisk {
    folder: tempfile::TempDir,
    last: Option<Arc<SledStorage>>,
}

impl Subject for OnDisk {
    fn open(&mut self, setup: &Setup) -> Result<Arc<dyn Storage>, Error> {
        if let Some(last) = self.last.take() {
            last.abandon();
        }
        let options = Options { retention: setup.retention, clock: setup.clock.clone(), ..Options::default() };
        let storage = Arc::new(SledStorage::open(self.folder.path(), options)?);
        self.last = Some(Arc::clone(&storage));
        Ok(storage)
    }
}

#[test]
fn memory_conforms() {
    for case in CASES {
        if let Err(violation) = case.run(&mut InMemory::default()) {
            panic!("{}: {violation}", case.name);
        }
    }
}

#[test]
fn sled_conforms() {
    for case in CASES {
        let started = std::time::Instant::now();
        let mut subject = OnDisk { folder: tempfile::tempdir().unwrap(), last: None };
        if let Err(violation) = case.run(&mut subject) {
            panic!("{}: {violation}", case.name);
        }
        println!("{} {:?}", case.name, started.elapsed());
    }
}
