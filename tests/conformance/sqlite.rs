//! SQLite: the suite, encryption, migrations, and files that are not books.

use std::{fs, path::PathBuf};

use store::{Store, StoreError, event_log};
use store_conformance::{Fixture, conformance_tests};
use store_sqlite::{SqliteStore, check_engine};
use tempfile::TempDir;

struct SqliteFixture {
    folder: TempDir,
    store: SqliteStore,
}

impl SqliteFixture {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::create(&folder.path().join("book.lendingos"), None).unwrap();
        Self { folder, store }
    }
}

impl Fixture for SqliteFixture {
    fn store(&self) -> &dyn Store {
        &self.store
    }

    fn again(&self) -> Box<dyn Store> {
        Box::new(SqliteStore::open(&self.folder.path().join("book.lendingos"), None).unwrap())
    }
}

conformance_tests!(SqliteFixture::new());

fn in_folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.lendingos");
    (folder, path)
}

#[test]
fn insert_or_replace_cannot_change_facts_either() {
    let fixture = SqliteFixture::new();
    let insert = "INSERT OR REPLACE INTO domain_events (position, id, organization_id, event_type, event_version, \
         aggregate_type, aggregate_id, sequence_number, payload, metadata, correlation_id, occurred_at, effective_on, \
         previous_hash, hash, processing_status) VALUES (1, 'a', 'o', 'T', 1, 't', 'x', 1, '{}', '{}', 'c', 'now', \
         'today', '', '', 'processed')";
    let mut transaction = fixture.store.write().unwrap();
    transaction.execute(insert, &[]).unwrap();
    for (from, to) in [("(1, 'a'", "(1, 'b'"), ("(1, 'a'", "(2, 'a'"), ("(1, 'a'", "(2, 'b'")] {
        let replaced = transaction.execute(&insert.replace(from, to), &[]);
        assert!(matches!(replaced, Err(StoreError::Conflict(_))), "{to}: {replaced:?}");
    }
}

#[test]
fn an_engine_that_can_damage_a_book_is_refused() {
    assert!(matches!(check_engine(3_051_002, "3.51.2"), Err(StoreError::EngineTooOld { .. })));
    assert!(check_engine(3_051_003, "3.51.3").is_ok());
    assert!(check_engine(rusqlite::version_number(), rusqlite::version()).is_ok());
}

#[test]
fn a_passphrase_encrypts_every_byte_and_opens_the_book_again() {
    let (_folder, path) = in_folder();
    drop(SqliteStore::create(&path, Some("correct horse")).unwrap());
    let bytes = fs::read(&path).unwrap();
    assert!(!bytes.starts_with(b"SQLite format 3"));
    assert!(!bytes.windows(13).any(|window| window == b"domain_events"));
    assert!(SqliteStore::open(&path, Some("correct horse")).unwrap().is_encrypted());
    for wrong in [None, Some("battery staple")] {
        assert!(matches!(SqliteStore::open(&path, wrong), Err(StoreError::Encrypted(_))), "{wrong:?}");
    }
}

#[test]
fn a_scratch_database_of_an_encrypted_book_is_encrypted_and_removed() {
    let (folder, path) = in_folder();
    let store = SqliteStore::create(&path, Some("correct horse")).unwrap();
    let scratch = store.scratch().unwrap();
    let file = PathBuf::from(scratch.address());
    assert!(!fs::read(&file).unwrap().starts_with(b"SQLite format 3"));
    drop(scratch);
    drop(store);
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["book.lendingos"]);
}

#[test]
fn files_that_are_not_books_are_told_apart() {
    let (folder, path) = in_folder();
    assert!(matches!(SqliteStore::open(&path, None), Err(StoreError::Missing(_))));
    assert!(matches!(SqliteStore::open(folder.path(), None), Err(StoreError::Missing(_))));

    for text in ["", "Dear diary", &"x".repeat(8_192)] {
        fs::write(&path, text).unwrap();
        assert!(
            matches!(SqliteStore::open(&path, None), Err(StoreError::NotABook(_))),
            "{} bytes",
            text.len()
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), text, "it was not touched");
    }
    fs::remove_file(&path).unwrap();
    rusqlite::Connection::open(&path).unwrap().execute_batch("CREATE TABLE recipes (id INTEGER)").unwrap();
    assert!(matches!(SqliteStore::open(&path, None), Err(StoreError::NotABook(_))));
}

#[test]
fn a_book_from_a_newer_release_is_refused_and_left_alone() {
    let (_folder, path) = in_folder();
    drop(SqliteStore::create(&path, None).unwrap());
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection
        .execute("INSERT INTO refinery_schema_history VALUES (999, 'from_the_future', '2031-01-01T00:00:00Z', '1')", [])
        .unwrap();
    drop(connection);
    let Err(StoreError::TooNew { found, known }) = SqliteStore::open(&path, None).map(|_| ()) else {
        unreachable!("it must be refused")
    };
    assert!(found == 999 && known < found);
}

#[test]
fn before_a_migration_a_copy_is_kept_that_the_older_release_can_open() {
    let (_folder, path) = in_folder();
    fs::File::create(&path).unwrap();
    let old = SqliteStore::open_at_version(&path, 1).unwrap();
    assert_eq!(old.schema_version(), 1);
    drop(old);
    let migrated = SqliteStore::open(&path, None).unwrap();
    assert!(migrated.schema_version() > 1);
    let copy = SqliteStore::copy_before_migration(&path, 1);
    assert_eq!(SqliteStore::open_at_version(&copy, 1).unwrap().schema_version(), 1);
}

#[test]
fn a_disk_that_is_full_saves_nothing_and_says_so() {
    let fixture = SqliteFixture::new();
    // SQLite reports a file that may not grow exactly as it reports a disk that is full.
    let mut transaction = fixture.store.write().unwrap();
    transaction.query("PRAGMA max_page_count = 1", &[]).unwrap();
    transaction.execute("CREATE TABLE ballast (text TEXT) STRICT", &[]).ok();
    let filled = transaction.execute(
        "INSERT INTO command_log VALUES ('a', 'b', 'c', 'd', hex(zeroblob(9000000)), 'f', 'g')",
        &[],
    );
    assert!(matches!(filled, Err(StoreError::Full)), "{filled:?}");
    drop(transaction);
    let rows = fixture.store.read().unwrap().query("SELECT 1 FROM command_log", &[]).unwrap();
    assert!(rows.is_empty());
}

#[test]
fn every_commit_is_synced_to_the_disk() {
    let fixture = SqliteFixture::new();
    let mut transaction = fixture.store.write().unwrap();
    let setting = |transaction: &mut dyn store::Transaction, pragma: &str| {
        format!("{:?}", transaction.query(&format!("PRAGMA {pragma}"), &[]).unwrap()[0].columns()[0])
    };
    assert_eq!(setting(&mut *transaction, "synchronous"), "Integer(2)");
    assert_eq!(setting(&mut *transaction, "foreign_keys"), "Integer(1)");
    assert_eq!(setting(&mut *transaction, "journal_mode"), "Text(\"wal\")");
}

#[test]
fn what_is_asked_often_is_found_by_an_index_whatever_the_size_of_the_book() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.lendingos");
    drop(SqliteStore::create(&path, None).unwrap());
    let book = rusqlite::Connection::open(&path).unwrap();
    let next_due = "SELECT MIN(due_on) FROM instalments WHERE loan_id = 'l' AND is_open = 1";
    let failed = format!("SELECT COUNT(*) FROM domain_events WHERE {}", event_log::FAILED);
    for (sql, index) in [
        (next_due, "COVERING INDEX instalments_by_loan (loan_id=? AND is_open=?)"),
        (failed.as_str(), "COVERING INDEX domain_events_unprocessed"),
    ] {
        let plan: String =
            book.query_row(&format!("EXPLAIN QUERY PLAN {sql}"), [], |row| row.get("detail")).unwrap();
        assert!(plan.contains(index), "{sql}: {plan}");
    }
}
