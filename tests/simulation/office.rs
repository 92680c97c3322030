//! Three colleagues at one book, a clock and ids that a seed decides, and what can be seen of the book.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use api::{Call, Desk, DeskConfig, WireError};
use app::{
    Environment, Parts,
    bus::{HandlerContext, HandlerError},
    environment::{Clock, Ids},
};
use chrono::{DateTime, Utc};
use lendingos_tests::{ManualClock, Place, TestHandler, ok};
use serde_json::{Value as Json, json};
use store::{RecordedEvent, Row, Value, timestamp_text};
use tempfile::TempDir;
use uuid::Uuid;

use crate::faults::{Faults, FaultyBackends};

/// The owner, an officer and an approver.
const COLLEAGUES: [&str; 3] = ["Ada", "Ben", "Cleo"];

/// The tables that are folded from the log.
const PROJECTIONS: [&str; 12] = [
    "organizations",
    "users",
    "people",
    "loans",
    "payment_schedules",
    "instalments",
    "payments",
    "payment_coverage",
    "fees",
    "payoff_quotes",
    "draws",
    "inspections",
];

/// Ids that count: the same on every run of a seed.
struct CountedIds(AtomicU64);

impl Ids for CountedIds {
    fn next(&self, now: DateTime<Utc>) -> Uuid {
        let count = self.0.fetch_add(1, Ordering::SeqCst);
        Uuid::from_u128((u128::from(now.timestamp().unsigned_abs()) << 64) | u128::from(count))
    }
}

pub struct Office {
    pub desks: Vec<Desk>,
    pub clock: Arc<ManualClock>,
    pub faults: Faults,
    /// Whether the handler that sometimes fails does so now.
    pub handler_fails: Arc<AtomicBool>,
    _place: Place,
    pub folder: TempDir,
}

impl Office {
    pub fn on(place: impl FnOnce(&TempDir) -> Place) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = place(&folder);
        let (faults, clock) = (Faults::default(), Arc::new(ManualClock::default()));
        let ids = Arc::new(CountedIds(AtomicU64::new(1)));
        let handler_fails = Arc::new(AtomicBool::new(false));
        let desk = |user: &str| {
            let config = DeskConfig {
                backends: Arc::new(FaultyBackends(faults.clone())),
                config_folder: None,
                documents_folder: folder.path().to_owned(),
                user: Some(user.to_owned()),
                source: "simulation",
                on_notice: None,
            };
            let environment = Environment {
                clock: Arc::clone(&clock) as Arc<dyn Clock>,
                ids: Arc::clone(&ids) as Arc<dyn Ids>,
                source: "simulation".to_owned(),
            };
            Desk::with_environment(config, environment)
        };
        let first = desk(COLLEAGUES[0]);
        ok(
            &first,
            "book.create",
            json!({ "address": place.address(), "organization": "Cedar Street Lending", "currency": "USD", "owner": "Ada" }),
        );
        for (colleague, role) in COLLEAGUES[1..].iter().zip(["officer", "approver"]) {
            ok(&first, "user.add", json!({ "name": colleague, "role": role }));
        }
        drop(first);
        let desks = COLLEAGUES
            .iter()
            .map(|user| {
                let desk = desk(user);
                desk.open_with(place.address(), parts(&handler_fails)).unwrap();
                desk
            })
            .collect();
        Self { desks, clock, faults, handler_fails, _place: place, folder }
    }

    pub fn call(&self, desk: usize, name: &str, input: Json, id: Option<&str>) -> Result<Json, WireError> {
        self.desks[desk].call(Call { command_id: id, ..Call::new(name, input) })
    }

    fn rows(&self, sql: &str) -> Vec<String> {
        let book = self.desks[0].book().unwrap();
        let mut transaction = book.store().read().unwrap();
        transaction.query(sql, &[]).unwrap().iter().map(written).collect()
    }

    pub fn count(&self, sql: &str) -> i64 {
        self.rows(sql)[0].parse().unwrap()
    }

    /// Every row of every projection, and the end of the chain, in words that are the same on every backend.
    pub fn contents(&self) -> Vec<String> {
        let mut contents =
            self.rows("SELECT position, hash FROM domain_events ORDER BY position DESC LIMIT 1");
        for table in PROJECTIONS {
            contents.push(format!("-- {table}"));
            contents.extend(self.rows(&format!("SELECT * FROM {table} ORDER BY id")));
        }
        contents
    }
}

fn parts(fails: &Arc<AtomicBool>) -> Parts {
    let fails = Arc::clone(fails);
    let mut parts = Parts::default();
    parts.handlers.push(Arc::new(TestHandler {
        name: "Printer",
        event_types: &["Loan.Funded", "Person.Created"],
        work: move |_: &RecordedEvent, _: &mut HandlerContext<'_, '_>| {
            if fails.load(Ordering::SeqCst) { Err(HandlerError::new("out of paper")) } else { Ok(()) }
        },
    }));
    parts
}

fn written(row: &Row) -> String {
    let columns = row.columns().iter().map(|column| match column {
        Value::Null => "-".to_owned(),
        Value::Integer(integer) => integer.to_string(),
        Value::Boolean(boolean) => i64::from(*boolean).to_string(),
        Value::Text(text) | Value::Json(text) => text.to_string(),
        Value::Uuid(id) => id.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Timestamp(moment) => timestamp_text(*moment),
        Value::Bytes(bytes) => format!("{} bytes", bytes.len()),
    });
    columns.collect::<Vec<_>>().join(" | ")
}
