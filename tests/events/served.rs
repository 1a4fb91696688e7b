//! Pages and streams as clients get them, from a whole server over a storage in memory.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};
use tower::ServiceExt as _;
use yrsa::access::{Role, Scope, User};
use yrsa::config::{Config, Sources};
use yrsa::event::Draft;
use yrsa::features::revocations::Revoked;
use yrsa::features::shares::{NewShare, Permission};
use yrsa::protocol::live::Edit;
use yrsa::room::visit::Visit;
use yrsa::server::{DocumentRuntime, Server};
use yrsa_storage::{Memory, RecordBatch, Storage as _};

use super::world::{author, document};
use crate::admission::shared::setting;
use crate::simulation::random::Random;
use yrsa::event::Doer;

const SECRET: &str = "an issuer's secret of 32 bytes..";
const PATIENCE: Duration = Duration::from_secs(30);

struct Site {
    runtime: DocumentRuntime,
    server: Option<Server>,
    router: Router,
    storage: Memory,
}

impl Site {
    fn new(settings: &[(&str, &str)]) -> Self {
        Self::over(Memory::new(), settings)
    }

    fn over(storage: Memory, settings: &[(&str, &str)]) -> Self {
        let flags = settings.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let config = Config::load(&Sources { flags, ..Sources::default() }).unwrap();
        let runtime = DocumentRuntime::new().unwrap();
        let server = Server::over(config, Arc::new(storage.clone()), &runtime).unwrap();
        let router = server.router();
        Self { runtime, server: Some(server), router, storage }
    }

    fn guarded() -> Self {
        Self::new(&[("auth.secret", SECRET), ("auth.leeway", "0s")])
    }

    fn app(&self) -> &yrsa::app::App {
        self.server.as_ref().unwrap().app()
    }

    fn write(&self, kind: &'static str, id: &str) {
        let time = u64::try_from(SystemTime::UNIX_EPOCH.elapsed().unwrap().as_millis()).unwrap();
        let (document, user) = (id.into(), Some(author("ada")));
        let draft =
            Draft { kind: kind.into(), document, time, user, connection: None, version: None, data: json!({}), trace: None };
        assert!(self.app().journal.write(RecordBatch::new(), vec![draft]).unwrap());
    }

    async fn ask(&self, path: &str, headers: &[(&str, &str)]) -> (StatusCode, Body) {
        // The host that pages in open mode are served under.
        let mut request = Request::builder().uri(path).header("host", "localhost");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        (response.status(), response.into_body())
    }

    async fn page(&self, path: &str, headers: &[(&str, &str)]) -> (StatusCode, Value) {
        let (status, body) = self.ask(path, headers).await;
        let bytes = body.collect().await.unwrap().to_bytes();
        (status, serde_json::from_slice(&bytes).unwrap())
    }

    async fn stream(&self, path: &str, headers: &[(&str, &str)]) -> Stream {
        let headers = [headers, &[("accept", "text/event-stream")]].concat();
        let (status, body) = self.ask(path, &headers).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        Stream { body, text: String::new(), last: String::new() }
    }

    /// Somebody without a name edits a document.
    async fn edit(&self, id: &str, patch: Value) -> u64 {
        let seat = self.app().rooms.take_seat(&document(id)).unwrap();
        let user = User { id: "ada".into(), name: None, color: "#000000".into(), is_known: true };
        let visit = Visit::begin(seat, user, Role::Editor).await;
        visit.edit(Edit::Patch(serde_json::from_value(patch).unwrap()), None).await.unwrap().version
    }

    fn run<T>(&self, test: impl AsyncFnOnce(&Self) -> T) -> T {
        self.runtime.block_on(test(self))
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        if let Some(server) = self.server.take() {
            self.runtime.block_on(server.shut_down());
        }
    }
}

/// One block of a stream.
#[derive(Debug, Default, PartialEq, Eq)]
struct Block {
    id: Option<String>,
    kind: Option<String>,
    data: Option<Value>,
}

struct Stream {
    body: Body,
    text: String,
    /// What the client would send as `Last-Event-ID`.
    last: String,
}

impl Stream {
    /// The next block; `None` at the end of the stream.
    async fn block(&mut self) -> Option<Block> {
        loop {
            if let Some((block, rest)) = self.text.split_once("\n\n") {
                let mut read = Block::default();
                for line in block.lines() {
                    match line.split_once(": ") {
                        Some(("id", id)) => read.id = Some(id.to_owned()),
                        Some(("event", kind)) => read.kind = Some(kind.to_owned()),
                        Some(("data", data)) => read.data = Some(serde_json::from_str(data).unwrap()),
                        _ => assert!(line.starts_with(':') || line.starts_with("retry: "), "{line}"),
                    }
                }
                self.text = rest.to_owned();
                self.last = read.id.clone().unwrap_or_else(|| self.last.clone());
                return Some(read);
            }
            let frame = tokio::time::timeout(PATIENCE, self.body.frame()).await.expect("nothing came");
            let Some(frame) = frame else {
                assert!(self.text.is_empty(), "a torn block: {:?}", self.text);
                return None;
            };
            self.text.push_str(std::str::from_utf8(frame.unwrap().data_ref().unwrap()).unwrap());
        }
    }

    /// The next block that says something.
    async fn event(&mut self) -> Option<(String, Value)> {
        loop {
            let block = self.block().await?;
            if let (Some(kind), Some(data)) = (block.kind, block.data) {
                return Some((kind, data));
            }
        }
    }

    async fn document(&mut self) -> String {
        let (_, event) = self.event().await.expect("the stream ended");
        event["document"].as_str().unwrap_or_else(|| panic!("{event}")).to_owned()
    }

    async fn end(&mut self) -> String {
        let (kind, data) = self.event().await.expect("the stream ended without a word");
        assert_eq!(kind, "end", "{data}");
        assert!(self.event().await.is_none(), "something came after the end");
        data["reason"].as_str().unwrap().to_owned()
    }
}

/// A token that lasts so many seconds, as a header.
fn bearer(user: &str, grants: &Value, seconds: u64) -> String {
    let now = SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs();
    let claims =
        json!({ "sub": user, "iat": now, "exp": now + seconds, "jti": format!("of {user}"), "yrsa": { "grants": grants } });
    let token =
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &EncodingKey::from_secret(SECRET.as_bytes())).unwrap();
    format!("Bearer {token}")
}

#[test]
fn an_edit_is_told_by_stream_and_page_alike() {
    let site = Site::new(&[]);
    site.run(async |site| {
        let mut stream = site.stream("/api/events?under=acme/", &[]).await;
        let version = site.edit("acme/a", json!([{ "op": "add", "path": "/root", "value": { "x": 1 } }])).await;
        let (kind, created) = stream.event().await.unwrap();
        assert_eq!((kind.as_str(), &created["document"]), ("document.created", &json!("acme/a")));
        let (kind, updated) = stream.event().await.unwrap();
        assert_eq!((kind.as_str(), &updated["version"]), ("document.updated", &json!(version)));
        assert_eq!(updated["user"]["id"], "ada");
        assert_eq!(updated["id"], stream.last, "an id that JavaScript does not round");
        let (status, page) = site.page("/api/documents/acme%2Fa/events", &[]).await;
        assert_eq!((status, &page["events"]), (StatusCode::OK, &json!([created, updated])));
        assert_eq!((&page["next"], &page["gap"]), (&json!(stream.last), &json!(false)));
        let (_, rest) = site.page(&format!("/api/events?after={}", stream.last), &[]).await;
        assert_eq!(rest["events"], json!([]));
    });
}

/// Whoever resumes after what it had last sees each event once, in order, wherever it was interrupted and whatever else happens.
#[test]
fn resuming_at_random_points_sees_every_event_exactly_once() {
    let seed = setting("YRSA_SEED", 1);
    println!("YRSA_SEED={seed}");
    let mut random = Random::new(seed);
    let mut site = Site::new(&[]);
    let (mut seen, mut last) = (Vec::new(), "0".to_owned());
    let mut written = 0;
    for round in 0..12 {
        for _ in 0..random.within(0..120) {
            site.write("document.renamed", random.pick(&["acme/a", "acme/b", "other/c"]));
            written += 1;
        }
        let most = random.within(0..200);
        site.run(async |site| {
            let in_header = round % 2 == 0;
            let path = format!(
                "/api/events?under=acme/&{}",
                if in_header { "after=now".to_owned() } else { format!("last_event_id={last}") }
            );
            let headers = [("last-event-id", last.as_str())];
            let mut stream = site.stream(&path, if in_header { &headers } else { &[] }).await;
            let expected = site.app().journal.head();
            for _ in 0..most {
                let ends = seen.iter().copied().max().unwrap_or(0);
                let left = site.app().journal.after(ends, 1000).unwrap().events;
                if !left.iter().any(|event| event.draft.document.starts_with("acme/")) {
                    break;
                }
                let (_, event) = stream.event().await.unwrap();
                seen.push(event["id"].as_str().unwrap().parse::<u64>().unwrap());
            }
            last = stream.last.clone();
            assert!(last.parse::<u64>().unwrap() <= expected);
        });
        if random.chance(30) {
            // After a restart older events come from the disk.
            let storage = site.storage.crash();
            drop(site.server.take());
            site = Site::over(storage, &[]);
        }
    }
    site.run(async |site| {
        let mut cursor = last;
        loop {
            let (_, page) = site.page(&format!("/api/events?under=acme/&limit=7&after={cursor}"), &[]).await;
            let events = page["events"].as_array().unwrap();
            seen.extend(events.iter().map(|event| event["id"].as_str().unwrap().parse::<u64>().unwrap()));
            if page["next"] == json!(cursor) {
                break;
            }
            cursor = page["next"].as_str().unwrap().to_owned();
        }
        let all = site.app().journal.after(0, 10_000).unwrap().events;
        assert_eq!(all.len(), written);
        let expected: Vec<u64> =
            all.iter().filter(|event| event.draft.document.starts_with("acme/")).map(|event| event.id).collect();
        assert!(
            seen == expected,
            "seed {seed}: {} of {} events, {} different",
            seen.len(),
            expected.len(),
            BTreeSet::from_iter(&seen).len()
        );
    });
}

#[test]
fn somebody_hears_what_may_be_read_until_the_right_is_taken() {
    let site = Site::guarded();
    site.run(async |site| {
        let ada = bearer("ada", &json!({ "acme/": "viewer" }), 600);
        let mut stream = site.stream("/api/events", &[("authorization", &ada)]).await;
        let mut of_document = site.stream("/api/documents/acme%2Fa/events", &[("authorization", &ada)]).await;
        for id in ["other/x", "acme/b", "acme/a", "other/y", "acme/b"] {
            site.write("document.renamed", id);
        }
        for expected in ["acme/b", "acme/a", "acme/b"] {
            assert_eq!(stream.document().await, expected);
        }
        assert_eq!(of_document.document().await, "acme/a");
        let (status, _) = site.page("/api/documents/other%2Fx/events", &[("authorization", &ada)]).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
        let (status, _) = site.page("/api/events", &[]).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED);
        site.app()
            .guard
            .revocations
            .add(Revoked::Token("of ada".to_owned()), site.app().guard.now_ms(), None, Vec::new())
            .unwrap();
        assert_eq!((stream.end().await, of_document.end().await), ("revoked".to_owned(), "revoked".to_owned()));
    });
}

#[test]
fn a_stream_ends_when_its_token_expires() {
    let site = Site::guarded();
    site.run(async |site| {
        let ada = bearer("ada", &json!({ "/": "viewer" }), 2);
        let mut stream = site.stream("/api/events", &[("authorization", &ada)]).await;
        assert_eq!(stream.end().await, "expired");
        assert_eq!(site.page("/api/events", &[("authorization", &ada)]).await.0, StatusCode::UNAUTHORIZED);
    });
}

#[test]
fn there_are_so_many_streams_and_no_more() {
    let site = Site::new(&[("auth.secret", SECRET), ("events.streams", "3"), ("events.streams_per_user", "2")]);
    site.run(async |site| {
        let (ada, bob) = (bearer("ada", &json!({}), 600), bearer("bob", &json!({}), 600));
        let status = async |token: &str| {
            let headers = [("authorization", token), ("accept", "text/event-stream")];
            let (status, body) = site.ask("/api/events", &headers).await;
            (status, Stream { body, text: String::new(), last: String::new() })
        };
        let (_first, second) = (status(&ada).await, status(&ada).await);
        assert_eq!(status(&ada).await.0, StatusCode::TOO_MANY_REQUESTS);
        let (third, mut stream) = status(&bob).await;
        assert_eq!(third, StatusCode::OK);
        assert_eq!(status(&bob).await.0, StatusCode::SERVICE_UNAVAILABLE);
        assert!(stream.block().await.is_some());
        drop((second, stream));
        // The places are free when the streams' tasks have seen that.
        let free = async {
            while status(&ada).await.0 != StatusCode::OK {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(PATIENCE, free).await.unwrap();
    });
}

#[test]
fn one_share_link_takes_the_streams_of_one_user_only() {
    let site = Site::new(&[("auth.secret", SECRET), ("events.streams", "10"), ("events.streams_per_user", "2")]);
    site.run(async |site| {
        let new = NewShare {
            scope: Scope::new("a").unwrap(),
            permission: Permission::View,
            created_by: "root".to_owned(),
            expires_ms: None,
            max_uses: None,
            parent: None,
        };
        let guard = &site.app().guard;
        let secret = guard.shares.create(&Doer::from(author("root")), new, guard.now_ms()).unwrap().1.reveal().to_owned();
        let path = format!("/api/events?share={secret}");
        let headers = [("accept", "text/event-stream")];
        let _streams = [site.stream(&path, &headers).await, site.stream(&path, &headers).await];
        assert_eq!(site.ask(&path, &headers).await.0, StatusCode::TOO_MANY_REQUESTS);
        let ada = bearer("ada", &json!({}), 600);
        let _hers = site.stream("/api/events", &[("authorization", &ada)]).await;
    });
}

#[test]
fn a_shutdown_says_goodbye_and_does_not_wait_for_who_reads_nothing() {
    let mut site = Site::new(&[]);
    // More than is under way to a client that takes nothing.
    for _ in 0..2_000 {
        site.write("document.renamed", "a");
    }
    let server = site.server.take().unwrap();
    site.runtime.block_on(async {
        let mut listening = site.stream("/api/events", &[]).await;
        assert!(listening.block().await.is_some());
        let silent = site.stream("/api/events?after=start", &[]).await;
        let stopping = std::time::Instant::now();
        let (reason, ()) = tokio::join!(listening.end(), server.shut_down());
        assert_eq!(reason, "shutdown");
        assert!(stopping.elapsed() < Duration::from_secs(5), "{:?}", stopping.elapsed());
        drop(silent);
    });
}

#[test]
fn what_was_let_go_of_is_told_as_a_gap() {
    let site = Site::new(&[("events.most", "10")]);
    site.run(async |site| {
        for _ in 0..30 {
            site.write("document.renamed", "a");
        }
        let journal = Arc::clone(&site.app().journal);
        while journal.trim().unwrap() {}
        let mut stream = site.stream("/api/events", &[("last-event-id", "5")]).await;
        assert_eq!(stream.event().await.unwrap(), ("gap".to_owned(), json!({ "from": "5", "to": "20" })));
        assert_eq!(stream.event().await.unwrap().1["id"], "21");
        let (_, page) = site.page("/api/events?after=5", &[]).await;
        assert_eq!((&page["gap"], page["events"].as_array().unwrap().len()), (&json!(true), 10));
        let (_, page) = site.page("/api/events", &[]).await;
        assert_eq!(page["gap"], json!(false), "who begins at the start misses nothing");
    });
}

#[test]
fn what_makes_no_sense_is_refused_with_a_reason() {
    let site = Site::new(&[]);
    site.run(async |site| {
        for query in [
            "limit=0",
            "limit=1001",
            "limit=x",
            "after=x",
            "after=-1",
            "types=a%20b",
            "under=//",
            "document=",
            "typo=1",
            "last_event_id=1.5",
        ] {
            let (status, problem) = site.page(&format!("/api/events?{query}"), &[]).await;
            assert_eq!(status, StatusCode::BAD_REQUEST, "{query}");
            assert!(problem["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{query}");
        }
        assert_eq!(site.page("/api/events", &[("last-event-id", "x")]).await.0, StatusCode::BAD_REQUEST);
        assert_eq!(site.page("/api/documents/acme%2F/events", &[]).await.0, StatusCode::BAD_REQUEST);
        for query in ["document=a&document=b&types=*&under=acme/&after=now", "types=&under=&after=start&limit=1000"] {
            assert_eq!(site.page(&format!("/api/events?{query}"), &[]).await.0, StatusCode::OK, "{query}");
        }
    });
}

/// A crash between the log and the journal leaves changes untold; the next start tells them without anybody opening the document.
#[test]
fn a_start_tells_what_a_crash_left_untold() {
    let site = Site::new(&[]);
    site.run(async |site| {
        let mut stream = site.stream("/api/events", &[]).await;
        site.edit("acme/a", json!([{ "op": "add", "path": "/root", "value": { "x": 1 } }])).await;
        while stream.event().await.unwrap().0 != "document.updated" {}
    });
    // As if the power had failed before the journal was written.
    let storage = site.storage.crash();
    for record in storage.scan(b"", None, 1000).unwrap() {
        storage.write(&RecordBatch::new().delete(record.key)).unwrap();
    }
    let again = Site::over(storage, &[]);
    again.run(async |site| {
        let mut stream = site.stream("/api/events?after=start", &[]).await;
        let mut kinds = Vec::new();
        while kinds.last().is_none_or(|kind| kind != "document.updated") {
            kinds.push(stream.event().await.unwrap().0);
        }
        assert_eq!(kinds, ["document.created", "document.updated"]);
    });
}
