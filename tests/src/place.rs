//! Where the book of a test is kept: in a file, or in a database of its own on a PostgreSQL server.

use std::path::Path;

use postgres::{Client, NoTls};
use uuid::Uuid;

/// A place for a book, gone with the test.
pub struct Place {
    address: String,
    /// Dropped with the test.
    _database: Option<Database>,
}

struct Database {
    server: String,
    name: String,
}

impl Place {
    /// On the backend that `LENDINGOS_TEST_BACKEND` names, in a file where it names none.
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        match std::env::var("LENDINGOS_TEST_BACKEND").as_deref() {
            Ok("postgres") => Self::in_database(),
            Err(_) | Ok("sqlite") => Self::in_file(folder),
            Ok(other) => panic!("LENDINGOS_TEST_BACKEND is sqlite or postgres, not {other}"),
        }
    }

    /// In a file.
    #[must_use]
    pub fn in_file(folder: &Path) -> Self {
        Self { address: folder.join("book.lendingos").display().to_string(), _database: None }
    }

    /// In a new database of the server that `LENDINGOS_TEST_POSTGRES` names, such as
    /// `postgres://postgres@127.0.0.1:5432`. A server that was asked for and is not there fails the test.
    #[must_use]
    pub fn in_database() -> Self {
        let Ok(server) = std::env::var("LENDINGOS_TEST_POSTGRES") else {
            panic!("LENDINGOS_TEST_POSTGRES names no server; `cargo xtask test` starts one");
        };
        let database = Database { server, name: format!("lendingos_{}", Uuid::new_v4().simple()) };
        database.administer(&format!("CREATE DATABASE {}", database.name));
        Self { address: format!("{}/{}", database.server, database.name), _database: Some(database) }
    }

    /// The address of the book.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }
}

impl Database {
    fn administer(&self, sql: &str) {
        Client::connect(&format!("{}/postgres", self.server), NoTls).unwrap().batch_execute(sql).unwrap();
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        self.administer(&format!("DROP DATABASE {} WITH (FORCE)", self.name));
    }
}
