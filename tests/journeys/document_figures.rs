//! The figures of documents where loans are not usual: what they say adds up, and is what happened.

use lendingos_tests::{TestDesk, site::Site};
use serde_json::{Value as Json, json};

use super::documents::{of_kind, read};

/// 12,000.00 at 12 % over 12 months of 1,066.19, funded on 15 January 2025; a month accrues 1 %.
fn small_loan(test: &TestDesk, more: Json) -> String {
    let mut terms = json!({ "principal": "12000.00", "annual_rate_percent": "12", "term_months": 12 });
    terms.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    test.funded_loan(terms)
}

fn made(test: &TestDesk, mut wish: Json, loan_id: &str) -> String {
    wish["loan_id"] = json!(loan_id);
    let text = read(test, &test.ok("document.generate", wish));
    text.lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect::<Vec<_>>()
        .join("\n")
}

fn statement(test: &TestDesk, loan_id: &str, from: &str, to: &str) -> String {
    made(test, json!({ "kind": "borrower_statement", "from": from, "to": to }), loan_id)
}

fn year(test: &TestDesk, loan_id: &str, year: i32) -> String {
    made(test, json!({ "kind": "interest_statement", "year": year }), loan_id)
}

#[track_caller]
fn has(text: &str, lines: &[&str]) {
    for line in lines {
        assert!(text.contains(line), "{line:?} is not in\n{text}");
    }
}

fn pass_to(test: &TestDesk, day: &str) {
    test.clock.pass_to(day.parse().unwrap());
}

fn pay(test: &TestDesk, loan_id: &str, on: &str, amount: &str) -> Json {
    pass_to(test, on);
    let input = json!({ "loan_id": loan_id, "amount": amount, "received_on": on });
    test.ok("payment.record", input)["payment"]["payment_id"].clone()
}

#[test]
fn interest_that_held_money_pays_is_of_the_year_in_which_it_is_paid() {
    let test = TestDesk::new();
    let loan_id = small_loan(&test, json!({ "excess_rule": "hold" }));
    // The first instalment, and what pays those that are due by the next January: 1,066.19 each.
    pay(&test, &loan_id, "2025-02-15", "9000.00");
    let account = |on: &str| test.ok("loan.account", json!({ "loan_id": loan_id, "as_of": on }));
    pass_to(&test, "2025-03-01");
    let text = statement(&test, &loan_id, "2025-01-01", "2025-03-01");
    has(
        &text,
        &[
            "Paid out 12,000.00",
            "Repaid by payments of this period (946.19)",
            "At the end 11,053.81",
            "Held at the end for what falls due: 7,933.81.",
            "Feb 15, 2025 11,053.81 9,000.00 0.00 120.00 946.19 7,933.81",
        ],
    );
    has(&year(&test, &loan_id, 2025), &["Calendar year 2025, through March 1, 2025.", "received USD 120.00"]);

    pass_to(&test, "2025-04-20");
    let text = statement(&test, &loan_id, "2025-03-02", "2025-04-20");
    // 110.54 and 100.98 of interest: 1 % of 11,053.81 and of 10,098.16.
    has(
        &text,
        &[
            "At the beginning 11,053.81",
            "Changes to earlier payments (1,920.86)",
            "At the end 9,132.95",
            "None in this period.",
            "Feb 15, 2025 held money applied 0.00 0.00 211.52 1,920.86 (2,132.38)",
        ],
    );
    pass_to(&test, "2026-02-01");
    let (first, second) = (year(&test, &loan_id, 2025), year(&test, &loan_id, 2026));
    let all = account("2026-02-01");
    // 120.00 + 110.54 + 100.98 + 91.33 + 81.58 + 71.73 + 61.79 + 51.75 + 41.60: eight instalments and a part of one.
    has(&first, &["received USD 731.30", "at origination USD 12,000.00", "Principal received USD 8,268.70"]);
    assert!(!first.contains("through"), "{first}");
    has(&second, &["received USD 0.00"]);
    assert_eq!(all["principal"], "3731.30", "{all}");
}

#[test]
fn a_payment_that_was_reversed_was_never_received() {
    let test = TestDesk::new();
    let loan_id = small_loan(&test, json!({}));
    let payment_id = pay(&test, &loan_id, "2025-12-15", "1066.19");
    has(&year(&test, &loan_id, 2025), &["received USD 1,066.19"]);
    pass_to(&test, "2026-01-05");
    let reversal = json!({ "payment_id": payment_id, "reason": "Returned", "reversed_on": "2026-01-05" });
    test.ok("payment.reverse", reversal);
    has(&year(&test, &loan_id, 2025), &["received USD 0.00", "Principal received USD 0.00"]);
    has(&year(&test, &loan_id, 2026), &["received USD 0.00", "or at origination USD 12,000.00"]);
    // What was told in the statement of December is taken back in that of January.
    has(&statement(&test, &loan_id, "2025-12-01", "2025-12-31"), &["Dec 15, 2025 12,000.00 1,066.19"]);
    has(
        &statement(&test, &loan_id, "2026-01-01", "2026-01-05"),
        &["Dec 15, 2025 reversed (1,066.19) 0.00 (1,066.19) 0.00"],
    );
}

#[test]
fn what_is_given_up_stands_in_the_statement() {
    let test = TestDesk::new();
    let loan_id = small_loan(&test, json!({}));
    pay(&test, &loan_id, "2025-02-15", "1066.19");
    pass_to(&test, "2025-06-01");
    test.ok("loan.mark_default", json!({ "loan_id": loan_id, "reason": "Four payments late" }));
    test.ok("loan.charge_off", json!({ "loan_id": loan_id, "reason": "Bankrupt" }));
    has(
        &statement(&test, &loan_id, "2025-03-01", "2025-06-01"),
        &["At the beginning 11,053.81", "Given up as a loss (11,053.81)", "At the end 0.00"],
    );
}

#[test]
fn interest_added_to_principal_is_not_received() {
    let test = TestDesk::new();
    let terms = json!({
        "principal": "100000.00", "annual_rate_percent": "24", "term_months": 360, "first_payment_on": "2025-10-01",
    });
    let loan_id = test.funded_loan(terms);
    let schedule = test.ok("schedule.get", json!({ "loan_id": loan_id }));
    let first = schedule["payments"][0].clone();
    let payment = first["payment"].as_str().unwrap();
    pay(&test, &loan_id, "2025-10-01", payment);
    let text = statement(&test, &loan_id, "2025-01-01", "2025-10-01");
    let written = |amount: &str| format!("{},{}", &amount[..amount.len() - 6], &amount[amount.len() - 6..]);
    let added = first["principal"].as_str().unwrap().trim_start_matches('-');
    has(
        &text,
        &[
            &format!("Interest added to principal {}", written(added)),
            "Repaid by payments of this period 0.00",
            &format!("At the end {}", written(first["balance"].as_str().unwrap())),
        ],
    );
    let paid = format!("received USD {}", written(payment));
    has(&year(&test, &loan_id, 2025), &[&paid, "Principal received USD 0.00"]);
}

#[test]
fn a_loan_that_was_taken_over_says_since_when() {
    let test = TestDesk::new();
    pass_to(&test, "2025-08-01");
    let path = test.folder.path().join("loans.csv");
    let file = "borrower,number,principal,rate,term_months,funded_on,balance,type\n\
                Carry Over,OLD-1,100000.00,7.5,60,2023-01-15,61234.56,amortized\n";
    std::fs::write(&path, file).unwrap();
    test.ok(
        "import.run",
        json!({ "path": path, "kind": "loans", "options": { "balance_as_of": "2025-06-30" } }),
    );
    let loan_id = test.ok("loan.list", json!({}))["loans"][0]["loan_id"].as_str().unwrap().to_owned();
    has(
        &year(&test, &loan_id, 2025),
        &[
            "Box 3: origination January 15, 2023",
            "Box 2: outstanding principal on June 30, 2025 USD 61,234.56",
            "What was received on it earlier in the year is not",
        ],
    );
    let text = statement(&test, &loan_id, "2025-01-01", "2025-08-01");
    has(&text, &["Taken over from elsewhere 61,234.56", "Paid out 0.00", "At the end 61,234.56"]);
    let before = json!({ "kind": "interest_statement", "loan_id": loan_id, "year": 2024 });
    assert_eq!(test.refused("document.generate", before).field.as_deref(), Some("year"));
}

/// The note and the closing statement of a loan, word by word.
fn papers(test: &TestDesk, loan_id: &str) -> [String; 2] {
    test.desk.work_off().unwrap();
    ["promissory_note", "closing_statement"].map(|kind| {
        let text = read(test, &of_kind(test, loan_id, kind));
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    })
}

#[test]
fn a_note_says_each_payment_that_differs() {
    let test = TestDesk::new();
    let with = |terms: Json| test.funded_loan(terms);
    // Months of 28, 30 and 31 days, each 1/360 of a year: 7.5 % of 100,000.00 is 583.33, 625.00 and 645.83.
    let by_days = with(json!({
        "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 4, "type": "interest_only",
        "day_count": "actual/360",
    }));
    let [note, closing] = papers(&test, &by_days);
    has(
        &note,
        &[
            "Interest only; all principal with the last payment",
            "Borrower pays 4 monthly payments:",
            "1 645.83 February 15, 2025 February 15, 2025",
            "1 583.33 March 15, 2025 March 15, 2025",
            "1 645.83 April 15, 2025 April 15, 2025",
            "1 100,625.00 May 15, 2025 May 15, 2025",
        ],
    );
    has(
        &closing,
        &["4 monthly payments: 1 of 645.83, then 1 of 583.33, then 1 of 645.83, then 1 of 100,625.00"],
    );

    let later = with(json!({
        "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 8, "interest_only_periods": 6,
    }));
    let [note, closing] = papers(&test, &later);
    has(&note, &["after 6 payments of interest only", "6 625.00 February 15, 2025 July 15, 2025"]);
    has(&closing, &["8 monthly payments: 6 of 625.00, then 1 of 50,"]);

    let once = with(json!({
        "principal": "1000.00", "annual_rate_percent": "12", "term_months": 6, "frequency": "maturity",
    }));
    has(&papers(&test, &once)[0], &["Borrower pays one payment of USD 1,060.00, due on July 15, 2025."]);

    let usual = with(json!({ "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 12 }));
    let plain = "Borrower pays 12 monthly payments. The payment is USD 8,675.74, first due on February 15, 2025, and \
                 the last payment, due on January 15, 2026, is USD 8,675.77.";
    has(&papers(&test, &usual)[0], &[plain]);
}

#[test]
fn a_construction_note_promises_what_follows_from_the_advances() {
    let test = TestDesk::new();
    let construction = |advance: &str| {
        test.funded_loan(json!({
            "principal": "900000.00", "annual_rate_percent": "10", "term_months": 12,
            "type": "interest_only", "construction": { "initial_advance": advance },
        }))
    };
    let [note, closing] = papers(&test, &construction("100000.00"));
    has(
        &note,
        &[
            "Each payment is reckoned on what has been advanced by then. On the first advance of USD 100,000.00 alone, Borrower pays 12 monthly payments",
            "833.33",
        ],
    );
    assert!(!note.contains("wholly advanced") && !note.contains("Total of payments"), "{note}");
    has(&closing, &["Held for draws (800,000.00)", "Totals on the first advance alone"]);
    let [note, closing] = papers(&test, &construction("0.00"));
    has(&note, &["nothing is due before the first advance."]);
    assert!(!note.contains("USD 0.00") && !closing.contains("Totals"), "{note} {closing}");
}

#[test]
fn co_borrowers_sign() {
    let test = TestDesk::new();
    let terms = json!({ "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 12 });
    let loan_id = test.loan_in_closing(terms);
    let other =
        test.ok("person.create", json!({ "kind": "borrower", "name": "Otto Meier" }))["person_id"].clone();
    test.ok("party.add", json!({ "loan_id": loan_id, "person_id": other, "role": "co_borrower" }));
    test.fund(&loan_id);
    let [note, closing] = papers(&test, &loan_id);
    has(&note, &["Marisol Vega and Otto Meier (“Borrower”, jointly and severally) promises"]);
    for text in [note, closing] {
        has(&text, &["Otto Meier Borrower Date"]);
    }
}

/// `1066.19` as `1,066.19`.
fn grouped(amount: &Json) -> String {
    let (whole, decimals) = amount.as_str().unwrap().split_once('.').unwrap();
    let mut parts: Vec<&str> =
        whole.as_bytes().rchunks(3).map(|three| std::str::from_utf8(three).unwrap()).collect();
    parts.reverse();
    format!("{}.{decimals}", parts.join(","))
}

/// The amortization schedule as it is made when asked for: it has every payment in force, and the sums of them.
fn schedule_in_force(test: &TestDesk, loan_id: &str) -> String {
    let text = made(test, json!({ "kind": "amortization_schedule" }), loan_id);
    let schedule = test.ok("schedule.get", json!({ "loan_id": loan_id }));
    let figures = |of: &Json, names: &[&str]| {
        names.iter().map(|name| grouped(&of[*name])).collect::<Vec<_>>().join(" ")
    };
    let of_totals = figures(&schedule["totals"], &["payment", "interest", "principal"]);
    has(&text, &[format!("Total {of_totals}").as_str()]);
    for row in schedule["payments"].as_array().unwrap() {
        has(&text, &[figures(row, &["payment", "interest", "principal", "balance"]).as_str()]);
    }
    text
}

#[test]
fn a_modified_loan_has_the_schedule_in_force_and_that_of_its_funding() {
    let test = TestDesk::new();
    let loan_id = small_loan(&test, json!({}));
    test.desk.work_off().unwrap();
    let agreed = of_kind(&test, &loan_id, "amortization_schedule");
    pay(&test, &loan_id, "2025-02-15", "1066.19");
    assert_eq!(
        test.ok("document.generate", json!({ "kind": "amortization_schedule", "loan_id": loan_id })),
        agreed,
        "a payment as agreed changes nothing"
    );
    test.ok(
        "loan.modify",
        json!({ "loan_id": loan_id, "annual_rate_percent": "6", "number_of_payments": 20, "reason": "Hardship" }),
    );
    let text = schedule_in_force(&test, &loan_id);
    has(&text, &["6 % a year", "The loan was modified", "Maturity October 15, 2026", "21 monthly payments"]);
    assert!(!text.contains("Principal added"), "{text}");
    pass_to(&test, "2025-03-15");
    pay(&test, &loan_id, "2025-03-15", "4000.00");
    let text = schedule_in_force(&test, &loan_id);
    has(&text, &["The loan was modified", "Principal moved other than", "Interest rate in force 6 %"]);
    let old = json!({ "document_id": agreed["document_id"], "make_again": true });
    assert_eq!(test.ok("document.get", old)["is_same_made_again"], true);
}

#[test]
fn what_was_repaid_early_or_taken_over_stands_in_the_schedule_in_force() {
    let test = TestDesk::new();
    let loan_id = small_loan(&test, json!({}));
    pay(&test, &loan_id, "2025-02-15", "4066.19");
    let text = schedule_in_force(&test, &loan_id);
    has(&text, &["Principal moved other than", "Before payment 2, due Mar 15, 2025 (3,000.00)"]);

    pass_to(&test, "2025-08-01");
    let path = test.folder.path().join("loans.csv");
    let file = "borrower,number,principal,rate,term_months,funded_on,balance,type\n\
                Carry Over,OLD-1,100000.00,7.5,60,2023-01-15,61234.56,amortized\n";
    std::fs::write(&path, file).unwrap();
    let options = json!({ "balance_as_of": "2025-06-30" });
    test.ok("import.run", json!({ "path": path, "kind": "loans", "options": options }));
    let loans = test.ok("loan.list", json!({}))["loans"].as_array().unwrap().clone();
    let carried = loans.iter().find(|loan| loan["borrower_name"] == "Carry Over").unwrap();
    let text = schedule_in_force(&test, carried["loan_id"].as_str().unwrap());
    has(&text, &["Total", "Balance taken over on June 30, 2025 USD 61,234.56"]);
    for kind in ["promissory_note", "closing_statement"] {
        let refused =
            test.refused("document.generate", json!({ "kind": kind, "loan_id": carried["loan_id"] }));
        assert!(refused.message.contains("closed elsewhere"), "{}", refused.message);
    }
}

#[test]
fn a_draw_stands_in_the_schedule_in_force() {
    let site = Site::new();
    site.drawn(&[("site", "36000.00")]);
    // A tenth is held back.
    let text = schedule_in_force(&site.test, &site.loan_id);
    has(&text, &["Principal moved other than", "Before payment 1, due Feb 15, 2025 32,400.00"]);
    assert_eq!(text.matches("Before payment").count(), 1, "{text}");
    assert!(!text.contains("Reckoned on the"), "{text}");
}

#[test]
fn a_statement_of_days_before_the_loan_names_the_day() {
    let test = TestDesk::new();
    let loan_id = small_loan(&test, json!({}));
    let days =
        json!({ "kind": "borrower_statement", "loan_id": loan_id, "from": "2020-01-01", "to": "2020-12-31" });
    let refused = test.refused("document.generate", days);
    assert_eq!(refused.field.as_deref(), Some("to"));
    assert!(refused.message.contains("before 2025-01-15"), "{}", refused.message);
}
