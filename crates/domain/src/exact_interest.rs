//! Interest before it is rounded.

use rust_decimal::Decimal;

use crate::{AnnualRate, Money, Rounding, YearFraction, rate::MICRO_PERCENT_OF_ONE};

/// Interest in minor units as an exact ratio in lowest terms, so that a stretch of time bears the same interest
/// however it is split.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExactInterest {
    numerator: i128,
    denominator: i128,
}

impl ExactInterest {
    /// None.
    pub const ZERO: Self = Self { numerator: 0, denominator: 1 };

    /// Balance × rate × fraction of a year; none where it leaves 128 bits.
    #[must_use]
    pub fn of(balance: Money, annual_rate: AnnualRate, fraction: YearFraction) -> Option<Self> {
        let numerator = i128::from(balance.minor_units())
            .checked_mul(annual_rate.micro_percent().into())?
            .checked_mul(fraction.numerator().into())?;
        Some(Self::reduced(numerator, MICRO_PERCENT_OF_ONE.checked_mul(fraction.denominator().into())?))
    }

    /// The sum; none where it leaves 128 bits.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        let divisor = greatest_common_divisor(self.denominator, other.denominator);
        let (widen_self, widen_other) = (other.denominator / divisor, self.denominator / divisor);
        let numerator =
            self.numerator.checked_mul(widen_self)?.checked_add(other.numerator.checked_mul(widen_other)?)?;
        Some(Self::reduced(numerator, self.denominator.checked_mul(widen_self)?))
    }

    /// What is left after so much of it was paid; none where it leaves 128 bits.
    #[must_use]
    pub fn less(self, paid: Money) -> Option<Self> {
        self.checked_add(Self { numerator: i128::from(paid.minor_units()).checked_neg()?, denominator: 1 })
    }

    /// The difference; none where it leaves 128 bits.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.checked_add(Self { numerator: other.numerator.checked_neg()?, ..other })
    }

    /// Whether it is less than nothing: rounding up took more than had accrued.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.numerator < 0
    }

    /// An equal part of it; none for no parts.
    #[must_use]
    pub fn divided(self, parts: i64) -> Option<Self> {
        let denominator = self.denominator.checked_mul(parts.into())?;
        (parts > 0).then(|| Self::reduced(self.numerator, denominator))
    }

    /// Whole minor units; none where they leave 64 bits.
    #[must_use]
    pub fn rounded(self, rounding: Rounding) -> Option<Money> {
        let units = rounding.ratio(self.numerator, self.denominator)?;
        i64::try_from(units).ok().map(Money::from_minor_units)
    }

    /// Minor units as a decimal number of 28 digits; none where they are more.
    pub(crate) fn to_decimal(self) -> Option<Decimal> {
        let whole = Decimal::try_from_i128_with_scale(self.numerator / self.denominator, 0).ok()?;
        let (mut rest, mut over) = (self.numerator % self.denominator, self.denominator);
        // A decimal holds 96 bits; what is cut off lies beyond its 28 digits.
        while over >= 1 << 95 {
            (rest, over) = (rest / 2, over / 2);
        }
        let rest = Decimal::try_from_i128_with_scale(rest, 0).ok()?;
        whole.checked_add(rest.checked_div(Decimal::try_from_i128_with_scale(over, 0).ok()?)?)
    }

    /// The interest in the currency's major unit as decimal text with `places` decimals, half up; none where they
    /// leave 128 bits.
    #[must_use]
    pub fn to_text(self, minor_digits: u32, places: u32) -> Option<String> {
        let unit = 10_i128.checked_pow(places)?;
        let minor_units = 10_i128.checked_pow(minor_digits)?;
        // The whole part apart, so that a large amount leaves room for the decimals.
        let over = self.denominator.checked_mul(minor_units)?;
        let (whole, rest) = (self.numerator / over, self.numerator % over);
        let decimals = Rounding::HalfUp.ratio(rest.checked_mul(unit)?, over)?;
        let (whole, decimals) = (whole + decimals / unit, (decimals % unit).abs());
        let sign = if self.numerator < 0 && (whole, decimals) != (0, 0) { "-" } else { "" };
        let width = usize::try_from(places).ok()?;
        Some(format!("{sign}{}.{decimals:0width$}", whole.abs()))
    }

    fn reduced(numerator: i128, denominator: i128) -> Self {
        let divisor = greatest_common_divisor(numerator, denominator);
        Self { numerator: numerator / divisor, denominator: denominator / divisor }
    }
}

/// At least 1, so that it can be divided by.
fn greatest_common_divisor(a: i128, b: i128) -> i128 {
    let (mut larger, mut smaller) = (a.saturating_abs(), b.saturating_abs());
    while smaller != 0 {
        (larger, smaller) = (smaller, larger % smaller);
    }
    larger.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interest(cents: i64, rate: &str, numerator: i64, denominator: i64) -> ExactInterest {
        let fraction = YearFraction::new(numerator, denominator);
        ExactInterest::of(Money::from_minor_units(cents), rate.parse().unwrap(), fraction).unwrap()
    }

    #[test]
    fn is_rounded_once_and_shown_with_its_decimals() {
        // 10,025.00 × 4.5 % × 40/360 = 50.125, a tie.
        let tie = interest(1_002_500, "4.5", 40, 360);
        assert_eq!(tie.rounded(Rounding::HalfUp), Some(Money::from_minor_units(5_013)));
        assert_eq!(tie.rounded(Rounding::HalfEven), Some(Money::from_minor_units(5_012)));
        assert_eq!(tie.to_text(2, 6).unwrap(), "50.125000");
        assert_eq!(interest(10_000_000, "7.5", 1, 365).to_text(2, 6).unwrap(), "20.547945");
        assert_eq!(ExactInterest::ZERO.to_text(2, 4).unwrap(), "0.0000");
        assert_eq!(tie.less(Money::from_minor_units(5_013)).unwrap().to_text(2, 4).unwrap(), "-0.0050");
        assert_eq!(interest(99_999, "100", 999_999, 1_000_000).to_text(2, 2).unwrap(), "999.99");
    }

    #[test]
    fn split_stretches_add_up_exactly() {
        let whole = interest(8_357, "9.4822", 1, 12);
        let parts =
            interest(8_357, "9.4822", 14, 29 * 12).checked_add(interest(8_357, "9.4822", 15, 29 * 12));
        assert_eq!(parts, Some(whole));
    }
}
