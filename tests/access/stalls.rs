//! A storage that is slow or fails: who waits for it waits alone, and what expires still does.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, mpsc};
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use yrsa::access::{AccessChange, Audience, Removal, Role, Scope};
use yrsa::features::guard::{Guard, Matching};
use yrsa::features::members::{Member, Standing};
use yrsa_storage::{Clock, Error, Memory, Result, Storage};

use super::world::{Ears, START, World, claims, document, doer, issued, parts_over, settings};
use crate::watched::{Watched, Watcher};

/// The name of threads whose reads wait until the gate opens.
const HELD: &str = "held";

/// Lets reads fail, and holds some threads up.
#[derive(Default)]
struct Trouble {
    fails: AtomicBool,
    /// Whether somebody waits, and whether nobody has to any more.
    gate: Mutex<(bool, bool)>,
    moved: Condvar,
}

impl Trouble {
    fn until(&self, reached: impl Fn(&(bool, bool)) -> bool) {
        drop(self.moved.wait_while(self.gate.lock().unwrap(), |gate| !reached(gate)).unwrap());
    }

    fn set(&self, change: impl Fn(&mut (bool, bool))) {
        change(&mut self.gate.lock().unwrap());
        self.moved.notify_all();
    }
}

impl Watcher for Trouble {
    fn get(&self, _key: &[u8], _memory: &Memory) -> Result<()> {
        if std::thread::current().name() == Some(HELD) {
            self.set(|gate| gate.0 = true);
            self.until(|gate| gate.1);
        }
        if self.fails.load(Ordering::SeqCst) { Err(Error::Closed) } else { Ok(()) }
    }
}

#[tokio::test]
async fn nobody_waits_for_a_long_look_at_the_rights_of_others() {
    let trouble = Arc::new(Watched::<Trouble>::default());
    let store = Arc::clone(&trouble);
    let world = World::of(|clock| parts_over(store, settings(), clock));
    let (ada, bob) = (world.person("ada", &[("a/", "viewer")]).await, world.person("bob", &[("a/", "viewer")]).await);
    let (_watched, ears) = world.join(&ada, "a/x");
    let reassessing = {
        let guard = Arc::clone(&world.guard);
        std::thread::Builder::new().name(HELD.to_owned()).spawn(move || guard.reassess(&Matching::All)).unwrap()
    };
    trouble.watcher.until(|gate| gate.0);
    // The older look at ada's rights is still under way; a newer one overtakes it, and bob joins meanwhile.
    let (done, finished) = mpsc::sync_channel(1);
    let joining = std::thread::spawn(move || {
        let member = Member { role: Standing::Blocked, changed_by: "x".to_owned(), changed_ms: 0 };
        world.guard.members.set(&doer("x"), &Scope::new("a/").unwrap(), "ada", &member).unwrap();
        world.guard.reassess(&Matching::User("ada".to_owned()));
        let _bob = world.join(&bob, "a/x");
        done.send(()).unwrap();
    });
    let waited = finished.recv_timeout(Duration::from_secs(20));
    trouble.watcher.set(|gate| gate.1 = true);
    reassessing.join().unwrap();
    joining.join().unwrap();
    assert_eq!(waited, Ok(()));
    assert_eq!(ears.heard(), [AccessChange::Removed(Removal::NoRight)]);
}

#[tokio::test(start_paused = true)]
async fn what_the_storage_could_not_tell_is_asked_again_and_tokens_expire_all_the_same() {
    let trouble = Arc::new(Watched::<Trouble>::default());
    let start = tokio::time::Instant::now();
    let clock = Clock::from_fn(move || START + u64::try_from(start.elapsed().as_millis()).unwrap());
    let guard = Guard::new(parts_over(Arc::clone(&trouble) as Arc<dyn Storage>, settings(), clock)).unwrap();
    let stop = CancellationToken::new();
    let running = TaskTracker::new().spawn(Arc::clone(&guard).run(stop.clone()));
    let (stays, leaves) = (Arc::new(Ears::default()), Arc::new(Ears::default()));
    let mut watched = Vec::new();
    trouble.watcher.fails.store(true, Ordering::SeqCst);
    for (user, seconds, ears) in [("ada", 3600, &stays), ("bob", 60, &leaves)] {
        let mut claims = claims(user, &[("a/", "editor")]);
        claims["exp"] = (START / 1000 + seconds).into();
        let credentials = yrsa::features::Credentials { token: Some(issued(&claims)), ..Default::default() };
        let identity = guard.identify(&credentials).await.unwrap();
        watched.push(guard.watch(identity, &document("a/x"), Role::Viewer, Arc::clone(ears) as Arc<dyn Audience>));
    }
    // sleeps: in paused time
    tokio::time::sleep(Duration::from_secs(120)).await;
    assert_eq!(stays.heard(), []);
    assert_eq!(leaves.heard(), [AccessChange::TokenExpiring, AccessChange::Removed(Removal::Expired)]);
    trouble.watcher.fails.store(false, Ordering::SeqCst);
    // sleeps: in paused time
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(stays.heard(), [AccessChange::Role(Role::Editor)]);
    stop.cancel();
    running.await.unwrap();
}
