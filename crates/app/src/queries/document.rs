//! Documents, their templates and the letterhead.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{DocumentId, DocumentKind, DrawId, FundId, Letterhead, LoanId, PersonId};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Row, Transaction, Value};
use ts_rs::TS;

use super::{Word, contains_pattern, count};
use crate::{
    AppError, Result,
    documents::{About, Draft, templates},
};

const COLUMNS: &str = "id, kind, loan_id, draw_id, fund_id, investor_id, title, file_name, dated_on, \
     made_from_position, template_sha256, data_sha256, sha256, size_bytes, generated_by, generated_at";

/// A document that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct Document {
    /// The document.
    pub document_id: DocumentId,
    /// What it is.
    pub kind: DocumentKind,
    /// The loan it is about.
    pub loan_id: Option<LoanId>,
    /// The draw it is about.
    pub draw_id: Option<DrawId>,
    /// The fund it is about.
    pub fund_id: Option<FundId>,
    /// The investor it is about.
    pub investor_id: Option<PersonId>,
    /// What stands at its head.
    pub title: String,
    /// The name of its file.
    pub file_name: String,
    /// The day that it bears.
    pub dated_on: NaiveDate,
    /// Place in the log of the last event that it was made from.
    pub made_from_position: i64,
    /// SHA-256 of its template with all that belongs to it, in hexadecimal.
    pub template_sha256: String,
    /// SHA-256 of its data, in hexadecimal.
    pub data_sha256: String,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// How large the file is, in bytes.
    pub size_bytes: i64,
    /// Who made it, or did what it follows from.
    pub generated_by: String,
    /// When it was made.
    pub generated_at: DateTime<Utc>,
}

/// The template of a kind of documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct Template {
    /// Of which documents.
    pub kind: DocumentKind,
    /// What stands at their head.
    pub title: String,
    /// Its source.
    pub source: String,
    /// The program's own source.
    pub built_in: String,
    /// Who changed it; none where it is the program's own.
    pub changed_by: Option<String>,
    /// When it was changed.
    pub changed_at: Option<DateTime<Utc>>,
}

/// What stands at the head and the foot of every document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct LetterheadView {
    /// The texts.
    #[serde(flatten)]
    pub letterhead: Letterhead,
    /// The file name of the logo.
    pub logo_file_name: Option<String>,
}

/// One document.
///
/// # Errors
/// An unknown document, or storage.
pub fn get(transaction: &mut dyn Transaction, document_id: DocumentId) -> Result<Document> {
    let row = transaction
        .query_optional(&format!("SELECT {COLUMNS} FROM documents WHERE id = $1"), &[document_id.into()])?
        .ok_or_else(|| AppError::NotFound {
            kind: "document",
            field: "document_id",
            id: document_id.to_string(),
        })?;
    read(row)
}

/// Which documents a list shows.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Of this loan.
    pub loan_id: Option<LoanId>,
    /// Only those that are about no loan.
    pub of_the_book: bool,
    /// With each of these words in the title, the name of the file, or the name of who made it.
    pub search: Option<String>,
}

/// Documents after the first so many, the newest first, and how many fit in all.
///
/// # Errors
/// Storage.
pub fn list(
    transaction: &mut dyn Transaction,
    filter: &Filter,
    limit: u32,
    offset: u32,
) -> Result<(Vec<Document>, i64)> {
    let mut parameters: Vec<Value<'static>> = Vec::new();
    let mut condition = "TRUE".to_owned();
    if let Some(loan_id) = filter.loan_id {
        parameters.push(loan_id.into());
        condition.push_str(" AND loan_id = $1");
    }
    if filter.of_the_book {
        condition.push_str(" AND loan_id IS NULL");
    }
    for word in filter.search.iter().flat_map(|search| search.split_whitespace()) {
        parameters.push(contains_pattern(word).into());
        let place = parameters.len();
        condition.push_str(&format!(
            " AND (LOWER(title) LIKE ${place} ESCAPE '!' OR LOWER(file_name) LIKE ${place} ESCAPE '!' \
             OR LOWER(generated_by) LIKE ${place} ESCAPE '!')"
        ));
    }
    let total =
        count(transaction, &format!("SELECT COUNT(*) FROM documents WHERE {condition}"), &parameters)?;
    let sql = format!(
        "SELECT {COLUMNS} FROM documents WHERE {condition} ORDER BY generated_at DESC, id LIMIT {limit} OFFSET {offset}"
    );
    let documents = transaction.query(&sql, &parameters)?.into_iter().map(read).collect::<Result<_>>()?;
    Ok((documents, total))
}

/// The document that is the same as a draft: of the same kind, about the same, with the same file.
///
/// # Errors
/// Storage.
pub fn find_same(
    transaction: &mut dyn Transaction,
    draft: &Draft,
    sha256: &str,
) -> Result<Option<DocumentId>> {
    let rows = transaction.query(
        "SELECT id, loan_id, draw_id, fund_id, investor_id FROM documents WHERE sha256 = $1 AND kind = $2 ORDER BY generated_at, id",
        &[sha256.into(), draft.kind.as_str().into()],
    )?;
    for row in rows {
        let mut row = row.reader();
        let document_id = row.take()?;
        let (loan_id, draw_id) = (row.take()?, row.take()?);
        let about = About { loan_id, draw_id, fund_id: row.take()?, investor_id: row.take()? };
        if about == draft.about {
            return Ok(Some(document_id));
        }
    }
    Ok(None)
}

/// The template of a kind.
///
/// # Errors
/// Storage.
pub fn template(transaction: &mut dyn Transaction, kind: DocumentKind) -> Result<Template> {
    let built_in = templates::built_in(kind).to_owned();
    let row = transaction.query_optional(
        "SELECT source, changed_by, changed_at FROM templates WHERE kind = $1",
        &[kind.as_str().into()],
    )?;
    let (source, changed_by, changed_at) = match row {
        None => (built_in.clone(), None, None),
        Some(row) => {
            let mut row = row.reader();
            (row.take()?, Some(row.take()?), Some(row.take()?))
        }
    };
    Ok(Template { kind, title: kind.title().to_owned(), source, built_in, changed_by, changed_at })
}

/// The templates of all kinds.
///
/// # Errors
/// Storage.
pub fn template_list(transaction: &mut dyn Transaction) -> Result<Vec<Template>> {
    DocumentKind::ALL.into_iter().map(|kind| template(transaction, kind)).collect()
}

/// What stands at the head and the foot of every document.
///
/// # Errors
/// Storage.
pub fn letterhead(transaction: &mut dyn Transaction) -> Result<LetterheadView> {
    let logo_file_name = templates::logo_reference(transaction)?.map(|logo| logo.file_name);
    Ok(LetterheadView { letterhead: templates::letterhead(transaction)?, logo_file_name })
}

fn read(row: Row) -> Result<Document> {
    let mut row = row.reader();
    Ok(Document {
        document_id: row.take()?,
        kind: row.take::<Word<_>>()?.0,
        loan_id: row.take()?,
        draw_id: row.take()?,
        fund_id: row.take()?,
        investor_id: row.take()?,
        title: row.take()?,
        file_name: row.take()?,
        dated_on: row.take()?,
        made_from_position: row.take()?,
        template_sha256: row.take()?,
        data_sha256: row.take()?,
        sha256: row.take()?,
        size_bytes: row.take()?,
        generated_by: row.take()?,
        generated_at: row.take()?,
    })
}
