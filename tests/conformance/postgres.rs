//! PostgreSQL: the suite, on the server that `LENDINGOS_TEST_POSTGRES` names, in a database of each case's own.

use postgres::{Client, NoTls};
use store::Store;
use store_conformance::{Fixture, conformance_tests};
use store_postgres::PostgresStore;
use uuid::Uuid;

struct PostgresFixture {
    server: String,
    database: String,
    store: Option<PostgresStore>,
}

/// Where the server is, such as `postgres://postgres@127.0.0.1:54329`. A server that was asked for and is not there
/// fails the run.
fn server() -> String {
    std::env::var("LENDINGOS_TEST_POSTGRES")
        .expect("LENDINGOS_TEST_POSTGRES names no server; `cargo xtask test` starts one")
}

impl PostgresFixture {
    fn new() -> Self {
        let (server, database) = (server(), format!("lendingos_{}", Uuid::new_v4().simple()));
        administer(&server, &format!("CREATE DATABASE {database}"));
        let store = PostgresStore::create(&format!("{server}/{database}"), None).unwrap();
        Self { server, database, store: Some(store) }
    }
}

fn administer(server: &str, sql: &str) {
    Client::connect(&format!("{server}/postgres"), NoTls).unwrap().batch_execute(sql).unwrap();
}

impl Fixture for PostgresFixture {
    fn store(&self) -> &dyn Store {
        self.store.as_ref().unwrap()
    }

    fn again(&self) -> Box<dyn Store> {
        Box::new(PostgresStore::open(&format!("{}/{}", self.server, self.database), None).unwrap())
    }
}

impl Drop for PostgresFixture {
    fn drop(&mut self) {
        self.store = None;
        administer(&self.server, &format!("DROP DATABASE {} WITH (FORCE)", self.database));
    }
}

conformance_tests!(PostgresFixture::new());
