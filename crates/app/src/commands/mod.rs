//! What changes a book. Each function decides in `domain`, publishes what was decided, and nothing else.

pub mod compliance;
pub mod construction;
pub mod document;
pub mod fund;
pub mod loan;
pub mod loan_file;
pub mod once;
pub mod organization;
pub mod person;
pub mod servicing;
pub mod user;

use chrono::NaiveDate;
use domain::{EventId, EventPayload, LoanId};
use store::{NewEvent, event_log};
use uuid::Uuid;

use crate::{Result, bus::UnitOfWork};

/// An event of this release that takes effect on `effective_on`.
pub(crate) fn event<P: EventPayload>(
    work: &UnitOfWork<'_>,
    aggregate_id: Uuid,
    effective_on: NaiveDate,
    payload: &P,
) -> Result<NewEvent> {
    Ok(NewEvent::of(EventId::from_uuid(work.next_id()), aggregate_id, effective_on, payload)?)
}

/// An event of a stream that nobody else has changed since it was read.
fn next<P: EventPayload>(
    work: &mut UnitOfWork<'_>,
    (aggregate_id, loan_id): (Uuid, Option<LoanId>),
    effective_on: NaiveDate,
    payload: &P,
) -> Result<NewEvent> {
    let version = event_log::stream_version(work.transaction(), aggregate_id)?;
    let event = event(work, aggregate_id, effective_on, payload)?.expecting(version);
    Ok(match loan_id {
        Some(loan_id) => event.of_loan(loan_id),
        None => event,
    })
}
