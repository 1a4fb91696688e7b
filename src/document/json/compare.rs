//! What turns one JSON value into another, as a JSON Patch. Called by `view`.
//! Never looks at a document, and never takes long: what is large and differs much is replaced piece by piece.

use json_patch::jsonptr::PointerBuf;
use json_patch::{AddOperation, PatchOperation, RemoveOperation, ReplaceOperation};
use serde_json::Value;

use super::sequence::exchanges;

/// Appends the operations that turn `old`, which stands at `path`, into `new`.
pub(super) fn compare(old: &Value, new: &Value, path: &mut PointerBuf, found: &mut Vec<PatchOperation>) {
    match (old, new) {
        _ if old == new => {}
        (Value::Object(old), Value::Object(new)) => {
            for key in old.keys().filter(|key| !new.contains_key(*key)) {
                at(path, key, |path| found.push(PatchOperation::Remove(RemoveOperation { path: path.clone() })));
            }
            for (key, value) in new {
                at(path, key, |path| match old.get(key) {
                    Some(old) => compare(old, value, path, found),
                    None => found.push(PatchOperation::Add(AddOperation { path: path.clone(), value: value.clone() })),
                });
            }
        }
        (Value::Array(old), Value::Array(new)) => compare_arrays(old, new, path, found),
        _ => found.push(PatchOperation::Replace(ReplaceOperation { path: path.clone(), value: new.clone() })),
    }
}

fn compare_arrays(old: &[Value], new: &[Value], path: &mut PointerBuf, found: &mut Vec<PatchOperation>) {
    for exchange in exchanges(old, new) {
        // What came before is new already.
        let start = exchange.new.start;
        let (gone, come) = (&old[exchange.old], &new[exchange.new]);
        for (offset, (old, new)) in gone.iter().zip(come).enumerate() {
            at(path, &(start + offset).to_string(), |path| compare(old, new, path, found));
        }
        let both = gone.len().min(come.len());
        for _ in both..gone.len() {
            at(path, &(start + both).to_string(), |path| {
                found.push(PatchOperation::Remove(RemoveOperation { path: path.clone() }));
            });
        }
        for (offset, value) in come.iter().enumerate().skip(both) {
            at(path, &(start + offset).to_string(), |path| {
                found.push(PatchOperation::Add(AddOperation { path: path.clone(), value: value.clone() }));
            });
        }
    }
}

fn at(path: &mut PointerBuf, token: &str, then: impl FnOnce(&mut PointerBuf)) {
    path.push_back(token);
    then(path);
    path.pop_back();
}
