//! Lien waivers: a contractor gives up the right to a lien for what a draw pays.

use chrono::NaiveDate;

use super::{Construction, Draw, DrawRejection, DrawStatus, WaiverCondition, WaiverScope, draw::same_name};
use crate::{
    Amount, AmountError, AttachmentId, DecisionContext, DrawId, LienWaiverRecorded, LoanAccount, Money,
    WaiverId, construction::budget::positive, servicing::not_in_the_future, text,
};

/// A lien waiver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LienWaiver {
    /// The waiver.
    pub waiver_id: WaiverId,
    /// The draw that it is for.
    pub draw_id: DrawId,
    /// Who gives up the right.
    pub contractor: String,
    /// Whether it takes effect by itself.
    pub condition: WaiverCondition,
    /// For which work.
    pub scope: WaiverScope,
    /// The amount that it names.
    pub amount: Option<Money>,
    /// The day through which work is covered.
    pub through_on: Option<NaiveDate>,
    /// The day on which it was signed.
    pub signed_on: NaiveDate,
    /// The signed paper.
    pub attachment_id: Option<AttachmentId>,
    /// What is to be remembered of it.
    pub note: Option<String>,
    /// Who recorded it.
    pub recorded_by: String,
}

/// A wish to record a lien waiver.
#[derive(Debug, Clone)]
pub struct NewWaiverRecord {
    /// Id of the new waiver.
    pub waiver_id: WaiverId,
    /// Who gives up the right.
    pub contractor: String,
    /// Whether it takes effect by itself.
    pub condition: WaiverCondition,
    /// For which work.
    pub scope: WaiverScope,
    /// The amount that it names.
    pub amount: Option<Money>,
    /// The day through which work is covered.
    pub through_on: Option<NaiveDate>,
    /// The day on which it was signed.
    pub signed_on: NaiveDate,
    /// The signed paper.
    pub attachment_id: Option<AttachmentId>,
    /// What is to be remembered of it.
    pub note: Option<String>,
}

impl LienWaiver {
    pub(super) fn recorded(recorded: LienWaiverRecorded) -> Result<Self, AmountError> {
        Ok(Self {
            waiver_id: recorded.waiver_id,
            draw_id: recorded.draw_id,
            contractor: recorded.contractor,
            condition: recorded.condition,
            scope: recorded.scope,
            amount: recorded.amount.map(|amount| amount.money(recorded.currency)).transpose()?,
            through_on: recorded.through_on,
            signed_on: recorded.signed_on,
            attachment_id: recorded.attachment_id,
            note: recorded.note,
            recorded_by: recorded.recorded_by,
        })
    }
}

impl Construction {
    /// The contractors of a draw's approved lines who have not given a waiver for it.
    #[must_use]
    pub fn missing_waivers<'d>(&self, draw: &'d Draw) -> Vec<&'d str> {
        let has_given = |name: &str| {
            self.waivers
                .iter()
                .any(|waiver| waiver.draw_id == draw.draw_id && same_name(&waiver.contractor, name))
        };
        let is_paid = |name: &str| {
            let of_name =
                |line: &&super::DrawLine| draw.contractor_of(line).is_some_and(|of| same_name(of, name));
            draw.lines.iter().filter(of_name).any(|line| line.approved.is_positive())
        };
        let asked = draw.contractors().into_iter().filter(|name| draw.approval.is_none() || is_paid(name));
        asked.filter(|name| !has_given(name)).collect()
    }
}

impl LoanAccount {
    /// Decides that a waiver is recorded. One of a final payment may come after the draw was paid out.
    ///
    /// # Errors
    /// A draw that was rejected or cancelled, an amount of nothing, a day in the future, texts that are empty or too long.
    pub fn record_waiver(
        &self,
        draw: &Draw,
        new: NewWaiverRecord,
        context: &DecisionContext,
    ) -> Result<LienWaiverRecorded, DrawRejection> {
        if matches!(draw.status, DrawStatus::Rejected | DrawStatus::Cancelled) {
            draw.must_be("a lien waiver", DrawStatus::OPEN)?;
        }
        not_in_the_future("signed_on", new.signed_on, context.today)?;
        let amount = new.amount.map(|amount| positive("amount", None, amount)).transpose()?;
        Ok(LienWaiverRecorded {
            waiver_id: new.waiver_id,
            draw_id: draw.draw_id,
            loan_id: self.loan.loan_id,
            organization_id: context.organization_id,
            currency: self.currency,
            contractor: text::line("contractor", &new.contractor, 200)?,
            condition: new.condition,
            scope: new.scope,
            amount: amount.map(|amount| Amount::new(amount, self.currency)),
            through_on: new.through_on,
            signed_on: new.signed_on,
            attachment_id: new.attachment_id,
            note: text::optional("note", new.note, 500)?,
            recorded_by: context.user.clone(),
        })
    }
}
