//! How near a due date is.

use chrono::NaiveDate;

use super::{ComplianceRejection, DeadlineStanding};

/// The last day for something, and how many days before it it is brought to mind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// The last day.
    pub due_on: NaiveDate,
    /// Days before it.
    pub remind_days: u32,
}

/// Longer ahead than this nothing needs to be brought to mind.
const LONGEST_REMINDER: u32 = 366;

impl Deadline {
    /// How near it is. On its last day it is not overdue.
    #[must_use]
    pub fn standing(self, today: NaiveDate) -> DeadlineStanding {
        let days_left = self.days_left(today);
        if days_left < 0 {
            DeadlineStanding::Overdue
        } else if days_left <= i64::from(self.remind_days) {
            DeadlineStanding::Soon
        } else {
            DeadlineStanding::Later
        }
    }

    /// Days until its last day; negative once it has passed.
    #[must_use]
    pub fn days_left(self, today: NaiveDate) -> i64 {
        (self.due_on - today).num_days()
    }
}

/// Days before a due date, as someone typed them.
pub(super) fn reminder(remind_days: u32) -> Result<u32, ComplianceRejection> {
    if remind_days > LONGEST_REMINDER {
        return Err(ComplianceRejection::new("remind_days", format!("must be 0 to {LONGEST_REMINDER}")));
    }
    Ok(remind_days)
}
