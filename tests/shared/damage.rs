//! What is changed on the server behind the program's back is found and named.

use lendingos_tests::TestDesk;
use serde_json::{Value as Json, json};

/// Changes something past the triggers, as the owner of the database can.
fn tamper(test: &TestDesk, sql: &str) {
    let mut server = test.administrator();
    server
        .batch_execute(&format!(
            "SET search_path TO lendingos; ALTER TABLE domain_events DISABLE TRIGGER USER; {sql}; \
             ALTER TABLE domain_events ENABLE TRIGGER USER"
        ))
        .unwrap();
}

fn damages(test: &TestDesk) -> Vec<(String, Json)> {
    let report = test.ok("integrity.verify", json!({}));
    assert_eq!(report["ok"], false, "{report}");
    let damages = report["damages"].as_array().unwrap();
    damages
        .iter()
        .map(|damage| (damage["kind"].as_str().unwrap().to_owned(), damage["position"].clone()))
        .collect()
}

fn book() -> (TestDesk, i64) {
    let test = TestDesk::shared();
    let loan_id = test
        .funded_loan(json!({ "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 12 }));
    let position = test.event(&loan_id, "Loan.Funded")["position"].as_i64().unwrap();
    assert_eq!(test.ok("integrity.verify", json!({}))["ok"], true);
    (test, position)
}

#[test]
fn a_changed_fact_is_found_at_its_position() {
    let (test, position) = book();
    tamper(
        &test,
        &format!(
            "UPDATE domain_events SET payload = payload || '{{\"principal\": \"100000.01\"}}' WHERE position = {position}"
        ),
    );
    assert_eq!(damages(&test)[0], ("hash".to_owned(), json!(position)));
}

#[test]
fn a_missing_event_is_found_in_the_log_the_chain_and_its_stream() {
    let (test, position) = book();
    tamper(&test, &format!("DELETE FROM domain_events WHERE position = {}", position - 1));
    let found = damages(&test);
    assert_eq!(found[0], ("position".to_owned(), json!(position)));
    assert_eq!(found[1], ("chain".to_owned(), json!(position)));
    assert!(found.iter().any(|(kind, _)| kind == "stream" || kind == "event"), "{found:?}");
}

#[test]
fn a_trigger_that_was_taken_away_is_found() {
    let (test, _) = book();
    test.administrator()
        .batch_execute("DROP TRIGGER domain_events_leave_for_an_archive_only ON lendingos.domain_events")
        .unwrap();
    assert_eq!(damages(&test)[0].0, "file");
}
