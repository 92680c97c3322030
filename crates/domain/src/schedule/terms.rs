//! What a schedule is made of, and what is refused.

use chrono::{Months, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;

use crate::{
    AnnualRate, DayCount, Money, Rounding,
    calendar::{DateOutOfRange, FIRST_YEAR, LAST_YEAR, months_after, supported},
};

/// The longest term: a hundred years.
pub const LONGEST_TERM_MONTHS: u32 = 1_200;

/// The largest principal, in minor units: a thousand billion of a currency with two decimals.
pub const LARGEST_PRINCIPAL: Money = Money::from_minor_units(100_000_000_000_000);

/// How principal and interest are repaid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ScheduleType {
    /// Level payments of interest and principal.
    #[default]
    Amortized,
    /// Interest each period, principal with the last payment.
    InterestOnly,
    /// One payment: principal and the interest of the whole term.
    AtMaturity,
}

impl ScheduleType {
    /// The word used on the wire and in storage.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Amortized => "amortized",
            Self::InterestOnly => "interest_only",
            Self::AtMaturity => "at_maturity",
        }
    }
}

/// How often a payment is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Frequency {
    /// Every month.
    #[default]
    Monthly,
    /// Every three months.
    Quarterly,
    /// Once, at maturity.
    Maturity,
}

impl Frequency {
    /// The word used on the wire and in storage.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Monthly => "monthly",
            Self::Quarterly => "quarterly",
            Self::Maturity => "maturity",
        }
    }
}

/// The terms of a schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduleTerms {
    /// Amount lent.
    pub principal: Money,
    /// Nominal rate, percent a year.
    pub annual_rate: AnnualRate,
    /// Months from the funding to maturity.
    pub term_months: u32,
    /// How principal and interest are repaid.
    pub schedule_type: ScheduleType,
    /// How often a payment is due.
    pub frequency: Frequency,
    /// How days become a fraction of a year.
    pub day_count: DayCount,
    /// Day from which interest accrues.
    pub funded_on: NaiveDate,
    /// First due date, where it is not one period after the funding. The other due dates keep its day of the month,
    /// their number stays, and maturity moves with it. After the funding, and at most one period later than the
    /// term lasts.
    pub first_payment_on: Option<NaiveDate>,
    /// How interest and payments are rounded.
    pub rounding: Rounding,
}

/// Why terms make no schedule.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ScheduleError {
    /// Nothing or less is lent.
    #[error("principal must be more than zero")]
    PrincipalNotPositive,
    /// More is lent than can be reckoned.
    #[error("principal must be at most {} minor units of the currency", LARGEST_PRINCIPAL.minor_units())]
    PrincipalTooLarge,
    /// No term, or one of over a hundred years.
    #[error("term_months must be from 1 to {LONGEST_TERM_MONTHS}")]
    TermOutOfRange,
    /// A funding date far from our time.
    #[error("funded_on must be in the years {FIRST_YEAR} to {LAST_YEAR}")]
    FundedOutOfRange,
    /// Payments later than any date that is kept.
    #[error("term_months must end the loan in the year {LAST_YEAR} or before")]
    MaturityOutOfRange,
    /// A first payment that does not follow the funding.
    #[error("first_payment_on must be after the day of funding, {funded_on}")]
    FirstPaymentNotAfterFunding {
        /// Day of funding.
        funded_on: NaiveDate,
    },
    /// A first payment later than one period after the whole term.
    #[error("first_payment_on must be at the latest on {latest}, one period after the end of the term")]
    FirstPaymentTooLate {
        /// Latest day allowed.
        latest: NaiveDate,
    },
    /// Amounts that leave what is kept.
    #[error("principal and term_months make amounts larger than can be kept")]
    TooLarge,
}

impl From<DateOutOfRange> for ScheduleError {
    fn from(_: DateOutOfRange) -> Self {
        Self::MaturityOutOfRange
    }
}

impl ScheduleError {
    /// The input field at fault.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::PrincipalNotPositive | Self::PrincipalTooLarge | Self::TooLarge => "principal",
            Self::TermOutOfRange | Self::MaturityOutOfRange => "term_months",
            Self::FundedOutOfRange => "funded_on",
            Self::FirstPaymentNotAfterFunding { .. } | Self::FirstPaymentTooLate { .. } => "first_payment_on",
        }
    }
}

impl ScheduleTerms {
    /// Months between two due dates; the whole term where there is one payment.
    #[must_use]
    pub fn step_months(&self) -> u32 {
        match (self.schedule_type, self.frequency) {
            (ScheduleType::AtMaturity, _) | (_, Frequency::Maturity) => self.term_months,
            (_, Frequency::Monthly) => 1,
            (_, Frequency::Quarterly) => 3.min(self.term_months),
        }
    }

    pub(super) fn check(&self) -> Result<(), ScheduleError> {
        if !self.principal.is_positive() {
            return Err(ScheduleError::PrincipalNotPositive);
        }
        if self.principal > LARGEST_PRINCIPAL {
            return Err(ScheduleError::PrincipalTooLarge);
        }
        if !(1..=LONGEST_TERM_MONTHS).contains(&self.term_months) {
            return Err(ScheduleError::TermOutOfRange);
        }
        if supported(self.funded_on).is_err() {
            return Err(ScheduleError::FundedOutOfRange);
        }
        let Some(first) = self.first_payment_on else { return Ok(()) };
        if first <= self.funded_on {
            return Err(ScheduleError::FirstPaymentNotAfterFunding { funded_on: self.funded_on });
        }
        let latest = self.funded_on.checked_add_months(Months::new(self.term_months + self.step_months()));
        match latest {
            Some(latest) if first > latest => Err(ScheduleError::FirstPaymentTooLate { latest }),
            _ => Ok(()),
        }
    }

    /// The first payment date, where it is not the one that would come anyway.
    pub(super) fn odd_first_payment_on(&self) -> Option<NaiveDate> {
        let usual = months_after(self.funded_on, self.step_months());
        self.first_payment_on.filter(|first| Ok(*first) != usual)
    }
}
