//! Documents of the book: what they say, how they are made, kept and made again.
//!
//! A [`Draft`] holds the facts of a document as canonical JSON; [`typeset`] makes its file of it and of the template in
//! force, outside of any transaction that writes; [`record`] keeps file, data and template under their hashes and
//! publishes `Compliance.DocumentGenerated`. Nothing in a document comes from a clock or a random number: the same facts
//! with the same template are the same bytes, and [`make_again`] proves it of any document of the book.

mod draft;
mod fund_draft;
mod loan_drafts;
pub mod logo;
mod portfolio_draft;
pub mod request;
pub mod sample;
pub mod templates;
mod text;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::NaiveDate;
use domain::{DocumentGenerated, DocumentId, DocumentKind, EventId, OrganizationId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::{NewEvent, StoreError, Transaction, canonical_json};
use typesetting::{File, Made, Manuscript};

pub use draft::{About, Draft};
pub(crate) use loan_drafts::LoanWriter;
pub use templates::Stationery;

use crate::{AppError, Result, attachments::contents, queries::document::Document};

/// A document that is typeset and not recorded yet.
pub struct Typeset {
    /// What it says.
    pub draft: Draft,
    /// The file.
    pub pdf: Vec<u8>,
    /// Characters that no font has.
    pub missing_characters: String,
    /// The template with all that belongs to it, as it is kept.
    bundle: String,
}

/// A template as it is kept: with the files it imports, so that a document can be made again by any later release.
#[derive(Serialize, Deserialize)]
struct Bundle {
    /// What its faults call it.
    name: String,
    template: String,
    /// By name, in base64.
    files: std::collections::BTreeMap<String, String>,
}

/// Typesets a draft with the stationery in force.
///
/// # Errors
/// A fault of the template, with its line; storage.
pub fn typeset(transaction: &mut dyn Transaction, draft: Draft) -> Result<Typeset> {
    let stationery = Stationery::of(transaction, draft.kind)?;
    typeset_with(&stationery, draft)
}

/// As [`typeset`], with stationery that is not in force yet.
///
/// # Errors
/// A fault of the template, with its line.
pub fn typeset_with(stationery: &Stationery, draft: Draft) -> Result<Typeset> {
    let manuscript = manuscript(stationery, &draft);
    let Made { of: pdf, missing_characters } = manuscript.pdf()?;
    let files = manuscript.files.iter().map(|file| (file.name.clone(), STANDARD.encode(&file.bytes)));
    let bundle = Bundle {
        name: manuscript.template_name.clone(),
        template: manuscript.template.clone(),
        files: files.collect(),
    };
    Ok(Typeset { draft, pdf, missing_characters, bundle: canonical_json(&bundle)? })
}

/// The pages of a draft as SVG pictures.
///
/// # Errors
/// A fault of the template, with its line.
pub fn pictures(stationery: &Stationery, draft: &Draft) -> Result<Made<Vec<String>>> {
    Ok(manuscript(stationery, draft).pictures()?)
}

fn manuscript(stationery: &Stationery, draft: &Draft) -> Manuscript {
    let files = stationery.files();
    Manuscript {
        template_name: template_name(draft.kind),
        template: stationery.template.clone(),
        data: draft.data.clone(),
        is_our_own: templates::are_our_own(&stationery.template, &files),
        files,
    }
}

/// What the faults of a template call it.
fn template_name(kind: DocumentKind) -> String {
    format!("template {kind}")
}

/// Under which ids a document is recorded, and from which place in the log it was made.
pub struct Place {
    /// The document.
    pub document_id: DocumentId,
    /// The event that says so.
    pub event_id: EventId,
    /// Whose book it is.
    pub organization_id: OrganizationId,
    /// Place in the log of the last event it was made from.
    pub position: i64,
    /// When it takes effect.
    pub effective_on: NaiveDate,
    /// Who made it, or did what it follows from.
    pub generated_by: String,
}

/// Keeps what a document is made of, and gives the event that says so.
///
/// # Errors
/// Storage.
pub fn record(transaction: &mut dyn Transaction, typeset: Typeset, place: Place) -> Result<NewEvent> {
    let Typeset { draft, pdf, bundle, missing_characters: _ } = typeset;
    let organization_id = place.organization_id;
    let About { loan_id, draw_id, fund_id, investor_id } = draft.about;
    let payload = DocumentGenerated {
        document_id: place.document_id,
        organization_id,
        kind: draft.kind,
        loan_id,
        draw_id,
        fund_id,
        investor_id,
        title: draft.title,
        file_name: draft.file_name,
        dated_on: draft.dated_on,
        made_from_position: place.position,
        template_sha256: contents::keep(transaction, organization_id, bundle.as_bytes())?,
        data_sha256: contents::keep(transaction, organization_id, draft.data.as_bytes())?,
        sha256: contents::keep(transaction, organization_id, &pdf)?,
        size_bytes: i64::try_from(pdf.len()).unwrap_or(i64::MAX),
        generated_by: place.generated_by,
    };
    let event =
        NewEvent::of(place.event_id, place.document_id.as_uuid(), place.effective_on, &payload)?.expecting(0);
    Ok(match loan_id {
        Some(loan_id) => event.of_loan(loan_id),
        None => event,
    })
}

impl Typeset {
    /// SHA-256 of the file.
    #[must_use]
    pub fn sha256(&self) -> String {
        hex::encode(Sha256::digest(&self.pdf))
    }
}

/// Makes a document again from the template and the data that the book keeps, and gives the bytes.
///
/// # Errors
/// A content that is damaged, or storage.
pub fn make_again(
    transaction: &mut dyn Transaction,
    template_sha256: &str,
    data_sha256: &str,
) -> Result<Vec<u8>> {
    Ok(kept(transaction, template_sha256, data_sha256)?.pdf()?.of)
}

/// The file of a document.
///
/// # Errors
/// A content that is damaged, or storage.
pub fn file(transaction: &mut dyn Transaction, document: &Document) -> Result<Vec<u8>> {
    contents::whole(transaction, &document.sha256)
}

/// Makes a document again and says whether it is the same, byte for byte.
///
/// # Errors
/// As [`make_again`].
pub fn is_same_again(transaction: &mut dyn Transaction, document: &Document) -> Result<bool> {
    let bytes = make_again(transaction, &document.template_sha256, &document.data_sha256)?;
    Ok(hex::encode(Sha256::digest(&bytes)) == document.sha256)
}

/// The pages of a document as SVG pictures, made again in the same way.
///
/// # Errors
/// As [`make_again`].
pub fn pages_again(
    transaction: &mut dyn Transaction,
    template_sha256: &str,
    data_sha256: &str,
) -> Result<Made<Vec<String>>> {
    Ok(kept(transaction, template_sha256, data_sha256)?.pictures()?)
}

/// What a document was made of.
fn kept(transaction: &mut dyn Transaction, template_sha256: &str, data_sha256: &str) -> Result<Manuscript> {
    let damaged =
        |what: &str| AppError::Store(StoreError::corrupt(format!("{what} of a document is damaged")));
    let bundle: Bundle = serde_json::from_slice(&contents::whole(transaction, template_sha256)?)
        .map_err(|_| damaged("the template"))?;
    let data =
        String::from_utf8(contents::whole(transaction, data_sha256)?).map_err(|_| damaged("the data"))?;
    let mut files = Vec::with_capacity(bundle.files.len());
    for (name, bytes) in bundle.files {
        files.push(File { name, bytes: STANDARD.decode(bytes).map_err(|_| damaged("a file"))? });
    }
    let is_our_own = templates::are_our_own(&bundle.template, &files);
    Ok(Manuscript { template_name: bundle.name, template: bundle.template, data, files, is_our_own })
}
