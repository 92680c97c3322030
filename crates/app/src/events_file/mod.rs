//! A whole book as newline-delimited JSON, and back: the file that can be read without this program, by anyone, at any
//! time, and from which a book can be made again on any backend.
//!
//! The first line is the [`Header`]. Each further line is one [`Line`]: the events in the order of the log; the contents
//! of attachments, each followed by its chunks; the rows of what goes with the log wherever it goes; and the end, with
//! the hash of all lines before it. The same book gives the same bytes, on whatever backend it is. The file is plain
//! text, of an encrypted book as well.

mod read;
mod write;

use std::borrow::Cow;

use chrono::NaiveDate;
use domain::{Currency, OrganizationId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use store::event_line::EventLine;
use ts_rs::TS;

pub use read::import;
pub use write::export;

/// What the first line calls the file.
const FORMAT: &str = "lendingos-events";
/// Of the format.
const VERSION: u32 = 1;

/// For whoever finds the file without the program.
const ABOUT: &str = "A whole LendingOS book, one JSON object on each line. Lines with event are the log in order: hash = \
     lower-case hexadecimal SHA-256 of the 32 bytes of previousHash followed by the bytes of facts as they stand here \
     (canonical JSON, UTF-8). Lines with content begin a file that was attached, whose bytes are those of the lines with \
     chunk after it (Base64); its SHA-256 is its name in the events. Lines with row are rows of the tables that are not \
     made from the events. The line with end has the number of lines before it and the SHA-256 of their bytes.";

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Header {
    format: Cow<'static, str>,
    version: u32,
    about: Cow<'static, str>,
    organization_id: OrganizationId,
    organization: String,
    currency: Currency,
    /// How many events, and when the first and the last were recorded.
    events: i64,
    recorded_from: Option<NaiveDate>,
    recorded_until: Option<NaiveDate>,
    head_hash: String,
    /// How many chunks of attachments.
    chunks: i64,
}

/// A line after the first.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Line<'a> {
    /// An event.
    #[serde(borrow)]
    Event(EventLine<'a>),
    /// The content of an attachment begins.
    #[serde(rename_all = "camelCase")]
    Content { sha256: String, size_bytes: i64, thumbnail: Option<String> },
    /// The next chunk of that content.
    Chunk(String),
    /// A row of a table.
    Row { table: Cow<'a, str>, columns: serde_json::Map<String, Json> },
    /// The end.
    End { lines: i64, sha256: String },
}

/// A book that was written to a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct EventsExport {
    /// The file.
    pub path: String,
    /// Its bytes.
    pub bytes: i64,
    /// Its events.
    pub events: i64,
    /// Files that were attached.
    pub contents: i64,
    /// Hash of the last event.
    pub head_hash: String,
    /// Whether the book is encrypted; the file is not.
    pub book_is_encrypted: bool,
}
