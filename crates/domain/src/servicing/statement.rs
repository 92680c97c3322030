//! What happened on a loan between two days.

use chrono::NaiveDate;

use super::LoanAccount;
use crate::{Allocation, LedgerError, Money};

/// What came in on a loan between two days, and what was owed before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoanStatement {
    /// Principal outstanding at the start of the first day.
    pub opening_principal: Money,
    /// Principal outstanding at the end of the last day.
    pub closing_principal: Money,
    /// Interest, fees and late charges unpaid at the end of the last day.
    pub closing_unpaid: Money,
    /// What went out to the borrower in between.
    pub disbursed: Money,
    /// The payments, those that were reversed left out.
    pub allocations: Vec<Allocation>,
    /// Sums over the payments.
    pub received: ReceivedTotals,
}

/// Sums over payments.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReceivedTotals {
    /// All of them.
    pub amount: Money,
    /// To interest.
    pub interest: Money,
    /// To principal.
    pub principal: Money,
    /// To fees and late charges.
    pub charges: Money,
}

impl LoanAccount {
    /// What happened from `from` through `to`, by the days from which payments count. A payment from the interest reserve
    /// is money of the loan, not received from the borrower, and is not among them. None before the funding.
    ///
    /// # Errors
    /// As [`LoanAccount::ledger`].
    pub fn statement(&self, from: NaiveDate, to: NaiveDate) -> Result<Option<LoanStatement>, LedgerError> {
        // A ledger of a day has what counts on that day, and not yet the day's own interest.
        let before = from.pred_opt().unwrap_or(from);
        let Some(closing) = self.ledger(to)? else { return Ok(None) };
        let opening = self.ledger(before)?;
        let allocations: Vec<Allocation> = closing
            .allocations
            .iter()
            .filter(|allocation| (from..=to).contains(&allocation.effective_on))
            .cloned()
            .collect();
        let sum = |part: fn(&Allocation) -> Money| {
            allocations.iter().map(part).fold(Money::ZERO, |sum, part| sum.plus(part))
        };
        let received = ReceivedTotals {
            amount: sum(|allocation| allocation.amount),
            interest: sum(|allocation| allocation.interest),
            principal: sum(|allocation| allocation.principal),
            charges: sum(Allocation::charges),
        };
        Ok(Some(LoanStatement {
            opening_principal: opening.as_ref().map_or(Money::ZERO, |ledger| ledger.principal),
            closing_principal: closing.principal,
            closing_unpaid: closing.accrued_interest.plus(closing.fees).plus(closing.late_charges),
            disbursed: closing.disbursed.less(opening.map_or(Money::ZERO, |ledger| ledger.disbursed)),
            allocations,
            received,
        }))
    }
}
