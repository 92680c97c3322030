//! Due dates: days of a series that all keep the day of the month of one anchor.

use chrono::{Datelike, Days, NaiveDate};

use super::{MonthEnd, PaymentPeriod, ScheduleTerms, Term, accrual_calendar::whole};
use crate::{
    YearFraction,
    calendar::{DateOutOfRange, months_after, supported},
};

/// Days of a series without end, counted from an anchor, which is day 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Series {
    anchor: NaiveDate,
    /// The day of the month that months keep to; the anchor's month may lack it.
    due_day: u32,
    period: PaymentPeriod,
    month_end: MonthEnd,
}

impl Series {
    pub(crate) fn new(anchor: NaiveDate, period: PaymentPeriod, month_end: MonthEnd) -> Self {
        // After a single payment, time goes on by months.
        let period = match period {
            PaymentPeriod::Term => PaymentPeriod::Months(1),
            other => other,
        };
        Self { anchor, due_day: anchor.day(), period, month_end }
    }

    /// The same of a day of the month that the anchor's month lacks.
    const fn keeping(self, due_day: Option<u32>) -> Self {
        match due_day {
            Some(due_day) => Self { due_day, ..self },
            None => self,
        }
    }

    pub(super) const fn due_day(&self) -> u32 {
        self.due_day
    }

    /// The series that goes on from one of its days, or from a day of a month to which it would have come, and keeps
    /// to the same day of the month.
    fn going_on_from(self, day: NaiveDate) -> Self {
        let due_day = if matches!(self.period, PaymentPeriod::Months(_)) { self.due_day } else { day.day() };
        // A day that its month lacks and that rolled over belongs to the month before.
        let rolled = self.month_end == MonthEnd::Roll && day.day() < due_day;
        let anchor = if rolled { day.pred_opt().unwrap_or(day) } else { day };
        Self { anchor, due_day, ..self }
    }

    pub(crate) fn day(&self, index: u32) -> Result<NaiveDate, DateOutOfRange> {
        match self.period {
            PaymentPeriod::Months(step) => self.months(index.checked_mul(step).ok_or(DateOutOfRange)?),
            PaymentPeriod::Days(step) => {
                let days = u64::from(index) * u64::from(step);
                self.anchor.checked_add_days(Days::new(days)).ok_or(DateOutOfRange).and_then(supported)
            }
            PaymentPeriod::HalfMonth if index.is_multiple_of(2) => self.months(index / 2),
            PaymentPeriod::HalfMonth => self.half_month(index / 2),
            PaymentPeriod::Term => Err(DateOutOfRange),
        }
    }

    /// The months of the series, where its periods are months or the whole term.
    pub(super) fn by_months(self) -> Option<Self> {
        match self.period {
            PaymentPeriod::Months(_) => Some(Self { period: PaymentPeriod::Months(1), ..self }),
            PaymentPeriod::Days(_) | PaymentPeriod::HalfMonth | PaymentPeriod::Term => None,
        }
    }

    /// The days of the series after a day, the last one until another.
    ///
    /// # Errors
    /// A day in a year that no book holds.
    pub(super) fn between(self, from: NaiveDate, to: NaiveDate) -> Result<Vec<NaiveDate>, DateOutOfRange> {
        let mut index = self.index_before(self.anchor, from);
        let mut days = Vec::new();
        loop {
            let day = self.day(index)?;
            if day > to {
                return Ok(days);
            }
            if day > from {
                days.push(day);
            }
            index += 1;
        }
    }

    /// Days and fraction of a year of a whole period under a 30/360 count.
    pub(super) fn whole(&self) -> (i64, YearFraction) {
        whole(self.period)
    }

    /// A place in the series at or before a day that is not before `from`, where place 0 lies; close to it.
    pub(super) fn index_before(&self, from: NaiveDate, day: NaiveDate) -> u32 {
        let days = u32::try_from((day - from).num_days()).unwrap_or(0);
        match self.period {
            PaymentPeriod::Days(step) => days / step,
            PaymentPeriod::HalfMonth => (days / 16).saturating_sub(1),
            PaymentPeriod::Months(step) => (days / (31 * step)).saturating_sub(1),
            PaymentPeriod::Term => 0,
        }
    }

    fn months(&self, months: u32) -> Result<NaiveDate, DateOutOfRange> {
        self.in_month(months, self.due_day)
    }

    /// A day of the month so many months after the anchor's; where that month lacks it, its last one, or the first
    /// of the next month.
    fn in_month(&self, months: u32, day: u32) -> Result<NaiveDate, DateOutOfRange> {
        let first = self.anchor.with_day(1).ok_or(DateOutOfRange)?;
        let first = months_after(first, months)?;
        let length = u32::from(first.num_days_in_month());
        let on = first.with_day(day.min(length)).ok_or(DateOutOfRange)?;
        if day > length && self.month_end == MonthEnd::Roll {
            return on.succ_opt().ok_or(DateOutOfRange).and_then(supported);
        }
        Ok(on)
    }

    /// The day half a month after that of a month: the 1st and the 16th, the 15th and the 30th; a 31st counts as the
    /// 30th, so that the last day of a month goes with the 15th.
    fn half_month(&self, months: u32) -> Result<NaiveDate, DateOutOfRange> {
        let day = self.due_day.min(30);
        if day <= 15 { self.in_month(months, day + 15) } else { self.in_month(months + 1, day - 15) }
    }
}

/// The due dates of a schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DueDates {
    pub(super) series: Series,
    /// Place in the series of the first due date.
    first: u32,
    /// How many they are.
    pub(super) count: u32,
    /// The last one.
    pub(super) maturity_on: NaiveDate,
}

impl DueDates {
    /// The due dates of terms that were checked.
    ///
    /// # Errors
    /// A due date in a year that no book holds.
    pub(super) fn of(terms: &ScheduleTerms) -> Result<Self, DateOutOfRange> {
        let usual = Self::usual(terms)?;
        let Some(first_payment_on) = terms.first_payment_on else { return usual.ok_or(DateOutOfRange) };
        let keeps = |usual: &Self| terms.due_day.is_none_or(|day| day == usual.series.due_day);
        if usual.is_some_and(|usual| usual.day(0) == Ok(first_payment_on) && keeps(&usual)) {
            return usual.ok_or(DateOutOfRange);
        }
        Self::from_first(terms, usual, first_payment_on)
    }

    /// Those that come a period after the funding and then on; none for a single payment whose term is not given.
    fn usual(terms: &ScheduleTerms) -> Result<Option<Self>, DateOutOfRange> {
        let (funded_on, period) = (terms.funded_on, terms.payment_period());
        let series = Series::new(funded_on, period, terms.month_end);
        let dates = match (period, terms.term) {
            (PaymentPeriod::Term, Term::Months(months)) => {
                let maturity_on =
                    Series::new(funded_on, PaymentPeriod::Months(1), terms.month_end).day(months)?;
                Self { series, first: 1, count: 1, maturity_on }
            }
            (PaymentPeriod::Term, Term::Payments(_)) => return Ok(None),
            (_, Term::Payments(count)) => Self { series, first: 1, count, maturity_on: series.day(count)? },
            (_, Term::Months(months)) => {
                let maturity_on =
                    Series::new(funded_on, PaymentPeriod::Months(1), terms.month_end).day(months)?;
                Self {
                    series,
                    first: 1,
                    count: count_until(series, period, months, maturity_on)?,
                    maturity_on,
                }
            }
        };
        Ok(Some(dates))
    }

    /// Those that go on from a first one that is given. Their number stays, and maturity moves with it.
    fn from_first(
        terms: &ScheduleTerms,
        usual: Option<Self>,
        first: NaiveDate,
    ) -> Result<Self, DateOutOfRange> {
        let from_first = |period| Series::new(first, period, terms.month_end).keeping(terms.due_day);
        let series = from_first(terms.payment_period());
        let Some(usual) = usual else { return Ok(Self { series, first: 0, count: 1, maturity_on: first }) };
        let maturity_on = match (terms.payment_period(), terms.term) {
            (PaymentPeriod::Term, _) => first,
            (PaymentPeriod::Months(step), Term::Months(months)) => {
                let monthly = from_first(PaymentPeriod::Months(1));
                monthly.day(months.saturating_sub(step))?
            }
            (PaymentPeriod::Days(_), Term::Months(_)) => {
                let length = usual.maturity_on - usual.day(0)?;
                supported(first.checked_add_signed(length).ok_or(DateOutOfRange)?)?
            }
            _ => series.day(usual.count - 1)?,
        };
        Ok(Self { series, first: 0, count: usual.count, maturity_on })
    }

    /// The series in which time goes on after maturity, and the place of maturity in it.
    pub(super) fn going_on(&self) -> (Series, u32) {
        let last = self.first + self.count - 1;
        if self.series.day(last) == Ok(self.maturity_on) {
            (self.series, last)
        } else {
            (self.series.going_on_from(self.maturity_on), 0)
        }
    }

    /// Whether the first period is not a whole one.
    pub(super) const fn has_odd_first(&self) -> bool {
        self.first == 0
    }

    /// A due date, counted from 0.
    pub(super) fn day(&self, index: u32) -> Result<NaiveDate, DateOutOfRange> {
        if index + 1 == self.count { Ok(self.maturity_on) } else { self.series.day(self.first + index) }
    }
}

/// How many days of the series lie before maturity, and maturity itself.
fn count_until(
    series: Series,
    period: PaymentPeriod,
    months: u32,
    maturity_on: NaiveDate,
) -> Result<u32, DateOutOfRange> {
    Ok(match period {
        PaymentPeriod::Months(step) => months.div_ceil(step),
        PaymentPeriod::HalfMonth => 2 * months,
        PaymentPeriod::Days(step) => {
            let days =
                u32::try_from((maturity_on - series.day(0)?).num_days()).map_err(|_| DateOutOfRange)?;
            days.div_ceil(step)
        }
        PaymentPeriod::Term => 1,
    })
}
