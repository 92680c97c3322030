//! The handlers and their figures.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Row, Transaction};
use ts_rs::TS;

use crate::Result;

/// A handler for one event type, with its figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct HandlerStatistics {
    /// The handler.
    pub name: String,
    /// The event type it listens to.
    pub event_type: String,
    /// Whether it runs.
    pub enabled: bool,
    /// Lower runs first.
    pub priority: i32,
    /// Runs that succeeded.
    pub success_count: i64,
    /// Runs that failed.
    pub failure_count: i64,
    /// When it last ran.
    pub last_executed_at: Option<DateTime<Utc>>,
    /// How long a run takes on average.
    pub mean_execution_micros: Option<i64>,
    /// When it was registered.
    pub created_at: DateTime<Utc>,
    /// When it was last enabled or disabled.
    pub updated_at: DateTime<Utc>,
}

/// Every registered handler, in the order in which they run.
///
/// # Errors
/// Storage.
pub fn list(transaction: &mut dyn Transaction) -> Result<Vec<HandlerStatistics>> {
    let rows = transaction.query(
        "SELECT name, event_type, enabled, priority, success_count, failure_count, last_executed_at, \
         total_execution_micros, created_at, updated_at FROM event_handlers ORDER BY priority, name, event_type",
        &[],
    )?;
    rows.into_iter().map(read).collect()
}

fn read(row: Row) -> Result<HandlerStatistics> {
    let mut row = row.reader();
    let (name, event_type, enabled, priority) = (row.take()?, row.take()?, row.take()?, row.take()?);
    let (success_count, failure_count): (i64, i64) = (row.take()?, row.take()?);
    let last_executed_at = row.take()?;
    let total: i64 = row.take()?;
    Ok(HandlerStatistics {
        name,
        event_type,
        enabled,
        priority,
        success_count,
        failure_count,
        last_executed_at,
        mean_execution_micros: total.checked_div(success_count + failure_count),
        created_at: row.take()?,
        updated_at: row.take()?,
    })
}
