//! The tables `payments` and `payment_coverage`: what came in, and where it went. Keeps what is outstanding of each
//! loan.

use std::collections::BTreeSet;

use domain::{
    CoveredInstalment, Currency, DrawDisbursed, InterestReserveApplied, LoanChargedOff, LoanId,
    OrganizationId, PaymentFailed, PaymentProcessed, PaymentReceived, PaymentReversed, RetainageReleased,
};
use store::{Insert, RecordedEvent, Transaction, Value, upcast::Upcasters};
use uuid::Uuid;

use super::{Projection, exactly_one, payload_of};
use crate::{Result, environment::derived_id};

pub struct Payments;

static INSERT: Insert = Insert::new(
    "payments",
    &[
        "id",
        "organization_id",
        "loan_id",
        "received_on",
        "recorded_at",
        "amount_minor",
        "method",
        "reference",
        "note",
        "received_by",
        "revision",
        "fees_minor",
        "late_charges_minor",
        "interest_minor",
        "principal_minor",
        "prepaid_minor",
        "held_minor",
        "is_returned",
    ],
);

static INSERT_COVERAGE: Insert = Insert::new(
    "payment_coverage",
    &["id", "organization_id", "source_id", "loan_id", "due_on", "covered_on", "amount_minor"],
);

/// Principal that went out and neither came back, here or before the loan was taken over, nor was given up, and money that is held.
const OUTSTANDING: &str = "UPDATE loans SET \
     outstanding_minor = CASE WHEN funded_on IS NULL OR status = 'charged_off' THEN 0 ELSE disbursed_minor - repaid_before_minor - \
         (SELECT CAST(COALESCE(SUM(payments.principal_minor), 0) AS BIGINT) FROM payments \
          WHERE payments.loan_id = loans.id AND reversed_on IS NULL) END, \
     held_minor = (SELECT CAST(COALESCE(SUM(payments.held_minor), 0) AS BIGINT) FROM payments \
         WHERE payments.loan_id = loans.id AND reversed_on IS NULL) \
     WHERE id = $1";

impl Projection for Payments {
    fn name(&self) -> &'static str {
        "payments"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["payments", "payment_coverage"]
    }

    fn apply(
        &self,
        events: &[RecordedEvent],
        upcasters: &Upcasters,
        transaction: &mut dyn Transaction,
    ) -> Result<()> {
        let mut touched: BTreeSet<LoanId> = BTreeSet::new();
        for event in events {
            if let Some(received) = payload_of::<PaymentReceived>(event, upcasters)? {
                transaction.insert(&INSERT, &[row(event, received)?])?;
            } else if let Some(processed) = payload_of::<PaymentProcessed>(event, upcasters)? {
                process(transaction, event, &processed)?;
                touched.insert(processed.loan_id);
            } else if let Some(failed) = payload_of::<PaymentFailed>(event, upcasters)? {
                let rows = transaction.execute(
                    "UPDATE payments SET is_returned = 1 WHERE id = $1",
                    &[failed.payment_id.into()],
                )?;
                exactly_one(rows, "payment", event)?;
            } else if let Some(reversed) = payload_of::<PaymentReversed>(event, upcasters)? {
                reverse(transaction, event, &reversed)?;
                touched.insert(reversed.loan_id);
            } else if let Some(charged_off) = payload_of::<LoanChargedOff>(event, upcasters)? {
                touched.insert(charged_off.loan_id);
            } else if let Some(applied) = payload_of::<InterestReserveApplied>(event, upcasters)? {
                cover_from_reserve(transaction, &applied)?;
                touched.insert(applied.loan_id);
            } else if let Some(loan_id) = went_out(event, upcasters)? {
                touched.insert(loan_id);
            }
        }
        for loan_id in touched {
            transaction.execute(OUTSTANDING, &[loan_id.into()])?;
        }
        Ok(())
    }
}

/// The loan of which money went out after its funding.
fn went_out(event: &RecordedEvent, upcasters: &Upcasters) -> Result<Option<LoanId>> {
    if let Some(disbursed) = payload_of::<DrawDisbursed>(event, upcasters)? {
        return Ok(Some(disbursed.loan_id));
    }
    Ok(payload_of::<RetainageReleased>(event, upcasters)?.map(|released| released.loan_id))
}

fn row(event: &RecordedEvent, received: PaymentReceived) -> Result<Vec<Value<'static>>> {
    let nothing = || Value::from(0_i64);
    Ok(vec![
        received.payment_id.into(),
        received.organization_id.into(),
        received.loan_id.into(),
        received.received_on.into(),
        event.occurred_at.into(),
        received.amount.money(received.currency)?.into(),
        received.method.as_str().into(),
        received.reference.into(),
        received.note.into(),
        received.received_by.into(),
        nothing(),
        nothing(),
        nothing(),
        nothing(),
        nothing(),
        nothing(),
        nothing(),
        nothing(),
    ])
}

fn process(
    transaction: &mut dyn Transaction,
    event: &RecordedEvent,
    processed: &PaymentProcessed,
) -> Result<()> {
    let money = |amount: domain::Amount| amount.money(processed.currency);
    let rows = transaction.execute(
        "UPDATE payments SET revision = $1, fees_minor = $2, late_charges_minor = $3, interest_minor = $4, \
         principal_minor = $5, prepaid_minor = $6, held_minor = $7, balance_minor = $8 WHERE id = $9",
        &[
            processed.revision.into(),
            money(processed.fees)?.into(),
            money(processed.late_charges)?.into(),
            money(processed.interest)?.into(),
            money(processed.principal)?.into(),
            money(processed.prepaid)?.into(),
            money(processed.held)?.into(),
            money(processed.balance)?.into(),
            processed.payment_id.into(),
        ],
    )?;
    exactly_one(rows, "payment", event)?;
    let source = Source {
        id: processed.payment_id.as_uuid(),
        organization_id: processed.organization_id,
        loan_id: processed.loan_id,
        currency: processed.currency,
    };
    source.cover(transaction, &processed.covered)
}

fn cover_from_reserve(transaction: &mut dyn Transaction, applied: &InterestReserveApplied) -> Result<()> {
    let names = ["interest reserve".to_owned(), applied.loan_id.to_string(), applied.due_on.to_string()];
    let source = Source {
        id: derived_id(&names),
        organization_id: applied.organization_id,
        loan_id: applied.loan_id,
        currency: applied.currency,
    };
    source.cover(transaction, &applied.covered)
}

/// What covers instalments: a payment, or the interest reserve on a due date.
struct Source {
    id: Uuid,
    organization_id: OrganizationId,
    loan_id: LoanId,
    currency: Currency,
}

impl Source {
    /// Covers these instalments, and no others that it covered before.
    fn cover(&self, transaction: &mut dyn Transaction, covered: &[CoveredInstalment]) -> Result<()> {
        cover_nothing(transaction, self.id)?;
        if covered.is_empty() {
            return Ok(());
        }
        let mut rows = Vec::with_capacity(covered.len());
        for (place, part) in covered.iter().enumerate() {
            // The same payment may cover an instalment twice: when it came in, and out of what was held of it.
            let id = derived_id(&[self.id.to_string(), format!("{} {place}", part.due_on)]);
            rows.push(vec![
                id.into(),
                self.organization_id.into(),
                self.id.into(),
                self.loan_id.into(),
                part.due_on.into(),
                part.covered_on.into(),
                part.amount.money(self.currency)?.into(),
            ]);
        }
        transaction.insert(&INSERT_COVERAGE, &rows)?;
        Ok(())
    }
}

fn cover_nothing(transaction: &mut dyn Transaction, source_id: Uuid) -> Result<()> {
    transaction.execute("DELETE FROM payment_coverage WHERE source_id = $1", &[source_id.into()])?;
    Ok(())
}

fn reverse(
    transaction: &mut dyn Transaction,
    event: &RecordedEvent,
    reversed: &PaymentReversed,
) -> Result<()> {
    let rows = transaction.execute(
        "UPDATE payments SET reversed_on = $1, reversal_reason = $2 WHERE id = $3",
        &[reversed.reversed_on.into(), reversed.reason.as_str().into(), reversed.payment_id.into()],
    )?;
    exactly_one(rows, "payment", event)?;
    cover_nothing(transaction, reversed.payment_id.as_uuid())
}
