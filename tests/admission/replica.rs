//! A document behind its gate, as the server runs it: examine, decode, apply, commit, record, retry what is parked.
//! Panics as soon as yrs and the gate disagree about anything.

use bytes::Bytes;
use yrs::block::ClientID;
use yrs::types::ToJson;
use yrs::types::text::YChange;
use yrs::updates::decoder::Decode;
use yrs::{Doc, GetString, OffsetKind, Options, ReadTxn, StateVector, Text, Transact, Update};
use yrsa::admission::{ClockRange, Gate, Limits, Parking, Refusal, Verdict, compact, merge};

use super::oracle::Case;

pub(super) struct Replica {
    pub(super) gate: Gate,
    pub(super) parking: Parking,
    pub(super) doc: Doc,
    /// Everything admitted so far, in order.
    pub(super) admitted: Vec<Bytes>,
}

impl Replica {
    pub(super) fn new() -> Self {
        let limits = Limits::default();
        let options = Options {
            offset_kind: OffsetKind::Utf16,
            cleanup_formatting: false,
            ..Options::with_guid_and_client_id("replica".into(), ClientID::new(1_000_000))
        };
        Self { gate: Gate::new(limits), parking: Parking::new(limits), doc: Doc::with_options(options), admitted: Vec::new() }
    }

    /// A replica that loaded `state`, all of which must be new and complete.
    pub(super) fn load(state: &Bytes) -> Self {
        let mut replica = Self::new();
        replica.receive(state).unwrap_or_else(|refusal| panic!("a state is refused: {refusal}"));
        assert!(replica.parking.is_empty(), "a state is incomplete");
        replica
    }

    /// Takes an update as the server would. `Err` when it is refused; nothing has changed then.
    pub(super) fn receive(&mut self, update: &Bytes) -> Result<(), Refusal> {
        let verdict = self.gate.examine(update)?;
        if let Some(parked) = &verdict.parked {
            self.parking.park(parked.clone())?;
        }
        self.take(&verdict);
        while let Some(verdict) = self.parking.retry(&self.gate) {
            // A parked update that turns out wrong is dropped.
            if let Ok(verdict) = verdict {
                self.take(&verdict);
            }
        }
        Ok(())
    }

    fn take(&mut self, verdict: &Verdict) {
        let (Some(admitted), Some(seen)) = (&verdict.admitted, verdict.for_yrs()) else { return };
        let update = Update::decode_v1(seen).unwrap_or_else(|error| panic!("yrs can't read what was admitted: {error}"));
        self.gate.commit(verdict);
        let mut txn = self.doc.transact_mut();
        txn.apply_update(update).unwrap_or_else(|error| panic!("yrs can't apply what was admitted: {error}"));
        assert!(!txn.has_missing_updates(), "yrs keeps something pending");
        txn.commit();
        let deleted: Vec<_> = txn
            .delete_set()
            .iter()
            .flat_map(|(client, ranges)| {
                let client = client.get();
                ranges.into_iter().map(move |range| ClockRange { client, start: range.start, end: range.end })
            })
            .collect();
        drop(txn);
        for range in deleted {
            self.gate.record_deleted(range);
        }
        let vector = StateVector::decode_v1(&self.gate.state_vector()).expect("the gate's state vector is well formed");
        assert_eq!(self.doc.transact().state_vector(), vector, "the gate and yrs know different clocks");
        self.admitted.push(admitted.clone());
    }

    /// The whole document as one update, as the server stores it.
    pub(super) fn state(&self) -> Bytes {
        compact(&self.admitted, &self.gate).expect("admitted updates are readable")
    }

    /// Reads the roots as every type a feature might take them for, wherever that makes no sense too.
    fn read_everything(&self) {
        for name in ["text", "map", "array", "xml", ""] {
            let text = self.doc.get_or_insert_text(name);
            let map = self.doc.get_or_insert_map(name);
            let array = self.doc.get_or_insert_array(name);
            let xml = self.doc.get_or_insert_xml_fragment(name);
            let txn = self.doc.transact();
            text.diff(&txn, YChange::identity);
            map.to_json(&txn);
            if !self.gate.has_wide_text(name) {
                array.to_json(&txn);
            }
            xml.get_string(&txn);
        }
        self.doc.to_json(&self.doc.transact());
    }

    /// Reloads, merges and asks for everything again, then leaves the comparison to Yjs.
    pub(super) fn settle(&self) -> Case {
        self.read_everything();
        let state = self.state();
        let reloaded = Self::load(&state);
        assert_eq!(reloaded.doc.transact().state_vector(), self.doc.transact().state_vector(), "a reload loses clocks");
        let again = self.gate.examine(&state).expect("a state is admissible");
        assert_eq!((again.admitted, again.parked), (None, None), "a replay of the state isn't all known");
        let merged = merge(&self.admitted).expect("admitted updates merge");
        let from_merged = Self::load(&merged);
        assert_eq!(from_merged.doc.transact().state_vector(), self.doc.transact().state_vector(), "a merge loses clocks");
        let text = self.doc.get_or_insert_text("text").get_string(&self.doc.transact());
        Case { updates: self.admitted.clone(), alternatives: vec![state, merged, from_merged.state()], text }
    }
}
