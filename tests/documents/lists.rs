//! Lists: what is in them, in which order, and that cursors neither lose nor repeat while documents are created.

use serde_json::{Value, json};
use yrsa_storage::RecordBatch;

use super::world::{World, admin_token, token, world};

async fn create(world: &World, id: &str, more: Value) {
    let mut new = more;
    new["id"] = id.into();
    let (status, answer) = world.ask("POST", "/api/documents", &admin_token("root"), new).await;
    assert_eq!(status, 201, "{answer}");
}

fn ids(list: &Value) -> Vec<&str> {
    list["documents"].as_array().unwrap_or_else(|| panic!("{list}")).iter().map(|one| one["id"].as_str().unwrap()).collect()
}

#[test]
fn a_list_holds_what_the_caller_may_read_and_nothing_else() {
    world(async |world| {
        for id in ["a/1", "a/2", "a/b/3", "a2/4", "c"] {
            create(&world, id, json!({})).await;
        }
        let list =
            async |query: &str, token: &str| world.ask("GET", &format!("/api/documents{query}"), token, Value::Null).await.1;
        let root = admin_token("root");
        assert_eq!(ids(&list("", &root).await), ["a/1", "a/2", "a/b/3", "a2/4", "c"]);
        assert_eq!(ids(&list("?under=a/", &root).await), ["a/1", "a/2", "a/b/3"]);
        assert_eq!(ids(&list("", &token("ada", &[("a/2", "viewer")])).await), ["a/2"]);
        assert_eq!(ids(&list("", &token("ada", &[("a/", "viewer")])).await), ["a/1", "a/2", "a/b/3"]);
        assert_eq!(ids(&list("", &token("eve", &[])).await), [""; 0]);
        world.ask("PUT", "/api/documents/a%2F2/members/ada", &root, json!({ "role": "blocked" })).await;
        world.ask("DELETE", "/api/documents/a%2F1", &root, Value::Null).await;
        assert_eq!(ids(&list("?under=a/", &token("ada", &[("a/", "owner")])).await), ["a/b/3"]);
        assert_eq!(ids(&list("?deleted=only", &token("ada", &[("a/", "owner")])).await), ["a/1"]);
        assert_eq!(ids(&list("?deleted=only", &token("ada", &[("a/", "editor")])).await), [""; 0]);
        assert!(list("?deleted=only", &root).await["documents"][0]["deleted_at"].is_u64());
    });
}

#[test]
fn a_list_is_filtered_sorted_and_cut_to_fields() {
    world(async |world| {
        create(&world, "1", json!({ "title": "beta", "kind": "board" })).await;
        create(&world, "2", json!({ "title": "Alpha" })).await;
        create(&world, "3", json!({ "title": "gamma", "kind": "board" })).await;
        let root = admin_token("root");
        let list = async |query: &str| world.ask("GET", &format!("/api/documents{query}"), &root, Value::Null).await.1;
        assert_eq!(ids(&list("?kind=board").await), ["1", "3"]);
        assert_eq!(ids(&list("?owner=root").await), ["1", "2", "3"]);
        assert_eq!(ids(&list("?owner=ada").await), [""; 0]);
        assert_eq!(ids(&list("?sort=title").await), ["2", "1", "3"]);
        assert_eq!(ids(&list("?sort=-title").await), ["3", "1", "2"]);
        assert_eq!(ids(&list("?sort=-id").await), ["3", "2", "1"]);
        let two = list("?sort=-created_at&limit=2").await;
        assert_eq!(ids(&two).len(), 2);
        assert_eq!(list("?fields=title&sort=title").await["documents"][0], json!({ "title": "Alpha" }));
        for wrong in ["limit=0", "limit=201", "limit=x", "sort=size", "cursor=x", "under=a", "kind=x", "deleted=yes", "fields=x"]
        {
            let (status, _) = world.ask("GET", &format!("/api/documents?{wrong}"), &root, Value::Null).await;
            assert_eq!(status, 400, "{wrong}");
        }
        let cursor = two["next_cursor"].as_str().unwrap();
        let (status, _) = world.ask("GET", &format!("/api/documents?sort=title&cursor={cursor}"), &root, Value::Null).await;
        assert_eq!(status, 400, "a cursor of another order");
    });
}

#[test]
fn cursors_neither_lose_nor_repeat_while_documents_are_created() {
    world(async |world| {
        let root = admin_token("root");
        for sort in ["id", "-id", "title", "-title", "created_at", "-created_at", "-updated_at"] {
            let under = format!("{}/", sort.replace('-', "minus-"));
            for number in 0..12 {
                // Titles repeat: ids decide among them.
                create(&world, &format!("{under}{number:02}"), json!({ "title": format!("t{}", number % 3) })).await;
            }
            let (mut seen, mut cursor, mut created) = (Vec::new(), String::new(), 0);
            loop {
                let path = format!("/api/documents?under={under}&sort={sort}&limit=5{cursor}");
                let (_, page) = world.ask("GET", &path, &root, Value::Null).await;
                seen.extend(ids(&page).into_iter().map(str::to_owned));
                let Some(next) = page["next_cursor"].as_str() else { break };
                cursor = format!("&cursor={next}");
                // Before and after what was read.
                if created < 2 {
                    create(&world, &format!("{under}{created:02}x"), json!({ "title": "t0" })).await;
                    create(&world, &format!("{under}99-{created}"), json!({ "title": "t9" })).await;
                    created += 1;
                }
            }
            let mut unique = seen.clone();
            unique.sort();
            unique.dedup();
            assert_eq!(unique.len(), seen.len(), "{sort} repeats: {seen:?}");
            let old = (0..12).map(|number| format!("{under}{number:02}"));
            assert!(old.into_iter().all(|id| seen.contains(&id)), "{sort} loses: {seen:?}");
        }
    });
}

/// Whoever could read one document at the end had the whole catalogue read, and rights asked for, with each page.
#[test]
fn a_page_looks_at_a_bounded_number_of_documents_and_its_cursor_goes_on() {
    world(async |world| {
        const MANY: usize = 25_000;
        let entry = json!({ "kind": "document", "seed": "nothing", "created_ms": 1, "revision": 1, "v": 1 }).to_string();
        let mut batch = RecordBatch::new();
        for number in 0..MANY {
            batch = batch.put(format!("document\0a/{number:06}").into_bytes(), entry.clone());
            if number % 500 == 499 {
                world.storage.write(&std::mem::take(&mut batch)).unwrap();
            }
        }
        create(&world, "z/1", json!({})).await;
        let ada = token("ada", &[("z/", "viewer")]);
        let (mut pages, mut seen, mut cursor) = (0, Vec::new(), String::new());
        loop {
            let (status, page) = world.ask("GET", &format!("/api/documents?limit=5{cursor}"), &ada, Value::Null).await;
            assert_eq!(status, 200, "{page}");
            seen.extend(ids(&page).into_iter().map(str::to_owned));
            pages += 1;
            let Some(next) = page["next_cursor"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!((pages, seen), (3, vec!["z/1".to_owned()]));
        // Below a prefix nobody else's documents are in the way; sorted, they all are looked at.
        let (_, page) = world.ask("GET", "/api/documents?under=z/&limit=5", &ada, Value::Null).await;
        assert_eq!((ids(&page), &page["next_cursor"]), (vec!["z/1"], &Value::Null));
        let (_, page) = world.ask("GET", "/api/documents?sort=-created_at&limit=5", &ada, Value::Null).await;
        assert_eq!((ids(&page), &page["next_cursor"]), (vec!["z/1"], &Value::Null));
    });
}
