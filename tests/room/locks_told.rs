//! What is told of edits under locks: what was undone never happened, and all else did.
//! Uses the board and its clients of `events`.

use std::time::Duration;

use serde_json::json;
use yrs::{Map as _, Transact as _};
use yrsa::event::Draft;
use yrsa::room::Dialect;
use yrsa::room::around::{About, Rules, Seed};

use super::bench::{Bench, settings};
use super::events::{Client, GetAs as _, about, happened, patch, projection, wait};

/// Whatever else is waiting to be told when it happens.
#[test]
fn an_edit_of_a_locked_card_is_no_event_and_what_it_did_elsewhere_is_one() {
    for (before, after_join) in [(0, 0), (0, 10), (20, 0), (0, 60), (60, 0), (300, 0), (0, 300), (300, 300), (3000, 0)] {
        let mut room = Bench::about(settings(), About { seed: Seed::OfKind, ..about("board") });
        room.join_called(1, "ada", Dialect::YWebsocket);
        room.join_called(3, "ada", Dialect::Request);
        let card = json!({"title": "one", "description": "plan"});
        let mut told = Vec::new();
        let cards = json!([{"op": "add", "path": "/cards/c1", "value": card}, {"op": "add", "path": "/cards/c2", "value": card}]);
        let effects = patch(&mut room, 3, &cards);
        told.extend(happened(&mut room, &effects));
        let effects = room.wait(Duration::from_millis(before));
        told.extend(happened(&mut room, &effects));
        let lock = super::locks::lock("l", "ada", &["cards", "c1"]);
        room.rule(Rules { locks: vec![lock], ..Rules::default() });
        room.join_called(2, "bob", Dialect::YWebsocket);
        let effects = room.wait(Duration::from_millis(after_join));
        told.extend(happened(&mut room, &effects));
        let bob = Client::of(&mut room, 71);
        let update = bob.change(|doc| {
            let mut txn = doc.transact_mut();
            bob.cards.get_as_ref(&txn, "c1").insert(&mut txn, "title", "mine");
            bob.cards.get_as_ref(&txn, "c2").insert(&mut txn, "title", "changed");
            txn.encode_update_v1()
        });
        let effects = room.update(2, &update);
        told.extend(happened(&mut room, &effects));
        told.extend(wait(&mut room));
        assert_eq!(projection(&mut room)["cards"]["c1"]["title"], "one");
        told.retain(|draft| draft.kind.starts_with("board.card."));
        let authors = |draft: &Draft| match draft.data["authors"].as_array() {
            Some(authors) => authors.iter().map(|author| author["id"].as_str().unwrap()).collect::<Vec<_>>().join(" "),
            None => draft.user.as_ref().map_or("", |user| &*user.id).to_owned(),
        };
        let told: Vec<_> = told.iter().map(|draft| (&*draft.kind, authors(draft), draft.data["id"].as_str().unwrap())).collect();
        let created = |by: &str, id| ("board.card.created", by.to_owned(), id);
        let at_once = before + after_join < 50;
        let expected = if at_once {
            // What several do to one thing within 50 ms is told once. Whose edit it was that came to nothing can't be told.
            vec![created("ada bob", "c1"), created("ada bob", "c2")]
        } else {
            vec![created("ada", "c1"), created("ada", "c2"), ("board.card.updated", "bob".to_owned(), "c2")]
        };
        assert_eq!(told, expected, "{before} ms, {after_join} ms");
    }
}
