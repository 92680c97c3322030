//! Books for the benches, in temporary folders on the disk.

use std::{path::PathBuf, sync::Arc};

use api::{Call, Desk, DeskConfig};
use app::{
    Book, Environment,
    environment::{Clock, SystemClock},
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{EventId, LoanFunded, LoanId, LoanTerms};
use serde_json::{Value as Json, json};
use store::NewEvent;
use tempfile::TempDir;

/// A desk with a book.
pub struct Fixture {
    pub folder: TempDir,
    pub desk: Desk,
    address: String,
}

impl Fixture {
    /// A desk with a new, empty book in a file.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = folder.path().join("book.lendingos").display().to_string();
        Self::in_folder(folder, &address)
    }

    /// A desk with a new, empty book at an address.
    pub fn at(address: &str) -> Self {
        Self::in_folder(tempfile::tempdir().unwrap(), address)
    }

    fn in_folder(folder: TempDir, address: &str) -> Self {
        let fixture = Self { desk: desk(&folder), folder, address: address.to_owned() };
        fixture.call(
            "book.create",
            json!({ "address": address, "organization": "Bench", "currency": "USD", "owner": "Ada" }),
        );
        fixture
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("book.lendingos")
    }

    pub fn book(&self) -> Arc<Book> {
        self.desk.book().unwrap()
    }

    pub fn call(&self, name: &str, input: Json) -> Json {
        self.desk.call(Call::new(name, input)).unwrap()
    }

    /// Loans in closing, ready to be funded.
    pub fn loans_in_closing(&self, count: usize, term_months: u32) -> Vec<String> {
        let borrower = self.call("person.create", json!({ "kind": "borrower", "name": "Marisol Vega" }));
        (0..count)
            .map(|_| {
                let terms = json!({
                    "borrower_id": borrower["person_id"], "principal": "100000.00", "annual_rate_percent": "7.5",
                    "term_months": term_months,
                });
                let loan_id = self.call("loan.create", terms)["loan_id"].as_str().unwrap().to_owned();
                for to in ["submitted", "verification", "underwriting", "approved", "closing"] {
                    self.call("loan.transition", json!({ "loan_id": loan_id, "to": to }));
                }
                loan_id
            })
            .collect()
    }

    /// Another desk on the same book, of which the clock is a day ahead.
    pub fn a_day_later(&self) -> Desk {
        let environment =
            Environment { clock: Arc::new(Tomorrow::default()), ..Environment::system("bench") };
        let desk = Desk::with_environment(config(&self.folder), environment);
        desk.open(&self.address, None).unwrap();
        desk
    }

    /// The last position of the log.
    pub fn head(&self) -> i64 {
        self.call("book.get", json!({}))["events"].as_i64().unwrap()
    }
}

/// The computer's clock, a day ahead.
#[derive(Default)]
struct Tomorrow(SystemClock);

impl Clock for Tomorrow {
    fn now(&self) -> DateTime<Utc> {
        self.0.now() + TimeDelta::days(1)
    }

    fn today(&self) -> NaiveDate {
        self.now().date_naive()
    }

    fn monotonic_micros(&self) -> i64 {
        self.0.monotonic_micros()
    }
}

pub fn desk(folder: &TempDir) -> Desk {
    Desk::new(config(folder))
}

fn config(folder: &TempDir) -> DeskConfig {
    DeskConfig {
        backends: Arc::new(backends::AllBackends),
        config_folder: None,
        documents_folder: folder.path().to_owned(),
        user: None,
        source: "bench",
        on_notice: None,
    }
}

/// The terms of a loan of a bench.
pub fn terms(principal_minor: i64, term_months: u32) -> LoanTerms {
    LoanTerms {
        principal: domain::Money::from_minor_units(principal_minor),
        annual_rate: "7.5".parse().unwrap(),
        term_months,
        schedule_type: domain::ScheduleType::Amortized,
        frequency: domain::Frequency::Monthly,
        day_count: domain::DayCount::Thirty360,
        rounding: domain::Rounding::HalfUp,
        first_payment_on: None,
        amortization_months: None,
        interest_only_periods: 0,
        servicing: domain::ServicingTerms::usual(domain::Currency::from_code("USD").unwrap()),
        construction: None,
    }
}

/// That a loan of these terms was funded on a day.
pub fn funded(book: &Book, loan_id: LoanId, terms: &LoanTerms, funded_on: NaiveDate) -> LoanFunded {
    let currency = book.organization().currency;
    LoanFunded {
        carried_over: None,
        loan_id,
        organization_id: book.organization().id,
        funded_on,
        currency,
        terms: terms.agreed(currency),
        funded_by: book.user().name.clone(),
    }
}

/// Publishes `Loan.Funded`; its handler makes the schedule.
pub fn publish_funded(book: &Book, loan_id: LoanId, term_months: u32) {
    let today = book.environment().clock.today();
    let funded = funded(book, loan_id, &terms(10_000_000, term_months), today);
    book.write(|work| {
        let today = work.context().decision.today;
        let id = EventId::from_uuid(work.next_id());
        let event = NewEvent::of(id, loan_id.as_uuid(), today, &funded)?.of_loan(loan_id);
        work.publish(vec![event])
    })
    .unwrap();
}
