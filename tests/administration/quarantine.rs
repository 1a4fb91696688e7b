//! `/api/admin/quarantine`: what is let rest is listed with its reason, and can be released.

use bytes::Bytes;
use serde_json::{Value, json};
use yrsa::room::registry::NotAdmitted;
use yrsa_storage::Snapshot;

use crate::locks::world::{World, administrator, document, on, owner};

const QUARANTINE: &str = "/api/admin/quarantine";
const RELEASE: &str = "/api/admin/quarantine/acme%2Fbroken/release";

#[test]
fn a_damaged_document_is_listed_and_can_be_released() {
    on(|runtime| async {
        let world = World::new(runtime).await;
        let root = administrator("root");
        assert_eq!(world.call("GET", QUARANTINE, &root, Value::Null).await, json!({ "documents": [] }));
        assert_eq!(world.status("POST", RELEASE, &root, Value::Null).await, 404, "it is not in quarantine");
        let nonsense = Bytes::from_static(&[255; 12]);
        let snapshot = Snapshot { seq: 1, state_vector: nonsense.clone(), state: nonsense };
        world.storage().install_snapshot("acme/broken", &snapshot).unwrap();
        let seat = || world.app().rooms.take_seat(&document("acme/broken"));
        let rested = async || {
            // Each seat opens the room, which finds what is stored damaged.
            while !matches!(seat(), Err(NotAdmitted::Quarantined(_))) {
                tokio::task::yield_now().await;
            }
        };
        rested().await;
        let listed = world.call("GET", QUARANTINE, &root, Value::Null).await["documents"].clone();
        assert_eq!((listed.as_array().unwrap().len(), &listed[0]["document"]), (1, &json!("acme/broken")));
        assert!(listed[0]["reason"].as_str().unwrap().contains("can't be read") && listed[0]["since"].is_u64(), "{listed}");
        assert_eq!(world.status("POST", RELEASE, &owner("ada"), Value::Null).await, 403);
        assert_eq!(world.status("POST", RELEASE, &root, Value::Null).await, 204);
        assert_eq!(world.told("acme/broken", "admin."), ["admin.released"]);
        rested().await;
        assert_eq!(world.call("GET", QUARANTINE, &root, Value::Null).await["documents"].as_array().unwrap().len(), 1);
        let (state_vector, state) = (Bytes::from_static(&[0]), Bytes::from_static(&[0, 0]));
        world.storage().install_snapshot("acme/broken", &Snapshot { seq: 1, state_vector, state }).unwrap();
        // A room that was opened before the repair may end after it.
        while seat().is_err() {
            assert!([204, 404].contains(&world.status("POST", RELEASE, &root, Value::Null).await));
        }
        assert_eq!(world.status("POST", "/api/admin/quarantine/acme%2F/release", &root, Value::Null).await, 400);
        world.end().await;
    });
}
