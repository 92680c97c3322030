//! A large book, at 1 %, 10 % and 100 % of its size, on both stores: what grows with it and what does not.

use std::{
    ops::Range,
    time::{Duration, Instant},
};

use api::{Call, Desk};
use app::Book;
use chrono::{NaiveDate, TimeDelta, Utc};
use domain::{EventId, EventPayload, LoanCreated, LoanId, LoanStatus, LoanStatusChanged, PersonId};
use serde_json::{Value as Json, json};
use store::NewEvent;

use crate::{
    fixture::{Fixture, funded, publish_funded, terms},
    measure::Samples,
    shared::Database,
};

/// Of every four loans, one runs thirty years and three run one.
const LONG: u32 = 360;
const SHORT: u32 = 12;
const LOANS: usize = 10_000;
const LEAST_EVENTS: i64 = 1_000_000;
/// Loans recorded in one transaction while the book is filled.
const AT_ONCE: usize = 50;
const RUNS: usize = 40;

/// Fills a book on each store and measures it on the way.
pub fn run() {
    println!("{LOANS} loans, a quarter over {LONG} months and the others over {SHORT}; medians of {RUNS}");
    println!("publish: Loan.Funded with 12 or 360 instalments, and its ratio to an empty book taken in turn");
    println!(
        "{:<10} {:>7} {:>9} {:>11} {:>6} {:>11} {:>6} {:>10} {:>10} {:>10} {:>10} {:>10}",
        "store",
        "loans",
        "events",
        "publish 12",
        "ratio",
        "publish 360",
        "ratio",
        "history",
        "loan list",
        "balances",
        "as of",
        "book"
    );
    measure("SQLite", &|| Place { fixture: Fixture::new(), _database: None });
    measure("PostgreSQL", &|| {
        let database = Database::new();
        Place { fixture: Fixture::at(&database.address()), _database: Some(database) }
    });
}

/// A book and, on a server, the database that goes with it.
struct Place {
    fixture: Fixture,
    _database: Option<Database>,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.fixture.call("book.close", json!({}));
    }
}

fn measure(store: &str, make: &dyn Fn() -> Place) {
    let place = make();
    let fixture = &place.fixture;
    let borrower: PersonId = serde_json::from_value(
        fixture.call("person.create", json!({ "kind": "borrower", "name": "Marisol Vega" }))["person_id"]
            .clone(),
    )
    .unwrap();
    let mut filled = 0;
    for size in [0, LOANS / 100, LOANS / 10, LOANS] {
        let started = Instant::now();
        fill(&fixture.book(), borrower, filled, size);
        filled = size;
        eprintln!("{store}: {size} loans after {:.0} s", started.elapsed().as_secs_f64());
        line(store, fixture, &make().fixture, size);
    }
    assert!(fixture.head() >= LEAST_EVENTS, "too few events: {}", fixture.head());
    for name in ["integrity.verify", "integrity.rebuild", "book.statistics"] {
        let started = Instant::now();
        let report = fixture.call(name, json!({}));
        assert_ne!(report["ok"], false, "{report}");
        println!("{store:<10} {name} of {} events: {:.1} s", fixture.head(), started.elapsed().as_secs_f64());
        if let Some(tables) = report["total_bytes"].as_i64() {
            println!("{store:<10} {tables} bytes");
        }
    }
    archive(store, fixture);
}

/// Everything but the last event goes to a file, and is read through from there.
fn archive(store: &str, fixture: &Fixture) {
    // The events were recorded today, and today's day is the last that can be named: a day later all are older.
    let middle = call(&fixture.desk, "loan.list", json!({ "limit": 1, "offset": LOANS / 2 }));
    let later = fixture.a_day_later();
    let tomorrow = (Utc::now() + TimeDelta::days(1)).date_naive();
    let started = Instant::now();
    let folder = fixture.folder.path();
    let report = call(&later, "archive.create", json!({ "before": tomorrow, "folder": folder }));
    println!(
        "{store:<10} archive of {} events: {:.1} s, a file of {} bytes, the book from {} to {} bytes",
        report["archive"]["events"],
        started.elapsed().as_secs_f64(),
        report["archive"]["bytes"],
        report["bytes_before"],
        report["bytes_after"]
    );
    let history = json!({ "aggregate_id": middle["loans"][0]["loan_id"], "include_loan": true });
    let of_call = |name: &str, input: &Json, runs: usize| {
        median(&vec![(); runs], |()| {
            call(&later, name, input.clone());
        })
    };
    println!(
        "{store:<10} archived: history {}, balances as of {}, verify {}",
        of_call("event.history", &history, RUNS),
        of_call("loan.balances", &json!({ "known_at": Utc::now() }), 3),
        of_call("integrity.verify", &json!({}), 1),
    );
}

fn line(store: &str, fixture: &Fixture, empty: &Fixture, loans: usize) {
    let events = fixture.head();
    let publish = |instalments| {
        let ours = fixture.loans_in_closing(RUNS, instalments);
        let theirs = empty.loans_in_closing(RUNS, instalments);
        let (mut large_times, mut empty_times) = (Samples::default(), Samples::default());
        for (ours, theirs) in ours.iter().zip(&theirs) {
            large_times.time(|| publish_funded(&fixture.book(), ours.parse().unwrap(), instalments));
            empty_times.time(|| publish_funded(&empty.book(), theirs.parse().unwrap(), instalments));
        }
        let ratio = large_times.median().as_secs_f64() / empty_times.median().as_secs_f64();
        (text(large_times.median()), format!("{ratio:.2}"))
    };
    let ((publish_12, ratio_12), (publish_360, ratio_360)) = (publish(SHORT), publish(LONG));
    // A loan from the middle of the book.
    let middle = call(&fixture.desk, "loan.list", json!({ "limit": 1, "offset": loans / 2 }));
    let history = json!({ "aggregate_id": middle["loans"][0]["loan_id"], "include_loan": true });
    let of_call = |name: &str, input: &Json| {
        median(&[(); RUNS], |()| {
            call(&fixture.desk, name, input.clone());
        })
    };
    println!(
        "{store:<10} {loans:>7} {events:>9} {publish_12:>11} {ratio_12:>6} {publish_360:>11} {ratio_360:>6} {:>10} \
         {:>10} {:>10} {:>10} {:>10}",
        of_call("event.history", &history),
        of_call("loan.list", &json!({ "limit": 500 })),
        of_call("loan.balances", &json!({})),
        of_call("loan.balances", &json!({ "known_at": Utc::now() })),
        of_call("book.get", &json!({})),
    );
}

fn call(desk: &Desk, name: &str, input: Json) -> Json {
    desk.call(Call::new(name, input)).unwrap()
}

fn median<T>(of: &[T], mut work: impl FnMut(&T)) -> String {
    let mut samples = Samples::default();
    for each in of {
        samples.time(|| work(each));
    }
    text(samples.median())
}

fn text(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1_000.0)
}

/// Records loans from draft to funded, many in one transaction; their handler makes the schedules.
fn fill(book: &Book, borrower: PersonId, from: usize, to: usize) {
    let today = book.environment().clock.today();
    let term = |number: &usize| if number.is_multiple_of(4) { LONG } else { SHORT };
    fill_on(book, borrower, from..to, today, term);
}

/// The same, funded on a day.
pub fn fill_on(
    book: &Book,
    borrower: PersonId,
    numbers: Range<usize>,
    funded_on: NaiveDate,
    term_months: impl Fn(&usize) -> u32,
) {
    let from = numbers.start;
    let numbers: Vec<usize> = numbers.collect();
    let last: i64 = book
        .read(|transaction| {
            Ok(transaction.query("SELECT COALESCE(MAX(number), 0) FROM loans", &[])?.remove(0).single()?)
        })
        .unwrap();
    for batch in numbers.chunks(AT_ONCE) {
        book.write(|work| {
            for number in batch {
                let loan_id = LoanId::from_uuid(work.next_id());
                let events = life(
                    book,
                    loan_id,
                    borrower,
                    last + 1 + i64::try_from(number - from).unwrap(),
                    (term_months(number), funded_on),
                );
                let mut new = Vec::with_capacity(events.len());
                for make in events {
                    let id = EventId::from_uuid(work.next_id());
                    new.push(make(id, funded_on)?.of_loan(loan_id));
                }
                work.publish(new)?;
            }
            Ok(())
        })
        .unwrap();
    }
}

type Make = Box<dyn FnOnce(EventId, NaiveDate) -> store::Result<NewEvent>>;

fn made<P: EventPayload + 'static>(loan_id: LoanId, payload: P) -> Make {
    Box::new(move |id, today| NewEvent::of(id, loan_id.as_uuid(), today, &payload))
}

/// The eight events of a loan's own stream.
fn life(
    book: &Book,
    loan_id: LoanId,
    borrower_id: PersonId,
    number: i64,
    (term_months, funded_on): (u32, NaiveDate),
) -> Vec<Make> {
    let (organization_id, currency) = (book.organization().id, book.organization().currency);
    let user = book.user().name.clone();
    let terms = terms(10_000_000 + number, term_months);
    let mut events = vec![made(
        loan_id,
        LoanCreated {
            external_reference: None,
            loan_id,
            organization_id,
            number,
            borrower_id,
            lender_id: None,
            purpose: None,
            currency,
            terms: terms.agreed(currency),
        },
    )];
    let way = &LoanStatus::ALL[..7];
    for step in way.windows(2) {
        let [from, to] = step else { continue };
        events.push(made(
            loan_id,
            LoanStatusChanged {
                loan_id,
                organization_id,
                from: *from,
                to: *to,
                reason: None,
                changed_by: user.clone(),
            },
        ));
    }
    events.push(made(loan_id, funded(book, loan_id, &terms, funded_on)));
    events
}
