//! Notes, parties, properties and collateral of a loan, through the command table.

use app::environment::Clock as _;
use lendingos_tests::TestDesk;
use serde_json::{Value as Json, json};

struct File {
    test: TestDesk,
    loan_id: String,
}

impl File {
    fn new() -> Self {
        let test = TestDesk::new();
        let loan_id = test
            .funded_loan(json!({ "principal": "72500.00", "annual_rate_percent": "7.5", "term_months": 12 }));
        Self { test, loan_id }
    }

    fn person(&self, name: &str) -> String {
        id(&self.test.ok("person.create", json!({ "kind": "contact", "name": name })), "person_id")
    }

    fn refused(&self, name: &str, input: Json, field: &str) -> String {
        let error = self.test.refused(name, input);
        assert_eq!(error.field.as_deref(), Some(field), "{}", error.message);
        error.message
    }

    /// Nothing is damaged, and folded anew it is the same.
    fn is_whole(&self) {
        let report = self.test.ok("integrity.verify", json!({}));
        assert_eq!(report["ok"], true, "{report}");
        self.test.ok("integrity.rebuild", json!({}));
        let report = self.test.ok("integrity.verify", json!({}));
        assert_eq!(report["ok"], true, "{report}");
    }
}

fn id(of: &Json, field: &str) -> String {
    of[field].as_str().unwrap().to_owned()
}

#[test]
fn a_note_is_amended_and_withdrawn_and_nothing_of_it_is_lost() {
    let file = File::new();
    let on = json!({ "loan_id": file.loan_id });
    let add = |text: &str, is_pinned: bool| {
        let note = json!({ "loan_id": file.loan_id, "text": text, "is_pinned": is_pinned });
        id(&file.test.ok("note.add", note), "note_id")
    };
    let first = add("Roof inspected\nNo leak", false);
    add("Call before noon", true);
    let notes = file.test.ok("note.list", on.clone());
    assert_eq!(notes["notes"][0]["text"], "Call before noon");
    let amended = file.test.ok("note.amend", json!({ "note_id": first, "text": "Roof leaks" }));
    assert_eq!((&amended["text"], &amended["is_pinned"]), (&json!("Roof leaks"), &json!(false)));
    file.test.ok("note.withdraw", json!({ "note_id": first, "reason": "Another roof" }));
    assert_eq!(file.test.ok("note.list", on)["notes"].as_array().unwrap().len(), 1);
    let all = file.test.ok("note.list", json!({ "loan_id": file.loan_id, "with_withdrawn": true }));
    assert_eq!(all["notes"][1]["withdrawal_reason"], "Another roof");
    file.refused("note.amend", json!({ "note_id": first, "text": "x" }), "note_id");
    file.refused("note.add", json!({ "loan_id": file.loan_id, "text": " " }), "text");
    file.refused("note.add", json!({ "text": "On nothing" }), "loan_id");
    let history = file
        .test
        .ok("event.history", json!({ "aggregate_id": file.loan_id, "include_loan": true }))
        .to_string();
    for event_type in ["Note.Added", "Note.Amended", "Note.Withdrawn"] {
        assert!(history.contains(event_type), "{event_type}");
    }
    file.is_whole();
}

#[test]
fn people_take_roles_on_a_loan_and_leave_them() {
    let file = File::new();
    let guarantor = file.person("Greta Guard");
    let party = json!({ "loan_id": file.loan_id, "person_id": guarantor, "role": "guarantor" });
    let parties = file.test.ok("party.add", party.clone());
    assert_eq!(parties["parties"][0]["role"], "borrower");
    assert_eq!(parties["parties"][1]["name"], "Greta Guard");
    file.refused("party.add", party, "role");
    let of_person = file.test.ok("party.list", json!({ "person_id": guarantor }));
    assert_eq!(of_person["parties"][0]["loan_id"], file.loan_id.as_str());
    let party_id = id(&parties["parties"][1], "party_id");
    let early = json!({ "party_id": party_id, "reason": "Released", "removed_on": "2020-01-01" });
    file.refused("party.remove", early, "removed_on");
    let left = file.test.ok("party.remove", json!({ "party_id": party_id, "reason": "Released" }));
    assert_eq!(left["parties"].as_array().unwrap().len(), 1);
    let all = file.test.ok("party.list", json!({ "loan_id": file.loan_id, "with_removed": true }));
    assert_eq!(all["parties"][1]["removal_reason"], "Released");
    let as_of = file.test.ok("loan.as_of", json!({ "loan_id": file.loan_id, "effective_on": "2030-01-01" }));
    assert_eq!(as_of["loan"]["loan_id"], file.loan_id.as_str());
    file.is_whole();
}

#[test]
fn loan_to_value_follows_valuations_liens_and_releases() {
    let file = File::new();
    let property = json!({
        "kind": "single_family", "address": "12 Cedar Street", "insurance_carrier": "Acme", "purchase_price": "90000.00",
    });
    let property_id = id(&file.test.ok("property.add", property), "property_id");
    let pledge = json!({ "loan_id": file.loan_id, "property_id": property_id, "lien_position": 1 });
    let security = file.test.ok("collateral.add", pledge.clone());
    assert_eq!(security["loan_to_value"], Json::Null, "no value is known yet");
    file.refused("collateral.add", pledge, "property_id");
    let value = |amount: &str, basis: &str, on: &str| {
        let valued = json!({
            "property_id": property_id, "amount": amount, "basis": basis, "valued_on": on, "source": "Appraiser",
        });
        file.test.ok("property.value", valued);
        file.test.ok("collateral.list", json!({ "loan_id": file.loan_id }))
    };
    assert_eq!(value("100000.00", "as_is", "2025-01-10")["loan_to_value"], "72.50");
    // One that is recorded later for an earlier day is not the latest.
    assert_eq!(value("50000.00", "as_is", "2024-06-01")["loan_to_value"], "72.50");
    assert_eq!(value("145000.00", "after_repair", "2025-01-10")["loan_to_after_repair_value"], "50.00");
    let security = file.test.ok("collateral.list", json!({ "loan_id": file.loan_id }));
    let collateral_id = id(&security["collateral"][0], "collateral_id");
    let second = json!({ "collateral_id": collateral_id, "lien_position": 2, "senior_liens": "10000.00" });
    assert_eq!(file.test.ok("collateral.change", second)["loan_to_value"], "82.50");
    let other = json!({ "loan_id": file.loan_id, "description": "Backhoe", "value": "65000.00" });
    assert_eq!(file.test.ok("collateral.add", other)["loan_to_value"], "50.00");
    taken_away_and_given_again(&file, &property_id);
    file.refused("property.remove", json!({ "property_id": property_id, "reason": "Sold" }), "property_id");
    let released = json!({ "collateral_id": collateral_id, "reason": "Sold" });
    assert_eq!(file.test.ok("collateral.release", released)["loan_to_value"], "111.54");
    file.test.ok("property.remove", json!({ "property_id": property_id, "reason": "Sold" }));
    assert_eq!(file.test.ok("property.list", json!({}))["properties"], json!([]));
    file.is_whole();
}

/// What is left out stays, `null` takes it away: the lien's place, the value of what is no property, and the price and
/// the insurance's last day of what is one.
fn taken_away_and_given_again(file: &File, property_id: &str) {
    let change = |of: usize, field: &str, value: Json| -> Json {
        let before = file.test.ok("collateral.list", json!({ "loan_id": file.loan_id }));
        let collateral_id = before["collateral"][of]["collateral_id"].clone();
        let after =
            file.test.ok("collateral.change", json!({ "collateral_id": collateral_id, field: value }));
        after["collateral"][of][field].clone()
    };
    assert_eq!(change(0, "lien_position", Json::Null), Json::Null);
    assert_eq!(change(0, "senior_liens", json!("10000.00")), "10000.00");
    let now = file.test.ok("collateral.list", json!({ "loan_id": file.loan_id }));
    assert_eq!(now["collateral"][0]["lien_position"], Json::Null);
    assert_eq!(change(0, "lien_position", json!(2)), 2);
    assert_eq!(change(1, "value", Json::Null), Json::Null);
    assert_eq!(change(1, "value", json!("65000.00")), "65000.00");

    let describe = |mut fields: Json| {
        fields["property_id"] = json!(property_id);
        file.test.ok("property.change", fields)
    };
    let insured = describe(json!({ "insurance_expires_on": "2026-01-31" }));
    assert_eq!(insured["purchase_price"], "90000.00", "what is left out stays");
    let cleared = describe(json!({ "purchase_price": null, "insurance_expires_on": null }));
    assert_eq!((&cleared["purchase_price"], &cleared["insurance_expires_on"]), (&Json::Null, &Json::Null));
    assert_eq!(cleared["insurance_carrier"], "Acme");
    assert_eq!(describe(json!({ "purchase_price": "90000.00" }))["purchase_price"], "90000.00");
}

#[test]
fn a_person_is_corrected_and_was_another_before() {
    let file = File::new();
    let loan = file.test.ok("loan.get", json!({ "loan_id": file.loan_id }));
    let person_id = id(&loan["borrower"], "person_id");
    let before = loan["borrower"]["name"].clone();
    let changed = json!({ "person_id": person_id, "name": "Renamed Person", "phone": "(555) 010-7788" });
    let changed = file.test.ok("person.change", changed);
    assert_eq!((&changed["name"], &changed["phone"]), (&json!("Renamed Person"), &json!("(555) 010-7788")));
    file.refused("person.change", json!({ "person_id": person_id, "email": "nobody" }), "email");
    let cleared = file.test.ok("person.change", json!({ "person_id": person_id, "phone": "" }));
    assert_eq!(cleared["phone"], Json::Null);
    let loan = file.test.ok("loan.get", json!({ "loan_id": file.loan_id }));
    assert_eq!(loan["borrower_name"], "Renamed Person");
    // As of today the change counts.
    let then = json!({ "loan_id": file.loan_id, "effective_on": file.test.clock.today().to_string() });
    assert_eq!(file.test.ok("loan.as_of", then)["loan"]["borrower_name"], "Renamed Person");
    assert_ne!(before, "Renamed Person");
    file.is_whole();
}
