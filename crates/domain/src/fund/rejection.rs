//! Why something is not done with a fund. Each names the limit and says what to do instead.

use thiserror::Error;

use super::FundEntryKind;
use crate::{Amount, LoanStatus, text::TextError};

/// Why something was not recorded.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FundRejection {
    /// A text is empty or too long.
    #[error(transparent)]
    Text(#[from] TextError),
    /// An amount of nothing or less.
    #[error("{field} must be more than zero")]
    NotPositive {
        /// The input field.
        field: &'static str,
    },
    /// An amount beyond what is kept.
    #[error("{field} must be at most {limit}")]
    TooLarge {
        /// The input field.
        field: &'static str,
        /// The largest that is allowed.
        limit: Amount,
    },
    /// Another fund has the name.
    #[error("name: there is a fund {name:?} already; each has a name of its own")]
    NameTaken {
        /// The name.
        name: String,
    },
    /// Money that moves in the future has not moved yet.
    #[error("{field} must not be after today, {today}; record it when it has happened")]
    InTheFuture {
        /// The input field.
        field: &'static str,
        /// Today.
        today: chrono::NaiveDate,
    },
    /// Something of a day on which there was no fund.
    #[error("{field} must not be before {created_on}, the day from which the fund exists")]
    BeforeTheFund {
        /// The input field.
        field: &'static str,
        /// That day.
        created_on: chrono::NaiveDate,
    },
    /// What is possible today was not possible on that day.
    #[error(
        "{field}: {amount} is more than the {limit} {what} on {on}, with what is recorded of later days; choose a later \
         day or a smaller amount"
    )]
    TooEarly {
        /// The input field.
        field: &'static str,
        /// The day.
        on: chrono::NaiveDate,
        /// What was wished.
        amount: Amount,
        /// What is allowed.
        limit: Amount,
        /// Of what.
        what: &'static str,
    },
    /// A distribution of a day on which nobody had paid in.
    #[error("distributed_on: no investor had paid capital in by {on}; choose a later day")]
    NoCapitalYet {
        /// The day.
        on: chrono::NaiveDate,
    },
    /// Money is to come before it is asked for.
    #[error("due_on must not be before {called_on}, the day of the call")]
    DueBeforeCall {
        /// The day of the call.
        called_on: chrono::NaiveDate,
    },
    /// More is committed than the fund takes.
    #[error(
        "amount: {amount} is more than the {limit} that may still be committed of the capacity, {capacity}"
    )]
    OverCapacity {
        /// What was wished.
        amount: Amount,
        /// What is allowed.
        limit: Amount,
        /// The fund's capacity.
        capacity: Amount,
    },
    /// A capacity that the commitments do not fit in.
    #[error("capacity must be at least {committed}, which investors have committed already")]
    BelowCommitted {
        /// What is committed.
        committed: Amount,
    },
    /// More is called than was committed.
    #[error("amount: {amount} is more than the {limit} of the commitments that was not called yet")]
    OverUncalled {
        /// What was wished.
        amount: Amount,
        /// What is allowed.
        limit: Amount,
    },
    /// More came in than was called.
    #[error(
        "amount: {amount} is more than the {limit} that was called of this investor and has not come in; call capital \
         first (fund.call_capital)"
    )]
    OverReceivable {
        /// What was wished.
        amount: Amount,
        /// What is allowed.
        limit: Amount,
    },
    /// The person committed nothing.
    #[error("investor_id: this person has no commitment in the fund; record one first (fund.commit)")]
    NotAnInvestor,
    /// There is less capital than is to be paid.
    #[error(
        "amount: {amount} is more than the {limit} that the fund has available; call and receive capital first \
         (fund.call_capital, fund.receive)"
    )]
    OverAvailable {
        /// What was wished.
        amount: Amount,
        /// What is allowed.
        limit: Amount,
    },
    /// A loan that never goes out takes no capital.
    #[error("loan_id: the loan was rejected and is never paid out; choose another")]
    LoanRejected,
    /// The loan is smaller than what is to go into it.
    #[error(
        "amount: {amount} is more than the {limit} of the loan's principal, {principal}, that no fund has been \
         allocated to"
    )]
    OverPrincipal {
        /// What was wished.
        amount: Amount,
        /// What is allowed.
        limit: Amount,
        /// The loan's principal.
        principal: Amount,
    },
    /// More comes back from a loan than went there.
    #[error("amount: {amount} is more than the {limit} that the fund has in this loan")]
    OverDeployed {
        /// What was wished.
        amount: Amount,
        /// What is allowed.
        limit: Amount,
    },
    /// Investors have paid in nothing that a distribution could be split over.
    #[error(
        "amount: no investor has paid capital in, so there is nobody to distribute to; record receipts first (fund.receive)"
    )]
    NoCapital,
    /// The money of the loan is out already.
    #[error("fund_id: the loan is {status}; where its money comes from is settled before it is paid out")]
    LoanPaidOut {
        /// Where the loan stands.
        status: LoanStatus,
    },
    /// Nothing of the fund has this id.
    #[error("entry_id: the fund has no entry {entry_id}")]
    UnknownEntry {
        /// The id.
        entry_id: crate::FundEntryId,
    },
    /// It counts no more already.
    #[error("entry_id: this {} was reversed already", kind.in_words())]
    ReversedAlready {
        /// What it is.
        kind: FundEntryKind,
    },
    /// Something that was recorded later rests on it.
    #[error("entry_id: this {} cannot be reversed while {rests} rests on it; reverse that first", kind.in_words())]
    RestsOnIt {
        /// What it is.
        kind: FundEntryKind,
        /// What rests on it.
        rests: &'static str,
    },
}

impl FundRejection {
    /// The input field at fault.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::Text(error) => error.field,
            Self::NotPositive { field }
            | Self::TooLarge { field, .. }
            | Self::InTheFuture { field, .. }
            | Self::BeforeTheFund { field, .. }
            | Self::TooEarly { field, .. } => field,
            Self::NoCapitalYet { .. } => "distributed_on",
            Self::NameTaken { .. } => "name",
            Self::BelowCommitted { .. } => "capacity",
            Self::DueBeforeCall { .. } => "due_on",
            Self::LoanPaidOut { .. } => "fund_id",
            Self::LoanRejected => "loan_id",
            Self::NotAnInvestor => "investor_id",
            Self::UnknownEntry { .. } | Self::ReversedAlready { .. } | Self::RestsOnIt { .. } => "entry_id",
            Self::OverCapacity { .. }
            | Self::OverUncalled { .. }
            | Self::OverReceivable { .. }
            | Self::OverAvailable { .. }
            | Self::OverPrincipal { .. }
            | Self::OverDeployed { .. }
            | Self::NoCapital => "amount",
        }
    }

    /// The largest amount that would have been allowed.
    #[must_use]
    pub const fn limit(&self) -> Option<Amount> {
        match self {
            Self::TooLarge { limit, .. }
            | Self::TooEarly { limit, .. }
            | Self::OverCapacity { limit, .. }
            | Self::OverUncalled { limit, .. }
            | Self::OverReceivable { limit, .. }
            | Self::OverAvailable { limit, .. }
            | Self::OverPrincipal { limit, .. }
            | Self::OverDeployed { limit, .. } => Some(*limit),
            _ => None,
        }
    }
}
