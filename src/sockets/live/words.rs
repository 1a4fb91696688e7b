//! Events of the document that JSON clients hear of without asking, in the door's own words: what is said, commented, locked, and how
//! people work together. Used by the JSON door only; pure.

use serde_json::{Map, Value, json};

use crate::event::Event;

/// The types of these events.
pub(super) const TYPES: [&str; 4] = ["chat.*", "comment.*", "lock.*", "session.*"];

/// What the door says, by the type of the event. Of locks that were denied only those hear who wanted them, of edits that were undone
/// only those who made them: the door says that itself.
const SAID: [(&str, &str); 15] = [
    ("chat.message", "chat_message"),
    ("chat.edited", "chat_message"),
    ("chat.deleted", "chat_deleted"),
    ("chat.reaction", "reaction_update"),
    ("comment.thread_created", "new_comment"),
    ("comment.added", "new_comment"),
    ("comment.edited", "comment_edited"),
    ("comment.deleted", "comment_deleted"),
    ("comment.thread_deleted", "comment_deleted"),
    ("comment.resolved", "comment_resolved"),
    ("comment.reopened", "comment_resolved"),
    ("comment.reaction", "reaction_update"),
    ("lock.acquired", "lock_acquired"),
    ("lock.released", "lock_released"),
    ("lock.expired", "lock_released"),
];

/// What to do about an event.
#[derive(Debug, PartialEq)]
pub(super) enum Word {
    /// Say this.
    Say(Value),
    /// The session is another one now.
    Session,
    /// Nothing.
    Nothing,
}

/// The door's words for an event: its data, with who did it, when, and its id.
pub(super) fn word(event: &Event) -> Word {
    let draft = &event.draft;
    if draft.kind.starts_with("session.") {
        return Word::Session;
    }
    let kind = if draft.kind == "lock.broken" { Some("lock_released") } else { said(&draft.kind) };
    let Some(kind) = kind else { return Word::Nothing };
    let mut message = Map::from_iter([("type".to_owned(), Value::from(kind))]);
    if let Value::Object(data) = &draft.data {
        message.extend(data.iter().filter(|(name, _)| *name != "type").map(|(name, value)| (name.clone(), value.clone())));
    }
    match &*draft.kind {
        "comment.resolved" => drop(message.insert("resolved".to_owned(), true.into())),
        "comment.reopened" => drop(message.insert("resolved".to_owned(), false.into())),
        "lock.expired" => drop(message.insert("why".to_owned(), "expired".into())),
        "lock.broken" => drop(message.insert("why".to_owned(), "broken".into())),
        // A message is named as a comment is.
        "chat.deleted" | "chat.reaction" => drop(message.remove("id").and_then(|id| message.insert("message".to_owned(), id))),
        _ => {}
    }
    message.insert("user".to_owned(), draft.user.as_ref().map_or(Value::Null, |user| json!(user)));
    message.insert("time".to_owned(), draft.time.into());
    message.insert("event".to_owned(), event.id.to_string().into());
    Word::Say(message.into())
}

fn said(kind: &str) -> Option<&'static str> {
    SAID.iter().find(|(event, _)| *event == kind).map(|(_, said)| *said)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Author, Draft};

    fn event(kind: &'static str, data: Value) -> Event {
        let user = Author { id: "ada".into(), name: Some("Ada".into()) };
        Event { id: 7, draft: Draft::of(kind, "a".into(), 9, Some(user), data) }
    }

    #[test]
    fn events_are_said_in_the_doors_words() {
        let Word::Say(said) = word(&event("chat.reaction", json!({ "id": "m", "emoji": "👍", "added": true }))) else {
            panic!()
        };
        let user = json!({ "id": "ada", "name": "Ada" });
        let wanted = json!({
            "type": "reaction_update", "message": "m", "emoji": "👍", "added": true, "user": user, "time": 9, "event": "7",
        });
        assert_eq!(said, wanted);
        let Word::Say(said) = word(&event("comment.reopened", json!({ "thread": "t" }))) else { panic!() };
        assert_eq!((&said["type"], &said["resolved"]), (&json!("comment_resolved"), &json!(false)));
        let Word::Say(said) = word(&event("lock.broken", json!({ "lock": { "id": "l" } }))) else { panic!() };
        assert_eq!((&said["type"], &said["why"], &said["lock"]["id"]), (&json!("lock_released"), &json!("broken"), &json!("l")));
        assert_eq!(word(&event("session.turn_offered", json!({}))), Word::Session);
        assert_eq!(word(&event("lock.denied", json!({}))), Word::Nothing);
    }
}
