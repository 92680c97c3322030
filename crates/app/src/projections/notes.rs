//! The table `notes`: what was written on loans and people, as it was amended last.

use domain::{NoteAdded, NoteAmended, NoteWithdrawn};
use store::{Insert, RecordedEvent, Transaction, upcast::Upcasters};

use super::{Projection, exactly_one, payload_of};
use crate::Result;

pub struct Notes;

static INSERT: Insert = Insert::new(
    "notes",
    &["id", "organization_id", "loan_id", "person_id", "text", "is_pinned", "added_by", "added_at"],
);

impl Projection for Notes {
    fn name(&self) -> &'static str {
        "notes"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["notes"]
    }

    fn apply(
        &self,
        events: &[RecordedEvent],
        upcasters: &Upcasters,
        transaction: &mut dyn Transaction,
    ) -> Result<()> {
        for event in events {
            if let Some(added) = payload_of::<NoteAdded>(event, upcasters)? {
                let row = vec![
                    added.note_id.into(),
                    added.organization_id.into(),
                    added.loan_id.into(),
                    added.person_id.into(),
                    added.text.into(),
                    i64::from(added.is_pinned).into(),
                    added.added_by.into(),
                    event.occurred_at.into(),
                ];
                transaction.insert(&INSERT, &[row])?;
            } else if let Some(amended) = payload_of::<NoteAmended>(event, upcasters)? {
                let rows = transaction.execute(
                    "UPDATE notes SET text = $1, is_pinned = $2, amended_by = $3, amended_at = $4 WHERE id = $5",
                    &[
                        amended.text.into(),
                        i64::from(amended.is_pinned).into(),
                        amended.amended_by.into(),
                        event.occurred_at.into(),
                        amended.note_id.into(),
                    ],
                )?;
                exactly_one(rows, "note", event)?;
            } else if let Some(withdrawn) = payload_of::<NoteWithdrawn>(event, upcasters)? {
                let rows = transaction.execute(
                    "UPDATE notes SET withdrawn_by = $1, withdrawn_at = $2, withdrawal_reason = $3 WHERE id = $4",
                    &[
                        withdrawn.withdrawn_by.into(),
                        event.occurred_at.into(),
                        withdrawn.reason.into(),
                        withdrawn.note_id.into(),
                    ],
                )?;
                exactly_one(rows, "note", event)?;
            }
        }
        Ok(())
    }
}
