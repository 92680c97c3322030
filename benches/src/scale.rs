//! A large book, at 1 %, 10 % and 100 % of its size, on both stores: what grows with it and what does not.

use std::time::{Duration, Instant};

use api::{Call, Desk};
use app::Book;
use domain::{
    Amount, EventId, EventPayload, LoanCreated, LoanFunded, LoanId, LoanStatus, LoanStatusChanged, LoanTerms,
    Money, PersonId,
};
use serde_json::{Value as Json, json};
use store::NewEvent;

use crate::{
    fixture::{Fixture, publish_funded},
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
    println!(
        "{:<10} {:>7} {:>10} {:>10} {:>11} {:>10} {:>10} {:>10} {:>10}",
        "store", "loans", "events", "publish 12", "publish 360", "history", "loan list", "balances", "book"
    );
    measure("SQLite", &Fixture::new());
    let database = Database::new();
    let fixture = Fixture::at(&database.address());
    measure("PostgreSQL", &fixture);
    fixture.call("book.close", json!({}));
}

fn measure(store: &str, fixture: &Fixture) {
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
        line(store, fixture, size);
    }
    assert!(fixture.head() >= LEAST_EVENTS, "too few events: {}", fixture.head());
    for name in ["integrity.verify", "integrity.rebuild"] {
        let started = Instant::now();
        let report = fixture.call(name, json!({}));
        assert_ne!(report["ok"], false, "{report}");
        println!("{store:<10} {name} of {} events: {:.1} s", fixture.head(), started.elapsed().as_secs_f64());
    }
}

fn line(store: &str, fixture: &Fixture, loans: usize) {
    let events = fixture.head();
    let publish = |instalments| {
        let book = fixture.book();
        median(&fixture.loans_in_closing(RUNS, instalments), |loan_id| {
            publish_funded(&book, loan_id.parse().unwrap(), instalments);
        })
    };
    let (publish_12, publish_360) = (publish(SHORT), publish(LONG));
    // A loan from the middle of the book.
    let middle = call(&fixture.desk, "loan.list", json!({ "limit": 1, "offset": loans / 2 }));
    let history = json!({ "aggregate_id": middle["loans"][0]["loan_id"], "include_loan": true });
    let of_call = |name: &str, input: &Json| {
        median(&[(); RUNS], |()| {
            call(&fixture.desk, name, input.clone());
        })
    };
    println!(
        "{store:<10} {loans:>7} {events:>10} {:>10} {:>11} {:>10} {:>10} {:>10} {:>10}",
        publish_12,
        publish_360,
        of_call("event.history", &history),
        of_call("loan.list", &json!({ "limit": 500 })),
        of_call("loan.balances", &json!({})),
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
    let numbers: Vec<usize> = (from..to).collect();
    let last: i64 = book
        .read(|transaction| {
            Ok(transaction.query("SELECT COALESCE(MAX(number), 0) FROM loans", &[])?.remove(0).single()?)
        })
        .unwrap();
    for batch in numbers.chunks(AT_ONCE) {
        book.write(|work| {
            for number in batch {
                let term_months = if number % 4 == 0 { LONG } else { SHORT };
                let loan_id = LoanId::from_uuid(work.next_id());
                let events = life(
                    book,
                    loan_id,
                    borrower,
                    last + 1 + i64::try_from(number - from).unwrap(),
                    term_months,
                );
                let today = work.context().decision.today;
                let mut new = Vec::with_capacity(events.len());
                for make in events {
                    let id = EventId::from_uuid(work.next_id());
                    new.push(make(id, today)?.of_loan(loan_id));
                }
                work.publish(new)?;
            }
            Ok(())
        })
        .unwrap();
    }
}

type Make = Box<dyn FnOnce(EventId, chrono::NaiveDate) -> store::Result<NewEvent>>;

fn made<P: EventPayload + 'static>(loan_id: LoanId, payload: P) -> Make {
    Box::new(move |id, today| NewEvent::of(id, loan_id.as_uuid(), today, &payload))
}

/// The eight events of a loan's own stream.
fn life(book: &Book, loan_id: LoanId, borrower_id: PersonId, number: i64, term_months: u32) -> Vec<Make> {
    let (organization_id, currency) = (book.organization().id, book.organization().currency);
    let user = book.user().to_owned();
    let terms = LoanTerms {
        principal: Money::from_minor_units(10_000_000 + number),
        annual_rate: "7.5".parse().unwrap(),
        term_months,
        schedule_type: domain::ScheduleType::Amortized,
        frequency: domain::Frequency::Monthly,
        day_count: domain::DayCount::Thirty360,
        rounding: domain::Rounding::HalfUp,
        first_payment_on: None,
    };
    let principal: Amount = terms.principal_amount(currency);
    let mut events = vec![made(
        loan_id,
        LoanCreated {
            loan_id,
            organization_id,
            number,
            borrower_id,
            lender_id: None,
            purpose: None,
            currency,
            principal,
            annual_rate_percent: terms.annual_rate,
            term_months,
            schedule_type: terms.schedule_type,
            frequency: terms.frequency,
            day_count: terms.day_count,
            rounding: terms.rounding,
            first_payment_on: None,
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
    events.push(made(
        loan_id,
        LoanFunded {
            loan_id,
            organization_id,
            funded_on: book.environment().clock.today(),
            currency,
            principal,
            annual_rate_percent: terms.annual_rate,
            term_months,
            schedule_type: terms.schedule_type,
            frequency: terms.frequency,
            day_count: terms.day_count,
            rounding: terms.rounding,
            first_payment_on: None,
            funded_by: user,
        },
    ));
    events
}
