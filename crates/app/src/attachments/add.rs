//! Adding a file to a loan.

use std::path::{Path, PathBuf};

use domain::{AttachmentAdded, AttachmentId, AttachmentRejection, LoanId, NewAttachment};
use store::Transaction;

use super::{
    contents::{self, Writer},
    kind, source, thumbnail,
};
use crate::{
    AppError, Book, Result,
    bus::UnitOfWork,
    commands::event,
    integrity::Progress,
    queries::{self, attachment::Attachment},
};

/// A file that a user wishes to add.
#[derive(Debug, Clone)]
pub struct FileToAdd {
    /// The loan it belongs to.
    pub loan_id: LoanId,
    /// Where it is.
    pub path: PathBuf,
    /// Under which name it is kept, where that is not its own.
    pub file_name: Option<String>,
}

/// A file that was looked through, and may be added.
#[derive(Debug)]
pub struct PreparedFile {
    path: PathBuf,
    size: u64,
    thumbnail: Option<Vec<u8>>,
    added: AttachmentAdded,
}

/// Looks a file through: reads it once, for its size, its kind and its hash, and makes a thumbnail of a picture.
/// Changes nothing, and holds no lock.
///
/// # Errors
/// An unknown loan, a file that cannot be read or is none that is kept, cancellation, or storage.
pub fn prepare(book: &Book, file: FileToAdd, progress: Progress<'_>) -> Result<PreparedFile> {
    let FileToAdd { loan_id, path, file_name } = file;
    book.read(|transaction| queries::loan::require(transaction, loan_id))?;
    let file_name = domain::file_name(&file_name.unwrap_or_else(|| own_name(&path)))?;
    let (mut file, size) = source::open(&path)?;
    domain::check_size(&file_name, size)?;
    let refused = |error| source::refused_by_system(&path, &error);
    let kind = kind::of(&mut file, size).map_err(refused)?;
    let context = book.context();
    let new = NewAttachment {
        attachment_id: AttachmentId::from_uuid(context.ids.next(context.decision.now)),
        loan_id,
        file_name,
        media_type: kind.media_type,
        content: kind.words,
        size_bytes: size,
        sha256: String::new(),
    };
    let mut added = domain::add_attachment(new, &context.decision)?;
    if !kind::has_readable_header(&path, added.media_type).map_err(refused)? {
        let (file_name, content) = (added.file_name, added.media_type.words());
        return Err(AttachmentRejection::Damaged { file_name, content }.into());
    }
    added.sha256 = hash(&path, size, progress)?;
    let is_known = book.read(|transaction| contents::has(transaction, &added.sha256))?;
    let thumbnail = if is_known { None } else { thumbnail::of(&path, added.media_type) };
    Ok(PreparedFile { path, size, thumbnail, added })
}

/// Adds a file that was looked through: its content, unless the book has it, and the event. What is not what was
/// looked through is not kept.
///
/// # Errors
/// A file that changed or went in the meantime, cancellation, or storage.
pub fn add(work: &mut UnitOfWork<'_>, file: PreparedFile, progress: Progress<'_>) -> Result<Attachment> {
    queries::loan::require(work.transaction(), file.added.loan_id)?;
    if !contents::has(work.transaction(), &file.added.sha256)? {
        copy_in(work.transaction(), &file, progress)?;
    }
    let PreparedFile { added, .. } = file;
    let today = work.context().decision.today;
    let event = event(work, added.attachment_id.as_uuid(), today, &added)?;
    work.publish(vec![event.of_loan(added.loan_id).expecting(0)])?;
    queries::attachment::get(work.transaction(), added.attachment_id)
}

/// The name of a file without its folder.
fn own_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Reads the file once; this is the first half of the work.
fn hash(path: &Path, size: u64, progress: Progress<'_>) -> Result<String> {
    let (mut file, _) = source::open(path)?;
    let (bytes, sha256) = source::read(path, &mut file, |_, done| go_on(progress, done, size))?;
    if bytes == size { Ok(sha256) } else { Err(source::changed(path)) }
}

/// Reads the file again, and keeps what is read.
fn copy_in(transaction: &mut dyn Transaction, file: &PreparedFile, progress: Progress<'_>) -> Result<()> {
    let PreparedFile { path, size, thumbnail, added } = file;
    let (mut source, _) = source::open(path)?;
    let mut writer = Writer::begin(
        transaction,
        added.organization_id,
        &added.sha256,
        added.size_bytes,
        thumbnail.as_deref(),
    )?;
    let (_, sha256) = source::read(path, &mut source, |chunk, done| {
        if done > *size {
            return Err(source::changed(path));
        }
        writer.chunk(chunk)?;
        go_on(progress, size + done, *size)
    })?;
    if sha256 != added.sha256 {
        return Err(source::changed(path));
    }
    // On some systems a file that was removed can be read to its end; whoever removed it did not mean to add it.
    source::open(path).map(|_| ())
}

fn go_on(progress: Progress<'_>, done: u64, size: u64) -> Result<()> {
    let bytes = |bytes: u64| i64::try_from(bytes).unwrap_or(i64::MAX);
    // A file is read twice.
    if progress(bytes(done), bytes(size.saturating_mul(2))) { Ok(()) } else { Err(AppError::Cancelled) }
}
