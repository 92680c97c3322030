//! Writing a whole book to a file.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
    path::Path,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use flate2::{Compression, write::GzEncoder};
use serde::Serialize;
use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};
use store::{StoreError, Transaction, Value, event_line::EventLine, event_log, timestamp_text};

use super::{ABOUT, EventsExport, FORMAT, Header, Line, VERSION};
use crate::{
    AppError, Book, Result,
    attachments::contents,
    copy::{self, TABLES, Table},
    destination::{Destination, Existing},
    integrity::{self, Progress},
};

/// Writes the whole book, as it is at one moment, to a file; compressed where its name ends in `.gz`. Cancelled or
/// failed, it leaves nothing, and a file that was there as it was.
///
/// # Errors
/// A place that cannot be written to, a book that is damaged, cancellation, or storage.
pub fn export(book: &Book, path: &Path, replace: bool, progress: Progress<'_>) -> Result<EventsExport> {
    let destination = Destination::begin(book, ("path", path), Existing::replaced(replace))?;
    let is_compressed = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("gz"));
    let mut lines = Lines::begin(&destination, is_compressed);
    let (header, contents) = book.read(|transaction| write(book, transaction, &mut lines, progress))?;
    lines.finish()?;
    let bytes = destination.keep()?;
    Ok(EventsExport {
        path: path.display().to_string(),
        bytes,
        events: header.events,
        contents,
        head_hash: header.head_hash,
        book_is_encrypted: book.store().is_encrypted(),
    })
}

fn write(
    book: &Book,
    transaction: &mut dyn Transaction,
    lines: &mut Lines<'_>,
    progress: Progress<'_>,
) -> Result<(Header, i64)> {
    let header = header(book, transaction)?;
    lines.write(&header)?;
    let total = header.events + header.chunks;
    integrity::walk(transaction, &|done, _| progress(done, total), |_, events| {
        events.iter().try_for_each(|event| lines.write(&Line::Event(EventLine::of(event)?)))
    })?;
    let (mut contents, mut done) = (0, header.events);
    contents::visit_all(transaction, |transaction, content| {
        contents += 1;
        lines.write(&Line::Content {
            sha256: content.sha256.clone(),
            size_bytes: content.size_bytes,
            thumbnail: content.thumbnail.map(|bytes| STANDARD.encode(bytes)),
        })?;
        contents::read_whole(transaction, &content.sha256, |chunk| {
            lines.write(&Line::Chunk(STANDARD.encode(chunk)))?;
            done += 1;
            if progress(done, total) { Ok(()) } else { Err(AppError::Cancelled) }
        })
    })?;
    for table in &TABLES {
        write_table(table, transaction, lines)?;
    }
    Ok((header, contents))
}

fn header(book: &Book, transaction: &mut dyn Transaction) -> Result<Header> {
    let organization = book.organization();
    let head = event_log::head(transaction, organization.id)?;
    let recorded = copy::recorded(transaction)?;
    Ok(Header {
        format: FORMAT.into(),
        version: VERSION,
        about: ABOUT.into(),
        organization_id: organization.id,
        organization: organization.name.clone(),
        currency: organization.currency,
        events: head.position,
        recorded_from: recorded.map(|(from, _)| from),
        recorded_until: recorded.map(|(_, until)| until),
        head_hash: head.hash,
        chunks: contents::count_chunks(transaction)?,
    })
}

/// A page of rows is put in the order of its text: servers sort words each in their own way.
fn write_table(table: &Table, transaction: &mut dyn Transaction, lines: &mut Lines<'_>) -> Result<()> {
    let is_named = table.is_named();
    copy::visit_rows(table, transaction, |rows| {
        let row = |row: Vec<Value<'static>>| -> Line<'static> {
            let columns: Map<String, Json> = table
                .insert
                .columns()
                .iter()
                .map(|name| (*name).to_owned())
                .zip(row.into_iter().map(json_of))
                .collect();
            Line::Row { table: table.insert.table().into(), columns }
        };
        let mut texts = rows
            .into_iter()
            .map(|values| serde_json::to_vec(&row(values)).map_err(cannot_be_written))
            .collect::<Result<Vec<_>>>()?;
        if is_named {
            texts.sort_unstable();
        }
        texts.into_iter().try_for_each(|text| lines.line(text))
    })
}

/// A value in the form that all backends have in common.
fn json_of(value: Value<'static>) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Integer(integer) => integer.into(),
        Value::Boolean(boolean) => i64::from(boolean).into(),
        Value::Text(text) | Value::Json(text) => text.into(),
        Value::Uuid(id) => id.to_string().into(),
        Value::Date(date) => date.to_string().into(),
        Value::Timestamp(moment) => timestamp_text(moment).into(),
        Value::Bytes(bytes) => json!({ "base64": STANDARD.encode(bytes) }),
    }
}

fn cannot_be_written(error: serde_json::Error) -> AppError {
    StoreError::backend("writing a line of the file", error).into()
}

/// The lines on their way to the file, counted and hashed.
struct Lines<'a> {
    to: To<'a>,
    destination: &'a Destination,
    hasher: Sha256,
    written: i64,
}

enum To<'a> {
    Plain(BufWriter<&'a File>),
    Compressed(Box<GzEncoder<BufWriter<&'a File>>>),
}

impl Write for To<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(to) => to.write(bytes),
            Self::Compressed(to) => to.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(to) => to.flush(),
            Self::Compressed(to) => to.flush(),
        }
    }
}

impl<'a> Lines<'a> {
    fn begin(destination: &'a Destination, is_compressed: bool) -> Self {
        let file = BufWriter::with_capacity(1 << 16, destination.file());
        let to = if is_compressed {
            To::Compressed(Box::new(GzEncoder::new(file, Compression::default())))
        } else {
            To::Plain(file)
        };
        Self { to, destination, hasher: Sha256::new(), written: 0 }
    }

    fn write<T: Serialize>(&mut self, line: &T) -> Result<()> {
        self.line(serde_json::to_vec(line).map_err(cannot_be_written)?)
    }

    fn line(&mut self, mut text: Vec<u8>) -> Result<()> {
        text.push(b'\n');
        self.hasher.update(&text);
        self.written += 1;
        self.to.write_all(&text).map_err(|error| self.destination.failed(error))
    }

    fn finish(mut self) -> Result<()> {
        let end = Line::End { lines: self.written, sha256: hex::encode(self.hasher.clone().finalize()) };
        self.write(&end)?;
        let flushed = match self.to {
            To::Plain(mut to) => to.flush(),
            To::Compressed(to) => to.finish().and_then(|mut to| to.flush()),
        };
        flushed.map_err(|error| self.destination.failed(error))
    }
}
