//! The compliance log, its export and what checks it without the book; filings, licences and the dashboard.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use app::{Parts, environment::Clock as _};
use lendingos_tests::TestDesk;
use serde_json::{Value as Json, json};

const TERMS: &str = r#"{ "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 12 }"#;

fn with_loan() -> (TestDesk, String) {
    let test = TestDesk::new();
    let loan_id = test.funded_loan(serde_json::from_str(TERMS).unwrap());
    (test, loan_id)
}

fn entries(test: &TestDesk, filter: Json) -> Vec<Json> {
    test.ok("compliance.log", filter)["entries"].as_array().unwrap().clone()
}

fn is_whole(test: &TestDesk) {
    let report = test.ok("integrity.verify", json!({}));
    assert_eq!(report["ok"], true, "{report}");
}

/// Changes the book past the triggers that guard it.
fn tamper(test: &TestDesk, sql: &str) {
    let book = test.desk.book().unwrap();
    let mut transaction = book.store().write().unwrap();
    let is_sqlite = test.path().exists();
    let triggers: &[&str] = if is_sqlite {
        &[
            "DROP TRIGGER IF EXISTS compliance_log_is_final",
            "DROP TRIGGER IF EXISTS compliance_log_is_never_deleted",
            "DROP TRIGGER IF EXISTS compliance_log_is_never_replaced",
        ]
    } else {
        &["ALTER TABLE compliance_log DISABLE TRIGGER ALL"]
    };
    for statement in triggers.iter().chain([&sql]) {
        transaction.execute(statement, &[]).unwrap();
    }
    transaction.commit().unwrap();
}

#[test]
fn every_event_that_matters_has_an_entry_with_who_what_and_when() {
    let (test, loan_id) = with_loan();
    test.clock.pass_to("2025-02-15".parse().unwrap());
    test.ok("payment.record", json!({ "loan_id": loan_id, "amount": "8675.74" }));
    let payment_id = &test.ok("payment.list", json!({ "loan_id": loan_id }))["payments"][0]["payment_id"];
    test.ok("payment.reverse", json!({ "payment_id": payment_id, "reason": "Cheque bounced" }));
    test.desk.work_off().unwrap();
    let log = entries(&test, json!({ "limit": 1000 }));
    let numbers: Vec<i64> = log.iter().map(|entry| entry["number"].as_i64().unwrap()).collect();
    assert_eq!(numbers, (1..=i64::try_from(log.len()).unwrap()).rev().collect::<Vec<_>>());

    let found = |event_type: &str| {
        log.iter()
            .find(|entry| entry["event_type"] == event_type)
            .unwrap_or_else(|| panic!("no entry of {event_type}"))
    };
    let funded = found("Loan.Funded");
    assert_eq!(funded["what"], "Loan funded");
    assert_eq!(funded["amount"], "100000.00");
    assert_eq!(funded["who"], "Ada");
    assert_eq!(funded["effective_on"], "2025-01-15");
    assert_eq!(funded["loan_number"], "L-00001");
    assert_eq!(funded["area"], "loans");
    let reversed = found("Payment.Reversed");
    assert_eq!(reversed["reason"], "Cheque bounced");
    assert_eq!(reversed["amount"], "8675.74");
    assert_eq!(found("Compliance.DocumentGenerated")["area"], "documents");
    assert_eq!(found("Organization.Created")["number"], 1);
    assert!(log.iter().all(|entry| entry["event_type"] != "Payment.Scheduled"));

    // Each names its event by its hash.
    let events = test.ok("event.list", json!({ "event_type": "Loan.Funded" }));
    assert_eq!(funded["event_id"], events["events"][0]["event_id"]);
    assert_eq!(funded["event_hash"], events["events"][0]["hash"]);
    is_whole(&test);
}

#[test]
fn the_log_is_narrowed_down_and_read_page_by_page() {
    let (test, loan_id) = with_loan();
    let all = test.ok("compliance.log", json!({ "limit": 1000 }));
    let first = test.ok("compliance.log", json!({ "limit": 3 }));
    assert_eq!(first["total"], all["total"]);
    let next = test.ok("compliance.log", json!({ "limit": 3, "before_number": first["next_before_number"] }));
    let both: Vec<&Json> =
        [&first, &next].into_iter().flat_map(|page| page["entries"].as_array().unwrap()).collect();
    assert_eq!(both, all["entries"].as_array().unwrap().iter().take(6).collect::<Vec<_>>());
    for entry in entries(&test, json!({ "loan_id": loan_id })) {
        assert_eq!(entry["loan_id"], loan_id.as_str());
    }
    assert_eq!(entries(&test, json!({ "area": "parties" }))[0]["what"], "Person entered");
    assert_eq!(entries(&test, json!({ "who": "Nobody" })), Vec::<Json>::new());
    assert_eq!(entries(&test, json!({ "to": "2025-01-14" })), Vec::<Json>::new());
    assert_eq!(test.refused("compliance.log", json!({ "area": "cake" })).field.as_deref(), Some("area"));
}

#[test]
fn an_event_whose_handler_was_disabled_has_its_entry_after_a_replay() {
    let (test, loan_id) = with_loan();
    test.ok("handler.disable", json!({ "name": "ComplianceRecorder" }));
    test.ok("note.add", json!({ "loan_id": loan_id, "text": "Not of the log" }));
    let person = test.ok("person.create", json!({ "kind": "contact", "name": "Late Larry" }));
    let before = entries(&test, json!({ "limit": 1000 }));
    test.ok("handler.enable", json!({ "name": "ComplianceRecorder" }));
    is_whole(&test);
    let replayed = test.ok("event.replay", json!({ "aggregate_id": person["person_id"] }));
    assert_eq!(replayed["outcomes"][0]["outcome"], "success", "{replayed}");
    let after = entries(&test, json!({ "limit": 1000 }));
    assert_eq!(after.len(), before.len() + 1);
    assert_eq!(after[0]["event_type"], "Person.Created");
    // Once is enough.
    let again = test.ok("event.replay", json!({ "aggregate_id": person["person_id"] }));
    assert_eq!(again["outcomes"][0]["outcome"], "skipped", "{again}");
    assert_eq!(entries(&test, json!({ "limit": 1000 })), after);
    is_whole(&test);
}

#[test]
fn what_passed_while_the_recorder_was_disabled_is_counted_and_caught_up_with() {
    let (test, loan_id) = with_loan();
    let missing = || test.ok("compliance.log", json!({ "limit": 1 }))["missing"].clone();
    assert_eq!(missing(), 0);
    let recorder = json!({ "name": "ComplianceRecorder" });
    test.ok("handler.disable", recorder.clone());
    test.ok("note.add", json!({ "loan_id": loan_id, "text": "Not of the log" }));
    test.ok("person.create", json!({ "kind": "contact", "name": "Late Larry" }));
    test.ok("person.create", json!({ "kind": "contact", "name": "Later Lucy" }));
    assert_eq!(missing(), 2, "a note is no matter of the log");
    test.ok("handler.enable", recorder);
    test.ok("person.create", json!({ "kind": "contact", "name": "Punctual Pete" }));
    assert_eq!(missing(), 2, "what passed stays missing, whatever is recorded after it");
    let report = test.ok("integrity.verify", json!({}));
    assert_eq!(
        (&report["ok"], &report["unrecorded"]),
        (&json!(true), &json!(2)),
        "told, and nothing is damaged"
    );
    let before = entries(&test, json!({ "limit": 1000 }));
    assert_eq!(test.ok("compliance.catch_up", json!({}))["recorded"], 2);
    let after = entries(&test, json!({ "limit": 1000 }));
    assert_eq!(after[2..], before[..], "entries that were there stay as they are");
    assert_eq!((&after[1]["what"], &after[0]["what"]), (&json!("Person entered"), &json!("Person entered")));
    assert!(
        after[1]["position"].as_i64() < after[2]["position"].as_i64(),
        "told late, in the order of the log"
    );
    assert_eq!(missing(), 0);
    assert_eq!(test.ok("compliance.catch_up", json!({}))["recorded"], 0);
    is_whole(&test);
    // It counts as handled: a replay finds nothing to do.
    let person = &after[0]["aggregate_id"];
    let again = test.ok("event.replay", json!({ "aggregate_id": person }));
    assert_eq!(again["outcomes"][0]["outcome"], "skipped", "{again}");
}

#[test]
fn entries_are_final_and_what_was_done_past_that_is_found() {
    let (test, _) = with_loan();
    let book = test.desk.book().unwrap();
    for sql in [
        "UPDATE compliance_log SET who = 'Mallory' WHERE number = 3",
        "DELETE FROM compliance_log WHERE number = 3",
    ] {
        let mut transaction = book.store().write().unwrap();
        assert!(transaction.execute(sql, &[]).is_err(), "{sql}");
    }
    drop(book);
    for (sql, found) in [
        ("UPDATE compliance_log SET who = 'Mallory' WHERE number = 3", "entry 3 "),
        (
            "UPDATE compliance_log SET amount = '1.00' WHERE event_type = 'Loan.Funded'",
            "does not say what Loan.Funded says",
        ),
        (
            "UPDATE compliance_log SET position = 1 WHERE number = 3",
            "entry 3 does not say what Loan.Created says",
        ),
        (
            "UPDATE compliance_log SET position = 90000 WHERE number = 3",
            "entry 3 tells of an event that is not there",
        ),
        ("DELETE FROM compliance_log WHERE number = 3", "entries 3 to 3 are missing"),
        ("DELETE FROM compliance_log WHERE number = (SELECT MAX(number) FROM compliance_log)", "is missing"),
        ("DELETE FROM compliance_log", "the entry of Organization.Created is missing"),
    ] {
        let (test, _) = with_loan();
        tamper(&test, sql);
        let report = test.ok("integrity.verify", json!({}));
        assert_eq!(report["ok"], false, "{sql}");
        let damages = report["damages"].as_array().unwrap();
        let is_found = damages.iter().any(|damage| {
            damage["table"] == "compliance_log" && damage["detail"].as_str().unwrap().contains(found)
        });
        assert!(is_found, "{sql}: {report}");
    }
}

/// The program of docs/AUDIT.md, as a reader copies it.
fn audit_program(folder: &Path) -> PathBuf {
    let page = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/AUDIT.md")).unwrap();
    let program = page.split("```python\n").nth(1).unwrap().split("```").next().unwrap();
    assert!(program.lines().filter(|line| !line.is_empty()).count() <= 20, "twenty lines are promised");
    let path = folder.join("check.py");
    fs::write(&path, program).unwrap();
    path
}

fn audit(program: &Path, file: &Path) -> Output {
    Command::new("python3").arg(program).arg(file).output().unwrap()
}

#[test]
fn the_export_is_checked_without_the_application() {
    let (test, loan_id) = with_loan();
    // What an event holds that JSON could write in more than one way.
    test.ok("person.create", json!({ "kind": "contact", "name": "Zoë \"Ünï\\code\" \u{1F3E0}/\u{2028}" }));
    test.ok("note.add", json!({ "loan_id": loan_id, "text": "Not of the log" }));
    let program = audit_program(test.folder.path());
    let file = test.folder.path().join("compliance.ndjson");
    let exported = test.ok("compliance.export", json!({ "path": file }));
    let checked = audit(&program, &file);
    let said = String::from_utf8_lossy(&checked.stdout).into_owned();
    assert!(checked.status.success(), "{said}{}", String::from_utf8_lossy(&checked.stderr));
    assert!(said.starts_with(&format!("{} entries of Cedar Street Lending", exported["entries"])), "{said}");
    assert!(said.contains(exported["hash"].as_str().unwrap()), "{said}");
    assert_eq!(entries(&test, json!({}))[0]["hash"], exported["hash"]);

    let text = fs::read_to_string(&file).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let last = lines.len() - 1;
    let swapped = |from: usize, to: usize| {
        let mut lines = lines.clone();
        lines.swap(from, to);
        lines.join("\n")
    };
    let without = |place: usize| {
        let mut lines = lines.clone();
        lines.remove(place);
        lines.join("\n")
    };
    let doubled = [lines.as_slice(), &[lines[last]]].concat().join("\n");
    for (what, altered) in [
        ("a name in an entry", text.replacen("\"who\":\"Ada\"", "\"who\":\"Eve\"", 1)),
        ("a name in an event", text.replacen("\"userId\":\"Ada\"", "\"userId\":\"Eve\"", 1)),
        ("an amount", text.replacen("100000.00", "100000.01", 1)),
        ("an entry taken out", without(4)),
        ("the last entry taken out", without(last)),
        ("an entry put in", doubled),
        ("the order", swapped(4, 5)),
    ] {
        assert_ne!(altered, text, "{what}");
        let file = test.folder.path().join("altered.ndjson");
        fs::write(&file, altered).unwrap();
        let checked = audit(&program, &file);
        assert!(!checked.status.success(), "{what} was not found");
    }

    let refused = test.refused("compliance.export", json!({ "path": file }));
    assert_eq!(refused.field.as_deref(), Some("path"));
    test.ok("compliance.export", json!({ "path": file, "replace": true }));
}

#[test]
fn the_log_goes_wherever_the_book_goes() {
    let (test, _) = with_loan();
    let log = entries(&test, json!({ "limit": 1000 }));
    test.ok("integrity.rebuild", json!({}));
    assert_eq!(entries(&test, json!({ "limit": 1000 })), log);

    let events = test.folder.path().join("events.ndjson");
    test.ok("book.export_events", json!({ "path": events }));
    let address = test.folder.path().join("again.lendingos");
    test.ok("book.import_events", json!({ "path": events, "address": address }));
    assert_eq!(entries(&test, json!({ "limit": 1000 })), log);
    is_whole(&test);
    let again = test.folder.path().join("again.ndjson");
    test.ok("book.export_events", json!({ "path": again }));
    assert_eq!(fs::read(events).unwrap(), fs::read(again).unwrap());
}

#[test]
fn an_archived_book_still_exports_and_verifies_its_log() {
    let (test, _) = with_loan();
    test.clock.pass_to("2026-06-01".parse().unwrap());
    let file = test.folder.path().join("before.ndjson");
    test.ok("compliance.export", json!({ "path": file }));
    let log = entries(&test, json!({ "limit": 1000 }));
    test.ok("archive.create", json!({ "before": "2026-01-01", "folder": test.folder.path() }));
    assert_eq!(entries(&test, json!({ "limit": 1000 })), log);
    is_whole(&test);
    let archived = test.folder.path().join("after.ndjson");
    test.ok("compliance.export", json!({ "path": archived }));
    assert_eq!(fs::read(file).unwrap(), fs::read(archived).unwrap());
}

#[test]
fn a_book_of_a_release_without_the_log_is_filled_when_it_is_opened() {
    let (test, _) = with_loan();
    let log = entries(&test, json!({ "limit": 1000 }));
    tamper(&test, "DELETE FROM compliance_log");
    let book = test.desk.book().unwrap();
    let mut transaction = book.store().write().unwrap();
    transaction
        .execute("DELETE FROM event_processing_log WHERE handler = 'ComplianceRecorder'", &[])
        .unwrap();
    transaction.execute("DELETE FROM event_handlers WHERE name = 'ComplianceRecorder'", &[]).unwrap();
    transaction.commit().unwrap();
    drop(book);
    test.ok("book.close", json!({}));
    test.reopen_with(Parts::default());
    let filled = entries(&test, json!({ "limit": 1000 }));
    // In the order of the log, which is not always that in which handlers ran.
    let events = |log: &[Json]| {
        let mut events: Vec<Json> = log.iter().map(|entry| entry["event_hash"].clone()).collect();
        events.sort_by_key(ToString::to_string);
        events
    };
    assert_eq!(events(&filled), events(&log));
    // The triggers are gone, which this test took off; the log itself is sound.
    let report = test.ok("integrity.verify", json!({}));
    let damages = report["damages"].as_array().unwrap();
    assert!(damages.iter().all(|damage| damage["kind"] == "file"), "{report}");
}

#[test]
fn a_filing_is_completed_due_again_and_reopened() {
    let test = TestDesk::new();
    let filing = test.ok(
        "filing.add",
        json!({
            "name": "Annual report", "authority": "State of Delaware", "due_on": "2025-01-31", "frequency": "monthly",
            "remind_days": 20,
        }),
    );
    assert_eq!((&filing["standing"], &filing["days_left"]), (&json!("soon"), &json!(16)));
    let filing_id = filing["filing_id"].clone();
    let early = json!({ "filing_id": filing_id, "filed_on": "2025-01-16" });
    assert_eq!(test.refused("filing.complete", early).field.as_deref(), Some("filed_on"));
    let completed =
        test.ok("filing.complete", json!({ "filing_id": filing_id, "reference": "DE-1", "note": "Paid" }));
    assert_eq!((&completed["due_on"], &completed["standing"]), (&json!("2025-02-28"), &json!("later")));
    let completed = test.ok("filing.complete", json!({ "filing_id": filing_id }));
    assert_eq!(completed["due_on"], "2025-03-31");
    // A name is no due date: the day of the month stays the 31st.
    let renamed = test.ok("filing.change", json!({ "filing_id": filing_id, "name": "Report" }));
    assert_eq!((&renamed["name"], &renamed["due_on"]), (&json!("Report"), &json!("2025-03-31")));
    let reopened = test.ok("filing.reopen", json!({ "filing_id": filing_id, "reason": "Was refused" }));
    assert_eq!(reopened["due_on"], "2025-02-28");
    assert_eq!(reopened["completions"][0]["reopen_reason"], "Was refused");
    assert_eq!(reopened["completions"][1]["reference"], "DE-1");
    let completed = test.ok("filing.complete", json!({ "filing_id": filing_id }));
    assert_eq!(completed["due_on"], "2025-03-31");
    test.ok("filing.remove", json!({ "filing_id": filing_id, "reason": "Dissolved" }));
    assert_eq!(test.ok("filing.list", json!({}))["filings"], json!([]));
    let all = test.ok("filing.list", json!({ "with_removed": true }));
    assert_eq!(all["filings"][0]["removal_reason"], "Dissolved");
    assert_eq!(all["filings"][0]["standing"], Json::Null);
    let gone = test.refused("filing.complete", json!({ "filing_id": filing_id }));
    assert_eq!(gone.field.as_deref(), Some("filing_id"));
    let unknown = json!({ "name": "x", "authority": "y", "due_on": "2025-02-30" });
    assert_eq!(test.refused("filing.add", unknown).field.as_deref(), Some("due_on"));
    test.ok("integrity.rebuild", json!({}));
    assert_eq!(test.ok("filing.list", json!({ "with_removed": true })), all);
    is_whole(&test);
}

#[test]
fn a_licence_is_renewed_and_ended() {
    let test = TestDesk::new();
    let licence = test.ok(
        "licence.add",
        json!({
            "name": "Lender licence", "authority": "California DFPI", "number": "603-1", "expires_on": "2025-01-14",
        }),
    );
    assert_eq!((&licence["standing"], &licence["days_left"]), (&json!("overdue"), &json!(-1)));
    let licence_id = licence["licence_id"].clone();
    let backwards = json!({ "licence_id": licence_id, "expires_on": "2025-01-14" });
    assert_eq!(test.refused("licence.renew", backwards).field.as_deref(), Some("expires_on"));
    let renewed = test.ok("licence.renew", json!({ "licence_id": licence_id, "expires_on": "2026-12-31" }));
    assert_eq!((&renewed["standing"], &renewed["renewed_on"]), (&json!("later"), &json!("2025-01-15")));
    let changed = test.ok("licence.change", json!({ "licence_id": licence_id, "note": "In Ada's drawer" }));
    assert_eq!(changed["note"], "In Ada's drawer");
    let changed = test.ok("licence.change", json!({ "licence_id": licence_id, "note": "" }));
    assert_eq!(changed["note"], Json::Null);
    test.ok("licence.end", json!({ "licence_id": licence_id, "reason": "Left the state" }));
    assert_eq!(test.ok("licence.list", json!({}))["licences"], json!([]));
    let all = test.ok("licence.list", json!({ "with_ended": true }));
    assert_eq!(all["licences"][0]["end_reason"], "Left the state");
    is_whole(&test);
}

#[test]
fn the_average_rate_is_that_of_the_terms_in_force() {
    let terms =
        |rate: &str| json!({ "principal": "100000.00", "annual_rate_percent": rate, "term_months": 12 });
    let test = TestDesk::new();
    let loan_id = test.funded_loan(terms("12"));
    test.funded_loan(terms("6"));
    let rate = || test.ok("dashboard.get", json!({}))["average_rate_percent"].clone();
    assert_eq!(rate(), "9");
    let other = json!({ "loan_id": loan_id, "annual_rate_percent": "9", "reason": "Agreed" });
    test.ok("loan.modify", other);
    assert_eq!(rate(), "7.5");
}

#[test]
fn the_dashboard_adds_up_and_its_list_says_what_is_to_be_done() {
    let (test, loan_id) = with_loan();
    test.funded_loan(json!({
        "principal": "300000.00", "annual_rate_percent": "12", "term_months": 6, "type": "interest_only",
    }));
    let dashboard = test.ok("dashboard.get", json!({}));
    assert_eq!(dashboard["active_loans"], 2);
    assert_eq!(dashboard["outstanding"], "400000.00");
    assert_eq!(dashboard["average_rate_percent"], "10.875");
    assert_eq!(dashboard["overdue"], "0.00");
    assert_eq!(dashboard["due_soon"], "0.00");
    assert_eq!(dashboard["todo"], json!([]));
    assert_eq!(dashboard["expected"][0]["total"], "0.00");
    assert_eq!(
        dashboard["expected"][1],
        json!({ "month": "2025-02-01", "interest": "3625.00", "principal": "8050.74", "total": "11675.74" })
    );
    let of_july =
        |lines: &Json| lines.as_array().unwrap().iter().find(|l| l["month"] == "2025-07-01").cloned();
    assert_eq!(
        of_july(&dashboard["maturities"]),
        Some(json!({ "month": "2025-07-01", "is_past": false, "loans": 1, "outstanding": "300000.00" }))
    );

    test.ok("filing.add", json!({ "name": "Report", "authority": "State", "due_on": "2025-04-01" }));
    test.ok(
        "licence.add",
        json!({ "name": "Licence", "authority": "State", "number": "1", "expires_on": "2025-12-31" }),
    );
    test.clock.pass_to("2025-03-20".parse().unwrap());
    test.ok(
        "payment.record",
        json!({ "loan_id": loan_id, "amount": "8675.74", "received_on": "2025-02-15" }),
    );
    let dashboard = test.ok("dashboard.get", json!({}));
    // The loan over 100,000: March. The other: February and March.
    assert_eq!(dashboard["overdue"], "14675.74");
    assert_eq!(dashboard["overdue_loans"], 2);
    let aging: Vec<(&Json, &Json, &Json)> = dashboard["aging"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| (&line["amount"], &line["instalments"], &line["loans"]))
        .collect();
    assert_eq!(
        aging,
        [
            (&json!("11675.74"), &json!(2), &json!(2)),
            (&json!("3000.00"), &json!(1), &json!(1)),
            (&json!("0.00"), &json!(0), &json!(0)),
            (&json!("0.00"), &json!(0), &json!(0)),
        ]
    );
    assert_eq!(dashboard["due_soon"], "11675.74");
    let todo: Vec<(&str, &str)> = dashboard["todo"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| (item["kind"].as_str().unwrap(), item["on"].as_str().unwrap()))
        .collect();
    assert_eq!(
        todo,
        [("overdue_loan", "2025-02-15"), ("overdue_loan", "2025-03-15"), ("filing", "2025-04-01")]
    );
    assert_eq!(test.clock.today().to_string(), dashboard["today"]);
}
