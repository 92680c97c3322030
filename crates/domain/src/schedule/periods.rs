//! The periods of a schedule: due dates that keep their day, and the fraction of a year that each bears interest for.

use chrono::NaiveDate;

use super::ScheduleTerms;
use crate::{
    DayCount, YearFraction,
    calendar::{DateOutOfRange, MonthsAndDays, months_after},
};

/// The time from one due date to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// Day on which its payment is due.
    pub due_on: NaiveDate,
    /// Days of interest, by the day count.
    pub days: i64,
    /// What part of a year it bears interest for.
    pub fraction: YearFraction,
}

/// Where the due dates of a schedule lie.
struct DueDates {
    /// The date whose day of the month the others keep.
    anchor: NaiveDate,
    /// Months from the anchor to the first due date.
    first_month: u32,
    /// Months from the anchor to maturity.
    last_month: u32,
    step_months: u32,
    count: u32,
}

impl DueDates {
    fn of(terms: &ScheduleTerms) -> Self {
        let (step_months, term) = (terms.step_months(), terms.term_months);
        let count = term.div_ceil(step_months);
        match terms.odd_first_payment_on() {
            None => Self {
                anchor: terms.funded_on,
                first_month: step_months,
                last_month: term,
                step_months,
                count,
            },
            Some(anchor) => {
                Self { anchor, first_month: 0, last_month: term - step_months, step_months, count }
            }
        }
    }

    /// Months from the anchor to the due date of an instalment, counted from 0.
    fn month(&self, instalment: u32) -> u32 {
        (self.first_month + instalment * self.step_months).min(self.last_month)
    }
}

/// The periods of checked terms, in order.
///
/// # Errors
/// A due date in a year that no book holds.
pub fn periods(terms: &ScheduleTerms) -> Result<Vec<Period>, DateOutOfRange> {
    let due_dates = DueDates::of(terms);
    let has_odd_first = terms.odd_first_payment_on().is_some();
    let mut periods = Vec::with_capacity(usize::try_from(due_dates.count).unwrap_or(0));
    let (mut start, mut month) = (terms.funded_on, 0);
    for instalment in 0..due_dates.count {
        let due_month = due_dates.month(instalment);
        let due_on = months_after(due_dates.anchor, due_month)?;
        periods.push(if !terms.day_count.counts_thirty() {
            actual(terms.day_count, start, due_on)
        } else if instalment == 0 && has_odd_first {
            odd(start, due_on)?
        } else {
            whole(due_on, due_month - month)
        });
        (start, month) = (due_on, due_month);
    }
    Ok(periods)
}

fn actual(day_count: DayCount, start: NaiveDate, due_on: NaiveDate) -> Period {
    Period {
        due_on,
        days: day_count.days(start, due_on, None),
        fraction: day_count.year_fraction(start, due_on, None),
    }
}

/// Under every 30/360 count a whole month is a twelfth of a year, whatever its days.
fn whole(due_on: NaiveDate, months: u32) -> Period {
    let months = i64::from(months);
    Period { due_on, days: 30 * months, fraction: YearFraction::new(months, 12) }
}

/// An odd first period under a 30/360 count: whole months are counted back from the due date; what is left counts
/// its days over the actual days of the month it lies in (15 January to 1 February: 17/31 of a twelfth of a year).
fn odd(start: NaiveDate, due_on: NaiveDate) -> Result<Period, DateOutOfRange> {
    let MonthsAndDays { months, days, days_of_month } =
        MonthsAndDays::between(start, due_on).ok_or(DateOutOfRange)?;
    let (months, days, days_of_month) = (i64::from(months), i64::from(days), i64::from(days_of_month));
    Ok(Period {
        due_on,
        days: 30 * months + days,
        fraction: YearFraction::new(months * days_of_month + days, 12 * days_of_month),
    })
}
