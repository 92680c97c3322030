//! Decimal numbers as text: the one grammar of amounts and rates.

use std::{fmt, str::FromStr};

use rust_decimal::Decimal;
use serde::{Deserializer, de};

/// Decimals that can be kept exactly.
pub(crate) const MOST_DECIMALS: u32 = Decimal::MAX_SCALE;

/// Why a text is no decimal number that can be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DecimalTextError {
    NotANumber,
    TooManyDecimals,
    OutOfRange,
}

/// Reads `-?digits(.digits)?` and nothing else, keeping the decimals as they are written.
pub(crate) fn parse(text: &str) -> Result<Decimal, DecimalTextError> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(whole) || !all_digits(fraction) {
        return Err(DecimalTextError::NotANumber);
    }
    let too_fine = u32::try_from(fraction.len()).map_or(true, |decimals| decimals > MOST_DECIMALS);
    Decimal::from_str_exact(text)
        .map_err(|_| if too_fine { DecimalTextError::TooManyDecimals } else { DecimalTextError::OutOfRange })
}

/// Reads a value from a JSON string only: a JSON number has been through floating point on its way.
pub(crate) fn deserialize<'de, D, T>(deserializer: D, expected: &'static str) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: fmt::Display>,
{
    struct Text<T>(&'static str, std::marker::PhantomData<T>);

    impl<T: FromStr<Err: fmt::Display>> de::Visitor<'_> for Text<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
            text.parse().map_err(E::custom)
        }
    }

    deserializer.deserialize_str(Text(expected, std::marker::PhantomData))
}
