//! What a loan officer does all month, through the command table.

use std::sync::mpsc;

use api::{ErrorCode, Notice};
use lendingos_tests::TestDesk;
use serde_json::{Value as Json, json};

const DAY: i64 = 86_400;

/// A desk on 15 January 2025, with 100,000.00 at 7.5 % over 12 months funded on that day.
fn funded(more: Json) -> (TestDesk, String) {
    let test = TestDesk::new();
    let mut terms = json!({ "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 12 });
    terms.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let loan_id = test.funded_loan(terms);
    (test, loan_id)
}

fn pay(test: &TestDesk, loan_id: &str, on: &str, amount: &str) -> Json {
    test.ok("payment.record", json!({ "loan_id": loan_id, "amount": amount, "received_on": on }))
}

fn account(test: &TestDesk, loan_id: &str) -> Json {
    test.ok("loan.account", json!({ "loan_id": loan_id }))
}

fn schedule(test: &TestDesk, loan_id: &str) -> Vec<Json> {
    let schedule = test.ok("schedule.get", json!({ "loan_id": loan_id }));
    schedule["payments"].as_array().unwrap().clone()
}

fn is_whole(test: &TestDesk) {
    let report = test.ok("integrity.verify", json!({}));
    assert_eq!(report["ok"], true, "{}", report["damages"]);
    test.ok("integrity.rebuild", json!({}));
}

/// Days from 15 January 2025.
fn pass(test: &TestDesk, days: i64) {
    test.clock.pass(days * DAY);
}

#[test]
fn a_loan_is_paid_by_its_schedule_until_nothing_is_owed() {
    let (test, loan_id) = funded(json!({}));
    pass(&test, 366);
    for row in schedule(&test, &loan_id) {
        let due_on = row["due_on"].as_str().unwrap();
        let paid = pay(&test, &loan_id, due_on, row["payment"].as_str().unwrap());
        assert_eq!(paid["payment"]["interest"], row["interest"]);
        assert_eq!(paid["payment"]["balance"], row["balance"]);
    }
    let loan = test.ok("loan.get", json!({ "loan_id": loan_id }));
    assert_eq!((&loan["status"], &loan["outstanding"]), (&json!("paid_off"), &json!("0.00")));
    assert_eq!(test.event(&loan_id, "Loan.PaidOff")["payload"]["paidOffOn"], "2026-01-15");
    assert!(schedule(&test, &loan_id).iter().all(|row| row["status"] == "paid"));
    // What comes in now is more than is owed: asked about.
    let more = json!({ "loan_id": loan_id, "amount": "1.00", "received_on": "2026-01-15" });
    assert_eq!(test.refused("payment.record", more).code, ErrorCode::Overpayment);
    is_whole(&test);
}

#[test]
fn bad_payments_are_refused_with_the_field_and_leave_nothing() {
    let (test, loan_id) = funded(json!({}));
    pass(&test, 40);
    let before = test.events_of_loan(&loan_id);
    for (field, value, code) in [
        ("amount", json!("0.00"), ErrorCode::InvalidInput),
        ("amount", json!("-5.00"), ErrorCode::InvalidInput),
        ("amount", json!("5.001"), ErrorCode::InvalidInput),
        ("amount", json!("a lot"), ErrorCode::UnreadableInput),
        ("amount", json!("92233720368547758.08"), ErrorCode::InvalidInput),
        ("received_on", json!("2025-01-14"), ErrorCode::InvalidInput),
        ("received_on", json!("2025-02-25"), ErrorCode::InvalidInput),
        ("received_on", json!("2025-02-30"), ErrorCode::UnreadableInput),
        ("loan_id", json!("01a208c2-2efc-7081-b1b4-6f4b653ab8e9"), ErrorCode::NotFound),
        ("method", json!("shells"), ErrorCode::UnreadableInput),
        ("reference", json!("x".repeat(101)), ErrorCode::InvalidInput),
        ("colour", json!("red"), ErrorCode::UnknownField),
    ] {
        let mut input = json!({ "loan_id": loan_id, "amount": "100.00", "received_on": "2025-02-15" });
        input[field] = value.clone();
        let error = test.refused("payment.record", input);
        assert_eq!((error.code, error.field.as_deref()), (code, Some(field)), "{value}: {}", error.message);
    }
    let draft = test.usual_loan();
    let error = test.refused("payment.record", json!({ "loan_id": draft, "amount": "100.00" }));
    assert_eq!(error.code, ErrorCode::LoanNotServiced);
    assert!(error.message.contains("draft") && error.message.contains("funded"), "{}", error.message);
    assert_eq!(test.events_of_loan(&loan_id), before);
}

#[test]
fn a_payment_of_more_than_is_owed_is_shown_and_asked_for() {
    let (test, loan_id) = funded(json!({}));
    pass(&test, 31);
    let preview = test.ok("payment.preview", json!({ "loan_id": loan_id, "amount": "100700.00" }));
    // 100,000.00 and 625.00 of interest.
    assert_eq!(preview["excess"], "75.00");
    assert_eq!(preview["allocation"]["held"], "75.00");
    let mut input = json!({ "loan_id": loan_id, "amount": "100700.00" });
    let error = test.refused("payment.record", input.clone());
    assert_eq!(error.code, ErrorCode::Overpayment);
    assert_eq!((error.params["owed"].as_str(), error.params["excess"].as_str()), ("100625.00", "75.00"));
    input["accept_overpayment"] = json!(true);
    let recorded = test.ok("payment.record", input);
    assert_eq!(
        (&recorded["payment"]["held"], &recorded["account"]["total"]),
        (&json!("75.00"), &json!("0.00"))
    );
    assert_eq!(test.ok("loan.get", json!({ "loan_id": loan_id }))["status"], "paid_off");
    is_whole(&test);
}

/// Late charges that a back-dated payment came in time for are not owed, and so take nothing of what is left over.
#[test]
fn what_is_left_over_is_not_less_for_charges_that_fall_away() {
    let (test, loan_id) = funded(json!({}));
    pass(&test, 100);
    assert_eq!(test.ok("servicing.run_day", json!({}))["fees_total"], "100.00");
    let ask = json!({ "loan_id": loan_id, "amount": "100900.00", "received_on": "2025-01-15" });
    assert_eq!(test.ok("payment.preview", ask)["excess"], "900.00");
    let paid = test.ok(
        "payment.record",
        json!({
            "loan_id": loan_id, "amount": "100900.00", "received_on": "2025-01-15", "accept_overpayment": true,
        }),
    );
    assert_eq!((&paid["payment"]["held"], &paid["account"]["total"]), (&json!("900.00"), &json!("0.00")));
    is_whole(&test);
}

#[test]
fn the_same_payment_sent_twice_has_one_effect_or_is_asked_about() {
    let (test, loan_id) = funded(json!({}));
    pass(&test, 31);
    let input =
        json!({ "loan_id": loan_id, "amount": "8675.74", "received_on": "2025-02-15", "reference": "101" });
    let mut sent = input.clone();
    sent["command_id"] = json!("01a208c2-2efc-7081-b1b4-6f4b653ab8e9");
    let first = test.ok("payment.record", sent.clone());
    assert_eq!(test.ok("payment.record", sent), first);
    assert_eq!(test.refused("payment.record", input.clone()).code, ErrorCode::DuplicatePayment);
    assert_eq!(test.ok("payment.list", json!({ "loan_id": loan_id }))["total"], 1);
    // Another number, or the user's word, makes it another payment.
    let mut another = input.clone();
    another["reference"] = json!("102");
    test.ok("payment.record", another);
    let mut meant = input;
    meant["allow_duplicate"] = json!(true);
    test.ok("payment.record", meant);
    assert_eq!(test.ok("payment.list", json!({ "loan_id": loan_id }))["total"], 3);
}

#[test]
fn a_back_dated_payment_moves_those_after_it_and_overwrites_nothing() {
    let (test, loan_id) = funded(json!({}));
    pass(&test, 100);
    pay(&test, &loan_id, "2025-02-15", "8675.74");
    let april = pay(&test, &loan_id, "2025-04-15", "8675.74")["payment"].clone();
    // Two months of interest on 91,949.26.
    assert_eq!(april["interest"], "1149.37");
    let day = test.ok("servicing.run_day", json!({}));
    assert_eq!((&day["late_instalments"], &day["fees_total"]), (&json!(1), &json!("50.00")));

    let preview = json!({ "loan_id": loan_id, "amount": "8675.74", "received_on": "2025-03-15" });
    let preview = test.ok("payment.preview", preview);
    assert_eq!(preview["moves"], json!([april["payment_id"]]));
    pay(&test, &loan_id, "2025-03-15", "8675.74");
    let payments = test.ok("payment.list", json!({ "loan_id": loan_id }));
    let moved =
        payments["payments"].as_array().unwrap().iter().find(|of| of["received_on"] == "2025-04-15").unwrap();
    assert_eq!((&moved["revision"], &moved["interest"]), (&json!(3), &json!("524.05")));
    // Both allocations stand in the log, and the charge that was not warranted is forgiven.
    let history = json!({ "aggregate_id": april["payment_id"] });
    let history = test.ok("event.history", history)["events"].as_array().unwrap().clone();
    let types: Vec<&str> = history.iter().map(|event| event["event_type"].as_str().unwrap()).collect();
    assert_eq!(types, ["Payment.Received", "Payment.Processed", "Payment.Processed", "Payment.Processed"]);
    assert_eq!(history[1]["payload"]["interest"], "1149.37");
    let account = account(&test, &loan_id);
    assert_eq!(
        (&account["late_charges"], &account["fee_list"][0]["waived"]),
        (&json!("0.00"), &json!("50.00"))
    );
    let row = &schedule(&test, &loan_id)[1];
    assert_eq!((&row["status"], &row["paid_on"]), (&json!("paid"), &json!("2025-03-15")));
    is_whole(&test);
}

#[test]
fn payments_come_to_the_same_in_whatever_order_they_are_recorded() {
    let paid = [
        ("2025-02-15", "8675.74"),
        ("2025-03-20", "5000.00"),
        ("2025-04-01", "30000.00"),
        ("2025-05-15", "8675.74"),
    ];
    let orders = [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]];
    let books: Vec<(Json, Vec<Json>)> = orders
        .iter()
        .map(|order| {
            let (test, loan_id) = funded(json!({}));
            pass(&test, 150);
            for place in order {
                let (on, amount) = paid[*place];
                pay(&test, &loan_id, on, amount);
            }
            is_whole(&test);
            let mut account = account(&test, &loan_id);
            account["loan_id"] = Json::Null;
            for allocation in account["allocations"].as_array_mut().unwrap() {
                allocation["payment_id"] = Json::Null;
            }
            let mut rows = schedule(&test, &loan_id);
            for row in &mut rows {
                row["payment_id"] = Json::Null;
            }
            (account, rows)
        })
        .collect();
    assert_eq!(books[0], books[1]);
    assert_eq!(books[0], books[2]);
}

#[test]
fn reversing_the_last_payment_restores_every_balance() {
    for rule in ["shorten_term", "lower_payment", "hold"] {
        let (test, loan_id) = funded(json!({ "excess_rule": rule, "returned_payment_fee": "0.00" }));
        pass(&test, 65);
        pay(&test, &loan_id, "2025-02-15", "8675.74");
        let (before, rows) = (account(&test, &loan_id), schedule(&test, &loan_id));
        let paid = pay(&test, &loan_id, "2025-03-15", "28675.74")["payment"].clone();
        assert_ne!(account(&test, &loan_id)["principal"], before["principal"]);
        let reversed = test.ok(
            "payment.reverse",
            json!({ "payment_id": paid["payment_id"], "reason": "Account closed", "returned": true }),
        );
        assert_eq!(reversed["payment"]["is_returned"], true);
        assert_eq!(account(&test, &loan_id), before, "{rule}");
        let figures = |rows: &[Json]| -> Vec<Json> {
            rows.iter()
                .map(|row| json!([row["due_on"], row["payment"], row["balance"], row["paid"], row["status"]]))
                .collect()
        };
        assert_eq!(figures(&schedule(&test, &loan_id)), figures(&rows), "{rule}");
        let again = json!({ "payment_id": paid["payment_id"], "reason": "Again" });
        let error = test.refused("payment.reverse", again);
        assert_eq!(error.field.as_deref(), Some("payment_id"));
        is_whole(&test);
    }
}

#[test]
fn a_payoff_that_the_bank_returns_opens_the_loan_again() {
    let (test, loan_id) = funded(json!({ "returned_payment_fee": "35.00" }));
    pass(&test, 31);
    let paid = pay(&test, &loan_id, "2025-02-15", "100625.00");
    assert_eq!(test.ok("loan.get", json!({ "loan_id": loan_id }))["status"], "paid_off");
    pass(&test, 3);
    let reverse = json!({ "payment_id": paid["payment"]["payment_id"], "reason": "Not sufficient funds", "returned": true });
    test.ok("payment.reverse", reverse);
    let loan = test.ok("loan.get", json!({ "loan_id": loan_id }));
    assert_eq!((&loan["status"], &loan["outstanding"]), (&json!("funded"), &json!("100000.00")));
    let account = account(&test, &loan_id);
    assert_eq!((&account["fees"], &account["principal"]), (&json!("35.00"), &json!("100000.00")));
    assert_eq!(account["next_due_on"], "2025-02-15");
    is_whole(&test);
}

#[test]
fn the_daily_run_finds_each_late_instalment_once() {
    let (test, loan_id) = funded(json!({}));
    let run = |test: &TestDesk| {
        let report = test.ok("servicing.run_day", json!({}));
        (report["late_instalments"].as_i64().unwrap(), report["fees_total"].as_str().unwrap().to_owned())
    };
    pass(&test, 41);
    // Through 25 February it is in its grace.
    assert_eq!(run(&test), (0, "0.00".to_owned()));
    pass(&test, 1);
    assert_eq!(run(&test), (1, "50.00".to_owned()));
    assert_eq!(run(&test), (0, "0.00".to_owned()));
    // Days on which nobody ran it are made up for, each charge on its own day.
    pass(&test, 90);
    let (told, heard) = mpsc::channel();
    let window = test.watching(move |notice| told.send(notice).unwrap_or_default());
    assert_eq!(window.tick().unwrap(), 1);
    assert!(heard.try_iter().any(|notice| notice == Notice::Changed), "the window is told");
    assert_eq!(window.tick().unwrap(), 0);
    let fees = account(&test, &loan_id)["fee_list"].as_array().unwrap().clone();
    let days: Vec<&Json> = fees.iter().map(|fee| &fee["assessed_on"]).collect();
    assert_eq!(days, ["2025-02-26", "2025-03-26", "2025-04-26", "2025-05-26"]);
    assert_eq!(schedule(&test, &loan_id)[0]["late_on"], "2025-02-26");
    is_whole(&test);
}

#[test]
fn money_that_is_held_pays_the_next_instalment_on_its_day() {
    let (test, loan_id) = funded(json!({ "excess_rule": "hold" }));
    pass(&test, 31);
    let paid = pay(&test, &loan_id, "2025-02-15", "20000.00")["payment"].clone();
    assert_eq!(paid["held"], "11324.26");
    pass(&test, 28);
    assert_eq!(test.desk.tick().unwrap(), 1);
    let now = account(&test, &loan_id);
    assert_eq!((&now["held"], &now["next_due_on"]), (&json!("2648.52"), &json!("2025-04-15")));
    let row = &schedule(&test, &loan_id)[1];
    assert_eq!((&row["status"], &row["paid_on"]), (&json!("paid"), &json!("2025-03-15")));
    is_whole(&test);
}

#[test]
fn fees_are_charged_paid_and_forgiven() {
    let (test, loan_id) = funded(json!({}));
    pass(&test, 31);
    let charge =
        json!({ "loan_id": loan_id, "kind": "inspection", "amount": "150.00", "assessed_on": "2025-02-01" });
    test.ok("fee.assess", charge);
    let paid = pay(&test, &loan_id, "2025-02-15", "100.00")["payment"].clone();
    assert_eq!((&paid["fees"], &paid["interest"]), (&json!("100.00"), &json!("0.00")));
    let fee_id = account(&test, &loan_id)["fee_list"][0]["fee_id"].clone();
    let too_much = json!({ "fee_id": fee_id, "amount": "50.01", "reason": "Goodwill" });
    assert_eq!(test.refused("fee.waive", too_much).field.as_deref(), Some("amount"));
    assert_eq!(
        test.refused("fee.waive", json!({ "fee_id": fee_id, "reason": " " })).field.as_deref(),
        Some("reason")
    );
    let waived = test.ok("fee.waive", json!({ "fee_id": fee_id, "reason": "Goodwill" }));
    assert_eq!(waived["fees"], "0.00");
    let nothing = test.refused("fee.waive", json!({ "fee_id": fee_id, "reason": "Again" }));
    assert_eq!(nothing.field.as_deref(), Some("fee_id"));
    for (field, value) in [("amount", "0"), ("assessed_on", "2025-01-14"), ("assessed_on", "2025-02-16")] {
        let mut input = json!({ "loan_id": loan_id, "amount": "5.00" });
        input[field] = json!(value);
        assert_eq!(test.refused("fee.assess", input).field.as_deref(), Some(field));
    }
    is_whole(&test);
}

#[test]
fn a_payoff_quote_is_kept_as_it_was_told() {
    let (test, loan_id) = funded(json!({ "day_count": "actual/365" }));
    pass(&test, 20);
    let quote = test.ok("payoff.quote", json!({ "loan_id": loan_id, "good_through": "2025-02-28" }));
    // 44 days: 904.11; a day: 20.55.
    assert_eq!(
        [&quote["principal"], &quote["interest"], &quote["total"], &quote["per_diem"]],
        [&json!("100000.00"), &json!("904.11"), &json!("100904.11"), &json!("20.55")]
    );
    pay(&test, &loan_id, "2025-02-04", "5000.00");
    let kept = test.ok("payoff.list", json!({ "loan_id": loan_id }));
    assert_eq!(kept["quotes"], json!([quote]));
    for day in ["2025-02-03", "2026-02-06"] {
        let error = test.refused("payoff.quote", json!({ "loan_id": loan_id, "good_through": day }));
        assert_eq!(error.field.as_deref(), Some("good_through"), "{day}");
    }
    is_whole(&test);
}

#[test]
fn a_default_bears_its_margin_until_it_is_cured() {
    let (test, loan_id) = funded(json!({ "day_count": "actual/365", "default_margin_percent": "5" }));
    pass(&test, 60);
    let mark = json!({ "loan_id": loan_id, "effective_on": "2025-02-14", "reason": "No payment" });
    assert_eq!(test.ok("loan.mark_default", mark)["status"], "defaulted");
    assert_eq!(account(&test, &loan_id)["annual_rate_percent"], "12.5");
    // 30 days at 7.5 %, 30 at 12.5 %: 616.44 + 1,027.40.
    assert_eq!(account(&test, &loan_id)["accrued_interest"], "1643.84");
    let early = json!({ "loan_id": loan_id, "effective_on": "2025-02-13" });
    assert_eq!(test.refused("loan.cure", early).field.as_deref(), Some("effective_on"));
    assert_eq!(test.ok("loan.cure", json!({ "loan_id": loan_id }))["status"], "funded");
    pass(&test, 10);
    // Ten more days at 7.5 %.
    assert_eq!(account(&test, &loan_id)["accrued_interest"], "1849.32");
    is_whole(&test);
}

#[test]
fn what_is_charged_off_is_owed_no_more() {
    let (test, loan_id) = funded(json!({}));
    pass(&test, 120);
    let charge_off = json!({ "loan_id": loan_id, "reason": "No collateral left" });
    assert_eq!(test.refused("loan.charge_off", charge_off.clone()).code, ErrorCode::LoanNotServiced);
    test.ok("loan.mark_default", json!({ "loan_id": loan_id, "effective_on": "2025-03-01" }));
    assert_eq!(test.ok("loan.charge_off", charge_off)["status"], "charged_off");
    let event = test.event(&loan_id, "Loan.ChargedOff");
    assert_eq!(event["payload"]["principal"], "100000.00");
    let account = account(&test, &loan_id);
    assert_eq!((&account["total"], &account["charged_off"]), (&json!("0.00"), &json!("100000.00")));
    assert_eq!(test.ok("payment.due", json!({}))["total"], 0);
    assert_eq!(test.ok("servicing.run_day", json!({}))["late_instalments"], 0);
    is_whole(&test);
}

#[test]
fn a_modification_shows_old_and_new_and_keeps_both() {
    let (test, loan_id) = funded(json!({}));
    pass(&test, 31);
    pay(&test, &loan_id, "2025-02-15", "8675.74");
    let wish = json!({
        "loan_id": loan_id, "annual_rate_percent": "6", "number_of_payments": 23, "reason": "Hardship",
    });
    let preview = test.ok("loan.preview_modification", wish.clone());
    assert_eq!(preview["principal"], "91949.26");
    let rows = |of: &str| preview[of]["payments"].as_array().unwrap().clone();
    assert_eq!((rows("before").len(), rows("after").len()), (11, 23));
    // 91,949.26 at 6 % over 23 months.
    assert_eq!(rows("after")[0]["payment"], "4242.05");
    let loan = test.ok("loan.modify", wish.clone());
    assert_eq!(loan["maturity_on"], "2027-01-15");
    let after = schedule(&test, &loan_id);
    assert_eq!((after.len(), &after[1]["payment"]), (24, &rows("after")[0]["payment"]));
    let versions =
        test.ok("schedule.list", json!({ "loan_id": loan_id }))["schedules"].as_array().unwrap().clone();
    let reasons: Vec<&Json> = versions.iter().map(|version| &version["reason"]).collect();
    assert_eq!(reasons, ["modification", "funding"]);
    let old = json!({ "loan_id": loan_id, "schedule_id": versions[1]["schedule_id"] });
    let old = test.ok("schedule.get", old);
    assert_eq!(old["payments"].as_array().unwrap().len(), 12);
    assert_eq!(old["payments"][1]["status"], "superseded");
    let same = json!({ "loan_id": loan_id, "annual_rate_percent": "6", "reason": "Again" });
    assert!(test.refused("loan.modify", same).message.contains("hold already"));
    is_whole(&test);
}

#[test]
fn a_clock_that_was_set_back_leaves_the_newest_schedule_the_newest() {
    let (test, loan_id) = funded(json!({}));
    test.clock.pass(-3_600);
    let loan = test.ok(
        "loan.modify",
        json!({ "loan_id": loan_id, "annual_rate_percent": "6", "number_of_payments": 23, "reason": "Hardship" }),
    );
    let newest =
        test.ok("schedule.list", json!({ "loan_id": loan_id }))["schedules"].as_array().unwrap()[0].clone();
    assert_eq!((&newest["reason"], &newest["number_of_payments"]), (&json!("modification"), &json!(23)));
    assert_eq!(loan["schedule"]["schedule_id"], newest["schedule_id"]);
    let shown = test.ok("schedule.get", json!({ "loan_id": loan_id }));
    assert_eq!(shown["maturity_on"], newest["maturity_on"]);
    is_whole(&test);
}

#[test]
fn an_extension_ends_later_and_levels_the_rest() {
    let (test, loan_id) = funded(json!({}));
    pass(&test, 31);
    pay(&test, &loan_id, "2025-02-15", "8675.74");
    let wish = json!({ "loan_id": loan_id, "months": 6, "reason": "Sale delayed" });
    let preview = test.ok("loan.preview_extension", wish.clone());
    assert_eq!(preview["after"]["maturity_on"], "2026-07-15");
    assert_eq!(test.ok("loan.extend", wish)["maturity_on"], "2026-07-15");
    assert_eq!(schedule(&test, &loan_id).len(), 18);
    assert_eq!(test.event(&loan_id, "Loan.Extended")["payload"]["maturityBefore"], "2026-01-15");

    let bridge = test.funded_loan(json!({
        "principal": "50000.00", "annual_rate_percent": "12", "term_months": 6, "type": "at_maturity",
        "frequency": "maturity",
    }));
    test.ok("loan.extend", json!({ "loan_id": bridge, "months": 3, "reason": "Sale delayed" }));
    let rows = schedule(&test, &bridge);
    assert_eq!((rows.len(), &rows[0]["due_on"]), (1, &json!("2025-10-15")));
    // A month that has run, and eight to come, of 500.00 each.
    assert_eq!(rows[0]["payment"], "54500.00");
    is_whole(&test);
}

#[test]
fn the_days_behind_an_instalment_are_shown() {
    let (test, loan_id) = funded(json!({ "day_count": "actual/365" }));
    pass(&test, 40);
    pay(&test, &loan_id, "2025-01-25", "2000.00");
    let of = test.ok("schedule.accruals", json!({ "loan_id": loan_id, "due_on": "2025-02-15" }));
    assert_eq!(of["days"].as_array().unwrap().len(), 31);
    assert_eq!(of["days"][0]["interest"], "20.54794521");
    assert_eq!(of["stretches"].as_array().unwrap().len(), 2);
    assert_eq!(of["stretches"][0]["interest"], "205.47945205");
    let error = test.refused("schedule.accruals", json!({ "loan_id": loan_id, "due_on": "2025-02-16" }));
    assert_eq!(error.field.as_deref(), Some("due_on"));
}

#[test]
fn due_and_late_instalments_are_listed_across_loans() {
    let (test, loan_id) = funded(json!({}));
    pass(&test, 45);
    pay(&test, &loan_id, "2025-02-15", "1000.00");
    test.ok("servicing.run_day", json!({}));
    let due = test.ok("payment.due", json!({ "until": "2025-03-31" }));
    assert_eq!((&due["total"], &due["today"]), (&json!(2), &json!("2025-03-01")));
    let first = &due["instalments"][0];
    assert_eq!(
        (&first["unpaid"], &first["days_past_due"], &first["late_on"]),
        (&json!("7675.74"), &json!(14), &json!("2025-02-26"))
    );
}

#[test]
fn every_way_to_repay_goes_from_funding_to_nothing() {
    for terms in [
        json!({ "type": "balloon", "amortization_months": 360 }),
        json!({ "type": "equal_principal" }),
        json!({ "type": "interest_only", "frequency": "quarterly" }),
        json!({ "type": "at_maturity", "frequency": "maturity" }),
        json!({ "frequency": "biweekly", "day_count": "actual/360" }),
        json!({ "frequency": "semimonthly", "day_count": "actual/actual" }),
        json!({ "frequency": "weekly", "rounding": "half_even" }),
        json!({ "interest_only_periods": 4, "day_count": "30E/360" }),
    ] {
        let (test, loan_id) = funded(terms.clone());
        pass(&test, 370);
        for row in schedule(&test, &loan_id) {
            pay(&test, &loan_id, row["due_on"].as_str().unwrap(), row["payment"].as_str().unwrap());
        }
        let loan = test.ok("loan.get", json!({ "loan_id": loan_id }));
        assert_eq!((&loan["status"], &loan["outstanding"]), (&json!("paid_off"), &json!("0.00")), "{terms}");
        is_whole(&test);
    }
}

#[test]
fn at_another_day_the_account_is_that_of_then() {
    let (test, loan_id) = funded(json!({}));
    pass(&test, 65);
    pay(&test, &loan_id, "2025-02-15", "8675.74");
    let late = pay(&test, &loan_id, "2025-03-15", "8675.74");
    let then = test.ok("loan.as_of", json!({ "loan_id": loan_id, "effective_on": "2025-03-01" }));
    assert_eq!(then["loan"]["outstanding"], "91949.26");
    assert_eq!(then["account"]["principal"], "91949.26");
    // Half a month: 14 of 28 days of 574.68.
    assert_eq!(then["account"]["accrued_interest"], "287.34");
    pass(&test, 2);
    let reverse = json!({ "payment_id": late["payment"]["payment_id"], "reason": "Mistake" });
    test.ok("payment.reverse", reverse);
    let before = test.ok("loan.as_of", json!({ "loan_id": loan_id, "effective_on": "2025-03-20" }));
    assert_eq!(before["loan"]["outstanding"], before["account"]["principal"]);
    assert_eq!(before["loan"]["outstanding"], "83848.20");
    let now = test.ok("loan.balances", json!({ "loan_id": loan_id }));
    assert_eq!(now["loans"][0]["outstanding"], "91949.26");
}
