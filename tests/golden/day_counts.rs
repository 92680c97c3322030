//! Day counts: QuantLib, curo, and intervals of consumer-credit rules.

use lendingos_domain::{DayCount, Rounding, YearFraction, calendar::MonthsAndDays};

use crate::{
    appendix_j, aprc,
    case::{Case, Coverage, date},
};

pub fn check(case: &Case) -> Coverage {
    let convention = case.inputs["convention"].as_str().unwrap();
    let day_count = match convention {
        "30/360 Bond Basis (ISDA 2006 4.16(f))" | "30/365" => DayCount::Thirty360,
        "30/360 US (with end-of-February rule)" => DayCount::Thirty360Us,
        "30E/360 Eurobond Basis" => DayCount::ThirtyE360,
        "30E/360 ISDA" => DayCount::ThirtyE360Isda,
        "Actual/360" => DayCount::Actual360,
        "Actual/365 Fixed" => DayCount::Actual365,
        "Actual/Actual ISDA" => DayCount::ActualActual,
        _ => return months_and_days(case),
    };
    let (start, end) = (date(&case.inputs["start"]), date(&case.inputs["end"]));
    let termination_on = case.inputs.get("termination_date").map(date);
    let expected = &case.expected;
    if let Some(days) = expected.get("days") {
        assert_eq!(day_count.days(start, end, termination_on), days.as_i64().unwrap(), "{}", case.id);
    }
    if convention == "30/365" {
        return Coverage::Part("the year of 365 days, which no loan here has with months of thirty");
    }
    fraction_agrees(case, day_count.year_fraction(start, end, termination_on));
    Coverage::Whole
}

fn fraction_agrees(case: &Case, fraction: YearFraction) {
    let expected = &case.expected;
    let terms =
        expected.get("year_fraction_terms").or(expected.get("year_fraction")).unwrap().as_str().unwrap();
    if let Some(tolerance) = expected.get("tolerance") {
        let apart = (scaled(&fraction.to_ten_places()) - scaled(terms)).abs();
        assert!(apart <= scaled(tolerance.as_str().unwrap()), "{}: {}", case.id, fraction.to_ten_places());
        return;
    }
    // A sum such as "1/365 + 365/366" is exact.
    let denominators: Vec<(i128, i128)> = terms
        .split(" + ")
        .map(|term| term.split_once('/').unwrap())
        .map(|(numerator, denominator)| (numerator.parse().unwrap(), denominator.parse().unwrap()))
        .collect();
    let common: i128 = denominators.iter().map(|(_, denominator)| denominator).product();
    let numerator: i128 =
        denominators.iter().map(|(numerator, denominator)| numerator * (common / denominator)).sum();
    let (ours, over) = (i128::from(fraction.numerator()), i128::from(fraction.denominator()));
    assert_eq!(ours * common, numerator * over, "{}: {fraction:?}", case.id);
    if let Some(places) = expected.get("year_fraction_8dp") {
        let eight = Rounding::HalfUp.ratio(ours * 100_000_000, over).unwrap();
        assert_eq!(eight * 10_000, scaled(places.as_str().unwrap()), "{}", case.id);
    }
}

/// A decimal text in units of the twelfth place.
fn scaled(text: &str) -> i128 {
    let (whole, fraction) = text.split_once('.').unwrap();
    let twelve = format!("{whole}{fraction:0<12}");
    assert!(fraction.len() <= 12);
    twelve.parse().unwrap()
}

/// Whole months counted back from the end and the days before them, in the words of two regulations.
fn months_and_days(case: &Case) -> Coverage {
    if appendix_j::check(case) {
        return Coverage::Whole;
    }
    let counted = MonthsAndDays::between(date(&case.inputs["start"]), date(&case.inputs["end"])).unwrap();
    let (months, days) = aprc::terms_of_interval(case);
    assert_eq!(counted.months, months, "{}", case.id);
    assert_eq!(counted.days, days.0, "{}", case.id);
    Coverage::Whole
}
