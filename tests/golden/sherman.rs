//! Documented answers of a commercial loan engine: odd first periods by actual days, half up.

use chrono::{Datelike, Months};
use lendingos_domain::{DayCount, Money, Schedule, ScheduleTerms, ScheduleType};

use crate::case::{Case, Coverage, Tolerance, agrees, cents, count, date, row_agrees, row_of, rows, sum};

pub fn check(case: &Case) -> Coverage {
    match case.id.as_str() {
        "sce-equal-payment-act365" => equal_payments(case),
        "sce-interest-only-unit360" => interest_only(case, cents(&case.inputs["principal"])),
        "sce-construction-half-commitment" => {
            let half = cents(&case.inputs["commitment"]).minor_units() / 2;
            interest_only(case, Money::from_minor_units(half))
        }
        _ => Coverage::NotYet,
    }
}

fn equal_payments(case: &Case) -> Coverage {
    let schedule = Schedule::compute(&ScheduleTerms {
        day_count: DayCount::Actual365,
        funded_on: date(&case.inputs["loan_date"]),
        first_payment_on: Some(date(&case.inputs["first_payment_date"])),
        ..case.monthly()
    })
    .unwrap();
    let expected = &case.expected;
    let (last, before) = schedule.instalments.split_last().unwrap();
    assert_eq!(before[0].days, i64::from(count(&expected["first_period_days"])));
    assert_eq!(schedule.maturity_on, date(&expected["maturity"]));
    for row in before {
        agrees(case, "payment", row.payment, &expected["payment"], 0);
    }
    row_agrees(case, &before[0], &rows(&expected["rows"])[0], Tolerance::NONE);
    // Their last payment is not adjusted and leaves 0.03; ours takes it.
    let published_last = &rows(&expected["rows"])[1];
    agrees(case, "last interest", last.interest, &published_last["interest"], 0);
    let left = cents(&published_last["end_balance"]);
    assert_eq!(last.payment.checked_sub(left), Some(cents(&published_last["payment"])));
    agrees(case, "all interest", schedule.totals().interest, &expected["interest_total"], 0);
    for (year, published) in expected["subtotals"].as_object().unwrap() {
        let year: i32 = year.parse().unwrap();
        let rows: Vec<_> = before.iter().filter(|row| row.due_on.year() == year).copied().collect();
        let last = if last.due_on.year() == year { last.interest } else { Money::ZERO };
        let interest = sum(&rows, |row| row.interest).checked_add(last).unwrap();
        agrees(case, "interest of a year", interest, &published["interest"], 0);
    }
    Coverage::Part("the APR")
}

/// Whole months are a twelfth of a year; the odd first period counts its actual days over 360. One schedule states
/// the one, another the other.
fn interest_only(case: &Case, principal: Money) -> Coverage {
    let loan_date = date(&case.inputs["loan_date"]);
    let first_payment_on = date(&case.inputs["first_payment_date"]);
    let months = ScheduleTerms {
        schedule_type: ScheduleType::InterestOnly,
        principal,
        funded_on: first_payment_on - Months::new(1),
        ..ScheduleTerms { principal, ..monthly(case) }
    };
    let schedule = Schedule::compute(&months).unwrap();
    let odd = Schedule::compute(&ScheduleTerms {
        day_count: DayCount::Actual360,
        term_months: 1,
        funded_on: loan_date,
        first_payment_on: Some(first_payment_on),
        ..months
    })
    .unwrap();
    let expected = &case.expected;
    assert_eq!(odd.instalments[0].days, i64::from(count(&expected["first_period_days"])));
    // 10,025.00 × 4.5 % × 40/360 is 50.125, an exact tie.
    agrees(case, "first interest", odd.instalments[0].interest, &expected["first_payment"], 0);
    for row in &schedule.instalments[1..11] {
        agrees(case, "payment", row.payment, &expected["regular_payment"], 0);
        assert_eq!(row.balance, principal);
    }
    if case.id == "sce-construction-half-commitment" {
        return Coverage::Part("the last row, which the vectors call doubtful, and the APR");
    }
    let last = rows(&expected["rows"]).last().unwrap();
    row_agrees(case, row_of(&schedule, last), last, Tolerance::NONE);
    agrees(case, "final payment", row_of(&schedule, last).payment, &expected["final_payment"], 0);
    Coverage::Part("one schedule with both ways of counting, and the APR")
}

fn monthly(case: &Case) -> ScheduleTerms {
    let mut inputs = case.inputs.clone();
    if inputs.get("principal").is_none() {
        inputs["principal"] = inputs["commitment"].clone();
    }
    Case { id: case.id.clone(), inputs, expected: case.expected.clone() }.monthly()
}
