//! The interest reserve: it pays the loan's own interest as that falls due, while it lasts, and never more than it or
//! the loan has.
//!
//! Everywhere a day's interest is what is outstanding / 3600: 10 %, Actual/360.

use lendingos_tests::{Site, TestDesk, site::lines_of};
use serde_json::{Value as Json, json};

/// A loan of 360,000.00 of which 180,000.00 go out at the funding: 50.00 a day. The budget is the other 180,000.00:
/// 100,000.00 for the site, 68,000.00 for the frame, 12,000.00 to pay interest. Nothing is held back.
fn half_drawn() -> Site {
    let lines = json!([
        { "code": "site", "description": "Site work", "amount": "100000.00" },
        { "code": "frame", "description": "Frame", "amount": "68000.00" },
    ]);
    Site::of(
        "360000.00",
        TestDesk::new(),
        &json!({ "initial_advance": "180000.00" }),
        &json!({ "lines": lines, "contingency": null, "interest_reserve": "12000.00", "retainage_percent": "0" }),
    )
}

fn run_day(site: &Site) -> Json {
    site.by("Otto", "servicing.run_day", json!({}))
}

/// Due date, revision, amount, change and what is left, as they were recorded.
fn applied(site: &Site) -> Vec<[String; 5]> {
    let text = |value: &Json| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let of = |event: &Json| {
        ["dueOn", "revision", "amount", "change", "left"].map(|field| text(&event["payload"][field]))
    };
    site.events_of("InterestReserve.Applied").iter().map(of).collect()
}

fn reserve(site: &Site) -> [String; 3] {
    let budget = site.budget();
    let line = budget["lines"].as_array().unwrap().iter().find(|line| line["code"] == "interest_reserve");
    ["budget", "drawn", "remaining"].map(|field| line.unwrap()[field].as_str().unwrap().to_owned())
}

fn owed(site: &Site, on: &str) -> Json {
    site.test.ok("loan.account", json!({ "loan_id": site.loan_id, "as_of": on }))
}

fn verified(site: &Site) {
    let report = site.test.ok("integrity.verify", json!({}));
    assert_eq!(report["ok"], true, "{report}");
}

#[test]
fn it_pays_until_it_is_used_up_and_then_the_borrower_does() {
    let site = half_drawn();
    assert_eq!(site.budget()["in_balance"], true);

    // 15 February: 180,000.00 × 31/3600 = 1,550.00.
    site.pass_to("2025-02-15");
    assert_eq!(run_day(&site)["loans_reconciled"], 1);
    assert_eq!(run_day(&site)["loans_reconciled"], 0, "once a due date");
    assert_eq!(applied(&site), [["2025-02-15", "1", "1550.00", "1550.00", "10450.00"]]);
    assert_eq!(site.loan()["outstanding"], "181550.00");

    // Two due dates are missed and made up for on 20 April. What was paid becomes principal on its day, and bears
    // interest from that day only:
    // 15 March: 181,550.00 × 28/3600 = 1,412.0555, 15 April: 182,962.06 × 31/3600 = 1,575.5066.
    site.pass_to("2025-04-20");
    let report = run_day(&site);
    assert_eq!((&report["late_instalments"], &report["fees_assessed"]), (&json!(0), &json!(0)));
    assert_eq!(
        applied(&site)[1..],
        [
            ["2025-03-15", "1", "1412.06", "1412.06", "9037.94"],
            ["2025-04-15", "1", "1575.51", "1575.51", "7462.43"],
        ]
    );
    assert_eq!(site.loan()["outstanding"], "184537.57");

    // On that day 100,000.00 go out. 15 May: 184,537.57 × 5/3600 + 284,537.57 × 25/3600 = 256.3021 + 1,975.9553.
    // 15 June: 286,769.83 × 31/3600 = 2,469.4068, 15 July: 289,239.24 × 30/3600 = 2,410.327.
    site.drawn(&[("site", "100000.00")]);
    site.pass_to("2025-07-20");
    run_day(&site);
    assert_eq!(
        applied(&site)[3..],
        [
            ["2025-05-15", "1", "2232.26", "2232.26", "5230.17"],
            ["2025-06-15", "1", "2469.41", "2469.41", "2760.76"],
            ["2025-07-15", "1", "2410.33", "2410.33", "350.43"],
        ]
    );

    // 15 August: 291,649.57 × 31/3600 = 2,511.4268, of which 350.43 are there; 2,161.00 are the borrower's.
    site.pass_to("2025-08-25");
    let report = run_day(&site);
    assert_eq!(applied(&site)[6], ["2025-08-15", "1", "350.43", "350.43", "0.00"]);
    assert_eq!(report["late_instalments"], 0, "it is still in its grace");
    assert_eq!(owed(&site, "2025-08-16")["past_due"], "2161.00");
    assert_eq!(reserve(&site), ["12000.00", "12000.00", "0.00"]);
    // 180,000.00 + 100,000.00 + 12,000.00.
    assert_eq!(site.loan()["outstanding"], "292000.00");
    // After ten days of grace it is late: the lesser of 5 % of the payment and 50.00.
    site.pass_to("2025-08-26");
    let report = run_day(&site);
    assert_eq!((&report["late_instalments"], &report["fees_total"]), (&json!(1), &json!("50.00")));

    // 3,000.00 are moved to it. On 15 September 292,000.00 × 31/3600 = 2,514.4444 fall due beside the 2,161.00: the
    // oldest is paid first, and 839.00 of the new one.
    let refill = json!({ "loan_id": site.loan_id, "from": "frame", "to": "interest_reserve", "amount": "3000.00",
        "reason": "The buyer is late" });
    site.by("Otto", "budget.reallocate", refill);
    assert_eq!(applied(&site).len(), 7, "between due dates nothing is paid");
    site.pass_to("2025-09-15");
    run_day(&site);
    assert_eq!(applied(&site)[7], ["2025-09-15", "1", "3000.00", "3000.00", "0.00"]);
    let covered = site.events_of("InterestReserve.Applied")[7]["payload"]["covered"].clone();
    assert_eq!((&covered[0]["dueOn"], &covered[0]["amount"]), (&json!("2025-08-15"), &json!("2161.00")));
    assert_eq!((&covered[1]["dueOn"], &covered[1]["amount"]), (&json!("2025-09-15"), &json!("839.00")));
    site.pass_to("2025-09-16");
    let account = owed(&site, "2025-09-16");
    assert_eq!((&account["principal"], &account["past_due"]), (&json!("295000.00"), &json!("1675.44")));
    verified(&site);
}

#[test]
fn money_that_went_out_earlier_than_was_known_moves_what_it_paid() {
    let site = half_drawn();
    site.pass_to("2025-03-20");
    run_day(&site);
    assert_eq!(
        applied(&site),
        [
            ["2025-02-15", "1", "1550.00", "1550.00", "10450.00"],
            ["2025-03-15", "1", "1412.06", "1412.06", "9037.94"],
        ]
    );
    // 36,000.00, 10.00 a day, went out on 5 February already.
    disbursed_on(&site, "36000.00", "2025-02-05");
    // 15 February: 1,550.00 + 10 × 10.00. 15 March: 217,650.00 × 28/3600 = 1,692.8333, 280.77 more than before.
    assert_eq!(
        applied(&site)[2..],
        [
            ["2025-02-15", "2", "1650.00", "100.00", "10350.00"],
            ["2025-03-15", "2", "1692.83", "280.77", "8657.17"],
        ]
    );
    let loan = site.loan();
    // 180,000.00 + 36,000.00 + 1,650.00 + 1,692.83.
    assert_eq!(loan["outstanding"], "219342.83");
    assert_eq!(loan["construction"]["available_to_draw"], "140657.17");
    assert_eq!(reserve(&site), ["12000.00", "3342.83", "8657.17"]);
    // Each revision was caused by the disbursement.
    let disbursed = site.events_of("Draw.Disbursed")[0]["event_id"].clone();
    for revision in &site.events_of("InterestReserve.Applied")[2..] {
        assert_eq!(revision["causation_id"], disbursed);
    }
    assert_eq!(run_day(&site)["loans_reconciled"], 0);
    verified(&site);
}

/// A draw that was requested, approved and paid out on a day that has passed.
fn disbursed_on(site: &Site, amount: &str, day: &str) {
    let request =
        json!({ "loan_id": site.loan_id, "lines": lines_of(&[("site", amount)]), "requested_on": day });
    let draw = site.by("Otto", "draw.request", request)["draw_id"].clone();
    let approve = json!({ "draw_id": draw, "approved_on": day, "accept_out_of_balance": true });
    site.by("Abel", "draw.approve", approve);
    site.by("Otto", "draw.disburse", json!({ "draw_id": draw, "disbursed_on": day }));
}

fn moved_away(site: &Site, amount: &str) -> Json {
    json!({ "loan_id": site.loan_id, "from": "interest_reserve", "to": "frame", "amount": amount, "reason": "Sold" })
}

/// What it paid on due dates that no daily run has seen yet is used all the same.
#[test]
fn what_it_paid_is_not_moved_away_before_it_is_recorded() {
    let site = half_drawn();
    site.pass_to("2025-04-20");
    // 12,000.00 − 1,550.00 − 1,412.06 − 1,575.51.
    let over = ("over_budget_line", Some("amount"), "amount must be at most 7462.43");
    site.refused("Otto", "budget.reallocate", moved_away(&site, "12000.00"), over);
    site.refused("Otto", "budget.reallocate", moved_away(&site, "7462.44"), over);
    let none = site.budget_with(&json!({
        "lines": [
            { "code": "site", "description": "Site work", "amount": "100000.00" },
            { "code": "frame", "description": "Frame", "amount": "68000.00" },
        ],
        "contingency": null, "interest_reserve": null, "reason": "Sold",
    }));
    let keeps = ("over_budget_line", Some("lines"), "must keep at least the 4537.57");
    site.refused("Otto", "budget.set", none, keeps);
    site.by("Otto", "budget.reallocate", moved_away(&site, "7462.43"));
    assert_eq!(reserve(&site), ["4537.57", "4537.57", "0.00"]);
    assert_eq!(site.loan()["outstanding"], "184537.57");
    verified(&site);
}

/// What was moved away since is not used by interest that turns out to be higher.
#[test]
fn it_never_pays_more_than_its_line_has() {
    let site = half_drawn();
    site.pass_to("2025-04-20");
    run_day(&site);
    site.by("Otto", "budget.reallocate", moved_away(&site, "7462.43"));
    disbursed_on(&site, "36000.00", "2025-02-05");
    // 1,650.00 and 1,692.83 as above; of 219,342.83 × 31/3600 = 1,888.7854 the 1,194.74 that are left.
    assert_eq!(
        applied(&site)[3..],
        [
            ["2025-02-15", "2", "1650.00", "100.00", "2887.57"],
            ["2025-03-15", "2", "1692.83", "280.77", "1194.74"],
            ["2025-04-15", "2", "1194.74", "-380.77", "0.00"],
        ]
    );
    assert_eq!(reserve(&site), ["4537.57", "4537.57", "0.00"]);
    assert_eq!(owed(&site, "2025-04-16")["past_due"], "694.05");
    verified(&site);
}

/// A reserve that is filled from a day on which money was still left, after all of it went out.
#[test]
fn it_never_pays_more_than_the_loan_has() {
    let lines = json!([{ "code": "site", "description": "Site work", "amount": "64000.00" }]);
    let site = Site::with(
        &json!({ "initial_advance": "36000.00" }),
        &json!({ "lines": lines, "contingency": "5000.00", "interest_reserve": "0.00", "retainage_percent": "0" }),
    );
    site.pass_to("2025-03-10");
    disbursed_on(&site, "64000.00", "2025-03-01");
    assert_eq!(site.loan()["outstanding"], "100000.00");
    // On 15 February 310.00 fell due and were not paid.
    let filled = json!({ "loan_id": site.loan_id, "from": "contingency", "to": "interest_reserve",
        "amount": "1000.00", "reason": "Agreed in January", "reallocated_on": "2025-02-01" });
    site.by("Otto", "budget.reallocate", filled);
    assert!(applied(&site).is_empty(), "{:?}", applied(&site));
    let loan = site.loan();
    assert_eq!(
        (&loan["outstanding"], &loan["construction"]["available_to_draw"]),
        (&json!("100000.00"), &json!("0.00"))
    );
    assert_eq!(owed(&site, "2025-02-20")["principal"], "36000.00");
    assert_eq!(reserve(&site), ["1000.00", "0.00", "1000.00"]);
    verified(&site);
}

/// What is approved, and what is held back of the contractors, is promised: the reserve leaves it.
#[test]
fn it_leaves_what_is_promised() {
    let lines = json!([{ "code": "site", "description": "Site work", "amount": "100000.00" }]);
    let site = Site::with(
        &json!({}),
        &json!({ "lines": lines, "contingency": null, "interest_reserve": "5000.00" }),
    );
    let draw = site.request(&[("site", "90000.00")]);
    site.by("Abel", "draw.approve", json!({ "draw_id": draw, "accept_out_of_balance": true }));
    site.disburse(&draw);
    let draw = site.request(&[("site", "9900.00")]);
    site.by("Abel", "draw.approve", json!({ "draw_id": draw, "accept_out_of_balance": true }));
    // Of 100,000.00 are 81,000.00 out, 9,000.00 held back and 9,900.00 approved: 100.00 are left.
    assert_eq!(site.budget()["balances"]["available_to_draw"], "100.00");
    // 81,000.00 × 31/3600 = 697.50 fall due.
    site.pass_to("2025-02-15");
    run_day(&site);
    assert_eq!(applied(&site), [["2025-02-15", "1", "100.00", "100.00", "4900.00"]]);
    assert_eq!(site.budget()["balances"]["available_to_draw"], "0.00");
    site.disburse(&draw);
    site.by("Otto", "retainage.release", json!({ "loan_id": site.loan_id }));
    // 99,900.00 of draws and 100.00 of interest: exactly the loan.
    assert_eq!(site.loan()["outstanding"], "100000.00");
    assert_eq!(applied(&site).len(), 1, "what goes out later takes nothing back");
    for day in ["2025-02-15", "2025-02-20"] {
        let balances = site.test.ok("loan.balances", json!({ "effective_on": day }));
        let then = site.test.ok("loan.as_of", json!({ "loan_id": site.loan_id, "effective_on": day }));
        assert_eq!(balances["loans"][0]["outstanding"], then["account"]["principal"], "{day}");
    }
    verified(&site);
}

/// What is asked for is refused where interest that no daily run has seen has used the money.
#[test]
fn unseen_interest_is_counted_before_anything_is_decided() {
    let lines = json!([{ "code": "site", "description": "Site work", "amount": "64000.00" }]);
    let site = Site::with(
        &json!({ "initial_advance": "36000.00" }),
        &json!({ "lines": lines, "contingency": null, "interest_reserve": "1000.00" }),
    );
    site.pass_to("2025-02-20");
    // 100,000.00 less 36,000.00, and less 36,000.00 × 31/3600 = 310.00 on 15 February.
    let over = ("over_commitment", None, "64000.00 is more than the 63690.00 of the loan");
    site.refused("Otto", "draw.request", site.draw_of(&[("site", "64000.00")]), over);
    let draw = site.request(&[("site", "63690.00")]);
    assert_eq!(applied(&site), [["2025-02-15", "1", "310.00", "310.00", "690.00"]]);
    // A request promises nothing yet: on 15 March 36,310.00 × 28/3600 = 282.4111 are paid all the same, and so much less
    // can be approved. What is approved is promised.
    site.pass_to("2025-03-20");
    let approve = |amount: &str| {
        let lines = lines_of(&[("site", amount)]);
        json!({ "draw_id": draw, "lines": lines, "accept_out_of_balance": true })
    };
    let over = ("over_commitment", None, "63690.00 is more than the 63407.59 of the loan");
    site.refused("Abel", "draw.approve", approve("63690.00"), over);
    site.by("Abel", "draw.approve", approve("63407.59"));
    site.pass_to("2025-04-20");
    run_day(&site);
    assert_eq!(applied(&site).len(), 2);
    assert_eq!(site.budget()["balances"]["available_to_draw"], "0.00");
    verified(&site);
}

/// Interest that the borrower paid in time is not paid again; a payment that is reversed is made up for.
#[test]
fn it_makes_up_for_a_payment_that_is_reversed() {
    let site = half_drawn();
    site.pass_to("2025-02-10");
    let pay = json!({ "loan_id": site.loan_id, "amount": "1550.00", "received_on": "2025-02-10" });
    let paid = site.by("Otto", "payment.record", pay)["payment"]["payment_id"].clone();
    site.pass_to("2025-02-20");
    run_day(&site);
    assert!(applied(&site).is_empty(), "{:?}", applied(&site));
    site.by("Otto", "payment.reverse", json!({ "payment_id": paid, "reason": "Returned", "returned": true }));
    // From the day of the reversal on it never came.
    assert_eq!(applied(&site), [["2025-02-15", "1", "1550.00", "1550.00", "10450.00"]]);
    assert_eq!(reserve(&site)[1], "1550.00");
    verified(&site);
}

/// An instalment that is paid the day before asks for nothing; the interest of that day is due with the next.
#[test]
fn it_pays_what_is_due_and_not_what_merely_accrued() {
    let site = half_drawn();
    site.pass_to("2025-02-14");
    site.by("Otto", "payment.record", json!({ "loan_id": site.loan_id, "amount": "1550.00" }));
    // 30 × 50.00 were interest, the rest principal.
    assert_eq!(site.loan()["outstanding"], "179950.00");
    site.pass_to("2025-03-15");
    assert_eq!(owed(&site, "2025-02-15")["principal"], "179950.00");
    run_day(&site);
    // The instalment asks for 180,000.00 × 28/3600; 179,950.00 × 29/3600 = 1,449.5972 have accrued.
    assert_eq!(applied(&site), [["2025-03-15", "1", "1400.00", "1400.00", "10600.00"]]);
    assert_eq!(site.loan()["outstanding"], owed(&site, "2025-03-15")["principal"]);
    // The next is cut anew and asks for the rest: 49.5972 + 181,350.00 × 31/3600.
    site.pass_to("2025-04-15");
    run_day(&site);
    assert_eq!(applied(&site)[1], ["2025-04-15", "1", "1611.22", "1611.22", "8988.78"]);
    assert_eq!(owed(&site, "2025-04-15")["accrued_interest"], "0.00");
    verified(&site);
}

#[test]
fn what_the_reserve_paid_was_not_received_and_the_year_end_statement_says_so() {
    let site = half_drawn();
    site.pass_to("2025-02-15");
    run_day(&site);
    let wish = json!({ "kind": "interest_statement", "loan_id": site.loan_id, "year": 2025 });
    let document = site.by("Otto", "document.generate", wish);
    let text = super::documents::read(&site.test, &document);
    assert!(text.contains("not include USD 1,550.00 of interest"), "{text}");
    assert!(text.contains("USD 0.00"), "{text}");
}
