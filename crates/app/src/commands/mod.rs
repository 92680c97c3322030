//! What changes a book. Each function decides in `domain`, publishes what was decided, and nothing else.

pub mod construction;
pub mod document;
pub mod fund;
pub mod loan;
pub mod once;
pub mod organization;
pub mod person;
pub mod servicing;
pub mod user;

use domain::{EventId, EventPayload};
use store::NewEvent;
use uuid::Uuid;

use crate::{Result, bus::UnitOfWork};

/// An event of this release that takes effect on `effective_on`.
pub(crate) fn event<P: EventPayload>(
    work: &UnitOfWork<'_>,
    aggregate_id: Uuid,
    effective_on: chrono::NaiveDate,
    payload: &P,
) -> Result<NewEvent> {
    Ok(NewEvent::of(EventId::from_uuid(work.next_id()), aggregate_id, effective_on, payload)?)
}
