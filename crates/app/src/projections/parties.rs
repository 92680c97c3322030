//! The table `parties`: people in roles on loans.

use domain::{PartyAdded, PartyRemoved};
use store::{Insert, RecordedEvent, Transaction, upcast::Upcasters};

use super::{Projection, exactly_one, payload_of};
use crate::Result;

pub struct Parties;

static INSERT: Insert = Insert::new(
    "parties",
    &["id", "organization_id", "loan_id", "person_id", "role", "since_on", "note", "added_by"],
);

impl Projection for Parties {
    fn name(&self) -> &'static str {
        "parties"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["parties"]
    }

    fn apply(
        &self,
        events: &[RecordedEvent],
        upcasters: &Upcasters,
        transaction: &mut dyn Transaction,
    ) -> Result<()> {
        for event in events {
            if let Some(added) = payload_of::<PartyAdded>(event, upcasters)? {
                let row = vec![
                    added.party_id.into(),
                    added.organization_id.into(),
                    added.loan_id.into(),
                    added.person_id.into(),
                    added.role.as_str().into(),
                    added.since_on.into(),
                    added.note.into(),
                    added.added_by.into(),
                ];
                transaction.insert(&INSERT, &[row])?;
            } else if let Some(removed) = payload_of::<PartyRemoved>(event, upcasters)? {
                let rows = transaction.execute(
                    "UPDATE parties SET removed_on = $1, removal_reason = $2 WHERE id = $3",
                    &[removed.removed_on.into(), removed.reason.into(), removed.party_id.into()],
                )?;
                exactly_one(rows, "party", event)?;
            }
        }
        Ok(())
    }
}
