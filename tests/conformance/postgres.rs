//! PostgreSQL: the suite, each case in a database of its own.

use lendingos_tests::Place;
use store::Store;
use store_conformance::{Fixture, conformance_tests};
use store_postgres::PostgresStore;

struct PostgresFixture {
    // Dropped before the place, so that its sessions have ended.
    store: PostgresStore,
    place: Place,
}

impl PostgresFixture {
    fn new() -> Self {
        let place = Place::in_database();
        let store = PostgresStore::create(place.address(), None).unwrap();
        Self { store, place }
    }
}

impl Fixture for PostgresFixture {
    fn store(&self) -> &dyn Store {
        &self.store
    }

    fn again(&self) -> Box<dyn Store> {
        Box::new(PostgresStore::open(self.place.address(), None).unwrap())
    }
}

conformance_tests!(PostgresFixture::new());
