//! Bringing a shared book to the schema of this release, and refusing one from a newer release.

use std::collections::BTreeSet;

use postgres::Client;
use refinery::{Migration, Runner};
use store::{Result, StoreError};

use crate::session::Told;

mod embedded {
    refinery::embed_migrations!("../../migrations/postgres");
}

/// The migrations of this release.
pub fn all() -> Vec<Migration> {
    embedded::migrations::runner().get_migrations().clone()
}

/// Migrates the schema that the session looks into and returns its version. Two programs that start at once do it
/// one after the other.
pub fn migrate(client: &mut Client, schema: &str, address: &str, migrations: &[Migration]) -> Result<i64> {
    let doing = "migrating the book";
    client
        .batch_execute("SELECT pg_advisory_lock(hashtext('migrate ' || current_schema()))")
        .told(doing, address)?;
    let migrated = migrate_alone(client, schema, address, migrations);
    // Without the session the lock is gone as well.
    let _ = client.batch_execute("SELECT pg_advisory_unlock(hashtext('migrate ' || current_schema()))");
    migrated
}

fn migrate_alone(client: &mut Client, schema: &str, address: &str, migrations: &[Migration]) -> Result<i64> {
    let known = migrations.iter().map(|migration| i64::from(migration.version())).max().unwrap_or(0);
    let found = applied(client, schema, address)?.unwrap_or(0);
    if found > known {
        return Err(StoreError::TooNew { found, known });
    }
    if found < known {
        Runner::new(migrations).set_grouped(true).run(client).map_err(|error| {
            StoreError::backend(format!("migrating the book at {address}: {error}"), error)
        })?;
    }
    Ok(known)
}

/// The newest migration that the schema has; none where it is no book.
pub fn applied(client: &mut Client, schema: &str, address: &str) -> Result<Option<i64>> {
    let doing = "reading the schema version";
    let has_history: bool = client
        .query_one(
            "SELECT EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
             WHERE n.nspname = $1 AND c.relname = 'refinery_schema_history')",
            &[&schema],
        )
        .and_then(|row| row.try_get(0))
        .told(doing, address)?;
    if !has_history {
        return Ok(None);
    }
    client
        .query_one(
            // Named in full: a user without the right to look into the schema is told so.
            &format!("SELECT COALESCE(MAX(version), 0)::bigint FROM {schema}.refinery_schema_history"),
            &[],
        )
        .and_then(|row| row.try_get(0))
        .told(doing, address)
}

/// Every column, constraint, index, trigger and function of a schema, as PostgreSQL writes them, without its name. Which
/// months have a partition is up to the book.
pub fn objects(client: &mut Client, schema: &str, address: &str) -> Result<BTreeSet<String>> {
    const OBJECTS: &str = "
        WITH months AS (
            SELECT oid, relname FROM pg_class
            WHERE relnamespace = $1::text::regnamespace AND relname ~ '^domain_events_[0-9]{4}_[0-9]{2}$'
        )
        SELECT format('column %s.%s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod))
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        WHERE c.relnamespace = $1::text::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
            AND c.oid NOT IN (SELECT oid FROM months)
        UNION ALL
        SELECT format('constraint on %s: %s', conrelid::regclass, pg_get_constraintdef(oid))
        FROM pg_constraint WHERE connamespace = $1::text::regnamespace AND conrelid NOT IN (SELECT oid FROM months)
        UNION ALL
        SELECT indexdef FROM pg_indexes
        WHERE schemaname = $1::text AND tablename NOT IN (SELECT relname FROM months)
        UNION ALL
        SELECT pg_get_triggerdef(t.oid) || ' enabled ' || t.tgenabled::text
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        WHERE c.relnamespace = $1::text::regnamespace AND NOT t.tgisinternal
            AND c.oid NOT IN (SELECT oid FROM months)
        UNION ALL
        SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = $1::text::regnamespace";
    let rows = client.query(OBJECTS, &[&schema]).told("reading the schema", address)?;
    rows.iter()
        .map(|row| {
            let object: String = row.try_get(0).told("reading the schema", address)?;
            Ok(object.replace(&format!("{schema}."), "").replace(&format!("'{schema}'"), "'the book'"))
        })
        .collect()
}
