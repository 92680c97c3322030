//! A file outside the book, read chunk by chunk.

use std::{
    fs::File,
    io::{self, ErrorKind, Read},
    path::Path,
};

use sha2::{Digest, Sha256};

use super::contents::CHUNK_BYTES;
use crate::{AppError, Result};

/// What a file cannot be read for, and what to do.
pub fn unreadable(path: &Path, problem: impl Into<String>) -> AppError {
    AppError::AttachmentUnreadable { path: path.display().to_string(), problem: problem.into() }
}

/// The same for what the system says.
pub fn refused_by_system(path: &Path, error: &io::Error) -> AppError {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => {
            unreadable(path, "it is not there; look where it is and add it again")
        }
        ErrorKind::PermissionDenied => {
            unreadable(path, "you may not read it; ask for the right to, or copy it to a folder of your own")
        }
        _ => unreadable(path, format!("{error}; copy it to this computer and add it again")),
    }
}

/// The file is another than a moment ago.
pub fn changed(path: &Path) -> AppError {
    unreadable(path, "it changed while it was read; add it again when nothing writes to it any more")
}

/// Opens a file, and says how many bytes it has. A folder is none, and neither is a pipe, which could be read once only.
///
/// # Errors
/// [`AppError::AttachmentUnreadable`].
pub fn open(path: &Path) -> Result<(File, u64)> {
    let refuse = |error| refused_by_system(path, &error);
    let metadata = std::fs::metadata(path).map_err(refuse)?;
    if metadata.is_dir() {
        return Err(unreadable(path, "it is a folder; choose the files in it"));
    }
    if !metadata.is_file() {
        return Err(unreadable(path, "it is no file; choose one on a disk"));
    }
    Ok((File::open(path).map_err(refuse)?, metadata.len()))
}

/// Reads a file to its end, hands out each chunk, and returns its bytes and their SHA-256 in hexadecimal.
///
/// # Errors
/// [`AppError::AttachmentUnreadable`], or what `visit` returns.
pub fn read(
    path: &Path,
    file: &mut File,
    mut visit: impl FnMut(&[u8], u64) -> Result<()>,
) -> Result<(u64, String)> {
    let mut buffer = vec![0_u8; CHUNK_BYTES];
    let (mut hasher, mut total) = (Sha256::new(), 0_u64);
    loop {
        let filled = fill(file, &mut buffer).map_err(|error| refused_by_system(path, &error))?;
        let chunk = buffer.get(..filled).unwrap_or_default();
        if chunk.is_empty() {
            return Ok((total, hex::encode(hasher.finalize())));
        }
        hasher.update(chunk);
        total += u64::try_from(filled).unwrap_or(u64::MAX);
        visit(chunk, total)?;
    }
}

/// Fills the buffer unless the file ends before.
fn fill(file: &mut File, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match file.read(rest) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}
