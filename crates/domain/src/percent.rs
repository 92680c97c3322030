//! A share of an amount in percent.

use std::{fmt, str::FromStr};

use crate::{
    AnnualRate, Money, RateError, Rounding, rate::MICRO_PERCENT_OF_ONE, text_on_the_wire::crosses_as_text,
};

/// A share of an amount, 0 to 100 percent, with at most six decimals: what a late fee is of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Percent(AnnualRate);

impl Percent {
    /// Nothing.
    pub const ZERO: Self = Self(AnnualRate::ZERO);

    /// So many whole percent; none over a hundred.
    #[must_use]
    pub fn whole(percent: u32) -> Option<Self> {
        let micro = percent.checked_mul(1_000_000)?;
        AnnualRate::from_micro_percent(micro).ok().map(Self)
    }

    /// Millionths of a percent.
    #[must_use]
    pub const fn micro_percent(self) -> u32 {
        self.0.micro_percent()
    }

    /// The share of an amount, half up to the minor unit.
    #[must_use]
    pub fn of(self, amount: Money) -> Money {
        let numerator = i128::from(amount.minor_units()) * i128::from(self.micro_percent());
        let share = Rounding::HalfUp.ratio(numerator, MICRO_PERCENT_OF_ONE).unwrap_or_default();
        // A share is no larger than the whole, which fits.
        Money::from_minor_units(i64::try_from(share).unwrap_or(amount.minor_units()))
    }

    /// What a part is of a whole, half up to a hundredth of a percent; a hundred where it is more, nothing of nothing.
    /// Neither may be negative.
    #[must_use]
    pub fn ratio(part: Money, whole: Money) -> Self {
        let hundredths = i128::from(part.minor_units()) * 10_000;
        let share = Rounding::HalfUp.ratio(hundredths, whole.minor_units().into()).unwrap_or_default();
        let micro = u32::try_from(share.clamp(0, 10_000)).unwrap_or_default() * 10_000;
        Self::from_micro_percent(micro).unwrap_or(Self::ZERO)
    }

    /// From millionths of a percent.
    ///
    /// # Errors
    /// More than a hundred percent.
    pub fn from_micro_percent(micro_percent: u32) -> Result<Self, RateError> {
        AnnualRate::from_micro_percent(micro_percent).map(Self)
    }
}

impl FromStr for Percent {
    type Err = RateError;

    fn from_str(text: &str) -> Result<Self, RateError> {
        text.parse().map(Self)
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

crosses_as_text! {
    Percent: "a share as a decimal string of percent such as \"5\"",
    pattern r"^[0-9]{1,3}(\.[0-9]{1,6})?$", "Share of an amount in percent, 0 to 100, at most six decimals, e.g. \"5\""
}
