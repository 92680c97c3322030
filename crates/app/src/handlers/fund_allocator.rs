//! Puts a fund's capital into a loan when the loan is paid out.

use chrono::NaiveDate;
use domain::{
    Amount, Currency, DecisionContext, DrawDisbursed, EventId, EventPayload, FundEntryId, FundWish,
    LoanFunded, LoanId, Money, RetainageReleased,
};
use store::{NewEvent, RecordedEvent};

use crate::{
    AppError,
    bus::{EventHandler, HandlerContext, HandlerError},
    funds,
};

/// On what pays a loan with a funding source out: one `Fund.CapitalAllocated` of as much. A construction loan takes
/// capital as it is drawn: the initial advance at the funding, and each draw and release of retainage on its day.
///
/// Where the fund lacks capital, the loan stays paid out and the event failed, until capital came in and it is tried
/// again.
pub struct FundAllocator;

/// Money that went out to a loan.
struct PaidOut {
    loan_id: LoanId,
    currency: Currency,
    amount: Money,
    on: NaiveDate,
    by: String,
}

impl EventHandler for FundAllocator {
    fn name(&self) -> &'static str {
        "FundAllocator"
    }

    fn event_types(&self) -> &'static [&'static str] {
        &[LoanFunded::EVENT_TYPE, DrawDisbursed::EVENT_TYPE, RetainageReleased::EVENT_TYPE]
    }

    /// After what makes a loan's schedule and keeps its balances.
    fn priority(&self) -> i32 {
        120
    }

    fn handle(
        &self,
        event: &RecordedEvent,
        context: &mut HandlerContext<'_, '_>,
    ) -> Result<(), HandlerError> {
        let paid_out = paid_out(event, context)?;
        let Some(fund_id) = funds::sources(context.transaction_and_upcasters(), paid_out.loan_id)?.fund_id
        else {
            return Ok(());
        };
        let account = funds::load(context.transaction_and_upcasters(), fund_id)?;
        let entry_id = FundEntryId::from_uuid(context.derived_id(0));
        let loan = funds::loan_to_fund(context.transaction(), paid_out.loan_id, Some(entry_id))?;
        let before = account.entry(entry_id).map(|entry| (entry.amount, entry.on));
        // What somebody allocated by hand meanwhile is in the loan already.
        let amount = before.map_or_else(|| paid_out.amount.min(loan.unallocated()), |(amount, _)| amount);
        if !amount.is_positive() {
            return Ok(());
        }
        // Capital that came in after the loan was paid out went into it when it came.
        let from = paid_out.on.max(account.created_on);
        let day = before.map(|(_, on)| on).or_else(|| account.available_from(amount, from));
        let Some(on) = day else {
            let needed = Amount::new(amount, paid_out.currency);
            return Err(HandlerError::new(funds::lacking(&account, needed)));
        };
        let decision = DecisionContext {
            organization_id: event.organization_id,
            now: event.occurred_at,
            today: on,
            user: paid_out.by,
            currency: paid_out.currency,
        };
        let wish = FundWish { entry_id, amount, on, note: None };
        let allocated = match before {
            // Handled before: this says the same again, whatever happened since.
            Some(_) => account.allocated(loan.loan_id, wish, &decision),
            None => account.allocate(&loan, wish, &decision),
        };
        let allocated = allocated.map_err(|rejection| HandlerError::new(rejection.to_string()))?;
        let id = EventId::from_uuid(entry_id.as_uuid());
        let new = NewEvent::of(id, fund_id.as_uuid(), on, &allocated)?;
        context.publish(vec![new.of_loan(paid_out.loan_id)])?;
        Ok(())
    }
}

fn paid_out(event: &RecordedEvent, context: &HandlerContext<'_, '_>) -> Result<PaidOut, HandlerError> {
    let money = |amount: Amount, currency| {
        amount.money(currency).map_err(|error| HandlerError::from(AppError::from(error)))
    };
    Ok(match event.event_type.as_ref() {
        LoanFunded::EVENT_TYPE => {
            let funded: LoanFunded = context.payload()?;
            let terms =
                funded.terms.terms(funded.currency).map_err(|error| HandlerError::new(error.to_string()))?;
            let amount =
                terms.construction.map_or(terms.principal, |construction| construction.initial_advance);
            PaidOut {
                loan_id: funded.loan_id,
                currency: funded.currency,
                amount,
                on: funded.funded_on,
                by: funded.funded_by,
            }
        }
        DrawDisbursed::EVENT_TYPE => {
            let disbursed: DrawDisbursed = context.payload()?;
            PaidOut {
                loan_id: disbursed.loan_id,
                currency: disbursed.currency,
                amount: money(disbursed.amount, disbursed.currency)?,
                on: disbursed.disbursed_on,
                by: disbursed.disbursed_by,
            }
        }
        _ => {
            let released: RetainageReleased = context.payload()?;
            PaidOut {
                loan_id: released.loan_id,
                currency: released.currency,
                amount: money(released.amount, released.currency)?,
                on: released.released_on,
                by: released.released_by,
            }
        }
    })
}
