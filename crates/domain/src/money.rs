//! Money: whole minor units, so that it adds up exactly.

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

    /// The sum of amounts that are known to be far within 64 bits; one that is not stays at the limit, where it shows.
    #[must_use]
    pub(crate) const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// The difference of such amounts.
    #[must_use]
    pub(crate) const fn less(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// Whether it is nothing.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adds_exactly_and_never_wraps_around() {
        let (cent, largest) = (Money::from_minor_units(1), Money::from_minor_units(i64::MAX));
        assert_eq!(cent.checked_add(cent), Some(Money::from_minor_units(2)));
        assert_eq!(cent.checked_sub(cent), Some(Money::ZERO));
        assert_eq!(largest.checked_add(cent), None);
        assert_eq!(Money::from_minor_units(i64::MIN).checked_sub(cent), None);
    }

    #[test]
    fn has_a_sign() {
        for (minor_units, zero, positive, negative) in
            [(0, true, false, false), (1, false, true, false), (-1, false, false, true)]
        {
            let money = Money::from_minor_units(minor_units);
            assert_eq!(
                (money.is_zero(), money.is_positive(), money.is_negative()),
                (zero, positive, negative)
            );
        }
    }
}
