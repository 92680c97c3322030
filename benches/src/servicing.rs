//! Servicing: a payment recorded years late, and the daily run over many loans.

use std::time::Duration;

use app::accounts;
use chrono::{Days, NaiveDate};
use domain::{Ledger, LoanId, PersonId};
use serde_json::{Value as Json, json};

use crate::{
    fixture::Fixture,
    measure::{Report, Samples},
    scale,
    shared::Database,
};

const RUNS: usize = 10;
const ACCRUAL_DAYS: u64 = 2_400;
const LOANS: usize = 10_000;
const LOANS_AT_ONCE: usize = 500;

/// A back-dated payment on a loan with years of payments, beside the fold of its ledger alone.
pub fn back_dated(report: &mut Report) {
    let fixture = Fixture::new();
    let book = fixture.book();
    let today = book.environment().clock.today();
    let funded_on = today - Days::new(ACCRUAL_DAYS);
    let (mut ours, mut bare) = (Samples::default(), Samples::default());
    for loan_id in fixture.loans_in_closing(RUNS, 120) {
        let fund = json!({ "loan_id": loan_id, "to": "funded", "effective_on": funded_on });
        fixture.call("loan.transition", fund);
        for row in due(&fixture, &loan_id, today) {
            pay(&fixture, &loan_id, &row["payment"], &row["due_on"]);
        }
        ours.time(|| pay(&fixture, &loan_id, &json!("10.17"), &json!(funded_on + Days::new(40))));
        let id: LoanId = loan_id.parse().unwrap();
        let account =
            book.read(|transaction| accounts::load((transaction, book.bus().upcasters()), id)).unwrap();
        let terms = account.ledger_terms().unwrap();
        let ledger = bare.time(|| Ledger::fold(&terms, &account.entries, today).unwrap());
        let days: i64 = ledger.accruals.iter().map(domain::Accrual::days).sum();
        assert_eq!(days, i64::try_from(ACCRUAL_DAYS).unwrap());
    }
    report.line(&format!("back-dated payment, {ACCRUAL_DAYS} days (bare: the fold)"), &ours, &bare);
}

fn due(fixture: &Fixture, loan_id: &str, today: NaiveDate) -> Vec<Json> {
    let schedule = fixture.call("schedule.get", json!({ "loan_id": loan_id }));
    let today = json!(today);
    let is_due = |row: &Json| row["due_on"].as_str() <= today.as_str();
    schedule["payments"].as_array().unwrap().iter().filter(|row| is_due(row)).cloned().collect()
}

fn pay(fixture: &Fixture, loan_id: &str, amount: &Json, on: &Json) {
    fixture.call("payment.record", json!({ "loan_id": loan_id, "amount": amount, "received_on": on }));
}

/// The daily run over loans of which each has an instalment that is late, and again over the same loans with nothing
/// left to find; on both stores.
pub fn day(report: &mut Report) {
    run_day(report, "SQLite", &Fixture::new());
    let database = Database::new();
    let fixture = Fixture::at(&database.address());
    run_day(report, "PostgreSQL", &fixture);
    fixture.call("book.close", json!({}));
}

fn run_day(report: &mut Report, store: &str, fixture: &Fixture) {
    let book = fixture.book();
    let borrower = fixture.call("person.create", json!({ "kind": "borrower", "name": "Marisol Vega" }));
    let borrower: PersonId = borrower["person_id"].as_str().unwrap().parse().unwrap();
    let funded_on = book.environment().clock.today() - Days::new(45);
    for from in (0..LOANS).step_by(LOANS_AT_ONCE) {
        scale::fill_on(&book, borrower, from..from + LOANS_AT_ONCE, funded_on, |_| 12);
    }
    let mut first = Samples::default();
    let found = first.time(|| fixture.call("servicing.run_day", json!({})));
    assert_eq!(found["fees_assessed"].as_u64(), u64::try_from(LOANS).ok());
    let mut again = Samples::default();
    for _ in 0..RUNS {
        let found = again.time(|| fixture.call("servicing.run_day", json!({})));
        assert_eq!(found["late_instalments"], 0);
    }
    report.figure(&format!("daily run, {LOANS} loans, all late, {store}"), &text(first.median()));
    report.figure(&format!("daily run, {LOANS} loans, none late, {store}"), &text(again.median()));
    at_a_glance(report, store, fixture);
}

/// What the window shows of the whole book, beside counting its instalments.
fn at_a_glance(report: &mut Report, store: &str, fixture: &Fixture) {
    let book = fixture.book();
    let counted = || {
        let sql = "SELECT COUNT(*), SUM(payment_minor - paid_minor) FROM instalments WHERE is_open = 1";
        book.read(|transaction| Ok(transaction.query(sql, &[])?)).unwrap()
    };
    let reads = [
        ("dashboard", "dashboard.get", json!({})),
        ("compliance log", "compliance.log", json!({ "limit": 500 })),
        ("search of a loan", "search", json!({ "query": "L-05000" })),
        ("search of every borrower", "search", json!({ "query": "mar" })),
    ];
    for (what, command, input) in reads {
        let (mut ours, mut bare) = (Samples::default(), Samples::default());
        for _ in 0..RUNS {
            ours.time(|| fixture.call(command, input.clone()));
            bare.time(counted);
        }
        report.line(&format!("{what}, {LOANS} loans, {store} (bare: a count)"), &ours, &bare);
    }
}

fn text(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1_000.0)
}
