//! The periods of a loan, and what part of a year lies between any two of its days.

use chrono::{Datelike, NaiveDate};

use super::{
    MOST_PAYMENTS, PaymentPeriod, ScheduleError, ScheduleTerms,
    due_dates::{DueDates, Series},
};
use crate::{
    DayCount, YearFraction,
    calendar::{DateOutOfRange, MonthsAndDays, due_months_before, months_after, months_before},
};

/// The time from one due date to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// Its first day.
    pub start: NaiveDate,
    /// The day on which its payment is due; the next period begins.
    pub due_on: NaiveDate,
    /// Days of interest, by the day count.
    pub days: i64,
    /// What part of a year it bears interest for.
    pub fraction: YearFraction,
}

/// The periods of a loan without end: those of the schedule, and after maturity others of the same length.
///
/// Under every 30/360 count a whole period is its share of a year, whatever its days: a month a twelfth, half a month
/// a twenty-fourth, days so many 360ths. Within a period of several months each whole month is a twelfth too, counted
/// from its start; an odd first period is counted back from its due date. What is left counts its actual days over
/// those of the month, or of the shorter period, in which it lies. Under the other counts only the days matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccrualCalendar {
    day_count: DayCount,
    periods: Vec<Period>,
    /// The months of the periods, where they are months.
    months: Option<Series>,
    /// Whether the first period is counted back from its due date, in months.
    has_odd_months: bool,
    /// The day of the month for which that due date stands, where its month lacks it.
    first_due_day: Option<u32>,
    after: Series,
    /// Place of maturity in the series after it.
    maturity: u32,
    maturity_on: NaiveDate,
}

impl AccrualCalendar {
    /// The calendar of terms.
    ///
    /// # Errors
    /// [`ScheduleError`] names the field at fault.
    pub fn of(terms: &ScheduleTerms) -> Result<Self, ScheduleError> {
        terms.check()?;
        let due_dates = DueDates::of(terms).map_err(|_| terms.matures_too_late())?;
        if due_dates.count > MOST_PAYMENTS {
            return Err(ScheduleError::TooManyPayments);
        }
        let has_odd_first = due_dates.has_odd_first();
        let regular = whole(terms.payment_period());
        let mut periods = Vec::with_capacity(usize::try_from(due_dates.count).unwrap_or(0));
        let mut start = terms.funded_on;
        for index in 0..due_dates.count {
            let due_on = due_dates.day(index).map_err(|_| terms.matures_too_late())?;
            let is_odd = index == 0 && has_odd_first;
            let is_last = index + 1 == due_dates.count;
            periods.push(if !terms.day_count.counts_thirty() {
                actual(terms.day_count, start, due_on)
            } else if is_odd || is_last {
                irregular(terms, start, due_on, is_odd)?
            } else {
                Period { start, due_on, days: regular.0, fraction: regular.1 }
            });
            start = due_on;
        }
        let (after, maturity) = due_dates.going_on();
        let maturity_on = due_dates.maturity_on;
        let months = due_dates.series.by_months();
        let has_odd_months = has_odd_first && months.is_some();
        let (day_count, first_due_day) = (terms.day_count, terms.due_day);
        Ok(Self { day_count, periods, months, has_odd_months, first_due_day, after, maturity, maturity_on })
    }

    /// The day of the month that due dates keep to; none where they are not a number of months apart.
    #[must_use]
    pub fn due_day(&self) -> Option<u32> {
        self.months.map(|months| months.due_day())
    }

    /// The periods of the schedule.
    #[must_use]
    pub fn periods(&self) -> &[Period] {
        &self.periods
    }

    /// Whether a period begins on the day.
    #[must_use]
    pub fn begins_period(&self, day: NaiveDate) -> bool {
        self.periods.binary_search_by_key(&day, |period| period.start).is_ok() || day >= self.maturity_on
    }

    /// The period in which a day lies; the day it begins on is its own.
    ///
    /// # Errors
    /// A period in a year that no book holds.
    pub fn period_at(&self, day: NaiveDate) -> Result<Period, DateOutOfRange> {
        let place = self.periods.partition_point(|period| period.due_on <= day);
        match self.periods.get(place) {
            Some(period) => Ok(*period),
            None => self.period_after_maturity(day),
        }
    }

    fn period_after_maturity(&self, day: NaiveDate) -> Result<Period, DateOutOfRange> {
        let mut index = self.maturity + self.after.index_before(self.maturity_on, day);
        loop {
            let (start, due_on) = (self.after.day(index)?, self.after.day(index + 1)?);
            if day < due_on {
                let (days, fraction) = self.after.whole();
                return Ok(if self.day_count.counts_thirty() {
                    Period { start, due_on, days, fraction }
                } else {
                    actual(self.day_count, start, due_on)
                });
            }
            index += 1;
        }
    }

    /// The part of a year from one day until another that is not before it.
    ///
    /// # Errors
    /// A period in a year that no book holds.
    pub fn year_fraction(&self, from: NaiveDate, to: NaiveDate) -> Result<YearFraction, DateOutOfRange> {
        self.stretch(from, to).map(|(_, fraction)| fraction)
    }

    /// Days of interest from one day until another that is not before it, and the part of a year that they are.
    ///
    /// # Errors
    /// A period in a year that no book holds.
    pub fn stretch(&self, from: NaiveDate, to: NaiveDate) -> Result<(i64, YearFraction), DateOutOfRange> {
        if !self.day_count.counts_thirty() {
            let fraction = self.day_count.year_fraction(from, to, None);
            return Ok((self.day_count.days(from, to, None), fraction));
        }
        let (mut day, mut days, mut sum) = (from, 0, YearFraction::ZERO);
        while day < to {
            let period = self.period_at(day)?;
            let end = period.due_on.min(to);
            let (part_days, part) = self.part(&period, day, end)?;
            days += part_days;
            sum = sum.checked_add(part).ok_or(DateOutOfRange)?;
            day = end;
        }
        Ok((days, sum))
    }
}

/// A month of a period, or the days of one that an odd period begins with.
#[derive(Debug, Clone, Copy)]
struct Month {
    start: NaiveDate,
    end: NaiveDate,
    /// Actual days of the whole month in which it lies.
    days: i64,
}

impl AccrualCalendar {
    /// The first day after another on which a day may bear another part of a year: the end of its month or period.
    ///
    /// # Errors
    /// A period in a year that no book holds.
    pub fn even_until(&self, day: NaiveDate) -> Result<NaiveDate, DateOutOfRange> {
        let period = self.period_at(day)?;
        let months = self.months_of(&period)?;
        Ok(months.iter().find(|month| day < month.end).map_or(period.due_on, |month| month.end))
    }

    /// A part of a period under a 30/360 count: its months, and what is left of others by their actual days. Where
    /// the period has no months, by the actual days of the period.
    fn part(
        &self,
        period: &Period,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<(i64, YearFraction), DateOutOfRange> {
        if (from, to) == (period.start, period.due_on) {
            return Ok((period.days, period.fraction));
        }
        let months = self.months_of(period)?;
        if months.is_empty() {
            let (days, of) = ((to - from).num_days(), (period.due_on - period.start).num_days());
            let fraction = period.fraction;
            let part = YearFraction::new(fraction.numerator() * days, fraction.denominator() * of);
            return Ok((days, part));
        }
        let (mut days, mut sum) = (0, YearFraction::ZERO);
        for month in months.iter().filter(|month| month.start < to && from < month.end) {
            let within = (month.end.min(to) - month.start.max(from)).num_days();
            let is_whole = within == month.days;
            days += if is_whole { 30 } else { within };
            let part = YearFraction::new(within, 12 * month.days);
            sum = sum.checked_add(part).ok_or(DateOutOfRange)?;
        }
        Ok((days, sum))
    }

    /// The months of a period, the days before the first of them too; none where it is a single month, or no months.
    fn months_of(&self, period: &Period) -> Result<Vec<Month>, DateOutOfRange> {
        let Some(months) = self.months.filter(|_| self.day_count.counts_thirty()) else {
            return Ok(Vec::new());
        };
        if self.has_odd_months && self.periods.first() == Some(period) {
            return odd_months(period.start, period.due_on, self.first_due_day);
        }
        let is_month = (period.fraction.numerator(), period.fraction.denominator()) == (1, 12);
        if is_month {
            return Ok(Vec::new());
        }
        let months =
            if period.start < self.maturity_on { months } else { self.after.by_months().unwrap_or(months) };
        let ends = months.between(period.start, period.due_on)?;
        let count = i64::try_from(ends.len()).unwrap_or(i64::MAX);
        let fits = ends.last() == Some(&period.due_on) && YearFraction::new(count, 12) == period.fraction;
        Ok(if fits { months_between(period.start, &ends) } else { Vec::new() })
    }
}

/// Whole months that end on these days, the first from a day on.
fn months_between(start: NaiveDate, ends: &[NaiveDate]) -> Vec<Month> {
    let starts = [start].into_iter().chain(ends.iter().copied());
    starts.zip(ends).map(|(start, end)| Month { start, end: *end, days: (*end - start).num_days() }).collect()
}

/// The months of an odd first period, counted back from its due date, and the days before them.
fn odd_months(
    start: NaiveDate,
    due_on: NaiveDate,
    due_day: Option<u32>,
) -> Result<Vec<Month>, DateOutOfRange> {
    let MonthsAndDays { months, days, days_of_month } = counted_back(start, due_on, due_day)?;
    if days == 0 {
        let ends = (1..=months).map(|count| months_after(start, count)).collect::<Result<Vec<_>, _>>()?;
        return Ok(months_between(start, &ends));
    }
    let due_day = due_day.unwrap_or(due_on.day());
    let back = |count| due_months_before(due_on, count, due_day).ok_or(DateOutOfRange);
    let first = back(months)?;
    let ends = (0..months).rev().map(back).collect::<Result<Vec<_>, _>>()?;
    let before = Month { start, end: first, days: i64::from(days_of_month) };
    Ok([before].into_iter().chain(months_between(first, &ends)).collect())
}

fn counted_back(
    start: NaiveDate,
    due_on: NaiveDate,
    due_day: Option<u32>,
) -> Result<MonthsAndDays, DateOutOfRange> {
    let counted = match due_day {
        Some(due_day) => MonthsAndDays::between_due(start, due_on, due_day),
        None => MonthsAndDays::between(start, due_on),
    };
    counted.ok_or(DateOutOfRange)
}

/// The first period where it is odd, or the last, which may be shorter than the others.
fn irregular(
    terms: &ScheduleTerms,
    start: NaiveDate,
    due_on: NaiveDate,
    is_odd: bool,
) -> Result<Period, DateOutOfRange> {
    let (days, fraction) = match terms.payment_period() {
        period if is_odd => odd(period, start, due_on, terms.due_day)?,
        PaymentPeriod::Months(_) | PaymentPeriod::Term => months(terms.last_period_months()),
        PaymentPeriod::Days(_) => days((due_on - start).num_days()),
        PaymentPeriod::HalfMonth => whole(PaymentPeriod::HalfMonth),
    };
    Ok(Period { start, due_on, days, fraction })
}

fn actual(day_count: DayCount, start: NaiveDate, due_on: NaiveDate) -> Period {
    Period {
        start,
        due_on,
        days: day_count.days(start, due_on, None),
        fraction: day_count.year_fraction(start, due_on, None),
    }
}

/// Days and fraction of a year of a whole period under a 30/360 count.
pub(super) fn whole(period: PaymentPeriod) -> (i64, YearFraction) {
    match period {
        PaymentPeriod::Months(step) => months(step),
        PaymentPeriod::Days(step) => days(step.into()),
        PaymentPeriod::HalfMonth => (15, YearFraction::new(1, 24)),
        PaymentPeriod::Term => months(1),
    }
}

fn months(months: u32) -> (i64, YearFraction) {
    (30 * i64::from(months), YearFraction::new(months.into(), 12))
}

fn days(days: i64) -> (i64, YearFraction) {
    (days, YearFraction::new(days, 360))
}

/// An odd first period under a 30/360 count: whole months, or half months, are counted back from the due date; what
/// is left counts its days over the actual days of the one it lies in (15 January to 1 February: 17/31 of a twelfth of
/// a year). Where payments are so many days apart, each is a 360th.
fn odd(
    period: PaymentPeriod,
    start: NaiveDate,
    due_on: NaiveDate,
    due_day: Option<u32>,
) -> Result<(i64, YearFraction), DateOutOfRange> {
    match period {
        PaymentPeriod::Days(_) => Ok(days((due_on - start).num_days())),
        PaymentPeriod::HalfMonth => odd_half_months(start, due_on),
        PaymentPeriod::Months(_) | PaymentPeriod::Term => {
            let MonthsAndDays { months, days, days_of_month } = counted_back(start, due_on, due_day)?;
            let (months, days, days_of_month) =
                (i64::from(months), i64::from(days), i64::from(days_of_month));
            let fraction = YearFraction::new(months * days_of_month + days, 12 * days_of_month);
            Ok((30 * months + days, fraction))
        }
    }
}

fn odd_half_months(start: NaiveDate, due_on: NaiveDate) -> Result<(i64, YearFraction), DateOutOfRange> {
    let back = |halves: u32| half_months_before(due_on, halves);
    let mut halves = 0;
    while back(halves + 1)? >= start {
        halves += 1;
    }
    let (from, to) = (back(halves + 1)?, back(halves)?);
    let (rest, of) = ((to - start).num_days(), (to - from).num_days());
    let halves = i64::from(halves);
    Ok((15 * halves + rest, YearFraction::new(halves * of + rest, 24 * of)))
}

/// The due date so many half months before another.
fn half_months_before(due_on: NaiveDate, halves: u32) -> Result<NaiveDate, DateOutOfRange> {
    let whole = months_before(due_on, halves.div_ceil(2))?;
    let series = Series::new(whole, PaymentPeriod::HalfMonth, super::MonthEnd::Clamp);
    series.day(halves % 2)
}
