//! A deterministic simulation of the server: rooms, storage, guard, rules and journal as they are, over a disk that forgets what was
//! not synced, with many clients, lost and repeated messages, slow readers, changing rights, locks, crashes and restarts. No sockets,
//! no clock: a seed is a plan, and a plan is a run. See `docs/TESTING.md`.
//!
//! `YRSA_SIM_PLAN=file` runs a saved plan, `YRSA_SIM_SEED=n` that of a seed (`YRSA_SIM_RUNS=m`: and of those after it).

pub(crate) mod awareness;
pub(crate) mod client;
pub(crate) mod coverage;
pub(crate) mod edits;
pub(crate) mod line;
mod plan;
pub(crate) mod random;
pub(crate) mod server;
mod world;

use std::cell::RefCell;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Once;

use bytes::Bytes;
use plan::{Plan, Step, Verb, minimised};
use world::{Counts, World};
use yrsa::room::outbox::Outgoing;

/// What a room has for a y-websocket client is frames; other words it has none for.
pub(crate) fn frame_of(outgoing: Outgoing) -> Bytes {
    match outgoing {
        Outgoing::Frame(frame) => frame,
        Outgoing::Notice(notice) => panic!("{notice:?} is in no frame"),
    }
}

/// Shorter plans that are tried when one has failed.
const ATTEMPTS: usize = 400;

/// How a run failed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Failure {
    /// Where the check stands that failed.
    check: String,
    story: String,
}

thread_local! {
    /// While a plan runs, the last panic is kept here instead of being printed.
    static LAST: RefCell<Option<Option<Failure>>> = const { RefCell::new(None) };
}

fn listen_to_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let is_listening = LAST.try_with(|last| match &mut *last.borrow_mut() {
                Some(first) => {
                    let check = info.location().map(ToString::to_string).unwrap_or_default();
                    first.get_or_insert_with(|| Failure { check, story: info.payload_as_str().unwrap_or("?").to_owned() });
                    true
                }
                None => false,
            });
            if !is_listening.unwrap_or(false) {
                before(info);
            }
        }));
    });
}

/// Runs a plan.
fn attempt(plan: &Plan) -> Result<Counts, Failure> {
    listen_to_panics();
    LAST.with(|last| *last.borrow_mut() = Some(None));
    let done = catch_unwind(AssertUnwindSafe(|| World::run(plan)));
    let last = LAST.with(|last| last.borrow_mut().take()).flatten();
    done.map_err(|_| last.unwrap_or_else(|| Failure { check: "?".to_owned(), story: "?".to_owned() }))
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/simulation")
}

/// Keeps a plan that has failed, as it was and as short as it gets; what to tell about it.
fn keep(plan: &Plan, failure: &Failure) -> String {
    let short = minimised(plan, ATTEMPTS, |plan| attempt(plan).is_err_and(|other| other.check == failure.check));
    let story = attempt(&short).err().unwrap_or_else(|| failure.clone());
    let comment = format!("{}: {}", story.check, story.story).replace('\n', "\n# ");
    let whole = folder().join(format!("{}.whole.plan", plan.seed));
    let shortest = folder().join(format!("{}.plan", plan.seed));
    std::fs::create_dir_all(folder()).expect("target/ can be written");
    std::fs::write(&whole, format!("# {}: {}\n{plan}", failure.check, failure.story.replace('\n', "\n# ")))
        .expect("a plan can be saved");
    std::fs::write(&shortest, format!("# {comment}\n{short}")).expect("a plan can be saved");
    format!(
        "seed {} fails at {}: {}\n{} steps of {} are enough; replay with YRSA_SIM_PLAN={} cargo test --test it simulation::replay",
        plan.seed,
        failure.check,
        failure.story,
        short.steps.len(),
        plan.steps.len(),
        shortest.display()
    )
}

/// Runs the plans of these seeds; what happened in all of them, and how each failed that failed.
fn run_all(seeds: Range<u64>) -> (Counts, Vec<String>) {
    let (mut counts, mut failures) = (Counts::default(), Vec::new());
    for seed in seeds {
        let plan = Plan::of(seed);
        match attempt(&plan) {
            Ok(more) => more.into_iter().for_each(|(what, times)| *counts.entry(what).or_default() += times),
            Err(failure) => {
                let story = keep(&plan, &failure);
                eprintln!("{story}\n");
                failures.push(story);
            }
        }
    }
    (counts, failures)
}

fn all_is_well(seeds: Range<u64>) {
    let (counts, failures) = run_all(seeds.clone());
    assert!(failures.is_empty(), "{} of seeds {seeds:?} fail; the first: {}", failures.len(), failures[0]);
    println!("seeds {seeds:?}: {counts:?}");
    for what in [
        "edits",
        "acknowledgements",
        "crashes",
        "storage_failures",
        "roles",
        "revocations",
        "denied",
        "locks",
        "locks_refused",
        "sessions",
    ] {
        assert!(counts.contains_key(what), "no {what} in seeds {seeds:?}: they prove nothing about them");
    }
}

macro_rules! seeds {
    ($($name:ident $seeds:expr;)*) => { $(#[test] fn $name() { all_is_well($seeds); })* };
}

// Several cases, so that all cores have something to do.
seeds! {
    all_is_well_with_seeds_0_to_49 0..50;
    all_is_well_with_seeds_50_to_99 50..100;
    all_is_well_with_seeds_100_to_149 100..150;
    all_is_well_with_seeds_150_to_199 150..200;
    all_is_well_with_seeds_200_to_249 200..250;
    all_is_well_with_seeds_250_to_299 250..300;
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is a number")))
}

/// What the environment asks for, if it does.
#[test]
fn replay() {
    if let Ok(file) = std::env::var("YRSA_SIM_PLAN") {
        let text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}"));
        let plan: Plan = text.parse().unwrap_or_else(|error| panic!("{file}: {error}"));
        // With its own panic, so that a debugger and a backtrace show it.
        println!("{file}: {:?}", World::run(&plan));
    }
    if let Some(first) = number("YRSA_SIM_SEED") {
        let last = first + number("YRSA_SIM_RUNS").unwrap_or(1);
        let (counts, failures) = run_all(first..last);
        println!("seeds {first} to {}: {} failed; {counts:?}", last - 1, failures.len());
        assert!(failures.is_empty(), "{}", failures.join("\n"));
    }
}

/// Plans that found something once, as short as they got, each with what it found.
#[test]
fn what_failed_once_goes_well() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/simulation/plans");
    let mut plans = 0;
    for entry in std::fs::read_dir(folder).expect("the plans are there") {
        let file = entry.expect("the plans are there").path();
        let text = std::fs::read_to_string(&file).expect("a plan can be read");
        let plan: Plan = text.parse().unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        if let Err(failure) = attempt(&plan) {
            panic!("{} fails again: {}: {}", file.display(), failure.check, failure.story);
        }
        plans += 1;
    }
    assert!(plans > 0, "nothing was run");
}

#[test]
fn a_seed_is_one_run() {
    for seed in 1000..1003 {
        let plan = Plan::of(seed);
        assert_eq!(attempt(&plan), attempt(&plan), "seed {seed}");
    }
}

#[test]
fn a_plan_is_text() {
    let plan = Plan::of(7);
    assert_eq!(plan.to_string().parse(), Ok(plan.clone()));
    let commented = format!("# it failed\n\n{plan}");
    assert_eq!(commented.parse(), Ok(plan));
    assert!("edit 1 2".parse::<Plan>().is_err(), "without a seed");
    assert!("seed 1\nfly 1 2".parse::<Plan>().is_err());
    assert!("seed 1\nedit 1".parse::<Plan>().is_err());
}

#[test]
fn a_plan_that_fails_is_made_as_short_as_it_gets() {
    let plan = Plan::of(11);
    let count = |plan: &Plan, verb| plan.steps.iter().filter(|step: &&Step| step.verb == verb).count();
    let fails = |plan: &Plan| count(plan, Verb::Edit) >= 2 && count(plan, Verb::Lock) >= 1;
    let short = minimised(&plan, 10_000, fails);
    assert_eq!((short.steps.len(), count(&short, Verb::Edit), count(&short, Verb::Lock)), (3, 2, 1));
    assert_eq!(minimised(&plan, 0, fails), plan, "nothing is tried where nothing may be");
}
