//! Who comes back hears what happened meanwhile, also if nothing had happened before the connection broke.

use serde_json::json;

use super::live::Live;
use crate::documents::world::{token, world};

#[test]
fn a_connection_that_breaks_before_the_first_event_is_taken_up_from_where_it_began() {
    world(async |world| {
        let owner = token("owner", &[("a/", "owner")]);
        let created = world.ask("POST", "/api/documents", &owner, json!({ "id": "a/x" })).await;
        assert_eq!(created.0, 201, "{}", created.1);
        let path = format!("/live/a/x?token={owner}");
        let mut first = Live::open(&world, &path).await;
        let connected = first.hear(|message| message["type"] == "connected").await;
        assert_eq!(first.ask(1, json!({ "type": "subscribe" })).await["type"], "ack");
        drop(first);
        let renamed = world.ask("PATCH", "/api/documents/a%2Fx", &owner, json!({ "title": "Meanwhile" })).await;
        assert_eq!(renamed.0, 200, "{}", renamed.1);
        let mut second = Live::open(&world, &path).await;
        second.hear(|message| message["type"] == "connected").await;
        let subscribe = json!({ "type": "subscribe", "events": ["document.*"], "after": connected["last_event"] });
        assert_eq!(second.ask(2, subscribe).await["type"], "ack");
        let event = second.hear(|message| message["type"] == "event").await;
        assert_eq!(
            (&event["event"]["type"], &event["event"]["data"]["title"]),
            (&json!("document.renamed"), &json!("Meanwhile"))
        );
    });
}
