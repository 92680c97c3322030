//! The level payment of an amortized schedule.

use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};

use super::{ScheduleError, ScheduleTerms, interest, periods::Period};
use crate::{Rounding, YearFraction, rate::MICRO_PERCENT_OF_ONE};

/// Places to which the exact payment is rounded before it is rounded to the minor unit: beyond them lies only the
/// error of 28-digit arithmetic, which must not decide a tie.
const GUARD_PLACES: u32 = 12;

/// The payment, in minor units, that repays the principal in equal parts.
///
/// The annuity formula in its general form: the principal over the sum of the discount factors of the due dates,
/// each the product of `1 / (1 + i)` over the periods before it, so that periods may differ. Rounded to the minor
/// unit; then, while the last payment would differ from the others by more than half a minor unit for each
/// payment, shifted by an n-th of the difference as long as that makes the difference smaller (Apache Fineract's
/// rule).
pub fn level_payment(terms: &ScheduleTerms, periods: &[Period]) -> Result<i64, ScheduleError> {
    let count = i128::try_from(periods.len()).map_err(|_| ScheduleError::TooLarge)?;
    let mut payment = annuity(terms, periods).ok_or(ScheduleError::TooLarge)?;
    let mut difference = last_less_level(terms, periods, payment)?;
    while difference.abs() > count / 2 {
        let shift = terms.rounding.ratio(difference, count).ok_or(ScheduleError::TooLarge)?;
        let shifted = i64::try_from(i128::from(payment) + shift).map_err(|_| ScheduleError::TooLarge)?;
        let new_difference = last_less_level(terms, periods, shifted)?;
        if new_difference.abs() >= difference.abs() {
            break;
        }
        (payment, difference) = (shifted, new_difference);
    }
    Ok(payment)
}

fn annuity(terms: &ScheduleTerms, periods: &[Period]) -> Option<i64> {
    let mut known: Option<(YearFraction, Decimal)> = None;
    let mut sum = Decimal::ZERO;
    // From the last period to the first: sum = (1 + sum) / (1 + i).
    for period in periods.iter().rev() {
        let discount = match known {
            Some((fraction, discount)) if fraction == period.fraction => discount,
            _ => discount_factor(terms, period.fraction)?,
        };
        known = Some((period.fraction, discount));
        sum = Decimal::ONE.checked_add(sum)?.checked_mul(discount)?;
    }
    let exact = Decimal::from(terms.principal.minor_units()).checked_div(sum)?;
    let guarded = exact.round_dp_with_strategy(GUARD_PLACES, RoundingStrategy::MidpointAwayFromZero);
    let strategy = match terms.rounding {
        Rounding::HalfUp => RoundingStrategy::MidpointAwayFromZero,
        Rounding::HalfEven => RoundingStrategy::MidpointNearestEven,
    };
    guarded.round_dp_with_strategy(0, strategy).to_i64()
}

/// `1 / (1 + i)`, where `i` is the rate of the period.
fn discount_factor(terms: &ScheduleTerms, fraction: YearFraction) -> Option<Decimal> {
    let one = MICRO_PERCENT_OF_ONE.checked_mul(fraction.denominator().into())?;
    let rate = i128::from(terms.annual_rate.micro_percent()).checked_mul(fraction.numerator().into())?;
    Decimal::from_i128_with_scale(one, 0).checked_div(Decimal::from_i128_with_scale(one.checked_add(rate)?, 0))
}

/// By how much the last payment would be larger than the others.
fn last_less_level(terms: &ScheduleTerms, periods: &[Period], payment: i64) -> Result<i128, ScheduleError> {
    let mut balance = i128::from(terms.principal.minor_units());
    let mut last = balance;
    for period in periods {
        let interest = interest(terms, balance, period.fraction)?;
        last = balance + interest;
        balance = last - i128::from(payment);
    }
    Ok(last - i128::from(payment))
}
