//! A building site: a book with everyone who has to do with it, and a construction loan with its budget.

use api::Call;
use serde_json::{Value as Json, json};

use crate::{TestDesk, WAY_TO_FUNDED};

/// Who works in the book besides Ada, its owner, and in which role.
pub const STAFF: [(&str, &str); 5] = [
    ("Otto", "officer"),
    ("Ines", "inspector"),
    ("Abel", "approver"),
    ("Bea", "approver"),
    ("Grace", "auditor"),
];

/// A construction loan of 100,000.00 at 10 %, Actual/360, interest only over 12 months from 15 January 2025: the
/// interest of a day is what is outstanding / 3600.
pub struct Site {
    /// The book.
    pub test: TestDesk,
    /// The loan.
    pub loan_id: String,
}

impl Site {
    /// A loan of which nothing is asked but a budget: 40,000.00 for the site, 50,000.00 for the frame, 10,000.00 for
    /// what nobody foresaw; a tenth of each draw is held back. It is funded.
    #[must_use]
    pub fn new() -> Self {
        Self::on(TestDesk::new(), &json!({}), &json!({}))
    }

    /// The same with something else in the construction terms or the budget.
    #[must_use]
    pub fn with(construction: &Json, budget: &Json) -> Self {
        Self::on(TestDesk::new(), construction, budget)
    }

    /// The same on a desk.
    #[must_use]
    pub fn on(test: TestDesk, construction: &Json, budget: &Json) -> Self {
        Self::of("100000.00", test, construction, budget)
    }

    /// The same of another principal.
    #[must_use]
    pub fn of(principal: &str, test: TestDesk, construction: &Json, budget: &Json) -> Self {
        for (name, role) in STAFF {
            test.ok("user.add", json!({ "name": name, "role": role }));
        }
        let site = Self { loan_id: planned(&test, principal, construction), test };
        site.set_budget(budget);
        site.fund();
        site
    }

    /// Sets the usual budget, with something else in it.
    pub fn set_budget(&self, changes: &Json) -> Json {
        self.by("Otto", "budget.set", self.budget_with(changes))
    }

    /// The input of the usual budget, with something else in it.
    #[must_use]
    pub fn budget_with(&self, changes: &Json) -> Json {
        let usual = json!({
            "loan_id": self.loan_id,
            "lines": [
                { "code": "site", "description": "Site work", "amount": "40000.00" },
                { "code": "frame", "description": "Frame", "amount": "50000.00" },
            ],
            "contingency": "10000.00",
            "retainage_percent": "10",
        });
        merged(usual, changes)
    }

    fn fund(&self) {
        for status in WAY_TO_FUNDED {
            let input = json!({ "loan_id": self.loan_id, "to": status, "effective_on": "2025-01-15" });
            self.by("Otto", "loan.transition", input);
        }
    }

    /// Calls a command as somebody; it is to succeed.
    pub fn by(&self, user: &str, command: &str, input: Json) -> Json {
        self.sign_in(user);
        self.test.ok(command, input)
    }

    /// Lets somebody work at the desk.
    pub fn sign_in(&self, user: &str) {
        self.test.ok("book.sign_in", json!({ "user": user }));
    }

    /// Calls a command as somebody; it is to be refused with this code, at this field, in a sentence that has these
    /// words, and to leave nothing behind.
    pub fn refused(
        &self,
        user: &str,
        command: &str,
        input: Json,
        (code, field, words): (&str, Option<&str>, &str),
    ) {
        self.sign_in(user);
        let before = self.events();
        let call = Call::new(command, input.clone());
        let error = match self.test.desk.call(call) {
            Err(error) => error,
            Ok(answer) => panic!("{user} calls {command} {input}: not refused with {code}: {answer}"),
        };
        let told = (error.code.word(), error.field.as_deref());
        assert_eq!(told, (code.to_owned(), field), "{command} {input}: {}", error.message);
        assert!(error.message.contains(words), "{command} {input}: {}", error.message);
        assert_eq!(self.events(), before, "{command} {input} was refused and left events");
    }

    /// How many events the book has.
    #[must_use]
    pub fn events(&self) -> i64 {
        self.test.ok("book.get", json!({}))["events"].as_i64().unwrap()
    }

    /// A draw that Otto requests, with amounts by line.
    pub fn request(&self, lines: &[(&str, &str)]) -> String {
        let requested = self.by("Otto", "draw.request", self.draw_of(lines));
        requested["draw_id"].as_str().unwrap().to_owned()
    }

    /// The input of a new draw.
    #[must_use]
    pub fn draw_of(&self, lines: &[(&str, &str)]) -> Json {
        json!({ "loan_id": self.loan_id, "lines": lines_of(lines), "contractor": "Bay Excavating" })
    }

    /// Abel approves a draw.
    pub fn approve(&self, draw_id: &str) -> Json {
        self.by("Abel", "draw.approve", json!({ "draw_id": draw_id }))
    }

    /// Otto pays a draw out.
    pub fn disburse(&self, draw_id: &str) -> Json {
        self.by("Otto", "draw.disburse", json!({ "draw_id": draw_id }))
    }

    /// A draw that is requested, approved and paid out today.
    pub fn drawn(&self, lines: &[(&str, &str)]) -> String {
        let draw_id = self.request(lines);
        self.approve(&draw_id);
        self.disburse(&draw_id);
        draw_id
    }

    /// The budget as it stands.
    #[must_use]
    pub fn budget(&self) -> Json {
        self.test.ok("budget.get", json!({ "loan_id": self.loan_id }))
    }

    /// The loan as it stands.
    #[must_use]
    pub fn loan(&self) -> Json {
        self.test.ok("loan.get", json!({ "loan_id": self.loan_id }))
    }

    /// Lets time pass to a day.
    pub fn pass_to(&self, day: &str) {
        self.test.clock.pass_to(day.parse().unwrap());
    }

    /// The events of a type that belong to the loan, oldest first.
    #[must_use]
    pub fn events_of(&self, event_type: &str) -> Vec<Json> {
        let input = json!({ "aggregate_id": self.loan_id, "include_loan": true });
        let history = self.test.ok("event.history", input);
        let events = history["events"].as_array().unwrap().iter();
        events.filter(|event| event["event_type"] == event_type).cloned().collect()
    }
}

impl Default for Site {
    fn default() -> Self {
        Self::new()
    }
}

/// The loan as a draft.
fn planned(test: &TestDesk, principal: &str, construction: &Json) -> String {
    let usual = json!({ "initial_advance": "0.00", "inspection_required": false, "waivers_required": false });
    test.loan(json!({
        "principal": principal, "annual_rate_percent": "10", "term_months": 12, "type": "interest_only",
        "frequency": "monthly", "day_count": "actual/360", "construction": merged(usual, construction),
    }))
}

/// Lines as commands take them.
#[must_use]
pub fn lines_of(lines: &[(&str, &str)]) -> Json {
    lines.iter().map(|(code, amount)| json!({ "code": code, "amount": amount })).collect()
}

/// An object with the fields of another in the place of its own.
#[must_use]
pub fn merged(mut usual: Json, changes: &Json) -> Json {
    if let (Some(usual), Some(changes)) = (usual.as_object_mut(), changes.as_object()) {
        usual.extend(changes.iter().map(|(field, value)| (field.clone(), value.clone())));
    }
    usual
}
