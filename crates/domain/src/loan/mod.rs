//! The loan: what may happen to it, and what its events make of it.
//!
//! [`create_loan`] and [`Loan::transition`] decide; [`Loan::from_created`] and [`Loan::apply`] fold what was
//! decided. Neither reads a clock, draws an id or touches storage.

mod carried;
mod servicing_terms;
mod status;
mod terms;
mod words;

use chrono::NaiveDate;
use thiserror::Error;

pub use carried::{CarriedBalance, CarryOver};
pub use servicing_terms::{AllocationOrder, Bucket, ExcessRule, ServicingTerms};
pub use status::LoanStatus;
pub use terms::{AgreedTerms, LoanTerms, RemainingTerms};
pub use words::{FeeKind, PaymentMethod, ScheduleReason};

use crate::{
    Amount, AmountError, Currency, DecisionContext, LARGEST_PRINCIPAL, LoanCreated, LoanFunded, LoanId,
    LoanStatusChanged, PersonId, Schedule, ScheduleError, text,
};

/// A loan as its events make it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loan {
    /// The loan.
    pub loan_id: LoanId,
    /// What is agreed.
    pub terms: LoanTerms,
    /// Where it stands in its life.
    pub status: LoanStatus,
    /// Day from which interest accrues, once funded.
    pub funded_on: Option<NaiveDate>,
    /// What was owed of it when it was taken over from elsewhere, where it was.
    pub carried_over: Option<CarriedBalance>,
}

/// An event of a loan's own stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoanEvent {
    /// Applied for.
    Created(LoanCreated),
    /// Passed to another status.
    StatusChanged(LoanStatusChanged),
    /// Paid out.
    Funded(LoanFunded),
}

/// What is entered of a new loan.
#[derive(Debug, Clone)]
pub struct NewLoan {
    /// Id of the new loan.
    pub loan_id: LoanId,
    /// The loan's number in the book.
    pub number: i64,
    /// Who borrows.
    pub borrower_id: PersonId,
    /// Who lends, where it is not the organization itself.
    pub lender_id: Option<PersonId>,
    /// Its number elsewhere: with the lender's other system, or the lender that it was taken over from.
    pub external_reference: Option<String>,
    /// What the money is for.
    pub purpose: Option<String>,
    /// What is agreed.
    pub terms: LoanTerms,
}

/// A wish to pass a loan to another status.
#[derive(Debug, Clone)]
pub struct Transition {
    /// The status wished for.
    pub to: LoanStatus,
    /// Business date of the change; for `funded`, the day the money goes out.
    pub effective_on: NaiveDate,
    /// Why, in the user's words.
    pub reason: Option<String>,
}

/// Why a loan was not created or changed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LoanRejection {
    /// The terms make no schedule.
    #[error(transparent)]
    Terms(#[from] ScheduleError),
    /// More is lent than can be reckoned.
    #[error("principal must be at most {largest}")]
    PrincipalTooLarge {
        /// The largest principal, in the loan's currency.
        largest: Amount,
    },
    /// A text is empty or too long.
    #[error(transparent)]
    Text(#[from] text::TextError),
    /// More goes out at the funding than the loan is, or less than nothing.
    #[error("initial_advance must be from zero to the principal, {principal}")]
    InitialAdvance {
        /// Amount lent.
        principal: crate::Amount,
    },
    /// A payment that would be in time more than a year after it was due.
    #[error("grace_days must be at most {}", ServicingTerms::LONGEST_GRACE)]
    GraceTooLong,
    /// More is owed than was lent, or nothing.
    #[error("balance must be more than zero and at most the principal, {principal}")]
    CarriedPrincipal {
        /// Amount lent.
        principal: crate::Amount,
    },
    /// Less than no interest.
    #[error("interest must not be negative")]
    CarriedInterest,
    /// A balance of a day on which the loan did not run, or that has not come.
    #[error("balance_as_of must be from the funding, {funded_on}, to today, {today}")]
    CarriedOn {
        /// The day the money went out.
        funded_on: NaiveDate,
        /// Today.
        today: NaiveDate,
    },
    /// Interest paid to a day on which the loan did not run, or that its balance cannot know of.
    #[error(
        "interest_paid_to must be from the funding, {funded_on}, to the day of the balance, {carried_over_on}"
    )]
    CarriedInterestPaidTo {
        /// The day the money went out.
        funded_on: NaiveDate,
        /// The day of the balance.
        carried_over_on: NaiveDate,
    },
    /// A next due date outside the term.
    #[error(
        "next_due_on must be after the funding, {funded_on}, and at the latest the maturity, {maturity_on}"
    )]
    CarriedNextDue {
        /// The day the money went out.
        funded_on: NaiveDate,
        /// The last due date.
        maturity_on: NaiveDate,
    },
    /// What is drawn has a history of its own.
    #[error(
        "balance: a loan that goes out in draws is taken over without a balance; record its draws instead"
    )]
    CarriedDraws,
    /// An amount that does not fit the currency.
    #[error(transparent)]
    Amount(#[from] AmountError),
    /// The transition table does not have this step.
    #[error("a loan that is {from} cannot become {to}; allowed: {}", list(.from.next()))]
    TransitionNotAllowed {
        /// Where the loan stands.
        from: LoanStatus,
        /// Where it was to go.
        to: LoanStatus,
    },
}

impl LoanRejection {
    /// Why terms in a currency make no schedule.
    #[must_use]
    pub fn of_terms(error: ScheduleError, currency: Currency) -> Self {
        match error {
            ScheduleError::PrincipalTooLarge => {
                Self::PrincipalTooLarge { largest: Amount::new(LARGEST_PRINCIPAL, currency) }
            }
            other => Self::Terms(other),
        }
    }

    /// The input field at fault, where there is one.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::Terms(error) => Some(error.field()),
            Self::Text(error) => Some(error.field),
            Self::PrincipalTooLarge { .. } => Some("principal"),
            Self::InitialAdvance { .. } => Some("initial_advance"),
            Self::GraceTooLong => Some("grace_days"),
            Self::CarriedPrincipal { .. } | Self::CarriedDraws => Some("balance"),
            Self::CarriedInterest => Some("interest"),
            Self::CarriedOn { .. } => Some("balance_as_of"),
            Self::CarriedInterestPaidTo { .. } => Some("interest_paid_to"),
            Self::CarriedNextDue { .. } => Some("next_due_on"),
            Self::TransitionNotAllowed { .. } => Some("to"),
            Self::Amount(_) => None,
        }
    }
}

fn list(statuses: &[LoanStatus]) -> String {
    if statuses.is_empty() {
        return "nothing, this status is final".to_owned();
    }
    statuses.iter().map(|status| status.as_str()).collect::<Vec<_>>().join(", ")
}

/// Decides whether a loan can be created on these terms.
///
/// The terms are tried out with a funding today, so that a loan that could never make a schedule is refused now.
///
/// # Errors
/// [`LoanRejection::Terms`] names the field at fault; [`LoanRejection::Text`] a purpose over 500 characters.
pub fn create_loan(new: NewLoan, context: &DecisionContext) -> Result<LoanCreated, LoanRejection> {
    let terms = new.terms;
    // A first payment date is checked against the funding date, which is known only when the loan is funded.
    let tried = LoanTerms { first_payment_on: None, ..terms.clone() };
    terms.check_grace()?;
    terms.check_initial_advance(context.currency)?;
    Schedule::compute(&tried.schedule_terms(context.today))
        .map_err(|error| LoanRejection::of_terms(error, context.currency))?;
    Ok(LoanCreated {
        loan_id: new.loan_id,
        organization_id: context.organization_id,
        number: new.number,
        borrower_id: new.borrower_id,
        lender_id: new.lender_id,
        external_reference: text::optional_line("external_reference", new.external_reference, 100)?,
        purpose: text::optional("purpose", new.purpose, 500)?,
        currency: context.currency,
        terms: terms.agreed(context.currency),
    })
}

impl Loan {
    /// The loan as its first event makes it.
    ///
    /// # Errors
    /// An amount that does not fit the loan's currency: the log was damaged.
    pub fn from_created(event: &LoanCreated) -> Result<Self, AmountError> {
        Ok(Self {
            loan_id: event.loan_id,
            terms: event.terms.terms(event.currency)?,
            status: LoanStatus::Draft,
            funded_on: None,
            carried_over: None,
        })
    }

    /// Folds one further event into the loan.
    pub fn apply(&mut self, event: &LoanEvent) {
        match event {
            LoanEvent::Created(_) => {}
            LoanEvent::StatusChanged(changed) => self.status = changed.to,
            LoanEvent::Funded(funded) => {
                self.funded_on = Some(funded.funded_on);
                self.carried_over.clone_from(&funded.carried_over);
            }
        }
    }

    /// Decides a transition: `Loan.StatusChanged`, and `Loan.Funded` when the money goes out for the first time.
    ///
    /// A cured loan becomes `funded` again without a second `Loan.Funded`: its money went out once.
    ///
    /// # Errors
    /// A step that the table does not have, terms that make no schedule from the funding date, a reason over
    /// 500 characters.
    pub fn transition(
        &self,
        transition: Transition,
        context: &DecisionContext,
    ) -> Result<Vec<LoanEvent>, LoanRejection> {
        let Transition { to, effective_on, reason } = transition;
        if !self.status.may_become(to) {
            return Err(LoanRejection::TransitionNotAllowed { from: self.status, to });
        }
        let mut events = vec![LoanEvent::StatusChanged(LoanStatusChanged {
            loan_id: self.loan_id,
            organization_id: context.organization_id,
            from: self.status,
            to,
            reason: text::optional("reason", reason, 500)?,
            changed_by: context.user.clone(),
        })];
        if to == LoanStatus::Funded && self.funded_on.is_none() {
            Schedule::compute(&self.terms.schedule_terms(effective_on))?;
            events.push(LoanEvent::Funded(self.funded_event(effective_on, context)));
        }
        Ok(events)
    }

    fn funded_event(&self, funded_on: NaiveDate, context: &DecisionContext) -> LoanFunded {
        LoanFunded {
            loan_id: self.loan_id,
            organization_id: context.organization_id,
            funded_on,
            currency: context.currency,
            terms: self.terms.agreed(context.currency),
            carried_over: None,
            funded_by: context.user.clone(),
        }
    }
}

#[cfg(test)]
mod tests;
