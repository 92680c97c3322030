//! Spreadsheet functions: PMT, IPMT, PPMT and their sums from schedules of level payments; what no schedule states
//! (rates, numbers of payments, values, payments at the beginning, future values) from [`crate::value_functions`].
//!
//! Nothing is rounded in the source. The principal is taken in ten-thousandths of a cent and finer, so that the
//! rounding of rows lies beyond the digits compared.

use lendingos_domain::{
    AnnualRate, DayCount, Instalment, Money, PaymentPeriod, Schedule, ScheduleTerms, ScheduleType, Term,
};
use rust_decimal::Decimal;
use serde_json::Value;

use crate::{
    case::{Case, Coverage, count, sum},
    value_functions,
};

/// The principal in units that leave it below the largest.
const LARGEST: i64 = 10_000_000_000_000;

pub fn check(case: &Case) -> Coverage {
    let inputs = &case.inputs;
    let has = |key: &str, none: &str| inputs.get(key).is_some_and(|value| value != none);
    if has("when", "end") || has("fv", "0") || inputs.get("pv").is_none() {
        return value_functions::check(case);
    }
    let Some(annual_rate) = annual_rate(inputs) else { return value_functions::check(case) };
    let per = || usize::try_from(count(&inputs["per"])).unwrap() - 1;
    let from_to = || {
        let place = |key: &str| usize::try_from(count(&inputs[key])).unwrap();
        place("from") - 1..place("to")
    };
    let of = |range: std::ops::Range<usize>, part: fn(&Instalment) -> Money| {
        agrees(case, annual_rate, |rows| sum(&rows[range.clone()], part))
    };
    match inputs["function"].as_str().unwrap() {
        "pmt" | "payment_amount" => of(0..1, |row| row.payment),
        "ipmt" => of(per()..per() + 1, |row| row.interest),
        "ppmt" => of(per()..per() + 1, |row| row.principal),
        "cumipmt" => of(from_to(), |row| row.interest),
        "cumprinc" => of(from_to(), |row| row.principal),
        _ => return value_functions::check(case),
    }
    // The exact functions agree as well.
    value_functions::check(case)
}

/// The rate of a loan with monthly payments; none where it is not one that a loan may have.
fn annual_rate(inputs: &Value) -> Option<AnnualRate> {
    let decimal = |text: &str| text.parse::<Decimal>().unwrap();
    let yearly = match (inputs.get("annual_rate"), inputs.get("rate")) {
        (Some(rate), _) => decimal(rate.as_str()?),
        (_, Some(rate)) => match rate.as_str()?.split_once("/12") {
            Some((yearly, "")) => decimal(yearly),
            _ => decimal(rate.as_str()?) * Decimal::from(12),
        },
        _ => return None,
    };
    (yearly * Decimal::ONE_HUNDRED).normalize().to_string().parse().ok()
}

fn agrees(case: &Case, annual_rate: AnnualRate, of: impl Fn(&[Instalment]) -> Money) {
    let principal: Decimal = case.inputs["pv"].as_str().unwrap().parse().unwrap();
    let unit = (0..=12)
        .map(|places| Decimal::from(10_i64.pow(places)))
        .take_while(|unit| principal * *unit <= Decimal::from(LARGEST))
        .last()
        .unwrap();
    let schedule = Schedule::compute(&ScheduleTerms::new(
        Money::from_minor_units((principal * unit).normalize().to_string().parse().unwrap()),
        annual_rate,
        Term::Payments(count(&case.inputs["nper"])),
        ScheduleType::Amortized,
        PaymentPeriod::Months(1),
        DayCount::Thirty360,
        chrono::NaiveDate::from_ymd_opt(2025, 1, 1).unwrap(),
    ))
    .unwrap();
    let computed = Decimal::from(of(&schedule.instalments).minor_units()) / unit;
    let published: Decimal = case.expected["value"].as_str().unwrap().parse().unwrap();
    let tolerance: Decimal = case.expected["tolerance"].as_str().unwrap().parse().unwrap();
    // Each row may be off by the rounding of its own interest and of the payment.
    let drift = Decimal::from(schedule.instalments.len() + 1) / unit;
    let apart = (computed - published.abs()).abs();
    assert!(apart <= tolerance + drift, "{}: {computed}, published {published}, apart {apart}", case.id);
}
