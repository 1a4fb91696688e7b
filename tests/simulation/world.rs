//! One run: a server, its clients and users, and everything a plan says that happens to them; and what must be true in the end.
//! A run ends quiet: everybody connected, everything delivered, some time passed.

mod people;
mod settle;
mod truth;

use std::collections::BTreeMap;
use std::time::Duration;

use bytes::Bytes;
use yrsa::admission;
use yrsa::document;
use yrsa::protocol::{DocumentId, message};
use yrsa::room::ConnectionId;
use yrsa::room::presence;
use yrsa::room::state::{Event, Settings};
use yrsa_storage::disk::Trouble;
use yrsa_storage::{Scope, Storage as _};

use self::people::Person;
use self::truth::Truth;
use super::client::Client;
use super::coverage::Coverage;
use super::line::{ClientEnd, Down};
use super::plan::{Plan, Step, Verb};
use super::random::Random;
use super::server::{NotNow, Power, Server};

pub(crate) struct World {
    random: Random,
    server: Server,
    documents: Vec<DocumentId>,
    clients: Vec<Client>,
    people: Vec<Person>,
    truth: Truth,
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
    /// When what time had ended was ended last.
    swept: Duration,
    /// The latest time that the clock of the machine has shown.
    latest_ms: u64,
    pub(crate) counts: Counts,
}

/// How often the interesting things happened: a simulation that never meets them proves nothing.
pub(crate) type Counts = BTreeMap<&'static str, u64>;

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
            rest: Duration::from_secs(seed % 2 * 60),
            snapshot_bytes: random.pick(&[50, 500, 100_000]),
        };
        let (outbox, names) = (random.pick(&[64, 256, 1024, 65_536]), ["board", "report/ü 1"]);
        let documents: Vec<_> = names[..random.within(1..3)].iter().map(|name| DocumentId::new(name).expect("a name")).collect();
        let (network, budget) = (random.pick(&[1, 3, 50]), random.pick(&[1, 100, 65_536]));
        let mut world = Self {
            server: Server::new(seed, settings, outbox),
            clients: Vec::new(),
            people: Vec::new(),
            truth: Truth::default(),
            history: BTreeMap::new(),
            acknowledged: BTreeMap::new(),
            saved: BTreeMap::new(),
            ids: 100,
            cursors: 0,
            network,
            budget,
            slow_disk: random.pick(&[0, 50, 95]),
            words_lost: false,
            swept: Duration::ZERO,
            latest_ms: 0,
            counts: Counts::default(),
            documents,
            random,
        };
        world.settle_in();
        for _ in 0..world.random.within(2..6) {
            let document = world.random.pick(&world.documents);
            let user = world.random.below(world.people.len());
            let client = world.new_client(document, user, None);
            world.clients.push(client);
        }
        world
    }

    fn count(&mut self, what: &'static str) {
        *self.counts.entry(what).or_default() += 1;
    }

    /// A client with an id it never had: Yjs draws a new one for each page.
    fn new_client(&mut self, document: DocumentId, user: usize, saved: Option<&Bytes>) -> Client {
        self.ids += 1;
        Client::new(document, user, self.ids, saved)
    }

    /// Does what the plan says, and looks whether all is well then.
    pub(crate) fn run(plan: &Plan) -> Counts {
        let mut world = Self::new(plan.seed);
        for step in &plan.steps {
            world.random = Random::new(step.draw);
            world.step(*step);
        }
        world.random = Random::new(plan.seed ^ 0xe4d);
        world.settle();
        world.counts
    }

    fn step(&mut self, step: Step) {
        let who = step.who % self.clients.len();
        match step.verb {
            Verb::Edit => self.edit(who),
            Verb::Move => self.move_frames(who),
            Verb::Run => self.run_room(),
            Verb::Commit => self.commit(),
            Verb::Install => drop(self.server.install()),
            Verb::Checkpoint => drop(self.server.running.storage.checkpoint()),
            Verb::Compact => drop(self.server.running.storage.compact(Scope::All)),
            Verb::Connect => self.connect(who),
            Verb::Leave => self.leave(who),
            Verb::Away => self.stay_away(who),
            Verb::Partition => self.partition(who),
            Verb::Saved => self.send_with(who, Client::checkpoint),
            Verb::Ask => self.send_with(who, |client| client.ask()),
            Verb::Query => self.send(who, Bytes::from_static(&[3])),
            Verb::Point => self.point(who),
            Verb::Repeat => self.repeat(who),
            Verb::Nonsense => self.say_nonsense(who),
            Verb::Reload => self.reload(who),
            Verb::Keep => self.save(who),
            Verb::Trouble => self.trouble(),
            Verb::Heal => self.heal(),
            Verb::PowerLoss => self.crash(Power::Fails),
            Verb::PowerLossSoon => self.server.machine.disk.trouble(Trouble::DiesAfter(self.random.below(25) as u64)),
            Verb::Kill => self.crash(Power::Stays),
            Verb::Shutdown => self.shut_down(),
            Verb::FailRoom => self.fail_room(),
            Verb::Time => self.pass_time(),
            Verb::Clock => self.set_clock(),
            Verb::Member => self.change_member(who),
            Verb::Revoke => self.revoke(who),
            Verb::Renew => self.renew(who),
            Verb::News => drop(self.server.deliver_news(&mut self.random)),
            Verb::Lock => self.lock(who),
            Verb::RenewLock => self.renew_lock(who),
            Verb::EndLock => self.end_lock(who),
            Verb::Session => self.change_session(who),
            Verb::Turn => self.ask_for_turn(who),
            Verb::Sweep => self.sweep(),
        }
        // Whatever was under way when the power failed.
        if self.server.machine.disk.is_dead() {
            self.crash(Power::Fails);
        }
        self.server.forget_ended();
        self.check_rights();
    }

    fn edit(&mut self, who: usize) {
        self.count("edits");
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
        if client.line.is_some() || client.away_until > self.server.now.uptime {
            return;
        }
        if client.awareness.own().is_none() {
            self.cursors += 1;
            let state = format!("{{\"cursor\":{}}}", self.cursors);
            drop(client.awareness.set_own(self.server.now.uptime, Some(state)));
        }
        let identity = std::sync::Arc::clone(&self.people[client.user].identity);
        let expected = self.truth.role(&identity, &client.document, self.server.now.unix_ms);
        match self.server.connect(&client.document, &identity) {
            Ok(line) => {
                assert_ne!(expected, Some(None), "somebody gets in who has no right to");
                for frame in client.connected(self.server.now.uptime, line) {
                    self.send(who, frame);
                }
            }
            Err(NotNow::Later) => {}
            Err(NotNow::Denied(denied)) => {
                assert!(expected.is_none_or(|role| role.is_none()), "{denied:?}, but {} is {expected:?}", identity.user.id);
                self.count("denied");
            }
        }
    }

    /// Goes without a word, and does not come back for long.
    fn stay_away(&mut self, who: usize) {
        if let Some(line) = self.clients[who].line {
            self.words_lost = true;
            self.cut(line, ClientEnd::Dead(self.server.now.uptime + Duration::from_secs(30)));
            self.clients[who].disconnected();
        }
        self.clients[who].away_until = self.server.now.uptime + Duration::from_secs(self.random.pick(&[5, 60, 600]));
    }

    fn partition(&mut self, who: usize) {
        let Some(connection) = self.clients[who].line else { return };
        let until = self.server.now.uptime + Duration::from_millis(self.random.pick(&[500, 5_000, 20_000]));
        self.server.lines.get_mut(&connection).expect("a client knows its line").stalled_until = until;
    }

    /// Goes, one way or another.
    fn leave(&mut self, who: usize) {
        let Some(connection) = self.clients[who].line else { return };
        self.count("losses");
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
                0 => drop(self.read(connection)),
                1 => drop(self.server.write(connection, self.budget, self.network)),
                _ => drop(self.receive(connection)),
            }
        }
    }

    fn is_stalled(&self, connection: ConnectionId) -> bool {
        self.server.lines.get(&connection).is_some_and(|line| line.stalled_until > self.server.now.uptime)
    }

    /// The server's socket takes the next frame.
    fn read(&mut self, connection: ConnectionId) -> bool {
        !self.is_stalled(connection) && self.server.read(connection)
    }

    /// The client of a line takes the next frame.
    fn receive(&mut self, connection: ConnectionId) -> bool {
        if self.is_stalled(connection) {
            return false;
        }
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
                let expected = matches!(close.code, 1001 | 1011 | 1012 | 1013 | 4401 | 4403) || (close.code == 4422 && rude);
                assert!(expected, "an honest client is closed: {close:?}");
                line.client = ClientEnd::Closed;
                self.words_lost = true;
                self.count("closes");
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
        self.count("acknowledgements");
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

    fn trouble(&mut self) {
        self.count("storage_failures");
        let (after, times) = (self.random.below(6) as u64, 1 + self.random.below(4) as u64);
        let trouble = if self.random.chance(50) { Trouble::FullAfter(after) } else { Trouble::SyncFails { after, times } };
        self.server.machine.disk.trouble(trouble);
    }

    fn heal(&mut self) {
        self.server.machine.disk.heal();
        let untold = std::mem::take(&mut self.server.untold);
        untold.iter().for_each(|document| self.server.look_again(document));
    }

    /// The server ends in the middle of everything, and starts again.
    fn crash(&mut self, power: Power) {
        self.count("crashes");
        self.server.crash(power, &mut self.random);
        self.clients.iter_mut().filter(|client| client.line.is_some()).for_each(Client::disconnected);
        self.check_nothing_acknowledged_is_lost();
        self.check_what_was_answered_is_there();
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
        self.count("shutdowns");
        self.heal();
        self.notice_the_dead();
        // A socket that takes nothing is cut when the time to drain is over.
        self.server.lines.values_mut().for_each(|line| line.stalled_until = Duration::ZERO);
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
        let _ = self.server.running.storage.close();
        self.crash(Power::Stays);
    }

    fn fail_room(&mut self) {
        let document = self.random.pick(&self.documents);
        if self.server.rooms.contains_key(&document) {
            self.count("room_failures");
            self.server.fail(&document);
        }
    }

    /// The page is opened anew, with nothing or with what was saved once: its connection ends without a word.
    fn reload(&mut self, who: usize) {
        self.count("reloads");
        if let Some(line) = self.clients[who].line {
            self.cut(line, ClientEnd::Closed);
        }
        let document = self.clients[who].document.clone();
        let saved = self.saved.get(&document).filter(|_| self.random.clone().chance(70)).map(|saved| self.random.pick(saved));
        let user = self.clients[who].user;
        self.clients[who] = self.new_client(document, user, saved.as_ref());
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
        if self.server.now.uptime >= self.swept + Duration::from_secs(1) {
            self.swept = self.server.now.uptime;
            self.sweep();
        }
        for who in 0..self.clients.len() {
            match self.clients[who].check(self.server.now.uptime) {
                Ok(frames) => frames.into_iter().for_each(|frame| self.send(who, frame)),
                Err(_) => {
                    self.count("timeouts");
                    let line = self.clients[who].line.expect("a client without a line waits for nothing");
                    self.cut(line, ClientEnd::Closed);
                    self.clients[who].disconnected();
                }
            }
        }
    }

    /// Somebody sets the clock of the machine, forward or back.
    fn set_clock(&mut self) {
        self.count("clocks");
        let by = self.random.pick(&[1_000, 45_000, 600_000, 3_600_000]);
        let now = self.server.now.unix_ms;
        self.server.set_clock(if self.random.chance(50) { now + by } else { now - by });
    }
}
