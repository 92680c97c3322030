//! Default, its cure, and the loss.

use chrono::NaiveDate;

use super::{LoanAccount, ServicingRejection, not_in_the_future, since_funding};
use crate::{
    Amount, AnnualRate, DecisionContext, LedgerTerms, LoanChargedOff, LoanCured, LoanDefaulted, LoanEvent,
    LoanStatus, Movement, PayoffFigures, Transition, text,
};

/// A wish to mark a loan as defaulted, cured or lost.
#[derive(Debug, Clone)]
pub struct StatusWish {
    /// The day from which it holds.
    pub effective_on: NaiveDate,
    /// Why.
    pub reason: Option<String>,
}

impl LoanAccount {
    /// Decides a default: the status, and the margin from that day on; the loan's own where none is given.
    ///
    /// # Errors
    /// A loan that is not funded, a day before the funding, before the last cure or in the future, a reason over 500
    /// characters.
    pub fn mark_default(
        &self,
        wish: StatusWish,
        margin: Option<AnnualRate>,
        context: &DecisionContext,
    ) -> Result<(Vec<LoanEvent>, LoanDefaulted), ServicingRejection> {
        self.checked(&wish, &[LoanStatus::Funded], context)?;
        if let Some(earliest) = self.margin_changed_on().filter(|cured_on| wish.effective_on < *cured_on) {
            return Err(ServicingRejection::TooEarly { field: "effective_on", earliest });
        }
        let reason = text::optional("reason", wish.reason.clone(), 500)?;
        let defaulted = LoanDefaulted {
            loan_id: self.loan.loan_id,
            organization_id: context.organization_id,
            defaulted_on: wish.effective_on,
            default_margin_percent: margin.unwrap_or(self.loan.terms.servicing.default_margin),
            reason,
            marked_by: context.user.clone(),
        };
        Ok((self.step(LoanStatus::Defaulted, wish, context)?, defaulted))
    }

    /// Decides the cure of a default.
    ///
    /// # Errors
    /// A loan that is not in default, a day before the default or in the future, a reason over 500 characters.
    pub fn cure(
        &self,
        wish: StatusWish,
        context: &DecisionContext,
    ) -> Result<(Vec<LoanEvent>, LoanCured), ServicingRejection> {
        self.checked(&wish, &[LoanStatus::Defaulted], context)?;
        if let Some(earliest) =
            self.margin_changed_on().filter(|defaulted_on| wish.effective_on < *defaulted_on)
        {
            return Err(ServicingRejection::TooEarly { field: "effective_on", earliest });
        }
        let reason = text::optional("reason", wish.reason.clone(), 500)?;
        let cured = LoanCured {
            loan_id: self.loan.loan_id,
            organization_id: context.organization_id,
            cured_on: wish.effective_on,
            reason,
            marked_by: context.user.clone(),
        };
        Ok((self.step(LoanStatus::Funded, wish, context)?, cured))
    }

    /// Decides to give up what is owed, in the figures of that day.
    ///
    /// # Errors
    /// A loan that is not in default, a day before the default or in the future, a reason over 500 characters.
    pub fn charge_off(
        &self,
        wish: StatusWish,
        context: &DecisionContext,
    ) -> Result<(Vec<LoanEvent>, LoanChargedOff), ServicingRejection> {
        let terms = self.checked(&wish, &[LoanStatus::Defaulted], context)?;
        if let Some(earliest) =
            self.entries.iter().map(|entry| entry.effective_on).max().filter(|last| wish.effective_on < *last)
        {
            // A movement after the loss would be one on a loan that is closed.
            return Err(ServicingRejection::TooEarly { field: "effective_on", earliest });
        }
        let figures = PayoffFigures::on(&terms, &self.entries, wish.effective_on)?;
        let reason = text::optional("reason", wish.reason.clone(), 500)?;
        let amount = |money| Amount::new(money, self.currency);
        let charged_off = LoanChargedOff {
            loan_id: self.loan.loan_id,
            organization_id: context.organization_id,
            currency: self.currency,
            charged_off_on: wish.effective_on,
            principal: amount(figures.principal),
            interest: amount(figures.interest),
            fees: amount(figures.fees.plus(figures.late_charges)),
            reason,
            charged_off_by: context.user.clone(),
        };
        Ok((self.step(LoanStatus::ChargedOff, wish, context)?, charged_off))
    }

    /// Why a loan is not paid off by saying so: it becomes that when what is owed is paid.
    #[must_use]
    pub fn refuse_pay_off(&self, context: &DecisionContext) -> ServicingRejection {
        match self.ledger(context.today) {
            Ok(Some(ledger)) => ServicingRejection::StillOwed {
                owed: Amount::new(PayoffFigures::of(&ledger).total, self.currency),
            },
            Ok(None) => {
                ServicingRejection::WrongStatus { status: self.loan.status, allowed: LoanStatus::SERVICED }
            }
            Err(error) => error.into(),
        }
    }

    fn checked(
        &self,
        wish: &StatusWish,
        allowed: &'static [LoanStatus],
        context: &DecisionContext,
    ) -> Result<LedgerTerms, ServicingRejection> {
        let terms = self.serviced(allowed)?;
        since_funding("effective_on", wish.effective_on, &terms)?;
        not_in_the_future("effective_on", wish.effective_on, context.today)?;
        Ok(terms)
    }

    fn step(
        &self,
        to: LoanStatus,
        wish: StatusWish,
        context: &DecisionContext,
    ) -> Result<Vec<LoanEvent>, ServicingRejection> {
        let StatusWish { effective_on, reason } = wish;
        Ok(self.loan.transition(Transition { to, effective_on, reason }, context)?)
    }

    /// The day from which default interest accrues, or has ended.
    fn margin_changed_on(&self) -> Option<NaiveDate> {
        let begins =
            self.entries.iter().rev().find(|entry| matches!(entry.movement, Movement::DefaultMargin(_)));
        begins.map(|entry| entry.effective_on)
    }
}
