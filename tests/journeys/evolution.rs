//! Events of older and of newer releases.

use app::Parts;
use chrono::NaiveDate;
use domain::{DocumentGenerated, EventId, EventPayload};
use lendingos_tests::TestDesk;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{
    NewEvent, event_log,
    upcast::{Decoded, Upcasters},
};
use uuid::Uuid;

fn event(
    event_type: &'static str,
    event_version: u16,
    aggregate_id: Uuid,
    payload: &serde_json::Value,
) -> NewEvent {
    NewEvent {
        id: EventId::from_uuid(Uuid::new_v4()),
        event_type,
        event_version,
        aggregate_type: "person",
        aggregate_id,
        loan_id: None,
        effective_on: NaiveDate::from_ymd_opt(2025, 1, 15).unwrap(),
        payload: payload.to_string(),
        expected_version: None,
    }
}

/// What a later release makes of an event that began with one `name`.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct GuarantorNamed {
    given_name: String,
    family_name: String,
}

impl EventPayload for GuarantorNamed {
    const EVENT_TYPE: &'static str = "Guarantor.Named";
    const EVENT_VERSION: u16 = 3;
    const AGGREGATE_TYPE: &'static str = "guarantor";
}

#[test]
fn an_event_of_an_older_version_is_upcast_on_read_and_never_rewritten() {
    let test = TestDesk::new();
    let upcasters = Upcasters::default()
        .with("Guarantor.Named", 1, |payload| json!({ "fullName": payload["name"] }))
        .with("Guarantor.Named", 2, |payload| {
            let (given, family) = payload["fullName"].as_str().unwrap().split_once(' ').unwrap();
            json!({ "givenName": given, "familyName": family })
        });
    let book = test.reopen_with(Parts { upcasters, ..Parts::default() });
    let aggregate = Uuid::new_v4();
    let written = json!({ "name": "Ruth Adeyemi" });
    book.write(|work| work.publish(vec![event("Guarantor.Named", 1, aggregate, &written)])).unwrap();

    let stream = book.read(|transaction| Ok(event_log::stream(transaction, aggregate)?)).unwrap();
    let decoded: Decoded<GuarantorNamed> = book.bus().upcasters().decode(&stream[0]).unwrap();
    let expected = GuarantorNamed { given_name: "Ruth".into(), family_name: "Adeyemi".into() };
    assert_eq!(decoded, Decoded::Payload(expected));
    assert_eq!(stream[0].payload, written.to_string());
    assert_eq!(test.ok("integrity.verify", json!({}))["ok"], true);

    let missing_step = Upcasters::default().decode::<GuarantorNamed>(&stream[0]).unwrap_err();
    assert!(missing_step.to_string().contains("no step from version 1"), "{missing_step}");
}

#[test]
fn events_of_a_newer_release_are_kept_and_passed_over() {
    let test = TestDesk::new();
    let book = test.desk.book().unwrap();
    let aggregate = Uuid::new_v4();
    let unknown = json!({ "moonPhase": "waxing" });
    book.write(|work| {
        work.publish(vec![
            event("Moon.Observed", 3, aggregate, &unknown),
            event("Person.Created", 9, aggregate, &json!({ "nothing": "of before" })),
        ])
    })
    .unwrap();
    let history = test.ok("event.history", json!({ "aggregate_id": aggregate }));
    assert_eq!(history["events"][0]["payload"], unknown);
    assert_eq!(
        (&history["events"][0]["known"], &history["events"][1]["known"]),
        (&json!(false), &json!(false))
    );
    assert_eq!(test.ok("integrity.verify", json!({}))["ok"], true);
    test.ok("integrity.rebuild", json!({}));
    assert_eq!(test.ok("person.list", json!({}))["people"], json!([]));
}

/// As the releases before wrote them: a late charge that fell away by its reason alone, and other terms that levelled
/// whatever was left.
#[test]
fn waivers_and_other_terms_of_older_releases_are_read() {
    let test = TestDesk::new();
    let terms = json!({ "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 12 });
    let loan_id = test.funded_loan(terms);
    test.clock.pass(45 * 86_400);
    test.ok("servicing.run_day", json!({}));
    let account = test.ok("loan.account", json!({ "loan_id": loan_id }));
    let fee_id = account["fee_list"][0]["fee_id"].as_str().unwrap();
    let book = test.desk.book().unwrap();
    let organization_id = book.organization().id;
    let waived = json!({
        "feeId": fee_id, "loanId": loan_id, "organizationId": organization_id, "currency": "USD",
        "amount": "50.00", "waivedOn": "2025-02-26", "reason": domain::PAID_IN_TIME, "waivedBy": "Ada",
    });
    let modified = json!({
        "loanId": loan_id, "organizationId": organization_id, "modifiedOn": "2025-03-01",
        "annualRatePercent": "6", "scheduleType": "amortized", "amortizationMonths": null,
        "interestOnlyPeriods": 0, "frequency": "monthly", "dayCount": "30/360", "rounding": "half_up",
        "firstPaymentOn": "2025-03-15", "numberOfPayments": 12, "reason": "Agreed", "modifiedBy": "Ada",
    });
    let of_loan = |event_type, aggregate_type, aggregate_id: &str, payload: &serde_json::Value| NewEvent {
        aggregate_type,
        loan_id: Some(loan_id.parse().unwrap()),
        ..event(event_type, 1, aggregate_id.parse().unwrap(), payload)
    };
    let old = vec![
        of_loan("Fee.Waived", "fee", fee_id, &waived),
        of_loan("Loan.Modified", "loan", &loan_id, &modified),
    ];
    book.write(|work| work.publish(old)).unwrap();
    let loan = test.ok("loan.get", json!({ "loan_id": loan_id }));
    assert_eq!(
        (&loan["annual_rate_percent"], &loan["agreed"]["annual_rate_percent"]),
        (&json!("6"), &json!("7.5"))
    );
    // The instalment was not paid in time: what follows next says that the charge is owed.
    let charged = test.ok("fee.assess", json!({ "loan_id": loan_id, "amount": "1.00" }));
    assert_eq!(charged["late_charges"], "50.00");
    assert_eq!(test.ok("integrity.verify", json!({}))["ok"], true);
}

/// No document of the first release of documents was about an investor.
#[test]
fn a_document_of_before_investors_had_any_is_read_as_about_none() {
    let payload = json!({
        "documentId": Uuid::new_v4(), "organizationId": Uuid::new_v4(), "kind": "portfolio_report", "loanId": null,
        "drawId": null, "title": "Portfolio report", "fileName": "Portfolio report.pdf", "datedOn": "2025-01-15",
        "madeFromPosition": 1, "templateSha256": "00", "dataSha256": "00", "sha256": "00", "sizeBytes": 1,
        "generatedBy": "Ada",
    });
    let test = TestDesk::new();
    let book = test.desk.book().unwrap();
    let aggregate = Uuid::new_v4();
    book.write(|work| work.publish(vec![event(DocumentGenerated::EVENT_TYPE, 1, aggregate, &payload)]))
        .unwrap();
    let stream = book.read(|transaction| Ok(event_log::stream(transaction, aggregate)?)).unwrap();
    let decoded: Decoded<DocumentGenerated> = book.bus().upcasters().decode(&stream[0]).unwrap();
    let Decoded::Payload(document) = decoded else { panic!("of a newer release") };
    assert_eq!((document.fund_id, document.investor_id), (None, None));
    assert_eq!(test.ok("document.list", json!({}))["documents"][0]["investor_id"], json!(null));
}
