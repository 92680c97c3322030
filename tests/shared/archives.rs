//! Archiving a shared book: whole months go with their partition, and colleagues go on working.

use std::{fs, sync::Barrier, thread};

use api::{Call, ErrorCode};
use lendingos_tests::{TestDesk, ok};
use postgres::Client;
use serde_json::{Value as Json, json};

const DAY: i64 = 24 * 60 * 60;

/// Loans of January 2025 and of March 2026, as a desk that was opened in each of these months records them.
fn aged() -> (TestDesk, String) {
    let test = TestDesk::shared();
    let old = test
        .funded_loan(json!({ "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 360 }));
    test.clock.pass(420 * DAY);
    // Opening it makes room for the months to come.
    drop(test.second());
    test.usual_loan();
    (test, old)
}

fn partitions(server: &mut Client) -> Vec<String> {
    let sql = "SELECT c.relname::text FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid \
         WHERE inhparent = 'lendingos.domain_events'::regclass ORDER BY c.relname";
    server.query(sql, &[]).unwrap().iter().map(|row| row.get(0)).collect()
}

fn archive(test: &TestDesk) -> Json {
    test.ok("archive.create", json!({ "folder": test.folder.path() }))
}

fn history(test: &TestDesk, loan_id: &str) -> Json {
    test.ok("event.history", json!({ "aggregate_id": loan_id, "include_loan": true }))
}

#[test]
fn a_month_of_which_every_event_is_archived_goes_with_its_partition() {
    let (test, old) = aged();
    let mut server = test.administrator();
    let months = ["2025_01", "2025_02", "2025_03", "2026_03", "2026_04", "2026_05"];
    let mut expected: Vec<String> = months.iter().map(|month| format!("domain_events_{month}")).collect();
    expected.push("domain_events_rest".to_owned());
    assert_eq!(partitions(&mut server), expected);
    let colleague = test.second();
    let before = history(&test, &old);
    ok(&colleague, "event.history", json!({ "aggregate_id": old }));

    let report = archive(&test);
    assert!(report["bytes_after"].as_i64() < report["bytes_before"].as_i64(), "{report}");
    expected.remove(0);
    assert_eq!(partitions(&mut server), expected);
    let left: i64 = server
        .query_one("SELECT COUNT(*) FROM pg_class WHERE relname = 'domain_events_2025_01'", &[])
        .unwrap()
        .get(0);
    assert_eq!(left, 0, "detached and gone");
    assert_eq!(history(&test, &old), before);
    // A colleague whose statements were prepared before goes on, and both agree.
    assert_eq!(ok(&colleague, "event.history", json!({ "aggregate_id": old, "include_loan": true })), before);
    ok(&colleague, "loan.transition", json!({ "loan_id": old, "to": "defaulted" }));
    assert_eq!(test.ok("integrity.verify", json!({}))["ok"], true);
}

#[test]
fn a_month_that_goes_on_loses_only_what_is_archived() {
    let (test, old) = aged();
    let before = history(&test, &old);
    let position = before["events"][100]["position"].as_i64().unwrap();
    // The moment of the recording is a fact, but a month that is cut in its middle needs two days in it.
    let today = "2026-03-11";
    test.clock.pass(DAY);
    test.borrower();
    let report = test.ok("archive.create", json!({ "before": today, "folder": test.folder.path() }));
    assert!(report["archive"]["last_position"].as_i64().unwrap() > position);
    let again = test.ok("archive.create", json!({ "before": "2026-03-12", "folder": test.folder.path() }));
    assert_eq!(again["archive"]["number"], 2);
    assert!(partitions(&mut test.administrator()).contains(&"domain_events_2026_03".to_owned()));
    assert_eq!(history(&test, &old), before);
    assert_eq!(test.ok("integrity.verify", json!({}))["ok"], true);
}

#[test]
fn a_shared_book_has_no_folder_of_its_own() {
    let (test, _) = aged();
    assert_eq!(test.ok("archive.preview", json!({}))["folder"], Json::Null);
    let error = test.refused("archive.create", json!({}));
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::InvalidInput, Some("folder")));
}

#[test]
fn of_two_who_archive_at_once_one_wins_and_no_event_is_lost() {
    let (ada, old) = aged();
    let ben = ada.second();
    let before = history(&ada, &old);
    let together = Barrier::new(2);
    let answers = thread::scope(|scope| {
        let runs = [&ada.desk, &ben].map(|desk| {
            let (folder, together) = (ada.folder.path(), &together);
            scope.spawn(move || {
                together.wait();
                desk.call(Call::new("archive.create", json!({ "folder": folder })))
            })
        });
        runs.map(|run| run.join().unwrap())
    });
    let lost: Vec<_> = answers.into_iter().filter_map(Result::err).collect();
    assert_eq!(lost.len(), 1, "{lost:?}");
    assert!(matches!(lost[0].code, ErrorCode::Conflict | ErrorCode::InvalidInput), "{lost:?}");
    let files = fs::read_dir(ada.folder.path()).unwrap().count();
    assert_eq!(files, 1, "the file of the one who lost is gone");
    assert_eq!(history(&ada, &old), before);
    assert_eq!(ada.ok("integrity.verify", json!({}))["ok"], true);
}

#[test]
fn a_colleague_who_reads_for_long_makes_archiving_wait_and_then_say_so() {
    let (test, old) = aged();
    let before = history(&test, &old);
    let mut reader = test.administrator();
    let mut reading = reader.transaction().unwrap();
    reading.query("SELECT 1 FROM lendingos.domain_events LIMIT 1", &[]).unwrap();
    let error = test.refused("archive.create", json!({ "folder": test.folder.path() }));
    assert_eq!(error.code, ErrorCode::BookBusy, "{}", error.message);
    assert_eq!(fs::read_dir(test.folder.path()).unwrap().count(), 0);
    assert_eq!(test.ok("book.statistics", json!({}))["archives"], json!([]));
    drop(reading);
    archive(&test);
    assert_eq!(history(&test, &old), before);
}
