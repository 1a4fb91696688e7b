//! Who hears what: readers with rights that change while they read, at a clock that the tests set.

use std::sync::Arc;
use std::time::Duration;

use yrsa::access::token::{Expiry, Rules};
use yrsa::access::{Denied, Grants, Identity, Role, Scope, Source, User};
use yrsa::document::Kind;
use yrsa::event::Draft;
use yrsa::features::Catalog;
use yrsa::features::documents::NewDocument;
use yrsa::features::events::reader::{Filter, Gap, Listener, Reader, Types};
use yrsa::features::guard::{Guard, Mode, Parts, Settings};
use yrsa::features::members::{Member, Standing};
use yrsa::features::revocations::Revoked;
use yrsa::features::shares::{NewShare, Permission};
use yrsa_storage::Clock;

use super::world::{World, author, document};
use yrsa::event::Doer;

fn guard(world: &World) -> Arc<Guard> {
    let time = Arc::clone(&world.time);
    let settings = Settings {
        mode: Mode::Guarded,
        rules: Rules { leeway_ms: 0, expiry: Expiry::Required, audience: Vec::new(), issuer: Vec::new() },
        y_sweet: None,
        accounts: None,
        refresh_ahead: Duration::from_secs(20),
        share_token: Duration::from_secs(3600),
        connections_per_user: 100,
        requests_per_second_per_user: 1000,
    };
    let clock = Clock::from_fn(move || time.load(std::sync::atomic::Ordering::Relaxed));
    let journal = Arc::clone(&world.journal);
    Guard::new(Parts { journal, clock, secret: [7; 32], keys: Vec::new(), published: None, settings }).unwrap()
}

fn somebody(id: &str, scope: Option<&str>) -> Identity {
    Identity {
        user: User { id: id.into(), name: None, color: "#000000".into(), is_known: true },
        source: Source::Token,
        admin: false,
        grants: scope.map_or_else(Grants::default, |scope| Grants::only(Scope::new(scope).unwrap(), Role::Viewer)),
        expires_ms: None,
        issued_ms: None,
        token_id: Some(format!("token of {id}").into()),
        session: None,
        shares: Vec::new(),
    }
}

fn reader(world: &World, guard: &Arc<Guard>, identity: Identity) -> Reader {
    let listener = Listener::Somebody(Arc::clone(guard), Arc::new(identity));
    Reader::new(Arc::clone(&world.journal), listener, Filter::default(), world.journal.start())
}

/// Documents of everything there is now to hear.
fn hear(reader: &mut Reader) -> Vec<String> {
    let mut heard = Vec::new();
    while reader.is_behind() {
        let found = reader.look(3).unwrap();
        heard.extend(found.events.iter().map(|event| event.draft.document.as_ref().to_owned()));
    }
    heard
}

fn member(world: &World, role: Standing) -> Member {
    Member { role, changed_by: "root".to_owned(), changed_ms: world.now() }
}

#[test]
fn somebody_hears_of_documents_that_may_be_read_and_of_no_others() {
    let world = World::new();
    let guard = guard(&world);
    for id in ["acme/a", "other/b", "acme/c", "acme2/d", "acme/a~yrsa", "other/b~yrsa"] {
        world.fill(id, 1);
    }
    assert_eq!(hear(&mut reader(&world, &guard, somebody("ada", Some("acme/")))), ["acme/a", "acme/c", "acme/a~yrsa"]);
    assert_eq!(hear(&mut reader(&world, &guard, somebody("ada", Some("other/b")))), ["other/b", "other/b~yrsa"]);
    assert!(hear(&mut reader(&world, &guard, somebody("eve", None))).is_empty());
    assert_eq!(hear(&mut reader(&world, &guard, Identity { admin: true, ..somebody("root", None) })).len(), 6);
}

#[test]
fn rights_that_change_count_within_a_second() {
    let world = World::new();
    let guard = guard(&world);
    let mut reader = reader(&world, &guard, somebody("ada", None));
    let scope = Scope::new("acme/").unwrap();
    world.fill("acme/a", 1);
    assert!(hear(&mut reader).is_empty());
    guard.members.set(&Doer::from(author("root")), &scope, "ada", &member(&world, Standing::Member(Role::Viewer))).unwrap();
    world.pass(Duration::from_secs(1));
    world.fill("acme/a", 1);
    assert_eq!(hear(&mut reader), ["acme/a"]);
    guard.members.set(&Doer::from(author("root")), &scope, "ada", &member(&world, Standing::Blocked)).unwrap();
    world.pass(Duration::from_secs(1));
    world.fill("acme/a", 2);
    assert!(hear(&mut reader).is_empty());
}

#[test]
fn who_may_not_listen_any_more_is_told_why() {
    let world = World::new();
    let guard = guard(&world);
    let mut expiring =
        reader(&world, &guard, Identity { expires_ms: Some(world.now() + 5_000), ..somebody("ada", Some("acme/")) });
    let mut revoked = reader(&world, &guard, somebody("bob", Some("acme/")));
    let share = NewShare {
        scope: Scope::new("acme/a").unwrap(),
        permission: Permission::View,
        created_by: "root".to_owned(),
        expires_ms: None,
        max_uses: None,
        parent: None,
    };
    let (id, _, _) = guard.shares.create(&Doer::from(author("root")), share, world.now()).unwrap();
    let guest = Identity { source: Source::Guest, shares: vec![id.as_str().into()], ..somebody("guest-1", None) };
    let mut guest = reader(&world, &guard, guest);
    world.fill("acme/a", 1);
    for reader in [&mut expiring, &mut revoked, &mut guest] {
        assert_eq!(hear(reader), ["acme/a"]);
        assert_eq!(reader.may_stay(), Ok(()));
    }
    world.pass(Duration::from_secs(5));
    assert_eq!(expiring.may_stay(), Err(Denied::Expired));
    guard.revocations.add(Revoked::Token("token of bob".to_owned()), world.now(), None, Vec::new()).unwrap();
    assert_eq!(revoked.may_stay(), Err(Denied::Revoked));
    assert!(guard.shares.revoke(&Doer::from(author("root")), &id, world.now()).unwrap());
    assert!(guest.may_stay().is_err());
    world.fill("acme/a", 1);
    for mut reader in [expiring, revoked, guest] {
        assert!(reader.look(10).is_err(), "no event is shown after the end");
    }
}

#[test]
fn of_a_deleted_document_its_readers_hear_that_it_was_deleted_and_no_more() {
    let world = World::new();
    let guard = guard(&world);
    let catalog = Catalog::new(Arc::clone(&guard), Arc::clone(&world.journal));
    let root = Identity { admin: true, ..somebody("root", None) };
    catalog.create(&root, NewDocument::of_kind(document("acme/b"), Kind::default())).unwrap();
    catalog.delete(&root, &document("acme/b"), None).unwrap();
    let kinds = |identity: Identity| {
        let mut reader = reader(&world, &guard, identity);
        let found = reader.look(100).unwrap();
        found.events.iter().map(|event| event.draft.kind.as_ref().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(kinds(somebody("ada", Some("acme/"))), ["document.deleted"]);
    assert!(kinds(somebody("eve", Some("other/"))).is_empty());
    catalog.restore(&root, &document("acme/b")).unwrap();
    assert_eq!(kinds(somebody("ada", Some("acme/"))), ["document.created", "document.deleted", "document.restored"]);
}

#[test]
fn a_filter_lets_through_what_fits_all_of_it() {
    let world = World::new();
    let guard = guard(&world);
    let drafts = [
        ("board.card.moved", "acme/a"),
        ("board.card.created", "acme/b"),
        ("document.deleted", "acme/a"),
        ("board.card.moved", "x"),
    ];
    world.write(drafts.map(|(kind, id)| Draft { kind: kind.into(), ..world.draft("", id) }).to_vec());
    let ids = |under: Option<&str>, types: &[&str], documents: &[&str]| {
        let under = under.map(|under| Scope::new(under).unwrap());
        let documents = documents.iter().map(|id| document(id)).collect();
        let filter = Filter::new(under, Types::new(types.iter().copied()).unwrap(), documents).unwrap();
        let identity = Arc::new(Identity { admin: true, ..somebody("root", None) });
        let listener = Listener::Somebody(Arc::clone(&guard), identity);
        let mut reader = Reader::new(Arc::clone(&world.journal), listener, filter, 0);
        let found = reader.look(100).unwrap();
        assert!(!reader.is_behind());
        found.events.iter().map(|event| event.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(None, &[], &[]), [1, 2, 3, 4]);
    assert_eq!(ids(Some("acme/"), &[], &[]), [1, 2, 3]);
    assert_eq!(ids(None, &["board.*"], &[]), [1, 2, 4]);
    assert_eq!(ids(None, &["*.moved", "document.*"], &[]), [1, 3, 4]);
    assert_eq!(ids(None, &[], &["acme/a"]), [1, 3]);
    assert_eq!(ids(Some("acme/"), &["board.*"], &["acme/a", "x"]), [1]);
}

#[test]
fn a_reader_that_is_too_late_learns_what_it_missed() {
    let world = World::with(yrsa::features::events::Settings { most: 10, ..Default::default() });
    let guard = guard(&world);
    world.fill("acme/a", 50);
    while world.journal.trim().unwrap() {}
    let gap_after = |cursor: u64| {
        let identity = Arc::new(Identity { admin: true, ..somebody("root", None) });
        let listener = Listener::Somebody(Arc::clone(&guard), identity);
        let mut reader = Reader::new(Arc::clone(&world.journal), listener, Filter::default(), cursor);
        let mut seen = Vec::new();
        let gap = reader.look(3).map(|found| {
            seen.extend(found.events.iter().map(|event| event.id));
            found.gap
        });
        while reader.is_behind() {
            let found = reader.look(3).unwrap();
            assert_eq!(found.gap, None, "a gap is told once");
            seen.extend(found.events.iter().map(|event| event.id));
        }
        (gap.unwrap(), seen)
    };
    let kept: Vec<u64> = (41..=50).collect();
    assert_eq!(gap_after(7), (Some(Gap { from: 7, to: 40 }), kept.clone()));
    assert_eq!(gap_after(40), (None, kept));
    assert_eq!(gap_after(700), (Some(Gap { from: 700, to: 50 }), vec![]));
}
