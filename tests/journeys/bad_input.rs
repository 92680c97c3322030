//! Bad input gets a clear error with the field's name, and changes nothing.

use api::ErrorCode;
use lendingos_tests::TestDesk;
use serde_json::{Value as Json, json};

fn with(field: &str, value: Json) -> Json {
    let mut terms = json!({ "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 12 });
    terms[field] = value;
    terms
}

#[test]
fn each_wrong_field_of_a_loan_is_named_with_what_is_allowed() {
    use ErrorCode::{InvalidInput, UnknownField, UnreadableInput};
    let test = TestDesk::new();
    let borrower_id = test.borrower();
    let cases = [
        ("principal", json!("0.00"), InvalidInput, "more than zero"),
        ("principal", json!("-1.00"), InvalidInput, "more than zero"),
        ("principal", json!("100.001"), InvalidInput, "more decimals than the currency allows (2)"),
        ("principal", json!(100_000), UnreadableInput, "decimal string"),
        ("principal", json!("1e5"), UnreadableInput, "decimal number"),
        ("principal", json!("99999999999999999999"), InvalidInput, "larger"),
        ("principal", json!("1000000000000.01"), InvalidInput, "must be at most 1000000000000.00"),
        ("annual_rate_percent", json!("100.01"), InvalidInput, "at most 100"),
        ("annual_rate_percent", json!("-0.5"), InvalidInput, "not be negative"),
        ("annual_rate_percent", json!("7.1234567"), InvalidInput, "six decimals"),
        ("annual_rate_percent", json!("seven"), UnreadableInput, "decimal number"),
        ("term_months", json!(0), InvalidInput, "from 1 to 1200"),
        ("term_months", json!(1_201), InvalidInput, "from 1 to 1200"),
        ("term_months", json!(-12), UnreadableInput, "whole number"),
        ("term_months", json!(1.5), UnreadableInput, "whole number"),
        ("first_payment_on", json!("2025-02-30"), UnreadableInput, "existing date"),
        ("first_payment_on", json!("15.02.2025"), UnreadableInput, "YYYY-MM-DD"),
        ("type", json!("ballon"), UnreadableInput, "amortized"),
        ("frequency", json!("daily"), UnreadableInput, "monthly"),
        ("day_count", json!("30/365"), UnreadableInput, "30/360"),
        ("colour", json!("red"), UnknownField, "colour"),
    ];
    for (field, value, code, allowed) in cases {
        let mut input = with(field, value.clone());
        input["borrower_id"] = borrower_id.clone();
        let error = test.refused("loan.create", input);
        assert_eq!((error.code, error.field.as_deref()), (code, Some(field)), "{value}: {}", error.message);
        assert!(error.message.contains(field), "{}", error.message);
        assert!(error.message.contains(allowed), "{}", error.message);
    }
    assert_eq!(test.ok("loan.list", json!({}))["total"], 0);

    let terms = json!({
        "principal": "1000000000000.01", "annual_rate_percent": "7.5", "term_months": 12, "funded_on": "2025-01-15",
    });
    let error = test.refused("schedule.preview", terms);
    assert_eq!(error.message, "principal must be at most 1000000000000.00");
    assert_eq!(error.params["limit"], "1000000000000.00");
}

#[test]
fn missing_fields_and_unknown_things_are_named() {
    let test = TestDesk::new();
    let nobody = "01a208c2-2efc-7081-b1b4-6f4b653ab8e9";
    let error = test.refused("loan.create", with("principal", json!("1.00")));
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::MissingField, Some("borrower_id")));

    let error = test.refused("loan.create", with("borrower_id", json!(nobody)));
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::NotFound, Some("borrower_id")));

    for name in ["loan.get", "schedule.get"] {
        let error = test.refused(name, json!({ "loan_id": nobody }));
        assert_eq!((error.code, error.field.as_deref()), (ErrorCode::NotFound, Some("loan_id")), "{name}");
        assert!(error.message.contains(nobody));
    }
    let error = test.refused("loan.transition", json!({ "loan_id": nobody, "to": "submitted" }));
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::NotFound, Some("loan_id")));
    let error = test.refused("loan.get", json!({ "loan_id": "12" }));
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::UnreadableInput, Some("loan_id")));
    let error = test.refused("event.history", json!({ "aggregate_id": nobody }));
    assert_eq!(error.code, ErrorCode::NotFound);
    assert_eq!(test.refused("loan.explode", json!({})).code, ErrorCode::UnknownCommand);
    assert_eq!(test.refused("handler.enable", json!({ "name": "Nobody" })).code, ErrorCode::NotFound);
}

#[test]
fn a_transition_that_is_not_allowed_says_which_are() {
    let test = TestDesk::new();
    let loan_id = test.usual_loan();
    let error = test.refused("loan.transition", json!({ "loan_id": loan_id, "to": "funded" }));
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::TransitionNotAllowed, Some("to")));
    assert_eq!(error.params["allowed"], "submitted, rejected");
    assert_eq!((error.params["from"].as_str(), error.params["to"].as_str()), ("draft", "funded"));
    assert_eq!(test.ok("loan.get", json!({ "loan_id": loan_id }))["version"], 1);
}

#[test]
fn a_first_payment_before_the_funding_is_refused_when_funding() {
    let test = TestDesk::new();
    let loan_id = test.loan_in_closing(with("first_payment_on", json!("2025-01-10")));
    let error = test.refused(
        "loan.transition",
        json!({ "loan_id": loan_id, "to": "funded", "effective_on": "2025-01-15" }),
    );
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::InvalidInput, Some("first_payment_on")));
    assert_eq!(test.ok("loan.get", json!({ "loan_id": loan_id }))["status"], "closing");
}

#[test]
fn a_book_is_never_made_over_a_file_and_a_wrong_name_makes_none() {
    let test = TestDesk::new();
    let make = |address: &str, currency: &str| json!({ "address": address, "organization": "Other", "currency": currency, "owner": "Ada" });
    assert_eq!(test.refused("book.create", make(&test.address(), "USD")).code, ErrorCode::BookExists);
    let other = test.folder.path().join("other.lendingos").display().to_string();
    let error = test.refused("book.create", make(&other, "XXQ"));
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::UnreadableInput, Some("currency")));
    let mut unnamed = make(&other, "USD");
    unnamed["organization"] = json!("  ");
    assert_eq!(test.refused("book.create", unnamed).field.as_deref(), Some("organization"));
    assert!(!std::path::Path::new(&other).exists());
}

#[test]
fn two_loans_do_not_share_their_number_elsewhere() {
    let test = TestDesk::new();
    let borrower_id = test.borrower();
    let terms = |reference: &str| {
        json!({
            "borrower_id": borrower_id, "principal": "1000.00", "annual_rate_percent": "7", "term_months": 12,
            "external_reference": reference,
        })
    };
    test.ok("loan.create", terms("B-2"));
    let refused = test.refused("loan.create", terms(" B-2 "));
    assert_eq!(refused.field.as_deref(), Some("external_reference"));
    assert!(refused.message.contains("that of L-00001 already"), "{}", refused.message);
    test.ok("loan.create", terms("B-3"));
}
