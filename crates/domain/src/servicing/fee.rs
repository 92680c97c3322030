//! Assessing and waiving fees.

use chrono::NaiveDate;

use super::{LoanAccount, ServicingRejection, not_in_the_future, since_funding};
use crate::{Amount, DecisionContext, FeeAssessed, FeeId, FeeKind, FeeWaived, LoanStatus, Money, text};

/// A fee that is to fall due.
#[derive(Debug, Clone)]
pub struct NewFee {
    /// Id of the fee.
    pub fee_id: FeeId,
    /// What it is charged for.
    pub kind: FeeKind,
    /// How much.
    pub amount: Money,
    /// The day on which it falls due.
    pub assessed_on: NaiveDate,
    /// What is to be remembered of it.
    pub note: Option<String>,
}

/// A wish to forgive a fee.
#[derive(Debug, Clone)]
pub struct NewWaiver {
    /// The fee.
    pub fee_id: FeeId,
    /// How much; all that is unpaid where left out.
    pub amount: Option<Money>,
    /// The day from which it is not owed any more.
    pub waived_on: NaiveDate,
    /// Why.
    pub reason: String,
}

impl LoanAccount {
    /// Decides whether a fee falls due.
    ///
    /// # Errors
    /// A loan that is not serviced, an amount of nothing, a day before the funding or in the future, a note over 500
    /// characters.
    pub fn assess_fee(
        &self,
        new: NewFee,
        context: &DecisionContext,
    ) -> Result<FeeAssessed, ServicingRejection> {
        if !new.amount.is_positive() {
            return Err(ServicingRejection::NotPositive { field: "amount" });
        }
        let terms = self.serviced(LoanStatus::SERVICED)?;
        since_funding("assessed_on", new.assessed_on, &terms)?;
        not_in_the_future("assessed_on", new.assessed_on, context.today)?;
        Ok(FeeAssessed {
            fee_id: new.fee_id,
            loan_id: self.loan.loan_id,
            organization_id: context.organization_id,
            currency: self.currency,
            kind: new.kind,
            amount: Amount::new(new.amount, self.currency),
            assessed_on: new.assessed_on,
            late_due_on: None,
            note: text::optional("note", new.note, 500)?,
            assessed_by: context.user.clone(),
        })
    }

    /// Decides whether what is unpaid of a fee is forgiven.
    ///
    /// # Errors
    /// A fee of which nothing is unpaid on that day, more than is unpaid, a day before the fee or in the future, a
    /// reason that is empty or too long. An unknown fee is the caller's to refuse.
    pub fn waive_fee(
        &self,
        wish: NewWaiver,
        context: &DecisionContext,
    ) -> Result<Option<FeeWaived>, ServicingRejection> {
        let Some(fee) = self.fees.get(&wish.fee_id) else { return Ok(None) };
        if wish.waived_on < fee.assessed_on {
            return Err(ServicingRejection::TooEarly { field: "waived_on", earliest: fee.assessed_on });
        }
        not_in_the_future("waived_on", wish.waived_on, context.today)?;
        let reason = text::required("reason", &wish.reason, 500)?;
        // What is unpaid now is what can be forgiven: a payment since then is not undone by a waiver.
        let ledger = self.ledger(context.today)?;
        let states = ledger.map(|ledger| ledger.fee_states).unwrap_or_default();
        let state = states.iter().find(|state| state.fee_id == wish.fee_id);
        let unpaid = state.map_or(Money::ZERO, crate::FeeState::unpaid);
        if !unpaid.is_positive() {
            return Err(ServicingRejection::NothingToWaive);
        }
        let amount = wish.amount.unwrap_or(unpaid);
        if !amount.is_positive() {
            return Err(ServicingRejection::NotPositive { field: "amount" });
        }
        if amount > unpaid {
            return Err(ServicingRejection::MoreThanUnpaid { unpaid: Amount::new(unpaid, self.currency) });
        }
        Ok(Some(FeeWaived {
            fee_id: wish.fee_id,
            loan_id: self.loan.loan_id,
            organization_id: context.organization_id,
            currency: self.currency,
            amount: Amount::new(amount, self.currency),
            waived_on: wish.waived_on,
            reason,
            was_unwarranted: false,
            waived_by: context.user.clone(),
        }))
    }
}
