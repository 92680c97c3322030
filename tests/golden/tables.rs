//! Amortization tables of documents and libraries.

use chrono::{Days, Months};
use lendingos_domain::{DayCount, Money, Schedule, ScheduleTerms, ScheduleType};

use crate::case::{
    Case, Coverage, Tolerance, agrees, cents, count, date, rate, row_agrees, row_of, rows, sum,
};

pub fn check(case: &Case) -> Coverage {
    match case.id.as_str() {
        "ls-interest-2015-12-10" => one_period(case),
        "ls-bullet-50000-11.5-12" => interest_only(case),
        "ls-annuity-schedule-500000-11.5-12" => annuity_by_days(case),
        "ls-annuity-110000-12.9-60" | "tab-mathworks-100000-12-360" => payment_alone(case),
        "tab-numpy-2500-8.24-12" | "tab-lcn2-10000-6-36" => unrounded_table(case),
        "tab-curo-10000-8.25-6" => implied_rate_table(case),
        "tab-cfpb-180000-4.25-360-after60" => after_sixty(case),
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
        term_months: 1,
        first_payment_on,
        ..terms
    });
    schedule.unwrap().instalments[0].interest
}

fn terms(principal: Money, case: &Case) -> ScheduleTerms {
    let mut inputs = case.inputs.clone();
    inputs["number_of_payments"] = 1.into();
    inputs["principal"] = "1.00".into();
    let any = Case { id: case.id.clone(), inputs, expected: case.expected.clone() };
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

/// Their payment is that of equal months; ours knows the days. The interest is that of their payment, and follows
/// from the rows with our own interest: a payment larger by a cent bears less interest after it.
fn annuity_by_days(case: &Case) -> Coverage {
    let terms = by_days(case);
    let schedule = Schedule::compute(&terms).unwrap();
    let equal_months =
        Schedule::compute(&ScheduleTerms { day_count: DayCount::Thirty360, ..terms.clone() }).unwrap();
    let payment = equal_months.instalments[0].payment.minor_units();
    let mut balance = terms.principal.minor_units();
    let mut all_interest = 0;
    let mut start = terms.funded_on;
    for row in &schedule.instalments {
        let due = terms.funded_on + Months::new(row.number);
        assert_eq!(due, row.due_on);
        let days = u64::try_from((due - start).num_days()).unwrap();
        let period =
            ScheduleTerms { principal: Money::from_minor_units(balance), funded_on: start, ..terms.clone() };
        let interest = period_interest(period, days).minor_units();
        all_interest += interest;
        balance -= payment - interest;
        start = due;
    }
    agrees(case, "all interest", Money::from_minor_units(all_interest), &case.expected["interest_total"], 0);
    Coverage::Part("one schedule with their payment, which is put together of periods")
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

/// The rate is the one that the rounded payment implies, so that the last payment is like the others; ours takes
/// what is left.
fn implied_rate_table(case: &Case) -> Coverage {
    let schedule = Schedule::compute(&ScheduleTerms {
        funded_on: date(&case.inputs["start_date"]),
        day_count: DayCount::Thirty360Us,
        ..case.monthly()
    })
    .unwrap();
    let published: Vec<_> =
        rows(&case.expected["rows"]).iter().filter(|row| row["type"] == "payment").collect();
    assert_eq!(published.len(), schedule.instalments.len());
    agrees(case, "payment", schedule.instalments[0].payment, &case.expected["payment"], 0);
    for (row, published) in schedule.instalments.iter().zip(published) {
        assert_eq!(row.due_on, date(&published["date"]));
        row_agrees(case, row, published, Tolerance { flow: 1, balance: 1 });
    }
    Coverage::Whole
}

fn after_sixty(case: &Case) -> Coverage {
    let schedule = Schedule::compute(&case.monthly()).unwrap();
    let after = usize::try_from(count(&case.inputs["after_payments"])).unwrap();
    let paid = &schedule.instalments[..after];
    agrees(case, "payment", paid[0].payment, &case.expected["payment"], 0);
    // Sixty roundings of half a cent at most in the payment, and as many in the interest.
    agrees(case, "interest", sum(paid, |row| row.interest), &case.expected["interest_paid"], 30);
    agrees(case, "principal", sum(paid, |row| row.principal), &case.expected["principal_paid"], 30);
    agrees(case, "balance", paid[after - 1].balance, &case.expected["balance"], 30);
    Coverage::Whole
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
