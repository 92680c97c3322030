//! Entering people.

use domain::{NewPerson, PersonId};
use store::event_log;

use super::event;
use crate::{Result, bus::UnitOfWork, queries};

/// Enters a person.
///
/// # Errors
/// A text that is empty or too long, an e-mail address that is none, or storage.
pub fn create(work: &mut UnitOfWork<'_>, new: NewPerson) -> Result<PersonId> {
    let decision = &work.context().decision;
    let created = domain::create_person(new, decision)?;
    let event = event(work, created.person_id.as_uuid(), decision.today, &created)?;
    work.publish(vec![event.expecting(0)])?;
    Ok(created.person_id)
}

/// Describes a person anew; nothing is recorded where nothing differs.
///
/// # Errors
/// An unknown person, a text that is empty or too long, an e-mail address that is none, or storage.
pub fn change(work: &mut UnitOfWork<'_>, to: NewPerson) -> Result<()> {
    let person_id = to.person_id;
    let from = queries::person::get(work.transaction(), person_id)?.state();
    let version = event_log::stream_version(work.transaction(), person_id.as_uuid())?;
    let decision = &work.context().decision;
    let Some(changed) = domain::change_person(&from, to, decision)? else { return Ok(()) };
    let event = event(work, person_id.as_uuid(), decision.today, &changed)?;
    work.publish(vec![event.expecting(version)])
}
