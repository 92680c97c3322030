//! Paying out draws, and the retainage that was held back of them.

use chrono::NaiveDate;

use super::{Construction, Draw, DrawRejection, DrawStatus, budget::positive};
use crate::{
    Amount, AmountError, DecisionContext, DrawDisbursed, DrawId, Entry, Ledger, LoanAccount, Money, Movement,
    PaymentMethod, ReleasedRetainage, RetainageReleased,
    servicing::{not_in_the_future, since_funding},
    text,
};

/// A wish to pay out a draw.
#[derive(Debug, Clone)]
pub struct DisbursementWish {
    /// What is paid out, where the caller says it: it must be what was approved less retainage.
    pub amount: Option<Money>,
    /// The day from which it bears interest.
    pub disbursed_on: NaiveDate,
    /// How it goes.
    pub method: PaymentMethod,
    /// A wire's or a cheque's number.
    pub reference: Option<String>,
    /// What is to be remembered of it.
    pub note: Option<String>,
}

/// A wish to release retainage.
#[derive(Debug, Clone)]
pub struct ReleaseWish {
    /// How much; all that is held back where left out.
    pub amount: Option<Money>,
    /// The day from which it bears interest.
    pub released_on: NaiveDate,
    /// How it goes.
    pub method: PaymentMethod,
    /// A wire's or a cheque's number.
    pub reference: Option<String>,
    /// What is to be remembered of it.
    pub note: Option<String>,
}

/// Retainage that went out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// The day from which it bears interest.
    pub on: NaiveDate,
    /// How much.
    pub amount: Money,
    /// Of which draws.
    pub draws: Vec<(DrawId, Money)>,
    /// How it went.
    pub method: PaymentMethod,
    /// A wire's or a cheque's number.
    pub reference: Option<String>,
    /// What is to be remembered of it.
    pub note: Option<String>,
    /// Who released it.
    pub by: String,
}

/// What paying out money would do to the loan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisbursementEffect {
    /// What goes out.
    pub amount: Money,
    /// What is owed on the day without it.
    pub before: Ledger,
    /// What is owed on the day with it.
    pub after: Ledger,
}

impl LoanAccount {
    /// Decides that a draw is paid out.
    ///
    /// # Errors
    /// A loan that is not funded, a draw that is not approved or paid out already, another amount than approved less
    /// retainage, lien waivers that are missing, more than the loan has left, a day before the approval, after maturity or
    /// in the future.
    pub fn disburse_draw(
        &self,
        draw: &Draw,
        wish: DisbursementWish,
        context: &DecisionContext,
    ) -> Result<DrawDisbursed, DrawRejection> {
        self.must_be_funded()?;
        if let Some(disbursement) = &draw.disbursement {
            return Err(DrawRejection::DisbursedAlready {
                number: draw.number,
                disbursed_on: disbursement.on,
            });
        }
        if draw.status != DrawStatus::Approved {
            return Err(DrawRejection::NotApproved { number: draw.number, status: draw.status });
        }
        let to_disburse = draw.to_disburse();
        let amount = |money| Amount::new(money, self.currency);
        match wish.amount {
            Some(said) if said > to_disburse => {
                return Err(DrawRejection::OverApproval {
                    amount: amount(said),
                    to_disburse: amount(to_disburse),
                });
            }
            Some(said) if said < to_disburse => {
                return Err(DrawRejection::UnderApproval { to_disburse: amount(to_disburse) });
            }
            _ => {}
        }
        self.must_have_waivers(draw)?;
        self.must_fit(to_disburse)?;
        self.check_day_out("disbursed_on", wish.disbursed_on, context)?;
        let approved_on = draw.approval.as_ref().map(|approval| approval.on);
        if let Some(earliest) = approved_on.filter(|approved_on| wish.disbursed_on < *approved_on) {
            return Err(crate::ServicingRejection::TooEarly { field: "disbursed_on", earliest }.into());
        }
        Ok(DrawDisbursed {
            draw_id: draw.draw_id,
            loan_id: self.loan.loan_id,
            organization_id: context.organization_id,
            number: draw.number,
            currency: self.currency,
            amount: amount(to_disburse),
            approved: amount(draw.approved()),
            retainage: amount(draw.retainage()),
            disbursed_on: wish.disbursed_on,
            method: wish.method,
            reference: text::optional("reference", wish.reference, 100)?,
            note: text::optional("note", wish.note, 500)?,
            disbursed_by: context.user.clone(),
        })
    }

    fn must_have_waivers(&self, draw: &Draw) -> Result<(), DrawRejection> {
        if !self.drawn()?.waivers_required {
            return Ok(());
        }
        let missing = self.construction.missing_waivers(draw);
        if missing.is_empty() {
            return Ok(());
        }
        Err(DrawRejection::WaiverMissing { number: draw.number, contractors: missing.join(", ") })
    }

    /// All that was paid out stays within the loan.
    fn must_fit(&self, amount: Money) -> Result<(), DrawRejection> {
        let balances = self.draw_balances();
        let undisbursed = balances.commitment.less(balances.disbursed);
        if amount > undisbursed {
            return Err(DrawRejection::OverCommitment {
                amount: Amount::new(amount, self.currency),
                available: Amount::new(undisbursed, self.currency),
            });
        }
        Ok(())
    }

    /// Money goes out while the loan runs.
    fn check_day_out(
        &self,
        field: &'static str,
        day: NaiveDate,
        context: &DecisionContext,
    ) -> Result<(), DrawRejection> {
        if let Some(terms) = self.ledger_terms() {
            since_funding(field, day, &terms)?;
        }
        not_in_the_future(field, day, context.today)?;
        let maturity_on = self.scheduled.last().map(|scheduled| scheduled.instalment.due_on);
        match maturity_on.filter(|maturity_on| day >= *maturity_on) {
            Some(maturity_on) => Err(DrawRejection::AfterMaturity { field, maturity_on }),
            None => Ok(()),
        }
    }

    /// What paying out an amount on a day would do to what is owed on that day.
    ///
    /// # Errors
    /// A loan that is not funded, or a day before that.
    pub fn disbursement_effect(
        &self,
        amount: Money,
        disbursed_on: NaiveDate,
    ) -> Result<DisbursementEffect, DrawRejection> {
        self.must_be_funded()?;
        let not_funded = || DrawRejection::LoanNotFunded { status: self.loan.status };
        let terms = self.ledger_terms().ok_or_else(not_funded)?;
        since_funding("disbursed_on", disbursed_on, &terms)?;
        let mut entries = self.entries.clone();
        let before = Ledger::fold(&terms, &entries, disbursed_on)?;
        entries.push(Entry { effective_on: disbursed_on, movement: Movement::Disbursement { amount } });
        let after = Ledger::fold(&terms, &entries, disbursed_on)?;
        Ok(DisbursementEffect { amount, before, after })
    }

    /// Decides that retainage goes out, of the oldest draws first.
    ///
    /// # Errors
    /// A loan that is not funded, nothing or less than so much held back, a day before the last draw was paid out, after
    /// maturity or in the future.
    pub fn release_retainage(
        &self,
        wish: ReleaseWish,
        context: &DecisionContext,
    ) -> Result<RetainageReleased, DrawRejection> {
        let budget = self.budgeted()?;
        self.must_be_funded()?;
        let held = self.draw_balances().retainage_held;
        if !held.is_positive() {
            return Err(DrawRejection::NothingHeld);
        }
        let released = positive("amount", None, wish.amount.unwrap_or(held))?;
        let amount = |money| Amount::new(money, self.currency);
        if released > held {
            return Err(DrawRejection::MoreThanHeld { held: amount(held) });
        }
        self.must_fit(released)?;
        self.check_day_out("released_on", wish.released_on, context)?;
        let of_draws = self.oldest_first(released);
        self.check_release_day(&of_draws, wish.released_on)?;
        Ok(RetainageReleased {
            budget_id: budget.budget_id,
            loan_id: self.loan.loan_id,
            organization_id: context.organization_id,
            currency: self.currency,
            amount: amount(released),
            draws: of_draws
                .iter()
                .map(|(draw, part)| ReleasedRetainage { draw_id: draw.draw_id, amount: amount(*part) })
                .collect(),
            held_after: amount(held.less(released)),
            released_on: wish.released_on,
            method: wish.method,
            reference: text::optional("reference", wish.reference, 100)?,
            note: text::optional("note", wish.note, 500)?,
            released_by: context.user.clone(),
        })
    }

    fn oldest_first(&self, released: Money) -> Vec<(&Draw, Money)> {
        let mut rest = released;
        let mut of_draws = Vec::new();
        for draw in &self.construction.draws {
            let part = draw.retainage_held().min(rest);
            if part.is_positive() {
                of_draws.push((draw, part));
                rest = rest.less(part);
            }
        }
        of_draws
    }

    /// What was held back of a draw does not go out before the draw itself.
    fn check_release_day(
        &self,
        draws: &[(&Draw, Money)],
        released_on: NaiveDate,
    ) -> Result<(), DrawRejection> {
        let days = draws.iter().filter_map(|(draw, _)| draw.disbursement.as_ref().map(|paid| paid.on));
        match days.max().filter(|earliest| released_on < *earliest) {
            Some(earliest) => {
                Err(crate::ServicingRejection::TooEarly { field: "released_on", earliest }.into())
            }
            None => Ok(()),
        }
    }
}

impl Construction {
    pub(super) fn release(&mut self, released: RetainageReleased) -> Result<(), AmountError> {
        let mut draws = Vec::with_capacity(released.draws.len());
        for part in &released.draws {
            let amount = part.amount.money(released.currency)?;
            if let Some(draw) = self.draw_mut(part.draw_id) {
                draw.released = draw.released.plus(amount);
            }
            draws.push((part.draw_id, amount));
        }
        self.releases.push(Release {
            on: released.released_on,
            amount: released.amount.money(released.currency)?,
            draws,
            method: released.method,
            reference: released.reference,
            note: released.note,
            by: released.released_by,
        });
        Ok(())
    }
}
