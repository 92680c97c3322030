//! Writing the compliance log to a file that can be checked without the book.

use std::{
    collections::HashMap,
    io::{BufWriter, Write},
    path::Path,
};

use chrono::{DateTime, Utc};
use domain::OrganizationId;
use schemars::JsonSchema;
use serde::Serialize;
use store::{RecordedEvent, StoreError, Transaction, event_line::EventLine, event_log};
use ts_rs::TS;

use super::{Entry, Kept, end, page};
use crate::{
    AppError, Book, Result,
    destination::{Destination, Existing},
    integrity::Progress,
};

const FORMAT: &str = "lendingos-compliance-log";

/// How the file is made, for whoever opens it without its documentation.
const ABOUT: &str = "The compliance log of a book of LendingOS. Each line after this one is an entry with the event \
     that it tells of. The hash of a line is SHA-256 over the hash of the line before it (32 bytes, zeros before the \
     first) and the entry as canonical JSON (RFC 8785); that of an event is SHA-256 over its previousHash and its facts \
     in the same way. This line says how many entries there are and the hash of the last.";

/// Entries and events read at a time.
const PAGE: i64 = 1_000;

/// A compliance log that was written to a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct ComplianceExport {
    /// The file.
    pub path: String,
    /// Its bytes.
    pub bytes: i64,
    /// Its entries.
    pub entries: i64,
    /// Hash of the last entry. Kept elsewhere, it proves later that nothing was cut off or written anew.
    pub hash: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Header<'a> {
    format: &'a str,
    version: u32,
    about: &'a str,
    organization_id: OrganizationId,
    organization: &'a str,
    entries: i64,
    hash: &'a str,
    written_at: DateTime<Utc>,
}

#[derive(Serialize)]
struct Line<'a> {
    entry: &'a Entry,
    hash: &'a str,
    event: EventLine<'a>,
}

/// Writes the whole log, as it is at one moment, to a file. Cancelled or failed, it leaves nothing, and a file that was
/// there as it was.
///
/// # Errors
/// A place that cannot be written to, an entry without its event, an archive that is not where it was, cancellation, or
/// storage.
pub fn export(book: &Book, path: &Path, replace: bool, progress: Progress<'_>) -> Result<ComplianceExport> {
    let destination = Destination::begin(book, ("path", path), Existing::replaced(replace))?;
    let mut file = BufWriter::new(destination.file());
    let mut write_line = |line: &str| {
        file.write_all(line.as_bytes())
            .and_then(|()| file.write_all(b"\n"))
            .map_err(|error| destination.failed(error))
    };
    let end = book.read(|transaction| {
        let end = end(transaction)?;
        let header = Header {
            format: FORMAT,
            version: 1,
            about: ABOUT,
            organization_id: book.organization().id,
            organization: &book.organization().name,
            entries: end.number,
            hash: &end.hash,
            written_at: book.environment().clock.now(),
        };
        write_line(&json(&header)?)?;
        let mut events = Events::default();
        let mut done = 0;
        loop {
            let entries = page(transaction, done, PAGE)?;
            let Some(last) = entries.last() else { return Ok(end) };
            let number = last.entry.number;
            for Kept { entry, position, hash } in &entries {
                let event = EventLine::of(events.at(transaction, *position)?)?;
                write_line(&json(&Line { entry, hash, event })?)?;
            }
            done = number;
            if !progress(done, end.number) {
                return Err(AppError::Cancelled);
            }
        }
    })?;
    file.flush().map_err(|error| destination.failed(error))?;
    drop(file);
    let bytes = destination.keep()?;
    Ok(ComplianceExport { path: path.display().to_string(), bytes, entries: end.number, hash: end.hash })
}

fn json<T: Serialize>(value: &T) -> Result<String> {
    Ok(serde_json::to_string(value)
        .map_err(|error| StoreError::backend("writing a line of the compliance log", error))?)
}

/// The events of entries: nearly always in the order of the log, so that they are read a page at a time.
#[derive(Default)]
struct Events(HashMap<i64, RecordedEvent>);

impl Events {
    fn at(&mut self, transaction: &mut dyn Transaction, position: i64) -> Result<&RecordedEvent> {
        if !self.0.contains_key(&position) {
            let events = event_log::page(transaction, position - 1, PAGE)?;
            self.0 = events.into_iter().map(|event| (event.position, event)).collect();
        }
        let missing = || StoreError::corrupt(format!("there is no event at position {position}"));
        Ok(self.0.get(&position).ok_or_else(missing)?)
    }
}
