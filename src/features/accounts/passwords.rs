//! Passwords: argon2id, on threads for blocking work, two at a time, so that guessing costs the guesser and not the server.
//! A user that does not exist costs as much time as a wrong password.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use argon2::password_hash::{CustomizedPasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::{OnceCell, Semaphore};

use crate::access::Denied;
use crate::features::Refused;
use crate::features::records;

/// Hashes at a time.
const AT_A_TIME: usize = 2;
/// Hashes that wait; beyond that clients are sent away.
const WAITING: usize = 64;

/// What one hash costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Default for Cost {
    /// What OWASP recommends for argon2id with one lane.
    fn default() -> Self {
        Self { memory_kib: 19 * 1024, passes: 2 }
    }
}

/// Makes and checks hashes.
#[derive(Debug)]
pub(crate) struct Passwords {
    cost: Cost,
    permits: Arc<Semaphore>,
    waiting: AtomicUsize,
    /// Checked in the place of a user that does not exist.
    nobody: OnceCell<String>,
}

struct Waiting<'a>(&'a AtomicUsize);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Passwords {
    pub(super) fn new(cost: Cost) -> Self {
        Self { cost, permits: Arc::new(Semaphore::new(AT_A_TIME)), waiting: AtomicUsize::new(0), nobody: OnceCell::new() }
    }

    /// The hash of a password, to be stored.
    pub(crate) async fn hash(&self, password: String) -> Result<String, Refused> {
        let cost = self.cost;
        self.run(move || make(cost, &password)).await
    }

    /// Whether a password fits; without a hash it never does, and takes as long.
    pub(crate) async fn fits(&self, password: String, hash: Option<String>) -> Result<bool, Refused> {
        // Made before it is known whether it is needed: the first unknown user must not take longer than others.
        let nobody = self.nobody.get_or_try_init(|| self.hash("nobody's password".to_owned())).await?;
        let (known, hash) = hash.map_or_else(|| (false, nobody.clone()), |hash| (true, hash));
        let fits = self.run(move || Ok(Argon2::default().verify_password(password.as_bytes(), hash.as_str()).is_ok())).await?;
        Ok(fits && known)
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T, Refused> + Send + 'static) -> Result<T, Refused> {
        let waiting = Waiting(&self.waiting);
        if self.waiting.fetch_add(1, Ordering::AcqRel) >= WAITING {
            return Err(Denied::Throttled { retry_after: Duration::from_secs(5) }.into());
        }
        let permit = Arc::clone(&self.permits).acquire_owned().await;
        let permit = permit.map_err(|_| Refused::Broken("no more passwords are checked"))?;
        let result = records::blocking(move || {
            let _permit = permit;
            work()
        });
        let result = result.await;
        drop(waiting);
        result
    }
}

fn make(cost: Cost, password: &str) -> Result<String, Refused> {
    let broken = |_| Refused::Broken("the password could not be hashed");
    let params = Params::new(cost.memory_kib, cost.passes, 1, None)
        .map_err(|_| Refused::Broken("the cost of passwords is out of range"))?;
    let salt = records::random::<16>()?;
    let hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
    let hash = hasher.hash_password_with_params(password.as_bytes(), &salt, params).map_err(broken)?;
    Ok(hash.to_string())
}
