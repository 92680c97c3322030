//! Amortization tables of documents and libraries.

use chrono::Days;
use lendingos_domain::{
    DayCount, Instalment, Money, Rounding, Schedule, ScheduleTerms, ScheduleTotals, ScheduleType, Term,
};
use serde_json::Value;

use crate::{
    case::{Case, Coverage, Tolerance, agrees, cents, count, date, rate, row_agrees, row_of, rows, sum},
    tables_curo,
    tables_recorded::{annuity_by_days, odd_month, rounded_up, stated_payment},
};

pub fn check(case: &Case) -> Coverage {
    match case.id.as_str() {
        "ls-interest-2015-12-10" => one_period(case),
        "ls-bullet-50000-11.5-12" => interest_only(case),
        "ls-annuity-schedule-500000-11.5-12" => annuity_by_days(case, by_days(case)),
        "ls-annuity-110000-12.9-60" | "tab-mathworks-100000-12-360" => payment_alone(case),
        "tab-numpy-2500-8.24-12" | "tab-lcn2-10000-6-36" => unrounded_table(case),
        "tab-curo-10000-8.25-6" | "tab-curo-advance-3x-10000-7-6" | "tab-curo-two-draws-10" => {
            tables_curo::check(case)
        }
        "tab-cfpb-180000-4.25-360-after60"
        | "tab-cfpb-equalprin-180000-4.25-after60"
        | "tab-cfpb-halfmonth-180000-4.25-after60" => after_sixty(case),
        "tab-frappe-280000-8.4-20-old" => whole_units(case),
        "tab-frappe-stock-1000000-13.5-12-first" => rounded_up(case),
        "tab-frappe-280000-8.4-fixed14000-actual" => stated_payment(case),
        "tab-construction-50000-of-350000-4.5-30days" => interest_of_days(case),
        _ => Coverage::NotYet,
    }
}

fn payment_alone(case: &Case) -> Coverage {
    let schedule = Schedule::compute(&case.monthly()).unwrap();
    agrees(case, "payment", schedule.instalments[0].payment, &case.expected["payment"], 0);
    Coverage::Whole
}

/// One period with interest, from any date to any other.
fn period_interest(terms: ScheduleTerms, days: u64) -> Money {
    let first_payment_on = Some(terms.funded_on + Days::new(days));
    let schedule = Schedule::compute(&ScheduleTerms {
        schedule_type: ScheduleType::InterestOnly,
        term: Term::Months(1),
        first_payment_on,
        ..terms
    });
    schedule.unwrap().instalments[0].interest
}

fn terms(principal: Money, case: &Case) -> ScheduleTerms {
    let mut inputs = case.inputs.clone();
    inputs["number_of_payments"] = 1.into();
    inputs["principal"] = "1.00".into();
    let any =
        Case { id: case.id.clone(), inputs, expected: case.expected.clone(), notes: case.notes.clone() };
    ScheduleTerms { principal, ..any.monthly() }
}

/// A day belongs to the year in which it ends: our Actual/Actual a day later.
fn one_period(case: &Case) -> Coverage {
    let (from, to) = (date(&case.inputs["from"]), date(&case.inputs["to"]));
    let terms = ScheduleTerms {
        day_count: DayCount::ActualActual,
        funded_on: from + Days::new(1),
        ..terms(cents(&case.inputs["balance"]), case)
    };
    let days = u64::try_from((to - from).num_days()).unwrap();
    agrees(case, "interest", period_interest(terms, days), &case.expected["interest"], 0);
    Coverage::Whole
}

fn by_days(case: &Case) -> ScheduleTerms {
    ScheduleTerms {
        day_count: DayCount::ActualActual,
        funded_on: date(&case.inputs["disbursement_date"]) + Days::new(1),
        ..case.monthly()
    }
}

fn interest_only(case: &Case) -> Coverage {
    let terms = ScheduleTerms { schedule_type: ScheduleType::InterestOnly, ..by_days(case) };
    let schedule = Schedule::compute(&terms).unwrap();
    agrees(case, "all interest", schedule.totals().interest, &case.expected["interest_total"], 0);
    Coverage::Whole
}

/// Nothing is rounded inside, and one of the programs computes in binary floats, two cents off in the balance
/// itself: our rows are a cent or two away, their balance one more, and the last payment takes what is left.
fn unrounded_table(case: &Case) -> Coverage {
    let schedule = Schedule::compute(&case.monthly()).unwrap();
    for published in rows(&case.expected["rows"]) {
        let row = row_of(&schedule, published);
        let flow = if row.balance.is_zero() { 4 } else { 2 };
        row_agrees(case, row, published, Tolerance { flow, balance: 3 });
    }
    let last = schedule.instalments.last().unwrap();
    agrees(case, "last payment", last.payment, &case.expected["last_payment"], 4);
    agrees(case, "all interest", schedule.totals().interest, &case.expected["interest_total"], 4);
    Coverage::Whole
}

/// Sixty roundings of half a cent at most in the payment, and as many in the interest; where principal is repaid in
/// equal parts of whole cents, it is exact.
fn after_sixty(case: &Case) -> Coverage {
    let is_equal_principal = case.inputs["amortization"] == "equal principal";
    let schedule_type =
        if is_equal_principal { ScheduleType::EqualPrincipal } else { ScheduleType::Amortized };
    let schedule = Schedule::compute(&ScheduleTerms { schedule_type, ..case.monthly() }).unwrap();
    let after = usize::try_from(count(&case.inputs["after_payments"])).unwrap();
    let is_odd = case.inputs.get("first_period_fraction_of_month").is_some();
    let rows = if is_odd { odd_month(case, after) } else { schedule.instalments[..after].to_vec() };
    let published = &case.expected["payment"];
    agrees(case, "payment", schedule.instalments[0].payment, published, 0);
    let tolerance = if is_equal_principal { 0 } else { 30 };
    agrees(case, "interest", sum(&rows, |row| row.interest), &case.expected["interest_paid"], 30);
    agrees(case, "principal", sum(&rows, |row| row.principal), &case.expected["principal_paid"], tolerance);
    agrees(case, "balance", rows[after - 1].balance, &case.expected["balance"], tolerance);
    if is_odd { Coverage::PutTogether } else { Coverage::Whole }
}

fn interest_of_days(case: &Case) -> Coverage {
    let terms = ScheduleTerms {
        day_count: DayCount::Actual365,
        annual_rate: rate(&case.inputs["annual_rate_percent"]),
        ..terms(cents(&case.inputs["drawn_balance"]), case)
    };
    let days = u64::from(count(&case.inputs["days"]));
    agrees(case, "interest", period_interest(terms.clone(), days), &case.expected["interest"], 0);
    agrees(case, "interest of a day", period_interest(terms, 1), &case.expected["interest_per_day"], 0);
    Coverage::Whole
}

/// The payment is rounded to a whole unit, upwards, which here is to the nearest; figures are printed in whole units,
/// and nothing else is rounded.
fn whole_units(case: &Case) -> Coverage {
    let unit = Money::from_minor_units(100);
    let schedule =
        Schedule::compute(&ScheduleTerms { round_payment_to: Some(unit), ..case.monthly() }).unwrap();
    let expected = &case.expected;
    units_agree(case, schedule.instalments[0].payment, &expected["payment"]);
    totals_agree(case, &schedule.instalments);
    for published in rows(&expected["rows_0dp"]) {
        let row = &schedule.instalments[usize::try_from(count(&published["index_from_0"])).unwrap()];
        units_agree(case, row.principal, &published["principal"]);
        units_agree(case, row.interest, &published["interest"]);
        units_agree(case, row.balance, &published["balance"]);
    }
    Coverage::Whole
}

/// Sums that are printed in whole units.
pub fn totals_agree(case: &Case, table: &[Instalment]) {
    let totals = ScheduleTotals::of(table);
    units_agree(case, totals.interest, &case.expected["interest_total_0dp"]);
    units_agree(case, totals.payment, &case.expected["payment_total_0dp"]);
}

/// Compares an amount with a published one of whole units.
fn units_agree(case: &Case, amount: Money, published: &Value) {
    let units = Rounding::HalfUp.ratio(amount.minor_units().into(), 100).unwrap();
    assert_eq!(units.to_string(), published.as_str().unwrap(), "{}", case.id);
}
