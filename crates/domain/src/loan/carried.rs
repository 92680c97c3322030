//! Taking over a loan that ran elsewhere before: what was owed of it on a day, and how it goes on.
//!
//! Its history stays where it was kept. The ledger begins on the day of the balance: the principal outstanding then,
//! the interest unpaid then, and the instalments from the next one due. Payments keep their amount; the last takes the
//! rest.

use chrono::{Days, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Loan, LoanEvent, LoanRejection, LoanStatus, RemainingTerms, Transition};
use crate::{
    AccrualCalendar, Amount, AmountError, Currency, DecisionContext, Ledger, LedgerError, LedgerTerms,
    LoanFunded, Money, Opening, PaymentPeriod, Schedule, ScheduleError, ScheduleType,
    calendar::{MonthsAndDays, lacked, months_before},
};

/// What was owed of a loan when it was taken over, and how it goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CarriedBalance {
    /// The day of the balance; its own interest is not in it.
    pub carried_over_on: NaiveDate,
    /// Principal outstanding.
    pub principal: Amount,
    /// Interest accrued and not paid.
    pub interest: Amount,
    /// What of that interest is due on top of the first instalment: more than had accrued since it was last paid.
    pub overdue_interest: Amount,
    /// The day from which the interest of the first instalment accrues.
    pub accrues_from: NaiveDate,
    /// The terms of the rest.
    pub terms: RemainingTerms,
}

/// A wish to take over a loan with what is owed of it.
#[derive(Debug, Clone)]
pub struct CarryOver {
    /// The day the money went out.
    pub funded_on: NaiveDate,
    /// The day of the balance.
    pub carried_over_on: NaiveDate,
    /// Principal outstanding.
    pub principal: Money,
    /// Interest accrued and not paid; left out, it is reckoned from the day to which interest is paid.
    pub interest: Option<Money>,
    /// The day to which interest is paid; left out, the due date before the next.
    pub interest_paid_to: Option<NaiveDate>,
    /// Due date of the first instalment that is not paid; left out, the first after the day of the balance.
    pub next_due_on: Option<NaiveDate>,
    /// The level payment, where it is not the one that the terms make.
    pub payment: Option<Money>,
}

impl CarriedBalance {
    /// What the ledger is reckoned by from the day of the balance.
    ///
    /// # Errors
    /// An amount that does not fit the currency: the log was damaged.
    pub(crate) fn ledger_terms(
        &self,
        of_loan: &super::LoanTerms,
        currency: Currency,
    ) -> Result<LedgerTerms, AmountError> {
        Ok(LedgerTerms {
            schedule: self.terms.schedule_terms(
                self.principal.money(currency)?,
                self.accrues_from,
                currency,
            )?,
            servicing: of_loan.servicing,
            interest_reserve: Vec::new(),
            opening: Some(Opening {
                on: self.carried_over_on,
                disbursed: of_loan.principal,
                interest: self.interest.money(currency)?,
                on_top: self.overdue_interest.money(currency)?,
            }),
        })
    }
}

impl LoanFunded {
    /// What the loan's ledger is reckoned by.
    ///
    /// # Errors
    /// An amount that does not fit the currency: the log was damaged.
    pub fn ledger_terms(&self) -> Result<LedgerTerms, AmountError> {
        let terms = self.terms.terms(self.currency)?;
        match &self.carried_over {
            Some(balance) => balance.ledger_terms(&terms, self.currency),
            None => Ok(terms.ledger_terms(self.funded_on)),
        }
    }
}

impl Loan {
    /// Decides to take a loan over with what is owed of it: its money went out, and it is serviced from the day of the
    /// balance.
    ///
    /// # Errors
    /// A step that the loan's life does not have, a balance that the terms cannot have, dates out of order, or terms of
    /// the rest that make no schedule.
    pub fn carry_over(
        &self,
        wish: &CarryOver,
        context: &DecisionContext,
    ) -> Result<Vec<LoanEvent>, LoanRejection> {
        let funded_on = wish.funded_on;
        let transition = Transition { to: LoanStatus::Funded, effective_on: funded_on, reason: None };
        let mut events = self.transition(transition, context)?;
        let balance = self.carried(wish, context)?;
        if let Some(LoanEvent::Funded(funded)) = events.last_mut() {
            let terms = balance.ledger_terms(&self.terms, context.currency)?;
            // What makes no ledger now never would.
            Ledger::fold(&terms, &[], balance.carried_over_on).map_err(of_ledger)?;
            funded.carried_over = Some(balance);
        }
        Ok(events)
    }

    fn carried(&self, wish: &CarryOver, context: &DecisionContext) -> Result<CarriedBalance, LoanRejection> {
        let amount = |money| Amount::new(money, context.currency);
        let &CarryOver { funded_on, carried_over_on, principal, .. } = wish;
        if self.terms.construction.is_some() {
            return Err(LoanRejection::CarriedDraws);
        }
        if !principal.is_positive() || principal > self.terms.principal {
            return Err(LoanRejection::CarriedPrincipal { principal: amount(self.terms.principal) });
        }
        if wish.interest.is_some_and(Money::is_negative) {
            return Err(LoanRejection::CarriedInterest);
        }
        if carried_over_on < funded_on || carried_over_on > context.today {
            return Err(LoanRejection::CarriedOn { funded_on, today: context.today });
        }
        if wish.interest_paid_to.is_some_and(|paid_to| paid_to < funded_on || paid_to > carried_over_on) {
            return Err(LoanRejection::CarriedInterestPaidTo { funded_on, carried_over_on });
        }
        let rest = self.rest_from(wish, context.currency)?;
        let schedule = rest.terms.schedule_terms(principal, rest.accrues_from, context.currency)?;
        let without_opening = |paid_to| LedgerTerms {
            schedule: crate::ScheduleTerms { funded_on: paid_to, ..schedule.clone() },
            servicing: self.terms.servicing,
            interest_reserve: Vec::new(),
            opening: None,
        };
        let accrued_since = |paid_to: NaiveDate| {
            let terms = without_opening(paid_to.min(carried_over_on));
            let ledger = Ledger::fold(&terms, &[], carried_over_on).map_err(of_ledger)?;
            Ok::<_, LoanRejection>(ledger.accrued_interest)
        };
        let running = accrued_since(rest.accrues_from)?;
        let interest = match (wish.interest, wish.interest_paid_to) {
            (Some(interest), _) => interest,
            (None, Some(paid_to)) => accrued_since(paid_to)?,
            (None, None) => running,
        };
        let on_top = if interest > running { interest.less(running) } else { Money::ZERO };
        Ok(CarriedBalance {
            carried_over_on,
            principal: amount(principal),
            interest: amount(interest),
            overdue_interest: amount(on_top),
            accrues_from: rest.accrues_from,
            terms: rest.terms,
        })
    }

    /// The terms from the next due date on: as many instalments as the whole schedule has left from there.
    fn rest_from(&self, wish: &CarryOver, currency: Currency) -> Result<Rest, LoanRejection> {
        let terms = &self.terms;
        let agreed = terms.schedule_terms(wish.funded_on);
        let rows = Schedule::compute(&agreed)?.instalments;
        let after_balance = rows.iter().map(|row| row.due_on).find(|due_on| *due_on > wish.carried_over_on);
        let maturity_on = rows.last().map_or(wish.funded_on, |row| row.due_on);
        let Some(next) = wish.next_due_on.or(after_balance) else {
            return Err(LoanRejection::CarriedNextDue { funded_on: wish.funded_on, maturity_on });
        };
        let before = rows.partition_point(|row| row.due_on < next);
        let left = rows.len().saturating_sub(before);
        if next <= wish.funded_on || left == 0 {
            return Err(LoanRejection::CarriedNextDue { funded_on: wish.funded_on, maturity_on });
        }
        let is_due_date = rows.get(before).is_some_and(|row| row.due_on == next);
        let due_day = AccrualCalendar::of(&agreed)?.due_day().filter(|_| is_due_date);
        let due_day = lacked(due_day, next);
        let previous = before.checked_sub(1).and_then(|last| rows.get(last)).map(|row| row.due_on);
        let start = match previous {
            Some(_) if !is_due_date => a_period_before(next, terms.frequency.period()),
            previous => previous,
        };
        let accrues_from = start.unwrap_or(wish.funded_on).max(wish.funded_on).min(wish.carried_over_on);
        // The last instalment takes the rest; the one before it is level.
        let level = rows.iter().rev().nth(1).filter(|row| row.principal.is_positive()).map(|row| row.payment);
        let is_level = matches!(terms.schedule_type, ScheduleType::Amortized | ScheduleType::Balloon);
        let level = wish.payment.or(level).filter(|payment| is_level && payment.is_positive());
        let passed = MonthsAndDays::between(wish.funded_on, accrues_from).map_or(0, |passed| passed.months);
        let count = |rows: usize| u32::try_from(rows).unwrap_or(u32::MAX);
        Ok(Rest {
            accrues_from,
            terms: RemainingTerms {
                due_day,
                annual_rate_percent: terms.annual_rate,
                schedule_type: terms.schedule_type,
                amortization_months: terms.amortization_months.map(|months| months.saturating_sub(passed)),
                level_payment: level.map(|payment| Amount::new(payment, currency)),
                interest_only_periods: terms.interest_only_periods.saturating_sub(count(before)),
                frequency: terms.frequency,
                day_count: terms.day_count,
                rounding: terms.rounding,
                first_payment_on: next,
                number_of_payments: count(left),
            },
        })
    }
}

/// How a loan goes on.
struct Rest {
    accrues_from: NaiveDate,
    terms: RemainingTerms,
}

fn a_period_before(day: NaiveDate, period: PaymentPeriod) -> Option<NaiveDate> {
    match period {
        PaymentPeriod::Months(step) => months_before(day, step).ok(),
        PaymentPeriod::Days(step) => day.checked_sub_days(Days::new(step.into())),
        PaymentPeriod::HalfMonth => day.checked_sub_days(Days::new(15)),
        PaymentPeriod::Term => None,
    }
}

fn of_ledger(error: LedgerError) -> LoanRejection {
    match error {
        LedgerError::Terms(error) => LoanRejection::Terms(error),
        _ => LoanRejection::Terms(ScheduleError::TooLarge),
    }
}

#[cfg(test)]
mod tests;
