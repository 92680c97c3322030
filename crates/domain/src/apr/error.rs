//! Why there is no annual percentage rate.

use thiserror::Error;

use super::{MOST_FLOWS, MOST_PLACES};
use crate::calendar::{FIRST_YEAR, LAST_YEAR};

/// Why there is no annual percentage rate. Each message begins with the name of the field at fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum AprError {
    /// No advance.
    #[error("advances must have at least one advance")]
    NothingAdvanced,
    /// No payment.
    #[error("payments must have at least one payment")]
    NothingPaid,
    /// An advance or a payment of nothing or less.
    #[error("{0} must each have an amount of more than zero")]
    AmountNotPositive(&'static str),
    /// More than can be reckoned.
    #[error("{0} must together be less than a quadrillion")]
    AmountTooLarge(&'static str),
    /// A day that no book holds.
    #[error("{0} must be on days in the years {FIRST_YEAR} to {LAST_YEAR}")]
    DateOutOfRange(&'static str),
    /// A payment of a loan that is not there yet.
    #[error("payments must not all be before the first advance")]
    PaymentBeforeFirstAdvance,
    /// A series whose interval is not known.
    #[error("payments must say every how long, and have a count of at least 1")]
    SeriesWithoutInterval,
    /// So many that it would take long.
    #[error("payments must with the advances be at most {MOST_FLOWS}")]
    TooManyFlows,
    /// A unit-period of nothing, or of more than a year.
    #[error("unit_period must be at least a day and at most a year")]
    UnitPeriodOutOfRange,
    /// More decimals than are computed.
    #[error("places must be at most {MOST_PLACES}")]
    TooManyPlaces,
    /// No rate makes the payments worth the advances: all on one day, or far from what was advanced.
    #[error("payments are worth the advances at no rate")]
    NoRate,
    /// A construction that ends before it begins.
    #[error("ends_on must be after started_on")]
    ConstructionNotInOrder,
    /// Prepaid charges that leave nothing of the amount financed.
    #[error("prepaid_finance_charge must not be negative, and leave some of the amount financed")]
    PrepaidChargeOutOfRange,
    /// Interest under zero.
    #[error("interest must not be negative")]
    InterestNegative,
}

impl AprError {
    /// The field at fault.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::NothingAdvanced => "advances",
            Self::AmountNotPositive(field) | Self::AmountTooLarge(field) | Self::DateOutOfRange(field) => {
                field
            }
            Self::NothingPaid
            | Self::PaymentBeforeFirstAdvance
            | Self::SeriesWithoutInterval
            | Self::TooManyFlows
            | Self::NoRate => "payments",
            Self::UnitPeriodOutOfRange => "unit_period",
            Self::TooManyPlaces => "places",
            Self::ConstructionNotInOrder => "ends_on",
            Self::PrepaidChargeOutOfRange => "prepaid_finance_charge",
            Self::InterestNegative => "interest",
        }
    }
}
