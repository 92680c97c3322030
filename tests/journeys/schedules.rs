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

/// A payment is found after other terms were agreed: it had paid early what they ask something for as well.
#[test]
fn of_an_instalment_paid_early_under_former_terms_the_rest_is_due_with_it() {
    let test = TestDesk::new();
    let loan_id = test.funded_loan(json!({
        "principal": "36000.00", "annual_rate_percent": "10", "term_months": 12, "type": "interest_only",
        "day_count": "actual/360",
    }));
    test.clock.pass_to("2025-02-10".parse().unwrap());
    test.ok("loan.modify", json!({ "loan_id": loan_id, "annual_rate_percent": "9", "reason": "Agreed" }));
    test.ok("payment.record", json!({ "loan_id": loan_id, "amount": "310.00", "received_on": "2025-02-05" }));
    let schedule = test.ok("schedule.get", json!({ "loan_id": loan_id }));
    let payments = schedule["payments"].as_array().unwrap();
    let days: Vec<&str> = payments.iter().filter_map(|payment| payment["due_on"].as_str()).collect();
    assert_eq!((payments.len(), &days[..2]), (12, &["2025-02-15", "2025-03-15"][..]), "one a day: {days:?}");
    // Of the 310.00 were 21 × 10.00 interest on 5 February and 100.00 principal. Since then 35,900.00 × 5/3600 and
    // 35,900.00 × 9 % × 5/360 = 49.8611 + 44.875 accrue until the 15th, beside the 310.00.
    let first = &payments[0];
    assert_eq!([&first["payment"], &first["paid"], &first["balance"]], ["404.74", "310.00", "35900.00"]);
    test.clock.pass_to("2025-02-16".parse().unwrap());
    let account = test.ok("loan.account", json!({ "loan_id": loan_id }));
    assert_eq!((&account["principal"], &account["past_due"]), (&json!("35900.00"), &json!("94.74")));
    assert_eq!(test.ok("integrity.verify", json!({}))["ok"], true);
}
