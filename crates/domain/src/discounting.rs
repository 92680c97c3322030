//! Amounts at times, and the growth at which they balance: the one solver of every rate.
//!
//! All numbers are decimals of 28 digits. A growth is what 1 becomes in one period: 1.01 for one percent a period.

use rust_decimal::Decimal;

/// An amount so many whole periods and a part of one after the beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TimedAmount {
    /// What comes in, or negative, what goes out.
    pub amount: Decimal,
    /// Whole periods, over which interest compounds.
    pub whole: u32,
    /// Part of a period, over which interest is simple; usually less than one.
    pub odd: Decimal,
}

/// Steps away from no interest at all before the search for a sign change ends in a direction.
const MOST_STEPS: u32 = 240;

/// How much longer each step is than the one before.
const STEP_GROWTH: Decimal = Decimal::from_parts(125, 0, 0, false, 2);

/// The longest first step, as a growth over 1.
const LONGEST_FIRST_STEP: Decimal = Decimal::from_parts(1, 0, 0, false, 2);

/// How far apart, relative to 1 and to the growth itself, the ends of the last bracket may be: 10⁻²⁷.
const PRECISION: Decimal = Decimal::from_parts(1, 0, 0, false, 27);

/// Rounds of narrowing: halving alone takes about ninety for 28 digits.
const MOST_ROUNDS: u32 = 200;

/// The growth to a whole power; none where it leaves the 28 digits.
///
/// By repeated squaring, so that the error stays at the size of the power times 10⁻²⁸.
pub(crate) fn power(growth: Decimal, mut exponent: u32) -> Option<Decimal> {
    let (mut result, mut square) = (Decimal::ONE, growth);
    while exponent > 0 {
        if exponent % 2 == 1 {
            result = result.checked_mul(square)?;
        }
        exponent /= 2;
        if exponent > 0 {
            square = square.checked_mul(square)?;
        }
    }
    Some(result)
}

/// What all amounts are worth at the beginning: each ÷ ((1 + odd × i) × (1 + i)^whole), i being the growth less 1.
///
/// This is the discounting of Regulation Z, Appendix J, (b)(8). Amounts must be in the order of their whole
/// periods. None where a number leaves the 28 digits.
pub(crate) fn present_value(amounts: &[TimedAmount], growth: Decimal) -> Option<Decimal> {
    let per_period = Decimal::ONE.checked_div(growth)?;
    let interest = growth.checked_sub(Decimal::ONE)?;
    let (mut discount, mut whole, mut sum) = (Decimal::ONE, 0, Decimal::ZERO);
    // Most flows are equally far apart, and a power is dear.
    let (mut gap, mut over_gap) = (0, Decimal::ONE);
    for timed in amounts {
        if timed.whole > whole {
            if timed.whole - whole != gap {
                gap = timed.whole - whole;
                over_gap = power(per_period, gap)?;
            }
            discount = discount.checked_mul(over_gap)?;
            whole = timed.whole;
        }
        let mut worth = timed.amount.checked_mul(discount)?;
        if !timed.odd.is_zero() {
            let simple = Decimal::ONE.checked_add(timed.odd.checked_mul(interest)?)?;
            worth = worth.checked_div(simple)?;
        }
        sum = sum.checked_add(worth)?;
    }
    Some(sum)
}

/// The growth at which all amounts together are worth nothing, to some 26 digits; the one nearest to 1 where there
/// are several. None where there is none within what 28 digits hold.
///
/// Looks for a change of sign outwards from 1 in ever longer steps, upwards and downwards in turn, then narrows it.
pub(crate) fn balancing_growth(amounts: &[TimedAmount]) -> Option<Decimal> {
    let amounts = &scaled(amounts)?;
    let at = |growth: Decimal| Some(Point { growth, value: present_value(amounts, growth)? });
    let start = at(Decimal::ONE)?;
    if start.value.is_zero() {
        return Some(start.growth);
    }
    let (mut above, mut below) = (Some(start), Some(start));
    let mut step = first_step(amounts);
    for _ in 0..MOST_STEPS {
        let factor = Decimal::ONE.checked_add(step)?;
        let next_above = above.and_then(|from| at(from.growth.checked_mul(factor)?));
        let next_below = below.and_then(|from| at(from.growth.checked_div(factor)?));
        for (from, to) in [(above, next_above), (below, next_below)] {
            if let (Some(from), Some(to)) = (from, to)
                && from.differs_in_sign(to)
            {
                return narrowed(from, to, at);
            }
        }
        (above, below) = (next_above, next_below);
        step = step.checked_mul(STEP_GROWTH)?;
    }
    None
}

/// A growth and what the amounts are worth at it.
#[derive(Debug, Clone, Copy)]
struct Point {
    growth: Decimal,
    value: Decimal,
}

impl Point {
    fn differs_in_sign(self, other: Self) -> bool {
        self.value.is_zero()
            || other.value.is_zero()
            || self.value.is_sign_negative() != other.value.is_sign_negative()
    }
}

/// The amounts as parts of the largest, in the order of their time, so that the digits serve any size alike.
fn scaled(amounts: &[TimedAmount]) -> Option<Vec<TimedAmount>> {
    let largest = amounts.iter().map(|timed| timed.amount.abs()).max()?;
    let part =
        |timed: &TimedAmount| Some(TimedAmount { amount: timed.amount.checked_div(largest)?, ..*timed });
    let mut parts = amounts.iter().map(part).collect::<Option<Vec<_>>>()?;
    parts.sort_by_key(|timed| (timed.whole, timed.odd));
    Some(parts)
}

/// Small enough that the last amount is discounted by a tenth at most, or the power of a long term would leave the
/// 28 digits at the first step downwards.
fn first_step(amounts: &[TimedAmount]) -> Decimal {
    let longest = amounts.last().map_or(1, |timed| timed.whole).max(1);
    let tenth = Decimal::from_parts(1, 0, 0, false, 1);
    (tenth / Decimal::from(longest)).min(LONGEST_FIRST_STEP)
}

/// Narrows a change of sign by false position (the Illinois rule), and by halving where that is slow.
fn narrowed(mut a: Point, mut b: Point, at: impl Fn(Decimal) -> Option<Point>) -> Option<Decimal> {
    for _ in 0..MOST_ROUNDS {
        let width = (b.growth - a.growth).abs();
        if a.value.is_zero() || width <= PRECISION * a.growth.max(Decimal::ONE) {
            break;
        }
        (a, b) = replaced(a, b, at(false_position(a, b).unwrap_or(midway(a, b)))?);
        if (b.growth - a.growth).abs() > width / Decimal::TWO {
            (a, b) = replaced(a, b, at(midway(a, b))?);
        }
    }
    // The value of `a` may be halved, but `b` is always a point that was computed.
    Some(if a.value.is_zero() { a.growth } else { b.growth })
}

/// Where the line through two points meets zero; none outside of them or where it is too flat.
fn false_position(a: Point, b: Point) -> Option<Decimal> {
    let slope = b.value.checked_sub(a.value)?;
    let length = b.growth.checked_sub(a.growth)?;
    let growth = b.growth.checked_sub(b.value.checked_mul(length)?.checked_div(slope)?)?;
    let (low, high) = (a.growth.min(b.growth), a.growth.max(b.growth));
    (low < growth && growth < high).then_some(growth)
}

fn midway(a: Point, b: Point) -> Decimal {
    a.growth + (b.growth - a.growth) / Decimal::TWO
}

/// The narrower bracket with the new point at `b`. The end that is kept a second time counts half, so that it does
/// not stay for ever.
fn replaced(a: Point, b: Point, new: Point) -> (Point, Point) {
    if b.differs_in_sign(new) {
        if new.value.is_zero() { (new, b) } else { (b, new) }
    } else {
        (Point { value: a.value / Decimal::TWO, ..a }, new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn at(amount: &str, whole: u32, odd: &str) -> TimedAmount {
        TimedAmount { amount: number(amount), whole, odd: number(odd) }
    }

    #[test]
    fn whole_periods_compound_and_the_rest_is_simple() {
        // 100 ÷ 1.21, 105 ÷ 1.05 and 115.5 ÷ (1.1 × 1.05).
        let growth = number("1.1");
        for (amount, expected) in
            [(at("121", 2, "0"), "100"), (at("105", 0, "0.5"), "100"), (at("115.5", 1, "0.5"), "100")]
        {
            let worth = present_value(&[amount], growth).unwrap();
            assert!((worth - number(expected)).abs() < number("0.000000000000000000000001"), "{worth}");
        }
    }

    #[test]
    fn powers_of_millions_of_moments_keep_twenty_digits() {
        let yearly = [at("-1", 0, "0"), at("1.1", 3_473_340, "0")];
        let growth = balancing_growth(&yearly).unwrap();
        let apart = power(growth, 3_473_340).unwrap() - number("1.1");
        assert!(apart.abs() < number("0.0000000000000000001"), "{apart}");
    }

    #[test]
    fn of_several_growths_the_one_nearest_to_none_is_found() {
        // Zero at 1.1 and at 3: (x − 1.1)(x − 3) = x² − 4.1 x + 3.3.
        let amounts = [at("1", 0, "0"), at("-4.1", 1, "0"), at("3.3", 2, "0")];
        let growth = balancing_growth(&amounts).unwrap();
        assert!((growth - number("1.1")).abs() < number("0.00000000000000000001"), "{growth}");
    }

    #[test]
    fn amounts_that_never_balance_have_no_growth() {
        assert_eq!(balancing_growth(&[]), None);
        assert_eq!(balancing_growth(&[at("1", 0, "0"), at("1", 1, "0")]), None);
        assert_eq!(balancing_growth(&[at("0", 0, "0"), at("0", 1, "0")]), None);
    }

    #[test]
    fn powers_that_leave_the_digits_are_none() {
        assert_eq!(power(Decimal::TWO, 10), Some(number("1024")));
        assert_eq!(power(Decimal::TWO, 0), Some(Decimal::ONE));
        assert_eq!(power(Decimal::TWO, 97), None);
        assert_eq!(power(number("0.5"), u32::MAX), Some(Decimal::ZERO));
    }
}
