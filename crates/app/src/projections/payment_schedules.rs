//! The tables `payment_schedules` and `payments`: what falls due, and when.

use domain::{PaymentScheduleCreated, PaymentScheduled};
use store::{Insert, RecordedEvent, Transaction, Value, upcast::Upcasters};

use super::{Projection, payload_of};
use crate::Result;

pub struct PaymentSchedules;

static INSERT_SCHEDULE: Insert = Insert::new(
    "payment_schedules",
    &[
        "id",
        "organization_id",
        "loan_id",
        "event_id",
        "number_of_payments",
        "first_due_on",
        "maturity_on",
        "total_principal_minor",
        "total_interest_minor",
        "total_payment_minor",
        "created_at",
    ],
);

static INSERT_PAYMENT: Insert = Insert::new(
    "payments",
    &[
        "id",
        "organization_id",
        "schedule_id",
        "loan_id",
        "number",
        "due_on",
        "days",
        "payment_minor",
        "interest_minor",
        "principal_minor",
        "balance_minor",
        "status",
    ],
);

impl Projection for PaymentSchedules {
    fn name(&self) -> &'static str {
        "payment_schedules"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["payment_schedules", "payments"]
    }

    /// A schedule's payments follow it in the log, so inserting the schedules of a batch first keeps the references
    /// whole.
    fn apply(
        &self,
        events: &[RecordedEvent],
        upcasters: &Upcasters,
        transaction: &mut dyn Transaction,
    ) -> Result<()> {
        let mut schedules = Vec::new();
        let mut payments = Vec::new();
        for event in events {
            if let Some(schedule) = payload_of::<PaymentScheduleCreated>(event, upcasters)? {
                schedules.push(schedule_row(event, &schedule)?);
            } else if let Some(payment) = payload_of::<PaymentScheduled>(event, upcasters)? {
                payments.push(payment_row(&payment)?);
            }
        }
        transaction.insert(&INSERT_SCHEDULE, &schedules)?;
        transaction.insert(&INSERT_PAYMENT, &payments)?;
        Ok(())
    }
}

fn schedule_row(event: &RecordedEvent, schedule: &PaymentScheduleCreated) -> Result<Vec<Value<'static>>> {
    let currency = schedule.currency;
    Ok(vec![
        schedule.schedule_id.into(),
        schedule.organization_id.into(),
        schedule.loan_id.into(),
        event.id.into(),
        schedule.number_of_payments.into(),
        schedule.first_due_on.into(),
        schedule.maturity_on.into(),
        schedule.total_principal.money(currency)?.into(),
        schedule.total_interest.money(currency)?.into(),
        schedule.total_payment.money(currency)?.into(),
        event.occurred_at.into(),
    ])
}

fn payment_row(payment: &PaymentScheduled) -> Result<Vec<Value<'static>>> {
    let currency = payment.currency;
    Ok(vec![
        payment.payment_id.into(),
        payment.organization_id.into(),
        payment.schedule_id.into(),
        payment.loan_id.into(),
        payment.number.into(),
        payment.due_on.into(),
        payment.days.into(),
        payment.payment.money(currency)?.into(),
        payment.interest.money(currency)?.into(),
        payment.principal.money(currency)?.into(),
        payment.balance.money(currency)?.into(),
        "scheduled".into(),
    ])
}
