//! Other terms for the rest of a loan, and a later end.

use chrono::{Datelike, NaiveDate};
use uuid::Uuid;

use super::{LoanAccount, ServicingRejection, since_funding};
use crate::{
    AccrualCalendar, Amount, AnnualRate, DecisionContext, Entry, Frequency, InstalmentState, Ledger,
    LedgerError, LedgerTerms, LoanExtended, LoanModified, LoanStatus, Money, Movement, PaymentId, Period,
    RemainingTerms, Schedule, ScheduleError, ScheduleTerms, ScheduleType,
    calendar::{MonthsAndDays, due_months_after, lacked},
    text,
};

/// A wish for other terms from a day on; what is left out stays as it is.
#[derive(Debug, Clone)]
pub struct Amendment {
    /// The day from which they hold.
    pub modified_on: NaiveDate,
    /// Another rate.
    pub annual_rate: Option<AnnualRate>,
    /// Another way to repay.
    pub schedule_type: Option<ScheduleType>,
    /// Of a balloon loan: months over which the level payment would repay the rest.
    pub amortization_months: Option<u32>,
    /// Periods of interest only, from that day on.
    pub interest_only_periods: Option<u32>,
    /// Another frequency.
    pub frequency: Option<Frequency>,
    /// Another first due date.
    pub first_payment_on: Option<NaiveDate>,
    /// How many payments are left.
    pub number_of_payments: Option<u32>,
    /// Why.
    pub reason: String,
}

/// A wish for a later end.
#[derive(Debug, Clone)]
pub struct Extension {
    /// The day from which it holds.
    pub extended_on: NaiveDate,
    /// By so many months.
    pub months: u32,
    /// Another rate from that day on.
    pub annual_rate: Option<AnnualRate>,
    /// Why.
    pub reason: String,
}

/// What other terms would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmendmentEffect {
    /// The day from which they hold.
    pub effective_on: NaiveDate,
    /// Principal outstanding on that day.
    pub principal: Money,
    /// Interest overdue on that day, due on top of the first of the new instalments.
    pub carried_interest: Money,
    /// What is open of instalments due until that day, on the present terms.
    pub past_due: Money,
    /// The instalments to come after that day, on the present terms.
    pub before: Schedule,
    /// The same on the others.
    pub after: Schedule,
    /// Interest of the period that runs and of those to come, on the present terms: what is overdue is apart.
    pub interest_before: Money,
    /// The same on the others.
    pub interest_after: Money,
}

/// Longest extension at once.
const LONGEST_EXTENSION: u32 = 120;

impl LoanAccount {
    /// Decides other terms for the rest of the loan.
    ///
    /// # Errors
    /// A loan that is not serviced or of which nothing is owed on that day, terms that make no schedule or that hold
    /// already, a day before the last change or after the next due date, a reason that is empty or too long.
    pub fn modify(
        &self,
        wish: Amendment,
        context: &DecisionContext,
    ) -> Result<LoanModified, ServicingRejection> {
        let present = self.rest(wish.modified_on, context)?.terms;
        let schedule_type = wish.schedule_type.unwrap_or(present.schedule_type);
        let changed = RemainingTerms {
            annual_rate_percent: wish.annual_rate.unwrap_or(present.annual_rate_percent),
            amortization_months: match schedule_type {
                ScheduleType::Balloon => wish.amortization_months.or(present.amortization_months),
                _ => wish.amortization_months,
            },
            schedule_type,
            interest_only_periods: wish.interest_only_periods.unwrap_or(present.interest_only_periods),
            frequency: wish.frequency.unwrap_or(present.frequency),
            // Another first due date, or another rhythm, is an anchor of its own.
            due_day: present.due_day.filter(|_| {
                wish.frequency.is_none_or(|frequency| frequency == present.frequency)
                    && wish.first_payment_on.is_none_or(|first| first == present.first_payment_on)
            }),
            first_payment_on: wish.first_payment_on.unwrap_or(present.first_payment_on),
            number_of_payments: wish.number_of_payments.unwrap_or(present.number_of_payments),
            ..present.clone()
        };
        if changed == present {
            return Err(ServicingRejection::NothingChanges);
        }
        self.try_out(wish.modified_on, &changed, context)?;
        Ok(LoanModified {
            loan_id: self.loan.loan_id,
            organization_id: context.organization_id,
            modified_on: wish.modified_on,
            terms: changed,
            reason: text::required("reason", &wish.reason, 500)?,
            modified_by: context.user.clone(),
        })
    }

    /// Decides a later end. Level payments are levelled anew over the longer rest; interest-only and balloon loans go
    /// on as they are and repay the rest later.
    ///
    /// # Errors
    /// As [`LoanAccount::modify`]; months that are none or over [`LONGEST_EXTENSION`], or that end before the day.
    pub fn extend(
        &self,
        wish: Extension,
        context: &DecisionContext,
    ) -> Result<LoanExtended, ServicingRejection> {
        if !(1..=LONGEST_EXTENSION).contains(&wish.months) {
            return Err(ServicingRejection::OutOfRange { field: "months", most: LONGEST_EXTENSION });
        }
        let rest = self.rest(wish.extended_on, context)?;
        let before = rest.maturity_on;
        let due_day = lacked(rest.due_day, before).unwrap_or(before.day());
        let latest = due_months_after(before, wish.months, due_day).unwrap_or(before);
        if latest <= wish.extended_on {
            return Err(ServicingRejection::EndsTooEarly { maturity_on: latest, on: wish.extended_on });
        }
        let annual_rate_percent = wish.annual_rate.unwrap_or(rest.terms.annual_rate_percent);
        let goes_on = rest.terms.schedule_type == ScheduleType::Balloon
            && annual_rate_percent == rest.terms.annual_rate_percent;
        let longer = RemainingTerms {
            annual_rate_percent,
            level_payment: rest.level_payment.filter(|_| goes_on),
            ..rest.until(latest)
        };
        let maturity_on = self.try_out(wish.extended_on, &longer, context).map_err(|error| match error {
            ServicingRejection::Terms(error) | ServicingRejection::Ledger(LedgerError::Terms(error)) => {
                ServicingRejection::Extension(error)
            }
            other => other,
        })?;
        Ok(LoanExtended {
            loan_id: self.loan.loan_id,
            organization_id: context.organization_id,
            extended_on: wish.extended_on,
            months: wish.months,
            maturity_before: before,
            maturity_on,
            terms: longer,
            reason: text::required("reason", &wish.reason, 500)?,
            extended_by: context.user.clone(),
        })
    }

    /// What holds for the rest of the loan on a day. Other terms hold at the latest from the due date that is next
    /// today: later ones would leave instalments out that nobody has asked for yet.
    fn rest(&self, on: NaiveDate, context: &DecisionContext) -> Result<Rest, ServicingRejection> {
        let field = "effective_on";
        let terms = self.serviced(LoanStatus::SERVICED)?;
        since_funding(field, on, &terms)?;
        let amended_on = self.amendments().map(|(amended_on, _)| amended_on).max();
        if let Some(earliest) = amended_on.filter(|last| on < *last) {
            return Err(ServicingRejection::TooEarly { field, earliest });
        }
        let latest = self.next_due(context)?.unwrap_or(context.today);
        if on > latest {
            return Err(ServicingRejection::TooLate { field, latest });
        }
        let ledger = Ledger::fold(&terms, &self.entries_until(on, context)?, on)?;
        if !ledger.principal.is_positive() {
            return Err(ServicingRejection::NothingOwed);
        }
        let in_force = self.amendments().filter(|(amended_on, _)| *amended_on <= on).last();
        let calendar = AccrualCalendar::of(in_force.map_or(&terms.schedule, |(_, schedule)| schedule))?;
        let period = calendar.period_at(on).map_err(ScheduleError::from)?;
        let since = amended_on.unwrap_or(terms.schedule.funded_on);
        Ok(self.rest_of(&ledger, since, period, calendar.due_day()))
    }

    fn rest_of(&self, ledger: &Ledger, since: NaiveDate, period: Period, due_day: Option<u32>) -> Rest {
        let on = ledger.as_of;
        let to_come: Vec<&InstalmentState> =
            ledger.instalments.iter().filter(|row| !row.is_paid() && row.instalment.due_on > on).collect();
        let count = |rows: usize| u32::try_from(rows).unwrap_or(u32::MAX);
        let since_then = ledger.instalments.iter().filter(|row| row.instalment.due_on > since).count();
        let passed = count(since_then.saturating_sub(to_come.len()));
        let (agreed, last) = (&self.loan.terms, self.remaining.as_ref());
        let interest_only = last.map_or(agreed.interest_only_periods, |last| last.interest_only_periods);
        let amortization = last.map_or(agreed.amortization_months, |last| last.amortization_months);
        let first_payment_on = to_come.first().map_or(period.due_on, |row| row.instalment.due_on);
        let terms = RemainingTerms {
            annual_rate_percent: last.map_or(agreed.annual_rate, |last| last.annual_rate_percent),
            schedule_type: last.map_or(agreed.schedule_type, |last| last.schedule_type),
            amortization_months: amortization.map(|months| months.saturating_sub(months_of(since, on))),
            level_payment: None,
            interest_only_periods: interest_only.saturating_sub(passed),
            frequency: last.map_or(agreed.frequency, |last| last.frequency),
            day_count: agreed.day_count,
            rounding: agreed.rounding,
            first_payment_on,
            due_day: lacked(due_day, first_payment_on),
            number_of_payments: count(to_come.len()).max(1),
        };
        let maturity_on = ledger.instalments.last().map_or(on, |row| row.instalment.due_on);
        // The last instalment takes the rest; the one before it is level, and bears nothing on top.
        let level = ledger.instalments.iter().rev().nth(1).map(|row| row.instalment);
        let level = level.filter(|row| row.principal.is_positive()).map(|row| row.payment);
        Rest {
            terms,
            due_day,
            maturity_on,
            period_start: period.start,
            has_matured: to_come.is_empty(),
            level_payment: level.map(|payment| Amount::new(payment, self.currency)),
        }
    }

    fn amendments(&self) -> impl Iterator<Item = (NaiveDate, &ScheduleTerms)> {
        self.entries.iter().filter_map(|entry| match &entry.movement {
            Movement::Amendment(schedule) => Some((entry.effective_on, schedule.as_ref())),
            _ => None,
        })
    }

    /// The due date, today or later, of the next instalment that is not paid.
    fn next_due(&self, context: &DecisionContext) -> Result<Option<NaiveDate>, ServicingRejection> {
        let Some(ledger) = self.ledger(context.today)? else { return Ok(None) };
        let open = ledger.instalments.iter().filter(|row| !row.is_paid());
        Ok(open.map(|row| row.instalment.due_on).find(|due_on| *due_on >= context.today))
    }

    /// The movements until a day, as [`until`] has them.
    fn entries_until(
        &self,
        on: NaiveDate,
        context: &DecisionContext,
    ) -> Result<Vec<Entry>, ServicingRejection> {
        match self.ledger_terms() {
            Some(terms) => until(&terms, &self.entries, on, context.today),
            None => Ok(self.entries.clone()),
        }
    }

    /// The instalments to come with and without other terms that were decided.
    ///
    /// # Errors
    /// As [`Ledger::fold`].
    pub fn preview_amendment(
        &self,
        on: NaiveDate,
        rest: &RemainingTerms,
        context: &DecisionContext,
    ) -> Result<AmendmentEffect, ServicingRejection> {
        let terms = self.serviced(LoanStatus::SERVICED)?;
        let entries = self.entries_until(on, context)?;
        let before = Ledger::fold(&terms, &entries, on)?;
        let after = Ledger::fold(&terms, &self.with(entries, on, rest)?, on)?;
        let due = before.instalments.iter().take_while(|row| row.instalment.due_on <= on);
        let past_due = due.fold(Money::ZERO, |sum, row| sum.plus(row.unpaid()));
        let (coming, others) = (to_come(&before), to_come(&after));
        Ok(AmendmentEffect {
            effective_on: on,
            principal: before.principal,
            carried_interest: before.overdue_interest,
            past_due,
            interest_before: coming.totals().interest,
            interest_after: others.totals().interest.less(before.overdue_interest),
            before: coming,
            after: others,
        })
    }

    fn with(
        &self,
        mut entries: Vec<Entry>,
        on: NaiveDate,
        rest: &RemainingTerms,
    ) -> Result<Vec<Entry>, ServicingRejection> {
        let schedule = rest.schedule_terms(self.loan.terms.principal, on, self.currency)?;
        entries.push(Entry { effective_on: on, movement: Movement::Amendment(Box::new(schedule)) });
        Ok(entries)
    }

    /// The last due date of the rest on these terms.
    fn try_out(
        &self,
        on: NaiveDate,
        rest: &RemainingTerms,
        context: &DecisionContext,
    ) -> Result<NaiveDate, ServicingRejection> {
        let terms = self.serviced(LoanStatus::SERVICED)?;
        let entries = self.with(self.entries_until(on, context)?, on, rest)?;
        let ledger = Ledger::fold(&terms, &entries, on)?;
        Ok(ledger.instalments.last().map_or(on, |row| row.instalment.due_on))
    }
}

/// What holds for the rest of a loan on a day.
struct Rest {
    /// The terms, the next due date, how many payments are left.
    terms: RemainingTerms,
    /// The day of the month that due dates keep to.
    due_day: Option<u32>,
    /// The day of the last payment.
    maturity_on: NaiveDate,
    /// The first day of the period in which the day lies.
    period_start: NaiveDate,
    /// Whether the last payment was due by that day.
    has_matured: bool,
    /// What a payment is before the last.
    level_payment: Option<Amount>,
}

impl Rest {
    /// The terms, longer by the payments that fall due until a later end. A single payment is put off.
    fn until(&self, latest: NaiveDate) -> RemainingTerms {
        let terms = &self.terms;
        let is_single = self.has_matured || terms.number_of_payments == 1;
        let is_put_off = is_single
            && (terms.schedule_type == ScheduleType::AtMaturity || terms.frequency == Frequency::Maturity);
        let put_off = || RemainingTerms {
            first_payment_on: latest,
            due_day: lacked(self.due_day, latest),
            number_of_payments: 1,
            ..terms.clone()
        };
        if is_put_off {
            return put_off();
        }
        let (left, from) = if self.has_matured {
            (0, self.period_start)
        } else {
            (terms.number_of_payments, self.maturity_on)
        };
        match left.saturating_add(terms.frequency.periods_between(from, latest)) {
            0 => put_off(),
            number_of_payments => RemainingTerms { number_of_payments, ..terms.clone() },
        }
    }
}

/// The movements until a day. Where it is one to come, what falls due until then is taken as paid on that day: it is
/// asked for until then, and nobody knows better.
///
/// # Errors
/// As [`Ledger::fold`].
pub(super) fn until(
    terms: &LedgerTerms,
    entries: &[Entry],
    on: NaiveDate,
    today: NaiveDate,
) -> Result<Vec<Entry>, ServicingRejection> {
    let mut entries = entries.to_vec();
    if on <= today {
        return Ok(entries);
    }
    let known: Vec<Entry> = entries.iter().filter(|entry| entry.effective_on <= today).cloned().collect();
    let ledger = Ledger::fold(terms, &known, on)?;
    let due = ledger.instalments.iter().take_while(|row| row.instalment.due_on <= on);
    let due = due.fold(Money::ZERO, |sum, row| sum.plus(row.unpaid()));
    if due.is_positive() {
        let amount = due.plus(ledger.fees).plus(ledger.late_charges);
        let payment_id = PaymentId::from_uuid(Uuid::max());
        entries.push(Entry { effective_on: on, movement: Movement::Payment { payment_id, amount } });
    }
    Ok(entries)
}

/// The instalments that are not paid and due after the day.
fn to_come(ledger: &Ledger) -> Schedule {
    let is_to_come = |row: &&InstalmentState| !row.is_paid() && row.instalment.due_on > ledger.as_of;
    let open = ledger.instalments.iter().filter(is_to_come);
    let instalments: Vec<_> = open.map(|row| row.instalment).collect();
    let maturity_on = instalments.last().map_or(ledger.as_of, |last| last.due_on);
    Schedule { instalments, maturity_on }
}

/// Whole calendar months from one day to another.
fn months_of(from: NaiveDate, to: NaiveDate) -> u32 {
    MonthsAndDays::between(from, to).map_or(0, |counted| counted.months)
}
