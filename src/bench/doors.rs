//! From the TCP connect to synced through each door, one client after another and several at a time, with a token and, beside it,
//! in open mode; and the server's CPU for coming in and leaving. The document is small and stays open, so that the door is
//! measured and not the document. Starts two servers: one asks for tokens signed with a secret of this run, the other for none.

use std::time::{Duration, Instant};

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde_json::Value;
use tokio_tungstenite::tungstenite::Message as Ws;

use super::connection::{Address, Connection, Dialect, SMALL_READS, Token, dial, with_token};
use super::latency::Latencies;
use super::mint::Mint;
use super::process::{Meter, Metered};
use super::report::Report;
use super::target::{Target, within};
use super::typist::Typist;
use super::{Failure, Options, join, mint};
use crate::admission::{self, StateVector};

/// Clients on their way in at once, in the second part.
const AT_A_TIME: usize = 16;

/// For each client of the first part, so many in the second: CPU time is counted in ticks of 10 ms.
const CROWD: usize = 4;

/// Where clients come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Door {
    Sync,
    Hocuspocus,
    YSweet,
    Live,
}

const DOORS: [Door; 4] = [Door::Sync, Door::Hocuspocus, Door::YSweet, Door::Live];

/// A server, and what its doors ask for.
struct House {
    target: Target,
    /// How its figures are named.
    name: &'static str,
    /// Signs what clients show; nothing in open mode.
    mint: Option<Mint>,
    document: String,
    /// What a client must have got to be in sync.
    state: StateVector,
    /// Keeps the document open.
    _keeper: Connection,
}

/// What is measured at one door.
struct Measured {
    one_by_one: Latencies,
    at_a_time: Latencies,
    metered: Metered,
}

/// Runs the workload.
pub(super) async fn run(options: &Options) -> Result<Report, Failure> {
    let clients = options.size(options.readers, 500, 10);
    let houses = [House::guarded(options).await?, House::open(options).await?];
    let mut report = Report::new("doors");
    report.count("clients_one_by_one", clients);
    report.count("clients_in_crowds", clients * CROWD);
    let mut all = None;
    for door in DOORS {
        for house in &houses {
            let measured = house.measure(door, clients).await?;
            let name = format!("{}_{}", door.name(), house.name);
            report.median_and_tail(&name, &measured.one_by_one);
            report.median_and_tail(&format!("{name}_{AT_A_TIME}_at_a_time"), &measured.at_a_time);
            report.server_cpu(&format!("{name}_server_cpu"), measured.metered, clients * (1 + CROWD));
            all = Some(all.map_or(measured.metered, |before: Metered| before + measured.metered));
        }
        houses[0].must_refuse_strangers(door).await?;
    }
    if let Some(all) = all {
        report.cpu("handshake", all, (DOORS.len() * houses.len() * clients * (1 + CROWD)) as u64);
    }
    report.checked("each client got the whole document; without a token each door of the first server stayed shut".to_owned());
    Ok(report)
}

impl Door {
    fn name(self) -> &'static str {
        match self {
            Self::Sync => "sync",
            Self::Hocuspocus => "hocuspocus",
            Self::YSweet => "y_sweet",
            Self::Live => "live",
        }
    }
}

impl House {
    async fn guarded(options: &Options) -> Result<Self, Failure> {
        let (target, mint) = mint::guarded(options).await?;
        Self::furnish(target, "with_token", Some(mint)).await
    }

    async fn open(options: &Options) -> Result<Self, Failure> {
        Self::furnish(Target::with_settings(options, &[], None).await?, "open_mode", None).await
    }

    /// Puts a small document on the server.
    async fn furnish(target: Target, name: &'static str, mint: Option<Mint>) -> Result<Self, Failure> {
        let content = Typist::new(0).key();
        let state = admission::state_vector_of(&StateVector::default(), [&content])?;
        let document = target.document(0);
        let keeper = join::upload(&target, &document, &content, &state).await?;
        Ok(Self { target, name, mint, document, state, _keeper: keeper })
    }

    async fn measure(&self, door: Door, clients: usize) -> Result<Measured, Failure> {
        // No two clients show the same token.
        let token = |client: usize| self.mint.as_ref().map(|mint| mint.token(&format!("user-{client}"))).transpose();
        let tokens: Vec<Option<Token>> = (0..clients * (1 + CROWD)).map(token).collect::<Result<_, _>>()?;
        let (first, crowd) = tokens.split_at(clients);
        let (one_by_one, at_a_time) = (Latencies::new()?, Latencies::new()?);
        let meter = Meter::start(self.target.pid());
        for token in first {
            one_by_one.record(within(self.visit(door, token.as_ref())).await?);
        }
        let visits = stream::iter(crowd).map(|token| within(self.visit(door, token.as_ref())));
        let mut visits = visits.buffer_unordered(AT_A_TIME);
        while let Some(synced) = visits.try_next().await? {
            at_a_time.record(synced);
        }
        Ok(Measured { one_by_one, at_a_time, metered: meter.stop() })
    }

    /// Comes in, gets the document, leaves; how long it took to have the document.
    async fn visit(&self, door: Door, token: Option<&Token>) -> Result<Duration, Failure> {
        match self.address(door, token) {
            Some(address) => {
                let began = Instant::now();
                let mut connection = Connection::open(&address).await?;
                let parts = connection.receive_document().await?;
                let synced = began.elapsed();
                if !parts.state_vector()?.covers(&self.state) {
                    return Err("wrong end state: a client was told that it is in sync and is not".into());
                }
                connection.leave().await;
                Ok(synced)
            }
            None => self.visit_live(token).await,
        }
    }

    /// Where Yjs clients find the document; the JSON door has none.
    fn address(&self, door: Door, token: Option<&Token>) -> Option<Address> {
        let (root, document) = (self.target.root(), &self.document);
        let (url, dialect) = match door {
            Door::Sync => (format!("{root}/sync"), Dialect::YWebsocket),
            Door::Hocuspocus => (format!("{root}/hocuspocus"), Dialect::Hocuspocus),
            Door::YSweet => (format!("{root}/y-sweet/d/{document}/ws"), Dialect::YWebsocket),
            Door::Live => return None,
        };
        Some(Address { url, dialect, token: token.cloned(), ..self.target.address(document) })
    }

    async fn visit_live(&self, token: Option<&Token>) -> Result<Duration, Failure> {
        let url = with_token(format!("{}/live/{}", self.target.root(), self.document), token);
        let began = Instant::now();
        let mut socket = dial(url, SMALL_READS).await?;
        let greeting = loop {
            match socket.next().await.ok_or("the server ended a connection")?? {
                Ws::Text(text) => break text,
                Ws::Close(reason) => return Err(format!("the server closed a connection: {reason:?}").into()),
                _ => {}
            }
        };
        let synced = began.elapsed();
        let greeting: Value = serde_json::from_str(&greeting)?;
        let full = greeting["content"].as_object().is_some_and(|content| !content.is_empty());
        if greeting["type"] != "connected" || !full {
            return Err(format!("wrong end state: the first message of the JSON door was {greeting}").into());
        }
        socket.close(None).await?;
        while let Some(Ok(_)) = socket.next().await {}
        Ok(synced)
    }

    /// Fails if somebody comes in without a token: then none of them was checked.
    async fn must_refuse_strangers(&self, door: Door) -> Result<(), Failure> {
        let refused = match within(self.visit(door, None)).await {
            Ok(_) => return Err(format!("wrong end state: the door {} let somebody in without a token", door.name()).into()),
            Err(error) => error.to_string(),
        };
        // Hocuspocus asks inside the socket, the others refuse the handshake.
        let expected = if door == Door::Hocuspocus { "the server refused" } else { "401" };
        if refused.contains(expected) { Ok(()) } else { Err(refused.into()) }
    }
}
