//! What an import must not take on trust: namesakes, foreign signs, dates and amounts that contradict each other.

use lendingos_tests::TestDesk;
use serde_json::{Value as Json, json};

use super::import_files::*;

fn run(test: &TestDesk, kind: &str, content: impl AsRef<[u8]>) -> Json {
    let path = write(test, content);
    test.ok("import.run", json!({ "path": path, "kind": kind }))
}

fn reason(checked: &Json, place: usize) -> String {
    checked["problems"][place]["reason"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn namesakes_with_another_tax_id_or_address_are_other_people() {
    let test = desk();
    let header = "Loan #,Borrower,SSN,Email,Loan Amount,Rate,Term\n";
    let rows = "N-1,John Smith,111-11-1111,,1000.00,7,12\nN-2,John Smith,222-22-2222,,2000.00,7,12\n\
                N-3,John Smith,111 11 1111,,3000.00,7,12\nN-4,Jane Roe,,a@example.com,1000.00,7,12\n\
                N-5,Jane Roe,,b@example.com,2000.00,7,12\nN-6,Jane Roe,,A@example.com,3000.00,7,12\n";
    assert_eq!(run(&test, "loans", format!("{header}{rows}"))["outcome"]["contacts"], 4);
    let people = test.ok("person.list", json!({}));
    let mut ids: Vec<&str> =
        people["people"].as_array().unwrap().iter().filter_map(|one| one["tax_id"].as_str()).collect();
    ids.sort_unstable();
    assert_eq!(ids, ["111-11-1111", "222-22-2222"]);

    let unclear = "N-7,John Smith,,,1500.00,7,12\nN-8,John Smith,,j@example.com,1600.00,7,12\n\
                   N-9,Jane Roe,333-33-3333,a@example.com,1000.00,7,12\nN-10,Ann Lee,,,1000.00,7,12\n\
                   N-11,Ann Lee,444-44-4444,,1100.00,7,12\n";
    let checked = check(&test, "loans", format!("{header}{unclear}"));
    let several = |row: u64, column: &'static str| (row, column, "several_found");
    assert_eq!(places(&checked), [several(2, "Borrower"), several(3, "Borrower"), several(6, "Borrower")]);
    assert!(reason(&checked, 2).contains("row 5"), "{}", reason(&checked, 2));
    assert_eq!(
        run(&test, "loans", format!("{header}N-9,Jane Roe,333-33-3333,a@example.com,1000.00,7,12\n"))["outcome"]
            ["contacts"],
        0
    );
    let other = "N-12,John Smith,555-55-5555,j@example.com,1000.00,7,12\nN-13,John Smith,666-66-6666,j@example.com,1100.00,7,12\n";
    let checked = check(&test, "loans", format!("{header}{other}"));
    assert_eq!(places(&checked), [several(3, "Email")], "{checked}");
}

#[test]
fn a_sign_that_does_not_belong_to_its_cell_is_told() {
    let test = desk();
    let header = "Loan #;Borrower;Loan Amount;Rate;Term;Grace days;Note date;Balance;As of;Fees\n";
    let row = |cells: [&str; 4]| {
        let [amount, rate, term, fees] = cells;
        format!(
            "S-{amount}{rate}{term};Ada Park;{amount};{rate};{term};10;2025-01-15;900.00;2025-06-30;{fees}\n"
        )
    };
    let wrong = [
        (["€100,000.00", "7", "12", "5"], "Loan Amount"),
        (["CAD 250,000.00", "7", "12", "5"], "Loan Amount"),
        (["GBP 1,000.00", "7", "12", "5"], "Loan Amount"),
        (["1000%", "7", "12", "5"], "Loan Amount"),
        (["1000.00", "$8", "12", "5"], "Rate"),
        (["1000.00", "7", "12 %", "5"], "Term"),
        (["1000.00", "7", "$24", "5"], "Term"),
        (["1000.00", "7", "12", "5%"], "Fees"),
    ];
    let rows: String = wrong.iter().map(|(cells, _)| row(*cells)).collect();
    let checked = check(&test, "loans", format!("{header}{rows}"));
    let expected: Vec<(u64, &str, &str)> =
        (2..).zip(wrong).map(|(row, (_, column))| (row, column, "not_a_number")).collect();
    assert_eq!(places(&checked), expected);
    assert!(reason(&checked, 0).contains("is in €, but the book is kept in USD"), "{}", reason(&checked, 0));

    let right = [["$1,000.00", "7.5%", "12", "USD 5"], ["US$2,000.00", "7.5 %", "12", "5.00 USD"]];
    let rows: String = right.into_iter().map(row).collect();
    assert_eq!(run(&test, "loans", format!("{header}{rows}"))["outcome"]["total"], "3000.00");
}

#[test]
fn rates_of_which_some_are_under_one_are_asked_about() {
    let test = desk();
    let file = |rates: &[&str]| {
        let row = |(number, rate): (usize, &&str)| format!("R-{number},Ada Park,{number}000.00,{rate},12\n");
        let rows: String = (1..).zip(rates).map(row).collect();
        format!("Loan #,Borrower,Loan Amount,Rate,Term\n{rows}")
    };
    let asked = |rates: &[&str]| check(&test, "loans", file(rates))["questions"].clone();
    for rates in [&["12.5", "0.075", "0.08"][..], &["7.5%", "0.075"], &["0.0", "0.5"]] {
        let questions = asked(rates);
        assert_eq!(questions[0]["kind"], "rate_unit", "{rates:?}");
        let example = questions[0]["examples"][0].as_str().unwrap();
        assert!(example.starts_with("0.") && example != "0.0", "{questions}");
    }
    assert_eq!(asked(&["0.5%", "7.5", "0", "12.5%"]), json!([]));
}

#[test]
fn dates_that_are_written_in_both_orders_are_asked_about() {
    let test = desk();
    let file = |dates: &[&str]| {
        let row =
            |(number, date): (usize, &&str)| format!("D-{number},Ada Park,{number}000.00,7,12,{date}\n");
        let rows: String = (1..).zip(dates).map(row).collect();
        format!("Loan #,Borrower,Loan Amount,Rate,Term,Note date\n{rows}")
    };
    let dates = ["13/04/2025", "14/04/2025", "04/15/2025", "03/04/2025"];
    let checked = check(&test, "loans", file(&dates));
    let question = &checked["questions"][0];
    assert_eq!((&question["kind"], &question["examples"][0]), (&json!("date_order"), &json!("03/04/2025")));
    let path = write_as(&test, "file", file(&dates));
    let mapping = json!({ "answers": { "Note date": "day_first" } });
    let checked = test.ok("import.check", json!({ "path": path, "kind": "loans", "mapping": mapping }));
    assert_eq!(places(&checked), [(4, "Note date", "other_convention")]);

    let read_as = |dates: &[&str]| check(&test, "loans", file(dates))["columns"][5]["read_as"].clone();
    assert_eq!(read_as(&["03.04.2025"]), "day_first");
    assert_eq!(read_as(&["2025-04-03"]), Json::Null);
}

#[test]
fn what_the_book_exports_comes_back_as_it_was() {
    let test = desk();
    let typed = json!({ "kind": "borrower", "name": "=Ada", "phone": "+1 555 0100", "address": "'-x" });
    test.ok("person.create", typed.clone());
    let path = test.folder.path().join("people.csv");
    test.ok("export.run", json!({ "kind": "contacts", "path": path }));
    let other = desk();
    let copy = write_as(&other, "people.csv", std::fs::read(&path).unwrap());
    other.ok("import.run", json!({ "path": copy, "kind": "contacts" }));
    let person = &other.ok("person.list", json!({}))["people"][0];
    for field in ["name", "phone", "address"] {
        assert_eq!(person[field], typed[field]);
    }
}

#[test]
fn a_maturity_is_kept_to_the_day_or_refused() {
    let test = desk();
    let header = "Loan #,Borrower,Loan Amount,Rate,Type,Note date,Term,First payment,Maturity\n";
    let row = |number: usize, cells: &str| format!("T-{number},Ada Park,{number}000.00,7,{cells}\n");
    let wrong = [
        "Interest only,2025-01-15,12,,2024-12-15",
        "Interest only,2025-01-15,12,,2036-01-15",
        "Interest only,2025-01-15,12,2025-03-01,2026-01-15",
        "At maturity,2025-01-15,,,2025-07-05",
        "At maturity,2025-01-15,,,2025-07-28",
        "Interest only,2025-01-15,,,2025-01-15",
    ];
    let rows: String = (1..).zip(wrong).map(|(number, cells)| row(number, cells)).collect();
    let checked = check(&test, "loans", format!("{header}{rows}"));
    let expected: Vec<_> = (2..8).map(|row| (row, "Maturity", "not_allowed")).collect();
    assert_eq!(places(&checked), expected, "{checked}");
    assert!(reason(&checked, 1).contains("must be 2026-01-15"), "{}", reason(&checked, 1));
    assert!(reason(&checked, 4).ends_with("2025-07-15 or 2025-08-15"), "{}", reason(&checked, 4));

    let right = [
        ("Interest only,2025-01-31,,,2025-06-30", 5),
        ("Interest only,2025-01-31,1,,2025-02-28", 1),
        ("At maturity,2025-01-15,,,2025-07-15", 6),
        ("Interest only,2025-01-15,,2025-03-01,2026-02-01", 12),
        ("Interest only,2025-01-15,12,2025-03-01,2026-02-01", 12),
    ];
    let rows: String = (1..).zip(right).map(|(number, (cells, _))| row(number, cells)).collect();
    run(&test, "loans", format!("{header}{rows}"));
    for (number, (cells, months)) in (1..).zip(right) {
        let reference = format!("T-{number}");
        let found = test.ok("loan.list", json!({ "search": reference }));
        let loan = test.ok("loan.get", json!({ "loan_id": found["loans"][0]["loan_id"] }));
        assert_eq!(loan["term_months"], months, "{cells}: {loan}");
    }
}

#[test]
fn the_maturity_of_a_draft_goes_with_its_term() {
    let test = desk();
    let header = "Loan #,Borrower,Loan Amount,Rate,Type,Status,Term,First payment,Maturity\n";
    let row =
        |number: usize, cells: &str| format!("M-{number},Ada Park,{number}000.00,7,Interest only,{cells}\n");
    let wrong = [
        ("Draft,12,,2030-01-15", "must be 2026-07-01, to which term_months comes with a funding today"),
        ("Approved,12,,2026-06-30", "must be 2026-07-01"),
        (
            "Draft,12,2025-10-15,2026-10-15",
            "must be 2026-09-15, to which term_months comes from first_payment_on",
        ),
    ];
    let rows: String = (1..).zip(wrong).map(|(number, (cells, _))| row(number, cells)).collect();
    let checked = check(&test, "loans", format!("{header}{rows}"));
    let expected: Vec<_> = (2..5).map(|row| (row, "Maturity", "not_allowed")).collect();
    assert_eq!(places(&checked), expected, "{checked}");
    for (place, (_, words)) in wrong.iter().enumerate() {
        assert!(reason(&checked, place).contains(words), "{}", reason(&checked, place));
    }

    let right = ["Draft,12,,2026-07-01", "Draft,12,2025-10-15,2026-09-15", "Draft,12,,"];
    let rows: String = (1..).zip(right).map(|(number, cells)| row(number, cells)).collect();
    assert_eq!(run(&test, "loans", format!("{header}{rows}"))["outcome"]["loans"], 3);
}

#[test]
fn interest_is_paid_to_a_day_between_the_funding_and_the_balance() {
    let test = desk();
    let header = "Loan #,Borrower,Loan Amount,Rate,Term,Note date,Balance,As of,Paid to\n";
    let row = |number: usize, paid_to: &str| {
        format!("P-{number},Ada Park,{number}000.00,7,12,2025-01-15,900.00,2025-06-30,{paid_to}\n")
    };
    let days = ["2025-06-30", "2025-07-01", "2025-01-14", "2025-01-15"];
    let rows: String = (1..).zip(days).map(|(number, day)| row(number, day)).collect();
    let checked = check(&test, "loans", format!("{header}{rows}"));
    assert_eq!(places(&checked), [(3, "Paid to", "not_allowed"), (4, "Paid to", "not_allowed")]);
    assert!(reason(&checked, 0).contains("interest_paid_to must be"), "{}", reason(&checked, 0));
}

#[test]
fn a_row_that_comes_again_is_told_the_first_time_and_a_refused_one_makes_nobody() {
    let test = desk();
    let header = "Borrower,Loan Amount,Rate,Term,Note date,Fees,Balance,As of\n";
    let twice = "Ada Park,1000.00,7,12,2025-01-15,,,\n".repeat(2);
    let checked = check(&test, "loans", format!("{header}{twice}"));
    assert_eq!(places(&checked), [(3, "Borrower", "duplicate")]);
    assert!(reason(&checked, 0).contains("row 2"), "{}", reason(&checked, 0));

    let refused = "Ben Ito,1000.00,7,12,2025-01-15,,2000.00,2025-06-30\n\
                   Cy Oduya,1000.00,7,12,2025-01-15,-5,900.00,2025-06-30\n\
                   Di Lund,2000000000000.00,7,12,2025-01-15,,,\nEd Moe,1000.00,7,12,2025-01-15,,,\n";
    let checked = check(&test, "loans", format!("{header}{refused}"));
    let expected = [(2, "Balance"), (3, "Fees"), (4, "Loan Amount")];
    assert_eq!(places(&checked), expected.map(|(row, column)| (row, column, "not_allowed")));
    assert_eq!((&checked["outcome"]["contacts"], &checked["outcome"]["loans"]), (&json!(1), &json!(1)));
    assert_eq!(reason(&checked, 1), "fees must not be negative");
    assert_eq!(reason(&checked, 2), "principal must be at most 1000000000000.00");
}

#[test]
fn a_number_of_two_loans_is_told_and_so_is_a_payment_before_the_takeover() {
    let test = desk();
    let loans = "Loan #,Borrower,Loan Amount,Rate,Term,Note date,Balance,As of\n\
                 L-00002,Ada Park,1000.00,7,12,2025-01-15,900.00,2025-06-30\n\
                 K-2,Ada Park,2000.00,7,12,2025-01-15,,\n";
    run(&test, "loans", loans);
    let payments = "Loan #,Date,Amount\nL-00002,2025-06-30,5.00\nL-00001,2025-03-15,5.00\n";
    let checked = check(&test, "payments", payments);
    assert_eq!(places(&checked), [(2, "Loan #", "several_found"), (3, "Date", "not_allowed")]);
    assert!(reason(&checked, 1).contains("taken over, 2025-06-30"), "{}", reason(&checked, 1));
}

#[test]
fn an_answer_that_does_not_fit_is_refused() {
    let test = desk();
    let path = write_as(&test, "loans.csv", "Borrower,Loan Amount,Rate,Term,Memo\nAda Park,1000.00,7,12,x\n");
    let answered =
        |answers: Json| json!({ "path": path, "kind": "loans", "mapping": { "answers": answers } });
    for answers in [
        json!({ "Nothing": "point" }),
        json!({ "Loan Amount": "day_first" }),
        json!({ "Term": "percent" }),
        json!({ "Borrower": "comma" }),
    ] {
        let refused = test.refused("import.check", answered(answers.clone()));
        assert_eq!(refused.field.as_deref(), Some("mapping"), "{answers}");
    }
    test.ok("import.check", answered(json!({ "Loan Amount": "point", "Rate": "percent" })));
}

#[test]
fn a_budget_has_neither_negative_lines_nor_its_own_sum() {
    let test = desk();
    let loans = "Loan #,Borrower,Loan Amount,Rate,Term,Type,Status,Construction\nC-1,Ada Park,500000,10,12,IO,Approved,yes\n";
    run(&test, "loans", loans);
    let lines = "Loan #,Code,Description,Amount\nC-1,01,Site work,120000\nC-1,Contingency,,20000\n\
                 C-1,Contingency,,-5000\nC-1,Total,,140000\nC-1,99,Grand Total:,140000\n";
    let checked = check(&test, "budgets", lines);
    let expected = [(4, "Amount"), (5, "Code"), (6, "Description")];
    assert_eq!(places(&checked), expected.map(|(row, column)| (row, column, "not_allowed")));
    assert!(reason(&checked, 1).contains("leave the row out"), "{}", reason(&checked, 1));
}
