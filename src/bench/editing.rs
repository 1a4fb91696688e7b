//! People who type while something else is measured: half of them in the document that is measured, the others in documents of
//! their own. At the end all they typed has to be there.

use std::collections::HashMap;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior, interval_at};

use super::connection::{Address, Connection};
use super::fanout::clocks;
use super::mint::Mint;
use super::report::Report;
use super::target::{Target, within};
use super::typist::Typist;
use super::{Failure, Options};
use crate::admission::StateVector;
use crate::protocol::message;

/// Between two keys of one person: 10 Hz.
const KEY: Duration = Duration::from_millis(100);

/// Documents of their own are numbered from here.
const ALONE: usize = 1_000;

/// Who types now.
pub(super) struct Editing {
    stop: watch::Sender<()>,
    typing: JoinSet<Result<Typed, Failure>>,
    people: usize,
}

struct Typed {
    document: String,
    client: u64,
    keys: u64,
}

impl Editing {
    /// Begins; `shared` is the document that half of them type in.
    pub(super) async fn begin(options: &Options, target: &Target, mint: &Mint, shared: &str) -> Result<Self, Failure> {
        let people = options.size(options.writers, 20, 4);
        let (stop, stopped) = watch::channel(());
        let mut typing = JoinSet::new();
        for number in 0..people {
            let document = if number % 2 == 0 { shared.to_owned() } else { target.document(ALONE + number) };
            let address = mint.address(target, &document, &format!("typist-{number}"))?;
            let mut connection = within(Connection::open(&address)).await?;
            within(connection.sync()).await?;
            let first = Instant::now() + KEY * u32::try_from(number)? / u32::try_from(people)?;
            typing.spawn(keys(number, address, connection, first, stopped.clone()));
        }
        Ok(Self { stop, typing, people })
    }

    /// Ends, and waits until fresh clients got all that was typed; notes it in the report.
    pub(super) async fn end(mut self, target: &Target, report: &mut Report) -> Result<(), Failure> {
        self.stop.send_replace(());
        let (mut typed, mut keys): (HashMap<String, Vec<(u64, u32)>>, u64) = (HashMap::new(), 0);
        while let Some(done) = self.typing.join_next().await {
            let done = done??;
            keys += done.keys;
            typed.entry(done.document).or_default().push((done.client, clocks(done.keys)));
        }
        for (document, clients) in typed {
            target.wait_for_state(&document, &StateVector::from_iter(clients)).await?;
        }
        report.count("people_who_typed", self.people);
        report.checked(format!("fresh clients got each of the {keys} keys that were typed meanwhile"));
        Ok(())
    }
}

/// Types until told to stop; hears what others type.
async fn keys(
    number: usize,
    address: Address,
    connection: Connection,
    first: Instant,
    mut stopped: watch::Receiver<()>,
) -> Result<Typed, Failure> {
    let Connection { mut sender, mut receiver, .. } = connection;
    let (mut typist, mut keys) = (Typist::new(number), 0);
    let mut beat = interval_at(first, KEY);
    beat.set_missed_tick_behavior(MissedTickBehavior::Burst);
    loop {
        tokio::select! {
            _ = stopped.changed() => break,
            _ = beat.tick() => {
                sender.send(message::update(&typist.key())).await?;
                keys += 1;
            }
            heard = receiver.next() => drop(heard?),
        }
    }
    sender.close().await;
    Ok(Typed { document: address.document, client: typist.client(), keys })
}
