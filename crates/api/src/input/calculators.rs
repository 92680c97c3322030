//! What the calculators take. They need no book.

use chrono::NaiveDate;
use domain::{
    AllocationOrder, Amount, AnnualRate, Currency, DayCount, Disbursement, ExcessRule, FeeKind, Frequency,
    Money, MonthEnd, PaymentPeriod, RateChange, Rounding, ScheduleTerms, ScheduleType, Term,
};
use schemars::JsonSchema;
use serde::Deserialize;
use ts_rs::TS;

use super::{date, listed_money, money, optional_date, or_default};
use crate::{ErrorCode, WireError};

/// An input with the terms of a schedule in it, as `fields`.
macro_rules! with_terms {
    ($($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $kind:ty,)* })*) => {
        $(
            inputs! {
                $(#[$meta])*
                $name {
                    /// Amount lent.
                    principal: Amount,
                    /// Nominal rate, percent a year.
                    annual_rate_percent: AnnualRate,
                    /// Months from the funding to maturity, 1 to 1200.
                    #[serde(default)]
                    term_months: Option<u32>,
                    /// How many payments, where a loan is stated so, instead of `term_months`.
                    #[serde(default)]
                    number_of_payments: Option<u32>,
                    /// Of a balloon loan, and of no other: months over which the level payment would repay it.
                    #[serde(default)]
                    amortization_months: Option<u32>,
                    /// Periods of interest only, before principal is repaid.
                    #[serde(default)]
                    interest_only_periods: Option<u32>,
                    /// The parts in which the loan is advanced; all of it at the funding where left out.
                    #[serde(default)]
                    disbursements: Option<Vec<DisbursementInput>>,
                    /// Other rates, each from a day on.
                    #[serde(default)]
                    rate_changes: Option<Vec<RateChangeInput>>,
                    /// How principal and interest are repaid; `amortized` where left out.
                    #[serde(default, rename = "type", deserialize_with = "or_default")]
                    #[ts(optional, as = "Option<ScheduleType>")]
                    schedule_type: ScheduleType,
                    /// How often a payment is due; `monthly` where left out.
                    #[serde(default)]
                    frequency: Option<Frequency>,
                    /// The time between two payments, instead of `frequency`.
                    #[serde(default)]
                    period: Option<PeriodInput>,
                    /// How days become a fraction of a year; `30/360` where left out.
                    #[serde(default, deserialize_with = "or_default")]
                    #[ts(optional, as = "Option<DayCount>")]
                    day_count: DayCount,
                    /// The end of the loan, at which `30E/360isda` looks. Within a loan each whole period is its share of a
                    /// year, so that it changes nothing.
                    #[serde(default, deserialize_with = "optional_date")]
                    termination_on: Option<NaiveDate>,
                    /// Day from which interest accrues.
                    #[serde(deserialize_with = "date")]
                    funded_on: NaiveDate,
                    /// First due date, where it is not one period after the funding.
                    #[serde(default, deserialize_with = "optional_date")]
                    first_payment_on: Option<NaiveDate>,
                    /// How a fraction of the smallest unit is rounded; `half_up` where left out.
                    #[serde(default, deserialize_with = "or_default")]
                    #[ts(optional, as = "Option<Rounding>")]
                    rounding: Rounding,
                    /// Level payments are multiples of so much, such as "1" for whole units.
                    #[serde(default)]
                    round_payment_to: Option<Amount>,
                    /// What becomes of a due day that a month does not have; `clamp` where left out.
                    #[serde(default, deserialize_with = "or_default")]
                    #[ts(optional, as = "Option<MonthEnd>")]
                    month_end: MonthEnd,
                    /// Currency; the open book's, or USD, where left out.
                    #[serde(default)]
                    currency: Option<Currency>,
                    $($(#[$field_meta])* $field: $kind,)*
                }
            }

            impl $name {
                /// The terms of the schedule, in minor units of the currency.
                pub(crate) fn terms(&self, currency: Currency) -> Result<ScheduleTerms, WireError> {
                    let term = term(self.term_months, self.number_of_payments)?;
                    let period = period(self.frequency, self.period.as_ref())?;
                    let unit = |amount| money("round_payment_to", amount, currency);
                    Ok(ScheduleTerms {
                        first_payment_on: self.first_payment_on,
                        rounding: self.rounding,
                        amortization_months: self.amortization_months,
                        interest_only_periods: self.interest_only_periods.unwrap_or(0),
                        round_payment_to: self.round_payment_to.map(unit).transpose()?,
                        month_end: self.month_end,
                        rate_changes: rate_changes(self.rate_changes.as_deref()),
                        disbursements: disbursements(self.disbursements.as_deref(), currency)?,
                        ..ScheduleTerms::new(
                            money("principal", self.principal, currency)?,
                            self.annual_rate_percent,
                            term,
                            self.schedule_type,
                            period,
                            self.day_count,
                            self.funded_on,
                        )
                    })
                }
            }
        )*
    };
}

with_terms! {
    /// The terms of a schedule.
    ScheduleInput {
        /// Whether each payment says by which days, rate and fraction of a year its interest came about.
        #[serde(default, deserialize_with = "or_default")]
        #[ts(optional, as = "Option<bool>")]
        explain: bool,
    }

    /// The terms of a loan and what moved on it.
    LedgerInput {
        /// What moved, in any order.
        #[serde(default)]
        transactions: Option<Vec<TransactionInput>>,
        /// The day as of which to reckon; interest is that of the days before it.
        #[serde(deserialize_with = "date")]
        as_of: NaiveDate,
        /// In which order a payment goes to what is owed; fees, late charges, interest, principal where left out.
        #[serde(default)]
        allocation_order: Option<AllocationOrder>,
        /// What becomes of money beyond what has fallen due; `shorten_term` where left out.
        #[serde(default)]
        excess_rule: Option<ExcessRule>,
    }

    /// The terms of a loan, what moved on it, and the day of its payoff.
    PayoffInput {
        /// What moved, in any order.
        #[serde(default)]
        transactions: Option<Vec<TransactionInput>>,
        /// The day through which interest is reckoned.
        #[serde(deserialize_with = "date")]
        good_through: NaiveDate,
        /// The day of the quote: what moved after it is not known yet. That of the payoff where left out.
        #[serde(default, deserialize_with = "optional_date")]
        as_of: Option<NaiveDate>,
        /// In which order a payment goes to what is owed; fees, late charges, interest, principal where left out.
        #[serde(default)]
        allocation_order: Option<AllocationOrder>,
        /// What becomes of money beyond what has fallen due; `shorten_term` where left out.
        #[serde(default)]
        excess_rule: Option<ExcessRule>,
    }
}

inputs! {
    /// A part of the principal, and the day on which it goes out.
    DisbursementInput {
        /// The day.
        #[serde(deserialize_with = "date")]
        on: NaiveDate,
        /// How much.
        amount: Amount,
    }

    /// Another rate from a day on.
    RateChangeInput {
        /// The day, which already bears the new rate.
        #[serde(deserialize_with = "date")]
        on: NaiveDate,
        /// The new rate.
        annual_rate_percent: AnnualRate,
    }

    /// The time between two payments.
    PeriodInput {
        /// How many of the unit.
        every: u32,
        /// The unit.
        unit: PeriodUnit,
    }

    /// Something that moved money on a loan.
    TransactionInput {
        /// The day from which it counts.
        #[serde(deserialize_with = "date")]
        on: NaiveDate,
        /// What it is.
        #[serde(rename = "type")]
        kind: TransactionType,
        /// How much.
        amount: Amount,
        /// Of a reversal: the payment, by its place among the transactions, from 1. Left out, the last payment of this
        /// amount until then.
        #[serde(default)]
        of: Option<usize>,
        /// Of a fee: what it is charged for; `late_charge` counts as such.
        #[serde(default)]
        fee_kind: Option<FeeKind>,
    }

    /// Two dates and a day count.
    DaysInput {
        /// First date, left out of the count.
        #[serde(deserialize_with = "date")]
        from: NaiveDate,
        /// Last date, counted.
        #[serde(deserialize_with = "date")]
        to: NaiveDate,
        /// How days become a fraction of a year.
        day_count: DayCount,
        /// Maturity of the loan; only `30E/360isda` looks at it.
        #[serde(default, deserialize_with = "optional_date")]
        termination_on: Option<NaiveDate>,
    }
}

/// A unit of time between payments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum PeriodUnit {
    /// Days.
    Days,
    /// Weeks.
    Weeks,
    /// Months.
    Months,
}

/// What moves money on a loan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum TransactionType {
    /// Money came in.
    Payment,
    /// Money went out.
    Disbursement,
    /// A fee fell due.
    Fee,
    /// A payment did not come in after all.
    Reversal,
}

fn term(months: Option<u32>, payments: Option<u32>) -> Result<Term, WireError> {
    match (months, payments) {
        (Some(months), None) => Ok(Term::Months(months)),
        (None, Some(payments)) => Ok(Term::Payments(payments)),
        (Some(_), Some(_)) => {
            Err(WireError::invalid("number_of_payments", "replaces term_months: give one of the two"))
        }
        (None, None) => {
            Err(WireError::new(ErrorCode::MissingField, "term_months is missing").at("term_months"))
        }
    }
}

fn period(frequency: Option<Frequency>, period: Option<&PeriodInput>) -> Result<PaymentPeriod, WireError> {
    let Some(&PeriodInput { every, unit }) = period else {
        return Ok(frequency.unwrap_or_default().period());
    };
    if frequency.is_some() {
        return Err(WireError::invalid("period", "replaces frequency: give one of the two"));
    }
    let days = |days: u32| {
        every
            .checked_mul(days)
            .map(PaymentPeriod::Days)
            .ok_or_else(|| WireError::invalid("period", "is too long"))
    };
    match unit {
        PeriodUnit::Days => days(1),
        PeriodUnit::Weeks => days(7),
        PeriodUnit::Months => Ok(PaymentPeriod::Months(every)),
    }
}

fn rate_changes(changes: Option<&[RateChangeInput]>) -> Vec<RateChange> {
    let change =
        |change: &RateChangeInput| RateChange { on: change.on, annual_rate: change.annual_rate_percent };
    let mut changes: Vec<RateChange> = changes.unwrap_or_default().iter().map(change).collect();
    changes.sort_by_key(|change| change.on);
    changes
}

fn disbursements(
    parts: Option<&[DisbursementInput]>,
    currency: Currency,
) -> Result<Vec<Disbursement>, WireError> {
    let part = |(place, part): (usize, &DisbursementInput)| {
        let amount: Money = listed_money("disbursements", place, part.amount, currency)?;
        Ok(Disbursement { on: part.on, amount })
    };
    let parts = parts.unwrap_or_default().iter().enumerate();
    let mut parts = parts.map(part).collect::<Result<Vec<Disbursement>, WireError>>()?;
    parts.sort_by_key(|part| part.on);
    Ok(parts)
}
