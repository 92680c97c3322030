//! Servicing: payments, fees, default, other terms, payoff. Each function decides from a [`LoanAccount`] what is
//! recorded, or why not; [`LoanAccount::reconcile`] says what follows from what was recorded.

mod account;
mod amendment;
mod fee;
mod late;
mod payment;
mod payoff;
mod reconcile;
mod rejection;
mod statement;
mod status;

use chrono::NaiveDate;

pub use account::{Fee, LoanAccount, Received, Scheduled, ServicingEvent};
pub use amendment::{Amendment, AmendmentEffect, Extension};
pub use fee::{NewFee, NewWaiver};
pub use late::{BY_THE_DAILY_RUN, FoundLate, OpenInstalment};
pub use payment::{NewPayment, PaymentEffect, Reversal, ReversalEffect, Reversed};
pub use reconcile::{Followed, PAID_IN_TIME, Reconciled, StatusStep};
pub use rejection::ServicingRejection;
pub use statement::{LoanStatement, Parts, PaymentChange};
pub use status::StatusWish;

use crate::{LedgerTerms, LoanStatus};

impl LoanAccount {
    /// The terms of a loan that is in one of these statuses.
    fn serviced(&self, allowed: &'static [LoanStatus]) -> Result<LedgerTerms, ServicingRejection> {
        let status = self.loan.status;
        self.ledger_terms()
            .filter(|_| allowed.contains(&status))
            .ok_or(ServicingRejection::WrongStatus { status, allowed })
    }
}

/// Refuses a day before the money went out.
pub(crate) fn since_funding(
    field: &'static str,
    day: NaiveDate,
    terms: &LedgerTerms,
) -> Result<(), ServicingRejection> {
    let begins_on = terms.begins_on();
    match terms.opening {
        _ if day >= begins_on => Ok(()),
        Some(opening) => Err(ServicingRejection::BeforeTakeover { field, carried_over_on: opening.on }),
        None => Err(ServicingRejection::BeforeFunding { field, funded_on: begins_on }),
    }
}

/// Refuses a day that has not come.
pub(crate) fn not_in_the_future(
    field: &'static str,
    day: NaiveDate,
    today: NaiveDate,
) -> Result<(), ServicingRejection> {
    if day > today { Err(ServicingRejection::InTheFuture { field, today }) } else { Ok(()) }
}
