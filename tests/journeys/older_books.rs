//! Books of older releases: migrated when they are opened, and then what their log says.

use app::Parts;
use lendingos_tests::TestDesk;
use serde_json::json;

/// What takes a book back by a version, the newest first; a book of the release before has none of it.
const BACK: &[(i64, &[&str])] = &[
    (
        20,
        &[
            "UPDATE loans SET outstanding_minor = principal_minor WHERE carried_over_on IS NOT NULL",
            "ALTER TABLE loans DROP COLUMN repaid_before_minor",
        ],
    ),
    (19, &["DROP INDEX search_entries_by_whole_title"]),
    (18, &["ALTER TABLE documents DROP COLUMN fund_id", "ALTER TABLE documents DROP COLUMN investor_id"]),
    (
        17,
        &[
            "DROP TABLE compliance_log",
            "DELETE FROM event_processing_log WHERE handler = 'ComplianceRecorder'",
            "DELETE FROM event_handlers WHERE name = 'ComplianceRecorder'",
            "DROP TABLE filing_completions",
            "DROP TABLE filings",
            "DROP TABLE licences",
            "DROP INDEX instalments_open",
            "CREATE INDEX instalments_open ON instalments (due_on) WHERE is_open = 1",
        ],
    ),
    (
        16,
        &[
            "DROP INDEX loans_by_external_reference",
            "ALTER TABLE loans DROP COLUMN external_reference",
            "ALTER TABLE loans DROP COLUMN carried_over_on",
        ],
    ),
    (15, &["DROP TABLE documents", "DROP TABLE templates", "DROP TABLE letterheads", "DROP TABLE outbox"]),
    (
        14,
        &[
            // SQLite's index of words; PostgreSQL's goes with its table.
            "DROP TABLE IF EXISTS search_words",
            "DROP TABLE search_entries",
            "DROP TABLE valuations",
            "DROP TABLE collateral",
            "DROP TABLE properties",
            "DROP TABLE parties",
            "DROP TABLE notes",
        ],
    ),
    // The kinds of people that a book may have stay as they are: they are wider than the release before needs.
    (12, &["DROP TABLE funds", "DROP TABLE fund_entries", "ALTER TABLE loans DROP COLUMN funding_fund_id"]),
    (
        11,
        &[
            "DROP INDEX loans_amended",
            "ALTER TABLE loans DROP COLUMN amended_on",
            "ALTER TABLE loans DROP COLUMN amended_rate_micro_percent",
            "ALTER TABLE loans DROP COLUMN amended_schedule_type",
            "ALTER TABLE loans DROP COLUMN amended_frequency",
            "ALTER TABLE loans DROP COLUMN amended_amortization_months",
            "ALTER TABLE loans DROP COLUMN amended_interest_only_periods",
            "ALTER TABLE loans DROP COLUMN amended_first_payment_on",
        ],
    ),
    (
        10,
        &[
            "DROP TABLE draws",
            "DROP TABLE inspections",
            "DROP INDEX payment_coverage_by_source",
            "ALTER TABLE payment_coverage RENAME COLUMN source_id TO payment_id",
            "DROP INDEX loans_with_reserve",
            "ALTER TABLE loans DROP COLUMN initial_advance_minor",
            "ALTER TABLE loans DROP COLUMN inspection_required",
            "ALTER TABLE loans DROP COLUMN waivers_required",
            "ALTER TABLE loans DROP COLUMN disbursed_minor",
            "ALTER TABLE loans DROP COLUMN approved_undisbursed_minor",
            "ALTER TABLE loans DROP COLUMN retainage_minor",
            "ALTER TABLE loans DROP COLUMN available_minor",
            "ALTER TABLE loans DROP COLUMN reserve_minor",
            "ALTER TABLE loans DROP COLUMN reserve_used_minor",
            "ALTER TABLE loans DROP COLUMN reserve_applied_on",
        ],
    ),
    (9, &["DROP TABLE attachments", "DROP TABLE attachment_chunks", "DROP TABLE attachment_contents"]),
    (8, &["DROP TABLE users", "ALTER TABLE organizations DROP COLUMN one_person_lender"]),
];

/// Takes the book back to before a version, and opens it again.
fn reopen_from_before(test: &TestDesk, version: i64) {
    let book = test.desk.book().unwrap();
    let newest = book.store().schema_version();
    assert_eq!(newest, BACK[0].0, "the newest migration is taken back by a line of this list");
    let mut transaction = book.store().write().unwrap();
    for (_, statements) in BACK.iter().take_while(|(back, _)| *back >= version) {
        for statement in *statements {
            transaction.execute(statement, &[]).unwrap();
        }
    }
    let forget = "DELETE FROM refinery_schema_history WHERE version >= $1";
    transaction.execute(forget, &[version.into()]).unwrap();
    transaction.commit().unwrap();
    drop(book);
    test.ok("book.close", json!({}));
    test.reopen_with(Parts::default());
}

/// A funded loan of which an instalment is paid, and whose rest runs on other terms since.
fn with_payment(test: &TestDesk) -> String {
    let loan_id = test
        .funded_loan(json!({ "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 12 }));
    test.clock.pass_to("2025-02-15".parse().unwrap());
    test.ok("payment.record", json!({ "loan_id": loan_id, "amount": "8675.74" }));
    let other = json!({ "loan_id": loan_id, "annual_rate_percent": "6.125", "reason": "Agreed" });
    test.ok("loan.modify", other);
    loan_id
}

#[test]
fn every_older_version_opens_as_the_log_says() {
    for (version, _) in BACK {
        let test = TestDesk::new();
        let loan_id = with_payment(&test);
        let asked = [
            ("user.list", json!({})),
            ("loan.get", json!({ "loan_id": loan_id })),
            ("schedule.get", json!({ "loan_id": loan_id })),
            ("loan.balances", json!({})),
        ];
        let answers = || asked.clone().map(|(name, input)| test.ok(name, input));
        let before = answers();
        reopen_from_before(&test, *version);
        assert_eq!(answers(), before, "from before version {version}");
        assert_eq!(test.ok("book.get", json!({}))["one_person_lender"], false);
        let report = test.ok("integrity.verify", json!({}));
        assert_eq!(report["ok"], true, "from before version {version}: {report}");
    }
}

/// Of 80,000.00, 41,234.56 were left when it was taken over; then 5,000.00 came in.
#[test]
fn what_was_repaid_before_a_loan_was_taken_over_stays_repaid() {
    let test = TestDesk::new();
    test.clock.pass_to("2025-07-15".parse().unwrap());
    let path = test.folder.path().join("loans.csv");
    let file = "Borrower,Principal,Rate,Term,Funded,First payment,Type,Balance,Balance as of,Next due\n\
                Ada Park,80000,9.5,36,2023-06-15,2023-07-15,amortized,41234.56,2025-06-20,2025-07-15\n";
    std::fs::write(&path, file).unwrap();
    test.ok("import.run", json!({ "path": path, "kind": "loans" }));
    let loan_id = test.ok("loan.list", json!({}))["loans"][0]["loan_id"].clone();
    let outstanding = || test.ok("loan.get", json!({ "loan_id": loan_id }))["outstanding"].clone();
    assert_eq!(outstanding(), "41234.56");
    let paid = test.ok("payment.record", json!({ "loan_id": loan_id, "amount": "5000" }));
    let account = test.ok("loan.account", json!({ "loan_id": loan_id }));
    assert_eq!((&outstanding(), account["principal"].as_str()), (&account["principal"], Some("36561.00")));
    reopen_from_before(&test, 20);
    assert_eq!(outstanding(), "36561.00", "a book of the release before is mended");
    assert_eq!(test.ok("dashboard.get", json!({}))["outstanding"], "36561.00");
    let payment_id = &paid["payment"]["payment_id"];
    test.ok("payment.reverse", json!({ "payment_id": payment_id, "reason": "Returned" }));
    assert_eq!(outstanding(), "41234.56");
    let quote = test.ok("payoff.quote", json!({ "loan_id": loan_id }));
    test.ok("payment.record", json!({ "loan_id": loan_id, "amount": quote["total"] }));
    assert_eq!(outstanding(), "0.00");
    assert_eq!(test.ok("integrity.verify", json!({}))["ok"], true);
    test.ok("integrity.rebuild", json!({}));
    assert_eq!(outstanding(), "0.00");
}
