//! Where time and ids come from, so that the same run can be had again.

use std::{
    sync::{Mutex, PoisonError},
    time::Instant,
};

use chrono::{DateTime, Local, NaiveDate, SubsecRound, Utc};
use sha2::{Digest, Sha256};
use uuid::{ContextV7, Timestamp, Uuid};

/// Time, from outside.
pub trait Clock: Send + Sync {
    /// The moment, to the microsecond.
    fn now(&self) -> DateTime<Utc>;
    /// The civil date where the user is.
    fn today(&self) -> NaiveDate;
    /// Microseconds since some fixed moment, never going back; only differences mean something.
    fn monotonic_micros(&self) -> i64;
}

/// New ids, from outside.
pub trait Ids: Send + Sync {
    /// An id that no other call gives. Ids of later moments sort after those of earlier ones.
    fn next(&self, now: DateTime<Utc>) -> Uuid;
}

/// An id that follows from names: the same names give the same id.
#[must_use]
pub fn derived_id(names: &[String]) -> Uuid {
    let mut hasher = Sha256::new();
    for name in names {
        hasher.update(name.as_bytes());
        hasher.update([0]);
    }
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&hasher.finalize()[..16]);
    Uuid::new_v8(bytes)
}

/// The computer's clock.
#[derive(Debug)]
pub struct SystemClock(Instant);

impl Default for SystemClock {
    fn default() -> Self {
        Self(Instant::now())
    }
}

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        Utc::now().trunc_subsecs(6)
    }

    fn today(&self) -> NaiveDate {
        Local::now().date_naive()
    }

    fn monotonic_micros(&self) -> i64 {
        i64::try_from(self.0.elapsed().as_micros()).unwrap_or(i64::MAX)
    }
}

/// Random ids that begin with the time (UUID version 7), so that what is recorded together lies together on disk.
#[derive(Debug, Default)]
pub struct TimeOrderedIds(Mutex<ContextV7>);

impl Ids for TimeOrderedIds {
    fn next(&self, now: DateTime<Utc>) -> Uuid {
        let context = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
        Uuid::new_v7(Timestamp::from_unix(&*context, seconds, now.timestamp_subsec_nanos()))
    }
}
