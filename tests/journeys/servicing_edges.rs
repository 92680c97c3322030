//! Servicing where it is delicate: at the ends of a loan, between two due dates, and after the fact. Every figure is
//! worked out in a comment.

use api::ErrorCode;
use lendingos_tests::TestDesk;
use serde_json::{Value as Json, json};

const DAY: i64 = 86_400;

/// 100,000.00 at 7.5 % over 12 months under 30/360, funded on 15 January 2025; the day is so many days later.
fn funded(more: Json, days: i64) -> (TestDesk, String) {
    let test = TestDesk::new();
    let mut terms = json!({ "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 12 });
    terms.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let loan_id = test.funded_loan(terms);
    test.clock.pass(days * DAY);
    (test, loan_id)
}

fn pay(test: &TestDesk, loan_id: &str, on: &str, amount: &str) -> Json {
    test.ok("payment.record", json!({ "loan_id": loan_id, "amount": amount, "received_on": on }))
}

fn account(test: &TestDesk, loan_id: &str) -> Json {
    test.ok("loan.account", json!({ "loan_id": loan_id }))
}

fn loan(test: &TestDesk, loan_id: &str) -> Json {
    test.ok("loan.get", json!({ "loan_id": loan_id }))
}

/// Due date and payment of each instalment in force.
fn rows(test: &TestDesk, loan_id: &str) -> Vec<(String, String)> {
    let schedule = test.ok("schedule.get", json!({ "loan_id": loan_id }));
    pairs(&schedule["payments"])
}

fn pairs(payments: &Json) -> Vec<(String, String)> {
    let text = |value: &Json| value.as_str().unwrap().to_owned();
    payments.as_array().unwrap().iter().map(|row| (text(&row["due_on"]), text(&row["payment"]))).collect()
}

/// The payloads of a loan's events of a type, in the order of the recording.
fn events(test: &TestDesk, loan_id: &str, event_type: &str) -> Vec<Json> {
    let history = test.ok("event.history", json!({ "aggregate_id": loan_id, "include_loan": true }));
    let events = history["events"].as_array().unwrap();
    let of_type = events.iter().filter(|event| event["event_type"] == event_type);
    of_type.map(|event| event["payload"].clone()).collect()
}

fn count_of(test: &TestDesk, loan_id: &str, event_type: &str) -> usize {
    events(test, loan_id, event_type).len()
}

fn is_whole(test: &TestDesk) {
    let report = test.ok("integrity.verify", json!({}));
    assert_eq!(report["ok"], true, "{}", report["damages"]);
}

/// 60,000.00 on 15 February: 625.00 of interest, 8,050.74 of principal, 51,324.26 held. On 16 February a 28th of a
/// month's interest has accrued: 91,949.26 × 7.5 % ÷ 12 ÷ 28 = 20.52; 91,969.78 − 51,324.26 = 40,645.52.
#[test]
fn money_held_and_the_payoff_pay_a_loan_off() {
    for (amount, held) in [("40645.52", "0.00"), ("42000.00", "1354.48")] {
        let (test, loan_id) = funded(json!({ "excess_rule": "hold" }), 32);
        pay(&test, &loan_id, "2025-02-15", "60000.00");
        assert_eq!(account(&test, &loan_id)["held"], "51324.26");
        assert_eq!(account(&test, &loan_id)["payoff"], "40645.52");
        let mut input = json!({ "loan_id": loan_id, "amount": amount });
        assert_eq!(test.ok("payment.preview", input.clone())["excess"], held);
        if held != "0.00" {
            let asked = test.refused("payment.record", input.clone());
            assert_eq!(asked.code, ErrorCode::Overpayment);
            assert_eq!(asked.params["excess"], held);
            input["accept_overpayment"] = json!(true);
        }
        let paid = test.ok("payment.record", input);
        assert_eq!((&paid["payment"]["held"], &paid["account"]["total"]), (&json!(held), &json!("0.00")));
        assert_eq!(
            (&paid["account"]["held"], &loan(&test, &loan_id)["status"]),
            (&json!(held), &json!("paid_off"))
        );
        is_whole(&test);
    }
}

#[test]
fn other_terms_hold_at_the_latest_from_the_due_date_that_is_next_today() {
    let (test, loan_id) = funded(json!({}), 45);
    pay(&test, &loan_id, "2025-02-15", "8675.74");
    let before = rows(&test, &loan_id);
    for day in ["2025-03-16", "2025-06-10", "2030-01-01"] {
        let wish =
            json!({ "loan_id": loan_id, "annual_rate_percent": "5", "reason": "x", "effective_on": day });
        let error = test.refused("loan.modify", wish);
        assert_eq!((error.code, error.field.as_deref()), (ErrorCode::InvalidInput, Some("effective_on")));
        assert!(error.message.contains("2025-03-15"), "{}", error.message);
        let wish = json!({ "loan_id": loan_id, "months": 6, "reason": "x", "effective_on": day });
        assert_eq!(test.refused("loan.extend", wish).field.as_deref(), Some("effective_on"));
    }
    assert_eq!(rows(&test, &loan_id), before);
    // One that has matured has no later due date than today's.
    test.clock.pass(400 * DAY);
    let wish = json!({ "loan_id": loan_id, "annual_rate_percent": "5", "reason": "x", "effective_on": "2030-01-01" });
    assert!(test.refused("loan.modify", wish).message.contains("2026-04-05"));
}

/// From the next due date on, 15 March: until then the instalment of that day is asked for. Where it is not paid, its
/// interest, 574.68, is due on top of the first instalment of the other terms.
#[test]
fn other_terms_from_a_due_date_leave_its_instalment_to_be_paid() {
    for is_paid in [true, false] {
        let (test, loan_id) = funded(json!({}), 45);
        pay(&test, &loan_id, "2025-02-15", "8675.74");
        let wish = json!({
            "loan_id": loan_id, "annual_rate_percent": "5", "reason": "x", "effective_on": "2025-03-15",
        });
        test.ok("loan.modify", wish);
        assert_eq!(rows(&test, &loan_id)[1], ("2025-03-15".to_owned(), "8675.74".to_owned()));
        let due = test.ok("payment.due", json!({ "until": "2025-03-31" }));
        assert_eq!((&due["total"], &due["instalments"][0]["unpaid"]), (&json!(1), &json!("8675.74")));
        // 83,848.20 at 5 % over the ten payments left.
        assert_eq!(rows(&test, &loan_id)[2].1, "8578.17");
        test.clock.pass(14 * DAY);
        if is_paid {
            pay(&test, &loan_id, "2025-03-15", "8675.74");
        }
        test.clock.pass(3 * DAY);
        test.ok("servicing.run_day", json!({}));
        if is_paid {
            assert_eq!(rows(&test, &loan_id)[2].1, "8578.17");
        } else {
            // 91,949.26 at 5 % over ten payments is 9,406.96; and 574.68.
            assert_eq!(rows(&test, &loan_id)[1], ("2025-04-15".to_owned(), "9981.64".to_owned()));
            assert_eq!(rows(&test, &loan_id)[2].1, "9406.96");
        }
        assert_eq!(test.ok("servicing.run_day", json!({}))["loans_reconciled"], 0);
        is_whole(&test);
    }
}

/// February is paid; from 25 February on 7 %. The row of March bears 10/28 of a month at 7.5 % and 18/28 at 7 %:
/// 205.24 + 344.81 = 550.05. Eleven payments with that first interest: 91,949.26 + 550.0536 over
/// 1 + Σ (1 + 7 %/12)⁻ᵏ, k from 1 to 10, is 8,655.71: less than before, and nothing is on top.
#[test]
fn a_lower_rate_in_mid_period_lowers_the_payment() {
    let (test, loan_id) = funded(json!({}), 41);
    pay(&test, &loan_id, "2025-02-15", "8675.74");
    let wish = json!({ "loan_id": loan_id, "annual_rate_percent": "7", "reason": "Agreed" });
    let preview = test.ok("loan.preview_modification", wish.clone());
    assert_eq!(preview["carried_interest"], "0.00");
    assert_eq!(pairs(&preview["after"]["payments"])[0].1, "8655.71");
    test.ok("loan.modify", wish);
    let schedule = test.ok("schedule.get", json!({ "loan_id": loan_id }));
    assert_eq!(schedule["payments"][1]["interest"], "550.05");
    let payments: Vec<&Json> =
        schedule["payments"].as_array().unwrap()[1..11].iter().map(|row| &row["payment"]).collect();
    assert!(payments.iter().all(|payment| *payment == "8655.71"), "{payments:?}");
    is_whole(&test);
}

/// February's instalment was not paid: its 625.00 is overdue, and on top. The row of March bears 223.21 + 375.00 on
/// 100,000.00; eleven payments with that first interest are 9,413.57 each.
#[test]
fn only_interest_overdue_is_due_on_top_of_the_first_instalment() {
    let (test, loan_id) = funded(json!({}), 41);
    let wish = json!({ "loan_id": loan_id, "annual_rate_percent": "7", "reason": "Agreed" });
    let preview = test.ok("loan.preview_modification", wish.clone());
    assert_eq!(
        (&preview["carried_interest"], &preview["principal"]),
        (&json!("625.00"), &json!("100000.00"))
    );
    test.ok("loan.modify", wish);
    let payments = rows(&test, &loan_id);
    assert_eq!(payments[0], ("2025-03-15".to_owned(), "10038.57".to_owned()));
    assert_eq!((payments[1].1.as_str(), payments[9].1.as_str()), ("9413.57", "9413.57"));
    // What is repaid early leaves the level payment as it is: the overdue interest was no part of it.
    test.clock.pass(18 * DAY);
    pay(&test, &loan_id, "2025-03-15", "30038.57");
    assert_eq!(rows(&test, &loan_id)[1].1, "9413.57");
    is_whole(&test);
}

/// 100,000.00 at 7.5 % over 360 months is 699.21 a month. A longer balloon goes on with it; the rest is due later.
/// 90,000.00 at 8 % over 24 months from 15 January, one instalment paid, other terms from 15 August: nine instalments are
/// late by the terms that held, 50.00 each.
#[test]
fn what_was_late_is_charged_whether_it_was_found_before_other_terms_or_with_them() {
    let owed = |found_before: bool| {
        let test = TestDesk::new();
        let loan_id = test.funded_loan(json!({
            "principal": "90000.00", "annual_rate_percent": "8", "term_months": 24, "grace_days": 10,
            "late_fee_percent": "5", "late_fee_at_most": "50.00",
        }));
        test.clock.pass_to("2025-11-26".parse().unwrap());
        pay(&test, &loan_id, "2025-02-15", "4070.46");
        if found_before {
            test.ok("servicing.run_day", json!({}));
        }
        test.ok(
            "loan.modify",
            json!({ "loan_id": loan_id, "annual_rate_percent": "6", "effective_on": "2025-08-15", "reason": "x" }),
        );
        test.ok("servicing.run_day", json!({}));
        let account = test.ok("loan.account", json!({ "loan_id": loan_id }));
        ["late_charges", "payoff"].map(|name| account[name].as_str().unwrap().to_owned())
    };
    assert_eq!(owed(true), owed(false));
    assert_eq!(owed(false)[0], "450.00");
}

#[test]
fn an_extension_leaves_the_level_payment_of_a_balloon_alone() {
    let (test, loan_id) = funded(json!({ "type": "balloon", "amortization_months": 360 }), 41);
    pay(&test, &loan_id, "2025-02-15", "699.21");
    test.ok("loan.extend", json!({ "loan_id": loan_id, "months": 6, "reason": "Sale delayed" }));
    let payments = rows(&test, &loan_id);
    assert_eq!((payments.len(), payments[17].0.as_str()), (18, "2026-07-15"));
    assert!(payments[..17].iter().all(|(_, payment)| payment == "699.21"), "{payments:?}");
    let event = test.event(&loan_id, "Loan.Extended");
    assert_eq!(event["payload"]["levelPayment"], "699.21");
    is_whole(&test);
}

#[test]
fn a_charge_is_owed_again_when_the_payment_in_time_did_not_come_in() {
    let (test, loan_id) = funded(json!({}), 45);
    assert_eq!(test.ok("servicing.run_day", json!({}))["fees_total"], "50.00");
    // 20 February is within the grace.
    let paid = pay(&test, &loan_id, "2025-02-20", "8675.74");
    assert_eq!(account(&test, &loan_id)["late_charges"], "0.00");
    let reverse = json!({ "payment_id": paid["payment"]["payment_id"], "reason": "NSF", "returned": true });
    assert_eq!(test.ok("payment.reverse", reverse)["account"]["late_charges"], "50.00");
    assert_eq!(test.ok("servicing.run_day", json!({}))["late_instalments"], 0);
    test.ok("fee.assess", json!({ "loan_id": loan_id, "amount": "10.00" }));
    let now = account(&test, &loan_id);
    assert_eq!((&now["late_charges"], &now["fee_list"][0]["waived"]), (&json!("50.00"), &json!("0.00")));
    assert_eq!(count_of(&test, &loan_id, "Fee.Reinstated"), 1);
    // In time after all, once more: forgiven again.
    pay(&test, &loan_id, "2025-02-21", "8675.74");
    assert_eq!(account(&test, &loan_id)["late_charges"], "0.00");
    assert_eq!(count_of(&test, &loan_id, "Fee.Waived"), 2);
    is_whole(&test);
}

/// What a person forgave stays forgiven.
#[test]
fn a_charge_that_was_forgiven_is_not_owed_again() {
    let (test, loan_id) = funded(json!({}), 45);
    test.ok("servicing.run_day", json!({}));
    let fee_id = account(&test, &loan_id)["fee_list"][0]["fee_id"].clone();
    test.ok("fee.waive", json!({ "fee_id": fee_id, "reason": "Goodwill" }));
    let paid = pay(&test, &loan_id, "2025-02-20", "8675.74");
    let reverse = json!({ "payment_id": paid["payment"]["payment_id"], "reason": "NSF" });
    assert_eq!(test.ok("payment.reverse", reverse)["account"]["late_charges"], "0.00");
    assert_eq!(count_of(&test, &loan_id, "Fee.Reinstated"), 0);
}

/// On 25 April, without a daily run: three months and ten of thirty days of interest are 2,083.33. The instalments of
/// February and March are late: 50.00 each.
#[test]
fn late_charges_that_nobody_ran_for_are_in_a_payoff() {
    let (test, loan_id) = funded(json!({}), 100);
    let quote = test.ok("payoff.quote", json!({ "loan_id": loan_id }));
    assert_eq!((&quote["late_charges"], &quote["total"]), (&json!("100.00"), &json!("102183.33")));
    assert_eq!(test.ok("servicing.run_day", json!({}))["late_instalments"], 0);

    for (amount, status, total) in [("102083.33", "funded", "100.00"), ("102183.33", "paid_off", "0.00")] {
        let (test, loan_id) = funded(json!({}), 100);
        let ask = json!({ "loan_id": loan_id, "amount": amount });
        let preview = test.ok("payment.preview", ask.clone());
        assert_eq!((&preview["before"]["payoff"], &preview["excess"]), (&json!("102183.33"), &json!("0.00")));
        assert_eq!(preview["allocation"]["late_charges"], "100.00");
        let paid = test.ok("payment.record", ask);
        assert_eq!(
            (&loan(&test, &loan_id)["status"], &paid["account"]["total"]),
            (&json!(status), &json!(total))
        );
        assert_eq!(paid["payment"]["late_charges"], "100.00");
        let run = test.ok("servicing.run_day", json!({}));
        assert_eq!((&run["late_instalments"], &run["fees_total"]), (&json!(0), &json!("0.00")));
        assert_eq!(count_of(&test, &loan_id, "Payment.Late"), 2);
        is_whole(&test);
    }
}

#[test]
fn a_default_does_not_begin_before_the_last_cure() {
    let (test, loan_id) = funded(json!({ "default_margin_percent": "6" }), 120);
    let mark = |day: &str| json!({ "loan_id": loan_id, "effective_on": day });
    test.ok("loan.mark_default", mark("2025-04-01"));
    test.ok("loan.cure", mark("2025-05-01"));
    let error = test.refused("loan.mark_default", mark("2025-04-20"));
    assert_eq!(error.field.as_deref(), Some("effective_on"));
    assert!(error.message.contains("2025-05-01"), "{}", error.message);
    assert_eq!(test.ok("loan.mark_default", mark("2025-05-01"))["status"], "defaulted");
    assert_eq!(account(&test, &loan_id)["annual_rate_percent"], "13.5");
}

/// Paid off on 15 February with 100,625.00. 1,000.00 of 10 February is found later: 26/31 of a month's interest are
/// 524.19, and 475.81 repay principal; 99,524.19 bear 100.33 until the 15th. Of 101,625.00 in all, 1,000.48 are left.
#[test]
fn a_payment_found_after_the_loan_was_paid_off_is_recorded() {
    let (test, loan_id) = funded(json!({}), 34);
    pay(&test, &loan_id, "2025-02-15", "100625.00");
    for (day, amount, excess, held) in
        [("2025-02-10", "1000.00", "1000.48", "1000.48"), ("2025-02-17", "500.00", "500.00", "1500.48")]
    {
        let mut input = json!({ "loan_id": loan_id, "amount": amount, "received_on": day });
        assert_eq!(test.ok("payment.preview", input.clone())["excess"], excess);
        let asked = test.refused("payment.record", input.clone());
        assert_eq!((asked.code, &asked.params["excess"]), (ErrorCode::Overpayment, &excess.to_owned()));
        input["accept_overpayment"] = json!(true);
        let paid = test.ok("payment.record", input);
        assert_eq!((&paid["account"]["held"], &paid["account"]["total"]), (&json!(held), &json!("0.00")));
        assert_eq!(loan(&test, &loan_id)["status"], "paid_off");
    }
    is_whole(&test);
}

/// What had paid the loan off on 15 February was more than enough: 100,000.00 of 5 February are found later. The loan
/// was paid off with what came on the 15th all the same; had 100,500.00 come on the 5th, it would have been then.
#[test]
fn another_day_of_the_payoff_is_recorded() {
    let (test, loan_id) = funded(json!({}), 34);
    pay(&test, &loan_id, "2025-02-15", "100625.00");
    let input = json!({
        "loan_id": loan_id, "amount": "100500.00", "received_on": "2025-02-05", "accept_overpayment": true,
    });
    test.ok("payment.record", input);
    let paid_off = events(&test, &loan_id, "Loan.PaidOff");
    let days: Vec<&Json> = paid_off.iter().map(|event| &event["paidOffOn"]).collect();
    assert_eq!(days, ["2025-02-15", "2025-02-05"]);
    is_whole(&test);
}

#[test]
fn what_is_recovered_after_a_loss_is_held_and_the_loss_stays() {
    let (test, loan_id) = funded(json!({}), 60);
    let paid = pay(&test, &loan_id, "2025-02-15", "8675.74");
    test.ok("loan.mark_default", json!({ "loan_id": loan_id }));
    test.ok("loan.charge_off", json!({ "loan_id": loan_id }));
    let loss = account(&test, &loan_id)["charged_off"].clone();
    assert_eq!(loss, "91949.26");
    test.clock.pass(5 * DAY);
    let ask = |day: &str| json!({ "loan_id": loan_id, "amount": "700.00", "received_on": day });
    let early = test.refused("payment.record", ask("2025-03-16"));
    assert_eq!(early.field.as_deref(), Some("received_on"));
    assert!(early.message.contains("recovered"), "{}", early.message);
    assert_eq!(test.refused("payment.record", ask("2025-03-18")).code, ErrorCode::Overpayment);
    let mut input = ask("2025-03-18");
    input["accept_overpayment"] = json!(true);
    let recovered = test.ok("payment.record", input);
    assert_eq!(
        (&recovered["account"]["held"], &recovered["account"]["charged_off"]),
        (&json!("700.00"), &loss)
    );
    let reverse = |payment: &Json| json!({ "payment_id": payment["payment"]["payment_id"], "reason": "NSF" });
    let error = test.refused("payment.reverse", reverse(&paid));
    assert_eq!(error.field.as_deref(), Some("payment_id"));
    assert!(error.message.contains("2025-03-16"), "{}", error.message);
    test.ok("payment.reverse", reverse(&recovered));
    let now = account(&test, &loan_id);
    assert_eq!((&now["held"], &now["charged_off"]), (&json!("0.00"), &loss));
    is_whole(&test);
}

/// Matured on 15 January 2026 with its last instalment open; on 8 February six months more end on 15 July.
#[test]
fn an_extension_of_a_loan_that_has_matured_counts_from_its_maturity() {
    let (test, loan_id) = funded(json!({}), 389);
    for (due_on, payment) in &rows(&test, &loan_id)[..11] {
        pay(&test, &loan_id, due_on, payment);
    }
    test.ok("loan.extend", json!({ "loan_id": loan_id, "months": 6, "reason": "Sale delayed" }));
    let event = test.event(&loan_id, "Loan.Extended");
    assert_eq!(event["payload"]["maturityBefore"], "2026-01-15");
    assert_eq!(event["payload"]["maturityOn"], "2026-07-15");
    let days: Vec<String> = rows(&test, &loan_id)[11..].iter().map(|(due_on, _)| due_on.clone()).collect();
    assert_eq!(days, ["2026-02-15", "2026-03-15", "2026-04-15", "2026-05-15", "2026-06-15", "2026-07-15"]);
    is_whole(&test);

    let (test, loan_id) = funded(json!({}), 480);
    let error = test.refused("loan.extend", json!({ "loan_id": loan_id, "months": 3, "reason": "x" }));
    assert_eq!(error.field.as_deref(), Some("months"));
    assert!(error.message.contains("2026-04-15"), "{}", error.message);
}

#[test]
fn a_preview_says_that_a_modification_after_it_is_reckoned_anew() {
    let (test, loan_id) = funded(json!({}), 45);
    pay(&test, &loan_id, "2025-02-15", "8675.74");
    let ask = |amount: &str, day: &str| json!({ "loan_id": loan_id, "amount": amount, "received_on": day });
    let changes = |input: Json| test.ok("payment.preview", input)["changes_schedule"].clone();
    assert_eq!(changes(ask("500.00", "2025-02-25")), false);
    let wish =
        json!({ "loan_id": loan_id, "annual_rate_percent": "5", "number_of_payments": 24, "reason": "x" });
    test.ok("loan.modify", wish);
    let before = rows(&test, &loan_id);
    assert_eq!(changes(ask("500.00", "2025-02-25")), true);
    pay(&test, &loan_id, "2025-02-25", "500.00");
    assert_ne!(rows(&test, &loan_id), before);
}

#[test]
fn a_loan_shows_the_terms_in_force_and_those_agreed_first() {
    let (test, loan_id) = funded(json!({}), 31);
    assert_eq!(loan(&test, &loan_id)["agreed"], Json::Null);
    pay(&test, &loan_id, "2025-02-15", "8675.74");
    let wish = json!({
        "loan_id": loan_id, "annual_rate_percent": "6", "type": "interest_only", "number_of_payments": 23,
        "reason": "Hardship",
    });
    let modified = test.ok("loan.modify", wish);
    let listed = test.ok("loan.list", json!({}))["loans"][0].clone();
    for shown in [&modified, &loan(&test, &loan_id), &listed] {
        assert_eq!(
            [&shown["annual_rate_percent"], &shown["type"], &shown["term_months"], &shown["amended_on"]],
            [&json!("6"), &json!("interest_only"), &json!(24), &json!("2025-02-15")]
        );
    }
    let agreed = &modified["agreed"];
    assert_eq!(
        [&agreed["annual_rate_percent"], &agreed["type"], &agreed["term_months"]],
        [&json!("7.5"), &json!("amortized"), &json!(12)]
    );
    is_whole(&test);
    test.ok("integrity.rebuild", json!({}));
    assert_eq!(loan(&test, &loan_id)["annual_rate_percent"], "6");
}

/// Reversed, the payment of February: its 8,050.74 of principal and 625.00 of interest are owed again, and 10/28 of
/// March's interest is that of 100,000.00, 223.21, instead of 205.24.
#[test]
fn a_reversal_is_shown_before_it_is_recorded() {
    let (test, loan_id) = funded(json!({ "returned_payment_fee": "35.00" }), 41);
    let paid = pay(&test, &loan_id, "2025-02-15", "8675.74");
    let payment_id = &paid["payment"]["payment_id"];
    let events = test.events_of_loan(&loan_id);
    let preview = test.ok("payment.preview_reverse", json!({ "payment_id": payment_id, "returned": true }));
    let owed = |of: &str| ["principal", "accrued_interest", "fees"].map(|part| preview[of][part].clone());
    assert_eq!(owed("before"), ["91949.26", "205.24", "0.00"]);
    assert_eq!(owed("after"), ["100000.00", "848.21", "35.00"]);
    assert_eq!((&preview["fee"], &preview["status"]), (&json!("35.00"), &json!("funded")));
    assert_eq!(test.events_of_loan(&loan_id), events);
    let reverse = json!({ "payment_id": payment_id, "reason": "NSF", "returned": true });
    let reversed = test.ok("payment.reverse", reverse.clone());
    assert_eq!(reversed["account"]["total"], preview["after"]["total"]);
    let again = test.refused("payment.preview_reverse", json!({ "payment_id": payment_id }));
    assert_eq!(again.field.as_deref(), Some("payment_id"));
}

/// Of a loan in arrears both sides leave out what is overdue: 625.00 of interest, an instalment of 8,675.74.
#[test]
fn other_terms_are_compared_without_the_arrears() {
    let (test, loan_id) = funded(json!({}), 31 + 10);
    let same =
        json!({ "loan_id": loan_id, "number_of_payments": 11, "annual_rate_percent": "7.6", "reason": "x" });
    let preview = test.ok("loan.preview_modification", same);
    assert_eq!((&preview["carried_interest"], &preview["past_due"]), (&json!("625.00"), &json!("8675.74")));
    for side in ["before", "after"] {
        assert_eq!(preview[side]["payments"][0]["due_on"], "2025-03-15", "{side}");
        assert_eq!(preview[side]["payments"].as_array().unwrap().len(), 11, "{side}");
    }
    let total = |side: &str| preview[side]["totals"]["interest"].as_str().unwrap().parse::<f64>().unwrap();
    let apart = |of: &str| preview[of].as_str().unwrap().parse::<f64>().unwrap();
    assert!((apart("interest_before") - total("before")).abs() < 0.001);
    assert!((apart("interest_after") - (total("after") - 625.0)).abs() < 0.001);
}

/// 28,675.74 on 15 February: 20,000.00 are prepaid, and the balances run on without them.
#[test]
fn the_schedule_shows_what_was_prepaid() {
    let (test, loan_id) = funded(json!({}), 45);
    pay(&test, &loan_id, "2025-02-15", "28675.74");
    let schedule = test.ok("schedule.get", json!({ "loan_id": loan_id }));
    let cents = |value: &Json| value.as_str().unwrap().replace('.', "").parse::<i64>().unwrap();
    let mut balance = 10_000_000;
    for row in schedule["payments"].as_array().unwrap() {
        balance -= cents(&row["principal"]) + cents(&row["prepaid"]);
        assert_eq!(cents(&row["balance"]), balance, "{row}");
    }
    assert_eq!((&schedule["payments"][1]["prepaid"], balance), (&json!("20000.00"), 0));
    assert_eq!(schedule["payments"][1]["grace_until"], "2025-03-25");
}

#[test]
fn lists_say_what_they_cannot_show_and_what_a_loan_owes_in_all() {
    let (test, loan_id) = funded(json!({}), 60);
    let due = test.ok("payment.due", json!({}));
    // February's and March's; today is 16 March.
    assert_eq!(due["instalments"][0]["loan_past_due"], "17351.48");
    let turned = json!({ "from": "2025-03-01", "to": "2025-02-01" });
    assert_eq!(test.refused("payment.list", turned).field.as_deref(), Some("to"));
    assert_eq!(test.refused("payment.list", json!({ "limit": 20_000 })).field.as_deref(), Some("limit"));
    let paid = |reference: &str| json!({ "loan_id": loan_id, "amount": "10.00", "received_on": "2025-03-01", "reference": reference });
    test.ok("payment.record", paid("R1"));
    assert_eq!(test.refused("payment.record", paid(" r1")).code, ErrorCode::DuplicatePayment);
}

/// Due date and payment of each instalment, of a loan of 12,000.00 at 12 % that is due on the last days of months.
fn rest_of(change: (&str, Json), terms: Json, funded_on: &str) -> Vec<(String, String)> {
    let test = TestDesk::new();
    test.clock.pass_to(funded_on.parse().unwrap());
    let mut loan = json!({ "principal": "12000.00", "annual_rate_percent": "12" });
    loan.as_object_mut().unwrap().extend(terms.as_object().unwrap().clone());
    let loan_id = test.loan_in_closing(loan);
    test.ok("loan.transition", json!({ "loan_id": loan_id, "to": "funded", "effective_on": funded_on }));
    let (command, mut wish) = change;
    wish["loan_id"] = json!(loan_id);
    wish["reason"] = json!("Agreed");
    test.clock.pass_to(wish["effective_on"].as_str().unwrap().parse().unwrap());
    test.ok(command, wish);
    assert_eq!(test.ok("integrity.verify", json!({}))["ok"], true);
    let schedule = test.ok("schedule.get", json!({ "loan_id": loan_id }));
    let text = |value: &Json| value.as_str().unwrap().to_owned();
    let rows = schedule["payments"].as_array().unwrap();
    rows.iter().map(|row| (text(&row["due_on"]), text(&row["payment"]))).collect()
}

/// A month is 120.00 at 12 %. From 10 February at 11 %: 120.00 × 10/28 + 110.00 × 18/28 = 113.5714.
#[test]
fn due_dates_at_the_end_of_months_stay_there_on_other_terms() {
    let interest_only = json!({ "term_months": 6, "type": "interest_only" });
    let month_ends = ["2025-02-28", "2025-03-31", "2025-04-30", "2025-05-31", "2025-06-30", "2025-07-31"];
    let rows = |days: &[&str], payments: &[&str]| -> Vec<(String, String)> {
        days.iter().zip(payments).map(|(day, payment)| ((*day).to_owned(), (*payment).to_owned())).collect()
    };

    let change = ("loan.extend", json!({ "effective_on": "2025-02-10", "months": 1 }));
    let extended = rest_of(change, interest_only.clone(), "2025-01-31");
    let mut days = month_ends.to_vec();
    days.push("2025-08-31");
    let level = "120.00";
    assert_eq!(extended, rows(&days, &[level, level, level, level, level, level, "12120.00"]));

    let change = ("loan.modify", json!({ "effective_on": "2025-02-10", "annual_rate_percent": "11" }));
    let modified = rest_of(change, interest_only, "2025-01-31");
    let other = "110.00";
    assert_eq!(modified, rows(&month_ends, &["113.57", other, other, other, other, "12110.00"]));

    let at_maturity = json!({ "term_months": 3, "type": "at_maturity", "frequency": "maturity" });
    let change = ("loan.extend", json!({ "effective_on": "2025-02-10", "months": 6 }));
    let put_off = rest_of(change, at_maturity, "2025-01-31");
    assert_eq!(put_off, rows(&["2025-10-31"], &["13080.00"]));

    // 29 February: on the 29th again where a month has it.
    let change = ("loan.extend", json!({ "effective_on": "2025-02-10", "months": 2 }));
    let leap = json!({ "term_months": 3, "type": "interest_only" });
    let extended = rest_of(change, leap, "2025-01-29");
    let days = ["2025-02-28", "2025-03-29", "2025-04-29", "2025-05-29", "2025-06-29"];
    assert_eq!(extended, rows(&days, &[level, level, level, level, "12120.00"]));
}
