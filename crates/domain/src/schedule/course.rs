//! The rows of a schedule: interest of each period on what is owed in it, and what the payment leaves for principal.

use super::{
    AccrualCalendar, Disbursement, Instalment, Period, RateChange, ScheduleError,
    level_payment::{Annuity, level_payment},
};
use crate::{Accrual, AnnualRate, ExactInterest, Money, Rounding, YearFraction};

/// How the principal is repaid before the last row, which takes all that is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repayment {
    /// Level payments.
    Level,
    /// Payments of so much.
    Stated(Money),
    /// The same principal each row.
    EqualPrincipal,
    /// So much principal each row.
    StatedPrincipal(Money),
    /// Not before the last row.
    WithTheLast,
}

/// What rows are made of.
#[derive(Debug, Clone)]
pub(crate) struct Course<'t> {
    /// What part of a year lies between two days.
    pub calendar: &'t AccrualCalendar,
    /// The rows.
    pub periods: &'t [Period],
    /// The rows of the loan whose level payment it is: these, or those of a longer one.
    pub level_periods: &'t [Period],
    /// Owed when the first row begins.
    pub opening: Money,
    /// Interest owed already when the first row begins.
    pub carried: ExactInterest,
    /// The rate when the first row begins.
    pub annual_rate: AnnualRate,
    /// What goes out from then on.
    pub disbursements: &'t [Disbursement],
    /// Rates from then on, by the day from which they accrue.
    pub rates: &'t [RateChange],
    /// How interest and payments are rounded.
    pub rounding: Rounding,
    /// Level payments are multiples of so much.
    pub unit: Money,
    /// Rows of interest only, before principal is repaid.
    pub interest_only: usize,
    /// How principal is repaid after them.
    pub repayment: Repayment,
}

/// What is owed while rows are made.
struct State {
    balance: i64,
    annual_rate: AnnualRate,
    /// The rate of the last row's period.
    period_rate: Option<PeriodRate>,
    /// Principal or payment of a row, as the repayment has it.
    part: Option<i64>,
}

/// What happens within a row.
struct Row {
    /// What goes out in it.
    disbursed: i64,
    /// Interest, not rounded.
    exact: Option<ExactInterest>,
    interest: i64,
    /// Whether money went out or the rate changed.
    is_changed: bool,
}

impl Course<'_> {
    /// The rows, and none after what is left is repaid by a stated payment.
    pub(crate) fn instalments(&self) -> Result<Vec<Instalment>, ScheduleError> {
        let mut state = self.opening_state();
        let mut instalments = Vec::with_capacity(self.periods.len());
        for (index, period) in self.periods.iter().enumerate() {
            let row = self.row(&mut state, index, period)?;
            let owed = state.balance.checked_add(row.disbursed).ok_or(ScheduleError::TooLarge)?;
            let principal = if index + 1 == self.periods.len() {
                owed
            } else {
                self.principal(&mut state, index, period, owed, &row)?
            };
            state.balance = owed.checked_sub(principal).ok_or(ScheduleError::TooLarge)?;
            let payment = row.interest.checked_add(principal).ok_or(ScheduleError::TooLarge)?;
            instalments.push(Instalment {
                number: u32::try_from(index + 1).map_err(|_| ScheduleError::TooLarge)?,
                due_on: period.due_on,
                days: period.days,
                payment: Money::from_minor_units(payment),
                interest: Money::from_minor_units(row.interest),
                principal: Money::from_minor_units(principal),
                balance: Money::from_minor_units(state.balance),
            });
            let ends_early = matches!(self.repayment, Repayment::Stated(_) | Repayment::StatedPrincipal(_));
            if ends_early && state.balance == 0 && self.disbursements.is_empty() {
                break;
            }
        }
        Ok(instalments)
    }

    /// The interest of the first row, not rounded.
    pub(crate) fn interest_of_first(&self, first: &Period) -> Result<ExactInterest, ScheduleError> {
        let stretches = self.stretches(&self.opening_state(), first)?;
        let sum = stretches.iter().try_fold(self.carried, |sum, stretch| sum.checked_add(stretch.interest));
        sum.ok_or(ScheduleError::TooLarge)
    }

    fn opening_state(&self) -> State {
        State {
            balance: self.opening.minor_units(),
            annual_rate: self.annual_rate,
            period_rate: None,
            part: None,
        }
    }

    /// The interest of a row, and what goes out in it.
    fn row(&self, state: &mut State, index: usize, period: &Period) -> Result<Row, ScheduleError> {
        let is_plain = self.disbursements.is_empty() && self.rates.is_empty();
        if is_plain && (index > 0 || self.carried == ExactInterest::ZERO) {
            let interest = self.plain_interest(state, period).ok_or(ScheduleError::TooLarge)?;
            return Ok(Row { disbursed: 0, exact: None, interest, is_changed: false });
        }
        let carried = if index == 0 { self.carried } else { ExactInterest::ZERO };
        let (mut exact, mut disbursed, rate_before) = (carried, 0_i64, state.annual_rate);
        for stretch in self.stretches(state, period)? {
            exact = exact.checked_add(stretch.interest).ok_or(ScheduleError::TooLarge)?;
            disbursed = stretch.balance.minor_units() - state.balance;
            state.annual_rate = stretch.annual_rate;
        }
        let interest = exact.rounded(self.rounding).ok_or(ScheduleError::TooLarge)?.minor_units();
        let is_changed = disbursed != 0 || state.annual_rate != rate_before;
        Ok(Row { disbursed, exact: Some(exact), interest, is_changed })
    }

    /// Interest of a row in which nothing changes.
    fn plain_interest(&self, state: &mut State, period: &Period) -> Option<i64> {
        let rate = match state.period_rate {
            Some(rate) => rate.or_of(state.annual_rate, period.fraction)?,
            None => PeriodRate::new(state.annual_rate, period.fraction)?,
        };
        state.period_rate = Some(rate);
        i64::try_from(rate.interest(self.rounding, state.balance.into())?).ok()
    }

    /// The stretches of a row in which nothing changes, from a balance and a rate.
    fn stretches(&self, state: &State, period: &Period) -> Result<Vec<Accrual>, ScheduleError> {
        let within = |day| (period.start..period.due_on).contains(&day);
        let mut days: Vec<_> = self.disbursements.iter().map(|disbursement| disbursement.on).collect();
        days.extend(self.rates.iter().map(|change| change.on));
        days.retain(|day| within(*day));
        days.extend([period.start, period.due_on]);
        days.sort_unstable();
        days.dedup();
        let (mut balance, mut annual_rate) = (state.balance, state.annual_rate);
        let mut stretches = Vec::with_capacity(days.len());
        for stretch in days.windows(2) {
            let &[from, to] = stretch else { continue };
            for disbursement in self.disbursements.iter().filter(|disbursement| disbursement.on == from) {
                balance =
                    balance.checked_add(disbursement.amount.minor_units()).ok_or(ScheduleError::TooLarge)?;
            }
            if let Some(change) = self.rates.iter().rfind(|change| change.on == from) {
                annual_rate = change.annual_rate;
            }
            let fraction = self.calendar.year_fraction(from, to)?;
            let balance = Money::from_minor_units(balance);
            let interest =
                ExactInterest::of(balance, annual_rate, fraction).ok_or(ScheduleError::TooLarge)?;
            stretches.push(Accrual { from, to, fraction, balance, annual_rate, interest });
        }
        Ok(stretches)
    }

    /// The stretches of each row, given the rows.
    pub(crate) fn accruals(&self, instalments: &[Instalment]) -> Result<Vec<Vec<Accrual>>, ScheduleError> {
        let mut state = self.opening_state();
        let rows = self.periods.iter().zip(instalments);
        rows.map(|(period, instalment)| {
            let stretches = self.stretches(&state, period)?;
            state.balance = instalment.balance.minor_units();
            state.annual_rate = stretches.last().map_or(state.annual_rate, |last| last.annual_rate);
            Ok(stretches)
        })
        .collect()
    }

    /// Principal of a row before the last, never more than is owed. Less than nothing where the interest of a long
    /// period is more than the level payment: the rest of it is added to the balance.
    fn principal(
        &self,
        state: &mut State,
        index: usize,
        period: &Period,
        owed: i64,
        row: &Row,
    ) -> Result<i64, ScheduleError> {
        if index < self.interest_only {
            return Ok(0);
        }
        let principal = match self.repayment {
            Repayment::WithTheLast => 0,
            Repayment::Stated(payment) => payment.minor_units() - row.interest,
            Repayment::StatedPrincipal(principal) => principal.minor_units(),
            Repayment::EqualPrincipal => match state.part {
                Some(part) if row.disbursed == 0 => part,
                _ => *state.part.insert(self.equal_principal(index, owed)?),
            },
            Repayment::Level => {
                let payment = match state.part {
                    Some(payment) if !row.is_changed => payment,
                    _ => *state.part.insert(self.level(state.annual_rate, index, period, owed, row)?),
                };
                payment.checked_sub(row.interest).ok_or(ScheduleError::TooLarge)?
            }
        };
        Ok(principal.min(owed))
    }

    fn equal_principal(&self, index: usize, owed: i64) -> Result<i64, ScheduleError> {
        let rows = i128::try_from(self.periods.len() - index).map_err(|_| ScheduleError::TooLarge)?;
        let part = self.rounding.ratio(owed.into(), rows).and_then(|part| i64::try_from(part).ok());
        part.ok_or(ScheduleError::TooLarge)
    }

    fn level(
        &self,
        annual_rate: AnnualRate,
        index: usize,
        period: &Period,
        owed: i64,
        row: &Row,
    ) -> Result<i64, ScheduleError> {
        let exact = match row.exact {
            Some(exact) => exact,
            None => ExactInterest::of(Money::from_minor_units(owed), annual_rate, period.fraction)
                .ok_or(ScheduleError::TooLarge)?,
        };
        let later = self.level_periods.get(index + 1..).ok_or(ScheduleError::AmortizationOutOfRange)?;
        level_payment(&Annuity {
            owed,
            interest: row.interest,
            exact,
            annual_rate,
            later,
            rounding: self.rounding,
            unit: self.unit.minor_units(),
        })
    }
}

/// The rate of a period, which most rows share with the row before: reduced once, it is a division for each.
#[derive(Debug, Clone, Copy)]
pub(super) struct PeriodRate {
    annual_rate: AnnualRate,
    fraction: YearFraction,
    /// Rate × fraction of a year, in lowest terms.
    rate: YearFraction,
}

impl PeriodRate {
    pub(super) fn new(annual_rate: AnnualRate, fraction: YearFraction) -> Option<Self> {
        let one = i64::try_from(crate::rate::MICRO_PERCENT_OF_ONE).ok()?;
        let numerator = i64::from(annual_rate.micro_percent()).checked_mul(fraction.numerator())?;
        let rate = YearFraction::new(numerator, one.checked_mul(fraction.denominator())?);
        Some(Self { annual_rate, fraction, rate })
    }

    /// The rate of a period of this length; this one where it is as long.
    pub(super) fn or_of(self, annual_rate: AnnualRate, fraction: YearFraction) -> Option<Self> {
        let is_same = (self.annual_rate, self.fraction) == (annual_rate, fraction);
        if is_same { Some(self) } else { Self::new(annual_rate, fraction) }
    }

    /// Interest of a balance, in minor units: balance × rate × fraction of a year, as one exact ratio rounded once.
    pub(super) fn interest(self, rounding: Rounding, balance: i128) -> Option<i128> {
        if let Some(interest) = i64::try_from(balance).ok().and_then(|of| self.interest_64(rounding, of)) {
            return Some(interest.into());
        }
        let numerator = balance.checked_mul(self.rate.numerator().into())?;
        rounding.ratio(numerator, self.rate.denominator().into())
    }

    /// The same in 64 bits; none where they do not suffice.
    pub(super) fn interest_64(self, rounding: Rounding, balance: i64) -> Option<i64> {
        rounding.ratio_64(balance.checked_mul(self.rate.numerator())?, self.rate.denominator())
    }
}
