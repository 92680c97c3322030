//! What follows from what was recorded: where each payment goes now, which late charges were not warranted, which
//! instalments are cut anew, whether the loan is paid off.
//!
//! The ledger is folded again and held against what was recorded of it before. Only what differs is recorded, beside
//! what stands in the log; nothing is overwritten. Reconciling twice records nothing the second time.

use chrono::NaiveDate;

use super::{LoanAccount, Scheduled, ServicingRejection};
use crate::{
    Allocation, Amount, CoveredInstalment, DecisionContext, Entry, FeeId, FeeKind, FeeWaived, Instalment,
    InterestReserveApplied, Ledger, LedgerTerms, LoanCured, LoanPaidOff, LoanStatus, LoanStatusChanged,
    Money, Movement, PaymentProcessed,
};

/// What follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconciled {
    /// The ledger as of today.
    pub ledger: Ledger,
    /// What is to be recorded.
    pub followed: Followed,
}

/// What is to be recorded, in this order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Followed {
    /// Late charges on instalments that were paid in time after all.
    pub waived: Vec<FeeWaived>,
    /// Payments that go elsewhere than was recorded.
    pub processed: Vec<PaymentProcessed>,
    /// Interest that the reserve paid otherwise than was recorded.
    pub reserve: Vec<InterestReserveApplied>,
    /// The instalments that take the place of those recorded, with the first due date that they replace.
    pub instalments: Option<(NaiveDate, Vec<Instalment>)>,
    /// Steps of the loan's status.
    pub steps: Vec<StatusStep>,
}

/// A step of the loan's status, and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusStep {
    /// The step.
    pub changed: LoanStatusChanged,
    /// The day from which it holds.
    pub effective_on: NaiveDate,
    /// Nothing is owed any more.
    pub paid_off: Option<LoanPaidOff>,
    /// What was owed in default was paid.
    pub cured: Option<LoanCured>,
}

/// A ledger without late charges for which there is no reason.
pub(super) struct Warranted {
    /// As of today.
    pub ledger: Ledger,
    /// What it was folded from, with the waivers.
    pub entries: Vec<Entry>,
    /// The charges that fall away.
    pub waived: Vec<FeeWaived>,
}

impl LoanAccount {
    /// Says what follows, as of today; none before the funding.
    ///
    /// # Errors
    /// As [`Ledger::fold`].
    pub fn reconcile(&self, context: &DecisionContext) -> Result<Option<Reconciled>, ServicingRejection> {
        let Some(terms) = self.ledger_terms().filter(|terms| terms.schedule.funded_on <= context.today)
        else {
            return Ok(None);
        };
        let Warranted { ledger, entries, waived } = self.warranted(&terms, self.entries.clone(), context)?;
        // Other terms may hold from a day to come; their instalments are recorded now.
        let last = entries.iter().map(|entry| entry.effective_on).max().unwrap_or(context.today);
        let planned = if last > context.today {
            Ledger::fold(&terms, &entries, last)?.instalments
        } else {
            ledger.instalments.clone()
        };
        let planned: Vec<Instalment> = planned.iter().map(|row| row.instalment).collect();
        let followed = Followed {
            waived,
            processed: self.processed(&ledger, context),
            reserve: self.reserve_events(&ledger, context),
            instalments: self.recut(&ledger, &planned),
            steps: self.steps(&ledger, context),
        };
        Ok(Some(Reconciled { ledger, followed }))
    }

    /// The ledger of entries as of today, without the late charges that they leave no reason for.
    ///
    /// # Errors
    /// As [`Ledger::fold`].
    pub(super) fn warranted(
        &self,
        terms: &LedgerTerms,
        mut entries: Vec<Entry>,
        context: &DecisionContext,
    ) -> Result<Warranted, ServicingRejection> {
        let mut ledger = Ledger::fold(terms, &entries, context.today)?;
        let mut waived: Vec<FeeWaived> = Vec::new();
        // A charge that falls away may leave a payment enough for the next instalment, and so on.
        loop {
            let found = self.unwarranted(&ledger, &waived, context);
            if found.is_empty() {
                return Ok(Warranted { ledger, entries, waived });
            }
            for (entry, fee) in found {
                entries.push(entry);
                waived.push(fee);
            }
            ledger = Ledger::fold(terms, &entries, context.today)?;
        }
    }

    /// Late charges on instalments that were paid within their grace: the payment was recorded after the charge. Each
    /// is forgiven from the day on which it fell due.
    fn unwarranted(
        &self,
        ledger: &Ledger,
        known: &[FeeWaived],
        context: &DecisionContext,
    ) -> Vec<(Entry, FeeWaived)> {
        let servicing = &self.loan.terms.servicing;
        let was_paid_in_time = |due_on: NaiveDate| {
            let row = ledger.instalments.iter().find(|row| row.instalment.due_on == due_on);
            // One that fell away since the loan was paid off before it is not late either.
            let paid_on = row.map_or(ledger.settled_on, |row| row.paid_on);
            paid_on.is_some_and(|paid_on| paid_on < servicing.late_on(due_on))
        };
        let waive = |fee_id: FeeId, amount: Money, waived_on: NaiveDate| {
            let entry = Entry { effective_on: waived_on, movement: Movement::Waiver { fee_id, amount } };
            let waived = FeeWaived {
                fee_id,
                loan_id: self.loan.loan_id,
                organization_id: context.organization_id,
                currency: self.currency,
                amount: Amount::new(amount, self.currency),
                waived_on,
                reason: "The instalment was paid in time; the payment was recorded later".to_owned(),
                waived_by: context.user.clone(),
            };
            (entry, waived)
        };
        let late =
            self.fees.iter().filter(|(_, fee)| fee.kind == FeeKind::LateCharge && fee.waived < fee.amount);
        late.filter(|(fee_id, _)| known.iter().all(|waived| waived.fee_id != **fee_id))
            .filter(|(_, fee)| fee.late_due_on.is_some_and(was_paid_in_time))
            .map(|(fee_id, fee)| waive(*fee_id, fee.amount.less(fee.waived), fee.assessed_on))
            .collect()
    }

    /// The payments that go elsewhere than was recorded of them.
    fn processed(&self, ledger: &Ledger, context: &DecisionContext) -> Vec<PaymentProcessed> {
        let now = ledger.allocations.iter().filter_map(|allocation| {
            let payment = self.payments.get(&allocation.payment_id)?;
            let before = payment.processed.as_ref();
            let revision = before.map_or(0, |processed| processed.revision);
            let processed = self.processed_event(allocation, revision, context);
            (before != Some(&processed))
                .then(|| PaymentProcessed { revision: revision.saturating_add(1), ..processed })
        });
        now.collect()
    }

    fn processed_event(
        &self,
        allocation: &Allocation,
        revision: u32,
        context: &DecisionContext,
    ) -> PaymentProcessed {
        let amount = |money| Amount::new(money, self.currency);
        PaymentProcessed {
            payment_id: allocation.payment_id,
            loan_id: self.loan.loan_id,
            organization_id: context.organization_id,
            currency: self.currency,
            revision,
            amount: amount(allocation.amount),
            fees: amount(allocation.fees),
            late_charges: amount(allocation.late_charges),
            interest: amount(allocation.interest),
            principal: amount(allocation.principal),
            prepaid: amount(allocation.prepaid),
            held: amount(allocation.held),
            covered: allocation
                .covered
                .iter()
                .map(|part| CoveredInstalment {
                    due_on: part.due_on,
                    covered_on: part.covered_on,
                    amount: amount(part.amount),
                })
                .collect(),
            balance: amount(allocation.balance),
        }
    }

    /// The instalments from the first that differs from what is recorded. Those of a loan that is paid fall away by
    /// that alone; a loan whose first schedule is not recorded yet waits for it.
    fn recut(&self, ledger: &Ledger, planned: &[Instalment]) -> Option<(NaiveDate, Vec<Instalment>)> {
        if !ledger.principal.is_positive() || self.scheduled.is_empty() {
            return None;
        }
        let recorded = self.scheduled.iter().map(|Scheduled { instalment, .. }| instalment);
        let same =
            recorded.zip(planned).take_while(|(recorded, planned)| same_figures(recorded, planned)).count();
        if same == self.scheduled.len() && same == planned.len() {
            return None;
        }
        let recorded = self.scheduled.get(same).map(|scheduled| scheduled.instalment.due_on);
        let rest: Vec<Instalment> = planned.iter().skip(same).copied().collect();
        let from = recorded.into_iter().chain(rest.first().map(|row| row.due_on)).min()?;
        Some((from, rest))
    }

    fn steps(&self, ledger: &Ledger, context: &DecisionContext) -> Vec<StatusStep> {
        match (self.loan.status, ledger.settled_on) {
            (LoanStatus::Funded, Some(day)) => vec![self.paid_off(LoanStatus::Funded, day, context)],
            (LoanStatus::Defaulted, Some(day)) => {
                vec![self.cured_by_payment(day, context), self.paid_off(LoanStatus::Funded, day, context)]
            }
            (LoanStatus::PaidOff, None) => {
                let reason = "What had paid the loan off was reversed";
                vec![self.step_to(
                    LoanStatus::PaidOff,
                    LoanStatus::Funded,
                    Some(reason),
                    context.today,
                    context,
                )]
            }
            _ => Vec::new(),
        }
    }

    fn paid_off(&self, from: LoanStatus, day: NaiveDate, context: &DecisionContext) -> StatusStep {
        let paid_off = LoanPaidOff {
            loan_id: self.loan.loan_id,
            organization_id: context.organization_id,
            paid_off_on: day,
        };
        StatusStep { paid_off: Some(paid_off), ..self.step_to(from, LoanStatus::PaidOff, None, day, context) }
    }

    fn cured_by_payment(&self, day: NaiveDate, context: &DecisionContext) -> StatusStep {
        let cured = LoanCured {
            loan_id: self.loan.loan_id,
            organization_id: context.organization_id,
            cured_on: day,
            reason: Some("All that was owed was paid".to_owned()),
            marked_by: context.user.clone(),
        };
        let step = self.step_to(LoanStatus::Defaulted, LoanStatus::Funded, None, day, context);
        StatusStep { cured: Some(cured), ..step }
    }

    fn step_to(
        &self,
        from: LoanStatus,
        to: LoanStatus,
        reason: Option<&str>,
        effective_on: NaiveDate,
        context: &DecisionContext,
    ) -> StatusStep {
        StatusStep {
            changed: LoanStatusChanged {
                loan_id: self.loan.loan_id,
                organization_id: context.organization_id,
                from,
                to,
                reason: reason.map(str::to_owned),
                changed_by: context.user.clone(),
            },
            effective_on,
            paid_off: None,
            cured: None,
        }
    }
}

/// Whether two instalments are the same but for their number, which counts on over what was cut before.
fn same_figures(one: &Instalment, other: &Instalment) -> bool {
    Instalment { number: other.number, ..*one } == *other
}
