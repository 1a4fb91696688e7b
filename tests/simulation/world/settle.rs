//! The end of a run: everybody connects, everything is delivered, some time passes; then all must agree.
//! Whatever was acknowledged is still there, nobody waits for anything, and everybody sees who is here and nobody else.

use std::collections::BTreeMap;
use std::time::Duration;

use yrsa::admission::StateVector;

use super::World;
use crate::simulation::client::Client;
use crate::simulation::coverage::{Coverage, parked, stored_updates};
use crate::simulation::edits::{Content, content, doc_of};
use crate::simulation::line::ClientEnd;
use crate::simulation::server::{Power, SERVERS};

/// Clients renew their presence every 15 s, and look every 3 s whether it is time.
const RENEWAL: Duration = Duration::from_secs(18);

impl World {
    /// Everything moves that can.
    pub(super) fn turn_everything(&mut self) -> bool {
        let mut moved = false;
        for connection in self.server.lines.keys().copied().collect::<Vec<_>>() {
            moved |= self.read(connection);
            moved |= self.server.write(connection, self.budget, self.network);
            moved |= self.receive(connection);
        }
        for document in self.documents.clone() {
            moved |= self.server.run(&document, 128);
        }
        moved |= self.server.commit(128);
        moved |= self.server.install();
        moved |= self.server.tell_all();
        moved |= self.server.deliver_news(&mut self.random);
        self.server.forget_ended();
        moved
    }

    fn turn_until_quiet(&mut self) {
        for _ in 0..100_000 {
            if !self.turn_everything() {
                return;
            }
        }
        panic!("the world doesn't come to rest");
    }

    fn wait(&mut self, time: Duration) {
        const STEP: Duration = Duration::from_millis(100);
        let until = self.server.now.uptime + time;
        while self.server.now.uptime < until {
            self.let_pass(STEP);
            self.turn_until_quiet();
        }
    }

    /// Brings everything to rest and checks what must be true then: first as things are, then with everybody allowed to edit, and once
    /// more after a power failure.
    pub(super) fn settle(&mut self) {
        self.heal();
        self.clients.iter_mut().for_each(|client| client.away_until = Duration::ZERO);
        self.server.lines.values_mut().for_each(|line| line.stalled_until = Duration::ZERO);
        self.notice_the_dead();
        self.turn_until_quiet();
        self.check_roles_in_rooms();
        let everything_delivered = self.random.chance(50);
        if self.random.chance(30) {
            self.wait(Duration::from_secs(70));
        }
        self.let_everybody_edit();
        self.connect_everybody();
        if everything_delivered {
            self.deliver_all_history();
            self.connect_everybody();
        }
        self.wait(Duration::from_secs(1));
        self.connect_everybody();
        self.wait(Duration::from_secs(5));
        self.check_convergence(everything_delivered);
        // A room that knows less about clocks than its clients remember, or never heard who it was that had heard of others,
        // can't make all see each other at once; renewals of presence (every 15 s) do.
        if !self.server.has_forgotten_clocks() && !self.words_lost {
            self.check_presence();
            self.count("presence_at_once");
        }
        self.check_nothing_acknowledged_is_lost();
        let timeouts = self.counts.get("timeouts").copied();
        let renewals = self.renewals_until_all_are_seen();
        self.wait(RENEWAL * renewals.max(2) + Duration::from_secs(5));
        assert_eq!(self.counts.get("timeouts").copied(), timeouts, "a client heard nothing for 30 s");
        self.check_presence();
        self.check_that_the_disk_has_all();
    }

    /// Rooms go by the roles that the guard has told.
    fn check_roles_in_rooms(&self) {
        for (connection, watch) in &self.server.watches {
            let closing = self.server.lines.get(connection).is_none_or(|line| line.left || line.is_closing());
            if let Some(role) = self.server.role_in_room(*connection).filter(|_| !closing) {
                assert_eq!(Some(role), watch.told(), "{} in the room and by the guard", watch.identity.user.id);
            }
        }
    }

    /// All that clients agree on is on disk: nothing of it was only in memory.
    fn check_that_the_disk_has_all(&mut self) {
        let content_of = |world: &Self, document: &yrsa::protocol::DocumentId| {
            content(&doc_of(&stored_updates(&world.server.stored(document))))
        };
        let before: Vec<_> = self.documents.iter().map(|document| content_of(self, document)).collect();
        self.crash(Power::Fails);
        for (document, before) in self.documents.iter().zip(before) {
            assert_same(&format!("{document} after a power failure"), &content_of(self, document), &before);
        }
    }

    /// The server is done with connections that nobody holds any more: a grace period or a ping has run out.
    pub(super) fn notice_the_dead(&mut self) {
        let dead = self.server.lines.values_mut().filter(|line| matches!(line.client, ClientEnd::Dead(_)));
        dead.for_each(|line| line.client = ClientEnd::Closed);
    }

    fn connect_everybody(&mut self) {
        for _ in 0..100 {
            self.turn_until_quiet();
            if self.clients.iter().all(|client| client.line.is_some()) {
                return;
            }
            (0..self.clients.len()).for_each(|who| self.connect(who));
        }
        panic!("clients can't connect");
    }

    /// Every edit ever made reaches the server, also those of pages that are no more.
    fn deliver_all_history(&mut self) {
        for who in 0..self.clients.len() {
            for update in self.history.get(&self.clients[who].document).cloned().unwrap_or_default() {
                self.pass_on(who, &update);
            }
        }
        self.turn_until_quiet();
    }

    fn check_convergence(&mut self, everything_delivered: bool) {
        assert!(self.server.is_quiet(), "something is under way");
        for document in self.documents.clone() {
            let Some(room) = self.server.rooms.get_mut(&document) else { continue };
            let whole = room.state.document().missing_for(&StateVector::default()).expect("the document can be read");
            let server = content(&doc_of(&whole));
            let stored = self.server.stored(&document);
            assert_same(&format!("the disk of {document}"), &content(&doc_of(&stored_updates(&stored))), &server);
            for client in self.clients.iter().filter(|client| client.document == document) {
                let id = client.doc.client_id();
                // What a client got elsewhere, or before a crash, is nobody's business until the rest is there too.
                if client.may_have_gaps() && !everything_delivered {
                    continue;
                }
                assert!(!client.has_gaps(), "client {id} waits for something");
                assert_same(&format!("client {id}"), &content(&client.doc), &server);
            }
            if everything_delivered {
                let parked: Vec<_> = parked(&stored).iter().map(|update| Coverage::of(update)).collect();
                assert!(parked.is_empty(), "{document}: {parked:?} stays parked though everything was delivered");
            }
        }
    }

    /// A lost room may have raised a client's clock without its owner hearing of it, while others did: they see it again when it is
    /// past that, and each renewal raises it by one.
    fn renewals_until_all_are_seen(&self) -> u32 {
        let behind = |client: &Client| {
            let (id, document) = (client.doc.client_id().get(), &client.document);
            let others =
                self.clients.iter().filter(|other| other.document == *document && !other.awareness.states().contains_key(&id));
            let latest = others.filter_map(|other| other.awareness.clock(id)).max()?;
            Some((latest + 1).saturating_sub(client.awareness.clock(id)?))
        };
        let most = self.clients.iter().filter_map(behind).max().unwrap_or_default();
        u32::try_from(most).expect("clocks are small here")
    }

    fn check_presence(&self) {
        let cursor = |state: &String| serde_json::from_str::<serde_json::Value>(state).map(|state| state["cursor"].clone()).ok();
        for document in &self.documents {
            let here = || self.clients.iter().filter(|client| client.document == *document);
            let own = |client: &Client| (client.doc.client_id().get(), client.awareness.own().and_then(cursor));
            let expected: BTreeMap<u64, _> = here().map(own).collect();
            for client in here() {
                // The server shows sessions in a state of its own.
                let others = client.awareness.states().iter().filter(|(id, _)| **id < SERVERS);
                let seen: BTreeMap<u64, _> = others.map(|(id, state)| (*id, cursor(state))).collect();
                assert_eq!(seen, expected, "what client {} sees", client.doc.client_id());
            }
        }
    }
}

/// Shows what differs rather than two whole documents.
fn assert_same(who: &str, found: &Content, server: &Content) {
    assert_eq!(clocks(found), clocks(server), "{who} has seen other edits than the server");
    let deletions = (&found.snapshot.delete_set, &server.snapshot.delete_set);
    let (more, less) = (deletions.0.diff(deletions.1), deletions.1.diff(deletions.0));
    assert!(more.is_empty() && less.is_empty(), "{who} deleted {more:?} more and {less:?} less than the server");
    assert_eq!(found, server, "{who} differs from the server");
}

/// yrs remembers a client of which nothing could be applied yet, with clock 0.
fn clocks(content: &Content) -> BTreeMap<u64, u32> {
    content.snapshot.state_map.iter().filter(|(_, clock)| **clock > 0).map(|(client, clock)| (client.get(), *clock)).collect()
}
