//! Schedules as a funded loan gets them.

use lendingos_tests::TestDesk;
use serde_json::{Value as Json, json};

fn schedule(terms: Json) -> Json {
    let test = TestDesk::new();
    let loan_id = test.funded_loan(terms);
    test.ok("schedule.get", json!({ "loan_id": loan_id }))
}

fn cents(amount: &Json) -> i64 {
    amount.as_str().unwrap().replace('.', "").parse().unwrap()
}

#[test]
fn three_hundred_and_sixty_payments_add_up_to_the_cent() {
    let schedule =
        schedule(json!({ "principal": "287654.33", "annual_rate_percent": "6.875", "term_months": 360 }));
    let payments = schedule["payments"].as_array().unwrap();
    assert_eq!(payments.len(), 360);
    assert_eq!(payments.iter().map(|payment| cents(&payment["principal"])).sum::<i64>(), 28_765_433);
    assert_eq!(payments[359]["balance"], "0.00");
}

#[test]
fn frequency_maturity_gives_one_payment_with_the_interest_of_the_whole_term() {
    let schedule = schedule(json!({
        "principal": "100000.00", "annual_rate_percent": "8", "term_months": 18, "frequency": "maturity",
        "day_count": "actual/360",
    }));
    let payments = schedule["payments"].as_array().unwrap();
    assert_eq!(payments.len(), 1);
    // 15 January 2025 to 15 July 2026 are 546 days: 100,000 × 8 % × 546 / 360 = 12,133.33.
    assert_eq!(payments[0]["due_on"], "2026-07-15");
    assert_eq!(payments[0]["interest"], "12133.33");
    assert_eq!(payments[0]["payment"], "112133.33");
}

#[test]
fn a_zero_rate_gives_equal_principal_payments() {
    let schedule = schedule(json!({ "principal": "1000.00", "annual_rate_percent": "0", "term_months": 3 }));
    let payments: Vec<&Json> =
        schedule["payments"].as_array().unwrap().iter().map(|row| &row["payment"]).collect();
    assert_eq!(payments, ["333.33", "333.33", "333.34"]);
    assert_eq!(schedule["totals"]["interest"], "0.00");
}

#[test]
fn a_currency_without_decimals_is_reckoned_in_whole_units() {
    let test = TestDesk::in_currency("JPY");
    let loan_id =
        test.funded_loan(json!({ "principal": "1000000", "annual_rate_percent": "3", "term_months": 6 }));
    let schedule = test.ok("schedule.get", json!({ "loan_id": loan_id }));
    // 1,000,000 × 0.0025 / (1 − 1.0025⁻⁶) = 168,128.03….
    assert_eq!(schedule["payments"][0]["payment"], "168128");
    assert_eq!(schedule["totals"]["principal"], "1000000");
}
