//! What a step of a draw would do, before it is taken.

use chrono::NaiveDate;
use domain::{
    Amount, ApprovalEffect, ApprovalWish, Currency, DecisionContext, DisbursementEffect, DrawRejection,
    LoanAccount, Money, PaymentMethod, ReleaseWish, RequestEffect,
};
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

use super::{
    account::AccountView,
    draw::{paid_out, whole},
};
use crate::{Result, commands::construction::Found};

views! {
    /// What a request would come to.
    RequestPreview {
        /// Line by line of the budget.
        lines: Vec<RequestedLinePreview>,
        /// Sum of what is asked for.
        total: Amount,
        /// What the loan has left for it.
        available: Amount,
        /// Why it would be refused.
        problem: Option<String>,
    }

    /// What a request would leave of a line.
    RequestedLinePreview {
        /// The line.
        code: String,
        /// What is asked for.
        requested: Amount,
        /// What the line has for it.
        available: Amount,
        /// What the line would have left.
        left: Amount,
        /// Whether more is asked for than it has.
        is_over: bool,
    }

    /// What an approval would do.
    ApprovalPreview {
        /// Line by line of the draw.
        lines: Vec<ApprovedLinePreview>,
        /// What was requested.
        requested: Amount,
        /// What would be approved.
        approved: Amount,
        /// What of it would be held back.
        retainage: Amount,
        /// What would be paid out.
        to_disburse: Amount,
        /// What the loan has for it.
        available_before: Amount,
        /// What the loan would have left.
        available_after: Amount,
        /// What the rest of the building costs.
        cost_to_complete: Amount,
        /// What the loan still has.
        undisbursed: Amount,
        /// What the rest costs more than that; the approver must accept it.
        out_of_balance_by: Amount,
        /// Why it would be refused, though the approver accepts a loan that is out of balance.
        problem: Option<String>,
    }

    /// What an approval would do to a line.
    ApprovedLinePreview {
        /// The line.
        code: String,
        /// What was requested.
        requested: Amount,
        /// What would be approved.
        approved: Amount,
        /// What of it would be held back.
        retainage: Amount,
        /// What remains of the line without this draw.
        remaining_before: Amount,
        /// What would remain of it.
        remaining_after: Amount,
    }

    /// What paying out money would do.
    DisbursementPreview {
        /// What would go out.
        amount: Amount,
        /// The day from which it would bear interest.
        disbursed_on: NaiveDate,
        /// What is owed on that day without it.
        before: AccountView,
        /// What is owed on that day with it.
        after: AccountView,
        /// Why it would be refused.
        problem: Option<String>,
    }

    /// What releasing retainage would do.
    ReleasePreview {
        /// What would go out.
        amount: Amount,
        /// The day from which it would bear interest.
        released_on: NaiveDate,
        /// What is held back now.
        held_before: Amount,
        /// What would still be held back.
        held_after: Amount,
        /// What is owed on that day without it.
        before: AccountView,
        /// What is owed on that day with it.
        after: AccountView,
        /// Why it would be refused.
        problem: Option<String>,
    }
}

impl RequestPreview {
    /// An effect, as it is shown.
    #[must_use]
    pub fn of(effect: &RequestEffect, currency: Currency) -> Self {
        let amount = |money| Amount::new(money, currency);
        Self {
            lines: effect
                .lines
                .iter()
                .map(|line| RequestedLinePreview {
                    code: line.code.clone(),
                    requested: amount(line.requested),
                    available: amount(line.available),
                    left: amount(line.left),
                    is_over: line.left.is_negative(),
                })
                .collect(),
            total: amount(effect.total),
            available: amount(effect.available),
            problem: effect.problem.as_ref().map(ToString::to_string),
        }
    }
}

/// What an approval would do.
///
/// # Errors
/// An unknown draw, lines that it does not have, more than was requested, or storage.
pub fn approval(
    found: &Found,
    lines: Option<Vec<(String, Money)>>,
    may_approve_own: bool,
    context: &DecisionContext,
) -> Result<ApprovalPreview> {
    let Found { account, draw } = found;
    let effect = account.approval_effect(draw, lines.as_deref())?;
    let wish = ApprovalWish { lines, ..whole(context.today, may_approve_own) };
    let problem = account.approve_draw(draw, wish, context).err();
    Ok(ApprovalPreview::of(&effect, problem, account.currency))
}

impl ApprovalPreview {
    fn of(effect: &ApprovalEffect, problem: Option<DrawRejection>, currency: Currency) -> Self {
        let amount = |money| Amount::new(money, currency);
        Self {
            lines: effect
                .lines
                .iter()
                .map(|line| ApprovedLinePreview {
                    code: line.code.clone(),
                    requested: amount(line.requested),
                    approved: amount(line.approved),
                    retainage: amount(line.retainage),
                    remaining_before: amount(line.remaining_before),
                    remaining_after: amount(line.remaining_after),
                })
                .collect(),
            requested: amount(effect.requested),
            approved: amount(effect.approved),
            retainage: amount(effect.retainage),
            to_disburse: amount(effect.to_disburse),
            available_before: amount(effect.available_before),
            available_after: amount(effect.available_after),
            cost_to_complete: amount(effect.before.cost_to_complete),
            undisbursed: amount(effect.before.undisbursed),
            out_of_balance_by: amount(effect.before.out_of_balance_by),
            problem: problem.map(|rejection| rejection.to_string()),
        }
    }
}

/// What paying a draw out on a day would do.
///
/// # Errors
/// An unknown draw, a loan that is not funded, a day before that, or storage.
pub fn disbursement(
    found: &Found,
    disbursed_on: NaiveDate,
    context: &DecisionContext,
) -> Result<DisbursementPreview> {
    let Found { account, draw } = found;
    let effect = account.disbursement_effect(draw.to_disburse(), disbursed_on)?;
    let problem = account.disburse_draw(draw, paid_out(disbursed_on), context).err();
    Ok(DisbursementPreview::of(account, &effect, disbursed_on, problem))
}

impl DisbursementPreview {
    fn of(
        account: &LoanAccount,
        effect: &DisbursementEffect,
        disbursed_on: NaiveDate,
        problem: Option<DrawRejection>,
    ) -> Self {
        let (loan_id, currency) = (account.loan.loan_id, account.currency);
        Self {
            amount: Amount::new(effect.amount, currency),
            disbursed_on,
            before: AccountView::of(loan_id, &effect.before, currency),
            after: AccountView::of(loan_id, &effect.after, currency),
            problem: problem.map(|rejection| rejection.to_string()),
        }
    }
}

/// What releasing retainage on a day would do; all that is held back where no amount is wished for.
///
/// # Errors
/// A loan without a budget or that is not funded, or a day before that.
pub fn release(
    account: &LoanAccount,
    amount: Option<Money>,
    released_on: NaiveDate,
    context: &DecisionContext,
) -> Result<ReleasePreview> {
    let held = account.draw_balances().retainage_held;
    let released = amount.unwrap_or(held);
    let effect = account.disbursement_effect(released, released_on)?;
    let wish = ReleaseWish { amount, released_on, method: PaymentMethod::Wire, reference: None, note: None };
    let problem = account.release_retainage(wish, context).err();
    let (loan_id, currency) = (account.loan.loan_id, account.currency);
    Ok(ReleasePreview {
        amount: Amount::new(released, currency),
        released_on,
        held_before: Amount::new(held, currency),
        held_after: Amount::new(held.checked_sub(released).unwrap_or(held), currency),
        before: AccountView::of(loan_id, &effect.before, currency),
        after: AccountView::of(loan_id, &effect.after, currency),
        problem: problem.map(|rejection| rejection.to_string()),
    })
}
