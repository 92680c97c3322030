//! Making a book from a file that another book was written to.

use std::{
    fs::File,
    io::{BufRead, BufReader, ErrorKind, Read},
    path::Path,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::OrganizationId;
use flate2::bufread::MultiGzDecoder;
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use store::{Backends, RecordedEvent, Store, StoreError, Transaction, Value, event_log, hash_chain::GENESIS};

use super::{FORMAT, Header, Line, VERSION};
use crate::{
    AppError, Environment, Parts, Result,
    attachments::contents,
    book,
    bus::{EventBus, project},
    copy::{self, BookPlace, TABLES, Table},
    integrity::{Progress, VerifyReport},
};

/// Events and rows written at a time.
const PAGE: usize = 1_000;

/// Bytes of the longest line that is read. A chunk has less than half a megabyte, and so have events.
const LONGEST_LINE: u64 = 64 << 20;

/// Makes a book at a place where none may be yet from a file, checks every line on the way, and verifies the book.
/// Stopped in the middle by an error or by the user, it leaves nothing.
///
/// # Errors
/// A file that cannot be read or is not what was written, with the line; a place where a book cannot be made;
/// cancellation, or storage.
pub fn import(
    backends: &dyn Backends,
    path: &Path,
    to: BookPlace<'_>,
    environment: &Environment,
    progress: Progress<'_>,
) -> Result<VerifyReport> {
    let mut lines = Lines::open(path)?;
    let header = lines.header()?;
    let target = backends.create(to.address, to.passphrase)?;
    let imported = fill(&mut lines, &header, target, environment, progress);
    if imported.is_err() {
        // What failed is told, not this; the target was made a moment ago by this very call.
        let _ = backends.discard(to.address, to.passphrase);
    }
    imported
}

fn fill(
    lines: &mut Lines,
    header: &Header,
    target: Box<dyn Store>,
    environment: &Environment,
    progress: Progress<'_>,
) -> Result<VerifyReport> {
    if let Some((from, until)) = header.recorded_from.zip(header.recorded_until) {
        target.make_room(from, until)?;
    }
    let head = {
        let mut write = target.write()?;
        let bus = book::bus(Parts::default());
        let mut filling = Filling::begin(&mut *write, header, &bus, progress);
        while filling.follow(lines)? {}
        write.commit()?;
        event_log::head(&mut *target.read()?, header.organization_id)?
    };
    copy::verified(target, &head, environment, progress)
}

/// A book while the lines of the file come in.
struct Filling<'a> {
    write: &'a mut dyn Transaction,
    header: &'a Header,
    bus: &'a EventBus,
    progress: Progress<'a>,
    /// Of the last event.
    position: i64,
    hash: String,
    events: Vec<RecordedEvent>,
    content: Option<ContentToFill>,
    chunks: i64,
    rows: Vec<Vec<Value<'static>>>,
    rows_of: Option<&'static Table>,
}

/// A content whose chunks come in.
struct ContentToFill {
    sha256: String,
    size_bytes: i64,
    bytes: i64,
    hasher: Sha256,
    chunks: i64,
}

impl<'a> Filling<'a> {
    fn begin(
        write: &'a mut dyn Transaction,
        header: &'a Header,
        bus: &'a EventBus,
        progress: Progress<'a>,
    ) -> Self {
        Self {
            write,
            header,
            bus,
            progress,
            position: 0,
            hash: GENESIS.to_owned(),
            events: Vec::new(),
            content: None,
            chunks: 0,
            rows: Vec::new(),
            rows_of: None,
        }
    }

    /// Takes the next line in; answers whether there is another.
    fn follow(&mut self, lines: &mut Lines) -> Result<bool> {
        let before = (lines.read, hex::encode(lines.hasher.clone().finalize()));
        if !lines.next()? {
            return Err(lines.wrong("the file ends before its last line: it was cut off"));
        }
        let line: Line<'_> = serde_json::from_str(lines.text()?)
            .map_err(|error| lines.wrong(format!("it is not a line of such a file: {error}")))?;
        match line {
            Line::Event(event) => {
                let event = event.event().map_err(|error| lines.wrong(error.to_string()))?;
                self.event(event, lines)?;
            }
            Line::Content { sha256, size_bytes, thumbnail } => {
                self.end_events(lines)?;
                self.end_content(lines)?;
                let thumbnail = thumbnail.map(|text| bytes_of(&text, lines)).transpose()?;
                self.begin_content(sha256, size_bytes, thumbnail)?;
            }
            Line::Chunk(text) => self.chunk(&bytes_of(&text, lines)?, lines)?,
            Line::Row { table, columns } => {
                self.end_events(lines)?;
                self.end_content(lines)?;
                self.row(&table, columns, lines)?;
            }
            Line::End { lines: counted, sha256 } => {
                self.end_events(lines)?;
                self.end_content(lines)?;
                self.write_rows()?;
                if (counted, sha256) != before {
                    return Err(lines.wrong("a line before it was changed, added or left out"));
                }
                if self.chunks != self.header.chunks {
                    return Err(lines.wrong("the first line counts other attachments"));
                }
                if lines.next()? {
                    return Err(lines.wrong("nothing may stand after the end"));
                }
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// An event must be the next one of the log: its place, its chain, its book, and its facts are checked.
    fn event(&mut self, event: RecordedEvent, lines: &Lines) -> Result<()> {
        if self.content.is_some() || self.rows_of.is_some() {
            return Err(lines.wrong("an event stands behind the end of the log"));
        }
        if event.organization_id != self.header.organization_id {
            return Err(lines.wrong("the event is of another book"));
        }
        if event.position != self.position + 1 || event.previous_hash != self.hash {
            return Err(lines.wrong(format!(
                "the event does not follow the one before it: one was changed, left out, added or put elsewhere \
                 (position {} after {})",
                event.position, self.position
            )));
        }
        self.position = event.position;
        self.hash.clone_from(&event.hash);
        self.events.push(event);
        if self.events.len() >= PAGE { self.write_events(lines) } else { Ok(()) }
    }

    fn write_events(&mut self, lines: &Lines) -> Result<()> {
        let events = std::mem::take(&mut self.events);
        let refused = |error: AppError| match error {
            AppError::Store(StoreError::Full | StoreError::Busy) | AppError::Cancelled => error,
            error => lines.wrong(format!("up to here the events cannot be followed: {error}")),
        };
        event_log::restore(self.write, &events).map_err(|error| refused(error.into()))?;
        project(self.write, self.bus.projections(), self.bus.upcasters(), &events).map_err(refused)?;
        self.write.release_memory()?;
        self.go_on()
    }

    /// The log is whole when something else begins.
    fn end_events(&mut self, lines: &Lines) -> Result<()> {
        if !self.events.is_empty() {
            self.write_events(lines)?;
        }
        if (self.position, &self.hash) != (self.header.events, &self.header.head_hash) {
            return Err(lines.wrong(format!(
                "the log ends at position {}, and the first line says {}: events are missing",
                self.position, self.header.events
            )));
        }
        Ok(())
    }

    fn begin_content(&mut self, sha256: String, size_bytes: i64, thumbnail: Option<Vec<u8>>) -> Result<()> {
        contents::Writer::begin(
            self.write,
            self.header.organization_id,
            &sha256,
            size_bytes,
            thumbnail.as_deref(),
        )?;
        self.content = Some(ContentToFill { sha256, size_bytes, bytes: 0, hasher: Sha256::new(), chunks: 0 });
        Ok(())
    }

    fn chunk(&mut self, bytes: &[u8], lines: &Lines) -> Result<()> {
        let Some(content) = &mut self.content else {
            return Err(lines.wrong("a chunk stands where no attachment began"));
        };
        content.hasher.update(bytes);
        content.bytes = content.bytes.saturating_add(i64::try_from(bytes.len()).unwrap_or(i64::MAX));
        contents::Writer::go_on(self.write, &content.sha256, content.chunks).chunk(bytes)?;
        content.chunks += 1;
        self.chunks += 1;
        self.go_on()
    }

    /// A content must be what its hash says.
    fn end_content(&mut self, lines: &Lines) -> Result<()> {
        let Some(content) = self.content.take() else { return Ok(()) };
        let found = hex::encode(content.hasher.finalize());
        if found != content.sha256 || content.bytes != content.size_bytes {
            let problem =
                format!("the attachment before it is not the one that was kept: its SHA-256 is {found}");
            return Err(lines.wrong(problem));
        }
        Ok(())
    }

    fn row(&mut self, table: &str, columns: serde_json::Map<String, Json>, lines: &Lines) -> Result<()> {
        let Some(table) = TABLES.iter().find(|known| known.insert.table() == table) else {
            return Err(lines.wrong(format!("there is no table {table:?} in this release")));
        };
        if self.rows.len() >= PAGE || self.rows_of.is_some_and(|before| !std::ptr::eq(before, table)) {
            self.write_rows()?;
        }
        let organization_id =
            columns.get("organization_id").and_then(Json::as_str).map(str::parse::<OrganizationId>);
        if !matches!(organization_id, Some(Ok(id)) if id == self.header.organization_id) {
            return Err(lines.wrong("the row is of another book"));
        }
        let known = table.insert.columns();
        if columns.len() != known.len() {
            return Err(lines.wrong(format!(
                "a row of {} has the columns {}",
                table.insert.table(),
                known.join(", ")
            )));
        }
        let value = |name: &&str| {
            let value = columns.get(*name).ok_or_else(|| lines.wrong(format!("the row has no {name}")))?;
            value_of(value, lines)
        };
        let row = known.iter().map(value).collect::<Result<_>>()?;
        self.rows_of = Some(table);
        self.rows.push(row);
        Ok(())
    }

    fn write_rows(&mut self) -> Result<()> {
        if let Some(table) = self.rows_of {
            self.write.insert(&table.insert, &std::mem::take(&mut self.rows))?;
        }
        Ok(())
    }

    fn go_on(&self) -> Result<()> {
        let total = self.header.events + self.header.chunks;
        if (self.progress)(self.position + self.chunks, total * 2) {
            Ok(())
        } else {
            Err(AppError::Cancelled)
        }
    }
}

fn bytes_of(text: &str, lines: &Lines) -> Result<Vec<u8>> {
    STANDARD.decode(text).map_err(|error| lines.wrong(format!("it is not Base64: {error}")))
}

fn value_of(json: &Json, lines: &Lines) -> Result<Value<'static>> {
    Ok(match json {
        Json::Null => Value::Null,
        Json::String(text) => text.clone().into(),
        Json::Number(number) if number.is_i64() => number.as_i64().into(),
        Json::Object(object) => match object.get("base64").and_then(Json::as_str) {
            Some(text) => bytes_of(text, lines)?.into(),
            None => return Err(lines.wrong("a column holds what no column can hold")),
        },
        _ => return Err(lines.wrong("a column holds what no column can hold")),
    })
}

/// The lines of the file, counted and hashed.
struct Lines {
    from: Box<dyn BufRead>,
    line: Vec<u8>,
    read: i64,
    hasher: Sha256,
}

impl Lines {
    fn open(path: &Path) -> Result<Self> {
        let unreadable = |error: std::io::Error| AppError::InvalidInput {
            field: "path",
            problem: match error.kind() {
                ErrorKind::NotFound => format!("must be a file that is there, and {} is not", path.display()),
                _ => format!("must be a file that can be read: {}: {error}", path.display()),
            },
        };
        let mut file = BufReader::with_capacity(1 << 16, File::open(path).map_err(unreadable)?);
        const GZIP: &[u8] = &[0x1f, 0x8b];
        let is_compressed = file.fill_buf().map_err(unreadable)?.starts_with(GZIP);
        let from: Box<dyn BufRead> =
            if is_compressed { Box::new(BufReader::new(MultiGzDecoder::new(file))) } else { Box::new(file) };
        Ok(Self { from, line: Vec::new(), read: 0, hasher: Sha256::new() })
    }

    /// Reads the next line; answers whether there was one.
    fn next(&mut self) -> Result<bool> {
        self.line.clear();
        let read = (&mut self.from).take(LONGEST_LINE).read_until(b'\n', &mut self.line);
        self.read += 1;
        let read = read.map_err(|error| self.wrong(format!("the file cannot be read here: {error}")))?;
        if read == 0 {
            return Ok(false);
        }
        if self.line.last() != Some(&b'\n') {
            return Err(self.wrong("the line has no end: the file was cut off"));
        }
        // An editor or a transfer may end lines as Windows does; no line of JSON has a bare carriage return itself.
        if self.line.ends_with(b"\r\n") {
            self.line.truncate(self.line.len() - 2);
            self.line.push(b'\n');
        }
        self.hasher.update(&self.line);
        Ok(true)
    }

    fn text(&self) -> Result<&str> {
        let text = std::str::from_utf8(&self.line)
            .map_err(|error| self.wrong(format!("it is not UTF-8: {error}")))?;
        Ok(text.trim_end_matches('\n'))
    }

    fn header(&mut self) -> Result<Header> {
        let none = "it is not the first line of a book that was written to a file";
        if !self.next()? {
            return Err(self.wrong(none));
        }
        let header: Json = serde_json::from_str(self.text()?).map_err(|_| self.wrong(none))?;
        if header["format"] != FORMAT {
            return Err(self.wrong(none));
        }
        if header["version"] != VERSION {
            return Err(self.wrong(format!(
                "version {} of the format is newer than this release, which reads version {VERSION}",
                header["version"]
            )));
        }
        serde_json::from_value(header).map_err(|error| self.wrong(format!("{none}: {error}")))
    }

    /// What is wrong with the line that was read last.
    fn wrong(&self, problem: impl std::fmt::Display) -> AppError {
        AppError::InvalidInput {
            field: "path",
            problem: format!("is not whole: line {}: {problem}", self.read),
        }
    }
}
