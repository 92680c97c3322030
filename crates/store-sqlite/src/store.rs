//! A book in one SQLite file.

use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use refinery::Migration;
use rusqlite::{Connection, OpenFlags};
use store::{
    Result, Store, StoreError, TableSize, Transaction,
    book_file::{self, APPLICATION_ID},
};

use crate::{
    connection::{connect, from_sqlite},
    migrations,
    transaction::SqliteTransaction,
};

/// The writer keeps the ends of all indexes at hand, those of a book of a million events as well: 64 MB, in KiB.
const WRITER_CACHE: i64 = -65_536;

/// Readers kept open between queries.
const IDLE_READERS: usize = 4;

/// A book in one SQLite file: one writer, and readers that see the last commit.
pub struct SqliteStore {
    path: PathBuf,
    address: String,
    passphrase: Option<String>,
    schema_version: i64,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
    /// A scratch database removes its file when it is dropped.
    temporary: bool,
}

impl SqliteStore {
    /// Makes an empty book.
    ///
    /// # Errors
    /// [`StoreError::Exists`] where there is a file already or another book keeps one by that name, or what SQLite
    /// reports.
    pub fn create(path: &Path, passphrase: Option<&str>) -> Result<Self> {
        if book_file::is_beside_a_book(path) {
            return Err(StoreError::Exists(path.display().to_string()));
        }
        fs::OpenOptions::new().write(true).create_new(true).open(path).map_err(|error| {
            match error.kind() {
                std::io::ErrorKind::AlreadyExists => StoreError::Exists(path.display().to_string()),
                _ => StoreError::backend(format!("making the file {}: {error}", path.display()), error),
            }
        })?;
        Self::set_up(path, passphrase, &migrations::all()).inspect_err(|_| {
            // The file was made a moment ago by this very call and holds nothing.
            let _ = Self::discard(path);
        })
    }

    /// Opens a book and migrates it where it is older than this release.
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::NotABook`], [`StoreError::TooNew`], [`StoreError::Busy`],
    /// [`StoreError::Corrupt`], or what SQLite reports.
    pub fn open(path: &Path, passphrase: Option<&str>) -> Result<Self> {
        Self::open_with(path, passphrase, &migrations::all())
    }

    /// Opens a book with the migrations of a release; tests use it to make a book of an older one.
    ///
    /// # Errors
    /// As [`SqliteStore::open`].
    #[doc(hidden)]
    pub fn open_at_version(path: &Path, version: i32) -> Result<Self> {
        let older: Vec<Migration> =
            migrations::all().into_iter().filter(|m| m.version() <= version).collect();
        Self::set_up(path, None, &older)
    }

    fn open_with(path: &Path, passphrase: Option<&str>, migrations: &[Migration]) -> Result<Self> {
        if !path.is_file() {
            return Err(StoreError::Missing(path.display().to_string()));
        }
        if fs::metadata(path).is_ok_and(|file| file.len() == 0) {
            return Err(StoreError::NotABook(path.display().to_string()));
        }
        Self::set_up(path, passphrase, migrations).map_err(|error| match error {
            StoreError::NotABook(address) if looks_encrypted(path) => StoreError::Encrypted(address),
            other => other,
        })
    }

    /// The file must exist: an empty one becomes a book, another one must be a book already.
    fn set_up(path: &Path, passphrase: Option<&str>, migrations: &[Migration]) -> Result<Self> {
        let mut writer = connect(path, passphrase, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        writer
            .pragma_update(None, "cache_size", WRITER_CACHE)
            .map_err(|error| from_sqlite("opening the book", path, error))?;
        mark_as_book(&writer, path)?;
        let schema_version = migrations::migrate(&mut writer, path, migrations)?;
        Ok(Self {
            path: path.to_owned(),
            address: path.display().to_string(),
            passphrase: passphrase.map(ToOwned::to_owned),
            schema_version,
            writer: Mutex::new(writer),
            readers: Mutex::new(Vec::new()),
            temporary: false,
        })
    }

    /// Removes a book's files.
    ///
    /// # Errors
    /// [`StoreError::Backend`] where the file system refuses.
    pub fn discard(path: &Path) -> Result<()> {
        for suffix in ["", "-wal", "-shm"] {
            let mut name = path.as_os_str().to_owned();
            name.push(suffix);
            match fs::remove_file(PathBuf::from(name)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(StoreError::backend(format!("removing {}: {error}", path.display()), error));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Where the copy is kept that is made before a migration from `version`.
    #[must_use]
    pub fn copy_before_migration(path: &Path, version: i64) -> PathBuf {
        migrations::copy_path(path, version)
    }

    fn reader(&self) -> Result<Connection> {
        let idle = lock(&self.readers).pop();
        match idle {
            Some(connection) => Ok(connection),
            None => self.new_reader(),
        }
    }

    fn new_reader(&self) -> Result<Connection> {
        connect(&self.path, self.passphrase.as_deref(), OpenFlags::SQLITE_OPEN_READ_ONLY)
    }
}

/// Marks a new file as a book and refuses a database of another program.
fn mark_as_book(connection: &Connection, path: &Path) -> Result<()> {
    let mark = || -> rusqlite::Result<bool> {
        let found: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
        let tables: i64 = connection.query_row("SELECT COUNT(*) FROM sqlite_schema", [], |row| row.get(0))?;
        if found == 0 && tables == 0 {
            connection.pragma_update(None, "application_id", APPLICATION_ID)?;
            connection.pragma_update(None, "journal_mode", "WAL")?;
            return Ok(true);
        }
        Ok(found == APPLICATION_ID)
    };
    match mark() {
        Ok(true) => Ok(()),
        Ok(false) => Err(StoreError::NotABook(path.display().to_string())),
        Err(error) => Err(from_sqlite("opening the book", path, error)),
    }
}

/// An encrypted book is whole pages of what looks like chance; nothing else tells it from a file of another kind.
fn looks_encrypted(path: &Path) -> bool {
    const PAGE: usize = 4_096;
    let mut first = [0_u8; PAGE];
    let whole_pages = fs::metadata(path).is_ok_and(|file| file.len() % PAGE as u64 == 0);
    let read = fs::File::open(path).and_then(|mut file| file.read_exact(&mut first));
    whole_pages && read.is_ok() && !first.starts_with(b"SQLite format 3\0") && !first.is_ascii()
}

/// A panic while the lock was held has rolled its transaction back; the connection is as good as before.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Store for SqliteStore {
    fn backend(&self) -> &'static str {
        "sqlite"
    }

    fn address(&self) -> &str {
        &self.address
    }

    fn files(&self) -> Vec<PathBuf> {
        // Behind a link, the engine names the files beside the book after the book, not after the link.
        let real = self.path.canonicalize().unwrap_or_else(|_| self.path.clone());
        let mut files = book_file::with_those_beside(&real);
        files.extend(book_file::with_those_beside(&self.path));
        files
    }

    fn is_encrypted(&self) -> bool {
        self.passphrase.is_some()
    }

    fn schema_version(&self) -> i64 {
        self.schema_version
    }

    fn read(&self) -> Result<Box<dyn Transaction + '_>> {
        let reader = scopeguard::guard(self.reader()?, |reader| {
            let mut idle = lock(&self.readers);
            if idle.len() < IDLE_READERS {
                idle.push(reader);
            }
        });
        Ok(Box::new(SqliteTransaction::begin(reader, &self.path, "BEGIN DEFERRED")?))
    }

    fn write(&self) -> Result<Box<dyn Transaction + '_>> {
        Ok(Box::new(SqliteTransaction::begin(lock(&self.writer), &self.path, "BEGIN IMMEDIATE")?))
    }

    fn check_physical(&self) -> Result<Vec<String>> {
        // A connection that searched before holds the index of words as it was then, and the check of it, alone of all
        // statements, would compare that with the file as it is now and call a sound book damaged.
        let reader = self.new_reader()?;
        let check = || -> rusqlite::Result<Vec<String>> {
            let mut statement = reader.prepare("PRAGMA integrity_check")?;
            let findings = statement.query_map([], |row| row.get::<_, String>(0))?;
            findings.filter(|finding| !matches!(finding, Ok(text) if text == "ok")).collect()
        };
        let mut findings = check().map_err(|error| from_sqlite("checking the file", &self.path, error))?;
        let expected = migrations::fresh_schema()?;
        let found = migrations::schema(&reader)
            .map_err(|error| from_sqlite("reading the schema", &self.path, error))?;
        for object in expected.symmetric_difference(&found) {
            findings.push(format!("the schema is not that of this release: {object}"));
        }
        Ok(findings)
    }

    fn table_sizes(&self) -> Result<Vec<TableSize>> {
        // The pages of an index count with the table it belongs to.
        const SIZES: &str = "
            SELECT schema.tbl_name, SUM(pages.pgsize) FROM dbstat('main', 1) AS pages
            JOIN sqlite_schema AS schema ON schema.name = pages.name
            WHERE schema.tbl_name NOT LIKE 'sqlite%' GROUP BY schema.tbl_name ORDER BY schema.tbl_name";
        let reader = self.reader()?;
        let sizes = || -> rusqlite::Result<Vec<TableSize>> {
            let mut statement = reader.prepare(SIZES)?;
            let tables = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?;
            tables
                .map(|table| {
                    let (table, bytes) = table?;
                    let rows =
                        reader.query_row(&format!("SELECT COUNT(*) FROM {table}"), [], |row| row.get(0))?;
                    Ok(TableSize { table, rows, bytes })
                })
                .collect()
        };
        sizes().map_err(|error| from_sqlite("reading the sizes of the tables", &self.path, error))
    }

    /// Writes the file anew without its free pages; readers go on meanwhile.
    fn give_space_back(&self) -> Result<()> {
        lock(&self.writer)
            .execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)")
            .map_err(|error| from_sqlite("giving space back", &self.path, error))
    }

    fn scratch(&self) -> Result<Box<dyn Store>> {
        let folder = self.path.parent().unwrap_or_else(|| Path::new("."));
        let path = folder.join(format!(".lendingos-scratch-{}", uuid::Uuid::new_v4()));
        let mut scratch = Self::create(&path, self.passphrase.as_deref())?;
        scratch.temporary = true;
        // It is thrown away: what a power cut does to it does not matter.
        lock(&scratch.writer)
            .pragma_update(None, "synchronous", "OFF")
            .map_err(|error| from_sqlite("making a scratch database", &path, error))?;
        Ok(Box::new(scratch))
    }
}

impl Drop for SqliteStore {
    fn drop(&mut self) {
        // The last connection to close moves the write-ahead log into the file, and one that only reads cannot: the
        // writer has to be the last.
        lock(&self.readers).clear();
        if self.temporary {
            // A file that stays behind is named so that a person sees what it is.
            let _ = Self::discard(&self.path);
        }
    }
}
