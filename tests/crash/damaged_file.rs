//! Flipped bytes and files cut short are found and named.

use std::fs;

use api::{Call, ErrorCode, WireError};
use lendingos_tests::TestDesk;
use serde_json::{Value as Json, json};

/// A book with a funded loan, everything in its one file.
fn book() -> (TestDesk, String) {
    let test = TestDesk::new();
    let loan_id = test
        .funded_loan(json!({ "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 12 }));
    test.ok("book.close", json!({}));
    let connection = rusqlite::Connection::open(test.path()).unwrap();
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    drop(connection);
    (test, loan_id)
}

fn verify(test: &TestDesk) -> Json {
    test.ok("book.open", json!({ "address": test.address() }));
    test.ok("integrity.verify", json!({}))
}

/// Changes something behind the program's back, past the triggers, and covers its tracks.
fn tamper(test: &TestDesk, sql: &str) {
    let connection = rusqlite::Connection::open(test.path()).unwrap();
    let triggers: Vec<(String, String)> = connection
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for (name, _) in &triggers {
        connection.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    connection.execute_batch(sql).unwrap();
    for (_, trigger) in &triggers {
        connection.execute_batch(trigger).unwrap();
    }
}

#[test]
fn a_trigger_that_was_taken_away_is_found() {
    let (test, _) = book();
    rusqlite::Connection::open(test.path())
        .unwrap()
        .execute_batch("DROP TRIGGER domain_events_leave_for_an_archive_only")
        .unwrap();
    let report = verify(&test);
    assert_eq!(report["ok"], false);
    assert!(
        report["damages"][0]["detail"].as_str().unwrap().contains("domain_events_leave_for_an_archive_only")
    );
}

#[test]
fn a_flipped_byte_in_any_fact_of_an_event_is_found_and_its_position_named() {
    let attempts = [
        "payload = replace(payload, '100000.00', '100000.01')",
        "payload = replace(payload, ':', ': ')",
        "metadata = replace(metadata, 'Ada', 'Eve')",
        "event_type = 'Loan.Fundec'",
        "event_version = event_version + 1",
        "aggregate_type = 'lean'",
        "effective_on = '2025-01-16'",
        "occurred_at = '2025-01-15T10:00:00.000001Z'",
        "loan_id = NULL",
        "correlation_id = lower('01A208C2-2EFC-7081-B1B4-6F4B653AB8E9')",
        "hash = iif(hash LIKE 'e%', 'f', 'e') || substr(hash, 2)",
        "previous_hash = iif(previous_hash LIKE '0%', '1', '0') || substr(previous_hash, 2)",
        "sequence_number = 20",
    ];
    for attempt in attempts {
        let (test, _) = book();
        tamper(&test, &format!("UPDATE domain_events SET {attempt} WHERE event_type = 'Loan.Funded'"));
        let report = verify(&test);
        assert_eq!(report["ok"], false, "{attempt}");
        let first = &report["damages"][0];
        assert!(first["position"] == 10 || first["position"] == 9, "{attempt}: {first}");
    }
}

#[test]
fn an_event_taken_out_or_swapped_is_found() {
    for attempt in [
        "DELETE FROM domain_events WHERE position = 5",
        "UPDATE domain_events SET position = -1 WHERE position = 5; \
         UPDATE domain_events SET position = 5 WHERE position = 6; \
         UPDATE domain_events SET position = 6 WHERE position = -1",
    ] {
        let (test, _) = book();
        tamper(&test, &format!("PRAGMA foreign_keys = OFF; {attempt}"));
        let report = verify(&test);
        assert_eq!(
            (&report["ok"], report["damages"][0]["position"].as_i64() <= Some(6)),
            (&json!(false), true),
            "{report}"
        );
    }
}

#[test]
fn a_changed_or_missing_row_of_a_projection_is_found_and_a_rebuild_mends_it() {
    for (table, attempt) in [
        ("instalments", "UPDATE instalments SET payment_minor = payment_minor + 1 WHERE number = 3"),
        ("instalments", "DELETE FROM instalments WHERE number = 12"),
        ("loans", "UPDATE loans SET status = 'closing'"),
        (
            "people",
            "INSERT INTO people SELECT 'zz', organization_id, kind, 'Ghost', NULL, NULL, NULL, NULL, created_at FROM people LIMIT 1",
        ),
    ] {
        let (test, _) = book();
        tamper(&test, attempt);
        let report = verify(&test);
        assert_eq!(
            (&report["ok"], &report["damages"][0]["table"]),
            (&json!(false), &json!(table)),
            "{attempt}"
        );
        test.ok("integrity.rebuild", json!({}));
        assert_eq!(test.ok("integrity.verify", json!({}))["ok"], true, "{attempt}");
    }
}

/// What the book says of the loan: the facts of its events, and its projections.
fn what_it_says(test: &TestDesk, loan_id: &str) -> Result<Json, WireError> {
    let history = test
        .desk
        .call(Call::new("event.history", json!({ "aggregate_id": loan_id, "include_loan": true })))?;
    let facts: Vec<Json> = history["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| {
            json!([
                event["position"],
                event["event_type"],
                event["payload"],
                event["metadata"],
                event["hash"]
            ])
        })
        .collect();
    let mut loan = test.desk.call(Call::new("loan.get", json!({ "loan_id": loan_id })))?;
    loan["failed_events"].take();
    let schedule = test.desk.call(Call::new("schedule.get", json!({ "loan_id": loan_id })))?;
    Ok(json!([facts, loan, schedule]))
}

/// Bytes all over the file are flipped in turn, underneath the database: each flip is found, or is somewhere where
/// it changes nothing that the book says.
#[test]
fn a_flipped_byte_in_the_file_is_never_hidden() {
    let (test, loan_id) = book();
    test.ok("book.open", json!({ "address": test.address() }));
    let before = what_it_says(&test, &loan_id).unwrap();
    test.ok("book.close", json!({}));
    let whole = fs::read(test.path()).unwrap();
    let principal = b"\"principal\":\"100000.00\"";
    let amounts =
        (0..whole.len()).filter(|place| whole[*place..].starts_with(principal)).map(|place| place + 14);
    let all_over = (0..whole.len()).step_by(whole.len() / 300);
    let mut found = 0;
    for place in amounts.chain(all_over) {
        let mut bytes = whole.clone();
        bytes[place] ^= 0x01;
        for suffix in ["-wal", "-shm"] {
            fs::remove_file(format!("{}{suffix}", test.address())).ok();
        }
        fs::write(test.path(), &bytes).unwrap();
        let opened = test.desk.call(Call::new("book.open", json!({ "address": test.address() })));
        let report = opened.and_then(|_| test.desk.call(Call::new("integrity.verify", json!({}))));
        if report.is_ok_and(|report| report["ok"] == true) {
            assert_eq!(what_it_says(&test, &loan_id).unwrap(), before, "byte {place}");
        } else {
            found += 1;
        }
        test.ok("book.close", json!({}));
    }
    assert!(found > 20, "only {found} flips were found");
}

#[test]
fn a_file_cut_short_is_refused_or_reported() {
    let (test, _) = book();
    let whole = fs::read(test.path()).unwrap();
    for part in [100, whole.len() / 3, whole.len() / 2, whole.len() - 4_096, whole.len() - 1] {
        for suffix in ["-wal", "-shm"] {
            fs::remove_file(format!("{}{suffix}", test.address())).ok();
        }
        fs::write(test.path(), &whole[..part]).unwrap();
        let opened = test.desk.call(Call::new("book.open", json!({ "address": test.address() })));
        let answer = opened.and_then(|_| test.desk.call(Call::new("integrity.verify", json!({}))));
        match answer {
            Ok(report) => assert_eq!(report["ok"], false, "{part} bytes"),
            Err(error) => assert!(
                matches!(error.code, ErrorCode::BookDamaged | ErrorCode::NotABook | ErrorCode::Storage),
                "{part} bytes: {error:?}"
            ),
        }
        test.ok("book.close", json!({}));
    }
}

/// What the book keeps of its archives, changed behind the program's back.
#[test]
fn what_is_kept_of_an_archive_cannot_be_changed_unseen() {
    let attempts = [
        ("UPDATE archived_events SET loan_id = NULL WHERE position = 7", 7),
        ("UPDATE archived_events SET user_id = 'Eve' WHERE position = 9", 9),
        ("DELETE FROM archived_events WHERE position = 9", 9),
        ("UPDATE archived_events SET position = 5000 WHERE position = 9", 9),
        (
            "INSERT INTO archived_events SELECT 5000, event_type, aggregate_type, '00000000-0000-7000-8000-000000000000', \
          loan_id, 1, causation_id, user_id, occurred_at FROM archived_events WHERE position = 3",
            5000,
        ),
        ("UPDATE archive_blocks SET start = start + 1", 1),
        ("UPDATE event_archives SET last_hash = '00'", 23),
    ];
    for (attempt, position) in attempts {
        let (test, _) = book();
        test.ok("book.open", json!({ "address": test.address() }));
        test.clock.pass(400 * 24 * 60 * 60);
        test.borrower();
        assert_eq!(test.ok("archive.create", json!({}))["archive"]["last_position"], 23);
        test.ok("book.close", json!({}));
        tamper(&test, attempt);
        let report = verify(&test);
        assert_eq!(
            (&report["ok"], &report["damages"][0]["position"]),
            (&json!(false), &json!(position)),
            "{attempt}: {report}"
        );
    }
}

/// What was written last is in a log beside the file until the book is closed. Then the file is all there is to keep.
#[test]
fn a_closed_book_is_one_whole_file() {
    let test = TestDesk::new();
    for _ in 0..3 {
        test.funded_loan(
            json!({ "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 12 }),
        );
    }
    let loans = test.ok("loan.list", json!({}));
    test.ok("book.close", json!({}));
    let files: Vec<_> = fs::read_dir(test.folder.path()).unwrap().map(|file| file.unwrap().path()).collect();
    assert!(files.iter().all(|file| !file.to_string_lossy().ends_with("-wal")), "{files:?}");

    let elsewhere = tempfile::tempdir().unwrap();
    let copy = elsewhere.path().join("copy.lendingos");
    fs::copy(test.path(), &copy).unwrap();
    test.ok("book.open", json!({ "address": copy }));
    assert_eq!(test.ok("loan.list", json!({})), loans);
}
