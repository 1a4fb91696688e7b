//! Where somebody comes from, for what is written down about what they do. Made by doors and routes, which know the address and
//! themselves; decides nothing.

use std::sync::Arc;

use crate::access::Identity;
use crate::event::{Author, Doer, Trace};

/// A place that requests and connections come from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// The address, as limits count it, if it is known.
    pub address: Option<Arc<str>>,
    /// The door: `rest`, `sync`, `hocuspocus`, `y-sweet` or `live`; empty where there is none.
    pub door: &'static str,
}

impl Origin {
    /// Somebody who comes from here.
    #[must_use]
    pub fn doer(&self, identity: &Identity) -> Doer {
        let author = author(identity);
        Doer { author, address: self.address.clone(), door: (!self.door.is_empty()).then(|| self.door.into()) }
    }

    /// The same without anybody.
    #[must_use]
    pub fn trace(&self) -> Option<Box<Trace>> {
        let door = (!self.door.is_empty()).then(|| self.door.into());
        let trace = Trace { address: self.address.clone(), door };
        (trace != Trace::default()).then(|| Box::new(trace))
    }
}

/// Somebody as they stand in records and events.
#[must_use]
pub fn author(identity: &Identity) -> Author {
    Author { id: Arc::clone(&identity.user.id), name: identity.user.name.clone() }
}
