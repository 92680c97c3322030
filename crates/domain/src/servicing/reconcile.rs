//! What follows from what was recorded: where each payment goes now, which late charges were not warranted, which
//! instalments are cut anew, whether the loan is paid off.
//!
//! The ledger is folded again and held against what was recorded of it before. Only what differs is recorded, beside
//! what stands in the log; nothing is overwritten. Reconciling twice records nothing the second time.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{LoanAccount, OpenInstalment, Scheduled, ServicingRejection, amendment::until};
use crate::{
    Allocation, Amount, CoveredInstalment, DecisionContext, Entry, FeeId, FeeKind, FeeReinstated, FeeWaived,
    Instalment, InterestReserveApplied, Ledger, LedgerTerms, LoanCured, LoanPaidOff, LoanStatus,
    LoanStatusChanged, Money, Movement, PaymentProcessed,
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
    /// Instalments that are late and that no daily run has found: the loan would be paid off.
    pub late: Vec<OpenInstalment>,
    /// Late charges on instalments that were paid in time after all.
    pub waived: Vec<FeeWaived>,
    /// Those of them that are owed again.
    pub reinstated: Vec<FeeReinstated>,
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
    /// The step; none where only the day of what it means is another.
    pub changed: Option<LoanStatusChanged>,
    /// The day from which it holds.
    pub effective_on: NaiveDate,
    /// Nothing is owed any more.
    pub paid_off: Option<LoanPaidOff>,
    /// What was owed in default was paid.
    pub cured: Option<LoanCured>,
}

/// A ledger with the late charges for which there is a reason.
pub(super) struct Warranted {
    /// As of today.
    pub ledger: Ledger,
    /// What it was folded from, with what was found.
    pub entries: Vec<Entry>,
    /// The charges that fall away.
    pub waived: Vec<FeeWaived>,
    /// Those that had fallen away and are owed again.
    pub reinstated: Vec<FeeReinstated>,
    /// Instalments found to be late.
    pub late: Vec<OpenInstalment>,
}

/// Why a late charge falls away.
pub const PAID_IN_TIME: &str = "The instalment was paid in time; the payment was recorded later";

impl LoanAccount {
    /// Says what follows, as of today; none before the funding.
    ///
    /// # Errors
    /// As [`Ledger::fold`].
    pub fn reconcile(&self, context: &DecisionContext) -> Result<Option<Reconciled>, ServicingRejection> {
        let Some(terms) = self.ledger_terms().filter(|terms| terms.begins_on() <= context.today) else {
            return Ok(None);
        };
        let Warranted { ledger, entries, waived, reinstated, late } =
            self.warranted(&terms, self.entries.clone(), context)?;
        let planned = self.planned(&terms, &entries, &ledger, context)?;
        let followed = Followed {
            late,
            waived,
            reinstated,
            processed: self.processed(&ledger, context),
            reserve: self.reserve_events(&ledger, context),
            instalments: self.recut(&ledger, &planned),
            steps: self.steps(&ledger, context),
        };
        Ok(Some(Reconciled { ledger, followed }))
    }

    /// The instalments in force, as they are known today. Other terms may hold from a day to come; their instalments
    /// are recorded now.
    pub(super) fn planned(
        &self,
        terms: &LedgerTerms,
        entries: &[Entry],
        ledger: &Ledger,
        context: &DecisionContext,
    ) -> Result<Vec<Instalment>, ServicingRejection> {
        let last = entries.iter().map(|entry| entry.effective_on).max().unwrap_or(context.today);
        let rows = if last > context.today {
            Ledger::fold(terms, &until(terms, entries, last, context.today)?, last)?.instalments
        } else {
            ledger.instalments.clone()
        };
        Ok(rows.iter().map(|row| row.instalment).collect())
    }

    /// The ledger of entries as of today, with the late charges for which there is a reason, and no others. A loan of
    /// which nothing would be owed any more owes those too that no daily run has found yet: none could find them later.
    ///
    /// # Errors
    /// As [`Ledger::fold`].
    pub(super) fn warranted(
        &self,
        terms: &LedgerTerms,
        entries: Vec<Entry>,
        context: &DecisionContext,
    ) -> Result<Warranted, ServicingRejection> {
        let ledger = Ledger::fold(terms, &entries, context.today)?;
        let mut found =
            Warranted { ledger, entries, waived: Vec::new(), reinstated: Vec::new(), late: Vec::new() };
        let mut closes = false;
        // A charge that falls away may leave a payment enough for the next instalment, one that is owed too little.
        loop {
            closes |= found.ledger.is_repaid() && LoanStatus::SERVICED.contains(&self.loan.status);
            let more = self.judge_charges(&mut found, context)
                || closes && self.charge_before_the_end(&mut found, context);
            if !more {
                return Ok(found);
            }
            found.ledger = Ledger::fold(terms, &found.entries, context.today)?;
        }
    }

    /// Forgives late charges on instalments that were paid within their grace, since the payment was recorded after
    /// the charge; takes back such a waiver where that payment did not come in after all. Each from the day on which
    /// the charge fell due, and each charge once. Says whether something changed.
    fn judge_charges(&self, found: &mut Warranted, context: &DecisionContext) -> bool {
        let judged: Vec<FeeId> = found
            .waived
            .iter()
            .map(|waived| waived.fee_id)
            .chain(found.reinstated.iter().map(|reinstated| reinstated.fee_id))
            .collect();
        let charges = self.fees.iter().filter(|(_, fee)| fee.kind == FeeKind::LateCharge);
        let (known, before) = (found.entries.len(), &found.ledger);
        for (fee_id, fee) in charges.filter(|(fee_id, _)| !judged.contains(fee_id)) {
            let (fee_id, effective_on) = (*fee_id, fee.assessed_on);
            let Some(due_on) = fee.late_due_on else { continue };
            let in_time = self.was_paid_in_time(before, due_on);
            let open = fee.amount.less(fee.waived);
            let movement = if in_time && open.is_positive() {
                found.waived.push(self.unwarranted(fee_id, open, effective_on, context));
                Movement::Waiver { fee_id, amount: open }
            } else if !in_time && fee.unwarranted.is_positive() {
                let amount = fee.unwarranted;
                found.reinstated.push(self.warranted_again(fee_id, amount, effective_on, context));
                Movement::Reinstatement { fee_id, amount }
            } else {
                continue;
            };
            found.entries.push(Entry { effective_on, movement });
        }
        found.entries.len() > known
    }

    fn was_paid_in_time(&self, ledger: &Ledger, due_on: NaiveDate) -> bool {
        let row = ledger.instalments.iter().find(|row| row.instalment.due_on == due_on);
        // One that fell away since the loan was paid off before it is not late either.
        let paid_on = row.map_or(ledger.settled_on, |row| row.paid_on);
        paid_on.is_some_and(|paid_on| paid_on < self.loan.terms.servicing.late_on(due_on))
    }

    /// Finds the instalments that are late and that no daily run has found. Says whether there are any.
    fn charge_before_the_end(&self, found: &mut Warranted, context: &DecisionContext) -> bool {
        let servicing = &self.loan.terms.servicing;
        let is_charged = |due_on: NaiveDate| self.fees.values().any(|fee| fee.late_due_on == Some(due_on));
        let mut late = Vec::new();
        for row in &found.ledger.instalments {
            let due_on = row.instalment.due_on;
            let recorded = self.scheduled.iter().find(|scheduled| scheduled.instalment.due_on == due_on);
            let Some(recorded) = recorded.filter(|recorded| recorded.late_on.is_none()) else { continue };
            let open = OpenInstalment {
                payment_id: recorded.payment_id,
                loan_id: self.loan.loan_id,
                number: recorded.instalment.number,
                due_on,
                payment: recorded.instalment.payment,
                paid_on: row.paid_on,
            };
            let is_known = is_charged(due_on) || found.late.iter().any(|known| known.due_on == due_on);
            if !is_known && servicing.is_late(&open, context.today) {
                late.push(open);
            }
        }
        found.entries.extend(late.iter().filter_map(|open| self.charge_on(open)));
        let any = !late.is_empty();
        found.late.extend(late);
        any
    }

    /// The late charge on an instalment; none where the loan has none. It has its id from whoever records it; here it
    /// only has to be owed.
    fn charge_on(&self, open: &OpenInstalment) -> Option<Entry> {
        let servicing = &self.loan.terms.servicing;
        let amount = servicing.late_fee(open.payment);
        let fee_id = FeeId::from_uuid(Uuid::from_u128(open.number.into()));
        let movement = Movement::Fee { fee_id, kind: FeeKind::LateCharge, amount };
        amount.is_positive().then(|| Entry { effective_on: servicing.late_on(open.due_on), movement })
    }

    /// The movements, with the charges on instalments that were found to be late.
    pub(super) fn with_charges(&self, late: &[OpenInstalment]) -> Vec<Entry> {
        self.entries.iter().cloned().chain(late.iter().filter_map(|open| self.charge_on(open))).collect()
    }

    fn unwarranted(
        &self,
        fee_id: FeeId,
        amount: Money,
        waived_on: NaiveDate,
        context: &DecisionContext,
    ) -> FeeWaived {
        FeeWaived {
            fee_id,
            loan_id: self.loan.loan_id,
            organization_id: context.organization_id,
            currency: self.currency,
            amount: Amount::new(amount, self.currency),
            waived_on,
            reason: PAID_IN_TIME.to_owned(),
            was_unwarranted: true,
            waived_by: context.user.clone(),
        }
    }

    fn warranted_again(
        &self,
        fee_id: FeeId,
        amount: Money,
        reinstated_on: NaiveDate,
        context: &DecisionContext,
    ) -> FeeReinstated {
        FeeReinstated {
            fee_id,
            loan_id: self.loan.loan_id,
            organization_id: context.organization_id,
            currency: self.currency,
            amount: Amount::new(amount, self.currency),
            reinstated_on,
            reason: "The payment that had paid the instalment in time does not count any more".to_owned(),
            reinstated_by: context.user.clone(),
        }
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
            // Something of before was recorded since.
            (LoanStatus::PaidOff, Some(day)) if self.paid_off_on.is_some_and(|known| known != day) => {
                vec![StatusStep {
                    changed: None,
                    effective_on: day,
                    paid_off: Some(self.paid_off_event(day, context)),
                    cured: None,
                }]
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
        let paid_off = self.paid_off_event(day, context);
        StatusStep { paid_off: Some(paid_off), ..self.step_to(from, LoanStatus::PaidOff, None, day, context) }
    }

    fn paid_off_event(&self, day: NaiveDate, context: &DecisionContext) -> LoanPaidOff {
        LoanPaidOff { loan_id: self.loan.loan_id, organization_id: context.organization_id, paid_off_on: day }
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
            changed: Some(LoanStatusChanged {
                loan_id: self.loan.loan_id,
                organization_id: context.organization_id,
                from,
                to,
                reason: reason.map(str::to_owned),
                changed_by: context.user.clone(),
            }),
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
