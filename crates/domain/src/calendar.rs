//! Civil dates: months counted on the calendar, within the years that a book may hold.

use chrono::{Datelike, Months, NaiveDate};
use thiserror::Error;

/// The first year of a date.
pub const FIRST_YEAR: i32 = 1900;

/// The last year of a date.
pub const LAST_YEAR: i32 = 2200;

/// A date in no year that a book may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("must be a date in the years {FIRST_YEAR} to {LAST_YEAR}")]
pub struct DateOutOfRange;

/// The date itself, where a book may hold it.
///
/// # Errors
/// A year before [`FIRST_YEAR`] or after [`LAST_YEAR`].
pub fn supported(date: NaiveDate) -> Result<NaiveDate, DateOutOfRange> {
    if (FIRST_YEAR..=LAST_YEAR).contains(&date.year()) { Ok(date) } else { Err(DateOutOfRange) }
}

/// The same day so many months later, or the last day of that month where it is shorter.
///
/// Dates of a series are counted from one anchor, so that 31 January, 28 February is followed by 31 March.
///
/// # Errors
/// A date after [`LAST_YEAR`].
pub fn months_after(anchor: NaiveDate, months: u32) -> Result<NaiveDate, DateOutOfRange> {
    // Schedules count hundreds of months: this takes half the time of chrono's own addition, which allows more.
    let month = i64::from(anchor.year()) * 12 + i64::from(anchor.month0()) + i64::from(months);
    let year = i32::try_from(month / 12).map_err(|_| DateOutOfRange)?;
    let month = u32::try_from(month % 12).map_err(|_| DateOutOfRange)? + 1;
    if year > LAST_YEAR {
        return Err(DateOutOfRange);
    }
    let on = |day| NaiveDate::from_ymd_opt(year, month, day);
    let last_days = || (28..=30).rev().find_map(on);
    on(anchor.day()).or_else(last_days).ok_or(DateOutOfRange).and_then(supported)
}

/// The same day so many months earlier, or the last day of that month where it is shorter.
///
/// # Errors
/// A date before [`FIRST_YEAR`].
pub fn months_before(anchor: NaiveDate, months: u32) -> Result<NaiveDate, DateOutOfRange> {
    anchor.checked_sub_months(Months::new(months)).ok_or(DateOutOfRange)
}

/// A stretch of time as whole months and what is left before them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthsAndDays {
    /// Whole months, counted back from the end.
    pub months: u32,
    /// Days between the start and the first of the whole months.
    pub days: u32,
    /// Actual days of the month, counted back from the end, in which those days lie.
    pub days_of_month: u32,
}

impl MonthsAndDays {
    /// Counts whole months back from `end`, and the days that are left from `start`.
    ///
    /// Where `end` is `start` some months later by the rule of [`months_after`] (31 January to 30 April), these are
    /// whole months with no day left. None where `start` is after `end`, or the stretch leaves the calendar.
    #[must_use]
    pub fn between(start: NaiveDate, end: NaiveDate) -> Option<Self> {
        let calendar_months = calendar_months(start, end)?;
        if months_after(start, calendar_months) == Ok(end) {
            return Some(Self { months: calendar_months, days: 0, days_of_month: 30 });
        }
        Self::between_due(start, end, end.day())
    }

    /// The same where `end` stands for a day of the month that its month may lack: of month ends, for the 31st. From
    /// 21 January to 28 February is then a month, back to 31 January, and ten days.
    #[must_use]
    pub fn between_due(start: NaiveDate, end: NaiveDate, due_day: u32) -> Option<Self> {
        let calendar_months = calendar_months(start, end)?;
        let back = |months: u32| due_months_before(end, months, due_day);
        let months =
            if back(calendar_months)? < start { calendar_months.checked_sub(1)? } else { calendar_months };
        let (month_start, month_end) = (back(months + 1)?, back(months)?);
        Some(Self { months, days: days(start, month_end)?, days_of_month: days(month_start, month_end)? })
    }
}

/// The due day so many months earlier, or the last day of that month where it is shorter.
pub fn due_months_before(date: NaiveDate, months: u32, due_day: u32) -> Option<NaiveDate> {
    due_day_in(date.with_day(1)?.checked_sub_months(Months::new(months))?, due_day)
}

/// The due day so many months later, or the last day of that month where it is shorter.
pub fn due_months_after(date: NaiveDate, months: u32, due_day: u32) -> Option<NaiveDate> {
    due_day_in(date.with_day(1)?.checked_add_months(Months::new(months))?, due_day)
}

fn due_day_in(first: NaiveDate, due_day: u32) -> Option<NaiveDate> {
    first.with_day(due_day.min(u32::from(first.num_days_in_month())))
}

/// The day of the month that a due date stands for, where its own month lacks it.
pub fn lacked(due_day: Option<u32>, due_on: NaiveDate) -> Option<u32> {
    due_day.filter(|due_day| *due_day > due_on.day())
}

/// Months from one date's month to that of another; none where that one comes first.
fn calendar_months(start: NaiveDate, end: NaiveDate) -> Option<u32> {
    u32::try_from(12 * (end.year() - start.year()) + month(end) - month(start)).ok()
}

fn month(date: NaiveDate) -> i32 {
    i32::try_from(date.month()).unwrap_or(0)
}

fn days(from: NaiveDate, to: NaiveDate) -> Option<u32> {
    u32::try_from((to - from).num_days()).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn months_keep_the_day_they_are_anchored_to() {
        let cases = [
            ("2025-01-31", 1, "2025-02-28"),
            ("2025-01-31", 2, "2025-03-31"),
            ("2024-01-31", 1, "2024-02-29"),
            ("2024-02-29", 12, "2025-02-28"),
            ("2024-02-29", 48, "2028-02-29"),
            ("2025-12-15", 1, "2026-01-15"),
        ];
        for (anchor, months, expected) in cases {
            assert_eq!(months_after(date(anchor), months), Ok(date(expected)), "{anchor} + {months}");
        }
    }

    #[test]
    fn dates_outside_the_years_of_a_book_are_refused() {
        assert_eq!(supported(date("1899-12-31")), Err(DateOutOfRange));
        assert!(supported(date("1900-01-01")).is_ok());
        assert!(supported(date("2200-12-31")).is_ok());
        assert_eq!(months_after(date("2200-12-31"), 1), Err(DateOutOfRange));
        assert_eq!(months_after(NaiveDate::MAX, u32::MAX), Err(DateOutOfRange));
    }

    #[test]
    fn counts_whole_months_back_and_the_days_before_them() {
        let cases = [
            // start, end, months, days, of how many
            ("2024-01-15", "2024-02-01", 0, 17, 31),
            ("2025-01-15", "2025-02-15", 1, 0, 30),
            ("2012-03-12", "2012-05-01", 1, 20, 31),
            ("2025-01-31", "2025-02-28", 1, 0, 30),
            ("2025-01-31", "2025-04-30", 3, 0, 30),
            ("2025-01-30", "2025-03-31", 2, 1, 31),
            ("2025-02-20", "2025-03-15", 0, 23, 28),
            ("2024-02-20", "2024-03-15", 0, 24, 29),
            ("2024-12-20", "2025-01-05", 0, 16, 31),
            ("2025-01-15", "2025-01-15", 0, 0, 30),
        ];
        for (start, end, months, days, days_of_month) in cases {
            let expected = MonthsAndDays { months, days, days_of_month };
            assert_eq!(MonthsAndDays::between(date(start), date(end)), Some(expected), "{start} {end}");
        }
        assert_eq!(MonthsAndDays::between(date("2025-02-01"), date("2025-01-31")), None);
        assert_eq!(MonthsAndDays::between(date("2025-02-02"), date("2025-02-01")), None);
    }

    proptest! {
        #[test]
        fn what_is_left_is_less_than_a_month(start in 0_u64..100_000, length in 0_u64..20_000) {
            let start = date("1900-01-01") + chrono::Days::new(start);
            let end = start + chrono::Days::new(length);
            let counted = MonthsAndDays::between(start, end).unwrap();
            prop_assert!(counted.days < counted.days_of_month);
            prop_assert!((28..=31).contains(&counted.days_of_month));
            if counted.days > 0 {
                let back = end - Months::new(counted.months);
                prop_assert_eq!(back, start + chrono::Days::new(counted.days.into()));
            }
        }
    }
}
