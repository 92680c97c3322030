//! Other terms for the rest of a loan, and a later end.

use chrono::{Months, NaiveDate};

use super::{LoanAccount, ServicingRejection, since_funding};
use crate::{
    AnnualRate, DecisionContext, Entry, Frequency, InstalmentState, Ledger, LedgerTerms, LoanExtended,
    LoanModified, LoanStatus, Money, Movement, RemainingTerms, Schedule, ScheduleType,
    calendar::MonthsAndDays, text,
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
    /// Interest unpaid on that day, due with the first of the new instalments.
    pub carried_interest: Money,
    /// The instalments that are not paid, on the present terms.
    pub before: Schedule,
    /// The same on the others.
    pub after: Schedule,
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
        let (terms, present) = self.present_terms("modified_on", wish.modified_on, context)?;
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
            first_payment_on: wish.first_payment_on.unwrap_or(present.first_payment_on),
            number_of_payments: wish.number_of_payments.unwrap_or(present.number_of_payments),
            ..present.clone()
        };
        if changed == present {
            return Err(ServicingRejection::NothingChanges);
        }
        self.try_out(&terms, wish.modified_on, &changed)?;
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
    /// As [`LoanAccount::modify`]; months that are none or over [`LONGEST_EXTENSION`].
    pub fn extend(
        &self,
        wish: Extension,
        context: &DecisionContext,
    ) -> Result<LoanExtended, ServicingRejection> {
        let (terms, present) = self.present_terms("extended_on", wish.extended_on, context)?;
        if !(1..=LONGEST_EXTENSION).contains(&wish.months) {
            return Err(ServicingRejection::OutOfRange { field: "months", most: LONGEST_EXTENSION });
        }
        let before = self.try_out(&terms, wish.extended_on, &present)?;
        let latest = before.checked_add_months(Months::new(wish.months)).unwrap_or(before);
        let longer = RemainingTerms {
            annual_rate_percent: wish.annual_rate.unwrap_or(present.annual_rate_percent),
            ..self.longer(&present, before, latest)
        };
        let maturity_on = self.try_out(&terms, wish.extended_on, &longer)?;
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

    /// The terms of the rest, longer by the payments that fall due until the later end. A single payment is put off.
    fn longer(&self, present: &RemainingTerms, before: NaiveDate, latest: NaiveDate) -> RemainingTerms {
        let is_single = present.number_of_payments == 1 && present.first_payment_on == before;
        let puts_off = is_single
            && (present.schedule_type == ScheduleType::AtMaturity
                || present.frequency == Frequency::Maturity);
        if puts_off {
            return RemainingTerms { first_payment_on: latest, ..present.clone() };
        }
        let more = present.frequency.periods_between(before, latest);
        RemainingTerms {
            number_of_payments: present.number_of_payments.saturating_add(more),
            amortization_months: present.amortization_months,
            ..present.clone()
        }
    }

    /// What holds for the rest on a day: the terms, the next due date, how many payments are left.
    fn present_terms(
        &self,
        field: &'static str,
        on: NaiveDate,
        context: &DecisionContext,
    ) -> Result<(LedgerTerms, RemainingTerms), ServicingRejection> {
        let terms = self.serviced(LoanStatus::SERVICED)?;
        since_funding(field, on, &terms)?;
        let amendments = self.entries.iter().filter(|entry| matches!(entry.movement, Movement::Amendment(_)));
        let amended_on = amendments.map(|entry| entry.effective_on).max();
        if let Some(earliest) = amended_on.filter(|last| on < *last) {
            return Err(ServicingRejection::TooEarly { field, earliest });
        }
        let ledger = Ledger::fold(&terms, &self.entries, on)?;
        if !ledger.principal.is_positive() {
            return Err(ServicingRejection::NothingOwed);
        }
        let to_come: Vec<&InstalmentState> =
            ledger.instalments.iter().filter(|row| !row.is_paid() && row.instalment.due_on > on).collect();
        let next_due = to_come.first().map(|row| row.instalment.due_on);
        let latest = next_due.unwrap_or(on).max(context.today);
        if on > latest {
            return Err(ServicingRejection::TooLate { field, latest });
        }
        let agreed = &self.loan.terms;
        let last = self.remaining.as_ref();
        let frequency = last.map_or(agreed.frequency, |last| last.frequency);
        let first_payment_on = next_due.or_else(|| frequency.next_after(on)).unwrap_or(on);
        let number_of_payments = u32::try_from(to_come.len()).unwrap_or(u32::MAX).max(1);
        let since = amended_on.unwrap_or(terms.schedule.funded_on);
        let passed =
            ledger.instalments.iter().filter(|row| row.instalment.due_on > since).count() - to_come.len();
        let passed = u32::try_from(passed).unwrap_or(u32::MAX);
        let interest_only = last.map_or(agreed.interest_only_periods, |last| last.interest_only_periods);
        let amortization = last.map_or(agreed.amortization_months, |last| last.amortization_months);
        let present = RemainingTerms {
            annual_rate_percent: last.map_or(agreed.annual_rate, |last| last.annual_rate_percent),
            schedule_type: last.map_or(agreed.schedule_type, |last| last.schedule_type),
            amortization_months: amortization.map(|months| months.saturating_sub(months_of(since, on))),
            interest_only_periods: interest_only.saturating_sub(passed),
            frequency,
            day_count: agreed.day_count,
            rounding: agreed.rounding,
            first_payment_on,
            number_of_payments,
        };
        Ok((terms, present))
    }

    /// The instalments to come with and without other terms that were decided.
    ///
    /// # Errors
    /// As [`Ledger::fold`].
    pub fn preview_amendment(
        &self,
        on: NaiveDate,
        rest: &RemainingTerms,
    ) -> Result<AmendmentEffect, ServicingRejection> {
        let terms = self.serviced(LoanStatus::SERVICED)?;
        let before = Ledger::fold(&terms, &self.entries, on)?;
        let after = Ledger::fold(&terms, &self.with(on, rest), on)?;
        Ok(AmendmentEffect {
            effective_on: on,
            principal: before.principal,
            carried_interest: before.accrued_interest,
            before: open(&before),
            after: open(&after),
        })
    }

    fn with(&self, on: NaiveDate, rest: &RemainingTerms) -> Vec<Entry> {
        let mut entries: Vec<Entry> = self.entries.clone();
        let schedule = rest.schedule_terms(self.loan.terms.principal, on);
        entries.push(Entry { effective_on: on, movement: Movement::Amendment(Box::new(schedule)) });
        entries
    }

    /// The last due date of the rest on these terms.
    fn try_out(
        &self,
        terms: &LedgerTerms,
        on: NaiveDate,
        rest: &RemainingTerms,
    ) -> Result<NaiveDate, ServicingRejection> {
        let ledger = Ledger::fold(terms, &self.with(on, rest), on)?;
        Ok(ledger.instalments.last().map_or(on, |row| row.instalment.due_on))
    }
}

/// The instalments that are not paid.
fn open(ledger: &Ledger) -> Schedule {
    let open = ledger.instalments.iter().filter(|row| !row.is_paid());
    let instalments: Vec<_> = open.map(|row| row.instalment).collect();
    let maturity_on = instalments.last().map_or(ledger.as_of, |last| last.due_on);
    Schedule { instalments, maturity_on }
}

/// Whole calendar months from one day to another.
fn months_of(from: NaiveDate, to: NaiveDate) -> u32 {
    MonthsAndDays::between(from, to).map_or(0, |counted| counted.months)
}
