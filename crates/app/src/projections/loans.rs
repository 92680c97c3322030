//! The table `loans`: terms, status and dates of each loan.

use chrono::NaiveDate;
use domain::{
    AllocationOrder, EventPayload, LoanChargedOff, LoanCreated, LoanCured, LoanDefaulted,
    LoanDrawBalancesChanged, LoanExtended, LoanFunded, LoanFundingSourceSet, LoanModified, LoanPaidOff,
    LoanParticipationsSet, LoanPayoffQuoted, LoanStatusChanged, PaymentScheduleCreated, RemainingTerms,
};
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
        "external_reference",
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
        "amortization_months",
        "interest_only_periods",
        "allocation_order",
        "excess_rule",
        "grace_days",
        "late_fee_micro_percent",
        "late_fee_at_most_minor",
        "default_margin_micro_percent",
        "returned_payment_fee_minor",
        "initial_advance_minor",
        "inspection_required",
        "waivers_required",
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
                let carried = funded.carried_over.as_ref();
                let owed = carried.map(|balance| balance.principal.money(funded.currency)).transpose()?;
                // Of a loan that is drawn the rest stays available.
                let rows = transaction.execute(
                    "UPDATE loans SET funded_on = $1, version = $2, carried_over_on = $3, \
                     outstanding_minor = COALESCE($4, initial_advance_minor, principal_minor), \
                     disbursed_minor = COALESCE(initial_advance_minor, principal_minor), \
                     repaid_before_minor = COALESCE(initial_advance_minor, principal_minor) - \
                         COALESCE($4, initial_advance_minor, principal_minor), \
                     available_minor = principal_minor - COALESCE(initial_advance_minor, principal_minor) WHERE id = $5",
                    &[
                        funded.funded_on.into(),
                        event.sequence_number.into(),
                        carried.map(|balance| balance.carried_over_on).into(),
                        owed.into(),
                        funded.loan_id.into(),
                    ],
                )?;
                exactly_one(rows, "loan", event)?;
            } else if let Some(schedule) = payload_of::<PaymentScheduleCreated>(event, upcasters)? {
                let rows = transaction.execute(
                    "UPDATE loans SET maturity_on = $1 WHERE id = $2",
                    &[schedule.maturity_on.into(), schedule.loan_id.into()],
                )?;
                exactly_one(rows, "loan", event)?;
            } else if let Some(modified) = payload_of::<LoanModified>(event, upcasters)? {
                amend(transaction, event, modified.modified_on, &modified.terms)?;
            } else if let Some(extended) = payload_of::<LoanExtended>(event, upcasters)? {
                amend(transaction, event, extended.extended_on, &extended.terms)?;
            } else if OTHERS_OF_THE_STREAM.contains(&event.event_type.as_ref()) {
                let rows = transaction.execute(
                    "UPDATE loans SET version = $1 WHERE id = $2",
                    &[event.sequence_number.into(), event.aggregate_id.into()],
                )?;
                exactly_one(rows, "loan", event)?;
            }
        }
        Ok(())
    }
}

/// Events of a loan's own stream of which only its version tells here.
const OTHERS_OF_THE_STREAM: &[&str] = &[
    LoanPayoffQuoted::EVENT_TYPE,
    LoanPaidOff::EVENT_TYPE,
    LoanDefaulted::EVENT_TYPE,
    LoanCured::EVENT_TYPE,
    LoanChargedOff::EVENT_TYPE,
    LoanDrawBalancesChanged::EVENT_TYPE,
    LoanFundingSourceSet::EVENT_TYPE,
    LoanParticipationsSet::EVENT_TYPE,
];

/// The terms in force stand beside those that were agreed.
fn amend(
    transaction: &mut dyn Transaction,
    event: &RecordedEvent,
    from: NaiveDate,
    terms: &RemainingTerms,
) -> Result<()> {
    let rows = transaction.execute(
        "UPDATE loans SET amended_on = $1, amended_rate_micro_percent = $2, amended_schedule_type = $3, \
         amended_frequency = $4, amended_amortization_months = $5, amended_interest_only_periods = $6, \
         amended_first_payment_on = $7, version = $8 WHERE id = $9",
        &[
            from.into(),
            terms.annual_rate_percent.micro_percent().into(),
            terms.schedule_type.as_str().into(),
            terms.frequency.as_str().into(),
            terms.amortization_months.into(),
            terms.interest_only_periods.into(),
            terms.first_payment_on.into(),
            event.sequence_number.into(),
            event.aggregate_id.into(),
        ],
    )?;
    exactly_one(rows, "loan", event)
}

/// The buckets in their order, with commas.
fn order_text(order: AllocationOrder) -> String {
    order.buckets().map(|bucket| bucket.as_str()).join(",")
}

fn insert(transaction: &mut dyn Transaction, event: &RecordedEvent, created: LoanCreated) -> Result<()> {
    let terms = created.terms.terms(created.currency)?;
    let (servicing, drawn) = (&terms.servicing, terms.construction);
    transaction.insert(
        &INSERT,
        &[vec![
            created.loan_id.into(),
            created.organization_id.into(),
            created.number.into(),
            created.borrower_id.into(),
            created.lender_id.into(),
            created.external_reference.into(),
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
            terms.amortization_months.into(),
            terms.interest_only_periods.into(),
            order_text(servicing.allocation_order).into(),
            servicing.excess.as_str().into(),
            servicing.grace_days.into(),
            servicing.late_fee_percent.micro_percent().into(),
            servicing.late_fee_at_most.into(),
            servicing.default_margin.micro_percent().into(),
            servicing.returned_payment_fee.into(),
            drawn.map(|terms| terms.initial_advance).into(),
            i64::from(drawn.is_some_and(|terms| terms.inspection_required)).into(),
            i64::from(drawn.is_some_and(|terms| terms.waivers_required)).into(),
            event.occurred_at.into(),
            event.sequence_number.into(),
        ]],
    )?;
    Ok(())
}
