//! `yrsa bench`: a load tool for any server that speaks y-websocket's protocol or Hocuspocus'. The command line calls it.
//! One file a workload; each opens its clients, applies its load on a fixed schedule, checks the end state and reports figures.
//! It never knows a server's insides: it sees sockets, `/proc` and, where there is one, `/metrics`.

mod ack;
mod catchup;
mod connection;
mod conversation;
mod cursors;
mod disk;
mod doors;
mod editing;
mod fanout;
mod flood;
mod follow;
mod idle;
mod join;
mod latency;
mod locked;
mod locks;
mod mergeback;
mod mint;
mod pace;
mod presence;
mod process;
mod replay;
mod report;
mod rest;
mod restart;
mod rooms;
mod session;
mod slow;
mod sockets;
mod stalls;
mod storm;
mod target;
mod together;
mod typist;

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

use connection::Dialect;
use report::Report;
use target::Target;

/// Anything that ends a run; its text is for the person at the terminal.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Nothing a healthy server does takes this long; a run that waits longer failed.
const PATIENCE: Duration = Duration::from_secs(60);

/// What to run, against which server, how hard.
#[derive(Debug, Args)]
pub struct Options {
    /// The workload; with --check all of them if none is named
    #[arg(value_enum)]
    workload: Option<Workload>,
    /// The server's WebSocket address, such as ws://127.0.0.1:8080/sync; names of documents are appended to it, or take the
    /// place of {document} in it (y-websocket).
    /// With --start it may contain {port} [default with --start: ws://127.0.0.1:{port}/sync]
    #[arg(long)]
    url: Option<String>,
    /// What the server speaks
    #[arg(long, value_enum, default_value_t = Dialect::YWebsocket)]
    dialect: Dialect,
    /// The server's process, to measure its CPU and memory
    #[arg(long, conflicts_with = "start")]
    pid: Option<u32>,
    /// Without --url: the command that starts the server; {port} and {data} are filled in, the it is ready when it has printed a line
    /// [default: this program, `serve --listen 127.0.0.1:{port} --data {data}`]
    #[arg(long, value_name = "COMMAND")]
    start: Option<String>,
    /// Where the data folder of a started server is made; removed at the end [default: the system's folder for temporary files]
    #[arg(long, value_name = "DIR")]
    scratch: Option<PathBuf>,
    /// Clients that read (fanout), join (storm, join, restart), come in one after another (doors), idle (idle, sockets) or are there
    /// (presence: half of them move a cursor; session: others join)
    #[arg(long, value_name = "N")]
    readers: Option<usize>,
    /// Clients that write, each its own document (ack, locked); who edits meanwhile, half of them the same document (locks,
    /// presence, session, together)
    #[arg(long, value_name = "N")]
    writers: Option<usize>,
    /// Edits a second over all writers (fanout, ack, locked), cursor moves (presence), joins (session) or requests (locks, together)
    #[arg(long, value_name = "HZ")]
    rate: Option<u32>,
    /// Seconds of load that are measured, after the warm-up (fanout, flood, rooms, cursors,
    /// mergeback, slow, replay, ack, locks, locked, presence, session, together); idle: how long memory has to come back
    #[arg(long, value_name = "SECONDS")]
    duration: Option<f64>,
    /// Documents (restart; join: how many are joined from disk; sockets: how many on each Hocuspocus socket)
    #[arg(long, value_name = "N")]
    documents: Option<usize>,
    /// Edits that a client missed (catchup) or made offline (mergeback); join: type so many keys instead of sending a document
    #[arg(long, value_name = "N")]
    edits: Option<usize>,
    /// A document as one Yjs v1 update (join, storm, catchup) [default: 1 MB of text, written in 28,600 places]
    #[arg(long, value_name = "FILE")]
    document: Option<PathBuf>,
    /// An editing trace as JSON: sequential (disk) [default: 30,000 generated keystrokes], or of two people (replay) [default: made up]
    #[arg(long, value_name = "FILE")]
    trace: Option<PathBuf>,
    /// Edits under way at once (flood) [default: 500]
    #[arg(long, value_name = "N")]
    window: Option<u64>,
    /// What lets the next edit go (flood) [default: acknowledgements where there are some, else a reader]
    #[arg(long, value_enum)]
    paced_by: Option<flood::PacedBy>,
    /// The server is a bare relay: nobody who comes later gets what was typed before, so nobody is asked for it (fanout, flood)
    #[arg(long)]
    keeps_nothing: bool,
    /// Print figures as JSON
    #[arg(long)]
    json: bool,
    /// Few clients and a second or two of load: proves that tool and server work; the figures mean nothing
    #[arg(long)]
    check: bool,
}

/// The loads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Workload {
    /// One paced writer, many readers: latency and CPU per delivery
    Fanout,
    /// One writer as fast as edits are acknowledged or seen, many readers: CPU per delivery, memory
    Flood,
    /// Many documents with two typists each: CPU per update
    Rooms,
    /// Edit to acknowledgement (y-websocket: message 102; Hocuspocus: SyncStatus), and edits per sync of the disk
    Ack,
    /// A client without anything opens a large document, held in memory and, after a restart, on disk
    Join,
    /// Many clients join a large document at once
    Storm,
    /// A client comes back that missed edits: time, and bytes beside the fewest possible
    Catchup,
    /// Clients come back with what they typed offline: until all have it, and what others' typing notices of it
    Mergeback,
    /// One of many readers is slow: what the others notice, and what it costs in memory
    Slow,
    /// A session of two people replayed in many documents: latency, and the text at the end
    Replay,
    /// A crowd with cursors and one typist, on any server: CPU per state, latency of states and keys
    Cursors,
    /// Memory of idle connections and rooms, and whether it comes back
    Idle,
    /// Bytes on disk per edit
    Disk,
    /// A killed server with many documents comes back
    Restart,
    /// From the TCP connect to synced through each of Yrsa's doors, with a token and in open mode
    Doors,
    /// Memory of Hocuspocus sockets with many documents, beside as many y-websocket sockets
    Sockets,
    /// Locks are taken and released by many users over HTTP, while people edit
    Locks,
    /// What it costs to type in a document in which something else is locked
    Locked,
    /// Users move cursors, while people edit: from a move to its arrival at the last participant
    Presence,
    /// Joining a document full of people by WebSocket and by HTTP, while people edit
    Session,
    /// Chat, comments, locks, inbox, presence: reads and writes over HTTP, while people edit
    Together,
}

impl Workload {
    /// Whether it needs what only Yrsa has, and starts it with settings of its own.
    fn is_for_yrsa(self) -> bool {
        use Workload::{Doors, Locked, Locks, Presence, Session, Sockets, Together};
        matches!(self, Doors | Sockets | Locks | Locked | Presence | Session | Together)
    }
}

/// Runs what `options` name and writes the figures to `out`.
///
/// # Errors
/// When there is no server, a client is refused, or the end state is wrong.
pub fn run(options: &Options, out: &mut dyn std::io::Write) -> Result<(), Failure> {
    let workloads = match options.workload {
        Some(workload) => vec![workload],
        None if options.check => {
            let all = Workload::value_variants().iter().copied();
            all.filter(|workload| options.url.is_none() || !workload.is_for_yrsa()).collect()
        }
        None => return Err("name a workload, or say --check to try them all; `yrsa bench --help` lists them".into()),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    for workload in workloads {
        let report = runtime.block_on(run_workload(workload, options))?;
        if options.json {
            writeln!(out, "{}", report.to_json())?;
        } else {
            write!(out, "{report}")?;
        }
        out.flush()?;
    }
    Ok(())
}

async fn run_workload(workload: Workload, options: &Options) -> Result<Report, Failure> {
    let load_before = process::load_average();
    let mut report = match workload {
        Workload::Doors => doors::run(options).await,
        Workload::Sockets => sockets::run(options).await,
        Workload::Locks => locks::run(options).await,
        Workload::Locked => locked::run(options).await,
        Workload::Presence => presence::run(options).await,
        Workload::Session => session::run(options).await,
        Workload::Together => together::run(options).await,
        Workload::Fanout => fanout::run(options, &Target::open(options).await?).await,
        Workload::Flood => flood::run(options, &Target::open(options).await?).await,
        Workload::Rooms => rooms::run(options, &Target::open(options).await?).await,
        Workload::Catchup => catchup::run(options, &Target::open(options).await?).await,
        Workload::Mergeback => mergeback::run(options, &Target::open(options).await?).await,
        Workload::Cursors => cursors::run(options, &Target::open(options).await?).await,
        Workload::Slow => slow::run(options, &Target::open(options).await?).await,
        Workload::Replay => replay::run(options, &Target::open(options).await?).await,
        Workload::Ack => ack::run(options, &Target::open(options).await?).await,
        Workload::Join => join::run(options, &mut Target::open(options).await?).await,
        Workload::Storm => storm::run(options, &Target::open(options).await?).await,
        Workload::Idle => idle::run(options, &mut Target::open(options).await?).await,
        Workload::Disk => disk::run(options, &mut Target::open(options).await?).await,
        Workload::Restart => restart::run(options, &mut Target::open(options).await?).await,
    }?;
    report.environment(load_before, process::load_average());
    Ok(report)
}

impl Options {
    /// The number that was asked for, else the workload's usual one, else the one that is enough to check the tool.
    fn size(&self, asked: Option<usize>, usual: usize, check: usize) -> usize {
        asked.unwrap_or(if self.check { check } else { usual }).max(1)
    }

    fn duration(&self, usual: Duration) -> Result<Duration, Failure> {
        match self.duration {
            Some(seconds) => Ok(Duration::try_from_secs_f64(seconds).map_err(|_| "--duration takes seconds above zero")?),
            None if self.check => Ok(Duration::from_secs(1)),
            None => Ok(usual),
        }
    }

    fn warm_up(&self) -> Duration {
        if self.check { Duration::from_millis(200) } else { Duration::from_secs(1) }
    }

    /// The document to join: the named file, or generated.
    fn content(&self) -> Result<bytes::Bytes, Failure> {
        match &self.document {
            Some(path) => Ok(std::fs::read(path).map_err(|error| format!("can't read {}: {error}", path.display()))?.into()),
            None => Ok(typist::scattered_document(if self.check { 2_000 } else { 28_600 })),
        }
    }
}
