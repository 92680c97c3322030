//! A loan, and all balances, as they were known at a past moment or effective at a past date.

use api::ErrorCode;
use lendingos_tests::{TestDesk, WAY_TO_FUNDED};
use serde_json::{Value as Json, json};

const DAY: i64 = 86_400;

/// The test's clock starts on 15 January 2025 at 10:00. A step is taken each day; on the 22nd the loan is funded, with
/// effect from the 15th.
fn loan_funded_late() -> (TestDesk, String) {
    let test = TestDesk::new();
    let loan_id = test.usual_loan();
    for status in &WAY_TO_FUNDED[..5] {
        test.clock.pass(DAY);
        test.ok("loan.transition", json!({ "loan_id": loan_id, "to": status }));
    }
    test.clock.pass(2 * DAY);
    test.fund(&loan_id);
    (test, loan_id)
}

fn as_of(test: &TestDesk, loan_id: &str, when: Json) -> Json {
    let mut input = when;
    input["loan_id"] = loan_id.into();
    test.ok("loan.as_of", input)
}

fn only_balance(test: &TestDesk, when: Json) -> (Json, Json, Json) {
    let balances = test.ok("loan.balances", when);
    let loan = &balances["loans"][0];
    (loan["status"].clone(), loan["outstanding"].clone(), balances["total_outstanding"].clone())
}

#[test]
fn now_is_what_the_book_says() {
    let (test, loan_id) = loan_funded_late();
    let now = as_of(&test, &loan_id, json!({}));
    assert_eq!(now["loan"], test.ok("loan.get", json!({ "loan_id": loan_id })));
    assert_eq!(now["schedule"], test.ok("schedule.get", json!({ "loan_id": loan_id })));
    assert_eq!(now["events"], 21);
    assert_eq!(only_balance(&test, json!({})), (json!("funded"), json!("100000.00"), json!("100000.00")));
}

#[test]
fn at_a_past_moment_only_what_was_recorded_is_known() {
    let (test, loan_id) = loan_funded_late();
    for (moment, status, outstanding) in [
        ("2025-01-15T10:00:00Z", "draft", "0.00"),
        ("2025-01-16T10:00:00Z", "submitted", "0.00"),
        ("2025-01-20T09:59:59Z", "approved", "0.00"),
        ("2025-01-22T09:59:59.999999Z", "closing", "0.00"),
        ("2025-01-22T10:00:00Z", "funded", "100000.00"),
    ] {
        let then = as_of(&test, &loan_id, json!({ "known_at": moment }));
        assert_eq!(then["loan"]["status"], status, "{moment}");
        assert_eq!(then["schedule"].is_null(), status != "funded", "{moment}");
        let balance = only_balance(&test, json!({ "known_at": moment }));
        assert_eq!(balance, (json!(status), json!(outstanding), json!(outstanding)), "{moment}");
    }
}

#[test]
fn at_a_past_date_what_was_effective_counts_however_late_it_was_recorded() {
    let (test, loan_id) = loan_funded_late();
    let then = as_of(&test, &loan_id, json!({ "effective_on": "2025-01-15" }));
    assert_eq!(then["loan"]["status"], "funded");
    assert_eq!(then["schedule"]["payments"][0]["payment"], "8675.74");
    assert_eq!(
        only_balance(&test, json!({ "effective_on": "2025-01-15" })),
        (json!("funded"), json!("100000.00"), json!("100000.00"))
    );
    // Both together: on the 20th nobody knew that the money would count from the 15th.
    let both = json!({ "effective_on": "2025-01-18", "known_at": "2025-01-20T12:00:00Z" });
    assert_eq!(as_of(&test, &loan_id, both.clone())["loan"]["status"], "underwriting");
    assert_eq!(only_balance(&test, both), (json!("underwriting"), json!("0.00"), json!("0.00")));
}

#[test]
fn before_it_was_there_a_loan_is_not_shown() {
    let (test, loan_id) = loan_funded_late();
    for (field, value) in [("known_at", "2025-01-15T09:59:59Z"), ("effective_on", "2025-01-14")] {
        let error = test.refused("loan.as_of", json!({ "loan_id": loan_id, field: value }));
        assert_eq!((error.code, error.field.as_deref()), (ErrorCode::InvalidInput, Some(field)));
        let balances = test.ok("loan.balances", json!({ field: value }));
        assert_eq!((&balances["loans"], &balances["total_outstanding"]), (&json!([]), &json!("0.00")));
    }
    let nobody = "01a208c2-2efc-7081-b1b4-6f4b653ab8e9";
    assert_eq!(test.refused("loan.as_of", json!({ "loan_id": nobody })).code, ErrorCode::NotFound);
}

#[test]
fn a_loan_that_was_paid_off_owes_nothing_from_then_on() {
    let (test, loan_id) = loan_funded_late();
    test.clock.pass(30 * DAY);
    let owed = test.refused("loan.transition", json!({ "loan_id": loan_id, "to": "paid_off" }));
    assert_eq!(owed.code, ErrorCode::StillOwed);
    let account = test.ok("loan.account", json!({ "loan_id": loan_id, "as_of": "2025-02-10" }));
    let payoff = json!({ "loan_id": loan_id, "amount": account["payoff"], "received_on": "2025-02-10" });
    test.ok("payment.record", payoff);
    assert_eq!(test.ok("loan.get", json!({ "loan_id": loan_id }))["status"], "paid_off");
    assert_eq!(only_balance(&test, json!({})).1, "0.00");
    assert_eq!(only_balance(&test, json!({ "effective_on": "2025-02-09" })).1, "100000.00");
    assert_eq!(only_balance(&test, json!({ "effective_on": "2025-02-10" })).1, "0.00");
    assert_eq!(only_balance(&test, json!({ "known_at": "2025-02-15T00:00:00Z" })).1, "100000.00");
}

#[test]
fn the_balances_of_now_are_those_that_are_known_now() {
    let test = TestDesk::new();
    let terms = json!({ "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 12 });
    test.usual_loan();
    test.loan_in_closing(terms.clone());
    let defaulted = test.funded_loan(terms.clone());
    let charged_off = test.funded_loan(terms.clone());
    test.funded_loan(terms);
    for (loan_id, to) in
        [(&defaulted, "defaulted"), (&charged_off, "defaulted"), (&charged_off, "charged_off")]
    {
        test.ok("loan.transition", json!({ "loan_id": loan_id, "to": to }));
    }
    let now = test.ok("loan.balances", json!({}));
    let mut known = test.ok("loan.balances", json!({ "known_at": "2099-01-01T00:00:00Z" }));
    known["known_at"] = Json::Null;
    // What accrues is told where a day is asked for.
    for loan in known["loans"].as_array_mut().unwrap() {
        loan["owed"] = Json::Null;
    }
    assert_eq!(now, known);
    assert_eq!(now["total_outstanding"], "200000.00");
}
