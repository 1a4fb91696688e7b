//! One Yjs client with the manners of y-websocket: says what it has and who it is when it connects, sends each edit as it is
//! made, answers what it is asked, repeats presence, and asks now and then whether its edits are durable.

use std::collections::VecDeque;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use yrs::updates::decoder::Decode as _;
use yrs::updates::encoder::Encode as _;
use yrs::{Doc, ReadTxn as _, StateVector, Transact as _};
use yrsa::admission::{Gate, Limits, Parking, Verdict};
use yrsa::protocol::{DocumentId, Message, message, varint};
use yrsa::room::ConnectionId;

use super::awareness::Awareness;
use super::coverage::Coverage;
use super::edits;
use super::random::Random;

/// y-websocket gives a connection up when it hears nothing for this long.
const PATIENCE: Duration = Duration::from_secs(30);

#[expect(clippy::struct_excessive_bools, reason = "independent facts about one client")]
pub(crate) struct Client {
    pub(crate) document: DocumentId,
    /// Which of the world's users it is of.
    pub(crate) user: usize,
    /// It does not connect before.
    pub(crate) away_until: Duration,
    pub(crate) doc: Doc,
    /// Yjs keeps what comes too early until the rest is there. yrs does that badly, so it never sees such updates here.
    gate: Gate,
    early: Parking,
    pub(crate) awareness: Awareness,
    pub(crate) line: Option<ConnectionId>,
    /// Its own edits, in order.
    pub(crate) edits: Vec<Bytes>,
    /// It has sent on what it got from others elsewhere, perhaps with gaps.
    passed_on: bool,
    had_gaps: bool,
    /// It has sent nonsense on this connection.
    pub(crate) rude: bool,
    /// The server was sent everything that it lacked when it said what it has.
    answered: bool,
    /// Own edits made before this connection; the server has them only if `answered`.
    edits_before: usize,
    /// What was asked, and the edits each answer stands for.
    checkpoints: VecDeque<(Bytes, Vec<Bytes>)>,
    asked: u64,
    heard: Duration,
    checked: Duration,
}

impl Client {
    pub(crate) fn new(document: DocumentId, user: usize, id: u64, saved: Option<&Bytes>) -> Self {
        let mut client = Self {
            document,
            user,
            away_until: Duration::ZERO,
            doc: edits::new_doc(id),
            gate: Gate::new(Limits::default()),
            early: Parking::new(Limits::default()),
            awareness: Awareness::new(id),
            line: None,
            edits: Vec::new(),
            passed_on: false,
            had_gaps: false,
            rude: false,
            answered: false,
            edits_before: 0,
            checkpoints: VecDeque::new(),
            asked: 0,
            heard: Duration::ZERO,
            checked: Duration::ZERO,
        };
        if let Some(saved) = saved {
            client.apply(saved);
        }
        client
    }

    fn apply(&mut self, update: &Bytes) {
        let verdict = self.gate.examine(update).expect("the server sends nothing that it would refuse");
        if let Some(early) = &verdict.parked {
            self.early.park(early.clone()).expect("little waits");
        }
        self.apply_admitted(&verdict);
        while let Some(verdict) = self.early.retry(&self.gate) {
            self.apply_admitted(&verdict.expect("what waited is no worse than the rest"));
        }
    }

    fn apply_admitted(&mut self, verdict: &Verdict) {
        if let Some(admitted) = &verdict.admitted {
            edits::apply(&self.doc, admitted);
            assert!(!self.doc.transact().has_missing_updates(), "yrs misses something the gate has seen");
            self.gate.commit(verdict);
        }
    }

    /// The whole state, as a browser would save it.
    pub(crate) fn save(&self) -> Bytes {
        self.doc.transact().encode_diff_v1(&StateVector::default()).into()
    }

    /// What it says first.
    pub(crate) fn connected(&mut self, now: Duration, line: ConnectionId) -> Vec<Bytes> {
        self.line = Some(line);
        self.heard = now;
        self.answered = false;
        self.rude = false;
        // Something relayed before a crash may lack what it depends on until its author is back.
        self.had_gaps = self.has_gaps();
        self.edits_before = self.edits.len();
        self.checkpoints.clear();
        [Some(self.ask()), self.awareness.hello()].into_iter().flatten().collect()
    }

    pub(crate) fn disconnected(&mut self) {
        self.line = None;
        self.awareness.disconnected();
        self.checkpoints.clear();
    }

    /// A SyncStep1.
    pub(crate) fn ask(&self) -> Bytes {
        message::sync_step_1(&self.doc.transact().state_vector().encode_v1())
    }

    pub(crate) fn edit(&mut self, random: &mut Random) -> Bytes {
        let update = edits::edit(&self.doc, random);
        let verdict = self.gate.examine(&update).expect("honest edits are never refused");
        self.gate.commit(&verdict);
        self.edits.push(update.clone());
        update
    }

    /// Takes an edit of somebody else that it got elsewhere (from another tab, say), to send it on.
    pub(crate) fn pass_on(&mut self, update: &Bytes) {
        self.passed_on = true;
        self.apply(update);
    }

    /// A checkpoint for everything that this client has offered to the server so far.
    pub(crate) fn checkpoint(&mut self) -> Bytes {
        self.asked += 1;
        let mut frame = BytesMut::new();
        varint::write(&mut frame, 102);
        varint::write_bytes(&mut frame, &self.asked.to_be_bytes());
        let frame = frame.freeze();
        let from = if self.answered { 0 } else { self.edits_before };
        self.checkpoints.push_back((frame.clone(), self.edits[from..].to_vec()));
        frame
    }

    /// Everything the server lacks, also what came too early to be applied here.
    fn answer(&mut self, vector: &[u8]) -> Vec<Bytes> {
        self.answered = true;
        let vector = StateVector::decode_v1(vector).expect("a state vector");
        let whole = message::sync_step_2(&self.doc.transact().encode_diff_v1(&vector));
        std::iter::once(whole).chain(self.early.updates().map(|update| message::update(update))).collect()
    }

    /// Takes a frame; returns what it says to that, and what was acknowledged with it.
    pub(crate) fn take(&mut self, now: Duration, frame: &Bytes) -> (Vec<Bytes>, Coverage) {
        self.heard = now;
        let mut acknowledged = Coverage::default();
        let mut replies = Vec::new();
        match Message::decode(frame).expect("the server sends messages that can be read") {
            Message::SyncStep1(vector) => replies = self.answer(&vector),
            Message::SyncStep2(update) => self.apply(&update),
            Message::Update(update) => self.apply(&update.update),
            Message::Awareness(update) => replies.extend(self.awareness.apply(now, &update)),
            Message::Checkpoint(frame) => {
                // While edits are refused only the newest question is remembered: its answer holds for those before it.
                let at = self.checkpoints.iter().position(|(asked, _)| *asked == frame);
                let at = at.expect("acknowledgements come for what was asked, in that order");
                for (_, edits) in self.checkpoints.drain(..=at) {
                    edits.iter().for_each(|edit| acknowledged.add(&Coverage::of(edit)));
                }
            }
            Message::QueryAwareness => panic!("a server doesn't ask for presence"),
            Message::Stateless(_) | Message::Edit { .. } | Message::Content | Message::Version | Message::AreThere(_) => {
                panic!("y-websocket has no such messages")
            }
            Message::Ignored => {}
        }
        (replies, acknowledged)
    }

    /// What happens every 3 s: presence is renewed, silent connections are given up (`Err`).
    pub(crate) fn check(&mut self, now: Duration) -> Result<Vec<Bytes>, Silent> {
        if now.saturating_sub(self.checked) < Duration::from_secs(3) {
            return Ok(Vec::new());
        }
        self.checked = now;
        let frames = self.awareness.check(now);
        if self.line.is_some() && now.saturating_sub(self.heard) > PATIENCE { Err(Silent) } else { Ok(frames) }
    }

    /// It came by updates in another way than from the server that it is connected to now.
    pub(crate) fn may_have_gaps(&self) -> bool {
        self.passed_on || self.had_gaps
    }

    pub(crate) fn has_gaps(&self) -> bool {
        !self.early.is_empty()
    }
}

/// Nothing was heard from the server for too long.
#[derive(Debug)]
pub(crate) struct Silent;
