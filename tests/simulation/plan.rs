//! What happens in a run, as data: a seed for the world it happens in, and steps. A step says what is done, to whom, and brings its
//! own randomness, so a plan that has lost some of its steps does the others as before. Written as text, one step a line.

use std::fmt;
use std::str::FromStr;

use super::random::Random;

/// What a step does. Who does it is one of the clients; what is not about a client takes no notice of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    /// A client edits.
    Edit,
    /// Frames of a client's line, or of a line whose client is gone, move on.
    Move,
    /// A room decides.
    Run,
    /// The group commit writes.
    Commit,
    /// A snapshot is installed.
    Install,
    /// The storage makes a checkpoint.
    Checkpoint,
    /// The storage lets go of what is no longer needed.
    Compact,
    Connect,
    Leave,
    /// A client stays away for long, and edits on.
    Away,
    /// Nothing goes through a client's line for a while, in neither direction.
    Partition,
    /// A client asks whether its edits are saved.
    Saved,
    /// A client asks for what it lacks.
    Ask,
    Query,
    Point,
    Repeat,
    Nonsense,
    Reload,
    Keep,
    /// The device fails for a while, or is full.
    Trouble,
    Heal,
    /// The power fails.
    PowerLoss,
    /// The power fails at some operation of the device soon.
    PowerLossSoon,
    /// The process is killed; what it wrote is still in the system's memory.
    Kill,
    Shutdown,
    FailRoom,
    Time,
    /// Somebody sets the clock of the machine.
    Clock,
    /// Somebody's role in a document changes.
    Member,
    /// Somebody's token is withdrawn.
    Revoke,
    /// Somebody gets a new token, and their connections go on with it.
    Renew,
    /// What the guard tells rooms arrives.
    News,
    Lock,
    RenewLock,
    EndLock,
    Session,
    Turn,
    Sweep,
}

/// Each verb, how it is written, and how often of a thousand it is.
const VERBS: &[(Verb, &str, usize)] = &[
    (Verb::Edit, "edit", 150),
    (Verb::Move, "move", 320),
    (Verb::Run, "run", 90),
    (Verb::Commit, "commit", 60),
    (Verb::Install, "install", 12),
    (Verb::Checkpoint, "checkpoint", 4),
    (Verb::Compact, "compact", 1),
    (Verb::Connect, "connect", 65),
    (Verb::Leave, "leave", 20),
    (Verb::Away, "away", 3),
    (Verb::Partition, "partition", 5),
    (Verb::Saved, "saved", 50),
    (Verb::Ask, "ask", 12),
    (Verb::Query, "query", 6),
    (Verb::Point, "point", 25),
    (Verb::Repeat, "repeat", 12),
    (Verb::Nonsense, "nonsense", 3),
    (Verb::Reload, "reload", 5),
    (Verb::Keep, "keep", 15),
    (Verb::Trouble, "trouble", 5),
    (Verb::Heal, "heal", 5),
    (Verb::PowerLoss, "power-loss", 2),
    (Verb::PowerLossSoon, "power-loss-soon", 3),
    (Verb::Kill, "kill", 2),
    (Verb::Shutdown, "shutdown", 2),
    (Verb::FailRoom, "fail-room", 3),
    (Verb::Time, "time", 35),
    (Verb::Clock, "clock", 3),
    (Verb::Member, "member", 16),
    (Verb::Revoke, "revoke", 3),
    (Verb::Renew, "renew", 8),
    (Verb::News, "news", 20),
    (Verb::Lock, "lock", 18),
    (Verb::RenewLock, "renew-lock", 4),
    (Verb::EndLock, "end-lock", 6),
    (Verb::Session, "session", 3),
    (Verb::Turn, "turn", 5),
    (Verb::Sweep, "sweep", 6),
];

impl Verb {
    fn word(self) -> &'static str {
        VERBS.iter().find(|(verb, ..)| *verb == self).map_or("?", |(_, word, _)| word)
    }

    fn draw(random: &mut Random) -> Self {
        let mut at = random.below(VERBS.iter().map(|(.., weight)| weight).sum());
        for (verb, _, weight) in VERBS {
            if at < *weight {
                return *verb;
            }
            at -= weight;
        }
        Verb::Move
    }
}

/// One thing that happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) verb: Verb,
    /// Which client; of as many as there are.
    pub(crate) who: usize,
    /// What all else of it is drawn from.
    pub(crate) draw: u64,
}

/// A whole run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Plan {
    /// What the world is drawn from: its documents, clients, limits, and what a crash leaves.
    pub(crate) seed: u64,
    pub(crate) steps: Vec<Step>,
}

impl Plan {
    pub(crate) fn of(seed: u64) -> Self {
        let mut random = Random::new(seed ^ 0x5eed);
        let count = random.within(50..500);
        let step = |_| Step { verb: Verb::draw(&mut random), who: random.below(8), draw: random.next() };
        Self { seed, steps: (0..count).map(step).collect() }
    }

    /// The same without some of its steps.
    pub(crate) fn without(&self, gone: std::ops::Range<usize>) -> Self {
        let kept = self.steps.iter().enumerate().filter(|(at, _)| !gone.contains(at)).map(|(_, step)| *step);
        Self { seed: self.seed, steps: kept.collect() }
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "seed {}", self.seed)?;
        self.steps.iter().try_for_each(|Step { verb, who, draw }| writeln!(f, "{} {who} {draw}", verb.word()))
    }
}

impl FromStr for Plan {
    type Err = String;

    /// Empty lines and those that begin with `#` say nothing.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let number = |word: Option<&str>| word.and_then(|word| word.parse::<u64>().ok());
        let first = lines.next().and_then(|line| line.strip_prefix("seed "));
        let seed = number(first).ok_or("a plan begins with its seed")?;
        let step = |line: &str| {
            let mut words = line.split_whitespace();
            let word = words.next().unwrap_or_default();
            let verb = VERBS.iter().find(|(_, known, _)| *known == word).map(|(verb, ..)| *verb);
            let (who, draw) = (number(words.next()), number(words.next()));
            let (Some(verb), Some(who), Some(draw)) = (verb, who, draw) else { return Err(format!("no step: {line}")) };
            Ok(Step { verb, who: who as usize, draw })
        };
        Ok(Self { seed, steps: lines.map(step).collect::<Result<_, _>>()? })
    }
}

/// Takes steps out of a plan that fails as long as it goes on failing the same way: halves first, single steps last (delta debugging,
/// Zeller and Hildebrandt 2002). `fails` is asked so many times at most.
pub(crate) fn minimised(plan: &Plan, mut attempts: usize, fails: impl Fn(&Plan) -> bool) -> Plan {
    let mut plan = plan.clone();
    let mut size = plan.steps.len().div_ceil(2).max(1);
    loop {
        let (mut at, before) = (plan.steps.len(), plan.steps.len());
        while at > 0 && attempts > 0 {
            let from = at.saturating_sub(size);
            let shorter = plan.without(from..at);
            attempts -= 1;
            if fails(&shorter) {
                plan = shorter;
            }
            at = from;
        }
        if attempts == 0 || (size == 1 && plan.steps.len() == before) {
            return plan;
        }
        size = (size / 2).max(1);
    }
}
