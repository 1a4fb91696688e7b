//! Open connections learn at once what changes: roles up and down, blocks, expiry, revocation, deletion; and only that.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use yrsa::access::{AccessChange, Audience, Denied, Identity, Removal, Role, Scope};
use yrsa::features::guard::{Guard, Kick, Matching, Parts};
use yrsa::features::members::{Member, Standing};
use yrsa::features::shares::{NewShare, Permission};
use yrsa_storage::Clock;

use super::world::{Ears, START, World, claims, document, doer, issued, parts, settings, token};

fn set(world: &World, scope: &str, user: &str, role: Standing) {
    let member = Member { role, changed_by: "test".to_owned(), changed_ms: 0 };
    world.guard.members.set(&doer("x"), &Scope::new(scope).unwrap(), user, &member).unwrap();
}

#[tokio::test]
async fn a_change_of_members_reaches_those_it_concerns_and_nobody_else() {
    let world = World::new();
    let (ada, bob) = (world.person("ada", &[("a/", "viewer")]).await, world.person("bob", &[("a/", "viewer")]).await);
    let (_first, ada_in_x) = world.join(&ada, "a/x");
    let (_second, ada_in_y) = world.join(&ada, "a/y");
    let (_third, bob_in_x) = world.join(&bob, "a/x");
    set(&world, "a/x", "ada", Standing::Member(Role::Editor));
    world.guard.reassess(&Matching::User("ada".to_owned()));
    assert_eq!(ada_in_x.heard(), [AccessChange::Role(Role::Editor)]);
    assert_eq!((ada_in_y.heard(), bob_in_x.heard()), (vec![], vec![]));
    set(&world, "a/", "ada", Standing::Blocked);
    world.guard.reassess(&Matching::All);
    world.guard.reassess(&Matching::All);
    assert_eq!(ada_in_x.heard(), [AccessChange::Removed(Removal::NoRight)]);
    assert_eq!(ada_in_y.heard(), [AccessChange::Removed(Removal::NoRight)]);
    assert_eq!(bob_in_x.heard(), []);
    assert_eq!(world.guard.connections().len(), 1);
}

#[tokio::test]
async fn what_changed_between_the_grant_and_the_watch_is_not_lost() {
    let world = World::new();
    let ada = world.person("ada", &[("a/", "editor")]).await;
    let granted = world.guard.access(&ada, &document("a/x")).unwrap();
    set(&world, "a/", "ada", Standing::Blocked);
    world.guard.reassess(&Matching::All);
    let ears = Arc::new(Ears::default());
    let _watched = world.guard.watch(ada, &document("a/x"), granted, Arc::clone(&ears) as Arc<dyn Audience>);
    assert_eq!(ears.heard(), [AccessChange::Removed(Removal::NoRight)]);
}

#[tokio::test]
async fn a_connection_that_left_hears_nothing() {
    let world = World::new();
    let ada = world.person("ada", &[("a/", "viewer")]).await;
    let (watched, ears) = world.join(&ada, "a/x");
    drop(watched);
    world.guard.withdraw_user(&doer("root"), "ada", None).unwrap();
    assert_eq!(ears.heard(), []);
    assert!(world.guard.connections().is_empty());
}

#[tokio::test]
async fn revocation_and_kick_end_the_connections_they_name() {
    let world = World::new();
    let (ada, bob) = (world.person("ada", &[("a/", "viewer")]).await, world.person("bob", &[("a/", "owner")]).await);
    let (_a, ada_ears) = world.join(&ada, "a/x");
    let (_b, bob_x) = world.join(&bob, "a/x");
    let (c, bob_y) = world.join(&bob, "a/y");
    world.guard.withdraw_token(&doer("root"), "token of ada".to_owned(), None).unwrap();
    assert_eq!(ada_ears.heard(), [AccessChange::Removed(Removal::Revoked)]);
    assert_eq!(world.guard.kick(&Kick { connection: Some(c.id()), user: Some("ada".to_owned()), ..Kick::default() }), 0);
    assert_eq!(world.guard.kick(&Kick { connection: Some(c.id()), ..Kick::default() }), 1);
    assert_eq!((bob_x.heard(), bob_y.heard()), (vec![], vec![AccessChange::Removed(Removal::Kicked)]));
    assert_eq!(world.guard.kick(&Kick { document: Some(document("a/x")), ..Kick::default() }), 1);
    assert_eq!(world.guard.kick(&Kick { user: Some("bob".to_owned()), ..Kick::default() }), 0, "all are gone");
}

#[tokio::test]
async fn a_new_token_brings_its_own_rights_and_end() {
    let world = World::new();
    let ada = world.person("ada", &[("a/", "viewer")]).await;
    let (watched, ears) = world.join(&ada, "a/x");
    let renewed = world.person("ada", &[("a/", "editor")]).await;
    assert_eq!(watched.renew(Arc::clone(&renewed)), Ok((renewed, Role::Editor)));
    assert_eq!(ears.heard(), [AccessChange::Role(Role::Editor)]);
    let eve = world.person("eve", &[("a/", "owner")]).await;
    assert_eq!(watched.renew(eve), Err(Denied::Invalid), "of another user");
    let elsewhere = world.person("ada", &[("b/", "owner")]).await;
    assert_eq!(watched.renew(elsewhere), Err(Denied::NoRight));
    assert_eq!(ears.heard(), []);
}

#[tokio::test]
async fn one_user_has_so_many_connections_and_no_more() {
    let mut two = settings();
    two.connections_per_user = 2;
    let world = World::with(two);
    let (ada, bob) = (world.person("ada", &[]).await, world.person("bob", &[]).await);
    let first = world.guard.take_place(&ada).unwrap();
    let _second = world.guard.take_place(&ada).unwrap();
    assert!(matches!(world.guard.take_place(&ada), Err(Denied::Throttled { .. })));
    assert!(world.guard.take_place(&bob).is_ok());
    drop(first);
    assert!(world.guard.take_place(&ada).is_ok());
}

#[tokio::test]
async fn all_who_come_by_one_share_link_have_the_connections_of_one_user() {
    let mut two = settings();
    two.connections_per_user = 2;
    let world = World::with(two);
    let link = || {
        let new = NewShare {
            scope: Scope::new("a/x").unwrap(),
            permission: Permission::View,
            created_by: "root".to_owned(),
            expires_ms: None,
            max_uses: None,
            parent: None,
        };
        world.guard.shares.create(&doer("x"), new, world.now()).unwrap().1.reveal().to_owned()
    };
    let (share, other) = (link(), link());
    let mut taken = Vec::new();
    for _ in 0..2 {
        let guest = world.identify(&share).await.unwrap();
        taken.push(world.guard.take_place(&guest).unwrap());
    }
    let third = world.identify(&share).await.unwrap();
    assert!(matches!(world.guard.take_place(&third), Err(Denied::Throttled { .. })), "a new name makes nobody new");
    let elsewhere = world.identify(&other).await.unwrap();
    assert!(world.guard.take_place(&elsewhere).is_ok());
    taken.pop();
    assert!(world.guard.take_place(&third).is_ok());
}

#[tokio::test(start_paused = true)]
async fn one_user_comes_at_a_pace_and_others_do_not_feel_it() {
    let mut slow = settings();
    slow.requests_per_second_per_user = 1;
    let world = World::with(slow);
    let (ada, bob) = (world.person("ada", &[]).await, world.person("bob", &[]).await);
    for _ in 0..10 {
        world.guard.count_request(&ada).unwrap();
    }
    assert!(matches!(world.guard.take_place(&ada), Err(Denied::Throttled { .. })), "a handshake is a request too");
    assert!(world.guard.count_request(&bob).is_ok());
    tokio::time::advance(Duration::from_secs(1)).await;
    assert!(world.guard.count_request(&ada).is_ok(), "whatever the clock on the wall shows");
}

/// A guard whose clock is tokio's, which is paused.
fn paused() -> (Arc<Guard>, CancellationToken) {
    let start = tokio::time::Instant::now();
    let clock = Clock::from_fn(move || START + u64::try_from(start.elapsed().as_millis()).unwrap());
    let guard = Guard::new(Parts { ..parts(settings(), clock) }).unwrap();
    (guard, CancellationToken::new())
}

/// Waits, in virtual time, until something is heard; what, and when. Ten minutes are long enough.
async fn next(guard: &Guard, ears: &Ears) -> (AccessChange, u64) {
    for _ in 0..600_000 {
        if let [change] = ears.heard()[..] {
            return (change, guard.now_ms() - START);
        }
        // sleeps: in paused time, a millisecond at a time
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    panic!("nothing was heard");
}

#[tokio::test(start_paused = true)]
async fn expiry_is_announced_and_then_enforced_to_the_millisecond() {
    let (guard, stop) = paused();
    let running = TaskTracker::new().spawn(Arc::clone(&guard).run(stop.clone()));
    let identify = |exp: f64| {
        let mut claims = claims("ada", &[("a/", "editor")]);
        claims["exp"] = (START as f64 / 1000.0 + exp).into();
        let credentials = yrsa::features::Credentials { token: Some(issued(&claims)), ..Default::default() };
        let guard = Arc::clone(&guard);
        async move { guard.identify(&credentials).await.unwrap() }
    };
    let ears = Arc::new(Ears::default());
    let audience = || Arc::clone(&ears) as Arc<dyn Audience>;
    let watched = guard.watch(identify(100.25).await, &document("a/x"), Role::Editor, audience());
    let (change, at) = next(&guard, &ears).await;
    assert_eq!(change, AccessChange::TokenExpiring);
    assert!((80_250..=80_252).contains(&at), "{at}");
    watched.renew(identify(200.0).await).unwrap();
    let (change, at) = next(&guard, &ears).await;
    assert_eq!(change, AccessChange::TokenExpiring);
    assert!((180_000..=180_002).contains(&at), "{at}");
    let (change, at) = next(&guard, &ears).await;
    assert_eq!(change, AccessChange::Removed(Removal::Expired));
    assert!((230_000..=230_002).contains(&at), "the leeway is lived through: {at}");
    stop.cancel();
    running.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_share_that_expires_ends_the_guest_and_leaves_the_member() {
    let (guard, stop) = paused();
    let running = TaskTracker::new().spawn(Arc::clone(&guard).run(stop.clone()));
    let scope = Scope::new("a/x").unwrap();
    let expires_ms = Some(START + 5_000);
    let new =
        NewShare { scope, permission: Permission::Edit, created_by: "x".to_owned(), expires_ms, max_uses: None, parent: None };
    let (_, secret, _) = guard.shares.create(&doer("x"), new, START).unwrap();
    let with = |token: Option<String>| yrsa::features::Credentials {
        token,
        share: Some(secret.reveal().to_owned()),
        ..Default::default()
    };
    let guest = guard.identify(&with(None)).await.unwrap();
    let member = guard.identify(&with(Some(token("ada", &[("a/", "viewer")])))).await.unwrap();
    let (guest_ears, member_ears) = (Arc::new(Ears::default()), Arc::new(Ears::default()));
    let watch = |identity: Arc<Identity>, ears: &Arc<Ears>| {
        let role = guard.access(&identity, &document("a/x")).unwrap();
        assert_eq!(role, Role::Editor);
        guard.watch(identity, &document("a/x"), role, Arc::clone(ears) as Arc<dyn Audience>)
    };
    let _watched = (watch(guest, &guest_ears), watch(member, &member_ears));
    let (change, at) = next(&guard, &guest_ears).await;
    assert_eq!(change, AccessChange::Removed(Removal::Expired));
    assert!((5_000..=5_010).contains(&at), "{at}");
    assert_eq!(next(&guard, &member_ears).await.0, AccessChange::Role(Role::Viewer));
    stop.cancel();
    running.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_short_lived_token_is_not_asked_for_again_at_once() {
    let (guard, stop) = paused();
    let running = TaskTracker::new().spawn(Arc::clone(&guard).run(stop.clone()));
    let mut claims = claims("ada", &[("a/", "editor")]);
    claims["exp"] = json!(START / 1000 + 10);
    let credentials = yrsa::features::Credentials { token: Some(issued(&claims)), ..Default::default() };
    let ears = Arc::new(Ears::default());
    let identity = guard.identify(&credentials).await.unwrap();
    let _watched = guard.watch(identity, &document("a/x"), Role::Editor, Arc::clone(&ears) as Arc<dyn Audience>);
    let (change, at) = next(&guard, &ears).await;
    assert_eq!(change, AccessChange::TokenExpiring);
    assert!((5_000..=5_002).contains(&at), "at half of its life: {at}");
    stop.cancel();
    running.await.unwrap();
}
