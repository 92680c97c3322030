//! Finding anything by its words, the same on every backend.

use lendingos_tests::TestDesk;
use serde_json::{Value as Json, json};

fn found(test: &TestDesk, query: &str) -> Vec<String> {
    let answer = test.ok("search", json!({ "query": query, "limit": 100 }));
    let hit = |hit: &Json| {
        let text = |parts: &Json| {
            parts.as_array().unwrap().iter().map(|part| part["text"].as_str().unwrap()).collect::<String>()
        };
        format!("{} {}", hit["kind"].as_str().unwrap(), text(&hit["title"]))
    };
    // The backends rank hits of like worth differently.
    let mut hits: Vec<String> = answer["hits"].as_array().unwrap().iter().map(hit).collect();
    hits.sort();
    hits
}

fn person(test: &TestDesk, kind: &str, name: &str) -> String {
    let person = json!({ "kind": kind, "name": name, "phone": "(555) 010-7788", "email": "ana@example.com" });
    test.ok("person.create", person)["person_id"].as_str().unwrap().to_owned()
}

fn a_book() -> (TestDesk, String, String) {
    let test = TestDesk::new();
    let borrower = person(&test, "borrower", "Añá Cedár");
    let loan = json!({
        "borrower_id": borrower, "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 12,
        "type": "amortized", "frequency": "monthly", "day_count": "30/360", "purpose": "Bridge to sale",
    });
    let loan_id = test.ok("loan.create", loan)["loan_id"].as_str().unwrap().to_owned();
    (test, borrower, loan_id)
}

#[test]
fn words_are_found_as_they_begin_whatever_their_case_and_accents() {
    let (test, _, loan_id) = a_book();
    let note = json!({ "loan_id": loan_id, "text": "Said: \"the roof, it's leaking\" — O'Brien will look" });
    test.ok("note.add", note);
    test.ok(
        "property.add",
        json!({ "kind": "land", "address": "12 Cedar Street", "parcel_number": "044-12-9" }),
    );
    let loan = "loan L-00001 · Añá Cedár";
    assert_eq!(found(&test, "ced"), ["contact Añá Cedár", loan, "property 12 Cedar Street"]);
    assert_eq!(found(&test, "CEDÁR aña"), ["contact Añá Cedár", loan]);
    // Leading zeros do not count: 010 of the telephone number begins with 1 as well.
    assert_eq!(found(&test, "#1"), ["contact Añá Cedár", loan, "property 12 Cedar Street"]);
    assert_eq!(found(&test, "L-00001"), [loan]);
    assert_eq!(found(&test, "044-12"), ["property 12 Cedar Street"]);
    assert_eq!(found(&test, "5550107788"), ["contact Añá Cedár"]);
    assert_eq!(found(&test, "roof leak o'brien").len(), 1);
    assert_eq!(found(&test, "bridge"), [loan]);
    assert_eq!(found(&test, "cedar elsewhere"), Vec::<String>::new());
    for nothing in ["", "  ", "\"", "*", "'; --", "AND OR NOT", "NEAR(", ":*", "()", "\u{0}"] {
        assert_eq!(found(&test, nothing), Vec::<String>::new(), "{nothing:?}");
    }
    let refused = test.refused("search", json!({ "query": "x", "limit": 101 }));
    assert_eq!(refused.field.as_deref(), Some("limit"));
}

#[test]
fn what_changes_is_found_by_its_new_words_alone() {
    let (test, borrower, loan_id) = a_book();
    test.ok("person.change", json!({ "person_id": borrower, "name": "Maple Homes" }));
    assert_eq!(found(&test, "cedar"), Vec::<String>::new());
    assert_eq!(found(&test, "maple"), ["contact Maple Homes", "loan L-00001 · Maple Homes"]);
    let note = test.ok("note.add", json!({ "loan_id": loan_id, "text": "Zebra" }));
    let named = |more: &str, value: &str| json!({ "note_id": note["note_id"], more: value });
    test.ok("note.amend", named("text", "Giraffe"));
    assert_eq!((found(&test, "zebra").len(), found(&test, "giraffe").len()), (0, 1));
    test.ok("note.withdraw", named("reason", "Wrong animal"));
    assert_eq!(found(&test, "giraffe").len(), 0);
    let before = found(&test, "maple");
    test.ok("integrity.rebuild", json!({}));
    assert_eq!(found(&test, "maple"), before);
    let report = test.ok("integrity.verify", json!({}));
    assert_eq!(report["ok"], true, "{report}");
}

#[test]
fn documents_are_found_by_their_title_their_kind_and_their_loan() {
    let test = TestDesk::new();
    test.funded_loan(json!({ "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 12 }));
    assert_eq!(found(&test, "promissory"), Vec::<String>::new(), "nobody waits for documents");
    test.desk.work_off().unwrap();
    let note = "document Promissory note";
    assert_eq!(found(&test, "promissory"), [note]);
    let all =
        ["document Amortization schedule", "document Closing statement", note, "loan L-00001 · Marisol Vega"];
    assert_eq!(found(&test, "L-00001"), all);
    assert_eq!(found(&test, "closing 00001 2025-01-15"), ["document Closing statement"]);
    test.ok(
        "document.generate",
        json!({ "kind": "interest_statement", "loan_id": loan_of(&test), "year": 2025 }),
    );
    // Its title is another than the name of its kind.
    assert_eq!(found(&test, "interest statement"), ["document Mortgage interest statement"]);
    let hit = test.ok("search", json!({ "query": "closing" }))["hits"][0].clone();
    assert_eq!((&hit["kind"], &hit["loan_number"]), (&json!("document"), &json!("L-00001")));

    // A book whose search had no documents yet is filled when it is opened.
    let book = test.desk.book().unwrap();
    let mut transaction = book.store().write().unwrap();
    transaction.execute("DELETE FROM search_entries WHERE kind = 'document'", &[]).unwrap();
    transaction.commit().unwrap();
    assert_eq!(found(&test, "promissory"), Vec::<String>::new());
    drop(book);
    test.ok("book.close", json!({}));
    test.reopen_with(app::Parts::default());
    assert_eq!(found(&test, "promissory"), [note]);
    assert_eq!(found(&test, "L-00001").len(), 5);
    let report = test.ok("integrity.verify", json!({}));
    assert_eq!(report["ok"], true, "{report}");
}

#[test]
fn filings_and_licences_are_found_as_they_are_called_now() {
    let test = TestDesk::new();
    let filing = json!({
        "name": "Annual réport", "authority": "State of Delaware", "due_on": "2025-03-01", "note": "Form 1120",
    });
    let filing_id = test.ok("filing.add", filing)["filing_id"].clone();
    let licence = json!({
        "name": "Lender · broker", "authority": "California DFPI", "number": "603 · 1", "expires_on": "2025-12-31",
    });
    let licence_id = test.ok("licence.add", licence)["licence_id"].clone();
    assert_eq!(found(&test, "annual REPORT"), ["filing Annual réport"]);
    assert_eq!(found(&test, "delaware 1120"), ["filing Annual réport"]);
    assert_eq!(found(&test, "dfpi 603"), ["licence Lender · broker · 603 · 1"]);
    let hit = test.ok("search", json!({ "query": "annual" }))["hits"][0].clone();
    assert_eq!((&hit["id"], &hit["loan_id"], &hit["person_id"]), (&filing_id, &Json::Null, &Json::Null));

    test.ok("filing.change", json!({ "filing_id": filing_id, "name": "Franchise tax" }));
    assert_eq!(found(&test, "annual"), Vec::<String>::new());
    assert_eq!(found(&test, "franchise"), ["filing Franchise tax"]);
    let renewed = json!({ "licence_id": licence_id, "expires_on": "2026-12-31", "number": "777" });
    test.ok("licence.renew", renewed);
    assert_eq!(found(&test, "603"), Vec::<String>::new());
    assert_eq!(found(&test, "777 dfpi"), ["licence Lender · broker · 777"]);
    test.ok("licence.change", json!({ "licence_id": licence_id, "note": "In Ada's drawer" }));
    assert_eq!(found(&test, "drawer 777"), ["licence Lender · broker · 777"]);

    test.ok("integrity.rebuild", json!({}));
    assert_eq!(found(&test, "franchise"), ["filing Franchise tax"]);
    assert_eq!(found(&test, "777"), ["licence Lender · broker · 777"]);

    // A book of a release whose search had neither is filled when it is opened.
    for kind in ["filing", "licence"] {
        let book = test.desk.book().unwrap();
        let mut transaction = book.store().write().unwrap();
        let sql = "DELETE FROM search_entries WHERE kind = $1";
        assert_eq!(transaction.execute(sql, &[kind.into()]).unwrap(), 1);
        transaction.commit().unwrap();
        drop(book);
        test.ok("book.close", json!({}));
        test.reopen_with(app::Parts::default());
        assert_eq!(found(&test, "franchise"), ["filing Franchise tax"]);
        assert_eq!(found(&test, "777"), ["licence Lender · broker · 777"]);
    }

    // What is in no list any more is not found; and a book in which nothing is missing is left as it is.
    test.ok("filing.remove", json!({ "filing_id": filing_id, "reason": "Dissolved" }));
    test.ok("licence.end", json!({ "licence_id": licence_id, "reason": "Left the state" }));
    assert_eq!(found(&test, "franchise"), Vec::<String>::new());
    assert_eq!(found(&test, "777"), Vec::<String>::new());
    test.ok("integrity.rebuild", json!({}));
    assert_eq!(found(&test, "777"), Vec::<String>::new());
    let report = test.ok("integrity.verify", json!({}));
    assert_eq!(report["ok"], true, "{report}");
}

fn loan_of(test: &TestDesk) -> Json {
    test.ok("loan.list", json!({}))["loans"][0]["loan_id"].clone()
}

#[test]
fn no_query_is_an_error() {
    let (test, ..) = a_book();
    let characters: Vec<char> =
        "abc012ÄéßZ\u{301}\"'*:()&|!<>\\-+^~{}[]@#$%;,. \t\n東🏠½\u{0}".chars().collect();
    // Numbers of a simple generator: the same queries on every run.
    let mut state = 20_250_115_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    for _ in 0..200 {
        let query: String = (0..next(24)).map(|_| characters[next(characters.len())]).collect();
        test.ok("search", json!({ "query": query }));
    }
}

/// What a search finds, with the kind of each.
fn kinds_found(test: &TestDesk, query: &str) -> Vec<(String, String)> {
    let hits = test.ok("search", json!({ "query": query }))["hits"].as_array().unwrap().clone();
    let title = |hit: &Json| -> String {
        hit["title"].as_array().unwrap().iter().map(|part| part["text"].as_str().unwrap()).collect()
    };
    hits.iter().map(|hit| (hit["kind"].as_str().unwrap().to_owned(), title(hit))).collect()
}

#[test]
fn what_is_called_just_so_comes_first_and_names_and_amounts_are_found_as_they_are_written() {
    let test = TestDesk::new();
    test.ok("person.create", json!({ "kind": "contact", "name": "Smith" }));
    for number in 1..=25 {
        let name = format!("Smithson Smith-Jones {number}");
        let borrower =
            test.ok("person.create", json!({ "kind": "borrower", "name": name }))["person_id"].clone();
        test.ok(
            "loan.create",
            json!({
                "borrower_id": borrower, "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 12,
                "external_reference": format!("OLD-{number}"),
            }),
        );
    }
    assert_eq!(kinds_found(&test, "smith")[0], ("contact".to_owned(), "Smith".to_owned()));
    assert_eq!(kinds_found(&test, "smith").len(), 20);
    assert_eq!(kinds_found(&test, "OLD-17")[0].1, "L-00017 · Smithson Smith-Jones 17");

    test.ok("person.create", json!({ "kind": "contact", "name": "Maeve O'Brien" }));
    for query in ["obrien", "O'Brien", "o\u{2019}brien", "brien", "o brien"] {
        assert_eq!(
            kinds_found(&test, query),
            [("contact".to_owned(), "Maeve O'Brien".to_owned())],
            "{query}"
        );
    }
    let loan_id = test
        .funded_loan(json!({ "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 12 }));
    test.clock.pass(40 * 86_400);
    test.ok("payment.record", json!({ "loan_id": loan_id, "amount": "8675.74", "reference": "Wire 7" }));
    for query in ["8,675.74", "8675.74"] {
        assert_eq!(kinds_found(&test, query), [("payment".to_owned(), "Wire 7".to_owned())], "{query}");
    }
}

/// A connection that searched before keeps in memory how the index of words was.
#[test]
fn a_book_is_sound_after_searches_and_what_was_written_since() {
    let test = TestDesk::new();
    for number in 0..40 {
        test.ok("search", json!({ "query": "ada" }));
        test.ok("person.create", json!({ "kind": "borrower", "name": format!("Ada {number}") }));
        let report = test.ok("integrity.verify", json!({}));
        assert_eq!(report["ok"], true, "after {number}: {}", report["damages"]);
    }
}
