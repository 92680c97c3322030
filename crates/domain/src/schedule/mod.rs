//! Payment schedules: what is due when, to the minor unit.
//!
//! All arithmetic is exact: the interest of a row is one ratio of whole numbers, rounded once. The principal of all
//! rows adds up to what is disbursed, and no balance is under zero. A payment never takes more than is owed: where
//! rounding makes the level payment repay a loan early, the rows that are left are zero.
//!
//! [`terms`] says what a schedule is made of, [`due_dates`] when it is due, [`accrual_calendar`] for what part of a
//! year, [`mod@level_payment`] how much; [`course`] makes the rows.

mod accrual_calendar;
mod course;
mod due_dates;
mod frequency;
mod level_payment;
mod terms;

use chrono::{Datelike, NaiveDate};

pub use accrual_calendar::{AccrualCalendar, Period};
pub(crate) use course::{Course, Repayment};
pub(crate) use due_dates::Series;
pub use frequency::{Frequency, PaymentPeriod};
pub use terms::{
    Disbursement, LARGEST_PRINCIPAL, LONGEST_TERM_MONTHS, MOST_PAYMENTS, MonthEnd, RateChange, ScheduleError,
    ScheduleTerms, ScheduleType, Term,
};

use crate::{Accrual, ExactInterest, Money};

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
        Self::on(terms, &AccrualCalendar::of(terms)?)
    }

    /// The schedule of these terms, on their calendar.
    ///
    /// # Errors
    /// [`ScheduleError`] names the field at fault.
    pub fn on(terms: &ScheduleTerms, calendar: &AccrualCalendar) -> Result<Self, ScheduleError> {
        Self::going_on(terms, calendar, ExactInterest::ZERO)
    }

    /// The schedule of the rest of a loan: interest that has accrued in the period that runs is borne by its first
    /// row, and levelled with it.
    ///
    /// # Errors
    /// [`ScheduleError`] names the field at fault.
    pub(crate) fn going_on(
        terms: &ScheduleTerms,
        calendar: &AccrualCalendar,
        running: ExactInterest,
    ) -> Result<Self, ScheduleError> {
        let basis = Basis::of(terms, calendar)?;
        let course = Course { carried: running, ..basis.course() };
        let instalments = course.instalments()?;
        let maturity_on = calendar.periods().last().map_or(terms.funded_on, |period| period.due_on);
        Ok(Self { instalments, maturity_on })
    }

    /// For each row the stretches of time that its interest is the sum of, rounded once. The interest of each is
    /// balance × rate × fraction of a year.
    ///
    /// # Errors
    /// As [`Schedule::compute`].
    pub fn explain(&self, terms: &ScheduleTerms) -> Result<Vec<Vec<Accrual>>, ScheduleError> {
        let calendar = AccrualCalendar::of(terms)?;
        Basis::of(terms, &calendar)?.course().accruals(&self.instalments)
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

/// What the rows of terms are made of.
struct Basis<'t> {
    terms: &'t ScheduleTerms,
    calendar: &'t AccrualCalendar,
    rates: Vec<RateChange>,
    /// The calendar of the longer loan whose level payment a balloon loan has.
    amortization: Option<AccrualCalendar>,
}

impl<'t> Basis<'t> {
    fn of(terms: &'t ScheduleTerms, calendar: &'t AccrualCalendar) -> Result<Self, ScheduleError> {
        terms.check_against(calendar)?;
        let longer = |months| {
            let longer = AccrualCalendar::of(&ScheduleTerms {
                term: Term::Months(months),
                schedule_type: ScheduleType::Amortized,
                amortization_months: None,
                ..terms.clone()
            })?;
            let is_longer = longer.periods().len() >= calendar.periods().len();
            if is_longer { Ok(longer) } else { Err(ScheduleError::AmortizationOutOfRange) }
        };
        let amortization = terms.amortization_months.map(longer).transpose()?;
        Ok(Self { terms, calendar, rates: terms.accruing_rates(calendar), amortization })
    }

    fn course(&self) -> Course<'_> {
        let terms = self.terms;
        let is_advanced_in_parts = terms.is_drawn || !terms.disbursements.is_empty();
        Course {
            calendar: self.calendar,
            periods: self.calendar.periods(),
            level_periods: self.amortization.as_ref().unwrap_or(self.calendar).periods(),
            opening: if is_advanced_in_parts { Money::ZERO } else { terms.principal },
            carried: ExactInterest::ZERO,
            annual_rate: terms.annual_rate,
            disbursements: &terms.disbursements,
            rates: &self.rates,
            rounding: terms.rounding,
            unit: terms.round_payment_to.unwrap_or(Money::from_minor_units(1)),
            interest_only: usize::try_from(terms.interest_only_periods).unwrap_or(usize::MAX),
            repayment: match (terms.schedule_type, terms.level_payment) {
                (ScheduleType::Amortized | ScheduleType::Balloon, Some(payment)) => {
                    Repayment::Stated(payment)
                }
                (ScheduleType::Amortized | ScheduleType::Balloon, _) => Repayment::Level,
                (ScheduleType::EqualPrincipal, _) => Repayment::EqualPrincipal,
                (ScheduleType::InterestOnly | ScheduleType::AtMaturity, _) => Repayment::WithTheLast,
            },
        }
    }
}

#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod tests;
