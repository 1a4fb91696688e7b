//! One message: what it may hold, and what becomes of it when somebody edits it, deletes it or reacts to it. Pure; `chat` reads and
//! writes it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::document::kinds::nesting;
use crate::event::Author;
use crate::features::Refused;
use crate::features::mentions::{self, Mention};

/// The most bytes of a message's text.
const BODY: usize = 16 << 10;
/// The most references of a message, and the most bytes of a file's name and of a snippet.
const REFERENCES: usize = 16;
const FILE: usize = 1024;
const SNIPPET: usize = 4 << 10;
/// The most bytes of metadata, and how deep they nest.
const METADATA: usize = 4 << 10;
const METADATA_DEPTH: usize = 16;
/// The most bytes of the name of a reaction.
const EMOJI: usize = 64;
/// The most different reactions to a message, the most users of one, and about how many bytes all have together.
const REACTIONS: usize = 32;
const REACTORS: usize = 500;
const REACTION_BYTES: usize = 512 << 10;

/// A place in code that a message is about. Lines and columns are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// The file, as the application names it.
    pub file: String,
    /// The line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The last line, where there is more than one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_line: Option<u32>,
    /// The column in the line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// What stood there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub snippet: Option<String>,
}

/// One user's reaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reaction {
    /// Who.
    pub user: Author,
    /// When, in milliseconds since the Unix epoch.
    pub at: u64,
}

/// A message, as everybody reads it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// A UUID that grows with time.
    pub id: String,
    /// The document it belongs to.
    pub document: String,
    /// Who wrote it, as the server verified it.
    pub author: Author,
    /// The text; empty once it is deleted.
    pub body: String,
    /// The message it answers.
    pub reply_to: Option<String>,
    /// Who is called.
    pub mentions: Vec<Mention>,
    /// Places in code.
    pub references: Vec<Reference>,
    /// What the application keeps with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Map<String, Value>>,
    /// By what was reacted with; in the order of the names, of each the first one first.
    pub reactions: BTreeMap<String, Vec<Reaction>>,
    /// When it was sent, in milliseconds since the Unix epoch.
    pub created_at: u64,
    /// When its text was last changed.
    pub edited_at: Option<u64>,
    /// When it was deleted.
    pub deleted_at: Option<u64>,
    /// How many messages answer it.
    pub replies: u64,
}

/// A message to be sent.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NewMessage {
    /// The text.
    pub body: String,
    /// The message it answers.
    pub reply_to: Option<String>,
    /// Who is called.
    pub mentions: Vec<Mention>,
    /// Places in code.
    pub references: Vec<Reference>,
    /// What the application keeps with it.
    pub metadata: Option<Map<String, Value>>,
}

/// What is to change of a message; what is missing stays.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Edit {
    /// The text.
    pub body: Option<String>,
    /// Who is called.
    pub mentions: Option<Vec<Mention>>,
    /// Places in code.
    pub references: Option<Vec<Reference>>,
    /// What the application keeps with it; nothing in it takes it away.
    pub metadata: Option<Option<Map<String, Value>>>,
}

/// What is to become of a reaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reacting {
    /// It is there afterwards.
    Add,
    /// It is not.
    Remove,
}

/// Refuses what is no reaction.
pub(super) fn check_emoji(emoji: &str) -> Result<(), Refused> {
    let fits = (1..=EMOJI).contains(&emoji.len()) && !emoji.chars().any(|one| one.is_control() || one.is_whitespace());
    if fits {
        Ok(())
    } else {
        Err(Refused::Invalid("a reaction is an emoji or a :shortcode: of at most 64 bytes without spaces"))
    }
}

impl NewMessage {
    /// Refuses what no message may be.
    pub(super) fn check(&self) -> Result<(), Refused> {
        check_text(&self.body, &self.references)?;
        mentions::check(&self.mentions)?;
        check_references(&self.references)?;
        check_metadata(self.metadata.as_ref())
    }

    /// The message, as it begins.
    pub(super) fn begin(&self, id: String, document: &str, author: &Author, now: u64) -> Message {
        let Self { body, reply_to, mentions, references, metadata } = self.clone();
        let (document, author) = (document.to_owned(), author.clone());
        Message {
            id,
            document,
            author,
            body,
            reply_to,
            mentions,
            references,
            metadata,
            reactions: BTreeMap::new(),
            created_at: now,
            edited_at: None,
            deleted_at: None,
            replies: 0,
        }
    }
}

impl Message {
    /// The author changes it; whether it is another one now.
    pub(super) fn edit(&mut self, edit: &Edit, now: u64) -> Result<bool, Refused> {
        if self.deleted_at.is_some() {
            return Err(Refused::Conflict("the message is deleted"));
        }
        let before = self.clone();
        let Edit { body, mentions, references, metadata } = edit.clone();
        self.body = body.unwrap_or_else(|| std::mem::take(&mut self.body));
        self.mentions = mentions.unwrap_or_else(|| std::mem::take(&mut self.mentions));
        self.references = references.unwrap_or_else(|| std::mem::take(&mut self.references));
        self.metadata = metadata.unwrap_or_else(|| std::mem::take(&mut self.metadata));
        check_text(&self.body, &self.references)?;
        mentions::check(&self.mentions)?;
        check_references(&self.references)?;
        check_metadata(self.metadata.as_ref())?;
        let is_another = *self != before;
        if is_another {
            self.edited_at = Some(now);
        }
        Ok(is_another)
    }

    /// Nothing of it stays but its place; how many reactions went with it. None: it was deleted before.
    pub(super) fn delete(&mut self, now: u64) -> Option<u64> {
        if self.deleted_at.is_some() {
            return None;
        }
        let reactions = self.reaction_count();
        self.deleted_at = Some(now);
        self.body.clear();
        self.mentions.clear();
        self.references.clear();
        self.metadata = None;
        self.reactions.clear();
        Some(reactions)
    }

    /// Somebody reacts, or does no longer; whether that was otherwise before.
    pub(super) fn react(&mut self, emoji: &str, reacting: Reacting, by: &Author, now: u64) -> Result<bool, Refused> {
        let has = self.reactions.get(emoji).is_some_and(|all| all.iter().any(|one| one.user.id == by.id));
        match (reacting, has) {
            (Reacting::Add, true) | (Reacting::Remove, false) => Ok(false),
            (Reacting::Add, false) => self.add_reaction(emoji, by, now).map(|()| true),
            (Reacting::Remove, true) => {
                if let Some(all) = self.reactions.get_mut(emoji) {
                    all.retain(|one| one.user.id != by.id);
                }
                self.reactions.retain(|_, all| !all.is_empty());
                Ok(true)
            }
        }
    }

    fn add_reaction(&mut self, emoji: &str, by: &Author, now: u64) -> Result<(), Refused> {
        if self.deleted_at.is_some() {
            return Err(Refused::Conflict("the message is deleted"));
        }
        if !self.reactions.contains_key(emoji) && self.reactions.len() >= REACTIONS {
            return Err(Refused::Conflict("there are 32 different reactions to this message already; use one of them"));
        }
        if self.reactions.get(emoji).is_some_and(|all| all.len() >= REACTORS) {
            return Err(Refused::Conflict("500 users reacted with this already"));
        }
        let weigh = |user: &Author| user.id.len() + user.name.as_ref().map_or(0, |name| name.len()) + 64;
        let bytes: usize = self.reactions.values().flatten().map(|one| weigh(&one.user)).sum();
        if bytes + weigh(by) > REACTION_BYTES {
            return Err(Refused::Conflict("the reactions to this message have 512 KiB already"));
        }
        self.reactions.entry(emoji.to_owned()).or_default().push(Reaction { user: by.clone(), at: now });
        Ok(())
    }

    /// How many reactions there are to it.
    pub(super) fn reaction_count(&self) -> u64 {
        self.reactions.values().map(|all| all.len() as u64).sum()
    }
}

fn check_text(body: &str, references: &[Reference]) -> Result<(), Refused> {
    if body.len() > BODY {
        return Err(Refused::Invalid("a message has at most 16 KiB of text"));
    }
    if body.trim().is_empty() && references.is_empty() {
        return Err(Refused::Invalid("a message has text or references"));
    }
    Ok(())
}

fn check_references(references: &[Reference]) -> Result<(), Refused> {
    if references.len() > REFERENCES {
        return Err(Refused::Invalid("a message has at most 16 references"));
    }
    for Reference { file, line, end_line, column, snippet } in references {
        if file.is_empty() || file.len() > FILE || file.chars().any(char::is_control) {
            return Err(Refused::Invalid("the file of a reference has 1 to 1024 bytes without control characters"));
        }
        let counts_from_one = [line, end_line, column].into_iter().flatten().all(|place| *place > 0);
        let has_line = line.is_some() || (end_line.is_none() && column.is_none());
        let is_in_order = end_line.is_none_or(|end| line.is_some_and(|line| line <= end));
        if !counts_from_one || !has_line || !is_in_order {
            return Err(Refused::Invalid(
                "lines and columns are counted from 1; end_line and column need a line, end_line not a later one",
            ));
        }
        if snippet.as_ref().is_some_and(|snippet| snippet.len() > SNIPPET) {
            return Err(Refused::Invalid("the snippet of a reference has at most 4 KiB"));
        }
    }
    Ok(())
}

fn check_metadata(metadata: Option<&Map<String, Value>>) -> Result<(), Refused> {
    let Some(metadata) = metadata else { return Ok(()) };
    let metadata = Value::Object(metadata.clone());
    if metadata.to_string().len() > METADATA || nesting::depth(&metadata) > METADATA_DEPTH {
        return Err(Refused::Invalid("metadata have at most 4 KiB of JSON and 16 levels"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn author(id: &str) -> Author {
        Author { id: id.into(), name: None }
    }

    fn text(body: &str) -> NewMessage {
        NewMessage { body: body.to_owned(), ..NewMessage::default() }
    }

    fn message() -> Message {
        text("hello").begin("id".to_owned(), "doc", &author("ada"), 5)
    }

    fn reference() -> Reference {
        Reference { file: "src/main.rs".to_owned(), line: None, end_line: None, column: None, snippet: None }
    }

    #[test]
    fn a_message_has_text_or_references_and_not_too_much_of_either() {
        for (body, fits) in [("x", true), ("", false), (" \n", false), (&"x".repeat(BODY), true), (&"x".repeat(BODY + 1), false)]
        {
            assert_eq!(text(body).check().is_ok(), fits, "{} bytes", body.len());
        }
        let referring = |count: usize| NewMessage { references: vec![reference(); count], ..NewMessage::default() };
        assert!(referring(1).check().is_ok() && referring(16).check().is_ok() && referring(17).check().is_err());
        let with = |metadata: Value| NewMessage { metadata: metadata.as_object().cloned(), ..text("x") };
        assert!(with(json!({ "a": "x".repeat(4080) })).check().is_ok());
        assert!(with(json!({ "a": "x".repeat(4090) })).check().is_err());
        let nested = |levels: usize| (1..levels).fold(json!({}), |inner, _| json!({ "x": inner }));
        assert!(with(nested(16)).check().is_ok() && with(nested(17)).check().is_err());
    }

    #[test]
    fn places_are_counted_from_one_and_end_where_they_begin_or_later() {
        let at = |line, end_line, column| Reference { line, end_line, column, ..reference() };
        for (place, fits) in [
            (at(None, None, None), true),
            (at(Some(1), None, None), true),
            (at(Some(1), Some(1), Some(1)), true),
            (at(Some(0), None, None), false),
            (at(Some(1), Some(0), None), false),
            (at(Some(2), Some(1), None), false),
            (at(Some(1), None, Some(0)), false),
            (at(None, None, Some(1)), false),
            (at(None, Some(3), None), false),
            (Reference { file: String::new(), ..reference() }, false),
            (Reference { file: "a\nb".to_owned(), ..reference() }, false),
            (Reference { snippet: Some("x\ny".to_owned()), ..reference() }, true),
            (Reference { snippet: Some("x".repeat(SNIPPET + 1)), ..reference() }, false),
        ] {
            assert_eq!(check_references(std::slice::from_ref(&place)).is_ok(), fits, "{place:?}");
        }
    }

    #[test]
    fn an_edit_that_changes_nothing_is_none() {
        let mut edited = message();
        let edit = Edit { body: Some("hello".to_owned()), ..Edit::default() };
        assert!(!edited.edit(&edit, 9).unwrap());
        assert_eq!(edited, message());
        assert!(edited.edit(&Edit { body: Some("bye".to_owned()), ..edit }, 9).unwrap());
        assert_eq!((edited.edited_at, &*edited.body), (Some(9), "bye"));
    }

    #[test]
    fn what_is_deleted_keeps_its_place_and_nothing_else_and_takes_nothing_more() {
        let mut message = message();
        message.react("👍", Reacting::Add, &author("bob"), 6).unwrap();
        assert_eq!(message.delete(7), Some(1));
        assert_eq!(message.delete(8), None);
        assert_eq!((&*message.body, message.reactions.len(), message.deleted_at), ("", 0, Some(7)));
        assert!(message.edit(&Edit::default(), 9).is_err());
        assert!(message.react("👍", Reacting::Add, &author("bob"), 9).is_err());
        assert!(!message.react("👍", Reacting::Remove, &author("bob"), 9).unwrap());
    }

    #[test]
    fn reactions_are_bounded_in_kinds_users_and_bytes() {
        let mut message = message();
        for n in 0..REACTIONS {
            assert!(message.react(&format!(":r{n}:"), Reacting::Add, &author("ada"), 6).unwrap());
        }
        assert!(message.react(":one-more:", Reacting::Add, &author("ada"), 6).is_err());
        for n in 1..REACTORS {
            assert!(message.react(":r0:", Reacting::Add, &author(&format!("u{n}")), 6).unwrap());
        }
        assert!(message.react(":r0:", Reacting::Add, &author("late"), 6).is_err());
        assert!(!message.react(":r0:", Reacting::Add, &author("u1"), 6).unwrap(), "who is there already changes nothing");
        let (mut taken, long) = (0, "x".repeat(240));
        let refused = (0..).find_map(|n| {
            let emoji = format!(":r{}:", 1 + n / 400);
            let added = message.react(&emoji, Reacting::Add, &author(&format!("{long}{n}")), 6);
            taken += 1;
            added.err()
        });
        assert!(matches!(refused, Some(Refused::Conflict(_))) && taken < 3000, "{taken}");
        assert!(serde_json::to_string(&message).unwrap().len() < 900 << 10, "it still fits a record");
    }

    #[test]
    fn a_reaction_is_a_short_word_without_spaces() {
        for (emoji, fits) in [("👍", true), (":+1:", true), ("👩‍👩‍👧‍👦", true), ("", false), ("a b", false), ("a\n", false)]
        {
            assert_eq!(check_emoji(emoji).is_ok(), fits, "{emoji}");
        }
        assert!(check_emoji(&"x".repeat(64)).is_ok() && check_emoji(&"x".repeat(65)).is_err());
    }
}
