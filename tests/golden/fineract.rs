//! Apache Fineract: schedules of its progressive engine, due dates, rate factors.

use chrono::{Days, NaiveDate};
use lendingos_domain::{DayCount, Frequency, Money, Rounding, Schedule, ScheduleTerms, ScheduleType};
use serde_json::Value;

use crate::case::{
    Case, Coverage, Tolerance, agrees, cents, count, date, rate, row_agrees, row_of, rows, sum,
};

pub fn check(case: &Case) -> Coverage {
    if case.expected.get("rate_factor_per_period").is_some() {
        return rate_factors(case);
    }
    let rolls =
        case.inputs["month_end_rule"].as_str().is_some_and(|rule| rule.contains("rolls to the first"));
    if rolls {
        return Coverage::NotYet;
    }
    if case.expected.get("due_dates").is_some() {
        return due_dates(case);
    }
    let (true, Some(terms)) = (is_plain(&case.inputs), terms(&case.inputs)) else { return Coverage::NotYet };
    let interest_only = case.inputs["grace_on_principal_periods"].as_u64().unwrap_or(0);
    if interest_only > 0 {
        return interest_only_then_level(case, &terms, u32::try_from(interest_only).unwrap());
    }
    let published = rows(&case.expected["installments"]);
    let schedule = by_year_of_ending(&terms, date(&published.last().unwrap()["due_date"]));
    assert_eq!(schedule.instalments.len(), published.len(), "{}", case.id);
    for published in published {
        row_agrees(case, row_of(&schedule, published), published, Tolerance::NONE);
    }
    let (totals, published) = (schedule.totals(), &case.expected["totals"]);
    agrees(case, "total principal", totals.principal, &published["principal"], 0);
    agrees(case, "total interest", totals.interest, &published["interest"], 0);
    agrees(case, "total due", totals.payment, &published["due"], 0);
    Coverage::Whole
}

/// One advance, nothing that happens later, level payments in cents on a declining balance.
fn is_plain(inputs: &Value) -> bool {
    let is_none = |key: &str| inputs.get(key).is_none_or(|value| value.is_null() || *value == 0);
    inputs["engine"] == "progressive"
        && inputs["interest_type"] == "declining_balance"
        && inputs["amortization"] == "equal_installments"
        && rows(&inputs["disbursements"]).len() == 1
        && is_none("events")
        && is_none("down_payment_percent_of_each_disbursement")
        && is_none("installment_in_multiples_of")
        && is_none("grace_on_interest_periods")
        && is_none("interest_free_periods")
}

fn terms(inputs: &Value) -> Option<ScheduleTerms> {
    let frequency = match (count(&inputs["repay_every"]), inputs["repay_unit"].as_str().unwrap()) {
        (1, "months") => Frequency::Monthly,
        (3, "months") => Frequency::Quarterly,
        _ => return None,
    };
    let day_count = match inputs["day_count"].as_str().unwrap() {
        "30/360" => DayCount::Thirty360,
        "act/360" => DayCount::Actual360,
        "act/365" => DayCount::Actual365,
        "act/act" => DayCount::ActualActual,
        // 366 days only for a period with 29 February in it: none of these loans has one.
        "act/act-feb29" => DayCount::Actual365,
        _ => return None,
    };
    let months = if frequency == Frequency::Quarterly { 3 } else { 1 };
    Some(ScheduleTerms {
        principal: cents(&inputs["principal"]),
        annual_rate: rate(&inputs["annual_rate_percent"]),
        term_months: months * count(&inputs["number_of_repayments"]),
        schedule_type: ScheduleType::Amortized,
        frequency,
        day_count,
        funded_on: date(&inputs["disbursements"][0]["date"]),
        first_payment_on: Some(date(&inputs["first_repayment_date"])),
        rounding: serde_json::from_value::<Rounding>(inputs["rounding"]["mode"].clone()).unwrap(),
    })
}

/// The schedule with Fineract's Actual/Actual, in which a day belongs to the year in which it ends, and not to the one
/// in which it begins (as ISDA has it). That is our count a day later; it matters only where a leap year meets another.
fn by_year_of_ending(terms: &ScheduleTerms, maturity_on: NaiveDate) -> Schedule {
    let is_one_kind_of_year = terms.funded_on.leap_year() == maturity_on.leap_year();
    if terms.day_count != DayCount::ActualActual || is_one_kind_of_year {
        return Schedule::compute(terms).unwrap();
    }
    let day = Days::new(1);
    let mut schedule = Schedule::compute(&ScheduleTerms {
        funded_on: terms.funded_on + day,
        first_payment_on: terms.first_payment_on.map(|first| first + day),
        ..terms.clone()
    })
    .unwrap();
    for row in &mut schedule.instalments {
        row.due_on = row.due_on - day;
    }
    schedule
}

/// Some months of interest, then level payments: two schedules, one after the other.
fn interest_only_then_level(case: &Case, terms: &ScheduleTerms, months: u32) -> Coverage {
    let interest_only = ScheduleTerms { schedule_type: ScheduleType::InterestOnly, ..terms.clone() };
    let first = Schedule::compute(&interest_only).unwrap();
    let (published_first, published_level) =
        rows(&case.expected["installments"]).split_at(usize::try_from(months).unwrap());
    for published in published_first {
        row_agrees(case, row_of(&first, published), published, Tolerance::NONE);
    }
    let level = Schedule::compute(&ScheduleTerms {
        funded_on: date(&published_first.last().unwrap()["due_date"]),
        first_payment_on: None,
        term_months: terms.term_months - months,
        ..terms.clone()
    })
    .unwrap();
    assert_eq!(level.instalments.len(), published_level.len());
    for (row, published) in level.instalments.iter().zip(published_level) {
        row_agrees(case, row, published, Tolerance::NONE);
    }
    assert_eq!(sum(&level.instalments, |row| row.principal), terms.principal);
    Coverage::Part("the change of rule within one schedule, which is put together of two")
}

fn due_dates(case: &Case) -> Coverage {
    let schedule = Schedule::compute(&ScheduleTerms {
        principal: Money::from_minor_units(1_000_000),
        annual_rate: "12".parse().unwrap(),
        term_months: count(&case.inputs["number_of_repayments"]),
        schedule_type: ScheduleType::Amortized,
        frequency: Frequency::Monthly,
        day_count: DayCount::ActualActual,
        funded_on: date(&case.inputs["disbursement_date"]),
        first_payment_on: None,
        rounding: Rounding::HalfEven,
    })
    .unwrap();
    let computed: Vec<_> = schedule.instalments.iter().map(|row| row.due_on).collect();
    let published: Vec<_> = rows(&case.expected["due_dates"]).iter().map(date).collect();
    assert_eq!(computed, published, "{}", case.id);
    Coverage::Whole
}

/// Rate of a period with twelve places: annual rate times fraction of a year.
fn rate_factors(case: &Case) -> Coverage {
    let annual_rate = rate(&case.inputs["annual_rate_percent"]);
    let boundaries: Vec<_> = rows(&case.inputs["period_boundaries"]).iter().map(date).collect();
    let published = rows(&case.expected["rate_factor_per_period"]);
    assert_eq!(boundaries.len(), published.len() + 1);
    for (period, published) in boundaries.windows(2).zip(published) {
        let fraction = DayCount::Actual365.year_fraction(period[0], period[1], None);
        let numerator =
            i128::from(annual_rate.micro_percent()) * i128::from(fraction.numerator()) * 10_i128.pow(12);
        let denominator = i128::from(fraction.denominator()) * 100_000_000;
        let factor = Rounding::HalfEven.ratio(numerator, denominator).unwrap();
        assert_eq!(format!("0.{factor:012}"), published.as_str().unwrap(), "{}", case.id);
    }
    Coverage::Whole
}
