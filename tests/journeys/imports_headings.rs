//! What stands around the rows of a file: titles above the header, hidden rows, columns that could be the same; and
//! names that nobody can see.

use api::ErrorCode;
use lendingos_tests::TestDesk;
use rust_xlsxwriter::Workbook;
use serde_json::{Value as Json, json};

use super::import_files::{desk, problems, write};

const HEADER: &str = "Loan #,Borrower,Loan Amount,Rate,Term,Maturity";

/// The input of a check or an import of loans, with more to it.
fn loans(test: &TestDesk, content: impl AsRef<[u8]>, more: Json) -> Json {
    let mut input = json!({ "path": write(test, content), "kind": "loans" });
    for (field, value) in more.as_object().unwrap() {
        input[field] = value.clone();
    }
    input
}

fn check(test: &TestDesk, content: impl AsRef<[u8]>, more: Json) -> Json {
    test.ok("import.check", loans(test, content, more))
}

fn fields(checked: &Json) -> Vec<(&str, Option<&str>, Option<&str>)> {
    let columns = checked["columns"].as_array().unwrap();
    columns
        .iter()
        .map(|column| {
            (column["name"].as_str().unwrap(), column["field"].as_str(), column["could_be"].as_str())
        })
        .collect()
}

#[test]
fn a_title_above_the_header_is_told_and_rows_keep_their_numbers() {
    let test = desk();
    let rows = "T-1,Ada Park,1000.00,7,12,\nT-2,Ben Ito,lots,8,24,\n";
    let titled = format!("\"Loan tape, 31 Dec 2025\"\n\nFor Cedar Lending\n,,\n{HEADER}\n{rows}");
    let checked = check(&test, &titled, json!({}));
    assert_eq!((&checked["header_row"], &checked["rows_above_header"]), (&json!(5), &json!(2)));
    let above = json!([
        { "row": 1, "text": "Loan tape, 31 Dec 2025" },
        { "row": 3, "text": "For Cedar Lending" },
    ]);
    assert_eq!(checked["above_header"], above);
    assert_eq!((&checked["rows"], problems(&checked)[0].0), (&json!(2), 7), "{checked}");

    let mended = titled.replace("lots", "2000.00");
    let done = test.ok("import.run", loans(&test, &mended, json!({})));
    assert_eq!(done["outcome"]["total"], "3000.00");
}

#[test]
fn a_title_does_not_hide_what_stands_between_the_cells() {
    let test = desk();
    let german = "Darlehensbestand, Dezember\n\nLoan #;Borrower;Loan Amount;Rate;Term\nS-1;Ada Park;1000,50;7,5;12\nS-2;Ben Ito;2000,50;8,5;24\n";
    let checked = check(&test, german, json!({}));
    assert_eq!((&checked["delimiter"], &checked["header_row"]), (&json!(";"), &json!(3)));
    assert_eq!((&checked["can_run"], &checked["outcome"]["total"]), (&json!(true), &json!("3001.00")));
}

#[test]
fn the_row_of_the_header_can_be_said() {
    let test = desk();
    let content = "Bestand\nKonto,Wer,Wieviel,Wie teuer,Wie lange\nH-1,Ada Park,1000.00,7,12\n";
    let checked = check(&test, content, json!({}));
    assert_eq!((&checked["header_row"], &checked["can_run"]), (&json!(1), &json!(false)));
    let said = |row: u32| json!({ "header_row": row });
    let checked = check(&test, content, json!({ "options": said(2) }));
    assert_eq!((&checked["header_row"], &checked["rows_above_header"]), (&json!(2), &json!(1)));
    assert_eq!(checked["columns"][1]["name"], "Wer");

    let columns = json!({
        "Konto": "external_reference", "Wer": "borrower_name", "Wieviel": "principal",
        "Wie teuer": "annual_rate_percent", "Wie lange": "term_months",
    });
    let mapping = json!({ "columns": columns });
    let checked = check(&test, content, json!({ "mapping": mapping }));
    assert_eq!(checked["header_row"], 2, "a mapping names the columns of the header");
    let input = loans(&test, content, json!({ "mapping": mapping, "options": said(2) }));
    assert_eq!(test.ok("import.run", input)["outcome"]["loans"], 1);

    for row in [0, 4] {
        let input = loans(&test, content, json!({ "options": said(row) }));
        let refused = test.refused("import.check", input);
        assert_eq!((refused.code, refused.field.as_deref()), (ErrorCode::InvalidInput, Some("header_row")));
        assert!(refused.message.contains(&format!("row {row}")), "{}", refused.message);
    }
}

/// A workbook of four loans under a title, of which some rows and a column are hidden.
fn workbook() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let cover = workbook.add_worksheet();
    cover.set_name("Cover").unwrap().set_hidden(true);
    cover.set_row_hidden(4).unwrap();
    let sheet = workbook.add_worksheet();
    sheet.set_name("Loans & more").unwrap().set_active(true);
    sheet.write(0, 0, "Loan tape").unwrap();
    for (column, name) in (0..).zip(["Loan #", "Borrower", "Loan Amount", "Rate", "Term"]) {
        sheet.write(1, column, name).unwrap();
    }
    for row in 2..6 {
        sheet.write(row, 0, format!("X-{row}")).unwrap();
        sheet.write(row, 1, "Ada Park").unwrap();
        sheet.write(row, 2, 1000 * row).unwrap();
        sheet.write(row, 3, 7.5).unwrap();
        sheet.write(row, 4, 12).unwrap();
    }
    sheet.set_row_hidden(3).unwrap();
    sheet.set_row_height(5, 0).unwrap();
    // Nothing stands in this one.
    sheet.set_row_hidden(9).unwrap();
    sheet.set_column_hidden(3).unwrap();
    workbook.save_to_buffer().unwrap()
}

#[test]
fn hidden_rows_and_columns_of_a_workbook_are_told_before_they_are_imported() {
    let test = desk();
    let checked = check(&test, workbook(), json!({}));
    assert_eq!((&checked["sheet"], &checked["header_row"]), (&json!("Loans & more"), &json!(2)));
    assert_eq!((&checked["hidden_row_count"], &checked["hidden_rows"]), (&json!(2), &json!([4, 6])));
    let hidden: Vec<bool> = checked["columns"]
        .as_array()
        .unwrap()
        .iter()
        .map(|column| column["is_hidden"].as_bool().unwrap())
        .collect();
    assert_eq!(hidden, [false, false, false, true, false]);
    assert_eq!(checked["outcome"]["loans"], 4);

    let shown = check(&test, format!("{HEADER}\nT-1,Ada Park,1000.00,7,12,\n"), json!({}));
    assert_eq!((&shown["hidden_row_count"], &shown["hidden_rows"]), (&json!(0), &json!([])));
}

#[test]
fn two_columns_that_could_be_one_field_are_asked_about() {
    let test = desk();
    let content = "Loan #,Borrower,Amount,Rate,Interest rate,Term,Term,Memo,Purpose\nC-1,Ada Park,1000.00,7,8,12,24,m,p\n";
    let checked = check(&test, content, json!({}));
    let found: Vec<(u64, &str, &str)> =
        problems(&checked).iter().map(|(row, column, code, _)| (*row, *column, *code)).collect();
    let several = |column: &'static str| (1, column, "several_columns");
    assert_eq!(found, [several("Memo"), several("Rate"), several("Term")], "{checked}");
    let reason = problems(&checked)[1].3;
    assert!(reason.starts_with("annual_rate_percent could be"), "{reason}");
    assert!(reason.contains("\"Rate\" or \"Interest rate\""), "{reason}");
    assert!(problems(&checked)[2].3.contains("\"Term\" or \"Term (2)\""), "{checked}");
    let rate = Some("annual_rate_percent");
    assert_eq!(fields(&checked)[3..5], [("Rate", None, rate), ("Interest rate", None, rate)]);
    let refused = test.refused("import.run", loans(&test, content, json!({})));
    assert_eq!(refused.code, ErrorCode::ImportProblems);
    assert!(refused.message.contains("could be the column"), "{}", refused.message);

    // One of them is said to be it, one to be nothing, and of the last pair neither is.
    let columns = json!({ "Interest rate": rate, "Term": null, "Memo": null, "Purpose": null });
    let mapping = json!({ "mapping": { "columns": columns } });
    let checked = check(&test, content, mapping.clone());
    assert_eq!(problems(&checked), [], "{checked}");
    test.ok("import.run", loans(&test, content, mapping));
    let loan = test.ok("loan.list", json!({}))["loans"][0].clone();
    assert_eq!((&loan["annual_rate_percent"], &loan["term_months"]), (&json!("8"), &json!(24)), "{loan}");

    let twice = json!({ "mapping": { "columns": { "Rate": rate, "Interest rate": rate } } });
    let refused = test.refused("import.check", loans(&test, content, twice));
    assert_eq!(refused.field.as_deref(), Some("mapping"));
    for name in ["\"Rate\"", "\"Interest rate\""] {
        assert!(refused.message.contains(name), "{}", refused.message);
    }
}

#[test]
fn a_name_that_nobody_sees_is_missing_and_one_of_two_lines_is_refused() {
    let test = desk();
    let rows = "N-1,\u{200b},1000.00,7,12,\nN-2,\u{feff}\u{ad},2000.00,7,12,\nN-3,\"Ada\nPark\",3000.00,7,12,\n\
                N-4,Ada\u{7}Park,4000.00,7,12,\nN-5,\u{200b}Ada Park,5000.00,7,12,\n";
    let checked = check(&test, format!("{HEADER}\n{rows}"), json!({}));
    let found: Vec<(u64, &str, &str)> =
        problems(&checked).iter().map(|(row, column, code, _)| (*row, *column, *code)).collect();
    let expected = [
        (2, "Borrower", "missing_value"),
        (3, "Borrower", "missing_value"),
        (4, "Borrower", "not_allowed"),
        (5, "Borrower", "not_allowed"),
    ];
    assert_eq!(found, expected, "{checked}");
    assert!(problems(&checked)[2].3.contains("on one line"), "{checked}");
    assert_eq!(checked["outcome"]["loans"], 1);
}

#[test]
fn every_command_refuses_a_name_that_nobody_sees() {
    let test = desk();
    let person = |name: &str| json!({ "kind": "borrower", "name": name });
    let kept = test.ok("person.create", person("\u{feff}Ada Park\u{200b}"));
    let cases = [
        ("person.create", person("\u{200b}"), "name", "must not be empty"),
        ("person.create", person("Ada\nPark"), "name", "on one line"),
        (
            "person.change",
            json!({ "person_id": kept["person_id"], "name": "Ada\tPark" }),
            "name",
            "on one line",
        ),
        ("user.add", json!({ "name": "\u{2060}\u{200d}", "role": "officer" }), "name", "must not be empty"),
        ("fund.create", json!({ "name": "Cedar\nI", "capacity": "1000.00" }), "name", "on one line"),
    ];
    for (command, input, field, problem) in cases {
        let refused = test.refused(command, input);
        assert_eq!(
            (refused.code, refused.field.as_deref()),
            (ErrorCode::InvalidInput, Some(field)),
            "{command}"
        );
        assert!(refused.message.contains(problem), "{command}: {}", refused.message);
    }
    let people = test.ok("person.list", json!({ "search": "Ada Park" }));
    assert_eq!(people["people"][0]["name"], "Ada Park", "{people}");
}

#[test]
fn what_only_numbers_the_rows_is_not_asked_about() {
    let test = desk();
    let content = "#,ID,Loan #,Borrower,Loan Amount,Rate,Term\n1,77,W-1,Ada Park,1000.00,7,12\n";
    let checked = check(&test, content, json!({}));
    let nothing = (None, None);
    let found: Vec<_> = fields(&checked).into_iter().map(|(_, field, could_be)| (field, could_be)).collect();
    assert_eq!(found[..3], [nothing, nothing, (Some("external_reference"), None)], "{checked}");
    assert_eq!(checked["can_run"], true);
}
