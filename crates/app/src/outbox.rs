//! What is done after the commit of an event: handlers that take too long for its transaction.
//!
//! The transaction that records an event writes a line for each such handler. After the commit, whoever works the outbox
//! off takes a line: the handler prepares outside of any transaction that writes, and what it prepared, its line in the
//! processing log and the end of the outbox's line are one transaction. So a program that dies at any moment leaves
//! either the line or all that the handler does, and two programs that take one line do it once.

use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::{DateTime, Utc};
use domain::EventId;
use store::{Insert, RecordedEvent, Row, Transaction, event_log};

use crate::{
    Book, Result,
    bus::{EventHandler, HandlerError, PreparedWork, panic_text},
};

static INSERT: Insert =
    Insert::new("outbox", &["id", "organization_id", "position", "event_id", "handler", "queued_at"]);

/// Lines taken at a time.
const PAGE: i64 = 100;

/// A handler that is still to run on an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The event's place in the log.
    pub position: i64,
    /// The event.
    pub event_id: EventId,
    handler: String,
}

/// Writes a line, unless it is there already.
pub(crate) fn queue(
    transaction: &mut dyn Transaction,
    event: &RecordedEvent,
    handler: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    let id = id(event.id, handler);
    if transaction.query_optional("SELECT 1 FROM outbox WHERE id = $1", &[id.as_str().into()])?.is_none() {
        let row = vec![
            id.into(),
            event.organization_id.into(),
            event.position.into(),
            event.id.into(),
            handler.into(),
            now.into(),
        ];
        transaction.insert(&INSERT, &[row])?;
    }
    Ok(())
}

/// Takes a line out, and says whether it was still there.
pub(crate) fn take(transaction: &mut dyn Transaction, line: &Line) -> Result<bool> {
    let id = id(line.event_id, &line.handler);
    Ok(transaction.execute("DELETE FROM outbox WHERE id = $1", &[id.into()])? > 0)
}

fn id(event_id: EventId, handler: &str) -> String {
    format!("{event_id}:{handler}")
}

/// Works off what waits, the oldest event first, and says how many lines there were. A handler of another release stays
/// where it is.
///
/// # Errors
/// Storage; what is not done waits for the next time.
pub fn work_off(book: &Book) -> Result<usize> {
    let (mut done, mut last) = (0, (0, String::new()));
    loop {
        let page = book.read(|transaction| waiting(transaction, &last))?;
        let Some(end) = page.last() else { return Ok(done) };
        last = (end.position, end.handler.clone());
        for line in page {
            if let Some(handler) = book.bus().handler(&line.handler) {
                run(book, &line, &*handler)?;
                done += 1;
            }
        }
    }
}

/// Whether anything waits.
///
/// # Errors
/// Storage.
pub fn is_empty(transaction: &mut dyn Transaction) -> Result<bool> {
    Ok(transaction.query_optional("SELECT 1 FROM outbox LIMIT 1", &[])?.is_none())
}

fn waiting(transaction: &mut dyn Transaction, after: &(i64, String)) -> Result<Vec<Line>> {
    let rows = transaction.query(
        "SELECT position, event_id, handler FROM outbox \
         WHERE position > $1 OR (position = $1 AND handler > $2) ORDER BY position, handler LIMIT $3",
        &[after.0.into(), after.1.as_str().into(), PAGE.into()],
    )?;
    let read = |row: Row| {
        let mut row = row.reader();
        Ok(Line { position: row.take()?, event_id: row.take()?, handler: row.take()? })
    };
    rows.into_iter().map(read).collect()
}

fn run(book: &Book, line: &Line, handler: &dyn EventHandler) -> Result<()> {
    let clock = &book.environment().clock;
    let started = clock.monotonic_micros();
    let prepared = prepare(book, line, handler)?;
    let prepared_micros = clock.monotonic_micros() - started;
    book.write(|work| work.finish(line, handler, prepared, prepared_micros))
}

/// A panic while preparing is a failure like any other.
fn prepare(
    book: &Book,
    line: &Line,
    handler: &dyn EventHandler,
) -> Result<std::result::Result<PreparedWork, HandlerError>> {
    book.read(|transaction| {
        let Some(event) = event_log::at(transaction, line.position)? else {
            return Ok(Err(HandlerError::new("the event is not in the log")));
        };
        let Some(preparing) = handler.after_commit() else {
            return Ok(Err(HandlerError::new("it runs in the transaction of its event, not after it")));
        };
        let upcasters = book.bus().upcasters();
        let ended = catch_unwind(AssertUnwindSafe(|| preparing.prepare(&event, upcasters, transaction)));
        Ok(ended.unwrap_or_else(|panic| Err(HandlerError::new(format!("panicked: {}", panic_text(&*panic))))))
    })
}
