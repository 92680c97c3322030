//! The calculators, in exactly the shapes that other programs rely on.

use serde_json::{Value as Json, json};

use crate::Terminal;

fn example() -> Json {
    json!({
        "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 12, "type": "amortized",
        "frequency": "monthly", "day_count": "30/360", "funded_on": "2025-01-15", "first_payment_on": null,
        "amortization_months": null, "rounding": "half_up", "number_of_payments": null, "disbursements": null,
    })
}

#[test]
fn a_schedule_needs_no_book_and_has_the_published_shape() {
    let terminal = Terminal::new();
    let schedule = terminal.ok(&["schedule", "--input", "-"], &example().to_string());
    assert_eq!(
        schedule["payments"][0],
        json!({
            "number": 1, "due_on": "2025-02-15", "days": 30, "payment": "8675.74", "interest": "625.00",
            "principal": "8050.74", "balance": "91949.26",
        })
    );
    assert_eq!(
        schedule["totals"],
        json!({ "payment": "104108.91", "interest": "4108.91", "principal": "100000.00" })
    );
}

#[test]
fn a_schedule_may_be_stated_by_its_number_of_payments() {
    let terminal = Terminal::new();
    let mut input = example();
    input["term_months"] = Json::Null;
    input["number_of_payments"] = json!(4);
    input["frequency"] = json!("quarterly");
    let schedule = terminal.ok(&["schedule", "--input", "-"], &input.to_string());
    assert_eq!(schedule["payments"].as_array().unwrap().len(), 4);
    assert_eq!(schedule["payments"][3]["due_on"], "2026-01-15");
}

#[test]
fn a_schedule_comes_as_text_too() {
    let terminal = Terminal::new();
    let text = |format: &str| {
        let output = terminal.run(&["schedule", "--input", "-", "--format", format], &example().to_string());
        String::from_utf8(output.stdout).unwrap()
    };
    let csv = text("csv");
    assert!(
        csv.starts_with("number,due_on,days,payment,interest,principal,balance\n1,2025-02-15,30,8675.74,")
    );
    assert_eq!(csv.lines().count(), 14);
    assert_eq!(csv.lines().last(), Some("total,,,104108.91,4108.91,100000.00,"));
    assert!(text("table").lines().all(|line| line.len() <= 80));
}

#[test]
fn days_between_two_dates() {
    let terminal = Terminal::new();
    let days = |day_count: &str| {
        let input = json!({ "from": "2024-01-31", "to": "2024-03-01", "day_count": day_count });
        terminal.ok(&["days", "--input", "-"], &input.to_string())
    };
    assert_eq!(days("30/360"), json!({ "days": 31, "year_fraction": "0.0861111111" }));
    assert_eq!(days("actual/365"), json!({ "days": 30, "year_fraction": "0.0821917808" }));
}
