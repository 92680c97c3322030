//! Entering people.

use domain::{NewPerson, PersonId};

use super::event;
use crate::{Result, bus::UnitOfWork};

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
