//! How large a book is and how fast it grows.

use schemars::JsonSchema;
use serde::Serialize;
use store::Transaction;
use ts_rs::TS;

use crate::{
    Book, Result,
    archive::{self, Archive},
};

/// Events in the live log from which on archiving is worth it: a laptop verifies and rebuilds as many in well under a
/// minute (see docs/SCALING.md).
pub const MANY_EVENTS: i64 = 2_000_000;

/// Bytes of the live log from which on archiving is worth it: copies and backups begin to take minutes.
pub const MANY_BYTES: i64 = 4_000_000_000;

/// How large a book is and how fast it grows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct BookStatistics {
    /// Table by table, indexes included.
    pub tables: Vec<TableStatistics>,
    /// All tables.
    pub total_bytes: i64,
    /// Events in the live log.
    pub events: i64,
    /// Events recorded in each month (UTC) that has some, archived ones with them, the first month first.
    pub months: Vec<MonthStatistics>,
    /// Events from which on `too_large` is said.
    pub event_limit: i64,
    /// Bytes of the log from which on `too_large` is said.
    pub byte_limit: i64,
    /// Whether the log is past a limit: older events are better archived.
    pub too_large: bool,
    /// The files of older events, the oldest first.
    pub archives: Vec<Archive>,
}

/// One table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct TableStatistics {
    /// Its name.
    pub table: String,
    /// Its rows.
    pub rows: i64,
    /// Bytes that it takes, with its indexes.
    pub bytes: i64,
}

/// One month of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct MonthStatistics {
    /// The month, `2026-11`.
    pub month: String,
    /// Events recorded in it.
    pub events: i64,
    /// Bytes that they take, in the book and in archives, from the average of all events.
    pub bytes: i64,
}

/// Measures the book.
///
/// # Errors
/// Storage.
pub fn get(book: &Book, transaction: &mut dyn Transaction) -> Result<BookStatistics> {
    let tables: Vec<TableStatistics> = book
        .store()
        .table_sizes()?
        .into_iter()
        .map(|size| TableStatistics { table: size.table, rows: size.rows, bytes: size.bytes })
        .collect();
    let archives = archive::list(transaction)?;
    let of_table = |name: &str| {
        let table = tables.iter().find(|table| table.table == name);
        table.map_or((0, 0), |table| (table.rows, table.bytes))
    };
    let (events, bytes) = of_table("domain_events");
    let (archived, index_bytes) = of_table("archived_events");
    let archive_bytes: i64 = archives.iter().map(|archive| archive.bytes).sum();
    let all_bytes = bytes + index_bytes + archive_bytes;
    Ok(BookStatistics {
        total_bytes: tables.iter().map(|table| table.bytes).sum(),
        events,
        months: months(transaction, all_bytes / (events + archived).max(1))?,
        event_limit: MANY_EVENTS,
        byte_limit: MANY_BYTES,
        too_large: events > MANY_EVENTS || bytes > MANY_BYTES,
        archives,
        tables,
    })
}

fn months(transaction: &mut dyn Transaction, bytes_of_event: i64) -> Result<Vec<MonthStatistics>> {
    // A moment as text begins with its month on every backend.
    let rows = transaction.query(
        "SELECT SUBSTR(CAST(occurred_at AS TEXT), 1, 7) AS month, COUNT(*) FROM \
         (SELECT occurred_at FROM domain_events UNION ALL SELECT occurred_at FROM archived_events) AS event \
         GROUP BY SUBSTR(CAST(occurred_at AS TEXT), 1, 7) ORDER BY month",
        &[],
    )?;
    rows.into_iter()
        .map(|row| {
            let mut row = row.reader();
            let (month, events): (String, i64) = (row.take()?, row.take()?);
            Ok(MonthStatistics { month, events, bytes: events * bytes_of_event })
        })
        .collect()
}
