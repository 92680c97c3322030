//! Recording and reversing payments.

use chrono::NaiveDate;

use super::{
    LoanAccount, Reconciled, ServicingEvent, ServicingRejection, not_in_the_future, reconcile::Warranted,
    since_funding,
};
use crate::{
    Amount, DecisionContext, Entry, FeeAssessed, FeeId, FeeKind, Ledger, LoanStatus, Money, Movement,
    PaymentFailed, PaymentId, PaymentMethod, PaymentReceived, PaymentReversed, PayoffFigures, text,
};

/// A payment that came in.
#[derive(Debug, Clone)]
pub struct NewPayment {
    /// Id of the payment.
    pub payment_id: PaymentId,
    /// How much.
    pub amount: Money,
    /// The day from which it counts.
    pub received_on: NaiveDate,
    /// How it came.
    pub method: PaymentMethod,
    /// A cheque's or a transfer's number.
    pub reference: Option<String>,
    /// What is to be remembered of it.
    pub note: Option<String>,
    /// Whether it is another one than the like of it that is recorded.
    pub allow_duplicate: bool,
    /// Whether more than is owed is meant, and to be held.
    pub accept_overpayment: bool,
}

/// A wish to reverse a payment.
#[derive(Debug, Clone)]
pub struct Reversal {
    /// The payment.
    pub payment_id: PaymentId,
    /// The day from which it does not count any more.
    pub reversed_on: NaiveDate,
    /// Why.
    pub reason: String,
    /// Whether the bank returned it; otherwise it was recorded by mistake.
    pub is_returned: bool,
    /// Id of the fee that a returned payment costs.
    pub fee_id: FeeId,
}

/// What follows from a wish to reverse a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reversed {
    /// The bank returned it.
    pub failed: Option<PaymentFailed>,
    /// It does not count any more.
    pub reversed: PaymentReversed,
    /// What that costs.
    pub fee: Option<FeeAssessed>,
}

/// What recording a payment would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentEffect {
    /// What is owed on the payment's day without it.
    pub before: Ledger,
    /// What is owed on that day with it.
    pub after: Ledger,
    /// What is more than all that is owed.
    pub excess: Money,
    /// Whether a payment like it, without another reference, is recorded already.
    pub is_duplicate: bool,
    /// Payments that would be put to what is owed anew.
    pub moves: Vec<PaymentId>,
    /// Whether the instalments to come would change.
    pub changes_schedule: bool,
}

/// What reversing a payment would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReversalEffect {
    /// What is owed today while the payment counts.
    pub before: Ledger,
    /// What is owed today without it.
    pub after: Ledger,
    /// What the bank's return of it costs.
    pub fee: Money,
    /// Payments that would be put to what is owed anew.
    pub moves: Vec<PaymentId>,
    /// Whether the instalments to come would change.
    pub changes_schedule: bool,
    /// Where the loan would stand.
    pub status: LoanStatus,
}

impl LoanAccount {
    /// What recording a payment would do; refuses what [`LoanAccount::record_payment`] refuses, but for what it only
    /// asks.
    ///
    /// # Errors
    /// A loan whose money is not out, an amount of nothing, a day before the funding or in the future; of a loan that
    /// was charged off, a day until then.
    pub fn payment_effect(
        &self,
        payment_id: PaymentId,
        amount: Money,
        received_on: NaiveDate,
        context: &DecisionContext,
    ) -> Result<PaymentEffect, ServicingRejection> {
        if !amount.is_positive() {
            return Err(ServicingRejection::NotPositive { field: "amount" });
        }
        let terms = self.serviced(LoanStatus::PAYABLE)?;
        since_funding("received_on", received_on, &terms)?;
        not_in_the_future("received_on", received_on, context.today)?;
        if let Some(charged_off_on) = self.charged_off_on().filter(|on| received_on <= *on) {
            return Err(ServicingRejection::PaymentBeforeLoss { charged_off_on });
        }
        let mut entries = self.entries.clone();
        entries.push(Entry { effective_on: received_on, movement: Movement::Payment { payment_id, amount } });
        // A payment before others may leave them without anything to pay, so the end of all of them counts; late
        // charges that it came in time for are not owed.
        let ledger_before = Ledger::fold(&terms, &self.entries, context.today)?;
        let Warranted { ledger: ledger_after, entries, late, .. } =
            self.warranted(&terms, entries, context)?;
        let after = Ledger::fold(&terms, &entries, received_on)?;
        let before = Ledger::fold(&terms, &self.with_charges(&late), received_on)?;
        // What was held before belongs to the loan until that is paid off.
        let held_before = if ledger_before.is_repaid() { ledger_before.held } else { Money::ZERO };
        let excess = if ledger_after.is_repaid() { ledger_after.held.less(held_before) } else { Money::ZERO };
        Ok(PaymentEffect {
            before,
            after,
            excess,
            is_duplicate: self.is_recorded(amount, received_on, None),
            moves: moved(&ledger_before, &ledger_after),
            changes_schedule: !ledger_after.is_repaid()
                && self.planned(&terms, &self.entries, &ledger_before, context)?
                    != self.planned(&terms, &entries, &ledger_after, context)?,
        })
    }

    /// The day of the loss.
    fn charged_off_on(&self) -> Option<NaiveDate> {
        let loss = self.entries.iter().find(|entry| matches!(entry.movement, Movement::ChargeOff));
        loss.map(|entry| entry.effective_on)
    }

    /// Whether a payment of this amount, day and reference is recorded and not reversed.
    fn is_recorded(&self, amount: Money, received_on: NaiveDate, reference: Option<&String>) -> bool {
        self.payments.values().any(|payment| {
            payment.reversed_on.is_none()
                && (payment.amount, payment.received_on) == (amount, received_on)
                && same_reference(payment.reference.as_deref(), reference.map(String::as_str))
        })
    }

    /// Decides whether a payment is recorded.
    ///
    /// # Errors
    /// What [`LoanAccount::payment_effect`] refuses; a payment like one that is recorded, or of more than is owed,
    /// unless that is meant; a text that is too long.
    pub fn record_payment(
        &self,
        new: NewPayment,
        context: &DecisionContext,
    ) -> Result<PaymentReceived, ServicingRejection> {
        let NewPayment { payment_id, amount, received_on, method, .. } = new;
        let effect = self.payment_effect(payment_id, amount, received_on, context)?;
        let reference = text::optional("reference", new.reference, 100)?;
        let note = text::optional("note", new.note, 500)?;
        let money = |money| Amount::new(money, self.currency);
        if !new.allow_duplicate && self.is_recorded(amount, received_on, reference.as_ref()) {
            return Err(ServicingRejection::Duplicate { amount: money(amount), received_on });
        }
        if !new.accept_overpayment && effect.excess.is_positive() {
            return Err(ServicingRejection::Overpayment {
                owed: money(PayoffFigures::of(&effect.before).total),
                excess: money(effect.excess),
            });
        }
        Ok(PaymentReceived {
            payment_id,
            loan_id: self.loan.loan_id,
            organization_id: context.organization_id,
            currency: self.currency,
            amount: money(amount),
            received_on,
            method,
            reference,
            note,
            received_by: context.user.clone(),
        })
    }

    /// What reversing a payment would do; refuses what [`LoanAccount::reverse_payment`] refuses.
    ///
    /// # Errors
    /// As [`LoanAccount::reverse_payment`].
    pub fn reversal_effect(
        &self,
        wish: Reversal,
        context: &DecisionContext,
    ) -> Result<Option<ReversalEffect>, ServicingRejection> {
        let payment_id = wish.payment_id;
        let Some(Reversed { reversed, fee, .. }) = self.reverse_payment(wish, context)? else {
            return Ok(None);
        };
        let costs = match &fee {
            Some(fee) => fee.amount.money(fee.currency)?,
            None => Money::ZERO,
        };
        let mut account = self.clone();
        account.apply(ServicingEvent::Reversed(reversed))?;
        if let Some(fee) = fee {
            account.apply(ServicingEvent::FeeAssessed(fee))?;
        }
        let (Some(before), Some(Reconciled { ledger: after, followed })) =
            (self.ledger(context.today)?, account.reconcile(context)?)
        else {
            return Ok(None);
        };
        let last_step = followed.steps.iter().rev().find_map(|step| step.changed.as_ref());
        let moves = moved(&before, &after).into_iter().filter(|moved| *moved != payment_id).collect();
        Ok(Some(ReversalEffect {
            fee: costs,
            moves,
            changes_schedule: followed.instalments.is_some(),
            status: last_step.map_or(self.loan.status, |step| step.to),
            before,
            after,
        }))
    }

    /// Decides whether a payment is reversed. One that the bank returned costs the loan's fee for that.
    ///
    /// # Errors
    /// A payment that was reversed already or that the figures of a loss count, a day before the payment or in the future, a reason that is empty or too
    /// long. An unknown payment is the caller's to refuse.
    pub fn reverse_payment(
        &self,
        wish: Reversal,
        context: &DecisionContext,
    ) -> Result<Option<Reversed>, ServicingRejection> {
        let Some(payment) = self.payments.get(&wish.payment_id) else { return Ok(None) };
        if let Some(reversed_on) = payment.reversed_on {
            return Err(ServicingRejection::ReversedAlready { reversed_on });
        }
        if wish.reversed_on < payment.received_on {
            return Err(ServicingRejection::TooEarly { field: "reversed_on", earliest: payment.received_on });
        }
        not_in_the_future("reversed_on", wish.reversed_on, context.today)?;
        if let Some(charged_off_on) = self.charged_off_on().filter(|on| payment.received_on <= *on) {
            return Err(ServicingRejection::ReversalBeforeLoss { charged_off_on });
        }
        let reason = text::required("reason", &wish.reason, 500)?;
        let amount = Amount::new(payment.amount, self.currency);
        let (loan_id, organization_id, currency) =
            (self.loan.loan_id, context.organization_id, self.currency);
        let fee = self.loan.terms.servicing.returned_payment_fee;
        Ok(Some(Reversed {
            failed: wish.is_returned.then(|| PaymentFailed {
                payment_id: wish.payment_id,
                loan_id,
                organization_id,
                currency,
                amount,
                failed_on: wish.reversed_on,
                reason: reason.clone(),
            }),
            fee: (wish.is_returned && fee.is_positive()).then(|| FeeAssessed {
                fee_id: wish.fee_id,
                loan_id,
                organization_id,
                currency,
                kind: FeeKind::ReturnedPayment,
                amount: Amount::new(fee, currency),
                assessed_on: wish.reversed_on,
                late_due_on: None,
                note: Some(format!("Payment of {amount} of {} returned", payment.received_on)),
                assessed_by: context.user.clone(),
            }),
            reversed: PaymentReversed {
                payment_id: wish.payment_id,
                loan_id,
                organization_id,
                currency,
                amount,
                reversed_on: wish.reversed_on,
                reason,
                reversed_by: context.user.clone(),
            },
        }))
    }
}

/// Whether two references are of one payment: a bank writes `r1` and `R1` alike.
fn same_reference(one: Option<&str>, other: Option<&str>) -> bool {
    one.map(str::to_lowercase) == other.map(str::to_lowercase)
}

/// The payments that go elsewhere in one ledger than in another.
fn moved(before: &Ledger, after: &Ledger) -> Vec<PaymentId> {
    let differs = |allocation: &&crate::Allocation| {
        let other = after.allocations.iter().find(|other| other.payment_id == allocation.payment_id);
        other != Some(*allocation)
    };
    before.allocations.iter().filter(differs).map(|allocation| allocation.payment_id).collect()
}
