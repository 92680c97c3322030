//! Retry with growing pauses, waiting for a person, dry runs, rebuilding.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use app::bus::MOST_RETRIES;
use lendingos_tests::{TestDesk, fails_until};
use serde_json::{Value as Json, json};

fn funded_with_a_failure(test: &TestDesk, healed: &Arc<AtomicBool>) -> String {
    test.desk.book().unwrap().subscribe(fails_until(healed)).unwrap();
    test.funded_loan(json!({ "principal": "5000.00", "annual_rate_percent": "9", "term_months": 2 }))
}

#[test]
fn a_failed_event_is_tried_again_by_itself_after_its_pause_and_not_before() {
    let test = TestDesk::new();
    let healed = Arc::new(AtomicBool::new(false));
    let loan_id = funded_with_a_failure(&test, &healed);
    assert_eq!(test.desk.tick().unwrap(), 0, "five seconds have not passed");
    test.clock.pass(5);
    assert_eq!(test.desk.tick().unwrap(), 1);
    assert_eq!(test.event(&loan_id, "Loan.Funded")["retry_count"], 1);
    test.clock.pass(9);
    assert_eq!(test.desk.tick().unwrap(), 0, "the second pause is twice as long");
    healed.store(true, Ordering::SeqCst);
    test.clock.pass(1);
    assert_eq!(test.desk.tick().unwrap(), 1);
    assert_eq!(test.event(&loan_id, "Loan.Funded")["status"], "processed");
}

#[test]
fn after_enough_tries_it_waits_for_a_person() {
    let test = TestDesk::new();
    let healed = Arc::new(AtomicBool::new(false));
    let loan_id = funded_with_a_failure(&test, &healed);
    for _ in 0..MOST_RETRIES {
        assert_eq!(test.event(&loan_id, "Loan.Funded")["needs_attention"], false);
        test.clock.pass(3_600);
        assert_eq!(test.desk.tick().unwrap(), 1);
    }
    let funded = test.event(&loan_id, "Loan.Funded");
    assert_eq!((&funded["needs_attention"], &funded["next_retry_at"]), (&json!(true), &Json::Null));
    test.clock.pass(1_000_000);
    assert_eq!(test.desk.tick().unwrap(), 0);
    healed.store(true, Ordering::SeqCst);
    test.ok("event.retry", json!({ "event_id": funded["event_id"] }));
    assert_eq!(test.event(&loan_id, "Loan.Funded")["status"], "processed");
}

#[test]
fn a_dry_run_says_what_would_happen_and_changes_nothing() {
    let test = TestDesk::new();
    let healed = Arc::new(AtomicBool::new(false));
    let loan_id = funded_with_a_failure(&test, &healed);
    let before = test.ok("event.list", json!({}));
    let outcome_of = |handler: &str| {
        let report = test.ok("event.replay", json!({ "aggregate_id": loan_id, "dry_run": true }));
        let outcomes = report["outcomes"].as_array().unwrap().clone();
        outcomes.into_iter().find(|outcome| outcome["handler"] == handler).unwrap()
    };
    assert_eq!(outcome_of("Flaky")["outcome"], "would_fail");
    assert_eq!(outcome_of("PaymentScheduleCreator")["outcome"], "same");
    healed.store(true, Ordering::SeqCst);
    assert_eq!(outcome_of("Flaky")["outcome"], "would_succeed");
    assert_eq!(test.ok("event.list", json!({})), before);
}

#[test]
fn rebuilding_gives_the_same_tables_row_for_row() {
    let test = TestDesk::new();
    test.ok("book.sample", json!({ "address": test.folder.path().join("sample.lendingos") }));
    let book = test.desk.book().unwrap();
    let dump = || -> Vec<String> {
        let tables = book.bus().projections().iter().flat_map(|projection| projection.tables());
        tables
            .map(|table| {
                let rows = book.read(|transaction| {
                    Ok(transaction.query(&format!("SELECT * FROM {table} ORDER BY id"), &[])?)
                });
                format!("{table}: {:?}", rows.unwrap())
            })
            .collect()
    };
    let before = dump();
    let report = test.ok("integrity.rebuild", json!({}));
    assert_eq!(report["events_applied"], test.ok("book.get", json!({}))["events"]);
    assert_eq!(dump(), before);
}

#[test]
fn a_long_run_can_be_cancelled_and_leaves_the_book_as_it_was() {
    let test = TestDesk::new();
    let loan_id =
        test.funded_loan(json!({ "principal": "5000.00", "annual_rate_percent": "9", "term_months": 2 }));
    let before = test.ok("loan.get", json!({ "loan_id": loan_id }));
    for name in ["integrity.verify", "integrity.rebuild"] {
        let call = api::Call { progress: &|_, _| false, ..api::Call::new(name, json!({})) };
        assert_eq!(test.desk.call(call).unwrap_err().code, api::ErrorCode::Cancelled);
    }
    assert_eq!(test.ok("loan.get", json!({ "loan_id": loan_id })), before);
}
