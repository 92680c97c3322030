//! `Loan.Funded` with its handler on PostgreSQL, against one transaction of bulk inserts of the same rows.

use api::Call;
use app::Book;
use postgres::{Client, NoTls};
use serde_json::json;
use store::{Insert, Store as _, Transaction, Value, event_log};
use store_postgres::PostgresStore;
use uuid::Uuid;

use crate::{
    fixture::{Fixture, publish_funded},
    measure::{Report, Samples},
};

const RUNS: usize = 60;

static SCHEDULES: Insert = Insert::new(
    "payment_schedules",
    &[
        "id",
        "organization_id",
        "loan_id",
        "event_id",
        "number_of_payments",
        "first_due_on",
        "maturity_on",
        "total_principal_minor",
        "total_interest_minor",
        "total_payment_minor",
        "created_at",
        "replaces_from",
        "reason",
    ],
);

static INSTALMENTS: Insert = Insert::new(
    "instalments",
    &[
        "id",
        "organization_id",
        "schedule_id",
        "loan_id",
        "number",
        "due_on",
        "days",
        "payment_minor",
        "interest_minor",
        "principal_minor",
        "balance_minor",
        "paid_minor",
        "grace_until",
        "status",
        "is_open",
        "may_be_late",
    ],
);

static RUNS_OF_HANDLERS: Insert = Insert::new(
    "event_processing_log",
    &["organization_id", "event_id", "handler", "status", "attempt", "execution_micros", "executed_at"],
);

static COMPLIANCE_LOG: Insert = Insert::new(
    "compliance_log",
    &[
        "number",
        "organization_id",
        "position",
        "event_id",
        "event_type",
        "event_hash",
        "area",
        "what",
        "amount",
        "reason",
        "who",
        "occurred_at",
        "effective_on",
        "aggregate_type",
        "aggregate_id",
        "loan_id",
        "hash",
    ],
);

/// A database of the server that the environment names, gone with the bench.
pub struct Database {
    server: String,
    name: String,
}

impl Database {
    pub fn new() -> Self {
        let server = std::env::var("LENDINGOS_TEST_POSTGRES")
            .expect("LENDINGOS_TEST_POSTGRES names no server; `cargo xtask bench` starts one");
        let database = Self { server, name: format!("lendingos_{}", Uuid::new_v4().simple()) };
        database.administer(&format!("CREATE DATABASE {}", database.name));
        database
    }

    pub fn address(&self) -> String {
        format!("{}/{}", self.server, self.name)
    }

    fn administer(&self, sql: &str) {
        Client::connect(&format!("{}/postgres", self.server), NoTls).unwrap().batch_execute(sql).unwrap();
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        self.administer(&format!("DROP DATABASE {} WITH (FORCE)", self.name));
    }
}

pub fn run(report: &mut Report, instalments: u32) {
    let (database, baseline) = (Database::new(), Database::new());
    let fixture = Fixture::at(&database.address());
    let book = fixture.book();
    let loans = fixture.loans_in_closing(RUNS, instalments);
    fixture
        .desk
        .call(Call::new("book.copy", json!({ "from": database.address(), "to": baseline.address() })))
        .unwrap();
    let bare = PostgresStore::open(&baseline.address(), None).unwrap();
    // What the triggers do is part of what a publish costs, and no part of the baseline.
    Client::connect(&baseline.address(), NoTls)
        .unwrap()
        .batch_execute("DROP TRIGGER domain_events_go_on ON lendingos.domain_events")
        .unwrap();
    let (mut ours, mut bare_times) = (Samples::default(), Samples::default());
    for loan_id in &loans {
        let head = fixture.head();
        ours.time(|| publish_funded(&book, loan_id.parse().unwrap(), instalments));
        let written = Written::read(&book, head, loan_id);
        bare_times.time(|| written.write(&bare));
    }
    report.line(&format!("publish Loan.Funded, {instalments} instalments, PostgreSQL"), &ours, &bare_times);
    drop(bare);
    drop(book);
    fixture.desk.call(Call::new("book.close", json!({}))).unwrap();
}

/// What one publish of `Loan.Funded` wrote, read back from the book.
struct Written {
    events: Vec<store::RecordedEvent>,
    inserts: Vec<(&'static Insert, Vec<Vec<Value<'static>>>)>,
    loan_id: Uuid,
    dates: Vec<Value<'static>>,
}

impl Written {
    fn read(book: &Book, after: i64, loan_id: &str) -> Self {
        let loan_id: Uuid = loan_id.parse().unwrap();
        book.read(|transaction| {
            let events = event_log::page(transaction, after, 1_000)?;
            let inserts = vec![
                rows(transaction, &SCHEDULES, "loan_id = $1", loan_id.into()),
                rows(transaction, &INSTALMENTS, "loan_id = $1", loan_id.into()),
                rows(
                    transaction,
                    &RUNS_OF_HANDLERS,
                    "event_id IN (SELECT id FROM domain_events WHERE position > $1)",
                    after.into(),
                ),
                rows(transaction, &COMPLIANCE_LOG, "position > $1", after.into()),
            ];
            let dates = transaction
                .query("SELECT funded_on, maturity_on FROM loans WHERE id = $1", &[loan_id.into()])?;
            Ok(Self { events, inserts, loan_id, dates: dates[0].columns().to_vec() })
        })
        .unwrap()
    }

    /// Writes the same rows, and changes the same ones, in one transaction.
    fn write(&self, store: &PostgresStore) {
        let mut transaction = store.write().unwrap();
        event_log::restore(&mut *transaction, &self.events).unwrap();
        for (insert, rows) in &self.inserts {
            transaction.insert(insert, rows).unwrap();
        }
        let funded = &self.events[0];
        for (sql, parameters) in [
            (
                "UPDATE loans SET funded_on = $1, maturity_on = $2, outstanding_minor = principal_minor WHERE id = $3",
                vec![self.dates[0].clone(), self.dates[1].clone(), self.loan_id.into()],
            ),
            (
                "UPDATE event_handlers SET success_count = success_count + 1, last_executed_at = $1",
                vec![funded.occurred_at.into()],
            ),
            (
                "UPDATE domain_events SET processing_status = 'processed', processed_at = $1 WHERE position = $2",
                vec![funded.occurred_at.into(), funded.position.into()],
            ),
        ] {
            transaction.execute(sql, &parameters).unwrap();
        }
        transaction.commit().unwrap();
    }
}

fn rows(
    transaction: &mut dyn Transaction,
    insert: &'static Insert,
    condition: &str,
    of: Value<'_>,
) -> (&'static Insert, Vec<Vec<Value<'static>>>) {
    let sql = format!("SELECT {} FROM {} WHERE {condition}", insert.columns().join(", "), insert.table());
    let found = transaction.query(&sql, &[of]).unwrap();
    (insert, found.iter().map(|row| row.columns().to_vec()).collect())
}
