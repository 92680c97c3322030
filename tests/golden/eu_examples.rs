//! Worked examples written for the European Commission: mortgages by months of a twelfth of a year.
//!
//! The tables keep balances unrounded and round for printing only. How far a schedule of cents drifts away from the
//! first of them is stated in its notes: nothing in the interest of the rows, three cents in the balance.

use lendingos_domain::{Money, Schedule, ScheduleTerms, ScheduleType};

use crate::case::{Case, Coverage, Tolerance, agrees, cents, row_agrees, row_of, rows, sum};

/// Cents by which a year may be off: half a cent of rounding in each of twelve payments, and the interest on what
/// earlier years left in the balance that way.
const YEAR: i64 = 12;

pub fn check(case: &Case) -> Coverage {
    match case.id.as_str() {
        "ec-ex01-level-240" => level(case, Some((14_388_730, 143_376))),
        "ec-ex24-payoff-after-60" => level(case, None),
        "ec-ex07-balloon-30-due-15" => balloon(case),
        "ec-ex08-interest-only" | "ec-ex42-bridge-interest-only-12" => interest_only(case),
        _ => Coverage::NotYet,
    }
}

/// `in_cents`: total interest and last payment of a schedule in cents, from the notes of the case.
fn level(case: &Case, in_cents: Option<(i64, i64)>) -> Coverage {
    let schedule = Schedule::compute(&case.monthly()).unwrap();
    printed_rows_agree(case, &schedule);
    for (year, published) in case.expected["year_totals"].as_object().unwrap() {
        let year: usize = year.parse().unwrap();
        let rows = &schedule.instalments[12 * (year - 1)..12 * year];
        agrees(case, "interest of a year", sum(rows, |row| row.interest), &published["interest"], YEAR);
        // The last payment takes what is left.
        let tolerance = if 12 * year == schedule.instalments.len() { 100 } else { YEAR };
        agrees(
            case,
            "principal of a year",
            sum(rows, |row| row.principal),
            &published["principal"],
            tolerance,
        );
    }
    let after_60 = &schedule.instalments[59];
    agrees(case, "balance after 60", after_60.balance, &case.expected["balance_after_payment_60"], 20);
    if let Some((interest, last)) = in_cents {
        assert_eq!(schedule.totals().interest, Money::from_minor_units(interest), "{}", case.id);
        assert_eq!(
            schedule.instalments.last().unwrap().payment,
            Money::from_minor_units(last),
            "{}",
            case.id
        );
    }
    Coverage::Part("the APRC")
}

fn printed_rows_agree(case: &Case, schedule: &Schedule) {
    agrees(case, "payment", schedule.instalments[0].payment, &case.expected["payment"], 0);
    for published in rows(&case.expected["rows"]) {
        let row = row_of(schedule, published);
        // Half a cent may be left out of each payment.
        let balance = if case.id == "ec-ex01-level-240" { 3 } else { i64::from(row.number.div_ceil(2)) };
        row_agrees(case, row, published, Tolerance { flow: 1, balance });
    }
}

fn balloon(case: &Case) -> Coverage {
    let term_months = u32::try_from(case.inputs["amortization_periods"].as_u64().unwrap()).unwrap();
    let schedule = Schedule::compute(&ScheduleTerms { term_months, ..case.monthly() }).unwrap();
    printed_rows_agree(case, &schedule);
    let after_180 = schedule.instalments[179].balance;
    agrees(case, "balloon", after_180, &case.expected["balloon_after_payment_180"], 50);
    Coverage::Part("the balloon as a payment of the schedule, and the APRC")
}

fn interest_only(case: &Case) -> Coverage {
    let terms = ScheduleTerms { schedule_type: ScheduleType::InterestOnly, ..case.monthly() };
    let schedule = Schedule::compute(&terms).unwrap();
    let (last, before) = schedule.instalments.split_last().unwrap();
    for row in before {
        agrees(case, "interest", row.payment, &case.expected["interest_payment"], 0);
    }
    for key in ["final_payment", "payment_12"] {
        agrees(case, key, last.payment, &case.expected[key], 0);
    }
    for published in case.expected.get("rows").map(rows).unwrap_or_default() {
        row_agrees(case, row_of(&schedule, published), published, Tolerance::NONE);
    }
    let totals = schedule.totals();
    agrees(case, "all payments", totals.payment, &case.expected["total_of_rounded_payments"], 0);
    if let Some(total_cost) = case.expected.get("total_cost") {
        let upfront = cents(&case.inputs["upfront_cost_not_financed"]);
        agrees(case, "cost", totals.interest.checked_add(upfront).unwrap(), total_cost, 0);
    }
    Coverage::Part("the APRC")
}
