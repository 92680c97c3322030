//! What is refused, with which exit code, and which words.

use std::fs;

use serde_json::json;

use crate::Terminal;

#[test]
fn exit_codes_tell_a_rule_from_usage_from_storage() {
    let terminal = Terminal::with_book();
    let call = |input: &str| terminal.fails(&["call", "schedule.preview", "--input", "-"], input);
    let terms = |field: &str, value: serde_json::Value| {
        let mut terms = json!({
            "principal": "1000.00", "annual_rate_percent": "5", "term_months": 6, "funded_on": "2025-01-15",
        });
        terms[field] = value;
        terms.to_string()
    };
    for (field, value, status, code) in [
        ("principal", json!("0"), 1, "invalid_input"),
        ("principal", json!("-5.00"), 1, "invalid_input"),
        ("principal", json!("5.001"), 1, "invalid_input"),
        ("annual_rate_percent", json!("100.5"), 1, "invalid_input"),
        ("term_months", json!(0), 1, "invalid_input"),
        ("term_months", json!(1201), 1, "invalid_input"),
        ("funded_on", json!("2025-02-30"), 2, "unreadable_input"),
        ("principal", json!("lots"), 2, "unreadable_input"),
        ("colour", json!("red"), 2, "unknown_field"),
        ("disbursements", json!([{ "on": "2024-12-31", "amount": "5.00" }]), 1, "invalid_input"),
    ] {
        let (exit, error) = call(&terms(field, value.clone()));
        assert_eq!((exit, &error["code"], &error["field"]), (status, &json!(code), &json!(field)), "{value}");
        assert!(error["message"].as_str().unwrap().contains(field), "{error}");
    }
    let (exit, error) = call("{ not json");
    assert_eq!((exit, &error["code"]), (2, &json!("unreadable_input")));
    assert_eq!(terminal.fails(&["call", "loan.explode"], "").0, 2);
    assert_eq!(terminal.fails(&["frobnicate"], "").0, 2);
    assert_eq!(terminal.fails(&["call", "book.get", "--input", "nowhere.json"], "").0, 2);
}

#[test]
fn an_unknown_loan_and_a_step_that_is_not_allowed_are_refused_by_a_rule() {
    let terminal = Terminal::with_book();
    let refused = |name: &str, input: serde_json::Value| {
        let (exit, error) = terminal.fails(&["call", name, "--input", "-"], &input.to_string());
        (exit, error["code"].clone(), error["field"].clone())
    };
    let nobody = "01a208c2-2efc-7081-b1b4-6f4b653ab8e9";
    let unknown = (1, json!("not_found"), json!("loan_id"));
    assert_eq!(refused("loan.get", json!({ "loan_id": nobody })), unknown);
    assert_eq!(refused("loan.transition", json!({ "loan_id": nobody, "to": "submitted" })), unknown);

    let borrower = terminal.call("person.create", &json!({ "kind": "borrower", "name": "Marisol Vega" }));
    let terms = json!({
        "borrower_id": borrower["person_id"], "principal": "1000.00", "annual_rate_percent": "5", "term_months": 6,
    });
    let loan = terminal.call("loan.create", &terms);
    let to_funded = json!({ "loan_id": loan["loan_id"], "to": "funded" });
    assert_eq!(refused("loan.transition", to_funded), (1, json!("transition_not_allowed"), json!("to")));
    assert_eq!(terminal.call("loan.get", &json!({ "loan_id": loan["loan_id"] }))["status"], "draft");
}

#[test]
fn storage_that_is_missing_foreign_too_new_or_damaged_ends_with_three() {
    let terminal = Terminal::new();
    let (exit, error) = terminal.fails(&["call", "book.get"], "");
    assert_eq!((exit, &error["code"]), (3, &json!("book_missing")));

    fs::write(terminal.book(), "Dear diary").unwrap();
    let (exit, error) = terminal.fails(&["call", "book.get"], "");
    assert_eq!((exit, &error["code"]), (3, &json!("not_a_book")));
    let create = ["book", "create", "--organization", "C", "--currency", "USD", "--owner", "A"];
    let (exit, error) = terminal.fails(&create, "");
    assert_eq!((exit, &error["code"]), (3, &json!("book_exists")));
    assert_eq!(fs::read_to_string(terminal.book()).unwrap(), "Dear diary");

    fs::remove_file(terminal.book()).unwrap();
    terminal.ok(&create, "");
    let connection = rusqlite::Connection::open(terminal.book()).unwrap();
    connection
        .execute("INSERT INTO refinery_schema_history VALUES (999, 'later', '2031-01-01T00:00:00Z', '1')", [])
        .unwrap();
    let (exit, error) = terminal.fails(&["call", "book.get"], "");
    assert_eq!((exit, &error["code"]), (3, &json!("book_too_new")));
    connection.execute("DELETE FROM refinery_schema_history WHERE version = 999", []).unwrap();

    connection.execute("UPDATE organizations SET owner = 'Eve'", []).unwrap();
    let (exit, error) = terminal.fails(&["verify"], "");
    assert_eq!((exit, &error["code"]), (3, &json!("book_damaged")));
    assert!(error["message"].as_str().unwrap().contains("organizations"), "{error}");
}

#[test]
fn a_book_that_another_program_is_writing_is_busy() {
    let terminal = Terminal::with_book();
    let connection = rusqlite::Connection::open(terminal.book()).unwrap();
    connection.execute_batch("BEGIN IMMEDIATE").unwrap();
    let (exit, error) =
        terminal.fails(&["call", "person.create", "--input", "-"], r#"{"kind":"borrower","name":"M"}"#);
    assert_eq!((exit, &error["code"], &error["retryable"]), (3, &json!("book_busy"), &json!(true)));
    connection.execute_batch("ROLLBACK").unwrap();
}

#[test]
fn without_a_book_it_says_how_to_name_one() {
    let terminal = Terminal::new();
    let (exit, error) = terminal.fails(&["--book", "", "verify"], "");
    assert_eq!(exit, 2);
    assert!(error["message"].as_str().unwrap().contains("LENDINGOS_BOOK"), "{error}");
}

#[test]
fn a_template_that_takes_all_memory_is_refused_and_takes_nothing() {
    let terminal = Terminal::with_book();
    let input = json!({ "kind": "payoff_letter", "source": "#(\"ab\" * 10000000000)" });
    let (exit, error) = terminal.fails(&["call", "template.set", "--input", "-"], &input.to_string());
    assert_eq!((exit, &error["code"]), (1, &json!("template_fault")), "{error}");
    assert!(error["message"].as_str().unwrap().contains("needs more than 1024 MiB of memory"), "{error}");
}
