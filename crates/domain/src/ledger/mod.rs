//! The ledger: one pure function from the terms of a loan and its movements to what is owed on a day.
//!
//! Interest accrues daily and simple on the outstanding principal. What has accrued stays an exact ratio; it is
//! rounded to the minor unit when a payment settles it, once for the whole stretch since it was last settled, and the
//! rest of the rounding falls away there. Unpaid interest is carried and bears none itself.
//!
//! Nothing depends on when a movement was recorded, only on the day from which it counts: a payment entered late, or
//! a reversal, is one more entry, and the fold runs again.

mod fold;
mod instalments;
mod movement;
mod payoff;
mod recut;

use chrono::NaiveDate;
use thiserror::Error;

use crate::calendar::DateOutOfRange;

pub use instalments::{Covered, InstalmentState};
pub use movement::{Entry, Movement};
pub use payoff::PayoffFigures;

use crate::{
    Accrual, AccrualCalendar, AnnualRate, ExactInterest, FeeId, FeeKind, Money, PaymentId, ReserveStep,
    Rounding, Schedule, ScheduleError, ScheduleTerms, ServicingTerms,
};

/// What a ledger is reckoned by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerTerms {
    /// What was lent, at which rate, and when it is due.
    pub schedule: ScheduleTerms,
    /// Where payments go, and what being late costs.
    pub servicing: ServicingTerms,
    /// What is set aside to pay interest as it falls due, in the order of the days; none for nothing.
    pub interest_reserve: Vec<ReserveStep>,
    /// Where the loan was taken over from elsewhere: what was owed when its ledger begins.
    pub opening: Option<Opening>,
}

/// What was owed of a loan on the day on which its ledger begins; its principal is that of the schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opening {
    /// The day.
    pub on: NaiveDate,
    /// All that was disbursed before.
    pub disbursed: Money,
    /// Interest accrued and not paid.
    pub interest: Money,
    /// What of it is due on top of the first instalment.
    pub on_top: Money,
}

impl Opening {
    /// The interest that is owed of what had accrued by the day: so much more or less that it rounds to what was
    /// stated. The part of a minor unit stays, so that interest of the period that runs stays exact.
    fn owed_of(&self, accrued: ExactInterest, rounding: Rounding) -> Option<ExactInterest> {
        let owed = accrued.less(accrued.rounded(rounding)?.less(self.interest))?;
        Some(if owed.rounded(rounding)?.is_negative() { ExactInterest::ZERO } else { owed })
    }
}

impl LedgerTerms {
    /// The first day of the ledger: that of the funding, or of the balance that was taken over.
    #[must_use]
    pub fn begins_on(&self) -> NaiveDate {
        self.opening.map_or(self.schedule.funded_on, |opening| opening.on)
    }

    /// The schedule with which the ledger begins, before anything was paid of it.
    ///
    /// # Errors
    /// As [`Schedule::compute`].
    pub fn first_schedule(&self) -> Result<Schedule, ScheduleError> {
        Ok(self.first_schedule_on(&AccrualCalendar::of(&self.schedule)?)?.0)
    }

    /// The same, and by how much its first payment is more for interest that was overdue.
    fn first_schedule_on(&self, calendar: &AccrualCalendar) -> Result<(Schedule, Money), ScheduleError> {
        let Some(opening) = self.opening else {
            return Ok((Schedule::on(&self.schedule, calendar)?, Money::ZERO));
        };
        let too_large = || ScheduleError::TooLarge;
        let (of, rate) = (self.schedule.principal, self.schedule.annual_rate);
        let (_, fraction) = calendar.stretch(self.schedule.funded_on, opening.on)?;
        let accrued = ExactInterest::of(of, rate, fraction).ok_or_else(too_large)?;
        let owed = opening.owed_of(accrued, self.schedule.rounding).ok_or_else(too_large)?;
        let overdue = ExactInterest::ZERO.less(Money::ZERO.less(opening.on_top)).ok_or_else(too_large)?;
        // Of the first period that much was paid already, or is owed more, when its instalment falls due.
        let running = owed.checked_sub(accrued).and_then(|more| more.checked_sub(overdue));
        let mut running = running.ok_or_else(too_large)?;
        if let Some(first) = calendar.periods().first() {
            // Where the first were missed, their interest may have been paid in part: of one no more than it has.
            let own = ExactInterest::of(of, rate, first.fraction).ok_or_else(too_large)?;
            if own.checked_add(running).ok_or_else(too_large)?.is_negative() {
                running = ExactInterest::ZERO.checked_sub(own).ok_or_else(too_large)?;
            }
        }
        let (instalments, on_top) = recut::amended(&self.schedule, calendar, running, overdue)?;
        let maturity_on = calendar.periods().last().map_or(opening.on, |period| period.due_on);
        Ok((Schedule { instalments, maturity_on }, on_top))
    }
}

/// What is owed on a day, and how it came to that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    /// The day; its own interest is not accrued yet.
    pub as_of: NaiveDate,
    /// Principal outstanding.
    pub principal: Money,
    /// All that was disbursed.
    pub disbursed: Money,
    /// Interest accrued and not paid, rounded by the loan's rounding.
    pub accrued_interest: Money,
    /// The same before rounding.
    pub accrued_exactly: ExactInterest,
    /// What of it fell due on a due date before: interest of the period that runs is not due yet.
    pub overdue_interest: Money,
    /// Fees unpaid, without late charges.
    pub fees: Money,
    /// Late charges unpaid.
    pub late_charges: Money,
    /// Money received that nothing is owed for yet.
    pub held: Money,
    /// Interest that was added to principal, as the schedule says.
    pub capitalized: Money,
    /// Principal given up as a loss.
    pub charged_off: Money,
    /// Interest of one further day, rounded.
    pub per_diem: Money,
    /// The rate in force, with default interest.
    pub annual_rate: AnnualRate,
    /// Where each payment went, in the order in which they count.
    pub allocations: Vec<Allocation>,
    /// The stretches of time in which interest accrued.
    pub accruals: Vec<Accrual>,
    /// Each fee.
    pub fee_states: Vec<FeeState>,
    /// The instalments in force.
    pub instalments: Vec<InstalmentState>,
    /// The days from which instalments were cut anew.
    pub recut_on: Vec<NaiveDate>,
    /// The day on which nothing was owed any more.
    pub settled_on: Option<NaiveDate>,
    /// What the interest reserve paid, in the order of the days.
    pub reserve_uses: Vec<ReserveUse>,
}

/// Interest that the reserve paid on a due date: principal rose by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReserveUse {
    /// The due date.
    pub on: NaiveDate,
    /// How much.
    pub amount: Money,
    /// The instalments that it covered.
    pub covered: Vec<Covered>,
    /// What was left of the reserve.
    pub left: Money,
}

/// Where a payment went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allocation {
    /// The payment.
    pub payment_id: PaymentId,
    /// The day from which it counts.
    pub effective_on: NaiveDate,
    /// All of it.
    pub amount: Money,
    /// To fees.
    pub fees: Money,
    /// To late charges.
    pub late_charges: Money,
    /// To interest.
    pub interest: Money,
    /// To principal.
    pub principal: Money,
    /// What of the principal was not due yet.
    pub prepaid: Money,
    /// What of the interest was not paid with it but added to principal, as the schedule says: the principal is less
    /// by it.
    pub capitalized: Money,
    /// What is held, since nothing was owed for it.
    pub held: Money,
    /// The instalments it covered.
    pub covered: Vec<Covered>,
    /// Principal outstanding after it.
    pub balance: Money,
}

impl Allocation {
    /// To fees and late charges.
    #[must_use]
    pub fn charges(&self) -> Money {
        self.fees.plus(self.late_charges)
    }
}

/// A fee, and what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeeState {
    /// The fee.
    pub fee_id: FeeId,
    /// What it is charged for.
    pub kind: FeeKind,
    /// The day on which it fell due.
    pub assessed_on: NaiveDate,
    /// How much it was.
    pub amount: Money,
    /// What was paid of it.
    pub paid: Money,
    /// What was forgiven of it.
    pub waived: Money,
}

impl FeeState {
    /// What is open of it.
    #[must_use]
    pub fn unpaid(&self) -> Money {
        self.amount.less(self.paid).less(self.waived)
    }
}

/// Why movements make no ledger.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LedgerError {
    /// The terms make no schedule.
    #[error(transparent)]
    Terms(#[from] ScheduleError),
    /// A movement before the money went out.
    #[error("on must not be before the loan was funded, {funded_on}, but is {on}")]
    BeforeFunding {
        /// The day of the movement.
        on: NaiveDate,
        /// The day of the funding.
        funded_on: NaiveDate,
    },
    /// A day on which nothing was lent yet.
    #[error("as_of must not be before the loan was funded, {funded_on}")]
    AsOfBeforeFunding {
        /// The day of the funding.
        funded_on: NaiveDate,
    },
    /// A day that no book holds.
    #[error("as_of and the days of the movements {0}")]
    Date(#[from] DateOutOfRange),
    /// Amounts that leave what is kept.
    #[error("the amounts add up to more than can be kept")]
    TooLarge,
}

impl Ledger {
    /// Folds the movements of a loan in the order of their days, as of a day.
    ///
    /// # Errors
    /// Terms that make no schedule, a movement before the funding, or amounts that leave 64 bits.
    pub fn fold(terms: &LedgerTerms, entries: &[Entry], as_of: NaiveDate) -> Result<Self, LedgerError> {
        fold::fold(terms, entries, as_of)
    }

    /// All that is owed: principal, interest, fees and late charges. Money held is not taken off.
    #[must_use]
    pub fn total(&self) -> Money {
        self.principal.plus(self.accrued_interest).plus(self.fees).plus(self.late_charges)
    }

    /// Whether no principal is outstanding.
    #[must_use]
    pub fn is_repaid(&self) -> bool {
        !self.principal.is_positive()
    }

    /// The next instalment that is not paid. One of nothing, before anything was drawn, has passed with its day.
    #[must_use]
    pub fn next_due(&self) -> Option<&InstalmentState> {
        let is_due =
            |row: &&InstalmentState| row.unpaid().is_positive() || row.instalment.due_on >= self.as_of;
        self.instalments.iter().find(|row| !row.is_paid() && is_due(row))
    }

    /// What is open of the instalments due before the day.
    #[must_use]
    pub fn past_due(&self) -> Money {
        let before = self.instalments.iter().take_while(|row| row.instalment.due_on < self.as_of);
        before.fold(Money::ZERO, |sum, row| sum.plus(row.unpaid()))
    }
}

#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod tests;
