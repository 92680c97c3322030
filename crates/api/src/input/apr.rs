//! What the calculator of the annual percentage rate takes.

use chrono::NaiveDate;
use domain::{
    Amount, AnnualPercentageRate, AnnualRate, AprError, AprTerms, ConstructionLoan, Currency, DatedAmount,
    DayCount, Frequency, InterestBasis, PaymentPeriod, PaymentSeries, Rounding, UnitPeriod,
};
use schemars::JsonSchema;
use serde::Deserialize;
use ts_rs::TS;

use super::{PeriodInput, PeriodUnit, date, money, or_default};
use crate::WireError;

inputs! {
    /// What is advanced and what is paid back.
    AprInput {
        /// What goes to the borrower, charges paid beforehand taken off.
        advances: Vec<AdvanceInput>,
        /// What is paid back.
        payments: Vec<SeriesInput>,
        /// The period over which interest compounds; the regulation's own choice where left out.
        #[serde(default)]
        unit_period: Option<Every>,
        /// `actuarial`, as Regulation Z has it, where left out; `effective` for the yearly rate of the EU's APRC.
        #[serde(default, deserialize_with = "or_default")]
        #[ts(optional, as = "Option<AprMethod>")]
        method: AprMethod,
        /// Decimals of the answer, at most 12; two where left out.
        #[serde(default)]
        places: Option<u32>,
    }

    /// A construction loan whose draws nobody knows yet.
    ConstructionAprInput {
        /// What the lender has committed.
        commitment: Amount,
        /// Nominal rate of the construction, percent a year.
        annual_rate_percent: AnnualRate,
        /// First day of the construction.
        #[serde(deserialize_with = "date")]
        started_on: NaiveDate,
        /// Its last day, on which the loan matures or the permanent one begins.
        #[serde(deserialize_with = "date")]
        ends_on: NaiveDate,
        /// How its days become a fraction of a year; `30/360` where left out.
        #[serde(default, deserialize_with = "or_default")]
        #[ts(optional, as = "Option<DayCount>")]
        day_count: DayCount,
        /// On what interest is payable; on what is advanced where left out.
        #[serde(default, deserialize_with = "or_default")]
        #[ts(optional, as = "Option<ConstructionInterest>")]
        interest_on: ConstructionInterest,
        /// Whether interest is taken from a reserve in the loan, so that it bears interest too; false where left out.
        #[serde(default, deserialize_with = "or_default")]
        #[ts(optional, as = "Option<bool>")]
        interest_reserve: bool,
        /// Charges paid beforehand or out of the first advance; none where left out.
        #[serde(default)]
        prepaid_finance_charge: Option<Amount>,
        /// The payments of the permanent loan, where both are disclosed as one.
        #[serde(default)]
        permanent_payments: Option<Vec<SeriesInput>>,
        /// The period over which interest compounds; the regulation's own choice where left out.
        #[serde(default)]
        unit_period: Option<Every>,
        /// Decimals of the answer, at most 12; two where left out.
        #[serde(default)]
        places: Option<u32>,
        /// Currency; the open book's, or USD, where left out.
        #[serde(default)]
        currency: Option<Currency>,
    }

    /// Money that goes to the borrower.
    AdvanceInput {
        /// The day.
        #[serde(deserialize_with = "date")]
        on: NaiveDate,
        /// How much.
        amount: Amount,
    }

    /// One payment, or several of one amount.
    SeriesInput {
        /// The day of the first.
        #[serde(deserialize_with = "date")]
        on: NaiveDate,
        /// How much each is.
        amount: Amount,
        /// How many; one where left out.
        #[serde(default)]
        count: Option<u32>,
        /// The time between two; `monthly` where left out.
        #[serde(default)]
        every: Option<Every>,
    }
}

/// A stretch of time: a word, or so many of a unit.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(
    untagged,
    expecting = "must be monthly, quarterly, weekly, biweekly, semimonthly, semiannual or annual, or {\"every\": 4, \"unit\": \"weeks\"}"
)]
pub enum Every {
    /// In a word.
    Word(Frequency),
    /// In numbers.
    Period(PeriodInput),
}

/// How the rate is reckoned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum AprMethod {
    /// The nominal rate of Regulation Z, Appendix J.
    #[default]
    Actuarial,
    /// The yearly effective rate, as the European Union's APRC.
    Effective,
}

/// On what the interest of a construction is payable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ConstructionInterest {
    /// On what has been advanced, for the time it is outstanding.
    #[default]
    AmountAdvanced,
    /// On the whole commitment, whatever has been advanced.
    WholeCommitment,
}

impl ConstructionAprInput {
    /// The loan of the estimate, with half of the commitment outstanding all the time.
    fn loan(&self, currency: Currency) -> Result<ConstructionLoan, WireError> {
        let commitment = money("commitment", self.commitment, currency)?;
        if self.ends_on <= self.started_on {
            return Err(WireError::invalid("ends_on", "must be after started_on"));
        }
        let basis = match self.interest_on {
            ConstructionInterest::AmountAdvanced => InterestBasis::AmountAdvanced,
            ConstructionInterest::WholeCommitment => InterestBasis::WholeCommitment,
        };
        let time = self.day_count.year_fraction(self.started_on, self.ends_on, None);
        let estimate = if self.interest_reserve {
            InterestBasis::interest_with_reserve
        } else {
            InterestBasis::interest
        };
        let interest = estimate(basis, commitment, self.annual_rate_percent, time, Rounding::HalfUp)
            .ok_or_else(|| WireError::invalid("commitment", "is larger than can be reckoned"))?;
        Ok(ConstructionLoan {
            commitment: self.commitment.decimal(),
            interest: Amount::new(interest, currency).decimal(),
            prepaid_finance_charge: self
                .prepaid_finance_charge
                .map_or_else(Default::default, Amount::decimal),
            started_on: self.started_on,
            ends_on: self.ends_on,
        })
    }

    /// The rate of the construction by itself, or with the permanent loan.
    pub(crate) fn rate(&self, currency: Currency) -> Result<AnnualPercentageRate, WireError> {
        let loan = self.loan(currency)?;
        let stated = self.unit_period.as_ref().map(Every::unit_period).transpose()?;
        Ok(match &self.permanent_payments {
            None => loan.estimated_rate()?,
            Some(payments) => {
                let series = payments.iter().map(SeriesInput::series).collect::<Result<Vec<_>, _>>()?;
                loan.estimated_rate_with_permanent(&series, stated)?
            }
        })
    }
}

impl AprInput {
    pub(crate) fn terms(&self) -> Result<AprTerms, WireError> {
        let advance =
            |advance: &AdvanceInput| DatedAmount { on: advance.on, amount: advance.amount.decimal() };
        Ok(AprTerms {
            advances: self.advances.iter().map(advance).collect(),
            payments: self.payments.iter().map(SeriesInput::series).collect::<Result<_, _>>()?,
            unit_period: self.unit_period.as_ref().map(Every::unit_period).transpose()?,
        })
    }
}

impl SeriesInput {
    fn series(&self) -> Result<PaymentSeries, WireError> {
        let every = self.every.as_ref().map_or(Ok(PaymentPeriod::Months(1)), Every::payment_period)?;
        Ok(PaymentSeries {
            on: self.on,
            amount: self.amount.decimal(),
            count: self.count.unwrap_or(1),
            every,
        })
    }
}

impl Every {
    fn payment_period(&self) -> Result<PaymentPeriod, WireError> {
        match self {
            Self::Word(Frequency::Maturity) => {
                Err(WireError::invalid("payments", "must have every as a period, not maturity"))
            }
            Self::Word(frequency) => Ok(frequency.period()),
            Self::Period(PeriodInput { every: 0, .. }) => {
                Err(WireError::invalid("payments", "must be at least one day apart"))
            }
            Self::Period(PeriodInput { every, unit }) => match unit {
                PeriodUnit::Days => Ok(PaymentPeriod::Days(*every)),
                PeriodUnit::Weeks => Ok(PaymentPeriod::Days(every.saturating_mul(7))),
                PeriodUnit::Months => Ok(PaymentPeriod::Months(*every)),
            },
        }
    }

    /// Days are taken as such: 42 of them are another unit-period than six weeks.
    fn unit_period(&self) -> Result<UnitPeriod, WireError> {
        let none = || WireError::invalid("unit_period", "must be a period of at most a year");
        match self {
            Self::Word(frequency) => UnitPeriod::of(frequency.period()).ok_or_else(none),
            Self::Period(PeriodInput { every: 0, .. }) => Err(none()),
            Self::Period(PeriodInput { every, unit }) => Ok(match unit {
                PeriodUnit::Days => UnitPeriod::Days(*every),
                PeriodUnit::Weeks => UnitPeriod::Weeks(*every),
                PeriodUnit::Months => UnitPeriod::Months(*every),
            }),
        }
    }
}

impl From<AprError> for WireError {
    /// The message begins with the field's name.
    fn from(error: AprError) -> Self {
        Self::new(crate::ErrorCode::InvalidInput, error.to_string()).at(error.field())
    }
}
