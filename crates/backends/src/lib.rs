//! The one place that knows the storage backends by name.

use std::path::Path;

use store::{Backends, Result, Store, StoreError};
use store_sqlite::SqliteStore;

/// Every backend of this release.
#[derive(Debug, Clone, Copy, Default)]
pub struct AllBackends;

/// A shared book's address starts like this; anything else is a file.
const POSTGRES: [&str; 2] = ["postgres://", "postgresql://"];

fn file(address: &str) -> Result<&Path> {
    if POSTGRES.iter().any(|scheme| address.starts_with(scheme)) {
        return Err(StoreError::Backend {
            message: "this release opens books in files; shared books on PostgreSQL are not part of it"
                .to_owned(),
            source: None,
        });
    }
    Ok(Path::new(address))
}

impl Backends for AllBackends {
    fn create(&self, address: &str, passphrase: Option<&str>) -> Result<Box<dyn Store>> {
        Ok(Box::new(SqliteStore::create(file(address)?, passphrase)?))
    }

    fn open(&self, address: &str, passphrase: Option<&str>) -> Result<Box<dyn Store>> {
        Ok(Box::new(SqliteStore::open(file(address)?, passphrase)?))
    }

    fn discard(&self, address: &str) -> Result<()> {
        SqliteStore::discard(file(address)?)
    }
}
