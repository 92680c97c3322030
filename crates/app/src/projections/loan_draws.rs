//! Columns of the table `loans` about draws: what went out, what is approved, held back, available and set aside for
//! interest.

use domain::{
    BudgetReallocated, BudgetSet, DrawDisbursed, INTEREST_RESERVE, InterestReserveApplied,
    LoanDrawBalancesChanged, LoanId, Money, RetainageReleased,
};
use store::{RecordedEvent, Transaction, upcast::Upcasters};

use super::{Projection, exactly_one, payload_of};
use crate::Result;

pub struct LoanDraws;

impl Projection for LoanDraws {
    fn name(&self) -> &'static str {
        "loan_draws"
    }

    /// Its columns are those of a table that another projection has.
    fn tables(&self) -> &'static [&'static str] {
        &[]
    }

    fn apply(
        &self,
        events: &[RecordedEvent],
        upcasters: &Upcasters,
        transaction: &mut dyn Transaction,
    ) -> Result<()> {
        for event in events {
            follow(event, upcasters, transaction)?;
        }
        Ok(())
    }
}

fn follow(event: &RecordedEvent, upcasters: &Upcasters, transaction: &mut dyn Transaction) -> Result<()> {
    if let Some(disbursed) = payload_of::<DrawDisbursed>(event, upcasters)? {
        let amount = disbursed.amount.money(disbursed.currency)?;
        add(transaction, event, disbursed.loan_id, "disbursed_minor", amount)
    } else if let Some(released) = payload_of::<RetainageReleased>(event, upcasters)? {
        let amount = released.amount.money(released.currency)?;
        add(transaction, event, released.loan_id, "disbursed_minor", amount)
    } else if let Some(applied) = payload_of::<InterestReserveApplied>(event, upcasters)? {
        apply_reserve(transaction, event, &applied)
    } else if let Some(set) = payload_of::<BudgetSet>(event, upcasters)? {
        let line = set.lines.iter().find(|line| line.code == INTEREST_RESERVE);
        let reserve = line.map(|line| line.amount.money(set.currency)).transpose()?.unwrap_or(Money::ZERO);
        let rows = transaction.execute(
            "UPDATE loans SET reserve_minor = $1 WHERE id = $2",
            &[reserve.into(), set.loan_id.into()],
        )?;
        exactly_one(rows, "loan", event)
    } else if let Some(moved) = payload_of::<BudgetReallocated>(event, upcasters)? {
        let amount = moved.amount.money(moved.currency)?;
        if moved.from_code == INTEREST_RESERVE {
            let less = Money::from_minor_units(-amount.minor_units());
            return add(transaction, event, moved.loan_id, "reserve_minor", less);
        }
        if moved.to_code == INTEREST_RESERVE {
            return add(transaction, event, moved.loan_id, "reserve_minor", amount);
        }
        Ok(())
    } else if let Some(changed) = payload_of::<LoanDrawBalancesChanged>(event, upcasters)? {
        change_balances(transaction, event, &changed)
    } else {
        Ok(())
    }
}

fn add(
    transaction: &mut dyn Transaction,
    event: &RecordedEvent,
    loan_id: LoanId,
    column: &'static str,
    amount: Money,
) -> Result<()> {
    let sql = format!("UPDATE loans SET {column} = {column} + $1 WHERE id = $2");
    let rows = transaction.execute(&sql, &[amount.into(), loan_id.into()])?;
    exactly_one(rows, "loan", event)
}

fn apply_reserve(
    transaction: &mut dyn Transaction,
    event: &RecordedEvent,
    applied: &InterestReserveApplied,
) -> Result<()> {
    let change = applied.change.money(applied.currency)?;
    let rows = transaction.execute(
        "UPDATE loans SET disbursed_minor = disbursed_minor + $1, reserve_used_minor = reserve_used_minor + $1, \
         reserve_applied_on = CASE WHEN reserve_applied_on > $2 THEN reserve_applied_on ELSE $2 END WHERE id = $3",
        &[change.into(), applied.due_on.into(), applied.loan_id.into()],
    )?;
    exactly_one(rows, "loan", event)
}

fn change_balances(
    transaction: &mut dyn Transaction,
    event: &RecordedEvent,
    changed: &LoanDrawBalancesChanged,
) -> Result<()> {
    let money = |amount: domain::Amount| amount.money(changed.currency);
    let rows = transaction.execute(
        "UPDATE loans SET approved_undisbursed_minor = approved_undisbursed_minor + $1, \
         available_minor = available_minor + $2, retainage_minor = retainage_minor + $3 WHERE id = $4",
        &[
            money(changed.approved_undisbursed_change)?.into(),
            money(changed.available_change)?.into(),
            money(changed.retainage_change)?.into(),
            changed.loan_id.into(),
        ],
    )?;
    exactly_one(rows, "loan", event)
}
