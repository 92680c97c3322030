//! Two programs on one book.

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

use api::ErrorCode;
use lendingos_tests::TestDesk;
use serde_json::json;

#[test]
fn a_book_that_another_process_is_writing_is_busy_for_writing_and_open_for_reading() {
    let test = TestDesk::new();
    let mut other = Command::new(env!("CARGO_BIN_EXE_publisher"))
        .args([&test.address(), "hold"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(other.stdout.take().unwrap()).lines();
    assert_eq!(lines.next().unwrap().unwrap(), "holding");

    let error = test.refused("person.create", json!({ "kind": "borrower", "name": "Marisol Vega" }));
    assert_eq!((error.code, error.retryable), (ErrorCode::BookBusy, true));
    test.ok("book.open", json!({ "address": test.address() }));
    assert_eq!(test.ok("person.list", json!({}))["people"], json!([]));

    other.kill().unwrap();
    other.wait().unwrap();
    test.borrower();
}

#[test]
fn two_processes_publish_side_by_side_and_both_keep_what_they_acknowledged() {
    let test = TestDesk::new();
    let start = || {
        Command::new(env!("CARGO_BIN_EXE_publisher"))
            .args([&test.address(), "5"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let acknowledged: Vec<String> = [start(), start()]
        .into_iter()
        .flat_map(|process| {
            let output = process.wait_with_output().unwrap();
            assert!(output.status.success());
            String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(acknowledged.len(), 10);
    for loan_id in acknowledged {
        assert_eq!(test.events_of_loan(&loan_id), 21);
    }
    assert_eq!(test.ok("integrity.verify", json!({}))["ok"], true);
}
