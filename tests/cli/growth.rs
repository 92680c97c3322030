//! The chain's head, the figures of growth, other times and archives, from a terminal.

use lendingos_tests::TestDesk;
use serde_json::{Value as Json, json};

use crate::Terminal;

/// A book with a loan that was funded in January 2025.
fn old_book() -> (TestDesk, Terminal, String) {
    let test = TestDesk::new();
    let loan_id = test
        .funded_loan(json!({ "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 12 }));
    test.ok("book.close", json!({}));
    let terminal = Terminal::at(&test.address());
    (test, terminal, loan_id)
}

#[test]
fn a_kept_head_finds_a_log_that_was_cut_off() {
    let terminal = Terminal::with_book();
    let person = json!({ "kind": "borrower", "name": "Marisol Vega" });
    terminal.call("person.create", &person);
    let copy = terminal.folder.path().join("copy.lendingos");
    // The book as it was, put back later in the place of what has gone on.
    terminal.ok(&["book", "copy", "--from", &terminal.book(), "--to", &copy.display().to_string()], "");
    terminal.call("person.create", &person);
    let head = terminal.ok(&["head", "head.json"], "");
    assert_eq!(head["position"], 3);
    assert_eq!(terminal.ok(&["verify", "--head", "head.json"], "")["ok"], true);
    let output = terminal.run(&["--book", "copy.lendingos", "verify", "--head", "head.json"], "");
    assert_eq!(output.status.code(), Some(3));
    let report: Json = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&report["damages"][0]["kind"], &report["damages"][0]["position"]),
        (&json!("head"), &json!(3))
    );
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("position 3") && told.contains("cut off"), "{told}");
    assert_eq!(terminal.fails(&["verify", "--head", "nowhere.json"], "").0, 1);
}

#[test]
fn other_times_are_told() {
    let (_test, terminal, loan_id) = old_book();
    let then = terminal.ok(&["as-of", &loan_id, "--effective-on", "2025-01-20"], "");
    assert_eq!(then["loan"]["status"], "funded");
    let balances = terminal.ok(&["as-of", "--known-at", "2025-01-20T00:00:00Z"], "");
    assert_eq!(balances["total_outstanding"], "100000.00");
    let before = terminal.ok(&["as-of", "--known-at", "2025-01-01T00:00:00Z"], "");
    assert_eq!(before["loans"], json!([]));
    let (status, error) = terminal.fails(&["as-of", &loan_id, "--known-at", "2025-01-01T00:00:00Z"], "");
    assert_eq!((status, &error["field"]), (1, &json!("known_at")));
    assert_eq!(terminal.fails(&["as-of", "--known-at", "yesterday"], "").0, 2);
}

#[test]
fn old_events_are_archived_after_a_look_at_what_would_go() {
    let (_test, terminal, loan_id) = old_book();
    terminal.call("person.create", &json!({ "kind": "borrower", "name": "New" }));
    let before = terminal.ok(&["events", &loan_id, "--loan"], "");
    let preview = terminal.ok(&["archive", "--dry-run"], "");
    assert_eq!((&preview["events"], &preview["remaining"]), (&json!(23), &json!(4)));
    let stats = |name: &str| terminal.ok(&["stats"], "")[name].clone();
    assert_eq!((stats("events"), stats("archives")), (json!(27), json!([])));
    let report = terminal.ok(&["archive", "--before", "2026-01-01"], "");
    assert_eq!(report["archive"]["events"], 23);
    assert!(std::path::Path::new(report["archive"]["path"].as_str().unwrap()).is_file());
    assert_eq!((stats("events"), &stats("months")[0]["month"]), (json!(4), &json!("2025-01")));
    assert_eq!(terminal.ok(&["events", &loan_id, "--loan"], ""), before);
    assert_eq!(terminal.ok(&["verify"], "")["ok"], true);
    let (status, error) = terminal.fails(&["archive", "--before", "2026-01-01"], "");
    assert_eq!((status, &error["field"]), (1, &json!("before")));
    assert_eq!(terminal.fails(&["archive", "--before", "2026-02-30"], "").0, 2);
    // Without its file the history says which one is missing.
    std::fs::remove_file(report["archive"]["path"].as_str().unwrap()).unwrap();
    let (status, error) = terminal.fails(&["events", &loan_id], "");
    assert_eq!((status, &error["code"]), (3, &json!("archive_missing")));
    assert_eq!(terminal.run(&["verify"], "").status.code(), Some(3));
}

#[test]
fn a_book_that_is_named_by_its_name_alone_is_archived_beside_itself() {
    let (test, _, loan_id) = old_book();
    let terminal = Terminal::new();
    terminal.ok(&["book", "copy", "--from", &test.address(), "--to", "here.lendingos"], "");
    let on = |arguments: &[&str]| terminal.ok(&[&["--book", "here.lendingos"], arguments].concat(), "");
    let preview = on(&["archive", "--dry-run"]);
    let folder = terminal.folder.path().canonicalize().unwrap();
    assert_eq!(preview["folder"], folder.display().to_string());
    let archive = on(&["archive"])["archive"].clone();
    let path = std::path::PathBuf::from(archive["path"].as_str().unwrap());
    assert_eq!((path.parent(), path.is_file()), (Some(folder.as_path()), true));
    assert_eq!(on(&["events", &loan_id])["events"].as_array().unwrap().len(), 8);
    // The same book, named in full.
    let full = terminal.folder.path().join("here.lendingos").display().to_string();
    assert_eq!(terminal.ok(&["--book", &full, "verify"], "")["ok"], true);
}
