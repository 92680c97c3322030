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
