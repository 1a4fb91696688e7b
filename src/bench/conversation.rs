//! Two people who wrote one text at the same time: the edits of both as Yjs updates, from a recorded session or a generated one.
//! Each edit is made on exactly what its author knew then, as the recording says.

use std::path::Path;

use bytes::Bytes;
use serde::Deserialize;

use super::Failure;
use super::connection::Parts;
use super::typist::{Patch, Typist, keystrokes, read_text};
use crate::admission::{self, StateVector};

/// One edit.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) author: usize,
    pub(super) update: Bytes,
    /// The author's clock afterwards.
    pub(super) clock: u32,
    /// Whether the clock has moved: deletions move none.
    pub(super) inserts: bool,
}

/// A session of github.com/josephg/editing-traces, unpacked, of kind "concurrent".
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Session {
    end_content: Option<String>,
    num_agents: usize,
    txns: Vec<Transaction>,
}

#[derive(Debug, Deserialize)]
struct Transaction {
    parents: Vec<usize>,
    agent: usize,
    patches: Vec<Patch>,
}

/// Client ids of the authors.
pub(super) fn authors() -> [u64; 2] {
    [Typist::new(0).client(), Typist::new(1).client()]
}

/// Reads a recorded session, or makes one of so many edits up.
pub(super) fn steps(recorded: Option<&Path>, edits: u32) -> Result<Vec<Step>, Failure> {
    let session = match recorded {
        Some(path) => {
            let bytes = std::fs::read(path).map_err(|error| format!("can't read {}: {error}", path.display()))?;
            serde_json::from_slice(&bytes)
                .map_err(|error| format!("{} is no concurrent editing trace (unpack it first): {error}", path.display()))?
        }
        None => generated(edits),
    };
    if session.num_agents != authors().len() {
        return Err("a conversation is between two".into());
    }
    let steps = replay(&session)?;
    match &session.end_content {
        Some(end) if read(&steps)? != *end => Err("the trace does not end in the text it says it ends in".into()),
        _ => Ok(steps),
    }
}

/// The text after these edits.
pub(super) fn read(steps: &[Step]) -> Result<String, Failure> {
    read_text(&Parts::of(steps.iter().map(|step| step.update.clone()).collect()))
}

/// Each transaction as an update, made on the merge of its parents.
fn replay(session: &Session) -> Result<Vec<Step>, Failure> {
    let mut people = [Typist::new(0), Typist::new(1)];
    let mut knows = [vec![false; session.txns.len()], vec![false; session.txns.len()]];
    let mut clocks = StateVector::default();
    let mut updates: Vec<Option<Bytes>> = Vec::new();
    let mut steps = Vec::new();
    for (number, transaction) in session.txns.iter().enumerate() {
        let author = transaction.agent;
        let person = people.get_mut(author).ok_or("a conversation is between two")?;
        for unknown in ancestors(session, &transaction.parents, &knows[author]) {
            if let Some(update) = &updates[unknown] {
                person.hear(update)?;
            }
            knows[author][unknown] = true;
        }
        knows[author][number] = true;
        let update = person.change(&transaction.patches);
        if let Some(update) = &update {
            let before = clocks.get(person.client());
            clocks = admission::state_vector_of(&clocks, [update])?;
            let clock = clocks.get(person.client());
            steps.push(Step { author, update: update.clone(), clock, inserts: clock > before });
        }
        updates.push(update);
    }
    Ok(steps)
}

/// What somebody does not know yet of these transactions and all before them, oldest first.
fn ancestors(session: &Session, parents: &[usize], known: &[bool]) -> Vec<usize> {
    let (mut found, mut stack) = (Vec::new(), parents.to_vec());
    while let Some(number) = stack.pop() {
        if !known[number] && !found.contains(&number) {
            found.push(number);
            stack.extend(&session.txns[number].parents);
        }
    }
    found.sort_unstable();
    found
}

/// Two people who each write a text of their own, around the same place, and hear of the other's every now and then.
fn generated(edits: u32) -> Session {
    const EXCHANGE: usize = 16;
    let own: Vec<Patch> = keystrokes(edits);
    let txns = own.into_iter().enumerate().flat_map(|(number, patch)| {
        // The same keys by both in turn; a patch fits because nobody hears anything within a run.
        [(number, 0, patch.clone()), (number, 1, patch)]
    });
    let txns = txns.enumerate().map(|(at, (number, agent, patch))| {
        let before = if number == 0 { Vec::new() } else { vec![at - 2] };
        let heard = (number > 0 && number % EXCHANGE == 0).then(|| if agent == 0 { at - 1 } else { at - 3 });
        Transaction { parents: before.into_iter().chain(heard).collect(), agent, patches: vec![patch] }
    });
    Session { end_content: None, num_agents: 2, txns: txns.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conversation_is_the_same_every_time_and_both_hear_each_other() {
        let steps = steps(None, 200).unwrap();
        assert_eq!(steps.len(), 400);
        let again = super::steps(None, 200).unwrap();
        assert!(steps.iter().zip(&again).all(|(one, other)| one.update == other.update));
        let inserted = steps.iter().filter(|step| step.inserts).count();
        assert!(inserted > 200 && inserted < 400);
        assert!(!read(&steps).unwrap().is_empty());
    }

    #[test]
    fn an_edit_is_made_on_what_its_author_knew() {
        let recorded = r#"{"kind":"concurrent","endContent":"cab","numAgents":2,"txns":[
            {"parents":[],"agent":0,"patches":[[0,0,"ab"]]},
            {"parents":[0],"agent":1,"patches":[[0,0,"c"]]},
            {"parents":[0],"agent":0,"patches":[[2,0,"x"]]},
            {"parents":[1,2],"agent":1,"patches":[[3,1,""]]}]}"#;
        let session: Session = serde_json::from_str(recorded).unwrap();
        let steps = replay(&session).unwrap();
        assert_eq!(read(&steps).unwrap(), "cab");
        assert_eq!(steps.iter().map(|step| step.inserts).collect::<Vec<_>>(), [true, true, true, false]);
    }
}
