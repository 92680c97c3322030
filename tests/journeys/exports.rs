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
fn a_file_whose_lines_end_as_those_of_windows_is_the_same_file() {
    let exporting = Exporting::new();
    let first = exporting.export_events("book.ndjson");
    let text = String::from_utf8(first.clone()).unwrap();
    let other = exporting.file("windows.ndjson");
    fs::write(&other, text.replace('\n', "\r\n")).unwrap();
    let there = exporting.place("there");
    let report =
        exporting.test.ok("book.import_events", json!({ "path": other, "address": there.address() }));
    assert_eq!(report["ok"], true, "{report}");
    let desk = exporting.test.second();
    desk.open(there.address(), None).unwrap();
    assert!(events_of(&desk, &exporting.file("second.ndjson")) == first, "the second file is another");
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

/// The cells of a file without quoted line breaks, its header first.
fn cells(exporting: &Exporting, kind: &str, filters: Json) -> Vec<Vec<String>> {
    cells_of(&exporting.test, kind, filters)
}

/// The same of any book.
pub(super) fn cells_of(test: &TestDesk, kind: &str, filters: Json) -> Vec<Vec<String>> {
    let path = test.folder.path().join(format!("{kind}.csv"));
    let mut input = json!({ "kind": kind, "path": path, "replace": true });
    input.as_object_mut().unwrap().extend(filters.as_object().unwrap().clone());
    test.ok("export.run", input);
    cells_in(&fs::read_to_string(&path).unwrap())
}

/// The cells of a text.
pub(super) fn cells_in(text: &str) -> Vec<Vec<String>> {
    let unquoted = |cell: &str| match cell.strip_prefix('"').and_then(|cell| cell.strip_suffix('"')) {
        Some(quoted) => quoted.replace("\"\"", "\""),
        None => cell.to_owned(),
    };
    let row = |line: &str| {
        let (mut row, mut cell, mut is_quoted) = (Vec::new(), String::new(), false);
        for character in line.chars() {
            is_quoted ^= character == '"';
            if character == ',' && !is_quoted {
                row.push(unquoted(&cell));
                cell.clear();
            } else {
                cell.push(character);
            }
        }
        row.push(unquoted(&cell));
        row
    };
    text.trim_start_matches('\u{feff}').lines().map(row).collect()
}

/// A fund of two investors; the name of one of them and a note begin as formulas do.
fn with_fund(exporting: &Exporting) -> (Json, Json) {
    let test = &exporting.test;
    let fund = json!({ "name": "+Bridge Fund", "capacity": "400000.00", "strategy": "@home" });
    let fund_id = test.ok("fund.create", fund)["fund_id"].clone();
    let [first, second] = ["=Ada Byron", "Grace Murray"].map(|name| {
        test.ok("person.create", json!({ "kind": "investor", "name": name }))["person_id"].clone()
    });
    let record = |name: &str, mut input: Json| {
        input["fund_id"] = fund_id.clone();
        test.ok(name, input);
    };
    record("fund.commit", json!({ "investor_id": first, "amount": "200000.00" }));
    record("fund.commit", json!({ "investor_id": second, "amount": "100000.00" }));
    record("fund.call_capital", json!({ "amount": "150000.00", "due_on": "2025-01-31" }));
    record("fund.receive", json!({ "investor_id": first, "amount": "100000.00", "note": "-1+1" }));
    record("fund.allocate", json!({ "loan_id": exporting.loan_id, "amount": "60000.00" }));
    record("fund.distribute", json!({ "kind": "interest", "amount": "500.01" }));
    (fund_id, first)
}

#[test]
fn funds_leave_with_their_figures_their_entries_and_whose_they_are() {
    let exporting = Exporting::new();
    let (fund_id, ada) = with_fund(&exporting);
    let of_fund = || json!({ "fund_id": fund_id });
    let funds = cells(&exporting, "funds", json!({}));
    assert_eq!(
        funds[1],
        [
            "'+Bridge Fund",
            "'@home",
            "2025-01-15",
            "400000.00",
            "300000.00",
            "100000.00",
            "150000.00",
            "150000.00",
            "100000.00",
            "50000.00",
            "60000.00",
            "0.00",
            "60000.00",
            "40000.00",
            "500.01",
            "0.00",
            "0.00",
            "500.01",
            "100000.00",
            "15",
            "10",
        ]
    );
    assert_eq!(funds[2][..5], ["Total", "", "", "400000.00", "300000.00"]);
    let investors = cells(&exporting, "fund_investors", of_fund());
    assert_eq!(
        investors[1],
        [
            "'+Bridge Fund",
            "'=Ada Byron",
            "200000.00",
            "100000.00",
            "100000.00",
            "100000.00",
            "0.00",
            "500.01",
            "0.00",
            "0.00",
            "500.01",
            "100000.00",
        ]
    );
    assert_eq!(investors[2][1..7], ["Grace Murray", "100000.00", "50000.00", "50000.00", "0.00", "50000.00"]);
    let entries = cells(&exporting, "fund_entries", json!({}));
    let shown: Vec<String> = entries[1..].iter().map(|row| row[1..9].join("|")).collect();
    assert_eq!(
        shown,
        [
            "2025-01-15|commitment|200000.00|||||",
            "2025-01-15|commitment|100000.00|||||",
            "2025-01-15|capital_call|150000.00|100000.00|50000.00|2025-01-31||",
            "2025-01-15|receipt|100000.00|||||'-1+1",
            "2025-01-15|allocation|60000.00||||L-00001|",
            "2025-01-15|interest|500.01|||||",
        ]
    );
    let splits = cells(&exporting, "fund_splits", json!({ "investor_id": ada }));
    let amounts: Vec<[&str; 2]> = splits[1..].iter().map(|row| [&*row[2], &*row[4]]).collect();
    assert_eq!(
        amounts,
        [
            ["commitment", "200000.00"],
            ["capital_call", "100000.00"],
            ["receipt", "100000.00"],
            ["interest", "500.01"]
        ]
    );
    let loans = cells(&exporting, "fund_loans", of_fund());
    assert_eq!(loans[1][1..4], ["L-00001", "Marisol Vega", "funded"]);
    assert_eq!(loans[1][6..], ["60000.00", "0.00", "60000.00"]);
    let both = json!({ "fund_id": fund_id, "investor_id": ada });
    let statement = cells(&exporting, "investor_statement", both);
    let ends = [&statement[1], statement.last().unwrap()].map(|row| [&*row[1], &*row[4]]);
    assert_eq!(ends, [["opening", "0.00"], ["closing", "100000.00"]]);
    let refused = |filters: Json| {
        let mut input = json!({ "kind": "investor_statement", "path": exporting.file("refused.csv") });
        input.as_object_mut().unwrap().extend(filters.as_object().unwrap().clone());
        exporting.test.refused("export.run", input).field.unwrap()
    };
    assert_eq!(refused(of_fund()), "investor_id");
    assert_eq!(refused(json!({ "fund_id": fund_id, "investor_id": fund_id })), "investor_id");
    assert_eq!(refused(json!({ "fund_id": ada, "investor_id": ada })), "fund_id");
}

#[test]
fn a_loans_file_leaves_as_text_that_does_not_run() {
    let exporting = Exporting::new();
    let (test, loan_id) = (&exporting.test, &exporting.loan_id);
    let of_loan = || json!({ "loan_id": loan_id });
    for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\tcmd"] {
        test.ok("note.add", json!({ "loan_id": loan_id, "text": format!("{text} x") }));
    }
    let notes = cells(&exporting, "notes", of_loan());
    let texts: Vec<&str> = notes[1..].iter().map(|row| &*row[3]).collect();
    assert_eq!(notes[1][..2], ["L-00001", "Marisol Vega"]);
    for (text, kept) in texts.iter().zip(["'=1+1 x", "'+1 x", "'-1 x", "'@SUM(A1) x"]) {
        assert_eq!(*text, kept);
    }
    assert!(!texts[4].starts_with('\t'), "{:?}", texts[4]);

    let guarantor = test.ok("person.create", json!({ "kind": "contact", "name": "-Ruth Adeyemi" }));
    let party = json!({
        "loan_id": loan_id, "person_id": guarantor["person_id"], "role": "guarantor", "note": "@personal",
    });
    test.ok("party.add", party);
    let parties = cells(&exporting, "parties", of_loan());
    let roles: Vec<[&str; 3]> = parties[1..].iter().map(|row| [&*row[2], &*row[3], &*row[8]]).collect();
    assert_eq!(roles, [["borrower", "Marisol Vega", ""], ["guarantor", "'-Ruth Adeyemi", "'@personal"]]);

    let property = json!({ "kind": "land", "address": "=12 Cedar Street", "parcel_number": "044-12" });
    let property_id = test.ok("property.add", property)["property_id"].clone();
    for (amount, on) in [("150000.00", "2024-06-01"), ("160000.00", "2025-01-02")] {
        let valued = json!({
            "property_id": property_id, "amount": amount, "basis": "as_is", "valued_on": on, "source": "Appraisal",
        });
        test.ok("property.value", valued);
    }
    test.ok(
        "collateral.add",
        json!({ "loan_id": loan_id, "property_id": property_id, "lien_position": 1, "pledged_on": "2025-01-15" }),
    );
    let properties = cells(&exporting, "properties", json!({}));
    assert_eq!(
        properties[1][..13],
        [
            "'=12 Cedar Street",
            "land",
            "044-12",
            "",
            "",
            "160000.00",
            "2025-01-02",
            "Appraisal",
            "",
            "",
            "",
            "",
            "L-00001",
        ]
    );
    let collateral = cells(&exporting, "collateral", json!({}));
    // 99,000.00 of 160,000.00 are 61.875 %: the payment of the first day went to principal.
    assert_eq!(
        collateral[1],
        [
            "L-00001",
            "Marisol Vega",
            "'=12 Cedar Street",
            "land",
            "160000.00",
            "",
            "1",
            "0.00",
            "2025-01-15",
            "",
            "",
            "99000.00",
            "61.88",
            "",
        ]
    );
    let valuations = cells(&exporting, "valuations", json!({ "from": "2025-01-01" }));
    assert_eq!(
        valuations[1][..7],
        ["'=12 Cedar Street", "land", "044-12", "2025-01-02", "as_is", "160000.00", "Appraisal"]
    );
    assert_eq!(valuations.len(), 2);

    test.desk.work_off().unwrap();
    let documents = cells(&exporting, "documents", of_loan());
    let mut titles: Vec<&str> = documents[1..].iter().map(|row| &*row[4]).collect();
    titles.sort_unstable();
    assert_eq!(titles, ["Amortization schedule", "Closing statement", "Promissory note"]);
    assert_eq!(documents[1][..4], ["L-00001", "Marisol Vega", "", ""]);
    assert!(documents[1][9].len() == 64 && documents[1][13] == "Ada", "{:?}", documents[1]);
}

/// Makes a book of a file of events in a new file, opens it and gives its desk.
fn made_again(exporting: &Exporting, file: &str, name: &str, passphrase: Option<&str>) -> Desk {
    fs::create_dir(exporting.file(name)).unwrap();
    let place = Place::in_file(&exporting.file(name));
    let import = json!({
        "path": exporting.file(file), "address": place.address(), "passphrase": passphrase,
    });
    let report = exporting.test.ok("book.import_events", import);
    assert_eq!(report["ok"], true, "{name}: {report}");
    let desk = exporting.test.second();
    ok(&desk, "book.open", json!({ "address": place.address(), "passphrase": passphrase }));
    desk
}

#[test]
fn a_book_goes_into_an_encrypted_one_and_out_of_it_again() {
    let exporting = Exporting::new();
    let first = exporting.export_events("plain.ndjson");
    let encrypted = made_again(&exporting, "plain.ndjson", "encrypted", Some("correct horse"));
    assert_eq!(ok(&encrypted, "book.get", json!({}))["encrypted"], true);
    let bytes = fs::read(exporting.file("encrypted").join("book.lendingos")).unwrap();
    assert!(!bytes.windows(11).any(|part| part == b"Marisol Veg"), "the name can be read in the file");
    assert!(events_of(&encrypted, &exporting.file("encrypted.ndjson")) == first);
    assert_eq!(ok(&encrypted, "integrity.verify", json!({}))["ok"], true);
    let back = made_again(&exporting, "encrypted.ndjson", "back", None);
    assert_eq!(ok(&back, "book.get", json!({}))["encrypted"], false);
    assert!(events_of(&back, &exporting.file("back.ndjson")) == first);
    assert_eq!(ok(&back, "loan.balances", json!({})), exporting.test.ok("loan.balances", json!({})));
}

#[test]
fn an_archived_book_is_written_with_its_archive_and_is_whole_again() {
    let exporting = Exporting::new();
    let first = exporting.export_events("before.ndjson");
    exporting.test.clock.pass(395 * 86_400);
    let archived = exporting.test.ok("archive.create", json!({ "folder": exporting.test.folder.path() }));
    let statistics = exporting.test.ok("book.statistics", json!({}));
    assert_eq!(statistics["archives"].as_array().unwrap().len(), 1, "{archived}");
    assert!(exporting.export_events("archived.ndjson") == first, "where an event lies is not in the file");
    let desk = made_again(&exporting, "archived.ndjson", "whole", None);
    assert_eq!(ok(&desk, "book.statistics", json!({}))["archives"], json!([]));
    assert!(events_of(&desk, &exporting.file("whole.ndjson")) == first);
    let history = json!({ "aggregate_id": exporting.loan_id, "include_loan": true });
    let events = |answer: Json| -> Vec<Json> {
        answer["events"].as_array().unwrap().iter().map(|event| event["hash"].clone()).collect()
    };
    assert_eq!(
        events(ok(&desk, "event.history", history.clone())),
        events(exporting.test.ok("event.history", history))
    );
    assert_eq!(ok(&desk, "integrity.verify", json!({}))["ok"], true);
}

#[test]
fn an_event_of_a_newer_release_leaves_with_the_book_and_comes_back_as_it_was() {
    let exporting = Exporting::new();
    let aggregate = uuid::Uuid::new_v4();
    let newer = store::NewEvent {
        id: domain::EventId::from_uuid(uuid::Uuid::new_v4()),
        event_type: "Moon.Observed",
        event_version: 3,
        aggregate_type: "moon",
        aggregate_id: aggregate,
        loan_id: None,
        effective_on: "2025-01-15".parse().unwrap(),
        payload: json!({ "phase": "waxing", "unknown": [1, null] }).to_string(),
        expected_version: None,
    };
    exporting.test.desk.book().unwrap().write(|work| work.publish(vec![newer])).unwrap();
    let first = exporting.export_events("newer.ndjson");
    let desk = made_again(&exporting, "newer.ndjson", "newer", None);
    let kept = ok(&desk, "event.history", json!({ "aggregate_id": aggregate }))["events"][0].clone();
    assert_eq!(kept["payload"], json!({ "phase": "waxing", "unknown": [1, null] }));
    assert_eq!((&kept["known"], &kept["event_version"]), (&json!(false), &json!(3)));
    ok(&desk, "integrity.rebuild", json!({}));
    assert!(events_of(&desk, &exporting.file("again.ndjson")) == first);
    assert_eq!(ok(&desk, "integrity.verify", json!({}))["ok"], true);
}

/// What was imported under the names of another system is found again in what is exported, and the export's own headers
/// need no mapping.
#[test]
fn an_export_says_what_loans_are_called_elsewhere_and_comes_back_under_its_own_headers() {
    let exporting = Exporting::new();
    let test = &exporting.test;
    let terms = json!({ "principal": "1000.00", "annual_rate_percent": "7.5", "term_months": 12 });
    let mut tape = terms.clone();
    tape["external_reference"] = json!("A-17");
    test.funded_loan(tape);
    for (kind, filters) in [("loans", json!({})), ("balances", json!({ "as_of": "2025-01-15" }))] {
        let rows = cells(&exporting, kind, filters);
        let place = rows[0].iter().position(|header| header == "External reference").unwrap();
        assert_eq!([&rows[1][place], &rows[2][place]], ["", "A-17"], "{kind}");
    }
    let checked = test.ok("import.check", json!({ "path": exporting.file("loans.csv"), "kind": "loans" }));
    for kind in ["loans", "contacts", "payments"] {
        cells(&exporting, kind, json!({}));
        let path = exporting.file(&format!("{kind}.csv"));
        let checked = test.ok("import.check", json!({ "path": path, "kind": kind }));
        let is_asked = |problem: &Json| problem["code"] == "several_columns";
        assert!(!checked["problems"].as_array().unwrap().iter().any(is_asked), "{}", checked["problems"]);
    }
    let read_as = |header: &str| {
        let mut columns = checked["columns"].as_array().unwrap().iter();
        columns.find(|column| column["name"] == header).unwrap()["field"].clone()
    };
    for (header, field) in [
        ("External reference", "external_reference"),
        ("Borrower", "borrower_name"),
        ("Purpose", "purpose"),
        ("Status", "status"),
        ("Principal", "principal"),
        ("Outstanding", "balance"),
        ("Annual rate %", "annual_rate_percent"),
        ("Term in months", "term_months"),
        ("Schedule type", "type"),
        ("Frequency", "frequency"),
        ("Day count", "day_count"),
        ("First payment on", "first_payment_on"),
        ("Funded on", "funded_on"),
        ("Matures on", "maturity_on"),
        ("Next due on", "next_due_on"),
        ("Grace in days", "grace_days"),
        ("Late fee %", "late_fee_percent"),
        ("Default margin %", "default_margin_percent"),
    ] {
        assert_eq!(read_as(header), field, "{header}");
    }
}
