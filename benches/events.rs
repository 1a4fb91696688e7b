//! What it costs a room to tell what happens: the same edits with and without a journal, in one process, in turns. Prints
//! microseconds an edit and the ratio. `cargo bench --bench events`.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a benchmark speaks by printing, and stops by panicking"
)]

use std::time::{Duration, Instant};

use bytes::Bytes;
use yrs::{Doc, Map as _, MapPrelim, MapRef, Out, Text as _, TextPrelim, Transact as _};
use yrsa::access::{Role, User};
use yrsa::admission;
use yrsa::document::{self, Kind};
use yrsa::protocol::message::Update;
use yrsa::protocol::{DocumentId, Message};
use yrsa::room::around::{About, Seed};
use yrsa::room::state::{Effect, Event, Now, Settings, State};
use yrsa::room::{ConnectionId, Dialect, Participant, presence};
use yrsa_storage::StoredDocument;

const EDITS: usize = 20_000;
const ROUNDS: usize = 7;

/// Edits, each with the connection that makes it.
type Edits = Vec<(u64, Bytes)>;

fn main() {
    println!("{:<44} {:>10} {:>10} {:>7}", "edits", "untold us", "told us", "ratio");
    let cases: [(&str, &str, Edits); 5] = [
        ("typing in a free document", "document", typing()),
        ("typing in a card's description", "board", describing(1)),
        ("two type in two cards by turns", "board", describing(2)),
        ("moving 100 cards", "board", moving(1)),
        ("eight move 100 cards by turns", "board", moving(8)),
    ];
    for (name, kind, edits) in cases {
        let (mut untold, mut told) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            untold.push(run(&edits, &About::nothing()));
            let about = About {
                is_known: true,
                kind: Kind::named(kind).unwrap(),
                seed: Seed::Nothing,
                told: 0,
                rules: Default::default(),
            };
            told.push(run(&edits, &about));
        }
        let (untold, told) = (median(untold), median(told));
        println!("{name:<44} {untold:>10.2} {told:>10.2} {:>7.2}", told / untold);
    }
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Microseconds an edit, at 200 edits a second of the room's time.
fn run(edits: &Edits, about: &About) -> f64 {
    let settings = Settings {
        document: document::Limits { encoded_bytes: 64 << 20, gate: admission::Limits::default() },
        presence: presence::Limits { state: 4096, ids: 2, expiry: Duration::from_secs(30), tick: Duration::from_millis(25) },
        json_bytes: 16 << 20,
        server_client: 77,
        patience: yrsa::room::state::Patience { idle: Duration::from_secs(60), away: Duration::from_secs(300) },
        idle: Duration::from_secs(30),
        rest: Duration::from_secs(60),
        snapshot_bytes: 64 << 20,
    };
    let mut now = Now { uptime: Duration::from_secs(1), unix_ms: 1_800_000_000_000 };
    let id = DocumentId::new("bench").unwrap();
    let mut state = State::open(id, settings, StoredDocument::default(), about, now).unwrap();
    let mut effects = Vec::new();
    state.handle(now, Event::Opened, &mut effects).unwrap();
    for connection in 1..=8 {
        let user = User { id: format!("user {connection}").into(), name: None, color: "#112233".into(), is_known: true };
        let participant = Participant { user: user.into(), role: Role::Editor, dialect: Dialect::YWebsocket, trace: None };
        state.handle(now, Event::Join { connection: ConnectionId(connection), participant }, &mut effects).unwrap();
    }
    let began = Instant::now();
    for (connection, update) in edits {
        now.uptime += Duration::from_millis(5);
        if state.next_deadline() <= now.uptime {
            state.handle(now, Event::Tick, &mut effects).unwrap();
        }
        let message = Message::Update(Update { update: update.clone(), frame: None });
        state.handle(now, Event::Message(ConnectionId(*connection), message), &mut effects).unwrap();
        let answers: Vec<Event> = effects.drain(..).filter_map(|effect| answer(&effect)).collect();
        for answer in answers {
            state.handle(now, answer, &mut effects).unwrap();
        }
    }
    began.elapsed().as_secs_f64() * 1e6 / edits.len() as f64
}

/// What the disk and the journal say.
fn answer(effect: &Effect) -> Option<Event> {
    match effect {
        Effect::Append(ticket, _) => Some(Event::Durable(*ticket)),
        Effect::Happened { through, .. } => Some(Event::Told(*through)),
        _ => None,
    }
}

fn typing() -> Edits {
    let doc = Doc::with_client_id(7);
    let text = doc.get_or_insert_text("text");
    let edit = |at: usize| {
        let mut txn = doc.transact_mut();
        text.insert(&mut txn, at as u32, "x");
        (1, Bytes::from(txn.encode_update_v1()))
    };
    (0..EDITS).map(edit).collect()
}

/// A board with cards, and the update that makes it.
fn board(cards: usize) -> (Doc, MapRef, (u64, Bytes)) {
    let doc = Doc::with_client_id(7);
    let map = doc.get_or_insert_map("cards");
    let mut txn = doc.transact_mut();
    for card in 0..cards {
        let card = map.insert(&mut txn, format!("card {card}"), MapPrelim::default());
        card.insert(&mut txn, "title", "a card with a title");
        card.insert(&mut txn, "column", "todo");
        card.insert(&mut txn, "order", "a0");
        card.insert(&mut txn, "description", TextPrelim::new("what there is to do"));
    }
    let update = Bytes::from(txn.encode_update_v1());
    drop(txn);
    (doc, map, (1, update))
}

fn card(map: &MapRef, txn: &impl yrs::ReadTxn, card: usize) -> MapRef {
    match map.get(txn, &format!("card {card}")) {
        Some(Out::YMap(card)) => card,
        other => unreachable!("{other:?}"),
    }
}

fn describing(typists: usize) -> Edits {
    let (doc, map, first) = board(typists);
    let edit = |at: usize| {
        let mut txn = doc.transact_mut();
        let who = at % typists;
        let Some(Out::YText(text)) = card(&map, &txn, who).get(&txn, "description") else { unreachable!() };
        // A description is some hundred characters long: it is begun anew now and then.
        if at % 600 >= 600 - typists {
            let length = yrs::Text::len(&text, &txn);
            text.remove_range(&mut txn, 0, length - 1);
        }
        text.insert(&mut txn, 1, "x");
        (1 + who as u64, Bytes::from(txn.encode_update_v1()))
    };
    std::iter::once(first).chain((0..EDITS).map(edit)).collect()
}

fn moving(people: usize) -> Edits {
    let (doc, map, first) = board(100);
    let edit = |at: usize| {
        let mut txn = doc.transact_mut();
        let column = if (at / 100).is_multiple_of(2) { "doing" } else { "done" };
        card(&map, &txn, at % 100).insert(&mut txn, "column", column);
        (1 + (at % people) as u64, Bytes::from(txn.encode_update_v1()))
    };
    std::iter::once(first).chain((0..EDITS).map(edit)).collect()
}
