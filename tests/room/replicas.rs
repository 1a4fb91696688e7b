//! Clients with replicas of their own around a room on the bench: what they write waits until it is sent, what they are sent
//! waits until they read it. So a test decides what is on the way when something happens.

use std::collections::{BTreeMap, VecDeque};

use bytes::Bytes;
use yrs::updates::decoder::Decode as _;
use yrs::updates::encoder::Encode as _;
use yrs::{Doc, ReadTxn as _, StateVector, Transact as _, TransactionMut};
use yrsa::protocol::{Message, message};
use yrsa::room::Dialect;
use yrsa::room::around::{About, Rules};
use yrsa::room::outbox::FrameKind;
use yrsa::room::state::Effect;

use super::bench::{Bench, settings};
use crate::simulation::edits;

pub(super) struct Replica {
    pub(super) user: String,
    pub(super) doc: Doc,
    /// Whether it is connected.
    pub(super) online: bool,
    /// Frames on the way to the server, and to the client.
    pub(super) outgoing: VecDeque<Bytes>,
    pub(super) incoming: VecDeque<Bytes>,
}

/// A room and its clients by connection.
pub(super) struct Replicas {
    pub(super) room: Bench,
    pub(super) all: BTreeMap<u64, Replica>,
    /// What the room wanted done and did not concern frames, in order.
    pub(super) effects: Vec<Effect>,
}

impl Replicas {
    /// Clients 1, 2, … of these users, in sync with an empty document.
    pub(super) fn of(users: &[&str]) -> Self {
        let mut replicas = Self { room: Bench::about(settings(), About::nothing()), all: BTreeMap::new(), effects: Vec::new() };
        for (number, user) in users.iter().enumerate() {
            let connection = number as u64 + 1;
            let doc = edits::new_doc(1000 + connection);
            let user = (*user).to_owned();
            let replica = Replica { user, doc, online: false, outgoing: VecDeque::new(), incoming: VecDeque::new() };
            replicas.all.insert(connection, replica);
            replicas.connect(connection);
        }
        replicas.settle();
        replicas
    }

    pub(super) fn client(&mut self, connection: u64) -> &mut Replica {
        self.all.get_mut(&connection).unwrap()
    }

    /// Comes (back) and says what it has.
    pub(super) fn connect(&mut self, connection: u64) {
        let replica = self.client(connection);
        replica.online = true;
        let user = replica.user.clone();
        let has = replica.doc.transact().state_vector().encode_v1();
        replica.outgoing.push_back(message::sync_step_1(&has));
        let effects = self.room.join_called(connection, &user, Dialect::YWebsocket);
        self.carry(effects);
    }

    /// Goes; what was on the way is lost.
    pub(super) fn disconnect(&mut self, connection: u64) {
        let replica = self.client(connection);
        replica.online = false;
        replica.outgoing.clear();
        replica.incoming.clear();
        let effects = self.room.leave(connection);
        self.carry(effects);
    }

    pub(super) fn rule(&mut self, rules: Rules) {
        let effects = self.room.rule(rules);
        self.carry(effects);
    }

    /// A client writes; the server hears of it later.
    pub(super) fn write<T>(&mut self, connection: u64, change: impl FnOnce(&mut TransactionMut<'_>) -> T) -> T {
        let replica = self.client(connection);
        let (done, update) = {
            let mut txn = replica.doc.transact_mut();
            let done = change(&mut txn);
            txn.commit();
            (done, txn.encode_update_v1())
        };
        self.wrote(connection, &update.into());
        done
    }

    pub(super) fn wrote(&mut self, connection: u64, update: &Bytes) {
        let replica = self.client(connection);
        if replica.online && **update != [0, 0] {
            replica.outgoing.push_back(message::update(update));
        }
    }

    /// The server takes the next of a client's messages; false if there is none.
    pub(super) fn hear(&mut self, connection: u64) -> bool {
        let Some(frame) = self.client(connection).outgoing.pop_front() else { return false };
        let effects = self.room.say(connection, &frame);
        self.carry(effects);
        true
    }

    /// A client reads the next of the server's messages; false if there is none.
    pub(super) fn read(&mut self, connection: u64) -> bool {
        let replica = self.client(connection);
        let Some(frame) = replica.incoming.pop_front() else { return false };
        match Message::decode(&frame).unwrap() {
            Message::Update(update) => edits::apply(&replica.doc, &update.update),
            Message::SyncStep2(update) => edits::apply(&replica.doc, &update),
            Message::SyncStep1(theirs) => {
                let theirs = StateVector::decode_v1(&theirs).unwrap();
                let missing = replica.doc.transact().encode_state_as_update_v1(&theirs);
                replica.outgoing.push_back(message::sync_step_2(&missing));
            }
            _ => {}
        }
        true
    }

    /// Everything that is on the way arrives.
    pub(super) fn settle(&mut self) {
        let connections: Vec<u64> = self.all.keys().copied().collect();
        while connections.iter().fold(false, |any, connection| self.hear(*connection) | self.read(*connection) | any) {}
    }

    /// The document as the server has it.
    pub(super) fn server(&mut self) -> Doc {
        let updates = self.room.state.document().missing_for(&yrsa::admission::StateVector::default()).unwrap();
        edits::doc_of(&updates)
    }

    /// Everybody has the same, the server too.
    pub(super) fn all_agree(&mut self, story: &str) {
        let expected = edits::content(&self.server());
        for (connection, replica) in &self.all {
            assert_eq!(edits::content(&replica.doc), expected, "client {connection} of {}: {story}", replica.user);
        }
    }

    pub(super) fn carry(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Broadcast { except, kind: FrameKind::Update, frame } => {
                    let to = self.all.iter_mut().filter(|(id, one)| one.online && Some(**id) != except.map(|except| except.0));
                    to.for_each(|(_, replica)| replica.incoming.push_back(frame.clone()));
                }
                Effect::Send(to, FrameKind::Reply, frame) => self.client(to.0).incoming.push_back(frame),
                Effect::Resume(to, frames) => self.client(to.0).incoming.extend(frames),
                other => self.effects.push(other),
            }
        }
        self.room.sync_all();
    }
}
