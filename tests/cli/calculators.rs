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
        (payment("2025-02-15", "0"), 1, "invalid_input", "transactions[0].amount"),
        (payment("2025-02-15", "-5.00"), 1, "invalid_input", "transactions[0].amount"),
        (payment("2025-02-15", "5.001"), 1, "invalid_input", "transactions[0].amount"),
        (payment("2025-01-14", "5.00"), 1, "invalid_input", "transactions[0].on"),
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

/// Whole months are twelfths within longer periods too: 100,000.00 at 7.5 % bear 625.00 a month.
#[test]
fn months_within_a_longer_period_are_twelfths() {
    let terminal = Terminal::new();
    let payoff = |more: &Json, good_through: &str| {
        let mut input = with(more);
        input["good_through"] = json!(good_through);
        terminal.ok(&["payoff", "--input", "-"], &input.to_string())
    };
    let at_maturity = json!({ "type": "at_maturity" });
    assert_eq!(payoff(&at_maturity, "2025-07-15")["interest"], "3750.00");
    // The seventh month has 31 days: 625.00 ÷ 31 a day, and after one of them 3,770.16.
    assert_eq!(payoff(&at_maturity, "2025-07-15")["per_diem"], "20.16");
    assert_eq!(payoff(&at_maturity, "2025-07-16")["interest"], "3770.16");
    assert_eq!(payoff(&json!({ "frequency": "quarterly" }), "2025-02-15")["interest"], "625.00");

    let schedule = |more: Json| terminal.ok(&["schedule", "--input", "-"], &with(&more).to_string());
    let parts = |day: &str| json!([{ "on": "2025-01-15", "amount": "40000.00" }, { "on": day, "amount": "60000.00" }]);
    // 40,000.00 for a year and 60,000.00 for half of it: 3,000.00 + 2,250.00.
    let late = schedule(json!({ "type": "at_maturity", "disbursements": parts("2025-07-15") }));
    assert_eq!(late["payments"][0]["interest"], "5250.00");
    // 40,000.00 for a quarter and 60,000.00 for two months of it: 750.00 + 750.00.
    let quarters = schedule(
        json!({ "type": "interest_only", "frequency": "quarterly", "disbursements": parts("2025-02-15") }),
    );
    assert_eq!(quarters["payments"][0]["interest"], "1500.00");
}

#[test]
fn a_loan_counts_with_its_termination_as_without() {
    let terminal = Terminal::new();
    for (command, day) in [("schedule", None), ("ledger", Some("as_of")), ("payoff", Some("good_through"))] {
        let answer = |termination_on: Json| {
            let mut input = with(&json!({ "day_count": "30E/360isda", "termination_on": termination_on }));
            if let Some(day) = day {
                input[day] = json!("2025-03-01");
            }
            terminal.ok(&[command, "--input", "-"], &input.to_string())
        };
        assert_eq!(answer(Json::Null), answer(json!("2026-01-15")), "{command}");
    }
}

/// With any disbursement among the transactions, the principal is what the lender has committed: nothing is
/// outstanding before the first of them, and what comes later does not change the past.
#[test]
fn disbursements_are_parts_of_what_was_committed() {
    let terminal = Terminal::new();
    let out = |on: &str, amount: &str| json!({ "on": on, "type": "disbursement", "amount": amount });
    let ledger = |transactions: &[Json], as_of: &str| {
        let input = with(&json!({ "type": "interest_only", "transactions": transactions, "as_of": as_of }));
        terminal.ok(&["ledger", "--input", "-"], &input.to_string())
    };
    let first = out("2025-02-15", "30000.00");
    let second = out("2025-04-15", "20000.00");
    assert_eq!(ledger(std::slice::from_ref(&first), "2025-02-01")["principal"], "0.00");
    // 30,000.00 × 7.5 % ÷ 12 for a month.
    let then = ledger(std::slice::from_ref(&first), "2025-03-15");
    assert_eq!((&then["principal"], &then["accrued_interest"]), (&json!("30000.00"), &json!("187.50")));
    assert_eq!(ledger(&[first.clone(), second.clone()], "2025-03-15"), then);
    assert_eq!(ledger(&[second.clone(), first.clone()], "2025-05-15")["principal"], "50000.00");

    let too_much = with(&json!({
        "transactions": [first, out("2025-03-15", "70000.01")], "as_of": "2025-02-20",
    }));
    let (exit, error) = terminal.fails(&["ledger", "--input", "-"], &too_much.to_string());
    assert_eq!((exit, &error["field"]), (1, &json!("transactions")), "{error}");
    assert!(error["message"].as_str().unwrap().contains("principal"), "{error}");

    // A quote of 1 March does not know what goes out on the 10th. Two months and 5/31 of one of 30,000.00.
    let quote = |transactions: &[Json]| {
        let input = with(&json!({
            "type": "interest_only", "transactions": transactions, "as_of": "2025-03-01",
            "good_through": "2025-04-20",
        }));
        terminal.ok(&["payoff", "--input", "-"], &input.to_string())
    };
    let known = quote(&[out("2025-02-15", "30000.00")]);
    assert_eq!(quote(&[out("2025-02-15", "30000.00"), out("2025-03-10", "5000.00")]), known);
    // 30,000.00 × 7.5 % ÷ 12 × (2 + 5/30): from 15 April to 15 May are 30 days.
    assert_eq!((&known["principal"], &known["interest"]), (&json!("30000.00"), &json!("406.25")));
}

#[test]
fn a_rate_may_be_that_of_a_payment_ahead_of_the_first_advance() {
    let terminal = Terminal::new();
    let input = json!({
        "advances": [{ "on": "2025-02-15", "amount": "1000.00" }],
        "payments": [
            { "on": "2025-01-15", "amount": "100.00" },
            { "on": "2025-03-15", "amount": "79.8751", "count": 12, "every": "monthly" },
        ],
    });
    let rate = terminal.ok(&["apr", "--input", "-"], &input.to_string());
    assert_eq!((&rate["apr_percent"], &rate["unit_periods_per_year"]), (&json!("12.00"), &json!(12)));
    let days = json!({
        "advances": [{ "on": "2025-01-01", "amount": "1000.00" }],
        "payments": [{ "on": "2025-09-13", "amount": "1100.00" }],
    });
    // 255 days: 365/255 = 73/51 of them are a year.
    let rate = terminal.ok(&["apr", "--input", "-"], &days.to_string());
    assert_eq!(rate["unit_periods_per_year"], "73/51");
    assert_eq!(rate["unit_periods_per_year_exactly"], json!({ "numerator": 73, "denominator": 51 }));
}

#[test]
fn null_is_the_default_wherever_there_is_one() {
    let terminal = Terminal::new();
    let plain = json!({
        "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 12, "funded_on": "2025-01-15",
    });
    let mut nulls = plain.clone();
    for field in [
        "type",
        "frequency",
        "period",
        "day_count",
        "rounding",
        "month_end",
        "currency",
        "explain",
        "round_payment_to",
        "interest_only_periods",
        "rate_changes",
        "termination_on",
    ] {
        nulls[field] = Json::Null;
    }
    let schedule =
        |input: &Json| terminal.ok(&["call", "schedule.preview", "--input", "-"], &input.to_string());
    assert_eq!(schedule(&nulls), schedule(&plain));
    let apr = json!({
        "advances": [{ "on": "1978-01-10", "amount": "5000.00" }],
        "payments": [{ "on": "1978-02-10", "amount": "230.00", "count": 24, "every": null }],
        "unit_period": null, "method": null, "places": null,
    });
    assert_eq!(terminal.ok(&["apr", "--input", "-"], &apr.to_string())["apr_percent"], "9.69");
}

#[test]
fn a_refusal_says_where_and_in_plain_words() {
    let terminal = Terminal::new();
    let ledger = |transaction: Json| {
        with(&json!({
            "transactions": [{ "on": "2025-02-15", "type": "payment", "amount": "1.00" }, transaction],
            "as_of": "2025-03-01",
        }))
    };
    for (input, code, field) in [
        (ledger(json!({ "on": "2025-02-15", "type": "payment" })), "missing_field", "transactions[1].amount"),
        (
            ledger(json!({ "on": "2025-02-15", "type": "payment", "amount": "1.00", "colour": "red" })),
            "unknown_field",
            "transactions[1].colour",
        ),
        (
            ledger(json!({ "on": "2025-02-15", "type": "payment", "amount": "1.001" })),
            "invalid_input",
            "transactions[1].amount",
        ),
        (
            with(&json!({
                "disbursements": [
                    { "on": "2025-01-15", "amount": "1.00" }, { "on": "2025-02-15", "amount": "1.001" },
                ],
                "as_of": "2025-03-01",
            })),
            "invalid_input",
            "disbursements[1].amount",
        ),
        (ledger(json!("payment")), "unreadable_input", "transactions[1]"),
        (with(&json!({ "as_of": "2025-03-01", "type": 5 })), "unreadable_input", "type"),
        (with(&json!({ "as_of": "2025-03-01", "transactions": 5 })), "unreadable_input", "transactions"),
        (with(&json!({ "as_of": "2025-03-01", "term_months": "x" })), "unreadable_input", "term_months"),
    ] {
        let (_, error) = terminal.fails(&["ledger", "--input", "-"], &input.to_string());
        assert_eq!((&error["code"], &error["field"]), (&json!(code), &json!(field)), "{error}");
        let message = error["message"].as_str().unwrap();
        for rust in ["struct", "Input", "u32", "enum", "string or map", "sequence"] {
            assert!(!message.contains(rust), "{message}");
        }
    }
    for whole in ["[]", "5", "null", "\"x\""] {
        let (exit, error) = terminal.fails(&["schedule", "--input", "-"], whole);
        assert_eq!((exit, &error["code"]), (2, &json!("unreadable_input")), "{error}");
        assert!(!error["message"].as_str().unwrap().contains("struct"), "{error}");
    }
}
