//! A shared book from terminals: programs of their own, at once.

use std::process::Output;

use lendingos_tests::Place;
use serde_json::{Value as Json, json};

use crate::Terminal;

/// Two programs approve the same loan at once, again and again: one of them does, the other is told why not.
#[test]
fn of_two_programs_that_approve_at_once_exactly_one_does() {
    const ROUNDS: usize = 10;
    let place = Place::in_database();
    let terminal = Terminal::at(place.address());
    terminal.ok(&["book", "create", "--organization", "Cedar", "--currency", "USD", "--owner", "Ada"], "");
    terminal.call("user.add", &json!({ "name": "Ben", "role": "officer" }));
    let borrower = terminal.call("person.create", &json!({ "kind": "borrower", "name": "Marisol Vega" }));
    for round in 0..ROUNDS {
        let loan = terminal.call(
            "loan.create",
            &json!({ "borrower_id": borrower["person_id"], "principal": "1000.00", "annual_rate_percent": "5", "term_months": 6 }),
        );
        for to in ["submitted", "verification", "underwriting"] {
            terminal.call("loan.transition", &json!({ "loan_id": loan["loan_id"], "to": to }));
        }
        let version = terminal.call("loan.get", &json!({ "loan_id": loan["loan_id"] }))["version"].clone();
        let approve = |user: &str| {
            let input = json!({ "loan_id": loan["loan_id"], "to": "approved", "expected_version": version });
            terminal.start(&["--user", user, "call", "loan.transition", "--input", "-"], &input.to_string())
        };
        let both = [approve("Ada"), approve("Ben")].map(|process| process.wait_with_output().unwrap());
        let (won, lost): (Vec<Output>, Vec<Output>) =
            both.into_iter().partition(|output| output.status.success());
        assert_eq!((won.len(), lost.len()), (1, 1), "round {round}");
        let told: Json = serde_json::from_slice(&lost[0].stderr).unwrap();
        assert_eq!((lost[0].status.code(), &told["code"]), (Some(1), &json!("conflict")), "{told}");
        assert!(told["message"].as_str().unwrap().contains("is at version 5, not 4"), "{told}");
        let history = terminal.ok(&["events", loan["loan_id"].as_str().unwrap()], "");
        assert_eq!(history["events"].as_array().unwrap().len(), 5);
    }
    assert_eq!(terminal.ok(&["verify"], "")["ok"], true);
}

#[test]
fn a_book_is_copied_to_a_server_and_back() {
    let place = Place::in_database();
    let terminal = Terminal::new();
    terminal.ok(&["book", "sample"], "");
    let there = terminal.ok(&["book", "copy", "--from", &terminal.book(), "--to", place.address()], "");
    let back = terminal.ok(&["book", "copy", "--from", place.address(), "--to", "back.lendingos"], "");
    assert_eq!((&there["ok"], &back["ok"]), (&json!(true), &json!(true)));
    let loans = |book: &str| terminal.ok(&["--book", book, "call", "loan.list"], "");
    assert_eq!(loans(place.address()), loans(&terminal.book()));
    assert_eq!(loans("back.lendingos"), loans(&terminal.book()));
    let (status, error) =
        terminal.fails(&["book", "copy", "--from", place.address(), "--to", "back.lendingos"], "");
    assert_eq!((status, &error["code"]), (3, &json!("book_exists")));
    let nowhere = "postgres://postgres@127.0.0.1:1/none";
    let (status, error) = terminal.fails(&["--book", nowhere, "call", "book.get"], "");
    assert_eq!((status, &error["code"]), (3, &json!("book_unreachable")));
}
