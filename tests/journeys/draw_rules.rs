//! Each rule of draws, broken through the command table in several ways: refused with a code and a sentence that says
//! what to do, and nothing recorded.

use lendingos_tests::{Site, site::lines_of};
use serde_json::{Value as Json, json};

const NOBODY: &str = "0198a2c2-2efc-7081-b1b4-6f4b653ab8ee";

fn named(draw_id: &str) -> Json {
    json!({ "draw_id": draw_id })
}

fn with(mut input: Json, field: &str, value: impl Into<Json>) -> Json {
    input[field] = value.into();
    input
}

const OVER_LINE: (&str, Option<&str>, &str) =
    ("over_budget_line", Some("lines"), "ask for less, or move budget");

#[test]
fn more_than_a_line_has_left_is_not_requested() {
    let site = Site::new();
    // The whole line, and a cent more.
    site.refused("Otto", "draw.request", site.draw_of(&[("site", "40000.01")]), OVER_LINE);
    // With what another request asks for already: 40,000.00 − 25,000.00 = 15,000.00.
    let pending = site.request(&[("site", "25000.00")]);
    site.refused("Otto", "draw.request", site.draw_of(&[("site", "15000.01")]), OVER_LINE);
    // What is approved or paid out of it counts as well.
    site.approve(&pending);
    site.refused("Otto", "draw.request", site.draw_of(&[("site", "15000.01")]), OVER_LINE);
    site.disburse(&pending);
    site.refused("Otto", "draw.request", site.draw_of(&[("site", "15000.01")]), OVER_LINE);
    // One line too much spoils the request, however little the others ask for.
    site.refused("Otto", "draw.request", site.draw_of(&[("frame", "1.00"), ("site", "15000.01")]), OVER_LINE);
    // A draft says what it likes, and is not handed in.
    let draft = site.by("Otto", "draw.draft", site.draw_of(&[("site", "15000.01")]));
    site.refused("Otto", "draw.request", named(draft["draw_id"].as_str().unwrap()), OVER_LINE);
    // After a reallocation away there is less: 15,000.00 − 5,000.00.
    let away = json!({
        "loan_id": site.loan_id, "from": "site", "to": "frame", "amount": "5000.00", "reason": "Less rock",
    });
    site.by("Otto", "budget.reallocate", away);
    site.refused("Otto", "draw.request", site.draw_of(&[("site", "10000.01")]), OVER_LINE);
    site.request(&[("site", "10000.00")]);
    assert_eq!(site.budget()["lines"][0]["available"], "0.00");
}

#[test]
fn what_is_requested_or_drawn_is_not_moved_away_nor_budgeted_away() {
    let site = Site::new();
    site.drawn(&[("site", "10000.00")]);
    site.request(&[("site", "20000.00")]);
    let refused = |amount: &str| {
        let away = json!({
            "loan_id": site.loan_id, "from": "site", "to": "frame", "amount": amount, "reason": "Less rock",
        });
        let why = ("over_budget_line", Some("amount"), "amount must be at most 10000.00");
        site.refused("Otto", "budget.reallocate", away, why);
    };
    refused("10000.01");
    refused("40000.00");
    let fewer = json!([
        { "code": "site", "description": "Site work", "amount": "29999.99" },
        { "code": "frame", "description": "Frame", "amount": "50000.00" },
    ]);
    let anew = site.budget_with(&json!({ "lines": fewer, "reason": "Less rock" }));
    let keeps = ("over_budget_line", Some("lines"), "line site must keep at least the 30000.00");
    site.refused("Otto", "budget.set", anew.clone(), keeps);
    // Leaving the line out, or giving it another code, is no way around it.
    for code in ["Site", "ground"] {
        let other = json!([{ "code": code, "description": "Site work", "amount": "90000.00" }]);
        site.refused("Otto", "budget.set", with(anew.clone(), "lines", other), keeps);
    }
    let exactly = json!([
        { "code": "site", "description": "Site work", "amount": "30000.00" },
        { "code": "frame", "description": "Frame", "amount": "60000.00" },
    ]);
    let anew = with(anew, "lines", exactly);
    // Without a reason no budget takes the place of one on which draws stand.
    site.refused(
        "Otto",
        "budget.set",
        with(anew.clone(), "reason", Json::Null),
        ("invalid_input", Some("reason"), "reason must say why"),
    );
    // Who read it before the draws, and says so, is told that it has changed.
    site.refused(
        "Otto",
        "budget.set",
        with(anew.clone(), "expected_version", 7),
        ("conflict", None, "is at version 1, not 7"),
    );
    site.by("Otto", "budget.set", with(anew, "expected_version", 1));
    assert_eq!(site.budget()["lines"][0]["remaining"], "20000.00", "30,000.00 less 10,000.00 drawn");
}

#[test]
fn budgets_and_reallocations_that_make_no_sense_are_refused() {
    let site = Site::new();
    let line = |code: &str, amount: &str| json!([{ "code": code, "description": "Work", "amount": amount }]);
    let twice = |one: &str, other: &str| {
        json!([
            { "code": one, "description": "Work", "amount": "1.00" },
            { "code": other, "description": "Work", "amount": "1.00" },
        ])
    };
    for (changes, field, words) in [
        (json!({ "lines": [] }), "lines", "at least one line"),
        (json!({ "lines": line("site", "0.00") }), "lines", "more than zero for line site"),
        (json!({ "lines": line("site", "-1.00") }), "lines", "more than zero"),
        (json!({ "lines": line("site", "1.005") }), "lines", "decimal"),
        (json!({ "lines": line("site", "1000000000000.01") }), "lines", "at most"),
        (json!({ "lines": line("", "1.00") }), "code", "must not be empty"),
        (json!({ "lines": line(&"x".repeat(41), "1.00") }), "code", "at most 40"),
        (json!({ "lines": twice("site", "site") }), "lines", "given twice"),
        (json!({ "lines": twice("site", " SITE ") }), "lines", "given twice"),
        (json!({ "lines": line("contingency", "1.00") }), "lines", "named by the field"),
        (json!({ "lines": line("interest_reserve", "1.00") }), "lines", "named by the field"),
        (json!({ "lines": line("Contingency", "1.00") }), "lines", "named by the field"),
        (json!({ "lines": line("INTEREST_RESERVE", "1.00") }), "lines", "named by the field"),
        (json!({ "contingency": "-0.01" }), "contingency", "more than zero"),
        (json!({ "interest_reserve": "-0.01" }), "interest_reserve", "more than zero"),
        (json!({ "interest_reserve": "0.001" }), "interest_reserve", "decimal"),
        (json!({ "plan": [{ "on": "2025-02-01", "amount": "0.00" }] }), "plan", "more than zero"),
        (json!({ "set_on": "2025-01-16" }), "set_on", "future"),
    ] {
        site.refused("Otto", "budget.set", site.budget_with(&changes), ("invalid_input", Some(field), words));
    }
    for (input, field, words) in [
        (json!({ "from": "roof" }), "from", "its lines are site, frame, contingency"),
        (json!({ "to": "roof" }), "to", "its lines are site, frame, contingency"),
        (json!({ "to": "site" }), "to", "another line"),
        (json!({ "amount": "0.00" }), "amount", "more than zero"),
        (json!({ "amount": "-5.00" }), "amount", "more than zero"),
        (json!({ "amount": "5.001" }), "amount", "decimal"),
        (json!({ "reason": "  " }), "reason", "must not be empty"),
        (json!({ "reallocated_on": "2025-01-16" }), "reallocated_on", "future"),
    ] {
        let usual = json!({
            "loan_id": site.loan_id, "from": "site", "to": "frame", "amount": "5.00", "reason": "Less rock",
        });
        let input = lendingos_tests::site::merged(usual, &input);
        site.refused("Otto", "budget.reallocate", input, ("invalid_input", Some(field), words));
    }
}

#[test]
fn what_a_draw_says_is_checked() {
    let site = Site::with(&json!({}), &json!({ "interest_reserve": "500.00" }));
    let invalid = |lines: Json, field: &'static str, words: &'static str| {
        for (command, is_checked) in [("draw.request", true), ("draw.draft", words != "at least one line")] {
            if is_checked {
                let input = json!({ "loan_id": site.loan_id, "lines": lines });
                site.refused("Otto", command, input, ("invalid_input", Some(field), words));
            }
        }
    };
    let none = "at least one line";
    invalid(json!([]), "lines", none);
    invalid(lines_of(&[("site", "0.00")]), "lines", none);
    invalid(
        lines_of(&[("roof", "1.00")]),
        "lines",
        "its lines are site, frame, contingency, interest_reserve",
    );
    invalid(lines_of(&[("SITE", "1.00")]), "lines", "has no line \"SITE\"");
    invalid(lines_of(&[("site", "1.00"), (" site", "2.00")]), "lines", "given twice");
    invalid(lines_of(&[("site", "-1.00")]), "lines", "more than zero for line site");
    invalid(lines_of(&[("site", "1.005")]), "lines", "decimal");
    invalid(lines_of(&[("site", "9000000000000000.00")]), "lines", "at most");
    invalid(lines_of(&[("interest_reserve", "1.00")]), "lines", "pays the interest that falls due by itself");
    let long =
        |field: &str, length: usize| json!([{ "code": "site", "amount": "1.00", field: "x".repeat(length) }]);
    invalid(long("work_done", 1_001), "work_done", "at most 1000");
    invalid(long("contractor", 201), "contractor", "at most 200");
    site.refused(
        "Otto",
        "draw.request",
        json!({ "loan_id": site.loan_id, "lines": [{ "code": "site", "amount": 5 }] }),
        ("unreadable_input", Some("lines[0].amount"), "decimal string"),
    );
    site.refused(
        "Otto",
        "draw.request",
        with(site.draw_of(&[("site", "1.00")]), "approved", true),
        ("unknown_field", Some("approved"), "approved"),
    );
}

#[test]
fn more_than_was_requested_is_not_approved() {
    let site = Site::new();
    let draw = site.request(&[("site", "1000.00"), ("frame", "2000.00")]);
    let approve = |lines: &[(&str, &str)]| with(named(&draw), "lines", lines_of(lines));
    let over = ("over_requested", Some("lines"), "approve at most that, or send the draw back");
    site.refused("Abel", "draw.approve", approve(&[("site", "1000.01")]), over);
    // Less of one line is no room for more of another.
    site.refused("Abel", "draw.approve", approve(&[("site", "0.00"), ("frame", "2000.01")]), over);
    for (lines, words) in [
        (approve(&[("contingency", "1.00")]), "its lines are"),
        (approve(&[("roof", "1.00")]), "its lines are"),
        (approve(&[("site", "1.00"), ("site", "1.00")]), "given twice"),
        (approve(&[("site", "-1.00")]), "more than zero"),
        (approve(&[("site", "0.001")]), "decimal"),
        (approve(&[("site", "0.00"), ("frame", "0.00")]), "at least one line"),
        (approve(&[]), "at least one line"),
    ] {
        site.refused("Abel", "draw.approve", lines, ("invalid_input", Some("lines"), words));
    }
    let approved = site.by("Abel", "draw.approve", approve(&[("frame", "1999.99")]));
    assert_eq!((&approved["approved"], &approved["retainage"]), (&json!("1999.99"), &json!("200.00")));
    // Nothing else than what was approved less retainage is paid out: 1,999.99 − 200.00.
    let pay = |amount: &str| with(named(&draw), "amount", amount);
    let exactly = "amount must be 1799.99";
    site.refused("Otto", "draw.disburse", pay("1800.00"), ("over_approval", Some("amount"), exactly));
    site.refused("Otto", "draw.disburse", pay("1999.99"), ("over_approval", Some("amount"), exactly));
    site.refused("Otto", "draw.disburse", pay("1799.98"), ("invalid_input", Some("amount"), exactly));
    site.refused("Otto", "draw.disburse", pay("-1799.99"), ("invalid_input", Some("amount"), exactly));
    site.refused("Otto", "draw.disburse", pay("1799.990"), ("invalid_input", Some("amount"), "decimal"));
    let paid = site.by("Otto", "draw.disburse", pay("1799.99"));
    assert_eq!(paid["disbursement"]["amount"], "1799.99");
}

/// The budget is larger than the loan: 140,000.00 of 100,000.00.
#[test]
fn no_more_goes_out_than_the_loan_is() {
    let over = ("over_commitment", None, "ask for less, or agree on a larger loan");
    let lines = json!([
        { "code": "site", "description": "Site work", "amount": "70000.00" },
        { "code": "frame", "description": "Frame", "amount": "60000.00" },
    ]);
    let site = Site::with(&json!({ "initial_advance": "20000.00" }), &json!({ "lines": lines }));
    assert_eq!(site.loan()["outstanding"], "20000.00");
    // 100,000.00 less the initial advance of 20,000.00.
    site.refused("Otto", "draw.request", site.draw_of(&[("site", "70000.00"), ("frame", "10000.01")]), over);
    let pending = site.request(&[("site", "50000.00")]);
    site.refused("Otto", "draw.request", site.draw_of(&[("frame", "30000.01")]), over);
    let accept = with(named(&pending), "accept_out_of_balance", true);
    site.by("Abel", "draw.approve", accept);
    site.refused("Otto", "draw.request", site.draw_of(&[("frame", "30000.01")]), over);
    site.disburse(&pending);
    // What is held back is still the contractor's: 5,000.00 of it are not available.
    site.refused("Otto", "draw.request", site.draw_of(&[("frame", "30000.01")]), over);
    let last = site.request(&[("frame", "30000.00")]);
    site.by("Abel", "draw.approve", with(named(&last), "accept_out_of_balance", true));
    site.disburse(&last);
    let balances = &site.budget()["balances"];
    // 20,000.00 + 45,000.00 + 27,000.00, and 5,000.00 + 3,000.00 held back.
    assert_eq!(
        (&balances["disbursed"], &balances["retainage_held"]),
        (&json!("92000.00"), &json!("8000.00"))
    );
    site.refused("Otto", "draw.request", site.draw_of(&[("frame", "0.01")]), over);
    site.by("Otto", "retainage.release", json!({ "loan_id": site.loan_id }));
    assert_eq!(site.loan()["outstanding"], "100000.00");
    site.refused("Otto", "draw.request", site.draw_of(&[("frame", "0.01")]), over);
}

/// What the interest reserve has paid is paid out too.
#[test]
fn what_the_reserve_paid_is_not_drawn_again() {
    let site = Site::with(
        &json!({ "initial_advance": "36000.00" }),
        &json!({ "contingency": "20000.00", "interest_reserve": "1000.00" }),
    );
    site.pass_to("2025-02-15");
    site.by("Otto", "servicing.run_day", json!({}));
    // 36,000.00 × 31/3600 = 310.00; 100,000.00 − 36,000.00 − 310.00 = 63,690.00.
    assert_eq!(site.budget()["balances"]["available_to_draw"], "63690.00");
    let over = ("over_commitment", None, "more than the 63690.00 of the loan");
    site.refused("Otto", "draw.request", site.draw_of(&[("site", "40000.00"), ("frame", "23690.01")]), over);
    site.request(&[("site", "40000.00"), ("frame", "23690.00")]);
}

#[test]
fn an_out_of_balance_loan_is_accepted_by_its_approver_and_the_event_says_so() {
    let lines = json!([{ "code": "site", "description": "Site work", "amount": "95000.00" }]);
    let site = Site::with(&json!({}), &json!({ "lines": lines }));
    let draw = site.request(&[("site", "1000.00")]);
    // 105,000.00 are to be built and 100,000.00 are there.
    let out = ("out_of_balance", Some("accept_out_of_balance"), "out of balance by 5000.00");
    site.refused("Abel", "draw.approve", named(&draw), out);
    site.refused("Abel", "draw.approve", with(named(&draw), "accept_out_of_balance", false), out);
    let approved = site.by("Abel", "draw.approve", with(named(&draw), "accept_out_of_balance", true));
    assert_eq!(approved["status"], "approved");
    assert_eq!(site.events_of("Draw.Approved")[0]["payload"]["outOfBalanceBy"], "5000.00");
    // One that is in balance says nothing, whatever the approver sends.
    let site = Site::new();
    let draw = site.request(&[("site", "1000.00")]);
    site.by("Abel", "draw.approve", with(named(&draw), "accept_out_of_balance", true));
    let said = &site.events_of("Draw.Approved")[0]["payload"]["outOfBalanceBy"];
    assert!(said.is_null(), "{said}");
}

#[test]
fn a_draw_that_is_paid_out_is_final() {
    let site = Site::new();
    let draw = site.drawn(&[("site", "1000.00")]);
    let is_final = ("draw_disbursed", Some("draw_id"), "is final; write a new draw");
    let end = with(named(&draw), "reason", "A mistake");
    for (user, command, input) in [
        ("Otto", "draw.disburse", named(&draw)),
        ("Otto", "draw.draft", with(named(&draw), "lines", lines_of(&[("site", "2.00")]))),
        ("Otto", "draw.request", with(named(&draw), "lines", lines_of(&[("site", "2.00")]))),
        ("Otto", "draw.request", named(&draw)),
        ("Bea", "draw.approve", named(&draw)),
        ("Ada", "draw.approve", named(&draw)),
        ("Otto", "draw.cancel", end.clone()),
        ("Abel", "draw.reject", end.clone()),
        ("Otto", "draw.send_back", end),
        ("Ines", "inspection.complete", named(&draw)),
        (
            "Ines",
            "inspection.schedule",
            json!({ "draw_id": draw, "inspector": "I", "scheduled_on": "2025-02-01" }),
        ),
    ] {
        site.refused(user, command, input, is_final);
    }
    assert_eq!(site.events_of("Draw.Disbursed").len(), 1);
    assert_eq!(site.loan()["outstanding"], "900.00");
}

#[test]
fn nothing_is_paid_out_without_approval() {
    let site = Site::new();
    let not_approved = ("draw_not_approved", Some("draw_id"), "have it approved first (draw.approve)");
    let draft = site.by("Otto", "draw.draft", site.draw_of(&[("site", "1000.00")]));
    let draw = draft["draw_id"].as_str().unwrap().to_owned();
    let refused = || site.refused("Otto", "draw.disburse", named(&draw), not_approved);
    refused();
    site.by("Otto", "draw.request", named(&draw));
    refused();
    site.by("Ines", "inspection.complete", named(&draw));
    refused();
    site.by("Otto", "draw.send_back", with(named(&draw), "reason", "Which site?"));
    refused();
    site.by("Otto", "draw.request", named(&draw));
    site.approve(&draw);
    site.by("Otto", "draw.cancel", with(named(&draw), "reason", "Not needed"));
    refused();
    let rejected = site.request(&[("site", "1000.00")]);
    site.by("Abel", "draw.reject", with(named(&rejected), "reason", "No"));
    site.refused("Otto", "draw.disburse", named(&rejected), not_approved);
    let balances = site.budget()["balances"].clone();
    assert_eq!(
        (&balances["disbursed"], &balances["available_to_draw"]),
        (&json!("0.00"), &json!("100000.00"))
    );
}

#[test]
fn a_draw_is_approved_where_it_was_requested_and_only_once() {
    let site = Site::new();
    let status = |words: &'static str| ("draw_status", Some("draw_id"), words);
    let draft = site.by("Otto", "draw.draft", site.draw_of(&[("site", "1000.00")]));
    let draw = draft["draw_id"].as_str().unwrap().to_owned();
    let end = || with(named(&draw), "reason", "Because");
    let handed_in = "needs one that is requested or inspected";
    for (user, command) in [("Abel", "draw.approve"), ("Abel", "draw.reject"), ("Otto", "draw.send_back")] {
        let input = if command == "draw.approve" { named(&draw) } else { end() };
        site.refused(user, command, input, status(handed_in));
    }
    site.by("Otto", "draw.request", named(&draw));
    site.refused("Otto", "draw.request", named(&draw), status("send it back first (draw.send_back)"));
    site.refused("Otto", "draw.draft", named(&draw), status("send it back first (draw.send_back)"));
    // A reason must be given.
    for (user, command) in [("Otto", "draw.send_back"), ("Abel", "draw.reject"), ("Otto", "draw.cancel")] {
        let empty = ("invalid_input", Some("reason"), "must not be empty");
        site.refused(user, command, with(named(&draw), "reason", " "), empty);
    }
    // Sent back, written anew, and requested again under its number.
    site.by("Otto", "draw.send_back", with(named(&draw), "reason", "Frame as well"));
    let again = with(named(&draw), "lines", lines_of(&[("site", "900.00"), ("frame", "200.00")]));
    let again = site.by("Otto", "draw.request", again);
    assert_eq!((&again["number"], &again["requested"]), (&json!(1), &json!("1100.00")));
    site.approve(&draw);
    site.refused("Bea", "draw.approve", named(&draw), status(handed_in));
    site.refused("Abel", "draw.reject", end(), status(handed_in));
    site.refused("Otto", "draw.send_back", end(), status(handed_in));
    site.refused("Otto", "draw.draft", named(&draw), status("is approved and cannot be changed"));
    // What was given up stays so.
    site.by("Otto", "draw.cancel", end());
    for command in ["draw.draft", "draw.request"] {
        site.refused("Otto", command, named(&draw), status("is cancelled and cannot be changed"));
    }
    site.refused("Otto", "draw.cancel", end(), status("is cancelled"));
    site.refused("Abel", "draw.approve", named(&draw), status(handed_in));
    assert_eq!(site.request(&[("site", "1.00")]).len(), 36);
    assert_eq!(site.test.ok("draw.list", json!({ "loan_id": site.loan_id }))["draws"][1]["number"], 2);
}

#[test]
fn an_inspection_that_is_asked_for_must_be_there() {
    let site = Site::with(&json!({ "inspection_required": true }), &json!({}));
    let draw = site.request(&[("site", "1000.00")]);
    let other = site.request(&[("site", "1000.00")]);
    let missing = ("inspection_missing", Some("draw_id"), "record one (inspection.complete)");
    site.refused("Abel", "draw.approve", named(&draw), missing);
    // One that is only planned is none; nor is one of another draw, or of the site alone.
    let plan = json!({ "draw_id": draw, "inspector": "Ines", "scheduled_on": "2025-01-20" });
    let planned = site.by("Ines", "inspection.schedule", plan);
    site.by("Ines", "inspection.complete", named(&other));
    site.by("Ines", "inspection.complete", json!({ "loan_id": site.loan_id }));
    site.refused("Abel", "draw.approve", named(&draw), missing);
    let visit = json!({ "inspection_id": planned["inspection_id"] });
    site.refused(
        "Ines",
        "inspection.complete",
        with(visit.clone(), "draw_id", other.as_str()),
        ("invalid_input", Some("draw_id"), "leave it out"),
    );
    for (changes, field, words) in [
        (json!({ "inspected_on": "2025-01-16" }), "inspected_on", "future"),
        (json!({ "lines": [{ "code": "roof", "percent_complete": "10" }] }), "lines", "its lines are"),
        (
            json!({ "lines": [{ "code": "site", "percent_complete": "10" }, { "code": "site", "percent_complete": "11" }] }),
            "lines",
            "given twice",
        ),
        (json!({ "photos": [NOBODY] }), "photos", "no attachment"),
    ] {
        let input = lendingos_tests::site::merged(visit.clone(), &changes);
        let code = if field == "photos" { "not_found" } else { "invalid_input" };
        site.refused("Ines", "inspection.complete", input, (code, Some(field), words));
    }
    site.refused(
        "Ines",
        "inspection.complete",
        with(visit.clone(), "lines", json!([{ "code": "site", "percent_complete": "100.01" }])),
        ("invalid_input", Some("lines[0].percent_complete"), "must be at most 100 percent"),
    );
    let beyond = json!([{ "code": "site", "percent_complete": "100.01" }]);
    let told = site.test.refused("inspection.complete", with(visit.clone(), "lines", beyond)).message;
    assert!(!told.contains("a year"), "it is no rate: {told}");
    site.by("Ines", "inspection.complete", visit.clone());
    let done = ("invalid_input", Some("inspection_id"), "record a new one for another visit");
    site.refused("Ines", "inspection.complete", visit, done);
    assert_eq!(site.approve(&draw)["status"], "approved");
}

#[test]
fn waivers_that_are_asked_for_must_be_there() {
    let site = Site::with(&json!({ "waivers_required": true }), &json!({}));
    let nobody = json!({ "loan_id": site.loan_id, "lines": lines_of(&[("site", "1.00")]) });
    let unnamed = ("invalid_input", Some("contractor"), "must be named for line site");
    site.refused("Otto", "draw.request", nobody, unnamed);
    let lines = json!([
        { "code": "site", "amount": "1000.00" },
        { "code": "frame", "amount": "2000.00", "contractor": "Harbor Carpentry" },
    ]);
    let request = json!({ "loan_id": site.loan_id, "lines": lines, "contractor": "Bay Excavating" });
    let draw = site.by("Otto", "draw.request", request.clone())["draw_id"].as_str().unwrap().to_owned();
    let other = site.by("Otto", "draw.request", request)["draw_id"].as_str().unwrap().to_owned();
    site.approve(&draw);
    site.approve(&other);
    let missing = |who: &'static str| ("waiver_missing", Some("draw_id"), who);
    let both = "a lien waiver of Bay Excavating, Harbor Carpentry before it is paid out";
    site.refused("Otto", "draw.disburse", named(&draw), missing(both));
    let waiver = |draw: &str, contractor: &str| json!({ "draw_id": draw, "contractor": contractor, "condition": "conditional", "scope": "progress" });
    // Somebody else's, or one for another draw, is none.
    site.by("Otto", "waiver.record", waiver(&draw, "Bay Excavation"));
    site.by("Otto", "waiver.record", waiver(&other, "Bay Excavating"));
    site.by("Otto", "waiver.record", waiver(&other, "Harbor Carpentry"));
    site.refused("Otto", "draw.disburse", named(&draw), missing(both));
    site.by("Otto", "waiver.record", waiver(&draw, " bay excavating "));
    site.refused("Otto", "draw.disburse", named(&draw), missing("a lien waiver of Harbor Carpentry before"));
    for (field, value, words) in [
        ("amount", "0.00", "more than zero"),
        ("amount", "1.005", "decimal"),
        ("signed_on", "2025-01-16", "future"),
        ("contractor", "", "must not be empty"),
    ] {
        let input = with(waiver(&draw, "Harbor Carpentry"), field, value);
        site.refused("Otto", "waiver.record", input, ("invalid_input", Some(field), words));
    }
    site.by("Otto", "waiver.record", waiver(&draw, "Harbor Carpentry"));
    assert_eq!(site.disburse(&draw)["status"], "disbursed");
    // A contractor of whom nothing is approved gives none.
    let third = site.by(
        "Otto",
        "draw.request",
        json!({ "loan_id": site.loan_id, "lines": [
            { "code": "site", "amount": "10.00", "contractor": "Bay Excavating" },
            { "code": "frame", "amount": "20.00", "contractor": "Harbor Carpentry" },
        ] }),
    );
    let third = third["draw_id"].as_str().unwrap().to_owned();
    site.by("Abel", "draw.approve", with(named(&third), "lines", lines_of(&[("site", "10.00")])));
    site.by("Otto", "waiver.record", waiver(&third, "Bay Excavating"));
    assert_eq!(site.disburse(&third)["disbursement"]["amount"], "9.00");
}

#[test]
fn nobody_approves_what_they_requested() {
    let site = Site::new();
    let own = |who: &'static str| {
        (
            "approver_is_requester",
            Some("draw_id"),
            if who == "Abel" {
                "was requested by Abel, who cannot approve it too"
            } else {
                "requested by Ada"
            },
        )
    };
    for who in ["Abel", "Ada"] {
        let draw = site.by(who, "draw.request", site.draw_of(&[("site", "1000.00")]));
        let draw = draw["draw_id"].as_str().unwrap().to_owned();
        site.refused(who, "draw.approve", named(&draw), own(who));
        // Not by another way of writing the name either.
        site.refused(&who.to_uppercase(), "draw.approve", named(&draw), own(who));
        // Whoever requested it again is its requester, not who wrote it first.
        site.by("Otto", "draw.send_back", with(named(&draw), "reason", "Which site?"));
        site.by(who, "draw.request", named(&draw));
        site.refused(who, "draw.approve", named(&draw), own(who));
        let approved = site.by("Bea", "draw.approve", named(&draw));
        assert_eq!(approved["status"], "approved");
    }
    for approved in site.events_of("Draw.Approved") {
        assert_eq!(approved["payload"]["approverIsRequester"], false, "{approved}");
    }
}

#[test]
fn a_one_person_lender_approves_their_own_and_each_event_says_so() {
    let site = Site::new();
    let relax = json!({ "one_person_lender": true });
    site.refused("Abel", "organization.configure", relax.clone(), ("not_permitted", None, "the owner can"));
    let draw = site.by("Ada", "draw.request", site.draw_of(&[("site", "1000.00")]));
    let draw = draw["draw_id"].as_str().unwrap().to_owned();
    site.by("Ada", "organization.configure", relax);
    let approved = site.by("Ada", "draw.approve", named(&draw));
    assert_eq!(approved["status"], "approved");
    let other = site.request(&[("site", "1000.00")]);
    site.by("Ada", "draw.approve", named(&other));
    let said: Vec<Json> = site
        .events_of("Draw.Approved")
        .iter()
        .map(|event| event["payload"]["approverIsRequester"].clone())
        .collect();
    assert_eq!(said, [true, false], "only what is so is said");
    // And an officer does not approve in such a book either.
    let third = site.request(&[("site", "1000.00")]);
    site.refused(
        "Otto",
        "draw.approve",
        named(&third),
        ("not_permitted", None, "an approver or the owner can"),
    );
    site.by("Ada", "organization.configure", json!({ "one_person_lender": false }));
    let fourth = site.by("Ada", "draw.request", site.draw_of(&[("site", "1.00")]));
    let own = ("approver_is_requester", Some("draw_id"), "another approver must");
    site.refused("Ada", "draw.approve", named(fourth["draw_id"].as_str().unwrap()), own);
}

#[test]
fn each_role_does_its_part_and_no_more() {
    let site = Site::new();
    let draw = site.request(&[("site", "1000.00")]);
    let end = with(named(&draw), "reason", "Because");
    let not_permitted = |words: &'static str| ("not_permitted", None, words);
    for user in ["Otto", "Ines", "Grace"] {
        site.refused(user, "draw.approve", named(&draw), not_permitted("an approver or the owner can"));
        site.refused(user, "draw.reject", end.clone(), not_permitted("an approver or the owner can"));
    }
    let officers = "an officer, an approver or the owner can";
    for user in ["Ines", "Grace"] {
        for (command, input) in [
            ("budget.set", site.budget_with(&json!({ "reason": "Anew" }))),
            (
                "budget.reallocate",
                json!({ "loan_id": site.loan_id, "from": "site", "to": "frame", "amount": "1.00", "reason": "R" }),
            ),
            ("draw.draft", site.draw_of(&[])),
            ("draw.request", site.draw_of(&[("site", "1.00")])),
            ("draw.send_back", end.clone()),
            ("draw.cancel", end.clone()),
            ("draw.disburse", named(&draw)),
            ("retainage.release", json!({ "loan_id": site.loan_id })),
            (
                "waiver.record",
                json!({ "draw_id": draw, "contractor": "B", "condition": "conditional", "scope": "progress" }),
            ),
        ] {
            site.refused(user, command, input, not_permitted(officers));
        }
    }
    let inspectors = "an inspector, an officer, an approver or the owner can";
    let plan = json!({ "draw_id": draw, "inspector": "Grace", "scheduled_on": "2025-01-20" });
    site.refused("Grace", "inspection.schedule", plan, not_permitted(inspectors));
    site.refused("Grace", "inspection.complete", named(&draw), not_permitted(inspectors));
    site.by("Ines", "inspection.complete", named(&draw));
    // Everyone may look.
    for user in ["Grace", "Ines"] {
        site.by(user, "draw.get", named(&draw));
        site.by(user, "draw.preview_approval", named(&draw));
        site.by(user, "budget.get", json!({ "loan_id": site.loan_id }));
    }
}

/// One that is approved waits for its money while the loan goes through its life.
#[test]
fn nothing_is_drawn_of_a_loan_that_is_not_funded() {
    let site = Site::new();
    let draw = site.request(&[("site", "1000.00")]);
    let approved = site.request(&[("site", "1000.00")]);
    site.approve(&approved);
    site.drawn(&[("frame", "1000.00")]);
    let refused = |words: &'static str| {
        let why = ("loan_not_funded", Some("loan_id"), words);
        site.refused("Otto", "draw.request", site.draw_of(&[("site", "1.00")]), why);
        site.refused("Abel", "draw.approve", named(&draw), why);
        site.refused("Otto", "draw.disburse", named(&approved), why);
        site.refused("Otto", "retainage.release", json!({ "loan_id": site.loan_id }), why);
    };
    let loan = json!({ "loan_id": site.loan_id });
    site.by("Otto", "loan.mark_default", loan.clone());
    refused("is defaulted");
    refused("mark the default as made good first (loan.cure)");
    site.by("Otto", "loan.cure", loan.clone());
    // 900.00 and no interest on the first day.
    site.by("Otto", "payment.record", with(loan.clone(), "amount", "900.00"));
    assert_eq!(site.loan()["status"], "paid_off");
    refused("is paid_off");
    site.refused(
        "Otto",
        "budget.set",
        site.budget_with(&json!({ "reason": "More" })),
        ("loan_not_funded", Some("loan_id"), "paid_off"),
    );

    // Before the funding, on the way to it.
    let borrower = site.test.borrower();
    let early = site.test.ok(
        "loan.create",
        json!({ "borrower_id": borrower, "principal": "1000.00", "annual_rate_percent": "10", "term_months": 12,
            "type": "interest_only", "construction": {} }),
    );
    let early = early["loan_id"].as_str().unwrap();
    let request = json!({ "loan_id": early, "lines": lines_of(&[("site", "1.00")]) });
    site.refused(
        "Otto",
        "draw.request",
        request.clone(),
        ("no_budget", Some("loan_id"), "set one first (budget.set)"),
    );
    site.refused(
        "Otto",
        "draw.draft",
        request.clone(),
        ("no_budget", Some("loan_id"), "set one first (budget.set)"),
    );
    site.by(
        "Otto",
        "budget.set",
        json!({ "loan_id": early, "lines": [{ "code": "site", "description": "Site", "amount": "1000.00" }] }),
    );
    for to in ["submitted", "verification", "underwriting", "approved", "closing"] {
        site.refused(
            "Otto",
            "draw.request",
            request.clone(),
            ("loan_not_funded", Some("loan_id"), "fund it first"),
        );
        site.by("Otto", "loan.transition", json!({ "loan_id": early, "to": to }));
    }
    // One that is paid out at its funding has no draws.
    let usual = site.test.usual_loan();
    let not_drawn = ("no_budget", Some("loan_id"), "is created with `construction` in its terms");
    site.refused("Otto", "draw.request", with(request, "loan_id", usual.as_str()), not_drawn);
    site.refused(
        "Otto",
        "budget.set",
        with(site.budget_with(&json!({})), "loan_id", usual.as_str()),
        not_drawn,
    );
    site.refused("Grace", "budget.get", json!({ "loan_id": usual }), not_drawn);
}

#[test]
fn days_are_in_their_order() {
    let site = Site::new();
    site.pass_to("2025-03-10");
    let request = |day: &str| with(site.draw_of(&[("site", "1000.00")]), "requested_on", day);
    let invalid = |field: &'static str, words: &'static str| ("invalid_input", Some(field), words);
    site.refused("Otto", "draw.request", request("2025-03-11"), invalid("requested_on", "future"));
    site.refused("Otto", "draw.request", request("2025-01-14"), invalid("requested_on", "funded"));
    site.refused(
        "Otto",
        "draw.request",
        request("2025-02-30"),
        ("unreadable_input", Some("requested_on"), "date"),
    );
    let draw = site.by("Otto", "draw.request", request("2025-02-10"))["draw_id"].as_str().unwrap().to_owned();
    let approve = |day: &str| with(named(&draw), "approved_on", day);
    site.refused("Abel", "draw.approve", approve("2025-03-11"), invalid("approved_on", "future"));
    site.refused("Abel", "draw.approve", approve("2025-02-09"), invalid("approved_on", "2025-02-10"));
    site.refused("Abel", "draw.approve", approve("2025-01-01"), invalid("approved_on", "funded"));
    site.by("Abel", "draw.approve", approve("2025-02-20"));
    let pay = |day: &str| with(named(&draw), "disbursed_on", day);
    site.refused("Otto", "draw.disburse", pay("2025-03-11"), invalid("disbursed_on", "future"));
    site.refused("Otto", "draw.disburse", pay("2025-01-14"), invalid("disbursed_on", "funded"));
    // Nothing goes out before it was approved.
    site.refused("Otto", "draw.disburse", pay("2025-02-19"), invalid("disbursed_on", "2025-02-20"));
    site.by("Otto", "draw.disburse", pay("2025-02-20"));
    let release = |day: &str| json!({ "loan_id": site.loan_id, "released_on": day });
    site.refused("Otto", "retainage.release", release("2025-02-19"), invalid("released_on", "2025-02-20"));
    site.refused("Otto", "retainage.release", release("2025-03-11"), invalid("released_on", "future"));
    // The loan ends on 15 January 2026.
    let late = site.request(&[("site", "1000.00")]);
    site.approve(&late);
    site.pass_to("2026-01-15");
    let (day, over) = ("2026-01-15", "extend the loan first (loan.extend)");
    let on_the_day = with(named(&late), "disbursed_on", day);
    site.refused("Otto", "draw.disburse", on_the_day, invalid("disbursed_on", over));
    site.refused("Otto", "retainage.release", release(day), invalid("released_on", over));
    site.by("Otto", "draw.disburse", with(named(&late), "disbursed_on", "2026-01-14"));
}

#[test]
fn retainage_goes_out_once() {
    let site = Site::new();
    let release = |amount: &str| json!({ "loan_id": site.loan_id, "amount": amount });
    let nothing = ("no_retainage", Some("loan_id"), "no retainage is held back");
    let all = json!({ "loan_id": site.loan_id });
    site.refused("Otto", "retainage.release", all.clone(), nothing);
    let first = site.request(&[("site", "1000.00")]);
    site.approve(&first);
    // What is approved and not paid out holds nothing back yet.
    site.refused("Otto", "retainage.release", all.clone(), nothing);
    site.disburse(&first);
    site.drawn(&[("frame", "2000.00")]);
    let over = ("no_retainage", Some("amount"), "at most 300.00");
    site.refused("Otto", "retainage.release", release("300.01"), over);
    site.refused(
        "Otto",
        "retainage.release",
        release("0.00"),
        ("invalid_input", Some("amount"), "more than zero"),
    );
    site.refused(
        "Otto",
        "retainage.release",
        release("-1.00"),
        ("invalid_input", Some("amount"), "more than zero"),
    );
    site.refused("Otto", "retainage.release", release("1.005"), ("invalid_input", Some("amount"), "decimal"));
    site.by("Otto", "retainage.release", release("150.00"));
    site.refused(
        "Otto",
        "retainage.release",
        release("150.01"),
        ("no_retainage", Some("amount"), "at most 150.00"),
    );
    // Of the oldest draw first: 100.00 of the first, 50.00 of the second.
    let draws = site.test.ok("draw.list", json!({ "loan_id": site.loan_id }))["draws"].clone();
    assert_eq!((&draws[0]["number"], &draws[1]["number"]), (&json!(1), &json!(2)));
    let parts = site.events_of("Retainage.Released")[0]["payload"]["draws"].clone();
    assert_eq!((&parts[0]["amount"], &parts[1]["amount"]), (&json!("100.00"), &json!("50.00")));
    site.by("Otto", "retainage.release", all.clone());
    site.refused("Otto", "retainage.release", all, nothing);
    assert_eq!(site.loan()["outstanding"], "3000.00");
    assert_eq!(site.budget()["lines"][1]["retainage_held"], "0.00");
}

#[test]
fn what_is_not_there_is_said_to_be_unknown() {
    let site = Site::new();
    let end = json!({ "draw_id": NOBODY, "reason": "Because" });
    let unknown = |field: &'static str| ("not_found", Some(field), NOBODY);
    for (user, command, input) in [
        ("Otto", "draw.draft", named(NOBODY)),
        ("Otto", "draw.request", named(NOBODY)),
        ("Abel", "draw.approve", named(NOBODY)),
        ("Otto", "draw.disburse", named(NOBODY)),
        ("Abel", "draw.reject", end.clone()),
        ("Otto", "draw.cancel", end.clone()),
        ("Otto", "draw.send_back", end),
        ("Grace", "draw.get", named(NOBODY)),
        ("Grace", "draw.preview_approval", named(NOBODY)),
        ("Grace", "draw.preview_disbursement", named(NOBODY)),
        ("Ines", "inspection.complete", named(NOBODY)),
        ("Ines", "inspection.complete", json!({ "loan_id": site.loan_id, "draw_id": NOBODY })),
        (
            "Otto",
            "waiver.record",
            json!({ "draw_id": NOBODY, "contractor": "B", "condition": "conditional", "scope": "progress" }),
        ),
    ] {
        site.refused(user, command, input, unknown("draw_id"));
    }
    site.refused("Ines", "inspection.complete", json!({ "inspection_id": NOBODY }), unknown("inspection_id"));
    for (user, command, input) in [
        ("Otto", "budget.set", with(site.budget_with(&json!({})), "loan_id", NOBODY)),
        ("Otto", "draw.request", with(site.draw_of(&[("site", "1.00")]), "loan_id", NOBODY)),
        ("Otto", "retainage.release", json!({ "loan_id": NOBODY })),
        ("Grace", "budget.get", json!({ "loan_id": NOBODY })),
        ("Grace", "draw.list", json!({ "loan_id": NOBODY })),
    ] {
        site.refused(user, command, input, unknown("loan_id"));
    }
    let neither = ("invalid_input", Some("draw_id"), "or loan_id must be given");
    site.refused("Otto", "draw.draft", json!({}), neither);
    site.refused("Ines", "inspection.complete", json!({}), ("invalid_input", Some("loan_id"), "or draw_id"));
    // Another loan's draw does not become this one's.
    let draw = site.request(&[("site", "1.00")]);
    let other = site.test.usual_loan();
    let foreign =
        json!({ "loan_id": other, "draw_id": draw, "inspector": "Ines", "scheduled_on": "2025-02-01" });
    site.sign_in("Ines");
    let before = site.events();
    let refused = site.test.refused("inspection.schedule", foreign);
    assert!(["not_found", "no_budget"].contains(&refused.code.word().as_str()), "{refused:?}");
    assert_eq!(site.events(), before);
}

/// A draw that is written again belongs to its own loan, whatever loan is named beside it.
#[test]
fn a_draw_and_a_loan_that_do_not_belong_together_are_refused() {
    let site = Site::new();
    let draw = site.by("Otto", "draw.draft", site.draw_of(&[("site", "1.00")]));
    let other = site.test.usual_loan();
    let input =
        json!({ "loan_id": other, "draw_id": draw["draw_id"], "lines": lines_of(&[("site", "2.00")]) });
    let why = ("invalid_input", Some("loan_id"), "is not that of the draw; leave it out");
    site.refused("Otto", "draw.draft", input.clone(), why);
    site.refused("Otto", "draw.request", input, why);
}

#[test]
fn files_of_another_loan_are_refused() {
    let site = Site::new();
    let other = site.test.usual_loan();
    let path = site.test.folder.path().join("invoice.pdf");
    std::fs::write(&path, [b"%PDF-1.4\n".as_slice(), &[7; 100]].concat()).unwrap();
    let foreign =
        site.by("Otto", "attachment.add", json!({ "loan_id": other, "path": path }))["attachment_id"].clone();
    let own =
        site.by("Otto", "attachment.add", json!({ "loan_id": site.loan_id, "path": path }))["attachment_id"]
            .clone();
    let files = |field: &'static str| ("not_found", Some(field), "attachment");
    let draw = site.draw_of(&[("site", "1.00")]);
    for id in [&foreign, &json!(NOBODY)] {
        for command in ["draw.draft", "draw.request"] {
            site.refused(
                "Otto",
                command,
                with(draw.clone(), "attachments", json!([own, id])),
                files("attachments"),
            );
        }
        let visit = json!({ "loan_id": site.loan_id, "photos": [id] });
        site.refused("Ines", "inspection.complete", visit, files("photos"));
    }
    let written = site.by("Otto", "draw.request", with(draw, "attachments", json!([own, own])));
    assert_eq!(written["attachments"].as_array().unwrap().len(), 1, "the same file twice is named once");
    let waiver = json!({ "draw_id": written["draw_id"], "contractor": "B", "condition": "conditional",
        "scope": "progress", "attachment_id": foreign });
    site.refused("Otto", "waiver.record", waiver, files("attachment_id"));
}

#[test]
fn whoever_read_before_anothers_change_is_told_so() {
    let site = Site::new();
    let draw = site.request(&[("site", "1000.00")]);
    let stale = |input: Json| with(input, "expected_version", 0);
    let conflict = ("conflict", None, "is at version 1, not 0");
    let end = with(named(&draw), "reason", "Because");
    for (user, command, input) in [
        ("Abel", "draw.approve", named(&draw)),
        ("Abel", "draw.reject", end.clone()),
        ("Otto", "draw.send_back", end.clone()),
        ("Otto", "draw.cancel", end),
        ("Otto", "draw.disburse", named(&draw)),
        ("Otto", "draw.draft", named(&draw)),
        ("Otto", "draw.request", named(&draw)),
    ] {
        site.refused(user, command, stale(input), conflict);
    }
    let version = site.test.ok("draw.get", named(&draw))["version"].clone();
    site.by("Abel", "draw.approve", with(named(&draw), "expected_version", version));
}
