//! The main job from a terminal.

use serde_json::{Value as Json, json};

use crate::Terminal;

#[test]
fn a_loan_from_draft_to_its_schedule() {
    let terminal = Terminal::with_book();
    let borrower = terminal.call("person.create", &json!({ "kind": "borrower", "name": "Marisol Vega" }));
    let loan = terminal.call(
        "loan.create",
        &json!({
            "borrower_id": borrower["person_id"], "principal": "100000.00", "annual_rate_percent": "7.5",
            "term_months": 12, "type": "amortized", "frequency": "monthly", "day_count": "30/360",
        }),
    );
    let loan_id = loan["loan_id"].as_str().unwrap();
    for to in ["submitted", "verification", "underwriting", "approved", "closing", "funded"] {
        terminal
            .call("loan.transition", &json!({ "loan_id": loan_id, "to": to, "effective_on": "2025-01-15" }));
    }
    let events = terminal.ok(&["events", loan_id], "");
    assert_eq!(events["events"].as_array().unwrap().len(), 8);
    let all = terminal.ok(&["events", loan_id, "--loan"], "");
    assert_eq!(all["events"].as_array().unwrap().len(), 24, "with the three documents of the funding");

    let schedule = terminal.call("schedule.get", &json!({ "loan_id": loan_id }));
    assert_eq!(schedule["payments"].as_array().unwrap().len(), 12);
    assert_eq!(schedule["payments"][0]["payment"], "8675.74");

    let handlers = terminal.ok(&["handlers"], "");
    assert_eq!(
        (&handlers["handlers"][0]["name"], &handlers["handlers"][0]["success_count"]),
        (&json!("PaymentScheduleCreator"), &json!(1))
    );

    let outcome = |arguments: &[&str]| terminal.ok(arguments, "")["outcomes"][0]["outcome"].clone();
    assert_eq!(outcome(&["replay", loan_id]), "skipped");
    assert_eq!(outcome(&["replay", loan_id, "--dry-run"]), "same");
    assert_eq!(terminal.ok(&["retry"], "")["outcomes"], json!([]));
    assert_eq!(terminal.ok(&["verify"], "")["ok"], true);
    assert_eq!(terminal.ok(&["rebuild"], "")["events_applied"], 26);
    assert_eq!(
        terminal.ok(&["handlers", "disable", "PaymentScheduleCreator"], "")["handlers"][0]["enabled"],
        false
    );
    assert_eq!(
        terminal.ok(&["handlers", "enable", "PaymentScheduleCreator"], "")["handlers"][0]["enabled"],
        true
    );
}

#[test]
fn who_did_it_is_written_down() {
    let terminal = Terminal::with_book();
    terminal.call("user.add", &json!({ "name": "Grace", "role": "officer" }));
    let person = terminal.ok(
        &["--user", " grace", "call", "person.create", "--input", "-"],
        r#"{"kind":"lender","name":"North Quay Partners"}"#,
    );
    let events = terminal.ok(&["events", person["person_id"].as_str().unwrap()], "");
    let metadata = &events["events"][0]["metadata"];
    assert_eq!((&metadata["userId"], &metadata["source"]), (&json!("Grace"), &json!("cli")));
}

#[test]
fn an_encrypted_book_opens_with_its_passphrase_file() {
    let terminal = Terminal::new();
    std::fs::write(terminal.folder.path().join("pass"), "correct horse\nnot this line\n").unwrap();
    let create = [
        "--passphrase-file",
        "pass",
        "book",
        "create",
        "--organization",
        "C",
        "--currency",
        "EUR",
        "--owner",
        "A",
    ];
    assert_eq!(terminal.ok(&create, "")["encrypted"], true);
    assert_eq!(terminal.ok(&["--passphrase-file", "pass", "call", "book.get"], "")["currency"], "EUR");
    let (status, error) = terminal.fails(&["call", "book.get"], "");
    assert_eq!((status, &error["code"]), (3, &json!("wrong_passphrase")));
}

#[test]
fn a_command_id_gives_one_effect() {
    let terminal = Terminal::with_book();
    let call =
        ["call", "person.create", "--command-id", "01a208c2-2efc-7081-b1b4-6f4b653ab8e9", "--input", "-"];
    let input = r#"{"kind":"borrower","name":"Marisol Vega"}"#;
    assert_eq!(terminal.ok(&call, input), terminal.ok(&call, input));
    let call = ["call", "person.create", "--input", "-"];
    let input =
        r#"{"kind":"borrower","name":"Joan Clarke","command_id":"01a208c2-2efc-7081-b1b4-6f4b653ab8ea"}"#;
    assert_eq!(terminal.ok(&call, input), terminal.ok(&call, input));
    let people = terminal.call("person.list", &json!({}));
    assert_eq!(people["people"].as_array().unwrap().len(), 2);
}

#[test]
fn the_table_documents_itself() {
    let terminal = Terminal::new();
    let listed = terminal.ok(&["commands"], "");
    let names: Vec<&str> = listed["commands"]
        .as_array()
        .unwrap()
        .iter()
        .map(|command| command["name"].as_str().unwrap())
        .collect();
    for name in [
        "book.get",
        "person.create",
        "person.list",
        "loan.create",
        "loan.get",
        "loan.list",
        "loan.transition",
        "schedule.preview",
        "schedule.get",
        "event.history",
        "event.list",
        "event.replay",
        "event.retry",
        "handler.list",
        "handler.enable",
        "handler.disable",
        "integrity.verify",
        "integrity.rebuild",
    ] {
        assert!(names.contains(&name), "{name}");
    }
    let schemas = terminal.ok(&["commands", "--schema"], "");
    for command in schemas["commands"].as_array().unwrap() {
        assert!(command["input"]["type"] == "object" && command["output"].is_object(), "{}", command["name"]);
    }
    let create = schemas["commands"].as_array().unwrap().iter().find(|c| c["name"] == "loan.create").unwrap();
    let required: Vec<&Json> = create["input"]["required"].as_array().unwrap().iter().collect();
    assert_eq!(required, ["borrower_id", "principal", "annual_rate_percent", "term_months"]);
}

#[test]
fn a_sample_book_is_made_and_whole() {
    let terminal = Terminal::new();
    assert_eq!(terminal.ok(&["book", "sample"], "")["loans"], 12);
    assert_eq!(terminal.ok(&["verify"], "")["ok"], true);
}
