//! The one place that knows the storage backends by name.

use std::path::Path;

use store::{Backends, Result, Store};
use store_postgres::PostgresStore;
use store_sqlite::SqliteStore;

/// Every backend of this release.
#[derive(Debug, Clone, Copy, Default)]
pub struct AllBackends;

/// A shared book's address starts like this; anything else is a file.
const POSTGRES: [&str; 2] = ["postgres://", "postgresql://"];

fn is_shared(address: &str) -> bool {
    POSTGRES.iter().any(|scheme| address.starts_with(scheme))
}

impl Backends for AllBackends {
    fn create(&self, address: &str, passphrase: Option<&str>) -> Result<Box<dyn Store>> {
        Ok(if is_shared(address) {
            Box::new(PostgresStore::create(address, passphrase)?)
        } else {
            Box::new(SqliteStore::create(Path::new(address), passphrase)?)
        })
    }

    fn open(&self, address: &str, passphrase: Option<&str>) -> Result<Box<dyn Store>> {
        Ok(if is_shared(address) {
            Box::new(PostgresStore::open(address, passphrase)?)
        } else {
            Box::new(SqliteStore::open(Path::new(address), passphrase)?)
        })
    }

    fn is_gone(&self, address: &str) -> bool {
        !is_shared(address) && !Path::new(address).exists()
    }

    fn discard(&self, address: &str, passphrase: Option<&str>) -> Result<()> {
        if is_shared(address) {
            PostgresStore::discard(address, passphrase)
        } else {
            SqliteStore::discard(Path::new(address))
        }
    }
}
