//! The table `people`: borrowers, lenders, investors and other contacts.

use domain::{PersonChanged, PersonCreated};
use store::{Insert, RecordedEvent, Transaction, upcast::Upcasters};

use super::{Projection, exactly_one, payload_of};
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
            } else if let Some(changed) = payload_of::<PersonChanged>(event, upcasters)? {
                let rows = transaction.execute(
                    "UPDATE people SET name = $1, email = $2, phone = $3, address = $4, tax_id = $5 WHERE id = $6",
                    &[
                        changed.name.into(),
                        changed.email.into(),
                        changed.phone.into(),
                        changed.address.into(),
                        changed.tax_id.into(),
                        changed.person_id.into(),
                    ],
                )?;
                exactly_one(rows, "person", event)?;
            }
        }
        Ok(())
    }
}
