//! Bringing a book to the schema of this release, and refusing one from a newer release.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use refinery::{Migration, Runner};
use rusqlite::Connection;
use store::{Result, StoreError};

use crate::connection::from_sqlite;

mod embedded {
    refinery::embed_migrations!("../../migrations/sqlite");
}

/// The migrations of this release.
pub fn all() -> Vec<Migration> {
    embedded::migrations::runner().get_migrations().clone()
}

/// Migrates the book and returns its schema version. Before a book that holds something is changed, a copy is kept
/// beside it.
pub fn migrate(connection: &mut Connection, path: &Path, migrations: &[Migration]) -> Result<i64> {
    let known = migrations.iter().map(|migration| i64::from(migration.version())).max().unwrap_or(0);
    let found = applied(connection, path)?;
    if found > known {
        return Err(StoreError::TooNew { found, known });
    }
    if found == known {
        return Ok(found);
    }
    if found > 0 {
        keep_copy(connection, path, found)?;
    }
    Runner::new(migrations)
        .set_grouped(true)
        .run(connection)
        .map_err(|error| StoreError::backend(format!("migrating the book: {error}"), error))?;
    Ok(known)
}

/// The newest migration that the book has, 0 in an empty file.
fn applied(connection: &Connection, path: &Path) -> Result<i64> {
    let read = || -> rusqlite::Result<i64> {
        let has_history: bool = connection.query_row(
            "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'refinery_schema_history')",
            [],
            |row| row.get(0),
        )?;
        if !has_history {
            return Ok(0);
        }
        connection
            .query_row("SELECT COALESCE(MAX(version), 0) FROM refinery_schema_history", [], |row| row.get(0))
    };
    read().map_err(|error| from_sqlite("reading the schema version", path, error))
}

/// Copies the book as it is, in one piece, so that an older release can still open it. An encrypted book gives an
/// encrypted copy.
fn keep_copy(connection: &Connection, path: &Path, version: i64) -> Result<()> {
    let copy = copy_path(path, version);
    if copy.exists() {
        return Ok(());
    }
    connection
        .execute("VACUUM INTO ?1", [copy.to_string_lossy()])
        .map_err(|error| from_sqlite("keeping a copy before the migration", path, error))?;
    Ok(())
}

/// Every table, index and trigger of a book, as the statement that made it.
pub fn schema(connection: &Connection) -> rusqlite::Result<BTreeSet<String>> {
    let mut statement = connection.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")?;
    statement.query_map([], |row| row.get(0))?.collect()
}

/// The schema of this release.
pub fn fresh_schema() -> Result<BTreeSet<String>> {
    let make = || -> std::result::Result<BTreeSet<String>, Box<dyn std::error::Error + Send + Sync>> {
        let mut connection = Connection::open_in_memory()?;
        Runner::new(&all()).set_grouped(true).run(&mut connection)?;
        Ok(schema(&connection)?)
    };
    make().map_err(|error| StoreError::Backend {
        message: "making the schema of this release".into(),
        source: Some(error),
    })
}

/// Where the copy of a book of schema version `version` is kept.
pub fn copy_path(path: &Path, version: i64) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".before-migration-from-v{version}"));
    PathBuf::from(name)
}
