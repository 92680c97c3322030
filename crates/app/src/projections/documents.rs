//! The tables `documents`, `templates` and `letterheads`. The files are no projection; the log has their hashes alone.

use domain::{DocumentGenerated, LetterheadChanged, TemplateChanged};
use store::{Insert, RecordedEvent, Transaction, upcast::Upcasters};

use super::{Projection, payload_of};
use crate::Result;

pub struct Documents;

static INSERT: Insert = Insert::new(
    "documents",
    &[
        "id",
        "organization_id",
        "kind",
        "loan_id",
        "draw_id",
        "fund_id",
        "investor_id",
        "title",
        "file_name",
        "dated_on",
        "made_from_position",
        "template_sha256",
        "data_sha256",
        "sha256",
        "size_bytes",
        "generated_by",
        "generated_at",
    ],
);

static INSERT_TEMPLATE: Insert =
    Insert::new("templates", &["id", "organization_id", "kind", "source", "changed_by", "changed_at"]);

static INSERT_LETTERHEAD: Insert = Insert::new(
    "letterheads",
    &[
        "id",
        "organization_id",
        "position",
        "address",
        "phone",
        "email",
        "website",
        "licence_number",
        "footer",
        "logo_sha256",
        "logo_file_name",
        "changed_at",
    ],
);

impl Projection for Documents {
    fn name(&self) -> &'static str {
        "documents"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["documents", "templates", "letterheads"]
    }

    fn apply(
        &self,
        events: &[RecordedEvent],
        upcasters: &Upcasters,
        transaction: &mut dyn Transaction,
    ) -> Result<()> {
        for event in events {
            if let Some(generated) = payload_of::<DocumentGenerated>(event, upcasters)? {
                insert_document(event, generated, transaction)?;
            } else if let Some(changed) = payload_of::<TemplateChanged>(event, upcasters)? {
                replace_template(event, changed, transaction)?;
            } else if let Some(changed) = payload_of::<LetterheadChanged>(event, upcasters)? {
                insert_letterhead(event, changed, transaction)?;
            }
        }
        Ok(())
    }
}

fn insert_document(
    event: &RecordedEvent,
    generated: DocumentGenerated,
    transaction: &mut dyn Transaction,
) -> Result<()> {
    let row = vec![
        generated.document_id.into(),
        generated.organization_id.into(),
        generated.kind.as_str().into(),
        generated.loan_id.into(),
        generated.draw_id.into(),
        generated.fund_id.into(),
        generated.investor_id.into(),
        generated.title.into(),
        generated.file_name.into(),
        generated.dated_on.into(),
        generated.made_from_position.into(),
        generated.template_sha256.into(),
        generated.data_sha256.into(),
        generated.sha256.into(),
        generated.size_bytes.into(),
        generated.generated_by.into(),
        event.occurred_at.into(),
    ];
    Ok(transaction.insert(&INSERT, &[row])?)
}

fn replace_template(
    event: &RecordedEvent,
    changed: TemplateChanged,
    transaction: &mut dyn Transaction,
) -> Result<()> {
    transaction.execute("DELETE FROM templates WHERE id = $1", &[changed.template_id.into()])?;
    let Some(source) = changed.source else { return Ok(()) };
    let row = vec![
        changed.template_id.into(),
        changed.organization_id.into(),
        changed.kind.as_str().into(),
        source.into(),
        changed.changed_by.into(),
        event.occurred_at.into(),
    ];
    Ok(transaction.insert(&INSERT_TEMPLATE, &[row])?)
}

fn insert_letterhead(
    event: &RecordedEvent,
    changed: LetterheadChanged,
    transaction: &mut dyn Transaction,
) -> Result<()> {
    let row = vec![
        event.id.into(),
        changed.organization_id.into(),
        event.position.into(),
        changed.address.into(),
        changed.phone.into(),
        changed.email.into(),
        changed.website.into(),
        changed.licence_number.into(),
        changed.footer.into(),
        changed.logo_sha256.into(),
        changed.logo_file_name.into(),
        event.occurred_at.into(),
    ];
    Ok(transaction.insert(&INSERT_LETTERHEAD, &[row])?)
}
