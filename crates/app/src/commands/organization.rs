//! Setting what holds for the whole book.

use domain::OrganizationSettings;
use store::event_log;

use super::event;
use crate::{Result, bus::UnitOfWork, queries};

/// Sets what holds for the whole book; nothing is recorded where it holds already.
///
/// # Errors
/// Storage.
pub fn configure(work: &mut UnitOfWork<'_>, to: OrganizationSettings) -> Result<()> {
    let settings = queries::organization::settings(work.transaction())?;
    let decision = &work.context().decision;
    let Some(changed) = settings.change(to, decision) else { return Ok(()) };
    let aggregate_id = decision.organization_id.as_uuid();
    let version = event_log::stream_version(work.transaction(), aggregate_id)?;
    let event = event(work, aggregate_id, decision.today, &changed)?;
    work.publish(vec![event.expecting(version)])
}
