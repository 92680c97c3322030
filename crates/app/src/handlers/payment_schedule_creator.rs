//! Makes the payment schedule of a loan when its money goes out.

use domain::{
    Amount, EventPayload, Instalment, LoanFunded, PaymentId, PaymentScheduleCreated, PaymentScheduled,
    Schedule, ScheduleId, ScheduleReason,
};
use store::{NewEvent, RecordedEvent};

use crate::bus::{EventHandler, HandlerContext, HandlerError};

/// On `Loan.Funded`: one `Payment.ScheduleCreated`, and one `Payment.Scheduled` for each instalment. Every payment
/// is an aggregate with a stream of its own.
pub struct PaymentScheduleCreator;

/// The schedule takes the first derived id; the instalments take the ids of their numbers, from 1.
const SCHEDULE_ORDINAL: u32 = 0;

impl EventHandler for PaymentScheduleCreator {
    fn name(&self) -> &'static str {
        "PaymentScheduleCreator"
    }

    fn event_types(&self) -> &'static [&'static str] {
        &[LoanFunded::EVENT_TYPE]
    }

    fn handle(
        &self,
        event: &RecordedEvent,
        context: &mut HandlerContext<'_, '_>,
    ) -> Result<(), HandlerError> {
        let funded: LoanFunded = context.payload()?;
        let terms = funded.ledger_terms().map_err(|error| HandlerError::new(error.to_string()))?;
        let schedule = terms.first_schedule().map_err(|error| HandlerError::new(error.to_string()))?;
        let schedule_id = ScheduleId::from_uuid(context.derived_id(SCHEDULE_ORDINAL));

        let mut events = Vec::with_capacity(schedule.instalments.len() + 1);
        events.push(schedule_created(event, &funded, schedule_id, &schedule)?);
        for instalment in &schedule.instalments {
            let payment_id = PaymentId::from_uuid(context.derived_id(instalment.number));
            events.push(payment_scheduled(event, &funded, schedule_id, payment_id, instalment)?);
        }
        context.publish(events)?;
        Ok(())
    }
}

fn schedule_created(
    event: &RecordedEvent,
    funded: &LoanFunded,
    schedule_id: ScheduleId,
    schedule: &Schedule,
) -> Result<NewEvent, HandlerError> {
    let amount = |money| Amount::new(money, funded.currency);
    let totals = schedule.totals();
    let first =
        schedule.instalments.first().ok_or_else(|| HandlerError::new("the schedule has no instalment"))?;
    let payload = PaymentScheduleCreated {
        schedule_id,
        loan_id: funded.loan_id,
        organization_id: funded.organization_id,
        funded_event_id: event.id,
        replaces_from: None,
        reason: ScheduleReason::Funding,
        currency: funded.currency,
        number_of_payments: u32::try_from(schedule.instalments.len())
            .map_err(|_| HandlerError::new("the schedule has too many instalments"))?,
        first_due_on: first.due_on,
        maturity_on: schedule.maturity_on,
        total_principal: amount(totals.principal),
        total_interest: amount(totals.interest),
        total_payment: amount(totals.payment),
    };
    new_event(schedule_id.as_uuid(), event, funded, &payload)
}

fn payment_scheduled(
    event: &RecordedEvent,
    funded: &LoanFunded,
    schedule_id: ScheduleId,
    payment_id: PaymentId,
    instalment: &Instalment,
) -> Result<NewEvent, HandlerError> {
    let amount = |money| Amount::new(money, funded.currency);
    let payload = PaymentScheduled {
        payment_id,
        schedule_id,
        loan_id: funded.loan_id,
        organization_id: funded.organization_id,
        currency: funded.currency,
        number: instalment.number,
        due_on: instalment.due_on,
        days: instalment.days,
        payment: amount(instalment.payment),
        interest: amount(instalment.interest),
        principal: amount(instalment.principal),
        balance: amount(instalment.balance),
    };
    new_event(payment_id.as_uuid(), event, funded, &payload)
}

/// The first event of a stream of its own, under an id that follows from the stream's: the same each time.
fn new_event<P: EventPayload>(
    aggregate_id: uuid::Uuid,
    event: &RecordedEvent,
    funded: &LoanFunded,
    payload: &P,
) -> Result<NewEvent, HandlerError> {
    let id = domain::EventId::from_uuid(aggregate_id);
    let new = NewEvent::of(id, aggregate_id, event.effective_on, payload)?;
    Ok(new.of_loan(funded.loan_id).expecting(0))
}
