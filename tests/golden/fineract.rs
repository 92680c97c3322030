//! Apache Fineract: schedules of its progressive engine, due dates, rate factors.

use chrono::{Days, NaiveDate};
use lendingos_domain::{
    AccrualCalendar, AnnualRate, DayCount, Disbursement, Instalment, Money, MonthEnd, PaymentPeriod,
    RateChange, Rounding, Schedule, ScheduleTerms, ScheduleTotals, ScheduleType, Term,
};
use serde_json::Value;

use crate::{
    case::{Case, Coverage, Tolerance, agrees, cents, count, date, rate, row_agrees, rows},
    fineract_events, fineract_flat,
};

pub fn check(case: &Case) -> Coverage {
    if case.expected.get("rate_factor_per_period").is_some() {
        return rate_factors(case);
    }
    if case.expected.get("due_dates").is_some() {
        return due_dates(case);
    }
    let inputs = &case.inputs;
    let terms = terms(inputs);
    let is_flat = inputs["interest_type"] == "flat";
    let computed = computed(case, &terms, is_flat);
    let published = rows(&case.expected["installments"]);
    assert_eq!(computed.len(), published.len(), "{}", case.id);
    for (row, published) in computed.iter().zip(published) {
        assert_eq!(row.number, count(&published["nr"]));
        row_agrees(case, row, published, Tolerance::NONE);
    }
    let (totals, published) = (ScheduleTotals::of(&computed), &case.expected["totals"]);
    agrees(case, "total principal", totals.principal, &published["principal"], 0);
    agrees(case, "total interest", totals.interest, &published["interest"], 0);
    agrees(case, "total due", totals.payment, &published["due"], 0);
    let is_put_together = is_flat
        || inputs["day_count"] == "act/364"
        || given(inputs, DOWN_PAYMENT).is_some()
        || given(inputs, INTEREST_GRACE).is_some();
    if is_put_together { Coverage::PutTogether } else { Coverage::Whole }
}

const DOWN_PAYMENT: &str = "down_payment_percent_of_each_disbursement";
const INTEREST_GRACE: &str = "grace_on_interest_periods";

/// An input that is neither left out nor nothing.
fn given<'a>(inputs: &'a Value, key: &str) -> Option<&'a Value> {
    inputs.get(key).filter(|value| !value.is_null() && **value != 0)
}

/// The rows that we have for a table.
fn computed(case: &Case, terms: &ScheduleTerms, is_flat: bool) -> Vec<Instalment> {
    let inputs = &case.inputs;
    assert_eq!(given(inputs, "interest_free_periods"), None, "{}", case.id);
    if is_flat {
        return fineract_flat::rows(terms, inputs["engine"] == "cumulative");
    }
    let events = inputs.get("events").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let first = inputs["first_repayment_date"].as_str();
    let is_early = |event: &&Value| event["type"] == "repayment" && event["date"].as_str() < first;
    let is_known =
        |event: &Value| ["rate_change", "repayment", "payoff"].map(Value::from).contains(&event["type"]);
    assert!(events.iter().all(is_known), "{}", case.id);
    if let Some(early) = events.iter().find(is_early) {
        fineract_events::early_payment(terms, early)
    } else if events.iter().any(|event| event["type"] == "payoff") {
        fineract_events::payoff(case, terms)
    } else if given(inputs, INTEREST_GRACE).is_some() {
        fineract_events::interest_grace(case, terms)
    } else if let Some(percent) = given(inputs, DOWN_PAYMENT) {
        fineract_events::down_payments(terms, percent)
    } else {
        let last = rows(&case.expected["installments"]).last().unwrap();
        by_year_of_ending(terms, date(&last["due_date"])).instalments
    }
}

/// The terms of a table, with what its engine takes for granted.
fn terms(inputs: &Value) -> ScheduleTerms {
    let interest_only = given(inputs, "grace_on_principal_periods").map_or(0, count);
    let terms = ScheduleTerms { interest_only_periods: interest_only, ..stated_terms(inputs) };
    let charges_whole_periods = inputs["interest_calculation_period"] == "same_as_repayment_period"
        && inputs["partial_period_interest"] != true;
    if charges_whole_periods { at_period_starts(terms) } else { terms }
}

fn stated_terms(inputs: &Value) -> ScheduleTerms {
    let every = count(&inputs["repay_every"]);
    let period = match inputs["repay_unit"].as_str().unwrap() {
        "months" => PaymentPeriod::Months(every),
        "weeks" => PaymentPeriod::Days(7 * every),
        "days" => PaymentPeriod::Days(every),
        unit => unreachable!("every so many {unit}"),
    };
    let is_cumulative = inputs["engine"] == "cumulative";
    let is_flat = inputs["interest_type"] == "flat";
    let is_equal_principal = inputs["amortization"] == "equal_principal_payments";
    let day_count = match inputs["day_count"].as_str().unwrap() {
        // The older engine takes a twelfth of a year, or days over those of the year of disbursement, which is common.
        _ if is_cumulative && inputs["interest_calculation_period"] == "daily" => DayCount::Actual365,
        _ if is_cumulative => DayCount::Thirty360,
        // A flat loan has a twelfth of a year for a month unless its interest is daily.
        _ if is_flat && inputs["interest_calculation_period"] != "daily" => DayCount::Thirty360,
        "30/360" => DayCount::Thirty360,
        "act/360" => DayCount::Actual360,
        "act/365" => DayCount::Actual365,
        "act/act" => DayCount::ActualActual,
        // 366 days only for a period with 29 February in it: none of these loans has one.
        "act/act-feb29" => DayCount::Actual365,
        // The rate is made up for the longer year.
        "act/364" => DayCount::Actual365,
        day_count => unreachable!("day count {day_count}"),
    };
    let disbursed = |disbursement: &Value| Disbursement {
        on: date(&disbursement["date"]),
        amount: cents(&disbursement["amount"]),
    };
    let disbursements: Vec<_> = rows(&inputs["disbursements"]).iter().map(disbursed).collect();
    let rolls = inputs["month_end_rule"].as_str().is_some_and(|rule| rule.contains("rolls to the first"));
    let start = inputs.get("schedule_start_date").filter(|start| !start.is_null()).map(date);
    ScheduleTerms {
        first_payment_on: Some(date(&inputs["first_repayment_date"])),
        rounding: serde_json::from_value::<Rounding>(inputs["rounding"]["mode"].clone()).unwrap(),
        // Only the older engine rounds instalments to whole units.
        round_payment_to: (is_cumulative && !is_equal_principal).then_some(Money::from_minor_units(100)),
        month_end: if rolls { MonthEnd::Roll } else { MonthEnd::Clamp },
        rate_changes: rate_changes(inputs),
        disbursements: disbursements.clone(),
        ..ScheduleTerms::new(
            cents(&inputs["principal"]),
            annual_rate(inputs),
            Term::Payments(count(&inputs["number_of_repayments"])),
            if is_equal_principal { ScheduleType::EqualPrincipal } else { ScheduleType::Amortized },
            period,
            day_count,
            start.unwrap_or(disbursements[0].on),
        )
    }
}

/// The rate. One that is meant for a year of 364 days is made up for one of 365, to six decimals of a percent: that is
/// a millionth of a cent of the interest of a hundred.
fn annual_rate(inputs: &Value) -> AnnualRate {
    let stated = rate(&inputs["annual_rate_percent"]);
    if inputs["day_count"] != "act/364" {
        return stated;
    }
    let for_365 = Rounding::HalfEven.ratio(i128::from(stated.micro_percent()) * 365, 364).unwrap();
    AnnualRate::from_micro_percent(for_365.try_into().unwrap()).unwrap()
}

/// Draws that are charged for the whole of the period in which they fall.
fn at_period_starts(terms: ScheduleTerms) -> ScheduleTerms {
    let calendar = AccrualCalendar::of(&terms).unwrap();
    let earlier = |disbursement: &Disbursement| Disbursement {
        on: calendar.period_at(disbursement.on).unwrap().start,
        ..*disbursement
    };
    ScheduleTerms { disbursements: terms.disbursements.iter().map(earlier).collect(), ..terms }
}

fn rate_changes(inputs: &Value) -> Vec<RateChange> {
    let events = inputs.get("events").and_then(Value::as_array);
    let changes = events.into_iter().flatten().filter(|event| event["type"] == "rate_change");
    changes
        .map(|event| RateChange {
            on: date(&event["date"]),
            annual_rate: rate(&event["new_annual_rate_percent"]),
        })
        .collect()
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
        disbursements: terms
            .disbursements
            .iter()
            .map(|disbursement| Disbursement { on: disbursement.on + day, ..*disbursement })
            .collect(),
        ..terms.clone()
    })
    .unwrap();
    for row in &mut schedule.instalments {
        row.due_on = row.due_on - day;
    }
    schedule
}

fn due_dates(case: &Case) -> Coverage {
    let inputs = &case.inputs;
    let rolls = inputs["month_end_rule"].as_str().is_some_and(|rule| rule.contains("rolls to the first"));
    let schedule = Schedule::compute(&ScheduleTerms {
        month_end: if rolls { MonthEnd::Roll } else { MonthEnd::Clamp },
        ..ScheduleTerms::new(
            Money::from_minor_units(1_000_000),
            "12".parse().unwrap(),
            Term::Payments(count(&inputs["number_of_repayments"])),
            ScheduleType::Amortized,
            PaymentPeriod::Months(1),
            DayCount::ActualActual,
            date(&inputs["disbursement_date"]),
        )
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
