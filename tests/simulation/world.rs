//! One run: a server, its clients and everything that happens to them, drawn from one seed; and what must be true in the end.
//! A run ends quiet: everybody connected, everything delivered, some time passed.

mod settle;

use std::collections::BTreeMap;
use std::time::Duration;

use bytes::Bytes;
use yrsa::admission;
use yrsa::document;
use yrsa::protocol::{DocumentId, message};
use yrsa::room::ConnectionId;
use yrsa::room::presence;
use yrsa::room::state::{Event, Settings};
use yrsa_storage::Failure;

use super::client::Client;
use super::coverage::Coverage;
use super::line::{ClientEnd, Down};
use super::random::Random;
use super::server::Server;

pub(crate) struct World {
    random: Random,
    server: Server,
    documents: Vec<DocumentId>,
    clients: Vec<Client>,
    /// All edits ever made, by document.
    history: BTreeMap<DocumentId, Vec<Bytes>>,
    /// What clients were told is durable, by document.
    acknowledged: BTreeMap<DocumentId, Coverage>,
    /// Old states to come back with, by document.
    saved: BTreeMap<DocumentId, Vec<Bytes>>,
    ids: u64,
    cursors: u64,
    /// Frames that the network holds for one connection.
    network: usize,
    /// Bytes a socket takes at a time.
    budget: usize,
    /// How often, in a hundred times, the disk is too slow.
    slow_disk: usize,
    /// A client said something that the server never read.
    words_lost: bool,
    pub(crate) counts: Counts,
}

/// How often the interesting things happened: a simulation that never meets them proves nothing.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) edits: u64,
    pub(crate) acknowledgements: u64,
    pub(crate) closes: u64,
    pub(crate) crashes: u64,
    pub(crate) shutdowns: u64,
    pub(crate) room_failures: u64,
    pub(crate) storage_failures: u64,
    pub(crate) reloads: u64,
    pub(crate) losses: u64,
    pub(crate) timeouts: u64,
}

impl Counts {
    pub(crate) fn add(&mut self, other: &Self) {
        self.edits += other.edits;
        self.acknowledgements += other.acknowledgements;
        self.closes += other.closes;
        self.crashes += other.crashes;
        self.shutdowns += other.shutdowns;
        self.room_failures += other.room_failures;
        self.storage_failures += other.storage_failures;
        self.reloads += other.reloads;
        self.losses += other.losses;
        self.timeouts += other.timeouts;
    }
}

impl World {
    pub(crate) fn new(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let settings = Settings {
            document: document::Limits { encoded_bytes: 16 << 20, gate: admission::Limits::default() },
            presence: presence::Limits { state: 1024, ids: 8, expiry: Duration::from_secs(30), tick: Duration::from_millis(25) },
            json_bytes: 1 << 20,
            server_client: 77,
            patience: yrsa::room::state::Patience { idle: Duration::from_secs(60), away: Duration::from_secs(300) },
            idle: Duration::from_secs(random.pick(&[1, 30])),
            snapshot_bytes: random.pick(&[50, 500, 100_000]),
        };
        let outbox = random.pick(&[64, 256, 1024, 65_536]);
        let names = ["board", "report/ü 1"];
        let documents: Vec<_> = names[..random.within(1..3)].iter().map(|name| DocumentId::new(name).expect("a name")).collect();
        let (network, budget) = (random.pick(&[1, 3, 50]), random.pick(&[1, 100, 65_536]));
        let mut world = Self {
            server: Server::new(settings, outbox),
            clients: Vec::new(),
            history: BTreeMap::new(),
            acknowledged: BTreeMap::new(),
            saved: BTreeMap::new(),
            ids: 100,
            cursors: 0,
            network,
            budget,
            slow_disk: random.pick(&[0, 50, 95]),
            words_lost: false,
            counts: Counts::default(),
            documents,
            random,
        };
        for _ in 0..world.random.within(2..6) {
            let document = world.random.pick(&world.documents);
            let client = world.new_client(document, None);
            world.clients.push(client);
        }
        world
    }

    /// A client with an id it never had: Yjs draws a new one for each page.
    fn new_client(&mut self, document: DocumentId, saved: Option<&Bytes>) -> Client {
        self.ids += 1;
        Client::new(document, self.ids, saved)
    }

    pub(crate) fn run(&mut self, steps: usize) {
        for _ in 0..steps {
            self.step();
        }
        self.settle();
    }

    fn step(&mut self) {
        let who = self.random.below(self.clients.len());
        match self.random.below(1000) {
            0..=149 => self.edit(who),
            150..=499 => self.move_frames(who),
            500..=599 => self.run_room(),
            600..=659 => self.commit(),
            660..=669 => drop(self.server.install()),
            670..=739 => self.connect(who),
            740..=769 => self.leave(who),
            770..=829 => self.send_with(who, Client::checkpoint),
            830..=849 => self.send_with(who, |client| client.ask()),
            850..=859 => self.send(who, Bytes::from_static(&[3])),
            860..=899 => self.point(who),
            900..=914 => self.repeat(who),
            915..=919 => self.say_nonsense(who),
            920..=924 => self.fail_storage(),
            925..=928 => self.crash(),
            929..=931 => self.shut_down(),
            932..=935 => self.fail_room(),
            936..=941 => self.reload(who),
            942..=959 => self.save(who),
            _ => self.pass_time(),
        }
        self.server.forget_ended();
    }

    fn edit(&mut self, who: usize) {
        self.counts.edits += 1;
        let update = self.clients[who].edit(&mut self.random);
        if document::is_empty(&update) {
            return;
        }
        self.history.entry(self.clients[who].document.clone()).or_default().push(update.clone());
        self.send(who, message::update(&update));
    }

    fn send(&mut self, who: usize, frame: Bytes) {
        if let Some(line) = self.clients[who].line {
            self.server.lines.get_mut(&line).expect("a client knows its line").upstream.push_back(frame);
        }
    }

    fn send_with(&mut self, who: usize, make: impl FnOnce(&mut Client) -> Bytes) {
        if self.clients[who].line.is_some() {
            let frame = make(&mut self.clients[who]);
            self.send(who, frame);
        }
    }

    fn connect(&mut self, who: usize) {
        let client = &mut self.clients[who];
        if client.line.is_some() {
            return;
        }
        if client.awareness.own().is_none() {
            self.cursors += 1;
            let state = format!("{{\"cursor\":{}}}", self.cursors);
            drop(client.awareness.set_own(self.server.now.uptime, Some(state)));
        }
        if let Some(line) = self.server.connect(&client.document) {
            for frame in client.connected(self.server.now.uptime, line) {
                self.send(who, frame);
            }
        }
    }

    /// Goes, one way or another.
    fn leave(&mut self, who: usize) {
        let Some(connection) = self.clients[who].line else { return };
        self.counts.losses += 1;
        let now = self.server.now.uptime;
        match self.random.below(3) {
            0 => {
                let goodbye = self.clients[who].awareness.set_own(now, None);
                self.send(who, goodbye);
                self.cut(connection, ClientEnd::Closed);
            }
            1 => self.cut(connection, ClientEnd::Closed),
            _ => {
                let noticed = now + Duration::from_millis(self.random.pick(&[0, 500, 2_000, 5_000, 60_000]));
                let line = self.server.lines.get_mut(&connection).expect("a client knows its line");
                let arrives = self.random.below(line.upstream.len() + 1);
                self.words_lost |= arrives < line.upstream.len();
                line.upstream.truncate(arrives);
                self.cut(connection, ClientEnd::Dead(noticed));
            }
        }
        self.clients[who].disconnected();
    }

    fn cut(&mut self, connection: ConnectionId, end: ClientEnd) {
        let line = self.server.lines.get_mut(&connection).expect("a client knows its line");
        line.client = end;
    }

    /// Moves something on one client's line, or on a line whose client is gone.
    fn move_frames(&mut self, who: usize) {
        let dead: Vec<_> =
            self.server.lines.iter().filter(|(_, line)| line.client != ClientEnd::Open).map(|(line, _)| *line).collect();
        let connection = match self.clients[who].line {
            _ if !dead.is_empty() && self.random.chance(15) => self.random.pick(&dead),
            Some(line) => line,
            None => return,
        };
        for _ in 0..self.random.within(1..6) {
            match self.random.below(3) {
                0 => drop(self.server.read(connection)),
                1 => drop(self.server.write(connection, self.budget, self.network)),
                _ => drop(self.receive(connection)),
            }
        }
    }

    /// The client of a line takes the next frame.
    fn receive(&mut self, connection: ConnectionId) -> bool {
        let Some(who) = self.clients.iter().position(|client| client.line == Some(connection)) else {
            // Nobody reads; what a dead network has taken is lost.
            return self
                .server
                .lines
                .get_mut(&connection)
                .is_some_and(|line| line.client == ClientEnd::Closed && line.downstream.pop_front().is_some());
        };
        let line = self.server.lines.get_mut(&connection).expect("a client knows its line");
        match line.downstream.pop_front() {
            None => return false,
            Some(Down::Close(close)) => {
                let rude = self.clients[who].rude;
                let expected = matches!(close.code, 1001 | 1011 | 1012 | 1013) || (close.code == 4422 && rude);
                assert!(expected, "an honest client is closed: {close:?}");
                self.counts.closes += 1;
                self.words_lost = true;
                line.client = ClientEnd::Closed;
                self.clients[who].disconnected();
            }
            Some(Down::Frame(frame)) => {
                let (replies, acknowledged) = self.clients[who].take(self.server.now.uptime, &frame);
                for reply in replies {
                    self.send(who, reply);
                }
                self.acknowledge(who, &acknowledged);
            }
        }
        true
    }

    /// What is acknowledged must be on disk now.
    fn acknowledge(&mut self, who: usize, acknowledged: &Coverage) {
        let document = self.clients[who].document.clone();
        self.counts.acknowledgements += 1;
        self.acknowledged.entry(document.clone()).or_default().add(acknowledged);
        if acknowledged.is_empty() {
            return;
        }
        let stored = Coverage::of_stored(&self.server.stored(&document));
        if let Some(missing) = stored.lacks(acknowledged) {
            panic!("acknowledged but not on disk: {missing}");
        }
    }

    fn run_room(&mut self) {
        let document = self.random.pick(&self.documents);
        let batch = self.random.pick(&[1, 3, 128]);
        self.server.run(&document, batch);
    }

    fn commit(&mut self) {
        let batch = 1 + self.random.below(6);
        if !self.random.chance(self.slow_disk) {
            self.server.commit(batch);
        }
    }

    /// Moves its cursor.
    fn point(&mut self, who: usize) {
        self.cursors += 1;
        let state = format!("{{\"cursor\":{}}}", self.cursors);
        let frame = self.clients[who].awareness.set_own(self.server.now.uptime, Some(state));
        self.send(who, frame);
    }

    /// Sends an edit again, its own or somebody else's that it got elsewhere (another tab, say), out of order.
    fn repeat(&mut self, who: usize) {
        let Some(history) = self.history.get(&self.clients[who].document) else { return };
        let update = self.random.pick(history);
        self.pass_on(who, &update);
    }

    fn pass_on(&mut self, who: usize, update: &Bytes) {
        self.clients[who].pass_on(update);
        self.send(who, message::update(update));
    }

    fn say_nonsense(&mut self, who: usize) {
        let update: &[u8] = self.random.pick(&[&[1, 1, 1, 0, 0x2a, 0][..], &[0xff, 0xff, 3], &[2, 1, 9, 0]]);
        self.clients[who].rude |= self.clients[who].line.is_some();
        self.send(who, message::update(update));
    }

    fn fail_storage(&mut self) {
        self.counts.storage_failures += 1;
        let failure = self.random.pick(&[Failure::Io, Failure::Full, Failure::IoAfterWriting]);
        self.server.fail_writes(1 + self.random.below(4) as u32, failure);
    }

    fn crash(&mut self) {
        self.counts.crashes += 1;
        self.server.crash();
        self.clients.iter_mut().filter(|client| client.line.is_some()).for_each(Client::disconnected);
        self.check_nothing_acknowledged_is_lost();
    }

    fn check_nothing_acknowledged_is_lost(&self) {
        for (document, acknowledged) in &self.acknowledged {
            let stored = Coverage::of_stored(&self.server.stored(document));
            if let Some(missing) = stored.lacks(acknowledged) {
                panic!("{document}: acknowledged and lost: {missing}");
            }
        }
    }

    /// The server drains its rooms and starts again.
    fn shut_down(&mut self) {
        self.counts.shutdowns += 1;
        self.server.memory.heal();
        self.notice_the_dead();
        for document in self.server.rooms.keys().cloned().collect::<Vec<_>>() {
            self.server.post(&document, Event::Shutdown);
        }
        for _ in 0..10_000 {
            if self.server.rooms.is_empty() {
                break;
            }
            self.turn_everything();
        }
        assert!(self.server.rooms.is_empty(), "rooms don't end when the server shuts down");
        self.crash();
        self.counts.crashes -= 1;
    }

    fn fail_room(&mut self) {
        let document = self.random.pick(&self.documents);
        if self.server.rooms.contains_key(&document) {
            self.counts.room_failures += 1;
            self.server.fail(&document);
        }
    }

    /// The page is opened anew, with nothing or with what was saved once: its connection ends without a word.
    fn reload(&mut self, who: usize) {
        self.counts.reloads += 1;
        if let Some(line) = self.clients[who].line {
            self.cut(line, ClientEnd::Closed);
        }
        let document = self.clients[who].document.clone();
        let saved = self.saved.get(&document).filter(|_| self.random.clone().chance(70)).map(|saved| self.random.pick(saved));
        self.clients[who] = self.new_client(document, saved.as_ref());
    }

    fn save(&mut self, who: usize) {
        let client = &self.clients[who];
        self.saved.entry(client.document.clone()).or_default().push(client.save());
    }

    fn pass_time(&mut self) {
        let by = Duration::from_millis(self.random.pick(&[1, 10, 30, 100, 1_000, 4_000]));
        self.let_pass(by);
    }

    fn let_pass(&mut self, by: Duration) {
        self.server.advance(by);
        for who in 0..self.clients.len() {
            match self.clients[who].check(self.server.now.uptime) {
                Ok(frames) => frames.into_iter().for_each(|frame| self.send(who, frame)),
                Err(_) => {
                    self.counts.timeouts += 1;
                    let line = self.clients[who].line.expect("a client without a line waits for nothing");
                    self.cut(line, ClientEnd::Closed);
                    self.clients[who].disconnected();
                }
            }
        }
    }
}
