//! Payment schedules: what is due when, to the minor unit.
//!
//! All arithmetic is exact: the interest of a row is one ratio of whole numbers, rounded once. The principal of all
//! rows adds up to the principal of the loan, and no balance is under zero.

mod level_payment;
mod periods;
mod terms;

use chrono::NaiveDate;

pub use terms::{Frequency, LARGEST_PRINCIPAL, LONGEST_TERM_MONTHS, ScheduleError, ScheduleTerms, ScheduleType};

use crate::{Money, YearFraction, rate::MICRO_PERCENT_OF_ONE};
use level_payment::level_payment;
use periods::{Period, periods};

/// What is due when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// The payments, in order.
    pub instalments: Vec<Instalment>,
    /// Day of the last payment.
    pub maturity_on: NaiveDate,
}

/// One payment of a schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instalment {
    /// Place in the schedule, from 1.
    pub number: u32,
    /// Day on which it is due.
    pub due_on: NaiveDate,
    /// Days of interest, by the day count; a whole month counts thirty under 30/360.
    pub days: i64,
    /// Amount due: interest and principal.
    pub payment: Money,
    /// Interest of the period on the balance before it.
    pub interest: Money,
    /// Principal repaid; negative where the interest of a long period is more than a level payment.
    pub principal: Money,
    /// Principal outstanding after it.
    pub balance: Money,
}

/// Sums over all instalments of a schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScheduleTotals {
    /// All payments.
    pub payment: Money,
    /// All interest.
    pub interest: Money,
    /// All principal: the amount lent.
    pub principal: Money,
}

impl Schedule {
    /// The schedule of these terms.
    ///
    /// # Errors
    /// [`ScheduleError`] names the field at fault.
    pub fn compute(terms: &ScheduleTerms) -> Result<Self, ScheduleError> {
        terms.check()?;
        let periods = periods(terms);
        let level = match terms.schedule_type {
            ScheduleType::Amortized => Some(level_payment(terms, &periods)?),
            ScheduleType::InterestOnly | ScheduleType::AtMaturity => None,
        };
        let instalments = instalments(terms, &periods, level)?;
        let maturity_on = periods.last().map_or(terms.funded_on, |period| period.due_on);
        Ok(Self { instalments, maturity_on })
    }

    /// Sums over all instalments.
    #[must_use]
    pub fn totals(&self) -> ScheduleTotals {
        let sum = |part: fn(&Instalment) -> Money| {
            Money::from_minor_units(self.instalments.iter().map(|row| part(row).minor_units()).sum())
        };
        ScheduleTotals { payment: sum(|row| row.payment), interest: sum(|row| row.interest), principal: sum(|row| row.principal) }
    }
}

/// The rows. A payment is `level`, or the interest alone where there is none; the last one takes all that is left,
/// and none takes more than is left.
fn instalments(
    terms: &ScheduleTerms,
    periods: &[Period],
    level: Option<i64>,
) -> Result<Vec<Instalment>, ScheduleError> {
    let mut balance = terms.principal.minor_units();
    let mut rows = Vec::with_capacity(periods.len());
    for (number, period) in (1_u32..).zip(periods) {
        let interest = interest(terms, balance.into(), period.fraction)?;
        let interest = i64::try_from(interest).map_err(|_| ScheduleError::TooLarge)?;
        let is_last = rows.len() + 1 == periods.len();
        let principal = match level {
            _ if is_last => balance,
            Some(level) => level.checked_sub(interest).ok_or(ScheduleError::TooLarge)?.min(balance),
            None => 0,
        };
        balance = balance.checked_sub(principal).ok_or(ScheduleError::TooLarge)?;
        rows.push(Instalment {
            number,
            due_on: period.due_on,
            days: period.days,
            payment: Money::from_minor_units(interest.checked_add(principal).ok_or(ScheduleError::TooLarge)?),
            interest: Money::from_minor_units(interest),
            principal: Money::from_minor_units(principal),
            balance: Money::from_minor_units(balance),
        });
    }
    Ok(rows)
}

/// Interest of a balance, in minor units: balance × rate × fraction of a year, as one exact ratio rounded once.
fn interest(terms: &ScheduleTerms, balance: i128, fraction: YearFraction) -> Result<i128, ScheduleError> {
    let numerator = balance
        .checked_mul(terms.annual_rate.micro_percent().into())
        .and_then(|product| product.checked_mul(fraction.numerator().into()))
        .ok_or(ScheduleError::TooLarge)?;
    let denominator = MICRO_PERCENT_OF_ONE * i128::from(fraction.denominator());
    terms.rounding.ratio(numerator, denominator).ok_or(ScheduleError::TooLarge)
}

#[cfg(test)]
mod tests;
