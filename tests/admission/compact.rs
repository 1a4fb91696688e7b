//! What the server writes anew is the document its clients made: to every byte of content, and no larger than Yjs writes it.

use bytes::Bytes;
use yrs::types::ToJson;
use yrs::{ReadTxn, Transact};
use yrsa::admission::{StateVector, compact, diff};

use super::honest::{corpus_documents, take_all, workspace_documents};
use super::oracle::Oracle;
use super::replica::Replica;
use super::shared::{fixture, fixtures_in, setting};

/// Compacts a document and asks Yjs about the result and about diffs for replicas that have part of it.
/// Returns the size, and the size at which Yjs encodes the document.
fn check(oracle: &mut Oracle, name: &str, seed: u32, replica: &Replica) -> (usize, usize) {
    let updates = &replica.admitted;
    let compacted = replica.state();
    let vectors = oracle.partial_replicas(seed, updates);
    let diffs: Vec<Bytes> = vectors
        .iter()
        .map(|vector| {
            let theirs = StateVector::decode(vector).expect("Yjs writes state vectors well");
            diff(updates, &replica.gate, &theirs).expect("admitted updates are readable")
        })
        .collect();
    let size = match oracle.compare(updates, &compacted, &diffs) {
        Ok(size) => size,
        Err(complaint) => panic!("{name}: {complaint}"),
    };
    check_reload(name, replica, &compacted);
    (compacted.len(), size)
}

/// The compacted document passes a fresh gate as it is, yrs builds the same from it, and compacting it again changes nothing.
fn check_reload(name: &str, replica: &Replica, compacted: &Bytes) {
    let reloaded = Replica::load(compacted);
    if replica.admitted.is_empty() {
        return;
    }
    assert_eq!(reloaded.admitted, std::slice::from_ref(compacted), "{name}: the gate changes what was compacted");
    assert_eq!(reloaded.gate.state_vector(), replica.gate.state_vector(), "{name}");
    for root in ["text", "map", "array", "xml"] {
        reloaded.doc.get_or_insert_text(root);
        replica.doc.get_or_insert_text(root);
    }
    let content = |replica: &Replica| replica.doc.to_json(&replica.doc.transact());
    assert_eq!(content(&reloaded), content(replica), "{name}: yrs builds another document");
    let deleted = |replica: &Replica| replica.doc.transact().snapshot().delete_set;
    assert_eq!(deleted(&reloaded), deleted(replica), "{name}: yrs deletes otherwise");
    let gates = [("the same", &replica.gate), ("a fresh", &reloaded.gate)];
    for (which, gate) in gates {
        let again = compact([compacted], gate).expect("a compacted document is readable");
        assert!(again == *compacted, "{name}: compacting twice with {which} gate changes something");
    }
}

#[test]
fn random_honest_histories_survive_compaction_exactly() {
    let Some(mut oracle) = Oracle::start() else { return };
    let first = setting("YRSA_FUZZ_SEED", 1);
    let count = setting("YRSA_FUZZ_HISTORIES", 300);
    println!("histories {first}..{}", first + count);
    let (mut ours, mut theirs) = (0, 0);
    for seed in first..first + count {
        let name = format!("history {seed}");
        let (deliveries, _) = oracle.history(seed as u32);
        let sizes = check(&mut oracle, &name, seed as u32, &take_all(&name, &deliveries));
        ours += sizes.0;
        theirs += sizes.1;
    }
    println!("{ours} bytes, {theirs} from Yjs");
    assert!(ours * 100 <= theirs * 103, "{ours} bytes where Yjs needs {theirs}");
}

#[test]
fn a_document_compacted_again_and_again_stays_the_same() {
    let Some(mut oracle) = Oracle::start() else { return };
    let first = setting("YRSA_FUZZ_SEED", 1);
    for seed in first..first + setting("YRSA_FUZZ_HISTORIES", 300) / 3 {
        let name = format!("history {seed}");
        let (deliveries, _) = oracle.history(seed as u32);
        let whole = take_all(&name, &deliveries);
        // Every few updates the server is closed and opened again from what it had compacted.
        let mut replica = Replica::new();
        for updates in deliveries.chunks(1 + seed as usize % 5) {
            if replica.parking.is_empty() && !replica.admitted.is_empty() {
                replica = Replica::load(&replica.state());
            }
            updates.iter().for_each(|update| replica.receive(update).expect("an honest update is admitted"));
        }
        oracle.partial_replicas(seed as u32, &whole.admitted);
        if let Err(complaint) = oracle.compare(&whole.admitted, &replica.state(), &[]) {
            panic!("{name}: {complaint}");
        }
    }
}

#[test]
fn the_conformance_corpus_survives_compaction_exactly() {
    let (Some(bytes), Some(mut oracle)) = (fixture("yjs/small-test-dataset.bin"), Oracle::start()) else { return };
    let (mut ours, mut theirs) = (0, 0);
    for (number, (updates, _)) in corpus_documents(&bytes).into_iter().enumerate() {
        let name = format!("document {number}");
        let sizes = check(&mut oracle, &name, number as u32, &take_all(&name, &updates));
        ours += sizes.0;
        theirs += sizes.1;
    }
    println!("{ours} bytes, {theirs} from Yjs");
}

#[test]
fn whole_documents_of_other_editors_survive_compaction_exactly() {
    let Some(mut oracle) = Oracle::start() else { return };
    for name in fixtures_in("yjs") {
        let Some(bytes) = fixture(&name).filter(|_| !name.ends_with("dataset.bin")) else { continue };
        let update = if name.contains(".v2.") { oracle.as_v1(&bytes) } else { bytes.into() };
        let (ours, theirs) = check(&mut oracle, &name, 1, &take_all(&name, &[update]));
        println!("{name}: {ours} bytes, {theirs} from Yjs");
    }
}

#[test]
fn a_real_workspace_survives_compaction_exactly() {
    let Some(mut oracle) = Oracle::start() else { return };
    for (name, updates) in workspace_documents() {
        let (ours, theirs) = check(&mut oracle, &name, 1, &take_all(&name, &updates));
        println!("{name}: {ours} bytes, {theirs} from Yjs");
    }
}

#[test]
fn typed_traces_survive_compaction_exactly() {
    let Some(mut oracle) = Oracle::start() else { return };
    for name in fixtures_in("traces") {
        let Some(bytes) = fixture(&name) else { continue };
        let updates = oracle.replay(&bytes);
        let (ours, theirs) = check(&mut oracle, &name, 1, &take_all(&name, &updates));
        println!("{name}: {} updates, {ours} bytes, {theirs} from Yjs", updates.len());
        assert!(ours * 100 <= theirs * 103, "{ours} bytes where Yjs needs {theirs}");
    }
}
