//! The command line: `serve` (the default), `config`, `token`, `verify`, `compact`, `openapi`, `watch`, `bench`. Turns flags into a configuration and errors into
//! sentences and exit codes; does nothing else.

mod token;
mod verify;
mod watch;

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Parser, Subcommand};
use tokio::net::{TcpListener, TcpSocket};
use tokio_util::sync::CancellationToken;
use yrsa_storage::{Scope, Storage};

use crate::bench;
use crate::config::{Config, Sources};
use crate::server::{self, DocumentRuntime, Server, open_storage};
use crate::telemetry;

/// A self-hosted, Yjs-compatible document sync server whose acknowledgement means durable.
#[derive(Debug, Parser)]
#[command(name = "yrsa", version)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    settings: SettingFlags,
}

#[derive(Debug, Args)]
struct SettingFlags {
    /// Address and port to listen on [default: 127.0.0.1:8080]
    #[arg(long, global = true, value_name = "ADDR:PORT")]
    listen: Option<String>,
    /// The folder that holds everything [default: ./yrsa-data]
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<String>,
    /// A configuration file [default: yrsa.toml, if there is one]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Any other setting, such as limits.message=16MiB; `yrsa config` lists them
    #[arg(long = "set", global = true, value_name = "KEY=VALUE")]
    set: Vec<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server (the default)
    Serve,
    /// Print the configuration in effect
    Config,
    /// Make a token for a user, a script or a trial
    Token(Box<token::Options>),
    /// Read everything in the data folder and check it, the chain of the audit too
    Verify(verify::Options),
    /// Let go of history beyond the retention and give disk space back
    Compact,
    /// Print the description of the REST interface, as /api/openapi.json has it
    Openapi,
    /// See who is in a document and what happens in it
    Watch(Box<watch::Options>),
    /// Measure a server, this one or another that speaks y-websocket or Hocuspocus
    Bench(Box<bench::Options>),
}

type Failure = Box<dyn std::error::Error>;

/// Runs the command that the arguments name.
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    match run_command(&cli) {
        Ok(code) => code,
        Err(error) => {
            complain(&*error);
            ExitCode::FAILURE
        }
    }
}

fn run_command(cli: &Cli) -> Result<ExitCode, Failure> {
    let command = cli.command.as_ref().unwrap_or(&Command::Serve);
    if let Command::Bench(options) = command {
        bench::run(options, &mut std::io::stdout().lock()).map_err(|error| -> Failure { error })?;
        return Ok(ExitCode::SUCCESS);
    }
    if let Command::Openapi = command {
        return say(&server::openapi());
    }
    if let Command::Watch(options) = command {
        watch::run(options)?;
        return Ok(ExitCode::SUCCESS);
    }
    let config = load_config(&cli.settings)?;
    match command {
        Command::Serve => serve(config),
        Command::Config => say(&config.to_toml()?),
        Command::Token(options) => make_token(options, &config),
        Command::Verify(options) => verify::run(options, &config),
        Command::Compact => compact(&config),
        Command::Bench(_) | Command::Watch(_) | Command::Openapi => Ok(ExitCode::SUCCESS),
    }
}

fn load_config(flags: &SettingFlags) -> Result<Config, Failure> {
    let mut pairs = Vec::new();
    for setting in &flags.set {
        let (key, value) = setting.split_once('=').ok_or_else(|| format!("--set takes KEY=VALUE, not {setting}"))?;
        pairs.push((key.to_owned(), value.to_owned()));
    }
    for (key, value) in [("listen", &flags.listen), ("data", &flags.data)] {
        pairs.extend(value.as_ref().map(|value| (key.to_owned(), value.clone())));
    }
    let sources = Sources { file: flags.config.clone(), environment: std::env::vars().collect(), flags: pairs };
    // That one is for `yrsa watch`.
    for name in sources.unknown_environment().iter().filter(|name| *name != watch::TOKEN) {
        let _ = writeln!(std::io::stderr(), "yrsa: {name} is not a setting and is ignored; `yrsa config` lists them all");
    }
    Ok(Config::load(&sources)?)
}

/// Connections that may wait to be accepted. After a restart everybody comes back at once; whoever finds no room tries again after a
/// second, says TCP. The system's own bound (`net.core.somaxconn`) holds beside it.
const BACKLOG: u32 = 4096;

fn listen_on(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // A server that was just stopped may be started again.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

fn serve(config: Config) -> Result<ExitCode, Failure> {
    telemetry::start_logs(&config.log)?;
    telemetry::prepare_metrics()?;
    let runtime = DocumentRuntime::new()?;
    let (listen, data) = (config.listen, config.data.clone());
    let scheme = if config.tls.is_on() { "https" } else { "http" };
    let server = Server::open(config, &runtime)?;
    runtime.block_on(async {
        let listener = listen_on(listen).map_err(|error| {
            format!("can't listen on {listen}: {error}; is another server running there? choose another address with --listen")
        })?;
        let address = listener.local_addr()?;
        let stop = stop_on_signal()?;
        tracing::info!(%address, data = %data.display(), version = env!("CARGO_PKG_VERSION"), "ready");
        say(&format!("yrsa is ready at {scheme}://{address}\n"))?;
        server.serve(listener, stop).await;
        Ok(ExitCode::SUCCESS)
    })
}

/// The first signal asks for a shutdown, the second ends the process at once.
fn stop_on_signal() -> std::io::Result<CancellationToken> {
    use tokio::signal::unix::{SignalKind, signal};
    let stop = CancellationToken::new();
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let token = stop.clone();
    #[expect(clippy::disallowed_methods, reason = "listens for signals as long as the process lives")]
    tokio::spawn(async move {
        for first in [true, false] {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            if first {
                tracing::info!("shutting down; a second signal ends the process at once");
                token.cancel();
            } else {
                std::process::exit(130);
            }
        }
    });
    Ok(stop)
}

fn make_token(options: &token::Options, config: &Config) -> Result<ExitCode, Failure> {
    let token = token::mint(options, config)?;
    if config.auth.is_open() {
        let _ =
            writeln!(std::io::stderr(), "yrsa: open mode ignores tokens; --set auth.required=true makes the server ask for them");
    }
    say(&(token + "\n"))
}

fn compact(config: &Config) -> Result<ExitCode, Failure> {
    let storage = open(config)?;
    let compacted = storage.compact(Scope::All)?;
    let sizes = storage.status().sizes;
    storage.close()?;
    say(&format!(
        "{} documents; {} bytes on disk before, {} after, of them {} retained history\n",
        compacted.documents, compacted.before, compacted.after, sizes.history
    ))
}

fn open(config: &Config) -> Result<Arc<dyn Storage>, Failure> {
    if !config.data.is_dir() {
        return Err(format!("there is no data folder at {}; name one with --data", config.data.display()).into());
    }
    Ok(open_storage(config)?)
}

fn say(text: &str) -> Result<ExitCode, Failure> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// An error with its causes on one line.
fn complain(error: &dyn std::error::Error) {
    let mut text = format!("yrsa: {error}");
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(&format!(": {cause}"));
        source = cause.source();
    }
    let _ = writeln!(std::io::stderr(), "{text}");
}

#[cfg(test)]
mod tests {
    use std::net::TcpStream;
    use std::time::Duration;

    use super::*;

    /// Of 150 who came at once the last waited for a second.
    #[tokio::test]
    async fn many_may_come_at_once() {
        let listener = listen_on(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
        let address = listener.local_addr().unwrap();
        let allowed = std::fs::read_to_string("/proc/sys/net/core/somaxconn").ok();
        let allowed = allowed.and_then(|text| text.trim().parse().ok()).unwrap_or(128).min(300);
        // Nobody accepts them; whoever finds no room waits in vain.
        let come = |_| TcpStream::connect_timeout(&address, Duration::from_secs(20));
        let all: Result<Vec<_>, _> = (0..allowed).map(come).collect();
        assert_eq!(all.unwrap().len(), allowed);
    }
}
