//! The effective yearly rate: time in years, as the European Union's directives measure it.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{AnnualPercentageRate, AprError, UnitPeriod, flows::Flows, growth};
use crate::{
    calendar::{MonthsAndDays, months_before},
    discounting::{TimedAmount, power},
};

/// In what whole periods time is measured before days are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    Months,
    Weeks,
    /// Whole years, then days.
    Years,
}

/// A time in years: whole parts of a year, and days over those of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Years {
    pub parts: u32,
    /// 12, 52 or 1.
    pub parts_per_year: u32,
    pub days: u32,
    /// 365 or 366.
    pub days_per_year: u32,
}

impl Measure {
    /// The measure that goes with a unit-period. A term of odd days that nobody stated is measured in months.
    pub(super) const fn of(stated: Option<UnitPeriod>, chosen: UnitPeriod) -> Self {
        match (stated, chosen) {
            (Some(UnitPeriod::Days(_)), _) => Self::Years,
            (_, UnitPeriod::Weeks(_)) => Self::Weeks,
            _ => Self::Months,
        }
    }

    const fn unit_period(self) -> UnitPeriod {
        match self {
            Self::Months => UnitPeriod::Months(1),
            Self::Weeks => UnitPeriod::Weeks(1),
            Self::Years => UnitPeriod::YEAR,
        }
    }

    /// The time between two days: whole periods counted back from the later one, and the days before them over the
    /// days of the year that ends with them (Guidelines on Directive 2008/48/EC, section 4.1.1).
    pub(super) fn years(self, start: NaiveDate, end: NaiveDate) -> Option<Years> {
        let (parts, parts_per_year, first) = match self {
            Self::Weeks => {
                let weeks = u32::try_from((end - start).num_days()).ok()? / 7;
                (weeks, 52, end.checked_sub_days(chrono::Days::new(u64::from(weeks) * 7))?)
            }
            Self::Months | Self::Years => {
                let counted = MonthsAndDays::between(start, end)?;
                let (step, per_year) = if self == Self::Months { (1, 12) } else { (12, 1) };
                let parts = counted.months / step;
                // Whole months have no days, though going back from the end of a short month may show some.
                let is_whole = counted.days == 0 && counted.months.is_multiple_of(step);
                let first = if is_whole { start } else { months_before(end, parts * step).ok()? };
                (parts, per_year, first)
            }
        };
        let days = |from: NaiveDate, to: NaiveDate| u32::try_from((to - from).num_days()).ok();
        let days_per_year = days(months_before(first, 12).ok()?, first)?;
        Some(Years { parts, parts_per_year, days: days(start, first)?, days_per_year })
    }
}

/// The rate at which all flows are worth nothing together.
///
/// A year is cut into so many equal moments that every time is a whole number of them, so that only whole powers
/// of one growth occur; the yearly rate is that growth to the power of a year's moments.
pub(super) fn rate(flows: &Flows, measure: Measure) -> Result<AnnualPercentageRate, AprError> {
    let start = flows.start().ok_or(AprError::NothingAdvanced)?;
    let times = flows.signed().map(|flow| Some((measure.years(start, flow.on)?, flow.amount)));
    let times = times.collect::<Option<Vec<_>>>().ok_or(AprError::DateOutOfRange("payments"))?;
    let percent = || {
        let moments = moments_per_year(times.iter().map(|(years, _)| *years));
        let timed = |(years, amount): &(Years, Decimal)| {
            Some(TimedAmount { amount: *amount, whole: years.in_moments(moments)?, odd: Decimal::ZERO })
        };
        let amounts = times.iter().map(timed).collect::<Option<Vec<_>>>()?;
        power(growth(&amounts)?, moments)?.checked_sub(Decimal::ONE)?.checked_mul(Decimal::ONE_HUNDRED)
    };
    AnnualPercentageRate::new(percent(), measure.unit_period())
}

impl Years {
    fn in_moments(self, moments_per_year: u32) -> Option<u32> {
        let whole = self.parts.checked_mul(moments_per_year / self.parts_per_year)?;
        whole.checked_add(self.days.checked_mul(moments_per_year / self.days_per_year)?)
    }
}

/// The least number of moments of which a month or week, and a day where there are days, are whole numbers: at most
/// 52 × 365 × 366 ÷ 2.
fn moments_per_year(times: impl Iterator<Item = Years>) -> u32 {
    times.fold(1, |moments, years| {
        let moments = least_common_multiple(moments, years.parts_per_year);
        if years.days == 0 { moments } else { least_common_multiple(moments, years.days_per_year) }
    })
}

fn least_common_multiple(a: u32, b: u32) -> u32 {
    let (mut larger, mut smaller) = (a, b);
    while smaller != 0 {
        (larger, smaller) = (smaller, larger % smaller);
    }
    a / larger.max(1) * b
}
