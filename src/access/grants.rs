//! What a token itself grants: roles by scope, of which the longest match counts. A key without a trailing slash stands for that
//! document and everything below it.

use std::collections::BTreeMap;

use super::{Role, Scope};

/// Roles by scope. Empty grants nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grants(Vec<Grant>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Grant {
    scope: Scope,
    reach: Reach,
    role: Role,
}

/// Whether a document stands for what lies below it, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// It stands for itself.
    Exact,
    /// And for everything below it.
    WithBelow,
}

/// A grant can't be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidGrant {
    /// Its key.
    #[error("a grant is for a document id, a prefix that ends in a slash, or / for everything")]
    Scope,
    /// Its role.
    #[error("a grant gives the role owner (or host), editor, commenter or viewer")]
    Role,
}

impl Grants {
    /// Reads grants as tokens have them: `{"acme/": "editor"}`.
    pub fn read(grants: &BTreeMap<String, String>, reach: Reach) -> Result<Self, InvalidGrant> {
        let read = |(scope, role): (&String, &String)| {
            let scope = Scope::new(scope).map_err(|_| InvalidGrant::Scope)?;
            Ok(Grant { scope, reach, role: role.parse().map_err(|_| InvalidGrant::Role)? })
        };
        grants.iter().map(read).collect::<Result<_, _>>().map(Self)
    }

    /// One role in exactly this scope.
    #[must_use]
    pub fn only(scope: Scope, role: Role) -> Self {
        Self(vec![Grant { scope, reach: Reach::Exact, role }])
    }

    /// The role in a scope: that of the longest key that covers it.
    #[must_use]
    pub fn role(&self, scope: &Scope) -> Option<Role> {
        let covers = |grant: &&Grant| match grant.reach {
            Reach::Exact => grant.scope.covers(scope),
            Reach::WithBelow => grant.scope.covers_with_below(scope),
        };
        self.0.iter().filter(covers).max_by_key(|grant| grant.scope.as_str().len()).map(|grant| grant.role)
    }

    /// All of them, as tokens have them.
    pub fn iter(&self) -> impl Iterator<Item = (&Scope, Role)> {
        self.0.iter().map(|grant| (&grant.scope, grant.role))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grants(pairs: &[(&str, &str)]) -> Result<Grants, InvalidGrant> {
        Grants::read(&pairs.iter().map(|(scope, role)| ((*scope).to_owned(), (*role).to_owned())).collect(), Reach::WithBelow)
    }

    #[test]
    fn the_longest_match_counts_even_if_it_grants_less() {
        let grants =
            grants(&[("/", "viewer"), ("acme/", "owner"), ("acme/board", "commenter"), ("acme/board/x", "host")]).unwrap();
        for (scope, role) in [
            ("other", Role::Viewer),
            ("acme", Role::Viewer),
            ("acme2/x", Role::Viewer),
            ("acme/plan", Role::Owner),
            ("acme/", Role::Owner),
            ("acme/board", Role::Commenter),
            ("acme/board/", Role::Commenter),
            ("acme/board/y", Role::Commenter),
            ("acme/boards", Role::Owner),
            ("acme/board/x", Role::Owner),
        ] {
            assert_eq!(grants.role(&Scope::new(scope).unwrap()), Some(role), "{scope}");
        }
    }

    #[test]
    fn without_a_match_there_is_no_role() {
        let grants = grants(&[("acme/", "owner")]).unwrap();
        for scope in ["acme", "acm/x", "/", "b/acme/x"] {
            assert_eq!(grants.role(&Scope::new(scope).unwrap()), None, "{scope}");
        }
    }

    #[test]
    fn an_exact_grant_stops_at_its_document() {
        let grants = Grants::only(Scope::new("a").unwrap(), Role::Editor);
        assert_eq!(grants.role(&Scope::new("a").unwrap()), Some(Role::Editor));
        assert_eq!(grants.role(&Scope::new("a/b").unwrap()), None);
    }

    #[test]
    fn a_grant_that_cant_be_read_spoils_the_token() {
        assert_eq!(grants(&[("a//b", "owner")]), Err(InvalidGrant::Scope));
        assert_eq!(grants(&[("", "owner")]), Err(InvalidGrant::Scope));
        assert_eq!(grants(&[("a", "admin")]), Err(InvalidGrant::Role));
        assert_eq!(grants(&[("a", "Owner")]), Err(InvalidGrant::Role));
    }
}
