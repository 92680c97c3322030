//! What is agreed of a loan, as the program reckons with it and as events write it.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    LoanRejection,
    servicing_terms::{AllocationOrder, ExcessRule, ServicingTerms},
};
use crate::{
    AgreedConstruction, Amount, AmountError, AnnualRate, ConstructionTerms, Currency, DayCount, Disbursement,
    Frequency, LedgerTerms, Money, Percent, Rounding, ScheduleTerms, ScheduleType, Term,
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
    /// Of a balloon loan: months over which the level payment would repay it.
    pub amortization_months: Option<u32>,
    /// Periods of interest only, before principal is repaid.
    pub interest_only_periods: u32,
    /// How often a payment is due.
    pub frequency: Frequency,
    /// How days become a fraction of a year.
    pub day_count: DayCount,
    /// How a fraction of the smallest unit is rounded.
    pub rounding: Rounding,
    /// First due date, where it is not one period after the funding.
    pub first_payment_on: Option<NaiveDate>,
    /// How the loan is serviced.
    pub servicing: ServicingTerms,
    /// How the loan is drawn; none where all goes out at the funding.
    pub construction: Option<ConstructionTerms>,
}

/// The terms of a loan as its events write them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AgreedTerms {
    /// Amount lent.
    pub principal: Amount,
    /// Nominal rate, percent a year.
    pub annual_rate_percent: AnnualRate,
    /// Months from the funding to maturity.
    pub term_months: u32,
    /// How principal and interest are repaid.
    pub schedule_type: ScheduleType,
    /// Of a balloon loan: months over which the level payment would repay it.
    pub amortization_months: Option<u32>,
    /// Periods of interest only, before principal is repaid.
    pub interest_only_periods: u32,
    /// How often a payment is due.
    pub frequency: Frequency,
    /// How days become a fraction of a year.
    pub day_count: DayCount,
    /// How a fraction of the smallest unit is rounded.
    pub rounding: Rounding,
    /// First due date, where it is not one period after the funding.
    pub first_payment_on: Option<NaiveDate>,
    /// In which order a payment goes to what is owed.
    pub allocation_order: AllocationOrder,
    /// What becomes of money beyond what has fallen due.
    pub excess_rule: ExcessRule,
    /// Days after the due date on which a payment is still in time.
    pub grace_days: u32,
    /// A late charge in percent of the instalment; zero for none.
    pub late_fee_percent: Percent,
    /// A late charge is at most so much; none for no limit.
    pub late_fee_at_most: Option<Amount>,
    /// Added to the annual rate while the loan is in default.
    pub default_margin_percent: AnnualRate,
    /// Charged for a payment that the bank returns; zero for none.
    pub returned_payment_fee: Amount,
    /// How the loan is drawn; none where all goes out at the funding.
    pub construction: Option<AgreedConstruction>,
}

/// The terms of the rest of a loan from a day on, as events write them: its principal is what is owed on that day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RemainingTerms {
    /// Nominal rate, percent a year.
    pub annual_rate_percent: AnnualRate,
    /// How principal and interest are repaid.
    pub schedule_type: ScheduleType,
    /// Of a balloon loan: months over which the level payment would repay the rest.
    pub amortization_months: Option<u32>,
    /// Of a balloon loan that was extended: its payment, which stays as it was.
    pub level_payment: Option<Amount>,
    /// Periods of interest only, before principal is repaid.
    pub interest_only_periods: u32,
    /// How often a payment is due.
    pub frequency: Frequency,
    /// How days become a fraction of a year.
    pub day_count: DayCount,
    /// How a fraction of the smallest unit is rounded.
    pub rounding: Rounding,
    /// The first due date.
    pub first_payment_on: NaiveDate,
    /// The day of the month that due dates keep to, where the month of the first lacks it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_day: Option<u32>,
    /// How many payments are left.
    pub number_of_payments: u32,
}

impl LoanTerms {
    /// The terms of the schedule that starts on `funded_on`.
    #[must_use]
    pub fn schedule_terms(&self, funded_on: NaiveDate) -> ScheduleTerms {
        ScheduleTerms {
            amortization_months: self.amortization_months,
            interest_only_periods: self.interest_only_periods,
            first_payment_on: self.first_payment_on,
            rounding: self.rounding,
            is_drawn: self.construction.is_some(),
            disbursements: self.initial_advance(funded_on).into_iter().collect(),
            ..ScheduleTerms::new(
                self.principal,
                self.annual_rate,
                Term::Months(self.term_months),
                self.schedule_type,
                self.frequency.period(),
                self.day_count,
                funded_on,
            )
        }
    }

    /// All that is wrong with the terms by themselves, whenever the loan is funded, each with its field. What follows
    /// from several of them together, or from the calendar, is found where the loan is created and funded.
    #[must_use]
    pub fn faults(&self, currency: Currency) -> Vec<LoanRejection> {
        let of_schedule = self.schedule_terms(NaiveDate::default()).faults();
        let of_schedule = of_schedule.into_iter().map(|error| LoanRejection::of_terms(error, currency));
        let others = [self.check_grace(), self.check_initial_advance(currency)];
        of_schedule.chain(others.into_iter().filter_map(Result::err)).collect()
    }

    /// No more goes out at the funding than the loan is, and no less than nothing.
    pub(super) fn check_initial_advance(&self, currency: Currency) -> Result<(), LoanRejection> {
        match &self.construction {
            Some(drawn) if drawn.initial_advance.is_negative() || drawn.initial_advance > self.principal => {
                Err(LoanRejection::InitialAdvance { principal: Amount::new(self.principal, currency) })
            }
            _ => Ok(()),
        }
    }

    /// A grace period of more than a year makes no date to be late from.
    pub(super) const fn check_grace(&self) -> Result<(), LoanRejection> {
        if self.servicing.grace_days > ServicingTerms::LONGEST_GRACE {
            return Err(LoanRejection::GraceTooLong);
        }
        Ok(())
    }

    /// What goes out at the funding of a loan that is drawn, where something does.
    fn initial_advance(&self, funded_on: NaiveDate) -> Option<Disbursement> {
        let amount = self.construction?.initial_advance;
        amount.is_positive().then_some(Disbursement { on: funded_on, amount })
    }

    /// What the loan's ledger is reckoned by, from its funding.
    #[must_use]
    pub fn ledger_terms(&self, funded_on: NaiveDate) -> LedgerTerms {
        LedgerTerms {
            schedule: self.schedule_terms(funded_on),
            servicing: self.servicing,
            interest_reserve: Vec::new(),
            opening: None,
        }
    }

    /// The terms as events write them.
    #[must_use]
    pub fn agreed(&self, currency: Currency) -> AgreedTerms {
        let servicing = &self.servicing;
        AgreedTerms {
            principal: Amount::new(self.principal, currency),
            annual_rate_percent: self.annual_rate,
            term_months: self.term_months,
            schedule_type: self.schedule_type,
            amortization_months: self.amortization_months,
            interest_only_periods: self.interest_only_periods,
            frequency: self.frequency,
            day_count: self.day_count,
            rounding: self.rounding,
            first_payment_on: self.first_payment_on,
            allocation_order: servicing.allocation_order,
            excess_rule: servicing.excess,
            grace_days: servicing.grace_days,
            late_fee_percent: servicing.late_fee_percent,
            late_fee_at_most: servicing.late_fee_at_most.map(|limit| Amount::new(limit, currency)),
            default_margin_percent: servicing.default_margin,
            returned_payment_fee: Amount::new(servicing.returned_payment_fee, currency),
            construction: self.construction.map(|terms| terms.agreed(currency)),
        }
    }
}

impl AgreedTerms {
    /// The terms as the program reckons with them.
    ///
    /// # Errors
    /// An amount that does not fit the currency.
    pub fn terms(&self, currency: Currency) -> Result<LoanTerms, AmountError> {
        Ok(LoanTerms {
            principal: self.principal.money(currency)?,
            annual_rate: self.annual_rate_percent,
            term_months: self.term_months,
            schedule_type: self.schedule_type,
            amortization_months: self.amortization_months,
            interest_only_periods: self.interest_only_periods,
            frequency: self.frequency,
            day_count: self.day_count,
            rounding: self.rounding,
            first_payment_on: self.first_payment_on,
            servicing: ServicingTerms {
                allocation_order: self.allocation_order,
                excess: self.excess_rule,
                grace_days: self.grace_days,
                late_fee_percent: self.late_fee_percent,
                late_fee_at_most: self.late_fee_at_most.map(|limit| limit.money(currency)).transpose()?,
                default_margin: self.default_margin_percent,
                returned_payment_fee: self.returned_payment_fee.money(currency)?,
            },
            construction: self.construction.map(|terms| terms.terms(currency)).transpose()?,
        })
    }
}

impl RemainingTerms {
    /// The terms of the schedule of the rest, on a principal, from a day on.
    ///
    /// # Errors
    /// An amount that does not fit the currency.
    pub fn schedule_terms(
        &self,
        principal: Money,
        from: NaiveDate,
        currency: Currency,
    ) -> Result<ScheduleTerms, AmountError> {
        Ok(ScheduleTerms {
            amortization_months: self.amortization_months,
            level_payment: self.level_payment.map(|payment| payment.money(currency)).transpose()?,
            interest_only_periods: self.interest_only_periods,
            first_payment_on: Some(self.first_payment_on),
            due_day: self.due_day,
            rounding: self.rounding,
            ..ScheduleTerms::new(
                principal,
                self.annual_rate_percent,
                Term::Payments(self.number_of_payments),
                self.schedule_type,
                self.frequency.period(),
                self.day_count,
                from,
            )
        })
    }
}
