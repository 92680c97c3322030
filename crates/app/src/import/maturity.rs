//! The maturity that a row says, held against its term.

use chrono::{Days, NaiveDate};
use domain::{
    AccrualCalendar, LoanTerms, PaymentPeriod,
    calendar::{MonthsAndDays, months_before},
};

/// The term in months that ends on the maturity: the one that is given, or the one that the dates make. A maturity that
/// no term comes to is refused, never rounded.
pub fn term_until(
    terms: &LoanTerms,
    given: Option<u32>,
    funded_on: NaiveDate,
    maturity_on: NaiveDate,
) -> Result<u32, String> {
    if maturity_on <= funded_on {
        return Err(format!("maturity_on must be after funded_on, {funded_on}"));
    }
    let maturity_of = |term_months: u32| maturity_of(&LoanTerms { term_months, ..terms.clone() }, funded_on);
    if let Some(months) = given {
        return match maturity_of(months) {
            Some(ends_on) if ends_on != maturity_on => Err(format!(
                "maturity_on must be {ends_on}, to which term_months comes, or one of the two left empty"
            )),
            // Terms that make no schedule are refused for what is wrong with them.
            _ => Ok(months),
        };
    }
    let about = MonthsAndDays::between(funded_on, maturity_on).map_or(0, |between| between.months);
    // A first payment that is given moves the maturity by up to a period or so.
    let near: Vec<u32> = (about.saturating_sub(14)..=about + 2).filter(|months| *months > 0).collect();
    let Some(nearest) = near.iter().min_by_key(|months| (months.abs_diff(about), **months)).copied() else {
        return Err("maturity_on is too far from funded_on".to_owned());
    };
    if maturity_of(nearest).is_none_or(|ends_on| ends_on == maturity_on) {
        return Ok(nearest);
    }
    let ends: Vec<(u32, NaiveDate)> =
        near.into_iter().filter_map(|months| Some((months, maturity_of(months)?))).collect();
    if let Some((months, _)) = ends.iter().find(|(_, ends_on)| *ends_on == maturity_on) {
        return Ok(*months);
    }
    let before = ends.iter().map(|(_, on)| *on).filter(|on| *on < maturity_on).max();
    let after = ends.iter().map(|(_, on)| *on).filter(|on| *on > maturity_on).min();
    let nearest: Vec<String> = before.into_iter().chain(after).map(|on| on.to_string()).collect();
    Err(format!(
        "maturity_on must be a whole number of months after the loan's first day: {}",
        nearest.join(" or ")
    ))
}

/// Whether a loan that is not funded yet ends with its term on the maturity that is given. It is tried out as where it is
/// created, with a funding today; a first payment that is given says the rest by itself.
pub fn ends_with_term(terms: &LoanTerms, today: NaiveDate, maturity_on: NaiveDate) -> Result<(), String> {
    let from_first = terms.first_payment_on.and_then(|first| a_period_before(terms, first));
    let (funded_on, from) = match from_first {
        Some(funded_on) => (funded_on, "from first_payment_on"),
        None => (today, "with a funding today"),
    };
    match maturity_of(terms, funded_on) {
        Some(ends_on) if ends_on != maturity_on => Err(format!(
            "maturity_on must be {ends_on}, to which term_months comes {from}: give funded_on for another day, or leave \
             one of the two empty"
        )),
        // Terms that make no schedule are refused for what is wrong with them.
        _ => Ok(()),
    }
}

/// The last due date of a loan; none of terms that make no schedule.
fn maturity_of(terms: &LoanTerms, funded_on: NaiveDate) -> Option<NaiveDate> {
    let calendar = AccrualCalendar::of(&terms.schedule_terms(funded_on)).ok()?;
    calendar.periods().last().map(|period| period.due_on)
}

/// The funding from which a first payment is due after one period.
fn a_period_before(terms: &LoanTerms, first_payment_on: NaiveDate) -> Option<NaiveDate> {
    let days = |days: u32| first_payment_on.checked_sub_days(Days::new(days.into()));
    match terms.schedule_terms(first_payment_on).payment_period() {
        PaymentPeriod::Months(months) => months_before(first_payment_on, months).ok(),
        PaymentPeriod::Days(length) => days(length),
        PaymentPeriod::HalfMonth => days(15),
        // A single payment is the maturity, whenever the loan is funded.
        PaymentPeriod::Term => days(1),
    }
}
