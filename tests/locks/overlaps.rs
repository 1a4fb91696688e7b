//! Which locks go together: the server against the simplest thing that could be right, over random wishes.

use serde_json::{Value, json};

use super::world::{World, editor, on};

const LOCKS: &str = "/api/documents/acme%2Fboard/locks";
const ROUNDS: usize = 600;

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

/// A lock as the naive model has it: everything as text.
struct Naive {
    id: String,
    path: String,
    holder: usize,
    ends: u64,
}

/// Whether one place lies in the other, by their text alone.
fn overlap(a: &str, b: &str) -> bool {
    a == b || a.starts_with(&format!("{b}/")) || b.starts_with(&format!("{a}/"))
}

fn place(random: &mut Random) -> String {
    const NAMES: [&str; 5] = ["a", "ab", "", "a~1b", "~0"];
    let depth = random.below(4);
    (0..depth).map(|_| format!("/{}", NAMES[random.below(NAMES.len())])).collect()
}

#[test]
fn locks_of_different_people_never_overlap_and_nothing_else_is_refused() {
    let seed = std::env::var("SEED").map_or(20_261_121, |seed| seed.parse().unwrap());
    println!("SEED={seed}");
    on(|runtime| async move {
        let mut world = World::new(runtime).await;
        let (mut random, mut model) = (Random(seed), Vec::<Naive>::new());
        let people: Vec<String> = (0..3).map(|n| editor(&format!("user{n}"))).collect();
        let (mut refused, mut taken, mut restarts) = (0, 0, 0);
        for round in 0..ROUNDS {
            model.retain(|lock| lock.ends > world.now());
            let who = random.below(people.len());
            match random.below(40) {
                0 => {
                    world.restart().await;
                    restarts += 1;
                }
                1..=5 => world.pass(random.below(40) as u64),
                6..=15 if !model.is_empty() => {
                    let at = random.below(model.len());
                    let (path, mine) = (format!("{LOCKS}/{}", model[at].id), model[at].holder == who);
                    let status = world.status("DELETE", &path, &people[who], Value::Null).await;
                    assert_eq!(status, if mine { 204 } else { 403 }, "round {round}");
                    if mine {
                        model.remove(at);
                    }
                }
                _ => {
                    let (path, seconds) = (place(&mut random), 10 + random.below(100) as u64);
                    let body = json!({ "path": path, "seconds": seconds });
                    let (status, answer) = world.ask("POST", LOCKS, &people[who], body).await;
                    let ends = world.now() + seconds * 1000;
                    let other = model.iter().find(|lock| lock.holder != who && overlap(&lock.path, &path));
                    if let Some(other) = other {
                        assert_eq!((status.as_u16(), &answer["title"]), (409, &json!("locked")), "round {round}: {path}");
                        assert_eq!(answer["lock"]["id"], other.id, "round {round}: the oldest one that is in the way");
                        refused += 1;
                        continue;
                    }
                    match model.iter_mut().find(|lock| lock.holder == who && lock.path == path) {
                        Some(mine) => {
                            assert_eq!((status.as_u16(), &answer["id"]), (200, &json!(mine.id)), "round {round}: {path}");
                            mine.ends = ends;
                        }
                        None => {
                            assert_eq!(status, 201, "round {round}: {path}: {answer}");
                            let id = answer["id"].as_str().unwrap().to_owned();
                            model.push(Naive { id, path, holder: who, ends });
                            taken += 1;
                        }
                    }
                }
            }
            let listed = world.call("GET", LOCKS, &people[0], Value::Null).await;
            let listed: Vec<&str> = listed["locks"].as_array().unwrap().iter().map(|lock| lock["id"].as_str().unwrap()).collect();
            let expected: Vec<&str> = model.iter().filter(|lock| lock.ends > world.now()).map(|lock| &*lock.id).collect();
            assert_eq!(listed, expected, "round {round}");
        }
        println!("{taken} taken, {refused} refused, {restarts} restarts");
        assert!(refused > 50 && taken > 50 && restarts > 3);
        world.end().await;
    });
}
