//! A file of old events: compressed, readable without this program, and chained to the log that goes on after it.
//!
//! The file is gzip, one member for the header and one for each block of events, so that `zcat` shows all of it and
//! one block can be read without the others. The first line says what the file is and how to check it; each further
//! line is one event: its facts exactly as they were hashed, its hashes, its position and what became of its handlers.
//!
//! The archive of an encrypted book has a [`Secret`], which is kept in the book: each block is sealed with it
//! (XChaCha20-Poly1305, its nonce before it), and only the header can be read by others.

use std::{
    borrow::Cow,
    fs::File,
    io::{Read, Seek, SeekFrom, Write},
    ops::Range,
    path::Path,
};

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use chrono::{DateTime, Utc};
use domain::OrganizationId;
use flate2::{Compression, bufread::GzDecoder, write::GzEncoder};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::{
    EventStatus, RecordedEvent, Result, StoreError,
    hash_chain::{Facts, raw},
};

/// What the first line calls the file.
pub const FORMAT: &str = "lendingos-archive";

const VERSION: u32 = 1;

/// Events of one block: few, so that one loan's history is read without much around it.
pub const EVENTS_IN_BLOCK: i64 = 250;

/// For whoever finds the file without the program.
const ABOUT: &str = "One event of a LendingOS book on each line after this one. hash = lower-case hexadecimal \
     SHA-256 of the 32 bytes of previousHash followed by the bytes of facts as they stand here (canonical JSON, \
     UTF-8). previousHash is the hash of the event at the position before. The event after lastPosition is in the \
     book, or in its next archive, and its previousHash is lastHash.";

/// The first line of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Header {
    /// [`FORMAT`].
    pub format: Cow<'static, str>,
    /// Version of the format.
    pub version: u32,
    /// How to read the file and check it.
    pub about: Cow<'static, str>,
    /// Whose events they are.
    pub organization_id: OrganizationId,
    /// The lender's name.
    pub organization: String,
    /// Position of the first event.
    pub first_position: i64,
    /// Position of the last event.
    pub last_position: i64,
    /// Hash of the event before the first.
    pub previous_hash: String,
    /// Hash of the last event.
    pub last_hash: String,
    /// When the file was written.
    pub written_at: DateTime<Utc>,
}

impl Header {
    /// The header of an archive that this release writes.
    #[must_use]
    pub fn new(
        (organization_id, organization): (OrganizationId, &str),
        (first_position, previous_hash): (i64, &str),
        (last_position, last_hash): (i64, &str),
        written_at: DateTime<Utc>,
    ) -> Self {
        Self {
            format: Cow::Borrowed(FORMAT),
            version: VERSION,
            about: Cow::Borrowed(ABOUT),
            organization_id,
            organization: organization.to_owned(),
            first_position,
            last_position,
            previous_hash: previous_hash.to_owned(),
            last_hash: last_hash.to_owned(),
            written_at,
        }
    }
}

/// What seals the blocks of an encrypted book's archive.
#[derive(Clone)]
pub struct Secret([u8; 32]);

impl Secret {
    /// A new one, by chance.
    ///
    /// # Errors
    /// [`StoreError::Backend`] where the system gives no random bytes.
    pub fn new() -> Result<Self> {
        let mut bytes = [0; 32];
        by_chance(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// Reads what [`Secret::to_text`] wrote.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] where the text is none.
    pub fn from_text(text: &str) -> Result<Self> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes)
            .map_err(|error| StoreError::corrupt(format!("the secret of an archive: {error}")))?;
        Ok(Self(bytes))
    }

    /// As it is kept in the book.
    #[must_use]
    pub fn to_text(&self) -> String {
        hex::encode(self.0)
    }

    /// The block's first position goes with it, so that no block can be put in another's place.
    fn seal(&self, first_position: i64, block: &[u8]) -> Result<Vec<u8>> {
        let mut sealed = vec![0; NONCE];
        by_chance(&mut sealed)?;
        let nonce = XNonce::try_from(sealed.as_slice()).map_err(|error| cannot_seal(&error))?;
        let payload = Payload { msg: block, aad: &first_position.to_be_bytes() };
        sealed.extend(self.cipher().encrypt(&nonce, payload).map_err(|error| cannot_seal(&error))?);
        Ok(sealed)
    }

    fn open(&self, first_position: i64, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_at_checked(NONCE)?;
        let payload = Payload { msg: sealed, aad: &first_position.to_be_bytes() };
        self.cipher().decrypt(&XNonce::try_from(nonce).ok()?, payload).ok()
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.0.into())
    }
}

/// Bytes of the nonce of XChaCha20.
const NONCE: usize = 24;

fn by_chance(bytes: &mut [u8]) -> Result<()> {
    getrandom::fill(bytes).map_err(|error| cannot_seal(&error))
}

fn cannot_seal(error: &dyn std::fmt::Display) -> StoreError {
    StoreError::Backend { message: format!("sealing an archive: {error}"), source: None }
}

/// Where a block lies in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlockPlace {
    /// Position of its first event.
    pub first_position: i64,
    /// Position of its last event.
    pub last_position: i64,
    /// Its first byte.
    pub offset: i64,
    /// Its bytes.
    pub length: i64,
}

/// One event, as a line of the file.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Line<'a> {
    position: i64,
    previous_hash: Cow<'a, str>,
    hash: Cow<'a, str>,
    processed_at: Option<DateTime<Utc>>,
    retry_count: u32,
    error: Option<Cow<'a, str>>,
    #[serde(borrow)]
    facts: &'a RawValue,
}

/// Writes an archive, block by block.
pub struct Writer<W: Write> {
    to: W,
    secret: Option<Secret>,
    offset: i64,
    blocks: Vec<BlockPlace>,
}

impl<W: Write> Writer<W> {
    /// Begins with the header.
    ///
    /// # Errors
    /// What the file system reports.
    pub fn begin(to: W, header: &Header, secret: Option<Secret>) -> Result<Self> {
        let mut writer = Self { to, secret, offset: 0, blocks: Vec::new() };
        let mut line = serde_json::to_vec(header).map_err(cannot_be_written)?;
        line.push(b'\n');
        writer.write(&compressed(&line)?)?;
        Ok(writer)
    }

    /// Writes events that follow one another as one block.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] where an event holds no JSON, or what the file system reports.
    pub fn block(&mut self, events: &[RecordedEvent]) -> Result<()> {
        let (Some(first), Some(last)) = (events.first(), events.last()) else { return Ok(()) };
        let mut lines = Vec::with_capacity(events.len() * 1_024);
        for event in events {
            write_line(event, &mut lines)?;
        }
        let mut block = compressed(&lines)?;
        if let Some(secret) = &self.secret {
            block = secret.seal(first.position, &block)?;
        }
        let offset = self.offset;
        self.write(&block)?;
        self.blocks.push(BlockPlace {
            first_position: first.position,
            last_position: last.position,
            offset,
            length: self.offset - offset,
        });
        Ok(())
    }

    /// Where the blocks lie, and what was written to.
    pub fn finish(self) -> (W, Vec<BlockPlace>) {
        (self.to, self.blocks)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.to.write_all(bytes).map_err(cannot_be_saved)?;
        self.offset += i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        Ok(())
    }
}

fn compressed(text: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text).and_then(|()| encoder.finish()).map_err(cannot_be_saved)
}

fn write_line(event: &RecordedEvent, lines: &mut Vec<u8>) -> Result<()> {
    let facts = Facts::of(event)?.canonical()?;
    let facts = std::str::from_utf8(&facts)
        .map_err(|error| StoreError::backend("writing the facts of an event", error))?;
    let line = Line {
        position: event.position,
        previous_hash: Cow::Borrowed(&event.previous_hash),
        hash: Cow::Borrowed(&event.hash),
        processed_at: event.processed_at,
        retry_count: event.retry_count,
        error: event.error.as_deref().map(Cow::Borrowed),
        facts: raw(facts)?,
    };
    serde_json::to_writer(&mut *lines, &line).map_err(cannot_be_written)?;
    lines.push(b'\n');
    Ok(())
}

fn cannot_be_written(error: serde_json::Error) -> StoreError {
    StoreError::backend("writing an archive", error)
}

/// A disk that is full is told as such.
fn cannot_be_saved(error: std::io::Error) -> StoreError {
    match error.kind() {
        std::io::ErrorKind::StorageFull => StoreError::Full,
        _ => StoreError::backend(format!("writing an archive: {error}"), error),
    }
}

/// A block that was read.
pub struct Block {
    first_position: i64,
    text: String,
    /// Where each line begins and ends.
    lines: Vec<Range<usize>>,
}

impl Block {
    /// Reads a block of a file.
    ///
    /// # Errors
    /// [`StoreError::ArchiveMissing`] where the file cannot be opened, [`StoreError::Corrupt`] where it is not what
    /// was written.
    pub fn read(file: &Path, place: &BlockPlace, secret: Option<&Secret>) -> Result<Self> {
        let text = read_text(file, place, secret).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound | std::io::ErrorKind::PermissionDenied => {
                StoreError::ArchiveMissing { file: file.display().to_string(), reason: error.to_string() }
            }
            _ => StoreError::corrupt(format!(
                "the archive {} cannot be read at events {} to {}: {error}",
                file.display(),
                place.first_position,
                place.last_position
            )),
        })?;
        let mut begin = 0;
        let mut lines = Vec::new();
        for line in text.split_inclusive('\n') {
            lines.push(begin..begin + line.trim_end_matches('\n').len());
            begin += line.len();
        }
        Ok(Self { first_position: place.first_position, text, lines })
    }

    /// All its events, in order.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] where a line is no event.
    pub fn events(&self) -> Result<Vec<RecordedEvent>> {
        (self.first_position..).zip(&self.lines).map(|(position, _)| self.event(position)).collect()
    }

    /// The event of a position.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] where the block has no such event.
    pub fn event(&self, position: i64) -> Result<RecordedEvent> {
        let place = usize::try_from(position - self.first_position).ok();
        let line = place.and_then(|place| self.lines.get(place)).and_then(|line| self.text.get(line.clone()));
        read_line(position, line.unwrap_or_default())
    }
}

fn read_text(file: &Path, place: &BlockPlace, secret: Option<&Secret>) -> std::io::Result<String> {
    let mut file = File::open(file)?;
    file.seek(SeekFrom::Start(u64::try_from(place.offset).unwrap_or(0)))?;
    let mut block = vec![0; usize::try_from(place.length).unwrap_or(0)];
    file.read_exact(&mut block)?;
    if let Some(secret) = secret {
        block = secret
            .open(place.first_position, &block)
            .ok_or_else(|| std::io::Error::other("it is not what was sealed"))?;
    }
    let mut text = String::new();
    GzDecoder::new(&*block).read_to_string(&mut text)?;
    Ok(text)
}

fn read_line(position: i64, line: &str) -> Result<RecordedEvent> {
    let damaged = |error: serde_json::Error| {
        StoreError::corrupt(format!("the archive at position {position} holds no event: {error}"))
    };
    let line: Line<'_> = serde_json::from_str(line).map_err(damaged)?;
    let facts: Facts<'_> = serde_json::from_str(line.facts.get()).map_err(damaged)?;
    Ok(RecordedEvent {
        // Nothing else is archived.
        status: EventStatus::Processed,
        processed_at: line.processed_at,
        error: line.error.map(Cow::into_owned),
        retry_count: line.retry_count,
        ..facts.into_event(line.position, line.previous_hash.into_owned(), line.hash.into_owned())
    })
}
