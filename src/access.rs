//! Who somebody is and what they may do: roles, scopes, grants, tokens and the keys that sign them. Pure: the time is an argument,
//! nothing waits, nothing is stored. `features` puts it together with what the server itself knows (members, shares).

mod change;
mod denied;
mod grants;
mod identity;
mod role;
mod scope;
mod user;

pub use self::change::{AccessChange, Audience, Removal};
pub use self::denied::Denied;
pub use self::grants::Grants;
pub use self::identity::{Identity, Source};
pub use self::role::{Action, Role, UnknownRole};
pub use self::scope::{InvalidScope, Scope};
pub use self::user::User;
