//! The baseline: plain `rusqlite` on a copy of the same book, with the same settings, writing the very same rows.

use std::{collections::BTreeMap, fs, path::Path};

use rusqlite::{Connection, Params, params_from_iter, types::Value};

/// A connection with the settings of a book.
pub fn connect(path: &Path) -> Connection {
    let connection = Connection::open(path).unwrap();
    connection.pragma_update(None, "journal_mode", "WAL").unwrap();
    connection.pragma_update(None, "synchronous", "FULL").unwrap();
    connection.pragma_update(None, "foreign_keys", true).unwrap();
    connection.pragma_update(None, "cache_size", -16_384).unwrap();
    connection.set_prepared_statement_cache_capacity(128);
    connection
}

/// A copy of a book as it is now.
pub fn copy(from: &Path, to: &Path) -> Connection {
    connect(from).query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    fs::copy(from, to).unwrap();
    connect(to)
}

/// Rows of one table.
pub struct Rows {
    insert: String,
    rows: Vec<Vec<Value>>,
}

/// Reads whole rows, to be written again elsewhere.
pub fn rows(connection: &Connection, table: &str, condition: &str, parameters: impl Params) -> Rows {
    // The list leaves out the columns that the engine computes itself.
    let columns: Vec<String> = connection
        .prepare("SELECT name FROM pragma_table_info(?1)")
        .unwrap()
        .query_map([table], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let read = format!("SELECT {} FROM {table} WHERE {condition}", columns.join(", "));
    let mut statement = connection.prepare(&read).unwrap();
    let places: Vec<String> = (1..=columns.len()).map(|place| format!("?{place}")).collect();
    let rows = statement
        .query_map(parameters, |row| (0..columns.len()).map(|place| row.get(place)).collect())
        .unwrap()
        .map(Result::unwrap)
        .collect();
    Rows {
        insert: format!("INSERT INTO {table} ({}) VALUES ({})", columns.join(", "), places.join(", ")),
        rows,
    }
}

impl Rows {
    /// Writes the rows with one prepared statement.
    pub fn write(&self, connection: &Connection) {
        let mut statement = connection.prepare_cached(&self.insert).unwrap();
        for row in &self.rows {
            statement.execute(params_from_iter(row)).unwrap();
        }
    }
}

/// What one publish of `Loan.Funded` wrote, read back from the book.
pub struct Publish {
    inserts: Vec<Rows>,
    position: i64,
    loan_id: String,
    funded_on: String,
    maturity_on: String,
}

impl Publish {
    pub fn read(connection: &Connection, after: i64, loan_id: &str) -> Self {
        let from_schedule = "loan_id = ?1";
        let dates = connection
            .query_row("SELECT funded_on, maturity_on FROM loans WHERE id = ?1", [loan_id], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .unwrap();
        let (funded_on, maturity_on) = dates;
        let events = rows(connection, "domain_events", "position > ?1", [after]);
        let schedule = rows(connection, "payment_schedules", from_schedule, [loan_id]);
        let instalments = rows(connection, "instalments", from_schedule, [loan_id]);
        let log = rows(
            connection,
            "event_processing_log",
            "event_id IN (SELECT id FROM domain_events WHERE position > ?1)",
            [after],
        );
        let compliance = rows(connection, "compliance_log", "position > ?1", [after]);
        Self {
            inserts: vec![events, schedule, instalments, log, compliance],
            position: after + 1,
            loan_id: loan_id.to_owned(),
            funded_on,
            maturity_on,
        }
    }

    /// Writes the same rows, and changes the same ones, in one transaction.
    pub fn write(&self, connection: &Connection) {
        let run = |sql: &str| connection.prepare_cached(sql).unwrap().execute([]).map(|_| ()).unwrap();
        run("BEGIN IMMEDIATE");
        for rows in &self.inserts {
            rows.write(connection);
        }
        connection
            .prepare_cached("UPDATE loans SET funded_on = ?1, maturity_on = ?2, outstanding_minor = principal_minor WHERE id = ?3")
            .unwrap()
            .execute((&self.funded_on, &self.maturity_on, &self.loan_id))
            .unwrap();
        connection
            .prepare_cached(
                "UPDATE event_handlers SET success_count = success_count + 1, last_executed_at = 'now'",
            )
            .unwrap()
            .execute([])
            .unwrap();
        connection
            .prepare_cached("UPDATE domain_events SET processing_status = 'processed', processed_at = 'now' WHERE position = ?1")
            .unwrap()
            .execute([self.position])
            .unwrap();
        run("COMMIT");
    }
}

/// How many rows each table has, to show that both sides wrote the same.
pub fn counts(connection: &Connection) -> BTreeMap<&'static str, i64> {
    ["domain_events", "payment_schedules", "instalments", "event_processing_log", "compliance_log"]
        .into_iter()
        .map(|table| {
            let count =
                connection.query_row(&format!("SELECT COUNT(*) FROM {table}"), [], |row| row.get(0)).unwrap();
            (table, count)
        })
        .collect()
}
