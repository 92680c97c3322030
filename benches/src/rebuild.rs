//! Replay of a hundred thousand events into the projections, against reading the events and writing the same rows.

use app::integrity;
use rusqlite::{Connection, types::Value};

use crate::{
    bare,
    fixture::{Fixture, publish_funded},
    measure::{Report, Samples},
};

const EVENTS: i64 = 100_000;
const TERM_MONTHS: u32 = 360;
const RUNS: usize = 3;

pub fn run(report: &mut Report) {
    let fixture = Fixture::new();
    let book = fixture.book();
    while fixture.head() < EVENTS {
        for loan_id in fixture.loans_in_closing(10, TERM_MONTHS) {
            publish_funded(&book, loan_id.parse().unwrap(), TERM_MONTHS);
        }
    }
    let events = fixture.head();
    // Every table of the projections, parents before children; each refers only to those before it.
    let names: Vec<&str> =
        book.bus().projections().iter().flat_map(|projection| projection.tables()).copied().collect();
    let plain = bare::copy(&fixture.path(), &fixture.folder.path().join("bare.lendingos"));
    let (mut ours, mut bare_times) = (Samples::default(), Samples::default());
    for _ in 0..RUNS {
        let rebuilt = ours.time(|| integrity::rebuild(&book, &|_, _| true).unwrap());
        assert_eq!(rebuilt.events_applied, events);
        let tables: Vec<bare::Rows> =
            names.iter().map(|table| bare::rows(&plain, table, "TRUE", [])).collect();
        bare_times.time(|| write_again(&plain, &names, &tables));
    }
    report.line(&format!("replay of {events} events into the projections"), &ours, &bare_times);
    let mut verified = Samples::default();
    let checked = verified.time(|| integrity::verify(&book, None, &|_, _| true).unwrap());
    assert!(checked.ok);
    let mut hashed = Samples::default();
    hashed.time(|| {
        plain
            .query_row("SELECT SUM(LENGTH(payload) + LENGTH(metadata)) FROM domain_events", [], |_| Ok(()))
            .unwrap()
    });
    report.line(&format!("verify {events} events (bare: one scan of them)"), &verified, &hashed);
}

/// Reads every event and writes every row of the projections, in one transaction.
fn write_again(connection: &Connection, names: &[&str], tables: &[bare::Rows]) {
    connection.execute_batch("BEGIN IMMEDIATE").unwrap();
    for table in names.iter().rev() {
        connection.execute(&format!("DELETE FROM {table}"), []).unwrap();
    }
    let mut statement = connection.prepare("SELECT * FROM domain_events ORDER BY position").unwrap();
    let columns = statement.column_count();
    let mut rows = statement.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let event: Vec<Value> = (0..columns).map(|place| row.get(place).unwrap()).collect();
        std::hint::black_box(event);
    }
    drop(rows);
    for table in tables {
        table.write(connection);
    }
    connection.execute_batch("COMMIT").unwrap();
}
