//! Colleagues who do what a seed says, on a network that fails where the seed says, on each backend in the same way.
//!
//! After each step the invariants of a book are checked; at the end both books are equal, to the last hash. A run
//! prints its seed; `LENDINGOS_SIMULATION_SEED=<seed>` runs that one again.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

mod faults;
mod office;
mod site;

use std::sync::atomic::Ordering;

use app::environment::Clock;
use fastrand::Rng;
use lendingos_tests::Place;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::{faults::Fault, office::Office};

const STEPS: usize = 160;

/// All events, those in the log and those in archives.
const EVENTS: &str = "(SELECT position, aggregate_id, sequence_number FROM domain_events UNION ALL \
     SELECT position, aggregate_id, sequence_number FROM archived_events) AS event";

/// A command that was sent, to be sent again.
struct Sent {
    /// At which desk.
    desk: usize,
    name: &'static str,
    input: Json,
    id: String,
    answer: Option<Json>,
}

/// What colleagues spend their time on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Business {
    /// A bit of everything.
    Everything,
    /// Mostly budgets and draws.
    Building,
}

/// One run of a seed on one backend.
struct Run {
    seed: u64,
    business: Business,
    random: Rng,
    office: Office,
    people: Vec<String>,
    loans: Vec<String>,
    payments: Vec<String>,
    /// Loans that are drawn.
    sites: Vec<String>,
    draws: Vec<String>,
    sent: Option<Sent>,
    /// What each step came to, to be compared between the backends.
    outcomes: Vec<String>,
}

impl Run {
    fn of(seed: u64, business: Business, office: Office) -> Self {
        let random = Rng::with_seed(seed);
        Self {
            seed,
            business,
            random,
            office,
            people: Vec::new(),
            loans: Vec::new(),
            payments: Vec::new(),
            sites: Vec::new(),
            draws: Vec::new(),
            sent: None,
            outcomes: Vec::new(),
        }
    }

    fn finish(mut self) -> (Vec<String>, Vec<String>) {
        self.break_ground();
        for step in 0..STEPS {
            self.office.clock.pass(self.random.i64(0..600));
            self.step();
            self.check(step);
        }
        self.heal();
        (self.outcomes, self.office.contents())
    }

    fn step(&mut self) {
        if self.business == Business::Building && self.random.u32(0..10) < 7 {
            self.build();
            return;
        }
        match self.random.u32(0..100) {
            0..8 => {
                let name = format!("Person {}", self.random.u32(0..1000));
                self.send("person.create", json!({ "kind": "borrower", "name": name }));
            }
            8..16 if !self.people.is_empty() => self.create_loan(),
            16..48 if !self.loans.is_empty() => self.transition(),
            48..62 if !self.loans.is_empty() => self.service(),
            62..81 => self.build(),
            81..86 => self.send_again(),
            86..90 => {
                let name = if self.random.bool() { "handler.enable" } else { "handler.disable" };
                self.send(name, json!({ "name": "Printer" }));
            }
            90..94 => self.office.handler_fails.store(self.random.bool(), Ordering::SeqCst),
            94..97 => {
                let desk = self.random.usize(0..3);
                let retried = self.office.call(desk, "event.retry", json!({}), None);
                self.outcomes.push(format!("retry {:?}", retried.map(|report| report["outcomes"].clone())));
            }
            97 => self.archive(),
            98 => {
                self.office.call(0, "integrity.rebuild", json!({}), None).unwrap();
            }
            _ => self.verify(),
        }
    }

    fn create_loan(&mut self) {
        let principal = self.random.u32(1..2_000_000);
        let mut terms = json!({
            "borrower_id": self.people[self.random.usize(..self.people.len())],
            "principal": format!("{principal}.{:02}", self.random.u32(0..100)),
            "annual_rate_percent": format!("{}", self.random.u32(0..30)),
            // Now and then one that is refused.
            "term_months": self.random.u32(0..40),
        });
        if self.random.u32(0..3) > 0 {
            terms["construction"] = self.construction_terms(principal);
            terms["type"] = if self.random.u32(0..4) > 0 { "interest_only" } else { "amortized" }.into();
        }
        self.send("loan.create", terms);
    }

    fn transition(&mut self) {
        let loan_id = self.loans[self.loans.len() - 1 - self.random.usize(..self.loans.len().min(4))].clone();
        // The building sites go on, mostly.
        let is_building = self.business == Business::Building || self.random.u32(0..12) > 0;
        if self.sites[..2].contains(&loan_id) && is_building {
            return;
        }
        let loan = self.office.call(0, "loan.get", json!({ "loan_id": loan_id }), None).unwrap();
        let next = loan["allowed_transitions"].as_array().unwrap();
        // Mostly on the way to the funding, now and then somewhere that is not allowed.
        let to = if next.is_empty() || self.random.u32(0..10) == 0 {
            json!("funded")
        } else if self.random.u32(0..4) > 0 {
            next[0].clone()
        } else {
            next[self.random.usize(..next.len())].clone()
        };
        // A colleague who has not seen the last change sends a version that has passed.
        let version = loan["version"].as_i64().unwrap() - i64::from(self.random.u32(0..6) == 0);
        self.send("loan.transition", json!({ "loan_id": loan_id, "to": to, "expected_version": version }));
    }

    /// Time passes, and money comes, late or early, and goes back.
    fn service(&mut self) {
        let loan_id = self.loans[self.random.usize(..self.loans.len())].clone();
        let days_ago = chrono::Days::new(self.random.u64(0..40));
        let day = self.office.clock.today() - days_ago;
        match self.random.u32(0..10) {
            0 => self.office.clock.pass(i64::from(self.random.u32(1..40)) * 24 * 60 * 60),
            1 => self.send("servicing.run_day", json!({})),
            2 => {
                let kind = if self.random.bool() { "legal" } else { "inspection" };
                let amount = format!("{}.00", self.random.u32(0..300));
                self.send("fee.assess", json!({ "loan_id": loan_id, "kind": kind, "amount": amount }));
            }
            3 if !self.payments.is_empty() => {
                let payment_id = self.payments[self.random.usize(..self.payments.len())].clone();
                let input = json!({
                    "payment_id": payment_id, "reason": "Returned", "returned": self.random.bool(),
                });
                self.send("payment.reverse", input);
            }
            4 => {
                let rate = self.random.u32(0..20).to_string();
                let input = json!({ "loan_id": loan_id, "annual_rate_percent": rate, "reason": "Agreed" });
                self.send("loan.modify", input);
            }
            _ => {
                let amount = format!("{}.{:02}", self.random.u32(0..90_000), self.random.u32(0..100));
                let input = json!({
                    "loan_id": loan_id, "amount": amount, "received_on": day,
                    "accept_overpayment": self.random.bool(),
                });
                self.send("payment.record", input);
            }
        }
    }

    /// What is recorded of a loan's balances is what its ledger says.
    fn compare_ledgers(&self) {
        for loan_id in &self.loans {
            let loan = self.office.call(0, "loan.get", json!({ "loan_id": loan_id }), None).unwrap();
            let Ok(account) = self.office.call(0, "loan.account", json!({ "loan_id": loan_id }), None) else {
                assert_eq!(loan["funded_on"], Json::Null);
                continue;
            };
            let recorded = (&loan["outstanding"], &loan["held"]);
            assert_eq!(recorded, (&account["principal"], &account["held"]), "seed {}: {loan_id}", self.seed);
        }
    }

    /// Sends a command, perhaps over a network that fails, until it is answered.
    fn send(&mut self, name: &'static str, input: Json) {
        let desk = self.random.usize(0..3);
        self.send_from(desk, name, input);
    }

    fn send_from(&mut self, desk: usize, name: &'static str, input: Json) {
        let id = Uuid::from_u128(self.random.u128(..)).to_string();
        let fault = match self.random.u32(0..12) {
            0 => Some(Fault::AtStatement(self.random.u32(0..25))),
            1 => Some(Fault::BeforeCommit),
            2 => Some(Fault::AfterCommit),
            _ => None,
        };
        if let Some(fault) = fault {
            self.office.faults.arm(fault);
        }
        let before = self.events();
        let mut answer = self.office.call(desk, name, input.clone(), Some(&id));
        self.office.faults.disarm();
        if let Err(error) = &answer
            && error.retryable
            && fault.is_some()
        {
            let saved = self.events() != before;
            assert!(!saved || fault == Some(Fault::AfterCommit), "half done after {fault:?}: {name} {input}");
            answer = self.office.call(desk, name, input.clone(), Some(&id));
        }
        if answer.is_err() {
            assert_eq!(self.events(), before, "{name} {input} was refused and left events");
        }
        match (&answer, name) {
            (Ok(person), "person.create") => {
                self.people.push(person["person_id"].as_str().unwrap().to_owned())
            }
            (Ok(recorded), "payment.record") => {
                self.payments.push(recorded["payment"]["payment_id"].as_str().unwrap().to_owned());
            }
            (Ok(loan), "loan.create") => {
                let loan_id = loan["loan_id"].as_str().unwrap().to_owned();
                if !loan["construction"].is_null() {
                    self.sites.push(loan_id.clone());
                }
                self.loans.push(loan_id);
            }
            (Ok(draw), "draw.draft" | "draw.request") => {
                let draw_id = draw["draw_id"].as_str().unwrap().to_owned();
                if !self.draws.contains(&draw_id) {
                    self.draws.push(draw_id);
                }
            }
            _ => {}
        }
        let told = answer.as_ref().map(Json::to_string).map_err(|error| error.code);
        self.outcomes.push(format!("{name} {fault:?} {told:?}"));
        self.sent = Some(Sent { desk, name, input, id, answer: answer.ok() });
    }

    /// The last command once more: the same answer, and nothing new.
    fn send_again(&mut self) {
        let Some(Sent { desk, name, input, id, answer: Some(answer) }) = &self.sent else { return };
        let before = self.events();
        // From there, or from the owner's: an answer is given to nobody who may not ask.
        let desk = if self.random.bool() { *desk } else { 0 };
        let again = self.office.call(desk, name, input.clone(), Some(id));
        assert_eq!(again.as_ref(), Ok(answer));
        assert_eq!(self.events(), before);
    }

    /// A day later everything that is older goes to a file, over a network that perhaps fails.
    fn archive(&mut self) {
        self.office.clock.pass(24 * 60 * 60);
        let (before, desk) = (self.events(), self.random.usize(0..3));
        let today = self.office.clock.today();
        let input = json!({ "before": today, "folder": self.office.folder.path() });
        if self.random.bool() {
            self.office.faults.arm(Fault::AtStatement(self.random.u32(0..6)));
        }
        let mut answer = self.office.call(desk, "archive.create", input.clone(), None);
        self.office.faults.disarm();
        if answer.as_ref().is_err_and(|error| error.retryable) {
            answer = self.office.call(desk, "archive.create", input, None);
        }
        assert_eq!(self.events(), before, "an event is neither lost nor doubled");
        let told =
            answer.map(|report| report["archive"]["last_position"].clone()).map_err(|error| error.code);
        self.outcomes.push(format!("archive {told:?}"));
    }

    fn events(&self) -> i64 {
        self.office.count(&format!("SELECT COUNT(*) FROM {EVENTS}"))
    }

    fn verify(&self) {
        let report = self.office.call(0, "integrity.verify", json!({}), None).unwrap();
        assert_eq!(report["ok"], true, "seed {}: {}", self.seed, report["damages"]);
        // What the reserve paid since is not recorded before the next daily run.
        self.office.call(0, "servicing.run_day", json!({}), None).unwrap();
        self.compare_ledgers();
    }

    /// What holds of a book at any moment.
    fn check(&self, step: usize) {
        for (what, sql) in [
            (
                "the log counts on",
                format!("SELECT COUNT(*) - COALESCE(MAX(position), 0) FROM {EVENTS}").as_str(),
            ),
            (
                "streams count on",
                format!(
                    "SELECT COUNT(*) FROM (SELECT 1 FROM {EVENTS} GROUP BY aggregate_id \
                     HAVING COUNT(*) <> MAX(sequence_number)) AS broken"
                )
                .as_str(),
            ),
            (
                "one instalment a day",
                "SELECT COUNT(*) FROM (SELECT 1 FROM instalments WHERE status <> 'superseded' \
                 GROUP BY loan_id, due_on HAVING COUNT(*) > 1) AS doubled",
            ),
            (
                "one late charge an instalment",
                "SELECT COUNT(*) FROM (SELECT 1 FROM fees WHERE kind = 'late_charge' \
                 GROUP BY loan_id, late_due_on HAVING COUNT(*) > 1) AS doubled",
            ),
            (
                "payments are what they went to",
                "SELECT COUNT(*) FROM payments WHERE revision > 0 AND amount_minor <> \
                 fees_minor + late_charges_minor + interest_minor + principal_minor + held_minor",
            ),
            (
                "schedules add up",
                "SELECT COUNT(*) FROM payment_schedules WHERE total_principal_minor <> (SELECT SUM(principal_minor) \
                 FROM instalments WHERE instalments.schedule_id = payment_schedules.id)",
            ),
            (
                "one success a handler",
                "SELECT COUNT(*) FROM (SELECT 1 FROM event_processing_log WHERE status = 'success' \
                 GROUP BY event_id, handler HAVING COUNT(*) > 1) AS doubled",
            ),
        ] {
            assert_eq!(self.office.count(sql), 0, "seed {}, step {step}: {what}", self.seed);
        }
        for (what, sql) in site::INVARIANTS {
            assert_eq!(self.office.count(sql), 0, "seed {}, step {step}: {what}", self.seed);
        }
        self.check_sites(step);
    }

    /// The handler works again, and what failed is tried once more.
    fn heal(&mut self) {
        self.office.handler_fails.store(false, Ordering::SeqCst);
        self.office.call(0, "handler.enable", json!({ "name": "Printer" }), None).unwrap();
        self.office.call(0, "event.retry", json!({}), None).unwrap();
        let failed =
            self.office.count("SELECT COUNT(*) FROM domain_events WHERE processing_status <> 'processed'");
        assert_eq!(failed, 0, "seed {}", self.seed);
        self.verify();
    }
}

/// What came of a seed.
struct Made {
    schedules: usize,
    archives: usize,
    steps: Vec<String>,
}

impl Made {
    /// How often a command was done.
    fn done(&self, command: &str) -> usize {
        self.steps
            .iter()
            .filter(|step| step.starts_with(&format!("{command} ")) && step.contains(" Ok("))
            .count()
    }
}

/// Runs a seed on both and says what came of it.
fn both_backends_agree(seed: u64, business: Business) -> Made {
    eprintln!("seed {seed}, {business:?}");
    let file = Office::on(|folder| Place::in_file(folder.path()));
    let server = Office::on(|_| Place::in_database());
    let (steps, in_file) = Run::of(seed, business, file).finish();
    let (steps_there, on_server) = Run::of(seed, business, server).finish();
    for (step, (here, there)) in steps.iter().zip(&steps_there).enumerate() {
        assert_eq!(here, there, "seed {seed}, command {step}");
    }
    for (here, there) in in_file.iter().zip(&on_server) {
        assert_eq!(here, there, "seed {seed}");
    }
    assert_eq!((steps.len(), in_file.len()), (steps_there.len(), on_server.len()), "seed {seed}");
    let after = |table: &str| in_file.iter().position(|line| line == &format!("-- {table}")).unwrap();
    let archives = steps.iter().filter(|step| step.starts_with("archive Ok")).count();
    Made { schedules: after("payments") - after("payment_schedules") - 1, archives, steps }
}

/// Seeds that are always run; what a random one finds is added here.
#[test]
fn known_seeds() {
    let made: Vec<Made> = (1..=4).map(|seed| both_backends_agree(seed, Business::Everything)).collect();
    let schedules: usize = made.iter().map(|made| made.schedules).sum();
    let archives: usize = made.iter().map(|made| made.archives).sum();
    assert!(schedules >= 10, "only {schedules} loans came to their schedule: the seeds prove too little");
    assert!(archives >= 2, "only {archives} archives were made: the seeds prove too little");
}

/// Seeds of colleagues who mostly build.
#[test]
fn known_seeds_of_building_sites() {
    let made: Vec<Made> = (11..=14).map(|seed| both_backends_agree(seed, Business::Building)).collect();
    for (command, least) in [
        ("draw.request", 30),
        ("draw.approve", 15),
        ("draw.disburse", 12),
        ("retainage.release", 3),
        ("budget.set", 10),
        ("budget.reallocate", 8),
        ("inspection.complete", 5),
    ] {
        let done: usize = made.iter().map(|made| made.done(command)).sum();
        assert!(done >= least, "{command} was done {done} times only: the seeds prove too little");
    }
}

/// A seed that nobody has run yet, or the one that is named.
#[test]
fn a_seed_of_this_run() {
    let named = std::env::var("LENDINGOS_SIMULATION_SEED").ok();
    let seed = match named {
        Some(seed) => {
            seed.parse().unwrap_or_else(|_| panic!("LENDINGOS_SIMULATION_SEED is a number, not {seed}"))
        }
        None => fastrand::u64(..),
    };
    println!("LENDINGOS_SIMULATION_SEED={seed}");
    for business in [Business::Everything, Business::Building] {
        both_backends_agree(seed, business);
    }
}
