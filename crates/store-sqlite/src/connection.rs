//! Opening a connection with the settings that a ledger needs, and telling its errors apart.

use std::{path::Path, time::Duration};

use rusqlite::{Connection, ErrorCode, OpenFlags};
use store::{Result, StoreError};

/// The oldest SQLite that may open a book. Before it, a bug in the reset of the write-ahead log could damage a file
/// that two connections write.
pub const OLDEST_ENGINE: &str = "3.51.3";
const OLDEST_ENGINE_NUMBER: i32 = 3_051_003;

/// How long a writer waits for another process before it says that the book is busy.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Statements kept prepared on a connection; the program has fewer.
const STATEMENT_CACHE: usize = 128;

/// Refuses an engine that can damage a book.
///
/// # Errors
/// [`StoreError::EngineTooOld`] below [`OLDEST_ENGINE`].
pub fn check_engine(version_number: i32, version: &str) -> Result<()> {
    if version_number < OLDEST_ENGINE_NUMBER {
        return Err(StoreError::EngineTooOld { found: version.to_owned(), needed: OLDEST_ENGINE });
    }
    Ok(())
}

/// Opens a connection and sets it up. The file is not read yet when a wrong passphrase is given; the first
/// statement finds out.
pub fn connect(path: &Path, passphrase: Option<&str>, flags: OpenFlags) -> Result<Connection> {
    check_engine(rusqlite::version_number(), rusqlite::version())?;
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
        .map_err(|error| from_sqlite("opening the file", path, error))?;
    let set_up = || -> rusqlite::Result<()> {
        if let Some(passphrase) = passphrase {
            // A wrong passphrase is told once, by the error, and not on standard error as well.
            connection.pragma_update(None, "cipher_log_level", "NONE")?;
            connection.pragma_update(None, "key", passphrase)?;
        }
        connection.busy_timeout(BUSY_TIMEOUT)?;
        connection.set_prepared_statement_cache_capacity(STATEMENT_CACHE);
        connection.query_row("SELECT COUNT(*) FROM sqlite_schema", [], |_| Ok(()))?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "cache_size", -16_384)?;
        connection.pragma_update(None, "temp_store", "MEMORY")
    };
    set_up().map_err(|error| from_sqlite("opening the book", path, error))?;
    Ok(connection)
}

/// Turns SQLite's error into the kind that a caller treats differently.
pub fn from_sqlite(doing: &str, path: &Path, error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy,
        Some(ErrorCode::NotADatabase) => StoreError::NotABook(path.display().to_string()),
        Some(ErrorCode::DatabaseCorrupt) => StoreError::corrupt(error.to_string()),
        Some(ErrorCode::DiskFull) => StoreError::Full,
        Some(ErrorCode::ConstraintViolation) if is_conflict(&error) => {
            StoreError::Conflict(error.to_string())
        }
        _ => StoreError::backend(format!("{doing}: {error}"), error),
    }
}

fn is_conflict(error: &rusqlite::Error) -> bool {
    let text = error.to_string();
    text.contains("UNIQUE constraint failed") || text.contains("conflict:")
}
