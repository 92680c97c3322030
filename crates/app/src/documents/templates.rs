//! The templates: the program's own, and those that a lender has put in their place.

use domain::{DocumentKind, Letterhead};
use serde_json::{Value as Json, json};
use store::{Row, StoreError, Transaction};

use crate::{AppError, Result, attachments::contents};

/// What every template imports: paper, letterhead, tables of facts.
const LETTERHEAD: &str = include_str!("../../../../documents/templates/letterhead.typ");

/// The program's own template of a kind.
#[must_use]
pub const fn built_in(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::PromissoryNote => include_str!("../../../../documents/templates/promissory_note.typ"),
        DocumentKind::AmortizationSchedule => {
            include_str!("../../../../documents/templates/amortization_schedule.typ")
        }
        DocumentKind::ClosingStatement => {
            include_str!("../../../../documents/templates/closing_statement.typ")
        }
        DocumentKind::DrawApprovalLetter => {
            include_str!("../../../../documents/templates/draw_approval_letter.typ")
        }
        DocumentKind::DrawDisbursementLetter => {
            include_str!("../../../../documents/templates/draw_disbursement_letter.typ")
        }
        DocumentKind::PayoffLetter => include_str!("../../../../documents/templates/payoff_letter.typ"),
        DocumentKind::BorrowerStatement => {
            include_str!("../../../../documents/templates/borrower_statement.typ")
        }
        DocumentKind::InterestStatement => {
            include_str!("../../../../documents/templates/interest_statement.typ")
        }
        DocumentKind::InvestorStatement => {
            include_str!("../../../../documents/templates/investor_statement.typ")
        }
        DocumentKind::PortfolioReport => include_str!("../../../../documents/templates/portfolio_report.typ"),
    }
}

/// Whether a template and the files beside it are this program's own, but for a logo of pixels: then they neither run for
/// ever nor take all memory. A template of an older release is not known here, and counts as anybody's.
#[must_use]
pub fn are_our_own(template: &str, files: &[typesetting::File]) -> bool {
    let is_ours =
        |file: &typesetting::File| file.bytes == LETTERHEAD.as_bytes() || super::logo::is_harmless(file);
    DocumentKind::ALL.iter().any(|kind| built_in(*kind) == template) && files.iter().all(is_ours)
}

/// What a document is made with, beside its data.
pub struct Stationery {
    /// The template's source.
    pub template: String,
    /// Whether it is not the program's own.
    pub is_changed: bool,
    /// The logo: its file name and its bytes.
    pub logo: Option<(String, Vec<u8>)>,
}

impl Stationery {
    /// What is in force for a kind of documents.
    ///
    /// # Errors
    /// A logo that is damaged, or storage.
    pub fn of(transaction: &mut dyn Transaction, kind: DocumentKind) -> Result<Self> {
        let changed = transaction
            .query_optional("SELECT source FROM templates WHERE kind = $1", &[kind.as_str().into()])?
            .map(Row::single::<String>)
            .transpose()?;
        let is_changed = changed.is_some();
        Ok(Self {
            template: changed.unwrap_or_else(|| built_in(kind).to_owned()),
            is_changed,
            logo: logo(transaction)?,
        })
    }

    /// The files beside the template.
    #[must_use]
    pub fn files(&self) -> Vec<typesetting::File> {
        let mut files = vec![typesetting::File {
            name: "letterhead.typ".to_owned(),
            bytes: LETTERHEAD.as_bytes().to_vec(),
        }];
        if let Some((name, bytes)) = &self.logo {
            files.push(typesetting::File { name: name.clone(), bytes: bytes.clone() });
        }
        files
    }
}

/// What stands at the head of every document, as it was last set.
///
/// # Errors
/// Storage.
pub fn letterhead(transaction: &mut dyn Transaction) -> Result<Letterhead> {
    let row = transaction.query_optional(
        "SELECT address, phone, email, website, licence_number, footer FROM letterheads \
         ORDER BY position DESC LIMIT 1",
        &[],
    )?;
    let Some(row) = row else { return Ok(Letterhead::default()) };
    let mut row = row.reader();
    Ok(Letterhead {
        address: row.take()?,
        phone: row.take()?,
        email: row.take()?,
        website: row.take()?,
        licence_number: row.take()?,
        footer: row.take()?,
    })
}

/// Hash and file name of the logo.
///
/// # Errors
/// Storage.
pub fn logo_reference(transaction: &mut dyn Transaction) -> Result<Option<domain::Logo>> {
    let row = transaction.query_optional(
        "SELECT logo_sha256, logo_file_name FROM letterheads ORDER BY position DESC LIMIT 1",
        &[],
    )?;
    let Some(row) = row else { return Ok(None) };
    let mut row = row.reader();
    let (sha256, file_name): (Option<String>, Option<String>) = (row.take()?, row.take()?);
    Ok(sha256.zip(file_name).map(|(sha256, file_name)| domain::Logo { sha256, file_name }))
}

fn logo(transaction: &mut dyn Transaction) -> Result<Option<(String, Vec<u8>)>> {
    let Some(logo) = logo_reference(transaction)? else { return Ok(None) };
    let bytes = contents::whole(transaction, &logo.sha256)?;
    Ok(Some((logo_name(&logo.file_name), bytes)))
}

/// What a template calls the logo: the ending says what kind of picture it is.
pub(super) fn logo_name(file_name: &str) -> String {
    format!("logo.{}", file_name.rsplit('.').next().unwrap_or("png").to_lowercase())
}

/// The letterhead in force, as templates see it.
///
/// # Errors
/// Storage, or a book without an organization.
pub fn lender(transaction: &mut dyn Transaction) -> Result<Json> {
    let logo = logo_reference(transaction)?.map(|logo| logo_name(&logo.file_name));
    let letterhead = letterhead(transaction)?;
    lender_with(transaction, letterhead, logo.as_deref())
}

/// A letterhead as templates see it.
///
/// # Errors
/// Storage, or a book without an organization.
pub(super) fn lender_with(
    transaction: &mut dyn Transaction,
    letterhead: Letterhead,
    logo: Option<&str>,
) -> Result<Json> {
    let row = transaction
        .query_optional("SELECT name FROM organizations ORDER BY id LIMIT 1", &[])?
        .ok_or_else(|| AppError::Store(StoreError::corrupt("the book has no organization")))?;
    let name: String = row.single()?;
    let Letterhead { address, phone, email, website, licence_number, footer } = letterhead;
    let lines: Vec<String> = address
        .unwrap_or_default()
        .lines()
        .map(|line| line.trim().to_owned())
        .filter(|line| !line.is_empty())
        .collect();
    Ok(json!({
        "name": name,
        "address": lines,
        "phone": phone,
        "email": email,
        "website": website,
        "licence_number": licence_number,
        "footer": footer,
        "logo": logo,
    }))
}
