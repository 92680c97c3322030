//! A command that is sent twice has one effect.

use api::{Call, ErrorCode};
use lendingos_tests::TestDesk;
use serde_json::json;

#[test]
fn a_command_sent_again_gets_the_first_answer_and_changes_nothing() {
    let test = TestDesk::new();
    let input = json!({ "kind": "borrower", "name": "Marisol Vega" });
    let id = "01a208c2-2efc-7081-b1b4-6f4b653ab8e9";
    let send = |input: &serde_json::Value| {
        test.desk.call(Call { command_id: Some(id), ..Call::new("person.create", input.clone()) })
    };
    let first = send(&input).unwrap();
    test.clock.pass(60);
    assert_eq!(send(&input).unwrap(), first);
    assert_eq!(test.ok("person.list", json!({}))["people"].as_array().unwrap().len(), 1);

    let error = send(&json!({ "kind": "borrower", "name": "Somebody else" })).unwrap_err();
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::CommandIdReused, Some("command_id")));
}

#[test]
fn a_refused_command_may_be_sent_again_mended_under_its_id() {
    let test = TestDesk::new();
    let id = "01a208c2-2efc-7081-b1b4-6f4b653ab8e9";
    let send = |name: &str| {
        let input = json!({ "kind": "borrower", "name": name });
        test.desk.call(Call { command_id: Some(id), ..Call::new("person.create", input) })
    };
    assert_eq!(send(" ").unwrap_err().field.as_deref(), Some("name"));
    assert_eq!(send("Marisol Vega").unwrap()["name"], "Marisol Vega");
}
