//! The table `attachments`: the files of loans. What is in them is no projection; the log has their hashes alone.

use domain::AttachmentAdded;
use store::{Insert, RecordedEvent, Transaction, upcast::Upcasters};

use super::{Projection, payload_of};
use crate::Result;

pub struct Attachments;

static INSERT: Insert = Insert::new(
    "attachments",
    &[
        "id",
        "organization_id",
        "loan_id",
        "sha256",
        "file_name",
        "media_type",
        "size_bytes",
        "added_by",
        "added_at",
    ],
);

impl Projection for Attachments {
    fn name(&self) -> &'static str {
        "attachments"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["attachments"]
    }

    fn apply(
        &self,
        events: &[RecordedEvent],
        upcasters: &Upcasters,
        transaction: &mut dyn Transaction,
    ) -> Result<()> {
        for event in events {
            if let Some(added) = payload_of::<AttachmentAdded>(event, upcasters)? {
                transaction.insert(
                    &INSERT,
                    &[vec![
                        added.attachment_id.into(),
                        added.organization_id.into(),
                        added.loan_id.into(),
                        added.sha256.into(),
                        added.file_name.into(),
                        added.media_type.as_str().into(),
                        added.size_bytes.into(),
                        added.added_by.into(),
                        event.occurred_at.into(),
                    ]],
                )?;
            }
        }
        Ok(())
    }
}
