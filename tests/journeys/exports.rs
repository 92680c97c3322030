//! Lists and reports as files, and the whole book as a file of its events.

use std::{fs, path::PathBuf};

use api::{Call, Desk, ErrorCode};
use lendingos_tests::{Place, TestDesk, ok};
use serde_json::{Value as Json, json};

/// A book with a loan that is being paid, a formula for a note, and a file.
struct Exporting {
    test: TestDesk,
    loan_id: String,
}

impl Exporting {
    fn new() -> Self {
        let test = TestDesk::new();
        let loan_id = test.funded_loan(
            json!({ "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 12 }),
        );
        test.ok(
            "payment.record",
            json!({
                "loan_id": loan_id, "amount": "1000.00", "received_on": "2025-01-15", "method": "check",
                "note": "=HYPERLINK(\"http://example.com\")",
            }),
        );
        let file = test.folder.path().join("invoice.pdf");
        let mut content = b"%PDF-1.4\n".to_vec();
        content.resize(600_000, b'x');
        fs::write(&file, content).unwrap();
        test.ok("attachment.add", json!({ "loan_id": loan_id, "path": file }));
        Self { test, loan_id }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.test.folder.path().join(name)
    }

    fn export_events(&self, name: &str) -> Vec<u8> {
        self.test.ok("book.export_events", json!({ "path": self.file(name) }));
        fs::read(self.file(name)).unwrap()
    }

    /// An empty place, on the backend of the test.
    fn place(&self, name: &str) -> Place {
        let folder = self.file(name);
        fs::create_dir(&folder).unwrap();
        Place::new(&folder)
    }

    fn temporary_files(&self) -> usize {
        let names = fs::read_dir(self.test.folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
        names.filter(|name| name.to_string_lossy().starts_with(".lendingos-export-")).count()
    }
}

fn events_of(desk: &Desk, path: &std::path::Path) -> Vec<u8> {
    ok(desk, "book.export_events", json!({ "path": path }));
    fs::read(path).unwrap()
}

#[test]
fn every_kind_is_written_in_both_formats() {
    let exporting = Exporting::new();
    let kinds = exporting.test.ok("export.kinds", json!({}));
    for kind in kinds["kinds"].as_array().unwrap() {
        let name = kind["kind"].as_str().unwrap();
        if name == "budget" {
            continue;
        }
        for ending in ["csv", "xlsx"] {
            let mut input = json!({ "kind": name, "path": exporting.file(&format!("{name}.{ending}")) });
            if kind["of_one_loan"] == true {
                input["loan_id"] = exporting.loan_id.as_str().into();
            }
            let report = exporting.test.ok("export.run", input);
            assert_eq!(report["format"], ending);
            assert!(report["bytes"].as_i64().unwrap() > 0, "{name}");
        }
    }
    assert_eq!(exporting.temporary_files(), 0);
}

#[test]
fn payments_are_exact_and_their_text_does_not_run() {
    let exporting = Exporting::new();
    let path = exporting.file("payments.csv");
    let report = exporting.test.ok("export.run", json!({ "kind": "payments", "path": path }));
    assert_eq!(report["rows"], 1);
    let text = fs::read_to_string(&path).unwrap();
    let lines: Vec<&str> = text.split("\r\n").collect();
    assert!(lines[0].starts_with("\u{feff}Loan,Borrower,Received on,Amount,"), "{}", lines[0]);
    assert!(lines[1].contains(",2025-01-15,1000.00,check,"), "{}", lines[1]);
    assert!(lines[1].contains("\"'=HYPERLINK(\"\"http://example.com\"\")\""), "{}", lines[1]);
    assert!(lines[2].starts_with("Total,,,1000.00,"), "{}", lines[2]);
}

#[test]
fn more_rows_than_a_page_come_once_each_and_in_order() {
    let exporting = Exporting::new();
    for _ in 0..3 {
        exporting.test.funded_loan(
            json!({ "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 600 }),
        );
    }
    let path = exporting.file("instalments.csv");
    let report = exporting.test.ok("export.run", json!({ "kind": "instalments", "path": path }));
    let text = fs::read_to_string(&path).unwrap();
    let mut rows: Vec<(String, String)> = text
        .lines()
        .skip(1)
        .filter(|line| line.starts_with("L-"))
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            (cells[3].to_owned(), format!("{} {}", cells[0], cells[2]))
        })
        .collect();
    assert!(rows.len() > 1_800, "{}", rows.len());
    assert_eq!(report["rows"], rows.len());
    assert!(rows.is_sorted_by_key(|(due_on, _)| due_on.clone()));
    rows.sort_by(|one, other| one.1.cmp(&other.1));
    let all = rows.len();
    rows.dedup_by(|one, other| one.1 == other.1);
    assert_eq!(rows.len(), all);
}

#[test]
fn what_cannot_be_written_is_refused_and_leaves_nothing() {
    let exporting = Exporting::new();
    let taken = exporting.file("loans.csv");
    fs::write(&taken, "mine").unwrap();
    let refused = |input: Json| exporting.test.refused("export.run", input);
    let field = |input: Json| refused(input).field.unwrap();
    assert_eq!(field(json!({ "kind": "loans", "path": taken })), "path");
    assert_eq!(field(json!({ "kind": "loans", "path": exporting.file("none").join("loans.csv") })), "path");
    assert_eq!(field(json!({ "kind": "loans", "path": exporting.file("loans.txt") })), "format");
    assert_eq!(field(json!({ "kind": "lones", "path": exporting.file("a.csv") })), "kind");
    assert_eq!(field(json!({ "kind": "schedule", "path": exporting.file("a.csv") })), "loan_id");
    assert_eq!(
        field(json!({ "kind": "loans", "path": exporting.file("a.csv"), "status": "fundd" })),
        "status"
    );
    let of_loan = json!({ "kind": "users", "path": exporting.file("a.csv"), "loan_id": exporting.loan_id });
    assert_eq!(field(of_loan), "loan_id");
    assert_eq!(fs::read_to_string(&taken).unwrap(), "mine");
    let cancelled = Call {
        progress: &|_, _| false,
        ..Call::new("export.run", json!({ "kind": "loans", "path": taken, "replace": true }))
    };
    assert_eq!(exporting.test.desk.call(cancelled).unwrap_err().code, ErrorCode::Cancelled);
    assert_eq!(fs::read_to_string(&taken).unwrap(), "mine");
    exporting.test.ok("export.run", json!({ "kind": "loans", "path": taken, "replace": true }));
    assert!(fs::read_to_string(&taken).unwrap().contains("L-00001"));
    assert!(!exporting.file("a.csv").exists());
    assert_eq!(exporting.temporary_files(), 0);
}

#[test]
fn a_book_made_from_its_events_is_the_same_book() {
    let exporting = Exporting::new();
    let first = exporting.export_events("book.ndjson");
    // To the backend of the test, and from there to a file again: the same bytes on each.
    let there = exporting.place("there");
    let import = json!({ "path": exporting.file("book.ndjson"), "address": there.address() });
    let report = exporting.test.ok("book.import_events", import.clone());
    assert_eq!(report["ok"], true, "{report}");
    let taken = exporting.test.refused("book.import_events", import);
    assert_ne!(taken.code, ErrorCode::Internal, "never over a book: {}", taken.message);
    let desk = exporting.test.second();
    desk.open(there.address(), None).unwrap();
    assert!(events_of(&desk, &exporting.file("second.ndjson")) == first, "the second file is another");
    let compressed = exporting.file("second.ndjson.gz");
    ok(&desk, "book.export_events", json!({ "path": compressed }));
    fs::create_dir(exporting.file("back")).unwrap();
    let back = Place::in_file(&exporting.file("back"));
    ok(&desk, "book.import_events", json!({ "path": compressed, "address": back.address() }));
    desk.open(back.address(), None).unwrap();
    assert!(events_of(&desk, &exporting.file("third.ndjson")) == first, "the third file is another");
    let balances = |desk: &Desk| ok(desk, "loan.balances", json!({}));
    assert_eq!(balances(&desk), balances(&exporting.test.desk));
    // Nothing is handled twice.
    let events = |desk: &Desk| ok(desk, "book.statistics", json!({}))["events"].clone();
    ok(&desk, "event.retry", json!({}));
    ok(&desk, "event.replay", json!({ "aggregate_id": exporting.loan_id }));
    assert_eq!(events(&desk), events(&exporting.test.desk));
    assert_eq!(ok(&desk, "integrity.verify", json!({}))["ok"], true);
}

#[test]
fn a_file_that_was_meddled_with_is_refused_by_its_line_and_leaves_nothing() {
    let exporting = Exporting::new();
    let text = String::from_utf8(exporting.export_events("book.ndjson")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let folder = exporting.file("elsewhere");
    fs::create_dir(&folder).unwrap();
    let place = Place::in_file(&folder);
    let last_event = lines.iter().rposition(|line| line.starts_with("{\"event\"")).unwrap();
    let chunk = lines.iter().position(|line| line.starts_with("{\"chunk\"")).unwrap();
    let row = lines.iter().position(|line| line.starts_with("{\"row\"")).unwrap();
    let refused = |what: &str, meddled: Vec<String>, line: usize| {
        let path = exporting.file("meddled.ndjson");
        fs::write(&path, meddled.join("\n") + "\n").unwrap();
        let input = json!({ "path": path, "address": place.address() });
        let error = exporting.test.refused("book.import_events", input);
        assert!(error.message.contains(&format!("line {line}:")), "{what}: {}", error.message);
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 0, "{what}: something stays behind");
    };
    let owned = || lines.iter().map(|line| (*line).to_owned()).collect::<Vec<String>>();
    let with = |change: &dyn Fn(&mut Vec<String>)| {
        let mut lines = owned();
        change(&mut lines);
        lines
    };
    refused(
        "changed",
        with(&|lines| lines[3] = lines[3].replacen("\"effectiveOn\":\"20", "\"effectiveOn\":\"19", 1)),
        4,
    );
    refused("missing", with(&|lines| drop(lines.remove(3))), 4);
    refused("swapped", with(&|lines| lines.swap(3, 4)), 4);
    refused("added", with(&|lines| lines.insert(4, lines[3].clone())), 5);
    refused("no JSON", with(&|lines| lines[2] = "{".into()), 3);
    refused("log cut off", with(&|lines| drop(lines.remove(last_event))), last_event + 1);
    refused(
        "chunk changed",
        with(&|lines| lines[chunk] = lines[chunk].replacen('x', "y", 1).replacen("eHh4", "eHh5", 1)),
        row + 1,
    );
    refused("row left out", with(&|lines| drop(lines.remove(row))), lines.len() - 1);
    refused("end cut off", with(&|lines| drop(lines.pop())), lines.len());
    refused("another file", vec!["{}".into()], 1);
    let call = Call {
        progress: &|done, _| done < 10,
        ..Call::new(
            "book.import_events",
            json!({ "path": exporting.file("book.ndjson"), "address": place.address() }),
        )
    };
    assert_eq!(exporting.test.desk.call(call).unwrap_err().code, ErrorCode::Cancelled);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
}
