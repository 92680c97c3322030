//! What happened on a loan between two days.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::LoanAccount;
use crate::{Allocation, Entry, Ledger, LedgerError, LedgerTerms, Money, Movement, PaymentId};

/// What came in on a loan between two days, and what was owed before and after:
///
/// `opening + taken_over + disbursed + from_reserve + capitalized − principal of payments and changes − charged_off =
/// closing`, and the same of what is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoanStatement {
    /// Principal outstanding at the start of the first day.
    pub opening_principal: Money,
    /// Principal with which the loan was taken over from elsewhere in between.
    pub taken_over: Money,
    /// What went out to the borrower in between.
    pub disbursed: Money,
    /// Interest that the interest reserve paid in between; principal rose by it.
    pub from_reserve: Money,
    /// Interest that was added to principal in between, where the schedule says so.
    pub capitalized: Money,
    /// Principal given up as a loss in between.
    pub charged_off: Money,
    /// Principal outstanding at the end of the last day.
    pub closing_principal: Money,
    /// Interest, fees and late charges unpaid at the end of the last day.
    pub closing_unpaid: Money,
    /// Money held at the end of the last day.
    pub closing_held: Money,
    /// The payments, those that were reversed left out.
    pub payments: Vec<Allocation>,
    /// Sums over the payments.
    pub received: Parts,
    /// What became in between of payments that were received before.
    pub changes: Vec<PaymentChange>,
    /// Sums over the changes.
    pub changed: Parts,
    /// Sums over the payments and the changes: what was paid in between.
    pub paid: Parts,
}

/// What became of a payment that was received before: it was reversed, money held from it was put to something, or it
/// goes elsewhere since something before it changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaymentChange {
    /// The payment.
    pub payment_id: PaymentId,
    /// The day from which it counts.
    pub received_on: NaiveDate,
    /// Whether it was reversed.
    pub is_reversed: bool,
    /// By how much each of its parts is more than before.
    pub parts: Parts,
}

/// Where money went. The interest is what was paid in money: what was added to principal is not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Parts {
    /// All of it.
    pub amount: Money,
    /// To fees and late charges.
    pub charges: Money,
    /// To interest.
    pub interest: Money,
    /// To principal.
    pub principal: Money,
    /// Held.
    pub held: Money,
}

impl Parts {
    /// Where a payment went.
    #[must_use]
    pub fn of(allocation: &Allocation) -> Self {
        Self {
            amount: allocation.amount,
            charges: allocation.charges(),
            interest: allocation.interest.less(allocation.capitalized),
            principal: allocation.principal.plus(allocation.capitalized),
            held: allocation.held,
        }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            amount: self.amount.plus(other.amount),
            charges: self.charges.plus(other.charges),
            interest: self.interest.plus(other.interest),
            principal: self.principal.plus(other.principal),
            held: self.held.plus(other.held),
        }
    }

    fn less(self, other: Self) -> Self {
        Self {
            amount: self.amount.less(other.amount),
            charges: self.charges.less(other.charges),
            interest: self.interest.less(other.interest),
            principal: self.principal.less(other.principal),
            held: self.held.less(other.held),
        }
    }
}

impl LoanStatement {
    /// What happened on a loan from `from` through `to`, by the days from which payments count. A payment from the interest
    /// reserve is money of the loan, not received from the borrower, and is not among them. None before the funding.
    ///
    /// # Errors
    /// As [`Ledger::fold`].
    pub fn between(
        terms: &LedgerTerms,
        entries: &[Entry],
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Option<Self>, LedgerError> {
        // A ledger of a day has what counts on that day, and not yet the day's own interest.
        let ledger =
            |on: NaiveDate| (terms.begins_on() <= on).then(|| Ledger::fold(terms, entries, on)).transpose();
        let Some(closing) = ledger(to)? else { return Ok(None) };
        let opening = ledger(from.pred_opt().unwrap_or(from))?;
        let known = |of: fn(&Ledger) -> Money| opening.as_ref().map_or(Money::ZERO, of);
        let grown = |of: fn(&Ledger) -> Money| of(&closing).less(known(of));
        let (payments, earlier): (Vec<Allocation>, Vec<Allocation>) =
            closing.allocations.iter().cloned().partition(|allocation| allocation.effective_on >= from);
        let changes = changes(opening.as_ref().map_or(&[], |ledger| &ledger.allocations), &earlier);
        let received = payments.iter().map(Parts::of).fold(Parts::default(), Parts::plus);
        let changed = changes.iter().map(|change| change.parts).fold(Parts::default(), Parts::plus);
        let from_reserve = grown(used_of_reserve);
        let (taken_over, disbursed_before) = match (&opening, terms.opening) {
            (None, Some(at)) => (terms.schedule.principal, at.disbursed),
            _ => (Money::ZERO, known(|ledger| ledger.disbursed)),
        };
        Ok(Some(Self {
            opening_principal: known(|ledger| ledger.principal),
            taken_over,
            disbursed: closing.disbursed.less(disbursed_before).less(from_reserve),
            from_reserve,
            capitalized: grown(|ledger| ledger.capitalized),
            charged_off: grown(|ledger| ledger.charged_off),
            closing_principal: closing.principal,
            closing_unpaid: closing.accrued_interest.plus(closing.fees).plus(closing.late_charges),
            closing_held: closing.held,
            payments,
            received,
            changes,
            changed,
            paid: received.plus(changed),
        }))
    }
}

impl LoanAccount {
    /// What happened from `from` through `to`; none before the funding.
    ///
    /// # Errors
    /// As [`LoanStatement::between`].
    pub fn statement(&self, from: NaiveDate, to: NaiveDate) -> Result<Option<LoanStatement>, LedgerError> {
        let Some(terms) = self.ledger_terms() else { return Ok(None) };
        LoanStatement::between(&terms, &self.entries, from, to)
    }

    /// The same without the payments that were reversed by a day, as if they had never come.
    ///
    /// # Errors
    /// As [`LoanStatement::between`].
    pub fn statement_without_reversed(
        &self,
        (from, to): (NaiveDate, NaiveDate),
        by: NaiveDate,
    ) -> Result<Option<LoanStatement>, LedgerError> {
        let Some(terms) = self.ledger_terms() else { return Ok(None) };
        LoanStatement::between(&terms, &without_reversed(&self.entries, by), from, to)
    }
}

fn without_reversed(entries: &[Entry], by: NaiveDate) -> Vec<Entry> {
    let reversed: HashSet<PaymentId> = entries
        .iter()
        .filter(|entry| entry.effective_on <= by)
        .filter_map(|entry| match entry.movement {
            Movement::Reversal { payment_id } => Some(payment_id),
            _ => None,
        })
        .collect();
    let stays = |entry: &&Entry| match &entry.movement {
        Movement::Payment { payment_id, .. } | Movement::Reversal { payment_id } => {
            !reversed.contains(payment_id)
        }
        _ => true,
    };
    entries.iter().filter(stays).cloned().collect()
}

fn used_of_reserve(ledger: &Ledger) -> Money {
    ledger.reserve_uses.iter().fold(Money::ZERO, |sum, used| sum.plus(used.amount))
}

/// What differs between payments as they stood and as they stand.
fn changes(before: &[Allocation], after: &[Allocation]) -> Vec<PaymentChange> {
    let of = |one: &Allocation| {
        let now = after.iter().find(|allocation| allocation.payment_id == one.payment_id);
        PaymentChange {
            payment_id: one.payment_id,
            received_on: one.effective_on,
            is_reversed: now.is_none(),
            parts: now.map(Parts::of).unwrap_or_default().less(Parts::of(one)),
        }
    };
    before.iter().map(of).filter(|change| change.parts != Parts::default()).collect()
}
