//! Threads about text: the mark that is written into the document for them, whoever may not edit it otherwise, and whether the
//! text is still there.

use axum::http::StatusCode;
use bytes::Bytes;
use serde_json::{Value, json};
use yrs::updates::decoder::Decode as _;
use yrs::{Assoc, IndexedSequence as _, Map as _, Out, Transact as _, XmlFragment as _, XmlOut};
use yrsa::access::{Role, User};
use yrsa::protocol::live::Edit;
use yrsa::room::visit::Visit;

use super::{status, thread};
use crate::runs::world::{World, document, on, token};

const REPORT: &str = "acme/report";
const THREADS: &str = "/api/documents/acme%2Freport/threads";
const CONTENT: &str = "/api/documents/acme%2Freport/content";

struct Report {
    root: String,
    ada: String,
    bob: String,
}

/// A report with a sentence in it.
async fn report(world: &World) -> Report {
    let root = token("root", &[("/", "owner")]);
    let content = json!({ "sections": { "s1": { "title": "One", "body": "<paragraph>Ask everybody</paragraph>" } } });
    world.call("POST", "/api/documents", &root, json!({ "id": REPORT, "kind": "report", "content": content })).await;
    let commenter = |user| token(user, &[(REPORT, "commenter")]);
    Report { root, ada: commenter("ada"), bob: commenter("bob") }
}

async fn update(world: &World) -> Bytes {
    visit(world, Role::Viewer).await.read_whole().await.unwrap()
}

async fn visit(world: &World, role: Role) -> Visit {
    let user = User { id: "edith".into(), name: None, color: "#000000".into(), is_known: true };
    Visit::begin(world.app().rooms.take_seat(&document(REPORT)).unwrap(), user, role).await
}

/// The ends of `Ask` in the report, as an editor says them.
async fn selection(world: &World) -> Value {
    let doc = yrs::Doc::new();
    doc.transact_mut().apply_update(yrs::Update::decode_v1(&update(world).await).unwrap()).unwrap();
    let sections = doc.get_or_insert_map("sections");
    let txn = doc.transact();
    let Some(Out::YMap(section)) = sections.get(&txn, "s1") else { panic!("no section") };
    let Some(Out::YXmlFragment(body)) = section.get(&txn, "body") else { panic!("no body") };
    let Some(XmlOut::Element(paragraph)) = body.get(&txn, 0) else { panic!("no paragraph") };
    let Some(XmlOut::Text(text)) = paragraph.get(&txn, 0) else { panic!("no text") };
    let at = |index| serde_json::to_value(text.sticky_index(&txn, index, Assoc::After).unwrap()).unwrap();
    json!({ "selection": { "prosemirror": { "head": 4, "anchor": 1 }, "yjs": { "head": at(3), "anchor": at(0) } } })
}

async fn body(world: &World) -> String {
    world.content(REPORT).await["sections"]["s1"]["body"].as_str().unwrap().to_owned()
}

#[test]
fn who_began_a_thread_marks_its_text_without_a_right_to_edit() {
    on(|runtime| async {
        let world = World::new(runtime);
        let report = report(&world).await;
        let begun = world.call("POST", THREADS, &report.ada, thread("who?")).await;
        let id = begun["id"].as_str().unwrap();
        let (add, selection) = (format!("{THREADS}/{id}/addToDocument"), selection(&world).await);
        assert_eq!(status(&world, "POST", &add, &report.bob, selection.clone()).await, StatusCode::FORBIDDEN, "not his");
        assert_eq!(body(&world).await, "<paragraph>Ask everybody</paragraph>");
        let marked = world.call("POST", &add, &report.ada, selection.clone()).await;
        assert_eq!(
            marked["anchor"],
            json!({ "type": "range", "start": selection["selection"]["yjs"]["anchor"], "end": selection["selection"]["yjs"]["head"] })
        );
        let format = format!(r#" orphan="false" threadId="{id}">Ask</"#);
        assert!(body(&world).await.contains(&format), "{}", body(&world).await);
        let stored = world.stored(REPORT).unwrap();
        assert_eq!(stored.tail.last().and_then(|entry| entry.user.as_deref()), Some("ada"), "it is ada's");
        world.call("POST", &add, &report.root, selection.clone()).await;
        let told: Vec<_> = world.told(REPORT).into_iter().filter(|kind| kind.starts_with("comment.")).collect();
        assert_eq!(told, ["comment.thread_created", "comment.anchored"], "the same again is nothing");
        let refused = status(&world, "PATCH", CONTENT, &report.ada, json!({ "sections": null })).await;
        assert_eq!(refused, StatusCode::FORBIDDEN, "she may not edit for all that");
        world.end().await;
    });
}

#[test]
fn text_that_is_gone_can_be_marked_no_more_and_orphans_its_thread_until_it_is_back() {
    on(|runtime| async {
        let world = World::new(runtime);
        let report = report(&world).await;
        let begun = world.call("POST", THREADS, &report.ada, thread("who?")).await;
        let read = format!("{THREADS}/{}", begun["id"].as_str().unwrap());
        let (add, selection) = (format!("{read}/addToDocument"), selection(&world).await);
        world.call("POST", &add, &report.ada, selection.clone()).await;
        assert_eq!(world.call("GET", &read, &report.bob, Value::Null).await["orphaned"], false);
        let without = json!({ "sections": { "s1": { "body": "<paragraph>everybody</paragraph>" } } });
        visit(&world, Role::Editor).await.edit(Edit::Merge(without), None).await.unwrap();
        assert_eq!(world.call("GET", &read, &report.bob, Value::Null).await["orphaned"], true);
        let listed = world.call("GET", THREADS, &report.bob, Value::Null).await;
        assert_eq!(listed["threads"][0]["orphaned"], true);
        let (status, problem) = world.ask("POST", &add, &report.ada, selection).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{problem}");
        assert!(problem["detail"].as_str().unwrap().contains("no text"), "{problem}");
        world.end().await;
    });
}

#[test]
fn what_a_path_leads_to_may_be_gone() {
    on(|runtime| async {
        let world = World::new(runtime);
        let report = report(&world).await;
        let mut paths =
            vec![("/sections/s1/title", false), ("/sections/s1", false), ("/sections/s2", true), ("/sections/s1/title/0", true)];
        for (path, orphaned) in paths.drain(..) {
            let mut new = thread("here");
            new["anchor"] = json!({ "type": "path", "path": path });
            let begun = world.call("POST", THREADS, &report.ada, new).await;
            let read = world.call("GET", &format!("{THREADS}/{}", begun["id"].as_str().unwrap()), &report.bob, Value::Null).await;
            assert_eq!(read["orphaned"], orphaned, "{path}");
        }
        world.end().await;
    });
}

#[test]
fn a_selection_without_positions_is_refused() {
    on(|runtime| async {
        let world = World::new(runtime);
        let report = report(&world).await;
        let begun = world.call("POST", THREADS, &report.ada, thread("who?")).await;
        let add = format!("{THREADS}/{}/addToDocument", begun["id"].as_str().unwrap());
        let nowhere = json!({ "tname": "nowhere" });
        for (wrong, expected) in [
            (json!({}), 400),
            (json!({ "selection": { "head": 1, "anchor": 2 } }), 400),
            (json!({ "selection": { "yjs": { "head": {}, "anchor": {} } } }), 400),
            (json!({ "selection": { "yjs": { "head": nowhere, "anchor": nowhere } } }), 422),
        ] {
            assert_eq!(status(&world, "POST", &add, &report.ada, wrong.clone()).await, expected, "{wrong}");
        }
        let right = selection(&world).await;
        assert_eq!(status(&world, "POST", &format!("{THREADS}/x/addToDocument"), &report.ada, right).await, 404);
        world.end().await;
    });
}
