//! Yjs in a child process, asked in frames; see oracle.mjs.

use std::io::{BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use bytes::Bytes;

use super::shared::repository;

pub(crate) struct Oracle {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

/// Updates applied in sequence, single updates that must lead to the same document (the second is a merge), and the text
/// that yrs shows in the root `text`.
pub(crate) struct Case {
    pub(crate) updates: Vec<Bytes>,
    pub(crate) alternatives: Vec<Bytes>,
    pub(crate) text: String,
}

impl Oracle {
    /// `None`, with a notice, when Node or Yjs isn't installed.
    pub(crate) fn start() -> Option<Self> {
        let root = repository();
        let packages = std::env::var_os("YRSA_NODE_MODULES").map_or_else(|| root.join("web/node_modules"), PathBuf::from);
        if !packages.join("yjs/package.json").exists() {
            eprintln!("skipped: no package yjs in {}", packages.display());
            return None;
        }
        let script = root.join("tests/admission/oracle.mjs");
        let spawned = Command::new("node")
            .arg("--max-old-space-size=1024")
            .arg(script)
            .arg(packages.join("yjs"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let Ok(mut child) = spawned else {
            eprintln!("skipped: no node");
            return None;
        };
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().expect("stdout is piped"));
        Some(Self { child, input, output })
    }

    /// Sends cases to be checked; collect the answer with [`Oracle::verdicts`] before sending more.
    pub(super) fn submit(&mut self, cases: &[Case]) {
        let mut payload = vec![0];
        put_number(&mut payload, cases.len());
        for case in cases {
            put_list(&mut payload, &case.updates);
            put_list(&mut payload, &case.alternatives);
            put_number(&mut payload, case.text.len());
            payload.extend(case.text.as_bytes());
        }
        self.send(&payload);
    }

    /// What Yjs says about the submitted cases: an empty text for each that is well.
    pub(super) fn verdicts(&mut self) -> Vec<String> {
        self.receive_list().iter().map(|error| String::from_utf8_lossy(error).into_owned()).collect()
    }

    /// What Yjs says about one case; see [`Oracle::verdicts`].
    pub(crate) fn judge(&mut self, case: Case) -> String {
        self.submit(&[case]);
        self.verdicts().remove(0)
    }

    /// Panics with Yjs' complaint if the case isn't well.
    pub(super) fn confirm(&mut self, name: &str, case: Case) {
        let verdict = self.judge(case);
        assert!(verdict.is_empty(), "{name}: {}", verdict.chars().take(4000).collect::<String>());
    }

    /// An honest history: what a server receives, and the state everybody ends with.
    pub(crate) fn history(&mut self, seed: u32) -> (Vec<Bytes>, Bytes) {
        let mut payload = vec![1];
        payload.extend(seed.to_le_bytes());
        self.send(&payload);
        let mut list = self.receive_list();
        let state = list.pop().expect("a history ends with its state");
        (list, state)
    }

    /// A v2 update as v1.
    pub(super) fn as_v1(&mut self, update: &[u8]) -> Bytes {
        let mut payload = vec![2];
        put_number(&mut payload, update.len());
        payload.extend(update);
        self.send(&payload);
        self.receive_list().remove(0)
    }

    /// State vectors of replicas that have seen only some of the updates; the oracle keeps the replicas for
    /// [`Oracle::compare`].
    pub(super) fn partial_replicas(&mut self, seed: u32, updates: &[Bytes]) -> Vec<Bytes> {
        let mut payload = vec![3];
        payload.extend(seed.to_le_bytes());
        put_list(&mut payload, updates);
        self.send(&payload);
        self.receive_list()
    }

    /// Compares a compacted document with its updates exactly, and the replicas kept by the oracle once they have got the
    /// diffs. Returns the size at which Yjs encodes the document, or its complaint.
    pub(super) fn compare(&mut self, updates: &[Bytes], compacted: &Bytes, diffs: &[Bytes]) -> Result<usize, String> {
        let mut payload = vec![4];
        put_list(&mut payload, updates);
        put_number(&mut payload, compacted.len());
        payload.extend_from_slice(compacted);
        put_list(&mut payload, diffs);
        self.send(&payload);
        let answer: Vec<_> = self.receive_list().iter().map(|part| String::from_utf8_lossy(part).into_owned()).collect();
        match answer.get(1) {
            Some(size) => Ok(size.parse().expect("a size")),
            None => Err(answer.concat()),
        }
    }

    /// The updates of an editing trace, replayed keystroke by keystroke.
    pub(super) fn replay(&mut self, trace: &[u8]) -> Vec<Bytes> {
        let mut payload = vec![5];
        put_number(&mut payload, trace.len());
        payload.extend(trace);
        self.send(&payload);
        self.receive_list()
    }

    /// The roots `board`, `list` and `notes` of a document as JSON.
    pub(crate) fn json(&mut self, updates: &[Bytes]) -> String {
        let mut payload = vec![6];
        put_list(&mut payload, updates);
        self.send(&payload);
        String::from_utf8_lossy(&self.receive_list().remove(0)).into_owned()
    }

    fn send(&mut self, payload: &[u8]) {
        let input = self.input.as_mut().expect("the input stays open until the end");
        let mut frame = Vec::with_capacity(payload.len() + 4);
        put_number(&mut frame, payload.len());
        frame.extend(payload);
        input.write_all(&frame).expect("the oracle reads");
        input.flush().expect("the oracle reads");
    }

    fn receive_list(&mut self) -> Vec<Bytes> {
        let mut head = [0; 4];
        self.output.read_exact(&mut head).expect("the oracle answers");
        let mut payload = vec![0; u32::from_le_bytes(head) as usize];
        self.output.read_exact(&mut payload).expect("the oracle answers");
        let payload = Bytes::from(payload);
        let mut at = 0;
        let number = |at: &mut usize| {
            let bytes = payload[*at..*at + 4].try_into().expect("four bytes");
            *at += 4;
            u32::from_le_bytes(bytes) as usize
        };
        let count = number(&mut at);
        (0..count)
            .map(|_| {
                let length = number(&mut at);
                at += length;
                payload.slice(at - length..at)
            })
            .collect()
    }
}

impl Drop for Oracle {
    fn drop(&mut self) {
        // The child ends when its input does.
        drop(self.input.take());
        let _ = self.child.wait();
    }
}

fn put_number(out: &mut Vec<u8>, number: usize) {
    out.extend(u32::try_from(number).expect("frames stay below 4 GiB").to_le_bytes());
}

fn put_list(out: &mut Vec<u8>, list: &[Bytes]) {
    put_number(out, list.len());
    for bytes in list {
        put_number(out, bytes.len());
        out.extend_from_slice(bytes);
    }
}
