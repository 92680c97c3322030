//! How often a payment is due.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::LONGEST_TERM_MONTHS;
use crate::calendar::{MonthsAndDays, months_after};

/// How often a payment is due, in a word.
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
    /// Every week.
    Weekly,
    /// Every two weeks.
    Biweekly,
    /// Twice a month, half a month apart.
    Semimonthly,
    /// Every six months.
    Semiannual,
    /// Every year.
    Annual,
}

/// The time between two payments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PaymentPeriod {
    /// So many months.
    Months(u32),
    /// So many days.
    Days(u32),
    /// Half a month: two days of each month.
    HalfMonth,
    /// The whole term: one payment.
    Term,
}

impl PaymentPeriod {
    /// Whether so many of them last no longer than the longest term.
    pub(super) fn is_within_longest_term(self, payments: u32) -> bool {
        // A hundred years of the calendar have 36,525 days at the most.
        let (length, longest) = match self {
            Self::Months(step) => (step, LONGEST_TERM_MONTHS),
            Self::Days(step) => (step, 36_525),
            Self::HalfMonth => (1, 2 * LONGEST_TERM_MONTHS),
            Self::Term => (0, 0),
        };
        payments.saturating_mul(length) <= longest
    }
}

impl Frequency {
    /// Every frequency.
    pub const ALL: [Self; 8] = [
        Self::Monthly,
        Self::Quarterly,
        Self::Maturity,
        Self::Weekly,
        Self::Biweekly,
        Self::Semimonthly,
        Self::Semiannual,
        Self::Annual,
    ];

    /// The word used on the wire and in storage.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Monthly => "monthly",
            Self::Quarterly => "quarterly",
            Self::Maturity => "maturity",
            Self::Weekly => "weekly",
            Self::Biweekly => "biweekly",
            Self::Semimonthly => "semimonthly",
            Self::Semiannual => "semiannual",
            Self::Annual => "annual",
        }
    }

    /// The time between two payments.
    #[must_use]
    pub const fn period(self) -> PaymentPeriod {
        match self {
            Self::Monthly => PaymentPeriod::Months(1),
            Self::Quarterly => PaymentPeriod::Months(3),
            Self::Maturity => PaymentPeriod::Term,
            Self::Weekly => PaymentPeriod::Days(7),
            Self::Biweekly => PaymentPeriod::Days(14),
            Self::Semimonthly => PaymentPeriod::HalfMonth,
            Self::Semiannual => PaymentPeriod::Months(6),
            Self::Annual => PaymentPeriod::Months(12),
        }
    }

    /// How many whole periods lie between two days; a single payment has none.
    #[must_use]
    pub fn periods_between(self, from: NaiveDate, to: NaiveDate) -> u32 {
        let months = || MonthsAndDays::between(from, to).map_or(0, |counted| counted.months);
        match self.period() {
            PaymentPeriod::Months(step) => months() / step,
            PaymentPeriod::HalfMonth => 2 * months(),
            PaymentPeriod::Days(step) => u32::try_from((to - from).num_days()).map_or(0, |days| days / step),
            PaymentPeriod::Term => 0,
        }
    }

    /// The day a period after another; none where no book holds it. A month where there is one payment.
    #[must_use]
    pub fn next_after(self, day: NaiveDate) -> Option<NaiveDate> {
        match self.period() {
            PaymentPeriod::Months(step) => months_after(day, step).ok(),
            PaymentPeriod::HalfMonth => day.checked_add_days(chrono::Days::new(15)),
            PaymentPeriod::Days(step) => day.checked_add_days(chrono::Days::new(step.into())),
            PaymentPeriod::Term => months_after(day, 1).ok(),
        }
    }
}
