//! What a backend implements.

use std::{
    path::{Path, PathBuf},
    sync::OnceLock,
};

use chrono::NaiveDate;

use crate::{Result, Row, Value};

/// An open book.
pub trait Store: Send + Sync {
    /// The backend's name, `sqlite` or `postgres`.
    fn backend(&self) -> &'static str;

    /// Where the book is, without secrets.
    fn address(&self) -> &str;

    /// The files that are the book, whether they are there just now or not; none where it is on a server.
    fn files(&self) -> Vec<PathBuf> {
        Vec::new()
    }

    /// Whether the book's bytes on disk are encrypted.
    fn is_encrypted(&self) -> bool;

    /// The newest migration applied.
    fn schema_version(&self) -> i64;

    /// Begins a transaction that only reads, all of one moment.
    ///
    /// # Errors
    /// [`crate::StoreError::Busy`] or [`crate::StoreError::Backend`].
    fn read(&self) -> Result<Box<dyn Transaction + '_>>;

    /// Begins a transaction that writes. Dropped without [`Transaction::commit`], it leaves no trace.
    ///
    /// # Errors
    /// [`crate::StoreError::Busy`] where another process holds the book for writing, or
    /// [`crate::StoreError::Backend`].
    fn write(&self) -> Result<Box<dyn Transaction + '_>>;

    /// What the engine itself finds wrong with its file: pages, indexes, constraints. Empty when all is well.
    ///
    /// # Errors
    /// [`crate::StoreError::Backend`] where the check itself cannot run.
    fn check_physical(&self) -> Result<Vec<String>>;

    /// How many rows and bytes each table of the book has, its indexes and partitions with it, by name.
    ///
    /// # Errors
    /// As the backend reports.
    fn table_sizes(&self) -> Result<Vec<TableSize>>;

    /// Prepares for the events that are recorded from one day to another. A backend that keeps events by month makes
    /// room for these months; any other has nothing to do.
    ///
    /// # Errors
    /// As the backend reports.
    fn make_room(&self, _from: NaiveDate, _until: NaiveDate) -> Result<()> {
        Ok(())
    }

    /// Gives space that is not used any more back to the disk.
    ///
    /// # Errors
    /// [`crate::StoreError::Full`] where there is too little room to do it, or as the backend reports.
    fn give_space_back(&self) -> Result<()>;

    /// Tells of what others do to the book, and of a connection that is lost and found again, until what is returned
    /// is dropped. Only a shared book has something to tell; any other returns nothing.
    ///
    /// # Errors
    /// [`crate::StoreError::Backend`] where nobody can be set to watch.
    fn watch(&self, _tell: Tell) -> Result<Option<Watch>> {
        Ok(None)
    }

    /// An empty, throw-away database with the same schema, gone when dropped.
    ///
    /// # Errors
    /// [`crate::StoreError::Backend`] where it cannot be made.
    fn scratch(&self) -> Result<Box<dyn Store>>;
}

/// How large a table is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableSize {
    /// Its name.
    pub table: String,
    /// Its rows.
    pub rows: i64,
    /// Bytes that it takes, with its indexes.
    pub bytes: i64,
}

/// Something that happens to a shared book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// Another program has recorded events.
    Changed,
    /// The server does not answer any more.
    Offline,
    /// The server answers again; what happened in between was not told.
    Online,
}

/// Is told what happens to a shared book, from a thread of its own.
pub type Tell = Box<dyn Fn(Notice) + Send>;

/// Watches a shared book until it is dropped.
pub type Watch = Box<dyn Send + Sync>;

/// One transaction. SQL is portable, with `$1`-style parameters and without `$` in literals.
pub trait Transaction {
    /// Runs a statement and says how many rows it changed.
    ///
    /// # Errors
    /// [`crate::StoreError::Conflict`] where a unique key exists already, otherwise as the backend reports.
    fn execute(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<u64>;

    /// Inserts rows, many at a time where the backend gains by it.
    ///
    /// # Errors
    /// As [`Transaction::execute`].
    fn insert(&mut self, into: &Insert, rows: &[Vec<Value<'_>>]) -> Result<()>;

    /// Runs a query and reads its whole answer; page through what may be long.
    ///
    /// # Errors
    /// As the backend reports.
    fn query(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<Vec<Row>>;

    /// Runs a query that answers at most one row.
    ///
    /// # Errors
    /// As the backend reports.
    fn query_optional(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<Option<Row>> {
        Ok(self.query(sql, parameters)?.into_iter().next())
    }

    /// The numbers of the entries of `search_entries` that have all of these words, the newest first.
    ///
    /// # Errors
    /// As the backend reports.
    fn entries_with(
        &mut self,
        words: &[SoughtWord<'_>],
        within: SearchedWords,
        most: u32,
    ) -> Result<Vec<i64>>;

    /// Gives memory back that a long transaction has gathered; its changes stay its own until the commit. A backend
    /// whose server keeps them has nothing to do.
    ///
    /// # Errors
    /// [`crate::StoreError::Full`] where the changes find no room on the disk, or as the backend reports.
    fn release_memory(&mut self) -> Result<()> {
        Ok(())
    }

    /// Makes this transaction the only one that appends until it ends.
    ///
    /// # Errors
    /// [`crate::StoreError::Busy`] or [`crate::StoreError::Backend`].
    fn lock_for_append(&mut self) -> Result<()>;

    /// The folder of the book, where it is a file: a relative path of an archive starts there.
    fn folder(&self) -> Option<&Path> {
        None
    }

    /// Takes the events up to a position out of the log, which an archive that is registered must hold, and says how
    /// many they were.
    ///
    /// # Errors
    /// As the backend reports.
    fn remove_archived(&mut self, last_position: i64) -> Result<u64> {
        self.execute("DELETE FROM domain_events WHERE position <= $1", &[last_position.into()])
    }

    /// Marks a place to which [`Transaction::rollback_to_savepoint`] returns. Savepoints nest.
    ///
    /// # Errors
    /// As the backend reports.
    fn savepoint(&mut self) -> Result<()>;

    /// Keeps what was done since the last savepoint and forgets the mark.
    ///
    /// # Errors
    /// As the backend reports.
    fn release_savepoint(&mut self) -> Result<()>;

    /// Undoes what was done since the last savepoint and forgets the mark.
    ///
    /// # Errors
    /// As the backend reports.
    fn rollback_to_savepoint(&mut self) -> Result<()>;

    /// Makes everything durable: when this returns, a power cut loses nothing of it.
    ///
    /// # Errors
    /// [`crate::StoreError::Full`] or [`crate::StoreError::Backend`]; nothing was saved then.
    fn commit(self: Box<Self>) -> Result<()>;
}

/// A word to look for in the search. Like those that are kept it is folded: letters and digits alone.
#[derive(Debug, Clone, Copy)]
pub struct SoughtWord<'a> {
    /// The word.
    pub word: &'a str,
    /// Whether longer words that begin with it are found as well.
    pub is_beginning: bool,
}

/// In which words of an entry to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SearchedWords {
    /// Those of its title.
    Title,
    /// All that it has.
    All,
}

impl SearchedWords {
    /// The column that has them.
    #[must_use]
    pub const fn column(self) -> &'static str {
        match self {
            Self::Title => "title_words",
            Self::All => "words",
        }
    }
}

/// An insert into a table, its SQL made once.
#[derive(Debug)]
pub struct Insert {
    table: &'static str,
    columns: &'static [&'static str],
    statement: OnceLock<String>,
}

impl Insert {
    /// Names the table and the columns, in the order of the rows' values.
    #[must_use]
    pub const fn new(table: &'static str, columns: &'static [&'static str]) -> Self {
        Self { table, columns, statement: OnceLock::new() }
    }

    /// The table.
    #[must_use]
    pub const fn table(&self) -> &'static str {
        self.table
    }

    /// The columns.
    #[must_use]
    pub const fn columns(&self) -> &'static [&'static str] {
        self.columns
    }

    /// The statement that inserts one row.
    pub fn statement(&self) -> &str {
        self.statement.get_or_init(|| {
            let places: Vec<String> = (1..=self.columns.len()).map(|place| format!("${place}")).collect();
            format!("INSERT INTO {} ({}) VALUES ({})", self.table, self.columns.join(", "), places.join(", "))
        })
    }
}

/// Picks the backend that an address names, so that nothing above knows one by name.
pub trait Backends: Send + Sync {
    /// Makes an empty book, never over an existing one. A passphrase encrypts it.
    ///
    /// # Errors
    /// [`crate::StoreError::Exists`], or what the backend reports.
    fn create(&self, address: &str, passphrase: Option<&str>) -> Result<Box<dyn Store>>;

    /// Opens a book and migrates it where it is older than this release.
    ///
    /// # Errors
    /// [`crate::StoreError::Missing`], [`crate::StoreError::NotABook`], [`crate::StoreError::TooNew`],
    /// [`crate::StoreError::Busy`], [`crate::StoreError::Corrupt`], or what the backend reports.
    fn open(&self, address: &str, passphrase: Option<&str>) -> Result<Box<dyn Store>>;

    /// Whether it can be seen without a password that there is no book any more; a server tells nobody.
    fn is_gone(&self, address: &str) -> bool;

    /// Removes a book that was just made and could not be filled.
    ///
    /// # Errors
    /// What the backend reports.
    fn discard(&self, address: &str, passphrase: Option<&str>) -> Result<()>;
}
