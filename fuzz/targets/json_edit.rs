//! Edits as JSON against a document: JSON Patch, merge patch and changes of text, any of them. What is done is what the reference
//! implementation does, what is refused leaves no trace, and Yjs clients get an update that the gate admits.
#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use serde_json::{Value, json};
use yrsa::document::Document;
use yrsa::document::json::{PatchError, PatchOperation, Patched, Reason};
use yrsa::protocol::live::{Ask, Edit, read};
use yrsa_fuzz::{JSON_LIMIT, SERVER, empty_document, samples, split};

fn shown(document: &mut Document) -> Value {
    document.project(JSON_LIMIT).expect("small documents can be shown")
}

/// Roots without content are not shown.
fn without_empty_roots(mut document: Value) -> Value {
    let empty = [json!({}), json!([]), json!("")];
    if let Some(roots) = document.as_object_mut() {
        roots.retain(|_, root| !empty.contains(root));
    }
    document
}

/// Whether a value is nothing that JSON alone could mean: what stands for bytes, a subdocument, both uses of a root, XML.
fn is_plain(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.iter().all(|(name, value)| !name.starts_with('$') && is_plain(value)),
        Value::Array(values) => values.iter().all(is_plain),
        // Numbers become what JavaScript makes of them.
        Value::Number(number) => number.as_i64().is_some_and(|number| number.unsigned_abs() < 1 << 53),
        // XML is written in one form only.
        Value::String(text) => !text.contains('<') && !text.contains('&'),
        _ => true,
    }
}

fn check(document: &mut Document, before: (Value, bytes::Bytes), done: Result<Patched, PatchError>, expected: Option<Value>) {
    match done {
        Ok(patched) => {
            let now = shown(document);
            if let Some(expected) = expected {
                assert_eq!(without_empty_roots(now.clone()), without_empty_roots(expected), "before: {}", before.0);
            }
            if let Some(update) = patched.update {
                let mut reader = empty_document();
                let whole = document.encode().expect("a document can be encoded");
                reader.receive(&whole).expect("a whole document is admitted");
                assert_eq!(shown(&mut reader), now, "who gets it whole reads something else");
                assert!(!reader.is_news(&update).expect("a document can be asked"), "the update has what the document lacks");
            }
        }
        Err(PatchError::Broken(broken)) => panic!("an edit breaks the document: {broken}"),
        Err(_) => assert_eq!((shown(document), document.state_vector()), before, "a refused edit leaves a trace"),
    }
}

fn patch(document: &mut Document, operations: &[PatchOperation]) {
    let before = (shown(document), document.state_vector());
    let mut reference = before.0.clone();
    // The reference implementation is asked only about what is JSON and nothing else.
    let asked = is_plain(&reference) && serde_json::to_value(operations).is_ok_and(|operations| is_plain(&operations));
    let expected = json_patch::patch_unsafe(&mut reference, operations);
    let done = document.patch(operations, SERVER);
    if asked && let Err(PatchError::Operation { reason: Reason::NoSuchPlace | Reason::TestFailed | Reason::BadIndex, .. }) = &done
    {
        assert!(expected.is_err(), "the reference does what is refused: {done:?} {operations:?} on {}", before.0);
    }
    if asked && done.is_ok() {
        assert!(expected.is_ok(), "the reference refuses {operations:?} on {}: {expected:?}", before.0);
    }
    check(document, before, done, (asked && expected.is_ok()).then_some(reference));
}

fuzz_target!(|data: &[u8]| {
    let Some((which, rest)) = data.split_first() else { return };
    let samples = samples();
    let mut document = empty_document();
    document.receive(&samples[usize::from(*which) % samples.len()]).expect("a sample is admitted");
    for part in split(rest) {
        let Ok(text) = std::str::from_utf8(&part) else { continue };
        let Ok(Ask::Edit(edit)) = read(text).map(|request| request.ask) else {
            // Anything else that is JSON is a merge patch.
            if let Ok(merge) = serde_json::from_str::<Value>(text)
                && merge.is_object()
            {
                let before = (shown(&mut document), document.state_vector());
                let mut expected = before.0.clone();
                json_patch::merge(&mut expected, &merge);
                let asked = is_plain(&before.0) && is_plain(&merge);
                let done = document.merge(&merge, SERVER);
                check(&mut document, before, done, asked.then_some(expected));
            }
            continue;
        };
        match edit {
            Edit::Patch(operations) => patch(&mut document, &operations),
            Edit::Merge(merge) => {
                let before = (shown(&mut document), document.state_vector());
                let done = document.merge(&merge, SERVER);
                check(&mut document, before, done, None);
            }
            // What the room makes of the others is in the target `room`.
            _ => {}
        }
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { yrsa_fuzz::mutate_text(data, size, max_size, seed) });
