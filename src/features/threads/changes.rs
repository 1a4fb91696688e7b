//! What people do with threads and comments: begin, reply, change, delete, resolve, react. Each reads the records, decides, and
//! writes them if nobody was faster. Part of `threads`.

use bytes::Bytes;
use serde_json::{Value, json};
use yrsa_storage::{Expected, RecordBatch};

use super::thread::{self, check_emoji, check_metadata};
use super::{
    Anchor, Caller, Comment, Happened, Head, Left, MOST_COMMENTS, NewThread, Reaction, Record, Resolution, State, THREAD_BYTES,
    TRIES, Thread, Threads, Words, Written, changed_meanwhile, keys,
};
use crate::access::{Action, Denied};
use crate::features::{Refused, mentions, records};
use crate::protocol::DocumentId;

/// The most reactions to a comment, and how many different ones.
const REACTIONS: usize = 1000;
const EMOJIS: usize = 32;

/// A comment, by its thread.
pub type Place<'p> = (&'p DocumentId, &'p str, &'p str);

/// How a comment is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removal {
    /// Its place stays.
    Soft,
    /// Nothing of it stays.
    Whole,
}

/// What becomes of a reaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Toggle {
    /// It is to be there.
    On,
    /// It is not.
    Off,
}

/// A thread that is being changed.
struct Work {
    record: Record,
    batch: RecordBatch,
    happened: Vec<Happened>,
    fate: Fate,
}

#[derive(Debug, PartialEq, Eq)]
enum Fate {
    Stays,
    Goes,
}

impl Work {
    fn tell(&mut self, kind: &'static str, comment: Option<&Comment>, more: Value) {
        let thread = &self.record.thread;
        let mut data = json!({ "thread": thread.id, "anchor": thread.anchor });
        if let Some(comment) = comment {
            data["comment"] = comment.id.as_str().into();
            data["mentions"] = json!(comment.mentions);
        }
        if let (Value::Object(data), Value::Object(more)) = (&mut data, more) {
            data.extend(more);
        }
        self.happened.push((kind, data));
    }

    fn put(&mut self, key: Bytes, expected: Expected, comment: &Comment) -> Result<(), Refused> {
        let batch = std::mem::take(&mut self.batch);
        self.batch = batch.expect(key.clone(), expected).put(key, records::encode(comment)?);
        Ok(())
    }

    fn delete(&mut self, key: Bytes) {
        self.batch = std::mem::take(&mut self.batch).delete(key);
    }

    fn weigh(&mut self, was: usize, is: usize) -> Result<(), Refused> {
        let bytes = self.record.bytes.saturating_sub(was) + is;
        if bytes > THREAD_BYTES && is > was {
            return Err(Refused::Conflict("the comments of a thread have at most 2 MiB; begin another one"));
        }
        self.record.bytes = bytes;
        Ok(())
    }
}

impl Threads {
    /// Somebody begins a thread.
    pub fn create(
        &self,
        document: &DocumentId,
        new: &NewThread,
        caller: &Caller,
        now: u64,
    ) -> Result<Written<super::Conversation>, Refused> {
        may_comment(caller)?;
        new.words.check()?;
        new.anchor.check()?;
        check_metadata(new.metadata.as_ref())?;
        for _ in 0..TRIES {
            let (id, _) = thread::id_after(0, now)?;
            let (comment_id, last_ms) = thread::id_after(0, now)?;
            let by = &caller.doer.author;
            let comment = new.words.clone().comment(comment_id, by.clone(), now);
            let thread = Thread {
                id: id.clone(),
                created_at: now,
                updated_at: now,
                created_by: by.clone(),
                anchor: new.anchor.clone(),
                metadata: new.metadata.clone().filter(|metadata| !metadata.is_null()),
                resolution: None,
                deleted_at: None,
            };
            let bytes = comment.weight();
            let record = Record { thread, revision: 1, comments: 1, live: 1, bytes, last_ms };
            let key = keys::thread(document, &id).ok_or(Refused::Broken("a thread's id is no UUID"))?;
            let comment_key = keys::comment(document, &id, &comment.id).ok_or(Refused::Broken("a comment's id is no UUID"))?;
            let batch = self.bound(RecordBatch::new().expect(key.clone(), Expected::Absent), document)?;
            let batch = self.count(batch.put(key, records::encode(&record)?), document, |head| {
                head.threads += 1;
                head.bytes += bytes;
            })?;
            let mut work = Work { record, batch, happened: Vec::new(), fate: Fate::Stays };
            work.put(comment_key, Expected::Absent, &comment)?;
            work.tell("comment.thread_created", Some(&comment), json!({ "text": comment.quote() }));
            if self.commit((document, &id), work.batch, work.happened, (caller, now))? {
                let answer = super::Conversation { thread: work.record.thread, comments: vec![comment] };
                return Ok(Written { answer, thread: id, revision: 1 });
            }
        }
        Err(changed_meanwhile())
    }

    /// Somebody replies.
    pub fn reply(
        &self,
        (document, thread): (&DocumentId, &str),
        words: &Words,
        caller: &Caller,
        now: u64,
    ) -> Result<Written<Comment>, Refused> {
        may_comment(caller)?;
        words.check()?;
        self.change((document, thread), (caller, now), |work| {
            if work.record.thread.deleted_at.is_some() {
                return Err(Refused::Conflict("all comments of this thread are deleted; begin another one"));
            }
            if work.record.comments >= MOST_COMMENTS {
                return Err(Refused::Conflict("a thread has at most 1000 comments; begin another one"));
            }
            let (id, last_ms) = thread::id_after(work.record.last_ms, now)?;
            let key = keys::comment(document, thread, &id).ok_or(Refused::Broken("a comment's id is no UUID"))?;
            let comment = words.clone().comment(id, caller.doer.author.clone(), now);
            work.weigh(0, comment.weight())?;
            work.put(key, Expected::Absent, &comment)?;
            let record = &mut work.record;
            (record.comments, record.live, record.last_ms) = (record.comments + 1, record.live + 1, last_ms);
            record.thread.updated_at = now;
            work.tell("comment.added", Some(&comment), json!({ "text": comment.quote() }));
            Ok(comment)
        })
    }

    /// Somebody changes their own words.
    pub fn edit(&self, place: Place<'_>, words: &Words, caller: &Caller, now: u64) -> Result<Written<Comment>, Refused> {
        may_comment(caller)?;
        words.check()?;
        let (document, thread, id) = place;
        self.change((document, thread), (caller, now), |work| {
            let (key, stored) = self.stored_comment(document, thread, id)?;
            if !caller.wrote(&stored.value.author) {
                return Err(Denied::NoRight.into());
            }
            if stored.value.deleted_at.is_some() {
                return Err(deleted());
            }
            let new = words.clone().comment(id.to_owned(), stored.value.author.clone(), now);
            let mut comment = Comment { created_at: stored.value.created_at, reactions: stored.value.reactions.clone(), ..new };
            if words.mentions.is_none() {
                comment.mentions.clone_from(&stored.value.mentions);
            }
            if (Comment { updated_at: stored.value.updated_at, ..comment.clone() }) == stored.value {
                comment.updated_at = stored.value.updated_at;
                return Ok(comment);
            }
            work.weigh(stored.value.weight(), comment.weight())?;
            work.put(key, stored.unchanged(), &comment)?;
            work.record.thread.updated_at = now;
            let mentioned = mentions::added(&stored.value.mentions, &comment.mentions);
            work.tell("comment.edited", Some(&comment), json!({ "text": comment.quote(), "mentioned": mentioned }));
            Ok(comment)
        })
    }

    /// Somebody deletes their own comment, or an owner anybody's. With the last one the thread is deleted, too.
    pub fn delete_comment(
        &self,
        place: Place<'_>,
        removal: Removal,
        caller: &Caller,
        now: u64,
    ) -> Result<Written<Left>, Refused> {
        may_comment(caller)?;
        let (document, thread, id) = place;
        self.change((document, thread), (caller, now), |work| {
            let (key, stored) = self.stored_comment(document, thread, id)?;
            if !(caller.wrote(&stored.value.author) || caller.role.may(Action::Manage)) {
                return Err(Denied::NoRight.into());
            }
            if stored.value.deleted_at.is_some() {
                return Err(deleted());
            }
            let author = json!({ "author": stored.value.author.id });
            let comment = Comment {
                deleted_at: Some(now),
                updated_at: now,
                body: None,
                metadata: None,
                mentions: Vec::new(),
                reactions: Vec::new(),
                ..stored.value.clone()
            };
            let record = &mut work.record;
            record.live = record.live.saturating_sub(1);
            record.thread.updated_at = now;
            let left = match removal {
                Removal::Soft => {
                    if record.live == 0 {
                        record.thread.deleted_at = Some(now);
                    }
                    work.weigh(stored.value.weight(), comment.weight())?;
                    work.put(key, stored.unchanged(), &comment)?;
                    Left::Place
                }
                Removal::Whole if record.live == 0 => {
                    work.fate = Fate::Goes;
                    Left::Nothing
                }
                Removal::Whole => {
                    record.comments = record.comments.saturating_sub(1);
                    work.weigh(stored.value.weight(), 0)?;
                    work.batch = std::mem::take(&mut work.batch).expect(key.clone(), stored.unchanged());
                    work.delete(key);
                    Left::Others
                }
            };
            work.tell("comment.deleted", Some(&comment), author);
            if left == Left::Nothing {
                self.remove(document, work)?;
            }
            Ok(left)
        })
    }

    /// An owner deletes a thread, or who began it as long as nobody else's words are in it.
    pub fn delete(&self, document: &DocumentId, thread: &str, caller: &Caller, now: u64) -> Result<Written<Left>, Refused> {
        may_comment(caller)?;
        self.change((document, thread), (caller, now), |work| {
            if !caller.role.may(Action::Manage) {
                let comments = self.comments(document, thread)?;
                let others = comments.iter().any(|comment| comment.deleted_at.is_none() && !caller.wrote(&comment.author));
                if others || !caller.wrote(&work.record.thread.created_by) {
                    return Err(Denied::NoRight.into());
                }
            }
            self.remove(document, work)?;
            Ok(Left::Nothing)
        })
    }

    /// The thread goes, with all that was said in it.
    fn remove(&self, document: &DocumentId, work: &mut Work) -> Result<(), Refused> {
        work.fate = Fate::Goes;
        let id = work.record.thread.id.clone();
        // Whoever adds a comment meanwhile changes the thread's record, and this is tried again.
        for (key, _) in self.comment_records(document, &id)? {
            work.delete(key);
        }
        work.tell("comment.thread_deleted", None, json!({}));
        Ok(())
    }

    /// Somebody says that a thread is done with, or that it is not.
    pub fn resolve(
        &self,
        (document, thread): (&DocumentId, &str),
        state: State,
        caller: &Caller,
        now: u64,
    ) -> Result<Written<Thread>, Refused> {
        may_comment(caller)?;
        self.change((document, thread), (caller, now), |work| {
            let is_resolved = work.record.thread.is_resolved();
            if is_resolved != (state == State::Resolved) {
                let reopens = state == State::Open;
                // BlockNote keeps who resolved it, and so does this.
                let by = match &work.record.thread.resolution {
                    Some(resolution) if reopens => resolution.by.clone(),
                    _ => caller.doer.author.clone(),
                };
                work.record.thread.resolution = Some(Resolution { state, at: now, by });
                let kind = if reopens { "comment.reopened" } else { "comment.resolved" };
                work.tell(kind, None, json!({}));
            }
            Ok(work.record.thread.clone())
        })
    }

    /// Somebody's reaction is to be there, or not; saying so twice changes nothing.
    pub fn react(
        &self,
        place: Place<'_>,
        (emoji, toggle): (&str, Toggle),
        caller: &Caller,
        now: u64,
    ) -> Result<Written<Comment>, Refused> {
        may_comment(caller)?;
        check_emoji(emoji)?;
        let (document, thread, id) = place;
        self.change((document, thread), (caller, now), |work| {
            let (key, stored) = self.stored_comment(document, thread, id)?;
            let mut comment = stored.value.clone();
            let theirs = |reaction: &Reaction| reaction.emoji == emoji && caller.wrote(&reaction.user);
            let has = comment.reactions.iter().position(theirs);
            match (toggle, has) {
                (Toggle::On, Some(_)) | (Toggle::Off, None) => return Ok(comment),
                (Toggle::Off, Some(at)) => drop(comment.reactions.remove(at)),
                (Toggle::On, None) => {
                    if comment.deleted_at.is_some() {
                        return Err(deleted());
                    }
                    check_room(&comment.reactions, emoji)?;
                    comment.reactions.push(Reaction { emoji: emoji.to_owned(), user: caller.doer.author.clone(), at: now });
                }
            }
            work.weigh(stored.value.weight(), comment.weight())?;
            work.put(key, stored.unchanged(), &comment)?;
            let more = json!({ "emoji": emoji, "user": caller.doer.author, "added": toggle == Toggle::On });
            work.tell("comment.reaction", Some(&comment), more);
            Ok(comment)
        })
    }

    /// A thread, if somebody may say what it is about: who began it, and editors.
    pub fn may_anchor(&self, document: &DocumentId, thread: &str, caller: &Caller) -> Result<Thread, Refused> {
        let thread = self.stored(document, thread)?.1.value.thread;
        may_anchor(&thread, caller)?;
        Ok(thread)
    }

    /// A thread is about something else from now on: of those who began it, and of editors.
    pub fn anchor(
        &self,
        (document, thread): (&DocumentId, &str),
        anchor: &Anchor,
        caller: &Caller,
        now: u64,
    ) -> Result<Written<Thread>, Refused> {
        anchor.check()?;
        self.change((document, thread), (caller, now), |work| {
            may_anchor(&work.record.thread, caller)?;
            if work.record.thread.anchor != *anchor {
                work.record.thread.anchor = anchor.clone();
                work.tell("comment.anchored", None, json!({}));
            }
            Ok(work.record.thread.clone())
        })
    }

    /// Adds to a batch that the document is there as it is now: nothing is said in a deleted one, and a purge leaves no thread behind.
    fn bound(&self, batch: RecordBatch, document: &DocumentId) -> Result<RecordBatch, Refused> {
        let Some((batch, entry)) = self.documents.bound(batch, document)? else { return Err(Refused::Unknown("document")) };
        if entry.deleted.is_some() { Err(Denied::Gone.into()) } else { Ok(batch) }
    }

    /// Changes a thread as nobody else does meanwhile. What changes nothing tells nothing.
    fn change<T>(
        &self,
        (document, id): (&DocumentId, &str),
        (caller, now): (&Caller, u64),
        decide: impl Fn(&mut Work) -> Result<T, Refused>,
    ) -> Result<Written<T>, Refused> {
        for _ in 0..TRIES {
            let (key, stored) = self.stored(document, id)?;
            let batch = self.bound(RecordBatch::new().expect(key.clone(), stored.unchanged()), document)?;
            let mut work = Work { record: stored.value.clone(), batch, happened: Vec::new(), fate: Fate::Stays };
            let answer = decide(&mut work)?;
            let thread = id.to_owned();
            if work.happened.is_empty() {
                return Ok(Written { answer, thread, revision: stored.value.revision });
            }
            let (was, is) = (stored.value.bytes, work.record.bytes);
            let (batch, revision) = match work.fate {
                Fate::Stays => {
                    work.record.revision += 1;
                    let batch = self.count(work.batch, document, |head| head.bytes = head.bytes.saturating_sub(was) + is)?;
                    (batch.put(key, records::encode(&work.record)?), work.record.revision)
                }
                Fate::Goes => {
                    let gone = |head: &mut Head| {
                        head.threads = head.threads.saturating_sub(1);
                        head.bytes = head.bytes.saturating_sub(was);
                    };
                    (self.count(work.batch, document, gone)?.delete(key), u64::MAX)
                }
            };
            if self.commit((document, id), batch, work.happened, (caller, now))? {
                return Ok(Written { answer, thread, revision });
            }
        }
        Err(changed_meanwhile())
    }
}

/// Whether somebody may say what a thread is about.
fn may_anchor(thread: &Thread, caller: &Caller) -> Result<(), Refused> {
    may_comment(caller)?;
    let may = caller.wrote(&thread.created_by) || caller.role.may(Action::Edit);
    if may { Ok(()) } else { Err(Denied::NoRight.into()) }
}

fn may_comment(caller: &Caller) -> Result<(), Refused> {
    if caller.role.may(Action::Comment) { Ok(()) } else { Err(Denied::NoRight.into()) }
}

fn check_room(reactions: &[Reaction], emoji: &str) -> Result<(), Refused> {
    if reactions.len() >= REACTIONS {
        return Err(Refused::Conflict("a comment has at most 1000 reactions"));
    }
    let mut others: Vec<&str> =
        reactions.iter().map(|reaction| reaction.emoji.as_str()).filter(|other| *other != emoji).collect();
    others.sort_unstable();
    others.dedup();
    if others.len() >= EMOJIS { Err(Refused::Conflict("a comment has at most 32 different reactions")) } else { Ok(()) }
}

fn deleted() -> Refused {
    Refused::Conflict("the comment is deleted")
}
