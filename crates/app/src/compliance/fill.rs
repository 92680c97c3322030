//! Filling the log of a book that is older than it.

use domain::matter;
use store::{Row, StoreError, Transaction, event_log};

use super::{INSERT, RECORDER, end};
use crate::{AppError, Book, Result, bus, integrity};

/// Writes the entries of all events into a book of a release without the log, as if its handler had listened from the
/// beginning. What is archived where its file is missing waits until the file is back.
pub(crate) fn fill_if_missing(book: &Book) -> Result<()> {
    if book.bus().handler(RECORDER).is_none() || !book.read(is_missing)? {
        return Ok(());
    }
    let now = book.context().decision.now;
    let mut transaction = book.store().write()?;
    transaction.lock_for_append()?;
    // Somebody else may have filled it meanwhile.
    if !is_missing(&mut *transaction)? {
        return Ok(());
    }
    let filled = integrity::walk(&mut *transaction, &|_, _| true, |transaction, events| {
        let mut end = end(transaction)?;
        let (mut rows, mut recorded) = (Vec::new(), Vec::new());
        for event in &events {
            if let Some(matter) = matter(&event.event_type) {
                rows.push(end.follow(event, matter)?);
                recorded.push(event);
            }
        }
        transaction.insert(&INSERT, &rows)?;
        bus::count_as_handled(transaction, RECORDER, &recorded, now)
    });
    match filled {
        Err(AppError::Store(StoreError::ArchiveMissing { .. })) => Ok(()),
        Err(error) => Err(error),
        Ok(_) => Ok(transaction.commit()?),
    }
}

/// Neither an entry is there nor a run of the handler, so that entries that were taken out are not made again unseen.
fn is_missing(transaction: &mut dyn Transaction) -> Result<bool> {
    if end(transaction)?.number > 0 || event_log::at(transaction, 1)?.is_none() {
        return Ok(false);
    }
    let sql = "SELECT COUNT(*) FROM event_processing_log WHERE handler = $1 AND status = 'success'";
    let runs = transaction.query_optional(sql, &[RECORDER.into()])?;
    Ok(runs.map(Row::single::<i64>).transpose()?.unwrap_or(0) == 0)
}
