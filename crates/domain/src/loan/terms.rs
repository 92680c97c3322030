//! What is agreed of a loan before it is funded.

use chrono::NaiveDate;

use crate::{
    Amount, AmountError, AnnualRate, Currency, DayCount, Frequency, LoanCreated, LoanFunded, Money, Rounding,
    ScheduleTerms, ScheduleType,
};

/// The terms of a loan; with a funding date they make a schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoanTerms {
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
    /// How a fraction of the smallest unit is rounded.
    pub rounding: Rounding,
    /// First due date, where it is not one period after the funding.
    pub first_payment_on: Option<NaiveDate>,
}

impl LoanTerms {
    /// The terms of the schedule that starts on `funded_on`.
    #[must_use]
    pub fn schedule_terms(&self, funded_on: NaiveDate) -> ScheduleTerms {
        ScheduleTerms {
            principal: self.principal,
            annual_rate: self.annual_rate,
            term_months: self.term_months,
            schedule_type: self.schedule_type,
            frequency: self.frequency,
            day_count: self.day_count,
            funded_on,
            first_payment_on: self.first_payment_on,
            rounding: self.rounding,
        }
    }

    /// The principal as the log and the wire write it.
    #[must_use]
    pub fn principal_amount(&self, currency: Currency) -> Amount {
        Amount::new(self.principal, currency)
    }
}

macro_rules! terms_of {
    ($payload:ty) => {
        impl TryFrom<&$payload> for LoanTerms {
            type Error = AmountError;

            fn try_from(event: &$payload) -> Result<Self, AmountError> {
                Ok(Self {
                    principal: event.principal.money(event.currency)?,
                    annual_rate: event.annual_rate_percent,
                    term_months: event.term_months,
                    schedule_type: event.schedule_type,
                    frequency: event.frequency,
                    day_count: event.day_count,
                    rounding: event.rounding,
                    first_payment_on: event.first_payment_on,
                })
            }
        }
    };
}

terms_of!(LoanCreated);
terms_of!(LoanFunded);
