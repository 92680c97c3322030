//! Writing a content to a file outside the book.

use std::{io::Write, path::Path};

use store::StoreError;

use super::contents::{self, Changed};
use crate::{
    AppError, Book, Result,
    destination::{Destination, Existing},
    integrity::Progress,
    queries::attachment::Attachment,
};

/// Writes the content of an attachment to a file that is not there yet. It gets its name when it is whole and is the
/// one that was added; before, nothing of it is seen.
///
/// # Errors
/// A file that is there already or cannot be written, [`StoreError::Corrupt`] for a content that is damaged,
/// cancellation, or storage.
pub fn save(book: &Book, attachment: &Attachment, to: &Path, progress: Progress<'_>) -> Result<()> {
    let destination = Destination::begin(book, ("save_to", to), Existing::Kept)?;
    let mut done = 0_i64;
    let read = book.read(|transaction| {
        contents::read(transaction, &attachment.sha256, |chunk| {
            destination.file().write_all(chunk).map_err(|error| destination.failed(error))?;
            done = done.saturating_add(i64::try_from(chunk.len()).unwrap_or(i64::MAX));
            if progress(done, attachment.size_bytes) { Ok(()) } else { Err(AppError::Cancelled) }
        })
    })?;
    read.map_err(|Changed(problem)| {
        let damaged = format!("the content of {:?}: {problem}; nothing was written", attachment.file_name);
        AppError::Store(StoreError::corrupt(damaged))
    })?;
    destination.keep()?;
    Ok(())
}
