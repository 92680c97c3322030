//! When a failed event is tried again.

use chrono::{DateTime, TimeDelta, Utc};

/// How often a failed event is tried again by itself; then it waits for a person.
pub const MOST_RETRIES: u32 = 8;

const FIRST_WAIT_SECONDS: i64 = 5;
const LONGEST_WAIT_SECONDS: i64 = 3_600;

/// When an event that just failed is tried again: after 5, 10, 20, … seconds, at most an hour. None when it was
/// tried often enough.
#[must_use]
pub fn next_retry_at(failed_at: DateTime<Utc>, retry_count: u32) -> Option<DateTime<Utc>> {
    if retry_count >= MOST_RETRIES {
        return None;
    }
    let wait = FIRST_WAIT_SECONDS.saturating_mul(1_i64 << retry_count).min(LONGEST_WAIT_SECONDS);
    failed_at.checked_add_signed(TimeDelta::seconds(wait))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_twice_as_long_each_time_and_then_for_a_person() {
        let failed_at = DateTime::from_timestamp(0, 0).unwrap();
        let waits: Vec<Option<i64>> = (0..=MOST_RETRIES)
            .map(|count| next_retry_at(failed_at, count).map(|at| at.timestamp()))
            .collect();
        let expected = [5, 10, 20, 40, 80, 160, 320, 640].map(Some);
        assert_eq!(waits[..8], expected);
        assert_eq!(waits[8], None);
    }
}
