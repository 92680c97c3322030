//! Interest rates: nominal, percent a year, up to six decimals.

use std::{fmt, str::FromStr};

use rust_decimal::Decimal;
use thiserror::Error;

use crate::{
    decimal_text::{self, DecimalTextError},
    text_on_the_wire::crosses_as_text,
};

/// Decimals that a rate may have.
const DECIMALS: u32 = 6;

/// One percent in millionths of a percent.
const MICRO: u32 = 1_000_000;

/// A nominal rate in percent a year, from 0 to 100, kept in millionths of a percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AnnualRate(u32);

/// Why a text is no rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum RateError {
    /// Not digits with at most one decimal point.
    #[error("must be a decimal number of percent such as 7.5")]
    NotANumber,
    /// Under zero.
    #[error("must not be negative")]
    Negative,
    /// Over the limit.
    #[error("must be at most 100 percent")]
    OverAHundred,
    /// Finer than is kept.
    #[error("must have at most six decimals")]
    TooManyDecimals,
}

impl AnnualRate {
    /// No interest.
    pub const ZERO: Self = Self(0);

    /// So many millionths of a percent.
    ///
    /// # Errors
    /// [`RateError::OverAHundred`] over 100 percent.
    pub const fn from_micro_percent(micro_percent: u32) -> Result<Self, RateError> {
        if micro_percent > 100 * MICRO { Err(RateError::OverAHundred) } else { Ok(Self(micro_percent)) }
    }

    /// How many millionths of a percent.
    #[must_use]
    pub const fn micro_percent(self) -> u32 {
        self.0
    }

    /// The sum of two rates, at most a hundred percent.
    #[must_use]
    pub fn plus(self, margin: Self) -> Self {
        Self(self.0.saturating_add(margin.0).min(100 * MICRO))
    }

    /// Whether no interest is charged.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }
}

/// A rate of 1 (a hundred percent) in millionths of a percent: what [`AnnualRate::micro_percent`] is divided by.
pub(crate) const MICRO_PERCENT_OF_ONE: i128 = 100 * MICRO as i128;

impl FromStr for AnnualRate {
    type Err = RateError;

    fn from_str(text: &str) -> Result<Self, RateError> {
        let percent = decimal_text::parse(text).map_err(|error| match error {
            DecimalTextError::NotANumber => RateError::NotANumber,
            DecimalTextError::TooManyDecimals => RateError::TooManyDecimals,
            DecimalTextError::OutOfRange => RateError::OverAHundred,
        })?;
        let percent = percent.normalize();
        if percent.is_sign_negative() && !percent.is_zero() {
            return Err(RateError::Negative);
        }
        if percent.scale() > DECIMALS {
            return Err(RateError::TooManyDecimals);
        }
        let micro = percent.mantissa().checked_mul(10_i128.pow(DECIMALS - percent.scale()));
        let micro = micro.and_then(|micro| u32::try_from(micro).ok()).ok_or(RateError::OverAHundred)?;
        Self::from_micro_percent(micro)
    }
}

impl fmt::Display for AnnualRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Decimal::new(self.0.into(), DECIMALS).normalize().fmt(f)
    }
}

crosses_as_text! {
    AnnualRate: "a rate as a decimal string of percent such as \"7.5\"",
    pattern r"^[0-9]{1,3}(\.[0-9]{1,6})?$", "Nominal rate in percent a year, 0 to 100, at most six decimals, e.g. \"7.5\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_percent_with_up_to_six_decimals() {
        let cases = [
            ("7.5", "7.5"),
            ("7.500000", "7.5"),
            ("0", "0"),
            ("100", "100"),
            ("10.123456", "10.123456"),
            ("-0", "0"),
        ];
        for (text, shown) in cases {
            assert_eq!(text.parse::<AnnualRate>().unwrap().to_string(), shown);
        }
        assert_eq!("7.5".parse::<AnnualRate>().unwrap().micro_percent(), 7_500_000);
    }

    #[test]
    fn says_what_is_wrong_with_a_rate() {
        let cases = [
            ("-1", RateError::Negative),
            ("100.000001", RateError::OverAHundred),
            ("999999999999999999999999999999999", RateError::OverAHundred),
            ("1.1234567", RateError::TooManyDecimals),
            ("7,5", RateError::NotANumber),
            ("7.5%", RateError::NotANumber),
            ("", RateError::NotANumber),
        ];
        for (text, error) in cases {
            assert_eq!(text.parse::<AnnualRate>(), Err(error), "{text}");
        }
    }

    #[test]
    fn crosses_as_text_only_without_superfluous_zeros() {
        let rate: AnnualRate = serde_json::from_str(r#""7.500""#).unwrap();
        assert_eq!(serde_json::to_string(&rate).unwrap(), r#""7.5""#);
        for number in ["7.5", "7"] {
            let error = serde_json::from_str::<AnnualRate>(number).unwrap_err().to_string();
            assert!(error.contains("expected a rate as a decimal string of percent"), "{error}");
        }
    }
}
