//! Two people at one draw at the same moment: one wins, and the other is told why.

use std::{sync::Barrier, thread};

use api::{Call, Desk, ErrorCode, WireError};
use lendingos_tests::{Site, TestDesk, ok};
use serde_json::{Value as Json, json};

const ROUNDS: usize = 20;

/// On PostgreSQL, whichever backend the other tests run on.
fn shared() -> Site {
    Site::on(TestDesk::shared(), &json!({}), &json!({}))
}

/// On the backend that the tests run on.
fn usual() -> Site {
    Site::new()
}

/// A second desk at which somebody else sits.
fn second(site: &Site, user: &str) -> Desk {
    let desk = site.test.second();
    ok(&desk, "book.sign_in", json!({ "user": user }));
    desk
}

/// Both desks send the same at the same moment; what the one that lost is told.
fn both(desks: [&Desk; 2], command: &str, input: &Json) -> WireError {
    let together = Barrier::new(2);
    let answers = thread::scope(|scope| {
        let runs = desks.map(|desk| {
            let together = &together;
            scope.spawn(move || {
                together.wait();
                desk.call(Call::new(command, input.clone()))
            })
        });
        runs.map(|run| run.join().unwrap())
    });
    let (won, lost): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
    assert_eq!((won.len(), lost.len()), (1, 1), "{command} {input}");
    lost.into_iter().next().unwrap().unwrap_err()
}

/// Of two approvals, and then of two disbursements, one is recorded; whoever says what they read is told of a conflict,
/// whoever does not is told where the draw stands.
fn one_wins(site: &Site) {
    let bea = second(site, "Bea");
    for round in 0..ROUNDS {
        let draw_id = site.request(&[("site", "100.00"), ("frame", "50.00")]);
        let says_what_it_read = round % 2 == 0;
        let input = |version: i64| {
            let version = says_what_it_read.then_some(version);
            json!({ "draw_id": draw_id, "expected_version": version })
        };
        site.sign_in("Abel");
        let told = both([&site.test.desk, &bea], "draw.approve", &input(1));
        if says_what_it_read {
            assert_eq!((told.code, told.retryable), (ErrorCode::Conflict, true), "{told:?}");
            assert!(told.message.contains("is at version 2, not 1"), "{}", told.message);
        } else {
            assert_eq!(told.code, ErrorCode::DrawStatus, "{told:?}");
            assert_eq!(told.params["status"], "approved");
        }
        let told = both([&site.test.desk, &bea], "draw.disburse", &input(2));
        if says_what_it_read {
            assert_eq!((told.code, told.retryable), (ErrorCode::Conflict, true), "{told:?}");
            assert!(told.message.contains("is at version 3, not 2"), "{}", told.message);
        } else {
            assert_eq!(told.code, ErrorCode::DrawDisbursed, "{told:?}");
        }
        let history = site.test.ok("event.history", json!({ "aggregate_id": draw_id }));
        let types: Vec<&str> =
            history["events"].as_array().unwrap().iter().filter_map(|e| e["event_type"].as_str()).collect();
        assert_eq!(types, ["Draw.Requested", "Draw.Approved", "Draw.Disbursed"], "round {round}");
    }
    // Twenty times 150.00, a tenth of it held back.
    let loan = site.loan();
    let construction = &loan["construction"];
    assert_eq!(
        [&loan["outstanding"], &construction["retainage_held"], &construction["available_to_draw"]],
        ["2700.00", "300.00", "97000.00"]
    );
    assert_eq!(site.test.ok("integrity.verify", json!({}))["ok"], true);
}

#[test]
fn of_two_who_approve_and_pay_out_at_once_one_wins_on_a_server() {
    one_wins(&shared());
}

#[test]
fn of_two_who_approve_and_pay_out_at_once_one_wins_on_the_usual_store() {
    one_wins(&usual());
}

/// Two requests that a line has room for, each alone: one is handed in.
#[test]
fn of_two_requests_for_the_last_of_a_line_one_is_handed_in() {
    for site in [shared(), usual()] {
        let bea = second(&site, "Bea");
        site.sign_in("Otto");
        // Both ask for all that is left of the line; whoever wins gives it up for 10,000.00.
        for used in 0..4 {
            let rest = format!("{}.00", 40_000 - used * 10_000);
            let told = both([&site.test.desk, &bea], "draw.request", &site.draw_of(&[("site", &rest)]));
            assert_eq!((told.code, told.field.as_deref()), (ErrorCode::OverBudgetLine, Some("lines")));
            assert_eq!(told.params["available"], "0.00");
            let waiting = json!({ "loan_id": site.loan_id, "statuses": ["requested"] });
            let waiting = site.test.ok("draw.list", waiting)["draws"].clone();
            let last = waiting.as_array().unwrap().last().unwrap()["draw_id"].clone();
            site.test.ok("draw.cancel", json!({ "draw_id": last, "reason": "Less" }));
            site.test.ok("draw.request", site.draw_of(&[("site", "10000.00")]));
        }
        assert_eq!(site.budget()["lines"][0]["available"], "0.00");
    }
}

/// Of a retainage that two release at once, nothing goes out twice.
#[test]
fn retainage_that_two_release_at_once_goes_out_once() {
    for site in [shared(), usual()] {
        site.drawn(&[("site", "1000.00")]);
        let bea = second(&site, "Bea");
        let told = both([&site.test.desk, &bea], "retainage.release", &json!({ "loan_id": site.loan_id }));
        assert_eq!(told.code, ErrorCode::NoRetainage);
        assert_eq!(site.loan()["outstanding"], "1000.00");
    }
}
