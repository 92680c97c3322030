//! Money: whole minor units inside, exact decimal text at the edge, and the named roundings between.

use std::{fmt, str::FromStr};

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;
use ts_rs::TS;

use crate::Currency;

/// An amount in whole minor units (cents, where the currency has two decimals) of the book's one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Money(i64);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// So many minor units.
    #[must_use]
    pub const fn from_minor_units(minor_units: i64) -> Self {
        Self(minor_units)
    }

    /// How many minor units.
    #[must_use]
    pub const fn minor_units(self) -> i64 {
        self.0
    }

    /// The sum; none where it leaves 64 bits.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference; none where it leaves 64 bits.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// Whether it is over zero.
    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// Whether it is under zero.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }
}

/// What happens to a fraction of the smallest unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// To the nearest; a half goes away from zero.
    #[default]
    HalfUp,
    /// To the nearest; a half goes to the even neighbour.
    HalfEven,
}

impl Rounding {
    /// The word used on the wire and in storage.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::HalfUp => "half_up",
            Self::HalfEven => "half_even",
        }
    }

    /// Rounds an exact ratio to a whole number. None where the denominator is not positive.
    #[must_use]
    pub fn ratio(self, numerator: i128, denominator: i128) -> Option<i128> {
        if denominator <= 0 {
            return None;
        }
        let (quotient, rest) = (numerator / denominator, (numerator % denominator).abs());
        // The rest is compared with what is left of the denominator, so that doubling it cannot overflow.
        let away = match rest.cmp(&(denominator - rest)) {
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Greater => true,
            std::cmp::Ordering::Equal => self == Self::HalfUp || quotient % 2 != 0,
        };
        Some(if away { quotient + numerator.signum() } else { quotient })
    }
}

/// An amount as people and programs write it: exact decimal text such as `100000.00`, in the log and on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount(Decimal);

/// Why a text is no amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum AmountError {
    /// Not digits with at most one decimal point.
    #[error("must be a decimal number such as 1234.50, without separators or exponent")]
    NotANumber,
    /// More decimals than the currency has.
    #[error("has more decimals than the currency allows ({allowed})")]
    TooManyDecimals {
        /// Decimals of the currency.
        allowed: u32,
    },
    /// Beyond what is kept.
    #[error("is larger than any amount that can be kept")]
    OutOfRange,
}

impl Amount {
    /// The text of an amount, with exactly the currency's decimals.
    #[must_use]
    pub fn new(money: Money, currency: Currency) -> Self {
        Self(Decimal::new(money.minor_units(), currency.minor_digits()))
    }

    /// The amount in whole minor units of the currency.
    ///
    /// # Errors
    /// More decimals than the currency has (even zeros), or more units than 64 bits hold.
    pub fn money(self, currency: Currency) -> Result<Money, AmountError> {
        let digits = currency.minor_digits();
        if self.0.scale() > digits {
            return Err(AmountError::TooManyDecimals { allowed: digits });
        }
        let factor = 10_i128.pow(digits - self.0.scale());
        let units = self.0.mantissa().checked_mul(factor).and_then(|units| i64::try_from(units).ok());
        units.map(Money::from_minor_units).ok_or(AmountError::OutOfRange)
    }
}

impl FromStr for Amount {
    type Err = AmountError;

    fn from_str(text: &str) -> Result<Self, AmountError> {
        decimal(text, AmountError::NotANumber, AmountError::OutOfRange).map(Self)
    }
}

/// Reads `-?digits(.digits)?` and nothing else, keeping the decimals as they are written.
pub(crate) fn decimal<E>(text: &str, not_a_number: E, out_of_range: E) -> Result<Decimal, E> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(whole) || !all_digits(fraction) {
        return Err(not_a_number);
    }
    Decimal::from_str_exact(text).map_err(|_| out_of_range)
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_text(deserializer, "an amount as a decimal string such as \"100000.00\"")
    }
}

/// Reads a value from a JSON string only: a JSON number has been through floating point on its way.
pub(crate) fn from_text<'de, D, T>(deserializer: D, expected: &'static str) -> Result<T, D::Error>
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

impl JsonSchema for Amount {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Amount".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": r"^-?[0-9]+(\.[0-9]+)?$",
            "description": "Exact amount with at most the currency's decimals, e.g. \"100000.00\"",
        })
    }
}

impl TS for Amount {
    type WithoutGenerics = Self;
    type OptionInnerType = Self;

    fn name(_: &ts_rs::Config) -> String {
        "string".to_owned()
    }

    fn inline(_: &ts_rs::Config) -> String {
        "string".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn currency(code: &str) -> Currency {
        Currency::from_code(code).unwrap()
    }

    #[test]
    fn reads_amounts_exactly_and_refuses_everything_else() {
        let usd = currency("USD");
        for (text, minor_units) in [("100000.00", 10_000_000), ("-0.01", -1), ("7", 700), ("7.5", 750), ("007.50", 750)] {
            assert_eq!(text.parse::<Amount>().unwrap().money(usd), Ok(Money(minor_units)), "{text}");
        }
        for text in ["", ".", "1.", ".5", "1e5", "+1", "1,000", " 1", "1_000", "--1", "NaN", "0x10", "1.2.3", "١"] {
            assert_eq!(text.parse::<Amount>(), Err(AmountError::NotANumber), "{text}");
        }
        let too_long = "9".repeat(40);
        assert_eq!(too_long.parse::<Amount>(), Err(AmountError::OutOfRange));
        assert_eq!("92233720368547758.08".parse::<Amount>().unwrap().money(usd), Err(AmountError::OutOfRange));
    }

    #[test]
    fn a_currency_has_the_decimals_it_has() {
        let cases = [("USD", "1.005", 2), ("JPY", "1.0", 0), ("KWD", "1.0005", 3)];
        for (code, text, allowed) in cases {
            let error = text.parse::<Amount>().unwrap().money(currency(code)).unwrap_err();
            assert_eq!(error, AmountError::TooManyDecimals { allowed });
        }
        assert_eq!(Amount::new(Money(100_000), currency("JPY")).to_string(), "100000");
        assert_eq!(Amount::new(Money(-5), currency("KWD")).to_string(), "-0.005");
    }

    #[test]
    fn an_amount_crosses_as_text_only() {
        assert_eq!(serde_json::to_string(&Amount::new(Money(867_574), currency("USD"))).unwrap(), r#""8675.74""#);
        let error = serde_json::from_str::<Amount>("8675.74").unwrap_err().to_string();
        assert!(error.contains("expected an amount as a decimal string"), "{error}");
    }

    #[test]
    fn rounds_ties_as_named() {
        use Rounding::{HalfEven, HalfUp};
        let cases = [
            (5, 2, 3, 2),
            (7, 2, 4, 4),
            (-5, 2, -3, -2),
            (-7, 2, -4, -4),
            (1, 2, 1, 0),
            (-1, 2, -1, 0),
            (4, 3, 1, 1),
            (5, 3, 2, 2),
            (-5, 3, -2, -2),
            (i128::MAX, 1, i128::MAX, i128::MAX),
            (0, 7, 0, 0),
        ];
        for (numerator, denominator, half_up, half_even) in cases {
            assert_eq!(HalfUp.ratio(numerator, denominator), Some(half_up), "{numerator}/{denominator}");
            assert_eq!(HalfEven.ratio(numerator, denominator), Some(half_even), "{numerator}/{denominator}");
        }
        assert_eq!(HalfUp.ratio(1, 0), None);
    }
}
