//! The table `organizations`: the lender whose book it is.

use domain::OrganizationCreated;
use store::{Insert, RecordedEvent, Transaction, upcast::Upcasters};

use super::{Projection, payload_of};
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
            }
        }
        Ok(())
    }
}
