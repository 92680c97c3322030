//! The level payment of an amortized schedule.

use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};

use super::{Period, ScheduleError, course::PeriodRate};
use crate::{AnnualRate, ExactInterest, Rounding, YearFraction, rate::MICRO_PERCENT_OF_ONE};

/// Digits to which the exact payment is rounded before it is rounded to the minor unit: beyond them lies only the
/// error of 28-digit arithmetic over 1,200 periods, which must not decide a tie.
const GUARD_DIGITS: u32 = 24;

/// A trial balance beyond this is not followed further: only rounding errors that compound bring it so far.
const TRIAL_LIMIT: i128 = 1_000_000_000_000_000_000;

/// A debt that is to be repaid by level payments: the first at the end of a period whose interest is known, the others
/// at the ends of the periods after it.
pub(super) struct Annuity<'t> {
    /// Owed in minor units in the first period, with all that went out in it.
    pub owed: i64,
    /// Interest of the first period as its row has it.
    pub interest: i64,
    /// The same before rounding.
    pub exact: ExactInterest,
    /// The rate of the periods after it.
    pub annual_rate: AnnualRate,
    /// The periods after it.
    pub later: &'t [Period],
    /// How interest and payments are rounded.
    pub rounding: Rounding,
    /// The payment is a multiple of so many minor units.
    pub unit: i64,
}

/// The payment, in minor units, that repays the debt in equal parts.
///
/// The annuity formula in its general form: what is owed at the first due date over the sum of the discount factors
/// from there to each due date, each the product of `1 / (1 + i)` over the periods between, so that periods may
/// differ. Rounded to the minor unit, or to a multiple of it; then, while the last payment would differ from the
/// others by more than half a minor unit for each payment, shifted by an n-th of the difference as long as that makes
/// the difference smaller (Apache Fineract's rule).
///
/// At high rates over long terms the half minor unit that rounding may leave out of each payment compounds. Where
/// that would make the last payment larger than the others by more than the whole principal, one unit is added: it
/// outweighs what rounding can add to a row, so that the balance falls as it should, and the last rows may be zero.
pub(super) fn level_payment(annuity: &Annuity<'_>) -> Result<i64, ScheduleError> {
    let count = i128::try_from(annuity.later.len() + 1).map_err(|_| ScheduleError::TooLarge)?;
    let mut payment = annuity.payment().ok_or(ScheduleError::TooLarge)?;
    let mut difference = annuity.last_less_level(payment)?;
    while difference.abs() > count / 2 {
        let Some(shifted) = annuity.shifted(payment, difference, count) else { break };
        let new_difference = annuity.last_less_level(shifted)?;
        if new_difference.abs() >= difference.abs() {
            break;
        }
        (payment, difference) = (shifted, new_difference);
    }
    let is_runaway = difference > i128::from(annuity.owed);
    if is_runaway { payment.checked_add(annuity.unit).ok_or(ScheduleError::TooLarge) } else { Ok(payment) }
}

impl Annuity<'_> {
    /// The payment moved by an n-th of the difference; none where no payment is so large.
    fn shifted(&self, payment: i64, difference: i128, count: i128) -> Option<i64> {
        let units = self.rounding.ratio(difference, count.checked_mul(self.unit.into())?)?;
        i64::try_from(i128::from(payment).checked_add(units.checked_mul(self.unit.into())?)?).ok()
    }

    fn payment(&self) -> Option<i64> {
        let mut factors = DiscountFactors { annual_rate: self.annual_rate, known: Vec::new() };
        let mut sum = Decimal::ZERO;
        // From the last period to the first, those of one length at a time.
        for run in self.later.chunk_by(|one, next| one.fraction == next.fraction).rev() {
            let factor = factors.of(run.first()?.fraction)?;
            sum = sum_before(run.len(), factor, sum)?;
        }
        let owed = Decimal::from(self.owed).checked_add(self.exact.to_decimal()?)?;
        let exact =
            owed.checked_div(Decimal::ONE.checked_add(sum)?)?.checked_div(Decimal::from(self.unit))?;
        let guarded = exact.round_sf_with_strategy(GUARD_DIGITS, RoundingStrategy::MidpointAwayFromZero)?;
        let strategy = match self.rounding {
            Rounding::HalfUp => RoundingStrategy::MidpointAwayFromZero,
            Rounding::HalfEven => RoundingStrategy::MidpointNearestEven,
        };
        guarded.round_dp_with_strategy(0, strategy).to_i64()?.checked_mul(self.unit)
    }

    /// By how much the last payment would be larger than the others, if balances could fall under zero.
    fn last_less_level(&self, payment: i64) -> Result<i128, ScheduleError> {
        if let Some(balance) = self.last_less_level_64(payment) {
            return Ok(balance.into());
        }
        let payment = i128::from(payment);
        let mut balance = i128::from(self.owed) + i128::from(self.interest) - payment;
        for period in self.later {
            let rate = PeriodRate::new(self.annual_rate, period.fraction).ok_or(ScheduleError::TooLarge)?;
            let interest = rate.interest(self.rounding, balance).ok_or(ScheduleError::TooLarge)?;
            balance = balance + interest - payment;
            if balance.abs() > TRIAL_LIMIT {
                return Ok(TRIAL_LIMIT * balance.signum());
            }
        }
        Ok(balance)
    }

    /// The same in 64 bits, which is how most of the time of a schedule is spent; none where they do not suffice.
    fn last_less_level_64(&self, payment: i64) -> Option<i64> {
        let mut balance = self.owed.checked_add(self.interest)?.checked_sub(payment)?;
        let mut rate = PeriodRate::new(self.annual_rate, self.later.first()?.fraction)?;
        for period in self.later {
            rate = rate.or_of(self.annual_rate, period.fraction)?;
            balance = balance.checked_add(rate.interest_64(self.rounding, balance)?)?.checked_sub(payment)?;
        }
        Some(balance)
    }
}

/// The sum of discount factors seen from before `count` periods of one length, given the sum seen from after them:
/// `sum = (1 + sum) · factor` for each. A long run is doubled together instead, which is faster and loses no digits:
/// `f + … + f^2m = (f + … + f^m) · (1 + f^m)`.
fn sum_before(count: usize, factor: Decimal, sum_after: Decimal) -> Option<Decimal> {
    const SHORT: usize = 12;
    if count <= SHORT {
        return (0..count).try_fold(sum_after, |sum, _| Decimal::ONE.checked_add(sum)?.checked_mul(factor));
    }
    let (mut power, mut sum) = (Decimal::ONE, Decimal::ZERO);
    for bit in (0..=count.ilog2()).rev() {
        sum = sum.checked_add(sum.checked_mul(power)?)?;
        power = power.checked_mul(power)?;
        if count >> bit & 1 == 1 {
            sum = Decimal::ONE.checked_add(sum)?.checked_mul(factor)?;
            power = power.checked_mul(factor)?;
        }
    }
    sum_after.checked_mul(power)?.checked_add(sum)
}

/// Discount factors of periods, each divided out once: most periods are as long as another one.
struct DiscountFactors {
    annual_rate: AnnualRate,
    known: Vec<(YearFraction, Decimal)>,
}

impl DiscountFactors {
    /// Lengths remembered; months have four of them, and a few more where they straddle a leap year's end.
    const REMEMBERED: usize = 6;

    /// `1 / (1 + i)`, where `i` is the rate of a period of this length.
    fn of(&mut self, fraction: YearFraction) -> Option<Decimal> {
        if let Some((_, factor)) = self.known.iter().find(|(known, _)| *known == fraction) {
            return Some(*factor);
        }
        let one = MICRO_PERCENT_OF_ONE.checked_mul(fraction.denominator().into())?;
        let rate = i128::from(self.annual_rate.micro_percent()).checked_mul(fraction.numerator().into())?;
        let decimal = |whole: i128| Decimal::try_from_i128_with_scale(whole, 0).ok();
        let factor = decimal(one)?.checked_div(decimal(one.checked_add(rate)?)?)?;
        if self.known.len() < Self::REMEMBERED {
            self.known.push((fraction, factor));
        }
        Some(factor)
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{AccrualCalendar, ScheduleTerms, Term, tests::example},
        *,
    };
    use crate::Money;

    fn payment(terms: &ScheduleTerms) -> Option<i64> {
        let calendar = AccrualCalendar::of(terms).unwrap();
        let (first, later) = calendar.periods().split_first().unwrap();
        let exact = ExactInterest::of(terms.principal, terms.annual_rate, first.fraction).unwrap();
        let annuity = Annuity {
            owed: terms.principal.minor_units(),
            interest: exact.rounded(terms.rounding).unwrap().minor_units(),
            exact,
            annual_rate: terms.annual_rate,
            later,
            rounding: terms.rounding,
            unit: 1,
        };
        annuity.payment()
    }

    /// At a rate of `1/m` a month the payment is `P · (m+1)^n / m / ((m+1)^n − m^n)`: a tie where `P` is an odd
    /// multiple of `m/2 · ((m+1)^n − m^n)`, though the discount factors behind it have endless decimals.
    #[test]
    fn an_exact_tie_survives_the_arithmetic() {
        let mut ties = 0;
        for (annual_rate, m) in [("100", 12_i64), ("60", 20), ("12", 100)] {
            for (count, odd) in (2..=11).flat_map(|count| (1..40).step_by(2).map(move |odd| (count, odd))) {
                let (Some(growth), Some(start)) = ((m + 1).checked_pow(count), m.checked_pow(count)) else {
                    break;
                };
                let Some(principal) = (m / 2 * odd).checked_mul(growth - start) else { break };
                if principal > super::super::LARGEST_PRINCIPAL.minor_units() {
                    continue;
                }
                let half_up = ScheduleTerms {
                    annual_rate: annual_rate.parse().unwrap(),
                    term: Term::Months(count),
                    principal: Money::from_minor_units(principal),
                    ..example()
                };
                let half_even = ScheduleTerms { rounding: Rounding::HalfEven, ..half_up.clone() };
                let below = odd * growth / 2;
                assert_eq!(payment(&half_up), Some(below + 1), "{count} {odd}");
                assert_eq!(payment(&half_even), Some(below + below % 2), "{count} {odd}");
                ties += 1;
            }
        }
        assert!(ties > 400, "{ties}");
    }

    /// Doubling a run is only a faster way to the same sum.
    #[test]
    fn a_run_of_equal_periods_counts_as_its_parts() {
        let factor = Decimal::ONE / Decimal::new(100_625, 5);
        for count in [1, 12, 13, 64, 360, 1_199] {
            let together = sum_before(count, factor, Decimal::TWO).unwrap();
            let one_by_one = (0..count).try_fold(Decimal::TWO, |sum, _| sum_before(1, factor, sum)).unwrap();
            assert!((together - one_by_one).abs() < Decimal::new(1, 22), "{count}: {together} {one_by_one}");
        }
    }
}
