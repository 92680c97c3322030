//! Keeps what of a loan is approved, held back and still available to draw.

use domain::{
    Amount, Currency, DrawApproved, DrawCancelled, DrawDisbursed, EventId, EventPayload,
    InterestReserveApplied, LoanDrawBalancesChanged, LoanId, Money, OrganizationId, RetainageReleased,
};
use store::{NewEvent, RecordedEvent};

use crate::{
    AppError,
    bus::{EventHandler, HandlerContext, HandlerError},
};

/// On what moves a draw's money: one `Loan.DrawBalancesChanged` that says by how much. It follows from the event alone,
/// so that it comes to the same whenever it is handled.
pub struct DrawBalanceKeeper;

/// Of what the balances of a loan change, and by how much.
struct Change {
    loan_id: LoanId,
    organization_id: OrganizationId,
    currency: Currency,
    approved_undisbursed: Money,
    available: Money,
    retainage: Money,
}

impl EventHandler for DrawBalanceKeeper {
    fn name(&self) -> &'static str {
        "DrawBalanceKeeper"
    }

    fn event_types(&self) -> &'static [&'static str] {
        &[
            DrawApproved::EVENT_TYPE,
            DrawCancelled::EVENT_TYPE,
            DrawDisbursed::EVENT_TYPE,
            RetainageReleased::EVENT_TYPE,
            InterestReserveApplied::EVENT_TYPE,
        ]
    }

    /// After what makes a loan's schedule.
    fn priority(&self) -> i32 {
        110
    }

    fn handle(
        &self,
        event: &RecordedEvent,
        context: &mut HandlerContext<'_, '_>,
    ) -> Result<(), HandlerError> {
        let Change { loan_id, organization_id, currency, approved_undisbursed, available, retainage } =
            change(event, context)?;
        if [approved_undisbursed, available, retainage].iter().all(|money| money.is_zero()) {
            return Ok(());
        }
        let amount = |money| Amount::new(money, currency);
        let payload = LoanDrawBalancesChanged {
            loan_id,
            organization_id,
            currency,
            approved_undisbursed_change: amount(approved_undisbursed),
            available_change: amount(available),
            retainage_change: amount(retainage),
        };
        let id = EventId::from_uuid(context.derived_id(0));
        let new = NewEvent::of(id, loan_id.as_uuid(), event.effective_on, &payload)?;
        context.publish(vec![new.of_loan(loan_id)])?;
        Ok(())
    }
}

fn change(event: &RecordedEvent, context: &HandlerContext<'_, '_>) -> Result<Change, HandlerError> {
    let of = |loan_id, organization_id, currency| Change {
        loan_id,
        organization_id,
        currency,
        approved_undisbursed: Money::ZERO,
        available: Money::ZERO,
        retainage: Money::ZERO,
    };
    let money = |amount: Amount, currency| {
        amount.money(currency).map_err(|error| HandlerError::from(AppError::from(error)))
    };
    let less = |money: Money| Money::from_minor_units(-money.minor_units());
    Ok(match event.event_type.as_ref() {
        DrawApproved::EVENT_TYPE => {
            let approved: DrawApproved = context.payload()?;
            let amount = money(approved.approved, approved.currency)?;
            Change {
                approved_undisbursed: amount,
                available: less(amount),
                ..of(approved.loan_id, approved.organization_id, approved.currency)
            }
        }
        DrawCancelled::EVENT_TYPE => {
            let cancelled: DrawCancelled = context.payload()?;
            let amount = money(cancelled.approved, cancelled.currency)?;
            Change {
                approved_undisbursed: less(amount),
                available: amount,
                ..of(cancelled.loan_id, cancelled.organization_id, cancelled.currency)
            }
        }
        DrawDisbursed::EVENT_TYPE => {
            let disbursed: DrawDisbursed = context.payload()?;
            Change {
                approved_undisbursed: less(money(disbursed.approved, disbursed.currency)?),
                retainage: money(disbursed.retainage, disbursed.currency)?,
                ..of(disbursed.loan_id, disbursed.organization_id, disbursed.currency)
            }
        }
        RetainageReleased::EVENT_TYPE => {
            let released: RetainageReleased = context.payload()?;
            Change {
                retainage: less(money(released.amount, released.currency)?),
                ..of(released.loan_id, released.organization_id, released.currency)
            }
        }
        _ => {
            let applied: InterestReserveApplied = context.payload()?;
            Change {
                available: less(money(applied.change, applied.currency)?),
                ..of(applied.loan_id, applied.organization_id, applied.currency)
            }
        }
    })
}
