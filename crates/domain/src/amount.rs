//! Amounts as exact decimal text: the form they have at the edge of the program and in the event log.

use std::{fmt, str::FromStr};

use rust_decimal::Decimal;
use thiserror::Error;

use crate::{
    Currency, Money,
    decimal_text::{self, DecimalTextError},
    text_on_the_wire::crosses_as_text,
};

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
    /// More minor units than 64 bits hold.
    #[error("is larger than any amount that can be kept")]
    OutOfRange,
}

impl Amount {
    /// The text of an amount, with exactly the currency's decimals.
    #[must_use]
    pub fn new(money: Money, currency: Currency) -> Self {
        Self(Decimal::new(money.minor_units(), currency.minor_digits()))
    }

    /// So many whole units of a currency with so many decimals.
    #[must_use]
    pub fn of_whole_units(units: i64, minor_digits: u32) -> Self {
        let mut amount = Decimal::from(units);
        amount.rescale(minor_digits);
        Self(amount)
    }

    /// The amount in major units, as it was written.
    #[must_use]
    pub const fn decimal(self) -> Decimal {
        self.0
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
        decimal_text::parse(text).map(Self).map_err(|error| match error {
            DecimalTextError::NotANumber => AmountError::NotANumber,
            DecimalTextError::TooManyDecimals => {
                AmountError::TooManyDecimals { allowed: decimal_text::MOST_DECIMALS }
            }
            DecimalTextError::OutOfRange => AmountError::OutOfRange,
        })
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

crosses_as_text! {
    Amount: "an amount as a decimal string such as \"100000.00\"",
    pattern r"^-?[0-9]+(\.[0-9]+)?$", "Exact amount with at most the currency's decimals, e.g. \"100000.00\""
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
        for (text, minor_units) in
            [("100000.00", 10_000_000), ("-0.01", -1), ("7", 700), ("7.5", 750), ("007.50", 750)]
        {
            assert_eq!(
                text.parse::<Amount>().unwrap().money(usd),
                Ok(Money::from_minor_units(minor_units)),
                "{text}"
            );
        }
        for text in
            ["", ".", "1.", ".5", "1e5", "+1", "1,000", " 1", "1_000", "--1", "NaN", "0x10", "1.2.3", "١"]
        {
            assert_eq!(text.parse::<Amount>(), Err(AmountError::NotANumber), "{text}");
        }
        let too_long = "9".repeat(40);
        assert_eq!(too_long.parse::<Amount>(), Err(AmountError::OutOfRange));
        assert_eq!(
            "92233720368547758.08".parse::<Amount>().unwrap().money(usd),
            Err(AmountError::OutOfRange)
        );
    }

    #[test]
    fn a_currency_has_the_decimals_it_has() {
        let cases = [("USD", "1.005", 2), ("JPY", "1.0", 0), ("KWD", "1.0005", 3)];
        for (code, text, allowed) in cases {
            let error = text.parse::<Amount>().unwrap().money(currency(code)).unwrap_err();
            assert_eq!(error, AmountError::TooManyDecimals { allowed });
        }
        assert_eq!(Amount::new(Money::from_minor_units(100_000), currency("JPY")).to_string(), "100000");
        assert_eq!(Amount::new(Money::from_minor_units(-5), currency("KWD")).to_string(), "-0.005");
    }

    #[test]
    fn an_amount_crosses_as_text_only() {
        assert_eq!(
            serde_json::to_string(&Amount::new(Money::from_minor_units(867_574), currency("USD"))).unwrap(),
            r#""8675.74""#
        );
        let error = serde_json::from_str::<Amount>("8675.74").unwrap_err().to_string();
        assert!(error.contains("expected an amount as a decimal string"), "{error}");
    }

    #[test]
    fn keeps_the_decimals_it_was_written_with() {
        for text in ["100000.00", "0.5", "7", "-0.010"] {
            assert_eq!(text.parse::<Amount>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_long_fraction_is_not_called_a_large_amount() {
        let text = format!("0.{}1", "0".repeat(40));
        assert_eq!(text.parse::<Amount>(), Err(AmountError::TooManyDecimals { allowed: 28 }));
    }

    #[test]
    fn money_and_text_are_two_forms_of_one_amount() {
        for currency in Currency::all() {
            for minor_units in [0, 1, -1, 99, 100, 867_574, i64::MAX, i64::MIN] {
                let money = Money::from_minor_units(minor_units);
                let text = Amount::new(money, currency).to_string();
                assert_eq!(text.parse::<Amount>().unwrap().money(currency), Ok(money), "{text} {currency}");
            }
        }
    }
}
