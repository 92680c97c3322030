//! Who may work in the book.

use domain::{NewUser, User, UserChange, UserEvent, UserId};
use store::event_log;

use super::event;
use crate::{Result, bus::UnitOfWork, queries};

/// Adds a user.
///
/// # Errors
/// A name that is empty, too long or taken, a second owner, or storage.
pub fn add(work: &mut UnitOfWork<'_>, new: NewUser) -> Result<UserId> {
    let users: Vec<User> =
        queries::user::list(work.transaction())?.iter().map(queries::user::User::state).collect();
    let decision = &work.context().decision;
    let added = domain::add_user(new, &users, decision)?;
    let event = event(work, added.user_id.as_uuid(), decision.today, &added)?;
    work.publish(vec![event.expecting(0)])?;
    Ok(added.user_id)
}

/// Gives a user another role, deactivates them or lets them in again.
///
/// # Errors
/// An unknown user, a change of the owner, or storage.
pub fn change(work: &mut UnitOfWork<'_>, user_id: UserId, wish: UserChange) -> Result<()> {
    let user = queries::user::get(work.transaction(), user_id)?.state();
    let aggregate_id = user_id.as_uuid();
    let version = event_log::stream_version(work.transaction(), aggregate_id)?;
    let decision = &work.context().decision;
    let mut events = Vec::new();
    for decided in user.change(wish, decision)? {
        let event = match decided {
            UserEvent::RoleChanged(payload) => event(work, aggregate_id, decision.today, &payload),
            UserEvent::Deactivated(payload) => event(work, aggregate_id, decision.today, &payload),
            UserEvent::Reactivated(payload) => event(work, aggregate_id, decision.today, &payload),
        };
        events.push(event?.expecting(version));
    }
    work.publish(events)
}
