//! Current state, folded from the events in the transaction that records them.
//!
//! A projection holds nothing that the events do not say, so that it can be dropped and made again, row for row.
//! A new one is a file here and a line in [`all`].

mod attachments;
mod deadlines;
mod documents;
mod draws;
mod fees;
mod funds;
mod instalments;
mod loan_draws;
mod loans;
mod notes;
mod organizations;
mod parties;
mod payments;
mod payoff_quotes;
mod people;
mod properties;
pub(crate) mod search;
mod users;

use std::sync::Arc;

use store::{RecordedEvent, StoreError, Transaction, upcast::Upcasters};

use crate::{Result, upcasters::payload_of};

/// Follows events into tables of its own.
pub trait Projection: Send + Sync {
    /// The name by which people know it.
    fn name(&self) -> &'static str;

    /// Its tables, parents before children. Each has the primary key `id`.
    fn tables(&self) -> &'static [&'static str];

    /// Follows events, in order. Types it does not know are none of its business.
    ///
    /// # Errors
    /// An event that it cannot follow: the transaction that records the event is given up.
    fn apply(
        &self,
        events: &[RecordedEvent],
        upcasters: &Upcasters,
        transaction: &mut dyn Transaction,
    ) -> Result<()>;
}

/// Every projection, parents before children.
#[must_use]
pub fn all() -> Vec<Arc<dyn Projection>> {
    vec![
        Arc::new(organizations::Organizations),
        Arc::new(users::Users),
        Arc::new(people::People),
        Arc::new(loans::Loans),
        Arc::new(loan_draws::LoanDraws),
        // What payments covered is counted by the instalments after them.
        Arc::new(payments::Payments),
        Arc::new(instalments::Instalments),
        Arc::new(fees::Fees),
        Arc::new(payoff_quotes::PayoffQuotes),
        Arc::new(draws::Draws),
        Arc::new(attachments::Attachments),
        Arc::new(documents::Documents),
        Arc::new(funds::Funds),
        Arc::new(notes::Notes),
        Arc::new(parties::Parties),
        Arc::new(properties::Properties),
        Arc::new(deadlines::Deadlines),
        Arc::new(search::SearchEntries),
    ]
}

/// Refuses an event that follows on something the projection does not have.
fn exactly_one(changed: u64, what: &str, event: &RecordedEvent) -> Result<()> {
    if changed == 1 {
        return Ok(());
    }
    Err(StoreError::corrupt(format!(
        "{} at position {} is about a {what} that is not there",
        event.event_type, event.position
    ))
    .into())
}
