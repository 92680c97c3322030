//! Writing a content to a file outside the book.

use std::{
    io::{self, ErrorKind, Write},
    path::Path,
};

use store::StoreError;

use super::contents::{self, Changed};
use crate::{AppError, Book, Result, integrity::Progress, queries::attachment::Attachment};

/// Writes the content of an attachment to a file that is not there yet. It gets its name when it is whole and is the
/// one that was added; before, nothing of it is seen.
///
/// # Errors
/// A file that is there already or cannot be written, [`StoreError::Corrupt`] for a content that is damaged,
/// cancellation, or storage.
pub fn save(book: &Book, attachment: &Attachment, to: &Path, progress: Progress<'_>) -> Result<()> {
    if to.symlink_metadata().is_ok() {
        return Err(taken(to));
    }
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let refused = |error: io::Error| not_written(to, error);
    let mut file =
        tempfile::Builder::new().prefix(".lendingos-attachment-").tempfile_in(folder).map_err(refused)?;
    let mut done = 0_i64;
    let read = book.read(|transaction| {
        contents::read(transaction, &attachment.sha256, |chunk| {
            file.write_all(chunk).map_err(refused)?;
            done = done.saturating_add(i64::try_from(chunk.len()).unwrap_or(i64::MAX));
            if progress(done, attachment.size_bytes) { Ok(()) } else { Err(AppError::Cancelled) }
        })
    })?;
    read.map_err(|Changed(problem)| {
        let damaged = format!("the content of {:?}: {problem}; nothing was written", attachment.file_name);
        AppError::Store(StoreError::corrupt(damaged))
    })?;
    file.as_file().sync_all().map_err(refused)?;
    match file.persist_noclobber(to) {
        Ok(_) => Ok(()),
        Err(error) if error.error.kind() == ErrorKind::AlreadyExists => Err(taken(to)),
        Err(error) => Err(refused(error.error)),
    }
}

fn taken(to: &Path) -> AppError {
    let problem =
        format!("must be a file that is not there yet, and {} is; choose another name", to.display());
    AppError::InvalidInput { field: "save_to", problem }
}

fn not_written(to: &Path, error: io::Error) -> AppError {
    let problem = match error.kind() {
        ErrorKind::StorageFull => return StoreError::Full.into(),
        ErrorKind::NotFound | ErrorKind::NotADirectory => {
            format!("must be in a folder that is there: {}", to.display())
        }
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            format!("must be in a folder that can be written to: {}: {error}", to.display())
        }
        _ => return StoreError::backend(format!("writing {}: {error}", to.display()), error).into(),
    };
    AppError::InvalidInput { field: "save_to", problem }
}
