//! The cases that every storage backend must pass, whatever is above it.
//!
//! A backend's tests call [`conformance_tests!`] with a function that makes an empty book and one that opens it a
//! second time; each case becomes a test of its own name.

#![expect(clippy::unwrap_used, reason = "a case that cannot go on must stop")]

mod log;
mod transactions;
mod values;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{EventId, LoanId, OrganizationId};
use serde_json::{Value as Json, json};
use store::{
    Metadata, NewEvent, RecordedEvent, Result, Store, Transaction,
    event_log::{self, AppendContext},
};
use uuid::Uuid;

pub use log::*;
pub use transactions::*;
pub use values::*;

/// A backend under test: an empty book, and a way to open the same book again.
pub trait Fixture {
    /// The book.
    fn store(&self) -> &dyn Store;
    /// The same book, opened a second time.
    fn again(&self) -> Box<dyn Store>;
}

/// Makes a test of each case.
#[macro_export]
macro_rules! conformance_tests {
    ($fixture:expr) => {
        $crate::conformance_tests! { $fixture;
            appends_in_order_and_chains_hashes,
            refuses_a_version_that_the_stream_does_not_have,
            refuses_to_begin_a_stream_twice,
            two_writers_wait_for_each_other,
            a_reader_sees_one_moment,
            pages_through_the_log,
            reads_what_belongs_to_a_loan,
            marks_the_processing_and_nothing_else,
            refuses_to_change_or_delete_facts,
            a_dropped_transaction_leaves_no_trace,
            savepoints_nest_and_undo,
            a_commit_is_seen_by_a_second_connection,
            values_come_back_as_they_went,
            parameters_are_taken_by_their_number,
            bytes_come_back_as_they_went,
            a_scratch_database_is_empty_and_its_own,
        }
    };
    ($fixture:expr; $($case:ident,)*) => {
        $(#[test]
        fn $case() {
            $crate::$case(&$fixture);
        })*
    };
}

/// The organization of the cases.
fn organization() -> OrganizationId {
    OrganizationId::from_uuid(Uuid::from_u128(1))
}

fn event(aggregate: u128, payload: &Json) -> NewEvent {
    NewEvent {
        id: EventId::from_uuid(Uuid::new_v4()),
        event_type: "Test.Happened",
        event_version: 1,
        aggregate_type: "test",
        aggregate_id: Uuid::from_u128(aggregate),
        loan_id: None,
        effective_on: NaiveDate::from_ymd_opt(2025, 1, 15).unwrap(),
        payload: payload.to_string(),
        expected_version: None,
    }
}

fn of_loan(event: NewEvent, loan: u128) -> NewEvent {
    event.of_loan(LoanId::from_uuid(Uuid::from_u128(loan)))
}

fn moment() -> DateTime<Utc> {
    DateTime::from_timestamp_micros(1_736_935_200_000_001).unwrap()
}

fn append(transaction: &mut dyn Transaction, events: Vec<NewEvent>) -> Result<Vec<RecordedEvent>> {
    let metadata = Metadata {
        handler: None,
        organization_id: organization(),
        source: "conformance".into(),
        user_id: "Ada".into(),
    };
    let context = AppendContext {
        organization_id: organization(),
        occurred_at: moment(),
        metadata: &metadata,
        cause: None,
    };
    transaction.lock_for_append()?;
    let mut head = event_log::head(transaction, organization())?;
    event_log::append(transaction, &mut head, events, &context, &|_| false)
}

/// Appends in a transaction of its own.
fn record(store: &dyn Store, events: Vec<NewEvent>) -> Result<Vec<RecordedEvent>> {
    let mut transaction = store.write()?;
    let recorded = append(&mut *transaction, events)?;
    transaction.commit()?;
    Ok(recorded)
}

fn some(number: i64) -> Json {
    json!({ "number": number })
}
