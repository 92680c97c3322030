//! The storage trait, and everything about the event log that is the same on every backend.
//!
//! A backend implements [`Store`] and [`Transaction`]: it opens, begins, executes and queries *portable* SQL, and
//! no more. The log itself ([`event_log`]), its hash chain ([`hash_chain`]), the files of its older part
//! ([`archive_file`]) and the reading of old event versions ([`upcast`]) are written once, here. `store-conformance` holds the cases that every backend must pass.

pub mod archive_file;
pub mod book_file;
mod canonical;
mod envelope;
mod error;
pub mod event_line;
pub mod event_log;
pub mod hash_chain;
mod transaction;
pub mod upcast;
mod value;

pub use canonical::canonical_json;
pub use envelope::{EventStatus, Metadata, NewEvent, RecordedEvent};
pub use error::{Result, StoreError};
pub use transaction::{
    Backends, Insert, Notice, SearchedWords, SoughtWord, Store, TableSize, Tell, Transaction, Watch,
};
pub use value::{FromValue, Row, RowReader, Value, timestamp_text};
