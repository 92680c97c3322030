//! Running again what failed: by itself with growing pauses, or when a person asks.

use chrono::{DateTime, Utc};
use domain::EventId;
use store::{Row, Transaction, event_log::FAILED};
use uuid::Uuid;

use crate::{
    Book, Result,
    bus::{DryRunOutcome, EventOutcome},
};

/// Failed events tried in one go; the others have their turn the next time.
const MOST_AT_ONCE: i64 = 100;

/// Tries again the failed events whose pause is over. Each has a transaction of its own, so that one that fails
/// again does not hold up the others.
///
/// # Errors
/// Storage.
pub fn retry_due(book: &Book) -> Result<Vec<EventOutcome>> {
    let now = book.environment().clock.now();
    let due = book.read(|transaction| due(transaction, now))?;
    retry_each(book, due)
}

/// Tries failed events again, whether their pause is over or not: one, or all.
///
/// # Errors
/// An unknown event, or storage.
pub fn retry(book: &Book, event_id: Option<EventId>) -> Result<Vec<EventOutcome>> {
    let failed = match event_id {
        Some(event_id) => vec![event_id],
        None => book.read(|transaction| {
            let rows = transaction
                .query(&format!("SELECT id FROM domain_events WHERE {FAILED} ORDER BY position"), &[])?;
            rows.into_iter().map(|row| Ok(row.single()?)).collect()
        })?,
    };
    retry_each(book, failed)
}

/// Runs what has not succeeded of a stream.
///
/// # Errors
/// An unknown aggregate, or storage.
pub fn replay(book: &Book, aggregate_id: Uuid) -> Result<Vec<EventOutcome>> {
    book.write(|work| work.replay(aggregate_id))
}

/// Says what every handler would do with a stream, and changes nothing.
///
/// # Errors
/// An unknown aggregate, or storage.
pub fn dry_run(book: &Book, aggregate_id: Uuid) -> Result<Vec<DryRunOutcome>> {
    book.try_out(|work| work.dry_run(aggregate_id))
}

fn due(transaction: &mut dyn Transaction, now: DateTime<Utc>) -> Result<Vec<EventId>> {
    let rows = transaction.query(
        &format!(
            "SELECT id FROM domain_events WHERE {FAILED} AND next_retry_at <= $1 ORDER BY position LIMIT $2"
        ),
        &[now.into(), MOST_AT_ONCE.into()],
    )?;
    rows.into_iter().map(|row: Row| Ok(row.single()?)).collect()
}

fn retry_each(book: &Book, events: Vec<EventId>) -> Result<Vec<EventOutcome>> {
    let mut outcomes = Vec::new();
    for event_id in events {
        outcomes.extend(book.write(|work| work.retry(event_id))?);
    }
    Ok(outcomes)
}
