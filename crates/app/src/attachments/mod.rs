//! Files that are kept in the book with a loan.
//!
//! * [`prepare`] looks a file through before the transaction: its size, its kind, its hash, a thumbnail. [`add`] copies
//!   it in, in the one transaction of the command, and hashes it once more: what changed in between is not kept.
//! * [`contents`] keeps the bytes, once for all files that are the same, in chunks.
//! * [`save`] writes a content to a file outside the book.
//! * [`require`] is for commands that name attachments.
//!
//! No file is ever whole in memory.

mod add;
pub(crate) mod contents;
mod kind;
mod office;
mod png_rows;
mod save;
mod source;
mod thumbnail;

pub use add::{FileToAdd, PreparedFile, add, prepare};
pub use save::save;

use domain::{AttachmentId, LoanId};
use store::Transaction;

use crate::{AppError, Result};

/// Refuses ids that are no attachments of a loan; `field` is the input field that names them.
///
/// # Errors
/// [`AppError::NotFound`] with the first id that is none, or storage.
pub fn require(
    transaction: &mut dyn Transaction,
    loan_id: LoanId,
    attachment_ids: &[AttachmentId],
    field: &'static str,
) -> Result<()> {
    for attachment_id in attachment_ids {
        let found = transaction.query_optional(
            "SELECT 1 FROM attachments WHERE id = $1 AND loan_id = $2",
            &[(*attachment_id).into(), loan_id.into()],
        )?;
        if found.is_none() {
            let id = attachment_id.to_string();
            return Err(AppError::NotFound { kind: "attachment", field, id });
        }
    }
    Ok(())
}
