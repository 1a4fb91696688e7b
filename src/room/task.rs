//! The only loop of a room: takes events from the mailbox, lets `state` decide, carries the effects out once per batch.
//! Thin on purpose. Owns the document alone; a panic or an error in it ends this room and no other: its connections are
//! closed, they reconnect, and the registry opens the document again from storage.

mod marks;
mod sending;

use std::collections::{HashMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use futures_util::FutureExt as _;
use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use yrsa_storage::{Append, Committer, ErrorKind, Snapshot};

use self::marks::{DurableMark, Teller, Ticket};
use self::sending::Sending;
use super::ConnectionId;
use super::around::Telling;
use super::outbox::{FrameKind, Outbox};
use super::participant::Participant;
use super::questions::Question;
use super::registry::{Ending, Shared};
use super::report::Traffic;
use super::state::{Effect, Event, Now, State, StorageHealth, Untold};
use crate::event::Draft;
use crate::protocol::{Close, DocumentId};
use crate::telemetry::metrics as counters;

/// Events a mailbox holds; senders wait when it is full.
pub(super) const MAILBOX: usize = 512;

/// Events decided before their effects are carried out together.
const BATCH: usize = 128;

/// What a mailbox holds. tokio's channels have room for 32 of them from the start, so they are boxed.
pub(super) type Mail = Box<Letter>;

/// What comes in through the mailbox.
#[derive(Debug)]
pub(super) enum Letter {
    /// A connection with its queue.
    Join(ConnectionId, Participant, Arc<Outbox>),
    /// Anything else.
    Event(Event),
    /// Somebody outside wants to know something, or wants the room to know.
    Question(Question),
}

/// What happened, and what has to be on disk before it is told.
#[derive(Debug)]
struct Happened {
    after: u64,
    through: u64,
    drafts: Vec<Draft>,
}

/// A room that runs.
pub(super) struct Task {
    pub(super) id: DocumentId,
    pub(super) shared: Arc<Shared>,
    pub(super) outboxes: HashMap<ConnectionId, Arc<Outbox>>,
    /// What went in and out since the room is open.
    pub(super) traffic: Traffic,
    mark: Arc<DurableMark>,
    effects: Vec<Effect>,
    sending: Sending,
    /// Events that effects caused; decided before anything new.
    follow_ups: Vec<Event>,
    /// What was asked from outside and is answered after what came before it was decided.
    pub(super) questions: Vec<Question>,
    /// Somebody waits until something is on disk.
    in_a_hurry: bool,
    /// Writes that storage had no room for yet.
    waiting: VecDeque<(u64, Append)>,
    /// A snapshot, and the ticket of the last write it contains.
    snapshot: Option<(u64, Snapshot)>,
    /// What happened and waits for the disk.
    happened: Option<Happened>,
    /// The newest write that is known to be on disk.
    durable: u64,
    /// Up to which position what happened was handed over, and was written down.
    handed_over: u64,
    told: u64,
    tickets: u64,
    /// Cancelled when the room or the server is to end.
    ending: CancellationToken,
}

/// Opens the document and runs the room until it retires, fails or the server ends.
pub(super) async fn run(
    id: DocumentId,
    shared: Arc<Shared>,
    mut mailbox: mpsc::Receiver<Mail>,
    ending: CancellationToken,
) -> Ending {
    if ending.is_cancelled() {
        let later = || Close::try_later("the document is closed for a moment, try again later");
        refuse_all(&mut mailbox, &if shared.shutdown.is_cancelled() { Close::shutdown() } else { later() });
        return Ending::Retired;
    }
    let state = match open(&id, &shared).await {
        Ok(opened) => opened,
        Err((ending, close)) => {
            refuse_all(&mut mailbox, &close);
            return ending;
        }
    };
    let mut task = Task {
        id,
        shared,
        outboxes: HashMap::new(),
        traffic: Traffic::default(),
        mark: Arc::default(),
        effects: Vec::new(),
        sending: Sending::default(),
        follow_ups: vec![Event::Opened],
        questions: Vec::new(),
        in_a_hurry: false,
        waiting: VecDeque::new(),
        snapshot: None,
        happened: None,
        durable: 0,
        handed_over: 0,
        told: state.told_through(),
        tickets: 0,
        ending,
    };
    if task.shared.storage_failing() {
        task.follow_ups.push(Event::Storage(StorageHealth::Failing));
    }
    // Also what the task does beside deciding may panic; who is here is told all the same, and what is under way reaches the disk.
    let lived = AssertUnwindSafe(task.live(state, &mut mailbox)).catch_unwind().await;
    match lived.unwrap_or_else(|panic| Err(panic_text(panic.as_ref()))) {
        Ok(()) => Ending::Retired,
        Err(reason) => {
            tracing::error!(document = %task.id, reason, "room failed; it will be opened again from storage");
            counters::room_failed();
            for outbox in task.outboxes.values() {
                outbox.close(Close::room_failed());
            }
            refuse_all(&mut mailbox, &Close::room_failed());
            task.settle().await;
            Ending::Failed(reason)
        }
    }
}

/// The state over what is stored.
async fn open(id: &DocumentId, shared: &Arc<Shared>) -> Result<Box<State>, (Ending, Close)> {
    let (storage, mut settings, name) = (Arc::clone(&shared.storage), Arc::clone(&shared.settings), id.clone());
    if shared.failures.has_failed(id) {
        // What the server itself wrote last may be known to clients and not to the disk.
        Arc::make_mut(&mut settings).server_client = super::fresh_client_id();
    }
    let now = shared.now();
    let around = Arc::clone(&shared.around);
    // If it failed twice, telling what happened may be what fails.
    let telling = if shared.failures.lately(id) > 1 { Untold::Skip } else { Untold::Tell };
    let opened = shared.opening(move || {
        let about = around.about(&name)?;
        let stored = storage.load(name.as_str())?.unwrap_or_default();
        Ok::<_, yrsa_storage::Error>(State::open_telling(name, settings, stored, (&about, telling), now).map(Box::new))
    });
    match opened.await {
        Some(Ok(Ok(opened))) => Ok(opened),
        Some(Ok(Err(damaged))) => Err(unreadable(id, &damaged)),
        Some(Err(error)) if error.kind().is_passing() => {
            tracing::warn!(document = %id, %error, "document can't be read now");
            Err((Ending::Retired, Close::try_later("the document can't be read now, try again later")))
        }
        Some(Err(error)) => Err(unreadable(id, &error)),
        None => Err((Ending::Failed("opening panicked".to_owned()), Close::room_failed())),
    }
}

fn unreadable(id: &DocumentId, error: &dyn std::fmt::Display) -> (Ending, Close) {
    tracing::error!(document = %id, %error, "document is damaged; it is quarantined and nothing is overwritten");
    (Ending::Damaged(error.to_string()), Close::try_later("the stored document is damaged; ask the operator"))
}

/// Nobody may wait for a room that is no more.
fn refuse_all(mailbox: &mut mpsc::Receiver<Mail>, close: &Close) {
    mailbox.close();
    while let Ok(letter) = mailbox.try_recv() {
        if let Letter::Join(_, _, outbox) = *letter {
            outbox.close(close.clone());
        }
    }
}

impl Task {
    async fn live(&mut self, mut state: Box<State>, mailbox: &mut mpsc::Receiver<Mail>) -> Result<(), String> {
        let mut letters = Vec::new();
        let mut storage_health = self.shared.storage_health();
        let ending = self.ending.clone();
        let mut shutting_down = false;
        let mut sleep = pin!(tokio::time::sleep(Duration::ZERO));
        let mut wake = Duration::ZERO;
        loop {
            let deadline = state.next_deadline();
            if deadline != wake {
                wake = deadline;
                sleep.as_mut().reset(self.shared.instant(deadline));
            }
            let mark = Arc::clone(&self.mark);
            let takes_more = self.storage_takes_more();
            let mut events = std::mem::take(&mut self.follow_ups);
            if events.is_empty() {
                tokio::select! {
                    biased;
                    () = ending.cancelled(), if !shutting_down => {
                        shutting_down = true;
                        events.push(Event::Shutdown);
                    }
                    () = mark.raised.notified() => self.learn_what_is_written(&mut events)?,
                    Ok(()) = storage_health.changed() => {
                        events.push(Event::Storage(storage_health.borrow_and_update().clone()));
                    }
                    () = self.shared.committer_has_room(), if !takes_more => self.submit(),
                    received = mailbox.recv_many(&mut letters, BATCH), if takes_more => {
                        if received == 0 {
                            return Ok(());
                        }
                    }
                    () = sleep.as_mut() => {
                        // It does not wait again by itself, also when the deadline stays the same.
                        wake = Duration::ZERO;
                        events.push(Event::Tick);
                    }
                }
                self.learn_what_is_durable(&mut events);
                self.register(&mut letters, &mut events);
                // A mailbox that is never empty must not keep time from passing; and what is due must not hold up what came.
                if self.shared.now().uptime >= deadline && !matches!(events.last(), Some(Event::Tick)) {
                    self.follow_ups.push(Event::Tick);
                }
            }
            let decided;
            (state, decided) = self.decide(state, events).await?;
            self.in_a_hurry = state.somebody_waits();
            self.perform();
            decided?;
            if !self.questions.is_empty() {
                state = Box::pin(self.answer(state)).await?;
            }
            self.tell_what_is_durable();
            self.install_snapshot_when_told();
            let awaited = state.waits_for_disk() || self.happened.is_some() || self.snapshot.is_some();
            self.mark.wake(awaited, self.durable);
            if state.has_ended() {
                if self.shared.may_leave(&self.id, mailbox) {
                    return Ok(());
                }
                state.stay(self.shared.now());
            }
        }
    }

    /// What has come to an end on the disk and in the journal.
    fn learn_what_is_written(&mut self, events: &mut Vec<Event>) -> Result<(), String> {
        if let Some(reason) = self.mark.refused.get() {
            return Err(format!("storage refused a write: {reason}"));
        }
        let told = self.mark.told.load(Ordering::Acquire);
        if told > self.told {
            self.told = told;
            events.push(Event::Told(told));
        }
        events.extend(self.mark.take_installed().map(Event::SnapshotInstalled));
        Ok(())
    }

    /// Known before anything else is decided, so that nobody waits for what is on disk.
    fn learn_what_is_durable(&mut self, events: &mut Vec<Event>) {
        let durable = self.mark.ticket();
        if durable > self.durable {
            self.durable = durable;
            events.push(Event::Durable(durable));
        }
    }

    /// Takes new queues out of the letters and leaves plain events.
    fn register(&mut self, letters: &mut Vec<Mail>, events: &mut Vec<Event>) {
        for letter in letters.drain(..) {
            events.push(match *letter {
                Letter::Join(connection, participant, outbox) => {
                    self.outboxes.insert(connection, outbox);
                    Event::Join { connection, participant }
                }
                Letter::Event(event) => {
                    match &event {
                        Event::Message(_, message) => self.traffic.received(message),
                        Event::Leave(connection) => drop(self.outboxes.remove(connection)),
                        _ => {}
                    }
                    event
                }
                Letter::Question(question) => {
                    self.questions.push(question);
                    continue;
                }
            });
        }
    }

    /// Lets the state decide, on a thread for heavy work if need be. The outer error is a lost thread, the inner one a document
    /// that can't be trusted any more; effects up to then are valid.
    pub(super) async fn decide(
        &mut self,
        mut state: Box<State>,
        events: Vec<Event>,
    ) -> Result<(Box<State>, Result<(), String>), String> {
        let now = self.shared.now();
        if !events.iter().any(|event| state.is_heavy(now.uptime, event)) {
            let decided = decide_all(&mut state, now, events, &mut self.effects);
            return Ok((state, decided));
        }
        let mut effects = std::mem::take(&mut self.effects);
        let work = self.shared.heavy(move || {
            let decided = decide_all(&mut state, now, events, &mut effects);
            (state, effects, decided)
        });
        let (state, effects, decided) = work.await.ok_or_else(|| "the thread was lost".to_owned())?;
        self.effects = effects;
        Ok((state, decided))
    }

    pub(super) fn perform(&mut self) {
        for effect in std::mem::take(&mut self.effects) {
            match effect {
                Effect::Send(to, kind, frame) => self.send(to, kind, frame.into()),
                Effect::Tell(to, notice) => self.send(to, FrameKind::Reply, notice.into()),
                Effect::Announce { to: dialect, except, kind, notice } => {
                    self.broadcast(|outbox| outbox.dialect() == dialect, except, kind, &notice.into());
                }
                Effect::Broadcast { except, kind: FrameKind::Update, frame } => self.relay(except, frame),
                Effect::Broadcast { except, kind, frame } => self.broadcast(|_| true, except, kind, &frame.into()),
                Effect::Resume(to, frames) => self.resume(to, frames),
                Effect::HoldUpdates(to) => self.tell_outbox(to, Outbox::hold_updates),
                Effect::Probe(to) => self.tell_outbox(to, Outbox::probe),
                Effect::Append(number, append) => {
                    self.tickets = number;
                    self.waiting.push_back((number, append));
                }
                Effect::Snapshot(snapshot) => self.snapshot = Some((self.tickets, snapshot)),
                Effect::Close(to, close) => self.tell_outbox(to, |outbox| outbox.close(close)),
                Effect::Happened { after, through, drafts } => self.happened = Some(Happened { after, through, drafts }),
                Effect::Moved(moved) => self.shared.around.moved(moved),
                Effect::Undone(undone) => self.shared.around.undone(undone),
                Effect::Stirred => self.shared.stirred.note(&self.id),
            }
        }
        self.submit();
        self.depart();
        if self.in_a_hurry {
            // What was asked about may have been handed over before.
            self.shared.committer.hurry();
        }
    }

    /// Hands writes to storage, in order, as far as it takes them.
    fn submit(&mut self) {
        while let Some((number, append)) = self.waiting.pop_front() {
            let ticket = Arc::new(Ticket { mark: Arc::clone(&self.mark), number });
            let committer = &self.shared.committer;
            let submit = if self.in_a_hurry { Committer::submit_in_a_hurry } else { Committer::submit };
            match submit(committer, append.clone(), ticket) {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::Backlog => {
                    self.waiting.push_front((number, append));
                    return;
                }
                // Only when the server ends: nothing is acknowledged any more, clients keep what they have.
                Err(error) => tracing::warn!(document = %self.id, %error, "write not taken"),
            }
        }
    }

    /// While the disk is far behind nothing is taken: senders wait, memory stays bounded, nothing is lost.
    fn storage_takes_more(&self) -> bool {
        self.waiting.is_empty() && self.shared.committer.has_room()
    }

    /// What happened must not be told before it is on disk: a crash could still undo it.
    fn tell_what_is_durable(&mut self) {
        let durable = self.durable;
        let Some(happened) = self.happened.take_if(|happened| happened.after <= durable) else { return };
        let done = Arc::new(Teller(Arc::clone(&self.mark)));
        let Happened { through, drafts, .. } = happened;
        self.shared.around.tell(Telling { document: self.id.clone(), through, drafts, done });
        // Only now: what was not handed over is never answered, and a room that fails waits for answers.
        self.handed_over = through;
    }

    /// A snapshot must not be ahead of the log on disk, nor of what was told from that log.
    fn install_snapshot_when_told(&mut self) {
        let (durable, told) = (self.durable, self.told);
        let ready = |(ticket, snapshot): &mut (u64, Snapshot)| *ticket <= durable && snapshot.seq <= told;
        let Some((_, snapshot)) = self.snapshot.take_if(ready) else { return };
        let (storage, id, mark) = (Arc::clone(&self.shared.storage), self.id.clone(), Arc::clone(&self.mark));
        self.shared.spawn_blocking(move || {
            let seq = snapshot.seq;
            // Whatever becomes of it, the room hears of it: it makes no other one and does not end before.
            let installed = catch_unwind(AssertUnwindSafe(|| storage.install_snapshot(id.as_str(), &snapshot)));
            let failed = match installed {
                Ok(installed) => installed.err().map(|error| error.to_string()),
                Err(panic) => Some(panic_text(panic.as_ref())),
            };
            if let Some(error) = &failed {
                tracing::warn!(document = %id, error, "snapshot not installed; the log keeps everything");
            }
            mark.installed(if failed.is_some() { Err(seq) } else { Ok(seq) });
        });
    }

    /// Waits until what was handed to storage and to the journal is on disk, so that the next opening finds it.
    async fn settle(&mut self) {
        while !self.waiting.is_empty() && !self.shared.storage_closed.is_cancelled() {
            self.shared.committer_has_room().await;
            self.submit();
        }
        let mark = Arc::clone(&self.mark);
        mark.wake(true, self.durable);
        let written = || mark.ticket() >= self.tickets || mark.refused.get().is_some();
        while !written() || mark.told.load(Ordering::Acquire) < self.handed_over {
            tokio::select! {
                () = mark.raised.notified() => {}
                () = self.shared.storage_closed.cancelled() => return,
            }
        }
    }
}

/// Decides about events in order; stops at the first that breaks the document, by error or by panic.
fn decide_all(state: &mut State, now: Now, events: Vec<Event>, effects: &mut Vec<Effect>) -> Result<(), String> {
    for event in events {
        match catch_unwind(AssertUnwindSafe(|| state.handle(now, event, effects))) {
            Ok(Ok(())) => {}
            Ok(Err(broken)) => return Err(broken.to_string()),
            Err(panic) => return Err(panic_text(panic.as_ref())),
        }
    }
    Ok(())
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("panic: {}", text.unwrap_or("no message"))
}

impl Shared {
    /// The moment of an uptime.
    fn instant(&self, uptime: Duration) -> Instant {
        self.started.checked_add(uptime).unwrap_or_else(|| Instant::now() + Duration::from_secs(86_400))
    }
}
