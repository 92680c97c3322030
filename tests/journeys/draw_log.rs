//! Draws in the log: what their handler does and makes up for, other times, archives and copies.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use app::bus::{HandlerContext, HandlerError};
use lendingos_tests::{Place, Site, TestDesk, TestHandler, ok, site::lines_of};
use serde_json::{Value as Json, json};
use store::RecordedEvent;

const KEEPER: &str = "DrawBalanceKeeper";

fn named(draw_id: &str) -> Json {
    json!({ "draw_id": draw_id })
}

/// Approved and not disbursed, held back, available: as the handler keeps them, and as they are folded.
fn balances(site: &Site) -> [[String; 3]; 2] {
    let (kept, folded) = (site.loan()["construction"].clone(), site.budget()["balances"].clone());
    let fields = ["approved_not_disbursed", "retainage_held", "available_to_draw"];
    [kept, folded].map(|of| fields.map(|field| of[field].as_str().unwrap().to_owned()))
}

fn replay(site: &Site, aggregate_id: &str, dry_run: bool) -> Vec<(String, String)> {
    let report = site.by("Otto", "event.replay", json!({ "aggregate_id": aggregate_id, "dry_run": dry_run }));
    let outcomes = report["outcomes"].as_array().unwrap().iter();
    let of = outcomes.filter(|outcome| outcome["handler"] == KEEPER);
    of.map(|outcome| {
        ["event_type", "outcome"].map(|field| outcome[field].as_str().unwrap().to_owned()).into()
    })
    .collect()
}

fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
    of.iter().map(|(event, outcome)| ((*event).to_owned(), (*outcome).to_owned())).collect()
}

fn verified(site: &Site) {
    let report = site.test.ok("integrity.verify", json!({}));
    assert_eq!(report["ok"], true, "{report}");
}

#[test]
fn what_the_handler_missed_is_made_up_for_by_a_replay() {
    let site = Site::new();
    site.by("Otto", "handler.disable", json!({ "name": KEEPER }));
    let paid = site.request(&[("site", "10000.00")]);
    site.approve(&paid);
    let waiting = site.request(&[("frame", "20000.00")]);
    site.approve(&waiting);
    // The rules do not wait for the handler: 50,000.00 − 20,000.00.
    let over = ("over_budget_line", Some("lines"), "more than the 30000.00");
    site.refused("Otto", "draw.request", site.draw_of(&[("frame", "30000.01")]), over);
    let [kept, folded] = balances(&site);
    assert_eq!((kept[0].as_str(), kept[2].as_str()), ("0.00", "100000.00"), "the list lags");
    assert_eq!(folded, ["30000.00", "0.00", "70000.00"]);

    // It runs again before the money of the first goes out: the order does not matter.
    site.by("Otto", "handler.enable", json!({ "name": KEEPER }));
    site.disburse(&paid);
    assert_ne!(balances(&site)[0], balances(&site)[1]);
    let both = [("Draw.Approved", "success"), ("Draw.Disbursed", "skipped")];
    assert_eq!(replay(&site, &paid, false), pairs(&both));
    assert_eq!(replay(&site, &waiting, false), pairs(&both[..1]));
    let [kept, folded] = balances(&site);
    assert_eq!((&kept, &folded), (&["20000.00".into(), "1000.00".into(), "70000.00".into()], &kept));

    let before = site.events();
    for _ in 0..2 {
        let skipped = [("Draw.Approved", "skipped"), ("Draw.Disbursed", "skipped")];
        assert_eq!(replay(&site, &paid, false), pairs(&skipped));
        assert_eq!(
            replay(&site, &paid, true),
            pairs(&[("Draw.Approved", "same"), ("Draw.Disbursed", "same")])
        );
    }
    assert_eq!(site.events(), before);
    assert_eq!(balances(&site), [kept.clone(), kept]);
    verified(&site);
}

#[test]
fn a_draw_that_is_given_up_gives_its_money_back_whenever_that_is_handled() {
    let site = Site::new();
    let draw = site.request(&[("site", "10000.00")]);
    site.approve(&draw);
    site.by("Otto", "handler.disable", json!({ "name": KEEPER }));
    site.by("Otto", "draw.cancel", json!({ "draw_id": draw, "reason": "Sold" }));
    assert_eq!(balances(&site)[0][2], "90000.00");
    site.by("Otto", "handler.enable", json!({ "name": KEEPER }));
    replay(&site, &draw, false);
    assert_eq!(balances(&site)[0], ["0.00", "0.00", "100000.00"]);
    // One that was not approved had taken nothing.
    let draw = site.request(&[("site", "40000.00")]);
    site.by("Otto", "draw.cancel", json!({ "draw_id": draw, "reason": "Sold" }));
    assert_eq!(balances(&site)[0], balances(&site)[1]);
    assert_eq!(site.events_of("Loan.DrawBalancesChanged").len(), 2);
    verified(&site);
}

#[test]
fn a_handler_that_fails_on_an_approval_leaves_the_approval_and_is_tried_again() {
    let site = Site::new();
    let healed = Arc::new(AtomicBool::new(false));
    let heals = Arc::clone(&healed);
    let letter = TestHandler {
        name: "ApprovalLetter",
        event_types: &["Draw.Approved"],
        work: move |_: &RecordedEvent, _: &mut HandlerContext<'_, '_>| {
            if heals.load(Ordering::SeqCst) { Ok(()) } else { Err(HandlerError::new("out of paper")) }
        },
    };
    site.test.desk.book().unwrap().subscribe(Arc::new(letter)).unwrap();
    let draw = site.request(&[("site", "10000.00")]);
    assert_eq!(site.approve(&draw)["status"], "approved");
    assert_eq!(balances(&site)[0], ["10000.00", "0.00", "90000.00"], "the other handler did its work");
    let approved = &site.events_of("Draw.Approved")[0];
    assert_eq!(approved["status"], "failed");
    assert!(approved["error"].as_str().unwrap().contains("ApprovalLetter: out of paper"), "{approved}");
    // Its money may go out meanwhile.
    site.disburse(&draw);
    healed.store(true, Ordering::SeqCst);
    let retried = site.by("Otto", "event.retry", json!({}));
    let outcomes = retried["outcomes"].as_array().unwrap().iter();
    let outcomes: Vec<_> = outcomes.map(|outcome| (&outcome["handler"], &outcome["outcome"])).collect();
    assert!(outcomes.contains(&(&json!("ApprovalLetter"), &json!("success"))), "{outcomes:?}");
    assert!(outcomes.contains(&(&json!(KEEPER), &json!("skipped"))), "{outcomes:?}");
    let approved = &site.events_of("Draw.Approved")[0];
    assert_eq!((&approved["status"], &approved["retry_count"]), (&json!("processed"), &json!(1)));
    assert_eq!(balances(&site)[0], ["0.00", "1000.00", "90000.00"]);
    verified(&site);
}

/// Each schedule that is cut anew says which disbursement cut it, and so does each of its instalments.
#[test]
fn a_schedule_that_is_cut_anew_names_what_cut_it() {
    let site = Site::new();
    site.pass_to("2025-02-01");
    let draw = site.drawn(&[("site", "36000.00")]);
    site.pass_to("2025-03-01");
    site.by("Otto", "retainage.release", json!({ "loan_id": site.loan_id }));
    let causes =
        [site.events_of("Draw.Disbursed")[0].clone(), site.events_of("Retainage.Released")[0].clone()];
    let schedules = site.events_of("Payment.ScheduleCreated");
    assert_eq!(schedules.len(), 3, "the first, and one for each time that money went out");
    for (schedule, cause) in schedules[1..].iter().zip(&causes) {
        assert_eq!(schedule["causation_id"], cause["event_id"]);
        assert_eq!(schedule["correlation_id"], cause["correlation_id"]);
        assert_eq!(schedule["payload"]["reason"], "movement");
        let of_it = |event: &&Json| event["payload"]["scheduleId"] == schedule["payload"]["scheduleId"];
        let scheduled = site.events_of("Payment.Scheduled");
        let instalments: Vec<&Json> = scheduled.iter().filter(of_it).collect();
        assert_eq!(schedule["payload"]["numberOfPayments"], instalments.len());
        assert!(instalments.iter().all(|event| event["causation_id"] == cause["event_id"]));
    }
    // The balances follow from the same events.
    let changed = site.events_of("Loan.DrawBalancesChanged");
    let approved = site.events_of("Draw.Approved")[0]["event_id"].clone();
    let by: Vec<&Json> = changed.iter().map(|event| &event["causation_id"]).collect();
    assert_eq!(by, [&approved, &causes[0]["event_id"], &causes[1]["event_id"]]);
    // The draw's own history is what happened to it, in order.
    let history = site.test.ok("event.history", json!({ "aggregate_id": draw }));
    let types: Vec<&str> =
        history["events"].as_array().unwrap().iter().filter_map(|e| e["event_type"].as_str()).collect();
    assert_eq!(types, ["Draw.Requested", "Draw.Approved", "Draw.Disbursed"]);
    // Until 15 February 32,400.00 bear 14 days, from 1 March 3,600.00 more bear 14 of 28 days:
    // 32,400.00 × 14/3600, then 32,400.00 × 28/3600 + 3,600.00 × 14/3600.
    let schedule = site.test.ok("schedule.get", json!({ "loan_id": site.loan_id }));
    let interest = |row: usize| schedule["payments"][row]["interest"].clone();
    assert_eq!((interest(0), interest(1)), (json!("126.00"), json!("266.00")));
}

/// 18,000.00 on 1 February, 9,000.00 on 1 March; the first recorded on 10 February.
fn two_draws() -> Site {
    let site = Site::with(&json!({}), &json!({ "retainage_percent": "0" }));
    site.pass_to("2025-02-10");
    // Written today; requested, looked at, approved and paid out on the 1st.
    let draft = site.by("Otto", "draw.draft", site.draw_of(&[("site", "18000.00")]));
    let draw = draft["draw_id"].as_str().unwrap();
    let plan = json!({ "draw_id": draw, "inspector": "Ines", "scheduled_on": "2025-02-01" });
    let visit = site.by("Ines", "inspection.schedule", plan)["inspection_id"].clone();
    site.by("Otto", "draw.request", json!({ "draw_id": draw, "requested_on": "2025-02-01" }));
    site.by("Ines", "inspection.complete", json!({ "inspection_id": visit, "inspected_on": "2025-02-01" }));
    site.by("Abel", "draw.approve", json!({ "draw_id": draw, "approved_on": "2025-02-01" }));
    site.by("Otto", "draw.disburse", json!({ "draw_id": draw, "disbursed_on": "2025-02-01" }));
    site.pass_to("2025-03-01");
    site.drawn(&[("frame", "9000.00")]);
    site.pass_to("2025-03-20");
    site
}

#[test]
fn at_each_past_date_what_was_out_then_is_shown() {
    let site = two_draws();
    for (day, outstanding, interest) in [
        ("2025-01-31", "0.00", "0.00"),
        ("2025-02-01", "18000.00", "0.00"),
        // 18,000.00 × 4/3600 and × 27/3600.
        ("2025-02-05", "18000.00", "20.00"),
        ("2025-02-28", "18000.00", "135.00"),
        ("2025-03-01", "27000.00", "140.00"),
        // 140.00 + 27,000.00 × 10/3600.
        ("2025-03-11", "27000.00", "215.00"),
    ] {
        let then = site.test.ok("loan.as_of", json!({ "loan_id": site.loan_id, "effective_on": day }));
        let account = &then["account"];
        assert_eq!(
            (&account["principal"], &account["accrued_interest"]),
            (&json!(outstanding), &json!(interest)),
            "{day}"
        );
        assert_eq!(then["loan"]["outstanding"], outstanding, "{day}");
        let disbursed = &then["loan"]["construction"]["disbursed"];
        assert_eq!(disbursed, outstanding, "{day}");
        let all = site.test.ok("loan.balances", json!({ "effective_on": day }));
        assert_eq!(all["total_outstanding"], outstanding, "{day}");
    }
    for (moment, outstanding, available) in [
        ("2025-02-09T23:59:59Z", "0.00", "100000.00"),
        ("2025-02-10T10:00:00Z", "18000.00", "82000.00"),
        ("2025-03-01T09:59:59Z", "18000.00", "82000.00"),
        ("2025-03-01T10:00:00Z", "27000.00", "73000.00"),
    ] {
        let then = site.test.ok("loan.as_of", json!({ "loan_id": site.loan_id, "known_at": moment }));
        let loan = &then["loan"];
        let told = (&loan["outstanding"], &loan["construction"]["available_to_draw"]);
        assert_eq!(told, (&json!(outstanding), &json!(available)), "{moment}");
    }
    // On the 5th nobody knew of it; on the 10th it was known to have gone out on the 1st.
    let both = |known_at: &str| json!({ "loan_id": site.loan_id, "effective_on": "2025-02-05", "known_at": known_at });
    let principal = |then: Json| then["account"]["principal"].clone();
    assert_eq!(principal(site.test.ok("loan.as_of", both("2025-02-05T12:00:00Z"))), "0.00");
    assert_eq!(principal(site.test.ok("loan.as_of", both("2025-02-10T12:00:00Z"))), "18000.00");
}

/// A draw that came back and was requested anew for an earlier day than that.
#[test]
fn a_draw_sent_back_and_requested_for_an_earlier_day_is_shown_at_that_day() {
    let site = Site::new();
    site.pass_to("2025-02-10");
    let draw = site.request(&[("site", "1000.00")]);
    site.by("Otto", "draw.send_back", json!({ "draw_id": draw, "reason": "Wrong line" }));
    let again =
        json!({ "draw_id": draw, "lines": lines_of(&[("frame", "900.00")]), "requested_on": "2025-02-05" });
    site.by("Otto", "draw.request", again);
    let then = site.test.ok("loan.as_of", json!({ "loan_id": site.loan_id, "effective_on": "2025-02-07" }));
    assert_eq!(then["loan"]["outstanding"], "0.00");
    // Before all of it, too.
    site.test.ok("loan.as_of", json!({ "loan_id": site.loan_id, "effective_on": "2025-01-20" }));
}

/// What people see of the draws.
fn answers(desk: &api::Desk, loan_id: &str) -> Vec<Json> {
    let list = ok(desk, "draw.list", json!({ "loan_id": loan_id }));
    let draws = list["draws"].as_array().unwrap().clone();
    let mut answers: Vec<Json> =
        draws.iter().map(|draw| ok(desk, "draw.get", json!({ "draw_id": draw["draw_id"] }))).collect();
    answers.push(list);
    answers.push(ok(desk, "inspection.list", json!({ "loan_id": loan_id })));
    for name in ["budget.get", "loan.get", "schedule.get", "loan.account"] {
        answers.push(ok(desk, name, json!({ "loan_id": loan_id })));
    }
    answers.push(ok(desk, "event.history", json!({ "aggregate_id": loan_id, "include_loan": true })));
    answers
}

#[test]
fn rebuilt_archived_and_copied_the_draws_are_as_before() {
    let site = two_draws();
    let pending = site.request(&[("frame", "500.00")]);
    site.sign_in("Ada");
    let before = answers(&site.test.desk, &site.loan_id);
    site.test.ok("integrity.rebuild", json!({}));
    assert_eq!(answers(&site.test.desk, &site.loan_id), before, "rebuilt");
    verified(&site);

    let folder = site.test.folder.path();
    let archived = site.test.ok("archive.create", json!({ "before": "2025-03-15", "folder": folder }));
    assert!(archived["archive"]["last_position"].as_i64().unwrap() > 30, "{archived}");
    assert_eq!(answers(&site.test.desk, &site.loan_id), before, "archived");
    verified(&site);
    // One whose request is archived is approved, paid out, and another asks for what is left: 50,000.00 − 9,500.00.
    site.approve(&pending);
    site.disburse(&pending);
    let over = ("over_budget_line", Some("lines"), "more than the 40500.00");
    site.refused("Otto", "draw.request", site.draw_of(&[("frame", "40500.01")]), over);
    assert_eq!(
        replay(&site, &pending, true),
        pairs(&[("Draw.Approved", "same"), ("Draw.Disbursed", "same")])
    );
    site.sign_in("Ada");
    let before = answers(&site.test.desk, &site.loan_id);
    site.test.ok("integrity.rebuild", json!({}));
    assert_eq!(answers(&site.test.desk, &site.loan_id), before, "rebuilt out of an archive");

    let copy = Place::in_file(&folder.join("copy"));
    std::fs::create_dir(folder.join("copy")).unwrap();
    let input = json!({ "from": site.test.address(), "to": copy.address() });
    let report = site.test.ok("book.copy", input);
    assert_eq!(report["ok"], true, "{report}");
    let there = site.test.second();
    there.open(copy.address(), None).unwrap();
    assert_eq!(answers(&there, &site.loan_id), before, "copied");
    let view = ok(&there, "draw.request", site.draw_of(&[("frame", "40500.00")]));
    assert_eq!(view["number"], 4, "the copy goes on");
}

/// Nothing of a story is lost or made up when projections are folded anew after each step.
#[test]
fn the_book_can_be_verified_after_every_step() {
    let site = Site::on(
        TestDesk::new(),
        &json!({ "inspection_required": true, "waivers_required": true, "initial_advance": "36000.00" }),
        &json!({ "lines": [{ "code": "site", "description": "Site work", "amount": "50000.00" }],
            "interest_reserve": "4000.00" }),
    );
    verified(&site);
    site.pass_to("2025-02-20");
    let draft = site.by("Otto", "draw.draft", site.draw_of(&[("site", "10000.00")]));
    let draw = draft["draw_id"].as_str().unwrap();
    for (user, command, input) in [
        ("Otto", "draw.request", named(draw)),
        ("Otto", "draw.send_back", json!({ "draw_id": draw, "reason": "Photos" })),
        ("Otto", "draw.request", named(draw)),
        (
            "Ines",
            "inspection.complete",
            json!({ "draw_id": draw, "lines": [{ "code": "site", "percent_complete": "20" }] }),
        ),
        ("Abel", "draw.approve", json!({ "draw_id": draw, "lines": lines_of(&[("site", "9999.99")]) })),
        (
            "Otto",
            "waiver.record",
            json!({ "draw_id": draw, "contractor": "Bay Excavating", "condition": "conditional", "scope": "progress" }),
        ),
        ("Otto", "draw.disburse", json!({ "draw_id": draw, "disbursed_on": "2025-02-20" })),
        ("Otto", "retainage.release", json!({ "loan_id": site.loan_id, "amount": "0.01" })),
        (
            "Otto",
            "budget.reallocate",
            json!({ "loan_id": site.loan_id, "from": "interest_reserve", "to": "site", "amount": "1.00", "reason": "R" }),
        ),
    ] {
        site.by(user, command, input);
        verified(&site);
    }
    assert_eq!(balances(&site)[0], balances(&site)[1]);
}
