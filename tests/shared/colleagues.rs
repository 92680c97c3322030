//! Several desks on one book at the same moment.

use postgres::IsolationLevel;
use std::{sync::Barrier, thread};

use api::{Call, ErrorCode};
use lendingos_tests::TestDesk;
use serde_json::json;

/// Two applications approve the same loan at once, many times over: one wins, the other is told why.
#[test]
fn of_two_approvals_at_once_exactly_one_wins() {
    let ada = TestDesk::shared();
    let ben = ada.second();
    for round in 0..20 {
        let loan_id =
            ada.loan(json!({ "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 12 }));
        for status in ["submitted", "verification", "underwriting"] {
            ada.ok("loan.transition", json!({ "loan_id": loan_id, "to": status }));
        }
        let version = ada.ok("loan.get", json!({ "loan_id": loan_id }))["version"].clone();
        let approve = json!({ "loan_id": loan_id, "to": "approved", "expected_version": version });
        let together = Barrier::new(2);
        let answers = thread::scope(|scope| {
            let runs = [&ada.desk, &ben].map(|desk| {
                let (approve, together) = (approve.clone(), &together);
                scope.spawn(move || {
                    together.wait();
                    desk.call(Call::new("loan.transition", approve))
                })
            });
            runs.map(|run| run.join().unwrap())
        });
        let (won, lost): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
        assert_eq!((won.len(), lost.len()), (1, 1), "round {round}");
        let told = lost.into_iter().next().unwrap().unwrap_err();
        assert_eq!(told.code, ErrorCode::Conflict, "{told:?}");
        assert!(told.message.contains("is at version 5, not 4"), "{}", told.message);
        assert_eq!(ada.events_of_loan(&loan_id), 5);
    }
    assert_eq!(ada.ok("integrity.verify", json!({}))["ok"], true);
}

/// Appends from many sessions: every stream and the whole log count on without a gap, and a reader that follows the
/// log by position never finds, later, an event before one it has seen.
#[test]
fn a_reader_that_follows_the_log_misses_nothing() {
    const WRITERS: usize = 4;
    const LOANS: usize = 15;
    let ada = TestDesk::shared();
    let desks: Vec<_> = (0..WRITERS).map(|_| ada.second()).collect();
    let borrower = ada.borrower();
    let done = std::sync::atomic::AtomicUsize::new(0);
    let seen = thread::scope(|scope| {
        for desk in &desks {
            let (borrower, done) = (borrower.clone(), &done);
            scope.spawn(move || {
                for _ in 0..LOANS {
                    let terms = json!({ "borrower_id": borrower, "principal": "1000.00",
                        "annual_rate_percent": "5", "term_months": 3 });
                    desk.call(Call::new("loan.create", terms)).unwrap();
                }
                done.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            });
        }
        let mut reader = ada.administrator();
        let mut seen: Vec<i64> = Vec::new();
        loop {
            let finished = done.load(std::sync::atomic::Ordering::SeqCst) == WRITERS;
            let last = seen.last().copied().unwrap_or(0);
            let rows = reader
                .query(
                    "SELECT position FROM lendingos.domain_events WHERE position > $1 ORDER BY position",
                    &[&last],
                )
                .unwrap();
            seen.extend(rows.iter().map(|row| row.get::<_, i64>(0)));
            if finished {
                return seen;
            }
        }
    });
    assert_eq!(seen.len(), 2 + WRITERS * LOANS);
    assert!(seen.iter().copied().eq(1..=i64::try_from(seen.len()).unwrap()), "{seen:?}");
    let numbers = ada.ok("loan.list", json!({ "limit": 1000 }));
    let mut numbers: Vec<_> =
        numbers["loans"].as_array().unwrap().iter().map(|loan| loan["number"].to_string()).collect();
    numbers.sort();
    numbers.dedup();
    assert_eq!(numbers.len(), WRITERS * LOANS);
    assert_eq!(ada.ok("integrity.verify", json!({}))["ok"], true);
}

/// The last event once more, further on in its stream and in the log.
fn append_without_lock(further: i64) -> String {
    format!(
        "INSERT INTO lendingos.domain_events (position, id, organization_id, event_type, event_version, \
         aggregate_type, aggregate_id, loan_id, sequence_number, payload, metadata, causation_id, correlation_id, \
         occurred_at, effective_on, previous_hash, hash, processing_status, retry_count) \
         SELECT position + {further}, gen_random_uuid(), organization_id, event_type, event_version, aggregate_type, \
         aggregate_id, loan_id, sequence_number + {further}, payload, metadata, causation_id, correlation_id, \
         occurred_at + interval '1 month', effective_on, previous_hash, hash, processing_status, retry_count \
         FROM lendingos.domain_events ORDER BY position DESC LIMIT 1"
    )
}

/// Even a program that forgets the lock cannot give a place in a stream, or in the log, twice or leave one out.
#[test]
fn places_are_unique_over_all_partitions_without_the_lock() {
    let ada = TestDesk::shared();
    ada.usual_loan();
    let refused = ada.administrator().execute(&append_without_lock(2), &[]).unwrap_err();
    assert_eq!(refused.code(), Some(&postgres::error::SqlState::UNIQUE_VIOLATION));
    let together = Barrier::new(2);
    let answers = thread::scope(|scope| {
        let runs = [(); 2].map(|()| {
            let (mut session, together) = (ada.administrator(), &together);
            scope.spawn(move || {
                // Both see the log as it is before either writes.
                let snapshot = session.build_transaction().isolation_level(IsolationLevel::RepeatableRead);
                let mut transaction = snapshot.start().unwrap();
                transaction.execute("SELECT 1 FROM lendingos.domain_events LIMIT 1", &[]).unwrap();
                together.wait();
                let inserted = transaction.execute(&append_without_lock(1), &[]);
                inserted.and_then(|_| transaction.commit())
            })
        });
        runs.map(|run| run.join().unwrap())
    });
    let lost = answers.iter().filter_map(|answer| answer.as_ref().err()).collect::<Vec<_>>();
    assert_eq!(lost.len(), 1);
    assert_eq!(lost[0].code(), Some(&postgres::error::SqlState::UNIQUE_VIOLATION));
}

/// One database holds several books, and none sees anything of another.
#[test]
fn books_of_one_database_do_not_meet() {
    let ada = TestDesk::shared();
    ada.usual_loan();
    let other = format!("{}?book=birch", ada.address());
    let desk = ada.second();
    let created = desk.call(Call::new(
        "book.create",
        json!({ "address": other, "organization": "Birch Lending", "currency": "EUR", "owner": "Ben" }),
    ));
    assert_eq!(created.unwrap()["organization"], "Birch Lending");
    for list in ["loan.list", "person.list"] {
        let found = desk.call(Call::new(list, json!({}))).unwrap();
        let rows = found.as_object().unwrap().values().find_map(|rows| rows.as_array()).unwrap();
        assert!(rows.is_empty(), "{list}: {found}");
    }
    let events = desk.call(Call::new("event.list", json!({}))).unwrap();
    assert_eq!(events["events"].as_array().unwrap().len(), 1);
    assert_eq!(ada.ok("book.get", json!({}))["organization"], "Cedar Street Lending");
    assert_eq!(ada.ok("loan.list", json!({}))["total"], 1);
}
