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

/// All that a book of today has: a fund and its investors, documents, what is kept with a loan, and an event of a newer
/// release.
fn with_everything(test: &TestDesk) {
    let loan_id = test
        .funded_loan(json!({ "principal": "250000.00", "annual_rate_percent": "6.25", "term_months": 36 }));
    test.desk.work_off().unwrap();
    test.ok("note.add", json!({ "loan_id": loan_id, "text": "Élodie “Birch” O'Neil 木\nsecond line" }));
    let property = json!({ "kind": "land", "address": "12 Cedar Street" });
    let property_id = test.ok("property.add", property)["property_id"].clone();
    test.ok("collateral.add", json!({ "loan_id": loan_id, "property_id": property_id }));
    let fund_id =
        test.ok("fund.create", json!({ "name": "Bridge", "capacity": "900000.00" }))["fund_id"].clone();
    let investor =
        test.ok("person.create", json!({ "kind": "investor", "name": "Noor" }))["person_id"].clone();
    let of_both = |more: Json| {
        let mut input = json!({ "fund_id": fund_id, "investor_id": investor });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    };
    test.ok("fund.commit", of_both(json!({ "amount": "400000.00" })));
    test.ok("document.generate", of_both(json!({ "kind": "investor_statement" })));
    let file = test.folder.path().join("invoice.pdf");
    std::fs::write(&file, [&b"%PDF-1.4\n"[..], &[b'x'; 600_000]].concat()).unwrap();
    test.ok("attachment.add", json!({ "loan_id": loan_id, "path": file }));
    let newer = store::NewEvent {
        id: domain::EventId::from_uuid(uuid::Uuid::new_v4()),
        event_type: "Moon.Observed",
        event_version: 3,
        aggregate_type: "moon",
        aggregate_id: uuid::Uuid::new_v4(),
        loan_id: None,
        effective_on: "2025-01-15".parse().unwrap(),
        payload: json!({ "phase": "waxing" }).to_string(),
        expected_version: None,
    };
    test.desk.book().unwrap().write(|work| work.publish(vec![newer])).unwrap();
}

#[test]
fn a_file_of_events_is_the_same_bytes_from_a_file_from_a_server_and_from_a_file_again() {
    let folder = tempfile::tempdir().unwrap();
    let test = TestDesk::shared();
    with_everything(&test);
    let export = |desk: &api::Desk, name: &str| {
        let path = folder.path().join(name);
        ok(desk, "book.export_events", json!({ "path": path }));
        (path.clone(), std::fs::read(path).unwrap())
    };
    let (mut path, first) = export(&test.desk, "server.ndjson");
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for (place, name) in [
        (Place::in_file(one.path()), "file.ndjson"),
        (Place::in_database(), "second-server.ndjson"),
        (Place::in_file(other.path()), "second-file.ndjson"),
    ] {
        let report = test.ok("book.import_events", json!({ "path": path, "address": place.address() }));
        assert_eq!(report["ok"], true, "{name}: {report}");
        let desk = test.second();
        desk.open(place.address(), None).unwrap();
        let bytes;
        (path, bytes) = export(&desk, name);
        assert!(bytes == first, "{name} is another file");
        for (command, input) in
            [("fund.list", json!({})), ("document.list", json!({})), ("search", json!({ "query": "cedar" }))]
        {
            assert_eq!(ok(&desk, command, input.clone()), test.ok(command, input), "{command} of {name}");
        }
        assert_eq!(ok(&desk, "integrity.verify", json!({}))["ok"], true, "{name}");
        ok(&desk, "integrity.rebuild", json!({}));
        assert!(export(&desk, &format!("rebuilt-{name}")).1 == first, "{name} is another file when rebuilt");
    }
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
