//! Why servicing refuses something.

use chrono::NaiveDate;
use thiserror::Error;

use crate::{Amount, AmountError, LedgerError, LoanRejection, LoanStatus, ScheduleError, text::TextError};

/// Why something was not recorded.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ServicingRejection {
    /// Interest, payments and fees need a loan whose money is out.
    #[error("the loan is {status}; for this it must be {}", list(.allowed))]
    WrongStatus {
        /// Where the loan stands.
        status: LoanStatus,
        /// Where it may stand.
        allowed: &'static [LoanStatus],
    },
    /// An amount of nothing or less.
    #[error("{field} must be more than zero")]
    NotPositive {
        /// The input field.
        field: &'static str,
    },
    /// A day on which nothing was lent yet.
    #[error("{field} must not be before the loan was funded, {funded_on}")]
    BeforeFunding {
        /// The input field.
        field: &'static str,
        /// The day of the funding.
        funded_on: NaiveDate,
    },
    /// A day of a loan's time elsewhere, which its balance has in it.
    #[error(
        "{field} must not be before the day of the balance with which the loan was taken over, {carried_over_on}; what \
         was before is in that balance"
    )]
    BeforeTakeover {
        /// The input field.
        field: &'static str,
        /// The day of the balance.
        carried_over_on: NaiveDate,
    },
    /// A day that has not come.
    #[error("{field} must not be in the future; today is {today}")]
    InTheFuture {
        /// The input field.
        field: &'static str,
        /// Today.
        today: NaiveDate,
    },
    /// A day before another that it follows.
    #[error("{field} must not be before {earliest}")]
    TooEarly {
        /// The input field.
        field: &'static str,
        /// The earliest day allowed.
        earliest: NaiveDate,
    },
    /// A day after another that it comes before.
    #[error("{field} must be at the latest on {latest}")]
    TooLate {
        /// The input field.
        field: &'static str,
        /// The latest day allowed.
        latest: NaiveDate,
    },
    /// A count that is none or too large.
    #[error("{field} must be from 1 to {most}")]
    OutOfRange {
        /// The input field.
        field: &'static str,
        /// The largest allowed.
        most: u32,
    },
    /// A payment like one that is recorded.
    #[error(
        "amount: a payment of {amount} that counts from {received_on} is recorded already; send \
         allow_duplicate: true if this is another one"
    )]
    Duplicate {
        /// How much.
        amount: Amount,
        /// The day from which it counts.
        received_on: NaiveDate,
    },
    /// A payment of more than is owed.
    #[error(
        "amount is {excess} more than the {owed} that pays the loan off; send accept_overpayment: true to record it \
         and hold what is left over"
    )]
    Overpayment {
        /// What pays the loan off.
        owed: Amount,
        /// What is more.
        excess: Amount,
    },
    /// A payment that was reversed before.
    #[error("payment_id: the payment was reversed already, from {reversed_on} on")]
    ReversedAlready {
        /// The day of the reversal.
        reversed_on: NaiveDate,
    },
    /// A payment that would change the figures of a loss.
    #[error(
        "received_on must be after {charged_off_on}, when the loan was charged off: nothing before it can change the          loss; what comes in later is recovered, and held"
    )]
    PaymentBeforeLoss {
        /// The day of the loss.
        charged_off_on: NaiveDate,
    },
    /// A reversal that would change the figures of a loss.
    #[error(
        "payment_id: the loan was charged off on {charged_off_on} in figures that count this payment, and the loss          that was recorded cannot change; only what was recovered since can be reversed"
    )]
    ReversalBeforeLoss {
        /// The day of the loss.
        charged_off_on: NaiveDate,
    },
    /// A fee of which nothing is open.
    #[error("fee_id: nothing of the fee is unpaid")]
    NothingToWaive,
    /// More than is open of a fee.
    #[error("amount must be at most {unpaid}, what is unpaid of the fee")]
    MoreThanUnpaid {
        /// What is open.
        unpaid: Amount,
    },
    /// A loan of which something is owed is not paid off.
    #[error("{owed} is still owed; a loan becomes paid_off when it is paid")]
    StillOwed {
        /// What is owed.
        owed: Amount,
    },
    /// Other terms that are the same.
    #[error("the terms are those that hold already")]
    NothingChanges,
    /// A later end that has come already.
    #[error("months: the loan would end on {maturity_on}, which must be after {on}")]
    EndsTooEarly {
        /// The end.
        maturity_on: NaiveDate,
        /// The day from which it holds.
        on: NaiveDate,
    },
    /// A longer rest that makes no schedule.
    #[error("months: {0}")]
    Extension(ScheduleError),
    /// A loan that ends later needs something owed.
    #[error("nothing is owed that could run on other terms")]
    NothingOwed,
    /// A step that the loan's life does not have.
    #[error(transparent)]
    Loan(#[from] LoanRejection),
    /// An amount that does not fit the currency.
    #[error(transparent)]
    Amount(#[from] AmountError),
    /// The terms make no schedule.
    #[error(transparent)]
    Terms(#[from] ScheduleError),
    /// A text is empty or too long.
    #[error(transparent)]
    Text(#[from] TextError),
    /// The movements make no ledger.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

fn list(statuses: &[LoanStatus]) -> String {
    statuses.iter().map(|status| status.as_str()).collect::<Vec<_>>().join(" or ")
}

impl ServicingRejection {
    /// The input field at fault, where there is one.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::NotPositive { field }
            | Self::BeforeFunding { field, .. }
            | Self::BeforeTakeover { field, .. }
            | Self::InTheFuture { field, .. }
            | Self::TooEarly { field, .. }
            | Self::TooLate { field, .. }
            | Self::OutOfRange { field, .. } => Some(field),
            Self::Duplicate { .. } | Self::Overpayment { .. } | Self::MoreThanUnpaid { .. } => Some("amount"),
            Self::PaymentBeforeLoss { .. } => Some("received_on"),
            Self::ReversedAlready { .. } | Self::ReversalBeforeLoss { .. } => Some("payment_id"),
            Self::NothingToWaive => Some("fee_id"),
            Self::WrongStatus { .. } => Some("loan_id"),
            Self::StillOwed { .. } => Some("to"),
            Self::EndsTooEarly { .. } | Self::Extension(_) => Some("months"),
            Self::Terms(error) | Self::Ledger(LedgerError::Terms(error)) => Some(error.field()),
            Self::Text(error) => Some(error.field),
            Self::NothingChanges | Self::NothingOwed | Self::Loan(_) | Self::Ledger(_) | Self::Amount(_) => {
                None
            }
        }
    }
}
