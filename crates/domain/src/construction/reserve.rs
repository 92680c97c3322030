//! The interest reserve: a line of the budget that pays the loan's own interest as it falls due.
//!
//! The ledger works out what it pays, so that a disbursement recorded late or a payment reversed moves it as it moves
//! interest; [`LoanAccount::reserve_events`] says what of that is not recorded yet.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::Construction;
use crate::{
    Amount, AmountError, CoveredInstalment, DecisionContext, InterestReserveApplied, Ledger, LoanAccount,
    Money,
};

/// How large the reserve is from a day on, with what was used of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReserveStep {
    /// The day.
    pub from: NaiveDate,
    /// How large.
    pub amount: Money,
}

/// What the reserve paid on a due date, as it was last recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReserveApplied {
    /// How much.
    pub amount: Money,
    /// How often it was recorded.
    pub revision: u32,
    /// The instalments that it covered.
    pub covered: Vec<CoveredInstalment>,
}

impl Construction {
    pub(super) fn apply_reserve(&mut self, applied: InterestReserveApplied) -> Result<(), AmountError> {
        let InterestReserveApplied { due_on, revision, covered, .. } = applied;
        let amount = applied.amount.money(applied.currency)?;
        self.reserve_applied.insert(due_on, ReserveApplied { amount, revision, covered });
        Ok(())
    }

    /// How large the reserve is from each day on, without what was moved away from it later.
    fn reserve_kept(&self) -> Vec<ReserveStep> {
        let mut steps = self.reserve.clone();
        let mut least: Option<Money> = None;
        for step in steps.iter_mut().rev() {
            step.amount = least.map_or(step.amount, |least| least.min(step.amount));
            least = Some(step.amount);
        }
        steps
    }

    /// What was used of the reserve, as it is recorded.
    #[must_use]
    pub fn reserve_used(&self) -> Money {
        self.reserve_applied.values().fold(Money::ZERO, |sum, applied| sum.plus(applied.amount))
    }
}

impl LoanAccount {
    /// What the reserve may pay in all from each day on. What was moved away from it later is gone however late interest
    /// is recorded, and so is what of the loan is paid out, approved or held back: it was promised to somebody else, and
    /// none of that gives way to interest that turns out to be higher. What was used before stays below, since each of
    /// those was decided with it counted.
    pub(crate) fn reserve_to_use(&self) -> Vec<ReserveStep> {
        let room = self.draw_balances().available.plus(self.construction.reserve_used());
        let kept = self.construction.reserve_kept();
        kept.into_iter()
            .map(|step| ReserveStep { amount: step.amount.min(room).max(Money::ZERO), ..step })
            .collect()
    }

    /// What the reserve paid by the ledger and is not recorded so.
    pub(crate) fn reserve_events(
        &self,
        ledger: &Ledger,
        context: &DecisionContext,
    ) -> Vec<InterestReserveApplied> {
        let Some(budget) = &self.construction.budget else { return Vec::new() };
        let recorded = &self.construction.reserve_applied;
        let days: BTreeSet<NaiveDate> =
            recorded.keys().copied().chain(ledger.reserve_uses.iter().map(|used| used.on)).collect();
        let amount = |money| Amount::new(money, self.currency);
        let kept = self.construction.reserve_kept();
        let mut used = Money::ZERO;
        let mut events = Vec::new();
        for due_on in days {
            let now = ledger.reserve_uses.iter().find(|used| used.on == due_on);
            let before = recorded.get(&due_on);
            let paid = now.map_or(Money::ZERO, |used| used.amount);
            used = used.plus(paid);
            let set_aside =
                kept.iter().rfind(|step| step.from <= due_on).map_or(Money::ZERO, |step| step.amount);
            let covered: Vec<CoveredInstalment> = now.map_or_else(Vec::new, |used| {
                let part = |part: &crate::Covered| CoveredInstalment {
                    due_on: part.due_on,
                    covered_on: part.covered_on,
                    amount: amount(part.amount),
                };
                used.covered.iter().map(part).collect()
            });
            let is_recorded =
                before.map_or(paid.is_zero(), |before| (before.amount, &before.covered) == (paid, &covered));
            if is_recorded {
                continue;
            }
            events.push(InterestReserveApplied {
                budget_id: budget.budget_id,
                loan_id: self.loan.loan_id,
                organization_id: context.organization_id,
                currency: self.currency,
                due_on,
                revision: before.map_or(0, |before| before.revision).saturating_add(1),
                amount: amount(paid),
                change: amount(paid.less(before.map_or(Money::ZERO, |before| before.amount))),
                covered,
                left: amount(set_aside.less(used).max(Money::ZERO)),
            });
        }
        events
    }
}
