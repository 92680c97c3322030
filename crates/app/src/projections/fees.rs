//! The table `fees`: what was charged, and what of it was forgiven.

use domain::{FeeAssessed, FeeReinstated, FeeWaived};
use store::{Insert, RecordedEvent, Transaction, Value, upcast::Upcasters};

use super::{Projection, exactly_one, payload_of};
use crate::Result;

pub struct Fees;

static INSERT: Insert = Insert::new(
    "fees",
    &[
        "id",
        "organization_id",
        "loan_id",
        "kind",
        "amount_minor",
        "assessed_on",
        "late_due_on",
        "note",
        "assessed_by",
        "waived_minor",
    ],
);

impl Projection for Fees {
    fn name(&self) -> &'static str {
        "fees"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["fees"]
    }

    fn apply(
        &self,
        events: &[RecordedEvent],
        upcasters: &Upcasters,
        transaction: &mut dyn Transaction,
    ) -> Result<()> {
        let mut rows = Vec::new();
        for event in events {
            if let Some(fee) = payload_of::<FeeAssessed>(event, upcasters)? {
                rows.push(row(fee)?);
            } else if let Some(waived) = payload_of::<FeeWaived>(event, upcasters)? {
                transaction.insert(&INSERT, &rows)?;
                rows.clear();
                let changed = transaction.execute(
                    "UPDATE fees SET waived_minor = waived_minor + $1, waiver_reason = $2 WHERE id = $3",
                    &[
                        waived.amount.money(waived.currency)?.into(),
                        waived.reason.as_str().into(),
                        waived.fee_id.into(),
                    ],
                )?;
                exactly_one(changed, "fee", event)?;
            } else if let Some(reinstated) = payload_of::<FeeReinstated>(event, upcasters)? {
                transaction.insert(&INSERT, &rows)?;
                rows.clear();
                let changed = transaction.execute(
                    "UPDATE fees SET waived_minor = waived_minor - $1, waiver_reason = NULL WHERE id = $2",
                    &[reinstated.amount.money(reinstated.currency)?.into(), reinstated.fee_id.into()],
                )?;
                exactly_one(changed, "fee", event)?;
            }
        }
        transaction.insert(&INSERT, &rows)?;
        Ok(())
    }
}

fn row(fee: FeeAssessed) -> Result<Vec<Value<'static>>> {
    Ok(vec![
        fee.fee_id.into(),
        fee.organization_id.into(),
        fee.loan_id.into(),
        fee.kind.as_str().into(),
        fee.amount.money(fee.currency)?.into(),
        fee.assessed_on.into(),
        fee.late_due_on.into(),
        fee.note.into(),
        fee.assessed_by.into(),
        0_i64.into(),
    ])
}
