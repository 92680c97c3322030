//! The storage trait on SQLite: one file, one writer, a few readers.
//!
//! Every connection runs in WAL mode with `synchronous = FULL` (a ledger must not lose its last commit), foreign
//! keys on, and prepared statements cached. A passphrase encrypts the file with SQLCipher; without one the book is
//! a plain SQLite file.

mod connection;
mod migrations;
mod store;
mod transaction;

pub use connection::{OLDEST_ENGINE, check_engine};
pub use store::SqliteStore;
