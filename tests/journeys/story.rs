//! The main job: a loan created, walked to funded, and its payment schedule.

use lendingos_tests::{TestDesk, WAY_TO_FUNDED};
use serde_json::{Value as Json, json};

#[test]
fn a_loan_walked_to_funded_has_eight_events_and_a_schedule_of_twelve_payments() {
    let test = TestDesk::new();
    let loan_id = test.usual_loan();
    for status in WAY_TO_FUNDED {
        let loan = test
            .ok("loan.transition", json!({ "loan_id": loan_id, "to": status, "effective_on": "2025-01-15" }));
        assert_eq!(loan["status"], status);
    }

    let history = test.ok("event.history", json!({ "aggregate_id": loan_id }));
    let types: Vec<&str> = history["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["event_type"].as_str().unwrap())
        .collect();
    let mut expected = vec!["Loan.Created"];
    expected.extend(["Loan.StatusChanged"; 6]);
    expected.push("Loan.Funded");
    assert_eq!(types, expected);

    let schedule = test.ok("schedule.get", json!({ "loan_id": loan_id }));
    let payments = schedule["payments"].as_array().unwrap();
    assert_eq!(payments.len(), 12);
    assert!(payments[..11].iter().all(|payment| payment["payment"] == "8675.74"));
    assert_eq!(payments[11]["payment"], "8675.77");
    assert_eq!(payments[11]["due_on"], "2026-01-15");
    assert_eq!(payments[11]["balance"], "0.00");
    assert_eq!(
        schedule["totals"],
        json!({ "payment": "104108.91", "interest": "4108.91", "principal": "100000.00" })
    );

    let funded = test.event(&loan_id, "Loan.Funded");
    assert_eq!(funded["status"], "processed");
    let runs = funded["handlers"].as_array().unwrap();
    let made = runs.iter().filter(|run| run["handler"] == "PaymentScheduleCreator");
    assert_eq!(made.map(|run| &run["status"]).collect::<Vec<_>>(), ["success"]);
    assert!(runs.iter().all(|run| run["status"] == "success"), "{runs:?}");
    let handlers = test.ok("handler.list", json!({}));
    assert_eq!(handlers["handlers"][0]["success_count"], 1);
    assert_eq!(handlers["handlers"][0]["failure_count"], 0);
}

#[test]
fn every_payment_has_a_stream_of_its_own_that_leads_back_to_the_funding() {
    let test = TestDesk::new();
    let loan_id = test
        .funded_loan(json!({ "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 12 }));
    let funded = test.event(&loan_id, "Loan.Funded");
    let history = test.ok("event.history", json!({ "aggregate_id": loan_id, "include_loan": true }));
    let of_type = |event_type: &str| -> Vec<Json> {
        let events = history["events"].as_array().unwrap().iter();
        events.filter(|event| event["event_type"] == event_type).cloned().collect()
    };
    assert_eq!(of_type("Payment.ScheduleCreated").len(), 1);
    let payments = of_type("Payment.Scheduled");
    assert_eq!(payments.len(), 12);
    for payment in payments {
        assert_eq!(payment["sequence_number"], 1);
        assert_eq!(payment["causation_id"], funded["event_id"]);
        assert_eq!(payment["correlation_id"], funded["correlation_id"]);
        assert_eq!(payment["metadata"]["handler"], "PaymentScheduleCreator");
        let stream = test.ok("event.history", json!({ "aggregate_id": payment["aggregate_id"] }));
        assert_eq!(stream["events"].as_array().unwrap().len(), 1);
    }
}

#[test]
fn the_book_survives_being_closed_and_opened() {
    let test = TestDesk::new();
    let loan_id =
        test.funded_loan(json!({ "principal": "2500.50", "annual_rate_percent": "12", "term_months": 3 }));
    let before = test.ok("loan.get", json!({ "loan_id": loan_id }));
    test.ok("book.close", json!({}));
    assert_eq!(test.refused("loan.get", json!({ "loan_id": loan_id })).code, api::ErrorCode::NoBookOpen);
    test.ok("book.open", json!({ "address": test.address() }));
    assert_eq!(test.ok("loan.get", json!({ "loan_id": loan_id })), before);
}

#[test]
fn the_sample_portfolio_is_whole() {
    let test = TestDesk::new();
    test.ok("book.sample", json!({ "address": test.folder.path().join("sample.lendingos") }));
    let loans = test.ok("loan.list", json!({}));
    assert_eq!(loans["total"], 12);
    assert_eq!(test.ok("loan.list", json!({ "statuses": ["funded"] }))["total"], 6);
    assert_eq!(test.ok("loan.list", json!({ "search": "harbor" }))["total"], 1);
    assert_eq!(test.ok("loan.list", json!({ "search": "L-00003" }))["total"], 1);
    assert_eq!(test.ok("integrity.verify", json!({}))["ok"], true);
}
