//! The attachments of a loan.

use chrono::{DateTime, Utc};
use domain::{AttachmentId, LoanId, MediaType};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Row, Transaction};
use ts_rs::TS;

use super::Word;
use crate::{AppError, Result, attachments::contents};

const COLUMNS: &str = "id, loan_id, file_name, media_type, size_bytes, sha256, added_by, added_at";

/// What a thumbnail is.
pub const THUMBNAIL_TYPE: &str = "image/jpeg";

/// A file that is kept in the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct Attachment {
    /// The attachment.
    pub attachment_id: AttachmentId,
    /// The loan it belongs to.
    pub loan_id: LoanId,
    /// The file's name.
    pub file_name: String,
    /// What its content is.
    pub media_type: MediaType,
    /// How large it is, in bytes.
    pub size_bytes: i64,
    /// SHA-256 of its content, in hexadecimal; files that are the same have the same.
    pub sha256: String,
    /// Who added it.
    pub added_by: String,
    /// When it was added.
    pub added_at: DateTime<Utc>,
}

/// One attachment.
///
/// # Errors
/// An unknown attachment, or storage.
pub fn get(transaction: &mut dyn Transaction, attachment_id: AttachmentId) -> Result<Attachment> {
    let row = transaction
        .query_optional(&format!("SELECT {COLUMNS} FROM attachments WHERE id = $1"), &[attachment_id.into()])?
        .ok_or_else(|| AppError::NotFound {
            kind: "attachment",
            field: "attachment_id",
            id: attachment_id.to_string(),
        })?;
    read(row)
}

/// The thumbnail of an attachment, a small JPEG; none of what is no picture, or could not be made small.
///
/// # Errors
/// Storage.
pub fn thumbnail(transaction: &mut dyn Transaction, attachment: &Attachment) -> Result<Option<Vec<u8>>> {
    contents::thumbnail(transaction, &attachment.sha256)
}

/// The attachments of a loan, oldest first.
///
/// # Errors
/// An unknown loan, or storage.
pub fn list(transaction: &mut dyn Transaction, loan_id: LoanId) -> Result<Vec<Attachment>> {
    super::loan::require(transaction, loan_id)?;
    let sql = format!("SELECT {COLUMNS} FROM attachments WHERE loan_id = $1 ORDER BY added_at, id");
    transaction.query(&sql, &[loan_id.into()])?.into_iter().map(read).collect()
}

fn read(row: Row) -> Result<Attachment> {
    let mut row = row.reader();
    Ok(Attachment {
        attachment_id: row.take()?,
        loan_id: row.take()?,
        file_name: row.take()?,
        media_type: row.take::<Word<_>>()?.0,
        size_bytes: row.take()?,
        sha256: row.take()?,
        added_by: row.take()?,
        added_at: row.take()?,
    })
}
