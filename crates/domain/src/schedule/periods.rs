//! The periods of a schedule: due dates that keep their day, and the fraction of a year that each bears interest for.

use chrono::{Months, NaiveDate};

use super::ScheduleTerms;
use crate::{DayCount, YearFraction};

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
            None => Self { anchor: terms.funded_on, first_month: step_months, last_month: term, step_months, count },
            Some(anchor) => Self { anchor, first_month: 0, last_month: term - step_months, step_months, count },
        }
    }

    /// Months from the anchor to the due date of an instalment, counted from 0.
    fn month(&self, instalment: u32) -> u32 {
        (self.first_month + instalment * self.step_months).min(self.last_month)
    }

    /// Always counted from the anchor, so that 31 January, 28 February is followed by 31 March.
    fn date(&self, month: u32) -> NaiveDate {
        self.anchor + Months::new(month)
    }
}

impl ScheduleTerms {
    /// The first payment date, where it is not the one that would come anyway.
    fn odd_first_payment_on(&self) -> Option<NaiveDate> {
        let usual = self.funded_on + Months::new(self.step_months());
        self.first_payment_on.filter(|first| *first != usual)
    }
}

/// The periods of checked terms, in order.
pub fn periods(terms: &ScheduleTerms) -> Vec<Period> {
    let due_dates = DueDates::of(terms);
    let day_count = terms.day_count;
    let maturity_on = due_dates.date(due_dates.last_month);
    let mut start = terms.funded_on;
    let mut month = 0;
    let mut periods = Vec::new();
    for instalment in 0..due_dates.count {
        let due_month = due_dates.month(instalment);
        let due_on = due_dates.date(due_month);
        let whole_months = due_month - month;
        periods.push(if day_count.counts_thirty() {
            if whole_months > 0 { whole(due_on, whole_months) } else { odd(start, due_on) }
        } else {
            actual(day_count, start, due_on, maturity_on)
        });
        (start, month) = (due_on, due_month);
    }
    periods
}

fn actual(day_count: DayCount, start: NaiveDate, due_on: NaiveDate, maturity_on: NaiveDate) -> Period {
    Period {
        due_on,
        days: day_count.days(start, due_on, Some(maturity_on)),
        fraction: day_count.year_fraction(start, due_on, Some(maturity_on)),
    }
}

/// Under 30/360 a whole month is a twelfth of a year, whatever its days.
fn whole(due_on: NaiveDate, months: u32) -> Period {
    let months = i64::from(months);
    Period { due_on, days: 30 * months, fraction: YearFraction::new(months, 12) }
}

/// An odd first period under 30/360: whole months are counted back from the due date; what is left counts its days
/// over the actual days of the month it lies in.
fn odd(start: NaiveDate, due_on: NaiveDate) -> Period {
    let mut months = 0;
    while due_on - Months::new(months + 1) >= start {
        months += 1;
    }
    let rest_ends = due_on - Months::new(months);
    let month_days = (rest_ends - (due_on - Months::new(months + 1))).num_days();
    let rest_days = (rest_ends - start).num_days();
    let months = i64::from(months);
    Period {
        due_on,
        days: 30 * months + rest_days,
        fraction: YearFraction::new(months * month_days + rest_days, 12 * month_days),
    }
}
