//! A log that can prove itself: the end of its chain kept outside, and the figures of its growth.

use api::{Call, ErrorCode};
use lendingos_tests::TestDesk;
use serde_json::json;

#[test]
fn the_kept_head_is_that_of_the_chain_and_fits_a_longer_log() {
    let test = TestDesk::new();
    test.usual_loan();
    let path = test.folder.path().join("head.json");
    let kept = test.ok("integrity.write_head", json!({ "path": path }));
    let verified = test.ok("integrity.verify", json!({ "head": path }));
    assert_eq!((&verified["ok"], &verified["head_hash"]), (&json!(true), &kept["hash"]));
    assert_eq!(verified["head_position"], kept["position"]);
    test.borrower();
    assert_eq!(test.ok("integrity.verify", json!({ "head": path }))["ok"], true);
}

#[test]
fn a_head_of_an_event_that_is_not_there_any_more_is_told_with_its_position() {
    let test = TestDesk::new();
    test.usual_loan();
    let path = test.folder.path().join("head.json");
    let mut kept = test.ok("integrity.write_head", json!({ "path": path }));
    let end = kept["position"].as_i64().unwrap();
    kept["position"] = json!(end + 5);
    std::fs::write(&path, kept.to_string()).unwrap();
    let report = test.ok("integrity.verify", json!({ "head": path }));
    assert_eq!(report["ok"], false);
    assert_eq!(
        (&report["damages"][0]["kind"], &report["damages"][0]["position"]),
        (&json!("head"), &json!(end + 1))
    );

    kept["position"] = json!(end);
    kept["hash"] = json!("0".repeat(64));
    std::fs::write(&path, kept.to_string()).unwrap();
    let report = test.ok("integrity.verify", json!({ "head": path }));
    assert_eq!(
        (&report["damages"][0]["kind"], &report["damages"][0]["position"]),
        (&json!("head"), &json!(end))
    );
}

#[test]
fn a_head_that_cannot_be_read_or_is_anothers_is_refused() {
    let test = TestDesk::new();
    let path = test.folder.path().join("head.json");
    std::fs::write(&path, "a letter").unwrap();
    let other = TestDesk::new();
    let others = other.folder.path().join("head.json");
    other.ok("integrity.write_head", json!({ "path": others }));
    for file in [path, others, test.folder.path().join("nowhere.json")] {
        let error = test.refused("integrity.verify", json!({ "head": file }));
        assert_eq!(
            (error.code, error.field.as_deref()),
            (ErrorCode::InvalidInput, Some("head")),
            "{error:?}"
        );
    }
    let error = test.refused("integrity.write_head", json!({ "path": "/nowhere/head.json" }));
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::InvalidInput, Some("path")));
}

#[test]
fn long_work_can_be_stopped_and_changes_nothing() {
    let test = TestDesk::new();
    test.funded_loan(json!({ "principal": "250000.00", "annual_rate_percent": "6.25", "term_months": 360 }));
    for name in ["integrity.verify", "integrity.rebuild"] {
        let call = Call { progress: &|_, _| false, ..Call::new(name, json!({})) };
        assert_eq!(test.desk.call(call).unwrap_err().code, ErrorCode::Cancelled, "{name}");
    }
    assert_eq!(test.ok("integrity.verify", json!({}))["ok"], true);
}

#[test]
fn statistics_count_rows_bytes_and_months() {
    let test = TestDesk::new();
    test.funded_loan(json!({ "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 12 }));
    test.clock.pass(31 * 86_400);
    test.borrower();
    let figures = test.ok("book.statistics", json!({}));
    let rows = |table: &str| {
        let tables = figures["tables"].as_array().unwrap();
        tables.iter().find(|row| row["table"] == table).unwrap()["rows"].clone()
    };
    // The organization, a borrower, eight of the loan's own, a schedule with twelve payments, a second borrower.
    assert_eq!((rows("domain_events"), rows("instalments"), rows("loans")), (json!(24), json!(12), json!(1)));
    assert_eq!(figures["events"], 24);
    let months = figures["months"].as_array().unwrap();
    let months: Vec<_> = months.iter().map(|month| (&month["month"], &month["events"])).collect();
    assert_eq!(months, [(&json!("2025-01"), &json!(23)), (&json!("2025-02"), &json!(1))]);
    let tables = figures["tables"].as_array().unwrap();
    assert!(tables.iter().all(|table| table["bytes"].as_i64().unwrap() > 0), "{tables:?}");
    assert_eq!(figures["too_large"], false);
}
