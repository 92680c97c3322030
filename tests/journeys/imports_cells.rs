//! What stands in the cells of a workbook is taken as it is shown there, or told: formulas without a result, amounts in
//! another currency, numbers that stand for a text.

use std::io::{Cursor, Read, Write};

use lendingos_tests::TestDesk;
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};
use serde_json::json;
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::import_files::*;

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

    let own = [
        "$#,##0.00",
        "[$$-409]#,##0.00",
        "[$USD] #,##0.00",
        "_(\"$\"* #,##0.00_)",
        "[$-409]#,##0.00",
        "0.00 \"NET\"",
        "0.0",
    ];
    let checked = check(&test, "loans", amounts_shown_in(&own));
    assert_eq!(
        (&checked["can_run"], &checked["outcome"]["total"]),
        (&json!(true), &json!("7031.50")),
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
