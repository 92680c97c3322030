//! The table `users`: who works in the book, and what they may do. The owner is in it from the making of the book on.

use domain::{
    OrganizationCreated, OrganizationId, User, UserAdded, UserDeactivated, UserReactivated, UserRoleChanged,
};
use store::{Insert, RecordedEvent, Transaction, Value, upcast::Upcasters};

use super::{Projection, exactly_one, payload_of};
use crate::Result;

pub struct Users;

static INSERT: Insert =
    Insert::new("users", &["id", "organization_id", "name", "role", "is_active", "added_at"]);

impl Projection for Users {
    fn name(&self) -> &'static str {
        "users"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["users"]
    }

    fn apply(
        &self,
        events: &[RecordedEvent],
        upcasters: &Upcasters,
        transaction: &mut dyn Transaction,
    ) -> Result<()> {
        for event in events {
            if let Some(created) = payload_of::<OrganizationCreated>(event, upcasters)? {
                let organization_id = created.organization_id;
                insert(transaction, event, organization_id, User::owner(organization_id, created.owner))?;
            } else if let Some(added) = payload_of::<UserAdded>(event, upcasters)? {
                let UserAdded { user_id, organization_id, name, role, .. } = added;
                insert(transaction, event, organization_id, User { user_id, name, role, is_active: true })?;
            } else if let Some(changed) = payload_of::<UserRoleChanged>(event, upcasters)? {
                set(transaction, event, "role", changed.to.as_str().into())?;
            } else if payload_of::<UserDeactivated>(event, upcasters)?.is_some() {
                set(transaction, event, "is_active", 0.into())?;
            } else if payload_of::<UserReactivated>(event, upcasters)?.is_some() {
                set(transaction, event, "is_active", 1.into())?;
            }
        }
        Ok(())
    }
}

fn insert(
    transaction: &mut dyn Transaction,
    event: &RecordedEvent,
    organization_id: OrganizationId,
    user: User,
) -> Result<()> {
    let row = vec![
        user.user_id.into(),
        organization_id.into(),
        user.name.into(),
        user.role.as_str().into(),
        i64::from(user.is_active).into(),
        event.occurred_at.into(),
    ];
    transaction.insert(&INSERT, &[row])?;
    Ok(())
}

fn set(
    transaction: &mut dyn Transaction,
    event: &RecordedEvent,
    column: &'static str,
    value: Value<'_>,
) -> Result<()> {
    let rows = transaction.execute(
        &format!("UPDATE users SET {column} = $1 WHERE id = $2"),
        &[value, event.aggregate_id.into()],
    )?;
    exactly_one(rows, "user", event)
}
