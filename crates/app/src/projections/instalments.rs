//! The tables `payment_schedules` and `instalments`: what falls due, when, and how far it is paid.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Days, NaiveDate};
use domain::{
    InterestReserveApplied, LoanId, LoanStatus, LoanStatusChanged, PaymentId, PaymentLate, PaymentProcessed,
    PaymentReversed, PaymentScheduleCreated, PaymentScheduled,
};
use store::{Insert, RecordedEvent, StoreError, Transaction, Value, upcast::Upcasters};

use super::{Projection, payload_of};
use crate::Result;

pub struct Instalments;

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
        "replaces_from",
        "reason",
    ],
);

static INSERT_INSTALMENT: Insert = Insert::new(
    "instalments",
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
        "paid_minor",
        "grace_until",
        "status",
        "is_open",
        "may_be_late",
    ],
);

/// What is paid of each instalment in force, by what the payments that count covered.
const COVER: &str = "UPDATE instalments SET \
     paid_minor = (SELECT CAST(COALESCE(SUM(amount_minor), 0) AS BIGINT) FROM payment_coverage \
         WHERE payment_coverage.loan_id = instalments.loan_id AND payment_coverage.due_on = instalments.due_on), \
     paid_on = (SELECT MAX(covered_on) FROM payment_coverage \
         WHERE payment_coverage.loan_id = instalments.loan_id AND payment_coverage.due_on = instalments.due_on) \
     WHERE loan_id = $1 AND status <> 'superseded'";

/// What follows from that. Nothing is open of a loan that owes no principal.
const MARK: &str = "UPDATE instalments SET \
     status = CASE WHEN paid_minor >= payment_minor THEN 'paid' WHEN paid_minor > 0 THEN 'partly_paid' \
         ELSE 'scheduled' END, \
     is_open = CASE WHEN paid_minor >= payment_minor THEN 0 \
         WHEN (SELECT outstanding_minor FROM loans WHERE loans.id = instalments.loan_id) = 0 THEN 0 ELSE 1 END, \
     may_be_late = CASE WHEN payment_minor = 0 OR late_on IS NOT NULL THEN 0 \
         WHEN paid_minor >= payment_minor AND paid_on <= grace_until THEN 0 \
         WHEN paid_minor < payment_minor AND \
             (SELECT outstanding_minor FROM loans WHERE loans.id = instalments.loan_id) = 0 THEN 0 ELSE 1 END, \
     paid_on = CASE WHEN paid_minor >= payment_minor THEN paid_on END \
     WHERE loan_id = $1 AND status <> 'superseded'";

impl Projection for Instalments {
    fn name(&self) -> &'static str {
        "payment_schedules"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["payment_schedules", "instalments"]
    }

    /// A schedule's instalments follow it in the log. Schedules go in one by one, since one may take the place of
    /// another; the instalments between them together.
    fn apply(
        &self,
        events: &[RecordedEvent],
        upcasters: &Upcasters,
        transaction: &mut dyn Transaction,
    ) -> Result<()> {
        let mut rows = Vec::new();
        let mut graces = Graces::new();
        let mut touched = BTreeSet::new();
        let mut found_late: BTreeMap<NaiveDate, Vec<PaymentId>> = BTreeMap::new();
        for event in events {
            if let Some(schedule) = payload_of::<PaymentScheduleCreated>(event, upcasters)? {
                insert(transaction, &mut rows)?;
                supersede(transaction, event, &schedule)?;
                if schedule.replaces_from.is_some() {
                    touched.insert(schedule.loan_id);
                }
            } else if let Some(payment) = payload_of::<PaymentScheduled>(event, upcasters)? {
                rows.push(row(transaction, &mut graces, &payment)?);
            } else if let Some(late) = payload_of::<PaymentLate>(event, upcasters)? {
                found_late.entry(late.late_on).or_default().push(late.payment_id);
            } else {
                touched.extend(touches(event, upcasters)?);
            }
        }
        insert(transaction, &mut rows)?;
        for (late_on, instalments) in found_late {
            mark_late(transaction, late_on, &instalments)?;
        }
        for loan_id in touched {
            transaction.execute(COVER, &[loan_id.into()])?;
            transaction.execute(MARK, &[loan_id.into()])?;
        }
        Ok(())
    }
}

/// Instalments marked in one statement.
const MARKED_AT_ONCE: usize = 500;

fn mark_late(transaction: &mut dyn Transaction, late_on: NaiveDate, instalments: &[PaymentId]) -> Result<()> {
    for some in instalments.chunks(MARKED_AT_ONCE) {
        let places: Vec<String> = (2..=some.len() + 1).map(|place| format!("${place}")).collect();
        let sql = format!(
            "UPDATE instalments SET late_on = $1, may_be_late = 0 WHERE id IN ({})",
            places.join(", ")
        );
        let mut parameters: Vec<Value<'_>> = vec![late_on.into()];
        parameters.extend(some.iter().map(|instalment| Value::from(*instalment)));
        let marked = transaction.execute(&sql, &parameters)?;
        if usize::try_from(marked) != Ok(some.len()) {
            let problem = "Payment.Late is about an instalment that is not there";
            return Err(StoreError::corrupt(problem).into());
        }
    }
    Ok(())
}

/// The loan of whose instalments an event changes what is paid or open.
fn touches(event: &RecordedEvent, upcasters: &Upcasters) -> Result<Option<LoanId>> {
    if let Some(processed) = payload_of::<PaymentProcessed>(event, upcasters)? {
        return Ok(Some(processed.loan_id));
    }
    if let Some(reversed) = payload_of::<PaymentReversed>(event, upcasters)? {
        return Ok(Some(reversed.loan_id));
    }
    if let Some(applied) = payload_of::<InterestReserveApplied>(event, upcasters)? {
        return Ok(Some(applied.loan_id));
    }
    let changed = payload_of::<LoanStatusChanged>(event, upcasters)?;
    Ok(changed.filter(|changed| changed.to == LoanStatus::ChargedOff).map(|changed| changed.loan_id))
}

fn insert(transaction: &mut dyn Transaction, rows: &mut Vec<Vec<Value<'static>>>) -> Result<()> {
    if !rows.is_empty() {
        transaction.insert(&INSERT_INSTALMENT, rows)?;
        rows.clear();
    }
    Ok(())
}

fn supersede(
    transaction: &mut dyn Transaction,
    event: &RecordedEvent,
    schedule: &PaymentScheduleCreated,
) -> Result<()> {
    if let Some(from) = schedule.replaces_from {
        transaction.execute(
            "UPDATE instalments SET status = 'superseded', is_open = 0, may_be_late = 0, paid_minor = 0, paid_on = NULL \
             WHERE loan_id = $1 AND due_on >= $2",
            &[schedule.loan_id.into(), from.into()],
        )?;
    }
    let currency = schedule.currency;
    let row = vec![
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
        schedule.replaces_from.into(),
        schedule.reason.as_str().into(),
    ];
    transaction.insert(&INSERT_SCHEDULE, &[row])?;
    Ok(())
}

/// Days of grace by loan, asked for once.
type Graces = HashMap<LoanId, u32>;

fn row(
    transaction: &mut dyn Transaction,
    graces: &mut Graces,
    payment: &PaymentScheduled,
) -> Result<Vec<Value<'static>>> {
    let grace_days = match graces.get(&payment.loan_id) {
        Some(days) => *days,
        None => {
            let row = transaction
                .query_optional("SELECT grace_days FROM loans WHERE id = $1", &[payment.loan_id.into()])?;
            let days = row.map(store::Row::single).transpose()?.unwrap_or(0);
            *graces.entry(payment.loan_id).or_insert(days)
        }
    };
    let currency = payment.currency;
    let amount = payment.payment.money(currency)?;
    let grace_until = payment.due_on.checked_add_days(Days::new(grace_days.into())).unwrap_or(payment.due_on);
    Ok(vec![
        payment.payment_id.into(),
        payment.organization_id.into(),
        payment.schedule_id.into(),
        payment.loan_id.into(),
        payment.number.into(),
        payment.due_on.into(),
        payment.days.into(),
        amount.into(),
        payment.interest.money(currency)?.into(),
        payment.principal.money(currency)?.into(),
        payment.balance.money(currency)?.into(),
        0_i64.into(),
        grace_until.into(),
        "scheduled".into(),
        i64::from(amount.is_positive()).into(),
        i64::from(amount.is_positive()).into(),
    ])
}
