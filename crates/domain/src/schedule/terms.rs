//! What a schedule is made of, and what is refused.

use chrono::{Months, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;

use super::{AccrualCalendar, PaymentPeriod};
use crate::{
    AnnualRate, DayCount, Money, Rounding,
    calendar::{DateOutOfRange, FIRST_YEAR, LAST_YEAR, supported},
};

/// The longest term: a hundred years.
pub const LONGEST_TERM_MONTHS: u32 = 1_200;

/// The most payments: a hundred years of weeks, and some.
pub const MOST_PAYMENTS: u32 = 6_000;

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
    /// Level payments as of a longer loan, the rest with the last one.
    Balloon,
    /// The same principal each period, and interest.
    EqualPrincipal,
    /// One payment: principal and the interest of the whole term.
    AtMaturity,
}

impl ScheduleType {
    /// Every type.
    pub const ALL: [Self; 5] =
        [Self::Amortized, Self::InterestOnly, Self::Balloon, Self::EqualPrincipal, Self::AtMaturity];

    /// The word used on the wire and in storage.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Amortized => "amortized",
            Self::InterestOnly => "interest_only",
            Self::Balloon => "balloon",
            Self::EqualPrincipal => "equal_principal",
            Self::AtMaturity => "at_maturity",
        }
    }
}

/// How long a loan runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Term {
    /// Months from the funding to maturity; the last period may be shorter than the others.
    Months(u32),
    /// So many payments; the last one is maturity.
    Payments(u32),
}

/// What becomes of a due day that a month does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum MonthEnd {
    /// The last day of the month.
    #[default]
    Clamp,
    /// The first day of the next month.
    Roll,
}

/// A part of the principal, and the day on which it goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disbursement {
    /// The day.
    pub on: NaiveDate,
    /// How much.
    pub amount: Money,
}

/// Another rate from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateChange {
    /// The day, which already bears the new rate.
    pub on: NaiveDate,
    /// The new rate.
    pub annual_rate: AnnualRate,
}

/// The terms of a schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduleTerms {
    /// Amount lent.
    pub principal: Money,
    /// Nominal rate, percent a year.
    pub annual_rate: AnnualRate,
    /// How long the loan runs.
    pub term: Term,
    /// How principal and interest are repaid.
    pub schedule_type: ScheduleType,
    /// The time between two payments.
    pub period: PaymentPeriod,
    /// How days become a fraction of a year.
    pub day_count: DayCount,
    /// Day from which interest accrues.
    pub funded_on: NaiveDate,
    /// First due date, where it is not one period after the funding. The other due dates keep its day of the month,
    /// their number stays, and maturity moves with it. After the funding, and at most one period later than the
    /// term lasts.
    pub first_payment_on: Option<NaiveDate>,
    /// The day of the month that due dates keep to, where the month of `first_payment_on` lacks it: a loan that was due
    /// on the 31st goes on from 28 February with 31 March. None for the day of `first_payment_on`.
    pub due_day: Option<u32>,
    /// How interest and payments are rounded.
    pub rounding: Rounding,
    /// Of a balloon loan: months over which the level payment would repay it.
    pub amortization_months: Option<u32>,
    /// Of a level loan that goes on: its payment, where it is not levelled anew.
    pub level_payment: Option<Money>,
    /// Periods of interest only, before principal is repaid.
    pub interest_only_periods: u32,
    /// Level payments are multiples of so much; none for the minor unit.
    pub round_payment_to: Option<Money>,
    /// What becomes of a due day that a month does not have.
    pub month_end: MonthEnd,
    /// Other rates, in the order of their days.
    pub rate_changes: Vec<RateChange>,
    /// The parts in which the loan is advanced, in the order of their days; none where all goes out at once.
    pub disbursements: Vec<Disbursement>,
    /// Whether nothing goes out but these parts, and what is drawn later: a construction loan.
    pub is_drawn: bool,
}

/// Why terms make no schedule.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ScheduleError {
    /// Nothing or less is lent.
    #[error("principal must be more than zero")]
    PrincipalNotPositive,
    /// More is lent than can be reckoned.
    ///
    /// Terms know no currency; [`LoanRejection::of_terms`](crate::LoanRejection::of_terms) says the limit as an amount.
    #[error("principal is larger than the largest that can be lent")]
    PrincipalTooLarge,
    /// No term, or one of over a hundred years.
    #[error("term_months must be from 1 to {LONGEST_TERM_MONTHS}")]
    TermOutOfRange,
    /// No payment, or too many.
    #[error("number_of_payments must be from 1 to {MOST_PAYMENTS}")]
    TooManyPayments,
    /// One payment whose day nobody knows.
    #[error(
        "number_of_payments must be 1 with first_payment_on, or term_months given, where payment is at maturity"
    )]
    MaturityUnknown,
    /// A funding date far from our time.
    #[error("funded_on must be in the years {FIRST_YEAR} to {LAST_YEAR}")]
    FundedOutOfRange,
    /// More payments than a hundred years have.
    #[error("number_of_payments must end the loan within {LONGEST_TERM_MONTHS} months")]
    PaymentsOverTerm,
    /// Payments later than any date that is kept, by the field that says how long the loan runs.
    #[error("{0} must end the loan in the year {LAST_YEAR} or before")]
    MaturityOutOfRange(&'static str),
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
    /// A balloon whose level payment is that of no loan, or of a shorter one.
    #[error("amortization_months must be given for a balloon loan, from its term to {LONGEST_TERM_MONTHS}")]
    AmortizationOutOfRange,
    /// Months of amortization where nothing is left over.
    #[error("amortization_months belongs to a balloon loan and must be left out of any other")]
    AmortizationWithoutBalloon,
    /// Only interest to the end, where principal is to be repaid.
    #[error("interest_only_periods must be fewer than the payments, {payments}")]
    TooManyInterestOnlyPeriods {
        /// How many payments there are.
        payments: usize,
    },
    /// Periods of interest only where there are no others.
    #[error("interest_only_periods belongs to an amortized, balloon or equal_principal loan")]
    InterestOnlyPeriodsWithoutPrincipal,
    /// Payments rounded to nothing.
    #[error("round_payment_to must be more than zero and at most the principal")]
    RoundPaymentToOutOfRange,
    /// A period of no length.
    #[error("period must be every 1 to 1200 months, weeks or days")]
    PeriodOutOfRange,
    /// A disbursement outside the loan's time.
    #[error(
        "disbursements must be on or after {funded_on} and before {maturity_on}, in the order of their days"
    )]
    DisbursementOutOfRange {
        /// Day of funding.
        funded_on: NaiveDate,
        /// Day of the last payment.
        maturity_on: NaiveDate,
    },
    /// A disbursement of nothing.
    #[error("disbursements must each be more than zero and together at most the principal")]
    DisbursementsNotPrincipal,
    /// A change of the rate outside the loan's time.
    #[error("rate_changes must be on or after {funded_on}, in the order of their days, one a day")]
    RateChangesOutOfOrder {
        /// Day of funding.
        funded_on: NaiveDate,
    },
    /// Amounts that leave what is kept.
    #[error("principal and term_months make amounts larger than can be kept")]
    TooLarge,
}

impl From<DateOutOfRange> for ScheduleError {
    fn from(_: DateOutOfRange) -> Self {
        Self::MaturityOutOfRange("term_months")
    }
}

impl ScheduleError {
    /// The input field at fault.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::PrincipalNotPositive | Self::PrincipalTooLarge | Self::TooLarge => "principal",
            Self::TermOutOfRange => "term_months",
            Self::MaturityOutOfRange(field) => field,
            Self::TooManyPayments | Self::PaymentsOverTerm | Self::MaturityUnknown => "number_of_payments",
            Self::FundedOutOfRange => "funded_on",
            Self::FirstPaymentNotAfterFunding { .. } | Self::FirstPaymentTooLate { .. } => "first_payment_on",
            Self::AmortizationOutOfRange | Self::AmortizationWithoutBalloon => "amortization_months",
            Self::TooManyInterestOnlyPeriods { .. } | Self::InterestOnlyPeriodsWithoutPrincipal => {
                "interest_only_periods"
            }
            Self::RoundPaymentToOutOfRange => "round_payment_to",
            Self::PeriodOutOfRange => "period",
            Self::DisbursementOutOfRange { .. } | Self::DisbursementsNotPrincipal => "disbursements",
            Self::RateChangesOutOfOrder { .. } => "rate_changes",
        }
    }
}

impl ScheduleTerms {
    /// What is outstanding before the first payment: what goes out at the funding of a loan that is drawn, the
    /// principal of any other.
    #[must_use]
    pub fn advanced_at_first(&self) -> Money {
        if !self.is_drawn {
            return self.principal;
        }
        let at_funding = self.disbursements.iter().filter(|part| part.on <= self.funded_on);
        at_funding.fold(Money::ZERO, |sum, part| sum.plus(part.amount))
    }

    /// Terms with what most loans have: all advanced at once, at one rate, due a period after each other, half up.
    #[must_use]
    pub const fn new(
        principal: Money,
        annual_rate: AnnualRate,
        term: Term,
        schedule_type: ScheduleType,
        period: PaymentPeriod,
        day_count: DayCount,
        funded_on: NaiveDate,
    ) -> Self {
        Self {
            principal,
            annual_rate,
            term,
            schedule_type,
            period,
            day_count,
            funded_on,
            first_payment_on: None,
            due_day: None,
            rounding: Rounding::HalfUp,
            amortization_months: None,
            level_payment: None,
            interest_only_periods: 0,
            round_payment_to: None,
            month_end: MonthEnd::Clamp,
            rate_changes: Vec::new(),
            disbursements: Vec::new(),
            is_drawn: false,
        }
    }

    /// The time between two payments: the whole term where there is one at maturity.
    #[must_use]
    pub const fn payment_period(&self) -> PaymentPeriod {
        match self.schedule_type {
            ScheduleType::AtMaturity => PaymentPeriod::Term,
            _ => self.period,
        }
    }

    /// Months of the last period, where periods are months.
    pub(super) fn last_period_months(&self) -> u32 {
        match (self.payment_period(), self.term) {
            (PaymentPeriod::Months(step), Term::Months(months)) => (months - 1) % step + 1,
            (PaymentPeriod::Months(step), Term::Payments(_)) => step,
            (_, Term::Months(months)) => months,
            (_, Term::Payments(_)) => 1,
        }
    }

    /// The parts in which the loan is advanced, by day: all of it at the funding where no parts are stated, unless it is
    /// drawn.
    pub fn advances(&self) -> impl Iterator<Item = Disbursement> {
        let at_once = Disbursement { on: self.funded_on, amount: self.principal };
        let at_once = (self.disbursements.is_empty() && !self.is_drawn).then_some(at_once);
        at_once.into_iter().chain(self.disbursements.iter().copied())
    }

    /// The days from which other rates accrue. A change on a due date begins with the next period. One inside a
    /// period begins a day before: its own day already bears the new rate, and a day counts where it ends (as Apache
    /// Fineract has it).
    #[must_use]
    pub fn accruing_rates(&self, calendar: &AccrualCalendar) -> Vec<RateChange> {
        let accruing = |change: &RateChange| {
            let on = if calendar.begins_period(change.on) { change.on } else { change.on.pred_opt()? };
            Some(RateChange { on, ..*change })
        };
        self.rate_changes.iter().filter_map(accruing).collect()
    }

    /// What can be refused without knowing the due dates.
    pub(super) fn check(&self) -> Result<(), ScheduleError> {
        self.check_principal()?;
        if supported(self.funded_on).is_err() {
            return Err(ScheduleError::FundedOutOfRange);
        }
        self.check_period()?;
        self.check_term()?;
        self.check_amortization()?;
        self.check_interest_only()?;
        self.check_first_payment()?;
        let is_out_of_range = |unit: Money| !unit.is_positive() || unit > self.principal;
        if self.round_payment_to.is_some_and(is_out_of_range) {
            return Err(ScheduleError::RoundPaymentToOutOfRange);
        }
        self.check_rate_changes()
    }

    /// What is wrong with the principal, the term, the amortization and the periods of interest only, each by itself:
    /// it is wrong whenever the loan is funded.
    pub(crate) fn faults(&self) -> Vec<ScheduleError> {
        let checked = [
            self.check_principal(),
            self.check_term(),
            self.check_amortization(),
            self.check_interest_only(),
        ];
        checked.into_iter().filter_map(Result::err).collect()
    }

    fn check_principal(&self) -> Result<(), ScheduleError> {
        if !self.principal.is_positive() {
            return Err(ScheduleError::PrincipalNotPositive);
        }
        if self.principal > LARGEST_PRINCIPAL {
            return Err(ScheduleError::PrincipalTooLarge);
        }
        Ok(())
    }

    fn check_period(&self) -> Result<(), ScheduleError> {
        match self.period {
            PaymentPeriod::Months(step) if !(1..=1_200).contains(&step) => {
                Err(ScheduleError::PeriodOutOfRange)
            }
            PaymentPeriod::Days(step) if !(1..=8_400).contains(&step) => Err(ScheduleError::PeriodOutOfRange),
            _ => Ok(()),
        }
    }

    fn check_term(&self) -> Result<(), ScheduleError> {
        match self.term {
            Term::Months(months) if !(1..=LONGEST_TERM_MONTHS).contains(&months) => {
                Err(ScheduleError::TermOutOfRange)
            }
            Term::Payments(payments) if !(1..=MOST_PAYMENTS).contains(&payments) => {
                Err(ScheduleError::TooManyPayments)
            }
            Term::Payments(payments) if self.payment_period() == PaymentPeriod::Term => {
                let is_known = payments == 1 && self.first_payment_on.is_some();
                if is_known { Ok(()) } else { Err(ScheduleError::MaturityUnknown) }
            }
            Term::Payments(payments) if !self.payment_period().is_within_longest_term(payments) => {
                Err(ScheduleError::PaymentsOverTerm)
            }
            _ => Ok(()),
        }
    }

    /// A loan that would end after the last year that is kept.
    pub(super) const fn matures_too_late(&self) -> ScheduleError {
        ScheduleError::MaturityOutOfRange(match self.term {
            Term::Months(_) => "term_months",
            Term::Payments(_) => "number_of_payments",
        })
    }

    fn check_amortization(&self) -> Result<(), ScheduleError> {
        let is_balloon = self.schedule_type == ScheduleType::Balloon;
        match self.amortization_months {
            Some(_) if !is_balloon => Err(ScheduleError::AmortizationWithoutBalloon),
            None if is_balloon => Err(ScheduleError::AmortizationOutOfRange),
            Some(months) if !(1..=LONGEST_TERM_MONTHS).contains(&months) => {
                Err(ScheduleError::AmortizationOutOfRange)
            }
            _ => Ok(()),
        }
    }

    fn check_interest_only(&self) -> Result<(), ScheduleError> {
        let repays_principal = matches!(
            self.schedule_type,
            ScheduleType::Amortized | ScheduleType::Balloon | ScheduleType::EqualPrincipal
        );
        if self.interest_only_periods > 0 && !repays_principal {
            return Err(ScheduleError::InterestOnlyPeriodsWithoutPrincipal);
        }
        Ok(())
    }

    fn check_first_payment(&self) -> Result<(), ScheduleError> {
        let Some(first) = self.first_payment_on else { return Ok(()) };
        if first <= self.funded_on {
            return Err(ScheduleError::FirstPaymentNotAfterFunding { funded_on: self.funded_on });
        }
        let latest = self.latest_first_payment();
        match latest {
            Some(latest) if first > latest => Err(ScheduleError::FirstPaymentTooLate { latest }),
            _ => Ok(()),
        }
    }

    fn latest_first_payment(&self) -> Option<NaiveDate> {
        let months_of = |period: PaymentPeriod| match period {
            PaymentPeriod::Months(step) => step,
            PaymentPeriod::Days(step) => step.div_ceil(30),
            PaymentPeriod::HalfMonth | PaymentPeriod::Term => 1,
        };
        let step = months_of(self.payment_period());
        let months = match (self.term, self.payment_period()) {
            (Term::Months(months), PaymentPeriod::Term) => months.saturating_mul(2),
            (Term::Months(months), _) => months.saturating_add(step),
            // Where payments are counted, the term begins with the first of them.
            (Term::Payments(_), _) => LONGEST_TERM_MONTHS,
        };
        self.funded_on.checked_add_months(Months::new(months))
    }

    fn check_rate_changes(&self) -> Result<(), ScheduleError> {
        let ascend = self.rate_changes.is_sorted_by(|one, next| one.on < next.on);
        let after_funding = self.rate_changes.first().is_none_or(|first| first.on >= self.funded_on);
        if ascend && after_funding {
            Ok(())
        } else {
            Err(ScheduleError::RateChangesOutOfOrder { funded_on: self.funded_on })
        }
    }

    /// What can be refused only when the due dates are known.
    pub(super) fn check_against(&self, calendar: &AccrualCalendar) -> Result<(), ScheduleError> {
        let payments = calendar.periods().len();
        if usize::try_from(self.interest_only_periods).map_or(true, |periods| periods >= payments) {
            return Err(ScheduleError::TooManyInterestOnlyPeriods { payments });
        }
        let Some(last) = calendar.periods().last() else { return Err(ScheduleError::TermOutOfRange) };
        let (funded_on, maturity_on) = (self.funded_on, last.due_on);
        let sorted = self.disbursements.is_sorted_by_key(|disbursement| disbursement.on);
        let in_time = |disbursement: &Disbursement| (funded_on..maturity_on).contains(&disbursement.on);
        if !sorted || !self.disbursements.iter().all(in_time) {
            return Err(ScheduleError::DisbursementOutOfRange { funded_on, maturity_on });
        }
        let sum = self.advances().fold(Money::ZERO, |sum, advance| sum.plus(advance.amount));
        let all_positive = self.disbursements.iter().all(|disbursement| disbursement.amount.is_positive());
        if !all_positive || sum > self.principal {
            return Err(ScheduleError::DisbursementsNotPrincipal);
        }
        Ok(())
    }
}
