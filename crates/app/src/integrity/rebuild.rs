//! Dropping the projections and folding the log again, in one transaction.

use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

use super::{Progress, tables, walk};
use crate::{Book, Result, bus::project};

/// What a rebuild did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct RebuildReport {
    /// Events folded.
    pub events_applied: i64,
    /// The tables that were made again.
    pub tables: Vec<RebuiltTable>,
}

/// A table that was made again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct RebuiltTable {
    /// Its name.
    pub table: String,
    /// Its rows now.
    pub rows: i64,
}

/// Makes every projection again. Cancelled or failed, it leaves the book as it was.
///
/// # Errors
/// An event that a projection cannot follow, cancellation, or storage.
pub fn rebuild(book: &Book, progress: Progress<'_>) -> Result<RebuildReport> {
    let mut transaction = book.store().write()?;
    let tables = tables(book);
    for table in tables.iter().rev() {
        transaction.execute(&format!("DELETE FROM {table}"), &[])?;
    }
    let bus = book.bus();
    let events_applied = walk(&mut *transaction, progress, |transaction, events| {
        project(transaction, bus.projections(), bus.upcasters(), &events)
    })?;
    let mut rebuilt = Vec::new();
    for table in tables {
        let rows = transaction
            .query_optional(&format!("SELECT COUNT(*) FROM {table}"), &[])?
            .map(store::Row::single)
            .transpose()?
            .unwrap_or(0);
        rebuilt.push(RebuiltTable { table: table.to_owned(), rows });
    }
    transaction.commit()?;
    Ok(RebuildReport { events_applied, tables: rebuilt })
}
