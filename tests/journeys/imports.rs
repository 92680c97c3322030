//! Files of other systems brought into the book: what is asked, what is refused by row and column, all or nothing.

use api::Call;
use lendingos_tests::TestDesk;
use serde_json::{Value as Json, json};

use super::import_files::{desk, write_as};

const HEADER: &str = "Loan #,Borrower,Email,Loan Amount,Rate,Term,Type,Note date,Status,Balance,As of,Next due,Frequency,Day count";

/// The cells of a loan that kept its schedule until the end of June.
fn cells(number: usize) -> Vec<String> {
    [
        format!("A-{number:04}"),
        format!("Borrower {number}"),
        format!("b{number}@example.com"),
        "\"100,000.00\"".to_owned(),
        "7.5".to_owned(),
        "12".to_owned(),
        "Fully amortizing".to_owned(),
        "2025-01-15".to_owned(),
        "Active".to_owned(),
        "\"59,239.97\"".to_owned(),
        "2025-06-30".to_owned(),
        "2025-07-15".to_owned(),
        "Monthly".to_owned(),
        "30/360".to_owned(),
    ]
    .to_vec()
}

fn file_of(header: &str, rows: &[Vec<String>]) -> String {
    let rows: Vec<String> = rows.iter().map(|cells| cells.join(",")).collect();
    format!("{header}\r\n{}\r\n", rows.join("\r\n"))
}

fn events(test: &TestDesk) -> Json {
    test.ok("book.get", json!({}))["events"].clone()
}

/// What is wrong with a cell, in which column it is told, and as what.
const BROKEN: [(usize, &str, &str, &str); 29] = [
    (3, "abc", "Loan Amount", "not_a_number"),
    (3, "", "Loan Amount", "missing_value"),
    (3, "\"1.234,50\"", "Loan Amount", "other_convention"),
    (3, "-5.00", "Loan Amount", "not_allowed"),
    (3, "100000.005", "Loan Amount", "not_a_number"),
    (4, "", "Rate", "missing_value"),
    (4, "x", "Rate", "not_a_number"),
    (4, "101", "Rate", "not_allowed"),
    (4, "-1", "Rate", "not_allowed"),
    (5, "", "Term", "missing_value"),
    (5, "12.5", "Term", "not_a_number"),
    (5, "0", "Term", "not_allowed"),
    (5, "5000", "Term", "not_allowed"),
    (6, "weird", "Type", "unknown_word"),
    (7, "31/11/2025", "Note date", "not_a_date"),
    (7, "2025-02-30", "Note date", "not_a_date"),
    (7, "soon", "Note date", "not_a_date"),
    (7, "01/15/25", "Note date", "not_a_date"),
    (8, "gone", "Status", "unknown_word"),
    (8, "Paid off", "Status", "not_allowed"),
    (9, "200000.00", "Balance", "not_allowed"),
    (9, "0", "Balance", "not_allowed"),
    (10, "2025-08-01", "As of", "not_allowed"),
    (11, "2026-02-15", "Next due", "not_allowed"),
    (1, "", "Borrower", "missing_value"),
    (2, "nonsense", "Email", "not_allowed"),
    (0, "A-0001", "Loan #", "duplicate"),
    (12, "hourly", "Frequency", "unknown_word"),
    (13, "29/360", "Day count", "unknown_word"),
];

/// Row, column and code of a problem.
type Expected = (u64, Option<&'static str>, &'static str);

/// Three hundred loans of which thirty rows are broken, each in its own way; and the rows and problems expected.
fn broken_file() -> (String, Vec<Expected>) {
    let mut rows: Vec<Vec<String>> = (1..=300).map(cells).collect();
    let mut expected = Vec::new();
    for (place, (column, value, named, code)) in BROKEN.into_iter().enumerate() {
        let row = 10 + place * 9;
        value.clone_into(&mut rows[row][column]);
        expected.push((row as u64 + 2, Some(named), code));
    }
    rows[299].pop();
    expected.push((301, None, "ragged_row"));
    (file_of(HEADER, &rows), expected)
}

#[test]
fn a_dry_run_names_every_broken_row_and_writes_nothing() {
    let test = desk();
    let before = events(&test);
    let (content, expected) = broken_file();
    let path = write_as(&test, "loans.csv", content);
    let checked = test.ok("import.check", json!({ "path": path, "kind": "loans" }));
    let found: Vec<(u64, Option<&str>, &str)> = checked["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|problem| {
            (problem["row"].as_u64().unwrap(), problem["column"].as_str(), problem["code"].as_str().unwrap())
        })
        .collect();
    assert_eq!(found, expected);
    assert_eq!(checked["problem_count"], 30);
    assert_eq!(checked["rows_with_problems"], 30);
    assert_eq!(checked["outcome"]["loans"], 270);
    assert_eq!(checked["can_run"], false);
    for problem in checked["problems"].as_array().unwrap() {
        assert!(problem["reason"].as_str().unwrap().len() > 10, "{problem}");
    }
    let refused = test.refused("import.run", json!({ "path": path, "kind": "loans" }));
    assert_eq!(refused.code.word(), "import_problems");
    assert_eq!(refused.params["count"], "30");
    assert_eq!(events(&test), before);
}

#[test]
fn a_mended_file_is_imported_once_and_its_loans_go_on_from_their_balances() {
    let test = desk();
    let rows: Vec<Vec<String>> = (1..=300).map(cells).collect();
    let path = write_as(&test, "loans.csv", file_of(HEADER, &rows));
    let checked = test.ok("import.check", json!({ "path": path, "kind": "loans" }));
    assert_eq!(checked["can_run"], true, "{}", checked["problems"]);
    assert_eq!(checked["outcome"]["total"], "30000000.00");
    let input = json!({ "path": path, "kind": "loans", "expected_sha256": checked["sha256"] });
    let id = uuid::Uuid::new_v4().to_string();
    let send = || test.desk.call(Call { command_id: Some(&id), ..Call::new("import.run", input.clone()) });
    let done = send().unwrap();
    let after = events(&test);
    assert_eq!(send().unwrap(), done, "sent again, it has no second effect");
    assert_eq!(events(&test), after);
    assert_eq!((&done["outcome"]["loans"], &done["outcome"]["contacts"]), (&json!(300), &json!(300)));

    let found = test.ok("loan.list", json!({ "search": "a-0042" }));
    let loan_id = found["loans"][0]["loan_id"].clone();
    let loan = test.ok("loan.get", json!({ "loan_id": loan_id }));
    assert_eq!(loan["external_reference"], "A-0042");
    assert_eq!((&loan["status"], &loan["outstanding"]), (&json!("funded"), &json!("59239.97")));
    assert_eq!((&loan["funded_on"], &loan["next_due_on"]), (&json!("2025-01-15"), &json!("2025-07-15")));
    let account = test.ok("loan.account", json!({ "loan_id": loan_id, "as_of": "2025-07-01" }));
    assert_eq!(account["accrued_interest"], "197.47");
    test.clock.pass_to("2025-07-15".parse().unwrap());
    let paid = test.ok("payment.record", json!({ "loan_id": loan_id, "amount": "8675.74" }));
    assert_eq!(paid["payment"]["interest"], "370.25", "{paid}");

    let history = test.ok("event.list", json!({ "event_type": "Loan.Funded", "limit": 1 }));
    let funded = &history["events"][0];
    assert_eq!(funded["metadata"]["source"], "import", "{funded}");
    let import = test.ok("event.list", json!({ "event_type": "Import.Completed" }));
    assert_eq!(funded["causation_id"], import["events"][0]["event_id"], "{funded}");
    assert_eq!(test.ok("integrity.verify", json!({}))["ok"], true);

    let again = test.ok("import.check", json!({ "path": path, "kind": "loans" }));
    assert_eq!(again["problem_count"], 300);
    assert_eq!(again["problems"][0]["code"], "duplicate");
}

#[test]
fn a_cancelled_import_leaves_nothing() {
    let test = desk();
    let rows: Vec<Vec<String>> = (1..=300).map(cells).collect();
    let path = write_as(&test, "loans.csv", file_of(HEADER, &rows));
    let before = events(&test);
    // Half of the way is planning; it is stopped while it writes.
    let progress = |done: i64, total: i64| done * 4 < total * 3;
    let call =
        Call { progress: &progress, ..Call::new("import.run", json!({ "path": path, "kind": "loans" })) };
    let stopped = test.desk.call(call).unwrap_err();
    assert_eq!(stopped.code.word(), "cancelled");
    assert_eq!(events(&test), before);
    assert_eq!(test.ok("loan.list", json!({}))["total"], 0);
}

#[test]
fn what_can_be_read_in_two_ways_is_asked() {
    let test = desk();
    let rows = "A-1;José Núñez;1.234;0,075;12;03/04/2025\r\nA-2;Zoë;2.345;0,08;24;05/06/2025\r\n";
    let text = format!("Loan #;Borrower;Loan Amount;Rate;Term;Note date\r\n{rows}");
    let latin_1: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let path = write_as(&test, "darlehen.csv", latin_1);
    let input = json!({ "path": path, "kind": "loans" });
    let checked = test.ok("import.check", input.clone());
    assert_eq!((&checked["encoding"], &checked["delimiter"]), (&json!("Windows-1252"), &json!(";")));
    let asked: Vec<(&str, &str)> = checked["questions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|question| (question["column"].as_str().unwrap(), question["kind"].as_str().unwrap()))
        .collect();
    assert_eq!(asked, [("Loan Amount", "decimal_mark"), ("Rate", "rate_unit"), ("Note date", "date_order")]);
    let dates = &checked["questions"][2]["choices"];
    assert_eq!(dates[0], json!({ "choice": "day_first", "meaning": "2025-04-03" }));
    assert_eq!(dates[1], json!({ "choice": "month_first", "meaning": "2025-03-04" }));
    assert_eq!(test.refused("import.run", input).code.word(), "import_questions");

    let answers = json!({ "Loan Amount": "comma", "Rate": "fraction", "Note date": "day_first" });
    let input = json!({ "path": path, "kind": "loans", "mapping": { "answers": answers } });
    assert_eq!(test.ok("import.run", input)["outcome"]["total"], "3579.00");
    let loans = test.ok("loan.list", json!({}));
    let first = &loans["loans"][1];
    assert_eq!(first["borrower_name"], "José Núñez");
    assert_eq!(
        (&first["principal"], &first["annual_rate_percent"], &first["funded_on"]),
        (&json!("1234.00"), &json!("7.5"), &json!("2025-04-03"))
    );
}

#[test]
fn payments_find_their_loans_and_are_never_doubled() {
    let test = desk();
    let loans =
        "Loan #,Borrower,Loan Amount,Rate,Term,Note date\nB-1,Ruth Adeyemi,100000.00,7.5,12,2025-01-15\n";
    let loans = write_as(&test, "loans.csv", loans);
    test.ok("import.run", json!({ "path": loans, "kind": "loans" }));
    let row = |on: &str| format!("B-1,{on},\"8,675.74\",ACH,\n");
    let history = ["02/15/2025", "03/15/2025", "04/15/2025", "05/15/2025", "06/15/2025"].map(row).concat();
    let path = write_as(&test, "payments.csv", format!("Loan #,Date,Amount,Method,Memo\n{history}"));
    let done = test.ok("import.run", json!({ "path": path, "kind": "payments" }));
    assert_eq!((&done["outcome"]["payments"], &done["outcome"]["total"]), (&json!(5), &json!("43378.70")));
    let loan = &test.ok("loan.list", json!({}))["loans"][0];
    assert_eq!((&loan["outstanding"], &loan["next_due_on"]), (&json!("59239.97"), &json!("2025-07-15")));
    let again = test.ok("import.check", json!({ "path": path, "kind": "payments" }));
    assert_eq!((&again["problem_count"], &again["problems"][0]["code"]), (&json!(5), &json!("duplicate")));

    let wrong = "Loan #,Date,Amount\nB-2,2025-06-20,5.00\nB-1,2025-08-01,5.00\nB-1,2025-06-20,900000.00\n";
    let path = write_as(&test, "wrong.csv", wrong);
    let checked = test.ok("import.check", json!({ "path": path, "kind": "payments" }));
    let found: Vec<(u64, &str)> = checked["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|problem| (problem["row"].as_u64().unwrap(), problem["column"].as_str().unwrap()))
        .collect();
    assert_eq!(found, [(2, "Loan #"), (3, "Date"), (4, "Amount")]);
    assert_eq!(test.ok("integrity.verify", json!({}))["ok"], true);
}

#[test]
fn contacts_and_budgets_come_from_files_too() {
    let test = desk();
    let contacts = "Name,Kind,Email\nAda Park,Borrower,ada@example.com\nBlue Title,Contact,\nADA PARK,Borrower,ADA@example.com\n";
    let path = write_as(&test, "contacts.csv", contacts);
    let checked = test.ok("import.check", json!({ "path": path, "kind": "contacts" }));
    assert_eq!((&checked["problem_count"], &checked["problems"][0]["row"]), (&json!(1), &json!(4)));
    let path = write_as(&test, "contacts.csv", contacts.rsplit_once("ADA PARK").unwrap().0);
    assert_eq!(test.ok("import.run", json!({ "path": path, "kind": "contacts" }))["outcome"]["contacts"], 2);

    let loans = "Loan #,Borrower,Loan Amount,Rate,Term,Type,Status,Construction\nC-1,Ada Park,500000,10,12,IO,Approved,yes\n";
    let path = write_as(&test, "loans.csv", loans);
    let done = test.ok("import.run", json!({ "path": path, "kind": "loans" }));
    assert_eq!((&done["outcome"]["loans"], &done["outcome"]["contacts"]), (&json!(1), &json!(0)));
    let lines = "Loan #,Code,Description,Amount,Retainage\nC-1,01,Site work,120000,10\nC-1,02,Frame,300000,10\nC-1,Contingency,,20000,\n";
    let path = write_as(&test, "budget.csv", lines);
    assert_eq!(
        test.ok("import.run", json!({ "path": path, "kind": "budgets" }))["outcome"]["total"],
        "440000.00"
    );
    let loan_id = test.ok("loan.list", json!({}))["loans"][0]["loan_id"].clone();
    let budget = test.ok("budget.get", json!({ "loan_id": loan_id }));
    assert_eq!(budget["lines"].as_array().unwrap().len(), 3, "{budget}");
    let again = test.ok("import.check", json!({ "path": path, "kind": "budgets" }));
    assert_eq!(again["problems"][0]["code"], "duplicate");
}

#[test]
fn another_file_than_was_checked_and_what_is_no_table_are_refused() {
    let test = desk();
    let path = write_as(&test, "loans.csv", file_of(HEADER, &[cells(1)]));
    let checked = test.ok("import.check", json!({ "path": path, "kind": "loans" }));
    write_as(&test, "loans.csv", file_of(HEADER, &[cells(2)]));
    let input = json!({ "path": path, "kind": "loans", "expected_sha256": checked["sha256"] });
    assert_eq!(test.refused("import.run", input).code.word(), "import_file_changed");
    for (name, content) in
        [("empty.csv", &b""[..]), ("photo.csv", b"%PDF-1.7"), ("locked.xlsx", b"PK\x03\x04")]
    {
        let path = write_as(&test, name, content);
        let refused = test.refused("import.check", json!({ "path": path, "kind": "loans" }));
        assert_eq!(refused.code.word(), "import_unreadable", "{name}");
    }
    let missing = test.folder.path().join("none.csv");
    let refused = test.refused("import.check", json!({ "path": missing, "kind": "loans" }));
    assert_eq!((refused.code.word().as_str(), refused.field.as_deref()), ("import_unreadable", Some("path")));
    let mapping = json!({ "columns": { "Loan #": "nonsense" } });
    let refused = test.refused("import.check", json!({ "path": path, "kind": "loans", "mapping": mapping }));
    assert_eq!(refused.field.as_deref(), Some("mapping"));
}
