//! Users, their tokens and roles, locks and sessions: asked for as the doors ask for them, and every answer is written down.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_util::FutureExt as _;
use yrsa::access::token::Own;
use yrsa::access::{Identity, Role, Scope};
use yrsa::document::Kind;
use yrsa::event::{Author, Doer};
use yrsa::features::documents::NewDocument;
use yrsa::features::guard::{Issue, Matching};
use yrsa::features::locks::{Acquired, NewLock, Path};
use yrsa::features::members::{Member, Standing};
use yrsa::features::rules::Act;
use yrsa::features::sessions::Change;
use yrsa::features::{Catalog, Credentials, Refused};
use yrsa::protocol::DocumentId;
use yrsa::room::around::Mode;

use super::World;
use super::truth::{Certainty, Held};

/// Where locks are taken.
const PATHS: [&str; 7] = ["/text", "/map", "/map/title", "/map/k", "/array", "/xml", ""];

/// A user.
pub(super) struct Person {
    /// The newest token.
    pub(super) identity: Arc<Identity>,
}

/// Who changes what administrators change.
fn admin() -> Doer {
    Doer::from(Author { id: "root".into(), name: None })
}

/// Whether a refusal says that nothing was changed.
fn is_certain(refused: &Refused) -> bool {
    !matches!(refused, Refused::Storage(_) | Refused::Broken(_))
}

impl World {
    /// Documents, users, tokens and first roles.
    pub(super) fn settle_in(&mut self) {
        let creator = self.token("root", 1 << 30, &[("/", "owner")]);
        let running = &self.server.running;
        let catalog = Catalog::new(Arc::clone(&running.guard), Arc::clone(&running.journal));
        for document in &self.documents {
            // Every second document is followed as a board, whatever is written to it.
            let kind = if document.as_str() == "board" { Kind::named("board").expect("a kind") } else { Kind::default() };
            catalog.create(&creator, NewDocument::of_kind(document.clone(), kind)).expect("a new document");
        }
        for name in ["ada", "bob", "eve"] {
            let seconds = self.random.pick(&[60, 3600, 86_400]);
            let identity = self.token(name, seconds, &[]);
            self.people.push(Person { identity });
            for document in self.documents.clone() {
                let role = self.random.pick(&[Role::Editor, Role::Editor, Role::Owner, Role::Viewer]);
                self.set_member(&name.into(), &document, Standing::Member(role));
            }
        }
    }

    /// A token of somebody, and who the guard takes its bearer for.
    fn token(&self, name: &str, seconds: u64, grants: &[(&str, &str)]) -> Arc<Identity> {
        let guard = &self.server.running.guard;
        let grants: BTreeMap<_, _> = grants.iter().map(|(scope, role)| ((*scope).to_owned(), (*role).to_owned())).collect();
        let expires_ms = self.server.now.unix_ms + seconds * 1000;
        let issue = Issue { subject: name.to_owned(), expires_ms, grants, own: Own::default(), ..Issue::default() };
        let token = guard.issue(issue).expect("a token");
        let credentials = Credentials { token: Some(token), ..Credentials::default() };
        guard.identify(&credentials).now_or_never().expect("nothing to wait for").expect("the server's own token is good")
    }

    fn set_member(&mut self, user: &Arc<str>, document: &DocumentId, standing: Standing) {
        let guard = &self.server.running.guard;
        let member = Member { role: standing, changed_by: "root".to_owned(), changed_ms: self.server.now.unix_ms };
        match guard.members.set(&admin(), &Scope::of(document), user, &member) {
            Ok(()) => {
                guard.reassess(&Matching::User(user.to_string()));
                self.truth.set_member(user, document, vec![Some(standing)]);
            }
            Err(refused) => {
                assert!(!is_certain(&refused), "a member can't be set: {refused}");
                let mut values = self.truth.member(user, document).to_vec();
                values.push(Some(standing));
                self.truth.set_member(user, document, values);
            }
        }
    }

    pub(super) fn change_member(&mut self, who: usize) {
        self.count("roles");
        let (user, document) = self.user_of(who);
        let roles = [Role::Editor, Role::Editor, Role::Viewer, Role::Commenter, Role::Owner];
        let standing = if self.random.chance(15) { Standing::Blocked } else { Standing::Member(self.random.pick(&roles)) };
        self.set_member(&user, &document, standing);
    }

    pub(super) fn revoke(&mut self, who: usize) {
        self.count("revocations");
        let identity = Arc::clone(&self.people[self.clients[who].user].identity);
        let token = identity.token_id.clone().expect("the server's tokens have ids");
        let revoked = self.server.running.guard.withdraw_token(&admin(), token.to_string(), identity.expires_ms);
        self.truth.revoke(&token, if revoked.is_ok() { Certainty::Sure } else { Certainty::Doubtful });
    }

    pub(super) fn renew(&mut self, who: usize) {
        let seconds = self.random.pick(&[60, 3600, 86_400]);
        self.renew_user(self.clients[who].user, seconds);
    }

    pub(super) fn renew_user(&mut self, user: usize, seconds: u64) {
        let name = Arc::clone(&self.people[user].identity.user.id);
        let identity = self.token(&name, seconds, &[]);
        self.people[user].identity = Arc::clone(&identity);
        for watch in self.server.watches.values_mut().filter(|watch| watch.identity.user.id == name && watch.told().is_some()) {
            let expected = self.truth.role(&identity, &watch.document, self.server.now.unix_ms);
            match watch.watched.renew(Arc::clone(&identity)) {
                Ok((renewed, role)) => {
                    watch.identity = renewed;
                    assert!(expected.is_none_or(|expected| expected == Some(role)), "{name} is {expected:?}, not {role:?}");
                }
                Err(denied) => assert!(expected.is_none_or(|expected| expected.is_none()), "{name} is {expected:?}: {denied:?}"),
            }
        }
    }

    /// Every connection was told what its user may do now, as soon as that has changed.
    pub(super) fn check_rights(&mut self) {
        let now_ms = self.server.now.unix_ms;
        self.latest_ms = self.latest_ms.max(now_ms);
        // Should the clock go back now, it is nobody's business whether what had expired is there again.
        self.truth.locks.values_mut().filter(|held| held.until_ms <= now_ms).for_each(|held| held.is_doubtful = true);
        for (connection, watch) in &self.server.watches {
            let Some(told) = watch.told() else { continue };
            if let Some(role) = self.truth.role(&watch.identity, &watch.document, now_ms) {
                let user = &watch.identity.user.id;
                assert_eq!(Some(told), role, "{user} in {} over {connection:?}: told, and so it is", watch.document);
            }
        }
    }

    /// After a start of the server: what was answered is there, what was not may be.
    pub(super) fn check_what_was_answered_is_there(&mut self) {
        let guard = Arc::clone(&self.server.running.guard);
        for (user, document, possible) in self.truth.members() {
            let found = guard.members.get(&Scope::of(&document), &user).expect("a member can be read").map(|member| member.role);
            assert!(possible.contains(&found), "{user} in {document} is {found:?}, not {possible:?}");
            self.truth.set_member(&user, &document, vec![found]);
        }
        for person in &self.people {
            let token = person.identity.token_id.clone().expect("the server's tokens have ids");
            // The withdrawal of what had expired is let go of.
            if person.identity.expires_ms.is_some_and(|expires| expires <= self.latest_ms) {
                self.truth.revoke_again(&token);
            }
            self.truth.learn_revocation(&token, guard.revocations.is_revoked(&person.identity));
        }
        for document in self.documents.clone() {
            let rules = self.server.running.book.rules(&document).expect("rules can be read");
            let is_there = |id: &str| rules.locks.iter().any(|lock| *lock.id == *id);
            let now_ms = self.server.now.unix_ms;
            for (id, held) in self.truth.locks.iter().filter(|(_, held)| held.document == document) {
                let holds = held.until_ms > now_ms && !held.is_doubtful;
                assert!(!holds || is_there(id), "a lock is lost: {held:?}");
            }
            let back = self.truth.over.iter().find(|id| is_there(id));
            assert_eq!(back, None, "a lock is back that was over");
            self.truth.locks.retain(|id, held| held.document != document || is_there(id));
            let held = self.truth.locks.iter_mut().filter(|(_, held)| held.document == document);
            for (id, held) in held {
                let lock = rules.locks.iter().find(|lock| *lock.id == **id).expect("it is there");
                (held.is_doubtful, held.until_ms) = (false, lock.until_ms);
            }
        }
    }

    fn user_of(&self, who: usize) -> (Arc<str>, DocumentId) {
        let client = &self.clients[who];
        (Arc::clone(&self.people[client.user].identity.user.id), client.document.clone())
    }

    /// Who asks for something, if they may ask at all.
    fn act(&self, who: usize) -> Option<(DocumentId, Act)> {
        let client = &self.clients[who];
        let identity = &self.people[client.user].identity;
        let role = self.server.running.guard.access(identity, &client.document).ok()?;
        let by = Doer::from(Author { id: Arc::clone(&identity.user.id), name: identity.user.name.clone() });
        Some((client.document.clone(), Act { by, role, now: self.server.now.unix_ms }))
    }

    /// The document's room goes by a change before it is answered.
    fn answered<T>(&mut self, document: &DocumentId, changed: Result<(T, bool), Refused>) -> Option<T> {
        match changed {
            Ok((answer, is_changed)) => {
                if is_changed {
                    self.server.look_again(document);
                }
                Some(answer)
            }
            Err(refused) => {
                if !is_certain(&refused) {
                    self.server.untold.insert(document.clone());
                }
                None
            }
        }
    }

    pub(super) fn lock(&mut self, who: usize) {
        let Some((document, act)) = self.act(who) else { return };
        let path = self.random.pick(&PATHS);
        let seconds = self.random.pick(&[10, 60, 3600]);
        let wanted =
            NewLock { path: Path::new(path).expect("a path"), reason: None, seconds: Some(seconds), release_on_leave: None };
        let asked = self.server.running.book.acquire(&document, &wanted, &act);
        if asked.as_ref().is_err_and(|refused| !is_certain(refused)) {
            // A lock of one's own on the same place may last longer now.
            let mine = self.truth.locks.values_mut().filter(|held| held.document == document && held.holder == act.by.author.id);
            mine.filter(|held| held.path == path).for_each(|held| held.is_doubtful = true);
        }
        match self.answered(&document, asked) {
            Some(Acquired::New(lock) | Acquired::Renewed(lock)) => {
                assert!(act.role >= Role::Editor, "somebody who may not edit has a lock");
                assert_eq!(lock.holder.id, act.by.author.id);
                let held =
                    Held { document, path: lock.path, holder: lock.holder.id, until_ms: lock.expires_at, is_doubtful: false };
                self.truth.acquired(&lock.id, held, act.now);
                self.count("locks");
            }
            Some(Acquired::Held(_)) => self.count("locks_refused"),
            None => {}
        }
    }

    fn some_lock(&mut self, document: &DocumentId) -> Option<String> {
        let ids: Vec<String> =
            self.truth.locks.iter().filter(|(_, held)| held.document == *document).map(|(id, _)| id.clone()).collect();
        if ids.is_empty() { None } else { Some(self.random.pick(&ids)) }
    }

    pub(super) fn renew_lock(&mut self, who: usize) {
        let Some((document, act)) = self.act(who) else { return };
        let Some(id) = self.some_lock(&document) else { return };
        let renewed = self.server.running.book.renew(&document, &id, None, &act);
        let is_doubtful = renewed.as_ref().is_err_and(|refused| !is_certain(refused));
        let renewed = self.answered(&document, renewed);
        let held = self.truth.locks.get_mut(&id).expect("it is one of them");
        held.is_doubtful |= is_doubtful;
        if let Some(lock) = renewed {
            assert_eq!(held.holder, act.by.author.id, "a lock of somebody else is renewed");
            (held.until_ms, held.is_doubtful) = (lock.expires_at, false);
        }
    }

    pub(super) fn end_lock(&mut self, who: usize) {
        let Some((document, act)) = self.act(who) else { return };
        let Some(id) = self.some_lock(&document) else { return };
        let ended = self.server.running.book.end_lock(&document, &id, &act);
        if ended.as_ref().is_err_and(|refused| !is_certain(refused)) {
            self.truth.locks.get_mut(&id).expect("it is one of them").is_doubtful = true;
        }
        if self.answered(&document, ended).is_some() {
            let held = self.truth.locks.remove(&id).expect("it is one of them");
            assert!(held.holder == act.by.author.id || act.role == Role::Owner, "{act:?} ends {held:?}");
            self.truth.over.insert(id);
        }
    }

    pub(super) fn change_session(&mut self, who: usize) {
        let mode = self.random.pick(&[Mode::Parallel, Mode::Sequential, Mode::Locked]);
        let document = self.clients[who].document.clone();
        self.set_mode(&document, mode);
    }

    pub(super) fn set_mode(&mut self, document: &DocumentId, mode: Mode) {
        let act = Act { by: admin(), role: Role::Owner, now: self.server.now.unix_ms };
        let change = Change { mode: Some(mode), ..Change::default() };
        let changed = self.server.running.book.settle_session(document, change, &act);
        self.answered(document, changed);
        self.count("sessions");
    }

    pub(super) fn ask_for_turn(&mut self, who: usize) {
        let Some((document, act)) = self.act(who) else { return };
        let book = &self.server.running.book;
        let asked = if self.random.chance(70) { book.request_turn(&document, &act) } else { book.give_up_turn(&document, &act) };
        self.answered(&document, asked);
    }

    /// What time has ended is over for the rooms, too.
    pub(super) fn sweep(&mut self) {
        let now_ms = self.server.now.unix_ms;
        // What fails now is done by a later one.
        let ended = self.server.running.book.end_what_is_over(now_ms).unwrap_or_default();
        ended.iter().for_each(|document| self.server.look_again(document));
        let untold = std::mem::take(&mut self.server.untold);
        untold.iter().for_each(|document| self.server.look_again(document));
    }

    /// Everybody may edit everything again, with a new token.
    pub(super) fn let_everybody_edit(&mut self) {
        for user in 0..self.people.len() {
            self.renew_user(user, 86_400);
            let name = Arc::clone(&self.people[user].identity.user.id);
            for document in self.documents.clone() {
                self.set_member(&name, &document, Standing::Member(Role::Editor));
            }
        }
        for document in self.documents.clone() {
            self.set_mode(&document, Mode::Parallel);
        }
    }
}
