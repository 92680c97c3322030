//! Payment schedules: what is due when, to the minor unit.
//!
//! All arithmetic is exact: the interest of a row is one ratio of whole numbers, rounded once. The principal of all
//! rows adds up to the principal of the loan, and no balance is under zero. A payment never takes more than is owed:
//! where rounding makes the level payment repay a loan early, the rows that are left are zero.
//!
//! [`terms`] says what a schedule is made of, [`mod@periods`] when it is due, [`mod@level_payment`] how much; the
//! rows are made here.

mod level_payment;
mod periods;
mod terms;

use chrono::{Datelike, NaiveDate};

pub use terms::{
    Frequency, LARGEST_PRINCIPAL, LONGEST_TERM_MONTHS, ScheduleError, ScheduleTerms, ScheduleType,
};

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
        let periods = periods(terms)?;
        let repayment = match terms.schedule_type {
            ScheduleType::Amortized => Repayment::Level(level_payment(terms, &periods)?),
            ScheduleType::InterestOnly | ScheduleType::AtMaturity => Repayment::WithTheLast,
        };
        let instalments = instalments(terms, &periods, repayment)?;
        let maturity_on = periods.last().map_or(terms.funded_on, |period| period.due_on);
        Ok(Self { instalments, maturity_on })
    }

    /// Sums over all instalments.
    #[must_use]
    pub fn totals(&self) -> ScheduleTotals {
        ScheduleTotals::of(&self.instalments)
    }
}

impl ScheduleTotals {
    /// Sums over these instalments.
    #[must_use]
    pub fn of(instalments: &[Instalment]) -> Self {
        // Checked terms cannot make sums near 64 bits; a sum that did would show as the largest amount.
        let sum = |part: fn(&Instalment) -> Money| {
            let parts = instalments.iter().map(|row| part(row).minor_units());
            Money::from_minor_units(parts.fold(0, i64::saturating_add))
        };
        Self {
            payment: sum(|row| row.payment),
            interest: sum(|row| row.interest),
            principal: sum(|row| row.principal),
        }
    }
}

/// Sums over the instalments of one calendar year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YearTotals {
    /// The year in which they are due.
    pub year: i32,
    /// How many they are.
    pub number_of_payments: usize,
    /// Their sums.
    pub totals: ScheduleTotals,
    /// Principal outstanding after the last of them.
    pub balance: Money,
}

/// Sums by calendar year of instalments in the order of their due dates.
#[must_use]
pub fn totals_by_year(instalments: &[Instalment]) -> Vec<YearTotals> {
    let years = instalments.chunk_by(|one, next| one.due_on.year() == next.due_on.year());
    years
        .filter_map(|year| {
            let last = year.last()?;
            Some(YearTotals {
                year: last.due_on.year(),
                number_of_payments: year.len(),
                totals: ScheduleTotals::of(year),
                balance: last.balance,
            })
        })
        .collect()
}

/// How the principal is repaid before the last payment, which takes all that is left.
#[derive(Debug, Clone, Copy)]
enum Repayment {
    /// What a level payment of so many minor units leaves after the interest.
    Level(i64),
    /// Not before the last payment.
    WithTheLast,
}

impl Repayment {
    /// Principal of a row before the last, in minor units, never more than the balance. Less than nothing where the
    /// interest of a long period is more than the level payment: the rest of it is added to the balance.
    fn principal(self, balance: i64, interest: i64) -> Option<i64> {
        match self {
            Self::Level(payment) => payment.checked_sub(interest).map(|principal| principal.min(balance)),
            Self::WithTheLast => Some(0),
        }
    }
}

fn instalments(
    terms: &ScheduleTerms,
    periods: &[Period],
    repayment: Repayment,
) -> Result<Vec<Instalment>, ScheduleError> {
    let mut balance = terms.principal.minor_units();
    let mut rows = Vec::with_capacity(periods.len());
    for (number, period) in (1_u32..).zip(periods) {
        let is_last = rows.len() + 1 == periods.len();
        let row = instalment(terms, number, period, balance, |interest| {
            if is_last { Some(balance) } else { repayment.principal(balance, interest) }
        })?;
        balance = row.balance.minor_units();
        rows.push(row);
    }
    Ok(rows)
}

/// One row on a balance; `principal_after` says how much of it is repaid, given the interest.
fn instalment(
    terms: &ScheduleTerms,
    number: u32,
    period: &Period,
    balance: i64,
    principal_after: impl FnOnce(i64) -> Option<i64>,
) -> Result<Instalment, ScheduleError> {
    let interest = interest(terms, balance.into(), period.fraction)?;
    let interest = i64::try_from(interest).map_err(|_| ScheduleError::TooLarge)?;
    let principal = principal_after(interest).ok_or(ScheduleError::TooLarge)?;
    Ok(Instalment {
        number,
        due_on: period.due_on,
        days: period.days,
        payment: Money::from_minor_units(interest.checked_add(principal).ok_or(ScheduleError::TooLarge)?),
        interest: Money::from_minor_units(interest),
        principal: Money::from_minor_units(principal),
        balance: Money::from_minor_units(balance.checked_sub(principal).ok_or(ScheduleError::TooLarge)?),
    })
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
mod property_tests;
#[cfg(test)]
mod tests;
