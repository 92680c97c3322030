//! Writing draws, handing them in, sending them back, turning them down and giving them up.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{
    Budget, BudgetLineKind, Draw, DrawRejection, DrawStatus,
    budget::{MOST_LINES, positive},
};
use crate::{
    Amount, AttachmentId, DecisionContext, DrawCancelled, DrawDrafted, DrawId, DrawRejected, DrawRequested,
    DrawSentBack, LARGEST_PRINCIPAL, LoanAccount, Money, RequestedLine,
    servicing::{not_in_the_future, since_funding},
    text,
};

/// Files of a draw, at most.
const MOST_ATTACHMENTS: usize = 200;

/// What is written in a draw.
#[derive(Debug, Clone, Default)]
pub struct DrawContent {
    /// What is asked for, by line.
    pub lines: Vec<NewDrawLine>,
    /// Who did the work, where a line does not say.
    pub contractor: Option<String>,
    /// What is to be remembered of it.
    pub note: Option<String>,
    /// Photos and invoices.
    pub attachments: Vec<AttachmentId>,
}

/// What is asked for of one line.
#[derive(Debug, Clone)]
pub struct NewDrawLine {
    /// The line.
    pub code: String,
    /// How much.
    pub amount: Money,
    /// What was done.
    pub work_done: Option<String>,
    /// Who did it.
    pub contractor: Option<String>,
}

/// What a request would come to, while it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestEffect {
    /// Line by line of the budget.
    pub lines: Vec<RequestedLineEffect>,
    /// Sum of what is asked for.
    pub total: Money,
    /// What the loan has left for it.
    pub available: Money,
    /// Why it would be refused.
    pub problem: Option<DrawRejection>,
}

/// What a request would leave of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestedLineEffect {
    /// The line.
    pub code: String,
    /// What is asked for.
    pub requested: Money,
    /// What the line has for it.
    pub available: Money,
    /// What the line would have left; less than nothing where too much is asked for.
    pub left: Money,
}

impl DrawContent {
    /// What a draw says now.
    fn of(draw: &Draw) -> Self {
        Self {
            lines: draw
                .lines
                .iter()
                .map(|line| NewDrawLine {
                    code: line.code.clone(),
                    amount: line.requested,
                    work_done: line.work_done.clone(),
                    contractor: line.contractor.clone(),
                })
                .collect(),
            contractor: draw.contractor.clone(),
            note: draw.note.clone(),
            attachments: draw.attachments.clone(),
        }
    }

    /// Texts trimmed, lines that the budget has, each once. A draft may be incomplete.
    fn checked(self, budget: &Budget) -> Result<Self, DrawRejection> {
        for (field, count, most) in [
            ("lines", self.lines.len(), MOST_LINES),
            ("attachments", self.attachments.len(), MOST_ATTACHMENTS),
        ] {
            if count > most {
                return Err(DrawRejection::TooMany { field, most });
            }
        }
        let mut codes = BTreeSet::new();
        let mut lines = Vec::with_capacity(self.lines.len());
        for line in self.lines {
            let of_budget = budget.named("lines", &line.code)?;
            if of_budget.kind == BudgetLineKind::InterestReserve {
                return Err(DrawRejection::ReserveIsNotDrawn);
            }
            if !codes.insert(of_budget.code.clone()) {
                return Err(DrawRejection::DuplicateLine { code: of_budget.code.clone() });
            }
            if line.amount.is_negative() {
                let code = Some(of_budget.code.clone());
                return Err(DrawRejection::NotPositive { field: "lines", code });
            }
            if line.amount > LARGEST_PRINCIPAL {
                return Err(DrawRejection::TooLarge { field: "lines" });
            }
            lines.push(NewDrawLine {
                code: of_budget.code.clone(),
                amount: line.amount,
                work_done: text::optional("work_done", line.work_done, 1_000)?,
                contractor: text::optional_line("contractor", line.contractor, 200)?,
            });
        }
        let mut attachments = self.attachments;
        let mut seen = BTreeSet::new();
        attachments.retain(|attachment| seen.insert(*attachment));
        Ok(Self {
            lines,
            contractor: text::optional_line("contractor", self.contractor, 200)?,
            note: text::optional("note", self.note, 2_000)?,
            attachments,
        })
    }

    fn total(&self) -> Money {
        self.lines.iter().fold(Money::ZERO, |sum, line| sum.plus(line.amount))
    }
}

impl LoanAccount {
    /// Decides a draft: a new draw, or another state of one that can still be written. A draft may be incomplete.
    ///
    /// # Errors
    /// A loan without a budget, a draw that was handed in, lines that the budget does not have, texts that are too long.
    pub fn draft_draw(
        &self,
        draw_id: DrawId,
        content: DrawContent,
        context: &DecisionContext,
    ) -> Result<DrawDrafted, DrawRejection> {
        let content = content.checked(self.budgeted()?)?;
        let number = self.number_of(draw_id)?;
        Ok(DrawDrafted {
            draw_id,
            loan_id: self.loan.loan_id,
            organization_id: context.organization_id,
            number,
            currency: self.currency,
            lines: self.requested_lines(&content),
            contractor: content.contractor,
            note: content.note,
            attachments: content.attachments,
            drafted_by: context.user.clone(),
        })
    }

    /// The number of a draw that can be written; the next one of a new draw.
    fn number_of(&self, draw_id: DrawId) -> Result<u32, DrawRejection> {
        let Some(draw) = self.construction.draw(draw_id) else {
            let last = self.construction.draws.iter().map(|draw| draw.number).max().unwrap_or(0);
            return Ok(last.saturating_add(1));
        };
        if let Some(disbursement) = &draw.disbursement {
            return Err(DrawRejection::DisbursedAlready {
                number: draw.number,
                disbursed_on: disbursement.on,
            });
        }
        if !DrawStatus::EDITABLE.contains(&draw.status) {
            return Err(DrawRejection::NotEditable { number: draw.number, status: draw.status });
        }
        Ok(draw.number)
    }

    /// Decides a request: of what is given, or of what the draft says.
    ///
    /// # Errors
    /// A loan that is not funded or without a budget, a draw that was handed in before, no line with an amount, more than
    /// a line or the loan has left, a contractor that is missing where waivers are asked for, a day before the funding or
    /// in the future.
    pub fn request_draw(
        &self,
        draw_id: DrawId,
        content: Option<DrawContent>,
        requested_on: NaiveDate,
        context: &DecisionContext,
    ) -> Result<DrawRequested, DrawRejection> {
        let budget = self.budgeted()?;
        self.must_be_funded()?;
        let number = self.number_of(draw_id)?;
        let drafted = || self.construction.draw(draw_id).map(DrawContent::of).unwrap_or_default();
        let mut content = content.unwrap_or_else(drafted).checked(budget)?;
        content.lines.retain(|line| !line.amount.is_zero());
        self.check_request(&content)?;
        if let Some(terms) = self.ledger_terms() {
            since_funding("requested_on", requested_on, &terms)?;
        }
        not_in_the_future("requested_on", requested_on, context.today)?;
        Ok(DrawRequested {
            draw_id,
            loan_id: self.loan.loan_id,
            organization_id: context.organization_id,
            number,
            currency: self.currency,
            lines: self.requested_lines(&content),
            amount: Amount::new(content.total(), self.currency),
            contractor: content.contractor,
            note: content.note,
            attachments: content.attachments,
            requested_on,
            requested_by: context.user.clone(),
        })
    }

    /// The rules of amounts and contractors.
    fn check_request(&self, content: &DrawContent) -> Result<(), DrawRejection> {
        let terms = self.drawn()?;
        if content.lines.is_empty() {
            return Err(DrawRejection::NoLines);
        }
        let figures = self.budget_figures();
        for line in &content.lines {
            positive("lines", Some(&line.code), line.amount)?;
            let available = figures.available(&line.code);
            if line.amount > available {
                return Err(DrawRejection::OverLine {
                    code: line.code.clone(),
                    amount: Amount::new(line.amount, self.currency),
                    available: Amount::new(available, self.currency),
                });
            }
            if terms.waivers_required && line.contractor.is_none() && content.contractor.is_none() {
                return Err(DrawRejection::ContractorMissing { code: line.code.clone() });
            }
        }
        let balances = self.draw_balances();
        let available = balances.available.less(balances.requested).max(Money::ZERO);
        if content.total() > available {
            return Err(DrawRejection::OverCommitment {
                amount: Amount::new(content.total(), self.currency),
                available: Amount::new(available, self.currency),
            });
        }
        Ok(())
    }

    /// What a request would come to, for showing it while it is typed.
    ///
    /// # Errors
    /// A loan without a budget, lines that it does not have, texts that are too long.
    pub fn request_effect(&self, content: DrawContent) -> Result<RequestEffect, DrawRejection> {
        let budget = self.budgeted()?;
        let mut content = content.checked(budget)?;
        content.lines.retain(|line| !line.amount.is_zero());
        let figures = self.budget_figures();
        let lines = figures
            .lines
            .iter()
            .filter(|line| line.kind != BudgetLineKind::InterestReserve)
            .map(|of_budget| {
                let asked = content.lines.iter().find(|line| line.code == of_budget.code);
                let (requested, available) =
                    (asked.map_or(Money::ZERO, |line| line.amount), of_budget.available());
                RequestedLineEffect {
                    code: of_budget.code.clone(),
                    requested,
                    available,
                    left: available.less(requested),
                }
            })
            .collect();
        let balances = self.draw_balances();
        Ok(RequestEffect {
            lines,
            total: content.total(),
            available: balances.available.less(balances.requested).max(Money::ZERO),
            problem: self.must_be_funded().and_then(|()| self.check_request(&content)).err(),
        })
    }

    fn requested_lines(&self, content: &DrawContent) -> Vec<RequestedLine> {
        let line = |line: &NewDrawLine| RequestedLine {
            code: line.code.clone(),
            amount: Amount::new(line.amount, self.currency),
            work_done: line.work_done.clone(),
            contractor: line.contractor.clone(),
        };
        content.lines.iter().map(line).collect()
    }

    /// Decides that a request is given back to be changed.
    ///
    /// # Errors
    /// A draw that is not handed in or is decided already, a reason that is empty or too long. An unknown draw is the
    /// caller's to refuse.
    pub fn send_back_draw(
        &self,
        draw: &Draw,
        reason: &str,
        context: &DecisionContext,
    ) -> Result<DrawSentBack, DrawRejection> {
        draw.must_be("sending it back", DrawStatus::PENDING)?;
        Ok(DrawSentBack {
            draw_id: draw.draw_id,
            loan_id: self.loan.loan_id,
            organization_id: context.organization_id,
            reason: text::required("reason", reason, 500)?,
            sent_back_on: context.today,
            sent_back_by: context.user.clone(),
        })
    }

    /// Decides that a request is turned down.
    ///
    /// # Errors
    /// As [`LoanAccount::send_back_draw`].
    pub fn reject_draw(
        &self,
        draw: &Draw,
        reason: &str,
        context: &DecisionContext,
    ) -> Result<DrawRejected, DrawRejection> {
        draw.must_be("rejecting it", DrawStatus::PENDING)?;
        Ok(DrawRejected {
            draw_id: draw.draw_id,
            loan_id: self.loan.loan_id,
            organization_id: context.organization_id,
            reason: text::required("reason", reason, 500)?,
            rejected_on: context.today,
            rejected_by: context.user.clone(),
        })
    }

    /// Decides that a draw is given up, at any time before its money went out.
    ///
    /// # Errors
    /// A draw that is paid out or ended already, a reason that is empty or too long.
    pub fn cancel_draw(
        &self,
        draw: &Draw,
        reason: &str,
        context: &DecisionContext,
    ) -> Result<DrawCancelled, DrawRejection> {
        draw.must_be("cancelling it", DrawStatus::OPEN)?;
        let approved = if draw.status == DrawStatus::Approved { draw.approved() } else { Money::ZERO };
        Ok(DrawCancelled {
            draw_id: draw.draw_id,
            loan_id: self.loan.loan_id,
            organization_id: context.organization_id,
            currency: self.currency,
            approved: Amount::new(approved, self.currency),
            reason: text::required("reason", reason, 500)?,
            cancelled_on: context.today,
            cancelled_by: context.user.clone(),
        })
    }
}

impl Draw {
    /// Refuses a draw that does not stand where it must. One that is paid out says so.
    pub(super) fn must_be(
        &self,
        action: &'static str,
        allowed: &'static [DrawStatus],
    ) -> Result<(), DrawRejection> {
        if let Some(disbursement) = &self.disbursement {
            return Err(DrawRejection::DisbursedAlready {
                number: self.number,
                disbursed_on: disbursement.on,
            });
        }
        if allowed.contains(&self.status) {
            return Ok(());
        }
        Err(DrawRejection::WrongStatus { number: self.number, status: self.status, action, allowed })
    }
}
