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
            "accruals": [{
                "from": "2025-01-15", "to": "2025-02-15", "days": 31, "year_fraction": "0.0833333333",
                "annual_rate_percent": "7.5", "balance": "100000.00", "interest": "625.00000000",
            }],
        })
    );
    assert_eq!(schedule["rounding"], "half_up");
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

/// The example's terms and more, as one input.
fn with(more: &Json) -> Json {
    let mut input = example();
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    input
}

/// 40,000 × 12 % × 17/31 of a month and 100,000 × 12 % × 14/31 of one are 219.35… and 451.61…, together 670.97.
#[test]
fn a_schedule_explains_each_row_by_what_was_advanced_and_when() {
    let terminal = Terminal::new();
    let input = with(&json!({
        "annual_rate_percent": "12", "term_months": 3, "type": "interest_only",
        "disbursements": [
            { "on": "2025-01-15", "amount": "40000.00" }, { "on": "2025-02-01", "amount": "60000.00" },
        ],
    }));
    let schedule = terminal.ok(&["schedule", "--input", "-"], &input.to_string());
    let first = &schedule["payments"][0];
    let accruals = first["accruals"].as_array().unwrap();
    let stretch =
        |index: usize| (&accruals[index]["days"], &accruals[index]["balance"], &accruals[index]["interest"]);
    assert_eq!(stretch(0), (&json!(17), &json!("40000.00"), &json!("219.35483871")));
    assert_eq!(stretch(1), (&json!(14), &json!("100000.00"), &json!("451.61290323")));
    assert_eq!((&first["interest"], &first["balance"]), (&json!("670.97"), &json!("100000.00")));
    assert_eq!(schedule["payments"][2]["payment"], "101000.00");
}

/// 599.55 is the payment of 100,000 at 6 % over 360 months that every mortgage table prints.
#[test]
fn a_schedule_of_a_balloon_and_one_that_begins_with_interest_only() {
    let terminal = Terminal::new();
    let run = |more: Json| terminal.ok(&["schedule", "--input", "-"], &with(&more).to_string());
    let balloon = run(json!({
        "annual_rate_percent": "6", "term_months": 60, "type": "balloon", "amortization_months": 360,
    }));
    let payments = balloon["payments"].as_array().unwrap();
    assert_eq!((payments.len(), &payments[0]["payment"]), (60, &json!("599.55")));
    assert_eq!(balloon["totals"]["principal"], "100000.00");
    assert_eq!(payments[59]["principal"], payments[58]["balance"]);

    let later = run(json!({ "annual_rate_percent": "6", "interest_only_periods": 3 }));
    let rows = later["payments"].as_array().unwrap();
    assert!(rows[..3].iter().all(|row| row["payment"] == "500.00" && row["principal"] == "0.00"));
    assert_eq!(rows[11]["balance"], "0.00");
}

#[test]
fn a_ledger_says_what_is_owed_and_where_each_payment_went() {
    let terminal = Terminal::new();
    let ledger = |transactions: Json, as_of: &str| {
        let input = with(&json!({ "transactions": transactions, "as_of": as_of }));
        terminal.ok(&["ledger", "--input", "-"], &input.to_string())
    };
    let paid = json!([{ "on": "2025-02-15", "type": "payment", "amount": "5000.00" }]);
    let part = ledger(paid.clone(), "2025-03-01");
    // 95,625 × 7.5 % × 14/28 of a month, from 15 February to 1 March, is 298.828125.
    let expected = [
        ("principal", "95625.00"),
        ("accrued_interest", "298.83"),
        ("accrued_exactly", "298.82812500"),
        ("total", "95923.83"),
        ("per_diem", "21.34"),
        ("past_due", "3675.74"),
    ];
    for (field, value) in expected {
        assert_eq!(part[field], value, "{field}");
    }
    let allocation = &part["allocations"][0];
    assert_eq!((&allocation["interest"], &allocation["principal"]), (&json!("625.00"), &json!("4375.00")));

    // Recorded in another order, with a fee before it: fees first.
    let with_fee = json!([paid[0], { "on": "2025-02-10", "type": "fee", "amount": "40.00" }]);
    let first_fees = ledger(with_fee, "2025-03-01");
    assert_eq!(first_fees["allocations"][0]["fees"], "40.00");
    assert_eq!(first_fees["principal"], "95665.00");

    let reversal = json!([paid[0], { "on": "2025-02-20", "type": "reversal", "amount": "5000.00" }]);
    assert_eq!(ledger(reversal.clone(), "2025-02-19")["principal"], "95625.00");
    assert_eq!(ledger(reversal, "2025-03-01")["accrued_interest"], "937.50");
}

#[test]
fn a_payoff_is_a_total_and_what_each_further_day_adds() {
    let terminal = Terminal::new();
    let input = with(&json!({
        "transactions": [{ "on": "2025-02-15", "type": "payment", "amount": "8675.74" }],
        "good_through": "2025-03-01",
    }));
    let payoff = terminal.ok(&["payoff", "--input", "-"], &input.to_string());
    // 91,949.26 × 7.5 % ÷ 12 × 14/28 = 287.34, and a twenty-eighth of the month's 574.68 a day.
    for (field, value) in
        [("principal", "91949.26"), ("interest", "287.34"), ("total", "92236.60"), ("per_diem", "20.52")]
    {
        assert_eq!(payoff[field], value, "{field}");
    }
}

/// Appendix J, (c)(1)(i): 5,000 and 24 × 230 from a month on cost 9.69 %. Appendix D: 20.94 % and, with an interest
/// reserve, 21.18 %.
#[test]
fn annual_percentage_rates() {
    let terminal = Terminal::new();
    let input = json!({
        "advances": [{ "on": "1978-01-10", "amount": "5000.00" }],
        "payments": [{ "on": "1978-02-10", "amount": "230.00", "count": 24 }],
    });
    let rate =
        |arguments: &[&str], input: &Json| terminal.ok(arguments, &input.to_string())["apr_percent"].clone();
    assert_eq!(rate(&["apr", "--input", "-"], &input), "9.69");
    assert_eq!(rate(&["apr", "--input", "-", "--places", "4"], &input), "9.6857");

    let mut construction = json!({
        "commitment": "50000.00", "annual_rate_percent": "10.5", "started_on": "2025-01-01",
        "ends_on": "2025-06-01", "prepaid_finance_charge": "1000.00",
    });
    assert_eq!(rate(&["call", "apr.construction", "--input", "-"], &construction), "20.94");
    construction["interest_reserve"] = json!(true);
    assert_eq!(rate(&["call", "apr.construction", "--input", "-"], &construction), "21.18");
}

#[test]
fn what_a_calculator_cannot_take_is_refused_by_its_field() {
    let terminal = Terminal::new();
    let payment = |on: &str, amount: &str| {
        with(&json!({
            "transactions": [{ "on": on, "type": "payment", "amount": amount }], "as_of": "2025-03-01",
        }))
    };
    let cases = [
        (payment("2025-02-15", "0"), 1, "invalid_input", "transactions"),
        (payment("2025-02-15", "-5.00"), 1, "invalid_input", "transactions"),
        (payment("2025-02-15", "5.001"), 1, "invalid_input", "transactions"),
        (payment("2025-01-14", "5.00"), 1, "invalid_input", "transactions"),
        (payment("2025-02-30", "5.00"), 2, "unreadable_input", "transactions[0].on"),
        (with(&json!({ "transactions": [] })), 2, "missing_field", "as_of"),
        (with(&json!({ "as_of": "2025-01-14", "transactions": [] })), 1, "invalid_input", "as_of"),
        (with(&json!({ "as_of": "2025-03-01", "transaction": [] })), 2, "unknown_field", "transaction"),
        (
            with(&json!({ "as_of": "2025-03-01", "transactions": [], "allocation_order": ["fees"] })),
            2,
            "unreadable_input",
            "allocation_order",
        ),
    ];
    for (input, status, code, field) in cases {
        let (exit, error) = terminal.fails(&["ledger", "--input", "-"], &input.to_string());
        assert_eq!((exit, &error["code"], &error["field"]), (status, &json!(code), &json!(field)), "{error}");
    }
    let early = with(&json!({ "good_through": "2025-01-14", "transactions": [] }));
    let (exit, error) = terminal.fails(&["payoff", "--input", "-"], &early.to_string());
    assert_eq!((exit, &error["field"]), (1, &json!("good_through")), "{error}");
}
