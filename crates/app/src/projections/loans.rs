//! The table `loans`: terms, status and dates of each loan.

use domain::{LoanCreated, LoanFunded, LoanStatusChanged, LoanTerms, PaymentScheduleCreated};
use store::{Insert, RecordedEvent, Transaction, upcast::Upcasters};

use super::{Projection, exactly_one, payload_of};
use crate::Result;

pub struct Loans;

static INSERT: Insert = Insert::new(
    "loans",
    &[
        "id",
        "organization_id",
        "number",
        "borrower_id",
        "lender_id",
        "purpose",
        "status",
        "status_changed_at",
        "principal_minor",
        "annual_rate_micro_percent",
        "term_months",
        "schedule_type",
        "frequency",
        "day_count",
        "rounding",
        "first_payment_on",
        "created_at",
        "version",
    ],
);

impl Projection for Loans {
    fn name(&self) -> &'static str {
        "loans"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["loans"]
    }

    fn apply(
        &self,
        events: &[RecordedEvent],
        upcasters: &Upcasters,
        transaction: &mut dyn Transaction,
    ) -> Result<()> {
        for event in events {
            if let Some(created) = payload_of::<LoanCreated>(event, upcasters)? {
                insert(transaction, event, created)?;
            } else if let Some(changed) = payload_of::<LoanStatusChanged>(event, upcasters)? {
                let rows = transaction.execute(
                    "UPDATE loans SET status = $1, status_changed_at = $2, version = $3 WHERE id = $4",
                    &[
                        changed.to.as_str().into(),
                        event.occurred_at.into(),
                        event.sequence_number.into(),
                        changed.loan_id.into(),
                    ],
                )?;
                exactly_one(rows, "loan", event)?;
            } else if let Some(funded) = payload_of::<LoanFunded>(event, upcasters)? {
                let rows = transaction.execute(
                    "UPDATE loans SET funded_on = $1, version = $2 WHERE id = $3",
                    &[funded.funded_on.into(), event.sequence_number.into(), funded.loan_id.into()],
                )?;
                exactly_one(rows, "loan", event)?;
            } else if let Some(schedule) = payload_of::<PaymentScheduleCreated>(event, upcasters)? {
                let rows = transaction.execute(
                    "UPDATE loans SET maturity_on = $1 WHERE id = $2",
                    &[schedule.maturity_on.into(), schedule.loan_id.into()],
                )?;
                exactly_one(rows, "loan", event)?;
            }
        }
        Ok(())
    }
}

fn insert(transaction: &mut dyn Transaction, event: &RecordedEvent, created: LoanCreated) -> Result<()> {
    let terms = LoanTerms::try_from(&created)?;
    transaction.insert(
        &INSERT,
        &[vec![
            created.loan_id.into(),
            created.organization_id.into(),
            created.number.into(),
            created.borrower_id.into(),
            created.lender_id.into(),
            created.purpose.into(),
            domain::LoanStatus::Draft.as_str().into(),
            event.occurred_at.into(),
            terms.principal.into(),
            terms.annual_rate.micro_percent().into(),
            terms.term_months.into(),
            terms.schedule_type.as_str().into(),
            terms.frequency.as_str().into(),
            terms.day_count.as_str().into(),
            terms.rounding.as_str().into(),
            terms.first_payment_on.into(),
            event.occurred_at.into(),
            event.sequence_number.into(),
        ]],
    )?;
    Ok(())
}
