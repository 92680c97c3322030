//! Copying a whole book to another place, on this backend or on another: the log and the contents of attachments as they
//! are, the projections anew.

use std::cell::Cell;

use chrono::{DateTime, NaiveDate, Utc};
use store::{Backends, Insert, Store, StoreError, Transaction, Value, event_log, event_log::Head};

use crate::{
    AppError, Book, Environment, Parts, Result,
    attachments::contents,
    bus::project,
    compliance,
    integrity::{self, Progress, VerifyReport},
};

/// Rows and events read at a time: memory stays bounded, whatever the length of the log.
const PAGE: i64 = 1_000;

/// A place of a book, and what opens it.
#[derive(Debug, Clone, Copy)]
pub struct BookPlace<'a> {
    /// A file, or the address of a shared book.
    pub address: &'a str,
    /// The passphrase of a file, the password of a server.
    pub passphrase: Option<&'a str>,
}

/// A table that is no projection: carried to another book row by row, in the order of its key.
pub(crate) struct Table {
    pub(crate) insert: Insert,
    /// What a page goes on from, and its place among the columns that are read. Not always copied: a number that the
    /// target gives itself is not.
    key: &'static str,
}

impl Table {
    /// Whether its key is a name rather than an id or a number.
    pub(crate) fn is_named(&self) -> bool {
        self.key.contains("name")
    }
}

/// What goes with the log wherever the book goes, by copy or by file: what of it has been handled and answered, so that
/// nothing is done twice there; and the compliance log.
pub(crate) static TABLES: [Table; 5] = [
    Table {
        insert: Insert::new(
            "event_handlers",
            &[
                "organization_id",
                "name",
                "event_type",
                "enabled",
                "priority",
                "success_count",
                "failure_count",
                "total_execution_micros",
                "last_executed_at",
                "created_at",
                "updated_at",
            ],
        ),
        key: "name || ' ' || event_type",
    },
    Table {
        insert: Insert::new(
            "event_processing_log",
            &[
                "organization_id",
                "event_id",
                "handler",
                "status",
                "attempt",
                "execution_micros",
                "error",
                "executed_at",
            ],
        ),
        key: "id",
    },
    Table {
        insert: Insert::new(
            "command_log",
            &["command_id", "organization_id", "name", "input_hash", "output", "user_id", "executed_at"],
        ),
        key: "command_id",
    },
    Table {
        insert: Insert::new(
            "outbox",
            &["id", "organization_id", "position", "event_id", "handler", "queued_at"],
        ),
        key: "id",
    },
    Table { insert: compliance::insert(), key: "number" },
];

/// Copies the book at `from` to `to`, where nothing may be yet, and verifies the copy by its chain and its
/// projections. Stopped in the middle by an error or by the user, it leaves nothing; killed in the middle, it leaves
/// a book that says it was never finished.
///
/// # Errors
/// A book that cannot be opened or made, a copy that is not equal, cancellation, or storage.
pub fn copy(
    backends: &dyn Backends,
    from: BookPlace<'_>,
    to: BookPlace<'_>,
    environment: &Environment,
    progress: Progress<'_>,
) -> Result<VerifyReport> {
    let source = Book::open(
        backends.open(from.address, from.passphrase)?,
        None,
        environment.clone(),
        Parts::default(),
    )?;
    let target = backends.create(to.address, to.passphrase)?;
    let copied = fill(&source, target, environment, progress);
    if copied.is_err() {
        // What failed is told, not this; the target was made a moment ago by this very call.
        let _ = backends.discard(to.address, to.passphrase);
    }
    copied
}

fn fill(
    source: &Book,
    target: Box<dyn Store>,
    environment: &Environment,
    progress: Progress<'_>,
) -> Result<VerifyReport> {
    let head = {
        let mut read = source.store().read()?;
        if let Some((from, until)) = recorded(&mut *read)? {
            target.make_room(from, until)?;
        }
        let mut write = target.write()?;
        // Copying is one half of the work, verifying the copy the other; both count events and chunks.
        let chunks = contents::count_chunks(&mut *read)?;
        let events = Cell::new(0);
        copy_log(source, &mut *read, &mut *write, &|done, total| {
            events.set(done);
            progress(done, (total + chunks) * 2)
        })?;
        let mut done = events.get();
        let total = done + chunks;
        contents::copy_all(&mut *read, &mut *write, &mut || {
            done += 1;
            if progress(done, total * 2) { Ok(()) } else { Err(AppError::Cancelled) }
        })?;
        for table in &TABLES {
            copy_table(table, &mut *read, &mut *write)?;
        }
        write.commit()?;
        event_log::head(&mut *read, source.organization().id)?
    };
    verified(target, &head, environment, progress)
}

/// Opens a book that was just filled, and verifies it: its files, its chain and its projections, and that it ends where
/// it should. The second half of the work, as long as the first.
pub(crate) fn verified(
    target: Box<dyn Store>,
    head: &Head,
    environment: &Environment,
    progress: Progress<'_>,
) -> Result<VerifyReport> {
    let copy = Book::open(target, None, environment.clone(), Parts::default())?;
    let report = integrity::verify(&copy, None, &|done, total| progress(total + done, total * 2))?;
    if let Some(damage) = report.damages.first() {
        return Err(StoreError::corrupt(format!("the copy is not whole: {}", damage.detail)).into());
    }
    if (report.head_position, &report.head_hash) != (head.position, &head.hash) {
        return Err(StoreError::corrupt("the copy does not end where the book ends").into());
    }
    Ok(report)
}

/// The days of the first and of the last recording.
pub(crate) fn recorded(read: &mut dyn Transaction) -> Result<Option<(NaiveDate, NaiveDate)>> {
    let row = read.query_optional(
        "SELECT MIN(occurred_at), MAX(occurred_at) FROM \
         (SELECT occurred_at FROM domain_events UNION ALL SELECT occurred_at FROM archived_events) AS event",
        &[],
    )?;
    let Some(row) = row else { return Ok(None) };
    let mut row = row.reader();
    let (from, until): (Option<DateTime<Utc>>, Option<DateTime<Utc>>) = (row.take()?, row.take()?);
    Ok(from.zip(until).map(|(from, until)| (from.date_naive(), until.date_naive())))
}

fn copy_log(
    source: &Book,
    read: &mut dyn Transaction,
    write: &mut dyn Transaction,
    progress: Progress<'_>,
) -> Result<()> {
    let bus = source.bus();
    integrity::walk(read, progress, |_, events| {
        event_log::restore(write, &events)?;
        project(write, bus.projections(), bus.upcasters(), &events)
    })?;
    Ok(())
}

fn copy_table(table: &Table, read: &mut dyn Transaction, write: &mut dyn Transaction) -> Result<()> {
    visit_rows(table, read, |rows| Ok(write.insert(&table.insert, &rows)?))
}

/// Visits the rows of a table in the order of its key, a page at a time.
pub(crate) fn visit_rows(
    table: &Table,
    read: &mut dyn Transaction,
    mut visit: impl FnMut(Vec<Vec<Value<'static>>>) -> Result<()>,
) -> Result<()> {
    let Table { insert, key } = table;
    let mut last: Option<Value<'static>> = None;
    loop {
        let condition = if last.is_some() { format!("WHERE {key} > $1") } else { String::new() };
        let sql = format!(
            "SELECT {}, {key} FROM {} {condition} ORDER BY {key} LIMIT {PAGE}",
            insert.columns().join(", "),
            insert.table()
        );
        let page = read.query(&sql, last.as_slice())?;
        let Some(end) = page.last() else { return Ok(()) };
        last = end.columns().last().cloned();
        let columns = insert.columns().len();
        visit(page.iter().map(|row| row.columns().iter().take(columns).cloned().collect()).collect())?;
    }
}
