//! `kill -9` while it publishes.

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use api::ErrorCode;
use lendingos_tests::{Place, Site, TestDesk, ok};
use serde_json::json;

const KILLS: u64 = 100;

#[test]
fn killed_a_hundred_times_it_loses_nothing_acknowledged_and_leaves_nothing_half_made() {
    let test = TestDesk::new();
    test.ok("book.close", json!({}));
    let mut acknowledged = Vec::new();
    for round in 0..KILLS {
        let mut publisher = Command::new(env!("CARGO_BIN_EXE_publisher"))
            .args([&test.address(), "0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(publisher.stdout.take().unwrap()).lines();
        // From before its first word to well after, in steps that fall into every phase of a publish.
        thread::sleep(Duration::from_micros(4_000 + round * 617 % 60_000));
        publisher.kill().unwrap();
        publisher.wait().unwrap();
        acknowledged.extend(lines.map_while(Result::ok).filter(|line| line.len() == 36));
    }
    assert!(!acknowledged.is_empty(), "it was killed before it had done anything");

    test.ok("book.open", json!({ "address": test.address() }));
    for loan_id in &acknowledged {
        assert_eq!(test.ok("loan.get", json!({ "loan_id": loan_id }))["status"], "funded", "{loan_id}");
    }
    let loans = test.ok("loan.list", json!({ "limit": 10_000 }));
    for loan in loans["loans"].as_array().unwrap() {
        let loan_id = loan["loan_id"].as_str().unwrap();
        let history = test.ok("event.history", json!({ "aggregate_id": loan_id, "include_loan": true }));
        let events = history["events"].as_array().unwrap();
        assert!(events.iter().all(|event| event["status"] == "processed"));
        let payments = events.iter().filter(|event| event["event_type"] == "Payment.Scheduled").count();
        let expected = if loan["status"] == "funded" { 12 } else { 0 };
        assert_eq!(payments, expected, "{loan}");
    }
    let report = test.ok("integrity.verify", json!({}));
    assert_eq!(report["ok"], true, "{report}");
}

#[test]
fn killed_while_it_archives_no_event_is_lost_or_doubled() {
    const ROUNDS: u32 = 24;
    let test = TestDesk::new();
    let terms = json!({ "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 360 });
    let loans: Vec<String> = (0..4).map(|_| test.funded_loan(terms.clone())).collect();
    let histories = |test: &TestDesk| -> Vec<_> {
        let history = |loan_id: &String| json!({ "aggregate_id": loan_id, "include_loan": true });
        loans.iter().map(|loan_id| test.ok("event.history", history(loan_id))).collect()
    };
    let (before, verified) = (histories(&test), test.ok("integrity.verify", json!({})));
    test.ok("book.close", json!({}));
    let original = std::fs::read(test.path()).unwrap();
    let archive = || {
        Command::new(env!("CARGO_BIN_EXE_publisher"))
            .args([&test.address(), "archive"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    };
    let started = std::time::Instant::now();
    assert!(archive().wait().unwrap().success());
    let whole = started.elapsed();

    let mut archived = 0;
    for round in 1..=ROUNDS {
        for entry in std::fs::read_dir(test.folder.path()).unwrap() {
            std::fs::remove_file(entry.unwrap().path()).unwrap();
        }
        std::fs::write(test.path(), &original).unwrap();
        let mut process = archive();
        thread::sleep(whole * round / ROUNDS);
        process.kill().unwrap();
        process.wait().unwrap();
        test.ok("book.open", json!({ "address": test.address() }));
        assert_eq!(test.ok("integrity.verify", json!({})), verified, "round {round}");
        assert_eq!(histories(&test), before, "round {round}");
        archived += test.ok("book.statistics", json!({}))["archives"].as_array().unwrap().len();
        test.ok("book.close", json!({}));
    }
    assert!(archived > 0, "it was always killed before it had archived anything");
}

/// Killed at any moment a copy is whole, or says that it was never finished, or is not there.
#[test]
fn a_copy_that_is_killed_is_no_half_book() {
    const ROUNDS: u32 = 10;
    let test = TestDesk::new();
    let terms = json!({ "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 360 });
    for _ in 0..3 {
        test.funded_loan(terms.clone());
    }
    let events = test.ok("book.get", json!({}))["events"].clone();
    for to_server in [false, true] {
        let mut unfinished = 0;
        let mut whole = Duration::ZERO;
        for round in 0..=ROUNDS {
            let folder = tempfile::tempdir().unwrap();
            let place = if to_server { Place::in_database() } else { Place::in_file(folder.path()) };
            let mut process = Command::new(env!("CARGO_BIN_EXE_publisher"))
                .args([&test.address(), "copy", place.address()])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            if round == 0 {
                // How long it takes when nobody kills it.
                let started = std::time::Instant::now();
                assert!(process.wait().unwrap().success());
                whole = started.elapsed();
            } else {
                thread::sleep(whole * round / (ROUNDS + 1));
                process.kill().unwrap();
                process.wait().unwrap();
            }
            let desk = test.second();
            match desk.open(place.address(), None) {
                Ok(_) => {
                    assert_eq!(ok(&desk, "book.get", json!({}))["events"], events);
                    assert_eq!(ok(&desk, "integrity.verify", json!({}))["ok"], true);
                }
                Err(error) => {
                    let allowed = [ErrorCode::BookUnfinished, ErrorCode::BookMissing, ErrorCode::NotABook];
                    assert!(allowed.contains(&error.code), "{error:?}");
                    unfinished += 1;
                }
            }
        }
        assert!(unfinished > 0, "it was never killed in the middle");
    }
}

/// What a person has typed of a draw survives the end of the program, however that comes.
#[test]
fn killed_while_a_draft_is_written_what_was_saved_of_it_is_there() {
    const ROUNDS: u64 = 12;
    let site = Site::new();
    let address = site.test.address();
    for round in 0..ROUNDS {
        site.test.ok("book.close", json!({}));
        let mut publisher = Command::new(env!("CARGO_BIN_EXE_publisher"))
            .args([&address, "draft", &site.loan_id])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(publisher.stdout.take().unwrap()).lines().map_while(Result::ok);
        let mut last = lines.next().unwrap();
        thread::sleep(Duration::from_micros(round * 1_709 % 20_000));
        publisher.kill().unwrap();
        publisher.wait().unwrap();
        last = lines.filter(|line| line.contains(' ')).last().unwrap_or(last);
        let (draw_id, saved) = last.split_once(' ').unwrap();
        let saved: i64 = saved.parse().unwrap_or(1);

        site.test.ok("book.open", json!({ "address": address }));
        let draw = site.test.ok("draw.get", json!({ "draw_id": draw_id }));
        assert_eq!((&draw["status"], &draw["number"]), (&json!("draft"), &json!(round + 1)));
        assert_eq!(draw["note"], "As the borrower said on site");
        let amount = draw["lines"][0]["requested"].as_str().unwrap();
        let kept: i64 = amount.strip_suffix(".00").unwrap().parse().unwrap();
        assert!(kept >= saved, "{saved}.00 was acknowledged and {amount} is there");
        assert_eq!(draw["version"], kept, "one event for each state that is there");
        // It goes on where it was.
        let requested = site.by("Otto", "draw.request", json!({ "draw_id": draw_id }));
        assert_eq!((&requested["status"], &requested["requested"]), (&json!("requested"), &json!(amount)));
    }
    let report = site.test.ok("integrity.verify", json!({}));
    assert_eq!(report["ok"], true, "{report}");
}

/// Killed at any moment while documents are made, each is made once in the end.
#[test]
fn killed_while_documents_are_made_each_is_made_once() {
    const LOANS: usize = 6;
    const ROUNDS: u32 = 20;
    let test = TestDesk::new();
    let terms = json!({ "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 360 });
    let loans: Vec<String> = (0..LOANS).map(|_| test.funded_loan(terms.clone())).collect();
    let documents = |loan_id: &str| {
        let list = test.ok("document.list", json!({ "loan_id": loan_id }));
        list["documents"].as_array().unwrap().clone()
    };
    assert!(loans.iter().all(|loan_id| documents(loan_id).is_empty()), "nothing is made in the publish");
    let work_off = || {
        Command::new(env!("CARGO_BIN_EXE_publisher"))
            .args([&test.address(), "work-off"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    };
    let mut interrupted = 0;
    for round in 0..ROUNDS {
        let mut process = work_off();
        thread::sleep(Duration::from_millis(10 + u64::from(round) * 7));
        process.kill().unwrap();
        process.wait().unwrap();
        let made = loans.iter().filter(|loan_id| !documents(loan_id).is_empty()).count();
        assert!(loans.iter().all(|loan_id| [0, 3].contains(&documents(loan_id).len())), "round {round}");
        interrupted += u32::from(made < LOANS);
    }
    assert!(interrupted > 0, "it was never killed before all was made");
    assert!(work_off().wait().unwrap().success());
    let kinds = ["amortization_schedule", "closing_statement", "promissory_note"];
    for loan_id in &loans {
        let mut made: Vec<String> =
            documents(loan_id).iter().map(|made| made["kind"].as_str().unwrap().to_owned()).collect();
        made.sort();
        assert_eq!(made, kinds, "{loan_id}");
        assert_eq!(test.event(loan_id, "Loan.Funded")["status"], "processed");
    }
    assert_eq!(test.desk.work_off().unwrap(), 0, "nothing is left");
    let report = test.ok("integrity.verify", json!({}));
    assert_eq!(report["ok"], true, "{report}");
}
