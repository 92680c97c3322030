//! Taking old events out of the log into a file, from which the history and the verification go on reading.
//!
//! The order is what keeps every event: the file is written, saved to the disk and read back, and only then one
//! transaction registers it and takes the events out. Whatever stops it before leaves at most a file too many.

mod create;

use chrono::{DateTime, Months, NaiveDate, NaiveTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Row, Transaction, event_log::archived};
use ts_rs::TS;

pub use create::create;
pub(crate) use create::digest;

use crate::{AppError, Book, Result};

/// What is younger stays in the log, where no other date is given.
const KEPT: Months = Months::new(12);

/// What archiving would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct ArchivePreview {
    /// Events recorded before this day (UTC) go.
    pub before: NaiveDate,
    /// Position of the first event that goes.
    pub first_position: i64,
    /// Position of the last event that goes.
    pub last_position: i64,
    /// Events that go; none where nothing is so old.
    pub events: i64,
    /// When the first of them was recorded.
    pub recorded_from: Option<DateTime<Utc>>,
    /// When the last of them was recorded.
    pub recorded_until: Option<DateTime<Utc>>,
    /// Events that stay in the log, at least its last one.
    pub remaining: i64,
    /// Position of an event whose handlers have not succeeded: it stays, and so does what comes after it.
    pub blocked_by: Option<i64>,
    /// Where the file goes unless another folder is given; none for a shared book, which needs one.
    pub folder: Option<String>,
}

/// A file of archived events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct Archive {
    /// Its number, from 1.
    pub number: i64,
    /// Where it was put.
    pub path: String,
    /// Position of its first event.
    pub first_position: i64,
    /// Position of its last event.
    pub last_position: i64,
    /// Its events.
    pub events: i64,
    /// Bytes of the file.
    pub bytes: i64,
    /// SHA-256 of the file, lower-case hexadecimal.
    pub sha256: String,
    /// When its first event was recorded.
    pub recorded_from: DateTime<Utc>,
    /// When its last event was recorded.
    pub recorded_until: DateTime<Utc>,
    /// Who archived.
    pub archived_by: String,
    /// When it was archived.
    pub archived_at: DateTime<Utc>,
    /// Whether the file is where it was put.
    pub is_there: bool,
}

/// What archiving did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct ArchiveReport {
    /// The new archive.
    pub archive: Archive,
    /// Bytes of the book before.
    pub bytes_before: i64,
    /// Bytes of the book after.
    pub bytes_after: i64,
}

/// What archiving would do with the events recorded before a day; without one, with those that are a year old.
///
/// # Errors
/// A day that is still to come, or storage.
pub fn preview(
    book: &Book,
    transaction: &mut dyn Transaction,
    before: Option<NaiveDate>,
) -> Result<ArchivePreview> {
    let today = book.environment().clock.today();
    let before = before.or_else(|| today.checked_sub_months(KEPT)).unwrap_or(today);
    if before > today {
        return Err(AppError::InvalidInput {
            field: "before",
            problem: format!("must not be after today, {today}"),
        });
    }
    let first = archived::end(transaction)? + 1;
    let newest = position(transaction, "SELECT MAX(position) FROM domain_events")?.unwrap_or(0);
    let young = transaction
        .query_optional(
            "SELECT MIN(position) FROM domain_events WHERE occurred_at >= $1",
            &[before.and_time(NaiveTime::MIN).and_utc().into()],
        )?
        .map(Row::single::<Option<i64>>)
        .transpose()?
        .flatten();
    // The last event stays: the log goes on from it.
    let old = young.unwrap_or(newest).min(newest) - 1;
    let waiting = position(
        transaction,
        "SELECT MIN(position) FROM domain_events WHERE processing_status <> 'processed'",
    )?;
    let blocked_by = waiting.filter(|waiting| *waiting <= old);
    let last = blocked_by.map_or(old, |waiting| waiting - 1).max(first - 1);
    let (recorded_from, recorded_until) = recorded(transaction, first, last)?.unzip();
    Ok(ArchivePreview {
        before,
        first_position: first,
        last_position: last,
        events: last - first + 1,
        recorded_from,
        recorded_until,
        remaining: newest - last,
        blocked_by,
        folder: archived::folder(transaction).map(|folder| folder.display().to_string()),
    })
}

fn position(transaction: &mut dyn Transaction, sql: &str) -> Result<Option<i64>> {
    Ok(transaction.query_optional(sql, &[])?.map(Row::single::<Option<i64>>).transpose()?.flatten())
}

/// The first and the last moment of recording between two positions.
fn recorded(
    transaction: &mut dyn Transaction,
    first: i64,
    last: i64,
) -> Result<Option<(DateTime<Utc>, DateTime<Utc>)>> {
    let row = transaction.query_optional(
        "SELECT MIN(occurred_at), MAX(occurred_at) FROM domain_events WHERE position BETWEEN $1 AND $2",
        &[first.into(), last.into()],
    )?;
    let Some(row) = row else { return Ok(None) };
    let mut row = row.reader();
    let (from, until): (Option<_>, Option<_>) = (row.take()?, row.take()?);
    Ok(from.zip(until))
}

/// The archives of a book, the oldest first.
///
/// # Errors
/// Storage.
pub fn list(transaction: &mut dyn Transaction) -> Result<Vec<Archive>> {
    let rows = transaction.query(
        "SELECT number, file, first_position, last_position, bytes, sha256, recorded_from, recorded_until, \
         archived_by, archived_at FROM event_archives ORDER BY number",
        &[],
    )?;
    rows.into_iter()
        .map(|row| {
            let mut row = row.reader();
            let number = row.take()?;
            let path = archived::file(transaction, &row.take::<String>()?);
            let (first_position, last_position): (i64, i64) = (row.take()?, row.take()?);
            Ok(Archive {
                number,
                is_there: path.is_file(),
                path: path.display().to_string(),
                first_position,
                last_position,
                events: last_position - first_position + 1,
                bytes: row.take()?,
                sha256: row.take()?,
                recorded_from: row.take()?,
                recorded_until: row.take()?,
                archived_by: row.take()?,
                archived_at: row.take()?,
            })
        })
        .collect()
}
