//! Walking the hash chain and comparing the projections with a fresh fold of the log.

use std::{cell::Cell, collections::HashMap, path::Path};

use schemars::JsonSchema;
use serde::Serialize;
use store::{
    RecordedEvent, Row, StoreError, Transaction, Value,
    event_log::archived::{self, IndexEntry},
    hash_chain,
};
use ts_rs::TS;
use uuid::Uuid;

use super::{ChainHead, PAGE, Progress, tables, walk};
use crate::{AppError, Book, Result, archive, attachments::contents, bus::project, compliance};

/// Damages named in a report; a book with more needs a restore, not a longer list.
const MOST_DAMAGES: usize = 100;

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct VerifyReport {
    /// Whether all is well.
    pub ok: bool,
    /// Events whose hash was recomputed.
    pub events_checked: i64,
    /// Position of the last event.
    pub head_position: i64,
    /// Hash of the last event. Kept elsewhere, it proves later that nothing was cut off.
    pub head_hash: String,
    /// The projections, table by table.
    pub tables: Vec<VerifiedTable>,
    /// Events that matter and are not in the compliance log: its handler was disabled, or failed on them. None of them is
    /// damaged; `compliance.catch_up` writes their entries.
    pub unrecorded: i64,
    /// What is damaged, the first in the log first.
    pub damages: Vec<Damage>,
}

/// A table compared with a fresh fold of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct VerifiedTable {
    /// Its name.
    pub table: String,
    /// Its rows.
    pub rows: i64,
    /// Rows that differ, are missing or are too many.
    pub differences: i64,
}

/// Something that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct Damage {
    /// Position of the event, where it is one.
    pub position: Option<i64>,
    /// The table, where it is not an event.
    pub table: Option<String>,
    /// `file`, `archive`, `archive_missing`, `hash`, `chain`, `position`, `stream`, `projection`, `event`, `head`,
    /// `attachment` or `compliance`.
    pub kind: String,
    /// What was found, in words.
    pub detail: String,
}

#[derive(Default)]
struct Findings(Vec<Damage>);

impl Findings {
    fn add(&mut self, kind: &str, position: Option<i64>, table: Option<&str>, detail: String) {
        if self.0.len() < MOST_DAMAGES {
            self.0.push(Damage {
                position,
                table: table.map(ToOwned::to_owned),
                kind: kind.to_owned(),
                detail,
            });
        }
    }
}

/// Checks the file, the chain, the streams, every projection, the compliance log and every content of an attachment.
/// Changes nothing. With the end of the chain as it was once, kept outside the book, a log that was cut off or written
/// anew since then is found as well.
///
/// # Errors
/// Cancellation, or storage that cannot be read at all.
pub fn verify(book: &Book, kept: Option<&ChainHead>, progress: Progress<'_>) -> Result<VerifyReport> {
    let mut findings = Findings::default();
    for finding in book.store().check_physical()? {
        findings.add("file", None, None, finding);
    }
    let mut transaction = book.store().read()?;
    let changed_archives = check_archives(&mut *transaction, &mut findings)?;
    let archived = archived::end(&mut *transaction)?;
    let ends = archive_ends(&mut *transaction)?;
    let scratch = book.store().scratch()?;
    let mut fresh = scratch.write()?;
    let mut chain = Chain::default();
    let (mut can_project, mut walked_to_the_end) = (true, true);
    let bus = book.bus();
    let chunks = contents::count_chunks(&mut *transaction)?;
    let events_total = Cell::new(0);
    let walking = |done, total| {
        events_total.set(total);
        progress(done, total + chunks)
    };
    let walked = walk(&mut *transaction, &walking, |transaction, events| {
        if events.first().is_some_and(|event| event.position <= archived) {
            check_index(transaction, &events, &mut findings)?;
        }
        for event in &events {
            chain.check(event, &mut findings);
            check_kept(event, kept, &mut findings);
            if ends.get(&event.position).is_some_and(|hash| *hash != event.hash) {
                let detail = "the archive does not end with the event that the book says".to_owned();
                findings.add("archive", Some(event.position), Some("event_archives"), detail);
            }
        }
        compliance::check_page(transaction, &events, &mut |position, detail| {
            findings.add("compliance", position, Some("compliance_log"), detail);
        })?;
        if can_project && let Err(error) = project(&mut *fresh, bus.projections(), bus.upcasters(), &events) {
            let position = events.first().map(|event| event.position);
            findings.add("event", position, None, format!("from here on the log cannot be folded: {error}"));
            can_project = false;
        }
        Ok(())
    });
    let events_checked = match walked {
        Err(AppError::Store(StoreError::Corrupt(detail))) => {
            findings.add("event", Some(chain.position + 1), None, detail);
            (can_project, walked_to_the_end) = (false, false);
            chain.checked
        }
        // Told already, with its file.
        Err(AppError::Store(StoreError::ArchiveMissing { .. })) => {
            (can_project, walked_to_the_end) = (false, false);
            chain.checked
        }
        other => other?,
    };
    check_index_ends(&mut *transaction, archived, &mut findings)?;
    for detail in changed_archives {
        findings.add("archive", None, Some("event_archives"), detail);
    }
    if walked_to_the_end {
        check_end(&chain, kept, &mut findings);
    }
    check_streams(&mut *transaction, &mut findings)?;
    let mut verified = Vec::new();
    if can_project {
        for table in tables(book) {
            verified.push(compare(table, &mut *transaction, &mut *fresh, &mut findings)?);
        }
    }
    if walked_to_the_end {
        verified.push(check_compliance(&mut *transaction, &mut findings, chain.position)?);
    }
    check_contents(&mut *transaction, &mut findings, (events_total.get(), chunks), progress)?;
    Ok(VerifyReport {
        ok: findings.0.is_empty(),
        events_checked,
        head_position: chain.position,
        head_hash: chain.last_hash(),
        tables: verified,
        unrecorded: compliance::missing(&mut *transaction)?,
        damages: findings.0,
    })
}

/// The compliance log is whole, and tells of nothing that did not happen; its entries were held against their events on
/// the way.
fn check_compliance(
    transaction: &mut dyn Transaction,
    findings: &mut Findings,
    head_position: i64,
) -> Result<VerifiedTable> {
    const TABLE: &str = "compliance_log";
    let rows = compliance::check_end(transaction, head_position, &mut |position, detail| {
        findings.add("compliance", position, Some(TABLE), detail);
    })?;
    let differences = findings.0.iter().filter(|damage| damage.table.as_deref() == Some(TABLE)).count();
    Ok(VerifiedTable {
        table: TABLE.to_owned(),
        rows,
        differences: i64::try_from(differences).unwrap_or(i64::MAX),
    })
}

/// Every content of an attachment is the one whose hash is in the log, and no other content is there.
fn check_contents(
    transaction: &mut dyn Transaction,
    findings: &mut Findings,
    (events, chunks): (i64, i64),
    progress: Progress<'_>,
) -> Result<()> {
    let mut done = events;
    contents::check_all(
        transaction,
        &mut |table, detail| findings.add("attachment", None, Some(table), detail),
        &mut || {
            done += 1;
            if progress(done, events + chunks) { Ok(()) } else { Err(AppError::Cancelled) }
        },
    )
}

/// The end of the chain so far; each organization's events make a chain of their own.
#[derive(Default)]
struct Chain {
    position: i64,
    checked: i64,
    heads: HashMap<domain::OrganizationId, String>,
    last: Option<domain::OrganizationId>,
}

impl Chain {
    fn check(&mut self, event: &RecordedEvent, findings: &mut Findings) {
        let at = Some(event.position);
        if event.position != self.position + 1 {
            findings.add(
                "position",
                at,
                None,
                format!("events {} to {} are missing", self.position + 1, event.position - 1),
            );
        }
        let expected = self.heads.get(&event.organization_id).map_or(hash_chain::GENESIS, String::as_str);
        if event.previous_hash != expected {
            findings.add(
                "chain",
                at,
                None,
                format!("{} does not follow the event before it", event.event_type),
            );
        }
        match hash_chain::recompute(event) {
            Ok(hash) if hash == event.hash => {}
            Ok(_) => {
                findings.add(
                    "hash",
                    at,
                    None,
                    format!("the facts of {} are not those that were recorded", event.event_type),
                );
            }
            Err(error) => findings.add("hash", at, None, error.to_string()),
        }
        self.position = event.position;
        self.checked += 1;
        self.last = Some(event.organization_id);
        self.heads.insert(event.organization_id, event.hash.clone());
    }

    fn last_hash(&self) -> String {
        self.last
            .and_then(|organization| self.heads.get(&organization).cloned())
            .unwrap_or_else(|| hash_chain::GENESIS.to_owned())
    }
}

/// The event that was the last when the head was kept is the same today.
fn check_kept(event: &RecordedEvent, kept: Option<&ChainHead>, findings: &mut Findings) {
    if let Some(kept) = kept
        && event.position == kept.position
        && event.hash != kept.hash
    {
        let detail = format!(
            "{} is not the event that stood here on {}: the log was written anew",
            event.event_type, kept.written_at
        );
        findings.add("head", Some(event.position), None, detail);
    }
}

/// The log goes at least as far as when the head was kept.
fn check_end(chain: &Chain, kept: Option<&ChainHead>, findings: &mut Findings) {
    if let Some(kept) = kept
        && chain.position < kept.position
    {
        let first = chain.position + 1;
        let detail = format!(
            "the log is cut off: events {first} to {} were there on {}",
            kept.position, kept.written_at
        );
        findings.add("head", Some(first), None, detail);
    }
}

/// Each archive is where it was put, and is the file that was written. Of one that was changed, walking it names the
/// first damaged position; what is returned is told after that.
fn check_archives(transaction: &mut dyn Transaction, findings: &mut Findings) -> Result<Vec<String>> {
    let mut changed = Vec::new();
    for archive in archive::list(transaction)? {
        let what = format!(
            "the archive {} of events {} to {}",
            archive.path, archive.first_position, archive.last_position
        );
        match archive::digest(Path::new(&archive.path)) {
            Ok((sha256, _)) if sha256 == archive.sha256 => {}
            Ok(_) => changed.push(format!("{what} is not the file that was written")),
            Err(error) => {
                let detail = format!("{what} cannot be opened: {error}; put it back where it was");
                findings.add("archive_missing", Some(archive.first_position), None, detail);
            }
        }
    }
    Ok(changed)
}

/// Where each archive ends, as the book has it: by position, the hash of the event there.
fn archive_ends(transaction: &mut dyn Transaction) -> Result<HashMap<i64, String>> {
    let rows = transaction.query("SELECT last_position, last_hash FROM event_archives", &[])?;
    let ends: store::Result<_> = rows
        .into_iter()
        .map(|row| {
            let mut row = row.reader();
            Ok((row.take()?, row.take()?))
        })
        .collect();
    Ok(ends?)
}

/// The book tells of no event that no archive holds.
fn check_index_ends(transaction: &mut dyn Transaction, archived: i64, findings: &mut Findings) -> Result<()> {
    let beyond = transaction.query_optional(
        "SELECT MIN(position) FROM archived_events WHERE position > $1 OR position < 1",
        &[archived.into()],
    )?;
    if let Some(position) = beyond.map(Row::single::<Option<i64>>).transpose()?.flatten() {
        let detail = "the book tells of an archived event that no archive holds".to_owned();
        findings.add("archive", Some(position), Some("archived_events"), detail);
    }
    Ok(())
}

/// What the book still tells of archived events is what their archive holds.
fn check_index(
    transaction: &mut dyn Transaction,
    events: &[RecordedEvent],
    findings: &mut Findings,
) -> Result<()> {
    let (Some(first), Some(last)) = (events.first(), events.last()) else { return Ok(()) };
    let kept = archived::index(transaction, first.position, last.position)?;
    for event in events {
        if kept.get(&event.position) != Some(&IndexEntry::of(event)?) {
            let detail = format!("what the book tells of the archived {} is not so", event.event_type);
            findings.add("archive", Some(event.position), Some("archived_events"), detail);
        }
    }
    Ok(())
}

/// Every stream counts 1, 2, 3, … without a gap, first in the archives and then in the log. Each is grouped by an
/// index of its own, so that nothing has to be sorted.
fn check_streams(transaction: &mut dyn Transaction, findings: &mut Findings) -> Result<()> {
    for (table, before) in [
        ("archived_events", "0"),
        (
            "domain_events",
            "COALESCE((SELECT MAX(archived.sequence_number) FROM archived_events AS archived \
             WHERE archived.aggregate_id = domain_events.aggregate_id), 0)",
        ),
    ] {
        let broken = transaction.query(
            &format!(
                "SELECT aggregate_id, COUNT(*), MIN(sequence_number), MAX(sequence_number) FROM {table} \
                 GROUP BY aggregate_id HAVING COUNT(*) <> MAX(sequence_number) - MIN(sequence_number) + 1 \
                 OR MIN(sequence_number) <> {before} + 1 LIMIT 10"
            ),
            &[],
        )?;
        for row in broken {
            let mut row = row.reader();
            let stream: Uuid = row.take()?;
            let (events, first, last): (i64, i64, i64) = (row.take()?, row.take()?, row.take()?);
            let detail = format!("stream {stream} has {events} events from number {first} to {last}");
            findings.add("stream", None, Some(table), detail);
        }
    }
    Ok(())
}

/// Compares a table with its fresh fold, page by page in the order of the ids.
fn compare(
    table: &'static str,
    live: &mut dyn Transaction,
    fresh: &mut dyn Transaction,
    findings: &mut Findings,
) -> Result<VerifiedTable> {
    let (mut rows, mut differences) = (0, 0);
    let mut live_rows = Pages::of(table);
    let mut fresh_rows = Pages::of(table);
    let (mut left, mut right) = (live_rows.next(live)?, fresh_rows.next(fresh)?);
    while left.is_some() || right.is_some() {
        rows += i64::from(left.is_some());
        let (step_left, step_right) = match (&left, &right) {
            (Some(live_row), Some(fresh_row)) if id(live_row) == id(fresh_row) => {
                if live_row != fresh_row {
                    differences += 1;
                    findings.add(
                        "projection",
                        None,
                        Some(table),
                        format!("row {} differs from the log", id(live_row)),
                    );
                }
                (true, true)
            }
            (Some(live_row), other)
                if other.as_ref().is_none_or(|fresh_row| id(live_row) < id(fresh_row)) =>
            {
                differences += 1;
                findings.add(
                    "projection",
                    None,
                    Some(table),
                    format!("row {} is not in the log", id(live_row)),
                );
                (true, false)
            }
            (_, Some(fresh_row)) => {
                differences += 1;
                findings.add(
                    "projection",
                    None,
                    Some(table),
                    format!("row {} of the log is missing", id(fresh_row)),
                );
                (false, true)
            }
            (_, None) => (true, true),
        };
        if step_left {
            left = live_rows.next(live)?;
        }
        if step_right {
            right = fresh_rows.next(fresh)?;
        }
    }
    Ok(VerifiedTable { table: table.to_owned(), rows, differences })
}

/// The primary key, which every projection's table has as its first column.
fn id(row: &Row) -> String {
    text_of(row.columns().first())
}

fn text_of(id: Option<&Value<'_>>) -> String {
    match id {
        Some(Value::Text(id)) => id.to_string(),
        Some(Value::Uuid(id)) => id.to_string(),
        other => format!("{other:?}"),
    }
}

/// The rows of a table in the order of its ids, a page at a time.
struct Pages {
    table: &'static str,
    page: std::vec::IntoIter<Row>,
    last: Option<Value<'static>>,
}

impl Pages {
    fn of(table: &'static str) -> Self {
        Self { table, page: Vec::new().into_iter(), last: None }
    }

    fn next(&mut self, transaction: &mut dyn Transaction) -> Result<Option<Row>> {
        if self.page.len() == 0 {
            self.page = self.turn(transaction)?.into_iter();
        }
        Ok(self.page.next())
    }

    /// The page after the last one. The first is asked for without a condition, so that each is found by the index.
    fn turn(&mut self, transaction: &mut dyn Transaction) -> Result<Vec<Row>> {
        let condition = if self.last.is_some() { "WHERE id > $1" } else { "" };
        let sql = format!("SELECT * FROM {} {condition} ORDER BY id LIMIT {PAGE}", self.table);
        let page = transaction.query(&sql, self.last.as_slice())?;
        if let Some(row) = page.last() {
            // A damaged index may lead back to where it has been, for ever.
            if self.last.as_ref().is_some_and(|last| id(row) <= text_of(Some(last))) {
                return Err(
                    StoreError::corrupt(format!("the rows of {} are out of order", self.table)).into()
                );
            }
            self.last = row.columns().first().cloned();
        }
        Ok(page)
    }
}
