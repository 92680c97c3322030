//! What stands in the cells of a workbook is taken as it is shown there, or told: formulas without a result, amounts in
//! another currency, numbers that stand for a text.

use std::{
    io::{Cursor, Read, Write},
    path::PathBuf,
};

use lendingos_tests::TestDesk;
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};
use serde_json::{Value as Json, json};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

fn desk() -> TestDesk {
    let test = TestDesk::new();
    test.clock.pass_to("2025-07-01".parse().unwrap());
    test
}

fn write(test: &TestDesk, content: impl AsRef<[u8]>) -> PathBuf {
    let path = test.folder.path().join("file");
    std::fs::write(&path, content).unwrap();
    path
}

fn check(test: &TestDesk, kind: &str, content: impl AsRef<[u8]>) -> Json {
    test.ok("import.check", json!({ "path": write(test, content), "kind": kind }))
}

/// Row, column, code and reason of each problem.
fn problems(checked: &Json) -> Vec<(u64, &str, &str, &str)> {
    let listed = checked["problems"].as_array().unwrap();
    let mut problems = Vec::new();
    for problem in listed {
        let text = |field: &str| problem[field].as_str().unwrap_or_default();
        problems.push((problem["row"].as_u64().unwrap(), text("column"), text("code"), text("reason")));
    }
    problems
}

fn places(checked: &Json) -> Vec<(u64, &str, &str)> {
    problems(checked).into_iter().map(|(row, column, code, _)| (row, column, code)).collect()
}

/// A sheet of a header and of rows of text, in which figures are numbers.
fn sheet(header: &str, rows: &[&str], more: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in (0..).zip(std::iter::once(&header).chain(rows)) {
        for (column, cell) in (0..).zip(cells.split(',')).filter(|(_, cell)| !cell.is_empty()) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write(row, column, number).unwrap(),
                Err(_) => sheet.write(row, column, cell).unwrap(),
            };
        }
    }
    more(sheet);
    workbook.save_to_buffer().unwrap()
}

/// The result of a formula that is taken out of the sheet's text.
const NO_RESULT: &str = "987654321";

/// A workbook as programs write it that do not reckon: no result beside a formula, or an empty one.
fn without_results(workbook: &[u8], instead: &str) -> Vec<u8> {
    let mut parts = ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut written = ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..parts.len() {
        let mut part = parts.by_index(place).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut content = String::new();
        part.read_to_string(&mut content).unwrap();
        written.start_file(name, SimpleFileOptions::default()).unwrap();
        let content = content.replace(&format!("<v>{NO_RESULT}</v>"), instead);
        written.write_all(content.as_bytes()).unwrap();
    }
    written.finish().unwrap().into_inner()
}

const TAKEN_OVER: &str = "Loan #,Borrower,Loan Amount,Rate,Term,Note date,Balance,As of,Fees,Memo,Extra";

#[test]
fn a_formula_without_a_stored_result_is_told_and_is_no_empty_cell() {
    let test = desk();
    let rows = [
        "F-1,Ada Park,1000,7,12,2025-01-15,,2025-06-30,5",
        "F-2,Ben Ito,2000,7,12,2025-01-15,900,2025-06-30,",
        "F-3,Cy Oduya,3000,7,12,2025-01-15,900,2025-06-30,",
    ];
    let unstored = |text: &str| Formula::new(text).set_result(NO_RESULT);
    let workbook = sheet(TAKEN_OVER, &rows, |sheet| {
        sheet.write(1, 6, unstored("=400+100")).unwrap();
        sheet.write(2, 8, unstored("=SUM(A1,\"<x>\")")).unwrap();
        // A column that is passed over may have one.
        sheet.write(3, 10, unstored("=1+1")).unwrap();
    });
    for instead in ["", "<v></v>", "<v/>"] {
        let checked = check(&test, "loans", without_results(&workbook, instead));
        let advice = "has no stored result; open the file in a spreadsheet program and save it";
        let expected = [
            (2, "Balance", "formula_without_value", format!("the formula =400+100 {advice}")),
            (3, "Fees", "formula_without_value", format!("the formula =SUM(A1,\"<x>\") {advice}")),
        ];
        let expected: Vec<_> = expected
            .iter()
            .map(|(row, column, code, reason)| (*row, *column, *code, reason.as_str()))
            .collect();
        assert_eq!(problems(&checked), expected, "{instead}: {checked}");
        assert_eq!(checked["problems"][0]["value"], "=400+100");
    }
    let checked = check(&test, "loans", &workbook);
    assert_eq!(
        places(&checked),
        [(2, "Balance", "not_allowed")],
        "a result that is stored is taken: {checked}"
    );
}

#[test]
fn what_belongs_to_a_balance_is_refused_of_a_loan_without_one() {
    let test = desk();
    let header = "Loan #,Borrower,Loan Amount,Rate,Term,Note date,Status,Balance,As of,Next due,Interest,Paid to,Payment,Fees\n";
    let told = ["As of", "Next due", "Interest", "Paid to", "Payment", "Fees"];
    let cells = ["2025-06-30", "2025-07-15", "12.00", "2025-06-15", "90.00", "5"];
    let mut rows = String::new();
    let mut expected = Vec::new();
    for (number, status) in (0..).zip(["2025-01-15,Active", ",Draft"]) {
        for (place, column) in told.iter().enumerate() {
            let row = number * told.len() + place + 2;
            let given: Vec<&str> =
                (0..told.len()).map(|other| if other == place { cells[place] } else { "" }).collect();
            rows += &format!("B-{row},Ada Park,{row}000.00,7,12,{status},,{}\n", given.join(","));
            expected.push((row as u64, *column, "not_allowed"));
        }
    }
    let checked = check(&test, "loans", format!("{header}{rows}"));
    assert_eq!(places(&checked), expected, "{checked}");
    assert_eq!(problems(&checked)[1].3, "next_due_on can be given of a loan with a balance only");

    let all = format!("B-1,Ada Park,1000.00,7,12,2025-01-15,Active,,{}\n", cells.join(","));
    assert_eq!(check(&test, "loans", format!("{header}{all}"))["problem_count"], 6, "each of a row is named");
    let nothing = "B-1,Ada Park,1000.00,7,12,,Draft,,,,0.00,,0,0\n";
    assert_eq!(check(&test, "loans", format!("{header}{nothing}"))["can_run"], true);
}

#[test]
fn each_line_of_a_budget_is_told_by_its_own_row_and_column() {
    let test = desk();
    let loans = "Loan #,Borrower,Loan Amount,Rate,Term,Type,Status,Construction\n\
                 C-1,Ada Park,500000,10,12,IO,Approved,yes\nC-2,Ada Park,600000,10,12,IO,Approved,yes\n";
    test.ok("import.run", json!({ "path": write(&test, loans), "kind": "loans" }));
    let header = "Loan #,Code,Description,Amount,Retainage\n";
    let long = "x".repeat(201);
    let lines = [
        "C-1,01,Site work,120000,10".to_owned(),
        format!("C-1,02,{long},30000,10"),
        "C-1,01,Frame,40000,10".to_owned(),
        "C-1,03,Roof,50000,5".to_owned(),
        format!("C-1,{},{long},0,10", "9".repeat(41)),
        "C-1,contingency,,X,".to_owned(),
        "C-1,Contingency,,-,".to_owned(),
        "C-2,01,Site work,700000,5".to_owned(),
    ];
    let checked = check(&test, "budgets", format!("{header}{}\n", lines.join("\n")));
    let mut found = places(&checked);
    found.sort_unstable();
    let expected = [
        (3, "Description", "not_allowed"),
        (4, "Code", "duplicate"),
        (5, "Retainage", "not_allowed"),
        (6, "Amount", "not_allowed"),
        (6, "Code", "not_allowed"),
        (6, "Description", "not_allowed"),
        (7, "Amount", "not_a_number"),
        (8, "Amount", "not_a_number"),
    ];
    assert_eq!(found, expected, "{checked}");
    assert_eq!(checked["outcome"]["budget_lines"], 1, "the other loan has no problem");
    let reasons: Vec<&str> = problems(&checked).into_iter().map(|(.., reason)| reason).collect();
    assert!(reasons.contains(&"description must have at most 200 characters"), "{reasons:?}");
    assert!(reasons.iter().any(|reason| reason.contains("in row 2 already")), "{reasons:?}");
    assert!(reasons.contains(&"amount must be more than zero"), "{reasons:?}");
}

const AMOUNTS: &str = "Loan #,Borrower,Loan Amount,Rate,Term";

/// A workbook of loans whose amounts are shown in these formats.
fn amounts_shown_in(formats: &[&str]) -> Vec<u8> {
    let rows: Vec<String> =
        (1..).zip(formats).map(|(number, _)| format!("E-{number},Ada Park,,7,12")).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    sheet(AMOUNTS, &rows, |sheet| {
        for (row, format) in (1..).zip(formats) {
            let format = Format::new().set_num_format(*format);
            sheet.write_with_format(row, 2, 1000.5 + f64::from(row), &format).unwrap();
        }
    })
}

#[test]
fn an_amount_that_is_shown_in_another_currency_is_told() {
    let test = desk();
    let foreign = [
        "#,##0.00 [$€-407]",
        "\"€\"#,##0.00",
        "_-* #,##0.00\\ \"€\"_-",
        "[$£-809]#,##0.00",
        "[$EUR ]#,##0.00_-",
        "#,##0.00 \"CHF\"",
        "[$zł-415] #,##0.00",
    ];
    let checked = check(&test, "loans", amounts_shown_in(&foreign));
    let expected: Vec<_> = (2..9).map(|row| (row, "Loan Amount", "not_a_number")).collect();
    assert_eq!(places(&checked), expected, "{checked}");
    let euro =
        "principal is in €, but the book is kept in USD; amounts in another currency are not converted";
    assert_eq!(problems(&checked)[0].3, euro);
    assert_eq!(checked["problems"][0]["value"], "€ 1001.5");

    let own =
        ["$#,##0.00", "[$$-409]#,##0.00", "[$USD] #,##0.00", "_(\"$\"* #,##0.00_)", "[$-409]#,##0.00", "0.0"];
    let checked = check(&test, "loans", amounts_shown_in(&own));
    assert_eq!(
        (&checked["can_run"], &checked["outcome"]["total"]),
        (&json!(true), &json!("6024.00")),
        "{checked}"
    );

    let in_euros = TestDesk::in_currency("EUR");
    assert_eq!(check(&in_euros, "loans", amounts_shown_in(&foreign[..3]))["can_run"], true);
    let checked = check(&in_euros, "loans", amounts_shown_in(&own[..1]));
    assert_eq!(places(&checked), [(2, "Loan Amount", "not_a_number")]);
}

#[test]
fn an_error_of_a_formula_is_told_in_text_too() {
    let test = desk();
    let errors = ["#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"];
    let rows: String = (1..)
        .zip(errors)
        .map(|(number, error)| format!("{error},Ada Park,1000.00,7,12\nX-{number},{error},2000.00,7,12\n"))
        .collect();
    let checked = check(&test, "loans", format!("{AMOUNTS}\n{rows}"));
    let expected: Vec<_> = (0..7)
        .flat_map(|pair| {
            [(2 * pair + 2, "Loan #", "formula_error"), (2 * pair + 3, "Borrower", "formula_error")]
        })
        .collect();
    assert_eq!(places(&checked), expected, "{checked}");
    assert_eq!(problems(&checked)[0].3, "the formula came to #N/A");
    assert_eq!(check(&test, "loans", format!("{AMOUNTS}\n#NA,Ada Park,1000.00,7,12\n"))["can_run"], true);

    let payments = "Loan #,Date,Amount\n#REF!,2025-06-20,#VALUE!\n";
    let expected = [(2, "Loan #", "formula_error"), (2, "Amount", "formula_error")];
    assert_eq!(places(&check(&test, "payments", payments)), expected);
}

#[test]
fn a_number_that_stands_for_a_text_is_taken_as_it_is_shown_or_told() {
    let test = desk();
    let header = "Loan #,Borrower,SSN,Phone,Loan Amount,Rate,Term";
    let zeros = Format::new().set_num_format("00000");
    let tax_id = Format::new().set_num_format("000-00-0000");
    let rows = [",Ada Park,,,1000,7,", ",Ben Ito,123,5550100,2000,7,24", "100,Cy Oduya,,,3000,7,24"];
    let workbook = |long: &[(u32, u16)]| {
        sheet(header, &rows, |sheet| {
            sheet.write_with_format(1, 0, 42, &zeros).unwrap();
            sheet.write_with_format(1, 2, 12_345_678, &tax_id).unwrap();
            sheet.write_with_format(1, 6, 12, &zeros).unwrap();
            sheet.write_with_format(2, 0, 123_456, &zeros).unwrap();
            for (row, column) in long {
                sheet.write(*row, *column, 100_234_567_890_123_456_f64).unwrap();
            }
        })
    };
    let checked = check(&test, "loans", workbook(&[(1, 0), (2, 2), (3, 3)]));
    let told = |row, column| (row, column, "too_many_digits");
    assert_eq!(places(&checked), [told(2, "Loan #"), told(3, "SSN"), told(4, "Phone")], "{checked}");
    assert!(problems(&checked)[0].3.contains("format the column as text"), "{checked}");

    let path = write(&test, workbook(&[]));
    test.ok("import.run", json!({ "path": path, "kind": "loans" }));
    for number in ["00042", "100", "123456"] {
        let found = test.ok("loan.list", json!({ "search": number }));
        let loan = test.ok("loan.get", json!({ "loan_id": found["loans"][0]["loan_id"] }));
        assert_eq!(loan["external_reference"], number);
    }
    let people = test.ok("person.list", json!({ "search": "Ada" }));
    assert_eq!(people["people"][0]["tax_id"], "012-34-5678", "{people}");
    let payments = sheet("Loan #,Date,Amount", &[",2025-06-20,5"], |sheet| {
        sheet.write_with_format(1, 0, 42, &zeros).unwrap();
    });
    let found = check(&test, "payments", payments);
    assert!(problems(&found)[0].3.starts_with("the loan is draft"), "it is found: {found}");
}

#[test]
fn a_grace_of_more_than_a_year_is_refused_wherever_it_comes_from() {
    let test = desk();
    let loan = |days: u32| {
        json!({
            "borrower_id": test.borrower(), "principal": "1000.00", "annual_rate_percent": "7", "term_months": 12,
            "grace_days": days,
        })
    };
    for days in [366, u32::MAX] {
        let refused = test.refused("loan.create", loan(days));
        assert_eq!(
            (refused.code.word().as_str(), refused.field.as_deref()),
            ("invalid_input", Some("grace_days"))
        );
        assert_eq!(refused.message, "grace_days must be at most 365");
        let row = format!("{AMOUNTS},Grace\nG-1,Ada Park,1000.00,7,12,{days}\n");
        let checked = check(&test, "loans", row);
        let expected = [(2, "Grace", "not_allowed", "grace_days must be at most 365")];
        assert_eq!(problems(&checked), expected);
    }
    test.ok("loan.create", loan(365));
}

#[test]
fn a_row_names_all_of_its_rules_that_are_broken() {
    let test = desk();
    let header =
        format!("{AMOUNTS},Type,Amortization,IO periods,Grace,Status,Note date,Balance,As of,Email\n");
    let rows = [
        "R-1,Ada Park,0,150,5000,IO,,3,400,Draft,,5,,ada",
        "R-2,,-1,7,0,Balloon,2000,,,,2025-01-15,5,,",
        // What cannot be read breaks no rule that follows from it.
        "R-3,Ben Ito,x,7,12,weird,12,3,,gone,soon,x,x,",
        "R-4,Cy Oduya,,,,,,,,,,,,",
    ];
    let checked = check(&test, "loans", format!("{header}{}\n", rows.join("\n")));
    let mut found = places(&checked);
    found.sort_unstable();
    let not_allowed = |row, column| (row, column, "not_allowed");
    let expected = [
        not_allowed(2, "Balance"),
        not_allowed(2, "Email"),
        not_allowed(2, "Grace"),
        not_allowed(2, "IO periods"),
        not_allowed(2, "Loan Amount"),
        not_allowed(2, "Rate"),
        not_allowed(2, "Term"),
        not_allowed(3, "Amortization"),
        (3, "Balance", "missing_value"),
        (3, "Borrower", "missing_value"),
        not_allowed(3, "Loan Amount"),
        not_allowed(3, "Term"),
        (4, "As of", "not_a_date"),
        (4, "Balance", "not_a_number"),
        (4, "Loan Amount", "not_a_number"),
        (4, "Note date", "not_a_date"),
        (4, "Status", "unknown_word"),
        (4, "Type", "unknown_word"),
        (5, "Loan Amount", "missing_value"),
        (5, "Rate", "missing_value"),
        (5, "Term", "missing_value"),
    ];
    assert_eq!(found, expected, "{checked}");
}

#[test]
fn what_cannot_be_read_says_what_can() {
    let test = desk();
    let header = "Loan #,Borrower,Loan Amount,Rate,Term,Note date\n";
    let rows = "W-1,Ada Park,lots,dear,long,12/31/2025 25:61\nW-2,Ada Park,\"1.234,50\",7,12.5,01/15/2025\n\
                W-3,Ada Park,1000.50,7,12,01/15/2025 09:30\nW-4,Ada Park,2000.50,7,12,15/01/2025\n";
    let path = write(&test, format!("{header}{rows}"));
    let mapping = json!({ "answers": { "Note date": "month_first", "Loan Amount": "point" } });
    let checked = test.ok("import.check", json!({ "path": path, "kind": "loans", "mapping": mapping }));
    let mut reasons: Vec<&str> = problems(&checked).into_iter().map(|(.., reason)| reason).collect();
    reasons.sort_unstable();
    let expected = [
        "annual_rate_percent must be a number, such as 7.5",
        "funded_on must be a date such as 2025-12-31",
        "funded_on must be written as the other dates of its column are, the month first, such as 12/31/2025",
        "principal must be a number, such as 1,234.50",
        "principal must be written as the other numbers of its column are, such as 1,234.50",
        "term_months must be a number, such as 12",
        "term_months must be a whole number such as 12",
    ];
    assert_eq!(reasons, expected, "{checked}");

    let path = write(&test, sheet(AMOUNTS, &["S-1,Ada Park,1000,7,12"], |_| {}));
    let input = json!({ "path": path, "kind": "loans", "options": { "sheet": "Nope" } });
    let refused = test.refused("import.check", input);
    assert_eq!(
        (refused.code.word().as_str(), refused.field.as_deref()),
        ("invalid_input", Some("options.sheet"))
    );
    let words = "options.sheet must be a sheet of the workbook, which has \"Sheet1\"; it has no \"Nope\"";
    assert_eq!(refused.message, words);
}

#[test]
fn what_can_be_judged_is_told_while_a_question_is_open() {
    let test = desk();
    let header = "Loan #,Borrower,Email,Loan Amount,Rate,Term,Status,Note date,Balance,As of\n";
    let rows = "O-1,Ada Park,ada,lots,7,5000,Active,03/04/2025,900.00,2025-06-30\n\
                O-2,,,1000.00,7,12,gone,03/04/2025,,\nO-1,Ben Ito,,1000.00,150,,,03/04/2025,-,2025-06-30\n\
                O-4,Cy Oduya,,1000.00,7,12,Active,03/04/2025,900.00,\n";
    let checked = check(&test, "loans", format!("{header}{rows}"));
    assert_eq!(checked["questions"][0]["kind"], "date_order");
    let mut found = places(&checked);
    found.sort_unstable();
    let expected = [
        (2, "Email", "not_allowed"),
        (2, "Loan Amount", "not_a_number"),
        (2, "Term", "not_allowed"),
        (3, "Borrower", "missing_value"),
        (3, "Status", "unknown_word"),
        (4, "Balance", "not_a_number"),
        (4, "Loan #", "duplicate"),
        (4, "Rate", "not_allowed"),
        (4, "Term", "missing_value"),
        (5, "Balance", "missing_value"),
    ];
    assert_eq!(found, expected, "{checked}");
    assert_eq!((&checked["problem_count"], &checked["rows_with_problems"]), (&json!(10), &json!(4)));
    assert_eq!((&checked["outcome"], &checked["can_run"]), (&Json::Null, &json!(false)));

    let sound = "O-1,Ada Park,,1000.00,7,12,Active,03/04/2025,900.00,2025-06-30\n";
    let checked = check(&test, "loans", format!("{header}{sound}"));
    assert_eq!((&checked["problem_count"], &checked["outcome"]), (&json!(0), &Json::Null), "{checked}");

    let no_rate = "Loan #,Borrower,Loan Amount,Term\nO-1,Ada Park,lots,12\nO-2,Ada Park,1000.00,12\n";
    let checked = check(&test, "loans", no_rate);
    assert_eq!(
        places(&checked),
        [(1, "", "missing_column"), (2, "Loan Amount", "not_a_number")],
        "{checked}"
    );
    assert_eq!(checked["outcome"], Json::Null);
    let two_terms = "Loan #,Borrower,Loan Amount,Rate,Term,Months,Fees\nO-1,Ada Park,1000.00,7,12,12,5\n";
    let expected = [(1, "Term", "several_columns"), (2, "Fees", "not_allowed")];
    assert_eq!(places(&check(&test, "loans", two_terms)), expected);
}

#[test]
fn files_of_other_kinds_tell_too_what_can_be_judged() {
    let test = desk();
    let loans = "Loan #,Borrower,Loan Amount,Rate,Term,Type,Status,Construction\n\
                 C-1,Ada Park,500000,10,12,IO,Approved,yes\n";
    test.ok("import.run", json!({ "path": write(&test, loans), "kind": "loans" }));
    let payments =
        "Loan #,Date,Amount,Method\nC-9,03/04/2025,5.00,\nC-1,03/04/2025,x,shells\nC-1,03/04/2025,5.00,\n";
    let checked = check(&test, "payments", payments);
    let expected = [(2, "Loan #", "not_found"), (3, "Amount", "not_a_number"), (3, "Method", "unknown_word")];
    assert_eq!(places(&checked), expected, "{checked}");

    let long = "x".repeat(201);
    let budget =
        format!("Loan #;Code;Description;Amount\nC-1;01;{long};1.000\nC-1;02;Frame;2.000\nC-1;02;;3.000\n");
    let checked = check(&test, "budgets", budget);
    let expected = [(2, "Description", "not_allowed"), (4, "Code", "duplicate")];
    assert_eq!(places(&checked), expected, "{checked}");
    assert_eq!(
        (&checked["questions"][0]["kind"], &checked["outcome"]),
        (&json!("decimal_mark"), &Json::Null)
    );

    let contacts = "Who,Kind,E-mail address\nAda Park,Borrower,ada\nBen Ito,Robot,ben@example.com\n";
    let checked = check(&test, "contacts", contacts);
    let expected =
        [(1, "", "missing_column"), (2, "E-mail address", "not_allowed"), (3, "Kind", "unknown_word")];
    assert_eq!(places(&checked), expected, "{checked}");
}
