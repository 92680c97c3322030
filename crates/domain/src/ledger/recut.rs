//! Cutting the instalments to come anew.

use chrono::NaiveDate;

use super::InstalmentState;
use crate::{
    AccrualCalendar, AnnualRate, Disbursement, ExactInterest, ExcessRule, Instalment, Money, Period,
    Rounding, Schedule, ScheduleError, ScheduleTerms, ScheduleType,
    schedule::{Course, RateChange, Repayment},
};

/// A change of principal out of turn, after which the instalments to come are cut anew.
pub(super) struct Change<'t> {
    /// The terms in force.
    pub schedule: &'t ScheduleTerms,
    /// Their calendar.
    pub calendar: &'t AccrualCalendar,
    /// The rates of the terms, by the day from which they accrue.
    pub rates: &'t [RateChange],
    /// The day.
    pub on: NaiveDate,
    /// Principal outstanding after it.
    pub principal: Money,
    /// The rate, without default interest.
    pub annual_rate: AnnualRate,
    /// Interest accrued and not paid.
    pub accrued: ExactInterest,
    /// What prepaid principal does.
    pub excess: ExcessRule,
    /// Whether principal was prepaid; otherwise more went out.
    pub is_prepayment: bool,
    /// The instalments to come.
    pub to_come: &'t [InstalmentState],
}

impl Change<'_> {
    /// The instalments that take the place of those to come, on their due dates.
    ///
    /// # Errors
    /// As [`Schedule::compute`].
    pub(super) fn instalments(&self) -> Result<Vec<Instalment>, ScheduleError> {
        let mut start = self.on;
        let mut periods = Vec::with_capacity(self.to_come.len());
        for row in self.to_come {
            let due_on = row.instalment.due_on;
            let (days, fraction) = self.calendar.stretch(start, due_on)?;
            periods.push(Period { start, due_on, days, fraction });
            start = due_on;
        }
        let longer = self.longer(&periods)?;
        let coming: Vec<Disbursement> = self
            .schedule
            .disbursements
            .iter()
            .filter(|disbursement| disbursement.on > self.on)
            .copied()
            .collect();
        let rates: Vec<RateChange> =
            self.rates.iter().filter(|change| change.on > self.on).copied().collect();
        let course = Course {
            calendar: self.calendar,
            periods: &periods,
            level_periods: &longer,
            opening: self.principal,
            carried: self.accrued,
            annual_rate: self.annual_rate,
            disbursements: &coming,
            rates: &rates,
            rounding: self.schedule.rounding,
            unit: self.schedule.round_payment_to.unwrap_or(Money::from_minor_units(1)),
            interest_only: self.interest_only(),
            repayment: self.repayment(),
        };
        let mut instalments = course.instalments()?;
        // The interest carried into the first is that of its whole period, and so are its days.
        let whole = self.calendar.period_at(self.on)?;
        if let Some(first) = instalments.first_mut().filter(|first| first.due_on == whole.due_on) {
            first.days = whole.days;
        }
        Ok(instalments)
    }

    /// How many of the instalments to come bear interest only.
    fn interest_only(&self) -> usize {
        if self.schedule.interest_only_periods == 0 {
            return 0;
        }
        let periods = self.calendar.periods();
        let last = usize::try_from(self.schedule.interest_only_periods)
            .ok()
            .and_then(|count| periods.get(count - 1));
        let is_interest_only =
            |row: &&InstalmentState| last.is_some_and(|last| row.instalment.due_on <= last.due_on);
        self.to_come.iter().take_while(is_interest_only).count()
    }

    /// The first of the instalments to come that repays principal.
    fn regular(&self) -> Option<&Instalment> {
        self.to_come.get(self.interest_only()).map(|row| &row.instalment)
    }

    /// Prepaid principal shortens the term where payments stay as they are; money that went out is repaid in level
    /// parts over what is left of the term.
    fn repayment(&self) -> Repayment {
        let shortens = self.is_prepayment && self.excess != ExcessRule::LowerPayment;
        match (self.schedule.schedule_type, self.regular()) {
            (ScheduleType::Amortized | ScheduleType::Balloon, Some(regular)) if shortens => {
                Repayment::Stated(regular.payment)
            }
            (ScheduleType::EqualPrincipal, Some(regular)) if shortens => {
                Repayment::StatedPrincipal(regular.principal)
            }
            (ScheduleType::Amortized | ScheduleType::Balloon, _) => Repayment::Level,
            (ScheduleType::EqualPrincipal, _) => Repayment::EqualPrincipal,
            (ScheduleType::InterestOnly | ScheduleType::AtMaturity, _) => Repayment::WithTheLast,
        }
    }

    /// The periods of the longer loan whose level payment a balloon loan has: those to come, and the rest of it.
    fn longer(&self, periods: &[Period]) -> Result<Vec<Period>, ScheduleError> {
        let mut longer = periods.to_vec();
        if let (Some(months), Some(last)) = (self.schedule.amortization_months, periods.last()) {
            let amortization = AccrualCalendar::of(&ScheduleTerms {
                term: crate::Term::Months(months),
                schedule_type: ScheduleType::Amortized,
                amortization_months: None,
                ..self.schedule.clone()
            })?;
            longer.extend(amortization.periods().iter().filter(|period| period.start >= last.due_on));
        }
        Ok(longer)
    }
}

/// The instalments of other terms for the rest of a loan. Interest that had accrued before is due with the first of
/// them, on top of its payment; rounded with that instalment's own, once.
///
/// # Errors
/// As [`Schedule::compute`].
pub(super) fn amended(
    terms: &ScheduleTerms,
    calendar: &AccrualCalendar,
    accrued: ExactInterest,
) -> Result<Vec<Instalment>, ScheduleError> {
    let mut instalments = Schedule::on(terms, calendar)?.instalments;
    let Some(first) = instalments.first_mut() else { return Ok(instalments) };
    let own = first_interest(terms, calendar).ok_or(ScheduleError::TooLarge)?;
    let together = own.checked_add(accrued).and_then(|sum| sum.rounded(terms.rounding));
    let carried = together.ok_or(ScheduleError::TooLarge)?.less(rounded(own, terms.rounding)?);
    first.interest = first.interest.plus(carried);
    first.payment = first.payment.plus(carried);
    Ok(instalments)
}

fn first_interest(terms: &ScheduleTerms, calendar: &AccrualCalendar) -> Option<ExactInterest> {
    let first = calendar.periods().first()?;
    ExactInterest::of(terms.principal, terms.annual_rate, first.fraction)
}

fn rounded(interest: ExactInterest, rounding: Rounding) -> Result<Money, ScheduleError> {
    interest.rounded(rounding).ok_or(ScheduleError::TooLarge)
}
