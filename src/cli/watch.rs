//! `yrsa watch`: a live document in the terminal, over the JSON door: who is here, and what happens as one line each. Comes back by
//! itself when a connection breaks, and goes on where it was. Changes nothing in the document.

mod place;
mod words;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use anstyle::{RgbColor, Style};
use clap::Args;
use futures_util::{SinkExt as _, StreamExt as _};
use humantime_serde::re::humantime::format_rfc3339_seconds;
use hyper_rustls::ConfigBuilderExt as _;
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::{HeaderValue, header};
use tokio_tungstenite::tungstenite::{Error as WsError, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

use self::place::Place;
use self::words::{Words, short};
use super::Failure;

/// The variable that may hold the token.
pub(super) const TOKEN: &str = "YRSA_TOKEN";

/// The first wait before coming back, and the longest.
const FIRST_WAIT: Duration = Duration::from_millis(250);
const LONGEST_WAIT: Duration = Duration::from_secs(15);

/// The server gives a sign of life more often.
const SILENCE: Duration = Duration::from_secs(90);

/// How long connecting may take.
const CONNECT: Duration = Duration::from_secs(15);

/// What to watch.
#[derive(Args)]
pub(super) struct Options {
    /// The document: http://127.0.0.1:8080/acme%2Fboard, ws://127.0.0.1:8080/live/acme/board, or its id
    target: String,
    /// Where a document is that is named by its id
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080")]
    server: String,
    /// Who asks; better in the environment as YRSA_TOKEN, where others don't see it
    #[arg(long)]
    token: Option<String>,
    /// Print what the server says, as JSON, a message a line
    #[arg(long)]
    json: bool,
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Options")
    }
}

/// How a connection ended.
enum End {
    /// It may be opened again; why it ended.
    Broken(String),
    /// It is of no use to open it again.
    Final(Failure),
    /// Nobody reads any more what is printed.
    Unread,
}

impl From<io::Error> for End {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe { Self::Unread } else { Self::Final(error.into()) }
    }
}

/// Watches until Ctrl-C.
pub(super) fn run(options: &Options) -> Result<(), Failure> {
    let token = options.token.clone().or_else(|| std::env::var(TOKEN).ok()).filter(|token| !token.is_empty());
    let place = Place::read(&options.target, &options.server, token)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut view = View { is_json: options.json, ..View::default() };
        tokio::select! {
            stopped = tokio::signal::ctrl_c() => Ok(stopped?),
            failed = keep_watching(&place, &mut view) => failed,
        }
    })
}

async fn keep_watching(place: &Place, view: &mut View) -> Result<(), Failure> {
    let mut wait = FIRST_WAIT;
    loop {
        view.is_connected = false;
        let end = match watch(place, view).await {
            Ok(never) => match never {},
            Err(end) => end,
        };
        if view.is_connected {
            wait = FIRST_WAIT;
        }
        match end {
            End::Unread => return Ok(()),
            End::Final(failure) => return Err(failure),
            // Whoever mistyped an address wants to know it.
            End::Broken(why) if !view.was_connected => return Err(why.into()),
            End::Broken(why) => view.note(&format!("{why}; coming back")),
        }
        tokio::time::sleep(wait).await;
        wait = (wait * 2).min(LONGEST_WAIT);
    }
}

trait Stream: AsyncRead + AsyncWrite + Unpin {}
impl<S: AsyncRead + AsyncWrite + Unpin> Stream for S {}

/// Watches over one connection.
async fn watch(place: &Place, view: &mut View) -> Result<std::convert::Infallible, End> {
    let connecting = tokio::time::timeout(CONNECT, connect(place)).await;
    let mut socket = connecting.map_err(|_| End::Broken("the server does not answer".to_owned()))??;
    loop {
        let message = match tokio::time::timeout(SILENCE, socket.next()).await {
            Err(_) => return Err(End::Broken("the server is silent".to_owned())),
            Ok(None) => return Err(End::Broken("the connection ended".to_owned())),
            Ok(Some(Err(error))) => return Err(End::Broken(format!("the connection broke: {error}"))),
            Ok(Some(Ok(message))) => message,
        };
        match message {
            Message::Text(text) => {
                let begins = view.hear(&text, &place.document)?;
                if begins {
                    let subscribe = json!({ "type": "subscribe", "id": "watch", "after": view.last.as_deref() });
                    let asked = socket.send(Message::text(without_nulls(subscribe).to_string())).await;
                    asked.map_err(|error| End::Broken(format!("the connection broke: {error}")))?;
                }
            }
            Message::Close(frame) => {
                let (code, reason) = frame.map_or((1005, String::new()), |frame| (frame.code.into(), short(&frame.reason)));
                let why = format!("the server closed the connection: {code} {reason}");
                return Err(if matches!(code, 4400..=4499) { End::Final(why.into()) } else { End::Broken(why) });
            }
            _ => {}
        }
    }
}

fn without_nulls(mut object: Value) -> Value {
    if let Value::Object(members) = &mut object {
        members.retain(|_, value| !value.is_null());
    }
    object
}

async fn connect(place: &Place) -> Result<WebSocketStream<Box<dyn Stream>>, End> {
    let broken = |error: &dyn std::fmt::Display| End::Broken(format!("can't connect: {error}"));
    let url = &place.url;
    let host = url.host_str().unwrap_or_default();
    let port = url.port_or_known_default().unwrap_or(80);
    let tcp = TcpStream::connect((host.trim_matches(['[', ']']), port)).await.map_err(|error| broken(&error))?;
    let stream: Box<dyn Stream> = if url.scheme() == "wss" { Box::new(encrypted(host, tcp).await?) } else { Box::new(tcp) };
    let mut request = url.as_str().into_client_request().map_err(|error| End::Final(error.to_string().into()))?;
    if let Some(token) = &place.token {
        let mut value = HeaderValue::from_str(&format!("Bearer {token}"))
            .map_err(|_| End::Final("a token has no spaces and no letters beyond ASCII".into()))?;
        value.set_sensitive(true);
        request.headers_mut().insert(header::AUTHORIZATION, value);
    }
    match client_async(request, stream).await {
        Ok((socket, _)) => Ok(socket),
        Err(WsError::Http(answer)) => {
            let status = answer.status();
            let problem: Value = serde_json::from_slice(answer.body().as_deref().unwrap_or_default()).unwrap_or(Value::Null);
            let detail = problem["detail"].as_str().map(short).unwrap_or_default();
            let why = format!("the server refused: {status} {detail}");
            let is_passing = status.is_server_error() || status.as_u16() == 429;
            Err(if is_passing { End::Broken(why) } else { End::Final(why.into()) })
        }
        Err(error) => Err(broken(&error)),
    }
}

async fn encrypted(host: &str, tcp: TcpStream) -> Result<impl Stream + use<>, End> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = builder.map_err(|error| End::Final(error.into()))?.with_native_roots()?.with_no_client_auth();
    let name = rustls::pki_types::ServerName::try_from(host.trim_matches(['[', ']']).to_owned());
    let name = name.map_err(|error| End::Final(error.into()))?;
    let connected = tokio_rustls::TlsConnector::from(Arc::new(config)).connect(name, tcp).await;
    connected.map_err(|error| End::Broken(format!("can't connect: {error}")))
}

/// What is shown.
#[derive(Default)]
struct View {
    is_json: bool,
    /// In this connection, and ever.
    is_connected: bool,
    was_connected: bool,
    /// The newest event that was heard of, or that there was when this began: what comes after it is told, over however many connections.
    last: Option<String>,
    words: Words,
    /// Who is here, by client.
    people: BTreeMap<u64, Value>,
    /// Colours that were seen, by the user's id.
    colors: BTreeMap<String, Style>,
}

impl View {
    /// Hears a message; whether the conversation has begun with it.
    fn hear(&mut self, text: &str, document: &str) -> io::Result<bool> {
        let message: Value = serde_json::from_str(text).unwrap_or(Value::Null);
        if self.is_json {
            let mut out = io::stdout().lock();
            out.write_all(text.as_bytes())?;
            out.write_all(b"\n")?;
            out.flush()?;
        }
        self.words.learn(&message);
        match message["type"].as_str() {
            Some("connected") => {
                self.greet(&message, document)?;
                return Ok(true);
            }
            Some("user_joined") => self.comes_or_goes(&message, "came")?,
            Some("user_left") => self.comes_or_goes(&message, "left")?,
            Some("event") => {
                let event = &message["event"];
                self.last = event["id"].as_str().map(str::to_owned);
                let told = self.words.tell(event);
                let user = if event["user"].is_null() { json!({ "name": "the server" }) } else { event["user"].clone() };
                self.line(event["time"].as_u64(), &user, &told)?;
            }
            Some("events_missed") => self.note("some events are no longer kept and were missed"),
            Some("error") if message["id"] == "watch" => {
                self.note(&format!("no events: {}", short(message["message"].as_str().unwrap_or_default())));
            }
            _ => {}
        }
        Ok(false)
    }

    fn greet(&mut self, message: &Value, document: &str) -> io::Result<()> {
        (self.is_connected, self.was_connected) = (true, true);
        if self.last.is_none() {
            // Nothing may happen for hours; and what happens while a connection is broken is not to be missed then.
            self.last = message["last_event"].as_str().map(str::to_owned);
        }
        self.people.clear();
        for person in message["participants"].as_array().into_iter().flatten() {
            self.remember(person);
        }
        if self.is_json {
            return Ok(());
        }
        let mut names: Vec<String> = self.people.values().map(|user| self.styled(user)).collect();
        names.sort();
        names.dedup();
        let here = if names.is_empty() { "nobody else is here".to_owned() } else { format!("here: {}", names.join(", ")) };
        let mut out = anstream::stdout().lock();
        writeln!(out, "{} · {here}", short(document))?;
        out.flush()
    }

    fn remember(&mut self, person: &Value) {
        let user = &person["user"];
        if let Some(client) = person["client"].as_u64() {
            self.people.insert(client, user.clone());
        }
        if let (Some(id), Some(color)) = (user["id"].as_str(), user["color"].as_str().and_then(style)) {
            self.colors.insert(id.to_owned(), color);
        }
    }

    fn comes_or_goes(&mut self, message: &Value, what: &str) -> io::Result<()> {
        if what == "came" {
            self.remember(message);
        } else if let Some(client) = message["client"].as_u64() {
            self.people.remove(&client);
        }
        self.line(None, &message["user"], what)
    }

    /// `14:03:22  Ada  moved …`, with the time in UTC.
    fn line(&self, time_ms: Option<u64>, user: &Value, told: &str) -> io::Result<()> {
        if self.is_json {
            return Ok(());
        }
        let time = time_ms.map_or_else(std::time::SystemTime::now, |ms| UNIX_EPOCH + Duration::from_millis(ms.min(LAST_YEAR)));
        let time = format_rfc3339_seconds(time).to_string();
        let time = time.get(11..19).unwrap_or_default();
        let mut out = anstream::stdout().lock();
        writeln!(out, "{time}  {}  {told}", self.styled(user))?;
        out.flush()
    }

    fn styled(&self, user: &Value) -> String {
        let name = [&user["name"], &user["id"]].into_iter().filter_map(Value::as_str).find(|name| !name.is_empty());
        let name = short(name.unwrap_or("somebody"));
        match user["id"].as_str().and_then(|id| self.colors.get(id)) {
            Some(style) => format!("{style}{name}{style:#}"),
            None => name,
        }
    }

    /// Tells about the connection, beside what is told about the document.
    fn note(&self, text: &str) {
        let _ = writeln!(io::stderr(), "yrsa: {text}");
    }
}

/// The end of the year 9999, beyond which times have no text.
const LAST_YEAR: u64 = 253_402_300_799_999;

/// A colour as users have it: `#rrggbb`.
fn style(color: &str) -> Option<Style> {
    let digits = color.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    Some(Style::new().fg_color(Some(RgbColor(part(0)?, part(2)?, part(4)?).into())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happens_is_asked_for_from_the_first_connection_on() {
        let mut view = View { is_json: true, ..View::default() };
        let mut hear = |message: Value| view.hear(&message.to_string(), "a").map(|_| view.last.clone()).unwrap();
        assert_eq!(hear(json!({ "type": "connected", "last_event": "7" })).as_deref(), Some("7"));
        let again = json!({ "type": "connected", "last_event": "9" });
        assert_eq!(hear(again.clone()).as_deref(), Some("7"), "nothing was heard yet, and 8 and 9 may be about this document");
        assert_eq!(hear(json!({ "type": "event", "event": { "id": "12" } })).as_deref(), Some("12"));
        assert_eq!(hear(again).as_deref(), Some("12"));
    }

    #[test]
    fn a_name_has_its_users_color() {
        let mut view = View::default();
        view.remember(&json!({ "client": 1, "user": { "id": "ada", "name": "Ada", "color": "#ff8000" } }));
        assert_eq!(view.styled(&json!({ "id": "ada", "name": "Ada" })), "\u{1b}[38;2;255;128;0mAda\u{1b}[0m");
        assert_eq!(view.styled(&json!({ "id": "bob" })), "bob");
        for wrong in ["red", "#12345", "#1234567", "#ggg000", "#äää"] {
            assert!(style(wrong).is_none(), "{wrong}");
        }
    }
}
