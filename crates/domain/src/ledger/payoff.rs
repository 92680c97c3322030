//! What it takes to pay a loan off on a day.

use chrono::NaiveDate;

use super::{Entry, Ledger, LedgerError, LedgerTerms};
use crate::Money;

/// The figures of a payoff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PayoffFigures {
    /// The day through which interest is reckoned.
    pub good_through: NaiveDate,
    /// Principal outstanding.
    pub principal: Money,
    /// Interest unpaid, accrued through the day.
    pub interest: Money,
    /// Fees unpaid.
    pub fees: Money,
    /// Late charges unpaid.
    pub late_charges: Money,
    /// Money held, which is taken off.
    pub held: Money,
    /// What pays the loan off on the day.
    pub total: Money,
    /// What each further day adds.
    pub per_diem: Money,
}

impl PayoffFigures {
    /// The payoff on a day, by what has moved until then.
    ///
    /// # Errors
    /// As [`Ledger::fold`].
    pub fn on(terms: &LedgerTerms, entries: &[Entry], good_through: NaiveDate) -> Result<Self, LedgerError> {
        Ok(Self::of(&Ledger::fold(terms, entries, good_through)?))
    }

    /// The payoff on the day of a ledger.
    #[must_use]
    pub fn of(ledger: &Ledger) -> Self {
        Self {
            good_through: ledger.as_of,
            principal: ledger.principal,
            interest: ledger.accrued_interest,
            fees: ledger.fees,
            late_charges: ledger.late_charges,
            held: ledger.held,
            total: ledger.total().less(ledger.held).max(Money::ZERO),
            per_diem: ledger.per_diem,
        }
    }
}
