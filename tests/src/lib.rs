//! What whole-system tests share: a book in a temporary folder, the command table on it, and time that stands still
//! until a test moves it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on must stop")]

use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
};

use api::{Call, Desk, DeskConfig, Notice, WireError};
use app::{
    Book, Environment, Parts,
    bus::{EventHandler, HandlerContext, HandlerError},
    environment::{Clock, TimeOrderedIds},
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::{Value as Json, json};
use store::RecordedEvent;
use tempfile::TempDir;

mod place;
pub mod site;
mod story;

pub use place::Place;
pub use site::Site;
pub use story::{Story, Teller, tell};

/// The statuses a loan passes on its way from draft to funded.
pub const WAY_TO_FUNDED: [&str; 6] =
    ["submitted", "verification", "underwriting", "approved", "closing", "funded"];

/// A clock that a test moves.
pub struct ManualClock {
    now: Mutex<DateTime<Utc>>,
    micros: AtomicI64,
}

impl Default for ManualClock {
    fn default() -> Self {
        let start = DateTime::parse_from_rfc3339("2025-01-15T10:00:00Z").unwrap().to_utc();
        Self { now: Mutex::new(start), micros: AtomicI64::new(0) }
    }
}

impl ManualClock {
    /// Lets time pass.
    pub fn pass(&self, seconds: i64) {
        *self.now.lock().unwrap() += TimeDelta::seconds(seconds);
    }

    /// Lets time pass to ten o'clock of a day.
    pub fn pass_to(&self, day: NaiveDate) {
        *self.now.lock().unwrap() = day.and_hms_opt(10, 0, 0).unwrap().and_utc();
    }
}

impl Clock for ManualClock {
    fn now(&self) -> DateTime<Utc> {
        *self.now.lock().unwrap()
    }

    fn today(&self) -> NaiveDate {
        self.now().date_naive()
    }

    fn monotonic_micros(&self) -> i64 {
        self.micros.fetch_add(1, Ordering::Relaxed)
    }
}

/// A desk with a new book in a temporary folder.
pub struct TestDesk {
    /// The folder, gone with the desk.
    pub folder: TempDir,
    /// The desk.
    pub desk: Desk,
    place: Place,
    /// Its clock.
    pub clock: Arc<ManualClock>,
}

impl TestDesk {
    /// A desk with a new book in US dollars, owned by Ada.
    #[must_use]
    pub fn new() -> Self {
        Self::in_currency("USD")
    }

    /// The same in another currency.
    #[must_use]
    pub fn in_currency(currency: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::new(folder.path());
        Self::at(place, folder, currency)
    }

    /// A desk with a new book on PostgreSQL, whichever backend the other tests run on.
    #[must_use]
    pub fn shared() -> Self {
        Self::at(Place::in_database(), tempfile::tempdir().unwrap(), "USD")
    }

    /// A desk with a new book in a file, whichever backend the other tests run on.
    #[must_use]
    pub fn in_file() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self::at(Place::in_file(folder.path()), folder, "USD")
    }

    fn at(place: Place, folder: TempDir, currency: &str) -> Self {
        let clock = Arc::new(ManualClock::default());
        let desk = desk(&folder, &clock);
        let test = Self { folder, desk, place, clock };
        test.ok(
            "book.create",
            json!({ "address": test.address(), "organization": "Cedar Street Lending", "currency": currency, "owner": "Ada" }),
        );
        test
    }

    /// Where the book is.
    #[must_use]
    pub fn address(&self) -> String {
        self.place.address().to_owned()
    }

    /// A second desk that is told what others do.
    pub fn watching(&self, on_notice: impl Fn(Notice) + Send + Sync + 'static) -> Desk {
        let desk = desk_on(&self.folder, &self.clock, Some(Arc::new(on_notice)));
        desk.open(&self.address(), None).unwrap();
        desk
    }

    /// The book's file.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("book.lendingos")
    }

    /// A second desk on the same book, as another program would have it.
    #[must_use]
    pub fn second(&self) -> Desk {
        let desk = desk(&self.folder, &self.clock);
        desk.open(&self.address(), None).unwrap();
        desk
    }

    /// What only the server can do to the book's database, such as ending its sessions.
    #[must_use]
    pub fn administrator(&self) -> postgres::Client {
        postgres::Client::connect(&self.address(), postgres::NoTls).unwrap()
    }

    /// Opens the book again with other handlers and projections.
    pub fn reopen_with(&self, parts: Parts) -> Arc<Book> {
        self.desk.open_with(&self.address(), parts).unwrap()
    }

    /// Calls a command that is to succeed.
    pub fn ok(&self, name: &str, input: Json) -> Json {
        ok(&self.desk, name, input)
    }

    /// Calls a command that is to be refused.
    pub fn refused(&self, name: &str, input: Json) -> WireError {
        match self.desk.call(Call::new(name, input.clone())) {
            Err(error) => error,
            Ok(output) => panic!("{name} {input} was not refused: {output}"),
        }
    }

    /// A borrower.
    pub fn borrower(&self) -> Json {
        self.ok("person.create", json!({ "kind": "borrower", "name": "Marisol Vega" }))["person_id"].clone()
    }

    /// A loan with these terms, as a draft; returns its id.
    pub fn loan(&self, terms: Json) -> String {
        let mut input = terms;
        input["borrower_id"] = self.borrower();
        self.ok("loan.create", input)["loan_id"].as_str().unwrap().to_owned()
    }

    /// A loan of 100,000.00 at 7.5 % over 12 months, as a draft.
    pub fn usual_loan(&self) -> String {
        self.loan(json!({ "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 12 }))
    }

    /// A loan with these terms, walked to `closing`.
    pub fn loan_in_closing(&self, terms: Json) -> String {
        let loan_id = self.loan(terms);
        for status in &WAY_TO_FUNDED[..5] {
            self.ok("loan.transition", json!({ "loan_id": loan_id, "to": status }));
        }
        loan_id
    }

    /// Funds a loan on 15 January 2025.
    pub fn fund(&self, loan_id: &str) -> Json {
        self.ok(
            "loan.transition",
            json!({ "loan_id": loan_id, "to": "funded", "effective_on": "2025-01-15" }),
        )
    }

    /// A loan with these terms, funded.
    pub fn funded_loan(&self, terms: Json) -> String {
        let loan_id = self.loan_in_closing(terms);
        self.fund(&loan_id);
        loan_id
    }

    /// The event of a type in a loan's own stream.
    pub fn event(&self, loan_id: &str, event_type: &str) -> Json {
        let history = self.ok("event.history", json!({ "aggregate_id": loan_id }));
        let events = history["events"].as_array().unwrap();
        events.iter().find(|event| event["event_type"] == event_type).unwrap().clone()
    }

    /// How many events belong to the loan in all.
    pub fn events_of_loan(&self, loan_id: &str) -> usize {
        let history = self.ok("event.history", json!({ "aggregate_id": loan_id, "include_loan": true }));
        history["events"].as_array().unwrap().len()
    }
}

impl Teller for TestDesk {
    fn pass_to(&mut self, day: NaiveDate) -> bool {
        self.clock.pass_to(day);
        true
    }

    fn call(&mut self, user: &str, command: &str, input: Json) -> Result<Json, String> {
        self.ok("book.sign_in", json!({ "user": user }));
        self.desk.call(Call::new(command, input)).map_err(|error| error.code.word())
    }
}

impl Default for TestDesk {
    fn default() -> Self {
        Self::new()
    }
}

/// The program that typesets lenders' own templates: it lies beside the folder of the test that runs.
fn typesetter() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    test.ancestors().nth(2).unwrap().join("typesetter").with_extension(std::env::consts::EXE_EXTENSION)
}

fn desk(folder: &TempDir, clock: &Arc<ManualClock>) -> Desk {
    desk_on(folder, clock, None)
}

/// What a desk does with the notices of a shared book.
type OnNotice = Arc<dyn Fn(Notice) + Send + Sync>;

fn desk_on(folder: &TempDir, clock: &Arc<ManualClock>, on_notice: Option<OnNotice>) -> Desk {
    typesetting::apart::start_as(typesetter());
    let config = DeskConfig {
        backends: Arc::new(backends::AllBackends),
        config_folder: None,
        documents_folder: folder.path().to_owned(),
        user: None,
        source: "test",
        on_notice,
    };
    let environment = Environment {
        clock: Arc::clone(clock) as Arc<dyn Clock>,
        ids: Arc::new(TimeOrderedIds::default()),
        source: "test".to_owned(),
    };
    Desk::with_environment(config, environment)
}

/// Calls a command that is to succeed.
pub fn ok(desk: &Desk, name: &str, input: Json) -> Json {
    match desk.call(Call::new(name, input.clone())) {
        Ok(output) => output,
        Err(error) => panic!("{name} {input}: {}", error.message),
    }
}

/// A handler of a test: what it listens to, and what it does.
pub struct TestHandler<F> {
    /// Its name.
    pub name: &'static str,
    /// What it listens to.
    pub event_types: &'static [&'static str],
    /// What it does.
    pub work: F,
}

impl<F> EventHandler for TestHandler<F>
where
    F: Fn(&RecordedEvent, &mut HandlerContext<'_, '_>) -> Result<(), HandlerError> + Send + Sync,
{
    fn name(&self) -> &'static str {
        self.name
    }

    fn event_types(&self) -> &'static [&'static str] {
        self.event_types
    }

    fn handle(
        &self,
        event: &RecordedEvent,
        context: &mut HandlerContext<'_, '_>,
    ) -> Result<(), HandlerError> {
        (self.work)(event, context)
    }
}

/// A handler on `Loan.Funded` that fails until the switch is set.
#[must_use]
pub fn fails_until(healed: &Arc<AtomicBool>) -> Arc<dyn EventHandler> {
    let healed = Arc::clone(healed);
    Arc::new(TestHandler {
        name: "Flaky",
        event_types: &["Loan.Funded"],
        work: move |_: &RecordedEvent, _: &mut HandlerContext<'_, '_>| {
            if healed.load(Ordering::SeqCst) {
                Ok(())
            } else {
                Err(HandlerError::new("the printer is on fire"))
            }
        },
    })
}
