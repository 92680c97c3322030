//! Unit-periods and odd days between two days, as Regulation Z, Appendix J, counts them.

use lendingos_domain::{PaymentPeriod, UnitPeriod};

use crate::case::{Case, count, date};

/// A number and a unit of time, such as `2 weeks`, or a unit alone.
pub fn interval(text: &str) -> Option<PaymentPeriod> {
    let (number, unit) = text.split_once(' ').unwrap_or(("1", text));
    let number: u32 = number.parse().ok()?;
    match unit.trim_end_matches('s') {
        "day" => Some(PaymentPeriod::Days(number)),
        "week" => Some(PaymentPeriod::Days(7 * number)),
        "semimonth" => Some(PaymentPeriod::HalfMonth),
        "month" => Some(PaymentPeriod::Months(number)),
        "year" => Some(PaymentPeriod::Months(12 * number)),
        _ => None,
    }
}

pub fn check(case: &Case) -> bool {
    let Some(unit_period) = case.inputs.get("unit_period") else { return false };
    let counted = UnitPeriod::of(interval(unit_period.as_str().unwrap()).unwrap()).unwrap();
    let counted = counted.between(date(&case.inputs["start"]), date(&case.inputs["end"])).unwrap();
    let expected = &case.expected;
    assert_eq!(counted.whole, count(&expected["whole_unit_periods"]), "{}", case.id);
    assert_eq!(counted.odd, count(&expected["odd_days"]), "{}", case.id);
    assert_eq!(counted.of, count(&expected["odd_day_denominator"]), "{}", case.id);
    true
}
