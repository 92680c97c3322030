//! A book is copied to a server and back; what is stopped half-way leaves nothing behind.

use std::cell::Cell;

use api::{Call, ErrorCode};
use lendingos_tests::{Place, TestDesk, ok};
use serde_json::{Value as Json, json};
use store_postgres::PostgresStore;

fn copy(test: &TestDesk, from: &str, to: &str) -> Json {
    test.ok("book.copy", json!({ "from": from, "to": to }))
}

/// What a person sees of a book, but where it is.
fn contents(test: &TestDesk, address: &str, loan_id: &str) -> [Json; 5] {
    let desk = test.second();
    desk.open(address, None).unwrap();
    let handlers = ok(&desk, "handler.list", json!({}));
    [
        ok(&desk, "loan.list", json!({})),
        ok(&desk, "schedule.get", json!({ "loan_id": loan_id })),
        ok(&desk, "event.list", json!({ "limit": 1000 })),
        ok(&desk, "person.list", json!({})),
        handlers,
    ]
}

#[test]
fn a_copy_to_a_server_and_back_is_the_same_book() {
    let test = TestDesk::shared();
    let loan_id = test
        .funded_loan(json!({ "principal": "250000.00", "annual_rate_percent": "6.25", "term_months": 360 }));
    let id = uuid::Uuid::new_v4().to_string();
    let person = json!({ "kind": "lender", "name": "Élodie “Birch” O'Neil 木" });
    let sent = || Call { command_id: Some(&id), ..Call::new("person.create", person.clone()) };
    let answered = test.desk.call(sent()).unwrap();

    let file = test.folder.path().join("copy.lendingos").display().to_string();
    let server = Place::in_database();
    let there = copy(&test, &test.address(), &file);
    let back = copy(&test, &file, server.address());
    assert_eq!((&there["ok"], &back["ok"]), (&json!(true), &json!(true)));
    assert_eq!(there["head_hash"], back["head_hash"]);
    let original = contents(&test, &test.address(), &loan_id);
    assert_eq!(contents(&test, &file, &loan_id), original);
    assert_eq!(contents(&test, server.address(), &loan_id), original);

    // The copy goes on as the book would: it knows the command, takes new events, runs handlers.
    let desk = test.second();
    desk.open(server.address(), None).unwrap();
    assert_eq!(desk.call(sent()).unwrap(), answered);
    ok(&desk, "person.create", json!({ "kind": "borrower", "name": "New" }));
    assert_eq!(ok(&desk, "integrity.verify", json!({}))["ok"], true);
}

#[test]
fn a_copy_that_is_cancelled_leaves_nothing() {
    let test = TestDesk::shared();
    test.funded_loan(json!({ "principal": "250000.00", "annual_rate_percent": "6.25", "term_months": 360 }));
    let file = test.folder.path().join("copy.lendingos");
    // Once while it copies, once while it verifies the copy.
    for stop_at in [1, 2] {
        let asked = Cell::new(0);
        let call = Call {
            progress: &|_, _| {
                asked.set(asked.get() + 1);
                asked.get() < stop_at
            },
            ..Call::new("book.copy", json!({ "from": test.address(), "to": file }))
        };
        assert_eq!(test.desk.call(call).unwrap_err().code, ErrorCode::Cancelled);
        assert!(!file.exists());
    }
    let server = Place::in_database();
    let call = Call {
        progress: &|_, _| false,
        ..Call::new("book.copy", json!({ "from": test.address(), "to": server.address() }))
    };
    assert_eq!(test.desk.call(call).unwrap_err().code, ErrorCode::Cancelled);
    copy(&test, &test.address(), server.address());
}

#[test]
fn a_copy_never_goes_over_a_book() {
    let test = TestDesk::shared();
    let error = test.refused("book.copy", json!({ "from": test.address(), "to": test.address() }));
    assert_eq!(error.code, ErrorCode::BookExists);
    assert_eq!(test.ok("loan.list", json!({}))["total"], 0);
}

/// What a copy leaves that is killed before its one transaction ends: a schema without an event.
#[test]
fn a_book_that_was_never_finished_says_so() {
    let test = TestDesk::shared();
    let server = Place::in_database();
    drop(PostgresStore::create(server.address(), None).unwrap());
    let file = test.folder.path().join("half.lendingos");
    drop(store_sqlite::SqliteStore::create(&file, None).unwrap());
    for address in [server.address(), file.to_str().unwrap()] {
        let error = test.refused("book.open", json!({ "address": address }));
        assert_eq!(error.code, ErrorCode::BookUnfinished, "{error:?}");
        assert!(error.message.contains("never finished"), "{}", error.message);
    }
}
