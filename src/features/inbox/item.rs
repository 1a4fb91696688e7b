//! What lies in an inbox, and from which events it comes: who is told of a message, a comment, an assignment, a new right, a turn.
//! Pure; `inbox::follow` finds out who is meant and writes the items.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::access::Role;
use crate::document::Kind as DocumentKind;
use crate::event::{Author, Event};
use crate::features::mentions::Mention;

/// The most characters of a summary.
const SUMMARY: usize = 200;

/// Why something lies in an inbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Somebody called the user, by name or by role.
    Mention,
    /// Somebody answered the user's message, or commented in a thread in which the user did.
    Reply,
    /// Something is the user's to do.
    Assignment,
    /// The user became a member of a document or a prefix.
    Share,
    /// It is the user's turn to edit.
    Turn,
    /// A thread in which the user commented is resolved.
    ThreadResolved,
}

/// Something in an inbox.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// A UUID that grows within an inbox.
    pub id: String,
    /// Why it is there.
    pub kind: Kind,
    /// The document it is about, or the prefix.
    pub document: String,
    /// The event that it comes from.
    pub event: u64,
    /// Who did it, if it was somebody.
    pub from: Option<Author>,
    /// The beginning of what was said, or the title of what it is about; may be empty.
    pub summary: String,
    /// Where to look.
    pub target: Value,
    /// When it happened, in milliseconds since the Unix epoch.
    pub created_at: u64,
    /// When the user read it.
    pub read_at: Option<u64>,
}

/// Somebody who is to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum To {
    /// The user with this id.
    User(String),
    /// Everybody who has exactly this role.
    Role(Role),
    /// Who wrote this message.
    Author(String),
    /// Who has commented in this thread.
    Participants(String),
}

/// What becomes of those who are known to take part in a thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Takes {
    /// This user takes part.
    Part(String, String),
    /// The thread is gone.
    End(String),
}

/// What follows from an event.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Told {
    /// Who is to be told, and why. Who is told for several reasons is told for the first.
    pub(super) to: Vec<(To, Kind)>,
    /// Who is told nothing: they did it themselves.
    pub(super) doers: Vec<String>,
    pub(super) summary: String,
    pub(super) target: Value,
    /// What follows for a thread.
    pub(super) thread: Option<Takes>,
}

impl Told {
    fn new(event: &Event, to: Vec<(To, Kind)>) -> Self {
        let several = event.draft.data["authors"].as_array().into_iter().flatten();
        let several = several.filter_map(|author| author["id"].as_str().map(str::to_owned));
        let doers = event.draft.user.iter().map(|user| user.id.to_string()).chain(several).collect();
        Self { to, doers, summary: String::new(), target: json!({}), thread: None }
    }

    /// Nobody is told anything.
    pub(super) fn nothing() -> Self {
        Self { to: Vec::new(), doers: Vec::new(), summary: String::new(), target: json!({}), thread: None }
    }

    fn about(self, summary: &str, target: Value) -> Self {
        Self { summary: shortened(summary), target, ..self }
    }
}

/// One line of a text, and not too much of it.
fn shortened(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= SUMMARY {
        return line;
    }
    line.chars().take(SUMMARY - 1).chain(['…']).collect()
}

/// Those who are called.
fn called(mentions: &Value) -> Vec<(To, Kind)> {
    let mentions: Vec<Mention> = serde_json::from_value(mentions.clone()).unwrap_or_default();
    let to = |mention| match mention {
        Mention::User(id) => To::User(id),
        Mention::Role(role) => To::Role(role),
    };
    let mut called: Vec<(To, Kind)> = Vec::new();
    for mention in mentions {
        let one = (to(mention), Kind::Mention);
        // Each once: to find out who has a role costs something.
        if !called.contains(&one) {
            called.push(one);
        }
    }
    called
}

/// What an event leads to in inboxes; nothing, mostly.
pub(super) fn told(event: &Event) -> Option<Told> {
    let (kind, data) = (&*event.draft.kind, &event.draft.data);
    match kind.split('.').next()? {
        "chat" => of_chat(event, kind, data),
        "comment" => of_comments(event, kind, data),
        "member" if kind == "member.added" => {
            let user = data["user"].as_str()?.to_owned();
            let role = data["role"].as_str().unwrap_or_default();
            Some(Told::new(event, vec![(To::User(user), Kind::Share)]).about(role, json!({ "role": role })))
        }
        "session" if kind == "session.turn_offered" => {
            let user = data["to"]["id"].as_str()?.to_owned();
            let target = json!({ "expires_at": data["expires_at"] });
            Some(Told::new(event, vec![(To::User(user), Kind::Turn)]).about("", target))
        }
        _ => of_things(event, kind, data),
    }
}

fn of_chat(event: &Event, kind: &str, data: &Value) -> Option<Told> {
    let message = &data["message"];
    let id = message["id"].as_str()?;
    let mut to = match kind {
        "chat.message" => called(&message["mentions"]),
        "chat.edited" => called(&data["mentioned"]),
        _ => return None,
    };
    let parent = message["reply_to"].as_str().filter(|_| kind == "chat.message");
    to.extend(parent.map(|parent| (To::Author(parent.to_owned()), Kind::Reply)));
    let target = json!({ "message": id, "reply_to": message["reply_to"] });
    Some(Told::new(event, to).about(message["body"].as_str().unwrap_or_default(), target))
}

fn of_comments(event: &Event, kind: &str, data: &Value) -> Option<Told> {
    let thread = data["thread"].as_str()?.to_owned();
    let part = || event.draft.user.as_ref().map(|user| Takes::Part(thread.clone(), user.id.to_string()));
    let (to, takes) = match kind {
        "comment.thread_created" => (called(&data["mentions"]), part()),
        "comment.added" => {
            let mut to = called(&data["mentions"]);
            to.push((To::Participants(thread.clone()), Kind::Reply));
            (to, part())
        }
        "comment.edited" => (called(&data["mentioned"]), None),
        "comment.resolved" => (vec![(To::Participants(thread.clone()), Kind::ThreadResolved)], None),
        "comment.thread_deleted" => (Vec::new(), Some(Takes::End(thread.clone()))),
        _ => return None,
    };
    let mut target = json!({ "thread": thread });
    if let Some(comment) = data["comment"].as_str() {
        target["comment"] = comment.into();
    }
    Some(Told { thread: takes, ..Told::new(event, to).about(data["text"].as_str().unwrap_or_default(), target) })
}

/// Cards and the like, of all kinds of documents in which things are somebody's.
fn of_things(event: &Event, kind: &str, data: &Value) -> Option<Told> {
    let collections = DocumentKind::all().flat_map(|kind| kind.collections());
    let (collection, verb) = collections.filter_map(|one| Some((one, kind.strip_prefix(one.noun)?.strip_prefix('.')?))).next()?;
    let field = collection.assignee?;
    let (assignee, title) = if verb == "assigned" {
        let changes = data["changes"].as_array()?;
        let change =
            changes.iter().find(|change| change["path"].as_str().and_then(|path| path.strip_prefix('/')) == Some(field))?;
        (change["new"].as_str()?, "")
    } else if verb == collection.added {
        (data["value"][field].as_str()?, data["value"]["title"].as_str().unwrap_or_default())
    } else {
        return None;
    };
    let thing = collection.noun.rsplit('.').next()?;
    let target = Value::Object([(thing.to_owned(), data["id"].clone())].into_iter().collect());
    Some(Told::new(event, vec![(To::User(assignee.to_owned()), Kind::Assignment)]).about(title, target))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Draft;

    fn event(kind: &'static str, by: &str, data: Value) -> Event {
        let by = Author { id: by.into(), name: None };
        Event { id: 1, draft: Draft::of(kind, "doc".into(), 5, Some(by), data) }
    }

    fn to(kind: &'static str, data: Value) -> Vec<(To, Kind)> {
        told(&event(kind, "ada", data)).map(|told| told.to).unwrap_or_default()
    }

    #[test]
    fn a_summary_is_one_line_of_at_most_200_characters() {
        assert_eq!(shortened("  a\n\n b\tc "), "a b c");
        assert_eq!(shortened(&"ü".repeat(200)), "ü".repeat(200));
        assert_eq!(shortened(&"ü".repeat(201)), format!("{}…", "ü".repeat(199)));
    }

    #[test]
    fn who_is_called_and_who_is_answered_is_told_of_a_message() {
        let message = json!({ "id": "m", "body": "hi", "reply_to": "p", "mentions": [{ "user": "bob" }, { "role": "editor" }] });
        let sent = told(&event("chat.message", "ada", json!({ "message": message }))).unwrap();
        let bob = (To::User("bob".to_owned()), Kind::Mention);
        assert_eq!(sent.to, [bob.clone(), (To::Role(Role::Editor), Kind::Mention), (To::Author("p".to_owned()), Kind::Reply)]);
        assert_eq!(
            (sent.doers, &*sent.summary, sent.target),
            (vec!["ada".to_owned()], "hi", json!({ "message": "m", "reply_to": "p" }))
        );
        assert_eq!(to("chat.edited", json!({ "message": message, "mentioned": [{ "user": "bob" }] })), [bob]);
        assert_eq!(to("chat.deleted", json!({ "id": "m" })), []);
    }

    #[test]
    fn who_is_called_again_and_again_is_looked_for_once() {
        let again = vec![json!({ "role": "editor" }); 32];
        let message = json!({ "id": "m", "body": "hi", "mentions": again });
        assert_eq!(to("chat.message", json!({ "message": message })), [(To::Role(Role::Editor), Kind::Mention)]);
    }

    #[test]
    fn who_takes_part_in_a_thread_is_told_of_it() {
        let data = json!({ "thread": "t", "comment": "c", "mentions": [{ "user": "bob" }], "text": "so" });
        let added = told(&event("comment.added", "ada", data.clone())).unwrap();
        let all = (To::Participants("t".to_owned()), Kind::Reply);
        assert_eq!(added.to, [(To::User("bob".to_owned()), Kind::Mention), all]);
        assert_eq!(added.thread, Some(Takes::Part("t".to_owned(), "ada".to_owned())));
        assert_eq!(added.target, json!({ "thread": "t", "comment": "c" }));
        assert_eq!(to("comment.thread_created", data), [(To::User("bob".to_owned()), Kind::Mention)]);
        assert_eq!(to("comment.resolved", json!({ "thread": "t" })), [(To::Participants("t".to_owned()), Kind::ThreadResolved)]);
        assert_eq!(to("comment.reaction", json!({ "thread": "t" })), []);
    }

    #[test]
    fn whose_a_card_becomes_is_told_and_nobody_of_other_changes() {
        let bob = [(To::User("bob".to_owned()), Kind::Assignment)];
        let changed = |path: &str, new: Value| json!({ "id": "c1", "changes": [{ "path": path, "old": "ada", "new": new }] });
        assert_eq!(to("board.card.assigned", changed("/assignee", "bob".into())), bob);
        assert_eq!(to("board.card.assigned", changed("/assignee", Value::Null)), []);
        assert_eq!(to("board.card.moved", changed("/column", "bob".into())), []);
        let created =
            told(&event("board.card.created", "ada", json!({ "id": "c1", "value": { "title": "T", "assignee": "bob" } })));
        let created = created.unwrap();
        assert_eq!((created.to, &*created.summary, created.target), (bob.to_vec(), "T", json!({ "card": "c1" })));
        assert_eq!(to("board.card.created", json!({ "id": "c1", "omitted": 9 })), []);
        let together = json!({ "id": "c1", "value": { "assignee": "bob" }, "authors": [{ "id": "ada" }, { "id": "bob" }] });
        assert!(told(&event("board.card.created", "ada", together)).unwrap().doers.contains(&"bob".to_owned()));
    }

    #[test]
    fn a_new_member_and_who_has_the_turn_are_told() {
        let share = json!({ "user": "bob", "role": "editor" });
        assert_eq!(to("member.added", share), [(To::User("bob".to_owned()), Kind::Share)]);
        assert_eq!(to("member.removed", json!({ "user": "bob" })), []);
        let offered = json!({ "to": { "id": "bob", "name": "Bob" }, "expires_at": 9 });
        assert_eq!(to("session.turn_offered", offered), [(To::User("bob".to_owned()), Kind::Turn)]);
    }
}
