//! Writing the entries of events that passed while nobody wrote them: of a book that is older than the log, and of
//! events whose recorder was disabled or failed.

use std::{collections::HashSet, sync::LazyLock};

use domain::{MATTERS, matter};
use store::{RecordedEvent, Row, StoreError, Transaction, event_log};

use super::{INSERT, RECORDER, end};
use crate::{AppError, Book, Result, bus, integrity, queries::count};

/// The events that matter, as a condition.
static MATTERS_IN_SQL: LazyLock<String> = LazyLock::new(|| {
    let types: Vec<String> = MATTERS.iter().map(|matter| format!("'{}'", matter.event_type)).collect();
    format!("event_type IN ({})", types.join(", "))
});

/// How many events matter and have no entry.
///
/// # Errors
/// Storage.
pub fn missing(transaction: &mut dyn Transaction) -> Result<i64> {
    let matters = &*MATTERS_IN_SQL;
    let sql = format!(
        "SELECT (SELECT COUNT(*) FROM domain_events WHERE {matters}) \
         + (SELECT COUNT(*) FROM archived_events WHERE {matters}) - (SELECT COUNT(*) FROM compliance_log)"
    );
    Ok(count(transaction, &sql, &[])?.max(0))
}

/// Writes the entries of all events that matter and have none, behind those that are there, and says how many.
///
/// # Errors
/// A file of archived events that is not where it was put, or storage.
pub fn catch_up(book: &Book) -> Result<i64> {
    let mut transaction = book.store().write()?;
    transaction.lock_for_append()?;
    if missing(&mut *transaction)? == 0 {
        return Ok(0);
    }
    let before = end(&mut *transaction)?.number;
    fill(book, &mut *transaction)?;
    let after = end(&mut *transaction)?.number;
    transaction.commit()?;
    Ok(after - before)
}

/// Writes the entries of all events into a book of a release without the log, as if its handler had listened from the
/// beginning. What is archived where its file is missing waits until the file is back.
pub(crate) fn fill_if_missing(book: &Book) -> Result<()> {
    if book.bus().handler(RECORDER).is_none() || !book.read(is_missing)? {
        return Ok(());
    }
    let mut transaction = book.store().write()?;
    transaction.lock_for_append()?;
    // Somebody else may have filled it meanwhile.
    if !is_missing(&mut *transaction)? {
        return Ok(());
    }
    match fill(book, &mut *transaction) {
        Err(AppError::Store(StoreError::ArchiveMissing { .. })) => Ok(()),
        Err(error) => Err(error),
        Ok(()) => Ok(transaction.commit()?),
    }
}

fn fill(book: &Book, transaction: &mut dyn Transaction) -> Result<()> {
    let now = book.context().decision.now;
    integrity::walk(transaction, &|_, _| true, |transaction, events| {
        let mut end = end(transaction)?;
        let (mut rows, mut recorded) = (Vec::new(), Vec::new());
        let told = told(transaction, &events)?;
        for event in events.iter().filter(|event| !told.contains(&event.position)) {
            if let Some(matter) = matter(&event.event_type) {
                rows.push(end.follow(event, matter)?);
                recorded.push(event);
            }
        }
        transaction.insert(&INSERT, &rows)?;
        bus::count_as_handled(transaction, RECORDER, &recorded, now)
    })?;
    Ok(())
}

/// The positions of those events of a page of the log that have their entry.
fn told(transaction: &mut dyn Transaction, events: &[RecordedEvent]) -> Result<HashSet<i64>> {
    let (Some(first), Some(last)) = (events.first(), events.last()) else { return Ok(HashSet::new()) };
    let sql = "SELECT position FROM compliance_log WHERE position BETWEEN $1 AND $2";
    let rows = transaction.query(sql, &[first.position.into(), last.position.into()])?;
    Ok(rows.into_iter().map(Row::single).collect::<store::Result<_>>()?)
}

/// Neither an entry is there nor a run of the handler, so that entries that were taken out are not made again unseen.
fn is_missing(transaction: &mut dyn Transaction) -> Result<bool> {
    if end(transaction)?.number > 0 || event_log::at(transaction, 1)?.is_none() {
        return Ok(false);
    }
    let sql = "SELECT COUNT(*) FROM event_processing_log WHERE handler = $1 AND status = 'success'";
    Ok(count(transaction, sql, &[RECORDER.into()])? == 0)
}
