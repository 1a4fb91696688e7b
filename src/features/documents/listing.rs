//! Lists of documents: what somebody may see below a prefix, sorted, page by page. A page goes on after the last document of the one
//! before, whatever was created meanwhile. Blocking; called by HTTP handlers.

use std::cmp::Ordering;
use std::ops::Bound;

use serde::{Deserialize, Serialize};

use super::{Catalog, Entry};
use crate::access::{Action, Denied, Identity, Role, Scope};
use crate::document::Kind;
use crate::features::Refused;
use crate::features::events::ToldRecord;
use crate::features::search::{self, Found};
use crate::protocol::DocumentId;

/// Documents that are looked at for one page in the order of ids; the page ends there, and its cursor goes on.
const LOOKED_AT: usize = 10_000;

/// The same in another order, where a page has to know all of them.
const SORTED: usize = 100_000;

/// Looking up the words of a document counts as looking at so many.
const LOOKED_UP: usize = 10;

/// There are more.
const TOO_MANY: Refused = Refused::Invalid("these are too many documents to sort: ask below a longer prefix, or sort by id");

/// A document, as somebody sees it.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Its id.
    pub id: DocumentId,
    /// What is known of it.
    pub entry: Entry,
    /// Up to where its changes were told; `None` if nobody ever wrote to it.
    pub told: Option<ToldRecord>,
    /// What they are in it.
    pub role: Role,
}

impl Listed {
    /// When its content last changed, or else when it was created; in milliseconds since the Unix epoch.
    #[must_use]
    pub fn updated_ms(&self) -> u64 {
        self.told.as_ref().map_or(self.entry.created_ms, |told| told.time)
    }

    /// The position of its update log; 0 if nobody ever wrote to it.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.told.as_ref().map_or(0, |told| told.version)
    }
}

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Listing {
    /// The scope it lies in.
    pub below: Scope,
    /// Of this kind.
    pub kind: Option<Kind>,
    /// Of this owner.
    pub owner: Option<String>,
    /// Only these, if somebody searched.
    pub found: Option<Found>,
    /// Deleted or not.
    pub deleted: Deleted,
    /// What they are sorted by.
    pub sort: SortBy,
    /// In which direction.
    pub order: Order,
    /// At most so many.
    pub limit: usize,
    /// After this place.
    pub after: Option<Place>,
}

/// Whether deleted documents are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deleted {
    /// Those that exist.
    Without,
    /// Those that were deleted and that the caller may restore.
    Only,
}

/// What documents are sorted by; those that are equal in that, by their ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SortBy {
    /// Their ids, byte by byte.
    Id,
    /// Their titles, in lower case.
    Title,
    /// When they were created.
    CreatedAt,
    /// When their content last changed.
    UpdatedAt,
}

/// The direction of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// The smallest, oldest first.
    Up,
    /// The greatest, newest first.
    Down,
}

/// Where a document stands in a list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// What it is sorted by, if not by its id.
    pub key: PlaceKey,
    /// Its id.
    pub id: String,
}

/// What a document is sorted by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum PlaceKey {
    /// A time.
    Time(u64),
    /// A title.
    Text(String),
    /// Nothing but the id.
    Id,
}

/// One page.
#[derive(Debug)]
pub struct Page {
    /// The documents, in order; fewer than were asked for, or none, also where many were looked at in vain.
    pub documents: Vec<Listed>,
    /// Where to go on, if there are more.
    pub next: Option<Place>,
}

/// The page as it comes about: the first documents of all that were seen, and one more.
struct Best<'a> {
    listing: &'a Listing,
    found: Vec<(Place, Listed)>,
    /// How many may still be looked at.
    left: usize,
    /// The last one in the order of ids that was looked at, if the page ended before it was full.
    ended: Option<Place>,
}

impl Listing {
    fn compare(&self, a: &Place, b: &Place) -> Ordering {
        match self.order {
            Order::Up => a.cmp(b),
            Order::Down => b.cmp(a),
        }
    }

    /// Documents come in the order that is asked for, so a page is full as soon as it has enough.
    fn is_in_order(&self) -> bool {
        self.sort == SortBy::Id && self.order == Order::Up
    }

    fn wants(&self, id: &DocumentId, entry: &Entry) -> bool {
        entry.deleted.is_some() == (self.deleted == Deleted::Only)
            && self.kind.is_none_or(|kind| kind == entry.kind)
            && self.owner.as_ref().is_none_or(|owner| entry.owner.as_ref().is_some_and(|has| *has.id == **owner))
            && self.below.covers(&Scope::of(id))
    }

    fn place(&self, id: &DocumentId, entry: &Entry, told: Option<&ToldRecord>) -> Place {
        let key = match self.sort {
            SortBy::Id => PlaceKey::Id,
            SortBy::Title => PlaceKey::Text(entry.title.to_lowercase()),
            SortBy::CreatedAt => PlaceKey::Time(entry.created_ms),
            SortBy::UpdatedAt => PlaceKey::Time(told.map_or(entry.created_ms, |told| told.time)),
        };
        Place { key, id: id.as_str().to_owned() }
    }
}

impl<'a> Best<'a> {
    fn new(listing: &'a Listing) -> Self {
        let left = if listing.is_in_order() { LOOKED_AT } else { SORTED };
        Self { listing, found: Vec::with_capacity(listing.limit + 1), left, ended: None }
    }

    /// Whether the page needs no more documents than it has, or may not look at more after this one.
    fn is_done(&mut self, last: String) -> Result<bool, Refused> {
        self.left = self.left.saturating_sub(1);
        if self.listing.is_in_order() && self.is_full() {
            return Ok(true);
        }
        if self.left > 0 {
            return Ok(false);
        }
        if !self.listing.is_in_order() {
            return Err(TOO_MANY);
        }
        self.ended = Some(Place { key: PlaceKey::Id, id: last });
        Ok(true)
    }

    /// Where the list goes on.
    fn next(&mut self) -> Option<Place> {
        if !self.is_full() {
            return self.ended.take();
        }
        self.found.pop();
        self.found.last().map(|(place, _)| place.clone())
    }

    fn is_full(&self) -> bool {
        self.found.len() > self.listing.limit
    }

    /// Where a document would stand; `None` if it is on no page from here, or on a later one.
    fn rank(&self, place: &Place) -> Option<usize> {
        let listing = self.listing;
        if listing.after.as_ref().is_some_and(|after| listing.compare(place, after).is_le()) {
            return None;
        }
        let rank = self.found.partition_point(|(other, _)| listing.compare(other, place).is_lt());
        (rank <= listing.limit).then_some(rank)
    }
}

impl Catalog {
    /// A document, for somebody who may read it.
    pub fn find(&self, by: &Identity, document: &DocumentId) -> Result<Listed, Refused> {
        let role = self.guard.access(by, document)?;
        let (entry, _) = self.documents().known(document)?.ok_or(Refused::Unknown("document"))?;
        Ok(Listed { id: document.clone(), entry, told: self.journal.told(document)?, role })
    }

    /// A page of what somebody may read. Reads the catalogue below the prefix, unless it is sorted by id or searched; never more
    /// of it than is bounded above.
    pub fn list(&self, by: &Identity, listing: &Listing) -> Result<Page, Refused> {
        self.guard.valid_now(by)?;
        let mut best = Best::new(listing);
        match listing.found.as_ref().and_then(|found| found.among.as_ref()) {
            Some(among) => {
                let after = listing.after.as_ref().filter(|_| listing.is_in_order());
                let from = after.map_or(Bound::Unbounded, |after| Bound::Excluded(after.id.as_str()));
                for id in among.range::<str, _>((from, Bound::Unbounded)).filter_map(|id| DocumentId::new(id).ok()) {
                    let last = id.as_str().to_owned();
                    if let Some(entry) = self.documents().entry(&id)? {
                        self.consider(by, &mut best, id, entry)?;
                    }
                    if best.is_done(last)? {
                        break;
                    }
                }
            }
            None => self.scan(by, &mut best)?,
        }
        let next = best.next();
        Ok(Page { documents: best.found.into_iter().map(|(_, listed)| listed).collect(), next })
    }

    fn scan(&self, by: &Identity, best: &mut Best<'_>) -> Result<(), Refused> {
        let in_order = best.listing.is_in_order();
        let below = best.listing.below.as_str();
        let prefix = if below == "/" { "" } else { below };
        let mut after = best.listing.after.as_ref().filter(|_| in_order).map(|after| after.id.clone());
        loop {
            let page = self.documents().page(prefix, after.as_deref())?;
            for (id, entry) in page.entries {
                let last = id.as_str().to_owned();
                self.consider(by, best, id, entry)?;
                if best.is_done(last)? {
                    return Ok(());
                }
            }
            after = page.next;
            if after.is_none() {
                return Ok(());
            }
        }
    }

    /// Takes a document onto the page if it belongs there. Rights are looked at last: they cost most.
    fn consider(&self, by: &Identity, best: &mut Best<'_>, id: DocumentId, entry: Entry) -> Result<(), Refused> {
        if !best.listing.wants(&id, &entry) {
            return Ok(());
        }
        let by_update = best.listing.sort == SortBy::UpdatedAt;
        let mut told = if by_update { self.journal.told(&id)? } else { None };
        let place = best.listing.place(&id, &entry, told.as_ref());
        let Some(rank) = best.rank(&place) else { return Ok(()) };
        let role = match best.listing.deleted {
            Deleted::Without => self.guard.access(by, &id),
            Deleted::Only => self.guard.access_to_deleted(by, &Scope::of(&id)),
        };
        let role = match role {
            Ok(role) => role,
            Err(Denied::Unavailable) => return Err(Denied::Unavailable.into()),
            Err(_) => return Ok(()),
        };
        if best.listing.deleted == Deleted::Only && !role.may(Action::Manage) {
            return Ok(());
        }
        if let Some(found) = best.listing.found.as_ref().filter(|found| !found.unknown.is_empty()) {
            best.left = best.left.saturating_sub(LOOKED_UP);
            if !search::has(&*self.documents().store, &id, &found.unknown)? {
                return Ok(());
            }
        }
        if !by_update {
            told = self.journal.told(&id)?;
        }
        best.found.insert(rank, (place, Listed { id, entry, told, role }));
        best.found.truncate(best.listing.limit + 1);
        Ok(())
    }
}
