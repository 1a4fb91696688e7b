//! `GET /api/documents`: what is asked for in the query, and the cursor between pages.
//! A cursor says where the last page ended, so documents that are created meanwhile shift nothing.

use std::str::FromStr;

use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::shown::{Fields, Item};
use crate::access::Scope;
use crate::document::Kind;
use crate::features::documents::{Deleted, Listing, Order, Page, Place, SortBy};
use crate::http::problem::Problem;

/// Documents of a page unless the query says otherwise, and at most.
const LIMIT: usize = 50;
const MOST: usize = 200;

/// What the query says.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// Only what lies below this prefix, which ends in a slash; `/` for everything.
    #[param(example = "acme/")]
    under: Option<String>,
    /// Only documents of this kind.
    #[param(example = "board")]
    kind: Option<String>,
    /// Only documents that this user owns.
    #[param(example = "ada")]
    owner: Option<String>,
    /// Only documents with all these words in title or content; the last one may be the beginning of a word.
    #[param(example = "quarterly rep", max_length = 200)]
    q: Option<String>,
    /// `only`: deleted documents that the caller may restore, instead of those that exist.
    #[param(inline)]
    deleted: Option<DeletedWord>,
    /// `id`, `title`, `created_at` or `updated_at`; with a minus before it the other way round.
    #[param(example = "-updated_at")]
    sort: Option<String>,
    /// How many documents a page has: 1 to 200, 50 unless it is said.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<usize>,
    /// `next_cursor` of the page before. The rest of the query stays the same.
    cursor: Option<String>,
    /// Names of members, separated by commas: the answer has no others.
    #[param(example = "id,title")]
    fields: Option<String>,
}

/// Whether deleted documents are wanted.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = DeletedDocuments)]
enum DeletedWord {
    Only,
}

/// A page of documents.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Documents, example = json!({
    "documents": [{ "id": "acme/board/roadmap", "title": "Roadmap" }], "next_cursor": null,
}))]
pub(super) struct List {
    documents: Vec<Item>,
    /// For the next page; null if this was the last one.
    #[schema(required)]
    next_cursor: Option<String>,
}

/// What a cursor holds.
#[derive(Serialize, Deserialize)]
struct Cursor {
    sort: SortBy,
    order: Order,
    place: Place,
}

fn invalid(detail: &'static str) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "invalid query", detail)
}

fn sorting(word: &str) -> Result<(SortBy, Order), Problem> {
    let (word, order) = word.strip_prefix('-').map_or((word, Order::Up), |word| (word, Order::Down));
    let sort = match word {
        "id" => SortBy::Id,
        "title" => SortBy::Title,
        "created_at" => SortBy::CreatedAt,
        "updated_at" => SortBy::UpdatedAt,
        _ => return Err(invalid("sort is id, title, created_at or updated_at, with a minus before it for the other direction")),
    };
    Ok((sort, order))
}

/// A prefix: it ends in a slash.
pub(super) fn prefix(text: &str) -> Result<Scope, Problem> {
    let scope = Scope::new(text).ok().filter(|scope| scope.document().is_none());
    scope.ok_or_else(|| invalid("under is a prefix that ends in a slash, or / for everything"))
}

/// A kind by its name.
pub(super) fn kind(name: &str) -> Result<Kind, Problem> {
    Kind::named(name).ok_or_else(|| {
        let names: Vec<&str> = Kind::all().map(Kind::name).collect();
        Problem::new(StatusCode::BAD_REQUEST, "unknown kind", format!("a kind is one of {}", names.join(", ")))
    })
}

impl FromStr for Cursor {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        let json = URL_SAFE_NO_PAD.decode(text).ok();
        let cursor = json.and_then(|json| serde_json::from_slice(&json).ok());
        cursor.ok_or_else(|| invalid("the cursor is not one of this list; begin without one"))
    }
}

impl Wanted {
    /// The words that are searched for.
    pub(super) fn words(&self) -> Result<Option<String>, Problem> {
        match &self.q {
            Some(words) if words.chars().count() > 200 => Err(invalid("q has at most 200 characters")),
            words => Ok(words.clone().filter(|words| !words.trim().is_empty())),
        }
    }

    pub(super) fn fields(&self) -> Result<Fields, Problem> {
        Fields::read(self.fields.as_deref())
    }

    pub(super) fn listing(&self) -> Result<Listing, Problem> {
        let (sort, order) = sorting(self.sort.as_deref().unwrap_or("id"))?;
        let limit = self.limit.unwrap_or(LIMIT);
        if !(1..=MOST).contains(&limit) {
            return Err(invalid("limit lies between 1 and 200"));
        }
        let cursor = self.cursor.as_deref().map(Cursor::from_str).transpose()?;
        if cursor.as_ref().is_some_and(|cursor| (cursor.sort, cursor.order) != (sort, order)) {
            return Err(invalid("the cursor belongs to a list that is sorted otherwise"));
        }
        Ok(Listing {
            below: prefix(self.under.as_deref().unwrap_or("/"))?,
            kind: self.kind.as_deref().map(kind).transpose()?,
            owner: self.owner.clone(),
            found: None,
            deleted: if self.deleted.is_some() { Deleted::Only } else { Deleted::Without },
            sort,
            order,
            limit,
            after: cursor.map(|cursor| cursor.place),
        })
    }
}

impl List {
    pub(super) fn new(page: Page, listing: &Listing, fields: &Fields) -> Self {
        let next_cursor = page.next.and_then(|place| {
            let cursor = Cursor { sort: listing.sort, order: listing.order, place };
            serde_json::to_vec(&cursor).ok().map(|json| URL_SAFE_NO_PAD.encode(json))
        });
        Self { documents: page.documents.into_iter().map(|listed| fields.of(listed.into())).collect(), next_cursor }
    }
}
