//! The table `organizations`: the lender whose book it is, and what holds for the whole book.

use domain::{OrganizationCreated, OrganizationSettingsChanged};
use store::{Insert, RecordedEvent, Transaction, upcast::Upcasters};

use super::{Projection, exactly_one, payload_of};
use crate::Result;

pub struct Organizations;

static INSERT: Insert = Insert::new("organizations", &["id", "name", "currency", "owner", "created_at"]);

impl Projection for Organizations {
    fn name(&self) -> &'static str {
        "organizations"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["organizations"]
    }

    fn apply(
        &self,
        events: &[RecordedEvent],
        upcasters: &Upcasters,
        transaction: &mut dyn Transaction,
    ) -> Result<()> {
        for event in events {
            if let Some(created) = payload_of::<OrganizationCreated>(event, upcasters)? {
                transaction.insert(
                    &INSERT,
                    &[vec![
                        created.organization_id.into(),
                        created.name.into(),
                        created.currency.code().into(),
                        created.owner.into(),
                        event.occurred_at.into(),
                    ]],
                )?;
            } else if let Some(changed) = payload_of::<OrganizationSettingsChanged>(event, upcasters)? {
                let rows = transaction.execute(
                    "UPDATE organizations SET one_person_lender = $1 WHERE id = $2",
                    &[i64::from(changed.one_person_lender).into(), changed.organization_id.into()],
                )?;
                exactly_one(rows, "organization", event)?;
            }
        }
        Ok(())
    }
}
