//! Writing an archive, reading it back, and taking its events out of the log.

use std::{
    fs::File,
    io::{BufRead, BufReader, BufWriter},
    path::{Path, PathBuf},
};

use chrono::NaiveDate;
use sha2::{Digest, Sha256};
use store::{
    Insert, RecordedEvent, StoreError, Transaction,
    archive_file::{Block, BlockPlace, EVENTS_IN_BLOCK, Header, Secret, Writer},
    event_log::{self, archived},
    hash_chain,
};
use tempfile::NamedTempFile;

use super::{ArchivePreview, ArchiveReport, list, preview};
use crate::{AppError, Book, Result, integrity::Progress};

static INSERT_ARCHIVE: Insert = Insert::new(
    "event_archives",
    &[
        "number",
        "organization_id",
        "file",
        "first_position",
        "last_position",
        "previous_hash",
        "last_hash",
        "recorded_from",
        "recorded_until",
        "bytes",
        "sha256",
        "secret",
        "archived_by",
        "archived_at",
    ],
);

static INSERT_BLOCK: Insert =
    Insert::new("archive_blocks", &["first_position", "last_position", "archive", "start", "length"]);

/// A file that was written and not yet registered.
struct Written {
    header: Header,
    blocks: Vec<BlockPlace>,
    secret: Option<Secret>,
    sha256: String,
    bytes: i64,
}

/// Moves the events recorded before a day (without one, those that are a year old) from the log into a file of a
/// folder, that of the book unless another is given. Cancelled or failed, it leaves the log as it was.
///
/// # Errors
/// A day before which there is nothing, a folder that cannot be written to, an event that is damaged, cancellation,
/// or storage.
pub fn create(
    book: &Book,
    before: Option<NaiveDate>,
    folder: Option<&Path>,
    progress: Progress<'_>,
) -> Result<ArchiveReport> {
    let bytes_before = size(book)?;
    let (plan, written, path) = {
        let mut transaction = book.store().read()?;
        let plan = preview(book, &mut *transaction, before)?;
        refuse_empty(&plan)?;
        let folder = folder_of(&*transaction, folder)?;
        let file = temporary(&folder, transaction.folder().is_none())?;
        let written = write(book, &mut *transaction, &plan, file.as_file(), file.path(), progress)?;
        let path = keep(book, &written, file, &folder)?;
        (plan, written, path)
    };
    let registered = book.store().write().map_err(AppError::from).and_then(|mut transaction| {
        register(book, &mut *transaction, &plan, &written, &path)?;
        Ok(transaction)
    });
    match registered {
        // Where the answer to the commit is lost, the file may be all that holds these events: then it stays.
        Ok(transaction) => transaction.commit()?,
        Err(error) => {
            // Nothing refers to the file; what failed is told, not this.
            let _ = std::fs::remove_file(&path);
            return Err(error);
        }
    }
    // Without it the space is used again by what is recorded next.
    let _ = book.store().give_space_back();
    let archive = book.read(|transaction| Ok(list(transaction)?.pop()))?;
    let archive = archive.ok_or_else(|| StoreError::corrupt("the archive is not registered"))?;
    Ok(ArchiveReport { archive, bytes_before, bytes_after: size(book)? })
}

fn size(book: &Book) -> Result<i64> {
    Ok(book.store().table_sizes()?.iter().map(|table| table.bytes).sum())
}

fn refuse_empty(plan: &ArchivePreview) -> Result<()> {
    if plan.events > 0 {
        return Ok(());
    }
    let problem = match plan.blocked_by {
        Some(position) => {
            format!("must wait: the handlers of the event at position {position} have not succeeded yet")
        }
        None => format!("must be later: no event that can be archived was recorded before {}", plan.before),
    };
    Err(AppError::InvalidInput { field: "before", problem })
}

fn folder_of(transaction: &dyn Transaction, folder: Option<&Path>) -> Result<PathBuf> {
    let wrong = |problem: String| AppError::InvalidInput { field: "folder", problem };
    let chosen = match folder {
        Some(folder) => Some(std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned())),
        None => archived::folder(transaction),
    };
    let Some(chosen) = chosen else {
        return Err(wrong(
            "must be given for a shared book: one that every colleague reaches, such as a network drive"
                .into(),
        ));
    };
    if !chosen.is_dir() {
        return Err(wrong(format!("must be a folder that is there, and {} is none", chosen.display())));
    }
    Ok(chosen)
}

fn not_written(place: &Path, error: std::io::Error) -> AppError {
    match error.kind() {
        std::io::ErrorKind::StorageFull => StoreError::Full.into(),
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
            AppError::InvalidInput {
                field: "folder",
                problem: format!("must be one that can be written to: {}: {error}", place.display()),
            }
        }
        _ => StoreError::backend(format!("writing an archive to {}: {error}", place.display()), error).into(),
    }
}

/// A file without its name yet. That of a shared book is for the colleagues as well.
fn temporary(folder: &Path, is_shared: bool) -> Result<NamedTempFile> {
    let mut file = tempfile::Builder::new();
    file.prefix(".lendingos-archive-");
    #[cfg(unix)]
    if is_shared {
        file.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o664));
    }
    #[cfg(not(unix))]
    let _ = is_shared;
    file.tempfile_in(folder).map_err(|error| not_written(folder, error))
}

/// Writes the events, saves them to the disk and reads them back.
fn write(
    book: &Book,
    transaction: &mut dyn Transaction,
    plan: &ArchivePreview,
    file: &File,
    path: &Path,
    progress: Progress<'_>,
) -> Result<Written> {
    let organization = book.organization();
    let secret = if book.store().is_encrypted() { Some(Secret::new()?) } else { None };
    let first = one(transaction, plan.first_position)?;
    let last = one(transaction, plan.last_position)?;
    let header = Header::new(
        (organization.id, &organization.name),
        (first.position, &first.previous_hash),
        (last.position, &last.hash),
        book.environment().clock.now(),
    );
    let mut writer = Writer::begin(BufWriter::new(file), &header, secret.clone())?;
    // Writing, reading back, and taking the events out of the log, which takes about as long.
    let total = plan.events * 3;
    let mut next = plan.first_position;
    while next <= plan.last_position {
        let limit = EVENTS_IN_BLOCK.min(plan.last_position - next + 1);
        let events = event_log::page(transaction, next - 1, limit)?;
        writer.block(&events)?;
        next = follow(&events, next)?;
        go_on(progress, next - plan.first_position, total)?;
    }
    let (buffer, blocks) = writer.finish();
    buffer.into_inner().map_err(|error| not_written(path, error.into_error()))?;
    file.sync_all().map_err(|error| not_written(path, error))?;
    read_back(path, &header, &blocks, secret.as_ref(), &|done| go_on(progress, plan.events + done, total))?;
    let (sha256, bytes) = digest(path).map_err(|error| not_written(path, error))?;
    Ok(Written { header, blocks, secret, sha256, bytes })
}

fn go_on(progress: Progress<'_>, done: i64, total: i64) -> Result<()> {
    if progress(done, total) { Ok(()) } else { Err(AppError::Cancelled) }
}

fn one(transaction: &mut dyn Transaction, position: i64) -> Result<RecordedEvent> {
    let found = event_log::page(transaction, position - 1, 1)?.into_iter().next();
    let missing = || StoreError::corrupt(format!("the event at position {position} is missing"));
    Ok(found.filter(|event| event.position == position).ok_or_else(missing)?)
}

/// The position after events that stand one behind the other from `next` on.
fn follow(events: &[RecordedEvent], next: i64) -> Result<i64> {
    let whole =
        !events.is_empty() && (next..).zip(events).all(|(position, event)| event.position == position);
    if !whole {
        return Err(StoreError::corrupt(format!("events are missing after position {}", next - 1)).into());
    }
    Ok(next + i64::try_from(events.len()).unwrap_or(i64::MAX - next))
}

/// Reads every event from the file and recomputes its hash: what is damaged is not archived, and what was archived
/// can be read.
fn read_back(
    file: &Path,
    header: &Header,
    blocks: &[BlockPlace],
    secret: Option<&Secret>,
    done: &dyn Fn(i64) -> Result<()>,
) -> Result<()> {
    let mut previous = header.previous_hash.clone();
    let mut next = header.first_position;
    for place in blocks {
        let events = Block::read(file, place, secret)?.events()?;
        next = follow(&events, next)?;
        for event in events {
            if event.previous_hash != previous || hash_chain::recompute(&event)? != event.hash {
                let damaged = format!("the event at position {} is not as it was recorded", event.position);
                return Err(StoreError::corrupt(damaged).into());
            }
            previous = event.hash;
        }
        done(next - header.first_position)?;
    }
    if next != header.last_position + 1 || previous != header.last_hash {
        return Err(StoreError::corrupt("the archive does not end where it should").into());
    }
    Ok(())
}

/// SHA-256 of a file, and its bytes.
pub fn digest(file: &Path) -> std::io::Result<(String, i64)> {
    let mut file = BufReader::with_capacity(1 << 16, File::open(file)?);
    let (mut hasher, mut bytes) = (Sha256::new(), 0);
    loop {
        let read = file.fill_buf()?;
        if read.is_empty() {
            return Ok((hex::encode(hasher.finalize()), i64::try_from(bytes).unwrap_or(i64::MAX)));
        }
        let length = read.len();
        hasher.update(read);
        bytes += length;
        file.consume(length);
    }
}

/// Gives the file a name that no other has, and saves the name to the disk.
fn keep(book: &Book, written: &Written, mut file: NamedTempFile, folder: &Path) -> Result<PathBuf> {
    let Header { first_position, last_position, .. } = written.header;
    let lender: Vec<String> = book
        .organization()
        .name
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let ending = if written.secret.is_some() { "lendingos-archive" } else { "jsonl.gz" };
    let name = |again: u32| {
        let again = if again == 1 { String::new() } else { format!("-{again}") };
        format!("{}-events-{first_position}-to-{last_position}{again}.{ending}", lender.join("-"))
    };
    for again in 1..1_000 {
        let path = folder.join(name(again));
        match file.persist_noclobber(&path) {
            Err(taken) if taken.error.kind() == std::io::ErrorKind::AlreadyExists => file = taken.file,
            Err(other) => return Err(not_written(folder, other.error)),
            Ok(_) => {
                save_names(folder).map_err(|error| not_written(folder, error))?;
                return Ok(path);
            }
        }
    }
    Err(AppError::InvalidInput { field: "folder", problem: "must have room for another archive".into() })
}

/// A folder is saved like a file, where the system has it so.
fn save_names(folder: &Path) -> std::io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

fn register(
    book: &Book,
    transaction: &mut dyn Transaction,
    plan: &ArchivePreview,
    written: &Written,
    path: &Path,
) -> Result<()> {
    transaction.lock_for_append()?;
    if archived::end(transaction)? + 1 != plan.first_position {
        return Err(StoreError::Conflict("a colleague has just archived the same events".into()).into());
    }
    let Some((from, until)) = plan.recorded_from.zip(plan.recorded_until) else {
        return Err(StoreError::corrupt("events without a moment of recording").into());
    };
    let number = list(transaction)?.last().map_or(1, |archive| archive.number + 1);
    let file = name_in_book(transaction, path);
    let header = &written.header;
    transaction.insert(
        &INSERT_ARCHIVE,
        &[vec![
            number.into(),
            header.organization_id.into(),
            file.into(),
            header.first_position.into(),
            header.last_position.into(),
            (&header.previous_hash).into(),
            (&header.last_hash).into(),
            from.into(),
            until.into(),
            written.bytes.into(),
            (&written.sha256).into(),
            written.secret.as_ref().map(Secret::to_text).into(),
            book.user().name.as_str().into(),
            header.written_at.into(),
        ]],
    )?;
    let blocks: Vec<_> = written
        .blocks
        .iter()
        .map(|block| {
            vec![
                block.first_position.into(),
                block.last_position.into(),
                number.into(),
                block.offset.into(),
                block.length.into(),
            ]
        })
        .collect();
    transaction.insert(&INSERT_BLOCK, &blocks)?;
    transaction.execute(
        "INSERT INTO archived_events (position, event_type, aggregate_type, aggregate_id, loan_id, \
         sequence_number, causation_id, user_id, occurred_at) \
         SELECT position, event_type, aggregate_type, aggregate_id, loan_id, sequence_number, causation_id, \
         user_id, occurred_at FROM domain_events WHERE position BETWEEN $1 AND $2",
        &[header.first_position.into(), header.last_position.into()],
    )?;
    let removed = transaction.remove_archived(header.last_position)?;
    if i64::try_from(removed) != Ok(plan.events) {
        return Err(
            StoreError::corrupt(format!("{removed} events would go instead of {}", plan.events)).into()
        );
    }
    Ok(())
}

/// A file beside the book is named without its folder, so that both can be moved together.
fn name_in_book(transaction: &dyn Transaction, path: &Path) -> String {
    let beside = archived::folder(transaction)
        .and_then(|folder| path.strip_prefix(folder).ok().map(Path::to_path_buf))
        .filter(|name| name.components().count() == 1);
    beside.as_deref().unwrap_or(path).display().to_string()
}
