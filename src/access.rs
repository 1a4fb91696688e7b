//! Who somebody is and what they may do: roles, scopes, grants, tokens and the keys that sign them. Pure: the time is an argument,
//! nothing waits, nothing is stored. `features` puts it together with what the server itself knows (members, shares).

mod change;
mod role;
mod user;

pub use self::change::{AccessChange, Audience, Removal};
pub use self::role::{Action, Role};
pub use self::user::User;
