//! Roles and what they may do: the one table that every door and every route asks.
//! `host` is another word for owner.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What somebody is in a document, the weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Reads, and is seen.
    Viewer,
    /// Comments, reacts and chats too.
    Commenter,
    /// Edits the content too.
    Editor,
    /// Decides about everybody else too.
    #[serde(alias = "host")]
    Owner,
}

/// What somebody wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Read content, see presence and comments.
    Read,
    /// Publish one's own presence, send stateless messages.
    PublishPresence,
    /// Comment, react, chat.
    Comment,
    /// Edit content, take locks, name versions.
    Edit,
    /// Break locks; change members, shares and session mode; restore, delete.
    Manage,
}

impl Role {
    /// All of them, the weakest first.
    pub const ALL: [Role; 4] = [Role::Viewer, Role::Commenter, Role::Editor, Role::Owner];

    /// The table.
    #[must_use]
    pub fn may(self, action: Action) -> bool {
        let least = match action {
            Action::Read | Action::PublishPresence => Role::Viewer,
            Action::Comment => Role::Commenter,
            Action::Edit => Role::Editor,
            Action::Manage => Role::Owner,
        };
        self >= least
    }

    /// As it is written in tokens, requests and answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Viewer => "viewer",
            Role::Commenter => "commenter",
            Role::Editor => "editor",
            Role::Owner => "owner",
        }
    }
}

/// No role has this name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a role is owner (or host), editor, commenter or viewer")]
pub struct UnknownRole;

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(name: &str) -> Result<Self, UnknownRole> {
        match name {
            "viewer" => Ok(Role::Viewer),
            "commenter" => Ok(Role::Commenter),
            "editor" => Ok(Role::Editor),
            "owner" | "host" => Ok(Role::Owner),
            _ => Err(UnknownRole),
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
