//! Reading through to the archives: what is asked of an archived event is in a table, the event itself in a file.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use domain::{EventId, LoanId};
use uuid::Uuid;

use crate::{
    RecordedEvent, Result, Row, Transaction, Value,
    archive_file::{Block, BlockPlace, Secret},
};

/// Where the positions of events that fit a condition are looked for. Only what has been processed is archived.
const ARCHIVED: &str =
    "(SELECT archived_events.*, 'processed' AS processing_status FROM archived_events) AS archived";

/// A block, the file that it lies in, and what opens it.
struct Place {
    file: PathBuf,
    block: BlockPlace,
    secret: Option<Secret>,
}

impl Place {
    fn read(&self) -> Result<Block> {
        Block::read(&self.file, &self.block, self.secret.as_ref())
    }
}

/// What the book still tells of an archived event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexEntry {
    event_type: String,
    aggregate_type: String,
    aggregate_id: Uuid,
    loan_id: Option<LoanId>,
    sequence_number: i64,
    causation_id: Option<EventId>,
    user_id: String,
    occurred_at: DateTime<Utc>,
}

impl IndexEntry {
    /// What the book should tell of an event.
    ///
    /// # Errors
    /// [`crate::StoreError::Corrupt`] where its metadata cannot be read.
    pub fn of(event: &RecordedEvent) -> Result<Self> {
        Ok(Self {
            event_type: event.event_type.to_string(),
            aggregate_type: event.aggregate_type.to_string(),
            aggregate_id: event.aggregate_id,
            loan_id: event.loan_id,
            sequence_number: event.sequence_number,
            causation_id: event.causation_id,
            user_id: event.read_metadata()?.user_id,
            occurred_at: event.occurred_at,
        })
    }
}

/// What the book tells of the archived events between two positions, by position.
///
/// # Errors
/// As the backend reports.
pub fn index(transaction: &mut dyn Transaction, first: i64, last: i64) -> Result<HashMap<i64, IndexEntry>> {
    let rows = transaction.query(
        "SELECT position, event_type, aggregate_type, aggregate_id, loan_id, sequence_number, causation_id, \
         user_id, occurred_at FROM archived_events WHERE position BETWEEN $1 AND $2",
        &[first.into(), last.into()],
    )?;
    rows.into_iter()
        .map(|row| {
            let mut row = row.reader();
            let position = row.take()?;
            let entry = IndexEntry {
                event_type: row.take()?,
                aggregate_type: row.take()?,
                aggregate_id: row.take()?,
                loan_id: row.take()?,
                sequence_number: row.take()?,
                causation_id: row.take()?,
                user_id: row.take()?,
                occurred_at: row.take()?,
            };
            Ok((position, entry))
        })
        .collect()
}

/// Position of the last archived event, 0 where there is none.
///
/// # Errors
/// As the backend reports.
pub fn end(transaction: &mut dyn Transaction) -> Result<i64> {
    let row = transaction.query_optional("SELECT MAX(last_position) FROM event_archives", &[])?;
    Ok(row.map(Row::single::<Option<i64>>).transpose()?.flatten().unwrap_or(0))
}

/// The folder of the book, in full; none where it is not a file.
#[must_use]
pub fn folder(transaction: &dyn Transaction) -> Option<PathBuf> {
    let folder = transaction.folder()?;
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    Some(std::path::absolute(here).unwrap_or_else(|_| folder.to_owned()))
}

/// The file of an archive: a relative one lies in the folder of the book.
#[must_use]
pub fn file(transaction: &dyn Transaction, file: &str) -> PathBuf {
    folder(transaction).unwrap_or_default().join(file)
}

/// The files of all archives.
///
/// # Errors
/// As the backend reports.
pub fn files(transaction: &mut dyn Transaction) -> Result<Vec<PathBuf>> {
    let rows = transaction.query("SELECT file FROM event_archives ORDER BY number", &[])?;
    let names = rows.into_iter().map(Row::single::<String>).collect::<Result<Vec<_>>>()?;
    Ok(names.iter().map(|name| file(transaction, name)).collect())
}

/// The place that a stream had reached in the archives.
pub(super) fn stream_version(transaction: &mut dyn Transaction, aggregate_id: Uuid) -> Result<i64> {
    let row = transaction.query_optional(
        "SELECT MAX(sequence_number) FROM archived_events WHERE aggregate_id = $1",
        &[aggregate_id.into()],
    )?;
    Ok(row.map(Row::single::<Option<i64>>).transpose()?.flatten().unwrap_or(0))
}

/// What follows `after` in the archives, at most `limit` events and no more than one block.
pub(super) fn page(transaction: &mut dyn Transaction, after: i64, limit: i64) -> Result<Vec<RecordedEvent>> {
    let Some(place) = place_of(transaction, after + 1)? else { return Ok(Vec::new()) };
    let block = place.read()?;
    let last = after.saturating_add(limit).min(place.block.last_position);
    (after + 1..=last).map(|position| block.event(position)).collect()
}

/// Archived events that fit a condition over [`ARCHIVED`], in its order.
pub(super) fn select(
    transaction: &mut dyn Transaction,
    condition: &str,
    parameters: &[Value<'_>],
) -> Result<Vec<RecordedEvent>> {
    let positions: Vec<i64> = transaction
        .query(&format!("SELECT position FROM {ARCHIVED} {condition}"), parameters)?
        .into_iter()
        .map(Row::single)
        .collect::<Result<_>>()?;
    let mut events = Vec::with_capacity(positions.len());
    let mut open: Option<(BlockPlace, Block)> = None;
    for position in positions {
        let is_open = |(place, _): &(BlockPlace, Block)| {
            (place.first_position..=place.last_position).contains(&position)
        };
        if !open.as_ref().is_some_and(is_open) {
            open = match place_of(transaction, position)? {
                Some(place) => Some((place.block, place.read()?)),
                None => None,
            };
        }
        if let Some((_, block)) = &open {
            events.push(block.event(position)?);
        }
    }
    Ok(events)
}

/// The block of a position; none where the position is not archived.
fn place_of(transaction: &mut dyn Transaction, position: i64) -> Result<Option<Place>> {
    let row = transaction.query_optional(
        "SELECT file, secret, block.first_position, block.last_position, start, length \
         FROM archive_blocks AS block JOIN event_archives ON number = archive \
         WHERE block.first_position <= $1 ORDER BY block.first_position DESC LIMIT 1",
        &[position.into()],
    )?;
    let Some(row) = row else { return Ok(None) };
    let mut row = row.reader();
    let name: String = row.take()?;
    let secret = row.take::<Option<String>>()?.as_deref().map(Secret::from_text).transpose()?;
    let block = BlockPlace {
        first_position: row.take()?,
        last_position: row.take()?,
        offset: row.take()?,
        length: row.take()?,
    };
    Ok((position <= block.last_position).then(|| Place { file: file(transaction, &name), block, secret }))
}
