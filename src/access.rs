//! Who somebody is and what they may do: roles, scopes, grants, tokens and the keys that sign them. Pure: the time is an argument,
//! nothing waits, nothing is stored. `features` puts it together with what the server itself knows (members, shares).

mod change;
mod color;
mod denied;
mod grants;
mod identity;
mod pace;
mod role;
mod scope;
mod user;

pub mod jwks;
pub mod key;
pub mod secret;
pub mod token;
pub mod y_sweet;

pub use self::change::{AccessChange, Audience, Removal};
pub use self::color::{is_color, stable_color};
pub use self::denied::Denied;
pub use self::grants::{Grants, InvalidGrant, Reach};
pub use self::identity::{Identity, Source};
pub use self::key::{Key, KeySet, SigningKey};
pub use self::pace::Pace;
pub use self::role::{Action, Role};
pub use self::scope::{InvalidScope, Scope};
pub use self::user::User;
