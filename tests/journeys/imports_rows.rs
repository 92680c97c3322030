//! What the rows of a file say is refused row by row: all that is wrong with each, by its column, as early as it can be
//! judged.

use lendingos_tests::TestDesk;
use serde_json::{Value as Json, json};

use super::import_files::*;

const AMOUNTS: &str = "Loan #,Borrower,Loan Amount,Rate,Term";

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

#[test]
fn a_funding_to_come_and_an_advance_of_no_construction_loan_are_refused() {
    let test = desk();
    let file = "Loan #,Borrower,Loan Amount,Rate,Term,Note date,Status,Construction,Initial advance\n\
                B-1,Ada Park,1000.00,7,12,2025-07-02,,,\n\
                B-2,Ada Park,2000.00,7,12,2025-07-02,Closing,,\n\
                B-3,Ada Park,3000.00,7,12,2025-07-01,Active,no,100.00\n\
                B-4,Ada Park,4000.00,7,12,2025-07-01,Active,yes,100.00\n";
    let checked = check(&test, "loans", file);
    assert_eq!(
        places(&checked),
        [(2, "Note date", "not_allowed"), (4, "Initial advance", "not_allowed")],
        "{checked}"
    );
    assert!(problems(&checked)[0].3.contains("after today, 2025-07-01"), "{checked}");
}

/// Lent on the 31st: what is next due on 28 February is due on 31 March after that.
#[test]
fn a_loan_that_is_due_at_the_end_of_months_stays_so_when_it_is_taken_over() {
    let test = TestDesk::new();
    test.clock.pass_to("2025-02-10".parse().unwrap());
    let file = "Loan #,Borrower,Principal,Rate,Term,Note date,Type,Balance,As of,Next due\n\
                B-1,Ada Park,12000.00,12,6,2024-12-31,interest only,12000.00,2025-02-10,2025-02-28\n";
    test.ok("import.run", json!({ "path": write(&test, file), "kind": "loans" }));
    let loan_id = test.ok("loan.list", json!({}))["loans"][0]["loan_id"].clone();
    let schedule = test.ok("schedule.get", json!({ "loan_id": loan_id }));
    let rows = schedule["payments"].as_array().unwrap();
    let rows: Vec<_> = rows.iter().map(|row| (row["due_on"].clone(), row["payment"].clone())).collect();
    let days = ["2025-02-28", "2025-03-31", "2025-04-30", "2025-05-31", "2025-06-30"];
    let payments = ["120.00", "120.00", "120.00", "120.00", "12120.00"];
    let expected: Vec<_> =
        days.iter().zip(payments).map(|(day, payment)| (json!(day), json!(payment))).collect();
    assert_eq!(rows, expected);
    assert_eq!(test.ok("integrity.verify", json!({}))["ok"], true);
}
