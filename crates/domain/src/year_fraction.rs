//! Exact fractions of a year.

use crate::Rounding;

/// An exact fraction of a year, in lowest terms; the denominator is positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct YearFraction {
    numerator: i64,
    denominator: i64,
}

impl YearFraction {
    /// No time at all.
    pub const ZERO: Self = Self { numerator: 0, denominator: 1 };

    /// So many parts of a year. A denominator that is not positive makes no fraction of a year; it counts as one.
    pub(crate) const fn new(numerator: i64, denominator: i64) -> Self {
        let denominator = if denominator > 0 { denominator } else { 1 };
        let divisor = greatest_common_divisor(numerator, denominator);
        Self { numerator: numerator / divisor, denominator: denominator / divisor }
    }

    /// The numerator.
    #[must_use]
    pub const fn numerator(self) -> i64 {
        self.numerator
    }

    /// The denominator.
    #[must_use]
    pub const fn denominator(self) -> i64 {
        self.denominator
    }

    /// The sum; none where it leaves 64 bits.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        let divisor = greatest_common_divisor(self.denominator, other.denominator);
        let (widen_self, widen_other) = (other.denominator / divisor, self.denominator / divisor);
        let numerator =
            self.numerator.checked_mul(widen_self)?.checked_add(other.numerator.checked_mul(widen_other)?)?;
        Some(Self::new(numerator, self.denominator.checked_mul(widen_self)?))
    }

    /// The same time backwards.
    #[must_use]
    pub(crate) const fn reversed(self) -> Self {
        Self { numerator: self.numerator.saturating_neg(), denominator: self.denominator }
    }

    /// The fraction with ten decimals, half up, as text.
    #[must_use]
    pub fn to_ten_places(self) -> String {
        const UNIT: i128 = 10_i128.pow(10);
        let scaled = i128::from(self.numerator) * UNIT;
        let units = Rounding::HalfUp.ratio(scaled, self.denominator.into()).unwrap_or(0);
        let sign = if units < 0 { "-" } else { "" };
        format!("{sign}{}.{:010}", (units / UNIT).abs(), (units % UNIT).abs())
    }
}

/// At least 1, so that it can be divided by.
const fn greatest_common_divisor(a: i64, b: i64) -> i64 {
    let (mut larger, mut smaller) = (a, b);
    while smaller != 0 {
        (larger, smaller) = (smaller, larger % smaller);
    }
    let divisor = larger.saturating_abs();
    if divisor == 0 { 1 } else { divisor }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn is_kept_in_lowest_terms() {
        for (numerator, denominator, expected) in [
            (30, 360, (1, 12)),
            (-30, 360, (-1, 12)),
            (0, 365, (0, 1)),
            (365, 365, (1, 1)),
            (31, 365, (31, 365)),
        ] {
            let fraction = YearFraction::new(numerator, denominator);
            assert_eq!((fraction.numerator(), fraction.denominator()), expected);
        }
        assert_eq!(YearFraction::new(0, 12), YearFraction::ZERO);
    }

    #[test]
    fn adds_exactly() {
        let sum = YearFraction::new(1, 12).checked_add(YearFraction::new(17, 372));
        assert_eq!(sum, Some(YearFraction::new(48, 372)));
        let fine = YearFraction::new(1, i64::MAX);
        assert_eq!(fine.checked_add(YearFraction::new(1, i64::MAX - 1)), None);
    }

    #[test]
    fn is_shown_with_ten_places_half_up() {
        for (numerator, denominator, shown) in [
            (31, 360, "0.0861111111"),
            (-31, 360, "-0.0861111111"),
            (1, 2, "0.5000000000"),
            (7, 3, "2.3333333333"),
            (1, 20_000_000_000, "0.0000000001"),
            (0, 1, "0.0000000000"),
            (i64::MAX, 1, "9223372036854775807.0000000000"),
        ] {
            assert_eq!(YearFraction::new(numerator, denominator).to_ten_places(), shown);
        }
    }

    proptest! {
        #[test]
        fn addition_does_not_depend_on_the_order(
            (a, b) in (-100_000_i64..100_000, 1_i64..200_000),
            (c, d) in (-100_000_i64..100_000, 1_i64..200_000),
        ) {
            let (one, other) = (YearFraction::new(a, b), YearFraction::new(c, d));
            let sum = one.checked_add(other).unwrap();
            prop_assert_eq!(Some(sum), other.checked_add(one));
            prop_assert_eq!(sum.checked_add(one.reversed()), Some(other));
        }
    }
}
