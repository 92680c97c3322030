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
    /// Interest accrued and not paid, of the period that runs.
    pub accrued: ExactInterest,
    /// Interest overdue that is due on top of the first of them.
    pub arrears: ExactInterest,
    /// By how much the payment of the first of those to come is more for it.
    pub on_top: Money,
    /// What prepaid principal does.
    pub excess: ExcessRule,
    /// Whether principal was prepaid; otherwise more went out.
    pub is_prepayment: bool,
    /// The instalments to come.
    pub to_come: &'t [InstalmentState],
}

impl Change<'_> {
    /// The instalments that take the place of those to come, on their due dates, and by how much the first is more for
    /// interest that is overdue.
    ///
    /// # Errors
    /// As [`Schedule::compute`].
    pub(super) fn instalments(&self) -> Result<(Vec<Instalment>, Money), ScheduleError> {
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
        let Some(first) = course.periods.first() else { return Ok((instalments, Money::ZERO)) };
        let own = course.interest_of_first(first)?;
        let on_top = put_on_top(&mut instalments, own, self.arrears, self.schedule.rounding)?;
        Ok((instalments, on_top))
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

    /// The first of the instalments to come that repays principal, without what is due on top of it.
    fn regular(&self) -> Option<Instalment> {
        let place = self.interest_only();
        let row = self.to_come.get(place)?.instalment;
        let on_top = if place == 0 { self.on_top } else { Money::ZERO };
        Some(Instalment { payment: row.payment.less(on_top), ..row })
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

/// The instalments of other terms for the rest of a loan, and by how much the first is more for interest that was
/// overdue. Interest of the period that runs is the first instalment's own, and levelled with it.
///
/// # Errors
/// As [`Schedule::compute`].
pub(super) fn amended(
    terms: &ScheduleTerms,
    calendar: &AccrualCalendar,
    running: ExactInterest,
    overdue: ExactInterest,
) -> Result<(Vec<Instalment>, Money), ScheduleError> {
    let mut instalments = Schedule::going_on(terms, calendar, running)?.instalments;
    let Some(first) = calendar.periods().first() else { return Ok((instalments, Money::ZERO)) };
    let own = ExactInterest::of(terms.principal, terms.annual_rate, first.fraction)
        .and_then(|interest| interest.checked_add(running))
        .ok_or(ScheduleError::TooLarge)?;
    let on_top = put_on_top(&mut instalments, own, overdue, terms.rounding)?;
    Ok((instalments, on_top))
}

/// Puts interest that is overdue on top of the first instalment; rounded together with that instalment's own, once.
/// Says by how much its payment is more.
fn put_on_top(
    instalments: &mut [Instalment],
    own: ExactInterest,
    overdue: ExactInterest,
    rounding: Rounding,
) -> Result<Money, ScheduleError> {
    let Some(first) = instalments.first_mut().filter(|_| overdue != ExactInterest::ZERO) else {
        return Ok(Money::ZERO);
    };
    let rounded = |interest: ExactInterest| interest.rounded(rounding).ok_or(ScheduleError::TooLarge);
    let together = own.checked_add(overdue).ok_or(ScheduleError::TooLarge)?;
    let on_top = rounded(together)?.less(rounded(own)?);
    first.interest = first.interest.plus(on_top);
    first.payment = first.payment.plus(on_top);
    Ok(on_top)
}
