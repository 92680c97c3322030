//! Cases about the event log.

use std::thread;

use store::{
    EventStatus, StoreError,
    event_log::{self, Processing},
    hash_chain,
};
use uuid::Uuid;

use crate::{Fixture, append, event, moment, of_loan, record, some};

/// Positions and sequence numbers count without gaps, and each event chains to the one before it.
pub fn appends_in_order_and_chains_hashes(fixture: &impl Fixture) {
    let store = fixture.store();
    record(store, vec![event(1, &some(1)), event(1, &some(2)), event(2, &some(3))]).unwrap();
    record(store, vec![event(1, &some(4)).expecting(2)]).unwrap();
    let mut transaction = store.read().unwrap();
    let log = event_log::page(&mut *transaction, 0, 10).unwrap();
    let places: Vec<_> = log.iter().map(|event| (event.position, event.sequence_number)).collect();
    assert_eq!(places, [(1, 1), (2, 2), (3, 1), (4, 3)]);
    let mut previous = hash_chain::GENESIS.to_owned();
    for event in &log {
        assert_eq!(event.previous_hash, previous);
        assert_eq!(hash_chain::recompute(event).unwrap(), event.hash);
        previous.clone_from(&event.hash);
    }
}

/// An expected version that is not the stream's is a conflict, and nothing is appended.
pub fn refuses_a_version_that_the_stream_does_not_have(fixture: &impl Fixture) {
    let store = fixture.store();
    record(store, vec![event(1, &some(1)), event(1, &some(2))]).unwrap();
    for expected in [1, 3] {
        let refused = record(store, vec![event(1, &some(3)).expecting(expected)]);
        assert!(matches!(refused, Err(StoreError::Conflict(_))), "{refused:?}");
    }
    let mut transaction = store.read().unwrap();
    assert_eq!(event_log::stream_version(&mut *transaction, Uuid::from_u128(1)).unwrap(), 2);
}

/// The unique key guards a stream that its publisher believes new.
pub fn refuses_to_begin_a_stream_twice(fixture: &impl Fixture) {
    let store = fixture.store();
    record(store, vec![event(1, &some(1)).expecting(0)]).unwrap();
    let refused = record(store, vec![event(1, &some(2)).expecting(0)]);
    assert!(matches!(refused, Err(StoreError::Conflict(_))), "{refused:?}");
}

/// Many writers on one stream: every event gets a place of its own.
pub fn two_writers_wait_for_each_other(fixture: &impl Fixture) {
    const EACH: i64 = 20;
    let stores = [fixture.again(), fixture.again()];
    thread::scope(|scope| {
        for store in &stores {
            scope.spawn(move || {
                for number in 0..EACH {
                    record(&**store, vec![event(1, &some(number))]).unwrap();
                }
            });
        }
    });
    let mut transaction = fixture.store().read().unwrap();
    let stream = event_log::stream(&mut *transaction, Uuid::from_u128(1)).unwrap();
    let numbers: Vec<i64> = stream.iter().map(|event| event.sequence_number).collect();
    assert_eq!(numbers, (1..=2 * EACH).collect::<Vec<_>>());
    let positions: Vec<i64> = stream.iter().map(|event| event.position).collect();
    assert_eq!(positions, (1..=2 * EACH).collect::<Vec<_>>());
}

/// Pages of any size give the whole log, once each.
pub fn pages_through_the_log(fixture: &impl Fixture) {
    let store = fixture.store();
    record(store, (0..7).map(|number| event(1, &some(number))).collect()).unwrap();
    let mut transaction = store.read().unwrap();
    let (mut after, mut seen) = (0, Vec::new());
    loop {
        let page = event_log::page(&mut *transaction, after, 3).unwrap();
        let Some(last) = page.last() else { break };
        after = last.position;
        seen.extend(page.iter().map(|event| event.position));
    }
    assert_eq!(seen, (1..=7).collect::<Vec<i64>>());
}

/// A loan's history takes in the streams that belong to it, and no other's.
pub fn reads_what_belongs_to_a_loan(fixture: &impl Fixture) {
    let store = fixture.store();
    let events = vec![
        of_loan(event(1, &some(1)), 1),
        of_loan(event(2, &some(2)), 1),
        event(3, &some(3)),
        of_loan(event(4, &some(4)), 4),
    ];
    record(store, events).unwrap();
    let mut transaction = store.read().unwrap();
    let history =
        event_log::loan_history(&mut *transaction, domain::LoanId::from_uuid(Uuid::from_u128(1))).unwrap();
    assert_eq!(history.iter().map(|event| event.position).collect::<Vec<_>>(), [1, 2]);
}

/// The columns of the processing may change; everything comes back as it was written.
pub fn marks_the_processing_and_nothing_else(fixture: &impl Fixture) {
    let store = fixture.store();
    let before = record(store, vec![event(1, &some(1))]).unwrap().remove(0);
    assert_eq!(before.status, EventStatus::Processed);
    let mut transaction = store.write().unwrap();
    let failed = Processing {
        status: EventStatus::Failed,
        processed_at: None,
        error: Some("no paper".into()),
        retry_count: 3,
        next_retry_at: Some(moment()),
    };
    event_log::mark(&mut *transaction, 1, &failed).unwrap();
    transaction.commit().unwrap();
    let mut transaction = store.read().unwrap();
    let after = event_log::page(&mut *transaction, 0, 1).unwrap().remove(0);
    let expected = store::RecordedEvent {
        status: EventStatus::Failed,
        processed_at: None,
        error: Some("no paper".into()),
        retry_count: 3,
        next_retry_at: Some(moment()),
        ..before
    };
    assert_eq!(after, expected);
}

/// Whatever statement tries it, an event's facts stay.
pub fn refuses_to_change_or_delete_facts(fixture: &impl Fixture) {
    let store = fixture.store();
    record(store, vec![event(1, &some(1)), event(1, &some(2))]).unwrap();
    let attempts = [
        "UPDATE domain_events SET payload = '{}' WHERE position = 1",
        "UPDATE domain_events SET hash = 'x' WHERE position = 1",
        "UPDATE domain_events SET position = 9 WHERE position = 1",
        "UPDATE domain_events SET occurred_at = '2020-01-01T00:00:00.000000Z'",
        "DELETE FROM domain_events WHERE position = 2",
        "DELETE FROM domain_events",
    ];
    for attempt in attempts {
        let mut transaction = store.write().unwrap();
        assert!(transaction.execute(attempt, &[]).is_err(), "{attempt}");
    }
    let mut transaction = store.write().unwrap();
    assert!(append(&mut *transaction, vec![event(1, &some(3))]).is_ok(), "the log itself still grows");
}
