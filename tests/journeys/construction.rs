//! Construction loans, from the budget to the release of the retainage.

use lendingos_tests::{TestDesk, tell};
use serde_json::json;

/// The figures are worked out in the story itself, beside each step.
#[test]
fn a_house_is_built_from_its_budget_to_the_release_of_the_retainage() {
    tell(include_str!("../stories/construction.json"), &mut TestDesk::new());
}

/// A draw that is written and decided today, of money that went out weeks ago, is shown whole on any day since.
#[test]
fn another_time_shows_a_draw_with_all_that_led_to_it() {
    let test = TestDesk::new();
    test.ok("user.add", json!({ "name": "Abel", "role": "approver" }));
    let loan_id = test.funded_loan(json!({
        "principal": "500000.00", "annual_rate_percent": "10", "term_months": 12, "type": "interest_only",
        "day_count": "actual/360", "construction": { "inspection_required": false },
    }));
    let lines = json!([{ "code": "site", "description": "Site work", "amount": "500000.00" }]);
    test.ok("budget.set", json!({ "loan_id": loan_id, "lines": lines, "retainage_percent": "10" }));
    test.clock.pass_to("2025-06-01".parse().unwrap());
    let ask = json!({ "loan_id": loan_id, "lines": [{ "code": "site", "amount": "60000.00" }] });
    let draft = test.ok("draw.draft", ask);
    let draw_id = &draft["draw_id"];
    test.ok("draw.request", json!({ "draw_id": draw_id, "requested_on": "2025-02-01" }));
    test.ok("book.sign_in", json!({ "user": "Abel" }));
    test.ok("draw.approve", json!({ "draw_id": draw_id, "approved_on": "2025-02-01" }));
    test.ok("draw.disburse", json!({ "draw_id": draw_id, "disbursed_on": "2025-02-01" }));
    let then = |day: &str| test.ok("loan.as_of", json!({ "loan_id": loan_id, "effective_on": day }));
    let owed = |day: &str| then(day)["account"]["principal"].clone();
    assert_eq!(
        [owed("2025-01-31"), owed("2025-02-01"), owed("2025-05-31")],
        ["0.00", "54000.00", "54000.00"]
    );
    let construction = &then("2025-02-15")["loan"]["construction"];
    assert_eq!(construction["disbursed"], "54000.00");
    let balances = test.ok("loan.balances", json!({ "loan_id": loan_id, "effective_on": "2025-02-15" }));
    // 54,000.00 × 14/3600.
    assert_eq!(balances["loans"][0]["owed"]["accrued_interest"], "210.00");
}
