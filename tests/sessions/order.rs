//! Fairness: the server against the simplest queue that could be right, over random requests.

use std::collections::VecDeque;

use serde_json::{Value, json};

use crate::locks::world::{World, editor, on, owner};

const SESSION: &str = "/api/documents/acme%2Fboard/session";
const TURN: &str = "/api/documents/acme%2Fboard/session/turn";
const ROUNDS: usize = 400;
const PEOPLE: usize = 5;

/// splitmix64.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % bound as u64).unwrap()
    }
}

/// Whose turn it is stands first; `ends` is when that is over.
#[derive(Default)]
struct Naive {
    line: VecDeque<usize>,
    ends: u64,
}

impl Naive {
    /// The one who stands first has the turn from now on.
    fn first_begins(&mut self, now: u64) {
        self.ends = now + 60_000;
    }

    fn pass_time(&mut self, now: u64) {
        if self.line.len() > 1 && self.ends <= now {
            self.line.pop_front();
            self.first_begins(now);
        }
    }

    fn request(&mut self, who: usize, now: u64) -> bool {
        if self.line.front() == Some(&who) {
            if self.line.len() == 1 {
                self.first_begins(now);
            }
        } else if !self.line.contains(&who) {
            self.line.push_back(who);
            if self.line.len() == 1 {
                self.first_begins(now);
            }
            self.pass_time(now);
        }
        true
    }

    fn leave(&mut self, who: usize, now: u64) -> bool {
        let Some(at) = self.line.iter().position(|one| *one == who) else { return false };
        self.line.remove(at);
        if at == 0 {
            self.first_begins(now);
        }
        true
    }

    fn pass(&mut self, who: usize, to: Option<usize>, now: u64) -> bool {
        if self.line.front() != Some(&who) {
            return false;
        }
        match to {
            Some(to) => {
                let Some(at) = self.line.iter().skip(1).position(|one| *one == to) else { return false };
                self.line.remove(at + 1);
                self.line[0] = to;
            }
            None => drop(self.line.pop_front()),
        }
        self.first_begins(now);
        true
    }
}

#[test]
fn turns_go_round_as_in_a_queue_of_people() {
    let seed = std::env::var("SEED").map_or(20_261_121, |seed| seed.parse().unwrap());
    println!("SEED={seed}");
    on(|runtime| async move {
        let world = World::new(runtime).await;
        world.call("PATCH", SESSION, &owner("root"), json!({ "mode": "sequential", "turn_timeout": 60 })).await;
        let (mut random, mut model) = (Random(seed), Naive::default());
        let people: Vec<String> = (0..PEOPLE).map(|n| editor(&format!("user{n}"))).collect();
        let mut here = Vec::new();
        for n in 0..PEOPLE {
            here.push(world.enter("acme/board", &format!("user{n}")).await);
        }
        let mut refused = 0;
        for round in 0..ROUNDS {
            let (who, now) = (random.below(PEOPLE), world.now());
            model.pass_time(now);
            let (status, expected) = match random.below(10) {
                0..=4 => (world.status("POST", TURN, &people[who], Value::Null).await, model.request(who, now)),
                5..=6 => (world.status("DELETE", TURN, &people[who], Value::Null).await, model.leave(who, now)),
                7 => {
                    let to = random.below(PEOPLE);
                    let body = json!({ "to": format!("user{to}") });
                    (world.status("POST", &format!("{TURN}/pass"), &people[who], body).await, model.pass(who, Some(to), now))
                }
                8 => (world.status("POST", &format!("{TURN}/pass"), &people[who], json!({})).await, model.pass(who, None, now)),
                _ => {
                    world.pass(random.below(50) as u64);
                    (200, true)
                }
            };
            assert_eq!(status, if expected { 200 } else { 409 }, "round {round}");
            refused += usize::from(!expected);
            model.pass_time(world.now());
            let turn = world.call("GET", SESSION, &people[0], Value::Null).await["turn"].clone();
            let queue = turn["queue"].as_array().unwrap().iter().map(|waiting| waiting["id"].as_str().unwrap().to_owned());
            let line: Vec<String> = turn["holder"]["id"].as_str().map(str::to_owned).into_iter().chain(queue).collect();
            let expected: Vec<String> = model.line.iter().map(|who| format!("user{who}")).collect();
            assert_eq!(line, expected, "round {round}");
        }
        println!("{refused} refused");
        assert!(refused > 20);
        drop(here);
        world.end().await;
    });
}
