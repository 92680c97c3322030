//! A book in a schema of its own of a PostgreSQL database.

use chrono::NaiveDate;
use postgres::error::SqlState;
use r2d2::{Pool, PooledConnection};
use refinery::Migration;
use store::{Result, Store, StoreError, TableSize, Tell, Transaction, Watch};
use uuid::Uuid;

use crate::{
    address::Address,
    migrations,
    session::{Session, Sessions, Told, from_pool, from_postgres},
    transaction::PostgresTransaction,
    watch,
};

/// Connections of one program: a writer and a few readers.
const MOST_SESSIONS: u32 = 6;

/// How long a call waits for a free connection, or for a server that comes back.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(5);

/// One transaction that writes at a time, whatever the number of laptops: its reads and its events are of one moment.
/// Under a stricter level, which a server may have as its default, it would read what was there before it waited.
///
/// What writes looks rows up by their keys, foreign keys among them. A plan that was made for these look-ups while a
/// table was small reads all of it, and is kept while the table grows: it must not be made.
const BEGIN_WRITING: &str = "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL enable_seqscan = off; \
     SELECT pg_advisory_xact_lock(hashtext('write ' || current_schema()))";
const BEGIN_READING: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// A shared book.
pub struct PostgresStore {
    address: Address,
    schema: String,
    schema_version: i64,
    pool: Pool<Sessions>,
    /// A scratch schema is dropped with its store.
    temporary: bool,
}

impl PostgresStore {
    /// Makes an empty book in an existing database.
    ///
    /// # Errors
    /// [`StoreError::Exists`] where the database has a book, or what PostgreSQL reports.
    pub fn create(address: &str, password: Option<&str>) -> Result<Self> {
        let address = Address::parse(address, password)?;
        let schema = address.schema.clone();
        Self::create_in(address, schema, false)
    }

    /// Opens a book and migrates it where it is older than this release.
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::NotABook`], [`StoreError::TooNew`], or what PostgreSQL reports.
    pub fn open(address: &str, password: Option<&str>) -> Result<Self> {
        let address = Address::parse(address, password)?;
        let schema = address.schema.clone();
        let mut session = connect(&address, &schema)?;
        if !exists(&mut session, &schema, &address)? {
            return Err(StoreError::Missing(address.shown));
        }
        if migrations::applied(&mut session.client, &schema, &address.shown)?.is_none() {
            return Err(StoreError::NotABook(address.shown));
        }
        Self::set_up(address, schema, session, &migrations::all(), false)
    }

    /// Removes a book that was just made.
    ///
    /// # Errors
    /// What PostgreSQL reports.
    pub fn discard(address: &str, password: Option<&str>) -> Result<()> {
        let address = Address::parse(address, password)?;
        let mut session = connect(&address, &address.schema)?;
        drop_schema(&mut session, &address.schema).told("removing the book", &address.shown)
    }

    fn create_in(address: Address, schema: String, temporary: bool) -> Result<Self> {
        let mut session = connect(&address, &schema)?;
        if exists(&mut session, &schema, &address)? {
            return Err(StoreError::Exists(address.shown));
        }
        session
            .client
            .batch_execute(&format!("CREATE SCHEMA {schema}"))
            .told("making the book", &address.shown)?;
        Self::set_up(address, schema, session, &migrations::all(), temporary)
    }

    fn set_up(
        address: Address,
        schema: String,
        mut session: Session,
        migrations: &[Migration],
        temporary: bool,
    ) -> Result<Self> {
        let schema_version = migrations::migrate(&mut session.client, &schema, &address.shown, migrations)?;
        let sessions = Sessions { address: address.clone(), schema: schema.clone() };
        let pool = Pool::builder()
            .max_size(MOST_SESSIONS)
            .min_idle(Some(1))
            .connection_timeout(PATIENCE)
            .build(sessions)
            .map_err(|error| from_pool(&address.shown, &error))?;
        Ok(Self { address, schema, schema_version, pool, temporary })
    }

    fn session(&self) -> Result<PooledConnection<Sessions>> {
        self.pool.get().map_err(|error| from_pool(&self.address.shown, &error))
    }
}

fn connect(address: &Address, schema: &str) -> Result<Session> {
    Session::open(address, schema).map_err(|error| from_postgres("connecting", &address.shown, error))
}

fn exists(session: &mut Session, schema: &str, address: &Address) -> Result<bool> {
    session
        .client
        .query_one("SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = $1)", &[&schema])
        .and_then(|row| row.try_get(0))
        .told("looking for the book", &address.shown)
}

fn drop_schema(session: &mut Session, schema: &str) -> std::result::Result<(), postgres::Error> {
    session.client.batch_execute(&format!("DROP SCHEMA {schema} CASCADE"))
}

impl Store for PostgresStore {
    fn backend(&self) -> &'static str {
        "postgres"
    }

    fn address(&self) -> &str {
        &self.address.shown
    }

    /// Only the server knows.
    fn is_encrypted(&self) -> bool {
        false
    }

    fn schema_version(&self) -> i64 {
        self.schema_version
    }

    fn read(&self) -> Result<Box<dyn Transaction + '_>> {
        Ok(Box::new(PostgresTransaction::begin(self.session()?, &self.address.shown, BEGIN_READING)?))
    }

    fn write(&self) -> Result<Box<dyn Transaction + '_>> {
        Ok(Box::new(PostgresTransaction::begin(self.session()?, &self.address.shown, BEGIN_WRITING)?))
    }

    fn check_physical(&self) -> Result<Vec<String>> {
        let mut session = self.session()?;
        let found = migrations::objects(&mut session.client, &self.schema, &self.address.shown)?;
        let fresh = self.make_scratch()?;
        let expected = migrations::objects(&mut session.client, &fresh.schema, &self.address.shown)?;
        Ok(expected
            .symmetric_difference(&found)
            .map(|object| format!("the schema is not that of this release: {object}"))
            .collect())
    }

    fn table_sizes(&self) -> Result<Vec<TableSize>> {
        // A partition counts with the table it belongs to.
        const SIZES: &str = "
            SELECT c.relname::text,
                COALESCE(
                    (SELECT SUM(pg_total_relation_size(relid)) FROM pg_partition_tree(c.oid) WHERE isleaf),
                    pg_total_relation_size(c.oid)
                )::bigint
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY c.relname";
        let mut session = self.session()?;
        let doing = "reading the sizes of the tables";
        let tables = session.client.query(SIZES, &[&self.schema]).told(doing, &self.address.shown)?;
        tables
            .iter()
            .map(|table| {
                let name: String = table.try_get(0).told(doing, &self.address.shown)?;
                let bytes: i64 = table.try_get(1).told(doing, &self.address.shown)?;
                let rows = session
                    .client
                    .query_one(&format!("SELECT COUNT(*) FROM {name}"), &[])
                    .and_then(|row| row.try_get(0))
                    .told(doing, &self.address.shown)?;
                Ok(TableSize { table: name, rows, bytes })
            })
            .collect()
    }

    /// Makes the partitions of the months that have none. A user who may not make tables leaves it to one who may:
    /// until then the events of these months go to the default partition.
    fn make_room(&self, from: NaiveDate, until: NaiveDate) -> Result<()> {
        let mut session = self.session()?;
        let made = session.client.execute("SELECT make_event_partitions($1, $2)", &[&from, &until]);
        match made {
            Err(error) if error.code() == Some(&SqlState::INSUFFICIENT_PRIVILEGE) => Ok(()),
            made => made.map(|_| ()).told("making room for the coming months", &self.address.shown),
        }
    }

    /// A partition that is dropped has given its space back already. The month that was cut is written anew; it is an
    /// old one, where nobody waits for it.
    fn give_space_back(&self) -> Result<()> {
        let mut session = self.session()?;
        let doing = "giving space back";
        let cut = session
            .client
            .query_opt("SELECT tableoid::regclass::text FROM domain_events ORDER BY position LIMIT 1", &[])
            .told(doing, &self.address.shown)?;
        let Some(cut) = cut else { return Ok(()) };
        let partition: String = cut.try_get(0).told(doing, &self.address.shown)?;
        session.client.batch_execute(&format!("VACUUM FULL {partition}")).told(doing, &self.address.shown)
    }

    fn watch(&self, tell: Tell) -> Result<Option<Watch>> {
        Ok(Some(Box::new(watch::start(self.address.clone(), tell)?)))
    }

    fn scratch(&self) -> Result<Box<dyn Store>> {
        Ok(Box::new(self.make_scratch()?))
    }
}

impl PostgresStore {
    fn make_scratch(&self) -> Result<Self> {
        let schema = format!("lendingos_scratch_{}", Uuid::new_v4().simple());
        Self::create_in(self.address.clone(), schema, true)
    }
}

impl Drop for PostgresStore {
    fn drop(&mut self) {
        if self.temporary
            && let Ok(mut session) = self.pool.get()
        {
            // A schema that stays behind is named so that a person sees what it is.
            let _ = drop_schema(&mut session, &self.schema);
        }
    }
}
