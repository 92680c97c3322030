//! Annual percentage rates: what a loan costs a year, from what is advanced and what is paid back, and when.
//!
//! Two ways of saying it. [`AprTerms::actuarial`] is the nominal rate of Regulation Z, Appendix J: the rate of a
//! unit-period times the unit-periods of a year. [`AprTerms::effective`] is the yearly rate with compounding, as the
//! European Union's APRC. [`ConstructionLoan`] estimates the first where nobody knows yet when a loan is drawn.
//!
//! [`flows`] reads what is stated, [`choice`] finds the unit-period, [`unit_period`] counts it; the equation is
//! solved by [`crate::discounting`], in decimals of 28 digits.

mod choice;
mod construction;
mod effective;
mod error;
mod flows;
#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod tests;
mod unit_period;

use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy};

pub use construction::{ConstructionLoan, InterestBasis};
pub use error::AprError;
pub use unit_period::{PerYear, UnitPeriod, UnitPeriods};

use crate::{
    Money, PaymentPeriod, Schedule, ScheduleTerms,
    discounting::{TimedAmount, balancing_growth},
};
use flows::Flows;

/// The most advances and payments together.
pub const MOST_FLOWS: usize = 10_000;

/// The most decimals that a rate in percent is rounded to.
pub const MOST_PLACES: u32 = 12;

/// Decimals of a rate in percent before it is rounded: fewer than are computed, so that 11.5 is not 11.4999….
const PERCENT_DECIMALS: u32 = 16;

/// An amount on a day. The unit of money is the same in all of them, and does not matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DatedAmount {
    /// Day on which it is advanced or paid.
    pub on: NaiveDate,
    /// How much, more than zero.
    pub amount: Decimal,
}

/// Equal payments at equal intervals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaymentSeries {
    /// Day of the first; the others keep its day of the month, or take the last day of a shorter month.
    pub on: NaiveDate,
    /// Each of them, more than zero.
    pub amount: Decimal,
    /// How many, at least 1.
    pub count: u32,
    /// The time between two of them; does not matter for one.
    pub every: PaymentPeriod,
}

/// What an annual percentage rate is computed from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AprTerms {
    /// What the borrower has the use of: charges paid beforehand taken off.
    pub advances: Vec<DatedAmount>,
    /// What the borrower pays.
    pub payments: Vec<PaymentSeries>,
    /// The unit-period; none where the regulation's rule is to choose it.
    pub unit_period: Option<UnitPeriod>,
}

/// An annual percentage rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnnualPercentageRate {
    /// Percent a year, with 16 decimals, of which ten and more are exact.
    pub percent: Decimal,
    /// The period that compounds, or in which an effective rate measures time.
    pub unit_period: UnitPeriod,
    /// How many of them a year has.
    pub unit_periods_per_year: PerYear,
}

impl PaymentSeries {
    /// A single payment.
    #[must_use]
    pub const fn once(payment: DatedAmount) -> Self {
        Self { on: payment.on, amount: payment.amount, count: 1, every: PaymentPeriod::Term }
    }
}

impl AprTerms {
    /// What a schedule is computed from and says: its advances less a charge prepaid out of the first, and its
    /// payments, in minor units.
    ///
    /// # Errors
    /// [`AprError::PrepaidChargeOutOfRange`] where the charge is negative or leaves nothing of the first advance.
    pub fn of_schedule(
        terms: &ScheduleTerms,
        schedule: &Schedule,
        prepaid_finance_charge: Money,
    ) -> Result<Self, AprError> {
        let units = |money: Money| Decimal::from(money.minor_units());
        let dated =
            |advance: crate::Disbursement| DatedAmount { on: advance.on, amount: units(advance.amount) };
        let mut advances: Vec<DatedAmount> = terms.advances().map(dated).collect();
        let first = advances.first_mut().ok_or(AprError::NothingAdvanced)?;
        first.amount -= units(prepaid_finance_charge);
        if prepaid_finance_charge.is_negative() || first.amount <= Decimal::ZERO {
            return Err(AprError::PrepaidChargeOutOfRange);
        }
        let paid = schedule.instalments.iter().filter(|row| row.payment != Money::ZERO);
        let once = |on, payment| PaymentSeries::once(DatedAmount { on, amount: units(payment) });
        Ok(Self {
            advances,
            payments: paid.map(|row| once(row.due_on, row.payment)).collect(),
            unit_period: None,
        })
    }

    /// The annual percentage rate by the actuarial method: Regulation Z, Appendix J, (b)(8).
    ///
    /// The rate i of a unit-period at which all advances are worth as much as all payments, each discounted by
    /// (1 + f × i) × (1 + i)^t, t being the whole unit-periods from the first advance and f the odd days; times the
    /// unit-periods of a year. Where several rates satisfy that, the one nearest to none.
    ///
    /// # Errors
    /// [`AprError`] names the field at fault.
    pub fn actuarial(&self) -> Result<AnnualPercentageRate, AprError> {
        let flows = Flows::of(self)?;
        let unit_period = unit_period(self.unit_period, &flows)?;
        let amounts = flows.timed(unit_period).ok_or(AprError::NoRate)?;
        AnnualPercentageRate::nominal(&amounts, unit_period)
    }

    /// The effective yearly rate, as the annual percentage rate of charge of Directives 2008/48/EC and 2014/17/EU.
    ///
    /// The rate X at which Σ advance ÷ (1 + X)^t = Σ payment ÷ (1 + X)^t, t being the years from the first advance:
    /// whole months over 12 counted back from the flow, or whole weeks over 52, and the days left over the 365 or
    /// 366 days of the year that ends where they do. Time is measured in the family of the unit-period that is stated
    /// or that the rule of [`AprTerms::actuarial`] chooses: in weeks where it is weeks, else in months; in years and
    /// days where days are stated.
    ///
    /// # Errors
    /// [`AprError`] names the field at fault.
    pub fn effective(&self) -> Result<AnnualPercentageRate, AprError> {
        let flows = Flows::of(self)?;
        let chosen = unit_period(self.unit_period, &flows)?;
        effective::rate(&flows, effective::Measure::of(self.unit_period, chosen))
    }
}

/// The unit-period that is stated, or the one that the rule chooses.
fn unit_period(stated: Option<UnitPeriod>, flows: &Flows) -> Result<UnitPeriod, AprError> {
    if let Some(unit_period) = stated {
        return if unit_period.is_within_a_year() {
            Ok(unit_period)
        } else {
            Err(AprError::UnitPeriodOutOfRange)
        };
    }
    let days = |dated: &[DatedAmount]| dated.iter().map(|dated| dated.on).collect::<Vec<_>>();
    choice::unit_period(&days(&flows.advances), &days(&flows.payments)).ok_or(AprError::NoRate)
}

impl UnitPeriods {
    /// An amount so many unit-periods after the beginning.
    fn time_of(self, amount: Decimal) -> Option<TimedAmount> {
        let odd = Decimal::from(self.odd).checked_div(self.of.into())?;
        Some(TimedAmount { amount, whole: self.whole, odd })
    }
}

impl AnnualPercentageRate {
    /// The unit-period rate at which the amounts balance, times the unit-periods of a year.
    fn nominal(amounts: &[TimedAmount], unit_period: UnitPeriod) -> Result<Self, AprError> {
        let per_year = unit_period.per_year();
        let percent = || {
            let rate = growth(amounts)?.checked_sub(Decimal::ONE)?;
            let yearly =
                rate.checked_mul(per_year.numerator.into())?.checked_div(per_year.denominator.into())?;
            yearly.checked_mul(Decimal::ONE_HUNDRED)
        };
        Self::new(percent(), unit_period)
    }

    fn new(percent: Option<Decimal>, unit_period: UnitPeriod) -> Result<Self, AprError> {
        let percent = positive_zero(half_up(percent.ok_or(AprError::NoRate)?, PERCENT_DECIMALS).normalize());
        Ok(Self { percent, unit_period, unit_periods_per_year: unit_period.per_year() })
    }

    /// Percent a year with exactly so many decimals, half up (a half goes away from zero).
    ///
    /// # Errors
    /// [`AprError::TooManyPlaces`] over [`MOST_PLACES`].
    pub fn rounded(&self, places: u32) -> Result<Decimal, AprError> {
        if places > MOST_PLACES {
            return Err(AprError::TooManyPlaces);
        }
        let mut rounded = positive_zero(half_up(self.percent, places));
        rounded.rescale(places);
        Ok(rounded)
    }
}

/// The growth of a period at which the amounts balance; none where they are all at one time.
fn growth(amounts: &[TimedAmount]) -> Option<Decimal> {
    let at_start = |timed: &TimedAmount| timed.whole == 0 && timed.odd.is_zero();
    if amounts.iter().all(at_start) { None } else { balancing_growth(amounts) }
}

fn half_up(number: Decimal, places: u32) -> Decimal {
    number.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}

/// Nothing has no sign.
fn positive_zero(number: Decimal) -> Decimal {
    if number.is_zero() { number.abs() } else { number }
}
