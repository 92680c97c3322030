//! Loan-to-value: what is owed, with the liens before it, as a share of what secures it.

use std::{fmt, str::FromStr};

use crate::{Money, Rounding, text_on_the_wire::crosses_as_text};

/// A loan-to-value ratio in hundredths of a percent. It may be over a hundred percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LoanToValue(u64);

impl LoanToValue {
    /// (debt + senior liens) ÷ value, [`Rounding::HalfUp`] to a hundredth of a percent. None without a value, or where
    /// something is negative. With senior liens the trade calls it *combined* loan-to-value.
    #[must_use]
    pub fn of(debt: Money, senior_liens: Money, value: Money) -> Option<Self> {
        if debt.is_negative() || senior_liens.is_negative() || !value.is_positive() {
            return None;
        }
        let owed = i128::from(debt.minor_units()) + i128::from(senior_liens.minor_units());
        let hundredths = Rounding::HalfUp.ratio(owed * 10_000, value.minor_units().into())?;
        u64::try_from(hundredths).ok().map(Self)
    }

    /// Hundredths of a percent.
    #[must_use]
    pub const fn hundredths(self) -> u64 {
        self.0
    }
}

impl fmt::Display for LoanToValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

impl FromStr for LoanToValue {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const EXPECTED: &str = "must be percent with two decimals, such as \"72.50\"";
        let (whole, hundredths) = text.split_once('.').ok_or(EXPECTED)?;
        let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !is_digits(whole) || !is_digits(hundredths) || hundredths.len() != 2 {
            return Err(EXPECTED);
        }
        let parsed = whole.parse::<u64>().ok().zip(hundredths.parse::<u64>().ok());
        let combined = parsed.and_then(|(whole, rest)| whole.checked_mul(100)?.checked_add(rest));
        combined.map(Self).ok_or(EXPECTED)
    }
}

crosses_as_text! {
    LoanToValue: "percent with two decimals such as \"72.50\"",
    pattern r"^[0-9]+\.[0-9]{2}$", "Loan-to-value in percent, rounded half up to two decimals, e.g. \"72.50\""
}
