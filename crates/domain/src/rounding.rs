//! The named roundings: what becomes of a fraction of the smallest unit.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

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
        if let (Ok(numerator), Ok(denominator)) = (i64::try_from(numerator), i64::try_from(denominator)) {
            return self.ratio_64(numerator, denominator).map(i128::from);
        }
        if denominator <= 0 {
            return None;
        }
        let quotient = numerator / denominator;
        let rest = (numerator - quotient * denominator).abs();
        // The rest is compared with what is left of the denominator, so that doubling it cannot overflow.
        let away = self.goes_away(rest.cmp(&(denominator - rest)), quotient % 2 != 0);
        Some(if away { quotient + numerator.signum() } else { quotient })
    }

    /// The same in 64 bits, in which most ratios fit and which divide several times faster.
    pub(crate) fn ratio_64(self, numerator: i64, denominator: i64) -> Option<i64> {
        if denominator <= 0 {
            return None;
        }
        let (quotient, rest) = (numerator / denominator, (numerator % denominator).unsigned_abs());
        let left = denominator.unsigned_abs() - rest;
        let away = self.goes_away(rest.cmp(&left), quotient % 2 != 0);
        Some(if away { quotient + numerator.signum() } else { quotient })
    }

    /// Whether a rest goes away from zero, by how it compares with what is left to the next whole number.
    fn goes_away(self, rest: std::cmp::Ordering, is_odd: bool) -> bool {
        match rest {
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Greater => true,
            std::cmp::Ordering::Equal => self == Self::HalfUp || is_odd,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn names_are_the_same_on_the_wire_and_in_storage() {
        for rounding in [Rounding::HalfUp, Rounding::HalfEven] {
            assert_eq!(serde_json::to_value(rounding).unwrap(), rounding.as_str());
        }
    }
}
