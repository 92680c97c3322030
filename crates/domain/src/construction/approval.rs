//! Approving a draw, whole or in part.

use chrono::NaiveDate;

use super::{BudgetFigures, Draw, DrawRejection, DrawStatus};
use crate::{
    Amount, AmountError, ApprovedLine, DecisionContext, DrawApproved, LoanAccount, Money,
    servicing::{not_in_the_future, since_funding},
    split::split,
    text,
};

/// An approval, as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// The day.
    pub on: NaiveDate,
    /// Who approved.
    pub by: String,
    /// Whether that is who requested the draw.
    pub approver_is_requester: bool,
    /// What the approver remarked.
    pub note: Option<String>,
    /// By how much the loan was out of balance, where the approver accepted that.
    pub out_of_balance_by: Option<Money>,
}

/// A wish to approve a draw.
#[derive(Debug, Clone)]
pub struct ApprovalWish {
    /// What is approved, by line; left out, what was requested. A line that is not named is not approved.
    pub lines: Option<Vec<(String, Money)>>,
    /// The day.
    pub approved_on: NaiveDate,
    /// What the approver remarks.
    pub note: Option<String>,
    /// Whether the approver knows that the loan is out of balance.
    pub accept_out_of_balance: bool,
    /// Whether the organization is a one-person lender: then a requester may approve.
    pub one_person_lender: bool,
}

/// What an approval would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApprovalEffect {
    /// Line by line of the draw.
    pub lines: Vec<LineEffect>,
    /// What was requested.
    pub requested: Money,
    /// What would be approved.
    pub approved: Money,
    /// What of it would be held back.
    pub retainage: Money,
    /// What would be paid out.
    pub to_disburse: Money,
    /// The budget before it.
    pub before: BudgetFigures,
    /// What the loan has for it.
    pub available_before: Money,
    /// What the loan would have left.
    pub available_after: Money,
}

/// What an approval would do to a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineEffect {
    /// The line.
    pub code: String,
    /// What was requested.
    pub requested: Money,
    /// What would be approved.
    pub approved: Money,
    /// What of it would be held back.
    pub retainage: Money,
    /// What remains of the line without this draw.
    pub remaining_before: Money,
    /// What would remain of it.
    pub remaining_after: Money,
}

impl Approval {
    pub(super) fn recorded(approved: DrawApproved) -> Result<Self, AmountError> {
        Ok(Self {
            on: approved.approved_on,
            by: approved.approved_by,
            approver_is_requester: approved.approver_is_requester,
            note: approved.note,
            out_of_balance_by: approved
                .out_of_balance_by
                .map(|amount| amount.money(approved.currency))
                .transpose()?,
        })
    }
}

impl LoanAccount {
    /// What an approval would do, in figures. The retainage is the budget's percentage of what is approved, half up to
    /// the minor unit, and is split over the lines by largest remainder.
    ///
    /// # Errors
    /// Lines that the draw does not have, more than was requested, or nothing at all.
    pub fn approval_effect(
        &self,
        draw: &Draw,
        lines: Option<&[(String, Money)]>,
    ) -> Result<ApprovalEffect, DrawRejection> {
        let budget = self.budgeted()?;
        let approved = self.approved_lines(draw, lines)?;
        let total = approved.iter().fold(Money::ZERO, |sum, amount| sum.plus(*amount));
        if !total.is_positive() {
            return Err(DrawRejection::NoLines);
        }
        let retainage = budget.retainage_percent.of(total);
        let held = split(retainage, &approved);
        let before = self.budget_figures();
        let rows = draw.lines.iter().zip(approved).zip(held);
        let lines = rows
            .map(|((line, approved), retainage)| {
                let figures = before.lines.iter().find(|figures| figures.code == line.code);
                // What is approved of the line already is as good as drawn.
                let remaining =
                    figures.map_or(Money::ZERO, |figures| figures.remaining.less(figures.approved));
                LineEffect {
                    code: line.code.clone(),
                    requested: line.requested,
                    approved,
                    retainage,
                    remaining_before: remaining,
                    remaining_after: remaining.less(approved),
                }
            })
            .collect();
        let available = self.draw_balances().available;
        Ok(ApprovalEffect {
            lines,
            requested: draw.requested(),
            approved: total,
            retainage,
            to_disburse: total.less(retainage),
            before,
            available_before: available,
            available_after: available.less(total),
        })
    }

    /// What is approved of each line of the draw, in its order.
    fn approved_lines(
        &self,
        draw: &Draw,
        lines: Option<&[(String, Money)]>,
    ) -> Result<Vec<Money>, DrawRejection> {
        let Some(named) = lines else { return Ok(draw.lines.iter().map(|line| line.requested).collect()) };
        let mut approved = vec![Money::ZERO; draw.lines.len()];
        let mut seen = vec![false; draw.lines.len()];
        for (code, amount) in named {
            let place = draw.lines.iter().position(|line| line.code == code.trim());
            let Some((place, line)) = place.and_then(|place| Some((place, draw.lines.get(place)?))) else {
                return Err(DrawRejection::UnknownLine {
                    field: "lines",
                    code: code.clone(),
                    lines: draw.lines.iter().map(|line| line.code.as_str()).collect::<Vec<_>>().join(", "),
                });
            };
            if std::mem::replace(&mut seen[place], true) {
                return Err(DrawRejection::DuplicateLine { code: code.clone() });
            }
            if amount.is_negative() {
                return Err(DrawRejection::NotPositive { field: "lines", code: Some(code.clone()) });
            }
            if *amount > line.requested {
                return Err(DrawRejection::OverRequested {
                    code: line.code.clone(),
                    approved: Amount::new(*amount, self.currency),
                    requested: Amount::new(line.requested, self.currency),
                });
            }
            approved[place] = *amount;
        }
        Ok(approved)
    }

    /// Decides an approval.
    ///
    /// # Errors
    /// A loan that is not funded, a draw that is not handed in, more than was requested or than a line or the loan has
    /// left, an inspection that is missing, an approver who requested the draw, a loan that is out of balance unless that
    /// is accepted, a day before the request or in the future.
    pub fn approve_draw(
        &self,
        draw: &Draw,
        wish: ApprovalWish,
        context: &DecisionContext,
    ) -> Result<DrawApproved, DrawRejection> {
        self.must_be_funded()?;
        draw.must_be("approving it", DrawStatus::PENDING)?;
        let requester = draw.requested_by.clone().unwrap_or_default();
        let approver_is_requester = requester == context.user;
        if approver_is_requester && !wish.one_person_lender {
            return Err(DrawRejection::ApproverIsRequester { number: draw.number, requester });
        }
        if self.drawn()?.inspection_required && draw.status != DrawStatus::Inspected {
            return Err(DrawRejection::InspectionMissing { number: draw.number });
        }
        self.check_days(draw, wish.approved_on, context)?;
        let effect = self.approval_effect(draw, wish.lines.as_deref())?;
        let amount = |money| Amount::new(money, self.currency);
        self.check_limits(&effect)?;
        let by = effect.before.out_of_balance_by;
        if by.is_positive() && !wish.accept_out_of_balance {
            return Err(DrawRejection::OutOfBalance {
                by: amount(by),
                cost_to_complete: amount(effect.before.cost_to_complete),
                undisbursed: amount(effect.before.undisbursed),
            });
        }
        Ok(DrawApproved {
            draw_id: draw.draw_id,
            loan_id: self.loan.loan_id,
            organization_id: context.organization_id,
            number: draw.number,
            currency: self.currency,
            requested: amount(effect.requested),
            approved: amount(effect.approved),
            retainage: amount(effect.retainage),
            to_disburse: amount(effect.to_disburse),
            lines: effect
                .lines
                .into_iter()
                .map(|line| ApprovedLine {
                    code: line.code,
                    requested: amount(line.requested),
                    approved: amount(line.approved),
                    retainage: amount(line.retainage),
                })
                .collect(),
            approved_on: wish.approved_on,
            note: text::optional("note", wish.note, 2_000)?,
            requested_by: requester,
            approved_by: context.user.clone(),
            approver_is_requester,
            out_of_balance_by: by.is_positive().then(|| amount(by)),
        })
    }

    fn check_days(
        &self,
        draw: &Draw,
        approved_on: NaiveDate,
        context: &DecisionContext,
    ) -> Result<(), DrawRejection> {
        if let Some(terms) = self.ledger_terms() {
            since_funding("approved_on", approved_on, &terms)?;
        }
        if let Some(earliest) = draw.requested_on.filter(|requested_on| approved_on < *requested_on) {
            return Err(crate::ServicingRejection::TooEarly { field: "approved_on", earliest }.into());
        }
        Ok(not_in_the_future("approved_on", approved_on, context.today)?)
    }

    /// No line, and not the loan, is overdrawn by an approval.
    fn check_limits(&self, effect: &ApprovalEffect) -> Result<(), DrawRejection> {
        let amount = |money| Amount::new(money, self.currency);
        if let Some(line) = effect.lines.iter().find(|line| line.remaining_after.is_negative()) {
            return Err(DrawRejection::OverLine {
                code: line.code.clone(),
                amount: amount(line.approved),
                available: amount(line.remaining_before.max(Money::ZERO)),
            });
        }
        if effect.available_after.is_negative() {
            return Err(DrawRejection::OverCommitment {
                amount: amount(effect.approved),
                available: amount(effect.available_before.max(Money::ZERO)),
            });
        }
        Ok(())
    }
}
