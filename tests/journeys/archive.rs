//! Old events go to a file, and everything that is asked of them is answered as before.

use std::{fs, io::Read, path::Path};

use api::{Call, ErrorCode};
use lendingos_tests::{TestDesk, fails_until, ok};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use std::sync::{Arc, atomic::AtomicBool};

const DAY: i64 = 24 * 60 * 60;

fn terms(term_months: u32) -> Json {
    json!({ "principal": "250000.00", "annual_rate_percent": "6.25", "term_months": term_months })
}

/// A book with a loan of 13 months ago, over several blocks of an archive, and one of today.
struct Aged {
    test: TestDesk,
    old: String,
    young: String,
}

impl Aged {
    fn new() -> Self {
        let test = TestDesk::new();
        let old = test.funded_loan(terms(360));
        for _ in 0..2 {
            test.funded_loan(terms(360));
        }
        test.clock.pass(395 * DAY);
        let young = test.loan_in_closing(terms(12));
        test.ok("loan.transition", json!({ "loan_id": young, "to": "funded" }));
        Self { test, old, young }
    }

    fn archive(&self) -> Json {
        self.test.ok("archive.create", json!({ "folder": self.folder() }))
    }

    fn folder(&self) -> &Path {
        self.test.folder.path()
    }

    fn path(&self) -> std::path::PathBuf {
        let statistics = self.test.ok("book.statistics", json!({}));
        statistics["archives"][0]["path"].as_str().unwrap().into()
    }

    /// All that can be asked of the events.
    fn answers(&self) -> Vec<Json> {
        let test = &self.test;
        let ask = |name: &str, input: Json| test.ok(name, input);
        let borrower = ask("loan.get", json!({ "loan_id": self.old }))["borrower"]["person_id"].clone();
        let mut answers = vec![
            ask("event.history", json!({ "aggregate_id": self.old })),
            ask("event.history", json!({ "aggregate_id": self.old, "include_loan": true })),
            ask("event.history", json!({ "aggregate_id": self.young, "include_loan": true })),
            ask("event.history", json!({ "aggregate_id": borrower })),
            ask("event.list", json!({ "event_type": "Loan.Created" })),
            ask("event.list", json!({ "aggregate_type": "person", "user": "Ada" })),
            ask("event.list", json!({ "aggregate_id": self.old, "status": "processed" })),
            ask("event.list", json!({ "status": "failed" })),
            ask("event.list", json!({ "from": "2025-01-01", "to": "2025-12-31", "limit": 7 })),
            ask("event.list", json!({ "user": "nobody" })),
            ask("loan.as_of", json!({ "loan_id": self.old, "known_at": "2025-02-01T00:00:00Z" })),
            ask("loan.balances", json!({})),
            ask("loan.balances", json!({ "effective_on": "2025-06-30" })),
            ask("loan.balances", json!({ "known_at": "2025-06-30T00:00:00Z" })),
            ask("event.replay", json!({ "aggregate_id": self.old, "dry_run": true })),
            ask("loan.list", json!({})),
            ask("schedule.get", json!({ "loan_id": self.old })),
            ask("book.get", json!({})),
            ask("book.statistics", json!({}))["months"]
                .as_array()
                .unwrap()
                .iter()
                .map(|month| month["events"].clone())
                .collect(),
        ];
        let mut before = Json::Null;
        loop {
            let page = ask("event.list", json!({ "limit": 333, "before_position": before }));
            before = page["next_before_position"].clone();
            answers.push(page);
            if before.is_null() {
                return answers;
            }
        }
    }
}

#[test]
fn everything_is_answered_as_before() {
    let aged = Aged::new();
    let (before, verified) = (aged.answers(), aged.test.ok("integrity.verify", json!({})));
    let preview = aged.test.ok("archive.preview", json!({}));
    assert_eq!(preview["before"], "2025-02-14");
    let report = aged.archive();
    let archive = &report["archive"];
    for name in ["first_position", "last_position", "events", "recorded_from", "recorded_until"] {
        assert_eq!(archive[name], preview[name], "{name}");
    }
    assert!(archive["events"].as_i64().unwrap() > 1_000, "more than a block: {archive}");
    assert!(report["bytes_after"].as_i64() < report["bytes_before"].as_i64(), "{report}");

    for (number, (before, after)) in before.iter().zip(aged.answers()).enumerate() {
        assert_eq!(&after, before, "answer {number}");
    }
    let statistics = aged.test.ok("book.statistics", json!({}));
    assert_eq!(statistics["events"], preview["remaining"]);
    assert_eq!((&statistics["archives"][0], &archive["is_there"]), (archive, &json!(true)));
    let after = aged.test.ok("integrity.verify", json!({}));
    assert_eq!(after, verified);
    assert_eq!(after["ok"], true);
    aged.test.ok("integrity.rebuild", json!({}));
    assert_eq!(aged.answers(), before);
}

#[test]
fn the_file_explains_itself_and_its_chain_can_be_recomputed_without_the_program() {
    let aged = Aged::new();
    let verified = aged.test.ok("integrity.verify", json!({}));
    let archive = aged.archive()["archive"].clone();
    let bytes = fs::read(aged.path()).unwrap();
    assert_eq!(hex::encode(Sha256::digest(&bytes)), archive["sha256"].as_str().unwrap());
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(&*bytes).read_to_string(&mut text).unwrap();
    let mut lines = text.lines();
    let header: Json = serde_json::from_str(lines.next().unwrap()).unwrap();
    assert_eq!((&header["format"], &header["firstPosition"]), (&json!("lendingos-archive"), &json!(1)));
    let mut previous = "0".repeat(64);
    let mut position = 0;
    for line in lines {
        let event: Json = serde_json::from_str(line).unwrap();
        position += 1;
        assert_eq!((&event["position"], &event["previousHash"]), (&json!(position), &json!(previous)));
        // The facts as they stand in the line, byte by byte.
        let facts = line.split_once("\"facts\":").unwrap().1.strip_suffix('}').unwrap();
        let mut hashed = hex::decode(&previous).unwrap();
        hashed.extend(facts.as_bytes());
        previous = hex::encode(Sha256::digest(&hashed));
        assert_eq!(event["hash"], json!(previous));
    }
    assert_eq!((&header["lastPosition"], &header["lastHash"]), (&json!(position), &json!(previous)));
    // And the live log goes on from it to its verified end.
    let events = aged.test.ok("event.list", json!({ "limit": 1000 }))["events"].as_array().unwrap().clone();
    let next = events.iter().find(|event| event["position"] == json!(position + 1)).unwrap();
    assert_eq!(next["previous_hash"], json!(previous));
    assert_eq!(events[0]["hash"], verified["head_hash"]);
}

#[test]
fn an_archived_loan_goes_on() {
    let aged = Aged::new();
    aged.archive();
    let loan_id = &aged.old;
    let version = aged.test.ok("loan.get", json!({ "loan_id": loan_id }))["version"].as_i64().unwrap();
    let stale = json!({ "loan_id": loan_id, "to": "defaulted", "expected_version": version - 1 });
    assert_eq!(aged.test.refused("loan.transition", stale).code, ErrorCode::Conflict);
    let next = json!({ "loan_id": loan_id, "to": "defaulted", "expected_version": version });
    // The status, and what it means.
    assert_eq!(aged.test.ok("loan.transition", next)["version"], version + 2);
    let history = aged.test.ok("event.history", json!({ "aggregate_id": loan_id }));
    let numbers: Vec<i64> = history["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["sequence_number"].as_i64().unwrap())
        .collect();
    assert_eq!(numbers, (1..=version + 2).collect::<Vec<_>>());
    aged.test.desk.work_off().unwrap();
    let replayed = aged.test.ok("event.replay", json!({ "aggregate_id": loan_id }));
    assert!(
        replayed["outcomes"].as_array().unwrap().iter().all(|run| run["outcome"] == "skipped"),
        "{replayed}"
    );
    assert_eq!(aged.test.ok("integrity.verify", json!({}))["ok"], true);
}

#[test]
fn archives_follow_one_another() {
    let aged = Aged::new();
    let first = aged.archive();
    aged.test.clock.pass(400 * DAY);
    aged.test.borrower();
    let second = aged.archive();
    assert_eq!(
        second["archive"]["first_position"].as_i64().unwrap(),
        first["archive"]["last_position"].as_i64().unwrap() + 1
    );
    assert_eq!(second["archive"]["number"], 2);
    let verified = aged.test.ok("integrity.verify", json!({}));
    assert_eq!((&verified["ok"], &verified["damages"]), (&json!(true), &json!([])));
    assert_eq!(aged.test.events_of_loan(&aged.young), 8 + 1 + 12);
    // What is left is the newest event, and that stays.
    aged.test.clock.pass(400 * DAY);
    assert_eq!(aged.test.ok("archive.preview", json!({}))["remaining"], 1);
    let refused = aged.test.refused("archive.create", json!({ "folder": aged.folder() }));
    assert_eq!((refused.code, refused.field.as_deref()), (ErrorCode::InvalidInput, Some("before")));
}

#[test]
fn a_file_that_is_not_there_is_named_and_nothing_else_stops() {
    let aged = Aged::new();
    aged.archive();
    let path = aged.path();
    let elsewhere = aged.folder().join("elsewhere");
    fs::rename(&path, &elsewhere).unwrap();
    let history = json!({ "aggregate_id": aged.old, "include_loan": true });
    let error = aged.test.refused("event.history", history.clone());
    assert_eq!(error.code, ErrorCode::ArchiveMissing);
    assert!(error.message.contains(&path.display().to_string()), "{}", error.message);
    let report = aged.test.ok("integrity.verify", json!({}));
    assert_eq!((&report["ok"], &report["damages"][0]["kind"]), (&json!(false), &json!("archive_missing")));
    assert!(report["damages"][0]["detail"].as_str().unwrap().contains(&path.display().to_string()));
    assert_eq!(aged.test.refused("integrity.rebuild", json!({})).code, ErrorCode::ArchiveMissing);
    assert_eq!(aged.test.ok("book.statistics", json!({}))["archives"][0]["is_there"], false);
    // The loans of today are served, and new ones are made.
    aged.test.ok("loan.transition", json!({ "loan_id": aged.young, "to": "defaulted" }));
    aged.test.funded_loan(terms(12));
    fs::rename(&elsewhere, &path).unwrap();
    aged.test.ok("event.history", history);
    assert_eq!(aged.test.ok("integrity.verify", json!({}))["ok"], true);
}

#[test]
fn an_archive_that_was_changed_is_found_with_the_first_damaged_position() {
    let aged = Aged::new();
    aged.archive();
    let path = aged.path();
    let bytes = fs::read(&path).unwrap();
    let statistics = |test: &TestDesk| test.ok("integrity.verify", json!({}));
    // In the last block: what comes before it can be read.
    let mut changed = bytes.clone();
    let place = changed.len() - 100;
    changed[place] ^= 1;
    fs::write(&path, changed).unwrap();
    let report = statistics(&aged.test);
    let damages = report["damages"].as_array().unwrap();
    assert_eq!(report["ok"], false);
    assert_eq!(damages[0]["position"], 1_001, "{report}");
    assert!(damages.iter().any(|damage| damage["kind"] == "archive"), "{report}");
    // In the header, where no event is.
    let mut changed = bytes.clone();
    changed[30] ^= 1;
    fs::write(&path, changed).unwrap();
    let report = statistics(&aged.test);
    assert_eq!((&report["ok"], &report["damages"][0]["kind"]), (&json!(false), &json!("archive")));
    // Cut off.
    fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    assert_eq!(statistics(&aged.test)["ok"], false);
    let error = aged.test.refused("loan.balances", json!({ "known_at": "2026-01-01T00:00:00Z" }));
    assert_eq!(error.code, ErrorCode::BookDamaged, "{}", error.message);
    fs::write(&path, &bytes).unwrap();
    assert_eq!(statistics(&aged.test)["ok"], true);
}

#[test]
fn what_cannot_be_archived_is_refused_by_its_field() {
    let aged = Aged::new();
    let folder = aged.folder();
    let refused = |input: Json| {
        let error = aged.test.refused("archive.create", input);
        assert_eq!(error.code, ErrorCode::InvalidInput, "{}", error.message);
        error.field.unwrap()
    };
    assert_eq!(refused(json!({ "before": "2026-02-15", "folder": folder })), "before");
    assert_eq!(refused(json!({ "before": "2025-01-15", "folder": folder })), "before");
    assert_eq!(refused(json!({ "folder": folder.join("nowhere") })), "folder");
    assert_eq!(refused(json!({ "folder": aged.folder().join("nowhere/book.lendingos") })), "folder");
    assert_eq!(aged.test.ok("book.statistics", json!({}))["archives"], json!([]));
}

#[test]
fn an_event_whose_handlers_have_not_succeeded_stays_with_what_follows_it() {
    let test = TestDesk::new();
    let healed = Arc::new(AtomicBool::new(false));
    let book = test.reopen_with(app::Parts::default());
    book.subscribe(fails_until(&healed)).unwrap();
    let loan_id = test.funded_loan(terms(12));
    let failed = test.event(&loan_id, "Loan.Funded")["position"].as_i64().unwrap();
    test.clock.pass(400 * DAY);
    test.borrower();
    let preview = test.ok("archive.preview", json!({}));
    assert_eq!(preview["blocked_by"], failed);
    assert_eq!(preview["last_position"], failed - 1);
    let report = test.ok("archive.create", json!({ "folder": test.folder.path() }));
    assert_eq!(report["archive"]["last_position"], failed - 1);
    let refused = test.refused("archive.create", json!({ "folder": test.folder.path() }));
    assert!(refused.message.contains(&format!("position {failed}")), "{}", refused.message);
    healed.store(true, std::sync::atomic::Ordering::SeqCst);
    test.ok("event.retry", json!({}));
    test.ok("archive.create", json!({ "folder": test.folder.path() }));
    assert_eq!(test.ok("integrity.verify", json!({}))["ok"], true);
}

#[test]
fn cancelled_it_leaves_the_log_and_the_folder_as_they_were() {
    let aged = Aged::new();
    let names =
        || fs::read_dir(aged.folder()).unwrap().map(|entry| entry.unwrap().file_name()).collect::<Vec<_>>();
    let (before, files) = (aged.answers(), names());
    for stop in [1, 2, 3, 4] {
        let calls = std::cell::Cell::new(0);
        let progress = |_: i64, _: i64| {
            calls.set(calls.get() + 1);
            calls.get() < stop
        };
        let call =
            Call { progress: &progress, ..Call::new("archive.create", json!({ "folder": aged.folder() })) };
        assert_eq!(aged.test.desk.call(call).unwrap_err().code, ErrorCode::Cancelled);
        assert_eq!(names(), files);
    }
    assert_eq!(aged.answers(), before);
}

#[test]
fn a_copy_of_an_archived_book_holds_everything() {
    let aged = Aged::new();
    aged.archive();
    let file = aged.folder().join("copy.lendingos").display().to_string();
    let copied = aged.test.ok("book.copy", json!({ "from": aged.test.address(), "to": file }));
    assert_eq!(copied["ok"], true);
    let answers = aged.answers();
    fs::remove_file(aged.path()).unwrap();
    let (there, desk) = (&aged.old, aged.test.second());
    desk.open(&file, None).unwrap();
    let history = ok(&desk, "event.history", json!({ "aggregate_id": there }));
    assert_eq!(history, answers[0]);
}

#[test]
fn no_event_leaves_the_log_without_an_archive() {
    let aged = Aged::new();
    aged.archive();
    let book = aged.test.desk.book().unwrap();
    let last: i64 = book
        .read(|transaction| {
            Ok(transaction.query("SELECT MIN(position) FROM domain_events", &[])?.remove(0).single()?)
        })
        .unwrap();
    for attempt in [
        format!("DELETE FROM domain_events WHERE position = {last}"),
        "DELETE FROM domain_events".to_owned(),
        "DELETE FROM event_archives".to_owned(),
        "UPDATE event_archives SET last_position = 1000000".to_owned(),
    ] {
        let mut transaction = book.store().write().unwrap();
        assert!(transaction.execute(&attempt, &[]).is_err(), "{attempt}");
    }
}

#[test]
fn the_archive_of_an_encrypted_book_tells_nothing_without_the_book() {
    let test = TestDesk::new();
    let address = test.folder.path().join("secret.lendingos").display().to_string();
    let open = json!({ "address": address, "passphrase": "correct horse" });
    test.ok(
        "book.create",
        json!({ "address": address, "organization": "Cedar", "currency": "USD", "owner": "Ada", "passphrase": "correct horse" }),
    );
    let loan_id = test.funded_loan(terms(360));
    test.clock.pass(400 * DAY);
    test.borrower();
    let history = json!({ "aggregate_id": loan_id, "include_loan": true });
    let before = test.ok("event.history", history.clone());
    let archive = test.ok("archive.create", json!({}))["archive"].clone();
    let bytes = fs::read(archive["path"].as_str().unwrap()).unwrap();
    // The header can be read, and nothing else.
    let mut text = String::new();
    let _ = flate2::read::MultiGzDecoder::new(&*bytes).read_to_string(&mut text);
    assert!(text.starts_with("{\"format\":\"lendingos-archive\""), "{text}");
    assert!(!text.contains("Loan."), "{text}");
    assert_eq!(text.lines().count(), 1, "{text}");
    test.ok("book.close", json!({}));
    test.ok("book.open", open);
    assert_eq!(test.ok("event.history", history.clone()), before);
    assert_eq!(test.ok("integrity.verify", json!({}))["ok"], true);
    // A block in the place of another is refused.
    let mut changed = bytes.clone();
    let end = changed.len();
    changed.swap(end - 1, end - 2);
    fs::write(archive["path"].as_str().unwrap(), changed).unwrap();
    assert_eq!(test.refused("event.history", history).code, ErrorCode::BookDamaged);
}

#[test]
fn a_book_and_its_archive_are_moved_together() {
    let test = TestDesk::new();
    let folder = test.folder.path().join("before");
    fs::create_dir(&folder).unwrap();
    let address = folder.join("book.lendingos").display().to_string();
    test.ok(
        "book.create",
        json!({ "address": address, "organization": "Cedar", "currency": "USD", "owner": "Ada" }),
    );
    let loan_id = test.funded_loan(terms(12));
    test.clock.pass(400 * DAY);
    test.borrower();
    test.ok("archive.create", json!({}));
    test.ok("book.close", json!({}));
    let moved = test.folder.path().join("after");
    fs::rename(&folder, &moved).unwrap();
    test.ok("book.open", json!({ "address": moved.join("book.lendingos") }));
    assert_eq!(test.events_of_loan(&loan_id), 8 + 1 + 12);
    assert_eq!(test.ok("integrity.verify", json!({}))["ok"], true);
}
