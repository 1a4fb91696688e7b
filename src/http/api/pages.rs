//! What lists over REST have in common: how many things a page has, and how blocking work is done for one. Used by the routes of
//! `messages`, `threads`, `runs`, `inbox` and `admin/rooms`.

use std::sync::Arc;

use crate::app::App;
use crate::features::{Refused, records};

/// Things on a page, unless the request says otherwise, and at most.
const PAGE: usize = 50;
const MOST: usize = 200;

/// How many things a page is to have.
pub(super) fn limit(wanted: Option<usize>) -> Result<usize, Refused> {
    let limit = wanted.unwrap_or(PAGE);
    if (1..=MOST).contains(&limit) { Ok(limit) } else { Err(Refused::Invalid("limit is a number from 1 to 200")) }
}

/// Lets blocking work be done with a feature, at the guard's time.
pub(super) async fn with<F: Send + Sync + 'static, T: Send + 'static>(
    app: &App,
    feature: &Arc<F>,
    work: impl FnOnce(&F, u64) -> Result<T, Refused> + Send + 'static,
) -> Result<T, Refused> {
    let (feature, now) = (Arc::clone(feature), app.guard.now_ms());
    records::blocking(move || work(&feature, now)).await
}
