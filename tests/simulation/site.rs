//! What colleagues do with budgets and draws, and what holds of them after each step.

use app::environment::Clock;
use lendingos_tests::WAY_TO_FUNDED;
use serde_json::{Value as Json, json};

use crate::Run;

/// Lines that budgets have, and one that none has.
const CODES: [&str; 5] = ["site", "frame", "contingency", "interest_reserve", "roof"];

const REASON: &str = "Agreed on site";

impl Run {
    /// Terms of a loan that is drawn, now and then with more at its funding than it is.
    pub(crate) fn construction_terms(&mut self, principal: u32) -> Json {
        json!({
            "initial_advance": format!("{}.00", principal * self.random.u32(0..11) / 20),
            "inspection_required": self.random.u32(0..3) == 0,
            "waivers_required": self.random.u32(0..3) == 0,
        })
    }

    /// Two loans that are drawn from the first day on, so that no seed is without draws: one that asks for nothing, one
    /// that asks for all there is.
    pub(crate) fn break_ground(&mut self) {
        let call = |run: &Self, name: &str, input: Json| run.office.call(0, name, input, None).unwrap();
        let person = call(self, "person.create", json!({ "kind": "borrower", "name": "Marisol Vega" }));
        self.people.push(person["person_id"].as_str().unwrap().to_owned());
        for asks in [true, false] {
            let terms = json!({
                "borrower_id": self.people[0], "principal": "400000.00", "annual_rate_percent": "10", "term_months": 24,
                "type": "interest_only", "day_count": "actual/360",
                "construction": { "initial_advance": "40000.00", "inspection_required": asks, "waivers_required": asks },
            });
            let loan_id = call(self, "loan.create", terms)["loan_id"].as_str().unwrap().to_owned();
            let budget = json!({
                "loan_id": loan_id, "retainage_percent": "10", "contingency": "20000.00", "interest_reserve": "10000.00",
                "lines": [
                    { "code": "site", "description": "Site work", "amount": "180000.00" },
                    { "code": "frame", "description": "Frame", "amount": "150000.00" },
                ],
            });
            call(self, "budget.set", budget);
            for to in WAY_TO_FUNDED {
                call(self, "loan.transition", json!({ "loan_id": loan_id, "to": to }));
            }
            self.loans.push(loan_id.clone());
            self.sites.push(loan_id);
        }
    }

    /// Something is done about a budget or a draw.
    pub(crate) fn build(&mut self) {
        let loan_id = self.site();
        match self.random.u32(0..26) {
            0..2 => self.set_budget(&loan_id),
            2..4 => {
                let input = json!({
                    "loan_id": loan_id, "from": self.code(), "to": self.code(), "amount": self.amount(40_000),
                    "reason": REASON, "reallocated_on": self.day(),
                });
                self.send("budget.reallocate", input);
            }
            4..6 => {
                let amount = self.random.bool().then(|| self.amount(2_000));
                let input = json!({ "loan_id": loan_id, "amount": amount, "released_on": self.day() });
                self.send("retainage.release", input);
            }
            6..11 => {
                let command = if self.random.u32(0..4) == 0 { "draw.draft" } else { "draw.request" };
                let mut input = self.content();
                input["loan_id"] = loan_id.into();
                self.send(command, input);
            }
            11..13 => self.office.clock.pass(i64::from(self.random.u32(1..30)) * 24 * 60 * 60),
            13 => self.send("servicing.run_day", json!({})),
            _ => self.go_on(),
        }
    }

    /// One of the loans that are drawn, the first two more often than the others.
    fn site(&mut self) -> String {
        let among = if self.random.u32(0..3) > 0 { 2 } else { self.sites.len() };
        self.sites[self.random.usize(..among)].clone()
    }

    fn code(&mut self) -> &'static str {
        CODES[self.random.usize(..CODES.len())]
    }

    fn amount(&mut self, most: u32) -> String {
        format!("{}.{:02}", self.random.u32(0..most), self.random.u32(0..100))
    }

    /// Today, or a day that has passed.
    fn day(&mut self) -> Json {
        let days_ago = if self.random.bool() { 0 } else { self.random.u64(0..50) };
        json!(self.office.clock.today() - chrono::Days::new(days_ago))
    }

    fn set_budget(&mut self, loan_id: &str) {
        let loan = self.office.call(0, "loan.get", json!({ "loan_id": loan_id }), None).unwrap();
        let principal: u32 =
            loan["principal"].as_str().and_then(|text| text.split('.').next()?.parse().ok()).unwrap();
        // Mostly about what the loan has; now and then more than that, or less than is drawn.
        let part = |run: &mut Self, of: u32| format!("{}.00", 1 + principal / of * run.random.u32(1..5) / 4);
        let input = json!({
            "loan_id": loan_id,
            "lines": [
                { "code": "site", "description": "Site work", "amount": part(self, 2) },
                { "code": "frame", "description": "Frame", "amount": part(self, 3) },
            ],
            "contingency": part(self, 10), "interest_reserve": part(self, 12),
            "retainage_percent": self.random.u32(0..15).to_string(), "set_on": self.day(), "reason": REASON,
        });
        self.send("budget.set", input);
    }

    fn content(&mut self) -> Json {
        let lines: Vec<Json> = (0..self.random.u32(1..3))
            .map(|_| json!({ "code": CODES[self.random.usize(..3)], "amount": self.amount(25_000) }))
            .collect();
        let contractor = (self.random.u32(0..6) > 0).then_some("Bay Excavating");
        json!({ "lines": lines, "contractor": contractor })
    }

    /// A draw that waits for something, now and then any.
    fn draw(&mut self) -> Option<String> {
        let waiting = json!({ "statuses": ["draft", "sent_back", "requested", "inspected", "approved"] });
        let waiting = self.office.call(0, "draw.list", waiting, None).unwrap()["draws"].clone();
        let mut among = &self.draws;
        let waiting: Vec<String> = waiting
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|draw| Some(draw["draw_id"].as_str()?.to_owned()))
            .collect();
        if !waiting.is_empty() && self.random.u32(0..8) > 0 {
            among = &waiting;
        }
        (!among.is_empty()).then(|| among[self.random.usize(..among.len())].clone())
    }

    /// A draw goes on, mostly to where it can, now and then to where it cannot.
    fn go_on(&mut self) {
        let Some(draw_id) = self.draw() else { return };
        let draw = self.office.call(0, "draw.get", json!({ "draw_id": draw_id }), None).unwrap();
        let is_ready = draw["missing_waivers"] == json!([]);
        let usual = match draw["status"].as_str().unwrap() {
            "draft" | "sent_back" => ["draw.request", "draw.request", "draw.draft"],
            "requested" if draw["inspection_required"] == true => {
                ["inspection.complete", "inspection.complete", "draw.approve"]
            }
            "approved" if !is_ready => ["waiver.record", "waiver.record", "draw.disburse"],
            "requested" | "inspected" => ["draw.approve", "draw.approve", "draw.send_back"],
            "approved" => ["draw.disburse", "draw.disburse", "waiver.record"],
            _ => ["draw.disburse", "draw.cancel", "draw.request"],
        };
        let any =
            ["draw.approve", "draw.disburse", "draw.cancel", "draw.reject", "draw.send_back", "draw.draft"];
        let command = if self.random.u32(0..8) == 0 {
            any[self.random.usize(..any.len())]
        } else {
            usual[self.random.usize(..usual.len())]
        };
        let mut input = json!({ "draw_id": draw_id });
        match command {
            "draw.draft" => input = self.content(),
            "draw.request" if self.random.bool() => input = self.content(),
            "draw.approve" => {
                input["accept_out_of_balance"] = (self.random.u32(0..4) > 0).into();
                if self.random.u32(0..3) == 0 {
                    let lines = draw["lines"].as_array().unwrap();
                    let line = &lines[self.random.usize(..lines.len().max(1))];
                    input["lines"] = json!([{ "code": line["code"], "amount": self.amount(30_000) }]);
                }
            }
            "draw.disburse" => input["disbursed_on"] = self.day(),
            "draw.cancel" | "draw.reject" | "draw.send_back" => input["reason"] = REASON.into(),
            "waiver.record" => {
                input["contractor"] = "Bay Excavating".into();
                input["condition"] = "conditional".into();
                input["scope"] = "progress".into();
            }
            _ => {}
        }
        input["draw_id"] = draw_id.into();
        // A colleague who has not seen the last change sends a version that has passed.
        if command.starts_with("draw.") {
            let version = draw["version"].as_i64().unwrap() - i64::from(self.random.u32(0..16) == 0);
            input["expected_version"] = version.into();
        }
        let desk = if command == "draw.approve" { self.approver(&draw) } else { self.random.usize(0..3) };
        self.send_from(desk, command, input);
    }

    /// Mostly somebody who may approve a draw.
    fn approver(&mut self, draw: &Json) -> usize {
        let anyone = self.random.usize(0..3);
        let fitting = if draw["requested_by"] == "Ada" { 2 } else { 0 };
        if self.random.u32(0..4) > 0 { fitting } else { anyone }
    }

    /// `drawn + remaining = budget` of each line, no line and no loan is overdrawn, and what the handler keeps is what is
    /// folded.
    pub(crate) fn check_sites(&self, step: usize) {
        for loan_id in &self.sites {
            let Ok(budget) = self.office.call(0, "budget.get", json!({ "loan_id": loan_id }), None) else {
                continue;
            };
            let place = format!("seed {}, step {step}: {budget}", self.seed);
            for line in budget["lines"].as_array().unwrap() {
                let of = |field: &str| cents(&line[field]);
                assert_eq!(of("drawn") + of("remaining"), of("budget"), "{place}");
                let parts =
                    [of("drawn"), of("remaining"), of("requested"), of("approved"), of("retainage_held")];
                assert!(parts.iter().all(|part| *part >= 0), "{place}");
                assert!(of("drawn") + of("approved") + of("requested") <= of("budget"), "{place}");
                assert!(of("retainage_held") <= of("drawn"), "{place}");
            }
            let folded = &budget["balances"];
            let kept = self.office.call(0, "loan.get", json!({ "loan_id": loan_id }), None).unwrap();
            // Before the funding nothing is out yet.
            if kept["funded_on"].is_null() {
                continue;
            }
            for field in ["disbursed", "approved_not_disbursed", "retainage_held", "available_to_draw"] {
                assert_eq!(kept["construction"][field], folded[field], "{field} {place}");
                assert!(cents(&folded[field]) >= 0, "{field} {place}");
            }
        }
    }
}

fn cents(amount: &Json) -> i64 {
    amount.as_str().unwrap().replace('.', "").parse().unwrap()
}

/// What must count nothing of draws and the loans that are drawn.
pub const INVARIANTS: [(&str, &str); 5] = [
    (
        "a loan is where its parts are",
        "SELECT COUNT(*) FROM loans WHERE initial_advance_minor IS NOT NULL AND funded_on IS NOT NULL \
         AND principal_minor <> disbursed_minor + approved_undisbursed_minor + retainage_minor + available_minor",
    ),
    (
        "what is disbursed and held back is what was approved",
        "SELECT COUNT(*) FROM loans WHERE initial_advance_minor IS NOT NULL AND funded_on IS NOT NULL \
         AND disbursed_minor + retainage_minor <> initial_advance_minor + reserve_used_minor + \
         (SELECT COALESCE(SUM(approved_minor), 0) FROM draws WHERE draws.loan_id = loans.id AND draws.status = 'disbursed')",
    ),
    (
        "what is held back is what was not released",
        "SELECT COUNT(*) FROM loans WHERE retainage_minor <> \
         (SELECT COALESCE(SUM(retainage_minor - released_minor), 0) FROM draws \
          WHERE draws.loan_id = loans.id AND draws.status = 'disbursed')",
    ),
    (
        "principal is what is disbursed less what was repaid",
        "SELECT COUNT(*) FROM loans WHERE funded_on IS NOT NULL AND status <> 'charged_off' AND outstanding_minor <> \
         disbursed_minor - (SELECT COALESCE(SUM(payments.principal_minor), 0) FROM payments \
          WHERE payments.loan_id = loans.id AND reversed_on IS NULL)",
    ),
    (
        "nothing is paid out without approval",
        "SELECT COUNT(*) FROM draws WHERE disbursed_on IS NOT NULL AND \
         (approved_by IS NULL OR disbursed_on < approved_on OR status <> 'disbursed' OR approved_by = requested_by)",
    ),
];
