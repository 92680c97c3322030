//! Reading a stream of a thousand events, against the same query.

use domain::{EventId, EventPayload as _, LoanStatus, LoanStatusChanged};
use rusqlite::types::Value;
use store::{NewEvent, event_log};

use crate::{
    bare,
    fixture::Fixture,
    measure::{Report, Samples},
};

const EVENTS: usize = 1_000;
const RUNS: usize = 200;

pub fn run(report: &mut Report) {
    let fixture = Fixture::new();
    let book = fixture.book();
    let loan_id: domain::LoanId = fixture.loans_in_closing(1, 12)[0].parse().unwrap();
    book.write(|work| {
        let decision = &work.context().decision;
        let changed = LoanStatusChanged {
            loan_id,
            organization_id: decision.organization_id,
            from: LoanStatus::Approved,
            to: LoanStatus::Closing,
            reason: None,
            changed_by: decision.user.clone(),
        };
        let events = (6..EVENTS).map(|_| {
            let id = EventId::from_uuid(work.next_id());
            NewEvent::of(id, loan_id.as_uuid(), decision.today, &changed)
        });
        let events = events.collect::<store::Result<Vec<_>>>()?;
        work.publish(events)
    })
    .unwrap();
    let plain = bare::connect(&fixture.path());
    let sql = format!(
        "SELECT {} FROM domain_events WHERE aggregate_id = ?1 ORDER BY sequence_number",
        event_log::COLUMNS
    );
    let (mut ours, mut bare_times) = (Samples::default(), Samples::default());
    for _ in 0..RUNS {
        let read = ours.time(|| {
            book.read(|transaction| Ok(event_log::stream(transaction, loan_id.as_uuid())?)).unwrap()
        });
        let rows = bare_times.time(|| {
            let mut statement = plain.prepare_cached(&sql).unwrap();
            let columns = statement.column_count();
            let rows: Vec<Vec<Value>> = statement
                .query_map([loan_id.to_string()], |row| (0..columns).map(|place| row.get(place)).collect())
                .unwrap()
                .map(Result::unwrap)
                .collect();
            rows
        });
        assert_eq!((read.len(), rows.len()), (EVENTS, EVENTS));
    }
    report.line(&format!("read a stream of {EVENTS} {}", LoanStatusChanged::EVENT_TYPE), &ours, &bare_times);
}
