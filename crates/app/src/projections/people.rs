//! The table `people`: borrowers, lenders, investors and other contacts.

use domain::PersonCreated;
use store::{Insert, RecordedEvent, Transaction, upcast::Upcasters};

use super::{Projection, payload_of};
use crate::Result;

pub struct People;

static INSERT: Insert = Insert::new(
    "people",
    &["id", "organization_id", "kind", "name", "email", "phone", "address", "tax_id", "created_at"],
);

impl Projection for People {
    fn name(&self) -> &'static str {
        "people"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["people"]
    }

    fn apply(
        &self,
        events: &[RecordedEvent],
        upcasters: &Upcasters,
        transaction: &mut dyn Transaction,
    ) -> Result<()> {
        for event in events {
            if let Some(created) = payload_of::<PersonCreated>(event, upcasters)? {
                transaction.insert(
                    &INSERT,
                    &[vec![
                        created.person_id.into(),
                        created.organization_id.into(),
                        created.kind.as_str().into(),
                        created.name.into(),
                        created.email.into(),
                        created.phone.into(),
                        created.address.into(),
                        created.tax_id.into(),
                        event.occurred_at.into(),
                    ]],
                )?;
            }
        }
        Ok(())
    }
}
